"""The front page agrees with the notebooks in both languages, and each answer with its notebook."""

import json
import re
from pathlib import Path

import pytest
from conftest import NOTEBOOKS, each_notebook

from helpers.corpora.pages import ROOT

PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md")}
# Names, dates and sizes are not results.
NO_RESULT = re.compile(
    r"\d{1,2} (?:June|July|August|September|October|May)\b|(?:20[012]\d|19\d\d)(?:[-–年]|\b)|\d{1,2} ?[月日]"
    r"|\b\d{3}-\d\d\b|\[\d\d[^\]]*\]|\(notebooks[^)]*\)|notebook \d\d|\b95 %|G20|R²|`[^`]*`|\(\d\d(?:, \d\d)*\)|\b0\d\b"
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?: ?%)?")


def cells(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def numbers(text: str) -> list[str]:
    """Numbers in a text that are results, as printed but without digit separators."""
    return [found.replace(",", "") for found in NUMBER.findall(NO_RESULT.sub(" ", text))]


def shown(path: Path) -> str:
    """All outputs of a notebook as text."""
    outputs = [output for cell in cells(path) for output in cell.get("outputs", [])]
    data = [output.get("data", {}) for output in outputs]
    texts = [one.get(f"text/{kind}", "") for one in data for kind in ("plain", "html", "markdown")]
    texts += [output.get("text", "") for output in outputs]
    return " ".join("".join(text) for text in texts).replace(",", "")


def is_shown(number: str, text: str) -> bool:
    """Whether a number is printed in the text, either as such or, for a share, as a fraction.

    >>> is_shown("77 %", "value 0.7713"), is_shown("20", "20 of 23"), is_shown("20", "2020")
    (True, True, False)
    """
    plain = number.rstrip(" %")
    forms = [rf"(?<![\d.]){re.escape(plain)}(?![\d]|\.\d)"]
    if number.endswith("%"):
        share = float(plain) / 100
        forms += [rf"(?<![\d.]){re.escape(f'{low:.{places}f}')}" for places in (2, 3) for low in (share,)]
        forms += [rf"(?<![\d.]){re.escape(f'{share - 0.005 + step / 1000:.3f}')}" for step in range(11)]
    elif "." in plain:
        forms.append(rf"(?<![\d.])-?{re.escape(plain)}\d*")
        places = len(plain.split(".")[1])
        below = float(plain) - 10**-places
        forms.append(rf"(?<![\d.])-?{re.escape(f'{below:.{places}f}')}[5-9]\d*")
    return any(re.search(form, text) for form in forms)


def answers(path: Path) -> tuple[str, str]:
    """Opening answer of a notebook, in English and in Chinese."""
    opening = "".join(cells(path)[0]["source"])
    english = re.search(r"\*\*Answer\.\*\*(.*?)(?=\n\n\*\*|\Z)", opening, re.S)
    chinese = re.search(r"\*\*回答。\*\*(.*?)(?=\n\n\*\*|\Z)", opening, re.S)
    return (english[1] if english else "", chinese[1] if chinese else "")


@each_notebook
def test_every_number_of_an_answer_is_shown_below_it(path: Path):
    output = shown(path)
    for answer in answers(path):
        assert answer, f"{path.name}: its first cell has no **Answer.** or no **回答。**"
        missing = [number for number in numbers(answer) if not is_shown(number, output)]
        assert not missing, f"{path.name}: its answer says {missing}, which no cell shows"


@each_notebook
def test_an_answer_says_the_same_numbers_in_both_languages(path: Path):
    english, chinese = (set(numbers(answer)) for answer in answers(path))
    assert {number.replace(" ", "") for number in english} == {number.replace(" ", "") for number in chinese}


def findings(text: str) -> list[str]:
    """Findings of a front page, one per bullet, under its first heading."""
    return text.split("\n## ")[1].split("\n* ")[1:]


@pytest.mark.parametrize("name", PAGES)
def test_every_number_of_a_finding_is_in_its_notebook(name: str):
    for finding in findings(PAGES[name]):
        linked = [ROOT / link for link in re.findall(r"\((notebooks/[^)#]+)(?:#[^)]*)?\)", finding)]
        assert linked, f"{name}: no notebook is linked from {finding[:60]!r}"
        output = " ".join(shown(path) for path in linked)
        missing = [number for number in numbers(finding) if not is_shown(number, output)]
        assert not missing, f"{name}: {missing} of {finding[:60]!r} is in no cell of the notebook"


def test_both_languages_have_the_same_findings_links_and_code():
    english, chinese = PAGES["README.md"], PAGES["README.zh.md"]

    def links(text: str) -> list[str]:
        return [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("README")]

    def figures(text: str) -> list[list[str]]:
        return [sorted(number.replace(" ", "") for number in numbers(one)) for one in findings(text)]

    assert links(english) == links(chinese)
    assert figures(english) == figures(chinese)
    commands = re.compile(r"^python3 run\.py[\w .-]*", re.M)
    assert commands.findall(english) == commands.findall(chinese)
    assert all((ROOT / link.split("#")[0]).exists() for link in links(english) if not link.startswith("https://"))


def test_every_source_is_listed_and_every_listed_source_is_cited():
    text = (ROOT / "REFERENCES.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\* (?:van )?([\w-]+)[^.]* (\d{4})\. ", text, re.M)
    assert listed and len(set(listed)) == len(listed)
    every = [cell for path in NOTEBOOKS for cell in cells(path)]
    prose = " ".join("".join(cell["source"]) for cell in every if cell["cell_type"] == "markdown")
    beside = [*(ROOT / "helpers").rglob("*.py"), ROOT / "benchmarks/README.md"]
    code = " ".join(path.read_text(encoding="utf-8") for path in beside)
    for name, year in listed:
        cited = rf"{name}\b(?: et al\.)?[^.]{{0,40}}?{year}"
        assert re.search(cited, f"{prose} {code}"), f"nothing cites {name} {year}"
    # Only years before those of the texts themselves.
    found = re.findall(r"\b([A-Z][\w-]+)(?: et al\.| (?:&|and) [A-Z]\w+)?,? (19\d\d|20[01]\d|202[0-3])[):,;]", prose)
    assert set(found) <= set(listed)
