"""Header lines: find the characters of date, outlet and byline. `helpers.corpora.stamps` interprets the dates."""

import re
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
    simple = simplify(line)
    rest = list(simple)
    header = Header([], [], [], [], [])
    labels = list(_labels(lexicon=lexicon).finditer(simple))
    bar = kinds(lexicon=lexicon)["source_bar"].match(simple)
    if bar and not kinds(lexicon=lexicon)["section"].fullmatch(simple[bar.end() :].strip()):  # Published in Politics
        end = _BETWEEN_FIELDS.search(simple, bar.end())
        stop = re.search(r"[,》]| (?:on|at) (?=[A-Z\d])", simple[bar.end() :]) if bar["print"] else None
        limit = bar.end() + stop.start() if stop else (end.start() if end else len(simple))
        span = _stripped(simple, bar.end(), limit)
        person = simple.startswith("Published by") and not is_medium(simple[slice(*span)], lexicon=lexicon)
        (header.editors if person else header.labelled).append(span)
        limit = len(simple) if bar["print"] else limit  # the issue and the page
        rest[:limit] = " " * limit
    moments = stamps.found(simple, lexicon=lexicon)
    for one in moments:
        header.stamps.append(Stamp(_stripped(simple, one.start, one.end), stamps.RANKS[one.kind]))
        rest[one.label : one.end] = " " * (one.end - one.label)
    for number, match in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(simple)
        start, name = match.end(), str(match.lastgroup).removeprefix("label_")
        titled = "标题" in match.group()  # a headline may ask, and have bars
        if (stop := _BETWEEN_FIELDS.search(simple, start, end)) and not titled:
            end = stop.start()
        if clock := next((one for one in moments if start < one.end and one.start < end), None):
            end = max(clock.start, start)
        start, end = _stripped(simple, start, end, "[,，")
        while simple[end - 1 : end] in (*")）】]",) and not re.search(r"[(（【\[]", simple[start:end]):
            end -= 1  # a bracket that opens before the label
        if end - start > 80 or (re.search(r"[。;；？！?!]", simple[start:end]) and not titled):
            return None
        rest[match.start() : match.end()] = " " * (match.end() - match.start())
        if name in ("published", "updated"):
            if not clock and start < end and re.match(r"\d+(?!\d|\s?min)", simple[start:]):
                header.stamps.append(Stamp((start, end), 0 if name == "published" else 2))
                rest[start:end] = " " * (end - start)
            continue
        if name == "outlet":
            end = _end_of_source(simple, start, end, lexicon)
        if start < end:
            named = {"outlet": header.labelled, "office": header.beside}.get(name, header.editors)
            named.append((start, end))
            rest[start:end] = " " * (end - start)
    left = "".join(rest)
    position = 0
    for piece in [*_PIECES.finditer(left), None]:
        end = piece.start() if piece else len(left)
        _take_piece(left, position, end, header, lexicon)
        position = piece.end() if piece else end
    if not (header.stamps or header.labelled or header.editors or labels):
        return None
    return header


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
