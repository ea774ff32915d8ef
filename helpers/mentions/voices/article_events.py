"""The reporting events of one sentence, and of one article, its sentences read in order: who speaks, and how far the words go."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import Lexicon
from helpers.mentions import About, in_text
from helpers.mentions.actors import actors_in
from helpers.mentions.voices.chinese_events import ChineseSentence
from helpers.mentions.voices.cue_words import Event, quotations
from helpers.mentions.voices.english_events import EnglishSentence

# A full name: capital words in a row.
_FULL_NAME = re.compile(r"\b(?:[A-Z][a-zà-ž’'\-]+\s){1,3}[A-Z][a-zà-ž’'\-]+\b")


_LATELY = 8  # sentences in which who spoke is still "the director"


def sentence_of(text: str, about: About, institutions: bool = False) -> ChineseSentence | EnglishSentence | None:
    """A sentence ready to be read; none in other languages than `zh` and `en`."""
    if about.language == "zh":
        return ChineseSentence(about.normal(text), institutions, lexicon=about.lexicon)
    return EnglishSentence(text, institutions, lexicon=about.lexicon) if about.language == "en" else None


@in_text
def voices_in(text: str, about: About, institutions: bool = False) -> list[Event]:
    """The reporting events of one sentence, in order; offsets are those of `text`. With `institutions` a body or a meeting that stresses or advocates is a speaker, too.

    >>> text = "Lavrov said that all was well, adding that he was glad."
    >>> [(event.verb, text[slice(*event.speaker)], event.form) for event in voices_in(text, "en")]
    [('said', 'Lavrov', 'indirect'), ('adding', 'Lavrov', 'indirect')]
    >>> [(event.verb, event.form) for event in voices_in("与会代表一致认为,合作日益紧密。", "zh")]
    [('认为', 'collective')]
    """
    return [event.printed(text) for event in sentence_of(text, about, institutions).events()]


def voices_of_sentences(sentences: pd.DataFrame, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """The reporting events of a table of plain sentences (`id`, `language`, `text`): `id`, `start`, `end` (in the
    text), `verb`, `speaker_printed`, `speaker_kind`, `form`, one row per event, in order."""
    columns = ["id", "start", "end", "verb", "speaker_printed", "speaker_kind", "form"]
    rows = [
        (row.id, *event[:3], row.text[slice(*event.speaker)] if event.speaker else "", event.kind, event.form)
        for row in sentences.drop_duplicates("id").itertuples()
        for event in voices_in(row.text, row.language, lexicon=lexicon)
    ]
    return pd.DataFrame(rows, columns=columns)


class Sentence(NamedTuple):
    """A sentence of an article: its number, where it stands in the text of the article, and its words."""

    number: int
    start: int
    text: str


class ArticleReader:
    """The sentences of one article, read in order, with what has been said so far.

    `breaks` are the places in the text behind which a paragraph begins; an excerpt of an aggregator stands in one line and has none.
    """

    def __init__(self, sentences: list[Sentence], about: About, breaks: list[int], institutions: bool = False):
        self.language = about.language
        self.sentences = sentences
        self.readings = [sentence_of(one.text, about, institutions) for one in sentences]
        self.breaks = breaks
        self.last = {"person": "", "collective": "", "office": ""}
        self.continued: set[int] = set()  # the sentences that go on with a quotation before them
        self.spoken = -1  # the sentence in which a person spoke last
        self.named, self.remembered = "", 0  # the person named last, in so many sentences
        self.roles: dict[str, str] = {}  # by role: who was named with it
        self.full: dict[str, tuple[str, int]] = {}  # by family name: the full name, in so many sentences

    def voices(self) -> Iterator[tuple[Sentence, Event, str, str, int]]:
        """The events of the article, in order: its sentence, the event, whose words they are, of what kind that is, and the number of
        the last sentence of them."""
        if self.language not in ("zh", "en"):
            return
        told = any(event.speaker and event.kind != "institution" for events in self.read for event in events)
        turn = -1  # the last sentence of the turn that goes on
        # An answer runs on to the next label, whatever it reports itself.
        ends = dict(zip(self.turns, [*self.turns[1:], len(self.sentences)], strict=False))
        for place, events in enumerate(self.read):
            heard = []
            for event in events:
                inside = place <= turn and not event.is_label
                # A quotation in somebody's words, or in a text in which nobody speaks, is no voice of its own.
                if event.speaker or (not inside and (event.verb or told)):
                    heard.append(event._replace(nested=True) if inside else event)
            named = [self._resolve(place, event) for event in heard]
            covering = self._covering(heard)
            for event, (speaker, kind) in zip(heard, named, strict=True):
                last = self._covers(place) if event is covering else place
                if len(self.turns) > 1 and event.is_label:
                    turn = last = ends[place] - 1
                yield self.sentences[place], event, speaker, kind, self.sentences[last].number

    @cached_property
    def read(self) -> list[list[Event]]:
        """The events of each sentence, before it is known whose they are."""
        read = [self._events(place) for place in range(len(self.sentences))]
        for place, events in enumerate(read[1:], 1):
            # A quotation that goes on behind who spoke is no second report.
            bare = events and not events[0].verb and events[0].speaker is None
            before = self.sentences[place - 1].text if bare and (read[place - 1] or place - 1 in self.continued) else ""
            if before and (before.rfind("“") > before.rfind("”") or not self._broken(place)):
                self.continued.add(place)
                read[place] = []
        # Who answers under a label stands behind a question under another.
        turn = asked = False
        for place, events in enumerate(read):
            text, reading = self.sentences[place].text, self.readings[place]
            if asked and self._broken(place) and (answer := reading.label(asked)):
                nested = (event._replace(nested=True) for event in events if not event.is_label)
                read[place] = events = [answer.printed(text), *nested]
            labelled = any(event.is_label for event in events)
            turn |= labelled
            asked = turn and ((asked and not labelled) or bool(re.search("[?？]", text)))
        return read

    @cached_property
    def turns(self) -> list[int]:
        """The sentences that begin with a label."""
        return [place for place, events in enumerate(self.read) if any(event.is_label for event in events)]

    def _events(self, place: int) -> list[Event]:
        """The events of one sentence; of one that is a quotation, long enough to be speech whatever follows, the quotation."""
        text, reading = self.sentences[place].text, self.readings[place]
        if place and self.language == "zh" and self.sentences[place - 1].text.rstrip().endswith(tuple('”」』"')):
            reading.behind_quotation = not self._broken(place)
        if events := [event.printed(text) for event in reading.events()]:
            return events
        return self._quotation(place) if len(text) >= (12 if self.language == "zh" else 30) else []

    def _quotation(self, place: int) -> list[Event]:
        """The event of a sentence that is a quotation and nothing else."""
        text = self.sentences[place].text
        words = text.strip()
        quotes = quotations(words)
        whole = len(quotes) == 1 and quotes[0][0] == 0 and quotes[0][1] >= len(words.rstrip("。.,，"))
        start = len(text) - len(text.lstrip())
        return [Event(start, start + 1, "", None, "person", "direct")] if whole else []

    # --- Who --------------------------------------------------------------------------------------------------------

    def _resolve(self, place: int, event: Event) -> tuple[str, str]:
        """The canonical name of the speaker, and the kind."""
        if event.speaker is None:
            return self._resolve_quotation(place) if event.form != "source" else ("", "medium")
        kind = event.kind or "person"
        # A name may go over the end of a line.
        name = " ".join(self._by_role(place, event, self._name(place, event, place)).split())
        if kind in self.last and name and (event.form != "source" or kind == "person"):
            self.last[kind] = name
            self.spoken = place if kind == "person" else self.spoken
        return name, kind

    def _resolve_quotation(self, place: int) -> tuple[str, str]:
        """The speaker of a quotation alone: who spoke last; where nobody has spoken yet, or the quotation opens a paragraph, of the
        sentence behind it."""
        behind = self.read[place + 1] if place + 1 < len(self.read) else []
        nearest = next((one for one in behind if one.speaker and one.form != "source"), None)
        opens = self._broken(place) and not (nearest and self._broken(place + 1))
        if not nearest or (self.last["person"] and not opens):
            return self.last["person"], "person"
        return self._name(place + 1, nearest, place), nearest.kind

    def _by_role(self, place: int, event: Event, name: str) -> str:
        """Of a role alone (the director, 馆长) the person who was named with it before, or in English who spoke last; of anything else
        `name`."""
        reading, (start, end) = self.readings[place], event.speaker
        printed, titles, english = reading.text[start:end], reading.known.titles, self.language == "en"
        if event.kind != "person":
            return name
        if name != self.sentences[place].text[start:end] or event.is_label:
            words = (word for word in printed.split() if word.islower() or word.lower() in titles)
            roles = map(str.lower, words) if english else (head for head in titles if head in printed)
            self.roles |= dict.fromkeys(roles, name) if not english or _FULL_NAME.search(name) else {}
            return name
        if printed[1:] in titles and not english:  # 卢市长 is the mayor 卢秀燕.
            holder = self.roles.get(printed[1:], "")
            return holder if holder[:1] == printed[0] else name
        role = printed.lower().split()[-1]
        known = self.roles.get(role, "") if role == printed or printed.lower() in reading.heads else ""
        definite = english and role in titles and reading.text.endswith(("the ", "The "), 0, start)
        lately = definite and place - self.spoken < _LATELY and _FULL_NAME.search(self.last["person"])
        return known or (self.last["person"] if lately else name)

    def _interviewee(self) -> str:
        """The one person who is named before the first question; empty if there is none, or more than one."""
        named: list[str] = []
        for reading in self.readings[: self.turns[0] if self.turns else 0]:
            people = reading.people()
            if self.language == "en":
                full = (_bare_name(match.group(), reading) for match in _FULL_NAME.finditer(reading.text))
                people += [name for name in full if " " in name and not reading.known.of_a_place.search(name)]
            named += people
        return named[0] if len(set(named)) == 1 else ""

    def _name(self, place: int, event: Event, now: int) -> str:
        """The name of the speaker of an event in sentence `place`, by what the sentences before `now` tell."""
        start, end = event.speaker
        reading, printed = self.readings[place], self.sentences[place].text[start:end]
        normal = reading.text[start:end]
        low, label = normal.lower().strip(), normal.strip() if event.is_label else ""
        if low == "it" or reading.heads.get(low) == "pronoun":
            return self._meant_by(low, now, start)
        if label in reading.words["asking"]:
            return "a journalist"
        if label in reading.words["answering"]:
            return self._interviewee() or "the speaker"
        # In the sentence, not in the phrase: Xi is known by what stands around it.
        mentions, people = reading.named(start, end), reading.people(start, end)
        if event.kind == "medium":
            # Of the Hindustan Times, or the television of a country, the country is a part of the name.
            mentions = [mention for mention in mentions if mention.kind not in ("country", "locality")]
        if people:
            return people[-1] if event.kind == "person" else " and ".join(dict.fromkeys(people))
        canonical = reading.known.canonical
        if low.removeprefix("the ") in canonical:
            return canonical[low.removeprefix("the ")]
        # 默茨总理 is one person, not the prime ministers.
        # Of one person or office the whole name: 韩国国防部 is not the 国防部.
        whole = mentions and mentions[-1].end == end
        whole = whole and (mentions[-1].start == start or event.kind not in ("person", "office"))
        if whole and not (event.kind == "person" and mentions[-1].kind == "office"):
            return mentions[-1].actor
        if event.kind == "person" and self.language == "en":
            name = _bare_name(core := reading.core_of(printed), reading)
            family = re.findall(r"[A-Z][\w.’'\-]+", name)
            role = name == core and re.search(r"\s[a-z].*\s[A-Z]", core)  # Commissioner for Human Rights
            return (not role and family and self._full_name(family[-1], now)) or name
        if event.kind == "person":
            titles = (head for head in reading.known.titles if head in normal)
            behind = max((normal.rfind(head) + len(head) for head in titles), default=0)
            return normal[behind:] or normal  # a title alone
        if self.language == "en":
            return printed
        head = next((normal[place:] for place in range(len(normal)) if normal[place:] in canonical), "")
        return canonical.get(head, printed)

    def _meant_by(self, pronoun: str, now: int, start: int) -> str:
        """Whom a pronoun means, by what the sentences before `now` tell."""
        if pronoun == "it":
            return self.last["office"]
        if pronoun.endswith(("they", "们")):
            return self.last["collective"] or self.last["person"]
        return self._told_of(now, start) or self.last["person"] or self._named_before(now)

    def _told_of(self, now: int, start: int) -> str:
        """The person of whom the outlet told last, in a paragraph behind that of who spoke last; empty for nobody."""
        for place in range(now, self.spoken, -1):
            subject = self.readings[place].subject()
            if subject and subject.named and (place < now or subject.end < start):
                told = any(self._broken(between) for between in range(self.spoken + 1, place + 1))
                name = self._name(place, Event(*subject[:2], "", subject[:2], "person", ""), place)
                return name if told and (self.language == "zh" or _FULL_NAME.match(name)) else ""
        return ""

    def _named_before(self, now: int) -> str:
        """The person named last before a sentence; of several in one sentence the first."""
        for reading in self.readings[self.remembered : now]:
            self.named = next(iter(reading.people()), self.named)
        self.remembered = max(now, self.remembered)
        return self.named

    def _full_name(self, family: str, now: int) -> str:
        """The full name of whoever was named with this family name before a sentence; empty for nobody."""
        name, done = self.full.get(family, ("", 0))
        for reading in self.readings[done:now]:
            if family not in reading.text:
                continue
            printed = (match.group() for match in _FULL_NAME.finditer(reading.text) if match.group().endswith(family))
            full = (bare for bare in (_bare_name(one, reading) for one in printed) if " " in bare)
            known = [person for person in reading.people() if person.split()[-1] == family]
            name = known[-1] if known else name or next(full, "")
        self.full[family] = (name, max(now, done))
        return name

    # --- How far ----------------------------------------------------------------------------------------------------

    @staticmethod
    def _covering(events: list[Event]) -> Event | None:
        """The event whose words may go on in the next sentence: the last that gives words and is not inside another."""
        forms = ("direct", "indirect", "collective")
        going = [event for event in events if event.form in forms and not event.nested]
        return (going or [event for event in events if event.form == "paraphrase"] or [None])[-1]

    def _covers(self, place: int) -> int:
        """The place of the last sentence whose words belong to the covering event of sentence `place`."""
        text = self.sentences[place].text
        event = self._covering(self.read[place])
        label = event.is_label
        closed = event.form == "direct" and not label
        opens = text.rstrip().endswith((":", "："))
        while place + 1 in self.continued:
            place += 1
        if closed or event.kind == "institution" or (event.form == "paraphrase" and not opens):
            return place
        points = self.readings[place].known.enumeration
        listing = opens or points.match(text) or points.search(text[event.end : event.end + 4])
        for after in range(place + 1, len(self.read)):
            listed = bool(points.match(self.sentences[after].text))
            # An answer goes on over paragraphs until the next label; other words only in an enumeration.
            if (
                self.read[after]
                or (self._broken(after) and not label and not (listed and listing))
                or (not listed and self.readings[after].known.narrative.match(self.readings[after].text))
            ):
                return after - 1
            listing = listing or listed
        return len(self.read) - 1

    def _broken(self, place: int) -> bool:
        """Whether a paragraph begins between the sentence before and this one."""
        first = bisect_right(self.breaks, self.sentences[place - 1].start)
        return first < len(self.breaks) and self.breaks[first] <= self.sentences[place].start


def _bare_name(phrase: str, reading: EnglishSentence) -> str:
    """A personal name without what stands before it: of `Foreign Minister Jane Doe`, `Jane Doe`."""
    words = re.findall(r"[A-Z][\w.’'\-]*|[a-z]+", phrase)
    before = (word.islower() or reading.heads.get(word.lower()) in ("title", "office") for word in words)
    last = max((place for place, is_before in enumerate(before) if is_before), default=-1)
    name = " ".join(words[last + 1 :]) if last >= 0 else phrase
    if last >= 0 and not words[last].islower():
        return name or phrase  # Minister Jordan Smith; of the Kyrgyz Republic Jane Doe is a country and a name
    countries = {m.start: m.end for m in actors_in(name, "en", lexicon=reading.lexicon) if m.kind == "country"}
    behind = name[countries.get(0, 0) :].split()
    joined = last >= 0 and words[last] in reading.words["inside a name"] | reading.words["preposition"]
    # Secretary of State Jane Doe; but Public Health Wales, Commissioner for Human Rights and Jane van Doe are whole.
    offices = [word in reading.words["portfolio"] for word in behind[: -1 if joined else -2]]
    bare = " ".join(behind[max((place + 1 for place, known in enumerate(offices) if known), default=0) :])
    return phrase if joined and bare == name else bare or phrase
