"""Reporting events in an English sentence: the verb, its subject and its complement.

Rules instead of a parser: around each form of a reviewed verb they look for a subject before it (`Lavrov said that`) or
behind it (`..., said Lavrov`). A participle or a second verb (`..., adding that`; `and called on`) takes the subject of
the verb before.
"""

import re
from functools import cached_property
from types import SimpleNamespace

from helpers.lexicon import Lexicon, patterns, per_lexicon
from helpers.mentions.actors import PLACES, Mention
from helpers.mentions.voices.cue_words import Cue, Event, Phrase, ReadSentence, Verb, inside, read_tables

# In characters: a word and a few words before a verb, the search right before or after it, the longest clause read, the longest
# noun phrase.
_WORD, _CLOSE, _NEAR, _FAR, _LONGEST = 12, 40, 120, 400, 150
_MARKS, _OWNS = ' .,;!?"”’', ("'s", "’s", "s'", "s’")
# Quotation marks of Windows that were read as control characters.
_C1_MARKS = str.maketrans("\x91\x92\x93\x94", "‘’“”")
# The kinds of subject that a participle may have.
_SPEAKING = ("person", "office", "collective")
_PRONOUNS = {"they": "collective", "them": "collective", "it": "office"}  # the others: a person


@per_lexicon
def _known(*, lexicon: Lexicon) -> SimpleNamespace:
    """Return the tables, with `cues` (finds forms of verbs) and `skipped` (adverbs and auxiliaries, in lower case)."""
    known = read_tables("en", lexicon=lexicon)
    forms: dict[str, list[str]] = {}
    for form, verb in known.verbs.items():
        forms.setdefault(verb.lemma, []).append(form)
    of_verbs = [re.compile(rf"(?<![\w\-'’]){patterns.literals(those)}(?![\w\-])", re.I) for those in forms.values()]
    known.cues, known.skipped = patterns.Expressions(of_verbs), known.words["adverb"] | known.words["auxiliary"]
    return known


class EnglishSentence(ReadSentence):
    """An English sentence, with its reporting events and actors."""

    language = "en"

    def __init__(self, text: str, institutions: bool = False, *, lexicon: Lexicon | None = None):
        known = _known(lexicon=lexicon)
        text = known.two_marks.sub(' "', known.odd_white.sub(" ", text.translate(_C1_MARKS))).replace("''", '" ')
        text = known.single_marks.sub(lambda words: f'"{words[1] or words[2]}"', text)
        super().__init__(text, known, institutions, lexicon)
        self.phrases: dict[tuple[int, int], Phrase] = {}

    def _ends(self, pattern: re.Pattern, place: int, near: int = _NEAR) -> re.Match | None:
        """Match a pattern that ends in `$` right before a place."""
        return pattern.search(self.text, max(place - near, 0), place)

    # --- Speakers -------------------------------------------------------------------------------------------------

    def kind_of(self, start: int, end: int) -> tuple[str, bool]:
        phrase = self.text[start:end]
        bare = self.known.determiner.sub("", phrase).strip()
        if self.heads.get(bare.lower()) == "pronoun":
            return _PRONOUNS.get(bare.lower(), "person"), False
        main = self.known.relative_clause.split(phrase, maxsplit=1)[0]
        several = bool(self.known.joined.search(self.known.one_office.sub("", main)))
        core = self.known.core_ends.split(bare, maxsplit=1)[0]
        words = core.split()
        kind = self._kind_by_head(words, several)
        body = core != bare and words[-1:] and words[-1][0].isupper() and kind not in ("person", "collective")
        if body and (self.titled(words) or self.titled(bare.split())):
            return "person", True
        if kind:
            return kind, False
        core_end = start + phrase.find(core) + len(core)
        about = next((m for m in reversed(self.named(start, end)) if m.end == core_end), self.named_last(start, end))
        if about and (kind := self._kind_by_actor(about, several)):
            return kind, False
        if self._capital_name(words):
            return ("collective" if several else "person"), True
        return "", False

    def titled(self, words: list[str]) -> bool:
        """Whether a phrase ends in a title and a full name: `Bank of Harbour City President Jane M. Doe`."""
        titles = [place for place, word in enumerate(words) if self.heads.get(word.lower()) == "title"]
        name = words[titles[-1] + 1 :] if titles else []
        return 2 <= len(name) <= 4 and all(word[0].isupper() for word in name) and name[-1].lower() not in self.heads

    def core_of(self, phrase: str) -> str:
        """Return a personal name without additions: `Jane Doe` for `Jane Doe with the University of Harbour City`."""
        core, _, behind = phrase.rpartition(", ")
        if self.known.full_name.fullmatch(behind) and not self.known.in_a_place.search(core):
            return behind  # chief executive of the bank, Jane Doe
        core = self.known.core_ends.split(phrase, maxsplit=1)[0]
        words = core.split()
        named = self._capital_name(words) and words[-1].lower() not in self.heads and not self.titled(phrase.split())
        return core if named else phrase

    def _kind_by_head(self, words: list[str], several: bool) -> str:
        """Return the kind of speaker from the last words of a phrase or the last word's ending; empty if unknown."""
        for size in range(min(3, len(words)), 0, -1):
            tail = " ".join(words[-size:]).lower().removesuffix("'s").removesuffix("’s")
            # in "TOLOnews agency" the head is joined to the name
            kind = "medium" if tail.endswith("news agency") else self.heads.get(tail, "")
            if kind == "pronoun" and tail != " ".join(words[-size:]).lower():
                continue  # it's
            if kind in ("title", "pronoun"):
                plural = tail == "them" or (kind == "title" and tail.endswith(("s", "people")))
                return "collective" if plural or (several and not self._capital_name(words)) else "person"
            if kind == "office" and several and words[-2:-1] == ["and"]:
                return "collective"  # Sweden and Finland, not a Ministry of Trade and Health Services
            if kind:
                return "never" if kind == "institution" and not self.institutions else kind
        if words and self.known.of_many.search(words[-1]) and not self.titled(words):
            return "collective"
        return "person" if words and words[-1].islower() and self.known.of_one.search(words[-1]) else ""

    @staticmethod
    def _kind_by_actor(actor: Mention, several: bool) -> str:
        """Return the kind of speaker from the actor at the end of a phrase; empty for persons, found by name."""
        if actor.kind in PLACES:
            return "collective" if several else "office"
        if actor.kind in ("organisation", "locality"):
            return "office" if actor.actor.startswith(("Ministry", "Communist")) else "body"
        return "collective" if actor.kind == "group" else ""

    def _capital_name(self, words: list[str]) -> bool:
        capital = bool(words) and bool(self.known.capital.fullmatch(words[-1]))
        word = re.split("['’.]", words[-1])[0] if capital else ""
        return capital and word not in self.words["no name"] and self.heads.get(word.lower()) != "pronoun"

    def _phrase(self, start: int, end: int) -> Phrase:
        """Return a noun phrase without the conjunction and the article before it."""
        if (start, end) not in self.phrases:
            article = self.known.article.match(self.text, start, end)
            begin = article.end() if article else start
            self.phrases[start, end] = Phrase(begin, end, *self.kind_of(begin, end))
        return self.phrases[start, end]

    def _at_article(self, start: int) -> int:
        """Return the start of a phrase with its article; `start` is behind the article."""
        article = self._ends(self.known.article_ends, start, _WORD)
        return article.start() if article else start

    def _speaker(self, start: int, end: int, unknown: bool = True) -> Phrase | None:
        """Return a noun phrase as a speaker, without a relative clause; with `unknown`, of any kind."""
        clause = self.known.relative_clause.search(self.text, start, end)
        end = clause.start() if clause else end
        timed = self.known.when_ends.search(self.text[start:end])
        words = (self.text[start : start + timed.start()] if timed else self.text[start:end]).rstrip()
        if pronoun := self.known.pronoun_ends.search(words):
            start, words = start + pronoun.end(), words[pronoun.end() :]
        if not self.known.letters.search(words):
            return None
        phrase = self._phrase(start, start + len(words))
        if phrase.speaks:
            return phrase
        if not unknown:
            return None
        anybody = "collective" if self.known.several.match(words) else "person"
        return phrase._replace(kind="document" if phrase.kind == "never" else anybody)

    def _before(self, verb: int, unknown: bool = False) -> Phrase | None:
        """Return the subject right before the verb, skipping adverbs and auxiliaries."""
        edge = self._skipped(verb)
        inserted = self.text[edge - 1 : edge] == ","
        phrase = self._behind_insertion(edge - 1, unknown) if inserted else self._ending_at(edge, unknown)
        return self._holder(phrase, inserted) or phrase if phrase else None

    def _holder(self, role: Phrase, inserted: bool) -> Phrase | None:
        """Return who is named before a role: `Jane Doe (PPE), head of the bank`; before a comma, `Jane Doe, a doctor`."""
        start = self._at_article(role.start) if inserted else role.start
        before = self.text[max(start - _CLOSE, 0) : start]
        words = self.text[role.start : role.end]
        full = self.known.full_name.fullmatch(" ".join(words.split()[-2:]))
        alone = not full and (inserted or self.known.core_ends.search(words))
        if role.named or not alone or not before.rstrip().endswith((",", ")")):
            return None
        name = self._ending_at(start - len(before) + len(before.rstrip(" ,")))
        whole = name and name.named and (inserted or self.known.name.fullmatch(self.text[name.start : name.end]))
        return name if whole else None

    def _skipped(self, verb: int) -> int:
        """Return the end of the subject before a verb, skipping adverbs, auxiliaries and a time."""
        first = max(verb - _NEAR, 0)
        before = self.text[first:verb].rstrip()
        while before:
            # One word, or two as in "has been" and "never before".
            *_, last = two = before.rsplit(maxsplit=2)[-2:]
            both = " ".join(two).lower() in self.known.skipped
            if not both and last.lower() not in self.known.skipped and not self.known.manner.fullmatch(last):
                break
            for word in reversed(two) if both else (last,):
                before = before.removesuffix(word).rstrip()
        edge = first + len(before)
        timed = self._ends(self.known.when_ends, edge)
        has = self._ends(self.known.contracted, edge, _WORD) if verb - edge > 1 else None  # he's also said
        return timed.start() if timed else has.start("has") if has else edge

    def _ending_at(self, edge: int, unknown: bool = False) -> Phrase | None:
        """Return the noun phrase that ends at `edge`, skipping brackets: John Kasich (R-OH)."""
        bracket = self._ends(self.known.bracket_ends, edge)
        edge = bracket.start() if bracket else edge
        first = max(edge - _FAR, 0)
        for start in reversed([first, *(match.end() for match in self.known.clause.finditer(self.text, first, edge))]):
            if phrase := self.text[start:edge].lstrip():
                return self._nominal(edge - len(phrase), edge, unknown)
        return None

    def _nominal(self, left: int, right: int, unknown: bool = False) -> Phrase | None:
        """Return the subject at the end of a stretch without commas; with `unknown`, any noun phrase."""
        text = self.text[left:right]
        if self.known.introduced.match(text):
            # "On Tuesday Xi said": the name at the end.
            name = self.known.name.search(text)
            phrase = self._phrase(left + name.start(), right) if name and name.start() else None
            return phrase if phrase and phrase.kind else None
        head = self.known.relative_clause.split(text, maxsplit=1)[0]
        if len(text) > _LONGEST or text.endswith((" and", " but")) or self.known.finite.search(head):
            return None
        phrase = self._phrase(left, right)
        both = self.known.next_subject.search(text)
        acts = both and self.known.no_phrase.search(text[: both.start()])
        both = (both if acts or not phrase.speaks else None) or self.known.pronoun_ends.search(text)
        if both:  # "A woman asked for a photo and Doe said", "all they said"
            left += both.end()
            text, phrase = self.text[left:right], self._phrase(left, right)
        if self.known.nobody.match(text):
            return None
        if unknown and not self.known.no_subject.match(text):
            return self._speaker(left, right)
        return phrase if phrase.kind else None

    def _behind_insertion(self, comma: int, unknown: bool = False) -> Phrase | None:
        """Return the subject before an insertion between commas: `Wang Yi, as the chair of ..., reported`."""
        if self._ends(self.known.bracket_ends, comma):
            return self._ending_at(comma, unknown)
        first = max(comma - _FAR, 0)
        for place in reversed([first + match.start() for match in re.finditer(",", self.text[first:comma])]):
            insertion = self.text[place + 1 : comma].strip()
            if self._ends(self.known.described, place) and self.kind_of(place + 2, comma)[1]:
                return self._speaker(place + 2, comma, False)  # The club that won the cup, Harbour Rovers, said
            known = self.known.insertion.match(insertion) or self.kind_of(place + 1, comma)[0] in _SPEAKING
            phrase = self._ending_at(place, unknown) if known or unknown else None
            lettered = phrase and not self.text[phrase.start : place].isdigit()
            if lettered and phrase.speaks and (known or phrase.named):
                # "The mayor, John Doe, noted": the name belongs to the phrase.
                named = not phrase.named and self.known.full_name.fullmatch(insertion)
                return phrase._replace(end=comma, named=True) if named else phrase
            if self.known.full_name.fullmatch(insertion) and not self.known.in_a_place.search(self.text[first:place]):
                return self._speaker(place + 2, comma, False)  # An elder of the village, Jane Doe, added
        return None

    def _behind(self, verb: int, unknown: bool = False) -> Phrase | None:
        """Return the subject behind a verb that ends at `verb` (`said Lavrov`); with `unknown`, any noun phrase."""
        start = verb + len(self.text[verb : verb + 3]) - len(self.text[verb : verb + 3].lstrip())
        match = self.known.phrase.match(self.text, start, verb + _FAR)
        if not match or start == verb or self.known.no_subject.match(match.group()):
            return None
        cut = self.known.speaker_ends.search(match.group())
        end = start + (cut.start() if cut else len(match.group()))
        # a clause: "Doe said the woman in the tape was"
        whole = self.known.clause.split(self.known.relative_clause.split(match.group())[0])[0] + " "
        clause = self.known.clause_begins.search(self.text, start, end) or self.known.finite.search(whole)
        if clause or self.text[start:end].rstrip().endswith(_OWNS):
            return None
        phrase = self._speaker(start, end, unknown)
        name = self.known.name_behind.match(self.text, end) if phrase and phrase.kind == "person" else None
        if name and not phrase.named and self.kind_of(*name.span("name"))[1]:  # said the mayor, Jane Doe
            return phrase._replace(end=name.end(), named=True)
        return phrase

    def _between(self, start: int, end: int) -> Phrase | None:
        """Return the subject between a quotation and the verb, with or without an insertion between commas."""
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip(" ,\n"))
        match = self.known.phrase.match(self.text, start, end)
        if not match or self.known.no_subject.match(match.group()):
            return None
        rest = self.text[match.end() : end].strip()
        if not self.known.inserted.fullmatch(rest):
            return None
        phrase = self._speaker(start, match.end())
        if phrase and rest[:1] == "," and not phrase.named and self.known.inserted_name.match(rest[1:-1]):
            return phrase._replace(end=match.end() + len(rest[:-1].rstrip()), named=True)
        return phrase

    # --- Labels and sources -----------------------------------------------------------------------------------------

    def kind_of_label(self, start: int, end: int) -> str:
        kind, named = self.kind_of(start, end)
        name = self.text[start:end]
        one_word = " " not in name
        if kind not in _SPEAKING or (one_word and kind == "office") or self.known.no_phrase.search(name):
            return ""
        if named and not self.known.capitals.fullmatch(name):
            return ""
        known = any(m.kind == "person" and m.start == start for m in self.mentions)
        return "" if named and one_word and not known else kind

    @cached_property
    def sources(self) -> list[Event]:
        """Events that name the source of the outlet: `according to ...`, `reportedly`."""
        matches = [match for match in self.known.source.finditer(self.text) if not inside(match.start(), self.quotes)]
        found = [self._source(match) for match in matches]
        return [event for event in found if event]

    def _source(self, match: re.Match) -> Event | None:
        if match["hearsay"]:
            return Event(*match.span(), match.group(), None, "", "source")
        begin = match.end() + 1
        rest = self.known.source_named.match(self.text, begin, begin + _FAR)
        if not rest:
            return None
        end = begin + len(rest.group().rstrip())
        phrase = self._phrase(begin, end)
        words = self.text[begin:end]
        ground = self.known.ground.search(self.known.head_ends.split(words, maxsplit=1)[0])
        if ground:
            kind = ""
        elif phrase.kind == "body":
            kind = "medium" if self.known.medium.search(words) else "office"
        else:
            given = self.known.figures.search(words) or self._quotes_before(match.start(), None)
            # ..., according to the port; cut according to the drawings
            body = self.known.one_body.match(words) and self.text[: match.start()].rstrip()[-1:] in ("", ",")
            kind = phrase.kind if phrase.speaks else "document" if given else "office" if body else ""
        return Event(*match.span(), match.group(), phrase[:2], kind, "source") if kind else None

    # --- Reports ----------------------------------------------------------------------------------------------------

    def forms(self) -> list[tuple[int, int]]:
        spans = sorted((start, -end) for _, start, end in self.known.cues.matches(self.text))
        return [(start, -end) for start, end in spans]

    def cue(self, start: int, end: int, main: Event | None) -> Cue | None:
        form = self.text[start:end]
        verb = self.known.verbs.get(" ".join(form.lower().split()))
        if verb is None or self._is_no_verb(start, end, verb):
            return None
        return Cue(start, end, form, *verb[:2], self.text[end : end + _FAR], main)

    def _is_no_verb(self, start: int, end: int, verb: Verb) -> bool:
        """Whether the form is a noun (Heads of State, the Annual Report) or in a context where it does not count."""
        first = self.text[start:end].lower().split()[0]
        known = first in self.words["also noun"]
        noun = self.text[start].isupper() and (known or verb.complement == "quotation")
        before = self.known.word_ends if noun else self.known.article_ends
        owned = self._ends(before, start, _WORD) or self._ends(self.known.owns, start, _WORD)
        owned = owned or (known and self._ends(self.known.behind_preposition, start, _WORD))  # despite promises
        quoted = self.quote_before(start) if self.known.addressed.match(self.text, end) else None
        said = (
            quoted and start - quoted[1] < _NEAR and self._closes(quoted[1], quoted[1])
        )  # "...," one complained to us
        return bool(owned) or (not said and self.in_context(verb, start, end))

    def report(self, cue: Cue) -> Event | None:
        start, form = cue.start, cue.form.lower()
        as_ = self.text.endswith(("as ", "as\n"), 0, start)
        if as_ and (quoted := self._ends(self.known.quoted_as, start)):
            return self._quoted_as(cue, quoted)
        if form.split()[0].endswith("ing"):
            if cue.complement == "quotation" and not self.opens_quotation(cue.end, whole=True):
                return None
            if as_ and (cited := self._ends(self.known.cited_as, start)):
                phrase = self._phrase(*cited.span("np"))
                return self._event(cue._replace(complement="clause"), phrase) if phrase.speaks else None
            return self._participle(cue)
        close = (self.text, max(start - _CLOSE, 0), start)
        if self.known.passive.search(*close) or self.known.negated.search(*close):
            return None
        said = self._beside_its_quotation(cue)
        clause = form.endswith(("ed", " back")) and self.known.that.match(cue.rest)  # countered that, but no posts that
        if said or (cue.complement == "quotation" and not clause):
            return said
        return self._with_subject_behind(cue) or self._with_earlier_subject(cue) or self._with_subject_before(cue)

    def _quoted_as(self, cue: Cue, quoted: re.Match) -> Event | None:
        """Return the event of `Lavrov was quoted as saying`, `was quoted by TASS as saying`."""
        passive = self._ends(self.known.was_quoted_as, cue.start)
        phrase = self._before(passive.start() + 1) if passive else None
        if phrase is None or phrase.kind == "never":
            return None
        begins = cue.start if " by " in quoted.group() else quoted.start()
        return self._event(cue._replace(start=begins, form=self.text[begins : cue.end], complement="clause"), phrase)

    def _beside_its_quotation(self, cue: Cue) -> Event | None:
        """Return the event of a verb beside its quotation, where any noun phrase is a speaker: `"...," a neighbour told
        the paper`, `"...," says the neighbour`, `the neighbour wrote: "..."`."""
        if phrase := self._beside_a_quotation_before(cue):
            return self._behind_words(cue, phrase)
        if not self.text[: cue.start].strip() and (phrase := self._behind(cue.end, True)):
            # Said the neighbour: "..."
            return self._event(cue, phrase, "direct") if self.opens_quotation(phrase.end, whole=True) else None
        if cue.complement == "topic" or not self.opens_quotation(cue.end, whole=True):
            return None
        phrase = None if re.match(r"\s+and\b", cue.rest) else self._before(cue.start, unknown=True)
        return self._event(cue, phrase, "direct") if phrase else None

    def _beside_a_quotation_before(self, cue: Cue) -> Phrase | None:
        _, closed = self.quote_before(cue.start) or (0, 0)
        if not closed or cue.start > closed + _NEAR or (cue.main and cue.main.start >= closed):
            return None
        between = self.text[closed : cue.start]
        if not between.strip(" ,"):
            behind = self._closes(closed, cue.start) and cue.form.lower() != "told"
            return self._behind(cue.end, True) if behind else None
        inside_its_sentence = self._stops(closed) and between.lstrip()[:1].islower()
        goes_on = self._closes(closed, closed) or between.startswith(",") or inside_its_sentence
        # With only an addressee as object, the words are elsewhere.
        addressed = cue.verb in self.words["addressing"] and not re.match(r"\s*that\b", cue.rest)
        leaves_off = addressed or self.known.after_verb.match(cue.rest) or self.known.setting.match(cue.rest)
        return self._between(closed, self._skipped(cue.start)) if goes_on and leaves_off else None

    def _is_speech(self, start: int, end: int) -> bool:
        """Whether a quotation is speech, not a name in quotation marks."""
        words = self.known.letters.findall(self.text[start : min(end, start + _NEAR)])
        return len(words) == 1 or any(word[0].islower() for word in words)

    def _closes(self, closed: int, place: int) -> bool:
        """Whether the mark at the end of a quotation (`closed`) shows that its speaker follows."""
        return bool(self.known.quote_closed.search(self.text, max(closed - 3, 0), place))

    def _stops(self, closed: int) -> bool:
        """Whether a quotation that ends at `closed` ends with a full stop."""
        return bool(self.known.quote_stopped.search(self.text, max(closed - 3, 0), closed))

    def _with_subject_behind(self, cue: Cue) -> Event | None:
        """Return the event of `"...", said Lavrov`: a comma or closing mark, the verb, the subject. In the present,
        the sentence ends (..., warns councillor) or a comma follows (Warsaw, say analysts, has little to fear)."""
        form = cue.form.lower()
        clause = cue.complement in ("clause", "either") and cue.verb not in self.words["addressing"]
        said = clause and (form.endswith("ed") or form in ("said", "says", "wrote", "thought"))
        present = cue.form.islower() and (clause or form.endswith("s")) and self.text.endswith(", ", 0, cue.start)
        phrase = self._behind(cue.end) if (said or present) and self._ends(self.known.words_end, cue.start) else None
        ends = phrase and (said or self.known.insertion_ends.match(self.text, phrase.end))
        return self._behind_words(cue, phrase) if ends else None

    def _with_earlier_subject(self, cue: Cue) -> Event | None:
        """Return the event of a verb with the subject of the verb before: `X said ... and called for`."""
        second = self._ends(self.known.second_verb, cue.start)
        if not (second and cue.rest.strip(_MARKS) and self._goes_on(cue)):
            return None
        if not cue.main and second.group()[0] != ",":
            phrase = self._acting_before(cue.start) or self.subject()  # "Doe opened the bridge and said"
            return self._event(cue, phrase) if phrase else None
        if not (cue.main and cue.main.speaker):
            return None
        between = self.text[max(cue.main.end, cue.start - _FAR) : cue.start]
        coordinated = re.search(r"\b(?:and|but)\s", between) and not self.text.endswith((", ", ",\n"), 0, second.end())
        return self._event(cue) if coordinated or self._before(cue.start) is None else None

    def _with_subject_before(self, cue: Cue) -> Event | None:
        """Return the event of `Lavrov said that`, and `"...", Lavrov said`."""
        plain = cue.verb in self.words["plain saying"] - self.words["finding"]
        plain = plain and not (cue.form == cue.verb and cue.form in self.words["also noun"])
        relative = self._ends(self.known.relative, cue.start)
        name = self._ends(self.known.name, relative.start()) if relative else None
        if name:  # "They met Jane Doe, who said"
            phrase = self._phrase(name.start(), relative.start())
            phrase = phrase if phrase.kind else None  # the report published Saturday that noted
        else:
            phrase = self._ending_at(relative.start()) if relative else self._before(cue.start)
        if phrase is None and (cue.verb in ("say", "tell") or plain):
            phrase = self._before(cue.start, unknown=True)  # any subject of these verbs speaks
            words = self.text[slice(*phrase[:2])] if phrase else ""
            anybody = cue.verb in ("say", "tell") and phrase and phrase.kind != "document"
            behind = phrase and self._ends(self.known.words_end, self._at_article(phrase.start))
            told = self.known.that.match(cue.rest) or (behind and self.known.after_verb.match(cue.rest))
            phrase = phrase if anybody or (plain and told and not self.known.no_phrase.search(words)) else None
        if phrase and cue.main and phrase.start <= cue.main.start < phrase.end:
            phrase = self._nominal(cue.main.end + 1, phrase.end)  # "A complaint said Doe had agreed"
        phrase = self._able(phrase, cue)
        if phrase is None:
            return None
        addressed = cue.verb == "tell" and self.known.addressee.match(cue.rest) and " that " not in cue.rest[:60]
        behind = self._ends(self.known.words_end, self._at_article(phrase.start))
        if behind and (addressed or self.known.after_verb.match(cue.rest)):
            return self._behind_words(cue, phrase)
        quantified = bool(self.known.quantifier.fullmatch(self.text, phrase.start, phrase.end))
        supposed = self._ends(self.known.supposed, self._at_article(phrase.start), _WORD)
        if supposed or not cue.rest.strip(_MARKS) or not self._goes_on(cue, quantified):
            return None
        nested = bool(cue.main) and not cue.main.nested and self._is_content(cue.main, phrase)
        return self._event(cue, phrase, nested=nested) if phrase.may_be_inside or not nested else None

    def _able(self, phrase: Phrase | None, cue: Cue) -> Phrase | None:
        """Return the subject if it can report. A body with a verb other than plain saying needs `institutions`, and so
        does a state or an office that takes a stance."""
        body = phrase and phrase.kind == "body" and cue.verb not in self.words["plain saying"]
        if body or (phrase and phrase.kind == "office" and cue.verb in self.words["stance"]):
            phrase = phrase._replace(kind="institution") if self.institutions else None
        if phrase is None or phrase.kind == "never":
            return None
        if cue.verb in self.words["finding"] and phrase.kind != "document":
            return phrase if phrase.kind != "person" and self.known.that.match(cue.rest) else None
        if cue.verb in self.words["deed"] and not (self.known.that.match(cue.rest) or self.opens_quotation(cue.end)):
            return None
        it = self.text[phrase.start : phrase.end].lower() == "it" and cue.verb not in self.words["plain saying"]
        other = it or (phrase.kind == "institution" and cue.verb in self.words["other sense"])
        # "The organization has maintained trust" reports nothing.
        return None if other and not re.match(r"\s+that\b", cue.rest) else phrase

    def _goes_on(self, cue: Cue, quantified: bool = False) -> bool:
        """Whether the verb's complement can follow; stricter for forms that are also nouns or adjectives."""
        if self.known.no_more.match(cue.rest):
            return False
        if cue.form.lower() in self.words["also noun"]:
            return bool(self.known.object_of_a_noun.match(cue.rest))
        other = cue.verb in self.words["other sense"]
        if other and quantified:  # "Most forecast models" is a noun phrase.
            return bool(self.known.own_clause.match(cue.rest))
        return not (other and self.known.no_words.match(cue.rest))

    def _is_content(self, main: Event, phrase: Phrase) -> bool:
        """Whether the new verb is inside the content of the main verb."""
        between = self.text[max(main.end, phrase.start - _FAR) : phrase.start]
        if self.known.new_clause.search(between) or ("," in between and self.known.sets_in.match(self.text)):
            return False
        return main.speaker is None or main.speaker[0] < main.start

    def _participle(self, cue: Cue) -> Event | None:
        """Return the event of `..., adding that` with the subject of the verb before, main clause or sentence."""
        first = cue.start < _NEAR and not self.text[: cue.start].strip()
        if not first and not self._ends(self.known.participle, cue.start):
            phrase = None
            if self.opens_quotation(cue.end, whole=True):  # "with the crowd chanting '...'"
                subject = self._ends(self.known.with_subject, cue.start)
                phrase = self._speaker(*subject.span("np")) if subject else None
            elif self._ends(self.known.progressive, cue.start) and (
                cue.complement not in ("clause", "either") or self.known.that.match(cue.rest)
            ):
                phrase = self._before(cue.start)  # "is calling for", "are alleging that"
            return self._event(cue, phrase) if phrase and phrase.kind in _SPEAKING else None
        if cue.main and cue.main.speaker and cue.main.kind:
            return self._event(cue)
        if first:  # "Noting that ..., Xi said"
            phrase = self._subject_of(self.known.main_clause.search(self.text, cue.end, cue.end + _FAR))
        else:  # "Xi met Putin, stressing that"
            phrase = self._acting_before(cue.start) or self.subject()
        if phrase is None and self.institutions and not first:  # "The organization has taken a stand, advocating"
            phrase = self._subject_of(self.known.head_of_sentence.match(self.text), ("body", "institution"))
            phrase = phrase and phrase._replace(kind="institution")
        form = "direct" if self.opens_quotation(cue.end, whole=True) else ""
        return self._event(cue, phrase, form) if phrase else None

    def _acting_before(self, place: int) -> Phrase | None:
        """Return the last subject of an act before a place: "On Sunday the band shared the news, writing"."""
        acts = self.known.acts.finditer(self.text, max(place - _FAR, 0), place)
        subjects = [self._subject_of(clause) for clause in acts]
        return next((one for one in reversed(subjects) if one), None)

    def subject(self) -> Phrase | None:
        """Return the subject of the sentence, if a person."""
        head = self.known.head_of_sentence.match(self.text)
        if not head or self.known.no_subject.match(self.text):
            return None
        if behind := self.known.name_behind.match(self.text, head.end("np")):  # The botanist, Dr Jane Doe, will
            return Phrase(*behind.span("name"), "person", True)
        subject = self._subject_of(head, ("person",))
        core = " ".join(self.known.core_ends.split(head["np"], maxsplit=1)[0].split()[-2:])
        return subject if subject and (not head["aside"] or self.known.full_name.fullmatch(core)) else None

    def _subject_of(self, clause: re.Match | None, kinds: tuple[str, ...] = _SPEAKING) -> Phrase | None:
        phrase = self._speaker(*clause.span("np"), unknown=False) if clause else None
        return phrase if phrase and phrase.kind in kinds else None

    def _event(self, cue: Cue, phrase: Phrase | None = None, form: str = "", nested: bool = False) -> Event:
        """Return the event of a verb with the subject `phrase`, or the speaker of the event before."""
        speaker, kind = (phrase[:2], phrase.kind) if phrase else (cue.main.speaker, cue.main.kind)
        kind = "office" if kind == "body" else kind
        return cue.event(speaker, kind, form or self.form(cue, kind), nested)

    def _behind_words(self, cue: Cue, phrase: Phrase) -> Event:
        """Return the event of a verb and its subject behind the reported words."""
        indirect = "collective" if phrase.kind == "collective" else "indirect"
        return self._event(cue, phrase, "direct" if self._quotes_before(cue.start, phrase[:2]) else indirect)

    def gives_a_clause(self, cue: Cue) -> bool:
        """Whether the reported words follow: `that`, a colon or comma, a noun phrase and soon a finite verb."""
        if cue.complement in ("topic", "light"):
            return bool(self.known.that.match(cue.rest)) and cue.verb != "request"
        return cue.complement != "either" or bool(self.known.clause_behind.match(cue.rest))

    def opens_quotation(self, end: int, whole: bool = False) -> bool:
        """Whether a quotation follows a comma, an addressee or the like; with `whole` anything, to the sentence's end."""
        opened, closed = self.quote_behind(end) or (0, 0)
        between = self.text[end : min(opened, end + _FAR)]
        ends = self._closes(closed, closed) or self._stops(closed) or closed == len(self.text)
        if between.isspace():  # the report says "nothing will change."
            return ends and self._is_speech(opened, closed)
        leads = ends if whole else not re.search(r"\w", self.known.said_where.sub("", between))
        return bool(leads and self.known.leads_to_quotation.fullmatch(between))

    def _quotes_before(self, start: int, speaker: tuple[int, int] | None) -> bool:
        """Whether a quotation with all the reported words ends right before the verb and its speaker."""
        edge = self._at_article(min(start, speaker[0]) if speaker else start)
        last = self.quote_before(edge)
        if last is None or edge - last[1] > _FAR or self.text[last[1] : edge].strip(" ,"):
            return False
        lead = self.text[max(last[0] - _FAR, 0) : last[0]].strip()
        return len(lead) < 4 or lead[-1] in ".!?:,"
