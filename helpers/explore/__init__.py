"""Questions of the reader's own: a workbench for JupyterLab, and its answers as they stand for those who only read.

`workbench(corpus)` as the last line of a cell shows search, tabs and an answer that can be clicked; wherever no widget manager
answers (GitHub, nbval, a printed page) the same answer stands there as plain HTML. `Workbench.ask` makes an answer alone.
"""

from helpers.explore.answers import TABS, Answer
from helpers.explore.queries import FORMS, GROUPINGS, MODES, SORTS, Index, QuestionError
from helpers.explore.workbenches import Workbench, workbench
