"""Frames: cues against the codebook and the coders, addresses of labels, and measures computed from them."""

import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from conftest import cases, lexicon_with, quiet_corpus, refuses, write_pages
from scipy import stats

from helpers import comparisons, evaluation, measures, tokenize
from helpers.corpora.pages import ROOT
from helpers.corpora.reports import validate
from helpers.explore import Index
from helpers.lexicon import NO_OUTLET, LexiconError
from helpers.lexicon.schemas import MODALITY
from helpers.mentions import frames
from helpers.mentions.actors import find_actors
from helpers.mentions.frames import cues as cue_module
from helpers.mentions.modals import find_modals, modal_table, modals_in
from helpers.texts.tokens import cut

FRAMES = frames.FRAMES


@pytest.fixture(scope="module")
def labelled(corpus):
    return frames.label_frames(corpus.sentences, corpus)


# --- What the cues read ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("frames"), ids=lambda case: f"{case['kind']}: {case['text']}")
def test_a_sentence_carries_what_it_sets(case):
    """For Traditional texts, the column `converted` says whether they were machine-converted."""
    about = {"script": "Hant", "machine_converted": case["converted"] == "True"} if case["converted"] else {}
    labels = frames.label_frames(pd.DataFrame([{"text": case["text"], "language": case["language"]} | about])).labels
    assert " ".join(frame for frame in FRAMES if labels[frame].iloc[0]) == case["expected"]


# Segmented words inside which a cue begins or ends. All were checked: the cue keeps its meaning in them.
LONGER_WORDS = set("国防部长 国防部 中国国防部 防长会 军事医学 稳定性 稳定锚 全球安全倡议 文明观 中国式现代化 人类命运共同体 增进友谊 来华".split())  # fmt: skip


def test_no_chinese_cue_joins_the_ends_of_two_words(corpus):
    about = corpus.articles.loc[corpus.sentences["article"]]
    crossing = set()
    for sentence, (_, article) in zip(corpus.sentences["text"], about.iterrows(), strict=True):
        if article["language"] != "zh":
            continue
        text = cue_module.readable(sentence, "zh", article["script"], bool(article["machine_converted"]))
        edges = {edge for start, end, _ in cue_module.cues("zh").find(text) for edge in (start, end)}
        crossing |= {text[s:e] for s, e in cut(text) if any(s < edge < e for edge in edges)}
    assert crossing == LONGER_WORDS


def test_a_context_found_early_does_not_hide_a_later_one_and_a_cue_hides_those_in_it():
    row = cue_module.Cue("ab", "security", True, re.compile("ab"), re.compile("ab.{0,4}|.{0,2}ab"))
    for exclude, spans in ((row.exclude, []), (None, [(0, 2), (4, 6)])):
        cues = cue_module.Cues((row._replace(exclude=exclude),))
        assert [(start, end) for start, end, _ in cues.find("abxxab")] == spans
    # Only one of nested cues of the same frame counts.
    fired = frames.label_frames(pd.DataFrame({"text": ["联合国宪章"], "language": ["zh"]})).fired
    assert fired["text"].tolist() == ["联合国宪章"]


def test_the_strict_list_is_part_of_the_wide_one(corpus, labelled):
    strict = frames.label_frames(corpus.sentences, corpus, lists="strict").labels
    inside, wide = (table[list(FRAMES)].to_numpy() for table in (strict, labelled.labels))
    assert not (inside & ~wide).any() and inside.sum() < wide.sum()


# --- Addresses, and what cannot be read ----------------------------------------------------------------------------------------


def test_a_sentence_carries_the_frames_of_its_cues_and_a_plain_table_gives_the_same(corpus, labelled):
    fired, keys = labelled.fired, ["article", "sentence", "frame"]
    said = labelled.labels.melt(keys[:2], list(FRAMES), var_name="frame").query("value")
    assert {*said[keys].itertuples(index=False, name=None)} == {*fired[keys].itertuples(index=False, name=None)}
    about = ["language", "script", "machine_converted"]
    plain = corpus.sentences.merge(corpus.articles[about], left_on="article", right_index=True)
    again = frames.label_frames(plain[["text", *about]]).labels
    assert (again[list(FRAMES)].to_numpy() == labelled.labels.loc[plain.index, list(FRAMES)].to_numpy()).all()


@pytest.mark.filterwarnings("error")
def test_a_foreign_language_is_named_and_unlabelled_and_an_empty_table_stays_a_table():
    table = pd.DataFrame({"text": ["Мир и безопасность", "peace"], "language": ["ru", "en"]}, index=[7, 8])
    with pytest.warns(frames.FrameWarning, match="1 in 'ru'"):
        labels = frames.label_frames(table).labels
    assert labels["security"].to_dict() == {7: False, 8: True}
    frames.label_frames(table.loc[[8]])
    assert set(FRAMES) <= set(frames.label_frames(table.head(0)).labels)


def test_bad_input_is_named(corpus):
    one = corpus.sentences.head(1)
    strange = one.assign(article="999-01")
    refuses(ValueError, "no column 'language'", frames.label_frames, pd.DataFrame({"text": ["peace"]}))
    refuses(ValueError, "articles that are none of the corpus: '999-01'", frames.label_frames, strange, corpus)
    refuses(ValueError, "'strict' or 'wide'", frames.label_frames, one, corpus, lists="broad")


RIVER = """frame,language,cue,exclude
river,en,dams?|irrigation,Amster dam
river,zh,水坝|灌溉,
security,en,flood wardens?,
"""


@pytest.fixture
def river(tmp_path):
    """Pages about a river, with their own frames."""
    one = "The river forum\n\nVillagers want a dam. Flood wardens met about peace."
    two = "The harvest\n\nThe harvest was good. Nobody spoke of irrigation."
    return quiet_corpus(write_pages(tmp_path, study={"frames": RIVER}, one=one, two=two))


def test_a_frame_of_the_users_own_goes_all_the_way(river):
    labels, fired = frames.label_frames(river.sentences, river)
    assert frames.frame_names(lexicon=river.lexicon) == (*FRAMES, "river")
    assert frames.frames_of(labels) == list(fired["frame"].cat.categories) == [*FRAMES, "river"]
    cues = ["river: dam", "security: Flood wardens", "security: peace", "river: irrigation"]
    assert (fired["frame"].astype(str) + ": " + fired["text"]).tolist() == cues
    groups = pd.Series(dict.fromkeys(river.articles.index, "all"))
    river_row = measures.shares(fired, groups, column="frame").set_index("term").loc["river"]
    assert (river_row["count"], river_row["n"]) == (2, 2)
    plain = pd.DataFrame({"text": ["A dam."], "language": ["en"]})
    assert frames.label_frames(plain, lexicon=river.lexicon).labels["river"].tolist() == [True]
    assert "river" not in frames.label_frames(plain).labels


def test_gold_of_the_users_own_frames_is_scored(river):
    gold = pd.DataFrame({"text": ["A dam.", "A boat.", "Peace."], "language": "en", "river": [True, True, False]})
    gold["security"] = ~gold["river"]
    read = frames.label_frames(gold, lexicon=river.lexicon)
    scores = evaluation.frame_scores(gold, read.labels, gold["language"], resamples=9)
    both = scores[scores["language"] == "both"].set_index("frame")
    assert both.index.tolist() == ["river", "security", "all"]
    assert both["recall"].tolist() == [0.5, 1, pytest.approx(2 / 3)]


# --- Against the coders --------------------------------------------------------------------------------------------------------


def scores_of(gold, corpus=None):
    if corpus is None:
        read, languages, stories = frames.label_frames(gold), gold["language"], None
    else:
        read = frames.label_frames(gold, corpus)
        languages, stories = (gold["article"].map(corpus.articles[name]) for name in ("language", "same_story"))
    return evaluation.frame_scores(gold, read.labels, languages, stories, resamples=200)


def micro(scores) -> pd.Series:
    return scores[(scores["frame"] == "all") & (scores["language"] == "both")].iloc[0]


def test_the_gold_sentences_are_those_of_the_corpus(corpus):
    gold = evaluation.gold_frames()
    here = gold.merge(corpus.sentences, on=["article", "sentence"], suffixes=("", "_here"))
    assert len(here) == len(gold) >= 100
    assert (here["text"] == here["text_here"]).all()
    assert (here["start"] == here["start_here"]).all()
    halves = gold.groupby("split")["article"].agg(set)
    stories = corpus.articles["same_story"]
    assert not {stories[a] for a in halves["dev"]} & {stories[a] for a in halves["test"]}


def test_the_cards_of_two_lists_say_which_frames_carry_over():
    def card(**cells: tuple[int, float]) -> pd.DataFrame:
        rows = [(frame, language, *cell) for frame, cell in cells.items() for language in ("both", "zh")]
        return pd.DataFrame(rows, columns=["frame", "language", "gold", "f1"])

    own = card(security=(9, 0.9), legal_defence=(9, 0.9), shared_future=(2, 1.0), all=(20, 0.9))
    foreign = card(security=(6, 0.7), legal_defence=(6, 0.5), shared_future=(6, 0.9), all=(18, 0.7))
    table = evaluation.frame_cards({"own": own, "unseen": own, "foreign": foreign})
    assert table.loc[["security", "legal_defence"], "carries_over"].tolist() == [True, False]
    assert table.loc[["shared_future", "all"], "carries_over"].isna().all()
    assert table.loc["legal_defence", ["own n", "own F1", "foreign n", "foreign F1"]].tolist() == [9, 0.9, 6, 0.5]
    assert "unseen F1" in table and len(table) == 4


def test_the_foreign_sentences_are_coded_by_two_who_agree():
    gold = evaluation.foreign_frames()
    tables = [pd.read_csv(evaluation.GOLD / f"frames_foreign_{coder}.csv") for coder in "ab"]
    merged = (table.merge(gold[["id", "text"]], validate="one_to_one") for table in tables)
    coders = [table.astype(dict.fromkeys(FRAMES, bool)) for table in merged]
    assert all(coder["id"].tolist() == gold["id"].tolist() for coder in coders)
    assert gold["language"].value_counts().to_dict() == {"zh": 50, "en": 50}
    assert evaluation.coder_agreement(*coders) > 0.9
    settled = gold[list(FRAMES)].to_numpy()
    differ = [coder[list(FRAMES)].to_numpy() != settled for coder in coders]
    assert not (differ[0] & differ[1]).any()


@pytest.mark.parametrize("half", ["dev", "test", "unseen", "foreign"])
def test_the_cues_agree_with_the_coders(corpus, half):
    if half in ("dev", "test"):
        row = micro(scores_of(evaluation.gold_frames(split=half), corpus))
    else:
        row = micro(scores_of(evaluation.gold_frames(evaluation.GOLD / f"frames_{half}.csv")))
    assert row["f1"] >= {"dev": 0.95, "test": 0.80, "unseen": 0.80, "foreign": 0.45}[half]


def toy_gold(columns: dict[str, list[int]]) -> pd.DataFrame:
    length = len(next(iter(columns.values())))
    return pd.DataFrame({frame: columns.get(frame, [0] * length) for frame in FRAMES}).astype(bool)


def test_scores_by_hand():
    gold = toy_gold({"security": [1, 1, 1, 0], "legal_defence": [0, 0, 0, 1]})
    found = toy_gold({"security": [1, 1, 0, 1], "legal_defence": [0, 0, 0, 0]})
    scores = evaluation.frame_scores(gold, found, pd.Series(["zh", "zh", "en", "en"]), resamples=50)
    table = scores.set_index(["frame", "language"])
    security = table.loc[("security", "both")]
    assert security[["gold", "found", "right"]].tolist() == [3, 3, 2]
    assert security[["precision", "recall", "f1"]].tolist() == pytest.approx([2 / 3] * 3)
    assert [security["recall_low"], security["recall_high"]] == [float(bound) for bound in measures.wilson(2, 3)]
    assert table.loc[("security", "zh"), ["f1_low", "f1"]].tolist() == pytest.approx([0.342380, 1]), "Wilson's of 2"
    assert table.loc[("all", "both"), "f1"] == pytest.approx(4 / 7) and table.loc[("security", "en"), "f1"] == 0
    assert np.isnan(table.loc[("civilisation_culture", "both"), "f1"])


def test_stories_are_drawn_as_a_whole():
    gold = toy_gold({"security": [1] * 6})
    found = toy_gold({"security": [1, 1, 1, 0, 0, 0]})
    languages = pd.Series(["en"] * 6)
    one_story = micro(evaluation.frame_scores(gold, found, languages, pd.Series(["a"] * 6)))
    assert one_story[["f1_low", "f1_high"]].isna().all()
    alone = micro(evaluation.frame_scores(gold, found, languages, resamples=500))
    together = micro(evaluation.frame_scores(gold, found, languages, pd.Series(list("aaabbb")), resamples=500))
    assert (together["f1_low"], together["f1_high"]) == (0, 1)
    assert 0 < alone["f1_low"] < 0.5


def test_what_cannot_be_measured_is_left_out_by_its_score():
    rows = [("security", 9, 0.6), ("legal_defence", 9, 0.59), ("shared_future", 4, 1.0), ("all", 22, 0.7)]
    scores = pd.DataFrame(rows, columns=["frame", "gold", "f1"]).assign(language="both")
    table = evaluation.measurable_frames(scores)
    assert table["measured"].to_dict() == {"security": True, "legal_defence": False, "shared_future": False}
    assert table["reason"].tolist() == ["", "F1 0.59", "carried by only 4 sentences"]
    assert not evaluation.measurable_frames(scores.assign(f1=np.nan))["measured"].any()


def test_agreement_of_coders_by_hand():
    one, other = (toy_gold({"security": labels}).assign(text=list("abcd")) for labels in ([1, 1, 1, 0], [1, 1, 0, 1]))
    # 6 of 2 x 40 labels are set; two pairs differ, each counted from both sides (Krippendorff's formula).
    assert evaluation.coder_agreement(one, other) == pytest.approx(1 - 79 * 4 / (80**2 - 6**2 - 74**2))
    refuses(ValueError, "same sentences", evaluation.coder_agreement, one, other[::-1])


def test_gold_that_is_none_is_refused(tmp_path):
    path = tmp_path / "gold.csv"
    toy_gold({"security": [1]}).astype(int).assign(text="a", split="dev").to_csv(path, index=False)
    assert evaluation.gold_frames(path, "dev")["security"].tolist() == [True]
    path.write_text(path.read_text().replace("1,0", "2,0"))
    refuses(ValueError, "neither 0 nor 1", evaluation.gold_frames, path)


def test_the_smallest_difference_that_could_be_shown():
    groups = pd.Series(["one"] * 5 + ["other"] * 5 + ["third"] * 2)
    table = comparisons.smallest_detectable(groups).set_index(["group", "other"])
    row = table.loc[("one", "other")]
    assert row["least_p"] == pytest.approx(2 / 252)
    assert row["smallest"] == pytest.approx(0.8)  # 5 of 5 against 1 of 5: p 0.048; 4 of 5 against 0 of 5 the same
    assert stats.fisher_exact([[5, 0], [1, 4]]).pvalue < 0.05 < stats.fisher_exact([[5, 0], [2, 3]]).pvalue
    assert np.isnan(comparisons.smallest_detectable(groups.tail(4))["smallest"].iloc[0])
    # Many tests at once show less: of 11 and 9 texts all but two, or none against seven.
    two = pd.Series(["one"] * 11 + ["two"] * 9)
    assert comparisons.smallest_detectable(two, tests=70)["smallest"].iloc[0] == pytest.approx(7 / 9)
    versions = pd.Series(["v"] * 5 + list("abcde") + ["x", "y"])
    assert comparisons.smallest_detectable(groups, versions)["articles"].iloc[0] == 1


def test_who_tells(corpus):
    tellings = comparisons.tellings(corpus)
    assert set(tellings.index) == set(corpus.articles.index)
    reprint = corpus.links.query("relation == 'reprint'").iloc[0]
    assert tellings.loc[reprint["article"], "outlet"] == tellings.loc[reprint["other"], "outlet"]
    digests = corpus.articles.index[corpus.articles["form"] == "digest"]
    assert (tellings.loc[digests, "outlet"] == corpus.articles.loc[digests, "outlet"]).all()
    assert tellings.loc[digests, "telling"].str.endswith("digest").all()


# --- Distances -----------------------------------------------------------------------------------------------------------------


def test_pairs_are_what_the_links_say(corpus):
    pairs = comparisons.text_pairs(corpus).set_index(["article", "other"])
    relations = corpus.links.set_index(["article", "other"])["relation"]
    assert (pairs.loc[relations.index[relations == "two digests"], "pair"] == "two digests of one article").all()
    assert not set(relations.index[relations == "reprint"]) & set(pairs.index)
    languages = corpus.articles["language"]
    assert all(languages[one] == languages[other] for one, other in pairs.index)
    different = pairs[pairs["pair"].astype(str).str.endswith("different stories")]
    compared = set(different.reset_index()[["article", "other"]].to_numpy().ravel())
    assert compared <= set(comparisons.one_of_each_text(corpus))
    same = different["outlet"] == different["other_outlet"]
    assert (same == (different["pair"] == "one outlet, different stories")).all()


def test_distances_by_hand(corpus, labelled):
    tokens, actors = tokenize(corpus), find_actors(corpus)
    distances = comparisons.distances(corpus, labelled.fired, tokens, find_modals(corpus), actors)
    row = distances.query("pair == 'two digests of one article'").iloc[0]
    by_measure = distances[(distances["article"] == row["article"]) & (distances["other"] == row["other"])].set_index("measure")["value"]  # fmt: skip
    shares = labelled.labels.groupby("article")[list(FRAMES)].mean()
    assert by_measure["frames"] == pytest.approx((shares.loc[row["article"]] - shares.loc[row["other"]]).abs().mean())
    named = actors.groupby("article")["actor"].agg(set)
    one, other = named[row["article"]], named[row["other"]]
    assert by_measure["actors"] == pytest.approx(1 - len(one & other) / len(one | other))
    words = tokens[tokens["kind"] == "word"].groupby(["article", "term"], observed=True).size()
    shares = [words[row[side]] / words[row[side]].sum() for side in ("article", "other")]
    p, q = pd.concat(shares, axis=1).fillna(0).to_numpy().T
    middle = (p + q) / 2  # Jensen-Shannon: the mean of the two divergences from it (Lin 1991)
    assert by_measure["words"] == pytest.approx((stats.entropy(p, middle, 2) + stats.entropy(q, middle, 2)) / 2)
    assert distances["value"].between(0, 1).all()
    assert len(distances) == len(comparisons.text_pairs(corpus)) * 4


def toy_distances(near: float, far: float) -> pd.DataFrame:
    """Eight digests of two outlets: distance `near` within an outlet, `far` between outlets; a floor of 0.1."""
    outlets = dict(zip("abcdefgh", ["one"] * 4 + ["other"] * 4, strict=True))
    rows = [("x", "y", "one", "one", "two digests of one article", "digests", "frames", 0.1)]
    for left, right in combinations(outlets, 2):
        same = outlets[left] == outlets[right]
        pair = "one outlet, different stories" if same else "two outlets, different stories"
        rows.append((left, right, outlets[left], outlets[right], pair, "digests", "frames", near if same else far))
    table = pd.DataFrame(rows, columns=["article", "other", "outlet", "other_outlet", "pair", "wording", "measure", "value"])  # fmt: skip
    return table.assign(pair=pd.Categorical(table["pair"], categories=comparisons.PAIRS))


def test_a_gap_between_outlets_is_shown_only_over_chance_and_floor():
    shown = comparisons.outlet_gaps(toy_distances(0.2, 0.5), rounds=500).iloc[0]
    assert shown["gap"] == pytest.approx(0.3) and shown["shown"]
    assert shown["p"] < 0.05
    under_the_floor = comparisons.outlet_gaps(toy_distances(0.02, 0.05), rounds=500).iloc[0]
    assert under_the_floor["p"] < 0.05 and not under_the_floor["shown"]
    toy = toy_distances(0.02, 0.05)
    no_floor = comparisons.outlet_gaps(toy[toy["pair"] != comparisons.PAIRS[0]], rounds=500).iloc[0]
    assert pd.isna(no_floor["floor"]) and pd.isna(no_floor["above_floor"]) and no_floor["shown"]
    alike = comparisons.outlet_gaps(toy_distances(0.3, 0.3), rounds=500).iloc[0]
    assert alike["p"] == 1 and not alike["shown"]


# --- Occasions ------------------------------------------------------------------------------------------------------


def test_the_occasion_is_said_where_the_table_says(corpus):
    table = frames.occasions(corpus)
    assert table.index.tolist() == corpus.articles.index.tolist()
    said = table.dropna(subset="start")
    for article, row in said.iterrows():
        assert corpus.pages["raw"][row["page"]][row["start"] : row["end"]] == row["text"]
        assert (row["start"] < corpus.articles.loc[article, "start"]) == (row["where"] == "title")
    assert table["occasion"].nunique() >= 5
    assert set(table.loc[table["where"].isna(), "occasion"]) <= {"essay"}


@pytest.mark.parametrize("case", cases("occasions"), ids=lambda case: case["title"] + case["lead"])
def test_occasions_of_pages_nobody_has_seen(tmp_path, case):
    text = f"{case['title']}\n新华社·2031-02-03 10:00\n{case['lead']}各方继续讨论了其他问题。 ...\n"
    page = f"Query\nSearch documents\n{text}"
    rules = (ROOT / "seeds/study/occasions.csv").read_text(encoding="utf-8")
    found = frames.occasions(quiet_corpus(write_pages(tmp_path, study={"occasions": rules}, page=page)))
    assert found["occasion"].tolist() == [case["occasion"]]


FORUM = "occasion,cue,where\nforum,forum,title or lead\n"


def village_of(folder, study=()):
    texts = {"river": "River forum opens\n\nVillagers met at the river.\n", "well": "A well\n\nIt is deep.\n"}
    return quiet_corpus(write_pages(folder, study=study, **texts))


@pytest.mark.parametrize(
    ("rules", "found"), [("", [None, None]), (FORUM, ["forum", None]), (f"{FORUM}other,column,title or none\n", ["forum", "other"])]
)  # fmt: skip
def test_the_occasions_are_those_of_the_pages_own_study(tmp_path, rules, found):
    village = village_of(tmp_path, {"occasions": rules} if rules else ())
    assert frames.occasions(village)["occasion"].astype(object).where(lambda one: one.notna(), None).tolist() == found


def test_a_missing_outlet_has_one_name_everywhere(tmp_path):
    village = village_of(tmp_path)
    assert village.articles["outlet"].isna().all()
    assert comparisons.tellings(village)["telling"].tolist() == [f"{NO_OUTLET}, English"] * 2
    assert Index(village, tokenize(village)).outlets() == [NO_OUTLET]
    assert f"outlets: {NO_OUTLET} 2" in validate(village)


def test_the_codebook_has_each_frame_with_examples_that_were_coded_so(corpus):
    text = (ROOT / "helpers/lexicon/frames.md").read_text(encoding="utf-8")
    _, *parts = re.split(r"^### `(\w+)`$", text, flags=re.M)
    assert tuple(parts[::2]) == FRAMES
    gold = evaluation.gold_frames().set_index(["page", "start", "end"])
    names = {page[:3]: page for page in corpus.pages.index}
    for frame, section in zip(parts[::2], parts[1::2], strict=True):
        examples = re.findall(r"^\* (?:Chinese|English): (.+?) \(.*`(\d{3}):(\d+)-(\d+)`\)$", section, flags=re.M)
        assert len(examples) == 2 - section.count("no sentence of the sample carries it"), frame
        for quoted, page, start, end in examples:
            coded = gold.loc[(names[page], int(start), int(end))]
            assert coded["text"].startswith(quoted.removesuffix(".")) and coded[frame], (frame, quoted)


def test_the_codebook_says_what_law_and_defence_holds_here(corpus, labelled):
    carried = labelled.labels[labelled.labels["legal_defence"]]
    occasion = carried["article"].map(frames.occasions(corpus)["occasion"])
    text = (ROOT / "helpers/lexicon/frames.md").read_text(encoding="utf-8")
    assert f"of the {len(carried)} sentences in which its cues count, {(occasion == 'defence').sum()} are of" in text
    others = labelled.fired.merge(carried.loc[occasion != "defence", ["article", "sentence"]])
    cues = set(others.loc[others["frame"] == "legal_defence", "text"])
    assert cues == {"Treaty", "legal framework", "law enforcement"}


# --- Modal words --------------------------------------------------------------------------------------------------------


def modals_of(text: str, language: str, **options) -> list[str]:
    return [one.modal for one in modals_in(text, language, **options)]


@pytest.mark.parametrize("case", cases("modals"), ids=lambda case: case["text"])
def test_modal_words(case):
    """Only whole words count; a wish without an object is a noun; other languages have no modal words."""
    assert modals_of(case["text"], case["language"]) == [word for word in case["expected"].split("|") if word]


def test_one_scale_from_sure_to_possible_in_both_languages():
    table = modal_table()
    assert set(table["kind"]) == set(MODALITY) and table["rank"].min() >= 1
    certain = table[table["kind"] == "certainty"].set_index("modal")["rank"]
    chain = [("必将", "is bound to"), ("将", "will"), ("有望", "is expected to"), ("可能", "may")]
    assert [(certain[zh], certain[en]) for zh, en in chain] == [(4, 4), (3, 3), (2, 2), (1, 1)]
    # Every force has words in both languages; otherwise a change of force could not be detected.
    forces = table.groupby("language")["gloss"].agg(set)
    assert forces["zh"] == forces["en"]


def test_a_force_with_two_glosses_is_refused():
    table = "modal,language,cue,kind,rank,exclude,gloss,reason\n模样,zh,模样,certainty,4,,{},a second gloss\n"
    said = "certainty of rank 4 has the glosses 'certain' and 'sure'; keep one"
    refuses(LexiconError, said, modal_table, lexicon=lexicon_with(modals=table.format("sure")))
    kept = lexicon_with(modals=table.format("certain"))
    assert modals_of("模样", "zh", lexicon=kept) == ["模样"] and modals_of("模样", "zh") == []


@pytest.mark.parametrize("case", cases("study_cues"), ids=lambda case: case["cue"])
def test_expressions_of_a_study_may_be_written_in_other_characters_and_marks_than_the_text(case):
    lexicon = lexicon_with(frames=f"frame,language,cue\nblame,{case['language']},{case['cue']}\n")
    sentences = pd.DataFrame({"text": case["texts"].split("|"), "language": case["language"]})
    assert frames.label_frames(sentences, lexicon=lexicon).labels["blame"].all()
