"""The concepts paired across the languages, and every mention of one."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers.lexicon import Lexicon, per_lexicon
from helpers.lexicon.schemas import LANGUAGES
from helpers.mentions import About, in_corpus
from helpers.texts.matching import Matcher
from helpers.texts.scripts import HAN


@per_lexicon
def concepts(*, lexicon: Lexicon) -> pd.DataFrame:
    """The concepts paired across languages, by name.

    Columns: `gloss`, `zh` (the usual form, Simplified), `zh_variants` (other forms, Traditional and Taiwan ones too, `|`
    between), `en` (regular expression, found between word boundaries whatever the case), `unless_zh` (longer words, `|`
    between) and `unless_en` (regular expression) in which a form does not count, `met` (an address in the seeds), `note`.

    Raises `LexiconError` for a form of two concepts, an exclusion that holds no form of its concept, a
    concept without a form in any language, or an impossible expression.
    """
    table = lexicon.table("concepts").set_index("concept")
    Matcher(table)  # checks what it reads
    return table


@per_lexicon
def concept_matcher(*, lexicon: Lexicon) -> Matcher:
    """The concepts, ready to be found."""
    return Matcher(concepts(lexicon=lexicon))


def find_concepts(corpus, nested: bool = False) -> pd.DataFrame:
    """Every mention of a concept, with its raw address.

    Columns: `article`, `sentence`, `start`, `end` (raw page), `concept`, `text` (as printed), `nested`.

    `concept` is categorical with all concepts of the table, so that what nobody mentions can be counted as
    zero. Mentions inside a longer mention are left out, or with `nested=True` listed and marked. In the order of
    the corpus; no mention reaches across the end of a sentence.
    """
    matcher = concept_matcher(lexicon=corpus.lexicon)

    def find(text: str, about: About) -> Iterator[tuple]:
        found = matcher.find(about.normal(text), about.language) if about.language in LANGUAGES else ()
        yield from (match for match in found if nested or not match.nested)

    mentions = in_corpus(corpus, find, ["concept", "nested"])
    codes = mentions["concept"].to_numpy(dtype=np.intp)
    concept = pd.Categorical.from_codes(codes, categories=matcher.entries)
    mentions = mentions.assign(concept=concept).astype({"nested": "bool"})
    return mentions[["article", "sentence", "start", "end", "concept", "text", "nested"]]


def join_mentions(tokens: pd.DataFrame, mentions: pd.DataFrame, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Tokens in which each mention is one word, its `term` the concept: by its usual form in Chinese, by its name in English.

    So that a name that is one word in Chinese (成员国) is one in English (*member states*), and the forms of a name (上合组织,
    上合) are the same. `tokens` as `tokenize` returns them, `mentions` as `find_concepts` does, none inside another. A longer token
    (上合大家庭) keeps its own word.
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
