"""The walk over anybody's pages: what it writes, what it refuses, and that no article is lost on the way."""

import csv
import random
import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image
from test_house import front_door

from helpers.corpora.pages import ROOT, PageError
from helpers.figures import unpaired
from helpers.lexicon import NO_OUTLET, LexiconError
from helpers.walk import WalkError, run
from helpers.walk.sections import folded

CHINESE = [
    "上海精神是合作的基础。", "外交部发言人说,中方愿同各方共同维护和平与稳定。", "会议将于2026年9月在北京举行。",
    "各国代表讨论了贸易与安全。", "他强调,发展是关键。",
]  # fmt: skip
ENGLISH = [
    "The Shanghai Spirit is a basis of cooperation.", "The minister said that trade would grow next year.",
    "A summit will be held in September 2026.", "Delegates from six countries met on Monday.",
    '"We need peace," President Jane Roe said.', "A cell of $5 and x_2 <script>alert(1)</script> was read.",
]  # fmt: skip


def write_pages(folder: Path, count: int, outlets: int = 20, seed: int = 0) -> Path:
    """Invented pages in turn Chinese, English in HTML, English without a date and an outlet."""
    draw = random.Random(seed)
    folder.mkdir(parents=True)
    for number in range(count):
        outlet, day = draw.randrange(outlets), f"2025-{draw.randrange(1, 13):02d}-{draw.randrange(1, 28):02d}"
        first, last = draw.sample(CHINESE, 3), draw.sample(ENGLISH[:5], 3)
        pages = {
            "a.txt": f"第{number}号会议新闻报道\n{day} 10:20 来源:第{outlet}日报\n  {''.join(first)}\n  {number}号会议结束。\n",
            "b.html": f'<html lang="en"><head><title>Report {number} | Herald {outlet}</title><meta property="og:site_name"'
            f' content="Herald {outlet}"><meta property="article:published_time" content="{day}"></head><body><article>'
            f"<h1>Report {number}</h1><p>{' '.join(last)}</p><p>Room {number} was open for long that day, and was to be so again."
            "</p></article></body></html>",
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


def check_whole(report: Path, articles: int) -> None:
    """The report holds all its figures and nothing that acts; pictures are bounded and paired; no article is lost."""
    page = report.read_text(encoding="utf-8")
    assert "<script" not in page and not re.search(r'(?:src|href)="(?:https?:|/)', page)
    names = sorted(path.stem for path in (report.parent / "figures").glob("*.png"))
    assert page.count("data:image/png;base64,") == len(names)
    for name in names:
        assert unpaired(name, report.parent / "figures") is None
        with Image.open(report.parent / "figures" / f"{name}.png") as image:
            assert image.height <= 1.6 * image.width
    table = pd.read_csv(report.parent / "tables/articles.csv")
    assert len(table) == articles
    read = int(table["language"].isin(["zh", "en"]).sum())  # voices are heard in these; the report counts the others
    assert f", {articles - read} in another language" in words_of(report)
    for name, count in {"01-outlets": articles, "02-months": articles, "06-voices": read}.items():
        if name in names:
            assert pd.read_csv(report.parent / f"figures/{name}.csv")["articles"].sum() == count, name


@pytest.fixture(scope="module")
def sixty(tmp_path_factory) -> Path:
    """Sixty pages, and the report on them in a folder among them."""
    folder = write_pages(tmp_path_factory.mktemp("walk") / "pages", 60)
    return run(folder, folder / "walk")


def test_sixty_pages_become_a_report(sixty: Path):
    check_whole(sixty, 60)
    figures = ["01-outlets", "02-months", "03-horizon", "04-words", "05-concepts", "06-voices"]
    assert sorted(path.stem for path in (sixty.parent / "figures").glob("*.png")) == figures
    said = words_of(sixty)
    assert "60 articles came from 60 pages" in said and "20 of 60 articles (33 %) have no day" in said
    # A sentence says what its table says.
    found = pd.read_csv(sixty.parent / "figures/06-voices.csv")
    assert f"{found['count'].sum():,} of {found['n'].sum():,} (" in said and "interval" in said
    assert len(found) == 14 and found["outlet"].iloc[-1] == NO_OUTLET
    assert str(sixty.parent.parent) not in said


def test_a_second_run_inside_the_input_changes_no_byte(sixty: Path):
    before = files_of(sixty.parent)
    run(sixty.parent.parent, sixty.parent)
    assert files_of(sixty.parent) == before


def test_a_draft_filled_in_by_hand_is_kept(tmp_path: Path):
    folder = write_pages(tmp_path / "pages", 3)
    report = run(folder)
    assert report == tmp_path / "walk/report.html"
    draft = report.with_name("pages.csv")
    mine = draft.read_bytes() + b"mine\n"
    draft.write_bytes(mine)
    for _ in range(2):
        run(folder)
        assert draft.read_bytes() == mine and report.with_name("pages-new.csv").exists()


def test_one_article_without_date_and_outlet(tmp_path: Path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(b"%PDF")
    (folder / "one.txt").write_text(f"A title\n\n{' '.join(ENGLISH)}\n", encoding="utf-8")
    report = run(folder)
    check_whole(report, 1)
    said = words_of(report)
    assert "<script>alert(1)</script>" not in report.read_text(encoding="utf-8")
    assert "no page names one; give outlets in study/pages.csv" in said
    assert "both need days of publication" in said and "that needs two outlets at least" in said
    assert "too few articles for an interval" in said and "in the folder itself: scan.pdf." in said


def test_a_table_and_its_dangerous_cells(tmp_path: Path):
    rows = [
        {"id": f"a{n}", "title": title, "outlet": "=HYPERLINK(1)" if n % 2 else "𠮷 News", "date": f"2025-0{n + 1}-03",
         "text": " ".join(ENGLISH[n:] + ENGLISH[:n])}
        for n, title in enumerate(["<script>alert(1)</script>", "=1+1", "@x", "-2", "<b>bold", "$5$"])
    ]  # fmt: skip
    report = run(write_table(tmp_path / "export.csv", rows))
    check_whole(report, 6)
    for path in report.parent.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=+@]|-(?!\d)", cell)], path.name
    assert "'=1+1" in (report.parent / "tables/articles.csv").read_text(encoding="utf-8")


def test_a_third_language_only(tmp_path: Path):
    rows = [{"text": f"Алматыда {n} дала кітапханасы ашылды. Алғашқы оқырмандар алты елден келді.", "date": "2025-09-03"} for n in range(6)]  # fmt: skip
    report = run(write_table(tmp_path / "kazakh.csv", rows))
    check_whole(report, 6)
    assert "Voices are not drawn: they are read in Chinese and English sentences" in words_of(report)


@pytest.mark.parametrize("seed", range(4))
def test_no_article_is_lost_in_small_corpora(tmp_path: Path, seed: int):
    draw = random.Random(seed)
    rows = [
        {"text": " ".join(draw.choices(CHINESE + ENGLISH, k=draw.randrange(1, 6))), "date": draw.choice(["", "2025-09-03", "1999-01-02", "soon"]),
         "outlet": draw.choice(["", "Xinhua", *(f"Outlet {n} of a very long name indeed, in Lhasa" for n in range(40))])}
        for _ in range(draw.choice([2, 5, 40, 90]))
    ]  # fmt: skip
    check_whole(run(write_table(tmp_path / "rows.csv", rows)), len(rows))


def test_outlets_are_folded_into_twelve_the_others_and_the_missing():
    names = pd.Series([f"o{n:02d}" for n in range(40)] + ["o39"] * 3 + [None] * 2)
    lines = folded(names)
    assert list(lines.cat.categories) == ["o39", *(f"o{n:02d}" for n in range(11)), "other (28 outlets)", NO_OUTLET]
    assert len(lines) == len(names) and lines.notna().all()


# --- What is refused ----------------------------------------------------------------------------------------------------


def test_bad_input_is_one_clear_sentence(tmp_path: Path):
    empty, pages = tmp_path / "empty", write_pages(tmp_path / "pages", 2)
    empty.mkdir()
    with pytest.raises(PageError, match=r"holds no page: put the saved pages there"):
        run(empty)
    with pytest.raises(WalkError, match=r"no folder or table at .*nowhere"):
        run(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="text"):
        run(write_table(tmp_path / "no-text.csv", [{"id": 1, "date": "2025-09-03"}]))
    for inside in (ROOT, ROOT / "walk"):
        with pytest.raises(WalkError, match="is in the project"):
            run(pages, inside)
    with pytest.raises(WalkError, match="is in the project"):
        run("seeds")
    with pytest.raises(WalkError, match=r"holds files that no walk wrote \(p000a.txt\)"):
        run(pages, pages)
    with pytest.raises(WalkError, match="what you know of the pages"):
        run(pages, pages / "study")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WalkError, match="cannot be written"):
        run(pages, tmp_path / "file" / "walk")
    (pages / "study").mkdir()
    (pages / "study/pages.csv").write_text("page,colour\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"^study/pages.csv: no column 'article'"):
        run(pages)
    assert not (tmp_path / "walk").exists() and not (ROOT / "walk").exists()


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    pages = write_pages(tmp_path / "pages", 2)
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(WalkError, match=r"cannot be written \(Permission denied\): give another folder"):
        run(pages)


def test_mine_is_looked_at_before_anything_is_set_up(tmp_path: Path, monkeypatch, capsys):
    door = front_door()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my pages").mkdir()
    assert door.mine_words(["my pages", "--out", "o"]) == [str(tmp_path / "my pages"), f"--out={tmp_path / 'o'}"]
    monkeypatch.setattr(door, "set_up", lambda: pytest.fail("set up"))
    for words in (["mine"], ["mine", "nowhere"], ["mine", "my pages", "more"]):
        with pytest.raises(SystemExit):
            door.main(words)
    door.main(["mine", "--help"])
    assert "python3 run.py mine ~/my-pages" in capsys.readouterr().out
