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
    """jieba's `frequencies`, their `total`, and its `phrases`: entries that are two words, such as 共同利益, 国际形势, 主持会议.

    jieba took these phrases over from other lists without counting them, and gave them a frequency of 3 or less. Each
    has four characters, and its halves are counted words. Kept whole, 区域合作 would hide its 合作 from every count.
    """

    frequencies: dict[str, int]
    total: int
    phrases: list[str]


@cache
def jieba_dictionary() -> Dictionary:
    words, times, parts = jieba_entries()
    frequencies = dict(zip(words, times, strict=True))
    halves = {word for word in words if len(word) == 2 and frequencies[word] > 3}
    rare = (word for word, part in zip(words, parts, strict=True) if frequencies[word] <= 3 and part not in _NAMES)
    phrases = [word for word in rare if len(word) == 4 and word[:2] in halves and word[2:] in halves]
    return Dictionary(frequencies, sum(times), phrases)
