"""Label sentences with frames; each label comes from a cue with an address."""

import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.lexicon import Lexicon, shipped
from helpers.lexicon.schemas import LANGUAGES
from helpers.mentions import About, in_corpus
from helpers.mentions.frames.cues import cues, frame_names, readable
from helpers.texts.joins import check_ids
from helpers.texts.scripts import tagged

_FIRED = ["article", "sentence", "page", "start", "end", "frame", "text", "cue", "strict"]


class FrameWarning(UserWarning):
    """Some sentences could not be labelled. The message says which and why."""


class Labelled(NamedTuple):
    """`labels`: the sentences with one boolean column per frame. `fired`: one row per cue that counted."""

    labels: pd.DataFrame
    fired: pd.DataFrame


def label_frames(sentences: pd.DataFrame, corpus=None, lists: str = "wide", lexicon: Lexicon | None = None) -> Labelled:
    """Label each sentence with frames by the cues of `lexicon/frames.csv`: the `wide` list, or only the `strict` one.

    With `corpus`, `sentences` is its table or rows of it (`article`, `sentence`, `start`, `end`, `text`). Language and
    script come from the articles, and addresses are raw offsets in `page`. Without `corpus`, `sentences` has `text` and
    `language` (`zh`, `en`), optionally `script`, `machine_converted`, `article`, `sentence` (default: the index); then
    addresses are offsets in the text.

    `labels` is `sentences` (same order and index) plus a boolean column per frame of `frame_names`. `fired` has
    `article`, `sentence`, `page`, `start`, `end`, `frame`, `text` (as printed), `cue`, `strict`. Sentences in other
    languages get no label and a `FrameWarning`. Raises `ValueError` naming a missing column.

    >>> table = pd.DataFrame({"text": ["共同維護地區和平", "The doors opened"], "language": ["zh", "en"]})
    >>> label_frames(table).fired[["sentence", "start", "end", "frame", "text"]]
       sentence  start  end     frame text
    0         0      6    8  security   和平
    """
    needed = ["article", "sentence", "start", "end", "text"] if corpus is not None else ["text", "language"]
    missing = [column for column in needed if column not in sentences]
    if missing:
        raise ValueError(f"sentences has no column {missing[0]!r}; it needs {', '.join(needed)}")
    if corpus is not None:
        check_ids(sentences["article"], corpus.articles.index, "sentences", "the corpus", match="every")
    lexicon = lexicon or (shipped() if corpus is None else corpus.lexicon)
    names = frame_names(lexicon=lexicon)
    of_language = {language: cues(language, lists, lexicon=lexicon) for language in LANGUAGES}
    column = {frame: place for place, frame in enumerate(names)}
    labels = np.zeros((len(sentences), len(names)), dtype=bool)
    unread: Counter[str] = Counter()
    row = count()

    def find(text: str, about: About) -> Iterator[tuple]:
        """Yield the cues that count in the next sentence; nothing for a language without cues."""
        sentence = next(row)
        if about.language not in LANGUAGES:
            unread[str(about.language)] += 1
            return
        text = readable(text, *about[:3], lexicon=lexicon)
        for start, end, cue in of_language[about.language].find(text):
            labels[sentence, column[cue.frame]] = True
            yield start, end, cue.frame, cue.cue, cue.strict

    values = ["frame", "cue", "strict"]
    if corpus is not None:
        fired = in_corpus(corpus, find, values, sentences)
        fired["page"] = fired["article"].map(corpus.articles["page"])
    else:
        fired = _in_table(sentences, find, values, lexicon)
    if unread:
        which = ", ".join(f"{times} in {language!r}" for language, times in sorted(unread.items()))
        warnings.warn(
            f"there are cues only for zh and en; sentences left without labels: {which}", FrameWarning, stacklevel=2
        )
    fired["frame"] = pd.Categorical(fired["frame"], categories=names)
    fired = fired[_FIRED].astype({"strict": bool})
    return Labelled(sentences.assign(**dict(zip(names, labels.T, strict=True))), fired)


def _in_table(
    sentences: pd.DataFrame, find: Callable[[str, About], Iterable[tuple]], values: list[str], lexicon: Lexicon
) -> pd.DataFrame:
    """Do the same as `in_corpus` for sentences without a corpus; addresses are offsets in their texts."""
    given = sentences.astype(object).where(sentences.notna(), None)
    for name in ("script", "article"):
        given[name] = given.get(name)
    converted = given.get("machine_converted", pd.Series(False, given.index)).fillna(False).astype(bool)
    numbers = given.get("sentence", given.index.to_series())
    rows = []
    columns = (given["article"], numbers, given["text"], given["language"], given["script"], converted)
    for article, number, text, language, script, convert in zip(*columns, strict=True):
        found = find(text, About(*tagged(language, script), convert, lexicon))
        rows += [(article, number, start, end, text[start:end], *row) for start, end, *row in found]
    columns = ["article", "sentence", "start", "end", "text", *values]
    return pd.DataFrame(rows, columns=columns).assign(page=None)
