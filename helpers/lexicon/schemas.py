"""What each reviewed table must look like: its key, its columns, and the values that a column may have.

The codebook, `README.md` beside this module, says what each column means.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

LANGUAGES = ("zh", "en")
FRAMES = (
    "security", "development_economy", "civilisation_culture", "multipolarity_antihegemony", "shared_future",
    "multilateralism_un", "people_to_people", "china_leadership_host", "technology_innovation", "legal_defence",
)  # fmt: skip
MODALITY = ("certainty", "obligation", "ability", "belief", "wish", "aim", "effect")

TIME_WORDS = (
    "year", "month", "week", "day", "part_of_day", "vague", "no_date", "numbered", "coming", "saying", "past", "not_past",
    "counted", "not_counted", "told_by_year", "era",
)  # fmt: skip


class Schema(NamedTuple):
    """A table's `key` (one column, or several together), its `columns`, the values `allowed` in some of them, the columns that
    may not be empty, and those that hold whole numbers (offsets) or days.

    For tables of a study: the columns that may be absent or empty (`optional`), those of which each row needs at least one
    (`one_of`), those that may hold other values than the `allowed` ones (`open`), and a column of the key that may be empty
    (`blank`)."""

    key: tuple[str, ...]
    columns: tuple[str, ...]
    allowed: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    filled: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which there is no table."""
        return tuple(column for column in self.columns if column not in self.optional)


def _schema(key: str, columns: str, **rules) -> Schema:
    return Schema(tuple(key.split()), tuple(columns.split()), **rules)


SCHEMAS = {
    "actors": _schema(
        "actor",
        "actor zh zh_variants short_zh en kind country unless_zh unless_en note",
        allowed={"kind": ("country", "person", "organisation", "office", "group", "locality")},
    ),
    "concepts": _schema("concept", "concept gloss zh zh_variants en unless_zh unless_en met note"),
    "datelines": _schema("shape", "shape example reason", filled=("example", "reason")),
    "equivalents": _schema("word", "word zh en", filled=("zh", "en")),
    "frames": _schema(
        "cue",
        "frame language cue strict exclude reason",
        allowed={"frame": (*FRAMES, "none", "body", "abroad"), "language": LANGUAGES, "strict": ("true", "false")},
    ),
    "furniture": _schema(
        "words",
        "words kind language reason",
        allowed={
            "kind": ("button", "line", "insert", "notice", "related", "end", "section", "medium", "credit", "caption"),
            "language": (*LANGUAGES, "any"),
        },
        filled=("reason",),
    ),
    "glosses": _schema("term", "term gloss", filled=("gloss",)),
    "modals": _schema(
        "modal",
        "modal language cue kind rank exclude gloss reason",
        allowed={"kind": MODALITY, "language": LANGUAGES},
        filled=("cue", "rank", "gloss", "reason"),
        numbers=("rank",),
    ),
    "outlets": _schema("outlet", "outlet outlet_zh printed country kind colour"),
    "reporting_verbs": _schema(
        "cue",
        "cue verb gloss language class complement forms unless reason",
        allowed={
            "class": ("neutral", "assertive", "directive", "commissive", "evaluative", "expressive"),
            "complement": ("clause", "either", "topic", "light", "quotation"),
            "language": LANGUAGES,
        },
    ),
    "speakers": _schema(
        "cue",
        "cue head language kind speaker reason",
        allowed={
            "kind": ("pronoun", "title", "collective", "office", "medium", "document", "institution", "never"),
            "language": LANGUAGES,
        },
    ),
    "voice_words": _schema(
        "language role word",
        "language role word reason",
        allowed={
            "language": LANGUAGES,
            "role": (
                "adverb",
                "auxiliary",
                "preposition",
                "joining",
                "leading",
                "predicate",
                "localiser",
                "plain saying",
                "wish",
                "courtesy",
                "also noun",
                "occasion",
                "asking",
                "answering",
                "credit",
                "also role",
                "other sense",
                "surname",
                "telling",
                "topic",
                "directing",
                "confirming",
                "act",
                "ground",
            ),
        },
        filled=("reason",),
    ),
    "stamps": _schema(
        "cue",
        "cue kind value reason",
        allowed={
            "kind": (
                "published",
                "updated",
                "other",
                "morning",
                "noon",
                "afternoon",
                "night",
                "zone",
                "guess",
                "nowhere",
                "month",
            )
        },
        filled=("reason",),
    ),
    "stop_en": _schema("term", "term reason"),
    "stop_zh": _schema("term", "term reason"),
    "taiwan": _schema("taiwan", "taiwan mainland gloss unless met", filled=("mainland",)),
    "terms": _schema("term", "term traditional kind gloss met freq"),
    "time_words": _schema(
        "language kind word",
        "language kind word means reason",
        allowed={"language": LANGUAGES, "kind": TIME_WORDS},
        filled=("reason",),
    ),
    "adversaries": _schema(
        "page start",
        "page start end text sort speaker gloss reason",
        allowed={"sort": ("named", "nameless", "conduct", "tendency")},
        filled=("text",),
        numbers=("start", "end"),
    ),
    "formulations": _schema(
        "term",
        "term gloss page start end english english_page english_start english_end note",
        filled=("gloss",),
        numbers=("start", "end", "english_start", "english_end"),
    ),
    "meetings": _schema(
        "page start",
        "who whom verb page start end text reason",
        allowed={"verb": ("会见", "会晤", "会谈", "meet")},
        filled=("who", "whom", "text", "reason"),
        numbers=("start", "end"),
    ),
    "persons": _schema(
        "person", "person zh office gloss page start end", filled=("zh", "gloss"), numbers=("start", "end")
    ),
    "names_of_the_sco": _schema(
        "page start",
        "page start end text image of speaker gloss english_page english_start english_end english",
        filled=("text", "image"),
        numbers=("start", "end", "english_start", "english_end"),
    ),
    "claims": _schema("claim", "claim notebook label sentence value bound flips because", filled=("sentence", "bound")),
    "events": _schema(
        "event",
        "event event_zh first last place page start end passage told_by",
        numbers=("start", "end"),
        days=("first", "last"),
    ),
    "formulas": _schema("gloss", "formula part zh en zh_full en_full gloss met"),
    "occasions": _schema(
        "occasion", "occasion cue where reason", allowed={"where": ("title", "title or lead", "title or none")}
    ),
    "pages": _schema(
        "page article",
        "page article title outlet published language words_by reason",
        filled=("reason",),
        blank=("article",),
    ),
    "readings": _schema(
        "pair left right",
        "pair what left gloss right absent reason",
        filled=("what", "reason"),
        blank=("left", "right"),
    ),
    "sentence_glosses": _schema("page start", "page start end gloss", numbers=("start", "end")),
    "tellings": _schema("page start", "page start end matter gloss", filled=("matter",), numbers=("start", "end")),
    "source_errors": _schema(
        "page start end",
        "kind page start end says should_be told_as_coming evidence_page evidence_start evidence_end note",
        numbers=("start", "end", "evidence_start", "evidence_end"),
    ),
}
# Who brings tables of her own needs no column that her pages can do without.
_OPTIONAL = {
    "actors": "zh zh_variants short_zh en country unless_zh unless_en note",
    "claims": "notebook label value flips because",
    "concepts": "gloss zh zh_variants en unless_zh unless_en met note",
    "events": "event_zh place page start end passage told_by",
    "formulas": "met",
    "frames": "strict exclude reason",
    "occasions": "reason",
    "outlets": "outlet_zh country kind colour",
    "reporting_verbs": "unless reason",
    "source_errors": "told_as_coming evidence_page evidence_start evidence_end note",
    "speakers": "reason",
    "stop_en": "reason",
    "stop_zh": "reason",
    "taiwan": "gloss unless met",
    "terms": "traditional kind gloss met freq",
}
_ONE_OF = {"actors": ("zh", "en"), "concepts": ("zh", "en")}
_OPEN = {"frames": ("frame",)}
SCHEMAS = {
    name: schema._replace(
        optional=tuple(_OPTIONAL.get(name, "").split()), one_of=_ONE_OF.get(name, ()), open=_OPEN.get(name, ())
    )
    for name, schema in SCHEMAS.items()
}
# Tables that speak of the pages of one study: the package ships none of them.
STUDY_TABLES = (
    "adversaries", "claims", "events", "formulas", "formulations", "meetings", "names_of_the_sco", "occasions", "pages", "persons", "readings", "sentence_glosses", "source_errors", "tellings",
)  # fmt: skip
