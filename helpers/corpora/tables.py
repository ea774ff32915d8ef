"""Tables of articles exported by archives (CSV, JSON Lines, Parquet), read in chunks, never wholly in memory.

Each row is one page with one article. The text of the row is the raw page, character for character, so that every
count can be traced to it, as to a saved page. The title, outlet and date of the article come from the other columns,
not from the text.
"""

import csv
import hashlib
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from unicodedata import normalize

from helpers.corpora import corrections, stamps
from helpers.corpora.articles import CUT, Printed, Text, article_row, corrected, language_of, rows_of_page
from helpers.corpora.conventions import Draft, Segment
from helpers.corpora.conventions.marks import same_words, visible_lines
from helpers.corpora.conventions.paragraphs import lay_paragraphs
from helpers.corpora.conventions.tiling import Tiling
from helpers.corpora.pages import FORMATS, WESTERN, Page, PageError, characters, is_blank, places_of
from helpers.lexicon import Lexicon
from helpers.texts.hygiene import between_words, marks_in, strange_characters, unmarked, without_invisible

FIELDS = ("id", "text", "title", "outlet", "date", "language")
_SAID = ("title", "outlet", "date", "language")
CONVENTION = "table"
# Separates the name of a table in a folder of pages from the id of its row.
BETWEEN = ":"
# Names of columns in archives, the surest first. Other names for `id` are not guessed: they may not identify a row.
_CALLED = {
    "text": "text 正文 全文 full_text fulltext body article_body article_text content 内容 內容 正文内容 文章内容 文本 story",
    "title": "title headline 标题 標題 题名 题目 篇名 新闻标题 文章标题 heading hd",
    "outlet": "outlet source publication newspaper publisher 来源 來源 媒体 媒體 报纸 報紙 报纸名称 媒体名称 来源名称 刊名 出处 media journal",
    "date": "date published publication_date published_at pub_date date_published 日期 发布日期 发表日期 出版日期 报纸日期 发布时间 發布日期 时间 datetime pd",
    "language": "language lang 语言 語言 语种",
}  # fmt: skip
# Characters of a cell that a message shows, and that a cell of Excel holds.
_SHOWN, _FULL = 40, 32_767
# Rows held at a time.
ROWS = 2_000
_UNKNOWN = ("n/a", "nan", "nat", "none", "null", "unknown", "未知", "-", "–", "—")


@dataclass(frozen=True)
class Table:
    """A file of articles prepared by `read_table`: `path`, `format`, `columns` (from each field of `FIELDS` that exists
    to its column), `day_first`, the number of `rows` in memory at a time, the prefix of row ids (`before`), a remark on
    columns that are not named like their fields (`said`), and the `encoding` of the file."""

    path: Path
    format: str
    columns: dict[str, str]
    day_first: bool | None = None
    rows: int = ROWS
    before: str = ""
    said: str = ""
    encoding: str = "utf-8"

    def chunks(self) -> Iterator[list[dict]]:
        """Yield lists of at most `rows` rows, in file order; each row is a dict with `row` (from 1), the `encoding`
        of the file and the mapped fields."""
        rows = (
            {"row": number, "encoding": self.encoding, **{name: record.get(of) for name, of in self.columns.items()}}
            for number, record in enumerate(_RECORDS[self.format](self.path), start=1)
        )
        yield from iter(lambda: list(islice(rows, self.rows)), [])


def read_table(path: str | Path, columns: dict[str, str] | None = None, day_first: bool | None = None) -> Table:
    """Prepare a CSV (or TSV), JSON Lines or Parquet file for `load_corpus`; only its header is read yet.

    `columns` maps `text` (required), `id`, `title`, `outlet`, `date` and `language` to the columns with other names.
    Names common in archives (headline, 正文, 来源) are recognised; `said` lists them. Cells may be separated by comma,
    semicolon, tab or |. Without an `id` the row number is used. `day_first` says how to read 03/04/2025; without it
    such a date counts as unreadable.

    Raises `FileNotFoundError`; `PageError` for a file that is not a readable table; `ValueError` for an unknown field
    or column (it names the known ones), and for a column that occurs twice.
    """
    if columns is not None and not isinstance(columns, dict):
        raise ValueError(f"columns is a dict from field to column, such as {{'text': 'body'}}, not {columns!r}")
    place = next((place for place in places_of(path) if place.is_file()), None)
    if place is None:
        raise FileNotFoundError(f"No file at {path}: give a CSV, JSON Lines or Parquet file.")
    kind = FORMATS.get(place.suffix.lower())
    if kind is None:
        known = ", ".join(sorted(FORMATS))
        raise PageError(f"{place.name}: not a table this reads; its name should end in one of {known}.")
    columns = dict(columns or {})
    unknown = sorted(set(columns) - set(FIELDS))
    if unknown:
        raise ValueError(f"columns maps {unknown[0]!r}, which is not a field; the fields are {', '.join(FIELDS)}.")
    header = _header(place, kind)
    if not header:
        raise PageError(f"{place.name}: empty, or its first line names no column; put the names of the columns there.")
    guessed = {name: column for name, column in _guessed(header).items() if name not in columns}
    named = {*columns, *guessed, *header}
    mapped = {name: columns.get(name, guessed.get(name, name)) for name in FIELDS if name in named}
    mapped.setdefault("text", "text")
    for name, column in mapped.items():
        if column not in header:
            raise ValueError(
                f"{place.name}: no column {column!r} for the {name}; the columns are {', '.join(str(one)[:_SHOWN] for one in header)}."
                f" Say which it is: columns={{{name!r}: ...}}, or --column {name}=NAME on the command line,"
                " or put the names of the columns on the first line."
            )
        if header.count(column) > 1:
            raise ValueError(f"{place.name}: the column {column!r} stands twice; give each a name of its own.")
    said = _said_of(place, header, mapped)
    encoding = _encoding(place).removesuffix("-sig") if kind == "csv" else "utf-8"
    if encoding == "cp1252":
        said = f"{said} {place.name} {WESTERN}".strip()
    return Table(place, kind, mapped, day_first, said=said, encoding=encoding)


def _guessed(header: list[str]) -> dict[str, str]:
    """Return the column of each field, recognised by its common names in archives, ignoring case."""
    called = {re.sub(r"[\s-]+", "_", normalize("NFKC", str(one)).strip().casefold()): one for one in reversed(header)}
    found = [(name, called[one]) for name, names in _CALLED.items() for one in names.split() if one in called]
    return dict(reversed(found))


def _said_of(path: Path, header: list[str], mapped: dict[str, str]) -> str:
    if all(name == column for name, column in mapped.items()) and set(header) == set(mapped.values()):
        return ""
    taken = ", ".join(f"{name} from {column!r}" for name, column in mapped.items())
    left = ", ".join(repr(column) for column in header if column not in mapped.values())
    return f"{path.name} is read with {taken}" + (f"; not read: {left}" if left else "") + "."


def _header(path: Path, kind: str) -> list[str]:
    if kind == "parquet":
        return list(_parquet(path).schema_arrow.names)
    if kind == "csv":
        return next(_csv_lines(path), (1, []))[1]
    # A field may be missing in the first record, so the fields of the first hundred count.
    names: dict[str, None] = {}
    for number, record in enumerate(_json_lines(path)):
        names.update(dict.fromkeys(record))
        if number == 99:
            break
    return list(names)


def _encoding(path: Path) -> str:
    """Detect the encoding (as `characters`), with `utf-8-sig` for UTF-8 with or without a byte order mark."""
    with path.open("rb") as file:
        # Read to the end of a line, so that no character is cut.
        head = file.read(65_536) + file.readline()
    encoding = characters(head[: len(head) // 2 * 2] if 0 in head else head, path.name)[1]
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _csv_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row, with the number of its last line."""
    csv.field_size_limit(2**31 - 1)  # a cell may hold a book
    with path.open(newline="", encoding=_encoding(path)) as file:
        # The separator that splits the header into most cells.
        head = file.readline()
        mark = max(",;\t|", key=lambda one: len(next(csv.reader([head], delimiter=one), [])))
        file.seek(0)
        # Strict: otherwise an unclosed quotation mark puts the rest of the file into one cell.
        reader = csv.reader(file, delimiter=mark, strict=True)
        try:
            for cells in reader:
                yield reader.line_num, cells
        except UnicodeDecodeError as error:
            raise PageError(
                f"{path.name}, after line {reader.line_num}: not {error.encoding} ({error.reason}); save it as UTF-8."
            ) from error
        except csv.Error as error:
            raise PageError(
                f"{path.name}, line {reader.line_num}: not readable as CSV ({error}); close each quotation mark that"
                " opens a cell, and double those inside it."
            ) from error


def csv_rows(path: Path) -> Iterator[dict]:
    """Yield the rows of a CSV as dicts by column name, in any supported encoding and with any supported separator."""
    lines = _csv_lines(path)
    _, header = next(lines, (0, []))
    for line, cells in lines:
        if len(cells) > len(header):
            raise PageError(
                f"{path.name}, line {line}: more cells than the header has columns;"
                " quote the cells that hold a comma or a line end."
            )
        if cells:
            yield dict(zip(header, cells, strict=False))


def _json_lines(path: Path) -> Iterator[dict]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line.decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                why = getattr(error, "msg", None) or getattr(error, "reason", error)
                raise PageError(f"{path.name}, line {number}: not JSON in UTF-8 ({why}); one object a line.") from error
            if not isinstance(record, dict):
                raise PageError(f"{path.name}, line {number}: not an object but {type(record).__name__}.")
            yield record


def _parquet(path: Path):
    from pyarrow import ArrowInvalid
    from pyarrow.parquet import ParquetFile

    try:
        return ParquetFile(path)
    except (ArrowInvalid, OSError) as error:
        raise PageError(f"{path.name}: not readable as Parquet ({error}).") from error


def _parquet_rows(path: Path) -> Iterator[dict]:
    for batch in _parquet(path).iter_batches(batch_size=ROWS):
        yield from batch.to_pylist()


_RECORDS = {"csv": csv_rows, "jsonl": _json_lines, "parquet": _parquet_rows}


def cell_text(value: object) -> str | None:
    """Return a cell as text: None if missing or blank; whole numbers without a decimal point."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    return text if text.strip() else None


def read_row(name: str, row: dict, day_first: bool | None = None, lexicon: Lexicon | None = None) -> dict:
    """Return the rows that one row of a table adds to the tables of a corpus, like those of a saved page.

    `name` is the id of both the article and its page. Raises `PageError` with the reason if the row holds no text.
    """
    cell = _raw(row["text"])
    # For a cell with markup, the raw text is as a browser shows it; the hash is of the unchanged cell.
    marks = [mark for one in (cell, *map(row.get, _SAID)) if isinstance(one, str) for mark in marks_in(one)]
    raw = unmarked(cell) if marks else cell
    if is_blank(raw):
        raise PageError("no text among its markup")
    row = row | {name: unmarked(row[name]) for name in _SAID if marks and isinstance(row.get(name), str)}
    strange = strange_characters("\n".join([raw, *filter(None, map(cell_text, map(row.get, _SAID)))]))
    if marks:
        strange.append(("tags, entities and escapes, read as a browser shows them", f"{len(marks)} ({marks[0][:40]})"))
    # The text keeps invisible characters, since offsets refer to it; other cells need not.
    row = row | {name: _seen(row[name]) for name in _SAID if name in row}
    digest = hashlib.sha256(cell.encode("utf-8", "surrogatepass")).hexdigest()
    page = Page(name, raw, row.get("encoding", "utf-8"), digest)
    segments, draft = _segments(raw, cell_text(row.get("title")), lexicon)
    if len(cell) == _FULL:
        draft.cut = (len(raw) - _SHOWN, len(raw))
    text = Text(raw, segments)
    given = corrections.given(name, name, True, lexicon=lexicon)
    printed, misread = _printed(row, raw, draft, text.text, day_first, lexicon, given)
    article = article_row(page, draft, printed, text, given, lexicon)
    problems = [(CUT, raw[slice(*draft.cut)])] if draft.cut else []
    if article["outlet"] is None and "outlet" not in given:
        problems.append(("no outlet", ""))
    elif article["outlet"] and article["outlet_zh"] is None:
        problems.append(("outlet not in outlets.csv, kept as printed", article["outlet"]))
    met = [(name, name, problem, value) for problem, value in problems + misread + strange]
    return rows_of_page(page, CONVENTION, segments, {name: article}, [text], met)


def _seen(cell: object) -> object:
    """Return the visible content of a cell; None for a common mark of a missing value (n/a, null, 未知, -)."""
    seen = without_invisible(cell).strip() if isinstance(cell, str) else cell
    return None if isinstance(seen, str) and seen.casefold() in _UNKNOWN else seen


def _raw(value: object) -> str:
    if isinstance(value, bytes | list | dict):
        raise PageError(f"text is not a string but {type(value).__name__}")
    raw = value if isinstance(value, str) else cell_text(value)
    if raw is None or is_blank(raw) or _seen(raw) is None:
        raise PageError("no text")
    return raw


def _printed(
    row: dict, raw: str, draft: Draft, text: str, day_first: bool | None, lexicon: Lexicon | None, given: dict
) -> tuple[Printed, list[tuple[str, str]]]:
    """Return the metadata in the row, and the problems (problem, value)."""
    problems = []
    cell, stamp = row.get("date"), stamps.Stamp()
    if cell_text(cell) is not None:
        value = cell if isinstance(cell, date) else cell_text(cell)
        stamp = stamps.read(value, day_first, lexicon=lexicon)._replace(printed=str(cell))
    used = corrected(stamp, given, lexicon)
    if stamp.printed is None and "published" not in given:
        problems.append(("no date", ""))
    elif used.unread:
        problems.append((f"date cannot be read ({used.unread}), kept as printed", str(cell)))
    if used.said:
        problems.append((f"date: {used.said}", str(cell)))
    told, reads_as = given.get("language") or cell_text(row.get("language")), language_of(text, lexicon)
    language = corrections.code_of(told.strip()) if told else None
    # Chinese and English cannot be confused; for other languages the script is weak evidence.
    if text and {language, reads_as} == {"zh", "en"}:
        problems.append(("language contradicts the text, kept as it reads", told))
        language = None
    language = language or reads_as
    if text and language not in ("zh", "en"):
        problems.append(("language neither Chinese nor English", str(language)))
    title = cell_text(row.get("title")) or (raw[slice(*draft.title)] if draft.title else None)
    if title and len(title) > max(len(raw), _SHOWN):
        problems.append(("its title is longer than its text: are two columns swapped?", title[:_SHOWN]))
    return Printed(title, cell_text(row.get("outlet")), stamp, language), problems


def _segments(raw: str, title: str | None, lexicon: Lexicon | None) -> tuple[list[Segment], Draft]:
    """Segment the text of a row as one article, with datelines, captions and closing marks as on a page."""
    tiling = Tiling(raw, lexicon)
    draft = Draft(CONVENTION)
    paragraphs = visible_lines(tiling.raw)
    if title and len(paragraphs) > 1 and same_words(tiling.raw[slice(*paragraphs[0])], title):
        draft.title = paragraphs.pop(0)
        tiling.mark(draft.title, "title", "title repeated", 0)
    lay_paragraphs(tiling, 0, draft, paragraphs)
    if paragraphs and not any(segment.kind == "body" for segment in tiling.segments()):
        # The text column holds text, even if it looks like a caption.
        tiling, draft = Tiling(raw, lexicon), Draft(CONVENTION)
        tiling.mark((paragraphs[0][0], paragraphs[-1][1]), "body", "text", 0)
    for span in between_words(tiling.raw):
        if tiling.kind_at(span[0]) == "body":
            tiling.mark(span, "apparatus", "between words", 0)
    return tiling.segments(), tiling.on_page(draft)
