"""A report on a corpus before anything is counted: what was read, what was not understood, what looks duplicated."""

import re

import numpy as np
import pandas as pd

_EXAMPLES = 3
_NAMES = 8


class Report(str):
    """The text of a report; shown as it stands wherever it is the value of a cell."""

    def __repr__(self) -> str:
        return str(self)


def validate(corpus) -> Report:
    """What was read, by which page conventions, what was not understood, what looks duplicated, and whether every row
    walks back to its page. The counts of each are of pages or articles; examples are addresses in `corpus`.

    `print(validate(corpus))`, or as the last line of a cell. Nothing is raised: a broken invariant is a line of the report.
    """
    parts = [
        _read(corpus),
        _conventions(corpus),
        _not_understood(corpus),
        _duplicates(corpus),
        _invariants(corpus),
    ]
    return Report(
        "\n\n".join(f"{title}\n" + "\n".join(f"  {line}" for line in lines) for title, lines in parts)
    )


def _counts(column: pd.Series) -> str:
    counts = column.astype("object").where(column.notna(), "missing").value_counts()
    counts = (
        counts.rename_axis("name").reset_index(name="n").sort_values(["n", "name"], ascending=[False, True])
    )
    shown = [
        f"{row.name_} {row.n:,}" for row in counts.rename(columns={"name": "name_"}).head(_NAMES).itertuples()
    ]
    rest = len(counts) - _NAMES
    return ", ".join(shown) + (f" and {rest:,} more" if rest > 0 else "")


def _some(names) -> str:
    names = [str(name) for name in names]
    return ", ".join(names[:_EXAMPLES]) + (" ..." if len(names) > _EXAMPLES else "")


def _read(corpus) -> tuple[str, list[str]]:
    articles = corpus.articles
    dates = articles["published"].dropna()
    span = f"{dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}" if len(dates) else "none"
    return "Read", [
        f"{len(corpus.pages):,} pages, {len(articles):,} articles, {len(corpus.sentences):,} sentences,"
        f" {int(corpus.pages['chars'].sum()):,} characters",
        f"languages: {_counts(articles['language'])}",
        f"scripts: {_counts(articles['script'])}",
        f"outlets: {_counts(articles['outlet'])}",
        f"dates: {span}, {int(articles['published'].isna().sum()):,} missing",
    ]


def _conventions(corpus) -> tuple[str, list[str]]:
    return "Page conventions", [
        f"pages: {_counts(corpus.pages['convention'])}",
        f"encodings: {_counts(corpus.pages['encoding'])}",
        f"forms: {_counts(corpus.articles['form'])}",
    ]


def _not_understood(corpus) -> tuple[str, list[str]]:
    lines = []
    for reason, rows in corpus.refusals.groupby("reason", sort=True):
        lines.append(f"{len(rows):,} x not read: {reason} ({_some(rows['page'])})")
    # One line for each kind of problem: what is printed in quotation marks differs from article to article.
    problems = corpus.problems.assign(
        kind=[
            re.sub(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"", "...", problem) for problem in corpus.problems["problem"]
        ]
    )
    for kind, rows in problems.groupby("kind", sort=True):
        where = rows["article"].where(rows["article"].notna(), rows["page"])
        values = rows["value"].fillna("").astype(str)
        said = [f"{place}: {value}" if value else place for place, value in zip(where, values, strict=True)]
        lines.append(f"{len(rows):,} x {kind} ({_some(said)})")
    return "Not understood", lines or ["nothing"]


def _duplicates(corpus) -> tuple[str, list[str]]:
    lines = []
    texts = corpus.articles["text"]
    same = texts[texts.duplicated(keep=False)]
    groups = sorted(
        (list(members) for members in same.groupby(same).groups.values()), key=lambda names: names[0]
    )
    if groups:
        examples = "; ".join(" = ".join(names[:_EXAMPLES]) for names in groups[:_EXAMPLES])
        lines.append(
            f"{len(same):,} articles in {len(groups):,} groups of one and the same text ({examples})"
        )
    for relation, rows in corpus.links.groupby("relation", sort=True):
        pairs = [f"{one} and {other}" for one, other in zip(rows["article"], rows["other"], strict=True)]
        lines.append(f"{len(rows):,} pairs: {relation} ({_some(pairs)})")
    return "Looks duplicated", lines or ["nothing"]


def _invariants(corpus) -> tuple[str, list[str]]:
    """The segments tile each page, and the body of each article and sentence is its text."""
    lines = []
    segments = corpus.segments
    for page, tiles in segments.groupby("page", sort=True, observed=True):
        starts, ends = tiles["start"].to_numpy(), tiles["end"].to_numpy()
        chars = corpus.pages.at[page, "chars"]
        if starts[0] != 0 or ends[-1] != chars or (starts[1:] != ends[:-1]).any() or (starts >= ends).any():
            lines.append(f"{page}: the segments do not tile the page")
    untiled = corpus.pages.index.difference(segments["page"].astype(str).unique())
    lines += [f"{page}: no segments" for page in untiled]
    body = segments[segments["kind"] == "body"]
    bodies = {
        page: (rows["start"].to_numpy(), rows["end"].to_numpy())
        for page, rows in body.groupby("page", sort=False, observed=True)
    }
    for table, names in (
        (corpus.articles, corpus.articles.index),
        (corpus.sentences, corpus.sentences["article"]),
    ):
        pages = corpus.articles["page"].reindex(names)
        for name, page, start, end, text in zip(
            names, pages, table["start"], table["end"], table["text"], strict=True
        ):
            raw = corpus.pages.at[page, "raw"]
            starts, ends = bodies.get(page, (np.empty(0, int), np.empty(0, int)))
            first, last = np.searchsorted(ends, start, side="right"), np.searchsorted(starts, end)
            pieces = [
                raw[max(s, start) : min(e, end)]
                for s, e in zip(starts[first:last], ends[first:last], strict=True)
            ]
            if "".join(pieces) != text:
                lines.append(f"{name}: {start} to {end} of {page} is not its text")
    if lines:
        return "Addresses", [f"{len(lines):,} rows do not walk back to their page", *lines[:_NAMES]]
    return "Addresses", ["every article and sentence walks back to its page"]
