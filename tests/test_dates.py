"""Date expressions: each group of rules on made-up sentences, what looks like a date and is none, and the gold lists."""

import itertools
import re
import shutil

import pandas as pd
import pytest
from conftest import cases, quiet_corpus
from hypothesis import given
from hypothesis import strategies as st

from helpers import comparisons, load_corpus
from helpers.corpora import read_table
from helpers.corpora.pages import ROOT
from helpers.evaluation.dates import agreement, gold_dates, unseen_dates
from helpers.lexicon import LexiconError, shipped
from helpers.mentions.dates import (
    LANGUAGES,
    clock_readings,
    dated_errors,
    dates_in,
    dates_in_sentences,
    events,
    find_dates,
    horizon,
    lead_and_lag,
)

FRIDAY = "2025-08-29"


def read(text: str, language: str, published: str | None = FRIDAY) -> list[str]:
    """Each expression with its days: `7月15日=2025-07-15`, `2001=2001-01-01..2001-12-31`, `近日=`."""
    shown = []
    for row in dates_in(text, language, published).itertuples():
        days = [] if pd.isna(row.first) else [f"{row.first:%Y-%m-%d}", f"{row.last:%Y-%m-%d}"]
        shown.append(f"{row.expression}={'..'.join(dict.fromkeys(days))}")
    return shown


@pytest.mark.parametrize(
    ("language", "published", "text", "expected"),
    [
        pytest.param(
            row["language"], row["published"], row["text"], row["expected"], id=f"{row['kind']}: {row['text']}"
        )
        for row in cases("dates")
    ],
)
def test_expressions_and_intervals(language, published, text, expected):
    """What is found in a sentence, in order; nothing in what looks like a date and is none."""
    assert "|".join(read(text, language, published or None)) == expected


@pytest.mark.parametrize(
    ("language", "text", "grain", "reason"),
    [
        ("zh", "2月30日", "day", "month 2 has no day 30"), ("zh", "2025年2月29日", "day", "month 2 of 2025 has no day 29"),
        ("zh", "2025年13月5日", "day", "there is no month 13"), ("zh", "九月三十一日", "day", "month 9 has no day 31"),
        ("zh", "2035年至2026年", "span", "ends before it begins"), ("zh", "公元前221年", "year", "before the common era"),
        ("zh", "2月8日至0日", "span", "month 2 has no day 0"), ("zh", "12月8日至13月2日", "span", "there is no month 13"),
        ("en", "July 4-0", "span", "month 7 has no day 0"), ("en", "April 31", "day", "month 4 has no day 31"),
        ("en", "31 April 2025", "day", "month 4 has no day 31"), ("en", "2025-13-01", "day", "there is no month 13"),
        ("en", "on 01/09/2025", "day", "which number is the month cannot be told"),
    ],
)  # fmt: skip
def test_impossible_dates_are_rows_without_interval(language, text, grain, reason):
    [row] = dates_in(text, language, FRIDAY).itertuples()
    assert pd.isna(row.first) and pd.isna(row.last)
    assert (row.grain, row.basis, row.reason) == (grain, "vague", reason)
    assert row.expression in text


def test_a_wrong_weekday_is_said_and_not_mended():
    [row] = dates_in("9月3日(星期四)", "zh", FRIDAY).itertuples()
    assert row.first == pd.Timestamp("2025-09-03") and row.reason == "2025-09-03 is a Wednesday"
    [row] = dates_in("9月3日(星期三)", "zh", FRIDAY).itertuples()
    assert row.reason == ""


@pytest.mark.parametrize(
    ("language", "text", "basis"),
    [
        ("zh", "2024年", "explicit"), ("zh", "7月15日", "from publication"), ("zh", "去年7月", "from publication"),
        ("zh", "近日", "vague"), ("en", "July 15, 2025", "explicit"), ("en", "on Tuesday", "from publication"),
        ("en", "since 2001", "from publication"), ("en", "August 31 to September 1, 2025", "explicit"),
    ],
)  # fmt: skip
def test_basis(language, text, basis):
    assert dates_in(text, language, FRIDAY)["basis"].tolist() == [basis]


def test_the_day_named_before_wins_over_publication():
    found = dates_in("July 15, 2025. Xi on Tuesday met the guests.", "en", "2025-07-21")
    assert found["basis"].tolist() == ["explicit", "from the text before"]
    assert found["first"].tolist() == [pd.Timestamp("2025-07-15")] * 2
    alone = dates_in("Xi on Tuesday met the guests.", "en", "2025-07-21")
    assert alone["first"].tolist() == [pd.Timestamp("2025-07-15")] and alone["basis"].tolist() == ["from publication"]


def test_without_a_day_of_publication_only_full_dates_have_intervals():
    found = dates_in("2024年7月4日,26日,去年", "zh", None)
    assert found["first"].isna().tolist() == [False, False, True]
    assert found["reason"].tolist() == ["", "", "no day of publication to count from"]


def test_january_reads_december_as_the_year_before():
    assert read("12月30日,外长会见客人。", "zh", "2026-01-05") == ["12月30日=2025-12-30"]
    assert read("30日,外长会见客人。", "zh", "2026-01-05") == ["30日=2025-12-30"]


def test_other_languages_are_refused():
    with pytest.raises(ValueError, match="language is 'zh' or 'en', not 'ru'"):
        dates_in("15 июля", "ru")
    with pytest.raises(ValueError, match="published is a day such as '2025-09-01' or None, not 'yesterday'"):
        dates_in("July 15", "en", "yesterday")


def test_empty_text_has_the_same_columns():
    one, none = dates_in("2025年", "zh"), dates_in("", "zh")
    assert list(one.columns) == list(none.columns) and one.dtypes.equals(none.dtypes) and none.empty


@pytest.mark.parametrize(("language", "text"), [("en", "In fiscal 2024"), ("zh", "2025财年"), ("zh", "本财年")])  # fmt: skip
def test_a_fiscal_year_is_marked_as_one(language, text):
    [row] = dates_in(text, language, FRIDAY).itertuples()
    assert row.reason.startswith("a fiscal year") and (row.first.month, row.last.month) == (1, 12)


def test_a_study_adds_words_of_time(tmp_path):
    (tmp_path / "study").mkdir()
    rows = "language,kind,word,means,reason\nzh,day,后儿个,2,northern speech\nen,no_date,Sundance 2024,,a festival\n"
    (tmp_path / "study" / "time_words.csv").write_text(rows, encoding="utf-8")
    own = shipped().with_study(tmp_path)
    [row] = dates_in("他后儿个走", "zh", FRIDAY, lexicon=own).itertuples()
    assert (row.expression, row.first) == ("后儿个", pd.Timestamp("2025-08-31"))
    assert dates_in("他后儿个走", "zh", FRIDAY).empty
    assert dates_in("In Sundance 2024", "en", FRIDAY, lexicon=own).empty
    assert len(dates_in("In Sundance 2024", "en", FRIDAY)) == 1


def test_a_counting_word_must_say_how_far(tmp_path):
    (tmp_path / "study").mkdir()
    rows = "language,kind,word,means,reason\nzh,day,后儿个,soon,northern speech\n"
    (tmp_path / "study" / "time_words.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"time_words\.csv, 后儿个: means 'soon'"):
        dates_in("", "zh", FRIDAY, lexicon=shipped().with_study(tmp_path))


# Properties -----------------------------------------------------------------------------------------------------------

PIECES = [
    "2025年", "二〇二五年", "13月", "2月", "30日", "31日", "至", "—", "-", "去年", "以来", "自", "24年来", "未来", "五", "年", "前", "后",
    "周", "上", "下", "一", "十", "July", " 31", "st", ", 2025", " to ", "since ", "last ", "Tuesday", "the ", "next ", "past ", "24", " years",
    "00", "9999年", "0001年", "'", " ", ",", "。", "。", "\n", "世纪90年代", "quarter", "(", ")", "2025-02-30", "🙂", "\x00", "每", "号",
]  # fmt: skip


@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.characters()), max_size=30).map("".join),
    st.sampled_from(sorted(LANGUAGES)),
    st.one_of(st.none(), st.dates().map(str)),
)
def test_any_text_in_no_crash_and_offsets_hold(text, language, published):
    found = dates_in(text, language, published)
    ends = [0, *found["end"]]
    for before, row in zip(ends, found.itertuples(), strict=False):
        assert before <= row.start < row.end <= len(text)
        assert text[row.start : row.end] == row.expression
        assert pd.isna(row.first) == pd.isna(row.last)
        assert pd.isna(row.first) or row.first <= row.last
        assert pd.isna(row.first) == (row.basis == "vague")
        assert (row.grain == "vague") <= pd.isna(row.first)
        assert row.grain != "day" or pd.isna(row.first) or row.first == row.last


def test_a_page_of_digits_takes_no_long_time():
    for language, text in itertools.product(
        LANGUAGES,
        [
            "2025年" * 3000,
            "12" * 9000,
            "July " * 3000,
            "年前后" * 3000,
            "12、" * 9000,
            "the first second third " * 3000,
            "近几" * 9000,
        ],
    ):
        dates_in(text, language, FRIDAY)


# The five pages -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(corpus):
    return find_dates(corpus)


def test_offsets_pass_through_wraps_and_citation_marks(corpus, found):
    for row in found.itertuples():
        segments = corpus.segments[corpus.segments["page"] == row.page]
        inside = segments[(segments["end"] > row.start) & (segments["start"] < row.end)]
        raw = corpus.pages.at[row.page, "raw"]
        text = "".join(
            raw[max(segment.start, row.start) : min(segment.end, row.end)]
            for segment in inside.itertuples()
            if segment.kind in ("body", "caption")
        )
        assert text == row.expression
    wrapped = found[found["end"] - found["start"] != found["expression"].str.len()]
    assert len(wrapped), "no expression with a wrap inside: this test no longer tests it"


def test_captions_are_read_and_marked(corpus, found):
    assert found["caption"].sum() and not found["caption"].all()
    for row in found[found["caption"]].itertuples():
        around = corpus.segments[(corpus.segments["page"] == row.page) & (corpus.segments["start"] <= row.start)]  # fmt: skip
        assert around.iloc[-1]["kind"] == "caption"


def test_a_caption_that_is_printed_twice_counts_once(tmp_path):
    caption = "峰会明天在天津举行。（中新社）\n"
    page = f" date 2025-08-30\n\n上合峰会将开幕\n\n联合报／特派记者廖士锋／天津报导\n{caption}{caption}\n峰会即将于31日揭开序幕,各国媒体报道会议情况。\n"
    (tmp_path / "a.txt").write_text(page, encoding="utf-8")
    found = find_dates(quiet_corpus(tmp_path))
    assert found[["expression", "caption"]].to_numpy().tolist() == [["明天", True], ["31日", False]]


def test_nothing_is_read_outside_bodies_and_captions(corpus, found):
    """Outlet lines, datelines, titles and teasers hold dates, and none is read."""
    dated = corpus.segments[corpus.segments["kind"].isin(["meta", "title", "related"])]
    raw = corpus.pages["raw"]
    outside = [dates_in(raw[row.page][row.start : row.end], "zh", FRIDAY).size > 0 for row in dated.itertuples()]
    assert dated.loc[outside, "kind"].nunique() == 3, "this test no longer tests it"
    for row in dated[outside].itertuples():
        inside = (found["page"] == row.page) & (found["start"] >= row.start) & (found["end"] <= row.end)
        assert not inside.any(), found[inside]


def test_order_of_articles_and_pages_does_not_matter(corpus, found):
    shuffled = corpus.segments.sample(frac=1, random_state=1)
    order = shuffled["article"].drop_duplicates()
    turned = pd.concat([corpus.segments[corpus.segments["article"] == article] for article in order.dropna()])
    other = type(corpus)(corpus.pages.iloc[::-1], turned, corpus.articles.iloc[::-1], corpus.sentences, corpus.links, corpus.refusals)  # fmt: skip
    pd.testing.assert_frame_equal(find_dates(other), found)


def test_the_dateline_counts_before_publication(tmp_path):
    page = "上海精神\n\nSearch documents\n外长会见客人\nXin Hua She· 2025-09-01 17:30\n新华社北京8月31日电 外长今天会见客人。会谈在北京举行。 ...\n"
    (tmp_path / "000_a.txt").write_text(page, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.articles["published"].dt.strftime("%Y-%m-%d").tolist() == ["2025-09-02"]
    assert find_dates(corpus)["first"].tolist() == [pd.Timestamp("2025-08-31")]


# Gold -----------------------------------------------------------------------------------------------------------------

LEAST = 0.95


def test_gold_spans_and_intervals(corpus, found):
    gold = gold_dates()
    table = agreement(found.assign(language=found["article"].map(corpus.articles["language"])), gold, by=("language",))
    print(table.to_string())
    assert (table[["precision", "recall", "interval_accuracy"]] >= LEAST).all(axis=None), table.to_string()


def test_gold_passages_are_the_characters_of_the_page(corpus):
    for row in gold_dates().itertuples():
        assert corpus.pages.at[row.page, "raw"][row.start : row.end] == row.expression


def test_unseen_sentences(corpus):
    sentences = unseen_dates()
    marked = sentences[sentences["expression"] != ""]
    table = agreement(dates_in_sentences(sentences), marked, key="id", by=("language",))
    print(table.to_string())
    assert (table[["precision", "recall", "interval_accuracy"]] >= LEAST).all(axis=None), table.to_string()


# Events and tables ----------------------------------------------------------------------------------------------------


def test_events_stand_in_the_pages(corpus):
    table = events(corpus)
    assert len(table) >= 12
    for row in table.itertuples():
        raw = corpus.pages.at[row.page, "raw"]
        assert 0 <= row.start < row.end <= len(raw)
        passage = raw[row.start : row.end]
        assert passage == row.passage, f"events.csv, {row.event}: the page has {passage!r}"
        assert pd.isna(row.first) == pd.isna(row.last) and not row.first > row.last
        assert row.event and row.event_zh and row.place


def test_the_passage_of_an_event_names_its_days(found, corpus):
    """The date expression in the passage and the event have days in common; an undated event has none in its passage."""
    for row in events(corpus).itertuples():
        inside = found[(found["page"] == row.page) & (found["start"] >= row.start) & (found["end"] <= row.end)]  # fmt: skip
        dated = inside.dropna(subset="first")
        meets = (dated["first"] <= row.last) & (dated["last"] >= row.first)
        assert meets.any() or (pd.isna(row.first) and dated.empty), row.event


def test_one_version_of_each_story_dates_its_event(found, corpus):
    table = lead_and_lag(corpus.articles, events(corpus))
    dated = found.dropna(subset="first").join(corpus.articles["same_story"], on="article")
    for (event, story), rows in table.groupby(["event", "same_story"]):
        days = dated[dated["same_story"] == story]
        meets = (days["first"] <= rows["last"].iloc[0]) & (days["last"] >= rows["first"].iloc[0])
        assert meets.any(), f"{event}: no version of {story} dates it"


def test_horizon_places_every_expression_that_has_an_interval(found, corpus):
    table = horizon(found, corpus)
    assert len(table) == found["first"].notna().sum()
    day = table["published"].dt.normalize()
    assert (table["days"] == (table["spoken"] - day).dt.days).all()
    assert (table["spoken"].between(table["first"], table["last"])).all()
    assert set(table["told"]) == set(table["worded"]) == {"remembered", "today", "announced"}
    assert (table.loc[table["first"] > day, "told"] == "announced").all()
    assert (table.loc[table["last"] < day, "told"] == "remembered").all()
    lengths = table[table["expression"].isin(["24年來", "over the past 24 years"])]
    assert len(lengths) and (lengths["spoken"].dt.year == 2001).all()
    # What reaches up to the day holds the day.
    assert (lengths["told"] == "today").all()


def test_reports_look_back_and_digests_ahead(found, corpus):
    """The dispatch once, lengths with their day, past times as the words have them."""
    table = horizon(found, corpus)
    once = table[table["article"].isin(comparisons.one_of_each_text(corpus, ("reprint", "translation")))]
    assert once["article"].isin(["000-01", "000-02", "002-01"]).sum() == 4
    counts = once.groupby([once["form"] == "digest", "worded"]).size().unstack()
    sides = counts[["remembered", "announced"]]
    assert sides.loc[True].tolist() == [3, 10] and sides.loc[False].tolist() == [13, 1]
    assert sides.sum().tolist() == [16, 11]
    reworded = once[once["told"] != once["worded"]]
    assert reworded["told"].eq("remembered").all() and reworded["form"].eq("digest").all()
    assert len(reworded) == 5


def test_dates_of_an_article_without_a_day_are_undated(tmp_path):
    """They are neither past nor to come."""
    rows = [
        (f"p{n}", f"The river was high on that day, and {n} boats were out.", day, outlet)
        for n, day, outlet in ((1, None, None), (2, "2025-07-02", "A"), (3, "2025-07-03", None))
    ]
    articles = pd.DataFrame(rows, columns=["id", "text", "date", "outlet"])
    articles.assign(language="en").to_csv(tmp_path / "t.csv", index=False)
    names = {name: name for name in (*articles, "language")}
    corpus = quiet_corpus(read_table(tmp_path / "t.csv", columns=names))
    ids = corpus.articles.index
    first = pd.to_datetime(["2025-07-01", "2025-06-01", "2025-07-01", "2025-08-01"])
    rows = {"page": "p", "article": [ids[0], ids[0], ids[1], ids[2]], "start": [0, 9, 0, 0], "end": [1, 10, 1, 1]}  # fmt: skip
    table = horizon(pd.DataFrame({**rows, "first": first, "last": first}), corpus)
    assert table["told"].tolist() == ["undated", "undated", "remembered", "announced"]


def test_lead_and_lag_counts_from_the_nearer_end_of_the_event():
    articles = pd.DataFrame(
        {
            "published": pd.to_datetime(["2025-09-03 09:00", "2025-08-29 10:00", "2025-08-31 12:00"]),
            "published_precision": "minute", "language": "en", "outlet": list("abc"), "form": "full",
            "same_story": ["x", "x", "z"], "page": "p", "start": 0, "end": 9,
        },
        index=pd.Index(["1", "2", "3"], name="article"),
    )  # fmt: skip
    days = {"first": [pd.Timestamp("2025-08-31"), pd.NaT], "last": [pd.Timestamp("2025-09-01"), pd.NaT]}
    happenings = pd.DataFrame({"event": ["summit", "undated"], **days, "told_by": ["p#1|p#2|p#3", "p#1"]})
    table = lead_and_lag(articles, happenings)
    assert table[["article", "days", "order"]].to_numpy().tolist() == [["2", -2, 1], ["3", 0, 2], ["1", 2, 3]]
    with pytest.raises(KeyError, match=r"no article 'p#9' \(page file#number\); mend told_by"):
        lead_and_lag(articles, happenings.assign(told_by="p#9"))


# The study's tables and the pages of others -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    """Pages of nobody's study, numbered and dated as those of the study are."""
    folder = tmp_path_factory.mktemp("village")
    for number in range(5):
        items = [
            f"河流论坛{item}\n新华社·2025-06-25 0{item}:00\n村民在河边举行论坛,讨论水质。 ..." for item in range(1, 9)
        ]
        (folder / f"{number}.txt").write_text("Query\nSearch documents\n" + "\n".join(items) + "\n", encoding="utf-8")
    return quiet_corpus(folder)


def test_the_study_events_are_not_told_by_strangers(village, corpus):
    assert {"001-07", "003-05"} <= set(village.articles.index)
    none = events(village)
    assert none.empty and list(none.columns) == list(events(corpus).columns)
    assert lead_and_lag(village.articles, none).empty
    with pytest.raises(KeyError, match=r"no article '0\d\d_\w+\.txt#\d\d'"):
        lead_and_lag(village.articles, events(corpus))


HEADER = "event,event_zh,first,last,place,page,start,end,passage,told_by\n"


def with_events(folder, pages, rows):
    """A corpus of copies of some pages, with events of its own beside them."""
    for page, raw in pages.items():
        (folder / page).write_text(raw, encoding="utf-8")
    (folder / "study").mkdir(exist_ok=True)
    (folder / "study" / "events.csv").write_text(HEADER + rows, encoding="utf-8")
    return quiet_corpus(folder)


def test_a_stranger_lays_her_own_events_beside_her_pages(village, tmp_path):
    pages = village.pages["raw"].to_dict()
    row = "River forum,,2025-06-25,2025-06-25,,{},1.txt#03|2.txt#01\n"
    own = with_events(tmp_path, pages, row.format(",,,"))
    happened = events(own)
    assert lead_and_lag(own.articles, happened)["article"].tolist() == ["002-01", "001-03"]
    with pytest.raises(LexiconError, match=r"1\.txt has 'Query' where the row quotes 'Quest'"):
        events(with_events(tmp_path, pages, row.format("1.txt,0,5,Quest")))
    with pytest.raises(LexiconError, match="no column 'event'"):
        with_events(tmp_path, pages, "").lexicon.with_study(_headless(tmp_path))


def _headless(folder):
    (folder / "study" / "events.csv").write_text(HEADER.replace("event,", "", 1), encoding="utf-8")
    return folder


def test_a_page_put_before_the_others_changes_no_teller(tmp_path, corpus):
    """The running numbers of articles move when a page is added; the page file does not."""
    for page in corpus.pages.index:
        shutil.copy(ROOT / "seeds" / page, tmp_path)
    shutil.copytree(ROOT / "seeds" / "study", tmp_path / "study")
    (tmp_path / "000.txt").write_text("A page of mine.\n", encoding="utf-8")
    more = quiet_corpus(tmp_path)
    assert more.articles.at["002-01", "page"] == corpus.articles.at["001-01", "page"]
    told, moved = (lead_and_lag(one.articles, events(one)) for one in (corpus, more))
    assert len(told) and told[["event", "page", "start"]].equals(moved[["event", "page", "start"]])
    assert not told["article"].equals(moved["article"])


def test_dated_errors_quote_their_passage(found, corpus):
    table = dated_errors(found, corpus)
    assert {"wrong year", "past called upcoming", "future for the past"} <= set(table["kind"])
    assert not table.duplicated(["page", "start"]).any()
    for row in table.itertuples():
        assert row.expression in corpus.pages.at[row.page, "raw"][row.start : row.end]


def test_clock_readings_tell_which_articles_change_day():
    articles = pd.DataFrame(
        {
            "published": pd.to_datetime(["2025-08-31 07:20", "2025-08-29 16:48", "2025-07-21 08:57"]),
            "clock": ["UTC", "UTC", "Beijing"],
            "outlet": "a", "form": "digest", "page": "p", "start": [0, 10, 0], "end": [9, 19, 9],
        },
        index=pd.Index(["1", "2", "3"], name="article"),
    )  # fmt: skip
    table = clock_readings(articles)
    assert table.index.tolist() == ["2", "1"]
    assert table["as_printed"].dt.hour.tolist() == [8, 23]
    assert table["changes_day"].tolist() == [False, True]


def test_columns_of_found_dates(found):
    expected = "page article start end expression first last grain basis reason caption".split()
    assert list(found.columns) == expected
    assert found[["first", "last"]].dtypes.astype(str).str.startswith("datetime64").all()
    assert all(re.fullmatch(r"\d{3}-\d{2}", article) for article in found["article"])


def test_a_teller_without_a_day_has_no_place(corpus):
    articles = corpus.articles.copy()
    articles.loc["003-05", ["outlet", "published"]] = [None, pd.NaT]
    table = lead_and_lag(articles, events(corpus))
    undated = table[table["article"] == "003-05"]
    assert undated[["days", "order"]].isna().all(axis=None)
