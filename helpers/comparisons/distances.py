"""Distances between texts by several measures, and how much of them is noise.

The noise floor is the distance between two machine digests of one article: only the machine's wording differs. Only
texts in one language are compared.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from scipy import stats
from scipy.spatial.distance import jensenshannon

from helpers import measures
from helpers.measures.counts import SAME_TEXT
from helpers.mentions.modals import MODALITY
from helpers.texts.joins import check_ids, check_labels

# From the pair expected to be nearest to the pair expected to be farthest.
PAIRS = _FLOOR, _ONE_SUBJECT, _ONE_OUTLET, _TWO_OUTLETS = (
    "two digests of one article",
    "two outlets, one subject",
    "one outlet, different stories",
    "two outlets, different stories",
)
_PAIR_OF_RELATION = {"two digests": _FLOOR, "one press conference": _ONE_SUBJECT, "one meeting": _ONE_SUBJECT}
_LEVEL = 0.05
_ROUNDING = 1e-9  # equal distances computed in two ways count as equal


def profiles(marks: pd.DataFrame, sentences: pd.DataFrame, column: str, terms: Iterable[str]) -> pd.DataFrame:
    """Compute the share of each article's sentences that have each term: articles x terms.

    `marks` has one row per occurrence: `article`, `sentence` and `column` (the frame, the kind of modality).
    """
    marks = marks.assign(**{column: marks[column].astype("category").cat.set_categories(list(terms))})
    counts = measures.mention_counts(marks, sentences, column)
    return counts.assign(share=counts["count"] / counts["n"]).pivot(index="article", columns="term", values="share")


def told_by(articles: pd.DataFrame) -> pd.Series:
    """Return the outlet behind each article: the author of its wording, or for a digest the digested outlet."""
    return articles["words_by"].where(articles["form"] != "digest", articles["outlet"]).rename("told_by")


def one_of_each_text(corpus, relations: Iterable[str] = SAME_TEXT) -> pd.Index:
    """Return the longest article of each text, leaving out its other versions (reprints, second digests, or those that
    other `relations` of `corpus.links` join)."""
    sizes = corpus.articles["text"].str.len().groupby(measures.versions(corpus, relations))
    return pd.Index(sorted(sizes.idxmax()), name="article")


def text_pairs(corpus) -> pd.DataFrame:
    """Return every pair of articles in one language with their relation: `article`, `other`, `outlet`, `other_outlet`
    (of `told_by`), `pair` (one of `PAIRS`), `wording` (`digests`, `own words`, or `mixed`: one of each).

    Two stories may still tell one event. Left out are articles of one story without a direct link, or with only a
    translation or a reprint as link, and a text with one it contains. Different stories pair only the longest version of a text.
    """
    known = ["language", "outlet", "same_story", "form"]
    articles = corpus.articles.assign(outlet=told_by(corpus.articles))[known].to_dict("index")
    relation = {(row.article, row.other): row.relation for row in corpus.links.itertuples()}
    longest = set(one_of_each_text(corpus))
    rows = []
    for one, other in combinations(sorted(articles), 2):
        left, right = articles[one], articles[other]
        if left["language"] != right["language"]:
            continue
        same_outlet = left["outlet"] == right["outlet"]
        if left["same_story"] == right["same_story"]:
            pair = _PAIR_OF_RELATION.get(relation.get((one, other)))
            if pair is None or (pair == _ONE_SUBJECT and same_outlet):
                continue
        elif (one, other) in relation:
            continue  # one contains the other: the pair fits no kind
        elif {one, other} <= longest:
            pair = _ONE_OUTLET if same_outlet else _TWO_OUTLETS
        else:
            continue
        digests = int(left["form"] == "digest") + int(right["form"] == "digest")
        rows.append((one, other, left["outlet"], right["outlet"], pair, ("own words", "mixed", "digests")[digests]))
    table = pd.DataFrame(rows, columns=["article", "other", "outlet", "other_outlet", "pair", "wording"])
    table["pair"] = pd.Categorical(table["pair"], categories=PAIRS)
    return table


def distances(
    corpus,
    fired: pd.DataFrame,
    tokens: pd.DataFrame,
    modals: pd.DataFrame,
    actors: pd.DataFrame,
    frames: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Compute the distance of every pair of `text_pairs` by every measure, from 0 (alike) to 1:

    * `frames`: mean absolute difference between the shares of sentences that carry each frame;
    * `words`: Jensen-Shannon divergence (Lin 1991) of the vocabularies, in bits;
    * `actors`: Jaccard distance of the sets of actors named;
    * `modality`: as `frames`, with the kinds of modality.

    `fired` comes from `label_frames` (all its frames without `frames`), `tokens` from `tokenize`, `modals` from
    `find_modals`, `actors` from `find_actors`. Returns the columns of `text_pairs`, `measure`, `value` (NaN if a text
    has no sentence or no word). Short texts are always farther apart: compare texts of one kind only.
    """
    for name, table in {"fired": fired, "tokens": tokens, "modals": modals, "actors": actors}.items():
        check_ids(table["article"], corpus.articles.index, name, "the corpus", match="every")
    pairs = text_pairs(corpus)
    both = list(zip(pairs["article"], pairs["other"], strict=True))
    frames = list(fired["frame"].cat.categories if frames is None else frames)
    shares = profiles(fired[fired["frame"].isin(frames)], corpus.sentences, "frame", frames)
    words = tokens[tokens["kind"] == "word"]
    used = words.groupby(["article", "term"], observed=True).size().unstack(fill_value=0)
    used = used.reindex(corpus.articles.index)  # NaN for a text without words
    counts = dict(zip(used.index, used.to_numpy(), strict=True))
    named = actors.groupby("article")["actor"].agg(frozenset).to_dict()
    values = {
        "frames": _mean_differences(shares, pairs),
        "words": [float(jensenshannon(counts[one], counts[other], base=2) ** 2) for one, other in both],
        "actors": [_jaccard(*(named.get(text, frozenset()) for text in pair)) for pair in both],
        "modality": _mean_differences(profiles(modals, corpus.sentences, "kind", MODALITY), pairs),
    }
    return pd.concat([pairs.assign(measure=name, value=column) for name, column in values.items()], ignore_index=True)


def _mean_differences(profile: pd.DataFrame, pairs: pd.DataFrame) -> np.ndarray:
    one, other = (profile.reindex(pairs[side]).to_numpy() for side in ("article", "other"))
    return np.abs(one - other).mean(axis=1)


def _jaccard(one: frozenset, other: frozenset) -> float:
    union = one | other
    return 1 - len(one & other) / len(union) if union else 0.0


def outlet_gaps(table: pd.DataFrame, rounds: int = 9999) -> pd.DataFrame:
    """Test whether texts of two outlets are farther apart than texts of one outlet, and than two versions of one text.

    Uses the pairs of digests of different stories. Returns per measure: `measure`, `one_outlet` and `two_outlets` (mean
    distances), `gap` (two minus one), `p` (share of shuffles of the texts' outlets with a gap as large), `p_adjusted`
    (Holm over the measures), `floor`, `above_floor` (missing without a floor) and `shown`. `floor` is the largest
    distance between two digests of one article, NaN without such a pair. `shown` is true if the gap is larger than shuffling gives **and** two outlets are farther apart
    than the floor, if known.
    """
    rows, known = [], table[table["value"].notna()]
    for measure, inside in known[known["wording"] == "digests"].groupby("measure", sort=False):
        different = inside[inside["pair"].isin([_ONE_OUTLET, _TWO_OUTLETS])]
        observed, gaps = _gaps(different, rounds)
        floor = inside.loc[inside["pair"] == _FLOOR, "value"].max()
        means = different.groupby("pair", observed=False)["value"].mean()
        p = (1 + (gaps >= observed - _ROUNDING).sum()) / (1 + len(gaps)) if len(gaps) else np.nan
        rows.append((measure, means[_ONE_OUTLET], means[_TWO_OUTLETS], observed, p, floor))
    result = pd.DataFrame(rows, columns="measure one_outlet two_outlets gap p floor".split())
    result["p_adjusted"] = measures.adjusted(result["p"])
    above = result["two_outlets"] > result["floor"] + _ROUNDING
    result["above_floor"] = above.astype("boolean").mask(result["floor"].isna())
    result["shown"] = result["above_floor"].fillna(True).astype(bool) & (result["p_adjusted"] <= _LEVEL)
    return result


def _gaps(pairs: pd.DataFrame, rounds: int) -> tuple[float, np.ndarray]:
    """Return the gap (two outlets less one outlet), and the gaps with the outlets of the texts shuffled."""
    sides = [("article", "outlet"), ("other", "other_outlet")]
    outlet = pd.concat([pairs.set_index(side)[name] for side, name in sides]).groupby(level=0).first()
    one, other = (outlet.index.get_indexer(pairs[side]) for side, _ in sides)
    values, codes = pairs["value"].to_numpy(dtype=float), pd.factorize(outlet.to_numpy(dtype=object))[0]
    whole, random = values.sum(), np.random.default_rng(0)

    def gaps(labels: np.ndarray) -> np.ndarray:
        same = labels[:, one] == labels[:, other]
        times, within = np.count_nonzero(same, axis=1), same @ values
        with np.errstate(invalid="ignore", divide="ignore"):
            return (whole - within) / (len(values) - times) - within / times

    blocks = _shuffles(codes, rounds if len(codes) else 0, len(values), random)
    shuffled = np.concatenate([np.empty(0), *map(gaps, blocks)])
    return gaps(codes[None])[0], shuffled[np.isfinite(shuffled)]


def _shuffles(codes: np.ndarray, rounds: int, width: int, random: np.random.Generator) -> Iterator[np.ndarray]:
    """Shuffle the codes so many times, one row each, in small blocks; each row is compared at `width` places."""
    most = max(1, 2_000_000 // max(width, len(codes), 1))
    for first in range(0, rounds, most):
        yield np.array([random.permutation(codes) for _ in range(min(most, rounds - first))])


def smallest_detectable(groups: pd.Series, versions: pd.Series | None = None, tests: int = 1) -> pd.DataFrame:
    """Compute what so few articles could show: for every two groups, the least possible p and the smallest difference.

    Returns `group`, `other`, `articles`, `other_articles` (texts), `least_p` and `smallest`. `least_p` is two-sided:
    all articles of one group beyond all of the other, 2 / C(m + n, m). `smallest` is the smallest difference between
    two shares of articles for which Fisher's exact test gives p <= 0.05, divided by the number of `tests` (NaN if none
    does).

    >>> table = smallest_detectable(pd.Series(["one"] * 4 + ["two"] * 4))
    >>> table[["articles", "other_articles", "least_p", "smallest"]].round(3).to_numpy().tolist()
    [[4.0, 4.0, 0.029, 1.0]]
    """
    groups = groups.dropna()
    texts = pd.Series(groups.index, index=groups.index)
    if versions is not None:
        check_labels(versions, groups.index, "versions", "groups")
        texts = versions.reindex(groups.index)
    sizes = texts.groupby(groups, observed=True, sort=True).nunique()
    rows = []
    for one, other in combinations(sizes.index, 2):
        m, n = int(sizes[one]), int(sizes[other])
        rows.append((one, other, m, n, min(1.0, 2 / comb(m + n, m)), _smallest_difference(m, n, tests)))
    columns = "group other articles other_articles least_p smallest".split()
    return pd.DataFrame(rows, columns=columns)


@cache
def _smallest_difference(m: int, n: int, tests: int) -> float:
    differences = [
        abs(a / m - b / n)
        for a in range(m + 1)
        for b in range(n + 1)
        if stats.fisher_exact([[a, m - a], [b, n - b]]).pvalue <= _LEVEL / tests
    ]
    return min(differences, default=np.nan)
