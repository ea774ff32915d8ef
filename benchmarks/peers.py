"""Scores of other tools on the same gold, counted by the same code: prints the lines of PEERS in public_gold.py anew.

The project does not depend on them. To run them (minutes) on the gold of public_gold.py, from the root of the project:
`uv run --no-project --with-requirements requirements.txt --with thulac==0.2.2 --with spacy==3.8.18 --with pysbd==0.3.4
--with recognizers-text-suite==1.0.2a2 --with emoji==1.7.0 python benchmarks/peers.py FOLDER`.

Each tool runs with its defaults: spaCy's rules for English without a model; THULAC and jieba (the table has the better)
after OpenCC's conversion to Simplified; NLTK's Gale-Church, its variance from PUD's Wikipedia half. Beside pages read as
text stands their whole text.
"""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from unittest.mock import patch

import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))
import public_gold

Span = tuple[int, int]


def spans_of(words: list[str], text: str) -> list[Span]:
    """Return the places of consecutive words in a text."""
    spans, place = [], 0
    for word in filter(str.strip, words):
        start = text.index(word, place)
        place = start + len(word)
        spans.append((start, place))
    return spans


def spacy_words() -> Callable:
    import spacy

    english = spacy.blank("en")
    return lambda text, script: spans_of([token.text for token in english(text)], text)


def jieba_words() -> Callable:
    import jieba

    plain = jieba.Tokenizer()
    return lambda text, script: spans_of([*plain.cut(public_gold.simplified(text))], public_gold.simplified(text))


def thulac_words() -> Callable:
    time.clock = time.perf_counter  # thulac needs it, Python no longer has it
    import thulac

    cutter = thulac.thulac(seg_only=True)
    simplified = public_gold.simplified
    return lambda text, script: spans_of([word for word, _ in cutter.cut(simplified(text))], simplified(text))


def pysbd_sentences() -> Callable:
    import pysbd

    by_language = {language: pysbd.Segmenter(language=language, char_span=True) for language in ("zh", "en")}

    def sentences_in(text: str, language: str) -> list[Span]:
        found = by_language[language].segment(text)
        return [(one.start, one.start + len(text[one.start : one.end].rstrip())) for one in found]

    return sentences_in


def recognizers_dates() -> Callable:
    from recognizers_date_time import Culture, recognize_datetime

    def dates_in(text: str, language: str, day) -> pd.DataFrame:
        found = recognize_datetime(text, Culture.English, reference=datetime.combine(day, datetime.min.time()))
        values = [{"start": one.start, "end": one.end + 1, "value": value} for one in found for value in values_of(one)]
        table = pd.DataFrame(values, columns=["start", "end", "value"])
        for column, edge in (("first", "start"), ("last", "end")):
            told = table["value"].map(lambda value, edge=edge: value.get(edge, value.get("value")))
            table[column] = pd.to_datetime(told, errors="coerce", format="mixed").dt.normalize()
        behind = table["value"].map(lambda value: value["type"] == "daterange")  # its end is the following day
        return table.assign(last=table["last"].mask(behind, table["last"] - pd.Timedelta(days=1)))

    def values_of(one) -> list[dict]:
        kinds = "date", "datetime", "daterange", "datetimerange"
        return [value for value in (one.resolution or {}).get("values") or () if value["type"] in kinds]

    return dates_in


def gale_church(pairs: list[tuple[str, str]]) -> Callable:
    """Return an aligner by lengths alone: variance learnt from `pairs` of sentences, ratio from the two texts."""
    from nltk.translate import gale_church

    lengths = pd.DataFrame([(len(one), len(other)) for one, other in pairs], columns=["one", "other"])
    ratio = lengths["other"].sum() / lengths["one"].sum()
    variance = ((lengths["other"] - ratio * lengths["one"]) ** 2 / lengths["one"]).mean()

    def align(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
        sides = [table["text"].str.len() for table in (left, right)]
        about = {"AVERAGE_CHARACTERS": sides[1].sum() / sides[0].sum(), "VARIANCE_CHARACTERS": variance}
        learnt = type("Learnt", (gale_church.LanguageIndependent,), about)
        blocks = gale_church.align_blocks(*map(list, sides), learnt)
        rows = [(f"s.{one + 1}", f"s.{other + 1}") for one, other in blocks]
        return pd.DataFrame(rows, columns=["left_sentences", "right_sentences"])

    return align


def trafilatura_articles() -> Callable:
    import trafilatura

    def articles_of(pages: list, form: str) -> list[tuple]:
        if form == "text":
            return [(public_gold.shown(page.html), "", None) for page in pages]
        found = [trafilatura.bare_extraction(page.html, with_metadata=True, include_comments=False) for page in pages]
        return [(one.text, one.title, date.fromisoformat(one.date) if one.date else None) for one in found]

    return articles_of


def lines(folder: Path) -> Iterator[str]:
    tools = [
        ("words", "English", "cut", "spaCy {}", "spacy", spacy_words),
        ("words", "Chinese", "cut", "THULAC {} after t2s", "thulac", thulac_words),
        ("words", "Chinese", "cut", "jieba {} after t2s", "jieba", jieba_words),
        ("sentences", "", "sentences_in", "pySBD {}", "pysbd", pysbd_sentences),
        ("dates", "", "dates_in", "recognizers-text {}", "recognizers-text", recognizers_dates),
        (
            "alignment",
            "",
            "align",
            "Gale-Church, NLTK {}",
            "nltk",
            lambda: gale_church(public_gold.pairs_of(folder, "w")),
        ),
        ("pages", "", "articles_of", "trafilatura {}", "trafilatura", trafilatura_articles),
    ]
    for group, language, name, tool, package, made in tools:
        with patch.object(public_gold, name, made()):
            rows = [one for one in public_gold.GROUPS[group](folder) if language in one["set"]]
        for one in rows:
            if (one["set"], one["part"], one["measure"]) in public_gold.BESIDE:
                named = "the whole text" if "from text" in one["measure"] else tool.format(version(package))
                yield "|".join((one["set"], one["part"], one["measure"], named, one["ours"]))


if __name__ == "__main__":
    print(*lines(Path(sys.argv[1])), sep="\n")
