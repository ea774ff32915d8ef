"""The stored figures as pictures: the font draws what their tables say, and picture and table belong together."""

import json
import re
import sys
import warnings
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import pytest
from conftest import shown
from matplotlib import font_manager
from matplotlib.figure import Figure
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from test_figures import bars, keep

from helpers import figures
from helpers.corpora.pages import ROOT
from helpers.figures import files, house
from helpers.notebooks import runs as notebooks
from helpers.texts.scripts import HAN

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TABLES = sorted((ROOT / "figures").glob("*.csv"))
NAMES = sorted({path.stem for path in (ROOT / "figures").iterdir() if path.suffix in (".png", ".csv")})


def undrawn(text: str) -> list[str]:
    """The Chinese characters of a text that leave no ink when the registered font draws them, or raise a warning."""
    font = font_manager.get_font(house.font_path())
    empty = []
    for character in sorted(set(re.findall(f"[{HAN}]", text))):
        known = font.get_char_index(ord(character))
        left, low, right, high = font.load_char(ord(character)).bbox if known else (0, 0, 0, 0)
        if not known or left >= right or low >= high:
            empty.append(character)
    return empty


def draw(strings: list[str]) -> None:
    """Draw strings as a figure would; a glyph that is missing is an error."""
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("error")
        figures.use_house_style()
        fig = Figure(figsize=(house.WIDTH, 10))
        for place, string in enumerate(strings):
            fig.text(0.0, place / max(len(strings), 1), string, parse_math=False)
        fig.savefig(BytesIO(), format="png")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_the_font_draws_each_chinese_string_of_a_figure(path: Path):
    text = path.read_text(encoding="utf-8")
    assert undrawn(text) == []
    strings = sorted(set(re.findall(f"[{HAN}]+", text)))
    # Each character once is enough for the drawing; the longest strings show them in company.
    draw(["".join(sorted(set("".join(strings)))), *sorted(strings, key=len)[-20:]])


def test_a_character_without_a_glyph_is_noticed():
    assert undrawn("安全 and 𠮷 and 品質") == ["𠮷"]
    with pytest.raises(UserWarning, match="Glyph 134071"):
        draw(["上海", "𠮷"])


@pytest.mark.parametrize("name", NAMES)
def test_picture_and_table_change_together(name: str):
    assert figures.unpaired(name) is None


def unlike_the_files(notebook: dict, folder: Path) -> list[str]:
    """What is wrong with the pictures that a notebook stores: each is the file of the figure that its cell saves."""
    wrong = []
    for number, cell in enumerate(notebook["cells"], 1):
        bundles = [output.get("data", {}) for output in cell.get("outputs", [])]
        stored = [b64decode("".join(data["image/png"])) for data in bundles if "image/png" in data]
        names = list(notebooks.figure_names({"cells": [cell]}))
        files = [(folder / f"{name}.png").read_bytes() for name in names]
        if stored != files:
            wrong.append(f"cell {number} stores other pictures than {names or 'none'}: run the notebook")
    return wrong


@pytest.mark.skipif(sys.platform != "linux", reason="letters are drawn otherwise there, and nbval draws meanwhile")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_cell_stores_the_picture_of_its_figure(path: Path):
    assert unlike_the_files(json.loads(path.read_text(encoding="utf-8")), ROOT / "figures") == []


def test_pictures_swapped_lost_or_added_in_a_notebook_are_noticed():
    whole = json.loads((ROOT / "notebooks/02-timeline.ipynb").read_text(encoding="utf-8"))

    def wrong() -> list[str]:
        return [line.split(" stores")[0] for line in unlike_the_files(whole, ROOT / "figures")]

    outputs = [(n, output) for n, cell in enumerate(whole["cells"], 1) for output in cell.get("outputs", [])]
    drawn = [(f"cell {n}", output["data"]) for n, output in outputs if "image/png" in output.get("data", {})]
    (first, one), (second, other) = drawn[:2]
    kept = one["image/png"]
    one["image/png"], other["image/png"] = other["image/png"], kept
    assert wrong() == [first, second]
    one["image/png"], other["image/png"] = kept, one["image/png"]
    assert wrong() == []
    del one["image/png"]
    assert wrong() == [first]
    one["image/png"] = kept
    imports = next(cell for cell in whole["cells"] if cell["cell_type"] == "code")
    imports["outputs"].append(shown("image/png", kept))
    assert len(wrong()) == 1


def saved(folder: Path, last: float = 0.1) -> tuple[Path, Path]:
    """A figure of three bars, and its table, as `save` writes them."""
    with mpl.rc_context():
        figures.use_house_style()
        keep(*bars(values=(3.0, -2.0, last)), "02-terms", folder)
    return folder / "02-terms.png", folder / "02-terms.csv"


def test_either_half_changed_alone_is_noticed(tmp_path: Path):
    pair, other = saved(tmp_path / "once"), saved(tmp_path / "other", last=0.5)
    assert figures.unpaired("02-terms", tmp_path / "once") is None
    for mine, foreign in zip(pair, other, strict=True):
        before = mine.read_bytes()
        mine.write_bytes(foreign.read_bytes())
        assert "shows another table than 02-terms.csv" in figures.unpaired("02-terms", mine.parent)
        mine.write_bytes(before)
    assert figures.unpaired("02-terms", tmp_path / "once") is None


def test_a_picture_painted_over_or_of_another_origin_is_noticed(tmp_path: Path):
    png, csv = saved(tmp_path)
    with Image.open(png) as image:
        info = PngInfo()
        for key in (files.TABLE_SEAL, files.PICTURE_SEAL):
            info.add_text(key, image.info[key])
        painted = image.convert("RGB")
        ImageDraw.Draw(painted).point((5, 5), fill=(255, 0, 0))
        painted.save(png, pnginfo=info)
    assert "was changed after it was drawn" in figures.unpaired("02-terms", tmp_path)
    with Image.open(png) as image:
        image.save(png)
    assert "not written by figures.save" in figures.unpaired("02-terms", tmp_path)
    csv.unlink()
    assert figures.unpaired("02-terms", tmp_path) == "02-terms.csv is missing"
