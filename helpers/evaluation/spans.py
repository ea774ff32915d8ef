"""Spans found against spans marked by hand: precision, recall, F1 and its interval."""

from collections.abc import Iterable

import numpy as np

from helpers.corpora.pages import ROOT

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


def f1_interval(
    gold: Iterable[set[Span]], found: Iterable[set[Span]], resamples: int = 2000, seed: int = 1
) -> tuple[float, float]:
    """The 95 % percentile bootstrap interval of F1 with whole passages drawn again (they, not words, are the sample)."""
    counts = np.array([(len(one & other), len(one) + len(other)) for one, other in zip(gold, found, strict=True)])
    drawn = np.random.default_rng(seed).integers(len(counts), size=(resamples, len(counts)))
    sums = counts[drawn].sum(axis=1)
    low, high = np.percentile(2 * sums[:, 0] / np.maximum(sums[:, 1], 1), [2.5, 97.5])
    return float(low), float(high)


def share(truths: Iterable[bool]) -> float:
    """The share that is true; NaN of none."""
    values = list(truths)
    return sum(values) / len(values) if values else float("nan")
