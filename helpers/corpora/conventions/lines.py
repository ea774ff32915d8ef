"""Lines of a page with their roles, given by form before the article is found."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile

from helpers.corpora import stamps
from helpers.corpora.conventions.furniture import furniture_kind, is_masthead, kinds, speaks_of_page, trimmed
from helpers.corpora.conventions.headers import Header, is_byline, read_header
from helpers.corpora.conventions.marks import AGENCY_CREDIT, END_MARK, bare_words, dateline, is_caption, is_chinese
from helpers.corpora.conventions.tiling import Draft, Span, Tiling
from helpers.corpora.conventions.wrapped import continued
from helpers.lexicon import Lexicon
from helpers.texts.scripts import simplify

CRAWLER_DATE = re.compile(r"date\s+(?P<stamp>\d{4}-\d{1,2}(?:-\d{1,2})?(?:[ T]\d{1,2}:\d{2})?)(?=\s|$)\s*")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,6}\s*[:：]\s*|(?:Published|Updated|Posted)[^\d]{0,8}")
_FINAL = re.compile(r"[。！？!?；;…][”\"』」’）)]*$")
_MARKED = re.compile(r"[。.)）]$")
_FINAL_LATIN = re.compile(r"[.!?…:](?:\s?[”\"’')\]»>])*(?:\s*\[\d+\])*$")
SPEAKER = re.compile(
    r"(?!(?:资料)?(?:图|照)片?[:：])[^\s:：。，,]{1,14}[:：]|(?:Q|A|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3})\s?:\s"
)
# The turns of an interview.
QUESTION = re.compile(r"(?:Q|A|[Qq]uestion|QUESTION|Answer|ANSWER|问|答)\s?[:：]")
# Who speaks in a parliament: Ann Doe (Coast, Harbour Party)
IN_PARLIAMENT = re.compile(
    r"(?:[A-Z][\w.'’-]+ ){2,4}\((?=[^()]*(?:Party|Minister|Opposition|Independent))[^()]*, [^()]*\)$"
)
_FILM = re.compile(r"(?:视频|组图|图集|图解)\s?[丨｜|:：]")
_ANNOUNCES = re.compile(r"(?:\S+ ){2}\S+[:：]$|[\u4e00-\u9fff]{4}[:：]$")
_ITEM = re.compile(".")
_BY = re.compile(r"(?:Written |Reported |Posted )?by:?", re.IGNORECASE)
_OVER_TEXT = re.compile(r":$|, [A-Z][a-z]{2,8} \d{1,2}$")
# The beginning of another article, and the button for the rest of it.
CUT = re.compile(r"(?:\.{3}|…)(?:更多|详情|more)?$")
_REST = re.compile(r"(?:详情|详细|更多|全文|阅读全文|[Rr]ead [Mm]ore|[Mm]ore|[Cc]ontinue [Rr]eading)\W*")
ITS_REST = re.compile(r"(?:阅读(?:全文|更多)|查看全文|(?<![a-z])[Rr]ead [Mm]ore|[Cc]ontinue [Rr]eading|\.{3}更多)\W*$")
_BULLET = re.compile(r"[•·▪●○■◆▶►➤–*-]\s|\d{1,2}[.)]\s")
_SPOKEN = re.compile(r"={2,} ?[^=]{2,30}={2,}")
# — A. Doe (@doe) December 11, 2016
_TWEETED = re.compile(r"[—–-]{1,2} ?.{1,60}\(@\w+\)")
# Words shared by this number of lines are a watermark of the site.
_TIMES = 3
_LONGEST_MARK = 120
# Words under a picture, at the top of a text.
_CAPTION = 300
_ADDRESS = re.compile(r"\w\.\w{2,}$")
_TAIL = re.compile(
    r"(?:(?<=[。！？)）])|(?<=[。！？][”」]))[^。！？”」)）]{8,}$|(?<=[a-z]{3}[.!?])[”\"]?\s[^.!?](?:[^.!?]|[.!?](?!\s)){8,}$"
)


@dataclass(eq=False)
class Line:
    """A line with its place and role: `prose`, `short`, `header`, `byline`, `caption`, `crawler`, `mark`, `clock`,
    `table`, `dateline`, `medium`, `watermark`, or a kind of furniture."""

    span: Span
    text: str
    simple: str
    role: str
    chinese: bool
    header: Header | None = None
    continues: bool = False
    # Speaks of the page.
    aside: bool = False
    doubt: str = ""

    @cached_property
    def bare(self) -> str:
        """Letters and digits, case-folded; cached, since a title is compared with every line of a page."""
        return bare_words(self.text)

    def repeats(self, other: "Line") -> bool:
        """Whether both lines have the same letters and digits, ignoring case."""
        return bool(self.bare) and self.bare == other.bare

    @property
    def weight(self) -> int:
        """Length in Latin letters; in a Chinese line each character counts as three."""
        length = self.span[1] - self.span[0]
        return length * 3 if self.chinese else length

    def place(self, span: Span) -> Span:
        """Return the span on the page of a span of the line."""
        return self.span[0] + span[0], self.span[0] + span[1]


@dataclass(eq=False)
class Section:
    """The lines of one article: `above`, `inside` and `below` its text, and those with its title and date."""

    tiling: Tiling
    draft: Draft
    article: int
    lines: list[Line]
    above: list[Line]
    inside: list[Line]
    below: list[Line]
    title: Line | None = None
    stamp: Line | None = None
    extracted: bool = False

    def mark(self, line: Line, kind: str, rule: str) -> None:
        """Label a line in the tiling."""
        article = self.article if kind in ("title", "meta", "caption") else -1
        self.tiling.mark(line.span, kind, rule, article)


def read_lines(raw: str, spans: list[Span], lexicon: Lexicon | None) -> list[Line]:
    """Return the lines of a page with their roles. A crawler's date before a line becomes a separate line."""
    in_pieces, reach = kinds(lexicon=lexicon)["in_pieces"], (spans[0][0], spans[-1][1]) if spans else (0, 0)
    whole = next((match.span() for match in in_pieces.finditer(raw, *reach)), (0, 0))
    spans = sorted({whole if whole[0] <= start < whole[1] else (start, end) for start, end in spans})
    spans = [piece for span in spans for piece in _without_stamp(raw, span, lexicon)]
    marks = _watermarks(raw, spans, lexicon)
    lines: list[Line] = []
    for span in [piece for whole in spans for piece in _without_watermark(raw, whole, marks)]:
        text = raw[slice(*span)]
        line = Line(span, text, simplify(text) if len(text) <= 600 else text, "watermark", is_chinese(text))
        if CRAWLER_DATE.fullmatch(text):
            line.role = "crawler"
        elif text not in marks:
            _give_role(line, lexicon)
        lines.append(line)
    _mark_repeated(lines, lexicon)
    _mark_lists(lines)
    for line, other in pairwise(lines):
        if line.role == "caption" and _FILM.match(line.simple) and other.header:
            line.role = "short"  # a headline, above its date or writer
        if other.header and [stamp for stamp in other.header.stamps[:1] if stamp.rank == 1 and not stamp.span[0]]:
            rank = stamps.label_rank(line.simple, lexicon=lexicon)
            other.header.stamps[0] = other.header.stamps[0]._replace(rank=1 if rank is None else rank)
        alone = line.header and not line.header.rest and not line.header.stamps
        alone = alone and stamps.label_rank(line.simple, lexicon=lexicon) is None
        if ((alone and re.fullmatch("[^:：]*[:：]", line.text)) or _BY.fullmatch(line.text)) and other.role == "short":
            # From:   By   with the name on the next line, but not From: To:
            other.role = "byline"
        # A place above the first paragraph: `New Delhi:`, `Samarkand, September 16`
        place = line.role == "short" and other.role == "prose" and len(line.text) <= 40 and _OVER_TEXT.search(line.text)
        if place and dateline(f"{line.text.rstrip(':')}: {other.text[:100]}", lexicon=lexicon)[0] >= len(line.text):
            line.role = "dateline"
    # Furniture may part two columns.
    columns = [line for line in lines if line.role not in ("button", "line")]
    eligible = [line.role in ("prose", "short") for line in columns]
    goes_on = continued(raw, [line.span for line in columns], eligible, lexicon)
    for number, line in enumerate(columns):
        line.continues |= goes_on[number]
        if any(goes_on[number : number + 2]):
            line.role = "prose"
    return lines


def _without_stamp(raw: str, span: Span, lexicon: Lexicon | None) -> list[Span]:
    """Split a line from a crawler's date before it, or from a date attached to its first or last sentence."""
    start, end = span
    if last := kinds(lexicon=lexicon)["at_the_end"].search(raw, max(end - 60, start), end):
        return [*_without_stamp(raw, (start, last.start()), lexicon), (last.end(), end)]
    crawler = CRAWLER_DATE.match(raw, start, min(end, start + 40))
    stop = crawler.end() if crawler else start + _glued(raw[start:end], lexicon)
    if stop == start:
        return [span]
    return [(start, stop), *(_without_stamp(raw, (stop, end), lexicon) if stop < end else [])]


def _glued(text: str, lexicon: Lexicon | None) -> int:
    """Return the length of a date at the beginning of a sentence, with a label or a clock; else 0."""
    if len(text) <= 50 or not (_FINAL.search(text) or _FINAL_LATIN.search(text)):
        return 0
    label = _LABEL.match(text)
    moments = stamps.found(text[:60], lexicon=lexicon)
    if not moments or moments[0].start != (label.end() if label else 0):
        return 0
    end = moments[0].end + 3 * bool(re.match(r":[0-5]\d", text[moments[0].end :]))
    return end if label or moments[0].stamp.precision == "minute" else 0


def _give_role(line: Line, lexicon: Lexicon | None) -> None:
    text, simple = line.text, line.simple
    # Tags, however many.
    listed = 20 * text.count(" 、 ") > max(len(text), 20)
    if listed or len(text) > 600:
        line.role = "section" if listed else "prose"
        return
    if text.count("\t") >= 2:
        line.role = "table"
        line.header = read_header(text, lexicon=lexicon)
        return
    alone = re.sub(r"^(?:Issued|Posted|Published|Updated) at ", "", simple.strip("-—|· 【】[]"))
    if stamps.is_clock(alone, lexicon=lexicon) or kinds(lexicon=lexicon)["relative"].fullmatch(alone):
        line.role = "clock"
        return
    kind = furniture_kind(simple, lexicon=lexicon)
    line.header = read_header(text, lexicon=lexicon)
    told = line.header and (line.header.labelled or any(stamp.rank in (-1, 0, 2) for stamp in line.header.stamps))
    # A button after a date.
    dated = line.header and line.header.stamps and (told or (kind == "notice" and _is_header(line)))
    noted = kind in ("notice", "related", "insert", "note") and not dated
    if noted or (kind and not line.header and not is_byline(simple, lexicon)):
        line.role, line.header = str(kind), None
    elif kinds(lexicon=lexicon)["mark"].fullmatch(simple.replace(" ", "")):
        line.role = "mark"
    elif line.header and line.header.rest and not told and is_caption(text, lexicon=lexicon):
        line.role = "caption"
    elif line.header and _is_header(line):
        line.role = "end" if kind == "end" and not line.header.labelled else "header"
    elif is_byline(simple, lexicon) and not _reads_on(line):
        line.role = "byline"
    elif is_caption(text, lexicon=lexicon):
        line.role = "caption"
    elif kind:
        line.role = kind
    elif reads_as_prose(line, lexicon):
        line.role = "prose"
        line.aside = speaks_of_page(simple, lexicon=lexicon)
    elif is_masthead(trimmed(simple), lexicon=lexicon) and not (line.chinese and simple[-1] in ":："):
        line.role = "medium"
    else:
        line.role = "short"
    alone = line.role == "short" or (line.role == "header" and not line.header.labelled)
    if alone and dateline(text, lexicon=lexicon)[0] >= len(text.rstrip()):
        line.role = "dateline"


def _reads_on(line: Line) -> bool:
    return bool(_FINAL.search(line.simple)) and len(line.simple) > 20


def _is_header(line: Line) -> bool:
    """Whether a line with a date, a label or an outlet has hardly any other words."""
    header = line.header
    if header is None or (_reads_on(line) and not (header.editors and "标题" in line.simple[:4])):
        return False
    if not (header.stamps and header.labelled) and any(
        len(word) >= 10 and not word.isascii() and not re.search("记者(?!会|问|招待)", word) for word in header.rest
    ):
        return False
    # 2025年6月3日图书馆例行开放日: a headline, if it has no clock
    glued = [word for word in header.rest if re.search(f"日{re.escape(word)}|{re.escape(word)}\\d{{4}}年", line.simple)]
    if sum(map(len, glued)) >= 6 and not any(map(is_byline, glued)) and not re.search(r"\d[:：]\d", line.text):
        return False
    words = len(header.rest)
    letters = sum(map(len, header.rest))
    if header.stamps and re.match("Posted by ", line.text):
        return True  # and its topics
    if not header.stamps:
        return all(map(is_byline, header.rest)) or (bool(header.labelled) and words <= 4 and letters <= 24)
    clock = re.search(r"\d[:：]\d", line.text[slice(*header.stamps[0].span)])
    labelled = header.stamps[0].rank != 1 or bool(header.labelled or header.beside or clock)
    return (words <= (8 if labelled else 4) and letters <= 60) if not line.chinese else letters <= 26


def is_on_its_own(name: str, lines: list[Line]) -> bool:
    """Whether one of the lines is this name, as printed, and no section or button."""
    bare = bare_words(name)
    return bool(bare) and any(line.role in ("short", "medium") and line.bare == bare for line in lines)


def reads_as_prose(line: Line, lexicon: Lexicon | None = None) -> bool:
    """Whether a line has at least one sentence, judged by its length and marks."""
    # (完), (央视记者 某某) after the final mark
    text = re.sub(r"(?<=[。！？”.!?])\s*[(（【\[][^()（）【】。]{1,24}[)）】\]]\d{0,8}$", "", line.simple)
    text = END_MARK.sub("", text)
    if line.chinese:
        text = re.sub(r"(?<=[\u4e00-\u9fff])\.$", "。", text)
        # Several headlines in one line have spaces between them, and no final mark.
        spaces = re.findall(r"(?<=[\u4e00-\u9fff])(?:\s+|\|)(?=[\u4e00-\u9fff])", text)
        headlines = "。" not in text and len(spaces) >= 3
        if (len(text) >= 75 and not headlines) or (SPEAKER.match(text) and _FINAL.search(text)):
            return True
        if not _FINAL.search(text):
            return bool(re.search(r".{23}[，,]$|^(?=.*。)(?=.{36}).*[，,]", text))
        if text.rstrip('”"』」’）)').endswith("。"):
            return len(text) >= 3
        return len(text) >= 24 and bool(re.search(r"[，。,；]", text[:-2]))
    words = text.count(" ") + 1
    if is_titled(text):
        return False
    if kinds(lexicon=lexicon)["signed"].search(text) or re.fullmatch(r"\([^()]{1,12} = [^()]{3,40}\)", text):
        return True
    long = 190 if re.search(r"[.!?;][”\"’')\]]*(?:\s|$)", text) else 300
    if len(re.sub(r"\s+", " ", text)) >= long or QUESTION.match(text):
        return True
    if not _FINAL_LATIN.search(text):
        return False
    return words >= 5 and not (text[-1] == "?" and words <= 16 and text.count("?") == 1 and "." not in text)


def is_titled(text: str) -> bool:
    """Whether each longer word of a line begins with a capital, as in a headline: at least six words."""
    words = re.findall(r"[^\W\d_][\w'’.-]{3,}", text)
    short = len(text) <= 160 or not re.search(r"[.,:;!?]", text)
    return short and text.count(" ") >= 5 and len(words) >= 4 and all(word[0].isupper() for word in words)


def _watermarks(raw: str, spans: list[Span], lexicon: Lexicon | None) -> list[str]:
    """Return the texts after the last final mark of at least three lines."""
    tails: Counter[str] = Counter()
    alone = Counter(raw[start:end] for start, end in spans if end - start < _LONGEST_MARK)
    seen: set[str] = set()
    for start, end in spans:
        piece = raw[max(end - _LONGEST_MARK, start) : end]
        if tail := _TAIL.search(piece):
            # The second of two repeated sentences does not count as a watermark.
            behind = piece[max(tail.start() - 15, 0) :]
            tails[tail.group().lstrip('”"').lstrip()] += behind not in seen
            seen.add(behind)
    often = [mark for mark, times in tails.items() if times + alone[mark] >= _TIMES and len(mark) >= 8]
    # One photographer may have taken all pictures.
    marks = [mark for mark in often if _ADDRESS.search(mark) or not is_caption("。" + mark, lexicon=lexicon)]
    marks = [mark for mark in marks if mark[0] != "[" and stamps.read(mark, lexicon=lexicon).moment is None]
    return sorted(marks, key=lambda mark: (-len(mark), mark))[:5]


def _without_watermark(raw: str, span: Span, marks: list[str]) -> list[Span]:
    """Split a line from a watermark after it."""
    start, end = span
    text = raw[start:end]
    for mark in marks:
        if text != mark and text.endswith(mark):
            return [(start, start + len(text.removesuffix(mark).rstrip())), (end - len(mark), end)]
    return [span]


def _may_be_headline(line: Line) -> bool:
    return line.role == "short" and len(line.text) >= (8 if line.chinese else 16)


def _mark_lists(lines: list[Line]) -> None:
    """Mark list items as prose: lines after an announcing line, or with bullets after prose, if prose follows them
    or a colon announces the bullets."""
    speaks = False
    for number, (line, other) in enumerate(pairwise(lines)):
        if _TWEETED.match(other.text):
            # The words that were posted stand above the name.
            line.role = "insert" if line.role in ("prose", "short") and line.text[-1] != ":" else line.role
            other.role = "insert"
        if re.fullmatch(r"(?:\S{2,20} )?\.", line.text):
            line.role = other.role = "insert"  # a social media account and its motto
        # ==Mayor Ann Doe==, and below it her words, a line for each breath, up to a blank line.
        speaks = speaks or bool(_SPOKEN.fullmatch(line.text))
        speaks = speaks and other.role in ("short", "caption") and other.span[0] - line.span[1] < 3
        if speaks:
            line.role = other.role = "prose"
        if line.role == "insert" and _BULLET.match(other.text):
            other.role = "insert"  # key points
        if line.role == "related" and number and lines[number - 1].role == "prose":
            # A box within the text ends with its bullets.
            box = list(takewhile(lambda one: _BULLET.match(one.text), lines[number + 1 :]))
            below = lines[number + 1 + len(box) :][:1]
            if box and below and below[0].role == "prose" and not CUT.search(below[0].text):
                for one in (line, *box):
                    one.role = "line"
        under = line.role == "prose" or (number and line.role == "short" and lines[number - 1].role == "prose")
        announced = line.text[-1] in ":：" and _BULLET.match(other.text)
        item = _ITEM if under and _ANNOUNCES.search(line.text) and not announced else _BULLET
        if not under or not item.match(other.text):
            continue
        stop = number + 1
        while stop < len(lines) and lines[stop].role in ("short", "caption") and item.match(lines[stop].text):
            stop += 1
        if number + 2 < stop and (announced or (stop < len(lines) and lines[stop].role == "prose")):
            for one in lines[number:stop]:
                one.role = "prose"


def _mark_captions(lines: list[Line], lexicon: Lexicon | None) -> None:
    """Mark captions by the lines around them, and as prose a last paragraph that an agency signs like a picture."""
    opening = [number for number, line in enumerate(lines) if line.role == "prose"]
    last = opening[-1] if opening else -1
    known = kinds(lexicon=lexicon)
    # Where blank lines part the paragraphs, words right above a caption are of the same picture.
    parted = [other.span[0] - line.span[1] > 1 for line, other in pairwise(lines) if line.role == other.role == "prose"]
    if all(parted) and len(parted) > 1:
        for line, other in pairwise(lines[opening[0] + 1 :]):
            near = other.span[0] - line.span[1] == 1 and len(line.text) <= _CAPTION
            if near and other.role == "caption" and line.role in ("prose", "short", "header"):
                line.role = "caption"
    for number, line in enumerate(lines):
        before, after = (lines[at].role if 0 <= at < len(lines) else "" for at in (number - 1, number + 1))
        signed = known["signed"].search(line.simple) or ("。" in line.text and AGENCY_CREDIT.search(line.simple))
        credited = after in ("caption", "short", "medium") and known["credit_alone"].fullmatch(lines[number + 1].simple)
        pictured = known["pictured"].fullmatch(line.simple)
        opens, may = line.role == "prose" != before, line.chinese or line.role == "short" or pictured
        # After a heading the text would continue.
        goes_on = after in ("prose", "short", "caption") and "prose" in [
            one.role for one in lines[number + 1 : number + 4]
        ]
        ends = number > last if line.chinese else before == "prose" and not goes_on
        over = [one for one in lines[max(number - 6, 0) : number] if one.role != "button"][-2:]
        # A labelled credit may be of a picture without words.
        headed = any(one.role in ("header", "byline") for one in over) and not re.match(
            r"\W*[A-Za-z ]+:", lines[number + 1].text if after else ""
        )
        if line.role == "caption" and signed and ends and after != "caption" and not pictured:
            line.role = "prose"
        elif (
            credited
            and opening != [number]  # all that the page tells
            and len(line.text) <= (40 if line.chinese else _CAPTION if headed else 160)
            and not dateline(line.text, lexicon=lexicon)[0]
            and (opens or (before == "prose" and may) or (may and _may_be_headline(lines[number - 1])))
        ):
            line.role = lines[number + 1].role = "caption"


def _mark_repeated(lines: list[Line], lexicon: Lexicon | None) -> None:
    """Correct roles by repetition and neighbours. Headlines with their age, and beginnings with a button for the rest,
    link to other articles. A short line printed three times is furniture; twice in a row with a stop, a caption."""
    opening = [at for at, line in enumerate(lines) if line.role == "prose"]
    first = opening[0] if opening else len(lines)
    for at in (at for at in opening[:_TIMES] if any(line.role == "prose" for line in lines[at + 2 :])):
        if (
            at - 1 not in opening
            and len(lines[at].text) <= (50 if lines[at].chinese else 140)
            and (
                lines[at + 1].role in ("header", "byline", "clock")
                or re.match(r"(?:Published|Posted|Updated|By)\b", lines[at + 1].text)
            )
            and not any(_may_be_headline(one) and (one.chinese or one.text.count(" ") > 3) for one in lines[:at][-6:])
        ):
            # No line above it can be the title, so it is a headline in the form of a sentence.
            lines[at].role = "short"
            break
    for before, line, after in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        if line.aside and not (before.role == "prose" and after and after.role in ("prose", "short")):
            line.role = "line"
    _mark_captions(lines, lexicon)
    for label, line, other, after in zip(lines, lines[1:], lines[2:], lines[3:], strict=False):
        # A sentence below a label and headline of another article, and nearer to them than to the text.
        named = label.role in ("related", "insert") and line.role in ("short", "related") and not line.chinese
        near = other.span[0] - line.span[1] < after.span[0] - other.span[1]
        if named and near and other.role == "prose" and len(other.text) <= 160:
            line.role = other.role = "insert"
    for line, other in pairwise(lines):
        if line.role == "short" and other.role == "prose" and ITS_REST.search(other.simple[-60:]):
            other.role = "related"
    leads = [
        line
        for line, other in pairwise(lines)
        if line.role in ("prose", "short")
        and (
            kinds(lexicon=lexicon)["relative"].fullmatch(other.simple.strip("-—|· "))
            or (CUT.search(line.text) and _REST.fullmatch(other.simple))
        )
    ]
    # A single one above the text is the headline.
    top = set(lines[:first])
    over = [line for line in leads if line in top]
    for line in leads if len(leads) >= _TIMES else ():
        if over != [line]:
            line.role = "related"
    times = Counter(line.text for line in lines if line.role == "short")
    for number, line in enumerate(lines):
        over = number + 1 < len(lines) and lines[number + 1].role in ("header", "byline")
        title = (number < first or not line.chinese) and (
            len(line.text) > (11 if line.chinese or over else 40) or line.text.count(" ") > 4
        )
        twice = number and line.text == lines[number - 1].text and len(line.text) > (12 if line.chinese else 15)
        if line.role == "short" and times[line.text] >= _TIMES and not title and line.text[-1] not in ":：？":
            line.role = "line"
        elif over and twice and line.role in ("prose", "short"):
            line.role = lines[number - 1].role = "short"
        elif twice and line.role in ("prose", "short", "caption") and (number > first + 1 or _MARKED.search(line.text)):
            line.role = lines[number - 1].role = "caption"
    printed, offers = Counter(line.text for line in lines), False
    for line in lines:
        # What a subscription offers, printed twice.
        offers = line.role == "notice" or (offers and line.role in ("prose", "short", "line") and len(line.text) <= 160)
        if offers and line.role == "prose" and printed[line.text] > 1:
            line.role = "line"
    over_text = Counter(line.text for line, other in pairwise(lines) if line.role == "line" and other.role == "prose")
    for line in lines:
        # A label over each paragraph.
        if over_text[line.text] > _TIMES and line.role == "line":
            line.role = "watermark"
