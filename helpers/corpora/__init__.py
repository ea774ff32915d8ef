"""From saved pages to tables: parse page conventions, dates (`stamps`) and outlets, link versions of one story.

`load_corpus` reads a folder or a table, `read_table` prepares a table, and `validate` reports what was not understood,
with a draft of corrections (`validate(corpus).draft`).
"""

from helpers.corpora.corpus import Corpus, load_corpus
from helpers.corpora.pages import ROOT, PageError, PageWarning
from helpers.corpora.reports import validate
from helpers.corpora.tables import read_table
