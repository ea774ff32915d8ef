"""Narrators, named persons and speakers of texts, and speakers that a version erases; tables that show the reviewed
readings of a study: who opposes what, who names whom, who tells what, what is left out; and readings of words checked
in their sentences."""

from collections.abc import Mapping
from html import escape

import numpy as np
import pandas as pd

from helpers.comparisons.alignments import align, sentences_of
from helpers.comparisons.distances import told_by
from helpers.corpora.corpus import sentences_at
from helpers.lexicon import NO_OUTLET
from helpers.lexicon.patterns import compiled
from helpers.lexicon.schemas import LANGUAGES
from helpers.mentions.actors import NO_COUNTRY, countries_of, find_actors
from helpers.mentions.voices import sentence_voices
from helpers.mentions.voices.corpus_voices import events_of, versions_in_english
from helpers.texts.joins import JoinError, check_ids
from helpers.texts.numerals import named

NO_SPEAKER = "no speaker"
OMITTED = "—"
ADDED = "[added] "
_ERASED = [
    "article", "other", "relation", "form", "words_by", "sentences_zh", "events_zh", "speakers_zh", "sentences_en", "events_en",
    "speakers_en", "erased",
]  # fmt: skip


def tellings(corpus) -> pd.DataFrame:
    """Return the narrator and wording of each article (the index), in the order of display: `outlet` (of `told_by`),
    `form` (`digest`, or `full` for any text in an outlet's own words), `language`, `telling` (all three in words)."""
    outlet, language = told_by(corpus.articles), corpus.articles["language"]
    is_digest = corpus.articles["form"] == "digest"
    table = pd.DataFrame({"outlet": outlet, "form": np.where(is_digest, "digest", "full"), "language": language})
    words = language.map(LANGUAGES).fillna("other") + np.where(is_digest, " digest", "")
    table["telling"] = outlet.fillna(NO_OUTLET) + ", " + words
    order = pd.DataFrame({"digest": is_digest, "foreign": language != "zh", "outlet": outlet})
    order = order.sort_values(["digest", "foreign", "outlet"], kind="stable").index
    return table.loc[order].rename_axis("article")


def presences(corpus, names: pd.Series) -> pd.DataFrame:
    """List the persons of some articles, present or not: one row per person and article, by first naming.

    `names` gives the display name of each article (the index). Columns: `side` (`China's side` first, `visiting
    ministers`, or `no country listed`), `actor`, `person` (with country), `article`, `told` (its display name),
    `presence` (`not there`, `named`, or `speaks`: words are reported as theirs), `sentences` (how many are in the words
    of one who speaks; else empty). Raises `JoinError` for an unknown article.
    """
    check_ids(pd.Series(names.index), corpus.articles.index, "the index of names", "corpus.articles", match="every")
    named = find_actors(corpus).query("kind == 'person'").astype({"actor": "str", "article": "str"})
    named = named[named["article"].isin(names.index)].drop_duplicates(["article", "actor"])
    named = named.sort_values("article", key=names.index.get_indexer, kind="stable")
    every = pd.MultiIndex.from_product([named["actor"].unique(), names.index], names=["actor", "article"])
    there = every.isin(pd.MultiIndex.from_frame(named[["actor", "article"]]))
    spoken = sentence_voices(corpus).value_counts(["speaker", "article"]).reindex(every, fill_value=0).to_numpy()
    table = every.to_frame(index=False)
    table["presence"] = np.select([~there, spoken > 0], ["not there", "speaks"], "named")
    table["sentences"] = np.where(table["presence"] == "speaks", spoken.astype(str), "")
    country = countries_of(table["actor"], corpus.lexicon)
    kinds = [country == "China", country == NO_COUNTRY]
    table["side"] = np.select(kinds, ["China's side", NO_COUNTRY], "visiting ministers")
    table = table.assign(person=table["actor"] + ", " + country, told=table["article"].map(names))
    columns = ["side", "actor", "person", "article", "told", "presence", "sentences"]
    return table[columns].sort_values("side", kind="stable").reset_index(drop=True)


def erased_speakers(corpus, voices: pd.DataFrame | None = None) -> pd.DataFrame:
    """Compare the reporting events of each Chinese text with those of each English version of the same words.

    Columns: `article`, `other` (the English one), `relation`, `form` and `words_by` of the English one, `sentences_zh`,
    `events_zh`, `speakers_zh` (number of known speakers), `sentences_en`, `events_en`, `speakers_en`, `erased` (English
    sentences with an erased speaker). Sources (据新华社, according to Xinhua) are not counted.
    """
    voices = events_of(corpus, voices)
    heard = voices[~voices["form"].isin(["source", "none"])]
    events = heard.groupby("article").size()
    speakers = heard[heard["speaker"] != ""].groupby("article")["speaker"].nunique()
    sentences = corpus.sentences.groupby("article").size()
    erased = voices[voices["form"] == "none"].groupby("article").size()
    rows = []
    for one, other, relation in versions_in_english(corpus):
        about = corpus.articles.loc[other]
        counts = [int(counted.get(article, 0)) for article in (one, other) for counted in (sentences, events, speakers)]
        rows.append((one, other, relation, about["form"], about["words_by"], *counts, int(erased.get(other, 0))))
    return pd.DataFrame(rows, columns=_ERASED)


def adversaries(
    corpus, officials: list[str], blocs: list[str], reach: int = 0, actors: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the phrases of `adversaries.csv`, one row each, those of the `officials` first, in their order.

    Columns: `speaker` (`no speaker` if nobody is named as speaking), `official`, `article`, `sentence` (its number),
    `phrase` (as printed), `row` (phrase and place), `sort`, `named`, `English`. `named` lists the states other than
    China, and these `blocs`, in its sentence or up to `reach` sentences away, or `nobody`. `actors` is the result of
    `find_actors`.
    """
    table = corpus.lexicon.table("adversaries").replace({"speaker": {"": NO_SPEAKER}})
    table = table.join(sentences_at(corpus, table["page"], table["start"])[["article", "sentence"]])
    rank = {name: number for number, name in enumerate(officials)} | {NO_SPEAKER: len(officials) + 1}
    table["rank"] = table["speaker"].map(rank).fillna(len(officials))
    table = table.dropna(subset="article").astype({"sentence": int}).sort_values(["rank", "page", "start"])
    table["official"] = table["speaker"].isin(officials)
    table["row"] = table["text"] + ", " + table["article"] + " s." + table["sentence"].astype(str)
    table["English"] = table["gloss"].where(table["gloss"] != "", table["text"])
    states = _states(corpus, blocs, actors).query("actor != 'China'")
    near = pd.concat([states.assign(sentence=states["sentence"] + step) for step in range(-reach, reach + 1)])
    named = near.sort_index(kind="stable").groupby(["article", "sentence"])["actor"].agg(_each_once)
    table = table.join(named.rename("named"), on=["article", "sentence"]).fillna({"named": "nobody"})
    table = table.rename(columns={"text": "phrase"}).reset_index(drop=True)
    return table[["speaker", "official", "article", "sentence", "phrase", "row", "sort", "named", "English"]]


def names_given(
    corpus,
    signed: Mapping[str, tuple[str, str]],
    blocs: list[str],
    voices: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the foreign states and `blocs` that each person names in his own words in Chinese texts, one row each.

    `signed` maps an article to its author and his country; sentences without a speaker count as his. Index: `speaker`,
    most sentences first. Columns: `country` (empty if unknown), `sentences` (in his words) and `named` (each once, by
    first naming, without his own country). `voices` is the result of `find_voices`, `actors` that of `find_actors`.
    """
    voices = sentence_voices(corpus, voices)[["article", "sentence", "speaker"]]
    voices = voices[voices["article"].map(corpus.articles["language"]) == "zh"]
    authors = voices["article"].map({article: author for article, (author, _) in signed.items()})
    voices["speaker"] = voices["speaker"].mask(voices["speaker"] == "", authors)
    persons = corpus.lexicon.table("actors").query("kind == 'person'").set_index("actor")["country"]
    home = persons.to_dict() | dict(signed.values())
    voices = voices[voices["speaker"].isin(home)]
    named = _states(corpus, blocs, actors).merge(voices, on=["article", "sentence"])
    named = named[named["actor"] != named["speaker"].map(home)]
    counts = voices["speaker"].value_counts().rename("sentences").to_frame()
    counts.insert(0, "country", counts.index.map(home))
    return counts.assign(named=named.groupby("speaker")["actor"].agg(_each_once)).fillna({"named": ""})


def clauses(corpus) -> pd.DataFrame:
    """Return the clauses of `clauses.csv`, in their order: its columns, `article`, `sentence`, `clause` (number in the
    sentence) and `lacks` (what the version lacks of the whole sentence)."""
    table = corpus.lexicon.table("clauses")
    table = table.join(sentences_at(corpus, table["page"], table["start"])[["article", "sentence"]])
    table = table.dropna(subset="article").astype({"sentence": int})
    of_sentence = table.groupby(["article", "sentence"])
    lacks = of_sentence["lacking"].transform(lambda own: " · ".join(own[own != ""]))
    return table.assign(clause=of_sentence.cumcount() + 1, lacks=lacks).reset_index(drop=True)


def side_by_side(corpus, names: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tabulate `tellings.csv` in HTML cells (number, text, gloss): matters that several articles tell, or only one.

    `names` gives the display name of each article (the index). The first table has `What is told` and a column for each
    article, with a dash if it has nothing. The second has `Only in`, `what`, `sentences`, in the order of the articles.
    Raises `JoinError` for an article that `tellings.csv` does not have.
    """
    table = corpus.sentences[corpus.sentences["article"].isin(names.index)]
    table = table.assign(page=table["article"].map(corpus.articles["page"]).astype("str"))
    table = table.merge(corpus.lexicon.table("tellings"), on=["page", "start", "end"])
    if len(lost := names.index.difference(table["article"], sort=False)):
        raise JoinError(f"tellings.csv has no row of {named([*map(repr, lost)])}; add some, or leave it out of names")
    said = table["text"].map(escape) + "<br>" + table["gloss"].map(escape)
    table["cell"] = "<b>" + table["sentence"].astype(str) + "</b> " + said
    order = table.set_index("article").loc[names.index, "matter"].unique()
    cells = table.groupby(["matter", "article"])["cell"].agg("<br>".join).unstack().loc[order, names.index]
    cells = cells.rename(columns=names).rename_axis(index="What is told", columns="Only in")
    alone = cells.notna().sum(axis=1) == 1
    single = cells[alone].reset_index().melt("What is told", value_name="sentences").dropna().reset_index(drop=True)
    single = single.rename(columns={"What is told": "what"})[["Only in", "what", "sentences"]]
    return cells[~alone].fillna("—").reset_index(), single


def parallel_text(corpus, pivot: str, version: str, name: str) -> pd.DataFrame:
    """Set an article and a version of it side by side as plain text: one row for each link of `align` (in free order
    for a digest).

    Columns: those of `align`, but `sentences`, `start`, `end` and `text` for the pivot's, `gloss` (of
    `sentence_glosses`, or empty), and the version's text under `name`. An omission is `—`; an addition gets a row of
    its own in place, after `[added] `. Raises `ValueError` for a language other than Chinese and English.
    """
    sentences = sentences_of(corpus, pivot)
    order = "free" if corpus.articles.at[version, "form"] == "digest" else "kept"
    links = align(sentences, sentences_of(corpus, version), order, lexicon=corpus.lexicon)
    known = corpus.lexicon.table("sentence_glosses").set_index(["page", "start"])["gloss"]
    page = corpus.articles.at[pivot, "page"]
    gloss = {str(row.sentence): known.get((page, row.start), "") for row in sentences.itertuples()}
    table = links.rename(columns={f"left_{column}": column for column in ("sentences", "start", "end", "text")})
    glosses = [" ".join(gloss[number] for number in cell.split("+") if number).strip() for cell in table["sentences"]]
    said = table["right_text"].mask(table["sentences"] == "", ADDED + table["right_text"]).replace("", OMITTED)
    return table.assign(gloss=glosses, text=table["text"].replace("", OMITTED), **{name: said})


def locate(corpus, links: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    """Find the addresses of readings of single words in the sentences that `align` links; refuse a wrong reading.

    `words` has `left` and `right`, the words as printed in either text (empty: this side has nothing); `absent`, a
    regular expression; and any other columns, which are kept. `absent` says what one would look for on the empty side.
    It must not occur in the linked sentences (of the right text; of the left one if `left` is empty), or in the whole
    text if none is linked. Added columns: `left_sentence`, `left_start`, `left_end`, `right_sentence`, `right_start`,
    `right_end` (raw pages).

    Raises `ValueError` naming the reading if its words are not in linked sentences, or are in several, or if its
    `absent` words occur or are not a valid expression.
    """
    rows = []
    for reading in words.fillna("").itertuples(index=False):
        found = [one for one in links.itertuples() if reading.left in one.left_text and reading.right in one.right_text]
        name = f"reading {reading.left or '(nothing)'!r} -> {reading.right or '(nothing)'!r}"
        if len(found) != 1 or not (reading.left or reading.right):
            raise ValueError(f"{name} occurs in {len(found)} links, not in one; give words that occur together once")
        column = "right_text" if reading.left else "left_text"
        # For a sentence without a link, search the whole other text.
        searched = getattr(found[0], column) or " ".join(links[column])
        absent = reading.absent and compiled(f"{name}, absent", reading.absent, flags=0)
        if absent and (there := absent.search(searched)):
            raise ValueError(f"{name}: {there[0]!r} occurs in the linked sentence after all")
        if not reading.absent and not (reading.left and reading.right):
            raise ValueError(f"{name}: say under absent what one would look for on the other side")
        left = _place(corpus, found[0].left_article, found[0].left_sentences, reading.left)
        rows.append((*left, *_place(corpus, found[0].right_article, found[0].right_sentences, reading.right)))
    columns = ["left_sentence", "left_start", "left_end", "right_sentence", "right_start", "right_end"]
    places = pd.DataFrame(rows, columns=columns, index=words.index).astype("Int64")
    return pd.concat([words, places], axis=1)


def _place(corpus, article: str, numbers: str, printed: str) -> tuple[int | None, int | None, int | None]:
    if not printed:
        return None, None, None
    sentences = sentences_of(corpus, article)
    for row in sentences[sentences["sentence"].astype(str).isin(numbers.split("+"))].itertuples():
        at = row.text.find(printed)
        if at >= 0:
            return row.sentence, *corpus.places.address(article, row.start, at, at + len(printed))
    raise ValueError(f"{printed!r} is not in one sentence of {article}; give words that are")


def _states(corpus, blocs: list[str], actors: pd.DataFrame | None) -> pd.DataFrame:
    actors = find_actors(corpus) if actors is None else actors
    return actors[(actors["kind"] == "country") | actors["actor"].isin(blocs)].astype({"actor": "str"})


def _each_once(names: pd.Series) -> str:
    return ", ".join(dict.fromkeys(names))
