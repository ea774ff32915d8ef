"""Hard line wraps: find the spaces in a Chinese text that were line ends, and those that were paragraph ends."""

import re
from unicodedata import east_asian_width

# Default line width (45 full-width characters) and the paragraph indent that the crawler removed, in half columns.
COLUMNS = 90
INDENT = 4
# No page is wrapped wider than this. Lines of a newspaper's column are so wide, and most of them are full.
_WIDEST = 160
_COLUMN = range(36, 85)
# Crawlers map full-width punctuation to ASCII after the text was wrapped. The former width of brackets and quotation
# marks is unknown, so a line has a least and a greatest width.
_WIDE = frozenset(",:;?!")
_UNSURE = frozenset("()\"'“”‘’")
_FINAL = tuple("。！？!?；;…")
_UNIT = re.compile(r"[A-Za-z0-9.%+/_-]+|.", re.DOTALL)
# A character that may not begin a line keeps to the character before it; one that may not end a line keeps to the
# character after it. Quotation marks are both (Unicode line breaking, UAX 14, classes CL, OP and QU).
_CLINGS = frozenset(',:;?!)，。、：；？！）》〉」』】”’"…·%')
_GLUES = frozenset("(（《〈「『【“‘\"'")


def widths(text: str) -> tuple[int, int]:
    """Return the least and the greatest possible width of a text when it was wrapped, in half columns.

    >>> widths("上合(SCO)峰会,")
    (15, 17)
    """
    wide = sum(c in _WIDE or (c not in _UNSURE and east_asian_width(c) in "WFA") for c in text)
    unsure = sum(c in _UNSURE for c in text)
    return len(text) + wide, len(text) + wide + unsure


def columns_of(text: str) -> int:
    """Return the width at which a text was wrapped, in half columns: the default, unless its lines are wider, or are
    those of a column, and end repeatedly at another width in mid-sentence."""
    pieces = text.split(" ")
    wide = max(widths(piece)[0] for piece in pieces)
    if wide not in _COLUMN and not COLUMNS < wide <= _WIDEST:
        return COLUMNS
    best = (max(len(pieces) // 2, 2) if wide in _COLUMN else 1, COLUMNS)
    for columns in range(wide + wide % 2, wide + wide % 2 + INDENT + 1, 2):
        wraps = sum(kind == "wrap" for _, kind in spaces_of_wrapped_text(text, columns))
        if wraps > best[0]:
            best = (wraps, columns)
    return best[1]


def spaces_of_wrapped_text(text: str, columns: int | None = None) -> list[tuple[int, str]]:
    """Classify every space of a Chinese text whose line ends were turned into spaces; return (offset, kind) pairs.

    `wrap`: the line was full, so the space cuts running text (often a word); `paragraph`: the line ended before it was
    full; `space`: a space of the original text. A line is full if the next unit would not have fitted: a character, or
    a whole number or Latin word, with its adjoining punctuation.

    >>> spaces_of_wrapped_text("上" * 45 + " 海。 据 Xinhua 报道")
    [(45, 'wrap'), (48, 'paragraph'), (50, 'space'), (57, 'space')]
    """
    columns = columns or columns_of(text)
    pieces = text.split(" ")
    # A line wider than the columns shows that the text was never wrapped.
    wrapped = all(widths(piece)[0] <= columns for piece in pieces)
    spaces = []
    position = len(pieces[0])
    least, greatest = widths(pieces[0])
    first_line = True
    for number, piece in enumerate(pieces[1:], start=1):
        unit = widths(_next_unit(piece))
        final = _ends_paragraph(text[max(position - 4, 0) : position])
        # In mid-sentence any full line is a wrap; after a final mark, only one that is full despite an indent.
        room = columns - (INDENT if first_line or not final else 0)
        fits = not wrapped or least + 1 + widths(piece)[0] <= columns
        full = wrapped and (least + unit[0] > room or (greatest + unit[1] > room and not fits))
        if not full:
            kind = "space" if fits and not final else "paragraph"
        elif final and _is_indented(pieces[number : number + 2], columns):
            kind = "paragraph"
        elif _is_latin(text[position - 1 : position]) and _is_latin(piece[:1]):
            # Between two Latin words the line ended at a space of the original text.
            kind = "space"
        else:
            kind = "wrap"
        if kind == "space" and not full:
            least, greatest = least + 1 + widths(piece)[0], greatest + 1 + widths(piece)[1]
        else:
            least, greatest = widths(piece)
            first_line = kind == "paragraph"
        spaces.append((position, kind))
        position += 1 + len(piece)
    return spaces


def _is_indented(lines: list[str], columns: int) -> bool:
    """Whether the first of two lines was indented: it breaks in mid-sentence though the next unit would have fitted."""
    if len(lines) < 2 or _ends_paragraph(lines[0][-4:]):
        return False
    return widths(lines[0])[1] + widths(_next_unit(lines[1]))[1] <= columns


def _ends_paragraph(before: str) -> bool:
    """Whether a text ends in a final mark (closing marks may follow it) or in the last character of a photo credit."""
    return before.rstrip('"”』」)）')[-1:] in _FINAL or before[-1:] in ("摄", "攝")


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _next_unit(piece: str) -> str:
    """Return the beginning of a piece up to the first possible line break: the unit that did not fit before."""
    match = _UNIT.match(piece)
    if match is None:
        return ""
    end = match.end()
    while end < len(piece) and (piece[end] in _CLINGS or piece[end - 1] in _GLUES):
        following = _UNIT.match(piece, end)
        end = following.end()
    return piece[:end]
