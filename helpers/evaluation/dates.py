"""How far found date expressions agree with those marked by hand (tests/gold/DATES.md)."""

import pandas as pd

from helpers.evaluation.scores import gold_table, paired, score_table


def gold_dates() -> pd.DataFrame:
    """The expressions marked by hand in the article texts, one row each, as `find_dates` gives them, with
    `language`, `split` (`dev`: rules were tuned on it, `test`: they were not) and `note`."""
    return _with_days(gold_table("dates.csv"), "first", "last")


def unseen_dates() -> pd.DataFrame:
    """The sentences made for the test alone: `id`, `sentence`, `language`, `published` and, per expression,
    `start`, `end`, `expression`, `first`, `last`, `grain`, `basis`, `reason`; a sentence without any has one
    row with no expression."""
    table = _with_days(gold_table("dates_unseen.csv"), "published", "first", "last")
    return table.assign(**{name: pd.to_numeric(table[name]).astype("Int64") for name in ("start", "end")})


def _with_days(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    days = {name: pd.to_datetime(table[name], format="ISO8601").astype("datetime64[us]") for name in columns}
    return table.assign(**days)


def date_scores(found: pd.DataFrame, gold: pd.DataFrame, key: str = "page", by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Found expressions against marked ones: spans and intervals, one row per group of `by` and one for all.

    A span is right if `key`, `start` and `end` are the marked ones; an interval is right, among the right spans, if `first` and
    `last` are the marked ones, or both have none. Returns `marked`, `found`, `right`, `precision`, `recall`, `f1`,
    `interval_accuracy`; shares of nothing are NaN.

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
