"""Large corpora on Dask: the same tables, part by part, and measures from the counts."""

from helpers.scale.runs import Run, ScaleError, parts_of, run

__all__ = ["Run", "ScaleError", "parts_of", "run"]
