"""The documents around the notebooks are correct: gallery, data cards, codebook, the guide's examples, every link."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from runpy import run_path
from urllib.parse import unquote, urlsplit

import pandas as pd
import pytest
from conftest import NOTEBOOKS, code, markdown, notebook_of, refuses, shown
from test_house import RULES, front_door

from helpers.corpora.pages import ROOT
from helpers.mentions import voices
from helpers.notebooks import galleries as gallery
from helpers.texts.scripts import simplify

LEXICON = ROOT / "helpers/lexicon"
DOCUMENTS = [path for path in sorted(ROOT.rglob("*.md")) if "/." not in f"/{path.relative_to(ROOT).as_posix()}"]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def tables(markdown: str) -> list[list[list[str]]]:
    """Return the Markdown tables of a text as rows of cells, without `|` and without the line below the header."""
    found = re.findall(r"(?:^\|.*\|[ \t]*\n)+", markdown + "\n", re.M)
    rule = re.compile(r"\|(?:\s*:?-+:?\s*\|)+\s*")
    kept = [[line for line in table.splitlines() if not rule.fullmatch(line)] for table in found]
    return [[[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table] for table in kept]


def sections(markdown: str, level: int) -> dict[str, str]:
    """Return the text under each heading of a level, by heading."""
    parts = re.split(rf"^{'#' * level} (.+)$", markdown, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_gallery_is_what_the_notebooks_say_now():
    stored = text_of(ROOT / "figures/README.md")
    assert stored == gallery.gallery(NOTEBOOKS, ROOT / "figures"), "run `python -m helpers.notebooks.galleries`"
    shown = re.findall(r"^!\[.+\]\((.+)\)$", stored, re.M)
    assert sorted(shown) == sorted(path.name for path in (ROOT / "figures").glob("*.png"))


def toy() -> dict:
    prose = "*Marks: texts.*\n\nSee [limits](#limits), [next](01-next.ipynb), [data](../seeds/README.md), [web](https://example.org).\nNow a table:\n\nLater."
    return notebook_of(
        markdown("# 00 Toy\n\n**Question.** Is it so?\n\n## How it is"),
        code('figures.save(fig, table, "00-toy")', shown(value="Most are [few] (00-toy.png)")), code("assert True"), markdown(prose),
    )  # fmt: skip


def test_gallery_shows_finding_reading_place_and_table(tmp_path: Path):
    for folder in ("notebooks", "figures"):
        (tmp_path / folder).mkdir()
    path, picture = tmp_path / "notebooks/00-toy.ipynb", tmp_path / "figures/00-toy.png"
    path.write_text(json.dumps(toy()), encoding="utf-8")
    picture.with_suffix(".csv").write_text('outlet,count\nA,1\n"B\nC",2\n', encoding="utf-8")
    missing = r"00-toy\.ipynb: 00-toy\.csv or its picture is not in figures/; run the notebook"
    refuses(gallery.NotebookError, missing, gallery.gallery, [path], picture.parent)
    picture.touch()
    shown = gallery.gallery([path], picture.parent)
    assert shown.startswith("# Figures\n\n1 figures") and shown.endswith("`count`\n")
    question = "## [00 Toy](../notebooks/00-toy.ipynb)\n\nIs it so?\n\n### Most are \\[few\\]\n\n"
    assert f"{question}![Most are \\[few\\]](00-toy.png)\n\n*Marks: texts.*" in shown
    links = "[limits](../notebooks/00-toy.ipynb#limits), [next](../notebooks/01-next.ipynb), [data](../seeds/README.md), [web](https://example.org)"
    assert f"\n\nSee {links}.\n\nDrawn in [How it is](../notebooks/00-toy.ipynb#How-it-is) · " in shown
    assert shown.endswith("table: [00-toy.csv](00-toy.csv), 2 rows of `outlet`, `count`\n")
    assert "Now a table" not in shown and "Later" not in shown


def test_a_figure_that_nothing_reads_is_named():
    notebook = toy()
    notebook["cells"][3]["source"] = "## Limits\n"
    refuses(
        gallery.NotebookError,
        "no prose reads the figure '00-toy'",
        lambda: list(gallery.entries(notebook, "00-toy.ipynb")),
    )


def test_the_plain_run_writes_the_gallery_after_the_notebooks(monkeypatch: pytest.MonkeyPatch):
    run, steps = front_door(), ["helpers.notebooks", "helpers.notebooks.galleries"]
    for well, expected in ((True, steps), (False, steps[:1])):
        done = []
        monkeypatch.setattr(run, "step", lambda *words, done=done, well=well: done.append(words[1]) or well)
        assert run.run_notebooks() == well and done == expected


def counted(values: pd.Series) -> str:
    return ", ".join(f"{value} {count}" for value, count in values.value_counts().sort_index().items())


def card_of(corpus, page: str) -> dict[str, str]:
    """Return the rows that the data card of a page must have, from the corpus tables."""
    articles = corpus.articles[corpus.articles["page"] == page]
    days = articles["published"].dt.strftime("%Y-%m-%d")
    said = {name: corpus.pages.at[page, name] for name in ("convention", "encoding")}
    said |= {"outlets": counted(articles["outlet"]), "words by": counted(articles["words_by"])}
    said["articles"] = f"{len(articles)}: {counted(articles['form'])}"
    said["languages"] = counted(articles["language"] + " " + articles["script"])
    said["published"] = " to ".join(sorted({days.min(), days.max()}))
    said["characters"] = f"{corpus.pages.at[page, 'chars']:,}; article text {articles['text'].str.len().sum():,}"
    return said


def test_each_page_has_a_card_that_says_what_the_tables_say(corpus):
    cards = sections(text_of(ROOT / "seeds/README.md").split("\n## Rights")[0], 3)
    assert [re.match("`(.+?)`", heading)[1] for heading in cards] == corpus.pages.index.tolist()
    for (heading, card), page in zip(cards.items(), corpus.pages.index, strict=True):
        said = dict(row for row in tables(card)[0] if row[0])
        assert said.keys() == {"the page says of itself", *card_of(corpus, page), "known defects"}, heading
        wrong = {name: (said[name], value) for name, value in card_of(corpus, page).items() if said[name] != value}
        assert not wrong, f"{heading}: {wrong}"
        for quoted in re.findall("`([^`]+)`", said["the page says of itself"] + said["known defects"]):
            assert quoted in corpus.pages.at[page, "raw"], f"{heading}: {quoted!r} does not stand on the page"


def test_the_overview_of_the_pages_adds_up(corpus):
    _, *rows = tables(text_of(ROOT / "seeds/README.md"))[0]
    said = {re.sub(r"\[`(.+?)`\].*", r"\1", row[0]): row[1:] for row in rows}
    groups = {page: corpus.articles[corpus.articles["page"] == page] for page in corpus.pages.index}
    expected = {}
    for page, articles in {**groups, "together": corpus.articles}.items():
        chars = corpus.pages["chars"].get(page, corpus.pages["chars"].sum()), articles["text"].str.len().sum()
        languages = ", ".join(sorted(articles["language"].unique()))
        convention = corpus.pages["convention"].get(page, "")
        expected[page] = [convention, str(len(articles)), languages, *map("{:,}".format, chars)]
    assert said == expected


def codebook(folder: Path) -> dict[str, str]:
    return {heading.strip("`"): text for heading, text in sections(text_of(folder / "README.md"), 3).items()}


BOTH = LEXICON, ROOT / "seeds/study"
TABLES = sorted({path for folder in BOTH for path in (*folder.glob("*.csv"), *map(folder.joinpath, codebook(folder)))})


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_the_codebook_has_every_table_and_explains_each_column_and_closed_list(path: Path):
    name, text = path.name, codebook(path.parent)[path.name]
    _, *rows = tables(text)[0]
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row[0].strip("`") for row in rows] == list(table[0]), f"{name}: its columns are {list(table[0])}"
    assert all(row[1] for row in rows), f"{name}: a column without a meaning"
    for column, meaning in ((row[0].strip("`"), row[1]) for row in rows if "one of `" in row[1]):
        allowed = set(re.findall("`(.+?)`", meaning.split("one of ")[1]))
        unexplained = sorted({row[column] for row in table} - allowed - {""})
        assert not unexplained, f"{name}: the codebook does not know {unexplained} in {column}"
    assert re.search(r"^To extend: \S", text, re.M), f"{name}: say how to extend it"
    module, _, function = re.search(r"Loaded by `([\w.]+)`", text)[1].rpartition(".")
    assert callable(getattr(import_module(module), function)), f"{name}: {module} has no {function}"


def steps(section: str) -> list[tuple[str, str | None, str]]:
    """Return the fenced blocks of a section: language, file named in the line before (or None), text."""
    found = re.findall(r"(?:^([^\n]+)\n\n)?^```(\w+)\n(.*?)^```$", section, re.M | re.S)
    files = [re.match(r"(?:New file|In) `(.+?)`", said) for said, _, _ in found]
    return [(language, file and file[1], text) for file, (_, language, text) in zip(files, found, strict=True)]


EXAMPLES = {heading: steps(text) for heading, text in sections(text_of(ROOT / "CONTRIBUTING.md"), 2).items()}
EXAMPLES = {heading: found for heading, found in EXAMPLES.items() if found}


def follow(example: list[tuple], folder: Path, changed: bool = True) -> subprocess.CompletedProcess:
    """Follow an example on a copy of the package in `folder`, and run its code. `changed=False` skips its additions to
    existing files."""
    shutil.copytree(ROOT / "helpers", folder / "helpers", ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "notebooks").mkdir()
    # Make sure that the copy is imported.
    script = ["import helpers, pathlib\nassert pathlib.Path(helpers.__file__).is_relative_to(pathlib.Path.cwd())\n"]
    for language, name, text in example:
        file = folder / name if name else None
        if file is None:
            script.append(text)
        elif language == "csv":
            assert file.is_file() and text_of(file).endswith("\n"), f"{name} is no table"
            if changed:
                file.write_text(text_of(file) + text, encoding="utf-8", newline="\n")
        elif language == "diff":
            old, new = ("".join(line[1:] + "\n" for line in text.splitlines() if line[0] == sign) for sign in "-+")
            assert text_of(file).count(old) == 1, f"{name} has no longer the lines\n{old}"
            if changed:
                file.write_text(text_of(file).replace(old, new), encoding="utf-8", newline="\n")
        else:
            assert not file.exists(), f"{name} is there already"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    (folder / "example.py").write_text("".join(script), encoding="utf-8")
    settings = {"PYTHONPATH": str(folder), "PYTHONUTF8": "1", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    options = {"cwd": folder, "env": os.environ | settings, "capture_output": True, "encoding": "utf-8"}
    return subprocess.run([sys.executable, "example.py"], check=False, **options)


def test_the_guide_has_an_example_of_each_addition():
    assert len(EXAMPLES) >= 9  # eight additions, and a study of one's own
    for heading, example in EXAMPLES.items():
        assert any(name is None and "assert " in text for _, name, text in example), f"{heading}: nothing is asserted"


@pytest.mark.parametrize("heading", EXAMPLES)
def test_the_example_works(heading: str, tmp_path: Path):
    done = follow(EXAMPLES[heading], tmp_path)
    assert done.returncode == 0, done.stderr
    for path in (tmp_path / "notebooks").glob("*.ipynb"):
        notebook = json.loads(text_of(path))
        assert [problem for rule in RULES for problem in rule(notebook)] == []
    assert heading != "A notebook" or list((tmp_path / "notebooks").glob("*.ipynb"))


ADDING = [name for name, found in EXAMPLES.items() if {"csv", "diff"} & {kind for kind, _, _ in found}]


@pytest.mark.parametrize("heading", ADDING)
def test_the_example_fails_without_what_it_adds(heading: str, tmp_path: Path):
    assert "AssertionError" in follow(EXAMPLES[heading], tmp_path, changed=False).stderr


def names_of_headings(path: Path) -> set[str]:
    """Return the valid link anchors of a file: headings as GitHub writes them (Markdown) or Jupyter (notebooks)."""
    if path.suffix == ".ipynb":
        cells = [cell for cell in json.loads(text_of(path))["cells"] if cell["cell_type"] == "markdown"]
        markdown = "\n".join("".join(cell["source"]) for cell in cells)
        return {heading.replace(" ", "-") for heading in headings(markdown)}
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings(text_of(path))}


def headings(markdown: str) -> list[str]:
    unfenced = re.sub(r"^```.*?^```$", "", markdown, flags=re.M | re.S)
    return [re.sub(r"[`*\\]", "", heading).strip() for heading in re.findall(r"^#{1,6} +(.+)$", unfenced, re.M)]


def broken_links(markdown: str, place: Path) -> Iterator[str]:
    """Yield the links of a Markdown file at `place` without a target in the repository; web links are not checked."""
    plain = re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```$", "", markdown, flags=re.M | re.S))
    for target in re.findall(r"\]\(([^()\s]+)\)", plain):
        parts = urlsplit(target)
        if parts.scheme in ("https", "mailto"):
            continue
        file = (place.parent / unquote(parts.path)).resolve() if parts.path else place
        if parts.scheme or parts.path.startswith("/") or not file.is_relative_to(ROOT) or not file.exists():
            yield f"{target} is not in the repository"
        elif parts.fragment and unquote(parts.fragment) not in names_of_headings(file):
            yield f"{target} is no heading of {file.name}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_document_resolves(path: Path):
    assert list(broken_links(text_of(path), path)) == []


BROKEN = "nowhere.md ../outside /seeds/README.md #no-such-part seeds/README.md#Rights http://example.org notebooks/00-corpus.ipynb#whose-words"


@pytest.mark.parametrize("target", BROKEN.split())
def test_a_broken_link_is_found(target: str):
    kept = "[a](seeds/README.md#rights) [b](notebooks/00-corpus.ipynb#Whose-name,-and-whose-words) [c](https://example.org) `[d](x)` [e](#the-five-pages)"
    page = ROOT / "seeds/README.md"
    assert list(broken_links(kept.replace("seeds/", "").replace("notebooks/", "../notebooks/"), page)) == []
    assert len(list(broken_links(f"{kept.split(' [e]')[0]} [x]({target})", ROOT / "README.md"))) == 1


def test_terms_and_persons_are_what_the_tables_say(corpus):
    page = text_of(ROOT / "notebooks/TERMS.md")
    written = run_path(str(ROOT / "seeds/study/terms.py"))["terms_page"](corpus)
    assert page == written, "run `python -m helpers.notebooks.galleries`"
    (_, *formulations), (_, *persons) = tables(page)
    assert [row[0] for row in formulations] == corpus.study["formulations"]["term"].tolist()
    assert [row[0].rpartition(" ")[0] for row in persons] == corpus.study["persons"]["person"].tolist()


def printed(corpus, row, start: str = "start", page: str = "page") -> str:
    """Return the slice of the page that a row names, without Chinese line wraps, in Simplified characters."""
    raw = corpus.pages.at[row[page], "raw"][row[start] : row[start.replace("start", "end")]]
    return simplify(re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", raw), "Hant")


# A script converter changed 共享, as the note of the row says.
CONVERTED = {"共商共建共享": "共商共建共用"}


def test_places_of_terms_and_persons_hold_what_they_say(corpus):
    for row in corpus.study["formulations"].to_dict("records"):
        quotes, term = '“”"', row["term"]
        assert printed(corpus, row).strip(quotes) == CONVERTED.get(term, term).strip(quotes)
        if row["english"]:
            assert printed(corpus, row, "english_start", "english_page") == row["english"]
    known = set(corpus.lexicon.table("actors")["actor"])
    assert all(len(corpus.study[name]) for name in ("formulations", "persons", "doubtful_voices"))
    for row in corpus.study["persons"].to_dict("records"):
        assert row["person"] in known and simplify(row["office"], "Hant") in printed(corpus, row)


def test_doubtful_voices_are_whole_sentences_counted_as_the_table_says(corpus):
    table, said = corpus.study["doubtful_voices"], voices.speakers_of_sentences(corpus)
    said = said.assign(sentence=(said["end"] - 0.5).astype(int)).set_index(["article", "sentence"])["who"]
    for row in table.to_dict("records"):
        on_page = corpus.sentences["article"].map(corpus.articles["page"]) == row["page"]
        [place] = corpus.sentences[on_page & (corpus.sentences["start"] == row["start"])].to_dict("records")
        assert place["end"] == row["end"]
        assert (said[place["article"], place["sentence"]] == "no speaker") == (row["counted"] == "nobody's")


def test_every_text_has_a_genre_and_every_state_a_name_that_the_actors_have(corpus):
    genres = corpus.study["genres"].set_index("article")
    assert genres.index.tolist() == corpus.articles.index.tolist()
    named = voices.headings(corpus)["speaker_printed"]
    glossed = genres.loc[genres["heading"] != "", "heading"]
    assert glossed.str.partition(" ")[0].to_dict() == named.to_dict()
    states, actors = corpus.study["members"]["state"], corpus.lexicon.table("actors")
    assert set(states) <= set(actors.loc[actors["kind"] == "country", "actor"])
