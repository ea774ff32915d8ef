"""What a run left in its folder: the corpus and its tables as one process has them, and measures from the counts."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import measures
from helpers.corpora.corpus import Corpus, with_links
from helpers.lexicon import Lexicon
from helpers.mentions.voices.corpus_voices import with_erased
from helpers.scale.folders import finished_parts
from helpers.scale.parts import OF_CORPUS
from helpers.texts.joins import check_labels

# Counts of a part that are held before they are added up.
_HELD = 20_000_000


@dataclass(frozen=True, repr=False, eq=False)
class PartsCorpus(Corpus):
    """A corpus that was read in parts, and the run that has its tables."""

    run: "Run | None" = None


@dataclass(frozen=True, eq=False)
class Run:
    """What a run left in its `folder`. The tables are read when they are asked for.

    `groups` is a column of `articles` or a Series that gives each article a label, as in `measures`. `counts` and `keyness` hold no
    more than the vocabulary; other measures take `table("words")` as they take tokens, and give the same numbers.
    """

    folder: Path
    lexicon: Lexicon

    def _paths(self, name: str) -> list[Path]:
        paths = (self.folder / name / f"{part}.parquet" for part in finished_parts(self.folder))
        return [path for path in paths if path.exists()]

    def _parts(self, name: str, columns: list[str] | None = None) -> pd.DataFrame:
        return joined([pd.read_parquet(path, columns=columns) for path in self._paths(name)])

    @cached_property
    def articles(self) -> pd.DataFrame:
        """As `Corpus.articles`, without `text`, and as each part by itself has them: `corpus` looks for versions of a story."""
        from pyarrow.parquet import read_schema

        names = [name for path in self._paths("articles")[:1] for name in read_schema(path).names if name != "text"]
        return self._parts("articles", names).set_index("article")

    @cached_property
    def corpus(self) -> PartsCorpus:
        """As `load_corpus` gives it, the versions of each story looked for among all articles. It holds all texts."""
        tables = {name: self._parts(name) for name in OF_CORPUS}
        tables = {name: table.set_index(key) if (key := OF_CORPUS[name]) else table for name, table in tables.items()}
        return with_links(PartsCorpus(**tables, lexicon=self.lexicon, run=self))

    def table(self, name: str) -> pd.DataFrame:
        """One of the tables of the corpus or of `TABLES`, or its `words`, as one process has it. For `voices` that is to look
        for the speakers that digests erase, and so for the links of the whole corpus.

        Raises `KeyError` naming the tables for one that was not made.
        """
        made = sorted(
            path.name for path in self.folder.iterdir() if path.is_dir() and path.name not in ("done", "tokens")
        )
        if name not in made and made:
            raise KeyError(f"no table {name!r} in {self.folder}; there are {', '.join(made)}")
        table = self._parts(name)
        if name == "dates":  # in the order of the articles' names
            return table.sort_values("article", kind="stable", ignore_index=True)
        return with_erased(self.corpus, table) if name == "voices" else table

    def months(self) -> list[str]:
        """The months that have tokens; `undated` is the last of them."""
        names = sorted(path.name for path in self.folder.glob("tokens/month=*"))
        return [name.removeprefix("month=") for name in names if self._paths(f"tokens/{name}")]

    def tokens(self, month: str) -> pd.DataFrame:
        """The token table of one month, as `tokenize` gives it. Raises `KeyError` naming the months."""
        if month not in self.months():
            raise KeyError(f"no month {month!r}; the months are {', '.join(self.months())}")
        return self._parts(f"tokens/month={month}")

    def counts(self, groups: str | pd.Series | None = None) -> pd.DataFrame:
        """The words of each group: `group`, `term`, `count`, by group and term, without zeros."""
        if groups is None:
            groups = pd.Series("all", index=self.articles.index)
        elif isinstance(groups, str):
            groups = self.articles[groups]
        else:
            check_labels(groups, self.articles.index, "groups", "the run")
        parts, held, room = [], 0, _HELD
        for path in self._paths("words"):
            part = pd.read_parquet(path)
            label = part["article"].cat.categories.map(groups)[part["article"].cat.codes]
            parts.append(part["count"].groupby([label, part["term"].astype("str")], observed=True).sum())
            held += len(parts[-1])
            # Added up when there is much to be added: after every part it would be the whole vocabulary each time.
            if held > room:
                parts = [_summed(parts)]
                held = len(parts[0])
                room = _HELD + 2 * held
        if not parts:
            return pd.DataFrame(columns=["group", "term", "count"])
        return _summed(parts).rename_axis(["group", "term"]).rename("count").reset_index()

    def keyness(self, groups: str | pd.Series, target=None, reference=None, terms=None) -> pd.DataFrame:
        """As `measures.keyness`."""
        counts = self.counts(groups).rename(columns={"group": "article"})
        labels = counts["article"].unique()
        return measures.keyness(counts, pd.Series(labels, index=labels), target, reference, terms)


def _summed(parts: list[pd.Series]) -> pd.Series:
    return pd.concat(parts).groupby(level=[0, 1], sort=True).sum().astype(np.int64)


def joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Tables under each other, their categories joined: sorted, but for those of one order and of the articles."""
    # An empty column has no type to speak of.
    parts = [part for part in parts if len(part)] or parts[:1] or [pd.DataFrame()]
    return pd.DataFrame({name: _column([part[name] for part in parts]) for name in parts[0]})


def _column(columns: list[pd.Series]):
    first = columns[0]
    if not isinstance(first.dtype, pd.CategoricalDtype):
        return pd.concat(columns, ignore_index=True)
    fixed = first.name == "article" or all(one.cat.categories.equals(first.cat.categories) for one in columns)
    return pd.api.types.union_categoricals(columns, sort_categories=not fixed)
