"""The corpus: a folder of raw pages as tables, in which every row walks back to characters."""

import warnings
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.articles import COLUMNS, Text, article_row, is_cut_translation
from helpers.pages import Page, PageError, PageWarning, page_files, read_page
from helpers.segments import KINDS, segment_page
from helpers.stories import same_story, shingles, story_links


@dataclass(frozen=True, repr=False)
class Corpus:
    """Five tables made from one folder of pages; offsets are Python string indices into `raw`, end exclusive.

    * `pages` - index `page` (file name): `encoding`, `chars`, `sha256` (of the bytes), `convention`, `raw`.
    * `segments` - `page`, `start`, `end`, `kind`, `rule` (what recognised it), `article` (missing where none): they
      tile each page without gap or overlap.
    * `articles` - index `article` (page number and running number, `003-05`); columns as in `helpers.articles`.
    * `sentences` - `article`, `sentence` (from 1), `start`, `end`, `text`.
    * `links` - `article`, `other`, `relation`, `evidence`: the versions of one story and how that is known.
    * `refusals` - `page`, `reason`: files that could not be read (only with `on_error="skip"`).

    The text of an article or a sentence is what is left of its raw slice without the characters of other segments
    than `body`.
    """

    pages: pd.DataFrame
    segments: pd.DataFrame
    articles: pd.DataFrame
    sentences: pd.DataFrame
    links: pd.DataFrame
    refusals: pd.DataFrame

    def __repr__(self) -> str:
        return (
            f"<Corpus: {len(self.pages)} pages, {len(self.articles)} articles, {len(self.sentences)} sentences,"
            f" {int(self.pages['chars'].sum())} characters>"
        )

    def quote(self, page: str, start: int, end: int, context: int = 40) -> str:
        """The raw characters `start` to `end` of a page between ⟦ and ⟧, with `context` characters on either side.

        Plain text, shown as it stands. Raises `KeyError` naming the pages for an unknown page, `ValueError` for a
        span that is not in it.
        """
        if page not in self.pages.index:
            raise KeyError(f"no page {page!r}; the pages are {', '.join(self.pages.index)}")
        raw = self.pages.at[page, "raw"]
        start, end = int(start), int(end)
        if not 0 <= start <= end <= len(raw):
            raise ValueError(f"{start} to {end} is not a span of {page}, which has {len(raw)} characters")
        return f"{raw[max(start - context, 0) : start]}⟦{raw[start:end]}⟧{raw[end : end + context]}"


def load_corpus(folder: str | Path = "seeds", on_error: str = "raise") -> Corpus:
    """Read every page (`*.txt`) of a folder, found from here or from the project's root.

    With `on_error="raise"` the first file that cannot be a page raises `PageError`; with `"skip"` it is listed in
    `refusals`, a `PageWarning` names it, and the rest is loaded. A page that was not wholly understood is kept, and a
    `PageWarning` says what was not found. Raises `FileNotFoundError` for no such folder.
    """
    if on_error not in ("raise", "skip"):
        raise ValueError(f"on_error is 'raise' or 'skip', not {on_error!r}")
    files, others = page_files(folder)
    if others:
        names = ", ".join(path.name for path in others)
        warnings.warn(f"passed over, not .txt: {names}", PageWarning, stacklevel=2)
    pages: list[tuple[int, Page]] = []
    refusals = []
    for number, path in enumerate(files):
        try:
            pages.append((number, read_page(path)))
        except PageError as error:
            if on_error == "raise":
                raise
            refusals.append((path.name, str(error)))
            warnings.warn(f"skipped: {error}", PageWarning, stacklevel=2)
    tables = [_read(number, page) for number, page in pages]
    for (_, page), table in zip(pages, tables, strict=True):
        if table["problems"]:
            warnings.warn(f"{page.name}: {'; '.join(table['problems'])}", PageWarning, stacklevel=2)
    return _assemble([page for _, page in pages], tables, refusals)


def _read(number: int, page: Page) -> dict:
    """The rows that one page adds to the tables, and what was not understood of it."""
    segments, drafts, convention = segment_page(page.raw)
    names = [f"{number:03d}-{running:02d}" for running in range(1, len(drafts) + 1)]
    rows, sentences, problems = {}, [], []
    if convention == "unknown":
        problems.append("no known page convention, read as one article")
    for running, (name, draft) in enumerate(zip(names, drafts, strict=True)):
        text = Text(page.raw, [segment for segment in segments if segment.article == running])
        rows[name], found_wrong = article_row(page, draft, drafts, text)
        problems += [f"{name}: {problem}" for problem in found_wrong]
        sentences += [(name, count, *sentence) for count, sentence in enumerate(text.sentences(), start=1)]
    return {
        "convention": convention,
        "segments": [
            (page.name, s.start, s.end, s.kind, s.rule, names[s.article] if s.article >= 0 else None)
            for s in segments
        ],
        "rows": rows,
        "sentences": sentences,
        "problems": problems,
        "versions": {
            name: names[d.follows] for name, d in zip(names, drafts, strict=True) if d.follows is not None
        },
    }


def _assemble(pages: list[Page], tables: list[dict], refusals: list[tuple[str, str]]) -> Corpus:
    page_table = pd.DataFrame(
        {
            "encoding": [page.encoding for page in pages],
            "chars": [len(page.raw) for page in pages],
            "sha256": [page.sha256 for page in pages],
            "convention": [table["convention"] for table in tables],
            "raw": [page.raw for page in pages],
        },
        index=pd.Index([page.name for page in pages], name="page", dtype="str"),
    )
    segment_rows = [row for table in tables for row in table["segments"]]
    segment_table = pd.DataFrame(segment_rows, columns=["page", "start", "end", "kind", "rule", "article"])
    segment_table = segment_table.astype({"page": "category", "rule": "category", "article": "str"})
    segment_table["kind"] = pd.Categorical(segment_table["kind"], categories=KINDS)
    article_table = pd.DataFrame.from_dict(
        {name: row for table in tables for name, row in table["rows"].items()},
        orient="index",
        columns=list(COLUMNS),
    )
    article_table.index = pd.Index(article_table.index, name="article", dtype="str")
    texts = [
        "page",
        "title",
        "outlet",
        "outlet_zh",
        "outlet_as_printed",
        "published_as_printed",
        "words_by",
        "text",
    ]
    article_table = article_table.astype(dict.fromkeys(texts, "str"))
    article_table["published"] = pd.to_datetime(article_table["published"])
    links = _link(article_table, {k: v for table in tables for k, v in table["versions"].items()})
    article_table.insert(
        article_table.columns.get_loc("convention"), "same_story", same_story(article_table.index, links)
    )
    sentence_table = pd.DataFrame(
        [row for table in tables for row in table["sentences"]],
        columns=["article", "sentence", "start", "end", "text"],
    ).astype({"article": "str", "text": "str"})
    return Corpus(
        page_table,
        segment_table,
        article_table,
        sentence_table,
        links,
        pd.DataFrame(refusals, columns=["page", "reason"], dtype="str"),
    )


def _link(articles: pd.DataFrame, versions: dict[str, str]) -> pd.DataFrame:
    """Link the versions of each story; a version that another shows to be cut becomes an excerpt."""
    links = story_links(articles, versions)
    for one, other, relation, _ in links.itertuples(index=False):
        for short, long in ((one, other), (other, one)):
            if _is_cut_version(articles.loc[short], articles.loc[long], relation):
                articles.loc[short, ["truncated", "form"]] = [True, "excerpt"]
    return links


def _is_cut_version(short: pd.Series, long: pd.Series, relation: str) -> bool:
    if short["form"] != "full":
        return False
    if relation == "translation":
        return is_cut_translation(short["text"], short["language"], long["text"], long["language"])
    if relation != "reprint" or len(short["text"]) > 0.8 * len(long["text"]):
        return False
    # What a reprint in full has, and this text ends before.
    language = short["language"]
    inside = shingles(short["text"], language) & shingles(long["text"], language)
    return len(inside) > 0.9 * len(shingles(short["text"], language))
