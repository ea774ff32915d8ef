"""Tables of the two clocks of a page: when it was published, and the days its text speaks of."""

import pandas as pd

from helpers.lexicon import LexiconError
from helpers.texts.joins import check_ids

_LONG = 31  # days
_WEEK = pd.Timedelta(days=7)
# The side of its text on which a date lies, by how it is worded.
_SIDES = {"remembered": "back", "today": "day", "announced": "ahead"}
# Where a date lies by the calendar, under how its words tell it.
PLACES = {
    "longer ago": "told as past or present",
    "in the week before": "told as past or present",
    "its own day or days": "told as past or present",
    "longer, and holds it": "told as past or present",
    "still to come": "told as to come",
    "past or begun": "told as to come",
}


def events(corpus) -> pd.DataFrame:
    """The events of the corpus's study that its texts speak of, in the order of time: `event`, `event_zh`, `first`, `last` (days,
    inclusive, as the texts give them; missing where they give none), `place`, the passage that states it (`page`,
    `start`, `end`, `passage`), and `told_by`: the articles that bring it as their news (`page file#number`, `|` between).

    They are rows of `study/events.csv` beside the pages; only `event`, `first` and `last` are needed. Without that table there
    is no event. Of articles and pages that were set aside the rows fall out. Raises `LexiconError` for a `last` before
    `first`, and for a passage without its place or that its page does not have.
    """
    rows = corpus.study["events"]
    rows = rows[(rows["page"] == "") | rows["page"].isin(corpus.pages.index)]
    for event in rows.loc[rows["last"] < rows["first"], "event"]:
        raise LexiconError(f"events.csv, {event}: last is before first; mend the row.")
    for row in rows[rows["passage"] != ""].itertuples():
        if not row.page or pd.isna(row.start) or pd.isna(row.end):
            raise LexiconError(
                f"events.csv, {row.event}: a passage needs page, start and end; fill them, or leave it empty."
            )
        printed = corpus.pages.at[row.page, "raw"][row.start : row.end]
        if printed != row.passage:
            raise LexiconError(
                f"events.csv, {row.event}: {row.page} has {printed!r} where the row quotes {row.passage!r}; mend the row."
            )
    known = _articles_named(corpus.articles)
    told_by = ["|".join(name for name in tellers(cell) if name in known) for cell in rows["told_by"]]
    rows = rows.assign(told_by=told_by)
    return rows.sort_values(["first", "last", "event"], kind="stable", ignore_index=True)


def tellers(cell: str) -> list[str]:
    """The names of articles in a cell of `told_by`, as they are written there: `page file#number`, or a page that is one article."""
    return [name.strip() for name in cell.split("|") if name.strip()] if isinstance(cell, str) else []


def _articles_named(articles: pd.DataFrame) -> dict[str, str]:
    """The article of each name that it may have in a cell of `told_by`."""
    rows = list(articles["page"].items())
    first = {page: article for article, page in reversed(rows)}
    return first | {f"{page}#{article.rpartition('-')[2]}": article for article, page in reversed(rows)}


def horizon(found: pd.DataFrame, corpus) -> pd.DataFrame:
    """Every expression that has an interval, with the day it was published and the day it speaks of.

    `told` places it by the calendar: `remembered` if the interval lies before the day of publication, `announced` if
    after, `today` if it holds that day (24年来 and 今年, this year, do), `undated` if the article has no day. `worded`
    places it by the words: as `told`, but `announced` where the text sets a past or present time in the future
    (`told_as_coming` in the study's `source_errors.csv`). `spoken` is the middle of the interval; of one longer than a month that
    begins or ends on the day of publication (24年来, 未来五年) its other end. `days` counts from publication to it. `side`
    is that of the day on which it lies: `back`, `day`, a year or `span` that holds the day, `ahead`, `late` (past or begun, but worded as to come).
    Adds `published`, `outlet`, `form`, `language` of the article. Sorted by article and place.
    """
    check_ids(found["article"], corpus.articles.index, "found", "the corpus", match="every")
    about = corpus.articles[["published", "outlet", "form", "language"]]
    table = found.dropna(subset="first").join(about, on="article")
    day = table["published"].dt.normalize()
    middle = (table["first"] + (table["last"] - table["first"]) / 2).dt.normalize()
    long = (table["last"] - table["first"]).dt.days > _LONG
    back, ahead = long & (table["last"] == day), long & (table["first"] == day)
    spoken = middle.mask(back, table["first"]).mask(ahead, table["last"])
    told = pd.Series("today", index=table.index)
    told = told.mask(table["last"] < day, "remembered").mask(table["first"] > day, "announced")
    told = told.mask(day.isna(), "undated")
    errors = corpus.study["source_errors"].query("told_as_coming == 'yes'")
    coming = table.index.isin(_in_passages(errors, table)["row"])
    worded = told.mask(told.isin(["remembered", "today"]) & coming, "announced")
    days = (spoken - day).dt.days.astype("Int64")
    held = (told == "today") & (table["grain"] != "day")
    side = worded.replace(_SIDES).mask(held, "span").mask(worded != told, "late")
    table = table.assign(spoken=spoken, days=days, told=told, worded=worded, side=side)
    return table.sort_values(["article", "start"], ignore_index=True)


def by_text(rows: pd.DataFrame) -> pd.DataFrame:
    """What each text names at each place of its time, from rows of `horizon`: a row for each text, in their order, and place.

    `place` is where the expressions lie by the calendar, seen from the day of the text: `longer ago`, `in the week before`, `its own
    day or days`, `longer, and holds it` (24年来, 2025), `still to come`; `past or begun` is what the words tell as to come all the same.
    The second and the third are a day or days (under a week). `worded` says how the words tell what lies there, `expressions`
    are the different ones that the text names (`·` between; none: empty).
    """
    rows = rows[rows["told"] != "undated"]
    few_days = rows["last"] - rows["first"] < _WEEK
    lately = few_days & (rows["published"].dt.normalize() - rows["last"] <= _WEEK)
    of_told = {"remembered": "longer ago", "today": "longer, and holds it", "announced": "still to come"}
    place = rows["told"].map(of_told).mask((rows["told"] == "today") & few_days, "its own day or days")
    place = place.mask((rows["told"] == "remembered") & lately, "in the week before")
    place = place.mask(rows["told"] != rows["worded"], "past or begun").rename("place")
    named = rows.groupby(["article", place], sort=False)["expression"].agg(lambda said: " · ".join(dict.fromkeys(said)))
    grid = pd.MultiIndex.from_product([rows["article"].unique(), PLACES], names=["article", "place"])
    table = named.reindex(grid, fill_value="").rename("expressions").reset_index()
    return table.assign(worded=table["place"].map(PLACES))[["article", "worded", "place", "expressions"]]


def _in_passages(errors: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Each error with each expression (`row` of `found`) that lies in its passage."""
    pairs = errors.merge(found.rename_axis("row").reset_index(), on="page", suffixes=("", "_expression"))
    return pairs[(pairs["start"] <= pairs["start_expression"]) & (pairs["end_expression"] <= pairs["end"])]


def lead_and_lag(articles: pd.DataFrame, happenings: pd.DataFrame) -> pd.DataFrame:
    """The articles that bring an event as their news, in the order they came: one row per event and article.

    `happenings` is as `events` gives it. `days` counts from the event to publication: negative before its first
    day, 0 during it, positive after its last, missing for an article without a day. Columns of the article follow
    (`page`, `start`, `end` are those of its text). Raises `KeyError` for an article that is not there.
    """
    rows = happenings.dropna(subset="first")
    known, named = _articles_named(articles), []
    for row in rows.itertuples():
        for name in tellers(row.told_by):
            if name not in known:
                raise KeyError(f"no article {name!r} (page file#number); mend told_by of the events")
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
    """The source errors of the study that lie on the axis of time: those whose passage holds a date expression.

    One row per error: `kind`, `says`, `should_be`, `note`, `page`, `start`, `end` (of the passage), `article`,
    `expression`, `first`, `last` (as the words have it), `published`, `outlet`, `form`.
    """
    check_ids(found["article"], corpus.articles.index, "found", "articles", match="every")
    rows = _in_passages(corpus.study["source_errors"], found).drop_duplicates(["page", "start"], keep="last")
    rows = rows.join(corpus.articles[["published", "outlet", "form"]], on="article")
    columns = "kind says should_be note page start end article expression first last published outlet form".split()
    return rows[columns].sort_values(["page", "start"], ignore_index=True)
