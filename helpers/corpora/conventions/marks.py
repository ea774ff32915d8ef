"""Elements around the words of an article: datelines, photo credits, closing marks.

Rules are written in Simplified characters and ASCII or full-width marks. `simplify` keeps the length of a text, so
offsets found in the result are valid in the printed text.
"""

import re

from helpers.corpora import stamps
from helpers.corpora.conventions.furniture import kinds
from helpers.corpora.conventions.tiling import Span
from helpers.lexicon import Lexicon, outlet_of, per_lexicon
from helpers.lexicon.patterns import compiled
from helpers.texts.scripts import HAN, simplify

_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile(r"[A-Za-zÀ-ɏЀ-ӿ]")
# More letters do not tell the language better, and a line may be 20 MB long.
_SAMPLE = 5000


def visible_lines(raw: str) -> list[Span]:
    """Return the spans of lines with visible characters, without the white space around them."""
    return [match.span() for match in re.finditer(r"\S(?:[^\r\n]*\S)?", raw)]


def is_chinese(text: str) -> bool:
    """Whether a text is written in Chinese. One Chinese character counts as four Latin letters."""
    sample = text[:_SAMPLE]
    return 4 * len(_HAN.findall(sample)) >= max(len(_LETTER.findall(sample)), 1)


def is_title_like(text: str) -> bool:
    """Whether a line could be a title: short, with a letter or digit, without the final mark of a clause."""
    short = len(text) <= (70 if is_chinese(text) else 170)
    return short and not re.search(r"[。.；;,,:：、][\"'”’」』)）]*$", text) and bool(re.search(r"\w", text))


def bare_words(text: str) -> str:
    """Return the letters and digits of a text, case-folded."""
    return re.sub(r"[\W_]+", "", text).casefold()


def same_words(one: str, other: str) -> bool:
    """Whether two lines have the same letters and digits, ignoring case."""
    return bool(bare_words(one)) and bare_words(one) == bare_words(other)


# The parts of datelines.
_PARTS = {
    "DAY": r"(?:(?:\d{4}|[一二三四五六七八九〇零]{4})\s?年\s?)?(?:[\d十一二三四五六七八九]{1,3}\s?月\s?)?[\d十廿卅一二三四五六七八九]{1,3}\s?日",
    "TOWN": r"[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})?",
    "PLACE": r"[A-Z][A-Za-zÀ-ž.'’]+(?:[ -][A-Za-zÀ-ž.'’]+){0,3}",
    "WHEN": r"(?:\d{1,2}(?:st|nd|rd|th)?\s+MONTH|MONTH\s+\d{1,2})(?:,?\s*\d{4})?",
    "NAME": r"(?:本报|本网|本刊|[\u4e00-\u9fff]{1,10}?(?:社|网|报|财经|电视台|电台|总台|在线))",
    "REPORTERS": r"(?:[(（][\u4e00-\u9fff]{0,8}(?:记者|通讯员)(?!会|站|[问说])[^()（）]{1,20}[)）]|(?:[\u4e00-\u9fff]{0,6}(?:记者(?!会|站|[问说])|实习生|通讯员|特派员)\s?[\u4e00-\u9fff·]{2,4}[\s、]*){1,4}报[导道][:：])\s*",
    "OUTLET": r"[A-Z][\w.&'’/-]*(?: [\w.&'’/-]+){0,4}?",
}
# Reporters may stand behind any dateline.
_REPORTERS = re.compile(_PARTS["REPORTERS"])


@per_lexicon
def datelines(*, lexicon: Lexicon) -> list[re.Pattern]:
    """Return the patterns of `datelines.csv`, with the parts and the names of months filled in."""
    shapes = list(lexicon.table("datelines")["shape"])
    for name, part in (_PARTS | {"MONTH": rf"(?i:{stamps.months(lexicon=lexicon)})\.?"}).items():
        shapes = [re.sub(rf"\b{name}\b", lambda _, part=part: part, shape) for shape in shapes]
    return [compiled("datelines.csv", shape, flags=0) for shape in shapes]


# （歐新社）, （路透）, (新华社): a credit under a picture, and the source under an article.
AGENCY_CREDIT = re.compile(r"^[^，,]{0,40}[(（][^()（）]{0,10}(?:社|路透|法新|美联|欧新)[)）]\s*$")
_WHOLE = re.compile(r"\d|[日三五一二四六七八九十]电|电\s+$|讯|[)）/】〕]\s*[-–—.]*\s*$|[\u4e00-\u9fff]——$")
# ■, -30-, APP/ab/cd, the number of a day, or the agency of a translation behind the last words of a text, a star for a note, or one before the words of a link
END_MARK = re.compile(
    r"(?<=[.!?。！？”\")])\s*(?:-\s?30\s?-|Enditem(?:/\w*)*|[A-Za-z]{2,5}(?:/[a-z-]{2,5}){1,3}|(?<=。)(?:\d{7,8}|[\u4e00-\u9fff]{2,4}社[(（][编翻]译[)）])|[★☆▲▶►◆]\w[^。！？]{3,30}|[^\w\s.,:;!?，、。：；！？…—()<>\[\]（）《》〈〉「」『』【】”“’‘'\"%°-]{1,3})$"
)


def dateline(text: str, *, lexicon: Lexicon | None = None) -> tuple[int, Span | None]:
    """Return the length of the dateline that opens a text (0 if none) and the span of its agency (or None)."""
    head = simplify(text[:160])
    if kinds(lexicon=lexicon)["turn"].match(head):
        return 0, None
    for pattern in datelines(lexicon=lexicon):
        match = pattern.match(head)
        named = match.groupdict() if match else {}
        # A name in the group `known` counts only if `outlets.csv` has it.
        if match and (not named.get("known") or outlet_of(named["known"], chain=False, lexicon=lexicon)):
            groups = [name for name in ("agency", "named", "slashed", "known") if named.get(name)]
            start = match.start(groups[0]) if groups else 0
            by = _REPORTERS.match(head, match.end()) or match
            return by.end(), (start, start + len(match[groups[0]].rstrip())) if groups else None
    return 0, None


def is_place(opening: str) -> bool:
    """Whether a dateline is a place alone: in capitals, or in Chinese before a double dash."""
    return opening.split(",")[0].isupper() or opening.endswith("——")


def is_dated(text: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether a text opens with a whole dateline: it names the agency and the day, or is in brackets."""
    length, agency = dateline(text, lexicon=lexicon)
    return agency is not None and bool(_WHOLE.search(simplify(text[:length])))


def is_caption(text: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether a paragraph ends in the credit of a photograph."""
    if len(text) > 600:
        return False
    simple = simplify(text[-120:])
    if len(text) <= 60 and AGENCY_CREDIT.search(simple):
        return True
    known = kinds(lexicon=lexicon)
    return bool(known["caption"].match(simplify(text[:160])) or known["credit"].search(simple))
