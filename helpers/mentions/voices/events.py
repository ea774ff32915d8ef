"""The reporting events of one sentence, and the entry of the table to which a verb belongs."""

import pandas as pd

from helpers.lexicon import Lexicon
from helpers.mentions import About
from helpers.mentions.voices.chinese_events import ChineseSentence
from helpers.mentions.voices.cue_words import Event, Verb, verbs_by_form
from helpers.mentions.voices.english_events import EnglishSentence
from helpers.texts.matching import normal_text
from helpers.texts.scripts import tagged


def sentence_of(text: str, about: About, institutions: bool = False) -> ChineseSentence | EnglishSentence | None:
    """A sentence ready to be read; none in other languages than `zh` and `en`."""
    if about.language == "zh":
        return ChineseSentence(about.normal(text), institutions, lexicon=about.lexicon)
    return EnglishSentence(text, institutions, lexicon=about.lexicon) if about.language == "en" else None


def voices_in(
    text: str,
    language: str,
    script: str | None = None,
    machine_converted: bool = False,
    *,
    institutions: bool = False,
    lexicon: Lexicon | None = None,
) -> list[Event]:
    """The reporting events of one sentence, in order; offsets are those of `text`. With `institutions` a body or a meeting that stresses or advocates is a speaker, too.

    >>> text = "Lavrov said that all was well, adding that he was glad."
    >>> [(event.verb, text[slice(*event.speaker)], event.form) for event in voices_in(text, "en")]
    [('said', 'Lavrov', 'indirect'), ('adding', 'Lavrov', 'indirect')]
    >>> [(event.verb, event.form) for event in voices_in("与会代表一致认为,合作日益紧密。", "zh")]
    [('认为', 'collective')]
    """
    sentence = sentence_of(text, About(*tagged(language, script), machine_converted, lexicon), institutions)
    return [event.printed(text) for event in sentence.events()] if sentence else []


def voices_of_sentences(sentences: pd.DataFrame, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """The reporting events of a table of plain sentences (`id`, `language`, `text`): `id`, `start`, `end` (in the
    text), `verb`, `speaker_printed`, `speaker_kind`, `form`, one row per event, in order."""
    columns = ["id", "start", "end", "verb", "speaker_printed", "speaker_kind", "form"]
    rows = [
        (row.id, *event[:3], row.text[slice(*event.speaker)] if event.speaker else "", event.kind, event.form)
        for row in sentences.drop_duplicates("id").itertuples()
        for event in voices_in(row.text, row.language, lexicon=lexicon)
    ]
    return pd.DataFrame(rows, columns=columns)


def verb_of(verb: str, language: str, *, lexicon: Lexicon | None = None) -> Verb | None:
    """The entry of the table to which a verb as printed belongs (`stressed`, 強調, 介绍说).

    >>> verb_of("stressed", "en").lemma, verb_of("強調", "zh").lemma, verb_of("介绍说", "zh").lemma
    ('stress', '强调', '介绍')
    """
    verb = normal_text(verb) if language == "zh" else verb.lower()
    known = verbs_by_form(language, lexicon=lexicon)
    return next((known[verb[:size]] for size in range(len(verb), 0, -1) if verb[:size] in known), None)
