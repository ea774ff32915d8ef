import argparse
import shlex
import sys

from helpers.corpora.tables import FIELDS
from helpers.scale import ScaleError
from helpers.texts.progress import say
from helpers.walk import run
from helpers.walk.start import start


def column(words: str) -> tuple[str, str]:
    field, mark, name = words.partition("=")
    if not mark or field not in FIELDS:
        raise argparse.ArgumentTypeError(f"{words!r} is not FIELD=COLUMN, with {', '.join(FIELDS)} for FIELD")
    return field, name


def main() -> int:
    parser = argparse.ArgumentParser("mine", description="From your pages to notebooks, figures, tables and a report.")
    add = parser.add_argument
    add("source", help="a folder of .txt and .html pages and tables, or a .csv, .tsv, .jsonl or .parquet file")
    add("--start", action="store_true", help="only write empty tables for what you know into study/")
    add("--out", help="the folder to write into (default: `walk` beside the data)")
    columns = {"type": column, "action": "append", "default": [], "metavar": "FIELD=COLUMN"}
    add("--column", help="the column of a field, as in --column text=正文 (once for each field)", **columns)
    add("--day-first", action=argparse.BooleanOptionalAction, help="read 03/04/2025 as the third of April, or not")
    add("--code-frames", type=int, default=0, metavar="N", help="draw N sentences to code by hand")
    given = parser.parse_args()
    try:
        if given.start:
            for path in start(given.source):
                say(f"Written: {path}")
            say("The tables you fill in there are read with the pages.")
            return 0
        choices = {"columns": dict(given.column), "day_first": given.day_first}
        path = run(given.source, given.out, **choices, code_frames=given.code_frames, say=say)
    except (ValueError, OSError, ScaleError) as error:  # the message says what is wrong and what to do
        print(f"mine: {error}", file=sys.stderr)
        return 1
    say(f"Report: {path}")
    say(f"Notebooks: python3 run.py lab {shlex.quote(str(path.parent))}")
    return 0


sys.exit(main())
