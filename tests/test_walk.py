"""The walk over a user's own pages: its files and errors, and that no article is lost."""

import csv
import json
import random
import re
import runpy
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from conftest import cases, chinese, front_door, made_corpus, quiet_corpus, refuses, unpaired, write_pages
from PIL import Image

from helpers import explore, figures, scale
from helpers.corpora.pages import ROOT, PageError
from helpers.figures import FigureError
from helpers.lexicon import NO_OUTLET, LexiconError
from helpers.lexicon.spreadsheets import csv_bytes
from helpers.notebooks import runs
from helpers.scale.folders import locked
from helpers.walk import WalkError, notebooks, opened, parts, run
from helpers.walk.coding import sample
from helpers.walk.places import CODED
from helpers.walk.start import examples, start

TEMPLATES = notebooks.TEMPLATES

SENTENCES = [(case["language"], case["text"]) for case in cases("walk_sentences")]
CHINESE, ENGLISH = ([text for language, text in SENTENCES if language == one] for one in ("zh", "en"))


def invented(folder: Path, count: int, outlets: int = 20, seed: int = 0) -> Path:
    """Write invented pages, in turn Chinese, English in HTML, and English without date and outlet."""
    draw = random.Random(seed)
    folder.mkdir(parents=True)
    for number in range(count):
        outlet, day = draw.randrange(outlets), f"2025-{draw.randrange(1, 13):02d}-{draw.randrange(1, 28):02d}"
        first, last = draw.sample(CHINESE, 3), draw.sample(ENGLISH[:5], 3)
        pages = {
            "a.txt": f"第{number}号会议新闻报道\n{day} 10:20 来源:第{outlet}日报\n  {''.join(first)}\n  {number}号会议结束。\n",
            "b.html": f"""<html lang="en"><head><title>Report {number} | Herald {outlet}</title>
            <meta property="og:site_name" content="Herald {outlet}"><meta property="article:published_time" content="{day}"></head>
            <body><article><h1>Report {number}</h1><p>{" ".join(last)}</p>
            <p>Room {number} was open for long that day, and was to be so again.</p></article></body></html>""",
            "c.txt": f"Report {number} of the talks\n\n{' '.join(last)} Item {number} was noted.\n",
        }
        name, text = list(pages.items())[number % 3]
        (folder / f"p{number:03d}{name}").write_text(text, encoding="utf-8")
    return folder


def write_table(path: Path, rows: list[dict]) -> Path:
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def words_of(report: Path) -> str:
    page = report.read_text(encoding="utf-8")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def check_whole(report: Path, articles: int) -> str:
    """Check that the report has all its figures and no scripts, that pictures are small and paired, that no article is
    lost, and that the notebooks are run and agree with the report. Returns the text of the report."""
    page = report.read_text(encoding="utf-8")
    assert "<script" not in page and not re.search(r'(?:src|href)="(?:https?:|/)', page)
    names = sorted(path.stem for path in (report.parent / "figures").glob("*.png"))
    assert page.count("data:image/png;base64,") == len(names)
    for name in names:
        assert unpaired(name, report.parent / "figures") is None
        with Image.open(report.parent / "figures" / f"{name}.png") as image:
            assert image.height <= 2 * image.width
    table = pd.read_csv(report.parent / "tables/articles.csv")
    assert len(table) == articles
    read = int(table["language"].isin(["zh", "en"]).sum())  # voices are read in these; the report counts the others
    said, others = words_of(report), articles - read
    assert (f" {others} in another or an unknown language" in said) if others else ("in another or" not in said)
    assert ("no page names one; give outlets" in said) == table["outlet"].isna().all()
    assert ("it needs days of publication" in said) == table["published"].isna().all()
    guide = (report.parent / "tables/README.md").read_text(encoding="utf-8")
    tables = (report.parent / "tables").glob("*.csv")
    assert not [name for path in tables for name in [path.name, *pd.read_csv(path)] if f"`{name}`" not in guide]
    if (told := report.parent / "tables/voices.csv").exists():
        for row in pd.read_csv(told).dropna(subset=["verb", "in_sentence"]).itertuples():
            assert " ".join(row.verb.split()) in row.in_sentence
    own = said.partition("How the pages were read")[0]
    assert not re.search(r"\b0 (?:articles|files|outlets|pages)\b|\b1 (?:outlets|articles|pages|files|are)\b", own)
    for name, count in {"01-outlets": articles, "02-months": articles, "04-voices": read}.items():
        if name in names:
            assert pd.read_csv(report.parent / f"figures/{name}.csv")["articles"].sum() == count, name
    if "02-calendar" in names:
        assert pd.read_csv(report.parent / "figures/02-calendar.csv", dtype="str")["article"].nunique() == articles
    for template in TEMPLATES:
        notebook = json.loads((report.parent / f"notebooks/{template.stem}.ipynb").read_text(encoding="utf-8"))
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
        assert "error" not in {output["output_type"] for cell in code for output in cell["outputs"]}
        answer = re.search(r"\*\*Answer\.\*\*\n\n(.+?)\n\n", "".join(notebook["cells"][0]["source"]), re.S)
        for sentence in answer[1].split("\n") if answer else ():
            told = " ".join(unescape(re.sub(r"\\(.)", r"\1", sentence.removeprefix("* "))).split())
            assert told in said, (template.stem, told)
    return said


@pytest.fixture
def only(monkeypatch):
    """Let a walk run only these notebooks, since the others are not tested and drawing takes time."""
    return lambda *ns: monkeypatch.setattr(notebooks, "TEMPLATES", [one for one in TEMPLATES if one.stem[:2] in ns])


@pytest.fixture(scope="module")
def sixty(tmp_path_factory) -> Path:
    """The report on sixty pages."""
    return run(invented(tmp_path_factory.mktemp("walk") / "pages", 60, outlets=6))


def test_sixty_pages_become_a_report(sixty: Path):
    said = check_whole(sixty, 60)
    drawn = "01-outlets 01-repeats 02-calendar 02-horizon 02-months 03-concepts 03-words 04-company 04-voices".split()
    assert sorted(path.stem for path in (sixty.parent / "figures").glob("*.png")) == drawn
    assert "60 articles came from 60 pages" in said and "20 of 60 articles (33 %) have no day" in said
    # The sentence agrees with its table.
    found = pd.read_csv(sixty.parent / "figures/04-voices.csv")
    assert f"{found['count'].sum():,} of {found['n'].sum():,} (" in said and "70 by a voice of their own, 31 by" in said
    assert len(found) == 8 and found["outlet"].iloc[-1] == NO_OUTLET
    assert str(sixty.parent.parent) not in said


def test_notebooks_run_again_in_their_folder_show_the_same(sixty: Path):
    """One with pictures and one with a workbench, joined because each kernel takes seconds to start."""
    both, other = (runs.read(sixty.parent / f"notebooks/{name}.ipynb") for name in ("02-timeline", "05-explore"))
    for cell in other.cells:
        cell.id = f"other-{cell.id}"
    both.cells += other.cells
    before = [output.data for cell in both.cells for output in cell.get("outputs", [])]
    path = sixty.parent / "notebooks/both.ipynb"
    runs.store(both, path)
    runs.run(path)
    assert [output.data for cell in runs.read(path).cells for output in cell.get("outputs", [])] == before
    assert sum("image/png" in data for data in before) == 3 and "stored answer" in before[-1]["text/html"]
    assert before[-2]["text/plain"].strip("'") in before[-1]["text/html"]


def test_a_second_run_does_nothing_and_says_so_until_something_changes(studied: Path):
    before, said = files_of(studied.parent), []
    run(studied.parent.parent, studied.parent, say=said.append)
    assert "Nothing has changed since the last walk" in said[0] and "Remove report.html" in said[0]
    studied.unlink()
    said.clear()
    run(studied.parent.parent, studied.parent, say=said.append)
    assert files_of(studied.parent) == before and len(said) == 1
    assert "could not be read: 0; passed over: 0 (end of report.html)." in said[0]


def test_what_was_filled_in_or_changed_by_hand_is_kept(tmp_path: Path, only):
    only("01", "05")
    folder = invented(tmp_path / "pages", 3)
    report = run(folder)
    assert report == tmp_path / "walk/report.html"
    draft, notebook = report.with_name("pages.csv"), report.parent / "notebooks/01-corpus.ipynb"
    mine = draft.read_bytes() + b"mine\n", notebook.read_bytes().replace(b"outlets.figure", b"outlets.table #")
    draft.write_bytes(mine[0])
    notebook.write_bytes(mine[1])
    untouched = report.parent / "notebooks/05-explore.ipynb"
    run_again = untouched.read_bytes().replace(b'"execution_count": 1,', b'"execution_count": 77,')
    untouched.write_bytes(run_again)  # not a change by hand
    for _ in range(2):
        report.unlink()
        said = []
        run(folder, say=said.append)
        assert (draft.read_bytes(), notebook.read_bytes()) == mine
        assert report.with_name("pages-new.csv").exists() and notebook.with_name("01-corpus-new.ipynb").exists()
        assert len(said) == 3 and not untouched.with_name("05-explore-new.ipynb").exists()
    assert b'"execution_count": 77,' not in untouched.read_bytes()


def test_a_walk_and_its_pages_may_be_moved_together_and_is_of_no_other_corpus(tmp_path: Path, only):
    only("05")
    invented(tmp_path / "a/pages", 3)
    run(tmp_path / "a/pages")
    (tmp_path / "a").rename(tmp_path / "b")
    assert len(opened(tmp_path / "b/walk").articles) == 3
    (tmp_path / "b/pages").rename(tmp_path / "b/elsewhere")
    refuses(WalkError, "no longer at .*pages: bring them back", opened, tmp_path / "b/walk")
    for place in (tmp_path / "b", tmp_path / "b/walk/report.html"):
        refuses(WalkError, "holds no walk: make one with", opened, place)
    # Two neighbouring corpora do not share a walk.
    one, other = invented(tmp_path / "one", 2), invented(tmp_path / "other", 2)
    run(one)
    refuses(WalkError, "walk holds the walk over .*one: give a folder of its own with --out .*walk-other", run, other)


def test_one_article_without_date_and_outlet(tmp_path: Path):
    folder = write_pages(tmp_path / "pages", one=f"A title\n\n{' '.join(ENGLISH)}\n")
    (folder / "scan.pdf").write_bytes(b"%PDF")
    invented(folder / "years", 2)
    report = run(folder)
    said = check_whole(report, 1)
    assert "<script>alert(1)</script>" not in report.read_text(encoding="utf-8")
    assert "no page names one; give outlets in study/pages.csv" in said
    assert "it needs days of publication" in said and "it needs at least two outlets" in said
    assert " is read: 2 (years/ with 2 pages, scan.pdf)." in said and " most " not in said  # of one nothing is most


def test_a_table_and_its_dangerous_cells(tmp_path: Path):
    rows = []
    for n, title in enumerate(["<script>alert(1)</script>", "=1+1", "@x", "-2", "<b>bold", "$5$"]):
        outlet, text = ("𠮷 News", "=HYPERLINK(1)")[n % 2], " ".join(ENGLISH[n:] + ENGLISH[:n])
        rows.append({"id": f"a{n}", "title": title, "outlet": outlet, "date": f"2025-0{n + 1}-03", "text": text})
    report = run(write_table(tmp_path / "export.csv", rows))
    check_whole(report, 6)
    for path in report.parent.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=+@]|-(?!\d)", cell)], path.name
    assert "'=1+1" in (report.parent / "tables/articles.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(("breaks", "on"), [(KeyError("whoever"), 6), (ValueError("cannot reindex"), 1)], ids=repr)
def test_a_rule_and_a_figure_that_break_are_a_sentence_each_and_the_rest_stands(tmp_path, monkeypatch, breaks, on):
    find, told = scale.TABLES["actors"], []

    def broken(corpus):
        if corpus.articles.index[0] >= f"{on:03d}":
            return find(corpus)
        raise breaks

    def refused(*_, **__):
        raise FigureError("02-calendar: what is drawn runs 0.10 in over the lower edge; make room for it.")

    monkeypatch.setitem(scale.TABLES, "actors", broken)
    monkeypatch.setattr(figures, "calendar", refused)
    report = run(invented(tmp_path / "pages", 6), say=told.append)
    said, guide = check_whole(report, 6), (report.parent / "tables/README.md").read_text(encoding="utf-8")
    what = "without rows in tables/actors.csv: p000a.txt" if on == 1 else parts._BROKEN
    why = f"{what} ({type(breaks).__name__}: {breaks})."
    assert why in said and why in told[-1].partition("\nFailed: ")[2]
    assert str(breaks) in guide and (report.parent / "tables/actors.csv").exists() == (on < 6)
    assert said.count("runs 0.10 in over the lower edge") == 1 and "is not drawn: 02-calendar" in said


def test_a_cell_that_breaks_is_one_sentence_and_the_rest_stands(tmp_path: Path, monkeypatch, only):
    only("01", "05")
    monkeypatch.setattr(explore, "workbench", lambda *_, **__: int("no such article"))
    report = run(invented(tmp_path / "pages", 3))
    said = words_of(report)
    broke = "of this notebook failed (ValueError: invalid literal for int() with base 10: 'no such article')"
    assert said.count(f"{broke}. The others ran.") == 1
    assert (report.parent / "notebooks/05-explore.ipynb").exists() and "3 articles came from 3 pages" in said


@pytest.mark.parametrize("case", cases("study_sentences"), ids=lambda case: case["said"])
def test_what_a_study_does_not_reach_is_said(tmp_path: Path, only, case):
    only(case["notebook"])
    assert case["said"] in words_of(run(write_pages(invented(tmp_path / "p", 3), study={case["table"]: case["text"]})))


def test_a_third_language_only(tmp_path: Path, only):
    rows = [{"text": f"Алматыда {n} дала кітапханасы ашылды. Алғашқы оқырмандар алты елден келді.", "date": "2025-09-03"} for n in range(6)]  # fmt: skip
    report = run(write_table(tmp_path / "kazakh.csv", rows))
    said = check_whole(report, 6)
    assert "No figure of voices: no sentence is in Chinese or English" in said
    assert "without function words" not in said and parts.first_word(opened(report.parent)) == ""
    told = []
    only("05")
    run(tmp_path / "kazakh.csv", code_frames=5, say=told.append)
    assert "No sentence is drawn to be coded" in " ".join(told) and not report.with_name(CODED).exists()


def test_the_report_on_a_chinese_table_says_its_encoding_and_rows(tmp_path: Path):
    path = tmp_path / "export.csv"
    rows = [f"开馆,图书馆第{n}次开馆了。各国代表讨论了贸易与安全。,某报,2025-09-0{n}" for n in range(1, 5)]
    path.write_bytes("\n".join(["标题,正文,来源,日期", *rows]).encode("gb18030"))
    said = check_whole(run(path), 4)
    assert "4 articles came from 4 table rows" in said and "encodings: gb18030 4" in said


@pytest.mark.parametrize("count", [2, 30])
def test_every_template_runs_on_a_small_corpus_and_no_article_is_lost(tmp_path: Path, count: int):
    """Random rows; outlets are missing, rare, dangerous or long, days are missing, far apart or invalid."""
    draw = random.Random(count)
    sentences = [*CHINESE, *ENGLISH, "Алматыда дала кітапханасы ашылды."]
    names = ["", "Xinhua", "𠮷 News", "=cmd", *(f"Outlet {n} of a very long name indeed, in Lhasa" for n in range(20))]
    days = ["", "2025-09-03", "2025-09-04", "1999-01-02", "soon"]
    texts = [" ".join(draw.choices(sentences, k=draw.randint(1, 5))) for _ in range(count)]
    rows = [{"text": text, "outlet": draw.choice(names), "date": draw.choice(days)} for text in texts]
    report = run(write_table(tmp_path / "rows.csv", rows))
    assert parts._BROKEN not in check_whole(report, count)
    corpus = opened(report.parent)
    assert not [name for name, own in corpus.study.items() if len(own)]  # nothing from the study of the seeds
    for part in (parts.occasion(corpus), parts.formula(corpus)):
        assert part.table.empty and "study/" in part.hint and not part.missing


def test_outlets_are_folded_into_twelve_the_others_and_the_missing():
    names = pd.Series([f"o{n:02d}" for n in range(40)] + ["o39"] * 3 + [None] * 2)
    assert list((lines := parts.folded(names)).cat.categories) == ["o39", "other (39 outlets)", NO_OUTLET]
    assert list(parts.folded(names[:40]).cat.categories) == [*(f"o{n:02d}" for n in range(12)), "other (28 outlets)"]
    assert len(lines) == len(names) and lines.notna().all()


def test_company_is_no_office_and_no_country_with_its_own():
    corpus = made_corpus({"text": "China, the CPC and others met presidents in Russia. Lai Ching-te left Taiwan."})
    pairs = [["China", "Russia"], ["Communist Party of China", "Russia"]]
    assert parts.company(corpus).table[["actor", "other"]].to_numpy().tolist() == pairs
    assert "“China · Russia” and 1 more are in the most sentences: 1" in parts.company(corpus).said[0]
    two = "Communist Party of China", "Shanghai Cooperation Organisation"
    assert parts._pair(two, pd.Series({two[1]: "SCO|the SCO"})) == "Communist Party of Ch… · SCO"


def test_where_outlets_have_few_texts_a_line_is_a_language_or_a_kind_and_a_mixture_has_no_interval(tmp_path: Path):
    rows = [{"text": "She said so.", "outlet": outlet} for outlet in ("TASS", "CCTV", "Xinhua News Agency")]
    single = [*rows, *({"text": "It rained.", "outlet": f"Gazette {n}"} for n in range(10))]
    lines, what, _ = parts._lines(made_corpus(*single))
    assert (what, lines.tolist()[:3], lines.iloc[-1]) == ("kind", ["agency", "broadcaster", "agency"], "not listed")
    drawn = parts.outlets(quiet_corpus(write_table(tmp_path / "rows.csv", single)))
    assert len(drawn.table) == 13 and "by kind of outlet (of the reviewed list)" in drawn.said[-1]
    assert parts._lines(made_corpus(*single, chinese("她说好。")))[1] == "language"
    assert parts._lines(made_corpus(*single[1:]))[1] == "outlet"  # twelve have a line each
    many = [row | {"outlet": f"Gazette {n}"} for n in range(14) for row in rows]
    voiced = parts.voice(made_corpus(*many, *many)).table.set_index("outlet")["low"]
    few = [{"text": f"Peace {n}.", "outlet": one} for n in "abc" for one in ("CCTV", "TASS", "China Daily", "RT")]
    assert "so countries of outlets are compared" in parts.contrast(made_corpus(*few)).said[0]
    assert voiced.isna().to_dict() == {name: name == "other (2 outlets)" for name in voiced.index}


def test_a_concept_of_the_study_is_always_drawn_and_a_search_begins_with_a_frequent_one(tmp_path: Path):
    pages = {name: f"{name}\n\nThe spokesman said that cooperation and trade are needed by all.\n" for name in "abc"}
    corpus = quiet_corpus(write_pages(tmp_path, study={"concepts": "concept,en\nyurt,yurts?\n"}, **pages))
    assert parts.concepts(corpus).table.set_index("term")["count"]["yurt"] == 0
    assert parts.first_word(corpus) == "cooperation"


PAGE = "The library of the steppe opened in Almaty. Dana Serik met the library spirit of silence, sharing and curiosity. Readers came with Uzbekistan and Dana Serik."  # fmt: skip


@pytest.fixture(scope="module")
def studied(tmp_path_factory) -> Path:
    """The report on three pages, in a folder inside theirs, with the example rows of every table of `--start`."""
    folder = tmp_path_factory.mktemp("study") / "pages"
    assert {path.name for path in start(folder)} == {"README.md", *(f"{name}.csv" for name in examples())}
    for name in ("almaty", "dala", "osh"):
        text = f"A library opens in {name}\n2025-09-0{len(name) - 2} Source: SteppeWire\n\n{PAGE} Number {name}.\n草原图书馆开馆了。\n"
        write_pages(folder, **{name: text})
    assert len(run(folder, folder / "walk").read_bytes())  # empty tables raise no error and change nothing
    assert not opened(folder / "walk").lexicon.table("events").size
    write_pages(folder, study={name: heading + rows for name, (heading, rows) in examples().items()})
    assert start(folder) == []
    return run(folder, folder / "walk")


def test_the_examples_of_a_study_work_without_touching_the_package(studied: Path):
    corpus, said = opened(studied.parent), words_of(studied)
    article = corpus.articles.loc["000-01"]
    assert (article["title"], article["outlet"]) == ("Almaty opens a library", "Steppe Wire")  # pages, outlets
    assert "草原图书馆" in set(parts.words_of(corpus)["term"])  # terms
    assert "library" in set(parts.concepts(corpus).table["term"])  # concepts
    assert "Dana Serik" in parts.company(corpus).table[["actor", "other"]].to_numpy()  # actors
    assert parts.occasion(corpus).table.to_numpy().tolist() == [["opening", 3]]  # events
    assert "Of 1 event in study/events.csv, 1 is reported, by 1 article; median: 0 days after their event." in said
    assert sample(corpus, 9).columns[5:].tolist() == ["learning", "none"]  # frames
    assert parts.formula(corpus).table["term"].tolist() == ["library spirit"]  # formulas
    assert "its name alone does not count" in said and "in the most texts" not in said  # there is only one
    assert parts.concepts(corpus).title.startswith("Concepts of the reviewed list and study/concepts.csv, share")
    assert said.count("The rules were written for another corpus") == 1 and "some rows of tables/concepts.csv" in said
    assert "of too few outlets for a figure: almaty.txt and dala.txt" in said  # versions of one text
    for name in ("01-occasions", "03-formulas", "02-calendar"):
        assert (studied.parent / f"figures/{name}.png").exists()


def test_a_table_of_a_study_is_never_overwritten_and_not_in_the_project(tmp_path: Path):
    assert len(start(write_pages(tmp_path, study={"events": "event,first,last\n"}))) == len(examples())
    assert (tmp_path / "study/events.csv").read_text(encoding="utf-8") == "event,first,last\n"
    refuses(WalkError, "is in the project", start, ROOT / "seeds")
    refuses(WalkError, "is a file: .*, --start .*study.$", start, tmp_path / "study/events.csv")


def code(path: Path, decide) -> pd.DataFrame:
    """Fill in the sample: `decide(text)` returns the columns that get a 1."""
    table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    for row, text in enumerate(table["text"]):
        table.loc[row, decide(text)] = "1"
    table.to_csv(path, index=False, encoding="utf-8-sig")
    return table


def test_a_sample_is_seeded_and_stratified_and_once_coded_it_is_a_card(tmp_path: Path, only):
    only("04")
    folder = invented(tmp_path / "pages", 60)
    report = run(folder, code_frames=40)
    path, corpus = report.with_name(CODED), opened(report.parent)
    assert path.read_bytes() == csv_bytes(sample(corpus, 40)) != csv_bytes(sample(corpus, 39))
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    assert len(table) == 40 and set(table["language"]) == {"zh", "en"}
    strata = corpus.articles.fillna({"outlet": NO_OUTLET}).groupby(["outlet", "language"]).ngroups
    assert table.groupby(["outlet", "language"]).ngroups == strata  # each outlet and language has a row
    assert "has no coded row yet" in words_of(report) and "Frames are not counted: code 200" in words_of(report)
    coded = code(path, lambda text: ["security"] if re.search("peace|和平|安全", text) else ["none"])
    guide = path.with_suffix(".md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\* `(\w+)`: \S", guide, re.M)) == set(table.columns[5:])
    kept, said = path.read_bytes(), []
    for _ in range(2):
        run(folder, code_frames=60, say=said.append)
    assert path.read_bytes() == kept and f"{CODED} is there and stays as it is" in said[0] == said[-2]
    words = words_of(report)
    assert "40 of 40 sentences in frames-to-code.csv are coded by hand" in words
    assert "F1 of 0.6 on 5 sentences, its interval from 0.5 up): security" in words
    card = pd.read_csv(report.parent / "figures/04-card.csv").set_index("frame")
    assert card.loc["security", "gold"] == (coded["security"] == "1").sum() and card.loc["security", "recall"] == 1
    assert "security" in pd.read_csv(report.parent / "figures/04-frames.csv")["frame"].tolist()
    sure = pd.DataFrame({"frame": ["security"], "language": ["both"], "gold": [7], "f1": [0.7], "f1_low": [0.5]})
    assert parts._measured(sure) == ["security"] and not parts._measured(sure.assign(f1_low=0.4))  # perhaps by chance


def test_a_coded_sentence_that_is_gone_does_not_count_and_a_wrong_cell_is_named(tmp_path: Path, only):
    only("04")
    folder = invented(tmp_path / "pages", 12)
    report = run(folder, code_frames=100)
    path = report.with_name(CODED)
    code(path, lambda text: ["none"])
    path.write_text(path.read_text(encoding="utf-8-sig").replace("Delegates", "Nobody"), encoding="utf-8")
    run(folder)
    assert re.search("no longer in these.* precision 0.00, F1 0.00 .*: code 48 sentences, all that", words_of(report))
    kept = path.read_text(encoding="utf-8")
    slips = [("1\n", "yes\n", "none is 'yes'; write 1, 0 or nothing"), (",1\n", "1,1\n", "a frame and also none")]
    for right, wrong, message in slips:
        path.write_text(kept.replace(right, wrong, 1), encoding="utf-8")
        refuses(WalkError, f"row 2: {message}", run, folder)
        assert (report.parent / "tables/voices.csv").exists()  # nothing is removed before all is checked
    path.write_text("", encoding="utf-8")
    refuses(WalkError, "no column 'article'; remove the file and draw", run, folder)


def test_bad_input_is_one_clear_sentence(tmp_path: Path):
    empty, pages = write_pages(tmp_path / "empty"), invented(tmp_path / "pages", 2)
    refuses(PageError, "holds no page: put the saved pages there", run, empty)
    (empty / "2024").mkdir()
    (empty / "table.xlsx").write_bytes(b"PK")
    refuses(PageError, "It has 2024/, table.xlsx: give a folder inside it", run, empty)
    no_text = write_table(tmp_path / "no-text.csv", [{"id": 1, "date": "2025-09-03"}])
    refuses(ValueError, "no-text.csv: no column 'text' for the text; the columns are id, date", run, no_text)
    write_pages(empty, notice="Subscribe to continue reading\n")
    nothing = "empty: none of its pages holds an article; the first: notice.txt: no article found, only"
    refuses(explore.QuestionError, "hold no article", explore.workbench, quiet_corpus(empty))
    (tmp_path / "file").write_text("", encoding="utf-8")
    for places, message in [
        ([tmp_path / "nowhere"], "no folder or table at .*nowhere"), ([empty], nothing), (["seeds"], "is in the project"), ([pages, ROOT], "is in the project"),
        ([pages, ROOT / "walk"], "is in the project"), ([pages, pages], r"holds files that no walk wrote \(p000a.txt\)"),
        ([pages, pages / "study"], "your tables about the pages"), ([pages, tmp_path / "file" / "walk"], r"cannot be written \(.*\): give another folder"),
    ]:  # fmt: skip
        refuses(WalkError, message, run, *places)
    for case in cases("bad_studies"):
        write_pages(pages, study={case["table"]: case["text"]})
        refuses(LexiconError, case["message"], run, pages)
        (pages / f"study/{case['table']}.csv").unlink()
    write_pages(pages, study={"events": "event,first,last\nA,2025-09-02,2025-09-01\n", "concepts": "concept,en\nb,(\n"})
    refuses(LexiconError, r"(?s)line 2: impossible expression .*\nstudy/events.csv, line 2, A: last is", run, pages)
    (pages / "study/concepts.csv").unlink()
    (pages / "study/events.csv").write_bytes("event,first,last\n开馆,2025-09-01,2025-09-01\n".encode("gb18030"))
    refuses(LexiconError, "^events.csv: not readable as CSV in UTF-8 .* in Excel as the type “CSV UTF-8”", run, pages)
    assert not (tmp_path / "walk").exists() and not (ROOT / "walk").exists()


def test_mine_is_looked_at_before_anything_is_set_up(tmp_path: Path, monkeypatch, capsys):
    door = front_door()
    monkeypatch.chdir(tmp_path)
    place = str(write_pages(tmp_path / "my pages"))
    assert door.mine_words(["my pages", "--out", "o"]) == [place, f"--out={tmp_path / 'o'}"]
    assert door.mine_words(["--start", "new"]) == [str(tmp_path / "new"), "--start"]
    more = ["--column=text=正文", "--no-day-first", "--code-frames=60"]
    assert door.mine_words(["my pages", *more]) == [place, *more]
    assert door.lab_words([]) == [] and door.lab_words(["my pages"]) == [place]
    with monkeypatch.context() as changed:
        # `mine` has no time limit, however large the corpus is.
        done = door.subprocess.CompletedProcess
        changed.setattr(door.subprocess, "run", lambda *words, timeout, **_: done(words, timeout or 0))
        assert door.mine("my pages") and not door.step("-m", "pytest")
    monkeypatch.setattr(door, "set_up", lambda: pytest.fail("set up"))
    for words in ("mine", "mine nowhere", "mine . more", "mine . --code-frames x", "lab nowhere"):
        refuses(SystemExit, None, door.main, words.split())
    door.main(["mine", "--help"])
    assert "python3 run.py mine ~/my-pages" in capsys.readouterr().out


def test_the_command_says_what_it_took_for_what(tmp_path: Path, monkeypatch, capsys, only):
    only("05")
    row = {"标题": "开馆", "正文": "图书馆开馆了。", "来源": "某报", "日期": "2025-09-03"}
    path = write_table(tmp_path / "export.csv", [row | {"body": "The library opened."}])

    def mine(*words: str):
        """Run the command in this process; return its exit code, stdout and stderr."""
        monkeypatch.setattr("sys.argv", ["mine", str(path), *words])
        with pytest.raises(SystemExit) as ended:
            runpy.run_module("helpers.walk", run_name="__main__")
        return ended.value.code, *capsys.readouterr()

    left, said, _ = mine()
    assert left == 0 and "export.csv is read with text from '正文', title from '标题'" in said
    assert "not read: 'body'" in words_of(tmp_path / "walk/report.html") and "told_by" not in said
    assert f"Report: {tmp_path / 'walk/report.html'}" in said and f"run.py lab {tmp_path / 'walk'}" in said
    assert "Nothing has changed" in mine()[1]
    with monkeypatch.context() as changed, locked(tmp_path / "walk/parts"):
        changed.setattr(scale.runs, "LARGE", 1)
        left, _, error = mine("--day-first")
    assert left == 1 and re.match(r"mine: .*parts: another run writes here", error)
    assert "text from 'body'" in mine("--column", "text=body")[1]
    assert opened(tmp_path / "walk").articles["text"].iloc[0] == "The library opened."
    left, _, error = mine("--column", "text=Inhalt")
    assert left == 1 and error.startswith("mine: export.csv: no column 'Inhalt'")
