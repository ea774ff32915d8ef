"""Words: clouds as an entrance, how often against how evenly, and concordance lines set as a picture."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.offsetbox import AnnotationBbox, HPacker, TextArea
from matplotlib.ticker import NullLocator
from wordcloud import WordCloud

from helpers.figures.axes import ROWS, drawable, first_names, largest, note
from helpers.figures.house import GREY, INK, RED, WIDTH, Picture, font_path, lacking, shortened, width_of
from helpers.lexicon.schemas import LANGUAGES

_CLOUD, _LINES, _NAMED = 70, 40, 60
_OBJECT = "#0072B2"
# Where a name may be beside its dot, the best place first: inches to the right, inches down, the side that is flush.
_SIDES = [
    (0.07, 0, "left"), (-0.07, 0, "right"),
    (0.04, -0.12, "left"), (-0.04, -0.12, "right"), (0.04, 0.12, "left"), (-0.04, 0.12, "right"),
]  # fmt: skip


def clouds(table: pd.DataFrame, title: str) -> Picture:
    """The most frequent words of each group (two at most), sized by frequency: an ornament and an entrance, never evidence.

    `table` has `group` (a panel each, `zh` and `en` by their names), `term`, `count` (above zero). Words are upright and in
    ink; the layout is fixed. 70 words a panel; those that the font of the house lacks are left out, and a note says so.
    """
    fig = Picture(3.4, title)
    table = drawable(table[table["count"] > 0], "no word has a count above 0").astype({"group": "str", "term": "str"})
    table = largest(fig, table, "group", 2, table["count"], "groups")
    groups = first_names(table["group"])
    axes = fig.subplots(ncols=len(groups), squeeze=False)[0]
    for ax, group in zip(axes, groups, strict=True):
        rows = table[table["group"] == group].sort_values(["count", "term"], ascending=[False, True]).head(_CLOUD)
        drawn = rows[[not lacking(term, fallback=False) for term in rows["term"]]]  # wordcloud knows one font only
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


def dispersion(table: pd.DataFrame, title: str) -> Picture:
    """Every word of each group on the plane of how often (logarithmic) and how unevenly it occurs.

    `table` has `group` (a panel each, two at most), `value` (above zero), `dp_norm` (0 spread as the words are, 1 in the shortest
    text alone) and `label`, empty for words that are to be unnamed. One dot per row; a name is at that side of its dot
    which is free, or is left out, the most frequent first.
    """
    fig = Picture(3.0, title)
    fig.leave_out((~table["value"].gt(0)).sum(), "without a frequency above zero")
    table = drawable(table[table["value"] > 0], "no word has a frequency above zero").astype({"group": "str"})
    table = largest(fig, table, "group", 2, what="groups")
    groups = first_names(table["group"])
    fig.resize(3.5 * len(groups) + 0.6)
    axes = fig.subplots(nrows=len(groups), sharex=True, squeeze=False)[:, 0]
    left, right = 0.85 * table["value"].min(), 1.9 * table["value"].max()
    for ax, group in zip(axes, groups, strict=True):
        rows = table[table["group"] == group]
        is_named = rows["label"].fillna("").str.len() > 0
        for chosen, size, colour in ((~is_named, 3, "#C4C7CC"), (is_named, 4, INK)):
            looks = {"color": colour, "markersize": size, "markeredgewidth": 0, "zorder": size - 2, "gid": ROWS}
            ax.plot(rows["value"][chosen], rows["dp_norm"][chosen], "o", **looks)
        ax.set_xscale("log")
        ax.set_xlim(left, right)
        ax.set_ylim(1.06, -0.04)
        ticks = [step * 10.0**power for power in range(-4, 5) for step in (1, 2, 5)]
        ticks = [tick for tick in ticks if left <= tick <= right] or [float(table["value"].max())]
        ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_ylabel("DPnorm: 0 spread evenly, towards 1 unevenly")
        ax.set_title(LANGUAGES.get(group, group), pad=4)
        frequent = rows[is_named].sort_values(["value", "label"], ascending=[False, True])
        _name_dots(ax, frequent.head(_NAMED), left, right)
    axes[-1].set_xlabel("occurrences per 1,000 words, logarithmic")
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


def concordance(table: pd.DataFrame, title: str) -> Picture:
    """Concordance lines set under each other: the node in red in its column, its object in blue, a gloss in grey under the line.

    `table` has `left`, `node`, `right`, and where known `object` (a part of `left` or `right`, coloured where it first
    occurs), `gloss` (under the line), `article` (at the right edge). Lines longer than the page are cut at their far ends. The first 40
    lines are drawn; a note says how many there are.
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
        left = shortened(" ".join(row.left.split()), room_left, from_left=True)
        right = shortened(" ".join(row.right.split()), max(room_right, 10))
        _set(ax, left, "" if row.object in right else row.object, (column - 0.008, y), "right")
        _set(ax, row.node, row.node, (column, y), "left", RED).set_gid(ROWS)
        start = column + each * 0.92 * width_of(row.node) + 0.012
        _set(ax, right, row.object if row.object in right else "", (start, y), "left")
        ax.text(column, y + 0.78, shortened(row.gloss, 70), ha="center", **small)
        ax.text(1, y, row.article, ha="right", **small)
    fig.resize(0.2 * step * len(rows) + 0.75)
    return fig


def _set(ax: Axes, text: str, target: str, at: tuple[float, float], side: str, colour: str = _OBJECT) -> AnnotationBbox:
    """A text that ends (`right`) or begins (`left`) at a place, with `target` in a colour of its own."""
    before, found, after = text.partition(target) if target else (text, "", "")
    parts = [(before, INK), (found, colour), (after, INK)]
    areas = [TextArea(part, textprops={"fontsize": 8, "color": shade}) for part, shade in parts if part]
    packed = HPacker(children=areas or [TextArea("")], align="baseline", pad=0, sep=0)
    flush = (1.0 if side == "right" else 0.0, 0.35)
    return ax.add_artist(AnnotationBbox(packed, at, frameon=False, pad=0, box_alignment=flush))
