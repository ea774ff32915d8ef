"""Title of an article: the line above the text that shares most words with it and looks like a headline."""

import re
from collections.abc import Iterable

from helpers.corpora.conventions.furniture import furniture_kind, is_masthead, kinds
from helpers.corpora.conventions.lines import IN_PARLIAMENT, Line, Section, is_on_its_own
from helpers.corpora.conventions.marks import dateline, same_words
from helpers.corpora.conventions.tiling import Span, Tiling

# Number of characters of the text to compare with a title.
_TEXT = 4000
# Paragraphs and characters of the beginning of a text, which repeats words of the headline.
_LEAD = (3, 700)
_TAKEN_UP = 0.2
# Lowest scores of a headline above a header, and of any title: a wrong title is worse than a missing one.
_WEAK = 1.0
_NONE = 0.3
_CLOSE = 0.2
# Characters of a headline, in Chinese and in other languages; a longer one may be a standfirst or a caption.
_LONG = (45, 120)
# A standfirst without a full stop has more characters.
_STANDFIRST = 75
_NEAR = 250
# A paragraph this near to the text and this long may be its beginning.
_CUT_OFF, _PARAGRAPH = 40, 150
# A line below the dated header must score better than the headline above it by this.
_BELOW_HEADER = 1.4
# ——写在峰会之前: a subtitle; a quotation below a title usually is one too.
_SUBTITLE = re.compile(r"[—–]{1,2}(?=\S)")
_QUOTED = re.compile(r"[\"“「].*[\"”」]|['‘][^'’]*['’]")
SITE = re.compile(
    r"\s*(?:[|｜_]|\s[-–—]|(?<=[\u4e00-\u9fff”》」』])[-–—](?=[\u4e00-\u9fff]{2,14}$))\s*[^|｜_–—-]{2,40}$"
)
# Headings of parts, speakers, notes on the author, what the writer is (Opinion writer reporting from ...), links,
# attributions, numbers of documents, ON HOLIDAY: Ann Doe, POLICY BRIEF • 10/2025.
_NO_TITLE = re.compile(
    r"[一二三四五六七八九十]{1,2}、|\S{2,24}(?:阁下|先生|女士)[:：]?$|[—–>›»] |[(（][^()（）]*[)）]$|\S{2,12}〔\d{4}〕\s?\d+号$|.*\b\d{1,3}/(?:19|20)\d\d$"
    r"|(?:[A-Z][a-z]+ ){0,2}(?:[Ww]riter|[Rr]eporter|[Cc]olumnist|[Cc]orrespondent|[Ee]ditor)"
    r"(?: (?:covering|reporting|focus\w+|based|at large|(?:at|on|in|for) (?:the |[A-Z]).*)\b.*)?$"
    r"|[A-Z][A-Z ]{2,24}: [A-Z][a-z'’]+(?: [A-Z][\w'’-]+){1,2}$|" + IN_PARLIAMENT.pattern
)
_META_ROLES = ("header", "byline", "crawler", "medium", "dateline")


def choose_title(section: Section) -> Line | None:
    """Return the line of the title, or None; note it in the draft, and a doubt if lines compete or it is weak."""
    # Look only at the nearest lines above the text: the work stays linear.
    above, inside = section.above[-_NEAR:], section.inside
    candidates = [line for line in above if _may_be_title(line)]
    if not candidates:
        return None
    # Prose above the text may be cut off from it by an advertisement or a box.
    cut_off = (line for line in above[-_CUT_OFF:] if line.role == "prose" and len(line.text) > _PARAGRAPH)
    said = shared_words("".join(line.text for line in (*cut_off, *inside))[:_TEXT])
    # A text in two languages has its title in the first.
    chinese = next((line.chinese for line in inside if line.role == "prose"), True)
    plain = [_score(section.tiling, line, at, candidates, above, said, chinese) for at, line in enumerate(candidates)]
    # The first paragraphs take up the words of their headline.
    lead = shared_words(_lead(section))
    taken_up = [0 if line.chinese else min(len(shared_words(line.text) & lead), 3) for line in candidates]
    scores = [score + _TAKEN_UP * taken for score, taken in zip(plain, taken_up, strict=True)]
    best = max(range(len(candidates)), key=lambda number: (scores[number], number))
    best = _over_the_standfirst(candidates, scores, best, above)
    best = _over_the_header(candidates, scores, best, above, said, taken_up)
    if scores[best] < _NONE and not _is_alone(candidates, above):
        return None
    best, rival = _first_of_block(candidates, best, above, said)
    chosen = _whole(candidates[best], above)
    _doubt_title(section, chosen, candidates, plain, plain[best], rival)
    section.draft.title = _headline(chosen, section)
    return chosen


def _over_the_standfirst(candidates: list[Line], scores: list[float], best: int, above: list[Line]) -> int:
    """Return the headline above the best line if that is its subtitle or standfirst, which scores about as much; the
    first line of a page may score less than the next."""
    while best > 0:
        line, other = candidates[best - 1], candidates[best]
        at = above.index(line)
        # Nothing stands above it, in Chinese no other headline.
        over = [*filter(_is_headline, candidates[: best - 1])] if line.chinese else above[:at]
        first = all(one.role == "crawler" for one in over) and len(line.text) >= (10 if line.chinese else 30)
        # In a list of headlines the line above is not a title of the next.
        listed = at and above[at - 1].role == "short" and _is_headline(above[at - 1]) and len(above[at - 1].text) < 120
        reach = 1.0 if first or _QUOTED.fullmatch(other.text) else 0.1 if listed else 0.3
        subtitled = _SUBTITLE.match(line.text) or _SUBTITLE.match(other.text)
        if not subtitled and (above[at + 1] is not other or scores[best - 1] < scores[best] - reach):
            break
        best -= 1
    return best


def _doubt_title(
    section: Section, chosen: Line, candidates: list[Line], scores: list[float], score: float, rival: bool
) -> None:
    """Note a doubt if the title is weak or another headline as good: not one right under it or its date, which is a
    standfirst or a caption."""
    others = [number for number, line in enumerate(candidates) if not line.repeats(chosen)]
    second = max(others, key=scores.__getitem__, default=-1)
    if others and not rival:
        under = section.above[section.above.index(chosen) + 1 : section.above.index(candidates[second]) + 1]
        rival = scores[second] > score - _CLOSE and _is_headline(candidates[second]) and len(under) != 1
        rival = rival and not any(line.role in _META_ROLES for line in under)
    if why := _why_weak(section, chosen, len(candidates)) or ("another line is as good" if rival else ""):
        other = f", the next best line is {_short(candidates[second])!r}" if others else ""
        section.draft.doubts.append(f"the title {_short(chosen)!r} is a guess: {why}{other}; see study/pages.csv")


def _is_alone(candidates: list[Line], above: list[Line]) -> bool:
    """Whether the only line that may be a title stands right over a date with the label of publication."""
    over = above[above.index(candidates[0]) + 1 :][:1] if len(candidates) == 1 else []
    return any(stamp.rank == 0 for line in over if line.header for stamp in line.header.stamps)


def _whole(line: Line, above: list[Line]) -> Line:
    """Return the line with the whole headline if `line` and a neighbour are its parts, or without a menu glued to it."""
    at = above.index(line)
    ends = (
        one
        for one in above
        if line.text.endswith(f" {one.text}") and re.match(r"[\w/>»]", line.text[: -len(one.text) - 1][-1:])
    )
    if (end := max(ends, key=lambda one: len(one.text), default=line)).text.count(" ") > 2 and end is not line:
        return end
    parts = [one.bare for one in above[max(at - 1, 0) : at + 2] if len(one.bare) > 3 and not one.repeats(line)]
    whole = (one for one in above if one is not line and one.chinese and line.bare in one.bare)
    return next((one for one in whole if any(part in one.bare != part for part in parts)), line)


def _headline(line: Line, section: Section) -> Span:
    """Return the span of the headline in its line: after a label, before the name of the site."""
    tiling = section.tiling
    head = kinds(lexicon=tiling.lexicon)["title_label"].match(line.simple)
    # Bars remain from the cells of a table, other marks from a list.
    marks = len(line.text) - len(line.text.lstrip("|｜ •·-"))
    first = head.end() if head else _topic(line.text, tiling) or marks
    last = len(line.text.rstrip("|｜ "))
    if last == len(line.text) and (site := _names_site(line, section.above, tiling)):
        last = site.start()
    return line.place((first, last))


def _why_weak(section: Section, chosen: Line, candidates: int) -> str:
    """Return why a title is doubtful, or "". A headline shares words with the first paragraphs, above the date."""
    words, above = shared_words(chosen.text), section.above
    # Chinese needs more matches: they are pairs of characters, not words.
    lead = _lead(section)[: _LEAD[1] // (1 + chosen.chinese)]
    if len(words & shared_words(lead)) < 2 + chosen.chinese:
        return "the first paragraphs take up too few of its words"
    if re.search(r"[在的和与对于及将被把从向]$", chosen.simple):
        return "it ends in the middle of a phrase"
    if not chosen.chinese and (_QUOTED.fullmatch(chosen.text) or (candidates > 3 and chosen.text.count(" ") < 3)):
        return "it is short for a headline, or a quotation"
    at = above.index(chosen)
    if _is_over_headlines(above[at + 1 :], words | shared_words("\n".join(one.text for one in section.inside)[:_TEXT])):
        return "other headlines stand between it and the text"
    over, under = (
        sum(one.weight for one in part if one.role == "prose" and one.chinese is chosen.chinese)
        for part in (above[:at], section.inside)
    )
    if over > 0.3 * under:
        return "another text stands above it"
    dated = any(line.role == "byline" or (line.header and line.header.stamps) for line in above[:at])
    if chosen is above[-1] and (dated or any(line.role == "related" for line in above[-2:])):
        return f"it stands under {'the date' if dated else 'the label of a list'}, right above the text"
    return "it is long for a headline" if len(chosen.text) > _LONG[not chosen.chinese] else ""


def _is_over_headlines(below: list[Line], said: set[str]) -> bool:
    """Whether headlines that share few words with what is said stand below a title: below its date more than four."""
    others = [shared_words(one.text) for one in below[1:] if one.role == "short" and _is_headline(one)]
    headed = any(one.role in _META_ROLES for one in below[:4])
    return sum(3 * len(other & said) < len(other) for other in others) > (4 if headed else 1)


def _lead(section: Section) -> str:
    paragraphs, length = _LEAD
    return "\n".join([line.text for line in section.inside if line.role == "prose"][:paragraphs])[:length]


def _names_site(line: Line, above: list[Line], tiling: Tiling) -> re.Match | None:
    """Return the match of the medium after a headline, with its section if printed, or None. A name that is on a line
    of its own as well is one."""
    site = SITE.search(line.simple)
    if not site or not (
        is_masthead(site.group().strip(" |｜_-–—"), lexicon=tiling.lexicon)
        or is_on_its_own(line.text[slice(*site.span())], above)
    ):
        return None
    section = SITE.search(line.simple, 0, site.start())
    return section if section and furniture_kind(section.group().strip(" |｜_-–—"), lexicon=tiling.lexicon) else site


def _topic(text: str, tiling: Tiling) -> int:
    """Return the start of the headline after an agency's topic label, or 0: `新华社北京5月28日电 题:...`"""
    length = dateline(text, lexicon=tiling.lexicon)[0]
    topic = re.match(r"\s*[题題]\s*[:：]\s*", text[length:]) if length else None
    return length + topic.end() if topic else 0


def _short(line: Line) -> str:
    return line.text if len(line.text) <= 50 else line.text[:49] + "…"


def _may_be_title(line: Line) -> bool:
    if _NO_TITLE.match(line.simple):
        return False
    if line.role == "short":
        return len(line.text) <= (80 if line.chinese else 260) and len(line.text) >= (4 if line.chinese else 5)
    # A headline may be a question or exclamation, and one in two halves looks like a sentence.
    if line.role == "prose":
        return len(line.text) <= (60 if line.chinese else 140) and not re.search(
            r"(?<!\b[A-Z])[。.；;][\"'”’」』）)]*$", line.text
        )
    return False


def _score(
    tiling: Tiling, line: Line, number: int, candidates: list[Line], above: list[Line], said: set[str], chinese: bool
) -> float:
    # 新华社北京5月28日电 题:...   The agency repeats the headline.
    words = shared_words(line.text[_topic(line.text, tiling) :])
    # A line that repeats a longer line above is a caption, unless that is the headline with the site's name.
    earlier = [
        shared_words(other.text)
        for other in candidates[max(number - 3, 0) : number]
        if not same_words(SITE.sub("", other.text), line.text)
    ]
    shared = len(words & said) / len(words) if words else 0.0
    length = len(line.text)
    enough = min(1.0, length / (10 if line.chinese else 24))
    score = 2.0 * enough * min(shared, 0.5) / 0.5
    if line.chinese is not chinese:
        score -= 1.5
    score += _score_of_length(line) - 0.25 * min(len(candidates) - 1 - number, 5)
    at = above.index(line)
    below = [one for one in above[at + 1 :] if one.role not in ("button", "line", "section")][:2]
    if any(one.role in _META_ROLES for one in below):
        score += 0.7
    if re.search(r"[，,：:；;、]$|^【[^【】]*】$", line.text) or (at and above[at - 1].role == "related"):
        score -= 0.8
    if (site := SITE.search(line.simple)) and is_on_its_own(line.text[slice(*site.span())], above):
        score += 1.2  # the title that a browser shows
    if length >= 8 and any(line.text in one.text or line.repeats(one) for one in above if one is not line):
        score += 0.8
    if any(len(words & other) >= 0.75 * len(words) for other in earlier if len(other) > len(words) >= 3):
        score -= 1.0
    return score


def _score_of_length(line: Line) -> float:
    length, count = len(line.text), _count_words(line)
    if line.chinese:
        return 0.8 if 8 <= length <= 45 else (-0.6 if length < 6 else 0.2)
    return 0.8 if count >= 5 and length <= 140 else (-0.8 if count < 3 else 0.2)


def _over_the_header(
    candidates: list[Line], scores: list[float], best: int, above: list[Line], said: set[str], taken_up: list[int]
) -> int:
    """Return the headline above the first dated header or byline, if hardly worse than the best line below it,
    else `best`. The line below may be the name of a film, a caption, a heading of the text. The label of a list is
    such a line, too, if the first paragraphs take up the words of the headline above it."""
    places = [above.index(line) for line in candidates]
    for at, line in enumerate(above[: places[best]]):
        if line.role in ("byline", "related") or (line.role == "header" and line.header and line.header.stamps):
            over = [number for number in range(best) if places[number] < at and _is_headline(candidates[number])]
            headline = candidates[over[-1]] if over else None
            if (
                headline
                and scores[over[-1]] >= max(_WEAK, scores[best] - _BELOW_HEADER)
                and candidates[best].text not in headline.text
                and (line.role != "related" or taken_up[over[-1]] > 1)
                and 3 * len(shared_words(headline.text) & said) >= len(shared_words(headline.text))
            ):
                return over[-1]
    return best


def _first_of_block(candidates: list[Line], best: int, above: list[Line], said: set[str]) -> tuple[int, bool]:
    """Return the first of adjacent headlines that share as many words with the text as the best, and whether another
    may be the title. The others are a standfirst, key points, the name of a film. If a headline above shares fewer,
    they may link to other articles: return the best."""

    def shared(line: Line) -> float:
        words = shared_words(line.text)
        return min(len(words & said) / len(words), 0.5) if words else 0.0

    first, least = best, max(shared(candidates[best]), 0.3)
    if best and _is_standfirst(candidates[best], candidates[best - 1], above, shared(candidates[best - 1])):
        return best - 1, shared(candidates[best - 1]) < 0.3
    for number in range(best - 1, max(best - 5, -1), -1):
        line = candidates[number]
        between = above[above.index(line) + 1 : above.index(candidates[number + 1])]
        parted = any(one.role in (*_META_ROLES, "section", "related", "notice", "end") for one in between)
        # Stop at a breadcrumb, or at a second copy of the headline.
        if parted or not _is_headline(line) or candidates[first].bare in line.bare:
            break
        if shared(line) < least and line.role == "short":
            return best, first != best
        first = number
    # The line above a shorter headline may be a motto or an advertisement.
    longer = first < best and not line.chinese and len(candidates[first].text) > 1.25 * len(candidates[best].text)
    return first, longer


def _is_standfirst(line: Line, over: Line, above: list[Line], shared: float) -> bool:
    """Whether an English line is the standfirst of the only headline right above it, by its length."""
    at = above.index(over)
    alone = not at or above[at - 1].role != "short" or not _is_headline(above[at - 1])
    if line.chinese or over.role != "short" or above[at + 1] is not line or not alone:
        return False
    long = max(_STANDFIRST, 1.2 * len(over.text)) < len(line.text) or ";" in line.text
    return shared >= 0.2 and _count_words(over) >= 4 and long


def _is_headline(line: Line) -> bool:
    if line.chinese:
        return len(line.text) >= 10
    return _count_words(line) >= 5 and not re.match(r"[a-z]{4}", line.text)


def _count_words(line: Line) -> int:
    """Count English words without `&`, so that a menu is not long."""
    return line.text.replace("& ", "").count(" ") + 1


def shared_words(text: str) -> set[str]:
    """Return items that texts on one topic share: pairs of Chinese characters, words of four letters, numbers."""
    found: Iterable[str] = re.findall(r"[a-zà-ÿ]{4,}|\d+", text.casefold())
    runs = re.findall(r"[\u3400-\u9fff]+", text)
    return {*(word[:6] for word in found), *(run[i : i + 2] for run in runs for i in range(len(run) - 1))}
