"""Fixtures and helpers of many tests. Corpus and tokens of the seeds are made once; tests must not change them."""

import ast
import copy
import csv
import importlib.util
import re
import warnings
from pathlib import Path

import pandas as pd
import pytest

from helpers import Corpus, load_corpus, tokenize
from helpers.corpora import ROOT
from helpers.corpora.conventions import KINDS
from helpers.lexicon import File, Lexicon, shipped
from helpers.notebooks.runs import METADATA
from helpers.texts.sentences import sentence_spans

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(scope="session")
def corpus():
    return load_corpus()


@pytest.fixture(scope="session")
def tokens(corpus):
    return tokenize(corpus)


@pytest.fixture(scope="session")
def index(corpus, tokens):
    from helpers.explore import Index  # here, since most tests do not need it

    return Index(corpus, tokens)


def heard(*source, **options):
    """The corpus of a folder or table, and the warnings about its pages."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        corpus = load_corpus(*source, **options)
    return corpus, [str(one.message) for one in said]


def quiet_corpus(*source, **options):
    """The corpus of a folder or table, without warnings about its pages."""
    return heard(*source, **options)[0]


def cases(name):
    """Rows of a table in `tests/cases` as dictionaries, one case each."""
    with (Path(__file__).parent / "cases" / f"{name}.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def write_pages(folder, study=(), **texts):
    """Write a folder of pages, and the tables of a study if there are any."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    for name, table in dict(study).items():
        (folder / "study").mkdir(exist_ok=True)
        (folder / "study" / f"{name}.csv").write_text(table, encoding="utf-8")
    return folder


def lexicon_with(**tables):
    """The shipped tables together with these of a study."""
    return Lexicon((*shipped().files, *(File(name, f"study/{name}.csv", text) for name, text in tables.items())))


def refuses(error, message, call, *arguments, **options):
    """Assert that the call raises this error with a matching message."""
    with pytest.raises(error, match=message):
        call(*arguments, **options)


def break_on(monkeypatch, module, name, is_broken):
    """Let a function fail if `is_broken` is true of its first argument, as on a page nested too deep."""
    whole = getattr(module, name)

    def breaks(given, *arguments, **options):
        if is_broken(given):
            raise RecursionError("too deep")
        return whole(given, *arguments, **options)

    monkeypatch.setattr(module, name, breaks)


def assert_walks_back(corpus, table, printed="text"):
    """Assert that the characters at each row's address, without wraps and marks, are its text."""
    for article, start, end, found in table[["article", "start", "end", printed]].itertuples(index=False):
        begin, stop = corpus.places.chain(article).text(start, end)
        assert corpus.articles.at[article, "text"][begin:stop] == found, (article, start)


def body(corpus, page, start, end, kind="body"):
    """The characters of this kind in a raw slice of a page."""
    raw, tiles = corpus.pages.at[page, "raw"], corpus.segments
    inside = tiles[(tiles["page"] == page) & (tiles["kind"] == kind) & (tiles["start"] < end) & (tiles["end"] > start)]
    return "".join(raw[max(s, start) : min(e, end)] for s, e in zip(inside["start"], inside["end"], strict=True))


def assert_invariants(corpus):
    for page, raw in corpus.pages["raw"].items():
        tiles = corpus.segments[corpus.segments["page"] == page]
        assert tiles["start"].iloc[0] == 0
        assert tiles["end"].iloc[-1] == len(raw)
        assert (tiles["start"].to_numpy()[1:] == tiles["end"].to_numpy()[:-1]).all()
        assert (tiles["start"] < tiles["end"]).all()
    assert set(corpus.segments["kind"].dropna()) <= set(KINDS)
    for row in corpus.articles.itertuples():
        assert body(corpus, row.page, row.start, row.end) == row.text
    pages = corpus.sentences["article"].map(corpus.articles["page"])
    for page, row in zip(pages, corpus.sentences.itertuples(), strict=True):
        assert body(corpus, page, row.start, row.end) == row.text
    for article, text in corpus.articles["text"].items():
        sentences = corpus.sentences.loc[corpus.sentences["article"] == article, "text"]
        assert "".join("".join(sentences).split()) == "".join(text.split())


# --- Made corpora -------------------------------------------------------------------------------------------------------


def chinese(text, **more):
    return {"text": text, "language": "zh", "script": "Hans"} | more


def made_corpus(*texts, links=(), lexicon=None):
    """A corpus of one page per text, each a dictionary with `text` and known columns. In a text ␣ is a wrap and [1] a
    mark (not part of it); something precedes the text, so that its offsets differ from those on the page."""
    columns = "page text language script machine_converted form published published_precision clock outlet words_by same_story title".split()
    pages, segments, articles, sentences = {}, [], {}, []
    for number, given in enumerate(texts):
        page, article, raw, body = f"{number:03}.txt", f"{number:03}-01", "## ", []
        segments.append((page, 0, 3, "apparatus", "mark", None))
        for piece in filter(None, re.split(r"(␣|\n|\[\d\])", given["text"])):
            kind, places = "body", range(len(raw), len(raw) + len(piece))
            if re.fullmatch(r"␣|\[\d\]", piece):
                kind, places = "apparatus", []
            rule = "paragraph" if piece == "\n" else "text"
            segments.append((page, len(raw), len(raw) + len(piece), kind, rule, article))
            body += places
            raw += piece.replace("␣", " ")
        text, day = re.sub(r"␣|\[\d\]", "", given["text"]), pd.Timestamp("2025-09-01")
        usual = (page, text, "en", "Latn", False, "full", day, "day", "Beijing", *["Nobody's Gazette"] * 2, article)
        articles[article] = dict(zip(columns, usual, strict=False)) | given | {"text": text}
        pages[page] = raw
        for count, (start, end) in enumerate(sentence_spans(text), 1):
            sentences.append((article, count, body[start], body[end - 1] + 1, text[start:end]))
    raw = pd.Series(pages, dtype="str").rename_axis("page")
    return Corpus(
        pages=pd.DataFrame({"raw": raw, "chars": raw.str.len()}),
        segments=pd.DataFrame(segments, columns=["page", "start", "end", "kind", "rule", "article"]),
        articles=pd.DataFrame([*articles.values()], pd.Index([*articles], name="article", dtype="str"), columns),
        sentences=pd.DataFrame(sentences, columns=["article", "sentence", "start", "end", "text"]),
        links=pd.DataFrame(list(links), columns=["article", "other", "relation", "evidence"]),
        refusals=pd.DataFrame(columns=["page", "reason"]),
        lexicon=lexicon or shipped(),
    )


# --- Answers and figures -----------------------------------------------------------------------------------------------


def lines_of(index, query, mode="guess", outlet="all", form="all", window=50, **order):
    """The concordance of a query."""
    return index.context(index.ordered(index.hits(query, mode, outlet, form).places, **order), window)


def unpaired(name: str, folder: str | Path = "figures") -> str | None:
    """Return why `name`.png is not the picture that `save` drew of `name`.csv; None if it is.

    Digests reveal a file that was changed without the other, and a picture that was edited, without any history of the
    files. A figure drawn again by `save` from the same table is a pair.
    """
    # Here, since most tests draw nothing.
    from PIL import Image

    from helpers.figures import files

    png, csv = (ROOT / folder / f"{name}{suffix}" for suffix in (".png", ".csv"))
    for path in (png, csv):
        if not path.is_file():
            return f"{path.name} is missing"
    with Image.open(png) as image:
        picture, seals = files._picture_digest(image), image.info
    if files.TABLE_SEAL not in seals or files.PICTURE_SEAL not in seals:
        return f"{png.name} was not written by figures.save, or by an earlier one: run its notebook"
    if seals[files.TABLE_SEAL] != files._digest(csv.read_bytes()):
        return f"{png.name} shows another table than {csv.name}: run its notebook"
    if seals[files.PICTURE_SEAL] != picture:
        return f"the picture in {png.name} was changed after it was drawn: run its notebook"
    return None


# --- Made notebooks -----------------------------------------------------------------------------------------------------


def markdown(text):
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def shown(kind="text/plain", value="1", **more):
    """An output with data of one kind or several."""
    return {"output_type": "display_data", "data": {kind: value} | more, "metadata": {}}


def code(text, *outputs):
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": list(outputs), "source": text}


def parsed(cell):
    """Statements of a code cell; none if it is not plain Python."""
    try:
        return ast.parse("".join(cell["source"])).body
    except SyntaxError:
        return []


def figure_names(notebook):
    """Yield the name that each `figures.save(...)` of a notebook is given; None where it is not a plain string."""
    for cell in (cell for cell in notebook["cells"] if cell["cell_type"] == "code"):
        for node in (node for statement in parsed(cell) for node in ast.walk(statement)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "figures.save":
                name, *_ = [*node.args[2:3], *(word.value for word in node.keywords if word.arg == "name")]
                yield getattr(name, "value", None)


def notebook_of(*cells, title="00 Toy"):
    """A notebook of these cells, as a run stores it."""
    for number, cell in enumerate(cells, 1):
        cell["id"] = f"cell-{number:02}"
    for count, cell in enumerate((cell for cell in cells if cell["cell_type"] == "code"), 1):
        cell["execution_count"] = count
    metadata = copy.deepcopy(METADATA) | {"title": title}
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def module(path: Path):
    """Import a file outside the package: run.py, or a script of `benchmarks/`."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def script(name: str):
    return module(ROOT / "benchmarks" / f"{name}.py")


def front_door():
    return module(ROOT / "run.py")
