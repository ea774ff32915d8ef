"""Sentence boundaries, by cases and by properties."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.texts.sentences import sentence_spans


def sentences(text, breaks=(), language=None):
    return [text[start:end] for start, end in sentence_spans(text, language, breaks)]


@pytest.mark.parametrize(
    "parts",
    [
        ["会议通过《宣言》。", "“上海精神”深入人心。"], ["一是政治互信;", "二是务实合作!", "三是什么?", "四是人文交流。"], ['他说:"你好。我走了。"', "然后离开。"], ["他说：「好。」", "會議結束。"],
        ['高呼"加油!"并鼓掌。', "完了"], ["出席《你好,李焕英!》首映式。", "结束"], ["投资3.5亿元,增长5.2%。", "5G网络2.0版本发布。"], ["发言人(见上文。)表示:很好。"], ["……他说。", "走了。"],
    ],
)  # fmt: skip
def test_chinese(parts):
    assert sentences("".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["The U.S. President met Mr. J. K. Smith on Jan. 5 at 3 p.m.", "He left."], ["Growth was 2.7 percent (see No. 5.).", "Trade fell 1.1%."],
        ['"Really?" he asked.', '"Yes."', "Done!"], ['He said "We agree. Fully."', "Then he left."], ["It cost $3.5 billion...", "Then it fell."],
        ["He lives in the U.S.", "The end."], ["Aid, e.g. food, vs. loans, cf. Table 2.", "It ended in 2025.", "Next year is 2026."],
        ["Trade grew; The Economist said so; all agreed.", "Done."],
        ["The Inc. Group and Dr. Wu et al. agreed.", "No. 5 is fine.", "We said no.", "Then yes."],
        ["They met on Dec. 1.", "Tea was served in 2025.", "1. Trade; 2. Peace."], ["First line without a mark", "Second line."],
    ],
)  # fmt: skip
def test_english(parts):
    assert sentences(" ".join(parts[:-1]) + "\n" + parts[-1]) == parts


@pytest.mark.parametrize("parts", [["措施如下：1. 开放书库；", "2. 延长时间。"], ["分三步：1、登记；", "2、办证；", "3、借书。"], ["一是扩建；", "二是延时。"], ["三项安排：1）登记。", "2）借书。"]])  # fmt: skip
def test_chinese_lists(parts):
    assert sentences("".join(parts)) == sentences("".join(parts), language="zh") == parts


@pytest.mark.parametrize(
    "parts",
    [
        # Lists.
        ["1. Mend the roof.", "2. Open the library."], ["1. Mend the roof", "2. Open the library", "3. Ask readers"],
        ["1.) The first shelf", "2.) The second shelf"], ["• 9. The ninth shelf", "• 10. The tenth shelf"],
        ["The plan: 1. Mend the roof.", "2. Open the library."], ["1. Roof; 2. Walls, 3. Doors and 4. Windows."],
        # No lists: the numbers do not follow each other, or no sentence has ended before the first.
        ["The library closed on Dec. 1.", "It opened again on Jan. 2.", "All came."], ["He counted 1) boats and 2) nets."],
        # An abbreviation ends a sentence before words that begin one.
        ["She spent years in the U.S.", "How did she return?"], ["The library closed at 5 p.m.", "Everyone went home."],
        ["The library closed at 5 p.m.", "Mr. Doe went home."], ["At 5 a.m. Mr. Doe went home."], ["Ask Doe and Co.", "Did they pay?"],
        ["He called the U.S. Senate."], ["Readers and I.", "Did you see Albert I. Doe there?"], ["The shelf is N°. 1026.253."],
        # A bracket may be a sentence of its own.
        ["We mended the roof.", "(Laughter.)", "But then it rained."], ["(Applause.)", "The roof is new."],
        ["He teaches (He was a fisherman before.) at the library."], ["他们鼓掌。", "（掌声。）", "会议结束。"],
        # A sentence may begin without a capital.
        ["is the library open?", "i want to read there.", "ask the director."], ["See the plan.", "https://library.example/plan has it."],
        ["He works at Yahoo! and reads."], ["It weighs approx. ten tons."], ['"Really?" he asked.'],
    ],
)  # fmt: skip
def test_sentences_of_one_line(parts):
    joiner = "" if parts[0][0] > "\u4e00" else " "
    assert sentences(joiner.join(parts)) == parts


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
