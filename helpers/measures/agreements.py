"""How far coders agree."""

import numpy as np
import pandas as pd
from scipy.stats import norm

from helpers.measures.proportions import MIDDLE
from helpers.measures.resamples import RESAMPLES, bootstrap_articles


def agreement(codings: pd.DataFrame, resamples: int = RESAMPLES) -> pd.DataFrame:
    """Agreement on nominal labels: one row per unit, one column per coder, missing where a coder gave none.

    Returns `measure`, `n` (units with two labels or more), `value`, `low`, `high`: Krippendorff's alpha
    (2011) with the percentile bootstrap over units, and, for two coders, Cohen's kappa (1960) on the units
    both coded with its large-sample interval (Fleiss, Cohen & Everitt 1969). A value is NaN where all labels
    are the same: then there is nothing to agree on.

    >>> codings = pd.DataFrame({"A": list("xxyy"), "B": list("xxyx")})
    >>> agreement(codings, resamples=99)[["measure", "n", "value"]].round(3)
                    measure  n  value
    0  Krippendorff's alpha  4  0.533
    1         Cohen's kappa  4  0.500
    """
    codes, labels = pd.factorize(codings.astype("object").to_numpy().ravel())
    codes = codes.reshape(codings.shape)
    several = codes[(codes >= 0).sum(axis=1) >= 2]
    table = (several[:, :, None] == np.arange(len(labels))).sum(axis=1).astype(float)
    alpha = float(_alpha(table[None])[0]) if len(table) else np.nan
    low = high = np.nan
    if not np.isnan(alpha):
        # In a draw of units with one label only nobody disagrees.
        low, high = bootstrap_articles(
            lambda units: np.nan_to_num(_alpha(table[units]), nan=1.0), [np.arange(len(table))], resamples
        )
    rows = [("Krippendorff's alpha", len(table), alpha, float(low), float(high))]
    if codings.shape[1] == 2:
        both = codes[(codes >= 0).all(axis=1)]
        square = np.zeros((len(labels), len(labels)))
        np.add.at(square, (both[:, 0], both[:, 1]), 1)
        rows.append(("Cohen's kappa", len(both), *cohen_kappa(square)))
    return pd.DataFrame(rows, columns=["measure", "n", "value", "low", "high"])


def _alpha(table: np.ndarray) -> np.ndarray:
    """Krippendorff's nominal alpha of units x labels counts, over any leading axes."""
    coders = table.sum(axis=-1)
    total = coders.sum(axis=-1)
    # Pairs of unlike labels within a unit, each unit's pairs shared out among its coders.
    unlike = (coders**2 - (table**2).sum(axis=-1)) / (coders - 1)
    margins = table.sum(axis=-2)
    expected = total**2 - (margins**2).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - (total - 1) * unlike.sum(axis=-1) / expected, np.nan)


def cohen_kappa(square: np.ndarray) -> tuple[float, float, float]:
    """Kappa of a square table of counts, and its 95 % interval.

    >>> [round(number, 6) for number in cohen_kappa([[20, 5], [10, 15]])]
    [0.4, 0.151092, 0.648908]
    """
    shares = np.asarray(square, dtype=float)
    n = shares.sum()
    if not n:
        return np.nan, np.nan, np.nan
    shares = shares / n
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = np.trace(shares), float(rows @ columns)
    if expected == 1:
        return np.nan, np.nan, np.nan
    kappa = (observed - expected) / (1 - expected)
    margins = columns[:, None] + rows[None, :]
    diagonal = np.diag(shares) * (1 - np.diag(margins) * (1 - kappa)) ** 2
    beside = (1 - kappa) ** 2 * (shares * margins**2 * (1 - np.eye(len(shares)))).sum()
    variance = diagonal.sum() + beside - (kappa - expected * (1 - kappa)) ** 2
    margin = norm.ppf(MIDDLE[1]) * np.sqrt(max(variance, 0) / n) / (1 - expected)
    return float(kappa), float(kappa - margin), float(kappa + margin)
