"""The claims of the notebooks: each checked where it is made, and some computed again under other choices.

The register is `study/claims.csv` beside the pages: the words of each claim as its notebook has them and the bound for its number.
`study/findings.py` computes the numbers of those that are varied.
"""

from helpers.claims.checks import VERDICTS, ClaimError, check, register, verdict
from helpers.claims.choices import AS_STATED, CHOICES, Choices, left_out
from helpers.claims.matrices import REPORTED, STATUS, claim_matrix, finding, findings_of, standing, varied
