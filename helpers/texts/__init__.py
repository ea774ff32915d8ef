"""Process any text: script, hygiene, numerals, sentences, tokens with their offsets, shingles.

`cut` returns the tokens of any text, `tokenize` those of a corpus, `term_of` the form under which a word is counted.
"""

from helpers.texts.places import Chain, Places
from helpers.texts.scripts import script_of, simplify, term_of
from helpers.texts.sentences import sentence_spans
from helpers.texts.tokens import cut, tokenize
