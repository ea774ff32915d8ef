"""The validation card: what every rule reaches on texts of this corpus that it was not tuned on, and on sentences from elsewhere."""

from pathlib import Path

import pandas as pd

from helpers.corpora.pages import ROOT
from helpers.evaluation.dates import agreement, gold_dates, unseen_dates
from helpers.evaluation.frames import foreign_frames, frame_scores, gold_frames
from helpers.evaluation.segmentation import compare_segmenters, gold_segmentation, unseen_segmentation
from helpers.evaluation.spans import GOLD
from helpers.evaluation.voices import gold_unseen_voices, gold_voices, unseen_voice_scores, voice_scores
from helpers.mentions.dates import dates_in_sentences, find_dates
from helpers.mentions.frames import label_frames
from helpers.mentions.voices import find_voices, voices_of_sentences

OWN, MADE, FOREIGN = "own", "made up", "foreign"


def frame_validation(corpus) -> dict[str, pd.DataFrame]:
    """`frame_scores` by what they are taken on, for `frame_cards`: `own`, the half of the coded sentences of this corpus that nobody
    tuned on; `made up`, sentences on other meetings; `foreign`, sentences on other topics, coded without sight of the cues."""
    own = gold_frames(split="test")
    about = corpus.articles.loc[own["article"]].reset_index()
    labels = label_frames(own, corpus).labels
    cards = {OWN: frame_scores(own, labels, about["language"], about["same_story"])}
    for name, gold in {MADE: gold_frames(GOLD / "frames_unseen.csv"), FOREIGN: foreign_frames()}.items():
        cards[name] = frame_scores(gold, label_frames(gold, lexicon=corpus.lexicon).labels, gold["language"])
    return cards


def validation_card(corpus, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """All rules in one table: index `rule`; columns in two levels, `n` (what was marked by hand) and `F1`, on `own`, `made up` and
    `foreign` sentences (missing where nothing was coded). Both languages together, but Chinese words in the script where the score
    is lower, and dates by their expressions. `frames` are those of `frame_validation`."""
    rows = [("frames", on, *card.query("frame == 'all'")[["gold", "f1"]].iloc[0]) for on, card in frames.items()]
    voices, dates, made = gold_voices(), gold_dates(), gold_unseen_voices()
    tuned = voices.loc[voices["split"] == "dev", "article"]
    told = find_voices(corpus)
    told = told[~told["article"].isin(tuned)]
    for on, scores in {
        OWN: voice_scores(voices[voices["split"] == "test"], told),
        MADE: unseen_voice_scores(made, voices_of_sentences(made)),
    }.items():
        rows.append(("speakers quoted", on, *scores.set_index("language").loc["all", ["gold", "f1"]]))
    tested = dates[dates["split"] == "test"]
    found, sentences = find_dates(corpus), unseen_dates()
    for on, scores in {
        OWN: agreement(found[found["article"].isin(tested["article"])], tested),
        MADE: agreement(dates_in_sentences(sentences), sentences[sentences["expression"] != ""], key="id"),
    }.items():
        rows.append(("dates", on, *scores[["marked", "f1"]].iloc[-1]))
    for on, scores in {
        OWN: compare_segmenters(gold_segmentation().query("split == 'test'"), corpus),
        MADE: compare_segmenters(unseen_segmentation()),
    }.items():
        ours = scores[scores["segmenter"] == "+ the project's dictionary"]
        rows.append(("Chinese words", on, ours["gold"].sum(), ours["f1"].min()))
    table = pd.DataFrame(rows, columns=["rule", "on", "n", "F1"]).astype({"n": "Int64", "F1": float})
    wide = {column: table.pivot(index="rule", columns="on", values=column) for column in ("n", "F1")}
    return pd.concat(wide, axis=1).reindex(
        columns=pd.MultiIndex.from_product([wide, [OWN, MADE, FOREIGN]]), index=table["rule"].unique()
    )


def public_gold(path: Path = ROOT / "benchmarks" / "public_gold.csv") -> pd.DataFrame:
    """The stored run of `benchmarks/public_gold.py` on gold of other people: its columns, and `lead`: ours less the `peer` that
    was measured in the same way (missing where none was)."""
    table = pd.read_csv(path, encoding="utf-8")
    return table.assign(lead=table["ours"] - table["peer_value"])


def rows_of_cards(carried: pd.DataFrame, public: pd.DataFrame) -> pd.DataFrame:
    """`frame_cards` and the measures of `public_gold` that have a peer, for one figure: `panel`, `line`, `on` (`here` or
    `beside`), `F1`, `beside` (what stands right of the line)."""
    frames = carried.loc[["all", *carried.drop("all").sort_values("foreign F1", ascending=False).index]].reset_index()
    frames = frames.assign(
        panel="frames",
        line=frames["frame"].str.replace("_", " "),
        beside=frames["own n"].astype(str) + ", " + frames["foreign n"].astype(str),
    ).rename(columns={"own F1": "here", "foreign F1": "beside it"})
    others = public.dropna(subset=["peer"]).rename(columns={"ours": "here", "peer_value": "beside it"})
    line = others["set"].str.removeprefix("UD_") + ": " + others["measure"]
    tables = [frames, others.assign(panel="other rules", line=line, beside=others["peer"])]
    return pd.concat(tables).melt(["panel", "line", "beside"], ["here", "beside it"], "on", "F1")
