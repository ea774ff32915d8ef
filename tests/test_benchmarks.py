"""The stored run of the benchmark, the corpora it is made on, and the picture of it."""

import importlib.util
import json

import pandas as pd
import pytest

from helpers import figures
from helpers.corpora import stories
from helpers.corpora.pages import ROOT
from helpers.notebooks import benchmarks
from helpers.notebooks.benchmarks import held_to_targets, results


def script(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate, run = script("generate"), script("run")


@pytest.fixture(scope="module")
def stored():
    return results()


def test_the_stored_run_is_whole(stored):
    """Every group and column of the script, one day, one kind of machine; what is not measured says why."""
    assert list(stored.columns) == run.COLUMNS
    assert list(dict.fromkeys(stored["group"])) == list(run.GROUPS)
    assert stored["date"].nunique() == stored["machine"].nunique() == 1
    assert (stored.loc[stored["ratio"].isna(), "note"].str.startswith("not measured")).all()
    assert not stored.duplicated(["measure", "other", "size"]).any()
    assert not any("/" in str(cell) for cell in stored["machine"])


def test_reached_is_what_ratio_and_target_say(stored):
    held = held_to_targets(stored)
    assert len(held) == (stored["target"].notna() & stored["ratio"].notna()).sum()
    assert ((held["margin"] >= 1) == held["reached"]).all()


def test_without_a_stored_run_the_remedy_is_named(tmp_path):
    with pytest.raises(
        FileNotFoundError, match=r"none.csv: no run is stored; `python benchmarks/run.py` makes one"
    ):
        benchmarks.results(tmp_path / "none.csv")


def test_one_seed_is_one_corpus(tmp_path):
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        generate.write(tmp_path / name, characters=60_000, seed=seed)
    one, again, other = (tmp_path.joinpath(name).read_bytes() for name in ("one", "again", "other"))
    assert one == again != other
    rows = [json.loads(line) for line in one.decode().splitlines()]
    assert 60_000 <= sum(len(row["text"].encode()) for row in rows) < 70_000
    assert len({row["text"] for row in rows}) == len({row["id"] for row in rows}) == len(rows)


def test_reprints_are_reprints_and_nothing_else_is():
    rows = pd.DataFrame(generate.articles(number=400, seed=3, reprints=0.05)).set_index("id")
    rows["language"] = rows["text"].str.contains("[\u4e00-\u9fff]").map({True: "zh", False: "en"})
    planted = {tuple(sorted(pair)) for pair in rows.loc[rows["reprint_of"] != "", "reprint_of"].items()}
    similar = stories.similar_pairs(rows)
    found = set(zip(similar["article"], similar["other"], strict=True))
    assert len(planted) > 10
    assert planted <= found
    # Two reprints of one article resemble each other; nothing else does.
    source = rows["reprint_of"].where(rows["reprint_of"] != "", rows.index.to_series())
    assert all(source[one] == source[other] for one, other in found)


def test_target_dots_show_every_target():
    rows = {"group": ["a", "a", "b"], "measure": list("xyz"), "other": ["jieba", None, "re"], "size": "1 MB"}
    numbers = {
        "ratio": [9.0, 2.0, 0.5],
        "target": [8.0, 1.0, 1.0],
        "better": ["higher", "lower", "higher"],
        "reached": [True, False, False],
    }
    held = held_to_targets(pd.DataFrame(rows | numbers))
    ax = figures.target_dots(held, "Two of three are missed").axes[0]
    marks = [line for line in ax.lines if line.get_marker() == "o"]
    assert [line.get_xdata()[0] for line in marks] == held["margin"].tolist() == [1.125, 0.5, 0.5]
    assert [line.get_markerfacecolor() == "white" for line in marks] == [False, True, True]
    assert [text.get_text() for text in ax.get_yticklabels()] == ["x: jieba", "y: 1 MB", "z: re"]
    beside = [text.get_text() for text in ax.child_axes[0].get_yticklabels()]
    assert beside == ["9 (at least 8)", "2 (at most 1)", "0.5 (at least 1)"]
