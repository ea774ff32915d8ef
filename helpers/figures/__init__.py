"""Figures of tables: the house style, its font, `save`, and a few kinds of figure, each a function of a table.

The caller states the finding (`title`, with an optional second line in Chinese) and stores the result with
`figures.save(fig, table, name, n=...)`. Lines, panels and columns follow the order of the table, unless a docstring
says otherwise. Every kind draws 5 rows or 1,200: rows without room are folded or left out by rule, and the foot line
says so. A table without rows raises `ValueError`.
"""

from helpers.figures.cells import cells
from helpers.figures.dots import dots
from helpers.figures.files import FigureError, save
from helpers.figures.house import FONT_FILE, GREY, INK, Picture, gloss, outlet_styles, use_house_style
from helpers.figures.lanes import calendar
from helpers.figures.ribbons import ribbons
from helpers.figures.strips import VOICES, strips
from helpers.figures.words import clouds, concordance
