"""List pages of the aggregator: for each article a title, an outlet line and one line of text.

Chinese texts are excerpts, hard-wrapped and cut at a fixed length; English texts are machine-made digests.
"""

import re

from helpers.corpora.conventions.furniture import kinds
from helpers.corpora.conventions.marks import bare_words, is_chinese, is_title_like
from helpers.corpora.conventions.paragraphs import lay_paragraphs, take_dateline
from helpers.corpora.conventions.tiling import Draft, Span, Tiling
from helpers.corpora.wraps import spaces_of_wrapped_text

_STAMP_LINE = re.compile(
    r"(?P<outlet>[^\d·•‧・|]{2,60}?)\s*[·•‧・]\s*(?P<stamp>\d{4}-\d{1,2}-\d{1,2}(?:[ T]+\d{1,2}:\d{1,2}(?::\d{1,2})?)?)"
)
_SEARCH_BOX = re.compile(r"(?:Search documents?|搜索文档|搜索文件|检索文档)", re.I)
_CITATION = re.compile(r"\s*\[\d{1,3}(?:\s*[,、–-]\s*\d{1,3})*\]")
_HEADING = re.compile(
    r"(?:(?:Core|Key|Main)\s+[A-Z][a-z]+|Summary|Overview|Conclusions?|Group\s+\d+(?:\s*:\s*[^\[\]]{1,140}?)?)"
    r"\s*(?:\s-\s+|:\s+(?=[A-Z\"“]))"
)
_BULLET = re.compile(r"(?<=\s)[-•–]\s+(?=[A-Z0-9\"“‘'(])")
# Headings and bullets of the Chinese edition look the same, without final marks: 概况 - 一项 [1] - 另一项 [2]
_HEADING_ZH = re.compile(r"(?:(?<=\])|(?<=\]\s)|^)[^\s\[\]，。,-][^\[\]，。,]{0,18}?\s-\s+(?=\S)")
_BULLET_ZH = re.compile(r"(?<=\s)[-•–]\s+(?=\S)")
_BULLET_LINE = re.compile(r"[-•–]\s+\S")
# 题:… between a dateline or a repeated title and the first sentence
_TOPIC = re.compile(r"\s*题\s*[:：]\s*(?P<title>\S{4,60})\s+")
_ELLIPSIS = re.compile(r"\s*(?:\.{3,}|…+)\Z")


def read_aggregator(tiling: Tiling, lines: list[Span]) -> list[Draft]:
    """Mark the articles of a list page in the tiling and return their drafts; an empty list for any other page."""
    raw = tiling.raw
    box, stamps = _landmarks(raw, lines)
    # One outlet line may be any page's header: without a search box, ask for several, or an excerpt or digest below.
    if box is None and len(stamps) < 2:
        below = [raw[start:end] for start, end in lines[min(stamps, default=len(lines)) + 1 :]]
        if not (below and (_ELLIPSIS.search(below[0]) or any(map(_CITATION.search, below)))):
            return []
    number = max(min(stamps) - 1, 0) if box is None else box + 1
    drafts: list[Draft] = []
    texts: list[list[Span]] = []
    while number < len(lines):
        stamp, title = stamps.get(number), None
        if not stamp and not _reads_as_text(raw, lines[number]):
            stamp = stamps.get(number + 1)
            title = lines[number] if stamp or _stands_over_text(raw, *lines[number : number + 2]) else None
        if not (title or stamp):
            # A line without a title continues the article before it; before the first article it is furniture.
            if drafts:
                texts[-1].append(lines[number])
            number += 1
            continue
        draft = Draft("aggregator", title=title)
        if title:
            tiling.mark(title, "title", "line before the outlet", len(drafts))
            number += 1
        if stamp:
            draft.outlet, draft.stamp = stamp.span("outlet"), stamp.span("stamp")
            tiling.mark(stamp.span(), "meta", "outlet line", len(drafts))
        # A title without an outlet line was recognised by the line below it, so that line is text.
        texts.append([] if stamp else [lines[number]])
        drafts.append(draft)
        number += 1
    for article, (draft, text_lines) in enumerate(zip(drafts, texts, strict=True)):
        _lay_aggregator_text(tiling, article, draft, text_lines)
    return drafts


def _landmarks(raw: str, lines: list[Span]) -> tuple[int | None, dict[int, re.Match]]:
    """Return the line number of the search box (or None) and the outlet lines by line number."""
    box, stamps = None, {}
    for number, (start, end) in enumerate(lines):
        if end - start > 120:
            continue
        match = _STAMP_LINE.fullmatch(raw, start, end)
        if match and number:
            stamps[number] = match
        elif box is None and _SEARCH_BOX.fullmatch(raw, start, end):
            box = number
    return box, stamps


def _reads_as_text(raw: str, line: Span) -> bool:
    text = raw[line[0] : min(line[1], line[0] + 400)]
    return not is_title_like(text) or bool(_ELLIPSIS.search(text)) or bool(_CITATION.search(text))


def _stands_over_text(raw: str, line: Span, following: Span | None = None) -> bool:
    # A line directly above bullets is a heading of a digest.
    if following is None or _BULLET_LINE.match(raw, following[0]):
        return False
    title_length, text_length = line[1] - line[0], following[1] - following[0]
    marked = text_length > title_length and bool(_ELLIPSIS.search(raw, *following))
    return marked or text_length > max(2 * title_length, 100)


def _lay_aggregator_text(tiling: Tiling, article: int, draft: Draft, lines: list[Span]) -> None:
    if not lines:
        return
    draft.text = (lines[0][0], lines[-1][1])
    whole = tiling.raw[slice(*draft.text)]
    if is_chinese(whole) and _digest_marks(whole, True):
        # Only all parts together identify a Chinese digest, whether on one line or several.
        lines = [draft.text]
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        chinese = is_chinese(tiling.raw[line[0] : line[1]])
        marks = _digest_marks(tiling.raw[line[0] : line[1]], chinese)
        draft.digest = draft.digest or bool(marks)
        if chinese and not marks:
            _lay_excerpt(tiling, article, draft, line)
        else:
            _lay_digest(tiling, article, line, marks)
        if following:
            tiling.mark((line[1], following[0]), "body", "paragraph", article)


def _digest_marks(text: str, chinese: bool) -> list[tuple[Span, str]]:
    """Return the citations, headings and bullets of a digest. A Chinese digest has a citation and two bullets."""
    citations = [match.span() for match in _CITATION.finditer(text)]
    if chinese:
        bullets = [match.span() for match in _BULLET_ZH.finditer(text)]
        if not citations or len(bullets) < 2:
            return []
        headings = [match.span() for match in _HEADING_ZH.finditer(text)]
        bullets = [span for span in bullets if _begins_part(text, span[0])]
    else:
        headings = [match.span() for match in _HEADING.finditer(text) if _begins_part(text, match.start())]
        ends = {last for _, last in headings}
        bullets = [
            match.span()
            for match in _BULLET.finditer(text)
            if match.start() in ends or _begins_part(text, match.start(), bool(citations))
        ]
    bullets = [span for span in bullets if not any(first <= span[0] < last for first, last in headings)]
    return sorted(
        [(span, "citation") for span in citations]
        + [(span, "heading") for span in headings]
        + [(span, "bullet") for span in bullets]
    )


def _lay_digest(tiling: Tiling, article: int, line: Span, marks: list[tuple[Span, str]]) -> None:
    """Mark a digest: headings, bullets and citation marks as apparatus, the rest as body."""
    start, end = line
    text = tiling.raw[start:end]
    tiling.mark(line, "body", "digest", article)
    for (first, last), rule in marks:
        if rule != "citation" and first:
            # The white space before a part separates the parts in the text.
            gap = first
            while gap and text[gap - 1].isspace():
                gap -= 1
            tiling.mark((start + gap, start + first), "body", "paragraph", article)
        tiling.mark((start + first, start + last), "apparatus", rule, article)


def _begins_part(text: str, position: int, cited: bool = True) -> bool:
    """Whether a part of a digest may begin here: at the start, after a citation, a final mark or a heading.

    Without citations, a dash between clauses looks like a bullet: a part may then begin anywhere.
    """
    before = text[max(position - 40, 0) : position].rstrip()
    return not before or before[-1] in '].!?。"”' or bool(re.search(r"\s-$", before)) or not cited


def _lay_excerpt(tiling: Tiling, article: int, draft: Draft, line: Span) -> None:
    """Mark a Chinese excerpt: hard-wrapped, with spaces for line feeds and ` ...` at its end."""
    raw = tiling.raw
    start, end = line
    ellipsis = _ELLIPSIS.search(raw, start, end)
    if ellipsis:
        tiling.mark(ellipsis.span(), "apparatus", "ellipsis", article)
        end = ellipsis.start()
    first = _skip_opening(tiling, article, draft, start, end)
    # The width of the first line includes the skipped characters.
    spaces = [(start + position, kind) for position, kind in spaces_of_wrapped_text(raw[start:end])]
    edges = [first]
    for position, kind in spaces:
        if kind == "paragraph" and position > first:
            edges += [position, position + 1]
    edges.append(end)
    paragraphs = list(zip(edges[::2], edges[1::2], strict=True))
    lay_paragraphs(tiling, article, draft, paragraphs)
    for position, kind in spaces:
        if kind == "wrap" and position >= first:
            tiling.mark((position, position + 1), "apparatus", "wrap", article)


def _skip_opening(tiling: Tiling, article: int, draft: Draft, start: int, end: int) -> int:
    """Mark title, dateline and reporters at the start of an excerpt; return where its first sentence begins."""
    raw = tiling.raw
    title = raw[slice(*draft.title)] if draft.title else ""
    if not title or draft.text is None or start != draft.text[0] or not raw.startswith(title + " ", start):
        return start
    at = start + len(title) + 1
    tiling.mark((start, at - 1), "title", "title repeated", article)
    tiling.mark((at - 1, at), "apparatus", "gap", article)
    begin = at
    length = take_dateline(tiling, draft, at, raw[at:end])
    at += length
    topic = _TOPIC.match(raw, at, min(end, at + 100))
    if topic and bare_words(topic["title"]) in bare_words(title):
        at = topic.end()
    if reporter := kinds(lexicon=tiling.lexicon)["reporter"].match(raw, at, min(end, at + 60)):
        at = reporter.end()
    if at > begin:
        tiling.mark((begin, at), "meta", "dateline", article)
    return at
