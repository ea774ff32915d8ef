"""The cues of the frames: a reviewed table of patterns, compiled and found in one sentence at a time."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import Lexicon, patterns, per_lexicon
from helpers.lexicon.schemas import FRAMES, LANGUAGES
from helpers.texts.matching import normal_text

# In the order of the codebook, which every table of frames keeps; for narrow columns a short name, a stroke where a line ends.
HEADINGS = {
    "security": "security",
    "development_economy": "develop-/ment,/economy",
    "civilisation_culture": "civili-/sations,/culture",
    "multipolarity_antihegemony": "multi-/polarity",
    "shared_future": "shared/future",
    "multilateralism_un": "multi-/lateral-/ism, UN",
    "people_to_people": "people to/people",
    "china_leadership_host": "China/leads,/hosts",
    "technology_innovation": "techno-/logy",
    "legal_defence": "law,/defence",
}
LISTS = ("strict", "wide")
# Rows of the table that are no cues: passages that carry no label, and lists that other rows refer to in braces.
UNLABELLED = "none"
_REFERENCES = ("body", "abroad")
_TYPOGRAPHY = str.maketrans("，；：！？（）“”„‘’‐‑\u00a0\u3000", ',;:!?()"""\'\'--  ')


class Cue(NamedTuple):
    """One compiled row: the pattern of the cue and that of the contexts in which it does not count."""

    cue: str
    frame: str
    strict: bool
    pattern: re.Pattern
    exclude: re.Pattern | None


@dataclass(frozen=True)
class Cues:
    """The cues of one language, and the passages in which none counts."""

    cues: tuple[Cue, ...]
    unlabelled: tuple[Cue, ...]

    @cached_property
    def _expressions(self) -> patterns.Expressions:
        return patterns.Expressions([row.pattern for row in (*self.unlabelled, *self.cues)])

    def find(self, text: str) -> list[tuple[int, int, Cue]]:
        """The cues that count in a text (in its `readable` form): `start`, `end`, cue; in the order of the text.

        A cue inside one of its exclusions, or inside a name or the formula, does not count; of matches of one frame,
        one inside another is left out.
        """
        rows = (*self.unlabelled, *self.cues)
        spans: dict[int, list[tuple[int, int]]] = {}
        for number, start, end in self._expressions.matches(text):
            spans.setdefault(number, []).append((start, end))
        counting = [
            (rows[number], span) for number in spans for span in _counting(rows[number], spans[number], text)
        ]
        names = [span for row, span in counting if row.frame == UNLABELLED]
        found = [
            (*span, row) for row, span in counting if row.frame != UNLABELLED and not _inside(*span, names)
        ]
        found.sort(key=lambda match: (match[0], -match[1], FRAMES.index(match[2].frame), match[2].cue))
        reach = dict.fromkeys(FRAMES, -1)
        kept = []
        for start, end, cue in found:
            if end > reach[cue.frame]:
                kept.append((start, end, cue))
                reach[cue.frame] = end
        return kept


def spans_that_count(row: Cue, text: str) -> list[tuple[int, int]]:
    """The spans at which a row's pattern stands outside its exclusions."""
    return _counting(row, [match.span() for match in row.pattern.finditer(text)], text)


def _counting(row: Cue, spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    if not spans or row.exclude is None:
        return spans
    contexts = _overlapping(row.exclude, text)
    return [span for span in spans if not _inside(*span, contexts)]


def _overlapping(pattern: re.Pattern, text: str) -> list[tuple[int, int]]:
    """All matches, those that begin inside another too: a context found early must not hide a later one."""
    spans = []
    place = 0
    while match := pattern.search(text, place):
        spans.append(match.span())
        place = match.start() + 1
    return spans


def _inside(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


@per_lexicon
def cue_table(*, lexicon: Lexicon) -> pd.DataFrame:
    """The reviewed table: `frame` (one of `FRAMES`, `none` for passages that carry no label, `body` and `abroad` for
    lists that other rows name in braces), `language`, `cue` (regular expression), `strict`, `exclude` (regular
    expression: the contexts in which the cue does not count), `reason`.

    Raises `LexiconError` naming the line for an unknown frame, language or value of `strict`, or a missing reason.
    """
    table = lexicon.table("frames")
    return table.assign(strict=table["strict"] == "true")


@per_lexicon
def cues(language: str, lists: str = "wide", *, lexicon: Lexicon) -> Cues:
    """The compiled cues of a language: those of the strict list, or of the wide one, which holds the strict one.

    English cues stand between word boundaries and match whatever the case.
    """
    if language not in LANGUAGES:
        raise ValueError(f"there are cues for {' and '.join(map(repr, LANGUAGES))}, not for {language!r}")
    if lists not in LISTS:
        raise ValueError(f"lists is {' or '.join(map(repr, LISTS))}, not {lists!r}")
    table = cue_table(lexicon=lexicon)[lambda rows: rows["language"] == language]
    named = {name: "|".join(table.loc[table["frame"] == name, "cue"]) for name in _REFERENCES}
    rows = [
        compiled("frames.csv", row.cue, row.frame, row.strict, row.exclude, language, named)
        for row in table.itertuples()
        if row.frame not in _REFERENCES
    ]
    return Cues(
        tuple(row for row in rows if row.frame != UNLABELLED and (row.strict or lists == "wide")),
        tuple(row for row in rows if row.frame == UNLABELLED),
    )


def compiled(
    table: str, cue: str, frame: str, strict: bool, exclude: str, language: str, named: dict[str, str]
) -> Cue:
    """A row of `table` (its file name) made ready to be found; `named` says what stands for the names in braces."""
    expressions = [_expression(table, cue, one, language, named) if one else None for one in (cue, exclude)]
    return Cue(cue, frame, strict, *expressions)


def _expression(table: str, cue: str, expression: str, language: str, named: dict[str, str]) -> re.Pattern:
    for name, forms in named.items():
        # Names of states and bodies are written with capitals: the US is not us.
        expression = expression.replace(
            f"{{{name}}}", f"(?-i:{forms})" if language == "en" else f"(?:{forms})"
        )
    return patterns.compiled(f"{table}, cue {cue!r}", expression, words=language == "en")


def readable(
    text: str,
    language: str,
    script: str | None = None,
    machine_converted: bool = False,
    *,
    lexicon: Lexicon | None = None,
) -> str:
    """The text as cues are looked for in it, of the same length: straight quotation marks and ASCII punctuation;
    Chinese in Simplified characters, and in mainland vocabulary if the page was machine-converted.

    >>> readable("堅持“共商”，共建共用", "zh", "Hant", machine_converted=True)
    '坚持"共商",共建共享'
    """
    text = text.translate(_TYPOGRAPHY)
    return normal_text(text, script, machine_converted, lexicon=lexicon) if language == "zh" else text


def line_name(group: object, texts: int, sentences: int) -> str:
    """A group of articles as the lines of a map name it.

    >>> line_name("Xinhua News Agency, English", 1, 23)
    'Xinhua News Agency, English (1 text, 23 s.)'
    """
    return f"{group} ({texts} {'text' if texts == 1 else 'texts'}, {sentences} s.)"
