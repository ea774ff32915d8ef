"""Who is named: countries, persons, organisations, offices, groups of states and acting cities, in both languages.

The reviewed table is `lexicon/actors.csv`; the longest name counts (no 上合组织 in 上合组织国家, no 印度 in 印度尼西亚). Beyond what
a table can say, four rules:

* two short names side by side are two mentions (中印, 巴中, 中土), where neither belongs to a longer word;
* a short form is none where it is half of two words (新方 in 新|方法, 李强 in 李|强调), nor is a surname behind another given name;
* a title beside a name is none (外长 in 俄罗斯外长拉夫罗夫), but the country or body in it is one;
* a city counts where it acts (天津联合…, a partner of a 友城), not as a venue.
"""

import re
from functools import partial
from typing import NamedTuple

import pandas as pd

from helpers.corpora.corpus import Corpus
from helpers.lexicon import Lexicon, LexiconError, per_lexicon
from helpers.lexicon.schemas import SCHEMAS
from helpers.mentions import About, in_corpus
from helpers.texts.engines import jieba_with
from helpers.texts.matching import Matcher
from helpers.texts.tokens import cut

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
    "首脑|领导人|元首|总理|外长|战争|同为|两国|双边|双方|关系|边境|友[好谊]|[经外]贸|贸易|合作|建交|联合|战略|互|铁路|命运|[—、-]|均|都|一道"
)


# Forms of so many characters are often made of the end of one word and the beginning of the next.
_SHORT = 2
# Longer words than this are not looked for before a place.
_LONGEST = 16
# Such words that are seldom meant where a short form ends or begins inside them: 俄方|向中方提供, 美方|面, 多国|防长.
_SELDOM = ("方向", "方面", "国防")


# Words in capitals that are no given names: those that begin a sentence or a time, and titles.
NOT_NAMES = set(
    "The A An It This That These Those There Here In On At By As For With From And But Or So Yet If When While Since After Before During However Meanwhile Moreover Nevertheless"
    " Besides Also Then Later Earlier Today Yesterday Tomorrow Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December Not No Yes What Which Who Why How Where I We You My Our Your His Her Its Their Reportedly According Separately Additionally Furthermore GDP".split()
)
_TITLES = set(
    "President Premier Minister Secretary Secretary-General General Chairman Chairwoman Chair Leader Marshal Spokesperson Spokesman"
    " Spokeswoman Ambassador Chancellor Speaker Envoy Comrade Professor Mr Mrs Ms Dr Sir".split()
)
_CAPITAL = r"[A-ZÀ-ÞĀ-Ž][\w’'-]*[a-zß-ÿā-ž]"
_NAMES_BEFORE = re.compile(rf"(?:(?:{_CAPITAL}|[A-Z]\.|Mr\.|Mrs\.|Ms\.|Dr\.)\s)+$")
# One or two syllables of pinyin: Zhongxun, and not Calls, behind Xi.
_NAME_BEHIND = re.compile(
    r"\s(?=[A-Z])(?P<name>(?i:(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:i?ang|iong|uang|[eio]ng|ian|iao|uai|u?an|ai|ao|ei|e[nr]|i[aenu]"
    r"|ou|u[aeino]|[aeiouü])){1,2}))(?![\w'’])"
)
_IN_A_PLACE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear)\s[\w’'-]+\s$")
_DOTS = "·•‧・"
# A country has one of them, who is told by the country: the Chinese president is nobody else.
_ONE_EACH = ("presidents", "prime ministers")
_OF_A_STATE = re.compile(r"\sof\s(?:the\s)?")
_MINISTRY = re.compile("部|Ministry")
_STATES = re.compile(r"(?:['’]s)?\s$")


class _Beside(NamedTuple):
    """What else a sentence names: where persons, countries and all begin, where countries (and which) and where all end."""

    people: set[int]
    states: dict[int, str]
    all: set[int]
    behind_states: dict[int, str]
    behind_all: set[int]


class Mention(NamedTuple):
    """A slice of a text that names an actor."""

    start: int
    end: int
    actor: str
    kind: str


@per_lexicon
def actors(*, lexicon: Lexicon) -> pd.DataFrame:
    """The reviewed table: index `actor` (canonical English name); forms and exclusions as in
    `helpers.texts.matching.concepts`; `short_zh` (the one character of a country in 中印, 俄美), `kind` (one of `KINDS`),
    `country` (whose, where it is one country's), `note`.

    Raises `LexiconError` for an unknown kind, a country without a row, a short name longer than one character, or a
    form the matcher refuses.
    """
    table = lexicon.table("actors").set_index("actor")
    homeless = table.index[(table["country"] != "") & ~table["country"].isin(table.index)]
    if len(homeless):
        raise LexiconError(f"actors.csv: {homeless[0]} belongs to {table['country'][homeless[0]]!r}, which has no row.")
    long = table.index[table["short_zh"].str.len() > 1]
    if len(long):
        raise LexiconError(
            f"actors.csv: the short name of {long[0]} is {table['short_zh'][long[0]]!r}; keep one character."
        )
    Matcher(table, "actors.csv")  # checks what it reads
    return table


class _Known(NamedTuple):
    """The table made ready to be found: its matcher, names and kinds by number; whose each is; the countries that one
    character may name (尼 names two, so it counts for neither), and several such in a row; jieba's words and their beginnings."""

    matcher: Matcher
    names: list[str]
    kinds: list[str]
    countries: dict[str, str]
    short: dict[str, tuple[str, ...]]
    in_a_row: re.Pattern
    words: dict[str, int]


@per_lexicon
def _known(*, lexicon: Lexicon) -> _Known:
    table = actors(lexicon=lexicon)
    short = table[table["short_zh"] != ""]
    countries = {character: tuple(rows.index) for character, rows in short.groupby("short_zh", sort=True)}
    return _Known(
        Matcher(table, "actors.csv"),
        table.index.tolist(),
        table["kind"].tolist(),
        table["country"].to_dict(),
        countries,
        re.compile(f"[{''.join(countries)}]{{2,3}}"),
        jieba_with(True, lexicon=lexicon).tokenizer.FREQ,
    )


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
    normal = About(language, script, machine_converted, lexicon).normal(text)
    known = _known(lexicon=lexicon)
    names, kinds = known.names, known.kinds
    mentions = [
        Mention(start, end, names[entry], kinds[entry]) for start, end, entry, _ in known.matcher.find(normal, language)
    ]
    kept = mentions
    if mentions:
        states = [mention for mention in mentions if mention.kind == "country"]
        beside = _Beside(
            {mention.start for mention in mentions if mention.kind == "person"},
            {state.start: state.actor for state in states},
            {mention.start for mention in mentions},
            {state.end: state.actor for state in states},
            {mention.end for mention in mentions},
        )
        about = (language, beside, known, lexicon)
        kept = [mention for mention in mentions if not _is_left_out(normal, mention, *about)]
    if language == "zh":
        kept += _pairs(normal, kept, known, lexicon)
    return _outermost(kept)


def _is_left_out(
    text: str, match: Mention, language: str, beside: _Beside, known: _Known, lexicon: Lexicon | None
) -> bool:
    kind = match.kind
    if kind == "person" and _is_somebody_else(text, match, language, beside, lexicon):
        return True
    if language == "zh" and (match.end - match.start <= _SHORT or text[match.end - 1] == "方"):
        start, end = match.start, match.end
        inside = _may_be_inside(text, start, known.words) or _may_be_inside(text, end, known.words)
        if inside and _is_half_of_words(text, start, end, kind == "person", known, lexicon):
            return True
    if kind == "organisation":
        # 国防部 in 国防部长 is half a word.
        title = text[match.end - 1] in "部院省厅局署委" and text[match.end : match.end + 1] == "长"
        return (language == "zh" and title) or _is_of_another_state(text, match, language, beside, known)
    if kind == "office":
        if match.end + (language == "en") in beside.people or _is_of_a_state(text, match, language, beside):
            return True
        return language == "en" and text[match.start].isupper() and bool(_NAME_FOLLOWS.match(text, match.end))
    if kind == "locality":
        if _TWINNED[language].search(text):
            called = text[match.end - 1] in "市州省" or language == "en"
            return not (called or _ACTS[language].match(text, match.end))
        venue = _VENUE[language].search(text[max(match.start - 12, 0) : match.start])
        return bool(venue) or not _ACTS[language].match(text, match.end)
    return False


def _is_of_a_state(text: str, match: Mention, language: str, beside: _Beside) -> bool:
    """Whether the office is the one of a country that is named beside it: the Chinese president, 俄罗斯总统."""
    if match.actor not in _ONE_EACH:
        return False
    if language == "zh":
        return match.start in beside.behind_states
    before = _STATES.search(text, max(match.start - 3, 0), match.start)
    of = _OF_A_STATE.match(text, match.end)
    return text[match.end - 1] != "s" and (
        (before is not None and before.start() in beside.behind_states)
        or (of is not None and of.end() in beside.states)
    )


def _is_of_another_state(text: str, match: Mention, language: str, beside: _Beside, known: _Known) -> bool:
    """Whether a ministry is that of a country named beside it, and not of its own: 伊朗外交部, the Defence Ministry of Iran."""
    if not _MINISTRY.search(text, match.start, match.end):
        return False
    start = match.start
    if language == "en" and (before := _STATES.search(text, max(start - 3, 0), start)):
        start = before.start()
    state = beside.behind_states.get(start)
    if state is None and language == "en" and (of := _OF_A_STATE.match(text, match.end)):
        state = beside.states.get(of.end())
    return state is not None and state != known.countries[match.actor]


def _is_somebody_else(text: str, match: Mention, language: str, beside: _Beside, lexicon: Lexicon | None) -> bool:
    """Whether a bare surname has another given name beside it: 卡姆兰·阿利耶夫, Lalit Modi, Xi Zhongxun."""
    form = text[match.start : match.end]
    if language == "zh":
        if actors(lexicon=lexicon)["country"][match.actor] == "China":
            return False  # 要闻·习近平: behind the dot a headline begins
        before, behind = text[match.start - 1 : match.start], text[match.end : match.end + 1]
        return bool((before and before in _DOTS) or (behind and behind in _DOTS))
    if not _is_surname(form, match.actor):
        return False
    if match.actor.startswith(form):
        behind = _NAME_BEHIND.match(text, match.end)
        return behind is not None and behind.start("name") not in beside.all and behind["name"] not in NOT_NAMES
    names = _NAMES_BEFORE.search(text, max(match.start - 40, 0), match.start)
    if names is None or match.start - 1 in beside.behind_all:
        return False
    given = [name.rstrip(".") for name in names.group().split()]
    if len(given) < 3 and _IN_A_PLACE.search(text[: match.start]):
        return False  # in Kazan Putin said
    if any(name[:3] == own[:3] for name in given for own in match.actor.split()):
        return False
    return given[-1] not in NOT_NAMES | _TITLES and not given[-1].endswith(("ly", "’s", "'s"))


def _is_surname(form: str, actor: str) -> bool:
    return len(form.split()) == 1 and len(actor.split()) > 1


def _may_be_inside(text: str, place: int, words: dict[str, int]) -> bool:
    """Whether some word of the dictionary begins before the place and ends behind it; `words` holds their beginnings, too."""
    if not text[place : place + 1].isalnum():
        return False
    for start in range(place - 1, max(place - _LONGEST, 0) - 1, -1):
        if not text[start].isalnum():
            return False
        if text[start].isascii():  # letters are joined to what follows them
            return True
        end = place + 1
        while (frequency := words.get(text[start:end])) is not None and end <= len(text):
            if frequency:
                return True
            end += 1
    return False


def _is_half_of_words(text: str, start: int, end: int, person: bool, known: _Known, lexicon: Lexicon | None) -> bool:
    """Whether a short Chinese form is put together from parts of the words that stand there, or part of a longer name."""
    side = text[end - 1] == "方"
    first, words = _words_around(text, start, end, known, lexicon)
    for begin, stop in ((first + left, first + right) for left, right in words):
        # 来日方长, 张明楷: no side is part of a longer word, no person the beginning of one.
        if begin <= start and ((side and end <= stop and stop - begin > end - start) or (person and end < stop)):
            return True
        # 多国|防长, not 多|国防|长, and 印方|针对, not 印|方针|对: a word beside the form that goes on.
        if text[begin:stop] in _SELDOM:
            continue
        if begin < start < stop < end:
            return first + _words_of(text[first:start], lexicon=lexicon)[-1][0] >= begin
        if start < begin < end < stop:
            return _words_of(text[end : first + words[-1][1]], lexicon=lexicon)[0][1] <= stop - end
    return False


def _words_around(
    text: str, start: int, end: int, known: _Known, lexicon: Lexicon | None
) -> tuple[int, list[tuple[int, int]]]:
    """The characters around a form up to where no word of the dictionary goes on: their place, and their words by it.

    The best path of words through a run is made of those between such places, so the rest of the run needs no cutting.
    """
    first, last = start, end
    while _may_be_inside(text, first, known.words):
        first -= 1
    while _may_be_inside(text, last, known.words):
        last += 1
    return first, _words_of(text[first:last], lexicon=lexicon)


@partial(per_lexicon, most=4096)
def _words_of(run: str, *, lexicon: Lexicon) -> list[tuple[int, int]]:
    return cut(run, hmm=False, lexicon=lexicon)


def _outermost(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end, one.actor)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _pairs(text: str, mentions: list[Mention], known: _Known, lexicon: Lexicon | None) -> list[Mention]:
    """Short names of two or three countries in a row, China or two great powers among them."""
    short = known.short
    found = []
    for match in known.in_a_row.finditer(text):
        start, end = match.span()
        run, following = match.group(), text[end:]
        countries = set(run)
        if len(countries) < len(run) or any(len(short[one]) > 1 for one in run):
            continue
        if any(mention.start < end and start < mention.end for mention in mentions):
            continue
        if "中" not in countries and not countries <= _GREAT:
            continue
        if not countries <= _GREAT | {"中"} and not _BETWEEN_STATES.match(following):
            continue
        # 集中俄 and 其中日 begin inside a word, 中巴士 ends inside one; 中印关系 is a longer word of its own.
        first, words = _words_around(text, start, end, known, lexicon)
        begins = any(first + left == start for left, _ in words)
        ends = any(
            first + right == end or (first + left == start and first + right > end and _BETWEEN_STATES.match(following))
            for left, right in words
        )
        if begins and ends and not re.match("[国方语文士元人]", following):
            places = range(start, end)
            found += [Mention(place, place + 1, short[text[place]][0], "country") for place in places]
    return found


def find_actors(corpus: Corpus) -> pd.DataFrame:
    """Every mention of an actor: `article`, `sentence`, `start`, `end` (raw page), `printed`, `actor`, `kind`.

    `actor` and `kind` are categorical with all actors and kinds, so that what nobody names can be counted as zero. In
    the order of the corpus; no mention inside another, none across the end of a sentence.
    """
    known = actors(lexicon=corpus.lexicon)

    def find(text: str, about: About) -> list[Mention]:
        return actors_in(text, *about[:3], lexicon=about.lexicon)

    found = in_corpus(corpus, find, ["actor", "kind"]).rename(columns={"text": "printed"})
    found["actor"] = pd.Categorical(found["actor"], categories=known.index)
    found["kind"] = pd.Categorical(found["kind"], categories=KINDS)
    return found
