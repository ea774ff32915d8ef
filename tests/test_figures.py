"""The font, the house style, `save` (files and errors), and the kinds of figure, by their artists, not pixels."""

import hashlib
import json
import re
import shutil
import sys
import warnings
from base64 import b64decode, b64encode
from functools import partial
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from conftest import cases, code, each_notebook, figure_names, lexicon_with, refuses, shown, unpaired
from matplotlib.collections import Collection, LineCollection
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.text import Text
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from helpers import figures
from helpers.corpora.pages import ROOT
from helpers.figures import FigureError, files, house
from helpers.figures.axes import ROWS
from helpers.lexicon import NO_OUTLET, outlets

SOURCE = "made-up pages"


@pytest.fixture(autouse=True)
def house_style():
    with mpl.rc_context(), pd.option_context("display.html.use_mathjax", True), warnings.catch_warnings():
        warnings.simplefilter("error")
        figures.use_house_style()
        yield


def bars(labels=("安全 security", "品質 quality", "互信 mutual trust"), values=(3.0, -2.0, 0.1 + 0.2)):
    table = pd.DataFrame({"term": labels, "difference": values})
    fig = figures.Picture(2.5, "Security is said more often, 品質 less")
    ax = fig.subplots()
    ax.barh(table["term"], table["difference"])
    ax.set_xlabel("difference, per 1,000 words")
    return fig, table


other_bars = partial(bars, values=(1.0, 2.0, 3.0))


def table_of(columns, *rows):
    return pd.DataFrame(rows, columns=columns.split())


def keep(fig, table, name, folder="figures", n="3 terms", **given):
    figures.save(fig, table, name, n=n, **{"source": SOURCE, "folder": folder} | given)


# The font -------------------------------------------------------------------------------------------------------------


def test_font_is_the_one_its_log_names_and_is_small():
    data, folder = house.FONT_FILE.read_bytes(), house.FONT_FILE.parent
    log = (folder / "FONTLOG.md").read_text(encoding="utf-8")
    assert f"`{hashlib.sha256(data).hexdigest()}`" in log and f"{len(data):,} bytes" in log
    assert len(data) < 5_200_000
    licence = (folder / "OFL.txt").read_text(encoding="utf-8")
    assert licence.startswith("Copyright 2014-2021 Adobe") and "SIL OPEN FONT LICENSE Version 1.1" in licence


@pytest.mark.parametrize("encoding, rows", [("gb2312", range(0xB0, 0xF8)), ("big5", range(0xA4, 0xFA))])
def test_font_has_every_chinese_character_of_the_standards(encoding, rows):
    pairs = (bytes([lead, trail]) for lead in rows for trail in range(0x40, 0xFF))
    decoded = (pair.decode(encoding, errors="ignore") for pair in pairs)
    characters = "".join(text for text in decoded if len(text) == 1 and text > "\x7f")
    assert len(characters) > 6700
    # Characters of names and axes.
    names = "朱镕基 喆 旸 堃 昇 祎 翀 玥 頔 劼 晞 洺 甯 钰 鑫 淼 龑"
    marks = "−–—·•…“”‘’«»×÷±→←↑↓●○■□▲△◆◇★☆【】《》、。，：！（）％０９ＡｚéüāǎŌ°€£¥½²≤≥≈"
    assert house.lacking(characters + names + marks, fallback=False) == []


def test_the_font_is_registered_once_and_its_quotation_marks_do_not_tear_english_words_apart():
    figures.use_house_style()
    assert [entry.name for entry in mpl.font_manager.fontManager.ttflist].count(house.FONT_FAMILY) == 1
    assert mpl.font_manager.findfont(house.FONT_FAMILY, fallback_to_default=False) == house.font_path()
    font = mpl.font_manager.get_font(house.font_path())
    font.set_size(12, 72)
    wide = font.load_char(ord("国")).linearHoriAdvance
    assert all(font.load_char(ord(mark)).linearHoriAdvance < 0.7 * wide for mark in "‘’“”·•")


def test_a_missing_font_is_one_clear_error(monkeypatch, tmp_path):
    monkeypatch.setattr(house, "FONT_FILE", tmp_path / "Gone.otf")
    for call in (house.font_path, figures.use_house_style):
        refuses(FileNotFoundError, r"missing: .*Gone\.otf\. Bring it back with `git checkout", call)


def test_lacking_glyphs_are_named_and_letters_of_names_lent_by_dejavu_but_not_to_word_clouds():
    assert house.lacking("fine 中文, İlham Əliyev, Erdoğan, the house 𠮷") == ["𠮷"]
    assert house.lacking("Erdoğan", fallback=False) == ["ğ"]
    table = pd.DataFrame({"group": "en", "term": ["Erdoğan", "meets", "talks"], "count": 2})
    fig = figures.clouds(table, "A name that the one font of a cloud cannot draw")
    assert fig.notes == ["not in the font of the cloud: 1 row not drawn"]


# Save -----------------------------------------------------------------------------------------------------------------


def test_save_writes_the_pair_byte_for_byte_alike(tmp_path):
    for folder in ("once", "again"):
        keep(*bars(), "02-terms", tmp_path / folder)
    once, again = (sorted((tmp_path / folder).iterdir()) for folder in ("once", "again"))
    assert [path.name for path in once] == ["02-terms.csv", "02-terms.png"]
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]
    rows = "安全 security,3.0\n品質 quality,-2.0\n互信 mutual trust,0.30000000000000004\n"
    # A byte order mark tells spreadsheets that a user's table is UTF-8.
    assert once[0].read_bytes() == f"\ufeffterm,difference\n{rows}".encode()
    with Image.open(once[1]) as image:
        # Neither the program's version nor a date.
        assert set(image.info) == {files.TABLE_SEAL, files.PICTURE_SEAL}
        assert (image.format, image.size) == ("PNG", (1050, 375))


def test_index_is_written_only_if_it_has_a_name(tmp_path):
    table = bars()[1]
    keep(bars()[0], table.set_index("term"), "02-terms", tmp_path)
    written = (tmp_path / "02-terms.csv").read_text(encoding="utf-8-sig")
    assert written.startswith("term,difference\n安全 security,3.0\n")
    nameless = table.set_index("term").rename_axis(None)
    refuses(FigureError, "index holds labels but has no name", keep, bars()[0], nameless, "02-terms", tmp_path)


def test_relative_folder_is_taken_from_the_root_whatever_the_working_directory(monkeypatch, tmp_path):
    (tmp_path / "root").mkdir()
    monkeypatch.setattr(files, "ROOT", tmp_path / "root")
    monkeypatch.chdir(tmp_path)
    keep(*bars(), "02-terms", "mine")
    assert (tmp_path / "root/mine/02-terms.png").is_file() and not (tmp_path / "mine").exists()


def test_a_figure_of_the_collection_is_for_no_spreadsheet_and_written_if_it_changed(monkeypatch, tmp_path):
    monkeypatch.setattr(files, "ROOT", tmp_path)
    keep(*bars(), "02-terms")
    pair = sorted((tmp_path / "figures").iterdir())
    assert pair[0].read_bytes().startswith(b"term,")
    before = [(path.stat().st_mtime_ns, path.read_bytes()) for path in pair]
    keep(*bars(), "02-terms")
    assert [(path.stat().st_mtime_ns, path.read_bytes()) for path in pair] == before
    keep(*other_bars(), "02-terms")
    assert all(path.read_bytes() != data for path, (_, data) in zip(pair, before, strict=True))


@pytest.mark.parametrize(
    "spoil, message",
    [
        (lambda fig, ax: fig.suptitle(""), "02-terms: the figure has no title"), (lambda fig, ax: ax.set_xlabel(" "), "02-terms: the x axis has no label"),
        (lambda fig, ax: ax.annotate("plain", (0, 0), family="DejaVu Sans"), r"'plain' is not in House Sans CJK; call use_house_style\(\) first"),
        (lambda fig, ax: (ax.set_xlim(1, 100), ax.set_xscale("log")), "is a formula; give that axis plain labels"),
        (lambda fig, ax: fig.text(0.98, 0.5, "a long remark that nobody will read"), "over the right edge"),
    ],
)  # fmt: skip
def test_save_refuses_what_a_reader_would_miss_and_writes_nothing(spoil, message, tmp_path):
    fig, table = bars()
    spoil(fig, fig.axes[0])
    refuses(FigureError, message, keep, fig, table, "02-terms", tmp_path)
    assert not list(tmp_path.iterdir())


def test_save_refuses_a_figure_drawn_before_the_house_style_an_empty_table_no_source_and_other_names(tmp_path):
    with mpl.rc_context():
        mpl.rcdefaults()
        fig, table = bars(labels=("a", "b", "c"))
        fig.suptitle("Plain")
    refuses(FigureError, r"call use_house_style\(\) first", keep, fig, table, "02-terms", tmp_path)
    refuses(FigureError, "the table is empty", keep, bars()[0], table.head(0), "02-terms", tmp_path)
    refuses(FigureError, "say where its table comes from", keep, *bars(), "02-terms", tmp_path, source=None)
    for name in ("terms", "2-terms", "02_terms", "02-Terms", "02-", "02-terms.png", "../02-terms"):
        refuses(FigureError, "is not a name for a figure: use NN-what-is-shown", keep, *bars(), name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_axis_of_names_needs_no_label_and_hidden_axes_none_at_all(tmp_path):
    assert not bars()[0].axes[0].get_ylabel()  # other tests save this figure
    fig = figures.Picture(2, "Drawn without axes")
    ax = fig.subplots()
    ax.plot([1, 2], [1, 2])
    ax.set_axis_off()
    keep(fig, bars()[1], "02-no-axes", tmp_path)


def test_save_shows_the_saved_bytes_and_the_title_in_a_notebook(monkeypatch, tmp_path):
    shown = []
    monkeypatch.setattr(files, "get_ipython", lambda: object())
    monkeypatch.setattr(files, "display", lambda data, **options: shown.append((data, options)))
    keep(*bars(), "02-terms", tmp_path)
    [(data, options)] = shown
    assert options["raw"]
    assert data["image/png"] == (tmp_path / "02-terms.png").read_bytes()
    assert data["text/plain"] == "Security is said more often, 品質 less (02-terms.png)"


# House style ----------------------------------------------------------------------------------------------------------


def test_negative_ticks_have_a_minus_sign_that_the_font_draws_and_dollar_signs_of_a_news_text_stay(tmp_path):
    fig, table = bars(labels=("NT$36,900 to US$1,100", "b", "c"))
    keep(fig, table, "02-dollars", tmp_path)
    ticks = [label.get_text() for label in fig.axes[0].get_xticklabels()]
    assert "−2" in ticks and not any("-" in tick for tick in ticks)
    assert house.lacking("".join(ticks), fallback=False) == []
    label = fig.axes[0].get_yticklabels()[0]
    assert label.get_text() == "NT$36,900 to US$1,100" and not label.get_parse_math()
    assert pd.get_option("display.html.use_mathjax") is False


@pytest.mark.parametrize("digests, end", [(None, ""), (True, " · machine-written digests included"), (False, " · machine-written digests left out")])  # fmt: skip
def test_save_writes_the_foot_line_with_the_notes(digests, end, tmp_path):
    fig, table = bars()
    fig.leave_out(2, "the 3 largest of 5 terms")
    keep(fig, table, "02-terms", tmp_path, digests=digests)
    told = f"Source: {SOURCE} · n = 3 terms{end} · the 3 largest of 5 terms: 2 rows not drawn"
    assert fig.get_supxlabel() == told


def test_a_rare_character_is_printed_as_its_code(tmp_path):
    labels = ("安全", "陈𠮷", "互信")
    fig, table = bars(labels)
    keep(fig, table, "02-terms", tmp_path / "mine")
    assert "陈[U+20BB7]" in [label.get_text() for label in fig.axes[0].get_yticklabels()]
    assert fig.get_supxlabel().endswith("[U+…]: a character that the font lacks, by its code")
    assert "陈𠮷" in (tmp_path / "mine/02-terms.csv").read_text(encoding="utf-8")


def test_marker_says_outlet_by_colour_and_form_by_fill_and_shape():
    styles = figures.outlet_styles(["Xinhua News Agency"])
    own, digest = (house.marker_style("Xinhua News Agency", form, styles) for form in ("full", "digest"))
    assert own["markeredgecolor"] == digest["markeredgecolor"] == outlets().at["Xinhua News Agency", "colour"]
    assert own["markerfacecolor"] == own["markeredgecolor"] != figures.GREY
    assert digest["markerfacecolor"] == "white"
    said = "No form 'poem': a text is one of full, excerpt, brief, digest"
    refuses(ValueError, said, house.marker_style, "Xinhua News Agency", "poem", styles)


def test_outlets_without_a_colour_are_told_apart_and_a_missing_one_is_grey():
    names = [f"Gazette {number:02d}" for number in range(15)]
    styles = figures.outlet_styles(["CCTV", None, *names, names[14]])
    looks = [styles[name] for name in names]
    assert len(set(looks)) == 15
    assert styles["CCTV"].colour == outlets().at["CCTV", "colour"] not in [look.colour for look in looks]
    assert styles[names[14]].colour != figures.GREY  # the most frequent comes first
    assert all(look.shape and look.shape not in "os^" for look in looks if look.colour == figures.GREY)
    assert styles[NO_OUTLET] == house.Style(figures.GREY)
    # The name chooses: other outlets can only turn it grey.
    alone = {name: figures.outlet_styles([name])[name] for name in names}
    assert len(set(alone.values())) > 5 and figures.GREY not in {look.colour for look in alone.values()}
    assert all(styles[name] == alone[name] or styles[name].colour == figures.GREY for name in names)
    # A lexicon of one's own gives the colours.
    own = lexicon_with(outlets="outlet,printed,country,colour\nOur Gazette,Our Gazette,Chile,#123456\n")
    assert figures.outlet_styles(["Our Gazette"], own)["Our Gazette"].colour == "#123456"
    assert figures.outlet_styles(["Our Gazette"])["Our Gazette"].colour != "#123456"
    assert outlets()["colour"].str.fullmatch("#[0-9A-F]{6}").all()


# Kinds of picture -----------------------------------------------------------------------------------------------------


def drawn(fig):
    """Count the rows of the table that the artists show."""
    count = 0
    for artist in fig.findobj(lambda one: one.get_gid() == ROWS):
        if isinstance(artist, Text):
            count += int(artist.get_text().replace(",", ""))
        elif isinstance(artist, Line2D):
            count += len(artist.get_xdata())
        elif isinstance(artist, Collection):
            count += len(artist.get_paths())
        else:
            count += 1
    return count


def texts_of(fig):
    return {text.get_text() for text in fig.findobj(Text)}


def made_up(rows, outlets, seed):
    """Make articles with missing outlets, days and values, long names, rare characters, and columns for each kind."""
    rng = np.random.default_rng(seed)
    names = [f"Gazette 日报 {'of the very far away ' * (number % 3)}{number}" for number in range(outlets)]
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 600, rows), unit="D")
    gone = rng.random((3, rows)) < [[0.1], [0.1], [0.05]]
    gone[1:, 0] = False
    few = [f"thing 东西 𠮷 {number}" for number in range(max(1, rows // 8))]
    forms, verdicts = ["full", "digest", "excerpt", "brief"], [*VERDICTS, "of another kind"]
    drawn = {"outlet": names, "form": forms, "panel": "abcde", "few": few, "verdict": verdicts}
    drawn |= {"voice": [*figures.VOICES, "odd"]}
    table = pd.DataFrame({name: rng.choice([*values], rows) for name, values in drawn.items()})
    table["article"] = [f"{number:04d}" for number in range(rows)]
    table["outlet"] = table["outlet"].astype(object).mask(gone[0], None)
    table["label"] = table["article"] + " " + table["outlet"].fillna("none")
    value = pd.Series(rng.normal(size=rows)).mask(gone[2])
    table = table.assign(value=value, size=value.abs(), same=value > 0, low=value - 1, high=value + 1)
    table = table.assign(null_low=-0.5, null_high=0.5, dp_norm=rng.random(rows), none=None)
    table["published"] = pd.Series(days).mask(gone[1])
    place, count = np.arange(rows) % 29, rng.integers(1, 50, rows)
    return table.assign(start=place, end=place + count, count=count, part=place // 10, long=table["few"] * 9), rng


VERDICTS = {"holds": "#009E73", "flips": "#B2182B ×", "cannot be asked": "#FFFFFF –"}
USUAL = ["article", "outlet", "form", "published", "value", "count", "panel", "few", "label"]


def of_table(case):
    """Draw a row of cases/pictures.csv: with the usual columns and its own, NAMES of figures, and options."""

    def named(word):
        return VERDICTS if word == "VERDICTS" else getattr(figures, word) if word.isupper() else word

    def draw(table, rng):
        own = dict(column.split("=") if "=" in column else (column, column) for column in case["columns"].split())
        rows = table[USUAL].assign(**{name: table[column] for name, column in own.items()})
        options = dict(one.split("=") if "=" in one else (one, True) for one in case["options"].split())
        options = {name: named(value) if isinstance(value, str) else value for name, value in options.items()}
        return getattr(figures, case["picture"])(rows, "T", *map(named, case["words"].split()), **options), rows

    return draw


def calendar_of_events(table, rng):
    days = pd.date_range("2024-01-10", periods=max(1, len(table) // 15), freq="3D")
    events = pd.DataFrame({"event": [f"会议 {day:%m%d}" for day in days], "first": days, "last": days, "place": "青岛"})
    told = np.where(rng.random(len(table)) < 0.5, rng.choice(events["event"], len(table)), None)
    rows = table[USUAL].assign(event=told, story=[f"s{number // 3}" for number in range(len(table))])
    return figures.calendar(rows, "T", events, span=("2024-01-01", "2024-09-30")), rows


def ribbons_of_versions(table, rng):
    links = pd.DataFrame(columns=["left_article", "right_article", "left_sentences", "right_sentences", "score"])
    versions = {"article": table["few"], "track": "version " + table["few"], "width": table["count"]}
    rows = table[USUAL].assign(**versions, sentence=range(len(table)))
    return figures.ribbons(rows, links, "T"), rows


KINDS = {case["kind"]: of_table(case) for case in cases("pictures")} | {
    "calendar of events": calendar_of_events,
    "ribbons of versions": ribbons_of_versions,
}  # fmt: skip


@pytest.mark.parametrize("rows, outlets", [(5, 1), (60, 9), (1200, 40)])
@pytest.mark.parametrize("kind", KINDS)
def test_every_row_is_drawn_or_said_to_be_left_out_at_any_size(kind, rows, outlets, tmp_path, monkeypatch):
    fig, shown = KINDS[kind](*made_up(rows, outlets, seed=rows))
    said = sum(int(count.replace(",", "")) for count in re.findall(r"([\d,]+) rows? not drawn", fig.get_supxlabel()))
    assert drawn(fig) + said == len(shown)
    assert fig.get_figheight() <= 14
    if rows != 60:  # overflow at an edge is detected before painting
        monkeypatch.setattr(files, "_png", lambda *_: b"")
        keep(fig, shown.reset_index(drop=True), f"09-{kind.replace(' ', '-')}", tmp_path, n=rows)
        assert fig.get_suptitle() == "T"


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_without_rows_is_refused_in_one_sentence(kind):
    table, random = made_up(5, 1, seed=0)
    refuses(ValueError, "; there is nothing to draw$", KINDS[kind], table.iloc[[]], random)


def test_dots_have_their_lines_values_and_forms_and_the_words_beside_them():
    table = table_of("label value form of", ("安全 security", 0.25, "digest", "1/4"), ("合作", 0.5, "full", "2/4"))
    fig = figures.dots(table, "A finding", "share", beside="of", percent=True)
    [ax] = fig.axes
    assert [label.get_text() for label in ax.get_yticklabels()] == table["label"].tolist()
    marks = {line.get_markerfacecolor(): line.get_xydata().tolist() for line in ax.lines if line.get_gid() == ROWS}
    assert marks == {"white": [[0.25, 0.0]], figures.INK: [[0.5, 1.0]]}
    assert {"1/4", "2/4", "open: machine digest", "A finding", "share"} <= texts_of(fig)
    # The name of a dot is above it, or at its right if the dot is moved off its line.
    rows = [("a", 0.0, ""), ("a", 0.500, "on the line"), ("a", 0.501, "moved"), ("a", 1.0, "")]
    [ax] = figures.dots(table_of("label value named", *rows), "A finding", "share", named="named").axes
    sides = {text.get_text(): text.get_horizontalalignment() for text in ax.texts}
    assert sides["on the line"] == "center" and sides["moved"] == "left"


def test_a_dumbbell_joins_the_dots_of_a_line():
    table = table_of("label value group", ("a", 0.0, "zh"), ("a", 1.0, "en"), ("b", 0.5, "zh"), ("b", 0.6, "en"))
    fig = figures.dots(table, "A finding", "share", series="group")
    assert {"Chinese", "English"} <= texts_of(fig)
    joins = [one for one in fig.axes[0].collections if isinstance(one, LineCollection)]
    assert [one.get_segments()[0][:, 0].tolist() for one in joins] == [[0, 1], [0.5, 0.6]]
    # Where both are equal, the open mark is a ring around the filled one.
    fig = figures.dots(table.assign(value=[0.0, 1.0, 0.5, 0.5]), "A finding", "share", series="group")
    drawn = {line.get_zorder(): line.get_markersize() for line in fig.axes[0].lines if 0.5 in line.get_xdata()}
    assert drawn == {3: 5, 2.9: 9}
    three = pd.concat([table, table.assign(group="fr")]).assign(low=0, high=1)  # with intervals, one below the other
    [ax] = figures.dots(three, "A finding", "share", series="group").axes
    assert {round(y, 2) for line in ax.lines for y in line.get_ydata()} == {-0.22, 0, 0.22, 0.78, 1, 1.22}


def test_cells_follow_groups_and_print_numbers_zeros_and_what_is_beside():
    rows = [("x", 0.5, "defence", "001-01"), ("y", 0.0, "summit", None), ("z", 1.0, "defence", None)]
    table = table_of("row value occasion hanging", *rows).assign(column="security")
    fig = figures.cells(table, "A finding", "share", group="occasion", beside="hanging")
    ax = fig.axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["x", "z", "y"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["security"]
    assert {".50", "0", "1.00", "defence", "summit", "hanging", "001-01"} <= texts_of(fig)
    table = table.assign(kind=["named", "speaks", "speaks"], order=["1", "2 of 3", "3"])
    classes = {"named": "#70757C", "speaks": "#1E2126 !"}
    told = texts_of(figures.cells(table, "A finding", "how", value="kind", text="order", classes=classes))
    assert {"1", "2 of 3", "3", "named", "speaks !"} <= told and "!" not in told
    # Words too long for their column are wrapped, and make only their own row higher.
    long = table.assign(order=["1", "July 2024 · " * 30 + "2023", "3"])
    told = {"value": "kind", "text": "order", "classes": classes}
    fig, plain = (figures.cells(one, "A finding", "how", **told) for one in (long, table))
    [words] = [text for text in texts_of(fig) if "July" in text]
    assert words.count(" ·\n") == words.count("\n") == 30 and fig.get_figheight() > plain.get_figheight() + 2
    heights = [box.get_window_extent().height for box in fig.axes[0].patches if box.get_gid() == ROWS]
    assert heights[1] > 5 * heights[0] == pytest.approx(5 * heights[2])
    twice = table.assign(row="a")
    refuses(ValueError, r"two rows for one cell \(a, security\); add them up first", figures.cells, twice, "T", "texts")


def test_strips_are_to_scale_in_the_lane_and_colour_of_their_kind():
    rows = [(0, 40, "person", "b"), (40, 60, "medium", "a"), (60, 99, "person", "b")]
    table = table_of("start end kind label", *rows).assign(page="000.txt")
    fig = figures.strips(table, "A finding", "characters", figures.VOICES, group="page", beside="page")
    [ax] = fig.axes
    assert ax.get_title(loc="left") == "000.txt"
    assert [label.get_text() for label in ax.get_yticklabels()] == ["b", "a"]
    [bars] = [one for one in ax.collections if one.get_gid() == ROWS]
    spans = [path.get_extents() for path in bars.get_paths()]
    assert [(span.x0, span.x1) for span in spans] == [(0, 40), (40, 60), (60, 99)]
    assert [to_hex(colour).upper() for colour in bars.get_facecolor()] == [figures.VOICES[row[2]] for row in rows]
    assert {"person", "medium", "page"} <= texts_of(fig)


def test_a_calendar_hangs_texts_under_their_event_and_gives_a_missing_outlet_its_lane():
    rows = [("2025-07-15", "CCTV", "meeting"), ("2025-07-16", "AZERTAC", "meeting"), ("2025-08-01", None, None)]
    rows += [("2025-08-02", None, None), ("2025-08-03", "CCTV", None), (None, "CCTV", None)]
    texts = table_of("published outlet event", *rows).assign(form="full", story=["s", "s", None, None, None, None])
    events = table_of("event first last place", ("meeting", "2025-07-14", "2025-07-15", "Tianjin"))
    fig = figures.calendar(texts, "A finding", events)
    assert not {"full text", "cut excerpt"} & texts_of(fig)
    shapes = texts.assign(form=["full", "excerpt", "digest", "full", "full", "full"])
    assert {"full text", "cut excerpt", "open: machine digest"} <= texts_of(figures.calendar(shapes, "T", events))
    names = [label.get_text() for label in fig.axes[0].get_yticklabels()]
    assert names == ["meeting\n14–15 Jul 2025, Tianjin", "CCTV", NO_OUTLET]
    assert fig.notes == [] and {"no day", "1"} <= texts_of(fig)
    nothing = "no text has a day of publication; there is nothing to draw"
    refuses(ValueError, nothing, figures.calendar, texts.tail(1), "A finding")
    named = figures.calendar(shapes.assign(named=list("abcdef")), "A finding", events, named="named")
    marked = [y for line in named.axes[0].lines if line.get_gid() == ROWS for y in line.get_ydata()]
    assert len({*marked}) == 5 and "CCTV" not in texts_of(named)  # each on a line of its own, without a key of outlets
    assert {*"abcde", "no event of its own", "open: machine digest"} <= texts_of(named)


def test_clouds_are_the_same_each_time_and_say_when_there_is_nothing(tmp_path):
    table = table_of("group term count", ("zh", "上海精神", 30), ("zh", "合作", 20), ("en", "security", 12))
    for name in ("once", "again"):
        keep(figures.clouds(table, "The Shanghai Spirit is the largest"), table, "03-cloud", tmp_path / name)
    once, again = ((tmp_path / name / "03-cloud.png").read_bytes() for name in ("once", "again"))
    assert once == again
    nothing = "no word has a count above 0; there is nothing to draw"
    refuses(ValueError, nothing, figures.clouds, table.assign(count=0), "Nothing")


def test_a_key_counts_neither_a_missing_outlet_nor_several_on_one_line_as_an_outlet():
    rows = [("2025-09-01", "Xinhua"), ("2025-09-02", "other (9 outlets)"), ("2025-09-03", None)]
    table = table_of("published outlet", *rows).assign(event="opening")
    styles = figures.outlet_styles(["Xinhua", None])
    events = table_of("event first last", ("opening", "2025-09-01", "2025-09-03"))
    drawn = figures.calendar(table, "Hung under an event", events, styles=styles)
    assert [text.get_text() for text in drawn.axes[0].get_legend().get_texts()] == ["Xinhua", "other outlets or none"]
    drawn = figures.calendar(table.iloc[[1, 2, 0]], "In lanes of their own", styles=styles)
    assert drawn.axes[0].get_legend() is None
    lanes = [label.get_text() for label in drawn.axes[0].get_yticklabels()]
    assert lanes == ["Xinhua", "other (9 outlets)", NO_OUTLET]


# --- The stored figures -------------------------------------------------------------------------------------------------


NAMES = sorted({path.stem for path in (ROOT / "figures").iterdir() if path.suffix in (".png", ".csv")})


@pytest.mark.parametrize("name", NAMES)
def test_picture_and_table_change_together_and_the_fonts_have_each_character(name: str):
    assert unpaired(name) is None
    assert house.lacking((ROOT / f"figures/{name}.csv").read_text(encoding="utf-8")) == []


def unlike_the_files(notebook: dict, folder: Path) -> list[int]:
    """Find the cells of a notebook whose stored pictures differ from the files of the figures that they save."""
    wrong = []
    for number, cell in enumerate(notebook["cells"], 1):
        bundles = [output.get("data", {}) for output in cell.get("outputs", [])]
        stored = [b64decode("".join(data["image/png"])) for data in bundles if "image/png" in data]
        if stored != [(folder / f"{name}.png").read_bytes() for name in figure_names({"cells": [cell]})]:
            wrong.append(number)
    return wrong


@pytest.mark.skipif(sys.platform != "linux", reason="letters are drawn otherwise there, and nbval draws meanwhile")
@each_notebook
def test_a_cell_stores_the_picture_of_its_figure(path: Path):
    assert unlike_the_files(json.loads(path.read_text(encoding="utf-8")), ROOT / "figures") == [], "run the notebook"


def test_pictures_swapped_lost_or_added_in_a_notebook_are_noticed(tmp_path: Path):
    cells = [code("1"), *(code(f'figures.save(fig, table, "02-{name}")') for name in "ab")]
    for name in "ab":
        (tmp_path / f"02-{name}.png").write_bytes(name.encode())
    for pictures, wrong in ((" ab", []), (" ba", [2, 3]), (" a ", [3]), ("bab", [1])):
        for cell, picture in zip(cells, pictures, strict=True):
            cell["outputs"] = [shown("image/png", b64encode(picture.encode()).decode())] if picture.strip() else []
        assert unlike_the_files({"cells": cells}, tmp_path) == wrong


def test_a_half_that_was_changed_alone_painted_over_or_of_another_origin_is_noticed(tmp_path: Path):
    mine, other = tmp_path / "mine", tmp_path / "other"
    keep(*bars(), "02-terms", mine)
    keep(*other_bars(), "02-terms", other)
    assert unpaired("02-terms", mine) is None
    for suffix in (".png", ".csv"):
        mixed = shutil.copytree(mine, tmp_path / f"other{suffix}")
        shutil.copy(other / f"02-terms{suffix}", mixed)
        assert "shows another table than 02-terms.csv" in unpaired("02-terms", mixed)
    png = mine / "02-terms.png"
    with Image.open(png) as image:
        info = PngInfo()
        for key in (files.TABLE_SEAL, files.PICTURE_SEAL):
            info.add_text(key, image.info[key])
        painted = image.convert("RGB")
        ImageDraw.Draw(painted).point((5, 5), fill=(255, 0, 0))
        painted.save(png, pnginfo=info)
    assert "was changed after it was drawn" in unpaired("02-terms", mine)
    with Image.open(png) as image:
        image.save(png)
    assert "not written by figures.save" in unpaired("02-terms", mine)
    png.with_suffix(".csv").unlink()
    assert unpaired("02-terms", mine) == "02-terms.csv is missing"
