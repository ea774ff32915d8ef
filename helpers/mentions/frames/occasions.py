"""The occasion of each article, by rules on its title and lead, with the passage that shows it."""

import re
from collections.abc import Iterator
from functools import partial

import pandas as pd

from helpers.lexicon import Lexicon, LexiconError, check_all, per_lexicon
from helpers.mentions.frames.cues import readable
from helpers.texts.hygiene import without_invisible
from helpers.texts.matching import expression

LEAD = 3  # sentences
_OTHERWISE = "title or none"
_COLUMNS = ["occasion", "where", "page", "start", "end", "text"]


@per_lexicon
def occasion_rules(*, lexicon: Lexicon) -> list[tuple[str, re.Pattern, bool]]:
    """Return the rules of the study's `occasions.csv` in order: occasion, pattern, whether the lead is searched too.

    Raises `LexiconError` for an invalid pattern, or two rows for the articles that name no occasion.
    """
    table = lexicon.table("occasions")
    if (table["where"] == _OTHERWISE).sum() > 1:
        raise LexiconError(f"occasions.csv: two rows have where {_OTHERWISE!r}; keep one.")
    names, where = table["occasion"], partial(lexicon.where, "occasions")
    cues = check_all(partial(expression, where(name), cue, "zh") for name, cue in zip(names, table["cue"], strict=True))
    return list(zip(names, cues, table["where"] == "title or lead", strict=True))


def occasions(corpus) -> pd.DataFrame:
    """Return one row per article (the index): `occasion`, `where` it was found (`title`, `lead`, or missing), and the
    passage: `page`, `start`, `end` (raw), `text`.

    The rules are in `study/occasions.csv` beside the pages. They are tried in order on the title, then on the first
    three sentences; the first match decides. An article without a match gets the occasion whose `where` is
    `title or none`; without such a row, or without the table, its occasion is missing.
    """
    rules = occasion_rules(lexicon=corpus.lexicon)
    table = corpus.lexicon.table("occasions")
    otherwise = next(iter(table.loc[table["where"] == _OTHERWISE, "occasion"]), None)
    titles = corpus.segments[corpus.segments["kind"] == "title"]
    # A title may be split by invisible characters, and the text may repeat it.
    titles = titles[titles["rule"] == titles.groupby("article")["rule"].transform("first")]
    titles = titles.groupby("article").agg({"start": "min", "end": "max"})
    sentences = dict(iter(corpus.sentences.groupby("article", sort=False)))
    rows = {}
    for article, about in corpus.articles.iterrows():
        raw = corpus.pages.at[about["page"], "raw"]
        title = titles.loc[article] if article in titles.index else None
        lead = sentences[article].head(LEAD) if article in sentences else corpus.sentences.head(0)
        rows[article] = (otherwise, None, about["page"], None, None, None)
        for where, searched, address in _passages(raw, title, lead, about, corpus):
            asked = [(occasion, pattern) for occasion, pattern, in_lead in rules if in_lead or where == "title"]
            found = [(occasion, match) for occasion, pattern in asked if (match := pattern.search(searched))]
            if found:
                occasion, match = found[0]
                start, end = address(*match.span())
                rows[article] = (occasion, where, about["page"], start, end, raw[start:end])
                break
    table = pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS).rename_axis("article")
    return table.astype({"start": "Int64", "end": "Int64"})


def _passages(raw: str, title: pd.Series | None, lead: pd.DataFrame, about: pd.Series, corpus) -> Iterator[tuple]:
    """Yield the title and first sentences: `title` or `lead`, searched text, function from its spans to raw ones."""
    if title is not None:
        seen = [place for place in range(*title) if without_invisible(raw[place])]
        # Always normalized as Chinese: in English this changes only the typography.
        searched = readable("".join(raw[place] for place in seen), "zh")
        yield "title", searched, lambda start, end: (seen[start], seen[end - 1] + 1)
    for row in lead.itertuples():
        known = about["script"], bool(about["machine_converted"])
        searched = readable(row.text, "zh", *known, lexicon=corpus.lexicon)
        yield "lead", searched, partial(corpus.places.address, row.article, row.start)
