"""Parse printed dates and times, in the headers of pages and the cells of tables.

A stamp is a complete date (year, month and day), with the time of day (clock) and the time zone if they are printed. An
ambiguous or incomplete date is left unread, with the reason. Labels, words for parts of the day and names of zones are
rows of `stamps.csv` in the lexicon.
"""

import re
from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from helpers.lexicon import Lexicon, per_lexicon
from helpers.lexicon.patterns import literal
from helpers.texts.hygiene import HALF_WIDTH, ascii_digits, without_invisible
from helpers.texts.numerals import chinese_value
from helpers.texts.scripts import HAN, script_of, simplify

# Plausible years of publication; others are misprints or another calendar.
YEARS = range(1900, 2101)
_BEIJING = ZoneInfo("Asia/Shanghai")
# No header line is longer; in a longer line only the span of the stamp is read.
_LONGEST_LINE = 300
RANKS = {"first": -1, "published": 0, None: 1, "updated": 2, "other": 3, "aside": 4}

# A label, a reading time or a count may touch a date or a zone: Published OnSep 01, 2025; August 31, 20252 Mins Read;
# 1 May 202520:12; May 1, 20250147; NOV 20 20194:29 AM; 9:12 AM EDTUpdated.
_GLUED = r"(?-i:(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]))"
_EDGE = rf"(?:(?![^\W\d_])|{_GLUED})"
_END = r"(?!\d(?!\d?:\d\d|\d?\s?[Mm]in|\d{0,6}$))"
_NUMERALS = "〇○零一二三四五六七八九"
_NUMBER = f"[{_NUMERALS}十百廿卅]"
_DIGITS = re.compile(rf"\d.*[\d元]|[{_NUMERALS}]{{4}}年|[民國国]{{2}}{_NUMBER}")
_NTH = r"(?:st|nd|rd|th|er|日)?"
_WEEKDAY = r"[(\[]?(?:(?:星期|周|礼拜|(?<=[(\[])(?=.[)\]]))[一二三四五六日天]|(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?)[)\]]?"
# The day of a date may touch a clock: 2025-09-0110:00.
_DAY = r"(?P<d>\d\d(?=\d\d:\d\d)|\d{1,2}(?!\d))"
_WEEKDAY_AFTER, _WEEKDAY_BEFORE = (re.compile(rf"[\s,]*{_WEEKDAY}", re.I), re.compile(rf"{_WEEKDAY}[\s,]*$", re.I))
_OFFSET = re.compile(r"(?:GMT|UTC|UT)?\s*(?P<sign>[+−-])(?P<h>\d{1,2})(?::?(?P<n>\d\d))?")
_SAME_ZONE = re.compile(r"\s+(?:(?:UTC|GMT|[A-Z]{2,3}T)\b|\([A-Z]{2,5}\))")


_IN_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|\d\d)(?![\d./-])")
# An event that a page dates in words is of these days before or after it.
_NEAR_DAYS = 20


class Stamp(NamedTuple):
    """A printed date: the `moment` in Beijing time (None: unread), its `precision` (`minute` or `day`), the printed
    zone as `clock` (`UTC+00:00`; None if no zone is printed), the characters `printed`, why it is `unread`, and a
    remark on a date that was read (`said`)."""

    moment: datetime | None = None
    precision: str | None = None
    clock: str | None = None
    printed: str | None = None
    unread: str | None = None
    said: str | None = None


def _dates(month: str) -> tuple[re.Pattern, ...]:
    """Return patterns of complete dates; `month` matches the names of months."""
    # 九月 1, 2025, or, in blogs, 9 月 1, 2025.
    month = rf"(?:(?P<name>{month})\.?|(?<!\d)(?P<m>\d{{1,2}})\s?月)"
    patterns = (
        rf"(?<!\d)(?!\d{{4}}\s+-\s+\d{{1,2}}\.\d\d)(?P<y>\d{{4}})(?:\s*(?:[-/.]|年)\s*|\s+(?=\d{{1,2}}\s?/))(?P<m>\d{{1,2}})\s*(?:[-/.]|月)\s*{_DAY}\s*[日号]?",
        r"(?<![\dA-Za-z])(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T?(?P<h>\d\d)(?P<n>\d\d)(?P<s>\d\d)?)?(?!\d)",
        rf"(?:(?:中华)?民国\s*(?P<r>\d{{1,3}}|元)|(?<![\d./-])(?P<r3>1\d\d))\s*(?:[-/.]|年)\s*(?P<m>\d{{1,2}})\s*(?:[-/.]|月)"
        rf"\s*{_DAY}\s*[日号]?",
        rf"{month},?\s*(?P<d>\d{{1,2}}){_NTH}(?:\s*[,.]\s*|\s+)(?P<y>\d{{4}}){_END}",
        # Two digits are a year only before a clock: 12 Jan 12 08:32.
        rf"(?<!\d)(?P<d>\d{{1,2}}){_NTH}[\s,/-]*(?:of\s+)?{month}[\s,/-]*(?P<y>\d{{4}}|[0-3]\d(?=,?\s\d{{1,2}}[:.]\d\d\b)){_END}",
        rf"(?<!\d)(?P<y>\d{{4}})[\s,/-]+{month}[\s/-]*(?P<d>\d{{1,2}}){_NTH}(?!\d)",
        rf"(?:(?P<y>[{_NUMERALS}]{{4}})|(?:中华)?民国\s*(?P<r>{_NUMBER}{{2,6}}|\d{{2,3}}|元))年(?P<m>{_NUMBER}{{1,2}})月(?P<d>{_NUMBER}{{1,3}})日",
        # Mon Sep  1 10:00:00 GMT 2025
        rf"\b{month}\s+(?P<d>\d{{1,2}})\s+(?P<h>\d\d):(?P<n>\d\d):(?P<s>\d\d)\s+(?:(?P<zone>[A-Z]{{2,4}}|[+-]\d{{4}})\s+)?(?P<y>\d{{4}})(?!\d)",
        r"(?<![\d./-])(?P<a>\d{1,2})\s?(?P<s1>[-/.])\s?(?P<b>\d{1,2})\s?(?P=s1)\s?(?P<y>\d{4}|\d\d)(?![\d./-]\d|\d)",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _parts_of_date(month: str) -> tuple[tuple[re.Pattern, str], ...]:
    """Return patterns of incomplete dates, each with the reason why it is unread."""
    month = rf"(?:{month})\.?"
    return (
        (re.compile(rf"(?<!\d)\d{{4}}\s*[年/.-]\s*\d{{1,2}}(?!\d)|\b{month}[\s,]*\d{{4}}\b", re.I), "it names no day"),
        (re.compile(rf"\b\d{{1,2}}{_NTH}[\s-]+{month}[\s,-]*\d\d$|\b{month}\s*\d{{1,2}}{_NTH},?\s*\d\d$", re.I), "a year of two digits"),
        (re.compile(rf"\d{{1,2}}\s*月\s*\d{{1,2}}|\b{month}\s*\d{{1,2}}{_NTH}\b|\b\d{{1,2}}{_NTH}\s+{month}", re.I), "it names no year"),
        (re.compile(r"\d\s*[:时点]"), "a clock without a date"),
        (re.compile(r"^[2-5]\d{4}(?:\.\d+)?$"), "it looks like a serial number of Excel: format the column as a date and save it again"),
    )  # fmt: skip


def _any_of(lexicon: Lexicon, *kinds: str) -> str:
    """Return a regular expression for the cues of these kinds, the longest first."""
    table = lexicon.table("stamps")
    cues = sorted(table.loc[table["kind"].isin(kinds), "cue"], key=lambda cue: (-len(cue), cue))
    begins = rf"(?:(?<![^\W\d_])|{_GLUED})" if {"month", "updated"} & {*kinds} else r"(?<![^\W\d_])"
    latin, others = ([literal(cue) for cue in cues if (script_of(cue) == "Latn") is own] for own in (True, False))
    return "|".join([*([rf"{begins}(?:{'|'.join(latin)}){_EDGE}"] if latin else []), *others])


@per_lexicon
def _words(*, lexicon: Lexicon) -> SimpleNamespace:
    """Return the patterns made from `stamps.csv`, and the meanings of its cues: kind, value, reason."""
    part = rf"(?i:{_any_of(lexicon, 'morning', 'noon', 'afternoon', 'night')})"
    clock = (
        rf"(?:(?P<before>{part})\s*)?(?P<h>\d{{1,2}})"
        rf"(?:(?:\s*[:时点h]\s*|\.(?=\d\d\s*(?:(?i:[ap]\.?m){_EDGE}|[A-Z]{{3,4}}\b)))(?P<n>\d\d)(?:\s*[:分]\s*(?P<s>\d\d)(?:[.,]\d+)?)?\s*[分秒]?|\s*[时点]整?|(?=\s*(?i:[ap]\.?m){_EDGE}))(?!\d)"
        rf"(?:\s*(?P<after>{part}))?"
    )
    zones = _any_of(lexicon, "zone", "guess", "nowhere")
    label = _any_of(lexicon, "first", "published", "updated", "other", "aside")
    # The time of a place that is not in the table is an unknown zone: 开罗时间, Nairobi time.
    unknown = (
        rf"(?-i:(?!(?:{label})\s*时间)[{HAN}]{{2,6}}时间|[A-Z][a-z]+(?: [A-Z][a-z]+)? [Tt]ime)(?=\s*(?:[^\w\s:]|$))"
    )
    zone = (
        rf"[\s|,]*[(\[]?(?P<zone>(?:(?:GMT|UTC|UT)\s*)?[+−-]\d{{1,2}}(?::?\d\d)?(?![\d:])|{zones}"
        rf"|(?:A[a-z]+|Europe|Indian|Pacific)/[A-Z][A-Za-z_]+|(?<![|,])(?<![|,] )[A-Z]{{2,4}}T\b|{unknown})[)\]]?"
    )
    month = months(lexicon=lexicon)
    return SimpleNamespace(
        dates=_dates(month),
        parts_of_date=_parts_of_date(month),
        label=re.compile(
            rf"(?P<cue>{label})\s*(?:时间|日期|于|date|time)?[^\w:]{{0,4}}:?\s*(?:on|at|le)?[\s,:|]*$", re.I
        ),
        label_behind=re.compile(rf"[\s(]{{0,3}}(?P<cue>{_any_of(lexicon, 'updated')})(?!\w*\s*:)", re.I),
        clock=re.compile(
            rf"[\s,.:T|·@•/-]{{0,4}}(?P<in>[(\[])?(?i:(?:(?:last updated|issued)\s+)?(?:at|à)\s+)?(?:(?P<zone>{zones})\s*)?{clock}(?(in)[)\]]?)"
        ),
        clock_before=re.compile(rf"(?<!\d)(?<!\d:){clock}(?:{zone})?[\s,|·/(-]{{0,4}}(?i:on\s+)?$"),
        zone=re.compile(zone),
        zone_before=re.compile(rf"(?P<zone>{zones})[\s:,]*$"),
        clock_alone=re.compile(
            rf"(?:(?:\d{{1,2}}\s+(?:{month})|(?:{month})\s+\d{{1,2}}|\d{{1,2}}月\d{{1,2}}日)[.,，]?\s*)?(?:(?:{zones})\s*)?{clock}(?:{zone}|\s*\([A-Z]{{2,4}}[^()]{{0,12}}\))?",
            re.I,
        ),
        meanings={cue.casefold(): tuple(about) for cue, *about in lexicon.table("stamps").itertuples(index=False)},
    )


class _UnreadError(ValueError):
    """The reason why a stamp is not read."""


class Placed(NamedTuple):
    """A stamp with its `start` and `end` in the text, the start of its `label`, and the `kind` of the label."""

    start: int
    end: int
    label: int
    kind: str | None
    stamp: Stamp


def read(printed: object, day_first: bool | None = None, *, lexicon: Lexicon | None = None) -> Stamp:
    """Return the stamp in a cell that holds only a date, as text or as a date object of a spreadsheet or Parquet.

    `day_first` says how to read 03/04/2025; without it such a date is unread. By default the day comes first in a
    dotted date; it never does in a date that begins with the year.

    >>> read("2025-09-01T03:35:00Z")[:3]
    (datetime.datetime(2025, 9, 1, 11, 35), 'minute', 'UTC+00:00')
    >>> read("03/04/2025").unread
    'day or month first? say it: --day-first or --no-day-first, in Python day_first='
    >>> read("03/04/2025", day_first=True).moment, read("September 2025").unread
    (datetime.datetime(2025, 4, 3, 0, 0), 'it names no day')
    """
    if isinstance(printed, date):
        return _of_object(printed)
    text = without_invisible(str(printed)).strip()
    plain = _plain(text)
    # Most cells begin with the year, so that the first pattern suffices.
    for patterns in (1, None):
        stamps = found(plain, day_first, lexicon=lexicon, patterns=patterns)
        for one in stamps:
            if not re.search(r"\w", plain[: one.label] + plain[one.end :]):
                return one.stamp._replace(printed=text)
    return Stamp(printed=text, unread="it holds more than a date" if stamps else _why_not(plain, lexicon))


def read_header(
    raw: str, span: tuple[int, int], day_first: bool | None = None, *, lexicon: Lexicon | None = None
) -> Stamp:
    """Return the stamp at `span` in the header of a page, with its clock and zone from anywhere in the same line.

    If the header prints several, publication is preferred to an update; `said` names the others.
    """
    start, end = span
    first, last = raw.rfind("\n", 0, start) + 1, raw.find("\n", end)
    last = len(raw) if last < 0 else last
    if last - first > _LONGEST_LINE:
        first, last = start, end
    begin, stop = (len(without_invisible(raw[first:place])) for place in span)
    line = without_invisible(raw[first:last])
    printed = found(line, day_first, lexicon=lexicon)
    mine = [one for one in printed if one.start < stop and one.end > begin]
    if not mine:
        return Stamp(printed=line[begin:stop], unread=_why_not(_plain(line[begin:stop]), lexicon))
    rivals = [one for one in printed if one in mine or one.kind in ("first", "published", "updated")]
    best = min(rivals, key=lambda one: (RANKS[one.kind], one not in mine, one.stamp.precision != "minute"))
    if best.stamp.unread and day_first is None:
        around = line[max(best.start - 12, 0) : best.end + 12]
        order = _order_on_page(raw[:20_000], line[best.start : best.end], around, lexicon)
        again = read_header(raw, span, order, lexicon=lexicon) if order is not None else best.stamp
        if again.moment:
            return again._replace(said=f"{again.printed} read as the page tells")
    others = sorted({one.stamp.printed for one in rivals if one.stamp.moment != best.stamp.moment})
    unused = f"also printed and not used: {', '.join(others)}" if others else None
    said = "; ".join(filter(None, (best.stamp.said, unused)))
    return best.stamp._replace(printed=line[best.start : best.end].strip(), said=said or None)


def _order_on_page(raw: str, printed: str, around: str, lexicon: Lexicon | None) -> bool | None:
    """Whether a page prints the day before the month; None if unclear. The evidence: its other dates of that form are
    possible in one order only, or in one order the stamp has the weekday beside it (`around`), or its zone tells it,
    or the page names its day in Chinese (3月12日), or it is near the unambiguous dates of the page."""
    pairs = _IN_NUMBERS.findall(raw)
    firsts, seconds = ({int(pair[place]) > 12 for pair in pairs} for place in (0, 2))
    if (True in firsts) is not (True in seconds):
        return True in firsts
    days = [one.stamp.moment for one in found(raw, lexicon=lexicon) if one.stamp.moment]
    moments = {order: read(printed, order, lexicon=lexicon).moment for order in (False, True)}
    read_in = {order: moment for order, moment in moments.items() if moment}
    said = [order for order, moment in read_in.items() if f"{moment:%a}" in around]
    zoned = [False] * bool(re.search(r"\b[ECMP][SD]?T\b", printed))  # North America
    zoned += [True] * bool(re.search(r"\b(?:[IB]ST|PKT|CES?T|[AN][EWZ][SD]T)\b", printed))  # India, Europe, Australia
    plain = _plain(raw)
    named = [order for order, one in read_in.items() if re.search(rf"(?<!\d){one.month}月{one.day}日", plain)]
    near = [order for order, one in read_in.items() if any(abs(one - day).days <= _NEAR_DAYS for day in days)]
    return next((orders[0] for orders in (said, zoned, named, near) if len(orders) == 1), None)


def in_line(line: str, *, lexicon: Lexicon | None = None) -> list[Stamp]:
    """Return the stamps in a line, publication first."""
    stamps = found(without_invisible(line), lexicon=lexicon)
    return [one.stamp for one in sorted(stamps, key=lambda one: RANKS[one.kind])]


def is_clock(line: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether a line holds only a clock, perhaps with a zone or a date without a year."""
    return bool(_words(lexicon=lexicon).clock_alone.fullmatch(_plain(line)))


def label_rank(line: str, *, lexicon: Lexicon | None = None) -> int | None:
    """Return the rank of a date below a line that is only a label: `Originally published`, `Last updated:`."""
    label = _words(lexicon=lexicon).label.search(line) if len(line) <= 30 else None
    alone = label and re.fullmatch(r"(?:\w+ )?", line[: label.start()])
    return RANKS[_words(lexicon=lexicon).meanings[label["cue"].casefold()][0]] if label and alone else None


def _of_object(value: date) -> Stamp:
    if pd.isna(value):
        return Stamp(printed=str(value), unread="it is empty")
    is_day = not isinstance(value, datetime) or (value.hour, value.minute) == (0, 0)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    try:
        return _by_beijing(moment, is_day)._replace(printed=str(value))
    except _UnreadError as error:
        return Stamp(printed=str(value), unread=str(error))


def _plain(text: str) -> str:
    """Return the text in Simplified characters, with ASCII digits and punctuation, of the same length."""
    return text if text.isascii() else ascii_digits(simplify(text).translate(HALF_WIDTH))


def found(
    text: str, day_first: bool | None = None, *, lexicon: Lexicon | None = None, patterns: int | None = None
) -> list[Placed]:
    """Return the stamps in a text, in order; `patterns` limits the search to so many patterns of dates."""
    if not _DIGITS.search(text):
        return []
    plain = _plain(text)
    words = _words(lexicon=lexicon)
    dates: list[re.Match] = []
    for pattern in words.dates[:patterns]:
        for match in pattern.finditer(plain):
            if all(match.start() >= other.end() or match.end() <= other.start() for other in dates):
                dates.append(match)
    stamps: list[Placed] = []
    for match in sorted(dates, key=lambda match: match.start()):
        low = stamps[-1].end if stamps else 0
        if match.start() >= low:
            stamps.append(_at(plain, low, match, day_first, words))
    return stamps


def _at(plain: str, low: int, match: re.Match, day_first: bool | None, words: SimpleNamespace) -> Placed:
    """Return the stamp with its date at `match`, and the clock and zone beside it; text before `low` is not used."""
    start, end = match.span()
    parts = {"before": None, "after": None, "s": None, "h": None, "n": None, "zone": None} | match.groupdict()
    if weekday := _WEEKDAY_AFTER.match(plain, end):
        end = weekday.end()
    if weekday := _WEEKDAY_BEFORE.search(plain, low, start):
        start = weekday.start()
    if parts["h"] is None and (clock := words.clock.match(plain, end)):
        parts, end = parts | clock.groupdict(), clock.end()
    elif parts["h"] is None and (clock := words.clock_before.search(plain, low, start)):
        parts, start = parts | clock.groupdict(), clock.start()
    if parts["h"] is not None and not parts["zone"] and (zone := words.zone.match(plain, end)):
        parts["zone"], end = zone["zone"], zone.end()
        if zone["zone"][-1].isdigit() and (again := _SAME_ZONE.match(plain, end)):
            end = again.end()  # 10:00 +0000 UTC
    if parts["h"] is not None and not parts["zone"] and (zone := words.zone_before.search(plain, low, start)):
        parts["zone"], start = zone["zone"], zone.start()
    label = words.label.search(plain, low, start) or words.label_behind.match(plain, end)
    kind = words.meanings[label["cue"].casefold()][0] if label else None
    try:
        stamp = _meant(parts, day_first, words)
    except _UnreadError as error:
        stamp = Stamp(unread=str(error))
    stamp = stamp._replace(printed=plain[start:end].strip())
    return Placed(start, end, label.start() if label and label.start() < start else start, kind, stamp)


def _meant(parts: dict[str, str | None], day_first: bool | None, words: SimpleNamespace) -> Stamp:
    year, month, day = _day(parts, day_first, words)
    hour, minute, second = _clock(parts, words) if parts["h"] is not None else (0, 0, 0)
    try:
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError as error:
        raise _UnreadError("no such day or clock") from error
    # 00:00:00 means a day: so columns of moments are exported.
    is_day = parts["h"] is None or (parts["s"] == "00" and (hour, minute) == (0, 0))
    if not parts["zone"]:
        return _by_beijing(moment, is_day)
    zone, said = _zone(parts["zone"], words, bool(re.search("[ap]", parts["after"] or "", re.I)))
    stamp = _by_beijing(moment.replace(tzinfo=zone), is_day)
    return stamp._replace(said=said or stamp.said)


def _day(parts: dict[str, str | None], day_first: bool | None, words: SimpleNamespace) -> tuple[int, int, int]:
    """Return year, month and day of a date, printed in any order."""
    if parts.get("a"):
        return _in_order(int(parts["a"]), int(parts["b"]), parts["y"], parts["s1"], day_first)
    republic = parts.get("r") or parts.get("r3")
    month = words.meanings[parts["name"].casefold()][1] if parts.get("name") else parts["m"]
    printed = (republic.replace("元", "1") if republic else parts["y"], month, parts["d"])
    year, month, day = (int(chinese_value(part)) for part in printed)
    return year + (1911 if republic else 2000 * (len(printed[0]) == 2)), month, day


def _in_order(one: int, other: int, year: str, mark: str, day_first: bool | None) -> tuple[int, int, int]:
    """Order a date like 03/04/2025: the day is first by `day_first`, by dots, or if the second number exceeds 12."""
    # A year of two digits is last if the number before it can be nothing but a day: 12.16.14.
    if len(year) == 2 and day_first is None and not one <= 12 < other <= 31:
        raise _UnreadError("a year of two digits: which number is it?")
    if len(year) == 2:
        year = f"{20 if int(year) < 70 else 19}{year}"
    if max(one, other) > 12:
        first = one > 12
    elif one != other and day_first is None and mark != ".":
        raise _UnreadError("day or month first? say it: --day-first or --no-day-first, in Python day_first=")
    else:
        first = day_first is not False
    return (int(year), other, one) if first else (int(year), one, other)


def _clock(parts: dict[str, str | None], words: SimpleNamespace) -> tuple[int, int, int]:
    """Return hour, minute and second in 24-hour time."""
    hour, minute, second = (int(parts[name] or 0) for name in "hns")
    kinds = {words.meanings[part.casefold()][0] for name in ("before", "after") if (part := parts[name])}
    if max(hour - 23, minute - 59, second - 59, len(kinds) - 1) > 0:
        raise _UnreadError("no such clock")
    part = next(iter(kinds), None)
    if part == "morning" and hour > 12:
        raise _UnreadError("no such clock")
    if part == "night" and hour in (0, 12):
        raise _UnreadError("midnight of which day?")
    if part == "morning":
        return hour % 12, minute, second
    if part in ("afternoon", "night") or (part == "noon" and hour < 10):
        return hour if hour > 12 else hour % 12 + 12, minute, second
    return hour, minute, second


def _zone(printed: str, words: SimpleNamespace, halves: bool) -> tuple[timezone | ZoneInfo, str | None]:
    """Return the zone of a name, and a remark on it. `halves`: a clock with am or pm may decide between zones."""
    kind, value, reason = words.meanings.get(" ".join(printed.casefold().split()), ("zone", printed, ""))
    if kind == "nowhere" and not (value and halves):
        raise _UnreadError(f"{printed} could be more than one zone ({reason})")
    said = f"{printed} read as {value} ({reason})" if kind in ("guess", "nowhere") else None
    if offset := _OFFSET.fullmatch(value):
        ahead = timedelta(hours=int(offset["h"]), minutes=int(offset["n"] or 0))
        if ahead > timedelta(hours=14):
            raise _UnreadError(f"no such zone {printed}")
        return timezone(ahead if offset["sign"] == "+" else -ahead), said
    try:
        return ZoneInfo(value), said
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise _UnreadError(f"zone {printed} is not known") from error


def _by_beijing(moment: datetime, is_day: bool) -> Stamp:
    """Convert a moment to Beijing time. Midnight in another zone means just a date, which is not shifted."""
    if moment.year not in YEARS:
        raise _UnreadError(f"its year is not one of {YEARS[0]} to {YEARS[-1]}")
    zeros = "1970-01-01", "1900-01-01"  # of Unix, of Excel
    said = "exports write it for an empty cell" if f"{moment:%Y-%m-%d}" in zeros else None
    said = "it is still to come" if moment.date() > date.today() + timedelta(days=1) else said
    try:
        # A zone may have no offset, or an impossible one.
        if moment.utcoffset() is None:
            return Stamp(moment.replace(tzinfo=None), "day" if is_day else "minute", said=said)
        zone = moment.strftime("%z")
        clock = f"UTC{zone[:3]}:{zone[3:5]}"
        if (moment.hour, moment.minute) == (0, 0):
            return Stamp(moment.replace(tzinfo=None, second=0, microsecond=0), "day", clock, said=said)
        return Stamp(moment.astimezone(_BEIJING).replace(tzinfo=None), "minute", clock, said=said)
    except (ValueError, OverflowError) as error:
        raise _UnreadError("its zone is impossible") from error


def _why_not(plain: str, lexicon: Lexicon | None) -> str:
    lacking = (why for pattern, why in _words(lexicon=lexicon).parts_of_date if pattern.search(plain))
    return next(lacking, "it is not a date")


@per_lexicon
def months(*, lexicon: Lexicon) -> str:
    """Return a regular expression for the names of months."""
    return _any_of(lexicon, "month")
