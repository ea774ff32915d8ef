"""Corpus tables and their invariants: on the seeds, on pages not used for tuning, and on arbitrary text."""

import ast
import json
import os
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from conftest import assert_invariants, break_on, cases, heard, quiet_corpus, refuses, write_pages
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import load_corpus, tokenize
from helpers.corpora import corpus as corpora
from helpers.corpora import reports, validate
from helpers.corpora.articles import MACHINE, Text, is_cut_translation
from helpers.corpora.conventions import KINDS, segment_page
from helpers.corpora.conventions.tiling import Segment
from helpers.corpora.corpus import corpus_of_files
from helpers.corpora.pages import ROOT, PageError, PageWarning, decode, page_files, read_page
from helpers.lexicon import LexiconError
from helpers.lexicon.spreadsheets import csv_bytes
from helpers.mentions import dates, frames
from helpers.mentions.concepts import find_concepts

HERE = Path(__file__).parent
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="module")
def corpus():
    corpus, said = heard()
    assert not said
    return corpus


@pytest.fixture(scope="module")
def unseen():
    return heard(HERE / "pages")


def test_invariants_hold_on_the_seeds_and_on_unseen_pages(corpus, unseen):
    assert_invariants(corpus)
    assert_invariants(unseen[0])


# Hand-checked facts ---------------------------------------------------------------------------------------------------


PRINTED = ["title", "outlet_as_printed", "published_precision", "language", "script", "form"]


@pytest.fixture(scope="module")
def gold():
    return pd.read_csv(HERE / "gold" / "articles.csv", dtype=str, keep_default_na=False).set_index("article")


def test_every_article_of_the_seeds_is_as_read_by_hand(corpus, gold):
    assert list(gold.index) == list(corpus.articles.index)
    ours = corpus.articles.loc[gold.index]
    for column in PRINTED:
        assert ours[column].fillna("").tolist() == gold[column].tolist(), column
    assert ours["published"].tolist() == pd.to_datetime(gold["published"], format="ISO8601").tolist()
    # The aggregator's English edition prints UTC: 26 June, 07:22, for a text about that afternoon.
    assert ours.at["003-06", "published_as_printed"] == "2025-06-26 07:22"
    assert ours["truncated"].astype(str).str.lower().tolist() == gold["truncated"].str.lower().tolist()
    for article, row in gold.iterrows():
        assert ours.at[article, "text"].startswith(row["body_first"]), article
        assert ours.at[article, "text"].endswith(row["body_last"]), article
        assert (ours.at[article, "words_by"] == MACHINE) == (row["words_by"] == "machine"), article


def test_the_families_of_stories_are_as_read_by_hand(corpus, gold):
    families = gold["family"].where(gold["family"] != "", gold.index.to_series())
    together = {(a, b) for a in gold.index for b in gold.index if families[a] == families[b]}
    labels = corpus.articles["same_story"]
    assert {(a, b) for a in labels.index for b in labels.index if labels[a] == labels[b]} == together
    # The relations of the links were read by hand, too.
    relations = {(row.article, row.other): row.relation for row in corpus.links.itertuples()}
    assert relations["000-01", "000-02"] == "translation"
    assert relations["000-02", "002-01"] == "reprint"
    assert relations["001-02", "001-03"] == relations["001-07", "001-08"] == "two digests"
    assert relations["001-04", "001-06"] == "one press conference"
    assert {relations[pair] for pair in relations if pair[0] in ("003-05", "003-06", "003-07")} == {"one meeting"}
    # Same title, different texts: the summit preview of September and the ambassador's essay of June.
    assert ("001-01", "003-04") not in relations


def test_whose_words(corpus):
    words = corpus.articles["words_by"]
    by_hand = {"002-01": "Xinhua News Agency", "003-06": "Zhitong Finance", "003-08": "Xinhua News Agency"}
    by_hand |= {"004-01": "Ministry of Foreign Affairs", "003-04": "Guest (ambassador)"}
    assert words[list(by_hand)].to_dict() == by_hand
    assert (words == MACHINE).sum() == 11 and corpus.articles.at["003-04", "outlet"] == "People's Daily"


def test_every_segment_marked_by_hand_has_its_kind(corpus):
    gold = pd.read_csv(HERE / "gold" / "segments.csv", keep_default_na=False)
    for row in gold.itertuples():
        tiles = corpus.segments[(corpus.segments["page"] == row.page)]
        tiles = tiles[(tiles["start"] < row.end) & (tiles["end"] > row.start)]
        assert set(tiles["kind"]) == {row.kind}, (row.page, row.start)


def test_a_wrap_breaks_no_word_of_the_text_and_a_citation_mark_no_sentence(corpus):
    first = corpus.sentences.query("article == '001-03'")["text"].iloc[0]
    assert first.endswith("pursuit of common development.")
    assert "上合组 织发展" in corpus.pages["raw"].iloc[1]
    assert "上合组织发展的重要论述" in corpus.articles.at["001-04", "text"]
    assert "记者7日" in corpus.articles.at["003-01", "text"]


def test_only_mainland_pages_in_traditional_characters_are_machine_converted(corpus, unseen):
    assert corpus.articles.index[corpus.articles["machine_converted"]].tolist() == ["000-01"]
    native = unseen[0].articles.query("outlet == 'Central News Agency'")
    assert native["script"].tolist() == ["Hant"] and not native["machine_converted"].any()


EXPECTED = sorted((HERE / "pages").glob("*.json"))


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_pages_of_the_same_kinds_of_source(path, unseen):
    corpus, messages = unseen
    expected = json.loads(path.read_text(encoding="utf-8"))
    page = path.with_suffix(".txt").name
    raw = corpus.pages.at[page, "raw"]
    ours = corpus.articles[corpus.articles["page"] == page]
    assert len(ours) == len(expected["articles"])
    for facts, (article, row) in zip(expected["articles"], ours.iterrows(), strict=True):
        for column in facts.keys() & {*PRINTED}:
            assert (None if pd.isna(row[column]) else row[column]) == facts[column], (article, column)
        if "published" in facts:
            day = pd.Timestamp(facts["published"])  # no day where it is null
            assert row["published"] == day or (pd.isna(row["published"]) and pd.isna(day))
        assert bool(row["truncated"]) == facts.get("truncated", bool(row["truncated"])), article
        assert row["text"].startswith(facts.get("body_first", ""))
        assert row["text"].endswith(facts.get("body_last", ""))
        assert all(piece in row["text"] for piece in facts.get("text_contains", []))
        assert not any(piece in row["text"] for piece in facts.get("text_lacks", []))
        if facts.get("words_by") in ("machine", "outlet", "agency"):
            assert (row["words_by"] == MACHINE) == (facts["words_by"] == "machine")
        if "sentences" in facts:
            assert (corpus.sentences["article"] == article).sum() == facts["sentences"], article
    tiles = corpus.segments[corpus.segments["page"] == page]
    for kind in KINDS:
        for piece in expected.get(kind, []):
            start = raw.index(piece)
            found = tiles[(tiles["start"] < start + len(piece)) & (tiles["end"] > start)]
            assert set(found["kind"]) == {kind}, piece
    for family in expected.get("same_story", []):
        assert len(set(ours["same_story"].iloc[family])) == 1
    assert any(message.startswith(page) for message in messages) == bool(expected["warning"])


# Bad input ------------------------------------------------------------------------------------------------------------


LIBRARY = "海边图书馆新馆开放\n2025-09-02 来源：新华网\n\n海边图书馆新馆日前开放,首日接待读者三千人。馆长说,新馆将为渔民的孩子留出一间阅览室。\n"


def test_one_bad_file_loses_no_other_page(tmp_path, monkeypatch):
    write_pages(tmp_path, good=LIBRARY)
    break_on(monkeypatch, corpora, "segment_page", lambda raw: raw == "deep")
    deep = r"deep\.txt: cannot be read \(RecursionError: too deep\); mend it or take it out, .*on_error='skip'\."
    for name, data, said in [("empty", b"", "^empty.txt"), ("deep", b"deep", deep), ("binary", b"\0\1", "^binary.txt")]:
        (tmp_path / f"{name}.txt").write_bytes(data)  # its name sorts first, so it is read first
        refuses(PageError, said, load_corpus, tmp_path)
    corpus, said = heard(tmp_path, on_error="skip")
    assert len(corpus.articles) == 1 and [one for one in said if "skipped: " not in one] == []
    assert corpus.refusals["page"].tolist() == ["binary.txt", "deep.txt", "empty.txt"]
    assert all(f"skipped: {page}" in " ".join(said) for page in corpus.refusals["page"])
    refuses(ValueError, "on_error", load_corpus, tmp_path, on_error="ignore")
    _, [said] = heard(write_pages(tmp_path, **dict.fromkeys("ijklmn", "It has no header. " * 9)), on_error="skip")
    assert said.startswith("9 of 10 pages are in doubt: 6 x no known page") and "first:\n  skipped: binary" in said


def test_a_folder_of_which_nothing_can_be_read_is_no_corpus(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "folder.txt").mkdir()
    nothing = r"none of its pages .* empty\.txt: the file is empty"
    with pytest.warns(PageWarning), pytest.raises(PageError, match=nothing):
        load_corpus(tmp_path, on_error="skip")
    with pytest.warns(PageWarning):
        part = corpus_of_files([(0, tmp_path / "empty.txt")], on_error="skip")
    assert (len(part.pages), len(tokenize(part))) == (0, 0)


def test_line_ends_and_encodings_change_no_article(tmp_path, corpus):
    page = corpus.pages.index[3]
    raw = corpus.pages.at[page, "raw"]
    original = corpus.articles[corpus.articles["page"] == page]
    for text, encoding in [(raw.replace("\n", "\r\n"), "utf-8"), (raw, "utf-8-sig"), (raw, "utf-16"), (raw, "gb18030")]:
        (tmp_path / "page.txt").write_bytes(text.encode(encoding))
        articles = load_corpus(tmp_path).articles
        for column in ["title", "outlet", "published", "form", "text"]:
            assert articles[column].tolist() == original[column].tolist(), (encoding, column)


def load_one(folder, text):
    return load_corpus(write_pages(folder, page=text))


def test_articles_without_an_outlet_line_or_of_one_stamp_stay_articles_of_their_own(tmp_path, corpus):
    text = corpus.pages["raw"].iloc[3] + "\n没有来源的标题\n" + "正文很长。" * 40
    with pytest.warns(PageWarning, match="page.txt: 000-11: no outlet and no date found"):
        articles = load_one(tmp_path, text).articles
    assert len(articles) == 11 and articles["title"].iloc[-1] == "没有来源的标题"
    assert pd.isna(articles["outlet"].iloc[-1])
    one_stamp = corpus.pages["raw"].iloc[3].replace("2025-07-05 02:40", "2025-07-07 15:26")
    assert len(load_one(tmp_path, one_stamp).articles) == 10


# The second falls into the year 10000 in Beijing.
@pytest.mark.parametrize("stamp, said", [("2025-13-45 25:61", "no such clock"), ("9999-12-31 20:00", "its year")])
def test_an_impossible_date_is_missing_and_named(tmp_path, corpus, stamp, said):
    text = corpus.pages["raw"].iloc[3].replace("2025-07-05 02:40", stamp)
    with pytest.warns(PageWarning, match=f"000-02: date '{stamp}' is not read: {said}"):
        articles = load_one(tmp_path, text).articles
    assert articles["published"].isna().tolist() == [False, True] + [False] * 8
    assert articles.at["000-02", "published_as_printed"] == stamp


def test_a_fault_of_the_study_is_laid_to_no_page(tmp_path):
    outlets = "outlet,printed\nCity Gazette,The Gazette\nRiver Post,Town Post|the gazette\n"
    write_pages(tmp_path, study={"outlets": outlets}, good=LIBRARY)
    (tmp_path / "rows.csv").write_text("id,title,text\n1,Opened,The library opened today.\n", encoding="utf-8")
    said = r"^study/outlets\.csv, line 3: 'the gazette' is printed for City Gazette, too \(study/outlets\.csv, line 2\)"
    for on_error in ("raise", "skip"):
        for place in (tmp_path, tmp_path / "rows.csv"):
            refuses(LexiconError, said, load_corpus, place, on_error)


UNSEEN = "\u200b\xad\u2060\ufeff\u200d"


def veiled(text):
    """Insert an invisible character after every third character, and one amid white space at each line end."""
    return "".join(
        character + UNSEEN[place % 5] * (place % 3 == 0) + "\n\u200b\n" * (character == "\n")
        for place, character in enumerate(text)
    )


def test_characters_that_are_not_seen_hide_nothing(tmp_path):
    """Tested in headers and inside words, in all conventions; the page keeps the characters, a problem counts them."""
    for path in [*SEEDS.glob("*.txt"), *(HERE / "pages").glob("00*.txt")]:
        raw = veiled(path.read_text(encoding="utf-8").replace("\r\n", "\n"))
        # Both have the same white space, so that they differ only in invisible characters.
        plain = raw.translate(dict.fromkeys(map(ord, UNSEEN)))
        one, other = (tmp_path / f"{path.stem}-{kind}" for kind in ("plain", "veiled"))
        clean, hidden = quiet_corpus(write_pages(one, page=plain)), quiet_corpus(write_pages(other, page=raw))
        assert_invariants(hidden)
        [said] = hidden.problems.query("problem == 'invisible characters, passed over'")["value"]
        assert said.startswith(f"{len(raw) - len(plain)} (U+00AD x ")
        for read in (lambda one: one.articles, lambda one: one.sentences, find_concepts):
            ours, theirs = (read(one).drop(columns=["start", "end"]) for one in (hidden, clean))
            pd.testing.assert_frame_equal(ours, theirs)
        assert tokenize(hidden)["term"].tolist() == tokenize(clean)["term"].tolist()
        assert frames.occasions(hidden)["occasion"].tolist() == frames.occasions(clean)["occasion"].tolist()
        assert dates.find_dates(hidden)["first"].tolist() == dates.find_dates(clean)["first"].tolist()


def test_the_radicals_of_a_pdf_count_as_their_characters(tmp_path):
    radical = str.maketrans("文人日民门长", "⽂⼈⽇⺠⻔⻓")
    assert LIBRARY.translate(radical) != LIBRARY
    write_pages(tmp_path, clean=LIBRARY, strange=LIBRARY.translate(radical))
    with pytest.warns(PageWarning, match=r"strange\.txt: radicals, counted as their characters: \d+ \(⺠ x 1, "):
        corpus = load_corpus(tmp_path)
    tokens = tokenize(corpus)
    clean, strange = (part.reset_index() for _, part in tokens.groupby("article", observed=True))
    pd.testing.assert_frame_equal(strange[["term", "kind", "start"]], clean[["term", "kind", "start"]])
    assert "渔⺠" in set(strange["token"])


def test_two_digests_of_one_outlet_and_day_need_one_title(tmp_path):
    digest = "Core Points - The summit opens today [1] - Ministers met before it [2]"
    other = "Core Points - Prices of apples rose in the north [1] - Farmers plant more trees [2]"
    hits = [("苹果价格上涨", 1, digest), ("峰会今日开幕", 2, other), ("峰会今日开幕(快讯)", 3, digest)]
    text = "\n".join(f"{title}\nXin Hua She· 2025-08-28 0{hour}:00\n{body}" for title, hour, body in hits)
    links = load_one(tmp_path, f"x\n\nSearch documents\n{text}").links[["article", "other", "relation"]]
    assert links.to_numpy().tolist() == [["000-01", "000-03", "reprint"], ["000-02", "000-03", "two digests"]]


def test_files_that_are_no_pages_are_named_and_a_folder_called_like_a_table_is_a_folder(tmp_path):
    (tmp_path / "x.csv").mkdir()
    refuses(PageError, r"holds no page: .* It has x\.csv/: give a folder inside it", load_corpus, tmp_path)
    (tmp_path / "y.csv").write_text("id,text\n", encoding="utf-8")
    refuses(PageError, r"the first: y\.csv: no row stands below its header", load_corpus, tmp_path)
    write_pages(tmp_path, good=LIBRARY)
    (tmp_path / "photo.png").write_bytes(b"x")
    (tmp_path / "README.md").write_text("x")
    with pytest.warns(PageWarning, match="passed over, not .txt or .html: photo.png, x.csv/$"):
        load_corpus(tmp_path)


def test_a_line_of_two_megabytes_is_read(tmp_path):
    with pytest.warns(PageWarning, match="no known page convention"):
        corpus = load_one(tmp_path, "上海精神,合作共赢。" * 200_000)
    assert len(corpus.sentences) == 200_000


def test_quote_shows_the_raw_characters(corpus):
    page = corpus.pages.index[1]
    start = corpus.pages.at[page, "raw"].index("上合组 织发展")
    assert corpus.quote(page, start, start + 7, context=2) == "体和⟦上合组 织发展⟧的重"
    assert corpus.quote(page, 0, 2, context=0) == "⟦上合⟧"
    refuses(KeyError, "no page 'x'", corpus.quote, "x", 0, 1)
    refuses(ValueError, "is not a span", corpus.quote, page, 5, 10**6)


LINES = st.sampled_from([case["line"] for case in cases("any_lines")])


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.one_of(st.lists(LINES, max_size=14).map("\n".join), st.text(max_size=200)))
def test_any_text_is_tiled_and_no_body_character_is_lost(raw):
    segments, drafts, _ = segment_page(raw)
    if not raw:
        return
    assert (segments[0].start, segments[-1].end) == (0, len(raw))
    assert all(one.end == other.start for one, other in pairwise(segments))
    assert {segment.kind for segment in segments} <= set(KINDS)
    for number in range(len(drafts)):
        text = Text(raw, [segment for segment in segments if segment.article == number])
        places = [text.chain.raw(place, place + 1) for place in range(len(text.text))]
        assert [raw[slice(*place)] for place in places] == list(text.text)
        assert (np.diff([start for start, _ in places]) > 0).all()
        assert "".join("".join(one for _, _, one in text.sentences(None)).split()) == "".join(text.text.split())


def test_sentences_are_split_by_the_rules_of_the_language_of_their_article():
    raw = "他高呼OK!Go!然后离开。"
    text = Text(raw, [Segment(0, len(raw), "body", "text", 0)])
    assert [sentence for _, _, sentence in text.sentences("zh")] == ["他高呼OK!", "Go!", "然后离开。"]


def test_a_translation_of_half_the_length_is_cut():
    assert is_cut_translation("x" * 150, "en", "字" * 100, "zh")
    assert not is_cut_translation("x" * 400, "en", "字" * 100, "zh")
    assert not is_cut_translation("x" * 10, "en", "y" * 100, "en")


# --- Bytes in, characters out -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("encodings"), ids=lambda case: case["encodings"])
def test_encodings_are_recognised(case):
    for encoding in case["encodings"].split():
        assert decode(case["text"].encode(encoding)) == (case["text"], encoding)


@pytest.mark.parametrize("case", cases("no_texts"), ids=lambda case: f"{case['bytes']}: {case['reason']}")
def test_what_is_no_text_is_refused_by_name_and_reason(case):
    """The case holds bytes in Python notation; in the message the remedy follows the reason."""
    data = ast.literal_eval(f"b'{case['bytes']}'")
    refuses(PageError, f"^page.txt: .*{case['reason']}.*;", decode, data, "page.txt")


def test_reading_changes_no_character(tmp_path):
    text = "一\r\n二\r三\u2028\u3000\xa0 四\n" * 10 + "五\x0b六"
    (tmp_path / "page.txt").write_bytes(text.encode())
    assert read_page(tmp_path / "page.txt").raw == text


def test_what_cannot_be_opened_is_refused_by_name(tmp_path):
    refuses(PageError, "holds no page", page_files, tmp_path)
    refuses(FileNotFoundError, "No folder at", page_files, tmp_path / "nowhere")
    path = tmp_path / "a.txt"
    path.write_text("x")
    refuses(NotADirectoryError, "is a file", page_files, path)
    (tmp_path / "folder.txt").mkdir()
    refuses(PageError, r"folder\.txt: cannot be read", read_page, tmp_path / "folder.txt")
    path.chmod(0)
    if not os.access(path, os.R_OK):  # root can read every file
        refuses(PageError, r"a\.txt: cannot be read", read_page, path)


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(data):
    try:
        raw, encoding = decode(data)
    except PageError:
        return
    assert raw.strip()
    assert raw.encode(encoding).removeprefix(b"\xff\xfe").removeprefix(b"\xef\xbb\xbf") in data


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf_8_comes_back_as_it_was(text):
    if text.strip("\ufeff \u3000\xa0") and not text.startswith("\ufeff") and not text.isspace():
        try:
            assert decode(text.encode())[0] == text
        except PageError as error:
            assert "white space" in str(error) or ("no letter" in str(error) and not any(map(str.isalpha, text)))


# --- Corrections of what was read ---------------------------------------------------------------------------------------


PAGE = "海边图书馆新馆开放\n发布时间：{}  来源：{}\n\n海边图书馆新馆日前开放,首日接待读者三千人。馆长说,新馆将为渔民的孩子留出一间阅览室,并在周末开到深夜。\n"
HEADER = "page,article,title,outlet,published,language,words_by,reason\n"


@pytest.fixture
def folder(tmp_path):
    one, other = PAGE.format("2025-09-01 10:00", "新华网"), PAGE.format("2025年9月", "海边小报")
    return write_pages(tmp_path, a=one, b=other)


def correct(folder, *rows):
    write_pages(folder, study={"pages": HEADER + "".join(f"{row}\n" for row in rows)})
    corpus, said = heard(folder)
    return corpus, " ".join(said)


def test_a_row_overrides_what_was_read(folder):
    plain, said = correct(folder)
    assert "b.txt" in said and "a.txt" not in said
    b = "b.txt,,Another title,中新网,2025-09-02 08:15,en-GB,A guest,seen on the site"
    corpus, said = correct(folder, b, "a.txt,01,-,,2025-09-03,,,the day is that of the print")
    row = corpus.articles.loc["001-01"]
    about = row[["title", "outlet", "language", "words_by", "published_precision", "clock"]].tolist()
    assert about == ["Another title", "China News Service", "en", "A guest", "minute", "Beijing"]
    assert row["published"] == pd.Timestamp("2025-09-02 08:15")
    # The `as_printed` columns keep the page's wording, and nothing else has changed.
    assert (row["outlet_as_printed"], row["published_as_printed"]) == ("海边小报", "2025年9月")
    assert not said
    first = corpus.articles.loc["000-01"]
    assert pd.isna(first["title"]) and first["published"] == pd.Timestamp("2025-09-03")
    assert first["published_precision"] == "day" and first["outlet"] == plain.articles.at["000-01", "outlet"]
    pd.testing.assert_frame_equal(corpus.sentences, plain.sentences)
    assert "b.txt: title, outlet, published, language, words_by (seen on the site)" in validate(corpus)


@pytest.mark.parametrize("case", cases("bad_corrections"), ids=lambda case: case["message"])
def test_a_row_that_cannot_hold_is_an_error(folder, case):
    refuses(LexiconError, rf"study/pages\.csv.*{case['message']}", correct, folder, case["row"])


def test_a_page_of_several_articles_must_be_told_which(folder):
    write_pages(folder, c=load_corpus().pages["raw"].iloc[1])
    refuses(LexiconError, r"c\.txt has 10 articles: say which", correct, folder, "c.txt,,T,,,,,why")
    rows = "c.txt,1,F,,why\nc.txt,10,T,,why\nc.txt,2,,yes,an advertisement\nb.txt,,,yes,a duplicate\n"
    corpus = quiet_corpus(write_pages(folder, study={"pages": f"page,article,title,leave_out,reason\n{rows}"}))
    assert_invariants(corpus)
    assert corpus.articles.loc[["002-01", "002-10"], "title"].tolist() == ["F", "T"] and len(corpus.articles) == 10
    assert "2 x left out, as study/pages.csv says (b.txt: 001-01, c.txt: 002-02)" in validate(corpus)


def test_the_draft_names_the_worst_first_and_can_be_filled_in(folder):
    more = {"c": "an essay without any header. " * 9, "d": PAGE.format("2025-09-01", "新华\u200b网")}  # not in doubt
    corpus = quiet_corpus(write_pages(folder, study={"pages": HEADER}, **more))
    draft = validate(corpus).draft
    assert draft["article"].tolist() == ["002-01", "001-01"]
    assert "no title" in draft["reason"].iloc[0] and "2025年9月" in draft["reason"].iloc[1]
    # The unchanged draft, with its guards, corrects nothing; the completed draft does.
    path = folder / "study" / "pages.csv"
    path.write_bytes(csv_bytes(draft))
    pd.testing.assert_frame_equal(quiet_corpus(folder).articles, corpus.articles)
    draft.loc[0, ["title", "outlet", "published"]] = ["=An essay", "Xinhua", "2025-09-01"]
    path.write_bytes(csv_bytes(draft))
    mended, said = heard(folder)
    assert mended.articles.at["002-01", "title"] == "=An essay" and "no title" not in " ".join(said)
    # A row that is filled in, or has a reason of its own, settles its article and stays in the next draft.
    again = validate(mended)
    assert len(again.in_doubt) == 1 and " | 海边小报 | -" in again.in_doubt["as_read"][0]
    pd.testing.assert_frame_equal(again.draft, draft[::-1].reset_index(drop=True))
    draft.assign(reason="seen").to_csv(path, index=False)
    assert validate(quiet_corpus(folder)).in_doubt.empty
    # A new first page changes the page numbers, but the corrections stay with their pages.
    (folder / "0.txt").write_text(PAGE.format("2025-09-01", "新华网"), encoding="utf-8")
    assert quiet_corpus(folder).articles.at["003-01", "title"] == "=An essay"


def test_rows_of_a_table_are_corrected_too(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("id,text,date\nx,It grew.,03/04/2025\ny,It fell.,2025-09-01\n", encoding="utf-8")
    write_pages(tmp_path, study={"pages": "page,outlet,published,form,reason\nx,Xinhua,2025-04-03,brief,known\n"})
    row = quiet_corpus(table).articles.loc["x"]
    about = row[["outlet", "published", "form", "published_as_printed"]].tolist()
    assert about == ["Xinhua News Agency", pd.Timestamp("2025-04-03"), "brief", "03/04/2025"]
    write_pages(tmp_path, study={"pages": f"{HEADER}z,,T,,,,,known\n"})
    refuses(LexiconError, "no page 'z' is here", quiet_corpus, table)


def test_the_report_says_what_was_read_and_groups_what_differs_in_a_value_alone():
    problems = [("a", "date '1 May': unread"), ("b", "title 'A' is a guess"), ("c", "title 'B' is a guess")]
    table = pd.DataFrame(problems, columns=["article", "problem"]).assign(page="p.txt", value=None)
    corpus = SimpleNamespace(problems=table, refusals=table.iloc[:0].assign(reason=""))
    said = reports._not_understood(corpus, {"a": "a.txt", "b": "b.txt", "c": "d.txt#02"})
    assert said == ["1 x date '1 May': unread (a.txt)", "2 x title ... is a guess (b.txt: 'A', d.txt#02: 'B')"]
