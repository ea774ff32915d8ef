"""What cuts a run of Han characters into words: jieba's dictionary with the project's terms, and two engines that read it."""

import re
import sys
import warnings
from functools import cache, partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.lexicon import Lexicon, LexiconError, per_lexicon
from helpers.texts.scripts import taiwan_vocabulary
from helpers.texts.vocabularies import Vocabulary, lengths_of

ENGINES = ("jieba", "rjieba")
# A dictionary takes some hundred megabytes.
_few = partial(per_lexicon, most=4)


@per_lexicon
def terms(*, lexicon: Lexicon) -> pd.DataFrame:
    """The project's dictionary: index `term` (Simplified); `traditional` (printed forms, `|` between),
    `kind`, `gloss`, `met`,
    `freq` (empty: jieba's own suggestion). Raises `LexiconError` for a frequency that is no number."""
    table = lexicon.table("terms")
    wrong = table["term"][~table["freq"].str.fullmatch(r"\d*")]
    if len(wrong):
        raise LexiconError(
            f"terms.csv, term {wrong.iloc[0]!r}: freq must be a whole number or empty; mend that line."
        )
    return table.set_index("term")


class RunWords(NamedTuple):
    """The words of many runs of Han characters one after the other: the code and the length of each, and how many each run has."""

    codes: np.ndarray
    lengths: np.ndarray
    counts: np.ndarray


class Segmenter:
    """jieba's dictionary and algorithm without its shared state.

    The tokenizer is our own and is filled from the dictionary file inside the installed package: jieba's
    cache lies in the system's temporary folder, where anybody can plant one. Unknown words go to jieba's
    hidden Markov model directly, because `jieba.del_word` and `jieba.add_word(word, 0)` write into a list
    that all tokenizers of a process share.
    """

    def __init__(self, frequencies: dict[str, int], total: int, words: list[tuple[str, int | None]] = ()):
        self.tokenizer = _jieba().Tokenizer()
        self.tokenizer.FREQ, self.tokenizer.total = dict(frequencies), total
        self.tokenizer.initialized = True
        # What differs from jieba's own dictionary, in the order it was added: another engine takes it from here.
        self.given: dict[str, int] = {}
        for word, frequency in words:
            if frequency is None:
                frequency = self._suggested(word)
            # Not `add_word`: with a frequency of 0 it writes into the shared list.
            known = self.tokenizer.FREQ.get(word)
            self.tokenizer.total += frequency - (known or 0)
            self.tokenizer.FREQ[word] = self.given[word] = frequency
            for end in range(1, len(word)) if known is None else ():
                self.tokenizer.FREQ.setdefault(word[:end], 0)

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

    def spans(self, run: str, hmm: bool = True) -> list[tuple[int, int]]:
        """The words of a run of Han characters, as jieba 0.42.1 cuts them."""
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
        model = _jieba().finalseg
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

    def words(self, runs: list[str], vocabulary: Vocabulary, hmm: bool) -> RunWords:
        spans = [self.spans(run, hmm) for run in runs]
        found = [run[start:end] for run, cuts in zip(runs, spans, strict=True) for start, end in cuts]
        return RunWords(vocabulary.codes(found), lengths_of(found), lengths_of(spans))


class RustSegmenter:
    """The Rust port of jieba with the dictionary of one of our segmenters; not a piece of state shared with others."""

    def __init__(self, given: dict[str, int]):
        try:
            from rjieba import Jieba
        except ImportError as error:
            raise ImportError(
                "engine='rjieba' needs the package rjieba: pip install rjieba==0.2.2"
            ) from error
        self.tokenizer = Jieba()
        for word, frequency in given.items():
            self.tokenizer.add_word(word, frequency, None)

    def knows(self, word: str) -> bool:
        return self.tokenizer.has_word(word)

    def words(self, runs: list[str], vocabulary: Vocabulary, hmm: bool) -> RunWords:
        # All runs in one call: what a call costs is more than what a run costs.
        found = self.tokenizer.cut("\n".join(runs), hmm)
        codes, lengths = vocabulary.codes(found), lengths_of(found)
        inside = codes != vocabulary["\n"]
        breaks = np.flatnonzero(~inside)
        counts = np.diff(breaks, prepend=-1, append=len(found)) - 1
        return RunWords(codes[inside], lengths[inside], counts)


NO_RUNS = RunWords(*(np.empty(0, dtype=np.int64) for _ in RunWords._fields))


@_few
def engine_named(
    engine: str, terms: bool | frozenset[str], *, lexicon: Lexicon
) -> "Segmenter | RustSegmenter":
    """The engine of that name with the dictionary of `jieba_with`."""
    segmenter = jieba_with(terms, lexicon=lexicon)
    return segmenter if engine == "jieba" else RustSegmenter(segmenter.given)


@cache
def _jieba():
    """The jieba module, loaded when the first Chinese run is cut: its source makes recent Pythons warn on import.

    Without pkg_resources, which it takes to open its own files where it is there and does without where it is not: to import
    that takes as long as to read the dictionary.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        absent = "pkg_resources" not in sys.modules and "jieba" not in sys.modules
        if absent:
            sys.modules["pkg_resources"] = None
        try:
            import jieba
        finally:
            if absent:
                del sys.modules["pkg_resources"]
    return jieba


@cache
def _jieba_entries() -> tuple[list[str], list[int], list[str]]:
    """The entries of the dictionary file inside the installed package: words, frequencies, parts of speech."""
    with _jieba().Tokenizer().get_dict_file() as file:
        fields = file.read().decode("utf-8").split()
    return fields[0::3], list(map(int, fields[1::3])), fields[2::3]


@cache
def _jieba_dictionary() -> tuple[dict[str, int], int]:
    """jieba's frequencies, with every beginning of a word at 0, and their sum."""
    words, frequencies, _ = _jieba_entries()
    counted: dict[str, int] = {}
    longer, end = words, 1
    while longer := [word for word in longer if len(word) > end]:
        counted.update(dict.fromkeys([word[:end] for word in longer], 0))
        end += 1
    counted.update(zip(words, frequencies, strict=True))
    return counted, sum(frequencies)


# Parts of speech that jieba gives names and numerals: these stay whole.
_NAMES = ("m", "nr", "ns", "nt", "nz", "nrt", "nrfg")


@cache
def _phrases() -> tuple[str, ...]:
    """Entries of jieba's dictionary that are two words: 共同利益, 国际形势, 主持会议.

    A frequency of 3 or less is what that dictionary gives to phrases it took over from other lists and never counted;
    of these, all of four characters whose halves are words that it did count. To keep them whole would hide the 合作
    of 区域合作 from every count.
    """
    counted = _jieba_dictionary()[0]
    return tuple(
        entry
        for entry, frequency, part in zip(*_jieba_entries(), strict=True)
        if frequency <= 3
        and len(entry) == 4
        and part not in _NAMES
        and counted.get(entry[:2], 0) > 3
        and counted.get(entry[2:], 0) > 3
    )


@_few
def jieba_with(which: bool | frozenset[str], *, lexicon: Lexicon) -> Segmenter:
    """jieba as shipped, or with the project's dictionary: its terms (all, or those named), the words a converter
    writes, and without the phrases that are two words."""
    words = []
    if which is not False:
        given = {
            term: int(freq) if freq else None
            for term, freq in terms(lexicon=lexicon)["freq"].items()
            if which is True or term in which
        }
        for row in taiwan_vocabulary(lexicon=lexicon):
            if len(row.taiwan) > 1:
                given.setdefault(row.taiwan, None)
        # Short words first: a long one has to beat the parts that the table itself adds.
        words = [(phrase, 0) for phrase in _phrases() if phrase not in given]
        words += sorted(given.items(), key=lambda item: (len(item[0]), item[0]))
    return Segmenter(*_jieba_dictionary(), words)
