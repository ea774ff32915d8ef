"""The normal form of a word: length, meaning and vocabulary survive."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.texts import scripts
from helpers.texts.hygiene import RADICALS, strange_characters, without_radicals
from helpers.texts.scripts import HAN, fold, mainland_places, restore_mainland, script_of, simplify, term_of

CHINESE = st.text(st.sampled_from("習近平习会見见集體上海合作組织著着么麼乾干顯显後后里裡共用支援品質质伕夫， ,.A1\x00\n"), max_size=40)  # fmt: skip


@given(st.one_of(st.text(max_size=60), CHINESE), st.sampled_from([None, "Hans", "Hant", "Latn"]))
def test_simplify_keeps_the_length_of_any_text_and_is_idempotent(text, script):
    assert len(simplify(text, script)) == len(text)
    assert simplify(simplify(text)) == simplify(text)
    assert len(restored(simplify(text))) == len(text)


def test_every_han_character_is_simplified_once():
    for code in range(0x3400, 0xA000):
        once = simplify(chr(code))
        assert len(once) == 1
        assert simplify(once) == once


@pytest.mark.parametrize("text", ["a\x00b\x00習近平見", "\ud800習近平見", "習\x00近\udfff平"])
def test_what_opencc_cannot_read_stays(text):
    simplified = simplify(text, "Hant")
    others = "[^ab\x00\ud800\udfff]"
    assert re.sub(others, "", simplified) == re.sub(others, "", text)
    assert simplified.replace("\x00", "").startswith(("ab习近平见", "\ud800习近平见", "习近"))


@pytest.mark.parametrize("text", ["什么是显著的专著", "乾隆年间著称于世", "他著有论著", "国际形势变乱交织", "朱镕基说什么"])  # fmt: skip
def test_simplified_text_is_left_alone(text):
    assert simplify(text) == text
    assert simplify(text, "Hans") == text


@pytest.mark.parametrize(
    "traditional, simplified", [("顯著成績與編著專著", "显著成绩与编著专著"), ("看著乾淨的裡面", "看着干净的里面"), ("乾隆皇帝以後", "乾隆皇帝以后"), ("土著著書", "土著著书"), ("計畫瞭解彙報霸淩", "计划了解汇报霸凌")],
)  # fmt: skip
def test_traditional_text_is_read_in_context(traditional, simplified):
    assert simplify(traditional, "Hant") == simplified


def test_a_changed_length_is_an_error(monkeypatch):
    class Longer:
        def convert(self, text):
            return text + "!"

    monkeypatch.setattr(scripts, "_converter", Longer)
    with pytest.raises(RuntimeError, match="install the version pinned"):
        simplify("習近平")


@pytest.mark.parametrize(
    "text, script",
    [
        ("习近平指出,上海合作组织成立24年来", "Hans"), ("習近平指出,上海合作組織成立24年來", "Hant"), ("President Xi (习近平) said in Tianjin", "Latn"), ("上海", "Hans"),
        ("Шанхайская организация сотрудничества", "Zzzz"), ("これはひらがなのぶんです日本", "Zzzz"), ("2025-08-29 11:51 ...", "Zyyy"), ("", "Zyyy"),
    ],
)  # fmt: skip
def test_script_of(text, script):
    assert script_of(text) == script


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


@pytest.mark.parametrize(
    "converted, mainland",
    [
        ("坚持共商共建共用", "坚持共商共建共享"), ("积极支援中方主席国工作", "积极支持中方主席国工作"), ("实现更高品质发展", "实现更高质量发展"), ("俄罗斯外长拉伕罗夫", "俄罗斯外长拉夫罗夫"), ("资讯网路和人工智慧", "信息网络和人工智能"),
        ("阿拉伯联合大公国", "阿拉伯联合酋长国"), ("图书馆扩建专案", "图书馆扩建项目"), ("保持通讯和联络", "保持通信和联系"), ("更新装置和档案", "更新设备和文件"), ("矽谷的介面", "硅谷的界面"),
    ],
)  # fmt: skip
def test_vocabulary_is_restored(converted, mainland):
    assert restored(converted) == mainland


@pytest.mark.parametrize(
    "native",
    [
        "对口支援西藏", "支援前线", "赶来支援", "支援灾区", "优秀品质", "军民共用", "软体动物", "这几位元帅", "各位元首", "理查德", "杳无音讯", "公开资料显示", "专案组", "通讯社", "联络员", "档案馆", "装置艺术",
        "法蒂玛·卡达", "阿卡达·穆萨", "尼日利亚", "土地使用者",
    ],
)  # fmt: skip
def test_native_words_stay(native):
    text, longer = restore_mainland(native, mainland_places(native, lambda start, end: native != "这几位元帅"))
    assert (text, longer) == (native, {})


def test_the_longest_form_wins_and_places_do_not_overlap():
    assert mainland_places("智慧财产权") == [(0, 5, "知识产权")]
    places = mainland_places("网际网路资讯")
    assert [(start, end) for start, end, _ in places] == [(0, 4), (4, 6)]


def test_taiwan_table_is_sound():
    rows = scripts.taiwan_vocabulary()
    taiwan, mainland = {row.taiwan for row in rows}, {row.mainland for row in rows}
    assert len(rows) > 100
    for row in rows:
        assert simplify(row.taiwan) == row.taiwan and simplify(row.mainland) == row.mainland
        assert all(simplify(context) == context for context in row.unless)
        # What was restored would not be restored again.
        assert not {form for form in taiwan if form == row.mainland}
        assert not mainland_places(row.mainland) or row.mainland in mainland
        assert restored(row.mainland) == row.mainland


@given(st.one_of(st.text(max_size=30), CHINESE))
@example("\u1f83\u0340 \u0130\u0329 \u1fad\u0300")  # where case and accents meet
def test_any_text_has_a_script_and_fold_and_term_of_are_idempotent(text):
    assert script_of(text) in {"Hans", "Hant", "Latn", "Zzzz", "Zyyy"}
    assert fold(fold(text)) == fold(text)
    assert term_of(term_of(text)) == term_of(text)


@pytest.mark.parametrize(
    ("words", "terms", "script"),
    [
        ("Ｓｈａｎｇｈａｉ STRASSE Straße China’s", "shanghai strasse strasse china's", "Latn"),
        ("合作組織 以後 最後 由於 於是 後 雙方 乾旱", "合作组织 以后 最后 由于 于是 后 双方 干旱", "Hant"),
        ("著 显著 什么 著称 遗著 土著 乾隆 瞭望 支援", "著 显著 什么 著称 遗著 土著 乾隆 瞭望 支援", "Hans"),
    ],
)
def test_a_lone_word_is_counted_as_its_simplified_form(words, terms, script):
    for word, term in zip(words.split(), terms.split(), strict=True):
        assert term_of(word) == term_of(word, script) == term


def test_the_script_of_its_text_and_who_converted_it_decide_about_a_word():
    assert (term_of("著", "Hant"), term_of("土著", "Hant")) == ("着", "土著")
    assert term_of("隨身碟", machine_converted=True) == "u盘"
