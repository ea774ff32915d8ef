"""Frames: what a sentence sets as aim, value, threat or subject; labelled by reviewed cues, with an address for each.

Around them: how much of each in which group, how sure, how far texts lie apart, and what is only noise.

What a frame is: Entman 1993; the ten of this collection: `lexicon/frames.md`.
"""

from helpers.frames.cues import FRAMES, HEADINGS, LISTS, cue_table
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
from helpers.frames.labels import FrameWarning, Labelled, label_frames
from helpers.frames.modality import MODALITY, find_modals, modal_table, modality_by_form
from helpers.frames.occasions import FRAMES_OF_OCCASIONS, occasions, study_occasions
from helpers.frames.shares import (
    cells,
    evidence,
    frame_contrasts,
    frame_counts,
    frame_shares,
    smallest_detectable,
    tellings,
)

__all__ = [
    "FRAMES",
    "FRAMES_OF_OCCASIONS",
    "HEADINGS",
    "LISTS",
    "MODALITY",
    "PAIRS",
    "RULERS",
    "FrameWarning",
    "Labelled",
    "cells",
    "cue_table",
    "distances",
    "evidence",
    "explained",
    "find_modals",
    "floor_by_pair",
    "frame_contrasts",
    "frame_counts",
    "frame_shares",
    "label_frames",
    "modal_table",
    "modality_by_form",
    "occasions",
    "one_of_each_text",
    "outlet_gaps",
    "outlet_pairs",
    "profiles",
    "smallest_detectable",
    "study_occasions",
    "tellings",
    "text_pairs",
    "told_by",
]
