"""Date expressions: groups of rules on made-up sentences, words that only look like dates, and the gold lists."""

import shutil
import time
from dataclasses import replace

import pandas as pd
import pytest
from conftest import body, cases, lexicon_with, made_corpus, quiet_corpus, refuses, write_pages
from hypothesis import given
from hypothesis import strategies as st

from helpers import load_corpus
from helpers.corpora.pages import ROOT
from helpers.evaluation.dates import date_scores, gold_dates, unseen_dates
from helpers.lexicon import LexiconError
from helpers.mentions import dates

FRIDAY = "2025-08-29"


def read(text: str, language: str, published: str | None = FRIDAY) -> list[str]:
    """Return each expression with its days: `7月15日=2025-07-15`, `2001=2001-01-01..2001-12-31`, `近日=`."""
    shown = []
    for row in dates.dates_in(text, language, published).itertuples():
        days = [] if pd.isna(row.first) else [f"{row.first:%Y-%m-%d}", f"{row.last:%Y-%m-%d}"]
        shown.append(f"{row.expression}={'..'.join(dict.fromkeys(days))}")
    return shown


@pytest.mark.parametrize("case", cases("dates"), ids=lambda case: f"{case['kind']}: {case['text']}")
def test_expressions_and_intervals(case):
    """The expressions of a sentence in order, and none in words that only look like dates."""
    assert "|".join(read(case["text"], case["language"], case["published"] or None)) == case["expected"]


@pytest.mark.parametrize("case", cases("date_reasons"), ids=lambda case: case["text"])
def test_grain_basis_and_reason(case):
    """An impossible date is vague; a wrong weekday and a fiscal year have a reason."""
    found = dates.dates_in(case["text"], case["language"], case["published"] or None)
    said = {name: "|".join(found[name]) for name in ("grain", "basis", "reason")}
    assert said == {name: case[name] for name in said}


def test_other_languages_and_what_names_no_day_are_refused():
    refuses(ValueError, "language is 'zh' or 'en', not 'ru'", dates.dates_in, "15 июля", "ru")
    for published in ("yesterday", "2025", "2025-09", "September 2025", 2025):
        said = f"published is a day such as '2025-09-01' or None, not {published!r}"
        refuses(ValueError, said, dates.dates_in, "26日", "zh", published)


def test_one_instant_is_one_day_however_it_is_written_and_an_empty_text_has_the_same_columns():
    for published in ("2025-06-30T20:00Z", pd.Timestamp("2025-06-30 20:00", tz="UTC"), "2025-07-01"):
        assert dates.dates_in("昨天", "zh", published)["first"].tolist() == [pd.Timestamp("2025-06-30")]
    one, none = dates.dates_in("2025年", "zh"), dates.dates_in("", "zh")
    assert list(one.columns) == list(none.columns) and one.dtypes.equals(none.dtypes) and none.empty


def test_a_study_adds_words_of_time():
    head = "language,kind,word,means,reason\n"
    own = lexicon_with(time_words=f"{head}zh,day,后儿个,2,northern speech\nen,no_date,Sundance 2024,,a festival\n")
    [row] = dates.dates_in("他后儿个走", "zh", FRIDAY, lexicon=own).itertuples()
    assert (row.expression, row.first) == ("后儿个", pd.Timestamp("2025-08-31"))
    assert dates.dates_in("他后儿个走", "zh", FRIDAY).empty
    assert dates.dates_in("In Sundance 2024", "en", FRIDAY, lexicon=own).empty
    assert len(dates.dates_in("In Sundance 2024", "en", FRIDAY)) == 1
    # A relative word needs a number.
    wrong = lexicon_with(time_words=f"{head}zh,day,后儿个,soon,northern speech\n")
    refuses(LexiconError, r"time_words\.csv, 后儿个: means 'soon'", dates.dates_in, "", "zh", FRIDAY, lexicon=wrong)


PIECES = [
    "2025年", "二〇二五年", "13月", "2月", "30日", "31日", "至", "—", "-", "去年", "以来", "自", "24年来", "未来", "五", "年", "前", "后",
    "周", "上", "下", "一", "十", "July", " 31", "st", ", 2025", " to ", "since ", "last ", "Tuesday", "the ", "next ", "past ", "24", " years",
    "00", "9999年", "0001年", "'", " ", ",", "。", "。", "\n", "世纪90年代", "quarter", "(", ")", "2025-02-30", "🙂", "\x00", "每", "号",
]  # fmt: skip


@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.characters()), max_size=30).map("".join),
    st.sampled_from(sorted(dates.LANGUAGES)),
    st.one_of(st.none(), st.dates().map(str)),
)
def test_any_text_in_no_crash_and_offsets_hold(text, language, published):
    found = dates.dates_in(text, language, published)
    ends = [0, *found["end"]]
    for before, row in zip(ends, found.itertuples(), strict=False):
        assert before <= row.start < row.end <= len(text)
        assert text[row.start : row.end] == row.expression
        assert pd.isna(row.first) == pd.isna(row.last)
        assert pd.isna(row.first) or row.first <= row.last
        assert pd.isna(row.first) == (row.basis == "vague")
        assert (row.grain == "vague") <= pd.isna(row.first)
        assert row.grain != "day" or pd.isna(row.first) or row.first == row.last


@pytest.mark.parametrize("language", sorted(dates.LANGUAGES))
@pytest.mark.parametrize("unit", ["2025年", "12", "July ", "年前后", "12、", "the first second third ", "近几"])
def test_a_page_of_digits_takes_no_long_time(language, unit):
    times = max(1500, 9_000 // len(unit))
    dates.dates_in(unit, language, FRIDAY)  # fill the caches
    begun = time.process_time()
    dates.dates_in(unit * times, language, FRIDAY)
    assert time.process_time() - begun < 5


# The five pages -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(corpus):
    return dates.find_dates(corpus)


def test_offsets_pass_through_wraps_and_citation_marks(corpus, found):
    """Dates in captions are found and marked; those in outlet lines, datelines, titles and teasers are skipped."""
    for row in found.itertuples():
        kind = "caption" if row.caption else "body"
        assert body(corpus, row.page, row.start, row.end, kind) == row.expression
    wrapped = found[found["end"] - found["start"] != found["expression"].str.len()]
    assert len(wrapped), "no expression with a wrap inside: this test no longer tests it"
    assert found["caption"].any() and not found["caption"].all()
    assert list(found.columns) == "page article start end expression first last grain basis reason caption".split()


def test_a_caption_that_is_printed_twice_counts_once(tmp_path):
    caption = "峰会明天在天津举行。（中新社）\n"
    page = f" date 2025-08-30\n\n上合峰会将开幕\n\n联合报／特派记者廖士锋／天津报导\n{caption}{caption}\n峰会即将于31日揭开序幕,各国媒体报道会议情况。\n"
    found = dates.find_dates(quiet_corpus(write_pages(tmp_path, a=page)))
    assert found[["expression", "caption"]].to_numpy().tolist() == [["明天", True], ["31日", False]]


def test_order_of_pages_articles_and_segments_does_not_matter(corpus, found):
    other = replace(corpus, **{name: getattr(corpus, name)[::-1] for name in ("pages", "articles", "segments")})
    pd.testing.assert_frame_equal(dates.find_dates(other), found)


def test_the_dateline_counts_before_publication(tmp_path):
    page = "上海精神\n\nSearch documents\n外长会见客人\nXin Hua She· 2025-09-01 17:30\n新华社北京8月31日电 外长今天会见客人。会谈在北京举行。 ...\n"
    corpus = load_corpus(write_pages(tmp_path, a=page))
    assert corpus.articles["published"].dt.strftime("%Y-%m-%d").tolist() == ["2025-09-02"]
    assert dates.find_dates(corpus)["first"].tolist() == [pd.Timestamp("2025-08-31")]


def assert_agrees(found, gold, **options):
    table = date_scores(found, gold, by=("language",), **options)
    print(table.to_string())
    assert (table[["precision", "recall", "interval_accuracy"]] >= 0.95).all(axis=None), table.to_string()


def test_gold_spans_and_intervals(corpus, found):
    assert_agrees(found.assign(language=found["article"].map(corpus.articles["language"])), gold_dates())
    for row in gold_dates().itertuples():
        assert corpus.pages.at[row.page, "raw"][row.start : row.end] == row.expression


def test_unseen_sentences():
    sentences = unseen_dates()
    assert_agrees(dates.dates_in_sentences(sentences), sentences[sentences["expression"] != ""], key="id")


# Events and tables ----------------------------------------------------------------------------------------------------


def test_the_passage_of_an_event_names_its_days(found, corpus):
    """A date in the passage shares a day with its event; the passage of an undated event has no date."""
    table = dates.events(corpus)
    assert len(table) >= 12 and table[["event", "event_zh", "place"]].ne("").all(axis=None)
    assert table["first"].isna().equals(table["last"].isna()) and not (table["first"] > table["last"]).any()
    for row in table.itertuples():
        inside = found[(found["page"] == row.page) & (found["start"] >= row.start) & (found["end"] <= row.end)]  # fmt: skip
        dated = inside.dropna(subset="first")
        meets = (dated["first"] <= row.last) & (dated["last"] >= row.first)
        assert meets.any() or (pd.isna(row.first) and dated.empty), row.event


def test_one_version_of_each_story_dates_its_event(found, corpus):
    table = dates.lead_and_lag(corpus.articles, dates.events(corpus))
    dated = found.dropna(subset="first").join(corpus.articles["same_story"], on="article")
    assert len(table)
    for (event, story), rows in table.groupby(["event", "same_story"]):
        days = dated[dated["same_story"] == story]
        meets = (days["first"] <= rows["last"].iloc[0]) & (days["last"] >= rows["first"].iloc[0])
        assert meets.any(), f"{event}: no version of {story} dates it"


def test_horizon_places_every_expression_that_has_an_interval(found, corpus):
    table = dates.horizon(found, corpus)
    assert len(table) == found["first"].notna().sum()
    day = table["published"].dt.normalize()
    assert (table["days"] == (table["spoken"] - day).dt.days).all()
    assert (table["spoken"].between(table["first"], table["last"])).all()
    assert set(table["told"]) == set(table["worded"]) == {"remembered", "today", "announced"}
    sides = table.groupby("side")
    assert sides["worded"].unique().explode().to_dict() == {
        "ahead": "announced", "back": "remembered", "day": "today", "late": "announced", "span": "today",
    }  # fmt: skip
    assert set(sides.get_group("day")["grain"]) == {"day"} and "day" not in set(sides.get_group("span")["grain"])
    # What has only begun is not past: "this year" may be told as to come in any text.
    assert set(sides.get_group("late")["told"]) == {"remembered"}
    assert (table.loc[table["first"] > day, "told"] == "announced").all()
    assert (table.loc[table["last"] < day, "told"] == "remembered").all()
    lengths = table[table["expression"].isin(["24年來", "over the past 24 years"])]
    assert len(lengths) and (lengths["spoken"].dt.year == 2001).all()
    # An interval up to the day of publication contains it.
    assert (lengths["told"] == "today").all()


def test_a_text_has_each_date_at_its_place_in_time_once():
    """Places follow the calendar, not the wording; repeated dates appear once; places without a date are rows too."""
    spans = [
        ("1日", "07-01", "07-01", "today"),
        ("6月", "06-01", "06-30", "remembered"),
        ("30日", "06-30", "06-30", "remembered"),
    ]
    spans += [
        ("30日", "06-30", "06-30", "remembered"),
        ("2025年", "01-01", "12-31", "today"),
        ("9月", "09-01", "09-30", "announced"),
    ]
    rows = pd.DataFrame(spans, columns=["expression", "first", "last", "told"]).assign(
        form="full", article="a", worded=lambda t: t["told"]
    )
    rows = rows.assign(first=pd.to_datetime("2025-" + rows["first"]), last=pd.to_datetime("2025-" + rows["last"]))
    late = rows.iloc[[1]].assign(article="b", worded="announced")
    rows = pd.concat([rows, late]).assign(published=pd.Timestamp("2025-07-01 09:00"))
    table = dates.by_text(rows).set_index(["article", "place"])["expressions"]
    assert table["a"].to_dict() == {
        "longer ago": "6月", "in the week before": "30日", "its own day or days": "1日", "a period that includes it": "2025年",
        "still to come": "9月", "past, put in the future": "",
    }  # fmt: skip
    assert table["b"][lambda said: said != ""].to_dict() == {"past, put in the future": "6月"}


def test_dates_of_an_article_without_a_day_are_undated():
    """They are neither past nor future."""
    days = pd.NaT, pd.Timestamp("2025-07-02")
    corpus = made_corpus(*({"text": "It rained.", "published": day} for day in days))
    ids = corpus.articles.index[[0, 0, 1, 1]]
    first = pd.to_datetime(["2025-07-01", "2025-06-01", "2025-07-01", "2025-08-01"])
    found = pd.DataFrame({"page": "p", "article": ids, "start": [0, 9, 0, 0], "end": 10, "first": first, "last": first})
    table = dates.horizon(found.assign(grain="day"), corpus)
    assert table["told"].tolist() == ["undated", "undated", "remembered", "announced"]
    assert table["side"].tolist() == ["undated", "undated", "back", "ahead"]


def test_lead_and_lag_counts_from_the_nearer_end_of_the_event():
    moments = pd.to_datetime(["2025-09-03 09:00", "2025-08-29 10:00", "2025-08-31 12:00"])
    usual = {"form": "full", "language": "en", "page": "p", "start": 0, "end": 9, "published_precision": "minute"}
    own = {"published": moments, "outlet": list("abc"), "same_story": ["x", "x", "z"]}
    articles = pd.DataFrame(usual | own, pd.Index(list("123"), name="article"))
    days = {"first": [pd.Timestamp("2025-08-31"), pd.NaT], "last": [pd.Timestamp("2025-09-01"), pd.NaT]}
    happenings = pd.DataFrame({"event": ["summit", "undated"], **days, "told_by": ["p#1|p#2|p#3", "p#1"]})
    table = dates.lead_and_lag(articles, happenings)
    assert table[["article", "days"]].to_numpy().tolist() == [["2", -2], ["3", 0], ["1", 2]]
    said = r"no article 'p#9' \(page file#number\); mend told_by"
    refuses(KeyError, said, dates.lead_and_lag, articles, happenings.assign(told_by="p#9"))


# The study's tables and the pages of others -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    """Pages outside the study, numbered and dated like its pages."""
    texts = {}
    for number in range(5):
        item = "河流论坛{0}\n新华社·2025-06-25 0{0}:00\n村民在河边举行论坛,讨论水质。 ...\n"
        texts[str(number)] = "Query\nSearch documents\n" + "".join(map(item.format, range(1, 9)))
    return quiet_corpus(write_pages(tmp_path_factory.mktemp("village"), **texts))


def test_the_study_events_are_not_told_by_strangers(village, corpus):
    assert {"001-07", "003-05"} <= set(village.articles.index)
    none = dates.events(village)
    assert none.empty and list(none.columns) == list(dates.events(corpus).columns)
    assert dates.lead_and_lag(village.articles, none).empty
    refuses(KeyError, r"no article '0\d\d_\w+\.txt#\d\d'", dates.lead_and_lag, village.articles, dates.events(corpus))


def test_a_stranger_lays_her_own_events_beside_her_pages(village, tmp_path):
    head = "event,event_zh,first,last,place,page,start,end,passage,told_by"
    row = "River forum,,2025-06-25,2025-06-25,,{},1.txt#03|2.txt#01"
    pages = {name.removesuffix(".txt"): raw for name, raw in village.pages["raw"].items()}

    def own(place):
        return quiet_corpus(write_pages(tmp_path, study={"events": f"{head}\n{row.format(place)}\n"}, **pages))

    corpus = own(",,,")
    assert dates.lead_and_lag(corpus.articles, dates.events(corpus))["article"].tolist() == ["002-01", "001-03"]
    for place, said in [
        ("1.txt,0,5,Quest", r"1\.txt has 'Query' where the row quotes 'Quest'"),
        (",,,Quest", "River forum: a passage needs page, start and end; fill them, or leave it empty"),
        ("1.txt,,5,Quest", "a passage needs page, start and end"),
    ]:
        refuses(LexiconError, said, lambda place=place: dates.events(own(place)))
    row = row.replace("2025-06-25,{", "2025-06-24,{").replace("25,,{", "24,,{")
    refuses(LexiconError, "River forum: last is before first", lambda: dates.events(own(",,,")))


def test_a_page_put_before_the_others_changes_no_teller(tmp_path, corpus):
    """The numbers of articles change when a page is added; the page files do not."""
    for page in corpus.pages.index:
        shutil.copy(ROOT / "seeds" / page, tmp_path)
    shutil.copytree(ROOT / "seeds" / "study", tmp_path / "study")
    (tmp_path / "000.txt").write_text("A page of mine.\n", encoding="utf-8")
    more = quiet_corpus(tmp_path)
    assert more.articles.at["002-01", "page"] == corpus.articles.at["001-01", "page"]
    told, moved = (dates.lead_and_lag(one.articles, dates.events(one)) for one in (corpus, more))
    assert len(told) and told[["event", "page", "start"]].equals(moved[["event", "page", "start"]])
    assert not told["article"].equals(moved["article"])


def test_dated_errors_quote_their_passage(found, corpus):
    table = dates.dated_errors(found, corpus)
    assert {"wrong year", "past called upcoming", "future for the past"} <= set(table["kind"])
    assert not table.duplicated(["page", "start"]).any()
    for row in table.itertuples():
        assert row.expression in corpus.pages.at[row.page, "raw"][row.start : row.end]


def test_a_teller_without_a_day_has_no_place(corpus):
    articles = corpus.articles.copy()
    articles.loc["003-05", ["outlet", "published"]] = [None, pd.NaT]
    table = dates.lead_and_lag(articles, dates.events(corpus))
    assert table.loc[table["article"] == "003-05", "days"].isna().all()


def test_a_text_counts_from_the_day_of_its_own_clock(tmp_path):
    """At 22:30 in New York it is the next day in Beijing: the article's Tuesday is the writer's."""
    page = "Library opens\nJuly 8, 2025 10:30 PM EDT\n\nThe town opened its library on Tuesday, and the readers came early in the morning. Today it stays open until midnight.\n"
    corpus = quiet_corpus(write_pages(tmp_path, a=page))
    assert f"{corpus.articles['published'].iloc[0]:%d %H}" == "09 10"
    found = dates.horizon(dates.find_dates(corpus), corpus)
    assert [f"{day:%d}" for day in found["first"]] == ["08", "08"] and found["days"].tolist() == [0, 0]
