"""The gallery in figures/README.md: every figure with its finding, its reading, its notebook section and its table.

`python -m helpers.notebooks.galleries` writes it from the stored notebooks alone, so that the two agree. It also writes
notebooks/TERMS.md, the page of terms and persons, which `seeds/study/terms.py` makes from the corpus.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from runpy import run_path
from typing import NamedTuple
from urllib.parse import quote

import pandas as pd

from helpers.corpora import load_corpus
from helpers.corpora.pages import ROOT, PageError
from helpers.lexicon import LexiconError
from helpers.notebooks.runs import NotebookError, read
from helpers.texts.numerals import counted
from helpers.texts.progress import say

README = "README.md"
# The text that `figures.save` stores with a picture: its title and the name of its file.
_FIGURE = re.compile(r"(.*) \((\d\d[\w-]+)\.png\)", re.S)
_INTRODUCTION = """\
# Figures

{count} figures, each with its finding, how the notebook reads it, the section that draws it, and the table it shows.
Each figure says what its colours mean; in plots of dots an open mark is mostly a digest that a machine wrote.
The foot line says what a picture folds or leaves out; its table has it all. `figures.save` writes the two together; this page is written by `python -m helpers.notebooks.galleries`, not by hand.
"""


class Entry(NamedTuple):
    """A figure: its file name without suffix, its finding, its section heading (or empty), its reading."""

    name: str
    title: str
    section: str
    caption: str


def entries(notebook: dict, label: str) -> Iterator[Entry]:
    """Yield the figures of a notebook that was run (as parsed JSON), in order; `label` is its file name.

    The name and the title are in the text that `figures.save` stored with the picture, the caption is the first
    paragraph after it. Raises `NotebookError` for a figure without prose after it.
    """
    section, cells = "", notebook["cells"]
    for number, cell in enumerate(cells):
        if cell["cell_type"] == "markdown":
            headings = re.findall(r"^#{2,6} +(.+?)\s*$", "".join(cell["source"]), re.M)
            section = headings[-1] if headings else section
            continue
        texts = ("".join(output.get("data", {}).get("text/plain", "")) for output in cell["outputs"])
        for title, name in (figure.groups() for figure in map(_FIGURE.fullmatch, texts) if figure):
            prose = next((other for other in cells[number + 1 :] if other["cell_type"] == "markdown"), None)
            reading = caption("".join(prose["source"])) if prose else ""
            if not reading:
                raise NotebookError(f"{label}: no prose reads the figure {name!r}; write a sentence after it.")
            # The gallery is in figures/, so links relative to the notebook need its folder.
            reading = re.sub(r"\]\((?=#)", f"](../notebooks/{label}", reading)
            yield Entry(name, title, section, re.sub(r"\]\((?!\.\./|[a-z]+:)", "](../notebooks/", reading))


def caption(prose: str) -> str:
    """The first paragraph of Markdown that is not a heading; after a legend in italics also the next paragraph.

    Sentences that end in a colon announce something in the notebook and are left out.

    >>> caption("*Marks: texts.*\\n\\nTwo clusters.\\nThe next table:\\n\\nMore.\\n\\n## Limits")
    '*Marks: texts.*\\n\\nTwo clusters.'
    >>> caption("## Rank\\n\\nIt falls.")
    'It falls.'
    """
    between_headings = re.split(r"^#{1,6} .*$", prose, flags=re.M)
    text = next((part.strip() for part in between_headings if part.strip()), "")
    first, *others = re.split(r"\n\s*\n", text)
    read = [first, *others[:1]] if re.fullmatch(r"\*[^*].*[^*]\*", first, re.S) else [first]
    lines = [line for line in "\n\n".join(read).splitlines() if not line.rstrip().endswith(":")]
    return "\n".join(lines).strip()


def gallery(notebooks: list[Path], folder: Path) -> str:
    """The gallery of these notebooks as Markdown; `folder` holds the figures and their tables.

    Raises `NotebookError` as `entries` does, for a missing table or picture, and for a file that is not a notebook.
    """
    parts, count = [], 0
    for path in notebooks:
        notebook = read(path)
        found = list(entries(notebook, path.name))
        if not found:
            continue
        opening = "".join(notebook["cells"][0]["source"])
        heading = re.match(r"# (.+)", opening)
        question = re.search(r"^\*\*Question\.\*\* *(.+)$", opening, re.M)
        parts.append(f"## [{heading[1].strip() if heading else path.stem}](../notebooks/{path.name})")
        if question:
            parts.append(question[1].strip())
        parts += [_shown(entry, path.name, folder) for entry in found]
        count += len(found)
    return "\n\n".join([_INTRODUCTION.format(count=count).strip(), *parts]) + "\n"


def _shown(entry: Entry, label: str, folder: Path) -> str:
    """The gallery section of a figure in the notebook `label`: finding, picture, reading, place, table."""
    table = folder / f"{entry.name}.csv"
    if not table.is_file() or not table.with_suffix(".png").is_file():
        raise NotebookError(f"{label}: {table.name} or its picture is not in {folder.name}/; run the notebook.")
    rows = pd.read_csv(table)
    title = re.sub(r"([\\`*_\[\]<>])", r"\\\1", entry.title)
    # Jupyter names headings as written, with hyphens for spaces.
    fragment = "#" + quote(re.sub(r"[*`]", "", entry.section).replace(" ", "-")) if entry.section else ""
    place = f"Drawn in [{entry.section or label}](../notebooks/{label}{fragment})"
    named = ", ".join(f"`{name}`" for name in rows)
    size = f"{counted(len(rows), 'row')} of {named}"
    shown = f"{place} · table: [{table.name}]({table.name}), {size}"
    return f"### {title}\n\n![{title}]({entry.name}.png)\n\n{entry.caption}\n\n{shown}"


def main() -> int:
    """Write notebooks/TERMS.md and figures/README.md; return 0 if the corpus was read and every figure is shown."""
    names = ("notebooks/TERMS.md", f"figures/{README}")
    try:
        terms = run_path(str(ROOT / "seeds/study/terms.py"))["terms_page"](load_corpus(ROOT / "seeds"))
        figures = gallery(sorted((ROOT / "notebooks").glob("*.ipynb")), ROOT / "figures")
    except (NotebookError, PageError, LexiconError) as error:
        print(f"{' and '.join(names)} stay as they were: {error}", file=sys.stderr)
        return 1
    for name, text in zip(names, (terms, figures), strict=True):
        (ROOT / name).write_bytes(text.encode("utf-8"))
        say(f"Wrote {name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
