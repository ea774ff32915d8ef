"""Answers as HTML. Every character of a page is escaped here, and what colour says is also said in words.

What is made here is read twice: in JupyterLab, and on GitHub, which keeps tables, lists and `title` but no style. So kinds of
segment are named, a selected span stands between ⟦ and ⟧, and an interval is drawn with characters.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import pandas as pd

from helpers.texts.hygiene import shown

# Pale, so that dark text on them keeps its contrast.
SEGMENT_COLOURS = {
    "title": "#d6e9f8", "meta": "#fdebc8", "body": "transparent", "caption": "#d5efe3", "apparatus": "#e6e6e6",
    "related": "#f3dcea", "epigraph": "#e8e0f5", "boilerplate": "#e6e6e6",
}  # fmt: skip
_BAR = 20
_CELL = "vertical-align:top;padding:3px 8px"


def text_html(text: object) -> str:
    """Text of a page as HTML that shows it and does nothing else; a dollar sign cannot begin a formula.

    >>> text_html("<script>alert('$1')</script>")
    '&lt;script&gt;alert(&#x27;<span>$</span>1&#x27;)&lt;/script&gt;'
    """
    return escape(shown(str(text)), quote=True).replace("$", "<span>$</span>")


def marked(text: str, spans: Iterable[tuple[int, int]], brackets: bool = False) -> str:
    """The text as HTML with these spans marked; spans that meet or overlap are marked as one.

    >>> marked("peace & trade", [(0, 5), (2, 7)])
    '<mark>peace &amp;</mark> trade'
    """
    joined: list[list[int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    before, after = ("⟦", "⟧") if brackets else ("", "")
    parts, place = [], 0
    for start, end in joined:
        parts += [text_html(text[place:start]), f"<mark>{before}{text_html(text[start:end])}{after}</mark>"]
        place = end
    return "".join([*parts, text_html(text[place:])])


def table_html(
    caption: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: Sequence[int] = (),
    whole: Sequence[int] = (),
) -> str:
    """A table of cells that are HTML already; of the columns, numbered from 0, those in `right` are set flush right and the
    lines of those in `whole` are not broken."""
    head = "".join(f'<th scope="col">{text_html(heading)}</th>' for heading in headings)
    lines = []
    for row in rows:
        cells = []
        for number, cell in enumerate(row):
            side = "right" if number in right else "left"
            style = f"text-align:{side};{_CELL}{';white-space:nowrap' if number in whole else ''}"
            # The attribute for GitHub, which drops styles; the style for JupyterLab, whose own would set all cells right.
            cells.append(f'<td align="{side}" style="{style}">{cell}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    # The frame can be scrolled, so it can be reached with the keyboard.
    return (
        f'<div tabindex="0" role="region" aria-label="{text_html(caption)}" style="overflow-x:auto"><table>'
        f"<caption>{text_html(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def address(page: str, start: int, end: int) -> str:
    """The raw address as HTML: page and the two offsets, as `Corpus.quote` and the reader of articles take them."""
    return f"<code>{text_html(page)} {int(start)}-{int(end)}</code>"


def counted(number: int, noun: str) -> str:
    """A number and its noun, in the plural where it is one.

    >>> counted(1, "line"), counted(1500, "line")
    ('1 line', '1,500 lines')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def day(published: object) -> str:
    """A day as `2025-09-01`, or that there is none."""
    return f"{published:%Y-%m-%d}" if pd.notna(published) else "no date"


def bar(value: float, low: float, high: float) -> str:
    """A share and its interval (missing: no interval) on a line from 0 to 1, in characters.

    >>> bar(0.5, 0.25, 0.75)
    '·····┠────●────┨·····'
    """
    cells = ["·"] * (_BAR + 1)
    if pd.notna(low):
        first, last = round(_BAR * low), round(_BAR * high)
        cells[first : last + 1] = ["─"] * (last + 1 - first)
        cells[first], cells[last] = "┠", "┨"
    cells[round(_BAR * value)] = "●"
    return "".join(cells)


def lines_html(lines: pd.DataFrame, first: int) -> str:
    """Lines of a concordance (`Index.lines`) as a table; `first` is the running number of the first of them."""
    rows = [
        (
            str(number),
            text_html(row.left),
            f"<b>{text_html(row.node)}</b>",
            text_html(row.right),
            text_html(f"{row.outlet}, {row.form}, {day(row.published)}"),
            text_html(row.article),
            address(row.page, row.start, row.end),
        )
        for number, row in enumerate(lines.itertuples(), start=first)
    ]
    headings = ["line", "left", "found", "right", "outlet, form, day", "article", "address"]
    return table_html(f"Lines {first} to {first + len(lines) - 1}", headings, rows, right=(0, 1), whole=(0, 2, 5))


def shares_html(table: pd.DataFrame, by: str) -> str:
    """The table of `Index.shares`, with a bar for each share; `by` says what the groups are."""
    rows = [
        (
            text_html(row.group),
            f"{row.texts} of {row.n}",
            f"{row.share:.2f}",
            f"{row.low:.2f} to {row.high:.2f}" if pd.notna(row.low) else "too few texts",
            f"<code>{bar(row.share, row.low, row.high)}</code>",
            str(row.lines),
            text_html(row.articles),
        )
        for row in table.itertuples()
    ]
    headings = [by, "texts that have it", "share", "95 % interval", "0 to 1", "lines", "articles"]
    return table_html("Share of texts", headings, rows, right=(1, 2, 5), whole=(1, 2, 3, 4))


def sentence_html(text: str, fired: pd.DataFrame, begin: int) -> str:
    """A sentence with its cues marked, then a row per cue.

    `fired` is the table of cues of `label_frames` with `begin` and `stop`, which count characters of the article's text;
    so does the argument `begin`, the place of the sentence.
    """
    spans = [(row.begin - begin, row.stop - begin) for row in fired.itertuples()]
    shown = f"<blockquote><p>{marked(text, spans)}</p></blockquote>"
    if fired.empty:
        return shown
    rows = [
        (
            text_html(row.frame),
            text_html(row.text),
            f"<code>{text_html(row.cue)}</code>",
            "strict" if row.strict else "wide only",
            address(row.page, row.start, row.end),
        )
        for row in fired.itertuples()
    ]
    return shown + table_html("Cues that fired", ["frame", "as printed", "cue", "list", "address"], rows)


def sentences_html(sentences: Iterable[tuple[int, str, list[tuple[int, int]]]]) -> str:
    """Numbered sentences, each with the spans of it that are selected."""
    items = (f'<li value="{number}">{marked(text, spans, brackets=True)}</li>' for number, text, spans in sentences)
    return f"<ol>{''.join(items)}</ol>"


def raw_html(raw: str, segments: pd.DataFrame, first: int, last: int, span: tuple[int, int]) -> str:
    """The raw characters `first` to `last` as they stand, coloured by kind of segment, with `span` marked.

    A line end is shown as ¶. Kinds other than body are named where they begin; apparatus, often a character or two inside a
    sentence, is set in italics instead.
    """
    parts = []
    named = None
    for row in segments.itertuples():
        start, end = max(row.start, first), min(row.end, last)
        if start >= end:
            continue
        text = raw[start:end]
        shown = marked(text, [(max(span[0], start) - start, min(span[1], end) - start)])
        shown = shown.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "¶<br>")
        label = ""
        if row.kind == "apparatus":
            shown = f"<i>{shown}</i>"
        elif row.kind != "body" and row.kind != named and text.strip():
            label = f"<small>‹{row.kind}›</small> "
        if text.strip():
            named = row.kind
        parts.append(f'{label}<span title="{row.kind}" style="background:{SEGMENT_COLOURS[row.kind]}">{shown}</span>')
    return f'<div style="white-space:pre-wrap">{"".join(parts)}</div>'


def side_by_side(left: str, right: str, headings: tuple[str, str]) -> str:
    """Two pieces of HTML beside each other, in a frame that scrolls."""
    head = "".join(f'<th scope="col" width="50%">{text_html(heading)}</th>' for heading in headings)
    style = f"text-align:left;{_CELL}"
    cells = "".join(f'<td align="left" valign="top" style="{style}">{half}</td>' for half in (left, right))
    return (
        '<div tabindex="0" role="region" aria-label="article and raw page" style="max-height:36em;overflow:auto">'
        f"<table><thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table></div>"
    )


def parallel_html(
    table: pd.DataFrame, version: str, readings: pd.DataFrame, breaks: Mapping[str, str] | None = None
) -> str:
    """The table of `comparisons.parallel_text` as two columns, the text with its gloss and one version of it, flush left on
    GitHub too.

    Words that `readings` (of `comparisons.locate`) find on one side alone stand between ⟦ and ⟧. `breaks` are remarks, each
    under the row that holds the sentence of that number.
    """
    alone = [readings.loc[readings[other] == "", side] for side, other in (("left", "right"), ("right", "left"))]
    rows = []
    for number, text, gloss, english in table[["sentences", "text", "gloss", version]].itertuples(index=False):
        left, right = (
            marked(side, [(at, at + len(one)) for one in words if (at := side.find(one)) >= 0], brackets=True)
            for side, words in ((text, alone[0]), (english, alone[1]))
        )
        right = "<b>[left out]</b>" if english == "—" else right
        rows.append((f"<b>{text_html(number)}</b> {left}<br><i>{text_html(gloss)}</i>", right))
        remarks = [words for place, words in (breaks or {}).items() if place in number.split("+")]
        rows += [("", f"<b>[{text_html(words)}]</b>") for words in remarks]
    # The style of JupyterLab and GitHub sets cells right and outdoes the attribute of a cell, not that of what is in it.
    flush = [[f'<div align="left">{cell}</div>' for cell in row] for row in rows]
    return table_html("Parallel text", ("Text, with a gloss", version), flush)


def alignment_html(table: pd.DataFrame, pages: tuple[str, str]) -> str:
    """The table of `align` as two columns of sentences, each with its address on its page."""
    rows = []
    for row in table.itertuples():
        cells = []
        for page, numbers, text, start, end in (
            (pages[0], row.left_sentences, row.left_text, row.left_start, row.left_end),
            (pages[1], row.right_sentences, row.right_text, row.right_start, row.right_end),
        ):
            cell = "<i>nothing</i>"
            if numbers:
                cell = f"<b>{text_html(numbers)}</b> {text_html(text)} {address(page, start, end)}"
            cells.append(cell)
        score = f"{row.score:.2f}" if row.left_sentences and row.right_sentences else ""
        rows.append((text_html(row.kind), *cells, score, text_html(row.anchors)))
    headings = ["kind", "left", "right", "score", "what both have"]
    return table_html("Aligned sentences", headings, rows, whole=(0, 3))
