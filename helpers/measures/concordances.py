"""The lines behind a number: keyword in context, each with the raw address it was read from."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from helpers.measures.counts import coded, term_code
from helpers.texts.joins import check_ids

# White space other than a single space.
_WIDE = re.compile(r"\s{2,}|[^\S ]")
PLACE = ["article", "sentence", "start", "end"]
_COLUMNS = ["article", "sentence", "page", "start", "end", "left", "node", "right"]


def concordance(corpus, tokens: pd.DataFrame, node: str | Iterable[str], context: int = 30) -> pd.DataFrame:
    """Every occurrence of a term, or of a run of terms, in its context.

    `node` is a term as counted, or several with a space between or in a list: then
    they stand next to each other in one sentence, whatever marks stand between that `node` does not name (弘扬“上海精神” is
    弘扬 上海精神). Returns `article`, `sentence`, `page`, `start`, `end` (for
    `corpus.quote`), `left`, `node`, `right`: as printed, without wraps and citation marks, `context`
    characters on either side and never beyond the article; in the order of the corpus. Raises `KeyError`
    naming the nearest terms for one that does not occur, or if the terms never stand so.
    """
    wanted = node.split(" ") if isinstance(node, str) else list(node)
    if not wanted or not all(wanted):
        raise ValueError("node is a term, or several with one space between")
    terms = coded(tokens, "term", "tokens")
    codes = [term_code(terms.categories, term) for term in wanted]
    counted = np.arange(len(tokens))
    if len(codes) > 1 and "kind" in tokens:
        counted = np.flatnonzero((tokens["kind"] != "mark").to_numpy() | np.isin(terms.codes, codes))
    first, last = runs([np.arange(len(terms.categories)) == code for code in codes], terms.codes[counted])
    firsts, lasts = (tokens.iloc[counted[at]].reset_index(drop=True).astype({"article": "str"}) for at in (first, last))
    together = firsts["article"].eq(lasts["article"]) & firsts["sentence"].eq(lasts["sentence"])
    if not together.any():
        what = "does not occur" if len(wanted) == 1 else "do not stand next to each other"
        raise KeyError(f"{' '.join(wanted)!r} {what} in these tokens")
    return in_context(corpus, firsts.assign(end=lasts["end"])[together], context)


def runs(wanted: Sequence[np.ndarray], terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where terms stand one behind the other: the first and the last place of each run. `wanted` says of each step of the run which
    codes will do (a mask over all), `terms` are the codes as they stand.

    >>> [places.tolist() for places in runs([np.array([True, False]), np.array([False, True])], np.array([0, 0, 1]))]
    [[1], [2]]
    """
    at = np.flatnonzero(wanted[0][terms])
    at = at[at + len(wanted) <= len(terms)]
    for step, mask in enumerate(wanted[1:], start=1):
        at = at[mask[terms[at + step]]]
    return at, at + len(wanted) - 1


def in_context(corpus, places: pd.DataFrame, context: int = 30) -> pd.DataFrame:
    """The lines of any table with `article`, `sentence`, `start` and `end`, as in `concordance`."""
    check_ids(places["article"], corpus.articles.index, "places", "the corpus", match="every")
    named = corpus.articles.loc[places["article"].astype(str).unique(), ["page", "text"]]
    pages, texts = (dict(zip(named.index, named[name].tolist(), strict=True)) for name in ("page", "text"))
    rows = []
    for article, sentence, start, end in places[PLACE].itertuples(index=False, name=None):
        begin, stop = corpus.places.chain(article).text(start, end)
        text = texts[article]
        parts = text[max(begin - context, 0) : begin], text[begin:stop], text[stop : stop + context]
        rows.append((article, sentence, pages[article], start, end, *parts))
    lines = pd.DataFrame(rows, columns=_COLUMNS)
    for column in ("left", "node", "right"):
        lines[column] = lines[column].astype("str")
        if _WIDE.search("|".join(lines[column])):
            lines[column] = lines[column].str.replace(_WIDE, " ", regex=True)
    return lines
