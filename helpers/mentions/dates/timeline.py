"""Tables that compare the day of publication with the days that a text mentions."""

from functools import partial

import pandas as pd

from helpers.corpora.articles import days_of
from helpers.lexicon import LexiconError, check_all
from helpers.texts.joins import check_ids

_WEEK = pd.Timedelta(days=7)
# The side of publication on which a date lies, by its wording.
_SIDES = {"remembered": "back", "today": "day", "announced": "ahead"}
# Places of a date relative to the day of the text, each with whether the wording agrees.
PLACES = {
    "longer ago": "by the calendar",
    "in the week before": "by the calendar",
    "its own day or days": "by the calendar",
    "a period that includes it": "by the calendar",
    "still to come": "by the calendar",
    "past, put in the future": "against the calendar",
}


def events(corpus) -> pd.DataFrame:
    """Return the events of the corpus's study by date: `event`, `event_zh`, `first`, `last` (days, inclusive, from the
    texts; may be missing), `place`, the passage about it (`page`, `start`, `end`, `passage`), and `told_by` (the
    articles that report it as news: `page file#number`, `|` between).

    They come from `study/events.csv` beside the pages, which needs only `event` and `first`; an event without `last` is
    of one day. Without the table the result is empty. Rows and articles of excluded pages are dropped. Raises
    `LexiconError` if `last` is before `first` or alone, or a passage has no place or differs from its page.
    """
    rows = corpus.lexicon.table("events")
    rows = rows[(rows["page"] == "") | rows["page"].isin(corpus.pages.index)]

    def check(row) -> None:
        where = f"{corpus.lexicon.where('events', row.event)}, {row.event}:"
        if pd.isna(row.first) and pd.notna(row.last):
            raise LexiconError(f"{where} last has a day and first has none; write the first day, too.")
        if row.last < row.first:
            raise LexiconError(f"{where} last is before first; mend the row.")
        if row.passage and (not row.page or pd.isna(row.start) or pd.isna(row.end)):
            raise LexiconError(f"{where} a passage needs page, start and end; fill them, or leave it empty.")
        if row.passage and (printed := corpus.pages.at[row.page, "raw"][row.start : row.end]) != row.passage:
            raise LexiconError(f"{where} {row.page} has {printed!r} where the row quotes {row.passage!r}; mend it.")

    check_all(partial(check, row) for row in rows.itertuples())
    rows = rows.assign(last=rows["last"].fillna(rows["first"]))
    known = _articles_named(corpus.articles)
    told_by = ["|".join(name for name in tellers(cell) if name in known) for cell in rows["told_by"]]
    rows = rows.assign(told_by=told_by)
    return rows.sort_values(["first", "last", "event"], kind="stable", ignore_index=True)


def tellers(cell: str) -> list[str]:
    """Split a cell of `told_by` into names of articles: `page file#number`, or the file of a one-article page."""
    return [name.strip() for name in cell.split("|") if name.strip()] if isinstance(cell, str) else []


def _articles_named(articles: pd.DataFrame) -> dict[str, str]:
    """Map the possible names of articles in `told_by` to the articles. The row of a table is a page with one article."""
    rows = [(page, one, "01" if one == page else one.rpartition("-")[2]) for one, page in articles["page"].items()]
    named = {f"{page}#{form}": one for page, one, number in rows for form in (number, number.lstrip("0"))}
    return {page: one for page, one, _ in rows[::-1]} | named


def horizon(found: pd.DataFrame, corpus) -> pd.DataFrame:
    """Return every expression with an interval, its relation to publication, and the day it refers to.

    `told` compares it with the day of publication: `remembered` (before), `announced` (after), `today` (the interval
    contains the day, as in 24年来 and 今年, this year), `undated` (the article has no day). `worded` is the same, except
    `announced` where the text tells a wholly past time as future (`told_as_coming` in the study's `source_errors.csv`);
    what has begun, such as this year, may rightly be told as to come. `spoken` is the middle of the interval; if it is
    longer than a month and begins or ends on the day of publication (24年来, 未来五年), its other end. `days` counts from
    publication to `spoken`. `side` is `back`, `day`, `span` (a longer interval that contains the day), `ahead` or
    `late` (past, but worded as future).
    Adds `published`, `outlet`, `form`, `language` of the article. Sorted by article and place."""
    check_ids(found["article"], corpus.articles.index, "found", "the corpus", match="every")
    about = corpus.articles[["published", "outlet", "form", "language"]]
    table = found.dropna(subset="first").join(about, on="article")
    day = table["article"].map(days_of(corpus.articles)).astype(table["published"].dtype)
    middle = (table["first"] + (table["last"] - table["first"]) / 2).dt.normalize()
    long = (table["last"] - table["first"]).dt.days > 31
    back, ahead = long & (table["last"] == day), long & (table["first"] == day)
    spoken = middle.mask(back, table["first"]).mask(ahead, table["last"])
    told = pd.Series("today", index=table.index)
    told = told.mask(table["last"] < day, "remembered").mask(table["first"] > day, "announced")
    told = told.mask(day.isna(), "undated")
    errors = corpus.lexicon.table("source_errors").query("told_as_coming == 'yes'")
    coming = table.index.isin(_in_passages(errors, table)["row"])
    worded = told.mask((told == "remembered") & coming, "announced")
    days = (spoken - day).dt.days.astype("Int64")
    held = (told == "today") & (table["grain"] != "day")
    side = worded.replace(_SIDES).mask(held, "span").mask(worded != told, "late")
    table = table.assign(spoken=spoken, days=days, told=told, worded=worded, side=side)
    return table.sort_values(["article", "start"], ignore_index=True)


def by_text(rows: pd.DataFrame) -> pd.DataFrame:
    """Group the expressions of each text by their place in time, from rows of `horizon`: a row for each text and place.

    `place` is relative to the day of the text: `longer ago`, `in the week before`, `its own day or days`,
    `a period that includes it` (24年来, 2025), `still to come`, `past, put in the future`. Expressions in the second and
    third last less than a week. `worded` is whether the wording agrees with the calendar (`PLACES`), `expressions` the
    different ones of the text, `·` between (empty if none). Texts keep their order.
    """
    rows = rows[rows["told"] != "undated"]
    few_days = rows["last"] - rows["first"] < _WEEK
    lately = few_days & (rows["published"].dt.normalize() - rows["last"] <= _WEEK)
    of_told = {"remembered": "longer ago", "today": "a period that includes it", "announced": "still to come"}
    place = rows["told"].map(of_told).mask((rows["told"] == "today") & few_days, "its own day or days")
    place = place.mask((rows["told"] == "remembered") & lately, "in the week before")
    place = place.mask(rows["told"] != rows["worded"], "past, put in the future").rename("place")
    named = rows.groupby(["article", place], sort=False)["expression"].agg(lambda said: " · ".join(dict.fromkeys(said)))
    grid = pd.MultiIndex.from_product([rows["article"].unique(), PLACES], names=["article", "place"])
    table = named.reindex(grid, fill_value="").rename("expressions").reset_index()
    return table.assign(worded=table["place"].map(PLACES))[["article", "worded", "place", "expressions"]]


def _in_passages(errors: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Pair each error with each expression (`row` of `found`) in its passage."""
    pairs = errors.merge(found.rename_axis("row").reset_index(), on="page", suffixes=("", "_expression"))
    return pairs[(pairs["start"] <= pairs["start_expression"]) & (pairs["end_expression"] <= pairs["end"])]


def lead_and_lag(articles: pd.DataFrame, happenings: pd.DataFrame) -> pd.DataFrame:
    """Return the articles that report an event as news, in order of publication: one row per event and article.

    `happenings` comes from `events`. `days` counts from the event to publication: negative before its first day, 0
    during it, positive after its last, missing for an article without a day. Columns of the article follow
    (`page`, `start`, `end` of its text). Raises `KeyError` for an unknown article.
    """
    rows = happenings.dropna(subset="first")
    known, named = _articles_named(articles), []
    for row in rows.itertuples():
        for name in tellers(row.told_by):
            if name not in known:
                raise KeyError(f"no article {name!r}; write a page in told_by, and #2 behind it for its second article")
            named.append((row.event, row.first, row.last, known[name]))
    rows = pd.DataFrame(named, columns=["event", "first", "last", "article"])
    rows = rows.astype({"event": "str", "article": "str", "first": "datetime64[us]", "last": "datetime64[us]"})
    own = "published published_precision outlet form language same_story page start end".split()
    table = rows.join(articles[own], on="article")
    day = table["published"].dt.normalize()
    before, after = (day - table["first"]).dt.days.clip(upper=0), (day - table["last"]).dt.days.clip(lower=0)
    table = table.assign(days=(before + after).astype("Int64"))
    return table.sort_values(["first", "event", "published", "article"], ignore_index=True)


def dated_errors(found: pd.DataFrame, corpus) -> pd.DataFrame:
    """Return the source errors of the study whose passage contains a date expression.

    One row per error: `kind`, `says`, `should_be`, `whose`, `note`, `page`, `start`, `end` (of the passage), `article`,
    `expression`, `first`, `last` (as worded), `published`, `outlet`, `form`.
    """
    check_ids(found["article"], corpus.articles.index, "found", "articles", match="every")
    rows = _in_passages(corpus.lexicon.table("source_errors"), found).drop_duplicates(["page", "start"], keep="last")
    rows = rows.join(corpus.articles[["published", "outlet", "form"]], on="article")
    columns = (
        "kind says should_be whose note page start end article expression first last published outlet form".split()
    )
    return rows[columns].sort_values(["page", "start"], ignore_index=True)
