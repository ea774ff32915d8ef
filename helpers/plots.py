"""Pictures of tables: each function takes a table, returns a `Figure`, and computes nothing but where things stand.

The caller says the finding (`title`), adds `figures.foot_line` and keeps the result with `figures.save`.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.collections import PatchCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.dates import DateFormatter, DayLocator, MonthLocator, YearLocator, date2num, num2date
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import NullLocator, PercentFormatter, StrMethodFormatter
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


def ranked_words(table: pd.DataFrame, xlabel: str, title: str) -> Figure:
    """The words of each group in the order of the table: a dot at the rate, and in how many articles the word stands.

    `table` has `group` (a panel each), `label` (the tick: term and gloss), `value`, `range` (articles with the word) and
    `of_articles`, which stand beside the dot. One dot per row, on an axis from zero.
    """
    groups = list(dict.fromkeys(table["group"]))
    most = table.groupby("group").size().max()
    fig, axes = new_figure(0.19 * most + 1.2, ncols=len(groups), sharex=True, squeeze=False)
    for ax, group in zip(axes[0], groups, strict=True):
        rows = table[table["group"] == group].reset_index(drop=True)
        ax.hlines(rows.index, 0, rows["value"], color="#DDDDDD", linewidth=0.8, zorder=1)
        ax.plot(rows["value"], rows.index, "o", color=INK, markersize=4.5, zorder=2)
        for y, row in rows.iterrows():
            ax.annotate(
                f"{row['range']}/{row['of_articles']}", (row["value"], y), (6, 0), textcoords="offset points",
                va="center_baseline", fontsize=6.5, color=GREY,
            )  # fmt: skip
        ax.set_yticks(rows.index, rows["label"])
        ax.set_ylim(most - 0.4, -0.7)
        ax.set_title(LANGUAGES.get(group, group), pad=6)
        ax.set_xlabel(xlabel)
        ax.spines["left"].set_visible(False)
        ax.tick_params(left=False)
    axes[0, 0].set_xlim(0, 1.14 * table["value"].max())
    title_line(fig, title)
    return fig


def rank_frequency(table: pd.DataFrame, title: str) -> Figure:
    """Count against rank of all words of each group, both on logarithmic scales; the leading words are named.

    `table` has `group`, `rank`, `term`, `count` (above zero). One mark per row.
    """
    fig, ax = new_figure(3.6)
    shades = [INK, "#A0A4AA"]
    highest = table.groupby("group", sort=False)["count"].max().idxmax()
    for number, (group, rows) in enumerate(table.groupby("group", sort=False)):
        colour = shades[number % 2]
        ax.plot(rows["rank"], rows["count"], "o", markersize=2.6, color=colour, markeredgewidth=0)
        for row in rows.head(3).itertuples():
            ax.annotate(
                row.term, (row.rank, row.count), (0, 8 if group == highest else -9), textcoords="offset points",
                ha="center", va="center_baseline", fontsize=8, color=colour,
            )  # fmt: skip
        ax.annotate(
            f"{LANGUAGES.get(group, group)}: {len(rows):,} different words", (0.99, 0.92 - 0.08 * number),
            xycoords="axes fraction", ha="right", color=colour,
        )  # fmt: skip
    ax.set_xscale("log")
    ax.set_yscale("log")
    for axis, top in ((ax.xaxis, table["rank"].max()), (ax.yaxis, table["count"].max())):
        ticks = [step * 10**power for power in range(7) for step in (1, 2, 5) if step * 10**power <= top]
        axis.set_ticks(ticks, [f"{tick:,}" for tick in ticks])
        axis.set_minor_locator(NullLocator())
    ax.set_xlim(0.6, 1.3 * table["rank"].max())
    ax.set_ylim(0.8, 1.5 * table["count"].max())
    ax.set_xlabel("rank of the word by its count")
    ax.set_ylabel("occurrences")
    title_line(fig, title)
    return fig


def frequency_dispersion(table: pd.DataFrame, title: str) -> Figure:
    """Every word of each group on the plane of how often (logarithmic) and how unevenly it occurs.

    `table` has `group` (a panel each), `value` (per 1,000 words, above zero), `dp_norm` (0 even, 1 one text) and `label`, empty for
    words that stay unnamed. One dot per row; a label stands at the side of its dot that is free, or is left out.
    """
    groups = list(dict.fromkeys(table["group"]))
    fig, axes = new_figure(3.5 * len(groups) + 0.5, nrows=len(groups), sharex=True, squeeze=False)
    left, right = 0.85 * table["value"].min(), 1.9 * table["value"].max()
    for ax, group in zip(axes[:, 0], groups, strict=True):
        rows = table[table["group"] == group]
        named = rows["label"].str.len() > 0
        ax.plot(
            rows["value"], rows["dp_norm"], "o", markersize=3, color="#C4C7CC", markeredgewidth=0, zorder=1
        )
        ax.plot(rows["value"][named], rows["dp_norm"][named], "o", markersize=4, color=INK, zorder=2)
        ax.set_xscale("log")
        ax.set_xlim(left, right)
        ax.set_ylim(1.06, -0.04)
        ticks = [tick for tick in (0.5, 1, 2, 5, 10, 20, 50, 100) if left <= tick <= right]
        ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_ylabel("DPnorm: 0 in every article alike, 1 in one")
        ax.set_title(LANGUAGES.get(group, group), pad=4)
        # In inches on the page, near enough for what has room beside what.
        sides = [(0.07, 0, "left"), (-0.07, 0, "right")]
        sides += [(x, y, side) for y in (-0.12, 0.12) for x, side in ((0.04, "left"), (-0.04, "right"))]
        across, down = (WIDTH - 0.8) / np.log(right / left), 2.95 / 1.1
        taken = [
            (x, y, 0.05, 0.05)
            for x, y in zip(np.log(rows["value"][named]) * across, rows["dp_norm"][named] * down, strict=True)
        ]
        for row in rows[named].sort_values("value", ascending=False).itertuples():
            x, y = np.log(row.value) * across, row.dp_norm * down
            wide = sum(0.105 if ord(character) > 0x2E80 else 0.06 for character in row.label)
            for shift, lift, side in sides:
                box = (x + shift + (wide / 2 if side == "left" else -wide / 2), y + lift, wide / 2, 0.065)
                inside = np.log(left) * across < box[0] - box[2] and box[0] + box[2] < np.log(right) * across
                if inside and not any(
                    abs(box[0] - other[0]) < box[2] + other[2] and abs(box[1] - other[1]) < box[3] + other[3]
                    for other in taken
                    if other[:2] != (x, y)
                ):
                    taken.append(box)
                    ax.annotate(
                        row.label, (row.value, row.dp_norm), (72 * shift, -72 * lift), textcoords="offset points",
                        ha=side, va="center_baseline", fontsize=7, color=INK, zorder=3,
                    )  # fmt: skip
                    break
    axes[-1, 0].set_xlabel("occurrences per 1,000 words of the language, logarithmic")
    title_line(fig, title)
    return fig


def collocate_dots(table: pd.DataFrame, title: str) -> Figure:
    """The collocates of each node by logDice: a dot for each, and how often they meet.

    `table` has `node` (a panel each, named in `node_label`), `label`, `log_dice`, `count` and `node_count`. One dot per row.
    """
    nodes = list(dict.fromkeys(table["node"]))
    sizes = [(table["node"] == node).sum() for node in nodes]
    fig, axes = new_figure(
        0.21 * sum(sizes) + 0.42 * len(nodes) + 0.75,
        nrows=len(nodes), sharex=True, squeeze=False, height_ratios=[size + 0.6 for size in sizes],
    )  # fmt: skip
    for ax, node in zip(axes[:, 0], nodes, strict=True):
        rows = table[table["node"] == node].reset_index(drop=True)
        ax.hlines(rows.index, 0, rows["log_dice"], color="#DDDDDD", linewidth=0.8, zorder=1)
        ax.plot(rows["log_dice"], rows.index, "o", color=INK, markersize=5, zorder=2)
        for y, row in rows.iterrows():
            ax.annotate(
                f"{row['count']} of {row['node_count']}", (row["log_dice"], y), (7, 0), textcoords="offset points",
                va="center_baseline", fontsize=7, color=GREY,
            )  # fmt: skip
        ax.set_title(rows["node_label"].iloc[0], pad=3)
        ax.set_yticks(rows.index, rows["label"])
        ax.set_ylim(len(rows) - 0.4, -0.6)
        ax.spines["left"].set_visible(False)
        ax.spines["bottom"].set_visible(ax is axes[-1, 0])
        ax.tick_params(left=False, bottom=ax is axes[-1, 0])
    axes[-1, 0].set_xlim(0, 16)
    axes[-1, 0].set_xticks(range(0, 15, 2))
    axes[-1, 0].set_xlabel("logDice, 14 at most (grey: times met, of the occurrences of the node)")
    title_line(fig, title)
    return fig


def rates_by_article(table: pd.DataFrame, xlabel: str, title: str) -> Figure:
    """Each article's rate of each word: colour and fill say whose words an article is in, as everywhere.

    `table` has `label` (a line each, in the order of the table), `value`, `outlet` and `form`. One mark per row, the digests' above
    those of other texts, equal ones above each other; but the digests without the word share one mark and their number.
    """
    labels = list(dict.fromkeys(table["label"]))
    fig, ax = new_figure(0.3 * len(labels) + 1.15)
    near = 0.015 * table["value"].max()
    for line, label in enumerate(labels):
        rows = table[table["label"] == label].sort_values(["value", "outlet"], kind="stable")
        digests, texts = rows["form"] == "digest", rows["form"] != "digest"
        without = digests & (rows["value"] == 0)
        if without.any():
            grey = marker_style("", "digest") | {"markersize": 4, "markeredgewidth": 0.9}
            ax.plot(0, line - 0.17, **grey)
            ax.annotate(
                f"×{without.sum()}", (0, line - 0.17), (5, 0), textcoords="offset points", va="center_baseline",
                fontsize=6.5, color=GREY,
            )  # fmt: skip
        for kind, first, step in ((digests & ~without, -0.06, -0.14), (texts, 0.14, 0.16)):
            last, same = -np.inf, 0
            for row in rows[kind].itertuples():
                same = same + 1 if row.value - last < near else 0
                last = row.value
                mark = marker_style(row.outlet, row.form) | {"markersize": 4, "markeredgewidth": 0.9}
                ax.plot(row.value, line + first + step * same, **mark)
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -1.0)
    ax.set_xlim(-0.02 * table["value"].max(), 1.05 * table["value"].max())
    ax.hlines(
        np.arange(len(labels)) + 0.42, 0, table["value"].max(), color="#E6E6E6", linewidth=0.6, zorder=0
    )
    ax.spines["left"].set_visible(False)
    ax.tick_params(left=False)
    ax.set_xlabel(xlabel)
    title_line(fig, title)
    return fig


def share_dots(table: pd.DataFrame, title: str) -> Figure:
    """The share of articles of each group that have something: a dot with its interval, and the count.

    `table` has `label` (a line each, in the order of the table), `group` (a panel each), `form` (open dots for `digest`), `value`,
    `low`, `high`, `count`, `n`. One dot per row.
    """
    labels = list(dict.fromkeys(table["label"]))
    groups = list(dict.fromkeys(table["group"]))
    fig, axes = new_figure(
        0.19 * len(labels) + 1.3, ncols=len(groups), sharex=True, sharey=True, squeeze=False
    )
    for ax, group in zip(axes[0], groups, strict=True):
        rows = table[table["group"] == group]
        places = np.array([labels.index(label) for label in rows["label"]])
        ax.hlines(places, rows["low"], rows["high"], color="#BFC3C8", linewidth=1.6, zorder=1)
        ax.plot(
            rows["value"], places, "o", markersize=4.5, color=INK, zorder=2, clip_on=False,
            markerfacecolor="white" if (rows["form"] == "digest").all() else INK,
        )  # fmt: skip
        for y, row in zip(places, rows.itertuples(), strict=True):
            ax.annotate(
                f"{row.count}", (1.2, y), va="center_baseline", fontsize=7, ha="right",
                color=INK if row.count else "#AAAAAA", annotation_clip=False,
            )  # fmt: skip
        ax.set_title(f"{group}\nn = {rows['n'].iloc[0]}", pad=6)
        ax.set_xlabel("share of the articles, 95 %\n(right: their number)")
        ax.grid(axis="y", color="#F0F0F0", linewidth=0.6)
        ax.tick_params(left=False)
        ax.spines["left"].set_visible(False)
    axes[0, 0].set_yticks(range(len(labels)), labels)
    axes[0, 0].set_ylim(len(labels) - 0.4, -0.7)
    axes[0, 0].set_xlim(-0.03, 1.22)
    axes[0, 0].set_xticks([0, 0.5, 1])
    axes[0, 0].xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    title_line(fig, title)
    return fig


def contrast_dots(table: pd.DataFrame, sides: tuple[str, str], xlabel: str, title: str) -> Figure:
    """Differences around zero: a dot with its interval, over the grey band that shuffled labels would give.

    `table` has `label` (a line each, in the order of the table), `effect`, `low`, `high` (missing where there is no interval), `null_low`,
    `null_high`. `sides` names what the left and the right of zero mean. One dot per row.
    """
    rows = table.reset_index(drop=True)
    fig, ax = new_figure(0.24 * len(rows) + 1.45)
    ax.barh(
        rows.index,
        rows["null_high"] - rows["null_low"],
        0.7,
        left=rows["null_low"],
        color="#E4E6E9",
        zorder=0,
    )
    ax.hlines(rows.index, rows["low"], rows["high"], color=GREY, linewidth=1.5, zorder=1)
    ax.plot(rows["effect"], rows.index, "o", color=INK, markersize=5, zorder=2)
    ax.axvline(0, color=INK, linewidth=0.7)
    ax.set_yticks(rows.index, rows["label"])
    ax.set_ylim(len(rows) - 0.4, -0.7)
    reach = 1.05 * table[["effect", "low", "high", "null_low", "null_high"]].abs().max().max()
    ax.set_xlim(-reach, reach)
    for side, place, name in (("left", 0, f"← {sides[0]}"), ("right", 1, f"{sides[1]} →")):
        ax.annotate(name, (place, 1), (0, 6), xycoords="axes fraction", textcoords="offset points", ha=side)
    ax.spines["left"].set_visible(False)
    ax.tick_params(left=False)
    ax.set_xlabel(xlabel)
    title_line(fig, title)
    return fig


def cell_map(
    table: pd.DataFrame,
    row: str,
    column: str,
    value: str,
    title: str,
    scale: str,
    markers: Mapping[str, tuple[str, str]] | None = None,
    below: str | None = None,
    most: float = 1.0,
    panel: str | None = None,
) -> Figure:
    """A table as shaded cells: `value` (0 to `most`) as shade and as a number, the text in column `below` under it.

    Rows and columns stand in the order in which the table first names them; a cell that the table lacks stays empty.
    `markers` gives a row the mark of an outlet and a form: `{row: (outlet, form)}`. With `panel`, one map above the other for each of its
    values, each with its own rows and columns. A stroke in a column's name begins a new line. `scale` says what the shade means, with unit and denominator.
    """  # fmt: skip
    parts = (
        [table] if panel is None else [part for _, part in table.groupby(panel, sort=False, observed=True)]
    )
    sizes = [(part[row].nunique(), part[column].nunique()) for part in parts]
    height = 0.34 if below else 0.25
    fig, axes = new_figure(
        sum(height * rows + 0.6 for rows, _ in sizes) + 0.95,
        nrows=len(parts), squeeze=False, height_ratios=[rows for rows, _ in sizes],
    )  # fmt: skip
    for ax, part in zip(axes[:, 0], parts, strict=True):
        rows, columns = (list(dict.fromkeys(part[name].astype(str))) for name in (row, column))
        shades = PatchCollection(
            [Rectangle((columns.index(str(x)) - 0.5, rows.index(str(y)) - 0.5), 1, 1) for x, y in zip(part[column], part[row], strict=True)],
            cmap=WHITE_TO_INK, edgecolor="white", linewidth=1.2,
        )  # fmt: skip
        # The darkest shade is kept for the end of the scale, and its number stays readable.
        shades.set(array=part[value].to_numpy(dtype=float), clim=(0, most))
        ax.add_collection(shades)
        for cell in part.to_dict("records"):
            x, y = columns.index(str(cell[column])), rows.index(str(cell[row]))
            colour = "white" if cell[value] > 0.45 * most else (INK if cell[value] else "#8A8A8A")
            shift = -0.14 if below and cell[below] else 0
            ax.text(
                x,
                y + shift,
                f"{cell[value]:.0%}" if most <= 1 else f"{cell[value]:.0f}",
                ha="center",
                va="center",
                fontsize=8,
                color=colour,
            )
            if shift:
                ax.text(x, y + 0.24, cell[below], ha="center", va="center", fontsize=5.5, color=colour)
        ax.set_xticks(range(len(columns)), [name.replace("/", "\n") for name in columns], fontsize=6.5)
        ax.set_yticks(range(len(rows)), rows, fontsize=7)
        ax.set_xlim(-0.5, len(columns) - 0.5)
        ax.set_ylim(len(rows) - 0.5, -0.5)
        ax.xaxis.tick_top()
        ax.tick_params(length=0, pad=3)
        ax.spines[:].set_visible(False)
        if markers:
            ax.tick_params(axis="y", pad=12)
            for y, name in enumerate(rows):
                style = marker_style(*markers[name]) | {"markersize": 5, "clip_on": False}
                ax.plot(-0.025, y, transform=ax.get_yaxis_transform(), **style)
        if panel is not None:
            ax.set_title(LANGUAGES.get(str(part[panel].iloc[0]), str(part[panel].iloc[0])), pad=4)
    bar = fig.colorbar(
        shades, ax=axes[-1, 0], location="bottom", shrink=0.45, aspect=40, pad=0.04, anchor=(1.0, 0.5)
    )
    bar.set_label(scale, fontsize=7, loc="right")
    bar.ax.tick_params(labelsize=7)
    if most <= 1:
        bar.ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    bar.outline.set_linewidth(0.4)
    title_line(fig, title)
    return fig


def noise_floor(table: pd.DataFrame, rulers: Mapping[str, str], title: str) -> Figure:
    """Every pair of texts as a mark, by what the two are to each other; one panel per ruler, the noise floor as a band.

    `table` has `pair` (categorical, nearest first), `wording` (`digests` open, `own words` filled), `ruler`, `value`; `rulers` gives each ruler the
    label of its axis. The band reaches from nothing to the farthest of the first kind of pair; the short line is the mean. Marks are moved up and
    down, in the order of their values, so that none hides another.
    """
    kinds = list(table["pair"].cat.categories)
    fig, axes = new_figure(5.0, nrows=2, ncols=2, sharey=True, squeeze=False)
    for ax, (ruler, label) in zip(axes.flat, rulers.items(), strict=True):
        rows = table[table["ruler"] == ruler]
        floor = rows.loc[rows["pair"] == kinds[0], "value"].max()
        ax.axvspan(-0.02 * rows["value"].max(), floor, color="#F0F0F0", linewidth=0, zorder=0)
        for place, kind in enumerate(kinds):
            for wording, shift in (("own words", -0.2), ("digests", 0.2)):
                values = np.sort(rows.loc[(rows["pair"] == kind) & (rows["wording"] == wording), "value"])
                if not len(values):
                    continue
                heights = place + shift + 0.11 * (np.arange(len(values)) % 3 - 1) * (len(values) > 3)
                ax.plot(
                    values, heights, "o", markersize=4, markeredgewidth=1.0, markeredgecolor=INK, alpha=0.75,
                    markerfacecolor="white" if wording == "digests" else INK, linestyle="none", zorder=3,
                )  # fmt: skip
                ax.vlines(
                    values.mean(),
                    place + shift - 0.2,
                    place + shift + 0.2,
                    color="#D55E00",
                    linewidth=1.6,
                    zorder=4,
                )
        ax.set_yticks(range(len(kinds)), kinds, fontsize=7)
        ax.set_ylim(len(kinds) - 0.45, -0.55)
        ax.set_xlim(-0.02 * rows["value"].max(), 1.06 * rows["value"].max())
        ax.set_xlabel(label, fontsize=7)
        ax.set_title(ruler, pad=4)
        ax.tick_params(left=False, labelsize=7)
        ax.grid(axis="y", color="#EEEEEE", linewidth=0.6)
    title_line(fig, title)
    return fig


def against_chance(
    table: pd.DataFrame, label: str, value: str, low: str, high: str, xlabel: str, title: str
) -> Figure:
    """One line per row: the observed value as a dot, and as a grey bar what shuffled labels give (`low` to `high`)."""
    fig, ax = new_figure(0.3 * len(table) + 1.25)
    places = range(len(table))
    ax.hlines(places, table[low], table[high], color="#CCCCCC", linewidth=7, zorder=2)
    ax.plot(table[value], places, "o", color=INK, markersize=5.5, zorder=3)
    for place, row in zip(places, table.to_dict("records"), strict=True):
        ax.annotate(
            f"{row[value]:.2f}",
            (row[value], place),
            (0, 6),
            textcoords="offset points",
            ha="center",
            fontsize=7,
        )
    ax.set_yticks(places, table[label].astype(str))
    ax.set_ylim(len(table) - 0.5, -0.75)
    ax.axvline(0, color=GREY, linewidth=0.6)
    ax.set_xlabel(xlabel)
    ax.tick_params(left=False)
    title_line(fig, title)
    return fig


def calendar_lanes(table: pd.DataFrame, title: str) -> Figure:
    """Articles on a calendar, a lane per outlet, under the events; time without articles is cut out, not stretched.

    `table` has `window` (a panel each), `kind` (`article` or `event`), `label`, `lane` (the outlet of an article),
    `first`, `last`, `form`. Each event has a line of its own for its name, so that names cannot collide. One mark or ruled
    line per row.
    """
    told, happened = (table[table["kind"] == kind] for kind in ("article", "event"))
    outlets = list(dict.fromkeys(told.sort_values("first")["lane"]))
    windows = sorted(table["window"].unique())
    days = pd.Timedelta(days=1)
    bounds = {
        w: (rows["first"].min() - 5 * days, rows["last"].max() + 6 * days)
        for w, rows in table.groupby("window")
    }
    widths = [max((bounds[w][1] - bounds[w][0]) / days, 26) for w in windows]
    lines = pd.Series(range(len(happened)), index=happened.index)
    rows_above = len(happened)
    fig, axes = new_figure(
        0.27 * len(outlets) + 0.165 * rows_above + 1.25,
        ncols=len(windows), sharey=True, squeeze=False, width_ratios=widths, gridspec_kw={"wspace": 0.02},
    )  # fmt: skip
    top = -0.62 * rows_above - 0.8
    for ax, window, width in zip(axes[0], windows, widths, strict=True):
        low, high = bounds[window]
        middle = low + (high - low) / 2
        ax.set_xlim(middle - width / 2 * days, middle + width / 2 * days)
        for row in happened[happened["window"] == window].itertuples():
            y = top + 0.62 * (lines[row.Index] + 0.8)
            ends = row.first, row.last + days
            ax.fill_betweenx([y, len(outlets) - 0.4], *ends, color="#DADDE1", linewidth=0, zorder=0)
            ax.vlines(row.first, y, len(outlets) - 0.4, color="#9AA0A6", linewidth=0.6, zorder=1)
            left = row.first > middle
            ax.annotate(
                row.label, (ends[0] if left else ends[1], y), (-3 if left else 3, 0), textcoords="offset points",
                ha="right" if left else "left", va="center_baseline", fontsize=7, color=INK,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4}, zorder=4,
            ).set_in_layout(False)  # fmt: skip
        for lane, rows in told[told["window"] == window].groupby("lane", sort=True):
            levels = _levels(date2num(rows["first"]).tolist(), 0.016 * sum(widths))
            for level, row in zip(levels, rows.itertuples(), strict=True):
                y = outlets.index(lane) - 0.27 * level
                ax.plot(row.first, y, **marker_style(row.lane, row.form) | {"markersize": 5.5}, zorder=3)
        ax.patch.set_visible(False)
        ax.set_ylim(len(outlets) - 0.4, top)
        ax.hlines(range(len(outlets)), *ax.get_xlim(), color="#EEEEEE", linewidth=0.6, zorder=0)
        ax.tick_params(left=False, length=3)
        ax.spines["left"].set_visible(False)
        _calendar_axis(ax)
    for ax in axes[0, :-1]:
        _break_marks(ax)
    axes[0, 0].set_yticks(range(len(outlets)), outlets)
    axes[0, -1].set_xlabel(
        "day of publication, Beijing time (the gap between the panels is cut out)", loc="right"
    )
    title_line(fig, title)
    return fig


def _day_label(day, year: bool = True) -> str:
    """15 Jul 2025; `strftime` has no day without its zero on every system."""
    return f"{day.day} {day:%b}" + (f" {day.year}" if year else "")


def _calendar_axis(ax) -> None:
    """The 1st and 15th of each month; in a window of a few weeks only its middle."""
    low, high = (num2date(x) for x in ax.get_xlim())
    if (high - low).days > 40:
        ax.xaxis.set_major_locator(DayLocator([1, 15]))
        ax.xaxis.set_major_formatter(lambda x, _: _day_label(num2date(x), year=False))
    else:
        middle = (low + (high - low) / 2).replace(hour=0, minute=0, second=0, microsecond=0)
        ax.set_xticks([middle], [_day_label(middle)])


def _levels(places: list[float], gap: float) -> list[int]:
    """0, 1, -1, 0 ...: another level for each mark that stands less than `gap` from the one before it.

    >>> _levels([1.0, 1.2, 1.3, 5.0], gap=1.0)
    [0, 1, -1, 0]
    """
    levels: list[int] = []
    for number, place in enumerate(places):
        near = number and place - places[number - 1] < gap
        levels.append((levels[-1] + 2) % 3 - 1 if near else 0)
    return levels


def _break_marks(ax) -> None:
    """Two strokes across the end of an axis: time is cut out here."""
    for x in (1.0, 1.012):
        ax.plot(
            [x - 0.01, x + 0.01], [-0.025, 0.025], transform=ax.transAxes, color=INK, linewidth=0.8, clip_on=False
        )  # fmt: skip


def date_horizon(
    table: pd.DataFrame, windows: list, bands: list, names: Mapping[str, str], title: str
) -> Figure:
    """Publication across, the day spoken of up, and the diagonal `today`: above it what is announced, below what is
    remembered.

    `table` has `published`, `spoken`, `grain`, `outlet`, `form`. `windows` are the stretches of publication, `bands`
    those of the days spoken of (pairs of days, ISO, from early to late): each pair is a panel with a scale of its own,
    so that years far off do not flatten the weeks around publication. Marks that would hide one another stand side by
    side; days and spans are large, months and years small. `names` labels days spoken of (ISO). One mark per row.
    Raises `ValueError` for a row outside all panels.
    """
    days = pd.Timedelta(days=1)
    windows, bands = (
        [(pd.Timestamp(low), pd.Timestamp(high)) for low, high in pairs] for pairs in (windows, bands)
    )
    widths = [(high - low) / days for low, high in windows]
    heights = [1.1, 3.6, 0.8] if len(bands) == 3 else [1] * len(bands)
    fig, axes = new_figure(
        7.2, nrows=len(bands), ncols=len(windows), squeeze=False, width_ratios=widths, height_ratios=heights[::-1],
        sharex="col", sharey="row", gridspec_kw={"wspace": 0.02, "hspace": 0.03},
    )  # fmt: skip
    placed = 0
    for row_of_axes, (low, high), height in zip(axes[::-1], bands, heights, strict=True):
        for ax, (begin, end) in zip(row_of_axes, windows, strict=True):
            inside = table[table["spoken"].between(low, high) & table["published"].between(begin, end)]
            placed += len(inside)
            ax.set_xlim(begin, end)
            ax.set_ylim(low, high)
            ax.plot(
                [min(begin, low), max(end, high)],
                [min(begin, low), max(end, high)],
                color=INK,
                linewidth=0.7,
                zorder=1,
            )
            gap = 0.074 / (0.82 * WIDTH) * sum(widths)
            # Marks less than 0.03 inches apart in height are told apart by their breadth.
            inside = inside.sort_values("spoken", kind="stable")
            apart = inside["spoken"].diff() > 0.03 * (high - low) / (5.7 * height / sum(heights))
            for _, rows in inside.groupby(apart.cumsum(), sort=True):
                rows = rows.sort_values(["published", "spoken"], kind="stable")
                places = spread(date2num(rows["published"]), gap)
                for x, row in zip(places, rows.itertuples(), strict=True):
                    small = row.grain in ("month", "year")
                    style = marker_style(row.outlet, row.form)
                    size = {"markersize": 2.4 if small else 3.7, "markeredgewidth": 0.8}
                    ax.plot(x, date2num(row.spoken), **style | size, zorder=3, clip_on=False)
            for day, name in names.items():
                if low <= pd.Timestamp(day) <= high and ax is row_of_axes[-1]:
                    ax.axhline(
                        pd.Timestamp(day), color="#C4C8CC", linewidth=0.6, linestyle=(0, (4, 3)), zorder=1
                    )
                    place = (0.5, date2num(pd.Timestamp(day)))
                    ax.annotate(
                        name, place, (0, 2), xycoords=ax.get_yaxis_transform(), textcoords="offset points",
                        fontsize=7, color=INK,
                    )  # fmt: skip
            ax.grid(color="#F2F2F2", linewidth=0.6)
            ax.tick_params(length=0, labelleft=ax is row_of_axes[0])
            ax.spines[["right", "top"]].set_visible(True)
            for spine in ax.spines.values():
                spine.set_color("#D5D5D5")
    if placed != len(table):
        raise ValueError(f"{len(table) - placed} rows lie outside the panels; widen windows or bands")
    for ax in axes[:, 0]:
        short = (num2date(ax.get_ylim()[1]) - num2date(ax.get_ylim()[0])).days < 400
        ax.yaxis.set_major_locator(DayLocator([1, 15]) if short else YearLocator(5 if len(bands) > 1 else 1))
        ax.yaxis.set_major_formatter((lambda y, _: _day_label(num2date(y))) if short else DateFormatter("%Y"))
    for ax in axes[-1]:
        _calendar_axis(ax)
    for number, ax in enumerate(axes[:, 0]):
        ax.set_ylabel("day spoken of" if number == len(bands) // 2 else "own scale", color=INK)
    axes[-1, -1].set_xlabel("day of publication, Beijing time", loc="right")
    title_line(fig, title)
    return fig


def lead_lag_lanes(table: pd.DataFrame, title: str) -> Figure:
    """How long before or after each event its articles came; the versions of one story are joined.

    `table` has `event`, `first`, `last`, `since_start` (days), `order`, `outlet`, `form`, `same_story`, in the order in which
    the events are to stand. The grey bar is the event; the outlets are named in the order they came. One mark per row.
    """
    happened = list(dict.fromkeys(table["event"]))
    fig, ax = new_figure(0.46 * len(happened) + 1.2)
    for y, event in enumerate(happened):
        rows = table[table["event"] == event].sort_values("order")
        length = (rows["last"].iloc[0] - rows["first"].iloc[0]).days + 1
        ax.barh(y, length, 0.55, color="#DADDE1", zorder=0)
        for _, version in rows.groupby("same_story", sort=True):
            ax.plot(version["since_start"], [y] * len(version), color="#9AA0A6", linewidth=1, zorder=1)
        for level, row in zip(_levels(rows["since_start"].tolist(), 0.25), rows.itertuples(), strict=True):
            ax.plot(
                row.since_start,
                y - 0.16 * level,
                **marker_style(row.outlet, row.form) | {"markersize": 6},
                zorder=3,
            )
        names = ", ".join(f"{row.order} {row.outlet}" for row in rows.itertuples())
        ax.annotate(names, (ax.get_xlim()[0], y), xytext=(0, y + 0.36), textcoords=ax.get_yaxis_transform(), fontsize=6.3,
                    color=INK, va="center_baseline", annotation_clip=False, zorder=4,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})  # fmt: skip
    ax.axvline(0, color=INK, linewidth=0.6, zorder=1)
    ax.set_yticks(range(len(happened)), [f"{event}\n{_day_label(first)}" for event, first in
                                         table.drop_duplicates("event")[["event", "first"]].itertuples(index=False)])  # fmt: skip
    ax.set_ylim(len(happened) - 0.4, -0.6)
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("days from the beginning of the event's first day to publication (grey: the event)")
    title_line(fig, title)
    return fig


def clock_shifts(table: pd.DataFrame, title: str) -> Figure:
    """Each stamp read as it is printed and in Beijing time, in hours from the midnight that begins the Beijing day.

    `table` is indexed by article and has `as_printed`, `published`, `changes_day`, `outlet`, `form`. What lies left of 0 is
    the day before. One row of marks per row.
    """
    fig, ax = new_figure(0.2 * len(table) + 1.2)
    midnight = table["published"].dt.normalize()
    hour = pd.Timedelta(hours=1)
    printed, read = (table["as_printed"] - midnight) / hour, (table["published"] - midnight) / hour
    for y, (row, one, other) in enumerate(zip(table.itertuples(), printed, read, strict=True)):
        ax.plot(
            [one, other], [y, y], color="#D55E00" if row.changes_day else "#C4C8CC", linewidth=1.4, zorder=1
        )
        ax.plot(one, y, "|", color=INK, markersize=6, zorder=2)
        ax.plot(other, y, **marker_style(row.outlet, row.form) | {"markersize": 5.5}, zorder=3)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(
        range(len(table)),
        [f"{row.Index} {row.outlet}, {_day_label(row.published, year=False)}" for row in table.itertuples()],
        fontsize=7,
    )
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.set_xlim(-9, 25)
    ax.set_xticks(range(-6, 25, 6))
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("hours from midnight, Beijing: stroke, the stamp as printed; mark, in Beijing time")
    title_line(fig, title)
    return fig


def date_errors(table: pd.DataFrame, title: str) -> Figure:
    """What the words of a source say (grey bar) against the day it was published (mark), a line per error.

    `table` has `kind`, `expression`, `first`, `last`, `published`, `outlet`, `form`. One bar and one mark per row.
    """
    rows = table.reset_index(drop=True)
    fig, ax = new_figure(0.42 * len(rows) + 1.15)
    days = pd.Timedelta(days=1)
    for row in rows.itertuples():
        first, last = row.first, row.last + days
        ax.plot(
            [first + (last - first) / 2, row.published],
            [row.Index] * 2,
            color="#C4C8CC",
            linewidth=1,
            zorder=0,
        )
        ax.barh(row.Index, max(last - first, 6 * days), 0.34, left=first, color="#6B7178", zorder=2)
        ax.plot(row.published, row.Index, **marker_style(row.outlet, row.form) | {"markersize": 6}, zorder=3)
    ax.set_yticks(rows.index, [f"{row.kind}\n{row.expression}" for row in rows.itertuples()], fontsize=7.5)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(rows["first"].min() - 25 * days, rows["published"].max() + 25 * days)
    ax.xaxis.set_major_locator(MonthLocator([1, 7]))
    ax.xaxis.set_major_formatter(DateFormatter("%b %Y"))
    ax.grid(axis="x", color="#EFEFEF")
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("bar: the days the words name; mark: the day of publication, Beijing time")
    title_line(fig, title)
    return fig


def alignment_ribbons(
    sentences: pd.DataFrame, links: pd.DataFrame, title: str = "Which sentences go together"
) -> Figure:
    """Versions of one text as strips of sentences, one under the other, with a ribbon for each link between neighbours.

    `sentences` has `track` (strips stand in the order of the table), `outlet`, `sentence`, `width` (what its box takes of the
    x axis); `links` has `upper`, `lower` (tracks next to each other), `left_sentences`, `right_sentences` (numbers joined by
    `+`; `left` is the upper track), `score` (0 to 1: how dark the ribbon is). A sentence without any ribbon has an open box.
    """
    tracks = list(dict.fromkeys(sentences["track"]))
    fig, ax = new_figure(1.25 * len(tracks) + 0.9)
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
            linked.update(sides[0], sides[1])
            for upper in _runs([edges[one] for one in sides[0]]):
                for lower in _runs([edges[one] for one in sides[1]]):
                    _ribbon(ax, upper, lower, tracks.index(row.upper), row.score)
    widest = max(end for _, end in edges.values())
    for (track, number), (start, end) in edges.items():
        y = tracks.index(track)
        colour = outlet_colour(sentences.loc[sentences["track"] == track, "outlet"].iloc[0])
        there = (track, number) in linked
        box = Rectangle(
            (start, y - 0.09),
            end - start,
            0.18,
            facecolor=colour if there else "white",
            edgecolor=colour,
            linewidth=0.9,
            zorder=3,
        )
        ax.add_patch(box)
        if end - start > 0.013 * widest:
            ax.text(
                (start + end) / 2,
                y,
                number,
                fontsize=6,
                ha="center",
                va="center_baseline",
                zorder=4,
                color="white" if there else INK,
            )
    for y, track in enumerate(tracks):
        ax.text(0, y - 0.13, track, fontsize=8, color=INK, va="bottom", zorder=5)
    ax.set_xlim(-0.003 * widest, 1.003 * widest)
    ax.set_ylim(len(tracks) - 0.85, -0.35)
    ax.set_axis_off()
    title_line(fig, title)
    return fig


def _runs(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The spans with those that touch made one."""
    runs: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if runs and start <= runs[-1][1] + 1e-9:
            start, _ = runs.pop()
        runs.append((start, end))
    return runs


def _ribbon(ax, upper: tuple[float, float], lower: tuple[float, float], track: int, score: float) -> None:
    """A band from one box to another, its sides S-shaped."""
    steps = np.linspace(0, 1, 25)
    bend = 3 * steps**2 - 2 * steps**3
    y = track + 0.09 + steps * 0.82
    left, right = (upper[side] + (lower[side] - upper[side]) * bend for side in (0, 1))
    ax.fill_betweenx(y, left, right, color=INK, alpha=0.06 + 0.34 * score**2, linewidth=0, zorder=1)
    for edge in (left, right):
        ax.plot(edge, y, color="white", linewidth=1.1, zorder=2)


# What two texts have in common: colours of Paul Tol's "bright" scheme, none that an outlet has.
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


def reuse_arcs(
    pairs: pd.DataFrame, articles: pd.DataFrame, title: str = "Which texts share their words"
) -> Figure:
    """All texts in one column, versions of one story together, and an arc for every pair that shares something.

    `pairs` has `article`, `other`, `relation` (a key of `RELATION_STYLES`), `missed` (known from title and metadata, not from
    wording: a dotted arc of the last colour); one arc per row that has a relation or is missed. `articles` is indexed by
    article and has `outlet`, `form`, `language`, `same_story`.
    """
    first = articles.reset_index(names="article").groupby("same_story")["article"].min()
    order = sorted(articles.index, key=lambda article: (first[articles.at[article, "same_story"]], article))
    place = {article: y for y, article in enumerate(order)}
    count = len(order)
    fig, ax = new_figure(0.215 * count + 1.0)
    drawn = []
    for row in pairs.itertuples():
        if row.relation == "none" and not row.missed:
            continue
        style = "none" if row.missed else row.relation
        colour, width, line = RELATION_STYLES[style]
        drawn.append(style)
        y, other = sorted((place[row.article], place[row.other]))
        angles = np.linspace(-np.pi / 2, np.pi / 2, 40)
        reach = 0.62 * (other - y)
        ax.plot(
            0.4 + reach * np.cos(angles), (y + other) / 2 + (other - y) / 2 * np.sin(angles), color=colour, linewidth=width,
            linestyle=line, zorder=1 + width, solid_capstyle="butt",
        )  # fmt: skip
    for article, y in place.items():
        row = articles.loc[article]
        ax.plot(0, y, **marker_style(row["outlet"], row["form"]) | {"markersize": 5})
        ax.annotate(
            f"{article}  {row['outlet']}, {row['form']}, {row['language']}", (0, y), (-7, 0), textcoords="offset points",
            ha="right", va="center_baseline", fontsize=7, color=INK,
        )  # fmt: skip
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
    title_line(fig, title)
    return fig


def formula_matrix(
    parts: pd.DataFrame, articles: pd.DataFrame, wordings: list[int], title: str = "A formula everywhere"
) -> Figure:
    """A formula part by part: one row per occurrence, one column per part; the number says at which place the part stands.

    `parts` has `article`, `sentence`, `part`, `place` (0 if absent), `printed`, `full` (whether it lost nothing; a minus
    sign stands behind one that did), `gloss`, `mode`; the wording of the parts in `wordings` is printed to the right. `articles` is indexed by
    article and has `outlet`, `form` (marks of digests are open); those without the formula have a row of small dots.
    """
    there = {key: rows.set_index("part") for key, rows in parts.groupby(["article", "sentence"], sort=True)}
    having = {article for article, _ in there}
    lines = sorted([*there, *((article, 0) for article in articles.index if article not in having)])
    columns = sorted(set(parts["part"]))
    glosses = parts.drop_duplicates("part").set_index("part")["gloss"]
    places = [1.4 * number for number in range(len(columns))]
    fig, ax = new_figure(0.2 * len(lines) + 1.3)
    for y, key in enumerate(lines):
        row = articles.loc[key[0]]
        name = f"{key[0]}{f'/{key[1]}' if key[1] else ''}  {row['outlet']}, {row['form']}"
        ax.text(
            -0.75, y, name, fontsize=6.2, ha="right", va="center_baseline", color=INK if key[1] else "#999999"
        )
        for x, part in zip(places, columns, strict=True):
            found = there[key].loc[part] if key[1] else None
            if found is None or not found["place"]:
                ax.plot(x, y, marker="o", markersize=1.5, color="#BBBBBB", linestyle="none")
                continue
            style = marker_style(row["outlet"], row["form"]) | {"markersize": 9, "marker": "o"}
            ax.plot(x, y, **style)
            number = INK if style["markerfacecolor"] == "white" else "white"
            ax.text(x, y + 0.02, found["place"], fontsize=6, ha="center", va="center_baseline", color=number)
            if not found["full"]:
                ax.text(x + 0.68, y, "−", fontsize=9, ha="center", va="center_baseline", color=INK)
        if key[1]:
            ax.text(
                places[-1] + 1.1, y, there[key]["mode"].iloc[0], fontsize=6.5, va="center_baseline", color=INK
            )
            words = " · ".join(
                str(there[key].at[part, "printed"]) for part in wordings if there[key].at[part, "place"]
            )
            ax.text(places[-1] + 3.5, y, words, fontsize=5.8, va="center_baseline", color=INK)
    for x, part in zip(places, columns, strict=True):
        ax.text(x, -1.0, part, fontsize=7, ha="center", va="center_baseline", color=INK)
    half = (len(columns) + 1) // 2
    for line, some in enumerate((columns[:half], columns[half:])):
        key = " · ".join(f"{part} {glosses[part]}" for part in some)
        ax.text(-9.9, -3.1 + 0.95 * line, key, fontsize=7, va="center_baseline", color=INK)
    ax.set_xlim(-10.0, places[-1] + 12.7)
    ax.set_ylim(len(lines) - 0.4, -3.8)
    ax.set_axis_off()
    title_line(fig, title)
    return fig


VOICES = {"quoted": INK, "erased": "white", "outlet": "#D9DCE0"}


def voice_strips(table: pd.DataFrame, title: str = "Whose voice each sentence is") -> Figure:
    """Every sentence as a cell, every article as a line: dark in somebody's words, open in words whose speaker is erased, light in
    the outlet's own.

    `table` has `label` (a line each, in the order of the table), `group` (a panel each), `place` (of the sentence in its article, from
    1) and `voice` (one of `VOICES`). One cell per row; the share of quoted sentences stands behind each line.
    """
    groups = list(dict.fromkeys(table["group"]))
    sizes = [table.loc[table["group"] == group, "label"].nunique() for group in groups]
    fig, axes = new_figure(
        0.19 * sum(sizes) + 0.32 * len(groups) + 0.95,
        nrows=len(groups), sharex=True, squeeze=False, height_ratios=[size + 0.8 for size in sizes],
    )  # fmt: skip
    most = table["place"].max()
    for ax, group in zip(axes[:, 0], groups, strict=True):
        rows = table[table["group"] == group]
        lines = list(dict.fromkeys(rows["label"]))
        cells = PatchCollection(
            [Rectangle((place - 0.42, lines.index(label) - 0.36), 0.84, 0.72) for place, label in zip(rows["place"], rows["label"], strict=True)],
            facecolor=[VOICES[voice] for voice in rows["voice"]], linewidth=0.9,
            edgecolor=[INK if voice == "erased" else VOICES[voice] for voice in rows["voice"]],
        )  # fmt: skip
        ax.add_collection(cells)
        shares = (rows["voice"] == "quoted").groupby(rows["label"]).mean()
        for y, label in enumerate(lines):
            ax.text(most + 1.2, y, f"{shares[label]:.0%}", va="center", ha="left", fontsize=7)
        ax.set_title(group, pad=3)
        ax.set_yticks(range(len(lines)), lines, fontsize=7)
        ax.set_ylim(len(lines) - 0.4, -0.6)
        ax.set_xlim(0.3, most + 4)
        ax.tick_params(left=False, bottom=ax is axes[-1, 0])
        ax.spines[:].set_visible(False)
    axes[-1, 0].set_xticks([place for place in (1, 10, 20, 30, 40, 50) if place <= most])
    axes[-1, 0].set_xlabel(
        "sentence of the article (dark: in somebody's words, open: their speaker erased,\nlight: the outlet's or the machine's own; right: share of the dark)",
        loc="right",
        fontsize=7,
    )
    title_line(fig, title)
    return fig


def speaker_verbs(table: pd.DataFrame, title: str = "Who is given which verb") -> Figure:
    """Speakers x verbs: a dot whose area is the number of reporting events, the number in it; where there is none, a point.

    `table` has `speaker`, `verb` (its tick, a stroke begins a new line), `class` (of the verb) and `events`, one row for each speaker
    and verb, zeros included. Speakers and verbs stand in the order of the table; verbs of the class `neutral` are open, all others
    filled.
    """
    speakers, verbs = (list(dict.fromkeys(table[column])) for column in ("speaker", "verb"))
    fig, ax = new_figure(0.24 * len(speakers) + 1.25)
    for row in table.to_dict("records"):
        x, y = verbs.index(row["verb"]), speakers.index(row["speaker"])
        if not row["events"]:
            ax.plot(x, y, "o", markersize=1.5, color="#CCCCCC")
            continue
        is_open = row["class"] == "neutral"
        ax.plot(
            x, y, "o", markersize=9 * row["events"] ** 0.5, markeredgecolor=INK, markerfacecolor="white" if is_open else INK
        )  # fmt: skip
        ax.text(
            x,
            y,
            f"{row['events']}",
            ha="center",
            va="center_baseline",
            fontsize=7,
            color=INK if is_open else "white",
        )
    ax.set_xticks(range(len(verbs)), [verb.replace("/", "\n") for verb in verbs], fontsize=7)
    ax.set_yticks(range(len(speakers)), speakers, fontsize=7)
    ax.set_xlim(-0.6, len(verbs) - 0.4)
    ax.set_ylim(len(speakers) - 0.4, -0.7)
    ax.xaxis.tick_top()
    ax.tick_params(length=0, pad=4)
    ax.spines[:].set_visible(False)
    ax.hlines(
        np.arange(len(speakers) - 1) + 0.5, -0.6, len(verbs) - 0.4, color="#EEEEEE", linewidth=0.6, zorder=0
    )
    title_line(fig, title)
    return fig


VERDICT_COLOURS = {"holds": "#009E73", "weakens": "#E69F00", "flips": "#B2182B", "cannot be asked": "#FFFFFF"}


def verdict_matrix(table: pd.DataFrame, column: str, title: str, xlabel: str = "") -> Figure:
    """Claims by choices: a cell says by colour and by mark what becomes of the claim, and is pale where its number stays as it was.

    `table` has `notebook`, `label`, `verdict` (one of `VERDICT_COLOURS`), `changed` and `column`, which names the columns; rows and columns stand in
    the order in which the table first names them, the notebooks one under the other. What cannot be asked is an open cell with a stroke.
    """
    marks = {"holds": "", "weakens": "~", "flips": "×", "cannot be asked": "–"}
    rows = list(dict.fromkeys(table["notebook"] + " " + table["label"]))
    columns = list(dict.fromkeys(table[column].astype(str)))
    fig, ax = new_figure(0.155 * len(rows) + 2.1)
    for cell in table.to_dict("records"):
        x, y = columns.index(str(cell[column])), rows.index(f"{cell['notebook']} {cell['label']}")
        verdict = str(cell["verdict"])
        pale = not cell["changed"] and verdict != "cannot be asked"
        edge = (
            {"edgecolor": "#BFBFBF", "linewidth": 0.4} if verdict == "cannot be asked" else {"linewidth": 0}
        )
        ax.add_patch(
            Rectangle(
                (x - 0.45, y - 0.42),
                0.9,
                0.84,
                facecolor=VERDICT_COLOURS[verdict],
                alpha=0.22 if pale else 1,
                **edge,
            )
        )
        if marks[verdict]:
            colour = INK if verdict != "flips" or pale else "white"
            ax.text(x, y, marks[verdict], ha="center", va="center", fontsize=6.5, color=colour)
    first = {name[:2]: place for place, name in reversed(list(enumerate(rows)))}
    for place in first.values():
        if place:
            ax.axhline(place - 0.5, color=GREY, linewidth=0.5)
    ax.set_xticks(range(len(columns)), columns, fontsize=6.5, rotation=90)
    ax.set_yticks(range(len(rows)), rows, fontsize=6.5)
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.xaxis.tick_top()
    ax.set_xlabel(xlabel, fontsize=7)
    ax.xaxis.set_label_position("top")
    ax.tick_params(length=0, pad=2)
    ax.spines[:].set_visible(False)
    named = [
        Rectangle((0, 0), 1, 1, facecolor=colour, edgecolor="#BFBFBF", linewidth=0.4)
        for colour in VERDICT_COLOURS.values()
    ]
    words = [f"{name} {marks[name]}".strip() for name in VERDICT_COLOURS]
    pale = Rectangle((0, 0), 1, 1, facecolor=VERDICT_COLOURS["holds"], alpha=0.22, linewidth=0)
    ax.legend(
        [*named, pale], [*words, "pale: the number stays the same"], loc="upper right", bbox_to_anchor=(1, -0.002), ncols=5,
        fontsize=6.5, frameon=False, handlelength=1, columnspacing=1.2,
    )  # fmt: skip
    title_line(fig, title)
    return fig
