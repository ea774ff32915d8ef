"""The reviewed readings of the study and the tables made of them."""

import pandas as pd
import pytest

from helpers import comparisons, load_corpus
from helpers.texts.joins import JoinError


@pytest.fixture(scope="module")
def corpus():
    return load_corpus()


@pytest.mark.parametrize("name", ["adversaries", "names_of_the_sco"])
def test_places_hold_their_words(corpus, name):
    raw = corpus.pages["raw"]
    for row in corpus.study[name].itertuples():
        assert raw[row.page][row.start : row.end].replace(" ", "") == row.text.replace(" ", "")
        if getattr(row, "english", ""):
            assert raw[row.english_page][row.english_start : row.english_end] == row.english


def test_persons_of_the_defence_meeting(corpus):
    table = comparisons.presences(corpus, ["003-08", "003-07", "003-06", "003-05"])
    found = table.set_index(["actor", "article"])["shown"]
    assert found["Dong Jun"].tolist() == ["1 · speaks", "2", "2", "1 · speaks"]
    assert found["Rajnath Singh", "003-08"] == "–" and found["Andrey Belousov", "003-08"] == "6"
    assert len(table) == 36


def test_each_sentence_of_the_tellings_stands_once(corpus):
    shared, alone = comparisons.side_by_side(corpus, ["003-08", "003-07", "003-06", "003-05"])
    cells = [*shared.to_numpy().ravel(), *alone["cell"]]
    assert sum(cell.count("<b>") for cell in cells) == len(corpus.study["tellings"]) == 41
    assert (shared != "—").sum(axis=1).gt(1).all()
    with pytest.raises(JoinError, match=r"none of tellings\.csv: '009-01'"):
        comparisons.side_by_side(corpus, ["003-08", "009-01"])


def test_names_repeated_and_dropped(corpus):
    table = comparisons.names_told(corpus, first="Wang Yi", again="an ambassador")
    twice = table[table["fate"] == "repeated word for word"]
    assert twice["who"].value_counts().to_dict() == {"Wang Yi": 4, "an ambassador": 4}
    assert table.query("zh == '火炬手'")["fate"].tolist() == ["dropped in English"]
    assert table.query("fate == 'English only'")["zh"].tolist() == ["constructive force", "stabilizing force"]


def test_what_is_opposed_has_its_sentence(corpus):
    table = comparisons.adversaries(corpus, ["Wang Yi"])
    sentences = corpus.sentences.set_index(["article", "sentence"])["text"]
    at = pd.MultiIndex.from_frame(table[["article", "sentence"]])
    held = [words in text for words, text in zip(table["text"], sentences[at], strict=True)]
    assert all(held) and at[table["speaker"] == "Wang Yi"].value_counts().tolist() == [6, 1, 1]
