"""Date expressions: each group of rules on made-up sentences, what looks like a date and is none, and the gold lists."""

import itertools
import re
import shutil

import pandas as pd
import pytest
from conftest import quiet_corpus
from hypothesis import given
from hypothesis import strategies as st

from helpers import comparisons, load_corpus
from helpers.corpora import read_table
from helpers.corpora.pages import ROOT
from helpers.evaluation.dates import agreement, gold_dates, unseen_dates
from helpers.lexicon import LexiconError, shipped
from helpers.mentions.dates import (
    GRAMMARS,
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


# A sentence, then what is found in it, in order. Published on Friday, 29 August 2025.
CHINESE = {
    "absolute dates, in digits and characters": [
        ("二〇二五年七月十五日上午,会议举行。", "二〇二五年七月十五日上午=2025-07-15"), ("2025 年 8 月 31 日至 9 月 1 日", "2025 年 8 月 31 日至 9 月 1 日=2025-08-31..2025-09-01"),
        ("７月４日、５日举行", "７月４日=2025-07-04", "５日=2025-07-05"), ("1949年10月1日", "1949年10月1日=1949-10-01"),
        ("民國114年7月15日,週二", "民國114年7月15日=2025-07-15", "週二=2025-08-26"), ("于2025-09-01发布,2025/9/2修订", "2025-09-01=2025-09-01", "2025/9/2=2025-09-02"),
        ("《2025上海合作组织峰会》", "2025=2025-01-01..2025-12-31"),
    ],
    "parts of the day, clock times and weekdays beside a day": [
        ("9月3日(星期三)上午9时30分阅兵", "9月3日(星期三)上午9时30分=2025-09-03"), ("8月26日15:30起飞", "8月26日15:30=2025-08-26"),
        ("26日晚宴结束,27日晚抵达", "26日=2025-08-26", "27日晚=2025-08-27"), ("截至今天(28日)上午9时40分", "今天(28日)上午9时40分=2025-08-28"),
    ],
    "what the year and the month of publication complete": [
        ("7月15日", "7月15日=2025-07-15"), ("12日", "12日=2025-08-12"), ("30日", "30日=2025-07-30"), ("将于30日举行", "30日=2025-08-30"),
        ("将于5日举行", "5日=2025-09-05"), ("会议将于1月举行", "1月=2026-01-01..2026-01-31"),
    ],
    "what the text before completes": [
        ("7月15日开幕,17日闭幕", "7月15日=2025-07-15", "17日=2025-07-17"), ("7月15日抵达,当天下午会见", "7月15日=2025-07-15", "当天下午=2025-07-15"),
        ("2020年6月当选,同年9月就任,两年后连任", "2020年6月=2020-06-01..2020-06-30", "同年9月=2020-09-01..2020-09-30", "两年后=2022-01-01..2022-12-31"),
        ("2024年7月4日签署,次日生效", "2024年7月4日=2024-07-04", "次日=2024-07-05"), ("2024年增长,比上年多", "2024年=2024-01-01..2024-12-31", "上年=2023-01-01..2023-12-31"),
    ],
    "ranges and the pieces they share": [
        ("7月4—6日", "7月4—6日=2025-07-04..2025-07-06"), ("25至27日", "25至27日=2025-08-25..2025-08-27"), ("31日至9月1日", "31日至9月1日=2025-08-31..2025-09-01"),
        ("2024年12月28日至1月3日", "2024年12月28日至1月3日=2024-12-28..2025-01-03"), ("1—8月份", "1—8月份=2025-01-01..2025-08-31"),
        ("自即日起至9月15日", "即日起至9月15日=2025-08-29..2025-09-15"), ("去年7月至今年6月", "去年7月至今年6月=2024-07-01..2025-06-30"),
        ("2025—2026年", "2025—2026年=2025-01-01..2026-12-31"), ("(2026-2035)", "2026-2035=2026-01-01..2035-12-31"),
        ("周一至周三", "周一至周三=2025-08-25..2025-08-27"),
    ],
    "lists are several": [
        ("7月4日和6日", "7月4日=2025-07-04", "6日=2025-07-06"), ("2023和2024年", "2023=2023-01-01..2023-12-31", "2024年=2024-01-01..2024-12-31"),
    ],
    "words that count from publication": [
        ("去年7月", "去年7月=2024-07-01..2024-07-31"), ("明年", "明年=2026-01-01..2026-12-31"), ("上个月15日", "上个月15日=2025-07-15"),
        ("前天说,后天走", "前天=2025-08-27", "后天=2025-08-31"), ("三天前", "三天前=2025-08-26"), ("24年前", "24年前=2001-01-01..2001-12-31"),
        ("半年前", "半年前=2025-02-01..2025-02-28"), ("年内完成", "年内=2025-01-01..2025-12-31"),
    ],
    "weeks begin on Monday": [
        ("王毅周二表示将出席", "周二=2025-08-26"), ("将于周日举行", "周日=2025-08-31"), ("上周二、本周一和下周一", "上周二=2025-08-19", "本周一=2025-08-25", "下周一=2025-09-01"),
        ("上周末", "上周末=2025-08-23..2025-08-24"), ("2日(周二)将开幕", "2日(周二)=2025-09-02"), ("下星期", "下星期=2025-09-01..2025-09-07"),
    ],
    "parts of months and years": [
        ("7月上旬", "7月上旬=2025-07-01..2025-07-10"), ("2月下旬", "2月下旬=2025-02-21..2025-02-28"),
        ("今年上半年和三季度", "今年上半年=2025-01-01..2025-06-30", "三季度=2025-07-01..2025-09-30"), ("前8个月", "前8个月=2025-01-01..2025-08-31"),
        ("上季度", "上季度=2025-04-01..2025-06-30"), ("去年冬天", "去年冬天=2024-12-01..2025-02-28"), ("2024年底", "2024年底=2024-01-01..2024-12-31"),
        ("上世纪90年代,20世纪八十年代", "上世纪90年代=1990-01-01..1999-12-31", "20世纪八十年代=1980-01-01..1989-12-31"),
    ],
    "lengths that touch the present": [
        ("24年来", "24年来=2001-01-01..2025-08-29"), ("成立二十多年来", "二十多年来=2005-01-01..2025-08-29"), ("歷經24年發展", "歷經24年=2001-01-01..2025-08-29"),
        ("过去三个月", "过去三个月=2025-05-01..2025-08-29"), ("两周来", "两周来=2025-08-15..2025-08-29"), ("今後五年", "今後五年=2025-08-29..2030-12-31"),
        ("未来5到10年", "未来5到10年=2025-08-29..2035-12-31"), ("自2001年以来", "自2001年以来=2001-01-01..2025-08-29"),
        ("自2001年成立以来", "2001年=2001-01-01..2001-12-31"), ("今年以来", "今年以来=2025-01-01..2025-08-29"), ("26日以来", "26日以来=2025-08-26..2025-08-29"),
        ("2001年至今", "2001年至今=2001-01-01..2025-08-29"),
    ],
    "vague words have no interval": [
        ("近日,近年来,日前,近期,连日来", "近日=", "近年来=", "日前=", "近期=", "连日来="), ("过去一段时间以来,几年来", "过去一段时间以来=", "几年来="), ("本世纪初,多年前", "本世纪初=", "多年前="),
    ],
}  # fmt: skip
ENGLISH = {
    "absolute dates": [
        ("It met on July 15, 2025.", "July 15, 2025=2025-07-15"), ("on 15 July 2025", "15 July 2025=2025-07-15"),
        ("the 3rd of September 2025", "the 3rd of September 2025=2025-09-03"), ("Wednesday, Sept. 3", "Wednesday, Sept. 3=2025-09-03"),
        ("on Tuesday (July 15)", "Tuesday (July 15)=2025-07-15"), ("July 2024", "July 2024=2024-07-01..2024-07-31"),
        ("on 25/09/2025 and 2025-09-01", "25/09/2025=2025-09-25", "2025-09-01=2025-09-01"),
        ("at 10 a.m. on July 15", "10 a.m. on July 15=2025-07-15"), ("the morning of July 15", "the morning of July 15=2025-07-15"),
    ],
    "years, also in names": [
        ("The 2025 SCO Summit", "2025=2025-01-01..2025-12-31"), ("Vision 2030", "2030=2030-01-01..2030-12-31"),
        ("In 2024 exports rose.", "2024=2024-01-01..2024-12-31"), ("the year 2024", "the year 2024=2024-01-01..2024-12-31"),
    ],
    "ranges and the pieces they share": [
        ("July 4-6", "July 4-6=2025-07-04..2025-07-06"), ("4 to 6 July 2025", "4 to 6 July 2025=2025-07-04..2025-07-06"),
        ("from August 31 to September 1, 2025", "August 31 to September 1, 2025=2025-08-31..2025-09-01"),
        ("between August 31 and September 1", "August 31 and September 1=2025-08-31..2025-09-01"),
        ("28 December to 3 January 2026", "28 December to 3 January 2026=2025-12-28..2026-01-03"),
        ("July to September 2025", "July to September 2025=2025-07-01..2025-09-30"), ("(2026-2035)", "2026-2035=2026-01-01..2035-12-31"),
        ("the 2024-25 season", "2024-25=2024-01-01..2025-12-31"), ("Monday to Wednesday", "Monday to Wednesday=2025-08-25..2025-08-27"),
    ],
    "lists are several": [
        ("on July 15, 17 and 19.", "July 15=2025-07-15", "19=2025-07-19"),
        ("July 15 and the rest on the 17th.", "July 15=2025-07-15", "the 17th=2025-07-17"),
        ("June and July", "June=2025-06-01..2025-06-30", "July=2025-07-01..2025-07-31"),
    ],
    "words that count from publication": [
        ("last July", "last July=2025-07-01..2025-07-31"), ("last October", "last October=2024-10-01..2024-10-31"),
        ("next year", "next year=2026-01-01..2026-12-31"), ("He spoke yesterday afternoon.", "yesterday afternoon=2025-08-28"),
        ("three days ago", "three days ago=2025-08-26"), ("more than 20 years ago", "more than 20 years ago=2005-01-01..2005-12-31"),
        ("July last year", "July last year=2024-07-01..2024-07-31"), ("earlier this month", "earlier this month=2025-08-01..2025-08-31"),
        ("by year-end", "year-end=2025-01-01..2025-12-31"),
    ],
    "weekdays, by the tense of the verb": [
        ("Xi met him on Tuesday morning.", "Tuesday morning=2025-08-26"), ("They will be received on Sunday.", "Sunday=2025-08-31"),
        ("Talks are scheduled for Monday in Paris.", "Monday=2025-09-01"),
        ("He met them Wednesday and will meet again Thursday.", "Wednesday=2025-08-27", "Thursday=2025-09-04"),
        ("He invited them for this coming Monday.", "this coming Monday=2025-09-01"),
        ("next Monday and last week", "next Monday=2025-09-01", "last week=2025-08-18..2025-08-24"),
    ],
    "the neighbouring year, by the tense of the verb": [
        ("It was held in November.", "November=2024-11-01..2024-11-30"), ("It will be held in January.", "January=2026-01-01..2026-01-31"),
    ],
    "what the text before completes": [
        ("In 2024 it rose; the previous year it fell.", "2024=2024-01-01..2024-12-31", "the previous year=2023-01-01..2023-12-31"),
        ("On July 15 they met, and the next day they left.", "July 15=2025-07-15", "the next day=2025-07-16"),
        ("On July 4, 2024 it opened; two days later it closed.", "July 4, 2024=2024-07-04", "two days later=2024-07-06"),
    ],
    "parts of months and years": [
        ("early 2024", "early 2024=2024-01-01..2024-12-31"), ("mid-July", "mid-July=2025-07-01..2025-07-31"),
        ("by the end of 2030", "the end of 2030=2030-01-01..2030-12-31"), ("the early 1990s", "the early 1990s=1990-01-01..1999-12-31"),
        ("last quarter", "last quarter=2025-04-01..2025-06-30"), ("the third quarter", "the third quarter=2025-07-01..2025-09-30"),
        ("the first half of this year", "the first half of this year=2025-01-01..2025-06-30"),
        ("the first eight months", "the first eight months=2025-01-01..2025-08-31"), ("next spring", "next spring=2026-03-01..2026-05-31"),
        ("the winter of 2024", "the winter of 2024=2024-12-01..2025-02-28"),
    ],
    "lengths that touch the present": [
        ("over the past 24 years", "over the past 24 years=2001-01-01..2025-08-29"),
        ("Over 24 years, it has grown.", "Over 24 years=2001-01-01..2025-08-29"),
        ("the past two decades", "the past two decades=2005-01-01..2025-08-29"),
        ("in the last three months", "in the last three months=2025-05-01..2025-08-29"),
        ("over the next five years", "over the next five years=2025-08-29..2030-12-31"), ("since 2001", "since 2001=2001-01-01..2025-08-29"),
        ("since last July", "since last July=2025-07-01..2025-08-29"), ("since last October", "since last October=2024-10-01..2025-08-29"),
        ("since its founding in 2001", "2001=2001-01-01..2001-12-31"), ("2001 to the present", "2001 to the present=2001-01-01..2025-08-29"),
    ],
    "vague words have no interval": [
        ("in recent years", "recent years="), ("over the past few years", "over the past few years="), ("a few days ago", "a few days ago="),
        ("some twenty-odd years ago", "twenty-odd years ago="), ("over the past 30-odd years", "over the past 30-odd years="),
    ],
}  # fmt: skip
NONE = {
    "zh": [
        "第二十二次会晤通过18个故事和11份文件,5G网络2.7%", "为期两天的会议", "经过两天的谈判", "历时三年", "成立80周年", "建交30年", "百年变局", "新时代以来", "文化年", "第二个金色十年", "开局之年", "中国时间", "十四五规划",
        "每年7月,每周二,每月15日,每逢周五", "当前和未来,如今", "2025人参加", "100日元", "26号楼", "神舟十八号", "同日本首相会谈,两次日本之行", "当天津峰会召开", "会后天津", "今年轻人多了", "日内瓦", "农历八月十五",
        "有朝一日", "美好的明天", "两天来华访问", "3天前往上海", "5000年历史", "自成立以来", "一年一度", "上周期", "今日俄罗斯", "时隔五年后",
    ],
    "en": [
        "The 22nd meeting of 26 countries, 18 stories, 5G and 2.7%", "a 10-year strategy", "a five-day visit, 24-page", "room 2025",
        "about 2000 people", "2025 delegates", "2,025 yuan", "$2025", "Resolution 1973", "They may march on.", "May the friendship last.",
        "every July, on Tuesdays, each year", "Black Friday", "in today's world", "a better tomorrow", "USA Today", "a quarter of the land",
        "80th anniversary", "more than 30 years of diplomatic ties", "over two thousand years of exchanges", "since its founding, since then",
        "the Cold War", "the 21st century", "the upcoming summit", "the fall of Rome", "Jan Egeland said", "spring is here", "24/7",
    ],
}  # fmt: skip
CASES = [
    pytest.param(language, text, list(expected), id=f"{group}: {text}")
    for language, groups in (("zh", CHINESE), ("en", ENGLISH))
    for group, cases in groups.items()
    for text, *expected in cases
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_expressions_and_intervals(language, text, expected):
    assert read(text, language) == expected


@pytest.mark.parametrize(("language", "text"), [(language, text) for language in NONE for text in NONE[language]])
def test_what_looks_like_a_date_and_is_none(language, text):
    assert read(text, language) == []


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


# What pages of others hold: the day of publication (16 July 2025 where none is said), text, and what is found in it.
FOREIGN = {
    "weeks before any word": [
        ("上周总理会见了客人。", "上周=2025-07-07..2025-07-13"), ("本周全国各地开放图书馆。", "本周=2025-07-14..2025-07-20"),
        ("本周到访的客人很多,下周代表团启程。", "本周=2025-07-14..2025-07-20", "下周=2025-07-21..2025-07-27"), ("周总理、一周年、本周刊、上周期",), ("本周六(19日)开放", "本周六(19日)=2025-07-19"),
    ],
    "no day inside another word": [
        ("据光明日报报道,桥梁已经通车。",), ("文明日益进步,黎明日报,光明日新",), ("这些年轻人来自八个国家。",), ("这些年来变化大", "这些年来="),
    ],
    "days of what is to come": [
        ("会议定于8月3日开幕,4日闭幕。", "8月3日=2025-08-03", "4日=2025-08-04"), ("展览推迟到9月5日,随后8日结束", "9月5日=2025-09-05", "8日=2025-09-08"),
        ("周五前完成", "周五=2025-07-18"), ("台风预计17日夜间登陆,19日起减弱。", "17日夜间=2025-07-17", "19日=2025-07-19"),
        ("2025-02-10", "11月底,大桥建成通车。", "11月底=2024-11-01..2024-11-30"), ("2025-02-10", "12月将举行", "12月=2025-12-01..2025-12-31"),
        ("2025-01-03", "12月31日晚,市民迎接新年。1日起施行。", "12月31日晚=2024-12-31", "1日=2025-01-01"),
        ("2025-11-02", "She takes office Feb. 1.", "Feb. 1=2026-02-01"),
        ("2025-11-02", "He retires Jan. 15. The dividend is payable Feb. 2.", "Jan. 15=2026-01-15", "Feb. 2=2026-02-02"),
        ("2025-07-17", "Talks could begin as soon as Tuesday.", "Tuesday=2025-07-22"), ("The meeting ends Friday.", "Friday=2025-07-18"),
        ("The store is open until Sunday.", "Sunday=2025-07-20"),
        ("2025-10-20", "Sales will fall. First-quarter profit rose.", "First-quarter=2025-01-01..2025-03-31"),
    ],
    "years in characters, by their tens, and of other calendars": [
        ("二〇二〇年后,贸易增长。", "二〇二〇年=2020-01-01..2020-12-31"), ("二〇三五年前建成。", "二〇三五年=2035-01-01..2035-12-31"),
        ("98年以来,贸易增长。", "98年以来=1998-01-01..2025-07-16"), ("05年以来,98年7月", "05年以来=2005-01-01..2025-07-16", "98年7月=1998-07-01..1998-07-31"),
        ("昭和16年12月8日,令和7年5月", "昭和16年12月8日=1941-12-08", "令和7年5月=2025-05-01..2025-05-31"), ("正月十五闹元宵,光绪二十年七月",),
        ("In nineteen ninety-six, in the nineties.", "nineteen ninety-six=1996-01-01..1996-12-31", "the nineties=1990-01-01..1999-12-31"),
    ],
    "lengths that are no days": [
        ("两小时后火被扑灭。",), ("Two hours later the fire was out.",), ("2025-06-14", "十日的行程里,读者收获满满。"), ("2025-06-14", "20日的行程,三日游,三十日的期限"),
        ("Two people died in last month's storm.", "last month=2025-06-01..2025-06-30"),
        ("Revenue for last year was flat.", "last year=2024-01-01..2024-12-31"),
    ],
    "years before small words, and numbers that are none": [
        ("Trade in 2024 was flat.", "2024=2024-01-01..2024-12-31"), ("The group was founded in 2001 as a forum.", "2001=2001-01-01..2001-12-31"),
        ("In 2016 his team won.", "2016=2016-01-01..2016-12-31"), ("The index closed at 2082.1 points and fell to 1998 on 2000 trades.",),
    ],
    "quarters, halves and what a report compares": [
        ("2025-10-20", "Third-quarter profit rose.", "Third-quarter=2025-07-01..2025-09-30"),
        ("Growth will slow in next year's first quarter.", "next year's first quarter=2026-01-01..2026-03-31"),
        ("2025-10-20", "Third-quarter profit rose from a year earlier.", "Third-quarter=2025-07-01..2025-09-30", "a year earlier=2024-07-01..2024-09-30"),
        ("2025-10-20", "Net in the latest quarter beat the year-ago quarter.", "the latest quarter=2025-07-01..2025-09-30", "the year-ago quarter=2024-07-01..2024-09-30"),
        ("Exports rose from a year earlier. Imports fell from a year earlier.", "a year earlier=2024-01-01..2024-12-31", "a year earlier=2024-01-01..2024-12-31"),
        ("Sales in the 2024 period", "the 2024 period=2024-01-01..2024-12-31"), ("2018年前半年下降。", "2018年前半年=2018-01-01..2018-06-30"),
        ("去年后半年", "去年后半年=2024-07-01..2024-12-31"),
    ],
    "ranges": [
        ("Talks in May-June stalled.", "May-June=2025-05-01..2025-06-30"), ("The plan covers 2021-25.", "2021-25=2021-01-01..2025-12-31"),
        ("2025-07-14", "Stocks traded from July 3 to Thursday at one price.", "July 3 to Thursday=2025-07-03..2025-07-10"),
        ("2025-09-10", "Prices rose this year through August.", "this year through August=2025-01-01..2025-08-31"),
        ("The talks open in the week ending 5 July.", "the week ending 5 July=2025-06-29..2025-07-05"),
        ("the three months ended March 31", "the three months ended March 31=2025-01-01..2025-03-31"),
        ("展期从5月31到6月2日。", "5月31到6月2日=2025-05-31..2025-06-02"), ("2025-09-01", "读者节于8月31至9月1日举行。", "8月31至9月1日=2025-08-31..2025-09-01"),
        ("预计在2015年和2018年之间完成。", "2015年和2018年=2015-01-01..2018-12-31"),
        ("工程在2020年和2021年都停过", "2020年=2020-01-01..2020-12-31", "2021年=2021-01-01..2021-12-31"),
    ],
    "other forms": [
        ("July 15: Talks begin.", "July 15=2025-07-15"), ("Filed on 15-Jul-2025 in Geneva.", "15-Jul-2025=2025-07-15"),
        ("He was arrested last Oct. 23.", "last Oct. 23=2024-10-23"), ("Janos Martonyi of Hungary and Jan Kavan",),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "published", "text", "expected"),
    [
        pytest.param("en" if text.isascii() else "zh", published, text, list(expected), id=f"{group}: {text}")
        for group, cases in FOREIGN.items()
        for case in cases
        for published, text, *expected in [
            case if case[0][:2] == "20" and len(case[0]) == 10 else ("2025-07-16", *case)
        ]
    ],
)
def test_kinds_that_pages_of_others_hold(language, published, text, expected):
    assert read(text, language, published) == expected


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
    st.sampled_from(sorted(GRAMMARS)),
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
        GRAMMARS,
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
