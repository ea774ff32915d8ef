"""Time: when the articles came, of which days they speak, and where stamps and sources err."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, DayLocator, MonthLocator, YearLocator, date2num, num2date
from matplotlib.figure import Figure

from helpers.figures import INK, WIDTH, new_figure
from helpers.plots.axes import hairlines, mark, name_rows, note, spread

_DAY = pd.Timedelta(days=1)
_HOUR = pd.Timedelta(hours=1)
# Days of an event, lines that join, words that err.
_BAND, _EDGE, _THREAD = "#DADDE1", "#9AA0A6", "#C4C8CC"


def calendar_lanes(table: pd.DataFrame, title: str) -> Figure:
    """Articles on a calendar, a lane per outlet, under the events; time without articles is cut out, not stretched.

    `table` has `window` (a panel each), `kind` (`article` or `event`), `label`, `lane` (the outlet of an article),
    `first`, `last`, `form`. Each event has a line of its own for its name, so that names cannot collide. One mark or ruled
    line per row; the outlet that came first has the highest lane.
    """
    told, happened = (table[table["kind"] == kind] for kind in ("article", "event"))
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
    axes[0, -1].set_xlabel(
        "day of publication, Beijing time (the gap between the panels is cut out)", loc="right"
    )
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


def date_horizon(
    table: pd.DataFrame,
    windows: list[tuple[str, str]],
    bands: list[tuple[str, str]],
    names: Mapping[str, str],
    title: str,
) -> Figure:
    """Publication across, the day spoken of up, and the diagonal `today`: above it what is announced, below what is
    remembered.

    `table` has `published`, `spoken`, `grain`, `outlet`, `form`. `windows` are the stretches of publication, `bands`
    those of the days spoken of (pairs of days, ISO, from early to late): each pair is a panel with a scale of its own,
    so that years far off do not flatten the weeks around publication. Marks that would hide one another stand side by
    side; days and spans are large, months and years small. `names` labels days spoken of (ISO). One mark per row.
    Raises `ValueError` for a row outside all panels.
    """
    windows, bands = ([(pd.Timestamp(a), pd.Timestamp(b)) for a, b in pairs] for pairs in (windows, bands))
    widths = [(high - low) / _DAY for low, high in windows]
    heights = [1.1, 3.6, 0.8] if len(bands) == 3 else [1] * len(bands)
    fig, axes = new_figure(
        7.2, title, nrows=len(bands), ncols=len(windows), squeeze=False, width_ratios=widths, height_ratios=heights[::-1],
        sharex="col", sharey="row", gridspec_kw={"wspace": 0.02, "hspace": 0.03},
    )  # fmt: skip
    across = 0.074 / (0.82 * WIDTH) * sum(widths)
    placed = 0
    for row_of_axes, (low, high), height in zip(axes[::-1], bands, heights, strict=True):
        # Marks less than 0.03 inches apart in height are told apart by their breadth.
        near = 0.03 * (high - low) / (5.7 * height / sum(heights))
        for ax, (begin, end) in zip(row_of_axes, windows, strict=True):
            inside = table[table["spoken"].between(low, high) & table["published"].between(begin, end)]
            placed += len(inside)
            today = [min(begin, low), max(end, high)]
            ax.plot(today, today, color=INK, linewidth=0.7, zorder=1)
            _side_by_side(ax, inside, near, across)
            _horizon_look(ax)
            ax.set_xlim(begin, end)
            ax.set_ylim(low, high)
        for day, name in names.items():
            if low <= pd.Timestamp(day) <= high:
                _named_day(row_of_axes[-1], pd.Timestamp(day), name)
    if placed != len(table):
        raise ValueError(f"{len(table) - placed} rows lie outside the panels; widen windows or bands")
    for number, ax in enumerate(axes[:, 0]):
        short = (num2date(ax.get_ylim()[1]) - num2date(ax.get_ylim()[0])).days < 400
        ax.yaxis.set_major_locator(DayLocator([1, 15]) if short else YearLocator(5 if len(bands) > 1 else 1))
        ax.yaxis.set_major_formatter((lambda y, _: _day_label(num2date(y))) if short else DateFormatter("%Y"))
        ax.set_ylabel("day spoken of" if number == len(bands) // 2 else "own scale", color=INK)
    for ax in axes[-1]:
        _calendar_axis(ax)
    axes[-1, -1].set_xlabel("day of publication, Beijing time", loc="right")
    return fig


def _side_by_side(ax: Axes, rows: pd.DataFrame, near: pd.Timedelta, across: float) -> None:
    """A mark per row; those `near` each other in height stand `across` days apart at least."""
    rows = rows.sort_values("spoken", kind="stable")
    for _, level in rows.groupby((rows["spoken"].diff() > near).cumsum(), sort=True):
        level = level.sort_values(["published", "spoken"], kind="stable")
        places = spread(date2num(level["published"]), across)
        for x, row in zip(places, level.itertuples(), strict=True):
            size = 2.4 if row.grain in ("month", "year") else 3.7
            y = date2num(row.spoken)
            mark(ax, x, y, row.outlet, row.form, size, markeredgewidth=0.8, zorder=3, clip_on=False)


def _horizon_look(ax: Axes) -> None:
    ax.grid(color="#F2F2F2", linewidth=0.6)
    ax.tick_params(length=0)
    ax.spines[:].set(visible=True, color="#D5D5D5")


def _named_day(ax: Axes, day: pd.Timestamp, name: str) -> None:
    ax.axhline(day, color=_THREAD, linewidth=0.6, linestyle=(0, (4, 3)), zorder=1)
    style = {"xycoords": ax.get_yaxis_transform(), "va": "baseline", "fontsize": 7, "color": INK}
    note(ax, name, (0.5, date2num(day)), (0, 2), **style)


def lead_lag_lanes(table: pd.DataFrame, title: str) -> Figure:
    """How long before or after each event its articles came; the versions of one story are joined.

    `table` has `event` (a lane each), `first`, `last`, `since_start` (days), `order`, `outlet`, `form`, `same_story`. The
    grey bar is the event; the outlets are named in the order they came. One mark per row.
    """
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
        names = ", ".join(f"{row.order} {row.outlet}" for row in rows.itertuples())
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

    `table` has `kind`, `expression`, `first`, `last`, `published`, `outlet`, `form`. One bar and one mark per row.
    """
    fig, ax = new_figure(0.42 * len(table) + 1.15, title)
    for y, row in enumerate(table.itertuples()):
        length = row.last + _DAY - row.first
        ax.plot([row.first + length / 2, row.published], [y, y], color=_THREAD, linewidth=1, zorder=0)
        ax.barh(y, max(length, 6 * _DAY), 0.34, left=row.first, color="#6B7178", zorder=2)
        mark(ax, row.published, y, row.outlet, row.form, 6, zorder=3)
    name_rows(ax, [f"{row.kind}\n{row.expression}" for row in table.itertuples()], fontsize=7.5)
    ax.set_xlim(table["first"].min() - 25 * _DAY, table["published"].max() + 25 * _DAY)
    ax.xaxis.set_major_locator(MonthLocator([1, 7]))
    ax.xaxis.set_major_formatter(DateFormatter("%b %Y"))
    ax.grid(axis="x", color="#EFEFEF")
    ax.set_xlabel("bar: the days the words name; mark: the day of publication, Beijing time")
    return fig
