"""Labels of the characters of a page, and drafts of its articles."""

from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from helpers.lexicon import Lexicon
from helpers.texts.hygiene import INVISIBLE
from helpers.texts.places import Span

KINDS = ("title", "meta", "body", "caption", "apparatus", "related", "epigraph", "boilerplate")


@dataclass(frozen=True)
class Segment:
    """A span `raw[start:end]` of one `kind`. `rule` names the rule that found it; `article` counts from 0, or is -1."""

    start: int
    end: int
    kind: str
    rule: str
    article: int


@dataclass
class Draft:
    """An article as its page prints it: spans of raw characters, None where the page prints nothing. `convention`
    is the convention of the page. `follows` is the number of the draft whose header this one shares, or None.

    Writers of the words: `agency` from a dateline, `writer` from a byline, `source` from a closing mark, `guest` from a
    guest's signature. `cut`: words that say that the text goes on elsewhere. `digest`: the text has the marks of a
    digest. `doubts`: messages on what to check on the page."""

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
    cut: Span | None = None
    follows: int | None = None
    digest: bool = False
    doubts: list[str] = field(default_factory=list)


_SPANS = ("title", "outlet", "stamp", "updated", "agency", "writer", "source", "guest", "text", "cut")


class Tiling:
    """One label per character, so that the segments tile the page whatever the rules do.

    The rules read and mark `raw`, the page without its invisible characters, which would split words and labels.
    In the segments invisible characters are apparatus.
    """

    def __init__(self, page: str, lexicon: Lexicon | None = None):
        self.lexicon = lexicon
        self._hidden = np.zeros(len(page), dtype=bool)
        self._hidden[[match.start() for match in INVISIBLE.finditer(page)]] = True
        # The place in the page of each visible character.
        self._places = np.flatnonzero(~self._hidden)
        self.raw = raw = INVISIBLE.sub("", page) if self._hidden.any() else page
        self.labels = np.zeros(len(raw), dtype=np.int32)
        self.legend: dict[tuple[str, str, int], int] = {("boilerplate", "page furniture", -1): 0}

    def mark(self, span: Span, kind: str, rule: str, article: int = -1) -> None:
        """Label `raw[span]`, replacing earlier labels."""
        label = self.legend.setdefault((kind, rule, article), len(self.legend))
        self.labels[span[0] : span[1]] = label

    def kind_at(self, place: int) -> str:
        """Return the kind of the character `raw[place]`."""
        return list(self.legend)[self.labels[place]][0]

    def segments(self) -> list[Segment]:
        """Return the runs of equal labels in page order. An invisible character belongs to the article before it."""
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
        """Return the draft with its spans as places in the page."""
        if not self._hidden.any():
            return draft
        spans = {name: getattr(draft, name) for name in _SPANS}
        return replace(draft, **{name: self._on_page(*span) for name, span in spans.items() if span})

    def _on_page(self, start: int, end: int) -> Span:
        if start == end:
            return (int(self._places[start - 1]) + 1 if start else 0,) * 2
        return int(self._places[start]), int(self._places[end - 1]) + 1
