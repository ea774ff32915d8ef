"""The reviewed readings of a study, made ready to be shown: who stands against whom, who tells what, what is left out."""

from html import escape

import numpy as np
import pandas as pd

from helpers.corpora.corpus import spans_at
from helpers.texts.joins import JoinError
from helpers.texts.numerals import named

NO_SPEAKER = "no speaker"


def adversaries(corpus, officials: list[str]) -> pd.DataFrame:
    """The phrases of `adversaries.csv`, one row per sentence and sort, those of the `officials` first, in their order.

    Columns: `side` (`Chinese officials` or `others`), `speaker` (`no speaker` where nobody is named as speaking), `article`,
    `sentence` (its number), `row` (these three in words), `sort`, `phrases` (how many), `words` (of all phrases of the sentence).
    """
    table = corpus.study["adversaries"].replace({"speaker": {"": NO_SPEAKER}})
    table = table.join(spans_at(_sentences(corpus), table["page"], table["start"])[["article", "sentence"]])
    rank = {name: number for number, name in enumerate(officials)} | {NO_SPEAKER: len(officials) + 1}
    table["rank"] = table["speaker"].map(rank).fillna(len(officials))
    table = table.dropna(subset="article").astype({"sentence": int}).sort_values(["rank", "page", "start"])
    table["side"] = np.where(table["speaker"].isin(officials), "Chinese officials", "others")
    table["row"] = table["speaker"] + ", " + table["article"] + " s." + table["sentence"].astype(str)
    table["words"] = table["gloss"].where(table["gloss"] != "", table["text"])
    table["words"] = table.groupby("row")["words"].transform(" · ".join)
    columns = ["side", "speaker", "article", "sentence", "row", "sort", "words"]
    return table.groupby(columns, sort=False).size().reset_index(name="phrases")


def clauses(corpus) -> pd.DataFrame:
    """The clauses of `clauses.csv`, in their order: its columns, `article`, `sentence`, `clause` (its number in the sentence) and
    `lacks` (what the version lacks of the whole sentence)."""
    table = corpus.study["clauses"]
    table = table.join(spans_at(_sentences(corpus), table["page"], table["start"])[["article", "sentence"]])
    table = table.dropna(subset="article").astype({"sentence": int})
    of_sentence = table.groupby(["article", "sentence"])
    lacks = of_sentence["lacking"].transform(lambda own: " · ".join(own[own != ""]))
    return table.assign(clause=of_sentence.cumcount() + 1, lacks=lacks).reset_index(drop=True)


def side_by_side(corpus, names: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sentences of `tellings.csv` as HTML cells of number, text and gloss: what several articles tell, and what one alone does.

    `names` is what each article (the index) is called. The first table has `What is told` and a column for each article, a dash
    where it has nothing; the second has `Only in`, `what`, `sentences`, in the order of the articles. Raises `JoinError` for an
    article that `tellings.csv` does not have.
    """
    table = _sentences(corpus)[corpus.sentences["article"].isin(names.index)]
    table = table.merge(corpus.study["tellings"], on=["page", "start", "end"])
    if len(lost := names.index.difference(table["article"], sort=False)):
        raise JoinError(f"tellings.csv has no row of {named([*map(repr, lost)])}; add some, or leave it out of names")
    said = table["text"].map(escape) + "<br>" + table["gloss"].map(escape)
    table["cell"] = "<b>" + table["sentence"].astype(str) + "</b> " + said
    order = table.set_index("article").loc[names.index, "matter"].unique()
    cells = table.groupby(["matter", "article"])["cell"].agg("<br>".join).unstack().loc[order, names.index]
    cells = cells.rename(columns=names).rename_axis(index="What is told", columns="Only in")
    alone = cells.notna().sum(axis=1) == 1
    single = cells[alone].reset_index().melt("What is told", value_name="sentences").dropna().reset_index(drop=True)
    single = single.rename(columns={"What is told": "what"})[["Only in", "what", "sentences"]]
    return cells[~alone].fillna("—").reset_index(), single


def _sentences(corpus) -> pd.DataFrame:
    return corpus.sentences.assign(page=corpus.sentences["article"].map(corpus.articles["page"]).astype("str"))
