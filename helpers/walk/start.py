"""Empty tables for what users know about their own pages, with an example of each."""

import re
from pathlib import Path

from helpers.lexicon import STUDY
from helpers.walk.places import outside, unwritable

GUIDE = Path(__file__).resolve().with_name("study.md")
_TABLE = re.compile(r"^## (\w+)\n.*?^```csv\n(.*?\n)(.*?)^```", re.M | re.S)


def examples() -> dict[str, tuple[str, str]]:
    """Return the heading and the example rows of each table, by name."""
    return {name: (heading, rows) for name, heading, rows in _TABLE.findall(GUIDE.read_text(encoding="utf-8"))}


def start(folder: str | Path) -> list[Path]:
    """Write an empty table of each kind, with its heading, into `folder`/study, and README.md with an example of each.

    Existing files are kept. Returns the paths written. Raises `WalkError` for a folder that is a file, is in the
    project, or cannot be written.
    """
    folder = Path(folder).expanduser().resolve()
    outside(folder, "give the folder of your own pages")
    place = folder / STUDY
    files = {f"{name}.csv": heading for name, (heading, _) in examples().items()}
    files = {"README.md": GUIDE.read_text(encoding="utf-8")} | files
    written = []
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            if not (place / name).exists():
                (place / name).write_text(text, encoding="utf-8", newline="\n")
                written.append(place / name)
    except OSError as error:
        raise unwritable(place, error) from error
    return written
