"""Find date expressions in a text by the rules of its language, from left to right; the longest match wins."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import LexiconError, patterns
from helpers.mentions.dates import days
from helpers.mentions.dates.days import Point, Range, Shift, Since

_YEAR = "(?:1[89]|20)[0-9]{2}"


class Words:
    """The reviewed words of time of one language (`lexicon/time_words.csv`), by kind.

    In the patterns of a grammar, `⟨year⟩` matches any word of the kind `year`, the longest first. `⟨begin⟩` matches
    the first characters of any word that can begin an expression.
    """

    def __init__(self, table: pd.DataFrame):
        self._rows: dict[str, list[tuple[re.Pattern, str]]] = {}
        rows = table[["kind", "word", "means"]].itertuples(index=False, name=None)
        for kind, word, means in sorted(rows, key=lambda row: -len(_AROUND.sub("", row[1]))):
            pattern = patterns.compiled(f"time_words.csv, {word}", word)
            shape, told = _MEANS.get(kind, ("", ""))
            if shape and not re.fullmatch(shape, means):
                raise LexiconError(f"time_words.csv, {word}: means {means!r}; {told}.")
            self._rows.setdefault(kind, []).append((pattern, means))
        self._ready: dict[str, re.Pattern] = {}

    def of(self, kind: str) -> list[str]:
        """Return the regular expressions of one kind, the longest first."""
        return [row.pattern for row, _ in self._rows.get(kind, [])]

    def pattern(self, template: str) -> re.Pattern:
        """Fill the words into a pattern of a grammar and compile it."""
        if template not in self._ready:
            filled = _KIND.sub(lambda kind: f"(?:{self._any(kind[1]) or '(?!)'})", template)
            self._ready[template] = re.compile(filled)
        return self._ready[template]

    def _any(self, kind: str) -> str:
        if kind in _PLAIN:
            return as_printed(word for row in self.of(kind) for word in row.replace(r"\s+", " ").split("|"))
        if kind != "begin":
            return "|".join(self.of(kind))
        rows = (row for kind in _BEGIN for row, _ in self._rows.get(kind, []))
        return as_printed({start for row in rows for start in patterns.beginnings(row)})

    def means(self, kind: str, text: str, start: int, end: int) -> str:
        """Return the cell `means` of the word `text[start:end]`."""
        rows = self._rows[kind]
        return next(means for row, means in rows if (match := row.match(text, start)) and match.end() == end)


def as_printed(words: Iterable[str]) -> str:
    """Return a pattern of these words in lower case, title case or capitals."""
    return patterns.literals(form for word in words for form in (word, word.capitalize(), word.title(), word.upper()))


# Kinds whose `means` is a number.
_COUNT = ("year", "month", "week", "day", "era")
_MEANS = dict.fromkeys(
    _COUNT, ("-?[0-9]+(?: text(?: only)?)?", "a whole number, with `text` or `text only` behind it or not")
) | {"feast": ("[0-9]{1,2}-[0-9]{1,2}(?: [0-6])?", "month-day, and the weekday (Monday is 0) that it is or is before")}
# Kinds whose rows are plain words, separated by `|`.
_PLAIN = ("time", "before_time")
_ANCHORS = {"": days.PUBLICATION, "text": days.TEXT, "text only": days.TEXT_ONLY}
_BEGIN = (*_COUNT, "feast", "vague", "no_date")
_KIND = re.compile("⟨([a-z_]+)⟩")
_AROUND = re.compile(r"\(\?<?[=!][^()]*\)")


class Found:
    """The match of a rule: its named groups (None if unmatched or missing in the rule) and its place."""

    def __init__(self, match: re.Match, words: Words):
        self.match, self.words, self.text = match, words, match.string
        self.start, self.end = match.span()

    def __getitem__(self, name: str) -> str | None:
        return self.match[name] if name in self.match.re.groupindex else None

    def means(self, name: str, kind: str) -> str:
        """Return the cell `means` of the word in the group `name`."""
        return self.words.means(kind, self.text, *self.match.span(name))

    def shift(self, name: str, kind: str) -> Shift:
        """Return how far the word in the group `name` counts, and from where."""
        by, _, anchor = self.means(name, kind).partition(" ")
        return Shift(int(by), _ANCHORS[anchor])


class Language(NamedTuple):
    """The rules of one language. `points` and `others` map patterns to expressions, `NO_DATE` or functions of `Found`.
    The function returns an expression or `NO_DATE`, or None if the rule does not apply.

    `join` joins two `points` to a range; after `between`, so does `joins_between` if `ends_between` follows. A point
    reaches to the present if `until_now` follows, or if it is between `since` and `ends_since`. Other rules are not
    joined. Matches of `vague` have no interval, those of `no_dates` are skipped. `lists` joins the members of a list;
    if its group matched, the last member gives its year to the others. Expressions begin only where `starts` matches.
    `tense(words, text, start, end)` returns `past`, `future` or None."""

    points: dict[str, object]
    others: dict[str, object]
    vague: list[str]
    no_dates: list[str]
    join: re.Pattern
    between: re.Pattern
    joins_between: re.Pattern
    ends_between: re.Pattern
    since: re.Pattern
    ends_since: re.Pattern
    until_now: re.Pattern
    lists: re.Pattern
    starts: str
    tense: Callable[[Words, str, int, int], str | None]


class Grammar:
    """The rules of a language with the reviewed words filled in; each word of kind `vague` or `no_date` is a rule."""

    def __init__(self, language: Language, words: Words):
        self.language, self.words, self._starts = language, words, words.pattern(language.starts)
        rows = dict.fromkeys(words.of("no_date"), days.NO_DATE) | dict.fromkeys(words.of("vague"), days.NO_BOUNDS)
        alone = dict.fromkeys(language.vague, days.NO_BOUNDS) | language.others
        alone |= dict.fromkeys(language.no_dates, days.NO_DATE)
        numeric = numeric_rules(language.join.pattern)
        tables = {"rows": rows, "numeric": numeric, "alone": alone, "points": language.points}
        self._rules = {
            part: [(words.pattern(template), meaning) for template, meaning in table.items()]
            for part, table in tables.items()
        }
        # The rules of a part that may match at a character, filled as characters are met.
        self._opening: dict[tuple[str, str], list[tuple[re.Pattern, object]]] = {}

    def _rules_at(self, part: str, character: str) -> list[tuple[re.Pattern, object]]:
        """Return the rules of a part, without those that begin with other characters."""
        if (part, character) not in self._opening:
            folded = patterns.folded(character)
            known = ((rule, patterns.beginnings(rule[0])) for rule in self._rules[part])
            self._opening[part, character] = [
                rule for rule, starts in known if not starts or any(start[0] == folded for start in starts)
            ]
        return self._opening[part, character]

    def _matches(self, part: str, text: str, start: int) -> list[tuple[int, object]]:
        """Return the end and the meaning of each rule of a part that matches at a place."""
        found = []
        for pattern, meaning in self._rules_at(part, text[start : start + 1]):  # a text may end on a joining dash
            match = pattern.match(text, start)
            if match and match.end() > start:
                told = meaning(Found(match, self.words)) if callable(meaning) else meaning
                if told is not None:
                    found.append((match.end(), told))
        return found

    def expressions(self, text: str) -> list[tuple[int, int, object]]:
        """Return the date expressions of `text` as `(start, end, meaning)`, in order, lists completed."""
        position, said, joints = 0, [], []
        while start := self._starts.search(text, position):
            at = start.start()
            found = [match for part in ("rows", "numeric", "alone") for match in self._matches(part, text, at)]
            found += filter(None, [self._composed(text, at)])
            # Among equally long matches the first rule wins.
            position, expression = max(found, key=lambda match: match[0], default=(at + 1, days.NO_DATE))
            if expression is not days.NO_DATE:
                joint = self.language.lists.match(text, said[-1][1]) if said else None
                if joint and joint.end() == at:
                    joints.append((len(said), bool(joint.lastindex)))
                said.append((at, position, expression))
        for at in (at for at, both in reversed(joints) if both):
            said[at - 1] = (*said[at - 1][:2], days.shared(said[at][2], said[at - 1][2], ahead=True))
        for at, _ in joints:
            said[at] = (*said[at][:2], days.shared(said[at - 1][2], said[at][2], ahead=False))
        return said

    def _composed(self, text: str, start: int) -> tuple[int, object] | None:
        """Return the end and the meaning of a point, a range, or a point that reaches to the present."""
        opening = self.language.since.match(text, start)
        if opening and (inner := self._point(text, opening.end())):
            closing = self.language.ends_since.match(text, inner[0])
            if closing and isinstance(inner[1], Point):
                return closing.end(), Since(inner[1])
        found = self._point_or_range(text, start)
        if found and isinstance(found[1], Point) and (closing := self.language.until_now.match(text, found[0])):
            return closing.end(), Since(found[1])
        return found

    def _point_or_range(self, text: str, start: int) -> tuple[int, object] | None:
        first = self._point(text, start)
        if first is None:
            return None
        end, point = first
        language = self.language
        joint = language.join.match(text, end)
        between = None if joint else language.between.search(text, max(start - 10, 0), start)
        joint = joint or (between and language.joins_between.match(text, end))
        if joint and isinstance(point, Point):
            last = self._point(text, joint.end())
            closed = last and (not between or language.ends_between.match(text, last[0]))
            # A day without a month can only be joined to another day (not 31日至9月).
            bare = point.grain == "day" and point.month is None
            if closed and isinstance(last[1], Point) and not (bare and last[1].grain != "day"):
                return last[0], Range(point, last[1])
        return first

    def _point(self, text: str, start: int) -> tuple[int, object] | None:
        return max(self._matches("points", text, start), key=lambda match: match[0], default=None)


def numeric_rules(join: str) -> dict[str, object]:
    """Return the rules for dates in digits only: 2025-09-01, 2025/9/1-2025/9/3, 1.9.2025, 2026-2035, 2024/25."""
    clock = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
    before, after = r"(?<![0-9A-Za-z./$€£¥-])(?<![0-9],)", r"(?![0-9A-Za-z]|[-/.][0-9])"
    one, two = "(?P<one>[0-9]{1,2})", "(?P<two>[0-9]{1,2})"
    year, mark = rf"(?P<year>{_YEAR})", "(?P<mark>[-/.])"
    to = rf"(?:{join}(?:(?P<to_year>{_YEAR})(?P=mark))?(?P<to_month>[0-9]{{1,2}})(?P=mark)(?P<to_day>[0-9]{{1,2}}){clock})?"
    return {
        rf"{before}{year}{mark}{one}(?P=mark){two}{clock}{to}{after}": _year_first,
        rf"{before}{one}{mark}{two}(?P=mark){year}{clock}{after}": _day_and_month,
        rf"{before}{year}\.{one}{join}(?P<to_year>{_YEAR})\.{two}{after}": lambda found: Range(
            Point(int(found["year"]), int(found["one"])), Point(int(found["to_year"]), int(found["two"]))
        ),
        rf"{before}(?P<first>{_YEAR}){join}(?P<last>{_YEAR}){after}": lambda found: (
            Range(Point(int(found["first"])), Point(int(found["last"]))) if found["first"] < found["last"] else None
        ),
        # 2026—30年, 2025至26年度: in Chinese with its 年 behind any joining word
        rf"{before}(?P<first>{_YEAR})(?P<mark>[-–/]|[—至到](?=[0-9]{{2}}年))(?P<last>[0-9]{{2}}|{_YEAR}){after}年?度?": _short_years,
    }


def _year_first(found: Found) -> Point | Range:
    first = Point(*map(int, found.match.group("year", "one", "two")))
    last = found["to_day"] and Point(int(found["to_year"] or first.year), int(found["to_month"]), int(found["to_day"]))
    return Range(first, last) if last else first


def _day_and_month(found: Found) -> object:
    one, two, year = int(found["one"]), int(found["two"]), int(found["year"])
    if found["mark"] == "." or one > 12:
        return Point(year=year, month=two, day=one)
    if two > 12 or one == two:
        return Point(year=year, month=one, day=two)
    return days.Impossible("day and month cannot be told apart")


def _short_years(found: Found) -> object:
    """Resolve two years (2024-25, 2024/2025, 2021-25) or a month (2024-05)."""
    first, last, mark = int(found["first"]), int(found["last"]), found["mark"]
    follows = last in (first + 1, (first + 1) % 100)
    if mark == "-" and 1 <= last <= 12 and not follows:
        return Point(year=first, month=last)
    later = first + 1 if follows else first - first % 100 + last if last < 100 else last
    return Range(Point(year=first), Point(year=later)) if later > first and (follows or mark != "/") else None
