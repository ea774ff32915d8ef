"""Split Chinese and English text into sentences by explicit rules, without a model."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import pairwise

from helpers.lexicon import Lexicon, patterns, per_lexicon
from helpers.texts.places import merged
from helpers.texts.scripts import HAN, simplify

# Titles come before a name and never end a sentence. The others follow a name or are part of a date, and may end one.
TITLES = "Mr Mrs Ms Messrs Dr Prof Gen Adm Maj Col Capt Lt Sgt Sen Rep Gov Amb Pres Hon Rev".split()
_NAMES = "Jr Sr Inc Ltd Co Corp St Mt Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec".split()
# Abbreviations, as printed, whose full stop always belongs to the word.
ABBREVIATIONS = (*TITLES, *_NAMES, "vs")
_NEVER_FINAL = {"vs", "cf", "eg", "e.g", "ie", "i.e", "viz", "approx"}
# These abbreviate only before a number (5 No. 2, but He said no. She left).
_BEFORE_NUMBERS = set("no nos art arts al v p pp vol vols para fig figs sec ch est".split())
# These end a sentence only if the next word can only begin one. A title in small letters is a word (the gov.).
_SOMETIMES_FINAL = {
    *map(str.lower, (*TITLES, *_NAMES)),
    *"mon tue tues wed thu thur thurs fri sat sun bros etc a.m p.m ave blvd univ assn intl gov't ft ed eds dept".split(),
}
_STARTERS = (
    "The A An He She It They We I You This That These Those In On At As But And For With From By After Before When"
    " While Since If However Meanwhile Moreover According His Her Its Their Our There Here Some Many Most All Both"
    " How What Why Who Which Where Whether Did Does Do Is Are Was Were Has Have Had Can Could Would Should"
    " Everyone Everybody Someone Nobody Nothing Yes No Not Now Then Today Yesterday Tomorrow Another Each Every One"
    " Mr Mrs Ms Dr Prof"
).split()
_GO_ON = "and or but nor to of in on for with is was are were has had he she they said says asked".split()
_WRITTEN_OUT = re.compile(r"(?:^|\s)[a-z]{5,}$")
_NEW = re.compile(r"\s+(?:[\"“‘'(\[]*(?:[A-Z0-9$€£¥À-ÞĀ-ž\u2e80-\u9fff]|https?://|www\.)|\(?(?:[a-z]|[ivx]+)\)\s)")
# A space is missing (He won.She lost), but not inside an address.
_GLUED = re.compile(r"(?<![^\s(])[^\W_][^\s/@:.]*[a-z0-9%)\"”’]$")
_STARTER = re.compile(rf"(?:{'|'.join(_STARTERS)})\b")
# Behind a.m. and p.m. these go on with the sentence; any other capital begins one.
_BEHIND_A_CLOCK = re.compile(
    r"\s+\W?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|[A-Z]{0,3}T|GMT|UTC|Eastern|Central|Mountain|Pacific|(?:[A-Z]\w+ ){1,2}[Tt]ime)\b"
)
_CAPITAL_WORD = re.compile(rf"(?:{_STARTER.pattern}|[A-Z][a-z]{{3,}})(?=,?\s+[a-z]|['’])")
# A beginning so short does not end at the abbreviation: At 5 a.m. Mr. Smith
_TOO_SHORT = re.compile(r"(?:^|[.!?]\s+)(?:[A-Z][a-z]+\s+)?(?:[a-z]+\s+)?[\d:]+\s*$")

_PAIRS = dict(zip("“「『(（《〈【[{", "”」』)）》〉】]}", strict=True))
_CLOSERS = {close: opening for opening, close in _PAIRS.items()}
_BRACKETS = re.compile(f"[{re.escape(''.join((*_PAIRS, *_CLOSERS)))}]")
_AFTER = re.compile("[”」』)）]*")
_QUOTES = {"“", "「", "『", '"'}
# Where a quotation begins a sentence; a clause behind it that only names the speaker: “好。”他说。 “好。”他说，“走吧。”
_ANEW = re.compile(r"(?:^|[。！？；!?;][”」』\"]?)\s*$")
_CLAUSE = re.compile(r"\s*([\w ·《》、]{2,30}?)[道着著了]?\s*(?:[。！!？?；;]|[，,]\s*[“「『\"]|$)")
_FULL_WIDTH_FINAL = "。！？；｡"
_FINAL = re.compile(r"[。！？；｡!?;…]+|\.(?: ?\.)*")
# The number of a list item (1. or 1) or 1.) or • 9.). Before it: a space, a mark or nothing, and perhaps a bullet.
_ITEM = re.compile(rf"([0-9]{{1,2}})(\.\)|[.．)）、])(?=[\s{HAN}])")
_BEFORE_ITEM = re.compile(r"(?:^|[\s：:；;。！？]|(?=[•⁃▪‣]))(?:[•⁃▪‣]\s?)?$")
# Before the number of an item that continues the sentence: the plan: 1. Roof; 2. Walls, and 3. Doors.
_GOES_ON = re.compile(r"(?:[,;:：，、]|\b(?:and|or))\s*$")
# A transcript's note in brackets, without a final mark.
_STAGE_DIRECTION = re.compile(
    r"[(\[（【](?:(?:[Aa]pplause|[Ll]aughter|[Cc]rosstalk|[Ii]naudible|[Pp]ause)[a-z ]{0,12}|(?:全场|热烈)?(?:鼓?掌声?|笑声?|鼓掌)[^）)】\]]{0,4})[)\]）】]"
)
# How many characters a decision looks at on either side: bounded, so that one line of 20 MB takes seconds.
_VIEW = 60
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def sentence_spans(text: str, language: str | None = None, breaks: Iterable[int] = ()) -> list[tuple[int, int]]:
    """Return the sentences of `text` as `(start, end)`, without the white space around them.

    A sentence ends at 。 ！ ？ ； (also if these were mapped to ASCII inside Chinese) and at `.` `!` `?` in English, but
    not inside quotation marks, brackets, decimals, abbreviations or initials. It always ends at a line feed and at the
    positions in `breaks` (paragraph ends, bullets). Numbered lists are cut before each number. Every visible character
    lies in exactly one sentence. The marks ; ! ? always end a sentence if `language` is Chinese (`zh`), else only
    beside a Chinese character. Languages other than `zh` and `en` follow the English rules.

    >>> text = "GDP grew 2.7 percent, Mr. Li said. 会议通过了《宣言》。"
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['GDP grew 2.7 percent, Mr. Li said.', '会议通过了《宣言》。']
    """
    cuts = {0, len(text), *(position for position in breaks if 0 < position < len(text))}
    cuts.update(match.end() for match in re.finditer(r"[\n\r\v\f\u2028\u2029]+", text))
    spans = []
    for start, end in pairwise(sorted(cuts)):
        for first, last in _paragraph_spans(text[start:end], (language or "").startswith("zh")):
            piece = text[start + first : start + last]
            left = len(piece) - len(piece.lstrip())
            if piece.strip():
                spans.append((start + first + left, start + first + left + len(piece.strip())))
    return spans


def _paragraph_spans(text: str, chinese: bool) -> list[tuple[int, int]]:
    pairs = _matched_pairs(text)
    opening = {pair[0] for pair in pairs}
    inside = _cover(pairs)
    items = _items(text)
    ends = [at for at, _ in items if inside(at) is None and not _GOES_ON.search(text[max(at - 8, 0) : at])]
    numbered = {place for start, end in items for place in range(start, end)}
    for match in _FINAL.finditer(text):
        position = match.start()
        if position in numbered:
            continue
        pair = inside(position)
        if pair is None:
            end = match.end()
            while end < len(text) and text[end] in "”」』’" and end not in opening:
                end += 1
            if _ends_sentence(text, match, end, chinese):
                ends.append(end)
        elif match.end() == pair[1] and _closer_ends(text, pair, match.group()):
            ends.append(_AFTER.match(text, pair[1] + 1).end())
    ends += [close + 1 for start, close in pairs if _is_stage_direction(text, start, close)]
    edges = [0, *sorted({end for end in ends if end < len(text)}), len(text)]
    return list(pairwise(edges))


def _items(text: str) -> list[tuple[int, int]]:
    """Find the numbers of lists: two or more in sequence and in one style, the first at the start or after a mark."""
    items: list[tuple[int, int]] = []
    awaited, waiting = None, []
    for match in _ITEM.finditer(text):
        number, style = int(match[1]), match[2]
        before = text[max(match.start() - 4, 0) : match.start()]
        free = _BEFORE_ITEM.search(before)
        if not free:
            continue
        bullet = free.group().lstrip(" ：:；;。！？")
        start = match.start() - len(bullet)
        before = before.removesuffix(bullet)
        if (style, number) == awaited:
            items += [*waiting, (start, match.end())]
            waiting = []
        elif start and not re.search(r"[：:；;。！？!?]\s*$", before):
            continue
        else:
            waiting = [(start, match.end())]
        awaited = (style, number + 1)
    return items


def _ends_sentence(text: str, match: re.Match, end: int, chinese: bool) -> bool:
    """Whether the final marks of `match`, outside all brackets, end a sentence; the text goes on at `end`."""
    mark = match.group()
    before, after = text[max(match.start() - _VIEW, 0) : match.start()], text[end : end + _VIEW]
    if not after.strip():
        return True
    if any(c in _FULL_WIDTH_FINAL for c in mark):
        return True
    beside = bool(_CJK.match(before[-1:]) or _CJK.match(after.lstrip()[:1])) or before[-1:] in "”」』》）"
    if mark[0] in "!?;":
        if beside or (chinese and after[0] not in "，,、"):
            return True
        return mark[0] != ";" and (_starts_anew(after) or (end == match.end() and _starts_small(after)))
    if mark[0] == "…":
        return _starts_anew(after) and not beside
    # Full stops: Chinese uses them only inside numbers, Latin words and list numbers (1. 2.).
    if not after[0].isspace() and not _CJK.match(after):
        glued = mark == "." and _GLUED.search(before) and _CAPITAL_WORD.match(after)
        return bool(glued) and not _is_abbreviation(before, f" {after}")
    if _CJK.match(after):
        return bool(re.search(r"[A-Za-z)\"”]$", before)) and not re.search(r"\b[A-Za-z]$", before)
    if not _starts_anew(after):
        # Some writers use no capitals: this full stop ends a sentence if it is between two words written out.
        whole = mark == "." and _WRITTEN_OUT.search(before) and not _is_abbreviation(before, after)
        return bool(whole) and _starts_small(after)
    return len(mark) > 1 or not _is_abbreviation(before, after)


def _starts_small(after: str) -> bool:
    """Whether a sentence may begin here with a small letter; words that continue one do not (Yahoo! said)."""
    following = re.match(r"\s+([a-z][a-z']*)", after)
    return following is not None and following.group(1) not in _GO_ON


def _starts_anew(after: str) -> bool:
    """Whether an English sentence may begin here: a space, then a capital, digit, quotation, bracket or list letter."""
    return bool(_NEW.match(after))


def _is_abbreviation(before: str, after: str) -> bool:
    word = re.search(r"[A-Za-z][A-Za-z.']*$", before)
    if word is None:
        # "1." opens a list at the beginning or after a colon; elsewhere a number may end a sentence (on Dec. 1.).
        return bool(re.search(r"(?:^|[:;!?。])\s*\d{1,2}$|\b[Nn][°º]$", before))
    token = word.group()
    small = token.lower().strip(".")
    if small in _NEVER_FINAL or (not token.islower() and small.capitalize() in TITLES):
        return True
    if small in _BEFORE_NUMBERS:
        number = re.match(r"\s+\(?(?:\d|[IVXLC]{2,}\b|[B-HJ-Z]\b|[a-z]\))", after)
        return bool(number) or (small == "v" and before[: word.start()].rstrip()[-1:].isalpha())
    initials = re.fullmatch(r"(?:[A-Za-z][a-z]?\.)*[A-Z]", token)  # U.S, Ph.D
    if initials or token.lower() in _SOMETIMES_FINAL or re.fullmatch(r"[A-Za-z](?:\.[A-Za-z])+", token):
        following = re.match(r"\s+[\"“‘'(\[]*([A-Za-z]+)", after)
        if following is None or following.group(1) not in _STARTERS:
            clock = token.lower() in ("a.m", "p.m") and following is not None and following.group(1).istitle()
            return not clock or bool(_BEHIND_A_CLOCK.match(after) or _TOO_SHORT.search(before[: word.start()]))
        return following.group(1) in TITLES and bool(_TOO_SHORT.search(before[: word.start()]))
    return False


def _closer_ends(text: str, pair: tuple[int, int], mark: str) -> bool:
    """Whether a quotation or bracket that closes after a final mark ends a sentence: the one around it, or its own."""
    start, close = pair
    after = text[close + 1 : close + 1 + _VIEW]
    if text[start] in "(（[":
        # The bracket is a sentence: We did our work. (Laughter.) But then he left.
        alone = not text[:start].strip() or re.search(
            r"[.!?。！？…)）][\"”」』’']*\s*$", text[max(start - 4, 0) : start]
        )
        # The full stop ends the sentence around it: Wages rose (a little.) No one knew.
        around = text[start + 1].islower() and _STARTER.match(after.lstrip())
        around = around and not _is_abbreviation(text[max(close - _VIEW, start) : close - 1], after)
        return bool(alone or around) and (_starts_anew(after) or bool(_CJK.match(after)))
    if text[start] not in _QUOTES:
        return False
    if not after.strip():
        return True
    following = after.lstrip()[:1]
    if following in "，,、：:；;。.)）》的":
        return False
    if mark[0] in "!?.…" and not _CJK.match(following):
        return _starts_anew(after)
    # 高呼"加油!"并鼓掌 goes on; 他说:"好。"会议结束 does not.
    before = text[max(start - _VIEW, 0) : start].rstrip()
    clause = _CLAUSE.match(after) if _ANEW.search(before) else None
    if clause and _saying().match(simplify(clause[1], "Hant")):
        return False
    return mark[-1] in "。｡" or not before or before[-1] in "：:，,。；;！？!?"


@per_lexicon
def _saying(*, lexicon: Lexicon) -> re.Pattern:
    """Match a clause that ends in a Chinese reporting verb, outside its exclusions; 他的建议 and 这项倡议 are nouns."""
    table = lexicon.table("reporting_verbs").query("language == 'zh' and complement != 'topic'")
    verbs, contexts = (set("|".join(table[name]).split("|")) - {""} for name in ("forms", "unless"))
    verb, never = patterns.literals(verbs), patterns.literals(contexts - verbs)
    return re.compile(rf"(?!.*{never}$).*(?<![的个项种]){verb}(?:(?<=告诉)[^的]{{1,8}})?$")


def _is_stage_direction(text: str, start: int, close: int) -> bool:
    """Whether a short note in brackets is a sentence of its own: We thank you. [Applause] Now to the vote."""
    if not _STAGE_DIRECTION.fullmatch(text, start, close + 1):
        return False
    alone = re.search(r"[.!?。！？][\"”」』]*\s*$", text[max(start - 4, 0) : start])
    after = text[close + 1 : close + 1 + _VIEW]
    return bool(alone) and (_starts_anew(after) or bool(_CJK.match(after)))


def _matched_pairs(text: str) -> list[tuple[int, int]]:
    """Return the positions of matching opening and closing marks; a mark without a partner is ignored."""
    stack: list[tuple[str, int]] = []
    pairs = _straight_pairs(text)
    for match in _BRACKETS.finditer(text):
        character, position = match.group(), match.start()
        if character in _PAIRS:
            stack.append((character, position))
        else:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == _CLOSERS[character]:
                    pairs.append((stack[depth][1], position))
                    del stack[depth:]
                    break
    return sorted(pairs)


def _straight_pairs(text: str) -> list[tuple[int, int]]:
    """Pair straight quotation marks. English shows which of them open, so an unpaired one does not flip the rest."""
    pairs: list[tuple[int, int]] = []
    opening = None
    for match in re.finditer('"', text):
        place = match.start()
        before, after = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
        opens = (not before or before in " ([-—") and after.strip() != ""
        closes = before.strip() != "" and (not after or after in " .,;:!?)]-—")
        if opening is None or opens:
            opening = None if closes and not opens else place
        else:
            pairs.append((opening, place))
            opening = None
    return pairs


def _cover(pairs: list[tuple[int, int]]) -> Callable[[int], tuple[int, int] | None]:
    """Return a function from a position to the outermost pair around it, or None."""
    outer = merged(pairs)  # crossing pairs, as in "(", '"', ")", '"', have one cover
    starts = [pair[0] for pair in outer]

    def inside(position: int) -> tuple[int, int] | None:
        index = bisect_right(starts, position) - 1
        return outer[index] if index >= 0 and outer[index][0] < position < outer[index][1] else None

    return inside
