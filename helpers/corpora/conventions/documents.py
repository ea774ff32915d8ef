"""Any page that is no search page: news sites, bilingual pages, wire reprints, mails; and pages of no known convention.

Each line has its role by its form (`lines`). Here it is decided where the article is: the heaviest run of prose is the body, the best
line above it the title, the header lines around it say when and by whom. What is above, inside and below and none of these is furniture.
"""

import re
from itertools import pairwise

from helpers.corpora.conventions.headers import Stamp
from helpers.corpora.conventions.lines import CRAWLER_DATE, Line, read_lines
from helpers.corpora.conventions.marks import bare_words, is_dated, same_words
from helpers.corpora.conventions.outlets import find_outlet, find_writer, is_note_on_author
from helpers.corpora.conventions.paragraphs import lay_paragraphs, take_dateline
from helpers.corpora.conventions.tiling import Draft, Span, Tiling
from helpers.corpora.conventions.titles import choose_title

# So many lines without prose part two runs of it.
_GAP = 9
_BELOW_END = 0.4
# What follows a list of links is the article going on if it is so heavy beside what was before.
_GOES_ON = 0.35
_META = ("header", "byline", "crawler", "clock", "medium", "mark", "dateline")


def read_document(tiling: Tiling, spans: list[Span]) -> list[Draft]:
    """The articles of any page, marked in the tiling; none where the page says itself that it shows none."""
    lines = read_lines(tiling.raw, spans, tiling.lexicon)
    _mark_inserts(lines)
    prose = [line for line in lines if line.role == "prose"]
    if not lines or (not prose and any(line.role == "notice" for line in lines)):
        return []
    drafts: list[Draft] = []
    for first, last in _sections(lines):
        _lay_section(tiling, drafts, lines, first, last)
    return drafts


def _mark_inserts(lines: list[Line]) -> None:
    """What stands between two lines of an insert belongs to it, if it is short; what an advertisement cuts is prose on both sides."""
    for number, line in enumerate(lines):
        if (
            line.role == "short"
            and len(line.text) >= (14 if line.chinese else 40)
            and re.search(r"[，,、\w]$", line.text)
        ):
            after = number + 1
            while after < len(lines) and lines[after].role in ("button", "line") and after < number + 4:
                after += 1
            if number + 1 < after < len(lines) and lines[after].role == "prose" and _goes_on(line, lines[after]):
                line.role = "prose"


def _sections(lines: list[Line]) -> list[tuple[int, int]]:
    """The lines of each article: a page is one, unless another language begins."""
    turn = _turn(lines)
    return [(0, turn), (turn, len(lines))] if turn else [(0, len(lines))]


def _turn(lines: list[Line]) -> int | None:
    """Where a version in the other language begins: all prose to the end changes language, once."""
    header = next((i for i, line in enumerate(lines) if line.role == "header"), 0)
    stop = next((i for i in range(header, len(lines)) if lines[i].role == "end" and i > header + 2), len(lines))
    prose = [i for i in range(header, stop) if lines[i].role in ("prose", "short", "caption")]
    tongues = [lines[i].chinese for i in prose]
    turns = [k for k in range(1, len(prose)) if tongues[k] != tongues[k - 1]]
    if len(turns) != 1:
        return None
    one, other = prose[: turns[0]], prose[turns[0] :]
    enough = [sum(lines[i].weight for i in part if lines[i].role == "prose") for part in (one, other)]
    return other[0] if enough[0] >= 120 and enough[1] >= 200 else None


def _main_run(lines: list[Line], first: int, last: int) -> tuple[int, int] | None:
    """The first and the last line of the heaviest run of prose."""
    runs: list[list[int]] = []
    barrier, gap = None, 0
    for number in range(first, last):
        line = lines[number]
        if line.role == "prose":
            if runs and barrier is None and gap <= _GAP:
                runs[-1][1], runs[-1][2] = number, runs[-1][2] + line.weight
            else:
                runs.append([number, number, line.weight, barrier])
            barrier, gap = None, 0
        else:
            gap += 1
            if line.role in ("end", "related"):
                barrier = line.role if barrier != "end" else barrier
            elif barrier is None and _parts(line, runs):
                barrier = "header"
    merged: list[list] = []
    for run in runs:
        if merged and run[3] == "related" and run[2] >= _GOES_ON * merged[-1][2] and _is_dense(lines, run):
            merged[-1][1], merged[-1][2] = run[1], merged[-1][2] + run[2]
        else:
            merged.append(run)
    if not merged:
        return None
    # A teaser behind buttons is no last paragraph.
    for run in merged:
        prose = [number for number in range(run[0], run[1] + 1) if lines[number].role == "prose"]
        light = len(prose) > 2 and prose[-1] - prose[-2] > 3 and lines[prose[-1]].weight < 0.3 * run[2]
        if light and any(line.role == "button" for line in lines[prose[-2] : prose[-1]]):
            run[1] = prose[-2]
    # Below a footer stand other articles.
    best = max(merged, key=lambda run: (run[2] * (_BELOW_END if run[3] == "end" else 1), -run[0]))
    return best[0], best[1]


def _parts(line: Line, runs: list[list]) -> bool:
    """Whether a header, or the name of the site or its section, parts two runs: above it stands a standfirst, not the text it closes."""
    if line.role == "header":
        return bool(line.header and (line.header.stamps or line.header.labelled))
    most = {"medium": 600, "section": 300}.get(line.role, 0)
    alone = runs and runs[-1][0] == runs[-1][1] and runs[-1][2] <= most and line.text[-1] not in ":："
    return line.role in ("byline", "crawler") or bool(alone)


def _is_dense(lines: list[Line], run: list) -> bool:
    between = lines[run[0] : run[1] + 1]
    return 2 * sum(line.role == "prose" for line in between) >= len(between) and not re.search(
        r"(?:\.{3}|…)$", lines[run[0]].text
    )


def _lay_section(tiling: Tiling, drafts: list[Draft], lines: list[Line], first: int, last: int) -> None:
    article = len(drafts)
    draft = Draft("unknown")
    drafts.append(draft)
    section = lines[first:last]
    run = _main_run(lines, first, last)
    body_from, body_to = run if run else (last, last - 1)
    body_from = _dated_opening(tiling, lines, body_from, body_to)
    while body_to > body_from and (is_note_on_author(lines[body_to].simple) or lines[body_to].role != "prose"):
        body_to -= 1
    while run and body_to + 1 < last and _is_last_word(lines[body_to + 1]):
        body_to += 1
        lines[body_to].role = "prose"
    above, below = lines[first:body_from], lines[body_to + 1 : last]
    inside = lines[body_from : body_to + 1]

    title = choose_title(tiling, draft, above, inside, below)
    if not run and title is None:
        fallback = [line for line in section if line.role == "short"]
        inside, above = fallback, [line for line in section if line.role != "short"]
    elif not run:
        after = section.index(title) + 1
        inside = [line for line in section[after:] if line.role == "short"]
        within = {line.span for line in inside}
        above = [line for line in section if line.span not in within]
    for line in above:
        if line.role == "dateline" and draft.agency is None:
            take_dateline(tiling, draft, line.span[0], line.text)
    for number, line in enumerate(above):
        kind, rule = _role_above(line, title)
        if line is title and any(one.role == "dateline" and one.span[0] < line.span[0] for one in above):
            rule = "first line of the text"
        tiling.mark(
            (line.span[0], line.span[1] + line.tail),
            kind,
            rule,
            article if kind in ("meta", "caption", "title") else -1,
        )
        if kind == "caption" and (after := [*above[number + 1 : number + 2], *inside[:1]]):
            tiling.mark((line.span[1], max(line.span[1], after[0].span[0])), "apparatus", "gap", article)
    stamp = _choose_stamp(tiling, draft, above, inside, below, title)
    text_lines = _text_lines(section, above, inside, title)
    _lay_text(tiling, article, draft, text_lines, inside)
    _mark_below(tiling, article, draft, below, lines[body_to].span[1] if run else section[-1].span[1])
    find_outlet(tiling, draft, above, inside, below, stamp, title)
    find_writer(tiling, draft, above, below, stamp)
    if any(line.role == "crawler" for line in above) and not any(line.role == "header" for line in above):
        draft.convention = "wire"
    elif stamp or any(line.role == "header" for line in section):
        draft.convention = "document"
    elif draft.agency:
        draft.convention = "wire"
    if draft.convention == "unknown" and article and drafts[article - 1].convention != "unknown":
        draft.convention, draft.follows = drafts[article - 1].convention, article - 1
    _doubt_languages(draft, inside)


def _is_last_word(line: Line) -> bool:
    """Whether a short line right under the text is its last sentence: `I thank you.`"""
    last = re.search(r"\w[.!。！][”\"’'」』]?(?:[(（][^()（）]{1,24}[)）])?$", line.text)
    return line.role == "short" and bool(last) and not line.header


def _dated_opening(tiling: Tiling, lines: list[Line], first: int, last: int) -> int:
    """Where the text begins: at the dateline, if one of the first paragraphs opens with a whole one; before it stands a standfirst."""
    seen = 0
    for number in range(first, last + 1):
        if lines[number].role == "prose" and not lines[number].continues:
            if seen and is_dated(lines[number].text, lexicon=tiling.lexicon):
                return number
            seen += 1
            if seen == 5:
                break
    return first


def _role_above(line: Line, title: Line | None) -> tuple[str, str]:
    if line is title:
        return "title", "line before the text"
    if title is not None and line.role in ("short", "prose", "caption") and same_words(line.text, title.text):
        return "title", "title repeated"
    if line.role in _META:
        return "meta", {"crawler": "crawler's date", "dateline": "dateline"}.get(line.role, "header")
    if line.role == "caption":
        return "caption", "photo credit"
    if line.role == "prose":
        # Prose that stands before any title is a motto of the page; between the title and the text, its standfirst.
        after = title is not None and line.span[0] > title.span[0]
        return ("meta", "standfirst") if after else ("epigraph", "before the title")
    if line.role == "short" and title is not None and line.span[0] > title.span[0]:
        return "meta", "standfirst"
    return "boilerplate", "breadcrumb" if line.role == "section" else "before the title"


def _mark_below(tiling: Tiling, article: int, draft: Draft, below: list[Line], text_end: int) -> None:
    """What follows the text: closing marks, headlines of other articles up to the end of the page or its footer, and the rest."""
    state = ""
    for number, line in enumerate(below):
        if line.role in ("related", "end") and state != "end":
            state = line.role
        if state == "related":
            kind, rule = "related", "teasers"
            before = below[number - 1].span[1] if line.role != "related" else line.span[0]
            tiling.mark((before, line.span[0]), kind, rule)
        elif state == "end":
            kind, rule = "boilerplate", "disclaimer"
        elif line.role in ("header", "byline", "clock", "mark", "crawler", "medium", "dateline"):
            kind, rule = "meta", "editor's mark"
            before = below[number - 1].span[1] if number else text_end
            tiling.mark((before, line.span[0]), "apparatus", "gap", article)
            if line.role == "medium" and number == 0:
                draft.source, rule = line.span, "closing mark"
        elif line.role == "caption":
            kind, rule = "caption", "photo credit"
        else:
            kind, rule = "boilerplate", "after the text"
        tiling.mark(
            (line.span[0], line.span[1] + line.tail), kind, rule, article if kind in ("meta", "caption") else -1
        )


def _text_lines(section: list[Line], above: list[Line], inside: list[Line], title: Line | None) -> list[Line]:
    """The lines of the body and the captions: a salutation before it, the headings in it, none of the links and buttons."""
    kept: list[Line] = []
    block: list[Line] = []
    for line in inside:
        if line.role == "short" and title and bare_words(line.text).startswith(bare_words(title.text) or "-"):
            line.role = "caption"
        if line.role == "prose":
            kept += _kept_of(block)
            block = []
            kept.append(line)
        else:
            block.append(line)
    kept += _kept_of(block)
    opening = above[-1] if above else None
    # A salutation, a first word, or the heading of the first entry of a live page, under its clock.
    entry = len(above) > 1 and above[-2].role == "clock"
    begins = entry or (opening and re.search(r"[，,：:!！]$|^[“\"「].*[”\"」]$", opening.text))
    if opening and begins and opening.role == "short" and opening is not title:
        kept.insert(0, opening)
    return kept


def _kept_of(block: list[Line]) -> list[Line]:
    """Of the lines between two paragraphs those that are text: headings and short paragraphs, not beside links to other articles."""
    for line in block:
        if line.role == "short" and not may_be_heading(line):
            line.role = "caption"
    links = any(line.role in ("related", "insert", "notice", "end") for line in block)
    links = links or len({line.text for line in block if line.role in ("button", "line")}) > 1
    return [line for line in block if line.role in ("caption", "mark") or (line.role == "short" and not links)]


def may_be_heading(line: Line) -> bool:
    """Whether a line without prose between two paragraphs may be a heading or a short paragraph: a longer one without a final mark is
    what stands under a picture."""
    words = re.findall(r"[A-Za-z]{5,}", line.text)
    return (
        len(line.text) <= 28
        if line.chinese
        else line.text.count(" ") < (16 if line.text.istitle() or all(word[0].isupper() for word in words) else 12)
    )


def _lay_text(tiling: Tiling, article: int, draft: Draft, text_lines: list[Line], inside: list[Line]) -> None:
    taken = {line.span for line in text_lines}
    next_to = {one.span: other for one, other in pairwise(inside)}
    joins = [
        number
        for number, (line, other) in enumerate(pairwise(text_lines), start=1)
        if other.continues or _is_cut(line, other, next_to.get(line.span))
    ]
    lay_paragraphs(
        tiling,
        article,
        draft,
        [line.span for line in text_lines],
        captions={line.span for line in text_lines if line.role == "caption"},
        joined={text_lines[number].span for number in joins},
    )
    for line in inside:
        tiling.mark((line.span[1], line.span[1] + line.tail), "boilerplate", "watermark")
        if line.span not in taken:
            kind = "meta" if line.role in _META else ("related" if line.role == "related" else "boilerplate")
            tiling.mark(
                (line.span[0], line.span[1] + line.tail), kind, "inside the text", article if kind == "meta" else -1
            )


def _is_cut(line: Line, other: Line, following: Line | None) -> bool:
    """Whether an advertisement cuts a sentence: something stands between two lines, and the second goes on with the first."""
    if (line.role, other.role) != ("prose", "prose") or following is None or following is other:
        return False
    return _goes_on(line, other)


def _goes_on(line: Line, other: Line) -> bool:
    if re.search(r"[。！？.!?；;:：…][”\"’'」』）)\]]*$", line.text) or line.chinese != other.chinese:
        return False
    return other.text[:1].islower() or (line.chinese and bool(re.search(r"[，,、]", line.text)))


def _choose_stamp(
    tiling: Tiling, draft: Draft, above: list[Line], inside: list[Line], below: list[Line], title: Line | None
) -> Line | None:
    """The line that prints when the page was published: a labelled moment before others, above the text before below it, under
    the title before in a masthead, and the nearest. What a page says of its change is noted beside it."""
    found: list[tuple[tuple, Line, Stamp]] = []
    for place, lines in ((0, above), (2, inside), (1, below)):
        for number, line in enumerate(lines):
            if not line.header or line.role == "prose" or (line.role not in ("header", "end", "mark") and place):
                continue
            if line.role == "caption" and not _ends_in_stamp(line):
                continue
            near = -number if place == 0 else number
            for stamp in line.header.stamps:
                titled = line.role != "header"
                clock = ":" in tiling.raw[slice(*_page(line, stamp.span))] or "：" in line.text
                masthead = place == 0 and title is not None and line.span[0] < title.span[0]
                found.append(((titled, place, stamp.rank, masthead, not clock, near), line, stamp))
    crawler = next((line for line in above if line.role == "crawler"), None)
    updated = [one for one in found if one[2].rank == 2]
    found.sort(key=lambda one: one[0])
    if found and not (found[0][2].rank == 3 and crawler):
        _, line, stamp = found[0]
        start, end = _page(line, stamp.span)
        draft.stamp = _with_clock(line, (start, end), above)
        if updated and updated[0][2] is not stamp:
            draft.updated = _page(updated[0][1], updated[0][2].span)
        return line
    if crawler:
        date = CRAWLER_DATE.match(crawler.text)
        assert date is not None
        draft.stamp = _page(crawler, date.span("stamp"))
        return crawler
    return None


def _ends_in_stamp(line: Line) -> bool:
    """Whether a picture's line closes with the name of the site and a day, as some sites print it."""
    header = line.header
    return bool(header and header.beside and header.stamps and header.stamps[-1].span[1] == len(line.text))


def _page(line: Line, span: Span) -> Span:
    return line.span[0] + span[0], line.span[0] + span[1]


def _with_clock(line: Line, span: Span, above: list[Line]) -> Span:
    """A clock on the line before or after a day belongs to it."""
    for one, other in pairwise(above):
        if other is line and one.role == "clock":
            return one.span[0], span[1]
        if one is line and other.role == "clock":
            return span[0], other.span[1]
    return span


def _doubt_languages(draft: Draft, inside: list[Line]) -> None:
    """Two languages that take turns, paragraph by paragraph, are one article with a warning."""
    prose = [line for line in inside if line.role == "prose"]
    turns = sum(one.chinese != other.chinese for one, other in pairwise(prose))
    least = (
        min(sum(line.weight for line in prose if line.chinese is tongue) for tongue in (True, False)) if prose else 0
    )
    if turns >= 3 and least >= 100:
        draft.doubts.append(
            "Chinese and another language take turns: read as one article; save one language alone to compare it"
        )
