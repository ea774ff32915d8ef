"""What the plots have in common: panels, rows of names, marks of texts, notes beside them, shaded cells."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.colorbar import Colorbar
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from scipy.optimize import isotonic_regression

from helpers.figures.house import INK, marker_style, new_figure
from helpers.lexicon import NO_OUTLET

LANGUAGES = {"zh": "Chinese", "en": "English"}
PALE = "#EEEEEE"
WHITE_TO_INK = LinearSegmentedColormap.from_list("white to ink", ["#FFFFFF", "#C9CDD2", "#70757C", "#1E2126"])


def known_first(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Each name once: those that are known in the order of `known`, then the others from A to Z.

    >>> known_first(["kk", "en", "az", "en"], LANGUAGES)
    ['en', 'az', 'kk']
    """
    found = set(names)
    first = [name for name in known if name in found]
    return [*first, *sorted(found - set(first))]


def named_outlets(table: pd.DataFrame, column: str = "outlet") -> pd.DataFrame:
    """The table with a name in every cell of `column`: a text whose page names no outlet has its mark, too."""
    return table.assign(**{column: table[column].fillna(NO_OUTLET)})


def spread(positions: Iterable[float], gap: float) -> list[float]:
    """Positions for marks or labels: as near to `positions` as can be (least squares) and at least `gap` apart.

    The order is kept; equal positions keep the order given. By isotonic regression of `position - rank * gap`.

    >>> spread([1.0, 1.0, 5.0], gap=1.0)
    [0.5, 1.5, 5.0]
    """
    wanted = np.asarray(list(positions), dtype=float)
    if not len(wanted):
        return []
    order = np.argsort(wanted, kind="stable")
    steps = gap * np.arange(len(wanted))
    placed = np.empty(len(wanted))
    placed[order] = isotonic_regression(wanted[order] - steps).x + steps
    return placed.tolist()


def stacked_panels(
    title: str, sizes: Sequence[int], line: float, panel: float, rest: float, room: float = 0.6
) -> tuple[Figure, list[Axes]]:
    """A figure of panels one above the other, as high as the lines in each (`sizes`); only the last has an x axis.

    In inches, `line` is the height of a line, `panel` what each panel needs besides, `rest` what the figure does; in lines,
    `room` is what a panel has above and below its lines.
    """
    fig, axes = new_figure(
        line * sum(sizes) + panel * len(sizes) + rest, title, nrows=len(sizes), sharex=True, squeeze=False,
        height_ratios=[size + room for size in sizes],
    )  # fmt: skip
    for ax in axes[:-1, 0]:
        ax.tick_params(bottom=False)
        ax.spines["bottom"].set_visible(False)
    return fig, list(axes[:, 0])


def name_rows(ax: Axes, names: Sequence[str], top: float = 0.6, spine: bool = False, **text) -> None:
    """One line for each name, from the top down at 0, 1 ...; `top` is the room above the first, in lines."""
    ax.set_yticks(range(len(names)), names, **text)
    ax.set_ylim(len(names) - 0.4, -top)
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(spine)


def name_cells(ax: Axes, rows: Sequence[str], columns: Sequence[str], pad: float) -> None:
    """Rows and columns of a matrix, its cells at 0, 1 ... both ways: columns named above, no ticks and no frame.

    A stroke in a column's name begins a new line.
    """
    ax.set_xticks(range(len(columns)), [name.replace("/", "\n") for name in columns])
    ax.set_yticks(range(len(rows)), rows)
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.xaxis.tick_top()
    ax.tick_params(length=0, pad=pad)
    ax.spines[:].set_visible(False)


def hairlines(ax: Axes, heights: Iterable[float]) -> None:
    """Pale lines at these heights, from one end of the x axis to the other."""
    ax.hlines(heights, *ax.get_xlim(), color=PALE, linewidth=0.6, zorder=0)


def mark(ax: Axes, x: object, y: object, outlet: str, form: str, size: float, **style) -> None:
    """The mark of a text at a place: colour says the outlet, shape and fill the form. `size` is in points."""
    ax.plot(x, y, **marker_style(outlet, form) | {"markersize": size} | style)


def absent(ax: Axes, x: float, y: float, colour: str = "#BBBBBB") -> None:
    """The point that stands where there is nothing to be marked, so that a zero is seen."""
    ax.plot(x, y, "o", markersize=1.5, color=colour)


def note(ax: Axes, text: str, at: tuple, shift: tuple[float, float], **style) -> None:
    """Words beside a place, `shift` points to the right of it and above it."""
    ax.annotate(text, at, shift, textcoords="offset points", **{"va": "center_baseline"} | style)


def shade_cells(
    ax: Axes, corners: Sequence[tuple[float, float]], values: Sequence[float], most: float = 1.0, **style
) -> PatchCollection:
    """Unit squares, each from its corner to the right and down, shaded from white (0) to ink (`most`)."""
    cells = PatchCollection([Rectangle(corner, 1, 1) for corner in corners], cmap=WHITE_TO_INK, **style)
    cells.set(array=values, clim=(0, most))
    ax.add_collection(cells)
    return cells


def colour_on_shade(value: float, most: float = 1.0) -> str:
    """The colour in which a number can be read on the cell that it shades."""
    return "white" if value > 0.6 * most else INK


def shade_scale(fig: Figure, cells: PatchCollection, label: str, **place) -> Colorbar:
    """What the shades mean, as a bar that lies; `place` is passed to `Figure.colorbar`."""
    bar = fig.colorbar(cells, orientation="horizontal", **place)
    bar.set_label(label, fontsize=7, loc="right")
    bar.ax.tick_params(labelsize=7)
    bar.outline.set_linewidth(0.4)
    return bar
