"""How texts differ: shares and contrasts of groups, distances, alignment, reuse, what a version keeps and whom it erases."""

from helpers.comparisons.alignments import align, sentences_of
from helpers.comparisons.distances import (
    PAIRS,
    RULERS,
    distances,
    explained,
    floor_by_pair,
    one_of_each_text,
    outlet_gaps,
    outlet_pairs,
    profiles,
    text_pairs,
    told_by,
)
from helpers.comparisons.erasures import erased_speakers
from helpers.comparisons.fidelities import fidelity
from helpers.comparisons.parallel_texts import locate, parallel_text
from helpers.comparisons.presences import presences
from helpers.comparisons.readings import adversaries, names_told, side_by_side
from helpers.comparisons.reuses import reuse, shared_passages, stock_phrases
from helpers.comparisons.shares import (
    cells,
    evidence,
    frame_contrasts,
    frame_counts,
    frame_shares,
    smallest_detectable,
    tellings,
)

__all__ = [
    "PAIRS", "RULERS", "adversaries", "align", "cells", "distances", "erased_speakers", "evidence", "explained",
    "fidelity", "floor_by_pair", "frame_contrasts", "frame_counts", "frame_shares", "locate", "names_told",
    "one_of_each_text", "outlet_gaps", "outlet_pairs", "parallel_text", "presences", "profiles", "reuse",
    "sentences_of", "shared_passages", "side_by_side", "smallest_detectable", "stock_phrases", "tellings",
    "text_pairs", "told_by",
]  # fmt: skip
