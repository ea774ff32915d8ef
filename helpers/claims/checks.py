"""The register of claims, and the one-line check of a claim under its table."""

import operator
import re
from difflib import get_close_matches
from functools import cache
from html import escape
from typing import NamedTuple

import pandas as pd
from IPython.display import display

from helpers.corpora.pages import ROOT
from helpers.lexicon import Lexicon, LexiconError, shipped

HOLDS, WEAKENS, FLIPS, UNASKED = VERDICTS = ("holds", "weakens", "flips", "cannot be asked")
# Two computations of one number may differ in the last digits; this does not falsify a claim.
ROUNDING = 1e-9
_WAYS = {"at least": operator.ge, "at most": operator.le, "above": operator.gt, "under": operator.lt}
_BOUND = re.compile(rf"(?P<way>{'|'.join([*_WAYS, 'exactly'])}) (?P<number>-?\d+(?:\.\d+)?)(?P<percent> ?%)?")


class ClaimError(AssertionError):
    """A claim that its number does not support."""


class Bound(NamedTuple):
    """The bound of a claim: the `way` (`at least`, ...), a number, and whether it is in per cent."""

    way: str
    number: float
    percent: bool

    @property
    def at(self) -> float:
        return self.number / 100 if self.percent else self.number

    def holds(self, value: float) -> bool:
        """Whether a number is within the bound.

        >>> bound_of("at least 20").holds(20), bound_of("under 5 %").holds(0.05)
        (True, False)
        """
        value = self.at if abs(value - self.at) <= ROUNDING else value
        return value == self.at if self.way == "exactly" else _WAYS[self.way](value, self.at)


def bound_of(words: str) -> Bound:
    """Parse the bound in a cell of the register. Raises `ValueError` for another form.

    >>> bound_of("at most 0.05"), bound_of("at least 75 %")
    (Bound(way='at most', number=0.05, percent=False), Bound(way='at least', number=75.0, percent=True))
    """
    match = _BOUND.fullmatch(words.strip())
    if match is None:
        raise ValueError(
            f"bound is {words!r}; write {', '.join([*_WAYS, 'exactly'])} and a number, such as 'at least 20' or 'under 5 %'"
        )
    return Bound(match["way"], float(match["number"]), match["percent"] is not None)


def study() -> Lexicon:
    """The lexicon of the study in `seeds/`, with the register that the notebooks check."""
    return shipped().with_study(ROOT / "seeds")


@cache
def register(lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Return the claims of a study (default: the seeds), index `claim`: `notebook`, `label` (for figures), `sentence`
    (words of the notebook's prose), `value` (what is counted, in words), `bound` (such as `at least 20`), `limit` (the
    bound as a `Bound`), `flips` (the number at which it is false; missing if the claim is not varied), `because`.

    Raises `LexiconError` for an invalid bound, or a number at which the claim both holds and flips.
    """
    table = (study() if lexicon is None else lexicon).table("claims")
    bounds = []
    for row in table.itertuples():
        try:
            bounds.append(bound_of(row.bound))
            flips = float(row.flips or "nan")
        except ValueError as error:
            raise LexiconError(f"claims.csv, {row.claim}: {error}; mend the row.") from None
        if bounds[-1].holds(flips):
            raise LexiconError(
                f"claims.csv, {row.claim}: at {row.flips}, where it flips, it still holds ({row.bound}); mend the row."
            )
    return table.assign(limit=bounds, flips=pd.to_numeric(table["flips"])).set_index("claim")


def check(name: str, value: float, of: float | None = None, lexicon: Lexicon | None = None) -> None:
    """Check a registered claim against a number from the table just shown (a part `of` a whole, if given), and show it
    with its bound; in small print and alone if the bound is `exactly` it: that keeps the prose true and tests nothing.

    A bound in per cent applies to the share: of `value` in `of`, or `value` itself. Raises `KeyError` naming the
    nearest claims if it is not registered, `ClaimError` if the number is missing or does not support it.
    """
    table = register(lexicon)
    if name not in table.index:
        nearest = get_close_matches(name, table.index, n=3, cutoff=0.4)
        hint = f"the nearest are {', '.join(nearest)}" if nearest else "no claim is similar"
        raise KeyError(f"no claim {name!r} in claims.csv; {hint}: register it with its sentence and bound")
    row = table.loc[name]
    value = float("nan") if pd.isna(value) else value
    of = of if of is None or pd.notna(of) else float("nan")
    number = f"{_shown(value)}{'' if of is None else f' of {_shown(of)}'} {row['value']}".rstrip()
    decides = value
    if row["limit"].percent:
        decides = value if of is None else value / of if of else float("nan")
        share = f"{100 * decides:.3g} %"
        number = f"{share} {row['value']}".rstrip() if of is None else f"{number} ({share})"
    if not row["value"]:
        number = f"{row['sentence']}: {number}"
    if not row["limit"].holds(float(decides)):  # also for a missing number
        raise ClaimError(
            f"{name}: {number} · claimed: {row['bound']} · {'false' if pd.notna(decides) else 'nothing to check'};"
            f" mend the sentence {row['sentence']!r}, or what is counted"
        )
    counted = row["limit"].way == "exactly"
    said = number if counted else f"{number} · claimed: {row['bound']} · {HOLDS}"
    html = escape(said).replace("$", "&#36;")
    html = f"<blockquote>{f'<small>{html}</small>' if counted else html}</blockquote>"
    display({"text/plain": said, "text/html": html}, raw=True)


def _shown(number: float) -> str:
    """Format a number for readers: a whole one in full, others with three significant digits."""
    whole = pd.notna(number) and float(number).is_integer()
    return f"{int(number):,}" if whole else f"{float(number):.3g}"


def verdict(value: float, bound: Bound, flips: float) -> str:
    """Return `holds` within the bound, `flips` at that number or beyond, else `weakens`; `cannot be asked` for NaN.

    >>> [verdict(value, bound_of("at least 0.75"), flips=0.5) for value in (0.8, 0.6, 0.5, float("nan"))]
    ['holds', 'weakens', 'flips', 'cannot be asked']
    >>> verdict(0.01, bound_of("at most 0.05"), flips=0.1)
    'holds'
    """
    if pd.isna(value):
        return UNASKED
    if bound.holds(value):
        return HOLDS
    way = 1 if flips < bound.at else -1
    return FLIPS if pd.notna(flips) and way * (value - flips) <= ROUNDING else WEAKENS
