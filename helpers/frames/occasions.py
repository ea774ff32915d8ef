"""On which occasion an article was written: a rule on its title and lead, with the passage that shows it."""

import re

import pandas as pd

from helpers.frames.cues import readable
from helpers.lexicon import Lexicon, patterns, per_lexicon

LEAD = 3  # sentences
NO_EVENT = "essay"
# Their cues are words by which an occasion is told, too: 国防 (national defence), 文化 (culture).
FRAMES_OF_OCCASIONS = ("legal_defence", "civilisation_culture")
_COLUMNS = ["occasion", "where", "page", "start", "end", "text"]


@per_lexicon
def occasion_rules(*, lexicon: Lexicon) -> list[tuple[str, re.Pattern, bool]]:
    """The rules of `lexicon/occasions.csv` in their order: occasion, pattern, whether it is looked for in the lead too.

    Raises `LexiconError` for an impossible pattern or a place that is neither `title` nor `title or lead`.
    """
    return [
        (row.occasion, patterns.compiled(f"occasions.csv, {row.occasion}", row.cue), row.where != "title")
        for row in lexicon.table("occasions").itertuples()
    ]


def occasions(corpus) -> pd.DataFrame:
    """One row per article (the index): `occasion`, `where` it is said (`title`, `lead`, or nothing), and the passage
    that says it: `page`, `start`, `end` (raw), `text`.

    The title decides where it names an occasion, by the first rule that holds; else the first of the three opening
    sentences that names one. An article that names none, or stands in a column, is an essay.
    """
    titles = corpus.segments[corpus.segments["kind"] == "title"].drop_duplicates("article")
    titles = titles.set_index("article")[["start", "end"]]
    sentences = dict(iter(corpus.sentences.groupby("article", sort=False)))
    rows = {}
    for article, about in corpus.articles.iterrows():
        raw = corpus.pages.at[about["page"], "raw"]
        found = _in_title(raw, *titles.loc[article], corpus.lexicon) if article in titles.index else None
        where = "title" if found else "lead"
        if found is None and article in sentences:
            found = _in_lead(sentences[article].head(LEAD), about, corpus)
        if found is None:
            rows[article] = (NO_EVENT, None, about["page"], None, None, None)
        else:
            occasion, start, end = found
            rows[article] = (occasion, where, about["page"], start, end, raw[start:end])
    table = pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS).rename_axis("article")
    return table.astype({"start": "Int64", "end": "Int64"})


def _in_title(raw: str, start: int, end: int, lexicon: Lexicon) -> tuple[str, int, int] | None:
    """The occasion that the title at `start` to `end` of a page names, and the raw address of the passage."""
    # In the form of Chinese whatever the language: of English it changes the typography only.
    searched = readable(raw[start:end], "zh")
    for occasion, pattern, _ in occasion_rules(lexicon=lexicon):
        if match := pattern.search(searched):
            return occasion, start + match.start(), start + match.end()
    return None


def _in_lead(lead: pd.DataFrame, about: pd.Series, corpus) -> tuple[str, int, int] | None:
    """The occasion that the first of the opening sentences names, and the raw address of the passage."""
    for row in lead.itertuples():
        searched = readable(
            row.text, "zh", about["script"], bool(about["machine_converted"]), lexicon=corpus.lexicon
        )
        for occasion, pattern, in_lead in occasion_rules(lexicon=corpus.lexicon):
            if in_lead and (match := pattern.search(searched)):
                return occasion, *corpus.places.address(row.article, row.start, *match.span())
    return None
