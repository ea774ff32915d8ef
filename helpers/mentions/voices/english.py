"""Reporting events in an English sentence: the verb, the noun phrase that is its subject, and what it governs.

No parser: around each form of a verb of the reviewed table the rules ask for a subject before it (`Lavrov said that`),
a subject behind it (`..., said Lavrov`), or, for a participle or a second verb (`..., adding that`; `and called on`),
the subject of the verb before.
"""

import re
from typing import NamedTuple

from helpers.lexicon import Lexicon, per_lexicon
from helpers.lexicon.patterns import literal
from helpers.mentions.actors import NOT_NAMES, Mention, actors_in
from helpers.mentions.voices.verbs import (
    SPEAKER_KINDS,
    Event,
    heads,
    inside,
    quotations,
    reporting_verbs,
    unless_of,
)

_ADVERB = (
    r"(?:also|then|further|furthermore|again|later|earlier|once|repeatedly|reportedly|jointly|unanimously|strongly|firmly|clearly|explicitly|publicly|specifically"
    r"|recently|previously|both|all|each|still|only|even|simply|thus|therefore|always|often|consistently|just|now|first|finally|highly|particularly|especially|notably"
    r"|separately|privately|officially|formally|sincerely|warmly|briefly|categorically|rightly|openly|merely|never before|likewise|similarly|in turn|instead|bluntly|flatly|quietly|initially)"
)
_AUXILIARY = (
    r"(?:has|have|had|has been|have been|had been|is|are|was|were|did|do|does|will|would|may|might|could|can)"
)
_TIMES = r"(?:(?:on|in|at|during|after|before|late|early|earlier|last|this|that|through|via|over|when|while|upon|following)\s[^,;:.\"“”]{1,60}|(?:yester|to|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_WHEN = r"(?:(?:late |early )?on )?(?:yester|to|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?|(?:this|last) (?:week|month|year)|(?:in|on) [A-Z][a-z]+(?: \d{1,2})?(?:, \d{4})?"
_BEFORE_VERB = re.compile(rf"(?:\s|^)(?:(?:{_ADVERB}|{_AUXILIARY})\s)*$", re.I)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being|be|to be|get|got)\s(?:(?:also|widely|often|reportedly)\s)?$", re.I
)
_NEGATED = re.compile(
    r"\b(?:not|never|n['’]t|will|would|to|should|must|can|could|may|might|let|please)\s(?:(?:also|then)\s)?$",
    re.I,
)
_DETERMINER = re.compile(
    r"^(?:the|a|an|its|his|her|their|our|some|several|many|these|those|this|that|another|other|one|two|three|four|five|six|more|most|all|both|various|numerous|dozens of|a number of|a group of)\s",
    re.I,
)
_ARTICLE = re.compile(r"(?:the|a|an)\s", re.I)
_PROPER = r"(?:[A-ZÀ-ÞĀ-Ž][\w’'\-\.]*|(?:of|the|and|for|on|to|de|da|bin|al|von|van|&)(?=\s[A-ZÀ-Ž]))"
_NAME = re.compile(rf"(?:{_PROPER}\s)*[A-ZÀ-ÞĀ-Ž][\w\-]+(?:['’]s?)?$")
_NOT_LAWS = re.compile(
    r"\b(?:plans?|laws?|schedules?|agreements?|rules?|principles?|needs?|conditions?|provisions?|constitution|procedures?|traditions?|agenda|timetable|terms?|arrangements?|consensus|charter|Charter|regulations?|standards?|calendar|size|type|age|whether|how|what|custom|protocol|programme|program|mandate|practice|treaty|wishes|circumstances)\b"
)
_PREPOSITION_OF_NP = r"(?:of|from|at|for|in|with|on|to|representing|attending|participating in|present at|familiar with|close to)"
_IS_MEDIUM = re.compile("Xinhua|TASS|Reuters|News|Daily|Times|AZERTAC|CCTV")
_BEHIND_CORE = re.compile(
    rf",|\s{_PREPOSITION_OF_NP}\s|\s(?:who|which|issued|released|published|adopted|signed|made|carried|obtained|seen|after|between|by|during|following)\s"
)
_JOINED = re.compile(r"\b(?:and|as well as|along with)\b")
# The Ministry of Culture and Tourism is one.
_JOINED_IN_A_NAME = re.compile(
    r"\b(?:Ministry|Ministers?|Committee|Commission|Council|Department|Bureau|Office) (?:of|for)\b[^,]*and\b"
)
# Verbs of plain saying: a body of any kind may be their subject.
_PLAIN = frozenset(
    "say tell add state announce declare report confirm deny reveal disclose respond reply write".split()
)
# Forms that are nouns too, and verbs with another sense: what follows must be what was said.
_ALSO_NOUNS = frozenset(
    "states notes reports calls claims comments remarks answers stresses hopes demands requests promises orders offers voices welcomes"
    " thanks highlights state note report stress claim comment hope demand order offer voice host express brief request answer promise".split()
)
_ALSO_OTHER = frozenset(
    "note state add observe claim maintain conclude continue answer respond reply comment remark recall forecast think believe agree declare".split()
)
_SAID_WHERE = re.compile(
    r"(?:to |the |reporters|a news conference|on \w+day|in an interview|at a \w+ \w+|at the \w+|journalists|that day)",
    re.I,
)
_AFTER_SPEAKER = re.compile(
    r"\s*(?:[.,;:!?\"“(]|$|(?:in|on|at|during|while|after|before|when|as|who|through|via|earlier|later|last|this|to|adding|noting|\w+day)\b)"
)
_AFTER_VERB = re.compile(
    rf"\s*(?:[.,;!?]|$|(?:{_TIMES}|{_ADVERB}|to reporters|as saying|while|as|here|reporters)\b)"
    r"|\s+(?:a|the) (?:news conference|press|media|paper|agency|council|assembly|meeting|forum)|\s+[A-Z]\w+[.,]",
    re.I,
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
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|to|told)\s?"
)
_FINITE = re.compile(
    r"\s(?:is|are|was|were|has|have|had|will|would|should|must|can|could|may|might|be|been)\s"
)
_QUOTED_AS = re.compile(r"\bquoted (?:by [^,.;]{2,40} )?as $")
_WAS_QUOTED_AS = re.compile(
    r"\s(?:was|is|were|are|has been|had been)\s(?:also\s)?quoted (?:by [^,.;]{2,40} )?as $"
)
_CITED_AS = re.compile(r"\b(?:quoted|cited|quotes|cites|quoting|citing)\s(?P<np>[^,.;]{2,60}?)\sas $")
_SECOND_VERB = re.compile(rf"(?:\band|,|\bbut)\s(?:(?:{_ADVERB})\s)*$", re.I)
_PARTICIPLE_OPENS = re.compile(
    rf"(?:[,;]|\band|\bwhile|\bby|\bbefore|\bafter|[\"”])\s(?:(?:{_ADVERB})\s)*$", re.I
)
_PROGRESSIVE = re.compile(r"\s(?:is|are|was|were|has been|have been)\s(?:(?:also|again|now)\s)*$")
# White space that is no space, such as a no-break one; a line end may end a clause.
_WHITE = re.compile(r"[^\S \n]")
# The kinds of subject that a participle may be given.
_SPEAKING = ("person", "office", "collective")
# Where a clause may begin.
_CLAUSE = re.compile(
    r"[,;:!?()\[\]—–\n]\s*|\.\s+(?=[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt)\.\s)|[\"“”]\s*"
    r"|\s(?:that|which|where|while|when|as|because|if|whether|but|so|although|since|than)\s"
    r"|^(?:And|But|So|Yet|When|While|As|If|Meanwhile|However|Earlier|Later|Then)\s"
)


class _Verb(NamedTuple):
    lemma: str
    complement: str
    unless: re.Pattern | None
    participles: frozenset[str]


class _Phrase(NamedTuple):
    start: int
    end: int
    kind: str  # of the speaker; "never": cannot speak
    named: bool  # a person by name


@per_lexicon
def _verbs(*, lexicon: Lexicon) -> tuple[re.Pattern, dict[str, _Verb]]:
    table = reporting_verbs(lexicon=lexicon).query("language == 'en'")
    contexts = unless_of(table)
    forms = {}
    for row in table.itertuples():
        participles = frozenset(form for form in row.forms.split("|") if form.split()[0].endswith("ing"))
        for form in row.forms.split("|"):
            forms[form] = _Verb(row.verb, row.complement, contexts.get(row.Index), participles)
    known = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<![\w\-'’])(?:{'|'.join(map(literal, known))})(?![\w\-])", re.I), forms


def _has_content(rest: str) -> bool:
    return bool(rest.strip(' .,;!?"”’'))


def events(text: str, institutions: bool = False, *, lexicon: Lexicon | None = None) -> list[Event]:
    """The reporting events of an English sentence, in order; with `institutions` those of bodies and meetings, too."""
    text = _WHITE.sub(" ", text)
    reader = _Reader(text, actors_in(text, "en", lexicon=lexicon), lexicon, institutions)
    found = reader.reports() + reader.sources()
    label = reader.label()
    if label and not any(event.start <= label.start for event in found):
        found = [label, *(event._replace(nested=True) for event in found)]
    return sorted(found, key=lambda event: (event.start, event.end))


class _Reader:
    """One sentence, its quotations and the actors it names."""

    def __init__(
        self, text: str, mentions: list[Mention], lexicon: Lexicon | None, institutions: bool = False
    ):
        self.text, self.lexicon = text, lexicon
        self.mentions = mentions
        self.institutions = institutions
        self.quotes = quotations(text)

    # --- Speakers -------------------------------------------------------------------------------------------------

    def _classified(self, start: int, end: int) -> tuple[str, bool]:
        """What kind of speaker a noun phrase is (empty: none that is known), and whether a person by name."""
        phrase = self.text[start:end]
        known = heads("en", lexicon=self.lexicon)
        bare = _DETERMINER.sub("", phrase).strip()
        low = bare.lower()
        if known.get(low) == "pronoun":
            return ("collective" if low == "they" else "person"), False
        if "collective" in (known.get(phrase.lower().removeprefix("the ").strip()), known.get(low)):
            return "collective", False
        several = bool(_JOINED.search(phrase)) and not _JOINED_IN_A_NAME.search(phrase)
        within = [m for m in self.mentions if start <= m.start and m.end <= end]
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
        known = heads("en", lexicon=self.lexicon)
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
        if (
            words
            and words[-1].islower()
            and re.search(r"(?:[a-z]ist|[a-z]ician|[a-z]arian|man|woman)$", words[-1])
        ):
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
        return (
            bool(words)
            and bool(re.fullmatch(r"[A-ZÀ-ÞĀ-Ž][\w’'\-\.]+", words[-1]))
            and words[-1] not in NOT_NAMES
        )

    def _before(self, verb: int) -> _Phrase | None:
        """The subject that ends right before the verb, but for adverbs and auxiliaries."""
        lead = _BEFORE_VERB.search(self.text, 0, verb)
        edge = lead.start() if lead else verb
        while True:
            stripped = re.search(rf"(?:^|\s)(?:{_ADVERB}|{_AUXILIARY})$", self.text[:edge], re.I)
            if not stripped:
                break
            edge = stripped.start()
        timed = re.search(rf"\s(?:{_WHEN})$", self.text[:edge], re.I)
        edge = timed.start() if timed else edge
        text = self.text[:edge].rstrip()
        edge = len(text)
        if not text:
            return None
        if text[-1] == ",":
            return self._behind_insertion(edge - 1)
        return self._ending_at(edge)

    def _ending_at(self, edge: int) -> _Phrase | None:
        """The noun phrase that ends at `edge`."""
        text = self.text[:edge]
        starts = [0, *(match.end() for match in _CLAUSE.finditer(text))]
        for start in sorted(set(starts), reverse=True):
            phrase = self.text[start:edge]
            if not phrase.strip():
                continue
            left = start + len(phrase) - len(phrase.lstrip())
            return self._nominal(left, edge)
        return None

    def _nominal(self, left: int, right: int) -> _Phrase | None:
        """The subject at the end of a stretch without commas: all of it, or what stands behind an introduction."""
        text = self.text[left:right]
        kind, named = self._classified(left, right)
        if re.match(rf"(?:{_TIMES})", text, re.I) or re.match(
            r"(?:In|On|At|During|After|Speaking|Asked|Commenting|Responding|Addressing|According)\b", text
        ):
            # "On Tuesday Xi said": the name at the end.
            match = _NAME.search(text) or re.search(r"\b(?:he|she|they)$", text)
            if match and match.start() > 0:
                start = left + match.start()
                kind, named = self._classified(start, right)
                return _Phrase(start, right, kind, named) if kind else None
            return None
        both = re.search(r"\s(?:and|but)\s(?=(?:he|she|they|the [\w ]+|[A-Z][\w ]+)$)", text)
        if both and kind not in (*SPEAKER_KINDS, "body"):
            start = left + both.end()
            kind, named = self._classified(start, right)
            left, text = start, self.text[start:right]
        if _FINITE.search(text) or len(text) > 110:
            return None
        if not kind or re.match(r"(?:neither|no|none|nobody|no one|nothing)\b", text, re.I):
            return None
        return _Phrase(self._behind_article(left, right), right, kind, named)

    def _behind_article(self, start: int, end: int) -> int:
        article = _ARTICLE.match(self.text[start:end])
        return start + article.end() if article else start

    def _at_article(self, start: int) -> int:
        """Where a phrase begins that begins behind its article at `start`."""
        article = re.search(r"\b(?:the|a|an)\s$", self.text[:start], re.I)
        return article.start() if article else start

    def _behind_insertion(self, comma: int) -> _Phrase | None:
        """`Wang Yi, as the chair of ..., reported`: the subject before an insertion between commas."""
        places = [match.start() for match in re.finditer(",", self.text[:comma])]
        for place in reversed(places):
            insertion = self.text[place + 1 : comma].strip()
            if not _INSERTION.match(insertion):
                continue
            phrase = self._ending_at(place)
            if phrase and phrase.kind not in ("", "never"):
                # "The mayor, John Doe, noted": the name is part of what names him.
                if not phrase.named and re.fullmatch(r"(?:[A-Z][\w.’'\-]+\s?){2,4}", insertion):
                    return phrase._replace(end=comma, named=True)
                return phrase
        return None

    def _behind(self, place: int) -> _Phrase | None:
        """The subject behind the verb: `said Lavrov`."""
        match = re.match(
            r"\s+(?P<np>(?!that\b|it\b|there\b|this\b)[^,;:.!?\"“”()—–]*(?:(?<=\b[A-Z])\.[^,;:.!?\"“”()—–]*|(?<=\b[MD]r)\.[^,;:.!?\"“”()—–]*|(?<=\bMs)\.[^,;:.!?\"“”()—–]*|(?<=\b(?:Mrs|Gen))\.[^,;:.!?\"“”()—–]*)*)",
            self.text[place:],
        )
        if not match:
            return None
        start = place + match.start("np")
        text = self.text[start : place + match.end("np")]
        cut = _BEHIND_ENDS.search(text)
        if cut and not re.search(
            r"\s(?:Minister|Secretary|director|head|chief|officer) $", text[: cut.start()] + " "
        ):
            text = text[: cut.start()]
        end = start + len(text.rstrip())
        if end <= start or _FINITE.search(text):
            return None
        kind, named = self._classified(start, end)
        return _Phrase(self._behind_article(start, end), end, kind, named) if kind else None

    # --- Events ---------------------------------------------------------------------------------------------------

    def label(self) -> Event | None:
        """`Speaker:` at the head of the sentence."""
        match = re.match(r"\s*(?P<name>[A-Z][^,.:;!?\"“”]{0,50}):\s(?=\S)", self.text)
        if not match:
            return None
        start, end = match.span("name")
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
        rest = re.match(r"[^,;:.!?\"“”()]+(?:\.(?=\w)[^,;:.!?\"“”()]*)*", self.text[begin:])
        if not rest:
            return None
        end = begin + len(rest.group().rstrip())
        words = self.text[begin:end]
        if _NOT_LAWS.search(re.split(rf"\s{_PREPOSITION_OF_NP}\s", words, maxsplit=1)[0]):
            return None
        kind = self._kind_of_source(begin, end)
        if not kind:
            return None
        return Event(*match.span(), match.group(), (self._behind_article(begin, end), end), kind, "source")

    def _kind_of_source(self, start: int, end: int) -> str:
        """What kind of source a noun phrase names; empty if it is none."""
        words = self.text[start:end]
        kind, _ = self._classified(start, end)
        if kind == "never" and re.search(
            r"\b(?:data|figures|study|survey|statistics|poll|research)\b", words
        ):
            return "document"
        if kind == "" and re.search(r"\b(?:data|statistics|figures|sources|reports?)\b", words):
            return "document"
        if kind == "body":
            return "medium" if _IS_MEDIUM.search(words) else "office"
        if kind not in ("", "never"):
            return kind
        named = any(
            start <= m.start and m.end <= end and m.kind in ("organisation", "person", "country")
            for m in self.mentions
        )
        return "office" if named else ""

    def reports(self) -> list[Event]:
        """The events of the verbs of the table, in order."""
        pattern, forms = _verbs(lexicon=self.lexicon)
        found: list[Event] = []
        for match in pattern.finditer(self.text):
            start, end = match.span()
            form = " ".join(match.group().split())
            verb = forms.get(form.lower()) or forms.get(form)
            if verb is None or inside(start, self.quotes) or self._in_a_name(start, form):
                continue
            if verb.unless and any(
                hit.start() < end and start < hit.end() for hit in verb.unless.finditer(self.text)
            ):
                continue
            if event := self._report(start, end, verb, found):
                found.append(event)
        return found

    def _in_a_name(self, start: int, form: str) -> bool:
        """Whether the form is a noun in capitals inside a sentence: Heads of State, the Annual Report."""
        return (
            form[0].isupper()
            and form.lower().split()[0] in _ALSO_NOUNS
            and bool(re.search(r"\w\s$", self.text[:start]))
        )

    def _report(self, start: int, end: int, verb: _Verb, earlier: list[Event]) -> Event | None:
        before, form = self.text[:start], self.text[start:end].lower()
        main = earlier[-1] if earlier else None
        if quoted := _QUOTED_AS.search(before):
            return self._quoted_as(start, end, verb, quoted)
        if form in verb.participles:
            if cited := _CITED_AS.search(before):
                return self._cited_as(start, end, verb, cited)
            return self._participle(start, end, verb, main)
        if _PASSIVE.search(before) or _NEGATED.search(before):
            return None
        return (
            self._with_subject_behind(start, end, verb, form)
            or self._with_earlier_subject(start, end, verb, form, main)
            or self._with_subject_before(start, end, verb, form, main)
        )

    def _quoted_as(self, start: int, end: int, verb: _Verb, quoted: re.Match) -> Event | None:
        """`Lavrov was quoted as saying`, `was quoted by TASS as saying`."""
        passive = _WAS_QUOTED_AS.search(self.text[:start])
        phrase = self._before(passive.start() + 1) if passive else None
        if phrase is None or phrase.kind == "never":
            return None
        begins = start if " by " in quoted.group() else quoted.start()
        return self._event(begins, end, verb._replace(complement="clause"), phrase)

    def _cited_as(self, start: int, end: int, verb: _Verb, cited: re.Match) -> Event | None:
        """`TASS quoted Lavrov as saying`."""
        left, right = cited.span("np")
        kind, named = self._classified(left, right)
        if kind in ("", "never"):
            return None
        phrase = _Phrase(self._behind_article(left, right), right, kind, named)
        return self._event(start, end, verb._replace(complement="clause"), phrase)

    def _with_subject_behind(self, start: int, end: int, verb: _Verb, form: str) -> Event | None:
        """`"...", said Lavrov`: a comma or a closing quotation mark, then the verb, then the subject."""
        before = self.text[:start]
        if (
            not re.search(r"[,\"”?!’]\s*$", before)
            or not before.strip()
            or verb.complement not in ("clause", "either")
            or not (form.endswith("ed") or form in ("said", "says", "told", "wrote", "thought"))
            or re.match(r"\s*that\b", self.text[end:])
        ):
            return None
        phrase = self._behind(end)
        if phrase is None or phrase.kind == "never" or not _AFTER_SPEAKER.match(self.text[phrase.end :]):
            return None
        return self._event(start, end, verb, phrase, postposed=True)

    def _with_earlier_subject(
        self, start: int, end: int, verb: _Verb, form: str, main: Event | None
    ) -> Event | None:
        """`X said ... and called for`: the subject of the verb before."""
        before, rest = self.text[:start], self.text[end:]
        second = _SECOND_VERB.search(before)
        if not (second and main and main.speaker and _has_content(rest) and self._goes_on(verb, form, rest)):
            return None
        coordinated = not re.search(r",\s$", before[: second.end()]) and re.search(
            r"\b(?:and|but)\s", self.text[main.end : start]
        )
        return (
            self._event(start, end, verb, main=main) if coordinated or self._before(start) is None else None
        )

    def _with_subject_before(
        self, start: int, end: int, verb: _Verb, form: str, main: Event | None
    ) -> Event | None:
        """`Lavrov said that`, and `"...", Lavrov said`."""
        before, rest = self.text[:start], self.text[end:]
        phrase = self._before(start)
        if phrase is None or phrase.kind == "never":
            return None
        if phrase.kind == "body" and verb.lemma not in _PLAIN:
            if not self.institutions:
                return None
            phrase = phrase._replace(kind="institution")
        if phrase.kind == "institution" and verb.lemma in _ALSO_OTHER and not re.match(r"\s+that\b", rest):
            return None  # "The organization has maintained trust" says nothing.
        if re.search(r"\b(?:who|which|that)\s(?:(?:has|have|had|also)\s)*$", before):
            return None
        behind_its_words = re.search(r"[,\"”?!’]\s*$", self.text[: self._at_article(phrase.start)])
        addressed = (
            verb.lemma == "tell"
            and re.match(r"[^,.;\"“”]{3,50}(?:[,.]|$)", rest)
            and " that " not in rest[:60]
        )
        if behind_its_words and (_AFTER_VERB.match(rest) or addressed):
            return self._event(start, end, verb, phrase, postposed=True)
        if not _has_content(rest) or not self._goes_on(verb, form, rest):
            return None
        nested = bool(main) and not main.nested and self._is_content(main, phrase)
        if nested and not (phrase.named or phrase.kind in ("medium", "document")):
            return None
        return self._event(start, end, verb, phrase, nested=nested)

    @staticmethod
    def _goes_on(verb: _Verb, form: str, rest: str) -> bool:
        """Whether what follows can be the verb's complement; asked of forms that are nouns or adjectives too."""
        if re.match(r"\s*[.!?]?\s*$|\s+no (?:more )?(?:details?|information|comment)", rest):
            return False
        if form in _ALSO_NOUNS:
            return bool(
                re.match(
                    r"\s+(?:that|the|its|his|her|their|on|for|it|an?|strong|deep|full|[\"“])\b|\s*[:,]?\s*[\"“]",
                    rest,
                )
            )
        if verb.lemma in _ALSO_OTHER:
            return not re.match(
                r"\s+(?:by|with(?! (?:concern|satisfaction|regret|interest|appreciation|pride))|at least)\b",
                rest,
            )
        return True

    def _is_content(self, main: Event, phrase: _Phrase) -> bool:
        """Whether the new verb stands inside what the main verb reports."""
        between = self.text[main.end : phrase.start]
        if re.search(r";|\.\s|[\"”]\s*(?:and|while|but)?\s*$", between):
            return False
        if re.search(r",\s(?:while|whereas|and|but)\s(?:the\s)?$", between) and phrase.kind != "collective":
            return False
        return main.speaker is None or main.speaker[0] < main.start

    def _participle(self, start: int, end: int, verb: _Verb, main: Event | None) -> Event | None:
        """`..., adding that`: the subject of the verb before, of the main clause or of the sentence."""
        before, rest = self.text[:start], self.text[end:]
        if not rest.strip(" .,;"):
            return None
        first = not before.strip()
        if not first and not _PARTICIPLE_OPENS.search(before):
            # "he was quoted as saying" is read before; "is calling for" is a progressive.
            if verb.complement in ("clause", "either") or not _PROGRESSIVE.search(before):
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

    def _subject_of_main_clause(self, place: int) -> _Phrase | None:
        """The speaker of the clause behind a participle at the head of a sentence: `Noting that ..., Xi said`."""
        clause = _MAIN_CLAUSE.search(self.text[place:])
        if not clause:
            return None
        left, right = place + clause.start("np"), place + clause.end("np")
        kind, named = self._classified(left, right)
        return _Phrase(self._behind_article(left, right), right, kind, named) if kind in _SPEAKING else None

    def _sentence_subject(self) -> _Phrase | None:
        """The person or office at the head of a sentence that has no reporting verb before: `Xi met Putin, stressing
        that`."""
        match = _ACTING_SUBJECT.match(self.text)
        if not match:
            return None
        left, right = match.span("np")
        kind, named = self._classified(left, right)
        return _Phrase(left, right, kind, named) if kind in _SPEAKING else None

    def _institution_at_the_head(self) -> _Phrase | None:
        """`The organization has taken a stand, advocating`: the body or meeting that is the subject of a sentence."""
        match = _HEAD_OF_SENTENCE.match(self.text)
        if not match:
            return None
        kind, named = self._classified(*match.span("np"))
        if kind not in ("body", "institution"):
            return None
        left = self._behind_article(*match.span("np"))
        return _Phrase(left, match.end("np"), "institution", named)

    def _event(
        self,
        start: int,
        end: int,
        verb: _Verb,
        phrase: _Phrase | None = None,
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
        rest = self.text[end:]
        if verb.complement in ("topic", "light"):
            that = re.match(rf"\s+(?:(?:{_WHEN})\s|\w+\s)?that\b", rest, re.I)
            return "indirect" if that and verb.lemma != "request" else "paraphrase"
        if verb.complement == "either" and not self._is_clause(rest):
            return "paraphrase"
        return "indirect"

    def _quotes_behind(self, end: int) -> bool:
        """Whether a quotation follows the verb, behind a comma or colon."""
        for left, _ in self.quotes:
            between = self.text[end:left]
            if left >= end and self._leads(between):
                return bool(re.fullmatch(r"\s*(?:[^.;\"“”]{0,60})[,:]\s*", between))
        return False

    def _quotes_before(self, start: int, speaker: tuple[int, int] | None) -> bool:
        """Whether a quotation that is all that was said ends right before the verb and its speaker."""
        edge = self._at_article(min(start, speaker[0]) if speaker else start)
        last = next((span for span in reversed(self.quotes) if span[1] <= edge), None)
        return bool(last) and not self.text[last[1] : edge].strip(" ,") and self._opens_sentence(last)

    @staticmethod
    def _leads(between: str) -> bool:
        """Whether only an addressee, a time or a place stands between the verb and a quotation."""
        return not re.search(r"\w", _SAID_WHERE.sub("", between))

    def _opens_sentence(self, quote: tuple[int, int]) -> bool:
        """Whether the quotation is all that was said before the verb, not some words of it."""
        lead = self.text[: quote[0]].strip()
        return not lead or bool(re.search(r"[.!?:,]$", lead)) or (len(lead) < 4)

    @staticmethod
    def _is_clause(rest: str) -> bool:
        """Whether a clause follows: `that`, a colon or comma, or a noun phrase with a finite verb soon behind it."""
        if re.match(r"\s*(?:[,:]|[\"“])|\s+(?:\w+\s){0,3}?(?:that|how|why|whether|what)\b", rest):
            return True
        return bool(
            re.match(
                r"\s+(?:[\w’'\-]+\s){1,6}?(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|might|does|did)\s",
                rest,
            )
        )
