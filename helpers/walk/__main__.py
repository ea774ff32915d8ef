import argparse
import sys
from pathlib import Path

from helpers.walk import run


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="helpers.walk", description="From your pages to a report with figures and tables."
    )
    parser.add_argument("source", help="a folder of .txt and .html pages, or a .csv, .tsv, .jsonl or .parquet")
    parser.add_argument("--out", help="the folder to write into; without it `walk` beside the data")
    given = parser.parse_args()
    try:
        path = run(given.source, given.out)
    except (ValueError, OSError) as error:  # each says in a sentence what is wrong and what to do
        print(f"mine: {error}", file=sys.stderr)
        return 1
    print(f"Written: {path}")
    if (draft := Path(path).with_name("pages-new.csv")).exists():
        print(f"pages.csv was filled in by hand and is as it was; the new draft: {draft}")
    return 0


sys.exit(main())
