"""Runs on Dask: the same tables as a single process, even if something fails on the way."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import cloudpickle
import pandas as pd
import pytest
from conftest import break_on, quiet_corpus, refuses, script, write_pages
from dask.distributed import Client, LocalCluster

from helpers import load_corpus, measures, scale, tokenize, walk
from helpers.corpora import corpus as corpora
from helpers.corpora.pages import ROOT, PageError
from helpers.corpora.tables import read_table
from helpers.lexicon import LexiconError
from helpers.scale import parts, runs
from helpers.scale.parts import OF_CORPUS

HERE = Path(__file__).parent
generate = script("generate")
quick = partial(scale.run, tables=())


@pytest.fixture(scope="module")
def client():
    """A cluster inside this process: it starts at once, and a patch of a test also holds in its worker."""
    one = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": ":0"}
    with LocalCluster(processes=False, **one) as cluster, Client(cluster) as client:
        yield client


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """The seeds and other pages, one of them unreadable, with a study beside them; and a table of generated articles
    with reprints and unordered ids."""
    folder = tmp_path_factory.mktemp("pages")
    for path in [*(ROOT / "seeds").glob("*.txt"), *(HERE / "pages").glob("0*.txt")]:
        shutil.copy(path, folder)
    shutil.copytree(ROOT / "seeds" / "study", folder / "study")
    (folder / "zz-empty.txt").write_bytes(b"")
    table = tmp_path_factory.mktemp("table") / "export.jsonl"
    rows = list(generate.articles(characters=100_000, seed=4, reprints=0.1))
    table.write_text("".join(json.dumps(row) + "\n" for row in reversed(rows)), encoding="utf-8")
    return {"folder": folder, "table": replace(read_table(table), rows=15)}


@pytest.fixture(scope="module", params=["folder", "table"])
def both(request, sources, client, tmp_path_factory):
    """The corpus in one process, and the run over it."""
    source = sources[request.param]
    run = scale.run(source, tmp_path_factory.mktemp("run"), client, pages=4)
    assert len(list(run.folder.glob("done/*"))) > 3
    return quiet_corpus(source, on_error="skip"), run


# The numbers of the single process ------------------------------------------------------------------------------------


def plain(table):
    """Remove the names of categories, which Parquet does not keep."""
    named = table.select_dtypes("category").items()
    return table.assign(**{name: column.cat.rename_categories([*column.cat.categories]) for name, column in named})


@pytest.mark.parametrize("name", OF_CORPUS)
def test_the_corpus_is_that_of_one_process(both, name):
    single, run = both
    pd.testing.assert_frame_equal(getattr(run.corpus, name), getattr(single, name))
    assert run.corpus.lexicon == single.lexicon


@pytest.mark.parametrize("name", [*scale.TABLES, "tokens", "words"])
def test_every_table_is_that_of_one_process(both, name):
    single, run = both
    expected = tokenize(single, compact=True) if name == "tokens" else scale.table_of(single, name)
    pd.testing.assert_frame_equal(run.table(name), plain(expected))
    if name == "voices" and len(single.links.query("relation == 'translation'")):
        assert (expected["form"] == "none").any()  # only the links of all articles show whom a digest erases


def test_what_was_not_made_is_named(both):
    refuses(KeyError, "no table 'date' in .*; there are actors, articles, concepts", both[1].table, "date")
    said = "tables are some of actors, concepts, .*, not 'date'"
    refuses(ValueError, said, scale.run, "seeds", "nowhere", tables=["date"])


def test_measures_of_the_words_are_those_of_the_tokens(both):
    single, run = both
    words, tokens = run.table("words"), tokenize(single)
    outlets, languages = single.articles["outlet"], single.articles["language"]
    same = pd.testing.assert_frame_equal
    same(measures.frequency(words), measures.frequency(tokens))
    by_language = languages, "zh", "en"
    same(measures.keyness(words, *by_language), measures.keyness(tokens, *by_language))
    same(measures.dispersion(words, outlets), measures.dispersion(tokens, outlets))


@pytest.mark.parametrize("least", [10**9, 1])
def test_a_large_corpus_is_read_in_parts_and_its_tables_are_the_same(sources, tmp_path, monkeypatch, client, least):
    monkeypatch.setattr(runs, "LARGE", least)
    monkeypatch.setattr(runs, "run", partial(scale.run, client=client))
    corpus, single = scale.corpus_of(sources["table"], tmp_path / "run"), quiet_corpus(sources["table"])
    assert (tmp_path / "run").exists() == (least == 1)
    pd.testing.assert_frame_equal(corpus.articles, single.articles)
    for name in ("dates", "words"):
        pd.testing.assert_frame_equal(plain(scale.table_of(corpus, name)), plain(scale.table_of(single, name)))


def test_a_walk_over_parts_writes_the_bytes_of_one_process(sources, tmp_path, monkeypatch, client):
    written = []
    for least in (10**9, 1):
        folder = tmp_path / str(least)
        folder.mkdir()
        path = shutil.copy(sources["table"].path, folder)
        monkeypatch.setattr(runs, "LARGE", least)
        monkeypatch.setattr(runs, "run", partial(scale.run, client=client))
        out = walk.run(path, folder / "walk").parent
        assert (out / "parts").exists() == (least == 1)
        files = [out / "report.html", out / "pages.csv", *out.glob("tables/*"), *out.glob("notebooks/*")]
        written.append({file.name: file.read_bytes() for file in files})
    assert written[0] == written[1] and len(written[0]) > 10


def table_of(folder, ids, text="The SCO grew. Mr. Li said so. 上海合作组织发展。"):
    path = folder / "export.csv"
    rows = [(name, f"{text} {number}.", "Xinhua", f"2025-0{number % 9 + 1}-01") for number, name in enumerate(ids)]
    pd.DataFrame(rows, columns=["id", "text", "outlet", "date"]).to_csv(path, index=False)
    return replace(read_table(path), rows=3)


def test_ids_that_stand_twice_in_two_parts_are_named(tmp_path, client):
    twice = table_of(tmp_path, "abcda")
    refuses(PageError, "'a' occurs twice in column 'id'", quick, twice, tmp_path / "run", client)


# Failures on the way ---------------------------------------------------------------------------------------------------


def stamps(folder):
    return {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*.parquet"))}


def test_finished_parts_are_not_done_again(tmp_path, client, monkeypatch):
    table = table_of(tmp_path, "abcdefgh")
    run = quick(table, tmp_path / "run", client)
    before = stamps(run.folder)
    quick(table, run.folder, client)
    assert stamps(run.folder) == before
    (run.folder / "done" / "part-000001.json").unlink()
    quick(table, run.folder, client)
    done_again = {path.stem for path, stamp in stamps(run.folder).items() if stamp != before[path]}
    assert done_again == {"part-000001"}
    # Other rows: their parts are made again, and missing ones are removed.
    shorter = table_of(tmp_path, "abcdxy")
    after = quick(shorter, run.folder, client)
    assert list(after.articles.index) == list("abcdxy")
    assert not list(run.folder.rglob("part-000002*"))
    assert len(after.table("tokens")) == len(tokenize(load_corpus(shorter)))
    # Other rules: all of them.
    before = stamps(run.folder)
    monkeypatch.setattr(parts, "package_digest", lambda *suffixes: "other rules")
    quick(shorter, run.folder, client)
    assert not set(before.items()) & set(stamps(run.folder).items())


def test_a_folder_that_holds_another_run_is_refused_and_left_as_it_is(tmp_path, client):
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    pages, others, folder = (tmp_path / name for name in ("pages", "others", "run"))
    for place, page in ((pages, seeds[2]), (others, seeds[3])):
        place.mkdir()
        shutil.copy(page, place)
    refuses(FileNotFoundError, "paegs", quick, tmp_path / "paegs", folder, client)
    # A mistyped source has no effect: nothing is finished there yet.
    few = len(quick(pages, folder, client).articles)
    before = stamps(folder)
    for source, options, message in [
        (others, {}, r"pages', not of source '.*others': choose another"),
        (table_of(tmp_path, "xy"), {}, r"pages', .* not of .* source '.*export\.csv'"),
        (pages, {"tables": ["dates"]}, r"made of tables \[\], not of tables \['dates'\]"),
        (pages, {"pages": 1}, "made of pages 200, not of pages 1: "),
    ]:
        refuses(scale.ScaleError, message, quick, source, folder, client, **options)
    assert stamps(folder) == before
    for name in ("pages", "workers"):
        refuses(ValueError, f"{name} is 1 or more, not 0", quick, pages, tmp_path / "new", client, **{name: 0})
    assert not (tmp_path / "new").exists()
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = r"file cannot be written \(.*\): make room or choose"
    refuses(scale.ScaleError, said, quick, pages, tmp_path / "file", client)
    # The order of `tables` does not matter; a single one may be a string.
    ordered = tmp_path / "ordered"
    quick(pages, ordered, client, tables=["modals", "concepts"])
    assert len(quick(pages, ordered, client, tables=["concepts", "modals"]).table("modals"))
    assert quick(pages, tmp_path / "one", client, tables="dates").table("dates") is not None
    shutil.copy(seeds[4], pages)  # one source may grow
    assert len(quick(pages, folder, client).articles) > few
    # Without the note a run is not mixed with another either.
    (folder / "made-of.json").unlink()
    refuses(scale.ScaleError, "a source that it does not name", quick, pages, folder, client)


def test_a_study_and_the_order_of_days_count_in_a_large_run_too(tmp_path, client):
    text = "The seaside library has reopened. The director said that it would stay open late."
    pages = write_pages(tmp_path / "pages", a=f"A title\nDate: 03/04/2025\n\n{text}\n")
    again = partial(quick, pages, tmp_path / "run", client, day_first=True)
    assert again().articles.loc["000-01", "published"] == pd.Timestamp("2025-04-03")
    correction = "page,article,title,outlet,published,language,words_by,reason\n{}.txt,,Another,,,,,known\n"
    write_pages(pages, study={"pages": correction.format("a")})
    # A part that was read with other tables is made again.
    assert again().articles.at["000-01", "title"] == "Another"
    write_pages(pages, study={"pages": correction.format("b")})
    refuses(LexiconError, r"no page 'b\.txt' is here", again)


@pytest.mark.parametrize("broken", ["b", "bf", "abcdef"])
@pytest.mark.parametrize(("module", "name"), [(corpora, "read_row"), (parts, "tokenize")])
def test_what_breaks_on_one_article_does_not_sink_its_part(tmp_path, client, monkeypatch, module, name, broken):
    def is_broken(given):
        return set(broken) & {*(given if isinstance(given, str) else given.articles.index)}

    break_on(monkeypatch, module, name, is_broken)
    run = quick(table_of(tmp_path, "abcdef"), tmp_path / "run", client)
    assert list(run.articles.index) == [name for name in "abcdef" if name not in broken]
    refused = run.table("refusals")
    assert refused["page"].tolist() == list(broken) and refused["reason"].str.contains("RecursionError: too deep").all()


def test_what_one_page_or_row_breaks_on_ends_no_run(tmp_path, client):
    """One part has only such rows, and one error appears only when tables are written."""
    texts = {"a": "It grew.", "b": "Half \ud800 a pair.", "": "It grew.", "c": "", "d": "", "e": "", "f": "It grew."}
    dates = {"a": "2025-09-01 10:00+99:00", "f": "2025-09-01T02:00:00Z"}
    rows = [json.dumps({"id": name, "text": text, "date": dates.get(name)}) for name, text in texts.items()]
    path = tmp_path / "export.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    run = scale.run(replace(read_table(path), rows=3), tmp_path / "run", client)
    assert list(run.articles.index) == ["a", "f"]
    assert run.articles["published"].tolist() == [pd.NaT, pd.Timestamp("2025-09-01 10:00")]
    assert set(run.table("refusals")["page"]) == {"b", "row 3", "c", "d", "e"}
    assert set(run.table("problems")["page"]) == {"a", "f"}
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "empty.txt").write_bytes(b"")
    (pages / "gone.txt").symlink_to(tmp_path / "nowhere")
    run = scale.run(pages, tmp_path / "none", client)
    assert (len(run.articles), len(run.table("words"))) == (0, 0)
    assert run.corpus.refusals["page"].tolist() == ["empty.txt", "gone.txt"]


def test_a_full_disk_leaves_nothing_half_written(tmp_path, client, monkeypatch):
    table = table_of(tmp_path, "abcdef")
    written = pd.DataFrame.to_parquet

    def full(self, path, **options):
        if "part-000001" in str(path) and "words" in str(path):
            Path(path).write_bytes(b"PAR1 half")
            raise OSError(28, "No space left on device")
        written(self, path, **options)

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    said = r"part-000001\.parquet cannot be written \(No space left on device\)"
    refuses(scale.ScaleError, said, quick, table, tmp_path / "run", client)
    assert {path.suffix for path in (tmp_path / "run").rglob("*") if path.is_file()} == {".parquet", ".json", ".lock"}
    for path in stamps(tmp_path / "run"):
        pd.read_parquet(path)
    monkeypatch.undo()
    assert len(quick(table, tmp_path / "run", client).articles) == 6


def test_a_second_run_into_one_folder_refuses(tmp_path, client):
    table, folder = table_of(tmp_path, "abc"), tmp_path / "run"
    holding = "from helpers.scale.folders import locked\nwith locked(Path(sys.argv[1])): input(1)"
    words = [sys.executable, "-c", f"import sys; from pathlib import Path; {holding}", folder]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as other:
        other.stdout.read(1)
        refuses(scale.ScaleError, "run: another run writes here", quick, table, folder, client)
        other.kill()
    # The system frees the lock of a killed process.
    assert len(quick(table, folder, client).articles) == 3


def killed(marker, work, *arguments):
    """Let the second part end the first worker that begins it."""
    if arguments[0] == 1 and not marker.exists():
        marker.touch()
        os._exit(1)
    return work(*arguments)


def test_what_a_killed_worker_held_is_done_by_the_next_or_named(tmp_path, monkeypatch):
    """With a single worker, since each start takes seconds; in the end it dies once too often."""
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    table = table_of(tmp_path, "abcdefghi")
    one = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": ":0", "silence_logs": 50}
    with LocalCluster(**one) as cluster, Client(cluster) as client:
        submit = client.submit
        monkeypatch.setattr(client, "submit", partial(submit, killed, tmp_path / "killed"))
        run = quick(table, tmp_path / "run", client)
        cluster.scheduler.allowed_failures = 0
        monkeypatch.setattr(client, "submit", partial(submit, killed, tmp_path / "again"))
        said = r"part 1 \(3 rows, d to f\) ended 1 workers, .* take it out"
        with pytest.raises(scale.ScaleError, match=said) as raised:
            quick(table, tmp_path / "other", client)
        assert raised.value.__suppress_context__
    assert (tmp_path / "killed").exists()
    assert list(run.articles.index) == list("abcdefghi")
    expected = measures.frequency(tokenize(load_corpus(table)))
    pd.testing.assert_frame_equal(measures.frequency(run.table("words")), expected)


def test_a_script_without_a_main_guard_is_told_so(tmp_path):
    table = table_of(tmp_path, "abc")
    path = tmp_path / "count.py"
    line = f"scale.run({str(table.path)!r}, {str(tmp_path / 'run')!r}, workers=1)"
    path.write_text(f"from helpers import scale\n{line}\n")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False, cwd=ROOT)
    said = done.stderr.splitlines()
    assert done.returncode and len(said) < 20
    assert "ScaleError: no process can be started" in said[-1] and "if __name__ == '__main__':" in said[-1]
