"""Time: a calendar of events with the texts that report them."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, DayLocator, date2num, num2date

from helpers.figures import axes as shared
from helpers.figures.axes import CENTRED, ROWS, first_names, largest, marks, note, with_outlets
from helpers.figures.house import GREY, INK, Picture, Style, shortened
from helpers.lexicon import NO_OUTLET

_DAY = pd.Timedelta(days=1)
# The lane of texts of no event, where each text has its name beside it.
_ASIDE = "no event of its own"
_BAR, _THREAD = "#C9CDD2", "#A6ABB1"
_EVENTS, _LANES, _MARKS, _NAMED = 24, 28, 400, 40


def calendar(
    texts: pd.DataFrame,
    title: str,
    events: pd.DataFrame | None = None,
    *,
    span: tuple[str, str] | None = None,
    styles: Mapping[str, Style] | None = None,
    named: str | None = None,
) -> Picture:
    """Draw events as bars on a calendar with the texts that report them below each; other texts in a lane by outlet.

    `texts` has `published` (rows without it are counted at the right of their lanes), `outlet`, `form`, and if known
    `event` (that it reports) and `story` (a line joins versions of one text). `events` has `event`, `first`, `last`,
    and if known `place`; events are in the order of time, one line each with its texts. `span` is the first and last
    day drawn; texts outside are counted. One mark per text; a text that reports two events has two rows. `named` names
    a column whose words stand beside each mark, on a line of its own; then no colour or shape tells the outlets and
    forms, and the texts of no event are in one lane.

    Above 24 events or 28 lanes, those with most texts are drawn. Above 400 texts (40 if `named`) a lane has one mark
    per month (or week), its area the number of texts.
    """
    fig = Picture(3.0, title)
    texts, styles = with_outlets(texts, styles)
    if named:
        plain = texts["form"].where(texts["form"] == "digest", "full")
        texts, styles = texts.assign(form=plain, outlet=_ASIDE, words=texts[named]), {_ASIDE: Style(INK)}
    texts, told, (begin, end) = _in_time(fig, texts, events, span)
    hung = texts["event"].isin(told["event"]) & texts["published"].notna()
    lanes, rest = _lanes(fig, texts[~hung], styles)
    apart, rest = rest[rest["published"].isna()], rest.dropna(subset="published")
    rows_of = [texts[hung & (texts["event"] == one)] for one in told["event"]]
    rows_of += [rest[rest["outlet"] == one] for one in lanes]
    shown = pd.concat([texts[hung].assign(label=_ASIDE if named else ""), rest.assign(label=rest["outlet"])])
    folded = len(shown) > (_NAMED if named else _MARKS)
    length, margin = (end - begin) / _DAY, max((end - begin) * 0.03, _DAY)
    ax = fig.subplots()
    ax.set_xlim(begin - margin, end + (5 if len(apart) else 1) * margin)
    for y, rows in enumerate(rows_of):
        draw = _counted if folded else _named if named else _lane
        draw(ax, rows.sort_values("published", kind="stable"), y, length, styles)
    if folded:
        fig.note(f"a mark is the texts of a {'month' if length > 120 else 'week'}, its area and number their count")
    height = 0.38 * len(told) + 0.27 * len(lanes)
    if named and not folded:
        height = shared.heighten(ax, [1 + max(1, len(rows)) for rows in rows_of])
    _lines(ax, told, lanes, length, bool(named))
    _label_days(ax, begin, end, " (grey bars: the events' own days)" if len(told) else "")
    if len(apart):
        _count_apart(ax, apart["outlet"], {one: len(told) + y for y, one in enumerate(lanes)}, end, margin)
    fig.resize(height + 1.2 + shared.outlet_key(shown, styles, ax))
    return fig


def _in_time(fig: Picture, texts: pd.DataFrame, events: pd.DataFrame | None, span: tuple[str, str] | None) -> tuple:
    """Return the texts within the span, those without a day last; the events with a line; the first and last moment."""
    days = pd.to_datetime(texts["published"])
    texts = texts.assign(published=days, event=texts.get("event"), story=texts.get("story"))
    told = (pd.DataFrame() if events is None else events).reindex(columns=["event", "first", "last", "place"])
    first, last = pd.to_datetime(told["first"]), pd.to_datetime(told["last"])
    told = told.assign(first=first, last=last.fillna(first)).dropna(subset="first")
    if span:
        low, high = map(pd.Timestamp, span)
        outside = days.notna() & ~days.between(low, high + _DAY)
        fig.leave_out(outside.sum(), f"outside {_day(low)} to {_day(high)}")
        texts, told = texts[~outside], told[told["last"].ge(low) & told["first"].le(high)]
    dated = shared.drawable(texts.dropna(subset="published"), "no text has a day of publication")
    told = told.sort_values(["first", "event"], kind="stable", ignore_index=True)
    if len(told) > _EVENTS:
        lines = f"the {_EVENTS} most told of {len(told)} events have a line"
        fig.note(f"{lines}, texts of the others are in their outlets' lanes")
        times = told["event"].map(dated["event"].value_counts()).fillna(0)
        told = told.loc[times.sort_values(ascending=False, kind="stable").index[:_EVENTS]].sort_index()
    begin = min([dated["published"].min(), *told["first"]])
    end = max([dated["published"].max(), *(told["last"] + _DAY)])
    ends = (low, high + _DAY) if span else (begin, end)
    return pd.concat([dated, texts[texts["published"].isna()]]), told, ends


def _lanes(fig: Picture, texts: pd.DataFrame, styles: Mapping) -> tuple[list[str], pd.DataFrame]:
    """Return the outlets that have a lane, the most frequent first and several on one line last, and their texts."""
    rows = largest(fig, texts, "outlet", _LANES, what="outlets' lanes")
    last = {NO_OUTLET: 2} | dict.fromkeys(set(rows["outlet"]) - set(styles) - {NO_OUTLET}, 1)
    order = {one: (last.get(one, 0), -(rows["outlet"] == one).sum(), one) for one in first_names(rows["outlet"])}
    return sorted(order, key=order.get), rows


def _lines(ax: Axes, told: pd.DataFrame, lanes: list[str], length: float, named: bool) -> None:
    """Draw the events' own days; name the lines of events and the lanes, and part them from each other."""
    names = []
    for y, row in enumerate(told.itertuples()):
        width = max(row.last + _DAY - row.first, length / 150 * _DAY)
        ax.barh(y, width, 0.84 if named else 0.62, left=row.first, color=_BAR, zorder=1)
        place = f", {shortened(str(row.place), 24)}" if pd.notna(row.place) and row.place else ""
        names.append(f"{shortened(row.event, 44)}\n{_days(row.first, row.last)}{place}")
    shared.name_rows(ax, [*names, *lanes], top=0.7, fontsize=7)
    shared.hairlines(ax, np.arange(len(names) + len(lanes) - 1) + 0.5)
    if names and lanes and not named:
        ax.axhline(len(names) - 0.5, color=GREY, linewidth=0.6)
        looks = {"xycoords": ("axes fraction", "data"), "fontsize": 6.5, "color": GREY}
        note(ax, "texts of no event above, by outlet", (0, len(names) - 0.5), (3, -6), **looks)


def _label_days(ax: Axes, begin: pd.Timestamp, end: pd.Timestamp, more: str) -> None:
    length = (end - begin) / _DAY
    if length <= 200:
        ax.xaxis.set_major_locator(DayLocator([1, 15]) if length > 40 else DayLocator(interval=1 + int(length / 8)))
        ax.xaxis.set_major_formatter(lambda x, _: _day(num2date(x), year=False))
    else:
        locator = AutoDateLocator(maxticks=10)
        ax.xaxis.set_major_locator(locator)
        ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    year = f"{begin.year}" if begin.year == end.year else f"{begin.year} to {end.year}"
    ax.set_xlabel(f"day of publication, Beijing time, {year}{more}", loc="right")


def _count_apart(ax: Axes, outlets: pd.Series, lanes: Mapping, end: pd.Timestamp, margin: pd.Timedelta) -> None:
    """Count the texts without a day at the right of their lanes."""
    aside = end + 3.2 * margin
    for outlet, count in outlets.value_counts().items():
        ax.text(aside, lanes[outlet], f"{count:,}", fontsize=7, color=GREY, gid=ROWS, **CENTRED)
    ax.axvline(end + margin, color=GREY, linewidth=0.6)
    note(ax, "no day", (aside, 0), (0, -9), xycoords=("data", "axes fraction"), fontsize=7, color=GREY, ha="center")
    ax.set_xticks([tick for tick in ax.get_xticks() if tick <= date2num(end)])


def _lane(ax: Axes, rows: pd.DataFrame, y: float, days: float, styles: Mapping) -> None:
    """Draw a mark for each text, moved up or down if two would overlap, and a line between versions of one text."""
    steps = shared.levels(date2num(rows["published"]).tolist(), 0.024 * days, most=5)
    heights = [y - 0.22 * step for step in steps]
    marks(ax, rows, rows["published"], heights, styles)
    for _, version in rows.assign(_y=heights).groupby("story", sort=True):
        if len(version) > 1:
            ax.plot(version["published"], version["_y"], color=_THREAD, linewidth=1.2, zorder=2)


def _named(ax: Axes, rows: pd.DataFrame, y: float, _: float, styles: Mapping) -> None:
    """Draw a mark for each text on a line of its own, with its words at the side where there is more room."""
    heights = y + 0.84 * ((np.arange(len(rows)) + 0.5) / max(len(rows), 1) - 0.5)
    marks(ax, rows, rows["published"], heights, styles)
    middle = sum(ax.get_xlim()) / 2
    for day, height, words in zip(date2num(rows["published"]), heights, rows["words"].astype(str), strict=True):
        side = 1 if day < middle else -1
        note(ax, words, (day, height), (6 * side, 0), fontsize=6.5, ha="left" if side > 0 else "right")


def _counted(ax: Axes, rows: pd.DataFrame, y: float, days: float, styles: Mapping) -> None:
    """Draw the texts of each month (or week) of a lane as one mark with their number."""
    period = rows["published"].dt.to_period("M" if days > 120 else "W")
    for name, same in rows.groupby(period, sort=True):
        middle = name.start_time + (name.end_time - name.start_time) / 2
        outlets = set(same["outlet"])
        colour = styles.get(*outlets, Style(GREY)).colour if len(outlets) == 1 else GREY
        size = min(4 + 1.6 * len(same) ** 0.5, 17)
        ax.plot(middle, y, "o", color=colour, markersize=size, alpha=0.55, zorder=3, markeredgewidth=0)
        ax.text(middle, y, f"{len(same)}", fontsize=6, zorder=4, gid=ROWS, **CENTRED)


def _day(day: date, year: bool = True) -> str:
    """Format as 15 Jul 2025; `strftime` cannot drop the leading zero on every system."""
    return f"{day.day} {day:%b}" + (f" {day.year}" if year else "")


def _days(first: pd.Timestamp, last: pd.Timestamp) -> str:
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    return f"{_day(first, year=first.year != last.year)} – {_day(last)}"
