"""Paragraphs of any convention: separate the text from datelines, captions and marks."""

import re

from helpers.corpora import stamps
from helpers.corpora.conventions.furniture import furniture_kind, is_medium, kinds
from helpers.corpora.conventions.headers import read_header
from helpers.corpora.conventions.marks import END_MARK, dateline, is_caption, is_dated, is_place
from helpers.corpora.conventions.tiling import Draft, Span, Tiling
from helpers.texts.scripts import simplify

# A dateline opens one of the first paragraphs, perhaps after a standfirst.
_OPENINGS = 3
_QUOTES = "“”‘’…—"
_WIDE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
# 新华社北京6月3日电, but no quoted agency
_WIRED = re.compile(r"[^\W据據]{3,12}\d{1,2}日[电電]")
_TURN = re.compile(
    r"[A-Z][\w .'’-]{1,40}(?<! said)(?<! says):\s|[(（](?:[^()（）。电電讯訊]|[电電](?=[视視])){2,16}[)）]"
)


def lay_paragraphs(
    tiling: Tiling,
    article: int,
    draft: Draft,
    paragraphs: list[Span],
    captions: set[Span] | None = None,
    joined: set[Span] | frozenset[Span] = frozenset(),
) -> None:
    """Mark each paragraph. White space after a body paragraph, except the last, is body; other gaps are apparatus.

    `captions` are known captions (None: test each paragraph); `joined` paragraphs continue the one before.
    """
    raw = tiling.raw
    marks = kinds(lexicon=tiling.lexicon)["mark"]
    laid: list[tuple[Span, str, str]] = []
    begun = 0
    # Several labels such as MODERATOR: and (记者某某) mark turns of a dialogue, not datelines.
    turns = sum(bool(_TURN.match(raw, start, end)) for start, end in paragraphs) > 1
    for start, end in paragraphs:
        text = raw[start:end]
        if (start, end) in joined and begun:
            laid.append(((start, end), "body", "goes on"))
        elif marks.fullmatch(simplify(text.replace(" ", ""))) or _is_header(text, tiling):
            laid.append(((start, end), "meta", "editor's mark"))
        elif (start, end) in captions if captions is not None else is_caption(text, lexicon=tiling.lexicon):
            laid.append(((start, end), "caption", "photo credit"))
        else:
            mark = marks.match(simplify(text[:80]))
            if mark:
                laid.append(((start, start + mark.end()), "meta", "editor's mark"))
                start += mark.end() + len(text[mark.end() :]) - len(text[mark.end() :].lstrip())
            elif not (turns and _TURN.match(text)) and (length := _opening(tiling, draft, start, text, begun)):
                laid.append(((start, start + length), "meta", "dateline"))
                start += length
            if start < end:
                begun += 1
                laid.append(((start, end), "body", "text"))
    bodies = [number for number, (_, kind, _) in enumerate(laid) if kind == "body"]
    for _ in range(3):  # a line or two may say that the text goes on elsewhere
        if bodies:
            laid[bodies[-1] : bodies[-1] + 1] = _split_closing_mark(tiling, laid[bodies[-1]], draft)
            bodies = [number for number, (_, kind, _) in enumerate(laid) if kind == "body"]
    for number, (span, kind, rule) in enumerate(laid):
        tiling.mark(span, kind, "text" if rule == "goes on" else rule, article)
        if number + 1 < len(laid):
            gap = (span[1], laid[number + 1][0][0])
            between = kind == "body" and number < bodies[-1]
            gap_kind, gap_rule = ("body", "paragraph") if between else ("apparatus", "gap")
            if between and laid[number + 1][2] == "goes on":
                # The line end separates words, unless a character beside it, quotation marks apart, is Chinese.
                beside = raw[slice(*span)].rstrip(_QUOTES)[-1:] + raw[slice(*laid[number + 1][0])].lstrip(_QUOTES)[:1]
                gap_kind, gap_rule = ("apparatus" if _WIDE.search(beside) else "body"), "wrap"
            tiling.mark(gap, gap_kind, gap_rule, article)


def _opening(tiling: Tiling, draft: Draft, start: int, text: str, begun: int) -> int:
    """Return the length of the dateline of a text, or of another report further on the same page."""
    if begun < _OPENINGS and not draft.agency:
        return take_dateline(tiling, draft, start, text, begun)
    return dateline(text, lexicon=tiling.lexicon)[0] if _WIRED.match(text) else 0


def _is_header(text: str, tiling: Tiling) -> bool:
    """Whether a line is a header without other words."""
    header = read_header(text, lexicon=tiling.lexicon) if len(text) <= 120 else None
    return header is not None and not header.rest and bool(header.labelled or header.editors or header.stamps)


def take_dateline(tiling: Tiling, draft: Draft, start: int, text: str, begun: int = 0) -> int:
    """Return the length of the dateline that opens a paragraph at `start`, or 0. Note its agency in the draft, and its
    date if it has a year and the draft has no date. After `begun` paragraphs only a whole dateline counts."""
    length, agency = dateline(text, lexicon=tiling.lexicon)
    place = begun == 1 and is_place(text[:length])  # under a summary
    if begun and not place and not is_dated(text, lexicon=tiling.lexicon):
        return 0
    if length:
        draft.agency = (start + agency[0], start + agency[1]) if agency else None
        days = stamps.found(text[:length], lexicon=tiling.lexicon)
        if draft.stamp is None and days and days[0].stamp.moment:
            draft.stamp = (start + days[0].start, start + days[0].end)
    return length


def _split_closing_mark(tiling: Tiling, part: tuple[Span, str, str], draft: Draft) -> list[tuple[Span, str, str]]:
    """Split a closing mark from the end of the last paragraph: `(外交部网站)`, `(完)`, `(责编:…)`. Note words there, or on
    the next line, that say that the text goes on elsewhere."""
    (start, end), kind, rule = part
    text = simplify(tiling.raw[max(start, end - 160) : end])
    cut = kinds(lexicon=tiling.lexicon)["cut"]
    below = re.split(r"[\r\n]", tiling.raw[end : end + 160].strip())[0]
    if cut.match(simplify(below)):
        draft.cut = (place := tiling.raw.index(below, end), place + len(below))
    if gone := cut.search(text):
        draft.cut = end - len(gone.group()), end
        own = _split_closing_mark(tiling, ((start, draft.cut[0]), kind, rule), draft) if gone.start() else []
        return [*own, (draft.cut, "boilerplate", "cut")]
    if sign := END_MARK.search(text):
        cut = end - len(sign.group())
        return [*_split_closing_mark(tiling, ((start, cut), kind, rule), draft), ((cut, end), "meta", "closing mark")]
    match = re.search(
        r"\s*[(（\[【]\s*(?P<label>(?:文章|稿件|本文)?来源[:：]\s*|[转摘]自[:：]?\s*)?(?P<inside>[^()（）\[\]【】]{1,140})\s*[)）\]】]\s*\d{0,8}$",
        text,
    ) or re.search(r"(?<=[.。”\"])\s*[-–—]{1,2}\s*(?P<inside>[A-Z][A-Za-z. ]{1,25}|[\u4e00-\u9fff]{2,4}社)$", text)
    if not match:
        return [part]
    offset = end - len(text)
    inside = match["inside"]
    # Text. (ILKHA)   Text. — Agencies   （全文完）   （新华社海边6月3日电）
    done, whole = re.search(r"[.。!！?？”\"」]\s*$", text[: match.start()]), match.group().strip()
    told = furniture_kind(whole, lexicon=tiling.lexicon) or dateline(whole, lexicon=tiling.lexicon)[0] == len(whole)
    signed = done and re.fullmatch(r"[A-Z]{2,8}|[A-Z][a-z]+", inside)
    named = is_medium(inside, lexicon=tiling.lexicon) or (signed and inside.isupper())
    # (央视记者 某某)   (Editing by A. Doe)   (刊于《…》2019年第24期)
    reported = kinds(lexicon=tiling.lexicon)["reported"].fullmatch(inside.strip())
    labelled = match.groupdict().get("label")
    paper = re.match(r"(?!本)[^\s记]{2,12}(?=记者)", inside)  # (海边日报记者 某某)
    column = re.fullmatch(r"\s*[\[【][\u4e00-\u9fff]{2,10}[\]】]", match.group())
    mark = kinds(lexicon=tiling.lexicon)["mark"].match(whole) or (done and told)
    if not (named or signed or reported or labelled or column or mark):
        return [part]
    if named or labelled:
        draft.source = (offset + match.start("inside"), offset + match.end("inside"))
    elif paper and is_medium(paper.group(), lexicon=tiling.lexicon):
        draft.source = (offset + match.start("inside"), offset + match.start("inside") + paper.end())
    cut = offset + match.start()
    pieces = _split_closing_mark(tiling, ((start, cut), kind, rule), draft) if cut > start else []
    return [*pieces, ((cut, end), "meta", "closing mark")]
