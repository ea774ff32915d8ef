"""A report on a corpus before anything is counted: what was read, what was not understood, what looks duplicated."""

from collections.abc import Iterator

import pandas as pd

from helpers.corpora.corpus import QUOTED, Corpus, names_of
from helpers.corpora.corrections import FIELDS, doubts
from helpers.lexicon import NO_OUTLET
from helpers.texts.hygiene import shown
from helpers.texts.numerals import counted, named

# The number of examples from a list, and of values of a column, that the report names.
_EXAMPLES = 3
_NAMES = 8


class Report(str):
    """The text of a report, shown without quotes as the value of a notebook cell. `draft`, to be saved as
    `study/pages.csv`, has a row for every doubtful article, the worst first, and those of the study (`in_doubt` has
    only the former)."""

    draft: pd.DataFrame
    in_doubt: pd.DataFrame

    def __repr__(self) -> str:
        return str(self)


def validate(corpus: Corpus) -> Report:
    """Report what was read, the page conventions, what was not understood, apparent duplicates, and whether every row
    has its text at its place in the page. Counts are of pages or articles; an article goes by its page (`names_of`).

    Use `print(validate(corpus))`, or call it in the last line of a cell. Faults are lines of the report and not raised.
    """
    in_doubt, names = doubts(corpus), names_of(corpus)
    draft = pd.concat([in_doubt, corpus.lexicon.table("pages")[in_doubt.columns]], ignore_index=True)
    draft = draft.drop_duplicates(["page", "article", "reason"], ignore_index=True)  # a row saved as it was drafted
    conventions = [("pages", corpus.pages["convention"]), ("encodings", corpus.pages["encoding"])]
    lost = [*_untiled(corpus), *_strayed(corpus)]
    parts = {
        "Read": _read(corpus),
        "Page conventions": [f"{of}: {_counts(one)}" for of, one in [*conventions, ("forms", corpus.articles["form"])]],
        "Not understood": _not_understood(corpus, names) or ["nothing"],
        "Corrections": _corrected(corpus, in_doubt, names),
        "Looks duplicated": _duplicates(corpus, names) or ["nothing"],
        "Addresses": [f"{len(lost):,} rows do not walk back to their page", *lost[:_NAMES]]
        if lost
        else ["every article and sentence walks back to its page"],
    }
    text = "\n\n".join("\n".join([title, *(f"  {line}" for line in lines)]) for title, lines in parts.items() if lines)
    report = Report(shown(text))
    report.draft, report.in_doubt = draft, in_doubt
    return report


def _corrected(corpus: Corpus, in_doubt: pd.DataFrame, names: dict[str, str]) -> list[str]:
    """Return a line per correction in `study/pages.csv`, and the articles still in doubt."""
    lines = []
    rows = corpus.lexicon.table("pages")
    for row in rows[rows["page"].isin(corpus.pages.index)].to_dict("records"):
        fields = [name for name in FIELDS if row[name].strip()]
        if fields:
            lines.append(f"{row['page']} {row['article']}".strip() + f": {', '.join(fields)} ({row['reason']})")
    if len(in_doubt):
        lines.append(
            f"{counted(len(in_doubt), 'article')} in doubt, the worst first: {named([names[one] for one in in_doubt['article']])}; fill in the draft"
            " (pages.csv of a walk, in Python validate(corpus).draft) and save it as study/pages.csv beside the pages"
        )
    return lines


def _counts(column: pd.Series) -> str:
    counts = column.astype("object").where(column.notna(), "missing").value_counts()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return named([f"{name} {count:,}" for name, count in ranked], _NAMES)


def _read(corpus: Corpus) -> list[str]:
    articles = corpus.articles
    dates = articles["published"].dropna()
    span = " to ".join(dict.fromkeys(f"{day:%Y-%m-%d}" for day in (dates.min(), dates.max()))) if len(dates) else "none"
    sizes = {"page": corpus.pages, "article": articles, "sentence": corpus.sentences}
    counts = ", ".join(counted(len(table), name) for name, table in sizes.items())
    return [
        f"{counts}, {int(articles['text'].str.len().sum()):,} characters of {int(corpus.pages['chars'].sum()):,} on the pages",
        f"languages: {_counts(articles['language'])}",
        f"scripts: {_counts(articles['script'])}",
        f"outlets: {_counts(articles['outlet'].fillna(NO_OUTLET))}",
        f"dates: {span}, {int(articles['published'].isna().sum()):,} missing",
    ]


def _not_understood(corpus: Corpus, names: dict[str, str]) -> list[str]:
    lines = []
    for reason, rows in corpus.refusals.groupby("reason", sort=True):
        lines.append(f"{len(rows):,} x not read: {reason} ({named(rows['page'].tolist())})")
    # One line for each kind of problem: quoted values, which differ between articles, stand beside these.
    problems = corpus.problems.assign(kind=[QUOTED.sub("...", problem) for problem in corpus.problems["problem"]])
    for kind, rows in problems.groupby("kind", sort=True):
        alike = len(set(rows["problem"])) == 1
        quoted = ["" if alike else ", ".join(QUOTED.findall(problem)) for problem in rows["problem"]]
        where = rows["article"].map(names).fillna(rows["page"])
        values = rows["value"].fillna("").astype(str).where(rows["value"].fillna("").astype(bool), quoted)
        said = [f"{place}: {value}" if value else place for place, value in zip(where, values, strict=True)]
        lines.append(f"{len(rows):,} x {rows['problem'].iloc[0] if alike else kind} ({named(said)})")
    return lines


def _duplicates(corpus: Corpus, names: dict[str, str]) -> list[str]:
    lines = []
    texts = corpus.articles["text"].rename(names)
    same = texts[texts.duplicated(keep=False)]
    groups = sorted((list(members) for members in same.groupby(same).groups.values()), key=lambda alike: alike[0])
    if groups:
        examples = "; ".join(" = ".join(alike[:_EXAMPLES]) for alike in groups[:_EXAMPLES])
        lines.append(
            f"{counted(len(same), 'article')} in {counted(len(groups), 'group')} of one and the same text ({examples})"
        )
    for relation, rows in corpus.links.groupby("relation", sort=True):
        pairs = [f"{names[one]} and {names[other]}" for one, other in zip(rows["article"], rows["other"], strict=True)]
        lines.append(f"{counted(len(rows), 'pair')}: {relation} ({named(pairs)})")
    return lines


def _untiled(corpus: Corpus) -> Iterator[str]:
    """Yield the pages whose segments leave a gap, overlap, or are missing."""
    segments = corpus.segments
    for page, tiles in segments.groupby("page", sort=True, observed=True):
        starts, ends = tiles["start"].to_numpy(), tiles["end"].to_numpy()
        chars = corpus.pages.at[page, "chars"]
        if starts[0] != 0 or ends[-1] != chars or (starts[1:] != ends[:-1]).any() or (starts >= ends).any():
            yield f"{page}: the segments do not tile the page"
    for page in corpus.pages.index.difference(segments["page"].astype(str).unique()):
        yield f"{page}: no segments"


def _strayed(corpus: Corpus) -> Iterator[str]:
    """Yield the articles and sentences whose text differs from the body characters in their raw slice."""
    articles, sentences, chain = corpus.articles, corpus.sentences, corpus.places.chain
    bodies = {name: chain(name).of(corpus.pages.at[page, "raw"]) for name, page in articles["page"].items()}
    for table, names in ((articles, articles.index), (sentences, sentences["article"])):
        for name, start, end, text in zip(names, table["start"], table["end"], table["text"], strict=True):
            if bodies[name][slice(*chain(name).text(start, end))] != text:
                yield f"{name}: {start} to {end} of {articles.at[name, 'page']} is not its text"
