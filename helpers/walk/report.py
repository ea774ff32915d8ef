"""The report as one self-contained HTML page: no scripts, nothing to load, and all text of pages escaped."""

from base64 import b64encode
from html import escape
from pathlib import Path

from helpers.corpora import Corpus
from helpers.evaluation import trust
from helpers.explore.views import escaped
from helpers.texts.numerals import counted
from helpers.walk.parts import Part

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h1, h2 { line-height: 1.25 } h2 { margin-top: 2.5rem; border-top: 1px solid #ccc; padding-top: 1rem }
figure { margin: 1.5rem 0; break-inside: avoid } img { max-width: 100%; height: auto }
figcaption, .small { color: #555; font-size: .875rem } pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8rem }
@media print { body { max-width: none; margin: 0; font-size: 11pt } a { color: inherit; text-decoration: none } }
"""
_SAFE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def page(corpus: Corpus, sections: list[tuple], read: str, told: list[str], folder: Path) -> str:
    """Return the report as HTML. A section is the file, heading and parts of a notebook; `read` is the report of
    `validate`, `told` what else was said of the source, `folder` that of the walk."""
    body = "\n".join(line for section in sections for line in _section(*section, folder))
    said = "".join(f"<p>{escaped(sentence)}</p>" for sentence in told)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(_SAFE)}">
<meta name="viewport" content="width=device-width"><title>A first walk</title><style>{_STYLE}</style></head>
<body><h1>A first walk through {counted(len(corpus.articles), "article")}</h1>
<p>Every number here was computed from these pages alone. An interval (95 %, articles resampled) shows how
far a share could move with other articles of the same kind; it does not cover how the pages were chosen.
{escaped(trust(corpus, "check some rows of each table"))}</p>
{body}
<h2>How the pages were read</h2>{said}<pre>{escaped(read)}</pre>
<p class="small">Occasions, events and fixed lists of yours (<code>--start</code>) and frames (<code>--code-frames 200</code>) are counted, too.
The notebook that computes a section opens with <code>python3 run.py lab PATH</code>, where PATH is the folder of this report. Tables for your own counts are in <a href="tables/articles.csv">tables/</a>, explained in <a href="tables/README.md">README.md</a>. Corrections of doubtful readings are drafted in
<a href="pages.csv">pages.csv</a>: fill it in, save it as <code>study/pages.csv</code> beside your pages, and run again.
An apostrophe before =, +, - or @ in these tables keeps a spreadsheet from computing the cell.</p>
</body></html>
"""


def _section(file: str, heading: str, parts: list[Part], folder: Path) -> list[str]:
    lines = [f"<h2>{escaped(heading)}</h2>"]
    for part in parts:
        lines += [f"<p>{escaped(sentence)}</p>" for sentence in part.said]
        if part.missing:
            lines.append(f"<p><em>{escaped(part.missing)}</em></p>")
        elif (picture := folder / "figures" / f"{part.name}.png").exists():
            data, table = b64encode(picture.read_bytes()).decode("ascii"), f"figures/{part.name}.csv"
            caption = f'{escaped(part.caption)} The table behind it: <a href="{table}">{table}</a>'
            image = f'<img alt="{escaped(part.title)}" src="data:image/png;base64,{data}">'
            lines.append(f"<figure>{image}<figcaption>{caption}</figcaption></figure>")
    return [*lines, f'<p class="small">Notebook: <a href="notebooks/{file}">notebooks/{file}</a></p>']
