"""What is in the corpus: pages and their segments, articles by outlet and form, and whose words they are in."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter, StrMethodFormatter

from helpers.figures.house import GREY, INK, MARKERS, new_figure, outlet_colour
from helpers.figures.axes import (
    LANGUAGES,
    PALE,
    absent,
    hairlines,
    known_first,
    mark,
    name_cells,
    name_rows,
    named_outlets,
    note,
    spread,
    stacked_panels,
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


def page_strips(
    segments: pd.DataFrame, pages: pd.DataFrame, title: str = "Every page, tiled by its segments"
) -> Figure:
    """Every page as a strip, to scale; each kind of segment has its own lane, so that one mark is still seen.

    `segments` has `page`, `start`, `end`, `kind`, `article` (missing where none); `pages` is indexed by page and has
    `chars`. All strips share one scale; grey bands and their numbers are the articles. One bar per row of `segments`.
    """
    strips = segments.groupby("page", sort=True, observed=True)
    lanes = {page: known_first(rows["kind"], KIND_COLOURS) for page, rows in strips}
    sizes = [len(kinds) for kinds in lanes.values()]
    fig, axes = stacked_panels(title, sizes, line=0.155, panel=0.497, rest=0.95, room=1.4)
    longest = pages["chars"].max()
    for ax, (page, rows) in zip(axes, strips, strict=True):
        for lane, kind in enumerate(lanes[page]):
            spans = rows.loc[rows["kind"] == kind, ["start", "end"]]
            colour = KIND_COLOURS.get(kind, GREY)
            # The hair line round each bar keeps a segment of one character visible.
            ax.broken_barh(
                list(zip(spans["start"], spans["end"] - spans["start"], strict=True)), (lane - 0.4, 0.8),
                facecolor=colour, edgecolor=colour, linewidth=0.35, zorder=3,
            )  # fmt: skip
        _article_bands(ax, rows, gap=longest / 48)
        chars = pages.loc[page, "chars"]
        ax.set_title(f"{page} · {chars:,} characters", fontsize=8, color=INK, pad=3)
        name_rows(ax, lanes[page], top=1.6, fontsize=7)
        ax.set_xlim(0, longest)
        ax.spines["bottom"].set(visible=True, bounds=(0, chars))
    axes[-1].spines["bottom"].set_bounds(0, longest)
    axes[-1].xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes[-1].set_xlabel("place in the page, characters from its start (bands and numbers: articles)")
    return fig


def _article_bands(ax: Axes, rows: pd.DataFrame, gap: float) -> None:
    """Every other article of a page as a grey band, and the running number of each, `gap` characters apart at least."""
    articles = rows.dropna(subset="article").groupby("article", sort=True, observed=True)
    spans = articles.agg(start=("start", "min"), end=("end", "max")).sort_values("start")
    middles = (spans["start"] + spans["end"]) / 2
    for number, ((article, span), x) in enumerate(zip(spans.iterrows(), spread(middles, gap), strict=True)):
        if number % 2 == 0:
            ax.axvspan(span["start"], span["end"], color=PALE, linewidth=0, zorder=0)
        ax.text(x, -0.65, str(article).rpartition("-")[2], fontsize=6, color=INK, ha="center", va="bottom")


def article_grid(table: pd.DataFrame, title: str = "Articles by outlet, language and form") -> Figure:
    """Number of articles by outlet x language x form: dots whose area is the count, the number beside each, zeros too.

    `table` has `outlet`, `language`, `form`, `articles`, and `outlet_zh` if the Chinese name is to stand with the
    English. One mark per row.
    """
    table = named_outlets(table)
    outlets = list(dict.fromkeys(table["outlet"]))
    having = set(zip(table["language"], table["form"], strict=True))
    languages = known_first(table["language"], LANGUAGES)
    columns = [(language, form) for language in languages for form in MARKERS if (language, form) in having]
    fig, ax = new_figure(0.3 * len(outlets) + 1.55, title)
    largest = max(table["articles"].max(), 1)
    for row in table.itertuples():
        x, y = columns.index((row.language, row.form)), outlets.index(row.outlet)
        if row.articles:
            mark(ax, x, y, row.outlet, row.form, 17 * (row.articles / largest) ** 0.5)
        else:
            absent(ax, x, y)
        note(ax, f"{row.articles}", (x, y), (13, 0), va="center", color=INK if row.articles else "#999999")
    names = table.drop_duplicates("outlet").set_index("outlet")
    chinese = names["outlet_zh"].fillna("") if "outlet_zh" in names else pd.Series("", index=outlets)
    labels = [f"{chinese[outlet]} {outlet}".strip() for outlet in outlets]
    name_cells(ax, labels, [form for _, form in columns], pad=5)
    for label in ax.get_xticklabels():
        label.set_va("baseline")
    for language in languages:
        places = [x for x, (other, _) in enumerate(columns) if other == language]
        note(
            ax, LANGUAGES.get(language, language), (np.mean(places), 1), (0, 21), ha="center", va="baseline",
            xycoords=("data", "axes fraction"),
        )  # fmt: skip
        if places[0]:
            ax.axvline(places[0] - 0.5, color="#CCCCCC", linewidth=0.8)
    ax.set_xlim(-0.5, len(columns) - 0.4)
    ax.set_ylim(len(outlets) - 0.4, -0.6)
    hairlines(ax, np.arange(len(outlets) - 1) + 0.5)
    return fig


def wording_shares(table: pd.DataFrame, title: str = "Whose words the articles are in") -> Figure:
    """Share of the characters of each language by whose words they are: bars from zero, one per row.

    `table` has `language`, `words_by`, `share` (0 to 1, of the language's characters) and `form`; a bar for digests is
    open.
    """
    languages = known_first(table["language"], LANGUAGES)
    sizes = [(table["language"] == language).sum() for language in languages]
    fig, axes = stacked_panels(title, sizes, line=0.25, panel=0.4, rest=0.95)
    for ax, language in zip(axes, languages, strict=True):
        rows = table[table["language"] == language].reset_index(drop=True)
        for row in rows.itertuples():
            colour = outlet_colour(row.words_by)
            face = "white" if row.form == "digest" else colour
            ax.barh(row.Index, row.share, 0.66, color=face, edgecolor=colour, linewidth=1.2)
            note(ax, f"{row.share:.1%}", (row.share, row.Index), (5, 0), va="center", fontsize=8)
        ax.set_title(LANGUAGES.get(language, language), pad=3)
        name_rows(ax, [f"{row.words_by} · {row.form}" for row in rows.itertuples()], spine=True)
    axes[-1].set_xlim(0, min(1.12 * table["share"].max(), 1.08))
    axes[-1].xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes[-1].set_xlabel("share of the characters of all article texts in the language; open bars: digests")
    return fig
