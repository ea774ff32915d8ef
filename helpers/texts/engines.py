"""Two engines that cut a run of Han characters into words, and the dictionary of both: jieba's with the project's terms."""

import re
from functools import partial
from itertools import chain, product

import pandas as pd

from helpers.lexicon import Lexicon, LexiconError, per_lexicon
from helpers.texts.dictionary import jieba_dictionary, jieba_module
from helpers.texts.scripts import HAN_RUNS, simplify, taiwan_vocabulary

ENGINES = ("jieba", "rjieba")
# Characters that jieba counted more often than this are words first: a guess made of two of them is taken apart. Chosen on the
# development part of UD GSD, where 3,000 to 10,000 differ by 0.001.
_FREQUENT = 5000
# These name a part or a side of a year or day: in 2025年底 and 5日后 the 年 and the 日 belong to the number.
_BESIDE_A_DATE = "前后来内时间初底末中起春夏秋冬早晚"
# An amount is two words (一|个, as 18|个), and so is 这|个; but 这种, 这次, 多次 and 多年 are one.
_CLASSIFIERS = "个条本座件位名张份项届句只支家部所场批类层台辆艘栋篇幅封颗款间枚架株棵匹套"
_COUNTED = product("一二两三四五六七八九十几数", _CLASSIFIERS + "种次年天岁"), product("这那多", _CLASSIFIERS)
AMOUNTS = frozenset(map("".join, chain(*_COUNTED)))
# A longer context in which a person does not count is no other name: 习近平外交思想.
_LONGEST_NAME = 4
# How far the dictionary is asked ahead for the word that a run begins with.
_AHEAD = 10
# A dictionary takes some hundred megabytes.
kept_for_few = partial(per_lexicon, most=4, tables=("terms", "taiwan", "actors"))


@per_lexicon
def terms(*, lexicon: Lexicon) -> pd.DataFrame:
    """The project's dictionary: index `term` (Simplified); `traditional` (printed forms, `|` between), `kind`, `gloss`,
    `met`, `freq` (empty: jieba's own suggestion). Raises `LexiconError` for a frequency that is no number."""
    table = lexicon.table("terms")
    wrong = table["term"][~table["freq"].str.fullmatch(r"\d*")]
    if len(wrong):
        raise LexiconError(f"terms.csv, term {wrong.iloc[0]!r}: freq must be a whole number or empty; mend that line.")
    return table.set_index("term")


@per_lexicon
def names_of_persons(*, lexicon: Lexicon) -> dict[str, list[str]]:
    """The Chinese names of the persons in actors.csv, as words: each (Simplified) with the forms it is printed in.

    Of 弗拉基米尔·普京 these are two words. A longer name in which the person does not count (张明辉) is a word as well; a name with
    a title behind it (习|主席) is two, and so none of these.
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
    """jieba's dictionary and algorithm without its shared state.

    The tokenizer is our own and is filled from the dictionary file inside the installed package: jieba's cache lies in the
    system's temporary folder, where anybody can plant one. Unknown words go to jieba's hidden Markov model directly, because
    `jieba.del_word` and `jieba.add_word(word, 0)` write into a list that all tokenizers of a process share.
    """

    def __init__(
        self, frequencies: dict[str, int], total: int, words: dict[str, int | None], parts_pairs: bool = False
    ):
        self.tokenizer = jieba_module().Tokenizer()
        self.tokenizer.FREQ, self.tokenizer.total = dict(frequencies), total
        self.tokenizer.initialized = True
        self.parts_pairs = parts_pairs
        # The differences from jieba's own dictionary, in the order they were added: another engine takes them from here.
        self.given: dict[str, int] = {}
        known = self.tokenizer.FREQ
        for word, frequency in words.items():
            if frequency is None:
                frequency = self._suggested(word)
            # Not `add_word`: with a frequency of 0 it writes into the shared list.
            before = known.get(word)
            self.tokenizer.total += frequency - (before or 0)
            known[word] = self.given[word] = frequency
            for end in range(1, len(word)) if before is None else ():
                known.setdefault(word[:end], 0)

    def _suggested(self, word: str) -> int:
        """The smallest frequency at which the word beats its parts: jieba's own estimate, against the words added so far."""
        frequencies, total = self.tokenizer.FREQ, self.tokenizer.total
        chance = 1.0
        for start, end in self.path(word):
            chance *= (frequencies.get(word[start:end]) or 1) / total
        return max(int(chance * total) + 1, frequencies.get(word, 0))

    def path(self, run: str, without_itself: bool = False) -> list[tuple[int, int]]:
        """The most probable spans of dictionary words; `without_itself` leaves the whole run out of the dictionary."""
        graph = self.tokenizer.get_DAG(run)
        if without_itself and len(run) > 1 and graph[0][-1] == len(run) - 1:
            graph[0] = graph[0][:-1] or [0]
        route = {}
        self.tokenizer.calc(run, graph, route)
        spans = []
        start = 0
        while start < len(run):
            end = route[start][1] + 1
            spans.append((start, end))
            start = end
        return spans

    def words(self, runs: list[str], hmm: bool = True) -> list[str]:
        """The words of runs of Han characters, a line feed between two runs, as jieba 0.42.1 cuts them, but for pairs that are two
        words (`parts`)."""
        words: list[str] = []
        for run in runs:
            words += (run[start:end] for start, end in self._spans(run, hmm))
            words.append("\n")
        return self._parted(words[:-1])

    def _parted(self, words: list[str]) -> list[str]:
        pieces = {word: tuple(word) if self.parts(word) else (word,) for word in set(words)}
        return list(chain.from_iterable(map(pieces.__getitem__, words)))

    def _spans(self, run: str, hmm: bool) -> list[tuple[int, int]]:
        if len(run) == 1:
            return [(0, 1)]
        path = self.path(run)
        if not hmm:
            return path
        spans = []
        first = 0
        while first < len(path):
            last = first
            while last < len(path) and path[last][1] - path[last][0] == 1:
                last += 1
            if last - first < 2:
                last = max(last, first + 1)
                spans.extend(path[first:last])
            else:
                start, end = path[first][0], path[last - 1][1]
                # Single characters in a row may be an unknown word, unless the dictionary knows them as one
                # and still split it.
                known = self.tokenizer.FREQ.get(run[start:end])
                spans.extend(path[first:last] if known else self._unknown(run, start, end))
            first = last
        return spans

    def _unknown(self, run: str, start: int, end: int) -> list[tuple[int, int]]:
        model = jieba_module().finalseg
        spans = []
        for part in re.finditer("[\u4e00-\u9fd5]+|[^\u4e00-\u9fd5]+", run[start:end]):
            # The model's last state is E or S; what it does not know (〇, rare extensions) stays one piece.
            states = "M" * (len(part.group()) - 1) + "E"
            if "\u4e00" <= part.group()[0] <= "\u9fd5":
                _, states = model.viterbi(part.group(), "BMES", model.start_P, model.trans_P, model.emit_P)
            begin = start + part.start()
            for place, state in enumerate(states, begin):
                if state in "ES":
                    spans.append((begin, place + 1))
                    begin = place + 1
        return spans

    def knows(self, word: str) -> bool:
        return bool(self.tokenizer.FREQ.get(word))

    def parts(self, word: str) -> bool:
        """Whether a word of jieba's is two: an amount (一个), or two frequent characters that its model glued (这是, 将会)."""
        if not self.parts_pairs or len(word) != 2:
            return False
        if word in AMOUNTS:
            return True
        frequency = self.tokenizer.FREQ.get
        return not frequency(word) and min(frequency(word[0], 0), frequency(word[1], 0)) > _FREQUENT

    def opens(self, run: str) -> bool:
        """Whether the first character of a run is a word of its own: 年 in 年末举行 and 年后, but not in 年代."""
        return run[:2] not in self.tokenizer.FREQ or run[1] in _BESIDE_A_DATE or self.path(run[:_AHEAD])[0] == (0, 1)


class RustSegmenter:
    """The Rust port of jieba with the dictionary of one of our segmenters; not a piece of state shared with others."""

    def __init__(self, segmenter: Segmenter):
        try:
            from rjieba import Jieba
        except ImportError as error:
            raise ImportError("engine='rjieba' needs the package rjieba: pip install rjieba==0.2.2") from error
        self.tokenizer = Jieba()
        for word, frequency in segmenter.given.items():
            self.tokenizer.add_word(word, frequency, None)
        self.knows, self.opens, self._parted = segmenter.knows, segmenter.opens, segmenter._parted

    def words(self, runs: list[str], hmm: bool = True) -> list[list[str]]:
        # All runs in one call: what a call costs is more than what a run costs.
        return self._parted(self.tokenizer.cut("\n".join(runs), hmm))


@kept_for_few
def jieba_with(which: bool | frozenset[str], *, lexicon: Lexicon) -> Segmenter:
    """jieba as shipped, or with the project's dictionary: its terms and names of persons (all, or those given), the words a
    converter writes, and without the phrases that are two words."""
    frequencies, total, phrases = jieba_dictionary()
    words: dict[str, int | None] = {}
    if which is not False:
        freqs = terms(lexicon=lexicon)["freq"].items()
        given = {term: int(freq) if freq else None for term, freq in freqs if which is True or term in which}
        for name in names_of_persons(lexicon=lexicon):
            if which is True or name in which:
                given.setdefault(name, None)
        for row in taiwan_vocabulary(lexicon=lexicon):
            if len(row.taiwan) > 1:
                given.setdefault(row.taiwan, None)
        # Short words first: a long one has to beat the parts that the table itself adds.
        words = dict.fromkeys((phrase for phrase in phrases if phrase not in given), 0)
        words |= sorted(given.items(), key=lambda item: (len(item[0]), item[0]))
    return Segmenter(frequencies, total, words, parts_pairs=which is not False)
