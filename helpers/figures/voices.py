"""Voices: whose each sentence is, and who is given which verb."""

import numpy as np
import pandas as pd
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.figures.house import INK, new_figure
from helpers.figures.axes import absent, hairlines, name_cells, name_rows, stacked_panels

VOICE_COLOURS = {"quoted": INK, "institution": "#8A9099", "erased": "white", "outlet": "#D9DCE0"}


def voice_strips(table: pd.DataFrame, title: str = "Whose voice each sentence is") -> Figure:
    """Every sentence as a cell, every article as a line: dark in somebody's words, grey in those of a body or a meeting,
    open in words whose speaker is erased, light in the outlet's own.

    `table` has `label` (a line each), `group` (a panel each), `place` (of the sentence in its article, from 1) and `voice`
    (one of `VOICE_COLOURS`). One cell per row; the share of quoted sentences stands behind each line.
    """
    groups = list(dict.fromkeys(table["group"]))
    sizes = [table.loc[table["group"] == group, "label"].nunique() for group in groups]
    fig, axes = stacked_panels(title, sizes, line=0.19, panel=0.32, rest=0.95, room=0.8)
    most = table["place"].max()
    for ax, group in zip(axes, groups, strict=True):
        rows = table[table["group"] == group]
        lines = list(dict.fromkeys(rows["label"]))
        cells = [
            Rectangle((place - 0.42, lines.index(label) - 0.36), 0.84, 0.72)
            for place, label in zip(rows["place"], rows["label"], strict=True)
        ]
        faces = [VOICE_COLOURS[voice] for voice in rows["voice"]]
        edges = [INK if voice == "erased" else VOICE_COLOURS[voice] for voice in rows["voice"]]
        ax.add_collection(PatchCollection(cells, facecolor=faces, edgecolor=edges, linewidth=0.9))
        shares = (rows["voice"] == "quoted").groupby(rows["label"]).mean()
        for y, label in enumerate(lines):
            ax.text(most + 1.2, y, f"{shares[label]:.0%}", va="center", ha="left", fontsize=7)
        ax.set_title(group, pad=3)
        name_rows(ax, lines, fontsize=7)
        ax.set_xlim(0.3, most + 4)
        ax.spines[:].set_visible(False)
    axes[-1].set_xticks([place for place in (1, 10, 20, 30, 40, 50) if place <= most])
    axes[-1].set_xlabel(
        "sentence of the article (dark: in the words of a person, an office, a medium or several together; grey: of a body\n"
        "or meeting; open: the speaker erased; light: the outlet's or the machine's own; right: share of the dark)",
        loc="right",
        fontsize=7,
    )
    return fig


def speaker_verbs(table: pd.DataFrame, title: str = "Who is given which verb") -> Figure:
    """Speakers x verbs: a dot whose area is the number of reporting events, the number in it; where there is none, a point.

    `table` has `speaker`, `verb` (its tick, a stroke begins a new line), `class` (of the verb) and `events`, one row for
    each speaker and verb, zeros included. Verbs of the class `neutral` are open, all others filled.
    """
    speakers, verbs = (list(dict.fromkeys(table[column])) for column in ("speaker", "verb"))
    fig, ax = new_figure(0.24 * len(speakers) + 1.25, title)
    for row in table.to_dict("records"):
        x, y, events = verbs.index(row["verb"]), speakers.index(row["speaker"]), row["events"]
        if not events:
            absent(ax, x, y, "#CCCCCC")
            continue
        face, ink = ("white", INK) if row["class"] == "neutral" else (INK, "white")
        ax.plot(x, y, "o", markersize=9 * events**0.5, markeredgecolor=INK, markerfacecolor=face)
        ax.text(x, y, f"{events}", ha="center", va="center_baseline", fontsize=7, color=ink)
    name_cells(ax, speakers, verbs, pad=4)
    ax.tick_params(labelsize=7)
    ax.set_xlim(-0.6, len(verbs) - 0.4)
    ax.set_ylim(len(speakers) - 0.4, -0.7)
    hairlines(ax, np.arange(len(speakers) - 1) + 0.5)
    ax.set_xlabel(
        "open: verbs that only say; filled: verbs that do more; number: events", loc="right", fontsize=7
    )
    return fig
