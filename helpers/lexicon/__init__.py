"""The reviewed tables of the collection, as CSV files beside this module; loaded once and checked."""

import csv
from functools import cache
from pathlib import Path
from unicodedata import normalize

import pandas as pd

FOLDER = Path(__file__).resolve().parent
# What stands wherever an outlet would be named and the page names none.
NO_OUTLET = "no outlet named"


class LexiconError(ValueError):
    """A reviewed table that breaks its own rules. The message names the file, the row and the remedy."""


def read_lexicon(name: str, key: str, columns: list[str], folder: Path = FOLDER) -> pd.DataFrame:
    """Read `name`.csv as text (an empty cell is the empty string), with the rows in file order.

    Raises `LexiconError` if the file is no CSV in UTF-8, if a column is missing, if a row has fewer cells than there are
    columns or more, if a `key` is empty, stands twice or has white space around it.
    """
    path = folder / f"{name}.csv"
    table = _read_csv(path)
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise LexiconError(f"{path.name}: no column {missing[0]!r}; it needs {', '.join(columns)}.")
    keys = table[key]
    for problem, rows in {
        "is empty": keys.str.strip() == "",
        "has white space around it": keys != keys.str.strip(),
        "stands twice": keys.duplicated(),
    }.items():
        if rows.any():
            line = int(rows.to_numpy().argmax()) + 2
            raise LexiconError(
                f"{path.name}, line {line}: {key} {keys[rows].iloc[0]!r} {problem}; mend that line."
            )
    return table


def _read_csv(path: Path) -> pd.DataFrame:
    """Every cell as text. pandas would fill a short row in silence and take the first cell of a long one for an index."""
    try:
        # A spreadsheet writes a byte order mark.
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            rows = []
            for cells in filter(None, reader):
                if len(cells) != len(header):
                    raise LexiconError(
                        f"{path.name}, line {reader.line_num}: {len(cells)} cells where the header has {len(header)};"
                        " mend that line."
                    )
                rows.append(cells)
    except (UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(
            f"{path.name}: not readable as CSV in UTF-8 ({error}); save it as that."
        ) from error
    return pd.DataFrame(rows, columns=pd.Index(header, dtype="str"), dtype="str")


def check_values(name: str, table: pd.DataFrame, known: dict[str, tuple[str, ...]]) -> None:
    """Raises `LexiconError` for a cell that is none of the values `known` of its column; the index is the key."""
    for column, values in known.items():
        strange = table.loc[~table[column].isin(values), column]
        if len(strange):
            raise LexiconError(
                f"{name}, {strange.index[0]!r}: {column} is {strange.iloc[0]!r}, not one of {', '.join(values)}; mend it."
            )


@cache
def outlets() -> pd.DataFrame:
    """One row per outlet: index `outlet` (canonical English name), `outlet_zh`, `printed` (forms, `|` between),
    `country`, `kind`, `colour` (of its marks in every figure)."""
    columns = ["outlet", "outlet_zh", "printed", "country", "kind", "colour"]
    return read_lexicon("outlets", "outlet", columns).set_index("outlet")


@cache
def _outlet_of_printed_form() -> dict[str, str]:
    forms = {}
    for outlet, printed in outlets()["printed"].items():
        for form in [outlet, *printed.split("|")]:
            taken = forms.setdefault(_fold(form), outlet)
            if taken != outlet:
                raise LexiconError(
                    f"outlets.csv: {form!r} is printed for both {taken} and {outlet}; keep one."
                )
    return forms


def _fold(form: str) -> str:
    return "".join(normalize("NFKC", form).casefold().split())


def outlet_of(printed: str) -> str | None:
    """The canonical name of a printed outlet (pinyin, English, Simplified Chinese), or None if it is not known.

    Case and spaces do not count. Of a chain (`人民网-人民日报`) the last known link counts: it is the origin.

    >>> outlet_of("Xin Hua She"), outlet_of("人民网-人民日报"), outlet_of("Nobody's Gazette")
    ('Xinhua News Agency', "People's Daily", None)
    """
    forms = _outlet_of_printed_form()
    whole = forms.get(_fold(printed))
    if whole:
        return whole
    links = [forms.get(_fold(link)) for link in printed.replace("—", "-").replace("/", "-").split("-")]
    known = [link for link in links if link]
    return known[-1] if known else None


@cache
def printed_forms() -> tuple[str, ...]:
    """Every printed form of every outlet, longest first: the alternatives of a pattern that looks for outlets."""
    forms = {form for printed in outlets()["printed"] for form in printed.split("|")} | set(outlets().index)
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


@cache
def source_errors() -> pd.DataFrame:
    """Errors of the sources, found by reading; never repaired. One row each: `kind`, the passage that errs (`page`,
    `start`, `end`), what it `says` and `should_be`, `told_as_coming` (`yes` where it tells a past time as to come), the
    passage that shows it (`evidence_page`, `evidence_start`, `evidence_end`; missing where general knowledge does),
    `note`."""
    table = pd.read_csv(FOLDER / "source_errors.csv", encoding="utf-8")
    return table.assign(told_as_coming=table["told_as_coming"].fillna("")).astype(
        {"evidence_start": "Int64", "evidence_end": "Int64"}
    )


def study_events() -> pd.DataFrame:
    """The rows of `events.csv`: the events of the five pages in `seeds/`. `helpers.dates.events` asks for the corpus,
    too, and takes the rows of its pages."""
    return pd.read_csv(FOLDER / "events.csv", encoding="utf-8", parse_dates=["first", "last"])


def tellers(cell: str) -> list[tuple[str, str, str]]:
    """The articles that a cell of `told_by` names: each as it is written, its page file, and its number on that page
    (empty: the page is one article).

    >>> tellers("a.txt#05|row 7")
    [('a.txt#05', 'a.txt', '05'), ('row 7', 'row 7', '')]
    """
    names = [name.strip() for name in cell.split("|") if name.strip()] if isinstance(cell, str) else []
    return [(name, *name.partition("#")[::2]) for name in names]


@cache
def study_pages() -> frozenset[str]:
    """The page files that the tables of the study were made from, by their names: those on which `events.csv` tells of
    an event."""
    table = study_events()
    told = {page for cell in table["told_by"] for _, page, _ in tellers(cell)}
    return frozenset(told | set(table["page"]))
