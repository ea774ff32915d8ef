"""How far found date expressions agree with those marked by hand (tests/gold/DATES.md)."""

from pathlib import Path

import numpy as np
import pandas as pd

from helpers.evaluation.spans import GOLD


def gold_dates(path: str | Path = GOLD / "dates.csv") -> pd.DataFrame:
    """The expressions marked by hand in the article texts, one row each, as `find_dates` gives them, with
    `language`, `split` (`dev`: rules were tuned on it, `test`: they were not) and `note`."""
    return _with_days(pd.read_csv(path, keep_default_na=False), ["first", "last"])


def unseen_dates(path: str | Path = GOLD / "dates_unseen.csv") -> pd.DataFrame:
    """The sentences made for the test alone: `id`, `sentence`, `language`, `published` and, per expression,
    `start`, `end`, `expression`, `first`, `last`, `grain`, `basis`, `reason`; a sentence without any has one
    row with no expression."""
    table = _with_days(pd.read_csv(path, keep_default_na=False), ["published", "first", "last"])
    offsets = {name: pd.to_numeric(table[name]).astype("Int64") for name in ("start", "end")}
    return table.assign(**offsets)


def _with_days(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    days = {name: pd.to_datetime(table[name], format="ISO8601").astype("datetime64[us]") for name in columns}
    return table.assign(**days)


def agreement(
    found: pd.DataFrame, gold: pd.DataFrame, key: str = "page", by: tuple[str, ...] = (), overlap: bool = False
) -> pd.DataFrame:
    """Found expressions against marked ones: spans and intervals, one row per group of `by` and one for all.

    A span is right if `key`, `start` and `end` are the marked ones; an interval is right, among the right
    spans, if `first` and `last` are the marked ones, or both have none. `overlap` is lenient: any overlap
    with a marked span, each counted once, and any day in common. Returns `marked`, `found`, `right`,
    `precision`, `recall`, `f1`, `intervals` (right ones), `interval_accuracy`; shares of nothing are NaN.

    >>> marked = pd.DataFrame({"page": "p", "start": [0, 9], "end": [5, 12], "first": pd.NaT, "last": pd.NaT})
    >>> agreement(marked.head(1), marked)[["marked", "found", "right", "recall"]].to_numpy().tolist()
    [[2.0, 1.0, 1.0, 0.5]]
    """
    pairs = _pairs(found, gold, key, overlap)
    one, other = found.loc[pairs["found"]], gold.loc[pairs["gold"]]
    pairs = pairs.assign(interval=_agree(one, other, overlap))
    keys = list(by)
    groups = gold[keys].drop_duplicates().sort_values(keys).itertuples(index=False, name=None) if by else ()
    rows = []
    for group in [*groups, ()]:
        marked, mine = (_inside(table, by, group) for table in (gold, found))
        matched = pairs[marked.loc[pairs["gold"]].to_numpy()]
        rows.append((*(group or ("all",) * len(by)), *_scores(marked.sum(), mine.sum(), matched)))
    scores = ["marked", "found", "right", "precision", "recall", "f1", "intervals", "interval_accuracy"]
    return pd.DataFrame(rows, columns=[*by, *scores])


def _pairs(found: pd.DataFrame, gold: pd.DataFrame, key: str, overlap: bool) -> pd.DataFrame:
    """Index labels of found and marked spans that belong together."""
    one = found[[key, "start", "end"]].assign(found=found.index)
    other = gold[[key, "start", "end"]].assign(gold=gold.index)
    if not overlap:
        return one.merge(other, on=[key, "start", "end"])[["found", "gold"]]
    both = one.merge(other, on=key, suffixes=("", "_gold"))
    both = both[(both["start"] < both["end_gold"]) & (both["start_gold"] < both["end"])]
    return both.drop_duplicates("found").drop_duplicates("gold")[["found", "gold"]]


def _agree(one: pd.DataFrame, other: pd.DataFrame, overlap: bool) -> np.ndarray:
    first, last = one["first"].to_numpy(), one["last"].to_numpy()
    marked_first, marked_last = other["first"].to_numpy(), other["last"].to_numpy()
    neither = np.isnat(first) & np.isnat(marked_first)
    if overlap:
        return neither | ((first <= marked_last) & (marked_first <= last))
    return neither | ((first == marked_first) & (last == marked_last))


def _inside(table: pd.DataFrame, by: tuple[str, ...], group: tuple) -> pd.Series:
    inside = pd.Series(True, index=table.index)
    for name, value in zip(by, group, strict=False):
        inside &= table[name] == value
    return inside


def _scores(marked: int, found: int, pairs: pd.DataFrame) -> tuple:
    right, intervals = len(pairs), int(pairs["interval"].sum())
    shares = [right / found if found else float("nan"), right / marked if marked else float("nan")]
    f1 = 2 * right / (found + marked) if found + marked else float("nan")
    accuracy = intervals / right if right else float("nan")
    return int(marked), int(found), right, *shares, f1, intervals, accuracy
