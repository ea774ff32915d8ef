"""Anchors: what a sentence says that can be recognised in another language or wording.

Names, numbers, dates and paired concepts carry most; everyday words of the news (`lexicon/equivalents.csv`) carry less,
and within one language every word is an anchor of its own. What many sentences say weighs little, in all kinds.
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import Lexicon, per_lexicon
from helpers.mentions.actors import actors_in
from helpers.mentions.concepts import concept_matcher
from helpers.mentions.dates import dates_in
from helpers.mentions.numbers import numbers_in
from helpers.texts.matching import Matcher, normal_text, stop_words
from helpers.texts.scripts import script_of, term_of
from helpers.texts.tokens import cut, kind_of

# What two sentences share says the more, the harder it is to share by chance.
WEIGHTS = {
    "name": 1.4,
    "number": 1.4,
    "date": 1.4,
    "letters": 1.4,
    "concept": 1.0,
    "word": 0.7,
    "own word": 0.7,
}
_LETTERS = re.compile(r"[A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*\+?")
# A length, not a place on the calendar: 24年, two days.
_LENGTH_UNIT = re.compile(r"[多余来]?[ -]?(?:年|个月|周|天|years?|months?|weeks?|days?)")


class Anchor(NamedTuple):
    """`text[start:end]` of a sentence, recognised as `key`; `kind` is one of `WEIGHTS`."""

    kind: str
    key: str
    start: int
    end: int


@per_lexicon
def equivalents(*, lexicon: Lexicon) -> pd.DataFrame:
    """Everyday words of the news in both languages: index `word`; `zh` (forms, `|` between), `en` (regular expression).

    Broad on purpose (举行 is held, hosted, convened): one alone shows nothing. Raises `LexiconError` for a form
    of two words.
    """
    table = lexicon.table("equivalents").set_index("word")
    _matcher_of_words(table)
    return table


def _matcher_of_words(table: pd.DataFrame) -> Matcher:
    first, rest = table["zh"].str.partition("|")[0], table["zh"].str.partition("|")[2]
    columns = {"zh": first, "zh_variants": rest, "en": table["en"], "unless_zh": "", "unless_en": ""}
    return Matcher(pd.DataFrame(columns), "equivalents.csv")


@per_lexicon
def _words(*, lexicon: Lexicon) -> Matcher:
    return _matcher_of_words(equivalents(lexicon=lexicon))


def language_of(tag: str) -> str:
    """`zh` or `en`, whatever follows in the tag (zh-Hant, en-GB). Raises `ValueError` for another language."""
    language = str(tag).partition("-")[0].casefold()
    if language not in ("zh", "en"):
        raise ValueError(f"sentences are aligned in Chinese (zh) and English (en), not in {tag!r}")
    return language


class Side(NamedTuple):
    """One text made ready for alignment: per sentence its printed text, its length in characters, its anchors."""

    language: str
    texts: list[str]
    lengths: list[int]
    anchors: list[list[Anchor]]


def side(sentences: pd.DataFrame, other_language: str, *, lexicon: Lexicon | None = None) -> Side:
    """The anchors of the sentences of one text, to be compared with one in `other_language`.

    `sentences` has `text` and `language`; where it has `date` (the day of publication), relative dates are
    resolved; where it has `script` and `machine_converted`, they are believed, else the text decides.
    """
    texts = [str(text) for text in sentences["text"]]
    lengths = [sum(not character.isspace() for character in text) for text in texts]
    if not texts:
        return Side(other_language, [], [], [])
    language = language_of(sentences["language"].iloc[0])
    script = _first(sentences, "script") or script_of("".join(texts))
    # A Taiwan form that no converter wrote costs an anchor at most.
    converted = bool(_first(sentences, "machine_converted", script == "Hant"))
    normal = (
        [normal_text(text, script, converted, lexicon=lexicon) for text in texts]
        if language == "zh"
        else texts
    )
    dates = _dates(texts, language, _first(sentences, "date"))
    anchors = []
    for text, plain, dated in zip(texts, normal, dates, strict=True):
        found = [Anchor("date", key, start, end) for start, end, key in dated]
        found += _numbers(plain, language, dated)
        names = [
            Anchor("name", one.actor, one.start, one.end)
            for one in actors_in(text, language, script, converted, lexicon=lexicon)
        ]
        named = {(name.start, name.end) for name in names}
        # China and the SCO are actors and concepts: one anchor.
        found += names
        found += [
            one
            for one in _matches(concept_matcher(lexicon=lexicon), "concept", plain, language)
            if (one.start, one.end) not in named
        ]
        if language == other_language:
            found += _own_words(plain, language, lexicon)
        else:
            found += _matches(_words(lexicon=lexicon), "word", plain, language)
            found += [Anchor("letters", m[0].casefold(), *m.span()) for m in _LETTERS.finditer(text)]
        anchors.append(sorted(found, key=lambda one: (one.start, one.end, one.kind, one.key)))
    return Side(language, texts, lengths, anchors)


def _first(sentences: pd.DataFrame, column: str, otherwise: object = None) -> object:
    if column not in sentences or pd.isna(sentences[column].iloc[0]):
        return otherwise
    return sentences[column].iloc[0]


def _dates(texts: list[str], language: str, published: object) -> list[list[tuple[int, int, str]]]:
    """Per sentence `(start, end, key)`: dates are read through the whole text, since 26日 needs the month before."""
    begins = [0]
    for text in texts:
        begins.append(begins[-1] + len(text) + 1)
    written = pd.Timestamp(published).normalize() if published is not None else None
    found: list[list[tuple[int, int, str]]] = [[] for _ in texts]
    number = 0
    for row in dates_in("\n".join(texts), language, published).itertuples():
        while row.start >= begins[number + 1]:
            number += 1
        if not pd.isna(row.first):
            # A length that reaches the day of writing ends on another day in a reprint of another day.
            open_end = row.grain == "span" and row.last == written
            key = (
                f"since {row.first:%Y-%m-%d}" if open_end else f"{row.first:%Y-%m-%d} to {row.last:%Y-%m-%d}"
            )
            found[number].append((row.start - begins[number], row.end - begins[number], key))
    return found


def _numbers(text: str, language: str, dated: list[tuple[int, int, str]]) -> list[Anchor]:
    """The numbers that are no part of a date; those of a length (24年) count, whether or not it is read as one."""
    return [
        Anchor("number", number.key, number.start, number.end)
        for number in numbers_in(text, language)
        if (_LENGTH_UNIT.match(text, number.end) and float(number.key.rstrip("%")) < 1000)
        or not any(start <= number.start < end for start, end, _ in dated)
    ]  # fmt: skip


def _matches(matcher: Matcher, kind: str, text: str, language: str) -> list[Anchor]:
    return [
        Anchor(kind, str(matcher.entries[match.entry]), match.start, match.end)
        for match in matcher.find(text, language)
        if not match.nested
    ]


def _own_words(text: str, language: str, lexicon: Lexicon | None) -> list[Anchor]:
    found = []
    stop = stop_words(language, lexicon=lexicon).index
    for start, end in cut(text, lexicon=lexicon):
        term = term_of(text[start:end])
        if kind_of(text[start:end]) == "word" and term not in stop:
            found.append(Anchor("own word", term, start, end))
    return found


def weights(sides: Sequence[Side]) -> dict[tuple[str, str], float]:
    """The weight of each anchor: that of its kind, times ln(1 + sentences / sentences that have it) over all sides."""
    having = Counter(key for one in sides for anchors in one.anchors for key in sorted(keys(anchors)))
    sentences = sum(len(one.texts) for one in sides)
    return {key: WEIGHTS[key[0]] * log(1 + sentences / count) for key, count in sorted(having.items())}


def keys(anchors: list[Anchor]) -> frozenset[tuple[str, str]]:
    return frozenset((anchor.kind, anchor.key) for anchor in anchors)
