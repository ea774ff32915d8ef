"""Research notebooks on the Shanghai Spirit: from raw pages to tables to figures."""

import pandas as pd

# With pyarrow installed, pandas uses its regular expressions for strings, and these know ASCII white space only.
# A pattern must mean the same whatever else is installed.
pd.set_option("mode.string_storage", "python")

from helpers.corpora.corpus import Corpus, load_corpus  # noqa: E402
from helpers.texts.tokens import tokenize  # noqa: E402

__all__ = ["Corpus", "load_corpus", "tokenize"]
