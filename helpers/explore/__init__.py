"""Questions of the reader's own: widgets for JupyterLab, each with a static twin for those who only read.

An explorer is shown by naming it as the last line of a cell. In JupyterLab it is a row of controls and an answer; wherever no
widget manager answers (GitHub, nbval, a printed page) the same answer stands there as plain HTML.
"""

from helpers.explore.explorers import Explorer, alignment, article, concordance, frames, shares
from helpers.explore.searches import FORMS, MODES, SORTS, Index, QuestionError

__all__ = [
    "FORMS", "MODES", "SORTS", "Explorer", "Index", "QuestionError", "alignment", "article", "concordance", "frames",
    "shares",
]  # fmt: skip
