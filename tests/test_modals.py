"""Modal words: one table and one function for counts and for changes of force, each find with its address."""

import pytest
from conftest import assert_walks_back, cases, lexicon_with, quiet_corpus, write_pages

from helpers.lexicon import LexiconError
from helpers.lexicon.schemas import MODALITY
from helpers.mentions.modals import find_modals, modal_table, modals_in


def found(text: str, language: str) -> list[str]:
    return [one.modal for one in modals_in(text, language)]


@pytest.fixture(scope="module")
def modals(corpus):
    return find_modals(corpus)


def test_modal_words_walk_back_and_do_not_overlap(corpus, modals):
    assert len(modals) > 90
    assert_walks_back(corpus, modals)
    for _, part in modals.groupby("article"):
        spans = part.sort_values("start")
        assert (spans["start"].to_numpy()[1:] >= spans["end"].to_numpy()[:-1]).all()


def test_of_two_modals_that_overlap_the_longer_counts(tmp_path):
    text = "The summit will soon open in the city, and ministers of the ten countries met there to prepare it."
    table = find_modals(quiet_corpus(write_pages(tmp_path, page=text)))
    assert table["text"].tolist() == ["will soon"] and table["kind"].tolist() == ["certainty"]


@pytest.mark.parametrize("case", cases("modals"), ids=lambda case: case["text"])
def test_modal_words(case):
    """A word counts, not a part of one; a wish without what is wished is a noun."""
    assert found(case["text"], case["language"]) == [word for word in case["expected"].split("|") if word]


def test_another_language_has_none():
    assert modals_in("Il faut partir, we must go", "fr") == []


def test_one_scale_from_sure_to_possible_in_both_languages():
    table = modal_table()
    assert set(table["kind"]) == set(MODALITY) and table["rank"].min() >= 1
    certain = table[table["kind"] == "certainty"].set_index("modal")["rank"]
    chain = [("必将", "is bound to"), ("将", "will"), ("有望", "is expected to"), ("可能", "may")]
    assert [(certain[zh], certain[en]) for zh, en in chain] == [(4, 4), (3, 3), (2, 2), (1, 1)]
    # Every force of one language has words in the other, or a change of force could not be told.
    forces = table.groupby("language")["gloss"].agg(set)
    assert forces["zh"] == forces["en"]


def test_a_force_with_two_glosses_is_refused():
    table = "modal,language,cue,kind,rank,exclude,gloss,reason\n模样,zh,模样,certainty,4,,{},a second gloss\n"
    with pytest.raises(LexiconError, match="certainty of rank 4 has the glosses 'certain' and 'sure'; keep one"):
        modal_table(lexicon=lexicon_with(modals=table.format("sure")))
    kept = lexicon_with(modals=table.format("certain"))
    assert [one.modal for one in modals_in("模样", "zh", lexicon=kept)] == ["模样"] and found("模样", "zh") == []
