"""Research notebooks on the Shanghai Spirit: from raw pages to tables to figures."""

import pandas as pd

# With pyarrow installed pandas hands string methods to it, whose regular expressions know ASCII white space only:
# what a pattern means must not depend on what else is installed.
pd.set_option("mode.string_storage", "python")

from helpers.corpora.corpus import Corpus, load_corpus  # noqa: E402
from helpers.texts.tokens import tokenize  # noqa: E402

__all__ = ["Corpus", "load_corpus", "tokenize"]
