"""Header lines: find the characters of date, outlet and byline. `helpers.corpora.stamps` interprets the dates."""

import re
from itertools import pairwise
from typing import NamedTuple

from helpers.corpora import stamps
from helpers.corpora.conventions.furniture import furniture_kind, is_medium, kinds, named_in, without_edition
from helpers.corpora.conventions.tiling import Span
from helpers.lexicon import Lexicon, outlet_of, per_lexicon
from helpers.texts.scripts import simplify

_SOURCE_ALONE = re.compile(r"(?P<name>\S+?)(?:原创|综合|参与互动)?(?:\s|$)")
_BETWEEN_FIELDS = re.compile(
    r"[)）】]\s*$|\t|(?<=[\u4e00-\u9fff])[(（](?=[\u4e00-\u9fff]{2,4}[)）]?\s*$)|\s*[，,/／]\s*(?:作者|记者)|【|(?<=》)\d{4}年|[|｜\u3000丨]|\s{2,}|\s+https?:"
)
_PIECES = re.compile(
    r"\s*[|｜•·・丨\u3000]\s*|(?<=[\u4e00-\u9fff])(?=www\.)|\s{2,}|[,，]\s+|\s+[-–—]\s+|[()（）\[\]]|\s*[/／]\s*"
)
# Published in Coast Daily on Monday
_AFTER_PRINT = re.compile(r"[,》]| (?:on|at) (?=[A-Z\d])")


class Stamp(NamedTuple):
    """The span of a printed date. `rank` is 0 if labelled as publication, 1 without a label, 2 for an update of the
    page, 3 for the edition of a paper."""

    span: Span
    rank: int


class Header(NamedTuple):
    """Contents of a line: dates, outlets with a label (`labelled`) or without (`beside`), `editors`, other words."""

    stamps: list[Stamp]
    labelled: list[Span]
    beside: list[Span]
    editors: list[Span]
    rest: list[str]


@per_lexicon
def _labels(*, lexicon: Lexicon) -> re.Pattern:
    """Return the pattern of a label and the mark after it, with one group for each kind."""
    forms = {kind: form.pattern for kind, form in kinds(lexicon=lexicon).items() if kind.startswith("label_")}
    return re.compile(
        r"(?:(?<=[\d\s|｜()（）\u3000])|(?<![^\W_])|(?<=\d)|(?=(?:(?:浏览|点击|阅读|访问)(?:次数|量|数)|作者|责任编辑|责编|编辑|(?<=[a-z])Editor)[:：]))(?<!图片)(?<!照片)(?<!Photo )(?<!Image )(?:"
        + "|".join(f"(?P<{kind}>{form})" for kind, form in forms.items())
        + r")\s*(?:[:：丨｜]|(?<=Source)\]\s|(?<=Time)\]\s)\s*",
        re.IGNORECASE,
    )


def read_header(line: str, *, lexicon: Lexicon | None = None) -> Header | None:
    """Return the fields of a header line, or None without a date, source, editor or label, or if it reads as text."""
    if len(line) > 300:
        return None
    simple, header = simplify(line), Header([], [], [], [], [])
    rest = list(simple)
    _take_source_bar(simple, rest, header, lexicon)
    moments = stamps.found(simple, lexicon=lexicon)
    for one in moments:
        header.stamps.append(Stamp(_stripped(simple, one.start, one.end), stamps.RANKS[one.kind]))
        _blank(rest, (one.label, one.end))
    labels = list(_labels(lexicon=lexicon).finditer(simple))
    for label, following in pairwise([*labels, None]):
        span, timed = _labelled(simple, label, following.start() if following else len(simple), moments)
        asks = re.search(r"[。;；？！?!]", simple[slice(*span)])
        if span[1] - span[0] > 80 or (asks and "标题" not in label.group()):
            return None
        _blank(rest, label.span())
        if said := _take_labelled(simple, label, span, timed, header, lexicon):
            _blank(rest, said)
    left, position = "".join(rest), 0
    for piece in _PIECES.finditer(left):
        _take_piece(left, position, piece.start(), header, lexicon)
        position = piece.end()
    _take_piece(left, position, len(left), header, lexicon)
    return header if header.stamps or header.labelled or header.editors or labels else None


def _blank(rest: list[str], span: Span) -> None:
    """Mark characters as read."""
    rest[slice(*span)] = " " * (span[1] - span[0])


def _take_source_bar(simple: str, rest: list[str], header: Header, lexicon: Lexicon | None) -> None:
    """Add the source or writer that opens a line: `Published in Coast Daily`, not the section of `Published in Politics`."""
    bar = kinds(lexicon=lexicon)["source_bar"].match(simple)
    if not bar or kinds(lexicon=lexicon)["section"].fullmatch(simple[bar.end() :].strip()):
        return
    stop = _AFTER_PRINT.search(simple, bar.end()) if bar["print"] else None
    stop = stop or _BETWEEN_FIELDS.search(simple, bar.end())
    limit = stop.start() if stop else len(simple)
    span = _stripped(simple, bar.end(), limit)
    person = simple.startswith("Published by") and not is_medium(simple[slice(*span)], lexicon=lexicon)
    (header.editors if person else header.labelled).append(span)
    _blank(rest, (0, len(simple) if bar["print"] else limit))  # with the issue and the page


def _labelled(simple: str, label: re.Match, end: int, moments: list[stamps.Placed]) -> tuple[Span, bool]:
    """Return the span of what a label says, up to the next field or moment, and whether it is a moment."""
    start = label.end()
    # A headline may have bars.
    if "标题" not in label.group() and (stop := _BETWEEN_FIELDS.search(simple, start, end)):
        end = stop.start()
    clock = next((one.start for one in moments if start < one.end and one.start < end), None)
    start, end = _stripped(simple, start, end if clock is None else max(clock, start), "[,，")
    while simple[end - 1 : end] in (*")）】]",) and not re.search(r"[(（【\[]", simple[start:end]):
        end -= 1  # a bracket that opens before the label
    return (start, end), clock is not None


def _take_labelled(
    simple: str, label: re.Match, span: Span, timed: bool, header: Header, lexicon: Lexicon | None
) -> Span | None:
    """Add what a label says to the header, and return its span: of a moment only what was not found as one."""
    name, (start, end) = label.lastgroup, span
    if name in ("label_published", "label_updated"):
        if timed or start >= end or not re.match(r"\d+(?!\d|\s?min)", simple[start:]):
            return None
        header.stamps.append(Stamp(span, 0 if name == "label_published" else 2))
        return span
    if name == "label_outlet":
        end = _end_of_source(simple, start, end, lexicon)
    if start < end:
        {"label_outlet": header.labelled, "label_office": header.beside}.get(name, header.editors).append((start, end))
    return start, end


def _end_of_source(simple: str, start: int, end: int, lexicon: Lexicon | None) -> int:
    """Return where the name of a source ends: `海边日报 参与互动`, `海边日报原创`."""
    alone = _SOURCE_ALONE.match(simple, start, end)
    if alone and (
        is_medium(alone["name"], lexicon=lexicon)
        or furniture_kind(simple[alone.end() : end], lexicon=lexicon) == "button"
    ):
        return alone.end("name")
    return end


def _take_piece(left: str, start: int, end: int, header: Header, lexicon: Lexicon | None) -> None:
    """Add one piece between marks to the header, as an outlet or word by word."""
    start, end = _stripped(left, start, end, "-·•,.:：※[]【】《》")
    if by := re.match(r"[Bb]y ", left[start:end]):
        start += by.end()
        name = named_in(left[start:end], lexicon)
        if name and re.fullmatch(rf"(?:[A-Z][\w.'’-]* ){{2,4}}{re.escape(name)}", left[start:end]):
            start = end - len(name)  # By Ann Doe New York Times
    piece = left[start:end]
    piece = piece if is_medium(piece, lexicon=lexicon) else without_edition(piece, lexicon=lexicon)
    end = start + len(piece)
    noise = kinds(lexicon=lexicon)["noise"]
    kind = furniture_kind(piece, lexicon=lexicon) if " " in piece else None
    if not piece or noise.fullmatch(piece) or kind in ("button", "section"):
        return
    if is_medium(piece, lexicon=lexicon):
        header.beside.append((start, end))
        return
    name = named_in(piece, lexicon) if header.stamps or header.labelled or header.editors else ""
    if " " in name and piece.endswith(f" {name}"):
        header.beside.append((end - len(name), end))  # Anse News Desk The Canadian Press
        piece = piece.removesuffix(name)
    for word in re.finditer(r"\S+", piece):
        if noise.fullmatch(word.group()):
            continue
        span = (start + word.start(), start + word.end())
        if (outlet_of(word.group(), lexicon=lexicon) and len(word.group()) > 1) or (
            is_medium(word.group(), lexicon=lexicon) and not word.group().isascii()
        ):
            header.beside.append(span)
        else:
            header.rest.append(word.group())


def is_byline(simple: str, lexicon: Lexicon | None = None) -> bool:
    """Whether a simplified line contains only the names of authors."""
    return len(simple) <= 90 and bool(kinds(lexicon=lexicon)["byline"].fullmatch(simple.strip("【】[]（）() \u3000—-")))


def _stripped(text: str, start: int, end: int, marks: str = "") -> Span:
    """Return the span of `text[start:end]` without the white space and the `marks` around it."""
    while start < end and (text[start].isspace() or text[start] in marks):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in marks):
        end -= 1
    return start, end
