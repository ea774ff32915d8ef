"""Corrections: `study/pages.csv` adds facts that a page does not print, and mends those that were read wrongly.

A row names a page and, if it has several, the number of an article on it (also as 003-04). Other cells are corrections:
`-` means "not printed", and `leave_out` takes the article out. `reason` says how this is known.
"""

import re
from collections import Counter, defaultdict

import pandas as pd

from helpers.corpora import stamps
from helpers.lexicon import STUDY, Lexicon, LexiconError, per_lexicon

FIELDS = ("title", "outlet", "published", "language", "words_by", "form", "leave_out")
# The problem of an article that a row leaves out; its value is the article.
LEFT_OUT = "left out, as study/pages.csv says"
NOTHING = "-"
_TABLE = "pages"
_FILE = f"{STUDY}/{_TABLE}.csv"
# Codes of ISO 639: those of two letters, any of three.
_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy"
    " hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os"
    " pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_CODE = re.compile(rf"(?:{_CODES.replace(' ', '|')}|[a-z]{{3}})(?:-[A-Za-z0-9]+)*")
# The language of a first subtag (zh-TW, en_GB), and of names that archives write.
_LANGUAGE_OF = dict.fromkeys("zh zho chi cn cmn chinese 中文 汉语".split(), "zh")
_LANGUAGE_OF |= dict.fromkeys("en eng english 英文 英语".split(), "en")
# No doubt: a name that is only missing from a table, and what was mended in reading.
_HARMLESS = re.compile(r"outlets\.csv|^left out|, (?:passed over|counted as their|read as a browser)")
# The weight of a doubt, by words in its problem.
_HARM = {"no text": 100, "nothing is body": 100, "title": 8, "date": 5, "outlet": 3, "convention": 2}


@per_lexicon
def rows(*, lexicon: Lexicon) -> dict[str, dict[str, dict[str, str | None]]]:
    """Return the corrections by page and article. Raises `LexiconError` naming all dates and languages not understood."""
    found: dict[str, dict[str, dict[str, str | None]]] = {}
    faults = []
    for row in lexicon.table(_TABLE).to_dict("records"):
        cells = {name: row[name].strip() for name in FIELDS if row[name].strip()}
        language, day = cells.get("language", NOTHING), cells.get("published", NOTHING)
        where = f"{lexicon.where(_TABLE, row['page'], row['article'])}: page {row['page']}:"
        if language != NOTHING:
            cells["language"] = code_of(language)
        if language != NOTHING and not _CODE.fullmatch(cells["language"]):
            faults.append(
                f"{where} language {language!r} is no code; write zh, en or another code of ISO 639, such as fr or kk."
            )
        if day != NOTHING and (why := stamps.read(day, lexicon=lexicon).unread):
            faults.append(f"{where} published {day!r} is not read ({why}); write 2025-09-01 or 2025-09-01 10:00 +08.")
        given = {name: None if cell == NOTHING else cell for name, cell in cells.items()}
        found.setdefault(row["page"], {}).setdefault(_number(row["article"].strip()), {}).update(given)
    if faults:
        raise LexiconError("\n".join(faults))
    return found


def given(page: str, article: str, alone: bool, *, lexicon: Lexicon | None = None) -> dict[str, str | None]:
    """Return the corrections of an article, by field; `alone`: it is the only article on its page."""
    of_page = rows(lexicon=lexicon).get(page)
    if not of_page:
        return {}
    return {name: cell for key in _keys(article, alone) for name, cell in of_page.get(key, {}).items()}


def code_of(language: str) -> str:
    """Return zh or en for any tag or name of them (zh-TW, English), else the cell as it is."""
    return _LANGUAGE_OF.get(re.split("[-_]", language.casefold())[0], language)


def without_left_out(read: dict, lexicon: Lexicon) -> dict:
    """Return what was read of a page without the articles that a row leaves out; no text has their characters."""
    page, names = read["pages"][0][0], list(read["articles"])
    left = [name for name in names if "leave_out" in given(page, name, len(names) == 1, lexicon=lexicon)]
    said = [(page, None, LEFT_OUT, name) for name in left]
    return read | {
        "articles": {name: row for name, row in read["articles"].items() if name not in left},
        "segments": [(*row[:3], "related", "left out", None) if row[5] in left else row for row in read["segments"]],
        "sentences": [row for row in read["sentences"] if row[0] not in left],
        "links": [row for row in read.get("links", ()) if row[0] not in left and row[1] not in left],
        "problems": [row for row in read["problems"] if row[1] not in left] + said,
    }


def _number(article: str) -> str:
    """The number of an article on its page; a spreadsheet makes 1 of 01."""
    return article.rpartition("-")[2].lstrip("0")


def _keys(article: str, alone: bool) -> list[str]:
    """How a row may name an article: by its number, and by nothing if it is `alone` on its page."""
    return [_number(article), *[""] * alone]


def check(articles: pd.DataFrame, refusals: pd.DataFrame, problems: pd.DataFrame, lexicon: Lexicon) -> None:
    """Raise `LexiconError` with all unknown pages and articles of rows, except of pages not read or left out."""
    by_page = articles.groupby("page", sort=False).groups if len(articles) else {}
    others, faults = {*refusals["page"], *problems.loc[problems["problem"] == LEFT_OUT, "page"]}, []
    for page, of_page in rows(lexicon=lexicon).items():
        if page in others:
            continue
        if page not in by_page:
            faults.append(f"{_FILE}: no page {page!r} is here; mend the name or remove the row.")
        names = list(by_page.get(page, ()))
        known = {key for name in names for key in _keys(name, len(names) == 1)}
        for article in of_page:
            if names and article not in known:
                fault = f"no article {article!r}" if article else f"{len(names)} articles: say which"
                faults.append(f"{_FILE}: page {page} has {fault}; it has {', '.join(names)}.")
    if faults:
        raise LexiconError("\n".join(faults))


def doubts(corpus) -> pd.DataFrame:
    """Return rows for `study/pages.csv`, one for every doubtful article, the worst first, with what was read of it. A row
    that is there settles its article, even with nothing but a `reason`, unless it is the drafted row, saved as it was.

    `reason` has the doubts; a row that is filled in says there how its cells are known, and an empty cell corrects nothing.
    """
    harm: Counter[tuple[str, str]] = Counter()
    why = defaultdict(list)
    pages = {page: list(names) for page, names in corpus.articles.groupby("page", sort=False).groups.items()}
    for row in corpus.problems.itertuples():
        names = [row.article] if isinstance(row.article, str) and row.article else pages.get(row.page, [])
        said = ": ".join(filter(None, (row.problem, row.value if isinstance(row.value, str) else "")))
        done = sum(weight for word, weight in _HARM.items() if re.search(rf"\b{word}", row.problem)) or 1
        for name in () if _HARMLESS.search(row.problem) else names:
            harm[row.page, name] += done
            why[row.page, name].append(said)
    drafted = {(page, "; ".join(said)) for (page, _), said in why.items()}
    settled = {
        (row["page"], _number(row["article"].strip()))
        for row in corpus.lexicon.table(_TABLE).to_dict("records")
        if any(row[name].strip() for name in FIELDS) or (row["page"], row["reason"].strip()) not in drafted
    }
    left = [key for key in why if settled.isdisjoint((key[0], one) for one in _keys(key[1], len(pages[key[0]]) == 1))]
    keys = sorted(left, key=lambda key: -harm[key])
    days = corpus.articles["published"].dt.strftime("%Y-%m-%d %H:%M").str.removesuffix(" 00:00")
    read = corpus.articles[["title", "outlet"]].assign(day=days).fillna(NOTHING).agg(" | ".join, axis="columns")
    draft = [(*key, read[key[1]], *[""] * len(FIELDS), "; ".join(why[key])) for key in keys]
    return pd.DataFrame(draft, columns=["page", "article", "as_read", *FIELDS, "reason"], dtype="str")
