"""Many regular expressions in one pass: an automaton over the literals that their matches begin with tells where to try which.

Tried one after the other, a table of a hundred expressions is a hundred passes over every text. The automaton (Aho & Corasick 1975)
reads the text once; an expression whose beginnings cannot be told is searched for as ever.
"""

import re
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick

try:
    from re import _constants as codes
    from re import _parser as parser
except ImportError:  # not part of the documented library: without it every expression is searched for
    parser = None

# Characters of a beginning, and beginnings of an expression: more would make the automaton larger, not the search faster.
_LENGTH = 8
_MANY = 100
# Whatever the case, an expression takes these for i and s, too; each is one character, as `str.lower` would not leave it.
_CASELESS = str.maketrans("İıſ", "iis")


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
            for literal in sorted(literals):
                owners.setdefault(literal, []).append(number)
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
        for literal, start, _ in self.automaton.find_matches_as_indexes(_folded(text), overlapping=True):
            for number in self.owners[literal]:
                yield start, number


def _folded(text: str) -> str:
    return text.translate(_CASELESS).lower()


def beginnings(pattern: re.Pattern) -> set[str]:
    """Literals, in lower case, one of which every match begins with; none if that cannot be told.

    >>> sorted(beginnings(re.compile("co-?operat(?:ion|e)|(?<!un)equal")))
    ['co-opera', 'cooperat', 'equal']
    """
    if parser is None:
        return set()
    going, ended = _walk(parser.parse(pattern.pattern, pattern.flags), {""})
    found = going | ended
    # One that begins with another says no more than that one.
    return (
        set()
        if "" in found
        else {one for one in found if not any(one[:end] in found for end in range(1, len(one)))}
    )


def _walk(items, going: set[str]) -> tuple[set[str], set[str]]:
    """What a match can begin with, up to the end of the items (`going` on behind them) or to where it cannot be told (`ended`)."""
    ended: set[str] = set()
    for operation, argument in items:
        before = going
        if operation in (codes.ASSERT, codes.ASSERT_NOT, codes.AT):
            continue  # they take no character, and forbid more than they allow
        if operation in (codes.LITERAL, codes.IN):
            characters = _characters([(operation, argument)] if operation is codes.LITERAL else argument)
            going = {start + character for start in before for character in characters}
            known = bool(characters)
        elif operation in (codes.BRANCH, codes.SUBPATTERN):
            parts = argument[1] if operation is codes.BRANCH else [argument[-1]]
            walked = [_walk(part, before) for part in parts]
            going = set().union(*(on for on, _ in walked))
            ended |= set().union(*(end for _, end in walked))
            known = True
        elif operation in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            least, most, part = argument
            on, end = _walk(part, before)
            # Once at least: what follows the first time is not told. At most once: with it or without it.
            going, ended = (set(), ended | on | end) if least else (before | on, ended | end)
            known = least > 0 or most == 1
        else:
            known = False
        if not known or len(going) > _MANY:
            return set(), ended | before
        ended |= {start for start in going if len(start) >= _LENGTH}
        going = {start for start in going if len(start) < _LENGTH}
    return going, {start[:_LENGTH] for start in ended}


def _characters(items) -> set[str]:
    """The characters of a class, in lower case; none if they are many, or have cases that `_folded` does not know."""
    found = set()
    for operation, argument in items:
        if operation is not codes.LITERAL:
            return set()
        character = chr(argument)
        if not character.isascii() and character.lower() != character.upper():
            return set()
        found.add(character.lower())
    return found
