"""A workbench for readers' own queries in JupyterLab, and its answers as plain HTML for those who only read.

`workbench(corpus)` as the last line of a cell shows a search, tabs and an answer that can be clicked. Without a widget
manager (GitHub, nbval, a printed page) the same answer is shown as plain HTML. `Workbench.ask` returns a single answer.
"""

from helpers.explore.answers import TABS, Answer
from helpers.explore.queries import FORMS, GROUPINGS, MODES, SORTS, Index, QuestionError
from helpers.explore.workbenches import Workbench, workbench
