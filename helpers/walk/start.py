"""The tables of what users know about their own pages: empty ones with an example of each, and their check."""

import re
from functools import partial
from pathlib import Path
from shlex import quote

from helpers.corpora import Corpus
from helpers.lexicon import STUDY, check_all
from helpers.lexicon.schemas import LANGUAGES
from helpers.mentions import actors, concepts, dates, formulas, modals
from helpers.mentions.frames.cues import cues
from helpers.mentions.frames.occasions import occasion_rules
from helpers.texts import cut
from helpers.texts.matching import stop_words
from helpers.walk.places import WalkError, outside, unwritable

GUIDE = Path(__file__).resolve().with_name("study.md")
_TABLE = re.compile(r"^## (\w+)\n.*?^```csv\n(.*?\n)(.*?)^```", re.M | re.S)

# What reads the tables of a study, each of them with the checks of its table.
_READERS = (
    actors.actors, concepts.concepts, formulas.formulas, modals.modal_table, occasion_rules,
    *(partial(read, language) for read in (cues, stop_words) for language in LANGUAGES), partial(cut, "和"),
)  # fmt: skip


def check(corpus: Corpus) -> None:
    """Raise `LexiconError` with all faults of a study's tables; without it each would be met after minutes."""
    check_all((*(partial(one, lexicon=corpus.lexicon) for one in _READERS), partial(dates.events, corpus)))


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
    if folder.is_file():
        raise WalkError(f"{folder} is a file: give the folder that holds it, --start {quote(str(folder.parent))}.")
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
        raise unwritable(place, error, "give a folder that you may write to") from error
    return written
