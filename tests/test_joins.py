"""Ids that do not match: an error names both sides, instead of an empty table."""

import dataclasses
import io
import json

import numpy as np
import pandas as pd
import pytest
from conftest import refuses, write_pages

from helpers import Corpus, comparisons, load_corpus, measures, tokenize
from helpers.corpora.pages import ROOT
from helpers.corpora.tables import read_table
from helpers.mentions import dates, frames, voices
from helpers.mentions.actors import find_actors
from helpers.mentions.concepts import find_concepts
from helpers.mentions.modals import find_modals
from helpers.texts.joins import JoinError, check_ids, check_labels

TEXTS = [
    "外长李四说:“互信、互利、平等、协商、尊重多样文明、谋求共同发展的上海精神要弘扬。”去年7月以来,各方合作。",
    "主席表示,各方应当加强安全合作。会议26日举行。",
    "The chairman said that trade must grow. The Shanghai Spirit is peace.",
]


@pytest.fixture(scope="module")
def numbered(tmp_path_factory):
    """A corpus whose ids are numbers with leading zeros, as in archives."""
    formulas = (ROOT / "seeds/study/formulas.csv").read_text(encoding="utf-8")
    path = write_pages(tmp_path_factory.mktemp("table"), study={"formulas": formulas}) / "export.jsonl"
    rows = [{"id": f"{number:03}", "text": text, "title": text[:6]} for number, text in enumerate(TEXTS, start=1)]
    about = {"outlet": "新华社", "date": "2025-07-01"}
    path.write_text("".join(json.dumps(row | about) + "\n" for row in rows), encoding="utf-8")
    return load_corpus(read_table(path))


def through_csv(table):
    """Return a table as a spreadsheet saves it: its ids become numbers."""
    return pd.read_csv(io.StringIO(table.to_csv(index=False)))


def as_floats(table):
    """Return a table with ids as floats, as after a join with missing rows."""
    return table.assign(article=table["article"].astype(str).astype(float))


OTHER_IDS = {
    "integers": lambda index: index.astype(int), "floats": lambda index: index.astype(float),
    "floats as text": lambda index: index.astype(float).astype(str), "without zeros": lambda index: index.astype(int).astype(str),
    "other names": lambda index: "article " + index, "row numbers": lambda index: pd.RangeIndex(len(index)),
    "doubled": lambda index: index[[0, 0, 1]],
}  # fmt: skip


@pytest.mark.parametrize("ids", OTHER_IDS)
def test_labels_of_other_ids_are_refused_by_every_measure(numbered, ids):
    tokens = tokenize(numbered)
    counts = measures.article_counts(tokens)
    concepts = find_concepts(numbered)
    right = pd.Series(["one", "one", "two"], index=numbered.articles.index)
    wrong = right.set_axis(OTHER_IDS[ids](right.index))
    joins = [
        lambda: measures.frequency(tokens, wrong), lambda: measures.dispersion(tokens, right, versions=wrong), lambda: measures.keyness(tokens, wrong, "one", "other"),
        lambda: measures.dispersion(tokens, wrong),
        lambda: measures.intervals(counts, wrong),
        lambda: measures.contrast(counts, wrong, "one", "other", resamples=9), lambda: measures.intervals(counts, right, versions=wrong),
        lambda: comparisons.smallest_detectable(right, versions=wrong),
    ]  # fmt: skip
    if ids != "other names":
        joins.append(lambda: measures.shares(concepts, wrong))
    for join in joins:
        refuses(JoinError, None, join)


@pytest.mark.parametrize("change", [through_csv, as_floats])
def test_tables_of_other_ids_are_refused_by_all_who_join_them(numbered, change):
    tokens = tokenize(numbered)
    fired = frames.label_frames(numbered.sentences, numbered).fired
    concepts, modals, actors = find_concepts(numbered), find_modals(numbered), find_actors(numbered)
    found, heard = dates.find_dates(numbered), voices.find_voices(numbered)
    assert min(map(len, (concepts, modals, actors, found, heard, fired))) > 0
    groups = numbered.articles["outlet"]
    joins = [
        lambda: measures.shares(change(concepts), groups), lambda: measures.mention_counts(change(concepts), numbered.sentences),
        lambda: measures.in_context(numbered, change(concepts)), lambda: measures.concordance(numbered, change(tokens), "合作"),
        lambda: measures.frequency(change(tokens), groups), lambda: frames.label_frames(change(numbered.sentences), numbered),
        lambda: comparisons.distances(numbered, fired, tokens, modals, change(actors)), lambda: dates.horizon(change(found), numbered),
        lambda: voices.sentence_voices(numbered, change(heard)), lambda: comparisons.erased_speakers(numbered, change(heard)),
    ]  # fmt: skip
    for join in joins:
        refuses(JoinError, None, join)


def test_a_corpus_whose_tables_do_not_belong_together_is_refused(numbered):
    for name in ("articles", "segments", "sentences", "pages"):
        table = getattr(numbered, name)
        read = through_csv(table.reset_index() if table.index.name else table)
        changed = read.set_index(table.index.name) if table.index.name else read
        refuses(JoinError, r"corpus\.", dataclasses.replace, numbered, **{name: changed})
    twice = pd.concat([numbered.articles, numbered.articles.iloc[:1]])
    refuses(JoinError, "articles has '001' twice in its index", dataclasses.replace, numbered, articles=twice)
    # A corpus that was changed in place is refused by every function that reads it.
    changed = Corpus(**{part.name: getattr(numbered, part.name) for part in dataclasses.fields(Corpus)})
    object.__setattr__(changed, "sentences", as_floats(numbered.sentences))
    for read in (tokenize, find_concepts, dates.find_dates, voices.find_voices, find_modals):
        refuses(JoinError, r"corpus\.sentences\['article'\] names articles .* 1\.0, 2\.0, 3\.0", read, changed)


def test_what_matches_passes_and_what_does_not_is_said(numbered):
    ids = numbered.articles.index
    check_ids(ids, ids, "groups", "the tokens", match="every")
    check_ids([], ids, "groups", "the tokens", match="every")
    check_ids(ids[:1], ids, "groups", "the tokens", match="some")
    check_ids(["other"], ids, "places", "groups")
    check_ids([*ids, None, np.nan], ids, "places", "groups", match="every")
    check_ids([1, 2], [1, 2, 3], "groups", "the tokens", match="every")
    check_labels(pd.Series("x", index=["001", "999"]), ids, "groups", "the tokens")
    said = "articles that are none of y: 'a', where that has none; give both"
    refuses(JoinError, said, check_ids, ["a"], [], "x", "y", "every")
    both, has = (ids, "groups", "the tokens"), "where that has '001', '002', '003'"
    refuses(JoinError, f"1, 2, {has}; give both", check_ids, [1, 2], *both)
    refuses(JoinError, f"'other', {has}", lambda: check_ids([*ids, "other"], *both, match="every"))
