"""Read the folder of a run: the corpus and its tables, equal to those of a single process."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from helpers.corpora.corpus import Corpus, with_links
from helpers.lexicon import Lexicon
from helpers.mentions.voices.corpus_voices import with_erased
from helpers.scale.folders import finished_parts
from helpers.scale.parts import OF_CORPUS


@dataclass(frozen=True, repr=False, eq=False)
class PartsCorpus(Corpus):
    """A corpus read in parts, with the run that has its tables."""

    run: "Run | None" = None


@dataclass(frozen=True, eq=False)
class Run:
    """The results of a run in its `folder`. Tables are read at first use.

    The measures accept `table("words")` in place of tokens and return the same numbers.
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
        """`Corpus.articles` without `text`; versions of a story are only those within a part (`corpus` has all)."""
        from pyarrow.parquet import read_schema

        names = [name for path in self._paths("articles")[:1] for name in read_schema(path).names if name != "text"]
        return self._parts("articles", names).set_index("article")

    @cached_property
    def corpus(self) -> PartsCorpus:
        """The corpus as `load_corpus` returns it, with all texts and the versions of stories among all articles."""
        tables = {name: self._parts(name) for name in OF_CORPUS}
        tables = {name: table.set_index(key) if (key := OF_CORPUS[name]) else table for name, table in tables.items()}
        return with_links(PartsCorpus(**tables, lexicon=self.lexicon, run=self))

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the corpus or of `TABLES`, its `tokens` or its `words`, equal to that of a single process.
        `voices` reads the whole corpus, since its links show which speakers a digest erases.

        Raises `KeyError` naming the tables if this one was not made.
        """
        made = sorted(path.name for path in self.folder.iterdir() if path.is_dir() and path.name != "done")
        if name not in made and made:
            raise KeyError(f"no table {name!r} in {self.folder}; there are {', '.join(made)}")
        table = self._parts(name)
        if name == "dates":  # in the order of the articles' names
            return table.sort_values("article", kind="stable", ignore_index=True)
        return with_erased(self.corpus, table) if name == "voices" else table


def joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Concatenate tables and unite their categories, sorted except for articles and categories equal in all tables."""
    # The type of an empty column means nothing.
    parts = [part for part in parts if len(part)] or parts[:1] or [pd.DataFrame()]
    return pd.DataFrame({name: _column([part[name] for part in parts]) for name in parts[0]})


def _column(columns: list[pd.Series]):
    first = columns[0]
    if not isinstance(first.dtype, pd.CategoricalDtype):
        return pd.concat(columns, ignore_index=True)
    fixed = first.name == "article" or all(one.cat.categories.equals(first.cat.categories) for one in columns)
    return pd.api.types.union_categoricals(columns, sort_categories=not fixed)
