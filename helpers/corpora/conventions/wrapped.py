"""Hard-wrapped lines: find the lines that continue the line before."""

import re
from itertools import pairwise

from helpers.corpora.conventions.marks import dateline, is_chinese
from helpers.corpora.conventions.tiling import Span
from helpers.lexicon import Lexicon
from helpers.texts.sentences import sentence_spans

_ENDS = re.compile(r"[。！？.!?；;:：…|][”\"’'」』）)\]]*$")
# A wrapped text has at least _LEAST broken lines, or fewer long ones before a full stop, and no line over _WIDEST.
_LEAST = 3
_WIDEST = 110


def continued(raw: str, spans: list[Span], eligible: list[bool], lexicon: Lexicon | None = None) -> list[bool]:
    """Return for each line whether it continues the line before; only `eligible` lines can. A text is wrapped
    if several lines end at one width in the middle of a sentence, and no line is wider."""
    goes_on = [False] * len(spans)
    first = 0
    for number in range(1, len(spans) + 1):
        # A zone ends at a line that is not text, or too long to be wrapped.
        ended = number == len(spans) or spans[number][1] - spans[number][0] > _WIDEST
        if ended or not eligible[number]:
            _mark_zone(raw, spans, first, number, goes_on, lexicon)
            first = number + (number < len(spans) and not eligible[number])
    return goes_on


def _mark_zone(
    raw: str, spans: list[Span], first: int, last: int, goes_on: list[bool], lexicon: Lexicon | None
) -> None:
    texts = [raw[start:end] for start, end in spans[first:last]]
    # Some pages are stored with a blank line after each line.
    gaps = [raw[end:start] for (_, end), (start, _) in pairwise(spans[first:last])]
    breaks = [len(re.findall(r"\r\n|\n|\r", gap)) for gap in gaps]
    fewest = min(breaks, default=1)
    adjacent = [False, *(number == fewest for number in breaks)]
    indents = [0, *(len(re.split(r"[\n\r]", gap)[-1]) for gap in gaps)]
    # An indent shared by all lines does not mark a paragraph.
    least = min((indent for indent, single in zip(indents, adjacent, strict=True) if single), default=0)
    indents = [max(indent - least, 0) for indent in indents]
    broken = [
        number
        for number in range(1, len(texts))
        if adjacent[number] and not indents[number] and _is_broken(texts[number - 1], texts[number])
    ]
    long = all(len(texts[number - 1]) >= 50 and texts[number][:1].islower() for number in broken)
    stop = next(filter(_ENDS.search, texts[broken[-1] :]), ":") if broken and long else ":"
    if len(broken) < _LEAST and stop[-1] in ":：;；":
        return
    width = max(len(texts[number - 1]) + indents[number - 1] for number in broken)
    low, high = broken[0] - 1, broken[-1]
    # Earlier lines of the text may begin in capitals; a dateline shows where it opens.
    low = next((number for number in range(low) if dateline(texts[number], lexicon=lexicon)[0]), low)
    inner = texts[low : high + 1]
    full = sum(len(texts[number - 1]) + indents[number - 1] >= 0.85 * width for number in broken)
    chinese = is_chinese("".join(inner)[:500])
    # Headlines share one width too, but have few commas and stops.
    listed = sum(bool(re.search("[，。,]", text)) for text in inner) < 0.4 * len(inner)
    if max(map(len, inner)) > 1.15 * width or (chinese and (listed or 2 * full < len(broken) + 1)):
        return
    set_off = sum(indent > 0 for indent in indents[low : high + 1]) >= 2
    for number in range(max(low, 1) + bool(low and dateline(texts[low], lexicon=lexicon)[0]), len(texts)):
        before, text = texts[number - 1], texts[number]
        if not adjacent[number] or indents[number]:
            continue
        taken = len(before) + indents[number - 1]
        room = taken + (1 if chinese else 1 + len(text.split(" ", 1)[0]))
        if (
            number in broken
            or (set_off and number > low + 1)
            or (room > 0.93 * width and number > low + 1)
            or (not _is_done(before, text) and (taken >= 0.6 * width or before[-1] == "."))
        ):
            goes_on[first + number] = True


def _is_done(before: str, text: str) -> bool:
    """Whether a line ends in a final mark that does not belong to an abbreviation: `Mr.` before `Doe`."""
    words = " ".join([*before.split()[-2:], *text.split()[:1]])
    return bool(_ENDS.search(before)) and (before[-1] != "." or len(sentence_spans(words, "en")) > 1)


def _is_broken(before: str, text: str) -> bool:
    if _ENDS.search(before):
        return False
    if is_chinese(before):
        return len(before) >= 20 and is_chinese(text)
    return len(before) >= 22 and before.count(" ") >= 3 and text[:1].islower() and "：" not in before
