"""One label per character, and the articles drafted from the labels."""

from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from helpers.lexicon import Lexicon
from helpers.texts.hygiene import INVISIBLE

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
    its page; `follows` is the number of the draft under whose header it stands, if it has none of its own.

    `agency` is who a dateline says wrote the words, `writer` who a byline, `source` who a closing mark says, `guest` who signed them as a
    guest of the paper; `digest` is whether its text has the marks of a digest; `doubts` are what a reader of the page should look at, in words."""

    convention: str
    title: Span | None = None
    outlet: Span | None = None
    stamp: Span | None = None
    updated: Span | None = None
    agency: Span | None = None
    writer: Span | None = None
    source: Span | None = None
    guest: Span | None = None
    text: Span | None = None
    follows: int | None = None
    digest: bool = False
    doubts: list[str] = field(default_factory=list)


_SPANS = ("title", "outlet", "stamp", "updated", "agency", "writer", "source", "guest", "text")


class Tiling:
    """One label per character, so that the segments tile the page whatever the rules do.

    The rules read and mark `raw`, which is the page as it is seen: characters that are not seen are left out, so that they
    hide no word and no label. In the segments they are apparatus.
    """

    def __init__(self, page: str, lexicon: Lexicon | None = None):
        self.lexicon = lexicon
        self._hidden = np.zeros(len(page), dtype=bool)
        self._hidden[[match.start() for match in INVISIBLE.finditer(page)]] = True
        # For each character that is seen its place in the page.
        self._places = np.flatnonzero(~self._hidden)
        self.raw = raw = INVISIBLE.sub("", page) if self._hidden.any() else page
        self.labels = np.zeros(len(raw), dtype=np.int32)
        self.legend: dict[tuple[str, str, int], int] = {("boilerplate", "page furniture", -1): 0}

    def mark(self, span: Span, kind: str, rule: str, article: int = -1) -> None:
        """Say of `raw[span]` what it is; what was said of it before is forgotten."""
        label = self.legend.setdefault((kind, rule, article), len(self.legend))
        self.labels[span[0] : span[1]] = label

    def kind_at(self, place: int) -> str:
        """What was said of the character `raw[place]`."""
        return list(self.legend)[self.labels[place]][0]

    def segments(self) -> list[Segment]:
        """The runs of equal labels, in order, by their places in the page; what is not seen is of the article before it."""
        labels, hidden = self.labels, self._hidden
        if hidden.any():
            articles = [article for _, _, article in self.legend]
            unseen = [self.legend.setdefault(("apparatus", "invisible", one), len(self.legend)) for one in articles]
            beside = labels[np.cumsum(~hidden) - 1] if len(labels) else np.zeros(len(hidden), dtype=int)
            labels = np.where(hidden, np.array(unseen)[beside], beside)
        edges = [0, *(np.flatnonzero(np.diff(labels)) + 1).tolist(), len(hidden)]
        legend = list(self.legend)
        return [Segment(start, end, *legend[labels[start]]) for start, end in pairwise(edges) if start < end]

    def on_page(self, draft: Draft) -> Draft:
        """The draft with its spans by their places in the page."""
        if not self._hidden.any():
            return draft
        spans = {name: getattr(draft, name) for name in _SPANS}
        return replace(draft, **{name: self._on_page(*span) for name, span in spans.items() if span})

    def _on_page(self, start: int, end: int) -> Span:
        if start == end:
            return (int(self._places[start - 1]) + 1 if start else 0,) * 2
        return int(self._places[start]), int(self._places[end - 1]) + 1
