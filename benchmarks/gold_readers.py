"""Readers of public gold: CoNLL-U treebanks, TimeML documents, pySBD's rules, OpenCC's cases, pages of news sites."""

import ast
import gzip
import json
import re
import xml.etree.ElementTree as ET
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from lxml import html as markup

GENRES = ("weblog", "newsgroup", "reviews", "answers", "email")
# How many months a value of this shape covers.
_MONTHS = {r"\d{4}-\d\d": 1, r"\d{4}-Q\d": 3, r"\d{4}-H\d": 6, r"\d{4}": 12}
# Elements that begin a line, and those of which a browser shows nothing.
_BLOCKS = set(
    "address article aside blockquote br button dd details dialog div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr li main nav ol option p pre section table tr ul".split()
)
_HIDDEN = set("audio canvas head iframe noscript object script select style svg template textarea video".split())
_FUNCTION_WORDS = r"\b(?:the|and|of|to|in)\b"
Span = tuple[int, int]
_NAMED: set[Path] = set()


class Gold(NamedTuple):
    """A sentence of a treebank."""

    document: str
    text: str
    tokens: list[Span]


def present(*paths: Path) -> bool:
    """Whether all files exist; each missing one is named once."""
    missing = [path for path in paths if not path.exists()]
    for path in sorted({*missing} - _NAMED):
        _NAMED.add(path)
        print(f"{path.parent.name}/{path.name}: not found, left out; --help says how to get it")
    return not missing


def conllu(path: Path) -> list[Gold]:
    """Return the sentences with their surface tokens: contractions whole, but a final 's separate."""
    sentences, document = [], ""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.splitlines()
        about = dict(line[2:].split(" = ", 1) for line in lines if line.startswith("# ") and " = " in line)
        document, text = about.get("newdoc id", document), about["text"]
        tokens, place, inside, whole = [], 0, 0, ""
        for number, form, *_, tag in (line.split("\t")[:5] for line in lines if line[0] != "#"):
            first, _, last = number.partition("-")
            if last:
                inside, whole = int(last), form
            if last or "." in first or int(first) < inside:
                continue
            forms = [form]
            if int(first) == inside:
                apart = whole.endswith(form) and (form.lower() in ("'s", "’s") or tag == "POS")
                forms = [whole.removesuffix(form), form] if apart else [whole]
            for one in forms:
                start = text.find(one, place)
                if start < 0:
                    raise ValueError(f"{path.name}: {one!r} is not in {text!r}; get the file again")
                place = start + len(one)
                tokens.append((start, place))
        sentences.append(Gold(document, text.strip(), tokens))
    return sentences


def treebanks(folder: Path) -> Iterator[tuple[str, str, str, str | None, list[Gold]]]:
    """Yield set, part, role, script (None in English) and sentences of every available treebank."""
    for name, script, test_only in (
        ("Chinese-GSD", "Hant", False), ("Chinese-GSDSimp", "Hans", False), ("Chinese-HK", "Hant", True),
        ("Chinese-PUD", "Hant", True), ("English-PUD", None, True), ("English-EWT", None, False),
    ):  # fmt: skip
        files = f"{'zh' if script else 'en'}_{name.partition('-')[2].lower()}-ud"
        paths = [folder / f"UD_{name}" / f"{files}-{part}.conllu" for part in ("dev", "test")[test_only:]]
        if not present(*paths):
            continue
        read = [conllu(path) for path in paths]
        parts = [("test", "reported", read[-1])]
        if not test_only:
            parts = [("dev", "dev", read[0]), *parts, ("dev+test", "reported", [*chain(*read)])]
        for part, role, sentences in parts:
            for genre in GENRES if name == "English-EWT" else ("",):
                chosen = [one for one in sentences if one.document.startswith(genre)]
                yield f"UD_{name} {genre}".strip(), part, role, script, chosen


def golden_rules(path: Path) -> list[tuple[str, list[str]]]:
    """Return the list of pairs in pySBD's file, read as data."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return next(ast.literal_eval(one.value) for one in tree.body if isinstance(one, ast.Assign))


def cases_of(path: Path) -> list[dict]:
    """Return OpenCC's cases; its JSON has commas before a closing bracket."""
    return json.loads(re.sub(r",(\s*\n\s*[}\]])", r"\1", path.read_text(encoding="utf-8")))["cases"]


def days_of(value: str) -> tuple[date, date] | None:
    """Return the days of a TimeML value: a day, week, weekend, month, quarter, half, year or decade; else None.

    >>> [str(day) for day in days_of("1989-Q3")], days_of("1998-FA")
    (['1989-07-01', '1989-09-30'], None)
    """
    value = value.partition("T")[0]
    numbers = [int(number) for number in re.findall(r"\d+", value)]
    months = next((months for shape, months in _MONTHS.items() if re.fullmatch(shape, value)), 0)
    try:
        if months:
            year, last = numbers[0], (numbers[1] if len(numbers) > 1 else 1) * months
            return date(year, last - months + 1, 1), date(year, last, monthrange(year, last)[1])
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return date(*numbers), date(*numbers)
        if re.fullmatch(r"\d{4}-W\d\d(-WE)?", value):
            monday = date.fromisocalendar(*numbers, 1)
            return monday + timedelta(days=5 * value.endswith("WE")), monday + timedelta(days=6)
        if re.fullmatch(r"\d{3}X?", value):
            return date(numbers[0] * 10, 1, 1), date(numbers[0] * 10 + 9, 12, 31)
    except ValueError:  # a month 13, a week 60
        return None
    return None


def timeml(path: Path) -> tuple[str, date, list[tuple[int, int, dict]]]:
    """Return text, day and marked expressions (`start, end, attributes`) of a document."""
    root = ET.parse(path).getroot()
    pieces, marked = [], []

    def read(node: ET.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(node.text or "")
        for child in node:
            read(child)
            pieces.append(child.tail or "")
        if node.tag == "TIMEX3":
            marked.append((start, sum(map(len, pieces)), node.attrib))

    read(root.find("TEXT"))
    return "".join(pieces), date.fromisoformat(root.find("DCT/TIMEX3").get("value")[:10]), marked


class Page(NamedTuple):
    """A page of a news site: its HTML, the paragraphs of its article, and title and moment of publication if told."""

    html: str
    body: list[str]
    title: str | None
    published: datetime | None


def shown(html: str) -> str:
    """Return the text of a page, a line for each block, as somebody copies it out of a browser: made here, and not by
    the package that is measured."""
    tree = markup.fromstring(html.encode("utf-8", "replace"), parser=markup.HTMLParser(encoding="utf-8"))
    pieces: list[str] = []

    def read(node: markup.HtmlElement) -> None:
        style = (node.get("style") or "").replace(" ", "") if isinstance(node.tag, str) else ""
        if isinstance(node.tag, str) and node.tag not in _HIDDEN and "display:none" not in style:
            edge = "\n" if node.tag in _BLOCKS else ""
            pieces.append(edge + re.sub(r"\s+", " ", node.text or ""))
            for child in node:
                read(child)
            pieces.append(edge)
        pieces.append(re.sub(r"\s+", " ", node.tail or ""))

    read(tree)
    return "\n".join(line for line in (" ".join(one.split()) for one in "".join(pieces).split("\n")) if line)


def pages_of_benchmark(folder: Path) -> list[Page]:
    """Return the pages of the article extraction benchmark: the text of the article alone is told."""
    path = folder / "ground-truth.json"
    gold = json.loads(path.read_text(encoding="utf-8")) if present(path) else {}
    return [
        Page(unpacked(folder / "html" / f"{name}.html.gz"), [gold[name]["articleBody"]], None, None)
        for name in sorted(gold)
    ]


def pages_of_fundus(folder: Path) -> list[Page]:
    """Return the pages in English and Chinese with which fundus tests its parsers, one for each version of a parser."""
    found = []
    for path in sorted(folder.glob("*/*.json")) if present(folder) else []:
        versions = sorted(json.loads(path.read_text(encoding="utf-8")).items(), key=lambda one: numbers_in(one[0]))
        files = sorted(path.parent.glob(f"{path.stem}_2*.html.gz"))
        for (_, gold), file in zip(versions, files, strict=False) if len(files) == len(versions) else ():
            parts = gold.get("body") or {"summary": [], "sections": []}
            body = [*parts["summary"], *chain(*(part["headline"] + part["paragraphs"] for part in parts["sections"]))]
            text, day = " ".join(body), gold.get("publishing_date")
            english = len(re.findall(_FUNCTION_WORDS, text)) > 0.1 * len(text.split())
            if english or (re.search("的", text) and not re.search("[ぁ-ん]", text)):
                moment = datetime.fromisoformat(day) if day else None
                found.append(Page(unpacked(file), body, gold.get("title"), moment))
    return found


def unpacked(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8", "replace")


def numbers_in(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]
