"""Queries of the workbench: read, find, choose and sort. A query without an answer raises a sentence saying why."""

import time
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import regex

from helpers import measures
from helpers.corpora.corpus import selected
from helpers.lexicon import NO_OUTLET, outlet_of, outlets
from helpers.lexicon.schemas import LANGUAGES
from helpers.measures.concordances import PLACE, runs
from helpers.measures.counts import ALIKE, coded
from helpers.mentions.concepts import concept_matcher, concepts, find_concepts
from helpers.mentions.frames import label_frames
from helpers.mentions.frames.cues import readable
from helpers.mentions.voices import sentence_voices
from helpers.texts.matching import stop_words
from helpers.texts.numerals import counted, named
from helpers.texts.scripts import script_of, simplify, term_of
from helpers.texts.tokens import cut, kind_of, tokenize

GUESS = "guess"
MODES = (GUESS, "words", "characters", "concept", "pattern")
SORTS = ("as in the corpus", "L1", "L2", "R1", "R2", "found", "outlet", "form", "date", "article")
FORMS = ("full", "excerpt", "brief", "digest")
GROUPINGS = ("outlet and form", "outlet", "form", "language", "country", "kind", "who wrote it", "time")
ALL = "all"
UNKNOWN = "unknown"
NO_DATE = "no date"
# A pattern that takes longer will probably never finish: each further character may double its time.
PATTERN_SECONDS = 2.0
LONGEST_QUERY = 200
MOST_PLACES = 100_000
# Of more sentences an even sample is labelled, of more articles the first: an answer should take a second or two.
MOST_SENTENCES = 1_000
MOST_ARTICLES = 150
# The number of words to a side that decide the order, from the named one outwards.
_SORTED_BY = 3
_AS_CHARACTERS = " The mode characters finds it inside and across words."
_NODE = "⟨what was found⟩"
_WILD = regex.compile(r"[*?]")
# A query word with a wildcard ends at a punctuation mark.
_MARKS = regex.compile(r"[^\p{L}\p{N}\p{M}*?'’·.%-]+")
_PATTERN_LIKE = regex.compile(r"\\[A-Za-z.(\[]|\[[^\]]+\]|\.[*+?{]|\{\d|\([^)]*\|[^)]*\)|\(\?|^\^|\$$")
# A pattern that calls itself can fill the memory before its time is up.
_RECURSION = regex.compile(r"\(\?(?:R|&|P>|[+-]?[0-9]+\))")


class QuestionError(ValueError):
    """A query that cannot be answered. The message is a sentence for the reader; `near` has similar queries to try."""

    def __init__(self, message: str, near: tuple[str, ...] = ()):
        super().__init__(message)
        self.near = near


def _hint(near: tuple[str, ...]) -> str:
    return f" The nearest are {', '.join(near)}." if near else ""


class Found(NamedTuple):
    """The places of a query in the order of the corpus (`article`, `sentence`, `start`, `end` on the raw page), the
    mode in which it was read, and a note on that reading."""

    places: pd.DataFrame
    mode: str
    said: str


class _Words(NamedTuple):
    """Tokens without punctuation marks, in the order of the corpus: codes of articles and terms, raw offsets."""

    article: np.ndarray
    sentence: np.ndarray
    start: np.ndarray
    end: np.ndarray
    term: np.ndarray
    terms: pd.Index  # from A to Z


class Index:
    """A corpus and its tokens, indexed for queries. Raises `QuestionError` for a corpus without articles."""

    def __init__(self, corpus, tokens: pd.DataFrame | None = None):
        if corpus.articles.empty:
            raise QuestionError("These pages hold no article, so there is nothing to search.")
        self.corpus = corpus
        self.tokens = tokenize(corpus) if tokens is None else tokens
        about = corpus.articles[["outlet", "form", "language", "words_by", "published"]]
        about = about.rename(columns={"words_by": "who wrote it"})
        about = about.join(outlets(lexicon=corpus.lexicon)[["country", "kind"]].replace("", None), on="outlet")
        # A page of an unknown convention may lack any of these, an outlet the last two.
        missing = dict.fromkeys(about.columns.drop("published"), UNKNOWN) | {"outlet": NO_OUTLET}
        about = about.astype(dict.fromkeys(missing, "object")).fillna(missing)
        about["outlet and form"] = about["outlet"] + ", " + about["form"]
        about["time"] = _times(about["published"])
        about["article"] = about.index
        self.about = about
        self.words = self._words_in_order()
        self._read = lru_cache(maxsize=8)(self._as)

    def _words_in_order(self) -> _Words:
        """Return the words in the order of the corpus, whatever rows and categories the table of tokens has."""
        tokens = self.tokens[(self.tokens["kind"] != "mark").to_numpy()]
        names, terms = (coded(tokens, name, "tokens").remove_unused_categories() for name in ("article", "term"))
        article = self.corpus.articles.index.get_indexer(names.categories.astype(str))[names.codes]
        edges = (tokens[name].to_numpy(dtype=np.int64) for name in ("sentence", "start", "end"))
        terms = terms.reorder_categories(sorted(terms.categories))
        columns = (article, *edges, terms.codes.astype(np.int64))
        order = np.lexsort((columns[2], article))
        return _Words(*(column[order] for column in columns), terms.categories)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        return find_concepts(self.corpus)

    @cached_property
    def searched(self) -> list[str]:
        """The sentences as they are searched for characters: Simplified script, straight quotation marks."""
        names = ("language", "script", "machine_converted")
        about = self.corpus.articles[list(names)].itertuples(name=None)
        known = {article: (language, script, bool(converted)) for article, language, script, converted in about}
        rows = zip(self.corpus.sentences["article"], self.corpus.sentences["text"], strict=True)
        return [readable(text, *known[article], lexicon=self.corpus.lexicon) for article, text in rows]

    @cached_property
    def _sentence_codes(self) -> np.ndarray:
        return self.corpus.articles.index.get_indexer(self.corpus.sentences["article"])

    def outlets(self) -> list[str]:
        """Outlets with articles, from A to Z."""
        return sorted(set(self.about["outlet"]))

    # Reading a query ------------------------------------------------------------------------------------------------

    def read(self, query: str, mode: str = GUESS) -> Found:
        """Find the places of a query.

        Modes: `words` as they are counted, in either script and any case, with any marks between (`*` is any letters or
        a whole word, `?` one letter, `|` separates alternatives); `characters`, inside and across words; `concept`, by
        name or any form in any language and script; `pattern`, a regular expression in Simplified characters, within a
        sentence, in any case; `guess`: a pattern if the query looks like one, else words, else characters.

        Raises `QuestionError` for an empty or overlong query, punctuation as a word, a query that does not occur
        (naming the nearest terms), and a pattern that cannot be read, matches nothing or takes longer than `PATTERN_SECONDS`.
        """
        query = query.strip()
        if not query:
            raise QuestionError("Type something to search for and press Enter: 上海精神, say, or cooperat*.")
        if len(query) > LONGEST_QUERY:
            raise QuestionError(f"That is {len(query)} characters; ask for {LONGEST_QUERY} at most.")
        if mode not in MODES:
            raise QuestionError(f"There is no way to search called {mode!r}; there are {', '.join(MODES)}.")
        try:
            return self._read(query, mode)
        except QuestionError as error:
            raise QuestionError(f"{error}{self.titled(query, mode, self.about.index)}", error.near) from None

    def titled(self, query: str, mode: str, among: pd.Index) -> str:
        """Say which of these articles have a query of words or characters in their title: titles are not searched."""
        parts = [regex.escape(simplify(part.strip())) for part in query.split("|") if regex.search(r"\w", part)]
        if mode in ("concept", "pattern") or _PATTERN_LIKE.search(query) or not parts:
            return ""
        words = "|".join(parts).replace(r"\*", r"\w*").replace(r"\?", r"\w")
        pattern = regex.compile(words if mode == "characters" else f"(?<![a-z])(?:{words})(?![a-z])", regex.IGNORECASE)
        titles = self.corpus.articles.loc[among, "title"].dropna()
        having = [article for article, title in titles.items() if pattern.search(simplify(title))]
        return f" Titles are not searched; in the title alone: {named(having)}." if having else ""

    def _guessed(self, query: str) -> Found:
        how = "guessed"
        if _PATTERN_LIKE.search(query):
            found, how = self._as(query, "pattern"), "guessed from its signs"
        else:
            try:
                found = self._as(query, "words")
            except QuestionError as error:
                try:
                    found, how = self._as(query, "characters"), "guessed: not found as words"
                except QuestionError:
                    raise QuestionError(str(error).replace(_AS_CHARACTERS, ""), error.near) from None
        return found._replace(said=f"{found.said} ({how})")

    def _as(self, query: str, mode: str) -> Found:
        if mode == GUESS:
            return self._guessed(query)
        if mode == "words":
            places, note = self._words(query)
            return Found(places, mode, f"read as words{note}")
        if mode == "concept":
            name = self.concept_of(query)
            places = self.mentions.loc[self.mentions["concept"] == name, PLACE].reset_index(drop=True)
            if places.empty:
                raise QuestionError(f"No sentence mentions the concept {name!r}.")
            return Found(places, mode, f"read as the concept {name!r}")
        if mode == "characters":
            return Found(self._characters(query), mode, "read as characters")
        return Found(self._pattern(query), mode, "read as a pattern")

    def _words(self, query: str) -> tuple[pd.DataFrame, str]:
        # Full-width signs are what a Chinese keyboard types.
        parts = query.replace("＊", "*").replace("｜", "|").split("|")
        alternatives = [part.strip() for part in parts if part.strip()]
        found, errors = [], []
        for part in alternatives:
            try:
                found.append(self._run(part))
            except QuestionError as error:
                errors.append((part, error))
        if not found:
            if len(errors) == 1:
                raise errors[0][1]
            raise QuestionError(f"None of {', '.join(alternatives)} occurs." if errors else "There is no word in that.")
        places = pd.concat(found).drop_duplicates()
        order = np.lexsort((places["start"], self.corpus.articles.index.get_indexer(places["article"])))
        note = f"; not found: {', '.join(part for part, _ in errors)}" if errors else ""
        return places.iloc[order].reset_index(drop=True), note

    def _run(self, query: str) -> pd.DataFrame:
        """Places where the words of one alternative follow each other within a sentence."""
        words, masks = self.words, []
        for word in self._words_of(query):
            mask = self._terms_like(word)
            if not mask.any():
                printed = self.tokens[self.tokens["token"] == query]
                if len(printed):  # perhaps of a converted page, where 共用 is counted as 共享
                    return printed[PLACE].astype({"article": "str"})
                near = self.nearest(word if " " in query else query)
                hint = f"; the nearest terms are {', '.join(map(repr, near))}" if near else ""
                whole = "" if word == query else _AS_CHARACTERS
                raise QuestionError(f"{word!r} does not occur{hint}.{whole}", near)
            masks.append(mask)
        if not masks:
            raise QuestionError(f"{query!r} is punctuation, not a word: search for characters instead.")
        at, last = runs(masks, words.term)
        together = (words.article[at] == words.article[last]) & (words.sentence[at] == words.sentence[last])
        at, last = at[together], last[together]
        if not len(at):
            raise QuestionError(f"The words of {query!r} do not occur next to each other.{_AS_CHARACTERS}")
        return self._table(words.article[at], words.sentence[at], words.start[at], words.end[last])

    def _words_of(self, query: str) -> Iterator[str]:
        for chunk in query.split():
            for piece in _MARKS.split(chunk) if _WILD.search(chunk) else [chunk]:
                if _WILD.search(piece):
                    yield piece
                else:
                    words = (piece[start:end] for start, end in cut(piece, lexicon=self.corpus.lexicon))
                    yield from (word for word in words if kind_of(word) != "mark")

    def _terms_like(self, word: str) -> np.ndarray:
        """Mark the terms that a word of a query matches."""
        if not _WILD.search(word):
            return self.words.terms == term_of(word)
        parts = [regex.escape(term_of(part)) if part else "" for part in _WILD.split(word)]
        signs = [{"*": ".*", "?": "."}[sign] for sign in _WILD.findall(word)]
        pattern = regex.compile("".join(part + sign for part, sign in zip(parts, [*signs, ""], strict=True)))
        return np.array([pattern.fullmatch(term) is not None for term in self.words.terms], dtype=bool)

    def nearest(self, query: str) -> tuple[str, ...]:
        """Return the (at most three) terms that are much like a query that does not occur."""
        folded = _WILD.sub("", term_of(query))
        # Similar terms share their first or last character; comparing a whole large vocabulary would take seconds.
        near = [term for term in self.words.terms if folded and (term[:1] == folded[0] or term[-1:] == folded[-1])]
        return tuple(get_close_matches(folded, near, n=3, cutoff=ALIKE))

    def _characters(self, query: str) -> pd.DataFrame:
        parts = [regex.escape(readable(part, "zh")) for part in query.split("|") if part] or [regex.escape(query)]
        places = self._places(regex.compile("|".join(parts), regex.IGNORECASE))
        if places.empty:
            near = self.nearest(query)
            raise QuestionError(f"The characters {query!r} do not occur in any sentence.{_hint(near)}", near)
        return places

    def concept_of(self, query: str) -> str:
        """Return the concept with this name or form. Raises `QuestionError` with the nearest forms if none fits."""
        table = concepts(lexicon=self.corpus.lexicon)
        matcher = concept_matcher(lexicon=self.corpus.lexicon)
        names = {name.casefold(): name for name in table.index}
        if query.casefold() in names:
            return names[query.casefold()]
        for language, text in (("zh", simplify(query)), ("en", query)):
            for match in matcher.find(text, language):
                if (match.start, match.end) == (0, len(text)):
                    return matcher.entries[match.entry]
        forms = [*table["zh"], *table.index]
        near = tuple(get_close_matches(simplify(query), [str(form) for form in forms], n=3, cutoff=ALIKE))
        raise QuestionError(f"{query!r} is not a form of a concept of the list.{_hint(near)}", near)

    def _pattern(self, query: str) -> pd.DataFrame:
        if _RECURSION.search(query):
            raise QuestionError(f"The pattern {query!r} calls itself, which is not supported: write it out.")
        try:
            pattern = regex.compile(simplify(query), regex.IGNORECASE)
        except (regex.error, OverflowError, RecursionError) as error:
            raise QuestionError(f"The pattern {query!r} cannot be read: {error}.") from None
        places = self._places(pattern)
        if places.empty:
            raise QuestionError(f"The pattern {query!r} matches no sentence.")
        return places

    def _places(self, pattern: regex.Pattern) -> pd.DataFrame:
        searched = self.searched  # built at first use, outside the time limit
        deadline = time.monotonic() + PATTERN_SECONDS
        rows: list[tuple[int, int, int]] = []
        try:
            for number, text in enumerate(searched):
                # Never zero, which would mean no limit.
                left = max(deadline - time.monotonic(), 1e-3)
                found = (match.span() for match in pattern.finditer(text, timeout=left))
                rows += [(number, start, end) for start, end in found if end > start]
                if len(rows) > MOST_PLACES:
                    raise QuestionError(f"More than {MOST_PLACES:,} places: ask for something rarer.")
        except TimeoutError:
            raise QuestionError(
                f"The pattern was not done after {PATTERN_SECONDS:g} seconds: it can match in too many ways. Take out a repetition "
                "inside a repetition, as in (a+)+."
            ) from None
        number, start, end = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        codes, places = self._sentence_codes[number], self.corpus.places
        first = places.text(codes, self.corpus.sentences["start"].to_numpy(dtype=np.int64)[number])
        edges = places.raw_spans(codes, first + start, first + end)
        return self._table(codes, self.corpus.sentences["sentence"].to_numpy()[number], *edges)

    def _table(self, codes, sentence, start, end) -> pd.DataFrame:
        names = pd.array(self.corpus.articles.index.to_numpy()[codes].astype(str), dtype="str")
        return pd.DataFrame({"article": names, "sentence": sentence, "start": start, "end": end})

    # Choosing and ordering ------------------------------------------------------------------------------------------

    def chosen(self, outlet: str = ALL, form: str = ALL) -> pd.Index:
        """Articles of an outlet (any name of it, or several with `|` between) and a form.

        Raises `QuestionError`, which names those there.
        """
        about = self.about
        if outlet != ALL:
            here, lexicon, asked = self.outlets(), self.corpus.lexicon, outlet.split("|")
            names = {name: name if name in here else outlet_of(name, False, lexicon=lexicon) for name in asked}
            if strange := [name for name in asked if names[name] not in here]:
                raise QuestionError(f"{strange[0]} has no article here; the outlets are {', '.join(here)}.")
            about = about[about["outlet"].isin(names.values())]
        if form != ALL:
            forms = about["form"].value_counts().sort_index()
            about = about[about["form"] == form]
            if about.empty:
                has = ", ".join(f"{count} {name}" for name, count in forms.items()) or "none at all"
                whose = "The corpus" if outlet == ALL else outlet
                raise QuestionError(f"{whose} has no article of the form {form!r}; it has {has}.")
        return about.index

    def hits(self, query: str, mode: str = GUESS, outlet: str = ALL, form: str = ALL, only: tuple = ()) -> Found:
        """Find the places of a query (as `read`) in one outlet and form. `only` is the kind and label of a point in a
        picture; kinds are `GROUPINGS`, `article`, `voice`, `frame` (and the cue list), `company` (and the window)."""
        articles = self.chosen(outlet, form)
        found = self.read(query, mode)
        places = found.places[found.places["article"].isin(articles)]
        if only:
            kind, label, *more = only
            if kind == "company":
                places = places[self._in_company(places, label, *more)]
            elif kind in ("frame", "voice"):
                table = self.framed(places, *more)[0] if kind == "frame" else self.voiced(places)[0]
                table = table[table[label] if kind == "frame" else table["label"] == label]
                keys = self._sentence_keys(places)
                most, had = (MOST_SENTENCES, keys) if kind == "frame" else (MOST_ARTICLES, places["article"])
                if had.nunique() > most:
                    found = found._replace(said=f"{found.said}; of a sample that was labelled")
                places = places[keys.isin(self._sentence_keys(table))]
            else:
                places = places[places["article"].map(self.about[kind]) == label]
        if places.empty:
            where = ", ".join(name for name in (outlet, form, only and only[1]) if name and name != ALL)
            total = counted(len(found.places), "place")
            raise QuestionError(f"{query!r} occurs in {total} of the corpus, but in none of {where}.")
        return found._replace(places=places.reset_index(drop=True))

    def ordered(self, places: pd.DataFrame, sort: str = SORTS[0], reverse: bool = False) -> pd.DataFrame:
        """Sort places by one of `SORTS`; ties keep the order of the corpus. L1 compares the first word to the left,
        then the second and third; L2 begins with the second. Words go from A to Z, Chinese ones by code point."""
        if sort not in SORTS:
            raise QuestionError(f"There is no order called {sort!r}; there are {', '.join(SORTS)}.")
        if sort[0] in "LR":
            first, words = int(sort[1]), self.words
            side = [self._neighbour(places, sort[0], step) for step in range(first, first + _SORTED_BY)]
            keys = [np.where(at < 0, -1, words.term[at]) for at in side]
        elif sort == "found":
            keys = [measures.in_context(self.corpus, places, 0)["node"].str.casefold().astype("category").cat.codes]
        else:
            column = "published" if sort == "date" else sort
            values = places["article"].map(self.about[column]) if column in self.about else places.index.to_series()
            keys = [values.rank(method="dense", na_option="bottom")]
        order = np.lexsort([-np.asarray(key, dtype=float) if reverse else key for key in reversed(keys)])
        return places.iloc[order].reset_index(drop=True)

    def context(self, places: pd.DataFrame, window: int) -> pd.DataFrame:
        """Concordance lines: `left`, `node`, `right` (`window` characters on either side), `outlet`, `form`,
        `published`, `article`, `sentence`, `page`, `start`, `end`."""
        table = measures.in_context(self.corpus, places, window)
        table = table.join(self.about[["outlet", "form", "published"]], on="article")
        return table["left node right outlet form published article sentence page start end".split()]

    def _first_words(self, places: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For each place the code of its article, the index of the first word that ends after its start, and the index
        of the first word that begins at or after its end."""
        words = self.words
        codes = self.corpus.articles.index.get_indexer(places["article"])
        reach = int(words.end.max(initial=0)) + 1
        start, end = (places[name].to_numpy(dtype=np.int64) + codes * reach for name in ("start", "end"))
        starts, ends = (words.article * reach + edge for edge in (words.start, words.end))
        return codes, np.searchsorted(ends, start, side="right"), np.searchsorted(starts, end, side="left")

    def _neighbour(self, places: pd.DataFrame, side: str, step: int) -> np.ndarray:
        """The index of the word `step` words to the left or right of each place, -1 outside its article."""
        codes, first, behind = self._first_words(places)
        at = first - step if side == "L" else behind + step - 1
        inside = (at >= 0) & (at < len(self.words.term))
        at = np.where(inside, at, 0)
        return np.where(inside & (self.words.article[at] == codes), at, -1)

    def _in_company(self, places: pd.DataFrame, term: str, span: int) -> np.ndarray:
        words = self.words
        met = np.zeros(len(places), dtype=bool)
        for side in "LR":
            for step in range(1, span + 1):
                at = self._neighbour(places, side, step)
                same = (at >= 0) & (words.sentence[at] == places["sentence"].to_numpy())
                met |= same & (words.terms[words.term[at]] == term)
        return met

    def _sentence_keys(self, table: pd.DataFrame) -> pd.Series:
        return table["article"].astype(str) + " " + table["sentence"].astype(str)

    # Tables behind the pictures -------------------------------------------------------------------------------------

    def texts(self, query: str, mode: str, outlet: str = ALL, form: str = ALL) -> pd.DataFrame:
        """Rows of `about` for the texts of an outlet and form in which a query can occur: Chinese characters in Chinese
        texts, Latin letters in the others, a concept, a pattern or alternatives in any. Raises `QuestionError` if no
        text is left."""
        about = self.about.loc[self.chosen(outlet, form)]
        script = None if mode in ("concept", "pattern") or "|" in query else script_of(query)
        if script in ("Hans", "Hant", "Latn"):
            about = about[(about["language"] == "zh") == (script != "Latn")]
        if about.empty:
            raise QuestionError(f"No text is in the language of {query!r}.")
        return about

    def shares(self, query: str, mode=GUESS, by=GROUPINGS[0], outlet: str = ALL, form: str = ALL) -> pd.DataFrame:
        """Share of texts per group in which a query occurs, with Wilson's interval (from five texts on).

        Reprints and digests of one article count once. Only the texts in which the query can occur (`texts`) are
        counted. Columns: `group`, `texts` (with the query), `n`, `share`, `low`, `high`, `lines` (occurrences, in all
        versions). The greatest share comes first; times are in order. Raises `QuestionError` as `read` does.
        """
        if by not in GROUPINGS:
            raise QuestionError(f"There are no groups by {by!r}; there are {', '.join(GROUPINGS)}.")
        found = self.read(query, mode)
        about = self.texts(query, found.mode, outlet, form)
        groups = about[by].astype("str")
        places = found.places[found.places["article"].isin(about.index)]
        marked = places.assign(found=pd.Categorical(["found"] * len(places), categories=["found"]))
        table = measures.shares(marked, groups, column="found", versions=measures.versions(self.corpus))
        table = table.rename(columns={"count": "texts", "value": "share"})
        of_group = places["article"].groupby(places["article"].map(groups))
        table["lines"] = table["group"].map(of_group.size()).fillna(0).astype(int)
        order, rising = (["group"], True) if by == "time" else (["share", "n", "group"], [False, False, True])
        table = table.sort_values(order, ascending=rising, ignore_index=True)
        return table[["group", "texts", "n", "share", "low", "high", "lines"]]

    def company(self, places: pd.DataFrame, span: int = 5, minimum: int = 2, function_words=False) -> pd.DataFrame:
        """Collocates (`measures.collocates`) of the places, `span` words on either side, in the articles of their
        languages; without the words of the stop lists unless `function_words` are wanted."""
        words = self.words
        codes, first, behind = self._first_words(places)
        term, kept = words.term.copy(), np.ones(len(words.term), dtype=bool)
        for begin, end in zip(first.tolist(), behind.tolist(), strict=True):
            kept[begin + 1 : end] = False
        term[first[first < len(term)]] = len(words.terms)
        languages = self.about["language"].to_numpy()
        kept &= np.isin(languages, np.unique(languages[codes].astype(str)))[words.article]
        known = pd.Index([*words.terms, _NODE])
        names = pd.Categorical.from_codes(words.article[kept], categories=self.corpus.articles.index)
        tokens = pd.DataFrame({"article": names, "sentence": words.sentence[kept]})
        tokens["term"] = pd.Categorical.from_codes(term[kept], categories=known)
        table = measures.collocates(tokens, _NODE, span).query("count >= @minimum")
        if not function_words:
            stops = {word for language in LANGUAGES for word in stop_words(language, lexicon=self.corpus.lexicon).index}
            table = table[~table["term"].astype(str).isin(stops)]
        columns = ["term", "count", "articles", "term_count", "log_dice", "pmi", "t", "g2"]
        return table[columns].astype({"term": "str"}).reset_index(drop=True)

    def depths(self, places: pd.DataFrame) -> np.ndarray:
        """Relative position of each place in its article: 0 at the first character, 1 after the last."""
        codes = self.corpus.articles.index.get_indexer(places["article"])
        at = self.corpus.places.text(codes, places["start"].to_numpy(dtype=np.int64))
        return at / np.maximum(self.corpus.articles["text"].str.len().to_numpy()[codes], 1)

    def framed(self, places: pd.DataFrame, lists: str = "wide") -> tuple[pd.DataFrame, pd.DataFrame, str]:
        """Label the frames (`label_frames`) of the sentences with a place, and of the others in their languages; of
        more than `MOST_SENTENCES` an even sample each. The third value says what was left out, if anything."""
        sentences = self.corpus.sentences
        holding = self._sentence_keys(sentences).isin(self._sentence_keys(places)).to_numpy()
        language = self.about["language"].to_numpy()[self._sentence_codes].astype(str)
        having = holding & np.isin(language, list(LANGUAGES))
        others = ~holding & np.isin(language, np.unique(language[having]))
        parts = (sentences[rows].iloc[:: max(1, -(-rows.sum() // MOST_SENTENCES))] for rows in (having, others))
        with_it, without = (label_frames(part, self.corpus, lists).labels for part in parts)
        remark = "" if having.sum() == holding.sum() else " Only Chinese and English sentences are read for frames."
        if len(with_it) < having.sum():
            remark += f" Frames of an even sample of {len(with_it):,} of {having.sum():,} sentences."
        return with_it, without, remark

    def voiced(self, places: pd.DataFrame) -> tuple[pd.DataFrame, int]:
        """Find the voice of each sentence with a place (`sentence_voices`), with a `label`. Also returns the number of
        articles searched, the first `MOST_ARTICLES`."""
        articles = places["article"].drop_duplicates().head(MOST_ARTICLES)
        table = sentence_voices(selected(self.corpus, pd.Index(articles)))
        table = table[self._sentence_keys(table).isin(self._sentence_keys(places))]
        heard = table["voice"].astype(str)
        label = heard.where(heard == "outlet", heard + ": " + table["speaker"].replace("", "nobody named"))
        return table.assign(label=label.replace("outlet", "the outlet's own words")), len(articles)


def _times(published: pd.Series) -> pd.Series:
    """Label the time of each text: by day if all lie within a month, by month within three years, else by year."""
    days = (published.max() - published.min()).days if published.notna().any() else 0
    label = published.dt.strftime("%Y-%m-%d" if days <= 31 else "%Y-%m" if days <= 1100 else "%Y")
    return label.astype("object").where(published.notna(), NO_DATE)


def sentence_row(corpus, article: str, number: int) -> pd.Series:
    """Return a sentence of an article by its number. Raises `QuestionError` with the number of sentences."""
    if article not in corpus.articles.index:
        raise QuestionError(f"There is no article {article!r}; choose another.")
    part = corpus.sentences[corpus.sentences["article"] == article]
    if part.empty:
        raise QuestionError(f"Article {article} has no sentence.")
    chosen = part[part["sentence"] == number]
    if chosen.empty:
        raise QuestionError(f"Article {article} has {counted(len(part), 'sentence')}; there is no number {number}.")
    return chosen.iloc[0]
