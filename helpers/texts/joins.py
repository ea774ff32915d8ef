"""Check ids before tables are joined on them: a mismatch is an error, not an empty table."""

from collections.abc import Iterable

import pandas as pd

from helpers.texts.numerals import named

_REMEDY = "give both the ids of corpus.articles.index, as text (read your table with dtype=str, or use .astype(str))"

# The columns of a corpus that name its pages and articles.
_COLUMNS = {
    "articles": ["page"], "segments": ["page", "article"], "sentences": ["article"], "links": ["article", "other"],
}  # fmt: skip


class JoinError(ValueError):
    """The ids of two tables do not match. The message names both tables and the remedy."""


def check_ids(ids: Iterable, known: Iterable, ours: str, theirs: str, match: str = "as written") -> None:
    """Raise `JoinError` if `ids` (called `ours` in the message) do not match `known` (called `theirs`).

    `match="every"`: each id must be known; `"some"`: at least one, unless `known` is empty; `"as written"`: none need
    be. In no case may an id differ from a known one only in its spelling: 7 or 7.0 for '007'.

    >>> check_ids([7.0, 8.0], ["007", "008"], "groups", "the tokens")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    helpers.texts.joins.JoinError: groups names articles that are none of the tokens: 7.0, 8.0, where that has '007', '008'; ...
    """
    ids, known = _distinct(ids), _distinct(known)
    here = ids.isin(known)
    strange, free = ids[~here], known[~known.isin(ids)]
    if not len(strange):
        return
    nothing = match == "some" and len(known) and not here.any()
    plain = set(map(_plain, free))
    if match == "every" or nothing or any(_plain(one) in plain for one in strange):
        raise JoinError(
            f"{ours} names articles that are none of {theirs}: {_some(strange)}, where that has"
            f" {_some(free if len(free) else known)}; {_REMEDY}."
        )


def check_labels(labels: pd.Series, known: Iterable, ours: str, theirs: str) -> None:
    """Run `check_ids` on a Series of one label for each article; two labels for one article raise `JoinError`."""
    if not isinstance(labels, pd.Series):
        wanted = "a Series that gives each article a label, as corpus.articles['outlet'] does"
        raise TypeError(f"{ours} is {wanted}, not {type(labels).__name__}")
    if labels.index.has_duplicates:
        twice = labels.index[labels.index.duplicated()].unique()
        raise JoinError(
            f"{ours} has {_some(twice)} twice in its index: give each article one label, as corpus.articles['outlet'] does."
        )
    check_ids(labels.index, known, ours, theirs, match="some")


def check_corpus(corpus) -> None:
    """Raise `JoinError` if the tables of a corpus do not belong together."""
    ids = {"page": "pages", "article": "articles", "other": "articles"}
    known = {name: getattr(corpus, name).index for name in ("pages", "articles")}
    for name, index in known.items():
        if index.has_duplicates:
            raise JoinError(f"corpus.{name} has {_some(index[index.duplicated()].unique())} twice in its index.")
    for name, columns in _COLUMNS.items():
        for column in columns:
            where, table = f"corpus.{name}[{column!r}]", ids[column]
            check_ids(getattr(corpus, name)[column], known[table], where, f"corpus.{table}", match="every")


def _distinct(ids: Iterable) -> pd.Index:
    if isinstance(ids, pd.Series) and isinstance(ids.dtype, pd.CategoricalDtype):
        ids = ids.cat.categories[ids.cat.codes[ids.cat.codes >= 0].unique()]
    ids = ids if isinstance(ids, pd.Index) else pd.Index(ids)
    return ids.dropna().unique().astype(object)


def _plain(one: object) -> str:
    """Undo the changes that a spreadsheet or another type makes to an id: 007 and 7.0 become 7."""
    text = str(one).strip().removesuffix(".0")
    return text.lstrip("0") or text


def _some(ids: pd.Index) -> str:
    return named(list(map(repr, ids.tolist()))) or "none"
