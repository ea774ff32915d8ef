"""Any text: its script, its hygiene, its numerals, its sentences, its tokens with their places, its shingles.

`cut` gives the words of any text, `tokenize` those of a corpus, `term_of` the form under which a word is counted.
"""

from helpers.texts.places import Chain, Places
from helpers.texts.scripts import script_of, simplify, term_of
from helpers.texts.sentences import sentence_spans
from helpers.texts.tokens import cut, tokenize
