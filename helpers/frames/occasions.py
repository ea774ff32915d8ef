"""On which occasion an article was written: a rule on its title and lead, with the passage that shows it."""

import re

import pandas as pd

from helpers.frames.cues import readable
from helpers.lexicon import LexiconError, check_values, read_lexicon, study_pages
from helpers.matching import Bodies
from helpers.scripts import without_invisible

LEAD = 3  # sentences
# Their cues are words by which an occasion is told, too: 国防 (national defence), 文化 (culture).
FRAMES_OF_OCCASIONS = ("legal_defence", "civilisation_culture")
_OTHERWISE = "title or none"
_PLACES = ("title", "title or lead", _OTHERWISE)
_COLUMNS = ["occasion", "where", "page", "start", "end", "text"]


def study_occasions() -> pd.DataFrame:
    """The rules of `lexicon/occasions.csv` as they stand: `occasion`, `cue`, `where`, `reason`. They were written for the
    pages in `seeds/`."""
    return read_lexicon("occasions", "occasion", ["occasion", "cue", "where", "reason"])


def occasion_rules(table: pd.DataFrame) -> list[tuple[str, re.Pattern, bool]]:
    """The rules of a table in their order: occasion, pattern, whether it is looked for in the lead too.

    Raises `LexiconError` for a missing column, an impossible pattern, an unknown place, or two rows for the articles
    that name no occasion.
    """
    missing = [column for column in ("occasion", "cue", "where") if column not in table]
    if missing:
        raise LexiconError(
            f"occasions: no column {missing[0]!r}; a table of occasions has occasion, cue, where."
        )
    check_values("occasions", table.set_index("occasion"), {"where": _PLACES})
    if (table["where"] == _OTHERWISE).sum() > 1:
        raise LexiconError(f"occasions: two rows have where {_OTHERWISE!r}; keep one.")
    rules = []
    for row in table.itertuples():
        try:
            rules.append((row.occasion, re.compile(row.cue, re.IGNORECASE), row.where == "title or lead"))
        except (re.error, TypeError) as error:
            raise LexiconError(
                f"occasions, {row.occasion}: impossible expression ({error}); mend it."
            ) from None
    return rules


def occasions(corpus, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per article (the index): `occasion`, `where` it is said (`title`, `lead`, or nothing), and the passage
    that says it: `page`, `start`, `end` (raw), `text`.

    The title decides where it names an occasion, by the first rule that holds; else the first of the three opening
    sentences that names one. An article that names none has the occasion whose `where` is `title or none`; in a table
    without such a row its occasion is missing.

    `table` has `occasion`, `cue`, `where` as `lexicon/occasions.csv` has them. Without one that table serves, for the
    pages it was written for: raises `ValueError` for a corpus of other pages.
    """
    if table is None:
        strange = corpus.pages.index.difference(list(study_pages()))
        if len(strange):
            raise ValueError(
                f"occasions.csv was written for the pages in seeds/, and {strange[0]!r} is none of them; hand over the"
                " occasions of these pages: occasions(corpus, table) with the columns occasion, cue, where."
            )
        table = study_occasions()
    rules = occasion_rules(table)
    otherwise = next(iter(table.loc[table["where"] == _OTHERWISE, "occasion"]), None)
    titles = corpus.segments[corpus.segments["kind"] == "title"]
    # A title may stand in pieces, characters that are not seen between them; and the text may repeat it.
    titles = titles[titles["rule"] == titles.groupby("article")["rule"].transform("first")]
    titles = titles.groupby("article").agg({"start": "min", "end": "max"})
    sentences = dict(iter(corpus.sentences.groupby("article", sort=False)))
    bodies = Bodies(corpus)
    rows = {}
    for article, about in corpus.articles.iterrows():
        raw = corpus.pages.at[about["page"], "raw"]
        found = _in_title(raw, *titles.loc[article], rules) if article in titles.index else None
        where = "title" if found else "lead"
        if found is None and article in sentences:
            found = _in_lead(sentences[article].head(LEAD), about, bodies, rules)
        if found is None:
            rows[article] = (otherwise, None, about["page"], None, None, None)
        else:
            occasion, start, end = found
            rows[article] = (occasion, where, about["page"], start, end, raw[start:end])
    table = pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS).rename_axis("article")
    return table.astype({"start": "Int64", "end": "Int64"})


def _in_title(raw: str, start: int, end: int, rules: list) -> tuple[str, int, int] | None:
    """The occasion that the title at `start` to `end` of a page names, and the raw address of the passage."""
    seen = [place for place in range(start, end) if without_invisible(raw[place])]
    # In the form of Chinese whatever the language: of English it changes the typography only.
    searched = readable("".join(raw[place] for place in seen), "zh")
    for occasion, pattern, _ in rules:
        if match := pattern.search(searched):
            return occasion, seen[match.start()], seen[match.end() - 1] + 1
    return None


def _in_lead(
    lead: pd.DataFrame, about: pd.Series, bodies: Bodies, rules: list
) -> tuple[str, int, int] | None:
    """The occasion that the first of the opening sentences names, and the raw address of the passage."""
    for row in lead.itertuples():
        searched = readable(row.text, "zh", about["script"], bool(about["machine_converted"]))
        for occasion, pattern, in_lead in rules:
            if in_lead and (match := pattern.search(searched)):
                return occasion, *bodies.address(row.article, row.start, *match.span())
    return None
