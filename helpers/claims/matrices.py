"""The register of claims, each recomputed under other choices: what holds, what weakens, what flips."""

import pandas as pd

from helpers.claims.choices import AS_STATED, CHOICES, Choices, Reading
from helpers.claims.findings import FINDINGS, leading_terms
from helpers.corpora.corpus import Corpus
from helpers.lexicon import Lexicon, LexiconError, per_lexicon

VERDICTS = ("holds", "weakens", "flips", "cannot be asked")
STATUS = ("stands", "stands with a caveat", "withdrawn")
_HOLDS, _WEAKENS, _FLIPS, _UNASKED = VERDICTS
_STANDS, _CAVEAT, _WITHDRAWN = STATUS
REPORTED = "as reported"
# Two computations of one number differ in the last digits; a claim is not lost by that.
_ROUNDING = 1e-9


@per_lexicon
def claims(*, lexicon: Lexicon) -> pd.DataFrame:
    """The register: index `claim`; `notebook`, `label` (for figures), `sentence` (words that stand in the notebook's
    prose), `value` (what number decides), `holds` and `flips` (the bounds for that number), `because` (why these
    bounds).

    With `holds` above `flips` the claim asks for a large number, else for a small one. Raises `LexiconError` for a
    bound that is no number, bounds that are equal, or a claim without a function of its name.
    """
    table = lexicon.table("claims")
    for row in table.itertuples():
        try:
            holds, flips = float(row.holds), float(row.flips)
        except ValueError:
            raise LexiconError(
                f"claims.csv, {row.claim}: holds and flips are numbers, not {row.holds!r} and {row.flips!r}."
            ) from None
        if not abs(holds - flips) > 0:
            raise LexiconError(
                f"claims.csv, {row.claim}: holds and flips are both {row.holds}; say which way the claim goes."
            )
        if row.claim not in FINDINGS:
            raise LexiconError(
                f"claims.csv, {row.claim}: no function of that name in helpers.claims.findings; write it."
            )
    unregistered = sorted(set(FINDINGS) - set(table["claim"]))
    if unregistered:
        raise LexiconError(f"claims.csv has no row for {unregistered[0]}; add it, or drop its function.")
    return table.set_index("claim").astype({"holds": float, "flips": float})


def verdict(value: float, holds: float, flips: float) -> str:
    """What a number makes of a claim: at its bound or beyond it `holds`, at the other or beyond that `flips`, else
    `weakens`.

    >>> [verdict(value, holds=0.75, flips=0.5) for value in (0.8, 0.6, 0.5, float("nan"))]
    ['holds', 'weakens', 'flips', 'cannot be asked']
    >>> verdict(0.01, holds=0.05, flips=0.1)
    'holds'
    """
    if pd.isna(value):
        return _UNASKED
    way = 1 if holds > flips else -1
    if way * (value - holds) >= -_ROUNDING:
        return _HOLDS
    return _FLIPS if way * (value - flips) <= _ROUNDING else _WEAKENS


def claim_matrix(
    corpus: Corpus,
    choices: dict[str, Choices] = CHOICES,
    register: pd.DataFrame | None = None,
    store: dict | None = None,
) -> pd.DataFrame:
    """Every claim under every choice, and first `as reported`.

    One row per claim and choice: `claim`, `notebook`, `label`, `choice`, `value`, `reported` (the value as the
    notebooks have it), `changed` (whether the two differ), `verdict` (one of `VERDICTS`). `register` is another table
    with the columns of `claims()`; `store` is filled with the tables that readings share, and may be handed on to
    another matrix of the same corpus.
    """
    register = claims(lexicon=corpus.lexicon) if register is None else register
    store = {} if store is None else store
    reported = _values(Reading(corpus, AS_STATED, store), register)
    rows = []
    for choice, made in {REPORTED: AS_STATED, **choices}.items():
        values = reported if choice == REPORTED else _values(Reading(corpus, made, store), register)
        for row in register.itertuples():
            value, before = values[row.Index], reported[row.Index]
            same = (pd.isna(value) and pd.isna(before)) or abs(value - before) <= _ROUNDING
            decided = verdict(value, row.holds, row.flips)
            rows.append((row.Index, row.notebook, row.label, choice, value, before, not same, decided))
    table = pd.DataFrame(
        rows, columns=["claim", "notebook", "label", "choice", "value", "reported", "changed", "verdict"]
    )
    table["verdict"] = pd.Categorical(table["verdict"], categories=VERDICTS)
    table["choice"] = pd.Categorical(table["choice"], categories=[REPORTED, *choices])
    return table.sort_values(["notebook", "choice"], ignore_index=True)


def _values(reading: Reading, register: pd.DataFrame) -> dict[str, float]:
    return {claim: float(FINDINGS[claim](reading)) for claim in register.index}


def lone_carriers(by_article: pd.DataFrame) -> pd.DataFrame:
    """The articles without which a claim flips or cannot be asked: one row per claim and article: `claim`, `label`,
    `article`, `value`, `reported`, `verdict`. `by_article` is a matrix over `left_out`."""
    lost = by_article[by_article["verdict"].isin([_FLIPS, _UNASKED]) & (by_article["choice"] != REPORTED)]
    article = lost["choice"].astype(str).str.removeprefix("without ")
    return lost.assign(article=article)[
        ["claim", "label", "article", "value", "reported", "verdict"]
    ].reset_index(drop=True)


def standing(by_choice: pd.DataFrame, by_article: pd.DataFrame) -> pd.DataFrame:
    """What becomes of each claim: index `claim`; `notebook`, `label`, `status` (one of `STATUS`), `tried` and `moved`
    (choices under which it can be asked, and those of them that change its number), `weakened_by`, `flipped_by`
    (choices), `carried_by` (articles without which it flips or cannot be asked), the last three joined by `; `.

    A claim is withdrawn if it flips as reported, or under most of the choices that change its number; it needs a caveat
    if any choice or any left-out article weakens or flips it, or if it cannot be asked without one of the articles;
    else it stands.
    """
    rows = {}
    carriers = lone_carriers(by_article)
    for claim, own in by_choice.groupby("claim", sort=False):
        reported = own[own["choice"] == REPORTED].iloc[0]
        tried = own[own["choice"] != REPORTED]
        alone = by_article[by_article["claim"] == claim]
        asked = tried[tried["value"].notna()]
        moved = asked[asked["changed"]]
        flips = (moved["verdict"] == _FLIPS).sum()
        if reported["verdict"] == _FLIPS or (flips and flips > len(moved) / 2):
            status = _WITHDRAWN
        elif (
            tried["verdict"].isin([_WEAKENS, _FLIPS]).any()
            or reported["verdict"] == _WEAKENS
            or not alone["verdict"].eq(_HOLDS).all()
        ):
            status = _CAVEAT
        else:
            status = _STANDS
        rows[claim] = (
            reported["notebook"],
            reported["label"],
            status,
            len(asked),
            len(moved),
            "; ".join([*_choices_that(tried, _WEAKENS), *_choices_that(alone, _WEAKENS)]),
            "; ".join(_choices_that(tried, _FLIPS)),
            "; ".join(carriers.loc[carriers["claim"] == claim, "article"]),
        )
    columns = ["notebook", "label", "status", "tried", "moved", "weakened_by", "flipped_by", "carried_by"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("claim")
    table["status"] = pd.Categorical(table["status"], categories=STATUS)
    return table


def _choices_that(rows: pd.DataFrame, verdict: str) -> list[str]:
    return rows.loc[rows["verdict"] == verdict, "choice"].astype(str).tolist()


def jaccard_at(one: list[str], other: list[str], k: int) -> float:
    """The share of the two first `k` entries that both have; NaN where one has none.

    >>> jaccard_at(["a", "b", "c"], ["b", "a", "d"], 2), round(jaccard_at(["a", "b"], ["a", "c"], 2), 2)
    (1.0, 0.33)
    """
    left, right = set(one[:k]), set(other[:k])
    return len(left & right) / len(left | right) if left and right else float("nan")


def list_stability(
    corpus: Corpus, choices: dict[str, Choices], k: int = 20, store: dict | None = None
) -> pd.DataFrame:
    """How much of the first `k` of each ranked list is kept under each choice: `list`, `choice`, `k`, `jaccard`,
    `gone`, `come` (terms, by rank)."""
    store = {} if store is None else store
    reported = leading_terms(Reading(corpus, AS_STATED, store))
    rows = []
    for choice, made in choices.items():
        for name, terms in leading_terms(Reading(corpus, made, store)).items():
            before = reported[name]
            gone = [term for term in before[:k] if term not in terms[:k]] if terms else []
            come = [term for term in terms[:k] if term not in before[:k]]
            rows.append((name, choice, k, jaccard_at(before, terms, k), "|".join(gone), "|".join(come)))
    return pd.DataFrame(rows, columns=["list", "choice", "k", "jaccard", "gone", "come"])
