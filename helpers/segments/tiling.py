"""One label per character, and the articles drafted from the labels."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from helpers.lexicon import Lexicon

Span = tuple[int, int]

KINDS = ("title", "meta", "body", "caption", "apparatus", "related", "epigraph", "boilerplate")


@dataclass(frozen=True)
class Segment:
    """`raw[start:end]` is of this `kind`; `rule` says what recognised it; `article` counts from 0, -1 is none."""

    start: int
    end: int
    kind: str
    rule: str
    article: int


@dataclass
class Draft:
    """An article as its page prints it: spans of raw characters, None where the page prints nothing. `convention` is one of
    its page; `follows` is the number of the draft under whose header it stands, if it has none of its own."""

    convention: str
    title: Span | None = None
    outlet: Span | None = None
    stamp: Span | None = None
    agency: Span | None = None
    source: Span | None = None
    text: Span | None = None
    follows: int | None = None


class Tiling:
    """One label per character, so that the segments tile the page whatever the rules do."""

    def __init__(self, raw: str, lexicon: Lexicon | None = None):
        self.raw, self.lexicon = raw, lexicon
        self.labels = np.zeros(len(raw), dtype=np.int32)
        self.legend: dict[tuple[str, str, int], int] = {("boilerplate", "page furniture", -1): 0}

    def mark(self, span: Span, kind: str, rule: str, article: int = -1) -> None:
        """Say of `raw[span]` what it is; what was said of it before is forgotten."""
        label = self.legend.setdefault((kind, rule, article), len(self.legend))
        self.labels[span[0] : span[1]] = label

    def segments(self) -> list[Segment]:
        """The runs of equal labels, in order."""
        if not self.raw:
            return []
        edges = [0, *(np.flatnonzero(np.diff(self.labels)) + 1).tolist(), len(self.raw)]
        labels = list(self.legend)
        return [Segment(start, end, *labels[self.labels[start]]) for start, end in pairwise(edges)]
