"""Parts shared by all figures: panels, rows of names, marks, notes, cells, keys, and limits to the rows drawn."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from helpers.figures import house
from helpers.figures.house import GREY, INK, NAMES, PALE, Picture, Style, shortened, width_of, wrapped
from helpers.lexicon import NO_OUTLET

# Every artist that shows rows of the table has this gid, so that tests can count them.
ROWS = "rows of the table"
# A place at the right edge of the axes, on a line of names; text there lies outside the axes.
BESIDE = {"xycoords": ("axes fraction", "data"), "annotation_clip": False}
CENTRED = {"ha": "center", "va": "center_baseline"}


def first_names(values: Iterable) -> list[str]:
    """Return each name once, as text, in the order of its first occurrence.

    >>> first_names(["b", "a", "b"])
    ['b', 'a']
    """
    return list(dict.fromkeys(map(str, values)))


def with_outlets(table: pd.DataFrame, styles: Mapping[str, Style] | None = None) -> tuple[pd.DataFrame, dict]:
    """Return the table without missing `outlet` or `form`, and the styles of its outlets; if these have shapes, forms
    have none."""
    outlets = table["outlet"] if "outlet" in table else pd.Series("", index=table.index)
    forms = table["form"] if "form" in table else pd.Series("full", index=table.index)
    if styles is None:
        styles = house.outlet_styles(outlets) if "outlet" in table else {"": Style(INK)}
    table = table.assign(outlet=outlets.fillna(NO_OUTLET), form=forms.fillna("full"))
    if any(styles[one].shape for one in set(table["outlet"]) & set(styles)):
        table["form"] = table["form"].where(table["form"] == "digest", "full")
    return table, dict(styles)


def drawable(table: pd.DataFrame, lacking: str = "the table has no row") -> pd.DataFrame:
    """Return the table. Raises `ValueError` with the text `lacking` if it has no row."""
    if table.empty:
        raise ValueError(f"{lacking}; there is nothing to draw")
    return table


def largest(
    fig: Picture, table: pd.DataFrame, column: str, most: int, by: pd.Series | None = None, what: str = "lines"
) -> pd.DataFrame:
    """Keep the rows of at most `most` names of a column: those with the largest sum of `by` (default: most rows).

    The order of the table is kept and also decides ties. A note says what is left out.
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
    """Group the names of a column (all in one unnamed group without `group`), in the order of the table, or of an ordered category.

    >>> rows = pd.DataFrame({"place": pd.Categorical(["late", "early"], ["early", "late"], ordered=True)})
    >>> grouped(rows, "place", None)
    {'': ['early', 'late']}
    """
    heads = table.drop_duplicates(name)
    heads = heads.sort_values(name) if getattr(heads[name].dtype, "ordered", False) else heads
    groups = heads[group].fillna("").astype(str) if group else pd.Series("", heads.index)
    return {one: first_names(names) for one, names in heads[name].groupby(groups, sort=False)}


def levels(places: Sequence[float], gap: float, most: int = 3) -> list[int]:
    """Return levels 0, 1, -1, 0 ...: a new level for each mark less than `gap` to the right of the previous one.

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
    """Label one line per name (shortened), from the top at 0, 1 ...; `top` is the space above the first, in lines."""
    shown = ["\n".join(shortened(line, most) for line in name.split("\n")) for name in names]
    ax.set_yticks(range(len(names)), shown, **{"fontsize": 7.5} | text)
    ax.yaxis.set_gid(NAMES)
    ax.set_ylim(len(names) - 0.4, -top)
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)


def panels(fig: Picture, parts: Sequence, label: str, stacked: bool = True, top: float = 0.7, **text) -> tuple:
    """Return a panel for each part of a table, above each other or side by side, and the names of its lines: those of
    its `label`, or of the first panel if they are the same in all side by side."""
    lines_of = [first_names(part[label]) for part in parts]
    heights = [len(lines) + 0.8 for lines in lines_of]
    together = not stacked and all(set(lines) == set(lines_of[0]) for lines in lines_of)
    down = {"nrows": len(parts), "height_ratios": heights} if stacked else {"ncols": len(parts)}
    axes = fig.subplots(squeeze=False, sharex=True, sharey=together, **down).ravel()
    lines_of = lines_of[:1] * len(parts) if together else lines_of
    for ax, lines in zip(axes, lines_of, strict=True):
        name_rows(ax, lines, top, 46 if stacked or together else (26, 14)[len(parts) - 2], **text)
        if not stacked and not together:
            ax.set_ylim(max(map(len, lines_of)) - 0.4, -0.8)
    return axes, lines_of


def heighten(ax: Axes, lines: Sequence[int]) -> float:
    """Make each row high enough for its lines; return the height of all rows, in inches."""
    one = 0.2 if len(lines) > 12 else 0.27
    if max(lines) == 1:
        return one * len(lines)
    heights = one + 0.105 * (np.array(lines) - 1)
    edges, places = np.arange(len(lines) + 1) - 0.5, np.append(0, heights.cumsum())
    ways = partial(np.interp, xp=edges, fp=places), partial(np.interp, xp=places, fp=edges)
    ax.set_yscale("function", functions=ways)
    ax.set_ylim(len(lines) - 0.5, -0.5)
    return heights.sum()


def hairlines(ax: Axes, heights: Iterable[float]) -> None:
    """Draw pale lines at these heights across the axes."""
    for y in heights:
        ax.axhline(y, color=PALE, linewidth=0.6, zorder=0)


def marks(ax: Axes, rows: pd.DataFrame, x: Sequence, y: Sequence, styles: Mapping) -> None:
    """Draw a mark for each row at these places, by its `outlet` and `form`."""
    places = pd.DataFrame({"x": list(x), "y": list(y), "outlet": list(rows["outlet"]), "form": list(rows["form"])})
    for (outlet, form), same in places.groupby(["outlet", "form"], sort=True):
        looks = house.marker_style(outlet, form, styles) | {"markersize": 5, "gid": ROWS, "zorder": 3}
        ax.plot(same["x"], same["y"], **looks)


def note(ax: Axes, text: str, at: tuple, shift: tuple[float, float], **style) -> None:
    """Write text beside a place, `shift` points to the right and up."""
    ax.annotate(text, at, shift, textcoords="offset points", **{"va": "center_baseline", "color": INK} | style)


def words_beside(ax: Axes, lines: list[str], words: pd.Series, most: int, heading: str, rows: int = 1) -> None:
    """Write words at the right of their lines, in one row of `most` letters or two, and above them the name of their
    column, unless it is empty or `beside`."""
    if heading not in ("", "beside"):
        above = {"xycoords": "axes fraction", "fontsize": 7, "color": GREY, "va": "bottom"}
        note(ax, heading.replace("_", " "), (1, 1), (5, 3), **above)
    right, small = (3, {"fontsize": 7}) if rows == 1 else (5, {"fontsize": 6.5, "linespacing": 0.95})
    for line, text in words.astype(object).fillna("").astype(str).items():
        first, *rest = (wrapped(text, most) or [""]) if rows == 2 else [shortened(text, most)]
        shown = "\n".join([first, shortened(" ".join(rest), most)]) if rest else first
        note(ax, shown, (1, lines.index(str(line))), (right, 0), **small, **BESIDE)


def boxes(ax: Axes, corners: Sequence[tuple[float, float]], widths: Sequence[float] | float, height: float, **style):
    """Draw rectangles from their lower corners, one for each row of a table."""
    sizes = np.broadcast_to(widths, len(corners))
    made = [Rectangle(corner, width, height) for corner, width in zip(corners, sizes, strict=True)]
    return ax.add_collection(PatchCollection(made, gid=ROWS, **style))


def key(ax: Axes, handles: Sequence, above: float = 0.0, **place) -> None:
    """Draw a key of the marks, `above` points over the right end of the axes unless `place` says otherwise."""
    corner = {"loc": "lower right", "bbox_to_anchor": (1, 1), "borderaxespad": 0.2 + above / 7}
    ax.legend(handles=handles, **corner | {"fontsize": 7, "handlelength": 1, "columnspacing": 1.2} | place)


def swatches(colours: Mapping[str, str], **looks) -> list[Rectangle]:
    """Return a small field in the colour of each name, for a key."""
    faces = {name: {"facecolor": colour, "edgecolor": colour} | looks for name, colour in colours.items()}
    return [Rectangle((0, 0), 1, 1, label=name, **face) for name, face in faces.items()]


def outlet_key(rows: pd.DataFrame, styles: Mapping[str, Style], ax: Axes, above: float = 0.0, beside: int = 1) -> float:
    """Draw a key of outlets (and of the shapes of forms, if several) `above` points over the axes; return its height in inches.

    With `beside` panels in a row the key is as wide as one. Outlets named in all their labels are left out; those
    without a style of their own share one grey mark. The number of these does not count articles without an outlet, nor
    names missing from `styles`, such as several outlets on one line.
    """
    labels = rows["label"].astype(str) if "label" in rows else [""] * len(rows)
    outlets = sorted({one for one, label in zip(rows["outlet"], labels, strict=True) if one and one not in label})
    keyed = [outlet for outlet in outlets if styles.get(outlet, Style(GREY)) != Style(GREY)][: 24 // beside]
    others = [outlet for outlet in outlets if outlet not in keyed]
    looks = [(outlet, house.marker_style(outlet, "full", styles)) for outlet in keyed]
    if others:
        counted = NO_OUTLET not in others and set(others) <= set(styles)
        name = others[0] if len(others) == 1 else f"{len(others)} other outlets" if counted else "other outlets or none"
        looks.append((name, house.marker_style("", "full", {})))
    shapes = [form for form in house.FORMS if (rows["form"] == form).any()]
    if len(shapes) > 1:
        looks += [(house.FORMS[form], house.marker_style("", form, {"": Style(INK)})) for form in shapes]
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
