"""Claims by choices: which findings survive."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.figures.house import GREY, INK, new_figure
from helpers.figures.axes import name_cells

VERDICT_COLOURS = {"holds": "#009E73", "weakens": "#E69F00", "flips": "#B2182B", "cannot be asked": "#FFFFFF"}
_MARKS = {"holds": "", "weakens": "~", "flips": "×", "cannot be asked": "–"}
_OUTLINE = {"edgecolor": "#BFBFBF", "linewidth": 0.4}
_FADED = 0.22


def verdict_matrix(table: pd.DataFrame, column: str, title: str, xlabel: str = "") -> Figure:
    """Claims by choices: a cell says by colour and by mark what becomes of the claim, and is pale where its number stays as
    it was.

    `table` has `notebook`, `label`, `verdict` (one of `VERDICT_COLOURS`), `changed` and the column named by `column`; the
    notebooks stand one under the other. What cannot be asked is an open cell with a stroke.
    """
    claims = table["notebook"] + " " + table["label"]
    rows, columns = list(dict.fromkeys(claims)), list(dict.fromkeys(table[column].astype(str)))
    fig, ax = new_figure(0.155 * len(rows) + 2.1, title)
    for claim, choice, verdict, changed in zip(
        claims, table[column].astype(str), table["verdict"].astype(str), table["changed"], strict=True
    ):
        x, y = columns.index(choice), rows.index(claim)
        asked = verdict != "cannot be asked"
        pale = asked and not changed
        style = {"linewidth": 0} if asked else _OUTLINE
        style = style | {"facecolor": VERDICT_COLOURS[verdict], "alpha": _FADED if pale else 1}
        ax.add_patch(Rectangle((x - 0.45, y - 0.42), 0.9, 0.84, **style))
        if _MARKS[verdict]:
            colour = "white" if verdict == "flips" and not pale else INK
            ax.text(x, y, _MARKS[verdict], ha="center", va="center", fontsize=6.5, color=colour)
    name_cells(ax, rows, columns, pad=2)
    ax.tick_params(labelsize=6.5)
    ax.tick_params(axis="x", rotation=90)
    ax.set_xlabel(xlabel, fontsize=7)
    ax.xaxis.set_label_position("top")
    firsts = table.assign(claim=claims).drop_duplicates("notebook")["claim"]
    for place in (rows.index(claim) for claim in firsts[1:]):
        ax.axhline(place - 0.5, color=GREY, linewidth=0.5)
    keys = [Rectangle((0, 0), 1, 1, facecolor=colour, **_OUTLINE) for colour in VERDICT_COLOURS.values()]
    keys.append(Rectangle((0, 0), 1, 1, facecolor=VERDICT_COLOURS["holds"], alpha=_FADED, linewidth=0))
    words = [
        *(f"{name} {_MARKS[name]}".strip() for name in VERDICT_COLOURS),
        "pale: the number stays the same",
    ]
    ax.legend(
        keys, words, loc="upper right", bbox_to_anchor=(1, -0.002), ncols=5,
        fontsize=6.5, handlelength=1, columnspacing=1.2,
    )  # fmt: skip
    return fig
