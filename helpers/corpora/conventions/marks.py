"""What stands around the words of an article, and how it is recognised: headers, datelines, credits, furniture.

Rules are written in Simplified characters and ASCII or full-width marks; `simplify` keeps the length of a text, so
offsets found in it are valid in the text as printed.
"""

import re
from typing import NamedTuple

from helpers.corpora.conventions.tiling import Span
from helpers.lexicon import Lexicon, outlet_of, per_lexicon, printed_forms
from helpers.lexicon.patterns import literal
from helpers.texts.scripts import simplify

_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[A-Za-zÀ-ɏЀ-ӿ]")
# More letters than these tell a language no better, and a line may be 20 MB long.
_SAMPLE = 5000


def visible_lines(raw: str) -> list[Span]:
    """The lines that hold something visible, without the white space around them."""
    return [match.span() for match in re.finditer(r"\S(?:[^\r\n]*\S)?", raw)]


def is_chinese(text: str) -> bool:
    """Whether a text is written in Chinese: a character weighs as much as four Latin letters."""
    sample = text[:_SAMPLE]
    return 4 * len(_CJK.findall(sample)) >= max(len(_LETTER.findall(sample)), 1)


def is_title_like(text: str) -> bool:
    """Whether a line could be a title: short, with something to read, and not ending as a sentence or a clause does."""
    short = len(text) <= (70 if is_chinese(text) else 170)
    return short and not re.search(r"[。.；;,,:：、][\"'”’」』)）]*$", text) and bool(re.search(r"\w", text))


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, but for case and everything that is neither letter nor digit."""

    def bare(text: str) -> str:
        return re.sub(r"[\W_]+", "", text).casefold()

    return bool(bare(one)) and bare(one) == bare(other)


_MONTHS = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_CLOCK = re.compile(
    r"\d{4}\s*(?:[-/.]|年)\s*\d{1,2}\s*(?:[-/.]|月)\s*\d{1,2}\s*日?(?:[\sT]{0,3}\d{1,2}\s*[::：]\s*\d{2}(?:[::：]\d{2})?)?"
    rf"|{_MONTHS}\s+\d{{1,2}},?\s+\d{{4}}(?:,?\s+\d{{1,2}}:\d{{2}}(?:\s*[ap]\.?m\.?)?)?"
)
_LABELS = {
    "stamp": "发布时间|发布日期|发稿时间|更新时间|时间|日期|Published(?: on| at)?|Updated|Date|Time",
    "outlet": "来源|稿源|消息来源|文章来源|Source",
    "editor": "作者|责任编辑|责编|编辑|记者|通讯员|校对|审核|监制|翻译|字号|字体|浏览|点击|阅读|Authors?|Editors?|By",
}
_LABEL = re.compile(
    "(?<![^\\W_])(?:" + "|".join(f"(?P<{name}>{forms})" for name, forms in _LABELS.items()) + r")\s*[:：]\s*"
)
_BETWEEN_FIELDS = re.compile(r"[|｜\u3000]|\s{2,}")


class _Outlets(NamedTuple):
    """The patterns that hold the printed names of outlets: datelines, the last of them in Latin letters, and the line that
    names the source alone."""

    datelines: tuple[re.Pattern, ...]
    closing_line: re.Pattern


@per_lexicon
def _outlet_patterns(*, lexicon: Lexicon) -> _Outlets:
    printed = printed_forms(lexicon=lexicon)
    forms = "|".join(literal(form) for form in printed if len(form) > 1)
    agency = rf"(?:{'|'.join(literal(form) for form in printed if _CJK.match(form))})"
    datelines = (
        # 新华社北京8月29日电(记者朱超、黄扬)   中新网天津8月29日电 (记者 王君妍)   智通财经6月26日电,
        re.compile(
            rf"(?:据)?(?P<agency>{agency}|本报|本网|[\u4e00-\u9fff]{{2,8}}?(?:社|网|报|财经|电视台))"
            r"[\u4e00-\u9fff·、/]{0,16}?\s*(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}日(?:专?电|讯|消息)"
            r"\s*(?:[(（][^()（）]{0,40}[)）])?[\s,,::：]*"
        ),
        # 央视网消息(新闻联播):   本报讯(记者 张某)
        re.compile(
            rf"(?P<agency>{agency}|本报|本网)(?:消息|讯|专稿)\s*(?:[(（][^()（）]{{0,40}}[)）])?\s*[::：]?\s*(?<=[\s)）::：讯])"
        ),
        # 【环球时报赴青岛特派记者 郭媛丹】
        re.compile(rf"【\s*(?P<agency>{agency})[^【】]{{0,40}}】\s*"),
        re.compile(r"【[^【】]{0,30}(?:记者|报道|特约|通讯员)[^【】]{0,30}】\s*"),
        # （中央社记者韩某吉隆坡30日专电）
        re.compile(rf"[(（](?P<agency>{agency}|本报|本网)[^()（）]{{0,40}}(?:电|讯|报道|综合)[)）]\s*"),
        # Baku, July 16, AZERTAC   BEIJING, July 15 (Xinhua) --
        re.compile(
            rf"[A-Z][A-Za-zÀ-ž.'’ -]{{1,30}}(?:,\s+[A-Z][A-Za-zÀ-ž.' -]{{1,30}})?,\s+(?:\d{{1,2}}\s+{_MONTHS}|{_MONTHS}\s+\d{{1,2}})"
            r"(?:,?\s+\d{4})?\s*(?:,\s*(?P<agency>[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:\s[A-Z]{2,})?|"
            + forms
            + r")\b"
            r"|[(（](?P<named>[A-Z][A-Za-z .]{1,30})[)）]|/(?P<slashed>[A-Z][A-Za-z]+)/)?\s*(?:-{1,2}|[—–:.])?\s*"
        ),
    )
    return _Outlets(datelines, re.compile(rf"[-–—\s]*(?:{forms})[\s.。]*", re.IGNORECASE))


_CREDITS = [
    re.compile(r"(?:记者|通讯员|特约|新华社|中新社|供图|摄影)[^。.!?]{0,30}[摄图]\s*$"),
    re.compile(r"(?:[/(（]|[。」”\"]\s*)[\u4e00-\u9fff· ]{1,12}\s*[摄攝]\s*[)）]?\s*$"),
    re.compile(
        r"[(（](?:图源|资料图|图片来源|供图|Photo|Xinhua|AP|AFP|Reuters|EPA)(?:[\s:：/|,][^()（）]*)?[)）]\s*\.?$"
    ),
    re.compile(r"\bPhoto(?:\s+by|:|/|\s+courtesy)\s*[^.]{2,60}$"),
    re.compile(r"[(（][A-Z][A-Za-z ]{1,25}\s*/\s*[A-Z][A-Za-z. '-]{1,40}[)）]\s*$"),
]
EDITOR_MARK = re.compile(
    r"[(（\[【]\s*(?:责任编辑|责编|编辑|记者|作者|来源|文|编译|END|完|本报记者)\s*(?:[:：][^()（）\[\]]{0,40})?\s*[)）\]】]"
)
BREADCRUMB = re.compile(
    r"(?:»|›|→|>>|(?:>|＞)[^<>＞]{1,40}(?:>|＞)|^(?:首页|当前位置|您的位置|您现在的位置|Home)\s*[:：>＞»/])"
)
RELATED = re.compile(
    r"^[^\w]*(?:相关(?:阅读|新闻|报道|链接|推荐|文章|稿件)|延伸阅读|推荐阅读|热门推荐|猜你喜欢|更多新闻|更多报道"
    r"|Related (?:articles?|news|stories|reading|coverage)|Read (?:more|also)|More (?:news|stories))[^\w]*$",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"^[^\w]*(?:免责声明|版权声明|特别声明|郑重声明|声明|版权所有|Disclaimer|Copyright)(?:\s*[:：©]|\s*$|\b)",
    re.I,
)


def dateline(text: str, *, lexicon: Lexicon | None = None) -> tuple[int, Span | None]:
    """How many characters of dateline a text begins with, and where in them the agency stands."""
    head = simplify(text[:160])
    datelines = _outlet_patterns(lexicon=lexicon).datelines
    for pattern in datelines:
        match = pattern.match(head)
        if match and match.end():
            groups = [name for name in ("agency", "named", "slashed") if match.groupdict().get(name)]
            if not groups and pattern is datelines[-1]:
                continue
            return match.end(), match.span(groups[0]) if groups else None
    return 0, None


def is_closing_line(text: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether a line names an outlet and nothing else."""
    return bool(_outlet_patterns(lexicon=lexicon).closing_line.fullmatch(simplify(text[:80])))


def is_caption(text: str) -> bool:
    """Whether a paragraph ends in the credit of a photograph."""
    simple = simplify(text[-120:])
    return len(text) <= 600 and any(credit.search(simple) for credit in _CREDITS)


def header_fields(line: str, *, lexicon: Lexicon | None = None) -> dict[str, list[Span]] | None:
    """What a header line prints (`stamp`, `outlet`, `editor` -> spans in it), or None if it is anything else."""
    if len(line) > 300:
        return None
    simple = simplify(line)
    spans: dict[str, list[Span]] = {}
    rest = list(simple)

    def take(name: str, start: int, end: int) -> None:
        spans.setdefault(name, []).append((start, end))
        rest[start:end] = " " * (end - start)

    labels = list(_LABEL.finditer(simple))
    ends = [*(match.start() for match in labels[1:]), len(simple)]
    for match, end in zip(labels, ends, strict=False):
        start, name = match.end(), match.lastgroup
        if stop := _BETWEEN_FIELDS.search(simple, start, end):
            end = stop.start()
        if name == "outlet" and (clock := _CLOCK.search(simple, start, end)):
            end = clock.start()
        start, end = _stripped(simple, start, end)
        if end - start > 60 or re.search(r"[。;；]", simple[start:end]):
            return None
        rest[match.start() : match.end()] = " " * (match.end() - match.start())
        if start < end:
            take(name, start, end)
    for match in _CLOCK.finditer(simple):
        if match.span() not in spans.get("stamp", []):
            take("stamp", *match.span())
    for match in re.finditer(r"[^\s|｜()（）]+(?: [^\s|｜()（）]+)*", "".join(rest)):
        word = match.group().strip("-·• ")
        if not word or re.fullmatch(r"(?:GMT|UTC)?[+\-]?\d{0,4}", word):
            continue
        if not outlet_of(word, lexicon=lexicon) or not spans:
            return None
        take("outlet", *match.span())
    return spans or None


def _stripped(text: str, start: int, end: int) -> Span:
    """`text[start:end]` without the white space around it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
