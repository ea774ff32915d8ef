"""Who meets or quotes whom: nodes with names, and arrows."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from helpers.figures.axes import ROWS, resized
from helpers.figures.house import GREY, INK, Picture, shortened, width_of

_NODES, _EDGES = 32, 60
_COLOURS = ("#4477AA", "#CC6677", "#228833", "#AA3377", "#CCBB44")


def network(
    table: pd.DataFrame,
    title: str,
    *,
    names: Mapping[str, str] | None = None,
    directed: bool | Mapping[str, bool] = True,
    nodes: int = _NODES,
    edges: int = _EDGES,
) -> Picture:
    """Nodes with their names and a line from `source` to `target` for every row of a table, as wide as its `weight`.

    `table` has `source`, `target`, `weight` (a count), and where known `kind` (of the edge: a colour each, and a key); equal rows
    are no error, but each is a line. `names` gives a node another name in the figure. `directed` says
    whether lines have arrowheads, or for which kinds. A node's size is the sum of its weights; the number stands at lines above 1.

    At most `edges` lines with the largest weights between at most `nodes` nodes are drawn; a note says what is left
    out. A line from a node to itself is left out, too. The layout is the same for the same table.
    """
    fig = Picture(5.6, title)
    rows = table.assign(source=table["source"].astype(str), target=table["target"].astype(str))
    rows = rows.assign(kind=rows["kind"].fillna("") if "kind" in rows else "")
    own = rows["source"] == rows["target"]
    fig.leave_out(own.sum(), "from a node to itself")
    rows = rows[~own].reset_index(drop=True)
    if rows.empty:
        raise ValueError("no row joins two nodes; there is no network to draw")
    sums = pd.concat([rows.groupby(side)["weight"].sum() for side in ("source", "target")]).groupby(level=0).sum()
    order = rows.sort_values(["weight", "source", "target"], ascending=[False, True, True], kind="stable")
    chosen: set[str] = set()
    inside = []
    for label, pair in zip(order.index, zip(order["source"], order["target"], strict=True), strict=True):
        if len(inside) < edges and len(chosen | set(pair)) <= nodes:
            chosen |= set(pair)
            inside.append(label)
    inside = order.loc[inside]
    fig.leave_out(len(rows) - len(inside), f"the {len(inside):,} largest of {len(rows):,} lines")
    kept = sorted(set(inside["source"]) | set(inside["target"]))
    shown = [in_figure(names, name) for name in kept]
    index = {name: number for number, name in enumerate(kept)}
    dots = {name: 4 + 9 * (sums[name] / sums[kept].max()) ** 0.5 for name in kept}
    places, above = _layout(
        [(index[row.source], index[row.target]) for row in inside.itertuples()], shown, list(dots.values())
    )
    resized(fig, 3.6 + 0.13 * len(kept))
    ax = fig.subplots()
    kinds = sorted(set(inside["kind"]))
    colours = dict(zip(kinds, _COLOURS if len(kinds) > 1 else (GREY,), strict=False))
    heaviest = float(inside["weight"].max())
    for row in inside.itertuples():
        arrow = directed if isinstance(directed, bool) else directed.get(row.kind, True)
        start, end = places[index[row.source]], places[index[row.target]]
        rise = (start - end)[1] / max(np.linalg.norm(start - end), 1e-9)
        # An arrow that comes from the side of the name ends at the name, not under it.
        room = 13 if arrow and (rise > 0.5 if above[index[row.target]] else rise < -0.5) else 1
        patch = FancyArrowPatch(
            start, end, arrowstyle="-|>" if arrow else "-", gid=ROWS,
            mutation_scale=8, connectionstyle="arc3,rad=0.12", color=colours.get(row.kind, GREY), alpha=0.75,
            linewidth=0.7 + 2.6 * row.weight / heaviest, shrinkA=dots[row.source] / 2, shrinkB=dots[row.target] / 2 + room,
        )  # fmt: skip
        ax.add_patch(patch)
        if row.weight > 1:
            (x1, y1), (x2, y2) = start, end
            middle = ((x1 + x2) / 2 + 0.06 * (y2 - y1), (y1 + y2) / 2 - 0.06 * (x2 - x1))
            paper = {"facecolor": "white", "linewidth": 0, "pad": 0.5}
            ax.text(*middle, f"{row.weight:g}", fontsize=6, color=INK, ha="center", va="center", bbox=paper, zorder=3)
    for name, label, (x, y), up in zip(kept, shown, places, above, strict=True):
        ax.plot(x, y, "o", markersize=dots[name], color=INK, zorder=4)
        paper = {"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 0.4}
        ax.annotate(
            label, (x, y), (0, (dots[name] / 2 + 2) * (1 if up else -1)), textcoords="offset points", fontsize=7.5,
            color=INK, ha="center", va="bottom" if up else "top", zorder=3.5, bbox=paper,
        )  # fmt: skip
    ax.set_xlim(-0.12, 1.12)
    ax.set_ylim(-0.04, 1.08)
    ax.set_axis_off()
    if len(kinds) > 1:
        keys = [Line2D([], [], color=colours.get(kind, GREY), linewidth=2, label=kind) for kind in kinds]
        ax.legend(handles=keys, loc="upper left", bbox_to_anchor=(0, 0.0), ncols=4, fontsize=7)
    return fig


def in_figure(names: Mapping[str, str] | None, name: str) -> str:
    return shortened((names or {}).get(name, name), 26)


def _layout(edges: list[tuple[int, int]], labels: list[str], dots: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """Places in the unit square, and for each node whether its name is above the dot (else below).

    Distances along the lines are kept as well as can be (stress, by majorization, after Gansner, Koren and North 2004), then
    nodes whose names or dots would cover each other are pushed apart. A name is on the side where fewer lines arrive.
    """
    count = len(labels)
    steps = np.full((count, count), np.inf)
    np.fill_diagonal(steps, 0)
    for a, b in edges:
        steps[a, b] = steps[b, a] = 1
    for middle in range(count):  # the shortest ways, after Floyd and Warshall
        steps = np.minimum(steps, steps[:, [middle]] + steps[[middle]])
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
        lean += steep * ((np.arange(count) == a).astype(float) - (np.arange(count) == b))
    above = lean <= 0
    return _apart(places, above, labels, dots), above


def _apart(places: np.ndarray, above: np.ndarray, labels: list[str], dots: list[float]) -> np.ndarray:
    """The places with nodes pushed apart until no dot or name covers another; sizes in shares of the figure."""
    half = np.array([0.0052 * width_of(label) + 0.01 for label in labels])
    point = 1 / (72 * 0.74 * (3.6 + 0.13 * len(labels)))
    edge, name = (np.array(dots) / 2 + 1) * point, 12 * point
    top, bottom = edge + name * above, edge + name * ~above
    for _ in range(600):
        moved = False
        for a in range(len(places)):
            for b in range(a):
                across = places[a, 0] - places[b, 0]
                # The middles of the boxes of dot and name, not of the dots alone.
                down = places[a, 1] - places[b, 1] + (top[a] - bottom[a] - top[b] + bottom[b]) / 2
                over_x = half[a] + half[b] - abs(across)
                over_y = (top[a] + bottom[a] + top[b] + bottom[b]) / 2 - abs(down)
                if over_x > 0 and over_y > 0:
                    moved = True
                    if over_y <= over_x:
                        step = np.array([0, 0.52 * over_y * (1 if down >= 0 else -1)])
                    else:
                        step = np.array([0.52 * over_x * (1 if across >= 0 else -1), 0])
                    places[a] = np.clip(places[a] + step, 0, 1)
                    places[b] = np.clip(places[b] - step, 0, 1)
        if not moved:
            break
    return places
