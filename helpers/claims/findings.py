"""One function for each claim of `lexicon/claims.csv`: from a reading to the number that decides the claim.

A number that cannot be computed, because what the claim speaks of was left out or is no word any more, is NaN.
"""

from collections.abc import Callable
from math import nan

import numpy as np
import pandas as pd

from helpers import comparisons, evaluation, lexicon, measures
from helpers.claims.choices import Reading, selected
from helpers.corpora.articles import MACHINE
from helpers.corpora.corpus import Corpus
from helpers.mentions import dates
from helpers.mentions.voices import find_voices
from helpers.texts.scripts import simplify
from helpers.texts.shingles import similarities

FINDINGS: dict[str, Callable[[Reading], float]] = {}
# Names in events.csv and formulas.csv.
_SUMMIT = "Tianjin summit"
_FORMULA = "Shanghai Spirit"


def finding(function: Callable[[Reading], float]) -> Callable[[Reading], float]:
    """Register a function under the name its claim has in the table: `no_test_could` computes `no-test-could`."""
    FINDINGS[function.__name__.replace("_", "-")] = function
    return function


# 00 ---------------------------------------------------------------------------------------------------------------------


@finding
def machine_share(reading: Reading) -> float:
    """Share of the English characters that are the machine's."""
    articles = reading.corpus.articles.loc[reading.counted(once=False)]
    english = articles[articles["language"] == "en"]
    by_machine = english["words_by"] == MACHINE
    chars = english["text"].str.len()
    return chars[by_machine].sum() / chars.sum() if by_machine.any() else nan


@finding
def foreign_reprint(reading: Reading) -> float:
    """Share of the texts of outlets outside China whose words are another outlet's."""
    articles = reading.corpus.articles
    foreign = articles[
        ~articles["outlet"].map(lexicon.outlets(lexicon=reading.printed.lexicon)["country"]).isin(["China"])
    ]
    return (foreign["words_by"] != foreign["outlet"]).mean() if len(foreign) else nan


@finding
def twins_far_apart(reading: Reading) -> float:
    """The greatest containment between digests of two outlets, minus that of the least alike two digests of one article;
    which those two are, the whole corpus says."""
    links, articles = reading.printed.links, reading.printed.articles
    twins = links[links["relation"] == "two digests"]
    if twins.empty or not len(reading.digests):
        return nan
    every = similarities(articles[articles["form"] == "digest"]).set_index(["article", "other"])[
        "containment"
    ]
    pair = every[list(zip(twins["article"], twins["other"], strict=True))].idxmin()
    if not set(pair) <= set(reading.digests):
        return nan
    pairs = similarities(reading.corpus.articles.loc[reading.digests])
    outlets = articles["outlet"]
    strangers = pairs["article"].map(outlets).to_numpy() != pairs["other"].map(outlets).to_numpy()
    same = pairs.set_index(["article", "other"]).at[pair, "containment"]
    return pairs.loc[strangers, "containment"].max() - same if strangers.any() else nan


@finding
def stories_per_text(reading: Reading) -> float:
    """Stories for each article; which is one where one text a story is read."""
    if reading.choices.one_a_story:
        return nan
    articles = reading.corpus.articles.loc[reading.counted(once=False)]
    return articles["same_story"].nunique() / len(articles)


# 01 ---------------------------------------------------------------------------------------------------------------------


@finding
def nothing_lost(reading: Reading) -> float:
    """Share of the visible characters of the sentences that stand in the tokens; bigrams hold most of them twice."""
    if reading.choices.cutter == "bigrams":
        return nan
    visible = "".join("".join(reading.of_kept(reading.whole.sentences)["text"]).split())
    found = "".join("".join(reading.tokens["token"].astype(str)).split())
    return 1.0 if found == visible else min(len(found), len(visible) - 1) / len(visible)


def _f1(reading: Reading, spans: pd.Series) -> pd.Series:
    """F1 of words against the hand, for each script."""
    return pd.Series(
        {
            script: evaluation.span_scores(rows["spans"], spans[rows.index])["f1"]
            for script, rows in reading.passages.groupby("script", sort=True)
        }
    )


@finding
def dictionary_f1(reading: Reading) -> float:
    """F1 of words against the hand, in the script where it is lower."""
    spans = reading.all_passage_spans
    return _f1(reading, spans).min() if len(spans) else nan


@finding
def gain_from_other_texts(reading: Reading) -> float:
    """Share of the gain over jieba as shipped that a dictionary from other texts keeps, in the script where it is less."""
    by = reading.all_spans_by_dictionary
    shipped, elsewhere, ours = (_f1(reading, by[name]) for name in ("shipped", "elsewhere", "ours"))
    return ((elsewhere - shipped) / (ours - shipped)).min()


@finding
def errors_join(reading: Reading) -> float:
    """Share of the stretches cut otherwise than by hand in which the machine joins what the hand keeps apart."""
    spans = reading.all_passage_spans
    if not len(spans):
        return nan
    errors = evaluation.segmentation_errors(reading.passages, spans[reading.passages.index].tolist())
    return (errors["ours"].str.count(r"\|") < errors["gold"].str.count(r"\|")).mean()


# 02 ---------------------------------------------------------------------------------------------------------------------


def _told(reading: Reading) -> pd.DataFrame:
    """The dates of the texts: as the notebook has it, a dispatch and its reprint and translation count once."""
    horizon = reading.all_horizon
    return horizon[horizon["article"].isin(reading.counted(relations=("reprint", "translation")))]


@finding
def back_and_ahead(reading: Reading) -> float:
    """Of the dates told as past or to come, the share told as to come: in digests, less that in reports."""
    told = _told(reading)
    told = told[told["worded"].isin(["remembered", "announced"])]
    ahead = (told["worded"] == "announced").groupby(told["form"] == "digest").mean()
    return ahead[True] - ahead[False] if len(ahead) == 2 else nan


@finding
def dates_that_pull(reading: Reading) -> float:
    """Articles that name the founding, or the summit, whichever is fewer."""
    told = _told(reading)
    summit = dates.events(reading.corpus).set_index("event").loc[_SUMMIT]
    named = told[(told["first"] == summit["first"]) & (told["last"] == summit["last"])]
    founding = told[told["spoken"].dt.year == 2001]
    return min(named["article"].nunique(), founding["article"].nunique())


@finding
def announced_in_digests(reading: Reading) -> float:
    """Share of the announcements that stand in digests."""
    told = _told(reading)
    announced = told[told["worded"] == "announced"]
    return (announced["form"] == "digest").mean() if len(announced) and len(reading.digests) else nan


@finding
def told_on_their_day(reading: Reading) -> float:
    """Share of the meetings before the summit whose first article came on their day."""
    lags = dates.lead_and_lag(reading.corpus.articles, dates.events(reading.corpus))
    first = lags[(lags["order"] == 1) & (lags["event"] != _SUMMIT)]
    return (first["days"] == 0).mean()


# 03 ---------------------------------------------------------------------------------------------------------------------


def _rank(reading: Reading, language: str, term: str) -> float:
    terms = reading.ranked.loc[reading.ranked["group"] == language, "term"].tolist()
    return terms.index(term) + 1 if term in terms else nan


@finding
def core_in_every_text(reading: Reading) -> float:
    """The least share of texts of its language that 合作, 发展, cooperation or development stands in."""
    ranked = reading.ranked.set_index(["group", "term"])
    core = [("zh", "合作"), ("zh", "发展"), ("en", "cooperation"), ("en", "development")]
    shares = (ranked["range"] / ranked["of_articles"]).reindex(core)
    return shares.fillna(0).min()


@finding
def innovation_is_one_texts(reading: Reading) -> float:
    """Texts that have the word innovation."""
    ranked = reading.ranked.set_index(["group", "term"])
    return ranked["range"].get(("en", "innovation"), nan)


@finding
def leading_words(reading: Reading) -> float:
    """The rank of 合作 among the Chinese words, or of sco among the English ones, whichever is lower in its list."""
    return np.max([_rank(reading, "zh", "合作"), _rank(reading, "en", "sco")])


@finding
def spirit_is_even(reading: Reading) -> float:
    """DPnorm of 峰会 minus that of 上海精神: above zero if the Spirit is spread more evenly than the summit."""
    evenness = reading.ranked.set_index(["group", "term"])["dp_norm"]
    return evenness.get(("zh", "峰会"), nan) - evenness.get(("zh", "上海精神"), nan)


def _followed(reading: Reading, node: str, follower: str) -> float:
    """Share of the occurrences of a word that have another in the window to its right, however that is cut."""
    words = reading.words[reading.words["article"].isin(reading.counted())]
    places, texts = reading.corpus.places, reading.corpus.articles["text"]
    spots = words.groupby(["article", "sentence"], observed=True).indices
    terms = words["term"].astype(str).to_numpy()
    starts, ends = words["start"].to_numpy(), words["end"].to_numpy()
    found = []
    for (article, _), rows in spots.items():
        for place in np.flatnonzero(terms[rows] == node):
            # Overlapping bigrams begin inside the node.
            after = rows[starts[rows] >= ends[rows[place]]][: reading.choices.window]
            last = ends[after[-1]] if len(after) else ends[rows[place]]
            begin, stop = places.chain(article).text(ends[rows[place]], last)
            found.append(follower in simplify(texts[article][begin:stop]))
    return np.mean(found) if found else nan


@finding
def carried_forward(reading: Reading) -> float:
    """Share of the 弘扬 that have 上海精神 among the words to their right."""
    return _followed(reading, "弘扬", "上海精神")


@finding
def upheld(reading: Reading) -> float:
    """Share of the 秉持 that have 上海精神 among the words to their right."""
    return _followed(reading, "秉持", "上海精神")


@finding
def register_of_digests(reading: Reading) -> float:
    """Of the four words, how many stand on one side alone: aims, emphasizes, among in half of the digests or more, said
    in the dispatch."""
    own = reading.own_english
    if not len(reading.digests) or not len(own):
        return nan
    digests = reading.digests[reading.digests.isin(reading.counted())]
    words = reading.words
    having = {
        term: set(words.loc[words["term"] == term, "article"].astype(str))
        for term in ("aims", "emphasizes", "among", "said")
    }
    kept = [
        not having[term] & set(own) and len(having[term] & set(digests)) >= len(digests) / 2
        for term in list(having)[:3]
    ]
    return sum(kept) + bool(having["said"] & set(own) and not having["said"] & set(digests))


@finding
def peace_differs_most(reading: Reading) -> float:
    """The place of peace among the concepts, by how far its shares of articles lie apart."""
    gap = reading.concept_gap
    if not len(gap):
        return nan
    far = gap.set_index("term")["effect"].abs()
    return (far > far["peace"]).sum() + 1


@finding
def no_concept_differs(reading: Reading) -> float:
    """The least corrected p of seventy concepts, Chinese texts against digests."""
    return reading.concept_gap["p_adjusted"].min() if len(reading.concept_gap) else nan


# 04 ---------------------------------------------------------------------------------------------------------------------


@finding
def occasion_explains(reading: Reading) -> float:
    """p of the share of the frames that the occasion explains."""
    return reading.explained.at["occasion", "p"]


@finding
def outlet_does_not(reading: Reading) -> float:
    """p of the share of the frames that the outlet explains."""
    return reading.explained.at["outlet", "p"]


@finding
def one_event_brings_together(reading: Reading) -> float:
    """Mean distance in frames, own words: one outlet on different events minus two outlets on one event."""
    table = reading.distances.query("ruler == 'frames' and wording == 'own words'")
    means = table.groupby("pair", observed=False)["value"].mean()
    return means["one outlet, different events"] - means["two outlets, one event"]


@finding
def no_ruler_shows_outlets(reading: Reading) -> float:
    """The rulers, in digests and in own words, that show a difference between outlets."""
    return reading.gaps["shown"].sum()


@finding
def no_test_could(reading: Reading) -> float:
    """The smallest two-sided p that there is for two digested outlets."""
    outlets = reading.corpus.articles.loc[reading.digests, "outlet"]
    if outlets.nunique() < 2:
        return nan
    return comparisons.smallest_detectable(outlets, reading.versions())["least_p"].min()


def _conference(reading: Reading) -> tuple[str, str] | None:
    """The press conference that stands here twice: in Chinese words and as a digest."""
    links, articles = reading.corpus.links, reading.corpus.articles
    for row in links[links["relation"] == "one press conference"].itertuples():
        one, other = sorted((row.article, row.other), key=lambda name: articles.at[name, "form"] == "digest")
        if articles.at[other, "form"] == "digest" and articles.at[one, "language"] == "zh":
            return one, other
    return None


@finding
def certainty_becomes_expectation(reading: Reading) -> float:
    """1 if the Chinese dispatch is certain and its digest expects and is nowhere certain, else 0."""
    pair = _conference(reading)
    if pair is None:
        return nan
    kinds = [
        set(rows["kind"])
        for rows in (reading.all_modals[reading.all_modals["article"] == name] for name in pair)
    ]
    original, digest = kinds
    return float("certainty" in original and "expectation" in digest and "certainty" not in digest)


@finding
def expected_by_machine_only(reading: Reading) -> float:
    """English texts that no machine wrote in which something is expected to."""
    own = reading.own_english
    if not len(own) or not len(reading.digests):
        return nan
    modals = reading.all_modals[reading.all_modals["modal"] == "is expected to"]
    return modals.loc[modals["article"].isin(own), "article"].nunique()


@finding
def english_is_the_machines(reading: Reading) -> float:
    """Outlets whose own English stands here."""
    words_by = reading.corpus.articles.loc[reading.own_english, "words_by"]
    return words_by.nunique() if len(reading.digests) else nan


# 05 ---------------------------------------------------------------------------------------------------------------------


def _longest_english(corpus: Corpus) -> tuple[str, str] | None:
    """The Chinese dispatch and the longest English version of it."""
    links, articles = corpus.links, corpus.articles
    for row in links[links["relation"] == "translation"].itertuples():
        one = min(row.article, row.other, key=lambda name: articles.at[name, "language"] != "zh")
        story = articles[
            (articles["same_story"] == articles.at[one, "same_story"]) & (articles["language"] == "en")
        ]
        if articles.at[one, "language"] == "zh" and len(story):
            return one, story["text"].str.len().idxmax()
    return None


@finding
def translation_is_whole(reading: Reading) -> float:
    """Share of the Chinese sentences that the longest English version renders; which that is, the whole corpus says."""
    pair = _longest_english(reading.printed)
    if pair is None or not set(pair) <= set(reading.kept):
        return nan
    return _of_pair(reading, pair, _share_rendered)


def _of_pair(
    reading: Reading, pair: tuple[str, str], number: Callable[[Corpus, tuple[str, str]], float]
) -> float:
    """What a pair of texts shows; computed once for all readings that have the same wording of both."""
    key = (number.__name__, reading.choices.repaired, reading.choices.converted, *pair)
    return reading.stored(key, lambda: number(reading.readable, pair))


def _share_rendered(corpus: Corpus, pair: tuple[str, str]) -> float:
    links = comparisons.align(*(comparisons.sentences_of(corpus, name) for name in pair))
    counts = links["left_sentences"].where(links["left_sentences"] != "").str.count(r"\+") + 1
    return counts[links["right_sentences"] != ""].sum() / counts.sum()


def _spirit(reading: Reading) -> pd.DataFrame:
    found = reading.all_formulas
    found = found[(found["formula"] == _FORMULA) & found["article"].isin(reading.counted(once=False))]
    return found.assign(language=found["article"].map(reading.language))


@finding
def formula_is_whole(reading: Reading) -> float:
    """Share of the occurrences of the formula that have all parts in their order."""
    found = _spirit(reading)
    return (found["complete"] & found["in_order"]).mean()


@finding
def pursuit_is_lost(reading: Reading) -> float:
    """Share of the English renderings that lose the pursuit, minus that of the Chinese originals."""
    found = _spirit(reading)
    lost = found["lost"].str.contains("6").groupby(found["language"]).mean()
    return lost.get("en", nan) - lost.get("zh", nan)


@finding
def digest_keeps_things(reading: Reading) -> float:
    """Share of numbers and concepts that survive in the digest, minus that of speakers, dates and certainty."""
    pair = _conference(reading)
    if pair is None:
        return nan
    return _of_pair(reading, pair, _survival_of_things)


def _survival_of_things(corpus: Corpus, pair: tuple[str, str]) -> float:
    corpus = selected(corpus, pd.Index(sorted(pair), name="article"))
    fates = comparisons.fidelity(corpus, pair, voices=find_voices(corpus))
    in_source = fates[fates["fate"].isin(["survives", "changed", "dropped"])]
    things = in_source["kind"].isin(["number", "concept"])
    certain = (in_source["kind"] == "modal") & (in_source["item"] == "certain")
    survives = in_source["fate"] == "survives"
    return survives[things].mean() - survives[in_source["kind"].isin(["speaker", "date"]) | certain].mean()


# Ranked lists -----------------------------------------------------------------------------------------------------------


def leading_terms(reading: Reading) -> dict[str, list[str]]:
    """The ranked lists of the notebooks under a reading, best first; an empty list where there is nothing to rank."""
    ranked, gap = reading.ranked, reading.concept_gap
    far = gap.assign(far=gap["effect"].abs()).sort_values(["far", "term"], ascending=[False, True])
    return {
        "Chinese words": ranked.loc[ranked["group"] == "zh", "term"].tolist(),
        "English words": ranked.loc[ranked["group"] == "en", "term"].tolist(),
        "collocates of 上海精神": [
            term for term in _collocates(reading, "上海精神") if term not in reading.stops
        ],
        "key words of digests": [term for term in _key_words(reading) if term not in reading.stops],
        "concepts that differ": far["term"].tolist(),
    }


def _collocates(reading: Reading, node: str) -> list[str]:
    try:
        found = measures.collocates(
            reading.words, node, reading.choices.window, versions=reading.versions(), minimum=2
        )
    except KeyError:
        return []
    return found["term"].tolist()


def _key_words(reading: Reading) -> list[str]:
    """The English words that digests have more often than the dispatch."""
    articles = reading.corpus.articles
    english = articles[articles["language"] == "en"]
    register = english["form"].where(english["form"] == "digest", "dispatch")
    if register.nunique() != 2:
        return []
    words = reading.words[reading.words["article"].isin(english.index)]
    keyness = measures.keyness(words, register, "digest", "dispatch", versions=reading.versions())
    return keyness.loc[keyness["log_ratio"] > 0, "term"].tolist()
