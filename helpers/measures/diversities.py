"""How varied the wording of a group is, by measures that do not depend on how long its texts are."""

import numpy as np
import pandas as pd

from helpers.measures.counts import count
from helpers.measures.resamples import CONFIDENCE, RESAMPLES, bootstrap_articles

_COLUMNS = [
    "group", "measure", "setting", "count", "n", "value", "low", "high", "articles", "versions",
]  # fmt: skip


def diversity(
    tokens: pd.DataFrame,
    groups: pd.Series | None = None,
    window: int = 100,
    threshold: float = 0.72,
    versions: pd.Series | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> pd.DataFrame:
    """MATTR, MTLD and Yule's K of each group; never a type-token ratio over texts of different length.

    * `MATTR` (Covington & McFall 2010): the mean type-token ratio of all windows of `window` words; a window
      never crosses from one article into another, and an article shorter than a window has none.
    * `MTLD` (McCarthy & Jarvis 2010): words per factor, the stretch in which the type-token ratio falls to
      `threshold`; factors are counted within articles, an unfinished one in part, and the means of both
      directions averaged.
    * `Yule's K` (Yule 1944): 10,000 (sum of squared counts - n) / n^2; high where few words do the work.

    Returns one row per group and measure: `group`, `measure`, `setting` (the window or threshold), `count`
    (types), `n` (words), `value`, `low`, `high` (95 %, articles resampled; NaN for K and for a single
    article), `articles` (those long enough), `versions`.

    >>> tokens = pd.DataFrame({"article": "a", "term": "one one two one one two one".split()})
    >>> diversity(tokens, window=3)[["measure", "setting", "n", "value"]].round(3)
        measure  setting  n     value
    0     MATTR     3.00  7     0.667
    1      MTLD     0.72  7     3.500
    2  Yule's K      NaN  7  4489.796
    """
    if window < 1 or not 0 < threshold < 1:
        raise ValueError(f"window is at least 1 and threshold between 0 and 1, not {window} and {threshold}")
    counted = count(tokens, groups, versions)
    order = np.argsort(counted.article, kind="stable")
    terms, articles = counted.term[order], counted.article[order]
    starts = np.flatnonzero(np.diff(articles, prepend=-1))
    texts = np.split(terms, starts[1:]) if len(terms) else []
    names = articles[starts]
    parts = [
        (*window_types(text, window), len(text), factors(text, threshold), factors(text[::-1], threshold))
        for text in texts
    ]
    rows = []
    for code, label in enumerate(counted.labels):
        members = [place for place, name in enumerate(names) if counted.group_of_article[name] == code]
        if not members:
            continue
        measured = np.array([parts[place] for place in members], float)
        types, windows = measured[measured[:, 1] > 0, :2].T
        words, forward, backward = measured[:, 2:].T
        of_group = counted.table()[code]
        size = int(of_group.sum())

        def mattr(chosen, types=types, windows=windows):
            return _ratio(types[chosen].sum(-1), windows[chosen].sum(-1)) / window

        def mtld(chosen, words=words, forward=forward, backward=backward):
            total = words[chosen].sum(-1)
            return (_ratio(total, forward[chosen].sum(-1)) + _ratio(total, backward[chosen].sum(-1))) / 2

        found = int((of_group > 0).sum())
        for measure, setting, statistic, articles in [
            ("MATTR", window, mattr, len(windows)),
            ("MTLD", threshold, mtld, len(words)),
        ]:
            value = low = high = np.nan
            if articles:
                value = float(statistic(np.arange(articles)))
                low, high = bootstrap_articles(statistic, articles, CONFIDENCE, resamples, seed)
            rows.append(
                (
                    label,
                    measure,
                    setting,
                    found,
                    size,
                    value,
                    float(low),
                    float(high),
                    articles,
                    counted.versions,
                )
            )
        yule = 10_000 * float((of_group.astype(float) ** 2).sum() - size) / size**2
        rows.append(
            (label, "Yule's K", np.nan, found, size, yule, np.nan, np.nan, len(words), counted.versions)
        )
    return pd.DataFrame(rows, columns=_COLUMNS)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)


def _previous(text: np.ndarray) -> np.ndarray:
    """The last place of the same term before each place, -1 for its first."""
    order = np.argsort(text, kind="stable")
    previous = np.full(len(text), -1)
    again = text[order][1:] == text[order][:-1]
    previous[order[1:][again]] = order[:-1][again]
    return previous


def window_types(text: np.ndarray, window: int) -> tuple[int, int]:
    """The types of all windows of a text (codes), summed, and the number of windows.

    >>> window_types(np.array([1, 1, 2, 1, 1, 2, 1]), 2)
    (10, 6)
    """
    windows = len(text) - window + 1
    if windows < 1:
        return 0, 0
    place = np.arange(len(text))
    # A word is a new type in the windows that reach it but begin after its last occurrence.
    first = np.maximum(np.maximum(_previous(text) + 1, place - window + 1), 0)
    last = np.minimum(place, windows - 1)
    return int(np.maximum(last - first + 1, 0).sum()), windows


def factors(text: np.ndarray, threshold: float) -> float:
    """The number of MTLD factors of a text (codes), the unfinished one counted by how far its ratio has fallen.

    >>> factors(np.array([1, 2, 1, 3, 4, 5]), 0.72)
    1.0
    """
    previous = _previous(text)
    start, length, whole = 0, len(text), 0
    reach = 256
    while start < length:
        piece = previous[start : start + reach]
        ratios = np.cumsum(piece < start) / np.arange(1, len(piece) + 1)
        fallen = np.flatnonzero(ratios <= threshold)
        if len(fallen):
            whole += 1
            start += int(fallen[0]) + 1
            reach = 256
        elif start + reach >= length:
            # All words different: no factor at all. It counts as one, as in LexicalRichness.
            part = (1 - float(ratios[-1])) / (1 - threshold)
            return whole + part if whole or part else 1.0
        else:
            reach *= 2  # the stretch is longer than it was looked at
    return float(whole)
