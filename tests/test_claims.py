"""The register of claims matches the notebooks' prose, and notebook 06 computes what it says of them."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from conftest import cases, code, each_notebook, markdown, refuses, write_pages

from helpers import claims, load_corpus
from helpers.claims import checks, matrices
from helpers.claims import choices as under
from helpers.claims.checks import Bound, study
from helpers.claims.choices import Choices
from helpers.corpora.corpus import spans_at
from helpers.lexicon import File, Lexicon, LexiconError
from helpers.notebooks import runs as notebooks

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
FINDINGS = claims.findings_of(lexicon=study())
STUDY = FINDINGS["upheld"].__globals__  # the tables of seeds/study/findings.py by name
# Quick to compute; together they cover every kind of table.
QUICK = ["machine-share", "stories-per-text", "past-told-as-coming", "register-of-digests", "upheld", "no-test-could", "formula-is-whole"]  # fmt: skip
REGISTER = claims.register()


# The register and the prose -------------------------------------------------------------------------------------------


def cells_of(number: str) -> list[dict]:
    (path,) = FOLDER.glob(f"{number}-*.ipynb")
    return notebooks.read(path)["cells"]


def sources(cells: list[dict], kind: str) -> list[str]:
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == kind]


def answer(opening: dict) -> list[str]:
    """The sentences of the opening answer, one per line."""
    found = re.search(r"^\*\*Answer\.\*\*(.+?)(?:\n\n|\Z)", opening["source"], re.MULTILINE | re.DOTALL)
    return found[1].strip().splitlines() if found else []


def not_registered(sentences: list[str], registered: list[str]) -> list[str]:
    return [sentence for sentence in sentences if not any(claim in sentence for claim in registered)]


def prose_beside_assertions(cells: list[dict]) -> str:
    """The Markdown directly before or after a code cell that asserts or checks a claim."""
    beside = []
    for before, cell, after in zip(cells[:-1], cells[1:], [*cells[2:], markdown("")], strict=True):
        if cell["cell_type"] == "code" and re.search(r"^assert |claims\.check\(", cell["source"], re.MULTILINE):
            beside += sources([before, after], "markdown")
    return "\n".join(beside)


@pytest.mark.parametrize("number", [f"{number:02}" for number in range(8)])
def test_register_and_prose_say_the_same(number):
    cells = cells_of(number)
    prose = "\n".join(sources(cells, "markdown"))
    registered = REGISTER.loc[REGISTER["notebook"] == number, "sentence"].tolist()
    gone = [sentence for sentence in registered if sentence not in prose]
    assert not gone, f"{number} no longer says {gone}: mend seeds/study/claims.csv"
    missing = not_registered(answer(cells[0]), registered)
    assert not missing, f"{number} claims in its answer what no row of seeds/study/claims.csv computes: {missing}"
    assert len(answer(cells[0])) > 1


def test_sentences_beside_assertions_are_registered_too():
    found = 0
    for number, rows in REGISTER.groupby("notebook"):
        opening, *cells = cells_of(number)
        beside = prose_beside_assertions(cells)
        found += sum(sentence in beside and sentence not in opening["source"] for sentence in rows["sentence"])
    assert found >= 3


def test_a_new_sentence_and_a_changed_one_are_noticed():
    opening = markdown("# 00 Toy\n\n**Answer.** It is so.\nIt is also thus.\n\n**From** 1 page")
    assert answer(opening) == ["It is so.", "It is also thus."]
    assert not_registered(answer(opening), ["It is so"]) == ["It is also thus."]
    cells = [markdown("first"), opening, code("assert 1"), markdown("One is true.")]
    assert prose_beside_assertions(cells).endswith("One is true.")


def with_claims(text: str) -> Lexicon:
    """Return the lexicon of the study with this register."""
    files = [file for file in study().files if file.table != "claims"]
    return Lexicon((*files, File("claims", "study/claims.csv", text)))


@pytest.mark.parametrize("case", cases("bad_claims"), ids=lambda case: case["reason"])
def test_a_bad_row_is_named(case):
    row = f"a,{case['sentence']},,{case['bound']},{case['flips']}"
    broken = with_claims(f"claim,sentence,value,bound,flips\n{row}\n")
    refuses(LexiconError, case["reason"], claims.register, broken)


def test_what_is_varied_has_a_function_and_a_number_at_which_it_flips():
    assert set(claims.varied(REGISTER, FINDINGS).index) == set(FINDINGS)
    for broken, said in [
        (REGISTER.assign(flips=REGISTER["flips"].drop("stories-per-text")), "stories-per-text: no number in flips"),
        (REGISTER.rename(index={"upheld": "no-such-claim"}), "no-such-claim: no @finding no_such_claim in"),
        (REGISTER.drop("upheld"), "upheld: study/claims.csv has no row upheld"),
    ]:
        refuses(LexiconError, said, claims.varied, broken, FINDINGS)


# A user's study: two pages, a claim, and the function that computes it.
PAGE = "{title}\ndate 2025-09-10 TASHKENT, September 10 (Xinhua) -- {title} on Wednesday.\nThey agreed to meet again.\n"
CLAIMS = "claim,sentence,bound,flips\ntwo-texts,There are two texts,at least 2,1\nkept,It stays,at least 1,\n"
CODE = """from helpers.claims import Choices, choices, finding


@finding
def two_texts(corpus, made: Choices) -> float:
    return len(choices.read(corpus, made).articles)
"""


def own_study(folder: Path, code: str):
    titles = {"a": "Librarians met in Tashkent", "b": "Tashkent hosts a forum of painters"}
    pages = {name: PAGE.format(title=title) for name, title in titles.items()}
    write_pages(folder, study={"claims": CLAIMS}, **pages)
    (folder / "study/findings.py").write_text(code, encoding="utf-8")
    return load_corpus(folder)


def test_another_study_varies_its_own_claims(tmp_path, corpus):
    own = own_study(tmp_path, CODE)
    without = Choices(without=own.articles.index[0])
    matrix = claims.claim_matrix(own, {"without the first": without, "no digests": Choices(digests=False)})
    assert set(matrix["claim"]) == {"two-texts"} and matrix["value"].tolist() == [2, 1, 2]
    assert matrix["verdict"].tolist() == ["holds", "flips", "holds"]
    assert set(claims.findings_of(lexicon=corpus.lexicon)) == set(FINDINGS) and claims.findings_of() == {}


@pytest.mark.parametrize("case", cases("broken_findings"), ids=lambda case: case["said"])
def test_the_python_of_a_study_runs_only_when_claims_are_varied(tmp_path, case):
    """Loading and checking never run it; if it is broken, varying names the file and line to mend."""
    own = own_study(tmp_path, CODE.replace(case["instead_of"], case["written"]))
    claims.check("two-texts", len(own.articles), lexicon=own.lexicon)
    refuses(LexiconError, case["said"], claims.claim_matrix, own)


# The check in one line ------------------------------------------------------------------------------------------------

TOY = with_claims((Path(__file__).parent / "cases/claims.csv").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", cases("claim_checks"), ids=lambda case: case["shown"])
def test_a_claim_is_shown_with_its_number_and_bound_or_stops_the_notebook(case, monkeypatch):
    shown = []
    monkeypatch.setattr(checks, "display", lambda data, raw: shown.append(data))
    asked = case["claim"], float(case["value"]), float(case["of"]) if case["of"] else None, TOY
    if not case["shown"].endswith(("false", "nothing to check")):
        claims.check(*asked)
        html = shown[0]["text/html"]
        assert shown[0]["text/plain"] == case["shown"] and len(shown) == 1
        assert html.startswith("<blockquote>") and "<b>" not in html and "$" not in html
        # A count that only keeps the prose true is in small print, without a verdict.
        assert ("<small>" in html) == ("claimed" not in case["shown"])
    else:
        refuses(claims.ClaimError, "^" + re.escape(f"{case['claim']}: {case['shown']}; mend"), claims.check, *asked)


def test_a_missing_number_bears_out_no_claim_and_an_unknown_claim_or_choice_is_named():
    for asked in (("rendered", None), ("rendered", pd.NA), ("share", 20, pd.NA)):
        refuses(claims.ClaimError, "nothing to check", claims.check, *asked, lexicon=TOY)
    refuses(ValueError, "speakers is one of persons, groups, organisations, not 'all'", Choices, speakers="all")
    nearest = r"no claim 'rendred' in claims\.csv; the nearest are rendered"
    refuses(KeyError, nearest, claims.check, "rendred", 20, lexicon=TOY)
    claims.check("machine-share", 0.8)
    refuses(claims.ClaimError, "machine-share", claims.check, "machine-share", 0.7)


def checks_in(cells: list[dict]) -> list[tuple[str, bool]]:
    """The name of each check, and whether its value does not come from a table: a typed number, or a name for one."""
    nodes = [node for text in sources(cells, "code") for node in ast.walk(ast.parse(text))]
    names = {"len", "sum", "min", "max", "abs", "float", "int", "round"}
    for node in nodes:
        if isinstance(node, ast.Assign) and not names_in(node.value):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "claims.check"]
    return [(getattr(call.args[0], "value", ""), not names_in(call.args[1]) - names) for call in calls]


def names_in(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


@each_notebook
def test_every_check_takes_its_number_from_a_table(path):
    checks = checks_in(notebooks.read(path)["cells"])
    assert [name for name, is_typed in checks if is_typed or name not in REGISTER.index] == []


def test_a_typed_number_is_noticed():
    assigned = [code("rendered = (links['right'] != '').sum()"), code("n = 20")]
    typed = {"rendered": False, "len(links) - 1": False, "20": True, "n": True, "int(20.0)": True}
    checks = checks_in([*assigned, *(code(f"claims.check({value!r}, {value}, of=23)") for value in typed)])
    assert checks == list(typed.items())


# The matrix -----------------------------------------------------------------------------------------------------------


def test_a_claim_made_false_flips_in_every_column(corpus, monkeypatch):
    """Digests put past dates into the future and others do not; the opposite is false under every choice."""
    bounds = [Bound("at most", -0.5, False), Bound("at least", 1.2, False)]
    two = REGISTER.loc[["past-told-as-coming", "stories-per-text"]]
    monkeypatch.setattr(matrices, "varied", lambda *_: two.assign(limit=bounds, flips=[0.0, 1.0]))
    everything = claims.CHOICES | claims.left_out(corpus)
    matrix = claims.claim_matrix(corpus, everything)
    assert len(matrix) == 2 * (1 + len(claims.CHOICES) + 24)
    # With one text a story, nothing can be said on repeated stories; without digests, nothing on digests.
    pairs = matrix["claim"] + ": " + matrix["choice"].astype(str)
    unasked = pairs.isin(["stories-per-text: one text a story", "past-told-as-coming: digests left out"])
    assert (matrix.loc[~unasked, "verdict"] == "flips").all() and unasked.sum() == 2
    monkeypatch.setattr(matrices, "varied", lambda *_: two)
    true = claims.claim_matrix(corpus, everything)
    assert (true.loc[~unasked, "verdict"] == "holds").all()
    by_choice = matrix["choice"].isin([claims.REPORTED, *claims.CHOICES])
    verdicts = claims.standing(matrix[by_choice], matrix[~by_choice])
    assert verdicts["status"].unique().tolist() == ["withdrawn"]
    assert (verdicts["tried"] == len(everything) - 1).all()


def test_numbers_are_those_of_the_notebooks(corpus):
    matrix = claims.claim_matrix(corpus, {}).set_index("claim")
    assert (matrix["verdict"] == "holds").all() and not matrix["changed"].any()
    values = {"stories-per-text": 16 / 24, "past-told-as-coming": 3 / 5, "one-month-two-tenses": 1}
    values |= {"sentences-left-out": 3, "pursuit-is-absent": 70, "week-named": 11 / 12}
    assert matrix["value"][list(values)].to_dict() == pytest.approx(values)


def test_sharing_tables_changes_no_number(corpus, monkeypatch):
    """A table made for one choice and reused for another would give a wrong number."""
    everything = claims.CHOICES | {"without 000-01": Choices(without="000-01")}
    monkeypatch.setattr(matrices, "varied", lambda *_: REGISTER.loc[QUICK])
    claims.claim_matrix(corpus, everything)
    again = replace(corpus)  # equal, and another key of every cache
    for name in ["nothing converted", "wraps as printed", "one text a story", "digests left out"]:
        for claim in QUICK:
            shared, alone = (FINDINGS[claim](one, everything[name]) for one in (corpus, again))
            assert shared == pytest.approx(alone, nan_ok=True), (name, claim)


def test_every_choice_makes_a_difference(corpus):
    """What moves no number of any claim tests nothing and is no choice."""
    matrix = claims.claim_matrix(corpus)
    matrix = matrix[matrix["choice"] != claims.REPORTED]
    changed = matrix.groupby("choice", observed=True)["changed"].any()
    assert changed.all(), changed.index[~changed].tolist()
    verdicts = matrix.set_index(["claim", "choice"])["verdict"]
    # ICU cuts 弘扬 in two.
    assert verdicts["carried-forward", "words by ICU"] == "cannot be asked"
    assert verdicts["past-told-as-coming", "digests left out"] == "cannot be asked"
    assert verdicts["machine-share", "digests left out"] == "cannot be asked"


# The result of a choice for a claim whose number was 1: the number, whether it changed, the verdict.
HOLDS, MOVED, WEAKENS, FLIPS = (1.0, False, "holds"), (0.9, True, "holds"), (0.5, True, "weakens"), (0.0, True, "flips")
UNASKED = (float("nan"), True, "cannot be asked")


def toy_matrix(choices: list[str], **claims: list[tuple[float, bool, str]]) -> pd.DataFrame:
    pairs = {claim: zip(["as reported", *choices], [HOLDS, *given], strict=True) for claim, given in claims.items()}
    rows = [(claim, claim, choice, *cell) for claim, of in pairs.items() for choice, cell in of]
    table = pd.DataFrame(rows, columns="claim label choice value changed verdict".split())
    return table.assign(notebook="00", reported=1.0)


def test_standing_follows_its_rules():
    of_choices = {"still": [HOLDS, UNASKED], "soft": [WEAKENS, HOLDS], "half": [FLIPS, MOVED], "lost": [FLIPS, HOLDS]}
    of_choices |= {"firm": [MOVED, HOLDS], "moved": [HOLDS, HOLDS]}
    by_choice = toy_matrix(["a", "b"], **of_choices, lone=[HOLDS, HOLDS])
    of_articles = {claim: [HOLDS] for claim in of_choices} | {"moved": [MOVED], "lone": [UNASKED]}
    by_article = toy_matrix(["without x"], **of_articles)
    table = claims.standing(by_choice, by_article)
    held = ["moved and held"] * 2
    assert table["status"].tolist() == ["could not move", "bends", "bends", "withdrawn", *held, "about single articles"]
    assert table["needs"].tolist() == [*[""] * 6, "x"]
    assert table["tried"].tolist() == [2, 3, 3, 3, 3, 3, 2] and table["moved"].tolist() == [0, 1, 2, 1, 1, 1, 0]


# Under a choice -------------------------------------------------------------------------------------------------------


def test_wraps_as_printed_are_in_the_text_and_nothing_else_is(corpus):
    printed = under.wraps_as_printed(corpus)
    longer = printed.articles["text"].str.len() - corpus.articles["text"].str.len()
    assert longer.sum() == (corpus.segments["rule"] == "wrap").sum() > 0
    assert (printed.articles["text"].str.replace(" ", "") == corpus.articles["text"].str.replace(" ", "")).all()
    for row in printed.sentences.itertuples():
        raw = printed.pages.at[printed.articles.at[row.article, "page"], "raw"]
        assert row.text[0] == raw[row.start] and row.text[-1] == raw[row.end - 1]


def test_sentences_go_on_behind_a_semicolon_and_lose_nothing(corpus):
    longer = under.on_past_semicolons(corpus)
    assert len(longer.sentences) < len(corpus.sentences) and longer.articles.equals(corpus.articles)
    for article, own in longer.sentences.groupby("article", sort=False):
        before = corpus.sentences[corpus.sentences["article"] == article]
        assert "".join("".join(own["text"]).split()) == "".join("".join(before["text"]).split())
        assert own["sentence"].tolist() == [*range(1, len(own) + 1)] and own["end"].iloc[-1] == before["end"].iloc[-1]
        english = corpus.articles.at[article, "language"] == "en"
        assert english or not own["text"].iloc[:-1].str.endswith((";", "；")).any()


def test_a_voice_that_keeps_to_its_sentence_covers_no_other(corpus):
    choices = {"carried": True}, {"carried": False}, {"speakers": "persons"}, {"speakers": "organisations"}
    wide, strict, persons, organisations = (under.spoken(corpus, Choices(**one))["speaks"] for one in choices)
    assert strict.sum() < wide.sum() and not (strict & ~wide).any()
    assert persons.sum() < wide.sum() < organisations.sum()


def test_unconverted_text_keeps_its_length_and_what_needs_no_conversion(corpus):
    hidden = under.unconverted(corpus)
    assert (hidden.articles["text"].str.len() == corpus.articles["text"].str.len()).all()
    changed = hidden.articles.index[hidden.articles["text"] != corpus.articles["text"]]
    assert (corpus.articles.loc[changed, "script"] == "Hant").any()
    assert "上海" in hidden.articles.at["000-01", "text"] and "發展" not in hidden.articles.at["000-01", "text"]
    assert not hidden.articles["machine_converted"].any()


def test_what_is_left_out_is_in_no_table(corpus):
    choices = Choices(without="000-02")
    read = under.read(corpus, choices)
    assert len(read.articles) == 23
    words = under.of_kept(under.all_words(corpus, choices), corpus, choices)
    tables = read.sentences, read.links, words, STUDY["distances"](corpus, choices)
    for table in tables:
        assert "000-02" not in set(table["article"].astype(str))
    # The two versions that only this article joined are now two stories.
    stories = read.articles["same_story"]
    assert stories["000-01"] != stories["002-01"]
    assert not under.read(corpus, Choices(digests=False)).articles["form"].eq("digest").any()
    one_each = under.read(corpus, Choices(one_a_story=True)).articles
    assert one_each["same_story"].is_unique and len(one_each) == corpus.articles["same_story"].nunique()
    longest = corpus.articles.groupby("same_story")["text"].transform(lambda texts: texts.str.len().max())
    assert (one_each["text"].str.len() == longest[one_each.index]).all()


def test_icu_finds_every_character_at_its_place(corpus):
    tokens = under.tokens_cut_by_icu(corpus)
    assert "".join(tokens["token"].astype(str)) == "".join("".join(corpus.sentences["text"]).split())
    pages = corpus.articles.loc[tokens["article"].astype(str), "page"]
    for page, row in zip(pages[::97], tokens.iloc[::97].itertuples(), strict=True):
        slice_ = corpus.pages.at[page, "raw"][row.start : row.end]
        assert slice_[0] == row.token[0] and slice_[-1] == row.token[-1]


def test_articles_of_places(corpus):
    segments = corpus.segments
    for places in (segments["start"], segments["end"] - 1):
        found = spans_at(corpus.segments, segments["page"], places)["article"]
        assert found.fillna("").tolist() == segments["article"].fillna("").tolist()


@pytest.mark.parametrize("case", cases("claims_of_pairs"), ids=lambda case: case["claim"])
def test_a_claim_on_two_texts_asks_no_others_when_one_is_left_out(corpus, case):
    """Without one of the two there is nothing to compare: another version does not replace it. A text that only links
    the two changes nothing."""
    compute = FINDINGS[case["claim"]]
    reported = compute(corpus, claims.AS_STATED)
    for article in case["pair"].split():
        assert pd.isna(compute(corpus, Choices(without=article))), article
    for article in case["links"].split():
        assert compute(corpus, Choices(without=article)) == reported, article
