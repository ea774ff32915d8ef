"""Dots with intervals: values, shares, and contrasts against what chance gives."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from helpers.figures.house import GREY, INK, new_figure
from helpers.figures.axes import PALE, name_rows, note


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

    `table` has the columns named by `label`, `panel` and `value`, and `low` and `high` (missing where there is no
    interval). `limits` are those of the x axis.
    """
    labels = list(dict.fromkeys(table[label]))
    panels = list(dict.fromkeys(table[panel]))
    height = 0.27 * len(labels) + 1.2
    fig, axes = new_figure(height, title, ncols=len(panels), sharex=True, sharey=True, squeeze=False)
    for ax, name in zip(axes[0], panels, strict=True):
        rows = table[table[panel] == name]
        places = [labels.index(one) for one in rows[label]]
        ax.hlines(places, rows["low"], rows["high"], color=GREY, linewidth=1.4, zorder=2)
        ax.plot(rows[value], places, "o", color=INK, markersize=5, zorder=3)
        for x, y in zip(rows[value], places, strict=True):
            note(ax, f"{x:.2f}", (x, y), (0, 5), ha="center", va="baseline", fontsize=7)
        name_rows(ax, labels, top=0.7, spine=True)
        ax.set_title(name, pad=6)
        ax.set_xlabel(xlabel)
        ax.grid(axis="y", color=PALE, linewidth=0.6)
        if limits:
            ax.set_xlim(*limits)
    return fig


def share_dots(table: pd.DataFrame, title: str) -> Figure:
    """The share of articles of each group that have something: a dot with its interval, and the count.

    `table` has `label` (a line each), `group` (a panel each), `form` (open dots for `digest`), `value`, `low`, `high`,
    `count`, `n`. One dot per row.
    """
    labels = list(dict.fromkeys(table["label"]))
    groups = list(dict.fromkeys(table["group"]))
    height = 0.19 * len(labels) + 1.3
    fig, axes = new_figure(height, title, ncols=len(groups), sharex=True, sharey=True, squeeze=False)
    for ax, group in zip(axes[0], groups, strict=True):
        rows = table[table["group"] == group]
        places = [labels.index(label) for label in rows["label"]]
        ax.hlines(places, rows["low"], rows["high"], color="#BFC3C8", linewidth=1.6, zorder=1)
        face = "white" if (rows["form"] == "digest").all() else INK
        ax.plot(
            rows["value"],
            places,
            "o",
            markersize=4.5,
            color=INK,
            markerfacecolor=face,
            zorder=2,
            clip_on=False,
        )
        for y, count in zip(places, rows["count"], strict=True):
            ax.annotate(
                f"{count}", (1.2, y), ha="right", va="center_baseline", fontsize=7,
                color=INK if count else "#AAAAAA", annotation_clip=False,
            )  # fmt: skip
        name_rows(ax, labels, top=0.7)
        ax.set_title(f"{group}\nn = {rows['n'].iloc[0]}", pad=6)
        ax.set_xlabel("share of the articles,\n95 % interval\n(right: their number)")
        ax.grid(axis="y", color="#F0F0F0", linewidth=0.6)
    axes[0, 0].set_xlim(-0.03, 1.22)
    axes[0, 0].set_xticks([0, 0.5, 1])
    axes[0, 0].xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    return fig


def contrast_dots(table: pd.DataFrame, xlabel: str, title: str) -> Figure:
    """Differences around zero: a dot with its interval, over the grey band that shuffled labels would give.

    `table` is that of `measures.contrast` with `label` (a line each): `effect`, `low`, `high` (missing where there is no
    interval), `null_low`, `null_high`, and `group` and `reference`, which say what the right and the left of zero mean. One
    dot per row. Raises `ValueError` for a table of more than one contrast.
    """
    pairs = table[["group", "reference"]].drop_duplicates()
    if len(pairs) != 1:
        named = ", ".join(f"{row.group!r} against {row.reference!r}" for row in pairs.itertuples())
        raise ValueError(
            f"a figure shows one contrast, the table has {named or 'none'}; choose the rows of one"
        )
    ((right, left),) = pairs.to_numpy().tolist()
    lines = range(len(table))
    fig, ax = new_figure(0.24 * len(table) + 1.45, title)
    band = table["null_high"] - table["null_low"]
    ax.barh(lines, band, 0.7, left=table["null_low"], color="#E4E6E9", zorder=0)
    ax.hlines(lines, table["low"], table["high"], color=GREY, linewidth=1.5, zorder=1)
    ax.plot(table["effect"], lines, "o", color=INK, markersize=5, zorder=2)
    ax.axvline(0, color=INK, linewidth=0.7)
    name_rows(ax, table["label"], top=0.7)
    reach = 1.05 * table[["effect", "low", "high", "null_low", "null_high"]].abs().max().max()
    ax.set_xlim(-reach, reach)
    for side, place, name in (("left", 0, f"← more in {left}"), ("right", 1, f"more in {right} →")):
        note(ax, name, (place, 1), (0, 6), xycoords="axes fraction", ha=side, va="baseline")
    ax.set_xlabel(xlabel)
    return fig


def against_chance(
    table: pd.DataFrame, label: str, value: str, low: str, high: str, xlabel: str, title: str
) -> Figure:
    """One line per row: the observed value as a dot, and as a grey bar what shuffled labels give.

    `table` has the columns named by `label`, `value`, `low` and `high`; the bar reaches from `low` to `high`.
    """
    lines = range(len(table))
    fig, ax = new_figure(0.3 * len(table) + 1.25, title)
    ax.hlines(lines, table[low], table[high], color="#CCCCCC", linewidth=7, zorder=2)
    ax.plot(table[value], lines, "o", color=INK, markersize=5.5, zorder=3)
    for y, x in zip(lines, table[value], strict=True):
        note(ax, f"{x:z.2f}".replace("-", "−"), (x, y), (0, 6), ha="center", va="baseline", fontsize=7)
    name_rows(ax, table[label].astype(str), spine=True)
    ax.set_ylim(len(table) - 0.5, -0.75)
    ax.axvline(0, color=GREY, linewidth=0.6)
    ax.set_xlabel(xlabel)
    return fig
