"""Reported speech in Chinese and English: reporting events, their speakers and their forms.

A reporting event is a cue that attributes words to somebody, together with those words. `tests/gold/VOICES.md` defines
events and their forms. The reviewed tables `lexicon/reporting_verbs.csv` and `lexicon/speakers.csv` hold the reporting
verbs and the heads of speakers.
"""

from helpers.mentions.voices.article_events import voices_in, voices_of_sentences
from helpers.mentions.voices.corpus_voices import find_voices, headings, sentence_voices, speakers_of_sentences
from helpers.mentions.voices.cue_words import FORMS, SPEAKER_KINDS, Event, reporting_verbs, verb_of
