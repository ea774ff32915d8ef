"""All pages except list pages: news sites, bilingual pages, wire reprints, mails, and pages of no known convention.

`lines` gives each line a role by its form. This module finds the article: the heaviest run of prose is the body and the
best line above it the title. The header lines around it give its time and author; all other lines are boilerplate.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import dropwhile, pairwise, takewhile

from helpers.corpora import stamps
from helpers.corpora.conventions.furniture import furniture_kind, kinds
from helpers.corpora.conventions.headers import Stamp
from helpers.corpora.conventions.lines import (
    CRAWLER_DATE,
    CUT,
    IN_PARLIAMENT,
    ITS_REST,
    Line,
    Section,
    is_titled,
    read_lines,
)
from helpers.corpora.conventions.marks import dateline, is_dated, is_place, same_words
from helpers.corpora.conventions.outlets import find_outlet, find_writer, is_name, is_note_on_author
from helpers.corpora.conventions.paragraphs import lay_paragraphs, take_dateline
from helpers.corpora.conventions.tiling import Draft, Span, Tiling
from helpers.corpora.conventions.titles import SITE, choose_title, shared_words
from helpers.lexicon import Lexicon
from helpers.texts.scripts import simplify

# The longest line that opens or closes a document of an export.
_LABEL = 60
# Lines without prose within one run of prose, at most.
_GAP = 9
# Lines in boxes of links between two paragraphs, at most.
_BOXES = 8
_BELOW = {"end": 0.4, "comments": 0.1}
# Paragraphs before and after one that may repeat it.
_NEAR = 6
# No paragraph counts for more at the end of a text, where other lines count against it.
_LONG = 300
# One word in so many is known from the text above, or the paragraph counts half.
_FEW = 5
_TAKES = dict.fromkeys(("related", "section", "medium", "header", "byline", "crawler", "table"), 120)
_TAKES |= {"short": 90, "caption": 10, "watermark": 0}
# A run of prose of this weight counts as a text that has begun.
_BEGUN = 450
# Prose after a list of links or a box continues the text if density times weight reaches this share of the text.
_GOES_ON = 0.175
_MARKED = re.compile(r"[。！？.!?；;:：…，,][”\"’'」』）)\]]*$")
# 01 over the first part of a text.
_PART = re.compile(r"0\d|(?:PART|Part)[ .·]?\d{1,2}")
# The first words of another report, and of one that is cut.
_OPENED = re.compile(rf"[(（【][^()（）【】]{{2,16}}[讯电][)）】]|.*{CUT.pattern}")
_QUOTATION = re.compile(r"[“「][^“”「」]+[”」]")
# A sentence that lost its mark: captions name people.
_SENTENCE = re.compile(r"(?:(?:He|She|They|I|We|It|You|But|And|If|That|There) [a-z]|May I )")
# HOPEFUL: Ann Doe
_NAMED = re.compile(r"[A-Z][A-Za-z’' -]{2,24}: (?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,2})")
# Behind the words under a picture, the day on which it was taken.
_TAKEN = re.compile(r"[\u4e00-\u9fff]{8}.*[(（]\d{4}年\d{1,2}月\d{1,2}日[)）]$")
# The clock of a forum at the foot, when the page was saved: GMT+8, 2025-9-1 10:05 , Processed in 0.05 second(s)
_VIEWED = re.compile(r"GMT ?[+-]\d{1,2}(?::\d\d)?[,，] ?\d{4}(?:-\d\d?){2} \d\d?:\d\d(?::\d\d)?\W*(?:Processed in.*)?")
# A salutation, the first words of a dialogue, who speaks.
_OPENS = re.compile(rf"[，,：:!！]$|^[“\"「].*[”\"」]$|^{IN_PARLIAMENT.pattern}")
# The last words of a report.
_DONE = re.compile(r"[。！？”]\s*[(（]完[)）]$")
_PERSON = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}")
# The name of an account in a social network, and the number of lines in which a post ends.
_ACCOUNT = re.compile(r"(?<!\w)@\w{2,30}\)?$")
_POST = 8
_POSTED = re.compile(r"Posted by .{2,60} on [A-Z][a-z]+day, [A-Z][a-z]+ \d{1,2}, \d{4}")
# Below these roles a line without prose may be the first heading.
_UNDER = ("header", "byline", "clock", "caption")
_STOPPED = re.compile(r"[。！.!;；…，,][”\"’'」』）)\]]*$")
_OF_READERS = re.compile(r"[Cc]omments?\b|[Rr]esponse|评论|留言")
_COUNTED = re.compile(r"\d+ [Cc]omments")
# Headings of readers' comments, and of the sender's profile in a press release.
_ABOUT = re.compile(r"[Cc]omments|About(?: (?:[A-Z]\S*|of|for|and|the|&))+")
# The text continues after an advertisement.
_ADVERTISED = re.compile(r"dvertise|ADVERTISE|promotion$|end of list|广告")
_BETWEEN = ("button", "caption", "line")
_META = ("header", "byline", "crawler", "clock", "medium", "mark", "dateline", "table")


def read_document(tiling: Tiling, spans: list[Span], extracted: bool = False) -> list[Draft]:
    """Mark the articles of any page in the tiling and return their drafts; an empty list for a page of notices."""
    text_at = tiling.raw.find("\n\n") if extracted else None
    drafts: list[Draft] = []
    documents = _documents(tiling, spans)
    for document in documents:
        lines = read_lines(tiling.raw, document, tiling.lexicon)
        _mend_cuts(lines)
        _mark_pull_quotes(lines)
        _mark_posts(lines)
        _open_ends(lines, tiling.lexicon)
        _take_unmarked(lines)
        # Notices alone, or the cover of an export.
        if not any(line.role == "prose" for line in lines) and (
            len(documents) > 1 or not lines or any(line.role == "notice" for line in lines)
        ):
            continue
        for part in _sections(lines, tiling.lexicon):
            _lay_section(tiling, drafts, part, text_at)
    return drafts


def _documents(tiling: Tiling, spans: list[Span]) -> list[list[Span]]:
    """Return the lines of each document of a database's export, of which a first or last line tells; a page is one."""
    short = [simplify(tiling.raw[start:end]) if end - start <= _LABEL else "" for start, end in spans]
    first, last = (kinds(lexicon=tiling.lexicon)[f"document_{place}"] for place in ("first", "last"))
    edges = {number for number, line in enumerate(short) if first.fullmatch(line)}
    edges |= {number + 1 for number, line in enumerate(short) if last.fullmatch(line)}
    return [spans[begin:end] for begin, end in pairwise(sorted({0, *edges, len(spans)}))] or [spans]


def _mend_cuts(lines: list[Line]) -> None:
    """Mark both halves of a sentence as prose where an advertisement or a line end cuts it."""
    for number, (before, line) in enumerate(pairwise(lines)):
        if before.role != "short" or not re.search(r"[，,、\w]$", before.text):
            continue
        after = next((one for one in lines[number + 1 : number + 5] if one.role not in _BETWEEN), line)
        cut = after is not line and after.role == "prose" and _goes_on(before, after)
        if cut and len(before.text) >= (14 if before.chinese else 40):
            before.role = "prose"
        broken = not before.chinese and len(before.text) >= 80 and line.role in ("short", "prose")
        if broken and _goes_on(before, line) and _MARKED.search(line.text):
            before.role = line.role = "prose"
            line.continues = True


def _mark_pull_quotes(lines: list[Line]) -> None:
    """Mark pull quotes and summaries: lines that nearby paragraphs repeat word for word."""
    begun = next((number for number, line in enumerate(lines) if line.role == "prose"), len(lines))
    prose = [
        line for line in lines[begun:] if line.role == "prose" or (line.role == "short" and line.text[0] in '“「"')
    ]
    for number, line in enumerate(prose):
        over, under = prose[max(number - _NEAR, 0) : number], prose[number + 1 : number + _NEAR + 1]
        if number < 2 and len(line.bare) >= 30 and "".join(other.bare for other in under[:3]).startswith(line.bare):
            line.role = "insert"  # the beginning of the text, above it
            continue
        quoted = [other for other in under if other.chinese and _QUOTATION.fullmatch(other.text)]
        said = [one for one in (*over, *under) if len(one.bare) >= (4 if one in quoted else 12 if one.chinese else 30)]
        said = [
            one for one in said if one.bare in line.bare and (one.role == "prose" or one in quoted or not one.chinese)
        ]
        # A line that repeats several paragraphs is a second copy of the text.
        if len(said) == 1 and len(said[0].text) <= 300 and not said[0].repeats(line):
            said[0].role = "note"
    for line, other in pairwise(lines[begun:]):
        # The name of a picture opens the caption below.
        if line.role == "short" and other.role == "prose" and len(line.bare) >= 30 and other.bare.startswith(line.bare):
            line.role = other.role = "caption"


def _mark_posts(lines: list[Line]) -> None:
    """Mark posts quoted from a social network, from the name of the account to the date, so that they part no text.
    Above all prose an account is that of the writer."""
    begun = next((number for number, line in enumerate(lines) if line.role == "prose"), len(lines))
    for number, line in enumerate(lines[begun:], start=begun):
        if line.role in ("short", "line", "medium") and _ACCOUNT.search(line.text):
            post = lines[number : number + _POST]
            dated = next((n for n, one in enumerate(post[1:], 1) if one.role == "header" and _is_stamped(one)), 0)
            for one in post[: dated + 1]:
                one.role = "insert"
        above = lines[max(begun, number - _POST) : number - 1] if _POSTED.fullmatch(line.text) else []
        if 2 * sum(one.weight for one in above) > _BEGUN and _prose_behind(lines, number, ("short",)):
            lines[number - 1].role = line.role = "note"


def _open_ends(lines: list[Line], lexicon: Lexicon | None) -> None:
    """Mark rights, tags and `(完)` as lines inside a text if it goes on behind them, with a third of the weight above
    at least: two paragraphs behind two, or three behind one, or any behind a line printed several times."""
    times, count, weight = Counter(line.text for line in lines), 0, 0
    for number, line in enumerate(lines):
        if line.role == "prose":
            count, weight = count + 1, weight + line.weight
        elif line.role == "end" and count and lines[number - 1].role in ("prose", *_BETWEEN):
            behind = _prose_behind(lines, number)
            heavy = 3 * sum(one.weight for one in behind) >= weight
            passing = bool(kinds(lexicon=lexicon)["passing"].search(line.simple))
            if passing and heavy and (times[line.text] > 1 or (len(behind) > 1 and count + len(behind) > 3)):
                line.role = "line"
            elif heavy or (passing and len(behind) > 2):
                line.doubt = f"paragraphs behind {line.text[:40]!r} ({len(behind)}) are not in the text: if it goes on, cut the line"
            count = weight = 0


def _take_unmarked(lines: list[Line]) -> None:
    """Mark Chinese lines of 30 characters under each other as prose if hardly any line has a final mark."""
    long = {one for one in lines if one.chinese and one.role == "short" and len(one.text) >= 30}
    beside = {one for pair in pairwise(lines) if long.issuperset(pair) for one in pair}
    if sum(one.weight for one in beside) > _FEW * sum(one.weight for one in lines if one.role == "prose"):
        for line in beside:
            line.role = "prose"


def _prose_behind(lines: list[Line], number: int, under: tuple[str, ...] = ()) -> list[Line]:
    """Return the paragraphs behind a line and lines `under` it, with nothing but buttons and captions between."""
    behind = dropwhile(lambda one: one.role in under, (lines[n] for n in range(number + 1, len(lines))))
    return [one for one in takewhile(lambda one: one.role in ("prose", *_BETWEEN), behind) if one.role == "prose"]


def _begins(title: Line, line: Line, text: list[Line]) -> bool:
    """Whether an article begins with a title over a header or a dateline: two paragraphs follow, which take up its words
    unless the header names an outlet. Note a doubt with the title if there is one, or they do not."""
    if title.text[-1] in ":：":
        return False
    words = shared_words(title.text)
    known = len(words & shared_words("".join(one.text for one in text[:3])))
    taken_up = 2 * known >= max(len(words), 6 if title.chinese else 4)
    named = line.role == "prose" or (line.header and (line.header.labelled or line.header.beside))
    begins = len(text) > 1 and bool(taken_up or named)
    if text and not begins:
        title.doubt = f"a second title, {title.text[:40]!r}, and a date stand here: save each article in a file alone"
    return begins


def _sections(lines: list[Line], lexicon: Lexicon | None) -> list[list[Line]]:
    """Return the lines of each article: one per page, unless another language begins, or right under the text another
    title with a header or a dateline of its own."""
    starts, weight, headed, seen = [0], 0, False, ["", ""]
    for number, line in enumerate(lines):
        opens = line.role in ("header", "byline") and any(map(_is_stamped, lines[number : number + 2]))
        if line.role == "prose" and (seen[-1] == "short" or not weight):
            opens = is_dated(line.text, lexicon=lexicon) and not 0 < weight < _BEGUN
        titled = seen[-2:] == ["prose", "short"] and lines[number - 1].role == "short" and weight >= _BEGUN / 3
        if opens and titled and _begins(lines[number - 1], line, _prose_behind(lines, number - 1, _META)):
            starts.append(number - 1)
            weight = 0
        headed = (headed or opens) and line.role != "related"
        weight += line.weight * (headed and line.role == "prose")
        # Between two articles: a button, an editor, the end of the text.
        if line.role not in (*_BETWEEN, "mark", "end") and (line.role != "header" or _is_stamped(line)):
            seen.append(line.role)
    sections: list[list[Line]] = []
    for first, last in pairwise([*starts, len(lines)]):
        part = lines[first:last]
        turn = _turn(part)
        sections += [part[:turn], part[turn:]] if turn else [part]
    return sections


def _turn(lines: list[Line]) -> int | None:
    """Return where a version in another language begins, or None. The prose changes language exactly once."""
    header = next((i for i, line in enumerate(lines) if line.role == "header"), 0)
    stop = next((i for i in range(header, len(lines)) if lines[i].role == "end" and i > header + 2), len(lines))
    prose = [i for i in range(header, stop) if lines[i].role in ("prose", "short", "caption")]
    tongues = [lines[i].chinese for i in prose]
    turns = [k for k in range(1, len(prose)) if tongues[k] != tongues[k - 1]]
    if len(prose) < 3 or len(turns) != 1:
        return None
    one, other = prose[: turns[0]], prose[turns[0] :]
    enough = [sum(lines[i].weight for i in part if lines[i].role == "prose") for part in (one, other)]
    several = sum(lines[i].role == "prose" for i in other) > 1
    return other[0] if enough[0] >= 120 and enough[1] >= 200 and several else None


@dataclass
class _Run:
    """A run of prose: first and last line, weight, barrier to the prose before, and whether it is under a header."""

    first: int
    last: int
    weight: int
    barrier: str | None
    headed: bool


def _main_run(lines: list[Line]) -> tuple[int, int] | None:
    """Return the numbers of the first and last line of the heaviest run of prose, or None."""
    runs: list[_Run] = []
    barrier, gap, headed = None, 0, False
    for number, line in enumerate(lines):
        if line.role == "prose":
            if runs and barrier is None and gap <= _GAP:
                runs[-1].last, runs[-1].weight = number, runs[-1].weight + line.weight
            else:
                runs.append(_Run(number, number, line.weight, barrier, headed))
            barrier, gap = None, 0
            continue
        gap += line.role not in ("caption", "button", "watermark")
        headed = headed or line.role == "byline" or (line.role == "header" and _is_stamped(line))
        # A single link does not end a text that continues below, and a menu above all prose names what a footer names.
        if _opens_comments(line, runs):
            barrier = "comments"
        elif (line.role == "related" and not _is_box(lines, number)) or (line.role == "end" and runs):
            barrier = barrier if barrier in _BELOW else line.role
        elif barrier is None and _parts(line, runs) and not _credits(lines, number, runs):
            barrier = "header"
    for run in runs:
        _cut_the_rest(lines, run)
    merged = runs
    for _ in range(2):  # Two parts together may be heavy enough to continue the part before them.
        runs, merged = merged, []
        for run in runs:
            if merged and _goes_on_in(lines, merged[-1], run):
                merged[-1].last, merged[-1].weight = run.last, merged[-1].weight + run.weight
            else:
                merged.append(run)
    for run in merged:
        _cut_the_rest(lines, run)
    best = max(merged, key=lambda run: (_worth(lines, run), -run.first), default=None)
    return (best.first, best.last) if best else None


def _opens_comments(line: Line, runs: list[_Run]) -> bool:
    """Whether a heading of readers' comments, or below three paragraphs their number, stands below a text."""
    if line.role not in ("end", "button") or max((run.weight for run in runs[-_NEAR:]), default=0) <= _BEGUN / 2:
        return False
    if line.role == "end":
        return bool(_OF_READERS.search(line.simple))
    return runs[-1].last - runs[-1].first > 1 and bool(_COUNTED.fullmatch(line.text))


def _is_box(lines: list[Line], number: int) -> bool:
    """Whether boxes of one link each, with one or two labels, stand between a line and two paragraphs of the text."""
    roles = [line.role[0] for line in lines[number + 1 : number + 3 + _BOXES] if line.role != "button"]
    return bool(re.match("s?(?:rs?)*pp", "".join(roles)))


def _cut_the_rest(lines: list[Line], run: _Run) -> None:
    """Cut off the end of a run where other lines outweigh the prose: end it where the sum of the weights is largest."""
    most, total, last = 0, 0, run.first
    said: set[str] = set()
    between: list[int] = []
    for number in range(run.first, run.last + 1):
        weight = _weight(lines[number])
        if between and CUT.search(lines[number].text):
            weight = -_LONG - 1  # the beginning of another article
        if weight < 0:
            between = [] if _ADVERTISED.search(lines[number].simple) else [*between, weight]
            continue
        # A line or two may stand within a text.
        parted = len(between) > 2 or min(between, default=0) < -_LONG
        words = shared_words(lines[number].text)
        if parted and not lines[number].chinese and _FEW * len(words & said) < len(words):
            weight //= 2
        if parted and len(words & said) < max(len(words) / 2, _FEW):
            total += sum(between) if min(between) < -_LONG else max(sum(between), -_LONG)
        said |= words
        total, between = max(total, 0) + weight, [-_LONG - 1] * bool(_DONE.search(lines[number].simple))
        if total >= most and lines[number].role == "prose":
            most, last = total, number
    run.last, run.weight = last, sum(line.weight for line in lines[run.first : last + 1] if line.role == "prose")


def _weight(line: Line) -> int:
    """Return the length of a sentence, or what a line between paragraphs takes away from the text above it."""
    about = _ABOUT.fullmatch(line.text)
    if line.role == "prose" or (line.role == "short" and _STOPPED.search(line.text) and not about):
        return min(line.weight, _LONG)
    signed = line.role in ("medium", "header", "byline") and line.text[0] in "-–—"
    if signed or line.role in ("end", "mark", "notice") or about:
        return -_LONG - 1
    return -30 if line.role == "short" and line.chinese else -_TAKES.get(line.role, 30)


def _worth(lines: list[Line], run: _Run) -> float:
    """Return the weight of a run as main text: less for teasers with headlines between them, below a footer, and among
    comments."""
    return run.weight * _density(lines[run.first : run.last + 1]) * _BELOW.get(run.barrier, 1)


def _density(lines: list[Line]) -> float:
    return sum(line.role == "prose" for line in lines) / sum(line.role != "watermark" for line in lines)


def _is_stamped(line: Line) -> bool:
    return bool(line.header and line.header.stamps)


def _parts(line: Line, runs: list[_Run]) -> bool:
    """Whether a header, or the name of the site or a section, separates two runs, so that the first is a standfirst."""
    if line.role == "header":
        return _is_stamped(line) or bool(line.header and (line.header.labelled or line.header.editors))
    most = {"medium": 600, "section": 300}.get(line.role, 0)
    alone = runs and runs[-1].first == runs[-1].last and runs[-1].weight <= most and line.text[-1] not in ":："
    return line.role in ("byline", "crawler") or bool(alone)


def _credits(lines: list[Line], number: int, runs: list[_Run]) -> bool:
    """Whether a name or source between two paragraphs is a picture credit: without a date, in a text that has begun."""
    begun = bool(runs) and runs[-1].first < runs[-1].last
    beside = [one.role for one in lines[number - 1 : number + 2 : 2]] if begun else []
    return beside == ["prose", "prose"] and not _is_stamped(lines[number])


def _goes_on_in(lines: list[Line], before: _Run, run: _Run) -> bool:
    """Whether the text continues in `run`: below headlines of other articles, or below a header in a box if
    the text has begun under its own. The run must be dense, and heavy or with several paragraphs and known words."""
    begun = run.barrier in ("related", None) or (run.barrier == "header" and before.headed and before.weight >= _BEGUN)
    signed = run.barrier == "related" and "byline" in (line.role for line in lines[run.first - 3 : run.first])
    if not begun or signed or run.headed > before.headed or _OPENED.match(lines[run.first].simple):
        return False
    dense = _density(lines[before.last + 1 : run.last + 1])
    # Teasers have a headline each.
    first = [line for line in lines[run.first : run.last + 1] if line.role != "watermark"][:3]
    last = lines[max(before.first, before.last - 10 * _NEAR) : before.last + 1]
    words, said = (shared_words(" ".join(line.text[:_LONG] for line in part)) for part in (first, last))
    several = run.barrier in ("related", None) and [one.role for one in first[:2]] == ["prose"] * 2
    known = several and [one.role for one in first[2:]] == ["prose"] and _FEW * len(words & said) > len(words)
    return dense >= (0.35 if several else 0.45) and (known or dense * run.weight >= _GOES_ON * before.weight)


def _extracted_run(lines: list[Line], text_at: int) -> tuple[int, int] | None:
    """Return the numbers of the first and last line of a main text found in HTML, or None: nothing in it parts it. It
    opens with a paragraph or a salutation."""
    below = ((number, line) for number, line in enumerate(lines) if line.span[0] > text_at)
    text = [n for n, line in below if line.role == "prose" or (line.role == "short" and _OPENS.search(line.text))]
    return (text[0], text[-1]) if text else None


def _is_question_over_all(lines: list[Line], number: int) -> bool:
    """Whether a paragraph is a headline that asks: short, a question, with no line above that could be the title."""
    line = lines[number]
    short = line.text[-1] in "?？" and len(line.text) <= (60 if line.chinese else 140)
    return short and all(one.role != "short" for one in lines[:number])


def _lay_section(tiling: Tiling, drafts: list[Draft], lines: list[Line], text_at: int | None) -> None:
    """Mark one article and add its draft: text, title, date, outlet and writer."""
    first, last = _bounds(tiling, lines, text_at)
    above, inside, below = lines[:first], lines[first : last + 1], lines[last + 1 :]
    draft = Draft("unknown")
    section = Section(tiling, draft, len(drafts), lines, above, inside, below, extracted=text_at is not None)
    section.title = choose_title(section)
    if not inside:
        after = lines.index(section.title) + 1 if section.title else 0
        section.inside = [line for line in lines[after:] if line.role == "short"]
        section.above = [line for line in lines if line not in section.inside]
    _mark_above(section)
    section.stamp = _choose_stamp(section)
    _lay_text(section, _text_lines(section))
    _mark_below(section, lines[last].span[1])
    draft.outlet = find_outlet(section)
    find_writer(section)
    draft.convention = _convention_of(section)
    if drafts and draft.convention == "unknown" != drafts[-1].convention:
        draft.convention, draft.follows = drafts[-1].convention, len(drafts) - 1
    _doubt_prose(section)
    drafts.append(draft)


def _bounds(tiling: Tiling, lines: list[Line], text_at: int | None) -> tuple[int, int]:
    """Return the numbers of the first and last line of the text; without one it is empty, behind the page."""
    run = _main_run(lines) if text_at is None else _extracted_run(lines, text_at)
    if not run:
        return len(lines), len(lines) - 1
    first = _dated_opening(tiling, lines, *run)
    if first < run[1] and _is_question_over_all(lines, first):
        first += 1
    last = _without_notes(lines, first, run[1], tiling.lexicon)
    while last + 1 < len(lines) and _is_last_word(lines, last + 1, tiling.lexicon):
        last += 1
        lines[last].role = "prose"
    if _breaks_off(lines, last, tiling):
        last = len(lines) - 1
        lines[last].role = "prose"
    return first, last


def _without_notes(lines: list[Line], first: int, last: int, lexicon: Lexicon | None) -> int:
    """Return the last line of a text without its last paragraphs if they describe the author, speak of the page, are
    footnotes, repeat the beginning after an address, or open other articles."""
    lead = lines[first].text[:30] if last > first + 2 else "\n"
    alone = {line.simple.removeprefix("By ") for line in (*lines[:first][-2 * _NEAR :], *lines[first:last][-_NEAR:])}
    writers = "|".join(re.escape(name) for name in alone if _PERSON.fullmatch(name)) or "(?!)"
    about = rf"(?:{writers}),? (?:[–-] .*)?(?:is|was|has|writes|covers|joined)\b"
    while last > first and (
        lines[last].role != "prose"
        or lines[last].aside
        or lead in lines[last].text[:600]
        or is_note_on_author(lines[last].simple, lexicon=lexicon)
        or re.match(about, lines[last].simple)
        or ITS_REST.search(lines[last].simple[-60:])
        or not lines[last - 1].text.strip("_")
        or _is_footnote(lines[first:last], lines[last])
    ):
        last -= 1
    return last


def _convention_of(section: Section) -> str:
    above = {line.role for line in section.above}
    if "crawler" in above and "header" not in above:
        return "wire"
    if section.stamp or any(line.role == "header" for line in section.lines):
        return "document"
    return "wire" if section.draft.agency else "unknown"


def _mark_above(section: Section) -> None:
    tiling, above, title = section.tiling, section.above, section.title
    dated = False
    for line, following in zip(above, [*above[1:], *section.inside[:1], None], strict=False):
        if line.role == "dateline" and section.draft.agency is None:
            take_dateline(tiling, section.draft, line.span[0], line.text)
        dated |= line.role == "dateline"
        kind, rule = _role_above(line, title)
        rule = "first line of the text" if dated and line is title else rule
        section.mark(line, kind, rule)
        if kind == "caption" and following:
            tiling.mark((line.span[1], max(line.span[1], following.span[0])), "apparatus", "gap", section.article)


def _is_footnote(text: list[Line], line: Line) -> bool:
    """Whether a paragraph opens with a mark, [2] or *, that stands behind a word of the text."""
    mark = re.match(r"\[\d{1,2}\]|\*+|[†‡]", line.text)
    return bool(mark) and any(mark.group() in one.text[1:] for one in text)


def _is_last_word(lines: list[Line], number: int, lexicon: Lexicon | None) -> bool:
    """Whether a short line right under the text is its last sentence: `I thank you.` A long one may lack a mark."""
    line = lines[number]
    alone = "short" not in (one.role for one in lines[number + 1 : number + 2])
    alone = alone and line.text.count(" ") > 14 and line.text[-1].islower() and not is_titled(line.text)
    last = alone or re.search(
        r"\w[.!。！][”\"’'」』]?(?:[(（][^()（）]{1,24}[)）])?$|^(?:I )?[Tt]hank you\b.{0,30}$|^\([A-Z ]+\)$", line.text
    )
    noted = line.header or _ABOUT.fullmatch(line.text) or is_note_on_author(line.simple, lexicon=lexicon)
    return line.role == "short" and bool(last) and not noted


def _breaks_off(lines: list[Line], last: int, tiling: Tiling) -> bool:
    """Whether the last line of the page, below the text and pictures alone, breaks off inside a sentence."""
    line, between = lines[-1], lines[last + 1 : -1]
    if last + 1 == len(lines) or line.role != "short" or tiling.raw[line.span[1] :].strip():
        return False
    article = re.match(r"(?:The|An?|In|On|At|He|She|It|They|But|And|This|That) [A-Z]?[a-z]", line.text)
    if any(one.role not in ("caption", "button", "watermark") for one in between):
        return False
    if any(map(line.repeats, lines[:last])):
        return False
    if is_note_on_author(line.simple, lexicon=tiling.lexicon) or _ABOUT.fullmatch(line.text):
        return False
    if re.search(r"[。！？.!?][”\"’'」』）)]*$|^\S{2,12}[:：]\s*\d", line.text):
        return False
    if line.chinese:
        return len(line.text) >= 12
    words = line.text.split()
    plain = 5 * sum(word[0].islower() for word in words) >= 2 * len(words) and not is_titled(line.text)
    return len(words) > 2 and (plain or bool(article) or ("," in line.text and words[-1][0].islower()))


def _dated_opening(tiling: Tiling, lines: list[Line], first: int, last: int) -> int:
    """Return where the text begins: at a whole dateline in one of the first paragraphs, after a standfirst."""
    openings = [n for n in range(first, last + 1) if lines[n].role == "prose" and not lines[n].continues]
    dated, weight = [n for n in openings[:5] if is_dated(lines[n].text, lexicon=tiling.lexicon)], 0
    # A caption, a standfirst or key points above a place in capitals; ANN DOE: may also speak.
    for n in openings[:5]:
        opening = lines[n].text[: dateline(lines[n].text, lexicon=tiling.lexicon)[0]]
        dated += [n] if weight and is_place(opening) and (weight <= 160 or re.search("[-–—]", opening)) else []
        weight += lines[n].weight
        if opening or weight > _BEGUN:
            break
    # Stamps may part the first paragraph from the next.
    apart = [n for n in range(max(first - 2 * _GAP, 0), first) if lines[n].role == "prose" and not dated]
    if apart and lines[apart[-1] + 1].role == "header" and is_dated(lines[apart[-1]].text, lexicon=tiling.lexicon):
        return apart[-1]
    return max([first, *dated[:1], *(n for n in openings[1:3] if lines[n - 1].role == "dateline")])


def _role_above(line: Line, title: Line | None) -> tuple[str, str]:
    if line is title:
        return "title", "line before the text"
    if title is not None and line.role in ("short", "prose", "caption") and line.repeats(title):
        return "title", "title repeated"
    if line.role in _META:
        return "meta", {"crawler": "crawler's date", "dateline": "dateline"}.get(line.role, "header")
    if line.role == "caption":
        return "caption", "photo credit"
    if line.role in ("prose", "short") and title is not None and line.span[0] > title.span[0]:
        return "meta", "standfirst"
    if line.role == "prose":
        # A motto of the page.
        return "epigraph", "before the title"
    return "boilerplate", "breadcrumb" if line.role == "section" else "before the title"


def _mark_below(section: Section, text_end: int) -> None:
    """Mark the lines below the text: closing marks, headlines of other articles up to the footer, boilerplate."""
    state, tiling, below = "", section.tiling, section.below
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
            kind, rule = "meta", "closing mark" if line.role == "medium" and number == 0 else "editor's mark"
            if line.role == "dateline" and section.draft.agency is None:
                take_dateline(tiling, section.draft, line.span[0], line.text)
            before = below[number - 1].span[1] if number else text_end
            tiling.mark((before, line.span[0]), "apparatus", "gap", section.article)
        elif line.role == "caption":
            kind, rule = "caption", "photo credit"
        else:
            kind, rule = "boilerplate", "after the text"
        section.mark(line, kind, rule)


def _text_lines(section: Section) -> list[Line]:
    """Return the lines of body and captions, with a salutation and headings but without links and buttons."""
    if section.extracted:
        # Headings and items of lists, but not what furniture.csv knows.
        return [line for line in section.inside if line.role in ("prose", "short", "caption", "mark")]
    kept: list[Line] = []
    block: list[Line] = []
    times = Counter(line.text for line in section.lines)
    for line in section.inside:
        if line.role in ("short", "caption") and _is_again(line, section.title):
            line.role = "line"
        if _PART.fullmatch(line.text):
            line.role = "short"
        if line.role == "short" and times[line.text] > 1 and line.text[-1] not in ":：？":
            # A line printed twice is a link, or the label of a picture, unless it names who speaks.
            line.role = "line"
        if line.role == "prose":
            kept += [*_kept_of(block, line, section.tiling.lexicon), line]
            block = []
        else:
            block.append(line)
    # A page may have a few short lines alone.
    kept = _without_labels(section, kept) or [line for line in block if line.role == "short"]
    return [*_opening_lines(section, kept), *kept]


def _opening_lines(section: Section, kept: list[Line]) -> list[Line]:
    """Return the line above the text if it belongs to it: a salutation, one that opens a dialogue or heads the first
    entry of a live page under its clock, or right under the header the first of several headings."""
    above, opening = section.above, section.above[-1] if section.above else None
    if not opening or opening.role != "short" or _is_again(opening, section.title):
        return []
    if _OPENS.search(opening.text):
        greeting = takewhile(lambda line: line.role == "short" and _OPENS.search(line.text), reversed(above))
        return list(greeting)[::-1]
    over = [line.role for line in above[-3:-1]]
    if "clock" in over and any(line.role == "clock" for line in section.inside):
        return [opening]
    headed = over and over[-1] in _UNDER and opening.chinese and may_be_heading(opening)
    headed = headed and not dateline(section.inside[0].text, lexicon=section.tiling.lexicon)[0]
    return [opening] if headed and any(one.role == "short" for one in kept) else []


def _is_again(line: Line, title: Line | None) -> bool:
    """Whether a line is the title once more, perhaps with the name of the site behind it."""
    return title is not None and (line.repeats(title) or same_words(SITE.sub("", line.text), title.text))


def _without_labels(section: Section, kept: list[Line]) -> list[Line]:
    """Leave out a single long heading, which is a link or a caption, and a name or `HOPEFUL: Ann Doe` under a picture."""
    heads = [line for line in kept if line.role == "short" and not (line.chinese or _MARKED.search(line.text))]
    heads = [line for line in heads if not _SENTENCE.match(line.text)]
    text = " ".join(line.text for line in kept if line.role == "prose") if heads else ""
    for line in heads:
        named = _NAMED.fullmatch(line.text)
        alone = len(heads) == 1 and line.text.count(" ") >= 6 and re.search(r"^\w.*\w\.? [A-Z]", line.text)
        if alone or (named and named["name"].split()[-1] in text):
            line.role = "caption"
    persons = [line for line in kept if line.role == "short" and is_name(line.simple, section.tiling.lexicon)]
    if len(persons) == 1 and any(persons[0].text in line.text for line in kept if line.role == "prose"):
        persons[0].role = "caption"
    return kept


def _kept_of(block: list[Line], below: Line, lexicon: Lexicon | None) -> list[Line]:
    """Return headings, short paragraphs, captions and marks between two paragraphs; beside links only the last two."""
    bare = [line for line in block if line.role == "short" and line.chinese and not _MARKED.search(line.text)]
    pictured = len(bare) > 2 or any(kinds(lexicon=lexicon)["pictured"].search(line.simple) for line in bare)
    _mark_pairs(block, lexicon)
    for line in block:
        heading = may_be_heading(line) and (line.chinese >= below.chinese or _PART.fullmatch(line.text))
        heading = heading and not is_note_on_author(line.simple, lexicon=lexicon)
        if line.role == "short" and (not heading or (pictured and line in bare)):
            line.role = "caption"
    links = any(line.role in ("related", "insert", "notice", "end", "header", "byline") for line in block)
    links |= len({line.text for line in block if line.role in ("button", "line")}) > 1
    # Right over a box of links, right under a notice, in Chinese also under a button, a heading belongs to the text.
    roles = [line.role for line in block]
    own = block[:1] * (roles[1:3] == ["related", "short"]) + block[-1:] * (
        roles[-2:] == ["notice", "short"] or (roles[-2:] == ["button", "short"] and block[-1].chinese)
    )
    _mark_headlines(block, own)
    headings = set(own if links else block)
    return [line for line in block if line.role in ("caption", "mark") or (line.role == "short" and line in headings)]


def _mark_pairs(block: list[Line], lexicon: Lexicon | None) -> None:
    """Mark the headline of another article above its day, the name of a film below its length, words below a credit."""
    for line, other in pairwise(block):
        if line.role == "short" and other.role == "clock" and not re.match(r"\W*\d{1,2}[:：]", other.text):
            line.role = "line"
        over = line is not block[0] and re.fullmatch(r"\d{1,2}:[0-5]\d", line.text)
        over = over or kinds(lexicon=lexicon)["credit_over"].fullmatch(line.text)
        if over and other.role == "short" and other.text.count(" ") > 4:
            line.role, other.role = "line", "caption"


def _mark_headlines(block: list[Line], own: list[Line]) -> None:
    """Mark several lines without a final mark as headlines of other articles: a paragraph has one heading."""
    short = [line for line in block if line.role == "short" and not _MARKED.search(line.text.rstrip("?"))]
    linked = [line for line in short if line.chinese and len(line.text) >= 18]
    heads = [line for line in short if not line.chinese and line not in own]
    for line in linked * (len(linked) > 1) + heads * (len(heads) > 1):
        if line.chinese or line is not block[-1] or line.text.count(" ") > 6:
            line.role = "related"


def may_be_heading(line: Line) -> bool:
    """Whether a line without prose between two paragraphs may be a heading or a short paragraph. A longer line
    without a final mark is a caption, and one with a capital in each word the headline of another article."""
    if not line.chinese and is_titled(line.text) and line.text.count(" ") > (5 if line.text.isupper() else 7):
        return False
    if _MARKED.search(line.text):
        return True
    if _SENTENCE.match(line.text):
        return True
    if line.chinese:
        return len(line.text) <= 33
    titled = line.text.istitle() or all(word[0].isupper() for word in re.findall(r"[A-Za-z]{5,}", line.text))
    return line.text.count(" ") < (16 if titled else 12)


def _lay_text(section: Section, text_lines: list[Line]) -> None:
    following = dict(pairwise(section.inside))
    # An advertisement may cut a sentence: other lines separate its two halves.
    joined = {
        other.span
        for line, other in pairwise(text_lines)
        if other.continues
        or (line.role == other.role == "prose" and following.get(line, other) is not other and _goes_on(line, other))
    }
    captions = {line.span for line in text_lines if line.role == "caption"}
    spans = [line.span for line in text_lines]
    lay_paragraphs(section.tiling, section.article, section.draft, spans, captions=captions, joined=joined)
    taken = set(text_lines)
    for line in section.inside:
        if line not in taken:
            kind = "meta" if line.role in _META else ("related" if line.role == "related" else "boilerplate")
            section.mark(line, kind, "inside the text")


def _goes_on(line: Line, other: Line) -> bool:
    if re.search(r"[。！？.!?；;:：…][”\"’'」』）)\]]*(?:\[\d+\])*$", line.text) or line.chinese != other.chinese:
        return False
    return other.text[:1].islower() or (line.chinese and bool(re.search(r"[，,、]", line.text)))


def _choose_stamp(section: Section) -> Line | None:
    """Return the line with the publication date, or None; note date and update in the draft."""
    draft, title = section.draft, section.title
    above = [*section.above, *takewhile(lambda line: line.role != "prose", section.inside[1:])]
    head = above.index(title) if title in above else 0
    found: list[tuple[tuple, Line, Stamp]] = []
    for place, lines in ((0, above), (2, section.inside), (1, _dated_below(section))):
        for number, line in enumerate(lines):
            if not _may_date(line, place, title):
                continue
            if _is_over_all(section, line) and _is_menu(line, section.tiling):
                said = f"date {line.text[:40]!r} is not read: a clock beside a menu, when the page was saved"
                draft.doubts.append(said)
                continue
            dates = [stamp for stamp in line.header.stamps if stamp.rank != 4]
            found += [(_stamp_order(section, line, stamp, place, number, head), line, stamp) for stamp in dates]
    if found:
        return _take_stamp(section, found)
    if viewed := [line for line in section.below if _VIEWED.fullmatch(line.text)]:
        draft.doubts.append(f"date {viewed[0].text!r} is not read: a forum's clock, it says when the page was saved")
    crawler = next((line for line in above if line.role == "crawler"), None)
    if crawler:
        draft.stamp = crawler.place(CRAWLER_DATE.match(crawler.text).span("stamp"))
    return crawler


def _dated_below(section: Section) -> list[Line]:
    """Return the lines below the text and above links that may date it: three dates without a label belong to links."""
    own = takewhile(lambda line: line.role != "related", section.below)
    own = [line for line in own if not _VIEWED.fullmatch(line.text)]
    dated = {line for line in own if line.header and any(stamp.rank == 1 for stamp in line.header.stamps)}
    return [line for line in own if line not in dated] if len(dated) > 2 else own


def _may_date(line: Line, place: int, title: Line | None) -> bool:
    """Whether a line may hold the date: above the text (`place` 0) any but a paragraph and the day of a picture."""
    if not _is_stamped(line) or line.role == "prose":
        return False
    if line.role == "caption":
        # Some sites close a caption with their name and a date.
        return place == 0 and bool(line.header.beside) and line.header.stamps[-1].span[1] == len(line.text)
    if place:
        return line.role in ("header", "end", "mark", "table")
    return line is title or line.role != "short" or not _TAKEN.search(line.text)


def _stamp_order(section: Section, line: Line, stamp: Stamp, place: int, number: int, head: int) -> tuple:
    """Return the key to sort dates by: header line; above, below, inside the text; near; label; under title; clock."""
    start = section.title.span[0] if section.title else line.span[0]
    clock = ":" in line.text[slice(*stamp.span)] or "：" in line.text
    masthead = place == 0 < stamp.rank and line.span[0] < start
    # A day that is labelled as that of publication is surer, wherever it stands.
    saved = masthead and _is_over_all(section, line, with_weekday=True)
    near = -number if place == 0 and line.span[0] <= start else number
    far, titled = masthead and head - number > _NEAR, line.role not in ("header", "table")
    return titled, place or int(saved), far, stamp.rank - saved / 2, masthead, not clock, near


def _take_stamp(section: Section, found: list[tuple[tuple, Line, Stamp]]) -> Line:
    """Note the best date and an update in the draft, and return the line of the date."""
    draft, lexicon = section.draft, section.tiling.lexicon
    ranked = sorted(found, key=lambda one: one[0])
    _, line, stamp = next((one for one in ranked if _gives_minute(one, ranked[0], lexicon)), ranked[0])
    if _is_over_all(section, line, with_weekday=True):
        draft.doubts.append(f"date {line.text!r} stands above everything: perhaps the day on which it was saved")
    draft.stamp = _with_clock(line, line.place(stamp.span), section.lines)
    updated = next((one for one in found if one[2].rank == 2), None)
    if updated and updated[2] is not stamp:
        draft.updated = updated[1].place(updated[2].span)
    return line


def _is_menu(line: Line, tiling: Tiling) -> bool:
    """Whether buttons follow a date in its line: `June 3 2025 9:20 AM E-paper Subscribe Sign in`."""
    words = line.simple[line.header.stamps[-1].span[1] :]
    several = words.count(" ") > 2 and not re.search(r"\d", words)
    return several and furniture_kind(words, lexicon=tiling.lexicon) in ("button", "section")


def _is_over_all(section: Section, line: Line, with_weekday: bool = False) -> bool:
    """Whether a line is above everything, where sites print the present day, often with its weekday."""
    over = line in section.lines[:2] and section.title is not None and line.span[0] < section.title.span[0]
    return over and (not with_weekday or bool(re.search(r"day\b|星期|周[一二三四五六日]", line.simple)))


def _gives_minute(one: tuple[tuple, Line, Stamp], day: tuple[tuple, Line, Stamp], lexicon: Lexicon | None) -> bool:
    """Whether a line under the text has the clock of a day: `Posted by Ann Doe on June 3, 2025 at 9:10 AM`."""
    (titled, place, *_, rank, _, no_clock, near), day_only = one[0], day[0][-2]
    if titled or place != 1 or rank > 1 or near > 2 or no_clock or not day_only:
        return False
    printed = (line.text[slice(*stamp.span)] for _, line, stamp in (one, day))
    moment, other = (stamps.read(text, lexicon=lexicon).moment for text in printed)
    return bool(moment and other and moment.date() == other.date())


def _with_clock(line: Line, span: Span, lines: list[Line]) -> Span:
    """Extend a date without a clock to the clock on the line before or after it."""
    if re.search(r"\d\s*[:：]\s*\d", line.text[span[0] - line.span[0] : span[1] - line.span[0]]):
        return span
    for one, other in pairwise(lines):
        if line in (one, other) and "clock" in (one.role, other.role):
            return min(span[0], one.span[0]), max(span[1], other.span[1])
    return span


def _doubt_prose(section: Section) -> None:
    """Note a doubt if two languages alternate by paragraph, or if most prose of the page is outside the text."""
    prose = [line for line in section.inside if line.role == "prose"]
    turns = sum(one.chinese != other.chinese for one, other in pairwise(prose))
    weights = [sum(line.weight for line in prose if line.chinese is tongue) for tongue in (True, False)]
    if turns >= 3 and min(weights) >= 100:
        section.draft.doubts.append(
            "Chinese and another language take turns: read as one article; save one language alone to compare it"
        )
    section.draft.doubts += [line.doubt for line in (*section.inside, *section.below[:3]) if line.doubt]
    near = takewhile(lambda line: line.role not in ("end", "related"), section.below)
    # Below the end of an article others are teased, but not at twice its length.
    around, all_around = (
        sum(line.weight for line in [*section.above, *below] if line.role == "prose") for below in (near, section.below)
    )
    if around > sum(weights) or all_around > 2 * sum(weights):
        section.draft.doubts.append("more prose stands around the text than in it: save each article in a file alone")
