"""Documents: pages of content-management systems, bilingual pages, wire reprints; and pages of no known convention."""

import re
from dataclasses import dataclass
from itertools import pairwise

from helpers.corpora.conventions.marks import (
    BREADCRUMB,
    DISCLAIMER,
    RELATED,
    dateline,
    header_fields,
    is_caption,
    is_chinese,
    is_title_like,
)
from helpers.corpora.conventions.paragraphs import lay_paragraphs, take_dateline
from helpers.corpora.conventions.tiling import Draft, Span, Tiling
from helpers.texts.scripts import simplify

_CRAWLER_DATE = re.compile(r"date\s+(?P<stamp>\d{4}-\d{1,2}-\d{1,2})(?=\s|$)\s*")


@dataclass
class _Line:
    span: Span
    text: str
    role: str = "text"


def read_document(tiling: Tiling, lines: list[Span]) -> list[Draft]:
    """The articles of any page, marked in the tiling: one at least, whatever the page holds."""
    raw = tiling.raw
    rows = [_Line(span, raw[span[0] : span[1]]) for span in lines]
    _mark_furniture(tiling, rows)
    main = [row for row in rows if row.role not in ("related", "boilerplate")]
    starts = _article_starts(tiling, main)
    drafts: list[Draft] = []
    for number, (first, header) in enumerate(starts):
        last = starts[number + 1][0] if number + 1 < len(starts) else len(main)
        _lay_document(tiling, drafts, main[first:last], header - first)
    for row in main[: starts[0][0]]:
        # Prose that stands before any title is a motto of the page, not part of an article.
        prose = len(row.text) > 40 and not is_title_like(row.text)
        tiling.mark(row.span, "epigraph" if prose else "boilerplate", "before the title")
    return drafts


def _mark_furniture(tiling: Tiling, rows: list[_Line]) -> None:
    state = "text"
    begun = False
    for row in rows:
        simple = simplify(row.text[:200])
        if BREADCRUMB.search(simple) and len(row.text) <= 120 and not begun:
            row.role = "boilerplate"
            tiling.mark(row.span, "boilerplate", "breadcrumb")
            continue
        begun = begun or len(row.text) > 40
        if begun and RELATED.match(simple):
            state = "related"
        elif begun and DISCLAIMER.match(simple) and not header_fields(row.text, lexicon=tiling.lexicon):
            state = "boilerplate"
        row.role = state
        if state != "text":
            tiling.mark(row.span, state, "teasers" if state == "related" else "disclaimer")
        elif header_fields(row.text, lexicon=tiling.lexicon):
            row.role = "fields"
    for one, other in pairwise(rows):
        if one.role == other.role == "related":
            tiling.mark((one.span[1], other.span[0]), "related", "teasers")


def _article_starts(tiling: Tiling, main: list[_Line]) -> list[tuple[int, int]]:
    """For each article of a page the line it starts at (its title, if it has one) and the line after its title."""
    starts: list[tuple[int, int]] = []
    for number, row in enumerate(main):
        heads = _CRAWLER_DATE.match(row.text) or (row.role == "fields" and _announces(tiling, row.text))
        if not heads or (number and main[number - 1].role == "fields"):
            continue
        titled = number and main[number - 1].role == "text" and is_title_like(main[number - 1].text)
        if starts and not titled:
            continue
        follows = any(other.role == "text" for other in main[number + 1 :]) or _CRAWLER_DATE.match(row.text)
        if follows and (not starts or number - 1 > starts[-1][1]):
            starts.append((number - 1 if titled else number, number))
    if not starts:
        titled = len(main) > 1 and is_title_like(main[0].text)
        starts = [(0, 1 if titled else 0)]
    return _split_by_language(tiling, main, starts)


def _announces(tiling: Tiling, line: str) -> bool:
    fields = header_fields(line, lexicon=tiling.lexicon) or {}
    return "stamp" in fields or "outlet" in fields


def _split_by_language(
    tiling: Tiling, main: list[_Line], starts: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """A version in the other language follows without a header of its own: all lines to the end change language."""
    split: list[tuple[int, int]] = []
    for number, (first, header) in enumerate(starts):
        split.append((first, header))
        last = starts[number + 1][0] if number + 1 < len(starts) else len(main)
        prose = [
            i
            for i in range(header, last)
            if main[i].role == "text" and not header_fields(main[i].text, lexicon=tiling.lexicon)
        ]
        tongues = [is_chinese(main[i].text) for i in prose]
        if not prose or len(set(tongues)) < 2:
            continue
        turn = max(i for i in range(1, len(tongues)) if tongues[i] != tongues[i - 1])
        letters = sum(len(main[i].text) for i in prose[turn:])
        if len(set(tongues[:turn])) == 1 and letters >= 200 and len(prose) - turn >= 2:
            at = prose[turn]
            split.append((at, at + 1 if is_title_like(main[at].text) else at))
    return split


def _lay_document(tiling: Tiling, drafts: list[Draft], rows: list[_Line], header: int) -> None:
    raw = tiling.raw
    article = len(drafts)
    draft = Draft("unknown")
    drafts.append(draft)
    if header:
        draft.title = rows[0].span
        tiling.mark(draft.title, "title", "line before the text", article)
    paragraphs = _take_header(tiling, article, draft, rows[header:])
    # A dateline on a line of its own may stand before the title.
    if len(paragraphs) > 1 and dateline(text := raw[slice(*paragraphs[0])], lexicon=tiling.lexicon)[0] == len(
        text
    ):
        take_dateline(tiling, draft, paragraphs[0][0], text)
        tiling.mark(paragraphs.pop(0), "meta", "dateline", article)
    if draft.title is None and len(paragraphs) > 1 and draft.convention in ("document", "wire"):
        text = raw[slice(*paragraphs[0])]
        if is_title_like(text) and not dateline(text, lexicon=tiling.lexicon)[0] and not is_caption(text):
            draft.title = paragraphs.pop(0)
            tiling.mark(draft.title, "title", "first line of the text", article)
    lay_paragraphs(tiling, article, draft, paragraphs)
    if draft.convention == "unknown" and article and drafts[article - 1].convention != "unknown":
        draft.convention, draft.follows = drafts[article - 1].convention, article - 1
    elif draft.agency and draft.convention in ("unknown", "wire"):
        draft.convention, draft.outlet = "wire", draft.agency


def _take_header(tiling: Tiling, article: int, draft: Draft, rows: list[_Line]) -> list[Span]:
    """Mark the header of an article and draft what it prints; the paragraphs that are left."""
    paragraphs: list[Span] = []
    for row in rows:
        start, end = row.span
        crawler = _CRAWLER_DATE.match(row.text)
        if row.role == "fields":
            for name, spans in (header_fields(row.text, lexicon=tiling.lexicon) or {}).items():
                if name in ("stamp", "outlet") and getattr(draft, name) is None:
                    setattr(draft, name, (start + spans[0][0], start + spans[0][1]))
            if not paragraphs:
                draft.convention = "document"
                tiling.mark(row.span, "meta", "header", article)
                continue
        elif crawler and not paragraphs:
            draft.convention = "wire"
            draft.stamp = (start + crawler.start("stamp"), start + crawler.end("stamp"))
            tiling.mark((start, start + crawler.end()), "meta", "crawler's date", article)
            start += crawler.end()
        if start < end:
            paragraphs.append((start, end))
    return paragraphs
