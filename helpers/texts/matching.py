"""Find the entries of the reviewed tables in texts, each with its place.

Chinese forms are searched for in the normal form of the text (Simplified, in mainland vocabulary if the page was
machine-converted), all in one pass. English forms are regular expressions, searched for in the text as printed. An
entry inside a longer one (命运共同体 inside 人类命运共同体) is nested: it is marked, and reported only on request. An
entry inside one of its own exclusions (印度 inside 印度尼西亚) does not count.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import pandas as pd
from ahocorasick_rs import AhoCorasick

from helpers.lexicon import Lexicon, LexiconError, check_all, patterns, per_lexicon
from helpers.texts.scripts import mainland_places, restore_mainland, simplify, term_of

# Characters of a regular expression. A Chinese form that holds one would never be found.
_EXPRESSION = re.compile(r"[|*?^$\\\[\](){}\"]")
_MARKS = [str.maketrans("“”「」", marks * 2) for marks in ("“”", "「」", '""')]


class Match(NamedTuple):
    """A slice of a text, the number of the entry found there, and whether a longer match holds it."""

    start: int
    end: int
    entry: int
    nested: bool


def expression(where: str, cell: str, language: str, flags: int | re.RegexFlag = re.IGNORECASE) -> re.Pattern:
    """Compile an expression of a table (`patterns.compiled`): English between word boundaries; other expressions in
    Simplified characters, as the texts are that they are searched in. Quotation marks match all of their kind."""
    cell = patterns.with_any_marks(cell if language == "en" else simplify(cell))
    return patterns.compiled(where, cell, language == "en", flags)


@per_lexicon
def stop_words(language: str, *, lexicon: Lexicon) -> pd.DataFrame:
    """Return the reviewed stop list of a language (`zh` or `en`): index `term` (as counted), `reason`.

    >>> "的" in stop_words("zh").index, "中国" in stop_words("zh").index
    (True, False)
    """
    if language not in ("zh", "en"):
        raise ValueError(f"there is a stop list for 'zh' and for 'en', not for {language!r}")
    table = lexicon.table(f"stop_{language}")
    strange = [term for term in table["term"] if term != term_of(term)]
    if strange:
        told = (f"stop_{language}.csv: {term!r} is not a counted form; write {term_of(term)!r}." for term in strange)
        raise LexiconError("\n".join(told))
    return table.set_index("term")


@per_lexicon
def glosses(*, lexicon: Lexicon) -> dict[str, str]:
    """Return English glosses of Chinese terms: from `glosses.csv`, else the dictionary, the concepts, the persons.

    >>> glosses()["合作"]
    'cooperation'
    """
    named = {"concepts": "zh", "terms": "term", "glosses": "term"}
    rows = (lexicon.table(name)[[column, "gloss"]].itertuples(index=False) for name, column in named.items())
    persons = lexicon.table("actors").query("kind == 'person'").set_index("zh")["actor"].to_dict()
    return persons | {word: gloss for table in rows for word, gloss in table if word and gloss}


class Matcher:
    """Finder of the forms in a table that has the columns of `concepts`."""

    def __init__(self, table: pd.DataFrame, where: Callable[[str], str] = "concepts.csv, {}".format):
        self.entries = list(table.index)
        self.forms: dict[str, int] = {}
        # For each Chinese form: its entries, and whether they count it or exclude what is inside it.
        chinese: dict[str, list[tuple[int, bool]]] = {}
        english: list[re.Pattern] = []
        exclusions: list[re.Pattern | None] = []
        self.english: list[int] = []  # the entry of each expression

        def read(number: int, row) -> None:
            place = where(row.Index)
            for form in filter(_EXPRESSION.search, [row.zh, *row.zh_variants.split("|")]):
                raise LexiconError(
                    f"{place}: {row.Index} has {_EXPRESSION.search(form)[0]!r} in {form!r}; a Chinese form is not an expression: "
                    "put each form into zh_variants, `|` between, and quotation marks as “ ”."
                )
            forms = _forms(f"{row.zh}|{row.zh_variants}")
            for form in forms:
                taken = self.forms.setdefault(form, number)
                if taken != number:
                    raise LexiconError(
                        f"{place}: {form!r} is a form of both {self.entries[taken]} and {row.Index}; keep one, or"
                        f" write a row for {self.entries[taken]} without it ({where(self.entries[taken])})."
                    )
                chinese[form] = [*chinese.get(form, ()), (number, True)]
            for context in map(simplify, filter(None, row.unless_zh.split("|"))):
                if not any(form in context and form != context for form in forms):
                    raise LexiconError(f"{place}: {row.Index} has no form inside {context!r}; mend its unless_zh.")
                chinese.setdefault(context, []).append((number, False))
            cue, unless = (expression(place, cell, "en") if cell else None for cell in (row.en, row.unless_en))
            if cue:
                english.append(cue)
                exclusions.append(unless)
                self.english.append(number)

        check_all(partial(read, *numbered) for numbered in enumerate(table.itertuples()))
        self.expressions = patterns.Expressions(english, exclusions)
        self.chinese, self.automaton = list(chinese.values()), AhoCorasick(list(chinese))

    def find(self, text: str, language: str) -> list[Match]:
        """Find the entries in a text (Chinese: in its normal form), in order; those inside a longer one are marked.

        >>> from helpers.lexicon import shipped
        >>> matcher = Matcher(shipped().table("concepts").set_index("concept"))
        >>> text = "构建人类命运共同体"
        >>> [(matcher.entries[m.entry], text[m.start : m.end], m.nested) for m in matcher.find(text, "zh")]
        [('shared future for humanity', '人类命运共同体', False), ('community with a shared future', '命运共同体', True)]
        """
        found = self._chinese(text) if language == "zh" else self._english(text)
        matches = []
        reach, holder = -1, (-1, -1)
        for start, end, entry in sorted(found, key=lambda match: (match[0], -match[1], match[2])):
            # In this order, a longer match around this one comes before it and has the furthest end so far.
            nested = end <= reach and (start, end) != holder
            matches.append(Match(start, end, entry, nested))
            if end > reach:
                reach, holder = end, (start, end)
        return _once(matches)

    def _chinese(self, text: str) -> set[tuple[int, int, int]]:
        spans: dict[tuple[int, bool], list[tuple[int, int]]] = {}
        for form, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            for key in self.chinese[form]:
                spans.setdefault(key, []).append((start, end))
        return {
            (*span, entry)
            for (entry, counts), own in spans.items()
            for span in own
            if counts and not patterns.is_inside(*span, spans.get((entry, False), []))
        }

    def _english(self, text: str) -> set[tuple[int, int, int]]:
        return {(start, end, self.english[number]) for number, start, end in self.expressions.matches(text)}


def _once(matches: list[Match]) -> list[Match]:
    """Drop matches inside another match of the same entry: 上合 in 上合组织 is one mention."""
    kept: list[Match] = []
    last: dict[int, int] = {}
    for match in matches:
        if match.end > last.get(match.entry, -1):
            kept.append(match)
            last[match.entry] = match.end
    return kept


def _forms(cell: str) -> list[str]:
    """Return the forms of a cell in Simplified characters, those in quotation marks in all kinds of them."""
    forms = (simplify(form).translate(marks) for form in cell.split("|") if form for marks in _MARKS)
    return list(dict.fromkeys(forms))


def normal_text(
    text: str, script: str | None = None, machine_converted: bool = False, *, lexicon: Lexicon | None = None
) -> str:
    """Return the form in which a Chinese text is searched, of the same length: Simplified, and in mainland vocabulary
    if the page was machine-converted (words that would change the length stay).

    >>> normal_text("堅持共商共建共用", "Hant", machine_converted=True)
    '坚持共商共建共享'
    """
    simplified = simplify(text, script)
    if not machine_converted:
        return simplified
    return restore_mainland(simplified, mainland_places(simplified, lexicon=lexicon))[0]
