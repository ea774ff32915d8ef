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
from helpers.mentions.frames.cues import HEADINGS, frames_of, line_name
from helpers.texts.joins import check_ids, check_labels

_SHARES = ["group", "frame", "unit", "count", "n", "value", "low", "high", "articles", "versions"]
_CONTRASTS = [
    "group", "reference", "frame", "value", "reference_value", "articles", "reference_articles", "difference", "low",
    "high", "null_low", "null_high", "p", "p_adjusted", "tests", "permutations", "versions",
]  # fmt: skip
_DETECTABLE = ["group", "other", "articles", "other_articles", "least_p", "smallest", "smallest_adjusted"]
_EVIDENCE = ["group", "frame", "article", "sentence", "address", "cues", "quotation"]


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
    places = places[places["carries"]].assign(
        term=lambda rows: pd.Categorical(rows["term"], categories=frames)
    )
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


def frame_contrasts(
    labels: pd.DataFrame,
    groups: pd.Series,
    versions: pd.Series | None = None,
    frames: Iterable[str] | None = None,
    least_articles: int = 2,
    resamples: int = 9999,
    seed: int = 0,
) -> pd.DataFrame:
    """The share of sentences per frame in each group against that in all the other groups together, articles shuffled.

    Groups with fewer than `least_articles` texts are not contrasted, but stay among the others. Returns `group`,
    `reference`, `frame`, `value`, `reference_value`, `articles`, `reference_articles`, `difference`, `low`, `high`
    (bootstrap over articles), `null_low`, `null_high` (labels of the articles shuffled), `p` (two-sided, exact where
    `permutations` says so), `p_adjusted` (Holm over all the `tests` of this table), `versions`.
    """
    counts = frame_counts(labels, frames)
    check_labels(groups, labels["article"], "groups", "labels")
    present = groups[groups.index.isin(labels["article"])].dropna()
    sizes = _texts(versions, present.index).groupby(present, observed=True).nunique()
    parts = [
        measures.contrast(
            counts, present, group, statistic="difference", versions=versions, adjust="none", per=1,
            resamples=resamples, seed=seed,
        )
        for group in sizes.index[sizes >= least_articles]
        if len(sizes) > 1
    ]  # fmt: skip
    if not parts:
        return pd.DataFrame(columns=_CONTRASTS)
    table = pd.concat(parts, ignore_index=True)
    table = table.rename(columns={"term": "frame", "effect": "difference"})
    return table.assign(p_adjusted=measures.adjusted(table["p"], "holm"), tests=len(table))[_CONTRASTS]


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


def cells(shares: pd.DataFrame, order: Iterable[str]) -> pd.DataFrame:
    """The shares of sentences of `frame_shares` as a map shows them: with `row` (the group with its texts and
    sentences), `heading` (a short name of the frame) and `interval` (its bounds in per cent; empty where there is
    none: under five texts, or none that has the frame); the groups in `order`."""
    table = shares[shares["unit"] == "sentences"]
    place = {group: number for number, group in enumerate(dict.fromkeys(order))}
    table = table.sort_values("group", key=lambda column: column.astype(str).map(place), kind="stable")
    bounds = (100 * table[["low", "high"]]).round().astype("Int64").astype(str)
    interval = np.where(table["low"] < table["high"], bounds["low"] + " to " + bounds["high"], "")
    row = list(map(line_name, table["group"], table["articles"], table["n"]))
    heading = table["frame"].map(lambda frame: HEADINGS.get(frame, frame))
    return table.assign(row=row, interval=interval, heading=heading).reset_index(drop=True)


def evidence(
    labels: pd.DataFrame,
    fired: pd.DataFrame,
    groups: pd.Series,
    corpus,
    frames: Iterable[str] | None = None,
    most: int = 3,
) -> pd.DataFrame:
    """The sentences behind the cells of a table of shares: for every group and frame up to `most`, those with most cues
    first.

    Returns `group`, `frame`, `article`, `sentence`, `address` (page:start-end, raw), `cues` (as printed, `|` between),
    `quotation` (the sentence as printed), the groups in the order of `groups`. Groups and frames without a sentence
    have no row.
    """
    check_labels(groups, labels["article"], "groups", "labels")
    check_ids(fired["article"], labels["article"], "fired", "labels")
    check_ids(labels["article"], corpus.articles.index, "labels", "the corpus", match="every")
    frames = list(frames_of(labels) if frames is None else frames)
    order = list(dict.fromkeys(groups.dropna()))
    hits = fired[fired["frame"].isin(frames)]
    cues = hits.groupby(["article", "sentence", "frame"], observed=True, sort=True)["text"].agg(
        size="size", cues="|".join
    )
    sentences = labels[["article", "sentence", "start", "end", "text"]].rename(columns={"text": "quotation"})
    table = cues.reset_index().astype({"frame": str}).merge(sentences, on=["article", "sentence"])
    table["group"] = table["article"].map(groups)
    table = table.dropna(subset="group")
    table["line"] = table["group"].map(order.index).astype(int)
    table["column"] = table["frame"].map(frames.index).astype(int)
    table = table.sort_values(
        ["line", "column", "size", "article", "sentence"], ascending=[True, True, False, True, True]
    )
    table = table.groupby(["line", "column"], sort=False).head(most)
    pages = table["article"].map(corpus.articles["page"])
    address = pages.astype(str) + ":" + table["start"].astype(str) + "-" + table["end"].astype(str)
    return table.assign(address=address)[_EVIDENCE].reset_index(drop=True)
