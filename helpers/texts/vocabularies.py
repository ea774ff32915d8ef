"""Token tables as arrays: words as integer codes, places as integers, no Python object per token."""

from collections.abc import Collection

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
    return pd.Categorical.from_codes(renumbered[codes], dtype=pd.CategoricalDtype(pd.Index(categories, dtype="str")))
