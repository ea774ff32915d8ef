"""A figure is kept as two files, a picture and the table it shows, sealed together; `save` refuses one that misleads.

A figure carries its finding as its title, says its units on its axes and its source in its foot line.
"""

import hashlib
import re
from io import BytesIO
from pathlib import Path

import pandas as pd
from IPython import get_ipython
from IPython.display import display
from matplotlib import pyplot as plt
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from helpers.corpora.pages import ROOT
from helpers.figures.house import FONT_FAMILY, NAMES, Picture, in_codes, lacking

_NAME = re.compile(r"\d\d(-[a-z0-9]+)+")
_NUMBER = re.compile(r"[x×]?[\d\W_]*\d[\d\W_]*[kM]?")  # also a day, an identifier, x2
# Names of the texts in a PNG that tie it to its table.
TABLE_SEAL, PICTURE_SEAL = "table-sha256", "picture-sha256"
SEEDS = "seeds/, five pages"


class FigureError(ValueError):
    """A figure or table that cannot be kept as it is. The message says what is wrong with it and the remedy."""


def save(
    fig: Picture,
    table: pd.DataFrame,
    name: str,
    *,
    n: int | str,
    digests: bool | None = None,
    source: str | None = None,
    folder: str | Path = "figures",
    show: bool = True,
) -> None:
    """Write the foot line, `name`.png and `name`.csv, the figure and the table it shows; show the figure in a notebook if wanted.

    The foot line says the `source`, `n` (number and kind of cases), whether machine-written `digests` are among them (None:
    of no matter), and the figure's own notes. Without a `source` the figure is of the seeds; in another folder it must be said.

    `name` is `NN-what-is-shown`, NN being the number of the notebook; a relative `folder` is taken from the root of
    the project. The same figure and table give the same bytes: no date and no version in the PNG; the CSV in UTF-8 with
    `\\n` at line ends and each float as its `repr`, the shortest text that reads back as the same number. The index is
    written if it has a name. The PNG carries the digest of its table and of its own picture.

    A character that no font here can draw is printed as its code, and a note says so. Raises `FigureError` for a name of another
    shape, a figure without a title, an axis of numbers without a label, text in another font, anything that runs over the edge,
    and a table that is empty or whose unnamed index holds labels. Nothing is written then.
    """
    if not _NAME.fullmatch(name):
        raise FigureError(f"{name!r} is not a name for a figure: use NN-what-is-shown, as in 02-articles-by-outlet.")
    target = ROOT / Path(folder).expanduser()
    is_elsewhere = target.resolve() != (ROOT / "figures").resolve()
    if source is None and is_elsewhere:
        raise FigureError(f"{name}: say where its table comes from, as in source='60 pages of my own'.")
    # A byte order mark tells spreadsheets that a table of one's own is UTF-8; those of the collection have none.
    csv = _csv(table, name).encode("utf-8-sig" if is_elsewhere else "utf-8", "replace")
    _print_codes(fig)
    state = "" if digests is None else f" · machine-written digests {'included' if digests else 'left out'}"
    fig.foot(in_codes(f"Source: {source or SEEDS} · n = {n}{state}"))
    fig.draw_without_rendering()  # ticks and layout come into being here
    _check_figure(fig, name)
    png = _png(fig, csv)
    target.mkdir(parents=True, exist_ok=True)
    for path, data in {target / f"{name}.png": png, target / f"{name}.csv": csv}.items():
        # What is the same already is left alone: another process may be reading it.
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
    if show and get_ipython() is not None:
        # The very bytes that were saved; their text is what a test of the notebook can compare.
        shown = {"image/png": png, "text/plain": f"{' '.join(fig.get_suptitle().split())} ({name}.png)"}
        display(shown, raw=True, metadata={"image/png": {"width": round(fig.get_figwidth() * 100)}})
    plt.close(fig)


def _print_codes(fig: Picture) -> None:
    """Replace each character that no font here draws by its code, and say so in the foot line."""
    axes = [axis for axes in fig.axes for axis in (axes.xaxis, axes.yaxis)]
    labels_of = [[label.get_text() for label in axis.get_ticklabels()] for axis in axes]
    texts = [text for text in fig.findobj(Text) if lacking(text.get_text())]
    for axis, labels in zip(axes, labels_of, strict=True):
        # The labels of fixed ticks are made again when the figure is drawn: change what they are made of.
        if any(map(lacking, labels)):
            axis.set_ticks(axis.get_ticklocs(), [in_codes(label) for label in labels])
    for text in texts:
        text.set_text(in_codes(text.get_text()))
    if texts:
        fig.note("[U+…]: a character that the font lacks, by its code")


def _png(fig: Figure, csv: bytes) -> bytes:
    """The figure in at most 256 colours: a third of the size, so that a notebook of ten figures stays under 1 MB.

    Figures are flat colours and grey edges of letters; a palette holds them. White stays white.
    The digests of its table and of the picture itself are written into it.
    """
    drawn, small = BytesIO(), BytesIO()
    fig.savefig(drawn, format="png", metadata={"Software": None})
    image = Image.open(drawn).convert("RGB").quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    image.putpalette([255 if value >= 252 else value for value in image.getpalette()])
    seals = PngInfo()
    seals.add_text(TABLE_SEAL, _digest(csv))
    seals.add_text(PICTURE_SEAL, _picture_digest(image))
    image.save(small, format="png", optimize=True, pnginfo=seals)
    return small.getvalue()


def _picture_digest(image: Image.Image) -> str:
    # In colours, since the order of a palette is the writer's affair.
    return _digest(image.convert("RGB").tobytes())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _csv(table: pd.DataFrame, name: str) -> str:
    if table.empty:
        raise FigureError(f"{name}: the table is empty; a figure of nothing is not kept.")
    named = any(level is not None for level in table.index.names)
    if not named and not pd.api.types.is_integer_dtype(table.index.dtype):
        raise FigureError(f"{name}: the table's index holds labels but has no name; name it with rename_axis.")
    return table.to_csv(index=named, lineterminator="\n")


def _check_figure(fig: Figure, name: str) -> None:
    """Raise `FigureError` for what a reader would miss."""
    if not fig.get_suptitle().strip():
        raise FigureError(f"{name}: the figure has no title; state its finding (new_figure takes it).")
    for axis in (axis for axes in fig.axes if axes.axison for axis in (axes.xaxis, axes.yaxis)):
        if _needs_label(axis) and not axis.get_label_text().strip():
            raise FigureError(f"{name}: the {axis.axis_name} axis has no label; say its unit and denominator.")
    texts = [text for text in fig.findobj(Text) if text.get_visible() and text.get_text().strip()]
    for text in texts:
        if "\\mathdefault" in text.get_text() and not text.get_parse_math():
            raise FigureError(f"{name}: {text.get_text()!r} is a formula; give that axis plain labels (x2, x4).")
        if text.get_fontfamily()[0] != FONT_FAMILY:
            raise FigureError(f"{name}: {text.get_text()!r} is not in {FONT_FAMILY}; call use_house_style() first.")
    drawn, (width, height) = fig.get_tightbbox(), fig.get_size_inches()
    over = -drawn.x0, -drawn.y0, drawn.x1 - width, drawn.y1 - height
    for edge, inches in zip(("left", "lower", "right", "upper"), over, strict=True):
        if inches > 0.02:
            raise FigureError(f"{name}: what is drawn runs {inches:.2f} in over the {edge} edge; make room for it.")


def _needs_label(axis: Axis) -> bool:
    """Whether numbers or days stand along this axis; names speak for themselves."""
    labels = [label.get_text() for label in axis.get_ticklabels() if label.get_visible()]
    names = axis.get_gid() == NAMES
    return axis.get_visible() and not names and any(_NUMBER.fullmatch(label) for label in labels)
