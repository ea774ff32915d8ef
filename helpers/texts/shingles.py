"""Compare texts as sets of overlapping pieces (shingles), and find the pairs that share many."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import combinations
from unicodedata import normalize

import numpy as np
import pandas as pd

from helpers.texts.scripts import simplify

# From this containment on (half of the shorter text), one text reprints the other.
REPRINT = 0.5
_SHINGLE = {"zh": 5, "en": 4}
# Limits on memory: shingles held, texts read, and pairs of texts in a shingle listed at a time.
AT_ONCE = 60_000_000
_BLOCK = 2_000
_MEETINGS = 10_000_000
# How many of its rarest shingles a text must share with another: more means fewer comparisons, but longer lists.
_ENOUGH = 8
_PAIR_COLUMNS = ["article", "other", "language", "shared", "jaccard", "containment"]
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def shingles(text: str, language: str) -> frozenset[str]:
    """Return the overlapping pieces by which a text is compared: runs of 5 characters in Chinese, of 4 words in
    English; in one script, without punctuation or case.

    >>> sorted(shingles("One, two three four FIVE!", "en"))
    ['one two three four', 'two three four five']
    """
    size = _SHINGLE.get(language, 4)
    if language == "zh":
        plain = bare(text)
        return frozenset(plain[i : i + size] for i in range(len(plain) - size + 1))
    words = _WORD.findall(text.casefold())
    return frozenset(" ".join(words[i : i + size]) for i in range(len(words) - size + 1))


def similarities(articles: pd.DataFrame) -> pd.DataFrame:
    """Compare every pair of articles in one language: `article`, `other`, `language`, `shared` shingles, `jaccard` (of
    the union), `containment` (of the shorter text). Pairs across languages are not comparable and not listed."""
    return _compared(articles, lambda texts, language: combinations(range(len(texts)), 2))


def _compared(
    articles: pd.DataFrame, candidates: Callable[[pd.Series, str], Iterable[tuple[int, int]]]
) -> pd.DataFrame:
    """Compare the pairs that `candidates` yields: positions among the texts of a language, the smaller first."""
    rows = []
    for language, group in articles.groupby("language", sort=True):
        texts = group["text"].sort_index()
        pieces = lru_cache(1_000)(lambda place, of=texts, in_=str(language): shingles(of.iloc[place], in_))
        for one, other in candidates(texts, str(language)):
            shared, smaller = len(pieces(one) & pieces(other)), min(len(pieces(one)), len(pieces(other)))
            union = len(pieces(one)) + len(pieces(other)) - shared
            measured = shared, shared / union if union else 0.0, shared / smaller if smaller else 0.0
            rows.append((texts.index[one], texts.index[other], language, *measured))
    return pd.DataFrame(rows, columns=_PAIR_COLUMNS)


def similar_pairs(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `similarities` with a `containment` of at least `REPRINT`, without comparing every pair.

    If a text with n shingles shares t of them with another, any n - t + k of them include k shared ones. So a text is
    compared only with those that share k of its n - t + k rarest shingles (prefix filtering; Chaudhuri, Ganti & Kaushik
    2006, and for k above one Wang, Li & Feng 2012). The time grows with the text and the pairs compared. Above about
    `AT_ONCE` shingles (16 bytes each) an even sample, chosen by hash, selects the pairs, with a tolerance of three
    standard errors. Each selected pair is compared in full.

    >>> texts = ["a b c d e f g", "x a b c d e f", "b c d e f g h i"]
    >>> similar_pairs(pd.DataFrame({"language": "en", "text": texts}, index=list("PQR")))[["article", "other", "containment"]]
      article other  containment
    0       P     Q         0.75
    1       P     R         0.75
    2       Q     R         0.50
    """
    pairs = _compared(articles, _candidates)
    return pairs[pairs["containment"] >= REPRINT].reset_index(drop=True)


def _candidates(texts: pd.Series, language: str) -> list[tuple[int, int]]:
    """Return pairs of positions in `texts`, the smaller first, that are similar enough by their hashed shingles."""
    if len(texts) < 2:
        return []
    hashes, owner, every = holdings(texts, language)
    sizes = np.bincount(owner, minlength=len(texts))
    wanted = sizes * REPRINT
    if every > 1:
        wanted = wanted - 3 * np.sqrt(sizes * REPRINT * (1 - REPRINT))
    wanted = np.maximum(np.ceil(wanted - 1e-9), 1).astype(np.int64)
    starts = np.flatnonzero(np.diff(hashes, prepend=~hashes[:1]))
    pairs = _met(owner, starts, wanted, sizes)

    shared = shared_counts(hashes, owner, sizes, pairs)
    return [pair for pair, many in zip(pairs, shared, strict=True) if many >= wanted[list(pair)].min()]


def shared_counts(
    hashes: np.ndarray, owner: np.ndarray, sizes: np.ndarray, pairs: Iterable[tuple[int, int]]
) -> list[int]:
    """Count the shingles that both texts of each pair have. `owner` is the text of each of the `hashes`, `sizes` their
    number in each text."""
    held = np.split(hashes[np.argsort(owner, kind="stable")], np.cumsum(sizes)[:-1])
    return [len(np.intersect1d(held[one], held[other], assume_unique=True)) for one, other in pairs]


def _met(owner: np.ndarray, starts: np.ndarray, wanted: np.ndarray, sizes: np.ndarray) -> list[tuple[int, int]]:
    """Find the pairs of texts in which the shorter shares enough of its rarest shingles with the other.

    `owner` is the text of each occurrence of a shingle, sorted by shingle; `starts` is where each shingle begins in it.
    `sizes` are the shingles of each text, and `wanted` how many of them another must share.
    """
    enough = np.minimum(wanted, _ENOUGH)
    holders = np.diff(np.append(starts, len(owner)))
    shingle, mine = _rarest_shared(owner, holders, sizes - wanted + enough)
    pairs = [np.empty(0, dtype=np.int64)]
    reach = np.cumsum(holders[shingle])
    ends = np.flatnonzero(np.diff(mine, append=-1))  # the last shingle of each text
    begin = 0
    while begin < len(shingle):
        # Whole texts, so that all shared shingles of a text are counted in one turn; some ten million at a time.
        far = int(np.searchsorted(reach, reach[begin] + _MEETINGS))
        end = int(ends[min(np.searchsorted(ends, max(begin, far - 1)), len(ends) - 1)]) + 1
        counts = holders[shingle[begin:end]]
        place = np.repeat(starts[shingle[begin:end]] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        met = owner[place + np.arange(len(place))]
        who = np.repeat(mine[begin:end], counts)
        # The guarantee holds for the shorter text, or for both if they have the same length.
        keep = (who != met) & (sizes[who] <= sizes[met])
        meeting, times = np.unique(who[keep] * len(sizes) + met[keep], return_counts=True)
        one, other = np.divmod(meeting[times >= enough[meeting // len(sizes)]], len(sizes))
        pairs.append(np.minimum(one, other) * len(sizes) + np.maximum(one, other))
        begin = end
    return [divmod(pair, len(sizes)) for pair in np.unique(np.concatenate(pairs)).tolist()]


def _rarest_shared(owner: np.ndarray, holders: np.ndarray, rarest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rarest shingles of each text that another has too, and the text of each. Unshared ones are rarer
    still: they count among the rarest, but lead to no pair."""
    shared = np.repeat(holders, holders) > 1
    alone = np.bincount(owner[~shared], minlength=len(rarest))
    shingle = np.repeat(np.arange(len(holders)), holders)[shared]
    mine = owner[shared]
    order = np.lexsort((holders[shingle], mine))
    shingle, mine = shingle[order], mine[order]
    rank = np.arange(len(mine)) - np.searchsorted(mine, mine)
    first = rank < (rarest - alone)[mine]
    return shingle[first], mine[first]


def holdings(texts: pd.Series, language: str) -> tuple[np.ndarray, np.ndarray, int]:
    """Return the distinct shingles of the texts, as sorted hashes and the position of each one's text, and the interval
    of the sample: above `AT_ONCE` shingles, one in so many is taken, evenly."""
    # A shingle begins at each character of Chinese, or at each word of English, which has some five characters.
    about = sum(map(len, texts)) // (1 if language == "zh" else 5)
    every = max(1, -(-about // AT_ONCE))
    bits = np.uint64((len(texts) - 1).bit_length())
    # One integer holds the hash above and the text below, so sorting groups the texts by shingle.
    keys = _keys(texts, language, every, bits)
    keys.sort()  # in place, and faster than np.unique, which hashes
    keys = keys[np.diff(keys, prepend=~keys[:1]) != 0]
    return keys >> bits, (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64), every


def _keys(texts: pd.Series, language: str, every: int, bits: np.uint64) -> np.ndarray:
    size = _SHINGLE.get(language, 4)
    words: dict[str, int] = {}
    parts = [np.empty(0, dtype=np.uint64)]
    for begin in range(0, len(texts), _BLOCK):
        block = texts.iloc[begin : begin + _BLOCK]
        if language == "zh":
            plain = [bare(text) for text in block]
            points = np.frombuffer("".join(plain).encode("utf-32-le", "surrogatepass"), dtype="<u4")
            units, lengths = points.astype(np.uint64), [len(text) for text in plain]
        else:
            split = [_WORD.findall(text.casefold()) for text in block]
            lengths = [len(text) for text in split]
            units = np.array([words.setdefault(word, len(words)) for text in split for word in text], np.uint64)
        hashes, owner = _hashed_runs(units, np.array(lengths, dtype=np.int64), size)
        if every > 1:
            sampled = hashes % np.uint64(every) == 0
            hashes, owner = hashes[sampled], owner[sampled]
        parts.append((hashes >> bits << bits) | (owner + begin).astype(np.uint64))
    return np.concatenate(parts)


def _hashed_runs(units: np.ndarray, lengths: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Hash every run of `size` units inside one text; return the hashes and the number of their text."""
    owner = np.repeat(np.arange(len(lengths)), lengths)
    if len(units) < size:
        return np.empty(0, dtype=np.uint64), owner[:0]
    last = len(units) - size + 1
    hashes = np.zeros(last, dtype=np.uint64)
    for step in range(size):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + units[step : step + last] + np.uint64(1)
    # The finaliser of SplitMix64 (Steele, Lea & Flood 2014) spreads the hashes evenly.
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    hashes ^= hashes >> np.uint64(31)
    inside = owner[:last] == owner[size - 1 :]
    return hashes[inside], owner[:last][inside]


def bare(text: str) -> str:
    # Unicode has 丨 as a letter, but in titles it is a bar.
    return re.sub(r"[\W_丨]+", "", simplify(normalize("NFKC", text))).casefold()
