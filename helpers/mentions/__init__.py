"""Find what a text names or says. One loop finds actors, concepts, formulas, frames and modal words in every sentence; dates and
voices are read over a whole article, as they count from what stands before.

A `language` is `zh` or `en`, or a tag of one of them, whose script counts (`zh-Hant`, `en-GB`). In another language nothing is found;
only `dates_in` raises `ValueError`, since no interval is a finding, too."""

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.lexicon import Lexicon
from helpers.lexicon.schemas import LANGUAGES
from helpers.texts.joins import check_corpus
from helpers.texts.matching import normal_text
from helpers.texts.scripts import tagged


class About(NamedTuple):
    """What must be known of a text to find something in it; `script` is None where it is not known."""

    language: str | None
    script: str | None
    machine_converted: bool
    lexicon: Lexicon | None

    def normal(self, text: str) -> str:
        """A Chinese text as the reviewed forms are looked for in it, of the same length; any other as it is."""
        return normal_text(text, *self[1:3], lexicon=self.lexicon) if self.language == "zh" else text


def in_text(find: Callable) -> Callable:
    """`find(text, about)` as it is asked for one text: by language or tag, with `script` and `machine_converted` as the article has
    them, where they are known, and a lexicon. As `about` it has the form that `in_corpus` asks. Neither finds anything in another
    language."""

    def known(text: str, about: About, **more) -> list:
        return find(text, about, **more) if about.language in LANGUAGES else []

    @wraps(find)
    def of(text, language, script=None, machine_converted=False, *, lexicon=None, **more):
        return known(text, About(*tagged(language, script), machine_converted, lexicon), **more)

    of.about = known
    of.__signature__ = signature(of, follow_wrapped=False)  # as help() shows it
    return of


def in_corpus(
    corpus, find: Callable[[str, About], Iterable[tuple]], columns: list[str], sentences: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What `find` finds in each sentence of a corpus, with its raw address: one row each, in the order of the corpus.

    `find(text, about)` gives `(start, end, *values)`, offsets in the sentence; `columns` names the values. Returns `article`,
    `sentence`, `start`, `end` (raw page), `text` (as printed), then the columns. `sentences` are other rows of the
    corpus's table than all.
    """
    check_corpus(corpus)
    table = corpus.sentences if sentences is None else sentences
    about = articles_known(corpus)
    texts = enumerate(zip(table["article"].tolist(), table["text"].tolist(), strict=True))
    # Columns and no rows: so many tuples would keep the garbage collector busy.
    rows, starts, ends, printed, *values = ([] for _ in range(4 + len(columns)))
    for row, (article, text) in texts:
        for start, end, *told in find(text, about[article]):
            rows.append(row)
            starts.append(start)
            ends.append(end)
            printed.append(text[start:end])
            for column, value in zip(values, told, strict=True):
                column.append(value)
    number = np.array(rows, dtype=np.int64)
    articles = table["article"].to_numpy()[number]
    codes = corpus.articles.index.get_indexer(articles)
    first = corpus.places.text(codes, table["start"].to_numpy(dtype=np.int64)[number])
    start, end = corpus.places.raw_spans(codes, *(first + np.array(edge, dtype=np.int64) for edge in (starts, ends)))
    return pd.DataFrame(
        {
            "article": pd.Series(articles, dtype="str"),
            "sentence": table["sentence"].to_numpy()[number],
            "start": start,
            "end": end,
            "text": pd.Series(printed, dtype="str"),
            **dict(zip(columns, values, strict=True)),
        }
    )


def articles_known(corpus) -> dict[str, About]:
    """What is known of each article of a corpus."""
    about = corpus.articles[["language", "script", "machine_converted"]].astype(object)
    return {
        article: About(*tagged(language, script), bool(converted), corpus.lexicon)
        for article, language, script, converted in about.where(about.notna(), None).itertuples(name=None)
    }
