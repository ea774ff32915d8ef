"""Who is named with whom: nodes with names, and lines between them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.patches import FancyArrowPatch
from scipy.sparse.csgraph import shortest_path

from helpers.figures.axes import ROWS, drawable, note
from helpers.figures.house import GREY, INK, Picture, shortened, width_of

_LINES = 40
_PAPER = {"facecolor": "white", "linewidth": 0}


def network(table: pd.DataFrame, title: str, names: Mapping[str, str]) -> Picture:
    """Nodes with their names and a line from `source` to `target` for every row of a table, as wide as its `weight` (a count).

    `names` gives a node another name in the figure. A node's size is the sum of its weights; the number stands at lines above 1.

    At most 40 lines are drawn, those with the largest weights: of equal ones all or none, where that leaves any; a note says what is
    left out. The layout is the same for the same table.
    """
    fig = Picture(5.6, title)
    rows = table.astype({"source": "str", "target": "str"})
    rows = rows.sort_values(["weight", "source", "target"], ascending=[False, True, True], kind="stable")
    if (every := len(drawable(rows, "no row joins two nodes"))) > _LINES:
        above = rows[rows["weight"] > rows["weight"].iloc[_LINES]]
        rows = rows.head(_LINES) if above.empty else above
        fig.leave_out(every - len(rows), f"the {len(rows)} most frequent of {every:,} pairs")
    sums = pd.concat([rows.groupby(side)["weight"].sum() for side in ("source", "target")]).groupby(level=0).sum()
    kept = sorted(sums.index)
    shown = [shortened(names.get(name, name), 26) for name in kept]
    dots = [4 + 9 * (sums[name] / sums.max()) ** 0.5 for name in kept]
    ends = list(zip(rows["source"].map(kept.index), rows["target"].map(kept.index), strict=True))
    places, above = _layout(ends, shown, dots)
    fig.resize(3.6 + 0.13 * len(kept))
    halves, rise = _boxes(shown, above, dots)
    middles = places + np.c_[np.zeros(len(rise)), rise]
    ax = fig.subplots()
    heaviest = float(rows["weight"].max())
    for (one, other), weight in zip(ends, rows["weight"], strict=True):
        start, end = places[one], places[other]
        patch = FancyArrowPatch(
            start, end, arrowstyle="-", gid=ROWS, connectionstyle="arc3,rad=0.12", color=GREY, alpha=0.75,
            linewidth=0.7 + 2.6 * weight / heaviest, shrinkA=dots[one] / 2, shrinkB=dots[other] / 2 + 1,
        )  # fmt: skip
        ax.add_patch(patch)
        if weight > 1:
            style = {"ha": "center", "va": "center", "bbox": _PAPER | {"pad": 0.5}, "zorder": 3}
            ax.text(*_free(start, end, middles, halves), f"{weight:g}", fontsize=6, color=INK, **style)
    for label, (x, y), size, up in zip(shown, places, dots, above, strict=True):
        ax.plot(x, y, "o", markersize=size, color=INK, zorder=4)
        style = {"ha": "center", "va": "bottom" if up else "top", "bbox": _PAPER | {"alpha": 0.75, "pad": 0.4}}
        note(ax, label, (x, y), (0, (size / 2 + 2) * (1 if up else -1)), fontsize=7.5, zorder=3.5, **style)
    ax.set_xlim(-0.12, 1.12)
    ax.set_ylim(-0.04, 1.08)
    ax.set_axis_off()
    return fig


def _layout(edges: list[tuple[int, int]], labels: list[str], dots: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """Places in the unit square, and for each node whether its name is above the dot (else below).

    Distances along the lines are kept as well as can be (stress, by majorization, after Gansner, Koren and North 2004), then
    nodes whose names or dots would cover each other are pushed apart. A name is on the side where fewer lines arrive; those
    that leave count half.
    """
    count = len(labels)
    joined = np.zeros((count, count))
    joined[tuple(np.transpose(edges))] = 1
    steps = shortest_path(joined, directed=False, unweighted=True)
    steps[np.isinf(steps)] = steps[np.isfinite(steps)].max() / 2 + 1
    angles = 2 * np.pi * np.arange(count) / count
    places = np.c_[np.cos(angles), np.sin(angles)] * steps.max() / 2
    weights = 1 / np.maximum(steps, 1) ** 2
    np.fill_diagonal(weights, 0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplacian)
    for _ in range(200):
        apart = np.linalg.norm(places[:, None] - places[None], axis=2)
        pull = -weights * steps / np.maximum(apart, 1e-9)
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        places = inverse @ (pull @ places)
    low, size = places.min(axis=0), np.maximum(np.ptp(places, axis=0), 1e-9)
    places = (places - low) / size
    lean = np.zeros(count)  # above 0: more lines arrive from above
    for a, b in edges:
        across, up = places[b] - places[a]
        steep = up / max(np.hypot(across, up), 1e-9)
        lean[a] += steep / 2
        lean[b] -= steep
    above = lean <= 0
    return _apart(places, above, labels, dots), above


def _boxes(labels: list[str], above: np.ndarray, dots: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """Of the box of each dot and its name, the half of each side, and how far its middle is above the dot."""
    point = 1 / (72 * 0.74 * (3.6 + 0.13 * len(labels)))
    edge, name = (np.array(dots) / 2 + 1) * point, 12 * point
    half = np.array([0.0052 * width_of(label) + 0.01 for label in labels])
    return np.c_[half, edge + name / 2], name / 2 * np.where(above, 1, -1)


def _free(start: np.ndarray, end: np.ndarray, middles: np.ndarray, halves: np.ndarray) -> np.ndarray:
    """Where on the line between two nodes its number covers no name; its middle if it does so everywhere."""
    across, up = end - start
    bend = (start + end) / 2 + 0.12 * np.array([up, -across])
    spots = [(1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end for t in (0.5, 0.4, 0.6, 0.3, 0.7)]
    free = (spot for spot in spots if not (np.abs(middles - spot) < halves + 0.01).all(axis=1).any())
    return next(free, spots[0])


def _apart(places: np.ndarray, above: np.ndarray, labels: list[str], dots: list[float]) -> np.ndarray:
    """The places with nodes pushed apart until no dot or name covers another; sizes in shares of the figure."""
    halves, rise = _boxes(labels, above, dots)
    for _ in range(600):
        moved = False
        for a in range(len(places)):
            for b in range(a):
                between = places[a] - places[b] + [0, rise[a] - rise[b]]
                over = halves[a] + halves[b] - np.abs(between)
                if (over > 0).all():
                    moved = True
                    side = 1 if over[1] <= over[0] else 0
                    step = np.zeros(2)
                    step[side] = 0.52 * over[side] * (1 if between[side] >= 0 else -1)
                    places[a] = np.clip(places[a] + step, 0, 1)
                    places[b] = np.clip(places[b] - step, 0, 1)
        if not moved:
            break
    return places
