"""From drafts to articles: what the characters of a header mean, and whose words the body is."""

import re
import warnings
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
from dateutil import parser as dateutil
from dateutil.parser import UnknownTimezoneWarning
from pandas.api.typing import NaTType

from helpers.corpora.conventions import Draft, Segment, is_chinese
from helpers.corpora.pages import Page
from helpers.lexicon import Lexicon, outlet_of, outlets, per_lexicon, printed_forms
from helpers.lexicon.patterns import literal
from helpers.texts.places import Chain
from helpers.texts.scripts import script_of, simplify, without_invisible
from helpers.texts.sentences import sentence_spans

# The words of a digest are nobody's in the news: the aggregator lets a machine write them.
MACHINE = "Aggregator's machine"
BEIJING_AHEAD_OF_UTC = timedelta(hours=8)
# The aggregator cuts a text after so many raw characters, wraps included.
EXCERPT_LENGTH = 512
# An English translation of Chinese news has three to five Latin letters for each character; half as many are a cut one.
_LEAST_TRANSLATION = 2.2

_FINAL = tuple('。！？!?.…”"』」)）')
COLUMNS = (
    "page title outlet outlet_zh outlet_as_printed published published_as_printed published_precision clock language"
    " script machine_converted form truncated words_by convention start end text"
).split()

_BEIJING = ZoneInfo("Asia/Shanghai")
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)")
_UNWRITTEN = (datetime(2000, 1, 1), datetime(2004, 2, 2))


@per_lexicon
def _according(*, lexicon: Lexicon) -> tuple[re.Pattern, ...]:
    """The openings that name the agency whose words follow."""
    forms = "|".join(literal(form) for form in printed_forms(lexicon=lexicon) if len(form) > 1)
    return (
        re.compile(
            r"(?:[Aa]ccording to|[Aa]s reported by|[Rr]eported by|[Cc]iting|[Qq]uoted by)\s+(?:the\s+)?"
            rf"(?P<agency>{forms})\b"
        ),
        re.compile(rf"(?:^|,\s)(?P<agency>{forms})(?: news agency)? (?:reports|reported)\b"),
        re.compile(
            rf"^(?:据|引述|援引)(?P<agency>{forms})(?:消息|报道|电|网站|客户端|记者)*[\d年月日]*(?:消息|报道|电)*[,，::]"
        ),
    )


class Text:
    """The text of an article: its characters, where they are in the raw page, and where a sentence ends in any case."""

    def __init__(self, raw: str, segments: list[Segment]):
        self.chain = Chain((segment.start, segment.end) for segment in segments if segment.kind == "body")
        self.text = self.chain.of(raw)
        # Where a sentence ends whatever the marks say: at paragraph ends, which are kept before headings, bullets and captions too.
        self.breaks: list[int] = []
        # Line ends inside a paragraph, which end none.
        self._wraps: list[tuple[int, int]] = []
        length = 0
        for segment in segments:
            if segment.kind == "body":
                end = length + segment.end - segment.start
                if segment.rule == "paragraph":
                    self.breaks.append(length)
                elif segment.rule == "wrap":
                    self._wraps.append((length, end))
                length = end

    def sentences(self) -> list[tuple[int, int, str]]:
        """The sentences in order: their raw offsets and their text."""
        running = self.text
        if self._wraps:
            characters = list(running)
            for start, end in self._wraps:
                characters[start:end] = " " * (end - start)
            running = "".join(characters)
        return [
            (*self.chain.raw(start, end), self.text[start:end])
            for start, end in sentence_spans(running, self.breaks)
        ]


def article_row(
    page: Page, draft: Draft, drafts: list[Draft], text: Text, lexicon: Lexicon | None = None
) -> tuple[dict, list[str]]:
    """One row of the article table, and what could not be found or understood, in words."""
    problems = list(draft.doubts)
    header = drafts[draft.follows] if draft.follows is not None else draft
    printed = _slice(page.raw, header.outlet)
    script = script_of(text.text) if text.text else None
    outlet = outlet_columns(printed, script, lexicon)
    if printed and outlet["outlet_zh"] is None:
        problems.append(f"outlet {printed!r} is not in outlets.csv and stays as printed")
    published, precision, clock = _published(page.raw, header, printed)
    stamp = _slice(page.raw, header.stamp)
    missing = [name for name, found in [("outlet", printed), ("date", stamp)] if not found]
    if draft.title is None and draft.convention != "wire" and draft.follows is None:
        missing.insert(0, "title")
    if missing:
        problems.append(f"no {' and no '.join(missing)} found")
    if stamp and published is pd.NaT:
        problems.append(f"{stamp!r} is not a possible date")
    if not text.text:
        problems.append("no text found")
    language = _language(text.text)
    truncated = _truncated(page.raw, draft, text.text, language)
    form = _form(draft, truncated)
    words_by = MACHINE if form == "digest" else _words_by(page.raw, draft, text.text, lexicon)
    row = {
        "page": page.name,
        "title": _slice(page.raw, draft.title),
        **outlet,
        "published": published,
        "published_as_printed": stamp,
        "published_precision": precision,
        "clock": clock,
        "language": language,
        "script": script,
        "form": form,
        "truncated": truncated,
        "words_by": words_by or outlet["outlet"],
        "convention": draft.convention,
        "start": text.chain.raw(0, 1)[0] if text.text else _end_of_header(draft),
        "end": text.chain.raw(len(text.text) - 1, len(text.text))[1] if text.text else _end_of_header(draft),
        "text": text.text,
    }
    return row, problems


def outlet_columns(printed: str | None, script: str | None, lexicon: Lexicon | None = None) -> dict:
    """What a printed outlet says of an article in `script`: `outlet` (as printed where `outlets.csv` lacks it),
    `outlet_zh` (None there), `outlet_as_printed`, `machine_converted`."""
    known, table = _known_outlet(printed, lexicon), outlets(lexicon=lexicon)
    return {
        "outlet": known or printed,
        "outlet_zh": table["outlet_zh"].get(known),
        "outlet_as_printed": printed,
        # Mainland outlets write Simplified: their Traditional pages come out of a converter.
        "machine_converted": script == "Hant" and table["country"].get(known) == "China",
    }


def _known_outlet(printed: str | None, lexicon: Lexicon | None) -> str | None:
    return outlet_of(simplify(printed), lexicon=lexicon) if printed else None


def _slice(raw: str, span: tuple[int, int] | None) -> str | None:
    """What a span of a page shows."""
    return without_invisible(raw[span[0] : span[1]]) if span else None


def _end_of_header(draft: Draft) -> int:
    return max((span[1] for span in (draft.title, draft.outlet, draft.stamp) if span), default=0)


def _language(text: str) -> str | None:
    if not text:
        return None
    if is_chinese(text):
        return "zh"
    return "en" if script_of(text) == "Latn" else "und"


def _published(
    raw: str, header: Draft, printed: str | None
) -> tuple[datetime | NaTType, str | None, str | None]:
    """Beijing wall-clock, its precision, and the clock it was printed by.

    The aggregator's English edition prints outlets in Latin letters and stamps in UTC; the proof is in notebook 00.
    """
    stamp = _slice(raw, header.stamp)
    if not stamp:
        return pd.NaT, None, None
    moment, precision = read_stamp(stamp)
    moment, clock = in_beijing(moment)
    if moment is None:
        return pd.NaT, None, None
    if clock is not None:
        return moment, precision, clock
    utc = header.convention == "aggregator" and bool(printed) and printed.isascii() and precision == "minute"
    if not utc:
        return moment, precision, "Beijing"
    try:
        return moment + BEIJING_AHEAD_OF_UTC, precision, "UTC"
    except OverflowError:  # the last evening of the year 9999
        return pd.NaT, None, None


def read_stamp(stamp: str) -> tuple[datetime | None, str]:
    """The moment a header prints, with its zone if it names one, and its precision (`minute` or `day`); None for a date
    that is impossible or not whole.

    >>> read_stamp("2025年06月30日 08:15"), read_stamp("2025-02-30"), read_stamp("2025年9月")
    ((datetime.datetime(2025, 6, 30, 8, 15), 'minute'), (None, 'day'), (None, 'day'))
    """
    precision = "minute" if re.search(r"\d\s*[:：]\s*\d", stamp) else "day"
    if not re.match(r"\d{4}\D", stamp):
        return whole_date(stamp), precision
    numbers = [int(number) for number in re.findall(r"\d+", stamp)]
    try:
        # Before the numbers alone, which do not tell a zone.
        return datetime.fromisoformat(stamp) if _ZONED.fullmatch(stamp) else datetime(*numbers[:6]), precision
    except (ValueError, OverflowError, TypeError):
        return None, precision


def whole_date(text: str, **order: bool) -> datetime | None:
    """The moment that dateutil reads in a text; None for a date without its year, month or day, or in a zone that only
    its letters name (EST), which dateutil passes over. `order` is `dayfirst` and `yearfirst`."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UnknownTimezoneWarning)
        try:
            # Twice, with other values for what is not written.
            one, other = (dateutil.parse(text, default=default, **order) for default in _UNWRITTEN)
            # A year of three digits is one of another calendar.
            return one if one == other and one.year >= 1000 else None
        except Exception:  # a page may print anything, and what dateutil raises then is not documented
            return None


def in_beijing(moment: datetime | None) -> tuple[datetime | None, str | None]:
    """A moment as Beijing wall-clock, and the clock it was given by (`UTC+00:00`; None where it names no zone).

    None for a moment that is no date, or beyond the calendar in Beijing (the last evening of the year 9999 in New York).
    """
    if moment is None or pd.isna(moment):
        return None, None
    try:
        # A zone may stand there and give no offset, or an impossible one.
        if moment.utcoffset() is None:
            return moment.replace(tzinfo=None), None
        zone = moment.strftime("%z")
        return moment.astimezone(_BEIJING).replace(tzinfo=None), f"UTC{zone[:3]}:{zone[3:5]}"
    except (ValueError, OverflowError):
        return None, None


def _form(draft: Draft, truncated: bool) -> str:
    if draft.digest:
        return "digest"
    if draft.convention == "aggregator" and not truncated:
        return "brief"
    return "excerpt" if truncated else "full"


def _truncated(raw: str, draft: Draft, text: str, language: str | None) -> bool:
    """Whether an aggregator's Chinese text was cut: it reaches the fixed length, or stops without a final mark."""
    if draft.convention != "aggregator" or language != "zh" or not draft.text or draft.digest:
        return False
    printed = re.sub(r"\s*(?:\.{3,}|…+)$", "", _slice(raw, draft.text))
    return len(printed) >= EXCERPT_LENGTH or not text.endswith(_FINAL)


def is_cut_translation(text: str, language: str, other: str, other_language: str) -> bool:
    """Whether `text` is too short to be all of `other` in another language (zh and en only)."""
    if {language, other_language} != {"zh", "en"} or not other:
        return False
    if language == "en":
        return len(text) / len(other) < _LEAST_TRANSLATION
    return len(other) / len(text) > 3 * _LEAST_TRANSLATION


def _words_by(raw: str, draft: Draft, text: str, lexicon: Lexicon | None) -> str | None:
    """The outlet that the opening, the dateline or the closing mark names as the source of the words."""
    opening = simplify(re.split(r"[\n。]", text[:600])[0])
    for pattern in _according(lexicon=lexicon):
        match = pattern.search(opening)
        named = outlet_of(match.group("agency"), lexicon=lexicon) if match else None
        if named and outlets(lexicon=lexicon)["kind"][named] != "government":
            return named
    for span in (draft.agency, draft.source):
        if named := _known_outlet(_slice(raw, span), lexicon):
            return named
    return None
