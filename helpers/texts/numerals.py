"""Numbers written out in words or characters, and their values."""

from collections.abc import Sequence

_DIGITS = {digit: number % 10 for number, digit in enumerate("零一二三四五六七八九0123456789〇")} | {"○": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
SCALES = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
# English number words from zero to nineteen, and for the tens.
ENGLISH_TENS = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
NUMBER_WORDS = dict(zip(_UNITS.split(), range(20), strict=True)) | ENGLISH_TENS


def chinese_value(numeral: str) -> float:
    """Return the value of a Chinese numeral.

    >>> chinese_value("二十二"), chinese_value("三千五百"), chinese_value("两亿三千万"), chinese_value("二〇二五"), chinese_value("廿六")
    (22.0, 3500.0, 230000000.0, 2025.0, 26.0)
    """
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if "点" in numeral:
        whole, _, decimals = numeral.partition("点")
        return chinese_value(whole) + float("0." + "".join(str(_DIGITS.get(c, 0)) for c in decimals))
    if not set(numeral) & {*TENS, "万", "亿"}:
        return float("".join(str(_DIGITS[character]) for character in numeral) or 0)
    for scale, factor in SCALES.items():
        if scale in numeral:
            high, _, low = numeral.partition(scale)
            return (chinese_value(high) if high else 1.0) * factor + (chinese_value(low) if low else 0.0)
    total, digit = 0, None
    for character in numeral:
        if character in TENS:
            total += (1 if digit is None else digit) * TENS[character]
            digit = None
        else:
            digit = _DIGITS[character]
    return float(total + (digit or 0))


def named(names: Sequence[object], most: int = 3) -> str:
    """Join the first names, and say how many more there are.

    >>> named(["a", "b", "c", "d", "e"]), named(["a", "b"])
    ('a, b, c and 2 more', 'a, b')
    """
    rest = len(names) - most
    return ", ".join(map(str, names[:most])) + (f" and {rest:,} more" if rest > 0 else "")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless the number is 1.

    >>> counted(1, "line"), counted(1500, "line")
    ('1 line', '1,500 lines')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
