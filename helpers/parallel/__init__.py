"""Texts side by side: alignment of translations, text reuse, fixed formulas, and what a digest keeps of its source."""

from helpers.parallel.alignments import align, sentences_of
from helpers.parallel.fidelities import fidelity, modals
from helpers.parallel.formulas import find_formulas, formula_parts, formulas, said_by
from helpers.parallel.readings import locate, parallel_text
from helpers.parallel.reuses import reuse, shared_passages, stock_phrases

__all__ = [
    "align", "fidelity", "find_formulas", "formula_parts", "formulas", "locate", "modals", "parallel_text",
    "reuse", "said_by", "sentences_of", "shared_passages", "stock_phrases",
]  # fmt: skip
