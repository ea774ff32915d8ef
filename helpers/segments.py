"""Page conventions: what each character of a raw page is.

A page is tiled by segments, each with a kind and the rule that found it, and the articles on it are drafted: which
characters print the title, the outlet, the clock. What those characters mean is decided in `articles`.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from helpers.lexicon import outlet_of, printed_forms
from helpers.scripts import simplify
from helpers.wraps import spaces_of_wrapped_text

Span = tuple[int, int]

KINDS = ("title", "meta", "body", "caption", "apparatus", "related", "epigraph", "boilerplate")


@dataclass(frozen=True)
class Segment:
    """`raw[start:end]` is of this `kind`; `rule` says what recognised it; `article` counts from 0, -1 is none."""

    start: int
    end: int
    kind: str
    rule: str
    article: int


@dataclass
class Draft:
    """An article as its page prints it: spans of raw characters, None where the page prints nothing."""

    convention: str
    title: Span | None = None
    outlet: Span | None = None
    stamp: Span | None = None
    agency: Span | None = None
    source: Span | None = None
    text: Span | None = None
    follows: int | None = None


class _Tiling:
    """One label per character, so that the segments tile the page whatever the rules do."""

    def __init__(self, raw: str):
        self.raw = raw
        self.labels = np.zeros(len(raw), dtype=np.int32)
        self.legend: list[tuple[str, str, int]] = [("boilerplate", "page furniture", -1)]

    def mark(self, span: Span, kind: str, rule: str, article: int = -1) -> None:
        label = (kind, rule, article)
        if label not in self.legend[-4:]:
            self.legend.append(label)
        position = len(self.legend) - 1 - self.legend[::-1].index(label)
        self.labels[span[0] : span[1]] = position

    def segments(self) -> list[Segment]:
        edges = np.flatnonzero(np.diff(self.labels)) + 1
        starts = [0, *edges.tolist()] if self.raw else []
        ends = [*edges.tolist(), len(self.raw)]
        segments: list[Segment] = []
        for start, end in zip(starts, ends, strict=False):
            kind, rule, article = self.legend[self.labels[start]]
            last = segments[-1] if segments else None
            if last and (last.kind, last.rule, last.article) == (kind, rule, article):
                segments[-1] = Segment(last.start, end, kind, rule, article)
            else:
                segments.append(Segment(start, end, kind, rule, article))
        return segments


def segment_page(raw: str) -> tuple[list[Segment], list[Draft], str]:
    """Tile one page: its segments in order, the articles drafted on it, and the convention that was recognised.

    The convention is `aggregator`, `document` (CMS and bilingual pages), `wire` or `unknown`; a page of no known
    convention is one article.
    """
    lines = _lines(raw)
    tiling = _Tiling(raw)
    drafts = _read_aggregator(tiling, lines) or _read_document(tiling, lines)
    return tiling.segments(), drafts, drafts[0].convention


# Lines ---------------------------------------------------------------------------------------------------------------

_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[A-Za-zÀ-ɏЀ-ӿ]")
# More letters than these tell a language no better, and a line may be 20 MB long.
_SAMPLE = 5000


def _lines(raw: str) -> list[Span]:
    """The lines that hold something visible, without the white space around them."""
    return [match.span() for match in re.finditer(r"[^\s\ufeff](?:[^\r\n]*[^\s])?", raw)]


def is_chinese(text: str) -> bool:
    """Whether a text is written in Chinese: a character weighs as much as four Latin letters."""
    sample = text[:_SAMPLE]
    return 4 * len(_CJK.findall(sample)) >= max(len(_LETTER.findall(sample)), 1)


def _title_like(text: str) -> bool:
    short = len(text) <= (70 if is_chinese(text) else 170)
    return short and not re.search(r"[。.；;,,:：、][\"'”’」』)）]*$", text) and bool(re.search(r"\w", text))


def _same_words(one: str, other: str) -> bool:
    def bare(text: str) -> str:
        return re.sub(r"[\W_]+", "", text).casefold()

    return bool(bare(one)) and bare(one) == bare(other)


# What stands around the words of an article ---------------------------------------------------------------------------

_MONTHS = (
    "(?:Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?\\.?|July?\\.?|Aug(?:ust|\\.)?"
    "|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)"
)
_CLOCK = (
    r"\d{4}\s*(?:[-/.]|年)\s*\d{1,2}\s*(?:[-/.]|月)\s*\d{1,2}\s*日?(?:[\sT]{0,3}\d{1,2}\s*[::：]\s*\d{2}(?:[::：]\d{2})?)?"
    rf"|{_MONTHS}\s+\d{{1,2}},?\s+\d{{4}}(?:,?\s+\d{{1,2}}:\d{{2}}(?:\s*[ap]\.?m\.?)?)?"
)
_LABELS = {
    "stamp": "发布时间|发布日期|发稿时间|更新时间|时间|日期|Published(?: on| at)?|Updated|Date|Time",
    "outlet": "来源|稿源|消息来源|文章来源|Source",
    "editor": "作者|责任编辑|责编|编辑|记者|通讯员|校对|审核|监制|翻译|字号|字体|浏览|点击|阅读|Authors?|Editors?|By",
}
_LABEL = re.compile(
    "(?<![^\\W_])(?:" + "|".join(f"(?P<{name}>{forms})" for name, forms in _LABELS.items()) + r")\s*[:：]\s*"
)
_BETWEEN_FIELDS = re.compile(r"[|｜\u3000]|\s{2,}")
_FORMS = "|".join(re.escape(form) for form in printed_forms() if len(form) > 1)
_AGENCY_ZH = rf"(?:{'|'.join(re.escape(form) for form in printed_forms() if _CJK.match(form))})"

_DATELINES = [
    # 新华社北京8月29日电(记者朱超、黄扬)   中新网天津8月29日电 (记者 王君妍)   智通财经6月26日电,
    re.compile(
        rf"(?:据)?(?P<agency>{_AGENCY_ZH}|本报|本网|[\u4e00-\u9fff]{{2,8}}?(?:社|网|报|财经|电视台))"
        r"[\u4e00-\u9fff·、/]{0,16}?\s*(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}日(?:专?电|讯|消息)"
        r"\s*(?:[(（][^()（）]{0,40}[)）])?[\s,,::：]*"
    ),
    # 央视网消息(新闻联播):   本报讯(记者 张某)
    re.compile(
        rf"(?P<agency>{_AGENCY_ZH}|本报|本网)(?:消息|讯|专稿)\s*(?:[(（][^()（）]{{0,40}}[)）])?\s*[::：]?\s*(?<=[\s)）::：讯])"
    ),
    # 【环球时报赴青岛特派记者 郭媛丹】
    re.compile(rf"【\s*(?P<agency>{_AGENCY_ZH})[^【】]{{0,40}}】\s*"),
    re.compile(r"【[^【】]{0,30}(?:记者|报道|特约|通讯员)[^【】]{0,30}】\s*"),
    # （中央社记者韩某吉隆坡30日专电）
    re.compile(rf"[(（](?P<agency>{_AGENCY_ZH}|本报|本网)[^()（）]{{0,40}}(?:电|讯|报道|综合)[)）]\s*"),
    # Baku, July 16, AZERTAC   BEIJING, July 15 (Xinhua) --
    re.compile(
        rf"[A-Z][A-Za-zÀ-ž.'’ -]{{1,30}}(?:,\s+[A-Z][A-Za-zÀ-ž.' -]{{1,30}})?,\s+(?:\d{{1,2}}\s+{_MONTHS}|{_MONTHS}\s+\d{{1,2}})"
        r"(?:,?\s+\d{4})?\s*(?:,\s*(?P<agency>[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:\s[A-Z]{2,})?|" + _FORMS + r")\b"
        r"|[(（](?P<named>[A-Z][A-Za-z .]{1,30})[)）]|/(?P<slashed>[A-Z][A-Za-z]+)/)?\s*(?:-{1,2}|[—–:.])?\s*"
    ),
]
_CREDITS = [
    re.compile(r"(?:记者|通讯员|特约|新华社|中新社|供图|摄影)[^。.!?]{0,30}[摄图]\s*$"),
    re.compile(r"(?:[/(（]|[。」”\"]\s*)[\u4e00-\u9fff· ]{1,12}\s*[摄攝]\s*[)）]?\s*$"),
    re.compile(
        r"[(（](?:图源|资料图|图片来源|供图|Photo|Xinhua|AP|AFP|Reuters|EPA)(?:[\s:：/|,][^()（）]*)?[)）]\s*\.?$"
    ),
    re.compile(r"\bPhoto(?:\s+by|:|/|\s+courtesy)\s*[^.]{2,60}$"),
    re.compile(r"[(（][A-Z][A-Za-z ]{1,25}\s*/\s*[A-Z][A-Za-z. '-]{1,40}[)）]\s*$"),
]
_EDITOR_MARK = re.compile(
    r"[(（\[【]\s*(?:责任编辑|责编|编辑|记者|作者|来源|文|编译|END|完|本报记者)\s*(?:[:：][^()（）\[\]]{0,40})?\s*[)）\]】]"
)
_CLOSING_LINE = re.compile(rf"[-–—\s]*(?:{_FORMS})[\s.。]*", re.IGNORECASE)
_BREADCRUMB = re.compile(
    r"(?:»|›|→|>>|(?:>|＞)[^<>＞]{1,40}(?:>|＞)|^(?:首页|当前位置|您的位置|您现在的位置|Home)\s*[:：>＞»/])"
)
_RELATED = re.compile(
    r"^[^\w]*(?:相关(?:阅读|新闻|报道|链接|推荐|文章|稿件)|延伸阅读|推荐阅读|热门推荐|猜你喜欢|更多新闻|更多报道"
    r"|Related (?:articles?|news|stories|reading|coverage)|Read (?:more|also)|More (?:news|stories))[^\w]*$",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"^[^\w]*(?:免责声明|版权声明|特别声明|郑重声明|声明|版权所有|Disclaimer|Copyright)(?:\s*[:：©]|\s*$|\b)",
    re.I,
)


def _simple(text: str) -> str:
    """Rules are written in Simplified characters; one character stays one character, so offsets stay true."""
    return simplify(text)


def _dateline(text: str) -> tuple[int, Span | None]:
    """How many characters of dateline a text begins with, and where in them the agency stands."""
    head = _simple(text[:160])
    for pattern in _DATELINES:
        match = pattern.match(head)
        if match and match.end():
            groups = [name for name in ("agency", "named", "slashed") if match.groupdict().get(name)]
            if not groups and pattern is _DATELINES[-1]:
                continue
            return match.end(), match.span(groups[0]) if groups else None
    return 0, None


def _is_caption(text: str) -> bool:
    simple = _simple(text[-120:])
    return len(text) <= 600 and any(credit.search(simple) for credit in _CREDITS)


def _fields(line: str) -> dict[str, list[Span]] | None:
    """What a header line prints (`stamp`, `outlet`, `editor` -> spans in it), or None if it is anything else."""
    if len(line) > 300:
        return None
    simple = _simple(line)
    spans: dict[str, list[Span]] = {}
    rest = list(simple)

    def take(name: str, start: int, end: int) -> None:
        spans.setdefault(name, []).append((start, end))
        rest[start:end] = " " * (end - start)

    labels = list(_LABEL.finditer(simple))
    ends = [match.start() for match in labels[1:]] + [len(simple)]
    for match, end in zip(labels, ends, strict=False):
        stop = _BETWEEN_FIELDS.search(simple, match.end(), end)
        end = stop.start() if stop else end
        name = match.lastgroup
        value = simple[match.end() : end]
        clock = re.search(_CLOCK, value)
        if name == "outlet" and clock:
            end = match.end() + clock.start()
        left = len(simple[match.end() : end]) - len(simple[match.end() : end].lstrip())
        start, end = match.end() + left, match.end() + len(simple[match.end() : end].rstrip())
        if end - start > 60 or re.search(r"[。;；]", simple[start:end]):
            return None
        rest[match.start() : match.end()] = " " * (match.end() - match.start())
        take(name, start, end) if end > start else None
    for match in re.finditer(_CLOCK, simple):
        if "stamp" not in spans or (match.start(), match.end()) not in spans["stamp"]:
            take("stamp", *match.span())
    remainder = "".join(rest)
    for match in re.finditer(r"[^\s|｜()（）]+(?: [^\s|｜()（）]+)*", remainder):
        word = match.group().strip("-·• ")
        if not word or re.fullmatch(r"(?:GMT|UTC)?[+\-]?\d{0,4}", word):
            continue
        if not outlet_of(word) or not spans:
            return None
        take("outlet", *match.span())
    return spans or None


# The aggregator's search page -----------------------------------------------------------------------------------------

_STAMP_LINE = re.compile(
    r"(?P<outlet>[^\d·•‧・|]{2,60}?)\s*[·•‧・]\s*(?P<stamp>\d{4}-\d{1,2}-\d{1,2}(?:[ T]+\d{1,2}:\d{1,2}(?::\d{1,2})?)?)"
)
_SEARCH_BOX = re.compile(r"(?:Search documents?|搜索文档|搜索文件|检索文档)", re.I)
_CITATION = re.compile(r"\s*\[\d{1,3}(?:\s*[,、–-]\s*\d{1,3})*\]")
_HEADING = re.compile(
    r"(?:(?:Core|Key|Main)\s+[A-Z][a-z]+|Summary|Overview|Conclusions?|Group\s+\d+(?:\s*:\s*[^\[\]]{1,140}?)?)\s*(?:\s-\s+|:\s+(?=[A-Z\"“]))"
)
_OPENING = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,3} - (?=[A-Z\"“])")
_BULLET = re.compile(r"(?<=\s)[-•–]\s+(?=[A-Z0-9\"“‘'(])")
_ELLIPSIS = re.compile(r"\s*(?:\.{3,}|…+)\Z")


def _read_aggregator(tiling: _Tiling, lines: list[Span]) -> list[Draft]:
    raw = tiling.raw
    stamps = {}
    box = -1
    for number, (start, end) in enumerate(lines):
        if end - start > 120:
            continue
        match = _STAMP_LINE.fullmatch(raw, start, end)
        if match and number:
            stamps[number] = match
        elif box < 0 and _SEARCH_BOX.fullmatch(raw, start, end):
            box = number
    if box < 0 and not stamps:
        return []
    number = box + 1 if box >= 0 else max(min(stamps) - 1, 0)
    drafts: list[Draft] = []
    texts: list[list[Span]] = []
    while number < len(lines):
        title, header = None, None
        if number in stamps:
            header = number
        elif number + 1 in stamps and not _reads_as_text(raw, lines[number]):
            title, header = lines[number], number + 1
        elif number + 1 < len(lines) and _title_before_text(raw, lines, number):
            title = lines[number]
        else:
            # A line that no title announces goes on with the article before it; before any article it is furniture.
            if drafts:
                texts[-1].append(lines[number])
            number += 1
            continue
        draft = Draft("aggregator", title=title)
        if title:
            tiling.mark(title, "title", "line before the outlet", len(drafts))
        number += 1
        if header is not None:
            draft.outlet, draft.stamp = stamps[header].span("outlet"), stamps[header].span("stamp")
            tiling.mark(lines[header], "meta", "outlet line", len(drafts))
            number = header + 1
        drafts.append(draft)
        texts.append([])
        if header is None:
            texts[-1].append(lines[number])
            number += 1
    for article, (draft, text_lines) in enumerate(zip(drafts, texts, strict=True)):
        _lay_aggregator_text(tiling, article, draft, text_lines)
    return drafts


def _reads_as_text(raw: str, line: Span) -> bool:
    text = raw[line[0] : min(line[1], line[0] + 400)]
    return not _title_like(text) or bool(_ELLIPSIS.search(text)) or bool(_CITATION.search(text))


def _title_before_text(raw: str, lines: list[Span], number: int) -> bool:
    line, following = lines[number], lines[number + 1]
    title_length, text_length = line[1] - line[0], following[1] - following[0]
    marked = text_length > title_length and bool(_ELLIPSIS.search(raw, following[0], following[1]))
    return not _reads_as_text(raw, line) and (marked or text_length > max(2 * title_length, 100))


def _lay_aggregator_text(tiling: _Tiling, article: int, draft: Draft, lines: list[Span]) -> None:
    if not lines:
        return
    draft.text = (lines[0][0], lines[-1][1])
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if is_chinese(tiling.raw[line[0] : line[1]]):
            _lay_excerpt(tiling, article, draft, line)
        else:
            _lay_digest(tiling, article, line)
        if following:
            tiling.mark((line[1], following[0]), "body", "paragraph", article)


def _lay_digest(tiling: _Tiling, article: int, line: Span) -> None:
    """A digest: headings, bullets and citation marks are the digester's apparatus, the rest is its prose."""
    start, end = line
    text = tiling.raw[start:end]
    tiling.mark(line, "body", "digest", article)
    citations = [match.span() for match in _CITATION.finditer(text)]
    apparatus: list[tuple[Span, str]] = [(span, "citation") for span in citations]
    opening = _OPENING.match(text)
    headings = [match.span() for match in _HEADING.finditer(text) if _begins_part(text, match.start())]
    if opening and not any(first == 0 for first, _ in headings):
        headings.insert(0, opening.span())
    apparatus += [(span, "heading") for span in headings]
    heading_ends = {last for _, last in headings}
    for match in _BULLET.finditer(text):
        covered = any(first <= match.start() < last for first, last in headings)
        if not covered and (
            match.start() in heading_ends or _begins_part(text, match.start(), bool(citations))
        ):
            apparatus.append((match.span(), "bullet"))
    for (first, last), rule in sorted(apparatus):
        if rule != "citation" and first:
            # The white space before a part keeps the parts asunder in the text.
            gap = first - (len(text[:first]) - len(text[:first].rstrip()))
            tiling.mark((start + gap, start + first), "body", "paragraph", article)
        tiling.mark((start + first, start + last), "apparatus", rule, article)
    # Marks before a heading leave two gaps; white space at either end of the text is apparatus too.
    _trim_body(tiling, article, line)


def _begins_part(text: str, position: int, cited: bool = True) -> bool:
    """Whether a part of a digest may begin here: at the start, after a citation, a final mark or a heading.

    In a digest that cites nothing a dash between clauses and a bullet look alike: there, any may begin."""
    before = text[max(position - 40, 0) : position].rstrip()
    return not before or before[-1] in '].!?。"”' or bool(re.search(r"\s-$", before)) or not cited


def _lay_excerpt(tiling: _Tiling, article: int, draft: Draft, line: Span) -> None:
    """A Chinese excerpt: hard-wrapped, its line feeds turned into spaces, ` ...` at its end."""
    raw = tiling.raw
    start, end = line
    ellipsis = _ELLIPSIS.search(raw, start, end)
    if ellipsis:
        tiling.mark(ellipsis.span(), "apparatus", "ellipsis", article)
        end = ellipsis.start()
    spaces = spaces_of_wrapped_text(raw[start:end])
    edges = [start]
    for position, kind in spaces:
        if kind == "paragraph":
            edges += [start + position, start + position + 1]
    edges.append(end)
    paragraphs = list(zip(edges[::2], edges[1::2], strict=True))
    _lay_paragraphs(tiling, article, draft, paragraphs)
    for position, kind in spaces:
        if kind == "wrap":
            tiling.mark((start + position, start + position + 1), "apparatus", "wrap", article)


# Paragraphs of any convention -----------------------------------------------------------------------------------------


def _lay_paragraphs(tiling: _Tiling, article: int, draft: Draft, paragraphs: list[Span]) -> None:
    """Mark what each paragraph is; the white space after a body paragraph belongs to the body, other gaps do not."""
    raw = tiling.raw
    laid: list[tuple[Span, str, str]] = []
    begun = False
    for number, (start, end) in enumerate(paragraphs):
        text = raw[start:end]
        following = (
            raw[paragraphs[number + 1][0] : paragraphs[number + 1][1]] if number + 1 < len(paragraphs) else ""
        )
        bare = text.replace(" ", "")
        if draft.title and not begun and _same_words(text, raw[draft.title[0] : draft.title[1]]):
            laid.append(((start, end), "title", "title repeated"))
        elif _EDITOR_MARK.fullmatch(_simple(bare)) or _fields(text):
            laid.append(((start, end), "meta", "editor's mark"))
        elif _is_caption(text):
            laid.append(((start, end), "caption", "photo credit"))
        elif following and len(bare) > 20 and following.replace(" ", "").startswith(bare):
            laid.append(((start, end), "caption", "repeats the lead"))
        else:
            mark = _EDITOR_MARK.match(_simple(text[:80]))
            if mark:
                laid.append(((start, start + mark.end()), "meta", "editor's mark"))
                start += mark.end() + len(text[mark.end() :]) - len(text[mark.end() :].lstrip())
            elif not begun:
                start += _take_dateline(laid, draft, (start, end), text)
            if start < end:
                begun = True
                laid.append(((start, end), "body", "text"))
    bodies = [number for number, (_, kind, _) in enumerate(laid) if kind == "body"]
    if len(bodies) > 1 and _CLOSING_LINE.fullmatch(_simple(raw[slice(*laid[bodies[-1]][0])][:80])):
        draft.source = laid[bodies[-1]][0]
        laid[bodies.pop()] = (draft.source, "meta", "closing mark")
    if bodies:
        laid[bodies[-1] : bodies[-1] + 1] = _split_closing_mark(tiling.raw, laid[bodies[-1]], draft)
        bodies = [number for number, (_, kind, _) in enumerate(laid) if kind == "body"]
    for number, (span, kind, rule) in enumerate(laid):
        tiling.mark(span, kind, rule, article)
        if number + 1 < len(laid):
            gap = (span[1], laid[number + 1][0][0])
            between = kind == "body" and number < bodies[-1]
            tiling.mark(gap, *(("body", "paragraph") if between else ("apparatus", "gap")), article)


def _take_dateline(laid: list[tuple[Span, str, str]], draft: Draft, span: Span, text: str) -> int:
    """Lay the dateline that opens a paragraph; how many characters it takes."""
    length, agency = _dateline(text)
    if length:
        laid.append(((span[0], span[0] + length), "meta", "dateline"))
        draft.agency = (span[0] + agency[0], span[0] + agency[1]) if agency else None
    return length


def _split_closing_mark(raw: str, part: tuple[Span, str, str], draft: Draft) -> list[tuple[Span, str, str]]:
    """`(外交部网站)`, `(完)`, `(责编:…)` at the very end of the last paragraph are not its words."""
    (start, end), kind, rule = part
    text = _simple(raw[max(start, end - 60) : end])
    match = re.search(r"\s*[(（\[【]\s*(?P<inside>[^()（）\[\]【】]{1,40})\s*[)）\]】]\s*\d{0,8}$", text)
    if not match:
        return [part]
    offset = end - len(text)
    inside = match.group("inside")
    if not (outlet_of(inside) or _EDITOR_MARK.match(match.group().strip())):
        return [part]
    if outlet_of(inside):
        draft.source = (offset + match.start("inside"), offset + match.end("inside"))
    cut = offset + match.start()
    pieces = [((start, cut), kind, rule)] if cut > start else []
    return [*pieces, ((cut, end), "meta", "closing mark")]


def _trim_body(tiling: _Tiling, article: int, line: Span) -> None:
    """White space at either end of an article's text, or beside other body white space, is apparatus."""
    raw = tiling.raw
    body = np.isin(
        tiling.labels[line[0] : line[1]],
        [
            number
            for number, (kind, _, owner) in enumerate(tiling.legend)
            if kind == "body" and owner == article
        ],
    )
    positions = np.flatnonzero(body) + line[0]
    visible = [position for position in positions.tolist() if not raw[position].isspace()]
    if not visible:
        return
    for position in positions.tolist():
        if position < visible[0] or position > visible[-1]:
            tiling.mark((position, position + 1), "apparatus", "gap", article)


# Documents: CMS pages, bilingual pages, wire reprints -----------------------------------------------------------------

_CRAWLER_DATE = re.compile(r"date\s+(?P<stamp>\d{4}-\d{1,2}-\d{1,2})(?=\s|$)\s*")


@dataclass
class _Line:
    span: Span
    text: str
    role: str = "text"


def _read_document(tiling: _Tiling, lines: list[Span]) -> list[Draft]:
    raw = tiling.raw
    rows = [_Line(span, raw[span[0] : span[1]]) for span in lines]
    _mark_furniture(tiling, rows)
    main = [row for row in rows if row.role not in ("related", "boilerplate")]
    starts = _article_starts(main)
    drafts: list[Draft] = []
    for number, (first, header) in enumerate(starts):
        last = starts[number + 1][0] if number + 1 < len(starts) else len(main)
        _lay_document(tiling, drafts, main[first:last], header - first)
    for row in main[: starts[0][0]]:
        # Prose that stands before any title is a motto of the page, not part of an article.
        prose = len(row.text) > 40 and not _title_like(row.text)
        tiling.mark(
            row.span, *(("epigraph", "before the title") if prose else ("boilerplate", "before the title"))
        )
    return drafts


def _mark_furniture(tiling: _Tiling, rows: list[_Line]) -> None:
    state = "text"
    begun = False
    for row in rows:
        simple = _simple(row.text[:200])
        if _BREADCRUMB.search(simple) and len(row.text) <= 120 and not begun:
            row.role = "boilerplate"
            tiling.mark(row.span, "boilerplate", "breadcrumb")
            continue
        begun = begun or len(row.text) > 40
        if begun and _RELATED.match(simple):
            state = "related"
        elif begun and _DISCLAIMER.match(simple) and not _fields(row.text):
            state = "boilerplate"
        row.role = state
        if state != "text":
            tiling.mark(row.span, state, "teasers" if state == "related" else "disclaimer")
        elif _fields(row.text):
            row.role = "fields"
    for one, other in pairwise(rows):
        if one.role == other.role == "related":
            tiling.mark((one.span[1], other.span[0]), "related", "teasers")


def _article_starts(main: list[_Line]) -> list[tuple[int, int]]:
    """For each article of a page the line it starts at (its title, if it has one) and the line after its title."""
    starts: list[tuple[int, int]] = []
    for number, row in enumerate(main):
        heads = _CRAWLER_DATE.match(row.text) or (row.role == "fields" and _announces(row.text))
        if not heads or (number and main[number - 1].role == "fields"):
            continue
        titled = number and main[number - 1].role == "text" and _title_like(main[number - 1].text)
        if starts and not titled:
            continue
        follows = any(other.role == "text" for other in main[number + 1 :]) or _CRAWLER_DATE.match(row.text)
        if follows and (not starts or number - 1 > starts[-1][1]):
            starts.append((number - 1 if titled else number, number))
    if not starts:
        titled = len(main) > 1 and _title_like(main[0].text)
        starts = [(0, 1 if titled else 0)]
    return _split_by_language(main, starts)


def _announces(line: str) -> bool:
    fields = _fields(line) or {}
    return "stamp" in fields or "outlet" in fields


def _split_by_language(main: list[_Line], starts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A version in the other language follows without a header of its own: all lines to the end change language."""
    split: list[tuple[int, int]] = []
    for number, (first, header) in enumerate(starts):
        split.append((first, header))
        last = starts[number + 1][0] if number + 1 < len(starts) else len(main)
        prose = [i for i in range(header, last) if main[i].role == "text" and not _fields(main[i].text)]
        tongues = [is_chinese(main[i].text) for i in prose]
        if not prose or len(set(tongues)) < 2:
            continue
        turn = max(i for i in range(1, len(tongues)) if tongues[i] != tongues[i - 1])
        letters = sum(len(main[i].text) for i in prose[turn:])
        if len(set(tongues[:turn])) == 1 and letters >= 200 and len(prose) - turn >= 2:
            at = prose[turn]
            split.append((at, at + 1 if _title_like(main[at].text) else at))
    return split


def _lay_document(tiling: _Tiling, drafts: list[Draft], rows: list[_Line], header: int) -> None:
    raw = tiling.raw
    article = len(drafts)
    draft = Draft("unknown")
    drafts.append(draft)
    if header:
        draft.title = rows[0].span
        tiling.mark(draft.title, "title", "line before the text", article)
    paragraphs: list[Span] = []
    for row in rows[header:]:
        start, end = row.span
        crawler = _CRAWLER_DATE.match(row.text)
        if row.role == "fields":
            for name, spans in (_fields(row.text) or {}).items():
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
    dateline: list[tuple[Span, str, str]] = []
    if (
        len(paragraphs) > 1
        and _dateline(raw[slice(*paragraphs[0])])[0] == paragraphs[0][1] - paragraphs[0][0]
    ):
        # A dateline on a line of its own may stand before the title.
        _take_dateline(dateline, draft, paragraphs[0], raw[slice(*paragraphs.pop(0))])
        tiling.mark(*dateline[0], article)
    if draft.title is None and len(paragraphs) > 1 and draft.convention in ("document", "wire"):
        text = raw[paragraphs[0][0] : paragraphs[0][1]]
        if _title_like(text) and not _dateline(text)[0] and not _is_caption(text):
            draft.title = paragraphs.pop(0)
            tiling.mark(draft.title, "title", "first line of the text", article)
    _lay_paragraphs(tiling, article, draft, paragraphs)
    if draft.convention == "unknown" and article and drafts[article - 1].convention != "unknown":
        draft.convention, draft.follows = drafts[article - 1].convention, article - 1
    elif draft.agency and draft.convention in ("unknown", "wire"):
        draft.convention, draft.outlet = "wire", draft.agency
