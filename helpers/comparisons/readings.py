"""The reviewed readings of a study, made ready to be shown: who stands against whom, what something is called, who tells what."""

from html import escape

import numpy as np
import pandas as pd

from helpers.texts.joins import check_ids
from helpers.texts.scripts import simplify

NO_SPEAKER = "no speaker"


def adversaries(corpus, officials: list[str]) -> pd.DataFrame:
    """The places of `adversaries.csv`, those of the `officials` first, in their order.

    Added columns: `article`, `sentence` (its number) and `side` (`Chinese officials` or `others`); `speaker` is `no speaker`
    where nobody is named as speaking.
    """
    table = corpus.study["adversaries"].replace({"speaker": {"": NO_SPEAKER}}).astype({"start": "int64"})
    sentences = _sentences(corpus)[["page", "start", "article", "sentence"]]
    table = pd.merge_asof(*(one.sort_values("start") for one in (table, sentences)), on="start", by="page")
    table = table.sort_values(["page", "start"])
    rank = {name: number for number, name in enumerate(officials)} | {NO_SPEAKER: len(officials) + 1}
    table = table.sort_values("speaker", key=lambda names: names.map(rank).fillna(len(officials)), kind="stable")
    side = np.where(table["speaker"].isin(officials), "Chinese officials", "others")
    return table.assign(side=side).reset_index(drop=True)


def names_told(corpus, first: str, again: str) -> pd.DataFrame:
    """The places of `names_of_the_sco.csv`, those of the speakers `first` and `again` first; who repeats whom, and what English keeps.

    Added columns: `zh` (the words, Simplified), `who` (the speaker, `a title`, or `agency or digest`) and `fate` (`repeated
    word for word` by `again`, else `kept in English`, `dropped in English`, `no English here` or, of English words, `English only`).
    """
    table = corpus.study["names_of_the_sco"]
    has_english, kept = table["english_page"] != "", table["english"] != ""
    zh, speaker = table["text"].map(simplify), table["speaker"]
    who = speaker.where(speaker != "", np.where(has_english, "a title", "agency or digest"))
    twice = set(zh[who == first]) & set(zh[who == again])
    fates = ["repeated word for word", "kept in English", "dropped in English", "English only"]
    repeated, english = zh.isin(twice) & who.isin([first, again]), table["gloss"] == ""
    fate = np.select([repeated, kept, has_english, english], fates, "no English here")
    table = table.assign(zh=zh, who=who, fate=fate)
    order = {first: 0, again: 1}
    return table.sort_values("who", key=lambda names: names.map(order).fillna(2), kind="stable", ignore_index=True)


def side_by_side(corpus, articles: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sentences of `tellings.csv` as HTML cells of number, text and gloss: what several articles tell, and what one alone does.

    The first table is what is told x `articles`, a dash where an article has nothing; the second has `article`, `matter`, `cell`, in
    the order of the articles. Raises `JoinError` for an article that the table does not have.
    """
    table = _sentences(corpus)[corpus.sentences["article"].isin(articles)]
    table = table.merge(corpus.study["tellings"], on=["page", "start", "end"])
    check_ids(articles, table["article"], "articles", "tellings.csv", match="every")
    said = table["text"].map(escape) + "<br>" + table["gloss"].map(escape)
    table["cell"] = "<b>" + table["sentence"].astype(str) + "</b> " + said
    order = table.set_index("article").loc[articles, "matter"].unique()
    cells = table.groupby(["matter", "article"])["cell"].agg("<br>".join).unstack().loc[order, articles]
    alone = cells.notna().sum(axis=1) == 1
    single = cells[alone].reset_index().melt("matter", value_name="cell").dropna().reset_index(drop=True)
    return cells[~alone].fillna("—"), single[["article", "matter", "cell"]]


def _sentences(corpus) -> pd.DataFrame:
    return corpus.sentences.assign(page=corpus.sentences["article"].map(corpus.articles["page"]).astype("str"))
