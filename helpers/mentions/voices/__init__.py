"""Whose voice is heard: reporting events, their speakers and forms, in Chinese and English.

An event is a cue by which a text gives somebody's words as theirs, with their content. What counts as one, and as which
form, is written down in `tests/gold/VOICES.md`; the verbs and the heads of speakers are the reviewed tables
`lexicon/reporting_verbs.csv` and `lexicon/speakers.csv`.
"""

from helpers.mentions.voices.article_events import voices_in, voices_of_sentences
from helpers.mentions.voices.corpus_voices import (
    find_voices,
    headings,
    sentence_voices,
    speakers_of_sentences,
    verbs_of_speakers,
)
from helpers.mentions.voices.cue_words import CLASSES, FORMS, SPEAKER_KINDS, Event, reporting_verbs, verb_of
