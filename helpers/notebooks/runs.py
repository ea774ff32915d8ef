"""Run the notebooks in place; a second clean run changes no byte.

`python -m helpers.notebooks` runs all of them, `python -m helpers.notebooks notebooks/02-timeline.ipynb` one.
"""

import argparse
import json
import os
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from traitlets.config import Config

from helpers.corpora.pages import ROOT
from helpers.texts.progress import say

CELL_SECONDS = 300
# Kernels that run at the same time, each on a core; each takes a third of a gigabyte.
_AT_ONCE = 4
FORMAT, FORMAT_MINOR = 4, 5
# The exact version of Python is left out, since it differs between machines.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
# A widget is drawn again when its cell runs; the stored part would be a random identifier.
WIDGET = "application/vnd.jupyter.widget-view+json"
_TERMINAL_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class NotebookError(RuntimeError):
    """A notebook that cannot be read, run or shown. The message names it, the cell or figure, and the reason."""


def read(path: Path) -> nbformat.NotebookNode:
    """Read the notebook at `path`; cells without an identifier get a reproducible one.

    Raises `NotebookError` if the file is not a notebook of format 4.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.get("nbformat") != FORMAT:
            raise NotebookError(f"{path}: not a notebook of format {FORMAT}; open it in JupyterLab and save it.")
        content["nbformat_minor"] = max(content["nbformat_minor"], FORMAT_MINOR)
        for number, cell in enumerate(content["cells"], 1):
            cell.setdefault("id", f"cell-{number:02}")
        notebook = nbformat.reads(json.dumps(content), as_version=FORMAT)
        nbformat.validate(notebook)
    except (ValueError, AttributeError, KeyError, TypeError, nbformat.ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise NotebookError(f"{path}: not a notebook ({reason}); open it in JupyterLab and save it.") from None
    return notebook


def clean(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Remove in place what differs between runs or machines: times, versions, widget state.

    The metadata keep the kernel, the language and the title, which is the heading of the first cell.

    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cell = new_code_cell("1", id="a", metadata={"tags": ["kept"], "execution": {"at": "09:00"}})
    >>> cleaned = clean(new_notebook(cells=[cell], metadata={"widgets": {}}))
    >>> cleaned.cells[0].metadata, sorted(cleaned.metadata)
    ({'tags': ['kept']}, ['kernelspec', 'language_info'])
    """
    # A notebook that nbformat did not read has a list of lines as source.
    heading = re.match("# (.+)", "".join(notebook.cells[0].source)) if notebook.cells else None
    title = {"title": heading[1]} if heading else {}
    notebook.metadata = nbformat.from_dict(METADATA | title)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({key: cell.metadata[key] for key in ("tags",) if key in cell.metadata})
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
    return notebook


def as_text(notebook: nbformat.NotebookNode) -> str:
    """The text of the file that stores the notebook."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def run(path: Path, cell_seconds: int = CELL_SECONDS) -> int:
    """Run the notebook from the top in a fresh kernel in its folder, store it, and return the number of its cells.

    The file is replaced only if all cells succeed. A cell may take `cell_seconds`. Raises `NotebookError` with the cell
    and its traceback.
    """
    notebook = read(path)
    current = 0

    def at_cell(cell: nbformat.NotebookNode, cell_index: int) -> None:
        nonlocal current
        current = cell_index + 1

    # Without this ipykernel warns at each start that its local socket is not encrypted.
    config = Config(KernelManager={"transport_encryption": "auto"})
    client = NotebookClient(
        notebook,
        timeout=cell_seconds,
        kernel_name=METADATA["kernelspec"]["name"],
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        on_cell_start=at_cell,
        config=config,
    )
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "kernel.log").open("w+b") as log:
        # An IPython folder of its own, so that the user's start-up files are not run.
        variables = {"PYTHONHASHSEED": "0", "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
        try:
            client.execute(env=os.environ | variables | {"IPYTHONDIR": folder}, stderr=log)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            log.seek(0)
            last_words = log.read().decode("utf-8", "replace") if isinstance(error, DeadKernelError) else ""
            reason = _TERMINAL_COLOUR.sub("", f"{error}\n{last_words}").strip()
            raise NotebookError(f"{path.name}, cell {current} of {len(notebook.cells)} failed:\n\n{reason}") from None
    store(notebook, path)
    return len(notebook.cells)


def store(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Write the cleaned notebook by renaming, so that an interruption leaves the old file or the new one."""
    text = as_text(clean(notebook)).encode("utf-8")
    if path.exists() and path.read_bytes() == text:
        return
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(text)
    beside.replace(path)


def main(words: list[str] | None = None) -> int:
    """Run the notebooks named, or all of them, some at once, whether or not one fails; 0 if each went well."""
    parser = argparse.ArgumentParser(prog="python -m helpers.notebooks", description="Run notebooks in place.")
    parser.add_argument("notebooks", nargs="*", type=Path, help="files to run (default: all of notebooks/)")
    parser.add_argument("--cell-seconds", type=int, default=CELL_SECONDS, help="the longest a cell may take")
    options = parser.parse_args(words)
    if lost := [str(path) for path in options.notebooks if not path.is_file()]:
        parser.error(f"no such file: {', '.join(lost)}")
    chosen = options.notebooks or sorted((ROOT / "notebooks").glob("*.ipynb"))
    if not chosen:
        print("notebooks/ holds no notebook.")
    failures = []

    def one(numbered: tuple[int, Path]) -> None:
        number, path = numbered
        label = f"[{number}/{len(chosen)}] {path.stem}"
        begin = time.monotonic()
        try:
            cells = run(path, options.cell_seconds)
        except (NotebookError, OSError) as error:
            failures.append(f"{error}\n{path.name} stays as it was.")
            result = "FAILED"
        else:
            result = f"{cells} cells"
        say(f"{label}: {result}, {time.monotonic() - begin:.1f} s")

    with ThreadPoolExecutor(min(os.cpu_count() or 1, _AT_ONCE)) as kernels:
        try:
            list(kernels.map(one, enumerate(chosen, 1)))
        except BaseException:
            kernels.shutdown(wait=False, cancel_futures=True)
            for process in psutil.Process().children(recursive=True):
                process.kill()
            raise
    for failure in sorted(failures):
        print(f"\n{failure}", file=sys.stderr)
    return 1 if failures else 0
