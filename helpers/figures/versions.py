"""Versions of a text: what they share, how they are aligned, and one formula in all of them."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.figures.house import INK, WIDTH, marker_style, new_figure, outlet_colour
from helpers.figures.axes import absent, colour_on_shade, mark, named_outlets, note, shade_cells, shade_scale
from helpers.texts.joins import check_ids

# What two texts have in common: colour, width and stroke. Paul Tol's "bright" scheme, no colour that an outlet has.
RELATION_STYLES = {
    "reprint": ("#1E2126", 2.6, "-"),
    "excerpt": ("#1E2126", 2.6, "-"),
    "two digests": ("#4477AA", 2.6, "-"),
    "shared formula": ("#CCBB44", 0.9, "-"),
    "shared facts": ("#228833", 0.9, "-"),
    "shared boilerplate of the digester": ("#EE6677", 0.9, "-"),
    "shared phrase": ("#BBBBBB", 0.9, "-"),
    "none": ("#AA3377", 1.4, (0, (1, 1.2))),
}


def _stories_together(articles: pd.DataFrame) -> list[str]:
    """The articles in the order of the corpus, but each story's at the place of its first; one without a story alone."""
    names = articles.index.to_series()
    leaders = names.groupby(articles["same_story"]).transform("min").fillna(names)
    return sorted(articles.index, key=lambda article: (leaders[article], article))


def _text_name(article: str, row: pd.Series) -> str:
    return f"{article}  {row['outlet']}, {row['form']}, {row['language']}"


# From here on a similarity of texts that are not of one story is worth its number.
_SHOWN_AS_NUMBER = 0.2


def similarity_matrix(
    table: pd.DataFrame,
    articles: pd.DataFrame,
    measure: str = "similarity",
    title: str = "Which texts share their wording",
) -> Figure:
    """Similarity of every pair of texts, as a triangle; pairs of one story are framed.

    Numbers stand in the frames, and outside them from a fifth on.

    `table` has `article_a`, `article_b`, `similarity` (0 to 1), one row per pair in either order; one cell per row. A
    pair that is not in the table (two languages share no wording) stays white, and dotted if it is of one story.
    `articles` is indexed by article and has `outlet`, `form`, `language`, `same_story` (missing where none); texts of one
    story stand together. On the diagonal, where nothing is to be compared, stands the mark of the text's outlet and
    form, and its name beside it serves its row (to the left) and its column (below). `measure` names the scale.

    Raises `ValueError` if a pair stands twice in the table.
    """
    for column in ("article_a", "article_b"):
        check_ids(table[column], articles.index, "table", "articles", match="every")
    articles = named_outlets(articles)
    order = _stories_together(articles)
    count = len(order)
    values = _by_place(table, {article: place for place, article in enumerate(order)})
    names_width = 0.45 * count  # in cells: room for the last name, about two inches
    cell = 0.98 * WIDTH / (count + names_width)
    size = min(6.5, 0.8 * 72 * cell)
    fig, ax = new_figure(cell * count + 0.75, title)
    compared = sorted(values, key=lambda place: place[::-1])
    shades = [values[place] for place in compared]
    cells = shade_cells(ax, compared, shades, edgecolor="#E3E3E3", linewidth=0.5)
    story = articles["same_story"].reindex(order)
    framed = set()
    for at, article in enumerate(order):
        row = articles.loc[article]
        mark(ax, at + 0.5, at + 0.5, row["outlet"], row["form"], 0.75 * size)
        name = _text_name(article, row)
        ax.text(at + 1.15, at + 0.5, name, fontsize=size, va="center_baseline", color=INK)
        for x in np.flatnonzero((story == story[article]).to_numpy()[:at]):
            value = values.get((x, at))
            frame = {"edgecolor": INK, "linewidth": 1.1, "linestyle": ":" if value is None else "-"}
            ax.add_patch(Rectangle((x, at), 1, 1, fill=False, zorder=3, **frame))
            framed.add((x, at))
    for x, y in compared:
        value = values[x, y]
        if (x, y) in framed or value >= _SHOWN_AS_NUMBER:
            ax.text(
                x + 0.5, y + 0.5, f"{value:.2f}".lstrip("0"), fontsize=0.85 * size, ha="center",
                va="center_baseline", color=colour_on_shade(value), zorder=4,
            )  # fmt: skip
    ax.set_xlim(-0.1, count + names_width)
    ax.set_ylim(count, 0)
    ax.set_aspect("equal")
    ax.set_axis_off()
    dotted = ", dotted: not compared" if len(compared) < count * (count - 1) // 2 else ""
    place = ax.inset_axes([0.68, 0.93, 0.31, 0.02])
    shade_scale(fig, cells, f"{measure}; framed: one story{dotted}", cax=place)
    return fig


def _by_place(table: pd.DataFrame, place: dict[str, int]) -> dict[tuple[int, int], float]:
    """The similarity of each pair by its column and its row, the row below the diagonal."""
    values: dict[tuple[int, int], float] = {}
    for row in table.itertuples():
        x, y = sorted((place[row.article_a], place[row.article_b]))
        if x == y or (x, y) in values:
            raise ValueError(
                f"The pair {row.article_a}, {row.article_b} is no pair or stands twice in the table."
            )
        values[x, y] = row.similarity
    return values


def alignment_ribbons(
    sentences: pd.DataFrame, links: pd.DataFrame, title: str = "Which sentences go together"
) -> Figure:
    """Versions of one text as strips of sentences, one under the other, with a ribbon for each link between neighbours.

    `sentences` has `track` (a strip each), `outlet`, `sentence`, `width` (what its box takes of the x axis); `links` has
    `upper`, `lower` (tracks next to each other), `left_sentences`, `right_sentences` (numbers joined by `+`; `left` is the
    upper track), `score` (0 to 1: how dark the ribbon is). A sentence without any ribbon has an open box.
    """
    tracks = list(dict.fromkeys(sentences["track"]))
    fig, ax = new_figure(1.25 * len(tracks) + 0.9, title)
    edges: dict[tuple[str, str], tuple[float, float]] = {}
    for track, rows in sentences.groupby("track", sort=False):
        ends = rows["width"].cumsum()
        for number, start, end in zip(rows["sentence"], ends - rows["width"], ends, strict=True):
            edges[track, str(number)] = (start, end)
    linked = set()
    for row in links.itertuples():
        sides = [
            [(track, number) for number in cell.split("+") if number]
            for track, cell in ((row.upper, row.left_sentences), (row.lower, row.right_sentences))
        ]
        if all(sides):
            linked.update(*sides)
            for upper in _runs([edges[one] for one in sides[0]]):
                for lower in _runs([edges[one] for one in sides[1]]):
                    _ribbon(ax, upper, lower, tracks.index(row.upper), row.score)
    outlets = sentences.drop_duplicates("track").set_index("track")["outlet"]
    widest = max(end for _, end in edges.values())
    for (track, number), (start, end) in edges.items():
        y = tracks.index(track)
        colour = outlet_colour(outlets[track])
        face, ink = (colour, "white") if (track, number) in linked else ("white", INK)
        style = {"facecolor": face, "edgecolor": colour, "linewidth": 0.9, "zorder": 3}
        ax.add_patch(Rectangle((start, y - 0.09), end - start, 0.18, **style))
        if end - start > 0.013 * widest:
            style = {"ha": "center", "va": "center_baseline", "fontsize": 6, "zorder": 4}
            ax.text((start + end) / 2, y, number, color=ink, **style)
    # A name stands over the ribbons that reach its strip.
    paper = {"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1.5}
    for y, track in enumerate(tracks):
        ax.text(0, y - 0.11, track, fontsize=8, color=INK, va="bottom", zorder=5, bbox=paper)
    ax.set_xlim(-0.003 * widest, 1.003 * widest)
    ax.set_ylim(len(tracks) - 0.85, -0.35)
    ax.set_axis_off()
    return fig


def _runs(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The spans with those that touch made one.

    >>> _runs([(0, 1), (4, 5), (1, 2)])
    [(0, 2), (4, 5)]
    """
    runs: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if runs and start <= runs[-1][1] + 1e-9:
            start, _ = runs.pop()
        runs.append((start, end))
    return runs


def _ribbon(
    ax: Axes, upper: tuple[float, float], lower: tuple[float, float], track: int, score: float
) -> None:
    """A band from a box of the strip number `track` to one of the next, its sides S-shaped."""
    steps = np.linspace(0, 1, 25)
    bend = 3 * steps**2 - 2 * steps**3
    y = track + 0.09 + steps * 0.82
    left, right = (upper[side] + (lower[side] - upper[side]) * bend for side in (0, 1))
    ax.fill_betweenx(y, left, right, color=INK, alpha=0.06 + 0.34 * score**2, linewidth=0, zorder=1)
    for edge in (left, right):
        ax.plot(edge, y, color="white", linewidth=1.1, zorder=2)


def reuse_arcs(
    pairs: pd.DataFrame, articles: pd.DataFrame, title: str = "Which texts share their words"
) -> Figure:
    """All texts in one column, versions of one story together, and an arc for every pair that shares something.

    `pairs` has `article`, `other`, `relation` (a key of `RELATION_STYLES`), `missed` (known from title and metadata, not
    from wording: a dotted arc of the last colour); one arc per row that has a relation or is missed. `articles` is indexed
    by article and has `outlet`, `form`, `language`, `same_story` (missing where none).
    """
    for column in ("article", "other"):
        check_ids(pairs[column], articles.index, "pairs", "articles", match="every")
    articles = named_outlets(articles)
    order = _stories_together(articles)
    place = {article: y for y, article in enumerate(order)}
    count = len(order)
    fig, ax = new_figure(0.215 * count + 1.0, title)
    angles = np.linspace(-np.pi / 2, np.pi / 2, 40)
    drawn = []
    for row in pairs.itertuples():
        if row.relation == "none" and not row.missed:
            continue
        drawn.append("none" if row.missed else row.relation)
        colour, width, line = RELATION_STYLES[drawn[-1]]
        upper, lower = sorted((place[row.article], place[row.other]))
        ax.plot(
            0.4 + 0.62 * (lower - upper) * np.cos(angles), (upper + lower) / 2 + (lower - upper) / 2 * np.sin(angles),
            color=colour, linewidth=width, linestyle=line, zorder=1 + width, solid_capstyle="butt",
        )  # fmt: skip
    for y, article in enumerate(order):
        row = articles.loc[article]
        mark(ax, 0, y, row["outlet"], row["form"], 5)
        note(ax, _text_name(article, row), (0, y), (-7, 0), ha="right", fontsize=7, color=INK)
    names = [name for name in RELATION_STYLES if name in drawn]
    rows = (len(names) + 1) // 2
    ax.set_xlim(-0.3, 0.62 * count + 0.6)
    ax.set_ylim(count - 0.3, -1.4 - 0.95 * rows)
    for number, name in enumerate(names):
        colour, width, line = RELATION_STYLES[name]
        column, row = divmod(number, rows)
        x, y = (-7.7, 3.4)[column], -0.9 - 0.95 * (rows - row)
        ax.plot([x, x + 1.1], [y, y], color=colour, linewidth=width, linestyle=line, clip_on=False)
        label = "known from title and metadata only" if name == "none" else name
        ax.text(x + 1.4, y, f"{label} ({drawn.count(name)})", fontsize=7, va="center_baseline", color=INK)
    ax.set_axis_off()
    return fig


def formula_matrix(
    parts: pd.DataFrame, articles: pd.DataFrame, wordings: list[int], title: str = "A formula everywhere"
) -> Figure:
    """A formula part by part: one row per occurrence, one column per part; the number says at which place the part stands.

    `parts` has `article`, `sentence`, `part`, `place` (0 if absent), `printed`, `full` (whether it lost nothing; a minus
    sign stands behind one that did), `gloss`, `mode`; the wording of the parts in `wordings` is printed to the right.
    `articles` is indexed by article and has `outlet`, `form` (marks of digests are open); those without the formula have a
    row of small dots.
    """
    check_ids(parts["article"], articles.index, "parts", "articles", match="every")
    articles = named_outlets(articles)
    there = {key: rows.set_index("part") for key, rows in parts.groupby(["article", "sentence"], sort=True)}
    having = {article for article, _ in there}
    lines = sorted([*there, *((article, 0) for article in articles.index if article not in having)])
    columns = sorted(set(parts["part"]))
    places = [1.4 * number for number in range(len(columns))]
    fig, ax = new_figure(0.2 * len(lines) + 1.3, title)
    middle = {"ha": "center", "va": "center_baseline"}
    for y, key in enumerate(lines):
        article, sentence = key
        row = articles.loc[article]
        name = f"{article}{f'/{sentence}' if sentence else ''}  {row['outlet']}, {row['form']}"
        ink = INK if sentence else "#999999"
        ax.text(-0.75, y, name, fontsize=6.2, ha="right", va="center_baseline", color=ink)
        for x, part in zip(places, columns, strict=True):
            found = there[key].loc[part] if sentence else None
            if found is None or not found["place"]:
                absent(ax, x, y)
                continue
            mark(ax, x, y, row["outlet"], row["form"], 9, marker="o")
            is_open = marker_style(row["outlet"], row["form"])["markerfacecolor"] == "white"
            ax.text(x, y + 0.02, found["place"], fontsize=6, color=INK if is_open else "white", **middle)
            if not found["full"]:
                ax.text(x + 0.68, y, "−", fontsize=9, color=INK, **middle)
        if sentence:
            mode = there[key]["mode"].iloc[0]
            ax.text(places[-1] + 1.1, y, mode, fontsize=6.5, va="center_baseline", color=INK)
            present = [part for part in wordings if there[key].at[part, "place"]]
            words = " · ".join(str(there[key].at[part, "printed"]) for part in present)
            ax.text(places[-1] + 3.5, y, words, fontsize=5.8, va="center_baseline", color=INK)
    for x, part in zip(places, columns, strict=True):
        ax.text(x, -1.0, part, fontsize=7, color=INK, **middle)
    printed = f"parts {' and '.join(map(str, wordings))} as printed (−: a word is lost)"
    ax.text(places[-1] + 3.5, -1.0, printed, fontsize=6.2, va="center_baseline", color=INK)
    glosses = parts.drop_duplicates("part").set_index("part")["gloss"]
    half = (len(columns) + 1) // 2
    for line, some in enumerate((columns[:half], columns[half:])):
        key = " · ".join(f"{part} {glosses[part]}" for part in some)
        ax.text(-9.9, -3.1 + 0.95 * line, key, fontsize=7, va="center_baseline", color=INK)
    ax.set_xlim(-10.0, places[-1] + 12.7)
    ax.set_ylim(len(lines) - 0.4, -3.8)
    ax.set_axis_off()
    return fig
