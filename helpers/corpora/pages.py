"""Raw pages: decode bytes to characters without changing any."""

import codecs
import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from helpers.corpora.webpages import SUFFIXES, charset, extracted, is_html
from helpers.lexicon import STUDY, Lexicon
from helpers.texts.hygiene import without_invisible

ROOT = Path(__file__).resolve().parents[2]

# Encodings that are tried, by the names of charset_normalizer.
_ENCODINGS = ["utf_8", "gb18030", "big5", "utf_16", "utf_16_le", "utf_16_be", "utf_32"]
FORMATS = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
# First bytes of files that are no text: what they are, and where their words are had.
_OTHERS = (
    (rb"%PDF", "a PDF", "copy or export its text"),
    (rb"PK\x03\x04|\xd0\xcf\x11\xe0", "a Word, Excel or ZIP file", "save a document as plain text, a sheet as CSV"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8", "a picture", "save the text of the page, or recognise its words"),
    (rb"\{\\rtf", "an RTF document", "save it as plain text in a word processor"),
    (rb'(?:\xef\xbb\xbf)?\s*\[?\s*\{\s*"[^"\n]{1,60}"\s*:', "JSON", "save it as .jsonl, with one object a line"),
)
# Control characters: all but tab, line feed, form feed and carriage return. A text has few of them, and never NUL.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_FEW = 0.02
_ENGLISH_OR_CHINESE = re.compile(r"[A-Za-z\u3400-\u9fff]")
# What a Western text has besides ASCII, mostly one by one: its marks in a Chinese encoding, any character in its own.
_ONE_BY_ONE = r"(?<![^\x00-\x7f\xa0]){}(?![^\x00-\x7f\xa0])|\xa0"
_OWN, _ITS_MARKS = (re.compile(_ONE_BY_ONE.format(kind)) for kind in (r"[^\x00-\x7f]", "[‘’“”–—―…•·£€À-ÿ]"))
WESTERN = "is decoded as Windows-1252; if accents come out wrong, save it as UTF-8."

# `str.strip` would also remove control characters such as U+001C.
_BLANK = " \t\r\n\f\v\u3000\xa0"


class PageError(ValueError):
    """A file that cannot be read as a page. The message names the file, the reason and the remedy."""


class PageWarning(UserWarning):
    """A page that was read, but not fully understood. The message names the page and what was not found."""


@dataclass(frozen=True)
class Page:
    """One file: `name`, its characters `raw`, their `encoding`, the `sha256` of the file's bytes, remarks (`said`), and
    whether `raw` is a main text found in HTML, below its title and source (`extracted`)."""

    name: str
    raw: str
    encoding: str
    sha256: str
    said: tuple[str, ...] = ()
    extracted: bool = False


def places_of(path: str | Path) -> list[Path]:
    """Return the candidates for a path: from the working directory and, if relative, from the project's root."""
    place = Path(path).expanduser()
    return [place] if place.is_absolute() else [place, ROOT / place]


def find_folder(folder: str | Path) -> Path:
    """Return the folder of that name, from the working directory or else from the root of the project.

    Notebooks run in `notebooks/`, scripts anywhere: both say `"seeds"`.
    Raises `FileNotFoundError` naming the places searched, `NotADirectoryError` for a file.
    """
    places = places_of(folder)
    for place in places:
        if place.is_dir():
            return place
        if place.exists():
            raise NotADirectoryError(
                f"{place} is a file: give the folder that holds it, or a table of articles as .csv, .tsv, .jsonl or .parquet."
            )
    looked = " nor at ".join(str(place) for place in dict.fromkeys(places))
    raise FileNotFoundError(f"No folder at {looked}: give the folder that holds the pages as .txt or .html files.")


def page_files(folder: str | Path) -> tuple[list[Path], list[Path]]:
    """Return the pages of a folder (`*.txt`, `*.html`, `*.htm`, sorted by name) and its other files.

    Hidden files, a `README` and the tables in `study/` are not part of the corpus and are in neither list.
    Raises `PageError` if the folder holds neither a page nor a possible table of articles.
    """
    place = find_folder(folder)
    files = sorted(
        (path for path in place.iterdir() if not path.name.startswith(".") and path.name != STUDY),
        key=lambda path: path.name,
    )
    pages = [path for path in files if path.suffix.lower() in (".txt", *SUFFIXES)]
    # Browsers save the pictures of page.html in page_files.
    kept = {*pages, *(place / f"{path.stem}_files" for path in pages)}
    others = [path for path in files if path not in kept and path.stem.upper() != "README"]
    if not pages and not any(path.is_file() and path.suffix.lower() in FORMATS for path in others):
        there = ", ".join(f"{path.name}/" if path.is_dir() else path.name for path in others[:3])
        more = f" It has {there}{' ...' * (len(others) > 3)}: give a folder inside it by itself, save a spreadsheet as CSV."
        raise PageError(
            f"{place} holds no page: put the saved pages there as .txt or .html files, or a table of articles ({', '.join(FORMATS)})."
            + more * bool(others)
        )
    return pages, others


def read_page(path: str | Path, *, lexicon: Lexicon | None = None) -> Page:
    """Read one file without changing a character: no newline translation, no normalisation.

    Recognises UTF-8, UTF-16 (with or without a byte order mark, which is not part of `raw`), GB18030, Big5 and, with a
    remark, Windows-1252. For HTML, whatever the file's name, `raw` is the extracted main text, with stamps read by the
    `lexicon`; `sha256` is always the hash of the file.
    Raises `PageError` for a file that is empty, blank, binary, undecodable, without text or cannot be opened.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise PageError(f"{path.name}: cannot be read ({reason}); check its kind and its permissions.") from error
    sha256 = hashlib.sha256(data).hexdigest()
    raw, encoding = _declared(data) or decode(data, path.name)
    if not is_html(raw, path.name):
        return Page(path.name, raw, encoding, sha256, (f"the page {WESTERN}",) if encoding == "cp1252" else ())
    try:
        text, said = extracted(raw, lexicon=lexicon)
    except (ImportError, ValueError) as error:
        raise PageError(f"{path.name}: {error}.") from error
    return Page(path.name, text, f"{encoding}, HTML", sha256, said, not said)


def _declared(data: bytes) -> tuple[str, str] | None:
    """Decode an HTML page by the character set that it declares; None if that is missing, Unicode or wrong."""
    named = charset(data)
    if named in (None, "utf-8", "utf8", "utf-16"):
        return None
    try:
        raw = data.decode(named)
    except (LookupError, UnicodeDecodeError):
        return None
    return None if _binary(raw) else (raw, named)


def decode(data: bytes, name: str = "page") -> tuple[str, str]:
    """Return the characters of `data` and the name of the codec that decoded them.

    >>> decode("上海精神".encode("gb18030"))
    ('上海精神', 'gb18030')

    Raises `PageError` naming the page, the reason and the remedy.
    """
    if not data:
        raise PageError(f"{name}: the file is empty; save the page again or remove the file.")
    raw, encoding = characters(data, name)
    if is_blank(raw):
        raise PageError(f"{name}: the file holds only white space; save the page again or remove the file.")
    if control := _binary(raw):
        code = f"U+{ord(control.group()):04X} at {control.start()}"
        raise PageError(f"{name}: binary, not text (control character {code}); save the page as plain text.")
    if not any(map(str.isalpha, raw)):
        raise PageError(f"{name}: the file holds no letter; save the page with its text or remove the file.")
    return raw, encoding


def _binary(raw: str) -> re.Match | None:
    """The first control character of characters that are no text."""
    return _CONTROL.search(raw) if "\0" in raw or len(_CONTROL.findall(raw)) > _FEW * len(raw) else None


def is_blank(raw: str) -> bool:
    """Whether a text has no visible character: only white space, byte order marks and the like."""
    return not without_invisible(raw).strip(_BLANK)


def characters(data: bytes, name: str) -> tuple[str, str]:
    """As `decode`, but allow blank bytes and control characters."""
    for begins, what, remedy in _OTHERS:
        if re.match(begins, data):
            raise PageError(f"{name}: {what}, not text; {remedy}.")
    # ASCII saved as UTF-16 is also valid UTF-8, with a NUL beside nearly every letter; fewer NULs mean a broken file.
    if data.count(0) <= 0.4 * len(data):
        with suppress(UnicodeDecodeError):
            encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
            return data.decode(encoding), encoding
    if 0 not in data and (western := _western(data)):
        return western
    from charset_normalizer import from_bytes  # few pages need it

    best = from_bytes(data, cp_isolation=_ENCODINGS).best()
    # A few random bytes may decode to letters of some rare script.
    if best is None or not _ENGLISH_OR_CHINESE.search(str(best)):
        with suppress(UnicodeDecodeError):  # strange characters on a Chinese page
            text = data.decode("gb18030")
            if _ENGLISH_OR_CHINESE.search(text) and len(text.encode("gb2312", "ignore").decode("gb2312")) > 0.95 * len(
                text
            ):
                return text, "gb18030"
        sound = re.match("[^\udc80-\udcff]*", data.decode("utf-8", "surrogateescape")).end()
        unknown = f"undecodable (not UTF-8 at character {sound}, nor UTF-16, GB18030, Big5 or Windows-1252)"
        fault = "binary, not text (it holds NUL bytes)" if 0 in data else unknown
        raise PageError(f"{name}: {fault}; save it as UTF-8 in an editor.")
    return str(best), best.encoding.replace("_", "-")


def _western(data: bytes) -> tuple[str, str] | None:
    """Decode a Western text in the encoding in which most of its other characters are likely: too few for a guess by
    statistics. None if there is more Chinese, or no encoding fits."""
    if sum(byte < 128 for byte in data) < 0.8 * len(data):
        return None
    best, most = None, 0.5
    for encoding, likely in (("gb18030", _ITS_MARKS), ("big5", _ITS_MARKS), ("cp1252", _OWN)):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            share = len(likely.findall(text)) / sum(not one.isascii() for one in text)
            best, most = ((text, encoding), share) if share > most else (best, most)
    return best
