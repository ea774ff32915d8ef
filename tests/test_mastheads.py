"""Who published an article, of when it is and what its headline is: for each form in which a page prints it a page of that form.

No table knows the outlets of these pages: the form alone says who they are.
"""

import pandas as pd
import pytest
from conftest import quiet_corpus

TITLE = "Seaside library reopens after two years of repairs"
PROSE = (
    "The seaside library of Port Anse reopened on Tuesday after two years of repairs, and three thousand readers came on the first day."
    "\nThe director said a reading room would be kept for the children of fishermen, and that the house stays open late at weekends."
    "\nThe old wooden shelves were all kept, and the new house holds 120,000 volumes, the council said in a statement."
)
DAY = "June 3, 2025"
TITEL = "海边图书馆新馆开放接待读者三千人"
TEXT = (
    "海边图书馆新馆6月2日开放,首日接待读者三千人。馆长说,新馆将为渔民的孩子留出一间阅览室,并在周末开到深夜。"
    "\n市民代表认为,这是全市今年最受欢迎的一项工程,旧馆的木头书架全部留用。新馆共有藏书12万册。"
)
TIME = "2025-06-03 09:20"
MENU = "Home\nNews\nSport"
ENGLISH = [
    ("Harbour Wire", f"{TITLE}\nAnn Roe, Harbour Wire\n{DAY}\n{PROSE}"),
    ("HARBOUR WIRE", f"{TITLE}\nHARBOUR WIRE | {DAY} | 09:20\n{PROSE}"),
    ("Harbour Wire", f"{TITLE}\nPublished by Harbour Wire on {DAY}\n{PROSE}"),
    ("Coastline", f"{TITLE}\nBy Ann Roe – Coastline\n{DAY}\n{PROSE}"),
    ("Coastline", f"{TITLE}\nBy Ann Roe for Coastline\n{DAY}\n{PROSE}"),
    ("Coastline", f"{TITLE} | Coastline\nHome | News | Sport\n{TITLE}\n{DAY}\n{PROSE}"),
    ("Coast Daily", f"{TITLE} - Coast Daily\n{DAY}\n{PROSE}"),
    ("Coastline", f"Menu\nSearch\nCoastline\nSubscribe\n{TITLE}\nBy Ann Roe\n{DAY}\n{PROSE}\nFollow Coastline on Facebook"),
    ("Coastline", f"{TITLE}\n{DAY}\n{PROSE}\n(c) Coastline 2025"),
    ("Coast Times", f"Front Page\nMarine News\n{MENU}\n{TITLE}\n{DAY}\n{PROSE}\nCopyright © 1999-2025 Coast Times. All rights reserved."),
    ("Coastline", f"Skip to content\n{MENU}\n{TITLE}\n{DAY}\n{PROSE}\nAbout Coastline\nContact\nJobs at Coastline"),
    ("Coastline", f"Skip to content\nCoastline Shop\nMarine News\n{MENU}\n{TITLE}\n{DAY}\n{PROSE}\nRead our Coastline Privacy policy"),
    ("Coast Daily", f"{TITLE}\n{DAY} 09:20\nCoast Daily News Desk\n{PROSE}"),
    ("Harbour Wire", f"{TITLE}\n{DAY}\n{PROSE}\n— Harbour Wire"),
    ("Harbour Wire", f"{TITLE}\n{DAY}\n{PROSE} (Harbour Wire)"),
    ("Harbour Wire", f"{TITLE}\n{DAY}\n{PROSE}\nThis article was first published by Harbour Wire."),
    ("CPA", f"{TITLE}\n{DAY}\nPORT ANSE, 3rd June, 2025 (CPA) -- {PROSE}"),
    (None, f"{TITLE}\nBy Ann Roe, Port Anse\n{DAY}\n{PROSE}"),
    (None, f"{TITLE}\nBy Ann Roe, Senior Writer\n{DAY}\n{PROSE}\nCopyright Policy"),
]  # fmt: skip
CHINESE = [
    ("南岸日报", f"{TITEL}\n{TIME}\n南岸日报记者 李某\n{TEXT}"),
    ("南岸時報", f"{TITEL}\n南岸時報／ 編譯李某／即時報導\n{TIME}\n{TEXT}"),
    ("南岸在线", f"{TITEL}\n{TIME} 来源:南岸在线 参与互动\n{TEXT}"),
    ("南岸在线", f"{TITEL}\n{TIME} 来源:南岸在线原创\n{TEXT}"),
    ("南岸日报", f"{TITEL}\n{TIME}\n本文来源:南岸日报 责任编辑:李某\n{TEXT}"),
    ("南岸日报", f"{TITEL}\n{TIME}\n{TEXT}\n(来源:南岸日报)"),
    ("南岸日报", f"{TITEL}\n{TIME} 来源:本报\n南岸日报\n{TEXT}"),
    ("南岸日报", f"{TITEL}\n{TIME}\n{TEXT}(南岸日报)"),
    ("南岸日报社", f"{TITEL}\n{TIME}\n{TEXT}\n主办:南岸日报社 ICP备00001号"),
    ("南岸大学", f"{TITEL}\n发布者：李某 发布时间：{TIME}\n{TEXT}\n版权所有 © 南岸大学"),
    ("南岸", f"{TITEL}_新闻频道_南岸\n首页 新闻 体育 财经\n{TITEL}\n{TIME}\n{TEXT}"),
    ("南岸通讯社", f"{TITEL}\n港口关系 {TIME}\n南岸通讯社海港6月3日电 {TEXT}"),
    ("港口日报", f"{TITEL}\n港口日报 {TIME}\n南岸通讯社海港6月3日电 {TEXT}"),
    (None, f"{TITEL}\n{TIME} 来源:李建国\n{TEXT}"),
    (None, f"{TITEL}\n{TIME} 来源:互联网综合\n{TEXT}"),
]  # fmt: skip


@pytest.mark.parametrize(("outlet", "page"), ENGLISH + CHINESE)
def test_the_form_says_who_published(tmp_path, outlet, page):
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    row = quiet_corpus(tmp_path).articles.iloc[0]
    assert row["title"] in (TITLE, TITEL)
    assert row["published"].normalize() == pd.Timestamp("2025-06-03")
    assert (row["outlet_as_printed"] if pd.notna(row["outlet_as_printed"]) else None) == outlet


def test_of_two_outlets_that_are_printed_alike_the_choice_is_said(tmp_path):
    page = f"{TITEL}\n{TIME} 来源:南岸日报\n{TEXT}\n来源:北湾晚报"
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    corpus = quiet_corpus(tmp_path)
    assert corpus.articles["outlet"].tolist() == ["南岸日报"]
    assert corpus.problems["problem"].str.contains("'南岸日报' is taken for the outlet, not '北湾晚报'").any()


VIDEO = "Three thousand readers came to the seaside library of Port Anse on the first day"
LIST = "Harbour festival draws record crowds this summer\nNew ferry to carry readers of the seaside library"


@pytest.mark.parametrize(
    "head",
    [
        f"{TITLE}\nBy Ann Roe\n{DAY}\n{VIDEO}\nSept. 2, 2024\n",
        f"{TITLE}\nThe shelves of the library were kept, and so were its hours.\nSocial Sharing\nReaders came in thousands on Tuesday\n{DAY}\n",
        f"{LIST}\n{TITLE} for the town and its many summer guests\n{DAY}\n",
    ],
)
def test_the_headline_stands_over_the_header(tmp_path, head):
    (tmp_path / "page.txt").write_text(head + PROSE, encoding="utf-8")
    title = quiet_corpus(tmp_path).articles["title"].iloc[0]
    assert title.startswith(TITLE)


@pytest.mark.parametrize(
    ("page", "published"),
    [
        (f"{TITEL}\n发佈時間：14:46 2025-06-03 HKT\n{TEXT}", "2025-06-03 14:46"),
        (f"{TITLE}\n{DAY}\nThe council gave its word last year.\nSource: Town Council, October 25, 2024\n{PROSE}", "2025-06-03"),
        (f"{TITLE}\n{PROSE}\n" + "".join(f"Other headline {n}\n- June {n}, 2025, 10:54 am\n" for n in (1, 2, 4)), None),
    ],
)  # fmt: skip
def test_of_which_day_it_is(tmp_path, page, published):
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    moment = quiet_corpus(tmp_path).articles["published"].iloc[0]
    assert pd.isna(moment) if published is None else moment == pd.Timestamp(published)
