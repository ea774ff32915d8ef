"""The claims of the notebooks: each is checked where it is made, and some are computed again under other choices.

The register is `study/claims.csv` beside the pages: each claim as worded in its notebook, and the bound for its number.
`study/findings.py` computes the numbers of the claims that are varied.
"""

from helpers.claims.checks import VERDICTS, ClaimError, check, register, verdict
from helpers.claims.choices import AS_STATED, CHOICES, Choices, left_out
from helpers.claims.matrices import REPORTED, STATUS, claim_matrix, finding, findings_of, standing, varied
