"""Rules for English date expressions: regular expressions, tried at the beginning of each word.

They were written from knowledge of the language: July 15, 2025 and 15 July 2025; words relative to publication
(last July, on Tuesday) or to the preceding text (the previous year); parts of units (early 2024, the third quarter);
lengths that reach the present (over the past 24 years).
"""

import re

from helpers.mentions.dates import days
from helpers.mentions.dates.days import HALF_YEARS, PUBLICATION, QUARTERS, TEXT, Ending, Impossible, Point, Range, Shift
from helpers.mentions.dates.grammar import Found, Language, Words, as_printed
from helpers.mentions.numbers import spelled
from helpers.texts.numerals import ENGLISH_TENS, NUMBER_WORDS
from helpers.texts.sentences import TITLES

_JOIN = r"(?: ?[-–—−]{1,2} ?| ?~ ?| (?:up )?to (?:the )?| through (?:to )?| thru | till | until )"

# Months, days, years ----------------------------------------------------------------------------------------

_MONTH_NAMES = "January February March April May June July August September October November December".split()
_MONTHS = {form: number for number, name in enumerate(_MONTH_NAMES, start=1) for form in (name, name[:3])} | {"Sept": 9}
_FULL = "|".join([*_MONTH_NAMES, *map(str.upper, _MONTH_NAMES)])
_SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
_ANY_MONTH = rf"(?:(?:{_FULL})\b|{_SHORT})"
_MONTH = rf"(?P<month>{_ANY_MONTH})"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9A-Za-z%]|:[0-9]|[.,][0-9]{1,2}(?![0-9])|,[0-9]{3}(?![0-9]))"
_TO_DAY = rf"(?:{_JOIN}(?:the )?(?P<to>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9A-Za-z%]|:[0-9]|,[0-9]{{3}}(?![0-9])))?"
_FOUR = "(?:1[0-9]|20|21)[0-9]{2}"
_YEAR = rf"(?P<year>{_FOUR})(?![0-9A-Za-z%]|\.[0-9]|,[0-9]{{3}}|-(?!present|{_ANY_MONTH} (?:[0-9]{{1,2}},? )?{_FOUR})[A-Za-z])"
# Years spelled out in broadcasts: nineteen ninety-six, twenty twenty-five.
_ONES, _TEENS = "|".join(list(NUMBER_WORDS)[1:10]), "|".join(list(NUMBER_WORDS)[10:])
_SPOKEN_YEAR = rf"(?P<spoken>(?i:(?:nineteen|twenty)[ -](?:oh[ -](?:{_ONES})|(?:{_TEENS})(?:[ -](?:{_ONES}))?)))\b"
_ANY_YEAR = rf"(?:{_SPOKEN_YEAR}|(?P<relative>(?i:⟨year⟩\b))|(?:(?i:the )?(?i:year )(?i:of )?)?{_YEAR})"
_YEAR_BEFORE = "(?:(?P<year_before>(?i:last|this|next)) (?i:year,? (?:in|on)) )?"
_OF_YEAR = rf"(?:(?:,?(?: of)?| in) {_ANY_YEAR})"

# Parts ------------------------------------------------------------------------------------------------------

_CLOCK = (
    r"(?:[0-9]{1,2}(?:[:.][0-9]{2})? ?(?i:a\.m\.|p\.m\.|am\b|pm\b)|[0-9]{1,2}:[0-9]{2}\b)"
    r"(?: (?i:local time|beijing time|gmt|utc|[ecmp][sd]?t)\b)?"
)
_PART = r"(?i:(?:early |late |mid-)?(?:morning|afternoon|evening|night|noon|midnight)\b(?: (?:local|beijing) time\b)?)"
_TAIL = rf"(?: {_PART})?(?:,? (?i:at )?(?i:around |about )?{_CLOCK})?"
_HEAD = rf"(?:(?i:the )?{_PART} of |{_CLOCK},? (?i:on )?|(?i:early |late |earlier |later )(?i:on )?)?"
# Words that place a point inside a unit.
_EDGE = (
    r"(?:(?i:(?:the )?(?:very )?(?:end|beginning|start|middle|close|turn"
    r"|(?:early|late|latter|later) (?:part|days|half|months)"
    r"|(?:first|second|third|fourth|last|final|opening|closing) (?:(?:two|three|ten|few|[0-9]+) )?(?:days?|weeks?)) of )"
    r"|(?i:early|late|later|earlier)(?i: in)? |(?i:mid|end|early|late)-|(?i:mid) )"
)

# Weekdays ---------------------------------------------------------------------------------------------------

_WEEKDAYS = {
    name: number for number, name in enumerate("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
}
_DAY_NAME = "|".join(_WEEKDAYS)
_SHORT_DAY_NAME = r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?"
_WEEK_WORDS = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1}
_WHICH_YEAR = {word: Shift(by) for word, by in _WEEK_WORDS.items()} | {"that": Shift(0, TEXT)}
_STATED = rf"(?:(?P<stated>{_DAY_NAME}|{_SHORT_DAY_NAME}),? )?"
_STATED_AFTER = rf"(?:,? (?:a )?(?P<stated_after>{_DAY_NAME})\b| \((?P<stated_beside>{_DAY_NAME})\))?"

# Numbers and lengths ----------------------------------------------------------------------------------------

_ANY_TEN = "(?:" + "|".join(ENGLISH_TENS) + ")"
_COUNT = (
    rf"(?P<count>[0-9]{{1,3}}(?:\.[0-9])?|half an?|(?:a|one|two) hundred"
    rf"|{_ANY_TEN}-(?:{_ONES})|" + "|".join(sorted([*NUMBER_WORDS, "a", "an", "hundred"], key=len, reverse=True)) + r")"
)
# Of two numbers the last counts: the next 30 to 40 years, seven or ten days, eleven plus years.
_COUNTS = rf"(?:(?:[0-9]{{1,3}}|{'|'.join(NUMBER_WORDS)})(?: ?[-–] ?| to |, | or ))?{_COUNT}(?:\+|[ -]plus\b)?"
# Longer words first, because of common beginnings.
_UNITS = {
    "year": (1, "year"), "decade": (10, "year"), "century": (100, "year"), "centurie": (100, "year"),
    "quarter-century": (25, "year"), "half-century": (50, "year"), "half century": (50, "year"), "quarter": (3, "month"),
    "month": (1, "month"), "week": (1, "week"), "fortnight": (2, "week"), "day": (1, "day"), "hour": (1, "hour"),
}  # fmt: skip
_UNIT = rf"(?P<unit>{'|'.join(_UNITS)})s?\b"
_ABOUT = (
    r"(?:(?:more|less|fewer) than |well over |over |nearly |almost |about |around |roughly |some |just over |at least "
    r"|approximately )?"
)
_SOME = (
    rf"(?:(?:a |the )?few|several|(?:a )?couple of|many|some|a number of|two or three|dozens of|tens of"
    rf"|(?:{_ANY_TEN}|[0-9]{{1,3}})-(?:odd|some))"
)
_MANY = "(?:years|months|weeks|days|decades|centuries)"
_LONG = r"(?:(?:over|in|during|for|within|throughout|across) (?:the |these |this )?|the |these )"
_NO_DATES_BEHIND = rf"(?! ?\((?:the )?[0-9]{{4}}| of (?:the year\b|(?:last|this|next) year\b|{_ANY_MONTH}|{_FOUR}))"
_ENDS = r"(?=$|[^A-Za-z0-9 -]| (?:and|but|when|as|at|in|to|by|with|for|on|while|amid|after|before|from|the|of|that) )"


def number(text: str) -> float:
    """Return the value of a number in digits or words.

    >>> number("24"), number("twenty-four"), number("a"), number("half a"), number("two hundred")
    (24.0, 24.0, 1.0, 0.5, 200.0)
    """
    if text[0].isdigit():
        return float(text)
    return 0.5 if text.lower().startswith("half") else float(spelled(text) or 1)


def _counted(found: Found) -> tuple[float, str]:
    size, unit = _UNITS[found["unit"].lower()]
    count = number(found["count"]) if found["count"] else 1
    return count * size, unit


def _length(found: Found) -> object:
    return days.length(*_counted(found), ahead=bool(found["ahead"]))


def _year_of(found: Found) -> int | Shift | None:
    if found["relative"]:
        return found.shift("relative", "year")
    if found["spoken"]:
        return _spoken_year(found["spoken"])
    if which := found["year_before"] or found["which"]:
        return _WHICH_YEAR[which.lower()]
    return int(found["year"]) if found["year"] else None


def _spoken_year(words: str) -> int:
    """
    >>> _spoken_year("nineteen ninety-six"), _spoken_year("Twenty twenty-five"), _spoken_year("nineteen oh five")
    (1996, 2025, 1905)
    """
    century, *rest = re.split("[ -]", words.lower().replace("-oh", " zero").replace(" oh", " zero"))
    return 100 * spelled(century) + spelled(" ".join(rest))


def _month_number(found: Found) -> int:
    return _MONTHS[found["month"].rstrip(".").capitalize()]


def _listed_day(found: Found) -> Point | None:
    """Resolve the 17 in July 15 and 17."""
    year, month = _year_of(found), _LIST_BEFORE.search(found.text, max(found.start - 40, 0), found.start)
    if month and int(found["day"]) <= 31:
        return Point(year=year, month=year and _MONTHS[month["month"].rstrip(".").capitalize()], day=int(found["day"]))
    return None


def _day(found: Found) -> object:
    """Resolve a day, or a range of days within a month."""
    year, month, day = _year_of(found), _month_number(found), int(found["day"] or 1 + _NTHS.index(found["nth"].lower()))
    if day > 31 and year is None:
        return None  # In April 90 delegates came.
    stated = found["stated"] or found["stated_after"] or found["stated_beside"]
    weekday = next((number for name, number in _WEEKDAYS.items() if stated and name.startswith(stated[:3])), None)
    point = Point(year=year, month=month, day=day, stated=weekday, nearest=-bool(found["latest"] and year is None))
    return Range(point, Point(year=year, month=month, day=int(found["to"]))) if found["to"] else point


_LIST_BEFORE = re.compile(rf"{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?(?:, [0-9]{{1,2}})*,? (?:and|&) $")

# "May" and "March" are also a verb and a noun, "Jan" a name: without a year they need a preposition or the like.
_BEFORE_A_MONTH = re.compile(
    r"(?:\b(?i:in|since|until|till|by|from|last|next|this|early|late|mid|of|during|through|throughout|to|between|and"
    r"|before|after|for|every|as of)[ -]|[(–-])$"
)
_AFTER_A_MONTH = re.compile(
    r"(?<=[Tt]he May) (?!be\b|have\b)[a-z]{4}|(?<=[Tt]he March) (?!on\b|of\b|to\b|for\b)[a-z]{4}"
    rf"|(?:[-–]|,? and |, ){_ANY_MONTH}"
)
_NOT_A_MONTH = re.compile(rf" (?:Day|Fourth|4th|Thirtieth)\b|['’]s\b|-(?!{_ANY_MONTH})[A-Za-z]")


def _month(found: Found) -> Point | None:
    name, year = found["month"], _year_of(found)
    if year is None:
        before = found.text[max(found.start - 20, 0) : found.start] + (found["edge"] or "")
        doubtful = name.capitalize() in ("May", "March") or len(name.rstrip(".")) < 4 or name == "Sept."
        named = _BEFORE_A_MONTH.search(before) or _AFTER_A_MONTH.match(found.text, found.end)
        given = found.match[0] == name in ("April", "May", "June", "August") and not _OF_A_MONTH.search(before)
        if (given or (len(name) == 3 and name != "May")) and re.match(" [A-Z][a-z]", found.text[found.end :][:3]):
            return None  # Jan Kavan, Judge April Smith
        if doubtful and (not named or _NOT_A_MONTH.match(found.text, found.end)):
            return None
    if nearest := _WEEK_WORDS.get((found["which"] or "").lower()):
        return Point(month=_month_number(found), nearest=nearest)
    half = (found["half"] or "").lower()
    part = ((1, 15) if half == "first" else (16, 31)) if half else None
    return Point(year=year, month=_month_number(found), days=part)


# Bare years -------------------------------------------------------------------------------------------------

# Contexts after and before a number that show that it is not a year.
_COUNTED = r"[ -](?i:⟨counted⟩)\b|(?: [a-z]+)? [a-z]+(?<![s's])(?:s|men)\b(?!')"
_NUMBERED = r"(?<!\buntil at )(?<!\bthrough at )(?:\b(?i:⟨numbered⟩)|[$€£¥#№]) ?$"
_BEFORE_A_YEAR = re.compile(
    r"(?:\b(?i:in|since|by|during|of|from|until|till|through|before|after|the|early|late|mid|between|for|year|end|to"
    r"|and|throughout|as of|around|circa|its|a|due)[ -]|[(\[–-])$"
)
# After these, a number of four digits is a year, unless it is round (in 2000 schools) or counts something.
_OF_TIME = re.compile(r"\b(?i:in|since|during|until|till|throughout|before|after|early|late|mid|due|year)[ -]$")
_DEFINITE = re.compile(r"\b(?i:the|its|their|this|our|his|her|my|your|[a-z]+['’]s)[ -]$|[0-9]{4},? (?:and|or) $")
_OF_A_MONTH = re.compile(rf"{_OF_TIME.pattern}|{_DEFINITE.pattern}|\b(?i:an?|from|through) $|\bBy $|[(–-]$")
_OPENS = re.compile(r"(?:^|[.,;:!?\n] ?)(?i:in|since|by|during)[ ]$")


def _bare_year(found: Found) -> Point | None:
    text, words, year = found.text, found.words, int(found["year"])
    before, after = text[max(found.start - 24, 0) : found.start], text[found.end : found.end + 40]
    if found["edge"] or found["relative"] or found["named"]:
        return Point(year=_year_of(found))
    if words.pattern(_NUMBERED).search(before) or (year >= 2100 and not _BEFORE_A_YEAR.search(before)):
        return None
    if counted := words.pattern(_COUNTED).match(after):
        # Years: In 2024 exports rose; the 2025 talks. Not a year: in 2000 schools.
        told = _DEFINITE.search(before) or words.pattern(r" ⟨told_by_year⟩\b").match(after)
        told = told or (year % 100 and _OPENS.search(before))
        if not told and not words.pattern(r"[ -](?i:⟨counted⟩)\b").match(after):
            told = words.pattern(r" ⟨not_counted⟩\b").match(after) or (year % 100 and _OF_TIME.search(before))
        if not told:
            return None
    told = _BEFORE_A_YEAR.search(before) if year >= 1500 else not counted and _OF_TIME.search(before)
    return Point(year=year) if told or year >= 1900 else None


# Rules ------------------------------------------------------------------------------------------------------

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "latter": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4, "last": 4,
}  # fmt: skip
_NTHS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
_NTHS += [*(f"twenty-{nth}" for nth in _NTHS[:9]), "thirtieth", "thirty-first"]
_SEASONS = dict(zip("spring summer autumn winter".split(), days.SEASONS, strict=True)) | {"fall": days.SEASONS[2]}


def _part_of_year(found: Found) -> Point:
    """Resolve the third quarter, Q3, the first half."""
    short = found["short"] or ""
    number = int(short[1]) if short else _ORDINALS[found["ordinal"].lower()]
    parts = HALF_YEARS if "H" in short or (found["part"] or "").lower()[:3] == "hal" else QUARTERS
    return Point(year=_year_of(found), months=parts[min(number, len(parts)) - 1], fiscal=bool(found["fiscal"]))


def _year_ago(found: Found) -> Point:
    """Resolve the year before, or the same quarter of the year before, if a quarter was named."""
    if ordinal := found["ordinal"] or found["before"]:
        return Point(year=Shift(-1), months=QUARTERS[_ORDINALS[ordinal.lower()] - 1], compares=True)
    quarter = "quarter" in found.match[0].lower() or "period" in found.match[0].lower()
    return Point(period=Shift(-1), compares=True, months=QUARTERS[0] if quarter else None)


def _period_of_year(found: Found) -> Point:
    again = found["again"] or ""
    year = int(again) if again.isdigit() else Shift(-1) if again else _year_of(found)
    months = QUARTERS[0] if "quarter" in found.match[0].lower() else None
    return Point(period=Shift(0), year=year, months=months, compares=True)


_SPANS = {"day": (0, 1), "week": (0, 7), "month": (1, 0), "quarter": (3, 0), "half": (6, 0), "half-year": (6, 0)}
_SPANS |= {"year": (12, 0), "fiscal year": (12, 0)}  # months and days


def _ended(found: Found) -> Ending | None:
    """Resolve the three months ended June 30, the year to March, the week of July 7."""
    if found["name"]:
        point = Point(weekday=_WEEKDAYS[found["name"]])
    else:
        point = _day(found) if found["day"] else Point(year=_year_of(found), month=_month_number(found))
    count = 0 if found["holds"] else number(found["count"] or "1")
    lengths = (int(count * size) for size in _SPANS[found["span"].lower()])
    return Ending(point, *lengths) if isinstance(point, Point) else None


def _quarter_to(found: Found) -> Ending:
    """Resolve the September quarter, which ends with its month."""
    return Ending(Point(year=_year_of(found), month=_month_number(found)), 3, 0)


def _first_months(found: Found) -> Point | None:
    count = int(number(found["count"] or "1") * (3 if found["quarters"] else 1))
    months = (13 - count, 12) if found["last"] else (1, count)
    return Point(year=_year_of(found), months=months) if 1 <= count <= 12 else None


def _season(found: Found) -> Point:
    months, which = _SEASONS[found["season"].lower()], (found["which"] or "").lower()
    if which == "last" or (which == "this" and months[1] > 12):  # in spring, this winter is over
        return Point(months=months, nearest=-(which == "last"), tense="near")
    return Point(year=_year_of(found), months=months)


def _decade(found: Found) -> Point:
    if found["spelled"]:
        return days.near_decade(ENGLISH_TENS[found["spelled"].lower()[:-3] + "y"])
    return Point(decade=int(found["decade"])) if found["decade"] else days.near_decade(int(found["tens"]))


def _short_year(found: Found) -> Point:
    tens, ones = divmod(int(found["short"]), 10)
    return Point(year=days.near_decade(10 * tens).decade + ones)


def _unit_word(found: Found) -> Point | None:
    """Resolve words for years, months and weeks. `the year` counts only with an edge (the end of the year)."""
    unit = next(unit for unit in ("year", "month", "week") if found[f"this_{unit}"])
    bare = found[f"this_{unit}"].lower() == f"the {unit}" and not found["edge"]
    return None if bare else Point(**{unit: found.shift(f"this_{unit}", unit)})


def _feast(found: Found) -> Point:
    """Resolve Christmas Day, or the first Thursday from 22 November."""
    date, _, weekday = found.means("feast", "feast").partition(" ")
    month, day = map(int, date.split("-"))
    part = {"days": (day, day + 6), "only": int(weekday)} if weekday else {"day": day}
    return Point(year=_year_of(found), month=month, **part)


# Weekdays of no known week (falls on a Tuesday, in December 1999), and of one that the text tells (that Saturday when ...).
_ANY = r"(?<![\w'])(?:[Aa]|on one)(?: ⟨such⟩)? $"
_ALONE = re.compile(r"\W*$|[^A-Za-z0-9 '-]| (?:after|a[st]|and|before|but|for|in|o[fnr]|so|that|to|when|where|with)\b")
_THAT = re.compile(r"\b(?i:after|before|by|for|forget|from|of|on|remember|since|until) that $")
_IN_A_MONTH = re.compile(rf",? (?:in|of) (?:{_EDGE})?(?:{_ANY_MONTH}|{_FOUR}\b)")


def _weekday(found: Found) -> object:
    text, words, before, end = found.text, found.words, found.text[max(found.start - 40, 0) : found.start], found.end
    if found["name"] and found.match[0].startswith(found["name"]):
        if _IN_A_MONTH.match(text, end) or (words.pattern(_ANY).search(before) and _ALONE.match(text, end)):
            return Impossible("which one is not told")
        if _THAT.search(before) or (before.endswith(" that ") and text.startswith(" when ", end)):
            return Point(weekday=_WEEKDAYS[found["name"]], tense="text")
    word = (found["which"] or found["which_week"] or "").lower()
    week = Shift(_WEEK_WORDS[word]) if word else None
    near = (found["near"] or "").lower()
    told = "future" if "coming" in near else "past" if near else None
    return Point(week=week, weekday=_WEEKDAYS.get(found["name"], days.WEEKEND), tense=told, nearest=2)


def _shifted(found: Found) -> object:
    count, unit = _counted(found)
    direction = found["direction"].lower()
    if found["today"] and unit == "year":
        return Point(year=Shift(-int(count)), day=Shift(0))
    back = direction in ("ago", "ago today", "earlier", "before")
    if back and unit == "year" and count == 1 and found["count"]:
        return Point(period=Shift(-1), compares=True)
    told = direction in ("later", "after") and tense(found.words, found.text, found.start, found.end) == "past"
    told = told or (direction == "later" and unit == "year" and count >= 10)  # eighty years later: since some past
    anchor = PUBLICATION if direction[:3] == "ago" or direction == "from now" else days.TEXT_ONLY if told else TEXT
    return days.away(count, unit, -1 if back else 1, anchor, compares=back and unit == "year")


_NTH_OF = rf"(?i:the (?P<nth>{'|'.join(sorted(_NTHS, key=len, reverse=True))}) of )(?!{_ANY_MONTH}['’]s)"
_DAY_FIRST = rf"(?:(?:(?i:the )?{_DAY}{_TO_DAY} (?:of )?|{_NTH_OF}){_MONTH}(?![a-z]){_OF_YEAR}?)"
# All but the last day of a list: the 3rd and 4th of May, 10, 11 and 12 July 2025.
_LISTED = "(?:the )?[0-9]{1,2}(?:st|nd|rd|th)?"
_LISTED_BEFORE = rf"(?i:the )?{_DAY}(?=(?:, {_LISTED})*,? and {_LISTED} (?:of )?{_MONTH}(?![a-z]){_OF_YEAR}?)"
_MONTH_FIRST = rf"(?:(?:(?P<latest>(?i:last)) )?{_MONTH} (?:the )?{_DAY}{_TO_DAY}{_OF_YEAR}?)"
_SEASON = r"(?P<season>(?i:spring|summer|autumn|fall|winter))"

_ORDINAL = "(?i:first|second|third|fourth|1st|2nd|3rd|4th)"
_FISCAL = r"(?:(?P<fiscal>(?i:fiscal|financial))[ -])?"
_PART_OF_YEAR = rf"(?:{_FISCAL}(?P<ordinal>(?i:{'|'.join(_ORDINALS)}))[ -](?P<part>(?i:quarters?|half|halves))|(?P<short>Q[1-4]|H[12]))"
_ANY_YEAR_AGAIN = rf"(?P<again>{_FOUR}|(?i:last year|a year (?:ago|earlier)))"
_LATEST, _THIS_YEAR = Point(period=Shift(0)), Point(year=Shift(0))

POINTS = {
    rf"{_HEAD}{_YEAR_BEFORE}{_STATED}{_MONTH_FIRST}{_STATED_AFTER}{_TAIL}": _day,
    rf"{_HEAD}{_YEAR_BEFORE}{_STATED}{_DAY_FIRST}{_STATED_AFTER}{_TAIL}": _day,
    **{
        rf"{_HEAD}(?:(?P<stated>{_DAY_NAME})|(?i:⟨day⟩)) \({form}\){_TAIL}": _day for form in (_MONTH_FIRST, _DAY_FIRST)
    },
    rf"{_DAY}(?:{_OF_YEAR}|(?=[.,;)]| (?:in|at|to|for|with)\b|$))": _listed_day,
    _LISTED_BEFORE: _day,
    rf"(?:(?i:the )?(?P<half>(?i:first|second|latter)) (?i:half of )|(?P<edge>{_EDGE}))?{_YEAR_BEFORE}"
    rf"(?:(?P<which>(?i:last|this|next|that)) |(?i:the month of ))?"
    rf"{_MONTH}(?![a-z]){_OF_YEAR}?(?! [0-9]{{1,2}}(?![0-9]))": _month,
    rf"(?P<edge>{_EDGE})?(?P<named>(?i:(?:the )?year )(?i:of )?)?(?<!/){_YEAR}": _bare_year,
    rf"(?:(?i:the )?(?i:year )(?i:of )?)?{_SPOKEN_YEAR}|(?i:(?:the )?year two thousand)\b(?! [a-z]+teen)": lambda found: (
        Point(year=_year_of(found) or 2000)
    ),
    rf"(?P<edge>{_EDGE})?(?:(?P<this_year>(?i:⟨year⟩))\b(?!'s? ?end)"
    r"|(?P<this_month>(?i:⟨month⟩))\b|(?P<this_week>(?i:⟨week⟩))\b)(?! of (?![a-z]+ing\b))": _unit_word,
    rf"(?P<word>(?i:⟨day⟩))\b{_TAIL}": lambda found: Point(day=found.shift("word", "day")),
    rf"{_HEAD}(?:(?i:the )?(?P<which>(?i:last|this|next)) "
    rf"|(?P<near>(?i:this coming |the coming |coming |this past )))?"
    rf"(?P<name>{_DAY_NAME})\b{_TAIL}(?:,? (?:of )?(?P<which_week>(?i:last|this|next)) week\b)?": _weekday,
    rf"(?:(?P<which>(?i:last|this|next)) )?(?P<feast>⟨feast⟩)\b(?!'){_OF_YEAR}?": _feast,
    r"(?:(?P<which>(?i:last|this|next))|(?i:the current)) (?i:quarter)\b(?! of)": lambda found: Point(
        quarter=Shift(_WEEK_WORDS[(found["which"] or "this").lower()])
    ),
    rf"(?:(?P<which>(?i:last|this|next))|(?i:the past|the coming|the)) (?i:weekend)\b(?! of (?:[0-9]|{_ANY_MONTH}))": _weekday,
    rf"(?i:the )?{_PART_OF_YEAR}(?: of|,)? (?:(?i:fiscal|financial) (?:(?i:year) )?)?{_ANY_YEAR}": _part_of_year,
    rf"{_ANY_YEAR}(?:'s)? {_PART_OF_YEAR}\b": _part_of_year,
    rf"(?i:the )?{_FISCAL}(?P<ordinal>{_ORDINAL})(?:[ -](?i:quarters?)\b(?! of (?![$€£#]))"
    r"|-(?P<part>half)(?= (?:net |operating |pretax )?⟨told_by_year⟩\b))": _part_of_year,
    r"(?P<short>Q[1-4])(?![A-Za-z0-9])": _part_of_year,
    rf"(?i:the )?{_MONTH} quarter\b{_OF_YEAR}?": _quarter_to,
    # The first of several: the first, second and third quarters of 2024.
    rf"(?i:the )?(?P<ordinal>{_ORDINAL})(?=(?:,? (?:and )?(?:the )?{_ORDINAL}){{1,3}} (?P<part>(?i:quarter|hal))(?i:s|ves)\b)": _part_of_year,
    # Words of company reports: the latest quarter, the year-ago period, the 1988 quarter.
    r"(?i:the (?:latest|just-ended|recent|same) (?:quarter|period)\b|the quarter\b(?= ended|[.,;]| from\b))": _LATEST,
    rf"(?i:(?:the )?(?:year-ago|year-earlier|year-before)(?: (?:(?P<ordinal>{_ORDINAL})[ -])?(?:quarter|period))?"
    rf"|the (?P<before>{_ORDINAL})?[ -]?quarter a year (?:ago|earlier))\b": _year_ago,
    rf"(?i:the )?(?:{_ANY_YEAR}(?:'s)? (?i:quarter|period)\b|(?i:(?:same|corresponding|comparable) (?:quarter|period)(?: of| in)?)"
    rf" {_ANY_YEAR_AGAIN})": _period_of_year,
    rf"(?i:the )?(?:(?P<which>(?i:{'|'.join(_WEEK_WORDS)})) )?(?i:fiscal|financial)(?: (?i:year))?(?:,? {_YEAR}|(?<=year)\b)": lambda found: (
        Point(year=_year_of(found) or Shift(0), fiscal=True)
    ),
    r"(?i:the (?:full|whole) year|(?:the )?(?:year-end|year end|year's end))\b(?! of)|(?<=\b[Ff]or )the year(?=[,.;])": _THIS_YEAR,
    **{
        rf"(?i:the )?(?:(?i:{_COUNT})[ -])?(?P<span>(?i:{'|'.join(sorted(_SPANS, key=len, reverse=True))}))s?(?i:[ -]period)?"
        rf" (?:(?i:(?:ended|ending)(?: on)?)|(?<=week )(?P<holds>(?i:of|beginning|starting))|(?i:(?:(?:leading|running) )?(?:up )?to|through)) {_STATED}{form}": _ended
        for form in (
            _MONTH_FIRST,
            _DAY_FIRST,
            rf"(?<!week of ){_MONTH}(?![a-z]){_OF_YEAR}?(?! [0-9])",
            rf"(?P<name>{_DAY_NAME})\b",
        )
    },
    rf"(?P<day>[0-9]{{1,2}})-(?P<month>(?i:{_FULL}|{_SHORT[:-3]}))-{_YEAR}": _day,
    rf"(?i:the )?(?:(?i:first)|(?P<last>(?i:last|final|closing))(?=(?: [a-z0-9]+)? [a-z]+ of )) "
    rf"(?:{_COUNT} (?i:months|(?P<quarters>quarters))|(?i:month)(?= of ))(?: (?:of |in )?{_ANY_YEAR})?(?! of)": _first_months,
    rf"{_EDGE}?(?:(?P<which>(?i:last|this|next|that)) {_SEASON}\b(?! of| Olympic| Palace))": _season,
    rf"{_EDGE}?(?:(?i:the )?{_SEASON}(?: of|,)? {_ANY_YEAR}(?:[-–/](?:[0-9]{{2}}){{1,2}}\b)?)": _season,
    rf"(?:(?<=\b[Bb]y )|(?<=\b[Uu]ntil ))(?i:the )?{_SEASON}(?=[.,;:\"”]|$)": _season,
    rf"(?:(?i:the )?(?:{_EDGE}|(?i:early |late |mid-))?(?i:the )?)"
    rf"(?:(?:(?P<decade>(?:1[5-9]|20)[0-9]0)|['’](?P<tens>[0-9]0))['’]?s\b"
    rf"|(?<=[Tt]he )(?P<spelled>(?i:{'|'.join(word[:-1] + 'ies' for word in ENGLISH_TENS)}))\b(?! percent))": _decade,
    r"(?:(?<=\b(?i:in|of) )|(?<=\b(?i:since) ))['’](?P<short>[0-9]{2})(?![0-9A-Za-z]|['’]s)": _short_year,
    rf"(?i:{_ABOUT}{_COUNT} {_UNIT}(?: and a half)? (?P<direction>ago(?P<today> today)?|earlier|later|from now)\b)": _shifted,
    r"(?i:(?:a|the) (?P<unit>day|week|month|year) (?P<direction>before|after)(?=$|[.,;:!?)\n]))": _shifted,
    rf"(?<=\b[Oo]n )the (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th){_ENDS}": lambda found: Point(day=int(found["day"])),
}

_LENGTHS = {
    rf"(?i:{_LONG}?(?:past|(?<!to )(?<!will )last|(?P<ahead>next|coming|following|upcoming)) {_ABOUT}{_COUNTS} (?:or so )?{_UNIT})"
    rf"{_NO_DATES_BEHIND}": _length,
    # `for last year` is last year, `for the last year` the last twelve months.
    rf"(?i:(?:this past|{_LONG}(?:past|(?<=the )last|(?<=these )last)"
    rf"|(?:over|in|during|for|within|throughout|across) the (?P<ahead>next|coming))"
    rf" {_UNIT}(?<!s)(?: or (?P<count>two))?){_NO_DATES_BEHIND}": _length,
    # Over 24 years, its influence has grown: at the beginning of a sentence with a verb in the perfect.
    r"(?:(?<=[.!?\n] )|(?<=[.!?] [-–] )|(?<=\n)|^)(?i:over|for|in|during|throughout) "
    rf"(?i:{_ABOUT}{_COUNT} {_UNIT})(?=,[^.!?\n]*\b(?:have|has|'ve)\b)": _length,
}

_VAGUE = [
    rf"(?i:{_LONG}(?:(?:past|last|coming|next|following) {_SOME}|past|coming) {_MANY}\b)",
    rf"(?i:(?:{_SOME} |long )?{_MANY} (?:ago|later|earlier)\b|(?:previous|prior) years|the other (?:day|night|week))\b",
]

_NOT_DATES = [
    (
        rf"(?i:every|each)(?i: other| second)? (?i:early |late |mid-)?"
        rf"(?:(?:{_FULL})(?: [0-9]{{1,2}}(?:st|nd|rd|th)?)?|(?:{_DAY_NAME})(?:(?:, (?:{_DAY_NAME}))*,? (?:and|or) (?:{_DAY_NAME}))?"
        rf"|(?i:year|month|week|day|quarter|decade|spring|summer|autumn|fall|winter|morning|night|weekend))\b"
        rf"|(?i:first|second|third|fourth|last) (?:{_DAY_NAME}) (?i:of|in) (?i:each|every|the) (?i:month)\b"
        rf"|(?:Good|Black|Super|Cyber|Easter|Palm|Boxing|Ash|Bloody|Holy|Whit|Shrove|Maundy|Fat|Casual) (?:{_DAY_NAME})\b"
    )
]

# Tense ------------------------------------------------------------------------------------------------------

# Will have and is to be held look ahead; flood-damaged and to inspect inundated homes tell nothing.
_MARKER = r"\b(?<![A-Za-z]{3}-)(?:(?P<future>⟨coming⟩(?: have\b|(?<!could) be [a-z]+)?)|(?P<ahead>(?i:ahead of|on the eve of))|to [a-z]+ [a-z]+ed|(?P<past>⟨past⟩|(?!⟨not_past⟩\b)[a-z]{2,}ed))(?!-)\b"
_STOP = "\\." + "".join(rf"(?<!\b{title}\.)" for title in TITLES) + r"(?=[\"”]? [A-Z“\"]|[\"”]? ?$)"
_CLAUSE = re.compile(rf"[,;:!?\n]|{_STOP}| (?:and|but|that|which|who|while)\b")
_SENTENCE = re.compile(rf"[!?\n]|{_STOP}")
# On Friday, they agreed to meet: a day that opens the sentence dates the agreement, not the meeting.
_FRONT = re.compile(r"(?:^|[.!?\n] ?)[\"“]?((?:(?:On|At|In|During|Late|Early|Last) )*)$")
_IS = re.compile(" (?:is|marks) ")  # Sunday is election day
_BEFORE = re.compile(r"\b[Bb]efore $")
_OPENS_WITH = re.compile("(?:'s [a-z ]+)?,")
_AGREED = re.compile(r"(?<!\bis )(?<!\bare )\b(?:hop|intend|vow|promis|agre|prepar|want|plann)ed\b")


def tense(words: Words, text: str, start: int, end: int) -> str | None:
    """Return `past`, `future` or `ahead` by the verb nearest to `text[start:end]` in its clause or else sentence, or None."""
    marker = words.pattern(_MARKER)
    listed = text[end : end + 1] == ":"  # April 20: Talks begin. tells in the present
    front = _FRONT.search(text[max(start - 20, 0) : start])
    if front and not front[1] and _IS.match(text, end):
        return "future"
    for limits in (_CLAUSE, _SENTENCE)[: 1 if listed else 2]:
        before = limits.split(text[max(start - 200, 0) : start])[-1]
        after = limits.split(text[end : end + 200])[0]
        if _BEFORE.search(before) and words.pattern(r"'s (?:[a-z-]+ )?⟨event⟩\b").match(after):
            return "ahead"
        markers = [(match.start(), match) for match in marker.finditer(after) if match["past"] or match["future"]]
        if not (markers and text.startswith("'s ", end) and before.endswith((" at ", " in "))):  # in Monday's talks
            told = [(len(before) - match.end(), match) for match in marker.finditer(before) if match.lastgroup]
            markers = told + markers
        if markers:
            nearest = min(markers, key=lambda marker: marker[0])[1]
            opens = front and _OPENS_WITH.match(text, end)
            return "past" if opens and _AGREED.match(nearest.string, nearest.start()) else nearest.lastgroup
    return None


# Every expression begins with a word of time, or with words that can precede one.
_STARTS = (
    rf"(?<![A-Za-z0-9])(?:(?:{as_printed({*NUMBER_WORDS, 'hundred', 'thousand'})}|⟨before_time⟩|[0-9]{{1,3}})(?:\b['.,]? |-)){{0,12}}"
    rf"(?:['’]?[0-9]|⟨time⟩|(?:{_FULL}|{_DAY_NAME})|{_SHORT}|{_SHORT_DAY_NAME}|[QH][1-4]|[Nn]ineteen|[Tt]wenty|⟨begin⟩)"
)

ENGLISH = Language(
    points=POINTS,
    others=_LENGTHS,
    vague=_VAGUE,
    no_dates=_NOT_DATES,
    join=re.compile(_JOIN),
    between=re.compile(r"\b(?i:between) $"),
    joins_between=re.compile(" and (?:the )?"),
    ends_between=re.compile(""),
    since=re.compile("(?i:since) "),
    ends_since=re.compile(""),
    until_now=re.compile(r"(?: to (?:the )?(?i:present|date|now)|[-–](?i:present))\b"),
    lists=re.compile("(?:, [0-9]{1,2})*(?: and (?:in|on) |,? (?:and|or|&) |, )((?!(?i:last|this|next|that) ))?"),
    starts=_STARTS,
    tense=tense,
)
