"""Pictures of tables: each function takes a table, returns a `Figure`, and computes little but where things stand.

The caller says the finding (`title`), adds `figures.foot_line` and keeps the result with `figures.save`. Panels, lines and
columns stand in the order in which the table first names them, unless a docstring says otherwise.
"""

from helpers.figures import INK
from helpers.plots.benchmarks import target_dots
from helpers.plots.claims import VERDICT_COLOURS, verdict_matrix
from helpers.plots.frames import cell_map, noise_floor
from helpers.plots.intervals import against_chance, contrast_dots, interval_dots, share_dots
from helpers.plots.pages import KIND_COLOURS, article_grid, page_strips, wording_shares
from helpers.plots.timelines import calendar_lanes, clock_shifts, date_errors, date_horizon, lead_lag_lanes
from helpers.plots.versions import (
    RELATION_STYLES,
    alignment_ribbons,
    formula_matrix,
    reuse_arcs,
    similarity_matrix,
)
from helpers.plots.voices import VOICE_COLOURS, speaker_verbs, voice_strips
from helpers.plots.words import (
    collocate_dots,
    frequency_dispersion,
    rank_frequency,
    ranked_words,
    rates_by_article,
    word_cloud,
)

__all__ = [
    "INK",
    "KIND_COLOURS",
    "RELATION_STYLES",
    "VERDICT_COLOURS",
    "VOICE_COLOURS",
    "against_chance",
    "alignment_ribbons",
    "article_grid",
    "calendar_lanes",
    "cell_map",
    "clock_shifts",
    "collocate_dots",
    "contrast_dots",
    "date_errors",
    "date_horizon",
    "formula_matrix",
    "frequency_dispersion",
    "interval_dots",
    "lead_lag_lanes",
    "noise_floor",
    "page_strips",
    "rank_frequency",
    "ranked_words",
    "rates_by_article",
    "reuse_arcs",
    "share_dots",
    "similarity_matrix",
    "speaker_verbs",
    "target_dots",
    "verdict_matrix",
    "voice_strips",
    "word_cloud",
    "wording_shares",
]
