"""Lines of a page with their roles, given by form before the article is found."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile, pairwise, takewhile, zip_longest

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
_HEADED = re.compile(r"(?:Published|Posted|Updated|By)\b")
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
        _mark_by_next(line, other, lexicon)
    _mark_continued(raw, lines, lexicon)
    return lines


def _mark_by_next(line: Line, other: Line, lexicon: Lexicon | None) -> None:
    """Correct the roles of a line and the next: of a headline, a label or a place above what belongs to it."""
    label = stamps.label_rank(line.simple, lexicon=lexicon) if line.header or other.header else None
    if line.role == "caption" and _FILM.match(line.simple) and other.header:
        line.role = "short"  # a headline, above its date or writer
    first = other.header.stamps[0] if other.header and other.header.stamps else None
    if first and first.rank == 1 and first.span[0] == 0 and label is not None:
        other.header.stamps[0] = first._replace(rank=label)
    alone = line.header and not line.header.rest and not line.header.stamps and label is None
    if ((alone and re.fullmatch("[^:：]*[:：]", line.text)) or _BY.fullmatch(line.text)) and other.role == "short":
        # From:   By   with the name on the next line, but not From: To:
        other.role = "byline"
    # A place above the first paragraph: `New Delhi:`, `Samarkand, September 16`
    place = line.role == "short" and other.role == "prose" and len(line.text) <= 40 and _OVER_TEXT.search(line.text)
    if place and dateline(f"{line.text.rstrip(':')}: {other.text[:100]}", lexicon=lexicon)[0] >= len(line.text):
        line.role = "dateline"


def _mark_continued(raw: str, lines: list[Line], lexicon: Lexicon | None) -> None:
    """Mark wrapped lines as prose. Furniture may part two columns."""
    columns = [line for line in lines if line.role not in ("button", "line")]
    eligible = [line.role in ("prose", "short") for line in columns]
    goes_on = continued(raw, [line.span for line in columns], eligible, lexicon)
    for number, line in enumerate(columns):
        line.continues |= goes_on[number]
        if any(goes_on[number : number + 2]):
            line.role = "prose"


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
    """Note the role and the header of a line by its form: tags, a long text, a table, a clock, or what its words are."""
    text, simple = line.text, line.simple
    moment = re.sub(r"^(?:Issued|Posted|Published|Updated) at ", "", simple.strip("-—|· 【】[]"))
    if 20 * text.count(" 、 ") > max(len(text), 20):
        line.role = "section"  # tags, however many
    elif len(text) > 600:
        line.role = "prose"
    elif text.count("\t") >= 2:
        line.role, line.header = "table", read_header(text, lexicon=lexicon)
    elif stamps.is_clock(moment, lexicon=lexicon) or kinds(lexicon=lexicon)["relative"].fullmatch(moment):
        line.role = "clock"
    else:
        line.header = read_header(text, lexicon=lexicon)
        line.role = _role_of(line, furniture_kind(simple, lexicon=lexicon), lexicon)
        alone = line.role == "short" or (line.role == "header" and not line.header.labelled)
        if alone and dateline(text, lexicon=lexicon)[0] >= len(text.rstrip()):
            line.role = "dateline"


def _role_of(line: Line, kind: str | None, lexicon: Lexicon | None) -> str:
    """Return the role of a line, the first that fits; furniture has no header. `kind`: what furniture.csv calls it."""
    header, byline, caption = line.header, is_byline(line.simple, lexicon), is_caption(line.text, lexicon=lexicon)
    told = header and (header.labelled or any(stamp.rank in (-1, 0, 2) for stamp in header.stamps))
    # A button after a date.
    dated = header and header.stamps and (told or (kind == "notice" and _is_header(line)))
    if kind and not (dated if kind in ("notice", "related", "insert", "note") else header or byline):
        line.header = None
        return kind
    if kinds(lexicon=lexicon)["mark"].fullmatch(line.simple.replace(" ", "")):
        return "mark"
    if header and header.rest and not told and caption:
        return "caption"
    if _is_header(line):
        return "end" if kind == "end" and not header.labelled else "header"
    if byline and not _reads_on(line):
        return "byline"
    return "caption" if caption else kind or _role_of_words(line, lexicon)


def _role_of_words(line: Line, lexicon: Lexicon | None) -> str:
    if reads_as_prose(line, lexicon):
        line.aside = speaks_of_page(line.simple, lexicon=lexicon)
        return "prose"
    named = is_masthead(trimmed(line.simple), lexicon=lexicon) and not (line.chinese and line.simple[-1] in ":：")
    return "medium" if named else "short"


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
    """Mark posts and key points, spoken words, boxes of links within the text, and the items of lists."""
    speaks = False
    for number, (line, other) in enumerate(pairwise(lines)):
        _mark_inserts(line, other)
        # ==Mayor Ann Doe==, and below it her words, a line for each breath, up to a blank line.
        speaks = speaks or bool(_SPOKEN.fullmatch(line.text))
        speaks = speaks and other.role in ("short", "caption") and other.span[0] - line.span[1] < 3
        if speaks:
            line.role = other.role = "prose"
        if line.role == "related":
            _mark_box(lines, number)
        elif line.role in ("prose", "short"):
            _mark_items(lines, number)


def _mark_inserts(line: Line, other: Line) -> None:
    if _TWEETED.match(other.text):
        other.role = "insert"
        if line.role in ("prose", "short") and line.text[-1] != ":":
            line.role = "insert"  # the words that were posted
    if re.fullmatch(r"(?:\S{2,20} )?\.", line.text):
        line.role = other.role = "insert"  # a social media account and its motto
    if line.role == "insert" and _BULLET.match(other.text):
        other.role = "insert"  # key points


def _fitting(lines: list[Line], start: int, fits: Callable[[Line], object]) -> tuple[list[Line], str]:
    """Return the lines from a place on that fit, up to the first that does not, and the role of that one."""
    found = list(takewhile(fits, (lines[at] for at in range(start, len(lines)))))
    below = start + len(found)
    return found, lines[below].role if below < len(lines) else ""


def _mark_box(lines: list[Line], number: int) -> None:
    """Mark a label of links and its bullets between two paragraphs as furniture within the text."""
    box, below = _fitting(lines, number + 1, lambda one: _BULLET.match(one.text))
    if box and below == lines[max(number - 1, 0)].role == "prose" and not CUT.search(lines[number + len(box) + 1].text):
        for one in (lines[number], *box):
            one.role = "line"


def _mark_items(lines: list[Line], number: int) -> None:
    """Mark list items as prose: lines after an announcing line, or with bullets after prose, if prose follows them
    or a colon announces the bullets."""
    line = lines[number]
    if "prose" not in (line.role, lines[max(number - 1, 0)].role):
        return
    announced = line.text[-1] in ":：" and _BULLET.match(lines[number + 1].text)
    any_line = _ANNOUNCES.search(line.text) and not announced
    items, below = _fitting(
        lines, number + 1, lambda one: one.role in ("short", "caption") and (any_line or _BULLET.match(one.text))
    )
    if len(items) > 1 and (announced or below == "prose"):
        for one in (line, *items):
            one.role = "prose"


def _mark_captions(lines: list[Line], lexicon: Lexicon | None) -> None:
    """Mark captions by the lines around them, and as prose a last paragraph that an agency signs like a picture."""
    opening = [number for number, line in enumerate(lines) if line.role == "prose"]
    _mark_over_captions(lines)
    last = opening[-1] if opening else -1
    for number, (line, credit) in enumerate(zip_longest(lines, lines[1:])):
        ends = number > last if line.chinese else _ends_text(lines, number)
        ends = ends and not (credit and credit.role == "caption")
        if line.role == "caption" and ends and _is_signed(line, lexicon):
            line.role = "prose"
        # Words that are all that the page tells are its text.
        elif credit and opening != [number] and _is_credited(lines, number, credit, lexicon):
            line.role = credit.role = "caption"


def _mark_over_captions(lines: list[Line]) -> None:
    """Mark words right above a caption as of the same picture, where blank lines part the paragraphs."""
    parted = [other.span[0] - line.span[1] > 1 for line, other in pairwise(lines) if line.role == other.role == "prose"]
    if len(parted) > 1 and all(parted):
        text = list(dropwhile(lambda one: one.role != "prose", lines))
        for line, other in pairwise(text[1:]):
            over = other.role == "caption" and other.span[0] - line.span[1] == 1 and len(line.text) <= _CAPTION
            if over and line.role in ("prose", "short", "header"):
                line.role = "caption"


def _ends_text(lines: list[Line], number: int) -> bool:
    """Whether a line stands right below a paragraph, and no text goes on below it; after a heading it would."""
    roles = [one.role for one in lines[number + 1 : number + 4]]
    goes_on = roles[:1] in (["prose"], ["short"], ["caption"]) and "prose" in roles
    return number > 0 and lines[number - 1].role == "prose" and not goes_on


def _is_signed(line: Line, lexicon: Lexicon | None) -> bool:
    """Whether an agency stands behind the words of a line, which do not speak of a picture."""
    known, text = kinds(lexicon=lexicon), line.simple
    signed = known["signed"].search(text) or ("。" in text and AGENCY_CREDIT.search(text))
    return bool(signed) and not known["pictured"].fullmatch(text)


def _is_credited(lines: list[Line], number: int, credit: Line, lexicon: Lexicon | None) -> bool:
    """Whether a line is short enough for a caption, stands over a credit, and opens a text or does not read as one."""
    line, known = lines[number], kinds(lexicon=lexicon)
    if credit.role not in ("caption", "short", "medium") or not known["credit_alone"].fullmatch(credit.simple):
        return False
    # A labelled credit may be of a picture without words.
    over = [one for one in lines[max(number - 6, 0) : number] if one.role != "button"][-2:]
    headed = any(one.role in ("header", "byline") for one in over)
    headed = headed and not re.match(r"\W*[A-Za-z ]+:", credit.text)
    if (
        len(line.text) > (40 if line.chinese else _CAPTION if headed else 160)
        or dateline(line.text, lexicon=lexicon)[0]
    ):
        return False
    under = number > 0 and lines[number - 1].role == "prose"
    if line.role == "prose" and not under:
        return True
    pictured = line.chinese or line.role == "short" or known["pictured"].fullmatch(line.simple)
    return bool(pictured) and (under or _may_be_headline(lines[number - 1]))


def _mark_repeated(lines: list[Line], lexicon: Lexicon | None) -> None:
    """Correct roles by repetition and neighbours, rule by rule."""
    first = next((at for at, line in enumerate(lines) if line.role == "prose"), len(lines))
    _mark_said_headline(lines)
    _mark_asides(lines)
    _mark_captions(lines, lexicon)
    _mark_labelled(lines)
    _mark_leads(lines, first, lexicon)
    _mark_repeats(lines, first)
    _mark_offers(lines)


def _mark_said_headline(lines: list[Line]) -> None:
    """Mark as short the headline that reads as a sentence, over a header or byline: no line above can be the title."""
    opening = [at for at, line in enumerate(lines) if line.role == "prose"]
    for at in opening[:_TIMES]:
        line, over = lines[at], lines[max(at - 6, 0) : at]
        parted = at - 1 not in opening and at + 1 < opening[-1]
        if not parted or len(line.text) > (50 if line.chinese else 140):
            continue
        other = lines[at + 1]
        headed = other.role in ("header", "byline", "clock") or _HEADED.match(other.text)
        if headed and not any(_may_be_headline(one) and (one.chinese or one.text.count(" ") > 3) for one in over):
            line.role = "short"
            break


def _mark_asides(lines: list[Line]) -> None:
    """Mark words about the page as furniture, unless they stand within the text."""
    for before, line, after in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        if line.aside and not (before.role == "prose" and after and after.role in ("prose", "short")):
            line.role = "line"


def _mark_labelled(lines: list[Line]) -> None:
    """Mark a sentence below a label and headline of another article, if it is nearer to them than to the text."""
    for label, line, other, after in zip(lines, lines[1:], lines[2:], lines[3:], strict=False):
        named = label.role in ("related", "insert") and line.role in ("short", "related") and not line.chinese
        near = other.span[0] - line.span[1] < after.span[0] - other.span[1]
        if named and near and other.role == "prose" and len(other.text) <= 160:
            line.role = other.role = "insert"


def _mark_leads(lines: list[Line], first: int, lexicon: Lexicon | None) -> None:
    """Mark beginnings of other articles, with their age or a button for the rest; a single one on top is the title."""
    for line, other in pairwise(lines):
        if line.role == "short" and other.role == "prose" and ITS_REST.search(other.simple[-60:]):
            other.role = "related"
    aged = kinds(lexicon=lexicon)["relative"]
    leads = [
        at
        for at, (line, other) in enumerate(pairwise(lines))
        if line.role in ("prose", "short")
        and (aged.fullmatch(other.simple.strip("-—|· ")) or (CUT.search(line.text) and _REST.fullmatch(other.simple)))
    ]
    headline = sum(at < first for at in leads) == 1
    for at in leads[headline:] if len(leads) >= _TIMES else ():
        lines[at].role = "related"


def _mark_repeats(lines: list[Line], first: int) -> None:
    """Mark lines printed three times as furniture, and twice in a row over a header as headline, else as caption."""
    times = Counter(line.text for line in lines if line.role == "short")
    for number, line in enumerate(lines):
        if line.role not in ("prose", "short", "caption"):
            continue
        over = number + 1 < len(lines) and lines[number + 1].role in ("header", "byline")
        long = len(line.text) > (11 if line.chinese or over else 40) or line.text.count(" ") > 4
        title = long and (number < first or not line.chinese)
        twice = number and line.text == lines[number - 1].text and len(line.text) > (12 if line.chinese else 15)
        if line.role == "short" and times[line.text] >= _TIMES and not title and line.text[-1] not in ":：？":
            line.role = "line"
        elif twice and over and line.role != "caption":
            line.role = lines[number - 1].role = "short"
        elif twice and (number > first + 1 or _MARKED.search(line.text)):
            line.role = lines[number - 1].role = "caption"


def _mark_offers(lines: list[Line]) -> None:
    """Mark what a subscription offers, printed twice below a notice, and a label over each paragraph."""
    times, offers = Counter(line.text for line in lines), False
    for line in lines:
        offers = line.role == "notice" or (offers and line.role in ("prose", "short", "line") and len(line.text) <= 160)
        if offers and line.role == "prose" and times[line.text] > 1:
            line.role = "line"
    labels = Counter(line.text for line, other in pairwise(lines) if line.role == "line" and other.role == "prose")
    for line in lines:
        if labels[line.text] > _TIMES and line.role == "line":
            line.role = "watermark"
