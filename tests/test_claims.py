"""The register of claims stands in the notebooks' prose, and what 06 says of it is computed."""

import re
from pathlib import Path

import pandas as pd
import pytest

from helpers import claims, figures
from helpers.claims import matrices, readings
from helpers.claims.choices import Choices, Reading
from helpers.lexicon import LexiconError
from helpers.notebooks import runs as notebooks
from helpers.texts.tokens import cut

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
# Quick to compute, and between them of every kind of table.
QUICK = [
    "machine-share",
    "stories-per-text",
    "back-and-ahead",
    "core-in-every-text",
    "upheld",
    "no-test-could",
    "formula-is-whole",
]


@pytest.fixture(scope="module")
def store():
    """What the readings of this module share."""
    return {}


@pytest.fixture(scope="module")
def register():
    return claims.claims()


# The register and the prose -------------------------------------------------------------------------------------------


def cells_of(number: str) -> list[dict]:
    (path,) = FOLDER.glob(f"{number}-*.ipynb")
    return notebooks.read(path)["cells"]


def source(cell: dict) -> str:
    return "".join(cell["source"])


def answer(cells: list[dict]) -> list[str]:
    """The sentences of the opening answer, one a line."""
    found = re.search(r"^\*\*Answer\.\*\*(.+?)(?:\n\n|\Z)", source(cells[0]), re.MULTILINE | re.DOTALL)
    return found[1].strip().splitlines() if found else []


def not_registered(sentences: list[str], registered: list[str]) -> list[str]:
    return [sentence for sentence in sentences if not any(claim in sentence for claim in registered)]


def prose_beside_assertions(cells: list[dict]) -> str:
    """The Markdown directly before or after a code cell that asserts."""
    beside = set()
    for place, cell in enumerate(cells):
        if cell["cell_type"] == "code" and re.search(r"^assert ", source(cell), re.MULTILINE):
            beside |= {place - 1, place + 1}
    return "\n".join(
        source(cells[place])
        for place in sorted(beside)
        if 0 < place < len(cells) and cells[place]["cell_type"] == "markdown"
    )


@pytest.mark.parametrize("number", ["00", "01", "02", "03", "04", "05"])
def test_register_and_prose_say_the_same(register, number):
    cells = cells_of(number)
    prose = "\n".join(source(cell) for cell in cells if cell["cell_type"] == "markdown")
    registered = register.loc[register["notebook"] == number, "sentence"].tolist()
    gone = [sentence for sentence in registered if sentence not in prose]
    assert not gone, f"{number} no longer says {gone}: mend helpers/lexicon/claims.csv"
    sentences = answer(cells)
    assert len(sentences) > 1
    missing = not_registered(sentences, registered)
    assert not missing, (
        f"{number} claims in its answer what no row of helpers/lexicon/claims.csv computes: {missing}"
    )


def test_sentences_beside_assertions_are_registered_too(register):
    found = {}
    for number, rows in register.groupby("notebook"):
        cells = cells_of(number)
        opening, beside = source(cells[0]), prose_beside_assertions(cells[1:])
        found[number] = sum(sentence in beside and sentence not in opening for sentence in rows["sentence"])
    assert sum(found.values()) >= 3, found


def test_a_new_sentence_and_a_changed_one_are_noticed():
    cells = [
        {
            "cell_type": "markdown",
            "source": "# 00 Toy\n\n**Answer.** It is so.\nIt is also thus.\n\n**From** 1 page",
        }
    ]
    assert answer(cells) == ["It is so.", "It is also thus."]
    assert not_registered(answer(cells), ["It is so"]) == ["It is also thus."]
    cells += [
        {"cell_type": "code", "source": "assert 1"},
        {"cell_type": "markdown", "source": "One is true."},
    ]
    assert prose_beside_assertions([{"cell_type": "markdown", "source": "first"}, *cells]).endswith(
        "One is true."
    )


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("holds", "many", r"machine-share: holds and flips are numbers, not 'many'"),
        ("holds", "0.5", r"machine-share: holds and flips are both 0.5"),
        ("claim", "no-such-claim", r"no-such-claim: no function of that name"),
    ],
)
def test_a_bad_row_is_named(monkeypatch, register, column, value, reason):
    table = register.reset_index().astype(str)
    table.loc[0, column] = value
    monkeypatch.setattr(matrices, "read_lexicon", lambda *_: table)
    with pytest.raises(LexiconError, match=reason):
        claims.claims.__wrapped__()


def test_a_claim_without_a_row_is_named(monkeypatch, register):
    monkeypatch.setattr(
        matrices, "read_lexicon", lambda *_: register.drop("upheld").reset_index().astype(str)
    )
    with pytest.raises(LexiconError, match="no row for upheld"):
        claims.claims.__wrapped__()


# The matrix -----------------------------------------------------------------------------------------------------------


def test_a_claim_made_false_flips_in_every_column(corpus, store, register):
    """Digests look ahead and reports do not; that it is the other way round is false whatever is chosen."""
    false = register.loc[["back-and-ahead", "stories-per-text"]].assign(holds=[-0.5, 1.2], flips=[0.0, 1.0])
    everything = claims.CHOICES | claims.left_out(corpus)
    matrix = claims.claim_matrix(corpus, everything, false, store)
    assert len(matrix) == 2 * (1 + 16 + 24)
    # Whether stories repeat cannot be asked of one text a story, nor what digests do without them.
    unasked = (matrix["claim"] == "stories-per-text") & (matrix["choice"] == "one text a story")
    unasked |= (matrix["claim"] == "back-and-ahead") & (matrix["choice"] == "digests left out")
    assert (matrix.loc[~unasked, "verdict"] == "flips").all() and unasked.sum() == 2
    true = claims.claim_matrix(
        corpus, everything, register.loc[["back-and-ahead", "stories-per-text"]], store
    )
    assert (true.loc[~unasked, "verdict"] == "holds").all()
    by_choice = matrix["choice"].isin([claims.REPORTED, *claims.CHOICES])
    verdicts = claims.standing(matrix[by_choice], matrix[~by_choice])
    assert verdicts["status"].unique().tolist() == ["withdrawn"]
    assert verdicts["tried"].to_dict() == {"stories-per-text": 15, "back-and-ahead": 15}


def test_numbers_are_those_of_the_notebooks(corpus, store, register):
    matrix = claims.claim_matrix(corpus, {}, register, store).set_index("claim")
    assert (matrix["verdict"] == "holds").all() and not matrix["changed"].any()
    value = matrix["value"]
    assert value["stories-per-text"] == pytest.approx(16 / 24)
    assert value["back-and-ahead"] == pytest.approx(10 / 13 - 1 / 14)
    assert value["announced-in-digests"] == pytest.approx(10 / 11)
    assert value["translation-is-whole"] == pytest.approx(20 / 23)
    assert value["pursuit-is-lost"] == pytest.approx(7 / 10)
    assert value["told-on-their-day"] == pytest.approx(5 / 7)


def test_sharing_tables_changes_no_number(corpus, store, register):
    """A choice forgotten in what a table depends on would give one reading the table of another."""
    quick = register.loc[QUICK]
    everything = claims.CHOICES | {"without 000-01": Choices(without="000-01")}
    claims.claim_matrix(corpus, everything, quick, store)
    some = [
        "nothing converted",
        "wraps as printed",
        "one text a story",
        "digests left out",
        "stamps read as Beijing time",
    ]
    for name in some:
        shared, alone = Reading(corpus, everything[name], store), Reading(corpus, everything[name])
        for claim in QUICK:
            values = [claims.FINDINGS[claim](reading) for reading in (shared, alone)]
            assert values == pytest.approx([values[1]] * 2, nan_ok=True), (name, claim)


def test_choices_make_a_difference(corpus, store, register):
    matrix = claims.claim_matrix(corpus, claims.CHOICES, register, store).query("choice != 'as reported'")
    changed = matrix.groupby("choice", observed=True)["changed"].any()
    silent = set(changed.index[~changed])
    # The windows touch the ranked lists alone; see the next test.
    assert silent <= {"window of 3 words", "window of 8 words"}
    verdicts = matrix.set_index(["claim", "choice"])["verdict"]
    assert verdicts["dates-that-pull", "digests left out"] == "flips"
    assert verdicts["machine-share", "digests left out"] == "cannot be asked"


def test_lists_are_compared_term_by_term(corpus, store):
    chosen = {name: claims.CHOICES[name] for name in ("window of 3 words", "words by ICU", "strict cues")}
    table = claims.list_stability(corpus, chosen, 20, store).set_index(["choice", "list"])
    assert table.at[("window of 3 words", "collocates of 上海精神"), "jaccard"] < 1
    assert "上海精神" in table.at[("words by ICU", "Chinese words"), "gone"].split("|")
    assert (table.loc["strict cues", "jaccard"] == 1).all()
    assert pd.isna(table.at[("words by ICU", "collocates of 上海精神"), "jaccard"])


def toy_matrix(**cells: list[tuple[str, float, bool, str]]) -> pd.DataFrame:
    rows = [
        (claim, "00", claim, choice, value, 1.0, changed, verdict)
        for claim, given in cells.items()
        for choice, value, changed, verdict in [("as reported", 1.0, False, "holds"), *given]
    ]
    return pd.DataFrame(
        rows, columns=["claim", "notebook", "label", "choice", "value", "reported", "changed", "verdict"]
    )


def test_standing_follows_its_rules():
    nan = float("nan")
    by_choice = toy_matrix(
        firm=[("a", 1.0, False, "holds"), ("b", nan, True, "cannot be asked")],
        soft=[("a", 0.5, True, "weakens"), ("b", 1.0, False, "holds")],
        half=[("a", 0.0, True, "flips"), ("b", 0.9, True, "holds")],
        lost=[("a", 0.0, True, "flips"), ("b", 1.0, False, "holds")],
        lone=[("a", 1.0, False, "holds"), ("b", 1.0, False, "holds")],
    )
    kept = [("without x", 1.0, False, "holds")]
    by_article = toy_matrix(
        firm=kept, soft=kept, half=kept, lost=kept, lone=[("without x", nan, True, "cannot be asked")]
    )
    table = claims.standing(by_choice, by_article)
    caveat = "stands with a caveat"
    assert table["status"].tolist() == ["stands", caveat, caveat, "withdrawn", caveat]
    assert table.loc["soft", "weakened_by"] == "a" and table.loc["half", "flipped_by"] == "a"
    assert table["carried_by"].tolist() == ["", "", "", "", "x"]
    assert table["tried"].tolist() == [1, 2, 2, 2, 2] and table["moved"].tolist() == [0, 1, 2, 1, 0]
    assert claims.lone_carriers(by_article)[["claim", "article"]].to_numpy().tolist() == [["lone", "x"]]


# The readings ---------------------------------------------------------------------------------------------------------


def test_an_unknown_choice_is_named():
    with pytest.raises(ValueError, match="cutter is one of dictionary, shipped, ICU, bigrams, not 'spaces'"):
        Choices(cutter="spaces")


def test_wraps_as_printed_are_in_the_text_and_nothing_else_is(corpus):
    printed = readings.wraps_as_printed(corpus)
    longer = printed.articles["text"].str.len() - corpus.articles["text"].str.len()
    assert longer.sum() == (corpus.segments["rule"] == "wrap").sum() > 0
    assert (
        printed.articles["text"].str.replace(" ", "") == corpus.articles["text"].str.replace(" ", "")
    ).all()
    for row in printed.sentences.itertuples():
        raw = printed.pages.at[printed.articles.at[row.article, "page"], "raw"]
        assert row.text[0] == raw[row.start] and row.text[-1] == raw[row.end - 1]


def test_unconverted_text_keeps_its_length_and_what_needs_no_conversion(corpus):
    hidden = readings.unconverted(corpus)
    assert (hidden.articles["text"].str.len() == corpus.articles["text"].str.len()).all()
    changed = hidden.articles.index[hidden.articles["text"] != corpus.articles["text"]]
    assert (corpus.articles.loc[changed, "script"] == "Hant").any()
    assert (
        "上海" in hidden.articles.at["000-01", "text"] and "發展" not in hidden.articles.at["000-01", "text"]
    )
    assert not hidden.articles["machine_converted"].any()


def test_stamps_move_and_only_those_of_the_other_clock(corpus):
    moved = corpus.articles["published"] - readings.stamps_as_printed(corpus).articles["published"]
    assert moved[corpus.articles["clock"] == "UTC"].eq(pd.Timedelta(hours=8)).all()
    assert moved[corpus.articles["clock"] != "UTC"].eq(pd.Timedelta(0)).all()


def test_what_is_left_out_is_in_no_table(corpus, store):
    reading = Reading(corpus, Choices(without="000-02"), store)
    assert len(reading.kept) == 23
    for table in (reading.corpus.sentences, reading.corpus.links, reading.tokens, reading.distances):
        assert "000-02" not in set(table["article"].astype(str))
    # The two versions that only this one joined are two stories now.
    stories = reading.corpus.articles["same_story"]
    assert stories["000-01"] != stories["002-01"]
    assert not Reading(corpus, Choices(digests=False), store).corpus.articles["form"].eq("digest").any()
    one_each = Reading(corpus, Choices(one_a_story=True), store).corpus.articles
    assert one_each["same_story"].is_unique and len(one_each) == corpus.articles["same_story"].nunique()
    longest = corpus.articles.groupby("same_story")["text"].transform(lambda texts: texts.str.len().max())
    assert (one_each["text"].str.len() == longest[one_each.index]).all()


def test_frames_of_occasions_are_left_out_of_what_is_explained(corpus, store):
    all_of_them, fewer = (
        Reading(corpus, Choices(frames_of_occasions=counted), store) for counted in (True, False)
    )
    assert set(all_of_them.measurable) - set(fewer.measurable) == {"legal_defence", "civilisation_culture"}
    assert fewer.explained.at["occasion", "r2"] < all_of_them.explained.at["occasion", "r2"]


def test_another_cutter_finds_every_character_at_its_place(corpus):
    tokens = readings.tokens_cut_by(corpus, cut)
    assert "".join(tokens["token"].astype(str)) == "".join("".join(corpus.sentences["text"]).split())
    pages = corpus.articles.loc[tokens["article"].astype(str), "page"]
    for page, row in zip(pages[::97], tokens.iloc[::97].itertuples(), strict=True):
        slice_ = corpus.pages.at[page, "raw"][row.start : row.end]
        assert slice_[0] == row.token[0] and slice_[-1] == row.token[-1]


def test_articles_of_places(corpus):
    segments = corpus.segments
    for places in (segments["start"], segments["end"] - 1):
        found = readings.article_of(corpus, segments["page"], places)
        assert found.fillna("").tolist() == segments["article"].fillna("").tolist()


# The figure -----------------------------------------------------------------------------------------------------------


def test_every_cell_of_the_matrix_is_drawn():
    figures.use_house_style()
    table = toy_matrix(
        one=[("a", 0.0, True, "flips")],
        two=[("a", 0.5, True, "weakens")],
        three=[("a", float("nan"), True, "cannot be asked")],
    )
    fig = figures.verdict_matrix(table, "choice", "A claim flips, one weakens")
    (ax,) = fig.axes
    assert len(ax.patches) == len(table)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["as reported", "a"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["00 one", "00 two", "00 three"]
    assert sorted(text.get_text() for text in ax.texts) == sorted(["×", "~", "–"])
    shades = [patch.get_alpha() for patch in ax.patches]
    assert shades.count(1) == 3 and min(shades) < 0.5
    assert fig.get_suptitle() == "A claim flips, one weakens"


# What an article left out does to a claim on a pair ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "of_the_pair", "of_the_links"),
    [
        ("translation-is-whole", ["000-01", "002-01"], ["000-02"]),
        ("twins-far-apart", ["001-02", "001-03"], ["001-07"]),
    ],
)
def test_a_claim_on_two_texts_asks_no_others_when_one_is_left_out(
    corpus, store, claim, of_the_pair, of_the_links
):
    """Without one of the two there is nothing to compare; another version is no substitute, and a text that only
    links the two changes nothing."""
    reported = claims.FINDINGS[claim](Reading(corpus, store=store))
    for article in of_the_pair:
        assert pd.isna(claims.FINDINGS[claim](Reading(corpus, Choices(without=article), store))), article
    for article in of_the_links:
        assert claims.FINDINGS[claim](Reading(corpus, Choices(without=article), store)) == reported, article
