"""Collocates of a word, in a window inside the sentence."""

import numpy as np
import pandas as pd

from helpers.measures.counts import count, term_code, writings
from helpers.measures.keywords import g2_four_cell

_COLLOCATES = "term count n articles span term_count log_dice pmi t g2".split()


def log_dice(count, x_count, y_count) -> np.ndarray:
    """14 + log2 of the Dice coefficient (Rychlý 2008): 14 at most; half the Dice gives one less.

    >>> round(float(log_dice(8, 15_828, 4_675)), 6)
    3.676453
    """
    with np.errstate(divide="ignore"):
        return 14 + np.log2(2 * np.asarray(count, float) / (np.asarray(x_count, float) + y_count))


def pmi(count, x_count, y_count, n) -> np.ndarray:
    """Pointwise mutual information in bits (Church & Hanks 1990).

    >>> round(float(pmi(8, 1_105, 44, 15_000_000)), 6)
    11.269197
    """
    with np.errstate(divide="ignore"):
        return np.log2(np.asarray(count, float) * n / (np.asarray(x_count, float) * y_count))


def t_score(count, x_count, y_count, n) -> np.ndarray:
    """(observed - expected) / sqrt(observed), as in Manning & Schütze (1999, 5.3).

    >>> round(float(t_score(8, 15_828, 4_675, 14_307_668)), 6)
    0.999932
    """
    count = np.asarray(count, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (count - np.asarray(x_count, float) * y_count / n) / np.sqrt(count)


def pair_g2(count, x_count, y_count, n) -> np.ndarray:
    """The four-cell G2 of a pair (Dunning 1993).

    >>> round(float(pair_g2(110, 2_552, 221, 31_777)), 2)
    270.72
    """
    count, x_count, y_count = (np.asarray(number, float) for number in (count, x_count, y_count))
    return g2_four_cell(count, x_count - count, y_count - count, n - x_count - y_count + count)


def collocates(tokens: pd.DataFrame, node: str, window: int | tuple[int, int] = 5) -> pd.DataFrame:
    """Find the collocates of a node: words within `window` words of it in its sentence; marks are not words.

    `window` is a number of words on both sides or `(left, right)`. The words in all windows (each counted once, the
    node itself left out) are the span of the node. The association measures compare the span with the words outside it
    (surface co-occurrence after Evert 2008), so the expectation includes the width of the window. Only texts in which
    the node could occur are counted: Chinese ones, others, or both, as the texts that have it are.

    Returns one row per collocate: `term`, `count` (in the span), `n` (words of these texts without the node),
    `articles` (with this pair), `span` (words), `term_count` (in `n`), `log_dice` (of the count, that of the node and
    `term_count`), `pmi`, `t`, `g2` (four-cell; of count, span, term_count and n); highest `log_dice` first, ties by
    term. Raises `KeyError` naming the nearest terms if the node does not occur.

    >>> tokens = pd.DataFrame({"article": "a", "sentence": 1, "term": "the economy grew".split()})
    >>> collocates(tokens, "economy", window=1)["term"].tolist()
    ['grew', 'the']
    """
    sides = np.broadcast_to(window, 2) if np.ndim(window) == 0 else np.asarray(window)
    numbers = sides.shape == (2,) and sides.dtype.kind in "iuf"
    if not numbers or (sides < 0).any() or (sides % 1).any() or not sides.any():
        raise ValueError(f"window is a number of words above zero, or (left, right), not {window!r}")
    left, right = map(int, sides)
    counted = count(tokens)
    sentence = tokens["sentence"].to_numpy()[counted.kept]
    code, width = term_code(counted.terms, node), len(counted.terms)
    at = np.flatnonzero(counted.term == code)
    if not len(at):
        raise KeyError(f"{node!r} does not occur in these texts")
    steps = [step for step in range(-left, right + 1) if step]
    near, by = (at + np.array(steps)[:, None]).ravel(), np.tile(at, len(steps))
    inside = (near >= 0) & (near < len(sentence))
    near, by = near[inside], by[inside]
    span = np.unique(near[(sentence[near] == sentence[by]) & (counted.article[near] == counted.article[by])])
    span = span[counted.term[span] != code]
    could = np.isin(written := writings(counted), written[counted.article[at]])[counted.article]
    met, totals = (np.bincount(counted.term[part], minlength=width) for part in (span, could))
    totals[code] = 0
    chosen = np.flatnonzero(met)
    pairs = np.unique(counted.article[span].astype(np.int64) * width + counted.term[span])
    articles = np.bincount(pairs % width, minlength=width)
    n, x, y = int(totals.sum()), len(span), totals[chosen]
    # A word can occur twice in one window: the cap keeps log_dice at 14 or below.
    dice = log_dice(np.minimum(met[chosen], len(at)), len(at), y)
    tests = (measure(met[chosen], x, y, n) for measure in (pmi, t_score, pair_g2))
    columns = (counted.terms[chosen], met[chosen], n, articles[chosen], x, y, dice, *tests)
    table = pd.DataFrame(dict(zip(_COLLOCATES, columns, strict=True)))
    return table.sort_values(["log_dice", "term"], ascending=[False, True], ignore_index=True)
