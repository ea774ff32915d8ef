"""Reporting events found against those marked by hand."""

from collections.abc import Iterable
from operator import eq

import pandas as pd

from helpers.evaluation.scores import gold_table, paired, score_table


def gold_voices() -> pd.DataFrame:
    """The reporting events marked by hand (tests/gold/VOICES.md): the columns of `voices.find_voices` that a coder can
    give, and `split` (`dev` or `test`, by story), `page`, `note`. Empty cells are empty strings."""
    return gold_table("voices.csv", dtype=str).astype({"sentence": int, "start": int, "end": int, "covers": int})


def gold_unseen_voices() -> pd.DataFrame:
    """Sentences made up for the purpose, on other meetings: `id`, `language`, `text`, `verb`, `speaker_printed`,
    `form`; one row per event, one with an empty `form` where there is none."""
    return gold_table("voices_unseen.csv", dtype=str)


def _lap(one: str, other: str) -> bool:
    """Whether two printed speakers or verbs are the same words, or one holds the other."""
    one, other = one.replace(" ", "").casefold(), other.replace(" ", "").casefold()
    return one == other or bool(one and other and (one in other or other in one))


# What may be right of an event that was found: its column, and when two cells agree.
_AGREEMENT = {
    "form": ("form", eq), "speaker": ("speaker", eq), "kind": ("speaker_kind", eq), "printed": ("speaker_printed", _lap),
    "covers": ("covers", eq),
}  # fmt: skip


def voice_scores(gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Precision, recall and F1 of reporting events, per `language` and for all of them, and for the events that were found how often
    the rest is right: `form`, `speaker` (canonical), `printed` (the speaker's words lap), `kind`, `covers` (shares; those columns
    that both tables have).

    Events of articles (`gold_voices`, `voices.find_voices` in the articles that were coded) are one if their verbs lap in one
    sentence, an erased speaker (form `none`) with an erased speaker only. In plain sentences (`gold_unseen_voices`,
    `voices.voices_of_sentences`) no address is known: two are one if their verbs are, or one holds the other (据 in 据悉).

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
        pairs = paired(gold, found, ["id"], lambda rows: _each(_lap, rows["verb_gold"], rows["verb_found"]))
    for name, (column, same) in _AGREEMENT.items():
        if column in gold and column in found:
            pairs[name] = _each(same, gold.loc[pairs["gold"], column], found.loc[pairs["found"], column])
    return score_table(gold, found, pairs, ["language"])


def _each(same, one: Iterable, other: Iterable) -> list[bool]:
    return [bool(same(left, right)) for left, right in zip(one, other, strict=True)]
