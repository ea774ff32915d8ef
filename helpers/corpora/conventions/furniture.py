"""Boilerplate lines of a page: buttons, notices, links, footers, sections, names of media.

The words are rows of `furniture.csv`, in Simplified characters. Lines are simplified and trimmed before matching.
"""

import re
from collections.abc import Iterator

from helpers.lexicon import Lexicon, outlet_of, outlets, per_lexicon
from helpers.lexicon.patterns import compiled

# A longer line is never furniture, whatever it begins with.
_LONGEST = 400
# A sentence about the page is no longer, and every so many words speak of the page.
_SITE_TALK = 300
_PER_WORD = 12
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LETTER = re.compile(r"[A-Za-z]")
# Characters that turn the end of a name into another word: 健康报|告, 杭州网|友, 中国新闻|发言人.
_GOES_ON = re.compile(
    r"[A-Za-z]| of (?:the )?[A-Z]|(?<=报)[告酬]|(?<=网)[友红民络购约店信警格吧]|(?<=新闻)(?:[组处稿]|发言|发布会|办公)"
)
_AROUND = re.compile(r"^[\s\-–—•·*▪■◆▼▲>»|｜#\[\]【】「]+|[\s\-–—•·*▼▲|｜:：>»\[\]【】」]+$")
# A possessive quantifier: otherwise a clock matches as counts and marks in very many ways.
_COUNT = r"\d(?:[\d.,:/]|\s+(?=[\d.,:/]))*+(?:[万亿kKmM]\+?)?\+?"
_NAME = (
    r"(?P<name>(?<![A-Za-z])(?!(?i:us|me|to|ads?|our|your|contact|free|app|email|about|copyright|download|support|follow|join|visit|share|subscribe|search|advertise|privacy|updates?|manage|get|more|all|log|sign)\b|A |(?:Home|Out|This|The Author|Now|Crown|Read|View|Like|Tweet|Send|Post|Remember|Online|Upgrade|Started)\b)(?:(?:[a-z\d]{1,5}-?)?[A-Z][\w&'’-]*|[a-z][\w-]+(?=\.[a-z]{2,4}\b))(?:\.(?!All\b)\w{2,4}(?!\w)|(?:[ ](?:(?:of|the|and|for|in|de)[ ])*"
    r"(?!All |[A-Z]\.\s?[A-ZŞp]|Inc|Ltd|LLC|Limited|Media|MEDIA|Company|Corp|Sdn|Pte|Pty|Theme|Rights [Rr]es|Copyright|No\.? ?\d|Vol\b|Issue\b|Powered|Logo|(?:19|20)\d\d\b)[A-Z0-9][\w&'’-]*){1,5})?|(?![本非])[^\W!-ʯ][^\W_]{1,20}?)"
)
# In the order of matching.
_WHOLE_LINES = ("notice", "related", "end", "insert", "note", "line", "button")
# Case-sensitive kinds, and kinds with a NAME in each of their forms.
_CASED = "medium guest author credit byline pictured convened credit_alone credit_over mark breadcrumb name_and_outlet source_bar signature self_named company edition at_the_end signed reported reporter".split()
_NAMING = ("rights", "site", "according")
_MENU = re.compile(r"\s*[|｜/]\s*|\s{2,}|\u3000")


@per_lexicon
def kinds(*, lexicon: Lexicon) -> dict[str, re.Pattern]:
    """Return one pattern for each kind of `furniture.csv`. `button` matches several buttons, counts and marks too."""
    rows = lexicon.table("furniture").groupby("kind")["words"]
    forms = {kind: "|".join(f"(?:{form})" for form in words) for kind, words in rows if kind not in _NAMING}
    forms["button"] = rf"(?:(?:{forms['button']}|{_COUNT}|[^\w\s])(?=[\W\d_]|$|(?<=[\u4e00-\u9fff])) *)+"
    return {
        kind: compiled(f"furniture.csv, {kind}", form, flags=0 if kind in _CASED else re.IGNORECASE)
        for kind, form in forms.items()
    }


def trimmed(line: str) -> str:
    """Return a line without the marks around it."""
    return _AROUND.sub("", line)


def without_edition(name: str, *, lexicon: Lexicon | None = None) -> str:
    """Return the name of a medium without its edition: `北江日报` of `北江日报数字报`."""
    return kinds(lexicon=lexicon)["edition"].sub("", name)


def furniture_kind(simple: str, *, lexicon: Lexicon | None = None) -> str | None:
    """Return the kind of furniture of a simplified line, or None. `related` and `end` open a block of furniture."""
    if len(simple) > _LONGEST:
        label = re.match(r"【?[^\W_][\w’'\s]{1,20}[:：】]", simple)
        kind = furniture_kind(simple[:_LONGEST], lexicon=lexicon) if label else None
        return kind if kind in ("end", "insert") else None
    words = trimmed(simple)
    if not re.search(r"[^\W_]", words):
        return "button"
    known = kinds(lexicon=lexicon)
    for kind in _WHOLE_LINES:
        if known[kind].fullmatch(words) or (kind in ("line", "end") and known[kind].fullmatch(simple)):
            return None if _may_be_text(simple, kind) else kind
    if known["address"].fullmatch(simple):
        return "button"
    if len(simple) <= 120 and known["breadcrumb"].search(simple):
        return "section"
    pieces = [piece for piece in _MENU.split(words) if piece]
    short = sum(len(piece) <= (8 if _HAN.search(piece) else 22) for piece in pieces)
    if known["section"].fullmatch(words) or (len(pieces) >= 3 and short == len(pieces)):
        return "section"
    return "section" if _is_menu(words, known) else None


def _is_menu(words: str, kinds: dict[str, re.Pattern]) -> bool:
    """Whether a line is a menu that lost its marks: several words, at least half of them sections or buttons."""
    parts = re.findall(r"\S*\w\S*", words)
    if len(parts) >= 5 and all(len(part) <= 5 and _HAN.search(part) for part in parts):
        return True
    # EDITORIAL - Opening climate libraries
    sentence = re.search(r"[,.:;?!。，？！]|^[^-]*\w - \w+(?: [a-z]+)+$", words)
    if len(parts) < (3 if _HAN.search(words) else 4) or sentence:
        return False
    known = sum(bool(kinds["section"].fullmatch(part) or kinds["button"].fullmatch(part)) for part in parts)
    return 2 * known >= len(parts)


def _may_be_text(simple: str, kind: str) -> bool:
    """Whether a line of furniture may be a paragraph: long, with a final mark, no word on rights or readers."""
    long = len(simple) >= (50 if _HAN.search(simple) or "©" in simple else 160)
    return (
        long
        and kind not in ("notice", "insert", "note")
        and bool(re.search(r"[。.!！?？”\"]$", simple))
        and not re.search(
            r"转载|版权|声明|授权|留言|免责|仅代表|不构成|信息之目的|谨慎|使用了您|rights|copyr|reserved|cookie|scri[bp]|comment|contributed|in print",
            simple,
            re.I,
        )
    )


def speaks_of_page(simple: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether a sentence speaks of the page to its readers: many words of both kinds, and no quotation."""
    if len(simple) > _SITE_TALK or re.search('[“”"]', simple):
        return False
    known = kinds(lexicon=lexicon)
    said = {word.lower() for word in known["page_word"].findall(simple)}
    told = {word.lower() for word in known["reader_word"].findall(simple)} if said else set()
    return bool(told) and len(said | told) * _PER_WORD > simple.count(" ")


def is_medium(name: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether a name belongs to a medium or a publishing office, known or recognised by its ending."""
    known = kinds(lexicon=lexicon)
    if not 1 < len(name) <= 60 or known["section"].fullmatch(name):
        return False
    formed = known["medium"]
    # A sentence or a caption that ends in `/ AP` does not count as a chain of outlets.
    return bool(
        outlet_of(name, chain=not re.search(r"[，。,]", name) and name.count(" ") < 6, lexicon=lexicon)
        or formed.fullmatch(name)
        or (name.isupper() and formed.fullmatch(name.title()))
    )


def outlet_names(text: str, *, lexicon: Lexicon | None = None) -> Iterator[tuple[int, int]]:
    """Yield the spans of printed names of known outlets; of two with the same start, the longer."""
    names, lengths = _printed_names(lexicon=lexicon)
    plain, reach = re.sub(r"\s", " ", text), 0
    for at in range(len(plain) - 1):
        sizes = lengths.get(plain[at : at + 2])
        if not sizes or at < reach or (at and _LETTER.match(plain, at - 1)):
            continue
        known = (name for size in sizes if (name := plain[at : at + size]) in names)
        end = next((at + len(name) for name in known if not _GOES_ON.match(plain, at + len(name))), None)
        if end:
            yield at, end
            reach = end


@per_lexicon
def _printed_names(*, lexicon: Lexicon) -> tuple[frozenset[str], dict[str, list[int]]]:
    """Return the names to find inside lines, and their lengths by their first two letters, longest first."""
    table = outlets(lexicon=lexicon)
    printed = {*table.index, *(form for forms in table["printed"] for form in forms.split("|"))}
    names = frozenset(form for form in printed if form[:1] != "=" and (len(form) > 2 or form == "AP"))
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[:2], set()).add(len(name))
    return names, {begin: sorted(those, reverse=True) for begin, those in lengths.items()}


def named_in(words: str, lexicon: Lexicon | None) -> str:
    """Return the first known outlet in a line, or "". Skip an office joined to Chinese words: that is a headline."""
    for start, end in outlet_names(words, lexicon=lexicon):
        name = words[start:end]
        joined = _HAN.match(words, end) or _HAN.match(words[:start][-1:])
        kind = outlets(lexicon=lexicon)["kind"].get(outlet_of(name, lexicon=lexicon))
        if not (joined and kind in ("government", "institute")) and is_medium(name, lexicon=lexicon):
            return name
    return ""


def is_masthead(words: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether a line is the name of a medium with at most five more characters: `BBC News, 中文`."""
    words = without_edition(words, lexicon=lexicon)
    known = named_in(words, lexicon) if len(words) <= 40 else ""
    return is_medium(words, lexicon=lexicon) or bool(known and len(words) - len(known) <= 5)


def is_nobody(name: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether a name is not an outlet: the page itself, the whole web, an owner of sites, a section, a button."""
    asked = (*_WHOLE_LINES, "owner", "section") if name.isascii() else (*_WHOLE_LINES, "owner")
    nobody = any(kinds(lexicon=lexicon)[kind].fullmatch(name) for kind in asked)
    return nobody and not outlet_of(name, lexicon=lexicon)


@per_lexicon
def naming(kind: str, name: str = _NAME, *, lexicon: Lexicon) -> list[re.Pattern]:
    """Return the patterns of a kind with the NAME of an outlet in them: `rights`, `site` (how a site refers to itself)
    or `according`. `name` is the pattern of a name."""
    table = lexicon.table("furniture")
    words = table.loc[table["kind"] == kind, "words"]
    return [compiled(f"furniture.csv, {kind}", form.replace("NAME", name), flags=0) for form in words]
