"""Numbers in Chinese and English texts, with comparable values: 5100亿 and $510 billion are the same number."""

import re
from typing import NamedTuple

from helpers.texts.hygiene import on_one_line
from helpers.texts.numerals import ENGLISH_TENS, NUMBER_WORDS, SCALES, TENS, chinese_value
from helpers.texts.scripts import simplify, tagged

_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
# Measure words and units: without one, a Chinese numeral is usually part of a word (一致, 三股势力, 十分).
_COUNTED = "[多余]?(?:个|名|位|次|届|项|年|周年|周|天|月|人|场|家|国|点|条|座|种|类|所|篇|倍|成|大|方面|批|支|部|本|公里|小时|分钟|美元|元|吨)"
_CHINESE = re.compile(
    rf"百分之(?P<percent_words>[{_NUMERAL}点]+|{_PLAIN})"
    rf"|(?P<digits>{_PLAIN})[ ]?(?P<scale>[十百千]?(?:万亿|亿|万)|千|百)?(?P<percent>[ ]?[%％])?"
    rf"|第(?P<ordinal>[{_NUMERAL}]+)"
    rf"|(?<![{_NUMERAL}第之上数几])(?P<words>[{_NUMERAL}]+)(?=[多余]?{_COUNTED})"
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_ENGLISH_SCALES = {"dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12}
_SCALE = rf"[ -](?P<scale>hundred|{'|'.join(_ENGLISH_SCALES)})\b"
_ANY_SCALE, _TENS = _SCALE.replace("?P<scale>", "?:"), "|".join(ENGLISH_TENS)
_BELOW = rf"(?:(?:{_TENS})(?:[ -](?:{'|'.join(list(NUMBER_WORDS)[1:10])}))?|{'|'.join(NUMBER_WORDS)})\b"
_PERCENT = r"[ ]?(?:%|per ?cent\b|pct\b)"
_ENGLISH = re.compile(
    # m is million only after a currency sign: $100m, but not 100m.
    rf"(?<![\w.])(?P<money>(?<=[$£€¥]))?(?P<digits>{_PLAIN})(?:(?:st|nd|rd|th)?(?!\w|\.\d)(?:{_SCALE})?"
    rf"|(?P<short>bn|tn|mn|(?(money)[kmb]|(?!)))\b)(?P<percent>{_PERCENT})?"
    rf"|\b(?:(?P<tens>{_TENS})-)?(?P<ordinal>{'|'.join(_ORDINALS)})\b"
    rf"|\b(?P<words>(?:{_BELOW}|(?:half )?an?(?={_ANY_SCALE}))(?:{_ANY_SCALE}(?:(?: and)?[ -]{_BELOW})?)*)(?P<word_percent>{_PERCENT})?",
    re.IGNORECASE,
)


class Number(NamedTuple):
    """A number at `text[start:end]`; `key` is its value as text, with `%` for a percentage."""

    start: int
    end: int
    key: str


def numbers_in(text: str, language: str) -> list[Number]:
    """Return the numbers of a Chinese (`zh`, Simplified) or English (`en`) text, from left to right.

    Digits always count, except inside words (GPT-4o). Numerals written in words or characters count where they
    quantify something; *one* and *first* are left out, because they say too little to be compared.

    >>> [number.key for number in numbers_in("贸易额5100亿美元,增长2.7%,第二十二次会晤,三项使命", "zh")]
    ['510000000000', '2.7%', '22', '3']
    >>> text = "Trade hit $510 billion, up 2.7 percent; the 22nd meeting, three tasks"
    >>> [number.key for number in numbers_in(text, "en")]
    ['510000000000', '2.7%', '22', '3']
    """
    language, script = tagged(language)
    text = on_one_line(text)
    if language == "zh":
        text = simplify(text, script) if script == "Hant" else text
        found = [_chinese(match) for match in _CHINESE.finditer(text)]
    else:
        found = [_english(match) for match in _ENGLISH.finditer(text) if language == "en"]
    return [number for number in found if number is not None]


def _key(value: float, percent: object) -> str:
    return f"{float(f'{value:.15g}'):.6f}".rstrip("0").rstrip(".") + ("%" if percent else "")


def _chinese(match: re.Match) -> Number | None:
    start, end = match.span()
    if match["digits"]:
        if match.string[start - 1 : start].isascii() and match.string[start - 1 : start].isalpha():
            return None
        value = float(match["digits"].replace(",", ""))
        scale = match["scale"] or ""
        factor = TENS.get(scale[:1], 1) * SCALES.get(scale.lstrip("十百千"), 1)
        return Number(start, end, _key(value * factor, match["percent"]))
    if match["percent_words"]:
        printed = match["percent_words"]
        value = float(printed.replace(",", "")) if printed[0].isascii() else chinese_value(printed)
        return Number(start, end, _key(value, True))
    value = chinese_value(match["ordinal"] or match["words"])
    return None if value <= 1 else Number(start, end, _key(value, False))


def _english(match: re.Match) -> Number | None:
    start, end = match.span()
    if match["digits"]:
        factor = _SHORT[match["short"].lower()] if match["short"] else spelled(match["scale"] or "one")
        return Number(start, end, _key(float(match["digits"].replace(",", "")) * factor, match["percent"]))
    if match["ordinal"]:
        value = 1 + _ORDINALS.index(match["ordinal"].lower()) + ENGLISH_TENS.get((match["tens"] or "").lower(), 0)
    else:
        value = spelled(match["words"])
    return None if value <= 1 else Number(start, end, _key(value, match["word_percent"]))


def spelled(words: str) -> int:
    """Return the value of an English number word.

    >>> spelled("two hundred and fifty"), spelled("three hundred million"), spelled("half a million")
    (250, 300000000, 500000)
    """
    total = below = 0
    for word in re.split("[- ]", words.lower()):
        if word == "hundred":
            below = 100 * (below or 1)
        elif word in _ENGLISH_SCALES:
            total, below = total + (below or 1) * _ENGLISH_SCALES[word], 0
        else:
            below += NUMBER_WORDS.get(word, 0)
    return (total + below) // (2 if words[:4].lower() == "half" else 1)
