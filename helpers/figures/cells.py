"""A table as cells: rows by columns with their groups and margins, and every pair of texts as a triangle."""

import re
from collections.abc import Mapping
from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator, PercentFormatter

from helpers.figures.axes import (
    ROWS,
    boxes,
    colour_on_shade,
    first_names,
    largest,
    marks,
    resized,
    shade_scale,
    with_outlets,
)
from helpers.figures.axes import WHITE_TO_INK as SHADES
from helpers.figures.house import GREY, INK, NAMES, WIDTH, Picture, Style, shortened, width_of
from helpers.texts.joins import check_ids

_ROWS, _COLUMNS, _TEXTS = 60, 40, 60
VERDICTS = {
    "holds": ("#009E73", ""),
    "weakens": ("#E69F00", "~"),
    "flips": ("#B2182B", "×"),
    "cannot be asked": ("#FFFFFF", "–"),
}
# What two texts have in common. Paul Tol's "bright" scheme: no colour that an outlet has.
RELATIONS = {
    "reprint": ("#1E2126", ""),
    "excerpt": ("#1E2126", ""),
    "two digests": ("#4477AA", ""),
    "known from title and metadata only": ("#AA3377", "?"),
    "shared facts": ("#228833", ""),
    "shared boilerplate of the digester": ("#EE6677", ""),
    "shared formula": ("#CCBB44", ""),
    "shared phrase": ("#DDDDDD", ""),
}  # fmt: skip


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
    classes: Mapping[str, tuple[str, str]] | None = None,
    pale: str | None = None,
    most: float | None = None,
    styles: Mapping[str, Style] | None = None,
) -> Picture:
    """A cell for every row of a table, at its `row` and `column`; both in the order of the table, a place without a row empty.

    Columns, by the names handed over: `row`, `column`, `value` (a number from 0 to `most`, shown as shade and number, as a
    percentage if `most` is 1; or with `classes`, a mapping of class to colour and sign, one of them); `group` (of the row: its
    rows are put together, its name is printed in the left margin); `heading` (of the column: printed over its columns); `text`
    (printed in the cell instead of the number); `beside` (text right of the row, under its own name as heading); `pale` (true:
    the class has not changed and its cell is pale). With `outlet` in the table every row has the mark of its outlet and `form`.

    `scale` says what the shade or the class means, with unit and denominator. At most 60 rows and 40 columns are drawn, those with the
    largest sums (of classes: with most cells); a note says so.
    """
    fig = Picture(3.0, title)
    marked = "outlet" in table
    table, styles = with_outlets(table, styles)
    weight = None if classes else table[value].fillna(0).astype(float)
    table = largest(fig, table, row, _ROWS, weight, "rows")
    weight = None if classes else table[value].fillna(0).astype(float)
    table = largest(fig, table, column, _COLUMNS, weight, "columns")
    down, across = _ordered(table, row, group), _ordered(table, column, heading)
    places = [(across.index(str(x)), down.index(str(y))) for x, y in zip(table[column], table[row], strict=True)]
    ax = fig.subplots()
    if classes:
        _classes(ax, table, places, value, classes, pale)
    else:
        top = most or max(float(table[value].max()), 1e-9)
        corners = [(x - 0.5, y - 0.5) for x, y in places]
        drawn = boxes(ax, corners, 1, 1, cmap=SHADES, edgecolor="white", linewidth=1.0)
        drawn.set(array=table[value].fillna(0).to_numpy(dtype=float), clim=(0, top))
        _print(ax, table, places, value, text, top, most == 1, 7.5 if len(across) <= 16 else 5.5)
    ax.set_xlim(-0.5, len(across) - 0.5)
    ax.set_ylim(len(down) - 0.5, -0.5)
    ax.spines[:].set_visible(False)
    # In inches, near enough: what the names at the left and the words at the right leave to a column.
    left = 0.055 * min(max(map(width_of, down)), 44) + (1.1 if group else 0.2)
    deep = _name(ax, down, across, (WIDTH - left - (1.6 if beside else 0.1)) / len(across))
    if marked:
        heads = table.drop_duplicates(row)
        at = [down.index(str(name)) for name in heads[row]]
        looks = {"transform": ax.get_yaxis_transform(), "clip_on": False, "gid": None}
        marks(ax, heads, [-0.013] * len(heads), at, styles, 4.5, **looks)
        ax.tick_params(axis="y", pad=10)
    if group:
        _margin(ax, table, down, row, group, left)
    if heading:
        _headings(ax, table, across, column, heading, deep)
    if beside:
        _beside(ax, table, down, row, beside)
    line = 0.2 if len(down) > 12 else 0.27
    resized(fig, line * len(down) + deep + 1.3 + 0.22 * bool(heading))
    if classes:
        _class_key(ax, table[value], classes, scale, pale)
    else:
        place = {"ax": ax, "location": "bottom", "shrink": 0.45, "aspect": 40, "pad": 0.03, "anchor": (1.0, 0.5)}
        bar = shade_scale(fig, drawn, scale, **place)
        if most == 1:
            bar.ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        else:
            bar.ax.xaxis.set_major_locator(MaxNLocator(5, integer=bool((table[value].dropna() % 1 == 0).all())))
    return fig


def _ordered(table: pd.DataFrame, name: str, group: str | None) -> list[str]:
    """The names of a column in the order of the table, those of one group together."""
    names = first_names(table[name])
    if group is None:
        return names
    groups = first_names(table[group].fillna(""))
    of = dict(zip(table[name].astype(str), table[group].fillna("").astype(str), strict=True))
    return sorted(names, key=lambda one: groups.index(of[one]))


def _classes(ax: Axes, table: pd.DataFrame, places: list, value: str, classes: Mapping, pale: str | None) -> None:
    """Each cell in the colour of its class, with its sign."""
    faint = table[pale].to_numpy(dtype=bool) if pale else np.zeros(len(table), dtype=bool)
    for (x, y), kind, dim in zip(places, table[value].astype(str), faint, strict=True):
        colour, sign = classes.get(kind, (GREY, "?"))
        white = colour.upper() == "#FFFFFF"
        edge = {"edgecolor": "#BFBFBF", "linewidth": 0.4} if white else {"linewidth": 0}
        looks = edge | {"facecolor": colour, "alpha": 0.22 if dim and not white else 1, "gid": ROWS}
        ax.add_patch(Rectangle((x - 0.45, y - 0.43), 0.9, 0.86, **looks))
        if sign:
            dark = not white and not dim and colour not in ("#E69F00", "#CCBB44", "#DDDDDD")
            style = {"ha": "center", "va": "center_baseline", "fontsize": 6.5, "color": "white" if dark else INK}
            ax.text(x, y, sign, **style)


def _class_key(ax: Axes, values: pd.Series, classes: Mapping, scale: str, pale: str | None) -> None:
    found = set(values.astype(str))
    keys = [
        Rectangle((0, 0), 1, 1, facecolor=colour, edgecolor="#BFBFBF", linewidth=0.4, label=f"{name} {sign}".strip())
        for name, (colour, sign) in classes.items()
        if name in found
    ]
    if pale:
        keys.append(Rectangle((0, 0), 1, 1, facecolor=GREY, alpha=0.22, label="pale: the number stays the same"))
    ax.legend(
        handles=keys, loc="upper right", bbox_to_anchor=(1, -0.005), ncols=4, fontsize=6.5, handlelength=1,
        columnspacing=1.2, title=scale, title_fontsize=7, alignment="left",
    )  # fmt: skip


def _print(
    ax: Axes, table: pd.DataFrame, places: list, value: str, text: str | None, top: float, percent: bool, size: float
) -> None:
    """The number in each cell (or its `text`), in a colour that can be read on the shade."""
    whole = bool((table[value].dropna() % 1 == 0).all())
    for (x, y), number, row in zip(places, table[value], table.to_dict("records"), strict=True):
        if text:
            shown = "" if pd.isna(row[text]) else str(row[text])
        elif pd.isna(number):
            shown = "–"
        else:
            shown = f"{number:.0%}" if percent else f"{number:.0f}" if whole else f"{number:.2f}".lstrip("0")
            shown = shown if number else "0"
        colour = colour_on_shade(0 if pd.isna(number) else number, top) if number else "#9A9A9A"
        ax.text(x, y, shown, ha="center", va="center_baseline", fontsize=size, color=colour)


def _name(ax: Axes, down: list[str], across: list[str], inches: float) -> float:
    """Names at the left and above; names too long for a column are turned, Chinese ones set down letter by letter.

    Returns how deep the names above are, in inches. A stroke in a column's name begins a new line.
    """
    ax.yaxis.set_gid(NAMES)
    ax.xaxis.set_gid(NAMES)
    ax.set_yticks(range(len(down)), [shortened(name, 44) for name in down], fontsize=7)
    letters = int(inches / 0.056)
    names = [_broken(name, letters) for name in across]
    turned = max(width_of(line) for name in names for line in name.split("\n")) > letters
    turned = turned or max(name.count("\n") for name in names) > 3
    if turned:
        plain = [shortened(re.sub(r"(?<=-)[/\n]|[/\n]", " ", name), 34) for name in across]
        names = ["\n".join(name) if width_of(name) == 2 * len(name) else name for name in plain]
    ax.set_xticks(range(len(across)), names, fontsize=7 if not turned or inches > 0.14 else 5.5)
    ax.xaxis.tick_top()
    ax.tick_params(length=0, pad=3)
    for label, name in zip(ax.get_xticklabels(), names, strict=True):
        label.set_rotation(90 if turned and "\n" not in name else 0)
        label.set_va("bottom")
    return max(
        0.055 * width_of(name) if turned and "\n" not in name else 0.14 * (name.count("\n") + 1) for name in names
    )


def _broken(name: str, letters: int) -> str:
    """A name in lines of at most `letters` where it has a stroke or spaces.

    >>> _broken("pursuit of common development", 10)
    'pursuit of\\ncommon\\ndevelopment'
    """
    return "\n".join(
        wrapped for line in name.split("/") for wrapped in wrap(line, max(letters, 1), break_long_words=False)
    )


def _margin(ax: Axes, table: pd.DataFrame, down: list[str], row: str, group: str, left: float) -> None:
    """The name of each group of rows at the far left, and a line between two groups."""
    of = dict(zip(table[row].astype(str), table[group].fillna("").astype(str), strict=True))
    groups = first_names(of[name] for name in down)
    for number, name in enumerate(groups):
        own = [y for y, one in enumerate(down) if of[one] == name]
        if number:
            ax.axhline(own[0] - 0.5, color=GREY, linewidth=0.6, xmin=-0.02, clip_on=False)
        words = shortened(name, 20) if len(own) == 1 else _two_lines(name)
        ax.annotate(
            words, (0, np.mean(own)), (-72 * left, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
            fontsize=7, color=INK, va="center", ha="left", annotation_clip=False, fontstyle="normal",
        )  # fmt: skip


def _two_lines(name: str) -> str:
    """A name broken at the space nearest its middle, each line of at most 20 letters."""
    spaces = [place for place, letter in enumerate(name) if letter == " "]
    if width_of(name) <= 18 or not spaces:
        return shortened(name, 20)
    middle = min(spaces, key=lambda place: abs(place - len(name) / 2))
    return f"{shortened(name[:middle], 20)}\n{shortened(name[middle + 1 :], 20)}"


def _headings(ax: Axes, table: pd.DataFrame, across: list[str], column: str, heading: str, deep: float) -> None:
    """The name of each group of columns over them, and a line between two groups."""
    of = dict(zip(table[column].astype(str), table[heading].fillna("").astype(str), strict=True))
    for number, name in enumerate(first_names(of[one] for one in across)):
        own = [x for x, one in enumerate(across) if of[one] == name]
        if number:
            ax.axvline(own[0] - 0.5, color=GREY, linewidth=0.6)
        ax.annotate(
            name, (np.mean(own), 1), (0, 72 * deep + 6), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", va="bottom", fontsize=7.5, color=INK,
        )  # fmt: skip


def _beside(ax: Axes, table: pd.DataFrame, down: list[str], row: str, beside: str) -> None:
    """A text to the right of each row, under the name of its column."""
    words = dict(zip(table[row].astype(str), table[beside], strict=True))
    at = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "annotation_clip": False}
    top = at | {"xycoords": "axes fraction", "fontsize": 7, "color": GREY, "va": "bottom"}
    ax.annotate(beside.replace("_", " "), (1, 1), (5, 3), **top)
    for y, name in enumerate(down):
        shown = "" if pd.isna(words[name]) else shortened(str(words[name]), 44)
        ax.annotate(shown, (1, y), (5, 0), fontsize=6.5, color=INK, va="center_baseline", **at)


def pairs(
    table: pd.DataFrame,
    texts: pd.DataFrame,
    title: str,
    scale: str,
    *,
    value: str = "value",
    classes: Mapping[str, tuple[str, str]] | None = None,
    numbers_from: float = 0.2,
    styles: Mapping[str, Style] | None = None,
) -> Picture:
    """Every pair of texts as a cell of a triangle, in the column of the one and the row of the other.

    `table` has `article`, `other` and the column named by `value`: 0 to 1 as shade, its number printed from `numbers_from` on and
    for pairs of one story; with `classes` (class to colour and sign, as in `RELATIONS`) a class, missing where there is none.
    One cell per row that has a value. `texts` is indexed by article and has `name` (printed on the diagonal), `outlet`, `form`, `story` (missing
    where none): texts of one story are put together and their pairs framed, dotted where the pair was not compared. At most 60 texts are drawn,
    those with the largest values (or most classes); a note says so. Raises `ValueError` if a pair is in the table twice.
    """
    fig = Picture(3.0, title)
    table = table.rename(columns={"article_a": "article", "article_b": "other"})
    for column in ("article", "other"):
        check_ids(table[column], texts.index, "table", "texts", match="every")
    texts, styles = with_outlets(texts, styles)
    given = table.dropna(subset=[value])
    order = _stories_together(texts)
    if len(order) > _TEXTS:
        weight = pd.Series(1.0, given.index) if classes else given[value].astype(float)
        both = pd.concat([weight.groupby(given[side]).sum() for side in ("article", "other")])
        strength = both.groupby(level=0).sum()
        kept = set(sorted(order, key=lambda one: (-strength.get(one, 0.0), one))[:_TEXTS])
        inside = given["article"].isin(kept) & given["other"].isin(kept)
        fig.leave_out((~inside).sum(), f"the {_TEXTS} most linked of {len(order):,} texts")
        given, order = given[inside], [one for one in order if one in kept]
    place = {article: number for number, article in enumerate(order)}
    at = [tuple(sorted((place[a], place[b]))) for a, b in zip(given["article"], given["other"], strict=True)]
    doubled = [one for number, one in enumerate(at) if one[0] == one[1] or one in at[:number]]
    if doubled:
        raise ValueError(
            f"The pair {order[doubled[0][0]]}, {order[doubled[0][1]]} is no pair or is in the table twice."
        )
    count = len(order)
    room = 0.45 * count + 4  # in cells, for the names
    cell = 0.98 * WIDTH / (count + room)
    size = min(6.5, 60 * cell)
    resized(fig, cell * count + 0.95)
    ax = fig.subplots()
    if classes:
        middles = [(x + 0.5, y + 0.5) for x, y in at]
        _classes(ax, given, middles, value, classes, None)
    else:
        drawn = boxes(ax, at, 1, 1, cmap=SHADES, edgecolor="#E3E3E3", linewidth=0.5)
        drawn.set(array=given[value].to_numpy(dtype=float), clim=(0, 1))
    framed = _frames(ax, texts, order, set(at))
    if not classes:
        for (x, y), number in zip(at, given[value], strict=True):
            if (x, y) in framed or number >= numbers_from:
                style = {"ha": "center", "va": "center_baseline", "zorder": 4, "fontsize": 0.85 * size}
                ax.text(x + 0.5, y + 0.5, f"{number:.2f}".lstrip("0"), color=colour_on_shade(number), **style)
    middles = [number + 0.5 for number in range(count)]
    marks(ax, texts.loc[order], middles, middles, styles, 0.75 * size, gid=None)
    for y, article in enumerate(order):
        name = shortened(str(texts.at[article, "name"]), 44)
        ax.text(y + 1.15, y + 0.5, name, fontsize=size, va="center_baseline", color=INK)
    ax.set_xlim(-0.1, count + room)
    ax.set_ylim(count, 0)
    ax.set_axis_off()
    dotted = ", dotted: not compared" if framed - set(at) else ""
    if classes:
        _class_key(ax, given[value], classes, f"{scale}; framed: one story{dotted}", None)
        ax.get_legend().set_loc("upper right")
        ax.get_legend().set_bbox_to_anchor((1, 1))
        ax.get_legend().set_ncols(1)
    else:
        bar_place = ax.inset_axes([0.66, 0.93, 0.33, 0.02])
        shade_scale(fig, drawn, f"{scale}; framed: one story{dotted}", cax=bar_place)
    return fig


def _frames(ax: Axes, texts: pd.DataFrame, order: list[str], compared: set) -> set[tuple[int, int]]:
    """A frame round each pair of one story, dotted where it was not compared; the places of all frames."""
    stories = texts["story"].reindex(order).tolist()
    framed = set()
    for y, story in enumerate(stories):
        for x in range(y):
            if pd.notna(story) and stories[x] == story:
                line = "-" if (x, y) in compared else ":"
                ax.add_patch(
                    Rectangle((x, y), 1, 1, fill=False, zorder=3, edgecolor=INK, linewidth=1.1, linestyle=line)
                )
                framed.add((x, y))
    return framed


def _stories_together(texts: pd.DataFrame) -> list[str]:
    """The texts in the order of the table, but those of one story at the place of its first."""
    stories = texts["story"].tolist()
    first: dict = {}
    for number, story in enumerate(stories):
        if pd.notna(story):
            first.setdefault(story, number)
    rank = [first.get(story, number) if pd.notna(story) else number for number, story in enumerate(stories)]
    return [texts.index[number] for number in sorted(range(len(texts)), key=lambda one: (rank[one], one))]
