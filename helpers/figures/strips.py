"""Lines tiled by their parts: pages by their segments, articles by their sentences."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import StrMethodFormatter

from helpers.figures.axes import boxes, first_names, largest, name_rows, note, resized, spread
from helpers.figures.house import GREY, INK, PALE, Picture, shortened

_GROUPS, _LINES = 14, 60
# Kinds of segment, in the order of a page. Paul Tol's "muted" colours: none is taken for an outlet's beside them.
KINDS = {
    "title": "#332288", "meta": "#88CCEE", "epigraph": "#DDCC77", "body": "#555555",
    "caption": "#117733", "apparatus": "#CC6677", "related": "#999933", "boilerplate": "#882255",
}  # fmt: skip
# Whose voice a sentence is.
VOICES = {
    "person": INK, "several": "#4477AA", "medium": "#AA3377", "a body": "#8A9099", "erased": "#FFFFFF", "the outlet": "#D9DCE0",
}  # fmt: skip


def strips(
    table: pd.DataFrame,
    title: str,
    xlabel: str,
    kinds: Mapping[str, str],
    *,
    label: str = "label",
    group: str | None = None,
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
    if group:
        table = largest(fig, table, group, _GROUPS, length, "panels")
    else:
        group, table = "_group", table.assign(_group="")
    keyed = table[label].astype(str) + "\0" + table[group].astype(str)
    table = largest(fig, table.assign(_line=keyed), "_line", _LINES, length)
    parts = [part for _, part in table.groupby(group, sort=False, observed=True)]
    lines_of = [_known_first(part[label], kinds) for part in parts]
    room = 1.4 if bands else 0.8
    axes = fig.subplots(
        nrows=len(parts), squeeze=False, sharex=True, height_ratios=[len(lines) + room for lines in lines_of]
    )[:, 0]
    last = float(table["end"].max())
    for ax, part, lines in zip(axes, parts, lines_of, strict=True):
        _bars(ax, part, lines, label, kind, kinds, last)
        if bands:
            _bands(ax, part, bands, gap=last / 48)
        for y, name in enumerate(lines if beside else []):
            words = part.loc[part[label].astype(str) == name, beside].iloc[0]
            shown = "" if pd.isna(words) else shortened(str(words), 24)
            at = {"xycoords": ("axes fraction", "data"), "annotation_clip": False}
            note(ax, shown, (1, y), (3, 0), fontsize=7, **at)
        ax.set_title(str(part[group].iloc[0]), fontsize=8, color=INK, pad=3)
        name_rows(ax, lines, top=1.6 if bands else 0.7, fontsize=7)
        ax.set_xlim(min(0.0, float(table["start"].min())), last)
        ax.spines["bottom"].set(visible=True, bounds=(float(part["start"].min()), float(part["end"].max())))
        if ax is not axes[-1]:
            ax.tick_params(bottom=False)
    axes[-1].spines["bottom"].set_bounds(*axes[-1].get_xlim())
    axes[-1].xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes[-1].set_xlabel(xlabel)
    count = sum(map(len, lines_of))
    resized(fig, 0.175 * count + (0.5 if bands else 0.34) * len(parts) + 1.0 + 0.25 * (label != kind))
    if label != kind:  # the lines do not name the kinds: a key does
        found = [name for name in kinds if (table[kind].astype(str) == name).any()]
        keys = [
            Rectangle((0, 0), 1, 1, facecolor=kinds[name], edgecolor=INK, linewidth=0.4, label=name) for name in found
        ]
        lift = {"bbox_to_anchor": (1, 1.0), "borderaxespad": 0.3}
        axes[0].legend(handles=keys, loc="lower right", ncols=4, fontsize=7, handlelength=1, columnspacing=1.2, **lift)
    return fig


def _known_first(values: pd.Series, kinds: Mapping[str, str]) -> list[str]:
    names = first_names(values)
    return sorted(names, key=lambda name: (list(kinds).index(name) if name in kinds else len(kinds), names.index(name)))


def _bars(ax: Axes, rows: pd.DataFrame, lines: list[str], label: str, kind: str, kinds: Mapping, last: float) -> None:
    """A bar for each row; its hair line keeps a segment of one character visible, its gap tells sentences apart."""
    place = {name: y for y, name in enumerate(lines)}
    corners = [(start, place[str(name)] - 0.38) for start, name in zip(rows["start"], rows[label], strict=True)]
    faces = [kinds.get(str(one), GREY) for one in rows[kind]]
    apart = label != kind
    edges = ["white" if apart and face != "#FFFFFF" else INK if face == "#FFFFFF" else face for face in faces]
    widths = (rows["end"] - rows["start"]).to_numpy()
    thin = 0.35 if not apart or last > 150 else 0.8
    boxes(ax, corners, widths, 0.76, facecolor=faces, edgecolor=edges, linewidth=thin, zorder=3)


def _bands(ax: Axes, rows: pd.DataFrame, bands: str, gap: float) -> None:
    """Every other article of a page as a grey band, and the running number of each, `gap` characters apart at least."""
    inside = rows.dropna(subset=bands).groupby(bands, sort=True, observed=True)
    spans = inside.agg(first=("start", "min"), last=("end", "max")).sort_values("first")
    places = spread((spans["first"] + spans["last"]) / 2, gap)
    crowded = len(spans) > 40
    for number, (name, span, x) in enumerate(zip(spans.index, spans.itertuples(), places, strict=True)):
        if number % 2 == 0:
            ax.axvspan(span.first, span.last, color=PALE, linewidth=0, zorder=0)
        if not crowded or number % (len(spans) // 40 + 1) == 0:
            shown = str(name).rpartition("-")[2]
            ax.text(x, -0.65, shown, fontsize=6, color=INK, ha="center", va="bottom", clip_on=False)
