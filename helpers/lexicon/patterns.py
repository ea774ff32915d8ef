r"""The one compiler of the expressions in the reviewed tables, and many of them found in one pass.

A cell holds a Python regular expression in which a space is white space of any kind and length (no-break, thin, a line wrap).
A space that may be absent (`home ?town`) may be longer, too. In brackets and look-behinds it is one character.

Tried one after the other, a table of a hundred expressions is a hundred passes over every text. An automaton (Aho & Corasick
1975) over the literals that their matches begin with reads the text once, and tells where to try which. An expression whose
beginnings cannot be told is searched for by itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from helpers.lexicon import LexiconError

# Characters of a beginning, and beginnings of an expression: more would make the automaton larger, not the search faster.
_LENGTH = 8
_MANY = 200
# What an expression between word boundaries begins with.
_WORD_BEGINS = r"(?<!\w)"
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
    | (?P<literal> [^\\\[\](){}|*+?\s]+ | .)
    """,
    re.VERBOSE | re.DOTALL,
)


def _tokens(expression: str) -> Iterator[tuple[str, str]]:
    """The pieces of an expression and their kinds; literal characters are each one."""
    for match in _TOKEN.finditer(expression):
        kind, text = str(match.lastgroup), match.group()
        yield from ((kind, one) for one in text) if kind == "literal" else ((kind, text),)


def spaced(expression: str) -> str:
    r"""The expression with white space of any kind and length wherever it has a space.

    >>> spaced("shared home"), spaced("home ?town"), spaced("(?<=mutual trust, )benefit"), spaced("cold[ -]war")
    ('shared\\s+home', 'home\\s*town', '(?<=mutual\\strust,\\s)benefit', 'cold[\\s-]war')
    """
    tokens = [(match.lastgroup, match.group()) for match in _TOKEN.finditer(expression)]
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
    return re.escape(words).replace(r"\ ", r"\s+")


def literals(words: Iterable[str]) -> str:
    r"""An expression of any of these very words, the longest that fits: a tree of their letters, so that a place is read once,
    not once for each word.

    >>> literals(["Xinhua", "Xinhua Net", "CNS"])
    '(?:CNS|Xinhua(?:\\s+Net)?)'
    """
    tree: dict = {}
    for word in sorted(words):
        branch = tree
        for character in word:
            branch = branch.setdefault(character, {})
        branch[""] = {}
    return f"(?:{'|'.join(_branches(tree))})"


def _branches(tree: dict) -> list[str]:
    return [literal(character) + _below(branch) for character, branch in tree.items() if character]


def _below(tree: dict) -> str:
    branches = _branches(tree)
    if len(branches) == 1 and "" not in tree:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' * ('' in tree)}" if branches else ""


def compiled(where: str, expression: str, words: bool = False, flags: int | re.RegexFlag = re.IGNORECASE) -> re.Pattern:
    """An expression of a table, made ready to be found; with `words` between word boundaries.

    Raises `LexiconError` that names `where` it stands if it is impossible, or matches nothing at all.

    >>> compiled("words.csv, home", "shared home", words=True).findall("a shared\u00a0home, shared homes")
    ['shared\\xa0home']
    """
    source = spaced(expression)
    try:
        pattern = re.compile(rf"{_WORD_BEGINS}(?:{source})(?!\w)" if words else source, flags)
    except (re.error, OverflowError, RecursionError) as error:
        raise LexiconError(f"{where}: impossible expression {expression!r} ({error}); mend it.") from None
    if pattern.match(""):
        raise LexiconError(f"{where}: the expression {expression!r} matches nothing at all, too; mend it.")
    return pattern


class Expressions:
    """Compiled expressions, known by their number in the sequence; and for each of them its context, another one in which a
    match does not count, or None.

    >>> expressions = Expressions([re.compile("peace(?:ful)?"), re.compile(r"[a-z]+ly", re.IGNORECASE)])
    >>> sorted(expressions.matches("Peaceful peace, lastly"))
    [(0, 9, 14), (1, 16, 22)]
    """

    def __init__(self, patterns: Sequence[re.Pattern], contexts: Sequence[re.Pattern | None] = ()):
        having = [number for number, context in enumerate(contexts) if context is not None]
        self._context_of = {number: place for place, number in enumerate(having, start=len(patterns))}
        self.patterns = [*patterns, *(contexts[number] for number in having)]
        self._literals = [sorted(beginnings(pattern)) for pattern in self.patterns]
        owners: dict[str, list[int]] = {}
        for number, starts in enumerate(self._literals):
            for start in starts:
                owners.setdefault(start, []).append(number)
        self._contexts = range(len(patterns), len(self.patterns))
        # Those whose beginnings cannot be told.
        self.elsewhere = [number for number in range(len(patterns)) if not self._literals[number]]
        self.owners = list(owners.values())
        self.automaton = AhoCorasick(list(owners))
        # If no match of any begins inside a word, most places need no trying.
        self._whole_words = all(
            pattern.pattern.startswith(_WORD_BEGINS) and len(_alternatives(_tokens(pattern.pattern))) == 1
            for pattern, starts in zip(self.patterns, self._literals, strict=True)
            if starts
        )

    def matches(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Number, start and end of every match: for each expression those that its `finditer` finds."""
        for number, spans in self.spans(text, self.places(text)):
            for start, end in spans:
                yield number, start, end

    def places(self, text: str) -> dict[int, list[int]]:
        """Where each expression, and each context, may begin in a text; without those whose beginnings cannot be told."""
        places = defaultdict(list)
        for beginning, start, _ in self.automaton.find_matches_as_indexes(_folded(text), overlapping=True):
            if self._whole_words and start and ((before := text[start - 1]).isalnum() or before == "_"):
                continue
            for number in self.owners[beginning]:
                places[number].append(start)
        return places

    def spans(self, text: str, places: dict[int, list[int]]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """The number of every expression that matches, and the spans that its `finditer` finds; `places` are those of the text."""
        for number, starts in places.items():
            if number in self._contexts:
                continue
            match_at, reach, spans = self.patterns[number].match, 0, []
            for start in sorted(starts):
                if start >= reach and (match := match_at(text, start)):
                    spans.append(match.span())
                    reach = match.end()
            if spans:
                yield number, spans
        for number in self.elsewhere:
            if spans := [match.span() for match in self.patterns[number].finditer(text)]:
                yield number, spans

    def counting(self, text: str) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """As `spans`, without those inside a match of their context."""
        places = self.places(text)
        for number, spans in self.spans(text, places):
            if number in self._context_of and (contexts := self.contexts(number, text, places, spans[-1][0])):
                spans = [span for span in spans if not is_inside(*span, contexts)]
            if spans:
                yield number, spans

    def contexts(self, number: int, text: str, places: dict[int, list[int]], last: int) -> list[tuple[int, int]]:
        """All matches of the context of an expression that begin at `last` or before, inside another one, too."""
        number = self._context_of[number]
        pattern = self.patterns[number]
        if not self._literals[number]:
            return [match.span() for match in overlapping(pattern, text, last)]
        matches = (pattern.match(text, start) for start in places.get(number, ()) if start <= last)
        return [match.span() for match in matches if match]


def is_inside(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def overlapping(pattern: re.Pattern, text: str, last: int) -> Iterator[re.Match]:
    """The matches that begin at `last` or before, inside another one, too: one found early must not hide a later one."""
    place = 0
    while place <= last and (match := pattern.search(text, place)) and match.start() <= last:
        yield match
        place = match.start() + 1


def _folded(text: str) -> str:
    """The text in lower case, with one kind of white space; of the same length."""
    if not text.isprintable():  # as no white space is but this one
        text = re.sub(r"\s", " ", text)
    strange = not text.isascii() and any(character in text for character in "İıſ")
    return (text.translate(_CASELESS) if strange else text).lower()


class _Item(NamedTuple):
    """A piece of an expression and how often it stands: one of these characters (any, if none is named), the alternatives of
    a group, or nothing (of what takes no character)."""

    part: "frozenset[str] | list[list[_Item]] | None"
    least: int = 1
    most: int = 1


_ANY: frozenset[str] = frozenset()


# Two lexicons share most of their rows.
@cache
def beginnings(pattern: re.Pattern) -> frozenset[str]:
    """Literals, in lower case, one of which every match begins with; none if that cannot be told.

    >>> sorted(beginnings(re.compile("co-?operat(?:ion|e)|(?<!un)equal")))
    ['co-opera', 'cooperat', 'equal']
    """
    tokens = list(_tokens(pattern.pattern))
    if pattern.flags & re.VERBOSE or any(kind == "strange" for kind, _ in tokens):
        return frozenset()
    going, ended = _either(_alternatives(tokens), {""})
    found = going | ended
    # One that begins with another says no more than that one.
    kept = (one for one in found if not any(one[:end] in found for end in range(1, len(one))))
    return frozenset() if "" in found else frozenset(kept)


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
    inside = re.sub(
        r"(?<!\\)\\s", " ", text[1:-1] if kind == "class" else text
    )  # of all white space `_folded` makes this
    if text == "." or re.search(r"\\[A-Za-z0-9]", inside):
        return _ANY
    if kind == "class" and (inside.startswith("^") or re.search(r"(?<!^)(?<!\\)-(?!$)", inside)):
        return _ANY
    plain = re.sub(r"\\(.)", r"\1", inside, flags=re.DOTALL)
    if any(one.lower() != one.upper() and not (one.isascii() or "À" <= one <= "ÿ") for one in plain):
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
        if isinstance(part, frozenset) and part and most > 1:  # the next piece, or the same character again
            known = True
            ended |= {start + character for start in on for character in part}
            going = on if least else before | on
        elif known and least == most == 1:
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
