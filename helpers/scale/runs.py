"""Process a large corpus on Dask: read, segment, match and count, part by part.

A run is a folder. One worker reads each part of the corpus (some pages, or some rows of a table) and writes its tables
as Parquet; finished parts are not done again. No process holds more than one part and the tables that are asked for.
"""

import logging
import multiprocessing
import warnings
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import pandas as pd

from helpers.corpora import corrections, load_corpus
from helpers.corpora.corpus import Corpus, lexicon_of, parts_of_source, source_of
from helpers.corpora.tables import Table
from helpers.scale.folders import ScaleError, forget, is_finished, locked, note_source
from helpers.scale.parts import TABLES, fingerprint, parts_of, words_of, write_part
from helpers.scale.results import PartsCorpus, Run
from helpers.texts.progress import progress
from helpers.texts.tokens import tokenize

# Bytes of text (about a minute's work) from which two resumable processes are better than one.
LARGE = 20_000_000
PAGES = 200
# Saves a tenth of the time: nobody sees the dashboard for which workers collect these data.
_SETTINGS = {"distributed.worker.profile.enabled": False, "distributed.admin.tick.interval": "1s"}


def run(
    source: str | Path | Table,
    folder: str | Path,
    client=None,
    workers: int = 2,
    pages: int = PAGES,
    tables: Iterable[str] = tuple(TABLES),
    day_first: bool | None = None,
    columns: dict[str, str] | None = None,
) -> Run:
    """Read and segment `source` (as `load_corpus` does), write its `tables` into `folder`, and return the run.

    `tables` are some of `TABLES`; the corpus, its tokens and its words are always made. `day_first`, `columns` and the
    tables in the `study/` of the source work as in `load_corpus`.

    `client` is a Dask client; without one a cluster of `workers` processes on this machine is made and closed. A part
    has `pages` pages, or as many rows as the table reads at a time. Parts in `folder` that were made from the same
    pages by the same rules are kept, so an interrupted run goes on where it stopped. A page that cannot be read, or
    raises an error, is listed in `refusals`, and the rest of its part is done.

    Raises `ScaleError` if `folder` holds a run of another source or with other options, if another run writes to it, if
    a file cannot be written, or if a part ends its worker; `PageError` for ids that occur twice; `ValueError` for an
    unknown table, and for `pages` or `workers` below 1.
    """
    for name, number in {"pages": pages, "workers": workers}.items():
        if number < 1:
            raise ValueError(f"{name} is 1 or more, not {number}")
    asked = [tables] if isinstance(tables, str) else list(tables)
    if unknown := [name for name in asked if name not in TABLES]:
        raise ValueError(f"tables are some of {', '.join(TABLES)}, not {unknown[0]!r}")
    tables = [name for name in TABLES if name in asked]
    if client is None and getattr(multiprocessing.current_process(), "_inheriting", False):
        raise SystemExit(1)  # a worker that runs a script without a main guard; `_client` reports it
    source = source_of(source, columns, day_first)
    folder = Path(folder).expanduser()
    options = {"tables": tables, "day_first": day_first, "columns": columns}
    path, about = source, {"pages": pages}
    if isinstance(source, Table):
        path, about = source.path, {"columns": source.columns, "day_first": source.day_first, "rows": source.rows}
    with locked(folder):
        note_source(folder, {**options, "source": str(Path(path).expanduser().resolve()), **about})
        forget(folder, _work(client, workers, source, folder, pages, options))
    made = Run(folder, lexicon_of(source))
    corrections.check(made.articles, made.table("refusals"), made.table("problems"), made.lexicon)
    return made


def corpus_of(
    source: str | Path | Table, folder: str | Path, day_first: bool | None = None, columns: dict[str, str] | None = None
) -> Corpus:
    """Read the corpus of `source` in this process or, from `LARGE` bytes of text on, by a run in `folder`; it is held
    whole. Pages that cannot be read are in its `refusals`. `table_of` returns its tables, the same ones in both cases.
    """
    source = source_of(source, columns, day_first)
    given = {"day_first": day_first, "columns": columns}
    tables, files, *_ = parts_of_source(source, columns, day_first)
    if sum(path.stat().st_size for path in (*files, *(table.path for table in tables)) if path.exists()) >= LARGE:
        return run(source, folder, **given).corpus
    return load_corpus(source, on_error="skip", **given)


def table_of(corpus: Corpus, name: str) -> pd.DataFrame:
    """Return one of the `TABLES` of a corpus, or its `words`: from its run if it was read by one, else computed here.
    Raises `KeyError` for an unknown table, or one that its run did not make."""
    if isinstance(corpus, PartsCorpus):
        return corpus.run.table(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about languages without rules
        return words_of(tokenize(corpus, compact=True)) if name == "words" else TABLES[name](corpus)


def _work(client, workers: int, source: str | Path | Table, folder: Path, pages: int, options: dict) -> int:
    """Submit the unfinished parts to the client and return the number of all parts. Each thread of its workers has one
    part at a time: a part that ends its worker takes no other with it, and the next is read meanwhile."""
    from dask.distributed import as_completed

    lexicon = lexicon_of(source)
    parts, handed, waiting = 0, {}, None
    with ExitStack() as own:
        for number, part in enumerate(progress(parts_of(source, pages, options), "parts")):
            parts = number + 1
            made_of = fingerprint(part, options, lexicon)
            if is_finished(folder, number, made_of):
                continue
            if waiting is None:  # only now, since a cluster takes seconds
                client, waiting = _client(workers, own) if client is None else client, as_completed()
                known = client.scheduler_info(n_workers=-1)["workers"].values()
                room = max(sum(worker["nthreads"] for worker in known), 1)
            while waiting.count() >= room:
                _wait(next(waiting), handed)
            future = client.submit(write_part, number, part, made_of, folder, options, pure=False)
            handed[future.key] = number, str(part)
            waiting.add(future)
        for future in waiting or ():
            _wait(future, handed)
    return parts


def _wait(future, handed: dict[str, tuple[int, str]]) -> None:
    """Wait for a part; raise `ScaleError` if it ended every worker that tried it."""
    from dask.distributed import KilledWorker

    number, units = handed.pop(future.key)
    try:
        future.result()
    except KilledWorker as error:
        raise ScaleError(
            f"part {number} ({units}) ended {error.allowed_failures + 1} workers, one after another: run these alone, with"
            " pages=1, in a folder of their own to see which it is, and take it out; or, if memory is short, run with"
            " fewer workers. The parts that are finished are kept."
        ) from None


def _client(workers: int, own: ExitStack):
    """Return the client of a cluster of processes on this machine; both are closed with `own`."""
    import dask
    from dask.distributed import Client, LocalCluster

    try:
        # The future of a part reports its error; logs of workers that are being closed are of no use.
        with dask.config.set(_SETTINGS):
            made = LocalCluster(workers, threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL)
        cluster = own.enter_context(made)
    except RuntimeError as error:
        raise ScaleError(
            f"no process can be started ({error}): each of them runs a script again from its top, so put what yours does"
            " under `if __name__ == '__main__':`, or pass a client of your own."
        ) from None
    return own.enter_context(Client(cluster))
