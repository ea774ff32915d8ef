"""Whose words a version does not give back to them."""

import pandas as pd

from helpers.mentions.voices.corpus_voices import events_of, versions_in_english

_ERASED = [
    "article", "other", "relation", "form", "words_by", "sentences_zh", "events_zh", "speakers_zh", "sentences_en", "events_en",
    "speakers_en", "erased",
]  # fmt: skip


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
