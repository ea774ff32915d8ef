"""How texts differ: shares and contrasts of groups, distances, alignment, reuse, what a version keeps and whom it erases."""

from helpers.comparisons.alignments import align, sentences_of
from helpers.comparisons.distances import (
    PAIRS,
    distances,
    explained,
    one_of_each_text,
    outlet_gaps,
    profiles,
    text_pairs,
    told_by,
)
from helpers.comparisons.erasures import erased_speakers
from helpers.comparisons.fidelities import fidelity
from helpers.comparisons.parallel_texts import locate, parallel_text
from helpers.comparisons.presences import presences
from helpers.comparisons.readings import adversaries, names_told, side_by_side
from helpers.comparisons.reuses import reuse, stock_phrases
from helpers.comparisons.shares import frame_counts, frame_shares, smallest_detectable, tellings

__all__ = [
    "PAIRS", "adversaries", "align", "distances", "erased_speakers", "explained", "fidelity", "frame_counts",
    "frame_shares", "locate", "names_told", "one_of_each_text", "outlet_gaps", "parallel_text", "presences",
    "profiles", "reuse", "sentences_of", "side_by_side", "smallest_detectable", "stock_phrases", "tellings",
    "text_pairs", "told_by",
]  # fmt: skip
