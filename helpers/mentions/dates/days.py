"""What a date expression means: from its parts and the day of writing to an interval of days."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

EXPLICIT, PUBLICATION, TEXT, VAGUE = "explicit", "from publication", "from the text before", "vague"
# Counts from the text before, and from nothing else (那天, two days later).
TEXT_ONLY = "from the text before alone"
WEEKEND = 7
# First and last month of the parts of a year; 14 is February of the next. First and last day of the halves of a month.
QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))
HALF_YEARS = ((1, 6), (7, 12))
SPRING, SUMMER, AUTUMN, WINTER = (3, 5), (6, 8), (9, 11), (12, 14)
HALF_MONTHS = ((1, 15), (16, 31))
# Days. A year that is not printed is another than that of publication only where the distance leaves no other reading:
# behind a word for past or future it is soon too far on the wrong side, else where the same day of the year before is nearer.
_FAR = 60
_FARTHEST = 183
_MONTHS = 12
# A day of the month that is so near is one to come, unless a word says that it is over.
_DAY, _SOON = timedelta(days=1), timedelta(days=7)
# A weekday so soon behind a day to come is one to come.
_NEXT = timedelta(days=3)
# What is counted and the day printed beside it lie no further apart; weeks may begin on Sunday.
_BESIDE = 10
FISCAL = "a fiscal year: its bounds are not those of the calendar"
_NO_PUBLICATION = "no day of publication to count from"


class UnresolvedError(ValueError):
    """An expression that names no interval; the message is the reason."""


@dataclass(frozen=True)
class Shift:
    """A unit counted from another: `by` units from that of publication or from the one last named in the text."""

    by: int
    anchor: str = PUBLICATION


@dataclass(frozen=True)
class Point:
    """A place on the calendar as the words give it; what they leave out is None.

    A number is printed, a `Shift` is a word that counts (去年, last July, two days later).
    """

    year: int | Shift | None = None
    month: int | Shift | None = None
    day: int | Shift | None = None
    week: Shift | None = None
    weekday: int | None = None  # 0 is Monday, WEEKEND Saturday and Sunday
    months: tuple[int, int] | None = None  # part of a year: first and last month
    days: tuple[int, int] | None = None  # part of a month
    only: int | None = None  # the one weekday in that part (Thanksgiving Day)
    decade: int | Shift | None = None  # its first year; a shift counts from the century of publication
    quarter: Shift | None = None
    printed: int | None = None  # the day of the month printed beside words that count (yesterday (8th))
    stated: int | None = None  # the weekday printed beside a date
    tense: str | None = None  # where the words themselves say it (coming Friday)
    latest: bool = False  # the last one before publication (last April)
    period: Shift | None = None  # years from the part of a year named last (the year-ago quarter)
    compares: bool = False  # named to compare with, so that later words do not count from it (a year earlier)
    fiscal: bool = False

    @property
    def by_tense(self) -> bool:
        """Whether the tense of its clause can tell which day is meant."""
        return self.year is None and self.decade is None

    @property
    def grain(self) -> str:
        if self.only is not None:
            return "day"
        if self.decade is not None or self.quarter or self.period or self.months or self.days:
            return "span"
        if self.weekday == WEEKEND:
            return "span"
        if self.day is not None or self.weekday is not None:
            return "day"
        if self.week is not None:
            return "span"
        return "month" if self.month is not None else "year"


@dataclass(frozen=True)
class Range:
    """From the first day of one point to the last day of another."""

    first: Point
    last: Point
    grain = "span"
    by_tense = True


@dataclass(frozen=True)
class Since:
    """From the first day of a point to the day of publication."""

    point: Point
    grain = "span"
    by_tense = False


@dataclass(frozen=True)
class Ending:
    """A week, or so many months, that end on a day (the week ending 5 July)."""

    day: Point
    months: int  # 0 for a week
    grain = "span"
    by_tense = True


@dataclass(frozen=True)
class Length:
    """`count` units back from the day of publication, or ahead of it."""

    count: float
    unit: str  # year, month, week, day
    ahead: bool = False
    grain = "span"
    by_tense = False


@dataclass(frozen=True)
class Impossible:
    """Words in the form of a date that cannot be one, or whose parts cannot be told apart."""

    reason: str
    grain: str = "day"
    by_tense = False


# Near the day of publication, without bounds (近日, recent years).
NO_BOUNDS = Impossible("", VAGUE)


class Meaning(NamedTuple):
    """An interval of days, both ends inclusive (None without one), what it is of, how it is known, why there is none."""

    first: date | None
    last: date | None
    grain: str
    basis: str
    reason: str = ""


class Context:
    """The day a text was written, and the year, month and day last named in it so far."""

    def __init__(self, published: date | None):
        self.published = published
        self.year: int | None = None
        self.month: tuple[int, int] | None = None
        self.passage = self.passage_of_month = 0  # the one that is read, and the one that named the month
        self.following: Point | None = None  # the expression that stands close behind
        self.day: date | None = None
        self.part: tuple[date, date] | None = None  # of a year: the quarter, the half named last

    def meaning(
        self, expression: object, tense: str | None, passage: int = 0, following: object | None = None
    ) -> Meaning:
        """The interval of an expression, read after those before it; `tense` is `past`, `future` or None, `passage` the number of
        its passage, `following` the expression that stands close behind it.

        What cannot be (February 30) or cannot be known is no interval, with a reason.
        """
        self.passage, self.following = passage, following if isinstance(following, Point) else None
        try:
            found = self._resolve(expression, tense)
        except (UnresolvedError, OverflowError) as error:
            reason = str(error) if isinstance(error, UnresolvedError) else "beyond the years of the calendar"
            return Meaning(None, None, expression.grain, VAGUE, reason)
        self._remember(expression, found)
        if isinstance(expression, Point) and expression.fiscal:
            return found._replace(reason=FISCAL)
        stated = expression.stated if isinstance(expression, Point) else None
        if stated is not None and found.first.weekday() != stated:
            return found._replace(reason=f"{found.first} is a {found.first:%A}")
        return found

    def _resolve(self, expression: object, tense: str | None) -> Meaning:
        if isinstance(expression, Impossible):
            raise UnresolvedError(expression.reason)
        if isinstance(expression, Length):
            return Meaning(*self._length(expression), "span", PUBLICATION)
        if isinstance(expression, Since):
            first = self._first_of_since(expression.point)
            if first > self._written():
                raise UnresolvedError("begins after the day of publication")
            return Meaning(first, self._written(), "span", PUBLICATION)
        if isinstance(expression, Range):
            return Meaning(*self._range(expression, tense))
        if isinstance(expression, Ending):
            return Meaning(*self._ending(expression, tense))
        first, last, basis = self._point(expression, tense)
        whole_year = expression.period and (first.month, last.month) == (1, 12)
        return Meaning(first, last, "year" if whole_year else expression.grain, basis)

    def _first_of_since(self, point: Point) -> date:
        first = self._point(point, "past")[0]
        if first > self._written() and point.year is None and _is_in_a_year(point):
            return self._point(replace(point, year=self._written().year - 1), "past")[0]
        return first

    def _remember(self, expression: object, found: Meaning) -> None:
        """What reaches to the present or from it names no date that later words mean; of a range it is the last."""
        whole = found.first.day == 1 and (found.last + timedelta(days=1)).day == 1
        if isinstance(expression, Ending) and expression.months and whole:
            self.part = found.first, found.last
        if isinstance(expression, Range):
            point, last = _filled(expression).last, found.last
        elif isinstance(expression, Point):
            point, last = expression, found.last
        else:
            return
        if point.compares:
            return
        self.year = last.year
        if point.months or point.quarter or point.period:
            self.part = found.first, found.last
        elif point.grain == "year" and isinstance(point.year, int):
            self.part = None
        if point.month is not None:
            self.month, self.passage_of_month = (last.year, last.month), self.passage
        if point.grain == "day":
            self.day = last

    def _written(self) -> date:
        if self.published is None:
            raise UnresolvedError(_NO_PUBLICATION)
        return self.published

    # Points -------------------------------------------------------------------------------------------------

    def _point(self, point: Point, tense: str | None) -> tuple[date, date, str]:
        _check(point)
        tense = point.tense or tense
        if point.printed is not None:
            first, _, basis = self._point(replace(point, printed=None), tense)
            near = (first + timedelta(days=by) for by in sorted(range(-_BESIDE, _BESIDE + 1), key=abs))
            day = next((day for day in near if day.day == point.printed), None)
            return (day, day, basis) if day else self._point(Point(day=point.printed), tense)
        if point.decade is not None:
            return self._decade(point.decade)
        if point.quarter is not None:
            (year, month), basis = self._base("month", point.quarter)
            count = 4 * year + (month - 1) // 3 + point.quarter.by
            return *_bounds(Point(months=QUARTERS[count % 4]), count // 4), basis
        if point.period is not None:
            return self._part_named(point)
        if point.week is not None or point.weekday is not None:
            return self._week(point, tense)
        if isinstance(point.day, Shift):
            base, basis = self._base("day", point.day)
            day = base + timedelta(days=point.day.by)
            return day, day, basis
        if point.month is None and (point.day is not None or point.days):
            return self._day_of_month(point, tense)
        if isinstance(point.month, Shift):
            base, basis = self._base("month", point.month)
            year, month = _months_later(base, point.month.by)
            return *_bounds(replace(point, month=month), year), basis
        if point.latest:
            year = self._written().year
            ended = _bounds(point, year)[1] < self._written()
            return *_bounds(point, year if ended else year - 1), PUBLICATION
        if point.year is None:
            year = self._near_year(point, tense)
            return *_bounds(point, year), PUBLICATION
        year, basis = self._year(point.year)
        return *_bounds(point, year), basis

    def _part_named(self, point: Point) -> tuple[date, date, str]:
        """The quarter (or half, or nine months) named last, in its own year or so many before: the latest quarter, a year ago.

        Without one named before it is the last quarter that was over on the day of publication; of a year named with it
        (the 1988 period) the same part, and `a year ago` is the whole year.
        """
        over = self.part and (self.published is None or self.part[1] <= self.published)
        if over or (self.part and point.compares and self.part[0].year <= self.published.year):
            first, last = self.part
            year, part, basis = first.year, (first.month, last.month + 12 * (last.year - first.year)), TEXT
        elif point.compares and not point.months:
            year, basis = self._year(point.year if point.year is not None else Shift(point.period.by, TEXT))
            return *_bounds(Point(), year), basis
        else:
            quarters = 4 * self._written().year + (self._written().month - 1) // 3 - 1
            year, part, basis = quarters // 4, QUARTERS[quarters % 4], PUBLICATION
        if point.year is not None:
            year, _ = self._year(point.year)
        return *_bounds(Point(months=part), year + point.period.by), basis

    def _ending(self, expression: Ending, tense: str | None) -> tuple[date, date, str, str]:
        _, last, basis = self._point(expression.day, tense)
        if not expression.months:
            return last - timedelta(days=6), last, "span", basis
        after = last + timedelta(days=1)
        year, month = _months_later((after.year, after.month), -expression.months)
        _check_year(year)
        first = date(year, month, min(after.day, monthrange(year, month)[1]))
        return first, last, "span", basis

    def _base(self, unit: str, shift: Shift) -> tuple:
        """The `year`, `month` or `day` that a shift counts from, and how it is known."""
        named = getattr(self, unit)
        if shift.anchor != PUBLICATION and named:
            return named, TEXT
        # Six months after some day of 2015.
        elsewhere = (
            shift.anchor == TEXT and shift.by and self.published and self.year not in (None, self.published.year)
        )
        if elsewhere or shift.anchor == TEXT_ONLY:
            raise UnresolvedError(f"counts from a {unit} that the text has not named")
        day = self._written()
        return {"year": day.year, "month": (day.year, day.month), "day": day}[unit], PUBLICATION

    def _year(self, year: int | Shift) -> tuple[int, str]:
        if not isinstance(year, Shift):
            return year, EXPLICIT
        base, basis = self._base("year", year)
        return base + year.by, basis

    def _near_year(self, point: Point, tense: str | None) -> int:
        """The year of publication, unless that is too far on the wrong side: December told as past in January."""
        year = self._written().year
        first, last = _bounds(point, year)
        ahead, behind = (first - self._written()).days, (self._written() - last).days
        if ahead > (_FAR if tense == "past" else _FARTHEST) and tense != "future":
            return year - 1
        if tense == "future" and behind > _FAR:
            return year + 1
        return year

    def _day_of_month(self, point: Point, tense: str | None) -> tuple[date, date, str]:
        """A day of the month named last in the text; else of publication's, or of the one next to it that fits."""
        if self.month and not self._is_of_other_news():
            # 12月31日 ... 1日: into the month of publication.
            found = _in_month(point, _months_later(self.month, int(self._turned(point))))
            if found and self._is_meant(found[0], tense) and not self._is_just_past(point):
                return *found, TEXT
        written = self._written()
        base = written.year, written.month
        for month in (base, _months_later(base, 1), _months_later(base, -1)):
            # A weekday beside the day decides which month it is of: 2日(周二), printed on Monday the 1st.
            found = _in_month(point, month)
            if found and point.stated is not None and found[0].weekday() == point.stated:
                return *found, PUBLICATION
        found = _in_month(point, base)
        soon = written if tense == "past" else written + _SOON
        if tense == "future" and found and found[1] < written:
            base = _months_later(base, 1)
        elif tense != "future" and (found is None or found[0] > soon):
            base = _months_later(base, -1)
        return *_bounds(replace(point, month=base[1]), base[0]), PUBLICATION

    def _is_meant(self, first: date, tense: str | None) -> bool:
        """Whether a day of the month named last is over, told as to come, or behind another one to come (8月3日开幕,4日闭幕)."""
        if self.published is None or first <= self.published or tense == "future":
            return True
        return self.day is not None and self.published < self.day <= first

    def _is_just_past(self, point: Point) -> bool:
        """Whether a day is that of publication or the one before (or beside a day of news), and the month named last was named without a day."""
        if self.published is None or not self._is_bare_month():
            return False
        # 13日 ... 10月 ... 12日: beside the day named last, where that is news.
        news = self.day is not None and timedelta() <= self.published - self.day < _SOON
        near = {self.published, *((self.day, self.day - _DAY, self.day + _DAY) if news else ())}
        return any(day.day == point.day and day <= self.published for day in near | {self.published - _DAY})

    def _is_bare_month(self) -> bool:
        """Whether the month named last was named without a day."""
        return self.day is None or (self.day.year, self.day.month) != self.month

    def _is_of_other_news(self) -> bool:
        """Whether the month named last, in another passage, tells nothing here: it is far from publication (an outlet was founded then),
        or, where that is not known, was named without a day."""
        if self.passage == self.passage_of_month:
            return False
        if self.published is None:
            return self._is_bare_month()
        year, month = self.month
        return abs(12 * (year - self.published.year) + month - self.published.month) > _MONTHS

    def _turned(self, point: Point) -> bool:
        """Whether a month ended between the day named last and this one, on the way to publication."""
        if self.day is None or self.published is None or not isinstance(point.day, int):
            return False
        return self.day.day - point.day > 20 and 0 <= (self.published - self.day).days <= 10

    def _week(self, point: Point, tense: str | None) -> tuple[date, date, str]:
        if point.week is not None:
            base, basis = self._base("day", point.week)
            monday = base - timedelta(days=base.weekday()) + timedelta(weeks=point.week.by)
            if point.weekday is None:
                return monday, monday + timedelta(days=6), basis
        else:
            if self._is_day_before(point, tense):
                return self.day, self.day, TEXT
            if beside := self._day_beside(point, tense) or self._day_behind(point, tense):
                return beside
            monday, basis = self._nearest_week(point.weekday, tense), PUBLICATION
        if point.weekday == WEEKEND:
            return monday + timedelta(days=5), monday + timedelta(days=6), basis
        day = monday + timedelta(days=point.weekday)
        return day, day, basis

    def _is_day_before(self, point: Point, tense: str | None) -> bool:
        """Whether the day last named in the text is the weekday meant."""
        if self.day is None or self.day.weekday() != point.weekday:
            return False
        if self.published is None:
            return True
        ahead = (self.day - self.published).days
        return 0 <= ahead < 7 if tense == "future" else -7 < ahead <= 0

    def _day_beside(self, point: Point, tense: str | None) -> tuple[date, date, str] | None:
        """The day that is printed close behind a weekday to come, if it is one and comes soon: on Tuesday. "On May 21 ..."."""
        other = self.following
        printed = other and isinstance(other.month, int) and isinstance(other.day, int)
        if not (printed and tense == "future" and self.published):
            return None
        try:
            found = self._point(other, tense)
        except UnresolvedError:
            return None
        day = found[0]
        return found if day.weekday() == point.weekday and timedelta() <= day - self.published <= 2 * _SOON else None

    def _day_behind(self, point: Point, tense: str | None) -> tuple[date, date, str] | None:
        """The weekday that comes soon behind a day to come, named before without a word for its time (tomorrow ..., on Monday ...)."""
        if tense or point.weekday == WEEKEND or None in (self.day, self.published) or self.day <= self.published:
            return None
        day = self.day + timedelta(days=(point.weekday - self.day.weekday()) % 7)
        return (day, day, TEXT) if day - self.day <= _NEXT else None

    def _nearest_week(self, weekday: int, tense: str | None) -> date:
        written = self._written()
        monday = written - timedelta(days=written.weekday())
        wanted = 5 if weekday == WEEKEND else weekday
        if tense == "future" and wanted < written.weekday() and not (weekday == WEEKEND and written.weekday() == 6):
            return monday + timedelta(weeks=1)
        if tense != "future" and wanted > written.weekday():
            return monday - timedelta(weeks=1)
        return monday

    def _decade(self, decade: int | Shift) -> tuple[date, date, str]:
        basis = EXPLICIT
        if isinstance(decade, Shift):
            # The shift counts whole decades from the century of publication.
            decade = (self._written().year - 1) // 100 * 100 + 10 * decade.by
            basis = PUBLICATION
        return date(decade, 1, 1), date(decade + 9, 12, 31), basis

    # Ranges and lengths -------------------------------------------------------------------------------------

    def _range(self, expression: Range, tense: str | None) -> tuple[date, date, str, str]:
        filled = _filled(expression)
        first, end, basis = self._point(filled.first, tense)
        _check(filled.last)
        if filled.last.weekday is not None and filled.last.week is None:
            if filled.first.weekday is None:
                # July 3 to Thursday: the Thursday that the text would mean by itself, if it comes later.
                closing = self._point(filled.last, tense)[1]
                if closing > end:
                    return first, closing, "span", basis
            days = (filled.last.weekday - first.weekday()) % 7
            return first, first + timedelta(days=days), "span", basis
        last_point = filled.last
        if isinstance(last_point.day, int) and last_point.month is None:
            # 26日至28日: the second day follows the first, whatever has passed by publication.
            year, month = (
                (end.year, end.month) if last_point.day >= end.day else _months_later((end.year, end.month), 1)
            )
            return first, _bounds(replace(last_point, month=month), year)[1], "span", basis
        if last_point.year is None and last_point.month is not None and not isinstance(last_point.month, Shift):
            year = first.year
            if _bounds(last_point, year)[1] < end:
                year += 1
            return first, _bounds(last_point, year)[1], "span", basis
        _, last, last_basis = self._point(last_point, tense)
        if last < end and filled.first.year is None and isinstance(last_point.year, int):
            # December 28 to January 3, 2026.
            first = self._point(replace(filled.first, year=last_point.year - 1), tense)[0]
        elif (
            last < end and expression.last.year is None and last_point.year is not None and filled.first.grain != "year"
        ):
            last = _bounds(replace(last_point, year=last.year + 1), last.year + 1)[1]
        if last < first:
            raise UnresolvedError("ends before it begins")
        bases = {basis, last_basis}
        return first, last, "span", next(name for name in (PUBLICATION, TEXT, EXPLICIT) if name in bases)

    def _length(self, length: Length) -> tuple[date, date]:
        written, sign = self._written(), 1 if length.ahead else -1
        count, unit = _whole(length.count, length.unit)
        count = ceil(count)
        if unit == "year":
            year = written.year + sign * count
            _check_year(year)
            reached = date(year, 12, 31) if length.ahead else date(year, 1, 1)
        elif unit == "month":
            year, month = _months_later((written.year, written.month), sign * count)
            _check_year(year)
            reached = date(year, month, monthrange(year, month)[1] if length.ahead else 1)
        else:
            reached = written + sign * timedelta(days=count * (7 if unit == "week" else 1))
        return (written, reached) if length.ahead else (reached, written)


def _filled(expression: Range) -> Range:
    """A range with the pieces that its ends share (July 4-6; August 31 to September 1, 2025)."""
    first, last = expression.first, expression.last
    if last.day is not None and not isinstance(last.day, Shift) and last.month is None:
        last = replace(last, month=first.month, year=first.year)
    if first.day is not None and not isinstance(first.day, Shift) and first.month is None:
        first = replace(first, month=last.month, year=last.year)
        if isinstance(last.month, int) and isinstance(last.day, int) and first.day > last.day:
            # 31日至9月1日 begins in the month before.
            first = replace(first, month=(last.month - 2) % 12 + 1)
    if first.year is None and _is_in_a_year(first) and last.year is not None:
        wraps = isinstance(first.month, int) and isinstance(last.month, int) and first.month > last.month
        if not wraps:
            first = replace(first, year=last.year)
    if last.year is None and _is_in_a_year(last) and first.year is not None:
        last = replace(last, year=first.year)
    return Range(first, last)


def _is_in_a_year(point: Point) -> bool:
    return isinstance(point.month, int) or point.months is not None


def _check_year(year: int) -> None:
    if not 1 <= year <= 9999:
        raise UnresolvedError("before the years of the calendar" if year < 1 else "beyond the years of the calendar")


def _check(point: Point) -> None:
    """Raise `UnresolvedError` for a month or day that no year has."""
    month, day = point.month, point.day
    if isinstance(point.year, int):
        _check_year(point.year)
    if isinstance(month, int) and not 1 <= month <= 12:
        raise UnresolvedError(f"there is no month {month}")
    longest = monthrange(2024, month)[1] if isinstance(month, int) else 31
    if isinstance(day, int) and not 1 <= day <= longest:
        raise UnresolvedError(
            f"month {month} has no day {day}" if isinstance(month, int) else f"no month has a day {day}"
        )


def _bounds(point: Point, year: int) -> tuple[date, date]:
    """First and last day of a point whose month is printed or not needed, in a given year."""
    _check_year(year)
    if point.month is None:
        first, last = point.months or (1, 12)
        beyond = year + (last - 1) // 12
        _check_year(beyond)
        return date(year, first, 1), _month_end(beyond, (last - 1) % 12 + 1)
    length = monthrange(year, point.month)[1]
    if point.day is not None:
        if point.day > length:
            raise UnresolvedError(f"month {point.month} of {year} has no day {point.day}")
        return date(year, point.month, point.day), date(year, point.month, point.day)
    first, last = point.days or (1, length)
    if point.only is not None:
        day = date(year, point.month, first)
        day += timedelta(days=(point.only - day.weekday()) % 7)
        return day, day
    return date(year, point.month, first), date(year, point.month, min(last, length))


def _in_month(point: Point, month: tuple[int, int]) -> tuple[date, date] | None:
    """First and last day of a day or a part of a month in one month; None if that has no such day."""
    fits = (point.day or 1) <= monthrange(*month)[1]
    return _bounds(replace(point, month=month[1]), month[0]) if fits else None


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _months_later(month: tuple[int, int], by: int) -> tuple[int, int]:
    count = month[0] * 12 + month[1] - 1 + by
    return count // 12, count % 12 + 1


def near_decade(tens: int) -> Point:
    """The decade that is called by its tens alone (80年代, the '80s): from the thirties on, of the last century.

    >>> near_decade(80).decade, near_decade(20).decade
    (1980, 2020)
    """
    return Point(decade=(1900 if tens >= 30 else 2000) + tens)


def _whole(count: float, unit: str) -> tuple[float, str]:
    """Half a year in months, half a month in days."""
    if unit == "year" and count % 1:
        count, unit = 12 * count, "month"
    if unit == "month" and count % 1:
        count, unit = 30 * count, "day"
    return count, unit


def away(count: float, unit: str, sign: int, anchor: str) -> Point:
    """The year, month, week or day so many units after another (`sign` 1) or before it (-1); halves in smaller units.

    >>> away(0.5, "year", -1, PUBLICATION).month
    Shift(by=-6, anchor='from publication')
    """
    count, unit = _whole(count, unit)
    return Point(**{unit: Shift(sign * max(int(count), 1), anchor)})
