"""Dirty text: what can be read is read, and every kind is counted and said."""

import json

import pandas as pd
import pytest
from conftest import quiet_corpus
from hypothesis import given
from hypothesis import strategies as st

from helpers import load_corpus, tokenize
from helpers.corpora import validate
from helpers.corpora.pages import PageWarning
from helpers.texts.hygiene import marks_in, shown, strange_characters, unmarked

WRONG = "弘扬上海精神".encode().decode("cp1252", "replace").replace("\ufffd", "\x81")
CELLS = {
    # kind: language, text, terms that must be found, terms that must not, what is said
    "radicals": ("zh", "加强⼈⽂交流和⽂化合作。", "人文 文化", "⽂", "radicals"),
    "zero-width space": ("zh", "弘扬上\u200b海精\u200b神。", "上海精神", "", "invisible"),
    "soft hyphen": ("en", "secu\xadrity and co\xadoperation grew in the region this year", "security cooperation", "secu rity co", "invisible"),
    "tags": ("zh", '<p>弘扬上海精神。</p><div class="content">&nbsp;合作</div>', "上海精神 合作", "p div class nbsp content", "tags"),
    "entities": ("en", "They discussed&nbsp;security and China&rsquo;s plan for the region", "discussed security china", "nbsp rsquo discussed&nbsp", "entities"),
    "escapes": ("en", r"They discussed it.\nSecurity and China\u2019s plan for the region", "discussed security china", "nsecurity u2019s", "escapes"),
    "mojibake": ("en", "å¼˜æ‰¬ä¸Šæµ·ç²¾ç¥ž å¼˜æ‰¬ä¸Šæµ·ç²¾ç¥ž", "", "", "mojibake"),
    "mojibake of GBK": ("zh", "弘扬上海精神。".encode().decode("gb18030", "replace") + "鐨勫悎浣滅粍缁", "", "", "mojibake"),
    "replacement characters": ("zh", "弘扬上海精\ufffd\ufffd,加强合作。", "合作", "", "replacement"),
    "pre-segmented": ("zh", "各国 弘扬 上海 精神 , 加强 合作 , 维护 安全 。", "上海精神 合作 安全", "", "blanks between"),
    "compatibility characters": ("zh", "加强\uf90a融合作,推动\ufa08业发展。", "金融 合作 行业", "\uf90a", "radicals"),
    "ligatures": ("en", "The o\ufb03ce of the bene\ufb01t fund signed a con\ufb02ict treaty.", "office benefit conflict", "", "ligatures"),
    "GBK as Latin": ("zh", "弘扬上海精神 加强合作".encode("gb18030").decode("latin-1"), "", "", "mojibake"),
    "Big5 as Latin": ("zh", "維護地區安全合作發展".encode("big5").decode("latin-1"), "", "", "mojibake"),
    "private use": ("zh", "加强合作\ue000\ue001,共同发展。", "合作 发展", "", "private use"),
    "escaped tags": ("zh", "&lt;p&gt;加强合作。&lt;/p&gt;&lt;br&gt;维护安全。", "合作 安全", "lt gt p br", "tags"),
    "entities escaped twice": ("en", "Trade &amp;amp; security of the region&amp;#8217;s members", "trade security members", "amp", "entities"),
    "pre-segmented, wide": ("zh", "成员国\u3000应\u3000深化\u3000互信\u3000，\u3000扩大\u3000贸易\u3000，\u3000共同\u3000发展\u3000。", "互信 贸易", "", "blanks between"),
    "pre-segmented, strokes": ("zh", "成员国/应/深化/互信/，/扩大/贸易/，/共同/发展/。", "互信 贸易", "/", "blanks between"),
    "pre-segmented, tags": ("zh", "各方/r 应/v 深化/v 合作/vn ，/w 推动/v 经济/n 发展/vn ，/w 维护/v 安全/n 。/w", "合作 经济 安全", "vn n v w", "blanks between"),
    "percent escapes": ("en", "See %E4%B8%8A%E6%B5%B7 for the plan of the region this year", "region", "", "percent"),
    "line ends": ("en", "The members agreed to widen secu-\nrity and trade of the region this year", "region trade", "", "line ends"),
    "control characters": ("zh", "弘扬上海\x0b精神,加强\x01合作。", "合作", "", "control characters"),
    "quotes of Windows read as Latin": ("en", "The region\x92s plan for trade and security this year", "security", "", "control characters"),
    "terminal escapes": ("en", "The \x1b[31mred plan of the region this year", "region", "", "terminal"),
}  # fmt: skip


def corpus_of(tmp_path, **row):
    row = {"id": "a", "date": "2025-09-01", "title": "x y", "outlet": "Xinhua", **row}
    (tmp_path / "t.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return quiet_corpus(tmp_path / "t.jsonl")


@pytest.mark.parametrize("kind", CELLS)
def test_each_kind_is_read_as_far_as_it_can_be_and_said(tmp_path, kind):
    _, text, must, must_not, said = CELLS[kind]
    corpus = corpus_of(tmp_path, text=text)
    terms = set(tokenize(corpus)["term"].astype(str))
    assert set(must.split()) <= terms
    assert not set(must_not.split()) & terms
    assert any(said in problem for problem in corpus.problems["problem"])
    report = str(validate(corpus))
    assert said in report and "walks back to its page" in report
    row = corpus.articles.iloc[0]
    raw = corpus.pages.at["a", "raw"]
    for token in tokenize(corpus).itertuples():
        assert token.start >= row["start"] and raw[token.start]


def test_clean_text_is_not_accused():
    for text in (
        "The café said “no”… and the naïve façade; déjà vu, Türkiye, Şanlıurfa, São Tomé, 100 % of it.",
        "上海合作组织 (SCO) 峰会 29日 在天津举行。涓滴之水,长江之歌。",
        "C:\\new\\table and a < b & c > d, AT&T, 5% of 10%",
        "See https://example.org/wiki/%E4%B8%8A%E6%B5%B7 for it.",
        "The tag <b> makes a word bold.",
        "A dash -\nand a list:\n- one\n- two\ttabbed\r\nx-\nY",
        "参加者来自中国/俄罗斯/印度/伊朗/巴基斯坦/白俄罗斯/塔吉克斯坦/乌兹别克斯坦/吉尔吉斯斯坦/哈萨克斯坦等国,和/或其他国家。",
    ):
        assert strange_characters(text) == []


def test_a_cell_that_is_only_markup_is_refused(tmp_path):
    rows = [{"id": "a", "text": "<p> </p><br/>"}, {"id": "b", "text": "It grew."}]
    pd.DataFrame(rows).to_csv(tmp_path / "t.csv", index=False)
    with pytest.warns(PageWarning):
        corpus = load_corpus(tmp_path / "t.csv")
    assert corpus.refusals.to_numpy().tolist() == [["a", "no text among its markup"]]


def test_the_columns_beside_the_text_are_unmarked_too(tmp_path):
    row = corpus_of(tmp_path, text="It grew.", title="<b>Growth</b> &amp; peace", outlet="China&nbsp;Daily").articles.iloc[0]  # fmt: skip
    assert (row["title"], row["outlet"]) == ("Growth & peace", "China Daily")


def test_quote_and_report_show_nothing_that_acts_on_a_screen(tmp_path):
    corpus = corpus_of(tmp_path, text="The \x1b[31mred\u202eplan grew.", outlet="New\x1b[2J Gazette")
    quoted = corpus.quote("a", 4, 12, context=30)
    assert quoted == "The ⟦␛[31mred⟧⟨U+202E⟩plan grew."
    assert "\x1b" not in validate(corpus)


def test_a_dirty_cell_is_not_made_dirtier():
    assert unmarked("<script>alert(1)</script>news<style>p{}</style>") == "news"
    assert unmarked("a &lt;b&gt; c") == "a <b> c"
    assert marks_in("AT&T; a<b, x &unknown; y") == []


@given(st.text(max_size=80) | st.text("<p>/&;amnbs \\u4e0ax\x1b\u202e", max_size=40))
def test_any_text_passes(text):
    strange_characters(text)
    unmarked(text)
    assert "\x1b" not in shown(text) and "\u202e" not in shown(text)
