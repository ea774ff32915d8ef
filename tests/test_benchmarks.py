"""The stored run of the benchmark, and the corpora it is made on."""

import json
from pathlib import Path

import pandas as pd
import pytest
from conftest import cases, refuses, script, write_pages

from helpers.corpora import stories

generate, run = script("generate"), script("run")


@pytest.fixture(scope="module")
def stored():
    return pd.read_csv(run.RESULTS)


def test_the_stored_run_is_whole(stored):
    """Every group and column of the script, one day, one kind of machine; what is not measured says why."""
    assert list(stored.columns) == run.COLUMNS
    assert list(dict.fromkeys(stored["group"])) == list(run.GROUPS)
    assert stored["date"].nunique() == stored["machine"].nunique() == 1
    assert (stored.loc[stored["ratio"].isna(), "note"].str.startswith("not measured")).all()
    assert not stored.duplicated(["measure", "other", "size"]).any()
    assert not any("/" in str(cell) for cell in stored["machine"])


def test_reached_is_what_ratio_and_target_say(stored):
    held = stored.dropna(subset=["target", "ratio"])
    ahead = held["ratio"].sub(held["target"]).where(held["better"] == "higher", held["target"] - held["ratio"])
    assert len(held) > 20 and ((ahead >= 0) == held["reached"].eq("yes")).all()
    assert stored.loc[stored["target"].isna() | stored["ratio"].isna(), "reached"].isna().all()


def test_one_seed_is_one_corpus(tmp_path):
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        generate.write(tmp_path / name, characters=60_000, seed=seed)
    one, again, other = (tmp_path.joinpath(name).read_bytes() for name in ("one", "again", "other"))
    assert one == again != other
    rows = [json.loads(line) for line in one.decode().splitlines()]
    assert 60_000 <= sum(len(row["text"].encode()) for row in rows) < 70_000
    assert len({row["text"] for row in rows}) == len({row["id"] for row in rows}) == len(rows)


def test_reprints_are_reprints_and_nothing_else_is():
    rows = pd.DataFrame(generate.articles(number=400, seed=3, reprints=0.05)).set_index("id")
    rows["language"] = rows["text"].str.contains("[\u4e00-\u9fff]").map({True: "zh", False: "en"})
    planted = {tuple(sorted(pair)) for pair in rows.loc[rows["reprint_of"] != "", "reprint_of"].items()}
    similar = stories.similar_pairs(rows)
    found = set(zip(similar["article"], similar["other"], strict=True))
    assert len(planted) > 10 and planted <= found
    # Two reprints of one article resemble each other; nothing else does.
    source = rows["reprint_of"].where(rows["reprint_of"] != "", rows.index.to_series())
    assert all(source[one] == source[other] for one, other in found)


# Other people's gold, in invented snippets.

TREEBANK, DOCUMENT = Path(__file__).parent / "cases/treebank.conllu", Path(__file__).parent / "cases/document.tml"
public_gold = script("public_gold")
readers = public_gold.sys.modules["gold_readers"]


def written(path, text: str):
    path.write_text(text, encoding="utf-8")
    return path


def test_a_contraction_of_a_treebank_is_one_token_and_s_another(tmp_path):
    first, second = readers.conllu(TREEBANK)
    tokens = [first.text[start:end] for start, end in first.tokens]
    assert tokens == ["She", "'s", "sure", "they", "won't", "sell", "Ann", "'s", "boat", "."]
    assert (first.document, second.document, second.tokens) == ("weblog-a", "weblog-a", [(0, 5), (5, 6)])
    # A token that is not in its text names the file.
    broken = written(tmp_path / "a.conllu", TREEBANK.read_text().replace("1\tQuite", "1\tQuiet"))
    refuses(ValueError, "a.conllu: 'Quiet' is not in 'Quite.'", readers.conllu, broken)


def test_treebanks_have_dev_and_reported_parts_and_genres(tmp_path, capsys):
    folder = write_pages(tmp_path / "UD_English-EWT")
    for part, genre in (("dev", "weblog"), ("test", "email")):
        written(folder / f"en_ewt-ud-{part}.conllu", TREEBANK.read_text().replace("weblog-", f"{genre}-"))
    rows = [(name, part, role) for name, part, role, _, gold in readers.treebanks(tmp_path) if len(gold) == 2]
    parts = [("UD_English-EWT weblog", "dev", "dev"), ("UD_English-EWT email", "test", "reported")]
    assert rows == [*parts, *((name, "dev+test", "reported") for name, _, _ in parts)]
    assert "UD_Chinese-HK/zh_hk-ud-test.conllu: not found, left out" in capsys.readouterr().out
    list(readers.treebanks(tmp_path))
    assert not capsys.readouterr().out  # once


def test_words_are_right_where_both_ends_are(monkeypatch):
    monkeypatch.setattr(public_gold, "cut", lambda text, script: [(0, 2), (2, 4), (4, 5)])
    gold = readers.Gold("", "渔船出海。", [(0, 1), (1, 2), (2, 4), (4, 5)])
    every, han = public_gold.words_scores([gold, gold], "Hans")
    assert (every.n, every.ours) == (8, pytest.approx(2 * 4 / (8 + 6)))
    assert (han.n, han.ours) == (6, pytest.approx(2 * 2 / (6 + 4)))
    assert every.faults == ["   2  渔 船 ≠ 渔船"]


def test_the_end_of_a_text_is_no_merit():
    right = public_gold.sentences_score([["Boats left.", "Kites fell."], ["One."]], "en")
    assert (right.n, right.ours, right.faults) == (1, 1.0, [])
    wrong = public_gold.sentences_score([["船开了。", "风停了"], ["他说，", "好。坏。"]], "zh")
    assert (wrong.n, wrong.ours) == (2, pytest.approx(2 * 1 / (2 + 2)))
    assert wrong.faults == ["not found 他说， | 好。坏。", "too many  他说，好。 | 坏。"]


def test_rules_are_read_as_data_and_kept_or_not(tmp_path):
    path = written(tmp_path / "rules.py", 'RULES = [("A b. C d.", ["A b.", "C d."]), ("E f.", ["E", "f."])]\n1 / 0\n')
    score = public_gold.rules_score(readers.golden_rules(path))
    assert (score.n, score.ours, score.faults) == (2, 0.5, ["E | f. ≠ E f."])


def test_cases_of_conversion_are_read_with_their_commas_and_counted_with_their_characters(tmp_path):
    text = '{"cases": [\n{"input": "漁船", "expected": {\n"t2s": "渔船",\n}\n},\n]\n}'
    (case,) = readers.cases_of(written(tmp_path / "cases.json", text))
    assert case == {"input": "漁船", "expected": {"t2s": "渔船"}}
    whole, characters = public_gold.scripts_scores([("漁船ＡＢ", "渔船ab"), ("海風", "海峰"), ("海", "大海")])
    assert (whole.n, whole.ours) == (3, pytest.approx(1 / 3))
    assert (characters.n, characters.ours) == (6, pytest.approx(5 / 6))
    assert whole.faults == ["海風: 海峰 ≠ 海风", "海: 大海 ≠ 海"]


@pytest.mark.parametrize("case", cases("timex_values"), ids=lambda case: case["value"])
def test_the_days_of_a_value(case):
    assert " ".join(map(str, readers.days_of(case["value"]) or ())) == case["days"]


def test_a_document_gives_its_text_day_and_marks():
    text, day, marked = readers.timeml(DOCUMENT)
    assert text.startswith("Kites & boats sold well in 1997.") and str(day) == "1998-03-06"
    assert "|".join(text[start:end] for start, end, _ in marked) == "1997|1990|1994|two years|May 1995|long ago"


def test_dates_are_right_with_the_same_days_or_as_the_edge_of_a_range(monkeypatch):
    text, day, marked = readers.timeml(DOCUMENT)
    table = pd.DataFrame(cases("said_dates"))
    start = table["printed"].map(text.index)
    days = {name: pd.to_datetime(table[name]) for name in ("first", "last")}
    table = table.assign(start=start, end=start + table["printed"].str.len(), **days)
    monkeypatch.setattr(public_gold, "dates_in", lambda text, language, published: table)
    right, touching = public_gold.dates_scores([(text, day, marked)])
    assert (right.n, right.ours, touching.n, touching.ours) == (4, 0.75, 5, pytest.approx(0.8))
    wrong = "[May 1995], long ago. Nothing happe 1995-06-01..1995-06-30 ≠ 'May 1995' 1995-05-01..1995-05-31"
    assert len(right.faults) == 1 and right.faults[0].endswith(wrong)
    assert [stray.split("[")[1] for stray in touching.faults] == ["1985]. 1985-01-01..1985-12-31"]


def test_documents_are_damaged_as_said():
    rng = public_gold.random.Random(1)
    assert public_gold.damaged(3, 0, 0, rng) == [[[0], [1], [2]]] * 2
    assert public_gold.damaged(5, 0, 1, rng) == [[[0, 1], [2, 3], [4]], [[0], [1], [2], [3], [4]]]
    left, right = public_gold.damaged(1000, 0.5, 0, rng)
    assert 400 < len(left) < 600 and 400 < len(right) < 600 and left != right


def test_links_are_pairs_of_sentences(monkeypatch):
    pairs = [("船开了。", "Boats left."), ("风停了。", "The wind fell."), ("书还了。", "Books came back.")]
    aligned = pd.DataFrame({"left_sentences": ["1", "2+3", ""], "right_sentences": ["1", "2", "3"]})
    monkeypatch.setattr(public_gold, "align", lambda left, right: aligned)
    score = public_gold.links_score(pairs, 0, 0)
    assert (score.n, score.ours) == (3, pytest.approx(2 * 2 / (3 + 3)))
    wrong = ["too many  3-2  书还了。  =  The wind fell.", "not found 3-3  书还了。  =  Books came back."]
    assert score.faults == wrong


def test_translations_are_joined_by_their_names(tmp_path):
    both = {"zh": {"n01": "船开了。", "w01": "海很大。"}, "en": {"w01": "The sea is big.", "w02": "Alone."}}
    block = "# newdoc id = d\n# sent_id = {0}\n# text_en = no\n# text = {1}\n1\t{1}\n".format
    for language, folder in (("zh", "UD_Chinese-PUD"), ("en", "UD_English-PUD")):
        (tmp_path / folder).mkdir()
        text = "\n".join(block(*one) for one in both[language].items())
        written(tmp_path / folder / f"{language}_pud-ud-test.conllu", text)
    rows = list(public_gold.alignment(tmp_path))
    assert {(one["part"], one["role"]) for one in rows} == {("wikipedia", "dev")}
    assert [one["n"] for one in rows if one["measure"] == "links, clean"] == [1]


def test_every_second_document_is_for_tuning_and_shows_its_faults():
    parts = {part: (role, items) for part, role, items in public_gold.halves([1, 2, 3])}
    assert parts == {"odd": ("dev", [1, 3]), "even": ("reported", [2]), "all": ("reported", [1, 2, 3])}
    # Faults are shown of the rows for tuning alone.
    score = public_gold.Score(2, 0.5, ["a fault"])
    assert public_gold.row("s", "dev", "dev", "words", score)["faults"] == ["a fault"]
    assert public_gold.row("s", "test", "reported", "words", score)["faults"] == []


def test_a_run_of_one_set_keeps_the_rows_of_the_others(tmp_path, monkeypatch, capsys):
    path, folder = tmp_path / "gold.csv", tmp_path / "sets" / "OpenCC"
    folder.mkdir(parents=True)
    written(folder / "testcases.json", '{"cases": [{"input": "漁船", "expected": {"t2s": "渔船"}}]}')
    other = dict.fromkeys(public_gold.COLUMNS, "x") | {"group": "words"}
    public_gold.keep([other, other | {"group": "scripts", "set": "OpenCC"}], path)
    monkeypatch.setattr("sys.argv", ["", str(folder.parent), "--only", "scripts,words", "--results", str(path)])
    public_gold.main()
    table = pd.read_csv(path)
    assert list(table["set"].unique()) == ["x", "OpenCC"] and "x" not in set(table.loc[1:, "measure"])
    path.unlink()
    monkeypatch.setattr("sys.argv", [*public_gold.sys.argv, "--errors", "3"])
    public_gold.main()
    assert not path.exists() and "OpenCC" in capsys.readouterr().out


def test_the_stored_gold_run_has_no_test_only_set_for_tuning():
    table = pd.read_csv(public_gold.RESULTS)
    assert list(table.columns) == public_gold.COLUMNS and set(table["group"]) == set(public_gold.GROUPS)
    assert table["ours"].between(0, 1).all() and not table.duplicated(["set", "part", "measure"]).any()
    tuned = table[table["role"] == "dev"]
    assert not tuned["set"].str.contains("HK|UD_.*PUD").any() and not tuned["part"].isin(["test", "even", "news"]).any()
    beside = table[table["peer"].notna()]
    assert len(beside) == len(public_gold.BESIDE) and beside["source"].notna().all()


def test_the_readme_has_the_stored_numbers(stored):
    text = (Path(run.RESULTS).parent / "README.md").read_text(encoding="utf-8")
    gold = pd.read_csv(public_gold.RESULTS).dropna(subset="peer")
    rows = [f"| {one.set} {one.part} | {one.measure} | {one.n:,} | {one.ours:.3f} | {one.peer_value:.3f} | {one.peer} |" for one in gold.itertuples()]  # fmt: skip
    held = stored.dropna(subset=["target", "ratio"])
    shown = held[held["group"].isin(["tokens", "dask", "memory"])].fillna({"other": ""})
    columns = ["measure", "other", "size", "ratio", "target", "reached"]
    rows += [f"| {a} | {b} | {c} | {d:.3g} | {e:g} | {f} |" for a, b, c, d, e, f in shown[columns].to_numpy()]
    assert [row for row in rows if row not in text] == []
    assert f"Of {len(held)} targets set beforehand {held['reached'].eq('yes').sum()} are reached" in text
    assert text.count(" | yes |\n") + text.count(" | no |\n") == len(shown)


def test_a_page_is_shown_by_blocks_and_its_body_scored_by_runs_of_four_words():
    html = "<head><title>x</title></head><body><p>The <b>port</b> is open.<br>Come</p><script>no</script></body>"
    assert readers.shown(html) == "The port is open.\nCome"
    page = readers.Page(html, ["The port is open to all."], None, None)
    scores = [public_gold.body_score([(page, (text, "", None))]).ours for text in (page.body[0], "Another text of it.")]
    assert scores == [1, 0]
