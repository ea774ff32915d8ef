"""The lines behind a number: keyword in context, each with the raw address it was read from."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.measures.counts import term_code
from helpers.texts.joins import check_ids

# White space other than a single space.
_WIDE = re.compile(r"\s{2,}|[^\S ]")
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
    column = tokens["term"].astype("category").array
    codes = [term_code(column.categories, term) for term in wanted]
    places = np.arange(len(column))
    if len(codes) > 1:
        places = np.flatnonzero((tokens["kind"] != "mark").to_numpy() | np.isin(column.codes, codes))
    found = column.codes[places]
    at = np.flatnonzero(found == codes[0])
    at = at[at + len(codes) <= len(found)]
    for step, code in enumerate(codes[1:], start=1):
        at = at[found[at + step] == code]
    first_rows, last_rows = tokens.iloc[places[at]], tokens.iloc[places[at + len(codes) - 1]]
    together = (first_rows["article"].to_numpy() == last_rows["article"].to_numpy()) & (
        first_rows["sentence"].to_numpy() == last_rows["sentence"].to_numpy()
    )
    if not together.any():
        what = "does not occur" if len(wanted) == 1 else "do not stand next to each other"
        raise KeyError(f"{' '.join(wanted)!r} {what} in these tokens")
    places = pd.DataFrame(
        {
            "article": first_rows["article"].astype(str).to_numpy(),
            "sentence": first_rows["sentence"].to_numpy(),
            "start": first_rows["start"].to_numpy(),
            "end": last_rows["end"].to_numpy(),
        }
    )[together]
    return in_context(corpus, places, context)


def in_context(corpus, places: pd.DataFrame, context: int = 30) -> pd.DataFrame:
    """The lines of any table with `article`, `sentence`, `start` and `end`, as in `concordance`."""
    check_ids(places["article"], corpus.articles.index, "places", "the corpus", match="every")
    named = corpus.articles.loc[places["article"].astype(str).unique(), ["page", "text"]]
    pages, texts = (dict(zip(named.index, named[name].tolist(), strict=True)) for name in ("page", "text"))
    rows = []
    for article, sentence, start, end in zip(
        *(places[name].tolist() for name in ["article", "sentence", "start", "end"]), strict=True
    ):
        text = texts[article]
        begin, stop = corpus.places.chain(article).text(start, end)
        left = text[max(begin - context, 0) : begin]
        right = text[stop : stop + context]
        row = (article, sentence, pages[article], start, end, left, text[begin:stop], right)
        rows.append(row)
    lines = pd.DataFrame(rows, columns=_COLUMNS)
    for column in ("left", "node", "right"):
        lines[column] = lines[column].astype("str")
        if _WIDE.search("|".join(lines[column].tolist())):
            lines[column] = lines[column].str.replace(_WIDE, " ", regex=True)
    return lines
