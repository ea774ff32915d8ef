"""Page conventions: what each character of a raw page is.

A page is tiled by segments, each with a kind and the rule that found it, and the articles on it are drafted: which
characters print the title, the outlet, the clock. What those characters mean is decided in `articles`.

`marks` knows what stands around the words of an article, `paragraphs` lays a text, `aggregator` and `documents` read
the conventions, `tiling` keeps the labels. A new convention is a function like `read_aggregator`: it marks the tiling
and returns its drafts, or nothing if the page is none of its kind.
"""

from helpers.corpora.conventions.aggregator import read_aggregator
from helpers.corpora.conventions.documents import read_document
from helpers.corpora.conventions.marks import is_chinese, visible_lines
from helpers.corpora.conventions.tiling import KINDS, Draft, Segment, Span, Tiling
from helpers.lexicon import Lexicon


def segment_page(raw: str, *, lexicon: Lexicon | None = None) -> tuple[list[Segment], list[Draft], str]:
    """Tile one page: its segments in order, the articles drafted on it, and the convention that was recognised.

    The convention is `aggregator`, `document` (CMS and bilingual pages), `wire` or `unknown`; a page of no known
    convention is one article, and a page that shows only notices is none.
    """
    tiling = Tiling(raw, lexicon)
    lines = visible_lines(tiling.raw)
    drafts = read_aggregator(tiling, lines) or read_document(tiling, lines)
    convention = drafts[0].convention if drafts else "unknown"
    return tiling.segments(), [tiling.on_page(draft) for draft in drafts], convention
