"""Shares of articles and of sentences that mention something; these can be compared across languages."""

import numpy as np
import pandas as pd
from scipy.stats import norm

from helpers.measures.counts import LEAST_TEXTS, coded, group_codes, one_of_each, per_article, rates, stack, term_codes
from helpers.texts.joins import check_ids, check_labels

CONFIDENCE = 0.95
# The quantiles between which that share lies.
MIDDLE = (0.025, 0.975)
_COLUMNS = ["group", "term", "count", "n", "value", "low", "high"]


def wilson(count, n) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's 95 % score interval of a share (1927).

    >>> [round(float(bound), 6) for bound in wilson(18, 20)]
    [0.698966, 0.972134]
    """
    count, n = np.asarray(count, dtype=float), np.asarray(n, dtype=float)
    z2 = norm.ppf(MIDDLE[1]) ** 2
    middle = (count + z2 / 2) / (n + z2)
    margin = np.sqrt(z2 * (count * (n - count) / n + z2 / 4)) / (n + z2)
    # At the ends the interval reaches exactly 0 or 1; rounding would miss them.
    low = np.where(count == 0, 0.0, middle - margin)
    return low, np.where(count == n, 1.0, middle + margin)


def shares(
    places: pd.DataFrame, groups: pd.Series, column: str = "concept", versions: pd.Series | None = None, terms=None
) -> pd.DataFrame:
    """Compute the share of the articles of each group in which something occurs at least once.

    `places` has one row per occurrence: `article`, and in `column` what occurred (the table of `find_concepts`; any
    token table with `column="term"`). `groups` labels every article that could have it: its lengths are the
    denominators. `versions` is as in `count`; the version with most occurrences represents its text.
    Returns one row per group and term, zeros included: `group`, `term`, `count` (articles), `n`, `value`, `low`,
    `high` (Wilson; NaN under `LEAST_TEXTS` articles). The terms are `terms` (a name or several), else the categories of
    the column, whichever rows are left (all concepts for `find_concepts`: one that no text names is a finding), else
    all that occur.
    """
    check_labels(groups, [], "groups", "places")
    articles = groups.index
    labels, group = group_codes(groups, articles)
    # All places may lie in other articles: then the term occurs in none of these.
    check_ids(places["article"], articles, "places", "groups")
    found, present = _occurring(places, articles, column)
    if versions is not None:
        group = one_of_each(group, articles, present.sum(axis=1), versions)
    chosen = slice(None) if terms is None else term_codes(found, terms)
    rows = []
    for code, label in enumerate(labels):
        members = group == code
        n = int(members.sum())
        if not n:
            continue
        count = present[members][:, chosen].sum(axis=0)
        low, high = (np.nan, np.nan) if n < LEAST_TEXTS else wilson(count, n)
        rows.append(pd.DataFrame(rates(label, found[chosen], count, n, per=1) | {"low": low, "high": high}))
    return stack(rows, _COLUMNS)


def mention_counts(
    places: pd.DataFrame, sentences: pd.DataFrame, column: str = "concept", terms=None, unit: str = "sentence"
) -> pd.DataFrame:
    """Count, for `intervals` and `contrast`, the sentences of each article in which something occurs at least once.

    `places` is as in `shares`, with `sentence` beside `article`; `sentences` is the table of the sentences to count
    (all, or a part), `terms` those to count (a name or several; all). Returns `article`, `term`, `count` (sentences that
    have it) and `n` (sentences), zeros included.
    With `unit="article"` count is 0 or 1 and n is 1, so `contrast` compares shares of articles.
    """
    if unit not in ("sentence", "article"):
        raise ValueError(f"unit is 'sentence' or 'article', not {unit!r}")
    sizes = sentences.groupby("article", sort=True, observed=True).size()
    check_ids(places["article"], sizes.index, "places", "sentences")
    asked = sentences[["article", "sentence"]].astype({"article": "str"})
    places = places.assign(**{column: coded(places, column, "places")})  # a term of other sentences gets a zero
    places = places.astype({"article": "str"}).merge(asked, on=["article", "sentence"])
    found, cells = _occurring(places, sizes.index, column, "sentence")
    chosen = slice(None) if terms is None else term_codes(found, terms)
    n = sizes.to_numpy()
    if unit == "article":
        cells, n = np.minimum(cells, 1), np.ones_like(n)
    return per_article(sizes.index, found[chosen], cells[:, chosen], n)


def _occurring(places: pd.DataFrame, articles: pd.Index, column: str, *unit: str) -> tuple[pd.Index, np.ndarray]:
    """Return the labels of a column, and the units that have each label: counts, articles x labels. A unit is a
    combination of the columns `unit` in an article, else the article."""
    found = coded(places, column, "places")
    row = articles.get_indexer(places["article"].astype(articles.dtype))
    once = places[list(unit)].assign(row=row, code=found.codes)
    once = once[(row >= 0) & (found.codes >= 0)].drop_duplicates()
    cells = np.zeros((len(articles), len(found.categories)), dtype=int)
    np.add.at(cells, (once["row"], once["code"]), 1)
    return found.categories, cells
