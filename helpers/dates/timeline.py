"""Tables of the two clocks of a page: when it was published, and the days its text speaks of."""

import pandas as pd

from helpers.articles import BEIJING_AHEAD_OF_UTC
from helpers.joins import check_ids
from helpers.lexicon import FOLDER, source_errors


def events() -> pd.DataFrame:
    """The events that the texts speak of, in the order of time: `event`, `event_zh`, `first`, `last` (days,
    inclusive, as the texts give them; missing where they give none), `place`, the passage that states it (`page`,
    `start`, `end`, `passage`), and `told_by`: the articles that bring it as their news (`|` between)."""
    table = pd.read_csv(FOLDER / "events.csv", encoding="utf-8", parse_dates=["first", "last"])
    table["told_by"] = table["told_by"].fillna("").astype("str")
    return table.sort_values(["first", "last", "event"], kind="stable", ignore_index=True)


def horizon(found: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Every expression that has an interval, with the day it was published and the day it speaks of.

    `spoken` is the middle of the interval; of one longer than a month that begins or ends on the day of publication
    (24年来, 未来五年) its other end. `days` counts from publication to it. `told` is `remembered` if the interval lies
    before publication, `announced` if after, `today` if it holds publication (a long one that ends or begins there
    counts by its other end). Adds `published`, `outlet`, `form`, `language` of the article. Sorted by article and
    place.
    """
    check_ids(found["article"], articles.index, "found", "articles", match="every")
    table = found.dropna(subset="first").join(
        articles[["published", "outlet", "form", "language"]], on="article"
    )
    day = table["published"].dt.normalize()
    middle = (table["first"] + (table["last"] - table["first"]) / 2).dt.normalize()
    long = (table["last"] - table["first"]).dt.days > 31
    back, ahead = long & (table["last"] == day), long & (table["first"] == day)
    spoken = middle.mask(back, table["first"]).mask(ahead, table["last"])
    told = pd.Series("today", index=table.index)
    told = told.mask(back | (table["last"] < day), "remembered").mask(
        ahead | (table["first"] > day), "announced"
    )
    table = table.assign(spoken=spoken, days=(spoken - day).dt.days, told=told)
    return table.sort_values(["article", "start"], ignore_index=True)


def lead_and_lag(articles: pd.DataFrame, happenings: pd.DataFrame) -> pd.DataFrame:
    """The articles that bring an event as their news, in the order they came: one row per event and article.

    `happenings` is as `events()` gives it. `days` counts from the event to publication: negative before its first
    day, 0 during it, positive after its last; `since_start` is the time from the beginning of its first day, in days.
    `order` is 1 for the first version of the story by its stamp. Columns of the article follow (`page`, `start`,
    `end` are those of its text). Raises `KeyError` for an article that is not there.
    """
    rows = happenings.dropna(subset="first")
    rows = rows[rows["told_by"] != ""][["event", "first", "last", "told_by"]]
    rows = rows.assign(article=rows["told_by"].str.split("|")).explode("article").drop(columns="told_by")
    missing = sorted(set(rows["article"]) - set(articles.index))
    if missing:
        raise KeyError(f"no article {missing[0]!r}; mend told_by in events.csv")
    own = "published published_precision outlet form language same_story page start end".split()
    table = rows.join(articles[own], on="article")
    day = table["published"].dt.normalize()
    before, after = (day - table["first"]).dt.days.clip(upper=0), (day - table["last"]).dt.days.clip(lower=0)
    since_start = ((table["published"] - table["first"]) / pd.Timedelta(days=1)).round(3)
    table = table.assign(days=before + after, since_start=since_start)
    table = table.sort_values(["first", "event", "published", "article"], ignore_index=True)
    return table.assign(order=table.groupby("event", sort=False).cumcount() + 1)


def calendar(articles: pd.DataFrame, happenings: pd.DataFrame, gap: int = 60) -> pd.DataFrame:
    """Articles and dated events on one calendar, in windows: stretches of time with no `gap` days without an article.

    One row per article (`kind` article: `lane` its outlet, `first` and `last` the moment of publication) and per event
    that lies within 14 days of a window (`kind` event: `lane` empty); `window` counts from 0, `label` is the article or
    the event's name. Articles without a day of publication are left out. Sorted by `window`, `first`.
    """
    told = articles.dropna(subset="published").rename_axis("label").reset_index().sort_values("published")
    windows = (told["published"].diff() > pd.Timedelta(days=gap)).cumsum()
    told = told.assign(
        window=windows, kind="article", lane=told["outlet"], first=told["published"], last=told["published"]
    )
    bounds = told.groupby("window")["published"].agg(["min", "max"])
    margin = pd.Timedelta(days=14)
    near = [
        happenings[(happenings["first"] >= low - margin) & (happenings["last"] <= high + margin)].assign(
            window=window
        )
        for window, low, high in bounds.itertuples()
    ]
    other = pd.concat(near).assign(kind="event", lane="").rename(columns={"event": "label"})
    columns = "window kind label lane first last outlet form page start end".split()
    table = pd.concat([told, other])[columns]
    return table.sort_values(["window", "first", "kind", "label"], ignore_index=True)


def clock_readings(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles whose stamp is not on Beijing time, read both ways: index `article`; `as_printed`, `published`
    (Beijing), `changes_day`, and the article's `outlet`, `form`, `page`, `start`, `end`. Sorted by the stamp."""
    table = articles.loc[articles["clock"] == "UTC", ["outlet", "form", "page", "start", "end", "published"]]
    printed = table["published"] - BEIJING_AHEAD_OF_UTC
    changes = printed.dt.normalize() != table["published"].dt.normalize()
    return table.assign(as_printed=printed, changes_day=changes).sort_values("published")


def dated_errors(found: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The source errors that lie on the axis of time: those whose passage holds a date expression.

    One row per error: `kind`, `says`, `should_be`, `note`, `page`, `start`, `end` (of the passage), `article`,
    `expression`, `first`, `last` (as the words have it), `published`, `outlet`, `form`.
    """
    check_ids(found["article"], articles.index, "found", "articles", match="every")
    pairs = source_errors().merge(found, on="page", suffixes=("", "_expression"))
    inside = (pairs["start"] <= pairs["start_expression"]) & (pairs["end_expression"] <= pairs["end"])
    rows = pairs[inside].drop_duplicates(["page", "start"], keep="last")
    rows = rows.join(articles[["published", "outlet", "form"]], on="article")
    columns = (
        "kind says should_be note page start end article expression first last published outlet form".split()
    )
    return rows[columns].sort_values(["page", "start"], ignore_index=True)
