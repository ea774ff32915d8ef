"""The cues of the frames: a reviewed table of patterns, matched against one sentence at a time."""

import re
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import Lexicon, LexiconError, check_all, patterns, per_lexicon
from helpers.lexicon.schemas import FRAMES, LANGUAGES
from helpers.texts.hygiene import HALF_WIDTH, on_one_line
from helpers.texts.matching import expression, normal_text

LISTS = ("strict", "wide")
# Rows that are not cues: passages that get no label, and lists that other rows refer to in braces.
UNLABELLED = "none"
_REFERENCES = ("body", "abroad")
# The other columns of tables that have one column per frame.
_COLUMNS = (
    "article", "sentence", "start", "end", "text", "language", "script", "machine_converted", "page", "all", "both",
    "id", "split",
)  # fmt: skip
_TYPOGRAPHY = HALF_WIDTH | str.maketrans("“”„‘’‐‑\u00a0", '"""\'\'-- ')


class Cue(NamedTuple):
    """One compiled row: the pattern of the cue, and the pattern of contexts in which it does not count."""

    cue: str
    frame: str
    strict: bool
    pattern: re.Pattern
    exclude: re.Pattern | None


@dataclass(frozen=True)
class Cues:
    """The cues of one language, sorted by frame and cue. Inside passages of the frame `UNLABELLED` no cue counts."""

    rows: tuple[Cue, ...]

    @cached_property
    def _expressions(self) -> patterns.Expressions:
        return patterns.Expressions([row.pattern for row in self.rows], [row.exclude for row in self.rows])

    def find(self, text: str) -> list[tuple[int, int, Cue]]:
        """Return the cues that count in a text (in its `readable` form) as `(start, end, cue)`, in order.

        A cue does not count inside one of its exclusions, a name or the formula, or inside another match of
        its frame.
        """
        names, found = [], []
        for number, spans in self._expressions.counting(text):
            if self.rows[number].frame == UNLABELLED:
                names += spans
            else:
                found += [(start, -end, number) for start, end in spans]
        reach: dict[str, int] = {}
        kept = []
        for start, end, number in sorted(found):
            row = self.rows[number]
            if -end > reach.get(row.frame, -1) and not patterns.is_inside(start, -end, names):
                kept.append((start, -end, row))
                reach[row.frame] = -end
        return kept


@per_lexicon
def frame_names(*, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the frames of a lexicon: those of the codebook, then those of the study, each in the order of its table.

    Raises `LexiconError` if a frame has the name of another column of sentence tables.
    """
    named = dict.fromkeys([*FRAMES, *lexicon.table("frames")["frame"]])
    names = tuple(name for name in named if name not in (UNLABELLED, *_REFERENCES))
    taken = [name for name in names if name in _COLUMNS]
    if taken:
        raise LexiconError(f"frames.csv: frame {taken[0]!r} is the name of a column of sentences, too; rename it.")
    return names


def frames_of(labels: pd.DataFrame) -> list[str]:
    """Return the frames in a table from `label_frames`: its boolean columns, except those of any sentence table."""
    return [name for name in labels.select_dtypes("bool") if name not in _COLUMNS]


@partial(per_lexicon, tables=("frames",))
def cues(language: str, lists: str = "wide", *, lexicon: Lexicon) -> Cues:
    """Return the compiled cues of a language, from the strict list or from the wide one, which includes the strict one.

    English cues match whole words, ignoring case. Cues of a study are strict unless the table says otherwise. Raises
    `LexiconError` with the line for an unknown frame, language or value of `strict`.
    """
    if language not in LANGUAGES:
        raise ValueError(f"there are cues for {' and '.join(map(repr, LANGUAGES))}, not for {language!r}")
    if lists not in LISTS:
        raise ValueError(f"lists is {' or '.join(map(repr, LISTS))}, not {lists!r}")
    table = lexicon.table("frames").query("language == @language")
    named = {name: "|".join(table.loc[table["frame"] == name, "cue"]) for name in _REFERENCES}

    def read(row, strict: bool) -> Cue:
        return Cue(row.cue, row.frame, strict, *(_pattern(row, one, named, lexicon) for one in (row.cue, row.exclude)))

    rows = check_all(
        partial(read, row, strict)
        for row, strict in zip(table.itertuples(), table["strict"] != "false", strict=True)
        if row.frame not in _REFERENCES and (strict or row.frame == UNLABELLED or lists == "wide")
    )
    place = {frame: number for number, frame in enumerate((UNLABELLED, *frame_names(lexicon=lexicon)))}
    return Cues(tuple(sorted(rows, key=lambda row: (place[row.frame], row.cue))))


def _pattern(row, cell: str, named: dict[str, str], lexicon: Lexicon) -> re.Pattern | None:
    """Compile an expression of a cue's row; `named` maps names in braces to their forms. None for an empty one."""
    for name, forms in named.items():
        # Names of states and organisations are case-sensitive: the US is not us.
        cell = cell.replace(f"{{{name}}}", f"(?-i:{forms})" if row.language == "en" else f"(?:{forms})")
    return expression(lexicon.where("frames", row.cue), cell, row.language) if cell else None


def readable(
    text: str,
    language: str,
    script: str | None = None,
    machine_converted: bool = False,
    *,
    lexicon: Lexicon | None = None,
) -> str:
    """Normalize a text for matching cues, keeping its length: straight quotation marks and ASCII punctuation;
    Chinese in Simplified characters, and in mainland vocabulary if the page was machine-converted.

    >>> readable("堅持“共商”，共建共用", "zh", "Hant", machine_converted=True)
    '坚持"共商",共建共享'
    """
    text = on_one_line(text if text.isascii() else text.translate(_TYPOGRAPHY))
    return normal_text(text, script, machine_converted, lexicon=lexicon) if language == "zh" else text
