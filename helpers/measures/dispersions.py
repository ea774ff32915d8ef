"""Dispersion: how evenly a term is spread over articles. A word may be frequent because of one text."""

import numpy as np
import pandas as pd

from helpers.measures.counts import count, rates, stack
from helpers.texts.joins import check_labels
from helpers.texts.numerals import named

_COLUMNS = [
    "group", "term", "count", "n", "value", "range", "of_articles", "dp", "dp_norm", "juilland_d", "versions",
]  # fmt: skip


def dispersion(
    tokens: pd.DataFrame,
    groups: pd.Series | None = None,
    versions: pd.Series | None = None,
    sizes: pd.Series | None = None,
) -> pd.DataFrame:
    """Compute the dispersion of each term over the articles of its group, weighted by their length.

    Returns one row per group and term: `group`, `term`, `count`, `n` (words), `value` (per 1,000 words),
    `range` (articles that have the term), `of_articles` (with any word), `dp` (Gries 2008: half the sum of
    |share of the term - share of the words|; 0 even, towards 1 uneven), `dp_norm` (over 1 - smallest share:
    Lijffijt & Gries 2012), `juilland_d` (1 - sd/mean/sqrt(parts - 1) of the rates per article; 1 even, 0
    uneven), `versions`. A term that does not occur, or a group of one article, gets NaN. `sizes` (the words of each
    article) is needed only if `tokens` holds a selection of its terms.

    >>> tokens = pd.DataFrame({"article": list("aabb"), "term": ["peace", "trade", "peace", "war"]})
    >>> dispersion(tokens)[["term", "range", "dp", "dp_norm", "juilland_d"]]
        term  range   dp  dp_norm  juilland_d
    0  peace      2  0.0      0.0         1.0
    1  trade      1  0.5      1.0         0.0
    2    war      1  0.5      1.0         0.0
    """
    counted = count(tokens, groups, versions)
    matrix = counted.by_article()
    totals = counted.table()
    chosen = np.flatnonzero(totals.any(axis=0))
    found = np.asarray(matrix.sum(axis=1)).ravel()
    if sizes is None:
        sizes = found
    else:
        check_labels(sizes, counted.articles, "sizes", "tokens")
        sizes = sizes.reindex(counted.articles).to_numpy(float)
        if len(short := counted.articles[np.nan_to_num(sizes) < found]):
            what = f"no number for {named(list(map(repr, short)))}, or fewer words than tokens has"
            raise ValueError(f"sizes has {what}; give the words of every article")
    rows = []
    for code, label in enumerate(counted.labels):
        members = np.flatnonzero((counted.group_of_article == code) & (sizes > 0))
        if not len(members):
            continue
        words = int(sizes[members].sum())
        measured = _dispersion(matrix[members], sizes[members], totals[code])
        columns = {name: column[chosen] for name, column in measured.items()}
        part = pd.DataFrame(rates(label, counted.terms[chosen], totals[code, chosen], words) | columns)
        part = part.assign(of_articles=len(members), versions=counted.versions)
        rows.append(part.sort_values(["count", "term"], ascending=[False, True]))
    return stack(rows, _COLUMNS)


def _dispersion(matrix, sizes: np.ndarray, totals: np.ndarray) -> dict[str, np.ndarray]:
    """Compute the measures for all terms (columns of `matrix`) at once, from the cells above zero only."""
    cells = matrix.tocoo()
    parts, width = len(sizes), matrix.shape[1]
    share = sizes / sizes.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        here = share[cells.row]
        gaps = np.abs(cells.data / totals[cells.col] - here)
        # An article without the term adds its whole share of the words.
        dp = (np.bincount(cells.col, gaps, width) + 1 - np.bincount(cells.col, here, width)) / 2
        rates = cells.data / sizes[cells.row]
        mean = np.bincount(cells.col, rates, width) / parts
        squares = np.bincount(cells.col, rates**2, width) / parts
        spread = np.sqrt(np.maximum(squares - mean**2, 0))
        juilland = 1 - spread / mean / np.sqrt(parts - 1)
    undefined = (totals == 0) | (parts < 2)
    dp = np.where(undefined, np.nan, np.maximum(dp, 0))
    dp_norm, juilland = dp / (1 - share.min()) if parts > 1 else dp, np.where(undefined, np.nan, juilland)
    return {"range": np.bincount(cells.col, minlength=width), "dp": dp, "dp_norm": dp_norm, "juilland_d": juilland}
