"""House rules for every notebook, every module and the top level.

Each notebook rule is a function of one notebook (a dict, as parsed from JSON) that yields a sentence for each problem.
Tests below show that every rule yields nothing for a small good notebook and something for a bad one.
"""

import ast
import copy
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import nbformat
import pytest
import yaml
from conftest import (
    NOTEBOOKS,
    cases,
    code,
    each_notebook,
    figure_names,
    front_door,
    markdown,
    notebook_of,
    parsed,
    refuses,
    shown,
)

from helpers.corpora.pages import ROOT
from helpers.notebooks import runs as notebooks
from helpers.notebooks import versions

# In the order of the data flow: a module imports only from those before it. `helpers/__init__.py` may import any.
# fmt: off
MODULES = [
    "lexicon", "texts", "corpora", "measures", "mentions", "comparisons", "evaluation", "claims", "figures", "scale", "notebooks", "explore", "walk",
]
TOP_LEVEL = {
    "README.md", "README.zh.md", "CONTRIBUTING.md", "REFERENCES.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "run.py", "requirements.txt", "runtime.txt", "pyproject.toml", "helpers",
    "notebooks", "seeds", "figures", "tests", "benchmarks", ".ci", ".github", ".devcontainer", ".gitattributes", ".gitignore",
}
# fmt: on
# Calls that may end a cell without an output.
SILENT_CALLS = {"use_house_style", "observe"}
# The last cell of each notebook of the collection.
VERSIONS = "versions.made_with()"
CODE_RUN = 3
BYTES = 1_000_000


# --- Reading a notebook -------------------------------------------------------------------------------------------------


def source(cell: dict) -> str:
    return "".join(cell["source"])


def code_cells(notebook: dict) -> list[tuple[int, dict]]:
    return [(number, cell) for number, cell in enumerate(notebook["cells"], 1) if cell["cell_type"] == "code"]


def nodes(cell: dict) -> Iterator[ast.AST]:
    for statement in parsed(cell):
        yield from ast.walk(statement)


def called(node: ast.AST) -> str:
    """The last name of a called function: `save` for `figures.save(...)`; empty if the node is not a call by name."""
    function = getattr(node, "func", None) if isinstance(node, ast.Call) else None
    return getattr(function, "attr", getattr(function, "id", ""))


def is_prose(cell: dict) -> bool:
    """Markdown with at least one line that is neither empty nor a heading."""
    lines = source(cell).splitlines()
    return cell["cell_type"] == "markdown" and any(line.strip() and not line.startswith("#") for line in lines)


def draws(cell: dict) -> bool:
    kinds = {kind for output in cell["outputs"] for kind in output.get("data", {})}
    return "image/png" in kinds or any(ast.unparse(node.func) == "figures.save" for node in nodes(cell) if called(node))


# --- The rules ----------------------------------------------------------------------------------------------------------


def counts_run_from_one(notebook: dict) -> Iterator[str]:
    counts = [cell["execution_count"] for _, cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts are {counts}, not 1 to {len(counts)}: run it from the top"


def no_errors_and_no_stderr(notebook: dict) -> Iterator[str]:
    for number, cell in code_cells(notebook):
        for output in cell["outputs"]:
            if output["output_type"] == "error" or output.get("name") == "stderr":
                yield f"cell {number} stores an error or a warning"


def expressions_have_outputs(notebook: dict) -> Iterator[str]:
    """nbval accepts stripped outputs; this rule does not."""
    for number, cell in code_cells(notebook):
        last = parsed(cell)[-1:]
        shows = last and isinstance(last[0], ast.Expr) and called(last[0].value) not in SILENT_CALLS
        if shows and not cell["outputs"]:
            yield f"cell {number} ends in an expression but stores no output"


def plain_python(notebook: dict) -> Iterator[str]:
    for number, cell in code_cells(notebook):
        text = source(cell)
        if not text.strip():
            yield f"cell {number} is empty"
        elif not parsed(cell) or re.search(r"^\s*(?:%|!(?!=)|get_ipython\(\))", text, re.M):
            yield f"cell {number} is not plain Python (a magic, a shell command, or only comments)"
        elif text.rstrip().endswith(";"):
            yield f"cell {number} ends in a semicolon, which hides its output from the comparison"


def imports_stand_first(notebook: dict) -> Iterator[str]:
    """The first code cell has only the imports and the house style; no other cell imports."""
    imports = (ast.Import, ast.ImportFrom)
    for place, (number, cell) in enumerate(code_cells(notebook)):
        if place and any(isinstance(node, imports) for node in nodes(cell)):
            yield f"cell {number} imports; imports belong in the first code cell"
        for statement in [] if place else parsed(cell):
            style = isinstance(statement, ast.Expr) and called(statement.value) == "use_house_style"
            if not style and not isinstance(statement, imports):
                yield f"cell {number}, the first with code, does more than import and set the style"


def no_definitions_and_no_loops(notebook: dict) -> Iterator[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.AsyncFor, ast.While, ast.Lambda)
    for number, cell in code_cells(notebook):
        for node in nodes(cell):
            if isinstance(node, kinds):
                yield f"cell {number} holds a {type(node).__name__}: move it to a helper"


def names_are_bound_once(notebook: dict) -> Iterator[str]:
    every = [node for _, cell in code_cells(notebook) for node in nodes(cell)]
    bound = Counter(node.id for node in every if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    # The variable of a comprehension is local to it.
    targets = [ast.walk(node.target) for node in every if isinstance(node, ast.comprehension)]
    inner = {target.id for walk in targets for target in walk if isinstance(target, ast.Name)}
    for name, times in sorted(bound.items()):
        if times > 1 and name not in inner:
            yield f"{name} is bound {times} times: one name, one thing"


def no_absolute_or_climbing_paths(notebook: dict) -> Iterator[str]:
    pattern = re.compile(r"/[^\s/]|~[/\\]|[A-Za-z]:[\\/]|(?:.*[/\\])?\.\.(?:[/\\]|$)")
    for number, cell in code_cells(notebook):
        for node in nodes(cell):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and pattern.match(node.value):
                yield f"cell {number}: {node.value!r} is an absolute or climbing path"


def code_runs_are_short(notebook: dict) -> Iterator[str]:
    run = 0
    for number, cell in enumerate(notebook["cells"], 1):
        run = run + 1 if cell["cell_type"] == "code" else 0
        if run == CODE_RUN + 1:
            yield f"cell {number} is the code cell number {run} in a row: say something before it"


def figures_are_read(notebook: dict) -> Iterator[str]:
    """Prose follows each figure before the next one; assertions and a table may come between."""
    cells = notebook["cells"]
    for number, cell in code_cells(notebook):
        if draws(cell):
            stops = (other for other in cells[number:] if other["cell_type"] != "code" or draws(other))
            if not is_prose(next(stops, {"cell_type": "none", "source": ""})):
                yield f"cell {number} draws a figure that no prose follows"


def ends_in_prose(notebook: dict) -> Iterator[str]:
    """The last cell is prose, except for the line of versions."""
    cells = notebook["cells"]
    if not is_prose(cells[-2] if source(cells[-1]) == VERSIONS else cells[-1]):
        yield "the last cell, but for the versions, is not prose"


def opens_with_the_answer(notebook: dict) -> Iterator[str]:
    opening = notebook["cells"][0]
    text = source(opening) if opening["cell_type"] == "markdown" else ""
    if not re.match(r"# \d\d \S", text):
        yield "the opening cell does not begin with a heading such as '# 04 Framing'"
    for word in ("Question", "Answer", "From"):
        if not re.search(rf"^\*\*{word}\b[^*]*\*\*[ \t]*\S", text, re.M):
            yield f"the opening cell has no line that begins with **{word}** and goes on"


def figure_names_are_written_out(notebook: dict) -> Iterator[str]:
    names = list(figure_names(notebook))
    number = source(notebook["cells"][0])[2:4]
    for name in names:
        if name is None or not re.fullmatch(rf"{number}(?:-[a-z0-9]+)+", name):
            yield f"figure name {name!r} is not a plain string such as '{number}-what-is-shown'"
    for name, times in Counter(names).items():
        if times > 1:
            yield f"figure {name!r} is saved {times} times"


def no_memory_addresses(notebook: dict) -> Iterator[str]:
    for number, cell in code_cells(notebook):
        if re.search(r"\bat 0x[0-9a-f]{6,}", json.dumps(cell["outputs"])):
            yield f"cell {number} shows an address in memory, which differs from run to run"


def stored_as_a_run_stores_it(notebook: dict) -> Iterator[str]:
    """The kernel of every Jupyter; the first heading as title; no times, versions, view settings or widgets (with
    random identifiers); unique cell identifiers; format 4.5."""
    node = nbformat.from_dict(copy.deepcopy(notebook))
    if notebook.get("nbformat_minor") != notebooks.FORMAT_MINOR or notebooks.clean(copy.deepcopy(node)) != node:
        yield "it is not as `python3 run.py` would store it: run it"
    if len({cell.get("id") for cell in notebook["cells"]}) < len(notebook["cells"]):
        yield "two cells share an identifier, or have none"


def versions_line() -> str:
    """The line expected from requirements.txt and pyproject.toml, with each package pinned once for all systems."""
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pins = [re.findall(rf"^({name})==(.+)$", requirements, re.M) for name in versions.DECISIVE]
    assert all(len(found) == 1 and ";" not in found[0][1] for found in pins), pins
    releases = ", ".join([f"helpers {project()['version']}", *(" ".join(found[0]) for found in pins)])
    return f"*Made with {releases}; `requirements.txt` pins these and every other package.*"


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def shows_the_versions(notebook: dict) -> Iterator[str]:
    """The last cell shows the versions that requirements.txt pins."""
    last = notebook["cells"][-1]
    told = ["".join(output.get("data", {}).get("text/markdown", "")) for output in last.get("outputs", [])]
    if source(last) != VERSIONS or told != [versions_line()]:
        yield "the versions at its foot are not those pinned; run it"


RULES = [
    counts_run_from_one, no_errors_and_no_stderr, expressions_have_outputs, plain_python, imports_stand_first, no_definitions_and_no_loops,
    names_are_bound_once, no_absolute_or_climbing_paths, code_runs_are_short, figures_are_read, ends_in_prose, opens_with_the_answer,
    figure_names_are_written_out, no_memory_addresses, stored_as_a_run_stores_it, shows_the_versions,
]  # fmt: skip


@each_notebook
def test_notebook_keeps_the_rules_and_is_small_and_well_named(path: Path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    problems = [f"{problem} ({rule.__name__})" for rule in RULES for problem in rule(notebook)]
    assert not problems, f"{path.name}: " + "; ".join(problems)
    assert path.stat().st_size < BYTES, f"{path.name} is over 1 MB: GitHub may not show it"
    assert re.fullmatch(r"\d\d-[a-z]+(?:-[a-z]+)*", path.stem), f"{path.name}: the name is NN-noun.ipynb"
    heading = source(notebook["cells"][0])
    assert heading.startswith(f"# {path.stem[:2]} "), f"{path.name}: its heading carries another number"


def test_figures_are_those_the_notebooks_draw():
    stored = [json.loads(path.read_text(encoding="utf-8")) for path in NOTEBOOKS]
    names = [name for notebook in stored for name in figure_names(notebook)]
    assert max(Counter(names).values(), default=1) == 1, "two notebooks save one figure"
    drawn = {f"{name}{suffix}" for name in names for suffix in (".png", ".csv")}
    stored = {path.name for path in (ROOT / "figures").glob("[!.]*")} - {"README.md"}
    assert stored == drawn, f"missing: {sorted(drawn - stored)}; drawn by no notebook: {sorted(stored - drawn)}"


OPENING = "# 00 Toy\n\n**Question.** Is it so?\n\n**Answer.** It is.\n\n**From** 1 page · **Measure** none"


def good() -> dict:
    return notebook_of(
        markdown(OPENING), code("from helpers import figures, load_corpus\n\nfigures.use_house_style()"), markdown("Load, and count at the door."),
        code("corpus = load_corpus()\nlen(corpus.articles)", shown()),
        code('fig = figures.strips(corpus)\nfigures.save(fig, corpus.articles, "00-strips")', shown("image/png")),
        code("assert len(corpus.articles) > 1"), markdown("There is more than one."), code('[name for name in ["a/b", "1/2"]]', shown()),
        markdown("## Limits\n\nIt is a toy."), code(VERSIONS, shown("text/markdown", versions_line())),
    )  # fmt: skip


def spoilt(rule: Callable) -> Iterator[dict]:
    """Yield notebooks that break `rule`: with an added cell or another opening (cases/bad_cells.csv), or with only some
    cells and a part that is removed or has another value, in YAML (cases/bad_notebooks.csv)."""
    for case in (case for case in cases("bad_cells") if case["rule"] == rule.__name__):
        cells = good()["cells"]
        if case["cell"] == "opening":
            yield notebook_of(markdown(case["text"]), *cells[1:])
        else:
            yield notebook_of(*cells[:7], code(case["text"], shown()), *cells[7:])
    for case in (case for case in cases("bad_notebooks") if case["rule"] == rule.__name__):
        cells = good()["cells"]
        notebook = part = notebook_of(*(cells[int(number)] for number in case["cells"].split() or range(len(cells))))
        *path, last = case["path"].split(".")
        for step in path:
            part = part[int(step) if step.isdigit() else step]
        if case["value"]:
            part[last] = yaml.safe_load(case["value"])
        else:
            part.pop(last, None)
        yield notebook


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_is_silent_on_a_good_notebook_and_speaks_on_each_bad_one(rule: Callable):
    assert list(rule(good())) == []
    bad = list(spoilt(rule))
    assert bad and [number for number, notebook in enumerate(bad, 1) if not list(rule(notebook))] == [], "said nothing"


# --- Running ------------------------------------------------------------------------------------------------------------


def test_run_twice_changes_no_byte(tmp_path: Path):
    path = tmp_path / "00-toy.ipynb"
    lines = ["import ipywidgets", "ipywidgets.Dropdown(options=['a'])", "print(1)"]
    notebook = notebook_of(markdown("# 00 Toy"), *map(code, lines))
    del notebook["cells"][0]["id"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert notebooks.read(path) == notebooks.read(path)
    assert notebooks.run(path) == 4
    first = path.read_bytes()
    notebooks.run(path)
    assert path.read_bytes() == first
    stored = json.loads(first)
    assert list(counts_run_from_one(stored)) == list(stored_as_a_run_stores_it(stored)) == []
    assert stored["cells"][2]["outputs"] and "widgets" not in stored["metadata"]
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("case", cases("no_notebooks"), ids=lambda case: case["text"])
def test_what_is_no_notebook_is_named(tmp_path: Path, case: dict):
    path = tmp_path / "00-toy.ipynb"
    path.write_text(case["text"], encoding="utf-8")
    refuses(notebooks.NotebookError, rf"00-toy\.ipynb: not a notebook.*{case['said']}", notebooks.read, path)


def test_the_line_tells_the_installed_releases(monkeypatch):
    assert versions.made_with().data == versions_line()
    monkeypatch.setattr(versions, "version", lambda package: f"of {package}")
    line = versions.made_with().data
    assert line.startswith("*Made with helpers of shanghai-spirit-notebooks, jieba of jieba, ")
    monkeypatch.undo()
    monkeypatch.setattr(versions, "DECISIVE", ("no-such-package",))
    refuses(PackageNotFoundError, "no-such-package", versions.made_with)


@pytest.mark.skipif(os.cpu_count() == 1, reason="one core runs one notebook at a time")
def test_notebooks_run_at_once_and_one_that_fails_stays_as_it_was(tmp_path, capsys):
    """Each notebook waits until the other has begun; then the second fails."""
    for name, other, then in (("a", "b", "print('met')"), ("b", "a", "1 / 0")):
        wait = f"while not Path('{other}.begun').exists(): time.sleep(0.02)"
        begin = f"import time; from pathlib import Path\nPath('{name}.begun').touch()"
        notebook = notebook_of(code(f"{begin}\n{wait}\n{then}"))
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    failing = (tmp_path / "b.ipynb").read_bytes()
    assert notebooks.main([str(tmp_path / "a.ipynb"), str(tmp_path / "b.ipynb"), "--cell-seconds=60"]) == 1
    assert "met" in (tmp_path / "a.ipynb").read_text() and (tmp_path / "b.ipynb").read_bytes() == failing
    said = capsys.readouterr()
    assert "[1/2] a: 1 cells" in said.out and "[2/2] b: FAILED" in said.out
    assert re.search(r"b\.ipynb, cell 1 of 1 failed(?s:.)*ZeroDivisionError(?s:.)*b\.ipynb stays as it was", said.err)
    assert {path.suffix for path in tmp_path.iterdir()} == {".ipynb", ".begun"}


# --- Modules and files ----------------------------------------------------------------------------------------------------


def helpers_imported(text: str) -> set[str]:
    """Modules of the package that Python source imports anywhere.

    >>> sorted(helpers_imported("from helpers import figures, load_corpus\\nimport helpers.corpora.pages\\nfrom .dates import at"))
    ['corpora', 'dates', 'figures', 'load_corpus']
    """
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = ".".join(["helpers"] * bool(node.level) + [node.module or ""]).strip(".")
            found += [f"helpers.{alias.name}" for alias in node.names] if module == "helpers" else [module]
    return {name.split(".")[1] for name in found if name.startswith("helpers.")}


MODULE_FILES = [path for path in sorted((ROOT / "helpers").rglob("*.py")) if path != ROOT / "helpers/__init__.py"]


@pytest.mark.parametrize("path", MODULE_FILES, ids=lambda path: path.relative_to(ROOT / "helpers").as_posix())
def test_module_imports_only_from_its_left(path: Path):
    """It may not import modules to its right, nor names of the package itself."""
    name = path.relative_to(ROOT / "helpers").parts[0].removesuffix(".py")
    assert name in MODULES, f"helpers/{name} has no place in the order of modules (MODULES in {Path(__file__).name})"
    wrong = helpers_imported(path.read_text(encoding="utf-8")) - set(MODULES[: MODULES.index(name) + 1])
    assert not wrong, f"{path.name} imports {sorted(wrong)}, which are to its right"


def tracked() -> list[str]:
    """All files that git tracks or would add."""
    listing = "git -c core.quotepath=off ls-files -z --cached --others --exclude-standard".split()
    try:
        done = subprocess.run(listing, capture_output=True, check=True, cwd=ROOT)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git repository, or no git: nothing says which files belong to the collection")
    return [name for name in done.stdout.decode("utf-8").split("\0") if name and (ROOT / name).is_file()]


def compiles(call: ast.Call) -> bool:
    """Whether it compiles an expression that is not written in its module: not of strings and constants alone."""
    names = {node.id for node in ast.walk(call.args[0]) if isinstance(node, ast.Name)} if call.args else set()
    return ast.unparse(call.func) in ("re.compile", "regex.compile") and any(not name.isupper() for name in names)


def joins_slices(call: ast.Call) -> bool:
    return ast.unparse(call.func).rpartition(".")[2] in ("Chain", "Places")


def makes_a_day(call: ast.Call) -> bool:
    makers = "date datetime pd.Timestamp pd.to_datetime dateutil.parser.parse".split()
    return ast.unparse(call.func) in makers or ast.unparse(call.func).endswith((".strptime", ".fromisoformat"))


# Each mechanism has one module (the first of its rows). The other functions that do the same have a reason.
# fmt: off
MECHANISMS = {
    compiles: {
        "lexicon/patterns.py compiled": "the compiler of expressions in tables",
        "corpora/conventions/headers.py _labels": "joins expressions that the compiler has read",
        "mentions/dates/grammar.py pattern": "fills words of time, which the compiler has read, into its rules",
        "mentions/voices/cue_words.py read_tables": "fills words into expressions of tables; a space is a blank there, so the compiler would read another",
        "corpora/stamps.py _dates": "words of tables, escaped (patterns.literal)", "corpora/stamps.py _parts_of_date": "the same",
        "corpora/stamps.py _words": "the same", "mentions/voices/chinese_events.py _known": "the same",
        "mentions/voices/english_events.py _known": "the same",
        "texts/sentences.py _saying": "the same", "mentions/actors.py _known": "names of one character",
        "texts/scripts.py _beyond_gb2312": "a character set", "texts/scripts.py _otherwise_written": "a character set",
        "corpora/conventions/outlets.py _votes": "a name on the page, escaped", "mentions/voices/article_events.py _full_name": "the same",
        "explore/queries.py _characters": "what a reader typed", "explore/queries.py _pattern": "the same",
        "explore/queries.py _terms_like": "the same", "explore/queries.py titled": "the same",
    },
    joins_slices: {
        "texts/places.py chain": "the chain of an article of a corpus",
        "corpora/corpus.py places": "those of all articles",
        "corpora/articles.py __init__": "the chain of a text while its page is read",
        "mentions/dates/__init__.py _reading": "a text with its captions, which are no part of the article",
    },
    makes_a_day: {
        "corpora/stamps.py _meant": "the reader of printed dates", "corpora/stamps.py _of_object": "a date object of a table",
        "mentions/dates/days.py _months": "the days of an interval",
        "mentions/dates/__init__.py _day": "a day that the caller gives",
        "lexicon/__init__.py _table": "a day as its column is written, 2025-09-01", "lexicon/__init__.py _is_day": "the same",
        "corpora/corpus.py _article_table": "the type of a column", "evaluation/dates.py _with_days": "the same",
        "comparisons/anchors.py _dates": "the same", "figures/lanes.py _in_time": "the same",
    },
}
# fmt: on


@pytest.mark.parametrize("does", MECHANISMS)
def test_each_mechanism_is_there_once(does: Callable):
    found = set()
    for path in (ROOT / "helpers").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            inside = ast.walk(function) if isinstance(function, ast.FunctionDef) else ()
            if any(isinstance(node, ast.Call) and does(node) for node in inside):
                found.add(f"{path.relative_to(ROOT / 'helpers').as_posix()} {function.name}")
    assert found == MECHANISMS[does].keys()


def test_top_level_holds_nothing_unlisted():
    found = {name.split("/")[0] for name in tracked()}
    assert found <= TOP_LEVEL, f"{sorted(found - TOP_LEVEL)}: give a reason in README.md and list it here"


# A home, scratch folder or mount of one machine, or a package index; then examples that match and that do not.
MACHINE = re.compile(
    r"(?<![\w.:/<])/(?:home|Users|root|work|mnt|opt|tmp|private/var)/[\w.-]"
    r"|\b[A-Za-z]:\\+Users\b|\bfile:/{2,3}\w|--(?:extra-)?index-url[= ]\S"
)
MACHINE_EXAMPLES = ["/" + "home/me/x", "'/" + "tmp/ipykernel_1/2.py'", "C:" + "\\Users", "--index-url" + "=x"]
HARMLESS_EXAMPLES = ["https://example.org/home/x", "helpers/work/", "/usr/share/fonts", "and/or", "no --index-url"]


def test_no_machine_is_named_in_the_files():
    assert [text for text in MACHINE_EXAMPLES + HARMLESS_EXAMPLES if MACHINE.search(text)] == MACHINE_EXAMPLES
    for name in tracked():
        path = ROOT / name
        if name.startswith(("seeds/", "tests/pages/", "tests/gold/")) or path.suffix in {".otf", ".png"}:
            continue
        found = MACHINE.search(path.read_text(encoding="utf-8"))
        assert not found, f"{name} names a place of one machine: {found[0]!r}"


def test_seeds_are_the_bytes_that_were_received():
    text = (ROOT / "seeds/README.md").read_text(encoding="utf-8")
    listed = {name: (int(size), digest) for name, size, digest in re.findall(r"`(.+?)` \| (\d+) \| `(\w{64})`", text)}
    files = [path for path in (ROOT / "seeds").glob("*") if path.is_file() and path.name != "README.md"]
    contents = {path.name: path.read_bytes() for path in files}
    assert {name: (len(page), hashlib.sha256(page).hexdigest()) for name, page in contents.items()} == listed


TEXTS = "cff-version message title abstract type version license url repository-code doi"
CITATION_KEYS = dict.fromkeys(TEXTS.split(), str) | {"authors": list, "keywords": list, "date-released": datetime.date}


def citation_problems(text: str) -> Iterator[str]:
    """Yield what a CITATION.cff lacks or contradicts: keys and types of the Citation File Format 1.2.0 (those used
    here), pyproject.toml and LICENSE."""
    citation, named = yaml.safe_load(text), project()
    yield from (f"{key} is missing" for key in ("message", "title") if key not in citation)
    for key, value in citation.items():
        # YAML reads a version such as 0.1 as a number, and an impossible date as text.
        if not isinstance(value, CITATION_KEYS.get(key, ())) or not value:
            yield f"{key} is unknown, empty or of the wrong type"
    expected = {"cff-version": "1.2.0", "type": "software"} | {name: named[name] for name in ("version", "license")}
    for key, value in (expected | {"authors": [{"name": one["name"]} for one in named["authors"]]}).items():
        if citation.get(key) != value:
            yield f"{key} is {citation.get(key)}, not {value}"
    if not (ROOT / "LICENSE").read_text(encoding="utf-8").startswith(f"{citation.get('license')} License"):
        yield "LICENSE is another licence"


def test_the_citation_is_valid_and_agrees_with_the_project():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert list(citation_problems(text)) == []
    for case in cases("bad_citations"):
        spoilt = text.replace(case["right"], case["wrong"])
        assert spoilt != text and list(citation_problems(spoilt)), f"{case['wrong']!r} passes"


# --- Entry points --------------------------------------------------------------------------------------------------------


def test_requirements_pin_every_name_of_the_project():
    named = [*project()["dependencies"], *project()["optional-dependencies"]["test"]]
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins.pop() == "-e .", "the last line installs the package"
    assert all(re.fullmatch(r"[\w.-]+==[\w.!+]+(?: ; .+)?", pin) for pin in pins), "every line is one exact version"
    pinned = {pin.split("==")[0] for pin in pins}
    assert {re.split(r"[<>=!~ \[]", name)[0].lower() for name in named} <= pinned


def test_the_front_door_needs_nothing_installed_and_an_old_python_can_read_it_far_enough_to_say_no():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_binder_finds_what_it_needs():
    """Rules of repo2docker: runtime.txt names a known Python (default 3.10); pip installs requirements.txt, with the
    whole repository if it names a folder (`-e .`); other configuration files would take precedence."""
    version = re.fullmatch(r"python-3\.(\d+)\n", (ROOT / "runtime.txt").read_text(encoding="utf-8"))
    assert version and 11 <= int(version[1]) <= 14
    before = "Dockerfile environment.yml environment.yaml Project.toml REQUIRE install.R DESCRIPTION default.nix Pipfile binder .binder"
    assert not [name for name in before.split() if (ROOT / name).exists()]


def test_the_dev_container_is_set_up_by_the_front_door():
    container = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    words = re.fullmatch(r"python3 run\.py ([\w-]+)", container["postCreateCommand"])
    assert words and words[1] in front_door().WORDS
    assert re.search(r"/python:3\.1[1-4]-", container["image"])
    # The usage lists each command of run.py.
    run = front_door()
    assert set(re.findall(r"^python3 run\.py ?([\w-]*)  ", run.__doc__, re.M)) == set(run.WORDS)


@pytest.fixture
def toy_repository(tmp_path: Path, monkeypatch) -> tuple:
    """run.py in a repository with one committed notebook, and a list of what each run of the notebooks writes."""
    run, writes = front_door(), []
    monkeypatch.setattr(run, "ROOT", tmp_path)
    for folder in run.STORED:
        (tmp_path / folder).mkdir()
    file = tmp_path / "notebooks" / "00-toy.ipynb"
    file.write_text("1", encoding="utf-8")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=toy", "-c", "user.email=toy@example.org"]
    try:
        for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "toy"]):
            subprocess.run([*git, *words], check=True, capture_output=True)
    except OSError:
        pytest.skip("no git")

    def run_notebooks() -> bool:
        name, text = writes.pop(0)
        (tmp_path / name).write_text(text, encoding="utf-8")
        return True

    monkeypatch.setattr(run, "run_notebooks", run_notebooks)
    return run, writes


@pytest.mark.parametrize("case", cases("clean_runs"), ids=lambda case: case["said"])
def test_check_clean_speaks_when_a_byte_changed(toy_repository, capsys, case):
    """Two runs; each writes one byte into the file."""
    run, writes = toy_repository
    writes += [(case["file"], byte) for byte in case["written"]]
    assert run.check_clean() == (case["said"] == "Clean")
    assert case["said"] in capsys.readouterr().out and not writes
