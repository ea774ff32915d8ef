"""From one wording to another: what a word of the original becomes in the version."""

import pandas as pd
from matplotlib.collections import LineCollection

from helpers.figures.axes import ROWS, largest
from helpers.figures.house import GREY, INK, RED, Picture, shortened, wrapped

_LINES = 20


def slopes(table: pd.DataFrame, title: str, heads: tuple[str, str], *, lost: str = "") -> Picture:
    """Wordings at the left, joined to what they become at the right: a line for each row.

    `table` has `left`, `right` (wordings; a `right` that equals `lost` is grey: nothing answers), and where known `left_sentence` and
    `right_sentence`, printed small under the wording where a row is the first to have it. `heads` are the names of the two sides.
    Both are in the order of the table, and level if they have equally many wordings. At most 20 rows are drawn, the first.
    """
    fig = Picture(3.0, title)
    if table.empty:
        raise ValueError("no row to draw; no wording becomes another")
    keyed = table.assign(_line=[f"{number}" for number in range(len(table))])
    rows = largest(fig, keyed, "_line", _LINES, what="changes").astype({"left": str, "right": str})
    small = [_sentences(rows, side) for side in ("left", "right")]
    heights = [[0.24 + 0.125 * len(lines) for lines in side.values()] for side in small]
    if len(heights[0]) == len(heights[1]):
        heights = [list(map(max, *heights))] * 2
    total = max(*map(sum, heights), 0.9)
    fig.resize(total + 1.05)
    places = [dict(zip(side, _stacked(of, total), strict=True)) for side, of in zip(small, heights, strict=True)]
    ax = fig.subplots()
    ax.set_xlim(0, 1)
    ax.set_ylim(total + 0.05, -0.4)
    ax.set_axis_off()
    edges = (0.42, 0.58)
    for left, right in zip(rows["left"], rows["right"], strict=True):
        looks = {"color": GREY, "linestyle": ":"} if lost and right == lost else {"color": INK, "linestyle": "-"}
        line = [(edges[0], places[0][left]), (edges[1], places[1][right])]
        ax.add_collection(LineCollection([line], linewidth=1.6, gid=ROWS, **looks))
    for side, align in enumerate(("right", "left")):
        edge, flush = edges[side] + (-0.012, 0.012)[side], {"ha": align, "va": "center_baseline"}
        ax.text(edge, -0.3, heads[side], fontsize=8, color=GREY, **flush)
        for name, y in places[side].items():
            colour = GREY if side and lost and name == lost else RED
            ax.text(edge, y, shortened(name, 30), fontsize=10, color=colour, **flush)
            for below, line in enumerate(small[side][name]):
                ax.text(edge, y + 0.17 + 0.125 * below, line, fontsize=6.5, color=INK, **flush)
    return fig


def _stacked(heights: list[float], total: float) -> list[float]:
    """The place of each wording, one under the other, spread over the whole height."""
    gap = (total - sum(heights)) / len(heights)
    return [sum(heights[:number]) + gap * (number + 0.5) + 0.1 for number in range(len(heights))]


def _sentences(rows: pd.DataFrame, side: str) -> dict[str, list[str]]:
    """The wordings of a side, each with its first sentence in lines of about half a page, three at most."""
    column = f"{side}_sentence"
    words = rows[column].fillna("").astype(str) if column in rows else pd.Series("", index=rows.index)
    first = words.groupby(rows[side], sort=False).first()
    return {name: wrapped(" ".join(text.split()), 52)[:3] for name, text in first.items()}
