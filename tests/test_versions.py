"""Notebooks run at once, and the line at the foot of each names what requirements.txt pins."""

import os
import re
import tomllib
from importlib.metadata import PackageNotFoundError

import nbformat
import pytest

from helpers.corpora.pages import ROOT
from helpers.notebooks import runs, versions


def test_each_decisive_package_is_pinned_once_for_every_python_and_system_and_named_so():
    line = versions.made_with().data
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for name in versions.DECISIVE:
        pins = re.findall(rf"^{name}==(.+)$", requirements, re.M)
        assert len(pins) == 1 and ";" not in pins[0], f"{name} is not pinned to one release"
        assert f", {name} {pins[0]}" in line
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"helpers {project['version']}," in line


def test_the_line_tells_the_installed_releases(monkeypatch):
    monkeypatch.setattr(versions, "version", lambda package: f"of {package}")
    line = versions.made_with().data
    assert line.startswith("*Made with helpers of shanghai-spirit-notebooks, jieba of jieba, ")
    assert line.endswith("wordcloud of wordcloud; `requirements.txt` pins these and every other package.*")


def test_a_package_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setattr(versions, "DECISIVE", ("no-such-package",))
    with pytest.raises(PackageNotFoundError, match="no-such-package"):
        versions.made_with()


@pytest.mark.skipif(os.cpu_count() == 1, reason="one core runs one notebook at a time")
def test_notebooks_run_at_once_and_one_that_fails_stays_as_it_was(tmp_path, capsys):
    """Each waits until the other has begun; the second fails then."""
    for name, other, then in (("a", "b", "print('met')"), ("b", "a", "1 / 0")):
        code = (
            "import time; from pathlib import Path\n"
            f"Path('{name}.begun').touch()\nwhile not Path('{other}.begun').exists(): time.sleep(0.02)\n{then}"
        )
        cells = [nbformat.v4.new_code_cell(code, id="cell-01")]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / f"{name}.ipynb")
    failing = (tmp_path / "b.ipynb").read_bytes()
    assert runs.main([str(tmp_path / "a.ipynb"), str(tmp_path / "b.ipynb"), "--cell-seconds=60"]) == 1
    assert "met" in (tmp_path / "a.ipynb").read_text() and (tmp_path / "b.ipynb").read_bytes() == failing
    said = capsys.readouterr()
    assert "[1/2] a: 1 cells" in said.out and "[2/2] b: FAILED" in said.out
    assert re.search(r"b\.ipynb, cell 1 of 1 failed(?s:.)*ZeroDivisionError(?s:.)*b\.ipynb stays as it was", said.err)
    assert {path.suffix for path in tmp_path.iterdir()} == {".ipynb", ".begun"}
