"""The font, the house style, what `save` writes and refuses, and the plots: their artists, not their pixels."""

import hashlib
import itertools
import re
import warnings

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.collections import PatchCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

from helpers import figures
from helpers.figures import FigureError, FontError, house
from helpers.figures.axes import spread
from helpers.lexicon import outlets
from helpers.notebooks import runs as notebooks

SOURCE = "made-up pages"


@pytest.fixture(autouse=True)
def house_style():
    with mpl.rc_context(), pd.option_context("display.html.use_mathjax", True), warnings.catch_warnings():
        warnings.simplefilter("error")
        figures.use_house_style()
        yield


def bars(labels=("安全 security", "品質 quality", "互信 mutual trust"), values=(3.0, -2.0, 0.1 + 0.2)):
    table = pd.DataFrame({"term": labels, "difference": values})
    fig, ax = figures.new_figure(2.5, "Security is said more often, 品質 less")
    ax.barh(table["term"], table["difference"])
    ax.set_xlabel("difference, per 1,000 words")
    figures.foot_line(fig, SOURCE, "3 terms", digests=False)
    return fig, table


# The font -------------------------------------------------------------------------------------------------------------


def test_font_is_the_one_its_log_names_and_is_small():
    data = figures.FONT_FILE.read_bytes()
    log = figures.FONT_FILE.with_name("FONTLOG.md").read_text(encoding="utf-8")
    assert f"`{hashlib.sha256(data).hexdigest()}`" in log
    assert f"{len(data):,} bytes" in log
    assert len(data) < 4_200_000
    licence = figures.FONT_FILE.with_name("OFL.txt").read_text(encoding="utf-8")
    assert licence.startswith("Copyright 2014-2021 Adobe")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


@pytest.mark.parametrize("encoding, rows", [("gb2312", range(0xB0, 0xF8)), ("big5", range(0xA4, 0xFA))])
def test_font_has_every_chinese_character_of_the_standards(encoding, rows):
    pairs = (bytes([lead, trail]) for lead in rows for trail in range(0x40, 0xFF))
    decoded = (pair.decode(encoding, errors="ignore") for pair in pairs)
    characters = "".join(text for text in decoded if len(text) == 1 and text > "\x7f")
    assert len(characters) > 6700
    figures.check_glyphs([characters], fallback=False)


def test_font_has_what_axes_and_names_need():
    marks = "−–—·•…“”‘’«»×÷±→←↑↓●○■□▲△◆◇★☆【】《》、。，：！（）％０９ＡｚéüāǎŌ°€£¥½²≤≥≈"
    figures.check_glyphs([marks], fallback=False)


def test_quotation_marks_do_not_tear_english_words_apart():
    font = mpl.font_manager.get_font(figures.font_path())
    font.set_size(12, 72)
    wide = font.load_char(ord("国")).linearHoriAdvance
    assert all(font.load_char(ord(mark)).linearHoriAdvance < 0.7 * wide for mark in "‘’“”·•")


def test_missing_font_is_one_clear_error(monkeypatch, tmp_path):
    monkeypatch.setattr(house, "FONT_FILE", tmp_path / "Gone.otf")
    for call in (figures.font_path, figures.use_house_style, lambda: figures.check_glyphs(["中"])):
        with pytest.raises(FontError, match=r"missing: .*Gone\.otf\. Bring it back with `git checkout"):
            call()


def test_file_that_is_no_font_is_one_clear_error(monkeypatch, tmp_path):
    path = tmp_path / "Pointer.otf"
    path.write_text("version https://git-lfs.github.com/spec/v1\n")
    monkeypatch.setattr(house, "FONT_FILE", path)
    with pytest.raises(FontError, match=r"cannot be read: .*Pointer\.otf"):
        figures.font_path()


def test_lacking_glyphs_are_named_with_their_text():
    with pytest.raises(FontError, match=r"𠮷 \(U\+20BB7\).* in 'the house 𠮷'"):
        figures.check_glyphs(["fine 中文", "the house 𠮷"])


def test_letters_of_names_are_lent_by_dejavu_but_not_to_word_clouds():
    figures.check_glyphs(["İlham Əliyev, Erdoğan"])
    with pytest.raises(FontError, match=r"ğ \(U\+011F\)"):
        figures.check_glyphs(["Erdoğan"], fallback=False)
    with pytest.raises(FontError, match="ğ"):
        figures.word_cloud({"Erdoğan": 2}, "A name that cannot be drawn")


def test_use_house_style_registers_the_font_once():
    figures.use_house_style()
    names = [entry.name for entry in mpl.font_manager.fontManager.ttflist]
    assert names.count(figures.FONT_FAMILY) == 1
    assert mpl.font_manager.findfont(figures.FONT_FAMILY, fallback_to_default=False) == figures.font_path()


# Save -----------------------------------------------------------------------------------------------------------------


def test_save_writes_the_pair_byte_for_byte_alike(tmp_path):
    for folder in ("once", "again"):
        fig, table = bars()
        figures.save(fig, table, "02-difference-by-term", tmp_path / folder)
    once, again = (sorted((tmp_path / folder).iterdir()) for folder in ("once", "again"))
    assert [path.name for path in once] == ["02-difference-by-term.csv", "02-difference-by-term.png"]
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]
    png = once[1].read_bytes()
    assert png.startswith(b"\x89PNG")
    with Image.open(once[1]) as image:
        # Neither the program's version nor a date.
        assert set(image.info) == {figures.TABLE_SEAL, figures.PICTURE_SEAL}
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    assert (width, height) == (1050, 375)


def test_csv_is_utf8_with_plain_line_ends_and_floats_that_read_back(tmp_path):
    fig, table = bars()
    figures.save(fig, table, "02-terms", tmp_path)
    data = (tmp_path / "02-terms.csv").read_bytes()
    assert (
        data
        == "term,difference\n安全 security,3.0\n品質 quality,-2.0\n互信 mutual trust,0.30000000000000004\n".encode()
    )


def test_index_is_written_only_if_it_has_a_name(tmp_path):
    fig, table = bars()
    figures.save(fig, table.set_index("term"), "02-terms", tmp_path)
    assert (
        (tmp_path / "02-terms.csv")
        .read_text(encoding="utf-8")
        .startswith("term,difference\n安全 security,3.0\n")
    )
    with pytest.raises(FigureError, match="index holds labels but has no name"):
        figures.save(bars()[0], table.set_index("term").rename_axis(None), "02-terms", tmp_path)


def test_relative_folder_is_taken_from_the_root_whatever_the_working_directory(monkeypatch, tmp_path):
    (tmp_path / "root").mkdir()
    monkeypatch.setattr(house, "ROOT", tmp_path / "root")
    monkeypatch.chdir(tmp_path)
    figures.save(*bars(), "02-terms")
    assert (tmp_path / "root" / "figures" / "02-terms.png").is_file()
    assert not (tmp_path / "figures").exists()


@pytest.fixture
def collection(monkeypatch, tmp_path):
    """A collection of one figure, drawn by 02-toy.ipynb; what its two files hold."""
    root = tmp_path / "root"
    (root / "notebooks").mkdir(parents=True)
    monkeypatch.setattr(house, "ROOT", root)
    for variable in ("JPY_SESSION_NAME", "PYTEST_CURRENT_TEST"):
        monkeypatch.delenv(variable, raising=False)
    figures.save(*bars(), "02-terms")
    (root / "figures/README.md").write_text(
        "Drawn in [Terms](../notebooks/02-toy.ipynb#Terms) · table: [02-terms.csv](02-terms.csv), 3 rows of `term`",
        encoding="utf-8",
    )
    return root, lambda: [path.read_bytes() for path in sorted((root / "figures").glob("02-terms.*"))]


def run_in_a_kernel(monkeypatch, folder, session="", vscode="", nbval=""):
    shell = type("Shell", (), {"user_ns": {"__vsc_ipynb_file__": vscode} if vscode else {}})()
    monkeypatch.setattr(house, "get_ipython", lambda: shell)
    monkeypatch.setattr(house, "display", lambda *data, **options: None)
    monkeypatch.chdir(folder)
    for name, value in {"JPY_SESSION_NAME": session, "PYTEST_CURRENT_TEST": nbval}.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)


def other_bars():
    return bars(values=(1.0, 2.0, 3.0))


def test_a_figure_of_the_collection_is_replaced_by_no_script_and_no_other_notebook(
    collection, monkeypatch, tmp_path
):
    root, stored = collection
    before = stored()
    refusal = pytest.raises(
        FigureError,
        match=r"02-terms is the figure of 02-toy\.ipynb.*figures\.save\(fig, table, '02-terms', \"~/my-figures\"\)",
    )
    figures.save(*bars(), "02-terms")  # the same again replaces nothing
    with refusal:  # a script
        figures.save(*other_bars(), "02-terms")
    for place, session in [
        (root / "notebooks", {"session": "notebooks/02-toy-Copy1.ipynb"}),
        (tmp_path, {"session": "02-toy.ipynb"}),  # of the same name, elsewhere
        (tmp_path, {"vscode": str(tmp_path / "mine.ipynb")}),
        (root / "notebooks", {}),
    ]:
        run_in_a_kernel(monkeypatch, place, **session)
        with refusal:
            figures.save(*other_bars(), "02-terms", root / "figures")
    assert stored() == before
    figures.save(*other_bars(), "02-terms", tmp_path / "mine")
    figures.save(*other_bars(), "09-terms")
    assert (tmp_path / "mine/02-terms.png").exists() and (root / "figures/09-terms.png").exists()


@pytest.mark.parametrize(
    "session",
    [
        {"session": "notebooks/02-toy.ipynb"},
        {"vscode": "/anywhere/notebooks/02-toy.ipynb"},
        {"nbval": "notebooks/02-toy.ipynb::ipynb::Cell 0 (setup)"},
    ],
    ids=lambda session: next(iter(session)),
)
def test_its_own_notebook_draws_a_figure_anew(collection, monkeypatch, session):
    root, stored = collection
    before = stored()
    run_in_a_kernel(monkeypatch, root / "notebooks", **session)
    figures.save(*other_bars(), "02-terms")
    assert all(old != new for old, new in zip(before, stored(), strict=True))


def test_a_notebook_that_is_run_is_known_to_its_kernel(tmp_path):
    path = tmp_path / "02-toy.ipynb"
    cells = [new_code_cell("from helpers import figures\n\nfigures.house._running_notebook().as_posix()")]
    notebooks.store(new_notebook(cells=cells), path)
    notebooks.run(path)
    [output] = notebooks.read(path).cells[0].outputs
    assert output.data["text/plain"] == repr(path.resolve().as_posix())


@pytest.mark.parametrize(
    "name", ["terms", "2-terms", "02_terms", "02-Terms", "02-", "02-terms.png", "../02-terms"]
)
def test_save_refuses_other_names(name, tmp_path):
    with pytest.raises(FigureError, match="is no name for a figure: use NN-what-is-shown"):
        figures.save(*bars(), name, tmp_path)


def without_title(fig):
    fig.suptitle("")


def without_label(fig):
    fig.axes[0].set_xlabel(" ")


def with_rare_character(fig):
    fig.axes[0].set_yticks([0, 1, 2], ["安全", "𠮷", "互信"])


def in_another_font(fig):
    fig.axes[0].annotate("plain", (0, 0), family="DejaVu Sans")


def with_a_formula_for_a_tick(fig):
    fig.axes[0].set_xlim(1, 100)
    fig.axes[0].set_xscale("log")


def over_the_edge(fig):
    fig.text(0.98, 0.5, "a long remark that nobody will read")


@pytest.mark.parametrize(
    "spoil, error, message",
    [
        (without_title, FigureError, "02-terms: the figure has no title"),
        (without_label, FigureError, "02-terms: the x axis has no label"),
        (with_rare_character, FontError, r"U\+20BB7"),
        (in_another_font, FigureError, r"'plain' is not in House Sans CJK; call use_house_style\(\) first"),
        (with_a_formula_for_a_tick, FigureError, "is a formula; give that axis plain labels"),
        (over_the_edge, FigureError, r"over the right edge"),
    ],
)
def test_save_refuses_what_a_reader_would_miss_and_writes_nothing(spoil, error, message, tmp_path):
    fig, table = bars()
    spoil(fig)
    with pytest.raises(error, match=message):
        figures.save(fig, table, "02-terms", tmp_path)
    assert not list(tmp_path.iterdir())


def test_save_refuses_a_figure_drawn_before_the_house_style(tmp_path):
    with mpl.rc_context():
        mpl.rcdefaults()
        fig, table = bars(labels=("a", "b", "c"))
        fig.suptitle("Plain")
    with pytest.raises(FigureError, match=r"call use_house_style\(\) first"):
        figures.save(fig, table, "02-terms", tmp_path)


def test_save_refuses_an_empty_table(tmp_path):
    with pytest.raises(FigureError, match="the table is empty"):
        figures.save(bars()[0], pd.DataFrame({"term": []}), "02-terms", tmp_path)


def test_axis_of_names_needs_no_label_and_hidden_axes_none_at_all(tmp_path):
    fig, table = bars()
    assert not fig.axes[0].get_ylabel()
    figures.save(fig, table, "02-terms", tmp_path)
    fig, ax = figures.new_figure(2, "Drawn without axes")
    ax.plot([1, 2], [1, 2])
    ax.set_axis_off()
    figures.save(fig, table, "02-no-axes", tmp_path)


def test_save_shows_the_saved_bytes_and_the_title_in_a_notebook(monkeypatch, tmp_path):
    shown = []
    monkeypatch.setattr(house, "get_ipython", lambda: object())
    monkeypatch.setattr(house, "display", lambda data, **options: shown.append((data, options)))
    figures.save(*bars(), "02-terms", tmp_path)
    [(data, options)] = shown
    assert options["raw"]
    assert data["image/png"] == (tmp_path / "02-terms.png").read_bytes()
    assert data["text/plain"] == "Security is said more often, 品質 less (02-terms.png)"


# House style ----------------------------------------------------------------------------------------------------------


def test_simplified_traditional_and_latin_in_one_figure_raise_no_warning(tmp_path):
    fig, table = bars(
        labels=("发展与合作 development", "發展與合作 臺灣 dévelop’ment", "İlham Əliyev “上海精神”")
    )
    figures.save(fig, table, "02-scripts", tmp_path)


def test_negative_tick_has_a_minus_sign_that_the_font_draws():
    fig, _ = bars()
    fig.draw_without_rendering()
    ticks = [label.get_text() for label in fig.axes[0].get_xticklabels()]
    assert "−2" in ticks
    assert not any("-" in tick for tick in ticks)
    figures.check_glyphs(ticks, fallback=False)


def test_dollar_signs_of_a_news_text_stay(tmp_path):
    fig, table = bars(labels=("NT$36,900 to US$1,100", "b", "c"))
    figures.save(fig, table, "02-dollars", tmp_path)
    label = fig.axes[0].get_yticklabels()[0]
    assert label.get_text() == "NT$36,900 to US$1,100"
    assert not label.get_parse_math()
    assert pd.get_option("display.html.use_mathjax") is False


def test_title_is_one_left_aligned_sentence_without_bold():
    title = bars()[0]._suptitle
    assert title.get_ha() == "left"
    assert title.get_weight() == "normal"
    assert (
        bars()[0].get_supxlabel() == "Source: made-up pages · n = 3 terms · machine-written digests left out"
    )


def test_marker_says_outlet_by_colour_and_form_by_fill_and_shape():
    own, digest = (figures.marker_style("Xinhua News Agency", form) for form in ("full", "digest"))
    assert own["markeredgecolor"] == digest["markeredgecolor"] == figures.outlet_colour("Xinhua News Agency")
    assert own["markerfacecolor"] == own["markeredgecolor"] != figures.GREY
    assert digest["markerfacecolor"] == "white"
    assert figures.outlet_colour("A paper nobody knows") == figures.GREY
    with pytest.raises(ValueError, match="No form 'poem': marker_style knows full, excerpt, brief, digest"):
        figures.marker_style("Xinhua News Agency", "poem")


def test_outlet_colours_are_colours():
    for colour in outlets()["colour"]:
        assert re.fullmatch(r"#[0-9A-F]{6}", colour)


# Plots ----------------------------------------------------------------------------------------------------------------


def test_spread_keeps_labels_apart_near_their_place_and_in_order():
    placed = spread([5.0, 1.0, 1.1, 1.2], gap=0.5)
    assert placed[0] == 5.0
    assert placed[1:] == pytest.approx([0.6, 1.1, 1.6])
    assert spread([], gap=1.0) == []


@pytest.fixture
def segments():
    rows = [
        ("000.txt", 0, 40, "boilerplate", None),
        ("000.txt", 40, 60, "title", "000-01"),
        ("000.txt", 60, 2060, "body", "000-01"),
        ("000.txt", 2060, 2061, "apparatus", "000-01"),
        ("000.txt", 2061, 15000, "body", "000-01"),
        ("001.txt", 0, 300, "body", "001-01"),
        ("001.txt", 300, 301, "apparatus", "001-01"),
        ("001.txt", 301, 330, "title", "001-02"),
        ("001.txt", 330, 3000, "body", "001-02"),
    ]
    table = pd.DataFrame(rows, columns=["page", "start", "end", "kind", "article"])
    table = table.astype({"page": "category", "kind": "category"})
    return table.assign(page=table["page"].cat.add_categories("002.txt"))  # as after a query


def test_page_strips_draws_each_segment_to_scale_in_the_lane_of_its_kind(segments, tmp_path):
    pages = pd.DataFrame({"chars": [15000, 3000]}, index=pd.Index(["000.txt", "001.txt"], name="page"))
    fig = figures.page_strips(segments, pages)
    drawn = []
    for ax, page in zip(fig.axes, pages.index, strict=True):
        assert page in ax.get_title(loc="left")
        kinds = [label.get_text() for label in ax.get_yticklabels()]
        lanes = [artist for artist in ax.collections if isinstance(artist, PolyCollection)]
        for kind, lane in zip(kinds, lanes, strict=True):
            for path in lane.get_paths():
                (start, _), (end, _) = path.vertices.min(axis=0), path.vertices.max(axis=0)
                drawn.append((page, int(start), int(end), kind))
    assert sorted(drawn) == sorted(
        segments[["page", "start", "end", "kind"]].itertuples(index=False, name=None)
    )
    numbers = [text.get_text() for text in fig.axes[1].texts]
    assert numbers == ["01", "02"]
    figures.save(fig, segments, "00-page-strips", tmp_path)


@pytest.fixture
def grid():
    outlets = [
        ("Xinhua News Agency", "新华社"),
        ("Economic Daily", "经济日报"),
        ("A paper nobody knows", "无名报"),
    ]
    forms = [("zh", "full"), ("zh", "excerpt"), ("en", "full"), ("en", "digest")]
    rows = [(*outlet, *form) for outlet, form in itertools.product(outlets, forms)]
    table = pd.DataFrame(rows, columns=["outlet", "outlet_zh", "language", "form"])
    return table.assign(articles=[1, 2, 0, 3, 0, 0, 0, 2, 0, 12, 1, 0])


def test_article_grid_has_a_mark_and_a_number_for_every_row_zeros_too(grid, tmp_path):
    fig = figures.article_grid(grid)
    [ax] = fig.axes
    assert len(ax.lines) - 1 == len(grid)  # one line parts the languages
    numbers = [text.get_text() for text in ax.texts if text.get_text().isdigit()]
    assert numbers == grid["articles"].astype(str).tolist()
    assert {text.get_text() for text in ax.texts} - set(numbers) == {"Chinese", "English"}
    assert next(label.get_text() for label in ax.get_yticklabels()) == "新华社 Xinhua News Agency"
    assert [label.get_text() for label in ax.get_xticklabels()] == ["full", "excerpt", "full", "digest"]
    digest = next(line for line in ax.lines if tuple(line.get_xydata()[0]) == (3, 0))
    assert digest.get_markerfacecolor() == "white"
    figures.save(fig, grid, "00-articles", tmp_path)


def test_wording_shares_draws_bars_from_zero_and_leaves_digests_open(tmp_path):
    table = pd.DataFrame(
        [
            ("zh", "Xinhua News Agency", "full", 0.75),
            ("zh", "Economic Daily", "excerpt", 0.25),
            ("en", "Aggregator's machine", "digest", 0.771),
            ("en", "Xinhua News Agency", "full", 0.229),
        ],
        columns=["language", "words_by", "form", "share"],
    )
    fig = figures.wording_shares(table)
    drawn = [bar for ax in fig.axes for bar in ax.patches]
    assert [bar.get_x() for bar in drawn] == [0] * len(table)
    assert [bar.get_width() for bar in drawn] == table["share"].tolist()
    assert [bar.get_facecolor()[:3] == (1, 1, 1) for bar in drawn] == [False, False, True, False]
    assert [text.get_text() for ax in fig.axes for text in ax.texts] == ["75.0%", "25.0%", "77.1%", "22.9%"]
    assert "characters" in fig.axes[-1].get_xlabel()
    figures.save(fig, table, "00-wording", tmp_path)


@pytest.fixture
def texts():
    return pd.DataFrame(
        {
            "outlet": ["Xinhua News Agency", "Economic Daily", "Xinhua News Agency", "AZERTAC"],
            "form": ["full", "digest", "excerpt", "full"],
            "language": ["zh", "en", "en", "en"],
            "same_story": pd.Series(["a", None, None, "a"], dtype=object).to_numpy(),
        },
        index=pd.Index(["000-01", "001-01", "001-02", "002-01"], name="article"),
    )


def pairs_of(texts):
    pairs = list(itertools.combinations(texts.index, 2))
    table = pd.DataFrame(pairs, columns=["article_a", "article_b"])
    return table.assign(similarity=[round(0.1 * number, 1) for number in range(1, len(pairs) + 1)])


def test_similarity_matrix_has_a_cell_for_every_pair_and_frames_one_story(texts, tmp_path):
    table = pairs_of(texts)
    fig = figures.similarity_matrix(table, texts)
    ax = fig.axes[0]
    [cells] = [artist for artist in ax.collections if isinstance(artist, PatchCollection)]
    assert sorted(cells.get_array()) == sorted(table["similarity"])
    assert len(ax.lines) == len(texts)
    names = [text.get_text()[:6] for text in ax.texts if text.get_text()[0] == "0"]
    assert names == ["000-01", "002-01", "001-01", "001-02"]  # texts of one story stand together
    frames = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert len(frames) == 1  # 000-01 and 002-01
    assert ".3" in [text.get_text().rstrip("0") for text in ax.texts]
    figures.save(fig, table, "00-similarity", tmp_path)


def test_similarity_matrix_places_each_value_whatever_the_order_of_the_pair(texts):
    table = pairs_of(texts)
    turned = table.rename(columns={"article_a": "article_b", "article_b": "article_a"}).iloc[::-1]
    values = [
        figures.similarity_matrix(pairs, texts).axes[0].collections[0].get_array()
        for pairs in (table, turned)
    ]
    assert values[0].tolist() == values[1].tolist()


def test_similarity_matrix_leaves_a_pair_not_compared_white_and_dots_its_frame(texts):
    table = pairs_of(texts)
    of_one_story = table["article_a"].eq("000-01") & table["article_b"].eq("002-01")
    ax = figures.similarity_matrix(table[~of_one_story], texts).axes[0]
    assert len(ax.collections[0].get_paths()) == len(table) - 1
    assert [frame.get_linestyle() for frame in ax.patches] == [":"]
    assert "dotted: not compared" in ax.child_axes[0].get_xlabel()
    assert "dotted" not in figures.similarity_matrix(table, texts).axes[0].child_axes[0].get_xlabel()


def test_similarity_matrix_numbers_the_frames_and_what_shares_a_fifth(texts):
    def numbers(table: pd.DataFrame) -> list[str]:
        texts_drawn = figures.similarity_matrix(table, texts).axes[0].texts
        return sorted(text.get_text() for text in texts_drawn if text.get_text().startswith("."))

    table = pairs_of(texts)
    assert numbers(table) == [".20", ".30", ".40", ".50", ".60"]
    assert numbers(table.assign(similarity=0.1)) == [".10"]  # 000-01 and 002-01, one story


def test_what_rounds_to_nothing_has_no_sign_and_what_does_not_a_minus_sign():
    table = pd.DataFrame({"g": ["a", "b"], "v": [-0.004, -0.02], "lo": [-0.1, -0.1], "hi": [0.1, 0.1]})
    ax = figures.against_chance(table, "g", "v", "lo", "hi", "gap", "A finding").axes[0]
    assert [text.get_text() for text in ax.texts] == ["0.00", "−0.02"]


def test_similarity_matrix_names_a_pair_that_stands_twice(texts):
    table = pairs_of(texts)
    with pytest.raises(ValueError, match=r"The pair 000-01, 001-01 .* stands twice"):
        figures.similarity_matrix(pd.concat([table, table.head(1)]), texts)


def test_arcs_join_what_shares_something_and_keep_a_text_without_a_story(texts):
    pairs = pairs_of(texts).rename(columns={"article_a": "article", "article_b": "other"})
    pairs = pairs.assign(relation="none", missed=False)
    pairs.loc[0, "relation"] = "shared phrase"
    pairs.loc[2, "missed"] = True
    ax = figures.reuse_arcs(pairs, texts).axes[0]
    assert len(ax.lines) == 2 + len(texts) + 2  # arcs, marks, and the strokes of the key
    names = [text.get_text()[:6] for text in ax.texts if text.get_text()[0] == "0"]
    assert names == ["000-01", "002-01", "001-01", "001-02"]
    key = [text.get_text() for text in ax.texts if text.get_text()[0] != "0"]
    assert key == ["shared phrase (1)", "known from title and metadata only (1)"]


def test_word_cloud_is_the_same_each_time_and_says_when_there_is_nothing(tmp_path):
    frequencies = pd.Series({"上海精神": 30, "合作": 20, "security": 12, "臺灣": 5})
    for name in ("once", "again"):
        fig = figures.word_cloud(frequencies, "The Shanghai Spirit is the largest")
        assert isinstance(fig, Figure)
        figures.save(
            fig, frequencies.rename_axis("term").rename("count").reset_index(), "03-cloud", tmp_path / name
        )
    once, again = ((tmp_path / name / "03-cloud.png").read_bytes() for name in ("once", "again"))
    assert once == again
    with pytest.raises(ValueError, match="no word has a frequency above zero"):
        figures.word_cloud({"合作": 0}, "Nothing")


def test_rates_by_article_name_the_outlet_of_each_colour(tmp_path):
    table = pd.DataFrame(
        {
            "label": "aims",
            "value": [1.0, 2.0, 3.0],
            "outlet": ["CCTV", "AZERTAC", "CCTV"],
            "form": ["digest", "full", "digest"],
        }
    )
    fig = figures.rates_by_article(table, "per 1,000 words", "A finding")
    key = fig.axes[0].get_legend()
    assert [text.get_text() for text in key.get_texts()] == ["AZERTAC", "CCTV"]
    assert [to_hex(patch.get_facecolor()) for patch in key.get_patches()] == [
        figures.outlet_colour(outlet).lower() for outlet in ("AZERTAC", "CCTV")
    ]
    figures.foot_line(fig, SOURCE, "3 articles", digests=True)
    figures.save(fig, table, "03-rates", tmp_path)
