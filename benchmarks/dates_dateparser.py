"""Dates that the library dateparser finds in the same sentences: writes dates_dateparser.csv in tests/gold.

dateparser is not a dependency of the collection: notebook 02 compares it, and the rules do not use it. To run it again,
from the root of the project: `uv run --no-project --with-requirements requirements.txt --with dateparser==1.5.0 python
benchmarks/dates_dateparser.py`.
"""

import pandas as pd

from helpers import load_corpus
from helpers.evaluation import GOLD
from helpers.mentions.dates import readings_of
from helpers.texts.sentences import sentence_spans

# Past dates first, as in news; the first of the month or year if no day is named.
SETTINGS = {"PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": "first", "PREFER_MONTH_OF_YEAR": "first"}


def main() -> None:
    from dateparser import __version__
    from dateparser.search import search_dates

    corpus = load_corpus()
    rows = []
    for article, reading in readings_of(corpus).items():
        text = reading.text
        row = corpus.articles.loc[article]
        settings = SETTINGS | {"RELATIVE_BASE": row["published"].to_pydatetime()}
        for start, end in sentence_spans(text):
            place = start
            for expression, found in search_dates(text[start:end], [row["language"]], settings=settings) or []:
                place = text.find(expression, place, end)
                if place < 0:
                    raise ValueError(f"{article}: {expression!r} is not in its sentence")
                span = reading.chain.raw(place, place + len(expression))
                rows.append((row["page"], article, *span, expression, found.date()))
                place += len(expression)
    table = pd.DataFrame(rows, columns=["page", "article", "start", "end", "expression", "date"])
    table.insert(0, "version", __version__)
    table.to_csv(GOLD / "dates_dateparser.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
