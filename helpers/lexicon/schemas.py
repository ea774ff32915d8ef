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
# From the surest to the least sure.
MODALITY = ("certainty", "obligation", "future", "expectation", "purpose", "wish", "possibility")


class Schema(NamedTuple):
    """A table's `key` (one column, or several together), its `columns`, the values `allowed` in some of them, the columns that
    may not be empty, and those that hold whole numbers (offsets) or days.
    A column of the key that is `open` may be empty."""

    key: tuple[str, ...]
    columns: tuple[str, ...]
    allowed: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    filled: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def _schema(key: str, columns: str, **rules) -> Schema:
    return Schema(tuple(key.split()), tuple(columns.split()), **rules)


SCHEMAS = {
    "actors": _schema(
        "actor",
        "actor zh zh_variants short_zh en kind country unless_zh unless_en note",
        allowed={"kind": ("country", "person", "organisation", "office", "group", "locality")},
    ),
    "concepts": _schema("concept", "concept gloss zh zh_variants en unless_zh unless_en met note"),
    "equivalents": _schema("word", "word zh en", filled=("zh", "en")),
    "frames": _schema(
        "cue",
        "frame language cue strict exclude reason",
        allowed={
            "frame": (*FRAMES, "none", "body", "abroad"),
            "language": LANGUAGES,
            "strict": ("true", "false"),
        },
        filled=("reason",),
    ),
    "furniture": _schema(
        "words",
        "words kind language reason",
        allowed={
            "kind": ("button", "line", "insert", "notice", "related", "end", "section", "medium"),
            "language": (*LANGUAGES, "any"),
        },
        filled=("reason",),
    ),
    "glosses": _schema("term", "term gloss", filled=("gloss",)),
    "modality": _schema(
        "modal",
        "modal language cue kind exclude reason",
        allowed={"kind": MODALITY, "language": LANGUAGES},
    ),
    "modals": _schema("force", "force scale rank zh en gloss"),
    "outlets": _schema("outlet", "outlet outlet_zh printed country kind colour"),
    "reporting_verbs": _schema(
        "cue",
        "cue verb gloss language class complement forms unless reason",
        allowed={
            "class": ("neutral", "assertive", "directive", "commissive", "evaluative", "expressive"),
            "complement": ("clause", "either", "topic", "light"),
            "language": LANGUAGES,
        },
    ),
    "speakers": _schema(
        "cue",
        "cue head language kind speaker reason",
        allowed={
            "kind": (
                "pronoun",
                "title",
                "collective",
                "office",
                "medium",
                "document",
                "institution",
                "never",
            ),
            "language": LANGUAGES,
        },
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
    "adversaries": _schema(
        "page start",
        "page start end text sort speaker gloss reason",
        allowed={"sort": ("named", "nameless", "conduct", "tendency")},
        filled=("text",),
        numbers=("start", "end"),
    ),
    "names_of_the_sco": _schema(
        "page start",
        "page start end text image of speaker gloss english_page english_start english_end english",
        filled=("text", "image"),
        numbers=("start", "end", "english_start", "english_end"),
    ),
    "claims": _schema("claim", "claim notebook label sentence value holds flips because"),
    "events": _schema(
        "event",
        "event event_zh first last place page start end passage told_by",
        numbers=("start", "end"),
        days=("first", "last"),
    ),
    "formulas": _schema("gloss", "formula part zh en zh_full en_full gloss met"),
    "occasions": _schema(
        "occasion",
        "occasion cue where reason",
        allowed={"where": ("title", "title or lead", "title or none")},
    ),
    "pages": _schema(
        "page article",
        "page article title outlet published language words_by reason",
        filled=("reason",),
        open=("article",),
    ),
    "sentence_glosses": _schema("page start", "page start end gloss", numbers=("start", "end")),
    "source_errors": _schema(
        "page start end",
        "kind page start end says should_be told_as_coming evidence_page evidence_start evidence_end note",
        numbers=("start", "end", "evidence_start", "evidence_end"),
    ),
}
# Tables that speak of the pages of one study: the package ships none of them.
STUDY_TABLES = (
    "adversaries", "claims", "events", "formulas", "names_of_the_sco", "occasions", "pages", "sentence_glosses",
    "source_errors",
)  # fmt: skip
