"""One page that holds all it shows: no script, nothing to be loaded, and every word of a page escaped."""

from base64 import b64encode
from html import escape
from pathlib import Path

from helpers.corpora import Corpus
from helpers.texts.hygiene import shown
from helpers.walk.sections import Section

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h1, h2 { line-height: 1.25 } h2 { margin-top: 2.5rem; border-top: 1px solid #ccc; padding-top: 1rem }
figure { margin: 1.5rem 0; break-inside: avoid } img { max-width: 100%; height: auto }
figcaption, .small { color: #555; font-size: .875rem } pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8rem }
@media print { body { max-width: none; margin: 0; font-size: 11pt } a { color: inherit; text-decoration: none } }
"""
_SAFE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def text(words: object) -> str:
    """Words as HTML that shows them and does nothing else.

    >>> text("<script>1</script>")
    '&lt;script&gt;1&lt;/script&gt;'
    """
    return escape(shown(str(words)))


def page(corpus: Corpus, sections: list[Section], read: str, seal: str, figures: Path) -> str:
    """The report as HTML; `seal` is the digest of the draft that was written with it."""
    parts = []
    for section in sections:
        parts.append(f"<h2>{text(section.title)}</h2>")
        parts += [f"<p>{text(sentence)}</p>" for sentence in section.said]
        for name, caption in section.figures:
            data = b64encode((figures / f"{name}.png").read_bytes()).decode("ascii")
            parts.append(
                f'<figure><img alt="{text(caption)}" src="data:image/png;base64,{data}">'
                f'<figcaption>The table behind it: <a href="figures/{name}.csv">figures/{name}.csv</a></figcaption></figure>'
            )
        parts += [f"<p><em>{text(sentence)}</em></p>" for sentence in section.missing]
    body, articles = "\n".join(parts), len(corpus.articles)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="walk" content="{seal}">
<meta http-equiv="Content-Security-Policy" content="{escape(_SAFE)}">
<meta name="viewport" content="width=device-width"><title>A first walk</title><style>{_STYLE}</style></head>
<body><h1>A first walk through {articles:,} article{"" if articles == 1 else "s"}</h1>
<p>Every number here was computed from these pages alone. An interval says how far a share would move if other articles of the same
kind had been collected (95 %, articles drawn again); it says nothing of how the pages were chosen.</p>
{body}
<h2>The report of the reading</h2><pre>{text(read)}</pre>
<p class="small">Tables for your own counts are in <a href="tables/articles.csv">tables/</a>. What looked doubtful is drafted in
<a href="pages.csv">pages.csv</a>: fill it in, save it as <code>study/pages.csv</code> beside your pages, and run again.
An apostrophe before =, +, - or @ in these tables keeps a spreadsheet from computing the cell.</p>
</body></html>
"""
