"""Scores of frames found by cues against frames that coders agreed on."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import hmean

from helpers import measures
from helpers.evaluation.scores import GOLD, alpha, f1_interval, scores_of
from helpers.mentions.frames.cues import FRAMES, frames_of
from helpers.texts.numerals import counted

LEAST_F1, LEAST_GOLD = 0.6, 5


def gold_frames(path: Path = GOLD / "frames.csv", split: str | None = None) -> pd.DataFrame:
    """Read sentences with agreed frames: the columns of the file, the frames as booleans. `split` (`dev`, `test`) keeps
    one half. Raises `ValueError` naming the file for a label that is neither 0 nor 1."""
    table = pd.read_csv(path, encoding="utf-8")
    strange = table.loc[~table[list(FRAMES)].isin([0, 1]).all(axis=1)]
    if len(strange):
        raise ValueError(f"{path.name}: {strange['text'].iloc[0]!r} has a label that is neither 0 nor 1")
    if split is not None:
        table = table[table["split"] == split].reset_index(drop=True)
    return table.astype(dict.fromkeys(FRAMES, bool))


def foreign_frames() -> pd.DataFrame:
    """Read sentences on other topics and places, coded without sight of the cues (tests/gold/FRAMES_FOREIGN.md);
    columns as of `gold_frames`. No cue may be tuned on them."""
    return gold_frames(GOLD / "frames_foreign.csv")


def frame_cards(cards: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Set cards of `frame_scores` side by side, both languages together, to show which frames carry over between lists.

    Index `frame`, and `all`. Per card: `NAME n` (sentences that carry the frame) and `NAME F1`. `carries_over` says
    whether a frame that the first card measures is also measured by the last (`measurable_frames`; missing if the first
    does not measure it). A frame that does not carry over is specific to this corpus.

    >>> scores = pd.DataFrame({"frame": ["security", "all"], "language": "both", "gold": [9, 9], "f1": [0.9, 0.9]})
    >>> table = frame_cards({"own": scores, "foreign": scores.assign(f1=0.5)})
    >>> table.columns.tolist(), bool(table.loc["security", "carries_over"])
    (['own n', 'own F1', 'foreign n', 'foreign F1', 'carries_over'], False)
    """
    both = {name: card[card["language"] == "both"].set_index("frame") for name, card in cards.items()}
    shown = {"n": "gold", "F1": "f1"}.items()
    columns = {f"{name} {head}": card[column] for name, card in both.items() for head, column in shown}
    first, *_, last = (measurable_frames(card)["measured"] for card in cards.values())
    carries_over = last.reindex(first.index).astype("boolean").mask(~first)
    return pd.DataFrame(columns).assign(carries_over=carries_over)


def frame_scores(
    gold: pd.DataFrame,
    labels: pd.DataFrame,
    languages: pd.Series,
    stories: pd.Series | None = None,
    resamples: int = 9999,
) -> pd.DataFrame:
    """Score found labels against agreed labels, per frame and language.

    `gold` and `labels` have a boolean column per frame and the same rows in the same order; frames that `gold` was not
    coded for are left out. `languages` has the language of each row, `stories` the unit of resampling (default: each
    row). One row per frame, and for all frames together (`all`, micro-averaged), in `both` languages and in each:
    `frame`, `language`, `n` (sentences), `gold`, `found`, `right`, `precision` and `recall` with Wilson's intervals,
    `f1` with the percentile bootstrap over stories, or, where all resamples are equal (each label is right, say), the
    harmonic means (as F1 is: van Rijsbergen 1979) of Wilson's bounds of both. A share of nothing is NaN.
    """
    frames = [frame for frame in frames_of(labels) if frame in gold]
    marked, ours = (table[frames].to_numpy(dtype=bool) for table in (gold, labels))
    drawn_together = np.arange(len(gold)) if stories is None else pd.factorize(np.asarray(stories))[0]
    spoken = np.asarray(languages)
    rows = []
    for language in ["both", *sorted(set(spoken))]:
        here = (spoken == language) | (language == "both")
        for place, frame in enumerate([*frames, "all"]):
            columns = slice(None) if frame == "all" else [place]
            one, other = marked[here][:, columns], ours[here][:, columns]
            about = {"frame": frame, "language": language, "n": int(here.sum())}
            rows.append(about | _label_scores(one, other, drawn_together[here], resamples))
    return pd.DataFrame(rows)


def _label_scores(marked: np.ndarray, ours: np.ndarray, stories: np.ndarray, resamples: int) -> dict[str, float]:
    """Compute `scores_of` labels (sentences x frames) with Wilson's intervals and the interval of F1."""
    both = marked & ours
    scores = scores_of(int(marked.sum()), int(ours.sum()), int(both.sum()))
    for name, of in {"precision": "found", "recall": "gold"}.items():
        low, high = measures.wilson(scores["right"], scores[of]) if scores[of] else (np.nan, np.nan)
        scores |= {f"{name}_low": float(low), f"{name}_high": float(high)}
    counts = pd.DataFrame({"right": both.sum(axis=1), "all": marked.sum(axis=1) + ours.sum(axis=1)})
    low, high = f1_interval(*counts.groupby(stories, sort=True).sum().to_numpy().T, resamples)
    if low == high:
        ends = [[scores[f"{name}_{end}"] for name in ("precision", "recall")] for end in ("low", "high")]
        low, high = (hmean(np.nan_to_num(pair, nan=unknown)).item() for pair, unknown in zip(ends, (0, 1), strict=True))
    return scores | {"f1_low": low, "f1_high": high}


def measurable_frames(scores: pd.DataFrame) -> pd.DataFrame:
    """Select the frames that a claim may use: F1 (both languages) of at least 0.6 on at least five sentences with it.

    Index `frame`, in the codebook's order; `gold`, `f1`, `measured` (boolean), `reason` (empty where measured).

    >>> scores = pd.DataFrame({"frame": ["security"], "language": ["both"], "gold": [2], "f1": [1.0]})
    >>> measurable_frames(scores)["reason"].tolist()
    ['carried by only 2 sentences']
    """
    table = scores[(scores["language"] == "both") & (scores["frame"] != "all")].set_index("frame")[["gold", "f1"]]
    few, low = table["gold"] < LEAST_GOLD, ~(table["f1"] >= LEAST_F1)
    too_low = np.where(low, "F1 " + table["f1"].round(2).astype(str), "")
    only = [f"carried by only {counted(int(gold), 'sentence')}" for gold in table["gold"]]
    reason = np.where(few, only, too_low)
    return table.assign(measured=~(few | low), reason=reason)


def coder_agreement(one: pd.DataFrame, other: pd.DataFrame) -> float:
    """Compute the agreement of two coders before they settled anything: Krippendorff's alpha over all labels (`alpha`).
    Both tables have the same sentences in the same order (`ValueError` if not)."""
    if one["text"].tolist() != other["text"].tolist():
        raise ValueError("the two coders' tables do not have the same sentences in the same order")
    frames = frames_of(one)
    labels = {name: table[frames].to_numpy(dtype=int).ravel() for name, table in (("one", one), ("other", other))}
    return alpha(pd.DataFrame(labels))
