"""The normal form of a word: it keeps length, meaning and vocabulary."""

import re
import unicodedata
from types import SimpleNamespace

import pytest
from conftest import cases, refuses
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.texts import scripts
from helpers.texts.hygiene import RADICALS, strange_characters, without_radicals
from helpers.texts.scripts import HAN, fold, mainland_places, restore_mainland, script_of, simplify, term_of
from helpers.texts.tokens import cut

CHINESE = st.text(st.sampled_from("習近平习会見见集體上海合作組织著着么麼乾干顯显後后里裡共用支援品質质伕夫， ,.A1\x00\n"), max_size=40)  # fmt: skip


@given(st.one_of(st.text(max_size=60), CHINESE), st.sampled_from([None, "Hans", "Hant", "Latn"]))
def test_simplify_keeps_the_length_of_any_text_and_is_idempotent(text, script):
    assert len(simplify(text, script)) == len(text)
    assert simplify(simplify(text)) == simplify(text)
    assert len(restored(simplify(text))) == len(text)


def test_an_unknown_script_is_refused_and_not_read_as_simplified():
    for call in (simplify, term_of, cut):
        refuses(ValueError, "script is one of Hans, Hant, Latn, Zzzz, Zyyy or None, not 'zz'", call, "習近平", "zz")


def test_every_han_character_is_simplified_once():
    for code in range(0x3400, 0xA000):
        once = simplify(chr(code))
        assert len(once) == 1 and simplify(once) == once


@pytest.mark.parametrize("text", ["a\x00b\x00習近平見", "\ud800習近平見", "習\x00近\udfff平"])
def test_what_opencc_cannot_read_stays(text):
    simplified = simplify(text, "Hant")
    others = "[^ab\x00\ud800\udfff]"
    assert re.sub(others, "", simplified) == re.sub(others, "", text)
    assert simplified.replace("\x00", "").startswith(("ab习近平见", "\ud800习近平见", "习近"))


@pytest.mark.parametrize("case", cases("simplified"), ids=lambda case: f"{case['script']} {case['text']}")
def test_simplified_text_is_left_alone_and_traditional_is_read_in_context(case):
    assert simplify(case["text"], case["script"] or None) == case["expected"]


def test_a_changed_length_is_an_error(monkeypatch):
    monkeypatch.setattr(scripts, "_converter", lambda _: SimpleNamespace(convert=lambda text: text + "!"))
    refuses(RuntimeError, "install the version pinned", simplify, "習近平")


@pytest.mark.parametrize("case", cases("scripts"), ids=lambda case: case["text"])
def test_script_of(case):
    assert script_of(case["text"]) == case["script"]


def test_every_radical_that_is_a_character_becomes_it():
    supplement = [chr(point) for point in range(0x2E80, 0x2EF4) if RADICALS.match(chr(point))]
    kangxi = [chr(point) for point in range(0x2F00, 0x2FD6)]
    for radical in [*supplement, *kangxi]:
        character = without_radicals(radical)
        assert re.fullmatch(f"[{HAN}]", character), radical
        compatible = unicodedata.normalize("NFKC", radical)
        assert compatible in (radical, character), radical
        assert simplify(radical) == simplify(character)
        assert term_of(radical) == term_of(character)
    assert {"⺠", "⻓", "⻔"} <= set(supplement)


def test_characters_that_are_not_seen_make_no_other_term():
    assert term_of("和\u200b平") == "和平"
    assert term_of("Co\xadoperation") == "cooperation"
    assert term_of("\ufeff") == "\ufeff"
    assert strange_characters("和平, peace") == []


def restored(text):
    return restore_mainland(text, mainland_places(text))[0]


@pytest.mark.parametrize("case", cases("restored"), ids=lambda case: case["text"])
def test_converted_vocabulary_is_restored_and_native_words_stay(case):
    text = case["text"]
    assert restored(text) == case["expected"]
    if text == case["expected"]:
        assert restore_mainland(text, mainland_places(text)) == (text, {})


def test_the_longest_form_wins_and_places_do_not_overlap():
    assert mainland_places("智慧财产权") == [(0, 5, "知识产权")]
    assert [(start, end) for start, end, _ in mainland_places("网际网路资讯")] == [(0, 4), (4, 6)]


def test_taiwan_table_is_sound():
    _, rows = scripts.taiwan_vocabulary()
    taiwan, mainland = {row[0] for row in rows}, {row[1] for row in rows}
    assert len(rows) > 100
    for form, other, contexts in rows:
        assert simplify(form) == form and simplify(other) == other
        assert all(simplify(context) == context for context in contexts)
        # A restored form is not restored again.
        assert other not in taiwan
        assert not mainland_places(other) or other in mainland
        assert restored(other) == other


@given(st.one_of(st.text(max_size=30), CHINESE))
@example("\u1f83\u0340 \u0130\u0329 \u1fad\u0300")  # where case and accents meet
def test_any_text_has_a_script_and_fold_and_term_of_are_idempotent(text):
    assert script_of(text) in {"Hans", "Hant", "Latn", "Zzzz", "Zyyy"}
    assert fold(fold(text)) == fold(text)
    assert term_of(term_of(text)) == term_of(text)


@pytest.mark.parametrize("case", cases("terms"), ids=lambda case: case["word"])
def test_a_lone_word_is_counted_as_its_simplified_form(case):
    assert term_of(case["word"]) == term_of(case["word"], case["script"]) == case["term"]


def test_the_script_of_its_text_decides_about_a_word():
    assert (term_of("著", "Hant"), term_of("土著", "Hant")) == ("着", "土著")
