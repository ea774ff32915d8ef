"""Versions of one text above each other, with their aligned sentences joined."""

from collections.abc import Mapping
from itertools import chain, product
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.figures.axes import CENTRED, ROWS, drawable, largest, with_outlets
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
    ends = sentences.groupby("article")["width"].transform(pd.Series.cumsum)
    boxes = zip(sentences["article"], sentences["sentence"].astype(str), strict=True)
    edges = dict(zip(boxes, zip(ends - sentences["width"], ends, strict=True), strict=True))
    pairs = [sides for row in links.itertuples() if all(sides := _sides(row, edges))]
    near = [(upper, lower) for upper, lower in pairs if place[lower[0][0]] - place[upper[0][0]] == 1]
    if lost := len(pairs) - len(near):
        fig.note(f"{lost:,} links between versions that are not neighbours not drawn")
    ax = fig.subplots()
    for upper, lower in near:
        room = _ROOM * (place[lower[0][0]] < len(tracks) - 1)
        for above, below in product(*(merged(map(edges.get, side), _TOUCHING) for side in (upper, lower))):
            _ribbon(ax, above, below, place[upper[0][0]], room)
    linked = set(chain.from_iterable(chain.from_iterable(near)))
    widest = max(end for _, end in edges.values())
    for (track, number), ends in edges.items():
        colour = styles.get(tracks.at[track, "outlet"], Style(GREY)).colour
        _box(ax, number, ends, place[track], colour, (track, number) in linked, widest)
    for y, name in enumerate(tracks["track"]):
        below = 0 < y == len(tracks) - 1
        at = {"y": y + 0.11, "va": "top"} if below else {"y": y - 0.11, "va": "bottom"}
        ax.text(0, s=shortened(name, 110), fontsize=8, color=INK, zorder=5, **at)
    ax.set_xlim(-0.003 * widest, 1.003 * widest)
    ax.set_ylim(len(tracks) - 0.85, -0.35)
    ax.set_axis_off()
    fig.resize(1.25 * len(tracks) + 0.9)
    return fig


def _sides(link: NamedTuple, edges: Mapping) -> list[list[tuple[str, str]]]:
    """Return the sentences of each side of a link that have a box."""
    cells = (link.left_article, link.left_sentences), (link.right_article, link.right_sentences)
    return [[(track, number) for number in str(cell).split("+") if (track, number) in edges] for track, cell in cells]


def _box(ax: Axes, number: str, ends: tuple[float, float], y: int, colour: str, linked: bool, widest: float) -> None:
    """Draw the box of a sentence, open if it has no ribbon, with its number if there is room."""
    (start, end), face, ink = ends, *((colour, "white") if linked else ("white", INK))
    edge, order = ("white", 3) if face == colour else (colour, 3.5)
    looks = {"facecolor": face, "edgecolor": edge, "linewidth": 0.9, "zorder": order, "gid": ROWS}
    ax.add_patch(Rectangle((start, y - 0.09), end - start, 0.18, **looks))
    size = min(6, (end - start) / (0.0011 * widest * (1 + len(number))))
    if size > 3:  # smaller numbers are unreadable
        ax.text((start + end) / 2, y, number, fontsize=size, zorder=4, color=ink, **CENTRED)


def _ribbon(ax: Axes, upper: tuple, lower: tuple, track: int, room: float) -> None:
    """Draw a band with S-shaped sides from a box of strip number `track` to the room above a box of the next strip."""
    steps = np.linspace(0, 1, 25)
    bend = 3 * steps**2 - 2 * steps**3
    y = track + 0.09 + steps * (0.82 - room)
    left, right = (upper[side] + (lower[side] - upper[side]) * bend for side in (0, 1))
    ax.fill_betweenx(y, left, right, color=INK, alpha=0.22, linewidth=0, zorder=1)
    for edge in (left, right):
        ax.plot(edge, y, color="white", linewidth=1.1, zorder=2)
