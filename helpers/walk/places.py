"""Where a walk writes, and what it never overwrites."""

import hashlib
import re
from pathlib import Path

import pandas as pd

from helpers.corpora.pages import ROOT, page_files, places_of
from helpers.corpora.tables import FORMATS
from helpers.texts.spreadsheets import csv_bytes

REPORT = "report.html"
# What a walk writes, and nothing else: a folder that holds more is somebody's.
_OWN = {REPORT, "figures", "tables", "pages.csv", "pages-new.csv"}
_SEAL = re.compile(r'<meta name="walk" content="([0-9a-f]{64})">')
_UNFINISHED = "0" * 64


class WalkError(ValueError):
    """A folder that the walk does not write into. The message says why and the remedy."""


def found(source: str | Path) -> Path:
    """The folder or the file, from here or from the root of the project, as an absolute path."""
    for place in places_of(source):
        if place.exists():
            return place.resolve()
    raise WalkError(
        f"no folder or table at {source}: give a folder of .txt or .html pages, or a table ({', '.join(FORMATS)})."
    )


def target(source: Path, out: str | Path | None) -> Path:
    """The folder to write into; `WalkError` if nothing may be written there."""
    place = (source.parent / "walk" if out is None else Path(out).expanduser()).resolve()
    if place == ROOT or ROOT in place.parents:
        raise WalkError(
            f"{place} is in the project, where nothing of yours is written: give a folder outside it with --out DIR."
        )
    beside = source if source.is_dir() else source.parent
    if place == beside / "study":  # pages.csv would be read as corrections
        raise WalkError(f"{place} holds what you know of the pages: give another folder with --out DIR.")
    try:
        names = {path.name for path in place.iterdir() if path.name[0] != "."} if place.exists() else set()
        foreign = sorted(names - _OWN) if seal_of(place) else sorted(names)
    except OSError as error:
        raise WalkError(f"{place} cannot be written ({error.strerror}): give another folder with --out DIR.") from error
    if foreign:
        raise WalkError(
            f"{place} holds files that no walk wrote ({foreign[0]}): give a new or an empty folder with --out DIR."
        )
    return place


def passed_over(source: Path, place: Path) -> list[str]:
    """What lies in the folder and is no page (other formats, folders), but for what is written here."""
    others = page_files(source)[1] if source.is_dir() else []
    return [path.name for path in others if path.resolve() != place]


def seal_of(place: Path) -> str | None:
    """The digest of the draft that the last walk wrote there, None if there was none."""
    page = place / REPORT
    seal = _SEAL.search(page.read_text(encoding="utf-8", errors="replace")[:2000]) if page.is_file() else None
    return seal[1] if seal else None


def prepare(place: Path) -> None:
    """The folders, without the figures and tables of a walk before this one."""
    for name in ("figures", "tables"):
        (place / name).mkdir(parents=True, exist_ok=True)
        for old in (place / name).iterdir():
            if re.fullmatch(r"\d\d-[a-z-]+\.(png|csv)", old.name):
                old.unlink()
    if seal_of(place) is None:  # so that a walk that was broken off can be made again
        stub = f'<meta name="walk" content="{_UNFINISHED}">This walk was not finished: run it again.\n'
        (place / REPORT).write_text(stub, encoding="utf-8")


def write_table(table: pd.DataFrame, path: Path) -> None:
    path.write_bytes(csv_bytes(table))


def write_draft(draft: pd.DataFrame, place: Path) -> str:
    """Write the draft of corrections and return its digest; one that was filled in by hand stays, the new one beside it."""
    data, path, other = csv_bytes(draft), place / "pages.csv", place / "pages-new.csv"
    own = {hashlib.sha256(data).hexdigest(), seal_of(place)}
    kept = path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() not in own
    (other if kept else path).write_bytes(data)
    if not kept:
        other.unlink(missing_ok=True)
    return hashlib.sha256(data).hexdigest()
