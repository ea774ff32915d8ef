"""Cues of reported speech: the reviewed tables of verbs, speakers and other words, and the rules of both languages."""

import re
from bisect import bisect_left
from functools import cached_property
from types import SimpleNamespace
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import Lexicon, LexiconError, patterns, per_lexicon
from helpers.lexicon.schemas import VOICE_ROLES
from helpers.mentions import About
from helpers.mentions.actors import Mention, actors_in
from helpers.texts.matching import normal_text

FORMS = ("direct", "collective", "indirect", "paraphrase", "source", "none")
SPEAKER_KINDS = ("person", "office", "collective", "medium", "document", "institution")
_AROUND = 120  # characters searched on either side of a verb for its `unless` contexts
# From the opening mark to the end of the closing one, or of the text. Straight and curly marks may close each other,
# except around an inner pair. An unclosed straight mark ends with its paragraph if the next one opens again.
_QUOTATION = re.compile(
    r'“(?:[^”"]+|(?<![,.!?…])"[^“”"]*"(?=[^“”]{0,200}”))*[”"]?|"(?:[^“”"\n]+|\n(?!\s*"\w)|“[^“”"]*”|“)*[”"]?|「[^」]*」?|『[^』]*』?|«[^»]*»?'
)


class Event(NamedTuple):
    """One reporting event: span of its verb (of a bare label or quotation: of the colon or opening mark), the verb
    (empty for those), span of the words that name the speaker (or None), kind of the speaker (empty if unnamed), form,
    and whether the event is inside another speaker's words."""

    start: int
    end: int
    verb: str
    speaker: tuple[int, int] | None
    kind: str
    form: str
    nested: bool = False

    @property
    def is_label(self) -> bool:
        return not self.verb and self.speaker is not None

    def printed(self, text: str) -> "Event":
        """Return the event with its verb as printed in `text`, not in the normal form."""
        return self._replace(verb=text[self.start : self.end]) if self.verb else self


@per_lexicon
def reporting_verbs(*, lexicon: Lexicon) -> pd.DataFrame:
    """Return the reviewed verbs: index `cue`; `verb`, `gloss`, `language`, `class` (kind of speech act), `complement`
    (what follows: a `clause`, a `topic`, `either`, the noun of a `light` verb, or only a `quotation`), `forms` (`|`
    between), `unless` (contexts in which the form is not this verb; in English a regular expression), `reason`.

    Raises `LexiconError` for an unknown class or complement, or an invalid expression.
    """
    table = lexicon.table("reporting_verbs").set_index("cue")
    for row in table.itertuples():
        _contexts(row.Index, row.language, row.unless)
    return table


class Verb(NamedTuple):
    """The table entry of a form: its lemma, complement and class, and the contexts in which it is not this verb."""

    lemma: str
    complement: str
    group: str
    unless: re.Pattern | None


def _contexts(cue: str, language: str, cell: str) -> re.Pattern | None:
    contexts = patterns.literals(cell.split("|")) if cell and language == "zh" else cell
    return patterns.compiled(f"reporting_verbs.csv, {cue}", contexts, words=language == "en") if contexts else None


@per_lexicon
def verbs_by_form(language: str, *, lexicon: Lexicon) -> dict[str, Verb]:
    """Map each form, in lower case, to its reviewed verb."""
    table = reporting_verbs(lexicon=lexicon).query("language == @language")
    rows = table[["forms", "verb", "complement", "class", "unless"]].itertuples(name=None)
    read = ((forms, Verb(*about, _contexts(cue, language, unless))) for cue, forms, *about, unless in rows)
    return {form: verb for forms, verb in read for form in forms.lower().split("|")}


def verb_of(verb: str, language: str, *, lexicon: Lexicon | None = None) -> Verb | None:
    """Return the table entry of a verb as printed (`stressed`, 強調, 介绍说); None if unknown.

    >>> verb_of("stressed", "en").lemma, verb_of("強調", "zh").lemma, verb_of("介绍说", "zh").lemma
    ('stress', '强调', '介绍')
    """
    verb = normal_text(verb) if language == "zh" else verb.lower()
    known = verbs_by_form(language, lexicon=lexicon)
    return next((known[verb[:size]] for size in range(len(verb), 0, -1) if verb[:size] in known), None)


def read_tables(language: str, *, lexicon: Lexicon) -> SimpleNamespace:
    """Read the tables of a language:

    * `verbs` by form; `words` by the role that they play beside a reporting verb;
    * `heads` of noun phrases -> kind of speaker (`institution` speaks only on request, `never` never); `titles`: the
      heads of that kind; `canonical`: heads -> English name, where known;
    * compiled expressions, by name. In them `{role}` is any reviewed word of that role, `{not behind role}` means that
      none comes before, and `{name}` is another expression.

    Raises `LexiconError` for an invalid expression, or one with an unknown role or name.
    """
    speakers = lexicon.table("speakers").query("language == @language")
    table = lexicon.table("voice_words").query("language == @language")
    heads = dict(zip(speakers["head"], speakers["kind"], strict=True))
    canonical = {head: name for head, name in zip(speakers["head"], speakers["speaker"], strict=True) if name}
    words = {role: frozenset(table.loc[table["role"] == role, "word"]) for role in VOICE_ROLES}
    known = {role: patterns.literals(those) for role, those in words.items() if those}
    for role, those in words.items():
        # A look-behind needs a fixed width, hence one for each word length.
        sizes = {size: [word for word in those if len(word) == size] for size in sorted(set(map(len, those)))}
        known[f"not behind {role}"] = "".join(rf"(?<!\b{patterns.literals(sized)}\.\s)" for sized in sizes.values())
    rows = lexicon.table("voice_expressions").query("language == @language")
    expressions = dict(zip(rows["name"], rows["expression"], strict=True))

    def filled(expression: str) -> str:
        return re.sub(r"\{([a-z' ]+)\}", lambda one: known.get(one[1]) or filled(expressions[one[1]]), expression)

    found = {}
    for name, expression in expressions.items():
        try:
            found[name] = re.compile(filled(expression))
        except (KeyError, RecursionError, re.error) as error:
            raise LexiconError(f"voice_expressions.csv, {name}: impossible expression ({error}); mend it.") from None
    titles = {head for head, kind in heads.items() if kind == "title"}
    verbs = verbs_by_form(language, lexicon=lexicon)
    return SimpleNamespace(verbs=verbs, words=words, heads=heads, titles=titles, canonical=canonical, **found)


def quotations(text: str) -> list[tuple[int, int]]:
    """Return the spans of outer quotations, including their marks, in order. An unclosed mark with
    text behind it opens a quotation to the end of the text.

    >>> quotations('他说:"好。"')
    [(3, 7)]
    """
    return [match.span() for match in _QUOTATION.finditer(text)]


def inside(place: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place is inside one of the spans, before its last character."""
    before = bisect_left(spans, (place,)) - 1
    return before >= 0 and place < spans[before][1] - 1


class Cue(NamedTuple):
    """An occurrence of a reporting verb: span, form, verb, complement, the text that follows, the event before it."""

    start: int
    end: int
    form: str
    verb: str
    complement: str
    rest: str
    main: Event | None

    def event(self, speaker: tuple[int, int] | None, kind: str, form: str, nested: bool = False) -> Event:
        return Event(self.start, self.end, self.form, speaker, kind, form, nested)


class Phrase(NamedTuple):
    """A noun phrase and its kind of speaker."""

    start: int
    end: int
    kind: str  # of speaker; empty: unknown; "never": cannot speak
    named: bool  # a person by name

    @property
    def speaks(self) -> bool:
        return self.kind not in ("", "never")

    @property
    def may_be_inside(self) -> bool:
        """Whether another speaker may report its words."""
        return self.named or self.kind in ("medium", "document")


class ReadSentence:
    """One sentence with its quotations, its actors, and the reviewed words of its language by role.

    Properties are computed once, on first use. Every search around a place is bounded, so that the time is linear in
    the length of the text.
    """

    language, script, home, whole = "", None, None, None
    head = 0  # start of the sentence

    def __init__(self, text: str, known: SimpleNamespace, institutions: bool, lexicon: Lexicon | None):
        self.text, self.known, self.institutions, self.lexicon = text, known, institutions, lexicon
        self.words, self.heads = known.words, known.heads

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        return quotations(self.text)

    @cached_property
    def mentions(self) -> list[Mention]:
        return actors_in.about(self.text, About(self.language, self.script, False, self.lexicon, self.home, self.whole))

    def named(self, start: int, end: int) -> list[Mention]:
        """Return the actors named between two places."""
        first = bisect_left(self.mentions, (start,))
        last = bisect_left(self.mentions, (end,), first)
        return [mention for mention in self.mentions[first:last] if mention.end <= end]

    def named_last(self, start: int, end: int) -> Mention | None:
        """Return the actor whose name ends a phrase."""
        return next((mention for mention in reversed(self.named(start, end)) if mention.end == end), None)

    def people(self, start: int = 0, end: int | None = None) -> list[str]:
        """Return the persons named between two places."""
        within = self.named(start, len(self.text) if end is None else end)
        return [mention.actor for mention in within if mention.kind == "person"]

    def in_context(self, verb: Verb, start: int, end: int) -> bool:
        """Whether a form is in a context where it does not count: 说 in 说明."""
        contexts = verb.unless.finditer(self.text, max(start - _AROUND, 0), end + _AROUND) if verb.unless else ()
        return any(context.start() < end and start < context.end() for context in contexts)

    def quote_before(self, place: int) -> tuple[int, int] | None:
        """Return the last quotation that ends at or before a place."""
        number = bisect_left(self.quotes, (place,)) - 1
        if number >= 0 and self.quotes[number][1] > place:
            number -= 1
        return self.quotes[number] if number >= 0 else None

    def quote_behind(self, place: int) -> tuple[int, int] | None:
        """Return the first quotation that begins at or after a place."""
        number = bisect_left(self.quotes, (place,))
        return self.quotes[number] if number < len(self.quotes) else None

    def events(self) -> list[Event]:
        """Return the reporting events, in order. A label makes all others nested, unless one overlaps it."""
        found = self.sources + self.reports()
        label = self.label()
        if label and not any(event.start <= label.start <= event.end + 1 for event in found):
            found = [label, *(event._replace(nested=True) for event in found)]
        return sorted(found, key=lambda event: (event.start, event.end))

    def reports(self) -> list[Event]:
        """Return the events of the reviewed verbs, in order."""
        found: list[Event] = []
        place = 0
        for start, end in self.forms():
            if start < place:
                continue  # inside a longer form
            place = end
            if not inside(start, self.quotes) and (cue := self.cue(start, end, found[-1] if found else None)):
                place, event = cue.end, self.report(cue)
                holds = event and event.speaker and cue.main and inside(cue.main.start, [event.speaker])
                found += [event] if event and not holds else []  # "Doe said the ships" is no speaker
        return found

    def form(self, cue: Cue, kind: str, quoted: bool = False) -> str:
        """Return the form of an event: direct, collective, indirect (a clause) or paraphrase (only the topic)."""
        if quoted or self.opens_quotation(cue.end):
            return "direct"
        if kind == "collective":
            return kind
        return "indirect" if self.gives_a_clause(cue) else "paraphrase"

    def label(self, asked: bool = False) -> Event | None:
        """Return the event of `Speaker:` at the head; in a conversation (`asked`) any words are a speaker."""
        match = self.known.label.match(self.text, self.head) if ":" in self.text or "：" in self.text else None
        if not match or inside(match.end("name"), self.quotes):
            return None
        name, (start, end) = match["name"].strip(), match.span("name")
        colon = match.start() + len(match.group().rstrip().rstrip(":："))
        if any((left == start) != (right == colon) for left, right in self.forms() if left < colon):
            return None  # Jane Doe, the mayor, said: "..."
        if name in self.words["asking"] | self.words["answering"]:
            kind = "person"
        else:
            credit = name.title().endswith(tuple(self.words["credit"]))
            kind = "" if credit else self.kind_of_label(start, end) or ("person" if asked else "")
        return Event(end, end + 1, "", (start, end), kind, "direct") if kind else None
