"""Large corpora on Dask: the corpus and its tables, made part by part."""

from helpers.scale.folders import ScaleError
from helpers.scale.parts import TABLES
from helpers.scale.results import Run
from helpers.scale.runs import LARGE, corpus_of, run, table_of
