"""Scores of found items against annotations by hand: pairing, precision, recall, F1, alpha."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd

from helpers.corpora.pages import ROOT
from helpers.measures.proportions import MIDDLE
from helpers.texts.places import Span

GOLD = ROOT / "tests" / "gold"


def gold_table(name: str, **types) -> pd.DataFrame:
    """Read a file of annotations by hand; empty cells are empty strings. `types` are arguments of `pandas.read_csv`."""
    return pd.read_csv(GOLD / name, keep_default_na=False, encoding="utf-8", **types)


def scores_of(gold: int, found: int, right: int) -> dict[str, float]:
    """Compute precision, recall and F1 from the numbers of gold, found and right items; a share of nothing is NaN."""
    return {
        "gold": gold,
        "found": found,
        "right": right,
        "precision": right / found if found else np.nan,
        "recall": right / gold if gold else np.nan,
        "f1": 2 * right / (gold + found) if gold + found else np.nan,
    }


def span_scores(gold: Iterable[set[Span]], found: Iterable[set[Span]]) -> dict[str, float]:
    """Compute precision, recall and F1 over all spans of all passages; a span is right if both its ends agree.

    >>> span_scores([{(0, 2), (2, 4)}], [{(0, 2), (2, 3), (3, 4)}])
    {'gold': 2, 'found': 3, 'right': 1, 'precision': 0.3333333333333333, 'recall': 0.5, 'f1': 0.4}
    """
    counts = [(len(one), len(other), len(one & other)) for one, other in zip(gold, found, strict=True)]
    return scores_of(*map(sum, zip(*counts or [(0, 0, 0)], strict=True)))


def f1_interval(right: Sequence[int], both: Sequence[int], resamples: int = 2000) -> tuple[float, float]:
    """Compute the 95 % percentile bootstrap interval of F1, resampling whole units (passages, stories). Per unit: the
    number `right`, and the sum of gold and found (`both`). NaN for fewer than two units or a sum of zero.

    >>> f1_interval([2, 3, 4], [4, 6, 8])
    (1.0, 1.0)
    """
    if len(both) < 2 or not any(both):
        return np.nan, np.nan
    drawn = np.random.default_rng(1).integers(len(both), size=(resamples, len(both)))
    right, both = (np.asarray(counts)[drawn].sum(axis=1) for counts in (right, both))
    with np.errstate(invalid="ignore"):
        low, high = np.nanquantile(2 * right / both, MIDDLE)
    return float(low), float(high)


def paired(
    gold: pd.DataFrame, found: pd.DataFrame, on: list[str], same: Callable[[pd.DataFrame], pd.Series] | None = None
) -> pd.DataFrame:
    """Pair gold and found rows that are equal in the columns `on`; returns their index labels `gold` and `found`.

    `same` gets candidate pairs side by side (columns of both tables end in `_gold` and `_found`) and says which belong
    together. Each row pairs once, in the order of the gold. Raises `ValueError` for a repeated index label in a table.

    >>> gold, found = pd.DataFrame({"id": [1, 1, 2]}), pd.DataFrame({"id": [1, 2, 2, 3]})
    >>> paired(gold, found, ["id"]).to_numpy().tolist()
    [[0, 0], [2, 1]]
    """
    for name, table in (("gold", gold), ("found", found)):
        if table.index.has_duplicates:
            raise ValueError(f"{name} has a row label twice; give it with reset_index(drop=True)")
    beside = gold.reset_index(names="gold").merge(found.reset_index(names="found"), on=on, suffixes=("_gold", "_found"))
    beside = beside if same is None else beside[same(beside)]
    pairs, done, taken = [], set(), set()
    for one, other in zip(beside["gold"], beside["found"], strict=True):
        if one not in done and other not in taken:
            pairs.append((one, other))
            done.add(one)
            taken.add(other)
    return pd.DataFrame(pairs, columns=["gold", "found"])


def score_table(gold: pd.DataFrame, found: pd.DataFrame, pairs: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Compute `scores_of` gold, found and `paired` rows: one row for each group of the columns `by`, and one for `all`.

    Further columns of `pairs` say what else is right in a pair; they become shares of the pairs.
    """
    marked, ours = (dict(list(table.groupby(list(by)))) if by else {} for table in (gold, found))
    groups = {key: (marked.get(key, gold[:0]), ours.get(key, found[:0])) for key in sorted(marked | ours)}
    rows = []
    for key, (one, other) in {**groups, ("all",) * len(by): (gold, found)}.items():
        mine = pairs[pairs["gold"].isin(one.index)]
        shares = mine.drop(columns=["gold", "found"]).mean()
        rows.append(dict(zip(by, key, strict=True)) | scores_of(len(one), len(other), len(mine)) | shares.to_dict())
    return pd.DataFrame(rows)


def alpha(codings: pd.DataFrame) -> float:
    """Compute Krippendorff's alpha (2011) of nominal labels: a row per unit, a column per coder, missing if not coded.

    NaN if all labels are the same, or if no unit has two labels.

    >>> round(alpha(pd.DataFrame({"A": list("xxyy"), "B": list("xxyx")})), 3)
    0.533
    """
    codes, labels = pd.factorize(codings.astype("object").to_numpy().ravel())
    codes = codes.reshape(codings.shape)
    several = codes[(codes >= 0).sum(axis=1) >= 2]
    table = (several[:, :, None] == np.arange(len(labels))).sum(axis=1)
    coders, margins = table.sum(axis=1), table.sum(axis=0)
    # Pairs of unlike labels within a unit, divided among the coders of the unit.
    unlike = (coders**2 - (table**2).sum(axis=1)) / (coders - 1)
    expected = coders.sum() ** 2 - (margins**2).sum()
    return float(1 - (coders.sum() - 1) * unlike.sum() / expected) if expected else np.nan
