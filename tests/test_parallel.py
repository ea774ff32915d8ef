"""Texts side by side: properties of every alignment, and traps for aligning, reuse, formulas and fidelity."""

import dataclasses
import re
from collections import Counter
from functools import partial
from itertools import product

import conftest
import pandas as pd
import pytest
from conftest import body, cases, chinese, lexicon_with, refuses
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import comparisons, evaluation, tokenize
from helpers.comparisons import alignments
from helpers.comparisons.anchors import side
from helpers.comparisons.reuses import LEAST_PASSAGE, RELATIONS
from helpers.corpora.corpus import selected
from helpers.corpora.pages import find_folder
from helpers.lexicon import LexiconError, shipped
from helpers.mentions.actors import find_actors
from helpers.mentions.formulas import find_formulas, formula_parts, formulas_in
from helpers.mentions.frames import label_frames
from helpers.mentions.modals import find_modals
from helpers.mentions.numbers import numbers_in
from helpers.texts.joins import JoinError


def table(*texts: str, language: str = "en", date: str | None = None) -> pd.DataFrame:
    return pd.DataFrame({"text": list(texts), "language": language, "date": date}).astype({"text": str})


def links(left: pd.DataFrame, right: pd.DataFrame, order: str = "kept") -> list[tuple[str, str]]:
    found = comparisons.align(left, right, order)
    return list(zip(found["left_sentences"], found["right_sentences"], strict=True))


# The formulas are tables of the study in `seeds`.
STUDY = shipped().with_study(find_folder("seeds"))
made_corpus = partial(conftest.made_corpus, lexicon=STUDY)


@pytest.mark.parametrize("case", cases("numbers"), ids=lambda case: case["text"][:20])
def test_numbers_have_one_value_in_both_languages(case):
    assert [number.key for number in numbers_in(case["text"], case["language"])] == case["keys"].split()


# --- Alignment: properties of every text --------------------------------------------------------------------

PIECES, PIECES_ZH = ([case[language] for case in cases("sentence_pairs")] for language in ("en", "zh"))
texts = st.lists(st.sampled_from(PIECES), max_size=6)
texts_zh = st.lists(st.sampled_from(PIECES_ZH), max_size=6)


def numbers(cells: pd.Series) -> list[int]:
    return [int(number) for cell in cells if cell for number in cell.split("+")]


@settings(max_examples=25, deadline=None)
@given(left=texts_zh, right=texts, order=st.sampled_from(["kept", "free"]))
def test_every_sentence_stands_in_one_row_and_swapping_mirrors(left: list[str], right: list[str], order: str):
    one, other = table(*left, language="zh"), table(*right)
    found = comparisons.align(one, other, order)
    for cells, rows in ((found["left_sentences"], one), (found["right_sentences"], other)):
        assert sorted(numbers(cells)) == list(range(1, len(rows) + 1))
    assert set(links(one, other, order)) == {(here, there) for there, here in links(other, one, order)}
    assert found["score"].between(0, 1).all()
    assert (found.loc[found["kind"].isin(["1-0", "0-1"]), "anchors"] == "").all()


@settings(max_examples=25, deadline=None)
@given(left=texts, right=texts)
def test_kept_order_is_monotone(left: list[str], right: list[str]):
    found = comparisons.align(table(*left), table(*right))
    for cells in (found["left_sentences"], found["right_sentences"]):
        assert numbers(cells) == sorted(numbers(cells))


SIMPLIFIED = table("坚持共商共建共享,支持高质量发展。", "拉夫罗夫说,各方同意。", language="zh-Hans")
TRADITIONAL = table("堅持共商共建共用,支援高品質發展。", "拉伕羅夫說,各方同意。", language="zh-Hant")
ALIKE = {"en": [table(*PIECES)] * 2, "zh": [table(*PIECES_ZH, language="zh")] * 2, "scripts": [SIMPLIFIED, TRADITIONAL]}


@pytest.mark.parametrize("texts", ALIKE)
def test_one_text_twice_or_in_both_scripts_aligns_one_to_one(texts: str):
    found = comparisons.align(*ALIKE[texts])
    assert (found["left_sentences"] == found["right_sentences"]).all() and found["score"].tolist() == [1] * len(found)


@pytest.mark.parametrize("case", cases("alignments"), ids=lambda case: case["why"])
def test_which_sentences_are_linked(case):
    """Sentences are separated by `|`; `en` and `zh` are the pieces above."""
    pieces = {"en": PIECES, "zh": PIECES_ZH}
    left, right = ([text for text in case[name].format(**pieces).split("|") if text] for name in ("left", "right"))
    one, other = (table(*texts, language="en" if "".join(texts).isascii() else "zh") for texts in (left, right))
    assert " ".join(map("=".join, links(one, other, case["order"]))) == case["links"]


# --- Alignment: traps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("anchors"), ids=lambda case: f"{case['zh']} {case['anchor']}")
def test_anchors_cross_scripts_languages_and_ways_of_counting(case):
    """`-` marks a string that must not be an anchor; a reprint may have another day."""
    zh, *en = case["date"].split() or [None]
    left, right = table(case["zh"], language="zh", date=zh), table(case["en"], date=en[0] if en else zh)
    anchors = comparisons.align(left, right)["anchors"].iloc[0]
    assert (case["anchor"].removeprefix("-") in anchors) != case["anchor"].startswith("-")


@pytest.mark.parametrize("case", cases("anchors_of_one"), ids=lambda case: f"{case['why']}: {case['text']}")
def test_anchors_of_one_sentence(case):
    """Keep the anchors of the last sentence that have these kinds; an empty cell means every kind."""
    texts = case["text"].split("|")
    anchors = side(table(*texts, language=case["language"], date=case["date"] or None), case["other"]).anchors[-1]
    found = [f"{one.kind} {texts[-1][one.start : one.end]}={one.key}" for one in anchors]
    assert "|".join(one for one in found if re.match(f"({case['kind']})", one)) == case["anchors"]


def test_links_cross_only_where_the_order_is_free_and_something_is_out_of_order():
    chinese_text, english = table(*PIECES_ZH, language="zh"), table(*PIECES)
    kept = comparisons.align(chinese_text[:4], english.iloc[[3, 1, 0]])
    assert sum(kept["kind"] == "1-1") == 1
    assert links(chinese_text, english, "free") == links(chinese_text, english)


def test_addresses_and_names_of_sentences_are_handed_through(corpus):
    left, right = comparisons.sentences_of(corpus, "000-02"), comparisons.sentences_of(corpus, "002-01")
    found = comparisons.align(left, right)
    row = found[found["right_sentences"] == "2"].iloc[0]
    page = corpus.articles.at["002-01", "page"]
    assert corpus.pages.at[page, "raw"][row["right_start"] : row["right_end"]] == row["right_text"] == right["text"][1]
    assert found["left_start"].isna().sum() == 10 and found["left_article"].isna().sum() == 10


def test_bad_input_is_answered_with_the_remedy(corpus):
    one, gone = table("One."), table("One.", "Two.").assign(text=["One.", None])
    for left, right, options, said in [
        (table("Bonjour.", language="fr"), one, {}, "not in 'fr'"),
        (one, one, {"order": "monotone"}, "order is one of kept, free, not 'monotone'"),
        (gone, one, {}, "sentence 2 of left has no text; fill it, or leave the row out"),
        (one, gone.assign(sentence=[6, 7]), {}, "sentence 7 of right has no text"),
        (one, table("一。", "Two.").assign(language=["zh", "en"]), {}, "right has sentences in en and zh; keep"),
    ]:
        refuses(ValueError, said, comparisons.align, left, right, **options)
    refuses(KeyError, "no article 'x'; the articles are 000-01", comparisons.sentences_of, corpus, "x")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("case", cases("unlike_texts"), ids=lambda case: case["why"])
def test_texts_that_share_little_are_told_apart_from_versions_of_one(case):
    fishing = table(*case["zh"].split("|"), language="zh")
    other = table(*case["other"].format(en=PIECES).split("|"))
    with pytest.warns(UserWarning, match="align: only . of the 5 sentences of the shorter text"):
        comparisons.align(fishing, other)
    comparisons.align(table(*PIECES_ZH, language="zh"), table(*PIECES))
    comparisons.align(table(*PIECES_ZH[:4], language="zh"), other)


def test_long_texts_are_aligned_in_the_band_between_firm_links(monkeypatch):
    """The number of pairs tried grows with the length of the texts, not its square; a long omission is found."""
    tried = Counter()
    of_runs = alignments._Values.of_runs

    def counting(self, *arguments):
        tried[len(self.left.texts)] += 1
        return of_runs(self, *arguments)

    monkeypatch.setattr(alignments._Values, "of_runs", counting)
    ends = ("rose.", "fell again.", "was never seen in the whole valley.", "met the others in the north.")
    for count in (100, 400):
        texts = [f"Number {1000 + 7 * row} {ends[row % 4]}" for row in range(count)]
        kept = [*texts[: count // 4], *texts[count // 2 :]]
        found = comparisons.align(table(*texts), table(*kept))
        assert (found["kind"] == "1-1").sum() == len(kept) and (found["kind"] == "1-0").sum() == count // 4
        assert (found.loc[found["kind"] == "1-1", "left_text"] == found.loc[found["kind"] == "1-1", "right_text"]).all()
    shorter, longer = sorted(tried)
    assert tried[longer] < 6 * tried[shorter]


def test_the_word_list_is_in_order():
    forms = shipped().table("equivalents")["zh"].str.split("|").explode()
    assert forms.is_unique and forms.str.len().min() >= 2 and forms.index.nunique() > 400


def linked(table: pd.DataFrame) -> set:
    """Return the pairs of sentences that the rows of a table link; rules in tests/gold/ALIGNMENT.md."""
    sides = zip(table["left_sentences"], table["right_sentences"], strict=True)
    return {pair for left, right in sides if left and right for pair in product(left.split("+"), right.split("+"))}


def gold_links(name: str) -> dict[str, pd.DataFrame]:
    table = pd.read_csv(evaluation.GOLD / f"{name}.csv", dtype=str, keep_default_na=False)
    return dict(list(table.groupby("pair")))


LINKS, UNSEEN_LINKS = gold_links("alignment"), gold_links("alignment_unseen_links")


@pytest.mark.parametrize("pair, order", [("000-01|000-02", "kept"), ("001-04|001-06", "free")])
def test_links_of_the_pairs_the_rules_were_made_on(corpus, pair: str, order: str):
    left, right = (comparisons.sentences_of(corpus, article) for article in pair.split("|"))
    columns = ["left_sentences", "right_sentences"]
    gold, found = LINKS[pair][columns], comparisons.align(left, right, order)[columns]
    assert set(found.itertuples(index=False, name=None)) == set(gold.itertuples(index=False, name=None))


@pytest.mark.parametrize("pair", ["000-01|002-01", "000-02|002-01", *sorted(UNSEEN_LINKS)])
def test_links_of_pairs_nobody_tuned_on(corpus, pair: str):
    table = pd.read_csv(evaluation.GOLD / "alignment_unseen.csv", keep_default_na=False).query("pair == @pair")
    sides = [table[table["side"] == side].reset_index(drop=True) for side in ("left", "right")]
    if pair in LINKS:
        sides = [comparisons.sentences_of(corpus, article) for article in pair.split("|")]
    gold, floor = (LINKS[pair], 0.9) if pair in LINKS else (UNSEEN_LINKS[pair], 0.8)
    found = comparisons.align(*sides, "free" if pair == "digest" else "kept")
    assert evaluation.span_scores([linked(gold)], [linked(found)])["f1"] >= floor


# --- Reuse --------------------------------------------------------------------------------------------------

PASSAGES = {case["name"]: case["text"] for case in cases("passages")}
LIST, LONG, PHRASE, MORE, TAIL = (PASSAGES[name] for name in ("list", "long", "phrase", "more", "tail"))


def relation(*texts: dict, links: list[tuple] = ()) -> pd.Series:
    return comparisons.reuse(made_corpus(*texts, links=links)).iloc[0]


@pytest.mark.parametrize("case", cases("relations"), ids=lambda case: case["relation"])
def test_relations_that_wording_supports(case):
    pair = [{"text": case[side].format(**PASSAGES), "form": case["form"]} for side in ("one", "other")]
    assert relation(*pair)["relation"] == case["relation"]


def test_what_a_newsroom_writes_too_is_no_boilerplate_of_the_digester():
    texts = f"The house lies {PHRASE}. {LONG}", f"Three boys walked {PHRASE}. {MORE + TAIL}"
    both = [{"text": text, "form": "digest"} for text in texts]
    alone = comparisons.reuse(made_corpus(*both))["relation"]
    beside = comparisons.reuse(made_corpus(*both, {"text": f"They walked {PHRASE}."}))["relation"]
    assert (alone[0], beside[0]) == ("shared boilerplate of the digester", "shared phrase")


def test_what_wording_misses_is_said():
    link = [("000-01", "001-01", "two digests", "one title")]
    row = relation({"text": "Nets dried in the sun."}, {"text": "The shore was quiet."}, links=link)
    assert (row["relation"], row["link"], row["missed"]) == ("none", "two digests", True)
    link = [("000-01", "001-01", "translation", "one header")]
    row = relation({"text": LONG}, chinese("四国部长同意一项计划。"), links=link)
    assert row["missed"] and pd.isna(row["jaccard"]) and pd.isna(row["language"])


def test_two_scripts_share_their_passages():
    one = chinese("各方坚持共商共建共享,携手构建更加紧密的命运共同体,共同发展。")
    two = chinese("與會者認為應堅持共商共建共用,攜手構建更加緊密的命運共同體。", script="Hant", machine_converted=True)
    made = made_corpus(one, two)
    row = comparisons.reuse(made).iloc[0]
    found = made.pages["raw"]["001.txt"][row["other_start"] : row["other_end"]]
    assert found == "堅持共商共建共用,攜手構建更加緊密的命運共同體" and row["length"] == 22


def test_passages_stand_at_both_addresses(corpus):
    pairs = comparisons.reuse(corpus)
    for row in pairs[pairs["length"] > 0].itertuples():
        assert body(corpus, corpus.articles.at[row.article, "page"], row.start, row.end) == row.passage
    counts = corpus.articles["language"].value_counts()
    assert len(pairs) == (counts * (counts - 1) // 2).sum() + 2  # two across the languages
    assert set(pairs["relation"].cat.categories) == set(RELATIONS)
    strong = pairs[~pairs["relation"].isin(["none", "reprint", "excerpt", "two digests"])]
    assert (strong["length"] >= strong["language"].map(LEAST_PASSAGE)).all()


# --- Formulas -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("formulas"), ids=lambda case: case["text"][:30])
def test_formulas_in_all_their_wordings(case):
    """A text without a formula in the table is a look-alike; marks show what is in quotation marks."""
    found = formulas_in(case["text"], case["language"], lexicon=STUDY)
    assert [one.formula for one in found] == ([case["formula"]] if case["formula"] else [])
    for one in found:
        assert "".join(str(part.part) for part in one.parts) == case["parts"]
        assert (one.mode, " ".join(map(str, one.lost))) == (case["mode"], case["lost"])
        assert one.marks == (case["marks"] or one.marks)


def test_formulas_stand_at_their_addresses_and_absent_parts_are_rows(corpus):
    occurrences, parts = find_formulas(corpus), formula_parts(corpus)
    assert occurrences["article"].isin(["000-01", "004-01"]).sum() == 4
    assert len(parts) == occurrences["formula"].map({"Shanghai Spirit": 6, "Five Common Homes": 5}).fillna(4).sum()
    for row in parts.itertuples():
        raw = corpus.pages.at[corpus.articles.at[row.article, "page"], "raw"][row.start : row.end]
        assert raw.replace(" ", "") == row.printed.replace(" ", "")
    made = made_corpus({"text": "Quiet. The Shanghai Spirit: equality, mutual trust and consultation."})
    rows = formula_parts(made).set_index("part")
    assert rows["place"].tolist() == [2, 0, 1, 3, 0, 0]
    assert rows.loc[[2, 5, 6], "start"].isna().all() and not rows.loc[2, "full"]
    assert made.pages["raw"]["000.txt"][rows.at[1, "start"] : rows.at[1, "end"]] == "mutual trust"
    one = find_formulas(made).iloc[0]
    assert (one["parts"], one["complete"], one["in_order"], one["sentence"]) == ("3+1+4", False, False, 2)


def test_any_study_may_have_formulas_of_its_own():
    parts = enumerate([("雪", "snow"), ("盐", "salt"), ("米", "rice")], 1)
    header = "formula,part,zh,en,zh_full,en_full,gloss,met\n"
    first, *rows = [f"Three Whites,{n},{zh},{en},{zh},{en},{en},\n" for n, (zh, en) in parts]
    lexicon = lexicon_with(formulas="".join([header, first, *rows]))
    text = "they sell snow, salt and rice"
    assert [one.formula for one in formulas_in(text, "en", lexicon=lexicon)] == ["Three Whites"]
    assert find_formulas(made_corpus({"text": text}, lexicon=lexicon))["printed"].tolist() == [text[10:]]
    assert formulas_in(text, "en") == []
    for wrong, said in (case.values() for case in cases("bad_formulas")):
        broken = lexicon_with(formulas="\n".join([header.strip(), wrong, *rows]))
        refuses(LexiconError, said, formulas_in, "snow", "en", lexicon=broken)


# --- Fidelity -----------------------------------------------------------------------------------------------


def fates(source: dict, other: dict, **more) -> dict[tuple[str, str], str]:
    table = comparisons.fidelity(made_corpus(source, other), ("000-01", "001-01"), **more)
    return dict(zip(zip(table["kind"], table["printed"], strict=True), table["fate"], strict=True))


def test_what_survives_is_dropped_or_added():
    """Numbers and forces are compared by value: *17* is not 18, *must* is 要 and *are expected to* not 必将."""
    source = chinese("8月29日,拉夫罗夫在峰会上宣布18个项目必将成功。各方要加强安全。")
    other = "All must talk at the summit. On August 29, 17 projects are expected to succeed, India said."
    found = fates(source, {"text": other})
    assert found == found | {
        ("number", "18"): "dropped", ("number", "17"): "added", ("date", "8月29日"): "survives", ("concept", "峰会"): "survives",
        ("actor", "拉夫罗夫"): "dropped", ("actor", "India"): "added", ("modal", "必将"): "dropped", ("modal", "要"): "survives",
        ("modal", "are expected to"): "added",
    }  # fmt: skip
    other = "18 projects are bound to succeed, Lavrov announced at the summit on August 29. Security must grow."
    assert set(fates(source, {"text": other}).values()) == {"survives"}


def test_fates_of_the_seeds_stand_at_their_addresses(corpus):
    for source, other in (("001-04", "001-06"), ("000-01", "002-01")):
        table = comparisons.fidelity(corpus, (source, other))
        assert len(table)
        for page, start, end, printed in table[["page", "start", "end", "printed"]].itertuples(index=False):
            assert corpus.pages.at[page, "raw"][start:end].replace(" ", "") == printed.replace(" ", "")
        assert table["article"].eq(other).eq(table["fate"] == "added").all()


@pytest.mark.filterwarnings("error")
def test_texts_without_a_sentence_or_a_word_have_no_distance():
    made = made_corpus(*({"text": text} for text in ("Peace must grow.", "Trade grows.", "1 2 3", "All is well.")))
    silent = dataclasses.replace(made, sentences=made.sentences[made.sentences["article"] != "003-01"])
    fired = label_frames(silent.sentences, silent).fired
    table = comparisons.distances(silent, fired, tokenize(silent), find_modals(silent), find_actors(silent))
    assert len(table) == 4 * 6
    for row in table[table["measure"] != "actors"].itertuples():
        without = {"002-01", "003-01"} if row.measure == "words" else {"003-01"}
        assert pd.isna(row.value) == bool({row.article, row.other} & without), row
    assert comparisons.fidelity(silent, ("000-01", "003-01"))["fate"].tolist().count("added") == 0
    # Such a pair does not remove a gap from the others.
    pairs = [("a", "b", "A", "A"), ("a", "c", "A", "B"), ("b", "c", "A", "B")]
    pairs = pd.DataFrame(pairs, columns=["article", "other", "outlet", "other_outlet"])
    pairs = pairs.assign(wording="own words", measure="words")
    pairs["pair"] = pd.Categorical(comparisons.PAIRS[2 + (outlet != "A")] for outlet in pairs["other_outlet"])
    gaps = comparisons.outlet_gaps(pairs.assign(value=[0.1, 0.5, None], wording="digests"), rounds=9)
    assert gaps["gap"].tolist() == pytest.approx([0.4])


@pytest.mark.filterwarnings("error")
def test_profiles_say_nothing_of_other_terms():
    marks = pd.DataFrame({"article": "a", "sentence": [1, 2], "kind": ["must", "may"]})
    profile = comparisons.profiles(marks, marks[["article", "sentence"]], "kind", ["must", "will"])
    assert profile.to_dict("index") == {"a": {"must": 0.5, "will": 0}}


def test_speakers_are_compared_where_voices_are_given():
    source, other = (chinese("王毅表示,俄罗斯和印度签署能源协议。"), {"text": "India and Russia signed an agreement on energy, Wang Yi said."})  # fmt: skip
    columns = ["article", "sentence", "start", "end", "speaker", "form"]
    one, two = ("000-01", 1, 5, 7, "Wang Yi", "indirect"), ("001-01", 1, 58, 62, "Wang Yi")
    for form, fate in (("indirect", "survives"), ("none", "dropped")):
        voices = pd.DataFrame([one, (*two, form)], columns=columns)
        assert fates(source, other, voices=voices)[("speaker", "表示")] == fate
    assert not any(kind == "speaker" for kind, _ in fates(source, other))


# --- For the reader -----------------------------------------------------------------------------------------


def test_a_parallel_text_shows_omissions_and_additions():
    english = " ".join([PIECES[6], PIECES[0], PIECES[3]])
    made = made_corpus(chinese("".join([*PIECES_ZH[:2], PIECES_ZH[3]])), {"text": english})
    text = comparisons.parallel_text(made, "000-01", "001-01", "in English")
    assert text["sentences"].tolist() == ["", "1", "2", "3"]
    assert text["text"].tolist() == ["—", *PIECES_ZH[:2], PIECES_ZH[3]]
    assert text["in English"].tolist() == [f"[added] {PIECES[6]}", PIECES[0], "—", PIECES[3]]
    assert made.pages["raw"]["001.txt"][text["right_start"].iloc[3] : text["right_end"].iloc[3]] == PIECES[3]
    assert text["gloss"].tolist() == [""] * 4


def test_a_digest_beside_its_text_may_be_in_another_order(corpus):
    text = comparisons.parallel_text(corpus, "001-04", "001-06", "digest")
    assert text["right_sentences"].tolist() == ["3", "2", "1+4+5"] and text["gloss"].ne("").all()


def reading(left: str, right: str, absent: str = "") -> pd.DataFrame:
    return pd.DataFrame({"left": [left], "right": [right], "absent": [absent], "what": "softened"})


def test_a_reading_is_held_against_the_linked_sentences():
    made = made_corpus(chinese("俄罗斯和印度签署了重大能源协议。没有表决。"), {"text": f"{PIECES[3]} {PIECES[4]}"})  # fmt: skip
    links = comparisons.align(*(comparisons.sentences_of(made, article) for article in ("000-01", "001-01")))
    row = comparisons.locate(made, links, reading("重大", "agreement", "major")).iloc[0]
    assert made.pages["raw"]["000.txt"][row["left_start"] : row["left_end"]] == "重大"
    assert made.pages["raw"]["001.txt"][row["right_start"] : row["right_end"]] == "agreement"
    assert row["what"] == "softened"
    assert pd.isna(comparisons.locate(made, links, reading("重大", "", "major"))["right_start"].iloc[0])
    for words, said in [
        (("重大", "vote"), "occurs in 0 links"), (("重大", "agreement", "agree"), "'agree' occurs in the linked sentence after all"),
        (("重大", ""), "say under absent"), (("", ""), "links, not in one"),
    ]:  # fmt: skip
        refuses(ValueError, said, comparisons.locate, made, links, reading(*words))
    said, impossible = "'agreement', absent: impossible expression", reading("重大", "agreement", "major(")
    refuses(LexiconError, said, comparisons.locate, made, links, impossible)


def test_readings_of_the_study_stand_where_they_say(corpus):
    for pair, words in corpus.study["readings"].groupby("pair"):
        one, other = (comparisons.sentences_of(corpus, article) for article in pair.split("|"))
        order = "free" if corpus.articles.at[pair.split("|")[1], "form"] == "digest" else "kept"
        located = comparisons.locate(corpus, comparisons.align(one, other, order), words)
        assert (located["left_start"].notna() == located["left"].ne("")).all()


def test_glosses_stand_on_sentences(corpus):
    glosses = corpus.study["sentence_glosses"]
    sentences = corpus.sentences.assign(page=corpus.sentences["article"].map(corpus.articles["page"]))
    found = glosses.merge(sentences, on=["page", "start", "end"])
    assert len(found) == len(glosses) > 20 and glosses["gloss"].str.isascii().all()
    assert set(corpus.articles.loc[found["article"], "language"]) == {"zh"}


# --- Reviewed readings of the study and the tables made of them --------------------------------------------------------


@pytest.mark.parametrize("name", ["adversaries", "line_glosses"])
def test_places_hold_their_words(corpus, name):
    raw = corpus.pages["raw"]
    assert len(corpus.study[name])
    for row in corpus.study[name].itertuples():
        assert raw[row.page][row.start : row.end].replace(" ", "") == row.text.replace(" ", "")


def test_clauses_tile_their_sentences_and_stand_against_what_is_linked_to_them(corpus):
    chinese, version = (comparisons.sentences_of(corpus, article) for article in ("000-01", "002-01"))
    links = comparisons.align(chinese, version)
    linked = links.assign(sentence=links["left_sentences"].str.split("+")).explode("sentence").set_index("sentence")
    table, raw = comparisons.clauses(corpus), corpus.pages.at[corpus.articles.at["000-01", "page"], "raw"]
    assert table["article"].eq("000-01").all() and set(table["sentence"]) == set(chinese["sentence"])
    for row in table.itertuples():
        assert raw[row.start : row.end] == row.text and row.english in linked.at[str(row.sentence), "right_text"]
        assert (row.fate == "absent") == (row.english == "") and (row.fate == "rendered") == (row.lacking == "")
    for row in chinese.itertuples():
        own = table[table["sentence"] == row.sentence]
        between = zip([row.start, *own["end"]], [*own["start"], row.end], strict=True)
        assert set("".join(raw[end:start] for end, start in between)) <= set(",;。")
        assert own["clause"].tolist() == list(range(1, len(own) + 1))
    assert table.query("sentence == 14")["lacks"].iloc[0].count(" · ") == 1


REPORTS = pd.Series({"003-08": "flash", "003-07": "agency", "003-06": "ministry", "003-05": "newspaper"})


def test_persons_of_the_defence_meeting(corpus):
    table = comparisons.presences(corpus, REPORTS)
    spoken, presence = (table.set_index(["actor", "told"])[column] for column in ("sentences", "presence"))
    assert spoken["Dong Jun"].tolist() == ["4", "", "", "2"] and spoken["Khawaja Asif", "agency"] == "8"
    assert presence["Dong Jun"].tolist() == ["speaks", "named", "named", "speaks"]
    assert presence["Rajnath Singh", "flash"] == "not there" and presence["Andrey Belousov", "flash"] == "named"
    assert table["actor"].iloc[:2].tolist() == ["Dong Jun"] * 2 and len(table) == 36
    lexicon = lexicon_with(actors="actor,zh,en,kind\nJane Doe,,Jane Doe,person\n")
    own = made_corpus({"text": "Jane Doe met Sergey Lavrov."}, lexicon=lexicon)
    table = comparisons.presences(own, pd.Series({"000-01": "it"})).set_index("actor")
    assert table["side"].tolist() == ["no country listed", "visiting ministers"]
    assert table["person"].tolist() == ["Jane Doe, no country listed", "Sergey Lavrov, Russia"]
    unknown, said = pd.Series({"009-01": "none"}), r"^the index of names .* none of corpus\.articles: '009-01'"
    refuses(JoinError, said, comparisons.presences, corpus, unknown)


def test_each_sentence_of_the_tellings_stands_once(corpus):
    shared, alone = comparisons.side_by_side(corpus, REPORTS)
    cells = [*shared.to_numpy().ravel(), *alone["sentences"]]
    assert sum(cell.count("<b>") for cell in cells) == len(corpus.study["tellings"]) == 41
    assert (shared[REPORTS] != "—").sum(axis=1).gt(1).all()
    assert alone.query('what == "India\'s minister"')["Only in"].tolist() == ["newspaper"]
    unknown = pd.Series({"003-08": "flash", "009-01": "none"})
    refuses(JoinError, r"tellings\.csv has no row of '009-01'", comparisons.side_by_side, corpus, unknown)


def test_what_is_opposed_has_its_sentence_unless_no_article_is_left(corpus):
    assert comparisons.adversaries(selected(corpus, corpus.articles.index[:0]), ["Wang Yi"], []).empty
    table = comparisons.adversaries(corpus, ["Wang Yi"], ["NATO"])
    pages, places = corpus.sentences["article"].map(corpus.articles["page"]), corpus.study["adversaries"]
    inside = [(pages == row.page) & (corpus.sentences["start"] <= row.start) & (corpus.sentences["end"] >= row.end) for row in places.itertuples()]  # fmt: skip
    counts = pd.concat([corpus.sentences[one] for one in inside])[["article", "sentence"]].value_counts()
    assert counts.to_dict() == table[["article", "sentence"]].value_counts().to_dict() and len(table) == len(places)
    assert table["row"].is_unique and table["official"].tolist() == [True] * 11 + [False] * (len(table) - 11)
    assert table.query("row == '外部势力, 004-01 s.10'")["English"].tolist() == ["external forces"]
    named = table.query("named != 'nobody'")
    assert named["named"].tolist() == ["NATO"] * 3 and set(named["article"]) == {"003-07"}
    # Without an article, or a sentence, its phrases do not move to the previous one.
    fewer = comparisons.adversaries(selected(corpus, corpus.articles.index.drop("004-01")), ["Wang Yi"], [])
    assert fewer["row"].tolist() == table.loc[table["article"] != "004-01", "row"].tolist()
    gone = corpus.sentences[~corpus.sentences["article"].eq("004-01") | corpus.sentences["sentence"].ne(10)]
    rows = comparisons.adversaries(dataclasses.replace(corpus, sentences=gone), ["Wang Yi"], [])["row"]
    assert set(rows) == set(table["row"]) - {"外部势力, 004-01 s.10"}


def test_who_names_which_states():
    text = "会议在德国举行。中国国防部长董军说,德国和北约都来了。俄罗斯外长拉夫罗夫表示,俄罗斯与中国是邻居。"
    own = made_corpus(chinese(text), {"text": "Dong Jun said that France is near."})
    plain = comparisons.names_given(own, {}, [])
    assert plain["sentences"].to_dict() == {"Dong Jun": 1, "Sergey Lavrov": 1}
    assert plain["named"].to_dict() == {"Dong Jun": "Germany", "Sergey Lavrov": "China"}
    assert plain["country"].to_dict() == {"Dong Jun": "China", "Sergey Lavrov": "Russia"}
    signed = comparisons.names_given(own, {"000-01": ("an author", "France")}, ["NATO"])
    assert signed.loc["an author"].tolist() == ["France", 1, "Germany"]
    assert signed.at["Dong Jun", "named"] == "Germany, NATO"
    at_home = comparisons.names_given(own, {"000-01": ("an author", "Germany")}, [])
    assert at_home.loc["an author"].tolist() == ["Germany", 1, ""]
