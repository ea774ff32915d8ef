"""Schemas of the reviewed tables: the key, the columns, and the values that a column may have.

The codebook, `README.md` beside this module, explains each column.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

LANGUAGES = {"zh": "Chinese", "en": "English"}
# The frames in the order of the codebook, each with a short name for narrow columns; a slash ends a line of it.
HEADINGS = {
    "security": "security",
    "development_economy": "develop-/ment,/economy",
    "civilisation_culture": "civili-/sations,/culture",
    "multipolarity_antihegemony": "multi-/polarity",
    "shared_future": "shared/future",
    "multilateralism_un": "multi-/lateral-/ism, UN",
    "people_to_people": "people to/people",
    "china_leadership_host": "China/leads,/hosts",
    "technology_innovation": "techno-/logy",
    "legal_defence": "law,/defence",
}
FRAMES = tuple(HEADINGS)
MODALITY = ("certainty", "obligation", "ability", "belief", "wish", "aim", "effect")


class Schema(NamedTuple):
    """The columns of a table, the values `allowed` in some of them, and the columns that have a mark."""

    columns: tuple[str, ...]
    allowed: Mapping[str, tuple[str, ...]]
    key: tuple[str, ...]  # one, or several together
    filled: tuple[str, ...]  # never empty
    numbers: tuple[str, ...]  # whole ones
    days: tuple[str, ...]
    optional: tuple[str, ...]  # a study may leave them out
    one_of: tuple[str, ...]  # each row needs one of them
    open: tuple[str, ...]  # a study may use other values than the allowed ones
    blank: tuple[str, ...]  # part of the key, but may be empty
    colours: tuple[str, ...]

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns that every table must have."""
        return tuple(column for column in self.columns if column not in self.optional)


# Marks behind the name of a column in the schemas below.
_MARKS = {
    "*": "key", "!": "filled", "#": "numbers", "@": "days", "?": "optional", "|": "one_of", "+": "open", "~": "blank",
    "%": "colours",
}  # fmt: skip


def _schema(columns: str, **allowed: str | Iterable[str]) -> Schema:
    """Parse a schema as written below: columns with their marks, and the allowed values of some, `, ` between.

    >>> schema = _schema("word*! kind count#?", kind="verb, noun")
    >>> schema.columns, schema.key, schema.filled, schema.needed, dict(schema.allowed)
    (('word', 'kind', 'count'), ('word',), ('word',), ('word', 'kind'), {'kind': ('verb', 'noun')})
    """
    marked = {column.rstrip("".join(_MARKS)): column for column in columns.split()}
    having = {name: tuple(one for one, marks in marked.items() if mark in marks) for mark, name in _MARKS.items()}
    values = {name: tuple(cell.split(", ") if isinstance(cell, str) else cell) for name, cell in allowed.items()}
    return Schema(tuple(marked), values, **having)


# The roles of words beside a reporting verb; the codebook explains them.
VOICE_ROLES = tuple(
    (
        "adverb, auxiliary, preposition, joining, leading, predicate, localiser, plain saying, wish, "
        "courtesy, also noun, occasion, asking, answering, credit, also role, other sense, surname, telling, "
        "topic, confirming, act, ground, addressing, attending, intensifier, "
        "topic noun, in a medium's title, many, group alone, meeting, particle, says, governs a noun, "
        "again, learned, shown, published, news, ends a role, not given, at a time, being, denying, finite, "
        "begins an object, sets a scene, short title, joins clauses, determiner, quantifier, no subject, "
        "inside a name, follows a head, behind a speaker, begins an insertion, "
        "no name, title, answers, question, question word, finding, portfolio, first person, stance, deed, "
        "for a named medium, for a named company, for a named charity, for a named agency, for a named party, quoting, together, occupation, occupation behind"
    ).split(", ")
)

SCHEMAS = {
    "actors": _schema(
        "actor* zh?| zh_variants? short_zh? en?| kind country? at_home? unless_zh? unless_en? note?",
        kind="country, person, organisation, office, group, locality, region",
    ),
    "concepts": _schema("concept* gloss? zh?| zh_variants? en?| unless_zh? unless_en? met? note?"),
    "datelines": _schema("shape* example! reason!"),
    "equivalents": _schema("word* zh! en!"),
    "frames": _schema(
        "frame+ language cue* strict? exclude? reason?",
        frame=(*FRAMES, "none", "body", "abroad"),
        language=LANGUAGES,
        strict="true, false",
    ),
    "furniture": _schema(
        "words* kind language reason!",
        kind="button, page_word, reader_word, turn, line, insert, note, notice, related, end, section, medium, rights, site, owner, author, guest, credit, caption, according,"
        " label_published, label_updated, label_office, label_outlet, label_editor, label_by, byline, noise, pictured, credit_alone, credit_over, mark,"
        " breadcrumb, name_and_outlet, relative, source_bar, signature, self_named, company, edition, address, at_the_end, signed,"
        " in_pieces, title_label, reported, reporter, document_first, document_last, passing, cut, convened, account",
        language="zh, en, any",
    ),
    "glosses": _schema("term* gloss!"),
    "modals": _schema("modal* language cue! kind rank!# exclude gloss! reason!", kind=MODALITY, language=LANGUAGES),
    "outlets": _schema("outlet* outlet_zh? printed? country? kind? colour?%"),
    "reporting_verbs": _schema(
        "cue* verb gloss language class complement forms unless? reason?",
        **{"class": "neutral, assertive, distancing, directive, commissive, evaluative, expressive"},
        complement="clause, either, topic, light, quotation",
        language=LANGUAGES,
    ),
    "speakers": _schema(
        "cue* head language kind speaker reason?",
        kind="pronoun, title, collective, office, medium, document, institution, never",
        language=LANGUAGES,
    ),
    "voice_expressions": _schema("language* name* expression! reason!", language=LANGUAGES),
    "voice_words": _schema("language* role* word* reason!", language=LANGUAGES, role=VOICE_ROLES),
    "stamps": _schema(
        "cue* kind value reason!",
        kind="first, published, updated, other, aside, morning, noon, afternoon, night, zone, guess, nowhere, month",
    ),
    "stop_en": _schema("term* reason?"),
    "stop_zh": _schema("term* reason?"),
    "taiwan": _schema("taiwan* mainland! gloss? unless? met?"),
    "terms": _schema("term* traditional? kind? gloss? met? freq?#"),
    "time_words": _schema(
        "language* kind* word* means reason!",
        language=LANGUAGES,
        kind="year, month, week, day, part_of_day, vague, no_date, event, numbered, coming, saying, past, not_past, such, counted,"
        " not_counted, told_by_year, amount, era, feast, time, before_time",
    ),
}
# Tables about the pages of one study: the package ships none of them.
_OF_STUDY = {
    "adversaries": _schema(
        "page* start*# end# text! sort speaker gloss reason", sort="nameless, conduct, tendency, named contrast"
    ),
    "formulations": _schema(
        "term* kind! gloss! page start# end# english english_page english_start# english_end# note",
        kind="提法, slogan, term",
    ),
    "doubtful_voices": _schema("page* start*# end# counted! reason!", counted="somebody's, nobody's"),
    "genres": _schema("article* genre! heading reason!"),
    "members": _schema("state* region! since!# reason!"),
    "persons": _schema("person* zh! office gloss! official page start# end#", official=", mourned, yes"),
    "claims": _schema("claim* notebook? label? sentence! value? bound! flips? because?"),
    "clauses": _schema("page* start*# end# text! fate english lacking", fate="rendered, part, absent"),
    "events": _schema("event* event_zh? first@ last@? place? page? start#? end#? passage? told_by?"),
    "formulas": _schema("formula part zh en zh_full en_full gloss* met?"),
    "occasions": _schema("occasion* cue where reason?", where="title, title or lead, title or none"),
    "pages": _schema("page* article*~? as_read? title? outlet? published? language? words_by? form? leave_out? reason!",
                     form="full, excerpt, brief, digest", leave_out="yes"),
    "readings": _schema("pair* what! left*~ gloss right*~ absent reason!"),
    "sentence_glosses": _schema("page* start*# end# gloss"),
    "line_glosses": _schema("page* start*# end# text! gloss!"),
    "tellings": _schema("page* start*# end# matter! gloss"),
    "source_errors": _schema(
        "kind page* start*# end*# says should_be told_as_coming? whose? evidence_page? evidence_start#? evidence_end#? note?",
        whose=", machine, machine or source",
    ),
}  # fmt: skip
STUDY_TABLES = tuple(sorted(_OF_STUDY))
SCHEMAS |= _OF_STUDY
