"""Digest fidelity: which actors, numbers, dates, concepts, modal forces and speakers of a text survive in its digest,
translation or reprint, and which are added there."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from helpers.comparisons.alignments import sentences_of
from helpers.comparisons.anchors import side
from helpers.lexicon import patterns
from helpers.mentions.actors import actors
from helpers.mentions.modals import modal_table, modals_in

KINDS = ("actor", "number", "date", "concept", "modal", "speaker")
FATES = ("survives", "dropped", "added")
_COLUMNS = "kind item fate article sentence page start end printed".split()
_KIND_OF_ANCHOR = {"name": "actor", "number": "number", "date": "date", "concept": "concept"}


class Mention(NamedTuple):
    """`text[start:end]` of sentence `row` says `item`."""

    kind: str
    item: str
    row: int
    start: int
    end: int


def fidelity(corpus, pair: tuple[str, str], voices: pd.DataFrame | None = None) -> pd.DataFrame:
    """Compare the mentions in two articles: `pair` names both, the source first.

    One row per mention in the source, then one per mention that only the other text has. Columns: `kind` (`actor`,
    `number`, `date`, `concept`, `modal`, `speaker`), `item` (actor, value, interval, concept, force or speaker, in one
    form for both languages), `fate`, the raw address and the `printed` words.

    `fate`: an item of the source `survives` if the other text has it anywhere, else it is `dropped`; one that only the
    other text has is `added`. A paraphrase without the item's name counts as dropped: the table shows what a reader can
    look up, not what a reader may infer.

    `voices` is the table of `helpers.mentions.voices.find_voices`; without it speakers are not compared. Raises
    `KeyError` for an unknown article, `ValueError` for a language other than Chinese and English.
    """
    texts = [sentences_of(corpus, article) for article in pair]
    languages = [corpus.articles.at[article, "language"] for article in pair]
    sides = zip(pair, texts, reversed(languages), strict=True)
    here, there = (_mentions(corpus, *one, voices) for one in sides)
    source, other = ({(one.kind, one.item) for one in mentions} for mentions in (here, there))
    told = [(0, one, "survives" if (one.kind, one.item) in other else "dropped") for one in here]
    told += [(1, one, "added") for one in there if (one.kind, one.item) not in source]
    rows = [(one.kind, one.item, fate, *_address(corpus, pair[at], texts[at], one)) for at, one, fate in told]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    return table.assign(kind=pd.Categorical(table["kind"], KINDS), fate=pd.Categorical(table["fate"], FATES))


def _mentions(
    corpus, article: str, sentences: pd.DataFrame, other_language: str, voices: pd.DataFrame | None
) -> list[Mention]:
    about = corpus.articles.loc[article]
    forces = modal_table(lexicon=corpus.lexicon).set_index("modal")["gloss"]
    made = side(sentences, other_language, lexicon=corpus.lexicon)
    found = []
    for row, (text, anchors) in enumerate(zip(made.texts, made.anchors, strict=True)):
        spans = [(one.start, one.end) for one in anchors if one.kind == "name"]
        for one in anchors:
            named = one.key in actors(lexicon=corpus.lexicon).index or patterns.is_inside(one.start, one.end, spans)
            if one.kind in _KIND_OF_ANCHOR and not (one.kind == "concept" and named):
                found.append(Mention(_KIND_OF_ANCHOR[one.kind], one.key, row, one.start, one.end))
        # 谋求 in 谋求共同发展 is part of a concept, not anybody's aim.
        spans += [(one.start, one.end) for one in anchors if one.kind in ("concept", "date")]
        known = made.language, about["script"], bool(about["machine_converted"])
        found += [
            Mention("modal", forces[one.modal], row, one.start, one.end)
            for one in modals_in(text, *known, lexicon=corpus.lexicon)
            if not patterns.is_inside(one.start, one.end, spans)
        ]
    if voices is not None:
        found += _speakers(corpus, article, sentences, voices)
    return sorted(found, key=lambda one: (one.row, one.start, one.end, one.kind, one.item))


def _speakers(corpus, article: str, sentences: pd.DataFrame, voices: pd.DataFrame) -> Iterator[Mention]:
    chain = corpus.places.chain(article)
    rows = {number: row for row, number in enumerate(sentences["sentence"])}
    # `none` is a speaker erased by a digest, `source` an outlet's source.
    spoken = voices[(voices["article"] == article) & ~voices["form"].isin(["none", "source"])]
    for event in spoken.itertuples():
        if event.sentence in rows and isinstance(event.speaker, str) and event.speaker:
            row = rows[event.sentence]
            first = chain.text(*sentences[["start", "end"]].iloc[row])[0]
            start, end = (place - first for place in chain.text(event.start, event.end))
            yield Mention("speaker", event.speaker, row, start, end)


def _address(corpus, article: str, sentences: pd.DataFrame, one: Mention) -> tuple:
    row = sentences.iloc[one.row]
    start, end = corpus.places.address(article, row["start"], one.start, one.end)
    return article, row["sentence"], corpus.articles.at[article, "page"], start, end, row["text"][one.start : one.end]
