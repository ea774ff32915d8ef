"""Files of a figure: a picture and the table it shows, tied by checksums; `save` refuses a figure that misleads.

A figure has its finding as title, units on its axes and its source in the foot line.
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
# Keys of the texts in a PNG that tie it to its table.
TABLE_SEAL, PICTURE_SEAL = "table-sha256", "picture-sha256"
SEEDS = "seeds/, five pages"


class FigureError(ValueError):
    """A figure or table that `save` refuses. The message states the fault and the remedy."""


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
    """Write the foot line, `name`.png and `name`.csv (figure and table); show the figure in a notebook if wanted.

    The foot line has the `source`, `n` (number and kind of cases), whether machine-written `digests` are included
    (None: irrelevant), and the figure's notes. The default `source` is the seeds; in another folder it is required.

    `name` is `NN-what-is-shown`, with the number NN of the notebook; a relative `folder` starts at the root of the
    project. The same figure and table give the same bytes: the PNG has no date and no version. The CSV is in UTF-8 with
    `\\n` at line ends and each float as its `repr`, the shortest text that reads back as the same number. The index is
    written if it has a name. The PNG contains the digests of its table and of its own picture.

    A character that no font here can draw is printed as its code, and a note says so. Raises `FigureError` for a name
    of another shape, a figure without a title, an axis of numbers without a label, text in another font, anything that
    runs over the edge, and a table that is empty or has labels in an unnamed index. Nothing is written then.
    """
    if not _NAME.fullmatch(name):
        raise FigureError(f"{name!r} is not a name for a figure: use NN-what-is-shown, as in 02-articles-by-outlet.")
    target = ROOT / Path(folder).expanduser()
    is_elsewhere = target.resolve() != (ROOT / "figures").resolve()
    if source is None and is_elsewhere:
        raise FigureError(f"{name}: say where its table comes from, as in source='60 pages of my own'.")
    # A byte order mark tells spreadsheets that a user's table is UTF-8; the collection's tables have none.
    csv = _csv(table, name).encode("utf-8-sig" if is_elsewhere else "utf-8", "replace")
    _print_codes(fig)
    state = "" if digests is None else f" · machine-written digests {'included' if digests else 'left out'}"
    fig.foot(in_codes(f"Source: {source or SEEDS} · n = {n}{state}"))
    fig.draw_without_rendering()  # creates ticks and layout
    _check_figure(fig, name)
    png = _png(fig, csv)
    target.mkdir(parents=True, exist_ok=True)
    for path, data in {target / f"{name}.png": png, target / f"{name}.csv": csv}.items():
        # An unchanged file is left alone: another process may be reading it.
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
    if show and get_ipython() is not None:
        # The very bytes that were saved; tests of a notebook can compare their text.
        shown = {"image/png": png, "text/plain": f"{' '.join(fig.get_suptitle().split())} ({name}.png)"}
        display(shown, raw=True, metadata={"image/png": {"width": round(fig.get_figwidth() * 100)}})
    plt.close(fig)


def _print_codes(fig: Picture) -> None:
    """Replace each character that no font here can draw by its code, and say so in the foot line."""
    axes = [axis for axes in fig.axes for axis in (axes.xaxis, axes.yaxis)]
    labels_of = [[label.get_text() for label in axis.get_ticklabels()] for axis in axes]
    texts = [text for text in fig.findobj(Text) if lacking(text.get_text())]
    for axis, labels in zip(axes, labels_of, strict=True):
        # Drawing makes the labels of fixed ticks anew, so change their source.
        if any(map(lacking, labels)):
            axis.set_ticks(axis.get_ticklocs(), [in_codes(label) for label in labels])
    for text in texts:
        text.set_text(in_codes(text.get_text()))
    if texts:
        fig.note("[U+…]: a character that the font lacks, by its code")


def _png(fig: Figure, csv: bytes) -> bytes:
    """Encode the figure in at most 256 colours: a third of the size, so a notebook of ten figures stays under 1 MB.

    The figures have flat colours and grey edges of letters, so a palette is enough. White stays white. The digests of
    the table and of the picture are written into the file.
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
    # From the colours, since the order of a palette depends on the writer.
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
    """Raise `FigureError` if something that a reader needs is missing."""
    if not fig.get_suptitle().strip():
        raise FigureError(f"{name}: the figure has no title; state its finding (Picture takes it).")
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
    """Whether this axis shows numbers or days; names need no label."""
    labels = [label.get_text() for label in axis.get_ticklabels() if label.get_visible()]
    names = axis.get_gid() == NAMES
    return axis.get_visible() and not names and any(_NUMBER.fullmatch(label) for label in labels)
