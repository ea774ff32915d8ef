"""The company a word keeps: collocates in a window inside the sentence, and runs of words."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.measures.counts import PER, Counted, as_categorical, count, stack
from helpers.measures.keywords import g2_four_cell

_COLLOCATES = [
    "group", "node", "term", "count", "n", "value", "articles", "node_count", "span", "term_count",
    "log_dice", "pmi", "t", "g2", "versions",
]  # fmt: skip
_NGRAMS = ["group", "rank", "term", "count", "n", "value", "articles", "versions"]


def log_dice(count, x_count, y_count) -> np.ndarray:
    """14 + log2 of the Dice coefficient (Rychlý 2008): 14 at most, and one less for half the Dice.

    >>> round(float(log_dice(8, 15_828, 4_675)), 6)
    3.676453
    """
    with np.errstate(divide="ignore"):
        return 14 + np.log2(2 * np.asarray(count, float) / (np.asarray(x_count, float) + y_count))


def pmi(count, x_count, y_count, n) -> np.ndarray:
    """Pointwise mutual information in bits (Church & Hanks 1990).

    >>> round(float(pmi(8, 1_105, 44, 15_000_000)), 6)
    11.269197
    """
    with np.errstate(divide="ignore"):
        return np.log2(np.asarray(count, float) * n / (np.asarray(x_count, float) * y_count))


def t_score(count, x_count, y_count, n) -> np.ndarray:
    """(observed - expected) / sqrt(observed), as in Manning & Schütze (1999, 5.3).

    >>> round(float(t_score(8, 15_828, 4_675, 14_307_668)), 6)
    0.999932
    """
    count = np.asarray(count, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (count - np.asarray(x_count, float) * y_count / n) / np.sqrt(count)


def pair_g2(count, x_count, y_count, n) -> np.ndarray:
    """The four-cell G2 of a pair (Dunning 1993).

    >>> round(float(pair_g2(110, 2_552, 221, 31_777)), 2)
    270.72
    """
    count, x_count, y_count = (np.asarray(number, float) for number in (count, x_count, y_count))
    return g2_four_cell(count, x_count - count, y_count - count, n - x_count - y_count + count)


def collocates(
    tokens: pd.DataFrame,
    node: str | Iterable[str],
    window: int | tuple[int, int] = 5,
    groups: pd.Series | None = None,
    terms: str | Iterable[str] | None = None,
    versions: pd.Series | None = None,
    minimum: int = 1,
) -> pd.DataFrame:
    """Words within `window` words of a node, never across a sentence; marks do not count as words.

    `window` is a number of words on both sides or `(left, right)`; several nodes are taken one after the
    other. The words in the windows of a node (each once, the node itself left out) are its span; the
    association measures compare the span with the words outside it (surface co-occurrence after Evert 2008),
    so that the width of the window is in the expectation.

    Returns one row per group, node and word met at least `minimum` times, or per named term: `group`, `node`,
    `term`, `count` (in the span), `n` (words of the group without the node), `value` (per 1,000 words of the
    span), `articles` (in which they meet), `node_count`, `span` (words), `term_count` (in `n`), `log_dice`
    (of count, node_count and term_count), `pmi`, `t`, `g2` (four-cell; of count, span, term_count and n),
    `versions`; highest `log_dice` first, ties by term. Raises `KeyError` naming the nearest terms if a node
    does not occur.

    >>> tokens = pd.DataFrame({"article": "a", "sentence": 1, "term": "the economy grew".split()})
    >>> collocates(tokens, "economy", window=1)["term"].tolist()
    ['grew', 'the']
    """
    left, right = (window, window) if isinstance(window, int) else window
    if left < 0 or right < 0 or not left + right:
        raise ValueError(f"window is a number of words above zero, or (left, right), not {window!r}")
    tokens = _words(tokens)
    counted = count(tokens, groups, versions)
    sentence = tokens["sentence"].to_numpy()
    if len(counted.term) < len(sentence):
        sentence = sentence[_counts(tokens, counted)]
    nodes = [node] if isinstance(node, str) else list(node)
    codes = counted.chosen(nodes, np.empty(0))
    present = counted.table().any(axis=0)
    for name, code in zip(nodes, codes, strict=True):
        if not present[code]:
            raise KeyError(f"{name!r} does not occur in these groups")
    width = len(counted.terms)
    rows = []
    for group, label in enumerate(counted.labels):
        inside = counted.group == group
        for name, code in zip(nodes, codes, strict=True):
            at = np.flatnonzero(inside & (counted.term == code))
            if not len(at):
                continue
            span = np.unique(
                np.concatenate(
                    [_neighbours(at, step, sentence, counted.article) for step in _steps(left, right)]
                )
            )
            span = span[counted.term[span] != code]
            met = np.bincount(counted.term[span], minlength=width)
            totals = np.bincount(counted.term[inside], minlength=width)
            totals[code] = 0
            chosen = counted.chosen(terms, met >= max(minimum, 1))
            pairs = np.unique(counted.article[span].astype(np.int64) * width + counted.term[span])
            articles = np.bincount(pairs % width, minlength=width)
            n, x, y = int(totals.sum()), len(span), totals[chosen]
            part = pd.DataFrame(
                {
                    "group": label,
                    "node": name,
                    "term": counted.terms[chosen],
                    "count": met[chosen],
                    "n": n,
                    "value": PER * met[chosen] / x if x else np.nan,
                    "articles": articles[chosen],
                    "node_count": len(at),
                    "span": x,
                    "term_count": y,
                    # A word can stand twice in one window; capped, so that 14 stays the most.
                    "log_dice": log_dice(np.minimum(met[chosen], len(at)), len(at), y),
                    "pmi": pmi(met[chosen], x, y, n),
                    "t": t_score(met[chosen], x, y, n),
                    "g2": pair_g2(met[chosen], x, y, n),
                    "versions": counted.versions,
                }
            )
            rows.append(part.sort_values(["log_dice", "term"], ascending=[False, True]))
    return stack(rows, _COLLOCATES)


def _words(tokens: pd.DataFrame) -> pd.DataFrame:
    if "kind" not in tokens:
        return tokens
    used = [name for name in ("article", "sentence", "term", "count") if name in tokens]
    return tokens[used][(tokens["kind"] != "mark").to_numpy()]


def _counts(tokens: pd.DataFrame, counted: Counted) -> np.ndarray:
    """Whether each word is of an article that counts."""
    return (counted.group_of_article >= 0)[as_categorical(tokens["article"]).codes]


def _runs(sentences: np.ndarray, counted: Counted) -> np.ndarray:
    """A running number that changes where the sentence or the article changes."""
    new = (np.diff(sentences, prepend=-1) != 0) | (np.diff(counted.article, prepend=-1) != 0)
    return np.cumsum(new)


def _steps(left: int, right: int) -> list[int]:
    return [step for step in range(-left, right + 1) if step]


def _neighbours(at: np.ndarray, step: int, sentence: np.ndarray, article: np.ndarray) -> np.ndarray:
    """The places `step` words from those given, where these lie in the same sentence."""
    there = at + step
    fits = (there >= 0) & (there < len(sentence))
    there, at = there[fits], at[fits]
    return there[(sentence[there] == sentence[at]) & (article[there] == article[at])]


def ngrams(
    tokens: pd.DataFrame,
    size: int = 2,
    groups: pd.Series | None = None,
    versions: pd.Series | None = None,
    minimum: int = 1,
) -> pd.DataFrame:
    """Runs of `size` neighbouring words, never across a mark, a sentence or an article.

    Pass the token table with its marks, or it cannot be seen where they stood. Returns one row per group and
    run met at least `minimum` times in it: `group`, `rank`, `term` (the words with a space between), `count`,
    `n` (places where such a run can stand), `value` (per 1,000 of them), `articles`, `versions`; by count,
    ties by term.

    >>> tokens = pd.DataFrame({"article": "a", "sentence": 1, "term": "to be or not to be".split()})
    >>> ngrams(tokens, minimum=2)[["term", "count", "n"]]
        term  count  n
    0  to be      2  5
    """
    if size < 1:
        raise ValueError(f"size is at least 1, not {size}")
    marks = (tokens["kind"] == "mark").to_numpy() if "kind" in tokens else np.zeros(len(tokens), dtype=bool)
    tokens = tokens.assign(_run=np.cumsum(marks))[~marks]
    counted = count(tokens, groups, versions)
    kept = _counts(tokens, counted)
    run = _runs(tokens["sentence"].to_numpy()[kept], counted)
    run = np.cumsum(
        (np.diff(run, prepend=-1) != 0) | (np.diff(tokens["_run"].to_numpy()[kept], prepend=-1) != 0)
    )
    starts = np.arange(max(len(run) - size + 1, 0))
    starts = starts[run[starts] == run[starts + size - 1]]
    # Word by word, the codes of the runs so far are numbered anew: their product would outgrow 64 bits.
    codes = counted.term[starts].astype(np.int64)
    for step in range(1, size):
        _, codes = np.unique(codes * len(counted.terms) + counted.term[starts + step], return_inverse=True)
    distinct, first, codes = np.unique(codes, return_index=True, return_inverse=True)
    rows = []
    for group, label in enumerate(counted.labels):
        mine = counted.group[starts] == group
        counts = np.bincount(codes[mine], minlength=len(distinct))
        pairs = np.unique(counted.article[starts][mine].astype(np.int64) * len(distinct) + codes[mine])
        articles = np.bincount(pairs % len(distinct), minlength=len(distinct)) if len(pairs) else counts
        chosen = np.flatnonzero(counts >= max(minimum, 1))
        if not len(chosen):
            continue
        part = pd.DataFrame(
            {
                "group": label,
                "rank": 0,
                "term": [
                    " ".join(counted.terms[counted.term[at : at + size]]) for at in starts[first[chosen]]
                ],
                "count": counts[chosen],
                "n": int(mine.sum()),
                "value": PER * counts[chosen] / mine.sum(),
                "articles": articles[chosen],
                "versions": counted.versions,
            }
        ).sort_values(["count", "term"], ascending=[False, True])
        part["rank"] = np.arange(1, len(part) + 1)
        rows.append(part)
    return stack(rows, _NGRAMS)
