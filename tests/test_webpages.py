"""Pages saved as HTML, in the structures of common news sites: their text, title, source and day, and nothing else."""

import hashlib
import sys

import pytest
from conftest import quiet_corpus

from helpers import load_corpus
from helpers.corpora.pages import PageError, PageWarning

ZH = [
    "海边图书馆新馆日前开放,首日接待读者三千人。馆长说,新馆将为渔民的孩子留出一间阅览室,并在周末开到深夜。",
    "新馆的屋顶由旧船板铺成,木匠们用了两个冬天。据介绍,馆内藏书二十万册,其中一半来自各地读者的捐赠。",
    "“灯亮着,船就知道往哪里走。”一位老船长在留言簿上写道。图书馆还将在秋天举办一次读书会,邀请各国的图书管理员参加。",
]
HANT = [
    "海邊圖書館新館日前開放,首日接待讀者三千人。館長說,新館將為漁民的孩子留出一間閱覽室,並在週末開到深夜。",
    "新館的屋頂由舊船板鋪成,木匠們用了兩個冬天。據介紹,館內藏書二十萬冊,其中一半來自各地讀者的捐贈。",
    "「燈亮著,船就知道往哪裡走。」一位老船長在留言簿上寫道。圖書館還將在秋天舉辦一次讀書會,邀請各國的圖書管理員參加。",
]
EN = [
    "The seaside library has reopened after two years of repair, and three thousand readers came on the first day.",
    "The director said that the reading room would stay open late on weekends, and that a room is kept for the children of fishermen.",
    "The roof is made of the planks of old boats. “When the light is on, the boats know where to go,” an old captain wrote in the guest book.",
]
MENU = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Home", "World", "Sport", "Weather", "Login"))
FOOT = "<footer><p>Copyright 2025. All rights reserved.</p><a href='#'>Contact us</a></footer>"
TEASERS = "".join(f"<li><a href='/n{n}'>Another headline of number {n}</a></li>" for n in range(5))


def paragraphs(lines):
    return "".join(f"<p>{line}</p>" for line in lines)


PAGES = {
    # A government's CMS: its own names in the head, source and clock in one line.
    "government.html": (
        f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>海边图书馆新馆开放_海滨市人民政府</title>
        <meta name="ColumnName" content="要闻"><meta name="PubDate" content="2025-09-01 08:15"></head><body>
        <div class="nav"><ul><li><a href="#">首页</a></li><li><a href="#">要闻</a></li></ul></div><div class="article"><h1>海边图书馆新馆开放</h1>
        <div class="pages-date">2025-09-01 08:15 <span>来源： 新华网</span> 字体： 大 中 小</div><div id="UCAP-CONTENT">{paragraphs(ZH)}</div>
        </div><div class="footer">版权所有：海滨市人民政府</div></body></html>""",
        ("海边图书馆新馆开放", "Xinhua News Agency", "2025-09-01 08:15", "zh", ZH),
    ),
    # A blog system with JSON-LD, its clock in another zone.
    "linked.htm": (
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Seaside library reopens | The Kumbulak Times</title>
        <meta property="og:site_name" content="The Kumbulak Times"><meta property="og:title" content="Seaside library reopens">
        <script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "NewsArticle", "headline":
        "Seaside library reopens", "datePublished": "2025-09-01T02:00:00+00:00", "dateModified": "2025-09-03T02:00:00+00:00",
        "publisher": {{"@type": "Organization", "name": "The Kumbulak Times"}}}}]}}</script></head><body><nav><ul>{MENU}</ul></nav>
        <article><h1>Seaside library reopens</h1><p class="byline">By A. Reader</p><div class="entry-content">{paragraphs(EN)}</div></article>
        <aside><h3>Related</h3><ul>{TEASERS}</ul></aside>{FOOT}</body></html>""",
        ("Seaside library reopens", "The Kumbulak Times", "2025-09-01 10:00", "en", EN),
    ),
    # Nothing in the head; published and updated in two lines, by a clock that is named.
    "clock.html": (
        f"""<html><head><title>Seaside library reopens - Harbour News</title></head><body><div id="top"><ul>{MENU}</ul></div>
        <div class="story"><h1>Seaside library reopens</h1><p class="meta">Published: September 1, 2025 3:20 pm EDT</p>
        <p class="meta">Updated: September 2, 2025 9:00 am EDT</p>{paragraphs(EN)}</div><div class="more"><ul>{TEASERS}</ul></div>{FOOT}
        </body></html>""",
        ("Seaside library reopens", "Harbour News", "2025-09-02 03:20", "en", EN),
    ),
    # Traditional characters, a year of the Republic, saved under the name of a text.
    "republic.txt": (
        f"""<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" ""><html><head>
        <meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>海邊圖書館新館開放 | 海濱日報</title></head><body>
        <div class="menu"><a href="#">首頁</a><a href="#">即時</a></div><div class="news"><h1>海邊圖書館新館開放</h1>
        <div class="info">發布時間：114年9月1日 下午3:20</div><div class="text">{paragraphs(HANT)}</div></div></body></html>""",
        ("海邊圖書館新館開放", "海濱日報", "2025-09-01 15:20", "zh", HANT),
    ),
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("html")
    for name, (page, _) in PAGES.items():
        (folder / name).write_text(page, encoding="utf-8")
    old = PAGES["government.html"][0].replace('charset="utf-8"', 'charset="gb2312"')
    (folder / "old.html").write_bytes(old.encode("gb18030"))
    return quiet_corpus(folder), folder


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_html_gives_its_article_and_nothing_else(loaded, name):
    corpus, folder = loaded
    title, outlet, published, language, body = PAGES[name][1]
    articles = corpus.articles[corpus.articles["page"] == name]
    assert len(articles) == 1
    row = articles.iloc[0]
    assert (row["title"], row["outlet"], row["language"]) == (title, outlet, language)
    assert f"{row['published']:%Y-%m-%d %H:%M}" == published
    assert row["text"].split("\n") == body
    page = corpus.pages.loc[name]
    assert page["sha256"] == hashlib.sha256((folder / name).read_bytes()).hexdigest()
    assert page["raw"][row["start"] : row["end"]] == row["text"]
    assert page["encoding"] == "utf-8, HTML"


def test_the_character_set_that_a_page_names_is_its_own(loaded):
    corpus, _ = loaded
    pages = corpus.pages
    assert pages.at["old.html", "encoding"] == "gb18030, HTML"
    assert pages.at["old.html", "raw"] == pages.at["government.html", "raw"]


def test_a_headline_in_json_is_read_without_its_escapes(tmp_path):
    title, page = "The library’s doors open “at last”", PAGES["linked.htm"][0]
    page = page.replace(
        '"headline":\n        "Seaside library reopens"', rf'"headline": "{title}"'.replace("’", r"\u2019")
    )
    page = page.replace("<h1>Seaside library reopens", f"<h1>{title}")
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert quiet_corpus(tmp_path).articles["title"].tolist() == [title]


def test_a_short_text_has_the_paragraphs_of_its_page_and_no_title(tmp_path):
    page = "<html><head><title>Rail link agreed | Harbour Times</title></head><body><nav>Home</nav><article><h1>Rail link agreed</h1><p>By A. Doe</p>"
    page += "<p>Four ministers agreed on Friday to build a rail link.</p><p>It will cost 3 billion &amp; take six years.</p></article></body></html>"
    (tmp_path / "short.html").write_text(page, encoding="utf-8")
    article = quiet_corpus(tmp_path).articles.iloc[0]
    assert article["title"] == "Rail link agreed"
    assert article["text"] == (
        "Four ministers agreed on Friday to build a rail link.\nIt will cost 3 billion & take six years."
    )


def test_a_page_laid_out_in_a_table_has_no_strokes_around_its_text(tmp_path):
    text = (
        "The ministers of four countries met on Friday in Lisbon, and agreed to build a rail link by the end of 2030. "
        * 3
    )
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in ("Rail link agreed", text))
    (tmp_path / "old.html").write_text(f"<html><body><table>{rows}</table></body></html>", encoding="utf-8")
    article = quiet_corpus(tmp_path).articles.iloc[0]
    assert (article["title"], article["text"]) == ("Rail link agreed", text.strip())


def test_html_without_main_text_is_read_whole_and_said(tmp_path):
    (tmp_path / "bare.html").write_text("<html><body><div>Two words</div></body></html>", encoding="utf-8")
    with pytest.warns(PageWarning, match=r"bare\.html: .*"):
        corpus = load_corpus(tmp_path)
    assert "Two words" in corpus.pages.at["bare.html", "raw"]
    (tmp_path / "bare.html").write_text("<html><body><img src='x'></body></html>", encoding="utf-8")
    with pytest.raises(PageError, match=r"bare\.html: no text in its HTML"):
        load_corpus(tmp_path)


def test_without_the_library_the_remedy_is_named(tmp_path, monkeypatch):
    (tmp_path / "page.html").write_text(PAGES["linked.htm"][0], encoding="utf-8")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(PageError, match=r"page\.html: HTML is read by trafilatura, .*pip install trafilatura"):
        load_corpus(tmp_path)
