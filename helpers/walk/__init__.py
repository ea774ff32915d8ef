"""The walk over a user's own pages: from a folder or a table of articles to notebooks, figures, tables and a report.

`run` does it all; `python -m helpers.walk` is its command. `parts` computes sentences, tables and figures; the
templates of `notebooks` call it, and `report` puts their results on one page. `places` says where results may be
written, `start` makes and checks the tables of a study, and `coding` draws sentences to code by hand.
"""

import warnings
from collections.abc import Callable
from pathlib import Path
from shlex import quote

from helpers import scale
from helpers.corpora import Corpus, validate
from helpers.corpora.corpus import parts_of_source, source_of
from helpers.figures.house import shortened
from helpers.lexicon.spreadsheets import csv_bytes
from helpers.notebooks import runs
from helpers.texts.numerals import counted, named
from helpers.texts.progress import progress
from helpers.walk import coding, notebooks, places, report, start
from helpers.walk.places import WalkError

# Corpora of walks under way: their notebooks run in this process and need not read the pages again.
_under_way: dict[Path, Corpus] = {}


def opened(folder: str | Path) -> Corpus:
    """Read the corpus of the walk in this folder again from its pages.

    Raises `WalkError` if the folder has no walk or its pages were moved.
    """
    place = Path(folder).resolve()
    if place in _under_way:
        return _under_way[place]
    known = places.state(place)
    if known is None:
        raise WalkError(f"{place} holds no walk: make one with `python3 run.py mine FOLDER --out {quote(str(place))}`.")
    source = (place / known["source"]).resolve()
    if not source.exists():
        raise WalkError(f"the pages of {place} are no longer at {source}: bring them back, or make the walk again.")
    return _read(source, known, place)


def _read(source: Path, known: dict, place: Path) -> Corpus:
    columns = dict(sorted(known["columns"].items())) or None
    with warnings.catch_warnings(action="ignore"):  # the report says all of it
        corpus = scale.corpus_of(source, place / places.PARTS, day_first=known["day_first"], columns=columns)
    if corpus.articles.empty:
        page, problem = corpus.problems.iloc[0][["page", "problem"]]
        raise WalkError(f"{source.name}: none of its pages holds an article; the first: {page}: {problem}.")
    return corpus


def run(
    source: str | Path,
    out: str | Path | None = None,
    *,
    columns: dict[str, str] | None = None,
    day_first: bool | None = None,
    code_frames: int = 0,
    say: Callable[[str], None] = lambda text: None,
) -> Path:
    """Read a folder of pages or a table of articles, write a report into the folder `out`, and return its path.

    `out` is `walk` beside the data by default. It gets a self-contained `report.html`, `notebooks/`, `figures/` with
    their tables, `tables/`, and `pages.csv`, a draft of corrections. The same pages give the same bytes; if nothing
    changed, nothing is done. Files changed by hand are kept, and the new ones put beside them as `NAME-new`.

    `columns` and `day_first` are those of `load_corpus`. `code_frames` is the number of sentences to draw for coding by
    hand into `frames-to-code.csv`, unless that file exists. `say` gets messages for a user at a terminal.

    Raises `WalkError` for a folder that cannot be written, is in the project, or has files that no walk over these
    pages wrote, and for pages without an article; also the errors of `load_corpus` for pages that cannot be read.
    """
    given = places.found(source)
    target = places.target(given, out)
    known = {"source": places.relative(given, target), "columns": columns or {}, "day_first": day_first}
    before = places.state(target) or {"digest": "", "files": {}}
    path, to_code = target / places.REPORT, target / places.CODED
    draws = code_frames > 0 and not to_code.exists()
    if code_frames < 0:
        raise WalkError(f"code_frames is the number of sentences to draw, not {code_frames}.")
    if code_frames and not draws:
        say(f"{to_code.name} is there and stays as it is: move it away to draw other sentences.")
    digest = places.digest(given, known, to_code)
    if before["digest"] == digest and path.exists() and not draws:
        say(
            f"Nothing has changed since the last walk: pages, study/, coded sentences, options and package are the same. Remove {path.name} to make it again anyway."
        )
        return path
    tables, *_, why = parts_of_source(source_of(given, columns), columns)
    told = [f"{table.said} To choose another column, use --column text=NAME." for table in tables if table.said] + why
    for sentence in told:
        say(sentence)
    corpus = _read(given, known, target)
    start.check(corpus)
    coding.coded(corpus, to_code)  # before anything is removed
    _under_way[target] = corpus
    try:
        places.prepare(target, known | {"files": before["files"], "digest": ""})
        if draws and len(drawn := coding.sample(corpus, code_frames)):
            to_code.write_bytes(csv_bytes(drawn))
            guide, digest = target / places.CODING, places.digest(given, known, to_code)
            guide.write_text(coding.guide(corpus), encoding="utf-8", newline="\n")
            few = f", all of these pages (not {code_frames:,})" * (len(drawn) < code_frames)
            say(f"{counted(len(drawn), 'sentence')} to code by hand{few}: {to_code}; how to code them: {guide}")
        elif draws:
            say("No sentence is drawn to be coded: none is in Chinese or English.")
        marks = _write(corpus, given, target, before["files"], told, say)
        places.write_state(target, known | {"files": marks, "digest": digest})
    except OSError as error:
        raise places.unwritable(target, error) from error
    finally:
        del _under_way[target]
    for name in marks:
        if (new := places.beside(target / name)).exists():
            say(f"{name} was changed by hand and is kept; the new version: {new}")
    return path


def _write(corpus: Corpus, source: Path, target: Path, before: dict, told: list[str], say: Callable) -> dict[str, str]:
    """Write all files except the sentences to code, `say` what was read, and return marks of the changeable files."""
    marks, sections = {}, []
    for template in progress(notebooks.TEMPLATES, "notebooks"):
        notebook = notebooks.made(template)
        parts = notebooks.executed(notebook, target / "notebooks")
        path = target / "notebooks" / f"{template.stem}.ipynb"
        places.write_unless_changed(path, runs.as_text(runs.clean(notebook)).encode(), target, before, marks)
        sections.append((path.name, notebook.metadata["title"], parts))
        for part in parts:
            for name, table in part.whole.items():
                (target / "tables" / f"{name}.csv").write_bytes(csv_bytes(table))
    failed = dict.fromkeys(part.failed for *_, parts in sections for part in parts if part.failed)
    guide = Path(__file__).with_name("tables.md").read_text(encoding="utf-8")
    guide = "\n".join([guide, *(f"{notebooks.plain(why)}\n" for why in failed)])
    (target / "tables/README.md").write_bytes(guide.encode())
    read = validate(corpus)
    places.write_unless_changed(target / "pages.csv", csv_bytes(read.draft), target, before, marks)
    passed = places.passed_over(source, target, {*corpus.pages.index, *corpus.refusals["page"]})
    if passed:
        names = named([shortened(name, 40) for name in passed])
        told = [*told, f"Passed over, since only what is directly in the folder is read: {len(passed):,} ({names})."]
    page = report.page(corpus, sections, str(read), told, target)
    (target / places.REPORT).write_bytes(page.encode("utf-8", "replace"))
    say(
        f"Articles read: {len(corpus.articles):,} (tables/articles.csv). Files or rows that could not be read: {len(corpus.refusals):,};"
        f" passed over: {len(passed):,} (end of {places.REPORT}). Articles in doubt: {len(read.in_doubt):,} (pages.csv)."
        + "".join(f"\nFailed: {why}" for why in failed)
    )
    return marks
