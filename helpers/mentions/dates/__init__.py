"""Date expressions in Chinese and English news texts, as intervals of days.

tests/gold/DATES.md defines the expressions and their meaning.
"""

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import zip_longest

import pandas as pd

from helpers.corpora import stamps
from helpers.corpora.articles import days_of
from helpers.corpora.corpus import Corpus
from helpers.lexicon import Lexicon, per_lexicon
from helpers.mentions.dates.chinese import CHINESE
from helpers.mentions.dates.days import Context
from helpers.mentions.dates.english import ENGLISH
from helpers.mentions.dates.grammar import Grammar, Words
from helpers.mentions.dates.timeline import PLACES, by_text, dated_errors, events, horizon, lead_and_lag, tellers
from helpers.texts.hygiene import HALF_WIDTH, ascii_digits
from helpers.texts.joins import check_corpus
from helpers.texts.places import Chain
from helpers.texts.scripts import simplify, tagged

LANGUAGES = {"zh": CHINESE, "en": ENGLISH}


@partial(per_lexicon, tables=("time_words",))
def _grammar(language: str, *, lexicon: Lexicon) -> Grammar:
    table = lexicon.table("time_words")
    return Grammar(LANGUAGES[language], Words(table[table["language"] == language]))


_TYPES = {
    "page": "str", "article": "str", "start": "int64", "end": "int64", "expression": "str", "first": "datetime64[us]",
    "last": "datetime64[us]", "grain": "str", "basis": "str", "reason": "str", "caption": "bool",
}  # fmt: skip
# A line end inside a sentence.
_WRAPPED = re.compile(r"(?<=[A-Za-z0-9,])\n(?=[a-z0-9])")
_BESIDE = 20  # most characters between neighbouring expressions
COLUMNS = ["start", "end", "expression", "first", "last", "grain", "basis", "reason"]
# Special signs are replaced one to one, to keep offsets.
_PLAIN = HALF_WIDTH | str.maketrans("\xa0\u2002\u2003\u2009\u202f○’", "     〇'")


def dates_in(
    text: str, language: str, published: date | datetime | str | None = None, *, lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Return the date expressions of a text in Chinese (`zh`) or English (`en`), relative to `published` (Beijing day).

    One row per expression, from left to right: `start`, `end` (offsets in `text`), `expression` (as printed),
    `first`, `last` (days, inclusive), `grain` (`day`, `month`, `year`, `span`, `vague`), `basis` (`explicit`,
    `from publication`, `from the text before`, `vague`), `reason`. Without an interval, `first` and `last` are NaT;
    `reason` then says why, except for vague words. Raises `ValueError` for another language, or if `published`
    is not a day.

    >>> found = dates_in("去年7月以来,外长会26日再次举行。", "zh", "2025-06-27")
    >>> found[["expression", "first", "last"]].astype(str).to_numpy().tolist()
    [['去年7月以来', '2024-07-01', '2025-06-27'], ['26日', '2025-06-26', '2025-06-26']]
    """
    return _table(_rows(text, tagged(language)[0], _day(published), lexicon), COLUMNS)


def _day(published: object) -> date | None:
    if pd.isna(published):
        return None
    try:
        # Stamps are limited to `stamps.YEARS`; plain days are not.
        whole = isinstance(published, date) or re.fullmatch(r"\d{4}-\d\d-\d\d", str(published))
        moment = pd.Timestamp(published) if whole else stamps.read(published).moment
    except ValueError:
        moment = None
    if moment is None:
        raise ValueError(f"published is a day such as '2025-09-01' or None, not {published!r}")
    moment = pd.Timestamp(moment)
    return (moment.tz_convert("Asia/Shanghai") if moment.tzinfo else moment).date()


def _rows(text: str, language: str, published: date | None, lexicon: Lexicon | None) -> list[tuple]:
    if language not in LANGUAGES:
        raise ValueError(f"language is {' or '.join(map(repr, LANGUAGES))}, not {language!r}")
    grammar = _grammar(language, lexicon=lexicon)
    plain = _WRAPPED.sub(" ", ascii_digits(text.translate(_PLAIN)))
    # Always converted as Traditional: in Simplified text this changes no word of time (only 么, 著), and the script
    # of 今後 cannot be detected.
    plain = simplify(plain, "Hant") if language == "zh" else plain
    context = Context(published)
    rows, passage, place = [], 0, 0
    found = grammar.expressions(plain)
    for (start, end, expression), following in zip_longest(found, found[1:]):
        tense = partial(LANGUAGES[language].tense, grammar.words, plain, start, end)
        passage, place = passage + plain.count("\n", place, start), start
        beside = following[2] if following and following[0] - end <= _BESIDE else None
        meaning = context.meaning(expression, tense, passage, beside)
        rows.append((start, end, text[start:end], *meaning))
    return rows


def find_dates(corpus: Corpus) -> pd.DataFrame:
    """Return the date expressions of all articles, captions included, in the order of the page.

    Columns: `page`, `article`, `start`, `end` (offsets in the raw page), `expression`, `first`, `last`, `grain`,
    `basis`, `reason` as in `dates_in`, `caption`. `expression` is the raw slice without citation marks, on one line. Dates
    are relative to the day in the dateline, or else the day of publication. A caption printed twice counts once.
    An article in a language without rules is skipped with a warning.
    """
    check_corpus(corpus)
    known = corpus.articles[["page", "language"]].assign(day=days_of(corpus.articles))
    known = {article: about for article, *about in known.itertuples(name=None)}
    rows = []
    for article, reading in readings_of(corpus).items():
        page, language, day = known[article]
        if language not in LANGUAGES:
            warnings.warn(f"{article}: no rules for dates in language {language!r}", stacklevel=2)
            continue
        written = _written(reading.datelines, language, _day(day), corpus.lexicon)
        for start, end, *found in _rows(reading.text, language, written, corpus.lexicon):
            span = reading.chain.raw(start, end)
            caption = any(low <= start < high for low, high in reading.captions)
            rows.append((page, article, *span, *found, caption))
    return _table(rows, ["page", "article", *COLUMNS, "caption"])


@dataclass
class Reading:
    """The text of one article that is searched: bodies and captions in the order of the page.

    `chain` maps offsets in `text` to the raw page; `captions` are the spans of captions in `text`. A line feed
    in `text` is the first character of a separator between pieces (paragraph, bullet, caption), a blank also that of a
    line end within one. Repeated captions are left out.
    """

    chain: Chain
    text: str
    captions: list[tuple[int, int]] = field(default_factory=list)
    datelines: list[str] = field(default_factory=list)


def readings_of(corpus: Corpus) -> dict[str, Reading]:
    """Return the searched text of each article that has any, sorted by article."""
    segments = corpus.segments.dropna(subset="article").sort_values(["page", "start"])
    columns = (segments[name].tolist() for name in ("article", "page", "start", "end", "kind", "rule"))
    raw = corpus.pages["raw"].to_dict()
    rows: dict[str, list[tuple]] = {}
    for article, *row in zip(*columns, strict=True):
        rows.setdefault(article, []).append(row)
    readings = ((article, _reading(raw, rows[article])) for article in sorted(rows))
    return {article: reading for article, reading in readings if reading.text.strip()}


def _reading(raw: dict[str, str], rows: Iterable[tuple]) -> Reading:
    slices, pieces, captions, datelines = [], [], [], []
    length, seen = 0, set()
    for page, start, end, kind, rule in rows:
        read = kind in ("body", "caption") and rule != "paragraph"
        if read and kind == "caption":
            # A page may print a caption twice: as alternative text of its picture, and below it.
            words = raw[page][start:end].strip()
            read, seen = words not in seen, seen | {words}
        if rule == "dateline":
            datelines.append(raw[page][start:end])
        if not read and rule in ("wrap", "citation", "invisible"):
            continue
        wrap = read and rule == "wrap"
        slices.append((start, end if read and not wrap else start + 1))
        pieces.append(" " if wrap else raw[page][start:end] if read else "\n")
        before, length = length, length + len(pieces[-1])
        if read and kind == "caption":
            captions.append((before, length))
    return Reading(Chain(slices), "".join(pieces), captions, datelines)


def _written(datelines: list[str], language: str, published: date | None, lexicon: Lexicon) -> date | None:
    """Return the day that an article counts from: the day in its dateline, if near publication, else publication."""
    for dateline in datelines:
        for _, _, _, first, last, grain, *_ in _rows(dateline, language, published, lexicon):
            near = first is not None and (published is None or abs((published - last).days) <= 3)
            if grain == "day" and near:
                return first
    return published


def _table(rows: list[tuple], columns: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({name: _TYPES[name] for name in columns if name in _TYPES})


def dates_in_sentences(sentences: pd.DataFrame, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Return the date expressions of each single sentence as in `dates_in`, with its `id` and `language`.

    `sentences` has `id`, `sentence`, `language`, `published`; of rows with the same `id`, the first counts.
    """
    rows = [
        (row.id, row.language, *found)
        for row in sentences.drop_duplicates("id").itertuples()
        for found in _rows(row.sentence, row.language, _day(row.published), lexicon)
    ]
    return _table(rows, ["id", "language", *COLUMNS])
