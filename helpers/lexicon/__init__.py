"""Load the reviewed tables, the CSV files beside this module, as a `Lexicon`, which a corpus is read with.

A folder of pages may hold tables of its own in `study/`: they add rows to the shipped ones, or override those of the
same key.
"""

import csv
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache, partial, wraps
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import pandas as pd

from helpers.lexicon.schemas import SCHEMAS, STUDY_TABLES, Schema
from helpers.lexicon.spreadsheets import unguarded

FOLDER = Path(__file__).resolve().parent
STUDY = "study"
# Not a table: the Python code of a study (`helpers.claims.findings_of`), kept as text.
FINDINGS = "findings"
# A new name this similar to a known one is probably a misspelling.
_ALIKE = 0.85
# For an article whose page names no outlet.
NO_OUTLET = "no outlet named"


class LexiconError(ValueError):
    """A reviewed table breaks its rules. The message names the file, the row and the remedy."""


class File(NamedTuple):
    """One CSV file: the `table` it belongs to, the name `shown` in messages, its `text`."""

    table: str
    shown: str
    text: str

    @property
    def of_study(self) -> bool:
        return self.shown.startswith(f"{STUDY}/")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All reviewed tables of one corpus, frozen. Two are equal, and hash alike, if their files hold the same text.

    Each of `files` overrides those before it: the shipped ones, then a study's. `tables` may be read (None: all).
    """

    files: tuple[File, ...]
    tables: tuple[str, ...] | None = None

    def __post_init__(self):
        content = "\0".join([str(self.tables), *(f"{file.table}\0{file.text}" for file in self.files)])
        object.__setattr__(self, "_digest", hashlib.sha256(content.encode("utf-8", "replace")).hexdigest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and self._digest == other._digest

    def __hash__(self) -> int:
        return hash(self._digest)

    def __repr__(self) -> str:
        own = [file.table for file in self.files if file.of_study]
        return f"<Lexicon: {len(SCHEMAS)} tables{', with ' + ', '.join(own) + ' of a study' if own else ''}>"

    def table(self, name: str) -> pd.DataFrame:
        """Return a table as text (an empty cell is the empty string), with whole numbers and days where its schema says
        so. Rows keep the order of the files; a study's row takes the place of the one it overrides.

        A study's table may lack its schema's `optional` columns. They are then empty, or as in the overridden row.

        Raises `LexiconError` for a file that is not CSV in UTF-8, a missing or unknown column, a row with too few or
        too many cells, a value that its column does not allow, and a key that is empty, repeated or has white space
        around it.
        """
        if self.tables is not None and name not in self.tables:
            raise KeyError(
                f"{name} is not one of the tables that may be read here: {', '.join(self.tables)}; add it there."
            )
        return _table(name, lexicon=self).copy()

    def where(self, name: str, *key: str) -> str:
        """Say where the row of a key is: `study/outlets.csv, line 3`."""
        return _cells(name, lexicon=self)[key][1]

    def with_study(self, folder: Path) -> "Lexicon":
        """Return this lexicon with the tables and `findings.py` of `folder`/study, or itself if neither is there.

        Raises `LexiconError` for a file name that no table has, and for every fault that `table` names.
        """
        there = sorted(path for path in (folder / STUDY).glob("*") if path.name[0] not in ".~")
        files = [path for path in there if path.suffix == ".csv" and path.stem in SCHEMAS]
        code = [path for path in there if path.name == f"{FINDINGS}.py"]
        for path in (path for path in there if re.search(r"\.(?:csv|tsv|xlsx?|ods)$", path.name.lower())):
            near = get_close_matches(path.stem.lower(), SCHEMAS, 1, _ALIKE)
            if path.with_suffix(".csv") not in files and (near or path.suffix == ".csv"):
                meant = f"did you mean {near[0]}.csv?" if near else f"it may hold {', '.join(sorted(SCHEMAS))}."
                raise LexiconError(f"{STUDY}/{path.name}: no such table in a study; {meant}")
        if not files + code:
            return self
        read = (File(path.stem, f"{STUDY}/{path.name}", _text(path)) for path in files + code)
        lexicon = Lexicon((*self.files, *read))
        readers = [*(partial(_cells, path.stem) for path in files), _outlet_of_printed_form]
        check_all(partial(read, lexicon=lexicon) for read in readers)
        return lexicon


def check_all(readers: Iterable[Callable]) -> list:
    """Call what reads tables or their rows, and return the results. Raises `LexiconError` with all faults (of many the
    first 20), so that they are mended at once."""
    read, faults = [], []
    for reader in readers:
        try:
            read.append(reader())
        except LexiconError as fault:
            faults += str(fault).split("\n")
    if faults := [*dict.fromkeys(faults)]:
        raise LexiconError("\n".join([*faults[:20], f"... and {len(faults) - 20} more."][: len(faults)]))
    return read


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # a spreadsheet writes a byte order mark
    except (OSError, UnicodeDecodeError) as error:
        kind = "CSV" if path.suffix == ".csv" else "Python"
        raise LexiconError(
            f"{path.name}: not readable as {kind} in UTF-8 ({error}); save it as that, a table in Excel as the type “CSV UTF-8”."
        ) from error


@lru_cache(maxsize=256)
def _only(lexicon: Lexicon, tables: tuple[str, ...]) -> Lexicon:
    """Return the lexicon limited to some tables; reading another one raises `KeyError`."""
    return Lexicon(tuple(file for file in lexicon.files if file.table in tables), tables)


@cache
def shipped() -> Lexicon:
    """Return the lexicon of the package: the tables of the genre, without those of a study."""
    return Lexicon(tuple(File(path.stem, path.name, _text(path)) for path in sorted(FOLDER.glob("*.csv"))))


def per_lexicon(build: Callable, most: int = 32, tables: tuple[str, ...] = ()) -> Callable:
    """Cache the results of a function by its lexicon, the keyword argument `lexicon` (by default the shipped one).

    Two corpora with different tables never share a result. `most` limits the number of results kept. With `tables` the
    function reads these alone, and all lexicons in which they are the same share its results.
    """
    kept = lru_cache(maxsize=most)(build)

    @wraps(build)
    def of(*arguments, lexicon: Lexicon | None = None):
        lexicon = shipped() if lexicon is None else lexicon
        return kept(*arguments, lexicon=_only(lexicon, tables) if tables else lexicon)

    return of


@per_lexicon
def _cells(name: str, *, lexicon: Lexicon) -> dict[tuple[str, ...], tuple[list[str], str]]:
    rows: dict[tuple[str, ...], tuple[list[str], str]] = {}
    for file in lexicon.files:
        if file.table == name:
            rows |= _rows(file, SCHEMAS[name], rows)
    return rows


@per_lexicon
def _table(name: str, *, lexicon: Lexicon) -> pd.DataFrame:
    schema, rows = SCHEMAS[name], _cells(name, lexicon=lexicon)
    table = pd.DataFrame([row for row, _ in rows.values()], columns=pd.Index(schema.columns, dtype="str"), dtype="str")
    for column in schema.days:
        table[column] = pd.to_datetime(table[column].replace("", None))
    for column in schema.numbers:
        table[column] = pd.array([int(cell) if cell else None for cell in table[column]], dtype="Int64")
    return table


def _rows(file: File, schema: Schema, before: dict) -> dict[tuple[str, ...], tuple[list[str], str]]:
    """Return the rows of a file by key: the cells in the order of the schema's columns, and the file with the line.

    A column that the file lacks is filled from the row of that key in `before`, or left empty.
    """
    # Some spreadsheets separate cells by semicolons or tabs.
    mark = max(",;\t", key=file.text.partition("\n")[0].count)
    reader = csv.reader(StringIO(file.text, newline=""), strict=True, delimiter=mark)
    rows: dict[tuple[str, ...], tuple[list[str], str]] = {}
    faults = []
    # A draft of the walk has guards against spreadsheets. A full-width bar parts forms, too; a title may have one.
    bar = {ord("｜"): "|"} if file.table not in STUDY_TABLES or file.table in ("formulas", "occasions") else {}
    unsaid = dict.fromkeys(schema.columns, "")
    try:
        header = next(reader, [])
        _check_header(file, header, schema)
        for cells in filter(None, reader):
            place = f"{file.shown}, line {reader.line_num}"
            try:
                if len(cells) != len(header):
                    raise ValueError(f"{len(cells)} cells where the header has {len(header)}; mend that line.")
                cells = [unguarded(cell).translate(bar) for cell in cells] if file.of_study else cells
                row = dict(zip(header, cells, strict=True))
                key = tuple([row.get(column, "") for column in schema.key])
                if tuple(header) != schema.columns:
                    row = unsaid | dict(zip(schema.columns, before.get(key, ((),))[0], strict=False)) | row
                _check_row(row, schema, file.of_study)
                if key in rows:
                    raise ValueError(f"{', '.join(schema.key)} {', '.join(key)!r} is there twice; mend that line.")
            except ValueError as fault:
                faults.append(f"{place}: {fault}")
            else:
                rows[key] = list(row.values()), place
    except csv.Error as error:
        raise LexiconError(f"{file.shown}: not readable as CSV in UTF-8 ({error}); save it as that.") from error
    if faults:
        raise LexiconError("\n".join(faults))
    return rows


def _check_header(file: File, header: list[str], schema: Schema) -> None:
    needed = schema.needed if file.of_study else schema.columns
    names = ", ".join(needed) + (f" and one of {', '.join(schema.one_of)}" if schema.one_of else "")
    more = ", ".join(column for column in schema.columns if column not in needed)
    for column in needed:
        if column not in header:
            raise LexiconError(f"{file.shown}: no column {column!r}; it needs {names}.")
    for column in header:
        if column not in schema.columns:
            may = f", and may have {more}" if more else ""
            raise LexiconError(f"{file.shown}: no table has the column {column!r} here; it has {names}{may}.")
        if header.count(column) > 1:
            raise LexiconError(f"{file.shown}: the column {column!r} is there twice; remove one.")


def _check_row(row: dict[str, str], schema: Schema, of_study: bool) -> None:
    for column in (*schema.key, *schema.filled):
        if not row[column].strip() and column not in schema.blank:
            raise ValueError(f"{column} is empty; fill it, or remove the line.")
        if column in schema.key and row[column] != row[column].strip():
            raise ValueError(f"{column} {row[column]!r} has white space around it; mend that line.")
    if schema.one_of and not any(row[column].strip() for column in schema.one_of):
        raise ValueError(f"{' and '.join(schema.one_of)} are empty; fill one of them.")
    for column, values in schema.allowed.items():
        value = row[column]
        if value in values or (of_study and not value and column in schema.optional):
            continue
        if not (of_study and column in schema.open):
            raise ValueError(f"{column} is {value!r}, not one of {', '.join(values)}; mend that line.")
        if not value or value != value.strip():
            raise ValueError(f"{column} {value!r} is empty or has white space around it; mend that line.")
        if alike := get_close_matches(value, values, n=1, cutoff=_ALIKE):
            raise ValueError(f"{column} {value!r} is nearly {alike[0]!r}; write that, or choose a name less like it.")
    kinds = (
        (schema.numbers, re.compile(r"\d*").fullmatch, "a whole number"), (schema.days, _is_day, "a day such as 2025-09-01"),
        (schema.colours, re.compile("(?:#[0-9A-Fa-f]{6})?").fullmatch, "a colour such as #0072B2"),
    )  # fmt: skip
    for column, fits, meant in ((column, *kind) for columns, *kind in kinds for column in columns):
        if not fits(row[column]):
            raise ValueError(f"{column} is {row[column]!r}, not {meant}; mend that line.")


def _is_day(cell: str) -> bool:
    """Whether a cell is empty or a day of the calendar."""
    try:
        return not cell or bool(re.fullmatch(r"\d{4}-\d\d-\d\d", cell) and date(*map(int, cell.split("-"))))
    except ValueError:
        return False


@per_lexicon
def outlets(*, lexicon: Lexicon) -> pd.DataFrame:
    """Return one row per outlet: index `outlet` (canonical English name), `outlet_zh`, `printed` (forms, `|` between),
    `country`, `kind`, `colour` (of its marks in every figure)."""
    return lexicon.table("outlets").set_index("outlet")


@per_lexicon
def _outlet_of_printed_form(*, lexicon: Lexicon) -> dict[str, str]:
    """Return the outlet of each folded form. A form in a row of a study is taken from the shipped row that has it, too;
    all forms are if it is the name of that outlet."""
    forms: dict[str, str] = {}
    known = set(shipped().table("outlets")[["outlet", "printed"]].itertuples(index=False, name=None))
    rows = list(outlets(lexicon=lexicon)["printed"].items())
    own = {row[0] for row in rows if row not in known}

    def read(outlet: str, printed: str) -> None:
        owner = named if outlet not in own and (named := forms.get(_fold(outlet))) in own else outlet
        for form in [outlet, *filter(None, printed.split("|"))]:
            taken = forms.setdefault(_fold(form.removeprefix("=")), owner)
            if taken != owner and (taken in own) is (owner in own):
                places = [lexicon.where("outlets", name) for name in (taken, owner)]
                raise LexiconError(f"{places[1]}: {form!r} is printed for {taken}, too ({places[0]}); keep one.")

    check_all(partial(read, *row) for row in sorted(rows, key=lambda row: row[0] not in own))
    return forms


def _fold(form: str) -> str:
    return "".join(normalize("NFKC", form).casefold().split())


def outlet_of(printed: str, chain: bool = True, *, lexicon: Lexicon | None = None) -> str | None:
    """Return the canonical name of an outlet as printed (pinyin, English, Simplified Chinese), or None if unknown.

    Case, spaces and a first `The` are ignored. In a `chain` (`人民网-人民日报`) the last known link counts: it is the origin.

    >>> outlet_of("Xin Hua She"), outlet_of("人民网-人民日报"), outlet_of("Nobody's Gazette")
    ('Xinhua News Agency', "People's Daily", None)
    """
    forms = _outlet_of_printed_form(lexicon=lexicon)
    whole = forms.get(_fold(printed))
    if not whole and printed.startswith(("The ", "the ")):
        whole = forms.get(_fold(printed[4:]))
    if whole or not chain:
        return whole
    links = [forms.get(_fold(link)) for link in re.split("[-—/]", normalize("NFKC", printed))]
    known = [link for link in links if link]
    return known[-1] if known else None
