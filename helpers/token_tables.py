"""Token tables as arrays: words as integer codes, places as integers, no Python object per token."""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd


class Vocabulary(dict):
    """Words and their codes, in the order they were met; asking for a new word gives it the next code.

    >>> words = Vocabulary()
    >>> [words[word] for word in ["peace", "trade", "peace"]]
    [0, 1, 0]
    """

    def __missing__(self, word: str) -> int:
        code = self[word] = len(self)
        return code

    def codes(self, words: list[str]) -> np.ndarray:
        return np.fromiter(map(self.__getitem__, words), dtype=np.int32, count=len(words))


def lengths_of(sized: Collection) -> np.ndarray:
    return np.fromiter(map(len, sized), dtype=np.int64, count=len(sized))


class Cut(NamedTuple):
    """The tokens of some sentences: how many each has (`counts`), their first character and length in its text, and the codes
    of the token as printed and of the word as cut in a `vocabulary`."""

    counts: np.ndarray
    begins: np.ndarray
    lengths: np.ndarray
    tokens: np.ndarray
    normals: np.ndarray

    @classmethod
    def joined(cls, parts: list["Cut"]) -> "Cut":
        if not parts:
            return cls(*(np.empty(0, dtype=np.int32) for _ in cls._fields))
        return cls(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))

    def renumbered(self, words: list[str], vocabulary: Vocabulary) -> "Cut":
        """With the codes of another vocabulary; `words` are those that the codes number now."""
        codes = vocabulary.codes(words)
        return self._replace(tokens=codes[self.tokens], normals=codes[self.normals])


class BodyPlaces:
    """Where the body characters of all pages stand, as if the pages lay behind one another in one long text."""

    def __init__(self, corpus):
        self.pages = corpus.pages.index
        lengths = corpus.pages["raw"].str.len().to_numpy(dtype=np.int64)
        self.page_starts = np.concatenate([[0], np.cumsum(lengths)])
        body = corpus.segments[(corpus.segments["kind"] == "body").to_numpy()]
        shift = self.page_starts[self.pages.get_indexer(body["page"].astype(str))]
        starts = body["start"].to_numpy(dtype=np.int64) + shift
        order = np.argsort(starts, kind="stable")
        self.starts = starts[order]
        self.lengths = (body["end"].to_numpy(dtype=np.int64) + shift)[order] - self.starts
        self.before = np.concatenate([[0], np.cumsum(self.lengths)])
        # From the number of a body character to its place in its page.
        self.to_raw = body["start"].to_numpy(dtype=np.int64)[order] - self.before[:-1]

    def spans(self, pages: pd.Series, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How many body characters stand before each raw `start` and before each raw `end`."""
        shift = self.page_starts[self.pages.get_indexer(pages)]
        return self._before(starts + shift), self._before(ends + shift)

    def _before(self, places: np.ndarray) -> np.ndarray:
        segment = np.searchsorted(self.starts, places, side="right") - 1
        inside = np.minimum(places - self.starts[segment], self.lengths[segment]) if len(self.starts) else 0
        return np.where(segment >= 0, self.before[segment] + inside, 0)

    def raw(self, numbers: np.ndarray) -> np.ndarray:
        """The place in its raw page of each body character, given by its number."""
        return numbers + self.to_raw[np.searchsorted(self.before, numbers, side="right") - 1]


def categorical(codes: np.ndarray, words: list[str], form=None) -> pd.Categorical:
    """A sorted categorical of `form(word)` for the words that the codes number; those that no code names are left out."""
    met = np.zeros(len(words), dtype=bool)
    met[codes] = True
    used = np.flatnonzero(met)
    forms = [words[code] if form is None else form(words[code]) for code in used.tolist()]
    categories = sorted(set(forms))
    place = {word: number for number, word in enumerate(categories)}
    renumbered = np.zeros(len(words), dtype=np.min_scalar_type(-max(len(categories), 1)))
    renumbered[used] = [place[word] for word in forms]
    return pd.Categorical.from_codes(
        renumbered[codes], dtype=pd.CategoricalDtype(pd.Index(categories, dtype="str"))
    )
