"""Concepts paired across the two languages, and their mentions in a corpus."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from helpers.lexicon import Lexicon, per_lexicon
from helpers.lexicon.schemas import LANGUAGES
from helpers.mentions import About, in_corpus
from helpers.mentions.actors import actors, actors_in
from helpers.texts.matching import Matcher
from helpers.texts.scripts import HAN


@per_lexicon
def concepts(*, lexicon: Lexicon) -> pd.DataFrame:
    """Return the table of concepts, indexed by name.

    Columns: `gloss`; `zh` (usual form, Simplified); `zh_variants` (other forms, also Traditional and Taiwan ones, `|`
    between); `en` (regular expression, whole words, ignoring case); `unless_zh` (longer words, `|` between),
    `unless_en` (regular expression): contexts in which a form does not count; `met` (an address in the seeds); `note`.

    Raises `LexiconError` if a form belongs to two concepts, an exclusion contains no form of its concept, a concept
    has no form in either language, or an expression is invalid.
    """
    table = lexicon.table("concepts").set_index("concept")
    Matcher(table, partial(lexicon.where, "concepts"))  # checks what it reads
    return table


@per_lexicon
def concept_matcher(*, lexicon: Lexicon) -> Matcher:
    """Return the compiled matcher of the concepts."""
    return Matcher(concepts(lexicon=lexicon), partial(lexicon.where, "concepts"))


def find_concepts(corpus) -> pd.DataFrame:
    """Return every mention of a concept, in the order of the corpus.

    Columns: `article`, `sentence`, `start`, `end` (raw page), `concept`, `text` (as printed).

    `concept` is categorical with all concepts of the table, so that concepts without a mention count as zero.
    Mentions inside a longer one and names of others (Li Xi) are left out. No mention crosses the end of a sentence.
    """
    matcher = concept_matcher(lexicon=corpus.lexicon)
    people = set(actors(lexicon=corpus.lexicon).query("kind == 'person'").index)

    def find(text: str, about: About) -> Iterator[tuple]:
        found = matcher.find(about.normal(text), about.language) if about.language in LANGUAGES else ()
        names = {one.start for one in found if about.language == "en" and matcher.entries[one.entry] in people}
        others = names and names - {one.start for one in actors_in.about(text, about)}
        yield from (match[:3] for match in found if not match.nested and match.start not in others)

    mentions = in_corpus(corpus, find, ["concept"])
    codes = mentions["concept"].to_numpy(dtype=np.intp)
    concept = pd.Categorical.from_codes(codes, categories=matcher.entries)
    return mentions.assign(concept=concept)[["article", "sentence", "start", "end", "concept", "text"]]


def join_mentions(tokens: pd.DataFrame, mentions: pd.DataFrame, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Join the tokens of each mention into one. `term` is the concept: its usual form in Chinese, its name in English.

    A name that is one word in Chinese (成员国) becomes one in English (*member states*); variants (上合组织, 上合) get one term.
    `tokens` come from `tokenize`, `mentions` from `find_concepts`. A token longer than its mention
    (上合大家庭) is unchanged.
    """
    names = mentions.astype({"article": str, "start": "int64", "concept": str}).sort_values("start")
    usual = names["concept"].map(concepts(lexicon=lexicon)["zh"])
    names["term"] = usual.where(names["text"].str.contains(f"[{HAN}]"), names["concept"].str.lower())
    names = names[["article", "start", "end", "text", "term"]]
    addresses = tokens.reset_index(names="row").astype({"article": str, "start": "int64"})
    found = pd.merge_asof(
        addresses[["row", "article", "start", "end"]].sort_values("start"),
        names.assign(first=names["start"]), on="start", by="article", suffixes=("", "_name"),
    ).set_index("row").reindex(tokens.index)  # fmt: skip
    inside = found["start"] < found["end_name"]
    head = inside & (found["start"] == found["first"]) & (found["end"] <= found["end_name"])
    joined = tokens.assign(
        end=tokens["end"].mask(head, found["end_name"]).astype(tokens["end"].dtype),
        token=tokens["token"].astype(str).mask(head, found["text"]),
        term=tokens["term"].astype(str).mask(head, found["term"]),
    )
    return joined[~inside | (found["start"] == found["first"])].reset_index(drop=True)
