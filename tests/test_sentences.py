"""Sentence boundaries, by cases and by properties."""

from itertools import pairwise

import pytest
from conftest import cases
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpora.wraps import spaces_of_wrapped_text, widths
from helpers.texts.sentences import sentence_spans


def sentences(text, breaks=(), language=None):
    return [text[start:end] for start, end in sentence_spans(text, language, breaks)]


@pytest.mark.parametrize("case", cases("sentences"), ids=lambda case: f"{case['kind']}: {case['text']}")
def test_a_text_is_cut_at_the_strokes_alone(case):
    expected = [piece.strip() for piece in case["text"].split("|")]
    assert sentences(case["text"].replace("|", ""), language=case["language"] or None) == expected


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


# --- Line wraps that became spaces --------------------------------------------------------------------------------------


SENTENCE = "上合组织成员国将继续弘扬上海精神深化各领域务实合作推动构建更加紧密的命运共同体"


def wrap(paragraphs, columns=90, indent=4):
    """Wrap paragraphs as a browser does: full-width columns, no closing mark at the beginning of a line."""
    lines = []
    for paragraph in paragraphs:
        line, room = "", columns - indent
        for number, character in enumerate(paragraph):
            clings = paragraph[number + 1 : number + 2] in tuple(",。、")
            need = 4 if clings else 2
            if character not in ",。、" and widths(line)[1] + need > room:
                lines.append(line)
                line, room = "", columns
            line += character
        lines.append(line)
    return " ".join(lines)


def kinds(text):
    return [kind for _, kind in spaces_of_wrapped_text(text)]


def test_wraps_and_paragraphs_of_set_text_are_told_apart():
    text = wrap([SENTENCE * 3 + "。", SENTENCE * 2 + "。", "完。"])
    assert kinds(text) == ["wrap"] * 2 + ["paragraph"] + ["wrap"] * 1 + ["paragraph"]
    assert all(position == text.index(" ", position) for position, _ in spaces_of_wrapped_text(text))


@pytest.mark.parametrize("case", cases("wraps"), ids=lambda case: f"{case['kinds']}: {case['text']}")
def test_each_space_is_of_its_kind(case):
    assert kinds(case["text"]) == case["kinds"].split()


@given(st.lists(st.text(alphabet="上海合作组织,、", min_size=1, max_size=200), min_size=1, max_size=4))
def test_no_wrap_of_set_text_is_left_as_a_space(paragraphs):
    set_text = wrap([paragraph.strip(",、") + "。" for paragraph in paragraphs])
    assert "space" not in kinds(set_text)


@given(st.text(max_size=300))
def test_every_space_is_named_once(text):
    found = spaces_of_wrapped_text(text)
    assert [position for position, _ in found] == [position for position, c in enumerate(text) if c == " "]
