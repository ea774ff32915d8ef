"""Keyness: words that distinguish one group from another, with effect sizes and test statistics by name."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.special import xlogy

from helpers.measures.counts import count, side_codes, stack, two_rates

_COLUMNS = (
    "group reference term count n value reference_count reference_n reference_value g2_four_cell log_ratio".split()
)


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
    tokens: pd.DataFrame,
    groups: pd.Series,
    target: str | None = None,
    reference: str | None = None,
    terms: str | Iterable[str] | None = None,
    versions: pd.Series | None = None,
) -> pd.DataFrame:
    """Compare every term of a group with a reference: another group, or (None) all `others` together.

    Without `target`, every group in turn. Returns one row per term that occurs on either side, or per named
    term: `group`, `reference`, `term`, `count`, `n`, `value` (per 1,000 words), `reference_count`,
    `reference_n`, `reference_value`, `g2_four_cell`, `log_ratio`; highest `g2_four_cell` first, ties
    by term. The G2 has no sign; `log_ratio` shows the direction. Both treat tokens as independent, which they are
    not: for an interval and a p-value use `contrast`, whose unit is the article. Raises `KeyError` for an unknown
    group or term.
    """
    counted = count(tokens, groups, versions)
    table = counted.table()
    one, other = side_codes(counted.labels, target, reference)
    rows = []
    for code, label in enumerate(counted.labels):
        if code == other or one not in (None, code):
            continue
        rest = table.sum(axis=0) - table[code] if other is None else table[other]
        chosen = counted.chosen(terms, table[code] + rest > 0)
        a, b, c, d = table[code, chosen], rest[chosen], int(table[code].sum()), int(rest.sum())
        if c and d:
            part = pd.DataFrame(two_rates(label, reference, counted.terms[chosen], a, c, b, d))
            part = part.assign(g2_four_cell=g2_four_cell(a, b, c - a, d - b), log_ratio=log_ratio(a, b, c, d))
            rows.append(part.sort_values(["g2_four_cell", "term"], ascending=[False, True]))
    return stack(rows, _COLUMNS)
