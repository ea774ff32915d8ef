"""The tabs of the workbench: functions of an index and the values of the controls that return an answer."""

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from helpers import measures
from helpers.comparisons.alignments import align, sentences_of
from helpers.corpora.corpus import selected
from helpers.evaluation import trust
from helpers.explore import views
from helpers.explore.queries import NO_DATE, Found, Index, QuestionError, sentence_row
from helpers.lexicon.schemas import LANGUAGES
from helpers.measures.dispersions import deviations
from helpers.mentions.frames import frame_names, label_frames
from helpers.mentions.voices import sentence_voices
from helpers.texts.matching import glosses
from helpers.texts.numerals import counted

PAGE_LINES = 20
COMPANY_SORTS = {"logDice": "log_dice", "together": "count", "articles": "articles", "G2": "g2", "word": "term"}
# Rows of a picture, at most.
MOST_ROWS = 30
# Raw characters shown at once, at most, and characters of the page shown before and after an article.
MOST_RAW = 30_000
AROUND = 200
HIGHEST_DICE = 14
# Two articles on different matters often have fewer links.
LEAST_LINKS = 3
HOW_TO_OPEN = "This is a stored answer. To ask a question of your own, open this notebook in JupyterLab (python3 run.py lab) and run it."


@dataclass(eq=False, repr=False)
class Answer:
    """A `sentence` with its n, `html` (with live buttons), its table or a function that makes it (`made`), the `places`
    that the buttons number, and maxima of number controls (`most`). Shown by itself it is static."""

    sentence: str
    html: str = ""
    made: pd.DataFrame | Callable[[], pd.DataFrame] = field(default_factory=pd.DataFrame)
    places: pd.DataFrame | None = None
    most: dict[str, int] = field(default_factory=dict)
    question: str = ""

    @cached_property
    def table(self) -> pd.DataFrame:
        """The whole table, made at first use."""
        return self.made() if callable(self.made) else self.made

    @property
    def shown(self) -> str:
        # A screen reader reads it out at each change; MathJax must not typeset it.
        sentence = f'<p role="status">{views.text_html(self.sentence)}</p>'
        return f'<div class="mathjax_ignore tex2jax_ignore">{sentence}{self.html}</div>'

    def _repr_html_(self) -> str:
        question = f'<p class="mathjax_ignore tex2jax_ignore"><b>{views.text_html(self.question)}</b></p>'
        return question + views.static(self.shown)

    def __repr__(self) -> str:
        return f"{self.question}: {self.sentence}"


def _n(found: Found) -> str:
    places = found.places
    in_articles = f"{counted(len(places), 'line')} in {counted(places['article'].nunique(), 'article')}"
    return f"n = {in_articles}; {found.said}."


def lines(index: Index, query, mode, outlet, form, sort, reverse, window, page, only=None) -> Answer:
    """Concordance of the query, `PAGE_LINES` lines at a time."""
    found = index.hits(query, mode, outlet, form, only)
    places = index.ordered(found.places, sort, reverse)
    pages = -(-len(places) // PAGE_LINES)
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE_LINES
    part = index.context(places.iloc[first : first + PAGE_LINES], window)
    kept = f"{only[0]} {only[1]}" if only else ""
    chip = views.go(f"× all lines, not only {views.text_html(kept)}", "only") if only else ""
    turns = {page - 1: "‹ previous page", page + 1: "next page ›"}
    bar = chip + "".join(views.go(turns[to], "set", "page", to) for to in turns if 1 <= to <= pages)
    bar = views.live(bar) if bar else ""
    sentence = f"{_n(found)} {f'Only {kept}. ' if only else ''}Page {page} of {pages}."
    if not only:
        sentence += index.titled(query, found.mode, index.chosen(outlet, form).difference(found.places["article"]))
    html = bar + views.lines_html(part, first + 1, sort, reverse)
    return Answer(sentence, html, lambda: index.context(places, window), places, {"page": pages})


def spread(index: Index, query, mode, outlet, form, by) -> Answer:
    """Spread of the query over time, over groups of texts, and within each article. The table has the groups."""
    found = index.hits(query, mode, outlet, form)
    table, times = (index.shares(query, mode, groups, outlet, form) for groups in (by, "time"))
    could = index.texts(query, found.mode, outlet, form)
    spoken = could["language"].unique()
    which = f"{LANGUAGES[spoken[0]]} text" if len(spoken) == 1 and spoken[0] in LANGUAGES else "text"
    sentence = (
        f"{_n(found)} {table['texts'].sum():,} of {counted(table['n'].sum(), which)} have it; reprints, and digests of one "
        "article, count once in a group. An interval says how sure one share is, not whether two differ; it needs five texts."
    )
    html = views.shares_html(_with_gaps(times), "time", "Over time: share of texts that have it")
    if by != "time":
        html += views.shares_html(table.head(MOST_ROWS), by, f"By {by}: share of texts that have it")
    words = pd.Series(np.bincount(index.words.article, minlength=len(index.about)), index.about.index)[could.index]
    lines = found.places["article"].value_counts().reindex(could.index, fill_value=0)
    (uneven,), _ = deviations(sparse.csc_matrix(lines.to_numpy()[:, None]), words.to_numpy())
    said = f"; Gries's DP over {len(could):,} texts {uneven:.2f}" if pd.notna(uneven) else ""
    return Answer(sentence, html + _strips(index, found.places, said), table, found.places)


def _with_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Add a row for each gap (times without any text) to the shares over time."""
    dated = table.loc[table["group"] != NO_DATE, "group"].tolist()
    frequency = {4: "Y", 7: "M", 10: "D"}[len(dated[0])] if dated else "Y"
    rows = []
    for row in table.to_dict("records"):
        if rows and row["group"] != NO_DATE:
            between = pd.period_range(rows[-1]["group"], row["group"], freq=frequency).astype(str)[1:-1]
            if len(between):
                name = between[0] if len(between) == 1 else f"{between[0]} to {between[-1]}"
                rows.append({**row, "group": name, "texts": 0, "n": 0, "lines": 0})
        rows.append(row)
    return pd.DataFrame(rows, columns=table.columns)


def _strips(index: Index, places: pd.DataFrame, said: str) -> str:
    """Draw the places in the articles that have most of them: a row per article, a tick per place."""
    counts = places["article"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    shown = places[places["article"].isin(counts.index[:MOST_ROWS])]
    lines = measures.in_context(index.corpus, shown, 12)
    words = lines["left"] + "⟦" + lines["node"] + "⟧" + lines["right"]
    ticks = pd.DataFrame({"at": index.depths(shown), "hit": shown.index, "words": words.to_numpy()}, shown.index)
    rows = []
    for article, part in ticks.groupby(shown["article"], sort=False):
        label = views.go(views.text_html(article), "only", "article", article, title="its lines")
        about, picture = views.text_html(views.source(index.about.loc[article])), views.strip(part.to_numpy().tolist())
        rows.append((label, about, str(len(part)), picture))
    rest = f"; the {MOST_ROWS} with most of {len(counts):,}" if len(counts) > MOST_ROWS else ""
    headings = ["article", "outlet, form, day", "lines", "beginning to end"]
    caption = f"In the articles: from the first character to the last{said}{rest}"
    return views.table_html(caption, headings, rows, (2,), (0, 2, 3))


def company(index: Index, query, mode, outlet, form, around, minimum, company_sort, function_words) -> Answer:
    """Collocates of the query."""
    found = index.hits(query, mode, outlet, form)
    table = index.company(found.places, around, minimum, function_words)
    if (column := COMPANY_SORTS.get(company_sort)) is None:
        raise QuestionError(f"There is no order called {company_sort!r}; there are {', '.join(COMPANY_SORTS)}.")
    table = table.sort_values([column, "term"], ascending=[column == "term", True], kind="stable", ignore_index=True)
    gloss = glosses(lexicon=index.corpus.lexicon)
    rows = []
    for row in table.head(MOST_ROWS).itertuples():
        word = views.go(views.text_html(row.term), "only", "company", row.term, around, title="its lines")
        word += f" <small>{views.text_html(gloss.get(row.term, ''))}</small>"
        dice = f"{row.log_dice:.1f}", views.track([max(row.log_dice, 0) / HIGHEST_DICE])
        rows.append((word, str(row.count), str(row.articles), str(row.term_count), *dice, f"{row.g2:.1f}"))
    headings = ["word", "together", "articles", "in all", "logDice", "0 to 14", "G2"]
    caption = f"Company: {min(len(table), MOST_ROWS)} of {counted(len(table), 'word')}"
    sorting = {"sorts": {name: name for name in COMPANY_SORTS}, "sort": company_sort, "falling": company_sort != "word"}
    html = views.table_html(caption, headings, rows, right=(1, 2, 3, 4, 6), whole=(0, 4, 5), **sorting)
    words = "function words counted" if function_words else "function words left out"
    sentence = f"{_n(found)} {counted(len(table), 'word')} within {around} words on either side at least {minimum} times; {words}."
    return Answer(sentence, html, table, found.places)


def frames_and_voices(index: Index, query, mode, outlet, form, lists) -> Answer:
    """Frames of the sentences with the query compared with the others, and their voices. The table has both."""
    found = index.hits(query, mode, outlet, form)
    having, others, remark = index.framed(found.places, lists)
    voices, looked = index.voiced(found.places)
    names = list(frame_names(lexicon=index.corpus.lexicon))
    carried = {name: having.loc[having[name], "article"] for name in names}
    frames = pd.DataFrame({"name": names, "sentences": [len(articles) for articles in carried.values()]})
    frames = frames.assign(kind="frame", n=len(having), articles=[part.nunique() for part in carried.values()])
    heard = voices.groupby("label")["article"].agg(sentences="size", articles="nunique")
    heard = heard.rename_axis("name").reset_index().assign(kind="voice", n=len(voices))
    table = pd.concat([frames, heard], ignore_index=True)
    table["share"] = table["sentences"] / table["n"]
    table["others"] = [others[name].mean() if name in others else float("nan") for name in table["name"]]
    table = table.sort_values(["kind", "share", "name"], ascending=[True, False, True], ignore_index=True)
    parts = {kind: table[table["kind"] == kind].head(MOST_ROWS) for kind in ("frame", "voice")}
    html = "".join(views.parts_html(part, kind, lists) for kind, part in parts.items())
    if (total := found.places["article"].nunique()) > looked:
        remark += f" Voices of the first {looked} of {total:,} articles."
    sentence = (
        f"{_n(found)} {counted(len(having), 'sentence')} with it, {len(others):,} other in its languages; sentences of one article "
        f"are alike, so no interval is shown.{remark} {trust(index.corpus, 'read some of these sentences')}".rstrip()
    )
    return Answer(sentence, html, table, found.places)


def article(index: Index, query, mode, article, sentence, lists) -> Answer:
    """An article beside its raw page, with the chosen sentence marked on both sides, its frames and its voice; matches
    of the query are bold. The table has the segments shown."""
    corpus = index.corpus
    chosen = sentence_row(corpus, article, sentence)
    about = corpus.articles.loc[article]
    page = about["page"]
    raw = corpus.pages.at[page, "raw"]
    of_page = corpus.segments[corpus.segments["page"] == page]
    part = corpus.sentences[corpus.sentences["article"] == article]
    start, end = int(chosen["start"]), int(chosen["end"])
    first, last = max(int(about["start"]) - AROUND, 0), min(int(about["end"]) + AROUND, len(raw))
    if last - first > MOST_RAW:
        first = max(first, start - MOST_RAW // 2)
        last = min(last, first + MOST_RAW)
    chain = corpus.places.chain(article)
    try:
        found = index.read(query, mode).places
        found = found[found["article"] == article]
    except QuestionError:
        found = pd.DataFrame(columns=["sentence", "start", "end"])
    nodes = {number: places[["start", "end"]].to_numpy() for number, places in found.groupby("sentence")}
    rows = [(at.sentence, at.text, _within(chain, at.start, nodes.get(at.sentence, ()))) for at in part.itertuples()]
    shown = of_page[(of_page["start"] < last) & (of_page["end"] > first)]
    html = views.two_sides(
        views.sentences_html(rows, sentence),
        views.raw_html(raw, shown, first, last, (start, end)),
        (f"{article}, sentence by sentence", f"{page}, characters {first:,} to {last:,}"),
    )
    text = (
        f"Sentence {sentence} of {len(part)}, {page} {start}-{end}, is marked; n = {counted(len(part), 'sentence')}, {counted(len(shown), 'segment')} and "
        f"{last - first:,} of the page's {len(raw):,} characters shown. On the right ¶ is a line end, ‹…› names the kind of what "
        "follows, italics are apparatus; the rest is body."
    )
    html += _read_sentence(index, chosen, lists)
    return Answer(text, html, shown.reset_index(drop=True), None, {"sentence": len(part)})


def _read_sentence(index: Index, chosen: pd.Series, lists: str) -> str:
    """Frames of a sentence with the cues that fired, and its voice."""
    corpus, article = index.corpus, chosen["article"]
    if index.about.at[article, "language"] not in LANGUAGES:
        return "<p>Only Chinese and English sentences are read for frames and voices.</p>"
    fired = label_frames(corpus.sentences.loc[[chosen.name]], corpus, lists).fired
    spans = _within(corpus.places.chain(article), chosen["start"], fired[["start", "end"]].to_numpy())
    voices = sentence_voices(selected(corpus, pd.Index([article])))
    voice = voices[voices["sentence"] == chosen["sentence"]].iloc[0]
    named = f"{voice['voice']}: {voice['speaker'] or 'nobody named'}"
    who = "the outlet's own" if voice["voice"] == "outlet" else named
    carried = list(dict.fromkeys(fired["frame"].astype(str)))
    said = f"carries {', '.join(carried)}" if carried else "carries no frame: no cue fired"
    words = f"Sentence {chosen['sentence']} {said}; its voice is {who}."
    return f"<p>{views.text_html(words)}</p>{views.sentence_html(chosen['text'], fired, spans)}"


def _within(chain, sentence: int, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Convert raw spans inside the sentence that begins at raw `sentence` to offsets in the text of the sentence."""
    first, _ = chain.text(sentence, sentence)
    return [tuple(place - first for place in chain.text(*span)) for span in spans]


def two_articles(index: Index, left, right) -> Answer:
    """Two articles aligned by sentence. The table is that of `align`; links may cross if one is a digest."""
    corpus = index.corpus
    if left == right:
        raise QuestionError("That is one article twice: choose two.")
    for side in (left, right):
        sentence_row(corpus, side, 1)
    sides = [sentences_of(corpus, side) for side in (left, right)]
    free = "digest" in set(corpus.articles.loc[[left, right], "form"])
    try:
        with warnings.catch_warnings(record=True, action="always") as doubts:
            table = align(*sides, order="free" if free else "kept", lexicon=corpus.lexicon)
    except ValueError as error:
        raise QuestionError(f"These two cannot be aligned: {error}.") from None
    both = (table["left_sentences"] != "") & (table["right_sentences"] != "")
    stories = corpus.articles.loc[[left, right], "same_story"]
    strangers = stories[left] != stories[right] and (doubts or both.sum() < LEAST_LINKS)
    sentence = (
        f"n = {counted(len(sides[0]), 'sentence')} of {left} and {len(sides[1])} of {right}: "
        f"{counted(int(both.sum()), 'link')}, {counted(int((~both).sum()), 'row')} with nothing on one side. "
        f"{'A digest rearranges: links may cross.' if free else 'The order is kept.'}"
        f"{' Too few links for two versions of one text: each may be chance.' * bool(strangers)}"
    )
    pages = tuple(corpus.articles.at[side, "page"] for side in (left, right))
    return Answer(sentence, views.alignment_html(table, pages), table)


TABS: dict[str, Callable[..., Answer]] = {
    "lines": lines, "spread": spread, "company": company, "frames and voices": frames_and_voices, "article": article,
    "two articles": two_articles,
}  # fmt: skip
