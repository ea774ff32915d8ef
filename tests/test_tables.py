"""Tables of articles: same corpus tables and invariants as for pages; unreadable rows are counted and named."""

import json
import re
import tracemalloc
from dataclasses import replace
from itertools import pairwise
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from conftest import assert_invariants, break_on, cases, quiet_corpus, refuses, write_pages
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import load_corpus, tokenize
from helpers.corpora import corpus as corpora
from helpers.corpora import stories
from helpers.corpora.pages import PageError, PageWarning
from helpers.corpora.reports import validate
from helpers.corpora.tables import read_table
from helpers.texts import shingles, tokens

# The case table writes line ends as \n.
ROWS = [{name: cell.replace("\\n", "\n") for name, cell in row.items()} for row in cases("articles")]


def write(folder, kind, rows=ROWS):
    path = folder / f"export.{kind}"
    if kind == "csv":
        pd.DataFrame(rows).to_csv(path, index=False, encoding="utf-8-sig")
    elif kind == "jsonl":
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    else:
        pd.DataFrame(rows).to_parquet(path)
    return path


def load(path, **options):
    return quiet_corpus(read_table(path, **options))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return load(write(tmp_path_factory.mktemp("tables"), "csv"))


# The same tables and invariants -------------------------------------------------------------------------------------


def test_a_row_is_a_page_and_walks_back_to_its_characters(corpus):
    assert list(corpus.articles.index) == list(corpus.pages.index) == ["x1", "x2", "x3", "x4"]
    assert corpus.pages["raw"].tolist() == [row["text"] for row in ROWS[:4]]
    assert_invariants(corpus)
    assert str(validate(corpus)).endswith("every article and sentence walks back to its page")


def test_the_columns_speak_where_the_text_does_not(corpus):
    one, two, three, four = (corpus.articles.loc[name] for name in ["x1", "x2", "x3", "x4"])
    assert (one["outlet"], one["outlet_zh"], one["title"]) == ("Xinhua News Agency", "新华社", "峰会将举行")
    assert one["text"] == "上合组织峰会将举行。各方期待,\n合作共赢。"
    assert one["published"] == pd.Timestamp("2025-08-29 10:00")
    # 20:00 UTC is 04:00 in Beijing; the words are by the agency in the dateline.
    assert (two["published"], two["words_by"]) == (pd.Timestamp("2025-07-16 04:00"), "Xinhua News Agency")
    assert (two["text"], two["outlet"]) == ("The SCO grew.  It did.", "Reuters Weekly")
    assert corpus.segments.query("page == 'x2' and kind == 'title'")["rule"].tolist() == ["title repeated"]
    assert pd.isna(three["published"]) and three["published_as_printed"] == "some day"
    assert (three["script"], three["language"], three["machine_converted"]) == ("Hant", "zh", False)
    assert (four["language"], four["title"]) == ("fr", "Sommet") and pd.isna(four["outlet"])
    assert set(corpus.articles["convention"]) == {"table"}


def test_the_columns_are_those_of_a_folder(corpus):
    pages = load_corpus()
    for name in ["pages", "segments", "articles", "sentences", "links", "refusals", "problems"]:
        ours, theirs = getattr(corpus, name), getattr(pages, name)
        assert list(ours.columns) == list(theirs.columns), name
        assert ours.index.name == theirs.index.name
        if name in ("articles", "sentences"):
            assert [kind.kind for kind in ours.dtypes] == [kind.kind for kind in theirs.dtypes], name


OTHER_NAMES = {"id": "nr", "text": "body", "title": "head", "outlet": "paper", "date": "when", "language": "lang"}


@pytest.mark.parametrize(("kind", "names"), [("jsonl", None), ("parquet", None), ("csv", OTHER_NAMES)], ids=str)
def test_neither_the_kind_of_file_nor_other_names_of_columns_change_anything(kind, names, tmp_path, corpus):
    rows = [{(names or {}).get(name, name): cell for name, cell in row.items()} for row in ROWS]
    other = load(write(tmp_path, kind, rows), columns=names)
    for table in ("articles", "sentences", "problems"):
        pd.testing.assert_frame_equal(getattr(other, table), getattr(corpus, table))


def test_a_path_is_enough(tmp_path):
    path = write(tmp_path, "jsonl")
    with pytest.warns(PageWarning, match=r"of 5 rows.*1 x no text"):
        assert len(load_corpus(path).articles) == 4
    (tmp_path / "export.tsv").write_text("text\nThe SCO grew.\n", encoding="utf-8")
    assert list(load(tmp_path / "export.tsv").articles.index) == ["0000001"]


# Unreadable input ---------------------------------------------------------------------------------------------------


def test_what_is_not_understood_is_kept_counted_and_listed(tmp_path, corpus):
    with pytest.warns(PageWarning, match="1 x date cannot be read") as caught:
        load_corpus(read_table(write(tmp_path, "csv")))
    assert len(caught) == 1
    assert corpus.problems.set_index("article").loc["x3", "value"] == "some day"
    report = str(validate(corpus))
    for said in (
        "date cannot be read (it is not a date), kept as printed (x3: some day)", "outlet not in outlets.csv, kept as printed (x2: Reuters Weekly)",
        "language neither Chinese nor English (x4: fr)", "not read: no text (x5)",
    ):  # fmt: skip
        assert f"1 x {said}" in report


@pytest.mark.parametrize("case", cases("table_rows"), ids=lambda case: case["why"])
def test_rows_are_read_as_their_case_says(tmp_path, case):
    """In a case, | separates rows and - means a missing value; an empty cell is not tested."""
    path = tmp_path / case["name"]
    path.write_text(case["data"], encoding="utf-8")
    corpus = load(path)
    found = corpus.articles.astype("str").fillna("-")
    found = dict(found.items()) | {"problems": corpus.problems["problem"]}
    found["not_read"] = corpus.refusals["page"] + ": " + corpus.refusals["reason"]
    for name in filter(case.get, found):
        assert "|".join(found[name]) == case[name], name


def test_the_report_finds_duplicates_and_broken_addresses(tmp_path):
    text = "The organisation has grown in every year since it was founded in Shanghai by six states."
    rows = [{"id": name, "text": text} for name in "abc"]
    corpus = load(write(tmp_path, "csv", rows))
    assert "3 articles in 1 group of one and the same text (a = b = c)" in str(validate(corpus))
    corpus.sentences.loc[0, "text"] = "Something else."
    assert "1 rows do not walk back to their page" in str(validate(corpus))


def test_what_cannot_be_asked_of_a_table_is_said(tmp_path):
    path, said = write(tmp_path, "csv"), "no column 'body' for the text; the columns are id, text, title"
    refuses(ValueError, said, read_table, path, {"text": "body"})
    refuses(ValueError, "'author', which is not a field; the fields are id, text", read_table, path, {"author": "x"})
    bare = write(tmp_path, "csv", [{"a": 1, "x" * 41: 2}])
    refuses(ValueError, "for the text; the columns are a, x{40}\\. .*, or put the names", read_table, bare)
    refuses(ValueError, "columns is a dict from field to column", read_table, path, columns="text")
    refuses(TypeError, "not DataFrame; save a table that is in memory", load_corpus, pd.DataFrame(ROWS))
    refuses(TypeError, "not an empty text", load_corpus, "")
    refuses(ValueError, "day_first is True, False or None, not 'yes'", load_corpus, path, day_first="yes")
    refuses(PageError, "seeds: columns are those of a table", load_corpus, "seeds", columns={"text": "body"})
    rows = [{"id": name, "text": "The SCO grew."} for name in ["a", "b", "a", "c", "b"]]
    refuses(PageError, r"export\.csv: 'a', 'b' stand twice in column 'id'", load, write(tmp_path, "csv", rows))
    path.write_text("id,text,text\n1,one,other\n", encoding="utf-8")
    refuses(ValueError, r"export\.csv: the column 'text' stands twice", read_table, path)


def test_whatever_one_row_breaks_on_is_a_fault_of_that_row(tmp_path, monkeypatch):
    break_on(monkeypatch, corpora, "read_row", lambda name: name == "b")
    path = write(tmp_path, "csv", [{"id": name, "text": "It grew."} for name in "abc"])
    with pytest.warns(PageWarning, match=r"of 3 rows, .*1 x cannot be read \(RecursionError: too deep\)"):
        corpus = load_corpus(path)
    assert list(corpus.articles.index) == ["a", "c"]


@pytest.mark.parametrize("case", cases("broken_files"), ids=lambda case: f"{case['name']}: {case['message']}")
def test_broken_files_are_named_with_the_line(tmp_path, case):
    (tmp_path / case["name"]).write_bytes(case["data"].encode("latin-1"))
    refuses(PageError, re.escape(f"{case['name']}{case['message']}"), load, tmp_path / case["name"])


def test_a_table_in_no_encoding_and_one_too_deep_are_named(tmp_path):
    for name, data, message in [
        ("nothing.csv", b"\xef\xbb\xbf", "nothing.csv: empty, or its first line names no column"),
        ("bytes.csv", b"text\n" + bytes(range(128, 256)) + b"\n", "bytes.csv: undecodable"),
        ("deep.jsonl", b'{"text":' * 100_000, "deep.jsonl, line 1: not JSON"),
    ]:
        (tmp_path / name).write_bytes(data)
        refuses(PageError, message, load, tmp_path / name)


def test_characters_that_are_not_seen_hide_nothing_in_a_table(tmp_path):
    row = {"id": "a", "text": "和\u200b平与合\xad作。\ufeff和\u2060平!", "title": "和\u200b平"}
    row |= {"outlet": "新\u200b华社", "date": "2025-\u200b09-01", "language": "z\u200bh"}
    with pytest.warns(PageWarning, match="1 x invisible characters, passed over"):
        corpus = load_corpus(write(tmp_path, "jsonl", [row]))
    about = corpus.articles.loc["a"]
    assert (about["text"], about["title"], about["outlet"]) == ("和平与合作。和平!", "和平", "Xinhua News Agency")
    assert (about["published"], about["language"]) == (pd.Timestamp("2025-09-01"), "zh")
    assert corpus.problems["value"].tolist() == ["8 (U+00AD x 1, U+200B x 5, U+2060 x 1, U+FEFF x 1)"]
    tokens = tokenize(corpus)
    assert tokens["term"].tolist().count("和平") == 2
    assert corpus.quote("a", *tokens[["start", "end"]].iloc[0]).startswith("⟦和\u200b平⟧")
    assert validate(corpus).count("walks back to its page") == 1


def test_a_large_file_is_read_in_pieces(tmp_path):
    path = tmp_path / "large.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(6_000):
            file.write(json.dumps({"id": number, "text": f"{number} " + "word " * 600}) + "\n")
    table = replace(read_table(path), rows=100)
    tracemalloc.start()
    assert sum(len(chunk) for chunk in table.chunks()) == 6_000
    assert tracemalloc.get_traced_memory()[1] < path.stat().st_size / 10
    tracemalloc.stop()


# Near-linear algorithms give the results of the plain ones ----------------------------------------------------------

SYLLABLES = st.lists(st.sampled_from(list("上海合作组织精神命运共同体")), max_size=30).map("".join)
WORDS = st.lists(st.sampled_from("one two three four five six seven".split()), max_size=14).map(" ".join)


@given(st.lists(st.one_of(SYLLABLES, WORDS), max_size=12), st.sampled_from([0.2, 0.5, 0.8, 1.0]))
@settings(max_examples=150, deadline=None)
def test_similar_pairs_are_those_of_all_pairs(texts, least):
    languages = ["en" if text.isascii() else "zh" for text in texts]
    articles = pd.DataFrame({"text": texts, "language": languages}, [f"{number:02}" for number in range(len(texts))])
    every = shingles.similarities(articles)
    expected = every[(every["containment"] >= least) & (every["shared"] > 0)].reset_index(drop=True)
    with mock.patch.object(shingles, "REPRINT", least):
        pd.testing.assert_frame_equal(shingles.similar_pairs(articles), expected, check_dtype=False)


def test_planted_reprints_are_found_in_a_sample_too(monkeypatch):
    monkeypatch.setattr(shingles, "REPRINT", 0.6)
    monkeypatch.setattr(shingles, "AT_ONCE", 6_000)
    random = np.random.default_rng(0)
    texts = [" ".join(f"w{word}" for word in random.integers(0, 3_000, 300)) for _ in range(60)]
    words = [text.split() for text in texts]
    texts += [" ".join([*one[:220], "and", *other[:60]]) for one, other in pairwise([*words, words[0]])]
    articles = pd.DataFrame({"text": texts, "language": "en"}, index=[f"{number:03}" for number in range(120)])
    found = shingles.similar_pairs(articles)
    assert shingles.holdings(articles["text"], "en")[2] > 1
    planted = {(f"{number:03}", f"{number + 60:03}") for number in range(60)}
    assert set(zip(found["article"], found["other"], strict=True)) == planted


NOTICE = "本文仅代表作者个人观点,与本报立场无关,转载请注明出处,投资者据此操作风险自担,本报不承担任何法律责任。"
STORIES = ["渔港昨夜大雾,三艘渡轮停航,旅客滞留码头。", "山城今晨开出第一班缆车,票价不变。", "图书馆周末开到深夜,读者排起长队。", "老桥修复完工,石匠把最后一块石头嵌回原处。", "稻田里的合作社买了新的插秧机。", "少年足球队远赴邻省比赛,两胜一负。"]  # fmt: skip


def story_table(*texts):
    """Return the story links of these texts, and the story label of each."""
    names = [f"{number:02}" for number in range(len(texts))]
    about = {"title": "", "language": "zh", "form": "full", "outlet": "x", "published": pd.NaT}
    articles = pd.DataFrame({"text": texts} | about, index=names)
    links = stories.story_links(articles, {})
    return links, stories.same_story(articles.index, links).tolist()


def related(links):
    return [" ".join(row) for row in links[["article", "relation", "other"]].itertuples(index=False)]


def test_a_notice_that_many_texts_have_makes_no_story():
    """A notice does not hide a real reprint, and a text that many outlets reprint is not a notice."""
    rows = [story + NOTICE for story in STORIES[:5]]
    assert min(shingles.similarities(pd.DataFrame({"text": rows, "language": "zh"}))["containment"]) > 0.5
    assert story_table(*rows)[0].empty
    # Add a row with only the notice, and a second version of one story.
    links, labels = story_table(*rows, NOTICE, "快讯:" + rows[1])
    assert related(links) == ["01 reprint 06"]
    assert labels == ["00", "01", "02", "03", "04", "05", "01"]
    wire = "".join(STORIES)
    reprints = [lead + wire for lead in ("", "本报综合:", "据报道,", "来自港口的消息说,", "", "综述:")]
    links, labels = story_table(*reprints, wire[:60])
    assert set(links["relation"]) == {"reprint"} and set(labels) == {"00"}


def test_a_review_of_the_day_does_not_join_what_it_contains():
    bridge, ferry, boys = STORIES[3] * 2, STORIES[0] + STORIES[1], STORIES[5] + STORIES[2]
    links, labels = story_table(bridge, ferry, boys, bridge + ferry + boys, "今日:" + ferry)
    assert related(links) == ["00 contains 03", "01 contains 03", "01 reprint 04", "02 contains 03", "03 contains 04"]
    assert labels == ["00", "01", "02", "03", "01"]
    # Cuts of one text at several lengths are one story; a text that is only the tail of another is not.
    long = "".join(STORIES)
    assert set(story_table(long, long[:90], long[:50], long[:30])[1]) == {"00"}
    assert story_table(long, long[:-25], long[-25:])[1] == ["00", "00", "02"]


def test_links_of_all_kinds_survive_among_many_other_articles():
    filler = ["".join(chr(0x4E00 + (number * 397 + place * 89) % 7_000) for place in range(30)) for number in range(40)]
    first, *others = cases("story_kinds")
    rows = [first, *({"form": "full", "title": "标题", "text": text} for text in filler), *others]
    articles = pd.DataFrame(rows, index=[f"{n:03}" for n in range(len(rows))])
    articles = articles.assign(outlet="Someone", published=pd.Timestamp("2025-07-01"))
    articles["language"] = ["en" if text.isascii() else "zh" for text in articles["text"]]
    links = stories.story_links(articles, {})
    assert related(links) == ["000 two digests 041", "042 one press conference 043", "046 one meeting 047"]
    apart = articles.assign(published=pd.date_range("2025-01-01", periods=len(rows), freq="4D"))
    assert stories.story_links(apart, {}).empty


def test_batches_and_types_change_no_token(monkeypatch):
    corpus = load_corpus()
    table = tokenize(corpus)
    with monkeypatch.context() as patched:
        patched.setattr(tokens, "_BATCH", 5_000)
        pd.testing.assert_frame_equal(tokenize(corpus), table)
    small = tokenize(corpus, compact=True)
    assert small.memory_usage(index=False)[["sentence", "start", "end"]].sum() == 6 * len(small)
    pd.testing.assert_frame_equal(small.astype({"sentence": "int32", "start": "int32", "end": "int32"}), table)


# --- What archives export -----------------------------------------------------------------------------------------------

CELLS = [("某日报", "2025-09-03", "图书馆开馆", "一座图书馆在阿拉木图开馆。首批读者来自六个国家。"), ("Herald", "2025-09-04", "A library, open", "A library opened; its readers came.")]  # fmt: skip


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("names", ["来源 日期 标题 正文", "Source Published Headline Body", "Publication pub-date Title Full-Text"])  # fmt: skip
def test_exports_of_archives_are_read_as_they_come(tmp_path, mark, encoding, names):
    lines = [names.split(), *CELLS]
    text = "".join(mark.join(f'"{cell}"' for cell in cells) + "\n" for cells in lines)
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode(encoding))
    with pytest.warns(PageWarning, match=f"export.csv is read with text from '{names.split()[3]}', title from"):
        articles = load_corpus(path).articles
    assert articles["text"].str[:4].tolist() == ["一座图书", "A li"]
    assert articles["outlet"].tolist() == ["某日报", "Herald"] and articles["title"].tolist()[1] == "A library, open"
    assert articles["published"].dt.day.tolist() == [3, 4]


def test_what_is_guessed_of_a_table_can_be_overridden_and_is_said(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("正文,content,作者\n摘要。,The text of it.,somebody\n", encoding="utf-8")
    table = read_table(path)
    assert table.columns == {"text": "正文"} and "not read: 'content', '作者'" in table.said
    assert quiet_corpus(path, columns={"text": "content"}).articles["text"].tolist() == ["The text of it."]
    # A Western encoding is also guessed and reported.
    path.write_bytes("text\nA café was opened: déjà vu or not.\n".encode("cp1252"))
    with pytest.warns(PageWarning, match="decoded as Windows-1252"):
        assert load_corpus(path).articles["text"].tolist() == ["A café was opened: déjà vu or not."]


def test_a_folder_may_mix_pages_and_tables(tmp_path):
    write_pages(tmp_path, one="A title of a page\n\nIts text is here, and is long enough.\n")
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("id,headline,body\n1,Of a row,The text of a row.\n", encoding="utf-8")
    (tmp_path / "notes.csv").write_text("who,what\nme,nothing\n", encoding="utf-8")
    with pytest.warns(PageWarning) as said:
        corpus = load_corpus(tmp_path)
    assert list(corpus.articles["page"]) == ["one.txt", "a.csv:1", "b.csv:1"]
    assert any("passed over" in str(one.message) and "notes.csv: no column 'text'" in str(one.message) for one in said)
    for name in ("one.txt", "a.csv", "b.csv"):
        (tmp_path / name).unlink()
    refuses(PageError, r"notes\.csv: no column 'text'", load_corpus, tmp_path)
