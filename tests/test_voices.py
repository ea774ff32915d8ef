"""Reporting events in both languages and scripts: which count, who speaks, and how far the words extend."""

import re
from functools import partial
from types import SimpleNamespace

import pandas as pd
import pytest
from conftest import body, cases, chinese, lexicon_with, made_corpus, refuses
from hypothesis import given
from hypothesis import strategies as st

from helpers import comparisons, evaluation
from helpers.corpora.corpus import selected
from helpers.corpora.pages import ROOT
from helpers.figures import VOICES
from helpers.lexicon import LexiconError, shipped
from helpers.mentions import actors, concepts, dates, frames, modals, voices
from helpers.mentions.formulas import formulas_in
from helpers.mentions.numbers import numbers_in
from helpers.mentions.voices import FORMS, SPEAKER_KINDS, corpus_voices, find_voices, sentence_voices, voices_in
from helpers.mentions.voices.cue_words import quotations, reporting_verbs

SPOKEN = '他她说表示指出强调认为据悉呼吁中方各方部长的是明法，。：“”"" 《》一致在时said He that, noting".X'


@pytest.mark.parametrize("case", cases("voices"), ids=lambda case: case["text"])
def test_cases(case):
    """Compare speaker, verb and, if the case has one, form of every event."""
    wanted = [event.split("/") for event in case["expected"].split("; ") if event]
    text = case["text"]
    events = voices_in(text, case["language"], institutions=case["asked"] == "institutions")
    found = [(event.verb, text[slice(*event.speaker)] if event.speaker else "", event.form) for event in events]
    assert len(found) == len(wanted)
    for (verb, speaker, form), (who, what, *how) in zip(found, wanted, strict=True):
        assert (speaker, verb, *[form] * len(how)) == (who, what, *how)


@pytest.mark.parametrize("case", cases("voices_in_both_scripts"), ids=lambda case: case["simplified"])
def test_traditional_is_read_as_simplified(case):
    one, other = voices_in(case["simplified"], "zh"), voices_in(case["traditional"], "zh", "Hant", True)
    assert one and [event._replace(verb="") for event in one] == [event._replace(verb="") for event in other]


def test_a_tag_may_name_a_script_and_another_language_has_nothing():
    """All finders follow the same rule."""
    text = "王毅表示,堅持互信、互利、平等,必將支持和平,中國有3500人"
    english = "Wang Yi said China must keep peace for 300 people"
    finders = {
        "actors": actors.actors_in, "modals": modals.modals_in, "voices": voices_in, "numbers": numbers_in, "days": dates.dates_in,
        "formulas": partial(formulas_in, lexicon=shipped().with_study(ROOT / "seeds")),
    }  # fmt: skip
    readings = [("zh-Hant", "zh-Hans", "中国坚持互信、互利、平等,王毅说7月必将有3500人"), ("en-GB", "en", english)]
    for name, find in finders.items():
        for tag, other, words in [*readings, ("zh", "zh-hant", text), ("zh_Hant", "zh-TW", text)]:
            found = find(words, tag)
            assert str(found) == str(find(words, other)), (name, tag)
            assert len(found) or name in ("formulas", "days"), (name, tag)
        if name != "days":
            assert find(english, "fr") == find(text, "und") == [], name
    assert actors.actors_in("臺灣", "zh-Hant") == actors.actors_in("臺灣", "zh", "Hant")
    sentences = pd.DataFrame({"text": [text, english], "language": ["zh-Hant", "en-GB"]})
    assert frames.label_frames(sentences).fired["frame"].tolist().count("security") == 2
    french = made_corpus({"text": "China and peace and modernization in the Belt and Road", "language": "fr"})
    assert concepts.find_concepts(french).empty


def test_other_languages_and_empty_texts_have_no_voices():
    assert voices_in("Он сказал, что да.", "und") == voices_in("", "zh") == voices_in("", "en") == []
    table = find_voices(made_corpus(chinese("会议开幕。")))
    assert table.empty and "covers" in table
    assert evaluation.voice_scores(table, table)["gold"].tolist() == [0]


@given(st.one_of(st.text(st.sampled_from(SPOKEN), max_size=60), st.text(max_size=60)), st.sampled_from(["zh", "en"]))  # fmt: skip
def test_any_text_is_read_and_every_offset_holds(text, language):
    for event in voices_in(text, language):
        assert 0 <= event.start < event.end <= len(text)
        assert event.form in FORMS and event.form != "none"
        assert event.verb in ("", text[event.start : event.end])
        assert event.speaker is None or 0 <= event.speaker[0] < event.speaker[1] <= len(text)
        assert event.kind in (*SPEAKER_KINDS, "") and bool(event.kind) == (event.speaker is not None)


@pytest.mark.parametrize(("text", "spans"), [('说"好"。', [(1, 4)]), ("“甲”和「乙」", [(0, 3), (4, 7)]), ("“没有完", [(0, 4)]), ("没有", [])])  # fmt: skip
def test_quotations(text, spans):
    assert quotations(text) == spans


@pytest.mark.parametrize("unit", ["他说,合作不断深化,", "专家说合作报道", "“好。”他说", "He said that trade grew, ", "said he noted ", '"a," he said. '])  # fmt: skip
def test_a_long_text_takes_no_more_than_its_length(unit):
    """A page in one line is readable, because every search around a place is bounded."""
    assert len(voices_in(unit * (42_000 // len(unit)), "en" if unit.isascii() else "zh")) >= 1


@pytest.mark.parametrize("case", cases("speakers"), ids=lambda case: case["text"])
def test_who_is_quoted_and_how_far_the_words_go(case):
    """Check speaker, kind, form and extent of each event, and each sentence's speaker; skip empty cells."""
    corpus = made_corpus({name: case[name] for name in ("text", "language", "title")})
    found = find_voices(corpus)
    nested = found["nested"].map({True: "/nested", False: ""})
    asked = {
        "events": found["speaker"] + "/" + found["speaker_kind"].astype(str) + nested,
        "forms": found["form"],
        "covers": found["sentence"].astype(str) + "-" + found["covers"].astype(str),
        "sentences": sentence_voices(corpus, found)["speaker"].replace("", "-"),
    }
    for name in filter(case.get, asked):
        assert ("|".join(asked[name]) or "-") == case[name], name


def test_a_digest_that_drops_the_speaker_is_found_out():
    def digest(chinese_text, english):
        link = ("000-01", "001-01", "one press conference", "")
        return made_corpus(chinese(chinese_text), {"text": english, "form": "digest"}, links=[link])

    corpus = digest("郭嘉昆表示,合作蓬勃发展。峰会必将成功。", "Cooperation flourishes. The summit will succeed.")
    erased = find_voices(corpus).query("form == 'none'")[["article", "sentence", "speaker"]]
    assert erased.to_numpy().tolist() == [["001-01", 1, "Guo Jiakun"], ["001-01", 2, "Guo Jiakun"]]
    assert sentence_voices(corpus)["voice"].tolist() == ["quoted", "quoted", "erased", "erased"]
    assert comparisons.erased_speakers(corpus)[["events_zh", "events_en", "erased"]].to_numpy().tolist() == [[1, 0, 2]]
    named = digest("郭嘉昆表示,合作蓬勃发展。", "Guo Jiakun said that cooperation flourishes.")
    # If the Chinese text also has the outlet's own words, the speaker of a digest's sentence is unknown.
    mixed = digest("会议开幕。郭嘉昆表示,合作蓬勃发展。", "Cooperation flourishes.")
    assert not pd.concat([find_voices(named), find_voices(mixed)])["form"].eq("none").any()
    # An unnamed speaker is not counted as one, and digests cannot erase it.
    nobody = digest("他们表示,合作蓬勃发展。峰会必将成功。", "Cooperation flourishes. The summit will succeed.")
    counts = comparisons.erased_speakers(nobody)[["events_zh", "speakers_zh", "erased"]]
    assert find_voices(nobody)["speaker"].tolist() == [""] and counts.to_numpy().tolist() == [[1, 0, 0]]


# --- The corpus -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(corpus):
    return find_voices(corpus)


def test_every_address_of_the_corpus_holds(corpus, found):
    assert len(found) > 50
    for row in found.itertuples():
        page = corpus.articles.at[row.article, "page"]
        assert not row.verb or body(corpus, page, row.start, row.end) == row.verb
        if row.speaker_printed:
            assert body(corpus, page, row.speaker_start, row.speaker_end) == row.speaker_printed
    last = corpus.sentences.groupby("article")["sentence"].max()
    assert ((found["covers"] >= found["sentence"]) & (found["covers"] <= found["article"].map(last))).all()
    assert found["speaker"].ne("").all()
    # Each sentence has one voice.
    table = sentence_voices(corpus, found)
    assert table[["article", "sentence"]].equals(corpus.sentences[["article", "sentence"]])
    assert ((table["voice"] == "outlet") == (table["speaker"] == "")).all()


def test_digests_have_organisations_and_headings_and_no_other_speakers(corpus):
    table = voices.speakers_of_sentences(corpus)
    assert len(table) == len(corpus.sentences) and set(table["who"]) <= set(VOICES)
    in_digests = table[table["wording"] == "English digest"]
    assert set(in_digests["who"]) == {"organisation or state", "speaker not told", "no speaker"}
    assert in_digests["heading"].ne("").any() and not in_digests["heading"].ne("").all()
    # Unattributed words in a signed essay are the author's.
    essay = table[table["article"] == "003-04"]
    assert set(essay["who"]) == {"person", "author by column"}
    assert "author by column" not in set(table["who"].drop(essay.index))
    assert table["characters"].gt(0).all()
    # Organisations do not change how often persons count.
    spoken = sentence_voices(corpus, find_voices(corpus))["voice"].eq("quoted").sum()
    assert table["who"].isin(["person", "group", "medium", "office", "document"]).sum() == spoken


def test_a_corpus_of_some_articles_reads_each_as_the_whole_does():
    """Paragraphs of articles left out are ignored."""
    early = "Wang Yi spoke on Monday. It rained.\nTrade grew. It snowed.\nPeace holds."
    corpus = made_corpus({"text": early}, {"text": "Wang Yi said trade grows. It rained. Peace holds."})
    alone = selected(corpus, corpus.articles.index[1:])
    [(_, _, reader)] = corpus_voices._readers(alone, institutions=False)
    assert reader.breaks == []
    assert find_voices(selected(corpus, corpus.articles.index[:0])).empty


def test_a_heading_names_a_speaker_behind_its_column():
    titles = ["专访|李某:合作前景广阔", "中方:会议很重要", "主题:合作", "Jane Doe: Trade is open", "合作", None]  # fmt: skip
    articles = pd.DataFrame({"title": titles, "language": "en", "script": None}, index=list("abcdef"))
    table = voices.headings(SimpleNamespace(articles=articles, lexicon=shipped()))
    assert table["speaker_printed"].to_dict() == {"a": "李某", "b": "中方", "d": "Jane Doe"}
    assert table["speaker_kind"].tolist() == ["person", "office", "person"]


def test_institutions_are_a_voice_of_their_own_and_cover_one_sentence():
    corpus = made_corpus(chinese("会议强调坚持多边主义。形势复杂。王某表示,合作很好。"))
    assert sentence_voices(corpus)["voice"].tolist() == ["outlet", "outlet", "quoted"]
    widely = sentence_voices(corpus, find_voices(corpus, institutions=True))
    assert widely["voice"].tolist() == ["institution", "outlet", "quoted"]


@pytest.mark.parametrize("case", cases("lemmas"), ids=lambda case: case["verb"])
def test_lemmas_and_classes_of_verbs(case):
    found = voices.verb_of(case["verb"], case["language"])
    assert (found.lemma, found.group) == (case["lemma"], case["class"])
    assert voices.verb_of("sang", "en") is None


def test_every_verb_of_the_table_is_found_in_its_plainest_use():
    missed = []
    for row in reporting_verbs().itertuples():
        if row.language == "zh":
            continuations = (",情况正在好转。", "“情况正在好转。”", "情况正在好转。", "双方达成的共识。")
            texts = [f"部长{row.verb}{rest}" for rest in continuations] + [f"当地媒体{row.verb},情况好转。"]
        else:
            continuations = ("that things will improve.", "the decision.", "hope for peace.", '"things will improve."', 'it "a threat to all."')  # fmt: skip
            continuations += ("the decision as rash.", "the mayor as saying that it rains.")
            subjects = ("The minister", "The ministry")
            forms = row.forms.split("|")
            texts = [f"{who} {form} {rest}" for who in subjects for form in forms for rest in continuations]
            texts += [f'"Things will improve," the minister {form}.' for form in forms]
        found = [event.verb for text in texts for event in voices_in(text, row.language)]
        if not any(verb in row.forms.split("|") or row.verb in verb for verb in found):
            missed.append(row.Index)
    assert missed == []


@pytest.mark.parametrize(("column", "value"), [("class", "shouted"), ("complement", "whatever"), ("unless", "(")])  # fmt: skip
def test_a_broken_row_of_the_verbs_is_named(column, value):
    row = shipped().table("reporting_verbs").set_index("cue", drop=False).loc[["say (en)"]]
    broken = lexicon_with(reporting_verbs=row.assign(**{column: value}).to_csv(index=False))
    said = r"reporting_verbs\.csv.*" + re.escape(repr(value))
    refuses(LexiconError, said, voices_in, "He said that all was well.", "en", lexicon=broken)


@pytest.mark.parametrize("expression", ["(", "{no such role}", "{passive}"])
def test_a_broken_expression_is_named(expression):
    row = shipped().table("voice_expressions").query("name == 'passive'")
    broken = lexicon_with(voice_expressions=row.assign(expression=expression).to_csv(index=False))
    refuses(LexiconError, r"voice_expressions\.csv, passive", voices_in, "He said so.", "en", lexicon=broken)


@pytest.mark.parametrize(("split", "floor"), [("dev", 0.9), ("test", 0.8)])
def test_gold_is_reproduced(found, split, floor):
    whole = evaluation.gold_voices()
    gold = whole[whole["split"] == split]
    # Articles without an event have no gold row, so only articles of the other split are left out.
    ours = found[~found["article"].isin(whole.loc[whole["split"] != split, "article"])]
    scores = evaluation.voice_scores(gold, ours).set_index("language")
    print(split, scores.round(2).T.to_string())
    assert scores.at["all", "gold"] > 25
    assert scores.loc["all", ["f1", "form", "speaker", "printed"]].min() >= floor


def test_unseen_sentences_are_read():
    gold = evaluation.gold_unseen_voices()
    scores = evaluation.voice_scores(gold, voices.voices_of_sentences(gold)).set_index("language")
    print(scores.round(2).T.to_string())
    assert scores.loc["all", ["f1", "form", "printed"]].min() >= 0.8
