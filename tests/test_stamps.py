"""Printed dates and times: read alike in headers and cells, or left unread with a reason."""

from datetime import UTC, date, datetime, timedelta, timezone

import pandas as pd
import pytest
from conftest import cases, quiet_corpus, write_pages
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpora import stamps

STAMPS = cases("stamps")


@pytest.mark.parametrize("case", STAMPS, ids=lambda case: f"{case['kind']}: {case['printed']}")
def test_a_stamp_is_read_or_says_why_not(case):
    """Moments are in Beijing time; incomplete and ambiguous dates are left unread."""
    stamp = stamps.read(case["printed"])
    assert (stamp.clock or "") == case["clock"]
    if case["moment"]:
        assert (stamp.moment, stamp.unread) == (pd.Timestamp(case["moment"]), None)
        assert stamp.precision == ("minute" if ":" in case["moment"] else "day")
    else:
        assert stamp.moment is None and case["unread"] in stamp.unread
    assert case["said"] in (stamp.said or "") and bool(case["said"]) == bool(stamp.said)


@pytest.mark.parametrize(
    ("line", "moment", "clock"),
    [
        ("October 21, 2025 9:12 AM EDTUpdated 2 hours ago", datetime(2025, 10, 21, 21, 12), "UTC-04:00"),
        ("October 21, 2025 9:12 AM EDTUpdated October 22, 2025", datetime(2025, 10, 21, 21, 12), "UTC-04:00"),
        ("October 21, 20255:00 AM ETHeard on Morning Edition", datetime(2025, 10, 21, 17), "UTC-04:00"),
        ("October 21, 20259:12 AM GMT+8Updated October 22, 2025", datetime(2025, 10, 21, 9, 12), "UTC+08:00"),
        ("October 21, 2025 9:12 AM Reading time: 5 min", datetime(2025, 10, 21, 9, 12), None),
        ("2025年10月21日 14:05（更新时间）", datetime(2025, 10, 21, 14, 5), None),
    ],
)
def test_a_word_against_a_zone_hides_no_zone(line, moment, clock):
    stamp = stamps.read_header(line, (0, len(line)))
    assert (stamp.moment, stamp.clock) == (moment, clock)


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


def test_what_is_no_text_is_read_too():
    assert stamps.read(date(2025, 9, 1))[:2] == (datetime(2025, 9, 1), "day")
    assert stamps.read(datetime(2025, 9, 1, 3, tzinfo=UTC)).moment == datetime(2025, 9, 1, 11)
    tokyo = timezone(timedelta(hours=9))
    assert stamps.read(pd.Timestamp("2025-09-01", tz=tokyo))[:2] == (datetime(2025, 9, 1), "day")
    nothing = [pd.NaT, float("nan"), {"year": 2025}, "\ud800", "", datetime(1899, 1, 1), "9999-12-31T23:00:00-05:00"]
    assert [stamps.read(one).moment for one in nothing] == [None] * len(nothing)


def test_day_first_is_said_of_a_folder_too(tmp_path):
    page = "Seaside library reopens\nDate: 03/04/2025\n\nThe director said that the reading room stays open late.\n"
    corpus = quiet_corpus(write_pages(tmp_path, page=page), day_first=True)
    assert corpus.articles["published"].tolist() == [pd.Timestamp("2025-04-03")]
    assert not corpus.problems["problem"].str.contains("date").any()


def test_a_cell_is_read_as_a_stamp_is(tmp_path):
    read = [case for case in STAMPS if case["moment"]]
    table = pd.DataFrame({"text": "The library is open.", "date": [case["printed"] for case in read]})
    table.to_csv(tmp_path / "t.csv", index=False)
    moments = pd.to_datetime([case["moment"] for case in read], format="ISO8601")
    assert quiet_corpus(tmp_path / "t.csv").articles["published"].tolist() == moments.tolist()


@given(st.text(max_size=40) | st.from_regex(r"[\d年月日:/. TZ+-]{6,24}", fullmatch=True))
def test_any_text_is_read_or_unread_with_a_reason(text):
    stamp = stamps.read(text)
    assert (stamp.moment is None) == (stamp.unread is not None)
    assert stamp.moment is None or stamp.moment.tzinfo is None
