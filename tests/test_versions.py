"""The line at the foot of each notebook names what requirements.txt pins."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError

import pytest

from helpers.corpora.pages import ROOT
from helpers.notebooks import versions


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
