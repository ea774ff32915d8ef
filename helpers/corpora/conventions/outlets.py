"""The outlet and the writer of an article, as printed on its page."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise, takewhile
from typing import NamedTuple

from helpers.corpora.conventions.furniture import (
    is_medium,
    is_nobody,
    kinds,
    named_in,
    naming,
    outlet_names,
    trimmed,
    without_edition,
)
from helpers.corpora.conventions.lines import SPEAKER, Line, Section, is_on_its_own
from helpers.corpora.conventions.tiling import Span, Tiling
from helpers.lexicon import Lexicon, outlet_of, outlets, per_lexicon
from helpers.texts.scripts import simplify

# Marks between the name of a site and a breadcrumb, a motto or its name in another language.
_AFTER_NAME = re.compile(r"\s*(?:[>＞»|｜]|·|>>)\s*|(?<=[\u4e00-\u9fff])\s+(?=[A-Z])")
_TAIL = re.compile(r"(?:\s*[|｜_－]|\s[-–—])\s*(?P<name>[^|｜_－–—-]{2,40})$")
_BYLINE_PIECES = re.compile(
    r"(?P<name>(?<=, )[A-Za-z][^,|/]+|[^\s,|/／：:（）()─]*?[\u4e00-\u9fff][^\s,|/／：:（）()─]*?)(?:特派|特约|驻\S{2,6})?(?:记者|通讯员)?(?=[\s,|/／：:（）()─]|$|(?<=[台报])[\u4e00-\u9fff]{2,4}报[道导]$)"
)
# Where the writer teaches, behind the post.
_TEACHES = re.compile(r"\b(?i:professor|reader|lecturer|fellow|scholar)\b.*\b(?:University|College|School)\b")
_COMPANY = re.compile(r"[,.]? (?P<form>[A-Za-z]+)")
_NAMING = ("medium", "section", "short", "line", "header")
_TEXT = ("prose", "caption")
# Roles of lines around the name of a site at the top of its pages.
_MENU = ("section", "button", "line", "notice", "related", "end", "crawler")
# Lines of a masthead.
_TOP = 12
# Lines between the date of an article and its outlet, at most.
_BESIDE = 6
# Lines above and below the text to search for the site, so that reading stays linear.
_FOOT = 400
_LONE = 0.7  # votes for a word alone on a line at the top
_ENOUGH = 1.6  # votes that a name needs: one place at the top of a page is never enough
# Highest weight of addresses, however often they are printed.
_ADDRESS = 2
_AGAIN, _MOST_AGAIN = 0.4, 3


def is_note_on_author(simple: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether a line is a note on the author."""
    known = kinds(lexicon=lexicon)
    return len(simple) <= 600 and any(known[kind].match(simple) for kind in ("guest", "author"))


def find_outlet(section: Section) -> Span | None:
    """Return the outlet in its strongest printed form, or None: labelled source, name beside the date or in the
    byline, agency of the dateline, public account, name of the site, closing line, agency that names itself, office of
    a transcript."""
    for read in (_labelled, _beside, _signed, _agency, _account, _site, _closing, _self_named, _convened):
        if found := next(read(section), None):
            (start, end), raw = found, section.tiling.raw
            marked = raw[start] + raw[end - 1] == "《》" and not _is_known(raw[start:end], section.tiling.lexicon)
            return (start + 1, end - 1) if marked else (start, end)
    return None


def _labelled(section: Section) -> Iterator[Span]:
    """Yield labelled sources, except persons and the site itself."""
    for line in [*section.above, *takewhile(lambda line: line.role != "related", section.below)]:
        header = line.header
        if header and (line.role in ("header", "end", "mark", "table") or (line.role == "short" and header.stamps)):
            yield from (line.place(span) for span in header.labelled if _is_named(section, line, span))


def _is_named(section: Section, line: Line, span: Span) -> bool:
    """Whether a labelled source is an outlet: not a person, nor words such as `本站原创` and `网络`."""
    name, lexicon = line.simple[slice(*span)], section.tiling.lexicon
    person = is_name(name, lexicon, least=2)
    # In English a picture source has the same label, so an unknown name counts only beside the date.
    person = person or (name.isascii() and not line.header.stamps and line not in _near(section, 1))
    return not is_nobody(name, lexicon=lexicon) and (not person or is_medium(name, lexicon=lexicon))


def is_name(simple: str, lexicon: Lexicon | None, least: int = 3) -> bool:
    """Whether `least` to three Chinese characters may be the name of a person."""
    return bool(re.fullmatch(rf"[\u4e00-\u9fff]{{{least},3}}", simple)) and simple[0] in _surnames(lexicon=lexicon)


@per_lexicon
def _surnames(*, lexicon: Lexicon) -> frozenset[str]:
    words = lexicon.table("voice_words")
    return frozenset(words.loc[(words["language"] == "zh") & (words["role"] == "surname"), "word"])


def _near(section: Section, reach: int) -> list[Line]:
    """Return the lines around the date; without a date those right above the text, under the title."""
    lines = section.below if section.stamp in section.below else section.above
    if section.stamp in lines:
        at = lines.index(section.stamp)
        return lines[max(at - reach, 0) : at + reach + 1]
    return lines[max(len(lines) - reach, lines.index(section.title) if section.title in lines else 0) :]


def _beside(section: Section) -> Iterator[Span]:
    """Yield the names beside the date."""
    for line in sorted(_near(section, _BESIDE), key=lambda line: line is not section.stamp):
        if line.header and (line.role in ("header", "table") or line is section.stamp):
            yield from map(line.place, line.header.beside)


def _signed(section: Section) -> Iterator[Span]:
    """Yield outlets in a separate line beside the date, or in bylines."""
    yield from (_name_in(section.tiling, line) for line in _near(section, 2) if line.role == "medium")
    for line in [*_near(section, _FOOT), *section.below[:2]]:
        # 海边日报港口圈 2025-06-03: a paper and its column, as one word.
        dated = line.role == "header" and line is section.stamp
        named = line.role == "short" and kinds(lexicon=section.tiling.lexicon)["name_and_outlet"].match(line.simple)
        if (dated or named or line.role == "byline") and (found := _known_in(section.tiling, line)):
            yield found


def _agency(section: Section) -> Iterator[Span]:
    agency = section.draft.agency
    name = simplify(section.tiling.raw[slice(*agency)]) if agency else ""
    if agency and not is_nobody(name, lexicon=section.tiling.lexicon):
        yield agency


def _account(section: Section) -> Iterator[Span]:
    """Yield the public account that names itself above its number."""
    number = kinds(lexicon=section.tiling.lexicon)["account"].fullmatch
    yield from (line.span for line, below in pairwise(section.above[:_FOOT]) if number(below.simple))


def _known_in(tiling: Tiling, line: Line) -> Span | None:
    """Return the outlet in a byline: `By A. Doe, Associated Press`, `By A. Doe – Coast:`, `聯合報／ 記者某某`."""
    if span := next(outlet_names(line.simple, lexicon=tiling.lexicon), None):
        return line.place(span)
    initials = re.fullmatch(r"[Bb]y ([A-Z][a-z]{1,4})", line.simple)
    if initials and outlet_of(initials[1].upper(), lexicon=tiling.lexicon):
        return line.place(initials.span(1))
    for piece in _BYLINE_PIECES.finditer(line.simple):
        other = line.header and any(start <= piece.start("name") < end for start, end in line.header.editors)
        other = other or _TEACHES.search(line.simple)
        if len(piece["name"]) > 2 and not other and is_medium(piece["name"], lexicon=tiling.lexicon):
            return line.place(piece.span("name"))
    return None


def _name_in(tiling: Tiling, line: Line) -> Span:
    """Return the name of a medium in a line with little else: `北江日报数字报`, `BBC News, 中文`."""
    name = without_edition(trimmed(line.simple), lexicon=tiling.lexicon)
    known = None if is_medium(name, lexicon=tiling.lexicon) else next(outlet_names(name, lexicon=tiling.lexicon), None)
    name = name[slice(*known)] if known else name
    start = line.simple.find(name)
    return line.place((start, start + len(name)))


class Mention(NamedTuple):
    """A possible name of the site, with its place and its weight as evidence."""

    span: Span
    name: str
    words: tuple[str, ...]
    weight: float
    line: str

    @property
    def is_address(self) -> bool:
        # Capitals mark a name: News.Az.
        return "." in self.name and self.name.islower()


def _site(section: Section) -> Iterator[Span]:
    """Yield the name of the site: the candidate with the most votes, if enough."""
    found = (*_at_the_top(section), *_behind_the_headline(section), *_spoken_of(section))
    mentions = list(filter(_may_name(section), found))
    alike = {one: [other for other in mentions if _agree(one, other)] for one in mentions}
    lines = [line for line in section.above[:_FOOT] if line.role not in _TEXT and len(line.text) <= 80]
    lines += [line for line in section.below[-_FOOT:] if len(line.text) <= 300]
    subject = section.title.simple if section.title else ""
    votes = {one: _votes(one, alike[one], lines, subject) for one in mentions}
    best = max(mentions, key=lambda one: votes[one], default=None)
    if best is None or votes[best] < _ENOUGH:
        return
    plain: Counter[tuple[str, ...]] = Counter()
    for one in alike[best]:
        plain[one.words] += one.weight

    initials = {"".join(word[0] for word in one.words) for one in alike[best]}

    def is_plain(one: Mention) -> tuple[bool, bool, bool, float, int, bool, float]:
        """Sort key: Chinese media, names, initials, addresses; by weight (CBC News beside CBC); capitals last."""
        formed = not one.name.isascii() and is_medium(one.name, lexicon=section.tiling.lexicon)
        plainly = not one.name.isupper()
        named = formed, not one.is_address, plainly or one.words[0] not in initials
        return *named, plain[one.words], -len(one.words), plainly, one.weight - ("." in one.name)

    name = max(alike[best], key=is_plain)
    raw, (start, end) = section.tiling.raw, name.span
    # `The` belongs to a name that no table knows (About The Economist), not to the phrase in The Coastal staff.
    article = raw[max(start - 4, 0) : start] == "The " and not re.match(
        r" (?!(?:for|on|in|at|to|by|and)\b)[a-z]", raw[end : end + 5]
    )
    yield start - 4 * (article and not _is_known(name.name, section.tiling.lexicon)), end


def _may_name(section: Section) -> Callable[[Mention], bool]:
    """Return whether a mention may name the site of this page."""
    lexicon = section.tiling.lexicon
    # Sections of the site follow the first part of a breadcrumb: `位置: 首页 > 学院新闻 > 正文`.
    crumbs = [line.simple for line in section.above if line.role in ("section", "line")]
    menu = {trimmed(piece) for crumb in crumbs for piece in re.split(r"\s*[>＞»]+\s*", crumb)[1:]}
    signed = " ".join(line.simple for line in section.above if line.role == "byline").casefold()
    common = set(re.findall(r"(?<![\w@.])[a-z]{3,}\b(?!\.\w)", " ".join(line.simple for line in section.inside)))

    def may(one: Mention) -> bool:
        if len("".join(one.words)) < 2 or one.name in menu or is_nobody(one.name, lexicon=lexicon):
            return False
        # A word that the text uses as a common noun (Center, Human) names nothing.
        noun = len(one.words) == 1 and one.words[0] in common and not one.name.islower()
        if noun and not _is_known(one.name, lexicon):
            return False
        # The writer of an article has a page, newsletters and channels as well.
        return one.weight > 1 or one.name.casefold() not in signed or is_medium(one.name, lexicon=lexicon)

    return may


def _around(section: Section) -> list[Line]:
    """Return the lines above and below the text that may name the site."""
    return [*section.above[:_FOOT], *section.below[-_FOOT:]]


def _votes(one: Mention, alike: list[Mention], lines: list[Line], subject: str) -> float:
    """Return the votes for a name: mentions that agree with it, and lines with the name and other words, as in
    `Support The Coast`. If the title (`subject`) has the name, such lines do not count."""
    form = re.compile(rf"(?<![A-Za-z])(?i:{re.escape(one.name)})(?![a-z])")
    holding = [] if form.search(subject) else [line for line in lines if len(line.text) > len(one.name)]
    said = [other.span[0] for other in alike]
    around = {line.simple: line.span for line in holding if form.search(line.simple)}
    held = sum(not any(start <= place < end for place in said) for start, end in around.values())
    addressed = sum(other.weight for other in alike if other.is_address)
    # Each line counts once; words alone on their lines, as in a menu, together count as one line.
    by_line = {
        other.line: other.weight for other in sorted(alike, key=lambda other: other.weight) if not other.is_address
    }
    lone = sum(weight for weight in by_line.values() if weight < 1)
    named = sum(weight for weight in by_line.values() if weight >= 1) + min(lone, 1)
    return named + min(addressed, _ADDRESS) + _AGAIN * min(held, _MOST_AGAIN if named >= 1 else 2)


def _agree(one: Mention, other: Mention) -> bool:
    """Whether two names may denote one site: CBC and CBC News, The Coast Daily, coastdaily.com and cdaily.com."""
    short, long = sorted((one, other), key=lambda mention: len(mention.words))
    name, whole = "".join(short.words).removeprefix("the"), "".join(long.words)
    begins = long.words[: len(short.words)] == short.words or (not whole.isascii() and whole.startswith(name))
    made = len(long.words) > 1 and 2 - short.name.isupper() < len(name) < 20 and _abbreviates(name, long.words)
    return begins or name == whole or made


def _abbreviates(name: str, words: tuple[str, ...]) -> bool:
    """Whether a name joins the beginnings of all the words, in order: `cdaily` of Coast Daily."""
    if not words:
        return not name
    lengths = range(1, len(words[0]) + 1)
    return any(_abbreviates(name[n:], words[1:]) for n in lengths if name.startswith(words[0][:n]))


def _mention(section: Section, line: Line, span: Span, weight: float) -> Mention:
    name = line.simple[slice(*span)]
    words = re.findall(r"[^\W_]+", kinds(lexicon=section.tiling.lexicon)["company"].sub("", name.casefold()))
    return Mention(line.place(span), name, tuple(words), weight, line.bare)


def _at_the_top(section: Section) -> Iterator[Mention]:
    """Yield names from lines with little else, above all at the top; an unknown name may be part of a menu."""
    lexicon, above = section.tiling.lexicon, section.above
    # A menu is above the title.
    top, head = above[:_TOP], above.index(section.title) if section.title in above else len(above)
    menu = [line.role in _MENU and number < head for number, line in enumerate(above[: _TOP + 1])]
    named = [_name_of_site(line, lexicon) if line.role in _NAMING else None for line in top]
    # Three unknown names are the sections of a site, or sister papers.
    several = len({name for name in named if name and name.isascii() and not _is_known(name, lexicon)}) > 2
    seen = set()
    for number, line in enumerate(_around(section)):
        if line is section.title or line.role not in (_NAMING if line in top else ("medium",)):
            continue
        name, weight = _name_of_site(line, lexicon), 0.0
        if name:
            beside = number and any(menu[number - 1 : number + 2])
            beside = several or (beside and "." not in name and not all(menu[:number]))
            weight = 2 * _ENOUGH if _is_known(name, lexicon) else 1.5 if beside else 2
            weight = weight if line in top else max(1.0, weight / 2 * (not line.chinese))
        elif line.role in ("short", "medium") and _is_name(line) and (number < head or line.text.count(" ") != 1):
            # The first line of a page, or the first after its buttons, names the site if a menu follows.
            some = not line.chinese and bool(re.search(r" |[a-z][A-Z]", line.text)) and not line.text.isupper()
            named = all(menu[:number]) and any(menu[number + 1 : number + (6 if some else 4)]) and (some or not number)
            name = without_edition(line.simple, lexicon=lexicon)
            weight = (_ENOUGH if named else _LONE) - 0.2 * line.chinese
        if name and name not in seen:
            seen.add(name)
            at = line.simple.find(name)
            yield _mention(section, line, (at, at + len(name)), weight)


def _is_known(name: str, lexicon: Lexicon | None) -> bool:
    known = outlet_of(name, lexicon=lexicon)
    return known is not None and outlets(lexicon=lexicon)["kind"][known] != "aggregator"


def _is_name(line: Line) -> bool:
    if line.chinese:
        return len(line.text) <= 10 and not re.search(r"\d", line.text)
    name = re.sub(r"\b(?:of|the|and|for|in)\b ?", "", line.text)
    return (
        len(name) > (1 if not name.isascii() else 2)
        and len(name.split()) <= 5
        and (name.isupper() or all(word[0].isupper() for word in name.split()))
        and not re.search(r"\d|:$", name)
    )


def _name_of_site(line: Line, lexicon: Lexicon | None) -> str | None:
    """Return the name of a site in a line with little else, or None."""
    words = trimmed(line.simple).rstrip(".")
    before = without_edition(_AFTER_NAME.split(words)[0], lexicon=lexicon)
    for name in (words, without_edition(words, lexicon=lexicon), before):
        if is_medium(name, lexicon=lexicon):
            return name
    found = named_in(words, lexicon) if line.role != "line" else ""
    return found if found and len(words) - len(found) <= 8 else None


def _behind_the_headline(section: Section) -> Iterator[Mention]:
    """Yield names after the headline; an unknown name has weight if the page also prints the headline without it."""
    title = section.title.bare if section.title else ""
    for line in [*section.above[:6], *filter(None, [section.title])]:
        if (found := _TAIL.search(line.simple)) and not is_nobody(found["name"], lexicon=section.tiling.lexicon):
            beside = line is not section.title and title != line.bare and line.bare.startswith(title)
            formed = 2 if is_medium(found["name"], lexicon=section.tiling.lexicon) else 0
            formed = formed or 1.2 * is_on_its_own(line.text[slice(*found.span("name"))], section.above)
            end = found.start("name") + len(_AFTER_NAME.split(found["name"])[0])
            weight = 3 if (beside and len(title) > 7) or _is_known(found["name"], section.tiling.lexicon) else formed
            yield _mention(section, line, (found.start("name"), end), weight)


def _spoken_of(section: Section) -> Iterator[Mention]:
    """Yield names from notes of the site on its rights, readers, address or staff; names of media weigh more."""
    lexicon, above = section.tiling.lexicon, section.above
    seen: set[tuple[str, tuple[str, ...]]] = set()
    # A note of rights counts twice.
    forms = [(weight, form) for kind, weight in (("rights", 2), ("site", 1)) for form in naming(kind, lexicon=lexicon)]
    # A note of rights between the title and the text belongs to a picture.
    of_pictures = above[above.index(section.title) + 1 :] if section.title in above else []
    for line in _around(section):
        own = line not in of_pictures or line.role in (*_MENU, "byline")
        # Sentences above the text may be of another article, as captions are.
        if not own or line.role == "caption" or (line.role == "prose" and line in above) or len(line.simple) > 300:
            continue
        for weight, form in forms:
            for match in form.finditer(line.simple):
                name = without_edition(match["name"], lexicon=lexicon)
                # Climate Home is no edition of Climate.
                name = match["name"] if is_nobody(name, lexicon=lexicon) else name
                formed = bool(re.fullmatch(r"[^.]{3,}", name) and is_medium(name, lexicon=lexicon))
                formed |= _is_known(name, lexicon)
                # The rights belong to a company, which may own several sites.
                company = _COMPANY.match(line.simple, match.end("name"))
                owned = company and is_nobody(name + " " + company["form"], lexicon=lexicon) and not formed
                start = line.simple.find(name, match.start("name"))
                span = start, start + len(name)
                mention = _mention(section, line, span, 1 if owned else weight + formed)
                # Count each name once per line, and mail addresses once for their domain.
                spoken = (form.pattern if mention.is_address else line.simple, mention.words)
                if spoken not in seen and not is_nobody(name, lexicon=lexicon):
                    seen.add(spoken)
                    yield mention


def _closing(section: Section) -> Iterator[Span]:
    """Yield the outlets named in closing lines or as employers of the editors."""
    yield from (_name_in(section.tiling, line) for line in section.below[:4] if line.role == "medium")
    # (NAN) and on the last line Vanguard: the paper that prints an agency's copy.
    alone = section.below[0] if len(section.below) == 1 and section.draft.source else None
    if alone and alone.role == "short" and re.fullmatch(r"[A-Z][a-z]{3,}", alone.text):
        yield alone.span
    last = [line for line in section.below[:4] if line.role in ("byline", "header")]
    for line in [*section.above, *last]:
        name = next(outlet_names(line.simple, lexicon=section.tiling.lexicon), None)
        editors = line.header.editors if line.header else []
        if name and (line in last or any(start <= name[0] < end < start + 20 for start, end in editors)):
            yield line.place(name)
    if section.draft.source:
        yield section.draft.source


def _self_named(section: Section) -> Iterator[Span]:
    """Yield an agency that names itself at the end of its first sentences: `..., Kazinform News Agency reports.`"""
    for line in section.inside[:3]:
        named = kinds(lexicon=section.tiling.lexicon)["self_named"].search(line.text[:600])
        if line.role == "prose" and named:
            yield line.place(named.span("agency"))
            return


def _convened(section: Section) -> Iterator[Span]:
    """Yield the office whose press conference the title names, if the text is its transcript."""
    named = kinds(lexicon=section.tiling.lexicon)["convened"].search(section.title.simple) if section.title else None
    if named and sum(bool(SPEAKER.match(line.simple)) for line in section.inside) > 1:
        yield section.title.place(named.span("name"))


def find_writer(section: Section) -> None:
    """Note other writers in the draft: the agency in a byline, a guest who signed the text."""
    tiling, draft, above = section.tiling, section.draft, section.above
    known = outlets(lexicon=tiling.lexicon)["kind"]
    for line in above:
        spans = [line.place(span) for span in line.header.beside] if line.header and line.role == "header" else []
        if line.role == "byline" and (found := _known_in(tiling, line)):
            spans.append(found)
        for span in spans:
            if known.get(outlet_of(simplify(tiling.raw[slice(*span)]), lexicon=tiling.lexicon)) == "agency":
                draft.writer = draft.writer or span
    guest = kinds(lexicon=tiling.lexicon)["guest"]
    note = any(guest.search(line.simple[:300]) for line in [*above, *section.below])
    signed = any(re.search(r"(?:大使|总领事)(?:随笔|专栏|手记|署名)|署名文章", line.simple) for line in above)
    if note or signed:
        for line in above:
            signed = kinds(lexicon=tiling.lexicon)["signature"]
            match = signed.search(line.simple) if line.role == "header" else signed.match(line.simple)
            if match and line.role in ("byline", "header", "short"):
                draft.guest = line.place(match.span("name"))
                return
