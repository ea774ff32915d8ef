"""Intervals and tests with the article as unit, since words of one article are not independent.

Each function takes one row per article and term: `article`, `term`, `count`, `n` (the denominator: words, sentences,
or 1). `article_counts` makes this table from words, `mention_counts` from sentences; counts of sentences per frame
work too.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from scipy import stats

from helpers.measures.counts import LEAST_TEXTS, PER, group_codes, one_of_each, rates, side_codes, stack, two_rates
from helpers.measures.keywords import log_ratio
from helpers.measures.proportions import CONFIDENCE, MIDDLE

RESAMPLES = 9999
_BATCH = 500
_INTERVALS = ["group", "term", "count", "n", "value", "low", "high", "articles"]
_CONTRAST = [
    "group", "reference", "term", "count", "n", "value", "reference_count", "reference_n", "reference_value",
    "articles", "reference_articles", "effect", "low", "high", "null_low", "null_high", "p", "p_adjusted",
]  # fmt: skip


class _Parts:
    """Counts as arrays: `above` and `below` (terms x articles), and the group of each article."""

    def __init__(self, counts: pd.DataFrame, groups: pd.Series | None, versions: pd.Series | None):
        self.terms = list(dict.fromkeys(counts["term"]))
        sides = (counts.pivot(index="term", columns="article", values=name) for name in ("count", "n"))
        above, below = (side.reindex(self.terms) for side in sides)
        if above.isna().any(axis=None) or below.isna().any(axis=None):
            raise ValueError("counts lacks a number for some article and term: zeros are rows, too")
        self.above, self.below = above.to_numpy(float), below.to_numpy(float)
        self.labels, self.group = group_codes(groups, above.columns)
        if versions is not None:
            # Of two versions of equal length (for presence, all are 1) take the one with more occurrences.
            found = self.above.sum(axis=0)
            sizes = self.below.max(axis=0, initial=0) + found / (1 + found.sum())
            self.group = one_of_each(self.group, above.columns, sizes, versions)

    def members(self, code: int) -> np.ndarray:
        return np.flatnonzero(self.group == code)

    def sums(self, articles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the count of each term in these articles, and its denominator."""
        return self.above[:, articles].sum(1).astype(int), self.below[:, articles].sum(1).astype(int)

    def rate(self, articles: np.ndarray) -> np.ndarray:
        """Pooled rate of each term in samples of articles: (..., articles) -> (terms, ...)."""
        return self.above[:, articles].sum(-1) / self.below[:, articles].sum(-1)

    def effect(self, statistic: str, articles: np.ndarray, others: np.ndarray) -> np.ndarray:
        if statistic == "difference":
            return self.rate(articles) - self.rate(others)
        ratio = log_ratio(*(part[:, side].sum(-1) for part in (self.above, self.below) for side in (articles, others)))
        return np.where(np.isnan(ratio), 0.0, ratio)  # absent on both sides: no difference


def bootstrap_articles(statistic: Callable, sides: Sequence[np.ndarray], resamples: int) -> tuple[np.ndarray, ...]:
    """Compute the 95 % percentile interval of a statistic over articles drawn with replacement from each of one or two
    sides; NaN if a side has fewer than `LEAST_TEXTS`.

    The statistic takes one array (..., articles) of samples per side. It may return one value per sample or a row of
    samples per term.
    """
    if min(map(len, sides)) < LEAST_TEXTS:
        unknown = np.full(np.shape(statistic(*sides)), np.nan)
        return unknown, unknown
    result = stats.bootstrap(
        sides, lambda *samples, axis: statistic(*samples), n_resamples=resamples, batch=_BATCH, vectorized=True,
        confidence_level=CONFIDENCE, method="percentile", rng=np.random.default_rng(0),
    )  # fmt: skip
    return result.confidence_interval.low, result.confidence_interval.high


def intervals(
    counts: pd.DataFrame, groups: pd.Series | None = None, versions: pd.Series | None = None, per: float = PER
) -> pd.DataFrame:
    """Compute the rate of each term in each group with a 95 % percentile bootstrap interval over its articles.

    Returns `group`, `term`, `count`, `n`, `value` (`per` times count / n), `low`, `high`, `articles`, in the order of
    the terms. With few articles the interval is too narrow rather than too wide, and a
    term that occurs in no article has an interval of width zero: read `articles` first. Below `LEAST_TEXTS` (five)
    articles the interval is NaN.
    """
    parts = _Parts(counts, groups, versions)
    rows = []
    for code, label in enumerate(parts.labels):
        members = parts.members(code)
        if not len(members):
            continue
        low, high = bootstrap_articles(parts.rate, [members], RESAMPLES)
        bounds = {"low": per * low, "high": per * high, "articles": len(members)}
        rows.append(pd.DataFrame(rates(label, parts.terms, *parts.sums(members), per) | bounds))
    return stack(rows, _INTERVALS)


def contrast(
    counts: pd.DataFrame,
    groups: pd.Series,
    target: str,
    reference: str,
    statistic: str = "log_ratio",
    versions: pd.Series | None = None,
    per: float = PER,
    resamples: int = RESAMPLES,
) -> pd.DataFrame:
    """Compare the rate of each term in two groups of articles, with permutations of the labels as reference.

    The `effect` is the log ratio (log2 of the ratio of the pooled rates, zero counted as 0.5) or, with
    `statistic="difference"`, the difference of the rates times `per`. Returns for each term, in the order of the table: `group`, `reference`, `term`, `count`, `n`,
    `value`, `reference_count`, `reference_n`, `reference_value`, `articles`, `reference_articles`, `effect`,
    `low`, `high` (percentile bootstrap over the articles of each side), `null_low`, `null_high` (the middle
    95 % of the effects under permuted labels), `p` (two-sided, from the same permutations; with one article against
    nine it is at least 0.2), `p_adjusted` (Holm, over the terms of the table).

    If a side has no articles, the table is empty; below `LEAST_TEXTS` the interval is NaN. Raises `KeyError` for an
    unknown group.
    """
    if statistic not in ("log_ratio", "difference"):
        raise ValueError(f"statistic is 'log_ratio' or 'difference', not {statistic!r}")
    parts = _Parts(counts, groups, versions)
    ones, others = map(parts.members, side_codes(parts.labels, target, reference))
    if not (len(ones) and len(others) and parts.terms):
        return pd.DataFrame(columns=_CONTRAST)
    scale = per if statistic == "difference" else 1
    effect = partial(parts.effect, statistic)
    observed = effect(ones, others)
    low, high = bootstrap_articles(effect, [ones, others], resamples)
    null, exact = _null(effect, ones, others, resamples)
    null_low, null_high = np.quantile(null, MIDDLE, axis=0)
    p, sums = _two_sided(null, observed, exact), (*parts.sums(ones), *parts.sums(others))
    table = pd.DataFrame(two_rates(target, reference, parts.terms, *sums, per))
    effects = {"effect": observed, "low": low, "high": high, "null_low": null_low, "null_high": null_high}
    table = table.assign(**{name: scale * values for name, values in effects.items()}, p=p, p_adjusted=adjusted(p))
    return table.assign(articles=len(ones), reference_articles=len(others))[_CONTRAST]


def _null(effect: Callable, ones, others, resamples: int) -> tuple[np.ndarray, bool]:
    """Effects (permutations x terms) under permuted labels: all permutations if at most `resamples`."""
    pooled = np.concatenate([ones, others])
    exact = comb(len(pooled), len(ones)) <= resamples
    if exact:
        # The first combination is the observed one.
        chosen = np.array(list(combinations(range(len(pooled)), len(ones))))
        rest = np.array([np.setdiff1d(np.arange(len(pooled)), row) for row in chosen])
        order = np.concatenate([chosen, rest], axis=1)
    else:
        order = np.random.default_rng(0).permuted(np.tile(np.arange(len(pooled)), (resamples, 1)), axis=1)
    batches = np.array_split(pooled[order], -(-len(order) // _BATCH))
    return np.concatenate([effect(*np.split(part, [len(ones)], axis=1)).T for part in batches]), exact


def _two_sided(null: np.ndarray, observed: np.ndarray, exact: bool) -> np.ndarray:
    """Twice the smaller tail, as in `scipy.stats.permutation_test`; a sample also counts the observed effect."""
    slack = 1e-12 * np.maximum(np.abs(observed), 1)  # the order of a sum changes its last digit
    more = 0 if exact else 1
    tails = [(null <= observed + slack).sum(axis=0), (null >= observed - slack).sum(axis=0)]
    return np.minimum(2 * (np.minimum(*tails) + more) / (len(null) + more), 1)


def adjusted(p: np.ndarray | pd.Series) -> np.ndarray:
    """Correct p-values for their number (Holm 1979: family-wise error). NaN (not tested) stays NaN and is not counted.

    >>> adjusted([0.01, 0.04, 0.03]).round(6).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, dtype=float)
    order = np.argsort(values, kind="stable")[: np.count_nonzero(~np.isnan(values))]  # NaN is sorted last
    steps = np.maximum.accumulate(values[order] * np.arange(len(order), 0, -1))
    corrected = np.full(len(values), np.nan)
    corrected[order] = np.minimum(steps, 1)
    return corrected
