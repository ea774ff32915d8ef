"""Modal words of certainty, obligation, ability, belief, wish, aim and effect, one scale each for both languages."""

import re
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import Lexicon, LexiconError, patterns, per_lexicon
from helpers.lexicon.schemas import MODALITY
from helpers.mentions import About, in_corpus, in_text
from helpers.texts.hygiene import HALF_WIDTH
from helpers.texts.matching import expression

_COLUMNS = ["article", "sentence", "page", "start", "end", "modal", "kind", "text"]


class Modal(NamedTuple):
    """A modal word at `text[start:end]`: its usual form and its kind (one of `MODALITY`)."""

    start: int
    end: int
    modal: str
    kind: str


@per_lexicon
def modal_table(*, lexicon: Lexicon) -> pd.DataFrame:
    """Return the reviewed table: `modal` (usual form), `language`, `cue` (regular expression), `kind` (of `MODALITY`),
    `rank` (higher is stronger, within a kind), `exclude`, `gloss` (one per force, i.e. per kind and rank), `reason`.

    Raises `LexiconError` for an unknown kind or language, an invalid expression, or two glosses of one force.
    """
    table = lexicon.table("modals").astype({"rank": int})
    for force, glosses in table.groupby(["kind", "rank"], sort=True)["gloss"]:
        if len(set(glosses)) > 1:
            raise LexiconError(
                f"modals.csv: {force[0]} of rank {force[1]} has the glosses {' and '.join(map(repr, glosses.unique()))};"
                " keep one, or give another rank."
            )
    return table


@per_lexicon
def _modals(language: str, *, lexicon: Lexicon) -> tuple[patterns.Expressions, list[tuple[str, str]]]:
    """Return the compiled expressions of one language, and (form, kind) of each by its number."""
    table = modal_table(lexicon=lexicon)[lambda rows: rows["language"] == language]

    def pattern(modal: str, cell: str) -> re.Pattern:
        return expression(f"modals.csv, {modal}", cell, language)

    cues = [pattern(*row) for row in zip(table["modal"], table["cue"], strict=True)]
    contexts = [pattern(*row) if row[1] else None for row in zip(table["modal"], table["exclude"], strict=True)]
    return patterns.Expressions(cues, contexts), list(zip(table["modal"], table["kind"], strict=True))


@in_text
def modals_in(text: str, about: About) -> list[Modal]:
    """Return the modal words of a text in order; of overlapping ones the first, then the longest (必将, not 将).

    >>> [(one.modal, one.kind) for one in modals_in("峰会必将成为盛会,我们要把准方向", "zh")]
    [('必将', 'certainty'), ('要', 'obligation')]
    >>> [one.modal for one in modals_in("The summit is expected to be fruitful and must stay open", "en")]
    ['is expected to', 'must']
    """
    searched = about.normal(text.translate(HALF_WIDTH))
    expressions, rows = _modals(about.language, lexicon=about.lexicon)
    found = [(start, -end, number) for number, start, end in expressions.matches(searched)]
    kept: list[Modal] = []
    for start, end, number in sorted(found):
        if not kept or start >= kept[-1].end:
            kept.append(Modal(start, -end, *rows[number]))
    return kept


def find_modals(corpus) -> pd.DataFrame:
    """Return every modal word of a corpus as found by `modals_in`: `article`, `sentence`, `page`, `start`, `end` (raw),
    `modal`, `kind` (categorical, `MODALITY`), `text` (as printed)."""
    table = in_corpus(corpus, modals_in.about, ["modal", "kind"])
    table["kind"] = pd.Categorical(table["kind"], categories=MODALITY)
    table["modal"] = pd.Categorical(table["modal"], categories=modal_table(lexicon=corpus.lexicon)["modal"])
    return table.assign(page=table["article"].map(corpus.articles["page"]))[_COLUMNS]
