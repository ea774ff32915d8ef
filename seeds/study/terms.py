"""The page of terms and persons, notebooks/TERMS.md, made from the reviewed tables of fixed wordings and of persons.

`python -m helpers.notebooks.galleries` writes it from the pages and the study beside them.
"""

import pandas as pd

from helpers.corpora.corpus import spans_at
from helpers.notebooks.terms import persons
from helpers.texts.scripts import simplify

_INTRODUCTION = """\
# Terms and persons

Fixed wordings and persons, in both languages, each with its place.
A 提法 (set formulation) is the fixed wording of a policy; slogans and terms of the same texts are listed with them.
Most occur in only one of the Chinese texts; the English is always that of the pages, never ours.
*Word for word* is the project's own gloss.
A place is an article and the character of its page where the words begin; `python -m helpers.notebooks.galleries` writes this page from
[formulations.csv](../seeds/study/formulations.csv) and [persons.csv](../seeds/study/persons.csv), not by hand.

提法、口号、术语与人物一览：所列英文均取自网页（部分词条网页上无英文），逐字释义为本项目所加。
"""
_TERMS = """\
## Set formulations, slogans, terms

{terms} wordings, {formulations} of them 提法: {official} have an English version by a newsroom on these pages, {machine} only one by the digesting machine, {none} have none.
"""
_PERSONS = """\
## Persons and offices

{persons} persons are listed, with the office that the pages state; {speaking} of them speak here. An excerpt may end before others speak.
*Named in* lists articles of both languages; *in whose words* counts sentences of the Chinese texts.
"""


def formulations(corpus) -> pd.DataFrame:
    """Return the reviewed wordings with `place` (article:character), `english_place`, `english_by` (author of the
    English, or empty) and `articles` (Chinese texts that have it, in either script, first that of the place)."""
    table = corpus.study["formulations"]
    chinese = corpus.articles.loc[corpus.articles["language"] == "zh"]
    texts = {name: simplify("".join(row["text"].split()), row["script"]) for name, row in chinese.iterrows()}
    first = spans_at(corpus.segments, table["page"], table["start"])["article"].tolist()
    rendered = table[table["english"] != ""]
    english = spans_at(corpus.segments, rendered["english_page"], rendered["english_start"])["article"]
    by = english.map(corpus.articles["words_by"])
    return table.assign(
        place=[f"{name}:{start}" for name, start in zip(first, table["start"], strict=True)],
        english_place=(english + ":" + table["english_start"].astype("str")).reindex(table.index, fill_value=""),
        english_by=by.reindex(table.index, fill_value=""),
        articles=[
            [name, *(other for other, text in texts.items() if other != name and term in text)]
            for name, term in zip(first, table["term"], strict=True)
        ],
    )


def terms_page(corpus) -> str:
    """The page, as Markdown."""
    terms, people = formulations(corpus), persons(corpus)
    machine = terms["english_by"].str.contains("machine")
    none = terms["english"] == ""
    counts = {"terms": len(terms), "machine": machine.sum(), "none": none.sum()}
    counts["formulations"] = (terms["kind"] == "提法").sum()
    shown = pd.DataFrame(
        {
            "wording": terms["term"],
            "kind": terms["kind"],
            "word for word": terms["gloss"],
            "English on the pages": terms["english"].where(~none, "–"),
            "whose English": terms["english_by"],
            "where": terms["place"] + ("; " + terms["english_place"]).where(~none, ""),
            "Chinese texts": terms["articles"].str.join(", "),
            "note": terms["note"],
        }
    )
    who = pd.DataFrame(
        {
            "person": people["person"] + " " + people["zh"],
            "office as printed": people["office"].where(people["office"] != "", "–"),
            "in English": people["gloss"],
            "where": people["place"],
            "named in": people["articles"].str.join(", "),
            "in whose words": people["sentences"].astype("str"),
        }
    )
    parts = [
        _INTRODUCTION,
        _TERMS.format(official=(~none & ~machine).sum(), **counts),
        _markdown(shown),
        _PERSONS.format(persons=len(people), speaking=(people["sentences"] > 0).sum()),
        _markdown(who),
    ]
    return "\n".join(parts)


def _markdown(table: pd.DataFrame) -> str:
    rows = [table.columns, ["---"] * len(table.columns), *table.to_numpy()]
    return "".join(f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |\n" for row in rows)
