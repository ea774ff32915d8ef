"""Who published an article and who wrote its words, as its page prints it."""

import re

from helpers.corpora.conventions.furniture import is_medium, outlet_names, trimmed
from helpers.corpora.conventions.headers import is_byline
from helpers.corpora.conventions.lines import Line, Section
from helpers.corpora.conventions.tiling import Span, Tiling
from helpers.lexicon import Lexicon, outlet_of, outlets
from helpers.texts.scripts import simplify

_OWN = ("本报", "本网", "本刊")
# (作者为某国驻华大使)   The writer is the ambassador of ...
_GUEST_NOTE = re.compile(
    r"[(（]?(?:本文)?作者(?:系|为|是|:|：).{2,40}?(?:大使|院长|教授|研究员|学者|部长|主任|秘书长|会长|总统|总理|专家|主席)"
    r"|The (?:writer|author) (?:is|was|serves|works) .{3,200}"
)
# Ann Roe, a former ambassador, is a fellow of ...   Ann Roe and Tom Poe contributed.   自由作家，著有…
_AUTHOR_NOTE = re.compile(
    r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:, .{5,120},)? is (?:a|an|the) (?:[\w-]+ ){0,6}"
    r"(?:editor|reporter|correspondent|journalist|author|professor|fellow|researcher|columnist|writer|analyst)s?\b"
    r"|.{5,60} contributed(?: to this (?:report|article|story))?[.]$"
    r"|\S{0,12}(?:作家|撰稿人|专栏作者|评论员)[，,](?:著有|常居|现居|曾任)"
)
_RIGHTS = re.compile(
    r"(?:©|Copyright)(?!\s*Copyright)[\s©]*(?:\d{4}\s*(?:[-–]\s*\d{4})?)?[\s.,]*(?:Copyright\s+)?([A-Z][\w.&'’ ]{1,40}?)"
    r"(?=[.,(]|\s+All|\s+-|\s*(?:\d{4})?$| Media| Inc| Ltd| Company| Corp| LLC)"
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
    """Whether a line says who wrote the text, and no more."""
    return len(simple) <= 400 and bool(_GUEST_NOTE.match(simple) or _AUTHOR_NOTE.match(simple))


def find_outlet(section: Section) -> Span | None:
    """The outlet: the labelled source, else the name beside the stamp or in the byline, else the agency of the dateline, else the
    name of the site, else who closes the text."""
    for line in [*section.above, *section.below, *section.inside]:
        if line.header and line.header.labelled and line.role in ("header", "end", "mark"):
            return line.place(line.header.labelled[0])
    draft, tiling = section.draft, section.tiling
    named = draft.agency and simplify(tiling.raw[slice(*draft.agency)]) not in _OWN
    return _beside(section) or (draft.agency if named else _masthead(section) or draft.source or _self_named(section))


def _beside(section: Section) -> Span | None:
    tiling, lines, stamp = section.tiling, section.above, section.stamp
    near = [line for line in lines if line is stamp] + [line for line in lines if line is not stamp]
    for line in near:
        if line.header and line.header.beside and (line.role == "header" or line is stamp):
            return line.place(line.header.beside[0])
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
    return line.place(known.span() if known else (0, len(name)))


def _known_in(tiling: Tiling, line: Line) -> Span | None:
    """The outlet that a byline names: `By A. Doe, Associated Press`, `新华社记者 某某`, `聯合報／ 記者某某`."""
    if match := outlet_names(lexicon=tiling.lexicon).search(line.simple):
        return line.place(match.span())
    if match := _ORIGINAL.fullmatch(line.simple):
        return line.place(match.span("name"))
    return next(
        (
            line.place(piece.span())
            for piece in re.finditer(r"[^\s,|/／：:（）()]+", line.simple)
            if not line.simple.isascii() and len(piece.group()) > 2 and is_medium(piece.group(), lexicon=tiling.lexicon)
        ),
        None,
    )


def _masthead(section: Section) -> Span | None:
    """The name of the site: a line of its own at the top, behind the title of a stored page, in the rights note at the foot."""
    lexicon = section.tiling.lexicon
    above, title = section.above, section.title
    for line in above[:12]:
        may_be = line is not title and line.role in ("medium", "section", "short", "button", "line", "header")
        if may_be and (name := _site(line, line is above[0], lexicon)):
            at = line.simple.find(name)
            return line.place((at, at + len(name)))
    for line in [*above[:4], *filter(None, [title])]:
        found = re.search(r"(?:[|｜_]|\s[-–—])\s*([^|｜_–—-]{2,40})$", line.simple)
        if found and outlet_of(found.group(1), lexicon=lexicon):
            return line.place(found.span(1))
    for line in [*above, *section.below]:
        if line.role == "end" and re.search(r"©|copyright|版权|rights", line.simple, re.IGNORECASE):
            if match := outlet_names(lexicon=lexicon).search(line.simple):
                return line.place(match.span())
            if match := _RIGHTS.search(line.simple):
                return line.place(match.span(1))
    # The first line of a page is the name of its site, if it is a name and a menu follows it.
    if not above or above[0] is title or above[0].role not in ("short", "medium"):
        return None
    first, menu = above[0], any(line.role in ("section", "button") for line in above[1:4])
    name = first.text if first.chinese else re.sub(r"\b(?:of|the|and|for|in)\b ?", "", first.text)
    named = len(name) <= 10 if first.chinese else len(name.split()) <= 5 and name.istitle()
    return first.span if menu and named and not re.search(r"\d", name) else None


def _site(line: Line, first: bool, lexicon: Lexicon | None) -> str | None:
    """The name of a site in a line that holds hardly more."""
    words = trimmed(line.simple)
    name = words if is_medium(words, lexicon=lexicon) else _EDITION.sub("", words)
    # App is a button, APP an agency.
    button = line.role == "button"
    whispers = button and name.isascii() and len(name) <= 3 and not name.isupper()
    known = outlet_of if button else is_medium
    if not whispers and not is_byline(words) and known(name, lexicon=lexicon):
        return name
    if (found := outlet_names(lexicon=lexicon).search(words)) and len(words) - len(found.group()) <= 8:
        return found.group()
    before = _EDITION.sub("", _AFTER_NAME.split(words)[0])
    known = is_medium if first else outlet_of
    return before if before != words and known(before, lexicon=lexicon) else None


def _self_named(section: Section) -> Span | None:
    """An agency that names itself at the end of its first sentences: `..., Kazinform News Agency reports.`"""
    for line in section.inside[:3]:
        if line.role == "prose" and (match := _SELF_NAMED.search(line.text[:600])):
            return line.place(match.span(1))
    return None


def find_writer(section: Section) -> None:
    """Who else wrote the words: the agency in a byline, a guest who signed them."""
    tiling, draft, above = section.tiling, section.draft, section.above
    known = outlets(lexicon=tiling.lexicon)["kind"]
    for line in above:
        spans = [line.place(span) for span in line.header.beside] if line.header and line.role == "header" else []
        if line.role == "byline" and (found := _known_in(tiling, line)):
            spans.append(found)
        for span in spans:
            if known.get(outlet_of(simplify(tiling.raw[slice(*span)]), lexicon=tiling.lexicon)) == "agency":
                draft.writer = draft.writer or span
    note = any(_GUEST_NOTE.search(line.simple[:300]) for line in [*above, *section.below])
    signed = any(re.search(r"(?:大使|总领事)(?:随笔|专栏|手记|署名)|署名文章", line.simple) for line in above)
    if note or signed:
        for line in above:
            match = _AUTHOR.search(line.simple) if line.role == "header" else _AUTHOR.match(line.simple)
            if match and line.role in ("byline", "header", "short"):
                draft.guest = line.place(match.span("name"))
                return
