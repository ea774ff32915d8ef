"""Evaluation of the machine reading against the annotations by hand in `tests/gold`."""

from helpers.evaluation.cards import frame_validation, public_gold, rows_of_frames, trust, validation_card
from helpers.evaluation.frames import (
    coder_agreement,
    foreign_frames,
    frame_cards,
    frame_scores,
    gold_frames,
    measurable_frames,
)
from helpers.evaluation.scores import GOLD, f1_interval, paired, score_table, span_scores
from helpers.evaluation.segmentation import (
    ICU,
    SEGMENTERS,
    compare_segmenters,
    found_by,
    gold_segmentation,
    icu_words,
    segmentation_errors,
    terms_met_elsewhere,
    unseen_segmentation,
    words_found,
)
from helpers.evaluation.voices import gold_unseen_voices, gold_voices, voice_scores
