"""Date expressions of Chinese and English news texts, as intervals of days.

What counts as an expression, and what it means, is laid down in tests/gold/DATES.md.
"""

import warnings
from datetime import date, datetime

import pandas as pd

from helpers.corpora.corpus import Corpus
from helpers.mentions.dates.chinese import CHINESE
from helpers.mentions.dates.english import ENGLISH
from helpers.mentions.dates.intervals import Context
from helpers.mentions.dates.timeline import (
    calendar,
    clock_readings,
    dated_errors,
    events,
    horizon,
    lead_and_lag,
)
from helpers.texts.joins import check_corpus
from helpers.texts.scripts import simplify

__all__ = [
    "calendar", "clock_readings", "dated_errors", "dates_in", "dates_in_sentences", "events", "find_dates", "horizon",
    "lead_and_lag", "texts_of_articles",
]  # fmt: skip
GRAMMARS = {"zh": CHINESE, "en": ENGLISH}
COLUMNS = ["start", "end", "expression", "first", "last", "grain", "basis", "reason"]
# Full-width forms and typesetters' spaces, one character for one.
_HALF_WIDTH = {0xFF01 + place: 0x21 + place for place in range(94)} | {
    0x3000: " ", 0xA0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x202F: " ", 0x25CB: "〇", 0x2019: "'",
}  # fmt: skip


def dates_in(text: str, language: str, published: date | datetime | str | None = None) -> pd.DataFrame:
    """The date expressions of a text in Chinese (`zh`) or English (`en`), read from the day `published` (Beijing time).

    One row per expression, from left to right: `start`, `end` (offsets in `text`), `expression` (as printed),
    `first`, `last` (days, inclusive), `grain` (`day`, `month`, `year`, `span`, `vague`), `basis` (`explicit`,
    `from publication`, `from the text before`, `vague`), `reason`. Without an interval, `first` and `last` are NaT;
    `reason` then says why, except of vague words, which never had one. Raises `ValueError` for another language and
    for a `published` that names no day.

    >>> found = dates_in("去年7月以来,外长会26日再次举行。", "zh", "2025-06-27")
    >>> found[["expression", "first", "last"]].astype(str).to_numpy().tolist()
    [['去年7月以来', '2024-07-01', '2025-06-27'], ['26日', '2025-06-26', '2025-06-26']]
    """
    return _table(_rows(text, language, _day(published)), COLUMNS)


def _day(published: object) -> date | None:
    if pd.isna(published):
        return None
    try:
        return pd.Timestamp(published).date()
    except (ValueError, TypeError) as error:
        raise ValueError(f"published is a day such as '2025-09-01' or None, not {published!r}") from error


def _rows(text: str, language: str, published: date | None) -> list[tuple]:
    if language not in GRAMMARS:
        raise ValueError(f"language is {' or '.join(map(repr, GRAMMARS))}, not {language!r}")
    grammar = GRAMMARS[language]
    plain = text.translate(_HALF_WIDTH)
    # As if it were Traditional: what that changes in Simplified text (么, 著) is in no word of time, and 今後 has no
    # character that tells its script.
    plain = simplify(plain, "Hant") if language == "zh" else plain
    context = Context(published)
    rows = []
    for start, end, expression in grammar.expressions(plain):
        meaning = context.meaning(expression, grammar.tense(plain, start, end))
        rows.append((start, end, text[start:end], *meaning))
    return rows


def find_dates(corpus: Corpus) -> pd.DataFrame:
    """The date expressions of all article texts, captions included, read in the order of the page.

    Columns: `page`, `article`, `start`, `end` (offsets in the raw page), `expression`, `first`, `last`, `grain`,
    `basis`, `reason` as in `dates_in`, `caption`. The raw slice without the characters that belong to no text (wraps,
    citation marks) is the expression. Articles count from the day their dateline names, else from their day of
    publication; an article in a language without rules is passed over with a warning.
    """
    check_corpus(corpus)
    rows = []
    for article, (text, positions, captions) in texts_of_articles(corpus).items():
        row = corpus.articles.loc[article]
        if row["language"] not in GRAMMARS:
            warnings.warn(f"{article}: no rules for dates in language {row['language']!r}", stacklevel=2)
            continue
        for start, end, expression, *meaning in _rows(text, row["language"], _written(corpus, row)):
            span = positions[start], positions[end - 1] + 1
            rows.append((row["page"], article, *span, expression, *meaning, captions[start]))
    table = _table(rows, ["page", "article", *COLUMNS, "caption"])
    return table.astype({"page": "str", "article": "str", "caption": bool})


def texts_of_articles(corpus: Corpus) -> dict[str, tuple[str, list[int], list[bool]]]:
    """For each article that has text, what is read of it: its characters (bodies and captions in the order of the
    page), and for each its offset in the raw page and whether it stands in a caption.

    Between what does not continue in running text (paragraphs, bullets, captions) stands a line feed.
    """
    segments = corpus.segments.dropna(subset="article")
    texts = {}
    for article, rows in segments.groupby("article", sort=True, observed=True):
        raw = corpus.pages.at[corpus.articles.at[article, "page"], "raw"]
        pieces: list[str] = []
        positions: list[int] = []
        captions: list[bool] = []
        for row in rows.itertuples():
            read = row.kind in ("body", "caption") and row.rule != "paragraph"
            if read or row.rule not in ("wrap", "citation", "invisible"):
                piece = raw[row.start : row.end] if read else "\n"
                pieces.append(piece)
                positions += range(row.start, row.start + len(piece))
                captions += [row.kind == "caption"] * len(piece)
        if "".join(pieces).strip():
            texts[article] = "".join(pieces), positions, captions
    return texts


def _written(corpus: Corpus, article: pd.Series) -> date | None:
    """The day an article counts from: that of its dateline if it names one near publication, else publication."""
    published = _day(article["published"])
    segments = corpus.segments
    raw = corpus.pages.at[article["page"], "raw"]
    datelines = segments[(segments["article"] == article.name) & (segments["rule"] == "dateline")]
    for row in datelines.itertuples():
        for _, _, _, first, last, grain, *_ in _rows(
            raw[row.start : row.end], article["language"], published
        ):
            near = first is not None and (published is None or abs((published - last).days) <= 3)
            if grain == "day" and near:
                return first
    return published


def _table(rows: list[tuple], columns: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=columns)
    days = {name: pd.to_datetime(table[name]).astype("datetime64[us]") for name in ("first", "last")}
    texts = dict.fromkeys(["expression", "grain", "basis", "reason"], "str")
    return table.assign(**days).astype(texts | {"start": "int64", "end": "int64"})


def dates_in_sentences(sentences: pd.DataFrame) -> pd.DataFrame:
    """The date expressions of each sentence by itself, as `dates_in` finds them, with its `id` and `language`.

    `sentences` has `id`, `sentence`, `language`, `published`; of rows with one `id` the first counts.
    """
    rows = [
        (row.id, row.language, *found)
        for row in sentences.drop_duplicates("id").itertuples()
        for found in _rows(row.sentence, row.language, _day(row.published))
    ]
    return _table(rows, ["id", "language", *COLUMNS])
