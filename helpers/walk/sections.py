"""What the report says: for each part of the walk its sentences, its figures, and a sentence for each figure that cannot be drawn.

Every sentence is made of the tables of this corpus, with the number of cases and, where articles are enough, an interval.
"""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers import figures
from helpers.corpora import Corpus
from helpers.figures.house import NAMES, shortened
from helpers.lexicon import NO_OUTLET
from helpers.measures import LEAST_TEXTS, article_counts, frequency, intervals, shares, versions
from helpers.mentions import dates, voices
from helpers.mentions.concepts import find_concepts
from helpers.texts.matching import stop_words
from helpers.texts.spreadsheets import neutral
from helpers.texts.tokens import tokenize

_OUTLETS, _WORDS, _MONTHS = 12, 15, 48
_LANGUAGES = {"zh": "Chinese", "en": "English"}
_SIDES = {"remembered": "back", "today": "day", "announced": "ahead"}
_NO_DAY = "no day"


@dataclass
class Section:
    """A heading, `said` (sentences), `figures` (file name and title of each), `missing` (why one is not drawn)."""

    title: str
    said: list[str] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


@dataclass
class Walk:
    """The corpus on its way: its outlets folded for figures, the folder of these, sections and tables so far."""

    corpus: Corpus
    folder: Path
    outlets: pd.Series
    sections: list[Section] = field(default_factory=list)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    def keep(self, section: Section, fig, table: pd.DataFrame, name: str, title: str, n: str) -> None:
        figures.save(fig, neutral(table), name, n=n, source="pages of your own", folder=self.folder)
        section.figures.append((name, title))


def all_sections(corpus: Corpus, draft: pd.DataFrame, passed: list[str], folder: Path) -> Walk:
    """Compute everything, save the figures into `folder`, and return the sections and the tables."""
    walk = Walk(corpus, folder, folded(corpus.articles["outlet"]))
    walk.sections = [_read(walk, draft, passed), _timeline(walk), _vocabulary(walk), _voices(walk)]
    return walk


def folded(outlets: pd.Series) -> pd.Series:
    """The twelve most frequent outlets by name, the rest together; the missing ones on a line of their own, the last."""
    counts = outlets.value_counts()
    ranked = sorted(counts.index, key=lambda name: (-counts[name], name))
    kept, rest = ranked[:_OUTLETS], len(ranked) - _OUTLETS
    other = f"other ({rest} outlets)"
    labels = outlets.where(outlets.isin(kept) | outlets.isna(), other).fillna(NO_OUTLET)
    order = [*kept, *[other] * (rest > 0), *[NO_OUTLET] * bool(outlets.isna().any() and NO_OUTLET not in kept)]
    return labels.astype(pd.CategoricalDtype(order))


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _share(count: int, n: int, low: float, high: float) -> str:
    """A count as a share with its interval, in words.

    >>> _share(3, 10, 0.1, 0.6), _share(1, 2, float("nan"), float("nan"))
    ('3 of 10 (30 %, interval 10 to 60 %)', '1 of 2 (50 %; too few articles for an interval)')
    """
    said = f"{count:,} of {n:,} ({100 * count / n:.0f} %"
    if pd.isna(low):
        return f"{said}; too few articles for an interval)"
    return f"{said}, interval {100 * low:.0f} to {100 * high:.0f} %)"


def _rates(rows: pd.DataFrame, groups: pd.Series | None = None) -> pd.DataFrame:
    """The share of the true among the rows (`article`, `is`) with an interval over articles, by group."""
    cells = rows.groupby("article", sort=False, observed=True)["is"].agg(count="sum", n="size").reset_index()
    cells = cells.assign(term="is").astype({"article": "str", "count": int})
    if groups is not None:
        groups = groups[cells["article"]].cat.remove_unused_categories()
    return intervals(cells[["article", "term", "count", "n"]], groups, per=1)


def _read(walk: Walk, draft: pd.DataFrame, passed: list[str]) -> Section:
    corpus, articles = walk.corpus, walk.corpus.articles
    n = len(articles)
    once = int((articles["outlet"].value_counts() == 1).sum())
    named = articles["outlet"].nunique()
    other = int((~articles["language"].isin(list(_LANGUAGES))).sum())
    undated, nameless = int(articles["published"].isna().sum()), int(articles["outlet"].isna().sum())
    spoken = ", ".join(f"{(articles['language'] == code).sum():,} {name}" for code, name in _LANGUAGES.items())
    section = Section("What was read")
    section.said = [
        f"{counted(n, 'article')} came from {counted(len(corpus.pages), 'page')}, with {counted(len(corpus.sentences), 'sentence')}:"
        f" {spoken}, {other:,} in another language or none that is known; those are left out of dates, voices and concepts.",
        f"{undated:,} of {n:,} articles ({100 * undated / n:.0f} %) have no day of publication, and {nameless:,} name no outlet;"
        f" {counted(named, 'outlet')} are named, {once:,} of them with a single text, of which nothing general can be said.",
        f"{n - articles['same_story'].nunique():,} articles repeat or digest another one here;"
        f" {(articles['form'] == 'digest').sum():,} are machine-written digests, {articles['truncated'].sum():,} are cut.",
        f"{len(draft):,} of {n:,} articles are in doubt (drafted in pages.csv); {counted(len(corpus.refusals), 'file or row')}"
        " could not be read (named below).",
    ]
    if passed:
        more = f" and {len(passed) - 3:,} more" if len(passed) > 3 else ""
        names = ", ".join(shortened(name, 40) for name in passed[:3])
        section.said.append(f"Passed over, neither .txt nor .html in the folder itself: {names}{more}.")
    columns = (
        "page title outlet published published_precision language script form truncated words_by same_story".split()
    )
    lengths = corpus.sentences["article"].value_counts()
    table = articles[columns].rename_axis("article").reset_index()
    walk.tables["articles"] = table.assign(sentences=lengths.reindex(articles.index, fill_value=0).to_numpy())
    if named == 0:
        section.missing.append("Articles are not drawn by outlet: no page names one; give outlets in study/pages.csv.")
        return section
    shown = walk.outlets.value_counts(sort=False).rename_axis("outlet").reset_index(name="articles")
    title = f"{counted(n, 'article')}, {counted(named, 'outlet')}"
    fig = figures.dots(
        shown[["articles"]].assign(line=shown["outlet"].astype(str), beside=shown["articles"].map("{:,}".format)),
        title, "articles", label="line", value="articles", beside="beside", stems=True, limits=(0, 1.06 * float(shown["articles"].max())),
    )  # fmt: skip
    walk.keep(section, fig, shown, "01-outlets", title, counted(n, "article"))
    return section


def _timeline(walk: Walk) -> Section:
    corpus, published = walk.corpus, walk.corpus.articles["published"]
    section, dated = Section("Timeline"), published.dropna()
    found = dates.horizon(dates.find_dates(corpus), corpus)
    walk.tables["dates"] = found
    if dated.empty:
        section.said.append(
            f"None of {counted(len(published), 'article')} has a day of publication, so nothing can be said of time."
        )
        section.missing.append(
            "No timeline and no horizon are drawn: both need days of publication; give them in study/pages.csv."
        )
        return section
    first, last = dated.min().to_period("M"), dated.max().to_period("M")
    grain, unit = ("M", "month") if (last - first).n < _MONTHS else ("Y", "year")
    whole = pd.period_range(dated.min(), dated.max(), freq=grain)
    counts = dated.dt.to_period(grain).value_counts().reindex(whole, fill_value=0)
    table = pd.DataFrame({unit: whole.astype(str), "articles": counts.to_numpy()})
    fullest = table.loc[table["articles"].idxmax()]
    section.said.append(
        f"{len(dated):,} of {counted(len(published), 'article')} are dated, {dated.min():%Y-%m-%d} to {dated.max():%Y-%m-%d};"
        f" the fullest {unit} is {fullest[unit]}, with {fullest['articles']:,}. How many there are is also an effect of how they were collected."
    )
    if len(dated) < len(published):
        table.loc[len(table)] = [_NO_DAY, len(published) - len(dated)]
    title = f"Articles by {unit}, {len(dated):,} of {len(published):,} dated"
    fig, ax = figures.new_figure(3.2, title)
    colours = [figures.GREY if name == _NO_DAY else figures.INK for name in table[unit]]
    # What has no day stands apart, on the right.
    places = [row + 0.04 * len(whole) + 0.6 if row == len(whole) else row for row in range(len(table))]
    ax.bar(places, table["articles"], color=colours)
    step = -(-len(whole) // 8)
    ticks = [row for row in range(len(table)) if (row % step == 0 and row < len(whole) - step / 2) or row == len(whole)]
    ax.set_xticks([places[row] for row in ticks or [0]], table[unit].iloc[ticks or [0]])
    ax.xaxis.set_gid(NAMES)
    ax.yaxis.get_major_locator().set_params(integer=True)
    ax.set_ylabel("articles")
    walk.keep(section, fig, table, "02-months", title, counted(len(published), "article"))
    known = found[found["told"].isin(list(_SIDES))]
    if apart := len(found) - len(known):
        section.said.append(f"{counted(apart, 'date')} of articles without a day are in tables/dates.csv only.")
    if known.empty:
        section.missing.append(
            "No horizon is drawn: no dated article in Chinese or English names a date that can be read."
        )
        return section
    ahead = _rates(known.assign(**{"is": known["worded"] == "announced"})).iloc[0]
    section.said.append(
        f"Of the dates that articles name, {_share(ahead['count'], ahead['n'], ahead['low'], ahead['high'])} are told as to come,"
        f" in {counted(known['article'].nunique(), 'article')}. Dates were read by rules that were measured on another corpus."
    )
    late = (known["worded"] == "announced") & (known["told"] == "remembered")
    outlet = walk.outlets[known["article"]].array  # with the order of its lines
    lines = known[["article"]].assign(label=outlet, side=known["told"].map(_SIDES).mask(late, "late"))
    lines = lines.sort_values("label", kind="stable").astype({"label": "str"})
    table = lines.groupby(["label", "side"]).size().rename("dates").reset_index()
    title = "Days before and days to come, of which articles speak, by outlet"
    fig = figures.horizon(lines, title)
    low, high = fig.axes[0].get_xlim()
    fig.axes[0].set_xlim(low - 0.04 * (high - low), high)  # for the number beside the longest bar
    walk.keep(section, fig, table, "03-horizon", title, counted(len(lines), "date"))
    return section


def _vocabulary(walk: Walk) -> Section:
    corpus, section = walk.corpus, Section("Vocabulary")
    tokens = tokenize(corpus)
    tokens = tokens[tokens["kind"] == "word"]
    languages = corpus.articles["language"].map(_LANGUAGES).fillna("another language")
    walk.tables["words"] = (
        frequency(tokens, languages).query("count > 0") if len(tokens) else pd.DataFrame({"term": []})
    )
    words, parts = walk.tables["words"], []
    for code, language in [*_LANGUAGES.items(), ("", "another language")]:
        stops = set(stop_words(code, lexicon=corpus.lexicon).index) if code else set()
        top = words[(words["group"] == language) & ~words["term"].isin(stops)].head(_WORDS) if len(words) else words
        if top.empty:
            continue
        own = tokens[tokens["article"].isin(languages.index[languages == language])]
        rated = intervals(article_counts(own, top["term"].tolist()), None)
        bounds = rated.set_index("term")[["low", "high"]]
        parts.append(top.join(bounds, on="term").rename(columns={"group": "language"}))
        best = top.sort_values(["articles", "count", "term"], ascending=[False, False, True]).iloc[0]
        section.said.append(
            f"{language[0].upper()}{language[1:]}: {len(own):,} words in {counted(int(best['of_articles']), 'article')};"
            f" of the {len(top)} most frequent, without function words, “{shortened(best['term'], 40)}” is in the most articles:"
            f" {best['articles']:,} of {best['of_articles']:,}."
        )
    if parts:
        table = pd.concat(parts, ignore_index=True)
        beside = [f"{one:,}/{of:,}" for one, of in zip(table["articles"], table["of_articles"], strict=True)]
        title = "The most frequent words (at the right: articles that have them)"
        fig = figures.dots(
            table.assign(beside=beside), title, "per 1,000 words", label="term", panel="language", beside="beside"
        )
        kept = "language term count n value low high articles of_articles".split()
        walk.keep(section, fig, table[kept], "04-words", title, counted(len(tokens), "word"))
    else:
        section.missing.append("No words are drawn: the articles hold none.")
    mentions = find_concepts(corpus)
    walk.tables["concepts"] = mentions
    groups = pd.Series("all", index=corpus.articles.index)[corpus.articles["language"].isin(list(_LANGUAGES))]
    mentions = mentions[mentions["article"].isin(groups.index)]
    if mentions.empty:
        section.missing.append(
            "No concepts are drawn: no article names one of the reviewed list; give your own in study/concepts.csv."
        )
        return section
    spread = shares(mentions, groups, versions=versions(corpus))
    spread = (
        spread[spread["count"] > 0].sort_values(["count", "term"], ascending=[False, True], kind="stable").head(_WORDS)
    )
    best = spread.iloc[0]
    section.said.append(
        f"Of the concepts of the reviewed list, “{best['term']}” is in the most texts:"
        f" {_share(best['count'], best['n'], best['low'], best['high'])}, reprints counted once. What the list lacks is not seen."
    )
    title = "Concepts of the reviewed list, share of texts that name them"
    beside = [f"{one:,}/{of:,}" for one, of in zip(spread["count"], spread["n"], strict=True)]
    shown = spread.assign(beside=beside, term=spread["term"].astype(str))
    fig = figures.dots(
        shown, title, "share of texts, reprints counted once", label="term", beside="beside", percent=True
    )
    kept = "term count n value low high".split()
    walk.keep(section, fig, shown[kept], "05-concepts", title, counted(int(best["n"]), "text"))
    return section


def _voices(walk: Walk) -> Section:
    corpus, section = walk.corpus, Section("Frames and voices")
    walk.tables["voices"] = voices.find_voices(corpus)
    heard = voices.sentence_voices(corpus, walk.tables["voices"])
    known = corpus.articles.index[corpus.articles["language"].isin(list(_LANGUAGES))]
    heard = heard[heard["article"].isin(known)]
    unframed = (
        "Frames are not counted here: their cues were written for another corpus and do not travel; code sentences of your own"
        " (two hundred at least) and measure the cues on them first."
    )
    if heard.empty:
        section.said.append(unframed)
        section.missing.append(
            "Voices are not drawn: they are read in Chinese and English sentences, and there is none."
        )
        return section
    rows = heard[["article"]].assign(**{"is": heard["voice"].isin(["quoted", "erased"])})
    whole = _rates(rows).iloc[0]
    section.said += [
        f"{_share(whole['count'], whole['n'], whole['low'], whole['high'])} of the sentences are in somebody's words,"
        f" quoted or reported, in {counted(int(whole['articles']), 'article')}. The rules were measured on another corpus:"
        " read some of tables/voices.csv before you trust it.",
        unframed,
    ]
    table = _rates(rows, walk.outlets).rename(columns={"group": "outlet"})
    table = table["outlet count n value low high articles".split()].astype({"outlet": "str"})
    enough = int((table["articles"] >= LEAST_TEXTS).sum())
    if len(table) < 2 or set(table["outlet"]) <= {NO_OUTLET}:
        section.missing.append(
            "Voices are not drawn by outlet: that needs two outlets at least, with sentences of each."
        )
        return section
    section.said.append(
        f"{enough} of {len(table)} lines below have the {LEAST_TEXTS} articles that an interval needs; no test between outlets is made,"
        " and intervals that overlap show no difference."
    )
    beside = [
        f"{one:,}/{of:,}, {a:,} art." for one, of, a in zip(table["count"], table["n"], table["articles"], strict=True)
    ]
    title = "Share of sentences in somebody's words, by outlet"
    fig = figures.dots(
        table.drop(columns="outlet").assign(line=table["outlet"], beside=beside), title, "share of sentences",
        label="line", beside="beside", percent=True, limits=(0, 1),
    )  # fmt: skip
    walk.keep(section, fig, table, "06-voices", title, f"{int(whole['n']):,} sentences")
    return section
