"""A part of a large corpus (some pages of a folder, or some rows of a table), from its text to its tables."""

import hashlib
import json
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow

import helpers
from helpers.corpora.corpus import Corpus, corpus_of_files, lexicon_of, parts_of_source, row_name
from helpers.corpora.pages import PageError
from helpers.corpora.tables import Table
from helpers.lexicon import Lexicon, LexiconError
from helpers.mentions import frames
from helpers.mentions.actors import find_actors
from helpers.mentions.concepts import find_concepts
from helpers.mentions.dates import find_dates
from helpers.mentions.formulas import find_formulas
from helpers.mentions.modals import find_modals
from helpers.mentions.voices import find_voices
from helpers.scale.folders import keep
from helpers.texts.tokens import tokenize

# The tables of a corpus, with the column that is their index.
OF_CORPUS = {
    "pages": "page", "segments": None, "articles": "article", "sentences": None, "links": None, "refusals": None, "problems": None,
}  # fmt: skip


def find_frames(corpus: Corpus) -> pd.DataFrame:
    """The `labels` of `label_frames`, without the text of the sentences."""
    return frames.label_frames(corpus.sentences, corpus).labels.drop(columns="text")


def words_of(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count the words of each article in a compact token table: `article`, `term`, `kind` (no marks), `count`. The
    measures accept it in place of tokens."""
    words = tokens.loc[tokens["kind"] != "mark", ["article", "term", "kind"]]
    return words.groupby(list(words), observed=True, sort=True).size().astype("int32").rename("count").reset_index()


# Tables of what is found in a corpus, by name. The table `words` comes from its tokens.
_FINDERS = find_actors, find_concepts, find_dates, find_formulas, find_frames, find_modals, find_voices
TABLES: dict[str, Callable[[Corpus], pd.DataFrame]] = {find.__name__.removeprefix("find_"): find for find in _FINDERS}


class Part(NamedTuple):
    """Some pages of a folder (each a number and a path), or some rows of a table."""

    source: Path | Table
    units: list

    def name_of(self, unit) -> str:
        """The name of a page or row in `refusals`."""
        of_table = isinstance(self.source, Table)
        return row_name(self.source, unit) or f"row {unit['row']}" if of_table else unit[1].name

    def __str__(self) -> str:
        """The pages or the rows, for a message."""
        first, last = (self.name_of(self.units[place]) for place in (0, -1))
        kind = "row" if isinstance(self.source, Table) else "page"
        return f"{kind} {first}" if len(self.units) == 1 else f"{len(self.units)} {kind}s, {first} to {last}"


def parts_of(source: str | Path | Table, pages: int, options: dict) -> Iterator[Part]:
    """Split a source into parts. Raises `PageError` for ids that occur twice."""
    tables, files, *_ = parts_of_source(source, options["columns"], options["day_first"])
    numbered = list(enumerate(files))
    for begin in range(0, len(files), pages):
        yield Part(files[0].parent, numbered[begin : begin + pages])
    for table in tables:
        seen: set[str] = set()
        for chunk in table.chunks():
            for name in (row_name(table, row) for row in chunk):
                if name in seen:
                    raise PageError(
                        f"{table.path.name}: {name!r} occurs twice in column {table.columns['id']!r};"
                        " give every row an id of its own."
                    )
                if name is not None:
                    seen.add(name)
            yield Part(table, chunk)


def fingerprint(part: Part, options: dict, lexicon: Lexicon) -> str:
    """Digest of everything the tables of a part depend on: pages, options, reviewed tables, and rules."""
    source, units = part
    if isinstance(source, Table):
        made_of = [source.before, source.columns, source.day_first, units]
    else:
        made_of = [(number, path.name, *_size_and_time(path)) for number, path in units]
    whole = json.dumps([package_digest(".py"), lexicon.files, options, made_of], default=str)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def package_digest(*suffixes: str) -> str:
    """Digest of the files of the package with these suffixes: no run mixes tables made by different rules."""
    paths = sorted(path for path in Path(helpers.__file__).parent.rglob("*") if path.suffix in suffixes)
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def _size_and_time(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:  # it cannot be read either, and will be listed in `refusals`
        return -1, -1
    return stat.st_size, stat.st_mtime_ns


def write_part(number: int, part: Part, made_of: str, folder: Path, options: dict) -> None:
    """Make and write the tables of a part. Pages or rows that raise an error are listed in `refusals`."""
    try:
        tables = tables_of(part, {}, options)
    except LexiconError:  # an error of the study, not of a page
        raise
    except Exception:
        broken = _broken(part, options)
        sound = [unit for unit in part.units if part.name_of(unit) not in broken]
        tables = tables_of(part._replace(units=sound), broken, options)
    keep(folder, number, made_of, tables)


def _broken(part: Part, options: dict) -> dict[str, str]:
    """Try each page or row alone; return those that raise an error, with the reason."""
    broken = {}
    for unit in part.units:
        try:
            tables_of(part._replace(units=[unit]), {}, options)
        except Exception as error:
            broken[part.name_of(unit)] = f"left out ({type(error).__name__}: {error})"
    return broken


def tables_of(part: Part, broken: dict[str, str], options: dict) -> dict[str, pd.DataFrame]:
    """Make all tables of a part, by name; `broken` pages or rows, left out of it, are in `refusals` with the reason."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `problems` and `refusals` have all of them
        corpus = _read(part, options)
        tables = {name: getattr(corpus, name) for name in OF_CORPUS}
        tables = {name: table.reset_index() if OF_CORPUS[name] else table for name, table in tables.items()}
        left_out = pd.DataFrame(list(broken.items()), columns=["page", "reason"], dtype="str")
        tables["refusals"] = pd.concat([tables["refusals"], left_out], ignore_index=True)
        tables["tokens"] = tokenize(corpus, compact=True)
        tables["words"] = words_of(tables["tokens"])
        tables |= {name: TABLES[name](corpus) for name in options["tables"]}
    # Text that Parquet cannot store (half a surrogate pair) must raise here, where the page can still be named.
    for table in tables.values():
        pyarrow.Table.from_pandas(table, preserve_index=False)
    return tables


def _read(part: Part, options: dict) -> Corpus:
    of_table = isinstance(part.source, Table)
    files, rows = ([], [(part.source, part.units)]) if of_table else (part.units, [])
    known = {"lexicon": lexicon_of(part.source), "day_first": options["day_first"]}
    return corpus_of_files(files, "skip", linked=False, rows=rows, **known)
