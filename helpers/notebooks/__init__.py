"""Notebooks as files: running them in place without changing a byte, the gallery of figures, the line of versions.

`python -m helpers.notebooks` runs all of them, `python -m helpers.notebooks notebooks/02-timeline.ipynb` one.
"""
