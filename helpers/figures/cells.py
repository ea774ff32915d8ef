"""A table as cells: rows by columns, with groups and margins."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from helpers.figures import axes as shared
from helpers.figures.axes import BESIDE, ROWS, boxes, grouped, largest, note
from helpers.figures.house import GREY, INK, NAMES, WIDTH, Picture, shortened, width_of, wrapped

_ROWS, _COLUMNS = 60, 40
_SHADES = LinearSegmentedColormap.from_list("white to ink", ["#FFFFFF", "#C9CDD2", "#70757C", "#1E2126"])
_CENTRED = {"ha": "center", "va": "center_baseline"}
# Class colours that need a dark sign.
_LIGHT = ("#E69F00", "#CCBB44", "#C9CDD2", "#DDDDDD", "#FFFFFF")


def cells(
    table: pd.DataFrame,
    title: str,
    scale: str,
    *,
    row: str = "row",
    column: str = "column",
    value: str = "value",
    group: str | None = None,
    heading: str | None = None,
    text: str | None = None,
    beside: str | None = None,
    classes: Mapping[str, str] | None = None,
) -> Picture:
    """Draw a cell for every row of a table, at its `row` and `column`, in the order of the table; gaps stay empty.

    Arguments that name columns: `row`, `column`, `value` (a number from 0, shown as shade and number; or a class, with
    `classes` mapping it to a colour, or to a colour and sign: `#CCBB44 …`); `group` (of the row: its rows are put
    together under its name in the left margin); `heading` (of the column: printed above its columns); `text` (printed
    in the cell instead of number or sign); `beside` (text at the right of the row, under the column's name as heading).

    `scale` explains the shade or the class, with unit and denominator. At most 60 rows and 40 columns are drawn, those
    with the largest sums (for classes: with most cells); a note says so.
    """
    fig = Picture(3.0, title)
    looks = {kind: (*look.split(" "), "")[:2] for kind, look in (classes or {}).items()}
    table = shared.drawable(table)
    weight = None if classes else table[value].fillna(0).astype(float)
    table = largest(fig, table, row, _ROWS, weight, "rows")
    table = largest(fig, table, column, _COLUMNS, weight, "columns")
    groups, headings = grouped(table, row, group), grouped(table, column, heading)
    down, across = (list(chain(*names.values())) for names in (groups, headings))
    places = [(across.index(str(x)), down.index(str(y))) for x, y in zip(table[column], table[row], strict=True)]
    if twice := [place for place, times in Counter(places).items() if times > 1]:
        x, y = twice[0]
        raise ValueError(f"two rows for one cell ({down[y]}, {across[x]}); add them up first")
    ax = fig.subplots()
    ax.set_xlim(-0.5, len(across) - 0.5)
    ax.set_ylim(len(down) - 0.5, -0.5)
    ax.spines[:].set_visible(False)
    # The width of a column in inches, roughly, between the names at the left and the words at the right.
    left = 0.05 * min(max(map(width_of, down)), 44) + (1.1 if group else 0.2)
    inches = (WIDTH - left - (1.6 if beside else 0.1)) / len(across)
    size = 6.5 if inches > 0.7 else 6
    signs = _signs(table, looks, value, text, int(inches / (0.0088 * size))) if classes else []
    lines = [1] * len(down)
    for (_, y), sign in zip(places, signs, strict=False):  # empty without classes
        lines[y] = max(lines[y], 1 + sign.count("\n"))
    height = shared.heighten(ax, lines)
    deep = _name(ax, down, across, inches)
    mistaken = len(places) < len(down) * len(across) and "#FFFFFF" in [colour for colour, _ in looks.values()]
    for name, own in groups.items() if group else ():
        # Across gaps beside open cells a line would look like the edge of one; a name at the first row needs none.
        if (top := down.index(own[0])) and not mistaken:
            ax.axhline(top - 0.5, color=GREY, linewidth=1.2, xmin=-0.02, xmax=1, clip_on=False)
        first = wrapped(name, 18)[0] if len(own) > 1 and name else name
        words = "\n".join(shortened(line, 20) for line in (first, name.removeprefix(first).strip()) if line)
        middle = top if mistaken else top + (len(own) - 1) / 2
        note(ax, words, (0, middle), (-72 * left, 0), fontsize=7, va="center", **BESIDE)
    for name, own in headings.items() if heading else ():
        if left_edge := across.index(own[0]):
            ax.axvline(left_edge - 0.5, color=GREY, linewidth=0.6)
        above = {"xycoords": ("data", "axes fraction"), "ha": "center", "va": "bottom"}
        note(ax, name, (left_edge + (len(own) - 1) / 2, 1), (0, 72 * deep + 6), fontsize=7.5, **above)
    if beside:
        shared.name_beside(ax, beside)
        heads = table.drop_duplicates(row)
        for name, words in zip(heads[row].astype(str), heads[beside].fillna("").astype(str), strict=True):
            first, *rest = wrapped(words, 44) or [""]
            shown = [first, shortened(" ".join(rest), 44)] if rest else [first]
            note(ax, "\n".join(shown), (1, down.index(name)), (5, 0), fontsize=6.5, linespacing=0.95, **BESIDE)
    fig.resize(height + deep + 1.3 + 0.22 * bool(heading))
    if classes:
        _classes(ax, places, [looks.get(kind, (GREY, "?"))[0] for kind in table[value].astype(str)], signs, size)
        _class_key(ax, table[value], looks, scale)
        return fig
    top = max(float(table[value].max()), 1e-9)
    drawn = boxes(ax, [(x - 0.5, y - 0.5) for x, y in places], 1, 1, cmap=_SHADES, edgecolor="white", linewidth=1.0)
    drawn.set(array=table[value].fillna(0).to_numpy(dtype=float), clim=(0, top))
    whole = bool((table[value].dropna() % 1 == 0).all())
    numbers = [_number(one, whole) for one in table[value]]
    words = table[text].fillna("").astype(str) if text else numbers
    for (x, y), one, shown in zip(places, table[value], words, strict=True):
        # On each shade the text has a contrast of 4.5 or more.
        colour = ("white" if one > 0.66 * top else "black" if one > top / 2 else INK) if one else "#9A9A9A"
        ax.text(x, y, shown, fontsize=7.5 if len(across) <= 16 else 5.5, color=colour, **_CENTRED)
    place = {"location": "bottom", "shrink": 0.45, "aspect": 40, "pad": 0.03, "anchor": (1.0, 0.5)}
    bar = fig.colorbar(drawn, ax=ax, orientation="horizontal", **place)
    bar.set_label(scale, fontsize=7, loc="right")
    bar.ax.tick_params(labelsize=7)
    bar.outline.set_linewidth(0.4)
    bar.ax.xaxis.set_major_locator(MaxNLocator(5, integer=whole))
    return fig


def _number(number: float, whole: bool) -> str:
    if pd.isna(number) or not number:
        return "–" if pd.isna(number) else "0"
    return f"{number:.0f}" if whole else f"{number:.2f}".lstrip("0")


def _signs(table: pd.DataFrame, classes: Mapping, value: str, text: str | None, letters: int) -> list[str]:
    """Return the sign or words of each cell, in lines of so many letters; one that is too long breaks behind ` ·`."""
    if not text:
        return [classes.get(kind, (GREY, "?"))[1] for kind in table[value].astype(str)]
    parts = ([words] if width_of(words) <= letters else words.split(" · ") for words in table[text])
    # All parts but the last leave room for the ` ·` behind them.
    rows = ([wrapped(part, letters - (part is not own[-1])) for part in own] for own in parts)
    return [" ·\n".join(map("\n".join, own)) for own in rows]


def _classes(ax: Axes, places: Sequence, colours: Sequence[str], signs: Sequence[str], size: float) -> None:
    """Draw each cell in the colour of its class, with its sign or words."""
    for (x, y), colour, sign in zip(places, colours, signs, strict=True):
        white = colour.upper() == "#FFFFFF"
        edge = {"edgecolor": "#BFBFBF", "linewidth": 0.4} if white else {"linewidth": 0}
        looks = edge | {"facecolor": colour, "gid": ROWS}
        ax.add_patch(Rectangle((x - 0.45, y - 0.43), 0.9, 0.86, **looks))
        apart = {"linespacing": 1.05} if "\n" in sign else {}
        ax.text(x, y, sign, fontsize=size, color=INK if colour.upper() in _LIGHT else "white", **apart, **_CENTRED)


def _class_key(ax: Axes, values: pd.Series, classes: Mapping, scale: str) -> None:
    found = set(values.astype(str))
    colours = {f"{name} {sign}".strip(): colour for name, (colour, sign) in classes.items() if name in found}
    keys = shared.swatches(colours, edgecolor="#BFBFBF", linewidth=0.4)
    about = {"title": scale, "title_fontsize": 7, "alignment": "left", "borderaxespad": None}
    shared.key(ax, keys, loc="upper right", bbox_to_anchor=(1, -0.005), ncols=4, fontsize=6.5, **about)


def _name(ax: Axes, down: list[str], across: list[str], inches: float) -> float:
    """Write names at the left and above. Names too wide for a column are turned; Chinese ones are set vertically.

    Returns the height of the names above, in inches. A slash in a column's name begins a new line.
    """
    ax.yaxis.set_gid(NAMES)
    ax.xaxis.set_gid(NAMES)
    ax.set_yticks(range(len(down)), [shortened(name, 44) for name in down], fontsize=7)
    letters = int(inches / 0.056)
    lines_of = [[line for part in name.split("/") for line in wrapped(part, letters)] for name in across]
    turned = max(width_of(line) for lines in lines_of for line in lines) > letters or max(map(len, lines_of)) > 4
    names = ["\n".join(lines) for lines in lines_of]
    if turned:
        plain = [shortened(name.replace("/", " ").replace("\n", " "), 34) for name in across]
        names = ["\n".join(name) if width_of(name) == 2 * len(name) else name for name in plain]
    ax.set_xticks(range(len(across)), names, fontsize=7 if not turned or inches > 0.14 else 5.5)
    ax.xaxis.tick_top()
    ax.tick_params(length=0, pad=3)
    depths = []
    for label, name in zip(ax.get_xticklabels(), names, strict=True):
        upright = not turned or "\n" in name
        label.set(rotation=0 if upright else 90, va="bottom")
        depths.append(0.14 * (name.count("\n") + 1) if upright else 0.055 * width_of(name))
    return max(depths)
