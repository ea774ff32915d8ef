"""Find mentions in texts. Actors, concepts, formulas, frames and modal words are found sentence by sentence;
dates and voices are found in whole articles, because they depend on the preceding text.

A `language` is `zh` or `en`, or a longer tag of one (`zh-Hant`, `en-GB`), whose script is used. For other languages the
functions find nothing. Only `dates_in` raises `ValueError`, because a date without an interval is a result too."""

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.lexicon import Lexicon, outlets
from helpers.lexicon.schemas import LANGUAGES
from helpers.texts.hygiene import on_one_line
from helpers.texts.joins import check_corpus
from helpers.texts.matching import normal_text
from helpers.texts.scripts import tagged


class About(NamedTuple):
    """Properties of a text that the finders need; `script` is None if unknown, and so is `home`, the country whose
    outlet wrote the words (of a text by itself; of an article it is empty if unknown). `whole` is the article."""

    language: str | None
    script: str | None
    machine_converted: bool
    lexicon: Lexicon | None
    home: str | None = None
    whole: str | None = None

    def normal(self, text: str) -> str:
        """Return a text as it is searched, of the same length: on one line, Chinese in the form that the tables match."""
        text = on_one_line(text)
        return normal_text(text, *self[1:3], lexicon=self.lexicon) if self.language == "zh" else text


def in_text(find: Callable) -> Callable:
    """Turn `find(text, about)` into a public function of `(text, language, script, machine_converted, *, lexicon)`.

    `in_corpus` takes the form with `about`, the attribute `about` of the result. Both return [] for other languages."""

    def known(text: str, about: About, **more) -> list:
        return find(text, about, **more) if about.language in LANGUAGES else []

    @wraps(find)
    def of(text, language, script=None, machine_converted=False, *, lexicon=None, **more):
        return known(text, About(*tagged(language, script), machine_converted, lexicon), **more)

    of.about = known
    of.__signature__ = signature(of, follow_wrapped=False)  # for help()
    return of


def in_corpus(
    corpus, find: Callable[[str, About], Iterable[tuple]], columns: list[str], sentences: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Apply `find` to each sentence of a corpus: one row per match with its raw address, in the order of the corpus.

    `find(text, about)` yields `(start, end, *values)` with offsets in the sentence; `columns` names the values. Returns
    `article`, `sentence`, `start`, `end` (raw page), `text` (as printed), then `columns`. `sentences`: the rows of
    `corpus.sentences` to search (default: all).
    """
    check_corpus(corpus)
    table = corpus.sentences if sentences is None else sentences
    about = articles_known(corpus)
    texts = enumerate(zip(table["article"].tolist(), table["text"].tolist(), strict=True))
    # Lists of columns, since a tuple per row would slow the garbage collector down.
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
    """Return the `About` of each article."""
    about = corpus.articles[["language", "script", "machine_converted", "text"]].astype(object)
    country = outlets(lexicon=corpus.lexicon)["country"]
    home = corpus.articles["words_by"].map(country).fillna(corpus.articles["outlet"].map(country))
    # Who writes Simplified characters under no known name is most likely in China.
    about["home"] = home.fillna(about["script"].map({"Hans": "China"})).fillna("")
    return {
        article: About(*tagged(language, script), bool(converted), corpus.lexicon, home, whole)
        for article, language, script, converted, whole, home in about.where(about.notna(), None).itertuples(name=None)
    }
