"""From pages to tables: what is on a page, by which convention, printed when (`stamps`) and by whom; which articles are one story.

`load_corpus` reads a folder or a table, `read_table` makes a table ready, `validate` says what was not understood,
and `draft_corrections` (the same as `validate(corpus).draft`) is a table to correct it in.
"""

from helpers.corpora.corpus import Corpus, load_corpus
from helpers.corpora.corrections import draft_corrections
from helpers.corpora.pages import ROOT, PageError, PageWarning
from helpers.corpora.reports import validate
from helpers.corpora.tables import read_table
