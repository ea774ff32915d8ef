"""The folder of a run: its source and options, its finished parts, and a lock. Files are written whole or not at all.

```
RUN/made-of.json                                the source and the options of the run; written first
RUN/dates, voices, .../part-000012.parquet      a table of a part
RUN/done/part-000012.json                       the fingerprint of the part; written last
```
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pandas as pd


class ScaleError(RuntimeError):
    """A run that cannot begin or go on. The message names the folder, the part or the file, and the remedy."""


def part_name(number: int) -> str:
    return f"part-{number:06d}"


def finished_parts(folder: Path) -> list[str]:
    return sorted(path.stem for path in (folder / "done").glob("part-*.json"))


def note_source(folder: Path, made_of: dict) -> None:
    """Note the source and options of the run in `folder`; raise `ScaleError` if it holds a run with others.

    Pages of a source may be added, removed or changed: only the affected parts are made again.
    """
    note = folder / "made-of.json"
    if not finished_parts(folder):  # nothing to lose
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


def is_finished(folder: Path, number: int, made_of: str) -> bool:
    done = folder / "done" / f"{part_name(number)}.json"
    return done.is_file() and done.read_bytes() == json.dumps(made_of).encode()


def keep(folder: Path, number: int, made_of: str, tables: dict[str, pd.DataFrame]) -> None:
    """Write the tables of a part, by name, then mark the part as finished."""
    part = part_name(number)
    for name, table in tables.items():
        _atomically(folder / name / f"{part}.parquet", lambda path, table=table: table.to_parquet(path, index=False))
    _atomically(folder / "done" / f"{part}.json", lambda path: path.write_bytes(json.dumps(made_of).encode()))


def forget(folder: Path, parts: int) -> None:
    """Remove the parts left by an earlier run over a longer corpus."""
    for part in finished_parts(folder):
        if part >= part_name(parts):
            (folder / "done" / f"{part}.json").unlink()
            for table in folder.rglob(f"{part}.parquet"):
                table.unlink()


def _atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file under another name and rename it, so that it is never half written."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(unfinished)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> ScaleError:
    return ScaleError(
        f"{path} cannot be written ({error.strerror or error}): make room or choose another folder, and run again;"
        " the parts that are finished are kept."
    )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Allow one run at a time in a folder, which is made if missing. If its process ends, the system frees the lock."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(folder / "running.lock", timeout=0, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    except OSError as error:
        raise _unwritable(folder, error) from error
    except sqlite3.OperationalError as error:
        raise ScaleError(
            f"{folder}: another run writes here, or none can ({error}); wait for it or choose another folder."
        ) from None
    with closing(lock):
        yield
