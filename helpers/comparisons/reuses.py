"""Text reuse: what any two texts of one language have in common, word for word, and what that may mean."""

import re
from difflib import SequenceMatcher
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from helpers.mentions.formulas import find_formulas
from helpers.mentions.numbers import numbers_in
from helpers.texts.matching import normal_text
from helpers.texts.shingles import REPRINT, similarities

_SAME_SOURCE = 0.3
# Shorter passages are names and idioms of a subject: characters in Chinese, words in English.
LEAST_PASSAGE = {"zh": 10, "en": 8}
RELATIONS = (
    "reprint", "excerpt", "two digests", "shared formula", "shared facts",
    "shared boilerplate of the digester", "shared phrase", "none",
)  # fmt: skip
_COLUMNS = (
    "article other language shared jaccard containment length passage start end other_start other_end"
    " relation link evidence missed"
).split()


class _Units(NamedTuple):
    """The units a text is compared by (characters of Chinese, words of English) and the place of each in it."""

    units: list[str]
    spans: list[tuple[int, int]]


def reuse(corpus) -> pd.DataFrame:
    """Every pair of texts in one language, and every pair of versions in two: `article`, `other`, `language`.

    Over shingles (5 characters of Chinese, both scripts brought to one form, 4 words of English): `shared`,
    `jaccard` (of the union), `containment` (of the shorter text). The longest run of characters or words that
    stands in both: `length` (in these units), `passage` (as printed in `article`), `start`, `end`,
    `other_start`, `other_end` (raw pages).

    `relation` is what the wording supports: `reprint` (half of the union), `excerpt` (half of the shorter
    text), `two digests` (both machine digests, a third of the shorter text); else, if the passage is long
    enough to mean something, `shared formula` (it lies in one), `shared facts` (it holds a number), `shared
    boilerplate of the digester` (in two digests, and in no text that is none), `shared phrase`; else `none`. Only the
    longest passage is judged: `stock_phrases` has the others of digests.
    `link` and `evidence` are what title and metadata know of the pair (`corpus.links`), `missed` whether the
    wording alone would not have told.

    Exact; the time grows with the square of the number of texts.
    """
    articles, normal = corpus.articles, {}
    for article, row in articles.iterrows():  # Chinese of both scripts in one form
        form = row["script"], bool(row["machine_converted"])
        is_chinese = row["language"] == "zh"
        normal[article] = normal_text(row["text"], *form, lexicon=corpus.lexicon) if is_chinese else row["text"]
    measures = similarities(articles.assign(text=pd.Series(normal))).set_index(["article", "other"])
    links = corpus.links.set_index(["article", "other"])
    formulas = find_formulas(corpus)
    units = {article: _units(text, articles.at[article, "language"]) for article, text in normal.items()}
    elsewhere = [f" {' '.join(units[article].units)} " for article in articles.index[articles["form"] != "digest"]]
    rows = []
    for one, other in combinations(sorted(articles.index), 2):
        key = next((key for key in ((one, other), (other, one)) if key in links.index), None)
        link, evidence = links.loc[key, ["relation", "evidence"]] if key else (None, None)
        if (one, other) not in measures.index:
            if key:
                rows.append((one, other, None, *[None] * 9, "none", link, evidence, True))
            continue
        measured = measures.loc[(one, other)]
        passage = _passage(corpus, units, one, other)
        relation = _relation(articles, measured, passage, formulas, one, other)
        if relation == "shared phrase" and (articles.loc[[one, other], "form"] == "digest").all():
            words = " ".join(_units(passage[1], measured["language"]).units)
            if not any(f" {words} " in text for text in elsewhere):
                relation = "shared boilerplate of the digester"
        missed = link is not None and relation not in ("reprint", "excerpt", "two digests")
        rows.append((one, other, *measured, *passage, relation, link, evidence, missed))
    table = pd.DataFrame(rows, columns=_COLUMNS)
    whole = ["shared", "length", "start", "end", "other_start", "other_end"]
    texts = ["language", "passage", "link", "evidence"]
    types = dict.fromkeys(whole, "Int64") | dict.fromkeys(texts, "str") | {"jaccard": float, "containment": float}
    return table.astype(types).assign(relation=pd.Categorical(table["relation"], categories=RELATIONS))


def _units(text: str, language: str) -> _Units:
    pattern = r"[^\W_]" if language == "zh" else r"\w+(?:['’-]\w+)*"
    matches = list(re.finditer(pattern, text))
    return _Units([match.group().casefold() for match in matches], [match.span() for match in matches])


def _units_by_sentence(corpus, article: str) -> _Units:
    """The units of an English text with a mark of its own behind each sentence, so that no run reaches across."""
    units, spans = [], []
    for row in corpus.sentences[corpus.sentences["article"] == article].itertuples():
        first, _ = corpus.places.chain(article).text(row.start, row.start)
        found = _units(row.text, "en")
        units += [*found.units, f"\x00{article}/{row.sentence}"]
        end_of_text = (len(row.text), len(row.text))
        spans += [(first + start, first + end) for start, end in [*found.spans, end_of_text]]
    return _Units(units, spans)


def longest_shared(left: list[str], right: list[str]) -> tuple[int, int, int]:
    """Where the longest run of units that stands in both lists begins in each, and its length; the first if several.

    >>> longest_shared(list("xabcabcd"), list("zabcdz"))
    (4, 1, 4)
    """
    match = SequenceMatcher(None, left, right, autojunk=False).find_longest_match()
    return match.a, match.b, match.size


def shared_runs(left: list[str], right: list[str], least: int) -> list[tuple[int, int, int]]:
    """Every run of at least `least` units that stands in both lists and can be made no longer: where it begins in
    each, and its length, in the order of the left list.

    >>> shared_runs(list("xabcyde"), list("abczdeab"), 2)
    [(1, 0, 3), (1, 6, 2), (5, 4, 2)]
    """
    places: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(right) - least + 1):
        places.setdefault(tuple(right[place : place + least]), []).append(place)
    found = []
    for begin in range(len(left) - least + 1):
        for other in places.get(tuple(left[begin : begin + least]), ()):
            if begin and other and left[begin - 1] == right[other - 1]:
                continue  # inside a run that began before
            length = least
            while left[begin + length : begin + length + 1] == right[other + length : other + length + 1] != []:
                length += 1
            found.append((begin, other, length))
    return found


def stock_phrases(corpus) -> pd.DataFrame:
    """The digester's own stock: runs of at least `LEAST_PASSAGE` words, within a sentence, that stand in English digests of
    different stories, and in no other English text.

    One row per run, longest first: `length`, `articles` (the digests that have it, `|` between), `article` (the first of
    them), `start`, `end` (its raw address there), `passage` (as printed there). A run inside a longer one has a row of
    its own only if more digests have it. Whoever is digested may have said the same in Chinese: the wording is the
    digester's, the matter need not be.
    """
    articles = corpus.articles[corpus.articles["language"] == "en"]
    units = {article: _units_by_sentence(corpus, article) for article in articles.index}
    wholes = {article: f" {' '.join(found.units)} " for article, found in units.items()}
    digests = sorted(articles.index[articles["form"] == "digest"])
    by_others = [whole for article, whole in wholes.items() if article not in digests]
    first: dict[str, tuple[str, int, int]] = {}
    for one, other in combinations(digests, 2):
        if articles.at[one, "same_story"] == articles.at[other, "same_story"]:
            continue
        for begin, _, length in shared_runs(units[one].units, units[other].units, LEAST_PASSAGE["en"]):
            first.setdefault(" ".join(units[one].units[begin : begin + length]), (one, begin, length))
    having = {
        words: [article for article in digests if f" {words} " in wholes[article]]
        for words in first
        if not any(f" {words} " in whole for whole in by_others)
    }
    rows = []
    for words, owners in having.items():
        if any(words != longer and f" {words} " in f" {longer} " and having[longer] == owners for longer in having):
            continue
        article, begin, length = first[words]
        start, end, *raw = _span(corpus, units, article, begin, length)
        rows.append((length, "|".join(owners), article, *raw, articles.at[article, "text"][start:end]))
    table = pd.DataFrame(rows, columns=["length", "articles", "article", "start", "end", "passage"])
    return table.sort_values(["length", "article", "start"], ascending=[False, True, True], ignore_index=True)


def _passage(corpus, units: dict[str, _Units], one: str, other: str) -> tuple:
    """The length of the longest shared run, its words as printed in the first text, and its raw address in both."""
    begin, second, length = longest_shared(units[one].units, units[other].units)
    if not length:
        return 0, "", None, None, None, None
    start, end, *raw = _span(corpus, units, one, begin, length)
    printed = corpus.articles.at[one, "text"][start:end]
    return length, printed, *raw, *_span(corpus, units, other, second, length)[2:]


def _span(corpus, units: dict[str, _Units], article: str, begin: int, length: int) -> tuple[int, int, int, int]:
    """The place of a run of units in the text of its article, and in the raw page."""
    start, end = units[article].spans[begin][0], units[article].spans[begin + length - 1][1]
    return start, end, *corpus.places.chain(article).raw(start, end)


def _relation(
    articles: pd.DataFrame, measured: pd.Series, passage: tuple, formulas: pd.DataFrame, one: str, other: str
) -> str:
    digests = (articles.loc[[one, other], "form"] == "digest").all()
    if digests and measured["containment"] >= _SAME_SOURCE:
        return "two digests"
    if measured["jaccard"] >= REPRINT:
        return "reprint"
    if measured["containment"] >= REPRINT:
        return "excerpt"
    length, printed, start, end, *_ = passage
    if length < LEAST_PASSAGE.get(measured["language"], LEAST_PASSAGE["en"]):
        return "none"
    spans = formulas.loc[formulas["article"] == one, ["start", "end"]].to_numpy()
    inside = max((min(end, stop) - max(start, begin) for begin, stop in spans), default=0)
    if inside > (end - start) / 2:
        return "shared formula"
    if numbers_in(printed, measured["language"]):
        return "shared facts"
    return "shared phrase"
