"""What many tests look at: the corpus of the seeds and its tokens, made once. They are not to be changed."""

import importlib.util
import warnings

import pytest

from helpers import load_corpus, tokenize
from helpers.corpora import ROOT


@pytest.fixture(scope="session")
def corpus():
    return load_corpus()


@pytest.fixture(scope="session")
def tokens(corpus):
    return tokenize(corpus)


def quiet_corpus(*source, **options):
    """The corpus of a folder or table, without what is said of its pages."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_corpus(*source, **options)


def body(corpus, page, start, end):
    """The body characters of a raw slice of a page."""
    raw, tiles = corpus.pages.at[page, "raw"], corpus.segments
    inside = tiles[
        (tiles["page"] == page) & (tiles["kind"] == "body") & (tiles["start"] < end) & (tiles["end"] > start)
    ]
    return "".join(raw[max(s, start) : min(e, end)] for s, e in zip(inside["start"], inside["end"], strict=True))


def script(name: str):
    """A module of `benchmarks/`, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
