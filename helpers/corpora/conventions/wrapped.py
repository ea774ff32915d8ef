"""Lines that were broken at a width: which line goes on with the one before."""

import re

from helpers.corpora.conventions.marks import dateline, is_chinese
from helpers.corpora.conventions.tiling import Span
from helpers.lexicon import Lexicon

_ENDS = re.compile(r"[。！？.!?；;:：…][”\"’'」』）)\]]*$")
_LABEL = re.compile(r"[A-Z][\w-]{1,14}: ")
# So many broken lines show that a text was wrapped; a longer line that it was not.
_LEAST = 3
_WIDEST = 110


def continued(raw: str, spans: list[Span], lexicon: Lexicon | None = None) -> list[bool]:
    """For each line whether it goes on with the line before. A text counts as wrapped where lines end in the middle of a sentence
    again and again and none is wide: English goes on in small letters, Chinese without indent after a full line."""
    goes_on = [False] * len(spans)
    first = 0
    for number in range(1, len(spans) + 1):
        # A zone ends where a line is too long to have been wrapped.
        if number == len(spans) or spans[number][1] - spans[number][0] > _WIDEST:
            _mark_zone(raw, spans, first, number, goes_on, lexicon)
            first = number + 1
    return goes_on


def _mark_zone(
    raw: str, spans: list[Span], first: int, last: int, goes_on: list[bool], lexicon: Lexicon | None
) -> None:
    texts = [raw[start:end] for start, end in spans[first:last]]
    adjacent, indented = [False], [False]
    for (_, end), (start, _) in zip(spans[first:last], spans[first + 1 : last], strict=False):
        between = raw[end:start]
        feeds = len(re.findall(r"\r\n|\n|\r", between))
        adjacent.append(feeds == 1)
        indented.append(bool(re.search(r"[\n\r][^\S\n\r]+$", between)))
    broken = [
        number
        for number in range(1, len(texts))
        if adjacent[number] and not indented[number] and _is_broken(texts[number - 1], texts[number])
    ]
    if len(broken) < _LEAST:
        return
    width = max(len(texts[number - 1]) for number in broken)
    low, high = broken[0] - 1, broken[-1]
    blanks = any(not adjacent[number] for number in range(low + 1, high))
    for number in range(1, len(texts)):
        if not adjacent[number] or indented[number] or not low < number <= high + 2:
            continue
        before, text = texts[number - 1], texts[number]
        if _LABEL.match(text) or dateline(text, lexicon=lexicon)[0]:
            continue
        full = len(before) + 1 + len(text.split(" ", 1)[0] if text.isascii() else "上") > 0.9 * width
        if number in broken or (full and (goes_on[first + number - 1] or number - 1 in broken)):
            goes_on[first + number] = True
        elif not _ENDS.search(before) and len(before) >= 0.6 * width:
            goes_on[first + number] = True
        elif blanks and goes_on[first + number - 1] and len(before) >= 0.6 * width and not is_chinese(text):
            goes_on[first + number] = True


def _is_broken(before: str, text: str) -> bool:
    if _ENDS.search(before):
        return False
    if is_chinese(before):
        return len(before) >= 20 and is_chinese(text)
    return len(before) >= 22 and before.count(" ") >= 3 and text[:1].islower() and "：" not in before
