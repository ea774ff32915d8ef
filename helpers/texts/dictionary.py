"""Read jieba's dictionary from the file in the installed package, never from a cache."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

# jieba's parts of speech for names and numerals: such entries stay whole.
_NAMES = ("m", "nr", "ns", "nt", "nz", "nrt", "nrfg")


def jieba_entries() -> tuple[list[str], list[int], list[str]]:
    """Return the words, frequencies and parts of speech in jieba's dictionary file. The package is not imported: it
    would read a cache from a folder that anybody can write to, and recent Pythons warn about its source."""
    file = Path(find_spec("jieba").origin).with_name("dict.txt")
    fields = file.read_bytes().decode("utf-8").split()
    return fields[0::3], list(map(int, fields[1::3])), fields[2::3]


class Dictionary(NamedTuple):
    """jieba's `frequencies`, their `total`, and its `phrases`: entries that are two words, such as 共同利益, 国际形势,
    主持会议.

    jieba took these phrases over from other lists without counting them, and gave them a frequency of 3 or less. Each
    has four characters, and its halves are counted words. Kept whole, 区域合作 would hide its 合作 from every count.
    """

    frequencies: dict[str, int]
    total: int
    phrases: list[str]


@cache
def jieba_dictionary() -> Dictionary:
    words, frequencies, parts = jieba_entries()
    counted = dict(zip(words, frequencies, strict=True))
    phrases = [
        word
        for word, frequency, part in zip(words, frequencies, parts, strict=True)
        if len(word) == 4 and frequency <= 3 and part not in _NAMES
        and counted.get(word[:2], 0) > 3 and counted.get(word[2:], 0) > 3
    ]  # fmt: skip
    return Dictionary(counted, sum(frequencies), phrases)
