"""Bring words into their normal form: one script, mainland vocabulary, no typography.

Traditional pages of this kind are mainland texts put through a converter that also swaps vocabulary (共享 -> 共用, 支持
-> 支援). Converting the characters back is not enough, and native vocabulary must stay as it was. So the vocabulary is
a reviewed table (`lexicon/taiwan.csv`), used on words, and only if the article is known to be converted.

Functions on running text keep its length, so an offset in the normal form is valid in the text as printed.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

import opencc
from ahocorasick_rs import AhoCorasick

from helpers.lexicon import Lexicon, LexiconError, per_lexicon
from helpers.texts.dictionary import jieba_dictionary
from helpers.texts.hygiene import without_invisible, without_radicals

# Character classes for regular expressions: Han with its extensions, and the two written signs 々 and 〇.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9\U00020000-\U0003fffd"
_LATIN = "A-Za-zªºÀ-ÖØ-öø-ʯ\u1e00-\u1effＡ-Ｚａ-ｚ"
HAN_RUNS = re.compile(f"[{HAN}]+")
_LATIN_WORDS = re.compile(f"[{_LATIN}]+")
_KANA = re.compile("[ぁ-ゖァ-ヺｦ-ﾝ]")
_OTHER_LETTERS = re.compile(rf"[^\W\d_{HAN}{_LATIN}]+")

SCRIPTS = ("Hans", "Hant", "Latn", "Zzzz", "Zyyy")

# GB 2312 has these two, but Simplified print uses them in names alone.
_ALSO_TRADITIONAL = re.compile("[後於]")

# OpenCC stops reading at a NUL and cannot take half a surrogate pair.
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")

# Words with 著 that OpenCC's Taiwan tables mistake for the particle 着 (編著 -> 编着).
_ZHU = re.compile("(?<=[编专论译原卓撰土])着")


def _written_in(text: str, encoding: str) -> str:
    """Keep only the characters that a national character set has."""
    return text.encode(encoding, "ignore").decode(encoding)


def is_japanese(text: str) -> bool:
    """Whether one character in five among Han and kana is kana: Japanese has more, Chinese only quotes them."""
    return 4 * len(_KANA.findall(text)) > len("".join(HAN_RUNS.findall(text)))


def script_of(text: str) -> str:
    """Return the ISO 15924 code of a text's script: `Hans`, `Hant`, `Latn`, `Zzzz` (any other) or `Zyyy` (no letters).

    A Han character weighs as much as a Latin word. Characters that only GB 2312 or only Big5 has tell Simplified from
    Traditional. A text without any (上海) counts as `Hans`, since it needs no conversion.

    >>> script_of("习近平会见外长"), script_of("習近平會見外長"), script_of("上海"), script_of("SCO summit"), script_of("2025")
    ('Hans', 'Hant', 'Hans', 'Latn', 'Zyyy')
    """
    han = "".join(HAN_RUNS.findall(text))
    latin, other = len(_LATIN_WORDS.findall(text)), sum(map(len, _OTHER_LETTERS.findall(text)))
    if not (han or latin or other):
        return "Zyyy"
    if max(latin, other) > len(han):
        return "Latn" if latin >= other else "Zzzz"
    if other and is_japanese(text):
        return "Zzzz"
    simplified, traditional = _written_in(han, "gb2312"), _written_in(han, "big5")
    only_simplified = len(simplified) - len(_written_in(simplified, "big5"))
    only_traditional = len(traditional) - len(_written_in(traditional, "gb2312")) + len(_ALSO_TRADITIONAL.findall(han))
    return "Hant" if only_traditional > only_simplified else "Hans"


def tagged(tag: str | None, script: str | None = None) -> tuple[str | None, str | None]:
    """Split a language tag into language and script: zh-Hant into zh and Hant. A `script` passed in wins."""
    if not isinstance(tag, str):
        return tag, script
    language, *more = tag.replace("_", "-").split("-")
    return language.casefold(), script or next((one.title() for one in more if one.title() in SCRIPTS), None)


@cache
def _gb2312() -> frozenset[str]:
    """The characters of GB 2312 from U+2E80 on: Han, and some marks, kana and bopomofo."""
    return frozenset(_written_in("".join(map(chr, [*range(0x2E80, 0xA000), *range(0xF900, 0xFB00)])), "gb2312"))


@cache
def _beyond_gb2312() -> re.Pattern:
    """Any Han character that GB 2312 lacks."""
    return re.compile(f"[^{''.join(sorted(_gb2312()))}\0-\u2e7f\ua000-\uf8ff\ufb00-\uffff]")


_converter = cache(opencc.OpenCC)


def _converted(text: str, forms: str = "tw2s") -> str:
    """Convert any string with the OpenCC tables `forms`; its length stays the same."""
    converted = _converter(forms).convert(_UNREADABLE.sub("\ufffd", text))
    if len(converted) != len(text):
        raise RuntimeError(
            f"OpenCC {opencc.__version__} changed the length of {text[:40]!r}: offsets would be lost; "
            "install the version pinned in requirements.txt"
        )
    if not _UNREADABLE.search(text):
        return converted
    return "".join(old if _UNREADABLE.match(old) else new for old, new in zip(text, converted, strict=True))


def simplify(text: str, script: str | None = None) -> str:
    """Convert a text to Simplified characters, one for one; radicals from a PDF become their characters.

    `script` is the script of the text, if known; otherwise `script_of` decides. A Traditional text is converted
    completely. In any other text only the characters that GB 2312 lacks are converted, since 么, 著 and 乾 are also
    good Simplified characters. Raises `ValueError` for an unknown script, `RuntimeError` if the installed OpenCC
    changes the length (its tables differ between releases).

    >>> simplify("習近平會見外長"), simplify("看著顯著成績"), simplify("什么是显著")
    ('习近平会见外长', '看着显著成绩', '什么是显著')
    """
    if script is not None and script not in SCRIPTS:
        raise ValueError(f"script is one of {', '.join(SCRIPTS)} or None, not {script!r}")
    # A text of GB 2312 characters has nothing to convert, and no sign of being Traditional.
    nothing = script != "Hant" and not _beyond_gb2312().search(text)
    if text.isascii() or (nothing and (script or not _ALSO_TRADITIONAL.search(text))):
        return text
    text = without_radicals(text)
    if (script or script_of(text)) == "Hant":
        printed = text
        text = _ZHU.sub(lambda one: "著" if printed[one.start()] == "著" else "着", _converted(text))
    standard = _gb2312()
    # Also after a full conversion: a few characters need a second step (薴 -> 苧 -> 苎) or are of Hong Kong (衞 -> 卫).
    for forms in ("tw2s", "hk2s"):
        if not _beyond_gb2312().search(text):
            break
        pairs = zip(text, _converted(text, forms), strict=True)
        text = "".join(old if old in standard else new for old, new in pairs)
    return text


@per_lexicon
def taiwan_vocabulary(*, lexicon: Lexicon) -> tuple[AhoCorasick, list[tuple[str, str, list[str]]]]:
    """Return the reviewed Taiwan forms that a mainland -> Taiwan converter writes: what finds them in a text, and for
    each the form, its mainland form, and the contexts in which it is mainland usage."""
    rows = []
    for row in lexicon.table("taiwan").itertuples():
        contexts = [context for context in row.unless.split("|") if context]
        strange = [context for context in contexts if row.taiwan not in context]
        if strange or row.mainland == row.taiwan:
            raise LexiconError(
                f"taiwan.csv, row {row.taiwan}: needs another mainland form, and every context under unless must hold "
                f"{row.taiwan}; mend {strange or row.mainland!r}."
            )
        rows.append((row.taiwan, row.mainland, contexts))
    return AhoCorasick([form for form, *_ in rows]), rows


def mainland_places(
    text: str, is_word: Callable[[int, int], bool] | None = None, *, lexicon: Lexicon | None = None
) -> list[tuple[int, int, str]]:
    """Find the Taiwan forms in a converted text (already Simplified): `(start, end, mainland form)`.

    `is_word(start, end)` says whether that slice is a word; without it every occurrence counts. A form of one character
    (伕) is a spelling, not a word, and counts anywhere. Places do not overlap; the longest form wins.

    >>> mainland_places("坚持共商共建共用")
    [(6, 8, '共享')]
    >>> mainland_places("对口支援")
    []
    """
    automaton, rows = taiwan_vocabulary(lexicon=lexicon)
    longest: dict[int, tuple[int, str]] = {}
    for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        _, mainland, unless = rows[number]
        # In a context around it, the form is mainland usage.
        if not any(context in text[max(end - len(context), 0) : start + len(context)] for context in unless):
            longest[start] = max(longest.get(start, (0, "")), (end, mainland))
    places, free = [], 0
    for start, (end, mainland) in sorted(longest.items()):
        if start >= free and (end - start == 1 or is_word is None or is_word(start, end)):
            places.append((start, end, mainland))
            free = end
    return places


def restore_mainland(text: str, places: list[tuple[int, int, str]]) -> tuple[str, dict[tuple[int, int], str]]:
    """Restore the mainland forms of equal length in the text; return those of another length by their place.

    A form of another length (随身碟 -> U盘) would shift all later offsets, so it stays in the text. It is returned, so
    that the word cut at exactly that place can be counted under its mainland form.

    >>> restore_mainland("提供支援和随身碟", [(2, 4, "支持"), (5, 8, "U盘")])
    ('提供支持和随身碟', {(5, 8): 'U盘'})
    """
    longer = {}
    for start, end, mainland in places:
        if len(mainland) == end - start:
            text = text[:start] + mainland + text[end:]
        else:
            longer[start, end] = mainland
    return text, longer


# Typographic apostrophes and hyphens, which NFKC keeps apart.
_TYPOGRAPHY = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-"})


def fold(word: str) -> str:
    """Remove differences of width, case and typography from a word: NFKC, case-folded, straight apostrophe and hyphen,
    no invisible characters.

    >>> fold("ＳＣＯ"), fold("China\u2019s"), fold("２０２５")
    ('sco', "china's", '2025')
    """
    if word.isascii():
        return word.lower()
    word = without_radicals(without_invisible(word) or word)
    # Twice, as in the Unicode Standard's compatibility caseless match (D146): folding case can undo a normal form.
    word = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", word).casefold())
    return unicodedata.normalize("NFKC", word.casefold()).translate(_TYPOGRAPHY)


# jieba has 后 a hundred times as often as 後, so 後 is not Simplified. It has 着 only 30 times as often as 著.
_OFTENER = 50


@cache
def _otherwise_written() -> re.Pattern:
    """Match GB 2312 characters that a Traditional text uses for another: 於 (于), 後 (后), 著 (着)."""
    standard = sorted(_gb2312())
    converted = _converted("\n".join(standard)).split("\n")
    return re.compile(f"[{''.join(old for old, new in zip(standard, converted, strict=True) if old != new)}]")


def term_of(word: str, script: str | None = None) -> str:
    """Return the counted form of one word: folded and Simplified.

    `script` is that of the word's text. Without it, a word is read as Traditional if it looks so, or if its converted
    form is far more frequent in jieba's dictionary: 以後 as 以后, 後 as 后, but not 显著 as 显着. In a machine-converted
    text, `restore_mainland` comes first.

    >>> term_of("Summit"), term_of("合作組織"), term_of("以後"), term_of("著"), term_of("著", "Hant")
    ('summit', '合作组织', '以后', '著', '着')
    """
    word = simplify(fold(word), script)
    if script is None and not word.isascii() and _otherwise_written().search(word):
        frequencies = jieba_dictionary().frequencies
        whole = simplify(word, "Hant")
        word = whole if frequencies.get(whole, 0) > _OFTENER * frequencies.get(word, 0) else word
    return word
