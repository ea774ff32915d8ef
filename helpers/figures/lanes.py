"""Time: a calendar of events with the texts that tell them, and how far back and ahead the texts look."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, DayLocator, date2num, num2date
from matplotlib.patches import Patch

from helpers.figures.axes import (
    ROWS,
    boxes,
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
from helpers.figures.house import GREY, Picture, Style, outlet_colour, shortened
from helpers.lexicon import NO_OUTLET

_DAY = pd.Timedelta(days=1)
_BAR, _THREAD = "#C9CDD2", "#A6ABB1"
_EVENTS, _LANES, _MARKS = 24, 28, 400
_ROWS, _UNITS = 48, 36
# What a date is by the words around it, and its colour.
SIDES = {"back": "#8A9099", "day": "#D2D5D9", "ahead": "#0072B2", "late": "#D55E00"}


def calendar(
    texts: pd.DataFrame,
    title: str,
    events: pd.DataFrame | None = None,
    *,
    span: tuple[str, str] | None = None,
    undated: bool = False,
    styles: Mapping[str, Style] | None = None,
) -> Picture:
    """Events as bars on a calendar with the texts that tell them hung under each; other texts in a lane by outlet.

    `texts` has `published` (missing: it is counted in the foot line), `outlet`, `form`, and where known `event` (that it tells) and
    `story` (versions of one text: a line joins them). `events` has `event`, `first`, `last`, and where known `place`; events are
    drawn in the order of time, one line each with its texts on it. `span` is the first and last day drawn; what lies outside is
    counted. One mark per text; a text that tells two events is two rows.

    Of more than 24 events those with most texts are drawn, of more than 28 lanes those with most texts. Above 400 texts a lane
    has one mark a month (or week), its area the number of texts. With `undated` the texts without a day are counted in a column of
    their own, at the right of their lanes.
    """
    fig = Picture(3.0, title)
    texts, styles = with_outlets(texts, styles)
    texts = texts.assign(
        published=pd.to_datetime(texts["published"]), event=texts.get("event"), story=texts.get("story")
    )
    dated, apart = texts.dropna(subset="published"), texts[texts["published"].isna()]
    if not undated:
        fig.leave_out(len(apart), "without a day")
        apart = apart.head(0)
    if span:
        low, high = (pd.Timestamp(day) for day in span)
        inside = dated["published"].between(low, high + _DAY)
        fig.leave_out((~inside).sum(), f"outside {_day(low)} to {_day(high)}")
        dated = dated[inside]
    if dated.empty:
        raise ValueError(f"none of {len(texts)} texts has a day of publication; there is no calendar to draw")
    columns = ["event", "first", "last", "place"]
    told = (events if events is not None else pd.DataFrame(columns=columns)).reindex(columns=columns)
    told = told.assign(first=pd.to_datetime(told["first"]), last=pd.to_datetime(told["last"]))
    told = told.assign(last=told["last"].fillna(told["first"])).dropna(subset="first")
    told = told[told["last"].ge(low) & told["first"].le(high)] if span else told
    told = told.sort_values(["first", "event"], kind="stable")
    if len(told) > _EVENTS:
        counts = dated["event"].value_counts()
        order = sorted(told["event"], key=lambda one: (-counts.get(one, 0), first_names(told["event"]).index(one)))
        fig.note(
            f"the {_EVENTS} most told of {len(told)} events have a line, texts of the others are in their outlets' lanes"
        )
        told = told[told["event"].isin(order[:_EVENTS])]
    hung = dated["event"].isin(told["event"])
    rest = largest(fig, pd.concat([dated[~hung], apart]), "outlet", _LANES, what="outlets' lanes")
    lanes = sorted(first_names(rest["outlet"]), key=lambda one: (one == NO_OUTLET, -(rest["outlet"] == one).sum(), one))
    lines = [*told["event"], *lanes]
    ax = fig.subplots()
    edges = [dated["published"].min(), dated["published"].max()]
    if span:
        edges = [pd.Timestamp(span[0]), pd.Timestamp(span[1]) + _DAY]
    elif len(told):
        edges = [min(edges[0], told["first"].min()), max(edges[1], told["last"].max() + _DAY)]
    margin = max((edges[1] - edges[0]) * 0.03, _DAY)
    aside = edges[1] + 2.5 * margin
    ax.set_xlim(edges[0] - margin, edges[1] + (4 if len(apart) else 1) * margin)
    apart, rest = rest[rest["published"].isna()], rest.dropna(subset="published")
    shown = pd.concat([dated[hung], rest])
    drawn_on = [
        (name, shown[(shown["event"] if name in set(told["event"]) else shown["outlet"]) == name]) for name in lines
    ]
    days = (edges[1] - edges[0]) / _DAY
    folded = len(shown) > _MARKS
    for y, row in enumerate(told.itertuples()):
        ax.barh(y, max(row.last + _DAY - row.first, days / 150 * _DAY), 0.62, left=row.first, color=_BAR, zorder=1)
    for y, (_, rows) in enumerate(drawn_on):
        rows = rows if y < len(told) else rows[~rows.index.isin(dated[hung].index)]
        if folded:
            _counted(ax, rows, y, days, styles)
        else:
            _lane(ax, rows.sort_values("published", kind="stable"), y, days, styles)
    if folded:
        fig.note(f"a mark is the texts of a {'month' if days > 120 else 'week'}, its area and number their count")
    for y, name in enumerate(lanes if len(apart) else [], len(told)):
        if count := int((apart["outlet"] == name).sum()):
            ax.text(aside, y, f"{count:,}", fontsize=7, ha="center", va="center_baseline", color=GREY, gid=ROWS)
    if len(apart):
        ax.axvline(edges[1] + margin, color=GREY, linewidth=0.6)
        note(ax, "no day", (aside, 0), (0, -9), xycoords=("data", "axes fraction"), fontsize=7, color=GREY, ha="center")
    names = [
        f"{shortened(row.event, 44)}\n{_days(row.first, row.last)}"
        + (f", {shortened(str(row.place), 24)}" if pd.notna(row.place) and row.place else "")
        for row in told.itertuples()
    ]
    name_rows(ax, [*names, *lanes], top=0.7, fontsize=7)
    hairlines(ax, np.arange(len(lines) - 1) + 0.5)
    if len(told) and lanes:
        ax.axhline(len(told) - 0.5, color=GREY, linewidth=0.6)
        note(ax, "texts of no event above, by outlet", (0, len(told) - 0.5), (3, -6), xycoords=("axes fraction", "data"),
             fontsize=6.5, color=GREY)  # fmt: skip
    if days <= 200:
        ax.xaxis.set_major_locator(DayLocator([1, 15]) if days > 40 else DayLocator(interval=1 + int(days / 8)))
        ax.xaxis.set_major_formatter(lambda x, _: _day(num2date(x), year=False))
    else:
        locator = AutoDateLocator(maxticks=10)
        ax.xaxis.set_major_locator(locator)
        ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    year = f"{edges[0].year}" if edges[0].year == edges[1].year else f"{edges[0].year} to {edges[1].year}"
    if len(apart):
        ax.set_xticks([tick for tick in ax.get_xticks() if tick <= date2num(edges[1] + margin)])
    bars = " (grey bars: the events' own days)" if len(told) else ""
    ax.set_xlabel(f"day of publication, Beijing time, {year}{bars}", loc="right")
    key = outlet_key(ax, shown, styles)
    resized(fig, 0.38 * len(told) + 0.27 * len(lanes) + 1.2 + key)
    return fig


def _lane(ax: Axes, rows: pd.DataFrame, y: float, days: float, styles: Mapping) -> None:
    """A mark for each text, moved up or down where two would hide each other, and a line between versions of one text."""
    steps = levels(date2num(rows["published"]).tolist(), 0.024 * days, most=5)
    heights = [y - 0.22 * step for step in steps]
    marks(ax, rows, rows["published"], heights, styles, 5)
    placed = rows.assign(_y=heights).dropna(subset="story")
    for _, version in placed.groupby("story", sort=True):
        if len(version) > 1:
            ax.plot(version["published"], version["_y"], color=_THREAD, linewidth=1.2, zorder=2)


def _counted(ax: Axes, rows: pd.DataFrame, y: float, days: float, styles: Mapping) -> None:
    """The texts of each month (or week) of a lane as one mark with their number."""
    period = rows["published"].dt.to_period("M" if days > 120 else "W")
    for name, same in rows.groupby(period, sort=True):
        middle = name.start_time + (name.end_time - name.start_time) / 2
        one = len(set(same["outlet"])) == 1
        colour = outlet_colour(same["outlet"].iloc[0], styles) if one else GREY
        size = min(4 + 1.6 * len(same) ** 0.5, 17)
        ax.plot(middle, y, "o", color=colour, markersize=size, alpha=0.55, zorder=3, markeredgewidth=0)
        ax.text(middle, y, f"{len(same)}", fontsize=6, ha="center", va="center_baseline", zorder=4, gid=ROWS)


def _day(day: date, year: bool = True) -> str:
    """15 Jul 2025; `strftime` has no day without its zero on every system."""
    return f"{day.day} {day:%b}" + (f" {day.year}" if year else "")


def _days(first: pd.Timestamp, last: pd.Timestamp) -> str:
    if first == last or pd.isna(last):
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    return f"{_day(first, year=first.year != last.year)} – {_day(last)}"


def horizon(
    table: pd.DataFrame,
    title: str,
    *,
    group: str | None = None,
    fold: str | None = None,
    rows: int = _ROWS,
    styles: Mapping[str, Style] | None = None,
) -> Picture:
    """How often each text speaks of days before its own, of its own day, of days to come: three columns of counted marks.

    `table` has a row for each date that a text names: `label` (the line), `side` (`back`, `day`, `ahead`, `late`: told as to
    come, past by the calendar; anything else, such as `undated`, is counted at the right), and where known `published`, `outlet`,
    `form`; `group` names a column whose groups have a heading with their sums. With more than `rows` labels the lines are folded: by the
    column `fold`, or by month of `published`, or, without days, by outlet. Up to 36 dates a line each has a mark of its own, above that
    a bar. Raises `ValueError` for a table without rows.
    """
    if table.empty:
        raise ValueError("no text names a date; there is no horizon to draw")
    fig = Picture(3.0, title)
    table, styles = with_outlets(table, styles)
    texts = table["label"].nunique()
    if texts > rows:
        if fold is None and "published" in table and table["published"].notna().any():
            month = pd.to_datetime(table["published"]).dt.strftime("%Y-%m").fillna("no day of publication")
            table, fold = table.assign(_fold=month).sort_values("_fold", kind="stable"), "_fold"
        fold = fold or "outlet"
        per = table.groupby(fold)["label"].nunique()
        table = table.assign(label=[f"{one} ({per[one]} texts)" for one in table[fold]])
        fig.note(f"{texts:,} texts folded into {table['label'].nunique():,} lines")
        table = largest(fig, table, "label", rows)
        marked = False
    else:
        marked = not set(table["outlet"]) <= {""}
    counts = pd.crosstab(table["label"], table["side"]).reindex(columns=[*SIDES], fill_value=0)
    other = table["label"].value_counts().sub(counts.sum(axis=1), fill_value=0).astype(int)
    parts = [("", table)] if group is None else [(str(one), part) for one, part in table.groupby(group, sort=False)]
    back, day = int(counts["back"].max()), int(counts["day"].max())
    ahead = int((counts["ahead"] + counts["late"]).max())
    unit = 1 if max(back, day, ahead) <= _UNITS else 0
    ax = fig.subplots()
    back, day, ahead = max(back, 8), max(day, 5), max(ahead, 8)
    gap = 0.06 * (back + day + ahead)
    starts = {"back": -gap, "day": 0.0, "ahead": day + gap}
    y, ticks, heads = 0.0, [], []
    for name, part in parts:
        if name:
            sums = part["side"].value_counts()
            said = sums.get("ahead", 0) + sums.get("late", 0)
            ax.text(starts["back"], y, f"{sums.get('back', 0)} back", ha="right", va="center_baseline", fontsize=8)
            ax.text(day / 2, y, f"{sums.get('day', 0)}", ha="center", va="center_baseline", fontsize=8)
            ax.text(starts["ahead"], y, f"{said} ahead", ha="left", va="center_baseline", fontsize=8)
            ticks.append((y, name))
            y += 1
        for label in first_names(part["label"]):
            own = part[part["label"].astype(str) == label]
            _line(ax, own["side"].value_counts(), starts, y, unit)
            if other.get(label, 0):
                words = f"+ {(~own['side'].isin(SIDES)).sum()} without a day"
                note(ax, words, (1, y), (2, 0), xycoords=("axes fraction", "data"), fontsize=6, color=GREY,
                     annotation_clip=False)  # fmt: skip
            heads.append((y, own.iloc[[0]]))
            ticks.append((y, label))
            y += 1
        y += 0.4
    ax.set_xlim(-gap - back - 0.02 * (back + 1), day + gap + ahead + 0.04 * (ahead + 1))
    ax.set_ylim(y - 0.6, -0.8)
    ax.set_yticks([at for at, _ in ticks], [shortened(name, 44) for _, name in ticks], fontsize=7)
    middles = [-gap - back / 2, day / 2, day + gap + ahead / 2]
    ax.set_xticks(middles, ["days before", "its own day", "days to come"])
    ax.xaxis.tick_top()
    ax.tick_params(length=0, pad=3)
    if marked:
        looks = {"transform": ax.get_yaxis_transform(), "clip_on": False, "gid": None}
        for at, head in heads:
            marks(ax, head, [-0.013], [at], styles, 4.5, **looks)
        ax.tick_params(axis="y", pad=10)
    ax.spines[:].set_visible(False)
    keys = [
        Patch(color=SIDES["ahead"], label="told as to come"),
        Patch(color=SIDES["late"], label="told as to come, past by the calendar"),
    ]
    ax.legend(handles=keys, loc="upper right", bbox_to_anchor=(1, 0), ncols=2, fontsize=7, handlelength=0.8)
    resized(fig, 0.185 * y + 1.45)
    return fig


def _line(ax: Axes, sums: pd.Series, starts: Mapping[str, float], y: float, unit: int) -> None:
    """The dates of one text: those before grow to the left, its own day and those to come to the right."""
    for side, start, sign in (("back", starts["back"], -1), ("day", starts["day"], 1), ("ahead", starts["ahead"], 1)):
        place = start
        for kind in ("ahead", "late") if side == "ahead" else (side,):
            count = int(sums.get(kind, 0))
            if unit:
                corners = [(place + sign * step - (sign < 0), y - 0.36) for step in range(count)]
                boxes(ax, corners, 1, 0.72, facecolor=SIDES[kind], edgecolor="white", linewidth=0.7)
            elif count:
                boxes(ax, [(min(place, place + sign * count), y - 0.36)], count, 0.72, facecolor=SIDES[kind])
            place += sign * count
        if place == start and side != "day":
            ax.plot(start + sign * 0.15, y, "o", markersize=1.3, color="#BBBBBB")
        elif not unit:
            words = f"{abs(round(place - start))}"
            note(ax, words, (place, y), (3 * sign, 0), ha="right" if sign < 0 else "left", fontsize=6)
