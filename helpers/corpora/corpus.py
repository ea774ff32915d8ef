"""The corpus: raw pages, or rows of a table, as tables in which every row has its place in the raw characters."""

import re
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

import pandas as pd

from helpers.corpora import corrections
from helpers.corpora.articles import (
    COLUMNS,
    Text,
    article_row,
    doubts_of_page,
    is_cut_translation,
    printed_on,
    rows_of_page,
)
from helpers.corpora.conventions import KINDS, segment_page
from helpers.corpora.pages import Page, PageError, PageWarning, find_folder, page_files, places_of, read_page
from helpers.corpora.stories import same_story, story_links
from helpers.corpora.tables import BETWEEN, FORMATS, Table, cell_text, read_row, read_table
from helpers.lexicon import Lexicon, LexiconError, shipped
from helpers.lexicon.schemas import STUDY_TABLES
from helpers.texts.hygiene import shown, strange_characters
from helpers.texts.joins import check_corpus
from helpers.texts.numerals import named
from helpers.texts.places import Places
from helpers.texts.progress import progress
from helpers.texts.shingles import shingles

_PROBLEMS = ["page", "article", "problem", "value"]
# What differs between problems of a kind, and how many pages are warned of one by one.
QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"")
_MANY = 8


@dataclass(frozen=True, repr=False, eq=False)  # one corpus is one key of a cache
class Corpus:
    """Tables made from a folder of pages or a table of articles; offsets are Python string indices into `raw`, end
    exclusive.

    * `pages` - index `page` (file name): `encoding`, `chars`, `sha256` (of the bytes), `convention`, `raw`.
    * `segments` - `page`, `start`, `end`, `kind`, `rule` (that recognised it), `article` (may be missing); they tile
      each page without gap or overlap.
    * `articles` - index `article` (page number and running number, `003-05`; for a table, the row's id); columns as
      in `helpers.corpora.articles`.
    * `sentences` - `article`, `sentence` (from 1), `start`, `end`, `text`.
    * `links` - `article`, `other`, `relation`, `evidence`: versions of one story, with the evidence.
    * `refusals` - `page`, `reason`: files that could not be read (only with `on_error="skip"`), rows without text.
    * `problems` - `page`, `article` (missing if the problem is the page's), `problem`, `value`: read, but
      not understood.

    The text of an article or a sentence is its raw slice without the characters of segments that are not `body`.
    `lexicon`: the tables that the corpus was read with, shipped and in the `study/` of its folder. Raises `JoinError`
    (`helpers.texts.joins`) if the ids of the tables do not match, for example if they were read again as numbers.
    """

    pages: pd.DataFrame
    segments: pd.DataFrame
    articles: pd.DataFrame
    sentences: pd.DataFrame
    links: pd.DataFrame
    refusals: pd.DataFrame
    problems: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=_PROBLEMS, dtype="str"))
    lexicon: Lexicon = field(default_factory=shipped)

    @cached_property
    def places(self) -> Places:
        """The places of each text's characters in its raw page."""
        return Places(self.segments, self.articles.index)

    @property
    def study(self) -> dict[str, pd.DataFrame]:
        """The tables of the study beside these pages, by name; a missing one has no rows."""
        return {name: self.lexicon.table(name) for name in STUDY_TABLES}

    def __post_init__(self) -> None:
        check_corpus(self)

    def __repr__(self) -> str:
        return (
            f"<Corpus: {len(self.pages)} pages, {len(self.articles)} articles, {len(self.sentences)} sentences,"
            f" {int(self.pages['chars'].sum())} characters>"
        )

    def quote(self, page: str, start: int, end: int, context: int = 40) -> str:
        """Return the raw characters `start` to `end` of a page between ⟦ and ⟧, with `context` characters on each side.

        The text is unchanged, except that control characters (terminal escapes, direction overrides) are shown by name.
        Raises `KeyError` naming the pages for an unknown page, `ValueError` for a span outside the page.
        """
        if page not in self.pages.index:
            raise KeyError(f"no page {page!r}; the pages are {', '.join(self.pages.index)}")
        raw = self.pages.at[page, "raw"]
        start, end = int(start), int(end)
        if not 0 <= start <= end <= len(raw):
            raise ValueError(f"{start} to {end} is not a span of {page}, which has {len(raw)} characters")
        before, after = raw[max(start - context, 0) : start], raw[end : end + context]
        return f"{shown(before)}⟦{shown(raw[start:end])}⟧{shown(after)}"


def spans_at(spans: pd.DataFrame, pages: pd.Series, starts: pd.Series) -> pd.DataFrame:
    """Return, for each place in a raw page, the row of `spans` (`page`, `start`, `end`, as in `corpus.segments`) that
    covers it; missing values where none does."""
    places = pd.DataFrame({"page": pages.astype("str"), "at": starts.astype("int64"), "row": range(len(pages))})
    sides = places.sort_values("at"), spans.astype({"page": "str"}).sort_values("start")
    found = pd.merge_asof(*sides, left_on="at", right_on="start", by="page").set_index("row").sort_index()
    return found.where(found["at"] < found["end"]).set_axis(pages.index)


def sentences_at(corpus: Corpus, pages: pd.Series, starts: pd.Series) -> pd.DataFrame:
    """Return the sentence that holds each place (`spans_at`), with its page."""
    page = corpus.sentences["article"].map(corpus.articles["page"])
    return spans_at(corpus.sentences.assign(page=page), pages, starts)


def names_of(corpus: Corpus) -> dict[str, str]:
    """Return how reports name each article: by its page, and by its number there if the page has several (`page#02`)."""
    pages = corpus.articles["page"]
    several = pages.duplicated(keep=False)
    return {name: f"{page}#{name.rpartition('-')[2]}" if several[name] else page for name, page in pages.items()}


def selected(corpus: Corpus, articles: pd.Index) -> Corpus:
    """Return the corpus reduced to some articles, with their segments, their sentences and the links among them."""
    links = corpus.links[corpus.links["article"].isin(articles) & corpus.links["other"].isin(articles)]
    kept = corpus.articles.loc[articles]
    return replace(
        corpus,
        articles=kept.assign(same_story=same_story(kept.index, links)),
        segments=corpus.segments[corpus.segments["article"].isin(articles)],
        sentences=corpus.sentences[corpus.sentences["article"].isin(articles)].reset_index(drop=True),
        links=links.reset_index(drop=True),
    )


def load_corpus(
    folder: str | Path | Table = "seeds",
    on_error: str = "raise",
    day_first: bool | None = None,
    columns: dict[str, str] | None = None,
) -> Corpus:
    """Read every page (`*.txt`, `*.html`) and table of articles in a folder, or one table.

    A path is looked up from the working directory, then from the project's root. `columns` maps fields to columns of a
    table (see `read_table`). `day_first` says how to read 03/04/2025; without it such a date is not read.
    A `study/pages.csv` in the folder corrects the pages; `validate(corpus).draft` is a draft of it.

    A table is a result of `read_table`, or the path of a CSV, JSON Lines or Parquet file whose columns have the names
    of the fields, or names common in archives. Each row is one page with one article; in a folder its id begins with
    the name of the table.

    With `on_error="raise"` the first file that cannot be a page raises `PageError`; with `"skip"` it is listed in
    `refusals`, a `PageWarning` names it, and the rest is loaded. A page that was not fully understood is kept, and a
    `PageWarning` says what was not found; for a table, and for more than eight pages, one warning counts the problems.

    Raises `LexiconError` for an error in the study, such as a correction of an unknown page; `FileNotFoundError` if the
    folder or table does not exist; `PageError` if nothing can be read, or if ids in a table repeat (it names them).
    """
    if on_error not in ("raise", "skip"):
        raise ValueError(f"on_error is 'raise' or 'skip', not {on_error!r}")
    if day_first not in (None, True, False):
        raise ValueError(f"day_first is True, False or None, not {day_first!r}")
    if not isinstance(folder, str | Path | Table) or folder == "":
        raise TypeError(
            f"folder is the path of a folder or of a table, or what read_table gives, not {type(folder).__name__ if not isinstance(folder, str) else 'an empty text'};"
            " save a table that is in memory as .csv or .parquet first"
        )
    source = source_of(folder, columns, day_first)
    tables, files, others, why = parts_of_source(source, columns, day_first)
    if others:
        names = ", ".join(path.name + "/" * path.is_dir() for path in others)
        warnings.warn("; ".join([f"passed over, not .txt or .html: {names}", *why]), PageWarning, stacklevel=2)
    lexicon, rows = lexicon_of(source), [(table, chain.from_iterable(table.chunks())) for table in tables]
    corpus = corpus_of_files(list(enumerate(files)), on_error, lexicon=lexicon, day_first=day_first, rows=rows)
    first = next(iter(corpus.refusals["reason"]), "no row stands below its header: add its rows, or take it out")
    if corpus.pages.empty and isinstance(source, Table):
        raise PageError(f"{source.path.name}: no row with text in column {source.columns['text']!r} ({first}).")
    if corpus.pages.empty:
        named_too = f"{tables[0].path.name}: " if corpus.refusals.empty else ""
        raise PageError(f"{folder}: none of its pages can be read; the first: {named_too}{first}")
    corrections.check(corpus.articles, corpus.refusals, corpus.problems, lexicon)
    return corpus


def source_of(
    source: str | Path | Table, columns: dict[str, str] | None = None, day_first: bool | None = None
) -> str | Path | Table:
    """Return the source to read: a `Table` (also for the path of a table), or the unchanged path of a folder."""
    if not isinstance(source, Table):
        places = places_of(source)
        is_file = any(place.is_file() for place in places) or not places[0].is_dir()
        if places[0].suffix.lower() not in FORMATS or not is_file:
            return source
        source = read_table(source, columns)
    return source if day_first is None else replace(source, day_first=day_first)


def lexicon_of(source: str | Path | Table) -> Lexicon:
    """Return the lexicon for a source: the shipped tables, and those in the `study/` beside it."""
    return shipped().with_study(source.path.parent if isinstance(source, Table) else find_folder(source))


def parts_of_source(
    source: str | Path | Table, columns: dict[str, str] | None = None, day_first: bool | None = None
) -> tuple[list[Table], list[Path], list[Path], list[str]]:
    """Return a source's tables of articles, its pages, its other files, and why tables among the latter are not read.

    Raises `PageError` for a folder with neither page nor table.
    """
    if isinstance(source, Table):
        return [source], [], [], []
    files, beside = page_files(source)
    tables, others, why = [], [], []
    for path in beside:
        if path.suffix.lower() not in FORMATS or not path.is_file():
            others.append(path)
            continue
        try:
            tables.append(replace(read_table(path, columns, day_first), before=f"{path.name}{BETWEEN}"))
        except ValueError as error:
            others.append(path)
            why.append(str(error))
    if not files and not tables:
        raise PageError(why[0])
    if columns and not tables:
        raise PageError(f"{source}: columns are those of a table, but no table is read here; leave them out.")
    return tables, files, others, why


def corpus_of_files(
    files: list[tuple[int, Path]],
    on_error: str = "raise",
    linked: bool = True,
    lexicon: Lexicon | None = None,
    day_first: bool | None = None,
    rows: Iterable[tuple[Table, Iterable[dict]]] = (),
) -> Corpus:
    """Return the corpus of numbered pages (the number begins the ids of their articles) and of `rows` of tables (each
    table with its rows). It is empty if none can be read and `on_error` is `skip`. `linked=False` leaves the versions
    of a story to `with_links`. Raises `PageError` naming the ids that occur twice in a table."""
    lexicon = lexicon or shipped()
    found: list[dict] = []
    refusals, heard = [], []
    for number, path in progress(files, "pages"):
        try:
            read = _read(number, read_page(path, lexicon=lexicon), lexicon, day_first)
        except Exception as error:  # any error is reported as a fault of this page
            known = isinstance(error, PageError)
            refusal = error if known else PageError(f"{path.name}: {_why(error)}; mend it or take it out.")
            if on_error == "raise":
                others = ", or read the others with on_error='skip'." if len(files) > 1 else "."
                raise PageError(str(refusal).removesuffix(".") + others) from error
            refusals.append((path.name, str(refusal)))
            heard.append(f"skipped: {refusal}")
            continue
        found.append(read)
        if read["problems"]:
            said = [": ".join(filter(None, (article, text, value))) for _, article, text, value in read["problems"]]
            heard.append(f"{path.name}: {'; '.join(said)}")
    if len(heard) > _MANY:
        kinds = [QUOTED.sub("...", one[2]) for read in found for one in read["problems"]] + ["not read"] * len(refusals)
        kinds = "; ".join(f"{times} x {kind}" for kind, times in Counter(kinds).most_common(5))
        first = "\n  ".join([f"{len(heard)} of {len(files)} pages are in doubt: {kinds}. The first:", *heard[:3]])
        heard = [f"{first}\nAll: print(validate(corpus)), corpus.problems"]
    for one in heard:
        warnings.warn(one, PageWarning, stacklevel=3)
    for table, own in rows:
        more, refused = _rows(table, own, lexicon)
        found += more
        refusals += refused
    return _assemble(found, refusals, lexicon, linked)


def _why(error: Exception) -> str:
    """Describe an error of a page or a row. A `LexiconError` is raised again: the study causes it, not the page."""
    if isinstance(error, LexiconError):
        raise error
    return str(error) if isinstance(error, PageError) else f"cannot be read ({type(error).__name__}: {error})"


def _rows(table: Table, rows: Iterable[dict], lexicon: Lexicon) -> tuple[list[dict], list[tuple[str, str]]]:
    """Return what each row of a table adds to the tables of a corpus, and the rows that could not be read."""
    if table.said:
        warnings.warn(f"{table.said} Say otherwise with columns={{'text': ...}}.", PageWarning, stacklevel=4)
    found: list[dict] = []
    refusals = []
    ids: Counter[str] = Counter()
    for row in progress(rows, f"rows of {table.path.name}"):
        name = row_name(table, row)
        try:
            if name is None:
                name = f"{table.before}row {row['row']}"
                raise PageError(f"no id in column {table.columns['id']!r}")
            ids[name] += 1
            read = corrections.without_left_out(read_row(name, row, table.day_first, lexicon), lexicon)
        except Exception as error:  # any error is reported as a fault of this row
            refusals.append((name, _why(error)))
            continue
        if ids[name] == 1:
            found.append(read)
    clocks = [one for read in found for one in read["articles"].values() if one["published_precision"] == "minute"]
    if not any(one["published"].hour or one["published"].minute or one["clock"] for one in clocks):
        for one in clocks:
            one["published_precision"] = "day"  # 00:00 in all rows: so spreadsheets export days
    twice = [name for name, times in ids.items() if times > 1]
    if twice:
        raise PageError(
            f"{table.path.name}: {named(list(map(repr, twice)))} {'stands' if len(twice) == 1 else 'stand'} twice in column"
            f" {table.columns['id']!r}; give every row an id of its own, or map the column that has one."
        )
    met = Counter([problem for read in found for _, _, problem, _ in read["problems"]])
    met.update(reason for _, reason in refusals)
    if met:
        counted = "; ".join(f"{times} x {problem}" for problem, times in sorted(met.items()))
        warnings.warn(
            f"{table.path.name}: of {len(refusals) + len(found)} rows, {counted} (see validate(corpus))",
            PageWarning,
            stacklevel=4,
        )
    return found, refusals


def row_name(table: Table, row: dict) -> str | None:
    """Return the id of a row, None if it is missing; the row's number if the table has no ids."""
    if "id" not in table.columns:
        return f"{table.before}{row['row']:07d}"
    name = cell_text(row["id"])
    return name and f"{table.before}{name.strip()}"


def _read(number: int, page: Page, lexicon: Lexicon, day_first: bool | None) -> dict:
    """Return the rows that one page adds to the tables, its problems included."""
    segments, drafts, convention = segment_page(page.raw, page.extracted, lexicon=lexicon)
    names = [f"{number:03d}-{running:02d}" for running in range(1, len(drafts) + 1)]
    rows, texts, problems = {}, [], []
    if not drafts:
        problems.append((page.name, None, "no article found, only notices; save it again as its readers see it", ""))
    elif convention == "unknown":
        problems.append((page.name, None, "no known page convention, read as one article", ""))
    problems += [(page.name, None, said, "") for said in page.said]
    problems += [(page.name, None, *strange) for strange in strange_characters(page.raw)]
    for running, (name, draft) in enumerate(zip(names, drafts, strict=True)):
        text = Text(page.raw, [segment for segment in segments if segment.article == running])
        given = corrections.given(page.name, name, len(drafts) == 1, lexicon=lexicon)
        printed = printed_on(page.raw, draft, drafts, day_first, lexicon)
        rows[name] = article_row(page, draft, printed, text, given, lexicon)
        doubts = doubts_of_page(page, draft, printed, rows[name], given, lexicon)
        problems += [(page.name, name, doubt, "") for doubt in doubts]
        texts.append(text)
    told = [
        (names[draft.follows], name, "translation", "one header, two languages")
        for name, draft in zip(names, drafts, strict=True)
        if draft.follows is not None
    ]
    read = rows_of_page(page, convention, segments, rows, texts, problems) | {"links": told}
    return corrections.without_left_out(read, lexicon)


def _assemble(found: list[dict], refusals: list[tuple[str, str]], lexicon: Lexicon, linked: bool = True) -> Corpus:
    """Build the corpus from the rows of each page, as `rows_of_page` returns them."""

    def table(name: str, columns: str, dtype: str | None = None) -> pd.DataFrame:
        return pd.DataFrame([row for read in found for row in read.get(name, ())], columns=columns.split(), dtype=dtype)

    pages = table("pages", "page encoding chars sha256 convention raw").set_index("page")
    pages.index = pages.index.astype("str")
    segments = table("segments", "page start end kind rule article")
    articles = _article_table({name: row for read in found for name, row in read["articles"].items()})
    articles.insert(articles.columns.get_loc("convention"), "same_story", articles.index.astype("str"))
    corpus = Corpus(
        pages.astype(dict.fromkeys(pages, "str") | {"chars": "int64"}),
        segments.astype({"page": "category", "rule": "category", "article": "str"}).assign(
            kind=pd.Categorical(segments["kind"], categories=KINDS)
        ),
        articles,
        table("sentences", "article sentence start end text").astype({"article": "str", "text": "str"}),
        table("links", "article other relation evidence", "str"),
        pd.DataFrame(refusals, columns=["page", "reason"], dtype="str"),
        table("problems", " ".join(_PROBLEMS), "str"),
        lexicon,
    )
    return with_links(corpus) if linked else corpus


def with_links(corpus: Corpus) -> Corpus:
    """Add the links between versions of a story to a corpus read with `linked=False`, whose only links are those within
    one page. A version that is cut, compared with another, becomes an excerpt."""
    articles = corpus.articles.copy()
    links = story_links(articles, dict(zip(corpus.links["other"], corpus.links["article"], strict=True)))
    # With many links, one look-up in the table for each takes minutes.
    about = articles[["form", "text", "language"]].to_dict("index")
    for one, other, relation, _ in links.itertuples(index=False):
        for short, long in ((one, other), (other, one)):
            if _is_cut_version(about[short], about[long], relation):
                about[short]["form"] = "excerpt"
                articles.loc[short, ["truncated", "form"]] = [True, "excerpt"]
    return replace(corpus, articles=articles.assign(same_story=same_story(articles.index, links)), links=links)


def _article_table(rows: dict[str, dict]) -> pd.DataFrame:
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS))
    table.index = pd.Index(table.index, name="article", dtype="str")
    texts = "page title outlet outlet_zh outlet_as_printed published_as_printed words_by text".split()
    table = table.astype(dict.fromkeys(texts, "str"))
    # Fix the type: a part of a large corpus may have no date at all.
    return table.assign(published=pd.to_datetime(table["published"]).astype("datetime64[us]"))


def _is_cut_version(short: dict, long: dict, relation: str) -> bool:
    if short["form"] != "full":
        return False
    if relation == "translation":
        return is_cut_translation(short["text"], short["language"], long["text"], long["language"])
    if relation != "reprint" or len(short["text"]) > 0.8 * len(long["text"]):
        return False
    # A cut text: nearly all of it is in the longer reprint.
    language = short["language"]
    inside = shingles(short["text"], language) & shingles(long["text"], language)
    return len(inside) > 0.9 * len(shingles(short["text"], language))
