"""Research notebooks on the Shanghai Spirit: from raw pages to tables to figures."""

from helpers.corpus import Corpus, load_corpus
from helpers.tokens import tokenize

__all__ = ["Corpus", "load_corpus", "tokenize"]
