"""How much of each frame, in which group of articles, how sure; and what so few articles could show at all."""

from collections.abc import Iterable
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from scipy import stats

from helpers import measures
from helpers.comparisons.distances import told_by
from helpers.lexicon import NO_OUTLET
from helpers.measures.counts import per_article
from helpers.mentions.frames.cues import frames_of
from helpers.texts.joins import check_labels

_SHARES = ["group", "frame", "unit", "count", "n", "value", "low", "high", "articles", "versions"]
_DETECTABLE = ["group", "other", "articles", "other_articles", "least_p", "smallest", "smallest_adjusted"]


def frame_counts(labels: pd.DataFrame, frames: Iterable[str] | None = None) -> pd.DataFrame:
    """For `measures.intervals` and `measures.contrast`: one row per article and frame: `article`, `term` (the frame),
    `count` (sentences that carry it), `n` (sentences), zeros included. `labels` is that of `label_frames`; without `frames` all
    of its frames."""
    frames = list(frames_of(labels) if frames is None else frames)
    by_article = labels.groupby("article", sort=True, observed=True)
    sums, sizes = by_article[frames].sum(), by_article.size()
    return per_article(sums.index, frames, sums.to_numpy(dtype=int), sizes.to_numpy())


def frame_shares(
    labels: pd.DataFrame,
    groups: pd.Series,
    versions: pd.Series | None = None,
    frames: Iterable[str] | None = None,
    resamples: int = 9999,
    seed: int = 0,
) -> pd.DataFrame:
    """The share of sentences and the share of articles of each group that carry each frame.

    `groups` gives each article a label; `versions` (of `measures.versions`) makes reprints and digests of one article
    count once. One row per group, frame and `unit` (`sentences`, `articles`), zeros included: `group`, `frame`, `unit`,
    `count`, `n`, `value`, `low`, `high`, `articles`, `versions`. The 95 % interval of a share of sentences is the
    percentile bootstrap over the articles of the group (of no width where no article or all of one have it); that of a
    share of articles is Wilson's. Under `measures.LEAST_TEXTS` texts there is none (NaN).
    """
    frames = list(frames_of(labels) if frames is None else frames)
    sentences = measures.intervals(
        frame_counts(labels, frames), groups, versions, per=1, resamples=resamples, seed=seed
    )
    sentences = sentences.assign(unit="sentences")
    places = labels.melt(id_vars=["article"], value_vars=frames, var_name="term", value_name="carries")
    places = places[places["carries"]].assign(term=lambda rows: pd.Categorical(rows["term"], categories=frames))
    check_labels(groups, labels["article"], "groups", "labels")
    present = groups[groups.index.isin(labels["article"])].dropna()
    articles = measures.shares(places, present, column="term", versions=versions).assign(unit="articles")
    articles["articles"] = articles["n"]
    parts = [part for part in (sentences, articles) if len(part)]
    if not parts:
        return pd.DataFrame(columns=_SHARES)
    table = pd.concat(parts, ignore_index=True).rename(columns={"term": "frame"})
    return table[_SHARES]


def _texts(versions: pd.Series | None, articles: pd.Index) -> pd.Series:
    """The label of each article's text: its own, if versions count each."""
    if versions is None:
        return pd.Series(articles, index=articles)
    check_labels(versions, articles, "versions", "groups")
    return versions.reindex(articles)


def smallest_detectable(
    groups: pd.Series, versions: pd.Series | None = None, tests: int = 1, level: float = 0.05
) -> pd.DataFrame:
    """What so few articles could show at all: for every two groups, the least p there can be and the smallest
    difference.

    `tests` is the number of tests that share the level (Bonferroni, the first step of Holm). Returns `group`, `other`,
    `articles`, `other_articles` (texts), `least_p` (two-sided: all articles of one group beyond all of the other, 2 /
    C(m + n, m)), `smallest` (the smallest difference between two shares of articles for which Fisher's exact test gives
    p <= `level`; NaN: none does), `smallest_adjusted` (at `level / tests`).

    >>> table = smallest_detectable(pd.Series(["one"] * 4 + ["two"] * 4))
    >>> table[["articles", "other_articles", "least_p", "smallest"]].round(3).to_numpy().tolist()
    [[4.0, 4.0, 0.029, 1.0]]
    """
    groups = groups.dropna()
    sizes = _texts(versions, groups.index).groupby(groups, observed=True, sort=True).nunique()
    rows = []
    for one, other in combinations(sizes.index, 2):
        m, n = int(sizes[one]), int(sizes[other])
        least_p = min(1.0, 2 / comb(m + n, m))
        smallest = (_smallest_difference(m, n, at) for at in (level, level / tests))
        rows.append((one, other, m, n, least_p, *smallest))
    return pd.DataFrame(rows, columns=_DETECTABLE)


def _smallest_difference(m: int, n: int, level: float) -> float:
    differences = [
        abs(a / m - b / n)
        for a in range(m + 1)
        for b in range(n + 1)
        if stats.fisher_exact([[a, m - a], [b, n - b]]).pvalue <= level
    ]
    return min(differences, default=np.nan)


def tellings(corpus) -> pd.DataFrame:
    """Who tells, in whose wording: one row per article (the index), in the order in which they are shown: `outlet` (of
    `told_by`), `form` (`digest`, or `full` for any text in an outlet's own words), `language`, `telling` (all three in
    words)."""
    articles = corpus.articles
    is_digest = articles["form"] == "digest"
    form = np.where(is_digest, "digest", "full")
    table = pd.DataFrame({"outlet": told_by(articles), "form": form, "language": articles["language"]})
    wording = table["language"].map({"zh": "Chinese", "en": "English"}).fillna("other") + np.where(
        is_digest, " digest", ""
    )
    table["telling"] = table["outlet"].fillna(NO_OUTLET) + ", " + wording
    order = table.assign(is_digest=is_digest, is_foreign=table["language"] != "zh").sort_values(
        ["is_digest", "is_foreign", "outlet"], kind="stable"
    )
    return table.loc[order.index].rename_axis("article")
