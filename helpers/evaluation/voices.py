"""Scores of found reporting events against those annotated by hand."""

from collections.abc import Iterable
from operator import eq

import pandas as pd

from helpers.evaluation.scores import gold_table, paired, score_table


def gold_voices() -> pd.DataFrame:
    """Read the reporting events annotated by hand (tests/gold/VOICES.md): those columns of `voices.find_voices` that a
    coder can fill, and `split` (`dev` or `test`, by story), `page`, `note`. Empty cells are empty strings."""
    return gold_table("voices.csv", dtype=str).astype({"sentence": int, "start": int, "end": int, "covers": int})


def gold_unseen_voices() -> pd.DataFrame:
    """Read test sentences on invented meetings: `id`, `language`, `text`, `verb`, `speaker_printed`, `form`; one row
    per event, or one with an empty `form`."""
    return gold_table("voices_unseen.csv", dtype=str)


def _overlap(one: str, other: str) -> bool:
    """Whether two printed speakers or verbs are the same words, or one contains the other."""
    one, other = one.replace(" ", "").casefold(), other.replace(" ", "").casefold()
    return one == other or bool(one and other and (one in other or other in one))


# Attributes of a found event that may be right: the column, and the test for two cells.
_AGREEMENT = {
    "form": ("form", eq), "speaker": ("speaker", eq), "kind": ("speaker_kind", eq),
    "printed": ("speaker_printed", _overlap), "covers": ("covers", eq),
}  # fmt: skip


def voice_scores(gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Score reporting events per `language` and for all: precision, recall and F1; and of the events found, the shares
    with the right `form`, `speaker` (canonical), `printed` (words overlap), `kind`, `covers` (if both tables have it).

    In articles (`gold_voices`, `voices.find_voices`), events match if their verbs overlap in one sentence; an erased
    speaker (form `none`) matches only an erased one. Plain sentences (`gold_unseen_voices`,
    `voices.voices_of_sentences`) have no addresses: events match if one verb equals or contains the other (据 in 据悉).

    >>> row = {"article": "a", "sentence": 1, "start": 3, "end": 5, "language": "en", "form": "direct"}
    >>> found = pd.DataFrame([row | {"end": 6}, row | {"start": 9, "end": 11}])
    >>> voice_scores(pd.DataFrame([row]), found)[["found", "right", "form"]].iloc[-1].tolist()
    [2.0, 1.0, 1.0]
    """
    if "article" in gold:
        tables = (table.assign(erased=table["form"] == "none") for table in (gold, found))
        pairs = paired(
            *tables,
            ["article", "sentence", "erased"],
            lambda rows: (rows["start_found"] < rows["end_gold"]) & (rows["start_gold"] < rows["end_found"]),
        )
    else:
        found = found.assign(language=found["id"].map(gold.drop_duplicates("id").set_index("id")["language"]))
        gold = gold[gold["form"] != ""]
        pairs = paired(gold, found, ["id"], lambda rows: _each(_overlap, rows["verb_gold"], rows["verb_found"]))
    for name, (column, same) in _AGREEMENT.items():
        if column in gold and column in found:
            pairs[name] = _each(same, gold.loc[pairs["gold"], column], found.loc[pairs["found"], column])
    return score_table(gold, found, pairs, ["language"])


def _each(same, one: Iterable, other: Iterable) -> list[bool]:
    return [bool(same(left, right)) for left, right in zip(one, other, strict=True)]
