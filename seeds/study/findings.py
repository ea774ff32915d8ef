"""One function for each claim of this study that is varied: from a corpus and choices to the number that decides the claim.

A number that cannot be computed, because what the claim speaks of was left out or is not a word any more, is NaN.
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
from helpers.claims.choices import FRAMES, KEPT, ROUNDS, TEXTS, WORDS, depends_on, read
from helpers.corpora.articles import MACHINE
from helpers.corpora.corpus import Corpus, selected, spans_at
from helpers.mentions import dates
from helpers.mentions.voices import find_voices
from helpers.texts.scripts import simplify
from helpers.texts.shingles import similarities

# Its name in formulas.csv.
_FORMULA = "Shanghai Spirit"


# Tables of this study under a choice ---------------------------------------------------------------------------------

# Fewer than the notebook's, as `ROUNDS`.
_GAP_ROUNDS = 299


@depends_on(*KEPT)
def own_english(corpus: Corpus, choices: Choices) -> pd.Index:
    """The English texts among those that are read that are not digests."""
    return read(corpus, choices).articles.query("language == 'en' and form != 'digest'").index


@cache
def _passages() -> pd.DataFrame:
    """The hand-segmented passages nobody tuned on."""
    return evaluation.gold_segmentation().query("split == 'test'")


@depends_on(*KEPT)
def passages_read(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """Those of them that are in the articles that are read."""
    found = spans_at(corpus.segments, _passages()["page"], _passages()["start"])["article"]
    return _passages()[found.isin(under.kept(corpus, choices))]


@depends_on(*WORDS)
def passage_spans(corpus: Corpus, choices: Choices) -> pd.Series:
    """The words that the cutter finds in each passage, of whatever article; none for bigrams, which are not words."""
    if choices.cutter == "bigrams":
        return pd.Series(dtype=object)
    if choices.cutter == "ICU":
        spans = evaluation.found_by(evaluation.ICU, _passages())
    else:
        how = {"terms": choices.cutter == "dictionary", "convert": choices.converted, "repair": choices.repaired}
        spans = evaluation.found_by(how, _passages(), corpus, choices.hmm)
    return pd.Series(spans, index=_passages().index)


@depends_on("hmm")
def spans_by_dictionary(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """The words that jieba finds in each passage as shipped, with a dictionary from other texts, and with the project's."""
    first, *_, elsewhere, ours = evaluation.SEGMENTERS
    found = [evaluation.found_by(name, _passages(), corpus, choices.hmm) for name in (first, elsewhere, ours)]
    spans = dict(zip(("shipped", "elsewhere", "ours"), found, strict=True))
    return pd.DataFrame(spans, index=_passages().index)


@depends_on(*TEXTS, *KEPT, "reprints")
def concept_gap(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """Shares of articles that mention each concept: Chinese texts against digests, with labels shuffled."""
    articles = read(corpus, choices).articles
    wording = articles["language"].where(articles["form"] != "digest", articles["language"] + " digest")
    if not {"zh", "en digest"} <= set(wording):
        return pd.DataFrame(columns=["term", "effect", "p_adjusted"])
    mentions = under.of_kept(under.all_concepts(corpus, choices), corpus, choices)
    present = measures.mention_counts(mentions, read(corpus, choices).sentences, unit="article")
    counted_as = {"per": 100, "resamples": ROUNDS, "versions": under.versions(corpus, choices)}
    return measures.contrast(present, wording, "zh", "en digest", statistic="difference", **counted_as)


@depends_on(*WORDS, *KEPT, *FRAMES)
def distances(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """How far every two texts that are read lie apart."""
    at = (corpus, choices)
    found, modal, actors = (
        under.of_kept(table(*at), *at) for table in (under.fired, under.all_modals, under.all_actors)
    )
    return comparisons.distances(read(*at), found, under.all_tokens(*at), modal, actors, under.measurable(*at))


@depends_on(*WORDS, *KEPT, *FRAMES)
def gaps(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """The gap between outlets by each measure, digests among themselves and own words among themselves."""
    table = distances(corpus, choices)
    wordings = sorted(set(table["wording"]) - {"mixed"})
    parts = (comparisons.outlet_gaps(table, one, rounds=_GAP_ROUNDS) for one in wordings)
    return pd.concat(parts, ignore_index=True)


# Corpus ---------------------------------------------------------------------------------------------------------------


@finding
def machine_share(corpus: Corpus, choices: Choices) -> float:
    """Share of the English characters that are the machine's."""
    articles = read(corpus, choices).articles.loc[under.articles_counted(corpus, choices, once=False)]
    english = articles[articles["language"] == "en"]
    by_machine = english["words_by"] == MACHINE
    chars = english["text"].str.len()
    return chars[by_machine].sum() / chars.sum() if by_machine.any() else nan


@finding
def foreign_reprint(corpus: Corpus, choices: Choices) -> float:
    """Share of the texts of outlets outside China whose words are another outlet's."""
    articles = read(corpus, choices).articles
    country = articles["outlet"].map(lexicon.outlets(lexicon=corpus.lexicon)["country"])
    foreign = articles[~country.isin(["China"])]
    return (foreign["words_by"] != foreign["outlet"]).mean() if len(foreign) else nan


@finding
def twins_far_apart(corpus: Corpus, choices: Choices) -> float:
    """The greatest containment between digests of two outlets, minus that of the least alike two digests of one article;
    which those two are, the whole corpus says."""
    twins = corpus.links[corpus.links["relation"] == "two digests"]
    digests = under.digests(corpus, choices)
    if twins.empty or not len(digests):
        return nan
    of_pairs = similarities(corpus.articles.query("form == 'digest'")).set_index(["article", "other"])
    pair = of_pairs["containment"][list(zip(twins["article"], twins["other"], strict=True))].idxmin()
    if not set(pair) <= set(digests):
        return nan
    pairs = similarities(read(corpus, choices).articles.loc[digests]).set_index(["article", "other"])
    outlets = (pairs.index.get_level_values(side).map(corpus.articles["outlet"]) for side in (0, 1))
    others = pairs["containment"][np.not_equal(*outlets)]
    return others.max() - pairs.at[pair, "containment"]


@finding
def stories_per_text(corpus: Corpus, choices: Choices) -> float:
    """Stories for each article; which is one where one text a story is read."""
    if choices.one_a_story:
        return nan
    articles = read(corpus, choices).articles.loc[under.articles_counted(corpus, choices, once=False)]
    return articles["same_story"].nunique() / len(articles)


# Tokens ---------------------------------------------------------------------------------------------------------------


@finding
def nothing_lost(corpus: Corpus, choices: Choices) -> float:
    """Share of the visible characters of the sentences that are in the tokens; bigrams hold most of them twice."""
    if choices.cutter == "bigrams":
        return nan
    sentences = under.of_kept(under.whole(corpus, choices).sentences, corpus, choices)
    visible = "".join("".join(sentences["text"]).split())
    found = "".join("".join(under.all_tokens(corpus, choices)["token"].astype(str)).split())
    return 1.0 if found == visible else min(len(found), len(visible) - 1) / len(visible)


def _f1(passages: pd.DataFrame, spans: pd.Series) -> pd.Series:
    """F1 of words against the hand, for each script."""
    by_script = passages.groupby("script", sort=True)["spans"]
    return by_script.apply(lambda gold: evaluation.span_scores(gold, spans[gold.index])["f1"])


@finding
def dictionary_f1(corpus: Corpus, choices: Choices) -> float:
    """F1 of words against the hand, in the script where it is lower."""
    spans = passage_spans(corpus, choices)
    return _f1(passages_read(corpus, choices), spans).min() if len(spans) else nan


@finding
def gain_from_other_texts(corpus: Corpus, choices: Choices) -> float:
    """Share of the gain over jieba as shipped that a dictionary from other texts keeps, in the script where it is less."""
    passages, by = passages_read(corpus, choices), spans_by_dictionary(corpus, choices)
    shipped, elsewhere, ours = (_f1(passages, by[name]) for name in ("shipped", "elsewhere", "ours"))
    return ((elsewhere - shipped) / (ours - shipped)).min()


@finding
def errors_join(corpus: Corpus, choices: Choices) -> float:
    """Share of the stretches cut otherwise than by hand in which the machine joins what the hand keeps apart."""
    passages, spans = passages_read(corpus, choices), passage_spans(corpus, choices)
    if not len(spans):
        return nan
    errors = evaluation.segmentation_errors(passages, spans[passages.index].tolist())
    return (errors["ours"].str.count(r"\|") < errors["gold"].str.count(r"\|")).mean()


# Timeline -------------------------------------------------------------------------------------------------------------


def _told(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """The dates and periods that the texts name."""
    counted = under.articles_counted(corpus, choices)
    return under.all_dates(corpus, choices)[lambda rows: rows["article"].isin(counted)]


def _more_in_digests(told: pd.DataFrame, sign: pd.Series) -> float:
    """The share of digests among these texts that have the sign at least once, less that of the other texts."""
    texts = sign.groupby([told["form"] == "digest", told["article"]]).any().groupby(level=0).mean()
    return texts[True] - texts[False] if len(texts) == 2 else nan


@finding
def past_told_as_coming(corpus: Corpus, choices: Choices) -> float:
    """Share of the texts that tell as to come what is past or has begun by the calendar: digests less others."""
    told = _told(corpus, choices)
    return _more_in_digests(told, told["told"] != told["worded"])


@finding
def one_month_two_tenses(corpus: Corpus, choices: Choices) -> float:
    """Of the texts of 2025 that name July 2024, the share that tell it as to come: digests less others."""
    told = _told(corpus, choices)
    told = told[(told["grain"] == "month") & (told["first"] == "2024-07-01") & (told["published"].dt.year == 2025)]
    return _more_in_digests(told, told["worded"] == "announced")


@finding
def week_named(corpus: Corpus, choices: Choices) -> float:
    """Of the texts that are no digests and name a time, the share that name their own day or a day of the week before."""
    told = dates.by_text(_told(corpus, choices).query("form != 'digest'"))
    named = told["place"].isin(["in the week before", "its own day or days"]) & (told["expressions"] != "")
    return named.groupby(told["article"]).any().mean()


# Vocabulary -----------------------------------------------------------------------------------------------------------


def _followed(corpus: Corpus, choices: Choices, node: str, follower: str) -> float:
    """Share of the occurrences of a word that have another in the window to its right, however that is cut."""
    words = under.words(corpus, choices)[lambda rows: rows["article"].isin(under.articles_counted(corpus, choices))]
    pages = read(corpus, choices)
    spots = words.groupby(["article", "sentence"], observed=True).indices
    terms = words["term"].astype(str).to_numpy()
    starts, ends = words["start"].to_numpy(), words["end"].to_numpy()
    found = []
    for (article, _), rows in spots.items():
        for place in np.flatnonzero(terms[rows] == node):
            # Overlapping bigrams begin inside the node.
            after = rows[starts[rows] >= ends[rows[place]]][: choices.window]
            last = ends[after[-1]] if len(after) else ends[rows[place]]
            begin, stop = pages.places.chain(article).text(ends[rows[place]], last)
            found.append(follower in simplify(pages.articles.at[article, "text"][begin:stop]))
    return np.mean(found) if found else nan


@finding
def register_of_digests(corpus: Corpus, choices: Choices) -> float:
    """Of the four words, how many are on one side alone: aims, emphasizes, among in half of the digests or more, said
    in the dispatch."""
    digests, own = under.digests(corpus, choices), set(own_english(corpus, choices))
    if not len(digests) or not own:
        return nan
    counted = set(digests) & set(under.articles_counted(corpus, choices))
    words = under.words(corpus, choices)
    having = {
        term: set(words.loc[words["term"] == term, "article"].astype(str))
        for term in ("aims", "emphasizes", "among", "said")
    }
    said = having.pop("said")
    kept = [not texts & own and len(texts & counted) >= len(counted) / 2 for texts in having.values()]
    return sum(kept) + bool(said & own and not said & counted)


# Framing --------------------------------------------------------------------------------------------------------------


@finding
def one_event_brings_together(corpus: Corpus, choices: Choices) -> float:
    """Mean distance in frames, own words: one outlet, different stories, minus two outlets on one event."""
    table = distances(corpus, choices)
    table = table[(table["measure"] == "frames") & (table["wording"] == "own words")]
    means = table.groupby("pair", observed=False)["value"].mean()
    return means["one outlet, different stories"] - means["two outlets, one event"]


@finding
def no_test_could(corpus: Corpus, choices: Choices) -> float:
    """The smallest two-sided p that there is for two digested outlets."""
    outlets = read(corpus, choices).articles.loc[under.digests(corpus, choices), "outlet"]
    if outlets.nunique() < 2:
        return nan
    return comparisons.smallest_detectable(outlets, under.versions(corpus, choices))["least_p"].min()


def _versions_of_chinese(corpus: Corpus, relation: str) -> Iterator[tuple[str, str]]:
    """The Chinese texts that links of a relation join, each with the other text."""
    language = corpus.articles["language"]
    for row in corpus.links[corpus.links["relation"] == relation].itertuples():
        one, other = sorted((row.article, row.other), key=lambda name: language[name] != "zh")
        if language[one] == "zh":
            yield one, other


def _conference(corpus: Corpus, choices: Choices) -> tuple[str, str] | None:
    """The press conference that is here twice: in Chinese words and as a digest."""
    pages, digests = read(corpus, choices), under.digests(corpus, choices)
    return next((pair for pair in _versions_of_chinese(pages, "one press conference") if pair[1] in digests), None)


@finding
def certainty_becomes_expectation(corpus: Corpus, choices: Choices) -> float:
    """1 if the Chinese dispatch says 必将 and its digest *is expected to* and nothing that is certain, else 0."""
    pair = _conference(corpus, choices)
    if pair is None:
        return nan
    found = under.all_modals(corpus, choices)
    original, digest = (set(found.loc[found["article"] == name, "modal"]) for name in pair)
    return float("必将" in original and "is expected to" in digest and "is bound to" not in digest)


@finding
def expected_by_machine_only(corpus: Corpus, choices: Choices) -> float:
    """English texts that no machine wrote in which something is expected to."""
    own = own_english(corpus, choices)
    if not len(own) or not len(under.digests(corpus, choices)):
        return nan
    modals = under.all_modals(corpus, choices).query("modal == 'is expected to'")
    return modals.loc[modals["article"].isin(own), "article"].nunique()


@finding
def english_is_the_machines(corpus: Corpus, choices: Choices) -> float:
    """Outlets whose own English is here."""
    words_by = read(corpus, choices).articles.loc[own_english(corpus, choices), "words_by"]
    return words_by.nunique() if len(under.digests(corpus, choices)) else nan


# Translation ----------------------------------------------------------------------------------------------------------


def _longest_english(corpus: Corpus) -> tuple[str, str] | None:
    """The Chinese dispatch and the longest English version of it."""
    for one, _ in _versions_of_chinese(corpus, "translation"):
        story = corpus.articles.query("language == 'en'").groupby("same_story")["text"]
        return one, story.get_group(corpus.articles.at[one, "same_story"]).str.len().idxmax()
    return None


@finding
def sentences_left_out(corpus: Corpus, choices: Choices) -> float:
    """Chinese sentences that the longest English version does not render; which that is, the whole corpus says."""
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
    """Share of the occurrences of the formula that have all parts in their order."""
    found = _spirit(corpus, choices)
    return (found["complete"] & found["in_order"]).mean()


@finding
def pursuit_is_absent(corpus: Corpus, choices: Choices) -> float:
    """Share of the English passages without the pursuit, minus that of the Chinese ones."""
    found = _spirit(corpus, choices)
    absent = found["lost"].str.contains("6").groupby(found["language"]).mean()
    return absent.get("en", nan) - absent.get("zh", nan)


@finding
def digest_keeps_things(corpus: Corpus, choices: Choices) -> float:
    """Share of numbers and concepts that survive in the digest, minus that of speakers, dates and certainty."""
    pair = _conference(corpus, choices)
    return nan if pair is None else _survival_of_things(under.readable(corpus, choices), pair)


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
    """Share of 弘扬 that has 上海精神 after it."""
    return _followed(corpus, choices, "弘扬", "上海精神")


@finding
def upheld(corpus: Corpus, choices: Choices) -> float:
    """Share of 秉持 that has 上海精神 after it."""
    return _followed(corpus, choices, "秉持", "上海精神")


@finding
def no_concept_differs(corpus: Corpus, choices: Choices) -> float:
    """The least adjusted p of any concept, Chinese texts against digests."""
    return concept_gap(corpus, choices)["p_adjusted"].min()


@finding
def occasion_explains(corpus: Corpus, choices: Choices) -> float:
    """The p of the share of the frames that the occasion explains, one text a story."""
    return under.explained(corpus, replace(choices, one_a_story=True)).at["occasion", "p"]


@finding
def outlet_does_not(corpus: Corpus, choices: Choices) -> float:
    """The p of the share of the frames that the outlet explains, one text a story."""
    return under.explained(corpus, replace(choices, one_a_story=True)).at["outlet", "p"]


@finding
def no_measure_shows_outlets(corpus: Corpus, choices: Choices) -> float:
    """Gaps between outlets that their test shows."""
    return gaps(corpus, choices)["shown"].sum()
