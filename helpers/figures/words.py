"""Words: how often, how evenly, in whose articles, and in what company."""

from collections.abc import Mapping
from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import NullLocator
from wordcloud import WordCloud

from helpers.figures.house import GREY, INK, WIDTH, check_glyphs, font_path, new_figure, outlet_colour
from helpers.figures.axes import LANGUAGES, mark, name_rows, named_outlets, note, stacked_panels

# Where a name may stand beside its dot, the best place first: inches to the right, inches down, the side that is flush.
_SIDES = [
    (0.07, 0, "left"), (-0.07, 0, "right"),
    (0.04, -0.12, "left"), (-0.04, -0.12, "right"), (0.04, 0.12, "left"), (-0.04, 0.12, "right"),
]  # fmt: skip


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
    ranked = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    fig, ax = new_figure(4.1, title)
    ax.imshow(cloud.generate_from_frequencies(ranked))
    ax.set_axis_off()
    return fig


def ranked_words(table: pd.DataFrame, xlabel: str, title: str) -> Figure:
    """The words of each group in the order of the table: a dot at the rate, and in how many articles the word stands.

    `table` has `group` (a panel each), `label` (the tick: term and gloss), `value`, `range` (articles with the word) and
    `of_articles`, which stand beside the dot. One dot per row, on an axis from zero.
    """
    groups = list(dict.fromkeys(table["group"]))
    most = table.groupby("group").size().max()
    fig, axes = new_figure(0.19 * most + 1.2, title, ncols=len(groups), sharex=True, squeeze=False)
    for ax, group in zip(axes[0], groups, strict=True):
        rows = table[table["group"] == group]
        beside = [f"{row.range}/{row.of_articles}" for row in rows.itertuples()]
        _dots_from_zero(ax, rows["label"], rows["value"], beside, markersize=4.5, apart=6, fontsize=6.5)
        ax.set_ylim(most - 0.4, -0.7)
        ax.set_title(LANGUAGES.get(group, group), pad=6)
        ax.set_xlabel(xlabel)
    axes[0, 0].set_xlim(0, 1.14 * table["value"].max())
    return fig


def _dots_from_zero(
    ax: Axes, names: pd.Series, values: pd.Series, beside: list[str], markersize: float, apart: float, fontsize: float
) -> None:  # fmt: skip
    """A named line for each value: a stem from zero, a dot, and in grey what stands `apart` points beside it."""
    ax.hlines(range(len(values)), 0, values, color="#DDDDDD", linewidth=0.8, zorder=1)
    ax.plot(values, range(len(values)), "o", color=INK, markersize=markersize, zorder=2)
    for y, (value, text) in enumerate(zip(values, beside, strict=True)):
        note(ax, text, (value, y), (apart, 0), fontsize=fontsize, color=GREY)
    name_rows(ax, names)


def rank_frequency(table: pd.DataFrame, title: str) -> Figure:
    """Count against rank of all words of each group, both on logarithmic scales; the leading words are named.

    `table` has `group` (two shades alternate), `rank`, `term`, `count` (above zero). One mark per row.
    """
    fig, ax = new_figure(3.6, title)
    groups = table.groupby("group", sort=False)
    highest = groups["count"].max().idxmax()
    for number, ((group, rows), colour) in enumerate(zip(groups, cycle((INK, "#A0A4AA")), strict=False)):
        ax.plot(rows["rank"], rows["count"], "o", markersize=2.6, color=colour, markeredgewidth=0)
        for row in rows.head(3).itertuples():
            shift = (0, 8 if group == highest else -9)
            note(ax, row.term, (row.rank, row.count), shift, ha="center", fontsize=8, color=colour)
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
    return fig


def frequency_dispersion(table: pd.DataFrame, title: str) -> Figure:
    """Every word of each group on the plane of how often (logarithmic) and how unevenly it occurs.

    `table` has `group` (a panel each), `value` (per 1,000 words, above zero), `dp_norm` (0 spread as the words are, 1 in the shortest text alone) and `label`,
    empty for words that stay unnamed. One dot per row; a label stands at the side of its dot that is free, or is left out.
    """
    groups = list(dict.fromkeys(table["group"]))
    fig, axes = new_figure(3.5 * len(groups) + 0.5, title, nrows=len(groups), sharex=True, squeeze=False)
    left, right = 0.85 * table["value"].min(), 1.9 * table["value"].max()
    for ax, group in zip(axes[:, 0], groups, strict=True):
        rows = table[table["group"] == group]
        named = rows[rows["label"].str.len() > 0]
        ax.plot(
            rows["value"], rows["dp_norm"], "o", markersize=3, color="#C4C7CC", markeredgewidth=0, zorder=1
        )
        ax.plot(named["value"], named["dp_norm"], "o", markersize=4, color=INK, zorder=2)
        ax.set_xscale("log")
        ax.set_xlim(left, right)
        ax.set_ylim(1.06, -0.04)
        ticks = [tick for tick in (0.5, 1, 2, 5, 10, 20, 50, 100) if left <= tick <= right]
        ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_ylabel("DPnorm: 0 spread evenly, towards 1 unevenly")
        ax.set_title(LANGUAGES.get(group, group), pad=4)
        _name_dots(ax, named, left, right)
    axes[-1, 0].set_xlabel("occurrences per 1,000 words of the language, logarithmic")
    return fig


def _name_dots(ax: Axes, named: pd.DataFrame, left: float, right: float) -> None:
    """The label of each dot where it covers neither another dot nor a label that is there; the most frequent first."""
    # In inches on the page, near enough for what has room beside what.
    across, down = (WIDTH - 0.8) / np.log(right / left), 2.95 / 1.1
    dots = zip(np.log(named["value"]) * across, named["dp_norm"] * down, strict=True)
    taken = [(x, y, 0.05, 0.05) for x, y in dots]
    for row in named.sort_values("value", ascending=False).itertuples():
        x, y = np.log(row.value) * across, row.dp_norm * down
        half = sum(0.105 if ord(character) > 0x2E80 else 0.06 for character in row.label) / 2
        for shift, lower, side in _SIDES:
            box = (x + shift + (half if side == "left" else -half), y + lower, half, 0.065)
            inside = np.log(left) * across < box[0] - half and box[0] + half < np.log(right) * across
            if inside and not any(_overlap(box, other) for other in taken if other[:2] != (x, y)):
                taken.append(box)
                at = (row.value, row.dp_norm)
                note(ax, row.label, at, (72 * shift, -72 * lower), ha=side, fontsize=7, color=INK, zorder=3)
                break


def _overlap(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes (middle across, middle down, half the width, half the height) cover some place both.

    >>> _overlap((0, 0, 1, 1), (1.5, 0, 1, 1)), _overlap((0, 0, 1, 1), (3, 0, 1, 1))
    (True, False)
    """
    return abs(box[0] - other[0]) < box[2] + other[2] and abs(box[1] - other[1]) < box[3] + other[3]


def collocate_dots(table: pd.DataFrame, title: str) -> Figure:
    """The collocates of each node by logDice: a dot for each, and how often they meet.

    `table` has `node` (a panel each, named in `node_label`), `label`, `log_dice`, `count` and `node_count`. One dot per
    row.
    """
    nodes = list(dict.fromkeys(table["node"]))
    sizes = [(table["node"] == node).sum() for node in nodes]
    fig, axes = stacked_panels(title, sizes, line=0.21, panel=0.42, rest=0.75)
    for ax, node in zip(axes, nodes, strict=True):
        rows = table[table["node"] == node]
        beside = [f"{count} of {of}" for count, of in zip(rows["count"], rows["node_count"], strict=True)]
        _dots_from_zero(ax, rows["label"], rows["log_dice"], beside, markersize=5, apart=7, fontsize=7)
        ax.set_title(rows["node_label"].iloc[0], pad=3)
    axes[-1].set_xlim(0, 16)
    axes[-1].set_xticks(range(0, 15, 2))
    axes[-1].set_xlabel("logDice, 14 at most (grey: times met, of the occurrences of the node)")
    return fig


def rates_by_article(table: pd.DataFrame, xlabel: str, title: str) -> Figure:
    """Each article's rate of each word: colour and fill say whose words an article is in, as everywhere.

    `table` has `label` (a line each), `value`, `outlet` and `form`. One mark per row, the digests' above those of other
    texts, equal ones above each other; but the digests without the word share one mark and their number. The key names
    the outlet of each colour.
    """
    table = named_outlets(table)
    labels = list(dict.fromkeys(table["label"]))
    fig, ax = new_figure(0.3 * len(labels) + 1.5, title)
    highest = table["value"].max()
    for line, label in enumerate(labels):
        rows = table[table["label"] == label].sort_values(["value", "outlet"], kind="stable")
        digests = rows["form"] == "digest"
        without = digests & (rows["value"] == 0)
        if without.any():
            mark(ax, 0, line - 0.17, "", "digest", 4, markeredgewidth=0.9)
            note(ax, f"×{without.sum()}", (0, line - 0.17), (5, 0), fontsize=6.5, color=GREY)
        for kind, first, step in ((digests & ~without, -0.06, -0.14), (~digests, 0.14, 0.16)):
            last, same = -np.inf, 0
            for row in rows[kind].itertuples():
                same = same + 1 if row.value - last < 0.015 * highest else 0
                last = row.value
                y = line + first + step * same
                mark(ax, row.value, y, row.outlet, row.form, 4, markeredgewidth=0.9)
    name_rows(ax, labels, top=1.0)
    ax.set_xlim(-0.02 * highest, 1.05 * highest)
    ax.hlines(np.arange(len(labels)) + 0.42, 0, highest, color="#E6E6E6", linewidth=0.6, zorder=0)
    ax.set_xlabel(xlabel)
    key = [Patch(color=outlet_colour(outlet), label=outlet) for outlet in sorted(set(table["outlet"]))]
    ax.legend(
        handles=key,
        loc="lower left",
        bbox_to_anchor=(-0.1, 0.98),
        ncols=4,
        frameon=False,
        fontsize=7,
        handlelength=0.8,
    )
    return fig
