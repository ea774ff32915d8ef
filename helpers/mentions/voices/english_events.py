"""Reporting events in an English sentence: the verb, the noun phrase that is its subject, and what it governs.

No parser: around each form of a verb of the reviewed table the rules ask for a subject before it (`Lavrov said that`),
a subject behind it (`..., said Lavrov`), or, for a participle or a second verb (`..., adding that`; `and called on`),
the subject of the verb before.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

from helpers.lexicon import Lexicon, patterns, per_lexicon
from helpers.mentions.actors import NOT_NAMES, Mention
from helpers.mentions.voices.cue_words import (
    SPEAKER_KINDS,
    Event,
    Phrase,
    ReadSentence,
    any_of,
    inside,
    reporting_verbs,
    unless_of,
    words_of,
)

_TIMES = r"(?:(?:on|in|at|during|after|before|late|early|earlier|last|this|that|through|via|over|when|while|upon|following)\s[^,;:.\"“”]{1,60}|(?:yester|to|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_WHEN = r"(?:(?:late |early )?on )?(?:yester|to|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?|(?:this|last) (?:week|month|year)|(?:in|on) [A-Z][a-z]+(?: \d{1,2})?(?:, \d{4})?"
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being|be|to be|get|got)\s(?:(?:also|widely|often|reportedly)\s)?$", re.I
)
_NEGATED = re.compile(
    r"\b(?:not|never|n['’]t|will|would|to|should|must|can|could|may|might|let|please)\s(?:(?:also|then)\s)?$", re.I
)
_DETERMINER = re.compile(
    r"^(?:the|a|an|its|his|her|their|our|some|several|many|these|those|this|that|another|other|one|two|three|four|five|six|more|most|all|both|various|numerous|dozens of|a number of|a group of)\s",
    re.I,
)
_ARTICLE = re.compile(r"(?:the|a|an)\s", re.I)
_PROPER = r"(?:[A-ZÀ-ÞĀ-Ž][\w’'\-\.]*|(?:of|the|and|for|on|to|de|da|bin|al|von|van|&)(?=\s[A-ZÀ-Ž]))"
_NAME = re.compile(rf"(?:{_PROPER}\s)*[A-ZÀ-ÞĀ-Ž][\w\-]+(?:['’]s?)?$")
_PREPOSITION_OF_NP = (
    r"(?:of|from|at|for|in|with|on|to|representing|attending|participating in|present at|familiar with|close to)"
)
_IS_MEDIUM = re.compile("Xinhua|TASS|Reuters|News|Daily|Times|AZERTAC|CCTV")
_BEHIND_CORE = re.compile(
    rf",|\s{_PREPOSITION_OF_NP}\s|\s(?:who|which|issued|released|published|adopted|signed|made|carried|obtained|seen|after|between|by|during|following)\s"
)
_JOINED = re.compile(r"\b(?:and|as well as|along with)\b")
# The Ministry of Culture and Tourism is one.
_JOINED_IN_A_NAME = re.compile(
    r"\b(?:Ministry|Ministers?|Committee|Commission|Council|Department|Bureau|Office) (?:of|for)\b[^,]*and\b"
)
_SAID_WHERE = re.compile(
    r"(?:to |the |reporters|a news conference|on \w+day|in an interview|at a \w+ \w+|at the \w+|journalists|that day)",
    re.I,
)
_AFTER_SPEAKER = re.compile(
    r"\s*(?:[.,;:!?\"“(]|$|(?:in|on|at|during|while|after|before|when|as|who|through|via|earlier|later|last|this|to|adding|noting|\w+day)\b)"
)
_ACTING_SUBJECT = re.compile(
    r"(?P<np>(?:The\s|the\s)?(?:[A-Z][\w.'’\-]*|of|the|and|for)(?:\s(?:[A-Z][\w.'’\-]*|of|the|and|for))*|He|She|They)"
    r"\s(?:(?:also|on \w+day|has|have)\s)*(?:[a-z]+ed|met|held|spoke|wrote|gave|took|made|sent|told|began|left)\b"
)
_HEAD_OF_SENTENCE = re.compile(
    r"(?P<np>[A-Z][^,;:.\"“”]{1,80}?)\s(?:(?:has|have|had|is|are|was|were|will|would)|[a-z]+(?:ed|es|s))\s"
)
_MAIN_CLAUSE = re.compile(
    r",\s(?P<np>(?:the |The )?[^,]{2,60}?)\s(?:(?:also|has|have|had)\s)?(?=[a-z]+ed\b|said\b|told\b|says\b|spoke\b|met\b)"
)
_INSERTION = re.compile(
    r"(?:as|through|via|asked|who|which|whose|along|together|on behalf|in|at|during|after|while|when|speaking|addressing|citing|quoting"
    r"|referring|the|a|an|also|for (?:his|her|its|their) part|meanwhile|however|too|head|chief|director|president|chair\w*|professor"
    r"|secretary|deputy|vice|former|senior|[A-Z][\w’'\-]+['’]s|[A-Z][\w’'\-]+|then|\d+|research|executive|founder|co-founder|minister|spokes\w+)\b"
)
_BEHIND_ENDS = re.compile(
    r"\s(?:in|on|at|during|while|after|before|when|as|who|adding|noting|stressing|and called|and urged|through|via|earlier|later|last|this"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|to|told)(?!\w)"
)
_FINITE = re.compile(r"\s(?:is|are|was|were|has|have|had|will|would|should|must|can|could|may|might|be|been)\s")
_QUOTED_AS = re.compile(r"\bquoted (?:by [^,.;]{2,40} )?as $")
_WAS_QUOTED_AS = re.compile(r"\s(?:was|is|were|are|has been|had been)\s(?:also\s)?quoted (?:by [^,.;]{2,40} )?as $")
_CITED_AS = re.compile(r"\b(?:quoted|cited|quotes|cites|quoting|citing)\s(?P<np>[^,.;]{2,60}?)\sas $")
_PROGRESSIVE = re.compile(r"\s(?:is|are|was|were|has been|have been)\s(?:(?:also|again|now)\s)*$")
# White space that is no space, such as a no-break one; a line end may end a clause.
_WHITE = re.compile(r"[^\S \n]")
# The kinds of subject that a participle may be given.
_SPEAKING = ("person", "office", "collective")
# Titles that end in a full stop, and initials: no sentence ends there.
_SHORT = r"(?:Mr|Mrs|Ms|Dr|St|Lt|Rep|Sen|Gov|Rev|Gen|Sgt|Col|Hon|Adm|Maj|Pvt|Fr|Sr|Jr|Prof|Capt|Supt|Insp|Cpl|Amb|Pres|[A-Z])"
# What a noun phrase is made of, and the boundary of the next clause.
_PHRASE = re.compile(rf"(?:\b{_SHORT}\.(?=\s)|[^,;:.!?\"“”()—–]|\.(?=\w))+")
# No subject begins with one of these.
_NO_SUBJECT = re.compile(
    r"(?:in|on|at|as|and|but|or|nor|that|which|who|whose|whom|when|while|where|if|because|so|it|this|these|those|there|here|what|how|why|to|for|of|by|with"
    r"|from|after|before|since|until|about|into|over|than|then|not|yes|no|is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|should|may"
    r"|might|must|according|adding|speaking|only|just|also|instead|though|although|neither|nothing|nobody)\b",
    re.I,
)
_QUANTIFIER = re.compile("most|some|many|all|several|few|both|others?|these|those|such|more", re.I)
_BEHIND_NAME = re.compile(r"\s(?:who|which|that|whose|whom|when|where)\b")
_INSERTED_NAME = re.compile(r"\s*(?:[A-ZÀ-Ž][\w.’'\-]+\s?){1,4}$")
# The last characters of a quotation behind which its speaker follows, and the space up to there.
_QUOTE_CLOSED = re.compile(r"(?:[,!?…—–-]['’]?[\"”]|[\"”],)\s*$")
# What may follow a verb whose words stand before it.
_SETTING = re.compile(
    r"\s+(?:with|from|of|about|without|amid|by|near|outside|inside|between|for|through|into|under|because|if|but|and|who|the (?:day|week|month))\b|\s*[:;—–(-]"
)
_QUOTE_STOPPED = re.compile(r"\.['’]?[\"”]\s*$")
# Where a clause may begin.
_CLAUSE = re.compile(
    r"[,;:!?()\[\]—–\n]\s*|\.\s+(?=[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt)\.\s)(?<!\b(?:Mrs|Rep|Sen|Gov|Rev|Gen|Sgt|Col|Adm|Maj)\.\s)(?<!\b(?:Prof|Capt|Supt)\.\s)|[\"“”]\s*"
    r"|\s(?:that|which|where|while|when|as|because|if|whether|but|so|although|since|than)\s"
    r"|^(?:And|But|So|Yet|When|While|As|If|Meanwhile|However|Earlier|Later|Then)\s"
)


_BEHIND = re.compile(rf"\s+(?P<np>(?!that\b|it\b|there\b|this\b)(?:\b{_SHORT}\.|[^,;:.!?\"“”()—–])*)")
_OBJECT_OF_A_NOUN = re.compile(
    r"\s+(?:that|the|its|his|her|their|on|for|it|an?|strong|deep|full|[\"“])\b|\s*[:,]?\s*[\"“]"
)
_NO_WORDS = re.compile(r"\s+(?:by|with(?! (?:concern|satisfaction|regret|interest|appreciation|pride))|at least)\b")
_FINITE_SOON = re.compile(
    r"\s+(?:[\w’'\-]+\s){1,6}?(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|might|does|did)\s"
)
_WHEN_ENDS = re.compile(rf"\s(?:{_WHEN})$", re.I)
_ARTICLE_ENDS = re.compile(r"\b(?:the|a|an)\s$", re.I)
_WORD_ENDS = re.compile(r"\w\s$")
_WORDS_END = re.compile(r"[,\"”?!’]\s*$")
_RELATIVE = re.compile(r"\b(?:who|which|that)\s(?:(?:has|have|had|also)\s)*$")
_THAT = re.compile(r"\s*that\b")
_SOURCE = re.compile("ccording to|eportedly", re.I)
# Characters: of a few words before a verb, of what is looked for right before or behind it, and of the longest clause that is read.
_CLOSE = 40
_NEAR = 120
_FAR = 400


class _Verb(NamedTuple):
    lemma: str
    complement: str
    unless: re.Pattern | None
    participles: frozenset[str]


class _Known(NamedTuple):
    """The reviewed verbs and words: `cues` finds the forms of the verbs, `verbs` tells what each is."""

    cues: patterns.Expressions
    verbs: dict[str, _Verb]
    ground: re.Pattern
    skipped: frozenset[str]  # adverbs and auxiliaries, in lower case
    second_verb: re.Pattern
    participle: re.Pattern
    after_verb: re.Pattern


@per_lexicon
def _known(*, lexicon: Lexicon) -> _Known:
    table = reporting_verbs(lexicon=lexicon).query("language == 'en'")
    contexts = unless_of(table)
    verbs = {}
    expressions = []
    for row in table.itertuples():
        forms = row.forms.split("|")
        participles = frozenset(form for form in forms if form.split()[0].endswith("ing"))
        verbs |= dict.fromkeys(forms, _Verb(row.verb, row.complement, contexts.get(row.Index), participles))
        expressions.append(re.compile(rf"(?<![\w\-'’]){any_of(frozenset(forms))}(?![\w\-])", re.I))
    adverb = any_of(words_of("en", "adverb", lexicon=lexicon))
    ground = any_of(words_of("en", "ground", lexicon=lexicon))
    return _Known(
        patterns.Expressions(expressions),
        verbs,
        re.compile(rf"\b{ground}\b"),
        words_of("en", "adverb", "auxiliary", lexicon=lexicon),
        re.compile(rf"(?:\band|,|\bbut)\s(?:{adverb}\s)*$", re.I),
        re.compile(rf"(?:[,;]|\band|\bwhile|\bby|\bbefore|\bafter|[\"”])\s(?:{adverb}\s)*$", re.I),
        re.compile(
            rf"\s*(?:[.,;!?]|$|(?:{_TIMES}|{adverb}|to reporters|as saying|while|as|here|reporters)\b)"
            r"|\s+(?:a|the) (?:news conference|press|media|paper|agency|council|assembly|meeting|forum)|\s+[A-Z]\w+[.,]",
            re.I,
        ),
    )


def _has_content(rest: str) -> bool:
    return bool(rest.strip(' .,;!?"”’'))


class EnglishSentence(ReadSentence):
    """One sentence: its reporting events, and the actors it names."""

    language = "en"

    def __init__(self, text: str, institutions: bool = False, *, lexicon: Lexicon | None = None):
        super().__init__(_WHITE.sub(" ", text), institutions, lexicon=lexicon)
        self.known = _known(lexicon=lexicon)

    def events(self) -> list[Event]:
        """The reporting events, in order; with `institutions` those of bodies and meetings, too."""
        found = self.reports() + self.sources()
        label = self.label()
        return self.in_order(found, label, any(event.start <= label.start for event in found if label))

    def _ends(self, pattern: re.Pattern, place: int) -> re.Match | None:
        """What a pattern that ends in `$` finds right before a place."""
        return pattern.search(self.text, max(place - _NEAR, 0), place)

    # --- Speakers -------------------------------------------------------------------------------------------------

    def _classified(self, start: int, end: int) -> tuple[str, bool]:
        """What kind of speaker a noun phrase is (empty: none that is known), and whether a person by name."""
        phrase = self.text[start:end]
        known = self.heads
        bare = _DETERMINER.sub("", phrase).strip()
        low = bare.lower()
        if known.get(low) == "pronoun":
            return ("collective" if low == "they" else "person"), False
        if "collective" in (known.get(phrase.lower().removeprefix("the ").strip()), known.get(low)):
            return "collective", False
        several = bool(_JOINED.search(phrase)) and not _JOINED_IN_A_NAME.search(phrase)
        within = self.named(start, end)
        people = sum(m.kind == "person" for m in within)
        last = next((m for m in reversed(within) if m.end == end), None)
        if last and last.kind == "person":
            return ("collective" if several and people > 1 else "person"), True
        core = _BEHIND_CORE.split(bare, maxsplit=1)[0]
        words = core.split()
        if kind := self._kind_by_head(words, several):
            return kind, False
        core_end = start + phrase.find(core) + len(core)
        about = next((m for m in reversed(within) if m.end == core_end), last)
        if about and (kind := self._kind_by_actor(about, core, several)):
            return kind, False
        if people:
            return "person", True
        if self._capital_name(words) and words[-1].removesuffix(".") not in NOT_NAMES:
            both = several and len(words) < 6 and re.fullmatch(r"\w+ and \w+", core)
            return ("collective" if both else "person"), True
        return "", False

    def _kind_by_head(self, words: list[str], several: bool) -> str:
        """The kind of speaker by the last words of a phrase, or by the ending of the last one; empty if they tell nothing."""
        known = self.heads
        for size in (3, 2, 1):
            tail = " ".join(words[-size:]).lower().removesuffix("'s").removesuffix("’s")
            kind = known.get(tail, "") if len(words) >= size else ""
            if kind == "title":
                plural = tail.endswith(("s", "people"))
                return "collective" if plural or (several and not self._capital_name(words)) else "person"
            if kind == "institution" and not self.institutions:
                return "never"
            if kind:
                return "person" if kind == "pronoun" else kind
        if words and re.search(r"(?:[a-z]ists|[a-z]ians|[a-z]men|[a-z]ers|[a-z]ees)$", words[-1]):
            return "collective"
        if words and words[-1].islower() and re.search(r"(?:[a-z]ist|[a-z]ician|[a-z]arian|man|woman)$", words[-1]):
            return "person"
        return ""

    @staticmethod
    def _kind_by_actor(actor: Mention, core: str, several: bool) -> str:
        """The kind of speaker by the actor named at the end of a phrase; empty for a person, who is told by name."""
        if actor.kind == "country":
            return "collective" if several else "office"
        if actor.kind in ("organisation", "locality"):
            return "office" if actor.actor.startswith(("Ministry", "Communist")) else "body"
        if actor.kind == "group":
            return "medium" if core.endswith(("media", "press")) else "collective"
        if actor.kind == "office":
            return "collective" if core.endswith("s") else "person"
        return ""

    @staticmethod
    def _capital_name(words: list[str]) -> bool:
        return bool(words) and bool(re.fullmatch(r"[A-ZÀ-ÞĀ-Ž][\w’'\-\.]+", words[-1])) and words[-1] not in NOT_NAMES

    def _before(self, verb: int, unknown: bool = False) -> Phrase | None:
        """The subject that ends right before the verb, but for adverbs and auxiliaries."""
        edge = self._skipped(verb)
        if not edge:
            return None
        if self.text[edge - 1] == ",":
            return self._behind_insertion(edge - 1, unknown)
        return self._ending_at(edge, unknown)

    def _ending_at(self, edge: int, unknown: bool = False) -> Phrase | None:
        """The noun phrase that ends at `edge`."""
        first = max(edge - _FAR, 0)
        for start in reversed([first, *(match.end() for match in _CLAUSE.finditer(self.text, first, edge))]):
            phrase = self.text[start:edge]
            if phrase.strip():
                return self._nominal(start + len(phrase) - len(phrase.lstrip()), edge, unknown)
        return None

    def _nominal(self, left: int, right: int, unknown: bool = False) -> Phrase | None:
        """The subject at the end of a stretch without commas: all of it, or what stands behind an introduction; with `unknown`
        any noun phrase."""
        text = self.text[left:right]
        kind, named = self._classified(left, right)
        if re.match(rf"(?:{_TIMES})", text, re.I) or re.match(
            r"(?:In|On|At|During|After|Speaking|Asked|Commenting|Responding|Addressing|According)\b", text
        ):
            # "On Tuesday Xi said": the name at the end.
            match = _NAME.search(text) or re.search(r"\b(?:he|she|they)$", text)
            if match and match.start() > 0:
                start = left + match.start()
                phrase = Phrase(start, right, *self._classified(start, right))
                return phrase if phrase.kind else None
            return None
        both = re.search(r"\s(?:and|but)\s(?=(?:he|she|they|the [\w ]+|[A-Z][\w ]+)$)", text)
        if both and kind not in (*SPEAKER_KINDS, "body"):
            start = left + both.end()
            kind, named = self._classified(start, right)
            left, text = start, self.text[start:right]
        if _FINITE.search(text) or len(text) > 110:
            return None
        if unknown and kind in ("", "never") and not _NO_SUBJECT.match(text):
            return self._speaker(left, right)
        if not kind or re.match(r"(?:neither|no|none|nobody|no one|nothing)\b", text, re.I):
            return None
        return Phrase(self._behind_article(left, right), right, kind, named)

    def _phrase(self, start: int, end: int) -> Phrase:
        """A noun phrase without its article."""
        return Phrase(self._behind_article(start, end), end, *self._classified(start, end))

    def _behind_article(self, start: int, end: int) -> int:
        article = _ARTICLE.match(self.text[start:end])
        return start + article.end() if article else start

    def _at_article(self, start: int) -> int:
        """Where a phrase begins that begins behind its article at `start`."""
        article = self._ends(_ARTICLE_ENDS, start)
        return article.start() if article else start

    def _behind_insertion(self, comma: int, unknown: bool = False) -> Phrase | None:
        """`Wang Yi, as the chair of ..., reported`: the subject before an insertion between commas."""
        places = [match.start() for match in re.finditer(",", self.text[max(comma - _FAR, 0) : comma])]
        for place in reversed([max(comma - _FAR, 0) + place for place in places]):
            insertion = self.text[place + 1 : comma].strip()
            if not _INSERTION.match(insertion):
                continue
            phrase = self._ending_at(place, unknown)
            if phrase and phrase.speaks:
                # "The mayor, John Doe, noted": the name is part of what names him.
                if not phrase.named and re.fullmatch(r"(?:[A-Z][\w.’'\-]+\s?){2,4}", insertion):
                    return phrase._replace(end=comma, named=True)
                return phrase
        return None

    def _behind(self, place: int) -> Phrase | None:
        """The subject behind the verb: `said Lavrov`."""
        match = _BEHIND.match(self.text[place : place + _FAR])
        if not match:
            return None
        start = place + match.start("np")
        text = self.text[start : place + match.end("np")]
        cut = _BEHIND_ENDS.search(text)
        if cut and not re.search(r"\s(?:Minister|Secretary|director|head|chief|officer) $", text[: cut.start()] + " "):
            text = text[: cut.start()]
        end = start + len(text.rstrip())
        if end <= start or _FINITE.search(text) or _NO_SUBJECT.match(text):
            return None
        phrase = self._phrase(start, end)
        return phrase if phrase.kind else None

    # --- Events ---------------------------------------------------------------------------------------------------

    def label(self) -> Event | None:
        """`Speaker:` at the head of the sentence."""
        match = re.match(r"\s*(?P<name>[A-Z][^,.:;!?\"“”]{0,50}):\s(?=\S)", self.text)
        if not match:
            return None
        start, end = match.span("name")
        if match["name"] in self.words["asking"] | self.words["answering"]:
            return Event(end, end + 1, "", (start, end), "person", "direct")
        if match["name"].title().endswith(tuple(self.words["credit"])):
            return None
        kind, named = self._classified(start, end)
        if kind not in _SPEAKING:
            return None
        one_word = " " not in self.text[start:end]
        if one_word and kind == "office" and not named:
            return None
        if named and not re.fullmatch(r"(?:[A-Z][\w.'’\-]*\s?){1,8}", self.text[start:end]):
            return None
        if named and one_word and not any(m.kind == "person" for m in self.mentions if m.start == start):
            return None
        return Event(match.end("name"), match.end("name") + 1, "", (start, end), kind, "direct")

    def sources(self) -> list[Event]:
        """Where the outlet has it from: `according to ...`, `reportedly`."""
        if not _SOURCE.search(self.text):
            return []
        matches = re.finditer(r"\baccording to(?=\s)", self.text, re.I)
        named = [self._according_to(match) for match in matches if not inside(match.start(), self.quotes)]
        hearsay = [
            Event(*match.span(), match.group(), None, "", "source")
            for match in re.finditer(r"\breportedly\b", self.text, re.I)
            if not inside(match.start(), self.quotes)
        ]
        return [event for event in named if event] + hearsay

    def _according_to(self, match: re.Match) -> Event | None:
        begin = match.end() + 1
        rest = re.match(r"[^,;:.!?\"“”()]+(?:\.(?=\w)[^,;:.!?\"“”()]*)*", self.text[begin : begin + _FAR])
        if not rest:
            return None
        end = begin + len(rest.group().rstrip())
        words = self.text[begin:end]
        if self.known.ground.search(re.split(rf"\s{_PREPOSITION_OF_NP}\s", words, maxsplit=1)[0]):
            return None
        kind = self._kind_of_source(begin, end)
        if not kind:
            return None
        return Event(*match.span(), match.group(), (self._behind_article(begin, end), end), kind, "source")

    def _kind_of_source(self, start: int, end: int) -> str:
        """What kind of source a noun phrase names; empty if it is none."""
        words = self.text[start:end]
        kind, _ = self._classified(start, end)
        if kind == "never" and re.search(r"\b(?:data|figures|study|survey|statistics|poll|research)\b", words):
            return "document"
        if kind == "" and re.search(r"\b(?:data|statistics|figures|sources|reports?)\b", words):
            return "document"
        if kind == "body":
            return "medium" if _IS_MEDIUM.search(words) else "office"
        if kind not in ("", "never"):
            return kind
        named = any(m.kind in ("organisation", "person", "country") for m in self.named(start, end))
        return "office" if named else ""

    def reports(self) -> list[Event]:
        """The events of the verbs of the table, in order."""
        found: list[Event] = []
        place = 0
        for start, last in sorted((start, -end) for _, start, end in self.known.cues.matches(self.text)):
            if start < place:
                continue  # inside a longer form
            place = end = -last
            form = " ".join(self.text[start:end].split())
            verb = self.known.verbs.get(form.lower()) or self.known.verbs.get(form)
            if verb is None or inside(start, self.quotes) or self._in_a_name(start, form):
                continue
            around = (max(start - _NEAR, 0), end + _NEAR)
            if verb.unless and any(
                hit.start() < end and start < hit.end() for hit in verb.unless.finditer(self.text, *around)
            ):
                continue
            if event := self._report(start, end, verb, found):
                found.append(event)
        return found

    def _in_a_name(self, start: int, form: str) -> bool:
        """Whether the form is a noun in capitals inside a sentence: Heads of State, the Annual Report."""
        noun = form[0].isupper() and form.lower().split()[0] in self.words["also noun"]
        return noun and bool(_WORD_ENDS.search(self.text, max(start - 2, 0), start))

    def _report(self, start: int, end: int, verb: _Verb, earlier: list[Event]) -> Event | None:
        form = self.text[start:end].lower()
        main = earlier[-1] if earlier else None
        as_ = self.text.endswith(("as ", "as\n"), 0, start)
        if as_ and (quoted := self._ends(_QUOTED_AS, start)):
            return self._quoted_as(start, end, verb, quoted)
        if form in verb.participles:
            if verb.complement == "quotation":
                return None
            if as_ and (cited := self._ends(_CITED_AS, start)):
                return self._cited_as(start, end, verb, cited)
            return self._participle(start, end, verb, main)
        close = (self.text, max(start - _CLOSE, 0), start)
        if _PASSIVE.search(*close) or _NEGATED.search(*close):
            return None
        said = self._beside_its_quotation(start, end, verb, form, main)
        if said or verb.complement == "quotation":
            return said
        return (
            self._with_subject_behind(start, end, verb, form)
            or self._with_earlier_subject(start, end, verb, form, main)
            or self._with_subject_before(start, end, verb, form, main)
        )

    def _quoted_as(self, start: int, end: int, verb: _Verb, quoted: re.Match) -> Event | None:
        """`Lavrov was quoted as saying`, `was quoted by TASS as saying`."""
        passive = self._ends(_WAS_QUOTED_AS, start)
        phrase = self._before(passive.start() + 1) if passive else None
        if phrase is None or phrase.kind == "never":
            return None
        begins = start if " by " in quoted.group() else quoted.start()
        return self._event(begins, end, verb._replace(complement="clause"), phrase)

    def _cited_as(self, start: int, end: int, verb: _Verb, cited: re.Match) -> Event | None:
        """`TASS quoted Lavrov as saying`."""
        phrase = self._phrase(*cited.span("np"))
        return self._event(start, end, verb._replace(complement="clause"), phrase) if phrase.speaks else None

    def _beside_its_quotation(self, start: int, end: int, verb: _Verb, form: str, main: Event | None) -> Event | None:
        """`"...," a neighbour told the paper`, `"...," says the neighbour`, `the neighbour wrote: "..."`: beside a quotation any
        noun phrase is a speaker."""
        number = bisect_left(self.quotes, (start,)) - 1
        closed = self.quotes[number][1] if number >= 0 else 0
        near = closed and closed <= start <= closed + _NEAR and not (main and main.start >= closed)
        if near and self._is_speech(*self.quotes[number]):
            between = self.text[closed:start]
            if not between.strip(" ,"):
                phrase = self._follows(end) if self._closes(closed, start) and form != "told" else None
            elif self._closes(closed, closed) or between.startswith(",") or self._stops(closed):
                phrase = self._between(closed, self._skipped(start)) if self._leaves_off(verb, end) else None
            else:
                phrase = None
            if phrase:
                return self._event(start, end, verb, phrase, postposed=True)
        if verb.complement != "topic" and self._quotes_behind(end, whole=True):
            phrase = self._before(start, unknown=True)
            if phrase and self.text[end : end + _NEAR].lstrip()[:1] in tuple(',:"“') + tuple("oitaf"):
                return self._event(start, end, verb, phrase)
        return None

    def _leaves_off(self, verb: _Verb, end: int) -> bool:
        """Whether a verb that ends at `end` has no object but an addressee: what was said stands elsewhere."""
        if verb.lemma in ("tell", "ask", "assure", "remind", "inform") and not _THAT.match(self.text, end):
            return True
        return bool(self.known.after_verb.match(self.text, end) or _SETTING.match(self.text, end))

    def _is_speech(self, start: int, end: int) -> bool:
        """Whether a quotation is words of somebody, not a name in quotation marks."""
        words = re.findall(r"[^\W\d_][\w’']*", self.text[start : min(end, start + _NEAR)])
        return len(words) == 1 or any(word[0].islower() for word in words)

    def _closes(self, closed: int, place: int) -> bool:
        """Whether a quotation that ends at `closed` goes on with its speaker."""
        return bool(_QUOTE_CLOSED.search(self.text, max(closed - 3, 0), place))

    def _stops(self, closed: int) -> bool:
        """Whether a quotation ends with a full stop and yet its sentence goes on."""
        following = self.text[closed : closed + 3].lstrip()
        stopped = _QUOTE_STOPPED.search(self.text, max(closed - 3, 0), closed)
        return bool(stopped) and following[:1].islower()

    def _between(self, start: int, end: int) -> Phrase | None:
        """The subject between a quotation and the verb, with or without an insertion between commas."""
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip(" ,\n"))
        match = _PHRASE.match(self.text, start, end)
        if not match or _NO_SUBJECT.match(match.group()):
            return None
        rest = self.text[match.end() : end].strip()
        if rest:
            inserted = rest[1:-1]
            pieces = [piece for piece in inserted.split(",") if piece.strip()]
            between_commas = rest[0] == rest[-1] == "," and len(rest) > 1
            if not between_commas or not all(_PHRASE.fullmatch(piece.strip()) for piece in pieces):
                return None
        phrase = self._speaker(start, match.end())
        if phrase and rest and not phrase.named and _INSERTED_NAME.match(rest[1:-1]):
            return phrase._replace(end=match.end() + 1 + len(rest[1:-1].rstrip()) + (rest[1] == " ") * 0, named=True)
        return phrase

    def _follows(self, place: int) -> Phrase | None:
        """The subject behind a verb that stands behind its quotation."""
        start = place + len(self.text[place : place + 3]) - len(self.text[place : place + 3].lstrip())
        match = _PHRASE.match(self.text, start, place + _FAR)
        if not match or start == place or _NO_SUBJECT.match(match.group()):
            return None
        cut = _BEHIND_ENDS.search(match.group())
        end = start + (cut.start() if cut else len(match.group()))
        return self._speaker(start, end) if _AFTER_SPEAKER.match(self.text, end) else None

    def _speaker(self, start: int, end: int) -> Phrase | None:
        """A noun phrase as a speaker, whatever it names, without a clause behind it."""
        clause = _BEHIND_NAME.search(self.text, start, end)
        end = clause.start() if clause else end
        end = start + len(self.text[start:end].rstrip())
        words = self.text[start:end]
        if not words or len(words) > 90 or _FINITE.search(words + " "):
            return None
        kind, named = self._classified(start, end)
        unknown = (
            "collective" if re.match(r"(?:both|two|three|four|several|many|some|most)\b", words, re.I) else "person"
        )
        kind = {"": unknown, "never": "document"}.get(kind, kind)
        return Phrase(self._behind_article(start, end), end, kind, named)

    def _skipped(self, verb: int) -> int:
        """Where the subject before a verb ends: before adverbs, auxiliaries and a time."""
        edge = verb
        while True:
            while edge and self.text[edge - 1].isspace():
                edge -= 1
            words = self.text[max(edge - _NEAR, 0) : edge].lower().rsplit(None, 2)[-2:]
            # A word, or two, as in "has been" and "never before".
            size = next((n for n in (2, 1) if len(words) >= n and " ".join(words[-n:]) in self.known.skipped), 0)
            if not size:
                break
            edge -= len(words[-1])
            if size == 2:
                while self.text[edge - 1].isspace():
                    edge -= 1
                edge -= len(words[-2])
        timed = self._ends(_WHEN_ENDS, edge)
        edge = timed.start() if timed else edge
        while edge and self.text[edge - 1].isspace():
            edge -= 1
        return edge

    def _with_subject_behind(self, start: int, end: int, verb: _Verb, form: str) -> Event | None:
        """`"...", said Lavrov`: a comma or a closing quotation mark, then the verb, then the subject."""
        said = form.endswith("ed") or form in ("said", "says", "wrote", "thought")
        if not said or verb.complement not in ("clause", "either") or not self._ends(_WORDS_END, start):
            return None
        if _THAT.match(self.text, end):
            return None
        phrase = self._behind(end)
        if phrase is None or phrase.kind == "never" or not _AFTER_SPEAKER.match(self.text, phrase.end):
            return None
        return self._event(start, end, verb, phrase, postposed=True)

    def _with_earlier_subject(self, start: int, end: int, verb: _Verb, form: str, main: Event | None) -> Event | None:
        """`X said ... and called for`: the subject of the verb before."""
        rest = self.text[end : end + _FAR]
        second = self._ends(self.known.second_verb, start)
        if not (second and main and main.speaker and _has_content(rest) and self._goes_on(verb, form, rest)):
            return None
        coordinated = not self.text.endswith((", ", ",\n"), 0, second.end()) and re.search(
            r"\b(?:and|but)\s", self.text[max(main.end, start - _FAR) : start]
        )
        return self._event(start, end, verb, main=main) if coordinated or self._before(start) is None else None

    def _with_subject_before(self, start: int, end: int, verb: _Verb, form: str, main: Event | None) -> Event | None:
        """`Lavrov said that`, and `"...", Lavrov said`."""
        rest = self.text[end : end + _FAR]
        phrase = self._before(start)
        if phrase is None or phrase.kind == "never":
            return None
        if phrase.kind == "body" and verb.lemma not in self.words["plain saying"]:
            if not self.institutions:
                return None
            phrase = phrase._replace(kind="institution")
        of_a_body = phrase.kind == "institution" and verb.lemma in self.words["other sense"]
        if of_a_body and not re.match(r"\s+that\b", rest):
            return None  # "The organization has maintained trust" says nothing.
        if self._ends(_RELATIVE, start):
            return None
        behind_its_words = self._ends(_WORDS_END, self._at_article(phrase.start))
        addressed = verb.lemma == "tell" and re.match(r"[^,.;\"“”]{3,50}(?:[,.]|$)", rest) and " that " not in rest[:60]
        if behind_its_words and (self.known.after_verb.match(rest) or addressed):
            return self._event(start, end, verb, phrase, postposed=True)
        quantified = bool(_QUANTIFIER.fullmatch(self.text, phrase.start, phrase.end))
        if not _has_content(rest) or not self._goes_on(verb, form, rest, quantified):
            return None
        nested = bool(main) and not main.nested and self._is_content(main, phrase)
        if nested and not (phrase.named or phrase.kind in ("medium", "document")):
            return None
        return self._event(start, end, verb, phrase, nested=nested)

    def _goes_on(self, verb: _Verb, form: str, rest: str, quantified: bool = False) -> bool:
        """Whether what follows can be the verb's complement; asked of forms that are nouns or adjectives too."""
        if re.match(r"\s*[.!?]?\s*$|\s+no (?:more )?(?:details?|information|comment)", rest):
            return False
        if form in self.words["also noun"]:
            return bool(_OBJECT_OF_A_NOUN.match(rest))
        if verb.lemma in self.words["other sense"] and quantified:
            # "Most forecast models" is a noun phrase.
            return bool(re.match(r"\s+(?:that|how|whether|the|an?|it|he|she|they|we|there)\b|\s*[,:]", rest))
        if verb.lemma in self.words["other sense"]:
            return not _NO_WORDS.match(rest)
        return True

    def _is_content(self, main: Event, phrase: Phrase) -> bool:
        """Whether the new verb stands inside what the main verb reports."""
        between = self.text[max(main.end, phrase.start - _FAR) : phrase.start]
        if re.search(r";|\.\s|[\"”]\s*(?:and|while|but)?\s*$", between):
            return False
        if re.search(r",\s(?:while|whereas|and|but)\s(?:the\s)?$", between) and phrase.kind != "collective":
            return False
        return main.speaker is None or main.speaker[0] < main.start

    def _participle(self, start: int, end: int, verb: _Verb, main: Event | None) -> Event | None:
        """`..., adding that`: the subject of the verb before, of the main clause or of the sentence."""
        rest = self.text[end : end + _FAR]
        if not rest.strip(" .,;"):
            return None
        first = start < _NEAR and not self.text[:start].strip()
        if not first and not self._ends(self.known.participle, start):
            # "he was quoted as saying" is read before; "is calling for" is a progressive.
            if verb.complement in ("clause", "either") or not self._ends(_PROGRESSIVE, start):
                return None
            phrase = self._before(start)
            if phrase is None or phrase.kind not in _SPEAKING:
                return None
            return self._event(start, end, verb, phrase)
        if main and main.speaker and main.kind:
            return self._event(start, end, verb, main=main)
        subject = self._subject_of_main_clause(end) if first else self._sentence_subject()
        if subject is None and self.institutions and not first:
            subject = self._institution_at_the_head()
        if subject is None:
            return None
        if not first and subject.kind == "office" and verb.complement in ("clause", "either"):
            return self._event(start, end, verb, subject) if re.match(r"\s+that\b", rest) else None
        return self._event(start, end, verb, subject)

    def _subject_of_main_clause(self, place: int) -> Phrase | None:
        """The speaker of the clause behind a participle at the head of a sentence: `Noting that ..., Xi said`."""
        clause = _MAIN_CLAUSE.search(self.text[place : place + _FAR])
        if not clause:
            return None
        phrase = self._phrase(place + clause.start("np"), place + clause.end("np"))
        return phrase if phrase.kind in _SPEAKING else None

    def _sentence_subject(self) -> Phrase | None:
        """The person or office at the head of a sentence that has no reporting verb before: `Xi met Putin, stressing
        that`."""
        match = _ACTING_SUBJECT.match(self.text)
        if not match:
            return None
        phrase = Phrase(*match.span("np"), *self._classified(*match.span("np")))
        return phrase if phrase.kind in _SPEAKING else None

    def _institution_at_the_head(self) -> Phrase | None:
        """`The organization has taken a stand, advocating`: the body or meeting that is the subject of a sentence."""
        match = _HEAD_OF_SENTENCE.match(self.text)
        if not match:
            return None
        phrase = self._phrase(*match.span("np"))
        return phrase._replace(kind="institution") if phrase.kind in ("body", "institution") else None

    def _event(
        self,
        start: int,
        end: int,
        verb: _Verb,
        phrase: Phrase | None = None,
        main: Event | None = None,
        postposed: bool = False,
        nested: bool = False,
    ) -> Event:
        """The event of a verb whose subject is `phrase`, or that of the event `main`."""
        speaker = (phrase.start, phrase.end) if phrase else main.speaker
        kind = phrase.kind if phrase else main.kind
        kind = "office" if kind == "body" else kind
        form = self._form(start, end, verb, speaker, kind, postposed)
        return Event(start, end, self.text[start:end], speaker, kind, form, nested)

    def _form(
        self, start: int, end: int, verb: _Verb, speaker: tuple[int, int] | None, kind: str, postposed: bool
    ) -> str:
        if self._quotes_before(start, speaker) if postposed else self._quotes_behind(end):
            return "direct"
        if kind == "collective":
            return "collective"
        if postposed:
            return "indirect"
        rest = self.text[end : end + _FAR]
        if verb.complement in ("topic", "light"):
            that = re.match(rf"\s+(?:(?:{_WHEN})\s|\w+\s)?that\b", rest, re.I)
            return "indirect" if that and verb.lemma != "request" else "paraphrase"
        if verb.complement == "either" and not self._is_clause(rest):
            return "paraphrase"
        return "indirect"

    def _quotes_behind(self, end: int, whole: bool = False) -> bool:
        """Whether a quotation follows the verb, behind a comma or colon; if it must be `whole`, to the end of a sentence."""
        number = bisect_left(self.quotes, (end,))
        if number == len(self.quotes):
            return False
        between = self.text[end : min(self.quotes[number][0], end + _FAR)]
        if whole and not (
            _QUOTE_CLOSED.search(closing := self.text[max(self.quotes[number][1] - 3, 0) : self.quotes[number][1]])
            or _QUOTE_STOPPED.search(closing)
        ):
            return False
        return (whole or self._leads(between)) and bool(re.fullmatch(r"\s*(?:[^.;\"“”]{0,60})[,:]\s*", between))

    def _quotes_before(self, start: int, speaker: tuple[int, int] | None) -> bool:
        """Whether a quotation that is all that was said ends right before the verb and its speaker."""
        edge = self._at_article(min(start, speaker[0]) if speaker else start)
        last = self.quote_before(edge)
        if last is None or edge - last[1] > _FAR:
            return False
        return not self.text[last[1] : edge].strip(" ,") and self._opens_sentence(last)

    @staticmethod
    def _leads(between: str) -> bool:
        """Whether only an addressee, a time or a place stands between the verb and a quotation."""
        return not re.search(r"\w", _SAID_WHERE.sub("", between))

    def _opens_sentence(self, quote: tuple[int, int]) -> bool:
        """Whether the quotation is all that was said before the verb, not some words of it."""
        lead = self.text[max(quote[0] - _FAR, 0) : quote[0]].strip()
        return not lead or bool(re.search(r"[.!?:,]$", lead)) or (len(lead) < 4)

    @staticmethod
    def _is_clause(rest: str) -> bool:
        """Whether a clause follows: `that`, a colon or comma, or a noun phrase with a finite verb soon behind it."""
        if re.match(r"\s*(?:[,:]|[\"“])|\s+(?:\w+\s){0,3}?(?:that|how|why|whether|what)\b", rest):
            return True
        return bool(_FINITE_SOON.match(rest))
