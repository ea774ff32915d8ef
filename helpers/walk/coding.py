"""Sentences to code by hand: a sample of a corpus, its codes, and their comparison with the frame cues."""

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.corpora import Corpus
from helpers.corpora.tables import csv_rows
from helpers.evaluation import frame_scores
from helpers.lexicon import FOLDER, NO_OUTLET, shipped
from helpers.lexicon.schemas import LANGUAGES
from helpers.lexicon.spreadsheets import unguarded
from helpers.mentions.frames import frame_names, label_frames
from helpers.walk.places import CODED, WalkError

ENOUGH = 200  # sentences to code before a frame is counted
_NONE = "none"  # marks a coded sentence without a frame, unlike one that is not coded yet
_GUIDE = """# How to code {file}

Read each sentence by itself. Write 1 under every frame that it carries; leave the other cells empty. A sentence may carry several.
If it carries no frame, write 1 under `{none}`: without it nobody knows that you looked. A row without a 1 is not coded yet.
Remove the column of a frame that you do not code. With cues in `study/frames.csv`, only their frames are offered, not the ten of the codebook.
Save the file as CSV in UTF-8, change no other column, and run `python3 run.py mine` again.

A frame is what the sentence itself sets as an aim, a value, a threat or its subject; a word that merely occurs in it is not enough.

{frames}
* `{none}`: the sentence carries no frame.
"""
_ADDRESS = ["article", "sentence", "text"]
_ABOUT = ["article", "sentence", "outlet", "language", "text"]


class Coded(NamedTuple):
    """`gold`: the coded sentences in the corpus, with a boolean column per frame; `drawn`: the number of rows of the
    file; `lost`: the number of coded sentences that are no longer in the pages."""

    gold: pd.DataFrame
    drawn: int
    lost: int


def sample(corpus: Corpus, most: int) -> pd.DataFrame:
    """Draw at most `most` Chinese or English sentences from each outlet and language in proportion to its sentences, at
    least one of each if possible. The order is random, so that the first rows are a sample, too. The same corpus gives
    the same rows.

    Columns: `article`, `sentence`, `outlet`, `language`, `text`, an empty one for each frame, and `none`.
    """
    random = np.random.default_rng(0)
    rows = corpus.sentences.join(corpus.articles[["outlet", "language"]], on="article")
    rows = rows[rows["language"].isin(LANGUAGES)]
    rows = rows.assign(outlet=rows["outlet"].fillna(NO_OUTLET)).iloc[random.permutation(len(rows))]
    # The rank of a row as a share of its group: the smallest shares sample each group in proportion to its size.
    grouped = rows.groupby(["outlet", "language"], sort=False)
    place = grouped.cumcount()
    order = (place / grouped["text"].transform("size")).to_numpy()
    kept = rows.iloc[np.lexsort((np.arange(len(rows)), order, (place > 0).to_numpy()))].head(most)
    kept = kept.iloc[random.permutation(len(kept))][_ABOUT].reset_index(drop=True)
    return kept.assign(**dict.fromkeys([*_offered(corpus), _NONE], ""))


def own_rows(corpus: Corpus, table: str) -> pd.DataFrame:
    """Return the rows of a table that a study adds or changes."""
    both = pd.concat([corpus.lexicon.table(table), shipped().table(table)])
    return both[~both.duplicated(keep=False)]


def _offered(corpus: Corpus) -> list[str]:
    """The frames to code: those in rows of the study, or all of the codebook."""
    own, names = set(own_rows(corpus, "frames")["frame"]), frame_names(lexicon=corpus.lexicon)
    return [name for name in names if name in own] or [*names]


def guide(corpus: Corpus) -> str:
    """Return the coding guide: what to write, and a line for each frame, from the codebook if it has the frame."""
    book = (FOLDER / "frames.md").read_text(encoding="utf-8")
    meant = dict(re.findall(r"^### `(\w+)`\n\n(.+)$", book, re.M))
    frames = "\n".join(f"* `{name}`: {meant.get(name, 'a frame of study/frames.csv.')}" for name in _offered(corpus))
    return _GUIDE.format(file=CODED, none=_NONE, frames=frames)


def coded(corpus: Corpus, path: str | Path) -> Coded | None:
    """Read the codes in the file of a sample; return None without that file.

    A row is coded once a frame or `none` has a 1; empty cells and 0 mean that a frame is absent. Raises `WalkError`
    naming the row for other values, a missing column, or a row with both a frame and `none`.
    """
    path = Path(path)
    if not path.exists():
        return None
    table = pd.DataFrame(list(csv_rows(path)), dtype="str").fillna("").map(unguarded)
    missing = [name for name in (*_ADDRESS, _NONE) if name not in table]
    if missing:
        raise WalkError(f"{path.name}: no column {missing[0]!r}; remove the file and draw the sentences again.")
    frames = [name for name in frame_names(lexicon=corpus.lexicon) if name in table]
    cells = table[[*frames, _NONE]].apply(lambda column: column.str.strip())
    for row, column in zip(*np.nonzero(~cells.isin(["", "0", "1"]).to_numpy()), strict=True):
        cell = f"{cells.columns[column]} is {cells.iloc[row, column]!r}"
        raise WalkError(f"{path.name}, row {row + 2}: {cell}; write 1, 0 or nothing.")
    given = cells == "1"
    both = np.flatnonzero(given[_NONE] & given[frames].any(axis=1))
    if len(both):
        raise WalkError(f"{path.name}, row {both[0] + 2}: a frame and also none; keep one.")
    gold = table[_ADDRESS].join(given[frames])[given.any(axis=1)]
    known = corpus.sentences[_ADDRESS].astype("str").drop_duplicates(_ADDRESS[:2])
    there = gold.merge(known, how="left", indicator=True)["_merge"] == "both"
    return Coded(gold[there.to_numpy()].reset_index(drop=True), len(table), int((~there).sum()))


def scores(corpus: Corpus, gold: pd.DataFrame) -> pd.DataFrame:
    """`frame_scores` of the coded sentences, resampled by story."""
    sentences = corpus.sentences.assign(key=corpus.sentences["sentence"].astype("str"))
    rows = gold[["article", "sentence"]].rename(columns={"sentence": "key"}).merge(sentences, on=["article", "key"])
    about = corpus.articles.loc[rows["article"]]
    labels = label_frames(rows[corpus.sentences.columns], corpus).labels
    return frame_scores(gold, labels, about["language"].to_numpy(), about["same_story"].to_numpy(), 1999)
