"""Sentence boundaries, by cases and by properties."""

from itertools import pairwise

import pytest
from conftest import cases
from hypothesis import given
from hypothesis import strategies as st

from helpers.texts.sentences import sentence_spans


def sentences(text, breaks=(), language=None):
    return [text[start:end] for start, end in sentence_spans(text, language, breaks)]


@pytest.mark.parametrize(
    ("language", "text"),
    [pytest.param(row["language"], row["text"], id=f"{row['kind']}: {row['text']}") for row in cases("sentences")],
)
def test_a_text_is_cut_at_the_strokes_alone(language, text):
    expected = [piece.strip() for piece in text.split("|")]
    assert sentences(text.replace("|", ""), language=language or None) == expected


def test_a_quotation_that_nobody_closed_does_not_turn_the_others_around():
    text = 'Then: "The roof leaks. The walls stand. "Mend it!" he said. "We will."'
    assert sentences(text) == [
        'Then: "The roof leaks.', "The walls stand.", '"Mend it!" he said.', '"We will."'
    ]  # fmt: skip


def test_the_language_decides_where_no_neighbour_does():
    text = "出口增长5%;GDP增长3%!OK"
    assert sentences(text) == [text]
    assert sentences(text, language="zh") == ["出口增长5%;", "GDP增长3%!", "OK"]
    assert sentences("读了《Yes!》和Yes!,都好", language="zh") == ["读了《Yes!》和Yes!,都好"]


def test_a_quotation_or_bracket_without_partner_is_no_quotation():
    assert sentences('未闭合"引号。下一句。') == ['未闭合"引号。', "下一句。"]
    assert sentences("(未闭合。下一句。") == ["(未闭合。", "下一句。"]


def test_breaks_end_sentences_whatever_the_marks_say():
    assert sentences("one bullet two bullet", breaks=[11]) == ["one bullet", "two bullet"]


@given(st.text(alphabet="上海。！?;.,:\"“”()《》「」 \nAb1…'", max_size=80), st.lists(st.integers(0, 90), max_size=4))  # fmt: skip
def test_every_visible_character_lies_in_exactly_one_sentence(text, breaks):
    spans = sentence_spans(text, breaks=breaks)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    covered = {position for start, end in spans for position in range(start, end)}
    assert {position for position, c in enumerate(text) if not c.isspace()} <= covered
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@given(st.text(alphabet='上海。！?;.,:"“” Ab1…', max_size=60))
def test_cutting_again_what_is_one_sentence_changes_nothing_at_line_ends(text):
    once = sentences(text)
    assert sentences("\n".join(once)) == [part for one in once for part in sentences(one)]
