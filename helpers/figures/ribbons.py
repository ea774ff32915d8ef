"""Versions of one text above each other, with their aligned sentences joined."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.figures.axes import ROWS, drawable, largest, with_outlets
from helpers.figures.house import GREY, INK, Picture, Style, shortened
from helpers.texts.places import merged

_TOUCHING = 1e-9  # sums of widths may differ in the last digit
# Between a strip and the ribbons above it: room for its name. The last strip has its name below.
_ROOM = 0.15


def ribbons(sentences: pd.DataFrame, links: pd.DataFrame, title: str) -> Picture:
    """Draw versions of one text as strips of sentences, and a ribbon for each link between neighbouring strips.

    `sentences` has `article` (one strip each), `track` (its name), `outlet`, `form`, `sentence` (its number), `width`
    (of its box). `links` come from `comparisons.align`, with the upper strip on the left. A sentence without a ribbon
    has an open box. At most 9 strips are drawn, those with most sentences. Links between strips that are not neighbours are
    counted in a note. One box per row of `sentences`.
    """
    fig = Picture(3.0, title)
    sentences, styles = with_outlets(drawable(sentences))
    sentences = largest(fig, sentences, "article", 9, what="versions")
    tracks = sentences.drop_duplicates("article").set_index("article")
    place = {track: y for y, track in enumerate(tracks.index)}
    ax = fig.subplots()
    edges: dict[tuple[str, str], tuple[float, float]] = {}
    for track, rows in sentences.groupby("article", sort=False):
        ends = rows["width"].cumsum()
        for number, start, end in zip(rows["sentence"], ends - rows["width"], ends, strict=True):
            edges[track, str(number)] = (start, end)
    linked, lost = set(), 0
    for row in links.itertuples():
        sides = [
            [(track, number) for number in str(cell).split("+") if number and (track, number) in edges]
            for track, cell in ((row.left_article, row.left_sentences), (row.right_article, row.right_sentences))
        ]
        if not all(sides):
            continue
        if place[row.right_article] - place[row.left_article] != 1:
            lost += 1
            continue
        linked.update(*sides)
        for upper in merged((edges[one] for one in sides[0]), _TOUCHING):
            for lower in merged((edges[one] for one in sides[1]), _TOUCHING):
                room = _ROOM * (place[row.right_article] < len(tracks) - 1)
                _ribbon(ax, upper, lower, place[row.left_article], room)
    if lost:
        fig.note(f"{lost:,} links between versions that are not neighbours not drawn")
    widest = max(end for _, end in edges.values())
    for (track, number), (start, end) in edges.items():
        y, colour = place[track], styles.get(tracks.at[track, "outlet"], Style(GREY)).colour
        face, ink = (colour, "white") if (track, number) in linked else ("white", INK)
        edge, order = ("white", 3) if face == colour else (colour, 3.5)
        looks = {"facecolor": face, "edgecolor": edge, "linewidth": 0.9, "zorder": order, "gid": ROWS}
        ax.add_patch(Rectangle((start, y - 0.09), end - start, 0.18, **looks))
        size = min(6, (end - start) / (0.0011 * widest * (1 + len(number))))
        if size > 3:  # smaller numbers are unreadable
            style = {"ha": "center", "va": "center_baseline", "fontsize": size, "zorder": 4}
            ax.text((start + end) / 2, y, number, color=ink, **style)
    for y, name in enumerate(tracks["track"]):
        below = 0 < y == len(tracks) - 1
        at = {"y": y + 0.11, "va": "top"} if below else {"y": y - 0.11, "va": "bottom"}
        ax.text(0, s=shortened(name, 110), fontsize=8, color=INK, zorder=5, **at)
    ax.set_xlim(-0.003 * widest, 1.003 * widest)
    ax.set_ylim(len(tracks) - 0.85, -0.35)
    ax.set_axis_off()
    fig.resize(1.25 * len(tracks) + 0.9)
    return fig


def _ribbon(ax: Axes, upper: tuple, lower: tuple, track: int, room: float) -> None:
    """Draw a band with S-shaped sides from a box of strip number `track` to the room above a box of the next strip."""
    steps = np.linspace(0, 1, 25)
    bend = 3 * steps**2 - 2 * steps**3
    y = track + 0.09 + steps * (0.82 - room)
    left, right = (upper[side] + (lower[side] - upper[side]) * bend for side in (0, 1))
    ax.fill_betweenx(y, left, right, color=INK, alpha=0.22, linewidth=0, zorder=1)
    for edge in (left, right):
        ax.plot(edge, y, color="white", linewidth=1.1, zorder=2)
