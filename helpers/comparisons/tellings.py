"""Who tells, who is named in a text and who speaks there, and whose words a version does not give back to them."""

import numpy as np
import pandas as pd

from helpers.comparisons.distances import told_by
from helpers.lexicon import NO_OUTLET
from helpers.mentions.actors import find_actors
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
    words = language.map({"zh": "Chinese", "en": "English"}).fillna("other") + np.where(is_digest, " digest", "")
    table["telling"] = outlet.fillna(NO_OUTLET) + ", " + words
    order = pd.DataFrame({"digest": is_digest, "foreign": language != "zh", "outlet": outlet})
    order = order.sort_values(["digest", "foreign", "outlet"], kind="stable").index
    return table.loc[order].rename_axis("article")


def presences(corpus, articles: list[str]) -> pd.DataFrame:
    """The persons of some articles, present or not: one row per person and article, persons in the order of first naming.

    Columns: `side` (`China's side` first, or `visiting ministers`), `actor`, `country`, `person` (both in words), `article`, `place` (order of first naming in the article; 0 where the
    person is not named), `presence` (0 not there, 1 named, 2 words are told as theirs), `shown` (both in words). Raises `ValueError` for an article that is not in the corpus.
    """
    check_ids(pd.Series(articles), corpus.articles.index, "articles", "corpus.articles", match="every")
    named = find_actors(corpus).query("kind == 'person'").astype({"actor": "str", "article": "str"})
    named = named.drop_duplicates(["article", "actor"])
    named = named.set_index("article").loc[[one for one in articles if one in set(named["article"])]]
    place = named.groupby(level=0).cumcount() + 1
    place.index = pd.MultiIndex.from_arrays([named["actor"], named.index])
    every = pd.MultiIndex.from_product([named["actor"].unique(), articles], names=["actor", "article"])
    table = place.reindex(every, fill_value=0).rename("place").reset_index()
    spoke = pd.MultiIndex.from_frame(find_voices(corpus)[["speaker", "article"]])
    speaks = pd.MultiIndex.from_frame(table[["actor", "article"]]).isin(spoke)
    table["presence"] = np.where(table["place"] > 0, 1 + speaks, 0)
    speaking = table["presence"].map({2: " · speaks"}).fillna("")
    table["shown"] = table["place"].astype(str).where(table["presence"] > 0, "–") + speaking
    country = corpus.lexicon.table("actors").set_index("actor")["country"]
    table["country"] = table["actor"].map(country)
    table["person"] = table["actor"] + ", " + table["country"]
    table["side"] = np.where(table["country"] == "China", "China's side", "visiting ministers")
    columns = ["side", "actor", "country", "person", "article", "place", "presence", "shown"]
    return table[columns].sort_values("side", kind="stable").reset_index(drop=True)


def erased_speakers(corpus, voices: pd.DataFrame | None = None) -> pd.DataFrame:
    """Each Chinese text against each English version of the same words, and how many reporting events either has.

    Columns: `article`, `other` (the English one), `relation`, `form` and `words_by` of the English one, `sentences_zh`,
    `events_zh`, `speakers_zh` (how many), `sentences_en`, `events_en`, `speakers_en`, `erased` (English sentences whose
    speaker is erased). Sources (据新华社, according to Xinhua) are not counted.
    """
    voices = events_of(corpus, voices)
    heard = voices[~voices["form"].isin(["source", "none"])]
    events = heard.groupby("article").size()
    speakers = heard.groupby("article")["speaker"].nunique()
    sentences = corpus.sentences.groupby("article").size()
    erased = voices[voices["form"] == "none"].groupby("article").size()
    rows = []
    for one, other, relation in versions_in_english(corpus):
        about = corpus.articles.loc[other]
        counts = [int(counted.get(article, 0)) for article in (one, other) for counted in (sentences, events, speakers)]
        rows.append((one, other, relation, about["form"], about["words_by"], *counts, int(erased.get(other, 0))))
    return pd.DataFrame(rows, columns=_ERASED)
