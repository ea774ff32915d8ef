"""Scores of found date expressions against those annotated by hand (tests/gold/DATES.md)."""

import pandas as pd

from helpers.evaluation.scores import gold_table, paired, score_table


def gold_dates() -> pd.DataFrame:
    """Read the expressions annotated by hand in the article texts: one row each, with the columns of `find_dates`,
    `language`, `split` (`dev`: rules were tuned on it; `test`: they were not) and `note`."""
    return _with_days(gold_table("dates.csv"), "first", "last")


def unseen_dates() -> pd.DataFrame:
    """Read the sentences made only for testing: `id`, `sentence`, `language`, `published` and, per expression, `start`,
    `end`, `expression`, `first`, `last`, `grain`, `basis`, `reason`; a sentence without expressions has one row."""
    table = _with_days(gold_table("dates_unseen.csv"), "published", "first", "last")
    return table.assign(**{name: pd.to_numeric(table[name]).astype("Int64") for name in ("start", "end")})


def _with_days(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    days = {name: pd.to_datetime(table[name], format="ISO8601").astype("datetime64[us]") for name in columns}
    return table.assign(**days)


def date_scores(found: pd.DataFrame, gold: pd.DataFrame, key: str = "page", by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Score found expressions against annotated ones: spans and intervals, one row per group of `by` and one for all.

    A span is right if `key`, `start` and `end` match. Among right spans, an interval is right if `first` and `last`
    match, or both have none. Returns `marked`, `found`, `right`, `precision`, `recall`, `f1`, `interval_accuracy`; a
    share of nothing is NaN.

    >>> marked = pd.DataFrame({"page": "p", "start": [0, 9], "end": [5, 12], "first": pd.NaT, "last": pd.NaT})
    >>> date_scores(marked.head(1), marked)[["marked", "found", "right", "recall"]].to_numpy().tolist()
    [[2.0, 1.0, 1.0, 0.5]]
    """
    pairs = paired(gold, found, [key, "start", "end"])
    days = ["first", "last"]
    marked = gold.loc[pairs["gold"], days].reset_index(drop=True)
    ours = found.loc[pairs["found"], days].reset_index(drop=True)
    same = (marked == ours).all(axis=1) | (marked["first"].isna() & ours["first"].isna())
    table = score_table(gold, found, pairs.assign(interval_accuracy=same), by)
    return table.rename(columns={"gold": "marked"})
