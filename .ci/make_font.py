"""Make HouseSansCJK-Regular.otf, the one font of every figure, from Debian's Noto Sans CJK.

Needed only to make the font again, never to use it. The source is unpacked, not installed: a Chinese font on the
system would hide that the project's own is missing.

    apt-get download fonts-noto-cjk
    dpkg -x fonts-noto-cjk_*.deb unpacked
    python .ci/make_font.py unpacked/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

Same source and same fontTools, same bytes: FONTLOG.md, beside the font, names both and the SHA-256 of the result.
"""

import argparse
import hashlib
import sys
from pathlib import Path

from fontTools import subset
from fontTools import version as fonttools_version
from fontTools.ttLib import TTFont

FAMILY = "House Sans CJK"
SOURCE_SHA256 = "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a"
FONTS = Path(__file__).resolve().parents[1] / "helpers" / "figures" / "fonts"
RESULT = FONTS / "HouseSansCJK-Regular.otf"
JAPANESE_FACE, SIMPLIFIED_CHINESE_FACE = 0, 2
# The Chinese faces draw these as wide as a Chinese character, which tears an English word like "outlet’s" apart; the
# Japanese face of the same file has them as wide as Latin letters.
NARROW = "‘’“”·•"

# Unicode blocks and parts of blocks beside GB2312 and Big5: what names, numbers, marks and axes need. What Noto itself
# has not (ş, ə, most of extended Cyrillic) stays out; in figures matplotlib's own DejaVu Sans steps in for it.
RANGES = [
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x017F),  # Latin-1, Latin Extended-A
    (0x01CD, 0x01DC),  # pinyin vowels with tone marks
    (0x02B9, 0x02DD),  # letters used as apostrophes, tone marks
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x045F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin Extended Additional (Viet Nam)
    (0x2000, 0x206F),  # punctuation: dashes, quotation marks, bullets, ellipsis, per mille
    (0x2070, 0x209F),  # superscript and subscript figures
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x21FF),  # letterlike symbols, Roman numbers, arrows
    (0x2200, 0x22FF),  # mathematical operators, the minus sign among them
    (0x2460, 0x25FF),  # numbers in circles, box drawing, blocks, geometric shapes
    (0x2605, 0x2606),  # stars
    (0x2713, 0x2713),  # check mark
    (0x3000, 0x303F),  # CJK punctuation
    (0x3040, 0x312F),  # kana and bopomofo
    (0x4E00, 0x9FFF),  # every character of the basic block: names are written with rare ones (镕 喆 旸 堃)
    (0xFE10, 0xFE1F),  # vertical forms
    (0xFE30, 0xFE4F),  # CJK compatibility forms
    (0xFF00, 0xFFEF),  # full-width and half-width forms
]


def characters() -> set[int]:
    """Code points wanted: all of GB2312, all of Big5 (with the cp950 row of Windows), and `RANGES`, which name the rest."""
    wanted = {code for first, last in RANGES for code in range(first, last + 1)}
    for encoding in ("gb2312", "big5", "cp950"):
        for lead in range(0xA1, 0xFF):
            for trail in range(0x40, 0xFF):
                try:
                    wanted.add(ord(bytes([lead, trail]).decode(encoding)))
                except (UnicodeDecodeError, TypeError):
                    continue
    return {code for code in wanted if not 0xE000 <= code < 0xF900}  # no private use


def make(source: Path, result: Path) -> None:
    """Write the subset of face 2 (Simplified Chinese) of `source` to `result`."""
    # Without recalcTimestamp=False the time of the run would stand in the font and no two runs would be alike.
    font = TTFont(source, fontNumber=SIMPLIFIED_CHINESE_FACE, recalcTimestamp=False)
    narrow = TTFont(source, fontNumber=JAPANESE_FACE, lazy=True).getBestCmap()
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({ord(mark): narrow[ord(mark)] for mark in NARROW})
    names = {"name_IDs": list(range(15)), "name_languages": [0x409]}  # with trademark, makers and licence
    options = subset.Options(hinting=False, notdef_outline=True, glyph_names=False, layout_features=["kern"], **names)
    options.drop_tables += ["BASE", "GDEF", "GSUB", "VORG", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    rename(font)
    font.save(result)


def rename(font: TTFont) -> None:
    """Give the font its own name everywhere a program may read one; licence and copyright records stay."""
    postscript = RESULT.stem
    version = "Version 2.004; subset of Noto Sans CJK SC"
    names = [FAMILY, "Regular", f"2.004;{postscript}", FAMILY, version, postscript]
    for number, text in enumerate(names, start=1):
        font["name"].setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    top = cff.topDictIndex[0]
    top.FullName, top.FamilyName = f"{FAMILY} Regular", FAMILY
    for number, part in enumerate(top.FDArray):
        part.FontName = f"{postscript}-{number}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="NotoSansCJK-Regular.ttc of fonts-noto-cjk 1:20220127+repack1-1")
    parser.add_argument(
        "--result", type=Path, default=RESULT, help="where to write (default: where figures look for it)"
    )
    arguments = parser.parse_args()
    if not arguments.source.is_file():
        sys.exit(f"{arguments.source} is not a file: fetch and unpack fonts-noto-cjk as --help says.")
    found = hashlib.sha256(arguments.source.read_bytes()).hexdigest()
    if found != SOURCE_SHA256:
        sys.exit(
            f"{arguments.source} has SHA-256 {found}, not {SOURCE_SHA256}: another version gives another font. "
            "Take that of FONTLOG.md, or change SOURCE_SHA256 here and the log with it."
        )
    make(arguments.source, arguments.result)
    with TTFont(arguments.result) as made:
        count = len(made.getBestCmap())
    data = arguments.result.read_bytes()
    print(f"{arguments.result.name}: {count:,} characters, {len(data):,} bytes, fontTools {fonttools_version}")
    print(f"SHA-256 {hashlib.sha256(data).hexdigest()}")
