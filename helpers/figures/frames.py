"""Framing: cells by row and column, and distances between texts over the noise floor."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from helpers.figures.house import INK, new_figure
from helpers.figures.axes import (
    LANGUAGES,
    PALE,
    colour_on_shade,
    mark,
    name_cells,
    name_rows,
    shade_cells,
    shade_scale,
)


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

    `table` has the columns named by `row`, `column`, `value`, and by `below` and `panel` where given; a cell that it lacks
    stays empty. Values are shown as percentages if `most` is 1 or less. `markers` gives a row the mark of an outlet and a
    form: `{row: (outlet, form)}`. With `panel`, one map above the other for each of its values, each with its own rows and
    columns. A stroke in a column's name begins a new line. `scale` says what the shade means, with unit and denominator.
    """
    parts = [part for _, part in table.groupby(panel, sort=False, observed=True)] if panel else [table]
    sizes = [part[row].nunique() for part in parts]
    line = 0.34 if below else 0.25
    height = sum(line * size + 0.6 for size in sizes) + 0.95
    fig, axes = new_figure(height, title, nrows=len(parts), squeeze=False, height_ratios=sizes)
    for ax, part in zip(axes[:, 0], parts, strict=True):
        cells = part.astype({row: str, column: str}).to_dict("records")
        rows, columns = (list(dict.fromkeys(cell[name] for cell in cells)) for name in (row, column))
        places = [(columns.index(cell[column]), rows.index(cell[row])) for cell in cells]
        corners = [(x - 0.5, y - 0.5) for x, y in places]
        # The darkest shade is kept for the end of the scale, and its number stays readable.
        shades = shade_cells(
            ax, corners, part[value].to_numpy(dtype=float), most, edgecolor="white", linewidth=1.2
        )
        for (x, y), cell in zip(places, cells, strict=True):
            style = {"ha": "center", "va": "center"}
            style["color"] = colour_on_shade(cell[value], most) if cell[value] else "#8A8A8A"
            shown = f"{cell[value]:.0%}" if most <= 1 else f"{cell[value]:.0f}"
            if below and cell[below]:
                ax.text(x, y - 0.14, shown, fontsize=8, **style)
                ax.text(x, y + 0.24, cell[below], fontsize=5.5, **style)
            else:
                ax.text(x, y, shown, fontsize=8, **style)
        name_cells(ax, rows, columns, pad=3)
        ax.tick_params(axis="x", labelsize=6.5)
        ax.tick_params(axis="y", labelsize=7)
        if markers:
            ax.tick_params(axis="y", pad=12)
            beside = {"transform": ax.get_yaxis_transform(), "clip_on": False}
            for y, name in enumerate(rows):
                mark(ax, -0.025, y, *markers[name], 5, **beside)
        if panel:
            name = str(part[panel].iloc[0])
            ax.set_title(LANGUAGES.get(name, name), pad=4)
    place = {
        "ax": axes[-1, 0],
        "location": "bottom",
        "shrink": 0.45,
        "aspect": 40,
        "pad": 0.04,
        "anchor": (1.0, 0.5),
    }
    bar = shade_scale(fig, shades, scale, **place)
    if most <= 1:
        bar.ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    return fig


def noise_floor(table: pd.DataFrame, rulers: Mapping[str, str], title: str) -> Figure:
    """Every pair of texts as a mark, by what the two are to each other; one panel per ruler, the noise floor as a band.

    `table` has `pair` (categorical, nearest first), `wording` (`digests` open, `own words` filled), `ruler`, `value`;
    `rulers` gives each of four rulers the label of its axis. The band reaches from nothing to the farthest of the first
    kind of pair; the short line is the mean. Marks are moved up and down, in the order of their values, so that none hides
    another.
    """
    kinds = list(table["pair"].cat.categories)
    fig, axes = new_figure(5.0, title, nrows=2, ncols=2, sharey=True, squeeze=False)
    for ax, (ruler, label) in zip(axes.flat, rulers.items(), strict=True):
        rows = table[table["ruler"] == ruler]
        highest = rows["value"].max()
        floor = rows.loc[rows["pair"] == kinds[0], "value"].max()
        ax.axvspan(-0.02 * highest, floor, color="#DDE0E4", linewidth=0, zorder=0)
        for place, kind in enumerate(kinds):
            for wording, shift, face in (("own words", -0.2, INK), ("digests", 0.2, "white")):
                values = np.sort(rows.loc[(rows["pair"] == kind) & (rows["wording"] == wording), "value"])
                if not len(values):
                    continue
                line = place + shift
                heights = line + 0.11 * (np.arange(len(values)) % 3 - 1) * (len(values) > 3)
                ax.plot(
                    values, heights, "o", markersize=4, markeredgewidth=1.0, markeredgecolor=INK, markerfacecolor=face,
                    alpha=0.75, zorder=3,
                )  # fmt: skip
                ax.vlines(values.mean(), line - 0.2, line + 0.2, color="#D55E00", linewidth=1.6, zorder=4)
        name_rows(ax, kinds, spine=True)
        ax.set_ylim(len(kinds) - 0.45, -0.55)
        ax.set_xlim(-0.02 * highest, 1.06 * highest)
        ax.set_xlabel(label, fontsize=7)
        ax.set_title(ruler, pad=4)
        ax.tick_params(labelsize=7)
        ax.grid(axis="y", color=PALE, linewidth=0.6)
    return fig
