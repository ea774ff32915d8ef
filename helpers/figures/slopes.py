"""From one wording to another: what a word of the original becomes in the version."""

import re

import pandas as pd
from matplotlib.collections import LineCollection

from helpers.figures.axes import ROWS, first_names, largest, resized
from helpers.figures.house import GREY, INK, RED, Picture, shortened, width_of

_LINES = 20
# A word with the space behind it, or one Chinese character with the mark behind it.
_PIECES = re.compile(r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef][，。；：、）”」]*\s*|\s+")


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
    rows = largest(fig, keyed, "_line", _LINES, keyed["count"], "changes")
    sides = [first_names(rows[side]) for side in ("left", "right")]
    small = [_sentences(rows, side) for side in ("left", "right")]
    heights = [[0.24 + 0.125 * len(small[side][name]) for name in sides[side]] for side in (0, 1)]
    total = max(sum(heights[0]), sum(heights[1]), 0.9)
    resized(fig, total + 1.05)
    places = [_stacked(heights[side], total) for side in (0, 1)]
    ax = fig.subplots()
    ax.set_xlim(0, 1)
    ax.set_ylim(total + 0.05, -0.4)
    ax.set_axis_off()
    edges = (0.42, 0.58)
    most = float(rows["count"].max())
    for left, right, count in zip(rows["left"].astype(str), rows["right"].astype(str), rows["count"], strict=True):
        y1, y2 = places[0][sides[0].index(left)], places[1][sides[1].index(right)]
        gone = lost and right == lost
        looks = {"color": GREY if gone else INK, "linestyle": ":" if gone else "-"}
        line = [(edges[0], y1), (edges[1], y2)]
        ax.add_collection(LineCollection([line], linewidth=0.8 + 3.2 * count / most, gid=ROWS, **looks))
    for side, (align, head) in enumerate(zip(("right", "left"), heads, strict=True)):
        edge = edges[side] + (-0.012, 0.012)[side]
        ax.text(edge, -0.3, head, fontsize=8, color=GREY, ha=align, va="center_baseline")
        column = ("left", "right")[side]
        for name, y in zip(sides[side], places[side], strict=True):
            count = int(rows.loc[rows[column].astype(str) == name, "count"].sum())
            gone = side == 1 and lost and name == lost
            words = f"{shortened(name, 30)}  {count}" if side == 0 else f"{count}  {shortened(name, 30)}"
            ax.text(edge, y, words, fontsize=10, color=GREY if gone else RED, ha=align, va="center_baseline")
            for number, line in enumerate(small[side][name]):
                below = y + 0.17 + 0.125 * number
                ax.text(edge, below, line, fontsize=6.5, color=INK, ha=align, va="center_baseline")
    return fig


def _stacked(heights: list[float], total: float) -> list[float]:
    """The place of each wording, one under the other, spread over the whole height."""
    gap = (total - sum(heights)) / len(heights)
    return [sum(heights[:number]) + gap * (number + 0.5) + 0.1 for number in range(len(heights))]


def _sentences(rows: pd.DataFrame, side: str) -> dict[str, list[str]]:
    """The first sentence of each wording of a side, in lines of about half a page, three at most."""
    found: dict[str, list[str]] = {}
    column = f"{side}_sentence"
    for record in rows.to_dict("records"):
        words = record.get(column)
        text = "" if pd.isna(words) else " ".join(str(words).split())
        found.setdefault(str(record[side]), _wrapped(text, 52)[:3] if text else [])
    return found


def _wrapped(text: str, most: int) -> list[str]:
    """Lines of at most `most` letters' width: Chinese anywhere, other text at its spaces.

    >>> _wrapped("上海精神", 4), _wrapped("is expected to", 11)
    (['上海', '精神'], ['is expected', 'to'])
    """
    lines: list[str] = []
    for piece in _PIECES.findall(text):
        if lines and width_of(lines[-1] + piece.rstrip()) <= most:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines]
