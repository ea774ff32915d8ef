"""The reporting events of one article, its sentences read in order: who speaks, and how far the words go."""

import re
from functools import partial

import pandas as pd

from helpers.lexicon import Lexicon
from helpers.mentions.actors import Mention, actors_in
from helpers.mentions.voices.events import lemma_of, verb_class, voices_in
from helpers.mentions.voices.verbs import Event, canonical_heads, quotations, speaker_heads
from helpers.texts.matching import normal_text

COLUMNS = [
    "article", "sentence", "start", "end", "language", "verb", "lemma", "class", "speaker_printed", "speaker_start",
    "speaker_end", "speaker", "speaker_kind", "form", "nested", "covers",
]  # fmt: skip
# Sentences in which the outlet tells again what happened, and with which somebody's words are over.
_NARRATIVE = {
    "zh": re.compile(
        r"\s*(?:当天|当日|当晚|近日|日前|会前|会后|此前|随后|\d+(?:月\d+)?日|据|记者|会议开始前|会谈前|(?:出席|访问|会议|峰会|论坛|活动|会谈)[^,，]{0,12}(?:期间|前|后|当天)[,，]"
        r"|(?:本次|此次|这次|当天的)?(?:会议|峰会|论坛|大会|发布会|吹风会)(?:于|在|由|为|将|通过|审议|期间|签署|发表|还)|[^,，。]{0,20}(?:在此|在[^,，。]{2,12})(?:举行|召开|开幕)|[^,，。]{0,16}记者在?[^,，。]{0,8}(?:看到|注意到|了解到))"
    ),
    "en": re.compile(
        r"\s*(?:On (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Earlier|Later|The (?:meeting|summit|forum|conference|talks|two-day)\b|During (?:the|his|her|their)|Before the|After the|Also on)"
    ),
}
_ENUMERATION = re.compile(
    r"\s*(?:(?:第?[一二三四五六七八九十](?:是|要|,|、|,)|首先|其次|再次|最后)|在[^,，。]{1,12}(?:领域|方面)|(?:First|Second|Third|Fourth|Fifth|Finally)(?:ly)?\b)"
)


class ArticleReader:
    """The sentences of one article, read in order, with what has been said so far."""

    def __init__(self, corpus, article: str, institutions: bool = False):
        self.institutions = institutions
        about = corpus.articles.loc[article]
        self.name, self.language, self.script = article, str(about["language"]), about["script"]
        self.converted = bool(about["machine_converted"])
        self.sentences = corpus.sentences[corpus.sentences["article"] == article].reset_index(drop=True)
        self.places, self.lexicon = corpus.places, corpus.lexicon
        # Paragraph marks; an excerpt of an aggregator stands in one line and has none.
        segments = corpus.segments[
            (corpus.segments["article"] == article) & (corpus.segments["rule"] == "paragraph")
        ]
        self.breaks = segments.loc[segments["kind"] == "body", "end"].tolist()
        self.people: dict[str, str] = {}  # the last word of a name printed in full, and the name
        self.last = {"person": "", "collective": ""}
        self.named = ""  # the person named last

    def rows(self) -> list[tuple]:
        """One row for each event, with the columns of `COLUMNS`."""
        read = []
        for row in self.sentences.itertuples():
            events = voices_in(
                row.text, self.language, self.script, self.converted, self.institutions, lexicon=self.lexicon
            )
            if not events and (bare := self._bare_quotation(row.text)):
                events = [bare]
            read.append((row, events))
        told = any(event.speaker and event.kind != "institution" for _, events in read for event in events)
        rows = []
        for place, (row, events) in enumerate(read):
            resolved = []
            for event in events:
                if not event.verb and not event.speaker and not told:
                    continue  # a quotation in a text in which nobody speaks
                speaker, kind = self._resolve(row.text, event, read[place + 1 :])
                resolved.append((event, speaker, kind))
            self._remember(row.text)
            covering = self._covering([event for event, _, _ in resolved])
            for event, speaker, kind in resolved:
                covers = self._covers(place, read) if event is covering else row.sentence
                rows.append(self._row(row, event, speaker, kind, covers))
        return rows

    def _row(self, row, event: Event, speaker: str, kind: str, covers: int) -> tuple:
        raw = partial(self.places.address, self.name, row.start)
        lemma = lemma_of(event.verb, self.language, lexicon=self.lexicon)
        printed = row.text[slice(*event.speaker)] if event.speaker else ""
        place = raw(*event.speaker) if event.speaker else (pd.NA, pd.NA)
        return (
            self.name, row.sentence, *raw(event.start, event.end), self.language, event.verb, lemma,
            verb_class(lemma, self.language, lexicon=self.lexicon),
            printed, *place, speaker, kind, event.form, event.nested, covers,
        )  # fmt: skip

    # --- Who --------------------------------------------------------------------------------------------------------

    def _bare_quotation(self, text: str) -> Event | None:
        """A sentence that is a quotation from its first to its last character and long enough to be speech."""
        inside = text.strip()
        quotes = quotations(inside)
        whole = len(quotes) == 1 and quotes[0][0] == 0 and quotes[0][1] >= len(inside.rstrip("。.,，"))
        if not whole or len(text) < (12 if self.language == "zh" else 30):
            return None
        start = len(text) - len(text.lstrip())
        return Event(start, start + 1, "", None, "person", "direct")

    def _resolve(self, text: str, event: Event, following: list) -> tuple[str, str]:
        """The canonical name of the speaker, and the kind."""
        if event.speaker is None:
            if event.form == "source":
                return "", "medium"
            if self.last["person"] or not following:
                return self.last["person"], "person"
            # Nobody has spoken yet: a quotation may stand before the sentence that says whose it is.
            row, events = following[0]
            nearest = next((one for one in events if one.speaker and one.form != "source"), None)
            return (self._name(row.text, nearest), nearest.kind) if nearest else ("", "person")
        kind = event.kind or "person"
        name = self._name(text, event)
        if event.form != "source" and kind in self.last and name:
            self.last[kind] = name
        return name, kind

    def _name(self, text: str, event: Event) -> str:
        start, end = event.speaker
        printed = text[start:end]
        normal = self._normal(printed)
        low = normal.lower()
        if low in ("he", "she", "他", "她", "其", "本人", "对方"):
            return self.last["person"] or self.named
        if low in ("they", "他们", "她们"):
            return self.last["collective"] or self.last["person"]
        # In the sentence, not in the phrase: Xi is known by what stands around it.
        mentions = [
            mention for mention in self._mentions(text) if start <= mention.start and mention.end <= end
        ]
        people = [mention for mention in mentions if mention.kind == "person"]
        if len(people) == 1 or (people and event.kind == "person"):
            return people[-1].actor
        if people:
            return " and ".join(dict.fromkeys(mention.actor for mention in people))
        canonical = canonical_heads(lexicon=self.lexicon)
        if low.removeprefix("the ") in canonical:
            return canonical[low.removeprefix("the ")]
        if mentions and mentions[-1].end == end:
            return mentions[-1].actor
        if self.language == "zh":
            if event.kind == "person" and (name := _titled_name(normal, self.lexicon)):
                return name
            head = next((normal[place:] for place in range(len(normal)) if normal[place:] in canonical), "")
            return canonical.get(head, "") or (
                mentions[-1].actor if mentions and event.kind != "person" else printed
            )
        words = re.findall(r"[A-Z][\w.'’\-]+", printed)
        if words and event.kind == "person":
            return self.people.get(words[-1], _bare_name(printed, self.lexicon))
        return (
            mentions[0].actor if mentions and event.kind in ("office", "medium", "institution") else printed
        )

    def _mentions(self, text: str) -> list[Mention]:
        return actors_in(text, self.language, self.script, self.converted, lexicon=self.lexicon)

    def _remember(self, text: str) -> None:
        """The persons a sentence names: for pronouns and for family names alone."""
        mentions = [mention for mention in self._mentions(text) if mention.kind == "person"]
        if mentions:
            self.named = mentions[0].actor
        if self.language == "en":
            for match in re.finditer(r"\b(?:[A-Z][a-zà-ž’'\-]+\s){1,3}[A-Z][a-zà-ž’'\-]+\b", text):
                name = _bare_name(match.group(), self.lexicon)
                if " " in name:
                    self.people.setdefault(name.split()[-1], name)
            for mention in mentions:
                self.people[mention.actor.split()[-1]] = mention.actor

    # --- How far ----------------------------------------------------------------------------------------------------

    @staticmethod
    def _covering(events: list[Event]) -> Event | None:
        """The event whose words may go on in the next sentence: the last that gives words and is not inside another."""
        going = [
            event
            for event in events
            if event.form in ("direct", "indirect", "collective") and not event.nested
        ]
        return (going or [event for event in events if event.form == "paraphrase"] or [None])[-1]

    def _covers(self, place: int, read: list) -> int:
        row, events = read[place]
        event = self._covering(events)
        label = event.form == "direct" and not event.verb and event.speaker is not None
        closed = event.form == "direct" and not label
        opens = row.text.rstrip().endswith((":", "："))
        if closed or event.kind == "institution" or (event.form == "paraphrase" and not opens):
            return row.sentence
        listing = bool(
            opens or _ENUMERATION.match(row.text) or _ENUMERATION.search(row.text[event.end : event.end + 4])
        )
        last = row
        for after, later in read[place + 1 :]:
            listed = bool(_ENUMERATION.match(after.text))
            broken = any(last.start < one <= after.start for one in self.breaks)
            # An answer goes on over paragraphs until the next label; other words only in an enumeration.
            if (
                later
                or (broken and not label and not (listed and listing))
                or (not listed and self._narrates(after.text))
            ):
                break
            listing = listing or listed
            last = after
        return last.sentence

    def _narrates(self, text: str) -> bool:
        pattern = _NARRATIVE.get(self.language)
        return bool(pattern and pattern.match(self._normal(text)))

    def _normal(self, text: str) -> str:
        return (
            normal_text(text, self.script, self.converted, lexicon=self.lexicon)
            if self.language == "zh"
            else text
        )


def _titled_name(phrase: str, lexicon: Lexicon) -> str:
    """The name behind the last title of a Chinese phrase, or the phrase if it is a name; empty for a title alone."""
    known = speaker_heads(lexicon=lexicon).query("language == 'zh' and kind == 'title'")["head"]
    ends = [match.end() for head in known for match in re.finditer(head, phrase)]
    rest = phrase[max(ends) :] if ends else phrase
    return rest or phrase


def _bare_name(phrase: str, lexicon: Lexicon) -> str:
    """A personal name without what stands before it: of `Foreign Minister Jane Doe`, `Jane Doe`."""
    known = set(
        speaker_heads(lexicon=lexicon).query("language == 'en' and kind in ['title', 'office']")["head"]
    )
    words = re.findall(r"[A-Z][\w.’'\-]*|[a-z]+", phrase)
    last = max(
        (place for place, word in enumerate(words) if word.lower() in known or word.islower()), default=-1
    )
    if last < 0:
        demonyms = {m.start: m.end for m in actors_in(phrase, "en", lexicon=lexicon) if m.kind == "country"}
        return phrase[demonyms[0] :].strip() if 0 in demonyms and phrase[demonyms[0] :].strip() else phrase
    return " ".join(words[last + 1 :]) or phrase
