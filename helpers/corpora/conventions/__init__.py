"""Page conventions: classify each character of a raw page.

Segments tile a page, each with a kind and the rule that found it. A draft of each article says which characters
print the title, the outlet, the time. `articles` interprets those characters.

`marks` recognises the elements around the words of an article and `paragraphs` marks the text itself. `aggregator`
and `documents` read the conventions; `tiling` keeps the labels. A new convention is a function like `read_aggregator`:
it marks the tiling and returns its drafts, or an empty list if the page follows another convention.
"""

from helpers.corpora.conventions.aggregator import read_aggregator
from helpers.corpora.conventions.documents import read_document
from helpers.corpora.conventions.marks import is_chinese, visible_lines
from helpers.corpora.conventions.tiling import KINDS, Draft, Segment, Span, Tiling
from helpers.lexicon import Lexicon


def segment_page(
    raw: str, extracted: bool = False, *, lexicon: Lexicon | None = None
) -> tuple[list[Segment], list[Draft], str]:
    """Return the segments of one page in order, the drafts of its articles, and the recognised convention.

    `extracted`: everything below the first blank line is a main text found in HTML.

    The convention is `aggregator`, `document` (CMS and bilingual pages), `wire` or `unknown`. An `unknown` page
    counts as one article; a page that shows only notices has no article.
    """
    tiling = Tiling(raw, lexicon)
    lines = visible_lines(tiling.raw)
    drafts = read_aggregator(tiling, lines) or read_document(tiling, lines, extracted)
    convention = drafts[0].convention if drafts else "unknown"
    return tiling.segments(), [tiling.on_page(draft) for draft in drafts], convention
