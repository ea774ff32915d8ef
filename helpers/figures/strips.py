"""Lines divided into parts, such as articles into sentences."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import StrMethodFormatter

from helpers.figures import axes as shared
from helpers.figures.axes import boxes, largest
from helpers.figures.house import GREY, INK, Picture

_GROUPS, _LINES = 14, 60
# The voice of a sentence.
VOICES = {
    "person": INK, "group": "#4477AA", "medium": "#AA3377", "author by column": "#DDAA33",
    "organisation or state": "#66CCEE", "speaker not told": "#FFFFFF", "no speaker": "#D9DCE0",
}  # fmt: skip


def strips(
    table: pd.DataFrame,
    title: str,
    xlabel: str,
    kinds: Mapping[str, str],
    *,
    group: str,
    label: str = "label",
    kind: str = "kind",
    beside: str | None = None,
) -> Picture:
    """Draw each row as a bar from `start` to `end` on the line of its `label`, coloured by kind; one scale for all.

    Arguments that name columns: `label` (the line), `start`, `end`; `kind` (a key of `kinds`, which maps it to a
    colour: white bars have an edge, unknown kinds are grey); `group` (one panel each, its name as heading); `beside`
    (text at the right of the line, from its first row, under the column's name as heading).

    At most 14 panels (those with the longest lines) and 60 lines in all are drawn; a note says so.
    """
    fig = Picture(3.0, title)
    length = shared.drawable(table)["end"] - table["start"]
    table = largest(fig, table.astype({label: "str", kind: "str"}), group, _GROUPS, length, "panels")
    table = largest(fig, table.assign(_line=table[label] + "\0" + table[group].astype(str)), "_line", _LINES, length)
    parts = [part for _, part in table.groupby(group, sort=False, observed=True)]
    axes, lines_of = shared.panels(fig, parts, label, fontsize=7)
    last = float(table["end"].max())
    for ax, part, lines in zip(axes, parts, lines_of, strict=True):
        _bars(ax, part, [lines.index(name) for name in part[label]], [kinds.get(one, GREY) for one in part[kind]], last)
        if beside:
            words = part.groupby(label)[beside].first()
            shared.words_beside(ax, lines, words, 36, beside if ax is axes[0] else "")
        ax.set_title(str(part[group].iloc[0]), fontsize=8, color=INK, pad=3)
        ax.set_xlim(min(0.0, float(table["start"].min())), last)
        ax.spines["bottom"].set(visible=True, bounds=(float(part["start"].min()), float(part["end"].max())))
        ax.tick_params(bottom=ax is axes[-1])
    axes[-1].spines["bottom"].set_bounds(*axes[-1].get_xlim())
    axes[-1].xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes[-1].set_xlabel(xlabel)
    fig.resize(0.175 * sum(map(len, lines_of)) + 0.34 * len(parts) + 1.4)
    _key(axes[0], {name: colour for name, colour in kinds.items() if (table[kind] == name).any()})
    return fig


def _bars(ax: Axes, rows: pd.DataFrame, at: list[int], faces: list[str], last: float) -> None:
    """Draw a bar for each row, with a white edge as gap to the next."""
    edges = [INK if face == "#FFFFFF" else "white" for face in faces]
    corners = [(start, y - 0.38) for start, y in zip(rows["start"], at, strict=True)]
    widths = (rows["end"] - rows["start"]).to_numpy()
    thin = 0.35 if last > 150 else 0.8
    boxes(ax, corners, widths, 0.76, facecolor=faces, edgecolor=edges, linewidth=thin, zorder=3)


def _key(ax: Axes, kinds: Mapping[str, str]) -> None:
    """Draw a key of the kinds above the name of the first panel, which may reach as far as the key."""
    across = 3 if max(map(len, kinds), default=0) > 30 else 4
    by_column = [name for column in range(across) for name in [*kinds][column::across]]  # filled so, but read by lines
    named = shared.swatches({name: kinds[name] for name in by_column}, edgecolor=INK, linewidth=0.4)
    shared.key(ax, named, ncols=across, borderaxespad=2.0)
