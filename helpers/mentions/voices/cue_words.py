"""The cues of reported speech: the reviewed tables of verbs, speakers and other words, and what both languages share."""

import re
from bisect import bisect_left
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import Lexicon, patterns, per_lexicon
from helpers.lexicon.schemas import SCHEMAS

FORMS = ("direct", "collective", "indirect", "paraphrase", "source", "none")
SPEAKER_KINDS = ("person", "office", "collective", "medium", "document", "institution")
CLASSES = SCHEMAS["reporting_verbs"].allowed["class"]
_QUOTES = {"“": "”", "「": "」", "『": "』", "«": "»", '"': '"'}
_OPENS = re.compile(f"[{''.join(_QUOTES)}]")


class Event(NamedTuple):
    """One reporting event of a text: where its verb stands (of a bare label or quotation: the colon or opening
    quotation mark), the verb (empty there), where the words stand that name the speaker (None if none do), of what kind
    the speaker is (empty if nobody is named), the form, and whether the event stands inside the words of another."""

    start: int
    end: int
    verb: str
    speaker: tuple[int, int] | None
    kind: str
    form: str
    nested: bool = False

    def printed(self, text: str) -> "Event":
        """The same event with its verb as it stands in the text, not as in the normal form that was read."""
        return self._replace(verb=text[self.start : self.end]) if self.verb else self


@per_lexicon
def reporting_verbs(*, lexicon: Lexicon) -> pd.DataFrame:
    """The reviewed verbs: index `cue`; `verb`, `gloss`, `language`, `class` (after the kinds of speech act),
    `complement` (what follows: a `clause`, a `topic`, `either`, the noun of a `light` verb, or nothing but a `quotation`), `forms` (`|` between),
    `unless` (contexts in which the characters are no such verb; in English a regular expression), `reason`.

    Raises `LexiconError` for an unknown class or complement, or an impossible expression.
    """
    table = lexicon.table("reporting_verbs").set_index("cue")
    unless_of(table)  # checks what it reads
    return table


def unless_of(table: pd.DataFrame) -> dict[str, re.Pattern]:
    """The contexts in which the forms of an English verb are none, by the verb's `cue`; without those that have no such context."""
    contexts = table.loc[(table["language"] == "en") & (table["unless"] != ""), "unless"]
    return {
        str(cue): patterns.compiled(f"reporting_verbs.csv, {cue}", cell, words=True)
        for cue, cell in contexts.items()
    }


@per_lexicon
def speaker_heads(*, lexicon: Lexicon) -> pd.DataFrame:
    """The reviewed heads of noun phrases that name a speaker: index `cue`; `head`, `language`, `kind` (what such a
    speaker is; `institution` for what speaks only where it is asked for, `never` for what cannot), `speaker` (canonical English,
    where the head alone gives it), `reason`."""
    return lexicon.table("speakers").set_index("cue")


@per_lexicon
def heads(language: str, *, lexicon: Lexicon) -> dict[str, str]:
    """The kind of each head of a language."""
    table = speaker_heads(lexicon=lexicon).query("language == @language")
    return dict(zip(table["head"], table["kind"], strict=True))


@per_lexicon
def heads_of_kind(language: str, *kinds: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The heads of a language that are of one of the kinds, in the order of the table."""
    return tuple(head for head, kind in heads(language, lexicon=lexicon).items() if kind in kinds)


@per_lexicon
def canonical_heads(*, lexicon: Lexicon) -> dict[str, str]:
    """The canonical English name of a head that has one."""
    table = speaker_heads(lexicon=lexicon).query("speaker != ''")
    return dict(zip(table["head"], table["speaker"], strict=True))


@per_lexicon
def words_of(language: str, *roles: str, lexicon: Lexicon) -> frozenset[str]:
    """The reviewed words of a language that play one of the roles beside a reporting verb.

    >>> "一致" in words_of("zh", "adverb"), "schedule" in words_of("en", "ground")
    (True, True)
    """
    table = lexicon.table("voice_words")
    chosen = table[(table["language"] == language) & table["role"].isin(roles)]
    return frozenset(chosen["word"])


def any_of(words: frozenset[str]) -> str:
    """An expression of any of the words, the longest first."""
    return "(?:" + "|".join(map(patterns.literal, sorted(words, key=lambda word: (-len(word), word)))) + ")"


def quotations(text: str) -> list[tuple[int, int]]:
    """Where quotations stand, from the opening mark to behind the closing one; the outer ones only, in order. A mark
    without partner opens a quotation that goes on to the end of the text, if something follows it.

    >>> quotations('他说:"好。"')
    [(3, 7)]
    """
    spans: list[tuple[int, int]] = []
    place = 0
    while opening := _OPENS.search(text, place):
        end = text.find(_QUOTES[opening.group()], opening.end())
        place = len(text) if end < 0 else end + 1
        spans.append((opening.start(), place))
    return spans


def inside(place: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place is between the marks of a quotation."""
    before = bisect_left(spans, (place,)) - 1
    return before >= 0 and place < spans[before][1] - 1
