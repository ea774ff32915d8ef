"""Numbers of Chinese and English texts, as values that can be compared: 5100亿 and $510 billion are one number."""

import re
from typing import NamedTuple

from helpers.texts.numerals import NUMBER_WORDS, SCALES, TENS, chinese_value

_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
# What is counted: without it a Chinese numeral is rather part of a word (一致, 三股势力, 十分).
_COUNTED = "[多余]?(?:个|名|位|次|届|项|年|周年|周|天|月|人|场|家|国|点|条|座|种|类|所|篇|倍|成|大|方面|批|支|部|本|公里|小时|分钟|美元|元|吨)"
_CHINESE = re.compile(
    rf"百分之(?P<percent_words>[{_NUMERAL}点]+|{_PLAIN})"
    rf"|(?P<digits>{_PLAIN})[ ]?(?P<scale>万亿|亿|万|千|百)?(?P<percent>[ ]?[%％])?"
    rf"|第(?P<ordinal>[{_NUMERAL}]+)"
    rf"|(?<![{_NUMERAL}第之])(?P<words>[{_NUMERAL}]+)(?=[多余]?{_COUNTED})"
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_ENGLISH_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_UNITS = "|".join(list(NUMBER_WORDS)[:10])
_ENGLISH = re.compile(
    rf"(?<![\w.])(?P<digits>{_PLAIN})(?:st|nd|rd|th)?(?![\w]|\.\d)(?:[ -](?P<scale>{'|'.join(_ENGLISH_SCALES)})\b)?"
    r"(?P<percent>[ ]?(?:%|per ?cent\b))?"
    rf"|\b(?P<words>{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})(?:-(?P<unit>{_UNITS}))?\b"
    rf"(?:[ -](?P<word_scale>{'|'.join(_ENGLISH_SCALES)})\b)?(?P<word_percent>[ ]per ?cent\b)?"
    rf"|\b(?P<ordinal>{'|'.join(_ORDINALS)})\b",
    re.IGNORECASE,
)


class Number(NamedTuple):
    """A number at `text[start:end]`; `key` is its value as text, with `%` for a share."""

    start: int
    end: int
    key: str


def numbers_in(text: str, language: str) -> list[Number]:
    """The numbers of a text in Chinese (`zh`, Simplified) or English (`en`), from left to right.

    Digits count wherever they stand; a numeral in letters or characters where it counts something. One and
    first in letters say too little to be compared and are left out, as are the numbers inside words (GPT-4o).

    >>> [number.key for number in numbers_in("贸易额5100亿美元,增长2.7%,第二十二次会晤,三项使命", "zh")]
    ['510000000000', '2.7%', '22', '3']
    >>> text = "Trade hit $510 billion, up 2.7 percent; the 22nd meeting, three tasks"
    >>> [number.key for number in numbers_in(text, "en")]
    ['510000000000', '2.7%', '22', '3']
    """
    if language == "zh":
        found = [_chinese(match) for match in _CHINESE.finditer(text)]
    else:
        found = [_english(match) for match in _ENGLISH.finditer(text)]
    return [number for number in found if number is not None]


def _key(value: float, percent: object) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") + ("%" if percent else "")


def _chinese(match: re.Match) -> Number | None:
    start, end = match.span()
    if match["digits"]:
        if match.string[start - 1 : start].isascii() and match.string[start - 1 : start].isalpha():
            return None
        value = float(match["digits"].replace(",", ""))
        factor = (SCALES | TENS).get(match["scale"], 1)
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
        factor = _ENGLISH_SCALES.get((match["scale"] or "").lower(), 1)
        return Number(start, end, _key(float(match["digits"].replace(",", "")) * factor, match["percent"]))
    if match["ordinal"]:
        value = 1 + _ORDINALS.index(match["ordinal"].lower())
    else:
        value = NUMBER_WORDS[match["words"].lower()] + NUMBER_WORDS.get((match["unit"] or "").lower(), 0)
        value *= _ENGLISH_SCALES.get((match["word_scale"] or "").lower(), 1)
    return None if value <= 1 else Number(start, end, _key(value, match["word_percent"]))
