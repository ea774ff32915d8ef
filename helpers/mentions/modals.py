"""How certain, how bound, how wished-for: the modal words of both languages, each with its address."""

from collections.abc import Iterator

import pandas as pd

from helpers.lexicon import Lexicon, per_lexicon
from helpers.lexicon.schemas import LANGUAGES, MODALITY
from helpers.mentions import About, in_corpus
from helpers.mentions.frames.cues import Cue, compiled, line_name, readable, spans_that_count
from helpers.texts.joins import check_ids, check_labels

_FOUND = ["article", "sentence", "page", "start", "end", "modal", "kind", "text"]
_BY_FORM = [
    "group", "row", "language", "kind", "modal", "heading", "count", "n", "value", "articles", "of_articles",
    "most_in_one", "example",
]  # fmt: skip


@per_lexicon
def modal_table(*, lexicon: Lexicon) -> pd.DataFrame:
    """The reviewed table: `modal` (its usual form), `language`, `cue` (regular expression), `kind` (one of `MODALITY`),
    `exclude`, `reason`. Raises `LexiconError` for an unknown kind or language."""
    return lexicon.table("modality")


@per_lexicon
def _modals(language: str, *, lexicon: Lexicon) -> tuple[tuple[str, str, Cue], ...]:
    rows = modal_table(lexicon=lexicon)[lambda table: table["language"] == language]
    return tuple(
        (row.modal, row.kind, compiled("modality.csv", row.cue, row.kind, True, row.exclude, language, {}))
        for row in rows.itertuples()
    )


def find_modals(corpus) -> pd.DataFrame:
    """Every modal word: `article`, `sentence`, `page`, `start`, `end` (raw), `modal`, `kind` (categorical, `MODALITY`),
    `text` (as printed). Of two that overlap the longer counts (必将 is no 将)."""

    def find(text: str, about: About) -> Iterator[tuple]:
        if about.language not in LANGUAGES:
            return
        searched = readable(text, *about[:3], lexicon=about.lexicon)
        found = [
            (start, end, modal, kind)
            for modal, kind, cue in _modals(about.language, lexicon=about.lexicon)
            for start, end in spans_that_count(cue, searched)
        ]
        free = 0
        for match in sorted(found, key=lambda match: (match[0], -match[1], match[2])):
            if match[0] >= free:
                free = match[1]
                yield match

    table = in_corpus(corpus, find, ["modal", "kind"])
    table["kind"] = pd.Categorical(table["kind"], categories=MODALITY)
    known = list(modal_table(lexicon=corpus.lexicon)["modal"])
    table["modal"] = pd.Categorical(table["modal"], categories=known)
    return table.assign(page=table["article"].map(corpus.articles["page"]))[_FOUND]


def modality_by_form(modals: pd.DataFrame, sentences: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """How often each modal is used in each group of articles (a form, and its language): one row per group and modal of
    the group's language, zeros included.

    `groups` labels the articles, in one language each. Returns `group`, `row` (the group with its texts and sentences),
    `language`, `kind`, `modal`, `heading` (both), `count`, `n` (sentences of the group), `value` (per 100 sentences),
    `articles` (that have it), `of_articles`, `most_in_one` (the largest count of one article), `example` (the first address: article, sentence, start). Raises
    `ValueError` naming a group in two languages.
    """
    check_labels(groups, sentences["article"], "groups", "sentences")
    check_ids(modals["article"], sentences["article"], "modals", "sentences")
    table = modal_table()
    language_of = table.set_index("modal")["language"]
    groups = groups.dropna()
    rows = []
    for group, members in groups.groupby(groups, sort=True, observed=True):
        inside = sentences[sentences["article"].isin(members.index)]
        found = modals[modals["article"].isin(members.index)]
        texts = inside["article"].nunique()
        languages = sorted(set(language_of.reindex(found["modal"])))
        if len(languages) > 1:
            raise ValueError(
                f"group {group!r} has modals of {' and '.join(languages)}; group by form and language"
            )
        for row in table[table["language"].isin(languages)].itertuples():
            hits = found[found["modal"] == row.modal]
            example = "".join(
                f"{hit.article}:{hit.sentence} @{hit.start}" for hit in hits.head(1).itertuples()
            )
            rows.append(
                (
                    group, line_name(group, texts, len(inside)), row.language, row.kind, row.modal,
                    f"{row.modal}/{row.kind}", len(hits), len(inside), 100 * len(hits) / len(inside),
                    hits["article"].nunique(), texts,
                    int(hits.groupby("article").size().max()) if len(hits) else 0, example,
                )
            )  # fmt: skip
    return pd.DataFrame(rows, columns=_BY_FORM)
