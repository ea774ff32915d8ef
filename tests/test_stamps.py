"""Printed dates and clocks: read the same in a header and in a cell, or left unread with a reason."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pandas as pd
import pytest
from conftest import quiet_corpus
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpora import stamps
from helpers.corpora.pages import ROOT
from helpers.corpora.tables import read_table

ZH = "海边图书馆新馆开放\n{}\n\n海边图书馆新馆日前开放,首日接待读者三千人。馆长说,新馆将为渔民的孩子留出一间阅览室,并在周末开到深夜。\n"
EN = "Seaside library reopens after two years of repair\n{}\n\nThe seaside library has reopened. The director said that the reading room would stay open late on weekends.\n"


def in_header(tmp_path, line, **options):
    """The article of a page whose header prints `line`, and what was said of it."""
    template = ZH if re.search("[\u4e00-\u9fff]", line) else EN
    (tmp_path / "page.txt").write_text(template.format(line), encoding="utf-8")
    corpus = quiet_corpus(tmp_path, **options)
    return corpus.articles.iloc[0], "; ".join(corpus.problems["problem"])


WHOLE = {
    "2025-09-01": "2025-09-01", "2025年9月1日 10:00": "2025-09-01 10:00", "2025/9/1 10:00:30": "2025-09-01 10:00:30", "2025.09.01": "2025-09-01",
    "20250901": "2025-09-01", "2025-09-0110:00": "2025-09-01 10:00", "２０２５年９月１日　１０：００": "2025-09-01 10:00",
    "2025年9月1日（星期一）上午10:00": "2025-09-01 10:00", "2025年9月1日 下午3:20": "2025-09-01 15:20", "2025年9月1日 下午15:20": "2025-09-01 15:20",
    "2025年9月1日 晚8点": "2025-09-01 20:00", "2025年9月1日 晚上8时30分": "2025-09-01 20:30", "2025年9月1日 中午12:30": "2025-09-01 12:30",
    "2025年9月1日 凌晨12:30": "2025-09-01 00:30", "2025-09-01 12:00 AM": "2025-09-01 00:00", "2025-09-01 12:30 PM": "2025-09-01 12:30",
    "September 1st, 2025 at 3:20 p.m.": "2025-09-01 15:20", "Monday, 1 September 2025": "2025-09-01", "01-Sep-2025 10:00": "2025-09-01 10:00",
    "10:00, 1 Sep 2025": "2025-09-01 10:00", "Mon Sep  1 10:00:00 2025": "2025-09-01 10:00", "114年9月1日": "2025-09-01",
    "民國114年9月1日 下午3:20": "2025-09-01 15:20", "114/09/01": "2025-09-01", "25/12/2024": "2024-12-25", "12/25/2024": "2024-12-25",
    "01.09.2025": "2025-09-01", "05/05/2025": "2025-05-05", "2025 09/ 01 17:42:08": "2025-09-01 17:42:08",
    "2 septembre 2025 à 18h12": "2025-09-02 18:12", "1er août 2025": "2025-08-01", "September 1, 2025 3.20 pm": "2025-09-01 15:20",
}  # fmt: skip


@pytest.mark.parametrize("printed", WHOLE)
def test_whole_stamps_are_read(printed):
    stamp = stamps.read(printed)
    assert stamp.moment == pd.Timestamp(WHOLE[printed])
    assert stamp.precision == ("minute" if ":" in WHOLE[printed] else "day")
    assert (stamp.clock, stamp.unread, stamp.said) == (None, None, None)


ZONED = {
    "2025-09-01T02:00:00Z": ("2025-09-01 10:00", "UTC+00:00"), "2025-09-01 02:00 +0000 UTC": ("2025-09-01 10:00", "UTC+00:00"),
    "Mon, 01 Sep 2025 10:00:00 GMT": ("2025-09-01 18:00", "UTC+00:00"), "2025-09-01 10:00 EDT": ("2025-09-01 22:00", "UTC-04:00"),
    "September 1, 2025 3:20 pm EST": ("2025-09-02 04:20", "UTC-05:00"), "September 1, 2025 3:20 pm ET": ("2025-09-02 03:20", "UTC-04:00"),
    "10:15 GMT 15.07.2025": ("2025-07-15 18:15", "UTC+00:00"), "Mon 1 Sep 2025 07.00 CEST": ("2025-09-01 13:00", "UTC+02:00"),
    "2025-09-01 10:00 (GMT+5:30)": ("2025-09-01 12:30", "UTC+05:30"), "2025-09-01 10:00 America/New_York": ("2025-09-01 22:00", "UTC-04:00"),
    "Tuesday 15 July 2025 21:03, UK": ("2025-07-16 04:03", "UTC+01:00"),
    "Tue, 2 Sep 2025 23:40:00 -0500 (EST)": ("2025-09-03 12:40", "UTC-05:00"),
    "北京时间2025年9月1日10:00": ("2025-09-01 10:00", "UTC+08:00"), "美东时间2025年9月1日10:00": ("2025-09-01 22:00", "UTC-04:00"),
}  # fmt: skip


@pytest.mark.parametrize("printed", ZONED)
def test_zones_are_converted_to_beijing(printed):
    stamp = stamps.read(printed)
    assert (stamp.moment, stamp.clock) == (pd.Timestamp(ZONED[printed][0]), ZONED[printed][1])


UNREAD = {
    "2025年9月": "no day", "Sept. 2025": "no day", "1 Sep": "no year", "9月1日": "no year", "10:30": "a clock without a date",
    "March 3rd": "no year", "3-Mar-24": "two digits", "Mar 3, 24": "two digits",
    "01/09/2025": "day or month first", "25-09-01": "two digits", "01.09.25": "two digits", "2025-13-01": "no such day", "2025/25/12": "no such day",
    "2025-02-30": "no such day", "2025-09-01 25:00": "no such clock", "2025年9月1日 上午15:20": "no such clock",
    "2025年9月1日 晚上12:00": "midnight of which day", "1899-12-31": "1900 to 2100", "2101-01-01": "1900 to 2100",
    "2025-09-01 10:00+99:00": "no such zone", "2025-09-01 10:00 XYZT": "zone XYZT", "2025-09-01 10:00 CST": "more than one zone",
    "2025-09-01 10:00 and more": "more than a date", "some day": "not a date",
}  # fmt: skip


@pytest.mark.parametrize("printed", UNREAD)
def test_what_is_not_whole_or_could_be_two_days_is_unread_and_says_why(printed):
    stamp = stamps.read(printed)
    assert stamp.moment is None and UNREAD[printed] in stamp.unread


def test_a_zone_of_several_is_read_and_said():
    stamp = stamps.read("2025-09-01 10:00 IST")
    assert stamp.moment == datetime(2025, 9, 1, 12, 30) and "Israel" in stamp.said


def test_capitals_behind_a_bar_are_a_section_and_no_zone():
    [stamp] = stamps.in_line("06 Apr 2021 09:15 PM | PRINT EDITION")
    assert (stamp.moment, stamp.clock) == (datetime(2021, 4, 6, 21, 15), None)


def test_day_first_settles_only_what_could_be_two():
    assert stamps.read("03/04/2025", day_first=True).moment == datetime(2025, 4, 3)
    assert stamps.read("03/04/2025", day_first=False).moment == datetime(2025, 3, 4)
    assert stamps.read("25/12/24", day_first=True).moment == datetime(2024, 12, 25)
    assert stamps.read("03.04.2025", day_first=False).moment == datetime(2025, 3, 4)
    for day_first in (True, False, None):
        assert stamps.read("2025-03-04", day_first).moment == datetime(2025, 3, 4)
        assert stamps.read("20250304", day_first).moment == datetime(2025, 3, 4)
        assert stamps.read("2025/25/03", day_first).moment is None


@pytest.mark.parametrize("zone", ["+09:00", "Z", "-04:00", " EST", "+00:00"])
def test_midnight_in_another_zone_is_not_the_day_before(zone):
    for printed in (f"2025-09-01T00:00:00{zone}", f"2025-09-01 00:00{zone}"):
        stamp = stamps.read(printed)
        assert (stamp.moment, stamp.precision) == (datetime(2025, 9, 1), "day")


def test_midnight_is_a_day_where_seconds_are_printed():
    assert [stamps.read(f"2025-09-01 00:00{seconds}").precision for seconds in (":00", "")] == ["day", "minute"]


def test_what_is_no_text_is_read_too():
    assert stamps.read(date(2025, 9, 1))[:2] == (datetime(2025, 9, 1), "day")
    assert stamps.read(datetime(2025, 9, 1, 3, tzinfo=UTC)).moment == datetime(2025, 9, 1, 11)
    tokyo = timezone(timedelta(hours=9))
    assert stamps.read(pd.Timestamp("2025-09-01", tz=tokyo))[:2] == (datetime(2025, 9, 1), "day")
    for nothing in (
        datetime(1899, 1, 1),
        pd.NaT,
        {"year": 2025},
        "\ud800",
        "",
        float("nan"),
        "9999-12-31T23:00:00-05:00",
    ):
        assert stamps.read(nothing).moment is None


# In the header of a page ----------------------------------------------------------------------------------------------

HEADERS = {
    "发布时间：2025年9月1日 下午3:20  来源：新华网": "2025-09-01 15:20", "Published: Mon, 01 Sep 2025 10:00:00 GMT": "2025-09-01 18:00",
    "Published: 2025-09-01T02:00:00Z": "2025-09-01 10:00", "Published: September 1, 2025 3:20 pm EST": "2025-09-02 04:20",
    "發布日期：114/09/01  來源：中央社": "2025-09-01 00:00", "发布时间：2025年9月  来源：新华网": None, "Date: 01/09/2025": None, "Date: 1 Sep": None,
}  # fmt: skip


@pytest.mark.parametrize("line", HEADERS)
def test_a_header_is_read_as_a_cell_is(tmp_path, line):
    row, said = in_header(tmp_path, line)
    if HEADERS[line] is None:
        assert pd.isna(row["published"]) and "is not read: " in said
    else:
        assert row["published"] == pd.Timestamp(HEADERS[line])


@pytest.mark.parametrize(
    "line",
    [
        "更新时间：2025-09-03 08:00 发布时间：2025-09-01 10:00 来源：新华网",
        "编辑时间：2025-09-03 08:00 发表时间：2025-09-01 10:00 来源：新华网",
        "发布时间：2025-09-01 10:00 更新时间：2025-09-03 08:00 来源：新华网",
        "Updated: 2025-09-03 08:00\nPublished: 2025-09-01 10:00",
    ],
)
def test_published_goes_before_updated_and_the_other_is_said(tmp_path, line):
    row, said = in_header(tmp_path, line)
    assert row["published"] == pd.Timestamp("2025-09-01 10:00")
    assert "also printed and not used: 2025-09-03 08:00" in said


def test_a_clock_on_a_line_of_its_own_is_read(tmp_path):
    row, _ = in_header(tmp_path, "2026/02/27\n13:05")
    assert (row["published"], row["published_precision"]) == (pd.Timestamp("2026-02-27 13:05"), "minute")


def test_an_update_alone_is_the_day(tmp_path):
    row, said = in_header(tmp_path, "更新时间：2025-09-03 08:00 来源：新华网")
    assert row["published"] == pd.Timestamp("2025-09-03 08:00") and not said


def test_day_first_is_said_of_a_folder_too(tmp_path):
    row, said = in_header(tmp_path, "Date: 03/04/2025", day_first=True)
    assert row["published"] == pd.Timestamp("2025-04-03") and "date" not in said.replace("no outlet", "")


def test_a_cell_and_a_header_agree(tmp_path):
    for number, printed in enumerate([*WHOLE, *ZONED]):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "t.csv").write_text(f'id,text,date\na,"{EN.format("")}","{printed}"\n', encoding="utf-8")
        row = quiet_corpus(read_table(folder / "t.csv")).articles.iloc[0]
        assert row["published"] == stamps.read(printed).moment


@given(st.text(max_size=40) | st.from_regex(r"[\d年月日:/. TZ+-]{6,24}", fullmatch=True))
def test_any_text_is_read_or_unread_with_a_reason(text):
    stamp = stamps.read(text)
    assert (stamp.moment is None) == (stamp.unread is not None)
    assert stamp.moment is None or stamp.moment.tzinfo is None


def test_one_module_reads_printed_stamps():
    others = [
        path.name
        for path in (ROOT / "helpers").rglob("*.py")
        if re.search(r"strptime|dateutil|fromisoformat\(", path.read_text(encoding="utf-8"))
    ]
    assert others == []
