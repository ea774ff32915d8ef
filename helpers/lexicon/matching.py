from helpers.matching import *  # noqa
from helpers.matching import Bodies, Match, Matcher, concepts, find_concepts, normal_text, stop_words  # noqa
