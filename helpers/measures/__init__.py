"""Tables in, tables out: counts, dispersion, keyness, collocation, concordance, shares, intervals.

One convention runs through all: `groups` is a Series that gives each article a label
(`corpus.articles["outlet"]`), articles without one are left out, and `versions` (of
`measures.versions(corpus)`) makes reprints and digests of one article count once. Every table of
rates or shares says its `group`, its `term`, the `count`, the `n` it is out of and the `value`; zeros are rows;
an empty group has no rows in it.
"""

from helpers.measures.collocations import collocates
from helpers.measures.concordances import concordance, in_context
from helpers.measures.counts import LEAST_TEXTS, article_counts, frequency, versions
from helpers.measures.dispersions import dispersion
from helpers.measures.keywords import keyness
from helpers.measures.proportions import mention_counts, shares, wilson
from helpers.measures.resamples import adjusted, contrast, intervals
