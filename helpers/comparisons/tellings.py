"""Who tells, who is named in a text and who speaks there, and whose words a version does not give back to them."""

import numpy as np
import pandas as pd

from helpers.comparisons.distances import told_by
from helpers.lexicon import NO_OUTLET
from helpers.lexicon.schemas import LANGUAGES
from helpers.mentions.actors import NO_COUNTRY, countries_of, find_actors
from helpers.mentions.voices import find_voices
from helpers.mentions.voices.corpus_voices import events_of, versions_in_english
from helpers.texts.joins import check_ids

_ERASED = [
    "article", "other", "relation", "form", "words_by", "sentences_zh", "events_zh", "speakers_zh", "sentences_en", "events_en",
    "speakers_en", "erased",
]  # fmt: skip


def tellings(corpus) -> pd.DataFrame:
    """Who tells, in whose wording: one row per article (the index), in the order in which they are shown: `outlet` (of
    `told_by`), `form` (`digest`, or `full` for any text in an outlet's own words), `language`, `telling` (all three in
    words)."""
    outlet, language = told_by(corpus.articles), corpus.articles["language"]
    is_digest = corpus.articles["form"] == "digest"
    table = pd.DataFrame({"outlet": outlet, "form": np.where(is_digest, "digest", "full"), "language": language})
    words = language.map(LANGUAGES).fillna("other") + np.where(is_digest, " digest", "")
    table["telling"] = outlet.fillna(NO_OUTLET) + ", " + words
    order = pd.DataFrame({"digest": is_digest, "foreign": language != "zh", "outlet": outlet})
    order = order.sort_values(["digest", "foreign", "outlet"], kind="stable").index
    return table.loc[order].rename_axis("article")


def presences(corpus, names: pd.Series) -> pd.DataFrame:
    """The persons of some articles, present or not: one row per person and article, persons in the order of first naming.

    `names` is what each article (the index) is called. Columns: `side` (`China's side` first, `no country listed`, or for all
    others `visiting ministers`), `actor`, `person` (with country), `article`, `told` (what it is called), `place` (order of
    first naming in it; – where not there), `presence` (`not there`, `named`, or `speaks`: words are told as theirs). Raises
    `JoinError` for an unknown article.
    """
    check_ids(pd.Series(names.index), corpus.articles.index, "the index of names", "corpus.articles", match="every")
    named = find_actors(corpus).query("kind == 'person'").astype({"actor": "str", "article": "str"})
    named = named[named["article"].isin(names.index)].drop_duplicates(["article", "actor"])
    named = named.sort_values("article", key=names.index.get_indexer, kind="stable")
    named["place"] = (named.groupby("article").cumcount() + 1).astype("str")
    every = pd.MultiIndex.from_product([named["actor"].unique(), names.index], names=["actor", "article"])
    table = every.to_frame(index=False).merge(named[["actor", "article", "place"]], how="left").fillna({"place": "–"})
    spoke = pd.MultiIndex.from_frame(find_voices(corpus)[["speaker", "article"]])
    speaks = pd.MultiIndex.from_frame(table[["actor", "article"]]).isin(spoke)
    table["presence"] = np.select([table["place"] == "–", speaks], ["not there", "speaks"], "named")
    country = countries_of(table["actor"], corpus.lexicon)
    kinds = [country == "China", country == NO_COUNTRY]
    table["side"] = np.select(kinds, ["China's side", NO_COUNTRY], "visiting ministers")
    table = table.assign(person=table["actor"] + ", " + country, told=table["article"].map(names))
    columns = ["side", "actor", "person", "article", "told", "place", "presence"]
    return table[columns].sort_values("side", kind="stable").reset_index(drop=True)


def erased_speakers(corpus, voices: pd.DataFrame | None = None) -> pd.DataFrame:
    """Each Chinese text against each English version of the same words, and how many reporting events either has.

    Columns: `article`, `other` (the English one), `relation`, `form` and `words_by` of the English one, `sentences_zh`,
    `events_zh`, `speakers_zh` (how many are known), `sentences_en`, `events_en`, `speakers_en`, `erased` (English sentences whose
    speaker is erased). Sources (据新华社, according to Xinhua) are not counted.
    """
    voices = events_of(corpus, voices)
    heard = voices[~voices["form"].isin(["source", "none"])]
    events = heard.groupby("article").size()
    speakers = heard[heard["speaker"] != ""].groupby("article")["speaker"].nunique()
    sentences = corpus.sentences.groupby("article").size()
    erased = voices[voices["form"] == "none"].groupby("article").size()
    rows = []
    for one, other, relation in versions_in_english(corpus):
        about = corpus.articles.loc[other]
        counts = [int(counted.get(article, 0)) for article in (one, other) for counted in (sentences, events, speakers)]
        rows.append((one, other, relation, about["form"], about["words_by"], *counts, int(erased.get(other, 0))))
    return pd.DataFrame(rows, columns=_ERASED)
