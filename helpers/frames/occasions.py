"""On which occasion an article was written: a rule on its title and lead, with the passage that shows it."""

import re
from functools import cache

import pandas as pd

from helpers.frames.cues import readable
from helpers.lexicon import LexiconError, read_lexicon
from helpers.matching import Bodies

LEAD = 3  # sentences
NO_EVENT = "essay"
_PLACES = ("title", "title or lead")
_COLUMNS = ["occasion", "where", "page", "start", "end", "text"]


@cache
def occasion_rules() -> list[tuple[str, re.Pattern, bool]]:
    """The rules of `lexicon/occasions.csv` in their order: occasion, pattern, whether it is looked for in the lead, too.

    Raises `LexiconError` for an impossible pattern or a place that is neither `title` nor `title or lead`.
    """
    table = read_lexicon("occasions", "occasion", ["occasion", "cue", "where", "reason"])
    rules = []
    for row in table.itertuples():
        if row.where not in _PLACES:
            raise LexiconError(
                f"occasions.csv, {row.occasion}: where is {row.where!r}, not one of {', '.join(_PLACES)}."
            )
        try:
            rules.append((row.occasion, re.compile(row.cue, re.IGNORECASE), row.where != "title"))
        except re.error as error:
            raise LexiconError(
                f"occasions.csv, {row.occasion}: impossible expression ({error}); mend it."
            ) from None
    return rules


def occasions(corpus) -> pd.DataFrame:
    """One row per article (the index): `occasion`, `where` it is said (`title`, `lead`, or nothing), and the passage
    that says it: `page`, `start`, `end` (raw), `text`.

    The title decides where it names an occasion, by the first rule that holds; else the first of the three opening sentences
    that names one. An article that names none, or stands in a column, is an essay.
    """
    titles = (
        corpus.segments[corpus.segments["kind"] == "title"].drop_duplicates("article").set_index("article")
    )
    sentences = dict(iter(corpus.sentences.groupby("article", sort=False)))
    bodies = Bodies(corpus)
    rows = {}
    for article, about in corpus.articles.iterrows():
        found = None
        if article in titles.index:
            start, end = titles.loc[article, ["start", "end"]]
            named = _named(corpus.pages["raw"][about["page"]][start:end], None, False, lead=False)
            if named:
                found = named[0], "title", about["page"], start + named[1], start + named[2]
        if found is None and article in sentences:
            for row in sentences[article].head(LEAD).itertuples():
                named = _named(row.text, about["script"], bool(about["machine_converted"]), lead=True)
                if named:
                    offsets = bodies.offsets(article)
                    first = bodies.span(article, row.start, row.start)[0]
                    begin, stop = int(offsets[first + named[1]]), int(offsets[first + named[2] - 1]) + 1
                    found = named[0], "lead", about["page"], begin, stop
                    break
        if found is None:
            rows[article] = (NO_EVENT, None, about["page"], None, None, None)
        else:
            rows[article] = (*found, corpus.pages["raw"][found[2]][found[3] : found[4]])
    table = pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS).rename_axis("article")
    return table.astype({"start": "Int64", "end": "Int64"})


def _named(text: str, script: str | None, converted: bool, lead: bool) -> tuple[str, int, int] | None:
    searched = readable(text, "zh", script, converted)
    for occasion, pattern, in_lead in occasion_rules():
        match = pattern.search(searched) if in_lead or not lead else None
        if match:
            return occasion, match.start(), match.end()
    return None
