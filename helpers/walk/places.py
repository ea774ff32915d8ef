"""The folder of a walk: where it may be, files that are never overwritten, and whether anything has changed."""

import hashlib
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from shlex import quote

from helpers.corpora.pages import ROOT, PageError, page_files, places_of
from helpers.corpora.tables import BETWEEN, FORMATS
from helpers.corpora.webpages import SUFFIXES
from helpers.lexicon import STUDY, LexiconError
from helpers.scale.parts import package_digest
from helpers.texts.numerals import counted

REPORT, STATE, CODED, CODING = "report.html", "walk.json", "frames-to-code.csv", "frames-to-code.md"
PARTS = "parts"  # tables of a large corpus
# A walk writes only these: a folder with other files belongs to the user.
_OWN = {REPORT, STATE, CODED, CODING, PARTS, "figures", "tables", "notebooks", "pages.csv", "pages-new.csv"}

# Files of the package that decide, besides the pages, what a walk finds and says.
_RULES = (".py", ".csv", ".md", ".mplstyle")


class WalkError(ValueError):
    """A walk that cannot be made. The message gives the reason and the remedy."""


# Errors in the study, the pages or the folder, which the user can correct. Other errors are those of rules.
FAULTS = (LexiconError, PageError, WalkError)


def found(source: str | Path) -> Path:
    """Find a source in the current folder or the root of the project; return its absolute path."""
    for place in places_of(source):
        if place.exists():
            return place.resolve()
    wanted = f"give a folder of .txt or .html pages, or a table ({', '.join(FORMATS)})"
    raise WalkError(f"no folder or table at {source}: {wanted}.")


def target(source: Path, out: str | Path | None) -> Path:
    """Return the folder to write into. Raises `WalkError` if nothing may be written there."""
    place = (source.parent / "walk" if out is None else Path(out).expanduser()).resolve()
    outside(place, "give a folder outside it with --out DIR")
    beside = source if source.is_dir() else source.parent
    if place == beside / STUDY:  # pages.csv would be read as corrections
        raise WalkError(f"{place} holds your tables about the pages: give another folder with --out DIR.")
    try:
        names = {path.name for path in place.iterdir() if path.name[0] != "."} if place.exists() else set()
        known = state(place)
    except OSError as error:
        raise unwritable(place, error) from error
    if foreign := sorted(names - _OWN if known else names):
        what, remedy = f"files that no walk wrote ({foreign[0]})", "a new or an empty folder with --out DIR"
    elif known and (other := (place / known["source"]).resolve()) != source:
        what, remedy = f"the walk over {other}", f"a folder of its own with --out {quote(f'{place}-{source.stem}')}"
    else:
        return place
    raise WalkError(f"{place} holds {what}: give {remedy}.")


def outside(place: Path, remedy: str) -> None:
    """Raise `WalkError` for a place in the project."""
    if place == ROOT or ROOT in place.parents:
        raise WalkError(f"{place} is in the project, which does not take your own files: {remedy}.")


def unwritable(place: Path, error: OSError, remedy: str = "give another folder with --out DIR") -> WalkError:
    return WalkError(f"{place} cannot be written ({error.strerror or error}): {remedy}.")


def relative(source: Path, place: Path) -> str:
    """The relative path from the folder of a walk to its pages, so that both can be moved together."""
    try:
        return Path(os.path.relpath(source, place)).as_posix()
    except ValueError:  # on another drive
        return source.as_posix()


def passed_over(source: Path, place: Path, pages: Iterable[str]) -> list[str]:
    """Names in the source folder except `pages` and the walk itself; folders that hold pages come first."""
    others = page_files(source)[1] if source.is_dir() else []
    read = {name.partition(BETWEEN)[0] for name in pages}
    left = [path for path in others if path.resolve() != place and path.name not in read]
    held = {path.name: sum(one.suffix.lower() in (".txt", *SUFFIXES) for one in path.glob("*")) for path in left}
    first = sorted(held.items(), key=lambda one: -one[1])
    return [f"{name}/ with {counted(n, 'page')}" if n else name for name, n in first]


def state(place: Path) -> dict | None:
    """The notes of the last walk (`source`, `columns`, `day_first`, `digest`, and marks of the `files` that a user may
    change); None if there was no walk."""
    try:
        known = json.loads((place / STATE).read_text(encoding="utf-8"))
        return known if {"source", "columns", "day_first", "digest", "files"} <= set(known) else None
    except (FileNotFoundError, NotADirectoryError, ValueError, TypeError):
        return None


def write_state(place: Path, known: dict) -> None:
    text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
    (place / STATE).write_text(text + "\n", encoding="utf-8")


def digest(source: Path, choices: dict, *others: Path) -> str:
    """Digest of all that decides what a walk finds: pages, study, options, this package, and `others` if they exist."""
    folder = source if source.is_dir() else source.parent
    pages = [path for path in folder.iterdir() if path.name[0] != "."] if source.is_dir() else [source]
    read = sorted(path for path in (*pages, *(folder / STUDY).glob("*.csv"), *others) if path.is_file())
    marks = (f"{path.name} {_mark(path)}" for path in read)
    parts = [package_digest(*_RULES), json.dumps(choices, sort_keys=True), *marks]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def prepare(place: Path, known: dict) -> None:
    """Make the folders, and remove the figures and tables of an earlier walk."""
    for name in ("figures", "tables", "notebooks"):
        (place / name).mkdir(parents=True, exist_ok=True)
    for old in (*(place / "figures").iterdir(), *(place / "tables").iterdir()):
        if re.fullmatch(r"(\d\d-)?[a-z-]+\.(png|csv)", old.name):
            old.unlink()
    write_state(place, known)  # so that an interrupted walk can be made again


def _mark(path: Path) -> str:
    """Digest of what a user may have changed; for a notebook only its cells, since running it changes the rest."""
    data = path.read_bytes()
    if path.suffix == ".ipynb":
        try:
            cells = json.loads(data)["cells"]
            data = json.dumps([[cell["cell_type"], "".join(cell["source"])] for cell in cells]).encode()
        except (ValueError, KeyError, TypeError):
            pass
    return hashlib.sha256(data).hexdigest()


def beside(path: Path) -> Path:
    """The path of the new file if the one at `path` was changed by hand."""
    return path.with_name(f"{path.stem}-new{path.suffix}")


def write_unless_changed(path: Path, data: bytes, place: Path, known: dict[str, str], marks: dict[str, str]) -> None:
    """Write a file that a user may change, and add its mark to `marks` under its name in `place`.

    `known` has the marks of the last walk. A file with another mark was changed by hand: the new one goes beside it.
    """
    name, new = path.relative_to(place).as_posix(), beside(path)
    before = _mark(path) if path.exists() else None
    new.write_bytes(data)
    marks[name] = _mark(new)
    if before in (None, marks[name], known.get(name)):
        new.replace(path)
