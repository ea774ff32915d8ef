"""The notebooks as files: run in place without a changed byte, the gallery of their figures, the releases at their foot.

`python -m helpers.notebooks` runs all of them, `python -m helpers.notebooks notebooks/02-timeline.ipynb` one.
"""
