"""How good is the machine reading? Spans found against spans marked by hand."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.corpus import Corpus
from helpers.pages import ROOT
from helpers.tokens import cut, terms

GOLD = ROOT / "tests" / "gold"
Span = tuple[int, int]


def span_scores(gold: Iterable[set[Span]], found: Iterable[set[Span]]) -> dict[str, float]:
    """Precision, recall and F1 over all spans of all passages; a span counts if both its ends agree.

    >>> span_scores([{(0, 2), (2, 4)}], [{(0, 2), (2, 3), (3, 4)}])
    {'gold': 2, 'found': 3, 'right': 1, 'precision': 0.3333333333333333, 'recall': 0.5, 'f1': 0.4}
    """
    pairs = list(zip(gold, found, strict=True))
    right = sum(len(one & other) for one, other in pairs)
    marked, ours = sum(len(one) for one, _ in pairs), sum(len(other) for _, other in pairs)
    return {
        "gold": marked,
        "found": ours,
        "right": right,
        "precision": right / ours if ours else 0.0,
        "recall": right / marked if marked else 0.0,
        "f1": 2 * right / (marked + ours) if marked + ours else 0.0,
    }


def gold_segmentation(folder: Path = GOLD) -> pd.DataFrame:
    """The passages of the seeds segmented by hand: `page`, `start`, `end`, `script`, `wrapped`, `split`, `words`, and
    from them `text` (without the spaces of line wraps) and `spans` (of the words in `text`, a set)."""
    table = pd.read_csv(folder / "segmentation.csv", dtype={"start": int, "end": int}, encoding="utf-8")
    return _with_spans(table.assign(machine_converted=table["script"] == "Hant"))


def unseen_segmentation(folder: Path = GOLD) -> pd.DataFrame:
    """Sentences of invented pages (`tests/pages`), segmented by hand when every rule and dictionary stood.

    `article`, `sentence`, `script`, `machine_converted`, `words`, `text` and `spans`.
    """
    return _with_spans(pd.read_csv(folder / "segmentation_unseen.csv", encoding="utf-8"))


def _with_spans(table: pd.DataFrame) -> pd.DataFrame:
    words = table["words"].str.split(" ")
    return table.assign(text=words.str.join(""), spans=[_spans_of(row) for row in words])


def _spans_of(words: list[str]) -> set[Span]:
    ends = pd.Series([len(word) for word in words]).cumsum().tolist()
    return {(end - len(word), end) for word, end in zip(words, ends, strict=True)}


def spans_without_spaces(text: str, cut: Callable[[str], list[Span]]) -> set[Span]:
    """The spans that `cut` finds in a text with spaces, as spans of the text without them.

    >>> sorted(spans_without_spaces("上合组 织", lambda text: [(0, 3), (4, 5)]))
    [(0, 3), (3, 4)]
    """
    place = [0]
    for character in text:
        place.append(place[-1] + (character != " "))
    return {(place[start], place[end]) for start, end in cut(text) if place[start] < place[end]}


def icu_words(text: str, locale: str = "zh") -> list[Span]:
    """Words by the International Components for Unicode: a dictionary and a model of their own, made by others.

    White space is no word.
    """
    from icu4py.breakers import WordBreaker

    # ICU counts as Python does: one for each code point.
    return [(start, end) for start, end in WordBreaker(text, locale).segments() if text[start:end].strip()]


# What is compared: the cutter, whether wraps were repaired before, whether script and vocabulary were converted.
SEGMENTERS = {
    "jieba as shipped, page as printed": {"terms": False, "convert": False, "repair": False},
    "+ wraps repaired": {"terms": False, "convert": False, "repair": True},
    "+ converted to Simplified": {"terms": False, "convert": True, "repair": True},
    "+ uncounted phrases split": {"terms": frozenset(), "convert": True, "repair": True},
    "+ dictionary from other texts": {"terms": "elsewhere", "convert": True, "repair": True},
    "+ the project's dictionary": {"terms": True, "convert": True, "repair": True},
}
ICU = "ICU word breaking (second opinion)"


def terms_met_elsewhere(corpus: Corpus, passages: pd.DataFrame) -> frozenset[str]:
    """The dictionary without the entries that the corpus has in these passages and nowhere else.

    Who writes a dictionary has read the texts it is tried on; this is what it would know of them had it not.
    """
    held_out = "\n".join(passages["text"])
    others = []
    for page, raw in corpus.pages["raw"].items():
        keep = np.ones(len(raw), dtype=bool)
        for row in passages[passages["page"] == page].itertuples():
            keep[row.start : row.end] = False
        others.append("".join(c for c, kept in zip(raw, keep, strict=True) if kept and c != " "))
    rest = "\n".join(others)
    kept = []
    for term, printed in terms()["traditional"].items():
        forms = [term, *filter(None, printed.split("|"))]
        if any(form in rest for form in forms) or not any(form in held_out for form in forms):
            kept.append(term)
    return frozenset(kept)


def found_by(
    segmenter: str, passages: pd.DataFrame, corpus: Corpus | None = None, hmm: bool = True
) -> list[set[Span]]:
    """The spans of words that one of `SEGMENTERS` or `ICU` finds in each passage, in its text without wrap spaces.

    `corpus` holds the pages of the passages; where it is missing, only what needs no page can be asked for.
    """
    if segmenter == ICU:
        return [set(icu_words(text)) for text in passages["text"]]
    how = SEGMENTERS[segmenter]
    chosen = terms_met_elsewhere(corpus, passages) if how["terms"] == "elsewhere" else how["terms"]
    found = []
    for row in passages.itertuples():
        text = row.text if how["repair"] else corpus.pages["raw"][row.page][row.start : row.end]
        words = partial(
            cut, machine_converted=row.machine_converted, hmm=hmm, terms=chosen, convert=how["convert"]
        )
        found.append(spans_without_spaces(text, words))
    return found


def compare_segmenters(
    passages: pd.DataFrame, corpus: Corpus | None = None, resamples: int = 2000, seed: int = 1
) -> pd.DataFrame:
    """Precision, recall and F1 of every segmenter on passages cut by hand, per script.

    One row per segmenter and script: `segmenter`, `script`, `passages`, `gold`, `found`, `right`, `precision`,
    `recall`, `f1`, `low`, `high`: the 95 % percentile interval of F1, passages resampled. Without the `corpus` the
    passages come from, the segmenters that need its pages are left out.
    """
    asked = [
        ICU,
        *(
            name
            for name, how in SEGMENTERS.items()
            if corpus or (how["repair"] and how["terms"] != "elsewhere")
        ),
    ]
    rows = []
    for segmenter in asked:
        found = pd.Series(found_by(segmenter, passages, corpus), index=passages.index)
        for script, group in passages.groupby("script", sort=True):
            ours = found[group.index]
            scores = span_scores(group["spans"], ours)
            low, high = f1_interval(group["spans"], ours, resamples, seed)
            rows.append(
                {
                    "segmenter": segmenter,
                    "script": script,
                    "passages": len(group),
                    **scores,
                    "low": low,
                    "high": high,
                }
            )
    return pd.DataFrame(rows)


def f1_interval(
    gold: Iterable[set[Span]], found: Iterable[set[Span]], resamples: int = 2000, seed: int = 1
) -> tuple[float, float]:
    """The 95 % percentile bootstrap interval of F1 with whole passages drawn again (they, not words, are the sample)."""
    counts = np.array(
        [(len(one & other), len(one) + len(other)) for one, other in zip(gold, found, strict=True)]
    )
    drawn = np.random.default_rng(seed).integers(len(counts), size=(resamples, len(counts)))
    sums = counts[drawn].sum(axis=1)
    low, high = np.percentile(2 * sums[:, 0] / np.maximum(sums[:, 1], 1), [2.5, 97.5])
    return float(low), float(high)


def segmentation_errors(passages: pd.DataFrame, found: list[set[Span]]) -> pd.DataFrame:
    """Every stretch that was cut otherwise than by hand: `id`, `page`, `script`, `gold` and `ours` (words with `|`
    between), `start` (in the passage's text)."""
    rows = []
    for row, ours in zip(passages.itertuples(), found, strict=True):
        common = sorted({0, *({end for _, end in row.spans} & {end for _, end in ours})})
        for first, last in pairwise(common):
            pieces = [
                "|".join(row.text[a:b] for a, b in sorted(spans) if first <= a and b <= last)
                for spans in (row.spans, ours)
            ]
            if pieces[0] != pieces[1]:
                rows.append((row.id, row.page, row.script, *pieces, first))
    return pd.DataFrame(rows, columns=["id", "page", "script", "gold", "ours", "start"])
