"""A table as cells: rows by columns, with groups and margins."""

from collections import Counter
from collections.abc import Mapping
from itertools import accumulate, chain

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from helpers.figures import axes as shared
from helpers.figures.axes import BESIDE, CENTRED, ROWS, boxes, grouped, largest, note
from helpers.figures.house import GREY, INK, NAMES, WIDTH, Picture, shortened, width_of, wrapped

_ROWS, _COLUMNS = 60, 40
_SHADES = LinearSegmentedColormap.from_list("white to ink", ["#FFFFFF", "#C9CDD2", "#70757C", "#1E2126"])
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
    with the largest sums (for classes: with most cells).
    """
    fig = Picture(3.0, title)
    looks = {kind: (*look.split(" "), "")[:2] for kind, look in (classes or {}).items()}
    table = shared.drawable(table)
    weight = None if classes else table[value].fillna(0).astype(float)
    table = largest(fig, largest(fig, table, row, _ROWS, weight, "rows"), column, _COLUMNS, weight, "columns")
    groups, headings = grouped(table, row, group), grouped(table, column, heading)
    down, across = (list(chain(*names.values())) for names in (groups, headings))
    places = _places(table, row, column, down, across)
    ax = fig.subplots()
    # The width of a column in inches, roughly, between the names at the left and the words at the right.
    left = 0.05 * min(max(map(width_of, down)), 44) + (1.1 if group else 0.2)
    inches = (WIDTH - left - (1.6 if beside else 0.1)) / len(across)
    size = 6.5 if inches > 0.7 else 6
    signs = _signs(table, looks, value, text, int(inches / (0.0088 * size))) if classes else [""] * len(places)
    height = shared.heighten(ax, (pd.Series(signs).str.count("\n").groupby([y for _, y in places]).max() + 1).tolist())
    deep = _name(ax, down, across, inches)
    mistaken = len(places) < len(down) * len(across) and any(colour == "#FFFFFF" for colour, _ in looks.values())
    _name_groups(ax, groups, headings, left, deep, mistaken)
    if beside:
        shared.words_beside(ax, down, table.drop_duplicates(row).set_index(row)[beside], 44, beside, rows=2)
    fig.resize(height + deep + 1.3 + 0.22 * bool(heading))
    if classes:
        _classes(ax, places, table[value].astype(str), looks, signs, size, scale)
    else:
        _shades(ax, places, table[value], table[text] if text else None, 7.5 if len(across) <= 16 else 5.5, scale)
    return fig


def _places(table: pd.DataFrame, row: str, column: str, down: list[str], across: list[str]) -> list[tuple[int, int]]:
    """Return the place of each cell, from the left and from the top."""
    places = [(across.index(str(x)), down.index(str(y))) for x, y in zip(table[column], table[row], strict=True)]
    for x, y in (place for place, times in Counter(places).items() if times > 1):
        raise ValueError(f"two rows for one cell ({down[y]}, {across[x]}); add them up first")
    return places


def _name_groups(ax: Axes, groups: Mapping, headings: Mapping, left: float, deep: float, mistaken: bool) -> None:
    """Write the names of groups of rows at the left and of columns above, so many inches away, with lines between."""
    for top, (name, own) in zip(accumulate(map(len, groups.values()), initial=0), groups.items(), strict=False):
        # Across gaps beside open cells a line would look like the edge of one; a name at the first row needs none.
        if top and not mistaken:
            ax.axhline(top - 0.5, color=GREY, linewidth=1.2, xmin=-0.02, xmax=1, clip_on=False)
        first = wrapped(name, 18)[0] if len(own) > 1 and name else name
        words = "\n".join(shortened(line, 20) for line in (first, name.removeprefix(first).strip()) if line)
        middle = top if mistaken else top + (len(own) - 1) / 2
        note(ax, words, (0, middle), (-72 * left, 0), fontsize=7, va="center", **BESIDE)
    for edge, (name, own) in zip(accumulate(map(len, headings.values()), initial=0), headings.items(), strict=False):
        if edge:
            ax.axvline(edge - 0.5, color=GREY, linewidth=0.6)
        above = {"xycoords": ("data", "axes fraction"), "ha": "center", "va": "bottom"}
        note(ax, name, (edge + (len(own) - 1) / 2, 1), (0, 72 * deep + 6), fontsize=7.5, **above)


def _shades(ax: Axes, places: list, values: pd.Series, words: pd.Series | None, size: float, scale: str) -> None:
    """Draw each cell in the shade of its value, with its number or words, and a bar that explains the shades."""
    top, whole = max(float(values.max()), 1e-9), bool((values.dropna() % 1 == 0).all())
    drawn = boxes(ax, [(x - 0.5, y - 0.5) for x, y in places], 1, 1, cmap=_SHADES, edgecolor="white", linewidth=1.0)
    drawn.set(array=values.fillna(0).to_numpy(dtype=float), clim=(0, top))
    shown = [_number(one, whole) for one in values] if words is None else words.fillna("").astype(str)
    for (x, y), one, word in zip(places, values, shown, strict=True):
        # On each shade the text has a contrast of 4.5 or more.
        colour = ("white" if one > 0.66 * top else "black" if one > top / 2 else INK) if one else "#9A9A9A"
        ax.text(x, y, word, fontsize=size, color=colour, **CENTRED)
    place = {"location": "bottom", "shrink": 0.45, "aspect": 40, "pad": 0.03, "anchor": (1.0, 0.5)}
    bar = ax.figure.colorbar(drawn, ax=ax, orientation="horizontal", **place)
    bar.set_label(scale, fontsize=7, loc="right")
    bar.ax.tick_params(labelsize=7)
    bar.outline.set_linewidth(0.4)
    bar.ax.xaxis.set_major_locator(MaxNLocator(5, integer=whole))


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


def _classes(ax: Axes, places: list, kinds: pd.Series, looks: Mapping, signs: list, size: float, scale: str) -> None:
    """Draw each cell in the colour of its class, with its sign or words, and a key of the classes."""
    for (x, y), kind, sign in zip(places, kinds, signs, strict=True):
        colour = looks.get(kind, (GREY, ""))[0]
        white = colour.upper() == "#FFFFFF"
        edge = {"edgecolor": "#BFBFBF", "linewidth": 0.4} if white else {"linewidth": 0}
        ax.add_patch(Rectangle((x - 0.45, y - 0.43), 0.9, 0.86, **edge, facecolor=colour, gid=ROWS))
        apart = {"linespacing": 1.05} if "\n" in sign else {}
        ax.text(x, y, sign, fontsize=size, color=INK if colour.upper() in _LIGHT else "white", **apart, **CENTRED)
    found = {f"{name} {sign}".strip(): colour for name, (colour, sign) in looks.items() if (kinds == name).any()}
    keys = shared.swatches(found, edgecolor="#BFBFBF", linewidth=0.4)
    about = {"title": scale, "title_fontsize": 7, "alignment": "left", "borderaxespad": None}
    shared.key(ax, keys, loc="upper right", bbox_to_anchor=(1, -0.005), ncols=4, fontsize=6.5, **about)


def _name(ax: Axes, down: list[str], across: list[str], inches: float) -> float:
    """Write names at the left and above. Names too wide for a column are turned; Chinese ones are set vertically.

    Returns the height of the names above, in inches. A slash in a column's name begins a new line.
    """
    ax.set(xlim=(-0.5, len(across) - 0.5), ylim=(len(down) - 0.5, -0.5))
    ax.spines[:].set_visible(False)
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
