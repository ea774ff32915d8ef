"""Segment runs of Han characters into words with jieba's dictionary and the project's terms."""

import math
from collections.abc import Iterable
from functools import cached_property, partial
from itertools import chain, product

import pandas as pd

from helpers.lexicon import Lexicon, per_lexicon
from helpers.texts.dictionary import jieba_dictionary
from helpers.texts.scripts import HAN_RUNS, simplify, taiwan_vocabulary

# A character that jieba counted more often than this is usually a word, so a guess made of two of them is split. Chosen
# on the development part of UD GSD, where 3,000 to 10,000 differ by 0.001.
_FREQUENT = 5000
# Behind a year or a day these name a part or a side of it: in 2025年底 and 5日后, 年 and 日 belong to the number.
_BESIDE_A_DATE = "前后来内时间初底末中起春夏秋冬早晚"
# An amount is two words (一|个, like 18|个), and so is 这|个; but 这种, 这次, 多次 and 多年 are one word.
_CLASSIFIERS = "个条本座件位名张份项届句只支家部所场批类层台辆艘栋篇幅封颗款间枚架株棵匹套"
_COUNTED = product("一二两三四五六七八九十几数", _CLASSIFIERS + "种次年天岁"), product("这那多", _CLASSIFIERS)
AMOUNTS = frozenset(map("".join, chain(*_COUNTED)))
# Beside 中 or each other these almost always mean the country. Words that jieba counted more often stay (中意, 美德).
GREAT = frozenset("俄美印巴日韩朝英法德哈乌土")
_RARE = 10
# A context in which a person does not count is another name only up to this length: 习近平外交思想 is not a name.
_LONGEST_NAME = 4
# Characters to look at when asking which word a run begins with.
_AHEAD = 10


@per_lexicon
def terms(*, lexicon: Lexicon) -> pd.DataFrame:
    """Return the project's dictionary: index `term` (Simplified); `traditional` (forms, `|` between), `kind`, `gloss`,
    `met`, `freq` (missing: jieba's suggestion)."""
    return lexicon.table("terms").set_index("term")


@per_lexicon
def names_of_persons(*, lexicon: Lexicon) -> dict[str, list[str]]:
    """Return the Chinese names of the persons in actors.csv: each word (Simplified) with its printed forms.

    弗拉基米尔·普京 gives two words. A longer name in which the person does not count (张明辉) is a word as well. A name
    with a title behind it (习|主席) is two words, so it is left out.
    """
    table, frequencies = lexicon.table("actors"), jieba_dictionary().frequencies
    names: dict[str, list[str]] = {}
    for row in table[table["kind"] == "person"].itertuples():
        others = [context for context in row.unless_zh.split("|") if len(context) <= _LONGEST_NAME]
        for printed in HAN_RUNS.findall("|".join([row.zh, row.zh_variants, *others])):
            name = simplify(printed)
            titles = (name[place:] for place in range(1, len(name) - 1))
            if len(name) > 1 and all(frequencies.get(title, 0) <= _FREQUENT for title in titles):
                names.setdefault(name, []).append(printed)
    return names


class Segmenter:
    """Segment with jieba's algorithm (its port to Rust) and a dictionary of its own, which shares no state with others.

    The port cannot return its dictionary. So the segmenter keeps the `frequencies`.
    """

    def __init__(self, frequencies: dict[str, int], words: dict[str, int | None], states: frozenset[str] | None = None):
        import rjieba  # imported late, since the import builds a dictionary

        self.port = rjieba.Jieba()
        self.frequencies, self.states, self.given = dict(frequencies), states, frozenset(words)
        for word, frequency in words.items():
            # jieba's suggestion: the lowest frequency at which the word beats its parts, with all words so far.
            self.frequencies[word] = self.port.suggest_freq(word) if frequency is None else frequency
            self.port.add_word(word, self.frequencies[word], None)
        self.total = sum(self.frequencies.values())

    @cached_property
    def beginnings(self) -> dict[str, int]:
        """The frequencies, and the beginnings of words, from two characters on, at 0: a search for words may stop early."""
        return {word[:end]: 0 for word in self.frequencies for end in range(2, len(word))} | self.frequencies

    def edges_inside(self, entry: str) -> list[int]:
        """Return the ends of the most probable words in an entry of the dictionary that is no word by itself."""
        known, whole = self.frequencies, math.log(self.total)
        # For each place: the log probability of the rest, and the end of its first word.
        best = [(0.0, 0)] * (len(entry) + 1)
        for start in reversed(range(len(entry))):
            ends = [end for end in range(start + 1, len(entry) + (start > 0)) if known.get(entry[start:end])]
            chances = (
                (math.log(known.get(entry[start:end]) or 1) - whole + best[end][0], end) for end in ends or [start + 1]
            )
            best[start] = max(chances)
        edges = [0]
        while edges[-1] < len(entry):
            edges.append(best[edges[-1]][1])
        return edges[1:]

    def cut(self, runs: list[str], hmm: bool = True) -> list[str]:
        """Segment runs of Han characters as jieba does; a line feed separates two runs. Words that are two are still
        whole (see `pieces`). Pass all runs in one call: a call costs more than a run."""
        return self.port.cut("\n".join(runs), hmm)

    def pieces(self, words: Iterable[str]) -> list[tuple[str, ...]]:
        """Return the parts of each word of `cut`: its characters if it is several words, else the word alone."""
        return [tuple(word) if self.parts(word) else (word,) for word in words]

    def knows(self, word: str) -> bool:
        return bool(self.frequencies.get(word))

    def parts(self, word: str) -> bool:
        """Whether a word from jieba is two or more: countries in a row (中塔, 美日韩), an amount (一个), or two frequent
        characters joined by a guess (这是)."""
        if self.states is None or not 2 <= len(word) <= 3:
            return False
        states = self.states if "中" in word else GREAT
        if states.issuperset(word) and self.frequencies.get(word, 0) <= _RARE and word not in self.given:
            return True
        if len(word) != 2:
            return False
        if word in AMOUNTS:
            return True
        frequency = self.frequencies.get
        return not frequency(word) and min(frequency(word[0], 0), frequency(word[1], 0)) > _FREQUENT

    def opens(self, run: str) -> bool:
        """Whether the first character of a run is a word of its own: 年 in 年末举行 and 年后, but not in 年代."""
        return run[1:2] in _BESIDE_A_DATE or len(self.port.cut(run[:_AHEAD], False)[0]) == 1


# Keep only a few: a dictionary takes some hundred megabytes.
@partial(per_lexicon, most=4, tables=("terms", "taiwan", "actors"))
def jieba_with(which: bool | frozenset[str], *, lexicon: Lexicon) -> Segmenter:
    """Return jieba as shipped (`which=False`), or with the project's dictionary: its terms and names of persons (all,
    or those in `which`) and the words that a converter writes, but not the phrases that are two words."""
    frequencies, phrases = jieba_dictionary()
    words: dict[str, int | None] = {}
    if which is not False:
        freqs = terms(lexicon=lexicon)["freq"].items()
        given = {term: None if pd.isna(freq) else int(freq) for term, freq in freqs if which is True or term in which}
        for name in names_of_persons(lexicon=lexicon):
            if which is True or name in which:
                given.setdefault(name, None)
        for form, *_ in taiwan_vocabulary(lexicon=lexicon)[1]:
            if len(form) > 1:
                given.setdefault(form, None)
        # Short words first: a long one has to beat the parts that the table itself adds.
        words = dict.fromkeys((phrase for phrase in phrases if phrase not in given), 0)
        words |= sorted(given.items(), key=lambda item: (len(item[0]), item[0]))
    states = frozenset(lexicon.table("actors")["short_zh"]) if which is not False else None
    return Segmenter(frequencies, words, states)
