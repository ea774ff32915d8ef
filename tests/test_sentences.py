"""Sentence boundaries, by cases and by properties."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.texts.sentences import sentence_spans


def sentences(text, breaks=()):
    return [text[start:end] for start, end in sentence_spans(text, breaks)]


@pytest.mark.parametrize(
    "parts",
    [
        ["会议通过《宣言》。", "“上海精神”深入人心。"],
        ["一是政治互信;", "二是务实合作!", "三是什么?", "四是人文交流。"],
        ['他说:"你好。我走了。"', "然后离开。"],
        ["他说：「好。」", "會議結束。"],
        ['高呼"加油!"并鼓掌。', "完了"],
        ["出席《你好,李焕英!》首映式。", "结束"],
        ["投资3.5亿元,增长5.2%。", "5G网络2.0版本发布。"],
        ["发言人(见上文。)表示:很好。"],
        ["……他说。", "走了。"],
    ],
)
def test_chinese(parts):
    assert sentences("".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["The U.S. President met Mr. J. K. Smith on Jan. 5 at 3 p.m.", "He left."],
        ["Growth was 2.7 percent (see No. 5.).", "Trade fell 1.1%."],
        ['"Really?" he asked.', '"Yes."', "Done!"],
        ['He said "We agree. Fully."', "Then he left."],
        ["It cost $3.5 billion...", "Then it fell."],
        ["He lives in the U.S.", "The end."],
        ["Aid, e.g. food, vs. loans, cf. Table 2.", "It ended in 2025.", "Next year is 2026."],
        ["Trade grew; The Economist said so; all agreed.", "Done."],
        ["The Inc. Group and Dr. Wu et al. agreed.", "No. 5 is fine.", "We said no.", "Then yes."],
        ["They met on Dec. 1.", "Tea was served in 2025.", "1. Trade; 2. Peace."],
        ["First line without a mark", "Second line."],
    ],
)
def test_english(parts):
    assert sentences(" ".join(parts[:-1]) + "\n" + parts[-1]) == parts


def test_a_quotation_or_bracket_without_partner_is_no_quotation():
    assert sentences('未闭合"引号。下一句。') == ['未闭合"引号。', "下一句。"]
    assert sentences("(未闭合。下一句。") == ["(未闭合。", "下一句。"]


def test_breaks_end_sentences_whatever_the_marks_say():
    assert sentences("one bullet two bullet", breaks=[11]) == ["one bullet", "two bullet"]


@given(
    st.text(alphabet="上海。！?;.,:\"“”()《》「」 \nAb1…'", max_size=80),
    st.lists(st.integers(0, 90), max_size=4),
)
def test_every_visible_character_lies_in_exactly_one_sentence(text, breaks):
    spans = sentence_spans(text, breaks)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    covered = {position for start, end in spans for position in range(start, end)}
    assert {position for position, c in enumerate(text) if not c.isspace()} <= covered
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@given(st.text(alphabet='上海。！?;.,:"“” Ab1…', max_size=60))
def test_cutting_again_what_is_one_sentence_changes_nothing_at_line_ends(text):
    once = sentences(text)
    assert sentences("\n".join(once)) == [part for one in once for part in sentences(one)]
