"""Read jieba's dictionary from the file in the installed package, never from a cache."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

# An entry of four characters that was not counted (its frequency is 3 or less). Names and numerals, by their part of
# speech, stay whole.
_UNCOUNTED = re.compile(r"\n(\S{4}) [0-3] (?!(?:m|nr|ns|nt|nz|nrt|nrfg)\n)")


class Dictionary(NamedTuple):
    """jieba's `frequencies`, and its `phrases`: entries that are two words, such as 共同利益, 国际形势, 主持会议.

    jieba took these phrases over from other lists without counting them, and gave them a frequency of 3 or less. Each
    has four characters, and its halves are counted words. Kept whole, 区域合作 would hide its 合作 from every count.
    """

    frequencies: dict[str, int]
    phrases: list[str]


@cache
def jieba_dictionary() -> Dictionary:
    """Return what the file says. The package is not imported: it would read a cache from a folder that anybody can write
    to, and recent Pythons warn about its source."""
    text = Path(find_spec("jieba").origin).with_name("dict.txt").read_text(encoding="utf-8")
    fields = text.split()  # word, frequency and part of speech of each entry
    counted = dict(zip(fields[::3], map(int, fields[1::3]), strict=True))
    phrases = [
        word for word in _UNCOUNTED.findall(text) if counted.get(word[:2], 0) > 3 and counted.get(word[2:], 0) > 3
    ]
    return Dictionary(counted, phrases)
