"""The cues of reported speech: the reviewed tables of verbs and speakers, and what both languages share."""

import re
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import Lexicon, patterns, per_lexicon
from helpers.lexicon.schemas import SCHEMAS

FORMS = ("direct", "collective", "indirect", "paraphrase", "source", "none")
SPEAKER_KINDS = ("person", "office", "collective", "medium", "document", "institution")
CLASSES = SCHEMAS["reporting_verbs"].allowed["class"]
_QUOTES = {"“": "”", "「": "」", "『": "』", "«": "»"}


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


@per_lexicon
def reporting_verbs(*, lexicon: Lexicon) -> pd.DataFrame:
    """The reviewed verbs: index `cue`; `verb`, `gloss`, `language`, `class` (after the kinds of speech act),
    `complement` (what follows: a `clause`, a `topic`, `either`, or the noun of a `light` verb), `forms` (`|` between),
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
def canonical_heads(*, lexicon: Lexicon) -> dict[str, str]:
    """The canonical English name of a head that has one."""
    table = speaker_heads(lexicon=lexicon).query("speaker != ''")
    return dict(zip(table["head"], table["speaker"], strict=True))


def quotations(text: str) -> list[tuple[int, int]]:
    """Where quotations stand, from the opening mark to behind the closing one; the outer ones only, in order. A mark
    without partner opens a quotation that goes on to the end of the text, if something follows it.

    >>> quotations('他说:"好。"')
    [(3, 7)]
    """
    spans: list[tuple[int, int]] = []
    place = 0
    while place < len(text):
        character = text[place]
        close = _QUOTES.get(character, '"' if character == '"' else None)
        if close is None:
            place += 1
            continue
        end = text.find(close, place + 1)
        end = len(text) if end < 0 else end + 1
        spans.append((place, end))
        place = end
    return spans


def inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < place < end - 1 for start, end in spans)
