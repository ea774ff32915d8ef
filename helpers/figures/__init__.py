"""Pictures of tables: the house style, its font, `save`, and the kinds of picture, each a function that takes a table.

The caller says the finding (`title`), adds `figures.foot_line` and keeps the result with `figures.save`. Panels, lines and
columns stand in the order in which the table first names them, unless a docstring says otherwise.
"""

from helpers.figures.benchmarks import target_dots
from helpers.figures.claims import VERDICT_COLOURS, verdict_matrix
from helpers.figures.frames import cell_map, noise_floor
from helpers.figures.house import (
    FONT_FAMILY,
    FONT_FILE,
    GREY,
    INK,
    MARKERS,
    PICTURE_SEAL,
    STYLE_SHEET,
    TABLE_SEAL,
    WIDTH,
    FigureError,
    FontError,
    check_glyphs,
    drawn_by,
    font_path,
    foot_line,
    gloss,
    marker_style,
    new_figure,
    outlet_colour,
    save,
    unpaired,
    use_house_style,
)  # fmt: skip
from helpers.figures.intervals import against_chance, contrast_dots, interval_dots, share_dots
from helpers.figures.pages import KIND_COLOURS, article_grid, page_strips, wording_shares
from helpers.figures.timelines import calendar_lanes, clock_shifts, date_errors, date_horizon, lead_lag_lanes
from helpers.figures.versions import (
    RELATION_STYLES,
    alignment_ribbons,
    formula_matrix,
    reuse_arcs,
    similarity_matrix,
)
from helpers.figures.voices import VOICE_COLOURS, speaker_verbs, voice_strips
from helpers.figures.words import (
    collocate_dots,
    frequency_dispersion,
    rank_frequency,
    ranked_words,
    rates_by_article,
    word_cloud,
)

__all__ = [
    "FONT_FAMILY",
    "FONT_FILE",
    "GREY",
    "INK",
    "KIND_COLOURS",
    "MARKERS",
    "PICTURE_SEAL",
    "RELATION_STYLES",
    "STYLE_SHEET",
    "TABLE_SEAL",
    "VERDICT_COLOURS",
    "VOICE_COLOURS",
    "WIDTH",
    "FigureError",
    "FontError",
    "against_chance",
    "alignment_ribbons",
    "article_grid",
    "calendar_lanes",
    "cell_map",
    "check_glyphs",
    "clock_shifts",
    "collocate_dots",
    "contrast_dots",
    "date_errors",
    "date_horizon",
    "drawn_by",
    "font_path",
    "foot_line",
    "formula_matrix",
    "frequency_dispersion",
    "gloss",
    "interval_dots",
    "lead_lag_lanes",
    "marker_style",
    "new_figure",
    "noise_floor",
    "outlet_colour",
    "page_strips",
    "rank_frequency",
    "ranked_words",
    "rates_by_article",
    "reuse_arcs",
    "save",
    "share_dots",
    "similarity_matrix",
    "speaker_verbs",
    "target_dots",
    "unpaired",
    "use_house_style",
    "verdict_matrix",
    "voice_strips",
    "word_cloud",
    "wording_shares",
]
