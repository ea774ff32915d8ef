"""The folder of a run: what it is made of, which parts are finished, no file half written.

```
RUN/made-of.json                                the source and the options of the run; written first
RUN/dates, voices, .../part-000012.parquet      a table of a part
RUN/done/part-000012.json                       what the part was made of; written last
```

Two runs at once of one source into one folder write the same files: each does some of the other's work again.
"""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pandas as pd

_MADE_OF = "made-of.json"


class ScaleError(RuntimeError):
    """A run that cannot begin or cannot go on. The message names the folder, the part or the file and the remedy."""


def part_name(number: int) -> str:
    return f"part-{number:06d}"


def finished_parts(folder: Path) -> list[str]:
    return sorted(path.stem for path in (folder / "done").glob("part-*.json"))


def note_source(folder: Path, made_of: dict) -> None:
    """Note of what the run in `folder` is made; raise `ScaleError` if it holds the run of something else.

    Pages may come, go and change in one source: its parts are then made anew, as far as need be.
    """
    note = folder / _MADE_OF
    if not finished_parts(folder):  # nothing that could be lost
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
    try:
        return json.loads(done.read_text(encoding="utf-8"))["made_of"] == made_of
    except (OSError, ValueError, KeyError):
        return False


def keep(folder: Path, number: int, made_of: str, tables: dict[str, pd.DataFrame]) -> None:
    """Write the tables of a part, by name, and then that it is finished."""
    part = part_name(number)
    for name, table in tables.items():
        _atomically(folder / name / f"{part}.parquet", lambda path, table=table: table.to_parquet(path, index=False))
    done = json.dumps({"made_of": made_of})
    _atomically(folder / "done" / f"{part}.json", lambda path: path.write_text(done, encoding="utf-8"))


def forget(folder: Path, parts: int) -> None:
    """Remove what an earlier run over a longer corpus left."""
    for part in finished_parts(folder):
        if part >= part_name(parts):
            (folder / "done" / f"{part}.json").unlink()
            for table in folder.rglob(f"{part}.parquet"):
                table.unlink()


def _atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Under its final name a file is whole or it is not there."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(unfinished)
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise ScaleError(
            f"{path} cannot be written ({error.strerror or error}): make room or choose another folder, and run again;"
            " the parts that are finished are kept."
        ) from error
