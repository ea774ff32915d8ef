"""Which frames a sentence carries, and the cues that say so, each with its address."""

import warnings
from collections import Counter
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import Lexicon, shipped
from helpers.mentions.frames.cues import FRAMES, LANGUAGES, Cue, cues, readable
from helpers.texts.joins import check_ids

_FIRED = ["article", "sentence", "page", "start", "end", "frame", "text", "cue", "strict"]


class FrameWarning(UserWarning):
    """Sentences that could not be labelled. The message says which and why."""


class Labelled(NamedTuple):
    """`labels`: the sentences with a boolean column per frame. `fired`: one row per cue that counted."""

    labels: pd.DataFrame
    fired: pd.DataFrame


def label_frames(
    sentences: pd.DataFrame, corpus=None, lists: str = "wide", lexicon: Lexicon | None = None
) -> Labelled:
    """The frames of each sentence by the cues of `lexicon/frames.csv`, the `wide` list or only the `strict` one.

    With `corpus`, `sentences` is its table (or rows of it: `article`, `sentence`, `start`, `end`, `text`): language and
    script come from the articles, addresses are raw offsets of `page`. Without, `sentences` has `text` and `language`
    (`zh`, `en`), and may have `script`, `machine_converted`, `article`, `sentence`: addresses are offsets in the text,
    and `sentence` is the row's index where there is none.

    `labels` is `sentences` with ten boolean columns more (`FRAMES`), in the same order with the same index; `fired` has
    `article`, `sentence`, `page`, `start`, `end`, `frame`, `text` (as printed), `cue`, `strict`. A sentence in another
    language carries no label and a `FrameWarning` says so. Raises `ValueError` naming a missing column.

    >>> table = pd.DataFrame({"text": ["共同維護地區和平", "The doors opened"], "language": ["zh", "en"]})
    >>> label_frames(table).fired[["sentence", "start", "end", "frame", "text"]]
       sentence  start  end     frame text
    0         0      6    8  security   和平
    """
    needed = ["article", "sentence", "start", "end", "text"] if corpus is not None else ["text", "language"]
    missing = [column for column in needed if column not in sentences]
    if missing:
        raise ValueError(f"sentences has no column {missing[0]!r}; it needs {', '.join(needed)}")
    lexicon = lexicon or (shipped() if corpus is None else corpus.lexicon)
    about = _about(sentences, corpus)
    fired = []
    carried = []
    for row in about.itertuples(index=False):
        found = _cues_in(row, lists, lexicon)
        carried.append({cue.frame for _, _, cue in found})
        for start, end, cue in found:
            address = (start, end)
            if corpus is not None:
                address = corpus.places.address(row.article, row.start, start, end)
            text = row.text[start:end]
            fired.append(
                (row.article, row.sentence, row.page, *address, cue.frame, text, cue.cue, cue.strict)
            )
    unread = Counter(str(language) for language in about["language"] if language not in LANGUAGES)
    if unread:
        which = ", ".join(f"{count} in {language!r}" for language, count in sorted(unread.items()))
        warnings.warn(
            f"there are cues for zh and en only; sentences without any label for that: {which}",
            FrameWarning,
            stacklevel=2,
        )
    columns = {frame: pd.array([frame in one for one in carried], dtype=bool) for frame in FRAMES}
    table = pd.DataFrame(fired, columns=_FIRED).astype({"strict": bool})
    table["frame"] = pd.Categorical(table["frame"], categories=FRAMES)
    return Labelled(sentences.assign(**columns), table)


def _cues_in(row, lists: str, lexicon: Lexicon) -> list[tuple[int, int, Cue]]:
    """The cues that count in a sentence of `_about`; none in a language that has no cues."""
    if row.language not in LANGUAGES:
        return []
    text = readable(row.text, row.language, row.script, row.machine_converted, lexicon=lexicon)
    return cues(row.language, lists, lexicon=lexicon).find(text)


def _about(sentences: pd.DataFrame, corpus) -> pd.DataFrame:
    """The sentences with what must be known of each: language, script, whether converted, page; None where unknown."""
    about = sentences.copy()
    if corpus is not None:
        check_ids(about["article"], corpus.articles.index, "sentences", "the corpus", match="every")
        for column in ("language", "script", "machine_converted", "page"):
            about[column] = about["article"].map(corpus.articles[column])
    defaults = {"script": None, "machine_converted": False, "page": None, "article": None}
    for column, default in defaults.items():
        if column not in about:
            about[column] = default
    if "sentence" not in about:
        about["sentence"] = about.index
    about["machine_converted"] = about["machine_converted"].fillna(False).astype(bool)
    return about.astype(object).where(about.notna(), None)
