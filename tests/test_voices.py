"""Voices: what is a reporting event and what is none, in both languages and scripts; who speaks, and how far the words go."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest
from conftest import body, cases
from hypothesis import given
from hypothesis import strategies as st

from helpers import Corpus, comparisons, evaluation
from helpers.lexicon import File, Lexicon, LexiconError, shipped
from helpers.mentions import voices
from helpers.mentions.voices import FORMS, SPEAKER_KINDS, find_voices, sentence_voices, voices_in
from helpers.mentions.voices.cue_words import quotations, reporting_verbs

SPOKEN = '他她说表示指出强调认为据悉呼吁中方各方部长的是明法，。：“”"" 《》一致在时said He that, noting".X'


def heard(text, language, **about):
    """Verb, speaker as printed, form."""
    return [
        (event.verb, text[slice(*event.speaker)] if event.speaker else "", event.form)
        for event in voices_in(text, language, **about)
    ]


@pytest.mark.parametrize("case", cases("voices"), ids=lambda case: case["text"])
def test_cases(case):
    """Speaker, verb and, where the case tells it, form of every event."""
    wanted = [event.split("/") for event in case["expected"].split("; ") if event]
    found = heard(case["text"], case["language"], institutions=case["asked"] == "institutions")
    assert len(found) == len(wanted)
    for (verb, speaker, form), (who, what, *how) in zip(found, wanted, strict=True):
        assert (speaker, verb, *[form] * len(how)) == (who, what, *how)


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("俄罗斯外长拉夫罗夫代表外方发言,表示上合组织坚持多边主义。", "俄羅斯外長拉伕羅夫代表外方發言,表示上合組織堅持多邊主義。"), ("各国外长谴责恐怖主义,一致同意加强合作。", "各國外長譴責恐怖主義,一致同意加強合作。"),
        ("对这一说法,专家指出,证据不足。", "對這一說法,專家指出,證據不足。"),
    ],
)  # fmt: skip
def test_traditional_is_read_as_simplified(simplified, traditional):
    one, other = voices_in(simplified, "zh"), voices_in(traditional, "zh", "Hant", True)
    assert one and [event._replace(verb="") for event in one] == [event._replace(verb="") for event in other]


def test_a_report_inside_a_report_is_marked():
    outer, inner = voices_in("沈某在讲话中表示,习近平总书记指出,人民友好是基础。", "zh")
    assert (outer.verb, outer.nested, inner.verb, inner.nested) == ("表示", False, "指出", True)


def test_other_languages_and_empty_texts_have_no_voices():
    assert voices_in("Он сказал, что да.", "und") == voices_in("", "zh") == voices_in("", "en") == []


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


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        ("zh", "他说,合作不断深化,"), ("zh", "专家说合作报道"), ("zh", "“好。”他说"), ("en", "He said that trade grew, "), ("en", "said he noted "),
        ("en", '"a," he said. '),
    ],
)  # fmt: skip
def test_a_long_text_takes_no_more_than_its_length(language, unit):
    """A page in one line is read: every look around a place goes a bounded way."""
    assert len(voices_in(unit * (84_000 // len(unit)), language)) >= 1


# --- Articles ---------------------------------------------------------------------------------------------------------


def corpus_of(*paragraphs, language="zh", form="full", article="000-01", before=None):
    """A corpus of one article, or of the articles of the corpus `before` and this one; a tuple is a paragraph of sentences."""
    raw = before.pages["raw"].iloc[0] if before else ""
    begins, segments, sentences = len(raw), [], []
    for paragraph in paragraphs:
        for text in paragraph:
            sentences.append((article, len(sentences) + 1, len(raw), len(raw) + len(text), text))
            segments.append(("000.txt", len(raw), len(raw) + len(text), "body", "text", article))
            raw += text
        segments.append(("000.txt", len(raw), len(raw) + 1, "body", "paragraph", article))
        raw += "\n"
    about = {
        "page": "000.txt", "title": None, "language": language, "script": "Hans" if language == "zh" else "Latn", "machine_converted": False,
        "form": form, "outlet": "Xinhua News Agency", "words_by": "Xinhua News Agency", "text": raw[begins:],
    }  # fmt: skip
    tables = {
        "segments": pd.DataFrame(segments, columns=["page", "start", "end", "kind", "rule", "article"]),
        "articles": pd.DataFrame([about], index=pd.Index([article], name="article")),
        "sentences": pd.DataFrame(sentences, columns=["article", "sentence", "start", "end", "text"]),
    }
    links = pd.DataFrame(columns=["article", "other", "relation", "evidence"])
    if before:
        tables = {
            name: pd.concat([getattr(before, name), table], ignore_index=name != "articles")
            for name, table in tables.items()
        }
        links = pd.DataFrame([("000-01", article, "one press conference", "")], columns=links.columns)
    return Corpus(
        pages=pd.DataFrame({"raw": [raw], "chars": [len(raw)]}, index=pd.Index(["000.txt"], name="page")),
        links=links,
        refusals=pd.DataFrame(columns=["page", "reason"]),
        **tables,
    )


def test_pronouns_and_family_names_are_resolved():
    corpus = corpus_of(("王毅会见来宾。", "他表示,合作很好。", "国防部长董军说,是的。", "他强调,要继续。", "他们指出,好。"))  # fmt: skip
    assert find_voices(corpus)["speaker"].tolist() == ["Wang Yi", "Dong Jun", "Dong Jun", "Dong Jun"]
    english = corpus_of(("Foreign Minister Jane Doe said that all was well.", "She added that she was glad.", "Doe called for calm."), language="en")  # fmt: skip
    assert find_voices(english)["speaker"].tolist() == ["Jane Doe"] * 3


@pytest.mark.parametrize("case", cases("speakers"), ids=lambda case: case["text"])
def test_who_a_sentence_quotes(case):
    found = find_voices(corpus_of((case["text"],), language=case["language"]))
    assert "|".join(found["speaker"] + "/" + found["speaker_kind"].astype(str)) == case["expected"]


def test_a_family_name_with_a_title_is_whoever_spoke_with_that_title():
    corpus = corpus_of(("台中市长卢秀燕说,好。", "卢市长表示,今年很好。", "王市长表示,不好。"))
    assert find_voices(corpus)["speaker"].tolist() == ["卢秀燕", "卢秀燕", "王市长"]
    one = corpus_of(("默茨总理表示,希望合作。", "中国外长表示,好。", "各国总理表示,好。"))
    assert find_voices(one)["speaker"].tolist() == ["默茨总理", "中国外长", "prime ministers"]


def test_collectives_and_offices_have_canonical_names():
    corpus = corpus_of(("与会代表一致认为,好。", "各方强调,好。", "中国国防部表示,好。", "与会各国外长指出,好。", "中方认为,好。"))  # fmt: skip
    assert find_voices(corpus)["speaker"].tolist() == [
        "delegates", "all parties", "Ministry of National Defense of China", "foreign ministers", "China",
    ]  # fmt: skip
    assert find_voices(corpus)["speaker_kind"].tolist() == [
        "collective",
        "collective",
        "office",
        "collective",
        "office",
    ]


def test_a_quotation_alone_takes_its_speaker_from_its_neighbour():
    before = corpus_of(("郭嘉昆表示,好。", "“合作蓬勃发展,动人故事不断涌现。”"))
    after = corpus_of(("“合作蓬勃发展,动人故事不断涌现。”", "郭嘉昆表示,好。"))
    nobody = corpus_of(("“合作蓬勃发展,动人故事不断涌现。”", "会议结束。"))
    assert find_voices(before)["speaker"].tolist() == find_voices(after)["speaker"].tolist() == ["Guo Jiakun"] * 2
    assert find_voices(after)["form"].tolist() == ["direct", "indirect"]
    assert find_voices(nobody).empty


def test_words_go_on_to_the_end_of_the_paragraph_or_of_the_list():
    corpus = corpus_of(("王毅表示,合作很好。", "我们要继续。"), ("会议由轮值主席国主持。",), ("王毅提出两点建议:",), ("一要团结。", "团结是力量。"), ("二要开放。",), ("会议通过了宣言。",))  # fmt: skip
    assert find_voices(corpus)[["sentence", "covers"]].to_numpy().tolist() == [[1, 2], [4, 7]]
    assert sentence_voices(corpus)["voice"].tolist() == ["quoted", "quoted", "outlet", *["quoted"] * 4, "outlet"]


def test_words_end_where_the_outlet_tells_again_or_another_speaks():
    corpus = corpus_of(("董军说,形势很好。", "中方愿合作。", "26日下午,记者在现场看到来宾抵达。", "来宾说,很好。"))  # fmt: skip
    assert find_voices(corpus)[["sentence", "covers"]].to_numpy().tolist() == [[1, 2], [4, 4]]


def test_an_answer_goes_on_until_the_next_label():
    corpus = corpus_of(("记者:请介绍情况。", "张晓刚:形势很好。"), ("中国军队将继续努力。",), ("记者:谢谢。",))  # fmt: skip
    assert find_voices(corpus)[["sentence", "verb", "form", "covers"]].to_numpy().tolist() == [
        [1, "", "direct", 1], [2, "", "direct", 3], [4, "", "direct", 4],
    ]  # fmt: skip


def test_an_answer_runs_to_the_next_question_whatever_it_reports():
    corpus = corpus_of(
        ("Q: Will the port open?", "A: China believes that it will.", "The Foreign Ministry said so, too."), ("On Monday we saw the first ship.",),
        ("Q: And the road?", "A: It is open."), language="en",
    )  # fmt: skip
    table = find_voices(corpus)
    turns = table[table["verb"] == ""]
    assert turns[["sentence", "speaker", "covers"]].to_numpy().tolist() == [
        [1, "a journalist", 1], [2, "the speaker", 4], [5, "a journalist", 5], [6, "the speaker", 6],
    ]  # fmt: skip
    assert table.loc[table["verb"] != "", "nested"].all()
    speakers = sentence_voices(corpus, table)["speaker"].tolist()
    assert speakers == ["a journalist", *["the speaker"] * 3, "a journalist", "the speaker"]


def test_answers_belong_to_the_one_person_who_was_named_before():
    corpus = corpus_of(
        ("The projectionist Anna Doe shows films in villages.",), ("Q: How do you choose a village?", "A: The village chooses me."), language="en",
    )  # fmt: skip
    assert find_voices(corpus)["speaker"].tolist() == ["a journalist", "Anna Doe"]


def test_a_quotation_that_is_a_sentence_belongs_to_whom_the_next_one_names():
    paragraphs = (
        ("桥修好了。", "“太好了！”", "馆长王某说。", "“我们很高兴。”", "技术员赵某告诉记者。", "村民笑了。"),
        ("「太好了！」", "林某表示，「等了兩年。」"),
        ("“谁修的？”",),
        ("何某说：“我。”",),
    )
    said = sentence_voices(corpus_of(*paragraphs))["speaker"].tolist()
    assert said == ["", "王某", "王某", "赵某", "赵某", "", "林某", "林某", "", "何某"]


def test_turns_of_a_chinese_transcript():
    corpus = corpus_of(("海边日报记者:请介绍情况。", "会议有哪些成果?"), ("林某:专家们表示,桥已经修好。", "当天来了三千人。"), ("问:还有吗?", "答:没有了。"), ("(责任编辑:何某)",))  # fmt: skip
    speakers = sentence_voices(corpus)["speaker"].tolist()
    assert speakers[:6] == ["海边日报记者", "海边日报记者", "林某", "林某", "a journalist", "the speaker"]
    assert not find_voices(corpus)["speaker_printed"].str.contains("编辑").any()


def test_a_quotation_and_its_speaker_in_two_sentences():
    corpus = corpus_of(("馆长何某说,门开着。", "“过去送孩子上学要绕行一个多小时。”", "家住北岸的渔民老周说。", "桥修好了。"))  # fmt: skip
    table = sentence_voices(corpus)
    assert table["speaker"].tolist()[1:] == ["老周", "老周", ""]


def test_a_source_is_no_voice():
    corpus = corpus_of(("据新华社消息,会议闭幕。", "来宾离开。"))
    assert find_voices(corpus)[["form", "speaker", "covers"]].to_numpy().tolist() == [
        ["source", "Xinhua News Agency", 1]
    ]
    assert set(sentence_voices(corpus)["voice"]) == {"outlet"}


def test_an_article_in_which_nobody_speaks_gives_an_empty_table():
    table = find_voices(corpus_of(("会议开幕。",)))
    assert table.empty and "covers" in table
    assert evaluation.voice_scores(table, table)["gold"].tolist() == [0]


def digest_of(*sentences, chinese):
    """A Chinese text and an English digest of it, in one corpus."""
    return corpus_of(sentences, language="en", form="digest", article="000-02", before=corpus_of(chinese))


def test_a_digest_that_drops_the_speaker_is_found_out():
    corpus = digest_of("Cooperation flourishes.", "The summit will succeed.", chinese=("郭嘉昆表示,合作蓬勃发展。", "峰会必将成功。"))  # fmt: skip
    table = find_voices(corpus).query("form == 'none'")
    assert table[["article", "sentence", "speaker"]].to_numpy().tolist() == [
        ["000-02", 1, "Guo Jiakun"],
        ["000-02", 2, "Guo Jiakun"],
    ]
    assert sentence_voices(corpus)["voice"].tolist() == ["quoted", "quoted", "erased", "erased"]
    assert comparisons.erased_speakers(corpus)[["events_zh", "events_en", "erased"]].to_numpy().tolist() == [[1, 0, 2]]


def test_a_digest_that_names_the_speaker_erases_nobody():
    said = ("郭嘉昆表示,合作蓬勃发展。",)
    assert not (
        find_voices(digest_of("Guo Jiakun said that cooperation flourishes.", chinese=said))["form"] == "none"
    ).any()
    # Where the Chinese text also tells in its own voice, nothing shows whose words a sentence of the digest holds.
    mixed = ("会议开幕。", *said)
    assert not (find_voices(digest_of("Cooperation flourishes.", chinese=mixed))["form"] == "none").any()


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


def test_the_table_is_the_same_twice(corpus, found):
    pd.testing.assert_frame_equal(find_voices(corpus), found)


def test_each_sentence_has_one_voice(corpus, found):
    table = sentence_voices(corpus, found)
    assert table[["article", "sentence"]].equals(corpus.sentences[["article", "sentence"]])
    assert ((table["voice"] == "outlet") == (table["speaker"] == "")).all()


def test_each_way_of_counting_speakers_counts_more_than_the_one_before(corpus):
    table = voices.voice_readings(corpus)
    counts = table.groupby(table["article"].map(corpus.articles["form"].eq("digest")))[
        ["persons", "coded", "institutions", "headings"]
    ].sum()
    assert (table["persons"] <= table["coded"]).all() and (table["coded"] <= table["institutions"]).all()
    assert (table["institutions"] <= table["headings"]).all()
    # "The digests name no speaker" holds of persons in their text, and neither of institutions nor of headings.
    assert counts.loc[True, ["persons", "coded"]].eq(0).all()
    assert 0 < counts.loc[True, "institutions"] < counts.loc[True, "headings"]
    assert counts.loc[False, "persons"] < counts.loc[False, "coded"]


def test_a_heading_names_a_speaker_behind_its_column():
    titles = ["专访|李某:合作前景广阔", "中方:会议很重要", "主题:合作", "Jane Doe: Trade is open", "合作", None]  # fmt: skip
    articles = pd.DataFrame({"title": titles, "language": "en", "script": None}, index=list("abcdef"))
    table = voices.headings(SimpleNamespace(articles=articles, lexicon=shipped()))
    assert table["speaker_printed"].to_dict() == {"a": "李某", "b": "中方", "d": "Jane Doe"}
    assert table["speaker_kind"].tolist() == ["person", "office", "person"]


def test_institutions_are_a_voice_of_their_own_and_cover_one_sentence():
    corpus = corpus_of(("会议强调坚持多边主义。", "形势复杂。", "王某表示,合作很好。"))
    assert sentence_voices(corpus)["voice"].tolist() == ["outlet", "outlet", "quoted"]
    widely = sentence_voices(corpus, find_voices(corpus, institutions=True))
    assert widely["voice"].tolist() == ["institution", "outlet", "quoted"]


@pytest.mark.parametrize(
    ("verb", "language", "lemma", "kind"),
    [
        ("指出", "zh", "指出", "assertive"), ("強調", "zh", "强调", "assertive"), ("介绍说", "zh", "介绍", "neutral"),
        ("Called on", "en", "call on", "directive"), ("sang", "en", "", ""),
    ],
)  # fmt: skip
def test_lemmas_and_classes_of_verbs(verb, language, lemma, kind):
    assert voices.lemma_of(verb, language) == lemma
    assert voices.verb_class(lemma, language) == kind


def test_every_verb_of_the_table_is_found_in_its_plainest_use():
    verbs = reporting_verbs()
    missed = []
    for row in verbs.itertuples():
        if row.language == "zh":
            continuations = (",情况正在好转。", "“情况正在好转。”", "情况正在好转。", "双方达成的共识。")
            texts = [f"部长{row.verb}{rest}" for rest in continuations] + [f"当地媒体{row.verb},情况好转。"]
        else:
            continuations = ("that things will improve.", "the decision.", "hope for peace.", '"things will improve."', 'it "a threat to all."')  # fmt: skip
            texts = [f"The minister {form} {rest}" for form in row.forms.split("|") for rest in continuations]
            texts += [f'"Things will improve," the minister {form}.' for form in row.forms.split("|")]
        found = [event.verb for text in texts for event in voices_in(text, row.language)]
        if not any(verb in row.forms.split("|") or row.verb in verb for verb in found):
            missed.append(row.Index)
    assert missed == []


@pytest.mark.parametrize(("column", "value"), [("class", "shouted"), ("complement", "whatever"), ("unless", "(")])  # fmt: skip
def test_a_broken_row_of_the_verbs_is_named(column, value):
    row = shipped().table("reporting_verbs").set_index("cue", drop=False).loc[["say (en)"]]
    broken = File("reporting_verbs", "study/reporting_verbs.csv", row.assign(**{column: value}).to_csv(index=False))
    with pytest.raises(LexiconError, match=r"reporting_verbs\.csv.*" + re.escape(repr(value))):
        voices_in("He said that all was well.", "en", lexicon=Lexicon((*shipped().files, broken)))


# --- Gold -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("split", "floor"), [("dev", 0.9), ("test", 0.8)])
def test_gold_is_reproduced(found, split, floor):
    whole = evaluation.gold_voices()
    gold = whole[whole["split"] == split]
    # Stories without an event are in no row: the other half's articles are left out instead.
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
