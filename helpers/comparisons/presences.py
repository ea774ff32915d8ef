"""Who is named in a text, in which order, and who speaks there."""

import numpy as np
import pandas as pd

from helpers.mentions.actors import find_actors
from helpers.mentions.voices import find_voices
from helpers.texts.joins import check_ids


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
    table["shown"] = table["place"].astype(str).where(table["presence"] > 0, "–") + np.where(
        table["presence"] == 2, " · speaks", ""
    )
    country = corpus.lexicon.table("actors").set_index("actor")["country"]
    table["country"] = table["actor"].map(country)
    table["person"] = table["actor"] + ", " + table["country"]
    table["side"] = np.where(table["country"] == "China", "China's side", "visiting ministers")
    columns = ["side", "actor", "country", "person", "article", "place", "presence", "shown"]
    return table[columns].sort_values("side", kind="stable").reset_index(drop=True)
