"""Comparison of texts: distances, alignment, reuse, who tells and who speaks, fidelity of versions, erased speakers."""

from helpers.comparisons.alignments import align, sentences_of
from helpers.comparisons.distances import (
    PAIRS,
    distances,
    one_of_each_text,
    outlet_gaps,
    profiles,
    smallest_detectable,
    text_pairs,
    told_by,
)
from helpers.comparisons.fidelities import fidelity
from helpers.comparisons.readings import (
    adversaries,
    clauses,
    erased_speakers,
    locate,
    names_given,
    parallel_text,
    presences,
    side_by_side,
    tellings,
)
from helpers.comparisons.reuses import reuse
