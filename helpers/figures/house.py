"""One style for every figure: font, style sheet, paper, and the marks of outlets and forms."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import pandas as pd
from matplotlib import font_manager, get_data_path
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from helpers import lexicon as lexicons
from helpers.lexicon import NO_OUTLET, Lexicon
from helpers.texts.numerals import counted

FONT_FAMILY = "House Sans CJK"
FONT_FILE = Path(__file__).resolve().parent / "fonts" / "HouseSansCJK-Regular.otf"
# matplotlib's own font draws the few letters that the project's font lacks (ş, ə).
_DEJAVU = Path(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
STYLE_SHEET = Path(__file__).resolve().with_name("house.mplstyle")
WIDTH, HIGHEST = 7.0, 14.0  # inches
# An axis with this gid has names at its ticks, even if they look like numbers.
NAMES = "names"
GREY, INK, PALE, RED = "#7F7F7F", "#333333", "#EEEEEE", "#C0392B"
# Shape and fill show the form of the text: filled is the outlet's own wording, open is a digest of it.
MARKERS = {"full": "o", "excerpt": "s", "brief": "^", "digest": "o"}
FORMS = {"full": "full text", "excerpt": "cut excerpt", "brief": "brief"}
# Okabe and Ito's colours, for outlets without a colour in outlets.csv; then grey with a shape that no form has.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#B59F00", "#000000")
_SHAPES, _PLAIN = ("D", "v", "P", "X", "*", "<", ">", "p", "d", "h", "H", "8"), 7  # so many are unlike each other


class Style(NamedTuple):
    """The mark of an outlet: its colour, and its own shape if the colour is grey (empty: the form's shape)."""

    colour: str
    shape: str = ""


def font_path() -> str:
    """Return the font file of every figure, for matplotlib and wordcloud. Raises `FileNotFoundError` with the remedy if
    it is missing."""
    if not FONT_FILE.is_file():
        remedy = "Bring it back with `git checkout -- helpers/figures/fonts`, or make it with .ci/make_font.py."
        raise FileNotFoundError(f"The project's font is missing: {FONT_FILE}. {remedy}")
    return str(FONT_FILE)


@cache
def characters_of(path: str) -> frozenset[int]:
    """Return the code points that a font file can draw."""
    return frozenset(font_manager.get_font(path).get_charmap())


def lacking(text: str, fallback: bool = True) -> list[str]:
    """Return the characters of a text that cannot be drawn, each once, sorted; `fallback` includes DejaVu Sans.

    >>> lacking("上海精神 the Shanghai Spirit −3"), lacking("unfit: 𠮷")
    ([], ['𠮷'])
    """
    known = characters_of(font_path()) | (characters_of(str(_DEJAVU)) if fallback else frozenset())
    return sorted({character for character in text if ord(character) not in known and character not in "\n\t"})


def in_codes(text: str) -> str:
    """Replace each character that cannot be drawn by its code.

    >>> in_codes("陈𠮷")
    '陈[U+20BB7]'
    """
    for character in lacking(text):
        text = text.replace(character, f"[U+{ord(character):04X}]")
    return text


def use_house_style() -> None:
    """Register the font (once) and apply the style sheet; let tables show `$` and long cells unchanged.

    Raises `FileNotFoundError` if the font is missing.
    """
    path = font_path()
    if all(entry.fname != path for entry in font_manager.fontManager.ttflist):
        font_manager.fontManager.addfont(path)
    plt.style.use(STYLE_SHEET)
    pd.set_option("display.html.use_mathjax", False)
    pd.set_option("display.max_colwidth", 200)
    pd.set_option("display.unicode.east_asian_width", True)


class Picture(Figure):
    """A figure of the house's width, `height` inches high (14 at most), outside pyplot: only `save` shows it.

    `title` is the finding, one sentence at the left edge, wrapped if too long; a second line may say it in Chinese. The
    `notes` in the foot line say what the figure leaves out or folds.
    """

    def __init__(self, height: float, title: str):
        super().__init__(figsize=(WIDTH, min(height, HIGHEST)), layout="constrained")
        self.notes: list[str] = []
        self.suptitle(title, x=0.01, ha="left", wrap=True)

    def resize(self, height: float) -> None:
        """Set the height once the rows are chosen: 14 inches at most."""
        self.set_figheight(min(height, HIGHEST))

    def note(self, text: str) -> None:
        """Add a remark to the foot line."""
        self.notes.append(text)
        self.foot("")

    def leave_out(self, rows: int, why: str) -> None:
        """Note that rows of the table are not drawn."""
        if rows:
            self.note(f"{why}: {counted(rows, 'row')} not drawn")

    def foot(self, source: str) -> None:
        """Print the foot line: the source, then the notes."""
        # As the label of all x axes it gets space in the layout; the axes name their own units.
        parts = [source, *self.notes] if source else self.notes
        self.supxlabel(" · ".join(parts), x=0.01, ha="left", color=INK, wrap=True)


def outlet_styles(outlets: Iterable[str], lexicon: Lexicon | None = None) -> dict[str, Style]:
    """Return the style of each outlet: its colour in the lexicon's outlets.csv, else the one of eight colours that its
    name chooses, which is the same in every corpus. If a more frequent outlet, or one of the table, has that here, it is
    grey, with a shape of its own, which its name chooses, too, as long as there are shapes.

    Made once from all articles and passed to every figure, it keeps one colour per outlet:
    `styles = figures.outlet_styles(corpus.articles["outlet"], corpus.lexicon)`.

    >>> outlet_styles(["Nobody's Gazette", None])["Nobody's Gazette"]
    Style(colour='#56B4E9', shape='')
    """
    counts = Counter(NO_OUTLET if pd.isna(outlet) else str(outlet) for outlet in outlets)
    given = lexicons.outlets(lexicon=lexicon)["colour"]
    named = sorted(set(counts) - {NO_OUTLET}, key=lambda outlet: (-counts[outlet], outlet))
    coloured = {outlet: Style(given[outlet]) for outlet in named if given.get(outlet, "").upper() not in (GREY, "")}
    for outlet in (one for one in named if one not in coloured):
        turn, chosen = (crc32(outlet.encode()) % most for most in (_PLAIN, len(_COLOURS)))
        shapes = map(Style, [GREY] * len(_SHAPES), (*_SHAPES[turn:_PLAIN], *_SHAPES[:turn], *_SHAPES[_PLAIN:]))
        own = (style for style in (Style(_COLOURS[chosen]), *shapes) if style not in coloured.values())
        coloured[outlet] = next(own, Style(GREY))
    return {outlet: coloured.get(outlet, Style(GREY)) for outlet in sorted(counts)}


def marker_style(outlet: str, form: str, styles: Mapping[str, Style]) -> dict[str, object]:
    """Return arguments of `Axes.plot` for a text: colour shows the outlet, fill (and shape, unless grey) the form.

    Raises `ValueError` for a form that is not in `MARKERS`.

    >>> marker_style("Nobody's Gazette", "digest", {})["markerfacecolor"]
    'white'
    """
    if form not in MARKERS:
        raise ValueError(f"No form {form!r}: a text is one of {', '.join(MARKERS)}.")
    colour, shape = styles.get(outlet, Style(GREY))
    face = "white" if form == "digest" else colour
    looks = {"marker": shape or MARKERS[form], "markeredgecolor": colour, "markerfacecolor": face}
    return looks | {"markeredgewidth": 1.3, "linestyle": "none", "color": colour}


def gloss(terms: Iterable[str], meanings: Mapping[str, str]) -> list[str]:
    """Return tick labels for readers of one language: each term with its meaning, if known.

    >>> gloss(["安全", "GDP"], {"安全": "security"})
    ['安全 security', 'GDP']
    """
    return [f"{term} {meanings[term]}" if meanings.get(term) else str(term) for term in terms]


_WIDE = re.compile(
    r"[\u1100-\u115f—\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\U00020000-\U0003ffff]"
)


def width_of(text: str) -> int:
    """Return the approximate width of a text in Latin letters: a Chinese character counts as two."""
    return len(text) + len(_WIDE.findall(text))


def shortened(text: str, most: int) -> str:
    """Shorten a text to the width of `most` letters; an ellipsis marks the cut.

    >>> shortened("Shanghai Cooperation", 9), shortened("上海合作组织", 7)
    ('Shanghai…', '上海合…')
    """
    if width_of(text) <= most:
        return text
    kept = text[: most - 1]
    while width_of(kept) > most - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


# One Chinese character (年, 月 or 日 with its number) with the following mark, or a word with the following space.
_PIECES = re.compile(
    r"(?:\d+(?=[年月日]))?[\u2e80-\uffef][，。；：、）”」]*\s*|[^\s—\u2e80-\uffef]*[^\s\u2e80-\uffef]\s*|\s+"
)


def wrapped(text: str, most: int) -> list[str]:
    """Wrap to the width of `most` letters: Chinese anywhere, other text at spaces; a longer word has its own line.

    >>> wrapped("上海精神", 4), wrapped("is expected to", 11)
    (['上海', '精神'], ['is expected', 'to'])
    """
    lines: list[str] = []
    for piece in _PIECES.findall(text):
        if lines and width_of(lines[-1] + piece.rstrip()) <= most:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines]
