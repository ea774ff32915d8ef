"""The pipeline on Dask: the numbers of the single process, whatever is broken on the way."""

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import warnings
from pathlib import Path

import cloudpickle
import numpy as np
import pandas as pd
import pytest
from conftest import quiet_corpus
from dask.distributed import Client, LocalCluster

from helpers import comparisons, load_corpus, measures, scale, tokenize
from helpers.corpora import corpus as corpora
from helpers.corpora.pages import ROOT, PageError
from helpers.corpora.tables import read_table
from helpers.lexicon import LexiconError
from helpers.mentions import frames
from helpers.mentions.concepts import find_concepts
from helpers.scale import runs

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def client():
    """A cluster inside this process: it takes no time to start, and what a test patches is patched in its worker."""
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The seeds and pages of other kinds, one of which cannot be read."""
    place = tmp_path_factory.mktemp("pages")
    for path in [*(ROOT / "seeds").glob("*.txt"), *(HERE / "pages").glob("0*.txt")]:
        shutil.copy(path, place)
    (place / "zz-empty.txt").write_bytes(b"")
    return place


@pytest.fixture(scope="module")
def single(folder):
    return quiet_corpus(folder, on_error="skip")


@pytest.fixture(scope="module")
def large(folder, client, tmp_path_factory):
    return scale.run(folder, tmp_path_factory.mktemp("run"), client, pages=4)


# The numbers of the single process ------------------------------------------------------------------------------------


def test_articles_and_problems_are_the_same(single, large):
    assert len(list(large.folder.glob("done/*"))) == 4
    ours = single.articles.drop(columns=["text", "same_story"])
    # A cut reprint is known by the text it was cut from, which may lie in another part.
    columns = [name for name in ours if name not in ("form", "truncated")]
    pd.testing.assert_frame_equal(large.articles[columns], ours[columns], check_dtype=False)
    ours = [*zip(single.problems["page"], single.problems["problem"], strict=True)]
    found = [*zip(large.problems["page"], large.problems["problem"], strict=True)]
    assert [row for row in found if row[0] != "zz-empty.txt"] == ours
    assert "the file is empty" in dict(found)["zz-empty.txt"]


def test_tokens_lie_by_month_and_are_the_same(single, large):
    expected = tokenize(single)
    published = single.articles["published"]
    months = published.dt.strftime("%Y-%m").fillna("undated")
    assert large.months() == sorted(set(months))
    parts = {month: large.tokens(month) for month in large.months()}
    for month, part in parts.items():
        assert set(months[part["article"].astype(str).unique()]) == {month}
    found = pd.concat([part.astype({"article": str, "token": str, "term": str}) for part in parts.values()])
    keys = ["article", "sentence", "start"]
    expected = expected.astype({"article": str, "token": str, "term": str}).sort_values(keys, ignore_index=True)
    pd.testing.assert_frame_equal(found.sort_values(keys, ignore_index=True), expected, check_dtype=False)
    with pytest.raises(KeyError, match="no month '1999-01'; the months are"):
        large.tokens("1999-01")


@pytest.mark.parametrize("cells", [10**9, 1])
def test_keyness_is_the_same_added_up_at_once_or_by_turns(single, large, monkeypatch, cells):
    monkeypatch.setattr(runs, "_CELLS", cells)
    tokens = tokenize(single)
    for column in ["outlet", "language"]:
        expected = measures.keyness(tokens, single.articles[column])
        pd.testing.assert_frame_equal(large.keyness(column), expected)
    one = measures.keyness(tokens, single.articles["language"], "zh", "en", terms=["上海精神", "sco"])
    pd.testing.assert_frame_equal(large.keyness("language", "zh", "en", terms=["上海精神", "sco"]), one)
    with pytest.raises(KeyError, match="nearest terms"):
        large.keyness("language", terms="上海精魂")


@pytest.mark.parametrize("cells", [10**9, 400])
def test_dispersion_is_the_same_in_one_turn_or_many(single, large, monkeypatch, cells):
    monkeypatch.setattr(runs, "_CELLS", cells)
    tokens = tokenize(single)
    pd.testing.assert_frame_equal(large.dispersion(), measures.dispersion(tokens))
    expected = measures.dispersion(tokens, single.articles["outlet"], ["上海精神", "sco"])
    pd.testing.assert_frame_equal(large.dispersion("outlet", ["上海精神", "sco"]), expected)
    with pytest.raises(KeyError, match="nearest terms"):
        large.dispersion(terms="上海精魂")


def test_concepts_are_the_same(single, large):
    expected = find_concepts(single)
    pd.testing.assert_frame_equal(large.concepts(), expected, check_dtype=False)


def test_frame_shares_are_the_same(single, large):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        labels = frames.label_frames(single.sentences, single).labels
    expected = comparisons.frame_shares(labels, single.articles["outlet"], resamples=99)
    found = large.frame_shares("outlet", resamples=99)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)
    quick = large.frame_shares("outlet", resamples=0)
    assert quick[quick["unit"] == "sentences"]["low"].isna().all()
    keys = ["unit", "group", "frame"]
    columns = [*keys, "count", "n", "value", "articles"]
    pd.testing.assert_frame_equal(
        quick[columns].sort_values(keys, ignore_index=True), expected[columns].sort_values(keys, ignore_index=True),
        check_dtype=False,
    )  # fmt: skip


def table_of(folder, ids, text="The SCO grew. Mr. Li said so. 上海合作组织发展。"):
    path = folder / "export.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "outlet", "date"])
        for number, name in enumerate(ids):
            writer.writerow([name, f"{text} {number}.", "Xinhua", f"2025-0{number % 9 + 1}-01"])
    return read_table(path, rows=3)


def test_a_table_is_run_as_a_folder_is(tmp_path, client):
    table = table_of(tmp_path, "abcdefgh")
    single = load_corpus(table)
    large = scale.run(table, tmp_path / "run", client, engine="rjieba", frames=False)
    assert list(large.articles.index) == list("abcdefgh")
    expected = measures.frequency(tokenize(single)).set_index("term")["count"].sort_index()
    pd.testing.assert_series_equal(large.counts().set_index("term")["count"], expected, check_dtype=False)
    assert large.counts("outlet")["group"].unique().tolist() == ["Xinhua News Agency"]


def test_ids_that_stand_twice_in_two_parts_are_named(tmp_path, client):
    with pytest.raises(PageError, match="'a' twice in column 'id'"):
        scale.run(table_of(tmp_path, "abcda"), tmp_path / "run", client)


# What goes wrong on the way -------------------------------------------------------------------------------------------


def stamps(folder):
    return {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*.parquet"))}


def test_finished_parts_are_not_done_again(tmp_path, client):
    table = table_of(tmp_path, "abcdefgh")
    run = scale.run(table, tmp_path / "run", client, frames=False)
    before = stamps(run.folder)
    scale.run(table, run.folder, client, frames=False)
    assert stamps(run.folder) == before
    (run.folder / "done" / "part-000001.json").unlink()
    scale.run(table, run.folder, client, frames=False)
    done_again = {path.stem for path, stamp in stamps(run.folder).items() if stamp != before[path]}
    assert done_again == {"part-000001"}
    # Other switches, other rows: those parts are made anew, and what is no longer there is forgotten.
    shorter = table_of(tmp_path, "abcdxy")
    after = scale.run(shorter, run.folder, client, frames=False)
    assert list(after.articles.index) == list("abcdxy")
    assert not list(run.folder.rglob("part-000002*"))
    assert sum(len(after.tokens(month)) for month in after.months()) == len(tokenize(load_corpus(shorter)))


def snapshot(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_folder_that_holds_another_run_is_refused_and_left_as_it_is(tmp_path, client):
    for name, ids in {"first": "abcdef", "second": "xy"}.items():
        (tmp_path / name).mkdir()
        table_of(tmp_path / name, ids)
    table, other = (read_table(tmp_path / name / "export.csv", rows=3) for name in ("first", "second"))
    run = scale.run(table, tmp_path / "run", client, frames=False)
    before = snapshot(run.folder)
    with pytest.raises(scale.ScaleError, match=r"first.export\.csv', not of source '.*second.export\.csv': choose"):
        scale.run(other, run.folder, client, frames=False)
    with pytest.raises(scale.ScaleError, match="made of engine 'jieba', not of engine 'rjieba': choose another"):
        scale.run(table, run.folder, client, engine="rjieba", frames=False)
    assert snapshot(run.folder) == before
    assert len(scale.run(table, run.folder, client, frames=False).articles) == 6
    # Where the note is lost, a run is not mixed with another either.
    (run.folder / "made-of.json").unlink()
    with pytest.raises(scale.ScaleError, match="a source that it does not name"):
        scale.run(table, run.folder, client, frames=False)


def test_a_folder_of_pages_may_grow_but_not_be_another(tmp_path, client):
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    for name, page in {"pages": seeds[2], "others": seeds[3]}.items():
        (tmp_path / name).mkdir()
        shutil.copy(page, tmp_path / name)
    options = {"engine": "rjieba", "concepts": False, "frames": False}
    with pytest.raises(FileNotFoundError):
        scale.run(tmp_path / "paegs", tmp_path / "run", client, **options)
    # A slip of the pen binds nobody: nothing is finished there yet.
    few = len(scale.run(tmp_path / "pages", tmp_path / "run", client, **options).articles)
    with pytest.raises(scale.ScaleError, match=r"pages', not of source '.*others'"):
        scale.run(tmp_path / "others", tmp_path / "run", client, **options)
    with pytest.raises(scale.ScaleError, match="made of pages 200, not of pages 1: "):
        scale.run(tmp_path / "pages", tmp_path / "run", client, pages=1, **options)
    shutil.copy(seeds[4], tmp_path / "pages")
    assert len(scale.run(tmp_path / "pages", tmp_path / "run", client, **options).articles) > few


def test_a_study_and_the_order_of_days_count_in_a_large_run_too(tmp_path, client):
    pages = tmp_path / "pages"
    (pages / "study").mkdir(parents=True)
    page = "A title\nDate: 03/04/2025\n\nThe seaside library has reopened. The director said that it would stay open late.\n"
    (pages / "a.txt").write_text(page, encoding="utf-8")
    options = {"engine": "rjieba", "concepts": False, "frames": False, "day_first": True}
    run = scale.run(pages, tmp_path / "run", client, **options)
    assert run.articles.loc["000-01", "published"] == pd.Timestamp("2025-04-03")
    study = pages / "study" / "pages.csv"
    header = "page,article,title,outlet,published,language,words_by,reason\n"
    study.write_text(header + "a.txt,,Another,,,,,known\n", encoding="utf-8")
    # A part that was read with other tables is made anew.
    assert scale.run(pages, tmp_path / "run", client, **options).articles.at["000-01", "title"] == "Another"
    study.write_text(header + "b.txt,,Another,,,,,known\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"no page 'b\.txt' is here"):
        scale.run(pages, tmp_path / "run", client, **options)


def test_a_poisoned_article_does_not_sink_its_part(tmp_path, client, monkeypatch):
    table = table_of(tmp_path, "abcdef")
    whole = corpora.read_row

    def breaks(name, *arguments):
        if name == "b":
            raise RecursionError("too deep")
        return whole(name, *arguments)

    monkeypatch.setattr(corpora, "read_row", breaks)
    run = scale.run(table, tmp_path / "run", client, frames=False)
    assert list(run.articles.index) == list("acdef")
    poisoned = run.problems[run.problems["page"] == "b"]
    assert poisoned["problem"].tolist() == ["cannot be read (RecursionError: too deep)"]
    # What reading does not meet, but counting.
    cut = runs.tokenize
    monkeypatch.undo()

    def breaks_on_words(corpus, **options):
        if "b" in corpus.articles.index:
            raise RecursionError("too deep")
        return cut(corpus, **options)

    monkeypatch.setattr(runs, "tokenize", breaks_on_words)
    run = scale.run(table, tmp_path / "other", client, frames=False)
    assert list(run.articles.index) == list("acdef")
    poisoned = run.problems[run.problems["problem"] == "left out"]
    assert poisoned[["page", "value"]].to_numpy().tolist() == [["b", "RecursionError: too deep"]]


def test_what_one_page_or_row_breaks_on_ends_no_run(tmp_path, client):
    """Among them a part of nothing but such rows, and what only the writing of the tables meets."""
    rows = [
        {"id": "a", "text": "It grew.", "date": "2025-09-01 10:00+99:00"}, {"id": "b", "text": "Half \ud800 a pair."}, {"id": "", "text": "It grew."},
        *({"id": name, "text": ""} for name in "cde"), {"id": "f", "text": "It grew.", "date": "2025-09-01T02:00:00Z"},
    ]  # fmt: skip
    path = tmp_path / "export.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run = scale.run(read_table(path, rows=3), tmp_path / "run", client)
    assert list(run.articles.index) == ["a", "f"]
    assert run.articles["published"].tolist() == [pd.NaT, pd.Timestamp("2025-09-01 10:00")]
    assert set(run.problems["page"]) == {"a", "b", "row 3", "c", "d", "e", "f"}
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "empty.txt").write_bytes(b"")
    (pages / "gone.txt").symlink_to(tmp_path / "nowhere")
    run = scale.run(pages, tmp_path / "none", client)
    assert (len(run.articles), len(run.counts()), len(run.dispersion())) == (0, 0, 0)
    assert run.problems["page"].tolist() == ["empty.txt", "gone.txt"]


def test_a_full_disk_leaves_nothing_half_written(tmp_path, client, monkeypatch):
    table = table_of(tmp_path, "abcdef")
    written = pd.DataFrame.to_parquet

    def full(self, path, **options):
        if "part-000001" in str(path) and "counts" in str(path):
            Path(path).write_bytes(b"PAR1 half")
            raise OSError(28, "No space left on device")
        written(self, path, **options)

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    with pytest.raises(scale.ScaleError, match=r"part-000001\.parquet cannot be written \(No space left on device\)"):
        scale.run(table, tmp_path / "run", client, frames=False)
    files = [path for path in (tmp_path / "run").rglob("*") if path.is_file()]
    assert not [path for path in files if path.suffix not in (".parquet", ".json")]
    for path in files:
        if path.suffix == ".parquet":
            pd.read_parquet(path)
    monkeypatch.undo()
    assert len(scale.run(table, tmp_path / "run", client, frames=False).articles) == 6


def test_a_second_run_into_one_folder_refuses(tmp_path, client):
    table = table_of(tmp_path, "abc")
    (tmp_path / "run").mkdir()
    lock = tmp_path / "run" / "running.json"
    with runs._Lock(tmp_path / "run"):
        with pytest.raises(scale.ScaleError, match=f"another run writes here \\(process {os.getpid()} on"):
            scale.run(table, tmp_path / "run", client)
        assert lock.exists()
    assert not lock.exists()
    # The lock of a process that was killed does not count.
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    lock.write_text(json.dumps({"host": socket.gethostname(), "process": gone.pid}))
    assert len(scale.run(table, tmp_path / "run", client, frames=False).articles) == 3
    assert not lock.exists()


def killed_once(marker, work, *arguments):
    if arguments[0] == 1 and not Path(marker).exists():
        Path(marker).touch()
        os._exit(1)
    return work(*arguments)


class Killing:
    """A client whose second part kills the worker that begins it."""

    def __init__(self, client, marker):
        self.client, self.marker = client, str(marker)

    def submit(self, work, *arguments, **options):
        return self.client.submit(killed_once, self.marker, work, *arguments, **options)

    def scheduler_info(self, **options):
        return self.client.scheduler_info(**options)


def test_what_a_killed_worker_held_is_done_by_the_others(tmp_path):
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    table = table_of(tmp_path, "abcdefghi")
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as cluster,
        Client(cluster) as client,
    ):
        run = scale.run(table, tmp_path / "run", Killing(client, tmp_path / "killed"), frames=False)
    assert (tmp_path / "killed").exists()
    assert list(run.articles.index) == list("abcdefghi")
    counted = np.sort(run.counts()["count"].to_numpy())
    assert counted.tolist() == np.sort(measures.frequency(tokenize(load_corpus(table)))["count"].to_numpy()).tolist()
