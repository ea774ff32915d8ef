"""Measured speed and memory against what was asked of it."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from helpers.figures.house import INK, new_figure
from helpers.figures.axes import PALE, hairlines

_MISSED = "#B2182B"


def target_dots(table: pd.DataFrame, title: str) -> Figure:
    """A dot for every target, on a log axis: right of the line it is reached, left of it (open) it is missed.

    `table` is that of `benchmarks.held_to_targets`. One line per row with what it is held against (or its size), the groups
    apart; measured ratio and target stand beside.
    """
    groups = list(dict.fromkeys(table["group"]))
    places = [row + 0.5 * groups.index(group) for row, group in enumerate(table["group"])]
    fig, ax = new_figure(0.185 * places[-1] + 1.7, title)
    ax.set_xscale("log")
    ax.axvline(1, color=INK, linewidth=0.8, zorder=1)
    ax.set_xlim(min(0.5, table["margin"].min() / 1.5), table["margin"].max() * 1.5)
    hairlines(ax, places)
    for row, y in zip(table.itertuples(), places, strict=True):
        colour = INK if row.reached else _MISSED
        ax.plot(
            row.margin,
            y,
            "o",
            markersize=5,
            color=colour,
            markerfacecolor=colour if row.reached else "white",
            zorder=3,
        )
    names = table["measure"] + ": " + table["other"].fillna(table["size"])
    ax.set_yticks(places, names, fontsize=6.5)
    ax.set_ylim(places[-1] + 0.8, -0.8)
    beside = ax.secondary_yaxis("right")
    beside.set_yticks(places, [f"{row.ratio:.3g} ({row.target})" for row in table.itertuples()], fontsize=6.5)
    beside.tick_params(right=False)
    beside.spines["right"].set_visible(False)
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color=PALE, linewidth=0.6)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"x{value:g}"))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel("how many times better than the target (log axis); right: measured (target)")
    return fig
