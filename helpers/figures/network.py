"""Who meets or quotes whom: nodes with names, and arrows."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from scipy.sparse.csgraph import shortest_path

from helpers.figures.axes import ROWS, key, note
from helpers.figures.house import GREY, INK, Picture, shortened, width_of

_COLOURS = ("#4477AA", "#CC6677", "#228833", "#AA3377", "#CCBB44")
_EDGES = 60
_PAPER = {"facecolor": "white", "linewidth": 0}


def network(
    table: pd.DataFrame,
    title: str,
    *,
    names: Mapping[str, str] | None = None,
    directed: bool | Mapping[str, bool] = True,
    nodes: int = 32,
) -> Picture:
    """Nodes with their names and a line from `source` to `target` for every row of a table, as wide as its `weight`.

    `table` has `source`, `target`, `weight` (a count), and where known `kind` (of the edge: a colour each, and a key); equal rows
    are no error, but each is a line. `names` gives a node another name in the figure. `directed` says
    whether lines have arrowheads, or for which kinds. A node's size is the sum of its weights; the number stands at lines above 1.

    At most 60 lines with the largest weights between at most `nodes` nodes are drawn; a note says what is left
    out. A line from a node to itself is left out, too. The layout is the same for the same table.
    """
    fig = Picture(5.6, title)
    kinds = table["kind"].fillna("") if "kind" in table else ""
    rows = table.astype({"source": "str", "target": "str"}).assign(kind=kinds)
    own = rows["source"] == rows["target"]
    fig.leave_out(own.sum(), "from a node to itself")
    rows = rows[~own].sort_values(["weight", "source", "target"], ascending=[False, True, True], kind="stable")
    if rows.empty:
        raise ValueError("no row joins two nodes; there is no network to draw")
    sums = pd.concat([rows.groupby(side)["weight"].sum() for side in ("source", "target")]).groupby(level=0).sum()
    chosen: set[str] = set()
    inside = []
    for place, pair in enumerate(zip(rows["source"], rows["target"], strict=True)):
        if len(inside) < _EDGES and len(chosen | set(pair)) <= nodes:
            chosen |= set(pair)
            inside.append(place)
    fig.leave_out(len(rows) - len(inside), f"the {len(inside):,} largest of {len(rows):,} lines")
    rows = rows.iloc[inside]
    kept = sorted(chosen)
    shown = [shortened((names or {}).get(name, name), 26) for name in kept]
    index = {name: number for number, name in enumerate(kept)}
    dots = [4 + 9 * (sums[name] / sums[kept].max()) ** 0.5 for name in kept]
    ends = list(zip(rows["source"].map(index), rows["target"].map(index), strict=True))
    places, above = _layout(ends, shown, dots)
    fig.resize(3.6 + 0.13 * len(kept))
    halves, rise = _boxes(shown, above, dots)
    middles = places + np.c_[np.zeros(len(rise)), rise]
    ax = fig.subplots()
    kinds = sorted(set(rows["kind"]))
    colours = dict(zip(kinds, _COLOURS if len(kinds) > 1 else (GREY,), strict=False))
    heaviest = float(rows["weight"].max())
    for (one, other), weight, kind in zip(ends, rows["weight"], rows["kind"], strict=True):
        arrow = directed if isinstance(directed, bool) else directed.get(kind, True)
        start, end = places[one], places[other]
        rise = (start - end)[1] / max(np.linalg.norm(start - end), 1e-9)
        # An arrow that comes from the side of the name ends at the name, not under it.
        room = 13 if arrow and (rise > 0.5 if above[other] else rise < -0.5) else 1
        patch = FancyArrowPatch(
            start, end, arrowstyle="-|>" if arrow else "-", gid=ROWS,
            mutation_scale=8, connectionstyle="arc3,rad=0.12", color=colours.get(kind, GREY), alpha=0.75,
            linewidth=0.7 + 2.6 * weight / heaviest, shrinkA=dots[one] / 2, shrinkB=dots[other] / 2 + room,
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
    if len(kinds) > 1:
        keys = [Line2D([], [], color=colours.get(kind, GREY), linewidth=2, label=kind) for kind in kinds]
        plain = dict.fromkeys(["borderaxespad", "handlelength", "columnspacing"])
        key(ax, keys, loc="upper left", bbox_to_anchor=(0, 0.0), ncols=4, **plain)
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
