"""Pictures of tables: each function takes a table, returns a `Figure`, and computes nothing but where things stand.

The caller says the finding (`title`), adds `figures.foot_line` and keeps the result with `figures.save`.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.collections import PatchCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter, StrMethodFormatter
from wordcloud import WordCloud

from helpers.figures import (
    GREY,
    INK,
    MARKERS,
    WIDTH,
    check_glyphs,
    font_path,
    marker_style,
    new_figure,
    outlet_colour,
    spread,
    title_line,
)

# Kinds of segment, in the order of a page. Paul Tol's "muted" colours: none is taken for an outlet's beside them.
KIND_COLOURS = {
    "title": "#332288",
    "meta": "#88CCEE",
    "epigraph": "#DDCC77",
    "body": "#555555",
    "caption": "#117733",
    "apparatus": "#CC6677",
    "related": "#999933",
    "boilerplate": "#882255",
}
LANGUAGES = {"zh": "Chinese", "en": "English"}
WHITE_TO_INK = LinearSegmentedColormap.from_list("white to ink", ["#FFFFFF", "#C9CDD2", "#70757C", "#1E2126"])


def page_strips(
    segments: pd.DataFrame, pages: pd.DataFrame, title: str = "Every page, tiled by its segments"
) -> Figure:
    """Every page as a strip, to scale; each kind of segment has its own lane, so that one mark is still seen.

    `segments` has `page`, `start`, `end`, `kind`, `article` (missing where none); `pages` is indexed by page and has
    `chars`. All strips share one scale; grey bands and their numbers are the articles. One bar per row of `segments`.
    """
    kinds = [*KIND_COLOURS, *sorted(set(segments["kind"]) - set(KIND_COLOURS))]
    lanes = {
        page: [k for k in kinds if k in set(rows["kind"])]
        for page, rows in segments.groupby("page", sort=True, observed=True)
    }
    heights = [len(lane) + 1.4 for lane in lanes.values()]
    fig, axes = new_figure(
        0.155 * sum(heights) + 0.28 * len(lanes) + 0.95,
        nrows=len(lanes), sharex=True, squeeze=False, height_ratios=heights,
    )  # fmt: skip
    longest = pages["chars"].max()
    for ax, (page, present) in zip(axes[:, 0], lanes.items(), strict=True):
        rows = segments[segments["page"] == page]
        for lane, kind in enumerate(present):
            spans = rows.loc[rows["kind"] == kind, ["start", "end"]]
            colour = KIND_COLOURS.get(kind, GREY)
            # The hair line round each bar keeps a segment of one character visible.
            ax.broken_barh(
                list(zip(spans["start"], spans["end"] - spans["start"], strict=True)), (lane - 0.4, 0.8),
                facecolor=colour, edgecolor=colour, linewidth=0.35, zorder=3,
            )  # fmt: skip
        _article_bands(ax, rows, gap=longest / 48)
        ax.set_title(f"{page} · {pages.loc[page, 'chars']:,} characters", fontsize=8, color=INK, pad=3)
        ax.set_yticks(range(len(present)), present, fontsize=7)
        ax.set_ylim(len(present) - 0.4, -1.6)
        ax.set_xlim(0, longest)
        ax.spines["left"].set_visible(False)
        ax.tick_params(left=False, bottom=ax is axes[-1, 0])
        ax.spines["bottom"].set_bounds(0, pages.loc[page, "chars"])
    axes[-1, 0].spines["bottom"].set_bounds(0, longest)
    axes[-1, 0].xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes[-1, 0].set_xlabel("place in the page, characters from its start (bands and numbers: articles)")
    title_line(fig, title)
    return fig


def _article_bands(ax, rows: pd.DataFrame, gap: float) -> None:
    articles = rows.dropna(subset="article").groupby("article", sort=True, observed=True)
    spans = articles.agg(start=("start", "min"), end=("end", "max")).sort_values("start")
    middles = (spans["start"] + spans["end"]) / 2
    for number, ((article, span), x) in enumerate(zip(spans.iterrows(), spread(middles, gap), strict=True)):
        if number % 2 == 0:
            ax.axvspan(span["start"], span["end"], color="#EEEEEE", linewidth=0, zorder=0)
        ax.text(x, -0.65, str(article).rpartition("-")[2], fontsize=6, color=INK, ha="center", va="bottom")


def article_grid(table: pd.DataFrame, title: str = "Articles by outlet, language and form") -> Figure:
    """Number of articles by outlet x language x form: dots whose area is the count, the number beside each, zeros too.

    `table` has `outlet`, `language`, `form`, `articles`, and `outlet_zh` if the Chinese name is to stand with the
    English. One mark per row; outlets stand in the order of the table.
    """
    outlets = list(dict.fromkeys(table["outlet"]))
    columns = [
        (language, form)
        for language in sorted(set(table["language"]), key=[*LANGUAGES, *sorted(table["language"])].index)
        for form in MARKERS
        if ((table["language"] == language) & (table["form"] == form)).any()
    ]
    fig, ax = new_figure(0.3 * len(outlets) + 1.55)
    largest = max(table["articles"].max(), 1)
    for row in table.itertuples():
        x, y = columns.index((row.language, row.form)), outlets.index(row.outlet)
        if row.articles:
            ax.plot(
                x,
                y,
                **marker_style(row.outlet, row.form) | {"markersize": 17 * (row.articles / largest) ** 0.5},
            )
        else:
            ax.plot(x, y, marker="o", markersize=1.5, color="#BBBBBB", linestyle="none")
        ax.annotate(
            f"{row.articles}", (x, y), (13, 0), textcoords="offset points", va="center",
            color=INK if row.articles else "#999999",
        )  # fmt: skip
    names = table.drop_duplicates("outlet").set_index("outlet")
    labels = [f"{names.loc[o, 'outlet_zh']} {o}" if "outlet_zh" in names else o for o in outlets]
    ax.set_yticks(range(len(outlets)), labels)
    ax.set_xticks(range(len(columns)), [form for _, form in columns])
    for language in dict.fromkeys(language for language, _ in columns):
        places = [x for x, (other, _) in enumerate(columns) if other == language]
        ax.annotate(
            LANGUAGES.get(language, language), (np.mean(places), 1), (0, 21), ha="center", va="baseline",
            xycoords=("data", "axes fraction"), textcoords="offset points",
        )  # fmt: skip
        if places[0]:
            ax.axvline(places[0] - 0.5, color="#CCCCCC", linewidth=0.8)
    ax.xaxis.tick_top()
    ax.tick_params(length=0, pad=5)
    for label in ax.get_xticklabels():
        label.set_va("baseline")
    ax.spines[:].set_visible(False)
    ax.set_xlim(-0.5, len(columns) - 0.4)
    ax.set_ylim(len(outlets) - 0.4, -0.6)
    ax.hlines(
        np.arange(len(outlets) - 1) + 0.5, -0.5, len(columns) - 0.4, color="#EEEEEE", linewidth=0.6, zorder=0
    )
    title_line(fig, title)
    return fig


def wording_shares(table: pd.DataFrame, title: str = "Whose words the articles are in") -> Figure:
    """Share of the characters of each language by whose words they are: bars from zero, one per row.

    `table` has `language`, `words_by`, `share` (0 to 1, of the language's characters) and `form`; a bar for digests is
    open. Bars stand in the order of the table.
    """
    languages = sorted(set(table["language"]), key=[*LANGUAGES, *sorted(table["language"])].index)
    heights = [(table["language"] == language).sum() for language in languages]
    fig, axes = new_figure(
        0.25 * sum(heights) + 0.4 * len(languages) + 0.95,
        nrows=len(languages), sharex=True, squeeze=False, height_ratios=[h + 0.6 for h in heights],
    )  # fmt: skip
    for ax, language in zip(axes[:, 0], languages, strict=True):
        rows = table[table["language"] == language].reset_index(drop=True)
        for y, row in rows.iterrows():
            colour = outlet_colour(row["words_by"])
            is_open = row["form"] == "digest"
            ax.barh(
                y, row["share"], 0.66, color="white" if is_open else colour, edgecolor=colour, linewidth=1.2
            )
            ax.annotate(
                f"{row['share']:.1%}",
                (row["share"], y),
                (5, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
            )
        ax.set_title(LANGUAGES.get(language, language), pad=3)
        ax.set_yticks(range(len(rows)), [f"{row.words_by} · {row.form}" for row in rows.itertuples()])
        ax.set_ylim(len(rows) - 0.4, -0.6)
        ax.spines["bottom"].set_visible(ax is axes[-1, 0])
        ax.tick_params(left=False, bottom=ax is axes[-1, 0])
    axes[-1, 0].set_xlim(0, min(1.12 * table["share"].max(), 1.08))
    axes[-1, 0].xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes[-1, 0].set_xlabel("share of the characters of all article texts in the language; open bars: digests")
    title_line(fig, title)
    return fig


def similarity_matrix(
    table: pd.DataFrame,
    articles: pd.DataFrame,
    measure: str = "similarity",
    title: str = "Which texts share their wording",
) -> Figure:
    """Similarity of every pair of texts, as a triangle; pairs of one story are framed.

    `table` has `article_a`, `article_b`, `similarity` (0 to 1), one row per pair in either order; one cell per row. A
    pair that is not in the table (two languages share no wording) stays white, and dotted if it is of one story.
    `articles` is indexed by article and has `outlet`, `form`, `language`, `same_story` (missing where none); texts of one
    story stand together. On the diagonal, where nothing is to be compared, stands the mark of the text's outlet and
    form, and its name beside it serves its row (to the left) and its column (below). `measure` names the scale.

    Raises `ValueError` if a pair stands twice in the table.
    """
    first = articles.reset_index(names="article").groupby("same_story", dropna=True)["article"].min()
    leaders = articles["same_story"].map(first)
    leaders = leaders.where(leaders.notna(), pd.Series(articles.index, index=articles.index))
    order = sorted(articles.index, key=lambda article: (leaders[article], article))
    place = {article: number for number, article in enumerate(order)}
    count = len(order)
    matrix = np.full((count, count), np.nan)
    for row in table.itertuples():
        x, y = sorted((place[row.article_a], place[row.article_b]))
        if x == y or not np.isnan(matrix[y, x]):
            raise ValueError(
                f"The pair {row.article_a}, {row.article_b} is no pair or stands twice in the table."
            )
        matrix[y, x] = row.similarity
    names_width = 0.45 * count  # in cells: room for the last name, about two inches
    cell = 0.98 * WIDTH / (count + names_width)
    fig, ax = new_figure(cell * count + 0.75)
    places = np.argwhere(np.tri(count, k=-1, dtype=bool))
    compared = [(y, x) for y, x in places if not np.isnan(matrix[y, x])]
    cells = PatchCollection(
        [Rectangle((x, y), 1, 1) for y, x in compared], cmap=WHITE_TO_INK, edgecolor="#E3E3E3", linewidth=0.5
    )
    cells.set(array=[matrix[y, x] for y, x in compared], clim=(0, 1))
    ax.add_collection(cells)
    size = min(6.5, 0.8 * 72 * cell)
    for article, at in place.items():
        row = articles.loc[article]
        ax.plot(at + 0.5, at + 0.5, **marker_style(row["outlet"], row["form"]) | {"markersize": 0.75 * size})
        name = f"{article}  {row['outlet']}, {row['form']}, {row['language']}"
        ax.text(at + 1.15, at + 0.5, name, fontsize=size, va="center_baseline", color=INK)
    story = articles["same_story"]
    for y, x in places:
        if pd.notna(story[order[x]]) and story[order[x]] == story[order[y]]:
            style = ":" if np.isnan(matrix[y, x]) else "-"
            ax.add_patch(
                Rectangle((x, y), 1, 1, fill=False, edgecolor=INK, linewidth=1.1, linestyle=style, zorder=3)
            )
            if style == ":":
                continue
            ax.text(
                x + 0.5, y + 0.5, f"{matrix[y, x]:.2f}".lstrip("0"), fontsize=0.85 * size, ha="center",
                va="center_baseline", color="white" if matrix[y, x] > 0.45 else INK, zorder=4,
            )  # fmt: skip
    ax.set_xlim(-0.1, count + names_width)
    ax.set_ylim(count, 0)
    ax.set_aspect("equal")
    ax.set_axis_off()
    bar = fig.colorbar(cells, cax=ax.inset_axes([0.68, 0.93, 0.31, 0.02]), orientation="horizontal")
    key = "framed: one story" + (", dotted: not compared" if len(compared) < len(places) else "")
    bar.set_label(f"{measure}; {key}", fontsize=7, loc="right")
    bar.ax.tick_params(labelsize=7)
    bar.outline.set_linewidth(0.4)
    title_line(fig, title)
    return fig


def word_cloud(frequencies: Mapping[str, float] | pd.Series, title: str, max_words: int = 80) -> Figure:
    """The most frequent words, sized by frequency: an ornament and an entrance, never evidence.

    `frequencies` maps word to count. Words stand upright and in ink; the layout is fixed. Raises `ValueError` if there is
    nothing to draw, `FontError` if a word cannot be drawn.
    """
    counts = {word: float(count) for word, count in dict(frequencies).items() if count > 0}
    if not counts:
        raise ValueError("word_cloud: no word has a frequency above zero.")
    check_glyphs(counts, fallback=False)
    cloud = WordCloud(
        font_path=font_path(), width=1050, height=540, background_color="white", max_words=max_words,
        prefer_horizontal=1.0, random_state=1, relative_scaling=0.6, margin=4,
        color_func=lambda *_, font_size, **__: "#1E2126" if font_size > 60 else "#5A6068",
    )  # fmt: skip
    fig, ax = new_figure(4.1)
    ax.imshow(
        cloud.generate_from_frequencies(dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))))
    )
    ax.set_axis_off()
    title_line(fig, title)
    return fig


def interval_dots(
    table: pd.DataFrame,
    label: str,
    panel: str,
    value: str,
    xlabel: str,
    title: str,
    limits: tuple[float, float] | None = None,
) -> Figure:
    """A dot with its interval for every row: one line per `label`, one panel per `panel`, all panels on one scale.

    `table` has the columns named, `low` and `high` (missing where there is no interval); lines stand in the order in
    which the table first names them.
    """
    labels = list(dict.fromkeys(table[label]))
    panels = list(dict.fromkeys(table[panel]))
    fig, axes = new_figure(
        0.27 * len(labels) + 1.2, ncols=len(panels), sharex=True, sharey=True, squeeze=False
    )
    for ax, name in zip(axes[0], panels, strict=True):
        rows = table[table[panel] == name]
        places = [labels.index(one) for one in rows[label]]
        ax.hlines(places, rows["low"], rows["high"], color=GREY, linewidth=1.4, zorder=2)
        ax.plot(rows[value], places, "o", color=INK, markersize=5, zorder=3)
        for x, y in zip(rows[value], places, strict=True):
            ax.annotate(f"{x:.2f}", (x, y), (0, 5), textcoords="offset points", ha="center", fontsize=7)
        ax.set_title(name, pad=6)
        ax.set_yticks(range(len(labels)), labels)
        ax.set_ylim(len(labels) - 0.4, -0.7)
        ax.set_xlabel(xlabel)
        ax.grid(axis="y", color="#EEEEEE", linewidth=0.6)
        ax.tick_params(left=False)
        if limits:
            ax.set_xlim(*limits)
    title_line(fig, title)
    return fig
