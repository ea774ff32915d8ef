"""Who is named: countries, persons, organisations, offices, groups of states and acting cities, in both languages.

The reviewed table is `lexicon/actors.csv`; the longest name counts (no 上合组织 in 上合组织国家, no 印度 in 印度尼西亚). Beyond what
a table can say, three rules:

* two short names side by side are two mentions (中印, 巴中, 中土), where neither belongs to a longer word;
* a title beside a name is none (外长 in 俄罗斯外长拉夫罗夫), but the country or body in it is one;
* a city counts where it acts (天津联合…, a partner of a 友城), not as a venue.
"""

import re
from typing import NamedTuple

import pandas as pd

from helpers.corpus import Corpus
from helpers.lexicon import Lexicon, LexiconError, per_lexicon
from helpers.lexicon.tables import SCHEMAS
from helpers.matching import Match, Matcher, normal_text
from helpers.mentions import About, in_corpus
from helpers.tokens import cut

KINDS = SCHEMAS["actors"].allowed["kind"]
# A name follows in capitals, or one in characters that no dictionary word begins with.
_NAME_FOLLOWS = re.compile(r"\s(?!(?:The|A|In|On|At|And|Of|For)\b)[A-Z][a-z]+(?:[-'’][A-Z]?[a-z]+)*")
_ACTS = {
    "zh": re.compile(
        r"(?:市|省|州)?(?:人民政府|政府|方面)?(?:已|也|还|正|将|同|与|和[^,。;]{1,12}(?:建立|结成|签署)|联合|推出|发起"
        r"|承诺|欢迎|希望|愿|建立|结成|宣布)"
    ),
    "en": re.compile(
        r"\s(?:has|have|had|will|is (?:deepening|advancing|studying)|plans|pledged|launched|signed|welcomes)\b"
    ),
}
_TWINNED = {
    "zh": re.compile("友城|友好城市|姐妹城|姊妹城"),
    "en": re.compile(r"(?:sister|twin|friendship|partner)[ -]cit(?:y|ies)", re.I),
}
_VENUE = {
    "zh": re.compile("[在于抵赴至来到离访]$"),
    "en": re.compile(r"\b(?:in|at|to|from|near|China['’]s|visited)\s$", re.I),
}

# Characters that, beside another country's, hardly mean anything else; the others (老 in 中老年) need a word that says so.
_GREAT = set("俄美印巴日韩朝英法德哈乌土")
_BETWEEN_STATES = re.compile(
    "同为|两国|双边|双方|关系|边境|友[好谊]|[经外]贸|贸易|合作|建交|联合|战略|互|铁路|命运|[—、-]|均|都|一道"
)


class Mention(NamedTuple):
    """A slice of a text that names an actor."""

    start: int
    end: int
    actor: str
    kind: str


@per_lexicon
def actors(*, lexicon: Lexicon) -> pd.DataFrame:
    """The reviewed table: index `actor` (canonical English name); forms and exclusions as in
    `helpers.matching.concepts`; `short_zh` (the one character of a country in 中印, 俄美), `kind` (one of `KINDS`),
    `country` (whose, where it is one country's), `note`.

    Raises `LexiconError` for an unknown kind, a country that is no row, a short name longer than one character, or a
    form the matcher refuses.
    """
    table = lexicon.table("actors").set_index("actor")
    homeless = table.index[(table["country"] != "") & ~table["country"].isin(table.index)]
    if len(homeless):
        raise LexiconError(
            f"actors.csv: {homeless[0]} belongs to {table['country'][homeless[0]]!r}, which has no row."
        )
    long = table.index[table["short_zh"].str.len() > 1]
    if len(long):
        raise LexiconError(
            f"actors.csv: the short name of {long[0]} is {table['short_zh'][long[0]]!r}; keep one character."
        )
    Matcher(table, "actors.csv")  # checks what it reads
    return table


@per_lexicon
def _matcher(*, lexicon: Lexicon) -> Matcher:
    return Matcher(actors(lexicon=lexicon), "actors.csv")


@per_lexicon
def _short_names(*, lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """The countries that a character may stand for: 尼 for two of them, so that it stands for none."""
    table = actors(lexicon=lexicon)
    short = table[table["short_zh"] != ""]
    return {character: tuple(rows.index) for character, rows in short.groupby("short_zh", sort=True)}


def actors_in(
    text: str,
    language: str,
    script: str | None = None,
    machine_converted: bool = False,
    *,
    lexicon: Lexicon | None = None,
) -> list[Mention]:
    """The actors a text names, in order, none inside another; `language` is `zh` or `en` (no other has any).

    `script` and `machine_converted` are those of the article where they are known.

    >>> [(text, actor) for text in ["印度尼西亚与中印关系"] for _, _, actor, _ in actors_in(text, "zh")]
    [('印度尼西亚与中印关系', 'Indonesia'), ('印度尼西亚与中印关系', 'China'), ('印度尼西亚与中印关系', 'India')]
    >>> [mention.actor for mention in actors_in("Russian Foreign Minister Sergey Lavrov left Tianjin", "en")]
    ['Russia', 'Sergey Lavrov']
    """
    if language not in ("zh", "en"):
        return []
    normal = normal_text(text, script, machine_converted, lexicon=lexicon) if language == "zh" else text
    kinds = actors(lexicon=lexicon)["kind"]
    matcher = _matcher(lexicon=lexicon)
    found = matcher.find(normal, language)
    named = {match.start for match in found if kinds.iloc[match.entry] == "person"}
    kept = [
        Mention(match.start, match.end, matcher.entries[match.entry], kinds.iloc[match.entry])
        for match in found
        if not _is_left_out(normal, match, kinds.iloc[match.entry], language, named)
    ]
    if language == "zh":
        kept += _pairs(normal, kept, lexicon)
    return _outermost(kept)


def _is_left_out(text: str, match: Match, kind: str, language: str, named: set[int]) -> bool:
    if kind == "organisation":
        # 国防部 in 国防部长 is half a word.
        return (
            language == "zh"
            and text[match.end - 1] in "部院省厅局署委"
            and text[match.end : match.end + 1] == "长"
        )
    if kind == "office":
        following = match.end + (language == "en")
        return following in named or (
            language == "en" and text[match.start].isupper() and bool(_NAME_FOLLOWS.match(text, match.end))
        )
    if kind == "locality":
        if _TWINNED[language].search(text):
            return not (
                _ACTS[language].match(text, match.end) or text[match.end - 1] in "市州省" or language == "en"
            )
        venue = _VENUE[language].search(text[max(match.start - 12, 0) : match.start])
        return bool(venue) or not _ACTS[language].match(text, match.end)
    return False


def _outermost(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end, one.actor)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _pairs(text: str, mentions: list[Mention], lexicon: Lexicon | None) -> list[Mention]:
    """Short names of two or three countries in a row, China or two great powers among them."""
    short = _short_names(lexicon=lexicon)
    taken = {place for mention in mentions for place in range(mention.start, mention.end)}
    found = []
    for match in re.finditer(f"[{''.join(short)}]{{2,3}}", text):
        start, end = match.span()
        run = match.group()
        following = text[end:]
        countries = set(run)
        if (
            taken & set(range(start, end))
            or len(countries) < len(run)
            or any(len(short[one]) > 1 for one in run)
        ):
            continue
        if "中" not in countries and not countries <= _GREAT:
            continue
        if not countries <= _GREAT | {"中"} and not _BETWEEN_STATES.match(following):
            continue
        # 集中俄 and 其中日 begin inside a word, 中巴士 ends inside one; 中印关系 is a longer word of its own.
        spans = cut(text, hmm=False, lexicon=lexicon)
        begins = any(left == start for left, _ in spans)
        ends = any(right == end or (left == start and right > end) for left, right in spans)
        if begins and ends and not re.match("[国方语文士元人]", following):
            found += [
                Mention(place, place + 1, short[text[place]][0], "country") for place in range(start, end)
            ]
    return found


def find_actors(corpus: Corpus) -> pd.DataFrame:
    """Every mention of an actor: `article`, `sentence`, `start`, `end` (raw page), `printed`, `actor`, `kind`.

    `actor` and `kind` are categorical with all actors and kinds, so that what nobody names can be counted as zero. In
    the order of the corpus; no mention inside another, none across the end of a sentence.
    """
    known = actors(lexicon=corpus.lexicon)

    def find(text: str, about: About) -> list[Mention]:
        return actors_in(
            text, str(about.language), about.script, about.machine_converted, lexicon=about.lexicon
        )

    found = in_corpus(corpus, find, ["actor", "kind"]).rename(columns={"text": "printed"})
    found["actor"] = pd.Categorical(found["actor"], categories=known.index)
    found["kind"] = pd.Categorical(found["kind"], categories=KINDS)
    return found
