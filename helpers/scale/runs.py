"""The same pipeline over a large corpus, on Dask: parse, cut, match, count, part by part, and measures from the counts.

A run is a folder. Each part of the corpus (some pages, or some rows of a table) is read, cut into tokens, matched and counted by
one worker and leaves its tables as Parquet, tokens by month; a part that is finished is not done again. No process holds more
than a part of the corpus and the table of articles.

```
RUN/tokens/month=2025-09/part-000012.parquet    RUN/counts, articles, concepts, frames, problems/part-000012.parquet
RUN/done/part-000012.json                       what the part was made of; written last
RUN/made-of.json                                the source and the options of the run; written first
```
"""

import hashlib
import json
import logging
import os
import socket
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pyarrow

from helpers import comparisons, measures
from helpers.corpora import corrections
from helpers.corpora.corpus import Corpus, corpus_of_files, corpus_of_rows, row_name
from helpers.corpora.pages import PageError, find_folder, page_files
from helpers.corpora.tables import FORMATS, Table, read_table
from helpers.lexicon import Lexicon, shipped
from helpers.measures.counts import count, term_code
from helpers.mentions import frames
from helpers.mentions.concepts import find_concepts
from helpers.texts.engines import ENGINES
from helpers.texts.joins import check_labels
from helpers.texts.progress import progress
from helpers.texts.tokens import tokenize

TABLES = ("articles", "counts", "concepts", "frames", "problems")
UNDATED = "undated"
PAGES = 200
_LOCK = "running.json"
_MADE_OF = "made-of.json"
# Parts that wait for each worker: enough to keep it busy, few enough to keep the memory bounded.
_WAITING = 2
# Cells (article, term, count) held at a time when the spread of terms over articles is measured.
_CELLS = 20_000_000


class ScaleError(RuntimeError):
    """A run that cannot begin or cannot go on. The message names the folder or the file and the remedy."""


def run(
    source: str | Path | Table,
    folder: str | Path,
    client=None,
    workers: int = 2,
    engine: str = "jieba",
    pages: int = PAGES,
    concepts: bool = True,
    frames: bool = True,
    day_first: bool | None = None,
) -> "Run":
    """Read, cut, match and count `source` (as in `load_corpus`) into `folder`, and give back what is there.

    `day_first` is as in `load_corpus`, and so are the tables in the `study/` of the source.

    `client` is a Dask client; without one a cluster of `workers` processes on this machine is made and closed. A part is
    `pages` pages, or as many rows as the table holds at a time. Parts that `folder` holds already, made from the same pages
    with the same switches, are kept: a run that was broken off goes on where it stopped. A page that cannot be read, or
    that breaks a rule, is listed in `problems` with its address, and the rest of its part is done.

    Raises `ScaleError` if `folder` holds the run of another source or with other options, if another run writes to it, or if
    a file cannot be written; `PageError` for ids that stand twice.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine is {' or '.join(map(repr, ENGINES))}, not {engine!r}")
    folder = Path(folder).expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    options = {"engine": engine, "concepts": concepts, "frames": frames}
    if not isinstance(source, Table) and Path(source).suffix.lower() in FORMATS:
        source = read_table(source)
    if isinstance(source, Table):
        source = source if day_first is None else replace(source, day_first=day_first)
    elif day_first is not None:
        options["day_first"] = day_first
    with _Lock(folder):
        _claim(folder, source, options, pages)
        if client is not None:
            parts = _work(client, source, folder, pages, options)
        else:
            # A cluster is made only if something is left to be done: to begin one takes seconds.
            from dask.distributed import Client, LocalCluster

            def begin():
                # What a part breaks on is said by its future; what a worker says while it is closed is of no use.
                cluster = LocalCluster(
                    workers, threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL
                )
                return Client(cluster)

            parts = _work(begin, source, folder, pages, options)
        _forget(folder, parts)
    made = Run(folder)
    corrections.check(made.articles, made.problems["page"], _lexicon_of(source))
    return made


def _lexicon_of(source: str | Path | Table) -> Lexicon:
    """The lexicon that a source is read with: the shipped tables, and those in the `study/` beside it."""
    return shipped().with_study(source.path.parent if isinstance(source, Table) else find_folder(source))


def _work(client, source, folder: Path, pages: int, options: dict) -> int:
    """Hand the unfinished parts to the client, a few at a time; how many parts there are."""
    from dask.distributed import as_completed

    own = None
    waiting, parts = None, 0
    lexicon = _lexicon_of(source)
    try:
        for number, part in enumerate(progress(parts_of(source, pages), "parts")):
            parts = number + 1
            made_of = _fingerprint(part, options, lexicon)
            if _finished(folder, number) == made_of:
                continue
            if waiting is None:
                if callable(client):
                    client = own = client()
                waiting = as_completed()
                room = _WAITING * max(len(client.scheduler_info(n_workers=-1)["workers"]), 1)
            while waiting.count() >= room:
                next(waiting).result()
            waiting.add(client.submit(write_part, number, part, made_of, str(folder), options, pure=False))
        for future in waiting or ():
            future.result()
    finally:
        if own is not None:
            cluster = own.cluster
            own.close()
            cluster.close()
    return parts


def _claim(folder: Path, source: str | Path | Table, options: dict, pages: int) -> None:
    """Note of what the run in `folder` is made; raise `ScaleError` if it holds the run of something else.

    Pages may come, go and change in one source: its parts are then made anew, as far as need be.
    """
    if isinstance(source, Table):
        columns = {"columns": source.columns, "day_first": source.day_first, "rows": source.rows}
        made_of = {"source": str(Path(source.path).resolve()), **columns, **options}
    else:
        made_of = {"source": str(Path(source).expanduser().resolve()), "pages": pages, **options}
    note = folder / _MADE_OF
    if not any(folder.glob("done/*.json")):  # nothing that could be lost
        _atomically(note, lambda path: path.write_text(json.dumps(made_of), encoding="utf-8"))
        return
    try:
        held = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        held = {"source": "a source that it does not name"}
    if held != made_of:
        differs = [key for key in {**held, **made_of} if held.get(key) != made_of.get(key)]
        theirs, mine = (", ".join(f"{key} {one[key]!r}" for key in differs if key in one) for one in (held, made_of))
        raise ScaleError(
            f"{folder} holds a run made of {theirs}, not of {mine}: choose another folder, or remove this one to begin anew."
        )


def parts_of(source: str | Path | Table, pages: int = PAGES) -> Iterator[tuple]:
    """What each part of a folder or a table is made of: `("files", [(number, path), ...])`, or `("rows", table, [row, ...])`."""
    if isinstance(source, Table):
        seen: set[str] = set()
        for chunk in source.chunks():
            names = [name for row in chunk if (name := row_name(source, row)) is not None]
            twice = (
                sorted({name for name in names if name in seen} | {n for n in names if names.count(n) > 1})
                if (len(seen | set(names)) < len(seen) + len(names))
                else []
            )
            if twice:
                raise PageError(
                    f"{source.path.name}: {', '.join(map(repr, twice[:3]))} twice in column {source.columns['id']!r};"
                    " give every row an id of its own."
                )
            seen.update(names)
            yield "rows", source, chunk
        return
    files = list(enumerate(page_files(source)[0]))
    for begin in range(0, len(files), pages):
        yield "files", files[begin : begin + pages]


def _fingerprint(part: tuple, options: dict, lexicon: Lexicon) -> str:
    if part[0] == "files":
        made_of = [(number, path.name, *_size_and_time(path)) for number, path in part[1]]
    else:
        made_of = [part[1].columns, part[1].day_first, part[2]]
    return hashlib.sha256(
        json.dumps([options, made_of, lexicon.files[len(shipped().files) :]], default=str).encode()
    ).hexdigest()


def _size_and_time(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:  # it cannot be read either, and stands in `problems` then
        return -1, -1
    return stat.st_size, stat.st_mtime_ns


def _name(number: int) -> str:
    return f"part-{number:06d}"


def _finished(folder: Path, number: int) -> str | None:
    try:
        return json.loads((folder / "done" / f"{_name(number)}.json").read_text())["made_of"]
    except (OSError, ValueError, KeyError):
        return None


def _forget(folder: Path, parts: int) -> None:
    """Remove what an earlier run over a longer corpus left."""
    for path in sorted((folder / "done").glob("part-*.json")):
        if int(path.stem.split("-")[1]) >= parts:
            path.unlink()
            for other in [*folder.glob(f"*/{path.stem}.parquet"), *folder.glob(f"tokens/*/{path.stem}.parquet")]:
                other.unlink()


def write_part(number: int, part: tuple, made_of: str, folder: str, options: dict) -> int:
    """One part from its pages to its tables on disk; how many articles it has."""
    tables, tokens = _tables_of(part, options)
    place = Path(folder)
    for name, table in tables.items():
        _write(table, place / name / f"{_name(number)}.parquet")
    for stale in place.glob(f"tokens/*/{_name(number)}.parquet"):
        stale.unlink()
    for month, rows in tokens:
        _write(rows, place / "tokens" / f"month={month}" / f"{_name(number)}.parquet")
    done = json.dumps({"made_of": made_of, "articles": len(tables["articles"])})
    _atomically(place / "done" / f"{_name(number)}.json", lambda path: path.write_text(done))
    return len(tables["articles"])


def _tables_of(part: tuple, options: dict) -> tuple[dict[str, pd.DataFrame], list[tuple[str, pd.DataFrame]]]:
    try:
        return _measured(_load(part, options), [], options)
    except Exception:  # whatever a page or a row can break: then each is tried alone, and those that break are left out
        units, poisoned = [], []
        for unit in part[-1]:
            try:
                _measured(_load((*part[:-1], [unit]), options), [], options)
                units.append(unit)
            except Exception as error:
                poisoned.append((_name_of(part, unit), None, "left out", f"{type(error).__name__}: {error}"))
        return _measured(_load((*part[:-1], units), options), poisoned, options)


def _name_of(part: tuple, unit) -> str:
    """What a page or a row of a part is called in `problems`."""
    if part[0] == "files":
        return unit[1].name
    return row_name(part[1], unit) or f"row {unit['row']}"


def _load(part: tuple, options: dict) -> Corpus:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # all of it stands in `problems`
        if part[0] == "files":
            lexicon = _lexicon_of(part[1][0][1].parent) if part[1] else None
            day_first = options.get("day_first")
            return corpus_of_files(part[1], "skip", linked=False, lexicon=lexicon, day_first=day_first)
        return corpus_of_rows(part[1], part[2], linked=False)


def _measured(
    corpus: Corpus, poisoned: list[tuple], options: dict
) -> tuple[dict[str, pd.DataFrame], list[tuple[str, pd.DataFrame]]]:
    """The tables of a part, and its tokens month by month."""
    columns = ["page", "article", "problem", "value"]
    problems = pd.DataFrame(poisoned, columns=columns, dtype="str")
    refused = corpus.refusals.rename(columns={"reason": "problem"}).reindex(columns=columns)
    problems = pd.concat([problems, corpus.problems, refused.astype("str")], ignore_index=True)
    tokens = tokenize(corpus, engine=options["engine"], compact=True)
    matrix = count(tokens).by_article().tocoo()
    order = np.lexsort((matrix.col, matrix.row))
    terms, articles = tokens["term"].cat.categories, tokens["article"].cat.categories
    tables = {
        "articles": corpus.articles.drop(columns="text").reset_index(),
        "counts": pd.DataFrame(
            {
                "article": pd.Categorical.from_codes(matrix.row[order], categories=articles),
                "term": pd.Categorical.from_codes(matrix.col[order], categories=terms),
                "count": matrix.data[order].astype(np.int32),
            }
        ),
        "problems": problems,
    }
    if options["concepts"]:
        tables["concepts"] = find_concepts(corpus)
    if options["frames"]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", frames.FrameWarning)
            tables["frames"] = comparisons.frame_counts(frames.label_frames(corpus.sentences, corpus).labels)
    published = corpus.articles["published"]
    months = published.dt.strftime("%Y-%m").where(published.notna(), UNDATED).to_numpy()[tokens["article"].cat.codes]
    by_month = [
        (month, rows.assign(article=rows["article"].cat.remove_unused_categories()))
        for month, rows in tokens.groupby(months, sort=True)
    ]
    # What Parquet cannot hold (half a surrogate pair) is met here, where it can be laid to a page.
    for table in (*tables.values(), tokens):
        pyarrow.Table.from_pandas(table, preserve_index=False)
    return tables, by_month


def _write(table: pd.DataFrame, path: Path) -> None:
    _atomically(path, lambda place: table.to_parquet(place, index=False))


def _atomically(path: Path, write) -> None:
    """Under its final name a file is whole or it is not there."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(unfinished)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise ScaleError(
            f"{path} cannot be written ({error.strerror or error}): make room or choose another folder, and run again;"
            " the parts that are finished are kept."
        ) from error


class _Lock:
    """One run at a time in a folder. The lock of a process that is no more does not count."""

    def __init__(self, folder: Path):
        self.path = folder / _LOCK

    def __enter__(self) -> "_Lock":
        mine = json.dumps({"host": socket.gethostname(), "process": os.getpid()})
        for _ in range(2):
            try:
                with self.path.open("x") as file:
                    file.write(mine)
                return self
            except FileExistsError:
                holder = self._holder()
                if holder is not None:
                    raise ScaleError(
                        f"{self.path.parent}: another run writes here ({holder}); wait for it or choose another folder."
                        f" If there is none, remove {self.path.name}."
                    ) from None
                self.path.unlink(missing_ok=True)
        raise ScaleError(f"{self.path.parent}: another run has just begun here; choose another folder.")

    def _holder(self) -> str | None:
        """Who holds the lock, or None if that process has ended."""
        try:
            held = json.loads(self.path.read_text())
        except ValueError:
            return "it has just begun"
        except FileNotFoundError:
            return None
        gone = held["host"] == socket.gethostname() and not psutil.pid_exists(held["process"])
        return None if gone else f"process {held['process']} on {held['host']}"

    def __exit__(self, *_) -> None:
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True)
class Run:
    """What a run left in its `folder`. The tables are read when they are asked for.

    `groups` is a column of `articles` or a Series that gives each article a label, as in `measures`. The measures are those of
    `measures` and `frames`, computed from the counts of the parts: the same numbers, with the same columns.
    """

    folder: Path

    def _paths(self, name: str) -> list[Path]:
        done = sorted(path.stem for path in (self.folder / "done").glob("part-*.json"))
        return [path for stem in done if (path := self.folder / name / f"{stem}.parquet").exists()]

    def _table(self, name: str) -> pd.DataFrame:
        parts = [pd.read_parquet(path) for path in self._paths(name)]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()

    @cached_property
    def articles(self) -> pd.DataFrame:
        """As `Corpus.articles`, without `text`; each article is a story of its own."""
        return self._table("articles").set_index("article")

    @cached_property
    def problems(self) -> pd.DataFrame:
        """`page`, `article`, `problem`, `value`: what was not understood, not read, or left out (with its error)."""
        return self._table("problems")

    def concepts(self) -> pd.DataFrame:
        """As `find_concepts`."""
        return _joined([pd.read_parquet(path) for path in self._paths("concepts")])

    def months(self) -> list[str]:
        """The months that have tokens; `undated` is the last of them."""
        names = sorted(path.name for path in self.folder.glob("tokens/month=*"))
        return [name.removeprefix("month=") for name in names if self._paths(f"tokens/{name}")]

    def tokens(self, month: str) -> pd.DataFrame:
        """The token table of one month, as `tokenize` gives it. Raises `KeyError` naming the months."""
        if month not in self.months():
            raise KeyError(f"no month {month!r}; the months are {', '.join(self.months())}")
        table = _joined([pd.read_parquet(path) for path in self._paths(f"tokens/month={month}")])
        return table.astype({"sentence": "int32", "start": "int32", "end": "int32"})

    def _groups(self, groups: str | pd.Series | None) -> pd.Series:
        if groups is None:
            return pd.Series("all", index=self.articles.index)
        if isinstance(groups, str):
            return self.articles[groups]
        check_labels(groups, self.articles.index, "groups", "the run")
        return groups

    def counts(self, groups: str | pd.Series | None = None) -> pd.DataFrame:
        """The words of each group: `group`, `term`, `count`, by group and term, without zeros."""
        groups = self._groups(groups)
        parts, held, room = [], 0, _CELLS
        for path in self._paths("counts"):
            part = pd.read_parquet(path)
            label = part["article"].cat.categories.map(groups)[part["article"].cat.codes]
            parts.append(part["count"].groupby([label, part["term"].astype("str")], observed=True).sum())
            held += len(parts[-1])
            # Added up when there is much to be added: after every part it would be the whole vocabulary each time.
            if held > room:
                parts = [_summed(parts)]
                held = len(parts[0])
                room = _CELLS + 2 * held
        if not parts:
            return pd.DataFrame(columns=["group", "term", "count"])
        return _summed(parts).rename_axis(["group", "term"]).rename("count").reset_index()

    def keyness(self, groups: str | pd.Series, target=None, reference=None, terms=None) -> pd.DataFrame:
        """As `measures.keyness`."""
        counts = self.counts(groups).rename(columns={"group": "article"})
        labels = counts["article"].unique()
        return measures.keyness(counts, pd.Series(labels, index=labels), target, reference, terms)

    def dispersion(
        self, groups: str | pd.Series | None = None, terms: str | Iterable[str] | None = None
    ) -> pd.DataFrame:
        """As `measures.dispersion`: the terms in as many turns as the cells need."""
        groups = None if groups is None else self._groups(groups)
        named = [terms] if isinstance(terms, str) else None if terms is None else list(terms)
        sizes = pd.Series(0, index=self.articles.index)
        cells: dict[str, int] = {}
        for path in self._paths("counts"):
            part = pd.read_parquet(path)
            words = part["count"].groupby(part["article"], observed=True).sum()
            sizes.loc[words.index.astype("str")] = words.to_numpy()
            held = np.bincount(part["term"].cat.codes, minlength=len(part["term"].cat.categories))
            for term, number in zip(part["term"].cat.categories, held.tolist(), strict=True):
                cells[term] = cells.get(term, 0) + number
        known = pd.Index(sorted(term for term, number in cells.items() if number))
        wanted = list(known if named is None else known[[term_code(known, term) for term in named]])
        turns = np.cumsum([cells.get(term, 0) for term in wanted]) // _CELLS
        tables = []
        for turn in range(int(turns[-1]) + 1 if len(turns) else 1):
            block = [term for term, number in zip(wanted, turns, strict=True) if number == turn]
            kept = []
            for path in self._paths("counts"):
                part = pd.read_parquet(path)
                inside = part["term"].cat.categories.isin(block)[part["term"].cat.codes]
                kept.append(part[inside].astype({"article": "str", "term": "str"}))
            table = pd.concat(kept, ignore_index=True)
            table["article"] = pd.Categorical(table["article"], categories=self.articles.index)
            table["term"] = pd.Categorical(table["term"], categories=sorted(set(block) | set(table["term"])))
            tables.append(measures.dispersion(table, groups, named and block, sizes=sizes))
        whole = pd.concat(tables, ignore_index=True)
        order = {label: place for place, label in enumerate(dict.fromkeys(whole["group"]))}
        return whole.sort_values(
            ["group", "count", "term"],
            key=lambda column: (
                column.map(order) if column.name == "group" else -column if column.name == "count" else column
            ),
            ignore_index=True,
        )

    def frame_shares(self, groups: str | pd.Series, resamples: int = 9999, seed: int = 0) -> pd.DataFrame:
        """As `comparisons.frame_shares`. The bootstrap holds 500 samples of all articles of a group at a time: for groups of tens of
        thousands pass `resamples=0`, and the shares of sentences come without an interval (NaN)."""
        counts, groups = self._table("frames"), self._groups(groups)
        if resamples:
            sentences = measures.intervals(counts, groups, per=1, resamples=resamples, seed=seed)
        else:
            labelled = counts.assign(
                group=counts["article"].map(groups), term=pd.Categorical(counts["term"], counts["term"].unique())
            )
            sums = labelled.groupby(["group", "term"], observed=True)[["count", "n"]].sum().reset_index()
            sizes = labelled.groupby("group", observed=True)["article"].nunique()
            sentences = sums.assign(
                value=sums["count"] / sums["n"],
                low=np.nan,
                high=np.nan,
                articles=sums["group"].map(sizes),
                versions="each",
            ).astype({"term": "str"})
        places = counts.loc[counts["count"] > 0, ["article", "term"]]
        places = places.assign(term=pd.Categorical(places["term"], categories=counts["term"].unique()))
        present = groups[groups.index.isin(counts["article"])].dropna()
        articles = measures.shares(places, present, column="term")
        articles["articles"] = articles["n"]
        both = [sentences.assign(unit="sentences"), articles.assign(unit="articles")]
        columns = ["group", "frame", "unit", "count", "n", "value", "low", "high", "articles", "versions"]
        return pd.concat(both, ignore_index=True).rename(columns={"term": "frame"})[columns]


def _summed(parts: list[pd.Series]) -> pd.Series:
    return pd.concat(parts).groupby(level=[0, 1], sort=True).sum().astype(np.int64)


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Tables under each other, their categories joined: sorted, but for those of one order and of the articles."""
    if not parts:
        return pd.DataFrame()
    columns = {}
    for name, column in parts[0].items():
        if not isinstance(column.dtype, pd.CategoricalDtype):
            columns[name] = np.concatenate([part[name].to_numpy() for part in parts])
            continue
        met = dict.fromkeys(category for part in parts for category in part[name].cat.categories)
        fixed = all(part[name].cat.categories.equals(column.cat.categories) for part in parts)
        categories = list(met) if fixed or name == "article" else sorted(met)
        place = pd.Index(categories)
        codes = [place.get_indexer(part[name].cat.categories)[part[name].cat.codes] for part in parts]
        columns[name] = pd.Categorical.from_codes(np.concatenate(codes), categories=categories)
    return pd.DataFrame(columns)
