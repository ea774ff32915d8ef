"""Words: clouds as an entrance, how often against how evenly, and concordance lines set as a picture."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.offsetbox import AnnotationBbox, HPacker, TextArea
from matplotlib.ticker import NullLocator
from wordcloud import WordCloud

from helpers.figures.axes import LANGUAGES, ROWS, largest, note, resized
from helpers.figures.house import (
    GREY,
    INK,
    RED,
    WIDTH,
    Picture,
    characters_of,
    fallback_path,
    font_path,
    lacking,
    shortened,
    width_of,
)

_LINES, _NAMED = 40, 60
_OBJECT = "#0072B2"
# Where a name may be beside its dot, the best place first: inches to the right, inches down, the side that is flush.
_SIDES = [
    (0.07, 0, "left"), (-0.07, 0, "right"),
    (0.04, -0.12, "left"), (-0.04, -0.12, "right"), (0.04, 0.12, "left"), (-0.04, 0.12, "right"),
]  # fmt: skip


def clouds(table: pd.DataFrame, title: str, *, most: int = 70) -> Picture:
    """The most frequent words of each group (two at most), sized by frequency: an ornament and an entrance, never evidence.

    `table` has `group` (a panel each, `zh` and `en` by their names), `term`, `count` (above zero). Words are upright and in
    ink; the layout is fixed. `most` words a panel; those that no font here can draw are left out, and a note says so. Raises
    `ValueError` if there is nothing to draw.
    """
    fig = Picture(3.4, title)
    table = table[table["count"] > 0]
    if table.empty:
        raise ValueError("clouds: no word has a count above zero.")
    table = largest(fig, table.assign(group=table["group"].astype(str)), "group", 2, table["count"], "groups")
    groups = list(dict.fromkeys(table["group"]))
    axes = fig.subplots(ncols=len(groups), squeeze=False)[0]
    for ax, group in zip(axes, groups, strict=True):
        rows = table[table["group"] == group].sort_values(["count", "term"], ascending=[False, True]).head(most)
        counts = {str(term): float(count) for term, count in zip(rows["term"], rows["count"], strict=True)}
        # wordcloud knows one font only: the one that draws more of the words.
        fallback = sum(map(_only_in_fallback, counts)) > len(counts) / 2
        undrawn = [word for word in counts if (_undrawn_by_fallback(word) if fallback else lacking(word, False))]
        for word in undrawn:
            del counts[word]
        fig.leave_out(len(undrawn), "not in the font of the cloud")
        if not counts:
            raise ValueError(f"clouds: the font draws none of the words of {group!r}.")
        cloud = WordCloud(
            font_path=fallback_path() if fallback else font_path(), width=1050 // len(groups), height=430,
            background_color="white", max_words=most, prefer_horizontal=1.0, random_state=1, relative_scaling=0.6, margin=4,
            color_func=lambda *_, font_size, **__: "#1E2126" if font_size > 46 else "#5A6068",
        )  # fmt: skip
        ax.imshow(cloud.generate_from_frequencies(counts), aspect="equal")
        ax.set_title(LANGUAGES.get(group, group), pad=3)
        ax.set_axis_off()
    resized(fig, 3.95)
    return fig


def _only_in_fallback(word: str) -> bool:
    return bool(lacking(word, fallback=False)) and not lacking(word)


def _undrawn_by_fallback(word: str) -> bool:
    return any(ord(character) not in characters_of(fallback_path()) for character in word)


def dispersion(
    table: pd.DataFrame,
    title: str,
    *,
    xlabel: str = "occurrences per 1,000 words, logarithmic",
    ylabel: str = "DPnorm: 0 spread evenly, towards 1 unevenly",
) -> Picture:
    """Every word of each group on the plane of how often (logarithmic) and how unevenly it occurs.

    `table` has `group` (a panel each, two at most), `value` (above zero), `dp_norm` (0 spread as the words are, 1 in the shortest
    text alone) and `label`, empty for words that are to be unnamed. One dot per row; a name is at that side of its dot
    which is free, or is left out, the most frequent first.
    """
    fig = Picture(3.0, title)
    fig.leave_out((~table["value"].gt(0)).sum(), "without a frequency above zero")
    table = largest(fig, table[table["value"] > 0], "group", 2, what="groups")
    groups = list(dict.fromkeys(table["group"].astype(str)))
    resized(fig, 3.5 * len(groups) + 0.6)
    axes = fig.subplots(nrows=len(groups), sharex=True, squeeze=False)[:, 0]
    left, right = 0.85 * table["value"].min(), 1.9 * table["value"].max()
    for ax, group in zip(axes, groups, strict=True):
        rows = table[table["group"].astype(str) == group]
        is_named = rows["label"].fillna("").str.len() > 0
        plain, named = rows[~is_named], rows[is_named]
        looks = {"markeredgewidth": 0, "gid": ROWS}
        ax.plot(plain["value"], plain["dp_norm"], "o", markersize=3, color="#C4C7CC", zorder=1, **looks)
        ax.plot(named["value"], named["dp_norm"], "o", markersize=4, color=INK, zorder=2, **looks)
        ax.set_xscale("log")
        ax.set_xlim(left, right)
        ax.set_ylim(1.06, -0.04)
        ticks = [step * 10.0**power for power in range(-4, 5) for step in (1, 2, 5)]
        ticks = [tick for tick in ticks if left <= tick <= right] or [float(table["value"].max())]
        ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_ylabel(ylabel)
        ax.set_title(LANGUAGES.get(group, group), pad=4)
        _name_dots(ax, named.sort_values(["value", "label"], ascending=[False, True]).head(_NAMED), left, right)
    axes[-1].set_xlabel(xlabel)
    return fig


def _name_dots(ax: Axes, named: pd.DataFrame, left: float, right: float) -> None:
    """The label of each dot where it covers neither another dot nor a label that is there."""
    # In inches on the page, near enough for what has room beside what.
    across, down = (WIDTH - 0.8) / np.log(right / left), 2.95 / 1.1
    dots = zip(np.log(named["value"]) * across, named["dp_norm"] * down, strict=True)
    taken = [(x, y, 0.05, 0.05) for x, y in dots]
    for row in named.itertuples():
        x, y = np.log(row.value) * across, row.dp_norm * down
        half = 0.03 * width_of(row.label)
        for shift, lower, side in _SIDES:
            box = (x + shift + (half if side == "left" else -half), y + lower, half, 0.065)
            inside = np.log(left) * across < box[0] - half and box[0] + half < np.log(right) * across
            if inside and not any(_overlap(box, other) for other in taken if other[:2] != (x, y)):
                taken.append(box)
                at = (row.value, row.dp_norm)
                note(ax, row.label, at, (72 * shift, -72 * lower), ha=side, fontsize=7, zorder=3)
                break


def _overlap(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes (middle across, middle down, half the width, half the height) cover some place both.

    >>> _overlap((0, 0, 1, 1), (1.5, 0, 1, 1)), _overlap((0, 0, 1, 1), (3, 0, 1, 1))
    (True, False)
    """
    return abs(box[0] - other[0]) < box[2] + other[2] and abs(box[1] - other[1]) < box[3] + other[3]


def concordance(table: pd.DataFrame, title: str, *, most: int = _LINES) -> Picture:
    """Concordance lines set under each other: the node in red in its column, its object in blue, a gloss in grey under the line.

    `table` has `left`, `node`, `right`, and where known `object` (a part of `left` or `right`, coloured where it first
    occurs), `gloss` (under the line), `article` (at the right edge). Lines longer than the page are cut at their far ends. The first `most`
    lines are drawn; a note says how many there are.
    """
    fig = Picture(3.0, title)
    if table.empty:
        raise ValueError("no line to draw; the concordance is empty")
    if len(table) > most:
        fig.leave_out(len(table) - most, f"the first {most} of {len(table):,} lines")
    rows = table.head(most).astype(object).fillna("").astype(str).to_dict("records")
    glossed = any(row.get("gloss") for row in rows)
    step = 1.75 if glossed else 1.0
    ax = fig.subplots()
    ax.set_xlim(0, 1)
    ax.set_ylim(len(rows) * step - 0.3, -0.7)
    ax.set_axis_off()
    node = max(width_of(row["node"]) for row in rows)
    column = 0.44
    each = 0.0091  # of the width of the page for a Latin letter
    sources = max((width_of(row.get("article", "")) for row in rows), default=0)
    room_left, room_right = int(column / each) - 2, int((1 - column) / each) - node - sources - 4
    for number, row in enumerate(rows):
        y = number * step
        if number % 2 == 0:
            ax.axhspan(y - 0.55, y + step - 0.55, color="#F6F6F6", linewidth=0, zorder=0)
        left = " ".join(row["left"].split())
        right = " ".join(row["right"].split())
        target = row.get("object", "")
        left = shortened(left, room_left, from_left=True)
        right = shortened(right, max(room_right, 10))
        _set(ax, left, "" if target in right else target, (column - 0.008, y), "right")
        _set(ax, row["node"], row["node"], (column, y), "left", RED).set_gid(ROWS)
        start = column + each * 0.92 * width_of(row["node"]) + 0.012
        _set(ax, right, target if target in right else "", (start, y), "left")
        if row.get("gloss"):
            ax.text(
                column,
                y + 0.78,
                shortened(row["gloss"], 70),
                fontsize=6.5,
                color=GREY,
                va="center_baseline",
                ha="center",
            )
        if row.get("article"):
            ax.text(1, y, row["article"], fontsize=6.5, color=GREY, va="center_baseline", ha="right")
    resized(fig, 0.2 * step * len(rows) + 0.75)
    return fig


def _set(ax: Axes, text: str, target: str, at: tuple[float, float], side: str, colour: str = _OBJECT) -> AnnotationBbox:
    """A text that ends (`right`) or begins (`left`) at a place, with `target` in a colour of its own."""
    before, found, after = text.partition(target) if target else (text, "", "")
    parts = [(before, INK), (found, colour), (after, INK)]
    areas = [TextArea(part, textprops={"fontsize": 8, "color": shade}) for part, shade in parts if part]
    packed = HPacker(children=areas or [TextArea("")], align="baseline", pad=0, sep=0)
    flush = (1.0 if side == "right" else 0.0, 0.35)
    return ax.add_artist(AnnotationBbox(packed, at, frameon=False, pad=0, box_alignment=flush))
