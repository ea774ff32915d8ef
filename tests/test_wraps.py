"""Line wraps that became spaces: told from paragraph ends and from genuine spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpora.wraps import spaces_of_wrapped_text, widths

SENTENCE = "上合组织成员国将继续弘扬上海精神深化各领域务实合作推动构建更加紧密的命运共同体"


def wrap(paragraphs, columns=90, indent=4):
    """Set paragraphs as a browser sets them: full-width columns, no closing mark at the beginning of a line."""
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # genuine spaces
        ("(记者 王君妍)报道", "space"), ("与 Xinhua News 合作", "space space space"), ("上" * 41 + "Shanghai Cooperation" + "海" * 30, "space"),
        # a text with a wider line was never wrapped
        (SENTENCE * 3 + " " + SENTENCE, "space"), (SENTENCE * 3 + "。 " + SENTENCE, "paragraph"),
        # a line ends early before a word that does not fit
        ("上" * 40 + " Organization" + "海" * 20, "wrap"), ("上" * 40 + " 海" + "海" * 20, "paragraph"),
        # 流、" and the character after it go together to the next line: eight half columns where six are free
        ("上" * 42 + ' 流、"合作' + "海" * 20, "wrap"), ("上" * 42 + " 流合作" + "海" * 20, "paragraph"),
        # a full line that ends a sentence ends a paragraph if the next is indented
        (" ".join(["上" * 44 + "。", "海" * 43, "上" * 5]), "paragraph wrap"), (" ".join(["上" * 44 + "。", "海" * 45, "上" * 5]), "wrap wrap"),
    ],
)  # fmt: skip
def test_each_space_is_of_its_kind(text, expected):
    assert kinds(text) == expected.split()


@given(st.lists(st.text(alphabet="上海合作组织,、", min_size=1, max_size=200), min_size=1, max_size=4))
def test_no_wrap_of_set_text_is_left_as_a_space(paragraphs):
    set_text = wrap([paragraph.strip(",、") + "。" for paragraph in paragraphs])
    assert "space" not in kinds(set_text)


@given(st.text(max_size=300))
def test_every_space_is_named_once(text):
    found = spaces_of_wrapped_text(text)
    assert [position for position, _ in found] == [position for position, c in enumerate(text) if c == " "]
