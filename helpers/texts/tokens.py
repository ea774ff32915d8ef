"""Tokenize text: each token has its place in the raw page and the form under which it is counted.

One rule holds for both languages. It splits a sentence, from left to right, into

* a web or mail address (`www.library.example/a`);
* a **number**: digits with their decimals and thousands, a currency sign before, a per-cent sign or 万 and 亿 after
  (`2.7%`, `$510`, `1,100`, `50万`), in full-width digits too; a clock (`07:30`) and a day with slashes (`8/28/2025`);
  the time words of a date (`2025年`, `7月`, `15日`, `二〇二五年`), unless jieba's dictionary has a longer word with 年 or 日
  (1990 | 年代, 30 | 日元); 24 | 年 is a length of time. A range is three tokens (`2026-2035`). Any other numeral in letters
  or characters (six, 三) is a word;
* a **word** of any alphabetic script. Hyphenated compounds are one word (`people-to-people`), so are
  contractions (`don't`), initials (`U.S.`), letters with digits (`GPT-4o`, `5G`) and a final plus (`SCO+`).
  The possessive `'s` is a word of its own, as in the Penn Treebank and CLAWS, so that China and China's are
  counted together;
* a run of Han characters, segmented into words by jieba. Two kinds of pairs are then split: amounts (一 | 个, like 18 | 个),
  and guesses that join two frequent words (这 | 是, 将 | 会);
* a **mark**: any other visible character. The dash ——, the ellipsis …… and runs of dots or hyphens are one mark.

White space belongs to no token. Foreign names joined by a middle dot (阿依达尔·阿姆列巴耶夫) are three tokens.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection
from functools import partial
from itertools import chain, count, pairwise, repeat

import numpy as np
import pandas as pd

from helpers.lexicon import Lexicon, LexiconError, patterns, per_lexicon
from helpers.texts.engines import Segmenter, jieba_with, terms
from helpers.texts.joins import check_corpus
from helpers.texts.progress import progress
from helpers.texts.scripts import HAN, mainland_places, restore_mainland, simplify, term_of, without_radicals
from helpers.texts.sentences import ABBREVIATIONS

_ALNUM = rf"[^\W_{HAN}]"
_LETTER = rf"[^\W\d_{HAN}]"
_INITIALS = r"(?:[A-Za-z]\.){2,}|(?:[A-Z][a-z]?\.)+[A-Z](?:[a-z]?\.|(?![\w.]))"
_UNIT = rf"(?:{_INITIALS}|(?:\d+\.(?=\d))?{_ALNUM}(?:{_ALNUM}|[\u0300-\u036f])*)"
_JOIN = r"(?:['’](?![sS](?!\w))|[-‐‑&])"
_MAIL = r"[A-Za-z0-9][A-Za-z0-9.+_-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_CURRENCY = rf"(?:(?:(?<!{_ALNUM})(?:US|NT|HK|CN|RMB))?[$€£¥￥])?"
_THOUSANDS = r"(?:\d{1,3}(?:,\d{3})+|[０-９]{1,3}(?:，[０-９]{3})+)(?!\d)"
_NUMBER = rf"{_CURRENCY}(?:{_THOUSANDS}(?:[.．]\d+)?|\d+(?:[.．]\d+)*)[%％‰]?"
_MYRIADS = "(?:[十百千]?(?:[万萬][亿億]?|[亿億]))?"
_SLASHES = r"(?<![\d/])\d{1,4}/\d{1,2}/\d{2,4}(?![\d/])"
_CLOCK = r"(?<![\d:：])[0-2０-２]?\d(?:[:：][0-5０-５]\d){1,2}(?![\d:：])"
_WRITTEN_YEAR = "(?:一[五六七八九]|二[〇零○一])[〇零○一二三四五六七八九]{2}"
_TIME_WORD = (
    r"(?<![\d.．])(?:(?:[1１][5-9５-９]|[2２][01０１])\d\d年|(?:[1１][0-2０-２]|[0０]?[1-9１-９])月份?"
    rf"|(?:[3３][01０１]|[12１２]\d|[0０]?[1-9１-９])日)|{_WRITTEN_YEAR}年"
)
# A run of Han characters, up to a year written in them (到|二〇三五年).
_BUT_ONE_AND_TWO = HAN.replace("\u4e00-", "\u4e01-\u4e8b\u4e8d-")
_RUN = f"(?=[{HAN}])(?!{_WRITTEN_YEAR}年)[{_BUT_ONE_AND_TWO}]*+(?:(?!{_WRITTEN_YEAR}年)[一二][{_BUT_ONE_AND_TWO}]*+)*+"
# The one pattern of tokens. `findall` splits a text into tiles without gaps. A tile is a piece with the white space
# behind it (or the white space before the first piece), so it begins where the tiles before it end. The first
# alternative that fits wins; their order is part of the rule. A run of Han characters is recognised by its first
# character and passed to jieba. The plain word and the lone character only save time: later alternatives would find the
# same. Most of a text is made of these two, and finding them early makes it three times as fast.
_TILE = re.compile(
    rf"""
    (?: {_RUN}
      | [A-Za-z]+(?=[ ,])                                                     # a plain word
      | [^\w\s$€£¥￥.…—'’-]                                                   # a character that begins no longer piece
      | (?=[\d一二])(?:{_TIME_WORD}|{_SLASHES}|{_CLOCK})
      | (?:https?://|www\.(?=\w))[!-~]*[A-Za-z0-9_/] | {_MAIL}
      | (?>{_NUMBER})(?:(?!{_ALNUM}|[-‐‑]{_LETTER}){_MYRIADS} | (?=[-‐‑])(?:{_JOIN}{_UNIT})+)
      | (?<!\w)(?:{patterns.literals(ABBREVIATIONS)}\.(?=\s)|Nos?\.(?=\s?\d))
      | {_UNIT}(?:{_JOIN}{_UNIT})*(?:\+{{1,2}}(?!{_ALNUM}|\+))?
      | (?<=[\w.])['’][sS](?!\w)
      | …+ | —+ | \.{{2,}} | -{{2,}} | \S
    )\s* | \s+
    """,
    re.VERBOSE,
)
_RUN_OF_HAN = 2  # a kind of tile
_IS_RUN = re.compile(rf"(?!{_WRITTEN_YEAR}年?\s*\Z)[{HAN}]")
# Behind each sentence of a batch: no token crosses it, and look-arounds see neither white space nor a digit.
_BETWEEN = "\x00"
# Characters cut at a time.
_BATCH = 500_000
_IS_NUMBER = re.compile(f"{_TIME_WORD}|{_WRITTEN_YEAR}|{_SLASHES}|{_CLOCK}|{_NUMBER}{_MYRIADS}")
_HAS_WORD = re.compile(r"[^\W_]")
KINDS = ("word", "number", "mark")


# Token tables are built as arrays of integers (codes of words, offsets), without a Python object for each token.


class Vocabulary(defaultdict):
    """Words and their codes, in the order they were met; looking up a new word gives it the next code.

    >>> words = Vocabulary()
    >>> [words[word] for word in ["peace", "trade", "peace"]]
    [0, 1, 0]
    """

    def __init__(self):
        super().__init__(count().__next__)

    def codes(self, words: list[str]) -> np.ndarray:
        return np.fromiter(map(self.__getitem__, words), dtype=np.int32, count=len(words))


def lengths_of(sized: Collection) -> np.ndarray:
    return np.fromiter(map(len, sized), dtype=np.int64, count=len(sized))


def categorical(codes: np.ndarray, words: list[str], form=None) -> pd.Categorical:
    """Return a sorted categorical of `form(word)` for the words numbered by `codes`; unused words are left out."""
    met = np.zeros(len(words), dtype=bool)
    met[codes] = True
    used = np.flatnonzero(met)
    forms = [words[code] if form is None else form(words[code]) for code in used.tolist()]
    categories = sorted(set(forms))
    place = {word: number for number, word in enumerate(categories)}
    renumbered = np.zeros(len(words), dtype=np.min_scalar_type(-max(len(categories), 1)))
    renumbered[used] = [place[word] for word in forms]
    return pd.Categorical.from_codes(renumbered[codes], dtype=pd.CategoricalDtype(pd.Index(categories, dtype="str")))


def kind_of(token: str) -> str:
    """Return `word`, `number` (written with digits) or `mark`.

    >>> [kind_of(token) for token in ["2.7%", "7月", "5G", "三", "'s", "——"]]
    ['number', 'number', 'word', 'word', 'word', 'mark']
    """
    if _IS_NUMBER.fullmatch(token):
        return "number"
    return "word" if _HAS_WORD.search(without_radicals(token)) else "mark"


def _mainland(text: str, lexicon: Lexicon | None) -> tuple[str, dict[tuple[int, int], str]]:
    """Restore mainland vocabulary in a Simplified text, only where the converter's form is a word."""
    if not mainland_places(text, lexicon=lexicon):
        return text, {}
    segmenter = _segmenter(True, lexicon=lexicon)
    edges = {0, len(text)}
    for start, end in _spans(text, True, lambda: segmenter):
        edges.update((start, end))
        # 提供支援 is one entry of jieba's dictionary, and holds the word 支援. 商品质量 does not hold the word 品质.
        if end - start > 2:
            edges.update(start + edge for edge in segmenter.edges_inside(text[start:end]))
    return restore_mainland(text, mainland_places(text, lambda *span: edges.issuperset(span), lexicon=lexicon))


def _segmenter(terms: bool | frozenset[str], *, lexicon: Lexicon) -> Segmenter:
    """Return jieba with these terms; for all terms of the table, first check that each is cut as one token."""
    if terms is True:
        _refuse_what_falls_apart(lexicon=lexicon)
    return jieba_with(terms, lexicon=lexicon)


@per_lexicon
def _refuse_what_falls_apart(*, lexicon: Lexicon) -> None:
    """Raise `LexiconError` for terms that the tokenizer does not cut as one token: their rows could never match."""
    segmenter = jieba_with(True, lexicon=lexicon)
    table, refused = terms(lexicon=lexicon)["freq"], {}
    laid = _BETWEEN.join(table.index)
    pieces = "|".join(laid[start:end] for start, end in _spans(laid, True, lambda: segmenter)).split(f"|{_BETWEEN}|")
    for (term, freq), cut in zip(table.items(), pieces, strict=False):
        if simplify(term) != term:
            refused[term] = f"texts are read in Simplified characters. Write {simplify(term)!r}"
        elif cut != term and pd.notna(freq):
            refused[term] = f"it is cut into {cut}. Leave its freq empty, or make it greater"
        elif cut != term:
            refused[term] = (
                f"it is cut into {cut}. Give its parts rows of their own, or make the whole a form of a concept"
                " (concepts.csv)"
            )
    if refused:
        told = (
            f"{lexicon.where('terms', one)}: term {one!r} would never count: {why}." for one, why in refused.items()
        )
        raise LexiconError("\n".join(told))


def _tiles(text: str, dictionary: Callable[[], Segmenter]) -> tuple[list[str], bytes, np.ndarray, Segmenter | None]:
    """Split a text into tiles. Return the distinct tiles, the kind of each (see `_kind_of_tile`), the number of each tile
    of the text, and the segmenter (None without a run of Han characters, since English needs no dictionary)."""
    tiles, distinct = _TILE.findall(text), Vocabulary()
    numbers = distinct.codes(tiles)
    kinds = bytes(map(_kind_of_tile, distinct))
    if _RUN_OF_HAN not in kinds:
        return list(distinct), kinds, numbers, None
    segmenter = dictionary()
    for match in re.finditer(b"\1\2", np.frombuffer(kinds, dtype=np.uint8)[numbers].tobytes()):
        first, end = match.span()
        _move_border(tiles, first + 1, segmenter)
        numbers[first:end] = distinct.codes(tiles[first:end])
    return list(distinct), kinds + bytes(map(_kind_of_tile, list(distinct)[len(kinds) :])), numbers, segmenter


def _kind_of_tile(tile: str) -> int:
    """Return 2 for a run of Han characters to segment (not a year written in them), 1 if a letter is last, or 0."""
    return _RUN_OF_HAN if _IS_RUN.match(tile) else int(tile[-1:].isalpha())


def _move_border(tiles: list[str], place: int, segmenter: Segmenter) -> None:
    """Move, in place, the border between a tile and the Han run behind it to where jieba's dictionary has it.

    Letters take the beginning of the run if the dictionary has the whole as a word (A股, T恤, X光). The run takes 年 or
    日 from a number if a word begins with it: 1990|年代, 30|日元. After a month, 日 always belongs to the day.
    """
    before, run = tiles[place - 1], tiles[place]
    visible = run.rstrip()
    if before[-1] in "年日":
        day_of_month = place > 1 and tiles[place - 2][-1:] == "月"
        if not day_of_month and not segmenter.opens(before[-1] + visible):
            tiles[place - 1 : place + 1] = before[:-1], before[-1] + run
        return
    for tail in range(min(3, len(visible)), 0, -1):
        if segmenter.knows(before + visible[:tail]):
            tiles[place - 1 : place + 1] = before + visible[:tail], run[tail:]
            return


def _spans(text: str, hmm: bool, dictionary: Callable[[], Segmenter]) -> list[tuple[int, int]]:
    """Return the spans of the tokens of one text."""
    tiles, kinds, numbers, segmenter = _tiles(text, dictionary)
    spans = []
    start = 0
    for number in numbers.tolist():
        begin, shown = start, tiles[number].rstrip()
        start += len(tiles[number])
        is_run = kinds[number] == _RUN_OF_HAN
        for word in chain(*segmenter.pieces(segmenter.cut([shown], hmm))) if is_run else filter(None, [shown]):
            spans.append((begin, begin + len(word)))
            begin += len(word)
    return spans


def _arrays(
    text: str, dictionary: Callable[[], Segmenter], vocabulary: Vocabulary
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the tokens that `_spans` finds as arrays (starts, lengths, codes); for long texts.

    Each distinct tile is cut once, and all runs in one call. Their words are in one list with a line feed behind each
    tile: the words of a run, any other tile itself, nothing for white space. Every tile of the text copies its part.
    """
    tiles, kinds, numbers, segmenter = _tiles(text, dictionary)
    shown = [tile.rstrip() for tile in tiles]
    is_run = np.frombuffer(kinds, dtype=np.uint8) == _RUN_OF_HAN
    order = np.argsort(~is_run, kind="stable")
    split = [shown[number] for number in order.tolist()]
    runs, others = split[: is_run.sum()], split[is_run.sum() :]
    rest = list(chain.from_iterable(zip(others, repeat("\n"), strict=False)))
    codes, lengths = vocabulary.codes(rest), lengths_of(rest)
    if runs:
        words = Vocabulary()
        numbers_of_words = words.codes(segmenter.cut([*runs, ""]))
        pieces = segmenter.pieces(words)
        sizes = lengths_of(pieces)
        places = _places(np.cumsum(sizes) - sizes, sizes, numbers_of_words)
        parts = list(chain.from_iterable(pieces))
        codes = np.append(vocabulary.codes(parts)[places], codes)
        lengths = np.append(lengths_of(parts)[places], lengths)
    ends = np.flatnonzero(codes == vocabulary["\n"])
    first, counts = np.empty((2, len(tiles)), dtype=np.int64)
    counts[order] = np.diff(ends, prepend=-1) - 1
    first[order] = ends - counts[order]
    places = _places(first, counts, numbers)
    codes, lengths = codes[places], lengths[places]
    white = (lengths_of(tiles) - lengths_of(shown))[numbers]
    # A token starts after all earlier tokens and after the white space of all earlier tiles.
    starts = np.cumsum(lengths) - lengths + np.repeat(np.cumsum(white) - white, counts[numbers])
    return starts, lengths, codes


def _places(first: np.ndarray, counts: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Return the places of all parts of these wholes: number n has `counts[n]` parts, from the place `first[n]` on."""
    many = counts[numbers]
    return np.repeat(first[numbers] - (np.cumsum(many) - many), many) + np.arange(many.sum())


def _normal(
    text: str, script: str | None, machine_converted: bool, lexicon: Lexicon | None
) -> tuple[str, dict[tuple[int, int], str]]:
    """Return the text to segment (Simplified, mainland vocabulary, same length), and longer forms by place."""
    if text.isascii():
        return text, {}
    simplified = simplify(text, script)
    return _mainland(simplified, lexicon) if machine_converted else (simplified, {})


def cut(
    text: str,
    script: str | None = None,
    machine_converted: bool = False,
    hmm: bool = True,
    terms: bool | frozenset[str] = True,
    convert: bool = True,
    *,
    lexicon: Lexicon | None = None,
) -> list[tuple[int, int]]:
    """Return the spans `(start, end)` of the tokens of any text, in order; they hold every visible character once.

    Chinese, English and mixed texts follow one rule (see the module). `script` and `machine_converted` describe the
    article, if known. `hmm=False` turns off jieba's guesses at unknown words, `terms=False` the project's dictionary
    and the splitting of pairs (a frozenset keeps the entries it names, an empty one none), `convert=False` the
    conversion to Simplified (for comparison).

    >>> text = "上合组织\u201c命运共同体\u201d: SCO+ in 2025, China's $510"
    >>> [text[start:end] for start, end in cut(text)]
    ['上合组织', '“', '命运共同体', '”', ':', 'SCO+', 'in', '2025', ',', 'China', "'s", '$510']
    """
    if convert:
        text, _ = _normal(text, script, machine_converted, lexicon)
    return _spans(text, hmm, lambda: _segmenter(terms, lexicon=lexicon))


def tokenize(corpus, convert: bool = True, compact: bool = False) -> pd.DataFrame:
    """Return one row per token, in the order of `corpus.sentences`.

    Columns: `article`, `sentence`, `start`, `end` (raw page offsets), `token` (as printed), `term` (as counted), `kind`
    (`word`, `number`, `mark`). The body characters of the raw slice are the token. If a line wrap or a citation mark is
    inside the word, the slice holds it, too. `convert` works as in `cut`. With `compact`, numbers have the smallest
    type that holds them (`int16` or `int32`): at most 20 bytes a token, except in the largest vocabularies.

    Raises `ValueError` naming the sentence if its text is not as long as the body of its slice.
    """
    check_corpus(corpus)
    articles, sentences = corpus.articles, corpus.sentences
    place = articles.index.get_indexer(sentences["article"])
    texts = sentences["text"].tolist()
    lengths = lengths_of(texts)
    places = corpus.places
    first, last = (places.text(place, sentences[edge].to_numpy(np.int64)) for edge in ("start", "end"))
    wrong = np.flatnonzero(last - first != lengths)
    if len(wrong):
        row = sentences.iloc[wrong[0]]
        raise ValueError(
            f"article {row['article']}, sentence {row['sentence']}: its text has {len(row['text'])} characters but its slice"
            f" of {articles['page'].iloc[place[wrong[0]]]} holds {(last - first)[wrong[0]]} of the body; rebuild the sentences"
            " table from the segments."
        )
    scripts = articles["script"].astype(object).where(articles["script"].notna(), None).to_numpy()[place]
    known = list(zip(texts, scripts, articles["machine_converted"].to_numpy(dtype=bool)[place], strict=True))
    edges = np.searchsorted(np.cumsum(lengths), np.arange(0, lengths.sum(), _BATCH)[1:]).tolist()
    batches = [known[begin:end] for begin, end in pairwise([0, *edges, len(known)])]
    vocabulary, lexicon = Vocabulary(), corpus.lexicon
    dictionary = partial(_segmenter, True, lexicon=lexicon)
    batches = progress(batches, "tokens", len(batches))
    found = (_cut_batch(one, vocabulary, convert, dictionary, lexicon) for one in batches)
    counts, begins, lengths, tokens, normals = map(np.concatenate, zip(*found, strict=True))
    words = list(vocabulary)

    begins = np.repeat(first, counts) + begins
    owners = np.repeat(place, counts)
    starts, ends = places.raw_spans(owners, begins, begins + lengths)
    token = categorical(tokens, words)
    kinds = np.array([KINDS.index(kind_of(word)) for word in token.categories], dtype="int8")
    return pd.DataFrame(
        {
            "article": pd.Categorical.from_codes(owners, categories=articles.index),
            "sentence": np.repeat(_whole(sentences["sentence"].to_numpy(), compact), counts),
            "start": _whole(starts, compact),
            "end": _whole(ends, compact),
            "token": token,
            "term": categorical(normals, words, partial(term_of, script="Hans")),
            "kind": pd.Categorical.from_codes(kinds[token.codes], categories=KINDS),
        }
    )


def _whole(numbers: np.ndarray, compact: bool) -> np.ndarray:
    small = compact and (not len(numbers) or numbers.max() <= np.iinfo(np.int16).max)
    return numbers.astype(np.int16 if small else np.int32)


def _cut_batch(
    batch: list[tuple[str, str | None, bool]],
    vocabulary: Vocabulary,
    convert: bool,
    dictionary: Callable[[], Segmenter],
    lexicon: Lexicon,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Tokenize texts (with script, and whether machine-converted) in one pass, as `cut` does: the number of tokens of
    each text, their offsets and lengths in it, the codes of the printed token and of the word."""
    texts = [text for text, _, _ in batch]
    normals = [_normal(*one, lexicon) if convert else (one[0], {}) for one in batch]
    laid = _BETWEEN.join([*(normal for normal, _ in normals), ""])
    starts, lengths, words = _arrays(laid, dictionary, vocabulary)
    sizes = lengths_of(texts)
    firsts = np.concatenate([[0], np.cumsum(sizes + 1)[:-1]])
    sentence = np.searchsorted(firsts, starts, side="right") - 1
    begins = starts - firsts[sentence]
    # Drop white space and the marks between the sentences.
    keep = (lengths > 0) & (begins < sizes[sentence])
    sentence, begins, lengths, words = sentence[keep], begins[keep], lengths[keep], words[keep]
    counts = np.bincount(sentence, minlength=len(texts))
    tokens = words.copy()
    edges = np.concatenate([[0], np.cumsum(counts)])
    for number, (text, (normal, restored)) in enumerate(zip(texts, normals, strict=True)):
        if normal is not text and normal != text:
            rows = slice(edges[number], edges[number + 1])
            spans = [(a, a + n) for a, n in zip(begins[rows].tolist(), lengths[rows].tolist(), strict=True)]
            tokens[rows] = vocabulary.codes([text[a:b] for a, b in spans])
        for (begin, stop), word in restored.items():
            place = edges[number] + int(np.searchsorted(begins[edges[number] : edges[number + 1]], begin))
            if place < edges[number + 1] and begins[place] == begin and lengths[place] == stop - begin:
                words[place] = vocabulary[word]
    return counts, begins.astype(np.int32), lengths.astype(np.int32), tokens, words
