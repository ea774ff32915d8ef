"""The widgets: controls that hold values, and an answer that follows them."""

import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

import ipywidgets
import pandas as pd

from helpers.comparisons.alignments import align, sentences_of
from helpers.explore import views
from helpers.explore.searches import ALL, FORMS, GROUPINGS, MODES, SORTS, Index, QuestionError, sentence_row, span_of
from helpers.mentions.frames import LISTS, label_frames

PAGE_LINES = 20
HOW_TO_OPEN = "This is a stored answer. To ask a question of your own, open this notebook in JupyterLab (python3 run.py lab) and run it."
EXTENTS = ("article", "page")
# The most raw characters shown at once, and what is shown of the page around an article.
MOST_RAW = 30_000
AROUND = 200


class Answer(NamedTuple):
    """What a question is answered with: a sentence with its n, HTML, the table it shows, and for number controls their
    greatest value."""

    sentence: str
    html: str = ""
    table: pd.DataFrame | None = None
    most: dict[str, int] | None = None


class Explorer:
    """Controls and the answer to what they are set to.

    `controls` are ipywidgets by name; setting the `value` of one changes `answer`, and what is shown. A question without an
    answer is answered with a sentence. `table` is the table behind the answer (empty where there is none).
    """

    def __init__(
        self,
        name: str,
        controls: dict[str, ipywidgets.ValueWidget],
        answer: Callable[..., Answer],
        restarts: str | None = None,
        at: tuple[str, ...] | None = None,
    ):
        """`answer` takes the values of all controls by name. Whenever another control changes (or, if named, one of `at`), the
        control `restarts` goes back to its least value: there is no page 7 of another search."""
        self.name, self.controls = name, controls
        self._answer, self._restarts = answer, restarts
        self._restart_at = [controls[other] for other in (at or controls) if other != restarts]
        # JupyterLab may deliver the changes of two controls in two threads: the second waits until the first is answered.
        self._lock, self._settling = threading.Lock(), None
        self._shown = ipywidgets.HTML()
        self._csv_wanted = ipywidgets.ToggleButton(
            description="as CSV", tooltip="Show the whole table as CSV, to be copied", value=False
        )
        self._csv = ipywidgets.Textarea(
            disabled=False, rows=8, description="CSV", layout={"width": "95%", "display": "none"}
        )
        row = ipywidgets.Box([*controls.values(), self._csv_wanted], layout={"flex_flow": "row wrap"})
        self.box = ipywidgets.VBox([row, self._csv, self._shown])
        for control in controls.values():
            control.observe(self._follow, "value")
        self._csv_wanted.observe(self._follow, "value")
        self._settle()

    @property
    def table(self) -> pd.DataFrame:
        return self.answer.table if self.answer.table is not None else pd.DataFrame()

    @property
    def html(self) -> str:
        """The answer as it is shown."""
        # Read out by a screen reader whenever it changes; never typeset as formulas.
        sentence = f'<p role="status">{views.text_html(self.answer.sentence)}</p>'
        return f'<div class="mathjax_ignore tex2jax_ignore">{sentence}{self.answer.html}</div>'

    def question(self) -> str:
        """The controls and their values in words."""
        named = []
        for control in self.controls.values():
            value = control.label if isinstance(control, ipywidgets.Dropdown) else control.value
            if value not in ("", ALL):
                named.append(f"{control.description}: {value}")
        return "; ".join(named)

    def _follow(self, change: dict) -> None:
        # While the controls are put in order, what that changes in them is no new question.
        if self._settling != threading.get_ident():
            self._settle(change["owner"])

    def _settle(self, changed: ipywidgets.Widget | None = None) -> None:
        with self._lock:
            self._settling = threading.get_ident()
            try:
                self._answer_now(changed)
            finally:
                self._settling = None

    def _answer_now(self, changed: ipywidgets.Widget | None) -> None:
        if self._restarts and changed in self._restart_at:
            self.controls[self._restarts].value = self.controls[self._restarts].min
        try:
            self.answer = self._answer(**{name: control.value for name, control in self.controls.items()})
        except QuestionError as error:
            self.answer = Answer(str(error))
        for name, most in (self.answer.most or {}).items():
            self.controls[name].max = max(most, self.controls[name].min)
        wanted = self._csv_wanted.value
        self._csv.value = self.table.to_csv(index=False, lineterminator="\n") if wanted else ""
        self._csv.layout.display = "flex" if wanted else "none"
        self._shown.value = self.html

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        """The live widget for who can show it, and the same answer, as it stands now, for everybody else."""
        live = self.box._repr_mimebundle_()
        question = self.question()
        static = (
            f'<div class="mathjax_ignore tex2jax_ignore"><p><b>{views.text_html(self.name)}</b> '
            f"{views.text_html(question)}</p></div>{self.html}<p><i>{HOW_TO_OPEN}</i></p>"
        )
        plain = f"{self.name} ({question}): {self.answer.sentence} {HOW_TO_OPEN}"
        return {**live, "text/html": static, "text/plain": plain}


def _dropdown(description: str, options: Sequence[str | tuple[str, str]], value: str, what: str) -> ipywidgets.Dropdown:
    """One of these options, plain or with labels.

    Raises `KeyError` if the caller's `value` is none of them: no such `what`. The widget would only raise a trait error.
    """
    values = [option if isinstance(option, str) else option[1] for option in options]
    if value not in values:
        raise KeyError(f"no {what} {value!r}; there are {', '.join(values)}")
    return ipywidgets.Dropdown(description=description, options=options, value=value, **_wide())


def _number(description: str, value: int, least: int = 1, most: int = 1) -> ipywidgets.BoundedIntText:
    most = max(most, value, least)
    return ipywidgets.BoundedIntText(value, min=least, max=most, description=description, **_wide("9em"))


def _wide(width: str = "auto") -> dict:
    return {"style": {"description_width": "initial"}, "layout": {"width": width}}


def _query(value: str) -> ipywidgets.Text:
    # Asked when Enter is pressed or the field left, not at each letter.
    return ipywidgets.Text(
        value, description="search", placeholder="上海精神", continuous_update=False, **_wide("18em")
    )


def _article_dropdown(description: str, corpus, article: str) -> ipywidgets.Dropdown:
    options = []
    for row in corpus.articles.itertuples():
        about = [str(cell) for cell in (row.outlet, row.language, row.form) if pd.notna(cell)]
        title = str(row.title) if pd.notna(row.title) else "without a title"
        cut = title if len(title) <= 40 else f"{title[:39]}…"
        options.append((f"{row.Index} {', '.join([*about, views.day(row.published)])}: {cut}", row.Index))
    return _dropdown(description, options, article, "article")


def concordance(
    corpus,
    tokens: pd.DataFrame,
    query: str = "",
    mode: str = MODES[0],
    outlet: str = ALL,
    form: str = ALL,
    window: int = 30,
    sort: str = SORTS[0],
) -> Explorer:
    """Every line in which a word, characters, a concept or a pattern stands, `PAGE_LINES` at a time, each with its address.

    The arguments are what the controls are set to at first. `table` is `Index.lines`, all pages of it. Raises `KeyError`
    for an outlet or a form that is no choice.
    """
    index = Index(corpus, tokens)

    def answer(query: str, mode: str, outlet: str, form: str, window: int, sort: str, page: int) -> Answer:
        lines = index.lines(query, mode, outlet, form, window, sort)
        pages = -(-len(lines) // PAGE_LINES)
        first = (min(page, pages) - 1) * PAGE_LINES
        part = lines.iloc[first : first + PAGE_LINES]
        articles = views.counted(lines["article"].nunique(), "article")
        sentence = f"n = {views.counted(len(lines), 'line')} in {articles}; page {min(page, pages)} of {pages}."
        if mode == "concept":
            sentence = f"The concept {index.concept_of(query.strip())!r}: {sentence}"
        return Answer(sentence, views.lines_html(part, first + 1), lines, {"page": pages})

    controls = {
        "query": _query(query),
        "mode": _dropdown("as", MODES, mode, "way to search"),
        "outlet": _dropdown("outlet", [ALL, *index.outlets()], outlet, "outlet"),
        "form": _dropdown("form", [ALL, *FORMS], form, "form"),
        "window": _number("window", window, 0, 200),
        "sort": _dropdown("sort by", SORTS, sort, "order"),
        "page": _number("page", 1),
    }
    return Explorer("Concordance", controls, answer, restarts="page")


def shares(corpus, tokens: pd.DataFrame, query: str = "", mode: str = MODES[0], by: str = GROUPINGS[0]) -> Explorer:
    """In which share of the texts of each outlet and form a query occurs, with its interval. `table` is `Index.shares`."""
    index = Index(corpus, tokens)

    def answer(query: str, mode: str, by: str) -> Answer:
        table = index.shares(query, mode, by)
        language = index.asked_language(query, mode)
        which = {"zh": "Chinese texts", "en": "English texts"}.get(language, "texts in any language")
        texts = int(table["n"].sum())
        having = int(table["texts"].sum())
        sentence = (
            f"n = {texts} {which}, {having} of which have it; reprints and two digests of one article count once in a group. "
            "An interval says how sure one share is, not whether two differ; under five texts there is none."
        )
        return Answer(sentence, views.shares_html(table, by), table)

    controls = {
        "query": _query(query),
        "mode": _dropdown("as", MODES, mode, "way to search"),
        "by": _dropdown("by", GROUPINGS, by, "grouping"),
    }
    return Explorer("Shares of texts", controls, answer)


def frames(corpus, article: str, sentence: int = 1, lists: str = "wide") -> Explorer:
    """The frames of one sentence and the cues that fired in it. `table` is the table of cues (`label_frames`).

    Raises `KeyError` for an article or a list that is no choice.
    """
    places = corpus.places

    def answer(article: str, lists: str, sentence: int) -> Answer:
        chosen = sentence_row(corpus, article, sentence)
        total = int((corpus.sentences["article"] == article).sum())
        one = corpus.sentences.loc[[chosen.name]]
        fired = label_frames(one, corpus, lists).fired
        spans = [places.chain(article).text(row.start, row.end) for row in fired.itertuples()]
        fired["begin"], fired["stop"] = [a for a, _ in spans], [b for _, b in spans]
        begin = places.chain(article).text(chosen["start"], chosen["start"])[0]
        carried = list(dict.fromkeys(fired["frame"].astype(str)))
        said = f"carries {', '.join(carried)}" if carried else "carries no frame: no cue fired"
        page = corpus.articles.at[article, "page"]
        address = f"{page} {chosen['start']}-{chosen['end']}"
        text = (
            f"Sentence {sentence} of {total} of {article} ({address}) {said}; n = {views.counted(len(fired), 'cue')}."
        )
        html = views.sentence_html(chosen["text"], fired, begin)
        return Answer(text, html, fired.drop(columns=["begin", "stop"]), {"sentence": total})

    controls = {
        "article": _article_dropdown("article", corpus, article),
        "lists": _dropdown("list", list(LISTS), lists, "list"),
        "sentence": _number("sentence", sentence),
    }
    return Explorer("Frames of a sentence", controls, answer, restarts="sentence", at=("article",))


def article(corpus, name: str, sentence: int = 1, span: str = "", extent: str = EXTENTS[0]) -> Explorer:
    """An article beside its raw page: the sentence chosen, or the raw span typed, marked on both sides.

    `name` is the article; `span` two raw offsets, as the other explorers give them (`519-524`). `table` is the segments
    shown. Raises `KeyError` for an article that is no choice.
    """

    def answer(article: str, extent: str, span: str, sentence: int) -> Answer:
        about = corpus.articles.loc[article]
        page = about["page"]
        raw = corpus.pages.at[page, "raw"]
        of_page = corpus.segments[corpus.segments["page"] == page]
        part = corpus.sentences[corpus.sentences["article"] == article]
        if span.strip():
            start, end = span_of(span, len(raw))
            what = "The span"
        else:
            chosen = sentence_row(corpus, article, sentence)
            start, end = int(chosen["start"]), int(chosen["end"])
            what = f"Sentence {sentence} of {len(part)}"
        whole = (0, len(raw)) if extent == "page" else (int(about["start"]), int(about["end"]))
        first, last = _shown_part(whole, (start, end), len(raw))
        chain = corpus.places.chain(article)
        rows = [(row.sentence, row.text, [_within(chain, row, start, end)]) for row in part.itertuples()]
        shown = of_page[(of_page["start"] < last) & (of_page["end"] > first)]
        html = views.side_by_side(
            views.sentences_html(rows),
            views.raw_html(raw, shown, first, last, (start, end)),
            (f"{article}, sentence by sentence", f"{page}, characters {first:,} to {last:,}"),
        )
        legend = (
            "On the right ¶ is a line end, ‹…› names the kind of what follows, italics are apparatus; the rest is body."
        )
        text = (
            f"{what}, {page} {start}-{end}, is marked; n = {views.counted(len(part), 'sentence')}, {views.counted(len(shown), 'segment')} and "
            f"{last - first:,} of the page's {len(raw):,} characters shown. {legend}"
        )
        return Answer(text, html, shown.reset_index(drop=True), {"sentence": len(part)})

    controls = {
        "article": _article_dropdown("article", corpus, name),
        "extent": _dropdown("show the", EXTENTS, extent, "extent"),
        "span": ipywidgets.Text(
            span, description="characters", placeholder="519-524", continuous_update=False, **_wide("14em")
        ),
        "sentence": _number("sentence", sentence),
    }
    return Explorer("Article and raw page", controls, answer, restarts="sentence", at=("article",))


def _shown_part(whole: tuple[int, int], span: tuple[int, int], characters: int) -> tuple[int, int]:
    """What is shown of a page of so many characters: the whole, the span, a little around them; `MOST_RAW` at most.

    >>> _shown_part((500, 900), (850, 950), characters=2000)
    (300, 1150)
    """
    first = max(min(whole[0], span[0]) - AROUND, 0)
    last = min(max(whole[1], span[1]) + AROUND, characters)
    if last - first > MOST_RAW:
        first = max(first, span[0] - MOST_RAW // 2)
        last = min(last, first + MOST_RAW)
    return first, last


def _within(chain, sentence, start: int, end: int) -> tuple[int, int]:
    """Which characters of a sentence's text lie in the raw span."""
    first = chain.text(sentence.start, sentence.start)[0]
    begin, stop = chain.text(max(start, sentence.start), min(end, sentence.end))
    return (begin - first, stop - first) if begin < stop else (0, 0)


def alignment(corpus, left: str, right: str) -> Explorer:
    """Two articles, sentence beside sentence that says the same. `table` is that of `align`.

    A digest may rearrange what it digests, so there links may cross. Raises `KeyError` for an article that is no choice.
    """

    def answer(left: str, right: str) -> Answer:
        if left == right:
            raise QuestionError("That is one article twice: choose two.")
        sides = [sentences_of(corpus, article) for article in (left, right)]
        for article, side in zip((left, right), sides, strict=True):
            if side.empty:
                raise QuestionError(f"Article {article} has no sentence.")
        free = "digest" in set(corpus.articles.loc[[left, right], "form"])
        try:
            table = align(*sides, order="free" if free else "kept")
        except ValueError as error:
            raise QuestionError(f"These two cannot be aligned: {error}.") from None
        both = (table["left_sentences"] != "") & (table["right_sentences"] != "")
        sentence = (
            f"n = {views.counted(len(sides[0]), 'sentence')} of {left} and {len(sides[1])} of {right}: "
            f"{views.counted(int(both.sum()), 'link')}, {views.counted(int((~both).sum()), 'row')} with nothing on one side. "
            f"{'A digest rearranges: links may cross.' if free else 'The order is kept.'}"
        )
        pages = tuple(corpus.articles.at[article, "page"] for article in (left, right))
        return Answer(sentence, views.alignment_html(table, pages), table)

    controls = {"left": _article_dropdown("left", corpus, left), "right": _article_dropdown("right", corpus, right)}
    return Explorer("Two articles aligned", controls, answer)
