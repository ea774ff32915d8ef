"""Read jieba's dictionary from the file in the installed package, never from a cache."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

# jieba's parts of speech for names and numerals: such entries stay whole.
_NAMES = ("m", "nr", "ns", "nt", "nz", "nrt", "nrfg")


def jieba_entries() -> tuple[list[str], list[int], list[str]]:
    """Return the words, frequencies and parts of speech in jieba's dictionary file. The package is not imported: it
    would read a cache from a folder that anybody can write to, and recent Pythons warn about its source."""
    file = Path(find_spec("jieba").origin).with_name("dict.txt")
    fields = file.read_bytes().decode("utf-8").split()
    return fields[0::3], list(map(int, fields[1::3])), fields[2::3]


class Dictionary(NamedTuple):
    """jieba's `frequencies` (with every beginning of a word, at 0), their `total`, and its `phrases`: entries that are
    two words, such as 共同利益, 国际形势, 主持会议.

    jieba took these phrases over from other lists without counting them, and gave them a frequency of 3 or less. Each
    has four characters, and its halves are counted words. Kept whole, 区域合作 would hide its 合作 from every count.
    """

    frequencies: dict[str, int]
    total: int
    phrases: list[str]


@cache
def jieba_dictionary() -> Dictionary:
    words, frequencies, parts = jieba_entries()
    lengths, times = np.array(list(map(len, words))), np.array(frequencies)
    written = np.array(words, dtype=f"U{lengths.max()}")
    letters = written.view(np.uint32).reshape(len(words), -1)
    # How many characters a word shares with the word before it: these beginnings are in the dictionary already.
    shared = np.append(0, (letters[1:] != letters[:-1]).argmax(axis=1))
    counted = dict(zip(words, frequencies, strict=True))
    for end in range(1, lengths.max()):
        for beginning in written[(shared < end) & (end < lengths)].astype(f"U{end}").tolist():
            counted.setdefault(beginning, 0)
    halves = letters[:, :4].copy().view(np.uint64)
    rare = np.flatnonzero((lengths == 4) & (times <= 3))
    of_two = pd.Index(halves[rare].ravel()).isin(halves[(lengths == 2) & (times > 3), 0]).reshape(-1, 2).all(axis=1)
    phrases = [words[number] for number in rare[of_two].tolist() if parts[number] not in _NAMES]
    return Dictionary(counted, sum(frequencies), phrases)
