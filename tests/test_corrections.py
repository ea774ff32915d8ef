"""Corrections of what was read: they override it, are drafted by the report, and may not miss their page."""

import warnings

import pandas as pd
import pytest
from conftest import cases, quiet_corpus, refuses, write_pages

from helpers import load_corpus
from helpers.corpora import draft_corrections, validate
from helpers.corpora.pages import PageWarning
from helpers.lexicon import LexiconError

PAGE = "海边图书馆新馆开放\n发布时间：{}  来源：{}\n\n海边图书馆新馆日前开放,首日接待读者三千人。馆长说,新馆将为渔民的孩子留出一间阅览室,并在周末开到深夜。\n"
HEADER = "page,article,title,outlet,published,language,words_by,reason\n"


@pytest.fixture
def folder(tmp_path):
    one, other = PAGE.format("2025-09-01 10:00", "新华网"), PAGE.format("2025年9月", "海边小报")
    return write_pages(tmp_path, a=one, b=other)


def correct(folder, *rows):
    write_pages(folder, study={"pages": HEADER + "".join(f"{row}\n" for row in rows)})
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        corpus = load_corpus(folder)
    return corpus, " ".join(str(one.message) for one in said)


def test_a_row_overrides_what_was_read(folder):
    plain, said = correct(folder)
    assert "b.txt" in said and "a.txt" not in said
    b = "b.txt,,Another title,中新网,2025-09-02 08:15,en,A guest,seen on the site"
    corpus, said = correct(folder, b, "a.txt,01,-,,2025-09-03,,,the day is that of the print")
    row = corpus.articles.loc["001-01"]
    about = row[["title", "outlet", "language", "words_by", "published_precision", "clock"]].tolist()
    assert about == ["Another title", "China News Service", "en", "A guest", "minute", "Beijing"]
    assert row["published"] == pd.Timestamp("2025-09-02 08:15")
    # What the page prints stays what it prints, and nothing else has changed.
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
    corpus, _ = correct(folder, "c.txt,10,T,,,,,why")
    assert corpus.articles.at["002-10", "title"] == "T"


def test_the_draft_names_the_worst_first_and_can_be_filled_in(folder):
    with pytest.warns(PageWarning):
        corpus = load_corpus(write_pages(folder, study={"pages": HEADER}, c="an essay without any header. " * 9))
    draft = validate(corpus).draft
    pd.testing.assert_frame_equal(draft, draft_corrections(corpus))
    assert draft["article"].tolist() == ["002-01", "001-01"]
    assert "no title" in draft["reason"].iloc[0] and "2025年9月" in draft["reason"].iloc[1]
    # As it is it corrects nothing; filled in, it does.
    path = folder / "study" / "pages.csv"
    draft.to_csv(path, index=False)
    with pytest.warns(PageWarning):
        pd.testing.assert_frame_equal(load_corpus(folder).articles, corpus.articles)
    draft.loc[0, ["title", "outlet", "published"]] = ["An essay", "Xinhua", "2025-09-01"]
    draft.to_csv(path, index=False)
    with pytest.warns(PageWarning) as said:
        mended = load_corpus(folder)
    assert mended.articles.at["002-01", "title"] == "An essay"
    assert not any("no title" in str(one.message) for one in said)


def test_rows_of_a_table_are_corrected_too(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("id,text,date\nx,It grew.,03/04/2025\ny,It fell.,2025-09-01\n", encoding="utf-8")
    write_pages(tmp_path, study={"pages": f"{HEADER}x,,,Xinhua,2025-04-03,,Somebody,known\n"})
    with pytest.warns(PageWarning):
        row = load_corpus(table).articles.loc["x"]
    about = row[["outlet", "published", "words_by", "published_as_printed"]].tolist()
    assert about == ["Xinhua News Agency", pd.Timestamp("2025-04-03"), "Somebody", "03/04/2025"]
    write_pages(tmp_path, study={"pages": f"{HEADER}z,,T,,,,,known\n"})
    refuses(LexiconError, "no page 'z' is here", quiet_corpus, table)
