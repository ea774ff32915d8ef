"""Dirty text: all that is readable is read, and every kind of damage is counted and reported."""

import json

import pytest
from conftest import cases, quiet_corpus
from hypothesis import given
from hypothesis import strategies as st

from helpers import tokenize
from helpers.corpora import validate
from helpers.texts.hygiene import marks_in, shown, strange_characters, unmarked


def dirty(text):
    """Decode a text of the table, where backslash escapes make special characters visible."""
    return text.encode("raw_unicode_escape").decode("unicode_escape")


CASES = [case | {"text": dirty(case["text"]), "no_terms": dirty(case["no_terms"])} for case in cases("dirty")]
CLEAN = [case["text"] for case in CASES if not case["said"]]


def corpus_of(tmp_path, **row):
    row = {"id": "a", "date": "2025-09-01", "title": "x y", "outlet": "Xinhua", **row}
    (tmp_path / "t.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return quiet_corpus(tmp_path / "t.jsonl")


@pytest.mark.parametrize("case", [case for case in CASES if case["said"]], ids=lambda case: case["kind"])
def test_each_kind_is_read_as_far_as_it_can_be_and_said(tmp_path, case):
    corpus = corpus_of(tmp_path, text=case["text"])
    terms = set(tokenize(corpus)["term"].astype(str))
    assert set(case["terms"].split()) <= terms
    assert not set(case["no_terms"].split()) & terms
    assert any(case["said"] in problem for problem in corpus.problems["problem"])
    report = str(validate(corpus))
    assert case["said"] in report and "walks back to its page" in report


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_not_accused(text):
    assert strange_characters(text) == []


def test_quote_and_report_show_nothing_that_acts_on_a_screen(tmp_path):
    corpus = corpus_of(tmp_path, text="The \x1b[31mred\u202eplan grew.", outlet="New\x1b[2J Gazette")
    assert corpus.quote("a", 4, 12, context=30) == "The ⟦␛[31mred⟧⟨U+202E⟩plan grew."
    assert "\x1b" not in validate(corpus)


def test_a_dirty_cell_is_not_made_dirtier():
    assert unmarked("<script>alert(1)</script>news<style>p{}</style>") == "news"
    assert unmarked("a &lt;b&gt; c") == "a <b> c"
    assert unmarked("<p>a<b, c</p> <p>Write to <desk@news.org></p>") == "a<b, c\nWrite to <desk@news.org>"
    assert unmarked("<p>a\0\ud800</p></body></html><p title='>'>b</p") == "a\0\ud800\nb</p"
    assert unmarked(f"{'<div>' * 9999}deep{'</div>' * 9999}<!-- c --><HEAD>d</HEAD>") == "deep"
    assert marks_in("AT&T; a<b, x &unknown; y, a<b and b>c, ?a=1&copy=2, [b], a room [5m] long, =3D") == []


@given(st.text(max_size=80) | st.text("<p>/&;amnbs \\u4e0ax\x1b\u202e", max_size=40))
def test_any_text_passes(text):
    strange_characters(text)
    unmarked(text)
    assert "\x1b" not in shown(text) and "\u202e" not in shown(text)
