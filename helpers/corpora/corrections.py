"""Corrections: `study/pages.csv` adds facts that a page does not print, and mends those that were read wrongly.

A row names a page and the number of an article on it, with or without a page number before it. Omit the number
if the page has only one article. Other cells are corrections; `-` means "not printed". `reason` says how this is known.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import pandas as pd

from helpers.corpora import stamps
from helpers.lexicon import STUDY, Lexicon, LexiconError, per_lexicon

FIELDS = ("title", "outlet", "published", "language", "words_by")
NOTHING = "-"
_TABLE = "pages"
_FILE = f"{STUDY}/{_TABLE}.csv"
_CODE = re.compile("[a-z]{2,3}(?:-[A-Za-z]+)*")
# The weight of a doubt, by words in its problem. A name that is only missing from a table is not in doubt.
_HARM = {"no text": 100, "nothing is body": 100, "title": 8, "date": 5, "outlet": 3, "convention": 2}


@per_lexicon
def rows(*, lexicon: Lexicon) -> dict[str, dict[str, dict[str, str | None]]]:
    """Return the corrections by page and article. Raises `LexiconError` if a date cannot be read."""
    found: dict[str, dict[str, dict[str, str | None]]] = {}
    for row in lexicon.table(_TABLE).to_dict("records"):
        cells = {name: row[name].strip() for name in FIELDS if row[name].strip()}
        language, day = cells.get("language", NOTHING), cells.get("published", NOTHING)
        if language != NOTHING and not _CODE.fullmatch(language):
            raise LexiconError(
                f"{_FILE}, page {row['page']} {row['article']}: language {language!r} is not a code; write zh, en or another"
                " code of two or three letters."
            )
        if day != NOTHING and (unread := stamps.read(day, lexicon=lexicon).unread):
            raise LexiconError(
                f"{_FILE}, page {row['page']} {row['article']}: published {day!r} is not read ({unread}); write it as"
                " 2025-09-01 or 2025-09-01 10:00, by Beijing's clock."
            )
        given = {name: None if cell == NOTHING else cell for name, cell in cells.items()}
        found.setdefault(row["page"], {}).setdefault(_number(row["article"].strip()), {}).update(given)
    return found


def given(page: str, article: str, alone: bool, *, lexicon: Lexicon | None = None) -> dict[str, str | None]:
    """Return the corrections of an article, by field; `alone`: it is the only article on its page."""
    of_page = rows(lexicon=lexicon).get(page)
    if not of_page:
        return {}
    return {name: cell for key in _keys(article, alone) for name, cell in of_page.get(key, {}).items()}


def _number(article: str) -> str:
    """The number of an article on its page; a spreadsheet makes 1 of 01."""
    return article.rpartition("-")[2].lstrip("0")


def _keys(article: str, alone: bool) -> list[str]:
    """How a row may name an article: by its number, and by nothing if it is `alone` on its page."""
    return [_number(article), *[""] * alone]


def check(articles: pd.DataFrame, others: Iterable[str], lexicon: Lexicon) -> None:
    """Raise `LexiconError` if a row names an unknown page or article; `others` are pages that could not be read."""
    by_page = articles.groupby("page", sort=False).groups if len(articles) else {}
    others = set(others)
    for page, of_page in rows(lexicon=lexicon).items():
        if page in others:
            continue
        if page not in by_page:
            raise LexiconError(f"{_FILE}: no page {page!r} is here; mend the name or remove the row.")
        names = list(by_page[page])
        known = {key for name in names for key in _keys(name, len(names) == 1)}
        for article in of_page:
            if article not in known:
                fault = f"no article {article!r}" if article else f"{len(names)} articles: say which"
                raise LexiconError(f"{_FILE}: page {page} has {fault}; it has {', '.join(names)}.")


def doubts(corpus) -> pd.DataFrame:
    """Return rows for `study/pages.csv`, one for every doubtful article, the worst first. A row that is there settles its
    article, even with nothing but a `reason`.

    `reason` has the doubts; a row that is filled in says there how its cells are known, and an empty cell corrects nothing.
    """
    harm: Counter[tuple[str, str]] = Counter()
    why = defaultdict(list)
    pages = {page: list(names) for page, names in corpus.articles.groupby("page", sort=False).groups.items()}
    settled = rows(lexicon=corpus.lexicon)
    for row in corpus.problems.itertuples():
        names = [row.article] if isinstance(row.article, str) and row.article else pages.get(row.page, [])
        said = ": ".join(filter(None, (row.problem, row.value if isinstance(row.value, str) else "")))
        done = sum(weight for word, weight in _HARM.items() if re.search(rf"\b{word}", row.problem)) or 1
        for name in () if "outlets.csv" in row.problem else names:
            if settled.get(row.page, {}).keys().isdisjoint(_keys(name, len(pages[row.page]) == 1)):
                harm[row.page, name] += done
                why[row.page, name].append(said)
    order = {name: number for number, name in enumerate(corpus.articles.index)}
    keys = sorted(why, key=lambda key: (-harm[key], order.get(key[1], -1)))
    drafted = [(*key, *[""] * len(FIELDS), "; ".join(why[key])) for key in keys]
    return pd.DataFrame(drafted, columns=["page", "article", *FIELDS, "reason"], dtype="str")
