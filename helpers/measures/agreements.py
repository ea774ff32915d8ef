"""How far coders agree."""

import numpy as np
import pandas as pd

from helpers.measures.resamples import RESAMPLES, bootstrap_articles


def agreement(codings: pd.DataFrame, resamples: int = RESAMPLES) -> pd.DataFrame:
    """Agreement on nominal labels: one row per unit, one column per coder, missing where a coder gave none.

    Returns `measure`, `n` (units with two labels or more), `value`, `low`, `high`: Krippendorff's alpha
    (2011) with the percentile bootstrap over units. The value is NaN where all labels are the same: then there
    is nothing to agree on.

    >>> codings = pd.DataFrame({"A": list("xxyy"), "B": list("xxyx")})
    >>> agreement(codings, resamples=99)[["measure", "n", "value"]].round(3)
                    measure  n  value
    0  Krippendorff's alpha  4  0.533
    """
    codes, labels = pd.factorize(codings.astype("object").to_numpy().ravel())
    codes = codes.reshape(codings.shape)
    several = codes[(codes >= 0).sum(axis=1) >= 2]
    table = np.stack([(several == label).sum(axis=1) for label in range(len(labels))], axis=-1).astype(float)
    alpha = float(_alpha(table[None])[0]) if len(table) else np.nan
    low = high = np.nan
    if not np.isnan(alpha):
        # In a draw of units with one label only nobody disagrees.
        low, high = bootstrap_articles(
            lambda units: np.nan_to_num(_alpha(table[units]), nan=1.0), [np.arange(len(table))], resamples
        )
    row = ("Krippendorff's alpha", len(table), alpha, float(low), float(high))
    return pd.DataFrame([row], columns=["measure", "n", "value", "low", "high"])


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
