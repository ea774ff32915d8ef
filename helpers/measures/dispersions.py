"""Frequency, and dispersion: how evenly a term is spread over articles. A word may be frequent because of one text."""

import numpy as np
import pandas as pd

from helpers.measures.counts import Counted, count, rates, stack, warn_of_languages

_COLUMNS = ["group", "term", "count", "n", "value", "range", "of_articles", "dp"]


def dispersion(
    tokens: pd.DataFrame, groups: pd.Series | None = None, versions: pd.Series | None = None
) -> pd.DataFrame:
    """Compute the dispersion of each term over the articles of its group, weighted by their length.

    Returns one row per group and term: `group`, `term`, `count`, `n` (words), `value` (per 1,000 words),
    `range` (articles that have the term), `of_articles` (with any word), `dp` (Gries 2008: half the sum of
    |share of the term - share of the words|; 0 even, towards 1 uneven). A term that does not occur, or a group of one
    article, gets NaN.

    >>> tokens = pd.DataFrame({"article": list("aabb"), "term": ["peace", "trade", "peace", "war"]})
    >>> dispersion(tokens)[["term", "range", "dp"]]
        term  range   dp
    0  peace      2  0.0
    1  trade      1  0.5
    2    war      1  0.5
    """
    return _spread(count(tokens, groups, versions))


def _spread(counted: Counted) -> pd.DataFrame:
    matrix = counted.by_article()
    totals = counted.table()
    chosen = np.flatnonzero(totals.any(axis=0))
    sizes = np.asarray(matrix.sum(axis=1)).ravel()
    rows = []
    for code, label in enumerate(counted.labels):
        members = np.flatnonzero((counted.group_of_article == code) & (sizes > 0))
        if not len(members):
            continue
        words = int(sizes[members].sum())
        dp, having = deviations(matrix[members], sizes[members])
        columns = {"range": having[chosen], "dp": dp[chosen]}
        part = pd.DataFrame(rates(label, counted.terms[chosen], totals[code, chosen], words) | columns)
        part = part.assign(of_articles=len(members))
        rows.append(part.sort_values(["count", "term"], ascending=[False, True]))
    return stack(rows, _COLUMNS)


def frequency(tokens: pd.DataFrame, groups: pd.Series | None = None) -> pd.DataFrame:
    """Count how often each term occurs in each group.

    Returns one row per group and term that occurs in any group, zeros included: `group`, `rank` (by count, ties by
    term), `term`, `count`, `n` (words of the group), `value` (per 1,000 words), `articles` (with the term) and
    `of_articles` (of the group, with any word). To count each text once, use `dispersion`. Warns as `keyness` does.

    >>> tokens = pd.DataFrame({"article": ["a", "a", "b"], "term": ["peace", "trade", "peace"]})
    >>> frequency(tokens)[["term", "count", "n", "value", "articles"]].round(1)
        term  count  n  value  articles
    0  peace      2  3  666.7         2
    1  trade      1  3  333.3         1
    """
    counted = count(tokens, groups)
    if groups is not None:
        warn_of_languages(counted, groups, *counted.labels)
    table = _spread(counted).rename(columns={"range": "articles"})
    table = table.assign(rank=table.groupby("group", sort=False).cumcount() + 1)
    return table[["group", "rank", "term", "count", "n", "value", "articles", "of_articles"]]


def deviations(counts, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compute for all terms at once, from the cells above zero, DP (Gries 2008; NaN for a term without a count, or for
    one article) and the number of articles that have each.

    `counts` is a sparse matrix, articles x terms; `sizes` are the words of each article.
    """
    cells, totals = counts.tocoo(), np.asarray(counts.sum(axis=0)).ravel()
    width = counts.shape[1]
    here = (sizes / sizes.sum())[cells.row]
    with np.errstate(invalid="ignore", divide="ignore"):
        gaps = np.abs(cells.data / totals[cells.col] - here)
    # An article without the term adds its whole share of the words.
    dp = (np.bincount(cells.col, gaps, width) + 1 - np.bincount(cells.col, here, width)) / 2
    dp = np.where((totals == 0) | (len(sizes) < 2), np.nan, np.maximum(dp, 0))
    return dp, np.bincount(cells.col, minlength=width)
