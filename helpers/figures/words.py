"""Words: clouds as an entrance, and concordance lines as a picture."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.offsetbox import AnnotationBbox, HPacker, TextArea
from wordcloud import WordCloud

from helpers.figures.axes import ROWS, drawable, first_names, largest
from helpers.figures.house import GREY, INK, RED, Picture, font_path, lacking, shortened, width_of
from helpers.lexicon.schemas import LANGUAGES

_CLOUD, _LINES = 40, 40


def clouds(table: pd.DataFrame, title: str) -> Picture:
    """Draw the most frequent words of each group (two at most), sized by frequency: an ornament, never evidence.

    `table` has `group` (one panel each; `zh` and `en` get the language's name), `term`, `count` (above zero). Words are
    upright and in ink; the layout is fixed. 40 words a panel; words not in the font are left out, and a note says so.
    """
    fig = Picture(3.4, title)
    table = drawable(table[table["count"] > 0], "no word has a count above 0").astype({"group": "str", "term": "str"})
    table = largest(fig, table, "group", 2, table["count"], "groups")
    groups = first_names(table["group"])
    axes = fig.subplots(ncols=len(groups), squeeze=False)[0]
    for ax, group in zip(axes, groups, strict=True):
        rows = table[table["group"] == group].sort_values(["count", "term"], ascending=[False, True]).head(_CLOUD)
        drawn = rows[[not lacking(term, fallback=False) for term in rows["term"]]]  # wordcloud takes one font only
        fig.leave_out(len(rows) - len(drawn), "not in the font of the cloud")
        if drawn.empty:
            raise ValueError(f"clouds: the font draws none of the words of {group!r}.")
        cloud = WordCloud(
            font_path=font_path(), width=1050 // len(groups), height=430,
            background_color="white", max_words=_CLOUD, prefer_horizontal=1.0, random_state=1, relative_scaling=0.6, margin=4,
            color_func=lambda *_, font_size, **__: "#1E2126" if font_size > 46 else "#5A6068",
        )  # fmt: skip
        counts = dict(zip(drawn["term"], drawn["count"].astype(float), strict=True))
        ax.imshow(cloud.generate_from_frequencies(counts), aspect="equal")
        ax.set_title(LANGUAGES.get(group, group), pad=3)
        ax.set_axis_off()
    fig.resize(3.95)
    return fig


def concordance(table: pd.DataFrame, title: str) -> Picture:
    """Draw concordance lines: the node in red in its column, its object in blue, a gloss in grey below the line.

    `table` has `left`, `node`, `right`, and if known `object` (a part of `left` or `right`, coloured at its first
    occurrence), `gloss`, `article` (at the right edge). Lines wider than the page are cut at the outer ends. The first
    40 lines are drawn; a note gives their total number.
    """
    fig, table = Picture(3.0, title), drawable(table, "the concordance has no line")
    if len(table) > _LINES:
        fig.leave_out(len(table) - _LINES, f"the first {_LINES} of {len(table):,} lines")
    columns = ["left", "node", "right", "object", "gloss", "article"]
    rows = table.head(_LINES).reindex(columns=columns).astype(object).fillna("").astype(str)
    step = 1.75 if rows["gloss"].any() else 1.0
    ax = fig.subplots()
    ax.set_xlim(0, 1)
    ax.set_ylim(len(rows) * step - 0.3, -0.7)
    ax.set_axis_off()
    column = 0.44
    each = 0.0091  # of the width of the page for a Latin letter
    node, sources = (max(map(width_of, rows[name])) for name in ("node", "article"))
    room_left, room_right = int(column / each) - 2, int((1 - column) / each) - node - sources - 4
    small = {"fontsize": 6.5, "color": GREY, "va": "center_baseline"}
    for number, row in enumerate(rows.itertuples()):
        y = number * step
        if number % 2 == 0:
            ax.axhspan(y - 0.55, y + step - 0.55, color="#F6F6F6", linewidth=0, zorder=0)
        left = shortened(" ".join(row.left.split())[::-1], room_left)[::-1]  # cut at its beginning
        right = shortened(" ".join(row.right.split()), max(room_right, 10))
        _set(ax, left, "" if row.object in right else row.object, (column - 0.008, y), "right")
        _set(ax, row.node, row.node, (column, y), "left", RED).set_gid(ROWS)
        start = column + each * 0.92 * width_of(row.node) + 0.012
        _set(ax, right, row.object if row.object in right else "", (start, y), "left")
        ax.text(column, y + 0.78, shortened(row.gloss, 70), ha="center", **small)
        ax.text(1, y, row.article, ha="right", **small)
    fig.resize(0.2 * step * len(rows) + 0.75)
    return fig


def _set(ax: Axes, text: str, target: str, at: tuple[float, float], side: str, colour="#0072B2") -> AnnotationBbox:
    """Set a text that ends (`right`) or begins (`left`) at a place, with `target` in its own colour."""
    before, found, after = text.partition(target) if target else (text, "", "")
    parts = [(before, INK), (found, colour), (after, INK)]
    areas = [TextArea(part, textprops={"fontsize": 8, "color": shade}) for part, shade in parts if part]
    packed = HPacker(children=areas or [TextArea("")], align="baseline", pad=0, sep=0)
    flush = (1.0 if side == "right" else 0.0, 0.35)
    return ax.add_artist(AnnotationBbox(packed, at, frameon=False, pad=0, box_alignment=flush))
