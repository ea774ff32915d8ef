"""Measures: published numbers to the digits printed, independent libraries, and properties of all counts."""

import re
from functools import partial
from itertools import product

import numpy as np
import pandas as pd
import pytest
from conftest import assert_walks_back, cases, refuses
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nltk.collocations import BigramCollocationFinder
from nltk.metrics import BigramAssocMeasures
from pandas.testing import assert_frame_equal
from scipy import stats

from helpers import measures
from helpers.measures import collocations, keywords
from helpers.mentions.concepts import find_concepts


def tokens_of(**articles):
    """Make a token table: each article is its sentences with ` . ` between; a comma is a mark."""
    sentences = [(name, *one) for name, text in articles.items() for one in enumerate(text.split(" . "), 1)]
    rows = [(article, number, word) for article, number, text in sentences for word in text.split()]
    table = pd.DataFrame(rows, columns=["article", "sentence", "term"]).rename_axis("start").reset_index()
    table = table.assign(end=table["start"] + 1, kind=table["term"].map(lambda word: "mark" if word == "," else "word"))
    return table.astype({"article": "category", "term": "category", "kind": "category"})


# A table of counts takes a hundredth of a second.
few = settings(max_examples=30)
TEXTS = st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=12), min_size=2, max_size=6)


def of_lists(texts):
    return tokens_of(**{f"t{number}": " ".join(text) for number, text in enumerate(texts)})


def halves(texts):
    return pd.Series({f"t{number}": "left" if number % 2 else "right" for number in range(len(texts))})


# Published numbers ----------------------------------------------------------------------------------------------------


def test_keyness_table_has_the_numbers_of_quanteda_under_their_names():
    tokens = tokens_of(one="word " * 7 + "rest " * 3, two="word " * 2 + "rest " * 7)
    groups = pd.Series({"one": "target", "two": "reference"})
    row = measures.keyness(tokens, groups, "target", "reference").set_index("term").loc["word"]
    assert row[["count", "n", "reference_count", "reference_n"]].tolist() == [7, 10, 2, 9]
    assert row[["g2_four_cell", "log_ratio"]].tolist() == pytest.approx([4.534939, 1.655352], abs=6e-7)


def assert_printed(found, printed):
    """The number equals the printed one, to the printed digits."""
    assert round(found, len(printed.partition(".")[2])) == float(printed)


@pytest.mark.parametrize("case", cases("keyness"), ids=lambda case: f"{case['measure']} {case['counts']}")
def test_numbers_that_others_printed(case):
    """Dunning 1993; Hardie's log ratio; Evert, Church and Hanks."""
    measure = getattr(collocations if case["measure"] == "pair_g2" else keywords, case["measure"])
    assert_printed(float(measure(*map(int, case["counts"].split()))), case["printed"])


@pytest.mark.parametrize("case", cases("dispersion"), ids=lambda case: f"{case['whose']}: {case['counts']}")
def test_dispersion_of_gries_lyne_and_carroll(case):
    """An empty cell was not printed."""
    counts, sizes = ([int(number) for number in case[name].split()] for name in ("counts", "sizes"))
    texts = [["word"] * count + ["rest"] * (size - count) for count, size in zip(counts, sizes, strict=True)]
    row = measures.dispersion(of_lists(texts)).set_index("term").loc["word"]
    assert (row["count"], row["n"]) == (sum(counts), sum(sizes))
    for name in filter(case.get, ("range", "dp")):
        assert_printed(row[name], case[name])


# Independent libraries ------------------------------------------------------------------------------------------------


@given(st.tuples(st.integers(1, 30), st.integers(0, 60), st.integers(0, 60), st.integers(1, 4000)))
def test_association_agrees_with_nltk(cells):
    both, only_x, only_y, _ = cells
    x, y, n = both + only_x, both + only_y, sum(cells)
    assert collocations.pmi(both, x, y, n) == pytest.approx(BigramAssocMeasures.pmi(both, (x, y), n))
    assert collocations.t_score(both, x, y, n) == pytest.approx(BigramAssocMeasures.student_t(both, (x, y), n))
    expected = 14 + np.log2(BigramAssocMeasures.dice(both, (x, y), n))
    assert collocations.log_dice(both, x, y) == pytest.approx(expected)
    # NLTK adds a small number to each cell.
    expected = BigramAssocMeasures.likelihood_ratio(both, (x, y), n)
    assert collocations.pair_g2(both, x, y, n) == pytest.approx(expected, abs=1e-4)


@few
@given(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=60).filter(lambda words: "a" in words[:-1]))
def test_neighbours_to_the_right_agree_with_nltk(words):
    found = BigramCollocationFinder.from_words(words).ngram_fd
    expected = {pair[1]: count for pair, count in found.items() if pair[0] == "a" != pair[1]}
    ours = measures.collocates(tokens_of(a=" ".join(words)), "a", window=(0, 1)).set_index("term")["count"]
    assert ours.to_dict() == expected


@given(st.tuples(*[st.integers(0, 400)] * 4))
def test_four_cells_agree_with_scipy(cells):
    square = np.array(cells).reshape(2, 2)
    assume(square.sum(0).all() and square.sum(1).all())
    expected = stats.chi2_contingency(square, correction=False, lambda_="log-likelihood").statistic
    assert keywords.g2_four_cell(*cells) == pytest.approx(expected, abs=1e-8)


@given(st.integers(0, 60), st.integers(1, 60))
def test_intervals_of_shares_agree_with_scipy(count, more):
    test = stats.binomtest(count, count + more)
    expected = tuple(test.proportion_ci(0.95, "wilson"))
    assert measures.wilson(count, count + more) == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_adjusted_p_values_are_those_of_holms_rule(values):
    ours = measures.adjusted(values)
    for level in (0.01, 0.05, 0.2):
        # Holm: from the smallest p on, reject while p is at most level / (hypotheses left).
        ordered, rejected = sorted(values), 0
        while rejected < len(ordered) and ordered[rejected] * (len(ordered) - rejected) <= level:
            rejected += 1
        assert (ours <= level).sum() == rejected


@pytest.mark.parametrize("counts", [[5, 4, 6, 1, 0, 2, 1], [3, 3, 3, 3, 3, 3, 3], [0, 0, 9, 1, 2, 1, 0]])
def test_permutation_p_agrees_with_scipy(counts):
    table, groups = of_counts(counts, 3)
    rates = np.array(counts) / 100
    both, kind = (rates[:3], rates[3:]), "independent"
    expected = stats.permutation_test(both, lambda x, y: x.mean() - y.mean(), permutation_type=kind)
    row = measures.contrast(table, groups, "A", "B", statistic="difference").iloc[0]
    assert row["p"] == pytest.approx(expected.pvalue)
    assert row["effect"] == pytest.approx(1000 * expected.statistic)


def test_bootstrap_interval_agrees_with_all_resamples():
    counts = [0, 10, 40, 90, 60]
    table, _ = of_counts(counts, 5)
    every = [1000 * sum(draw) / 500 for draw in product(counts, repeat=5)]
    row = measures.intervals(table).iloc[0]
    assert (row["low"], row["high"]) == pytest.approx(tuple(np.quantile(every, [0.025, 0.975])), abs=6)
    assert row["low"] < row["value"] < row["high"]


# Properties of all counts ---------------------------------------------------------------------------------------------


@few
@given(TEXTS)
def test_swapping_the_groups_flips_the_sign(texts):
    assume(len({word for text in texts for word in text}) > 1)
    tokens, groups = of_lists(texts), halves(texts)
    one = measures.keyness(tokens, groups, "left", "right").set_index("term").sort_index()
    other = measures.keyness(tokens, groups, "right", "left").set_index("term").sort_index()
    for column, sign in {"log_ratio": -1, "g2_four_cell": 1}.items():
        assert one[column].to_numpy() == pytest.approx(sign * other[column].to_numpy(), abs=1e-9)


@few
@given(TEXTS, st.integers(1, 20))
def test_an_article_without_the_term_changes_no_numerator(texts, words):
    before = measures.keyness(of_lists(texts), halves(texts), "left", "right").set_index("term")
    longer = [*texts, ["other"] * words]
    after = measures.keyness(of_lists(longer), halves(longer), "left", "right").set_index("term")
    for column in ["count", "reference_count"]:
        assert (after.loc[before.index, column] == before[column]).all()
    grown = "n" if len(texts) % 2 else "reference_n"
    assert (after.loc[before.index, grown] == before[grown] + words).all()


@few
@given(TEXTS)
def test_sums_of_parts_are_the_total(texts):
    tokens, groups = of_lists(texts), halves(texts)
    table = measures.frequency(tokens, groups)
    assert (table.groupby("group")["count"].sum() == table.groupby("group")["n"].first()).all()
    assert table.groupby("group")["value"].sum().to_numpy() == pytest.approx(1000)
    parts = measures.article_counts(tokens)
    of_parts, of_groups = (one.groupby("term")["count"].sum().sort_index() for one in (parts, table))
    assert (of_parts == of_groups).all()


@few
@given(TEXTS)
def test_dispersion_is_bounded_and_counts_every_term(texts):
    tokens = of_lists(texts)
    table = measures.dispersion(tokens)
    assert sorted(table["term"]) == sorted(set(tokens["term"].astype(str)))
    assert table["dp"].dropna().between(0, 1).all()
    ranges = tokens.groupby("term", observed=True)["article"].nunique()
    assert table["range"].tolist() == ranges.loc[table["term"]].tolist()


@settings(max_examples=8)
@given(st.permutations(range(4)))
def test_the_order_of_articles_does_not_matter(order):
    texts = {"t0": "b a a", "t1": "c c b", "t2": "a b d", "t3": "e a"}
    groups = pd.Series({"t0": "x", "t1": "y", "t2": "x", "t3": "y"})
    shuffled = tokens_of(**{f"t{place}": texts[f"t{place}"] for place in order})
    for measure in [measures.frequency, measures.dispersion, partial(measures.keyness, target="x", reference="y")]:
        assert_frame_equal(measure(tokens_of(**texts), groups), measure(shuffled, groups.iloc[list(order)]))


def test_zeros_are_rows_ties_go_by_term_and_marks_are_never_counted():
    table = measures.frequency(tokens_of(one="b a , c a , b", two="d"), pd.Series({"one": "1", "two": "2"}))
    first = table.loc[table["group"] == "1", ["term", "count", "n", "rank", "articles", "value"]]
    rows = [["a", 2, 5, 1, 1, 400], ["b", 2, 5, 2, 1, 400], ["c", 1, 5, 3, 1, 200], ["d", 0, 5, 4, 0, 0]]
    assert first.to_numpy().tolist() == rows


def test_a_missing_term_names_the_nearest_and_a_missing_group_the_groups():
    tokens, groups = tokens_of(a="summit security stability", b="峰会 安全 安全观"), pd.Series({"a": "A", "b": "B"})
    said = "'securty' does not occur; the nearest terms are 'security'"
    refuses(KeyError, said, measures.article_counts, tokens, terms=["summit", "securty"])
    refuses(KeyError, "'summit'", measures.collocates, tokens, "Sumit")
    refuses(KeyError, "'峰会'", measures.concordance, None, tokens, "峰會")
    tokens, groups = tokens_of(a="x", b="y"), pd.Series({"a": "A", "b": "B"})
    for measure, counted in ((measures.keyness, tokens), (measures.contrast, measures.article_counts(tokens))):
        refuses(KeyError, "no group 'C'; the groups are A, B", measure, counted, groups, "A", "C")
        refuses(ValueError, "both 'A'", measure, counted, groups, "A", "A")
    for measure, table in ((measures.frequency, tokens), (measures.shares, tokens.assign(concept="peace"))):
        refuses(TypeError, r"corpus\.articles", measure, table, "outlet")
    refuses(TypeError, "not NoneType", measures.shares, tokens.assign(concept="peace"), None)


SIDES = pd.Series({"a": "A", "b": "B"})
COUNTING = {
    "frequency": lambda tokens: measures.frequency(tokens, SIDES), "keyness": lambda tokens: measures.keyness(tokens, SIDES, "A", "B"),
    "dispersion": measures.dispersion, "article_counts": measures.article_counts,
    "collocates": lambda tokens: measures.collocates(tokens, "x"), "concordance": lambda tokens: measures.concordance(None, tokens, "x"),
}  # fmt: skip


@pytest.mark.parametrize("measure", COUNTING)
def test_words_without_a_term_or_an_article_are_refused_and_not_counted_as_others(measure):
    tokens = tokens_of(a="x y", b="x z")
    for column in ("term", "article")[: 1 if measure == "concordance" else 2]:
        gone = tokens.assign(**{column: tokens[column].mask(tokens["start"] == 3)})
        refuses(ValueError, f"tokens has no {column!r} in 1 of 4 rows; fill it", COUNTING[measure], gone)
        said = f"tokens has no column {column!r}; it has start"
        refuses(ValueError, said, COUNTING[measure], tokens.drop(columns=column))


@pytest.mark.parametrize("labels", [[1, 0], [True, False], ["x", ""]], ids=str)
def test_a_group_may_have_any_label(labels):
    """A label that counts as false is a reference like any other, not all the others."""
    tokens, groups = tokens_of(a="x y", b="x z", c="w"), pd.Series([*labels, None], index=list("abc"), dtype="object")
    for measure, counted in ((measures.keyness, tokens), (measures.contrast, measures.article_counts(tokens))):
        table = measure(counted, groups, *labels)
        assert set(table["group"]) == {labels[0]} and set(table["reference"]) == {labels[1]}
    assert set(measures.frequency(tokens, groups)["group"]) == set(labels)


def test_an_empty_group_gives_an_empty_table_with_its_columns():
    tokens = tokens_of(a="x y . x", b="y")
    groups = pd.Series(pd.Categorical(["A", "A"], categories=["A", "B"]), index=["a", "b"])
    nobody = pd.Series({"a": None, "b": None}, dtype="object")
    for call in (measures.frequency, measures.dispersion):
        empty = call(tokens, groups=nobody)
        full = call(tokens, groups=pd.Series({"a": "A", "b": "B"}))
        assert len(empty) == 0 and list(empty.columns) == list(full.columns) and len(full), call.__name__
    assert measures.keyness(tokens, groups, "B", "A").empty and measures.keyness(tokens, groups, "A", "B").empty
    counts = measures.article_counts(tokens)
    alone = measures.contrast(counts, groups, "A", "B")
    assert alone.empty and set(alone.columns) >= {"effect", "p", "low"}
    assert measures.frequency(tokens, groups)["group"].unique().tolist() == ["A"]
    assert measures.shares(counts.assign(concept="peace"), nobody).empty
    assert measures.frequency(tokens.iloc[:0]).empty
    none = tokens.iloc[:0].assign(count=0, n=0)[["article", "term", "count", "n"]]
    assert measures.intervals(none, versions=pd.Series(dtype=str)).empty


def test_versions_of_a_text_count_once_in_each_group():
    tokens = tokens_of(a="x x y", b="x x y z", c="x", d="w")
    groups = pd.Series({"a": "A", "b": "A", "c": "B", "d": "A"})
    same = pd.Series({"a": "one", "b": "one", "c": "one", "d": "two"})
    found = [measures.dispersion(tokens, groups, known).query("term == 'x'") for known in (None, same)]
    each, once = (table.set_index("group") for table in found)
    assert each["count"].to_dict() == {"A": 4, "B": 1}
    assert once["count"].to_dict() == {"A": 2, "B": 1}
    assert once["n"].to_dict() == {"A": 5, "B": 1}  # the longer of a and b
    counts = measures.article_counts(tokens, "x")
    assert measures.intervals(counts, groups, same).set_index("group")["articles"].to_dict() == {"A": 2, "B": 1}


def test_versions_of_the_corpus_join_reprints_and_two_digests_only(corpus):
    text = measures.versions(corpus)
    joined = {tuple(text.index[text == label]) for label in text.unique()}
    linked = corpus.links[corpus.links["relation"].isin(["reprint", "two digests"])]
    assert len(linked) and (text[linked["article"]].to_numpy() == text[linked["other"]].to_numpy()).all()
    assert len(joined) == len(corpus.articles) - len(linked)


# Collocates, n-grams, concordance -------------------------------------------------------------------------------------


def test_a_window_stays_in_its_sentence_and_marks_are_no_words():
    tokens = tokens_of(a="the economy , grew fast . peace followed", b="nothing")
    found = measures.collocates(tokens, "economy", window=2)
    assert sorted(found["term"]) == ["fast", "grew", "the"]
    assert found["span"].tolist() == [3] * 3 and found["n"].tolist() == [6] * 3
    overlapping = measures.collocates(tokens_of(a="x node y node z"), "node", window=2).set_index("term")
    assert overlapping["count"].to_dict() == {"x": 1, "y": 1, "z": 1}, "a word of two windows counts once"
    assert overlapping["span"].tolist() == [3] * 3 and (overlapping["log_dice"] <= 14).all()
    # At chance the association is zero: every second word is x inside and outside of the span.
    chance = measures.collocates(tokens_of(a="node x y . x y x y"), "node", window=(0, 2)).set_index("term")
    assert chance.loc["x", ["pmi", "t", "g2"]].tolist() == pytest.approx([0, 0, 0])
    mixed = tokens_of(a="合作 深化 领域", b="trade grew fast")
    assert set(measures.collocates(mixed, "合作")["n"]) == {2}, "words of the other language do not count"
    with pytest.warns(UserWarning, match="^groups: A, B have Chinese and other texts"):
        measures.keyness(mixed, pd.Series({"a": "A", "b": "B"}), "A", "B")
    for window in (np.int64(2), np.array(2), (2.0, 2)):
        assert_frame_equal(measures.collocates(tokens, "economy", window), found)
    for window in (0, -1, 2.5, (1,), (1, 2, 3), (0, 0), None, "two"):
        refuses(ValueError, "window is a number of words above zero", measures.collocates, tokens, "peace", window)
    refuses(KeyError, "nearest terms are 'peace'", measures.collocates, tokens, "peach")


def test_every_line_of_a_concordance_walks_back_to_its_page(corpus, tokens):
    for term in ["合作", "cooperation"]:
        lines = measures.concordance(corpus, tokens, term, context=20)
        assert len(lines) == (tokens["term"] == term).sum()
        assert_walks_back(corpus, lines, "node")
        for line in lines.itertuples():
            assert len(line.left) <= 20 and len(line.right) <= 20
            text = re.sub(r"\s+", " ", corpus.articles.at[line.article, "text"])
            assert line.left + line.node + line.right in text


def test_a_concordance_of_a_run_of_words(corpus, tokens):
    lines = measures.concordance(corpus, tokens, "member states")
    assert set(lines["node"].str.lower()) == {"member states"}
    words = tokens[tokens["kind"] != "mark"]
    after = words.shift(-1)
    beside = (words["term"] == "member") & (after["term"] == "states") & (words["sentence"] == after["sentence"])
    assert len(lines) == (beside & (words["article"] == after["article"])).sum() > 5
    refuses(KeyError, "next to each other", measures.concordance, corpus, tokens, "states member")
    # Marks that the node does not name are skipped: without them in the table, the lines are the same.
    assert len(measures.concordance(corpus, words.drop(columns="kind"), "member states")) == len(lines)
    lines = measures.concordance(corpus, tokens, ["弘扬", "上海精神"])
    assert len(lines) >= 6 and set(lines["node"].str.len()) == {7}
    marked = measures.concordance(corpus, tokens, ["弘扬", "“", "上海精神", "”"])
    assert 0 < len(marked) <= len(lines) and set(marked["node"].str[-1]) == {"”"}
    refuses(KeyError, "next to each other", measures.concordance, corpus, tokens, ["弘扬", "。", "上海精神"])


# Articles as the unit -------------------------------------------------------------------------------------------------


def of_counts(counts, first):
    """Make articles of 100 words with these counts of one term; the first so many are group A."""
    names = [f"t{number}" for number in range(len(counts))]
    table = pd.DataFrame({"article": names, "term": "word", "count": counts, "n": 100})
    return table, pd.Series(["A" if number < first else "B" for number in range(len(counts))], index=names)


def test_one_chatty_article_does_not_make_a_difference():
    table, groups = of_counts([16, 0, 1, 2, 1, 1, 0, 2, 1, 0], 5)
    row = measures.contrast(table, groups, "A", "B").iloc[0]
    count, other = row[["count", "reference_count"]]
    cells = count, other, row["n"] - count, row["reference_n"] - other
    tail = stats.chi2.sf(keywords.g2_four_cell(*cells), 1)
    assert tail < 0.05 < 0.2 < row["p"]
    assert row["low"] < 0 < row["high"] and row["null_low"] <= row["effect"] <= row["null_high"]

    # A difference in every article is detected.
    table, groups = of_counts([20, 22, 19, 21, 20, 1, 2, 1, 0, 2], 5)
    row = measures.contrast(table, groups, "A", "B").iloc[0]
    assert row["p"] == pytest.approx(2 / 252) and row["low"] > 0 and row["effect"] > row["null_high"]


def test_samples_of_permutations_are_the_same_every_time_and_few_are_all_looked_at():
    table, groups = of_counts(list(range(20)), 10)
    one, same = (measures.contrast(table, groups, "A", "B", resamples=199) for _ in range(2))
    assert_frame_equal(one, same)
    # The test of a single article is exact.
    table, groups = of_counts([9, 0, 1, 2, 1], 1)
    assert measures.contrast(table, groups, "A", "B")["p"].tolist() == pytest.approx([2 / 5])


@pytest.mark.parametrize(("articles", "known"), [(1, False), (4, False), (5, True)])
def test_under_five_texts_there_is_no_interval_by_any_measure(articles, known):
    table, groups = of_counts([*range(articles), *range(9)], articles)
    places = pd.DataFrame({"article": groups.index, "concept": "peace"})[1:]
    shares = measures.shares(places, groups).set_index("group")
    rates = measures.intervals(table, groups).set_index("group")
    gap = measures.contrast(table, groups, "A", "B", resamples=99).iloc[0]
    bounds = [*shares.loc["A", ["low", "high"]], *rates.loc["A", ["low", "high"]], *gap[["low", "high"]]]
    assert pd.notna(bounds).tolist() == [known] * len(bounds)
    assert shares.loc["B", ["low", "high"]].notna().all() and rates.loc["B", "low"] >= 0


def test_the_adjustment_is_over_the_terms_of_the_table():
    one, groups = of_counts([20, 22, 19, 21, 1, 2, 1, 0], 4)
    two = pd.concat([one, one.assign(term="other", count=3)])
    row = measures.contrast(two, groups, "A", "B").set_index("term").loc["word"]
    assert row["p_adjusted"] == pytest.approx(2 * row["p"])
    # Untested values do not count.
    assert measures.adjusted([0.01, np.nan, 0.03]).tolist() == pytest.approx([0.02, np.nan, 0.03], nan_ok=True)
    assert measures.adjusted([]).tolist() == []


def test_counts_that_cannot_be_resampled_are_refused():
    table, groups = of_counts([1, 2, 3], 2)
    without_zeros = pd.concat([table, table.iloc[:1].assign(term="other")])
    refuses(ValueError, "zeros are rows", measures.intervals, without_zeros, groups)
    for column in ("count", "n"):
        unsaid = table.assign(**{column: table[column].astype(float).mask(table["article"] == "t1")})
        refuses(ValueError, "lacks a number", measures.intervals, unsaid, groups)


def test_shares_have_a_row_for_every_concept_and_group(corpus):
    found = find_concepts(corpus)
    table, peace = (measures.shares(found, corpus.articles["language"], terms=terms) for terms in (None, "peace"))
    assert len(table) == 2 * len(found["concept"].cat.categories) and len(peace) == 2
    assert (table["count"] == 0).any() and (table["low"] <= table["value"]).all()
    assert table.groupby("group")["n"].first().to_dict() == corpus.articles["language"].value_counts().to_dict()


def test_shares_count_articles_not_mentions():
    mentions = [("a", 1, "peace"), ("a", 1, "peace"), ("b", 1, "trade")]
    places = pd.DataFrame(mentions, columns=["article", "sentence", "concept"])
    table = measures.shares(places, pd.Series({"a": "A", "b": "A", "c": "A"})).set_index("term")
    assert table[["count", "n"]].to_numpy().tolist() == [[1, 3], [1, 3]]
    sentences = pd.DataFrame({"article": ["a", "a", "b", "c"], "sentence": [1, 2, 1, 1]})
    counts = measures.mention_counts(places, sentences, terms="peace")
    assert counts[["article", "count", "n"]].to_numpy().tolist() == [["a", 1, 2], ["b", 0, 1], ["c", 0, 1]]
    refuses(KeyError, "nearest terms are 'peace'", measures.mention_counts, places, sentences, terms="peaces")
    refuses(ValueError, "places has no column 'frame'; it has", measures.mention_counts, places, sentences, "frame")
    # Occurrences in sentences that are not asked for do not count.
    later = pd.concat([places, places.assign(sentence=7)])
    assert measures.mention_counts(later, sentences, terms="peace").equals(counts)
    assert measures.mention_counts(places, sentences[2:], terms="peace")["count"].tolist() == [0, 0]
