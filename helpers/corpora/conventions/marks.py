"""What stands around the words of an article, and how it is recognised: headers, datelines, credits, furniture.

Rules are written in Simplified characters and ASCII or full-width marks; `simplify` keeps the length of a text, so
offsets found in it are valid in the text as printed.
"""

import re
from typing import NamedTuple

from helpers.corpora import stamps
from helpers.corpora.conventions.tiling import Span
from helpers.lexicon import Lexicon, per_lexicon, printed_forms
from helpers.lexicon.patterns import compiled, literal
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


def bare_words(text: str) -> str:
    """The letters and digits of a text, whatever the case."""
    return re.sub(r"[\W_]+", "", text).casefold()


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, but for case and everything that is neither letter nor digit."""
    return bool(bare_words(one)) and bare_words(one) == bare_words(other)


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
    name = rf"(?:{agency}|本报|本网|本刊|[\u4e00-\u9fff]{{2,8}}?(?:社|网|报|财经|电视台|电台|通讯社))"
    day = r"(?:(?:\d{4}|[一二三四五六七八九〇零]{4})年)?(?:[\d十一二三四五六七八九]{1,3}月)?[\d十廿卅一二三四五六七八九]{1,3}日"
    town = r"[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})?"
    place = r"[A-Z][A-Za-zÀ-ž.'’]+(?:[ -][A-Za-zÀ-ž.'’]+){0,3}"
    month = rf"(?:{stamps.months(lexicon=lexicon)})\.?"
    when = rf"(?:\d{{1,2}}\s+{month}|{month}\s+\d{{1,2}})(?:,?\s+\d{{4}})?"
    datelines = (
        # 新华社北京8月29日电(记者朱超、黄扬)   中新网 天津8月29日电 (记者 王君妍)   智通财经6月26日电,
        re.compile(
            rf"(?:据)?(?P<agency>{name})\s?"
            rf"[\u4e00-\u9fff·、/]{{0,16}}?\s*{day}(?:专?电|讯|消息)"
            r"\s*(?:[(（][^()（）]{0,40}[)）])?[\s,,::：／]*"
        ),
        # 央视网消息(新闻联播):   本报讯(记者 张某)
        re.compile(
            rf"(?P<agency>{agency}|本报|本网|[\u4e00-\u9fff]{{2,6}}?网(?=讯))(?:消息|讯|专稿)\s*(?:[(（][^()（）]{{0,40}}[)）])?\s*[,，::：]?\s*(?<=[\s)）,，::讯：])"
        ),
        # 【本报北京三日电】(本报记者李某)   （中央社记者韩某吉隆坡30日专电）   〔记者李某/台北报道〕   （联合早报讯）
        re.compile(
            rf"[【〔\[(（]\s*(?P<agency>{name})?[^【】〔〕\[\]()（）。]{{0,40}}?(?:电|讯|报道|报导|综合|记者[^【】〔〕\[\]()（）。]{{1,24}}?)"
            rf"\s*[】〕\])）]\s*(?:[(（](?:{name})?记者[^()（）]{{1,20}}[)）]\s*)?"
        ),
        # 【环球时报赴青岛特派记者 郭媛丹】
        re.compile(rf"【\s*(?P<agency>{agency})[^【】]{{0,40}}】\s*"),
        re.compile(r"【[^【】]{0,30}(?:记者|报道|特约|通讯员)[^【】]{0,30}】\s*"),
        # WANA (Sep 03) –
        re.compile(rf"(?P<agency>{forms}|[A-Z]{{2,10}})\s*\({when}\)\s*[-–—]+\s*"),
        # (MENAFN- Trend News Agency) DUSHANBE, Tajikistan, August 28.
        re.compile(
            rf"\([A-Z]{{2,10}}\s?-\s?(?P<named>[A-Z][\w. ]{{1,30}})\)\s*(?:{place}(?:,\s+{place})?,\s+{when}\.?\s*)?"
        ),
        # MURMANSK (Sputnik) -   CAPE ORRIN, Maine (AP) —   TASHKENT (UzDaily.com) --
        re.compile(
            rf"{place}(?:,\s+{place})?\s*[(（](?P<named>{forms}|[A-Z][\w. ]{{1,30}})[)）]\s*(?:-{{1,2}}|[—–])+\s*"
        ),
        # MOSCOW, July 3. /TASS/.
        re.compile(
            rf"{place}(?:,\s+{place})?(?:,\s+{when})?[.,]?\s*/(?P<slashed>[A-Z][A-Za-z ]+)/\.?\s*(?:[-–—]+\s*)?"
        ),
        # ASTANA. KAZINFORM –   BAKU, Azerbaijan, July 15. Trend:
        re.compile(
            rf"(?:[A-Z][A-Z-]+(?: [A-Z-]+)*|{place}(?:,\s+{place})?[,.]\s+{when})\.\s+(?P<named>{forms}|[A-Z]{{3,12}}(?:\.[A-Z]{{2}})?|[A-Z][a-z]+(?=\s*[:：/]))"
            r"\s*[-–—:：/.]*\s+(?=[A-Z«“\"])"
        ),
        # PLACE | Agency |   TASHKENT – Agency –
        re.compile(rf"[A-Z][A-Za-zÀ-ž' -]{{2,30}}\s*\|\s*(?P<named>{forms}|[A-Z][\w. ]{{1,30}})\s*\|\s*"),
        # ISLAMABAD:   NEW DELHI, Sept 2:   ASTANA –   TIANJIN, China —   BAKU, Azerbaijan, June 3.
        re.compile(
            rf"[A-Z][A-Z]+(?:[ -][A-Z]+){{0,2}}(?:,\s+{place})?(?:,\s+{when}\.?)?\s*(?::|--|—|–|(?<=\d\.))\s+(?=[A-Z“\"])"
        ),
        # New Delhi:
        re.compile(
            rf"(?!(?:Note|Photo|Source|Analysis|Question|Answer|Opinion|Update|Watch)\b){town}:\s+(?=[A-Z][a-z]+ .{{60}})"
        ),
        # Baku, July 16, AZERTAC   BEIJING, July 15 (Xinhua) --
        re.compile(
            rf"[A-Z][A-Za-zÀ-ž.'’ -]{{1,30}}(?:,\s+[A-Z][A-Za-zÀ-ž.' -]{{1,30}})?,\s+(?:\d{{1,2}}\s+{month}|{month}\s+\d{{1,2}})"
            r"(?:,?\s+\d{4})?\s*(?:,\s*(?P<agency>[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:\s[A-Z]{2,})?|" + forms + r")\b"
            r"|[(（](?P<named>[A-Z][A-Za-z .]{1,30})[)）]|/(?P<slashed>[A-Z][A-Za-z]+)/)?\s*(?:-{1,2}|[—–:.])?\s*"
        ),
    )
    return _Outlets(datelines, re.compile(rf"[-–—\s]*(?:{forms})[\s.。]*", re.IGNORECASE))


# （歐新社）, (新华社): a credit under a picture, and the source under an article.
AGENCY_CREDIT = re.compile(r"^[^，,]{0,40}[(（][^()（）]{0,10}社[)）]\s*$")
_WHOLE = re.compile(r"\d|[日三五一二四六七八九十]电|讯|[)）/】〕]\s*[-–—.]*\s*$")
EDITOR_MARK = re.compile(
    r"[(（\[【]\s*(?:(?:责任编辑|责编|编辑|作者|来源|译者|核稿|翻译|文|编译|END|完)\s*(?:[:：][^()（）\[\]]{0,40})?"
    r"|本报记者|记者|[Ee]dited by [^()]{2,40})\s*[)）\]】]"
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
            if match.end() == len(text.rstrip()) and not groups:
                continue
            return match.end(), match.span(groups[0]) if groups else None
    return 0, None


def is_dated(text: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether a text opens with a whole dateline, which names the agency and the day or stands in brackets."""
    length, agency = dateline(text, lexicon=lexicon)
    return agency is not None and bool(_WHOLE.search(simplify(text[:length])))


def is_closing_line(text: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether a line names an outlet and nothing else."""
    return bool(_outlet_patterns(lexicon=lexicon).closing_line.fullmatch(simplify(text[:80])))


@per_lexicon
def _captions(*, lexicon: Lexicon) -> tuple[re.Pattern, re.Pattern]:
    """How the words under a picture begin, and how they end: with a credit."""
    table = lexicon.table("furniture")
    heads, tails = ("|".join(table.loc[table["kind"] == kind, "words"]) for kind in ("caption", "credit"))
    return compiled("furniture.csv, caption", heads), compiled("furniture.csv, credit", tails, flags=0)


def is_caption(text: str, last: bool = False, *, lexicon: Lexicon | None = None) -> bool:
    """Whether a paragraph ends in the credit of a photograph. Under the `last` one of a text a name in brackets is its source."""
    if len(text) > 600:
        return False
    simple = simplify(text[-120:])
    if len(text) <= 60 and not last and AGENCY_CREDIT.search(simple):
        return True
    heads, tails = _captions(lexicon=lexicon)
    return bool(heads.match(simplify(text[:24])) or tails.search(simple))
