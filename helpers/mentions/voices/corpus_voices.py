"""The voices of a corpus: its reporting events, whose voice each sentence is, and whose speaker a digest erases."""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers import measures
from helpers.mentions import About, articles_known
from helpers.mentions.voices.article_events import ArticleReader, Sentence, Voice
from helpers.mentions.voices.cue_words import FORMS, SPEAKER_KINDS
from helpers.mentions.voices.events import lemma_of, verb_class, voices_in
from helpers.texts.joins import check_corpus, check_ids

COLUMNS = [
    "article", "sentence", "start", "end", "language", "verb", "lemma", "class", "speaker_printed", "speaker_start",
    "speaker_end", "speaker", "speaker_kind", "form", "nested", "covers",
]  # fmt: skip
_ADDRESSES = ["article", "start", "end", "speaker_start", "speaker_end"]
# What links two texts whose words are the same, whatever the language.
_SAME_WORDS = ("translation", "reprint", "one press conference")


def find_voices(corpus, institutions: bool = False) -> pd.DataFrame:
    """Every reporting event of a corpus, one row each, in its order.

    * `article`, `sentence`, `start`, `end`: the raw address of the reporting verb; of a label or a bare quotation that
      of its colon or opening mark; of an erased speaker that of the whole sentence; `language` of the text;
    * `verb` as printed, without wrap spaces (empty if there is none), `lemma` (its entry in the table), `class` (one of
      `CLASSES`, or empty);
    * `speaker_printed`, `speaker_start`, `speaker_end`: the words of this sentence that name the speaker and their raw
      address, empty and missing if none do; `speaker`: canonical, after pronoun, title, ellipsis and script are
      resolved; empty if it cannot be; `speaker_kind` (one of `SPEAKER_KINDS`);
    * `form` (one of `FORMS`); `nested`: inside the words of another; `covers`: the last sentence whose content belongs
      to the event.

    In a transcript (two labels or more) a turn runs to the next label; what it reports itself is nested. A question's speaker is
    `a journalist`; an answer's is the one person named before the first label, or `the speaker`.

    With `institutions` a body, a meeting or an event that emphasizes, advocates or condemns has a row as well, of the
    kind `institution`; it covers its own sentence. Without, such a subject is read as a figure of speech.

    A sentence of a machine digest has the form `none` where the Chinese text on the same words gives them to a speaker
    and the digest does not: see `erased_speakers`.
    """
    check_corpus(corpus)
    return with_erased(corpus, _voices(corpus, institutions))


def with_erased(corpus, table: pd.DataFrame) -> pd.DataFrame:
    """The events of `find_voices`, as found in each article alone, with those of the speakers that digests erase: these are known
    by the links of the corpus."""
    table = table[table["form"] != "none"]
    table = pd.concat([table, _erased(corpus, table)], ignore_index=True) if len(table) else table
    order = np.lexsort((table["start"], table["sentence"], corpus.articles.index.get_indexer(table["article"])))
    table = table.iloc[order]
    texts = ["article", "language", "verb", "lemma", "class", "speaker_printed", "speaker"]
    table = table.astype(
        {**dict.fromkeys(texts, "str"), "speaker_start": "Int64", "speaker_end": "Int64", "nested": "bool"}
    )
    table["speaker_kind"] = pd.Categorical(table["speaker_kind"], categories=SPEAKER_KINDS)
    table["form"] = pd.Categorical(table["form"], categories=FORMS)
    return table.reset_index(drop=True)


def _voices(corpus, institutions: bool) -> pd.DataFrame:
    """The events of every article, in order, with the columns of `find_voices`."""
    found: list[tuple[int, str, Voice]] = []
    for code, about, sentences, breaks in _articles(corpus):
        reader = ArticleReader(sentences, about, breaks, institutions)
        found += ((code, about.language, voice) for voice in reader.voices())
    codes = np.array([code for code, _, _ in found], dtype=np.int64)
    first = np.array([voice.sentence.start for _, _, voice in found], dtype=np.int64)
    events = [voice.event for _, _, voice in found]
    speakers = [event.speaker or (0, 1) for event in events]
    named = np.array([event.speaker is not None for event in events], dtype=bool)

    def raw(starts: list[int], ends: list[int]) -> tuple[np.ndarray, np.ndarray]:
        start, end = (np.array(edge, dtype=np.int64) for edge in (starts, ends))
        places = corpus.places
        return places.raw(codes, first + start), places.raw(codes, first + end - 1) + 1

    start, end = raw([event.start for event in events], [event.end for event in events])
    speaker_start, speaker_end = raw([one for one, _ in speakers], [other for _, other in speakers])
    rows = []
    for _, language, voice in found:
        event = voice.event
        lemma = lemma_of(event.verb, language, lexicon=corpus.lexicon)
        kind_of_verb = verb_class(lemma, language, lexicon=corpus.lexicon)
        printed = voice.sentence.text[slice(*event.speaker)] if event.speaker else ""
        about = (language, event.verb, lemma, kind_of_verb, printed, voice.speaker, voice.kind)
        rows.append((voice.sentence.number, *about, event.form, event.nested, voice.covers))
    table = pd.DataFrame(rows, columns=[name for name in COLUMNS if name not in _ADDRESSES])
    spoken = (pd.arrays.IntegerArray(edge, ~named) for edge in (speaker_start, speaker_end))
    addresses = (corpus.articles.index.to_numpy()[codes], start, end, *spoken)
    return table.assign(**dict(zip(_ADDRESSES, addresses, strict=True)))[COLUMNS]


def _articles(corpus) -> Iterator[tuple[int, About, list[Sentence], list[int]]]:
    """Of each article its place, what is known of it, its sentences, and where paragraphs end in its text."""
    table, segments = corpus.sentences, corpus.segments
    codes = corpus.articles.index.get_indexer(table["article"])
    starts = corpus.places.text(codes, table["start"].to_numpy(dtype=np.int64))
    sentences: list[list[Sentence]] = [[] for _ in corpus.articles.index]
    for code, *sentence in zip(
        codes.tolist(), table["sentence"].tolist(), starts.tolist(), table["text"].tolist(), strict=True
    ):
        sentences[code].append(Sentence(*sentence))
    ends = segments[(segments["rule"] == "paragraph") & (segments["kind"] == "body")]
    codes = corpus.articles.index.get_indexer(ends["article"])
    places = corpus.places.text(codes, ends["end"].to_numpy(dtype=np.int64))
    breaks: list[list[int]] = [[] for _ in corpus.articles.index]
    for code, place in zip(codes.tolist(), places.tolist(), strict=True):
        breaks[code].append(place)
    known = articles_known(corpus)
    for code, article in enumerate(corpus.articles.index):
        yield code, known[article], sentences[code], breaks[code]


def sentence_voices(corpus, voices: pd.DataFrame | None = None) -> pd.DataFrame:
    """Whose voice each sentence is: `article`, `sentence`, `start`, `end`, `voice` (`quoted`: in the words of somebody,
    as the text says; `erased`: in somebody's words, as only the Chinese text says; `institution`: in those of a body or a
    meeting, if `voices` was found with them; `outlet`: the rest), `speaker`,
    `form` (of the event that covers the sentence; empty for the outlet's own).

    `voices` is what `find_voices` returned. An agency named as the source (据新华社) is no voice: the words stay the
    outlet's.
    """
    voices = events_of(corpus, voices)
    held: dict[tuple[str, int], tuple[str, str, str]] = {}
    heard = voices[voices["form"] != "source"]
    impersonal = heard["speaker_kind"] == "institution"
    for row in heard.assign(last=impersonal).sort_values(["last", "nested"], kind="stable").itertuples():
        for sentence in range(row.sentence, row.covers + 1):
            voice = "erased" if row.form == "none" else "institution" if row.last else "quoted"
            held.setdefault((row.article, sentence), (voice, row.speaker, row.form))
    table = corpus.sentences[["article", "sentence", "start", "end"]].copy()
    places = zip(table["article"], table["sentence"], strict=True)
    about = [held.get(place, ("outlet", "", "")) for place in places]
    columns = ["voice", "speaker", "form"]
    table[columns] = pd.DataFrame(about, columns=columns, index=table.index, dtype="str")
    voices_there = ["quoted", "erased", *["institution"] * bool(impersonal.any()), "outlet"]
    return table.assign(voice=pd.Categorical(table["voice"], categories=voices_there))


def headings(corpus) -> pd.DataFrame:
    """The articles whose heading names a speaker and then gives the words (`Speaker: ...`): `speaker_printed` and
    `speaker_kind`, by article. What stands before an upright stroke (a column, a series) is no part of it.

    Headings are outside the text: no row of `find_voices` rests on one. A digest keeps the heading of what it digests.
    """
    rows = []
    for article, about in corpus.articles.iterrows():
        title = "" if pd.isna(about["title"]) else re.split("[|｜丨]", about["title"])[-1]
        language = "zh" if re.search("[\u4e00-\u9fff]", title) else "en"
        script = about["script"] if about["language"] == "zh" else None
        events = voices_in(title, language, script, lexicon=corpus.lexicon)
        label = next((event for event in events if not event.verb and event.speaker), None)
        if label:
            rows.append((article, title[slice(*label.speaker)].strip(), label.kind))
    table = pd.DataFrame(rows, columns=["article", "speaker_printed", "speaker_kind"])
    return table.set_index("article")


def voice_readings(corpus) -> pd.DataFrame:
    """Is a sentence in somebody's words? Four answers, each counting as a speaker what the one before counts, and more:
    `article`, `sentence`, and whether by

    * `persons`: persons alone, in both languages;
    * `coded`: persons, offices, collectives, media and documents, as `find_voices` reads them;
    * `institutions`: also a body, a meeting or an event that emphasizes, advocates or condemns;
    * `headings`: also whoever the heading of the text names, for all its sentences.
    """
    voices = find_voices(corpus)
    heard = voices[~voices["form"].isin(["source", "none"])]
    table = corpus.sentences[["article", "sentence"]].copy()
    in_words_of = {
        (row.article, number)
        for row in heard[heard["speaker_kind"] == "person"].itertuples()
        for number in range(row.sentence, row.covers + 1)
    }
    table["persons"] = [place in in_words_of for place in zip(table["article"], table["sentence"], strict=True)]
    table["coded"] = (sentence_voices(corpus, voices)["voice"] == "quoted").to_numpy()
    widely = sentence_voices(corpus, find_voices(corpus, institutions=True))["voice"]
    table["institutions"] = widely.isin(["quoted", "institution"]).to_numpy() | table["coded"]
    table["headings"] = table["institutions"] | table["article"].isin(headings(corpus).index)
    return table


def events_of(corpus, voices: pd.DataFrame | None) -> pd.DataFrame:
    """The events given, if they are of this corpus, or those found in it."""
    if voices is None:
        return find_voices(corpus)
    check_ids(voices["article"], corpus.articles.index, "voices", "the corpus", match="every")
    return voices


def _erased(corpus, voices: pd.DataFrame) -> pd.DataFrame:
    """Rows for the sentences of digests whose speaker is erased.

    A digest of a Chinese text in which one person has all the words: what the digest says is that person's, and a
    sentence of it without a reporting event hides whose it is.
    """
    rows = []
    for one, other, _ in versions_in_english(corpus):
        if corpus.articles.at[other, "form"] != "digest":
            continue
        mine = voices[(voices["article"] == one) & ~voices["form"].isin(["source", "none"]) & ~voices["nested"]]
        source = corpus.sentences.loc[corpus.sentences["article"] == one, "sentence"]
        if len(set(mine["speaker"])) != 1 or not _covered(mine) >= set(source):
            continue
        named = (voices["form"] != "none") & (voices["speaker_kind"] != "institution")
        shown = _covered(voices[(voices["article"] == other) & named])
        speaker, kind = mine[["speaker", "speaker_kind"]].iloc[0]
        sentences = corpus.sentences[corpus.sentences["article"] == other]
        for row in sentences[~sentences["sentence"].isin(shown)].itertuples():
            unsaid = ("",) * 4  # verb, lemma, class, speaker as printed
            rows.append(
                (other, row.sentence, row.start, row.end, "en", *unsaid, pd.NA, pd.NA, speaker, kind, "none", False, row.sentence)
            )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).drop_duplicates(["article", "sentence"])


def _covered(events: pd.DataFrame) -> set[int]:
    return {sentence for row in events.itertuples() for sentence in range(row.sentence, row.covers + 1)}


def who_quotes_whom(corpus, voices: pd.DataFrame | None = None) -> pd.DataFrame:
    """Who hands on whose words: `source`, `target` (the speaker), `weight` (in how many articles).

    The source is the speaker in whose words an event is nested; else the office from which its sentence has the words, which is a
    target, too; else whoever wrote the article (`words_by`). Agencies named as sources, erased and unknown speakers are left out.
    """
    voices = events_of(corpus, voices)
    named = voices["form"] == "source"
    office = named & (voices["speaker_kind"] == "office")
    heard = voices[(~named | office) & (voices["form"] != "none") & (voices["speaker"] != "")]
    outer, offices = (
        voices[rows].groupby(["article", "sentence"])["speaker"].last().to_dict()
        for rows in (~named & ~voices["nested"], office)
    )
    authors = corpus.articles["words_by"].to_dict()
    source = [
        authors[row.article]
        if row.form == "source"
        else (outer if row.nested else offices).get((row.article, row.sentence), authors[row.article])
        for row in heard.itertuples()
    ]
    rows = heard.assign(source=source, target=heard["speaker"])
    counts = rows.groupby(["source", "target"], as_index=False)["article"].nunique()
    return counts.rename(columns={"article": "weight"})


def versions_in_english(corpus) -> list[tuple[str, str, str]]:
    """Each Chinese text with each English version of the same words: `(Chinese, English, how that is known)`."""
    links = corpus.links[corpus.links["relation"].isin(_SAME_WORDS)]
    known = {frozenset((row.article, row.other)): row.relation for row in links.itertuples()}
    words = measures.versions(corpus, _SAME_WORDS).to_dict()
    language = corpus.articles["language"]
    english: dict[object, list[str]] = {}
    for article in corpus.articles.index[language == "en"]:
        english.setdefault(words[article], []).append(article)
    return [
        (one, other, known.get(frozenset((one, other)), "translation, reprinted"))
        for one in corpus.articles.index[language == "zh"]
        for other in english.get(words[one], ())
    ]
