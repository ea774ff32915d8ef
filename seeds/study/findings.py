"""One function per varied claim of this study: from a corpus and choices to the number that decides the claim.

The number is NaN if it cannot be computed: what the claim is about was left out, or is no longer a word.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from math import nan

import numpy as np
import pandas as pd

from helpers import comparisons, evaluation, lexicon, measures
from helpers.claims import Choices, finding
from helpers.claims import choices as under
from helpers.claims.choices import KEPT, PAGES, ROUNDS, TEXTS, WORDS, depends_on, read
from helpers.corpora.articles import MACHINE
from helpers.corpora.corpus import Corpus, selected
from helpers.mentions import dates
from helpers.mentions.actors import countries_of
from helpers.mentions.voices import find_voices
from helpers.texts.scripts import simplify
from helpers.texts.shingles import similarities

# The formula's name in formulas.csv.
_FORMULA = "Shanghai Spirit"
# How many words after a verb to search for its object.
_WINDOW = 5
# As in notebook 04.
_OFFICIALS, _BLOCS = ["Xi Jinping", "Wang Yi", "Dong Jun", "an ambassador"], ["NATO", "Western countries"]


# Tables of this study under a choice ---------------------------------------------------------------------------------

# Fewer than the notebook's, as `ROUNDS`.
_GAP_ROUNDS = 299


@depends_on(*KEPT)
def own_english(corpus: Corpus, choices: Choices) -> pd.Index:
    """The English texts included that are not digests."""
    articles = read(corpus, choices).articles
    return articles.index[(articles["language"] == "en") & (articles["form"] != "digest")]


@depends_on(*TEXTS)
def concepts_present(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """Whether each article mentions each concept; all articles."""
    sentences = under.readable(corpus, choices).sentences
    return measures.mention_counts(under.all_concepts(corpus, choices), sentences, unit="article")


@depends_on(*TEXTS, *KEPT, "reprints")
def concept_gap(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """Shares of articles that mention each concept: Chinese texts against digests, with shuffled labels."""
    articles = read(corpus, choices).articles
    wording = articles["language"].where(articles["form"] != "digest", articles["language"] + " digest")
    if not {"zh", "en digest"} <= set(wording):
        return pd.DataFrame(columns=["term", "effect", "p_adjusted"])
    present = under.of_kept(concepts_present(corpus, choices), corpus, choices)
    counted_as = {"per": 100, "resamples": ROUNDS, "versions": under.versions(corpus, choices)}
    return measures.contrast(present, wording, "zh", "en digest", statistic="difference", **counted_as)


@cache
def _frames_that_count(corpus: Corpus) -> pd.Index:
    return evaluation.measurable_frames(evaluation.frame_validation(corpus)["own"]).query("measured").index


@depends_on(*WORDS, *KEPT)
def distances(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """The distance between every two included texts."""
    at = (corpus, choices)
    tables = under.all_cues, under.all_words, under.all_modals, under.all_actors
    return comparisons.distances(read(*at), *(under.of_kept(of(*at), *at) for of in tables), _frames_that_count(corpus))


@depends_on(*WORDS, *KEPT)
def gaps(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """The gap between outlets by each measure; of digests, the only texts with a floor."""
    return comparisons.outlet_gaps(distances(corpus, choices), rounds=_GAP_ROUNDS)


# Corpus ---------------------------------------------------------------------------------------------------------------


@finding
def machine_share(corpus: Corpus, choices: Choices) -> float:
    """Share of English characters that the machine wrote."""
    articles = read(corpus, choices).articles.loc[under.articles_counted(corpus, choices, once=False)]
    english = articles[articles["language"] == "en"]
    by_machine = english["words_by"] == MACHINE
    chars = english["text"].str.len()
    return chars[by_machine].sum() / chars.sum() if by_machine.any() else nan


@finding
def foreign_reprint(corpus: Corpus, choices: Choices) -> float:
    """Share of texts of outlets outside China that print another outlet's words."""
    articles = read(corpus, choices).articles
    country = articles["outlet"].map(lexicon.outlets(lexicon=corpus.lexicon)["country"])
    foreign = articles[~country.isin(["China"])]
    return (foreign["words_by"] != foreign["outlet"]).mean() if len(foreign) else nan


@depends_on("repaired")
def digests_contained(corpus: Corpus, choices: Choices) -> pd.Series:
    """The containment of every pair of digests."""
    articles = under.whole(corpus, choices).articles
    return similarities(articles[articles["form"] == "digest"]).set_index(["article", "other"])["containment"]


@finding
def twins_far_apart(corpus: Corpus, choices: Choices) -> float:
    """The greatest containment between digests of two outlets, minus that of the least similar two digests of one
    article (chosen from the whole corpus)."""
    twins = corpus.links[corpus.links["relation"] == "two digests"]
    digests = under.digests(corpus, choices)
    if twins.empty or not len(digests):
        return nan
    pair = digests_contained(corpus)[list(zip(twins["article"], twins["other"], strict=True))].idxmin()
    if not set(pair) <= set(digests):
        return nan
    contained = digests_contained(corpus, choices)
    sides = [contained.index.get_level_values(side) for side in (0, 1)]
    others = np.not_equal(*(side.map(corpus.articles["outlet"]) for side in sides))
    return contained[others & sides[0].isin(digests) & sides[1].isin(digests)].max() - contained[pair]


@finding
def stories_per_text(corpus: Corpus, choices: Choices) -> float:
    """Stories per article; NaN if only one text a story is included, since it would always be one."""
    if choices.one_a_story:
        return nan
    articles = read(corpus, choices).articles.loc[under.articles_counted(corpus, choices, once=False)]
    return articles["same_story"].nunique() / len(articles)


# Timeline -------------------------------------------------------------------------------------------------------------


def _told(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """The dates and periods that the texts name."""
    counted = under.articles_counted(corpus, choices)
    return under.all_dates(corpus, choices)[lambda rows: rows["article"].isin(counted)]


def _more_in_digests(told: pd.DataFrame, sign: pd.Series) -> float:
    """Share of digests with at least one such sign, minus that of the other texts."""
    texts = sign.groupby([told["form"] == "digest", told["article"]]).any().groupby(level=0).mean()
    return texts[True] - texts[False] if len(texts) == 2 else nan


@finding
def past_told_as_coming(corpus: Corpus, choices: Choices) -> float:
    """Share of the texts that name a wholly past time which put one in the future: digests minus others."""
    told = _told(corpus, choices)
    told = told[told["told"] == "remembered"]
    return _more_in_digests(told, told["told"] != told["worded"])


@finding
def one_month_two_tenses(corpus: Corpus, choices: Choices) -> float:
    """Of the texts of 2025 that name July 2024, the share that report it as future: digests minus others."""
    told = _told(corpus, choices)
    told = told[(told["grain"] == "month") & (told["first"] == "2024-07-01") & (told["published"].dt.year == 2025)]
    return _more_in_digests(told, told["worded"] == "announced")


@depends_on(*PAGES)
def told_by_text(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """The time expressions of each text by their place in time; all texts."""
    return dates.by_text(under.all_dates(corpus, choices))


@finding
def week_named(corpus: Corpus, choices: Choices) -> float:
    """Of the texts (no digests) that name a time, the share that name their own day or one in the week before."""
    counted = under.articles_counted(corpus, choices).difference(under.digests(corpus, choices))
    told = told_by_text(corpus, choices)[lambda rows: rows["article"].isin(counted)]
    named = told["place"].isin(["in the week before", "its own day or days"]) & (told["expressions"] != "")
    return named.groupby(told["article"]).any().mean()


# Vocabulary -----------------------------------------------------------------------------------------------------------


@depends_on(*WORDS)
def followed(corpus: Corpus, choices: Choices, node: str, follower: str) -> pd.DataFrame:
    """The occurrences of a word in all articles: is another word in the window to its right (however segmented)?"""
    words, pages = under.all_words(corpus, choices), under.whole(corpus, choices)
    spots = words.groupby(["article", "sentence"], observed=True).indices
    terms = words["term"].astype(str).to_numpy()
    ends = words["end"].to_numpy()
    found = []
    for (article, _), rows in spots.items():
        for place in np.flatnonzero(terms[rows] == node):
            after = rows[place + 1 :][:_WINDOW]
            last = ends[after[-1]] if len(after) else ends[rows[place]]
            begin, stop = pages.places.chain(article).text(ends[rows[place]], last)
            found.append((article, follower in simplify(pages.articles.at[article, "text"][begin:stop])))
    return pd.DataFrame(found, columns=["article", "followed"])


def _followed(corpus: Corpus, choices: Choices, node: str, follower: str) -> float:
    found = followed(corpus, choices, node=node, follower=follower)
    return found.loc[found["article"].isin(under.articles_counted(corpus, choices)), "followed"].mean()


@finding
def register_of_digests(corpus: Corpus, choices: Choices) -> float:
    """How many of four words occur on one side only: aims, emphasizes, expected in at least half of the digests, said
    in the dispatch."""
    digests, own = under.digests(corpus, choices), set(own_english(corpus, choices))
    if not len(digests) or not own:
        return nan
    counted = set(digests) & set(under.articles_counted(corpus, choices))
    words = under.all_words(corpus, choices)
    having = {
        term: set(words.loc[words["term"] == term, "article"].astype(str))
        for term in ("aims", "emphasizes", "expected", "said")
    }
    said = having.pop("said")
    kept = [not texts & own and len(texts & counted) >= len(counted) / 2 for texts in having.values()]
    return sum(kept) + bool(said & own and not said & counted)


# Framing --------------------------------------------------------------------------------------------------------------


@finding
def beyond_the_floor(corpus: Corpus, choices: Choices) -> float:
    """The smallest mean distance between digests of two articles, of one outlet or of two, by any measure, in floors."""
    table = gaps(corpus, choices)
    if not len(table):
        return nan
    return table[["one_outlet", "two_outlets"]].div(table["floor"], axis=0).min(axis=None, skipna=False)


@finding
def no_test_could(corpus: Corpus, choices: Choices) -> float:
    """The smallest possible two-sided p for two digested outlets."""
    outlets = read(corpus, choices).articles.loc[under.digests(corpus, choices), "outlet"]
    if outlets.nunique() < 2:
        return nan
    return comparisons.smallest_detectable(outlets, under.versions(corpus, choices))["least_p"].min()


def _versions_of_chinese(corpus: Corpus, relation: str) -> Iterator[tuple[str, str]]:
    """Chinese texts joined by links of a relation, each with the other text."""
    language = corpus.articles["language"]
    for row in corpus.links[corpus.links["relation"] == relation].itertuples():
        one, other = sorted((row.article, row.other), key=lambda name: language[name] != "zh")
        if language[one] == "zh":
            yield one, other


def _conference(corpus: Corpus, choices: Choices) -> tuple[str, str] | None:
    """The press conference with two versions: in Chinese words and as a digest."""
    pages, digests = read(corpus, choices), under.digests(corpus, choices)
    return next((pair for pair in _versions_of_chinese(pages, "one press conference") if pair[1] in digests), None)


@finding
def certainty_becomes_expectation(corpus: Corpus, choices: Choices) -> float:
    """1 if the Chinese dispatch says 必将, and its digest *is expected to* and nothing certain; else 0."""
    pair = _conference(corpus, choices)
    if pair is None:
        return nan
    found = under.all_modals(corpus, choices)
    original, digest = (set(found.loc[found["article"] == name, "modal"]) for name in pair)
    return float("必将" in original and "is expected to" in digest and "is bound to" not in digest)


@finding
def expected_by_machine_only(corpus: Corpus, choices: Choices) -> float:
    """Number of English texts not by a machine in which something is expected to happen."""
    own = own_english(corpus, choices)
    if not len(own) or not len(under.digests(corpus, choices)):
        return nan
    modals = under.all_modals(corpus, choices)
    return modals.loc[(modals["modal"] == "is expected to") & modals["article"].isin(own), "article"].nunique()


@finding
def english_is_the_machines(corpus: Corpus, choices: Choices) -> float:
    """Number of outlets with English texts of their own."""
    words_by = read(corpus, choices).articles.loc[own_english(corpus, choices), "words_by"]
    return words_by.nunique() if len(under.digests(corpus, choices)) else nan


# Names ----------------------------------------------------------------------------------------------------------------


@depends_on(*TEXTS, "reach")
def all_opposed(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """The phrases of opposition, with the states named in their sentences; the translation (002-01) is left out."""
    pages, actors = under.readable(corpus, choices), under.all_actors(corpus, choices)
    rows = comparisons.adversaries(pages, _OFFICIALS, _BLOCS, choices.reach, actors=actors)
    return rows.query("article != '002-01'")


def _opposed(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    return under.of_kept(all_opposed(corpus, choices), corpus, choices)


def _sentences(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a sentence: how many phrases it makes is a matter of how one cuts."""
    return rows.drop_duplicates(["article", "sentence"])


def _named(rows: pd.DataFrame) -> float:
    return (_sentences(rows)["named"] != "nobody").sum() if len(rows) else nan


@finding
def officials_name_nobody(corpus: Corpus, choices: Choices) -> float:
    """Number of sentences in which Chinese officials oppose something, with a state or bloc named in them."""
    return _named(_opposed(corpus, choices)[lambda rows: rows["official"]])


@finding
def no_name_opposed(corpus: Corpus, choices: Choices) -> float:
    """Number of sentences that oppose something, by any speaker, with a state or bloc named in them."""
    return _named(_opposed(corpus, choices)[lambda rows: rows["sort"] != "named contrast"])


@finding
def guest_names_nato(corpus: Corpus, choices: Choices) -> float:
    """Asif's share of the sentences of `adversaries.csv` with a name; names in neighbouring ones do not count."""
    rows = _sentences(_opposed(corpus, replace(choices, reach=0)))
    return (rows.loc[rows["named"] != "nobody", "speaker"] == "Khawaja Asif").mean()


@finding
def leaders_name_no_state(corpus: Corpus, choices: Choices) -> float:
    """How many of Xi Jinping and Wang Yi name a foreign state in their own words."""
    pages, actors = under.readable(corpus, choices), under.all_actors(corpus, choices)
    found = under.of_kept(under.all_voices(corpus, choices), corpus, choices)
    found = found[found["speaker_kind"] != "institution"]
    given = comparisons.names_given(pages, {}, _BLOCS, found, actors)["named"].reindex(["Xi Jinping", "Wang Yi"])
    return (given.dropna() != "").sum() if given.notna().any() else nan


@cache
def _length_shared(corpus: Corpus, pair: tuple[str, str]) -> int:
    """The length of the formula that two articles share, in characters; 0 without one."""
    shared = comparisons.reuse(selected(corpus, pd.Index(pair, name="article")))
    return shared["length"].max() if len(shared) else 0


def _shared(corpus: Corpus, choices: Choices, *pair: str) -> float:
    if not set(pair) <= set(under.kept(corpus, choices)):
        return nan
    return _length_shared(under.readable(corpus, choices), pair)


@finding
def names_in_order(corpus: Corpus, choices: Choices) -> float:
    """Characters of the four names that Wang Yi and the ambassador have in the same order."""
    return _shared(corpus, choices, "003-04", "004-01")


@finding
def homes_repeated(corpus: Corpus, choices: Choices) -> float:
    """Characters of the five pairs of words that Dong Jun and the ambassador have in the same order."""
    return _shared(corpus, choices, "003-04", "003-05")


# Voices ---------------------------------------------------------------------------------------------------------------


def _of(corpus: Corpus, choices: Choices, wording: str) -> pd.DataFrame:
    return under.spoken(corpus, choices)[lambda said: said["wording"] == wording]


@finding
def chinese_texts_let_speak(corpus: Corpus, choices: Choices) -> float:
    """Share of Chinese sentences that are attributed to somebody."""
    return _of(corpus, choices, "Chinese")["speaks"].mean()


@finding
def no_one_speaks_in_digests(corpus: Corpus, choices: Choices) -> float:
    """Number of digests' sentences that are attributed to somebody."""
    said = _of(corpus, choices, "English digest")["speaks"]
    return said.sum() if len(said) else nan


@finding
def gap_remains(corpus: Corpus, choices: Choices) -> float:
    """Share of Chinese sentences in a person's words, minus the share of digests' sentences with any speaker (including
    an organisation, a state or a heading), in points."""
    chinese, digests = (_of(corpus, choices, wording) for wording in ("Chinese", "English digest"))
    headed = corpus.study["genres"].set_index("article")["heading"] != ""
    anybody = digests["speaks"] | (digests["who"] == "organisation or state") | digests["article"].map(headed)
    return 100 * ((chinese["who"] == "person").mean() - anybody.mean()) if len(digests) else nan


@finding
def eight_officials_have_no_words(corpus: Corpus, choices: Choices) -> float:
    """Number of persons from Central Asia, Iran and Belarus with words of their own in the Chinese texts."""
    said = _of(corpus, choices, "Chinese")
    said = said.loc[said["who"] == "person", "speaker"].drop_duplicates()
    region = corpus.study["members"].set_index("state")["region"]
    regions = countries_of(said, corpus.lexicon).map(region)
    return regions.isin(["Central Asia", "West Asia", "Europe"]).sum()


@finding
def told_without_speaker(corpus: Corpus, choices: Choices) -> float:
    """Share of sentences in the digest of a press conference that do not tell whose words they are."""
    pair = _conference(corpus, choices)
    if pair is None:
        return nan
    said = _of(corpus, choices, "English digest")
    return 1 - said.loc[said["article"] == pair[1], "speaks"].mean()


# Translation ----------------------------------------------------------------------------------------------------------


@cache
def _longest_english(corpus: Corpus) -> tuple[str, str] | None:
    """The Chinese dispatch and its longest English version."""
    for one, _ in _versions_of_chinese(corpus, "translation"):
        story = corpus.articles.query("language == 'en'").groupby("same_story")["text"]
        return one, story.get_group(corpus.articles.at[one, "same_story"]).str.len().idxmax()
    return None


@finding
def sentences_left_out(corpus: Corpus, choices: Choices) -> float:
    """Number of Chinese sentences missing from the longest English version (chosen from the whole corpus)."""
    pair = _longest_english(corpus)
    if pair is None or not set(pair) <= set(under.kept(corpus, choices)):
        return nan
    return _left_out(under.readable(corpus, choices), pair)


@cache
def _left_out(corpus: Corpus, pair: tuple[str, str]) -> int:
    links = comparisons.align(*(comparisons.sentences_of(corpus, name) for name in pair), lexicon=corpus.lexicon)
    return (links["right_sentences"] == "").sum()


def _spirit(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    found = under.all_formulas(corpus, choices)
    counted = under.articles_counted(corpus, choices, once=False)
    found = found[(found["formula"] == _FORMULA) & found["article"].isin(counted)]
    return found.assign(language=found["article"].map(corpus.articles["language"]))


@finding
def formula_is_whole(corpus: Corpus, choices: Choices) -> float:
    """Share of the formula's occurrences with all parts in order."""
    found = _spirit(corpus, choices)
    return (found["complete"] & found["in_order"]).mean()


@finding
def pursuit_is_absent(corpus: Corpus, choices: Choices) -> float:
    """Share of English passages without the pursuit, minus that of Chinese ones, in points."""
    found = _spirit(corpus, choices)
    absent = found["lost"].str.contains("6").groupby(found["language"]).mean()
    return 100 * (absent.get("en", nan) - absent.get("zh", nan))


@finding
def digest_keeps_things(corpus: Corpus, choices: Choices) -> float:
    """Share of numbers and concepts that survive in the digest, minus that of speakers, dates and certainty, in points."""
    pair = _conference(corpus, choices)
    return nan if pair is None else 100 * _survival_of_things(under.readable(corpus, choices), pair)


@cache
def _survival_of_things(corpus: Corpus, pair: tuple[str, str]) -> float:
    corpus = selected(corpus, pd.Index(sorted(pair), name="article"))
    fates = comparisons.fidelity(corpus, pair, voices=find_voices(corpus))
    in_source = fates[fates["fate"] != "added"]
    things = in_source["kind"].isin(["number", "concept"])
    certain = (in_source["kind"] == "modal") & (in_source["item"] == "certain")
    survives = in_source["fate"] == "survives"
    return survives[things].mean() - survives[in_source["kind"].isin(["speaker", "date"]) | certain].mean()


# Single cells of tables -----------------------------------------------------------------------------------------------


@finding
def carried_forward(corpus: Corpus, choices: Choices) -> float:
    """Share of 弘扬 followed by 上海精神."""
    return _followed(corpus, choices, "弘扬", "上海精神")


@finding
def upheld(corpus: Corpus, choices: Choices) -> float:
    """Share of 秉持 followed by 上海精神."""
    return _followed(corpus, choices, "秉持", "上海精神")


@finding
def no_concept_differs(corpus: Corpus, choices: Choices) -> float:
    """The smallest adjusted p of any concept, Chinese texts against digests."""
    return concept_gap(corpus, choices)["p_adjusted"].min()


@finding
def no_measure_shows_outlets(corpus: Corpus, choices: Choices) -> float:
    """Number of gaps between outlets that their test shows."""
    table = gaps(corpus, choices)
    return table["shown"].sum() if len(table) else nan
