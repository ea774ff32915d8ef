"""Fixed formulas: lists of parts that are quoted in full, shortened, reordered, or unfolded into a programme.

The formulas come from `study/formulas.csv` beside the pages; none is built in here.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import pandas as pd

from helpers.lexicon import Lexicon, LexiconError, check_all, per_lexicon
from helpers.lexicon.schemas import LANGUAGES
from helpers.mentions import About, in_corpus, in_text
from helpers.texts.matching import expression

# Fewer parts occur together by chance: trust and benefit, peace and stability.
LEAST_PARTS = 3
# Separators between the parts of an unbroken list.
_LIST = re.compile(
    r"[\s、,，;；\"“”'‘’和与及以]*(?:(?:and|as well as)\s+)?[\s\"“”'‘’]*(?:(?:the|an?)\s+)?", re.IGNORECASE
)
# Largest gap in characters between parts of one unfolded formula.
_APART = {"zh": 30, "en": 90}
_OPENING, _CLOSING = tuple("“\"「『‘'"), tuple("”\"」』’'")
_OCCURRENCES = "formula article sentence start end printed parts complete in_order mode marks lost".split()
_PARTS = "formula article sentence part place start end printed full gloss".split()


class _Part(NamedTuple):
    part: int
    start: int
    end: int


class _Formula(NamedTuple):
    """The compiled patterns of a formula in one language: its parts and their full wording by number, its name, and
    the names of other formulas (None if the table has none)."""

    name: str
    parts: dict[int, re.Pattern]
    full: dict[int, re.Pattern]
    named: re.Pattern | None
    other: re.Pattern | None


@per_lexicon
def formulas(*, lexicon: Lexicon) -> pd.DataFrame:
    """Return the reviewed formulas, one row per part: `formula`, `part` (1, 2, ...; `name`: names of the formula;
    `other`: names of other formulas), `zh` and `en` (regular expressions: Simplified; ignoring case, except in
    names), `zh_full`, `en_full` (expressions found only in the full wording), `gloss`, `met`.

    Raises `LexiconError` for parts that are not numbered from 1, an invalid expression or an empty cell.
    """
    check_all(partial(_compiled, language, lexicon=lexicon) for language in LANGUAGES)
    return lexicon.table("formulas")


@per_lexicon
def _compiled(language: str, *, lexicon: Lexicon) -> list[_Formula]:
    def read(name: str, rows: pd.DataFrame) -> _Formula:
        numbers = [part for part in rows["part"] if part.isdigit()]
        if numbers != [str(number) for number in range(1, len(numbers) + 1)] or len(numbers) < LEAST_PARTS:
            where = lexicon.where("formulas", rows["gloss"].iloc[0])
            raise LexiconError(f"{where}: the parts of {name} are not 1 to n, at least {LEAST_PARTS}: {numbers}.")
        cells = rows.set_index("part")

        def pattern(part: str, column: str, flags: int = re.IGNORECASE) -> re.Pattern:
            where = f"{lexicon.where('formulas', cells.at[part, 'gloss'])}: {name}"
            if not cells.at[part, column]:
                also = "" if column in LANGUAGES else f", or repeat {language}: what it has when nothing of it is lost"
                raise LexiconError(f"{where}: {column} of part {part} is empty; write an expression{also}.")
            return expression(where, cells.at[part, column], column, flags)

        made = check_all(partial(pattern, part, one) for one in (language, f"{language}_full") for part in numbers)
        parts, full = (dict(enumerate(own, 1)) for own in (made[: len(numbers)], made[len(numbers) :]))
        names = (pattern(part, language, flags=0) if part in cells.index else None for part in ("name", "other"))
        return _Formula(name, parts, full, *names)

    rows = lexicon.table("formulas").groupby("formula", sort=False)
    return check_all(partial(read, str(name), own) for name, own in rows)


class Occurrence(NamedTuple):
    """One occurrence of a formula: its parts in the order of the text; `lost` has the numbers of the shortened ones."""

    formula: str
    start: int
    end: int
    parts: list[_Part]
    mode: str
    marks: str
    lost: tuple[int, ...]


@in_text
def formulas_in(text: str, about: About) -> list[Occurrence]:
    """Return the formulas in one sentence, each with at least three of its parts.

    `mode`: `quoted` (an unbroken list, and the sentence names the formula), `listed` (an unbroken list without the
    name), `unfolded` (each part has its own clause). A list does not count if the sentence names only another formula.
    Separate parts count only if the sentence names the formula, or if at least four occur in their order.

    >>> from helpers.corpora.pages import find_folder
    >>> from helpers.lexicon import shipped
    >>> study = shipped().with_study(find_folder("seeds"))
    >>> text = "the Shanghai Spirit of mutual trust, benefit, equality and common development"
    >>> found = formulas_in(text, "en", lexicon=study)
    >>> [(one.formula, [part.part for part in one.parts], one.mode, one.lost) for one in found]
    [('Shanghai Spirit', [1, 2, 3, 6], 'quoted', (2, 6))]
    """
    text, found = about.normal(text), []
    for formula in _compiled(about.language, lexicon=about.lexicon):
        parts = _parts(formula, text)
        if len({part.part for part in parts}) < LEAST_PARTS:
            continue
        names = list(formula.named.finditer(text)) if formula.named else []
        if formula.other and not names and formula.other.search(text):
            continue
        runs = _runs(parts, text, unbroken=True, apart=0)
        mode = "quoted" if names else "listed"
        if not runs:
            runs = _runs(parts, text, unbroken=False, apart=_APART[about.language])
            runs = [run for run in runs if names or (_count(run) > LEAST_PARTS and run == sorted(run))]
            mode = "unfolded"
        for run in runs:
            start, end = run[0].start, run[-1].end
            lost = tuple(part.part for part in run if not formula.full[part.part].search(text[part.start : part.end]))
            marks = _marks(text, start, end, names)
            found.append(Occurrence(formula.name, start, end, run, mode, marks, lost))
    return found


def _parts(formula: _Formula, text: str) -> list[_Part]:
    found = [_Part(number, *match.span()) for number, part in formula.parts.items() for match in part.finditer(text)]
    return sorted(found, key=lambda part: (part.start, -part.end, part.part))


def _count(run: list[_Part]) -> int:
    return len({part.part for part in run})


def _runs(parts: list[_Part], text: str, unbroken: bool, apart: int) -> list[list[_Part]]:
    """Return the runs of at least three different parts."""
    runs: list[list[_Part]] = [[]]
    for part in parts:
        run = runs[-1]
        if run and part.start < run[-1].end:
            continue
        between = text[run[-1].end : part.start] if run else ""
        joined = bool(_LIST.fullmatch(between)) if unbroken else len(between) <= apart
        if run and (not joined or part.part in {one.part for one in run}):
            runs.append([part])
        else:
            run.append(part)
    return [run for run in runs if _count(run) >= LEAST_PARTS]


def _marks(text: str, start: int, end: int, names: list[re.Match]) -> str:
    """Return what is in quotation marks: `parts`, `name`, `both` or `none`."""

    def marked(start: int, end: int) -> bool:
        return text[start - 1 : start] in _OPENING and text[end : end + 1] in _CLOSING

    parts, name = marked(start, end), any(marked(*match.span()) for match in names)
    return ("both" if name else "parts") if parts else ("name" if name else "none")


def find_formulas(corpus) -> pd.DataFrame:
    """Return one row per occurrence of a formula: `formula`, `article`, `sentence`, `start`, `end` (raw page,
    from the first part to the last), `printed`, `parts` (numbers in the order printed, joined by `+`), `complete`,
    `in_order`, `mode` and `marks` (as `formulas_in`), `lost` (the parts without their full wording, joined by `+`).
    """
    sizes = formulas(lexicon=corpus.lexicon).query("part.str.isdigit()").groupby("formula")["part"].size()

    def find(text: str, about: About) -> Iterator[tuple]:
        for one in formulas_in.about(text, about):
            numbers = [part.part for part in one.parts]
            yield (
                one.start, one.end, one.formula, "+".join(map(str, numbers)), len(set(numbers)) == sizes[one.formula],
                numbers == sorted(numbers), one.mode, one.marks, "+".join(map(str, one.lost)),
            )  # fmt: skip

    columns = ["formula", "parts", "complete", "in_order", "mode", "marks", "lost"]
    found = in_corpus(corpus, find, columns).rename(columns={"text": "printed"})
    return found[_OCCURRENCES].astype({"complete": bool, "in_order": bool})


def formula_parts(corpus) -> pd.DataFrame:
    """Return one row per part of each occurrence, absent ones too: `formula`, `article`, `sentence`, `part`, `place`
    (rank in print from 1; 0 if absent), `start`, `end` (raw page; missing if absent), `printed`, `full`, `gloss`."""
    table = formulas(lexicon=corpus.lexicon).query("part.str.isdigit()")
    by_name = table.astype({"part": int}).groupby("formula")
    known = {name: list(rows[["part", "gloss"]].itertuples(index=False)) for name, rows in by_name}

    def find(text: str, about: About) -> Iterator[tuple]:
        for one in formulas_in.about(text, about):
            there = {part.part: (place, part) for place, part in enumerate(one.parts, start=1)}
            for number, gloss in known[one.formula]:
                # An absent part gets the address of the whole; it is removed below.
                place, part = there.get(number, (0, one))
                full = place > 0 and number not in one.lost
                yield part.start, part.end, one.formula, number, place, full, gloss

    columns = ["formula", "part", "place", "full", "gloss"]
    found = in_corpus(corpus, find, columns).rename(columns={"text": "printed"})
    found = found[_PARTS].astype({"start": "Int64", "end": "Int64", "full": bool})
    found.loc[found["place"] == 0, ["start", "end", "printed"]] = None
    return found
