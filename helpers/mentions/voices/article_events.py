"""Find the reporting events of a sentence or an article: who speaks, and how far the reported words go."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import Lexicon
from helpers.mentions import About, in_text
from helpers.mentions.actors import PLACES, actors_in
from helpers.mentions.voices.chinese_events import ChineseSentence
from helpers.mentions.voices.cue_words import Event, quotations
from helpers.mentions.voices.english_events import EnglishSentence

# A full name: two to four capitalised words in a row.
_FULL_NAME = re.compile(r"(?<![\w.])(?:(?:[A-Z][a-zà-ž’'\-][\w’'\-]*|[A-Z]\.?)\s){1,3}[A-Z][a-zà-ž’'\-][\w’'\-]*\b")
# Kinds of bodies that a bare noun takes up again (the firm); a medium is one by its kind, the others by a word of their name.
_BODIES = ("medium", "company", "charity", "agency", "party")
_LATELY = 8  # number of sentences in which "the director" still means the last speaker


def sentence_of(text: str, about: About, institutions: bool = False) -> ChineseSentence | EnglishSentence | None:
    """Parse a sentence of `zh` or `en`; return None for other languages."""
    kinds = {"zh": ChineseSentence, "en": EnglishSentence}
    if about.language not in kinds:
        return None
    sentence = kinds[about.language](about.normal(text), institutions, lexicon=about.lexicon)
    sentence.home, sentence.whole = about.home, about.whole
    return sentence


@in_text
def voices_in(text: str, about: About, institutions: bool = False) -> list[Event]:
    """Return the reporting events of one sentence, in order; offsets count in `text`.

    With `institutions`, a body or a meeting that stresses or advocates is also a speaker.

    >>> text = "Lavrov said that all was well, adding that he was glad."
    >>> [(event.verb, text[slice(*event.speaker)], event.form) for event in voices_in(text, "en")]
    [('said', 'Lavrov', 'indirect'), ('adding', 'Lavrov', 'indirect')]
    >>> [(event.verb, event.form) for event in voices_in("与会代表一致认为,合作日益紧密。", "zh")]
    [('认为', 'collective')]
    """
    return [event.printed(text) for event in sentence_of(text, about, institutions).events()]


def voices_of_sentences(sentences: pd.DataFrame, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Return the reporting events of a table of sentences (`id`, `language`, `text`), one row per event, in order:
    `id`, `start`, `end` (offsets in the text), `verb`, `speaker_printed`, `speaker_kind`, `form`."""
    columns = ["id", "start", "end", "verb", "speaker_printed", "speaker_kind", "form"]
    rows = [
        (row.id, *event[:3], row.text[slice(*event.speaker)] if event.speaker else "", event.kind, event.form)
        for row in sentences.drop_duplicates("id").itertuples()
        for event in voices_in(row.text, row.language, lexicon=lexicon)
    ]
    return pd.DataFrame(rows, columns=columns)


class Sentence(NamedTuple):
    """A sentence of an article: its number, its start offset in the article, and its text."""

    number: int
    start: int
    text: str


class ArticleReader:
    """Read the sentences of one article in order, and remember who has spoken so far.

    `breaks`: the offsets where paragraphs end (an aggregator's excerpt has none); `headings`: the title and lines
    beside it.
    """

    def __init__(self, sentences: list[Sentence], about: About, breaks: list[int], institutions=False, headings=""):
        self.language = about.language
        self.sentences = sentences
        self.readings = [sentence_of(one.text, about, institutions) for one in sentences]
        self.breaks = breaks
        self.about, self.headings = about, headings
        if self.language == "zh":
            titled = {name for one in self.readings for name in one.known.behind_a_title.findall(one.text)}
            names = frozenset(name[:size] for name in titled for size in (2, 3, 4))
            for reading in self.readings:
                reading.known_names = names
        self.last = {"person": "", "collective": "", "body": ""}
        self.bodies: dict[str, str] = {}  # kind of body -> the last one with a name
        self.continued: set[int] = set()  # sentences that continue the quotation before them
        self.spoken = -1  # the last sentence in which a person spoke
        self.named, self.remembered = "", 0  # the person named last; number of sentences searched
        self.roles: dict[str, str] = {}  # role -> the person named with it
        # (what is asked, as printed) -> name, number of sentences searched
        self.full: dict[tuple[str, str], tuple[str, int]] = {}

    def voices(self) -> Iterator[tuple[Sentence, Event, str, str, int]]:
        """Yield the events in order: sentence, event, canonical speaker, kind of speaker, number of the last sentence."""
        if self.language not in ("zh", "en"):
            return
        told = any(event.speaker and event.kind != "institution" for events in self.read for event in events)
        turn = -1  # the last sentence of the current turn
        # An answer runs to the next label, even if it contains reports.
        ends = dict(zip(self.turns, [*self.turns[1:], len(self.sentences)], strict=False))
        for place, events in enumerate(self.read):
            heard = []
            for event in events:
                inside = place <= turn and not event.is_label
                # A bare quotation does not count inside a speaker's turn, or in a text without speakers.
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
        """The events of each sentence, before speakers are resolved."""
        read = [self._events(place) for place in range(len(self.sentences))]
        for place, events in enumerate(read[1:], 1):
            # A quotation that continues the one before is not a second report.
            bare = events and not events[0].verb and events[0].speaker is None
            spoken = bare and (read[place - 1] or place - 1 in self.continued)
            if bare and (self._unclosed(place) or (spoken and not self._broken(place))):
                self.continued.add(place)
                read[place] = []
        # A word before a colon labels the answer to a labelled question, and if it begins several paragraphs.
        turn = asked = False
        heads = [self._head(place) for place in range(len(read))]
        times, labelled_at = Counter(filter(None, heads)), [place for place, head in enumerate(heads) if head]
        asked_in = self.sentences[labelled_at[0] :] if len(times) > 1 else []
        conversation = any(re.search("[?？]", one.text) for one in asked_in)
        following = dict(pairwise(labelled_at))
        for place, events in enumerate(read):
            text, reading, head = self.sentences[place].text, self.readings[place], heads[place]
            # Who asks may do so once, before somebody who answers several times.
            answers = heads[following[place]] if place in following else ""
            labels = head and ((asked and head.isalpha()) or (conversation and max(times[head], times[answers]) > 1))
            if labels and (answer := reading.label(asked=True)):
                nested = (event._replace(nested=True) for event in events if not event.is_label)
                read[place] = events = [answer.printed(text), *nested]
            labelled = any(event.is_label for event in events)
            turn |= labelled
            asked = turn and ((asked and not labelled) or bool(re.search("[?？]", text)))
        return read

    def _head(self, place: int) -> str:
        """Return the words before a colon at the head of a paragraph; empty without."""
        match = self.readings[place].known.label.match(self.readings[place].text)
        name = match["name"].strip() if match and (not place or self._broken(place)) else ""
        return name if name.istitle() or name.isupper() or (self.language == "zh" and len(name) < 9) else ""

    def _unclosed(self, place: int) -> bool:
        """Whether a quotation of the paragraph before sentence `place` is still open."""
        first = next((back for back in range(place - 1, 0, -1) if self._broken(back)), 0)
        before = " ".join(one.text for one in self.sentences[first:place])
        return before.rfind("“") > before.rfind("”") or before.count('"') % 2 == 1

    @cached_property
    def turns(self) -> list[int]:
        """Places of the sentences that begin with a label."""
        return [place for place, events in enumerate(self.read) if any(event.is_label for event in events)]

    def _events(self, place: int) -> list[Event]:
        """Return the events of one sentence, or the sentence itself if it is a quotation long enough to be speech."""
        text, reading = self.sentences[place].text, self.readings[place]
        if place and self.language == "zh" and self.sentences[place - 1].text.rstrip().endswith(tuple('”」』"')):
            reading.behind_quotation = not self._broken(place)
        if events := [event.printed(text) for event in reading.events()]:
            return events
        return self._quotation(place) if len(text) >= (12 if self.language == "zh" else 30) else []

    def _quotation(self, place: int) -> list[Event]:
        """Return the event of a sentence that consists of one quotation."""
        text = self.sentences[place].text
        words = text.strip()
        quotes = quotations(words)
        whole = len(quotes) == 1 and quotes[0][0] == 0 and quotes[0][1] >= len(words.rstrip("。.,，"))
        start = len(text) - len(text.lstrip())
        return [Event(start, start + 1, "", None, "person", "direct")] if whole else []

    # --- Speaker ----------------------------------------------------------------------------------------------------

    def _resolve(self, place: int, event: Event) -> tuple[str, str]:
        """Return the canonical name and the kind of the speaker."""
        if event.speaker is None:
            return self._resolve_quotation(place) if event.form != "source" else ("", "medium")
        words = self.readings[place].words
        alone = self.readings[place].text[slice(*event.speaker)] in words["group alone"]
        kind = "collective" if alone else event.kind or "person"  # 专家认为
        # A name may be wrapped over two lines.
        name = " ".join(self._by_role(place, event, self._name(place, event, place)).split())
        if kind in ("office", "medium", "document"):
            self.last["body"] = name if kind != "document" else ""  # "it" is no document
            named = name.lower().split() if name.split()[-1:] and name.split()[-1][0].isupper() else []
            of_name = (of for of in _BODIES[1:] if not words[f"for a named {of}"].isdisjoint(named))
            kinds = {"medium": ["medium"] * bool(named), "office": of_name}.get(kind, ())
            self.bodies |= dict.fromkeys(kinds, name)
        elif event.nested and any(not one.nested and not one.is_label for one in self.read[place]):
            pass  # "A said B had agreed": "he" in the next sentence is A
        elif kind in self.last and name and (event.form != "source" or kind == "person"):
            self.last[kind] = name
            self.spoken = place if kind == "person" else self.spoken
        return name, kind

    def _resolve_quotation(self, place: int) -> tuple[str, str]:
        """Return the last speaker, or the next sentence's if nobody has spoken yet or the quotation opens a paragraph."""
        behind = self.read[place + 1] if place + 1 < len(self.read) else []
        nearest = next((one for one in behind if one.speaker and one.form != "source"), None)
        opens = self._broken(place) and not (nearest and self._broken(place + 1))
        if not nearest or (self.last["person"] and not opens):
            return self.last["person"], "person"
        return self._name(place + 1, nearest, place), nearest.kind

    def _by_role(self, place: int, event: Event, name: str) -> str:
        """Return who is meant by a bare role (the director, 馆长): whom it named before or, in English, who spoke last."""
        reading, (start, end) = self.readings[place], event.speaker
        printed, titles, english = reading.text[start:end], reading.known.titles, self.language == "en"
        if event.kind != "person":
            return name
        if name != printed or event.is_label:
            words = (word for word in printed.split() if word.islower() or word.lower() in titles)
            roles = map(str.lower, words) if english else (head for head in titles if head in printed)
            self.roles |= dict.fromkeys(roles, name) if not english or _FULL_NAME.search(name) else {}
            return name
        if printed[1:] in titles and not english:  # 卢市长 is the mayor 卢秀燕.
            holder = self.roles.get(printed[1:], "")
            return holder if holder[:1] == printed[0] else name
        role = printed.lower().split()[-1]
        known = self.roles.get(role, "") if role == printed or printed.lower() in reading.heads else ""
        known = known or (english and role in reading.heads and not event.is_label and self._known_as(printed, place))
        definite = english and role in titles and reading.text.endswith(("the ", "The "), 0, start)
        lately = definite and place - self.spoken < _LATELY and _FULL_NAME.search(self.last["person"])
        return known or (self.last["person"] if lately else name)

    @cached_property
    def _interviewee(self) -> str:
        """Return the only person who speaks, or else is named, before the first label; empty if nobody or several."""
        before = range(self.turns[0] if self.turns else 0)
        told = [(place, event) for place in before for event in self.read[place] if event.kind == "person"]
        told = [(place, one) for place, one in told if one.speaker and self.readings[place].kind_of(*one.speaker)[1]]
        if spoke := [self._name(place, event, place) for place, event in told]:
            whole = {name for name in spoke if not any(name in other for other in spoke if other != name)}
            return whole.pop() if len(whole) == 1 else ""
        named: list[str] = []
        for reading in self.readings[: len(before)]:
            people = reading.people()
            if self.language == "en":
                full = (_bare_name(match.group(), reading) for match in _FULL_NAME.finditer(reading.text))
                people += [name for name in full if " " in name and not reading.known.of_a_place.search(name)]
            named += people
        return named[0] if len(set(named)) == 1 else ""

    def _name(self, place: int, event: Event, now: int) -> str:
        """Return the speaker's name for an event in sentence `place`, as known from the sentences before `now`."""
        start, end = event.speaker
        reading, printed = self.readings[place], self.sentences[place].text[start:end]
        normal = reading.text[start:end]
        low, label = normal.lower().strip(), normal.strip() if event.is_label else ""
        if reading.heads.get(low) == "pronoun" or low.endswith(" of them"):
            return self._meant_by(low, now, start)
        if label in reading.words["asking"]:
            return "a journalist"
        if label in reading.words["answering"]:
            return self._interviewee or "the speaker"
        if self.language == "en" and printed.isupper() and (known := self._known_as(printed, now)):
            return known
        rank = reading.known.rank.search(normal) if self.language == "zh" else None
        if rank and reading.kind_of(start, start + rank.start())[1]:  # 发言人吴谦大校
            end, normal = start + rank.start(), normal[: rank.start()]
        # Searched in the whole sentence: Xi is recognised by the words around it.
        mentions, people = reading.named(start, end), reading.people(start, end)
        if event.kind == "medium":
            if normal.endswith("》"):
                start, end = start + normal.rfind("《") + 1, end - 1
                mentions, normal = reading.named(start, end), reading.text[start:end]
            # The country in Hindustan Times or Chinese television is only part of the medium's name.
            mentions = [mention for mention in mentions if mention.kind not in (*PLACES, "locality")]
        behind = next((reading.text[one.end : end] for one in reversed(mentions) if one.kind == "person"), "")
        titles, english = reading.known.titles, self.language == "en"
        other = any(behind[place:] in reading.heads for place in range(len(behind))) and behind not in titles
        other = reading.known.core_ends.split(behind)[0].strip() if english else other
        other = other or reading.known.of_another.search(normal if english else behind)
        if people and not other:  # Biden administration officials, Doe's wife
            return people[-1] if event.kind == "person" else " and ".join(dict.fromkeys(people))
        canonical = reading.known.canonical
        if low.removeprefix("the ") in canonical:
            return canonical[low.removeprefix("the ")]
        # 默茨总理 is one person, not the office of prime minister.
        # A person, an office or a country must match the whole name: 韩国国防部 is not the 国防部.
        alone = event.kind in ("person", "office")
        whole = mentions and mentions[-1].end == end
        whole = whole and (mentions[-1].start == start or not (alone or mentions[-1].kind in PLACES))
        if whole and not (event.kind == "person" and mentions[-1].kind == "office"):
            return mentions[-1].actor
        if event.kind == "person" and english:
            name = _bare_name(core := reading.core_of(printed), reading)
            *given, family = name.split() or [""]
            role = name == core and re.search(r"\s[a-z].*\s[A-Z]", core)  # Commissioner for Human Rights
            named = family[:1].isupper() and family.lower() not in reading.heads and not role
            titled = not given or given[0].rstrip(".") in reading.words["short title"]  # Dr Doe
            return (named and self._full_name(family, now, "" if titled else given[0][0])) or name
        if event.kind == "person":
            behind = max((normal.rfind(head) + len(head) for head in titles if head in normal), default=0)
            return normal[behind:] or normal  # a title alone
        if self.language == "en":
            of = next((of for of in _BODIES if low in reading.words[f"for a named {of}"]), "")
            return self.bodies.get(of) or printed
        head = next((normal[place:] for place in range(len(normal)) if normal[place:] in canonical), "")
        return canonical.get(head, normal)

    def _meant_by(self, pronoun: str, now: int, start: int) -> str:
        """Return the name that a pronoun means, as known from the sentences before `now`."""
        if pronoun == "it":
            return self.last["body"]
        if pronoun.endswith(("they", "them", "们")):
            return self.last["collective"]
        return self._told_of(now, start) or self.last["person"] or self._named_before(now)

    def _told_of(self, now: int, start: int) -> str:
        """Return the last person the outlet wrote about, if in a later paragraph than the last speaker; else empty."""
        for place in range(now, self.spoken, -1):
            subject = self.readings[place].subject()
            near = place == now - 1 and not self._broken(now)
            if subject and (subject.named or near) and (place < now or subject.end < start):
                told = place == now or any(self._broken(between) for between in range(self.spoken + 1, place + 1))
                name = self._name(place, Event(*subject[:2], "", subject[:2], "person", ""), place)
                sure = self.language == "zh" or _FULL_NAME.match(name) or not subject.named
                return name if told and sure else ""
        return ""

    def _known_as(self, printed: str, now: int) -> str:
        """Return the name that stands with a role, or before an abbreviation in brackets, before sentence `now`."""
        full, role = _FULL_NAME.pattern, re.escape(printed)
        shapes = rf"(?<!\w)(?i:{role})\s(?P<a>{full})|(?P<b>{full}),\s[^.;]{{0,60}}?(?<!\w)(?i:{role})\b"
        if printed.isupper():
            shapes = rf"(?P<a>(?:[A-Z][\w’'\-]*\s(?:(?:of|for|the|and|on|in)\s)*){{2,9}})(?P<b>)\({role}\)"

        def named(reading: ChineseSentence | EnglishSentence, name: str) -> str:
            for match in re.finditer(shapes, reading.text) if printed.lower() in reading.text.lower() else ():
                name = (match["a"] or match["b"]).strip().removeprefix("The ")
            return name

        return self._so_far(("role", printed), now, named)

    def _so_far(self, key: tuple[str, str], now: int, named: Callable[..., str]) -> str:
        """Return the name that `named(reading, name before)` gives, sentence by sentence before `now`; each sentence is
        searched once for a key."""
        name, done = self.full.get(key, ("", 0))
        for reading in self.readings[done:now]:
            name = named(reading, name)
        self.full[key] = (name, max(now, done))
        return name

    def _named_before(self, now: int) -> str:
        """Return the person named last before sentence `now`; the first if a sentence names several."""
        for reading in self.readings[self.remembered : now]:
            self.named = next(iter(reading.people()), self.named)
        self.remembered = max(now, self.remembered)
        return self.named

    def _full_name(self, family: str, now: int, initial: str = "") -> str:
        """Return the full name that ends or begins with a family name before sentence `now`; empty unless it is one."""
        first = re.compile(rf"\b{re.escape(family)}(?:\s[A-Z][\w’'\-]+){{1,2}}(?![\w’'])")

        def named(reading: ChineseSentence | EnglishSentence, names: str) -> str:
            if family not in reading.text:
                return names
            printed = (match.group() for match in _FULL_NAME.finditer(reading.text) if match.group().endswith(family))
            full = [bare for bare in (_bare_name(one, reading) for one in printed) if " " in bare]
            known = [person for person in reading.people() if person.split()[-1] == family]
            words = (
                reading.words["no name"]
                | reading.words["short title"]
                | {head.title() for head in reading.known.titles}
            )
            full = [name for name in full + first.findall(reading.text) if words.isdisjoint(name.split())]
            return "|".join(dict.fromkeys([*names.split("|"), *(known or full)])).strip("|")

        names = [name for name in self._so_far(("family", family), now, named).split("|") if name.startswith(initial)]
        those = [name for name in names if name.endswith(family)] or names
        return those[-1] if len({name[0] if name.endswith(family) else name for name in those if name}) == 1 else ""

    # --- Extent -----------------------------------------------------------------------------------------------------

    @staticmethod
    def _covering(events: list[Event]) -> Event | None:
        """Return the event that may continue in the next sentence: the last outer one, else a paraphrase."""
        forms = ("direct", "indirect", "collective")
        going = [event for event in events if event.form in forms and not event.nested]
        return (going or [event for event in events if event.form == "paraphrase"] or [None])[-1]

    def _covers(self, place: int) -> int:
        """Return the place of the last sentence that the covering event of sentence `place` reaches."""
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
            # An answer continues over paragraphs to the next label; other speech only in an enumeration.
            over = self._broken(after) and not label and not (listed and listing)
            told = not listed and self._tells(after)
            if self.read[after] or over or told:
                return after - 1
            listing = listing or listed
        return len(self.read) - 1

    def _tells(self, place: int) -> bool:
        """Whether a sentence is the outlet's: it tells what happened, what somebody by name did, or its own opinion."""
        reading, known, text = self.readings[place], self.readings[place].known, self.readings[place].text
        own_view = known.own_view.match(text) and any(
            map(known.opinion.search, map(self.about.normal, self.headings.splitlines()))
        )
        acts = known.acts_by_name.match(text) if self.language == "en" else None
        by_name = acts and (reading.people(*acts.span("np")) or reading.titled(acts["np"].split()))
        return bool(known.narrative.match(text) or own_view or by_name)

    def _broken(self, place: int) -> bool:
        """Whether a paragraph begins with this sentence."""
        first = bisect_right(self.breaks, self.sentences[place - 1].start)
        return first < len(self.breaks) and self.breaks[first] <= self.sentences[place].start


def _bare_name(phrase: str, reading: EnglishSentence) -> str:
    """Return a personal name without the words before it: `Jane Doe` for `Foreign Minister Jane Doe`."""
    phrase = reading.known.before_a_name.sub("", phrase)
    words = re.findall(r"[A-Z][\w.’'\-]*|[a-z]+", phrase)
    before = (word.islower() or reading.heads.get(word.lower()) in ("title", "office") for word in words)
    last = max((place for place, is_before in enumerate(before) if is_before), default=-1)
    name = " ".join(words[last + 1 :]) if last >= 0 else phrase
    if last >= 0 and not words[last].islower():
        return name or phrase  # Jordan in Minister Jordan Smith is a name; Kyrgyz Republic Jane Doe has a country
    countries = {m.start: m.end for m in actors_in(name, "en", lexicon=reading.lexicon) if m.kind in PLACES}
    behind = name[countries.get(0, 0) :].split()
    joined = last >= 0 and words[last] in reading.words["inside a name"] | reading.words["preposition"]
    # Secretary of State Jane Doe is cut; Public Health Wales, Commissioner for Human Rights, Jane van Doe are not.
    offices = [word in reading.words["portfolio"] for word in behind[: -1 if joined else -2]]
    bare = " ".join(behind[max((place + 1 for place, known in enumerate(offices) if known), default=0) :])
    return phrase if joined and bare == name else bare or phrase
