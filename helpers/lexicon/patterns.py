r"""The one compiler of the expressions in the reviewed tables, and many of them found in one pass.

A cell holds a Python regular expression in which a space is white space of any kind and length (no-break, thin, a line wrap).
A space that may be absent (`home ?town`) may be longer, too. In brackets and look-behinds it is one character.

Tried one after the other, a table of a hundred expressions is a hundred passes over every text. An automaton (Aho & Corasick
1975) over the literals that their matches begin with reads the text once, and tells where to try which. An expression whose
beginnings cannot be told is searched for by itself.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from helpers.lexicon import LexiconError

# Characters of a beginning, and beginnings of an expression: more would make the automaton larger, not the search faster.
_LENGTH = 8
_MANY = 100
# Whatever the case, an expression takes these for i and s, too; each is one character, as `str.lower` would not leave it.
_CASELESS = str.maketrans("İıſ", "iis")
_TOKEN = re.compile(
    r"""
      (?P<escape> \\ .)
    | (?P<class> \[ \^? \]? (?: \\. | [^\]\\] )* \])
    | (?P<open> \( (?: \? (?: P<\w+> | <?[=!] | > | [aimsu]* (?: -[ims]+ )? : ) | (?!\?) ))
    | (?P<close> \))
    | (?P<either> \|)
    | (?P<times> (?: [*+?] | \{ (?=[\d,]) \d* (?: ,\d* )? \} ) [?+]?)
    | (?P<strange> \( \? )
    | (?P<literal> .)
    """,
    re.VERBOSE | re.DOTALL,
)


def _tokens(expression: str) -> list[tuple[str, str]]:
    return [(str(match.lastgroup), match.group()) for match in _TOKEN.finditer(expression)]


def spaced(expression: str) -> str:
    r"""The expression with white space of any kind and length wherever it has a space.

    >>> spaced("shared home"), spaced("home ?town"), spaced("(?<=mutual trust, )benefit"), spaced("cold[ -]war")
    ('shared\\s+home', 'home\\s*town', '(?<=mutual\\strust,\\s)benefit', 'cold[\\s-]war')
    """
    tokens = _tokens(expression)
    made = []
    opened: list[bool] = []  # of each group whether it looks behind: such a one has a fixed width
    for number, (kind, text) in enumerate(tokens):
        if kind in ("open", "strange"):
            opened.append(text in ("(?<=", "(?<!"))
        elif kind == "close" and opened:
            opened.pop()
        elif kind == "class":
            text = re.sub(r"\\? ", r"\\s", text)
        elif text in (" ", r"\ "):
            following = tokens[number + 1] if number + 1 < len(tokens) else ("", "")
            text = r"\s" if any(opened) or following[0] == "times" else r"\s+"
        elif kind == "times" and text[0] == "?" and made[-1] == r"\s" and not any(opened):
            text = "*" + text[1:]
        made.append(text)
    return "".join(made)


def literal(words: str) -> str:
    r"""An expression of these very words, whatever the white space between them.

    >>> literal("U.S. media")
    'U\\.S\\.\\s+media'
    """
    return spaced(re.escape(words))


def compiled(
    where: str, expression: str, words: bool = False, flags: int | re.RegexFlag = re.IGNORECASE
) -> re.Pattern:
    """An expression of a table, made ready to be found; with `words` between word boundaries.

    Raises `LexiconError` that names `where` it stands if it is impossible, or matches nothing at all.

    >>> compiled("words.csv, home", "shared home", words=True).findall("a shared\u00a0home, shared homes")
    ['shared\\xa0home']
    """
    source = spaced(expression)
    try:
        pattern = re.compile(rf"(?<!\w)(?:{source})(?!\w)" if words else source, flags)
    except (re.error, OverflowError, RecursionError) as error:
        raise LexiconError(f"{where}: impossible expression {expression!r} ({error}); mend it.") from None
    if pattern.match(""):
        raise LexiconError(f"{where}: the expression {expression!r} matches nothing at all, too; mend it.")
    return pattern


class Expressions:
    """Compiled expressions, known by their number in the sequence.

    >>> expressions = Expressions([re.compile("peace(?:ful)?"), re.compile(r"[a-z]+ly", re.IGNORECASE)])
    >>> sorted(expressions.matches("Peaceful peace, lastly"))
    [(0, 9, 14), (1, 16, 22)]
    >>> expressions.possible("no such word")
    [1]
    """

    def __init__(self, patterns: Sequence[re.Pattern]):
        self.patterns = list(patterns)
        self.elsewhere: list[int] = []
        owners: dict[str, list[int]] = {}
        for number, pattern in enumerate(self.patterns):
            literals = beginnings(pattern)
            for start in sorted(literals):
                owners.setdefault(start, []).append(number)
            if not literals:
                self.elsewhere.append(number)
        self.owners = list(owners.values())
        self.automaton = AhoCorasick(list(owners))

    def matches(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Number, start and end of every match: for each expression those that its `finditer` finds."""
        reach = dict.fromkeys(range(len(self.patterns)), 0)
        for start, number in sorted(set(self._places(text))):
            if start >= reach[number] and (match := self.patterns[number].match(text, start)):
                reach[number] = match.end()
                yield number, start, match.end()
        for number in self.elsewhere:
            for match in self.patterns[number].finditer(text):
                yield number, match.start(), match.end()

    def possible(self, text: str) -> list[int]:
        """The numbers of the expressions that may match in the text; no other does."""
        return sorted({*(number for _, number in self._places(text)), *self.elsewhere})

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        for start_of, start, _ in self.automaton.find_matches_as_indexes(_folded(text), overlapping=True):
            for number in self.owners[start_of]:
                yield start, number


def _folded(text: str) -> str:
    return text.translate(_CASELESS).lower()


class _Item(NamedTuple):
    """A piece of an expression and how often it stands: one of these characters (any, if none is named), the alternatives of
    a group, or nothing (of what takes no character)."""

    part: "frozenset[str] | list[list[_Item]] | None"
    least: int = 1
    most: int = 1


_ANY: frozenset[str] = frozenset()


def beginnings(pattern: re.Pattern) -> set[str]:
    """Literals, in lower case, one of which every match begins with; none if that cannot be told.

    >>> sorted(beginnings(re.compile("co-?operat(?:ion|e)|(?<!un)equal")))
    ['co-opera', 'cooperat', 'equal']
    """
    tokens = _tokens(pattern.pattern)
    if pattern.flags & re.VERBOSE or any(kind == "strange" for kind, _ in tokens):
        return set()
    going, ended = _either(_alternatives(tokens), {""})
    found = going | ended
    # One that begins with another says no more than that one.
    return (
        set()
        if "" in found
        else {one for one in found if not any(one[:end] in found for end in range(1, len(one)))}
    )


def _alternatives(tokens: list[tuple[str, str]]) -> list[list[_Item]]:
    """An expression as its alternatives, each a sequence of items."""
    levels: list[tuple[str, list[list[_Item]]]] = [("", [[]])]
    for kind, text in tokens:
        if kind == "open":
            levels.append((text, [[]]))
        elif kind == "either":
            levels[-1][1].append([])
        elif kind == "close":
            opening, inside = levels.pop()
            around = opening.endswith(("=", "!"))  # it takes no character, and forbids more than it allows
            levels[-1][1][-1].append(_Item(None if around else inside))
        elif kind == "times":
            sequence = levels[-1][1][-1]
            sequence[-1] = sequence[-1]._replace(**_times(text))
        else:
            levels[-1][1][-1].append(_Item(_characters(kind, text)))
    return levels[0][1]


def _times(text: str) -> dict[str, int]:
    if text[0] in "*+?":
        return {"least": int(text[0] == "+"), "most": 1 if text[0] == "?" else 2}
    least, _, most = text[1 : text.index("}")].partition(",")
    # How often is not asked, if more than once.
    return {"least": int(least or 0), "most": 1 if most == "1" or text.startswith("{1}") else 2}


@cache
def _characters(kind: str, text: str) -> frozenset[str] | None:
    """The characters of a token in lower case; `_ANY` if they are many, or have cases that `_folded` does not know."""
    if text in ("^", "$", r"\b", r"\B", r"\A", r"\Z"):
        return None
    inside = text[1:-1] if kind == "class" else text
    if text == "." or re.search(r"\\[A-Za-z0-9]", inside):
        return _ANY
    if kind == "class" and (inside.startswith("^") or re.search(r"(?<!^)(?<!\\)-(?!$)", inside)):
        return _ANY
    plain = re.sub(r"\\(.)", r"\1", inside, flags=re.DOTALL)
    if any(not one.isascii() and one.lower() != one.upper() for one in plain):
        return _ANY
    return frozenset(plain.lower())


def _either(alternatives: list[list[_Item]], before: set[str]) -> tuple[set[str], set[str]]:
    walked = [_sequence(one, before) for one in alternatives]
    return set().union(*(going for going, _ in walked)), set().union(*(ended for _, ended in walked))


def _sequence(items: list[_Item], going: set[str]) -> tuple[set[str], set[str]]:
    """What a match can begin with, up to the end of the items (`going` on behind them) or to where it cannot be told (`ended`)."""
    ended: set[str] = set()
    for part, least, most in items:
        if part is None:
            continue
        before = going
        if isinstance(part, list):
            on, end = _either(part, before)
        else:
            on, end = {start + character for start in before for character in part}, set()
        known = part != _ANY and (least > 0 or most == 1)
        if known and least == most == 1:
            going, ended = on, ended | end
        elif known and least:  # once at least: what follows the first time is not told
            going, ended = set(), ended | on | end
        elif known:
            going, ended = before | on, ended | end
        if not known or len(going) > _MANY:
            return set(), ended | before
        ended |= {start for start in going if len(start) >= _LENGTH}
        going = {start for start in going if len(start) < _LENGTH}
    return going, {start[:_LENGTH] for start in ended}
