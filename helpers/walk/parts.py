"""The parts of a walk: each computes sentences, a table and a figure for one question about a corpus.

The notebooks of a walk call these functions, and the report shows their results: both show the same. Every sentence is
computed from the tables of this corpus, with the number of cases and, given enough articles, an interval.
"""

import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache, partial, wraps
from itertools import combinations
from pathlib import Path

import pandas as pd
from IPython.display import HTML, Image
from matplotlib.ticker import MaxNLocator

from helpers import figures, measures, scale
from helpers.corpora import Corpus, validate
from helpers.corpora.articles import days_of
from helpers.corpora.corpus import names_of, selected, sentences_at
from helpers.corpora.tables import CONVENTION
from helpers.evaluation import measurable_frames
from helpers.evaluation.frames import LEAST_F1, LEAST_GOLD
from helpers.explore import views
from helpers.figures.house import NAMES, Picture, Style, shortened
from helpers.lexicon import NO_OUTLET
from helpers.lexicon.schemas import LANGUAGES
from helpers.lexicon.spreadsheets import neutral
from helpers.measures import LEAST_TEXTS, versions
from helpers.mentions import dates, voices
from helpers.mentions.frames import label_frames, occasions
from helpers.texts.matching import stop_words
from helpers.texts.numerals import counted, named
from helpers.walk import coding
from helpers.walk.places import CODED, FAULTS

_OUTLETS, _WORDS, _PAIRS, _MONTHS, _TOLD = 12, 15, 20, 48, 8
_SEVERAL = 3  # texts that most outlets need before each is a line of a figure
_SURE = 0.5  # least lower end of the interval of an F1
_LONG = 44  # letters of two names on a line of a figure, at most
_SHOWN = 12
_COMPARED = {"outlet": "outlets", "country": "countries of outlets", "kind": "kinds of outlets"}
_NO_DAY, _NONE = "no day", "none named"
_CAPTIONS = {
    "01-outlets": "A dot counts the articles of an outlet.",
    "01-repeats": "A cell counts pairs of articles that are versions of one text: one from the outlet on the left, one from the outlet above.",
    "01-occasions": "Each line is an occasion and its number of articles; an article has at most one.",
    "02-months": "Each bar counts articles; the grey bar counts those without a day.",
    "02-calendar": "A mark is an article on its day by Beijing's clock; articles without a day are counted on the right. A line joins versions of one text; colour, and the shape of grey marks, tell the outlets apart.",
    "02-horizon": "A cell counts the dates that the articles on the left name, relative to the article's own day.",
    "03-words": "A dot shows how often a word occurs, the grey line its interval over articles.",
    "03-contrast": "One step to a side means twice as often on the side named there; differences inside the grey band may be chance.",
    "03-concepts": "A dot is the share of the texts that name it, the grey line its interval.",
    "03-formulas": "A dot is the share of the texts that use it, the grey line its interval.",
    "04-voices": "A dot is the share of sentences attributed to somebody, the grey line its interval over articles.",
    "04-company": "A dot shows how many sentences name both; offices, and a country with its own people and bodies, are left out.",
    "04-card": "A dot shows how well the cues agree with your coding (1: fully), the grey line its interval.",
    "04-frames": "A dot is the share of sentences that carry the frame, the grey line its interval over articles.",
}
_SIDES = {
    "back": "days/before", "day": "its own/day", "span": "a year or span/that holds it", "ahead": "days/to come",
    "late": "past, but/announced", "undated": "of articles/without a day",
}  # fmt: skip
_BROKEN = "not shown, because a rule failed on these pages"
_SHARE = ["count", "n", "low", "high"]  # columns that `share` puts into words


@dataclass(eq=False)
class Part:
    """The result of a part: sentences (`said`), and the `table` that the figure shows, or why it is not drawn
    (`missing`). `caption` explains the figure; `failed` says which rule broke, `hint` how to ask for the part.

    As the last line of a cell it shows the sentences and the first rows. `figure(folder)` draws. `whole` has the full
    tables by file name.
    """

    name: str
    said: list[str] = field(default_factory=list)
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    title: str = ""
    n: str = ""
    draw: Callable[[], Picture] | None = None
    missing: str = ""
    failed: str = ""
    hint: str = ""
    whole: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def caption(self) -> str:
        caption = _CAPTIONS.get(self.name, "")
        lows = self.table[[name for name in ("low", "f1_low") if name in self.table]]
        drawn = lows.empty or lows.notna().any(axis=None)
        return caption if drawn else f"{caption.partition(', the grey line')[0]}; too few articles for intervals."

    def say(self, *sentences: str) -> None:
        """Add sentences, except empty ones."""
        self.said += filter(None, sentences)

    def without(self, why: str) -> "Part":
        """Note why the figure is not drawn."""
        self.missing = why
        return self

    def showing(
        self, table: pd.DataFrame, title: str, n: str, draw: Callable[..., Picture], rows: pd.DataFrame, *more, **looks
    ) -> "Part":
        """Add a table and its figure, drawn on demand by `draw(rows, title, *more, **looks)`."""
        self.table, self.title, self.n = table.reset_index(drop=True), title, n
        self.draw = partial(draw, rows, title, *more, **looks)
        return self

    def figure(self, folder: str | Path) -> Image | HTML:
        """Draw the figure and save it in `folder` with its table, or return a sentence that says why not."""
        if self.draw:
            figures.use_house_style()
            place = Path(folder).resolve()
            try:
                drawn, about = self.draw(), {"n": self.n, "source": "pages of your own", "folder": place}
                figures.save(drawn, neutral(self.table), self.name, **about, show=False)
                width = round(drawn.get_figwidth() * 100)
                return Image(filename=place / f"{self.name}.png", width=width, alt=self.title)
            except ValueError as error:  # its message says what the figure cannot show
                self.draw, self.missing = None, f"“{self.title}” is not drawn: {error}"
        return HTML(f"<p><em>{views.text_html(self.missing or self.hint)}</em></p>")

    def __repr__(self) -> str:
        return " ".join([*self.said, self.missing]).strip()

    def _repr_html_(self) -> str:
        left = len(self.table) - _SHOWN
        title = f"{self.title}; {counted(left, 'more row')} in figures/{self.name}.csv" if left > 0 else self.title
        said = [*self.said, self.missing, "" if self.table.empty else self.caption]
        html = "".join(f"<p>{views.text_html(sentence)}</p>" for sentence in said if sentence)
        shown = self.table.head(_SHOWN).itertuples(index=False)
        rows = [[views.text_html(_cell(cell)) for cell in row] for row in shown]
        return html + (views.table_html(title, list(self.table.columns), rows) if rows else "")


def _cell(cell: object) -> str:
    if pd.isna(cell):
        return ""
    return f"{cell:,.3g}" if isinstance(cell, float) else str(cell)


def _part(find: Callable[..., Part]) -> Callable[..., Part]:
    """Cache a part for the last few corpora, and silence warnings: its sentences say what cannot be read.

    An error in a part is reported there and does not stop the others. Errors of the study are raised for its owner.
    """
    kept = lru_cache(maxsize=8)(find)

    @wraps(find)
    def of(corpus: Corpus, **choices) -> Part:
        with warnings.catch_warnings(action="ignore"):
            try:
                return kept(corpus, **choices)
            except FAULTS:
                raise
            except Exception as error:
                asked = find.__doc__.split("\n")[0].rstrip(".")
                why = f"{asked}: {_BROKEN} ({type(error).__name__}: {error}). The other parts are not affected."
                return Part(find.__name__, missing=why, failed=why)

    return of


# --- Outlets, shares and words, for every part ------------------------------------------------------------------------


def folded(outlets: pd.Series) -> pd.Series:
    """Keep the twelve most frequent outlets and merge the rest, with all of one or two texts that only their names would
    put before others of as many; missing outlets come last, by themselves."""
    counts = outlets.value_counts()
    ranked = sorted(counts.index, key=lambda name: (-counts[name], name))
    least = counts[ranked[_OUTLETS:]].max()
    kept = [name for name in ranked if least < _SEVERAL and counts[name] > least] or ranked[:_OUTLETS]
    rest = len(counts) - len(kept)
    other = f"other ({counted(rest, 'outlet')})"
    labels = outlets.where(outlets.isin(kept) | outlets.isna(), other).fillna(NO_OUTLET)
    order = [*kept, *[other] * (rest > 0), *[NO_OUTLET] * bool(outlets.isna().any() and NO_OUTLET not in kept)]
    return labels.astype(pd.CategoricalDtype(order))


def _lines(corpus: Corpus) -> tuple[pd.Series, str, dict]:
    """Return the line of each article in figures by outlet, the word for it, and the styles: outlets, or languages if
    there are many and most have too few texts, or kinds of outlet if all texts are in one language."""
    outlets = corpus.articles["outlet"]
    if outlets.nunique() <= _OUTLETS or (outlets.value_counts() >= _SEVERAL).mean() >= 0.5:
        return folded(outlets), "outlet", {"styles": _styles(corpus)}
    languages = corpus.articles["language"].map(LANGUAGES).fillna("another language")
    if len(set(languages)) > 1:
        return folded(languages), "language", {}
    return folded(_of_outlets(corpus, "kind").fillna("not listed").where(outlets.notna())), "kind", {}


def _of_outlets(corpus: Corpus, column: str) -> pd.Series:
    """Return for each article the `country` or `kind` of its outlet in outlets.csv, if known."""
    return corpus.articles["outlet"].map(corpus.lexicon.table("outlets").set_index("outlet")[column].replace("", None))


def _styles(corpus: Corpus) -> dict[str, Style]:
    return figures.outlet_styles(corpus.articles["outlet"], corpus.lexicon)


def _read(corpus: Corpus) -> pd.Index:
    """Articles in a language for which there are rules."""
    return corpus.articles.index[corpus.articles["language"].isin(list(LANGUAGES))]


def share(count: int, n: int, low: float, high: float) -> str:
    """Put a share and its interval into words.

    >>> share(3, 10, 0.1, 0.6), share(1, 2, float("nan"), float("nan"))
    ('3 of 10 (30 %, interval 10 to 60 %)', '1 of 2 (50 %; too few articles for an interval)')
    """
    few = pd.isna(low)
    sure = "; too few articles for an interval" if few else f", interval {100 * low:.0f} to {100 * high:.0f} %"
    return f"{count:,} of {n:,} ({100 * count / n:.0f} %{sure})"


def _verb(count: int, one: str = "is", more: str = "are") -> str:
    return one if count == 1 else more


def _absent(corpus: Corpus, what: str, here: Iterable[str]) -> str:
    """Name the rows of a study's own table that are never met in its pages, if any."""
    names, here = coding.own_rows(corpus, what)[what.removesuffix("s")], {*here}
    lost = [*dict.fromkeys(name for name in names if name not in here)]
    many = f"{len(lost):,} {_verb(len(lost))} not in these pages"
    return f"Of the {what} in study/{what}.csv, {many}: {named(lost)}." if lost else ""


def _beside(count: Iterable[int], n: Iterable[int]) -> list[str]:
    return [f"{one:,}/{of:,}" for one, of in zip(count, n, strict=True)]


def _first(table: pd.DataFrame, size: str, name: str) -> str:
    """Name the first of a table; of several of the same size say how many there are, since only their names order them."""
    equal = int((table[size] == table[size].max()).sum()) - 1
    return f"“{shortened(name, 60)}” {f'and {equal:,} more are' if equal else 'is'}"


def _largest_first(table: pd.DataFrame, size: str, *names: str) -> pd.DataFrame:
    """Sort rows by size, then by name."""
    return table.sort_values([size, *names], ascending=[False, *[True] * len(names)], ignore_index=True)


def _rates(rows: pd.DataFrame, groups: pd.Series | None = None) -> pd.DataFrame:
    """Share of rows (`article`, `is`) that are true, by group, with an interval over articles."""
    cells = rows.groupby("article", sort=False, observed=True)["is"].agg(count="sum", n="size").reset_index()
    cells = cells.assign(term="is").astype({"article": "str", "count": int})
    if groups is not None:
        groups = groups[cells["article"]].cat.remove_unused_categories()
    return measures.intervals(cells[["article", "term", "count", "n"]], groups, per=1)


def _with_sentences(corpus: Corpus, table: pd.DataFrame) -> pd.DataFrame:
    """Put the page and the sentence of each row into its table, so that it can be checked by reading."""
    pages = table["article"].map(corpus.articles["page"])
    text = sentences_at(corpus, pages, table["start"])["text"]
    return table.assign(page=pages, in_sentence=text.str.replace(r"\s+", " ", regex=True))


def _found(part: str, corpus: Corpus, name: str) -> tuple[Part, pd.DataFrame]:
    """Begin a part with a table of places. Articles on which a rule fails have no rows in it, and the part says so."""
    part, lost, names = Part(part), {}, names_of(corpus)
    try:
        part.whole[name] = scale.table_of(corpus, name)
    except Exception as fault:
        for article in names:
            try:
                scale.table_of(selected(corpus, pd.Index([article])), name)
            except Exception as error:
                lost[article] = f"{names[article]} ({type(error).__name__}: {error})"
        if isinstance(fault, FAULTS) or len(lost) in (0, len(names)):
            raise
        part.whole[name] = scale.table_of(selected(corpus, corpus.articles.index.drop([*lost])), name)
        part.failed = f"A rule failed on {counted(len(lost), 'article')} without rows in tables/{name}.csv: {named([*lost.values()])}."
        part.say(part.failed)
    return part, part.whole[name]


@lru_cache(maxsize=8)
def words_of(corpus: Corpus) -> pd.DataFrame:
    """Count each word in each article, without marks and numbers."""
    words = scale.table_of(corpus, "words")
    return words[words["kind"] == "word"]


# --- Corpus -------------------------------------------------------------------------------------------------------------


@_part
def outlets(corpus: Corpus) -> Part:
    """Articles by language and outlet, and readings in doubt."""
    part, articles, n = Part("01-outlets"), corpus.articles, len(corpus.articles)
    of, named = counted(n, "article"), articles["outlet"].nunique()
    once = int((articles["outlet"].value_counts() == 1).sum())
    rows = int((corpus.pages["convention"] == CONVENTION).sum())
    sources = {"page": len(corpus.pages) - rows, "table row": rows}
    came = " and ".join(counted(count, what) for what, count in sources.items() if count)
    spoken = {name: int((articles["language"] == code).sum()) for code, name in LANGUAGES.items()}
    spoken["in another or an unknown language, left out of dates, voices and concepts"] = n - len(_read(corpus))
    said = ", ".join(f"{count:,} {name}" for name, count in spoken.items() if count)
    unknown = {"day of publication": articles["published"], "name of an outlet": articles["outlet"]}
    unknown = {what: int(column.isna().sum()) for what, column in unknown.items() if column.isna().any()}
    shares = {what: f"{count:,} of {of} ({100 * count / n:.0f} %)" for what, count in unknown.items()}
    lacking = "; ".join(f"{shares[what]} {_verb(count, 'has', 'have')} no {what}" for what, count in unknown.items())
    digests, cut = int((articles["form"] == "digest").sum()), int(articles["truncated"].sum())
    doubtful, refused = len(validate(corpus).in_doubt), len(corpus.refusals)
    part.say(
        f"{of} came from {came}, with {counted(len(corpus.sentences), 'sentence')}. By language: {said}.",
        f"{lacking}." if lacking else "",
        f"{counted(named, 'outlet')} {_verb(named)} named, {once:,} with a single text." if named else "",
        f"Machine-written digests: {digests:,}." if digests else "",
        f"Cut short, as the page says or a sentence shows: {cut:,} of {of}; what is absent there proves nothing."
        if cut
        else "",
        f"In doubt: {doubtful:,} of {of}; pages.csv drafts corrections." if doubtful else "",
        f"Files or rows that could not be read: {refused:,} (end of the report)." if refused else "",
    )
    part.say(_absent(corpus, "outlets", [*articles["outlet"], *articles["words_by"]]))
    columns = "page title outlet day published published_precision published_as_printed clock language script form truncated words_by same_story"
    lengths = corpus.sentences["article"].value_counts()
    whole = articles.assign(day=days_of(articles))[columns.split()].rename_axis("article").reset_index()
    part.whole["articles"] = whole.assign(sentences=lengths.reindex(articles.index, fill_value=0).to_numpy())
    if named == 0:
        return part.without("No figure of outlets: no page names one; give outlets in study/pages.csv.")
    if n == 1:
        return part.without("No figure of outlets: the corpus has only one article.")
    if (what := _lines(corpus)[1]) != "outlet":
        by = f"kind of outlet (of {_listed(corpus, 'outlets')})" if what == "kind" else what
        part.say(f"Most outlets have fewer than {_SEVERAL} texts, so dates and voices are shown by {by}.")
    table = folded(articles["outlet"]).value_counts(sort=False).rename_axis("outlet").reset_index(name="articles")
    table = table.astype({"outlet": "str"})
    shown = table.assign(label=table["outlet"], beside=table["articles"].map("{:,}".format))
    looks = {"styles": _styles(corpus), "beside": "beside", "limits": (0, 1.06 * float(table["articles"].max()))}
    return part.showing(table, f"{of}, {counted(named, 'outlet')}", of, _counts, shown, **looks)


def _counts(table: pd.DataFrame, title: str, what: str = "articles", **looks) -> Picture:
    fig = figures.dots(table, title, what, value=what, stems=True, **looks)
    fig.axes[0].xaxis.set_major_locator(MaxNLocator(integer=True))
    return fig


@_part
def repeats(corpus: Corpus) -> Part:
    """Articles that are versions of one text, by outlet."""
    links, n = corpus.links, len(corpus.articles)
    part = Part("01-repeats", whole={"repeats": links})
    if links.empty:
        return part.without("No article repeats, digests or translates another one.")
    again = n - corpus.articles["same_story"].nunique()
    kinds = "; ".join(f"{times:,} {kind}" for kind, times in links["relation"].value_counts().sort_index().items())
    part.say(
        f"{again:,} of {counted(n, 'article')} {_verb(again)} a repeat, digest or translation of another one.",
        f"Pairs of articles by relation: {kinds}. Shares of texts count reprints once; counts of words, dates and sentences do not.",
    )
    linked, known = links["article"].tolist() + links["other"].tolist(), names_of(corpus)
    names = folded(corpus.articles.loc[linked, "outlet"][lambda column: ~column.index.duplicated()])
    if names.nunique() < _SEVERAL:
        pairs = [f"{known[one]} and {known[other]}" for one, other, *_ in links.itertuples(index=False)]
        return part.without(f"The pairs, of too few outlets for a figure: {named(pairs, _SHOWN)}.")
    pairs = pd.DataFrame({"row": names[links["article"]].array, "column": names[links["other"]].array})
    late = pairs["row"].cat.codes > pairs["column"].cat.codes  # each pair once, in the order of the outlets
    pairs[late] = pairs.loc[late, ["column", "row"]].to_numpy()
    cells = pairs.groupby(["row", "column"], observed=False).size().rename("value").reset_index()
    cells = cells[cells["row"].cat.codes <= cells["column"].cat.codes].astype({"row": "str", "column": "str"})
    table = cells.set_axis(["outlet", "other", "pairs"], axis="columns")
    of, scale = counted(len(links), "pair") + " of articles", "pairs of articles that are versions of one text"
    return part.showing(table, "Outlets with versions of the same text", of, figures.cells, cells, scale)


@_part
def occasion(corpus: Corpus) -> Part:
    """Occasions of the articles, from the study's own occasions.csv."""
    part, listed = Part("01-occasions"), "study/occasions.csv"
    if corpus.lexicon.table("occasions").empty:
        return Part(part.name, hint=f"No figure of occasions: list them in {listed}, each with words that identify it.")
    found = occasions(corpus)
    part.whole["occasions"] = found.rename_axis("article").reset_index()
    table = found["occasion"].fillna(_NONE).value_counts().rename_axis("occasion").reset_index(name="articles")
    table = _largest_first(table, "articles", "occasion")
    table = table.sort_values("occasion", key=lambda names: names == _NONE, kind="stable", ignore_index=True)
    known, of = int(found["occasion"].notna().sum()), counted(len(found), "article")
    part.say(f"{known:,} of {of} {_verb(known, 'has', 'have')} an occasion from {listed}.")
    return part.showing(table, "Occasions of the articles", of, _counts, table, label="occasion")


# --- Timeline -----------------------------------------------------------------------------------------------------------


@_part
def months(corpus: Corpus) -> Part:
    """Articles per month (or year); those without a day are counted apart."""
    published, part = corpus.articles["published"], Part("02-months")
    dated, of = published.dropna(), counted(len(published), "article")
    if dated.empty:
        return part.without("No timeline is drawn: it needs days of publication; give them in study/pages.csv.")
    first, last = dated.min().to_period("M"), dated.max().to_period("M")
    grain, unit = ("M", "month") if (last - first).n < _MONTHS else ("Y", "year")
    whole = pd.period_range(dated.min(), dated.max(), freq=grain)
    counts = dated.dt.to_period(grain).value_counts().reindex(whole, fill_value=0)
    table = pd.DataFrame({unit: whole.astype(str), "articles": counts.to_numpy()})
    span = " to ".join(dict.fromkeys([f"{dated.min():%Y-%m-%d}", f"{dated.max():%Y-%m-%d}"]))
    largest = table["articles"].max()
    fullest = table.loc[table["articles"] == largest, unit].tolist()
    most = f"; most in {named(fullest)}, with {largest:,}" if largest > 1 and len(table) > 1 else ""
    part.say(
        f"{len(dated):,} of {of} {_verb(len(dated))} dated, {span}{most}."
        " These numbers also depend on how the pages were collected. Times are by Beijing's clock; the day by the page's own"
        " clock, from which the dates in its text count, is `day` in tables/articles.csv."
    )
    if len(published) == 1:
        return part.without("No timeline is drawn: the corpus has only one article.")
    if len(dated) < len(published):
        table.loc[len(table)] = [_NO_DAY, len(published) - len(dated)]
    title = f"Articles by {unit}, {len(dated):,} of {len(published):,} dated"
    return part.showing(table, title, of, _bars, table, unit)


def _bars(table: pd.DataFrame, title: str, unit: str) -> Picture:
    fig = Picture(3.2, title)
    ax = fig.subplots()
    apart = table[unit] == _NO_DAY
    whole = int((~apart).sum())
    # Articles without a day are apart, on the right.
    places = [row + (0.04 * whole + 0.6) * no_day for row, no_day in enumerate(apart)]
    ax.bar(places, table["articles"], color=apart.map({True: figures.GREY, False: figures.INK}))
    # The first and the last bar are named, the highest, and as many others as fit.
    step, ticks = -(-whole * len(table[unit][0]) // 90), [whole] * bool(apart.any())
    for row in [0, whole - 1, int(table["articles"][:whole].argmax()), *range(0, whole, step)]:
        if all(abs(row - tick) >= step for tick in ticks if tick < whole):
            ticks.append(row)
    ax.set_xticks([places[row] for row in ticks], table[unit].iloc[ticks], fontsize=7.5)
    ax.xaxis.set_gid(NAMES)
    ax.yaxis.get_major_locator().set_params(integer=True)
    ax.set_ylabel("articles")
    return fig


@_part
def calendar(corpus: Corpus) -> Part:
    """Articles by outlet and day, with the study's events that they report."""
    articles, tables = corpus.articles, (corpus.lexicon.table("events"), dates.events(corpus))
    known = tables[1].dropna(subset="first")
    told, undated = dates.lead_and_lag(articles, known), len(tables[1]) - len(known)
    tellers, here = ({name for row in table["told_by"] for name in dates.tellers(row)} for table in tables)
    part = Part("02-calendar", whole={"events": known, "told": told} if len(known) else {})
    if articles["published"].isna().all():
        return part.without("No calendar is drawn: it needs days of publication; give them in study/pages.csv.")
    if len(articles) == 1:
        return part.without("No calendar is drawn: the corpus has only one article.")
    table = articles[["published", "form", "same_story"]].rename(columns={"same_story": "story"})
    table = table.assign(outlet=folded(articles["outlet"]).astype("str")).rename_axis("article").reset_index()
    table = table.merge(told[["article", "event"]].astype("str"), on="article", how="left")
    if len(tables[1]):
        lag, told_events = told["days"].dropna().astype(float), told["event"].nunique()
        few = f" of {counted(len(lag), 'report')} with a day" * (len(lag) < len(told))
        far, side = abs(middle := float(lag.median())), "before" if middle < 0 else "after"
        middle = f"; median{few}: {far:g} day{'s' * (far != 1)} {side} their event" if len(lag) else ""
        by = f", by {counted(told['article'].nunique(), 'article')}" * bool(told_events)
        without = f"; {undated:,} {_verb(undated, 'has', 'have')} no day and {_verb(undated)} left out" * bool(undated)
        part.say(
            f"Of {counted(len(tables[1]), 'event')} in study/events.csv, {told_events or 'none'} {_verb(told_events or 1)} reported{by}{middle}{without}."
        )
    if lost := sorted(tellers - here):
        missing = f"{len(lost):,} {_verb(len(lost))} not here: {named(lost)}; write a page of tables/articles.csv in told_by, #2 behind it for its second article."
        part.say(f"Of the articles named in study/events.csv, {missing}")
    days = articles["published"].dropna()
    low, high = days.quantile([0.025, 0.975])
    # A few articles from other years would leave no room for the rest.
    span = (f"{low:%Y-%m-%d}", f"{high:%Y-%m-%d}") if high - low < (days.max() - days.min()) / 3 else None
    looks = {"span": span, "styles": _styles(corpus)}
    shown = known[known["event"].isin(told["event"])]
    title = "Articles by outlet and day" + (", under the events they report" if len(told) else "")
    return part.showing(table, title, counted(len(articles), "article"), figures.calendar, table, shown, **looks)


@_part
def horizon(corpus: Corpus) -> Part:
    """Dates that articles name, before and after their own day, by outlet."""
    part, found = _found("02-horizon", corpus, "dates")
    every, found = found, dates.horizon(found, corpus)
    about = corpus.articles[["published", "outlet", "form", "language"]]
    uncounted = every[every["first"].isna()].join(about, on="article")
    rows = pd.concat([found, uncounted]).sort_values(["article", "start"], ignore_index=True)
    part.whole["dates"] = _with_sentences(corpus, rows)
    known = found[found["told"] != "undated"]
    whys = [f"{why} ({n:,})" for why, n in uncounted["reason"].replace("", "vague").value_counts().items()]
    left = f"Not counted, since they name no days: {counted(len(uncounted), 'expression')}, {named(whys, _TOLD)}."
    left *= bool(whys)
    if known.empty:
        part.say(left)
        return part.without("No horizon is drawn: no dated article in Chinese or English names a readable date.")
    announced = known["worded"] == "announced"
    ahead, come = _rates(known.assign(**{"is": announced})).iloc[0], known.loc[announced, "article"].nunique()
    told = f"announced as future: {share(*ahead[_SHARE])}, in {counted(come, 'article')}" if come else "none announced"
    beside = f" (of {len(found):,}, with those of articles without a day)" * (len(found) > len(known))
    part.say(
        f"{counted(len(known), 'date')} named in {counted(known['article'].nunique(), 'article')}{beside}; {told}. Check some rows of tables/dates.csv.",
        left,
    )
    lines, what, _ = _lines(corpus)
    names = lines[found["article"]].array
    sides = pd.Categorical(found["side"], [*_SIDES])
    counts = pd.crosstab(pd.Series(names, name=what), pd.Series(sides, name="side"))  # in the order of their categories
    table = counts.stack().rename("dates").reset_index().astype({what: "str", "side": "str"})
    looks = {"row": what, "column": "column", "value": "dates"}
    title = f"Dates that articles name, before and after their own day, by {what}"
    shown = table.assign(column=table["side"].map(_SIDES))
    return part.showing(table, title, counted(len(found), "date"), figures.cells, shown, "dates", **looks)


# --- Vocabulary ---------------------------------------------------------------------------------------------------------


@_part
def words(corpus: Corpus, most: int = _WORDS) -> Part:
    """The most frequent words of each language, without function words."""
    part, tokens = Part("03-words"), words_of(corpus)
    languages = corpus.articles["language"].map(LANGUAGES).fillna("another language")
    found = measures.frequency(tokens, languages).query("count > 0") if len(tokens) else pd.DataFrame({"term": []})
    part.whole["words"], tops = found, []
    for code, language in [*LANGUAGES.items(), ("", "another language")]:
        stops = stop_words(code, lexicon=corpus.lexicon).index if code else ()
        top = found[(found["group"] == language) & ~found["term"].isin(stops)].head(most) if len(found) else found
        if top.empty:
            continue
        own = tokens[tokens["article"].isin(languages.index[languages == language])]
        rated = measures.intervals(measures.article_counts(own, top["term"].tolist()), None)
        tops.append(top.join(rated.set_index("term")[["low", "high"]], on="term").rename(columns={"group": "language"}))
        best, size = _most_widespread(top), counted(int(own["count"].sum()), "word")
        n = int(best["of_articles"])
        said = f"{language[0].upper()}{language[1:]}: {size} in {counted(n, 'article')}"
        if not code:
            part.say(f"{said}; function words are included, since no list of them is available here.")
            continue
        first = f"{_first(top, 'articles', best['term'])} in the most articles: {best['articles']:,} of {n:,}"
        often = f"; of the {len(top)} most frequent, without function words, {first}" if n >= _SEVERAL else ""
        part.say(f"{said}{often}.")
    if not tops:
        return part.without("No figure of words: the articles have none.")
    table = pd.concat(tops, ignore_index=True)
    shown = table.assign(beside=_beside(table["articles"], table["of_articles"]))
    looks = {"label": "term", "panel": "language", "beside": "beside"}
    table = table["language term count n value low high articles of_articles".split()]
    title = "The most frequent words (at the right: articles with the word)"
    return part.showing(table, title, counted(int(tokens["count"].sum()), "word"), _frequencies, shown, **looks)


def _most_widespread(table: pd.DataFrame) -> pd.Series:
    """The word in the most articles; of several, the most frequent one."""
    return table.sort_values(["articles", "count", "term"], ascending=[False, False, True]).iloc[0]


def _frequencies(table: pd.DataFrame, title: str, **looks) -> Picture:
    """Draw panels that begin at 0, far enough apart for the words between them."""
    top = float(table[["value", "high"]].max().max())
    fig = figures.dots(table, title, "per 1,000 words", limits=(-0.03 * top, 1.06 * top), **looks)
    fig.get_layout_engine().set(wspace=0.06)
    return fig


def first_word(corpus: Corpus) -> str:
    """For a first search: how the texts mostly print the concept that most of them name, if a third do; else of the most
    frequent words the one in the most articles; empty if there is none."""
    found = concepts(corpus).whole.get("concepts", pd.DataFrame())
    texts = found.groupby("concept", observed=True)["article"].nunique() if len(found) else pd.Series([0])
    if texts.max() * 3 >= len(corpus.articles):
        return str(found.loc[found["concept"] == texts.idxmax(), "text"].mode()[0])
    table = words(corpus, most=_WORDS).table
    table = table[table["language"].isin(list(LANGUAGES.values()))] if len(table) else table
    return "" if table.empty else str(_most_widespread(table)["term"])


@_part
def contrast(corpus: Corpus) -> Part:
    """Words that distinguish the two largest outlets in one language, or countries or kinds of outlets, if the texts are
    enough to show any."""
    part, articles, texts = Part("03-contrast"), corpus.articles, versions(corpus)
    for by in _COMPARED:
        labels = articles["outlet"] if by == "outlet" else _of_outlets(corpus, by)
        sizes = texts[_read(corpus)].groupby([articles["language"], labels], observed=True).nunique()
        ranked = sorted(sizes[sizes >= LEAST_TEXTS].items(), key=lambda item: (-item[1], item[0]))
        pairs = [(one, other) for one, other in combinations(ranked, 2) if one[0][0] == other[0][0]]
        if pairs:
            break
    else:
        return part.without(
            f"Nothing is compared: no two outlets, countries or kinds of outlets have {LEAST_TEXTS} different texts in one language. Give `country` and `kind`, or any groups of yours in their place, in study/outlets.csv."
        )
    ((language, target), m), ((_, reference), n), several = *max(pairs, key=lambda pair: pair[1][1]), _COMPARED[by]
    groups = labels[(articles["language"] == language) & labels.isin([target, reference])]
    names = [shortened(name, 30) for name in (target, reference)]
    tie = " (of several of that size the first by name)" * bool((sizes[language] == n).sum() > 1 + (m == n))
    sides = f"{names[0]} ({counted(m, 'text')}) and {names[1]} ({n:,}), the largest two {several} in {LANGUAGES[language]}{tie}"
    tokens = words_of(corpus)
    tokens = tokens[tokens["article"].isin(groups.index)]
    stops = stop_words(language, lexicon=corpus.lexicon).index
    keys = measures.keyness(tokens, groups, target, reference, versions=texts)
    keys = keys[~keys["term"].isin(stops) & (keys["count"] + keys["reference_count"] >= LEAST_TEXTS)]
    chosen = [term for more in (True, False) for term in keys[(keys["log_ratio"] > 0) == more].head(_TOLD)["term"]]
    if not chosen:
        return part.without(f"{names[0]} and {names[1]} are not drawn: no word is frequent enough in their texts.")
    counts = measures.article_counts(tokens, chosen)
    table = measures.contrast(counts, groups, target, reference, versions=texts, resamples=1999)
    table = _largest_first(table, "effect", "term")
    apart = int((table["p_adjusted"] < 0.05).sum())
    few = f"No two outlets have {LEAST_TEXTS} texts in one language, so {several} are compared, by {_listed(corpus, 'outlets')}; `country` and `kind` in study/outlets.csv may be any groups of yours."
    part.say(
        few * (by != "outlet"),
        f"Between {sides}, {apart:,} of the {len(table)} words that differ most differ significantly (p under 0.05 with shuffled labels,"
        f" corrected for all tests). They were chosen from these texts, so this is a hint, not a test. The cause may be the {several} or their subjects.",
    )
    shown = table.assign(beside=_beside(table["count"], table["reference_count"]))
    scale = f"log2 of the ratio of rates (left: more in {names[1]}; right: more in {names[0]}; band: shuffled labels)"
    looks = {"label": "term", "value": "effect", "beside": "beside"}
    title = f"Words that tell the two largest {several} apart"
    return part.showing(table, title, f"{m + n:,} texts", figures.dots, shown, scale, **looks)


def _listed(corpus: Corpus, table: str) -> str:
    """Name the source of a table: the reviewed list, and the study if it adds rows."""
    return "the reviewed list" + f" and study/{table}.csv" * (len(coding.own_rows(corpus, table)) > 0)


def _spread(corpus: Corpus, part: Part, what: str, listed: str, remedy: str) -> Part:
    """Add the share of texts that name each entry of a list, counting reprints once; `what` is the table of places."""
    found, groups = part.whole[what], pd.Series("all", index=_read(corpus))
    found = found[found["article"].isin(groups.index)]
    if found.empty:
        return part.without(f"No figure of {what}: no article names one of {remedy}.")
    column = what.removesuffix("s")
    table = measures.shares(found, groups, column=column, versions=versions(corpus)).astype({"term": "str"})
    table, own = _largest_first(table, "count", "term"), coding.own_rows(corpus, what)[column]
    table = table[(table["count"] > 0) & (table.index < _WORDS) | table["term"].isin(own)]
    best = table.iloc[0]
    most = f"Of the {what} of {listed}, {_first(table, 'count', best['term'])} in the most texts: {share(*best[_SHARE])}, reprints counted once."
    part.say(
        most if best["n"] >= _SEVERAL else "",
        f"Check some rows of tables/{what}.csv; names that the list lacks are not found.",
    )
    return _shares(part, table, "term", f"{what.capitalize()} of {listed}, share of texts that name them", "text")


@_part
def concepts(corpus: Corpus) -> Part:
    """Share of texts that name each reviewed concept."""
    listed, remedy = _listed(corpus, "concepts"), "the reviewed list; give your own in study/concepts.csv"
    return _spread(corpus, _found("03-concepts", corpus, "concepts")[0], "concepts", listed, remedy)


@_part
def formula(corpus: Corpus) -> Part:
    """Share of texts that use each formula of the study's own formulas.csv."""
    listed = "study/formulas.csv"
    if corpus.lexicon.table("formulas").empty:
        return Part("03-formulas", hint=f"No figure of formulas: give fixed lists part by part in {listed}.")
    part = _spread(corpus, _found("03-formulas", corpus, "formulas")[0], "formulas", listed, listed)
    part.say("A formula counts where three of its parts occur in one sentence; its name alone does not count.")
    return part


def _shares(part: Part, found: pd.DataFrame, label: str, title: str, unit: str) -> Part:
    """Add a table of shares and its figure, a line for each share with its interval."""
    table = found[[label, *_SHARE[:2], "value", *_SHARE[2:]]]
    shown = table.assign(label=table[label].str.replace("_", " "), beside=_beside(table["count"], table["n"]))
    scale, of = f"share of {unit}s, reprints counted once", counted(int(table["n"].max()), unit)
    return part.showing(table, title, of, figures.dots, shown, scale, beside="beside", percent=True)


# --- Framing and voices -------------------------------------------------------------------------------------------------


@_part
def voice(corpus: Corpus) -> Part:
    """Share of sentences attributed to somebody, by outlet."""
    part, events = _found("04-voices", corpus, "voices")
    part.whole["voices"], heard = _with_sentences(corpus, events), voices.sentence_voices(corpus, events)
    heard = heard[heard["article"].isin(_read(corpus))]
    if heard.empty:
        return part.without("No figure of voices: no sentence is in Chinese or English.")
    rows = heard[["article"]].assign(**{"is": heard["voice"].isin(["quoted", "erased"])})
    whole = _rates(rows).iloc[0]
    own = len(heard.merge(events.loc[events["form"] != "source", ["article", "sentence"]].drop_duplicates()))
    part.say(
        f"Of all sentences in {counted(int(whole['articles']), 'article')}, {share(*whole[_SHARE])} are attributed to somebody, quoted or"
        f" reported: {own:,} by a voice of their own, {int(whole['count']) - own:,} by one that runs on. Check some rows of tables/voices.csv."
    )
    lines, what, styles = _lines(corpus)
    table = _rates(rows, lines)["group count n value low high articles".split()].astype({"group": "str"})
    if len(table) < 2:
        return part.without("No figure of voices by outlet: it needs at least two outlets with sentences.")
    table.loc[table["group"].str.startswith("other ("), ["low", "high"]] = float("nan")  # a mixture
    table, enough = table.rename(columns={"group": what}), int(table["low"].notna().sum())
    part.say(
        f"{enough or 'None'} of the {len(table)} lines of the figure {_verb(enough, 'has', 'have')} the {LEAST_TEXTS} articles that an interval needs; overlapping intervals do not settle whether two lines differ."
    )
    counts = zip(_beside(table["count"], table["n"]), table["articles"], strict=True)
    shown = table.assign(label=table[what], beside=[f"{pair}, {articles:,} art." for pair, articles in counts])
    looks = {"beside": "beside", "percent": True, "limits": (-0.02, 1.02)} | styles
    title, of = f"Share of sentences attributed to somebody, by {what}", f"{int(whole['n']):,} sentences"
    return part.showing(table, title, of, figures.dots, shown, "share of sentences", **looks)


@_part
def company(corpus: Corpus) -> Part:
    """Pairs of reviewed actors that one sentence names, by frequency."""
    part, found = _found("04-company", corpus, "actors")
    found = found.astype({"actor": "str"})
    part.say(_absent(corpus, "actors", found["actor"]))
    known = corpus.lexicon.table("actors").set_index("actor")
    own, once = set(known["country"].items()), found.drop_duplicates(["article", "sentence", "actor"])
    groups = once[once["kind"] != "office"].sort_values("actor", kind="stable").groupby(["article", "sentence"])
    pairs = [pair for _, same in groups["actor"] for pair in combinations(same, 2) if not own & {pair, pair[::-1]}]
    if not pairs:
        return part.without("No figure of actors: no sentence names two of the list; add yours in study/actors.csv.")
    table = pd.DataFrame(pairs, columns=["actor", "other"]).value_counts().rename("sentences").reset_index()
    table = _largest_first(table, "sentences", "actor", "other")
    first = _first(table, "sentences", f"{table['actor'][0]} · {table['other'][0]}")
    part.say(
        f"{once['actor'].nunique():,} actors of {_listed(corpus, 'actors')} are named; of the pairs, {first} in the most sentences: {table['sentences'][0]:,}. Names that the list lacks are not found."
    )
    shown = table.assign(beside=table["sentences"]).head(_PAIRS)
    shown["label"] = [_pair(pair, known["en"]) for pair in zip(shown["actor"], shown["other"], strict=True)]
    title = f"Actors named together in a sentence, the first {len(shown)} of {counted(len(table), 'pair')}"
    of = f"{counted(len(pairs), 'pair')} in a sentence"
    return part.showing(table, title, of, _counts, shown, "sentences", beside="beside")


def _pair(names: tuple[str, str], forms: pd.Series) -> str:
    """Write two names on a line; if it is too long for a figure, each long one by its initials, or shortened."""
    if len(whole := " · ".join(names)) <= _LONG:
        return whole
    initials = [re.search(r"(?:^|\|)([A-Z]{2,6})(?:\||$)", forms.get(name, "")) for name in names]
    pair = zip(names, initials, strict=True)
    return " · ".join(own[1] if own and len(name) > _LONG / 2 else shortened(name, _LONG // 2) for name, own in pair)


def card(corpus: Corpus, coded: str | Path) -> Part:
    """Validation card: the frame cues compared with the sentences coded by hand in the file `coded`."""
    part, found, none = Part("04-card"), coding.coded(corpus, coded), "No validation card is drawn:"
    if found is None:
        draws = f"python3 run.py mine ... --code-frames {coding.ENOUGH} draws that many sentences, or all of fewer, into {CODED}"
        return Part(part.name, hint=f"{none} no sentence is coded by hand. {draws}.")
    done, lost = len(found.gold), found.lost
    gone = f"{counted(lost, 'coded sentence')} of that file {_verb(lost)} no longer in these pages"
    part.say(
        f"{done:,} of {counted(found.drawn, 'sentence')} in {CODED} {_verb(done)} coded by hand." if done else "",
        f"{gone} and {_verb(lost, 'does', 'do')} not count." if lost else "",
    )
    if not done:
        return part.without(f"{none} {CODED} has no coded row yet; write 1 under the frames of a sentence.")
    scores = coding.scores(corpus, found.gold)
    table = scores[(scores["language"] == "both") & ((scores["gold"] > 0) | (scores["found"] > 0))]
    if table.empty:
        return part.without(f"{none} neither you nor the cues found a frame in the coded sentences.")
    every = table[table["frame"] == "all"].iloc[0]
    low, high = every[["f1_low", "f1_high"]]
    rates = ", ".join(
        f"{name} {one:.2f}" for name in ("precision", "recall", "F1") if pd.notna(one := every[name.lower()])
    )
    part.say(
        f"Over all frames the cues find {every['right']:,} of your {every['gold']:,} labels, and {every['found'] - every['right']:,}"
        f" that you did not give: {rates}"
        f"{f' (interval {low:.2f} to {high:.2f})' if pd.notna(low) else ''}.",
        f"Good enough to be counted (F1 of {LEAST_F1} on {LEAST_GOLD} sentences, its interval from {_SURE} up):"
        f" {', '.join(_measured(scores)) or 'no frame'}."
        f"{f' With fewer than {coding.ENOUGH} coded sentences a card is only a first look.' * (done < coding.ENOUGH)}",
    )
    counts = zip(table["right"], table["found"], table["gold"], strict=True)
    shown = table.assign(beside=[f"{right}, {n}, {own}" for right, n, own in counts])
    shown = shown.assign(frame=table["frame"].str.replace("_", " "), low=table["f1_low"], high=table["f1_high"])
    looks = {"label": "frame", "value": "f1", "beside": "beside", "limits": (-0.03, 1.03)}
    title = "Frame cues compared with your coding, F1 (at the right: correct, found, yours)"
    kept = "frame n gold found right precision precision_low precision_high recall recall_low recall_high f1 f1_low f1_high"
    of, shown = f"{done:,} coded sentences", shown.dropna(subset="f1")
    return part.showing(table[kept.split()], title, of, figures.dots, shown, "F1", **looks)


def _measured(scores: pd.DataFrame) -> list[str]:
    """Frames whose cues are good enough to be counted, and surely so: a good F1 on a few sentences may be chance."""
    sure = set(scores.loc[(scores["language"] == "both") & (scores["f1_low"] >= _SURE), "frame"])
    return [frame for frame in measurable_frames(scores).query("measured").index if frame in sure]


def frames(corpus: Corpus, coded: str | Path) -> Part:
    """Share of sentences that carry each frame, for frames whose cues are good enough on the coded sentences."""
    part, found = Part("04-frames"), coding.coded(corpus, coded)
    sentences = corpus.sentences[corpus.sentences["article"].isin(_read(corpus))]
    measured = _measured(coding.scores(corpus, found.gold)) if found and len(found.gold) else []
    if not measured:
        enough = min(coding.ENOUGH, len(sentences))
        of_all = ", all that these pages have," * (enough < coding.ENOUGH)
        why = f"Frames are not counted: code {counted(enough, 'sentence')}{of_all} first, which also tests the cues of study/frames.csv."
        if found and len(found.gold) >= enough:
            why = "Frames are not counted: no frame's cues are good enough on the coded sentences (see the card)."
        return part.without(why) if found else Part(part.name, hint=why)
    fired = label_frames(sentences, corpus).fired
    counts = measures.mention_counts(fired, sentences, column="frame", terms=measured)
    table = measures.intervals(counts, None, versions(corpus), per=1).rename(columns={"term": "frame"})
    table = _largest_first(table, "value", "frame")
    rates = zip(table["frame"], *(table[name] for name in _SHARE), strict=True)
    part.say(*(f"{frame}: {share(*rate)} of the sentences." for frame, *rate in rates))
    return _shares(part, table, "frame", "Share of sentences that carry a frame", "sentence")
