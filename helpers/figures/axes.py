"""Shared by all kinds of picture: panels, rows of names, marks, notes, shaded cells, keys, and how much is drawn."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from helpers.figures import house
from helpers.figures.house import GREY, INK, NAMES, PALE, Picture, Style, shortened, width_of
from helpers.lexicon import NO_OUTLET

# Every artist that shows rows of the table has this name: a test counts them.
ROWS = "rows of the table"
# A place at the right edge of the axes, on a line of names; what stands there lies outside.
BESIDE = {"xycoords": ("axes fraction", "data"), "annotation_clip": False}
_KEYED = 24


def first_names(values: Iterable) -> list[str]:
    """Each name once, as text, in the order in which the values first have it.

    >>> first_names(["b", "a", "b"])
    ['b', 'a']
    """
    return list(dict.fromkeys(map(str, values)))


def with_outlets(table: pd.DataFrame, styles: Mapping[str, Style] | None = None) -> tuple[pd.DataFrame, dict]:
    """The table with a name in every cell of `outlet` and a `form` in every row, and the styles of its outlets."""
    outlets = table["outlet"] if "outlet" in table else pd.Series("", index=table.index)
    forms = table["form"] if "form" in table else pd.Series("full", index=table.index)
    if styles is None:
        styles = house.outlet_styles(outlets) if "outlet" in table else {"": Style(INK)}
    return table.assign(outlet=outlets.fillna(NO_OUTLET), form=forms.fillna("full")), dict(styles)


def drawable(table: pd.DataFrame, lacking: str = "the table has no row") -> pd.DataFrame:
    """The table. Raises `ValueError` saying what is `lacking` if it has no row."""
    if table.empty:
        raise ValueError(f"{lacking}; there is nothing to draw")
    return table


def largest(
    fig: Picture, table: pd.DataFrame, column: str, most: int, by: pd.Series | None = None, what: str = "lines"
) -> pd.DataFrame:
    """The rows of at most `most` names of a column: those with the largest sum of `by` (without it: those with most rows).

    The order of the table is kept; equal names go by their order in it. A note says what is left out.
    """
    names = table[column].astype(str)
    order = first_names(names)
    if len(order) <= most:
        return table
    weight = (pd.Series(1, index=table.index) if by is None else by.abs()).groupby(names).sum()
    kept = set(sorted(order, key=lambda name: (-weight[name], order.index(name)))[:most])
    rows = table[names.isin(kept)]
    fig.leave_out(len(table) - len(rows), f"the {most} largest of {len(order):,} {what}")
    return rows


def grouped(table: pd.DataFrame, name: str, group: str | None) -> dict[str, list[str]]:
    """The names of a column by their group (all in one without a name if there is none), both in the order of the table."""
    heads = table.drop_duplicates(name)
    groups = heads[group].fillna("").astype(str) if group else pd.Series("", heads.index)
    return {one: first_names(names) for one, names in heads[name].groupby(groups, sort=False)}


def levels(places: Sequence[float], gap: float, most: int = 3) -> list[int]:
    """0, 1, -1, 0 ...: another level for each mark that is less than `gap` right of the one before it.

    >>> levels([1.0, 1.2, 1.3, 5.0], gap=1.0)
    [0, 1, -1, 0]
    """
    found: list[int] = []
    ladder = [0, *(sign * step for step in range(1, most // 2 + 1) for sign in (1, -1))]
    rung = 0
    for number, place in enumerate(places):
        rung = rung + 1 if number and place - places[number - 1] < gap else 0
        found.append(ladder[rung % len(ladder)])
    return found


def name_rows(ax: Axes, names: Sequence[str], top: float = 0.6, most: int = 46, **text) -> None:
    """One line for each name (shortened), from the top down at 0, 1 ...; `top` is the room above the first, in lines."""
    shown = ["\n".join(shortened(line, most) for line in name.split("\n")) for name in names]
    ax.set_yticks(range(len(names)), shown, **{"fontsize": 7.5} | text)
    ax.yaxis.set_gid(NAMES)
    ax.set_ylim(len(names) - 0.4, -top)
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)


def hairlines(ax: Axes, heights: Iterable[float]) -> None:
    """Pale lines at these heights, from one end of the axes to the other."""
    for y in heights:
        ax.axhline(y, color=PALE, linewidth=0.6, zorder=0)


def marks(ax: Axes, rows: pd.DataFrame, x: Sequence, y: Sequence, styles: Mapping, size: float = 5, **style) -> None:
    """The marks of the rows of a table at these places, by their `outlet` and `form`."""
    places = pd.DataFrame({"x": list(x), "y": list(y), "outlet": list(rows["outlet"]), "form": list(rows["form"])})
    for (outlet, form), same in places.groupby(["outlet", "form"], sort=True):
        looks = house.marker_style(outlet, form, styles) | {"markersize": size, "gid": ROWS, "zorder": 3} | style
        ax.plot(same["x"], same["y"], **looks)


def note(ax: Axes, text: str, at: tuple, shift: tuple[float, float], **style) -> None:
    """Words beside a place, `shift` points to the right of it and above it."""
    ax.annotate(text, at, shift, textcoords="offset points", **{"va": "center_baseline", "color": INK} | style)


def name_beside(ax: Axes, column: str) -> None:
    """The name of the column whose words stand right of the rows, over them."""
    note(ax, column.replace("_", " "), (1, 1), (5, 3), xycoords="axes fraction", fontsize=7, color=GREY, va="bottom")


def boxes(ax: Axes, corners: Sequence[tuple[float, float]], widths: Sequence[float] | float, height: float, **style):
    """Rectangles from their lower corners, one for each row of a table."""
    sizes = np.broadcast_to(widths, len(corners))
    made = [Rectangle(corner, width, height) for corner, width in zip(corners, sizes, strict=True)]
    return ax.add_collection(PatchCollection(made, gid=ROWS, **style))


def key(ax: Axes, handles: Sequence, above: float = 0.0, **place) -> None:
    """What the marks mean, `above` points over the right end of the axes unless `place` says otherwise."""
    corner = {"loc": "lower right", "bbox_to_anchor": (1, 1), "borderaxespad": 0.2 + above / 7}
    ax.legend(handles=handles, **corner | {"fontsize": 7, "handlelength": 1, "columnspacing": 1.2} | place)


def swatches(colours: Mapping[str, str], **looks) -> list[Rectangle]:
    """For a key: a small field in the colour of each name."""
    faces = {name: {"facecolor": colour, "edgecolor": colour} | looks for name, colour in colours.items()}
    return [Rectangle((0, 0), 1, 1, label=name, **face) for name, face in faces.items()]


def outlet_key(rows: pd.DataFrame, styles: Mapping[str, Style], ax: Axes, above: float = 0.0, beside: int = 1) -> float:
    """A key of the outlets, and of the open mark if some rows are digests, `above` points over the axes; its height in inches.

    With `beside` panels in a row the key keeps to the width of one. Outlets that all their labels name are left out; those without
    a look of their own share one grey mark. Articles without an outlet are not counted as one, nor is what `styles` does not have,
    such as several outlets on one line.
    """
    labels = rows["label"].astype(str) if "label" in rows else [""] * len(rows)
    outlets = sorted({one for one, label in zip(rows["outlet"], labels, strict=True) if one and one not in label})
    keyed = [outlet for outlet in outlets if styles.get(outlet, Style(GREY)) != Style(GREY)][: _KEYED // beside]
    others = [outlet for outlet in outlets if outlet not in keyed]
    looks = [(outlet, house.marker_style(outlet, "full", styles)) for outlet in keyed]
    if others:
        counted = NO_OUTLET not in others and set(others) <= set(styles)
        name = others[0] if len(others) == 1 else f"{len(others)} other outlets" if counted else "other outlets or none"
        looks.append((name, house.marker_style("", "full", {})))
    if (rows["form"] == "digest").any():
        looks.append(("open: machine digest", house.marker_style("", "digest", {"": Style(INK)})))
    most = 34 if beside == 1 else 20
    handles = [Line2D([], [], label=shortened(name, most), **look | {"markersize": 5}) for name, look in looks]
    if not handles:
        return 0.0
    widest = max(width_of(handle.get_label()) for handle in handles)
    columns = min(len(handles), max(110 // beside // (widest + 6), 1), 5)
    key(ax, handles, above, ncols=columns, handlelength=0.8)
    return 0.16 * -(-len(handles) // columns) + 0.1
