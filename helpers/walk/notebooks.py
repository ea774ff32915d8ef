"""The notebooks of a walk: made from the templates beside this module, run here, and shown in the report.

A template is Markdown; each block of Python becomes a code cell, the text between two blocks a Markdown cell.
"""

import ast
import re
import warnings
from contextlib import chdir
from pathlib import Path

import pandas as pd
from IPython.core.formatters import DisplayFormatter
from matplotlib import rc_context
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.texts.hygiene import shown
from helpers.walk.parts import Part
from helpers.walk.places import FAULTS

TEMPLATES = sorted((Path(__file__).resolve().parent / "templates").glob("*.md"))
_BLOCK = re.compile(r"^```python\n(.*?)^```\n", re.M | re.S)
_OPTIONS = ("display.html.use_mathjax", "display.max_colwidth", "display.unicode.east_asian_width")
# Characters with a meaning in Markdown or HTML.
_ACTIVE = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def made(template: Path) -> NotebookNode:
    """The notebook of a template, not yet run."""
    pieces = map(str.strip, _BLOCK.split(template.read_text(encoding="utf-8")))
    kinds = new_markdown_cell, new_code_cell
    cells = [kinds[number % 2](piece, id=f"cell-{number:02}") for number, piece in enumerate(pieces) if piece]
    return new_notebook(cells=cells)


def executed(notebook: NotebookNode, folder: Path) -> list[Part]:
    """Run the notebook in `folder`, in this process; store the outputs of its cells, and the results in its opening.

    Returns the parts that its cells computed, in order. A cell that fails is reported there and the next ones are run;
    errors of the study or the disk are raised.
    """
    formatter, names = DisplayFormatter(), {"__name__": "__main__"}
    options = [part for name in _OPTIONS for part in (name, pd.get_option(name))]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    # The caller keeps its own figure style; the report, not warnings, says what could not be read.
    with chdir(folder), rc_context(), pd.option_context(*options), warnings.catch_warnings(action="ignore"):
        for number, cell in enumerate(code, 1):
            cell.execution_count, cell.outputs = number, []
            try:
                value = _value(cell.source, f"cell {number}", names)
                if value is not None:
                    data, about = formatter.format(value)
                    cell.outputs = [new_output("execute_result", data, metadata=about, execution_count=number)]
            except (*FAULTS, OSError):
                raise
            except Exception as error:
                broken = f"Cell {number} of this notebook failed ({type(error).__name__}: {error}). The others ran."
                cell.outputs = [new_output("error", ename=type(error).__name__, evalue=str(error))]
                names[f"broken {number}"] = Part(f"cell {number}", missing=broken, failed=broken)
    parts = [value for value in names.values() if isinstance(value, Part)]
    opening = notebook.cells[0]
    # Reasons for missing figures come last.
    said = [sentence for part in parts for sentence in part.said] + [part.missing for part in parts if part.missing]
    opening.source = opening.source.replace("ANSWER", "\n".join(f"* {plain(sentence)}" for sentence in said))
    return parts


def _value(source: str, name: str, names: dict) -> object:
    """Run a cell and return the value of its last line."""
    tree = ast.parse(source)
    last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), names)
    return eval(compile(last, name, "eval"), names) if last else None


def plain(words: str) -> str:
    """Escape words for Markdown, so that they are shown as they are written.

    >>> plain("<b>2 * 3</b> of [this](x)")
    '\\\\<b\\\\>2 \\\\* 3\\\\</b\\\\> of \\\\[this\\\\](x)'
    """
    return _ACTIVE.sub(r"\\\1", " ".join(shown(words).split()))
