"""How far coders agree."""

import numpy as np
import pandas as pd


def alpha(codings: pd.DataFrame) -> float:
    """Krippendorff's alpha (2011) of nominal labels: one row per unit, one column per coder, missing where a coder gave none.

    NaN where all labels are the same, or no unit has two: then there is nothing to agree on.

    >>> round(alpha(pd.DataFrame({"A": list("xxyy"), "B": list("xxyx")})), 3)
    0.533
    """
    codes, labels = pd.factorize(codings.astype("object").to_numpy().ravel())
    codes = codes.reshape(codings.shape)
    several = codes[(codes >= 0).sum(axis=1) >= 2]
    table = (several[:, :, None] == np.arange(len(labels))).sum(axis=1)
    coders, margins = table.sum(axis=1), table.sum(axis=0)
    # Pairs of unlike labels within a unit, each unit's pairs shared out among its coders.
    unlike = (coders**2 - (table**2).sum(axis=1)) / (coders - 1)
    expected = coders.sum() ** 2 - (margins**2).sum()
    return float(1 - (coders.sum() - 1) * unlike.sum() / expected) if expected else np.nan
