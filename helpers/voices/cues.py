"""The cues of reported speech: the reviewed tables of verbs and speakers, and what both languages share."""

import re
from functools import cache
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import LexiconError, check_values, read_lexicon

FORMS = ("direct", "collective", "indirect", "paraphrase", "source", "none")
SPEAKER_KINDS = ("person", "office", "collective", "medium", "document", "institution")
CLASSES = ("neutral", "assertive", "directive", "commissive", "evaluative", "expressive")
COMPLEMENTS = ("clause", "either", "topic", "light")
_HEAD_KINDS = ("pronoun", "title", "collective", "office", "medium", "document", "institution", "never")
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


@cache
def reporting_verbs() -> pd.DataFrame:
    """The reviewed verbs: index `cue`; `verb`, `gloss`, `language`, `class` (after the kinds of speech act),
    `complement` (what follows: a `clause`, a `topic`, `either`, or the noun of a `light` verb), `forms` (`|` between),
    `unless` (contexts in which the characters are no such verb; in English a regular expression), `reason`.

    Raises `LexiconError` for an unknown class or complement, or an impossible expression.
    """
    columns = ["cue", "verb", "gloss", "language", "class", "complement", "forms", "unless", "reason"]
    table = read_lexicon("reporting_verbs", "cue", columns).set_index("cue")
    check_values("reporting_verbs.csv", table, {"class": CLASSES, "complement": COMPLEMENTS})
    for cue, row in table.iterrows():
        try:
            re.compile(row["unless"])
        except re.error as error:
            raise LexiconError(
                f"reporting_verbs.csv: {cue} has an impossible unless ({error}); mend it."
            ) from None
    return table


@cache
def speaker_heads() -> pd.DataFrame:
    """The reviewed heads of noun phrases that name a speaker: index `cue`; `head`, `language`, `kind` (what such a
    speaker is; `institution` for what speaks only where it is asked for, `never` for what cannot), `speaker` (canonical English, where the head alone gives it), `reason`."""
    table = read_lexicon(
        "speakers", "cue", ["cue", "head", "language", "kind", "speaker", "reason"]
    ).set_index("cue")
    check_values("speakers.csv", table, {"kind": _HEAD_KINDS})
    return table


@cache
def heads(language: str) -> dict[str, str]:
    """The kind of each head of a language."""
    table = speaker_heads().query("language == @language")
    return dict(zip(table["head"], table["kind"], strict=True))


@cache
def canonical_heads() -> dict[str, str]:
    """The canonical English name of a head that has one."""
    table = speaker_heads().query("speaker != ''")
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
