"""Answers as HTML. Every character of a page is escaped, and all information in colours is also given in words.

The HTML is read in JupyterLab and on GitHub, which keeps tables, lists and `title` but no styles. So kinds of segment
are named, a selected span is put between ⟦ and ⟧, and an interval is drawn with characters.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import zip_longest

import pandas as pd

from helpers.texts.hygiene import shown
from helpers.texts.places import merged

# Pale, for the contrast of dark text.
SEGMENT_COLOURS = {
    "title": "#d6e9f8", "meta": "#fdebc8", "body": "", "caption": "#d5efe3", "apparatus": "#e6e6e6",
    "related": "#f3dcea", "epigraph": "#e8e0f5", "boilerplate": "#e6e6e6",
}  # fmt: skip
_BAR, _NONE = 20, float("nan")
_LIVE = re.compile(r'<div class="live">.*?</div>|</?button\b[^>]*>| data-go="[^"]*"', re.DOTALL)
_CELL = "vertical-align:top;padding:3px 8px"


def text_html(text: object) -> str:
    """Escape text of a page as inert HTML in which a dollar sign cannot begin a formula.

    >>> text_html("<script>alert('$1')</script>")
    '&lt;script&gt;alert(&#x27;<span>$</span>1&#x27;)&lt;/script&gt;'
    """
    return escaped(text).replace("$", "<span>$</span>")


def marked(text: str, spans: Iterable[tuple[int, int]], brackets: bool = False, tag: str = "mark") -> str:
    """Return the text as HTML with these spans marked; spans that touch or overlap are marked as one.

    >>> marked("peace & trade", [(0, 5), (2, 7)])
    '<mark>peace &amp;</mark> trade'
    """
    before, after = ("⟦", "⟧") if brackets else ("", "")
    parts, place = [], 0
    for start, end in merged(span for span in spans if span[0] < span[1]):
        parts += [text_html(text[place:start]), f"<{tag}>{before}{text_html(text[start:end])}{after}</{tag}>"]
        place = end
    return "".join([*parts, text_html(text[place:])])


def escaped(text: object) -> str:
    """Escape text of a page as inert HTML for attributes and plain pages, which have no formulas.

    >>> escaped("<script>1</script>")
    '&lt;script&gt;1&lt;/script&gt;'
    """
    return escape(shown(str(text)), quote=True)


def go(html: str, *to: object, title: str = "", at: float | None = None) -> str:
    """A button that tells the workbench where to go; `static` keeps only its content. With `at` it is a tick at this
    position of a line from 0 to 1."""
    place = "" if at is None else f' class="tick" style="left:{100 * at:.1f}%" aria-label="{escaped(title)}"'
    return f'<button type="button"{place} title="{escaped(title)}" data-go="{_goal(*to)}">{html}</button>'


def _goal(*to: object) -> str:
    return escape(json.dumps(to, ensure_ascii=False), quote=True)


def live(html: str) -> str:
    """Buttons in a row, shown only by a live workbench."""
    return f'<div class="live">{html}</div>'


def static(html: str) -> str:
    """Remove the buttons from HTML, for pages without a live workbench.

    >>> static(live(go("next", "step", 1)) + go("<b>peace</b>", "hit", 3))
    '<b>peace</b>'
    """
    return _LIVE.sub("", html)


def table_html(
    caption: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: Sequence[int] = (),
    whole: Sequence[int] = (),
    sorts: Mapping[str, str] | None = None,
    sort: str = "",
    falling: bool = False,
    kinds: Sequence[str] = (),
    told: Sequence[str] = (),
) -> str:
    """An HTML table; the cells are HTML already. Columns (numbered from 0) in `right` are flush right, those in `whole`
    do not wrap. A heading in `sorts` can be clicked; `sort` is the present order. `kinds` are classes of the columns,
    `told` attributes of the rows."""
    head = []
    for heading in headings:
        key, text, state = (sorts or {}).get(heading), text_html(heading), ""
        if key is not None and key == sort:
            text += "▼" if falling else "▲"
            state = f' aria-sort="{"descending" if falling else "ascending"}"'
        if key is not None:
            text = go(text, "sort", key, title=f"sort by {heading}")
        head.append(f'<th scope="col"{state}>{text}</th>')
    lines = []
    for row, about in zip_longest(rows, told, fillvalue=""):
        lines.append(f"<tr{about}>")
        for number, (cell, kind) in enumerate(zip_longest(row, kinds, fillvalue="")):
            side = "right" if number in right else "left"
            named = f' class="{kind}"' if kind else ""
            kept, style = (' nowrap="nowrap"', ";white-space:nowrap") if number in whole else ("", "")
            # Attributes for GitHub, which drops styles; a style for JupyterLab, which would set all cells flush right.
            lines.append(f'<td{named}{kept} align="{side}" style="text-align:{side};{_CELL}{style}">{cell}</td>')
        lines.append("</tr>")
    # The frame scrolls, so the keyboard must reach it.
    return (
        f'<div tabindex="0" role="region" aria-label="{escaped(caption)}" style="overflow-x:auto"><table>'
        f"<caption>{text_html(caption)}</caption><thead><tr>{''.join(head)}</tr></thead><tbody>{''.join(lines)}</tbody>"
        "</table></div>"
    )


def address(page: str, start: int, end: int) -> str:
    """A raw address as HTML: page, start and end, the arguments of `Corpus.quote`."""
    return f"<code>{text_html(page)} {int(start)}-{int(end)}</code>"


def day(published: object) -> str:
    """A day as `2025-09-01`, or `no date`."""
    return f"{published:%Y-%m-%d}" if pd.notna(published) else "no date"


def source(about: pd.Series) -> str:
    """Outlet, form and day of a row of `Index.about`."""
    return f"{about['outlet']}, {about['form']}, {day(about['published'])}"


def track(points: Iterable[float], low: float = _NONE, high: float = _NONE, other: float = _NONE) -> str:
    """Draw points between 0 and 1 on a line, with an interval and a hollow point for comparison (unless missing).

    Drawn twice: as marks placed by the style sheet, and in characters for pages without it.

    >>> import re
    >>> re.findall("<code>(.*)</code>", track([0.5], 0.25, 0.75))
    ['·····┠────●────┨·····']
    """
    cells, marks = ["·"] * (_BAR + 1), []
    if pd.notna(low):
        first, last = round(_BAR * low), round(_BAR * high)
        cells[first : last + 1] = ["─"] * (last + 1 - first)
        cells[first], cells[last] = "┠", "┨"
        marks.append(f'<i class="range" style="left:{100 * low:.1f}%;width:{100 * (high - low):.1f}%"></i>')
    for value, sign, kind in [(other, "○", "other"), *((point, "●", "point") for point in points)]:
        if pd.notna(value):
            cells[round(_BAR * value)] = sign
            marks.append(f'<i class="{kind}" style="left:{100 * value:.1f}%"></i>')
    return f'<span class="track">{"".join(marks)}<code>{"".join(cells)}</code></span>'


def strip(ticks: Sequence[tuple[float, int, str]]) -> str:
    """Draw hits as ticks between the beginning (0) and the end (1): position, number of the hit, its words."""
    cells = ["·"] * (2 * _BAR + 1)
    for at, _, _ in ticks:
        cells[round(2 * _BAR * at)] = "┃"
    marks = "".join(go("", "hit", number, title=words, at=at) for at, number, words in ticks)
    return f'<span class="track strip">{marks}<code>{"".join(cells)}</code></span>'


def lines_html(lines: pd.DataFrame, first: int, sort: str = "", falling: bool = False) -> str:
    """Concordance lines (`Index.context`), unwrapped, each with its address as a tooltip; `first` is the number of the
    first line."""
    rows, told = [], []
    for number, row in enumerate(lines.itertuples(), start=first):
        place = f"{row.page} {row.start}-{row.end}"
        about = (str(row.outlet), str(row.form), day(row.published), str(row.article))
        node = go(f"<b>{text_html(row.node)}</b>", "hit", number - 1, title=f"{place} · {', '.join(about)}")
        left, right = (f"<bdi>{text_html(text)}</bdi>" for text in (row.left, row.right))
        rows.append((str(number), left, node, right, *map(text_html, about)))
        told.append(f' data-go="{_goal("hit", number - 1)}" title="{escaped(place)}"')
    headings = ["line", "left", "found", "right", "outlet", "form", "day", "article"]
    sorts = {"line": "as in the corpus", "left": "L1", "found": "found", "right": "R1", "day": "date"}
    sorts |= {name: name for name in ("outlet", "form", "article")}
    kinds = ["number", "left", "node", "right", "about", "about", "day", "day"]
    caption = f"Lines {first} to {first + len(lines) - 1}"
    order = {"L2": "L1", "R2": "R1"}.get(sort, sort)
    return table_html(caption, headings, rows, (0, 1), (0, 2, 6, 7), sorts, order, falling, kinds, told)


def shares_html(table: pd.DataFrame, by: str, caption: str = "Share of texts") -> str:
    """The table of `Index.shares` with a picture of each share; `by` names the grouping."""
    rows = [
        (
            go(text_html(row.group), "only", by, row.group, title="its lines") if row.texts else text_html(row.group),
            f"{row.texts} of {row.n}",
            f"{row.share:.2f}" if row.n else "",
            track([row.share], row.low, row.high) if row.n else "no text",
            (f"{row.low:.2f} to {row.high:.2f}" if pd.notna(row.low) else "too few texts") if row.n else "",
            str(row.lines),
        )
        for row in table.itertuples()
    ]
    headings = [by, "texts", "share", "0 to 1", "95 % interval", "lines"]
    return table_html(caption, headings, rows, right=(1, 2, 5), whole=(1, 2, 3, 4, *[0] * (by == "time")))


def parts_html(table: pd.DataFrame, kind: str, lists: str) -> str:
    """Share of the sentences with each frame or in each voice; `others` is the share in the other sentences."""
    rows = [
        (
            go(text_html(row.name), "only", kind, row.name, lists, title="its lines") if row.sentences else row.name,
            f"{row.sentences} of {row.n}",
            f"{row.share:.2f}",
            track([row.share], other=row.others),
            f"{row.others:.2f}" if pd.notna(row.others) else "",
            str(row.articles),
        )
        for row in table.itertuples()
    ]
    headings = [kind, "sentences", "share ●", "0 to 1", "others ○", "articles"]
    if table["others"].isna().all():
        rows, headings = [(*row[:4], row[5]) for row in rows], [*headings[:4], headings[5]]
    return table_html(f"{kind.capitalize()}s", headings, rows, (1, 2, len(headings) - 1), (1, 2, 3))


def sentence_html(text: str, fired: pd.DataFrame, spans: Iterable[tuple[int, int]]) -> str:
    """A sentence with its cues marked, then a row per cue. `fired` is the table of cues of `label_frames`, `spans` are
    their offsets in the sentence."""
    shown = f"<blockquote><p>{marked(text, spans)}</p></blockquote>"
    if fired.empty:
        return shown
    rows = []
    for row in fired.itertuples():
        cue, kind = f"<code>{text_html(row.cue)}</code>", "strict" if row.strict else "wide only"
        rows.append((text_html(row.frame), text_html(row.text), cue, kind, address(row.page, row.start, row.end)))
    return shown + table_html("Cues that fired", ["frame", "as printed", "cue", "list", "address"], rows)


def sentences_html(sentences: Iterable[tuple[int, str, list[tuple[int, int]]]], chosen: int) -> str:
    """Numbered sentences with the chosen one marked and the found spans in bold."""
    items = []
    for number, text, found in sentences:
        shown = marked(text, found, tag="b")
        shown = f"<mark>⟦{shown}⟧</mark>" if number == chosen else shown
        items.append(f'<li value="{number}">{shown}{live(go("mark", "set", "sentence", number))}</li>')
    return f"<ol>{''.join(items)}</ol>"


def raw_html(raw: str, segments: pd.DataFrame, first: int, last: int, span: tuple[int, int]) -> str:
    """The raw characters `first` to `last`, coloured by kind of segment, with `span` marked.

    A line end is shown as ¶. Kinds other than body are named where they begin; apparatus, often only a character or two
    inside a sentence, is in italics instead.
    """
    parts, named = [], None
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
        # Dark text on a pale ground, also in a dark theme.
        colour = SEGMENT_COLOURS[row.kind]
        style = f' style="background:{colour};color:#111"' if colour else ""
        parts.append(f'{label}<span title="{row.kind}"{style}>{shown}</span>')
    return f'<div style="white-space:pre-wrap">{"".join(parts)}</div>'


def two_sides(left: str, right: str, headings: tuple[str, str]) -> str:
    """Two pieces of HTML side by side, each in a scrolling frame."""
    head = "".join(f'<th scope="col" width="50%">{text_html(heading)}</th>' for heading in headings)
    cells = "".join(
        f'<td align="left" valign="top" style="text-align:left;{_CELL}"><div tabindex="0" role="region" '
        f'aria-label="{escaped(heading)}" style="max-height:32em;overflow:auto">{half}</div></td>'
        for half, heading in zip((left, right), headings, strict=True)
    )
    return f'<table class="sides"><thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table>'


def parallel_html(table: pd.DataFrame, version: str, readings: pd.DataFrame, breaks: Mapping | None = None) -> str:
    """The table of `comparisons.parallel_text` in two columns: the text with its gloss, and one version, flush left.

    Words that `readings` (of `comparisons.locate`) find on only one side are put between ⟦ and ⟧. `breaks` are remarks
    by sentence number, each shown under the row with that sentence.
    """
    alone = [readings.loc[readings[other] == "", side] for side, other in (("left", "right"), ("right", "left"))]
    rows = []
    for number, text, gloss, english in table[["sentences", "text", "gloss", version]].itertuples(index=False):
        spans = [
            [(at, at + len(one)) for one in words if (at := side.find(one)) >= 0]
            for side, words in zip((text, english), alone, strict=True)
        ]
        left, right = marked(text, spans[0], brackets=True), marked(english, spans[1], brackets=True)
        right = "<b>[left out]</b>" if english == "—" else right
        rows.append((f"<b>{text_html(number)}</b> {left}<br><i>{text_html(gloss)}</i>", right))
        remarks = [words for place, words in (breaks or {}).items() if place in number.split("+")]
        rows += [("", f"<b>[{text_html(words)}]</b>") for words in remarks]
    # JupyterLab and GitHub set cells flush right whatever their attribute, but respect the attribute of their content.
    flush = [[f'<div align="left">{cell}</div>' for cell in row] for row in rows]
    return table_html("Parallel text", ("Text, with a gloss", version), flush)


def alignment_html(table: pd.DataFrame, pages: tuple[str, str]) -> str:
    """The table of `align` in two columns of sentences, each with its address on its page."""
    rows = []
    for row in table.itertuples():
        cells = []
        for page, numbers, text, start, end in (
            (pages[0], row.left_sentences, row.left_text, row.left_start, row.left_end),
            (pages[1], row.right_sentences, row.right_text, row.right_start, row.right_end),
        ):
            number = f"<b>{text_html(numbers)}</b>"
            cells.append(f"{number} {text_html(text)} {address(page, start, end)}" if numbers else "<i>nothing</i>")
        score = ""
        if row.left_sentences and row.right_sentences:
            score = f"<details><summary>{row.score:.2f}</summary>{text_html(row.anchors)}</details>"
        rows.append((text_html(row.kind), *cells, score))
    headings = ["kind", "left", "right", "score"]
    return table_html("Aligned sentences", headings, rows, whole=(0,))
