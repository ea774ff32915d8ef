"""Whose voice is heard: reporting events, their speakers and forms, in Chinese and English.

An event is a cue by which a text gives somebody's words as theirs, with their content. What counts as one, and as which
form, is written down in `tests/gold/VOICES.md`; the verbs and the heads of speakers are the reviewed tables
`lexicon/reporting_verbs.csv` and `lexicon/speakers.csv`.
"""

import re
from functools import cache

import pandas as pd

from helpers.actors import actors_in
from helpers.matching import Bodies, normal_text
from helpers.voices import chinese, english
from helpers.voices.cues import (
    CLASSES,
    FORMS,
    SPEAKER_KINDS,
    Event,
    canonical_heads,
    reporting_verbs,
    speaker_heads,
)

__all__ = [
    "CLASSES",
    "FORMS",
    "SPEAKER_KINDS",
    "Event",
    "erased_speakers",
    "find_voices",
    "lemma_of",
    "reporting_verbs",
    "sentence_voices",
    "speaker_heads",
    "verb_class",
    "voices_in",
    "voices_of_sentences",
]  # fmt: skip


def voices_in(
    text: str, language: str, script: str | None = None, machine_converted: bool = False
) -> list[Event]:
    """The reporting events of one sentence, in order; offsets are those of `text`. No events in other languages than
    `zh` and `en`.

    >>> text = "Lavrov said that all was well, adding that he was glad."
    >>> [(event.verb, text[slice(*event.speaker)], event.form) for event in voices_in(text, "en")]
    [('said', 'Lavrov', 'indirect'), ('adding', 'Lavrov', 'indirect')]
    >>> [(event.verb, event.form) for event in voices_in("与会代表一致认为,合作日益紧密。", "zh")]
    [('认为', 'collective')]
    """
    if language == "zh":
        return [
            event._replace(verb=text[event.start : event.end] if event.verb else "")
            for event in chinese.events(normal_text(text, script, machine_converted))
        ]
    return english.events(text) if language == "en" else []


def lemma_of(verb: str, language: str) -> str:
    """The entry of the table to which a verb as printed belongs (`stressed`, 強調, 介绍说); empty for one that is in none.

    >>> lemma_of("stressed", "en"), lemma_of("強調", "zh"), lemma_of("介绍说", "zh"), lemma_of("", "zh")
    ('stress', '强调', '介绍', '')
    """
    verb = normal_text(verb) if language == "zh" else verb.lower()
    known = _lemmas(language)
    return next((known[verb[:size]] for size in range(len(verb), 0, -1) if verb[:size] in known), "")


@cache
def _lemmas(language: str) -> dict[str, str]:
    table = reporting_verbs().query("language == @language")
    return {
        form: verb
        for verb, forms in zip(table["verb"], table["forms"], strict=True)
        for form in forms.split("|")
    }


def verb_class(lemma: str, language: str) -> str:
    """The class of a verb of the table: one of `CLASSES`, or empty for none.

    >>> verb_class("stress", "en"), verb_class("", "zh")
    ('assertive', '')
    """
    cue = f"{lemma} ({language})"
    return reporting_verbs()["class"].get(cue, "")


def voices_of_sentences(sentences: pd.DataFrame) -> pd.DataFrame:
    """The reporting events of a table of plain sentences (`id`, `language`, `text`): `id`, `start`, `end` (in the
    text), `verb`, `speaker_printed`, `speaker_kind`, `form`, one row per event, in order."""
    rows = [
        (
            row.id,
            event.start,
            event.end,
            event.verb,
            row.text[slice(*event.speaker)] if event.speaker else "",
            event.kind,
            event.form,
        )
        for row in sentences.drop_duplicates("id").itertuples()
        for event in voices_in(row.text, row.language)
    ]
    return pd.DataFrame(
        rows, columns=["id", "start", "end", "verb", "speaker_printed", "speaker_kind", "form"]
    )


# --- The corpus -------------------------------------------------------------------------------------------------------

_COLUMNS = [
    "article", "sentence", "start", "end", "language", "verb", "lemma", "class", "speaker_printed", "speaker_start", "speaker_end", "speaker",
    "speaker_kind", "form", "nested", "covers",
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


def find_voices(corpus) -> pd.DataFrame:
    """Every reporting event of a corpus, one row each, in its order.

    * `article`, `sentence`, `start`, `end`: the raw address of the reporting verb; of a label or a bare quotation that
      of its colon or opening mark; of an erased speaker that of the whole sentence; `language` of the text;
    * `verb` as printed, without wrap spaces (empty if there is none), `lemma` (its entry in the table), `class` (one of
      `CLASSES`, or empty);
    * `speaker_printed`, `speaker_start`, `speaker_end`: the words of this sentence that name the speaker and their raw
      address, empty and missing if none do; `speaker`: canonical, after pronoun, title, ellipsis and script are
      resolved; empty if it cannot be; `speaker_kind` (one of `SPEAKER_KINDS`);
    * `form` (one of `FORMS`); `nested`: inside the words of another; `covers`: the last sentence whose content belongs
      to the event.

    A sentence of a machine digest has the form `none` where the Chinese text on the same words gives them to a speaker
    and the digest does not: see `erased_speakers`.
    """
    bodies = Bodies(corpus)
    found = [
        row
        for article in corpus.articles.index
        for row in _Article(corpus, bodies, article).rows()
    ]  # fmt: skip
    table = pd.DataFrame(found, columns=_COLUMNS)
    table = pd.concat([table, _erased(corpus, table)], ignore_index=True) if len(table) else table
    order = {article: number for number, article in enumerate(corpus.articles.index)}
    table = table.sort_values(
        ["article", "sentence", "start"],
        key=lambda column: column.map(order) if column.name == "article" else column,
        kind="stable",
    )
    texts = ["article", "language", "verb", "lemma", "class", "speaker_printed", "speaker"]
    table = table.astype(
        {**dict.fromkeys(texts, "str"), "speaker_start": "Int64", "speaker_end": "Int64", "nested": "bool"}
    )
    table["speaker_kind"] = pd.Categorical(table["speaker_kind"], categories=SPEAKER_KINDS)
    table["form"] = pd.Categorical(table["form"], categories=FORMS)
    return table.reset_index(drop=True)


class _Article:
    """The sentences of one article, read in order, with what has been said so far."""

    def __init__(self, corpus, bodies: Bodies, article: str):
        about = corpus.articles.loc[article]
        self.name, self.language, self.script = article, str(about["language"]), about["script"]
        self.converted, self.outlet = bool(about["machine_converted"]), about["outlet"]
        self.sentences = corpus.sentences[corpus.sentences["article"] == article].reset_index(drop=True)
        self.offsets, self.bodies = bodies.offsets(article), bodies
        # Paragraph marks; an excerpt of an aggregator stands in one line and has none.
        segments = corpus.segments[
            (corpus.segments["article"] == article) & (corpus.segments["rule"] == "paragraph")
        ]
        self.breaks = segments.loc[segments["kind"] == "body", "end"].tolist()
        self.people: dict[str, str] = {}  # the last word of a name printed in full, and the name
        self.last = {"person": "", "collective": ""}
        self.named = ""  # the person named last
        self.quoted = False  # whether the sentence before ended in a closing quotation mark

    def rows(self) -> list[tuple]:
        read = []
        for row in self.sentences.itertuples():
            events = voices_in(row.text, self.language, self.script, self.converted)
            if not events and (bare := self._bare_quotation(row.text)):
                events = [bare]
            read.append((row, events))
        told = any(event.speaker for _, events in read for event in events)
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
        first = self.bodies.span(self.name, row.start, row.start)[0]

        def raw(start: int, end: int) -> tuple[int, int]:
            return int(self.offsets[first + start]), int(self.offsets[first + end - 1]) + 1

        lemma = lemma_of(event.verb, self.language)
        printed = row.text[slice(*event.speaker)] if event.speaker else ""
        place = raw(*event.speaker) if event.speaker else (pd.NA, pd.NA)
        return (
            self.name, row.sentence, *raw(event.start, event.end), self.language, event.verb, lemma, verb_class(lemma, self.language),
            printed, *place, speaker, kind, event.form, event.nested, covers,
        )  # fmt: skip

    # --- Who --------------------------------------------------------------------------------------------------------

    def _bare_quotation(self, text: str) -> Event | None:
        """A sentence that is a quotation from its first to its last character and long enough to be speech."""
        quotes = chinese.quotations(text.strip())
        whole = len(quotes) == 1 and quotes[0][0] == 0 and quotes[0][1] >= len(text.strip().rstrip("。.,，"))
        if not whole or len(text) < (12 if self.language == "zh" else 30):
            return None
        start = len(text) - len(text.lstrip())
        return Event(start, start + 1, "", None, "person", "direct")

    def _resolve(self, text: str, event: Event, following: list) -> tuple[str, str]:
        """The canonical name of the speaker, and the kind."""
        if event.speaker is None:
            if event.form == "source":
                return "", "medium"
            nearest = next(
                (
                    one
                    for _, events in following[:1]
                    for one in events
                    if one.speaker and one.form != "source"
                ),
                None,
            )
            if nearest is None or self.last["person"]:
                return self.last["person"], "person"
            return self._name(following[0][0].text, nearest), nearest.kind
        kind = event.kind or "person"
        name = self._name(text, event)
        if event.form != "source" and kind in self.last and name:
            self.last[kind] = name
        return name, kind

    def _name(self, text: str, event: Event) -> str:
        start, end = event.speaker
        printed = text[start:end]
        normal = normal_text(printed, self.script, self.converted) if self.language == "zh" else printed
        low = normal.lower()
        if low in ("he", "she", "他", "她", "其", "本人", "对方"):
            return self.last["person"] or self.named
        if low in ("they", "他们", "她们"):
            return self.last["collective"] or self.last["person"]
        # In the sentence, not in the phrase: Xi is known by what stands around it.
        mentions = [
            mention
            for mention in actors_in(text, self.language, self.script, self.converted)
            if start <= mention.start and mention.end <= end
        ]
        people = [mention for mention in mentions if mention.kind == "person"]
        if len(people) == 1 or (people and event.kind == "person"):
            return people[-1].actor
        if people:
            return " and ".join(dict.fromkeys(mention.actor for mention in people))
        canonical = canonical_heads()
        if low.removeprefix("the ") in canonical:
            return canonical[low.removeprefix("the ")]
        if mentions and mentions[-1].end == end:
            return mentions[-1].actor
        if self.language == "zh":
            if event.kind == "person" and (name := _titled_name(normal)):
                return name
            head = next((normal[place:] for place in range(len(normal)) if normal[place:] in canonical), "")
            return canonical.get(head, "") or (
                mentions[-1].actor if mentions and event.kind != "person" else printed
            )
        words = re.findall(r"[A-Z][\w.'’\-]+", printed)
        if words and event.kind == "person":
            return self.people.get(words[-1], _bare_name(printed))
        return mentions[0].actor if mentions and event.kind in ("office", "medium") else printed

    def _remember(self, text: str) -> None:
        """The persons a sentence names: for pronouns and for family names alone."""
        mentions = [
            m for m in actors_in(text, self.language, self.script, self.converted) if m.kind == "person"
        ]
        if mentions:
            self.named = mentions[0].actor
        if self.language == "en":
            for match in re.finditer(r"\b(?:[A-Z][a-zà-ž’'\-]+\s){1,3}[A-Z][a-zà-ž’'\-]+\b", text):
                name = _bare_name(match.group())
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
        if closed or (event.form == "paraphrase" and not opens):
            return row.sentence
        listing = (
            opens
            or bool(_ENUMERATION.match(row.text))
            or bool(_ENUMERATION.search(row.text[event.end : event.end + 4]))
        )
        last = row
        for after, later in read[place + 1 :]:
            listed = bool(_ENUMERATION.match(after.text))
            broken = any(last.end <= one <= after.start for one in self.breaks) or any(
                last.start < one <= after.start for one in self.breaks
            )
            # An answer goes on over paragraphs until the next label; other words only in an enumeration.
            if (
                later
                or (broken and not label and not (listed and (listing or opens)))
                or (not listed and self._narrates(after.text))
            ):
                break
            listing = listing or listed
            last = after
        return last.sentence

    def _narrates(self, text: str) -> bool:
        pattern = _NARRATIVE.get(self.language)
        return bool(
            pattern
            and pattern.match(
                normal_text(text, self.script, self.converted) if self.language == "zh" else text
            )
        )


def _titled_name(phrase: str) -> str:
    """The name behind the last title of a Chinese phrase, or the phrase if it is a name; empty for a title alone."""
    known = speaker_heads().query("language == 'zh' and kind == 'title'")["head"]
    ends = [match.end() for head in known for match in re.finditer(head, phrase)]
    rest = phrase[max(ends) :] if ends else phrase
    return rest or phrase


def _bare_name(phrase: str) -> str:
    """A personal name without what stands before it: of `Foreign Minister Jane Doe`, `Jane Doe`."""
    known = set(speaker_heads().query("language == 'en' and kind in ['title', 'office']")["head"])
    words = re.findall(r"[A-Z][\w.’'\-]*|[a-z]+", phrase)
    last = max(
        (place for place, word in enumerate(words) if word.lower() in known or word.islower()), default=-1
    )
    if last < 0:
        demonyms = {m.start: m.end for m in actors_in(phrase, "en") if m.kind == "country"}
        return phrase[demonyms[0] :].strip() if 0 in demonyms and phrase[demonyms[0] :].strip() else phrase
    return " ".join(words[last + 1 :]) or phrase


# --- Whose voice a sentence is ---------------------------------------------------------------------------------------


def sentence_voices(corpus, voices: pd.DataFrame | None = None) -> pd.DataFrame:
    """Whose voice each sentence is: `article`, `sentence`, `start`, `end`, `voice` (`quoted`: in the words of somebody,
    as the text says; `erased`: in somebody's words, as only the Chinese text says; `outlet`: the rest), `speaker`,
    `form` (of the event that covers the sentence; empty for the outlet's own).

    `voices` is what `find_voices` returned. An agency named as the source (据新华社) is no voice: the words stay the
    outlet's.
    """
    voices = find_voices(corpus) if voices is None else voices
    held: dict[tuple[str, int], tuple[str, str, str]] = {}
    for row in voices[voices["form"] != "source"].sort_values("nested", kind="stable").itertuples():
        for sentence in range(row.sentence, row.covers + 1):
            voice = "erased" if row.form == "none" else "quoted"
            held.setdefault((row.article, sentence), (voice, row.speaker, row.form))
    table = corpus.sentences[["article", "sentence", "start", "end"]].copy()
    about = [
        held.get(key, ("outlet", "", "")) for key in zip(table["article"], table["sentence"], strict=True)
    ]
    table["voice"] = pd.Categorical(
        [voice for voice, _, _ in about], categories=["quoted", "erased", "outlet"]
    )
    table["speaker"] = pd.Series([speaker for _, speaker, _ in about], index=table.index, dtype="str")
    table["form"] = pd.Series([form for _, _, form in about], index=table.index, dtype="str")
    return table


def _pairs(corpus) -> list[tuple[str, str, str]]:
    """Each Chinese text with each English version of the same words: `(Chinese, English, how that is known)`."""
    links = corpus.links[corpus.links["relation"].isin(["translation", "reprint", "one press conference"])]
    label = {article: article for article in corpus.articles.index}

    def root(article: str) -> str:
        return article if label[article] == article else root(label[article])

    for one, other in zip(links["article"], links["other"], strict=True):
        first, second = sorted((root(one), root(other)))
        label[second] = first
    direct = {
        frozenset(pair): relation
        for *pair, relation in links[["article", "other", "relation"]].itertuples(index=False)
    }
    language = corpus.articles["language"]
    return [
        (one, other, direct.get(frozenset((one, other)), "translation, reprinted"))
        for one in corpus.articles.index[language == "zh"]
        for other in corpus.articles.index[language == "en"]
        if root(one) == root(other)
    ]


def _erased(corpus, voices: pd.DataFrame) -> pd.DataFrame:
    """Rows for the sentences of digests whose speaker is erased.

    A digest of a Chinese text in which one person has all the words: what the digest says is that person's, and a
    sentence of it without a reporting event hides whose it is.
    """
    rows = []
    for one, other, _ in _pairs(corpus):
        if corpus.articles.at[other, "form"] != "digest":
            continue
        mine = voices[
            (voices["article"] == one) & ~voices["form"].isin(["source", "none"]) & ~voices["nested"]
        ]
        spoken = {sentence for row in mine.itertuples() for sentence in range(row.sentence, row.covers + 1)}
        sentences = corpus.sentences[corpus.sentences["article"] == one]
        if len(set(mine["speaker"])) != 1 or not spoken >= set(sentences["sentence"]):
            continue
        said = voices[(voices["article"] == other) & (voices["form"] != "none")]
        shown = {sentence for row in said.itertuples() for sentence in range(row.sentence, row.covers + 1)}
        speaker, kind = mine[["speaker", "speaker_kind"]].iloc[0]
        rows += [
            (
                other,
                row.sentence,
                row.start,
                row.end,
                "en",
                *[""] * 4,
                pd.NA,
                pd.NA,
                speaker,
                kind,
                "none",
                False,
                row.sentence,
            )
            for row in corpus.sentences[corpus.sentences["article"] == other].itertuples()
            if row.sentence not in shown
        ]
    return pd.DataFrame(rows, columns=_COLUMNS).drop_duplicates(["article", "sentence"])


def erased_speakers(corpus, voices: pd.DataFrame | None = None) -> pd.DataFrame:
    """Each Chinese text against each English version of the same words, and how many reporting events either has.

    Columns: `article`, `other` (the English one), `relation`, `form` and `words_by` of the English one, `sentences_zh`,
    `events_zh`, `speakers_zh` (how many), `sentences_en`, `events_en`, `speakers_en`, `erased` (English sentences whose
    speaker is erased). Sources (据新华社, according to Xinhua) are not counted.
    """
    voices = find_voices(corpus) if voices is None else voices
    heard = voices[~voices["form"].isin(["source", "none"])]
    events = heard.groupby("article").size()
    speakers = heard.groupby("article")["speaker"].nunique()
    sentences = corpus.sentences.groupby("article").size()
    erased = voices[voices["form"] == "none"].groupby("article").size()
    rows = []
    for one, other, relation in _pairs(corpus):
        about = corpus.articles.loc[other]
        rows.append(
            (one, other, relation, about["form"], about["words_by"], int(sentences[one]), int(events.get(one, 0)), int(speakers.get(one, 0)),
             int(sentences[other]), int(events.get(other, 0)), int(speakers.get(other, 0)), int(erased.get(other, 0)))
        )  # fmt: skip
    columns = "article other relation form words_by sentences_zh events_zh speakers_zh sentences_en events_en speakers_en erased"
    return pd.DataFrame(rows, columns=columns.split())
