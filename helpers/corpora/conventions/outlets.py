"""Who published an article and who wrote its words, as its page prints it."""

import re

from helpers.corpora.conventions.furniture import is_medium, outlet_names, trimmed
from helpers.corpora.conventions.headers import is_byline
from helpers.corpora.conventions.lines import Line
from helpers.corpora.conventions.tiling import Draft, Span, Tiling
from helpers.lexicon import outlet_of, outlets
from helpers.texts.scripts import simplify

_OWN = ("本报", "本网", "本刊")
# (作者为某国驻华大使)   The writer is the ambassador of ...
_GUEST_NOTE = re.compile(
    r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:, .{5,120},)? is (?:a|an|the) (?:[\w-]+ ){0,6}(?:editor|reporter|correspondent|journalist|author|professor|fellow|researcher|columnist|writer|analyst)s?\b.{0,200}|.{5,60} contributed(?: to this (?:report|article|story))?[.]|\S{0,12}(?:作家|撰稿人|专栏作者|评论员)[，,](?:著有|常居|现居|曾任).{2,60}|"
    r"[(（]?(?:本文)?作者(?:系|为|是|:|：).{2,40}?(?:大使|院长|教授|研究员|学者|部长|主任|秘书长|会长|总统|总理|专家|主席)"
    r"|The (?:writer|author) (?:is|was|serves|works) .{3,200}"
)
_AUTHOR = re.compile(
    r"(?:\bBy|作者|(?<![\u4e00-\u9fff])文|撰文)\s*[:：/／]?\s*(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}|[\u4e00-\u9fff·]{2,12})"
)


_SELF_NAMED = re.compile(
    r",\s(?:the\s)?([A-Z][\w.]*(?: [A-Z][\w.]*){0,3}(?: [Nn]ews [Aa]gency)?)(?:['’]s?(?: [\w]+){0,3} correspondent)? (?:reports|informs|learned|has learned)\b"
)
# What parts the name of a site from a breadcrumb, a motto or its name in another language.
_AFTER_NAME = re.compile(r"\s*(?:[>＞»|｜]|·|>>)\s*|(?<=[\u4e00-\u9fff])\s+(?=[A-Z])")
_ORIGINAL = re.compile(r"原创\s+\S{2,10}\s+(?P<name>\S{2,16})")
_EDITION = re.compile(r"(?:(?<=台)网站|数字报|电子报|电子版|客户端|[Ll]ogo| - Back to home|\s*首页)+$")


def is_note_on_author(simple: str) -> bool:
    """Whether a line says who a guest is that wrote the text."""
    return len(simple) <= 400 and bool(_GUEST_NOTE.match(simple))


def find_outlet(
    tiling: Tiling,
    draft: Draft,
    above: list[Line],
    inside: list[Line],
    below: list[Line],
    stamp: Line | None,
    title: Line | None,
) -> None:
    """The outlet: the labelled source, else the name beside the stamp or in the byline, else the agency of the dateline, else the
    office that closes the text, else the name of the site."""
    for lines in (above, below, inside):
        for line in lines:
            if line.header and line.header.labelled and line.role in ("header", "end", "mark"):
                draft.outlet = _page(line, line.header.labelled[0])
                return
    draft.outlet = _beside(tiling, above, stamp)
    if draft.outlet:
        return
    masthead = _masthead(tiling, above, below, title)
    own = draft.source or _self_named(inside)
    if draft.agency and simplify(tiling.raw[slice(*draft.agency)]) not in _OWN:
        draft.outlet = draft.agency
        return
    draft.outlet = masthead or own


def _page(line: Line, span: Span) -> Span:
    return line.span[0] + span[0], line.span[0] + span[1]


def _beside(tiling: Tiling, lines: list[Line], stamp: Line | None) -> Span | None:
    near = [line for line in lines if line is stamp] + [line for line in lines if line is not stamp]
    for line in near:
        if line.header and line.header.beside and (line.role == "header" or line is stamp):
            return _page(line, line.header.beside[0])
    for line in near:
        if line.role == "byline" and (found := _known_in(tiling, line)):
            return found
    at = lines.index(stamp) if stamp in lines else len(lines)
    for line in lines[max(at - 2, 0) : at + 3]:
        if line.role == "medium":
            return _name_in(tiling, line)
    return None


def _name_in(tiling: Tiling, line: Line) -> Span:
    """The name of a medium in the line that holds hardly more: `北江日报数字报`, `BBC News, 中文`."""
    name = _EDITION.sub("", line.simple)
    known = None if is_medium(name, lexicon=tiling.lexicon) else outlet_names(lexicon=tiling.lexicon).search(name)
    return _page(line, known.span() if known else (0, len(name)))


def _known_in(tiling: Tiling, line: Line) -> Span | None:
    """The outlet that a byline names: `By A. Doe, Associated Press`, `新华社记者 某某`, `聯合報／ 記者某某`."""
    if match := outlet_names(lexicon=tiling.lexicon).search(line.simple):
        return _page(line, match.span())
    if match := _ORIGINAL.fullmatch(line.simple):
        return _page(line, match.span("name"))
    return next(
        (
            _page(line, piece.span())
            for piece in re.finditer(r"[^\s,|/／：:（）()]+", line.simple)
            if not line.simple.isascii() and len(piece.group()) > 2 and is_medium(piece.group(), lexicon=tiling.lexicon)
        ),
        None,
    )


def _masthead(tiling: Tiling, above: list[Line], below: list[Line], title: Line | None) -> Span | None:
    """The name of the site: a line of its own at the top, in the rights note at the foot, behind the title of a stored page."""
    lexicon = tiling.lexicon
    for line in above[:12]:
        words = trimmed(line.simple)
        if line is not title and line.role in ("medium", "section", "short", "button", "line", "header"):
            name = words if is_medium(words, lexicon=lexicon) else _EDITION.sub("", words)
            known = outlet_of if line.role == "button" else is_medium
            # App is a button, APP an agency.
            shouts = line.role != "button" or not name.isascii() or len(name) > 3 or name.isupper()
            if shouts and not is_byline(words) and known(name, lexicon=lexicon):
                at = line.simple.find(name)
                return _page(line, (at, at + len(name)))
            if (known := outlet_names(lexicon=lexicon).search(words)) and len(words) - len(known.group()) <= 8:
                at = line.simple.find(known.group())
                return _page(line, (at, at + len(known.group())))
            first = _EDITION.sub("", _AFTER_NAME.split(words)[0])
            named = is_medium if line is above[0] else outlet_of
            if first != words and named(first, lexicon=lexicon):
                at = line.simple.find(first)
                return _page(line, (at, at + len(first)))
    for line in [*above[:4], *([title] if title else [])]:
        found = re.search(r"(?:[|｜_]|\s[-–—])\s*([^|｜_–—-]{2,40})$", line.simple)
        if found and outlet_of(found.group(1), lexicon=lexicon):
            return _page(line, found.span(1))
    for line in [*above, *below]:
        if line.role == "end" and re.search(r"©|copyright|版权|rights", line.simple, re.IGNORECASE):
            if match := outlet_names(lexicon=lexicon).search(line.simple):
                return _page(line, match.span())
            if match := re.search(
                r"(?:©|Copyright)(?!\s*Copyright)[\s©]*(?:\d{4}\s*(?:[-–]\s*\d{4})?)?[\s.,]*(?:Copyright\s+)?([A-Z][\w.&'’ ]{1,40}?)(?=[.,(]|\s+All|\s+-|\s*(?:\d{4})?$| Media| Inc| Ltd| Company| Corp| LLC)",
                line.simple,
            ):
                return _page(line, match.span(1))
    # The first line of a page is the name of its site, if it is a name and a menu follows it.
    first, *rest = above or [None]
    if first is None or first is title or first.role not in ("short", "medium"):
        return None
    menu = any(line.role in ("section", "button") for line in rest[:3])
    name = first.text if first.chinese else re.sub(r"\b(?:of|the|and|for|in)\b ?", "", first.text)
    named = len(name) <= 10 if first.chinese else len(name.split()) <= 5 and name.istitle()
    return first.span if menu and named and not re.search(r"\d", name) else None


def _self_named(inside: list[Line]) -> Span | None:
    """An agency that names itself at the end of its first sentences: `..., Kazinform News Agency reports.`"""
    for line in inside[:3]:
        if line.role == "prose" and (match := _SELF_NAMED.search(line.text[:600])):
            return _page(line, match.span(1))
    return None


def find_writer(tiling: Tiling, draft: Draft, above: list[Line], below: list[Line], stamp: Line | None) -> None:
    """Who else wrote the words: the agency in a byline, a guest who signed them."""
    known = outlets(lexicon=tiling.lexicon)["kind"]
    for line in above:
        spans = [_page(line, span) for span in line.header.beside] if line.header and line.role == "header" else []
        if line.role == "byline" and (found := _known_in(tiling, line)):
            spans.append(found)
        for span in spans:
            if known.get(outlet_of(simplify(tiling.raw[slice(*span)]), lexicon=tiling.lexicon)) == "agency":
                draft.writer = draft.writer or span
    note = any(_GUEST_NOTE.search(line.simple[:300]) for line in [*above, *below])
    signed = any(re.search(r"(?:大使|总领事)(?:随笔|专栏|手记|署名)|署名文章", line.simple) for line in above)
    if note or signed:
        for line in above:
            match = _AUTHOR.search(line.simple) if line.role == "header" else _AUTHOR.match(line.simple)
            if match and line.role in ("byline", "header", "short"):
                draft.guest = _page(line, match.span("name"))
                return
