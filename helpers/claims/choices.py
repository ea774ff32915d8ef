"""The tables of the collection under one choice changed: another cutter, another list, an article left out."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from unicodedata import normalize

import numpy as np
import pandas as pd

from helpers import comparisons, evaluation, measures
from helpers.corpora.articles import BEIJING_AHEAD_OF_UTC, Text
from helpers.corpora.conventions import Segment
from helpers.corpora.corpus import Corpus
from helpers.corpora.stories import same_story
from helpers.measures.counts import SAME_TEXT
from helpers.mentions import frames, modals
from helpers.mentions.actors import find_actors
from helpers.mentions.concepts import find_concepts
from helpers.mentions.dates import find_dates, horizon
from helpers.mentions.formulas import find_formulas
from helpers.texts.matching import normal_text, stop_words
from helpers.texts.scripts import HAN, simplify, term_of
from helpers.texts.tokens import KINDS, cut, kind_of, tokenize

CUTTERS = ("dictionary", "shipped", "ICU", "bigrams")
REPRINTS = ("as stated", "once", "as printed")
CLOCKS = ("UTC", "Beijing")
# Shuffles of a test; those of the notebooks are ten times as many, on one reading instead of some forty.
ROUNDS = 999
GAP_ROUNDS = 299
# Stands where conversion would have changed a character: no form of any table holds it.
_UNREAD = "\ufffc"
_PIECES = re.compile(rf"[{HAN}]+|[^\W{HAN}]+|\S")


@dataclass(frozen=True)
class Choices:
    """One way to read the corpus; the defaults are those of the notebooks.

    * `cutter`: jieba with the project's `dictionary`, jieba as `shipped`, `ICU`, or overlapping character `bigrams` (of
      Chinese; English is cut by rule in all four). `hmm`: jieba's guess at unknown words.
    * `stop_list`: whether function words are left out of ranked lists. `window`: words beside a node.
    * `converted`: Traditional characters and Taiwan vocabulary. Without it words are counted as printed, and what is
      looked for by a table is found only where characters and words are those of the mainland.
    * `repaired`: the spaces of hard line wraps are no text.
    * `reprints`: versions of a text counted `once`, or each `as printed`; `as stated` is what the notebook of the claim
      does.
    * `digests`: whether the machine's digests are in. `one_a_story`: whether of each story only the longest text is in.
      `without`: the article left out.
    * `cues`: the `wide` list of the frames' cues, or the `strict` one. `frames_of_occasions`: whether the frames whose
      words also tell an occasion are counted.
    * `clock`: on which the stamps beside Latin outlet names are read, `UTC` or `Beijing`.
    """

    cutter: str = "dictionary"
    hmm: bool = True
    stop_list: bool = True
    window: int = 5
    converted: bool = True
    repaired: bool = True
    reprints: str = "as stated"
    digests: bool = True
    one_a_story: bool = False
    cues: str = "wide"
    frames_of_occasions: bool = True
    clock: str = "UTC"
    without: str | None = None

    def __post_init__(self):
        for name, known in {
            "cutter": CUTTERS, "reprints": REPRINTS, "cues": frames.LISTS, "clock": CLOCKS,
        }.items():  # fmt: skip
            if getattr(self, name) not in known:
                raise ValueError(f"{name} is one of {', '.join(known)}, not {getattr(self, name)!r}")


AS_STATED = Choices()
# Each varies one thing; the names are those of the figures.
CHOICES = {
    "jieba as shipped": Choices(cutter="shipped"),
    "words by ICU": Choices(cutter="ICU"),
    "character bigrams": Choices(cutter="bigrams"),
    "no guess at unknown words (HMM)": Choices(hmm=False),
    "no stop list": Choices(stop_list=False),
    "window of 3 words": Choices(window=3),
    "window of 8 words": Choices(window=8),
    "nothing converted": Choices(converted=False),
    "wraps as printed": Choices(repaired=False),
    "reprints counted once": Choices(reprints="once"),
    "reprints as printed": Choices(reprints="as printed"),
    "one text a story": Choices(one_a_story=True),
    "digests left out": Choices(digests=False),
    "strict cues": Choices(cues="strict"),
    "without two frames": Choices(frames_of_occasions=False),
    "stamps read as Beijing time": Choices(clock="Beijing"),
}


def left_out(corpus: Corpus) -> dict[str, Choices]:
    """One choice for each article: everything as it stands, without it."""
    return {f"without {article}": Choices(without=article) for article in corpus.articles.index}


def selected(corpus: Corpus, articles: pd.Index) -> Corpus:
    """The corpus of some of its articles; the pages and their tiling stay, the links are those among what is kept."""
    links = corpus.links[corpus.links["article"].isin(articles) & corpus.links["other"].isin(articles)]
    kept = corpus.articles.loc[articles]
    owners = corpus.segments["article"]
    return replace(
        corpus,
        articles=kept.assign(same_story=same_story(kept.index, links)),
        segments=corpus.segments.assign(article=owners.where(owners.isin(articles))),
        sentences=corpus.sentences[corpus.sentences["article"].isin(articles)].reset_index(drop=True),
        links=links.reset_index(drop=True),
    )


def wraps_as_printed(corpus: Corpus) -> Corpus:
    """The corpus with the spaces of line wraps in its texts, and cut into sentences anew."""
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
    return replace(
        corpus,
        articles=corpus.articles.assign(text=pd.Series(texts, dtype="str")),
        segments=segments,
        sentences=sentences,
    )


def unconverted(corpus: Corpus) -> Corpus:
    """The corpus as a reader sees it who knows only Simplified characters and mainland words.

    A character that conversion would have changed is one that no table finds; lengths stay, so that addresses do.
    """

    def seen(text: str, language: str, script: str) -> str:
        if language != "zh":
            return text
        simplified = simplify(text, script)
        return "".join(
            printed if printed == plain else _UNREAD for printed, plain in zip(text, simplified, strict=True)
        )

    about = corpus.articles[["language", "script"]]
    sentences = [seen(row.text, *about.loc[row.article]) for row in corpus.sentences.itertuples()]
    texts = [seen(row.text, row.language, row.script) for row in corpus.articles.itertuples()]
    return replace(
        corpus,
        articles=corpus.articles.assign(text=texts, machine_converted=False),
        sentences=corpus.sentences.assign(text=sentences),
    )


def stamps_as_printed(corpus: Corpus) -> Corpus:
    """The corpus with the stamps of the aggregator's English edition read as if its clock were Beijing's."""
    utc = corpus.articles["clock"] == "UTC"
    published = corpus.articles["published"]
    return replace(
        corpus,
        articles=corpus.articles.assign(published=published.mask(utc, published - BEIJING_AHEAD_OF_UTC)),
    )


def bigrams(text: str) -> list[tuple[int, int]]:
    """The spans of overlapping pairs of Han characters (one alone, by itself), and of whatever else is visible.

    >>> bigrams("命运共 2025")
    [(0, 2), (1, 3), (4, 8)]
    """
    spans = []
    for match in _PIECES.finditer(text):
        start, end = match.span()
        if re.match(f"[{HAN}]", match[0]) and end - start > 1:
            spans += [(place, place + 2) for place in range(start, end - 1)]
        else:
            spans.append((start, end))
    return spans


def tokens_cut_by(corpus: Corpus, spans: Callable[[str], list[tuple[int, int]]]) -> pd.DataFrame:
    """The token table with Chinese cut by `spans`, a function of the text in its normal form; columns as of `tokenize`."""
    about = corpus.articles[["language", "script", "machine_converted"]]
    rows = []
    for row in corpus.sentences.itertuples():
        language, script, converted = about.loc[row.article]
        text = (
            normal_text(row.text, script, bool(converted), lexicon=corpus.lexicon)
            if language == "zh"
            else row.text
        )
        found = spans(text) if language == "zh" else cut(text)
        for start, end in found:
            address = corpus.places.address(row.article, row.start, start, end)
            printed = row.text[start:end]
            rows.append(
                (row.article, row.sentence, *address, printed, term_of(text[start:end]), kind_of(printed))
            )
    table = pd.DataFrame(rows, columns=["article", "sentence", "start", "end", "token", "term", "kind"])
    table["article"] = pd.Categorical(table["article"], categories=corpus.articles.index)
    table["kind"] = pd.Categorical(table["kind"], categories=KINDS)
    return table.astype({"token": "category", "term": "category"})


def _shared(*fields: str) -> Callable:
    """A table of a reading, built once for all readings that agree in the choices named."""

    def decorate(build: Callable) -> property:
        def read(self):
            key = (build.__name__, *(getattr(self.choices, field) for field in fields))
            return self.stored(key, partial(build, self))

        return property(read, doc=build.__doc__)

    return decorate


# The choices on which the pages, their texts, their words depend; and which articles are read.
_PAGES = ("repaired", "clock")
_TEXTS = ("repaired", "converted")
_WORDS = ("cutter", "hmm", *_TEXTS)
_KEPT = ("digests", "one_a_story", "without")
_FRAMES = ("cues", "frames_of_occasions")


class Reading:
    """The tables of one corpus under some choices, each made when it is asked for.

    Readings of one corpus share, through `store`, what their choices do not tell apart. Tables of the whole corpus are
    made once and an article is taken out of them afterwards: to leave one out costs no second reading of the others.
    """

    def __init__(self, corpus: Corpus, choices: Choices = AS_STATED, store: dict | None = None):
        self.printed, self.choices = corpus, choices
        self.store = {} if store is None else store

    def stored(self, key: tuple, build: Callable[[], object]):
        """What `build` returns, computed once for all readings that ask under this key."""
        if key not in self.store:
            self.store[key] = build()
        return self.store[key]

    # The corpus -----------------------------------------------------------------------------------------------------

    @_shared(*_PAGES)
    def whole(self) -> Corpus:
        """All articles."""
        corpus = self.printed if self.choices.repaired else wraps_as_printed(self.printed)
        return corpus if self.choices.clock == "UTC" else stamps_as_printed(corpus)

    @_shared(*_TEXTS)
    def readable(self) -> Corpus:
        """All articles, as the tables of the lexicon are looked for in them."""
        corpus = self.printed if self.choices.repaired else wraps_as_printed(self.printed)
        return corpus if self.choices.converted else unconverted(corpus)

    @_shared(*_KEPT)
    def kept(self) -> pd.Index:
        """The articles that are read."""
        articles = self.printed.articles.drop(self.choices.without or [])
        if not self.choices.digests:
            articles = articles[articles["form"] != "digest"]
        if self.choices.one_a_story:
            articles = articles.loc[
                sorted(articles["text"].str.len().groupby(articles["same_story"]).idxmax())
            ]
        return articles.index

    @_shared(*_PAGES, *_KEPT)
    def corpus(self) -> Corpus:
        """The articles that are read, as a corpus."""
        return selected(self.whole, self.kept)

    @property
    def digests(self) -> pd.Index:
        articles = self.corpus.articles
        return articles.index[articles["form"] == "digest"]

    @property
    def own_english(self) -> pd.Index:
        """The English texts that are no digests."""
        articles = self.corpus.articles
        return articles.index[(articles["language"] == "en") & (articles["form"] != "digest")]

    def of_kept(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of the articles that are read."""
        return table[table["article"].isin(self.kept)]

    # Versions -------------------------------------------------------------------------------------------------------

    def _once(self, once: bool) -> bool:
        return once if self.choices.reprints == "as stated" else self.choices.reprints == "once"

    def versions(self, once: bool = True) -> pd.Series | None:
        """For measures: the text of each article, if versions of one count once, as this reading or else the notebook
        has it."""
        return measures.versions(self.corpus) if self._once(once) else None

    def counted(self, once: bool = True, relations: Iterable[str] = SAME_TEXT) -> pd.Index:
        """The articles that count: of versions of one text (by these `relations`) the longest, or all."""
        return comparisons.one_of_each_text(self.corpus, relations) if self._once(once) else self.kept

    # Words ----------------------------------------------------------------------------------------------------------

    @_shared(*_WORDS)
    def all_tokens(self) -> pd.DataFrame:
        if self.choices.cutter == "ICU":
            return tokens_cut_by(self.whole, evaluation.icu_words)
        if self.choices.cutter == "bigrams":
            return tokens_cut_by(self.whole, bigrams)
        dictionary = self.choices.cutter == "dictionary"
        tokens = tokenize(self.whole, hmm=self.choices.hmm, terms=dictionary, convert=self.choices.converted)
        if not self.choices.converted:
            as_printed = tokens["token"].astype(str).map(lambda token: normalize("NFKC", token).casefold())
            tokens = tokens.assign(term=as_printed.astype("category"))
        return tokens

    @_shared(*_WORDS, *_KEPT)
    def tokens(self) -> pd.DataFrame:
        return self.of_kept(self.all_tokens)

    @property
    def words(self) -> pd.DataFrame:
        return self.tokens[self.tokens["kind"] == "word"]

    @property
    def stops(self) -> set[str]:
        """The words that ranked lists leave out."""
        return {*stop_words("zh").index, *stop_words("en").index} if self.choices.stop_list else set()

    @property
    def language(self) -> pd.Series:
        return self.corpus.articles["language"]

    @_shared(*_WORDS, *_KEPT, "reprints", "stop_list")
    def ranked(self) -> pd.DataFrame:
        """The words of each language that occur, most frequent first, with their dispersion; without stop words."""
        spread = measures.dispersion(self.words, self.language, versions=self.versions()).query("count > 0")
        return spread[~spread["term"].isin(self.stops)].reset_index(drop=True)

    # The cutting --------------------------------------------------------------------------------------------------------

    @_shared()
    def all_passages(self) -> pd.DataFrame:
        """The hand-segmented passages nobody tuned on."""
        return evaluation.gold_segmentation().query("split == 'test'")

    @_shared(*_KEPT)
    def passages(self) -> pd.DataFrame:
        """Those of them that stand in the articles that are read."""
        passages = self.all_passages
        return passages[article_of(self.printed, passages["page"], passages["start"]).isin(self.kept)]

    @_shared(*_WORDS)
    def all_passage_spans(self) -> pd.Series:
        """The words that the cutter finds in each passage, of whatever article; none for bigrams, which are no words."""
        choices, passages = self.choices, self.all_passages
        if choices.cutter == "bigrams":
            return pd.Series(dtype=object)
        if choices.cutter == "ICU":
            spans = evaluation.found_by(evaluation.ICU, passages)
        else:
            dictionary = choices.cutter == "dictionary"
            spans = evaluation.cut_passages(
                passages,
                None if choices.repaired else self.printed,
                dictionary,
                choices.converted,
                choices.hmm,
            )
        return pd.Series(spans, index=passages.index)

    @_shared("hmm")
    def all_spans_by_dictionary(self) -> pd.DataFrame:
        """The words that jieba finds in each passage as shipped, with a dictionary from other texts, and with the
        project's."""
        segmenters = {
            "shipped": "jieba as shipped, page as printed",
            "elsewhere": "+ dictionary from other texts",
            "ours": "+ the project's dictionary",
        }
        spans = {
            name: evaluation.found_by(segmenter, self.all_passages, self.printed, self.choices.hmm)
            for name, segmenter in segmenters.items()
        }
        return pd.DataFrame(spans, index=self.all_passages.index)

    # What the lexicon finds -------------------------------------------------------------------------------------------

    @_shared(*_TEXTS)
    def all_concepts(self) -> pd.DataFrame:
        return find_concepts(self.readable)

    @_shared(*_TEXTS, *_KEPT, "reprints")
    def concept_gap(self) -> pd.DataFrame:
        """Shares of articles that mention each concept: Chinese texts against digests, with labels shuffled."""
        wording = self.language.str.cat(
            self.corpus.articles["form"].eq("digest").map({True: " digest", False: ""})
        )
        if not {"zh", "en digest"} <= set(wording):
            return pd.DataFrame(columns=["term", "effect", "p_adjusted"])
        mentions = self.of_kept(self.all_concepts)
        present = measures.mention_counts(mentions, self.corpus.sentences, unit="article")
        return measures.contrast(
            present,
            wording,
            "zh",
            "en digest",
            statistic="difference",
            per=100,
            versions=self.versions(),
            resamples=ROUNDS,
        )

    @_shared(*_TEXTS)
    def all_formulas(self) -> pd.DataFrame:
        return find_formulas(self.readable)

    @_shared(*_TEXTS)
    def all_modals(self) -> pd.DataFrame:
        return modals.find_modals(self.readable)

    @_shared(*_TEXTS)
    def all_actors(self) -> pd.DataFrame:
        return find_actors(self.readable)

    # Dates ------------------------------------------------------------------------------------------------------------

    @_shared(*_PAGES)
    def all_horizon(self) -> pd.DataFrame:
        return horizon(find_dates(self.whole), self.whole)

    # Frames -----------------------------------------------------------------------------------------------------------

    @_shared(*_TEXTS, "cues")
    def fired(self) -> pd.DataFrame:
        return frames.label_frames(self.readable.sentences, self.readable, self.choices.cues).fired

    @_shared(*_FRAMES)
    def measurable(self) -> list[str]:
        """The frames that count, of those that these cues find well enough on the half that nobody tuned on."""
        gold = evaluation.gold_frames(split="test")
        labels = frames.label_frames(gold, self.printed, self.choices.cues).labels
        about = self.printed.articles.loc[gold["article"]].reset_index()
        card = evaluation.frame_scores(gold, labels, about["language"], about["same_story"], resamples=2)
        table = evaluation.measurable_frames(card)
        left_out = [] if self.choices.frames_of_occasions else list(frames.FRAMES_OF_OCCASIONS)
        return table.index[table["measured"] & ~table.index.isin(left_out)].tolist()

    @_shared(*_TEXTS)
    def all_occasions(self) -> pd.Series:
        return frames.occasions(self.readable)["occasion"]

    @_shared(*_TEXTS, *_KEPT, *_FRAMES, "reprints")
    def explained(self) -> pd.DataFrame:
        """How much of the frames the outlet and the occasion explain, index `grouping`."""
        fired = self.fired[self.fired["frame"].isin(self.measurable)]
        shares = comparisons.profiles(fired, self.readable.sentences, "frame", self.measurable)
        groupings = {"outlet": comparisons.told_by(self.corpus.articles), "occasion": self.all_occasions}
        return comparisons.explained(shares.loc[self.counted()], groupings, rounds=ROUNDS).set_index(
            "grouping"
        )

    @_shared(*_WORDS, *_KEPT, *_FRAMES)
    def distances(self) -> pd.DataFrame:
        corpus = self.corpus
        parts = (
            self.of_kept(self.fired),
            self.tokens,
            self.of_kept(self.all_modals),
            self.of_kept(self.all_actors),
        )
        return comparisons.distances(corpus, *parts, self.measurable)

    @_shared(*_WORDS, *_KEPT, *_FRAMES)
    def gaps(self) -> pd.DataFrame:
        """The gap between outlets by each ruler, digests among themselves and own words among themselves."""
        wordings = sorted(set(self.distances["wording"]) - {"mixed"})
        parts = [
            comparisons.outlet_gaps(self.distances, wording, rounds=GAP_ROUNDS).assign(wording=wording)
            for wording in wordings
        ]
        return pd.concat(parts, ignore_index=True)


def article_of(corpus: Corpus, pages: pd.Series, starts: pd.Series) -> pd.Series:
    """The article in which each place of a raw page lies; missing where it lies in none."""
    owners = {
        page: (rows["start"].to_numpy(), rows["article"].to_numpy(dtype=object))
        for page, rows in corpus.segments.groupby("page", observed=True)
    }
    found = []
    for page, start in zip(pages, starts, strict=True):
        begins, articles = owners[page]
        found.append(articles[np.searchsorted(begins, start, side="right") - 1])
    return pd.Series(found, index=pages.index, dtype="str")
