"""Resolve date expressions to intervals of days, from their parts and the day of publication."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from math import ceil
from typing import NamedTuple

EXPLICIT, PUBLICATION, TEXT, VAGUE = "explicit", "from publication", "from the text before", "vague"
# Counted only from the preceding text (那天, two days later).
TEXT_ONLY = "from the text before alone"
WEEKEND = 7
# First and last month of each part of a year; 14 is February of the next year.
QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))
HALF_YEARS = ((1, 6), (7, 12))
SEASONS = ((3, 5), (6, 8), (9, 11), (12, 14))
# Distances in days. A date without a year is in the year of publication unless it lies too far on the wrong side:
# more than `_FAR` with a word for past or future, else more than `_FARTHEST` (the same day a year earlier is nearer).
_FAR = 60
_FARTHEST = 183
# A day of the month this soon after publication is in the future, unless a word marks it as past.
_DAY, _SOON = timedelta(days=1), timedelta(days=7)
# A weekday this soon after a future day, or in the week of a future weekday, is in the future.
_NEXT = timedelta(days=3)
# Largest distance in days between a counted day and the day printed beside it; weeks may begin on Sunday.
_BESIDE = 10
FISCAL = "a fiscal year: its bounds are not those of the calendar"


class UnresolvedError(ValueError):
    """An expression has no interval; the message says why."""


class Shift(NamedTuple):
    """A distance of `by` units from the unit of publication, or from the one last named in the text."""

    by: int
    anchor: str = PUBLICATION


class Point(NamedTuple):
    """A date as the words express it; missing parts are None.

    An integer is printed in the text; a `Shift` is a relative word (去年, last July, two days later).
    """

    year: int | Shift | None = None
    month: int | Shift | None = None
    day: int | Shift | None = None
    week: Shift | None = None
    weekday: int | None = None  # 0 is Monday, WEEKEND Saturday and Sunday
    months: tuple[int, int] | None = None  # part of a year: first and last month
    days: tuple[int, int] | None = None  # part of a month
    only: int | None = None  # the only such weekday in `days` (Thanksgiving Day)
    decade: int | Shift | None = None  # first year; a shift counts from the century of publication
    quarter: Shift | None = None
    printed: int | None = None  # day of the month printed beside a relative word (yesterday (8th))
    stated: int | None = None  # the weekday printed beside a date
    tense: str | None = None  # if the words express it (coming Friday); `text` if the text tells the day
    nearest: int = 0  # -1: the last before publication, 1: the first after; of a weekday, days ahead if tenseless
    period: Shift | None = None  # years from the last named part of a year (the year-ago quarter)
    compares: bool = False  # for comparison only: later words do not count from it (a year earlier)
    fiscal: bool = False

    @property
    def grain(self) -> str:
        if self.only is not None:
            return "day"
        parts = self.decade, self.quarter, self.period, self.months, self.days
        if self.weekday == WEEKEND or any(part is not None for part in parts):
            return "span"
        if self.day is not None or self.weekday is not None:
            return "day"
        if self.week is not None:
            return "span"
        return "month" if self.month is not None else "year"


class Range(NamedTuple):
    """From the first day of one point to the last day of another."""

    first: Point
    last: Point
    grain = "span"


class Since(NamedTuple):
    """From the first day of a point to the day of publication."""

    point: Point
    grain = "span"


class Ending(NamedTuple):
    """Months or days that end on a day (the week ending 5 July); with neither, its week (the week of July 7)."""

    day: Point
    months: int = 0
    days: int = 0
    grain = "span"


class Length(NamedTuple):
    """`count` units back or ahead from the day of publication."""

    count: float
    unit: str  # year, month, week, day
    ahead: bool = False
    grain = "span"


class Impossible(NamedTuple):
    """An impossible or ambiguous date, with the reason."""

    reason: str
    grain: str = "day"


# Returned by rules for words that only look like a date; they are skipped.
NO_DATE = object()
# Near publication, but without bounds (近日, recent years).
NO_BOUNDS = Impossible("", VAGUE)


class Meaning(NamedTuple):
    """An interval of days (inclusive, or None), its grain, its basis, and the reason if it is missing."""

    first: date | None
    last: date | None
    grain: str
    basis: str
    reason: str = ""


class Context:
    """The day of publication, and the last year, month and day named in the text so far. Months count from year 0."""

    def __init__(self, published: date | None):
        self.published = published
        self.year: int | None = None
        self.month: int | None = None
        self.day: date | None = None
        self.soon = date.min, timedelta(), 0  # last named day or week, how far weekdays count from it, its passage
        # First and last month of the last named quarter or half-year, and of that or a month.
        self.part: tuple[int, int] | None = None
        self.same: tuple[int, int] | None = None
        self.passage = self.passage_of_month = 0  # the current one, and the one that named the month
        self.following: Point | None = None  # the expression that follows closely
        self._tense_here: Callable[[], str | None] = lambda: None

    def meaning(
        self, expression: object, tense: Callable[[], str | None], passage: int = 0, following: object | None = None
    ) -> Meaning:
        """Return the interval of an expression; call it for all expressions of a text in order.

        `tense()` returns `past`, `future` or None. `passage` is the number of the passage, `following` the expression
        that follows closely. Impossible dates (February 30) and unknown ones have no interval, but a reason.
        """
        self.passage, self.following = passage, following if isinstance(following, Point) else None
        self._tense_here = cache(tense)
        try:
            found = self._resolve(expression)
        except (ValueError, OverflowError) as error:  # from `date`: no such year
            reason = str(error) if isinstance(error, UnresolvedError) else "outside the years of the calendar"
            return Meaning(None, None, expression.grain, VAGUE, reason)
        self._remember(expression, found)
        if isinstance(expression, Point) and expression.fiscal:
            return found._replace(reason=FISCAL)
        if isinstance(expression, Point) and expression.stated not in (None, found.first.weekday()):
            return found._replace(reason=f"{found.first} is a {found.first:%A}")
        return found

    def _resolve(self, expression: object) -> Meaning:
        if isinstance(expression, Impossible):
            raise UnresolvedError(expression.reason)
        if isinstance(expression, Length):
            return Meaning(*self._length(expression), "span", PUBLICATION)
        if isinstance(expression, Since):
            return Meaning(self._first_of_since(expression.point), self._written(), "span", PUBLICATION)
        if isinstance(expression, Range):
            first, last, basis = self._range(expression)
        elif isinstance(expression, Ending):
            first, last, basis = self._ending(expression)
        else:
            first, last, basis = self._point(expression)
            if expression.period and (first.month, last.month) == (1, 12):
                return Meaning(first, last, "year", basis)
        return Meaning(first, last, expression.grain, basis)

    def _first_of_since(self, point: Point) -> date:
        first = self._point(point._replace(tense="past"))[0]
        if first > self._written() and point.year is None and _is_in_a_year(point):
            first = self._point(point._replace(year=self._written().year - 1))[0]
        if first > self._written():
            raise UnresolvedError("begins after the day of publication")
        return first

    def _remember(self, expression: object, found: Meaning) -> None:
        """Remember the date for later words: of a range its last one, of `Since` and `Length` none."""
        part = _month_of(found.first), _month_of(found.last)
        if isinstance(expression, Ending) and expression.months and found[:2] == _months(*part):
            self.part = part
        point = _filled(expression).last if isinstance(expression, Range) else expression
        if not isinstance(point, Point) or point.compares:
            return
        self.year = found.last.year
        if point.months or point.quarter or point.period:
            self.part = self.same = part
        elif point.grain == "year" and isinstance(point.year, int):
            self.part = self.same = None
        if point.month is not None:
            self.same = part if point.grain == "month" else self.same
            self.month, self.passage_of_month = part[1], self.passage
        if point.grain == "day":
            far = _NEXT if point.weekday is None else max(_NEXT, (6 - found.last.weekday()) * _DAY)
            left = self.soon[1] - (found.last - self.soon[0]) if found.last >= self.soon[0] else far
            self.day, self.soon = found.last, (found.last, max(left, far), self.passage)
        elif point.week:
            self.soon = found.first, found.last - found.first, self.passage

    def _written(self) -> date:
        if self.published is None:
            raise UnresolvedError("no day of publication to count from")
        return self.published

    # Points -------------------------------------------------------------------------------------------------

    def _point(self, point: Point) -> tuple[date, date, str]:
        _check(point)
        if point.printed is not None:
            first, _, basis = self._point(point._replace(printed=None))
            near = (first + by * _DAY for by in sorted(range(-_BESIDE, _BESIDE + 1), key=abs))
            day = next((day for day in near if day.day == point.printed), None)
            return (day, day, basis) if day else self._point(Point(day=point.printed))
        if isinstance(point.decade, Shift):
            # Count decades from the century of publication.
            century = (self._written().year - 1) // 100 * 100
            return *self._point(Point(decade=century + 10 * point.decade.by))[:2], PUBLICATION
        if point.decade is not None:
            return *_months(12 * point.decade, 12 * point.decade + 119), EXPLICIT
        if point.quarter is not None:
            month, basis = self._base("month", point.quarter)
            first = month // 3 * 3 + 3 * point.quarter.by
            return *_months(first, first + 2), basis
        if point.period is not None:
            return self._part_named(point)
        if point.week is not None or point.weekday is not None:
            return self._week(point)
        if isinstance(point.day, Shift):
            base, basis = self._base("day", point.day)
            day = base + point.day.by * _DAY
            if point.year is not None:  # 去年同日
                return self._point(point._replace(month=day.month, day=day.day))
            return day, day, basis
        if point.month is None and (point.day is not None or point.days):
            return self._day_of_month(point)
        if isinstance(point.month, Shift):
            month, basis = self._base("month", point.month)
            if point.year is not None:  # 去年同月
                return self._point(point._replace(month=(month + point.month.by) % 12 + 1))
            return *_bounds(point, month + point.month.by), basis
        if isinstance(point.year, int):
            return *_in_year(point, point.year), EXPLICIT
        if point.year is not None:
            year, basis = self._base("year", point.year)
            return *_in_year(point, year + point.year.by), basis
        return *_in_year(point, self._near_year(point)), PUBLICATION

    def _part_named(self, point: Point) -> tuple[date, date, str]:
        """Resolve the last named part of a year (quarter, half, nine months), shifted by years (the year-ago quarter).

        A year named with it (the 1988 period) replaces its year. If none was named or it is not over, use the last
        quarter that was over at publication; `a year ago` is then the whole year.
        """
        year = point.year
        if isinstance(year, Shift):
            year = self._base("year", year)[0] + year.by
        named = self.part if point.month is None else self.same  # of 去年同期, also a month
        first, last = named or (0, 0)
        written = self.published
        over = written is None or last < _month_of(written + _DAY)
        # Or it is compared with an earlier one, and not in a future year.
        if named and (over or (point.compares and first // 12 <= written.year)):
            basis = TEXT
        elif point.compares and not point.months:
            # Of the year told of, but a year ago is not counted from one to come.
            anchor = PUBLICATION if written and (self.year or 0) > written.year else TEXT
            return self._point(Point(year=Shift(point.period.by, anchor) if year is None else point.year))
        else:
            first, basis = _month_of(self._written()) // 3 * 3 - 3, PUBLICATION
            last = first + 2
        moved = 12 * (point.period.by + (0 if year is None else year - first // 12))
        return *_months(first + moved, last + moved), basis

    def _ending(self, expression: Ending) -> tuple[date, date, str]:
        _, last, basis = self._point(expression.day)
        if expression.days:
            return last - (expression.days - 1) * _DAY, last, basis
        if not expression.months:
            first = last - last.weekday() % 6 * _DAY  # a week named by its Sunday begins on it
            return first, first + 6 * _DAY, basis
        month = _month_of(last + _DAY) - expression.months
        first, end = _months(month, month)
        return first.replace(day=min((last + _DAY).day, end.day)), last, basis

    def _base(self, unit: str, shift: Shift) -> tuple:
        """Return the `year`, `month` or `day` that a shift counts from, and its basis."""
        named = getattr(self, unit)
        if shift.anchor != PUBLICATION and named:
            return named, TEXT
        # Six months after some day of 2015.
        year = self.year if shift.anchor == TEXT and shift.by and self.published else None
        if shift.anchor == TEXT_ONLY or (year and year != self.published.year):
            raise UnresolvedError(f"counts from a {unit} that the text has not named")
        day = self._written()
        return {"year": day.year, "month": _month_of(day), "day": day}[unit], PUBLICATION

    def _tense(self, point: Point) -> str | None:
        return point.tense or self._tense_here()

    def _near_year(self, point: Point) -> int:
        """Return the year of publication, or the one before or after if nearer: December told as past in January."""
        written = self._written()
        first, last = _in_year(point, written.year)
        if point.nearest:
            return written.year + (first <= written if point.nearest > 0 else -(last >= written))
        tense, ahead, behind = self._tense(point), (first - written).days, (written - last).days
        # 明年1月8日 ... 2月16日: after a future date in the same passage, a day long past is in the next year.
        here = tense is None and self.passage == self.passage_of_month
        to_come = here and (self.month or 0) > _month_of(written)
        if ahead > (_FAR if tense == "past" else _FARTHEST) and tense != "future" and not to_come:
            return written.year - 1
        again = behind > _FARTHEST and here and (to_come or (self.day is not None and self.day > written))
        return written.year + (again or (tense == "future" and behind > _FAR))

    def _day_of_month(self, point: Point) -> tuple[date, date, str]:
        """Resolve a day in the last named month, or else in the month of publication or one next to it."""
        tense = self._tense(point)
        if self.month and not self._is_of_other_news():
            written, day = self.published, self.day
            # 12月31日 ... 1日: the next month began between the last named day and this one, before publication, or
            # after a day to come (12月30日开幕,3日闭幕).
            ended = day and written and point.day and day.day - point.day > 20
            here = self.passage == self.passage_of_month
            ended = ended and (0 <= (written - day).days <= 10 or (day > written and here))
            found = _fitting(point, self.month + bool(ended))
            # Past, told as future, or after another future day (8月3日开幕,4日闭幕).
            meant = found and (written is None or found[0] <= written or tense == "future")
            meant = meant or (found and day and tense != "past" and written < day <= found[0])
            if meant and (tense == "future" or not self._is_just_past(point)):
                return *found, TEXT
        written = self._written()
        month = _month_of(written)
        # A weekday beside the day decides the month: 2日(周二), printed on Monday the 1st.
        stated = (found for by in (0, 1, -1) if (found := _fitting(point, month + by)) and point.stated is not None)
        if beside := next((found for found in stated if found[0].weekday() == point.stated), None):
            return *beside, PUBLICATION
        found = _fitting(point, month)
        soon = written if tense == "past" else written + _SOON
        if tense == "future":
            month += bool(found and found[1] < written)
        else:
            month -= found is None or found[0] > soon
        return *_bounds(point, month), PUBLICATION

    def _is_just_past(self, point: Point) -> bool:
        """Return whether `point` fits publication or a day near it, after a month without a day or in a new passage."""
        bare = self._is_bare_month()
        if self.published is None or not (bare or self.passage != self.passage_of_month):
            return False
        # 13日 ... 10月 ... 12日: next to the last named day, if that is recent.
        news = bare and self.day is not None and timedelta() <= self.published - self.day < _SOON
        near = {self.published, *((self.day, self.day - _DAY, self.day + _DAY) if news else ())}
        return any(day.day == point.day and day <= self.published for day in near | {self.published - _DAY})

    def _is_bare_month(self) -> bool:
        """Return whether the last named month had no day."""
        return self.day is None or _month_of(self.day) != self.month

    def _is_of_other_news(self) -> bool:
        """Return whether the last named month is in another passage and irrelevant: far from publication (an outlet was
        founded then), or named without a day if publication is unknown."""
        if self.passage == self.passage_of_month:
            return False
        return self._is_bare_month() if self.published is None else abs(self.month - _month_of(self.published)) > 12

    def _week(self, point: Point) -> tuple[date, date, str]:
        if point.week is None and (known := self._day_known(point)):
            return known
        base, basis = self._base("day", point.week or Shift(0))
        monday = base - base.weekday() * _DAY
        first, last = (0, 6) if point.weekday is None else (point.weekday, point.weekday)
        if point.weekday == WEEKEND:
            first, last = 5, 6
        if point.week is not None:
            monday += 7 * point.week.by * _DAY
        # Ahead of Friday's vote: the next one, unless it was yesterday.
        elif (first - base.weekday()) % 7 <= {None: point.nearest, "ahead": 5, "future": 6}.get(self._tense(point), -1):
            monday += 7 * (last < base.weekday()) * _DAY
        else:
            monday -= 7 * (first > base.weekday()) * _DAY
        return monday + first * _DAY, monday + last * _DAY, basis

    def _day_known(self, point: Point) -> tuple[date, date, str] | None:
        """Resolve a weekday from the text: the last named day, one printed closely after (on Tuesday. "On May 21 ..."),
        or one soon after a future day or week (tomorrow ..., on Monday ...); else None."""
        tense, written, day = self._tense(point), self.published, self.day
        if point.tense == "text" and not (day and day.weekday() == point.weekday):
            raise UnresolvedError("counts from a day that the text has not named")
        if day and day.weekday() == point.weekday:
            ahead = (day - written).days if written else 0
            if tense == "text" or (0 <= ahead < 7 if tense == "future" else -7 < ahead <= 0):
                return day, day, TEXT
        if written and tense == "future" and self.following:
            return self._day_beside(point.weekday, self.following)
        first, far, passage = self.soon
        near = written and timedelta() < first - written <= 4 * _SOON
        if tense == "past" or not near or self.passage > passage + (tense is None) or point.weekday == WEEKEND:
            return None
        day = first + (point.weekday - first.weekday()) % 7 * _DAY
        return (day, day, TEXT) if day - first <= far else None

    def _day_beside(self, weekday: int, other: Point) -> tuple[date, date, str] | None:
        """Return the day printed closely after a weekday, if it is that weekday and soon after publication."""
        if not (isinstance(other.month, int) and isinstance(other.day, int)):
            return None
        try:
            found = self._point(other)
        except ValueError:
            return None
        soon = timedelta() <= found[0] - self.published <= 2 * _SOON
        return found if soon and found[0].weekday() == weekday else None

    # Ranges and lengths -------------------------------------------------------------------------------------

    def _range(self, expression: Range) -> tuple[date, date, str]:
        filled = _filled(expression)
        opening, closing = filled.first, filled.last
        first, end, basis = self._point(opening)
        _check(closing)
        if closing.weekday is not None and closing.week is None:
            # July 3 to Thursday: the Thursday that the word alone would mean, if it is later.
            last = self._point(closing)[1] if opening.weekday is None else first
            return first, last if last > first else first + (closing.weekday - first.weekday()) % 7 * _DAY, basis
        if isinstance(closing.day, int) and closing.month is None:
            # 26日至28日: the second day follows the first, whenever the text was published.
            return first, _bounds(closing, _month_of(end) + (closing.day < end.day))[1], basis
        if closing.year is None and isinstance(closing.month, int):
            last = _in_year(closing, first.year)[1]
            return first, last if last >= end else _in_year(closing, first.year + 1)[1], basis
        # 2016年至翌年: the end counts from the beginning.
        self._remember(opening, Meaning(first, end, opening.grain, basis))
        _, last, last_basis = self._point(closing)
        if last < end and opening.year is None and isinstance(closing.year, int):
            # December 28 to January 3, 2026.
            first = self._point(opening._replace(year=closing.year - 1))[0]
        elif last < end and expression.last.year is None and closing.year is not None and opening.grain != "year":
            last = _in_year(closing, last.year + 1)[1]
        if last < first:
            raise UnresolvedError("ends before it begins")
        return first, last, next(name for name in (PUBLICATION, TEXT, EXPLICIT) if name in (basis, last_basis))

    def _length(self, length: Length) -> tuple[date, date]:
        written, sign = self._written(), 1 if length.ahead else -1
        count, unit = _whole(length.count, length.unit)
        count = sign * ceil(count)
        if unit == "year":
            reached = _in_year(Point(), written.year + count)[length.ahead]
        elif unit == "month":
            reached = _bounds(Point(), _month_of(written) + count)[length.ahead]
        else:
            reached = written + count * (7 if unit == "week" else 1) * _DAY
        return (written, reached) if length.ahead else (reached, written)


def _filled(expression: Range) -> Range:
    """Copy shared parts between the ends of a range (July 4-6; August 31 to September 1, 2025)."""
    first, last = expression.first, expression.last
    if isinstance(last.day, int) and last.month is None:
        last = last._replace(month=first.month, year=first.year)
    if isinstance(first.day, int) and first.month is None:
        first = first._replace(month=last.month, year=last.year)
        if isinstance(last.month, int) and isinstance(last.day, int) and first.day > last.day:
            # 31日至9月1日 begins in the previous month.
            first = first._replace(month=(last.month - 2) % 12 + 1)
    if first.weekday is not None and first.week is None:
        first = first._replace(week=last.week)  # from Monday to Wednesday next week
    wraps = isinstance(first.month, int) and isinstance(last.month, int) and first.month > last.month
    if first.year is None and _is_in_a_year(first) and not wraps:
        first = first._replace(year=last.year)
    if last.year is None and _is_in_a_year(last):
        last = last._replace(year=first.year)
    return Range(first, last)


def shared(giver: object, taker: object, ahead: bool) -> object:
    """Copy to `taker` the year or week of `giver`, the previous or (`ahead`) next member of its list."""
    if isinstance(taker, Range):
        side = "last" if ahead else "first"
        return taker._replace(**{side: shared(giver, getattr(taker, side), ahead)})
    giver = _filled(giver)[not ahead] if isinstance(giver, Range) else giver
    if not (isinstance(giver, Point) and isinstance(taker, Point)):
        return taker
    if giver.week and not (taker.week or taker.printed) and None not in (giver.weekday, taker.weekday):
        in_order = (giver.weekday < taker.weekday) is not ahead  # not last Friday and Monday
        return taker._replace(week=giver.week) if in_order else taker
    alike = _is_in_a_year(giver) and _is_in_a_year(taker)
    if not alike or (ahead and giver.year is None) or taker.year is not None or taker.nearest:
        return taker
    gap = (giver.month or giver.months[0]) - (taker.month or taker.months[0])
    if not ahead:
        return taker._replace(year=Shift(int(gap > 6), TEXT))  # November 2024, December and January
    year, turns = giver.year, int(gap < -6)
    return taker._replace(year=year - turns if isinstance(year, int) else Shift(year.by - turns))


def _is_in_a_year(point: Point) -> bool:
    return isinstance(point.month, int) or point.months is not None


def _check(point: Point) -> None:
    """Raise `UnresolvedError` for a month or day that no year has."""
    month, day = point.month, point.day
    if isinstance(month, int) and not 1 <= month <= 12:
        raise UnresolvedError(f"there is no month {month}")
    longest = monthrange(2024, month)[1] if isinstance(month, int) else 31
    if isinstance(day, int) and not 1 <= day <= longest:
        where = f"month {month} has no" if isinstance(month, int) else "no month has a"
        raise UnresolvedError(f"{where} day {day}")


def _in_year(point: Point, year: int) -> tuple[date, date]:
    """Return the first and last day of a point in a year, for a point with an integer month or none."""
    if point.month is not None:
        return _bounds(point, 12 * year + point.month - 1)
    first, last = point.months or (1, 12)
    return _months(12 * year + first - 1, 12 * year + last - 1)


def _bounds(point: Point, month: int) -> tuple[date, date]:
    """Return the first and last day of a point in a month. Raises `UnresolvedError` if the month has no such day."""
    if found := _fitting(point, month):
        return found
    raise UnresolvedError(f"month {month % 12 + 1} of {month // 12} has no day {point.day}")


def _fitting(point: Point, month: int) -> tuple[date, date] | None:
    """Return the same as `_bounds`, or None if the month has no such day."""
    start, end = _months(month, month)
    first, last = (point.day, point.day) if point.day is not None else point.days or (1, 31)
    if first > end.day:
        return None
    begin = start.replace(day=first)
    if point.only is not None:
        begin += (point.only - begin.weekday()) % 7 * _DAY
        return begin, begin
    return begin, start.replace(day=min(last, end.day))


def _months(first: int, last: int) -> tuple[date, date]:
    """Return the first day of month `first` and the last of month `last`, both counted from year 0."""
    year, month = last // 12, last % 12 + 1
    return date(first // 12, first % 12 + 1, 1), date(year, month, monthrange(year, month)[1])


def _month_of(day: date) -> int:
    return 12 * day.year + day.month - 1


def near_decade(tens: int) -> Point:
    """Return the decade named by its tens only (80年代, the '80s), in the last century from the thirties on.

    >>> near_decade(80).decade, near_decade(20).decade
    (1980, 2020)
    """
    return Point(decade=(1900 if tens >= 30 else 2000) + tens)


def _whole(count: float, unit: str) -> tuple[float, str]:
    """Convert fractions: half a year to months, half a month to days."""
    if unit == "year" and count % 1:
        count, unit = 12 * count, "month"
    if unit == "month" and count % 1:
        count, unit = 30 * count, "day"
    return count, unit


def length(count: float, unit: str, ahead: bool = False) -> object:
    """Return the `Length` of `count` units back or ahead from the present, or `NO_DATE` if under a day."""
    count, unit = (count / 24, "day") if unit == "hour" else (count, unit)
    return NO_DATE if count < 1 and unit == "day" else Length(count, unit, ahead)


def away(count: float, unit: str, sign: int, anchor: str, compares: bool = False) -> object:
    """Return the point `count` units after (`sign` 1) or before (-1) another, halves in smaller units, hours `NO_DATE`.

    >>> away(0.5, "year", -1, PUBLICATION).month
    Shift(by=-6, anchor='from publication')
    """
    if unit == "hour":
        return NO_DATE
    count, unit = _whole(count, unit)
    return Point(**{unit: Shift(sign * max(int(count), 1), anchor)}, compares=compares)
