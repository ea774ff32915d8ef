"""Pictures of tables: the house style, its font, `save`, and a few kinds of picture, each a function that takes a table.

The caller says the finding (`title`, with a second line in Chinese if wanted) and keeps the result with `figures.save(fig,
table, name, n=...)`. Lines, panels and columns follow the order in which the table first names them, unless a docstring says
otherwise. Every kind draws 5 rows or 1,200: what has no room is folded or left out by rule, and the foot line says so. A table
without rows raises `ValueError`.
"""

from helpers.figures.cells import cells
from helpers.figures.dots import dots
from helpers.figures.files import FigureError, save
from helpers.figures.house import FONT_FILE, GREY, INK, gloss, new_figure, outlet_styles, use_house_style
from helpers.figures.lanes import calendar
from helpers.figures.ribbons import ribbons
from helpers.figures.strips import VOICES, strips
from helpers.figures.words import clouds, concordance
