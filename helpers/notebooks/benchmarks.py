"""The stored run of `benchmarks/run.py`: read here, measured there, so that no notebook depends on how fast it runs."""

from pathlib import Path

import numpy as np
import pandas as pd

from helpers.corpora.pages import ROOT

RESULTS = ROOT / "benchmarks" / "results.csv"


def results(path: Path = RESULTS) -> pd.DataFrame:
    """One row per comparison: `group`, `measure`, `ours`, `other` (missing where nothing is compared), `size`, `unit`, `runs`,
    `ours_value`, `other_value` (in `unit`, medians), `ratio` (how many times faster ours is, or what `note` says), `target`,
    `better` (`higher` or `lower`), `reached` (missing without a target), `note`, `date`, `machine`.

    Raises `FileNotFoundError` with the remedy if no run is stored.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path.name}: no run is stored; `python benchmarks/run.py` makes one.")
    table = pd.read_csv(path, dtype={"reached": "str", "note": "str", "other": "str", "size": "str"})
    return table.assign(reached=table["reached"].map({"yes": True, "no": False}).astype("boolean"))


def held_to_targets(table: pd.DataFrame) -> pd.DataFrame:
    """The comparisons that have a target and were measured: `group`, `measure`, `other`, `size`, `ratio`, `target` (in words:
    `at least 8`), `reached`, `margin` (how many times the ratio is better than the target; below 1 it is missed).

    >>> rows = {"group": "tokens", "measure": ["a", "b"], "other": "jieba", "size": "1 MB", "reached": True}
    >>> table = pd.DataFrame(rows | {"ratio": [12.0, 1.0], "target": [8.0, 1.3], "better": ["higher", "lower"]})
    >>> held_to_targets(table)[["target", "margin"]].values.tolist()
    [['at least 8', 1.5], ['at most 1.3', 1.3]]
    """
    held = table[table["target"].notna() & table["ratio"].notna()]
    higher = (held["better"] == "higher").to_numpy()
    words = [
        f"{'at least' if up else 'at most'} {target:g}"
        for up, target in zip(higher, held["target"], strict=True)
    ]
    margin = np.where(higher, held["ratio"] / held["target"], held["target"] / held["ratio"])
    columns = ["group", "measure", "other", "size", "ratio", "target", "reached", "margin"]
    return held.assign(target=words, margin=margin)[columns].reset_index(drop=True)
