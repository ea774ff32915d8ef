"""How English names places on the calendar: a grammar of regular expressions, read at the beginning of each word.

Written from knowledge of the language: July 15, 2025 and 15 July 2025, words that count from the day of writing (last
July, on Tuesday) or from a date named before (the previous year), parts of units (early 2024, the third quarter),
lengths that reach the present (over the past 24 years).
"""

import re
from collections.abc import Callable

from helpers.mentions.dates.grammar import NO_DATE, Found, Grammar, Rule, numeric_rules
from helpers.mentions.dates.intervals import (
    AUTUMN,
    HALF_MONTHS,
    HALF_YEARS,
    PUBLICATION,
    QUARTERS,
    SPRING,
    SUMMER,
    TEXT,
    WEEKEND,
    WINTER,
    Length,
    Point,
    Range,
    Shift,
    Vague,
    away,
    near_decade,
)
from helpers.texts.numerals import ENGLISH_TENS as _TENS
from helpers.texts.numerals import NUMBER_WORDS

_JOIN = r"(?: ?[-–—−]{1,2} ?| ?~ ?| (?:up )?to (?:the )?| through (?:to )?| thru | till | until )"

# Months, days, years ----------------------------------------------------------------------------------------

_MONTH_NAMES = "January February March April May June July August September October November December".split()
_MONTHS = {form: number for number, name in enumerate(_MONTH_NAMES, start=1) for form in (name, name[:3])} | {
    "Sept": 9
}
_FULL = "|".join([*_MONTH_NAMES, *map(str.upper, _MONTH_NAMES)])
_SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
_MONTH = rf"(?P<month>(?:{_FULL})\b|{_SHORT})"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9A-Za-z%:]|[.,][0-9]{1,2}(?![0-9])|,[0-9]{3}(?![0-9]))"
_TO_DAY = rf"(?:{_JOIN}(?:the )?(?P<to>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9A-Za-z%:]|,[0-9]{{3}}(?![0-9])))?"
_FOUR = "(?:1[5-9]|20|21)[0-9]{2}"
_RELATIVE_YEARS = {
    "this year": Shift(0), "last year": Shift(-1), "next year": Shift(1), "the year": Shift(0),
    "that year": Shift(0, TEXT), "the same year": Shift(0, TEXT), "the previous year": Shift(-1, TEXT),
    "the preceding year": Shift(-1, TEXT), "the prior year": Shift(-1, TEXT), "the following year": Shift(1, TEXT),
    "the next year": Shift(1, TEXT), "the year before last": Shift(-2), "the year after next": Shift(2),
}  # fmt: skip
_RELATIVE_YEAR = "(?:" + "|".join(sorted(_RELATIVE_YEARS, key=len, reverse=True)) + r")\b"
_YEAR = rf"(?P<year>{_FOUR})(?![0-9A-Za-z%]|[.,][0-9]{{3}}|-(?!present)[A-Za-z])"
_ANY_YEAR = rf"(?:(?P<relative>(?i:{_RELATIVE_YEAR}))|(?:(?i:the )?(?i:year )(?i:of )?)?{_YEAR})"
_OF_YEAR = rf"(?:,? (?:of |in )?{_ANY_YEAR})"
_FIXED_YEAR = rf"(?:,? (?:of )?{_ANY_YEAR})"

# Parts ------------------------------------------------------------------------------------------------------

_CLOCK = (
    r"(?:[0-9]{1,2}(?:[:.][0-9]{2})? ?(?i:a\.m\.|p\.m\.|am\b|pm\b)|[0-9]{1,2}:[0-9]{2}\b)"
    r"(?: (?i:local time|beijing time|gmt|utc)\b)?"
)
_PART = (
    r"(?i:early |late |mid-)?(?i:morning|afternoon|evening|night|noon|midnight)\b"
    r"(?: (?i:local|beijing) time\b)?"
)
_TAIL = rf"(?: {_PART})?(?:,? (?i:at )?(?i:around |about )?{_CLOCK})?"
_HEAD = rf"(?:(?i:the )?{_PART} of |{_CLOCK},? (?i:on )?|(?i:early |late |earlier |later )(?i:on )?)?"
# Words that place a point inside a unit.
_EDGE = (
    r"(?:(?i:(?:the )?(?:very )?(?:end|beginning|start|middle|close|turn"
    r"|(?:early|late|latter|later) (?:part|days|half|months)"
    r"|(?:first|second|third|fourth|last|final|opening|closing) (?:days?|weeks?)) of )"
    r"|(?i:early|late|later|earlier)(?i: in)? |(?i:mid|end|early|late)-|(?i:mid) )"
)

# Weekdays ---------------------------------------------------------------------------------------------------

_WEEKDAYS = {
    name: number
    for number, name in enumerate("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
}
_DAY_NAME = "|".join(_WEEKDAYS)
_SHORT_DAY_NAME = r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?"
_WEEK_WORDS = {"last": -1, "this": 0, "next": 1}
_WHICH_YEAR = {"last": Shift(-1), "this": Shift(0), "next": Shift(1), "that": Shift(0, TEXT)}
_STATED = rf"(?:(?P<stated>{_DAY_NAME}|{_SHORT_DAY_NAME}),? )?"
_STATED_AFTER = rf"(?:,? (?P<stated_after>{_DAY_NAME})\b| \((?P<stated_beside>{_DAY_NAME})\))?"

# Numbers and lengths ----------------------------------------------------------------------------------------

_WORDS = NUMBER_WORDS | {"a": 1, "an": 1, "hundred": 100}
_ANY_TEN = "(?:" + "|".join(_TENS) + ")"
_COUNT = (
    rf"(?P<count>[0-9]{{1,3}}(?:\.[0-9])?|half an?|(?:a|one|two) hundred"
    rf"|{_ANY_TEN}-(?:one|two|three|four|five|six|seven|eight|nine)|"
    + "|".join(sorted(_WORDS, key=len, reverse=True))
    + r")"
)
_UNITS = {
    "year": (1, "year"), "decade": (10, "year"), "century": (100, "year"), "quarter-century": (25, "year"),
    "half-century": (50, "year"), "half century": (50, "year"), "quarter": (3, "month"), "month": (1, "month"),
    "week": (1, "week"), "fortnight": (2, "week"), "day": (1, "day"), "hour": (1 / 24, "day"),
}  # fmt: skip
_UNIT = (
    r"(?P<unit>year|decade|quarter-century|half-century|half century|century|centurie|quarter|month|week|fortnight"
    r"|day|hour)s?\b"
)
_ABOUT = (
    r"(?:(?:more|less|fewer) than |well over |over |nearly |almost |about |around |roughly |some |just over |at least "
    r"|approximately )?"
)
_SOME = (
    rf"(?:(?:a |the )?few|several|(?:a )?couple of|many|some|a number of|two or three|dozens of|tens of"
    rf"|(?:{_ANY_TEN}|[0-9]{{1,3}})-(?:odd|some))"
)
_LONG = r"(?:(?:over|in|during|for|within|throughout|across) (?:the |these |this )?|the |these )"
_NO_DATES_BEHIND = r"(?! ?\((?:the )?[0-9]{4})"
_ENDS = (
    r"(?=$|[.,;:!?)\n\"'”’]"
    r"| (?:and|but|when|as|at|in|to|by|with|for|on|while|amid|after|before|from|the|of) )"
)


def number(text: str) -> float:
    """The number that digits or words stand for.

    >>> number("24"), number("twenty-four"), number("a"), number("half a"), number("two hundred")
    (24.0, 24.0, 1.0, 0.5, 200.0)
    """
    text = text.lower()
    if text.startswith("half"):
        return 0.5
    if text[0].isdigit():
        return float(text)
    values = [_WORDS[word] for word in re.split("[- ]", text)]
    return float(values[0] * 100 if values[-1] == 100 else sum(values))


def _counted(found: Found) -> tuple[float, str]:
    size, unit = _UNITS[found["unit"].lower().replace("centurie", "century")]
    count = number(found["count"]) if found["count"] else 1
    return count * size, unit


def _back(found: Found) -> Length:
    return Length(*_counted(found))


def _ahead(found: Found) -> Length:
    return Length(*_counted(found), ahead=True)


def _year_of(found: Found) -> int | Shift | None:
    if found["relative"]:
        return _RELATIVE_YEARS[found["relative"].lower()]
    return int(found["year"]) if found["year"] else None


def _month_number(found: Found) -> int:
    return _MONTHS[found["month"].rstrip(".").capitalize()]


def _weekday_number(name: str) -> int:
    return next(number for full, number in _WEEKDAYS.items() if full.startswith(name[:3]))


def _listed_day(found: Found) -> Point | None:
    """The 17 of July 15 and 17."""
    before = found.text[max(found.start - 40, 0) : found.start]
    return Point(day=int(found["day"])) if _LIST_BEFORE.search(before) and int(found["day"]) <= 31 else None


def _day(found: Found) -> object:
    """A day, or a range of days within a month."""
    year, month, day = _year_of(found), _month_number(found), int(found["day"])
    if day > 31 and year is None:
        return None  # In April 90 delegates came.
    stated = found["stated"] or found["stated_after"] or found["stated_beside"]
    point = Point(year=year, month=month, day=day, stated=stated and _weekday_number(stated))
    if found["to"] is None:
        return point
    return Range(point, Point(year=year, month=month, day=int(found["to"])))


_LIST_BEFORE = re.compile(
    rf"(?:(?:{_FULL})|{_SHORT}) [0-9]{{1,2}}(?:st|nd|rd|th)?(?:, [0-9]{{1,2}})*,? (?:and|&) $"
)

# "May" and "March" are also a verb and a noun, "Jan" a name: alone they need a word that goes before a time.
_BEFORE_A_MONTH = re.compile(
    r"(?:\b(?i:in|since|until|till|by|from|last|next|this|early|late|mid|of|during|through|throughout|to|between|and"
    r"|before|after|for|every|as of)[ -]|[(–-])$"
)
_AFTER_A_MONTH = re.compile(
    r"(?<=[Tt]he May) (?!be\b|have\b)[a-z]{4}|(?<=[Tt]he March) (?!on\b|of\b|to\b|for\b)[a-z]{4}"
)
_NOT_A_MONTH = re.compile(r" (?:Day|Fourth|4th|Thirtieth)\b|['’]s\b|-[A-Za-z]")


def _month(found: Found) -> Point | None:
    name, year = found["month"], _year_of(found)
    if year is None and not found["which"]:
        before = found.text[max(found.start - 20, 0) : found.start] + (found["edge"] or "")
        doubtful = name.capitalize() in ("May", "March") or len(name.rstrip(".")) < 4 or name == "Sept."
        named = _BEFORE_A_MONTH.search(before) or _AFTER_A_MONTH.match(found.text, found.end)
        if doubtful and (not named or _NOT_A_MONTH.match(found.text, found.end)):
            return None
    if found["which"]:
        year = _WHICH_YEAR[found["which"].lower()]
    return Point(year=year, month=_month_number(found))


# Bare years -------------------------------------------------------------------------------------------------

# A number before these, or after those, counts or names something else than a year.
_COUNTED = re.compile(
    r"[ -](?:(?i:people|percent|per cent|km|kg|kilomet\w+|met(?:er|re)s?|square|tons?|tonnes?|dollars?|yuan|rubles?"
    r"|euros?|miles?|feet|acres?|hectares?|million|billion|trillion|GW|MW|kW|GMT|UTC|hours?|hrs|hp|degrees|or so"
    r"|children|men|women|pieces|points))\b"
    r"|(?: [a-z]+)? [a-z]+(?<![s's])(?:s|men)\b(?!')"
)
# What is measured or held by the year.
_TOLD_BY_YEAR = re.compile(
    r" (?:figures|levels|results|estimates|elections|games|sales|exports|imports|revenues|prices|goals|targets|talks)\b"
)
_NUMBERED = re.compile(
    r"(?:\b(?i:about|some|over|nearly|approximately|almost|than|least|most|total of|totaling|totalling|room|no\.?"
    r"|number|flight|route|page|pages|resolution|article|section|exceed(?:s|ed|ing)?|reach(?:es|ed|ing)?|another"
    r"|additional|boeing|gate|line|suite|track|order|decree|bus|train|channel|model|worth|up to|only|all|these|those"
    r"|with|has|have|had)|[$€£¥#№]) ?$"
)
_BEFORE_A_YEAR = re.compile(
    r"(?:\b(?i:in|since|by|during|of|from|until|till|through|before|after|the|early|late|mid|between|for|year|end|to"
    r"|and|throughout|as of|its|a)[ -]|[(\[–-])$"
)


def _bare_year(found: Found) -> Point | None:
    text, year = found.text, int(found["year"])
    before, after = text[max(found.start - 24, 0) : found.start], text[found.end : found.end + 40]
    if found["edge"] or found["relative"] or found["named"]:
        return Point(year=_year_of(found))
    if _NUMBERED.search(before) or (year >= 2100 and not _BEFORE_A_YEAR.search(before)):
        return None
    if _COUNTED.match(after):
        # In 2024 exports rose; in 2000 schools; the 2025 talks.
        definite = re.search(r"\b(?i:the|its|their|this|our)[ -]$", before)
        opens = re.search(r"(?:^|[.,;:!?\n] ?)(?i:in|since|by|during)[ ]$", before)
        listed = re.search(r"[0-9]{4},? (?:and|or) $", before)
        if not definite and not listed and not _TOLD_BY_YEAR.match(after) and not (opens and year % 100):
            return None
    if not _BEFORE_A_YEAR.search(before) and year < 1900:
        return None
    return Point(year=year)


# Rules ------------------------------------------------------------------------------------------------------

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4, "last": 4,
}  # fmt: skip
_SEASONS = {"spring": SPRING, "summer": SUMMER, "autumn": AUTUMN, "fall": AUTUMN, "winter": WINTER}


def _quarter(found: Found) -> Point:
    quarter = int(found["q"]) if found["q"] else _ORDINALS[found["ordinal"].lower()]
    return Point(year=_year_of(found), months=QUARTERS[quarter - 1])


def _half(found: Found) -> Point:
    first = found["half"].lower() in ("first", "1st", "h1")
    return Point(year=_year_of(found), months=HALF_YEARS[0 if first else 1])


def _half_month(found: Found) -> Point:
    first = found["half"].lower() == "first"
    return Point(year=_year_of(found), month=_month_number(found), days=HALF_MONTHS[0 if first else 1])


def _first_months(found: Found) -> Point | None:
    count = number(found["count"])
    return Point(year=_year_of(found), months=(1, int(count))) if 1 <= count <= 12 else None


def _season(found: Found) -> Point:
    year = _WHICH_YEAR[found["which"].lower()] if found["which"] else _year_of(found)
    return Point(year=year, months=_SEASONS[found["season"].lower()])


def _decade(found: Found) -> Point:
    return Point(decade=int(found["decade"])) if found["decade"] else near_decade(int(found["tens"]))


_DAY_WORDS = {
    "the day before yesterday": Shift(-2), "the day after tomorrow": Shift(2), "yesterday": Shift(-1),
    "last night": Shift(-1), "today": Shift(0), "tonight": Shift(0), "this morning": Shift(0),
    "this afternoon": Shift(0), "this evening": Shift(0), "tomorrow": Shift(1), "later today": Shift(0),
    "earlier today": Shift(0),
    "the same day": Shift(0, TEXT), "that same day": Shift(0, TEXT), "that day": Shift(0, TEXT),
    "later in the day": Shift(0, TEXT), "earlier in the day": Shift(0, TEXT), "later that day": Shift(0, TEXT),
    "earlier that day": Shift(0, TEXT), "that morning": Shift(0, TEXT), "that afternoon": Shift(0, TEXT),
    "that evening": Shift(0, TEXT), "that night": Shift(0, TEXT), "the next day": Shift(1, TEXT),
    "the following day": Shift(1, TEXT), "the next morning": Shift(1, TEXT),
    "the following morning": Shift(1, TEXT), "the previous day": Shift(-1, TEXT),
    "the preceding day": Shift(-1, TEXT),
}  # fmt: skip
_MONTH_WORDS = {
    "this month": Shift(0), "last month": Shift(-1), "next month": Shift(1), "the month": Shift(0),
    "the same month": Shift(0, TEXT), "that month": Shift(0, TEXT), "the previous month": Shift(-1, TEXT),
    "the preceding month": Shift(-1, TEXT), "the following month": Shift(1, TEXT), "the next month": Shift(1, TEXT),
}  # fmt: skip
_WEEK_UNITS = {
    "this week": Shift(0), "last week": Shift(-1), "next week": Shift(1), "the coming week": Shift(1),
    "the week": Shift(0), "the same week": Shift(0, TEXT), "that week": Shift(0, TEXT),
    "the previous week": Shift(-1, TEXT), "the following week": Shift(1, TEXT),
}  # fmt: skip


def _one_of(words: dict[str, Shift]) -> str:
    return "(?P<word>(?i:" + "|".join(sorted(words, key=len, reverse=True)) + r"))\b"


def _unit_word(field: str, words: dict[str, Shift]) -> Callable[[Found], Point | None]:
    """`the year`, `the month`, `the week` are this one only where an edge of them is named."""

    def build(found: Found) -> Point | None:
        word = found["word"].lower()
        bare = word == f"the {field}" and not found["edge"]
        return None if bare else Point(**{field: words[word]})

    return build


def _day_word(found: Found) -> Point:
    if found["day"]:
        return Point(year=_year_of(found), month=_month_number(found), day=int(found["day"]))
    return Point(day=_DAY_WORDS[found["word"].lower()])


def _weekday(found: Found) -> Point:
    word = (found["which"] or found["which_week"] or "").lower()
    week = Shift(_WEEK_WORDS[word]) if word else None
    near = (found["near"] or "").lower()
    told = "future" if "coming" in near else "past" if near else None
    return Point(week=week, weekday=_WEEKDAYS[found["name"]], tense=told)


def _weekend(found: Found) -> Point:
    word = (found["which"] or "").lower()
    return Point(week=Shift(_WEEK_WORDS[word]) if word in _WEEK_WORDS else None, weekday=WEEKEND)


def _shifted(found: Found) -> Point:
    count, unit = _counted(found)
    direction = found["direction"].lower()
    anchor = PUBLICATION if direction in ("ago", "from now", "time") else TEXT
    return away(count, unit, -1 if direction in ("ago", "earlier", "before") else 1, anchor)


_DAY_FIRST = rf"(?:(?i:the )?{_DAY}{_TO_DAY} (?:of )?{_MONTH}(?![a-z]){_FIXED_YEAR}?)"
_MONTH_FIRST = rf"(?:{_MONTH} (?:the )?{_DAY}{_TO_DAY}{_FIXED_YEAR}?)"
_SEASON = r"(?P<season>(?i:spring|summer|autumn|fall|winter))"
_LIST_END = r"(?=[.,;)]| (?:in|at|to|for|with)\b|$)"

POINTS = [
    Rule(rf"{_HEAD}{_STATED}{_MONTH_FIRST}{_STATED_AFTER}{_TAIL}", _day),
    Rule(rf"{_HEAD}{_STATED}{_DAY_FIRST}{_STATED_AFTER}{_TAIL}", _day),
    Rule(rf"{_HEAD}(?P<stated>{_DAY_NAME}) \({_MONTH_FIRST}\){_TAIL}", _day),
    Rule(rf"{_HEAD}(?P<stated>{_DAY_NAME}) \({_DAY_FIRST}\){_TAIL}", _day),
    Rule(rf"{_DAY}{_LIST_END}", _listed_day),
    Rule(
        rf"(?P<edge>{_EDGE})?(?:(?P<which>(?i:last|this|next|that)) |(?i:the month of ))?"
        rf"{_MONTH}(?![a-z]){_OF_YEAR}?(?! [0-9]{{1,2}}(?![0-9]))",
        _month,
    ),
    Rule(rf"(?P<edge>{_EDGE})?(?P<named>(?i:(?:the )?year )(?i:of )?)?{_YEAR}", _bare_year),
    Rule(
        rf"(?P<edge>{_EDGE})?{_one_of(_RELATIVE_YEARS)}(?!'s? ?end)(?! of)",
        _unit_word("year", _RELATIVE_YEARS),
    ),
    Rule(rf"(?P<edge>{_EDGE})?{_one_of(_MONTH_WORDS)}(?! of)", _unit_word("month", _MONTH_WORDS)),
    Rule(rf"(?P<edge>{_EDGE})?{_one_of(_WEEK_UNITS)}(?! of)", _unit_word("week", _WEEK_UNITS)),
    Rule(rf"{_one_of(_DAY_WORDS)}(?: \({_MONTH} {_DAY}{_FIXED_YEAR}?\))?{_TAIL}", _day_word),
    Rule(
        rf"{_HEAD}(?:(?i:the )?(?P<which>(?i:last|this|next)) "
        rf"|(?P<near>(?i:this coming |the coming |coming |this past )))?"
        rf"(?P<name>{_DAY_NAME})\b{_TAIL}(?:,? (?:of )?(?P<which_week>(?i:last|this|next)) week\b)?",
        _weekday,
    ),
    Rule(
        r"(?P<which>(?i:last|this|next)) (?i:quarter)\b(?! of)",
        lambda found: Point(quarter=Shift(_WEEK_WORDS[found["which"].lower()])),
    ),
    Rule(r"(?:(?P<which>(?i:last|this|next|the past|the coming|the)) )(?i:weekend)\b", _weekend),
    Rule(
        rf"(?i:the )?(?P<ordinal>(?i:first|second|third|fourth|1st|2nd|3rd|4th|final|last))[ -](?i:quarter)"
        rf"(?: of|,)? {_ANY_YEAR}",
        _quarter,
    ),
    Rule(r"(?i:the )(?P<ordinal>(?i:first|second|third|fourth|1st|2nd|3rd|4th)) quarter\b(?! of)", _quarter),
    Rule(rf"Q(?P<q>[1-4])(?:(?: of|,)? {_ANY_YEAR})?(?![A-Za-z0-9])", _quarter),
    Rule(rf"(?:(?i:the )?(?P<half>(?i:first|second|latter|1st|2nd))[ -](?i:half) of {_ANY_YEAR})", _half),
    Rule(r"(?i:the )(?P<half>(?i:first|second)) half(?=[.,;)]|$)", _half),
    Rule(rf"(?i:the )?(?P<half>(?i:first|second|latter))[ -]half of {_MONTH}{_OF_YEAR}?", _half_month),
    Rule(rf"(?P<half>H[12])(?:(?: of|,)? {_ANY_YEAR})(?![A-Za-z0-9])", _half),
    Rule(rf"(?i:the )?(?i:first) {_COUNT} (?i:months)(?: (?:of|in) {_ANY_YEAR})?(?! of)", _first_months),
    Rule(
        rf"{_EDGE}?(?:(?P<which>(?i:last|this|next|that)) {_SEASON}\b(?! of| Olympic| Palace))",
        _season,
    ),
    Rule(rf"{_EDGE}?(?:(?i:the )?{_SEASON}(?: of|,)? {_ANY_YEAR})", _season),
    Rule(
        rf"(?:(?i:the )?(?:{_EDGE}|(?i:early |late |mid-))?(?i:the )?)"
        rf"(?:(?P<decade>(?:1[5-9]|20)[0-9]0)|['’](?P<tens>[0-9]0))['’]?s\b",
        _decade,
    ),
    Rule(
        rf"(?i:{_ABOUT}{_COUNT} {_UNIT}(?: and a half)? (?P<direction>ago|earlier|later|from now)\b)",
        _shifted,
    ),
    Rule(rf"(?i:{_COUNT} {_UNIT}' (?P<direction>time)\b)", _shifted),
    Rule(
        r"(?i:(?:a|the) (?P<unit>day|week|month|year) (?P<direction>before|after)(?=$|[.,;:!?)\n]))", _shifted
    ),
    Rule(
        rf"(?<=\bon )(?i:the )(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th){_ENDS}",
        lambda found: Point(day=int(found["day"])),
    ),
    Rule(r"(?i:the )?(?i:year-end)\b", Point(year=Shift(0))),
]

_LENGTHS = [
    Rule(rf"(?i:{_LONG}?(?:past|last) {_ABOUT}(?:{_COUNT} )(?:or so )?{_UNIT}){_NO_DATES_BEHIND}", _back),
    Rule(rf"(?i:{_LONG}(?:past|last) {_UNIT}(?<!s)){_NO_DATES_BEHIND}", _back),
    Rule(
        rf"(?i:{_LONG}?(?:next|coming|following|upcoming) {_ABOUT}(?:{_COUNT} )(?:or so )?{_UNIT}){_NO_DATES_BEHIND}",
        _ahead,
    ),
    Rule(
        rf"(?i:(?:over|in|during|for|within|throughout|across) the (?:next|coming) {_UNIT}(?<!s)){_NO_DATES_BEHIND}",
        _ahead,
    ),
    Rule(rf"(?i:the (?:next|coming) (?P<unit>decade|century)\b){_NO_DATES_BEHIND}", _ahead),
    # Over 24 years, its influence has grown: at the head of a sentence, and told as lasting.
    Rule(
        r"(?:(?<=[.!?\n] )|(?<=[.!?] [-–] )|(?<=\n)|^)(?i:over|for|in|during|throughout) "
        rf"(?i:{_ABOUT}{_COUNT} {_UNIT})(?=,[^.!?\n]*\b(?:have|has|'ve)\b)",
        _back,
    ),
]

_VAGUE = [
    r"(?i:(?:more |most )?recent (?:years|months|weeks|days|decades|times))",
    rf"(?i:{_LONG}(?:past|last|coming|next|following) (?:{_SOME} )(?:years|months|weeks|days|decades|centuries)\b)",
    rf"(?i:{_LONG}(?:past|coming) (?:years|months|weeks|days|decades|centuries)\b)",
    r"(?i:(?:the )?(?:years|months|weeks|days|decades) (?:to come|ahead)\b)",
    rf"(?i:(?:{_SOME} |long )?(?:years|months|weeks|days|decades|centuries) ago\b)",
    r"(?i:some time ago|the other day|these days)\b",
    rf"(?i:(?:{_SOME} )?(?:years|months|weeks|days|decades) (?:later|earlier)\b)",
    (
        r"(?i:(?:early|late|mid)(?:-| in )?(?: the| this)? ?(?:this|(?:20|21)(?:st|th))[ -]century"
        r"|the turn of the (?:century|millennium))\b"
    ),
    r"(?i:(?:the )?(?:beginning|start|end|middle) of (?:the|this) (?:(?:20th|21st) )?century)\b",
]

_NOT_DATES = [
    (
        rf"(?i:every|each)(?i: other| second)? (?i:early |late |mid-)?"
        rf"(?:(?:{_FULL})(?: [0-9]{{1,2}}(?:st|nd|rd|th)?)?|{_DAY_NAME}"
        rf"|(?i:year|month|week|day|quarter|decade|spring|summer|autumn|fall|winter|morning|night|weekend))\b"
    ),
    rf"(?:{_DAY_NAME})s\b",
    rf"(?:Good|Black|Super|Cyber|Easter|Palm|Boxing|Ash|Bloody|Holy|Whit|Shrove|Maundy|Fat|Casual) (?:{_DAY_NAME})\b",
    rf"(?:{_DAY_NAME}) (?:Times|Telegraph|Mirror|Express|Mail|Post|Night Live|Independent|Agreement)\b",
    r"(?:May|Labor|Labour|Workers') Day\b|May (?:Fourth|4th) Movement\b|(?:the )?Fourth of July\b|April Fools?'?",
    r"(?:USA|Russia|China|India|Asia|Turkey|Pakistan|Kazakhstan|Africa|Europe|World) Today\b",
    (
        r"(?i:today's|tomorrow's) (?:[a-z-]+ )?"
        r"(?i:world|era|age|society|international|global|generation|reality|leaders|youth)\b"
    ),
    (
        r"(?i:a|the|our|their|your|for) (?:[a-z]+ )?(?:and [a-z]+ )?"
        r"(?:better|brighter|bright|beautiful|shared|common) tomorrow\b"
    ),
    rf"(?i:{_LONG}?(?:next|coming|past|last) {_COUNT} years)(?= ?\((?:the )?[0-9]{{4}})",
    r"(?i:(?:the )?last (?:days|day|minute|week) of)",
    r"Long March\b",
    r"(?:Mr|Mrs|Ms|Theresa|Prime Minister) May\b",
    r"(?i:first|second|latter) half of the (?:match|game|season|century)\b",
]

RULES = [
    *numeric_rules(_JOIN),
    *_LENGTHS,
    *(Rule(pattern, Vague()) for pattern in _VAGUE),
    *(Rule(pattern, NO_DATE) for pattern in _NOT_DATES),
]

# Tense ------------------------------------------------------------------------------------------------------

# A participle after "will be" is none of the past.
_FUTURE = (
    r"(?:will|shall|would|to)(?: not| also| [a-z]+ly)? (?:be|have been) [a-z]+"
    r"|will|shall|would|'ll|set to|scheduled|slated|due|planned|plans? to|upcoming|expected|expects?|going to|aims? to"
    r"|forthcoming|is to|are to|opens|begins|starts|kicks off|takes place|ahead of"
)
_IRREGULAR = (
    "was|were|had|did|said|met|held|told|took|made|began|came|went|saw|gave|left|spoke|led|won|became|found|sent|kept"
    "|brought|rose|fell|grew|hit|cut|put|flew|drew|wrote|struck|broke|chose|paid|got|ran|sat|stood|understood|has|have"
)
# What ends in -ed and is no past.
_NOT_PAST = (
    "united|need|shared|limited|unprecedented|embed|exceed|proceed|succeed|indeed|speed|red|bed|shed|wed|expected"
    "|scheduled|slated|planned"
)
_PAST = rf"{_IRREGULAR}|(?!(?:{_NOT_PAST})\b)[a-z]{{2,}}ed"
_MARKER = re.compile(rf"\b(?:(?P<future>{_FUTURE})|(?P<past>{_PAST}))\b")
_CLAUSE = re.compile(r"[,;:!?\n]|\.(?= [A-Z]|$)| (?:and|but|that|which|who|while)\b")
_SENTENCE = re.compile(r"[!?\n]|\.(?= [A-Z]|$)")


def tense(text: str, start: int, end: int) -> str | None:
    """`past` or `future`, by the verb nearest to `text[start:end]` in its clause, else in its sentence; None without one.

    >>> tense("Xi on Tuesday met the guests.", 6, 13)
    'past'
    >>> tense("The forum will open on Friday, he said.", 23, 29)
    'future'
    """
    for limits in (_CLAUSE, _SENTENCE):
        before = limits.split(text[max(start - 200, 0) : start])[-1]
        after = limits.split(text[end : end + 200])[0]
        markers = [(len(before) - match.end(), match) for match in _MARKER.finditer(before)]
        markers += [(match.start(), match) for match in _MARKER.finditer(after)]
        if markers:
            return min(markers, key=lambda marker: marker[0])[1].lastgroup
    return None


ENGLISH = Grammar(
    points=POINTS,
    rules=RULES,
    join=re.compile(_JOIN),
    between=re.compile(r"\b(?i:between) $"),
    joins_between=re.compile(" and (?:the )?"),
    since=re.compile("(?i:since) "),
    ends_since=re.compile(""),
    until_now=re.compile(r"(?: to (?:the )?(?i:present|date|now)|[-–](?i:present))\b"),
    starts=re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9'’]"),
    tense=tense,
)
