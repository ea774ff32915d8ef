"""How good is the machine reading? Spans found against spans marked by hand."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import measures
from helpers.corpus import Corpus
from helpers.frames.cues import FRAMES
from helpers.pages import ROOT
from helpers.tokens import cut, terms

GOLD = ROOT / "tests" / "gold"
Span = tuple[int, int]


def span_scores(gold: Iterable[set[Span]], found: Iterable[set[Span]]) -> dict[str, float]:
    """Precision, recall and F1 over all spans of all passages; a span counts if both its ends agree.

    >>> span_scores([{(0, 2), (2, 4)}], [{(0, 2), (2, 3), (3, 4)}])
    {'gold': 2, 'found': 3, 'right': 1, 'precision': 0.3333333333333333, 'recall': 0.5, 'f1': 0.4}
    """
    pairs = list(zip(gold, found, strict=True))
    right = sum(len(one & other) for one, other in pairs)
    marked, ours = sum(len(one) for one, _ in pairs), sum(len(other) for _, other in pairs)
    return {
        "gold": marked,
        "found": ours,
        "right": right,
        "precision": right / ours if ours else 0.0,
        "recall": right / marked if marked else 0.0,
        "f1": 2 * right / (marked + ours) if marked + ours else 0.0,
    }


def gold_segmentation(folder: Path = GOLD) -> pd.DataFrame:
    """The passages of the seeds segmented by hand: `page`, `start`, `end`, `script`, `wrapped`, `split`, `words`, and
    from them `text` (without the spaces of line wraps) and `spans` (of the words in `text`, a set)."""
    table = pd.read_csv(folder / "segmentation.csv", dtype={"start": int, "end": int}, encoding="utf-8")
    return _with_spans(table.assign(machine_converted=table["script"] == "Hant"))


def unseen_segmentation(folder: Path = GOLD) -> pd.DataFrame:
    """Sentences of invented pages (`tests/pages`), segmented by hand when every rule and dictionary stood.

    `article`, `sentence`, `script`, `machine_converted`, `words`, `text` and `spans`.
    """
    return _with_spans(pd.read_csv(folder / "segmentation_unseen.csv", encoding="utf-8"))


def _with_spans(table: pd.DataFrame) -> pd.DataFrame:
    words = table["words"].str.split(" ")
    return table.assign(text=words.str.join(""), spans=[_spans_of(row) for row in words])


def _spans_of(words: list[str]) -> set[Span]:
    ends = pd.Series([len(word) for word in words]).cumsum().tolist()
    return {(end - len(word), end) for word, end in zip(words, ends, strict=True)}


def spans_without_spaces(text: str, cut: Callable[[str], list[Span]]) -> set[Span]:
    """The spans that `cut` finds in a text with spaces, as spans of the text without them.

    >>> sorted(spans_without_spaces("上合组 织", lambda text: [(0, 3), (4, 5)]))
    [(0, 3), (3, 4)]
    """
    place = [0]
    for character in text:
        place.append(place[-1] + (character != " "))
    return {(place[start], place[end]) for start, end in cut(text) if place[start] < place[end]}


def icu_words(text: str, locale: str = "zh") -> list[Span]:
    """Words by the International Components for Unicode: a dictionary and a model of their own, made by others.

    White space is no word.
    """
    from icu4py.breakers import WordBreaker

    # ICU counts as Python does: one for each code point.
    return [(start, end) for start, end in WordBreaker(text, locale).segments() if text[start:end].strip()]


# What is compared: the cutter, whether wraps were repaired before, whether script and vocabulary were converted.
SEGMENTERS = {
    "jieba as shipped, page as printed": {"terms": False, "convert": False, "repair": False},
    "+ wraps repaired": {"terms": False, "convert": False, "repair": True},
    "+ converted to Simplified": {"terms": False, "convert": True, "repair": True},
    "+ uncounted phrases split": {"terms": frozenset(), "convert": True, "repair": True},
    "+ dictionary from other texts": {"terms": "elsewhere", "convert": True, "repair": True},
    "+ the project's dictionary": {"terms": True, "convert": True, "repair": True},
}
ICU = "ICU word breaking (second opinion)"


def terms_met_elsewhere(corpus: Corpus, passages: pd.DataFrame) -> frozenset[str]:
    """The dictionary without the entries that the corpus has in these passages and nowhere else.

    Who writes a dictionary has read the texts it is tried on; this is what it would know of them had it not.
    """
    held_out = "\n".join(passages["text"])
    others = []
    for page, raw in corpus.pages["raw"].items():
        keep = np.ones(len(raw), dtype=bool)
        for row in passages[passages["page"] == page].itertuples():
            keep[row.start : row.end] = False
        others.append("".join(c for c, kept in zip(raw, keep, strict=True) if kept and c != " "))
    rest = "\n".join(others)
    kept = []
    for term, printed in terms()["traditional"].items():
        forms = [term, *filter(None, printed.split("|"))]
        if any(form in rest for form in forms) or not any(form in held_out for form in forms):
            kept.append(term)
    return frozenset(kept)


def found_by(
    segmenter: str, passages: pd.DataFrame, corpus: Corpus | None = None, hmm: bool = True
) -> list[set[Span]]:
    """The spans of words that one of `SEGMENTERS` or `ICU` finds in each passage, in its text without wrap spaces.

    `corpus` holds the pages of the passages; where it is missing, only what needs no page can be asked for.
    """
    if segmenter == ICU:
        return [set(icu_words(text)) for text in passages["text"]]
    how = SEGMENTERS[segmenter]
    chosen = terms_met_elsewhere(corpus, passages) if how["terms"] == "elsewhere" else how["terms"]
    found = []
    for row in passages.itertuples():
        text = row.text if how["repair"] else corpus.pages["raw"][row.page][row.start : row.end]
        words = partial(
            cut, machine_converted=row.machine_converted, hmm=hmm, terms=chosen, convert=how["convert"]
        )
        found.append(spans_without_spaces(text, words))
    return found


def compare_segmenters(
    passages: pd.DataFrame, corpus: Corpus | None = None, resamples: int = 2000, seed: int = 1
) -> pd.DataFrame:
    """Precision, recall and F1 of every segmenter on passages cut by hand, per script.

    One row per segmenter and script: `segmenter`, `script`, `passages`, `gold`, `found`, `right`, `precision`,
    `recall`, `f1`, `low`, `high`: the 95 % percentile interval of F1, passages resampled. Without the `corpus` the
    passages come from, the segmenters that need its pages are left out.
    """
    asked = [
        ICU,
        *(
            name
            for name, how in SEGMENTERS.items()
            if corpus or (how["repair"] and how["terms"] != "elsewhere")
        ),
    ]
    rows = []
    for segmenter in asked:
        found = pd.Series(found_by(segmenter, passages, corpus), index=passages.index)
        for script, group in passages.groupby("script", sort=True):
            ours = found[group.index]
            scores = span_scores(group["spans"], ours)
            low, high = f1_interval(group["spans"], ours, resamples, seed)
            rows.append(
                {
                    "segmenter": segmenter,
                    "script": script,
                    "passages": len(group),
                    **scores,
                    "low": low,
                    "high": high,
                }
            )
    return pd.DataFrame(rows)


def f1_interval(
    gold: Iterable[set[Span]], found: Iterable[set[Span]], resamples: int = 2000, seed: int = 1
) -> tuple[float, float]:
    """The 95 % percentile bootstrap interval of F1 with whole passages drawn again (they, not words, are the sample)."""
    counts = np.array(
        [(len(one & other), len(one) + len(other)) for one, other in zip(gold, found, strict=True)]
    )
    drawn = np.random.default_rng(seed).integers(len(counts), size=(resamples, len(counts)))
    sums = counts[drawn].sum(axis=1)
    low, high = np.percentile(2 * sums[:, 0] / np.maximum(sums[:, 1], 1), [2.5, 97.5])
    return float(low), float(high)


def segmentation_errors(passages: pd.DataFrame, found: list[set[Span]]) -> pd.DataFrame:
    """Every stretch that was cut otherwise than by hand: `id`, `page`, `script`, `gold` and `ours` (words with `|`
    between), `start` (in the passage's text)."""
    rows = []
    for row, ours in zip(passages.itertuples(), found, strict=True):
        common = sorted({0, *({end for _, end in row.spans} & {end for _, end in ours})})
        for first, last in pairwise(common):
            pieces = [
                "|".join(row.text[a:b] for a, b in sorted(spans) if first <= a and b <= last)
                for spans in (row.spans, ours)
            ]
            if pieces[0] != pieces[1]:
                rows.append((row.id, row.page, row.script, *pieces, first))
    return pd.DataFrame(rows, columns=["id", "page", "script", "gold", "ours", "start"])


def gold_frames(path: Path = GOLD / "frames.csv", split: str | None = None) -> pd.DataFrame:
    """Sentences whose frames were settled by hand: the columns of the file, the ten of `FRAMES` as booleans.

    `split` (`dev`, `test`) keeps one half. Raises `ValueError` naming the file for a missing column, a label that is neither 0 nor 1,
    or a half it does not have.
    """
    table = pd.read_csv(path, encoding="utf-8")
    missing = [column for column in ("text", *FRAMES) if column not in table]
    if missing:
        raise ValueError(f"{path.name}: no column {missing[0]!r}; it needs text and the ten frames")
    strange = table.loc[~table[list(FRAMES)].isin([0, 1]).all(axis=1)]
    if len(strange):
        raise ValueError(f"{path.name}: {strange['text'].iloc[0]!r} has a label that is neither 0 nor 1")
    if split is not None:
        halves = sorted(set(table["split"])) if "split" in table else []
        if split not in halves:
            raise ValueError(f"{path.name} has no half {split!r}; it has {', '.join(halves) or 'none'}")
        table = table[table["split"] == split].reset_index(drop=True)
    return table.astype(dict.fromkeys(FRAMES, bool))


def frame_scores(
    gold: pd.DataFrame,
    labels: pd.DataFrame,
    languages: pd.Series,
    stories: pd.Series | None = None,
    resamples: int = 9999,
    seed: int = 1,
) -> pd.DataFrame:
    """Labels found against labels settled by hand, per frame and language.

    `gold` and `labels` have a boolean column per frame, the same rows in the same order; `languages` gives the language of each row and
    `stories` what is drawn again as a whole (each row by itself if missing). One row per frame, and for all frames together (`all`, micro-averaged), in `both` languages
    and in each: `frame`, `language`, `n` (sentences), `gold`, `found`, `right`, `precision` and `recall` with Wilson's intervals, `f1` with
    the percentile bootstrap over stories, `alpha` (Krippendorff's, between the cues and the coders). A value out of nothing is NaN.
    """
    if not len(gold) == len(labels) == len(languages):
        raise ValueError(
            f"gold has {len(gold)} rows, labels {len(labels)}, languages {len(languages)}: they must be the same sentences"
        )
    marked, ours = (table[list(FRAMES)].to_numpy(dtype=bool) for table in (gold, labels))
    drawn_together = pd.factorize(
        pd.Series(np.arange(len(gold)) if stories is None else np.asarray(stories))
    )[0]
    spoken = np.asarray(languages)
    rows = []
    for language in ["both", *sorted(set(spoken))]:
        here = (spoken == language) | (language == "both")
        for place, frame in enumerate([*FRAMES, "all"]):
            columns = slice(None) if frame == "all" else [place]
            one, other = marked[here][:, columns], ours[here][:, columns]
            rows.append(
                {
                    "frame": frame,
                    "language": language,
                    "n": int(here.sum()),
                    **_label_scores(one, other),
                    **_label_interval(one, other, drawn_together[here], resamples, seed),
                    "alpha": _alpha(one.ravel(), other.ravel()),
                }
            )
    return pd.DataFrame(rows)


def _label_scores(marked: np.ndarray, ours: np.ndarray) -> dict[str, float]:
    gold, found, right = int(marked.sum()), int(ours.sum()), int((marked & ours).sum())
    scores: dict[str, float] = {"gold": gold, "found": found, "right": right}
    for name, n in {"precision": found, "recall": gold}.items():
        low, high = measures.wilson(right, n) if n else (np.nan, np.nan)
        scores |= {name: right / n if n else np.nan, f"{name}_low": float(low), f"{name}_high": float(high)}
    return scores | {"f1": 2 * right / (gold + found) if gold + found else np.nan}


def _label_interval(
    marked: np.ndarray, ours: np.ndarray, stories: np.ndarray, resamples: int, seed: int
) -> dict[str, float]:
    parts = np.zeros((stories.max() + 1 if len(stories) else 0, 2))
    np.add.at(
        parts, stories, np.stack([(marked & ours).sum(axis=1), marked.sum(axis=1) + ours.sum(axis=1)], axis=1)
    )
    parts = parts[np.unique(stories)]
    if len(parts) < 2 or not parts[:, 1].any():
        return {"f1_low": np.nan, "f1_high": np.nan}
    drawn = np.random.default_rng(seed).integers(len(parts), size=(resamples, len(parts)))
    sums = parts[drawn].sum(axis=1)
    with np.errstate(invalid="ignore"):
        values = 2 * sums[:, 0] / sums[:, 1]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return {"f1_low": float(low), "f1_high": float(high)}


def _alpha(one: np.ndarray, other: np.ndarray) -> float:
    codings = pd.DataFrame({"one": one.astype(int), "other": other.astype(int)})
    return float(measures.agreement(codings, resamples=2)["value"].iloc[0]) if len(codings) else np.nan


def frame_errors(gold: pd.DataFrame, labels: pd.DataFrame, fired: pd.DataFrame) -> pd.DataFrame:
    """Every label on which the cues and the coders differ: `frame`, `error` (`missed`, `invented`), what identifies the sentence in `gold`
    (`article`, `sentence` or `id`), `cues` (what fired for that frame), `text`.

    Rows of `gold` and `labels` correspond; `fired` is that of `label_frames` for the same sentences.
    """
    identity = [column for column in ("article", "sentence") if column in gold]
    key = identity if len(identity) == 2 else None
    rows = []
    for place, frame in ((place, frame) for frame in FRAMES for place in range(len(gold))):
        settled, found = bool(gold[frame].iloc[place]), bool(labels[frame].iloc[place])
        if settled == found:
            continue
        sentence = gold.iloc[place]
        same = fired["frame"] == frame
        for column in key or ["sentence"]:
            same &= fired[column] == (sentence[column] if key else gold.index[place])
        name = {column: sentence[column] for column in identity or [c for c in ("id",) if c in gold]}
        rows.append(
            {
                "frame": frame,
                "error": "missed" if settled else "invented",
                **name,
                "cues": "|".join(fired.loc[same, "text"]),
                "text": sentence["text"],
            }
        )
    columns = ["frame", "error", *(identity or [c for c in ("id",) if c in gold]), "cues", "text"]
    return pd.DataFrame(rows, columns=columns)


def measurable_frames(scores: pd.DataFrame, least_f1: float = 0.6, least_gold: int = 5) -> pd.DataFrame:
    """Which frames may stand in a claim: those whose F1 (both languages) reaches `least_f1` on at least `least_gold` sentences that carry it.

    Index `frame`, in the codebook's order; `gold`, `f1`, `measured` (boolean), `reason` (empty where measured).

    >>> scores = pd.DataFrame({"frame": ["security"], "language": ["both"], "gold": [2], "f1": [1.0]})
    >>> measurable_frames(scores)["reason"].tolist()
    ['only 2 sentences carry it']
    """
    table = scores[(scores["language"] == "both") & (scores["frame"] != "all")].set_index("frame")[
        ["gold", "f1"]
    ]
    few, low = table["gold"] < least_gold, ~(table["f1"] >= least_f1)
    reason = np.where(
        few,
        "only " + table["gold"].astype(str) + " sentences carry it",
        np.where(low, "F1 " + table["f1"].round(2).astype(str), ""),
    )
    return table.assign(measured=~(few | low), reason=reason)


def coder_agreement(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """How far two coders agreed before anything was settled, per frame and over all: `frame`, `n` (sentences), `one`, `other` (labels given), `alike`
    (share of equal decisions), `alpha` (Krippendorff's), `kappa` (Cohen's). The tables have the same sentences in the same order (`ValueError` if not)."""
    if one["text"].tolist() != other["text"].tolist():
        raise ValueError("the two coders' tables do not have the same sentences in the same order")
    rows = []
    for frame in [*FRAMES, "all"]:
        columns = list(FRAMES) if frame == "all" else [frame]
        left, right = (table[columns].to_numpy(dtype=int).ravel() for table in (one, other))
        values = measures.agreement(pd.DataFrame({"one": left, "other": right}), resamples=2)["value"]
        rows.append((frame, len(one), left.sum(), right.sum(), (left == right).mean(), *values))
    return pd.DataFrame(rows, columns=["frame", "n", "one", "other", "alike", "alpha", "kappa"])


def unseen_sides(pair: str, folder: Path = GOLD) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two sides of a made pair of parallel texts, as `helpers.parallel.align` takes them: `sentence`, `language`, `text`.

    Raises `KeyError` naming the pairs for an unknown one.
    """
    table = pd.read_csv(folder / "alignment_unseen.csv", encoding="utf-8", keep_default_na=False)
    if pair not in set(table["pair"]):
        raise KeyError(f"no pair {pair!r}; the pairs are {', '.join(dict.fromkeys(table['pair']))}")
    sides = (table[(table["pair"] == pair) & (table["side"] == side)] for side in ("left", "right"))
    left, right = (side[["sentence", "language", "text"]].reset_index(drop=True) for side in sides)
    return left, right


def gold_links(name: str = "alignment", folder: Path = GOLD) -> pd.DataFrame:
    """The links made by hand (`alignment`, or `alignment_unseen_links`): `pair`, `left_sentences`, `right_sentences` (numbers joined by
    `+`, empty for an addition or omission)."""
    table = pd.read_csv(folder / f"{name}.csv", encoding="utf-8", dtype=str, keep_default_na=False)
    return table[["pair", "left_sentences", "right_sentences"]]


def link_scores(gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Links found against links made by hand, both with `left_sentences` and `right_sentences`; rules in tests/gold/ALIGNMENT.md.

    One row per `measure`: `links` (pairs of sentences that the groups imply), `groups` (both sides agree wholly), `gaps` (sentences
    without a link); columns `gold`, `found`, `right`, `precision`, `recall`, `f1`.

    >>> gold = pd.DataFrame({"left_sentences": ["1", "2+3"], "right_sentences": ["1", "2"]})
    >>> found = pd.DataFrame({"left_sentences": ["1", "2", "3"], "right_sentences": ["1", "2", ""]})
    >>> link_scores(gold, found).set_index("measure")["f1"].round(2).to_dict()
    {'links': 0.8, 'groups': 0.5, 'gaps': 0.0}
    """
    rows = []
    for measure, members in {"links": _link_pairs, "groups": _link_groups, "gaps": _link_gaps}.items():
        scores = span_scores([members(gold)], [members(found)])
        # Nothing to be found and nothing found is no score.
        nothing = (
            dict.fromkeys(("precision", "recall", "f1"), np.nan)
            if not scores["gold"] + scores["found"]
            else {}
        )
        rows.append({"measure": measure, **scores, **nothing})
    return pd.DataFrame(rows)


def _link_rows(links: pd.DataFrame) -> list[tuple[list[str], list[str]]]:
    return [
        tuple([number for number in cell.split("+") if number] for cell in row)
        for row in links[["left_sentences", "right_sentences"]].itertuples(index=False)
    ]


def _link_pairs(links: pd.DataFrame) -> set:
    return {(one, other) for left, right in _link_rows(links) for one in left for other in right}


def _link_groups(links: pd.DataFrame) -> set:
    return {(frozenset(left), frozenset(right)) for left, right in _link_rows(links) if left and right}


def _link_gaps(links: pd.DataFrame) -> set:
    rows = _link_rows(links)
    left = {("left", number) for numbers, others in rows if not others for number in numbers}
    return left | {("right", number) for others, numbers in rows if not others for number in numbers}


def formula_scores(gold: pd.DataFrame, found: pd.DataFrame) -> dict[str, float]:
    """Formulas found against those found by hand (tests/gold/formula.csv), both with `formula`, `article`, `start`, `end`, `parts`,
    `mode`, `marks`: `span_scores` of the places, and of those found the shares with the right `parts`, `mode` and `marks`."""
    key = ["formula", "article", "start", "end"]
    places = [{tuple(row) for row in table[key].astype(str).to_numpy().tolist()} for table in (gold, found)]
    both = gold.astype(str).merge(found.astype(str), on=key, suffixes=("", "_found"))
    agreed = {
        name: float((both[name] == both[f"{name}_found"]).mean()) if len(both) else 0.0
        for name in ("parts", "mode", "marks")
    }
    return {**span_scores(places[:1], places[1:]), **agreed}


def fate_scores(gold: pd.DataFrame, found: pd.DataFrame, kinds: Iterable[str]) -> pd.DataFrame:
    """Fates found against those found by hand (tests/gold/fidelity.csv), for mentions in the source: per `kind` the mentions in the
    gold, those `met` by a found mention of that kind on the same characters (at least one of them), and of these the
    `right` fates."""
    rows = []
    for kind in kinds:
        marked = gold[(gold["kind"] == kind) & gold["start"].notna() & (gold["start"] != "")]
        ours = found[(found["kind"] == kind) & found["start"].notna()]
        met = right = 0
        for row in marked.itertuples():
            over = ours[
                (ours["page"] == row.page)
                & (ours["start"] < float(row.end))
                & (ours["end"] > float(row.start))
            ]
            met += len(over) > 0
            right += bool((over["fate"].astype(str) == row.fate).any())
        rows.append({"kind": kind, "gold": len(marked), "met": met, "right": right})
    return pd.DataFrame(rows)


def gold_voices(folder: Path = GOLD) -> pd.DataFrame:
    """The reporting events marked by hand (tests/gold/VOICES.md): the columns of `voices.find_voices` that a coder can give, and
    `split` (`dev` or `test`, by story), `page`, `note`. Empty cells are empty strings."""
    table = pd.read_csv(folder / "voices.csv", dtype=str, keep_default_na=False, encoding="utf-8")
    return table.astype({"sentence": int, "start": int, "end": int, "covers": int})


def gold_unseen_voices(folder: Path = GOLD) -> pd.DataFrame:
    """Sentences made up for the purpose, on other meetings: `id`, `language`, `text`, `verb`, `speaker_printed`, `form`; one row per
    event, one with an empty `form` where there is none."""
    return pd.read_csv(folder / "voices_unseen.csv", dtype=str, keep_default_na=False, encoding="utf-8")


def gold_actors(folder: Path = GOLD) -> pd.DataFrame:
    """The actors marked by hand in a sample of sentences: `article`, `sentence`, `page`, `start`, `end`, `printed`, `actor`, `kind`,
    `split`, `drawn`; a sentence that names nobody has one row without address."""
    table = pd.read_csv(folder / "actors.csv", dtype=str, keep_default_na=False, encoding="utf-8")
    numbers = {column: pd.to_numeric(table[column]).astype("Int64") for column in ("start", "end")}
    return table.assign(sentence=table["sentence"].astype(int), **numbers)


def match_voices(gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Events marked against events found, both with `article`, `sentence`, `start`, `end`, `form`: `gold` and `found`, the index
    labels of a pair, missing on one side for what was missed or is too much.

    Two events are one if their verbs lap in one sentence; an erased speaker (form `none`) pairs with an erased speaker
    only. Each event pairs once, in the order of the text.

    >>> row = {"article": "a", "sentence": 1, "start": 3, "end": 5, "form": "direct"}
    >>> match_voices(pd.DataFrame([row]), pd.DataFrame([row | {"end": 6}, row | {"start": 9, "end": 11}]))["found"].tolist()
    [0, 1]
    """
    free = dict(zip(found.index, found.itertuples(), strict=True))
    pairs = []
    for label, row in zip(gold.index, gold.itertuples(), strict=True):
        same = (
            other
            for other, event in free.items()
            if (event.article, event.sentence) == (row.article, row.sentence)
            and (event.form == "none") == (row.form == "none")
            and (event.start < row.end and row.start < event.end)
        )
        other = next(same, None)
        pairs.append((label, other))
        free.pop(other, None)
    pairs += [(None, other) for other in free]
    return pd.DataFrame(pairs, columns=["gold", "found"], dtype="Int64")


def voice_scores(
    gold: pd.DataFrame, found: pd.DataFrame, resamples: int = 2000, seed: int = 1
) -> pd.DataFrame:
    """Precision, recall and F1 of reporting events, per `language` and for all of them, and for the events that were found how
    often the rest is right: `form`, `speaker` (canonical), `printed` (the speaker's words lap), `kind`, `covers` (shares).

    `low` and `high` are the 95 % percentile interval of F1, articles resampled. `found` holds only articles that were coded.
    """
    pairs = match_voices(gold, found)
    rows = []
    languages = dict(list(_by_language(gold, found, pairs)))
    for language, part in {**languages, "all": pairs}.items():
        both = part.dropna()
        left, right = gold.loc[both["gold"]], found.loc[both["found"]]
        agreed = {
            name: float(
                np.mean([one == str(other) for one, other in zip(left[column], right[column], strict=True)])
            )
            if len(both)
            else float("nan")
            for name, column in {"form": "form", "speaker": "speaker", "kind": "speaker_kind"}.items()
        }
        agreed["printed"] = _share(
            _lap(one, other)
            for one, other in zip(left["speaker_printed"], right["speaker_printed"], strict=True)
        )
        agreed["covers"] = _share(
            one == other for one, other in zip(left["covers"], right["covers"], strict=True)
        )
        marked, ours = _event_sets(gold, found, part)
        low, high = f1_interval(marked, ours, resamples, seed) if marked else (np.nan, np.nan)
        rows.append({"language": language, **span_scores(marked, ours), "low": low, "high": high, **agreed})
    return pd.DataFrame(rows)


def _by_language(gold: pd.DataFrame, found: pd.DataFrame, pairs: pd.DataFrame):
    spoken = [
        gold["language"][one] if pd.notna(one) else found["language"][other]
        for one, other in pairs.itertuples(index=False)
    ]
    return pairs.groupby(pd.Series(spoken, index=pairs.index), sort=True)


def _event_sets(gold: pd.DataFrame, found: pd.DataFrame, pairs: pd.DataFrame) -> tuple[list[set], list[set]]:
    """Per article the events marked and the events found, a pair under one name."""
    marked: dict[str, set] = {}
    ours: dict[str, set] = {}
    for number, (one, other) in enumerate(pairs.itertuples(index=False)):
        article = gold["article"][one] if pd.notna(one) else found["article"][other]
        for events in (marked, ours):
            events.setdefault(article, set())
        if pd.notna(one):
            marked[article].add(number)
        if pd.notna(other):
            ours[article].add(number)
    articles = sorted(marked)
    return [marked[article] for article in articles], [ours[article] for article in articles]


def _share(truths: Iterable[bool]) -> float:
    values = list(truths)
    return sum(values) / len(values) if values else float("nan")


def _lap(one: str, other: str) -> bool:
    """Whether two printed speakers are the same words, or one holds the other."""
    one, other = one.replace(" ", "").casefold(), other.replace(" ", "").casefold()
    return one == other or bool(one and other and (one in other or other in one))


def voice_errors(gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Every event that was missed, is too much, or differs: `article`, `sentence`, `verb`, `error` (`missed`, `too much`, or the
    column that differs), `gold`, `found`."""
    rows = []
    for one, other in match_voices(gold, found).itertuples(index=False):
        if pd.isna(other):
            row = gold.loc[one]
            rows.append((row["article"], row["sentence"], row["verb"], "missed", row["speaker_printed"], ""))
        elif pd.isna(one):
            row = found.loc[other]
            rows.append(
                (row["article"], row["sentence"], row["verb"], "too much", "", row["speaker_printed"])
            )
        else:
            left, right = gold.loc[one], found.loc[other]
            rows += [
                (
                    left["article"],
                    left["sentence"],
                    left["verb"],
                    column,
                    str(left[column]),
                    str(right[column]),
                )
                for column in ("speaker", "speaker_kind", "form", "covers")
                if str(left[column]) != str(right[column])
            ]
    return pd.DataFrame(rows, columns=["article", "sentence", "verb", "error", "gold", "found"])


def unseen_voice_scores(gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The same for plain sentences (`gold_unseen_voices`, `voices.voices_of_sentences`), where no address is known: two events
    of a sentence are one if their verbs are, or one holds the other (said, 据 in 据悉). Per `language` and for all: `sentences`,
    `silent` (those without an event), `left_silent` (of these, those in which none was found), `span_scores` of the events, `form` and `printed` (shares of
    the pairs), `low`, `high` (F1, sentences resampled)."""
    rows = []
    parts = {**dict(list(gold.groupby("language", sort=True))), "all": gold}
    for language, part in parts.items():
        marked, ours, forms, printed = [], [], [], []
        silent = left_silent = 0
        for name, events in part.groupby("id", sort=True):
            wanted = [row for row in events.itertuples() if row.form]
            free = list(found[found["id"] == name].itertuples())
            silent += not wanted
            left_silent += not wanted and not free
            got = {f"{name}+{number}" for number in range(len(free))}
            marked.append({f"{name}-{number}" for number in range(len(wanted))})
            for number, row in enumerate(wanted):
                pair = next((event for event in free if _lap(event.verb, row.verb)), None)
                if pair is None:
                    continue
                free.remove(pair)
                got.pop()
                got.add(f"{name}-{number}")
                forms.append(pair.form == row.form)
                printed.append(_lap(pair.speaker_printed, row.speaker_printed))
            ours.append(got)
        low, high = f1_interval(marked, ours)
        rows.append(
            {"language": language, "sentences": len(marked), "silent": silent, "left_silent": left_silent, **span_scores(marked, ours),
             "low": low, "high": high, "form": _share(forms), "printed": _share(printed)}
        )  # fmt: skip
    return pd.DataFrame(rows)


def actor_scores(gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Mentions of actors against those marked by hand, in the sentences that were coded: per group (`all`, the article's script is not
    asked, each `kind` of the gold or the finding) `span_scores` with `named` (of the spans that agree, those given the right actor) and
    the 95 % interval of F1, sentences resampled."""
    key = ["article", "sentence"]
    coded = set(map(tuple, gold[key].drop_duplicates().to_numpy().tolist()))
    marked = {
        (*row[:2], int(row[2]), int(row[3])): row[4:]
        for row in gold.dropna(subset=["start"])[[*key, "start", "end", "actor", "kind"]].itertuples(
            index=False
        )
    }
    ours = {
        (*row[:2], int(row[2]), int(row[3])): row[4:]
        for row in found[[*key, "start", "end", "actor", "kind"]].itertuples(index=False)
        if tuple(row[:2]) in coded
    }
    rows = []
    for group in ["all", *sorted({about[1] for about in [*marked.values(), *ours.values()]})]:
        one, other = (
            [
                {span for span, about in spans.items() if span[:2] == sentence and group in ("all", about[1])}
                for sentence in sorted(coded)
            ]
            for spans in (marked, ours)
        )
        both = [span for span in marked if span in ours and group in ("all", marked[span][1])]
        low, high = f1_interval(one, other)
        rows.append(
            {
                "group": group,
                **span_scores(one, other),
                "low": low,
                "high": high,
                "named": _share(marked[span][0] == ours[span][0] for span in both),
            }
        )
    return pd.DataFrame(rows)
