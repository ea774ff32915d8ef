"""Keyness: words that distinguish one group from another, with effect sizes and test statistics by name."""

import numpy as np
import pandas as pd
from scipy.special import xlogy

from helpers.measures.counts import count, side_codes, two_rates, warn_of_languages


def g2_four_cell(o11, o12, o21, o22) -> np.ndarray:
    """The log-likelihood ratio of a two-by-two table (Dunning 1993): 2 sum O ln(O/E).

    >>> round(float(g2_four_cell(7, 2, 10 - 7, 9 - 2)), 6)
    4.534939
    """
    cells = [np.asarray(cell, dtype=float) for cell in (o11, o12, o21, o22)]
    rows = cells[0] + cells[1], cells[2] + cells[3]
    columns = cells[0] + cells[2], cells[1] + cells[3]
    total = rows[0] + rows[1]
    value = sum(
        xlogy(cell, cell * total) - xlogy(cell, rows[place // 2] * columns[place % 2])
        for place, cell in enumerate(cells)
    )
    return np.maximum(2 * value, 0)


def log_ratio(a, b, c, d) -> np.ndarray:
    """The log2 of the ratio of two rates (Hardie 2014). A count of zero becomes 0.5; NaN if both are zero.

    >>> round(float(log_ratio(10, 0, 10_000, 20_000)), 4)
    5.3219
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    value = np.log2(np.where(a == 0, 0.5, a) / c) - np.log2(np.where(b == 0, 0.5, b) / d)
    return np.where((a == 0) & (b == 0), np.nan, value)


def keyness(
    tokens: pd.DataFrame, groups: pd.Series, target: str, reference: str, versions: pd.Series | None = None
) -> pd.DataFrame:
    """Compare every term of a group with a reference group.

    For all other groups together, give them one label: `groups.where(groups == target, "others")`. Returns one row per
    term that occurs on either side: `group`, `reference`, `term`, `count`, `n`, `value` (per 1,000 words),
    `reference_count`, `reference_n`, `reference_value`, `g2_four_cell`, `log_ratio`; highest `g2_four_cell` first, ties
    by term. The G2 has no sign; `log_ratio` shows the direction. Both treat tokens as independent, which they are
    not: for an interval and a p-value use `contrast`, whose unit is the article. If a side has no words, the table is
    empty. Raises `KeyError` for an unknown group. Warns of Chinese texts beside others, unless
    `groups` is named `language`.
    """
    counted = count(tokens, groups, versions)
    sides = counted.table()[side_codes(counted.labels, target, reference)]
    warn_of_languages(counted, groups, target, reference)
    chosen = np.flatnonzero(sides.any(axis=0)) if sides.any(axis=1).all() else []
    (a, b), (c, d) = sides[:, chosen], sides.sum(axis=1)
    table = pd.DataFrame(two_rates(target, reference, counted.terms[chosen], a, c, b, d))
    table = table.assign(g2_four_cell=g2_four_cell(a, b, c - a, d - b), log_ratio=log_ratio(a, b, c, d))
    return table.sort_values(["g2_four_cell", "term"], ascending=[False, True], ignore_index=True)
