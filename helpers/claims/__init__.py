"""Which findings survive another choice: the register of claims, each with the function that computes it.

The register is `lexicon/claims.csv`: the words of each claim as they stand in its notebook, what number decides, at
which number it holds and at which it flips.
"""

from helpers.claims.choices import AS_STATED, CHOICES, Choices, Reading, left_out
from helpers.claims.findings import FINDINGS, leading_terms
from helpers.claims.matrices import (
    REPORTED,
    STATUS,
    VERDICTS,
    claim_matrix,
    claims,
    jaccard_at,
    list_stability,
    lone_carriers,
    standing,
    verdict,
)

__all__ = [
    "AS_STATED", "CHOICES", "FINDINGS", "REPORTED", "STATUS", "VERDICTS", "Choices", "Reading", "claim_matrix", "claims",
    "jaccard_at", "leading_terms", "left_out", "list_stability", "lone_carriers", "standing", "verdict",
]  # fmt: skip
