"""Time: when the articles came, of which days they speak, and where stamps and sources err."""

from datetime import date

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, DayLocator, MonthLocator, date2num, num2date
from matplotlib.figure import Figure

from helpers.figures.house import INK, new_figure
from helpers.figures.axes import hairlines, mark, name_rows, named_outlets

_DAY = pd.Timedelta(days=1)
_HOUR = pd.Timedelta(hours=1)
# Days of an event, lines that join, words that err.
_BAND, _EDGE, _THREAD = "#DADDE1", "#9AA0A6", "#C4C8CC"
# The horizon plot: its parts, what an expression can be by its words, and a heading's height in lines.
_PARTS = (("in their own words", False), ("machine digests", True))
_SIDES = ("remembered", "today", "announced")
_HEADING = 1.5
_SUM = {"ha": "center", "va": "center_baseline", "fontsize": 8, "color": INK}


def calendar_lanes(table: pd.DataFrame, title: str) -> Figure:
    """Articles on a calendar, a lane per outlet, under the events; time without articles is cut out, not stretched.

    `table` has `window` (a panel each), `kind` (`article` or `event`), `label`, `lane` (the outlet of an article),
    `first`, `last`, `form`. Each event has a line of its own for its name, so that names cannot collide. One mark or ruled
    line per row; the outlet that came first has the highest lane. Articles without a day have no mark: their number is
    said under the axis. Raises `ValueError` if none has a day.
    """
    table = named_outlets(table, "lane")
    undated = table[(table["kind"] == "article") & table["first"].isna()]
    table = table.drop(undated.index)
    told, happened = (table[table["kind"] == kind] for kind in ("article", "event"))
    if told.empty:
        raise ValueError(
            f"none of {len(undated)} articles has a day of publication; there is no calendar to draw"
        )
    outlets = list(dict.fromkeys(told.sort_values("first")["lane"]))
    windows = table.groupby("window")
    bounds = [(rows["first"].min() - 5 * _DAY, rows["last"].max() + 6 * _DAY) for _, rows in windows]
    widths = [max((high - low) / _DAY, 26) for low, high in bounds]
    fig, axes = new_figure(
        0.27 * len(outlets) + 0.165 * len(happened) + 1.25, title,
        ncols=len(widths), sharey=True, squeeze=False, width_ratios=widths, gridspec_kw={"wspace": 0.02},
    )  # fmt: skip
    top = -0.62 * len(happened) - 0.8
    lines = dict(
        zip(happened.index, [top + 0.62 * (line + 0.8) for line in range(len(happened))], strict=True)
    )
    for ax, window, (low, high), width in zip(axes[0], windows.groups, bounds, widths, strict=True):
        middle = low + (high - low) / 2
        ax.set_xlim(middle - width / 2 * _DAY, middle + width / 2 * _DAY)
        for row in happened[happened["window"] == window].itertuples():
            _event(ax, row, lines[row.Index], len(outlets) - 0.4, name_left=row.first > middle)
        for lane, rows in told[told["window"] == window].groupby("lane", sort=True):
            levels = _levels(date2num(rows["first"]).tolist(), 0.016 * sum(widths))
            for level, row in zip(levels, rows.itertuples(), strict=True):
                y = outlets.index(lane) - 0.27 * level
                mark(ax, row.first, y, row.lane, row.form, 5.5, zorder=3)
        ax.patch.set_visible(False)
        name_rows(ax, outlets, top=-top)
        ax.tick_params(length=3)
        hairlines(ax, range(len(outlets)))
        _calendar_axis(ax)
    for ax in axes[0, :-1]:
        _break_marks(ax)
    label = "day of publication, Beijing time"
    if len(widths) > 1:
        label += f" (the gap{'s' * (len(widths) > 2)} between the panels {'are' if len(widths) > 2 else 'is'} cut out)"
    if len(undated):
        label += f"; without a day, not drawn: {len(undated)} of {len(told) + len(undated)} articles"
    axes[0, -1].set_xlabel(label, loc="right")
    return fig


def _event(ax: Axes, row: tuple, y: float, bottom: float, name_left: bool) -> None:
    """The days of an event as a band from its line `y` to the bottom, and its name at that side which has room."""
    first, behind = row.first, row.last + _DAY
    ax.fill_betweenx([y, bottom], first, behind, color=_BAND, linewidth=0, zorder=0)
    ax.vlines(first, y, bottom, color=_EDGE, linewidth=0.6, zorder=1)
    ax.annotate(
        row.label, (first if name_left else behind, y), (-3 if name_left else 3, 0), textcoords="offset points",
        ha="right" if name_left else "left", va="center_baseline", fontsize=7, color=INK,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4}, zorder=4,
    ).set_in_layout(False)  # fmt: skip


def _day_label(day: date, year: bool = True) -> str:
    """15 Jul 2025; `strftime` has no day without its zero on every system."""
    return f"{day.day} {day:%b}" + (f" {day.year}" if year else "")


def _calendar_axis(ax: Axes) -> None:
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


def _break_marks(ax: Axes) -> None:
    """Two strokes across the end of an axis: time is cut out here."""
    stroke = {"transform": ax.transAxes, "color": INK, "linewidth": 0.8, "clip_on": False}
    for x in (1.0, 1.012):
        ax.plot([x - 0.01, x + 0.01], [-0.025, 0.025], **stroke)


def date_horizon(table: pd.DataFrame, title: str) -> Figure:
    """The dates of each article as marks: left of the grey band what its words tell as past, in it what holds the day of
    publication, right of it what they tell as to come.

    `table` has `article`, `published`, `told`, `worded`, `outlet`, `form`, one mark per row. Texts in their own words stand
    above the digests, each in the order of publication; the sums stand at the heading of each part. A dark core: by the
    calendar it was past. Articles without a day of publication have their number of dates instead of marks. Raises
    `ValueError` for a table without dates.
    """
    if table.empty:
        raise ValueError("no text names a date; there is no horizon to draw")
    table = named_outlets(table)
    heads = table.drop_duplicates("article").sort_values(["published", "article"], kind="stable")
    parts = [(name, heads[(heads["form"] == "digest") == digest]) for name, digest in _PARTS]
    parts = [(name, rows) for name, rows in parts if len(rows)]
    lines = len(heads) + _HEADING * len(parts)
    fig, ax = new_figure(0.2 * lines + 1.25, title)
    counts = table.groupby(["article", "worded"]).size().unstack(fill_value=0)
    widest = counts.reindex(columns=list(_SIDES), fill_value=0).max() + 1
    band = widest["today"] / 2
    y, ticks = 0.0, []
    for name, rows in parts:
        y += _HEADING - 1
        part = table[table["article"].isin(rows["article"])]
        sums = part["worded"].value_counts()
        ax.text(0, y, f"{sums.get('today', 0)}", **_SUM)
        ax.text(-band - 0.5, y, f"{sums.get('remembered', 0)} back", **_SUM | {"ha": "right"})
        ax.text(band + 0.5, y, f"{sums.get('announced', 0)} ahead", **_SUM | {"ha": "left"})
        ticks.append((y, name))
        for head in rows.itertuples():
            y += 1
            own = table[table["article"] == head.article]
            day = _day_label(head.published) if pd.notna(head.published) else "no day"
            ticks.append((y, f"{head.article} {head.outlet}, {day}"))
            for side, among in own.groupby("worded", sort=True):
                if side == "undated":
                    ax.text(0, y, f"{len(among)} undated", ha="center", va="center_baseline", fontsize=7)
                else:
                    _side(ax, among, side, y, band)
        y += 1
    ax.axvspan(-band, band, color=_BAND, linewidth=0, zorder=0)
    ax.set_xlim(-band - widest["remembered"] - 0.5, band + widest["announced"] + 0.5)
    middles = [-band - widest["remembered"] / 2, 0, band + widest["announced"] / 2]
    ax.set_xticks(middles, ["told as past", "holds the day", "told as to come"])
    ax.set_yticks([at for at, _ in ticks], [name for _, name in ticks], fontsize=7)
    ax.set_ylim(y, -0.7)
    ax.tick_params(length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("one mark per date; dark core: told as to come, past by the calendar", loc="right")
    return fig


def _side(ax: Axes, rows: pd.DataFrame, side: str, y: float, band: float) -> None:
    """The marks of one article on one side of the band, from the band outwards; in it, around its middle."""
    steps = np.arange(len(rows))
    places = {
        "remembered": -band - 0.7 - steps,
        "announced": band + 0.7 + steps,
        "today": steps - steps.mean(),
    }[side]
    for x, row in zip(places, rows.sort_values(["told", "start"]).itertuples(), strict=True):
        mark(ax, x, y, row.outlet, row.form, 5.5, zorder=3)
        if row.told != row.worded:
            ax.scatter(x, y, s=9, color=INK, zorder=4)


def lead_lag_lanes(table: pd.DataFrame, title: str) -> Figure:
    """How long before or after each event its articles came; the versions of one story are joined.

    `table` has `event` (a lane each), `first`, `last`, `since_start` (days), `order`, `outlet`, `form`, `same_story`. The
    grey bar is the event; the outlets are named in the order they came. One mark per row, but for articles without a day,
    which are named after the others.
    """
    table = named_outlets(table)
    starts = table.drop_duplicates("event").set_index("event")["first"]
    fig, ax = new_figure(0.46 * len(starts) + 1.2, title)
    for y, event in enumerate(starts.index):
        rows = table[table["event"] == event].sort_values("order")
        length = (rows["last"].iloc[0] - rows["first"].iloc[0]).days + 1
        ax.barh(y, length, 0.55, color=_BAND, zorder=0)
        for _, version in rows.groupby("same_story", sort=True):
            ax.plot(version["since_start"], [y] * len(version), color=_EDGE, linewidth=1, zorder=1)
        for level, row in zip(_levels(rows["since_start"].tolist(), 0.25), rows.itertuples(), strict=True):
            mark(ax, row.since_start, y - 0.16 * level, row.outlet, row.form, 6, zorder=3)
        names = ", ".join(
            f"{row.outlet} (no day)" if pd.isna(row.order) else f"{row.order} {row.outlet}"
            for row in rows.itertuples()
        )
        ax.text(
            0, y + 0.36, names, transform=ax.get_yaxis_transform(), fontsize=6.3, color=INK, va="center_baseline",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6}, zorder=4,
        )  # fmt: skip
    ax.axvline(0, color=INK, linewidth=0.6, zorder=1)
    name_rows(ax, [f"{event}\n{_day_label(first)}" for event, first in starts.items()])
    ax.set_xlabel("days from the beginning of the event's first day to publication (grey: the event)")
    return fig


def clock_shifts(table: pd.DataFrame, title: str) -> Figure:
    """Each stamp read as it is printed and in Beijing time, in hours from the midnight that begins the Beijing day.

    `table` is indexed by article and has `as_printed`, `published`, `changes_day`, `outlet`, `form`. What lies left of 0 is
    the day before. One row of marks per row.
    """
    table = named_outlets(table)
    fig, ax = new_figure(0.2 * len(table) + 1.2, title)
    for y, row in enumerate(table.itertuples()):
        midnight = row.published.normalize()
        printed, read = (row.as_printed - midnight) / _HOUR, (row.published - midnight) / _HOUR
        colour = "#D55E00" if row.changes_day else _THREAD
        ax.plot([printed, read], [y, y], color=colour, linewidth=1.4, zorder=1)
        ax.plot(printed, y, "|", color=INK, markersize=6, zorder=2)
        mark(ax, read, y, row.outlet, row.form, 5.5, zorder=3)
    ax.axvline(0, color=INK, linewidth=0.8)
    names = [
        f"{row.Index} {row.outlet}, {_day_label(row.published, year=False)}" for row in table.itertuples()
    ]
    name_rows(ax, names, fontsize=7)
    ax.set_xlim(-9, 25)
    ax.set_xticks(range(-6, 25, 6))
    ax.set_xlabel("hours from midnight, Beijing: stroke, the stamp as printed; mark, in Beijing time")
    return fig


def date_errors(table: pd.DataFrame, title: str) -> Figure:
    """What the words of a source say (grey bar) against the day it was published (mark), a line per error.

    `table` has `article`, `kind`, `expression`, `first`, `last`, `published`, `outlet`, `form`. One bar and one mark per row.
    """
    fig, ax = new_figure(0.42 * len(table) + 1.15, title)
    for y, row in enumerate(table.itertuples()):
        length = row.last + _DAY - row.first
        ax.plot([row.first + length / 2, row.published], [y, y], color=_THREAD, linewidth=1, zorder=0)
        ax.barh(y, max(length, 6 * _DAY), 0.34, left=row.first, color="#6B7178", zorder=2)
        mark(ax, row.published, y, row.outlet, row.form, 6, zorder=3)
    name_rows(ax, [f"{row.article} {row.kind}\n{row.expression}" for row in table.itertuples()], fontsize=7.5)
    ax.set_xlim(table["first"].min() - 25 * _DAY, table["published"].max() + 25 * _DAY)
    ax.xaxis.set_major_locator(MonthLocator([1, 7]))
    ax.xaxis.set_major_formatter(DateFormatter("%b %Y"))
    ax.grid(axis="x", color="#EFEFEF")
    ax.set_xlabel("bar: the days the words name; mark: the day of publication, Beijing time")
    return fig
