"""Convert offsets in a text to offsets in its raw page, and back. No other module does this.

A text is a raw page without the characters that are not its own (line wraps, citation marks, captions): a chain of raw
slices.
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

import numpy as np
import pandas as pd

Span = tuple[int, int]


def merged(spans: Iterable[Span], slack: float = 0) -> list[Span]:
    """Sort spans and merge those that touch or overlap, or are at most `slack` apart.

    >>> merged([(0, 1), (4, 5), (1, 2)])
    [(0, 2), (4, 5)]
    """
    made: list[Span] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1] + slack:
            start, end = made[-1][0], max(end, made.pop()[1])
        made.append((start, end))
    return made


class Chain:
    """One text as a chain of raw slices, in order and disjoint.

    >>> chain = Chain([(10, 13), (20, 25)])
    >>> chain.raw(2, 5), chain.text(12, 21), chain.of("..........abc.......defgh")
    ((12, 22), (2, 4), 'abcdefgh')
    """

    def __init__(self, slices: Iterable[Span]):
        self.slices = list(slices)
        self._starts = [start for start, _ in self.slices]
        self._before = list(accumulate((end - start for start, end in self.slices), initial=0))

    def of(self, raw: str) -> str:
        """Return the text, cut out of its raw page."""
        return "".join(raw[start:end] for start, end in self.slices)

    def raw(self, start: int, end: int) -> Span:
        """Return the raw slice from the first to the last character of `text[start:end]`, which must not be empty."""
        return self._raw(start), self._raw(end - 1) + 1

    def _raw(self, place: int) -> int:
        number = bisect_right(self._before, place, hi=len(self.slices)) - 1
        return self._starts[number] + place - self._before[number]

    def text(self, start: int, end: int) -> Span:
        """Return the slice of the text at raw `start` to `end`."""
        return self._text(start), self._text(end)

    def _text(self, place: int) -> int:
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return 0
        return self._before[number] + min(place, self.slices[number][1]) - self._starts[number]


class Places:
    """The chains of all articles of a corpus, and the same conversions for whole columns, as arrays."""

    def __init__(self, segments: pd.DataFrame, articles: pd.Index):
        self.articles = articles
        body = segments[((segments["kind"] == "body") & segments["article"].notna()).to_numpy()]
        codes = articles.get_indexer(body["article"])
        starts, ends = (body[edge].to_numpy(dtype=np.int64) for edge in ("start", "end"))
        order = np.lexsort((starts, codes))
        codes, self._starts, self._ends = codes[order], starts[order], ends[order]
        # With all texts end to end: the characters before each slice, and the slices before each article.
        self._before = np.concatenate([[0], np.cumsum(self._ends - self._starts)])
        self._edges = np.searchsorted(codes, np.arange(len(articles) + 1))
        self._reach = int(self._ends.max(initial=0)) + 1
        self._keys = codes * self._reach + self._starts
        self._chains: dict[str, Chain] = {}

    def chain(self, article: str) -> Chain:
        """Return the chain of one article. Raises `KeyError` for an unknown article."""
        if article not in self._chains:
            code = self.articles.get_loc(article)
            rows = slice(self._edges[code], self._edges[code + 1])
            self._chains[article] = Chain(zip(self._starts[rows].tolist(), self._ends[rows].tolist(), strict=True))
        return self._chains[article]

    def address(self, article: str, sentence_start: int, start: int, end: int) -> Span:
        """Return the raw slice of characters `start` to `end` (at least one) of the sentence at `sentence_start`."""
        chain = self.chain(article)
        first, _ = chain.text(sentence_start, sentence_start)
        return chain.raw(first + start, first + end)

    def text(self, codes: np.ndarray, raw: np.ndarray) -> np.ndarray:
        """Count the characters of the article's text before each raw place; `codes` are positions in `articles`."""
        slices = np.searchsorted(self._keys, codes * self._reach + raw, side="right") - 1
        inside = slices >= self._edges[codes]
        if not len(self._starts):
            return np.zeros(len(raw), dtype=np.int64)
        kept = np.maximum(slices, 0)
        found = self._before[kept] + np.minimum(raw, self._ends[kept]) - self._starts[kept]
        return np.where(inside, found - self._before[self._edges[codes]], 0)

    def raw_spans(self, codes: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Convert slices (not empty) of the texts to raw slices; `codes` are the positions of their articles."""
        return self._raw(codes, starts), self._raw(codes, ends - 1) + 1

    def _raw(self, codes: np.ndarray, places: np.ndarray) -> np.ndarray:
        numbers = self._before[self._edges[codes]] + places
        slices = np.searchsorted(self._before, numbers, side="right") - 1
        return self._starts[slices] + numbers - self._before[slices]
