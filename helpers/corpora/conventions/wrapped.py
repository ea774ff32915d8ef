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
    """Mark the lines of a zone that continue the line before, if it is wrapped."""
    texts = [raw[start:end] for start, end in spans[first:last]]
    joined, indents = _layout(raw, spans[first:last])
    broken = [at for at in range(1, len(texts)) if joined[at] and _is_broken(texts[at - 1], texts[at])]
    if not _are_enough(texts, broken):
        return
    # Earlier lines of the text may begin in capitals; a dateline shows where it opens.
    low = next((at for at in range(broken[0] - 1) if dateline(texts[at], lexicon=lexicon)[0]), broken[0] - 1)
    inner = texts[low : broken[-1] + 1]
    chinese = is_chinese("".join(inner)[:500])
    taken = [len(text) + indent for text, indent in zip(texts, indents, strict=True)]
    ends = [taken[at - 1] for at in broken]
    width = max(ends)
    # Paragraphs set off by an indent.
    set_off = sum(indent > 0 for indent in indents[low : broken[-1] + 1]) >= 2
    if max(map(len, inner)) > 1.15 * width or (chinese and _is_list(inner, ends, width)):
        return
    for at in range(max(low, 1) + bool(low and dateline(texts[low], lexicon=lexicon)[0]), len(texts)):
        room = taken[at - 1] + (1 if chinese else 1 + len(texts[at].split(" ", 1)[0]))
        wide = taken[at - 1] >= 0.6 * width or texts[at - 1][-1] == "."
        full = (set_off or room > 0.93 * width) and at > low + 1
        if joined[at] and (full or (wide and not _is_done(texts[at - 1], texts[at]))):
            goes_on[first + at] = True
    for at in broken:
        goes_on[first + at] = True


def _layout(raw: str, spans: list[Span]) -> tuple[list[bool], list[int]]:
    """Return for each line whether it may continue the line before, and its indent. Some pages are stored with a blank
    line after each line, and an indent shared by all lines does not mark a paragraph."""
    gaps = [raw[end:start] for (_, end), (start, _) in pairwise(spans)]
    breaks = [len(re.findall(r"\r\n|\n|\r", gap)) for gap in gaps]
    fewest = min(breaks, default=1)
    indents = [len(re.split(r"[\n\r]", gap)[-1]) for gap in gaps]
    least = min((indent for indent, count in zip(indents, breaks, strict=True) if count == fewest), default=0)
    indents = [max(indent - least, 0) for indent in indents]
    joined = [count == fewest and not indent for count, indent in zip(breaks, indents, strict=True)]
    return [False, *joined], [0, *indents]


def _are_enough(texts: list[str], broken: list[int]) -> bool:
    if len(broken) >= _LEAST:
        return True
    long = broken and all(len(texts[at - 1]) >= 50 and texts[at][:1].islower() for at in broken)
    stop = next(filter(_ENDS.search, texts[broken[-1] :]), ":") if long else ":"
    return stop[-1] not in ":：;；"


def _is_list(inner: list[str], ends: list[int], width: int) -> bool:
    """Whether Chinese lines are headlines: they share one width too, but have few commas and stops."""
    listed = sum(bool(re.search("[，。,]", text)) for text in inner) < 0.4 * len(inner)
    return listed or 2 * sum(end >= 0.85 * width for end in ends) < len(ends) + 1


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
