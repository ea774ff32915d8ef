r"""Compile the expressions of the reviewed tables, and find many of them in one pass.

A cell holds a Python regular expression in which a space is white space of any kind and length (no-break, thin, a line
wrap). An optional space (`home ?town`) may be longer, too. In brackets and look-behinds it is one character.

Tried one by one, a hundred expressions need a hundred passes over every text. Instead an automaton (Aho & Corasick
1975) finds the literals that their matches begin with in one pass, and tells which expression to try where. An
expression whose beginnings are unknown is searched for by itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate

from ahocorasick_rs import AhoCorasick

from helpers.lexicon import LexiconError

# Most characters of a beginning, and most beginnings of an expression: more would only enlarge the automaton.
_LENGTH = 8
_MANY = 200
# How an expression between word boundaries begins.
_WORD_BEGINS = r"(?<!\w)"
# Where case is ignored, these match i and s, too. Each becomes one character here; `str.lower` makes two of İ.
_CASELESS = str.maketrans("İıſ", "iis")
# Quotation marks, and full-width marks with their narrow form: what each of them matches.
_ALIKE = {mark: f"[{kind}]" for kind in ('"＂“”„‟«»「」『』', "'＇‘’") for mark in kind}
_ALIKE |= {mark: f"[{mark}{narrow}]" for mark, narrow in zip("，：；！？（）", ",:;!?()", strict=True)}
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
    """Yield the pieces of an expression with their kinds; each literal character is one piece."""
    for match in _TOKEN.finditer(expression):
        kind, text = str(match.lastgroup), match.group()
        yield from ((kind, one) for one in text) if kind == "literal" else ((kind, text),)


def _has_alternatives(expression: str) -> bool:
    """Whether an expression has alternatives outside all groups."""
    kinds = [kind for kind, _ in _tokens(expression)]
    depths = accumulate((kind == "open") - (kind == "close") for kind in kinds)
    return any(kind == "either" and not depth for kind, depth in zip(kinds, depths, strict=True))


def spaced(expression: str) -> str:
    r"""Replace each space of an expression by white space of any kind and length.

    >>> spaced("shared home"), spaced("home ?town"), spaced("(?<=mutual trust, )benefit"), spaced("cold[ -]war")
    ('shared\\s+home', 'home\\s*town', '(?<=mutual\\strust,\\s)benefit', 'cold[\\s-]war')
    """
    tokens = [(match.lastgroup, match.group()) for match in _TOKEN.finditer(expression)]
    made = []
    opened: list[bool] = []  # for each group: is it a look-behind, which needs a fixed width?
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


def with_any_marks(expression: str) -> str:
    """Let each quotation mark outside brackets match all of its kind, and a full-width mark the narrow one, too."""
    return "".join(_ALIKE.get(text, text) for _, text in _tokens(expression))


def literal(words: str) -> str:
    r"""Return an expression for exactly these words, with any white space between them.

    >>> literal("U.S. media")
    'U\\.S\\.\\s+media'
    """
    return re.escape(words).replace(r"\ ", r"\s+")


def literals(words: Iterable[str]) -> str:
    r"""Return an expression for any of these words, the longest that fits. It is a tree of their letters, so each place
    in a text is read once, not once for each word.

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
    """Compile an expression of a table; with `words`, between word boundaries.

    Raises `LexiconError` naming the place `where` if the expression is invalid or also matches an empty text.

    >>> compiled("words.csv, home", "shared home", words=True).findall("a shared\u00a0home, shared homes")
    ['shared\\xa0home']
    """
    source = spaced(expression)
    try:
        pattern = re.compile(rf"{_WORD_BEGINS}(?:{source})(?!\w)" if words else source, flags)
    except (re.error, OverflowError, RecursionError) as error:
        raise LexiconError(f"{where}: impossible expression {expression!r} ({error}); mend it.") from None
    if pattern.match(""):
        raise LexiconError(f"{where}: the expression {expression!r} also matches an empty text; mend it.")
    return pattern


class Expressions:
    """Compiled expressions, numbered as in the sequence. Each may have a context: another expression, inside whose
    matches its own do not count.

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
        # Expressions whose beginnings are unknown.
        self.elsewhere = [number for number in range(len(patterns)) if not self._literals[number]]
        self.owners = list(owners.values())
        self.automaton = AhoCorasick(list(owners))
        # If no match begins inside a word, most places need not be tried.
        self._whole_words = all(
            pattern.pattern.startswith(_WORD_BEGINS) and not _has_alternatives(pattern.pattern)
            for pattern, starts in zip(self.patterns, self._literals, strict=True)
            if starts
        )

    def matches(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield number, start and end of every match that counts (`counting`)."""
        return ((number, *span) for number, spans in self.counting(text) for span in spans)

    def places(self, text: str) -> dict[int, list[int]]:
        """Return where each expression or context may begin in a text, except those whose beginnings are unknown."""
        places = defaultdict(list)
        for beginning, start, _ in self.automaton.find_matches_as_indexes(folded(text), overlapping=True):
            if self._whole_words and start and ((before := text[start - 1]).isalnum() or before == "_"):
                continue
            for number in self.owners[beginning]:
                places[number].append(start)
        return places

    def _spans(self, text: str, places: dict[int, list[int]]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """Yield the number of every matching expression, and the spans of its `finditer`; `places` are the text's."""
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
        """Yield the number of every matching expression, and the spans of its `finditer` outside its context."""
        places = self.places(text)
        for number, spans in self._spans(text, places):
            if number in self._context_of and (contexts := self.contexts(number, text, places, spans[-1][0])):
                spans = [span for span in spans if not is_inside(*span, contexts)]
            if spans:
                yield number, spans

    def contexts(self, number: int, text: str, places: dict[int, list[int]], last: int) -> list[tuple[int, int]]:
        """Return all matches of an expression's context that begin at `last` or before, even inside another match."""
        number = self._context_of[number]
        pattern = self.patterns[number]
        if not self._literals[number]:
            return [match.span() for match in overlapping(pattern, text, last)]
        matches = (pattern.match(text, start) for start in places.get(number, ()) if start <= last)
        return [match.span() for match in matches if match]


def is_inside(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def overlapping(pattern: re.Pattern, text: str, last: int) -> Iterator[re.Match]:
    """Yield all matches that begin at `last` or before, even inside another: an early one must not hide a later one."""
    place = 0
    while place <= last and (match := pattern.search(text, place)) and match.start() <= last:
        yield match
        place = match.start() + 1


def folded(text: str) -> str:
    """Return the text in lower case and with one kind of white space, of the same length."""
    if not text.isprintable():  # the space is the only printable white space
        text = re.sub(r"\s", " ", text)
    strange = not text.isascii() and any(character in text for character in "İıſ")
    return (text.translate(_CASELESS) if strange else text).lower()


_ANY: frozenset[str] = frozenset()


# Cached because two lexicons share most of their rows.
@cache
def beginnings(pattern: re.Pattern) -> frozenset[str]:
    """Return literals in lower case, one of which every match begins with; none if they are unknown.

    >>> sorted(beginnings(re.compile("co-?operat(?:ion|e)|(?<!un)equal")))
    ['co-opera', 'cooperat', 'equal']
    """
    tokens = list(_tokens(pattern.pattern))[::-1]
    if pattern.flags & re.VERBOSE or any(kind == "strange" for kind, _ in tokens):
        return frozenset()
    going, ended = _walked(tokens, {""})
    found = going | ended
    # A literal that begins with another one adds nothing.
    kept = (one for one in found if not any(one[:end] in found for end in range(1, len(one))))
    return frozenset() if "" in found else frozenset(kept)


def _walked(tokens: list[tuple[str, str]], first: set[str]) -> tuple[set[str], set[str]]:
    """Take the tokens (the next one is the last) up to the end of their group. Return the beginnings of a match that go
    on behind it, and those that end in it; what comes before the group begins with one of `first`."""
    going, elsewhere, ended = first, set(), set()
    while tokens:
        kind, text = tokens.pop()
        if kind == "close":
            break
        if kind == "either":
            going, elsewhere = first, elsewhere | going
            continue
        before = going
        if kind == "open":
            # A look-around takes no character, and only rules out matches.
            characters, takes_none = None, text.endswith(("=", "!"))
            on, end = _walked(tokens, before)
        else:
            characters, end = _characters(kind, text), set()
            takes_none, on = characters is None, {start + one for start in before for one in characters or ()}
        least, most = _times(tokens.pop()[1]) if tokens and tokens[-1][0] == "times" else (1, 1)
        if takes_none:
            continue
        if characters and most > 1:  # the next piece, or the same character again
            going, end = on if least else before | on, {start + one for start in on for one in characters}
        elif characters == _ANY or (most > 1 and not least):  # unknown
            going, end = set(), before
        elif most > 1:  # at least once: what follows the first time is unknown
            going, end = set(), on | end
        else:
            going = on if least else before | on
        if len(going) > _MANY:
            going, end = set(), before
        ended |= end | {start for start in going if len(start) >= _LENGTH}
        going = {start for start in going if len(start) < _LENGTH}
    return elsewhere | going, {start[:_LENGTH] for start in ended}


def _times(text: str) -> tuple[int, int]:
    """Return how often a piece occurs: the least, and at most 1 or (as 2) any number above one."""
    if text[0] in "*+?":
        return int(text[0] == "+"), 1 if text[0] == "?" else 2
    least, _, most = text[1 : text.index("}")].partition(",")
    return int(least or 0), 1 if most == "1" or text.startswith("{1}") else 2


@cache
def _characters(kind: str, text: str) -> frozenset[str] | None:
    """Return the characters of a token in lower case; `_ANY` for many, or if `folded` does not know their cases."""
    if text in ("^", "$", r"\b", r"\B", r"\A", r"\Z"):
        return None
    inside = re.sub(r"(?<!\\)\\s", " ", text[1:-1] if kind == "class" else text)  # as `folded` does
    if text == "." or re.search(r"\\[A-Za-z0-9]", inside):
        return _ANY
    if kind == "class" and (inside.startswith("^") or re.search(r"(?<!^)(?<!\\)-(?!$)", inside)):
        return _ANY
    plain = re.sub(r"\\(.)", r"\1", inside, flags=re.DOTALL)
    if any(one.lower() != one.upper() and not (one.isascii() or "À" <= one <= "ÿ") for one in plain):
        return _ANY
    return frozenset(plain.lower())
