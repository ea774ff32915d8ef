"""Dots on lines: values, intervals, bands of chance, two groups on one line."""

from collections.abc import Mapping
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from helpers.figures import axes as shared
from helpers.figures.axes import ROWS, first_names, largest, marks, note
from helpers.figures.house import INK, Picture, Style, shortened
from helpers.lexicon.schemas import LANGUAGES

_LINES, _PANELS, _NAMED = 48, 3, 80
_BAND, _INTERVAL = "#DFE2E6", "#B9BDC2"


def dots(
    table: pd.DataFrame,
    title: str,
    xlabel: str,
    *,
    label: str = "label",
    value: str = "value",
    panel: str | None = None,
    series: str | None = None,
    beside: str | None = None,
    named: str | None = None,
    percent: bool = False,
    stems: bool = False,
    stacked: bool = False,
    limits: tuple[float, float] | None = None,
    styles: Mapping[str, Style] | None = None,
) -> Picture:
    """Draw a dot for every row of a table, on the line of its `label`; lines and panels in the order of the table.

    Arguments that name columns: `label` (the line), `value`; `panel` (one panel each with its own lines, side by side,
    or above each other if `stacked`); `series` (a key tells them apart: the first filled, the second open, a ring
    around the first where both are equal; all open if every `form` is `digest`; two dots of a line are joined as in a
    dumbbell, and dots with intervals lie below each other); `beside` (text at the right of the line, such as 3/11,
    under the column's name unless it is `beside`); `named` (text above a dot, or at the right of a dot moved off its
    line; empty for none). Optional columns: `low`, `high` (interval, or missing), `null_low`, `null_high` (grey band:
    chance), `outlet` (colour), `form` (open for `digest`).

    `stems` draws a line from zero. At most 48 lines a panel and 3 panels are drawn, those with the largest values.
    """
    fig = Picture(3.0, title)
    table, styles = shared.with_outlets(table, styles)
    parts = _parts(fig, table, label, value, panel, named)
    shown = pd.concat(parts)
    crowd = max(part["_line"].value_counts().max() for part in parts)
    sure = bool(series and "low" in shown and shown["low"].notna().any())
    axes, lines_of = shared.panels(fig, parts, "_line", stacked, top=0.9 if named or crowd > 2 else 0.7)
    for ax, part, lines in zip(axes, parts, lines_of, strict=True):
        _draw(ax, part, lines, series, sure, stems, styles)
        if beside:
            told = part.dropna(subset=beside).astype({beside: "str"}).groupby("_line", sort=False)[beside].unique()
            shared.words_beside(ax, lines, told.map(" · ".join), 24 if stacked or len(parts) == 1 else 9, beside)
        if not stacked or ax is axes[-1]:
            ax.set_xlabel(fill(xlabel, 90 if stacked else 88 // len(parts) - 8))
        if percent:
            ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes[0].set_xlim(limits or _limits(shown, stems))
    place = axes[0 if stacked else -1], 22 if panel else 4, 1 if stacked else len(parts)
    key = _key(shown, series, *place) if series else shared.outlet_key(shown, styles, *place)
    line = 0.34 if crowd > 2 and not series else max(0.2, 0.11 * crowd * sure)
    total = line * (sum if stacked else max)(len(lines) + 0.8 for lines in lines_of)
    fig.resize(total + 1.15 + key + 0.35 * (len(parts) if stacked else bool(panel)))
    return fig


def _parts(fig: Picture, table: pd.DataFrame, label: str, value: str, panel: str | None, named: str | None) -> list:
    """Return the rows of each panel that have a value and room."""
    table = table.assign(_line=table[label].astype(str), _value=table[value].astype(float))
    table = table.assign(_panel=table[panel] if panel else "", _named=table[named].fillna("") if named else "")
    fig.leave_out(table["_value"].isna().sum(), "without a value")
    table = shared.drawable(table.dropna(subset="_value"), f"no row has a {value}")
    panels = largest(fig, table, "_panel", _PANELS, what="panels").groupby("_panel", sort=False, observed=True)
    return [largest(fig, part, "_line", _LINES, part["_value"]) for _, part in panels]


def _draw(ax: Axes, rows: pd.DataFrame, lines: list[str], series: str | None, sure: bool, stems: bool, styles) -> None:
    """Draw the dots of one panel, under its name, with their names above them (series with intervals, `sure`, apart);
    the rest below."""
    ax.set_title(LANGUAGES.get(name := str(rows["_panel"].iloc[0]), name), pad=6)
    kinds = first_names(rows[series]) if series else []
    x = rows["_value"].to_numpy()
    y = line = rows["_line"].map(lines.index).to_numpy(dtype=float)
    apart = 0.66 / len(kinds) if sure else 0
    if series:
        y = line + apart * (rows[series].astype(str).map(kinds.index).to_numpy() - (len(kinds) - 1) / 2)
    elif len(rows) > 2 * len(lines):
        y = line + _swarm(x, line)
    shared.hairlines(ax, range(len(lines)))
    if {"null_low", "null_high"} <= set(rows):
        ax.barh(y, rows["null_high"] - rows["null_low"], apart or 0.7, left=rows["null_low"], color=_BAND, zorder=0.5)
    if {"low", "high"} <= set(rows):
        ax.hlines(y, rows["low"], rows["high"], color=_INTERVAL, linewidth=1.6, zorder=2)
    if stems:
        ax.hlines(y, 0, x, color="#D5D7DA", linewidth=0.8, zorder=1)
    shared_place = pd.DataFrame({"x": x, "y": y}).duplicated(keep=False).to_numpy()
    for at, same in pd.Series(x).groupby(line) if len(kinds) == 2 and not apart else []:
        ax.hlines(at, same.min(), same.max(), color=INK, linewidth=1.2, zorder=2)
    if not series:
        marks(ax, rows, x, y, styles)
    for number, kind in enumerate(kinds):
        these = (rows[series].astype(str) == kind).to_numpy()
        for together in np.unique(shared_place[these]):
            at = these & (shared_place == together)
            ring = {"markersize": 9} if together and number == 1 else {}  # or it would hide the filled mark
            ax.plot(x[at], y[at], gid=ROWS, zorder=2.9 if number == 1 else 3, **_series_look(number, rows) | ring)
    names = [(at, str(name), off) for *at, name, off in zip(x, y, rows["_named"], y != line, strict=True) if name]
    for at, name, off in names[:_NAMED]:
        # The space above a moved mark is taken by another mark or the line.
        place = {"shift": (6, 0), "ha": "left"} if off else {"shift": (0, 6), "ha": "center", "va": "baseline"}
        note(ax, shortened(name, 40), at, fontsize=6.5, **place)


def _swarm(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return how far to move each mark up or down so that marks of one line do not hide each other."""
    moved = np.zeros(len(x))
    gap = 0.012 * (np.ptp(x) or 1.0)
    for line in np.unique(y):
        own = np.flatnonzero(y == line)
        own = own[np.argsort(x[own], kind="stable")]
        moved[own] = 0.085 * np.array(shared.levels(x[own].tolist(), gap, most=7))
    return moved


def _series_look(number: int, rows: pd.DataFrame) -> dict[str, object]:
    """Filled, open, then other shapes, or shapes alone, all open, if all rows are of digests: distinct without colour."""
    digests = "form" in rows and rows["form"].eq("digest").all()
    face = "white" if digests or number == 1 else INK
    shape = ("o", "o", "D", "^", "s", "v")[(number + digests) % 6]
    outline = {"color": INK, "markeredgecolor": INK, "linestyle": "none"}
    return outline | {"marker": shape, "markerfacecolor": face, "markersize": 5}


def _limits(rows: pd.DataFrame, stems: bool) -> tuple[float, float]:
    """Return limits with room for every dot, interval and band; zero at the left if there are stems."""
    columns = rows[[name for name in ("_value", "low", "high", "null_low", "null_high") if name in rows]]
    low, high = float(columns.min().min()), float(columns.max().max())
    apart = (high - low) or abs(high) or 1.0
    left, right = low - 0.04 * apart, high + 0.06 * apart
    if stems and low >= 0:
        left = -0.02 * right
    return left, right if right > left else left + 1


def _key(rows: pd.DataFrame, series: str, ax: Axes, above: float, beside: int) -> float:
    """Draw a key of the series over a panel with others `beside` it; return its height in inches."""
    names = [shortened(LANGUAGES.get(name, name), 30) for name in first_names(rows[series])]
    handles = [Line2D([], [], label=name, **_series_look(number, rows)) for number, name in enumerate(names)]
    columns = -(-3 // beside)
    shared.key(ax, handles, above, ncols=columns, fontsize=7.5, handlelength=0.8, columnspacing=None)
    return 0.2 + 0.16 * -(-len(names) // columns)
