"""From drafts to articles: interpret the header (outlet, date, language) and say who wrote the words."""

import re
from datetime import timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.corpora.conventions import Draft, Segment, is_chinese
from helpers.corpora.conventions.furniture import naming, outlet_names
from helpers.corpora.pages import Page
from helpers.corpora.stamps import Stamp, read, read_header
from helpers.lexicon import Lexicon, outlet_of, outlets, per_lexicon
from helpers.texts.hygiene import without_invisible
from helpers.texts.places import Chain
from helpers.texts.scripts import is_japanese, script_of, simplify
from helpers.texts.sentences import sentence_spans

# No outlet wrote the words of a digest: the aggregator generates them by machine.
MACHINE = "Aggregator's machine"
BEIJING_AHEAD_OF_UTC = timedelta(hours=8)
# The aggregator cuts a text after so many raw characters, wraps included.
EXCERPT_LENGTH = 512
# An English translation of Chinese news has three to five letters per character; half as many mean that it was cut.
_LEAST_TRANSLATION = 2.2

CUT = "the text is cut, it seems: save it whole, or count it as an excerpt"
# Characters sampled to detect the language; Latin text with fewer words counts as English.
_SAMPLE, _FEW_WORDS = 5000, 20
# Placeholder for the name of an agency while testing whether the opening quotes it.
_HERE = "\0"
_FINAL = tuple('。！？!?.…”"』」)）')
_OPEN_END = re.compile(r"[^\W\d_][,，、]?$")
# The last words of a speech, and items of a list.
_CLOSING = re.compile(r"(?i:(?:i )?thank|谢谢|謝謝)|[-–•·*]|\d{1,2}[.)、]")
COLUMNS = (
    "page title outlet outlet_zh outlet_as_printed published published_as_printed published_precision clock language"
    " script machine_converted form truncated words_by words_by_because convention start end text"
).split()


class Text:
    """The text of an article: its characters, their offsets in the raw page, and the forced sentence ends."""

    def __init__(self, raw: str, segments: list[Segment]):
        self.chain = Chain((segment.start, segment.end) for segment in segments if segment.kind == "body")
        self.text = self.chain.of(raw)
        # A sentence always ends at a paragraph end; these are kept before headings, bullets and captions too.
        self.breaks: list[int] = []
        # Line ends inside a paragraph, which end no sentence.
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

    def sentences(self, language: str | None) -> list[tuple[int, int, str]]:
        """Return the sentences in order: raw start, raw end, text."""
        running = self.text
        if self._wraps:
            characters = list(running)
            for start, end in self._wraps:
                characters[start:end] = " " * (end - start)
            running = "".join(characters)
        return [
            (*self.chain.raw(start, end), self.text[start:end])
            for start, end in sentence_spans(running, language, self.breaks)
        ]


class Printed(NamedTuple):
    """The metadata that a page or the row of a table gives for an article."""

    title: str | None
    outlet: str | None
    stamp: Stamp
    language: str | None = None


def printed_on(raw: str, draft: Draft, drafts: list[Draft], day_first: bool | None, lexicon: Lexicon | None) -> Printed:
    """Return the metadata printed in an article's own header, or in the header that it shares (`draft.follows`).

    The aggregator's English edition prints outlets in Latin letters and stamps in UTC; notebook 00 shows the evidence.
    """
    header = drafts[draft.follows] if draft.follows is not None else draft
    outlet = _slice(raw, header.outlet)
    stamp = read_header(raw, header.stamp, day_first, lexicon=lexicon) if header.stamp else Stamp()
    if stamp.moment and stamp.clock is None:
        utc = header.convention == "aggregator" and bool(outlet) and outlet.isascii() and stamp.precision == "minute"
        moment = stamp.moment + BEIJING_AHEAD_OF_UTC if utc else stamp.moment
        stamp = stamp._replace(moment=moment, clock="UTC" if utc else "Beijing")
    return Printed(_slice(raw, draft.title), outlet, stamp)


def _ends_open(text: str) -> bool:
    """Whether a text ends inside a sentence, with a letter or a comma, though most paragraphs have a final mark."""
    *lines, last = [line.rstrip() for line in text.split("\n") if line.strip()] or [""]
    marked = sum(line.endswith(_FINAL) for line in lines)
    return bool(lines) and 2 * marked > len(lines) and bool(_OPEN_END.search(last)) and not _CLOSING.match(last)


def article_row(
    page: Page, draft: Draft, printed: Printed, text: Text, given: dict[str, str | None], lexicon: Lexicon | None = None
) -> dict:
    """Return one row of the article table; `given` holds corrections. Outlets not in `outlets.csv` stay as printed."""
    script = script_of(text.text) if text.text else None
    language = given.get("language") or printed.language or language_of(text.text, lexicon)
    stamp = corrected(printed.stamp, given, lexicon)
    named = given.get("outlet", printed.outlet)
    known = _known_outlet(named, lexicon)
    facts = outlets(lexicon=lexicon).loc[known] if known else None
    outlet = known or named
    words_by, evidence = _words_by(page.raw, draft, text.text, lexicon)
    aggregated = draft.convention == "aggregator"
    truncated = draft.cut is not None
    if aggregated and language == "zh" and draft.text and not draft.digest:
        # A text cut by the aggregator reaches the fixed length, or stops without a final mark.
        shown = re.sub(r"\s*(?:\.{3,}|…+)$", "", _slice(page.raw, draft.text))
        truncated = len(shown) >= EXCERPT_LENGTH or not text.text.endswith(_FINAL)
    truncated = truncated or (not aggregated and not draft.digest and _ends_open(text.text))
    read_as = "digest" if draft.digest else "excerpt" if truncated else "brief" if aggregated else "full"
    header_end = max((span[1] for span in (draft.title, draft.outlet, draft.stamp) if span), default=0)
    start, end = text.chain.raw(0, len(text.text)) if text.text else (header_end, header_end)
    return {
        "page": page.name,
        "title": given.get("title", printed.title),
        "outlet": outlet,
        "outlet_zh": facts["outlet_zh"] if known else None,
        "outlet_as_printed": printed.outlet,
        "published": stamp.moment or pd.NaT,
        "published_as_printed": printed.stamp.printed,
        "published_precision": stamp.precision,
        "clock": stamp.clock,
        "language": language,
        "script": script,
        # Mainland outlets write Simplified: their Traditional pages come from a converter.
        "machine_converted": bool(known) and script == "Hant" and facts["country"] == "China",
        "form": given.get("form", read_as),
        "truncated": given["form"] == "excerpt" if "form" in given else truncated,
        "words_by": given.get("words_by", words_by or outlet),
        "words_by_because": "study/pages.csv" if "words_by" in given else evidence or ("outlet" if outlet else None),
        "convention": draft.convention,
        "start": start,
        "end": end,
        "text": text.text,
    }


def rows_of_page(
    page: Page, convention: str, segments: list[Segment], articles: dict[str, dict], texts: list[Text], problems: list
) -> dict:
    """Return the rows that a page adds to each table of a corpus: for `articles` a dict by article id, else a list."""
    names = dict(enumerate(articles))
    return {
        "pages": [(page.name, page.encoding, len(page.raw), page.sha256, convention, page.raw)],
        "segments": [(page.name, s.start, s.end, s.kind, s.rule, names.get(s.article)) for s in segments],
        "articles": articles,
        "sentences": [
            (name, count, *sentence)
            for name, text in zip(articles, texts, strict=True)
            for count, sentence in enumerate(text.sentences(articles[name]["language"]), start=1)
        ],
        "problems": problems,
    }


def doubts_of_page(
    page: Page, draft: Draft, printed: Printed, row: dict, given: dict[str, str | None], lexicon: Lexicon | None
) -> list[str]:
    """Describe in words everything about an article on a page that was not found or not understood."""
    problems = [doubt for doubt in draft.doubts if "title" not in given or "title" not in doubt]
    if row["outlet"] and row["outlet_zh"] is None and "outlet" not in given:
        shared = " and ".join(sorted(_outlets_of(printed.outlet, lexicon)))
        why = f"is the name of {shared}, by its script, and" if shared else "is not in outlets.csv and"
        problems.append(f"outlet {row['outlet']!r} {why} stays as printed")
    if printed.outlet in _of_many_states(lexicon=lexicon) and "outlet" not in given:
        country = outlets(lexicon=lexicon)["country"][printed.outlet]
        problems.append(
            f"outlet {printed.outlet!r} is taken for that of {country}; if it is not, name it in study/pages.csv"
        )
    stamp = corrected(printed.stamp, given, lexicon)
    found = {"title": printed.title, "outlet": printed.outlet, "published": stamp.printed}
    if draft.convention == "wire" or draft.follows is not None:
        del found["title"]
    missing = [name for name, what in found.items() if not what and name not in given]
    if missing:
        problems.append(f"no {' and no '.join(missing).replace('published', 'date')} found")
    if stamp.unread:
        problems.append(f"date {stamp.printed!r} is not read: {stamp.unread}")
    if stamp.said:
        problems.append(f"date {stamp.printed!r}: {stamp.said}")
    elif "published" not in given and (updated := _slice(page.raw, draft.updated)) and updated != stamp.printed:
        problems.append(f"date {stamp.printed!r}: also printed and not used: {updated}")
    if draft.cut:
        problems.append(f"{CUT}: {_slice(page.raw, draft.cut)}")
    if not row["text"]:
        problems.append("no text found")
    if row["text"] and row["language"] not in ("zh", "en"):
        problems.append("its language is neither Chinese nor English: no rule for words, dates or voices reads it")
    return problems


@per_lexicon
def _of_many_states(*, lexicon: Lexicon) -> frozenset[str]:
    """Return the names of ministries that others bear, too: Ministry of Foreign Affairs, beside that of (Egypt)."""
    kind = outlets(lexicon=lexicon)["kind"]
    return frozenset(one.partition(" (")[0] for one in kind.index if " (" in one) & {*kind.index[kind == "government"]}


def corrected(stamp: Stamp, given: dict[str, str | None], lexicon: Lexicon | None) -> Stamp:
    """Return the stamp of an article, or the stamp in its correction, which is Beijing time unless it names a zone."""
    if "published" not in given:
        return stamp
    if given["published"] is None:
        return Stamp()
    told = read(given["published"], lexicon=lexicon)
    return told._replace(clock=told.clock or "Beijing")


def days_of(articles: pd.DataFrame) -> pd.Series:
    """Return the day of each article by the clock that its page prints: `published` is by Beijing's, where it may be the
    next day, while "today" and "Tuesday" in a text are those of its writer."""
    zones = articles["clock"].astype("str").str.extract(r"UTC(?P<h>[+-]\d\d):(?P<n>\d\d)").astype(float)
    behind = zones["h"] + np.copysign(zones["n"] / 60, zones["h"]) - BEIJING_AHEAD_OF_UTC / timedelta(hours=1)
    behind = behind.where(articles["published_precision"] == "minute", 0).fillna(0)
    return (articles["published"] + pd.to_timedelta(behind, unit="h")).dt.normalize()


def _known_outlet(printed: str | None, lexicon: Lexicon | None) -> str | None:
    known = _outlets_of(printed, lexicon)
    return known.pop() if len(known) == 1 else None


def _outlets_of(printed: str | None, lexicon: Lexicon | None) -> set[str]:
    """Return the outlets of a printed name: two if each writes it in its own script, as 经济日报 and 經濟日報."""
    found = {outlet_of(form, lexicon=lexicon) for form in (printed, simplify(printed))} if printed else set()
    return {name for name in found if name}


def _slice(raw: str, span: tuple[int, int] | None) -> str | None:
    """Return the visible characters in a span of a page."""
    return without_invisible(raw[span[0] : span[1]]) if span else None


def language_of(text: str, lexicon: Lexicon | None = None) -> str | None:
    """Return `zh`, `en` or `und` (any other). Latin text is English if one word in seven is a function word."""
    if not text:
        return None
    if is_chinese(text) and not is_japanese(text):
        return "zh"
    if script_of(text) != "Latn":
        return "und"
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLE].casefold())
    function_words = _function_words(lexicon=lexicon)
    known = sum(word in function_words for word in words)
    return "en" if len(words) < _FEW_WORDS or 7 * known >= len(words) else "und"


@per_lexicon
def _function_words(*, lexicon: Lexicon) -> frozenset[str]:
    # A single letter may be a word of another language.
    return frozenset(word for word in lexicon.table("stop_en")["term"] if len(word) > 1)


def is_cut_translation(text: str, language: str, other: str, other_language: str) -> bool:
    """Whether `text` is too short for a complete translation of `other` (zh and en only)."""
    if {language, other_language} != {"zh", "en"} or not other:
        return False
    if language == "en":
        return len(text) / len(other) < _LEAST_TRANSLATION
    return len(other) / len(text) > 3 * _LEAST_TRANSLATION


def _words_by(raw: str, draft: Draft, text: str, lexicon: Lexicon | None) -> tuple[str | None, str | None]:
    """Return the author of the words and the evidence: opening, a guest's signature, dateline, byline or closing mark.
    Both are None if the page names only its outlet."""
    if draft.digest:
        return MACHINE, "marks of a digest"
    opening = simplify(re.split(r"[\n。]", text[:600])[0])
    names = [
        (opening[first:last], f"{opening[:first]}{_HERE}{opening[last : last + 60]}")
        for first, last in outlet_names(opening, lexicon=lexicon)
    ]
    for form in naming("according", _HERE, lexicon=lexicon):
        for name, around in names:
            said = form.search(around)
            named = outlet_of(name, lexicon=lexicon) if said else None
            if named and outlets(lexicon=lexicon)["kind"][named] not in ("government", "institute"):
                return named, f"opening: {said.group().replace(_HERE, name).strip(' ,，:：')}"
    if draft.guest:
        return _slice(raw, draft.guest), "signed by a guest"
    for span, evidence in ((draft.agency, "dateline"), (draft.writer, "byline"), (draft.source, "closing mark")):
        printed = _slice(raw, span)
        if named := _known_outlet(printed, lexicon):
            return named, f"{evidence}: {printed}"
    return None, None
