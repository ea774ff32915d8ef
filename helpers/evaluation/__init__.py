"""How good is the machine reading? What it finds, against what people marked by hand in `tests/gold`."""

from helpers.evaluation.cards import frame_validation, public_gold, rows_of_cards, validation_card
from helpers.evaluation.frames import (
    coder_agreement,
    foreign_frames,
    frame_cards,
    frame_scores,
    gold_frames,
    measurable_frames,
)
from helpers.evaluation.parallels import gold_links, link_scores, unseen_sides
from helpers.evaluation.segmentation import (
    ICU,
    SEGMENTERS,
    compare_segmenters,
    cut_passages,
    found_by,
    gold_segmentation,
    icu_words,
    segmentation_errors,
    spans_without_spaces,
    terms_met_elsewhere,
    unseen_segmentation,
)
from helpers.evaluation.spans import GOLD, f1_interval, span_scores
from helpers.evaluation.voices import (
    actor_scores,
    gold_actors,
    gold_unseen_voices,
    gold_voices,
    match_voices,
    unseen_voice_scores,
    voice_scores,
)

__all__ = [
    "GOLD", "ICU", "SEGMENTERS", "actor_scores", "coder_agreement", "compare_segmenters", "cut_passages",
    "f1_interval", "foreign_frames", "found_by", "frame_cards", "frame_scores", "frame_validation", "gold_actors",
    "gold_frames", "gold_links", "gold_segmentation", "gold_unseen_voices", "gold_voices", "icu_words",
    "link_scores", "match_voices", "measurable_frames", "public_gold", "rows_of_cards", "segmentation_errors",
    "span_scores", "spans_without_spaces", "terms_met_elsewhere", "unseen_segmentation", "unseen_sides",
    "unseen_voice_scores", "validation_card", "voice_scores",
]  # fmt: skip
