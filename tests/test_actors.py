"""Actors: the longest name, one test per trap, both scripts, both languages, correct addresses."""

from itertools import pairwise

import pandas as pd
import pytest
from conftest import cases, chinese, lexicon_with, made_corpus, refuses
from hypothesis import given
from hypothesis import strategies as st

from helpers import evaluation
from helpers.lexicon import LexiconError, shipped
from helpers.mentions import actors
from helpers.mentions.actors import KINDS, actors_in, find_actors
from helpers.mentions.voices import find_voices
from helpers.texts.dictionary import jieba_dictionary

NAMES = "上海合作组织中印土巴俄罗斯白尼西亚外长国防部新华社天津联合拉伕羅夫习近平 XiSCO's-China,。"


def named(text, language="zh", **about):
    return [(text[m.start : m.end], m.actor) for m in actors_in(text, language, **about)]


def only(text, language="zh", **about):
    return [actor for _, actor in named(text, language, **about)]


@pytest.mark.parametrize("case", cases("actors"), ids=lambda case: case["text"])
def test_traps(case):
    found = "; ".join(f"{printed}={actor}" for printed, actor in named(case["text"], case["language"]))
    assert found == case["expected"], case["why"]


def test_three_scripts_name_one_person_and_another_language_has_no_actors():
    assert actors_in("Россия", "und") == []
    assert only("拉夫罗夫") == only("拉夫羅夫") == only("拉伕羅夫") == only("Lavrov", "en") == ["Sergey Lavrov"]
    assert only("拉伕羅夫", script="Hant", machine_converted=True) == ["Sergey Lavrov"]
    assert named("習近平會見外長", script="Hant") == [("習近平", "Xi Jinping"), ("外長", "foreign ministers")]


@pytest.mark.parametrize("case", cases("homes"), ids=lambda case: case["why"])
def test_a_form_that_names_no_country_means_that_of_its_outlet(case):
    found = find_actors(made_corpus({name: cell for name, cell in case.items() if cell}))
    assert "; ".join(found["printed"] + "=" + found["actor"].astype("str")) == case["expected"]


def test_a_form_at_home_is_one_of_its_row_and_speakers_follow():
    for actor, cell in actors.actors()["at_home"].items():
        assert all(named(form, "en" if form.isascii() else "zh") == [(form, actor)] for form in cell.split("|") if form)
    said = find_voices(made_corpus(chinese("外交部说，一切都好。", script="Hant", outlet="Central News Agency")))
    assert said["speaker"].tolist() == ["外交部"]


@pytest.fixture(scope="module")
def dictionary():
    """Common words of jieba's dictionary, most frequent first."""
    known = sorted((-frequency, word) for word, frequency in jieba_dictionary().frequencies.items())
    return [word for frequency, word in known if frequency <= -100]


def forms(*lengths, kind=None):
    """Yield the Chinese forms with one of these lengths, each with its actor."""
    table = actors.actors()
    for actor, row in (table if kind is None else table[table["kind"] == kind]).iterrows():
        every = [row["zh"], *row["zh_variants"].split("|")]
        yield from ((form, str(actor)) for form in every if len(form) in lengths)


# Words whose first character often ends a form instead: 中方|可以, 俄方|向中方. Exceptions are in the table (新方向).
AFTER_A_SIDE = "方可 方正 方子 方城 方向 方才 方面".split()


@pytest.mark.parametrize(("form", "actor"), [one for one in forms(2, kind="country") if one[0][1] == "方"])
def test_no_side_is_found_in_everyday_words(dictionary, form, actor):
    after = [word for word in dictionary if word[0] == "方" and len(word) > 1 and word not in AFTER_A_SIDE]
    before = [word for word in dictionary if word[-1] == form[0] and len(word) == 2]
    assert len(after) > 20
    texts = [f"这种{form[0]}{word}很好" for word in after]
    texts += [f"{word}{noun}" for word in before for noun in ("方案", "方法", "方式")]
    texts += [word for word in dictionary if form in word and len(word) > 2]
    assert [text for text in texts if actor in only(text)] == []
    assert only(f"{form}表示欢迎") == [actor]


def test_no_short_form_is_put_together_from_two_words(dictionary):
    """集中国家力量: each form of two characters, built from the most frequent words that end and begin with them."""
    begins, ends = {}, {}
    for word in dictionary:
        if len(word) == 2:
            begins.setdefault(word[0], []).append(word)
            ends.setdefault(word[1], []).append(word)
    texts = [
        (form, one + other)
        for form in sorted(dict(forms(2)))
        for one in ends.get(form[0], [])[:6]
        for other in begins.get(form[1], [])[:6]
    ]
    found = [(form, text) for form, text in texts if form in [printed for printed, _ in named(text)]]
    # Exceptions where the dictionary itself prefers the name: 一|日本|人.
    assert len(texts) > 2000 and len(found) < 0.01 * len(texts), found


def test_no_short_form_is_found_inside_everyday_words():
    """南美国家: a form strictly inside a word, unlike 美国人 (at its beginning) and 驻美国 (at its end)."""
    short = dict(forms(2, 3))
    words = [word for word in jieba_dictionary().frequencies if 3 < len(word) < 6 and not word.startswith("中国")]
    inside = [
        (word, word[start:end])
        for word in words
        for start in range(1, len(word) - 2)
        for end in range(start + 2, min(start + 4, len(word)))
        if word[start:end] in short
    ]
    assert len(inside) > 30
    found = [(word, form) for word, form in inside if (form, short[form]) in named(word)]
    # Inside a word, but really the name.
    assert found == [("新中国报", "中国"), ("联邦德国队", "德国"), ("驻澳门部队", "澳门")]


def test_no_short_name_is_found_in_longer_names():
    names = dict(forms(2, kind="person"))
    # Without two entries that join a name and another word: 普京当, 钱峰雷.
    words = [word for word in jieba_dictionary().frequencies if word not in ("普京当", "钱峰雷")]
    inside = [(word, word[start : start + 2]) for word in words for start in range(len(word) - 2)]
    assert [(word, name) for word, name in inside if name in names and names[name] in only(word)] == []
    assert names == {name: only(f"{name}表示欢迎")[0] for name in names} != {}


@given(st.one_of(st.text(st.sampled_from(NAMES), max_size=40), st.text(max_size=40)), st.sampled_from(["zh", "en"]))  # fmt: skip
def test_mentions_stand_in_order_and_never_lap(text, language):
    mentions = actors_in(text, language)
    assert all(0 <= m.start < m.end <= len(text) and m.kind in KINDS for m in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))


def test_the_table_is_large_and_its_forms_are_found():
    table = actors.actors()
    assert len(table) >= 120 and set(table["kind"]) == set(KINDS)
    for actor, row in table[table["kind"].isin(["country", "person", "organisation"])].iterrows():
        assert actor in only(row["zh"]), f"{row['zh']} is not found as {actor}"


@pytest.mark.parametrize("case", cases("bad_actors"), ids=lambda case: case["value"])
def test_a_broken_row_is_named(case):
    row = shipped().table("actors").query("actor == 'Wang Yi'")
    broken = row.assign(**{case["column"]: case["value"]}).to_csv(index=False)
    said = rf"Wang Yi.*{case['message']}|{case['message']}|short name of Wang Yi"
    refuses(LexiconError, said, actors.actors, lexicon=lexicon_with(actors=broken))


@pytest.mark.parametrize(("split", "floor"), [("dev", 0.95), ("test", 0.8)])
def test_gold_is_reproduced(corpus, split, floor):
    found, gold = find_actors(corpus), pd.read_csv(evaluation.GOLD / "actors.csv").query("split == @split")
    coded = found.merge(gold[["article", "sentence"]].drop_duplicates())
    gold = gold.dropna(subset=["start"]).astype({"start": int, "end": int})
    pairs = evaluation.paired(gold, coded, ["article", "sentence", "start", "end"])
    named = gold["actor"][pairs["gold"]].to_numpy() == coded["actor"][pairs["found"]].to_numpy()
    scores = evaluation.score_table(gold, coded, pairs.assign(named=named)).iloc[-1]
    assert scores["gold"] > 50
    assert scores["f1"] >= floor and scores["named"] >= floor
