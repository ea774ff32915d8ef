"""Counts of tokens: from integer codes to one table. Every count of words starts from `count`.

The token table may hold marks (`kind` is `mark`), which are never counted. To leave out numbers or stop words, pass a
table without them.
"""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import pandas as pd
from scipy import sparse

from helpers.corpora.stories import same_story
from helpers.texts.joins import check_labels
from helpers.texts.numerals import named
from helpers.texts.scripts import term_of

PER = 1000  # rates are per 1,000 words of the group
# With fewer texts no interval is computed: resamples would repeat the same few.
LEAST_TEXTS = 5
# Relations of `corpus.links` that make two articles versions of one text.
SAME_TEXT = ("reprint", "two digests")
EVERYTHING = "all"
ALIKE = 0.65  # the least likeness (difflib) of a term that is named instead of one that does not occur


@dataclass(frozen=True)
class Counted:
    """The counted tokens: codes of the `term` and `article` of each, and the labels of the codes."""

    term: np.ndarray
    article: np.ndarray
    terms: pd.Index
    articles: pd.Index
    labels: list[str]
    group_of_article: np.ndarray  # -1: in no group, or a version that does not count
    kept: np.ndarray  # whether each row of the token table counts
    times: np.ndarray | None = None  # how often each counts; None: once

    def table(self) -> np.ndarray:
        """Counts, groups x terms."""
        # Sized for all cells, so a term that never occurs gets a zero.
        cells = len(self.labels) * len(self.terms)
        counts = np.zeros(cells, dtype=np.int64)
        row_of_article = self.group_of_article.astype(np.int64) * len(self.terms)
        # Blocks fit the processor's cache, but never have fewer tokens than the cells that each block adds up.
        step = max(2**16, 4 * cells)
        for begin in range(0, len(self.term), step):
            turn = slice(begin, begin + step)
            places = row_of_article.take(self.article[turn], mode="clip")
            places += self.term[turn]
            counts += _bincount(places, None if self.times is None else self.times[turn], cells)
        return counts.reshape(len(self.labels), len(self.terms))

    def by_article(self) -> sparse.csr_matrix:
        """Counts, articles x terms."""
        times = np.ones(len(self.term), dtype=np.int64) if self.times is None else self.times
        shape = (len(self.articles), len(self.terms))
        return sparse.coo_matrix((times, (self.article, self.term)), shape=shape).tocsr()


def count(tokens: pd.DataFrame, groups: pd.Series | None = None, versions: pd.Series | None = None) -> Counted:
    """Encode the words of a token table, without articles that are in no group.

    `groups` labels each article (its index); None puts all articles into one group. `versions` labels the text of
    each article: of articles with the same label in one group, only the longest counts.
    """
    term, article = coded(tokens, "term", "tokens"), coded(tokens, "article", "tokens")
    articles = article.categories
    labels, group_of_article = group_codes(groups, articles)
    times = tokens["count"].to_numpy(dtype=np.int64) if "count" in tokens else None
    kept = (tokens["kind"] != "mark").to_numpy() if "kind" in tokens else np.ones(len(tokens), dtype=bool)
    if versions is not None:
        sizes = _bincount(article.codes[kept], None if times is None else times[kept], len(articles))
        group_of_article = one_of_each(group_of_article, articles, sizes, versions)
    if (group_of_article < 0).any():
        kept = kept & (group_of_article >= 0)[article.codes]
    term_codes, article_codes = term.codes, article.codes
    if not kept.all():
        term_codes, article_codes = term_codes[kept], article_codes[kept]
        times = None if times is None else times[kept]
    return Counted(term_codes, article_codes, term.categories, articles, labels, group_of_article, kept, times)


def writings(counted: Counted) -> np.ndarray:
    """Return 1 for each article with more words in Chinese characters (or kana) than others, -1 with fewer, else 0."""
    side = np.array([1.0 if "\u2e80" <= str(term)[:1] < "\ua000" else -1.0 for term in counted.terms], dtype=float)
    words = side.take(counted.term) if counted.times is None else side.take(counted.term) * counted.times
    return np.sign(_bincount(counted.article, words, len(counted.articles)))


def warn_of_languages(counted: Counted, groups: pd.Series, *names: str) -> None:
    """Warn if these groups have Chinese texts and others, unless the groups are languages (a Series named `language`)."""
    here = np.isin(counted.group_of_article, [counted.labels.index(name) for name in names])
    if groups.name != "language" and {-1, 1} <= set(writings(counted)[here]):
        why = f"groups: {named(names)} have Chinese and other texts, so words of a language pass for words of a group; keep one"
        warnings.warn(f"{why}, as in groups[articles['language'] == 'en']", stacklevel=3)


def _bincount(codes: np.ndarray, times: np.ndarray | None, width: int) -> np.ndarray:
    counts = np.bincount(codes, weights=times, minlength=width)
    return counts if times is None else counts.astype(np.int64)  # whole numbers, exact in a float up to 2^53


def coded(table: pd.DataFrame, column: str, name: str) -> pd.Categorical:
    """Encode a column: its codes and labels, sorted unless the column has categories. Raises `ValueError` if the table
    (called `name`) lacks the column, or if a row of the tokens has no value in it."""
    if column not in table:
        raise ValueError(f"{name} has no column {column!r}; it has {', '.join(table)}")
    values = table[column]
    codes = values.array if isinstance(values.dtype, pd.CategoricalDtype) else values.astype("category").array
    if name == "tokens" and (missing := np.count_nonzero(codes.codes < 0)):
        said = f"tokens has no {column!r} in {missing:,} of {len(table):,} rows"
        raise ValueError(f"{said}; fill it, or leave such rows out")
    return codes


def group_codes(groups: pd.Series | None, articles: pd.Index) -> tuple[list[str], np.ndarray]:
    """Return the labels in order (of the categories, or sorted) and each article's code, -1 if it is in no group."""
    if groups is None:
        return [EVERYTHING], np.zeros(len(articles), dtype=np.int64)
    check_labels(groups, articles, "groups", "the counted table")
    groups = groups.dropna() if not isinstance(groups.dtype, pd.CategoricalDtype) else groups
    coded = groups.astype("category").array
    place = groups.index.get_indexer(articles)
    codes = np.where(place >= 0, coded.codes.astype(np.int64)[place] if len(groups) else -1, -1)
    return list(coded.categories), codes


def side_codes(labels: list[str], target: str, reference: str) -> list[int]:
    """Return the places of two groups among the labels. Raises `KeyError` naming the groups if one is unknown,
    `ValueError` if both are the same."""
    for label in (target, reference):
        if label not in labels:
            raise KeyError(f"no group {label!r}; the groups are {', '.join(map(str, labels))}")
    if target == reference:
        raise ValueError(f"target and reference are both {target!r}: name two groups")
    return [labels.index(target), labels.index(reference)]


def one_of_each(group_of_article: np.ndarray, articles: pd.Index, sizes: np.ndarray, versions: pd.Series) -> np.ndarray:
    """Set the group to -1 for all but the longest version of a text in each group (ties: first name)."""
    check_labels(versions, articles, "versions", "the counted table")
    text = versions.reindex(articles).to_numpy()
    table = pd.DataFrame({"group": group_of_article, "text": text, "size": -sizes, "name": articles})
    table["text"] = table["text"].where(table["text"].notna(), table["name"])
    keep = ~table.sort_values(["size", "name"], kind="stable").duplicated(["group", "text"]).sort_index()
    return np.where(keep, group_of_article, -1)


def term_code(terms: pd.Index, term: str) -> int:
    """Return the place of a term among `terms`; `KeyError` naming the nearest ones if it is missing."""
    place = terms.get_indexer([term])[0]
    if place >= 0:
        return int(place)
    folded = term_of(str(term))
    nearest = get_close_matches(folded, [str(other) for other in terms], n=3, cutoff=ALIKE)
    hint = f"the nearest terms are {', '.join(map(repr, nearest))}" if nearest else "no term is like it"
    raise KeyError(f"{term!r} does not occur; {hint} (terms are in lower case, Simplified, in mainland usage)")


def term_codes(known: pd.Index, terms: str | Iterable[str]) -> np.ndarray:
    """Return the places of the named terms among `known`; raises as `term_code` does."""
    wanted = [terms] if isinstance(terms, str) else list(terms)
    return np.array([term_code(known, term) for term in wanted], dtype=np.intp)


def versions(corpus, relations: Iterable[str] = SAME_TEXT) -> pd.Series:
    """Label each article with its text: articles joined by one of the `relations` in `corpus.links` share a label.

    Passed to a measure, it makes reprints, and digests of one article, count once.
    """
    links = corpus.links[corpus.links["relation"].isin(list(relations))]
    return same_story(corpus.articles.index, links).rename("text")


def rates(group: str, term, count, n, per: float = PER) -> dict[str, object]:
    """Return the columns of every table of rates: `group`, `term`, `count`, `n`, `value` (`per` times count / n)."""
    return {"group": group, "term": term, "count": count, "n": n, "value": per * count / n}


def two_rates(group: str, reference: str, term, count, n, other_count, other_n, per: float = PER) -> dict[str, object]:
    """Return the columns of every contrast: those of `rates`, and the same for the `reference`."""
    other = rates(reference, term, other_count, other_n, per)
    beside = {f"reference_{name}": other[name] for name in ("count", "n", "value")}
    return {"group": group, "reference": reference, **rates(group, term, count, n, per), **beside}


def per_article(articles: pd.Index, terms, cells: np.ndarray, n: np.ndarray) -> pd.DataFrame:
    """Return a table for `intervals` and `contrast`: `article`, `term`, `count`, `n`, zeros included.

    `cells` are counts, articles x terms; `n` has one number per article.
    """
    repeated = {"article": np.repeat(articles, len(terms)), "term": np.tile(terms, len(articles))}
    return pd.DataFrame(repeated | {"count": cells.ravel(), "n": np.repeat(n, len(terms))})


def stack(rows: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Concatenate the parts of a table; without parts, return an empty table with its columns."""
    kept = [part[columns] for part in rows if len(part)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=columns)


def article_counts(tokens: pd.DataFrame, terms: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Count terms per article for `intervals` and `contrast`: `article`, `term`, `count`, `n`, zeros included.

    `n` is the number of words of the article; articles without words are left out. Without `terms`, all terms are
    used, which makes articles times terms rows: name the terms if the corpus is large.
    """
    counted = count(tokens)
    matrix = counted.by_article()
    sizes = np.asarray(matrix.sum(axis=1)).ravel()
    present = np.flatnonzero(sizes)
    occurring = np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel())
    chosen = occurring if terms is None else term_codes(counted.terms, terms)
    cells = matrix[present][:, chosen].toarray()
    return per_article(counted.articles[present], counted.terms[chosen], cells, sizes[present])
