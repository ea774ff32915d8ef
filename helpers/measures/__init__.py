"""Measures over tables: counts, dispersion, keyness, collocation, concordance, shares, intervals.

Shared conventions: `groups` is a Series that labels each article (`corpus.articles["outlet"]`). Articles without a
label are left out. `versions` (from `measures.versions(corpus)`) makes reprints and digests of one article count once.
Every table of rates or shares has `group`, `term`, `count`, `n` (the denominator) and `value`. Zeros are rows;
an empty group has no rows.
"""

from helpers.measures.collocations import collocates
from helpers.measures.concordances import concordance, in_context
from helpers.measures.counts import LEAST_TEXTS, article_counts, versions
from helpers.measures.dispersions import dispersion, frequency
from helpers.measures.keywords import keyness
from helpers.measures.proportions import mention_counts, shares, wilson
from helpers.measures.resamples import adjusted, contrast, intervals
