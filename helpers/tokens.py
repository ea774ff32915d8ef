"""Tokens that can be walked back to the raw page, and the form under which each is counted.

One rule cuts both languages: a sentence is read once, from left to right, as

* a web or mail address;
* a **number**: digits with their decimals and thousands, a currency sign before, a per-cent sign after
  (`2.7%`, `$510`, `1,100`), and the time words of a date (`2025年`, `7月`, `15日`; but 24 | 年 is a length);
  ranges fall apart (`2026-2035` is three tokens) and a numeral in letters or characters (six, 三) is a word;
* a **word** of any alphabetic script: hyphenated compounds are one word (`people-to-people`), so are
  contractions (`don't`), initials (`U.S.`), letters with digits (`GPT-4o`, `5G`) and a final plus (`SCO+`).
  The possessive `'s` is a word of its own, as in the Penn Treebank and CLAWS, so that China and China's are
  counted together;
* a run of Han characters, cut into words by jieba;
* a **mark**: any other visible character; the dash ——, the ellipsis …… and runs of dots or hyphens are one
  mark.

White space belongs to no token. Foreign names joined by a middle dot (阿依达尔·阿姆列巴耶夫) are three
tokens.
"""

import re
import warnings
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from helpers.lexicon import LexiconError, read_lexicon
from helpers.scripts import (
    HAN,
    mainland_places,
    restore_mainland,
    simplify,
    taiwan_vocabulary,
    term_of,
)

_ALNUM = rf"[^\W_{HAN}]"
_LETTER = rf"[^\W\d_{HAN}]"
_UNIT = rf"(?:(?:[A-Za-z]\.){{2,}}|(?:\d+\.(?=\d))?{_ALNUM}(?:{_ALNUM}|[\u0300-\u036f])*)"
_JOIN = r"(?:['’](?![sS](?!\w))|[-‐‑&])"
_NUMBER = r"(?:(?:(?<!\w)(?:US|NT|HK|CN|RMB))?[$€£¥￥])?(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)*)(?:[%％‰])?"
_TIME_WORD = r"(?<![\d.])(?:(?:1[5-9]|20|21)\d\d年|(?:1[0-2]|0?[1-9])月份?|(?:3[01]|[12]\d|0?[1-9])日)"
_ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|Prof|Gen|Col|Capt|Lt|Sgt|Sen|Rep|Gov|St|Jr|Sr|Inc|Ltd|Co|Corp|vs"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_PIECE = re.compile(
    rf"""
      (?P<time>{_TIME_WORD})
    | (?P<han>[{HAN}]+)
    | (?P<address>https?://[!-~]*[\w/] | [A-Za-z0-9][A-Za-z0-9.+_-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)
    | (?P<number>(?>{_NUMBER})(?!{_ALNUM}|[-‐‑]{_LETTER}))
    | (?P<abbreviation>(?<!\w)(?:(?:{_ABBREVIATIONS})\.(?=\s)|No\.(?=\s?\d)))
    | (?P<word>{_UNIT}(?:{_JOIN}{_UNIT})*(?:\+{{1,2}}(?!{_ALNUM}|\+))?)
    | (?P<possessive>(?<=\w)['’][sS](?!\w))
    | (?P<mark>…+|—+|\.{{2,}}|-{{2,}}|\S)
    """,
    re.VERBOSE,
)
_IS_NUMBER = re.compile(f"{_TIME_WORD}|{_NUMBER}")
_HAS_WORD = re.compile(r"[^\W_]")
KINDS = ("word", "number", "mark")


def kind_of(token: str) -> str:
    """`word`, `number` (written with digits) or `mark`.

    >>> [kind_of(token) for token in ["2.7%", "7月", "5G", "三", "'s", "——"]]
    ['number', 'number', 'word', 'word', 'word', 'mark']
    """
    if _IS_NUMBER.fullmatch(token):
        return "number"
    return "word" if _HAS_WORD.search(token) else "mark"


def terms() -> pd.DataFrame:
    """The project's dictionary: index `term` (Simplified); `traditional` (printed forms, `|` between),
    `kind`, `gloss`, `met`,
    `freq` (empty: jieba's own suggestion). Raises `LexiconError` for a frequency that is no number."""
    table = read_lexicon("terms", "term", ["term", "traditional", "kind", "gloss", "met", "freq"])
    wrong = table["term"][~table["freq"].str.fullmatch(r"\d*")]
    if len(wrong):
        raise LexiconError(
            f"terms.csv, term {wrong.iloc[0]!r}: freq must be a whole number or empty; mend that line."
        )
    return table.set_index("term")


class _Segmenter:
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
        for word, frequency in words:
            if frequency is None:
                frequency = self._suggested(word)
            # Not `add_word`: with a frequency of 0 it writes into the shared list.
            self.tokenizer.total += frequency - self.tokenizer.FREQ.get(word, 0)
            self.tokenizer.FREQ[word] = frequency
            for end in range(1, len(word)):
                self.tokenizer.FREQ.setdefault(word[:end], 0)

    def _suggested(self, word: str) -> int:
        """The smallest frequency at which the word beats its parts: jieba's own estimate, against the words added so far."""
        frequencies, total = self.tokenizer.FREQ, self.tokenizer.total
        chance = 1.0
        for start, end in self._path(word):
            chance *= (frequencies.get(word[start:end]) or 1) / total
        return max(int(chance * total) + 1, frequencies.get(word, 0))

    def _path(self, run: str, without_itself: bool = False) -> list[tuple[int, int]]:
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
        path = self._path(run)
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


def _jieba():
    """The jieba module, loaded when the first Chinese run is cut: its source makes recent Pythons warn on import."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    return jieba


@cache
def _jieba_dictionary() -> tuple[dict[str, int], int]:
    """jieba's frequencies, with every beginning of a word at 0, and their sum."""
    tokenizer = _jieba().Tokenizer()
    return tokenizer.gen_pfdict(tokenizer.get_dict_file())


# Parts of speech that jieba gives names and numerals: these stay whole.
_NAMES = ("m", "nr", "ns", "nt", "nz", "nrt", "nrfg")


@cache
def _phrases() -> tuple[str, ...]:
    """Entries of jieba's dictionary that are two words: 共同利益, 国际形势, 主持会议.

    A frequency of 3 or less is what that dictionary gives to phrases it took over from other lists and never counted;
    of these, all of four characters whose halves are words that it did count. To keep them whole would hide the 合作
    of 区域合作 from every count.
    """
    with _jieba().Tokenizer().get_dict_file() as file:
        entries = re.findall(r"^(\S{4}) [0-3] ([a-z]+)$", file.read().decode("utf-8"), re.MULTILINE)
    counted = _jieba_dictionary()[0]
    return tuple(
        entry
        for entry, part in entries
        if part not in _NAMES and counted.get(entry[:2], 0) > 3 and counted.get(entry[2:], 0) > 3
    )


@lru_cache(maxsize=4)
def _segmenter(which: bool | frozenset[str]) -> _Segmenter:
    """jieba as shipped, or with the project's dictionary: its terms (all, or those named), the words a converter
    writes, and without the phrases that are two words."""
    words = []
    if which is not False:
        given = {
            term: int(freq) if freq else None
            for term, freq in terms()["freq"].items()
            if which is True or term in which
        }
        for row in taiwan_vocabulary():
            if len(row.taiwan) > 1:
                given.setdefault(row.taiwan, None)
        # Short words first: a long one has to beat the parts that the table itself adds.
        words = [(phrase, 0) for phrase in _phrases() if phrase not in given]
        words += sorted(given.items(), key=lambda item: (len(item[0]), item[0]))
    return _Segmenter(*_jieba_dictionary(), words)


def _mainland(text: str) -> tuple[str, dict[tuple[int, int], str]]:
    """A Simplified text in mainland vocabulary, restored only where the converter's form stands as a word."""
    if not mainland_places(text):
        return text, {}
    segmenter = _segmenter(True)
    edges = {0, len(text)}
    for start, end in _spans(text, hmm=True, terms=True):
        edges.update((start, end))
        # 提供支援 is one entry of jieba's dictionary, and 支援 a word in it; in 商品质量 品质 is none.
        if end - start > 2:
            edges.update(
                start + inner
                for pair in segmenter._path(text[start:end], without_itself=True)
                for inner in pair
            )
    return restore_mainland(text, mainland_places(text, lambda start, end: start in edges and end in edges))


def _spans(text: str, hmm: bool, terms: bool | frozenset[str]) -> list[tuple[int, int]]:
    spans = []
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if match.lastgroup != "han":
            spans.append((start, end))
            continue
        segmenter = _segmenter(terms)
        if spans and spans[-1][1] == start:
            # Words that jieba's dictionary writes with letters: A股, T恤, X光.
            letters = spans[-1][0]
            for tail in range(min(3, end - start), 0, -1):
                if text[start - 1].isalpha() and segmenter.knows(text[letters : start + tail]):
                    start += tail
                    spans[-1] = (letters, start)
                    break
        if start < end:
            run = text[start:end] if end - start < len(text) else text
            spans.extend((start + begin, start + stop) for begin, stop in segmenter.spans(run, hmm))
    return spans


def _normal(text: str, script: str | None, machine_converted: bool) -> tuple[str, dict[tuple[int, int], str]]:
    """The text as it is cut (Simplified, in mainland vocabulary), of the same length, and the longer forms by place."""
    if text.isascii():
        return text, {}
    simplified = simplify(text, script)
    return _mainland(simplified) if machine_converted else (simplified, {})


def cut(
    text: str,
    script: str | None = None,
    machine_converted: bool = False,
    hmm: bool = True,
    terms: bool | frozenset[str] = True,
    convert: bool = True,
) -> list[tuple[int, int]]:
    """The spans `(start, end)` of the tokens of any text, in order; together they hold every visible
    character once.

    Chinese, English and mixtures are cut by one rule (see the module). `script` and `machine_converted` are
    those of the article where they are known. `hmm=False` leaves out jieba's guess at unknown words,
    `terms=False` the project's dictionary (a frozenset keeps the entries it names, an empty one none), `convert=False` the
    conversion to Simplified before the cut (for comparison).

    >>> text = "上合组织\u201c命运共同体\u201d: SCO+ in 2025, China's $510"
    >>> [text[start:end] for start, end in cut(text)]
    ['上合组织', '“', '命运共同体', '”', ':', 'SCO+', 'in', '2025', ',', 'China', "'s", '$510']
    """
    if convert:
        text, _ = _normal(text, script, machine_converted)
    return _spans(text, hmm, terms)


def tokenize(
    corpus, hmm: bool = True, terms: bool | frozenset[str] = True, convert: bool = True
) -> pd.DataFrame:
    """One row per token, in the order of `corpus.sentences`.

    Columns: `article`, `sentence`, `start`, `end` (raw page offsets), `token` (as printed), `term` (as
    counted), `kind` (`word`, `number`, `mark`). The raw slice holds the token and, where a line wrap or a
    citation mark stands inside a word, characters of other segments; its body characters are the token. The
    switches are those of `cut`.

    Raises `ValueError` naming the sentence if its text is not the body of its slice.
    """
    articles, sentences = corpus.articles, corpus.sentences
    of_article = {
        article: (page, script, bool(converted))
        for article, page, script, converted in zip(
            articles.index, articles["page"], articles["script"], articles["machine_converted"], strict=True
        )
    }
    body = _body_masks(corpus)
    token_codes: dict[str, int] = {}
    normal_codes: dict[str, int] = {}
    tokens, normals, counts, starts, ends = [], [], [], [], []
    for article, sentence, start, end, text in zip(
        *(sentences[name] for name in ["article", "sentence", "start", "end", "text"]), strict=True
    ):
        page, script, converted = of_article[article]
        places = np.flatnonzero(body[page][start:end]) + start
        if len(places) != len(text):
            raise ValueError(
                f"article {article}, sentence {sentence}: its text has {len(text)} characters but its slice of {page} holds "
                f"{len(places)} of the body; rebuild the sentences table from the segments."
            )
        normal, longer = _normal(text, script, converted) if convert else (text, {})
        spans = _spans(normal, hmm, terms)
        counts.append(len(spans))
        if not spans:
            continue
        edges = np.array(spans)
        starts.append(places[edges[:, 0]])
        ends.append(places[edges[:, 1] - 1] + 1)
        words = [text[begin:stop] for begin, stop in spans]
        tokens.extend([token_codes.setdefault(word, len(token_codes)) for word in words])
        if normal is not text:
            words = [normal[begin:stop] for begin, stop in spans]
            if longer:
                words = [longer.get(span, word) for span, word in zip(spans, words, strict=True)]
        normals.extend([normal_codes.setdefault(word, len(normal_codes)) for word in words])

    token, kinds = _categories(tokens, token_codes), [kind_of(word) for word in sorted(token_codes)]
    return pd.DataFrame(
        {
            "article": pd.Categorical.from_codes(
                np.repeat(articles.index.get_indexer(sentences["article"]), counts), categories=articles.index
            ),
            "sentence": np.repeat(sentences["sentence"].to_numpy(dtype="int32"), counts),
            "start": np.concatenate(starts or [[]]).astype("int32"),
            "end": np.concatenate(ends or [[]]).astype("int32"),
            "token": token,
            "term": _categories(normals, normal_codes, term_of),
            "kind": pd.Categorical.from_codes(
                np.array([KINDS.index(kind) for kind in kinds], dtype="int8")[token.codes], categories=KINDS
            ),
        }
    )


def _body_masks(corpus) -> dict[str, np.ndarray]:
    """For every page, which of its characters are body."""
    masks = {page: np.zeros(len(raw), dtype=bool) for page, raw in corpus.pages["raw"].items()}
    segments = corpus.segments[corpus.segments["kind"] == "body"]
    for page, start, end in zip(segments["page"], segments["start"], segments["end"], strict=True):
        masks[page][start:end] = True
    return masks


def _categories(codes: list[int], found: dict[str, int], form=str) -> pd.Categorical:
    """A categorical over `form(word)`, sorted; `found` numbers the words in the order they were met."""
    forms = [form(word) for word in found]
    categories = sorted(set(forms))
    place = {word: number for number, word in enumerate(categories)}
    renumbered = np.array([place[word] for word in forms], dtype="int32")
    return pd.Categorical.from_codes(renumbered[np.array(codes, dtype="int32")], categories=categories)
