"""Voices of a corpus: its reporting events, the voice of each sentence, and speakers that digests erase."""

import re
from collections.abc import Iterable, Iterator
from itertools import starmap

import numpy as np
import pandas as pd

from helpers import measures
from helpers.lexicon import NO_OUTLET
from helpers.lexicon.schemas import LANGUAGES
from helpers.mentions import About, articles_known
from helpers.mentions.voices.article_events import ArticleReader, Sentence, voices_in
from helpers.mentions.voices.cue_words import FORMS, SPEAKER_KINDS, verb_of
from helpers.texts.joins import check_corpus, check_ids

COLUMNS = [
    "article", "sentence", "start", "end", "language", "verb", "lemma", "class", "speaker_printed", "speaker_start",
    "speaker_end", "speaker", "speaker_kind", "form", "nested", "covers",
]  # fmt: skip
_ADDRESSES = ["start", "end", "speaker_start", "speaker_end"]
# Relations between two texts with the same words, in one language or two.
_SAME_WORDS = ("translation", "reprint", "one press conference")
# Voices and kinds of speakers -> their names in figures.
_SHOWN_AS = {
    "collective": "group",
    "institution": "organisation or state",
    "erased": "speaker not told",
    "outlet": "no speaker",
}


def find_voices(corpus, institutions: bool = False) -> pd.DataFrame:
    """Return the reporting events of a corpus, one row each, in its order.

    * `article`, `sentence`, `start`, `end`: the raw address of the reporting verb, or the colon of a label, the opening
      mark of a bare quotation, the whole sentence of an erased speaker; `language` of the text;
    * `verb` as printed, without wrap spaces (may be empty), `lemma` (its entry in the table), `class` (as in
      `reporting_verbs`, or empty);
    * `speaker_printed`, `speaker_start`, `speaker_end`: the words of this sentence that name the speaker and their raw
      address, empty and missing without such words; `speaker`: canonical, with pronoun, title, ellipsis and script
      resolved, or empty; `speaker_kind` (one of `SPEAKER_KINDS`);
    * `form` (one of `FORMS`); `nested`: inside another speaker's words; `covers`: number of the last sentence that
      belongs to the event.

    In a transcript (two labels or more) a turn runs to the next label, and reports inside it are nested. The speaker of
    a question is `a journalist`; of an answer, the only person who speaks or else is named before the first label, or
    `the speaker`.

    With `institutions`, a body, meeting or event that emphasizes, advocates or condemns, and a state that views, also
    has a row, of kind `institution`, that covers its own sentence. Without, such a subject is a figure of speech.

    A sentence of a machine digest has the form `none` if the Chinese text with the same words attributes them to a
    speaker and the digest does not: see `erased_speakers`.
    """
    check_corpus(corpus)
    return with_erased(corpus, _voices(corpus, institutions))


def with_erased(corpus, table: pd.DataFrame) -> pd.DataFrame:
    """Return the events of `find_voices`: those found in each article alone, plus the speakers that digests erase,
    which the links of the corpus show."""
    table = table[table["form"] != "none"]
    table = pd.concat([table, *_erased(corpus, table)], ignore_index=True)
    order = np.lexsort((table["start"], table["sentence"], corpus.articles.index.get_indexer(table["article"])))
    texts = ["article", "language", "verb", "lemma", "class", "speaker_printed", "speaker"]
    table = table.iloc[order].fillna(dict.fromkeys(texts, "")).astype(dict.fromkeys(texts, "str") | {"nested": "bool"})
    table["speaker_kind"] = pd.Categorical(table["speaker_kind"], categories=SPEAKER_KINDS)
    table["form"] = pd.Categorical(table["form"], categories=FORMS)
    return table.reset_index(drop=True)


def _voices(corpus, institutions: bool) -> pd.DataFrame:
    """Return the events of all articles, in order, with the columns of `find_voices`."""
    rows, places, names = [], [], corpus.articles.index.tolist()
    for code, about, reader in _readers(corpus, institutions):
        for sentence, event, speaker, kind, covers in reader.voices():
            verb = verb_of(event.verb, about.language, lexicon=corpus.lexicon)
            entry = (verb.lemma, verb.group) if verb else ("", "")
            printed = sentence.text[slice(*event.speaker)] if event.speaker else ""
            told = (printed, speaker, kind, event.form, event.nested, covers)
            rows.append((names[code], sentence.number, about.language, event.verb, *entry, *told))
            places.append((code, *(sentence.start + place for place in (*event[:2], *(event.speaker or (0, 1))))))
    table = pd.DataFrame(rows, columns=[name for name in COLUMNS if name not in _ADDRESSES])
    codes, *edges = np.array(places, dtype=np.int64).reshape(-1, 5).T
    table["start"], table["end"] = corpus.places.raw_spans(codes, *edges[:2])
    unsaid = (table["speaker_printed"] == "").to_numpy()
    for name, edge in zip(("speaker_start", "speaker_end"), corpus.places.raw_spans(codes, *edges[2:]), strict=True):
        table[name] = pd.arrays.IntegerArray(edge, unsaid)
    return table[COLUMNS]


def _readers(corpus, institutions: bool) -> Iterator[tuple[int, About, ArticleReader]]:
    """Yield the place, language data and reader of each article."""
    index, places, table = corpus.articles.index, corpus.places, corpus.sentences
    codes = index.get_indexer(table["article"])
    starts = places.text(codes, table["start"].to_numpy(dtype=np.int64))
    rows = zip(table["sentence"].tolist(), starts.tolist(), table["text"].tolist(), strict=True)
    sentences = _by_article(corpus, codes, starmap(Sentence, rows))
    ends = corpus.segments[(corpus.segments["rule"] == "paragraph") & (corpus.segments["kind"] == "body")]
    codes = index.get_indexer(ends["article"])
    breaks = _by_article(corpus, codes, places.text(codes, ends["end"].to_numpy(dtype=np.int64)).tolist())
    headings = corpus.articles["title"].astype("object").fillna("").to_dict()
    for row in corpus.segments.query("kind == 'meta' and article in @index").itertuples():
        headings[row.article] += "\n" + corpus.pages.at[row.page, "raw"][row.start : row.end]
    for code, (article, about) in enumerate(articles_known(corpus).items()):
        yield code, about, ArticleReader(sentences[code], about, breaks[code], institutions, headings[article])


def _by_article(corpus, codes: np.ndarray, rows: Iterable) -> list[list]:
    lists: list[list] = [[] for _ in corpus.articles.index]
    for code, row in zip(codes.tolist(), rows, strict=True):
        if code >= 0:  # skip articles left out of the corpus
            lists[code].append(row)
    return lists


def _spread(events: pd.DataFrame) -> pd.DataFrame:
    """Repeat each event for every sentence that it covers."""
    rows = events.loc[events.index.repeat(events["covers"] - events["sentence"] + 1)]
    return rows.assign(sentence=rows["sentence"] + rows.groupby(level=0).cumcount())


def sentence_voices(corpus, voices: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the voice of each sentence: `article`, `sentence`, `start`, `end`, `voice`, `speaker`, `form` (of the
    event that covers it; empty for the outlet's own). `voice` is `quoted` (the text attributes it), `erased` (only the
    Chinese text attributes it), `institution` (a body or a meeting, if `voices` has them) or `outlet` (the rest).

    `voices` is the result of `find_voices`. An agency named as the source (据新华社) does not count as a voice: the words
    stay the outlet's.
    """
    voices = events_of(corpus, voices)
    heard = voices[voices["form"] != "source"]
    impersonal = heard["speaker_kind"] == "institution"
    spread = _spread(heard.assign(last=impersonal).sort_values(["last", "nested"], kind="stable"))
    first = spread.drop_duplicates(["article", "sentence"])
    first = first.assign(voice=np.select([first["form"] == "none", first["last"]], ["erased", "institution"], "quoted"))
    about = first.set_index(["article", "sentence"])[["voice", "speaker", "form"]].astype("str")
    table = corpus.sentences[["article", "sentence", "start", "end"]].join(about, on=["article", "sentence"])
    voices_there = ["quoted", "erased", *["institution"] * bool(impersonal.any()), "outlet"]
    table["voice"] = pd.Categorical(table["voice"].fillna("outlet"), categories=voices_there)
    return table.fillna({"speaker": "", "form": ""})


def headings(corpus) -> pd.DataFrame:
    """Return the speakers of headings of the form `Speaker: words`: `speaker_printed` and `speaker_kind`, by article.
    Text before a vertical bar (a column, a series) is ignored.

    Headings are outside the text, so `find_voices` does not use them. A digest keeps the heading of its original.
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


def speakers_of_sentences(corpus, voices: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return who speaks in each sentence, for `figures.strips`: `article`, `wording` (`Chinese`, `English`, `English
    digest`; sorted by it), `label` (the article, whose words it has, or whose a digest digests, and in whose print if
    another's), `start`, `end` (sentence number minus and plus 0.5), `characters`, `who` (a key of `figures.VOICES`),
    `speaker` (canonical, or empty), `heading` (speaker named by the heading).

    Subjects of kind `institution` count as an `organisation or state`. A guest's own words, known by the name of their
    column, belong to the `author by column`. `voices` is the result of `find_voices` with `institutions`.
    """
    voices = find_voices(corpus, institutions=True) if voices is None else voices
    table = sentence_voices(corpus, voices)
    about = corpus.articles.loc[table["article"]].reset_index()
    kinds = voices.drop_duplicates("speaker").set_index("speaker")["speaker_kind"].astype("str")
    who = table["speaker"].map(kinds).where(table["voice"] == "quoted", table["voice"].astype("str"))
    who = who.replace(_SHOWN_AS)
    signed = about["words_by"].astype("str").str.startswith("Guest (") & (who == "no speaker")
    wording = about["language"].map(LANGUAGES) + about["form"].map({"digest": " digest"}).fillna("")
    digest = about["form"] == "digest"
    words_by = about["words_by"].mask(digest, about["outlet"]).fillna(NO_OUTLET)
    reprinted = ~digest & about["outlet"].ne(about["words_by"]) & about["outlet"].notna()
    printed_in = np.where(reprinted, ", in " + about["outlet"].astype("str"), np.where(digest, ", digest", ""))
    table = table.assign(
        wording=wording,
        label=about["article"] + " " + words_by + printed_in,
        start=table["sentence"] - 0.5,
        end=table["sentence"] + 0.5,
        characters=corpus.sentences["text"].str.len(),
        who=who.mask(signed, "author by column"),
        heading=about["article"].map("heading: " + headings(corpus)["speaker_printed"]).fillna(""),
    )
    shown = table[["article", "wording", "label", "start", "end", "characters", "who", "speaker", "heading"]]
    return shown.sort_values("wording", kind="stable", ignore_index=True)


def events_of(corpus, voices: pd.DataFrame | None) -> pd.DataFrame:
    """Check that `voices` belong to this corpus and return them; find them if None."""
    if voices is None:
        return find_voices(corpus)
    check_ids(voices["article"], corpus.articles.index, "voices", "the corpus", match="every")
    return voices


def _erased(corpus, voices: pd.DataFrame) -> list[pd.DataFrame]:
    """Return rows for the sentences of digests whose speaker is erased.

    If all words of a Chinese text are one person's, so are those of its digest. A sentence of the digest without a
    reporting event therefore hides its speaker.
    """
    found: dict[str, pd.DataFrame] = {}
    for one, other, _ in versions_in_english(corpus):
        mine = voices[(voices["article"] == one) & ~voices["form"].isin(["source", "none"]) & ~voices["nested"]]
        source = corpus.sentences.loc[corpus.sentences["article"] == one, "sentence"]
        digest, names = corpus.articles.at[other, "form"] == "digest", set(mine["speaker"])
        one_person = len(names) == 1 and "" not in names  # "" is an unnamed speaker
        if not (digest and one_person and source.isin(_spread(mine)["sentence"]).all()):
            continue
        shown = _spread(voices[(voices["article"] == other) & (voices["speaker_kind"] != "institution")])
        sentences = corpus.sentences[corpus.sentences["article"] == other]
        hidden = sentences.loc[~sentences["sentence"].isin(shown["sentence"]), ["article", "sentence", "start", "end"]]
        speaker, kind = mine[["speaker", "speaker_kind"]].iloc[0]
        told = {"language": "en", "speaker": speaker, "speaker_kind": kind, "form": "none", "nested": False}
        found.setdefault(other, hidden.assign(**told, covers=hidden["sentence"]))
    return list(found.values())


def versions_in_english(corpus) -> list[tuple[str, str, str]]:
    """Return pairs of Chinese texts and English versions of the same words: `(Chinese, English, relation)`."""
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
