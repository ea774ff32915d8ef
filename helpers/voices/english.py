"""Reporting events in an English sentence: the verb, the noun phrase that is its subject, and what it governs.

No parser: around each form of a verb of the reviewed table the rules ask for a subject before it (`Lavrov said that`),
a subject behind it (`..., said Lavrov`), or, for a participle or a second verb (`..., adding that`; `and called on`),
the subject of the verb before.
"""

import re
from functools import cache
from typing import NamedTuple

from helpers.actors import Mention, actors_in
from helpers.voices.cues import Event, heads, inside, quotations, reporting_verbs

_ADVERB = (
    r"(?:also|then|further|furthermore|again|later|earlier|once|repeatedly|reportedly|jointly|unanimously|strongly|firmly|clearly|explicitly|publicly|specifically"
    r"|recently|previously|both|all|each|still|only|even|simply|thus|therefore|always|often|consistently|just|now|first|finally|highly|particularly|especially|notably"
    r"|separately|privately|officially|formally|sincerely|warmly|briefly|categorically|rightly|openly|merely|never before|likewise|similarly|in turn|instead|reportedly|bluntly|flatly|quietly|initially)"
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
_PROPER = r"(?:[A-ZÀ-ÞĀ-Ž][\w’'\-\.]*|(?:of|the|and|for|on|to|de|da|bin|al|von|van|&)(?=\s[A-ZÀ-Ž]))"
_NAME = re.compile(rf"(?:{_PROPER}\s)*[A-ZÀ-ÞĀ-Ž][\w\-]+(?:['’]s?)?$")
_NOT_NAMES = set(
    "The A An It This That These Those There Here In On At By As For With From And But Or So Yet If When While Since After Before During However Meanwhile Moreover Nevertheless"
    " Besides Also Then Later Earlier Today Yesterday Tomorrow Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December Not No Yes What Which Who Why How Where I We You My Our Your His Her Its Their Reportedly According Separately Additionally Furthermore GDP".split()
)
_NOT_LAWS = re.compile(
    r"\b(?:plans?|laws?|schedules?|agreements?|rules?|principles?|needs?|conditions?|provisions?|constitution|procedures?|traditions?|agenda|timetable|terms?|arrangements?|consensus|charter|Charter|regulations?|standards?|calendar|size|type|age|whether|how|what|custom|protocol|programme|program|mandate|practice|treaty|wishes|circumstances)\b"
)
_PREPOSITION_OF_NP = r"(?:of|from|at|for|in|with|on|to|representing|attending|participating in|present at|familiar with|close to)"
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
    kind: str
    named: bool


@cache
def _verbs() -> tuple[re.Pattern, dict[str, _Verb]]:
    table = reporting_verbs().query("language == 'en'")
    forms = {}
    for row in table.itertuples():
        unless = re.compile(rf"\b(?:{row.unless})(?!\w)", re.I) if row.unless else None
        participles = frozenset(form for form in row.forms.split("|") if form.split()[0].endswith("ing"))
        for form in row.forms.split("|"):
            forms[form] = _Verb(row.verb, row.complement, unless, participles)
    known = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(
        rf"(?<![\w\-'’])(?:{'|'.join(form.replace(' ', r' ') for form in known)})(?![\w\-])", re.I
    ), forms


def events(text: str) -> list[Event]:
    """The reporting events of an English sentence, in order."""
    reader = _Reader(text, actors_in(text, "en"))
    found = reader.reports()
    found += reader.sources()
    label = reader.label()
    if label and not any(event.start <= label.start for event in found):
        found = [label, *(event._replace(nested=True) for event in found)]
    return sorted(found, key=lambda event: (event.start, event.end))


class _Reader:
    """One sentence, its quotations and the actors it names."""

    def __init__(self, text: str, mentions: list[Mention]):
        self.text = text
        self.mentions = mentions
        self.quotes = quotations(text)

    # --- Speakers -------------------------------------------------------------------------------------------------

    def _classified(self, start: int, end: int) -> tuple[str, bool]:
        """What kind of speaker a noun phrase is (empty: none that is known), and whether a person by name."""
        phrase = self.text[start:end]
        known = heads("en")
        bare = _DETERMINER.sub("", phrase).strip()
        low = bare.lower()
        if low in known and known[low] == "pronoun":
            return "person" if low != "they" else "collective", False
        whole = phrase.lower().removeprefix("the ").strip()
        if known.get(whole) == "collective" or known.get(low) == "collective":
            return "collective", False
        several = bool(re.search(r"\b(?:and|as well as|along with)\b", phrase)) and not re.search(
            r"\b(?:Ministry|Ministers?|Committee|Commission|Council|Department|Bureau|Office|Minister) (?:of|for)\b[^,]*and\b",
            phrase,
        )
        core = re.split(
            rf"(?:,|\s{_PREPOSITION_OF_NP}\s|\s(?:who|which|issued|released|published|adopted|signed|made|carried|obtained|seen|after|between|by|during|following)\s)",
            bare,
            maxsplit=1,
        )[0]
        last = next((m for m in reversed(self.mentions) if start <= m.start and m.end == end), None)
        heading = next(
            (
                m
                for m in reversed(self.mentions)
                if start <= m.start and m.end == start + phrase.find(core) + len(core)
            ),
            None,
        )
        person = any(m.kind == "person" and start <= m.start and m.end <= end for m in self.mentions)
        if last and last.kind == "person":
            return (
                "collective"
                if several
                and sum(m.kind == "person" for m in self.mentions if start <= m.start and m.end <= end) > 1
                else "person"
            ), True
        words = core.split()
        for size in (3, 2, 1):
            tail = " ".join(words[-size:]).lower().removesuffix("'s").removesuffix("’s")
            kind = known.get(tail) if len(words) >= size else None
            if kind == "title":
                plural = tail.endswith(("s", "people")) and tail not in ("dean's",)
                if plural:
                    return "collective", False
                return ("collective" if several and not self._capital_name(words) else "person"), False
            if kind == "never":
                return "never", False
            if kind == "collective":
                return "collective", False
            if kind == "pronoun":
                return "person", False
            if kind:
                return kind, False
        if re.search(r"(?:[a-z]ists|[a-z]ians|[a-z]men|[a-z]ers|[a-z]ees)$", words[-1] if words else ""):
            return "collective", False
        if (
            words
            and words[-1].islower()
            and re.search(r"(?:[a-z]ist|[a-z]ician|[a-z]arian|man|woman)$", words[-1])
        ):
            return "person", False
        about = heading or last
        if about and about.kind == "country":
            return ("collective" if several else "office"), False
        if about and about.kind in ("organisation", "locality"):
            return ("body" if not about.actor.startswith(("Ministry", "Communist")) else "office"), False
        if about and about.kind == "group":
            return ("medium" if core.endswith(("media", "press")) else "collective"), False
        if about and about.kind == "office":
            return "collective" if core.endswith("s") else "person", False
        if person:
            return "person", True
        if self._capital_name(words) and words[-1].removesuffix(".") not in _NOT_NAMES:
            return (
                "collective"
                if several and len(words) < 6 and re.fullmatch(r"\w+ and \w+", core)
                else "person"
            ), True
        return "", False

    @staticmethod
    def _capital_name(words: list[str]) -> bool:
        return (
            bool(words)
            and bool(re.fullmatch(r"[A-ZÀ-ÞĀ-Ž][\w’'\-\.]+", words[-1]))
            and words[-1] not in _NOT_NAMES
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
        if both and kind not in ("person", "collective", "office", "body", "medium", "document"):
            start = left + both.end()
            kind, named = self._classified(start, right)
            left, text = start, self.text[start:right]
        if _FINITE.search(text) or len(text) > 110:
            return None
        if not kind or re.match(r"(?:neither|no|none|nobody|no one|nothing)\b", text, re.I):
            return None
        article = _DETERMINER.match(text)
        if article and article.group().lower().strip() in ("the", "a", "an"):
            left += article.end()
        return _Phrase(left, right, kind, named)

    def _behind_insertion(self, comma: int) -> _Phrase | None:
        """`Wang Yi, as the chair of ..., reported`: the subject before an insertion between commas."""
        places = [match.start() for match in re.finditer(",", self.text[:comma])]
        for place in reversed(places):
            insertion = self.text[place + 1 : comma].strip()
            if not insertion:
                continue
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
        article = _DETERMINER.match(self.text[start:end])
        if article and article.group().lower().strip() in ("the", "a", "an"):
            start += article.end()
        return _Phrase(start, end, kind, named) if kind else None

    # --- Events ---------------------------------------------------------------------------------------------------

    def label(self) -> Event | None:
        match = re.match(r"\s*(?P<name>[A-Z][^,.:;!?\"“”]{0,50}):\s(?=\S)", self.text)
        if not match:
            return None
        start, end = match.span("name")
        kind, named = self._classified(start, end)
        if kind not in ("person", "office", "collective") or (
            kind == "office" and self.text[start:end].count(" ") == 0 and not named
        ):
            return None
        if named and not re.fullmatch(r"(?:[A-Z][\w.'’\-]*\s?){1,8}", self.text[start:end]):
            return None
        if (
            named
            and self.text[start:end].count(" ") == 0
            and not any(m.kind == "person" for m in self.mentions if m.start == start)
        ):
            return None
        return Event(match.end("name"), match.end("name") + 1, "", (start, end), kind, "direct")

    def sources(self) -> list[Event]:
        found = []
        for match in re.finditer(r"\baccording to\s", self.text, re.I):
            if inside(match.start(), self.quotes):
                continue
            rest = re.match(r"[^,;:.!?\"“”()]+(?:\.(?=\w)[^,;:.!?\"“”()]*)*", self.text[match.end() :])
            if not rest:
                continue
            start, end = match.end(), match.end() + len(rest.group().rstrip())
            words = self.text[start:end]
            core = re.split(rf"\s{_PREPOSITION_OF_NP}\s", words, maxsplit=1)[0]
            if _NOT_LAWS.search(core):
                continue
            kind, _ = self._classified(start, end)
            named = any(
                start <= m.start and m.end <= end and m.kind in ("organisation", "person", "country")
                for m in self.mentions
            )
            if kind == "never" and re.search(
                r"\b(?:data|figures|study|survey|statistics|poll|research)\b", words
            ):
                kind = "document"
            if not kind and re.search(r"\b(?:data|statistics|figures|sources|reports?)\b", words):
                kind = "document"
            if kind in ("", "never") and not named:
                continue
            kind = {
                "body": "medium"
                if re.search("Xinhua|TASS|Reuters|News|Daily|Times|AZERTAC|CCTV", words)
                else "office",
                "": "office",
                "never": "office",
            }.get(kind, kind)
            article = _DETERMINER.match(words)
            if article and article.group().lower().strip() in ("the", "a", "an"):
                start += article.end()
            found.append(
                Event(
                    match.start(),
                    match.end() - 1,
                    self.text[match.start() : match.end() - 1],
                    (start, end),
                    kind,
                    "source",
                )
            )
        found += [
            Event(*match.span(), match.group(), None, "", "source")
            for match in re.finditer(r"\breportedly\b", self.text, re.I)
            if not inside(match.start(), self.quotes)
        ]
        return found

    def reports(self) -> list[Event]:
        pattern, forms = _verbs()
        found: list[Event] = []
        for match in pattern.finditer(self.text):
            start, end = match.span()
            verb = forms.get(match.group().lower()) or forms.get(match.group())
            if verb is None or inside(start, self.quotes):
                continue
            if verb.unless and any(
                hit.start() < end and start < hit.end() for hit in verb.unless.finditer(self.text)
            ):
                continue
            event = self._report(start, end, verb, found)
            if event:
                found.append(event)
        return found

    def _report(self, start: int, end: int, verb: _Verb, earlier: list[Event]) -> Event | None:
        before, rest = self.text[:start], self.text[end:]
        form = self.text[start:end].lower()
        participle = form in verb.participles
        main = next((event for event in reversed(earlier) if event.form != "source"), None)
        quoted = re.search(r"\bquoted (?:by [^,.;]{2,40} )?as $", before)
        if quoted:
            aux = re.search(
                r"\s(?:was|is|were|are|has been|had been)\s(?:also\s)?quoted (?:by [^,.;]{2,40} )?as $",
                before,
            )
            phrase = self._before(aux.start() + 1) if aux else None
            begins = start if " by " in quoted.group() else quoted.start()
            return (
                self._event(begins, end, "clause", phrase, rest, False)
                if phrase and phrase.kind != "never"
                else None
            )
        cited = re.search(
            r"\b(?:quoted|cited|quotes|cites|quoting|citing)\s(?P<np>[^,.;]{2,60}?)\sas $", before
        )
        if cited and participle:
            left, right = cited.span("np")
            kind, named = self._classified(left, right)
            article = _DETERMINER.match(self.text[left:right])
            left += article.end() if article and article.group().lower().strip() in ("the", "a", "an") else 0
            return (
                self._event(start, end, "clause", _Phrase(left, right, kind, named), rest, False)
                if kind not in ("", "never")
                else None
            )
        if participle:
            return self._participle(start, end, verb, main)
        if _PASSIVE.search(before) or _NEGATED.search(before):
            return None
        content = bool(rest.strip(' .,;!?"”’'))
        # "..., said Lavrov": a comma or a closing quotation mark, then the verb, then the subject.
        if (
            re.search(r"[,\"”?!’]\s*$", before)
            and before.strip()
            and verb.complement in ("clause", "either")
            and (form.endswith("ed") or form in ("said", "says", "told", "wrote", "thought"))
        ):
            phrase = self._behind(end)
            if (
                phrase
                and phrase.kind not in ("", "never")
                and not re.match(r"\s*that\b", rest)
                and self._is_subject_behind(phrase)
            ):
                return self._event(start, end, verb.complement, phrase, rest, True, lemma=verb.lemma)
        # "X said ... and called for": the subject of the verb before.
        second = re.search(rf"(?:\band|,|\bbut)\s(?:(?:{_ADVERB})\s)*$", before, re.I)
        if second and main and main.speaker and not re.search(r",\s$", before[: second.end()]) and content:
            between = self.text[main.end : start]
            if re.search(r"\b(?:and|but)\s", between) and self._goes_on(verb, form, rest):
                return self._event(start, end, verb.complement, None, rest, False, main, verb.lemma)
        phrase = self._before(start)
        if phrase is None or phrase.kind in ("", "never"):
            if (
                second
                and main
                and main.speaker
                and content
                and phrase is None
                and self._goes_on(verb, form, rest)
            ):
                return self._event(start, end, verb.complement, None, rest, False, main, verb.lemma)
            return None
        if phrase.kind == "body" and verb.lemma not in _PLAIN:
            return None
        if re.search(r"\b(?:who|which|that)\s(?:(?:has|have|had|also)\s)*$", before):
            return None
        postposed = bool(re.search(r"[,\"”?!’]\s*$", self.text[: self._with_article(phrase.start)])) and (
            self._closes(rest)
            or (
                verb.lemma == "tell"
                and bool(re.match(r"[^,.;\"“”]{3,50}(?:[,.]|$)", rest))
                and " that " not in rest[:60]
            )
        )
        if not postposed and not content:
            return None
        if not postposed and not self._goes_on(verb, form, rest):
            return None
        if main and not main.nested and not postposed and self._is_content(main, phrase, start):
            if not (phrase.named or phrase.kind in ("medium", "document")):
                return None
            return self._event(
                start, end, verb.complement, phrase, rest, False, lemma=verb.lemma, nested=True
            )
        return self._event(start, end, verb.complement, phrase, rest, postposed, lemma=verb.lemma)

    def _with_article(self, start: int) -> int:
        article = re.search(r"\b(?:the|a|an)\s$", self.text[:start], re.I)
        return article.start() if article else start

    @staticmethod
    def _closes(rest: str) -> bool:
        """Whether behind `X said` the sentence ends, or only a time, a place or a participle follows."""
        return bool(_AFTER_VERB.match(rest))

    def _is_subject_behind(self, phrase: _Phrase) -> bool:
        following = self.text[phrase.end :]
        return bool(_AFTER_SPEAKER.match(following))

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

    def _is_content(self, main: Event, phrase: _Phrase, start: int) -> bool:
        """Whether the new verb stands inside what the main verb reports."""
        between = self.text[main.end : phrase.start]
        if re.search(r";|\.\s|[\"”]\s*(?:and|while|but)?\s*$", between):
            return False
        if re.search(r",\s(?:while|whereas|and|but)\s(?:the\s)?$", between) and phrase.kind != "collective":
            return False
        return main.speaker is None or main.speaker[0] < main.start

    def _participle(self, start: int, end: int, verb: _Verb, main: Event | None) -> Event | None:
        before, rest = self.text[:start], self.text[end:]
        opens = re.search(
            rf"(?:[,;]|\band|\bwhile|\bby|\bbefore|\bafter|[\"”])\s(?:(?:{_ADVERB})\s)*$", before, re.I
        )
        if not rest.strip(" .,;"):
            return None
        first = not before.strip()
        if not opens and not first:
            # "he was quoted as saying" is read before; "is calling for" is a progressive.
            progressive = re.search(
                r"\s(?:is|are|was|were|has been|have been)\s(?:(?:also|again|now)\s)*$", before
            )
            phrase = (
                self._before(start) if progressive and verb.complement not in ("clause", "either") else None
            )
            return (
                self._event(start, end, verb.complement, phrase, rest, False, lemma=verb.lemma)
                if phrase and phrase.kind in ("person", "office", "collective")
                else None
            )
        if main and main.speaker and main.kind:
            return self._event(start, end, verb.complement, None, rest, False, main, verb.lemma)
        if first:
            # "Noting that ..., Xi said": the subject of the main clause.
            clause = _MAIN_CLAUSE.search(self.text[end:])
            if clause:
                left = end + clause.start("np")
                right = end + clause.end("np")
                kind, named = self._classified(left, right)
                if kind in ("person", "collective", "office"):
                    article = _DETERMINER.match(self.text[left:right])
                    left += article.end() if article and article.group().lower().strip() == "the" else 0
                    return self._event(
                        start,
                        end,
                        verb.complement,
                        _Phrase(left, right, kind, named),
                        rest,
                        False,
                        lemma=verb.lemma,
                    )
            return None
        subject = self._sentence_subject()
        if (
            subject
            and subject.kind in ("person", "collective", "office")
            and (
                subject.kind != "office"
                or verb.complement not in ("clause", "either")
                or re.match(r"\s+that\b", rest)
            )
        ):
            return self._event(start, end, verb.complement, subject, rest, False, lemma=verb.lemma)
        return None

    def _sentence_subject(self) -> _Phrase | None:
        """The person or office at the head of a sentence that has no reporting verb before: `Xi met Putin, stressing
        that`."""
        match = _ACTING_SUBJECT.match(self.text)
        if not match:
            return None
        left, right = match.span("np")
        kind, named = self._classified(left, right)
        return _Phrase(left, right, kind, named) if kind in ("person", "office", "collective") else None

    def _event(
        self, start: int, end: int, complement: str, phrase: _Phrase | None, rest: str, postposed: bool,
        main: Event | None = None, lemma: str = "", nested: bool = False,
    ) -> Event:  # fmt: skip
        speaker = (phrase.start, phrase.end) if phrase else main.speaker
        kind = phrase.kind if phrase else main.kind
        kind = "office" if kind == "body" else kind
        form = self._form(start, end, complement, kind, rest, postposed, speaker, lemma)
        return Event(start, end, self.text[start:end], speaker, kind, form, nested)

    def _form(
        self,
        start: int,
        end: int,
        complement: str,
        kind: str,
        rest: str,
        postposed: bool,
        speaker,
        lemma: str,
    ) -> str:
        quote = None
        if not postposed:
            quote = next(
                (span for span in self.quotes if span[0] >= end and self._leads(self.text[end : span[0]])),
                None,
            )
        if quote and re.fullmatch(r"\s*(?:[^.;\"“”]{0,60})[,:]\s*", self.text[end : quote[0]]):
            return "direct"
        edge = min(start, speaker[0]) if speaker else start
        last = next((span for span in reversed(self.quotes) if span[1] <= self._with_article(edge)), None)
        if (
            postposed
            and last
            and not self.text[last[1] : self._with_article(edge)].strip(" ,")
            and self._opens_sentence(last)
        ):
            return "direct"
        if kind == "collective":
            return "collective"
        if postposed:
            return "indirect"
        if complement in ("topic", "light"):
            return (
                "indirect"
                if re.match(rf"\s+(?:(?:{_WHEN})\s|\w+\s)?that\b", rest, re.I) and lemma not in ("request",)
                else "paraphrase"
            )
        if complement == "either":
            return "indirect" if self._is_clause(rest) else "paraphrase"
        return "indirect"

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
