"""Tokens: no visible character is lost, every token walks back to its page, and no state of jieba is shared."""

import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
from conftest import body, cases, lexicon_with, made_corpus, refuses
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.lexicon import LexiconError
from helpers.texts import tokens
from helpers.texts.engines import terms
from helpers.texts.progress import progress
from helpers.texts.scripts import simplify
from helpers.texts.tokens import cut, kind_of, tokenize

MIXED = st.text(st.sampled_from("上海合作組織织成員员国国防长支援品質商品质量的了，。、:“”\"'’.-—…$%+&/@ \n\tSCOsxyz0123456789é\u0301한か𠮷"), max_size=50)  # fmt: skip
ANY = st.one_of(MIXED, st.text(max_size=50))


def words(text, **options):
    return [text[start:end] for start, end in cut(text, **options)]


def corpus_of(*articles):
    """A corpus of articles (script, machine_converted, text); see `made_corpus`."""
    named = [dict(zip(("script", "machine_converted", "text"), article, strict=True)) for article in articles]
    return made_corpus(*(one | {"language": "en" if one["script"] == "Latn" else "zh"} for one in named))


def terms_with(*terms, freq=""):
    """Return the shipped tables with more terms, added as a study adds them."""
    return lexicon_with(terms="term,freq\n" + "".join(f"{term},{freq}\n" for term in terms))


CORPUS = corpus_of(
    ("Hans", False, '上合组␣织成员国弘扬"上海精␣神",深化合作[1]。'),
    ("Hant", True, "俄羅斯外長拉伕羅夫表示,各方願積極支援中方,堅持共商共建共用。"),
    ("Latn", False, "The SCO's people-to-people␣ties[1][2] grew 2.7%."),
    ("Hans", False, "支援前线的品质。"),
)


def assert_walks_back(corpus):
    table = tokenize(corpus)
    for row in table.itertuples():
        assert body(corpus, corpus.articles.at[row.article, "page"], row.start, row.end) == row.token
    for sentence in corpus.sentences.itertuples():
        mine = table[(table["article"] == sentence.article) & (table["sentence"] == sentence.sentence)]
        assert "".join(mine["token"]) == "".join(sentence.text.split())
        assert (mine["start"].to_numpy()[1:] >= mine["end"].to_numpy()[:-1]).all()
    return table


@given(ANY, st.booleans(), st.booleans(), st.booleans(), st.booleans())
@settings(max_examples=300)
def test_every_visible_character_lies_in_one_token_whatever_is_switched(text, converted, hmm, with_terms, convert):
    switches = {"machine_converted": converted, "hmm": hmm, "terms": with_terms, "convert": convert}
    for options in ({}, switches):
        spans = cut(text, **options)
        assert "".join(text[start:end] for start, end in spans) == "".join(text.split())
        assert all(start < end for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(ANY, ANY)
def test_the_cut_does_not_depend_on_what_was_cut_before(first, second):
    before = cut(first)
    cut(second)
    assert cut(first) == before


@given(st.lists(st.tuples(st.sampled_from(["Hans", "Hant", "Latn"]), st.booleans(), MIXED), max_size=4))
@settings(deadline=None, max_examples=50)
def test_tokens_walk_back_to_any_page(articles):
    assert_walks_back(corpus_of(*articles))


# the table


def test_tokens_walk_back_through_wraps_and_marks():
    table = assert_walks_back(CORPUS)
    raw = CORPUS.pages["raw"].iloc[0]
    broken = table[table["token"] == "上合组织"].iloc[0]
    assert raw[broken["start"] : broken["end"]] == "上合组 织"
    assert "上海精神" in table["token"].tolist()


def test_the_table_is_the_contract():
    table = tokenize(CORPUS)
    assert table.columns.tolist() == ["article", "sentence", "start", "end", "token", "term", "kind"]
    for column in ["article", "token", "term", "kind"]:
        assert isinstance(table[column].dtype, pd.CategoricalDtype)
    assert [str(table[column].dtype) for column in ["sentence", "start", "end"]] == ["int32"] * 3
    assert table["kind"].cat.categories.tolist() == ["word", "number", "mark"]
    assert table["term"].cat.categories.is_monotonic_increasing
    assert table["token"].cat.categories.is_monotonic_increasing
    pd.testing.assert_frame_equal(table, tokenize(CORPUS))
    empty = tokenize(corpus_of())
    assert len(empty) == 0 and empty.columns.tolist() == table.columns.tolist()


def test_only_converted_articles_get_mainland_terms():
    table = tokenize(CORPUS)
    converted = table[table["article"] == "001-01"]
    by_token = dict(zip(converted["token"], converted["term"], strict=True))
    assert (by_token["拉伕羅夫"], by_token["共用"]) == ("拉夫罗夫", "共享")
    assert "支持" in "".join(converted["term"].astype(str))
    native = table[table["article"] == "003-01"]["term"].astype(str)
    assert "支援" in "".join(native) and "品质" in native.tolist()
    # A mainland form of another length is a term, too.
    table = tokenize(corpus_of(("Hant", True, "人工智慧和隨身碟與網際網路")))
    assert table["token"].tolist() == ["人工智慧", "和", "隨身碟", "與", "網際網路"]
    assert table["term"].tolist() == ["人工智能", "和", "u盘", "与", "互联网"]


def test_a_sentence_that_is_not_its_slice_is_an_error():
    corpus = corpus_of(("Hans", False, "上合组织"))
    corpus.sentences["text"] = "上合"
    refuses(ValueError, "article 000-01, sentence 1", tokenize, corpus)


# the rules


@pytest.mark.parametrize("case", cases("tokens"), ids=lambda case: f"{case['kind']}: {case['text']}")
def test_rules(case):
    assert words(case["text"]) == case["expected"].split("|")


def test_kinds():
    numbers = "2025 ２０２５ 1,100 50% $5 2.4万亿 ２．５％ 07:30 8/28/2025 二〇二五年"
    for kind, printed in {"number": numbers, "word": "5G 三 SCO+ 's", "mark": "' 、 % 😀"}.items():
        assert {kind_of(token) for token in printed.split()} == {kind}, printed


def test_a_form_inside_a_longer_word_is_restored_and_one_across_words_is_not():
    assert all("支持" in tokens._mainland(text, None)[0] for text in ("提供支援", "积极支援中方"))
    for text in ("商品质量", "这几位元帅", "共同用心", "对口支援"):
        assert tokens._mainland(text, None) == (text, {})


def test_traditional_is_cut_as_simplified():
    traditional = "國家主席習近平在北京集體會見來華出席上海合作組織成員國外長理事會會議的各國外長"
    assert cut(traditional, "Hant") == cut(simplify(traditional, "Hant"), "Hans")
    assert "上海合作組織" in words(traditional)
    assert "上海合作組織" not in words(traditional, convert=False)


def test_a_guess_of_two_frequent_words_is_parted():
    corpus = corpus_of(("Hans", False, "这是海边图书馆。图为两人将会见的馆长。"), ("Hant", True, "這是兩人將會做的。"))  # fmt: skip
    tokens = tokenize(corpus)["token"].tolist()
    assert {"这", "图", "为", "將"} <= set(tokens) and not {"这是", "图为", "將會"} & set(tokens)
    # jieba as shipped joins them.
    assert "这是" in words("这是两人", terms=False)


@given(MIXED)
@settings(max_examples=100, deadline=None)
def test_the_table_is_cut_as_one_text_is(text):
    corpus = corpus_of(("Hans", False, text.replace("\n", " ").strip() or "海"))
    expected = [word for sentence in corpus.sentences["text"] for word in words(sentence, script="Hans")]
    assert tokenize(corpus)["token"].tolist() == expected


# the dictionary


def test_terms_are_well_formed_cut_whole_and_come_back_from_their_traditional_forms():
    table = terms()
    assert len(table) >= 150
    assert set(table["kind"]) == {"person", "place", "organisation", "term", "slogan", "work"}
    assert (table["gloss"] != "").all()
    assert [term for term in table.index if words(term) != [term] or simplify(term) != term or len(term) < 2] == []
    for term, printed in table["traditional"].items():
        for form in filter(None, printed.split("|")):
            text, longer = tokens._mainland(simplify(form, "Hant"), None)
            assert longer.get((0, len(text)), text) == term


def test_terms_were_met_where_they_say(request):
    folder = request.config.rootpath / "seeds"
    pages = {path.name: path.open(encoding="utf-8", newline="").read() for path in folder.glob("*.txt")}
    assert pages and terms()["met"].any()
    for term, row in terms()[terms()["met"] != ""].iterrows():
        page, start = row["met"].split(":")
        forms = [term, *row["traditional"].split("|")]
        assert any(re.match(" ?".join(form), pages[page][int(start) :]) for form in filter(None, forms)), term


def test_a_frequency_must_be_a_number_and_all_terms_that_never_count_are_named():
    wrong = terms_with("海边图书馆", freq="x")
    refuses(LexiconError, "terms.csv, line 2: freq is .x., not a whole number", cut, "峰会在天津举行", lexicon=wrong)
    said = r"'C919大飞机' would never count: .*\n.*'3\+3机制' would never count: "
    refuses(LexiconError, said, cut, "峰会在天津举行", lexicon=terms_with("C919大飞机", "3+3机制"))


@pytest.mark.parametrize("case", cases("refused_terms"), ids=lambda case: case["term"])
def test_a_term_that_falls_apart_is_refused(case):
    lexicon = terms_with(case["term"], freq=case["freq"])
    said = re.escape(f": term {case['term']!r} would never count: {case['message']}")
    refuses(LexiconError, said, cut, "峰会在天津举行", lexicon=lexicon)
    refuses(LexiconError, said, tokenize, replace(CORPUS, lexicon=lexicon))


@pytest.mark.parametrize("term", ["A股市场", "穆卡姆别托夫娜", "一带一路论坛"])
def test_a_term_that_stays_whole_is_taken(term):
    assert "上海精神" in words("弘扬上海精神") and "上海精神" not in words("弘扬上海精神", terms=False)
    text = f"他说{term}很好"
    assert term in words(text, lexicon=terms_with(term)) and term not in words(text)


def test_a_person_of_a_study_is_a_word():
    rows = "Mayor,person,滕图尔,皮拉·滕图尔\nTown,locality,滕图尔镇,\n"
    lexicon = lexicon_with(actors=f"actor,kind,zh,zh_variants\n{rows}")
    corpus = replace(corpus_of(("Hans", False, "镇长滕图尔说,皮拉·滕图尔在滕图尔镇。")), lexicon=lexicon)
    assert " ".join(tokenize(corpus)["token"][1:8]) == "滕图尔 说 , 皮拉 · 滕图尔 在"
    assert "滕图尔" not in words("镇长滕图尔说")


def test_work_without_any_output_has_no_bar(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    assert type(progress(range(3), "counting")) is type(iter(range(3)))


# jieba


@given(st.text(st.sampled_from("上海合作组织成员国国防长的了在人民大会堂巴中双方穆卡姆别托夫珍视铁杆友谊〇磅薄笃行"), min_size=1, max_size=40))  # fmt: skip
def test_words_are_those_of_jieba(text):
    import jieba

    reference = jieba.Tokenizer()
    reference.FREQ, reference.total = reference.gen_pfdict(reference.get_dict_file())
    reference.initialized = True
    for part in text.split("〇"):
        for hmm in (True, False):
            assert words(part, terms=False, hmm=hmm) == list(reference.cut(part, HMM=hmm))


def test_jieba_itself_is_not_imported_and_the_dictionary_is_loaded_late_and_in_silence(request):
    """So a user's changes to jieba, or a file planted in its cache, have no effect here."""
    program = (
        "import sys, helpers.texts.tokens as tokens; tokens.cut('plain English'); from helpers.texts import dictionary; "
        "assert not dictionary.jieba_dictionary.cache_info().currsize; "
        "assert tokens.cut('上海精神') == [(0, 4)] and 'jieba' not in sys.modules"
    )
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, cwd=request.config.rootpath, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
