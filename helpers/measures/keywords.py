"""Which words set one group apart from another: effect sizes and test statistics, each under its own name."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.special import xlogy

from helpers.measures.counts import count, side_codes, stack, two_rates
from helpers.measures.proportions import clopper_pearson

_COLUMNS = [
    "group", "reference", "term", "count", "n", "value", "reference_count", "reference_n", "reference_value",
    "g2_two_cell", "g2_four_cell", "log_ratio", "lrc", "percent_diff", "versions",
]  # fmt: skip


def g2_four_cell(o11, o12, o21, o22) -> np.ndarray:
    """The log-likelihood ratio of a table of two by two (Dunning 1993): 2 sum O ln(O/E).

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


def g2_two_cell(a, b, c, d) -> np.ndarray:
    """The log-likelihood of corpus comparison (Rayson & Garside 2000): the two cells of the word alone.

    `a`, `b` are the counts of the word in target and reference, `c`, `d` their sizes in words.

    >>> round(float(g2_two_cell(7, 2, 10, 9)), 6)
    2.4401
    """
    a, b, c, d = (np.asarray(number, dtype=float) for number in (a, b, c, d))
    expected = (a + b) / (c + d)
    return np.maximum(2 * (xlogy(a, a) - xlogy(a, c * expected) + xlogy(b, b) - xlogy(b, d * expected)), 0)


def log_ratio(a, b, c, d) -> np.ndarray:
    """log2 of the ratio of the two rates (Hardie 2014), a count of zero taken for 0.5; NaN if both are zero.

    >>> round(float(log_ratio(10, 0, 10_000, 20_000)), 4)
    5.3219
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    value = np.log2(np.where(a == 0, 0.5, a) / c) - np.log2(np.where(b == 0, 0.5, b) / d)
    return np.where((a == 0) & (b == 0), np.nan, value)


def lrc(a, b, c, d) -> np.ndarray:
    """The conservative log ratio (Evert 2022): the bound nearer zero of its 95 % Clopper-Pearson interval, or 0.

    >>> round(float(lrc(100, 10, 10_000, 20_000)), 10)
    3.383374374
    """
    scale = np.log2(np.asarray(d, dtype=float) / c)
    with np.errstate(divide="ignore"):
        low, high = (np.log2(share / (1 - share)) + scale for share in clopper_pearson(a, np.add(a, b)))
    return np.where(low > 0, low, np.where(high < 0, high, 0.0))


def percent_diff(a, b, c, d) -> np.ndarray:
    """The difference of the rates in per cent of the reference (Gabrielatos & Marchi 2011).

    >>> round(float(percent_diff(7, 2, 10, 9)), 1)
    215.0
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        rate, reference = np.asarray(a, float) / c, np.asarray(b, float) / d
        return 100 * (rate - reference) / reference


def keyness(
    tokens: pd.DataFrame,
    groups: pd.Series,
    target: str | None = None,
    reference: str | None = None,
    terms: str | Iterable[str] | None = None,
    versions: pd.Series | None = None,
) -> pd.DataFrame:
    """Every term of a group against a reference: another group, or (None) all `others` together.

    Without `target`, every group in turn. Returns one row per term that occurs on either side, or per named
    term: `group`, `reference`, `term`, `count`, `n`, `value` (per 1,000 words), `reference_count`,
    `reference_n`, `reference_value`, `g2_two_cell`, `g2_four_cell`, `log_ratio`, `lrc`, `percent_diff`,
    `versions`; highest `g2_four_cell` first, ties by term. The G2 are not signed: the sign is that of
    `log_ratio`. They are statistics of tokens, which are not independent: for an interval and a p-value use
    `contrast`, whose unit is the article. Raises `KeyError` for a group or term that is not there.
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
            part = part.assign(
                g2_two_cell=g2_two_cell(a, b, c, d), g2_four_cell=g2_four_cell(a, b, c - a, d - b), log_ratio=log_ratio(a, b, c, d),
                lrc=lrc(a, b, c, d), percent_diff=percent_diff(a, b, c, d), versions=counted.versions,
            )  # fmt: skip
            rows.append(part.sort_values(["g2_four_cell", "term"], ascending=[False, True]))
    return stack(rows, _COLUMNS)
