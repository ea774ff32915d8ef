"""Find and repair damage in dirty text.

Radicals are replaced by characters, invisible characters are skipped, the rest is counted and reported. Cells with
markup are read as a browser shows them (`unmarked`). Characters that act on a screen are made visible (`shown`).
"""

import html
import re
import unicodedata
from collections import Counter

# Characters without a visible shape (the Unicode property Default_Ignorable_Code_Point): zero-width spaces and joiners,
# the soft hyphen, the byte order mark, direction marks, variation selectors. They may be inside words.
INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# A PDF may hold dictionary radicals in place of characters. Those of Kangxi have compatibility forms. Those of the
# supplement that are whole characters are paired as in EquivalentUnifiedIdeograph.txt (Unicode Character Database).
# Compatibility ideographs look like characters, too.
_SUPPLEMENT = (
    "⺁厂⺊卜⺌小⺍小⺎兀⺒巳⺓幺⺛旡⺜日⺝月⺞歺⺟母⺠民⺧牛⺩王⺫目⺬示⺶羊⺻聿⺼肉⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻗雨⻘青"
    "⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_CHARACTER_OF = {ord(old): new for old, new in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)}
_CHARACTER_OF |= {
    point: unicodedata.normalize("NFKC", chr(point))
    for point in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA))
    if unicodedata.normalize("NFKC", chr(point)) != chr(point)
}
RADICALS = re.compile(f"[{''.join(map(chr, sorted(_CHARACTER_OF)))}]")
# Full-width forms and their ASCII, one to one, so that offsets stay.
HALF_WIDTH = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")

# The replacement character for lost text, and the remains of text decoded twice with the wrong encoding.
_REPLACED = "\ufffd"
_LOST = re.compile(r"锟斤拷|烫烫烫|屯屯屯")
# Bytes 80 to BF as Latin-1 and Windows-1252 show them. In UTF-8 they follow the first byte of a character.
_FOLLOWING = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_LATIN_MOJIBAKE = re.compile(f"[à-ï][{_FOLLOWING}]{{2}}|[ÃÂ][{_FOLLOWING}]|ð[{_FOLLOWING}]{{3}}")
# Pairs of bytes of GBK or Big5, decoded as Latin-1.
_PAIRS_AS_LATIN = re.compile("(?:[¡-ù][@-~¡-ÿ] ?){4,}")
# Frequent Chinese characters in UTF-8, decoded as GBK; the results are rare otherwise.
_HINT_OF_GBK = re.compile("[鐨鎴涓鍥鍦鏄鍚浜閲骞]")
# One search tells whether a text holds any of these.
_ANY = re.compile(
    f"{INVISIBLE.pattern[:-1]}{RADICALS.pattern[1:-1]}{_HINT_OF_GBK.pattern[1:-1]}{_REPLACED}锟烫屯¡-ÿ\ue000-\uf8ff\ufb00-\ufb06]"
)
_RUN = re.compile("[\u3400-\u9fff\ue000-\uf8ff]{3,}")
_TAGS = (
    "a abbr article aside audio b blockquote body br button caption center cite code dd div dl dt em figcaption figure font footer form"
    " h1 h2 h3 h4 h5 h6 head header hr html i iframe img input label li link main meta nav noscript ol p pre q s script section"
    " small source span strike strong style sub sup table tbody td tfoot th thead time title tr u ul video wbr"
).split()
# The unfinished last tag of a cell that was cut off; shortcodes; BBCode with its end tag near by.
_OTHER_TAGS = (
    r"<[a-z][a-z0-9]*\s+[\w:-]+=[^<>]*\Z|\[(?:/[a-z]\w*|[a-z]\w*(?:\s+[\w-]+=\"[^\"\]]*\")+\s*/?"
    r"|(?P<code>[a-z]\w*)(?:=[^\[\]\n]*)?(?=\].{0,999}?\[/(?P=code)\]))\]"
)
TAG = re.compile(
    rf"<(?:/?(?:{'|'.join(sorted(_TAGS, key=len, reverse=True))})(?:\s[^<>=]*=[^<>]*|\s*)/?|!--.*?--|!doctype[^<>]*)>|{_OTHER_TAGS}",
    re.I | re.S,
)
# Tags of page layout. A text that talks about HTML mentions other tags.
_LAYOUT = re.compile(r"</?(?:p|div|span|br|li|ul|ol|table|tr|td|h[1-6])(?:\s[^<>]*)?/?>", re.I)
# The semicolon may be missing, but not in an address (&copy=2).
_ENTITY = re.compile(r"&(?:#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});?|[A-Za-z][A-Za-z0-9]{1,30}(?:;|(?![A-Za-z0-9=])))")
# Escapes of characters, bytes (mail, too), spreadsheets. \n before a letter is one only beside others (C:\new).
_BYTES = r"(?:\\u[0-9a-fA-F]{4})+|(?:\\x[0-9a-fA-F]{2})+|(?:=[C-F][0-9A-F](?:(?:=\r?\n)?=[89AB][0-9A-F])+)+"
_ESCAPE = re.compile(rf"{_BYTES}|_x00[01][0-9a-fA-F]_|\\(?:[nrt](?![a-z])|[\"/])")
_ANY_ESCAPE = re.compile(rf"{_ESCAPE.pattern}|\\[nrt]|=\r?\n")
# Percent escapes, except in an address, where they are usual.
_PERCENT = re.compile(r"(?<![/=&?%\w.-])(?:%[0-9A-F]{2}){3,}")
_LINE_END = re.compile(r"(?<!\n)\r?\n(?![\r\n])")
_BROKEN = re.compile(r"[a-z]+-\n[a-z]+")
# If the control character was removed, the rest of the code remains, up to a closing [0m.
_TERMINAL = re.compile("\x1b(?:\\[[0-9;?]*[A-Za-z]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\))?|\\[(?:0|[0-9;]+(?=m[^[]*\\[0m))m")
_BIDIRECTIONAL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # the last are bytes of Windows read as Latin-1
_STRAY = re.compile(f"(?![\x0c\x1b]){_CONTROL.pattern}")
_HAN_WORD = "\u3400-\u9fff"
_HAN_OR_MARK = f"[{_HAN_WORD}，。、；：！？,]"
# A space, a slash or bar, or a part-of-speech tag: 各方/r 应/v, 各方_PN 应_VV, [上海/ns 精神/n]nz
SEGMENTED = re.compile(
    f"(?<={_HAN_OR_MARK})(?:[ \u3000]| ?[/|] ?)(?={_HAN_OR_MARK}|$)"
    rf"|(?<=[^\s/_])[/_][A-Za-z]{{1,4}}(?:\][a-z]{{1,3}})?(?:[ \u3000](?={_HAN_OR_MARK})|(?=\s|$))"
    rf"|(?<!\S)\[(?=[{_HAN_WORD}]+/[a-z]{{1,3}}[ \]])"
)
_LEAST_SEGMENTED = 8
_SHARE_SEGMENTED = 0.2


def without_invisible(text: str) -> str:
    """Return the text without invisible characters.

    >>> without_invisible("co\\u00adoperation"), without_invisible("和\\u200b平")
    ('cooperation', '和平')
    """
    return text if text.isascii() else INVISIBLE.sub("", text)


def on_one_line(text: str) -> str:
    """Return a text of the same length with blanks for its line ends, over which expressions and names go on. An empty
    line stays: it parts paragraphs."""
    return _LINE_END.sub(lambda end: " " * len(end.group()), text) if "\n" in text else text


def without_radicals(text: str) -> str:
    """Replace radicals from a PDF by the characters that they look like; the length stays the same.

    >>> without_radicals("⼈⽂交流")
    '人文交流'
    """
    return text.translate(_CHARACTER_OF) if RADICALS.search(text) else text


def ascii_digits(text: str) -> str:
    """Write the digits of all scripts as 0 to 9; the length stays the same.

    >>> ascii_digits("٢٠٢٥-०९-０１")
    '2025-09-01'
    """
    return _OTHER_DIGIT.sub(lambda digit: str(int(digit[0])), text)


def strange_characters(text: str) -> list[tuple[str, str]]:
    """List the kinds of damage in a text, each with its treatment and its count.

    >>> strange_characters("和\\u200b平 和\\u200b平 ⼈⽂")
    [('invisible characters, passed over', '2 (U+200B x 2)'), ('radicals, counted as their characters', '2 (⼈ x 1, ⽂ x 1)')]
    """
    found = []
    if not text.isascii() and _ANY.search(text):
        for what, pattern, name in (
            ("invisible characters, passed over", INVISIBLE, "U+{:04X}"),
            ("radicals, counted as their characters", RADICALS, "{:c}"),
            ("ligatures, counted as their letters", _LIGATURES, "{:c}"),
            ("characters of private use, which only their own font shows", _PRIVATE, "U+{:04X}"),
        ):
            met = sorted(Counter(pattern.findall(text)).items())
            if met:
                each = ", ".join(f"{name.format(ord(character))} x {times}" for character, times in met)
                found.append((what, f"{sum(times for _, times in met)} ({each})"))
        if lost := text.count(_REPLACED):
            found.append(("replacement characters, for what was lost when it was saved", f"{lost} (U+FFFD)"))
        if wrong := _mojibake(text):
            found.append(("mojibake: decoded by the wrong table, decode it again", f"{len(wrong)} ({wrong[0]})"))
    if is_segmented(text):
        found.append(("blanks between the words of Chinese", str(len(SEGMENTED.findall(text)))))
    for what, pattern, hint in (
        ("tags", _LAYOUT, "<"),
        ("entities", _ENTITY, "&"),
        ("escapes", _ESCAPE, "\\"),
        ("percent escapes", _PERCENT, "%"),
        ("terminal escapes", _TERMINAL, "\x1b" if "\x1b" in text else "[0m"),
        ("control characters", _STRAY, ""),
        ("words broken at line ends", _BROKEN, "-\n"),
    ):
        if hint in text:
            met = pattern.findall(text)
            met = [one for one in met if _is_entity(one)] if what == "entities" else met
            if met:
                found.append((f"{what} in the text", f"{len(met)} ({shown(met[0][:40])})"))
    return found


def _is_entity(printed: str) -> bool:
    return printed[1] == "#" or printed[1:] in html.entities.html5


def _mojibake(text: str) -> list[str]:
    """Find examples of mojibake: UTF-8, GBK or Big5 decoded as Latin, UTF-8 as GBK. One é”– may be correct."""
    found = _LOST.findall(text)
    latin = _LATIN_MOJIBAKE.findall(text)
    if len(latin) > 1 or any(one[:2] == "â€" or (len(one) == 2 and one[1] < "\xc0") for one in latin):
        found += [one for one in latin if _again(one, "cp1252")]
    found += [one for one in _PAIRS_AS_LATIN.findall(text) if _is_han(one, "gb18030") or _is_han(one, "big5")]
    if _HINT_OF_GBK.search(text):
        found += [one for one in _RUN.findall(text) if _again(one[: len(one) // 3 * 3], "gb18030")]
    return found


def _again(text: str, encoding: str) -> bool:
    """Whether the bytes of a text in that encoding are UTF-8."""
    try:
        data = b"".join(
            bytes([ord(one)]) if encoding == "cp1252" and "\x80" <= one <= "\xff" else one.encode(encoding)
            for one in text
        )
        return bool(data) and len(data.decode("utf-8")) < len(text)
    except (UnicodeError, ValueError):
        return False


def _is_han(latin: str, encoding: str) -> bool:
    """Whether the bytes of a text decoded as Latin-1 are several Chinese characters in that encoding."""
    read = latin.replace(" ", "").encode("latin-1").decode(encoding, "replace")
    return len(set(re.findall(f"[{_HAN_WORD}]", read))) >= max(3, 0.7 * len(set(read)))


def is_segmented(text: str) -> bool:
    """Whether a Chinese text was saved with separators between its words.

    >>> is_segmented("各国 弘扬 上海 精神 , 加强 合作 , 维护 安全 。"), is_segmented("各国弘扬 上海精神")
    (True, False)
    """
    if text.isascii() or sum(map(text.count, " \u3000/|_")) < _LEAST_SEGMENTED:
        return False
    between = SEGMENTED.findall(text)
    # Slashes and bars may separate the names of a list. Names are longer than words, so more separators are required.
    share = _SHARE_SEGMENTED * (1 if {"/", "|"}.isdisjoint(between) else 2)
    return len(between) >= max(_LEAST_SEGMENTED, share * len(re.findall(f"[{_HAN_WORD}]", text)))


# Elements that begin a new line in a browser.
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr"
    " html li main nav ol p pre section table tbody td tfoot th thead title tr ul".split()
)
# Comments, unseen elements (to the end of the text if they are not closed), and tags of any name. A slash, white space
# or > must follow the name, so a mail address in angle brackets is not a tag.
_MARKUP = re.compile(
    rf"""
      <!--.*?--> | {_OTHER_TAGS}
    | <(?P<unseen>script|style|noscript|template|head)(?=[\s/>]) .*? (?: </(?P=unseen)\s*> | \Z)
    | </?(?P<name>[a-z][\w:-]*)(?=[\s/>]) (?: [^<>"'] | "[^"]*" | '[^']*')* >
    | <[!?][^<>]*>
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
# The number of a footnote behind a word; a power stands behind a unit.
_FOOTNOTE = re.compile(r"(?<=[^\W\d_]{4})<sup\b[^<>]*>(?:<a\b[^<>]*>)?\s*(\d{1,3})\s*(?:</a>)?</sup>", re.I)


def marks_in(text: str) -> list[str]:
    """List the tags, entities and character escapes in a text.

    >>> marks_in("<b>AT&T</b> &amp; a < b")
    ['<b>', '</b>', '&amp;']
    """
    return [
        *(tag.group() for tag in TAG.finditer(text if "<" in text or "[" in text else "")),
        *(filter(_is_entity, _ENTITY.findall(text)) if "&" in text else ()),
        *_ESCAPE.findall(text if "\\" in text or "=" in text or "_x" in text else ""),
    ]


def between_words(text: str) -> list[tuple[int, int]]:
    """Return the spans of terminal escapes, and of the separators if the text is segmented."""
    codes = _TERMINAL.finditer(text if "\x1b" in text or "[0m" in text else "")
    return [match.span() for match in (*codes, *SEGMENTED.finditer(text if is_segmented(text) else ""))]


def unmarked(text: str) -> str:
    r"""Return the text that a browser would show for a cell with markup: tags removed, entities and escapes decoded.

    >>> unmarked('<p>弘扬上海精神。</p><div class="content">&nbsp;合作</div>'), unmarked(r"China\u2019s plan &amp; more")
    ('弘扬上海精神。\n合作', 'China’s plan & more')
    """
    if _ESCAPE.search(text):
        text = _ANY_ESCAPE.sub(_character, text)
    if TAG.search(text):
        text = _FOOTNOTE.sub(r"[\1]", text)
        seen = _MARKUP.sub(lambda tag: "\n" if str(tag["name"]).lower() in _BLOCKS else "", text)
        lines = (" ".join(line.split()) for line in html.unescape(seen).split("\n"))
        return "\n".join(filter(None, lines))
    plain = html.unescape(text)
    # Escaped twice.
    again = plain != text and (_LAYOUT.search(plain) or _ENTITY.search(plain))
    return unmarked(plain) if again else plain.replace("\xa0", " ")


def _character(escape: re.Match) -> str:
    printed = escape.group()
    if not re.match(_BYTES, printed):
        return {"t": "\t", '"': '"', "/": "/", "\n": "", "\r": ""}.get(printed[1], "\n")
    data = bytes.fromhex(re.sub(r"\\[ux]|=\s*", "", printed))
    if printed[1] == "u":
        return data.decode("utf-16-be", "surrogatepass")
    read = data.decode("utf-8", "ignore")
    return read if read.encode() == data else data.decode("latin-1")


def shown(text: str) -> str:
    """Make characters visible that would act on a screen: terminal controls, direction marks.

    >>> shown("red \\x1b[31m, \\u202eback")
    'red ␛[31m, ⟨U+202E⟩back'
    """
    text = _CONTROL.sub(lambda match: _picture(match.group()), text)
    return text if text.isascii() else _BIDIRECTIONAL.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", text)


def _picture(control: str) -> str:
    point = ord(control)
    return chr(0x2400 + point) if point < 0x20 else "␡" if point == 0x7F else f"⟨U+{point:04X}⟩"
