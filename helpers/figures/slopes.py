"""From one wording to another: what a word of the original becomes in the version."""

import pandas as pd
from matplotlib.collections import LineCollection

from helpers.figures.axes import ROWS, largest
from helpers.figures.house import GREY, INK, RED, Picture, shortened, wrapped

_LINES = 20


def slopes(table: pd.DataFrame, title: str, heads: tuple[str, str], *, lost: str = "") -> Picture:
    """Wordings at the left, joined to what they become at the right: a line for each row, as wide as its count.

    `table` has `left`, `right` (wordings; a `right` that equals `lost` is grey: nothing answers), `count`, and where known
    `left_sentence` and `right_sentence`, printed small under the wording where a row is the first to have it. `heads` are the names
    of the two sides. Both sides are in the order of the table. At most 20 rows are drawn, those with the largest counts.
    """
    fig = Picture(3.0, title)
    if table.empty:
        raise ValueError("no row to draw; no wording becomes another")
    keyed = table.assign(_line=[f"{number}" for number in range(len(table))])
    rows = largest(fig, keyed, "_line", _LINES, keyed["count"], "changes").astype({"left": str, "right": str})
    small = [_sentences(rows, side) for side in ("left", "right")]
    heights = [[0.24 + 0.125 * len(lines) for lines in side.values()] for side in small]
    total = max(*map(sum, heights), 0.9)
    fig.resize(total + 1.05)
    places = [dict(zip(side, _stacked(of, total), strict=True)) for side, of in zip(small, heights, strict=True)]
    ax = fig.subplots()
    ax.set_xlim(0, 1)
    ax.set_ylim(total + 0.05, -0.4)
    ax.set_axis_off()
    edges = (0.42, 0.58)
    for left, right, count in zip(rows["left"], rows["right"], rows["count"], strict=True):
        looks = {"color": GREY, "linestyle": ":"} if lost and right == lost else {"color": INK, "linestyle": "-"}
        line = [(edges[0], places[0][left]), (edges[1], places[1][right])]
        width = 0.8 + 3.2 * count / float(rows["count"].max())
        ax.add_collection(LineCollection([line], linewidth=width, gid=ROWS, **looks))
    for side, (column, align) in enumerate((("left", "right"), ("right", "left"))):
        edge, flush = edges[side] + (-0.012, 0.012)[side], {"ha": align, "va": "center_baseline"}
        ax.text(edge, -0.3, heads[side], fontsize=8, color=GREY, **flush)
        counts = rows.groupby(column)["count"].sum()
        for name, y in places[side].items():
            count, short = int(counts[name]), shortened(name, 30)
            words = f"{count}  {short}" if side else f"{short}  {count}"
            ax.text(edge, y, words, fontsize=10, color=GREY if side and lost and name == lost else RED, **flush)
            for number, line in enumerate(small[side][name]):
                ax.text(edge, y + 0.17 + 0.125 * number, line, fontsize=6.5, color=INK, **flush)
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
