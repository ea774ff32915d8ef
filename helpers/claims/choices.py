"""Tables of the collection with one choice changed: another segmenter, no voice beyond its sentence, an article left out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, wraps

import pandas as pd

from helpers import comparisons, evaluation, measures
from helpers.corpora.articles import Text
from helpers.corpora.conventions import Segment
from helpers.corpora.corpus import Corpus, selected
from helpers.measures.counts import SAME_TEXT
from helpers.mentions import About, in_corpus, voices
from helpers.mentions.actors import find_actors
from helpers.mentions.concepts import find_concepts
from helpers.mentions.dates import find_dates, horizon
from helpers.mentions.formulas import find_formulas
from helpers.mentions.frames import label_frames
from helpers.mentions.modals import find_modals
from helpers.texts.scripts import simplify, term_of
from helpers.texts.tokens import cut, kind_of, tokenize

REPRINTS = ("as stated", "once", "as printed")
SPEAKERS = {"persons": ["person"], "groups": ["person", "group", "medium"]}
SPEAKERS["organisations"] = [*SPEAKERS["groups"], "organisation or state"]
# Shuffles per test; the notebooks use ten times as many, but on one reading instead of some forty.
ROUNDS = 999
# Replaces a character that conversion would change; no form in any table contains it.
_UNREAD = "\ufffc"


@dataclass(frozen=True)
class Choices:
    """One way to read the corpus; the defaults are those of the notebooks.

    * `icu`: Chinese words are cut by ICU, not by jieba with the project's dictionary.
    * `converted`: Traditional characters and Taiwan vocabulary are converted. Otherwise words are counted as printed,
      and the lexicon finds only characters and words used on the mainland.
    * `repaired`: the spaces of hard line wraps are removed. `semicolons`: a Chinese sentence also ends at a semicolon.
    * `reprints`: versions of a text counted `once`, or each `as printed`; `as stated`: as in the claim's notebook.
    * `digests`: the machine's digests are included. `one_a_story`: only the longest text of each story is included.
      `without`: the article left out.
    * `carried`: a voice continues past the sentence of its verb, to the end of what it says. `speakers`: only `persons`
      speak, also `groups` and media, or `organisations` as well.
    * `reach`: how many sentences on either side to search for the target of a phrase.
    """

    icu: bool = False
    converted: bool = True
    repaired: bool = True
    semicolons: bool = True
    reprints: str = "as stated"
    digests: bool = True
    one_a_story: bool = False
    carried: bool = True
    speakers: str = "groups"
    reach: int = 0
    without: str | None = None

    def __post_init__(self):
        for name, known in {"reprints": REPRINTS, "speakers": SPEAKERS}.items():
            if getattr(self, name) not in known:
                raise ValueError(f"{name} is one of {', '.join(known)}, not {getattr(self, name)!r}")


AS_STATED = Choices()
# Each choice varies one thing; the names appear in the figures.
CHOICES = {
    "words by ICU": Choices(icu=True),
    "nothing converted": Choices(converted=False),
    "wraps as printed": Choices(repaired=False),
    "no end of a sentence at ；": Choices(semicolons=False),
    "reprints counted once": Choices(reprints="once"),
    "reprints as printed": Choices(reprints="as printed"),
    "one text a story": Choices(one_a_story=True),
    "digests left out": Choices(digests=False),
    "a voice keeps to its sentence": Choices(carried=False),
    "persons alone speak": Choices(speakers="persons"),
    "organisations speak too": Choices(speakers="organisations"),
    "names next door count": Choices(reach=1),
}


def left_out(corpus: Corpus) -> dict[str, Choices]:
    """Return one choice for each article: the defaults, without it."""
    return {f"without {article}": Choices(without=article) for article in corpus.articles.index}


def wraps_as_printed(corpus: Corpus) -> Corpus:
    """Put the spaces of line wraps back into the texts, and split the sentences again."""
    wraps = (corpus.segments["rule"] == "wrap") & corpus.segments["article"].notna()
    kinds = corpus.segments["kind"].mask(wraps, "body")
    segments = corpus.segments.assign(kind=kinds)
    texts, rows = {}, []
    for article, page in corpus.articles["page"].items():
        raw = corpus.pages.at[page, "raw"]
        own = segments[segments["article"] == article]
        text = Text(raw, [Segment(row.start, row.end, row.kind, row.rule, 0) for row in own.itertuples()])
        texts[article] = text.text
        rows += [(article, count, *sentence) for count, sentence in enumerate(text.sentences(), start=1)]
    sentences = pd.DataFrame(rows, columns=corpus.sentences.columns).astype({"article": "str", "text": "str"})
    articles = corpus.articles.assign(text=pd.Series(texts, dtype="str"))
    return replace(corpus, articles=articles, segments=segments, sentences=sentences)


def on_past_semicolons(corpus: Corpus) -> Corpus:
    """Merge Chinese sentences that are divided by a semicolon."""
    sentences = corpus.sentences
    chinese = sentences["article"].map(corpus.articles["language"]) == "zh"
    ends = ~(chinese & sentences["text"].str.contains("[；;][”」』’]*$"))
    ends |= sentences["article"] != sentences["article"].shift(-1)
    groups = sentences.groupby((ends.cumsum() - ends).to_numpy())
    merged = groups.agg({"article": "first", "start": "first", "end": "last"}).reset_index(drop=True)
    texts = []
    for row in merged.itertuples():
        begin, stop = corpus.places.chain(row.article).text(row.start, row.end)
        texts.append(corpus.articles.at[row.article, "text"][begin:stop])
    numbers = merged.groupby("article").cumcount() + 1
    merged = merged.assign(sentence=numbers, text=pd.Series(texts, dtype="str"))
    return replace(corpus, sentences=merged[sentences.columns].astype(sentences.dtypes.to_dict()))


def unconverted(corpus: Corpus) -> Corpus:
    """Return the corpus for a reader who knows only Simplified characters and mainland words.

    A character that conversion would change becomes one that no table finds; lengths and addresses stay the same.
    """

    def seen(text: str, article: str) -> str:
        if corpus.articles.at[article, "language"] != "zh":
            return text
        simplified = simplify(text, corpus.articles.at[article, "script"])
        pairs = zip(text, simplified, strict=True)
        return "".join(printed if printed == plain else _UNREAD for printed, plain in pairs)

    texts = map(seen, corpus.articles["text"], corpus.articles.index)
    sentences = map(seen, corpus.sentences["text"], corpus.sentences["article"])
    articles = corpus.articles.assign(text=list(texts), machine_converted=False)
    return replace(corpus, articles=articles, sentences=corpus.sentences.assign(text=list(sentences)))


def tokens_cut_by_icu(corpus: Corpus) -> pd.DataFrame:
    """Return the columns of `tokenize` with Chinese words cut by ICU; English is cut by rule as ever."""

    def find(text: str, about: About) -> Iterator[tuple]:
        searched = about.normal(text)
        for start, end in evaluation.icu_words(searched) if about.language == "zh" else cut(text):
            yield start, end, term_of(searched[start:end]), kind_of(text[start:end])

    return in_corpus(corpus, find, ["term", "kind"]).rename(columns={"text": "token"})


# Tables under a choice ------------------------------------------------------------------------------------------------

# Choices that affect pages, texts, words; choices that select articles.
PAGES = ("repaired", "semicolons")
TEXTS = (*PAGES, "converted")
WORDS = (*TEXTS, "icu")
KEPT = ("digests", "one_a_story", "without")


def depends_on(*fields: str) -> Callable:
    """Cache a table for all choices that agree in these fields, the only ones that the table can see."""

    def decorate(build: Callable) -> Callable:
        made = cache(build)

        @wraps(build)
        def of(corpus: Corpus, choices: Choices = AS_STATED, **more):
            seen = Choices(**{field: getattr(choices, field) for field in fields})
            return made(corpus, seen, **more)

        return of

    return decorate


@depends_on(*PAGES)
def whole(corpus: Corpus, choices: Choices) -> Corpus:
    """All articles."""
    corpus = corpus if choices.repaired else wraps_as_printed(corpus)
    return corpus if choices.semicolons else on_past_semicolons(corpus)


@depends_on(*TEXTS)
def readable(corpus: Corpus, choices: Choices) -> Corpus:
    """All articles, in the form in which the lexicon searches them."""
    pages = whole(corpus, choices)
    return pages if choices.converted else unconverted(pages)


@depends_on(*KEPT)
def kept(corpus: Corpus, choices: Choices) -> pd.Index:
    """The articles that are included."""
    articles = corpus.articles.drop(choices.without or [])
    if not choices.digests:
        articles = articles[articles["form"] != "digest"]
    if choices.one_a_story:
        longest = articles["text"].str.len().groupby(articles["same_story"]).idxmax()
        articles = articles.loc[sorted(longest)]
    return articles.index


@depends_on(*PAGES, *KEPT)
def read(corpus: Corpus, choices: Choices) -> Corpus:
    """The corpus of the included articles."""
    return selected(whole(corpus, choices), kept(corpus, choices))


def of_kept(table: pd.DataFrame, corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """The rows of the included articles."""
    return table[table["article"].isin(kept(corpus, choices))]


@depends_on(*KEPT)
def digests(corpus: Corpus, choices: Choices) -> pd.Index:
    """The digests among the included articles."""
    return read(corpus, choices).articles.query("form == 'digest'").index


def _once(choices: Choices, stated: bool) -> bool:
    return stated if choices.reprints == "as stated" else choices.reprints == "once"


@depends_on(*KEPT, "reprints")
def versions(corpus: Corpus, choices: Choices) -> pd.Series | None:
    """The `versions` argument for measures; None if versions of a text count separately."""
    return measures.versions(read(corpus, choices)) if _once(choices, stated=True) else None


@depends_on(*PAGES, *KEPT, "reprints")
def articles_counted(
    corpus: Corpus, choices: Choices, once: bool = True, relations: Iterable[str] = SAME_TEXT
) -> pd.Index:
    """The articles that count: all, or the longest version of each text (by `relations`). `once`: as its notebook."""
    if _once(choices, once):
        return comparisons.one_of_each_text(read(corpus, choices), relations)
    return kept(corpus, choices)


@depends_on(*WORDS)
def all_words(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """The tokens of all articles that are words."""
    pages = whole(corpus, choices)
    tokens = tokens_cut_by_icu(pages) if choices.icu else tokenize(pages, convert=choices.converted)
    if not choices.converted:
        tokens = tokens.assign(term=tokens["token"].astype("str").str.normalize("NFKC").str.casefold())
    return tokens[tokens["kind"] == "word"]


def _finds(find: Callable[[Corpus], pd.DataFrame]) -> Callable:
    """Apply a search of the lexicon to all articles."""
    return depends_on(*TEXTS)(lambda corpus, choices: find(readable(corpus, choices)))


all_concepts, all_formulas = _finds(find_concepts), _finds(find_formulas)
all_modals, all_actors = _finds(find_modals), _finds(find_actors)
all_cues = _finds(lambda pages: label_frames(pages.sentences, pages).fired)


@depends_on(*TEXTS, "carried")
def all_voices(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """The reporting events of all articles, including those of organisations and meetings."""
    found = voices.find_voices(readable(corpus, choices), institutions=True)
    return found if choices.carried else found.assign(covers=found["sentence"])


@depends_on(*TEXTS, "carried")
def _all_spoken(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    return voices.speakers_of_sentences(readable(corpus, choices), all_voices(corpus, choices))


@depends_on(*TEXTS, *KEPT, "carried", "reprints", "speakers")
def spoken(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """The speaker of each sentence in the articles that count (no reprints); `speaks`: whether `choices` counts it."""
    said = _all_spoken(corpus, choices)
    said = said[said["article"].isin(articles_counted(corpus, choices, relations=("reprint",)))]
    return said.assign(speaks=said["who"].isin(SPEAKERS[choices.speakers]))


@depends_on(*PAGES)
def all_dates(corpus: Corpus, choices: Choices) -> pd.DataFrame:
    """The dates that all articles mention."""
    pages = whole(corpus, choices)
    return horizon(find_dates(pages), pages)
