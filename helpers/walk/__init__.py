"""The walk over anybody's pages: from a folder, or a table of articles, to one report with its figures and tables.

`run` is the whole of it, and `python -m helpers.walk` its command. `places` says where results may be written and how cells are
made safe for spreadsheets; `sections` computes tables, figures and the sentences about them; `report` lays them out as one page.
"""

import warnings
from pathlib import Path

from helpers.corpora import load_corpus, validate
from helpers.figures import use_house_style
from helpers.walk import places, report, sections
from helpers.walk.places import WalkError

__all__ = ["WalkError", "run"]


def run(source: str | Path, out: str | Path | None = None) -> Path:
    """Read a folder of pages or a table of articles, write the report on it into the folder `out`, return the report's path.

    Without `out` it is a folder `walk` beside the data. There: `report.html`, which holds all it shows; `figures/`, each picture with its
    table; `tables/`; `pages.csv`, a draft of corrections. The same pages give the same bytes. A draft that was filled in by
    hand is left as it is, and the new one is called `pages-new.csv`.

    Raises `WalkError` for a folder that cannot be written, is in the project, or holds what no walk wrote; what `load_corpus`
    raises for pages that cannot be read.
    """
    given = places.found(source)
    target = places.target(given, out)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the report says it all
        corpus = load_corpus(given, on_error="skip")
        use_house_style()
        read = validate(corpus)
        try:
            places.prepare(target)
            passed = places.passed_over(given, target)
            drawn = sections.all_sections(corpus, read.draft, passed, target / "figures")
            for name, table in drawn.tables.items():
                places.write_table(table, target / "tables" / f"{name}.csv")
            seal = places.write_draft(read.draft, target)
            page = report.page(corpus, drawn.sections, str(read), seal, target / "figures")
            (target / places.REPORT).write_bytes(page.encode("utf-8", "replace"))
        except OSError as error:
            raise WalkError(
                f"{target} cannot be written ({error.strerror or error}): give another folder with --out DIR."
            ) from error
    return target / places.REPORT
