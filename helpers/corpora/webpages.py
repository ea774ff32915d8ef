"""Extract the main text and the metadata of pages saved as HTML.

The library trafilatura finds the text; menus, buttons and other headlines are left out. The metadata are put above the
text, as on a page saved as text: the title, then one line with source and day of publication.
"""

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from helpers.corpora import stamps
from helpers.corpora.conventions.furniture import kinds
from helpers.corpora.conventions.headers import is_byline, read_header
from helpers.corpora.conventions.titles import shared_words
from helpers.lexicon import Lexicon
from helpers.texts.hygiene import TAG, unmarked
from helpers.texts.scripts import HAN, simplify

SUFFIXES = (".html", ".htm")
_OPENING = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.I)
# Names of metadata for the day of publication, the surest first, and for the day of an update.
_PUBLISHED = (
    "article:published_time datepublished og:published_time parsely-pub-date sailthru.date dc.date.issued dcterms.issued"
    " publishdate publish_date publish-date pubdate publication_date firstpublishedtime dc.date date"
).split()
_UPDATED = "article:modified_time datemodified og:updated_time lastmod last-modified".split()
# The same in JSON-LD, which is not always well-formed.
_LINKED = re.compile(r'"(headline|datePublished|dateModified)"\s*:\s*"((?:[^"\\]|\\.)+)"')
# Names of metadata for the headline, and for the source of the words (on pages of Chinese offices and papers).
_HEADLINES = "headline og:title articletitle title".split()
_SOURCES = "contentsource mediaid".split()
# Separators between a title and the name of the site after it.
_BEFORE_SITE = re.compile(rf"\s+[|–—-]+\s+|\s*(?:[_｜|]|--+)\s*|(?<=[{HAN}”》])[–—-](?=[{HAN}]{{2,12}}$)")
# Metadata have other quotation marks than the page.
_QUOTES = str.maketrans("’‘“”", "''\"\"")
_LINES_OF_HEADER = 12
# Fewer characters may be no main text.
_SHORT = 300
# Lines are looked up by so many first characters.
_BEGIN = 8
# A line end inside a sentence: between Chinese characters nothing, elsewhere a space.
_WRAPPED = re.compile(
    rf"(?<=[{HAN}，、；：])[ \t]*\r?\n\s*(?=[{HAN}])|(?P<space>(?<![\s>。！？.!?”])[ \t]*\r?\n\s*(?![\s<]))"
)
# A table row of one cell is page layout, not data.
_CELL = re.compile(r"^\| ([^|\n]+?) \| ?$", re.M)


def is_html(raw: str, name: str) -> bool:
    """Whether a page is HTML, by its name or by its beginning."""
    copied = re.match(r"\s*<", raw) and TAG.match(raw.lstrip()) and "</" in raw  # a source from inside the page
    return name.lower().endswith(SUFFIXES) or bool(_OPENING.match(raw) or copied)


def charset(data: bytes) -> str | None:
    """Return the character set declared in the head of an HTML page; GB2312 and GBK as their superset `gb18030`."""
    found = _CHARSET.search(data[:4096])
    named = found[1].decode("ascii").lower() if found else None
    return "gb18030" if named in ("gb2312", "gbk") else named


def extracted(html: str, *, lexicon: Lexicon | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text of an HTML page, below its title and a line with source and day, and remarks for the user.

    Raises `ImportError` with the remedy if trafilatura is missing, `ValueError` if the page holds no text.
    """
    try:
        import trafilatura
    except ImportError as error:
        raise ImportError(
            "HTML is read by trafilatura, which is not installed: install it (python -m pip install trafilatura),"
            " or save the page as text"
        ) from error
    html = html if "<pre" in html else _WRAPPED.sub(lambda end: " " if end["space"] else "", html)
    found = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True)
    text = _CELL.sub(r"\1", found.text or "").strip() if found else ""
    seen = unmarked(html).split("\n")
    # A few words are not the main text of a page that shows more sentences beside them.
    shown = seen if len(text) < _SHORT else ()
    lost = {line for line in shown if len(line) > 60 and line[-1] in "。！？.!?”" and line not in text}
    if not text or sum(map(len, lost)) > 2 * len(text):
        if not any(seen):
            raise ValueError("no text in its HTML")
        return "\n".join(seen), ("no main text found in its HTML, read as a browser shows it",)
    facts = dict(_facts(html))
    title = _title(facts, found.title, seen)
    lines = _parted(text, seen)
    if title and lines[0].strip() == title and len(lines) > 1:
        lines.pop(0)
    header = _header(seen, title, lines, lexicon)
    outlet = _outlet(header, facts, found.sitename, title, seen, lexicon)
    day = _day(header, facts, found.date, lexicon)
    chinese = len(re.findall(f"[{HAN}]", text)) > len(text) / 5
    labels = ("来源：", "发布时间：", "　") if chinese else ("Source: ", "Published: ", " | ")
    fields = [label + value for label, value in zip(labels, (outlet, day), strict=False) if value]
    signed = next((line for line in header if is_byline(simplify(line), lexicon) and line not in lines), None)
    top = [title, signed, labels[2].join(fields)]
    # The line behind the text, if it says that the text goes on elsewhere: it is no text to trafilatura.
    last = max((number for number, line in enumerate(lines) if len(line) > 20), default=0)
    at = next((number for number, line in enumerate(seen) if line.endswith(lines[last].strip()[-40:])), len(seen))
    cut = kinds(lexicon=lexicon)["cut"]
    lines[last + 1 : last + 1] = [one for one in seen[at + 1 : at + 2] if one not in lines and cut.match(simplify(one))]
    return "\n".join([*filter(None, top), "", *lines]) + "\n", ()


def _parted(text: str, seen: list[str]) -> list[str]:
    """Return the lines of a text. What was found as one piece gets the lines that the page shows."""
    shown = {line.strip() for line in seen if line.strip()}
    begins: dict[str, list[str]] = {}  # by their first characters, so that the work stays linear
    for line in sorted(shown):
        begins.setdefault(line[:_BEGIN], []).append(line)
    lines = []
    for piece in filter(str.strip, text.split("\n")):
        rest, parts = piece.removeprefix("- ").strip(), []
        while rest and rest not in shown:
            sizes = range(1, min(_BEGIN, len(rest)) + 1)
            known = [line for size in sizes for line in begins.get(rest[:size], ()) if rest.startswith(line)]
            if not known:
                break
            parts.append(max(known, key=len))
            rest = rest[len(parts[-1]) :].lstrip()
        lines += [*parts, rest] if parts and rest in shown else [piece]
    return lines


def _facts(html: str) -> Iterator[tuple[str, str]]:
    """Yield the metadata of a page, by name, in reverse order: a dict then keeps the first value of each name."""
    from lxml import etree
    from lxml import html as markup

    try:
        tree = markup.fromstring(html.encode("utf-8", "replace"), parser=markup.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return
    found = []
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            found.append((name.casefold(), " ".join(meta.get("content").split())))
    found += [(name.casefold(), unmarked(value)) for name, value in _LINKED.findall(html)]
    for one in tree.iter("time"):
        if one.get("datetime"):
            found.append(("datepublished" if one.get("itemprop") == "datePublished" else "time", one.get("datetime")))
    for element in tree.iter("h1", "title"):
        if text := " ".join(element.text_content().split()):
            found.append((element.tag, text))
    yield from reversed(found)


def _title(facts: dict[str, str], metadata: str | None, seen: list[str]) -> str | None:
    """Return the headline: the page's heading if its metadata agree, else the longest title in the metadata that the
    page shows, or most of it: without the site behind or before it."""
    called = [facts[name] for name in _HEADLINES if name in facts]
    heading, shown = facts.get("h1"), {line.translate(_QUOTES): line for line in seen}
    plain, told = (heading or "").translate(_QUOTES), [one.translate(_QUOTES) for one in called]
    # A heading that is a small part of the title is the name of the site.
    if plain and any(one in plain or (plain in one and 3 * len(plain) > len(one)) for one in told):
        return heading
    parts = [(one, one) for one in called]
    for one in called:
        for mark in _BEFORE_SITE.finditer(one):
            parts += [(one[: mark.start()], one), (one[mark.end() :], one)]
    printed = (shown.get(part.translate(_QUOTES)) for part, one in parts if 2 * len(part) > len(one))
    if best := max(filter(None, printed), key=len, default=None):
        return best
    # Search engines may be told another headline, but about the same matter.
    if metadata and (not called or any(shared_words(metadata) & shared_words(one) for one in called)):
        return metadata
    return max(_BEFORE_SITE.split(called[0]), key=len) if called else heading


def _header(seen: list[str], title: str | None, lines: list[str], lexicon: Lexicon | None) -> list[str]:
    """Return the visible lines between the title and the text, or just before the text."""
    first = next((one.strip() for one in lines if len(one) > 20 and not _is_dated(one, lexicon)), lines[0].strip())
    last = next((number for number, line in enumerate(seen) if line.startswith(first[:40])), 0)
    titles = [number for number, line in enumerate(seen[:last]) if title and line.strip() == title]
    begin = titles[-1] + 1 if titles else max(last - _LINES_OF_HEADER, 0)
    return seen[begin:last][:_LINES_OF_HEADER]


def _is_dated(line: str, lexicon: Lexicon | None) -> bool:
    """Whether a line found as text holds a date and hardly another word."""
    header = None if re.search(r"(?<!\.m)[。！？.!?]$", line) else read_header(line, lexicon=lexicon)
    return header is not None and bool(header.stamps) and sum(map(len, header.rest)) <= 40


def _outlet(
    head: list[str],
    facts: dict[str, str],
    site: str | None,
    title: str | None,
    seen: list[str],
    lexicon: Lexicon | None,
) -> str | None:
    """Return the outlet: the source printed above the text or in the metadata, else the site."""
    # A label and its name may be on two lines.
    joined = [
        line + after if line.endswith((":", "：")) else line for line, after in zip(head, [*head, ""][1:], strict=True)
    ]
    headers = [(line, read_header(line, lexicon=lexicon)) for line in joined]
    labelled = [line[slice(*span)] for line, header in headers if header for span in header.labelled]
    beside = [line[slice(*span)] for line, header in headers if header and header.stamps for span in header.beside]
    behind = _BEFORE_SITE.split(facts.get("title", ""))
    behind = behind[-1] if len(behind) > 1 and title and behind[-1] not in title else None
    number = kinds(lexicon=lexicon)["account"].fullmatch
    account = next((one for one, below in pairwise(head) if number(below)), None)
    names = [*labelled, *beside, *map(facts.get, _SOURCES), account, facts.get("og:site_name"), site, behind]
    # An address is no name, if there is one.
    names.sort(key=lambda name: bool(name and re.fullmatch(r"[a-z\d.-]+\.[a-z]{2,}", name)))
    name = next((name for name in names if name and len(name) <= 60), None)
    # Pages of a government office print its full name at the top.
    return next((line for line in seen if name and line.startswith(f"{name} of ") and len(line) <= 90), name)


def _day(header: list[str], facts: dict[str, str], metadata: str | None, lexicon: Lexicon | None) -> str | None:
    """Return the day of publication as printed, with the clock if the page prints one for that day."""
    read = partial(stamps.read, lexicon=lexicon)
    printed = [one for line in header if len(line) <= 300 for one in stamps.in_line(line, lexicon=lexicon)]
    told = [facts[name] for name in _PUBLISHED if name in facts and read(facts[name]).moment]
    if told:
        stamp = read(told[0])
        # By Beijing's clock a printed evening elsewhere is on the next day.
        day = [one for one in printed if one.moment and abs((one.moment - stamp.moment).days) <= bool(one.clock)]
        clock = stamp.precision == "day" and day and day[0].precision == "minute"
        return day[0].printed if clock else told[0]
    if printed:
        return printed[0].printed
    others = [*(facts[name] for name in (*_UPDATED, "time") if name in facts), metadata]
    return next((one for one in others if one and read(one).moment), None)
