"""Actors in texts of both languages: countries, persons, organisations, offices, groups of states and acting cities.

The reviewed table is `lexicon/actors.csv`. The longest name counts (印度尼西亚, not 印度 in it). Four more rules:

* Two short names side by side are two mentions (中印, 巴中, 中土), unless one belongs to a longer word.
* A short form does not count if it joins parts of two words (新方 in 新|方法, 李强 in 李|强调). A surname does not count
  with another given name (Li Xi), nor a common name with an occupation beside it (歌手李强).
* A title beside a name does not count (外长 in 俄罗斯外长拉夫罗夫), but the country or organisation in it does.
* A city counts where it acts (天津联合…, a partner of a 友城), not as a venue.
* A form `at_home` (我国, 外交部) means the country whose outlet wrote the words; one text by itself is read as China's.
  It means nobody beside the name of a state without a row (维尔莫拉外交部).
"""

import re
from functools import cached_property, lru_cache, partial
from types import SimpleNamespace
from typing import NamedTuple

import pandas as pd

from helpers.corpora.corpus import Corpus
from helpers.lexicon import Lexicon, LexiconError, check_all, patterns, per_lexicon
from helpers.lexicon.schemas import SCHEMAS
from helpers.mentions import About, in_corpus, in_text
from helpers.texts.engines import GREAT, jieba_with
from helpers.texts.matching import Matcher, stop_words
from helpers.texts.tokens import cut

NO_COUNTRY = "no country listed"
KINDS = SCHEMAS["actors"].allowed["kind"]
# Kinds that count wherever they are named, and may stand before a body of theirs.
PLACES = ("country", "region")
# A capitalized name follows.
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
    # The space comes first: it is found faster than letters of either case.
    "en": re.compile(r"[ -](?:(?<=sister.)|(?<=twin.)|(?<=friendship.)|(?<=partner.))cit(?:y|ies)", re.I),
}
_VENUE = {
    "zh": re.compile("[在于抵赴至来到离访]$"),
    "en": re.compile(r"\b(?:in|at|to|from|near|China['’]s|visited)\s$", re.I),
}

# Countries other than the `GREAT` (老 in 中老年) need one of these words as evidence.
_BETWEEN_STATES = re.compile(
    "首脑|领导人|元首|总理|外长|防长|战争|同为|[两三]国|双边|双方|[三各]方|关系|边[境界]|友[好谊]|[经外]贸|贸易|合作|建交|联合|共同|战略|互|铁路|命运|[—、-]|均|都|一[道致]"
)

# Forms of up to so many characters often arise by chance from the end of one word and the beginning of the next.
_SHORT = 2
# Longest dictionary word that is searched for, in characters.
_LONGEST = 16
# Dictionary words that are rarely meant where they overlap a short form: 俄方|向中方提供, 美方|面, 多国|防长.
_SELDOM = ("方向", "方面", "方才", "国防")

_CAPITAL = r"[A-ZÀ-ÞĀ-Ž][\w’'-]*[a-zß-ÿā-ž]"
_NAMES_BEFORE = re.compile(rf"(?:(?:{_CAPITAL}|[A-Z]\.|Mr\.|Mrs\.|Ms\.|Dr\.)\s)+$")
# One or two pinyin syllables: Zhongxun after Xi, but not Calls.
_NAME_BEHIND = re.compile(
    r"\s(?=[A-Z])(?P<name>(?i:(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:i?ang|iong|uang|[eio]ng|ian|iao|uai|u?an|ai|ao|ei|e[nr]|i[aenu]"
    r"|ou|u[aeino]|[aeiouü])){1,2}))(?![\w'’])"
)
_IN_A_PLACE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear)\s[\w’'-]+\s$")
_DOTS = "·•‧・"
# A country has only one of these, so the country identifies the person: the Chinese president.
_ONE_EACH = ("presidents", "prime ministers")
_OF_A_STATE = re.compile(r"\sof\s(?:the\s)?")
_MINISTRY = re.compile("部|Ministry")
_STATES = re.compile(r"(?:['’]s)?\s$")
# Characters that render the names of foreign places, and what may follow such a name.
_FOREIGN = (
    "[阿埃艾安奥巴贝比彼波伯布茨达德蒂迪多杜厄尔菲费弗夫戈格哈赫霍基吉加贾卡坎科克库拉莱兰朗勒雷里利列卢鲁伦罗洛马玛曼梅蒙米莫姆穆纳娜内尼涅努诺"
    "欧帕佩皮普奇乔萨塞瑟森沙什斯苏索塔泰坦特提廷图托瓦万威维沃乌西希谢辛雅亚耶伊扎泽詹朱佐]"
)
# The name of a state that is in no table, before or behind a body: 维尔莫拉外交部, Velmora's, of Velmora.
_NAMED_BEFORE = {
    "zh": re.compile(rf"{_FOREIGN}{{2,}}(?:共和国|联邦|王国|国)?$"),
    "en": re.compile(r"(?<![\w’'])[A-ZÀ-Þ][\w-]+(?:['’]s|(?:n|i|sh|ese)(?<!The))\s$"),
}
_NAMED_BEHIND = re.compile(r"\sof\s(?!China\b|the\sP)(?:the\s)?[A-ZÀ-Þ]")


class Mention(NamedTuple):
    """A mention of an actor at `text[start:end]`."""

    start: int
    end: int
    actor: str
    kind: str


@per_lexicon
def actors(*, lexicon: Lexicon) -> pd.DataFrame:
    """Return the reviewed table, indexed by `actor` (canonical English name): forms and exclusions as in
    `helpers.mentions.concepts.concepts`, `short_zh` (one character for a country: 中印, 俄美), `kind` (one of `KINDS`),
    `country` (of the actor, if it belongs to one), `at_home` (its forms that name no country), `note`.

    Raises `LexiconError` for an unknown kind, a country without a row, a short name longer than one character, or a
    form that the matcher rejects.
    """
    table = lexicon.table("actors").set_index("actor")

    def check(actor: str, country: str, short: str) -> None:
        where = lexicon.where("actors", actor)
        if country and country not in table.index:
            raise LexiconError(f"{where}: {actor} belongs to {country!r}, which has no row; add one.")
        if len(short) > 1:
            raise LexiconError(f"{where}: short name of {actor} is {short!r}; keep one character.")

    words = lexicon.table("voice_words").groupby(["role", "language"])["word"].agg(list)
    before, behind = words["occupation"], words["occupation behind"]
    job, shared = patterns.literals(before["en"]), table["unless_zh"].str.contains("{occupation}", regex=False)
    for actor, zh, unless, en in table.loc[shared, ["zh", "unless_zh", "en"]].itertuples():
        with_job = "|".join([*(word + zh for word in before["zh"]), *(zh + word for word in behind["zh"])])
        unless_en = rf"{job} {en}|{en},? (?:an? )?(?:[\w-]+ ){{0,2}}{job}"
        table.loc[actor, ["unless_zh", "unless_en"]] = unless.replace("{occupation}", with_job), unless_en
    rows = table[["country", "short_zh"]].itertuples(name=None)
    check_all((*(partial(check, *row) for row in rows), partial(Matcher, table, partial(lexicon.where, "actors"))))
    return table


def _spaced(form: str) -> str:
    return " ".join(form.casefold().split())


def countries_of(names: pd.Series, lexicon: Lexicon) -> pd.Series:
    """Return the country of each actor, or `NO_COUNTRY` if the table has none for it."""
    country = actors(lexicon=lexicon)["country"]
    return names.map(country[country != ""]).fillna(NO_COUNTRY)


@per_lexicon
def _known(*, lexicon: Lexicon) -> SimpleNamespace:
    """Return the compiled tables."""
    table, beside = actors(lexicon=lexicon), lexicon.table("voice_words")
    short = table[table["short_zh"] != ""]
    countries = {character: tuple(rows.index) for character, rows in short.groupby("short_zh", sort=True)}
    # Capitalized words that are not given names: titles, and ordinary words at the head of a sentence (Under Xi).
    words = beside.query("language == 'en'")["word"]
    no_names = {*words, *words.str.title(), *stop_words("en", lexicon=lexicon).index.str.title()}
    return SimpleNamespace(
        matcher=Matcher(table, partial(lexicon.where, "actors")),
        names=table.index.tolist(),
        kinds=table["kind"].to_dict(),
        at_home={actor: {_spaced(form) for form in cell.split("|")} for actor, cell in table["at_home"].items()},
        countries=table["country"].to_dict(),
        short=countries,  # by their one-character name; 尼 names two, so it counts for neither
        in_a_row=re.compile(f"[{''.join(countries)}]{{2,3}}"),
        words=jieba_with(True, lexicon=lexicon).beginnings,
        no_names=no_names,
        forms=(table["zh"] + "|" + table["zh_variants"]).str.findall("[^|]+(?<!方)(?![^|])").to_dict(),
    )


@lru_cache(maxsize=16)
def _whole(about: About) -> str:
    return about.normal(about.whole)


@in_text
def actors_in(text: str, about: About) -> list[Mention]:
    """Return the actors named in a text, in order, without overlaps.

    >>> [(text, actor) for text in ["印度尼西亚与中印关系"] for _, _, actor, _ in actors_in(text, "zh")]
    [('印度尼西亚与中印关系', 'Indonesia'), ('印度尼西亚与中印关系', 'China'), ('印度尼西亚与中印关系', 'India')]
    >>> [mention.actor for mention in actors_in("Russian Foreign Minister Sergey Lavrov left Tianjin", "en")]
    ['Russia', 'Sergey Lavrov']
    """
    return _Matches(about.normal(text), about).mentions()


class _Matches:
    """The matches of the table in one text, and the rules for which of them count."""

    def __init__(self, text: str, about: About):
        self.text, self.language, self.lexicon, self.home = text, about.language, about.lexicon, about.home
        self.about = about
        self.known = _known(lexicon=about.lexicon)
        names, kinds, found = self.known.names, self.known.kinds, self.known.matcher.find(text, about.language)
        meant = ((start, end, self._meant(start, end, names[entry])) for start, end, entry, _ in found)
        self.matches = [Mention(start, end, actor, kinds[actor]) for start, end, actor in meant if actor in kinds]

    def _meant(self, start: int, end: int, actor: str) -> str:
        """Return whom a form means where these words are at home: 外交部 of Russia, 我国 of Taiwan (maybe without a row)."""
        country, countries = self.known.countries[actor], self.known.countries
        at_home = self.home is None or country in (self.home, countries.get(self.home))
        if at_home or _spaced(self.text[start:end]) not in self.known.at_home[actor]:
            return actor
        return actor.replace(country, self.home)

    def mentions(self) -> list[Mention]:
        """Return the mentions in order, without overlaps."""
        found = [mention for mention in self.matches if not self._is_left_out(mention)]
        if self.language == "zh":
            found += self._pairs(found)
        kept: list[Mention] = []
        for mention in sorted(found, key=lambda one: (one.start, -one.end, one.actor)):
            if not kept or mention.start >= kept[-1].end:
                kept.append(mention)
        return kept

    def _names(self, place: int, edge: str, kind: str = "") -> str:
        """Return the actor (of `kind`) whose name begins or ends (`edge`) at `place`; empty if none."""
        return self._edges.get((edge, place, kind), "")

    @cached_property
    def _edges(self) -> dict[tuple[str, int, str], str]:
        edges = {}
        for start, end, actor, kind in self.matches:
            for one in ("", "country" if kind in PLACES else kind):
                edges |= {("start", start, one): actor, ("end", end, one): actor}
        return edges

    def _is_left_out(self, match: Mention) -> bool:
        start, end, actor, kind = match
        text, english = self.text, self.language == "en"
        if kind == "person" and self._is_somebody_else(match):
            return True
        if not english and (end - start <= _SHORT or text[end - 1] == "方"):
            inside = self._may_be_inside(start) or self._may_be_inside(end)
            if inside and self._is_half_of_words(start, end, kind == "person"):
                return True
        if kind == "organisation":
            # 国防部 in 国防部长 is only part of a word.
            title = text[end - 1] in "部院省厅局署委" and text[end : end + 1] == "长"
            # A ministry of another country, which is named beside it.
            other = _MINISTRY.search(text, start, end) and self._state_beside(match)
            other = bool(other and other != self.known.countries[actor])
            return (title and not english) or other or self._abroad(match)
        if kind == "country" and text[start + 1 : end] == "方":
            return actor in _other_sides(_whole(self.about) if self.about.whole else text, lexicon=self.lexicon)
        if kind == "office":
            # A country identifies one president (俄罗斯总统), but not the plural presidents.
            one = actor in _ONE_EACH and not (english and text[end - 1] == "s")
            if self._names(end + english, "start", "person") or (one and self._state_beside(match)):
                return True
            return english and text[start].isupper() and bool(_NAME_FOLLOWS.match(text, end))
        if kind == "locality":
            acts = _ACTS[self.language].match(text, end)
            if _TWINNED[self.language].search(text):
                return not (english or text[end - 1] in "市州省" or acts)
            return not acts or bool(_VENUE[self.language].search(text, max(start - 12, 0), start))
        return False

    def _state_beside(self, match: Mention) -> str:
        """Return the country beside a match (伊朗外交部, Iran's president, Defence Ministry of Iran); empty if none."""
        start, of = match.start, None
        if self.language == "en":
            before = _STATES.search(self.text, max(start - 3, 0), start)
            start = before.start() if before else -1
            of = _OF_A_STATE.match(self.text, match.end)
        behind = self._names(of.end(), "start", "country") if of else ""
        return self._names(start, "end", "country") or behind

    def _abroad(self, match: Mention) -> bool:
        """Return whether a form that names no country belongs to a state that no table has."""
        if _spaced(self.text[match.start : match.end]) not in self.known.at_home[match.actor]:
            return False
        before = _NAMED_BEFORE[self.language].search(self.text, max(match.start - 20, 0), match.start)
        return bool(before or (self.language == "en" and _NAMED_BEHIND.match(self.text, match.end)))

    def _is_somebody_else(self, match: Mention) -> bool:
        """Return whether a bare surname belongs to another given name: 卡姆兰·阿利耶夫, Lalit Modi, Xi Zhongxun."""
        text, (start, end, actor, _) = self.text, match
        if self.language == "zh":
            if self.known.countries[actor] == "China":
                return False  # 要闻·习近平: the dot separates a section from a headline
            return any(beside and beside in _DOTS for beside in (text[start - 1 : start], text[end : end + 1]))
        form = text[start:end]
        if len(form.split()) > 1 or len(actor.split()) == 1:
            return False
        behind = _NAME_BEHIND.match(text, end) if actor.startswith(form) else None
        if behind and not self._names(behind.start("name"), "start") and behind["name"] not in self.known.no_names:
            return True
        names = _NAMES_BEFORE.search(text, max(start - 40, 0), start)
        # Chinese Xi; a headline (Biden Meets Putin)
        if names is None or self._names(start - 1, "end", "country") or self._names(names.start(), "start"):
            return False
        given = [name.rstrip(".") for name in names.group().split()]
        if len(given) < 3 and _IN_A_PLACE.search(text, max(start - 40, 0), start):
            return False  # in Kazan Putin said
        last = ([name for name in given if len(name) > 1 and not name.endswith(("vich", "vna"))] or given)[-1]
        own = any(name.startswith(last[:3]) for name in actor.split())  # Donald J. Trump, Vladimir Vladimirovich Putin
        return not (own or last in self.known.no_names or last.endswith(("ly", "’s", "'s")))

    def _may_be_inside(self, place: int) -> bool:
        """Return whether a dictionary word spans `place`. Beginnings of words have frequency 0 in the dictionary."""
        text = self.text
        if not text[place : place + 1].isalnum():
            return False
        for start in range(place - 1, max(place - _LONGEST, 0) - 1, -1):
            if not text[start].isalnum():
                return False
            if text[start].isascii():  # Latin letters join what follows
                return True
            end = place + 1
            while (frequency := self.known.words.get(text[start:end])) is not None and end <= len(text):
                if frequency:
                    return True
                end += 1
        return False

    def _is_half_of_words(self, start: int, end: int, person: bool) -> bool:
        """Return whether a short Chinese form joins parts of several words, or is part of a longer word or name."""
        text, side = self.text, self.text[end - 1] == "方"
        words = self._words_around(start, end)
        for begin, stop in words:
            # Not a side inside a longer word (来日方长), nor a person at the beginning of one (张明楷).
            if begin <= start and ((side and end <= stop and stop - begin > end - start) or (person and end < stop)):
                return True
            # A word that overlaps the form may be wrong: 多国|防长, not 多|国防|长; 印方|针对, not 印|方针|对.
            if text[begin:stop] in _SELDOM:
                continue
            if begin < start < stop < end:
                first = words[0][0]
                return first + _words_of(text[first:start], lexicon=self.lexicon)[-1][0] >= begin
            if start < begin < end < stop:
                return _words_of(text[end : words[-1][1]], lexicon=self.lexicon)[0][1] <= stop - end
        return False

    def _words_around(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the words around a form, out to the nearest places on both sides that no dictionary word spans.

        The best segmentation always has boundaries at such places, so the rest of the text need not be segmented.
        """
        while self._may_be_inside(start):
            start -= 1
        while self._may_be_inside(end):
            end += 1
        return [(start + left, start + right) for left, right in _words_of(self.text[start:end], lexicon=self.lexicon)]

    def _pairs(self, mentions: list[Mention]) -> list[Mention]:
        """Return short names of two or three countries in a row, if China or only great powers are among them."""
        short = self.known.short
        found = []
        for match in self.known.in_a_row.finditer(self.text):
            start, end = match.span()
            run, following = match.group(), self.text[end : end + _LONGEST]
            countries = set(run)
            between_states = _BETWEEN_STATES.match(following)
            if len(countries) < len(run) or any(len(short[one]) > 1 for one in run):
                continue
            if any(mention.start < end and start < mention.end for mention in mentions):
                continue
            great = countries <= GREAT
            if not great and not ("中" in countries and (between_states or countries <= GREAT | {"中"})):
                continue
            # 集中俄 and 其中日 begin inside a word, 中巴士 ends inside one; 中印关系 is one longer word and counts.
            words = self._words_around(start, end)
            begins = any(left == start for left, _ in words)
            ends = any(right == end or (start <= left < end < right and between_states) for left, right in words)
            if begins and ends and not re.match("[国方语文士人]|元(?!首)", following):
                places = range(start, end)
                found += [Mention(place, place + 1, short[self.text[place]][0], "country") for place in places]
        return found


@partial(per_lexicon, most=16)
def _other_sides(text: str, *, lexicon: Lexicon) -> set[str]:
    """Return the countries whose side (塔方) is another's: an article names the unknown 塔尔斯克, not the country."""
    known = _known(lexicon=lexicon)
    begun = {name[0] for name in set(re.findall(_FOREIGN + "{3,}", text)) if not known.words.get(name)}
    countries = {country for first in begun for country in known.short.get(first, ())}
    return {country for country in countries if not any(form in text for form in known.forms[country])}


@partial(per_lexicon, most=4096)
def _words_of(run: str, *, lexicon: Lexicon) -> list[tuple[int, int]]:
    return cut(run, hmm=False, lexicon=lexicon)


def find_actors(corpus: Corpus) -> pd.DataFrame:
    """Return every mention of an actor: `article`, `sentence`, `start`, `end` (raw page), `printed`, `actor`, `kind`.

    `actor` and `kind` are categorical with all actors and kinds, so that those without a mention count as zero. Rows
    are in the order of the corpus. Mentions do not overlap or cross the end of a sentence.
    """
    found = in_corpus(corpus, actors_in.about, ["actor", "kind"]).rename(columns={"text": "printed"})
    found["actor"] = pd.Categorical(found["actor"], categories=actors(lexicon=corpus.lexicon).index)
    found["kind"] = pd.Categorical(found["kind"], categories=KINDS)
    return found
