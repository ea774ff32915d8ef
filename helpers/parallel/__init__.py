"""How texts differ: shares and contrasts of groups, distances, alignment, reuse, what a version keeps and whom it erases."""

from helpers.frames.distances import (
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
from helpers.frames.shares import (
    cells,
    evidence,
    frame_contrasts,
    frame_counts,
    frame_shares,
    smallest_detectable,
    tellings,
)
from helpers.parallel.alignments import align, sentences_of
from helpers.parallel.erasures import erased_speakers
from helpers.parallel.fidelities import fidelity, modals
from helpers.parallel.readings import locate, parallel_text
from helpers.parallel.reuses import reuse, shared_passages, stock_phrases

__all__ = [
    "PAIRS",
    "RULERS",
    "align",
    "cells",
    "distances",
    "erased_speakers",
    "evidence",
    "explained",
    "fidelity",
    "floor_by_pair",
    "frame_contrasts",
    "frame_counts",
    "frame_shares",
    "locate",
    "modals",
    "one_of_each_text",
    "outlet_gaps",
    "outlet_pairs",
    "parallel_text",
    "profiles",
    "reuse",
    "sentences_of",
    "shared_passages",
    "smallest_detectable",
    "stock_phrases",
    "tellings",
    "text_pairs",
    "told_by",
]
