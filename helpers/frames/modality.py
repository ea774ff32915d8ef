"""How certain, how bound, how wished-for: the modal words of both languages, each with its address."""

from functools import cache

import pandas as pd

from helpers.frames.cues import LANGUAGES, Cue, compiled, line_name, readable, spans_that_count
from helpers.joins import check_ids, check_labels
from helpers.lexicon import check_values, read_lexicon
from helpers.matching import Bodies

# From the surest to the least sure.
MODALITY = ("certainty", "obligation", "future", "expectation", "purpose", "wish", "possibility")
_FOUND = ["article", "sentence", "page", "start", "end", "modal", "kind", "text"]
_BY_FORM = [
    "group", "row", "language", "kind", "modal", "heading", "count", "n", "value", "articles", "of_articles",
    "most_in_one", "example",
]  # fmt: skip


@cache
def modal_table() -> pd.DataFrame:
    """The reviewed table: `modal` (its usual form), `language`, `cue` (regular expression), `kind` (one of `MODALITY`),
    `exclude`, `reason`. Raises `LexiconError` for an unknown kind or language."""
    table = read_lexicon("modality", "modal", ["modal", "language", "cue", "kind", "exclude", "reason"])
    check_values("modality.csv", table.set_index("modal"), {"kind": MODALITY, "language": LANGUAGES})
    return table


@cache
def _modals(language: str) -> tuple[tuple[str, str, Cue], ...]:
    rows = modal_table()[lambda table: table["language"] == language]
    return tuple(
        (row.modal, row.kind, compiled("modality.csv", row.cue, row.kind, True, row.exclude, language, {}))
        for row in rows.itertuples()
    )


def find_modals(corpus) -> pd.DataFrame:
    """Every modal word: `article`, `sentence`, `page`, `start`, `end` (raw), `modal`, `kind` (categorical, `MODALITY`),
    `text` (as printed). Of two that overlap the longer counts (必将 is no 将)."""
    bodies = Bodies(corpus)
    about = corpus.articles[["language", "script", "machine_converted", "page"]]
    rows = []
    for row in corpus.sentences.itertuples():
        language, script, converted, page = about.loc[row.article]
        if language not in LANGUAGES:
            continue
        searched = readable(row.text, language, script, bool(converted))
        found = [
            (start, end, modal, kind)
            for modal, kind, cue in _modals(language)
            for start, end in spans_that_count(cue, searched)
        ]
        free = 0
        for start, end, modal, kind in sorted(found, key=lambda match: (match[0], -match[1], match[2])):
            if start < free:
                continue
            free = end
            address = bodies.address(row.article, row.start, start, end)
            rows.append((row.article, row.sentence, page, *address, modal, kind, row.text[start:end]))
    table = pd.DataFrame(rows, columns=_FOUND)
    table["kind"] = pd.Categorical(table["kind"], categories=MODALITY)
    table["modal"] = pd.Categorical(table["modal"], categories=list(modal_table()["modal"]))
    return table


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
