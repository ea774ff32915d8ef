"""Reporting events and actors found against those marked by hand."""

from operator import eq
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.evaluation.spans import GOLD, f1_interval, share, span_scores


def gold_voices(folder: Path = GOLD) -> pd.DataFrame:
    """The reporting events marked by hand (tests/gold/VOICES.md): the columns of `voices.find_voices` that a coder can
    give, and `split` (`dev` or `test`, by story), `page`, `note`. Empty cells are empty strings."""
    table = pd.read_csv(folder / "voices.csv", dtype=str, keep_default_na=False, encoding="utf-8")
    return table.astype({"sentence": int, "start": int, "end": int, "covers": int})


def gold_unseen_voices(folder: Path = GOLD) -> pd.DataFrame:
    """Sentences made up for the purpose, on other meetings: `id`, `language`, `text`, `verb`, `speaker_printed`,
    `form`; one row per event, one with an empty `form` where there is none."""
    return pd.read_csv(folder / "voices_unseen.csv", dtype=str, keep_default_na=False, encoding="utf-8")


def match_voices(gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Events marked against events found, both with `article`, `sentence`, `start`, `end`, `form`: `gold` and `found`,
    the index labels of a pair, missing on one side for what was missed or is too much.

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


def _lap(one: str, other: str) -> bool:
    """Whether two printed speakers are the same words, or one holds the other."""
    one, other = one.replace(" ", "").casefold(), other.replace(" ", "").casefold()
    return one == other or bool(one and other and (one in other or other in one))


# What may be right of an event that was found: its column, and when two cells agree.
_AGREEMENT = {
    "form": ("form", eq), "speaker": ("speaker", eq), "kind": ("speaker_kind", eq), "printed": ("speaker_printed", _lap),
    "covers": ("covers", eq),
}  # fmt: skip


def voice_scores(gold: pd.DataFrame, found: pd.DataFrame, resamples: int = 2000, seed: int = 1) -> pd.DataFrame:
    """Precision, recall and F1 of reporting events, per `language` and for all of them, and for the events that were
    found how often the rest is right: `form`, `speaker` (canonical), `printed` (the speaker's words lap), `kind`,
    `covers` (shares).

    `low` and `high` are the 95 % percentile interval of F1, articles resampled. `found` holds only articles that were
    coded.
    """
    pairs = match_voices(gold, found)
    rows = []
    for language, part in {**_by_language(gold, found, pairs), "all": pairs}.items():
        both = part.dropna()
        left, right = gold.loc[both["gold"]], found.loc[both["found"]]
        agreed = {
            name: share(same(one, other) for one, other in zip(left[column], right[column], strict=True))
            for name, (column, same) in _AGREEMENT.items()
        }
        marked, ours = _event_sets(gold, found, part)
        low, high = f1_interval(marked, ours, resamples, seed) if marked else (np.nan, np.nan)
        rows.append({"language": language, **span_scores(marked, ours), "low": low, "high": high, **agreed})
    return pd.DataFrame(rows)


def _by_language(gold: pd.DataFrame, found: pd.DataFrame, pairs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    spoken = [
        gold["language"][one] if pd.notna(one) else found["language"][other]
        for one, other in pairs.itertuples(index=False)
    ]
    return dict(list(pairs.groupby(pd.Series(spoken, index=pairs.index), sort=True)))


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


def unseen_voice_scores(gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The same for plain sentences (`gold_unseen_voices`, `voices.voices_of_sentences`), where no address is known: two
    events of a sentence are one if their verbs are, or one holds the other (said, 据 in 据悉). Per `language` and for all:
    `sentences`, `silent` (those without an event), `left_silent` (of these, those in which none was found),
    `span_scores` of the events, `form` and `printed` (shares of the pairs), `low`, `high` (F1, sentences resampled)."""
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
            paired = set()
            for number, row in enumerate(wanted):
                pair = next((event for event in free if _lap(event.verb, row.verb)), None)
                if pair is None:
                    continue
                free.remove(pair)
                paired.add((name, "gold", number))
                forms.append(pair.form == row.form)
                printed.append(_lap(pair.speaker_printed, row.speaker_printed))
            marked.append({(name, "gold", number) for number in range(len(wanted))})
            ours.append(paired | {(name, "found", number) for number in range(len(free))})
        low, high = f1_interval(marked, ours)
        rows.append(
            {"language": language, "sentences": len(marked), "silent": silent, "left_silent": left_silent, **span_scores(marked, ours),
             "low": low, "high": high, "form": share(forms), "printed": share(printed)}
        )  # fmt: skip
    return pd.DataFrame(rows)


def gold_actors(folder: Path = GOLD) -> pd.DataFrame:
    """The actors marked by hand in a sample of sentences: `article`, `sentence`, `page`, `start`, `end`, `printed`,
    `actor`, `kind`, `split`, `drawn`; a sentence that names nobody has one row without address."""
    table = pd.read_csv(folder / "actors.csv", dtype=str, keep_default_na=False, encoding="utf-8")
    numbers = {column: pd.to_numeric(table[column]).astype("Int64") for column in ("start", "end")}
    return table.assign(sentence=table["sentence"].astype(int), **numbers)


def actor_scores(gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Mentions of actors against those marked by hand, in the sentences that were coded.

    One row per `group` (`all`, and each `kind` of the gold or the finding): `span_scores`, the 95 % interval of F1
    (`low`, `high`; sentences resampled), and `named`: of the spans that agree, the share given the right actor.
    """
    coded = set(zip(gold["article"], gold["sentence"], strict=True))
    marked, ours = _named_spans(gold.dropna(subset=["start"])), _named_spans(found)
    ours = {span: about for span, about in ours.items() if span[:2] in coded}
    rows = []
    for group in ["all", *sorted({kind for _, kind in [*marked.values(), *ours.values()]})]:
        one, other = (
            [
                {span for span, (_, kind) in spans.items() if span[:2] == sentence and group in ("all", kind)}
                for sentence in sorted(coded)
            ]
            for spans in (marked, ours)
        )
        both = [span for span in marked if span in ours and group in ("all", marked[span][1])]
        low, high = f1_interval(one, other)
        named = share(marked[span][0] == ours[span][0] for span in both)
        rows.append({"group": group, **span_scores(one, other), "low": low, "high": high, "named": named})
    return pd.DataFrame(rows)


def _named_spans(mentions: pd.DataFrame) -> dict[tuple[str, int, int, int], tuple[str, str]]:
    """Of each mention its place (article, sentence, start, end), and the actor and kind it names."""
    return {
        (row.article, row.sentence, int(row.start), int(row.end)): (row.actor, row.kind)
        for row in mentions.itertuples()
    }
