"""Text reuse: wording that two texts in one language share, and the relation it supports."""

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
    """The units for comparing a text (Chinese characters, English words), and the place of each in it."""

    units: list[str]
    spans: list[tuple[int, int]]


def reuse(corpus) -> pd.DataFrame:
    """Compare every pair of texts in one language, and every pair of versions in two: `article`, `other`, `language`.

    From shingles (5 characters of Chinese with both scripts in one form, 4 words of English): `shared`, `jaccard` (of
    the union), `containment` (of the shorter text). From the longest run of characters or words in both: `length` (in
    these units), `passage` (as printed in `article`), `start`, `end`, `other_start`, `other_end` (raw pages).

    `relation` is what the wording supports: `reprint` (half of the union), `excerpt` (half of the shorter text), `two
    digests` (both machine digests, a third of the shorter text). Else, if the passage is long enough: `shared formula`
    (it lies in one), `shared facts` (it holds a number), `shared boilerplate of the digester` (in two digests, and in
    digests only), `shared phrase`; else `none`. Only the longest passage is judged. `link` and `evidence` are what
    title and metadata know of the pair (`corpus.links`); `missed` is true if the wording alone would not show the link.

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


def _passage(corpus, units: dict[str, _Units], one: str, other: str) -> tuple:
    """The length of the longest shared run, its words as printed in the first text, and its raw address in both."""
    matcher = SequenceMatcher(None, units[one].units, units[other].units, autojunk=False)
    begin, second, length = matcher.find_longest_match()
    if not length:
        return 0, "", None, None, None, None
    last = length - 1
    (start, _), (_, end) = units[one].spans[begin], units[one].spans[begin + last]
    (other_start, _), (_, other_end) = units[other].spans[second], units[other].spans[second + last]
    printed = corpus.articles.at[one, "text"][start:end]
    places = corpus.places
    return length, printed, *places.chain(one).raw(start, end), *places.chain(other).raw(other_start, other_end)


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
