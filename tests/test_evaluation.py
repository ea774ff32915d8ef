"""The gold lists match their descriptions, and the scores on the halves that nobody tuned on do not fall."""

import numpy as np
import pandas as pd
import pytest
from conftest import chinese, lexicon_with, made_corpus, quiet_corpus, refuses

from helpers import evaluation
from helpers.evaluation.dates import date_scores
from helpers.evaluation.scores import alpha
from helpers.mentions.frames import FRAMES

BEST = "+ the project's dictionary"


def test_the_gold_passages_are_slices_of_their_pages(corpus):
    passages = evaluation.gold_segmentation()
    for row in passages.itertuples():
        raw = corpus.pages["raw"][row.page][row.start : row.end]
        assert raw.replace(" ", "") == row.text, row.id
        assert (" " in raw) == row.wrapped, row.id
    assert passages["id"].is_unique
    assert passages.groupby(["split", "script"]).size().tolist() == [18, 17, 18, 17]


def test_the_unseen_passages_are_sentences_of_the_invented_pages():
    sentences = quiet_corpus(evaluation.GOLD.parent / "pages").sentences.set_index(["article", "sentence"])["text"]
    passages = evaluation.unseen_segmentation()
    assert len(passages)
    for row in passages.itertuples():
        assert sentences[row.article, row.sentence].replace(" ", "") == row.text


@pytest.mark.parametrize(("passages", "hans", "hant"), [("test", 0.91, 0.95), ("unseen", 0.93, 0.92)])
def test_segmentation_holds_on_the_half_nobody_tuned_on_and_on_invented_pages(corpus, passages, hans, hant):
    unseen, gold = evaluation.unseen_segmentation(), evaluation.gold_segmentation().query("split == 'test'")
    scores = evaluation.compare_segmenters(*([unseen] if passages == "unseen" else [gold, corpus]))
    best = scores.query("segmenter == @BEST").set_index("script")["f1"]
    assert best["Hans"] >= hans and best["Hant"] >= hant
    assert ((scores["low"] <= scores["f1"]) & (scores["f1"] <= scores["high"])).all()


def test_a_dictionary_that_may_not_know_the_passages_is_smaller(corpus):
    passages = evaluation.gold_segmentation().query("split == 'test'")
    kept = evaluation.terms_met_elsewhere(corpus, passages)
    assert "上海合作组织" in kept and "乔尔蓬阿塔" not in kept


def test_passages_of_a_study_are_cut_with_its_terms():
    lexicon = lexicon_with(terms="term\n朵颐谷地\n")
    corpus = made_corpus(chinese("谈朵颐谷地。"), chinese("朵颐谷地远。"), lexicon=lexicon)
    passage = {"page": "000.txt", "start": 3, "end": 9, "text": "谈朵颐谷地。", "machine_converted": False}
    passages = pd.DataFrame([passage])
    for segmenter in (BEST, "+ dictionary from other texts"):
        assert (1, 5) in evaluation.found_by(segmenter, passages, corpus)[0]


def test_every_span_right_and_none_right():
    gold = [{(0, 2), (2, 3)}, {(0, 1)}]
    assert evaluation.span_scores(gold, gold)["f1"] == 1
    assert evaluation.span_scores(gold, [set(), set()])["f1"] == 0
    assert evaluation.f1_interval([2, 1], [4, 2]) == (1.0, 1.0)
    assert evaluation.span_scores([], [])["gold"] == 0
    none, one = (evaluation.compare_segmenters(evaluation.gold_segmentation()[:rows]) for rows in (0, 1))
    assert none.empty and len(one) and none.columns.equals(one.columns)


def test_a_table_whose_rows_cannot_be_told_apart_is_refused():
    gold = pd.DataFrame({"id": [1, 2]})
    twice = gold.set_axis([0, 0])
    for name, sides in {"gold": (twice, gold), "found": (gold, twice)}.items():
        refuses(ValueError, f"{name} has a row label twice; .*reset_index", evaluation.paired, *sides, ["id"])


def test_dates_agree_by_spans_intervals_and_groups():
    rows = [(0, 5, "2025-07-15", "a"), (10, 15, "2025-07-01", "a"), (20, 25, "2024-01-01", "b"), (30, 35, None, "b")]
    gold = pd.DataFrame(rows, columns=["start", "end", "first", "language"]).assign(page="p")
    gold["first"] = gold["last"] = pd.to_datetime(gold["first"])
    found = gold.iloc[[0, 1, 3]].assign(end=[5, 14, 35])
    found.loc[0, "last"] = pd.Timestamp("2025-07-16")
    table = date_scores(found, gold, by=("language",)).set_index("language")
    assert table.loc["all", ["marked", "found", "right", "interval_accuracy"]].tolist() == [4, 3, 2, 0.5]
    assert table.loc["a", ["marked", "found", "right", "interval_accuracy"]].tolist() == [2, 2, 1, 0]
    assert table.loc["b", ["precision", "recall"]].tolist() == [1, 0.5]


def test_voices_missed_too_much_and_wrong_are_seen():
    columns = ["article", "sentence", "start", "end", "language", "speaker_printed", "speaker", "form", "covers"]
    event = pd.DataFrame([("a", 1, 3, 5, "zh", "王毅", "Wang Yi", "indirect", 1)], columns=columns)
    gold = pd.concat([event, event.assign(sentence=2), event.assign(sentence=3, form="none")], ignore_index=True)
    found = [event.assign(form="direct", covers=2), event.assign(sentence=3), event.assign(sentence=4)]
    found = pd.concat(found, ignore_index=True)
    scores = evaluation.voice_scores(gold, found).set_index("language").loc["all"]
    assert scores[["gold", "found", "right", "form", "speaker", "covers"]].tolist() == [3, 3, 1, 0, 1, 0]


def test_voices_of_plain_sentences_are_counted_each():
    verbs = ["said", "noted", "added", "stressed", "warned", "asked", "hoped", "vowed"]
    gold = pd.DataFrame({"id": "1", "language": "en", "verb": verbs, "speaker_printed": "Roe", "form": "indirect"})
    silent = pd.DataFrame([("2", "en", "", "", "")], columns=gold.columns)
    found = gold.drop(columns="language").iloc[:7].assign(speaker_printed=["Doe", *["Ms Roe"] * 6])
    gold = pd.concat([gold, silent], ignore_index=True)
    found = pd.concat([found, found[:1].assign(id="2")], ignore_index=True)
    scores = evaluation.voice_scores(gold, found).set_index("language").loc["all"]
    assert scores[["gold", "found", "right", "form"]].tolist() == [8, 8, 7, 1]
    assert scores["printed"] == 6 / 7


def test_errors_name_the_stretch_that_differs():
    passage = {"id": "a", "page": "p", "script": "Hans", "text": "共同努力吧", "spans": {(0, 2), (2, 4), (4, 5)}}
    passages = pd.DataFrame([passage])
    errors = evaluation.segmentation_errors(passages, [{(0, 4), (4, 5)}])
    assert errors[["gold", "ours", "start"]].to_numpy().tolist() == [["共同|努力", "共同努力", 0]]


def test_single_words_are_counted_where_the_hand_has_them_and_where_it_has_not():
    """`apart` splits the name, and finds the word inside it."""
    passage = {"script": "Hant", "text": "合作組織合作", "spans": {(0, 4), (4, 6)}}
    found = {"whole": [{(0, 4), (4, 6)}], "apart": [{(0, 2), (2, 4), (4, 6)}]}
    table = evaluation.words_found(pd.DataFrame([passage]), ["合作组织", "合作"], found)
    assert table["segmenter"].tolist() == ["whole", "apart"] * 2 and table["places"].tolist() == [1, 1, 1, 1]
    assert table["right"].tolist() == [1, 0, 1, 1] and table["extra"].tolist() == [0, 0, 0, 1]


def test_icu_leaves_spaces_out():
    text = "上海 合作"
    assert "".join(text[start:end] for start, end in evaluation.icu_words(text)) == "上海合作"


def test_the_card_holds_every_rule_and_public_gold_its_lead(corpus):
    cards = evaluation.frame_validation(corpus)
    card = evaluation.validation_card(corpus, cards)
    assert card.index.tolist() == ["frames", "speakers quoted", "dates", "Chinese words"]
    assert card["F1"].notna().sum().to_dict() == {"own": 4, "made up": 4, "foreign": 1}
    assert card.loc["frames", ("n", "foreign")] == evaluation.foreign_frames()[list(FRAMES)].to_numpy().sum()
    public = evaluation.public_gold()
    assert public["lead"].notna().equals(public["peer"].notna())
    rows = evaluation.rows_of_frames(evaluation.frame_cards(cards))
    assert rows["label"].iloc[0] == "all" and len(rows) == 2 * (len(FRAMES) + 1)
    assert rows["series"].unique().tolist() == ["this corpus", "invented, on other topics"]


def test_krippendorffs_alpha_of_the_krippendorff_package():
    coders = ["* * * * * 3 4 1 2 1 1 3 3 * 3", "1 * 2 1 3 3 4 3 * * * * * * *", "* * 2 1 3 4 4 * 2 1 1 3 3 * 4"]  # fmt: skip
    codings = pd.DataFrame({f"coder {n}": coder.split() for n, coder in enumerate(coders)}).replace("*", None)
    assert round(alpha(codings), 6) == 0.691358
    for nothing in ({"A": [None, None], "B": None}, {"A": [], "B": []}, {"A": ["y"], "B": ["y"]}):
        assert np.isnan(alpha(pd.DataFrame(nothing)))
