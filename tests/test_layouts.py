"""Layouts that were once misread, on invented pages from `layouts/` (with `facts.json`) and `cases/pages.csv`."""

import hashlib
import json
import re
import shutil
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from conftest import cases, heard, quiet_corpus, refuses, write_pages

from helpers import load_corpus
from helpers.corpora.articles import language_of
from helpers.corpora.conventions import segment_page
from helpers.corpora.conventions.furniture import furniture_kind
from helpers.corpora.conventions.headers import is_byline
from helpers.corpora.conventions.marks import dateline, datelines
from helpers.corpora.pages import PageError, PageWarning
from helpers.lexicon import shipped
from helpers.mentions import dates
from helpers.mentions.actors import find_actors
from helpers.mentions.numbers import numbers_in
from helpers.mentions.voices import find_voices
from helpers.texts.scripts import simplify

HERE = Path(__file__).parent / "layouts"
PAGES = json.loads((HERE / "facts.json").read_text(encoding="utf-8"))
# Texts for the names in braces in cases/pages.csv.
TEXTS = {case["name"]: case["text"] for case in cases("page_texts")}
PROSE, MORE = TEXTS["zh"], TEXTS["more_zh"]


def read(folder, text=None, page=None):
    """Return the corpus of one page, and the warnings."""
    if page:
        shutil.copy(page, folder)
    else:
        (folder / "page.txt").write_text(text, encoding="utf-8")
    return heard(folder, on_error="skip")


def bare(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("facts", PAGES, ids=lambda facts: Path(facts["file"]).stem)
def test_what_must_come_out_of_a_layout(tmp_path, facts):
    corpus, said = read(tmp_path, page=HERE / facts["file"])
    row = corpus.articles.iloc[0]
    for column in facts.keys() & {"title", "outlet", "words_by", "form", "truncated", "language"}:
        assert row[column] == facts[column], column
    if "published" in facts:
        assert row["published"].floor("min") == pd.Timestamp(facts["published"])
    if "body" in facts:
        assert bare(row["text"]) == bare(facts["body"])
    for words, kind in facts.get("kind_of", {}).items():
        at = corpus.pages["raw"].iloc[0].index(words)
        tile = corpus.segments[(corpus.segments["start"] <= at) & (corpus.segments["end"] > at)]
        assert tile["kind"].tolist() == [kind], words
    assert not [words for words in facts.get("text_not", ()) if words in row["text"]]
    assert not set(facts.get("actors_not", ())) & set(find_actors(corpus)["actor"])
    assert len(corpus.articles) == facts.get("articles", len(corpus.articles))
    assert len(corpus.articles) == facts.get("articles_or_warned", len(corpus.articles)) or said
    assert len(corpus.sentences) == facts.get("sentences", len(corpus.sentences))
    if "speakers" in facts:
        assert find_voices(corpus)["speaker"].tolist() == facts["speakers"]


@pytest.mark.parametrize("case", cases("pages"), ids=lambda case: f"{case['kind']}: {case['page'][:60]}")
def test_a_page_is_read_as_its_row_says(tmp_path, case):
    """Compare a page with its row: empty cells are not tested, `-` means missing, `not` forbids a message."""
    corpus, said = read(tmp_path, case["page"].format(**TEXTS))
    row = corpus.articles.rename(columns={"outlet_as_printed": "printed", "words_by_because": "because"}).iloc[0]
    for name in filter(case.get, ("title", "outlet", "printed", "words_by", "because", "form", "published")):
        expected = case[name].format(**TEXTS)
        if expected == "-":
            assert pd.isna(row[name]), name
        elif name == "published":
            assert row[name].floor("min") == pd.Timestamp(expected)
            assert row["published_precision"] == ("minute" if ":" in expected else "day")
        else:
            assert row[name] == expected, name
    if case["text"]:
        assert [bare(text) for text in corpus.articles["text"]] == [bare(case["text"].format(**TEXTS))]
    said = " ".join([*said, *corpus.problems["problem"]])
    asked = [] if case["said"] == "-" else case["said"].split("; ")
    assert all((one.removeprefix("not ") in said) != one.startswith("not ") for one in asked) and (asked or not said)


@pytest.mark.parametrize("case", cases("furniture"), ids=lambda case: case["line"][:40])
def test_furniture_is_known_by_its_words(case):
    assert furniture_kind(simplify(case["line"])) == (case["kind"] or None)


def test_a_byline_names_who_wrote_and_nothing_else():
    lines = ("文・攝影 蔡某某", "本报记者 马小某 李 某", "Bo Lind, Freelance Writer", "中亚记者眼中的中国")
    assert [is_byline(simplify(line)) for line in lines] == [True, True, True, False]


@pytest.mark.parametrize("case", cases("datelines"), ids=lambda case: case["text"])
def test_a_dateline_opens_a_text(case):
    assert case["text"][: dateline(case["text"])[0]] == case["opening"]


def test_each_shape_of_a_dateline_reads_its_example():
    for shape, example in zip(datelines(lexicon=shipped()), shipped().table("datelines")["example"], strict=True):
        assert shape.match(simplify(example)), example


def test_more_prose_around_a_text_than_in_it_is_said(tmp_path):
    """Lists of links cut a text into parts: one part is read, and a warning reports the rest."""
    links = "".join(f"Markets {number}\n" for number in range(12))
    parts = [f"{PROSE}\n{MORE}\n" * times for times in (2, 3, 2)]
    teased = [parts[0] + "相关新闻\n", *[f"{PROSE}\n"] * 9]
    for between, page, said_so in ((links, parts, True), (links, teased, True), ("", parts, False)):
        _, said = read(tmp_path, f"海边图书馆新馆开放\n2025-06-03 09:20 来源：新华网\n{between.join(page)}")
        assert ("more prose stands around the text than in it" in " ".join(said)) == said_so


@pytest.mark.parametrize("case", cases("exports"), ids=lambda case: case["page"])
def test_each_document_of_an_export_is_an_article(tmp_path, case):
    titles = [f"Harbour library opens for the {n}th time" for n in (1, 2, 3)]
    documents = [case["page"].format(n=n, title=title, **TEXTS) for n, title in enumerate(titles, 1)]
    articles = read(tmp_path, "\n\n".join(["Documents (3)", *documents]))[0].articles
    assert (list(articles["title"]), articles["published"].dt.day.tolist()) == (titles, [1, 2, 3])
    assert set(articles["text"].map(bare)) == {bare(TEXTS["en"])}


def test_words_at_the_end_of_a_wrapped_line_stay_two(tmp_path):
    text = """The ministers of the four countries met in the old part of the city in a café
and said that the tax would be “a small step for every one of us here today”
which nobody wanted to make before the summer, and that the talks will go on
until the autumn, when the parliaments of the four countries are to meet again."""
    corpus, _ = read(tmp_path, f"Ministers meet over a tax\n\nLISBON, June 3 (Reuters) - {text}\n")
    assert corpus.articles["text"].tolist() == [text]


def test_a_date_a_number_and_a_name_go_on_over_a_line_end(tmp_path):
    text = """The second pier of the lake port was opened by the mayor on August
31, 2025, and the first ferry left with ninety passengers on board in
the evening. The port had been closed since the flood of last
year, when the old pier was washed away by the river in one night of
rain. The minister of transport said that the pier cost 12
million dollars and no more than that for the town. Foreign Minister Wang
Yi said that the pier shows how the two towns can work together on
the lake."""
    corpus, _ = read(tmp_path, f"Lake port opens a second pier\nHarbour Courier, September 2, 2025\n\n{text}\n")
    assert dates.find_dates(corpus)["expression"].tolist()[:2] == ["August 31, 2025", "last year"]
    assert find_actors(corpus)["actor"].tolist() == ["Wang Yi"]
    assert find_voices(corpus)["speaker"].tolist() == ["minister of transport", "Wang Yi"]
    assert "12000000" in [number.key for number in numbers_in(corpus.articles["text"].iloc[0], "en")]


def test_a_page_of_notices_is_no_article(tmp_path):
    notices = "Marina Times\nSubscribe to continue reading\nEnable JavaScript and cookies to continue\n"
    corpus, said = read(tmp_path, notices)
    assert corpus.articles.empty and any("no article found" in one for one in said)


def test_a_sentence_cut_by_an_advertisement_is_one(tmp_path):
    cut = "市民代表认为,这是全市今年广受欢迎的\n广告\n一项工程,旧馆的木头书架全部留用。\n"
    row = read(tmp_path, f"海边图书馆新馆开放\n2025-06-03 来源：新华网\n{PROSE}\n{cut}{PROSE}\n")[0]
    assert "市民代表认为,这是全市今年广受欢迎的一项工程,旧馆的木头书架全部留用。" in row.sentences["text"].tolist()


def test_two_articles_with_their_headers_are_two(tmp_path):
    page = f"海边图书馆新馆开放\n来源：新华网 2025-09-01 08:00\n{PROSE}\n{MORE}\n{PROSE}\n{MORE}\n渡轮恢复通航首日客流稳定\n来源：光明网 2025-09-02 09:00\n{MORE}\n{PROSE}\n{MORE}\n"
    articles = read(tmp_path, page)[0].articles
    assert articles["title"].tolist() == ["海边图书馆新馆开放", "渡轮恢复通航首日客流稳定"]
    assert [bare(text) for text in articles["text"]] == [(PROSE + MORE) * 2, MORE + PROSE + MORE]


def test_other_languages_are_und():
    french = "La bibliothèque du port a rouvert ses portes mardi, après deux ans de travaux, devant une foule de lecteurs venus de toute la ville."
    english = "The library of the port has reopened on Tuesday, after two years of work, and a crowd of readers came from all of the town."
    assert (language_of(french), language_of(english)) == ("und", "en")


def test_a_line_of_clocks_is_read_at_once():
    line = "2025/11/3 14:22（11/3 15:05 更新）" * 8 + "图书馆"
    begun = time.process_time()
    assert furniture_kind(line) is None
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("unit", [PROSE + "\n分享\n", "Markets {} rally again\n", "讀者{}排隊入館。（歐新社）\n"])  # fmt: skip
def test_reading_stays_linear(unit):
    page = "标题一行标题\n2025-06-03 来源：新华网\n" + "".join(unit.format(number) for number in range(5000)) + PROSE
    segments, drafts, _ = segment_page(page)
    assert (segments[-1].end, len(drafts)) == (len(page), 1)


# --- HTML ---------------------------------------------------------------------------------------------------------------

LINKED = HERE / "71-html-with-linked-data.htm"
OFFICIAL = (HERE / "70-html-of-a-government.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("facts", [facts for facts in PAGES if "encoding" in facts], ids=lambda facts: facts["file"])
def test_a_page_of_html_keeps_its_bytes_and_paragraphs(tmp_path, facts):
    corpus, _ = read(tmp_path, page=HERE / facts["file"])
    row, page = corpus.articles.iloc[0], corpus.pages.iloc[0]
    assert page["encoding"] == facts["encoding"]
    assert page["sha256"] == hashlib.sha256((HERE / facts["file"]).read_bytes()).hexdigest()
    assert page["raw"][row["start"] : row["end"]] == row["text"] == facts["body"]


def test_the_character_set_that_a_page_names_is_its_own(tmp_path):
    (tmp_path / "new.html").write_text(OFFICIAL, encoding="utf-8")
    (tmp_path / "old.html").write_text(OFFICIAL.replace('charset="utf-8"', 'charset="gb2312"'), encoding="gb18030")
    pages = quiet_corpus(tmp_path).pages
    assert pages.at["old.html", "encoding"] == "gb18030, HTML"
    assert pages.at["old.html", "raw"] == pages.at["new.html", "raw"]


def test_a_headline_in_json_is_read_without_its_escapes(tmp_path):
    title, page = "The library’s doors open “at last”", LINKED.read_text(encoding="utf-8")
    json_title = title.replace("’", r"\u2019")
    page = page.replace('"headline":\n"Seaside library reopens"', f'"headline": "{json_title}"')
    page = page.replace("<h1>Seaside library reopens", f"<h1>{title}")
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert json_title in page and quiet_corpus(tmp_path).articles["title"].tolist() == [title]


def test_stamps_of_html_are_read_with_the_words_of_a_study(tmp_path):
    page = OFFICIAL.replace("2025-09-01 08:15", "1 Herbstmond 2025")
    write_pages(tmp_path, study={"stamps": "cue,kind,value,reason\nHerbstmond,month,9,an old name\n"})
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert str(quiet_corpus(tmp_path).articles["published"].iloc[0]) == "2025-09-01 00:00:00"


def test_html_without_main_text_is_read_whole_and_said(tmp_path):
    (tmp_path / "bare.html").write_text("<html><body><div>Two words</div></body></html>", encoding="utf-8")
    with pytest.warns(PageWarning, match=r"bare\.html: .*"):
        corpus = load_corpus(tmp_path)
    assert "Two words" in corpus.pages.at["bare.html", "raw"]
    (tmp_path / "bare.html").write_text("<html><body><img src='x'></body></html>", encoding="utf-8")
    refuses(PageError, r"bare\.html: no text in its HTML", load_corpus, tmp_path)


def test_without_the_library_the_remedy_is_named(tmp_path, monkeypatch):
    shutil.copy(LINKED, tmp_path / "page.html")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    said = r"page\.html: HTML is read by trafilatura, .*pip install trafilatura"
    refuses(PageError, said, load_corpus, tmp_path)
