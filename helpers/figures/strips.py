"""Lines tiled by their parts: pages by their segments, articles by their sentences."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import StrMethodFormatter

from helpers.figures import axes as shared
from helpers.figures.axes import BESIDE, boxes, first_names, largest, note
from helpers.figures.house import GREY, INK, PALE, Picture, shortened

_GROUPS, _LINES, _NUMBERS = 14, 60, 40
# Kinds of segment, in the order of a page. Paul Tol's "muted" colours: none is taken for an outlet's beside them.
KINDS = {
    "title": "#332288", "meta": "#88CCEE", "epigraph": "#DDCC77", "body": "#555555",
    "caption": "#117733", "apparatus": "#CC6677", "related": "#999933", "boilerplate": "#882255",
}  # fmt: skip
# Whose voice a sentence is.
VOICES = {
    "person": INK, "group": "#4477AA", "medium": "#AA3377", "organisation": "#8A9099", "speaker lost": "#FFFFFF", "no speaker": "#D9DCE0",
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
    bands: str | None = None,
    beside: str | None = None,
) -> Picture:
    """Every row of a table as a bar from `start` to `end` on the line of its `label`, in the colour of its kind; one scale for all.

    Columns, by the names handed over: `label` (the line; for pages the kind, so that each kind has its own), `start`, `end`;
    `kind` (a key of `kinds`, which maps it to its colour; white ones have an edge, others that it lacks are grey); `group` (a panel
    each, its name as heading); `bands` (what a bar is part of, missing where nothing: every other one is a grey band, with the
    last part of its name as a number); `beside` (text right of the line, the first of its rows).

    At most 14 panels (those with the longest lines) and 60 lines in all are drawn; a note says so.
    """
    fig = Picture(3.0, title)
    length = table["end"] - table["start"]
    table = largest(fig, table.astype({label: "str", kind: "str"}), group, _GROUPS, length, "panels")
    table = largest(fig, table.assign(_line=table[label] + "\0" + table[group].astype(str)), "_line", _LINES, length)
    parts = [part for _, part in table.groupby(group, sort=False, observed=True)]
    rank = {name: place for place, name in enumerate(kinds)}
    lines_of = [sorted(first_names(part[label]), key=lambda name: rank.get(name, len(rank))) for part in parts]
    room = 1.4 if bands else 0.8
    heights = [len(lines) + room for lines in lines_of]
    axes = fig.subplots(nrows=len(parts), squeeze=False, sharex=True, height_ratios=heights)[:, 0]
    last = float(table["end"].max())
    for ax, part, lines in zip(axes, parts, lines_of, strict=True):
        _bars(ax, part, [lines.index(name) for name in part[label]], kinds, kind, label != kind, last)
        if bands:
            _bands(ax, part, bands, gap=last / 48)
        if beside:
            for name, words in part.groupby(label)[beside].first().fillna("").astype(str).items():
                note(ax, shortened(words, 36), (1, lines.index(name)), (3, 0), fontsize=7, **BESIDE)
        ax.set_title(str(part[group].iloc[0]), fontsize=8, color=INK, pad=3)
        shared.name_rows(ax, lines, top=1.6 if bands else 0.7, fontsize=7)
        ax.set_xlim(min(0.0, float(table["start"].min())), last)
        ax.spines["bottom"].set(visible=True, bounds=(float(part["start"].min()), float(part["end"].max())))
        ax.tick_params(bottom=ax is axes[-1])
    axes[-1].spines["bottom"].set_bounds(*axes[-1].get_xlim())
    axes[-1].xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes[-1].set_xlabel(xlabel)
    count = sum(map(len, lines_of))
    fig.resize(0.175 * count + (0.5 if bands else 0.34) * len(parts) + 1.0 + 0.25 * (label != kind))
    if label != kind:  # the lines do not name the kinds: a key does
        found = {name: colour for name, colour in kinds.items() if (table[kind] == name).any()}
        shared.key(axes[0], shared.swatches(found, edgecolor=INK, linewidth=0.4), ncols=4, borderaxespad=0.3)
    return fig


def _bars(ax: Axes, rows: pd.DataFrame, at: list[int], kinds: Mapping, kind: str, apart: bool, last: float) -> None:
    """A bar for each row; its hair line keeps a segment of one character visible, its gap tells sentences `apart`."""
    faces = [kinds.get(one, GREY) for one in rows[kind]]
    edges = [INK if face == "#FFFFFF" else "white" if apart else face for face in faces]
    corners = [(start, y - 0.38) for start, y in zip(rows["start"], at, strict=True)]
    widths = (rows["end"] - rows["start"]).to_numpy()
    thin = 0.35 if not apart or last > 150 else 0.8
    boxes(ax, corners, widths, 0.76, facecolor=faces, edgecolor=edges, linewidth=thin, zorder=3)


def _bands(ax: Axes, rows: pd.DataFrame, bands: str, gap: float) -> None:
    """Every other article of a page as a grey band, and the running number of each, `gap` characters apart at least."""
    inside = rows.dropna(subset=bands).groupby(bands, sort=True, observed=True)
    spans = inside.agg(first=("start", "min"), last=("end", "max")).sort_values("first")
    places = shared.spread((spans["first"] + spans["last"]) / 2, gap)
    step = 1 if len(spans) <= _NUMBERS else len(spans) // _NUMBERS + 1
    for number, (span, x) in enumerate(zip(spans.itertuples(), places, strict=True)):
        if number % 2 == 0:
            ax.axvspan(span.first, span.last, color=PALE, linewidth=0, zorder=0)
        if number % step == 0:
            shown = str(span.Index).rpartition("-")[2]
            ax.text(x, -0.65, shown, fontsize=6, color=INK, ha="center", va="bottom", clip_on=False)
