"""Entries of the reviewed tables found in the texts, longest first, each with the raw address it was found at.

Chinese forms are looked for in the normal form of the text (Simplified, in mainland vocabulary where the page
was machine-converted), in one pass for all of them; English forms are regular expressions, looked for in the
text as printed. An entry inside a longer one (命运共同体 inside 人类命运共同体) is nested: it is reported only on
request, and marked. An entry inside one of its own exclusions (印度 inside 印度尼西亚) is none.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import repeat
from typing import NamedTuple

import numpy as np
import pandas as pd
from ahocorasick_rs import AhoCorasick

from helpers.expressions import Expressions
from helpers.joins import check_corpus
from helpers.lexicon import LexiconError, read_lexicon
from helpers.scripts import mainland_places, restore_mainland, simplify, term_of

_COLUMNS = ["concept", "gloss", "zh", "zh_variants", "en", "unless_zh", "unless_en", "met", "note"]
# Between the sentences of an article: neither a space nor part of a word, so no form reaches across it.
_BETWEEN = "\x00"


class Match(NamedTuple):
    """A slice of a text, the number of the entry found there (-1: an exclusion), and whether a longer one holds it."""

    start: int
    end: int
    entry: int
    nested: bool


@cache
def concepts() -> pd.DataFrame:
    """The concepts paired across languages, by name.

    Columns: `gloss`, `zh` (the usual form, Simplified), `zh_variants` (other forms,
    Traditional and Taiwan ones too, `|` between), `en` (regular expression, found between word boundaries
    whatever the case), `unless_zh` (longer words, `|` between) and `unless_en` (regular expression) in which
    a form does not count, `met` (an address in the seeds), `note`.

    Raises `LexiconError` for a form of two concepts, an exclusion that holds no form of its concept, a
    concept without a form in both languages, or an impossible expression.
    """
    table = read_lexicon("concepts", "concept", _COLUMNS).set_index("concept")
    Matcher(table)  # checks what it reads
    return table


def stop_words(language: str) -> pd.DataFrame:
    """The reviewed stop list of a language (`zh` or `en`): index `term` (as counted), `reason`.

    >>> "的" in stop_words("zh").index, "中" in stop_words("zh").index
    (True, False)
    """
    if language not in ("zh", "en"):
        raise ValueError(f"there is a stop list for 'zh' and for 'en', not for {language!r}")
    table = read_lexicon(f"stop_{language}", "term", ["term", "reason"])
    strange = [term for term in table["term"] if term != term_of(term)]
    if strange:
        raise LexiconError(
            f"stop_{language}.csv: {strange[0]!r} is not a counted form; write {term_of(strange[0])!r}."
        )
    return table.set_index("term")


@cache
def glosses() -> dict[str, str]:
    """A short English gloss for Chinese terms: of `glosses.csv`, then of the dictionary, then of the concepts.

    >>> glosses()["合作"]
    'cooperation'
    """
    words = read_lexicon("glosses", "term", ["term", "gloss"])
    terms = read_lexicon("terms", "term", ["term", "gloss"])
    named = concepts()
    return {
        **dict(zip(named["zh"], named["gloss"], strict=True)),
        **dict(zip(terms["term"], terms["gloss"], strict=True)),
        **dict(zip(words["term"], words["gloss"], strict=True)),
    }


class Matcher:
    """The forms of a table with the columns of `concepts`, made ready to be found."""

    def __init__(self, table: pd.DataFrame, name: str = "concepts.csv"):
        self.entries = list(table.index)
        self.name = name
        self.forms: dict[str, int] = {}
        excluded: dict[str, set[int]] = {}
        self.english: list[
            tuple[int, bool]
        ] = []  # of each expression its entry, and whether it is no exclusion
        expressions: list[re.Pattern] = []
        for number, row in enumerate(table.itertuples()):
            forms = [normal_form(form) for form in [row.zh, *_split(row.zh_variants)]]
            if not row.zh or not row.en:
                raise LexiconError(f"{name}: {row.Index} needs a form in both languages (columns zh and en).")
            for form in forms:
                taken = self.forms.setdefault(form, number)
                if taken != number:
                    raise LexiconError(
                        f"{name}: {form!r} is a form of both {self.entries[taken]} and {row.Index}; keep one."
                    )
            for context in _split(row.unless_zh):
                context = normal_form(context)
                if not any(form in context and form != context for form in forms):
                    raise LexiconError(
                        f"{name}: {row.Index} cannot stand in {context!r}; mend its unless_zh."
                    )
                excluded.setdefault(context, set()).add(number)
            for expression, holds in ((row.en, True), (row.unless_en, False)):
                if expression:
                    expressions.append(self._expression(row.Index, expression))
                    self.english.append((number, holds))
        self.expressions = Expressions(expressions)
        # Of each Chinese form its entries, and whether it is no exclusion of theirs.
        self.chinese = [
            [
                *([(self.forms[form], True)] if form in self.forms else []),
                *((entry, False) for entry in sorted(excluded.get(form, ()))),
            ]
            for form in [*self.forms, *(form for form in excluded if form not in self.forms)]
        ]
        self.automaton = AhoCorasick([*self.forms, *(form for form in excluded if form not in self.forms)])

    def _expression(self, entry: str, expression: str) -> re.Pattern:
        spaced = expression.replace(" ", r"\s")  # any white space; of fixed width, as a look-behind needs
        try:
            pattern = re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", re.IGNORECASE)
        except re.error as error:
            raise LexiconError(
                f"{self.name}: {entry} has an impossible expression {expression!r} ({error}); mend it."
            ) from None
        if pattern.search("") or re.fullmatch(spaced, ""):
            raise LexiconError(
                f"{self.name}: {entry} has an expression that matches nothing at all; mend it."
            )
        return pattern

    def find(self, text: str, language: str) -> list[Match]:
        """The entries in a text (Chinese: in its normal form), those inside a longer one marked, in order.

        >>> matcher = Matcher(concepts())
        >>> text = "构建人类命运共同体"
        >>> [(matcher.entries[m.entry], text[m.start : m.end], m.nested) for m in matcher.find(text, "zh")]
        [('shared future for humanity', '人类命运共同体', False), ('community with a shared future', '命运共同体', True)]
        """
        found = set(self._chinese(text) if language == "zh" else self._english(text))
        excluded = [(start, end, entry) for start, end, entry, holds in found if not holds]
        kept = sorted(
            {
                (start, end, entry)
                for start, end, entry, holds in found
                if holds and not any(s <= start and end <= e and entry == n for s, e, n in excluded)
            },
            key=lambda match: (match[0], -match[1], match[2]),
        )
        matches = []
        reach, holder = -1, (-1, -1)
        for start, end, entry in kept:
            # In this order a longer match that holds this one has come before it, and reaches furthest.
            nested = end <= reach and (start, end) != holder
            matches.append(Match(start, end, entry, nested))
            if end > reach:
                reach, holder = end, (start, end)
        return _once(matches)

    def _chinese(self, text: str) -> Iterator[tuple[int, int, int, bool]]:
        for form, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            for entry, holds in self.chinese[form]:
                yield start, end, entry, holds

    def _english(self, text: str) -> Iterator[tuple[int, int, int, bool]]:
        for number, start, end in self.expressions.matches(text):
            yield start, end, *self.english[number]


@cache
def concept_matcher() -> Matcher:
    """The concepts, ready to be found."""
    return Matcher(concepts())


def _once(matches: list[Match]) -> list[Match]:
    """Without the matches of an entry that lie in another of the same entry: 上合 in 上合组织 is one mention."""
    kept: list[Match] = []
    last: dict[int, int] = {}
    for match in matches:
        if match.end > last.get(match.entry, -1):
            kept.append(match)
            last[match.entry] = match.end
    return kept


def _split(cell: str) -> list[str]:
    return [form for form in cell.split("|") if form]


def normal_form(form: str) -> str:
    """The form as it stands in a normalised text: in Simplified characters.

    >>> normal_form("人類命運共同體"), normal_form("高品质发展")
    ('人类命运共同体', '高品质发展')
    """
    return simplify(form)


def normal_text(text: str, script: str | None = None, machine_converted: bool = False) -> str:
    """A Chinese text as its forms are looked for: of the same length, in Simplified characters, and in mainland
    vocabulary if the page was machine-converted (words that would change the length stay).

    >>> normal_text("堅持共商共建共用", "Hant", machine_converted=True)
    '坚持共商共建共享'
    """
    simplified = simplify(text, script)
    if not machine_converted:
        return simplified
    return restore_mainland(simplified, mainland_places(simplified))[0]


class Bodies:
    """Where the characters of the text of each article, or of those named, stand in its raw page."""

    def __init__(self, corpus, articles: Iterable[str] | None = None):
        if articles is None:
            check_corpus(corpus)
        article = corpus.segments["article"]
        wanted = article.notna() if articles is None else article.isin(articles)
        body = corpus.segments[(corpus.segments["kind"] == "body") & wanted]
        codes, names = pd.factorize(body["article"])
        order = np.argsort(codes, kind="stable")
        # The segments of one article behind those of another: of each its place, and the characters of its article before it.
        self._starts, self._ends = (body[edge].to_numpy(dtype=np.int64)[order] for edge in ("start", "end"))
        edges = np.searchsorted(codes[order], np.arange(len(names) + 1))
        self._rows = dict(zip(names, zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True), strict=True))
        lengths = self._ends - self._starts
        before = np.cumsum(lengths) - lengths
        before -= np.repeat(before[edges[:-1]], np.diff(edges))
        # As lists, too: to search a few edges, Python is faster than numpy.
        self._lists = self._starts.tolist(), self._ends.tolist(), before.tolist()
        self._offsets: dict[str, np.ndarray] = {}

    def offsets(self, article: str) -> np.ndarray:
        """For each character of the text, its place in the raw page."""
        if article not in self._offsets:
            rows = slice(*self._rows.get(article, (0, 0)))
            ranges = map(np.arange, self._starts[rows], self._ends[rows])
            self._offsets[article] = np.concatenate([np.empty(0, dtype=np.int64), *ranges])
        return self._offsets[article]

    def span(self, article: str, start: int, end: int) -> tuple[int, int]:
        """The slice of the article's text that stands at raw `start` to `end`."""
        return self._before(article, start), self._before(article, end)

    def _before(self, article: str, place: int) -> int:
        """How many characters of the text stand before a place in the raw page."""
        starts, ends, before = self._lists
        first, last = self._rows.get(article, (0, 0))
        row = bisect_right(starts, place, first, last) - 1
        return before[row] + min(place, ends[row]) - starts[row] if row >= first else 0

    def address(self, article: str, sentence_start: int, start: int, end: int) -> tuple[int, int]:
        """The raw slice of the characters `start` to `end` (not none) of the sentence that begins at raw `sentence_start`."""
        offsets = self.offsets(article)
        first, _ = self.span(article, sentence_start, sentence_start)
        return int(offsets[first + start]), int(offsets[first + end - 1]) + 1


def find_concepts(corpus, nested: bool = False, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every mention of a concept, with its raw address.

    Columns: `article`, `sentence`, `start`, `end` (raw page), `concept`, `text` (as printed), `nested`.

    `concept` is categorical with all concepts of the table, so that what nobody mentions can be counted as
    zero. Mentions inside a longer mention are left out, or with `nested=True` listed and marked. `table` is
    another one with the columns of `concepts()`. In the order of the corpus; no mention reaches across the
    end of a sentence.
    """
    matcher = concept_matcher() if table is None else Matcher(table)
    bodies = Bodies(corpus)
    rows = []
    sentences = dict(iter(corpus.sentences.groupby("article", sort=False)))
    about = corpus.articles[["language", "script", "machine_converted"]]
    for article, language, script, converted in about.itertuples():
        if article not in sentences:
            continue
        part = sentences[article]
        texts, numbers = part["text"].tolist(), part["sentence"].to_numpy()
        whole = _BETWEEN.join(texts)
        # A sentence is its text in the joined one and its slice of the page; both are strictly increasing.
        begins = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
        offsets = bodies.offsets(article)
        first = np.searchsorted(offsets, part["start"].to_numpy())
        if language == "zh":
            found = matcher.find(normal_text(whole, script, bool(converted)), "zh")
        else:
            found = matcher.find(whole, "en")
        matches = [match for match in found if nested or not match.nested]
        starts, ends, entries, inside = np.array(matches, dtype=np.int64).reshape(-1, len(Match._fields)).T
        number = np.searchsorted(begins, starts, side="right") - 1
        shift = (first - begins)[number]
        columns = (numbers[number], offsets[starts + shift], offsets[ends - 1 + shift] + 1, entries)
        printed = [whole[match.start : match.end] for match in matches]
        rows += zip(repeat(article), *(column.tolist() for column in columns), printed, inside.tolist())
    mentions = pd.DataFrame(
        rows, columns=["article", "sentence", "start", "end", "concept", "text", "nested"]
    )
    mentions["concept"] = pd.Categorical.from_codes(
        mentions["concept"].to_numpy(dtype=np.intp), categories=matcher.entries
    )
    return mentions.astype({"article": "str", "text": "str", "nested": "bool"})
