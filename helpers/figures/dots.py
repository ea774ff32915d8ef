"""Dots on lines: values, intervals, what chance gives, contrasts around zero, two groups on one line."""

from collections.abc import Mapping, Sequence
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from helpers.figures.axes import (
    LANGUAGES,
    ROWS,
    first_names,
    hairlines,
    largest,
    levels,
    marks,
    name_rows,
    note,
    outlet_key,
    resized,
    with_outlets,
)
from helpers.figures.house import GREY, INK, Picture, Style, shortened

_LINES, _PANELS, _NAMED = 48, 3, 80
_BAND, _FAINT = "#DFE2E6", "#B9BDC2"


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
    faint: str | None = None,
    sides: tuple[str, str] | None = None,
    percent: bool = False,
    stems: bool = False,
    limits: tuple[float, float] | None = None,
    stacked: bool = False,
    styles: Mapping[str, Style] | None = None,
) -> Picture:
    """A dot for every row of a table, on the line of its `label`; lines and panels in the order of the table.

    Columns, by the names handed over: `label` (the line), `value`; `panel` (a panel each, side by side, `stacked` one over the
    other, each with its own lines); `series` (the dots of a line are joined, as in a dumbbell, and a key tells them apart:
    the first is filled, the second open); `beside` (text to the right of the line, such as 3/11); `named` (text above a
    dot, empty for none); `faint` (true where the dot and its line are to be pale: within what chance gives).
    Read where they are there: `low`, `high` (interval, missing where there is none), `null_low`, `null_high` (grey band: chance),
    `outlet` (colour), `form` (open for `digest`).

    `sides` names what is left and right of zero, which then has a line and lies in the middle. `stems` draws a line from zero.
    At most 48 lines a panel and 3 panels are drawn, those with the largest values; a note says so.
    """
    fig = Picture(3.0, title)
    table, styles = with_outlets(table, styles)
    panel = panel or "_panel"
    table = table.assign(_panel="") if panel == "_panel" else table
    fig.leave_out(table[value].isna().sum(), "without a value")
    table = largest(fig, table.dropna(subset=[value]), panel, _PANELS, what="panels")
    parts = [
        largest(fig, part, label, _LINES, part[value]) for _, part in table.groupby(panel, sort=False, observed=True)
    ]
    if not parts:
        raise ValueError(f"no row has a {value}; there is nothing to draw")
    lines_of = [first_names(part[label]) for part in parts]
    crowd = max(part.groupby(label, observed=True).size().max() for part in parts)
    line = 0.2 if crowd <= 2 or series else 0.34
    heights = [len(lines) + 0.8 for lines in lines_of]
    down = {"nrows": len(parts), "height_ratios": heights} if stacked else {"ncols": len(parts)}
    together = not stacked and all(set(lines) == set(lines_of[0]) for lines in lines_of)
    axes = fig.subplots(squeeze=False, sharex=True, sharey=together, **down).ravel()
    key, room = 0.0, 24 if stacked or len(parts) == 1 else 9
    for ax, part, lines in zip(axes, parts, lines_of, strict=True):
        lines = lines_of[0] if together else lines
        name = str(part[panel].iloc[0])
        _draw(ax, part, lines, (label, value, series, beside, named, faint, room), stems, styles)
        name_rows(
            ax,
            lines,
            top=0.9 if named or crowd > 2 else 0.7,
            most=46 if together or stacked else (46, 26, 14)[len(parts) - 1],
        )
        if not together and not stacked:
            ax.set_ylim(max(map(len, lines_of)) - 0.4, -0.8)
        ax.set_title(LANGUAGES.get(name, name), pad=18 if sides else 6)
        if not stacked or ax is axes[-1]:
            ax.set_xlabel(fill(xlabel, 90 if stacked else 88 // len(parts) - 8))
        if percent:
            ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    shown = pd.concat(parts)
    _limits(axes, shown, value, bool(beside), sides, stems, limits)
    for ax in axes if sides else []:
        ax.axvline(0, color=INK, linewidth=0.7, zorder=1)
        for side, at, name in zip(("left", "right"), (0, 1), (f"← {sides[0]}", f"{sides[1]} →"), strict=True):
            note(ax, name, (at, 1), (0, 6), xycoords="axes fraction", ha=side, va="baseline", fontsize=7.5)
    if series or not set(shown["outlet"]) <= {""} or (shown["form"] == "digest").any():
        above = 22 if sides or panel != "_panel" else 4
        key = _key(axes[0] if stacked else axes[-1], shown, series, styles, above, 1 if stacked else len(parts))
    total = line * (sum(heights) if stacked else max(map(len, lines_of)) + 0.8)
    resized(fig, total + 1.15 + key + 0.35 * (len(parts) if stacked else panel != "_panel"))
    return fig


def _draw(ax: Axes, rows: pd.DataFrame, lines: list[str], names: tuple, stems: bool, styles: Mapping) -> None:
    """One panel: bands and intervals under the dots, words beside and above them."""
    label, value, series, beside, named, faint, room = names
    place = {name: y for y, name in enumerate(lines)}
    kinds = first_names(rows[series]) if series else []
    y = np.array([float(place[str(name)]) for name in rows[label]])
    x = rows[value].to_numpy(dtype=float)
    if not series and len(rows) > 2 * len(lines):
        y = y + _swarm(x, y)
    elif "low" in rows and series:  # intervals of one line side by side
        y = y + np.array([0.18 * (kinds.index(str(kind)) - (len(kinds) - 1) / 2) for kind in rows[series]])
    hairlines(ax, range(len(lines)))
    if {"null_low", "null_high"} <= set(rows):
        ax.barh(y, rows["null_high"] - rows["null_low"], 0.7, left=rows["null_low"], color=_BAND, zorder=0.5)
    if {"low", "high"} <= set(rows):
        ax.hlines(y, rows["low"], rows["high"], color=_FAINT, linewidth=1.6, zorder=2)
    if stems:
        ax.hlines(y, 0, x, color="#D5D7DA", linewidth=0.8, zorder=1)
    pale = rows[faint].to_numpy(dtype=bool) if faint else np.zeros(len(rows), dtype=bool)
    if series:
        for name, same in pd.DataFrame({"y": y, "x": x, "pale": pale}).groupby(rows[label].astype(str).to_numpy()):
            colour = _FAINT if same["pale"].all() else INK
            ax.hlines(place[name], same["x"].min(), same["x"].max(), color=colour, linewidth=1.2, zorder=2)
    for dim in (False, True):
        chosen = pale == dim
        if not chosen.any():
            continue
        if series:
            for number, kind in enumerate(kinds):
                these = chosen & (rows[series].astype(str) == kind).to_numpy()
                looks = _series_look(number) | ({"color": _FAINT, "markeredgecolor": _FAINT} if dim else {})
                if dim and number != 1:
                    looks["markerfacecolor"] = _FAINT
                ax.plot(x[these], y[these], linestyle="none", gid=ROWS, zorder=3, **looks)
        else:
            looks = {"color": _FAINT, "markeredgecolor": _FAINT} if dim else {}
            marks(ax, rows[chosen], x[chosen], y[chosen], styles, **looks)
    names_of = rows[named].fillna("").astype(str) if named else []
    for at, name in [(at, name) for at, name in zip(zip(x, y, strict=True), names_of, strict=False) if name][:_NAMED]:
        note(ax, shortened(name, 40), at, (0, 6), ha="center", va="baseline", fontsize=6.5)
    if beside:
        for name, same in rows.groupby(rows[label].astype(str), sort=False):
            words = " · ".join(dict.fromkeys(same[beside].dropna().astype(str)))
            colour = GREY if faint and same[faint].all() else INK
            note(
                ax, shortened(words, room), (1, place[name]), (3, 0), xycoords=("axes fraction", "data"), fontsize=7,
                color=colour, annotation_clip=False,
            )  # fmt: skip


def _swarm(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """How far each mark is moved up or down so that those of one line do not hide each other."""
    moved = np.zeros(len(x))
    gap = 0.012 * (np.ptp(x) or 1.0)
    for line in np.unique(y):
        own = np.flatnonzero(y == line)
        own = own[np.argsort(x[own], kind="stable")]
        moved[own] = 0.085 * np.array(levels(x[own].tolist(), gap, most=7))
    return moved


def _series_look(number: int) -> dict[str, object]:
    """Filled, open, then other shapes: told apart without colour."""
    face = "white" if number == 1 else INK
    shape = ("o", "o", "D", "^", "s", "v")[number % 6]
    return {"marker": shape, "color": INK, "markeredgecolor": INK, "markerfacecolor": face, "markersize": 5}


def _limits(
    axes: Sequence[Axes], rows: pd.DataFrame, value: str, beside: bool, sides: object, stems: bool, limits: object
) -> None:
    """Room for every dot, interval and band: zero in the middle between two sides, at the left of stems."""
    columns = [name for name in (value, "low", "high", "null_low", "null_high") if name in rows]
    low, high = float(rows[columns].min().min()), float(rows[columns].max().max())
    apart = (high - low) or abs(high) or 1.0
    if limits:
        low, high = limits
    elif sides:
        low, high = -1.06 * max(abs(low), abs(high)), 1.06 * max(abs(low), abs(high))
    else:
        low, high = low - 0.04 * apart, high + 0.06 * apart
        low = min(0.0, low) if stems and not rows[columns].lt(0).any().any() else low
        low = -0.02 * high if stems and rows[columns].ge(0).all().all() else low
    axes[0].set_xlim(low, high if high > low else low + 1)


def _key(ax: Axes, rows: pd.DataFrame, series: str | None, styles: Mapping, above: float, beside: int) -> float:
    """What the marks mean, over a panel that has others `beside` it; its height in inches."""
    if not series:
        return outlet_key(ax, rows, styles, above, beside)
    names = first_names(rows[series])
    for number, name in enumerate(names):
        ax.plot([], [], linestyle="none", label=shortened(LANGUAGES.get(name, name), 30), **_series_look(number))
    columns = -(-3 // beside)
    place = {"loc": "lower right", "bbox_to_anchor": (1, 1), "borderaxespad": 0.2 + above / 7}
    ax.legend(ncols=columns, fontsize=7.5, handlelength=0.8, **place)
    return 0.2 + 0.16 * -(-len(names) // columns)
