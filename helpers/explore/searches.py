"""What is typed into the widgets, answered as tables; a question that has no answer says why in one sentence."""

import time
from difflib import get_close_matches
from functools import cached_property
from typing import NamedTuple

import pandas as pd
import regex

from helpers import measures
from helpers.explore.views import counted
from helpers.lexicon import NO_OUTLET
from helpers.mentions.concepts import concept_matcher, concepts, find_concepts
from helpers.mentions.frames.cues import readable
from helpers.texts.matching import normal_form
from helpers.texts.scripts import HAN, script_of, simplify, term_of
from helpers.texts.tokens import cut, kind_of

MODES = ("words", "characters", "concept", "pattern")
SORTS = ("as in the corpus", "right context", "left context", "outlet", "date")
FORMS = ("full", "excerpt", "brief", "digest")
GROUPINGS = ("outlet and form", "outlet", "form", "language")
ALL = "all"
UNKNOWN = "unknown"
# A pattern that is not done by then is likely never to be: each further character may double its time.
PATTERN_SECONDS = 2.0
LONGEST_QUERY = 200
MOST_PLACES = 100_000
_PLACES = ["article", "sentence", "start", "end"]
# A pattern that calls itself can fill the memory before its time is up.
_RECURSION = regex.compile(r"\(\?(?:R|&|P>|[+-]?[0-9]+\))")
_UNIT = regex.compile(rf"[{HAN}]|[^\W_]+(?:['’-][^\W_]+)*")


class QuestionError(ValueError):
    """A question without an answer. The message is a sentence for the reader: what is wrong with it, what to ask instead."""


class _Sentence(NamedTuple):
    article: str
    number: int
    text: str  # as it is searched
    start: int  # raw


class Index:
    """A corpus and its tokens, made ready to be asked."""

    def __init__(self, corpus, tokens: pd.DataFrame):
        self.corpus, self.tokens = corpus, tokens
        about = corpus.articles[["outlet", "form", "language", "published"]].copy()
        # A page of no known convention may lack any of them.
        for column, name in {"outlet": NO_OUTLET, "form": UNKNOWN, "language": UNKNOWN}.items():
            about[column] = about[column].astype("object").where(about[column].notna(), name)
        self.about = about

    @cached_property
    def mentions(self) -> pd.DataFrame:
        return find_concepts(self.corpus)

    @cached_property
    def sentences(self) -> list[_Sentence]:
        """The sentences in the form in which characters are looked for: Simplified, straight quotation marks."""
        articles = self.corpus.articles
        found = []
        for article, number, start, text in zip(
            *(self.corpus.sentences[name] for name in ("article", "sentence", "start", "text")), strict=True
        ):
            row = articles.loc[article]
            searched = readable(
                text, row["language"], row["script"], bool(row["machine_converted"]), lexicon=self.corpus.lexicon
            )
            found.append(_Sentence(article, number, searched, start))
        return found

    def outlets(self) -> list[str]:
        """The outlets that have articles, from A to Z."""
        return sorted(set(self.about["outlet"]))

    def find(self, query: str, mode: str = "words", seconds: float = PATTERN_SECONDS) -> pd.DataFrame:
        """Where a query occurs: `article`, `sentence`, `start`, `end` (raw page), in the order of the corpus.

        `mode` says what the query is: `words` (as counted: either script, any case, whatever marks between), `characters` (these, wherever they
        stand, whatever words they belong to), `concept` (its name, or any form of it in any of the languages and
        scripts), `pattern` (a regular expression over one sentence at a time, in Simplified characters; whatever the case).

        Raises `QuestionError` for an empty or overlong query, one punctuation mark as a word, what does not occur (naming
        the nearest), a pattern that cannot be read, matches nothing at all or takes longer than `seconds`.
        """
        query = query.strip()
        if not query:
            raise QuestionError("Type something to search for and press Enter: 上海精神, say, or cooperation.")
        if len(query) > LONGEST_QUERY:
            raise QuestionError(f"That is {len(query)} characters; ask for {LONGEST_QUERY} at most.")
        if mode not in MODES:
            raise QuestionError(f"There is no way to search called {mode!r}; there are {', '.join(MODES)}.")
        places = {
            "words": self._words,
            "characters": self._characters,
            "concept": self._concept,
            "pattern": lambda pattern: self._pattern(pattern, seconds),
        }[mode](query)
        return places[_PLACES].reset_index(drop=True)

    def _words(self, query: str) -> pd.DataFrame:
        words = [query[start:end] for start, end in cut(query, lexicon=self.corpus.lexicon)]
        words = [word for word in words if kind_of(word) != "mark"]
        if not words:
            raise QuestionError(f"{query!r} is punctuation and no word: search for characters instead.")
        try:
            return measures.concordance(self.corpus, self.tokens, [term_of(word) for word in words], context=0)
        except KeyError as error:
            # As printed on a converted page, perhaps: there 共用 is counted as 共享.
            printed = self.tokens[self.tokens["token"] == query]
            if len(printed):
                return printed.astype({"article": "str"})
            hint = "" if len(words) == 1 else " Characters finds it however it was cut into words."
            raise QuestionError(f"{error.args[0]}.{hint}") from None

    def _characters(self, query: str) -> pd.DataFrame:
        searched = readable(query, "zh")
        places = self._places(regex.compile(regex.escape(searched), regex.IGNORECASE), PATTERN_SECONDS)
        if places.empty:
            near = _nearest(term_of(query), list(self.tokens["term"].cat.categories))
            raise QuestionError(f"The characters {query!r} do not occur in any sentence.{near}")
        return places

    def _concept(self, query: str) -> pd.DataFrame:
        name = self.concept_of(query)
        places = self.mentions[self.mentions["concept"] == name]
        if places.empty:
            raise QuestionError(f"No sentence mentions the concept {name!r}.")
        return places

    def concept_of(self, query: str) -> str:
        """The name of the concept that a query names or is a form of; `QuestionError` with the nearest if of none."""
        matcher = concept_matcher(lexicon=self.corpus.lexicon)
        names = {name.casefold(): name for name in concepts(lexicon=self.corpus.lexicon).index}
        if query.casefold() in names:
            return names[query.casefold()]
        for language, text in (("zh", normal_form(query)), ("en", query)):
            for match in matcher.find(text, language):
                if (match.start, match.end) == (0, len(text)):
                    return matcher.entries[match.entry]
        table = concepts(lexicon=self.corpus.lexicon)
        forms = dict(zip(table["zh"], table.index, strict=True)) | dict.fromkeys(table.index)
        near = _nearest(normal_form(query), list(forms))
        raise QuestionError(f"{query!r} is no form of a concept of the list.{near}")

    def _pattern(self, query: str, seconds: float) -> pd.DataFrame:
        if _RECURSION.search(query):
            raise QuestionError(f"The pattern {query!r} calls itself, which is not offered here; write it out.")
        try:
            pattern = regex.compile(simplify(query), regex.IGNORECASE)
        except (regex.error, OverflowError, RecursionError) as error:
            raise QuestionError(f"The pattern {query!r} cannot be read: {error}.") from None
        places = self._places(pattern, seconds)
        if places.empty:
            raise QuestionError(f"The pattern {query!r} matches in no sentence.")
        return places

    def _places(self, pattern: regex.Pattern, seconds: float) -> pd.DataFrame:
        sentences = self.sentences  # made at the first question, and not on the pattern's time
        deadline = time.monotonic() + seconds
        rows = []
        try:
            for sentence in sentences:
                # Never zero: that would mean no limit.
                left = max(deadline - time.monotonic(), 1e-3)
                for match in pattern.finditer(sentence.text, timeout=left):
                    if match.end() > match.start():
                        address = self.corpus.places.address(sentence.article, sentence.start, *match.span())
                        rows.append((sentence.article, sentence.number, *address))
                if len(rows) > MOST_PLACES:
                    raise QuestionError(f"More than {MOST_PLACES:,} places: ask for something rarer.")
        except TimeoutError:
            raise QuestionError(
                f"The pattern was not done after {seconds:g} seconds: it can match in too many ways. Take out a repetition "
                "inside a repetition, as in (a+)+."
            ) from None
        return pd.DataFrame(rows, columns=_PLACES)

    def chosen(self, outlet: str = ALL, form: str = ALL) -> pd.Index:
        """The articles of an outlet and a form. Raises `QuestionError` naming what there is if there are none."""
        about = self.about
        if outlet != ALL:
            about = about[about["outlet"] == outlet]
            if about.empty:
                raise QuestionError(f"{outlet} has no article here; the outlets are {', '.join(self.outlets())}.")
        if form != ALL:
            forms = about["form"].value_counts().sort_index()
            about = about[about["form"] == form]
            if about.empty:
                has = ", ".join(f"{count} {name}" for name, count in forms.items()) or "none at all"
                whose = "The corpus" if outlet == ALL else outlet
                raise QuestionError(f"{whose} has no article of the form {form!r}; it has {has}.")
        return about.index

    def lines(
        self,
        query: str,
        mode: str = "words",
        outlet: str = ALL,
        form: str = ALL,
        window: int = 30,
        sort: str = SORTS[0],
    ) -> pd.DataFrame:
        """The concordance of a query: `left`, `node`, `right`, `outlet`, `form`, `published`, `article`, `sentence`, `page`,
        `start`, `end`.

        `window` is in characters on either side. Context is sorted by whole words of English and single characters of
        Chinese, from the node outwards; ties keep the order of the corpus. Raises `QuestionError` as `find` does, and where
        the outlet and form chosen have no article or no line.
        """
        if sort not in SORTS:
            raise QuestionError(f"There is no order called {sort!r}; there are {', '.join(SORTS)}.")
        articles = self.chosen(outlet, form)
        everywhere = self.find(query, mode)
        places = everywhere[everywhere["article"].isin(articles)]
        if places.empty:
            where = ", ".join(name for name in (outlet, form) if name != ALL)
            raise QuestionError(
                f"{query!r} stands in {counted(len(everywhere), 'place')} of the corpus, but in none of {where}."
            )
        table = measures.in_context(self.corpus, places, window).join(
            self.about[["outlet", "form", "published"]], on="article"
        )
        if sort in ("outlet", "date"):
            column = {"outlet": "outlet", "date": "published"}[sort]
            table = table.sort_values(column, kind="stable", na_position="last")
        elif sort == "right context":
            table = table.iloc[_order([_units(text) for text in table["right"]])]
        elif sort == "left context":
            table = table.iloc[_order([_units(text)[::-1] for text in table["left"]])]
        columns = "left node right outlet form published article sentence page start end".split()
        return table[columns].reset_index(drop=True)

    def asked_language(self, query: str, mode: str) -> str | None:
        """The language in whose texts a query can occur: Chinese characters in Chinese texts; None if in any."""
        if mode in ("concept", "pattern"):
            return None
        return {"Hans": "zh", "Hant": "zh", "Latn": "en"}.get(script_of(query))

    def shares(self, query: str, mode: str = "words", by: str = GROUPINGS[0]) -> pd.DataFrame:
        """In which share of the texts of each outlet and form a query occurs at least once, with Wilson's interval (from five texts).

        Reprints and digests of one article count once. Only texts in which the query can occur are counted: those in its
        language, unless it is a concept or a pattern. Returns `group`, `texts` (that have it), `n`, `share`, `low`, `high`,
        `lines` (occurrences, in all versions), `articles` (where they are), the greatest share first. Raises `QuestionError` as `find` does.
        """
        if by not in GROUPINGS:
            raise QuestionError(f"There are no groups by {by!r}; there are {', '.join(GROUPINGS)}.")
        places = self.find(query, mode)
        language = self.asked_language(query, mode)
        about = self.about if language is None else self.about[self.about["language"] == language]
        if about.empty:
            raise QuestionError(f"There is no text in the language of {query!r} ({language}).")
        groups = about["outlet"] + ", " + about["form"] if by == GROUPINGS[0] else about[by]
        places = places[places["article"].isin(about.index)]
        found = places.assign(found=pd.Categorical(["found"] * len(places), categories=["found"]))
        table = measures.shares(
            found, groups.astype("str"), column="found", terms="found", versions=measures.versions(self.corpus)
        )
        of_group = places["article"].groupby(places["article"].map(groups))
        table["lines"] = table["group"].map(of_group.size()).fillna(0).astype(int)
        articles = of_group.agg(lambda names: " ".join(sorted(set(names))))
        table["articles"] = table["group"].map(articles).fillna("")
        table = table.rename(columns={"count": "texts", "value": "share"})
        table = table.sort_values(["share", "n", "group"], ascending=[False, False, True], ignore_index=True)
        return table[["group", "texts", "n", "share", "low", "high", "lines", "articles"]]


def _order(keys: list) -> list[int]:
    return sorted(range(len(keys)), key=keys.__getitem__)


def _units(text: str) -> list[str]:
    return _UNIT.findall(text.casefold())


def _nearest(query: str, known: list[str]) -> str:
    near = get_close_matches(query, [str(form) for form in known], n=3, cutoff=0.2)
    return f" The nearest are {', '.join(near)}." if near else ""


def span_of(address: str, characters: int) -> tuple[int, int]:
    """The raw span that is typed as `519-524`; `QuestionError` if it is no span of a page of so many characters.

    >>> span_of("519-524", 1000)
    (519, 524)
    """
    found = regex.fullmatch(r"\s*([0-9]{1,12})\s*[-–]\s*([0-9]{1,12})\s*", address)
    if not found:
        raise QuestionError(
            f"{address!r} is no address: write the first character and the one behind the last, as in 519-524."
        )
    start, end = int(found[1]), int(found[2])
    if not start < end <= characters:
        raise QuestionError(f"{start}-{end} is not a span of this page, which has {characters:,} characters.")
    return start, end


def sentence_row(corpus, article: str, number: int) -> pd.Series:
    """A sentence of an article by its number. Raises `QuestionError` saying how many there are."""
    if article not in corpus.articles.index:
        raise QuestionError(f"There is no article {article!r}; choose another.")
    part = corpus.sentences[corpus.sentences["article"] == article]
    if part.empty:
        raise QuestionError(f"Article {article} has no sentence.")
    chosen = part[part["sentence"] == number]
    if chosen.empty:
        raise QuestionError(f"Article {article} has {counted(len(part), 'sentence')}; there is no number {number}.")
    return chosen.iloc[0]
