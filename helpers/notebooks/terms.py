"""The persons of a study's `persons.csv`, and where they are named and quoted."""

import pandas as pd

from helpers.corpora.corpus import spans_at
from helpers.mentions.actors import countries_of, find_actors
from helpers.mentions.voices import sentence_voices


def persons(corpus) -> pd.DataFrame:
    """The reviewed persons with `place`, `country`, `articles` (that name the person in the text, or in the title at
    `place`) and `sentences` (of the Chinese texts, quoted from the person)."""
    table = corpus.lexicon.table("persons")
    named = find_actors(corpus).groupby("actor", observed=True)["article"].unique()
    voice = sentence_voices(corpus)
    chinese = voice["article"].map(corpus.articles["language"]) == "zh"
    spoken = voice.loc[chinese & (voice["voice"] == "quoted"), "speaker"].value_counts()
    first = spans_at(corpus.segments, table["page"], table["start"])["article"]
    return table.assign(
        place=first + ":" + table["start"].astype("str"),
        country=countries_of(table["person"], corpus.lexicon),
        articles=[sorted({*named.get(name, ()), own}) for name, own in zip(table["person"], first, strict=True)],
        sentences=table["person"].map(spoken).fillna(0).astype(int),
    )
