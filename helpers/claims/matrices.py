"""Claims with a function in `study/findings.py` beside the pages, each computed again under other choices: which hold,
weaken, or flip."""

from collections.abc import Callable
from traceback import extract_tb

import pandas as pd

from helpers.claims.checks import FLIPS, HOLDS, ROUNDING, UNASKED, VERDICTS, WEAKENS, register, verdict
from helpers.claims.choices import AS_STATED, CHOICES, Choices
from helpers.corpora.corpus import Corpus
from helpers.lexicon import FINDINGS, Lexicon, LexiconError, per_lexicon

_HELD, _UNMOVED, _BENDS, _SINGLE, _WITHDRAWN = STATUS = (
    "moved and held", "could not move", "bends", "about single articles", "withdrawn",
)  # fmt: skip
REPORTED = "as reported"
# Maps a corpus and choices to the number that decides a claim; NaN if it cannot be computed.
Finding = Callable[[Corpus, Choices], float]


def finding(function: Finding) -> Finding:
    """Register a function as that of a claim, by its name: `no_test_could` computes the number of `no-test-could`."""
    function.claim = function.__name__.replace("_", "-")
    return function


@per_lexicon
def findings_of(*, lexicon: Lexicon) -> dict[str, Finding]:
    """Return the functions of a study by claim, in the order of its `study/findings.py`; empty without that file.

    This runs the Python in the study's folder. `load_corpus` only keeps its text, so only varying claims runs it.
    Raises `LexiconError` naming the line if the file cannot be run.
    """
    names: dict[str, object] = {"__name__": "study.findings"}
    for file in lexicon.files:
        if file.table == FINDINGS:
            try:
                exec(compile(file.text, file.shown, "exec"), names)
            except Exception as error:  # any error is a fault of that file
                lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == file.shown]
                line = f", line {lines[-1]}" if lines else ""
                raise LexiconError(
                    f"{file.shown}{line}: cannot be run ({type(error).__name__}: {error}); mend it, or take it out of the study."
                ) from error
    return {value.claim: value for value in names.values() if hasattr(value, "claim")}


def varied(table: pd.DataFrame, findings: dict[str, Finding]) -> pd.DataFrame:
    """Return the varied claims of a register: those with a function in `findings` and a number at which they flip.

    Raises `LexiconError` for a claim with only one of the two, or a function without a claim.
    """
    for claim, flips in table["flips"].items():
        if pd.notna(flips) != (claim in findings):
            lacks = f"@finding {claim.replace('-', '_')} in study/findings.py" if pd.notna(flips) else "number in flips"
            raise LexiconError(f"study/claims.csv, {claim}: no {lacks}; a claim that is varied needs both.")
    unregistered = sorted(set(findings) - set(table.index))
    if unregistered:
        raise LexiconError(
            f"study/findings.py, {unregistered[0].replace('-', '_')}: study/claims.csv has no row {unregistered[0]}; add it, or drop the function."
        )
    return table[table["flips"].notna()]


def claim_matrix(corpus: Corpus, choices: dict[str, Choices] = CHOICES) -> pd.DataFrame:
    """Compute every varied claim under every choice, and first `as reported`.

    One row per claim and choice: `claim`, `notebook`, `label`, `choice`, `value`, `reported` (the value in the
    notebooks), `changed` (whether the two differ), `verdict` (one of `VERDICTS`). Tables shared by two choices are
    computed once for a corpus. This runs the study's own `study/findings.py`. Raises `LexiconError` as `findings_of`
    and `varied` do.
    """
    findings = findings_of(lexicon=corpus.lexicon)
    claims = varied(register(corpus.lexicon), findings)
    stated = {claim: float(findings[claim](corpus, AS_STATED)) for claim in claims.index}
    rows = []
    for choice, made in {REPORTED: AS_STATED, **choices}.items():
        for row in claims.itertuples():
            before = stated[row.Index]
            value = before if made == AS_STATED else float(findings[row.Index](corpus, made))
            same = (pd.isna(value) and pd.isna(before)) or abs(value - before) <= ROUNDING
            decided = verdict(value, row.limit, row.flips)
            rows.append((row.Index, row.notebook, row.label, choice, value, before, not same, decided))
    table = pd.DataFrame(rows, columns="claim notebook label choice value reported changed verdict".split())
    table["verdict"] = pd.Categorical(table["verdict"], categories=VERDICTS)
    table["choice"] = pd.Categorical(table["choice"], categories=[REPORTED, *choices])
    return table.sort_values(["notebook", "choice"], ignore_index=True)


def standing(by_choice: pd.DataFrame, by_article: pd.DataFrame) -> pd.DataFrame:
    """Summarise each claim: index `claim`; `notebook`, `label`, `status` (one of `STATUS`), `tried` and `moved` (number
    of choices and left-out articles under which it can be asked, and of those that change its number), `needs`
    (articles without which it does not hold).

    `by_choice` is a matrix over choices, `by_article` one over `left_out`. A claim is withdrawn if it flips as
    reported, or under most of the choices that change its number. It rests on single articles if it flips or cannot be
    asked without one of them. It bends if any choice or left-out article weakens or flips it. Otherwise its number
    moved and it held, or nothing moved its number, which tests nothing.
    """
    rows = {}
    for claim, own in by_choice.groupby("claim", sort=False):
        reported = own[own["choice"] == REPORTED].iloc[0]
        without = by_article[(by_article["claim"] == claim) & (by_article["choice"] != REPORTED)]
        everything = pd.concat([own[own["choice"] != REPORTED], without]).dropna(subset="value")
        moved = everything[everything["changed"]]
        by_choices = moved[~moved["choice"].isin(without["choice"])]["verdict"]
        alone = without[without["verdict"] != HOLDS]
        status = _HELD if len(moved) else _UNMOVED
        if reported["verdict"] == FLIPS or (by_choices == FLIPS).sum() > len(by_choices) / 2:
            status = _WITHDRAWN
        elif alone["verdict"].isin([FLIPS, UNASKED]).any():
            status = _SINGLE
        elif own["verdict"].isin([WEAKENS, FLIPS]).any() or len(alone):
            status = _BENDS
        needs = ", ".join(alone["choice"].astype(str).str.removeprefix("without "))
        rows[claim] = (*reported[["notebook", "label"]], status, len(everything), len(moved), needs)
    columns = ["notebook", "label", "status", "tried", "moved", "needs"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("claim")
    return table.assign(status=pd.Categorical(table["status"], categories=STATUS))
