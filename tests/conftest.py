"""What many tests look at: the corpus of the seeds and its tokens, made once. They are not to be changed."""

import pytest

from helpers import load_corpus, tokenize


@pytest.fixture(scope="session")
def corpus():
    return load_corpus()


@pytest.fixture(scope="session")
def tokens(corpus):
    return tokenize(corpus)
