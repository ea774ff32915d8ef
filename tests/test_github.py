"""Each notebook as GitHub shows it, without the parts that GitHub's sanitizer removes.

GitHub turns a notebook into HTML with nbconvert, runs no scripts, and keeps the tags and attributes of the list below
(from html-pipeline, the public part of its renderer); images of a notebook may be embedded in the page.
"""

import ast
import base64
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup
from conftest import cases, code, each_notebook, markdown, notebook_of, parsed, shown
from nbconvert import HTMLExporter

from helpers.corpora.pages import ROOT
from helpers.notebooks import runs as notebooks
from helpers.texts.scripts import HAN

TAGS, ATTRIBUTES, GONE_WITH_CONTENT = (case["names"].split() for case in cases("sanitizer"))
WIDGET_REPR = re.compile(r"[A-Z]\w*\((?:\w+=|\))")


def sanitized(html: str) -> BeautifulSoup:
    """Remove scripts, styles, event handlers, unknown tags and addresses outside the web from a page."""
    page = BeautifulSoup(html, "html.parser")
    for tag in page.find_all(GONE_WITH_CONTENT):
        tag.decompose()
    for tag in page.find_all(True):
        if tag.name not in TAGS:
            tag.unwrap()
            continue
        for name in list(tag.attrs):
            value = str(tag[name]).strip().lower()
            address = name in ("href", "src") and re.match(r"[a-z][a-z0-9+.-]*:", value)
            allowed = ("http:", "https:", "mailto:") + (("data:image/png",) if tag.name == "img" else ())
            if name not in ATTRIBUTES or (address and not value.startswith(allowed)):
                del tag[name]
    return page


def page_of(notebook: dict) -> BeautifulSoup:
    exporter = HTMLExporter(template_name="basic", exclude_anchor_links=True)
    html, _ = exporter.from_notebook_node(nbformat.reads(json.dumps(notebook), as_version=4))
    return sanitized(html)


def bundles(notebook: dict) -> Iterator[tuple[int, dict]]:
    """Yield the cell number and the data of each output, as text."""
    for number, cell in enumerate(notebook["cells"], 1):
        for output in cell.get("outputs", []):
            yield number, {kind: "".join(value) for kind, value in output.get("data", {}).items()}


def words(text: str) -> str:
    return " ".join(text.split())


# --- The rules ----------------------------------------------------------------------------------------------------------


def every_figure_is_there(notebook: dict, page: BeautifulSoup) -> Iterator[str]:
    sources = {"".join(str(image.get("src", "")).split()) for image in page.find_all("img")}
    for number, data in bundles(notebook):
        png = "".join(data.get("image/png", "").split())
        if png and "text/html" not in data and f"data:image/png;base64,{png}" not in sources:
            yield f"cell {number}: the picture is gone"
        if {"image/svg+xml", "application/pdf"} & set(data) and not png:
            yield f"cell {number}: a picture other than a PNG is not shown"


def every_image_has_a_text_beside_it(notebook: dict, page: BeautifulSoup) -> Iterator[str]:
    """Prose between an image and the next one, or its own alternative text."""
    for number, image in enumerate(page.find_all("img"), 1):
        told = len(image.get("alt", "")) > 20 and "No description" not in image["alt"]
        for element in image.find_all_next(["img", "p"]):
            if element.name == "img":
                break
            told = told or len(words(element.get_text())) > 20
        if not told:
            yield f"image {number} has no text beside it"


def every_table_is_there(notebook: dict, page: BeautifulSoup) -> Iterator[str]:
    shown = Counter(words(table.get_text(" ")) for table in page.find_all("table"))
    for number, data in bundles(notebook):
        for table in BeautifulSoup(data.get("text/html", ""), "html.parser").find_all("table"):
            for gone in table.find_all(["style", "script"]):
                gone.decompose()
            text = words(table.get_text(" "))
            if shown[text] < 1:
                yield f"cell {number}: a table is gone or has lost a cell"
            shown[text] -= 1
            if not text:
                yield f"cell {number}: a table without a word"


def every_chinese_sentence_is_there(notebook: dict, page: BeautifulSoup) -> Iterator[str]:
    text = page.get_text()
    cells = enumerate(notebook["cells"], 1)
    stored = [(number, "".join(cell["source"])) for number, cell in cells if cell["cell_type"] == "markdown"]
    for number, data in bundles(notebook):
        html = BeautifulSoup(data.get("text/html", ""), "html.parser").get_text()
        stored += [(number, html or data.get("text/plain", ""))] if "image/png" not in data else []
    for number, run in sorted({(number, run) for number, part in stored for run in re.findall(f"[{HAN}]+", part)}):
        if run not in text:
            yield f"cell {number}: {run} is gone"


def headings_nest(notebook: dict, page: BeautifulSoup) -> Iterator[str]:
    headings = page.find_all(re.compile("^h[1-6]$"))
    levels = [int(heading.name[1]) for heading in headings]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield "it does not begin with its only heading of the first level"
    for heading, level, before in zip(headings[1:], levels[1:], levels, strict=False):
        if level > before + 1:
            yield f"the heading {words(heading.get_text())!r} is {level - before} levels below the one before"


def every_link_resolves(notebook: dict, page: BeautifulSoup) -> Iterator[str]:
    headings = page.find_all(re.compile("^h[1-6]$"))
    # GitHub names headings in lower case, without punctuation, with hyphens for spaces.
    names = {re.sub(r"[^\w\- ]", "", words(heading.get_text())).lower().replace(" ", "-") for heading in headings}
    for tag in page.find_all(["a", "img"]):
        target = tag.get("href" if tag.name == "a" else "src")
        if target is None:
            yield f"a link without an address: {words(tag.get_text())!r}"
            continue
        parts = urlsplit(target)
        if parts.scheme in ("data", "mailto") or (parts.scheme in ("http", "https") and "." in parts.netloc):
            continue
        if parts.scheme or parts.netloc:
            yield f"{target} is nowhere on the web"
        elif parts.path:
            place = (ROOT / "notebooks" / unquote(parts.path)).resolve()
            if parts.path.startswith("/") or not place.is_relative_to(ROOT) or not place.exists():
                yield f"{target} is not in the repository"
        elif parts.fragment and unquote(parts.fragment).lower() not in names:
            yield f"{target} is not a heading of this notebook"


def every_widget_has_a_static_twin(notebook: dict, page: BeautifulSoup) -> Iterator[str]:
    explorers = set()
    for number, cell in enumerate(notebook["cells"], 1):
        if cell["cell_type"] != "code":
            continue
        kinds = [output.get("data", {}) for output in cell["outputs"]]
        for data in kinds:
            plain = "".join(data.get("text/plain", ""))
            live = notebooks.WIDGET in data or WIDGET_REPR.match(plain)
            if live and not {"text/html", "image/png"} & set(data):
                yield f"cell {number} shows a widget and stores nothing that can be read instead"
        statements = parsed(cell)
        for statement in statements:
            if isinstance(statement, ast.Assign) and _makes_an_explorer(statement.value):
                explorers |= {target.id for target in statement.targets if isinstance(target, ast.Name)}
        last = statements[-1].value if statements and isinstance(statements[-1], ast.Expr) else None
        shows = _makes_an_explorer(last) or (isinstance(last, ast.Name) and last.id in explorers)
        if shows and not any("text/html" in data for data in kinds):
            yield f"cell {number} shows an explorer and stores no answer of it"


def _makes_an_explorer(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func).startswith("explore.")


RULES = [every_figure_is_there, every_image_has_a_text_beside_it, every_table_is_there, every_chinese_sentence_is_there]
RULES += [headings_nest, every_link_resolves, every_widget_has_a_static_twin]


@each_notebook
def test_notebook_can_be_read_on_github(path: Path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    page = page_of(notebook)
    problems = [problem for rule in RULES for problem in rule(notebook, page)]
    assert not problems, f"{path.name}: " + "; ".join(problems)


# --- Each rule reports bad notebooks -------------------------------------------------------------------------------------

PNG = base64.b64encode(b"\x89PNG not looked at").decode()
PROSE = "Two bars, the left one higher: 安全 is said more often."
TABLE = "<style>#T td {color: red}</style><table id='T'><tr><td style='color: red'>和平</td><td>3</td></tr></table>"
STATIC = "<p>n = 1 line 上海精神</p>"


def html(text: str) -> dict:
    return shown("text/html", text, **{"text/plain": ""})


def good() -> list[dict]:
    return [
        markdown("# 00 Toy\n\nIt links to [the data](../seeds/README.md), [a part](#a-part) and [the web](https://example.org/x)."),
        code("figures.save(fig, table, '00-x')", shown("image/png", PNG, **{"text/plain": "A title (00-x.png)"})), markdown(PROSE),
        markdown("## A part\n\n### Of it\n\n| a | b |\n|---|---|\n| 合作 | 1 |"), code("table", html(TABLE)),
        code("lines = explore.workbench(corpus, tokens)\nlines", html(STATIC)), markdown("The end."),
    ]  # fmt: skip


def with_cells(*cells: dict) -> dict:
    return notebook_of(*good()[:4], *cells, *good()[4:])


SPOILT = {
    every_figure_is_there: [with_cells(code("x", shown("image/svg+xml", "<svg></svg>")), markdown(PROSE))],
    every_image_has_a_text_beside_it: [
        with_cells(code("x", shown("image/png", PNG)), code("y", shown("image/png", PNG)), markdown(PROSE)),
        notebook_of(*good(), code("x", shown("image/png", PNG)), markdown("## Short")),
    ],
    headings_nest: [notebook_of(markdown("## Second first"), *good()), notebook_of(*good()[1:3])],
    every_widget_has_a_static_twin: [
        with_cells(code("box", shown(notebooks.WIDGET, {"model_id": "a"}))),
        with_cells(code("box", shown(value="Dropdown(options=('a',), value='a')"))),
        with_cells(code("seen = explore.workbench(corpus, tokens)\nseen", shown(value="Shares of texts"))),
        with_cells(code("seen = explore.workbench(corpus, tokens)"), code("seen", shown(value="Shares of texts"))),
    ],
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_is_silent_on_a_good_notebook_and_speaks_on_each_bad_one(rule: Callable):
    notebook = notebook_of(*good())
    assert list(rule(notebook, page_of(notebook))) == []
    makers = {"code": code, "markdown": markdown, "html": lambda text: code("x", html(text))}
    cells = [makers[case["cell"]](case["text"]) for case in cases("bad_cells") if case["rule"] == rule.__name__]
    bad = [*map(with_cells, cells), *SPOILT.get(rule, [])]
    unseen = [number for number, notebook in enumerate(bad, 1) if not list(rule(notebook, page_of(notebook)))]
    assert bad and not unseen, f"{rule.__name__} says nothing about bad notebooks {unseen}"


def test_a_page_that_lost_something_is_noticed():
    """The page is compared with the stored notebook, which shows if a renderer drops a figure, a table or a cell."""
    notebook = notebook_of(*good())
    lost = {"img": every_figure_is_there, "table": every_table_is_there, "td": every_table_is_there}
    for selector, rule in (lost | {"p": every_chinese_sentence_is_there}).items():
        page = page_of(notebook)
        for gone in page.select(selector) if selector == "p" else page.select(selector)[-1:]:
            gone.decompose()
        assert list(rule(notebook, page)), f"without {selector} {rule.__name__} says nothing"


@pytest.mark.parametrize("case", cases("sanitized"), ids=lambda case: case["html"])
def test_the_sanitizer_removes_what_github_removes(case):
    assert str(sanitized(case["html"])) == case["left"]
