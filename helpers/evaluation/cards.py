"""The validation card: scores of every rule on texts of this corpus it was not tuned on, and on other sentences."""

from functools import cache

import pandas as pd

from helpers.corpora.pages import ROOT
from helpers.evaluation.dates import date_scores, gold_dates, unseen_dates
from helpers.evaluation.frames import foreign_frames, frame_scores, gold_frames
from helpers.evaluation.scores import GOLD
from helpers.evaluation.segmentation import compare_segmenters, gold_segmentation, unseen_segmentation
from helpers.evaluation.voices import gold_unseen_voices, gold_voices, voice_scores
from helpers.mentions.dates import dates_in_sentences, find_dates
from helpers.mentions.frames import HEADINGS, label_frames
from helpers.mentions.voices import find_voices, voices_of_sentences

OWN, MADE, FOREIGN = "own", "made up", "foreign"
_TRUST = "The rules were written for another corpus and may fail on this one: {} before you trust this."


def trust(corpus, check: str) -> str:
    """Return the caution that results of the rules need (`check` says what to do); empty for the annotated corpus."""
    return "" if _annotated_pages() <= {*corpus.pages.index} else _TRUST.format(check)


@cache
def _annotated_pages() -> frozenset[str]:
    return frozenset(gold_frames()["page"])


def frame_validation(corpus) -> dict[str, pd.DataFrame]:
    """Run `frame_scores` on three lists, for `frame_cards`: `own` (the half of this corpus's coded sentences that
    nobody tuned on), `made up` (other meetings), `foreign` (other topics, coded without sight of the cues)."""
    own = gold_frames(split="test")
    about = corpus.articles.loc[own["article"]].reset_index()
    labels = label_frames(own, corpus).labels
    cards = {OWN: frame_scores(own, labels, about["language"], about["same_story"])}
    for name, gold in {MADE: gold_frames(GOLD / "frames_unseen.csv"), FOREIGN: foreign_frames()}.items():
        cards[name] = frame_scores(gold, label_frames(gold, lexicon=corpus.lexicon).labels, gold["language"])
    return cards


def validation_card(corpus, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Score all rules in one table: index `rule`; columns in two levels, `n` (gold items) and `F1`, on `own`, `made up`
    and `foreign` sentences (missing if not coded). Both languages together; Chinese words are in the script with the
    lower score, dates by expressions. `frames` comes from `frame_validation`."""
    voices, made = gold_voices(), gold_unseen_voices()
    told = find_voices(corpus)
    told = told[~told["article"].isin(voices.loc[voices["split"] == "dev", "article"])]
    dates, sentences = gold_dates().query("split == 'test'"), unseen_dates()
    found, read = find_dates(corpus), dates_in_sentences(sentences, lexicon=corpus.lexicon)
    passages = gold_segmentation().query("split == 'test'")
    scores = {
        **{("frames", on): card.query("frame == 'all'").iloc[0] for on, card in frames.items()},
        ("speakers quoted", OWN): voice_scores(voices[voices["split"] == "test"], told).iloc[-1],
        ("speakers quoted", MADE): voice_scores(made, voices_of_sentences(made, lexicon=corpus.lexicon)).iloc[-1],
        ("dates", OWN): date_scores(found[found["article"].isin(dates["article"])], dates).iloc[-1],
        ("dates", MADE): date_scores(read, sentences.query("expression != ''"), key="id").iloc[-1],
        ("Chinese words", OWN): _in_the_lower_script(compare_segmenters(passages, corpus)),
        ("Chinese words", MADE): _in_the_lower_script(compare_segmenters(unseen_segmentation())),
    }
    cells = {place: {"n": row.get("gold", row.get("marked")), "F1": row["f1"]} for place, row in scores.items()}
    table = pd.DataFrame(cells).T.astype({"n": "Int64", "F1": float})
    columns = pd.MultiIndex.from_product([["n", "F1"], [OWN, MADE, FOREIGN]])
    rules = dict.fromkeys(rule for rule, _ in scores)
    return table.unstack().reindex(columns=columns, index=pd.Index(rules, name="rule"))


def _in_the_lower_script(scores: pd.DataFrame) -> pd.Series:
    """Return the number of gold words and the F1 of the project's dictionary, in the script with the lower F1."""
    ours = scores[scores["segmenter"] == "+ the project's dictionary"]
    return pd.Series({"gold": ours["gold"].sum(), "f1": ours["f1"].min()})


def public_gold() -> pd.DataFrame:
    """Read the stored run of `benchmarks/public_gold.py` on other people's gold: its columns, and `lead`: ours minus
    the `peer` measured in the same way (missing without one)."""
    table = pd.read_csv(ROOT / "benchmarks" / "public_gold.csv", encoding="utf-8")
    return table.assign(lead=table["ours"] - table["peer_value"])


def rows_of_frames(carried: pd.DataFrame) -> pd.DataFrame:
    """Reshape `frame_cards` for `figures.dots`: `label`, `beside` (sentences with the frame, here and elsewhere),
    `series` (the list of the F1), `value`."""
    frames = carried.loc[["all", *carried.drop("all").sort_values("foreign F1", ascending=False).index]].reset_index()
    line = frames["frame"].replace(HEADINGS).str.replace("-/", "").str.replace("/", " ")
    counts = frames[["own n", "foreign n"]].astype(str)
    frames = frames.assign(label=line, beside=counts["own n"] + ", " + counts["foreign n"])
    of = {"this corpus": "own F1", "invented, on other topics": "foreign F1"}
    parts = [
        frames.assign(series=on, value=frames[column])[["label", "beside", "series", "value"]]
        for on, column in of.items()
    ]
    return pd.concat(parts, ignore_index=True)
