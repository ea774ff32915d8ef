"""Concordance lines (keyword in context), each with its raw address on the page."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from helpers.measures.counts import coded, term_code
from helpers.texts.joins import check_ids

# White space other than a single space.
_WIDE = re.compile(r"\s{2,}|[^\S ]")
PLACE = ["article", "sentence", "start", "end"]


def concordance(corpus, tokens: pd.DataFrame, node: str | Iterable[str], context: int = 30) -> pd.DataFrame:
    """Find every occurrence of a term, or of a sequence of terms, in its context.

    `node` is a term as counted, or several terms separated by spaces or in a list. A sequence must be consecutive in
    one sentence; marks that `node` does not name may come between (弘扬“上海精神” matches 弘扬 上海精神).
    Returns `article`, `sentence`, `page`, `start`, `end` (for `corpus.quote`), `left`, `node`, `right`, in the order
    of the corpus. Texts are as printed, without wraps and citation marks. The context is `context` characters on
    either side and never leaves the article. Raises `KeyError` if a term does not occur (naming the nearest terms), or
    if the sequence does not.
    """
    wanted = node.split(" ") if isinstance(node, str) else list(node)
    if not wanted or not all(wanted):
        raise ValueError("node is a term, or several with one space between")
    terms = coded(tokens, "term", "tokens")
    codes = [term_code(terms.categories, term) for term in wanted]
    sequence, counted = terms.codes, None
    if len(codes) > 1 and "kind" in tokens:
        counted = np.flatnonzero((tokens["kind"] != "mark").to_numpy() | np.isin(sequence, codes))
        sequence = sequence[counted]
    places = runs([np.arange(len(terms.categories)) == code for code in codes], sequence)
    rows = (tokens[PLACE].iloc[at if counted is None else counted[at]] for at in places)
    firsts, lasts = (table.reset_index(drop=True).astype({"article": "str"}) for table in rows)
    together = firsts["article"].eq(lasts["article"]) & firsts["sentence"].eq(lasts["sentence"])
    if not together.any():
        what = "does not occur" if len(wanted) == 1 else "do not occur next to each other"
        raise KeyError(f"{' '.join(wanted)!r} {what} in these tokens")
    return in_context(corpus, firsts.assign(end=lasts["end"])[together], context)


def runs(wanted: Sequence[np.ndarray], terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last place of each run of consecutive terms. `wanted` has a mask over all codes for each
    step of the run; `terms` are the codes of the tokens in order.

    >>> [places.tolist() for places in runs([np.array([True, False]), np.array([False, True])], np.array([0, 0, 1]))]
    [[1], [2]]
    """
    at = np.flatnonzero(wanted[0].take(terms))
    at = at[at + len(wanted) <= len(terms)]
    for step, mask in enumerate(wanted[1:], start=1):
        at = at[mask[terms[at + step]]]
    return at, at + len(wanted) - 1


def in_context(corpus, places: pd.DataFrame, context: int = 30) -> pd.DataFrame:
    """Return the lines for any table with `article`, `sentence`, `start` and `end`, in the columns of `concordance`."""
    check_ids(places["article"], corpus.articles.index, "places", "the corpus", match="every")
    lines = places[PLACE].astype({"article": "str"} | dict.fromkeys(PLACE[1:], "int64")).reset_index(drop=True)
    codes = corpus.articles.index.get_indexer(lines["article"])
    about = corpus.articles[["page", "text"]].iloc[codes].reset_index(drop=True)
    edges = (corpus.places.text(codes, lines[edge].to_numpy()).tolist() for edge in ("start", "end"))
    spans = list(zip(about["text"].tolist(), *edges, strict=True))
    lines.insert(2, "page", about["page"])
    parts = {
        "left": [text[max(begin - context, 0) : begin] for text, begin, _ in spans],
        "node": [text[begin:stop] for text, begin, stop in spans],
        "right": [text[stop : stop + context] for text, _, stop in spans],
    }
    for name, said in parts.items():
        joined = "|".join(said)
        if "  " in joined or not joined.isprintable():  # the single space is the only printable white space
            said = [_WIDE.sub(" ", part) for part in said]
        lines[name] = pd.Series(said, dtype="str")
    return lines
