"""Links found against those made by hand."""

from pathlib import Path

import numpy as np
import pandas as pd

from helpers.evaluation.spans import GOLD, span_scores


def unseen_sides(pair: str, folder: Path = GOLD) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two sides of a made pair of parallel texts, as `helpers.comparisons.align` takes them: `sentence`, `language`,
    `text`.

    Raises `KeyError` naming the pairs for an unknown one.
    """
    table = pd.read_csv(folder / "alignment_unseen.csv", encoding="utf-8", keep_default_na=False)
    if pair not in set(table["pair"]):
        raise KeyError(f"no pair {pair!r}; the pairs are {', '.join(dict.fromkeys(table['pair']))}")
    sides = (table[(table["pair"] == pair) & (table["side"] == side)] for side in ("left", "right"))
    left, right = (side[["sentence", "language", "text"]].reset_index(drop=True) for side in sides)
    return left, right


def gold_links(name: str = "alignment", folder: Path = GOLD) -> pd.DataFrame:
    """The links made by hand (`alignment`, or `alignment_unseen_links`): `pair`, `left_sentences`, `right_sentences`
    (numbers joined by `+`, empty for an addition or omission)."""
    table = pd.read_csv(folder / f"{name}.csv", encoding="utf-8", dtype=str, keep_default_na=False)
    return table[["pair", "left_sentences", "right_sentences"]]


def link_scores(gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Links found against links made by hand, both with `left_sentences` and `right_sentences`; rules in
    tests/gold/ALIGNMENT.md.

    One row per `measure`: `links` (pairs of sentences that the groups imply), `groups` (both sides agree wholly),
    `gaps` (sentences without a link); columns `gold`, `found`, `right`, `precision`, `recall`, `f1`.

    >>> gold = pd.DataFrame({"left_sentences": ["1", "2+3"], "right_sentences": ["1", "2"]})
    >>> found = pd.DataFrame({"left_sentences": ["1", "2", "3"], "right_sentences": ["1", "2", ""]})
    >>> link_scores(gold, found).set_index("measure")["f1"].round(2).to_dict()
    {'links': 0.8, 'groups': 0.5, 'gaps': 0.0}
    """
    rows = []
    for measure, members in {"links": _link_pairs, "groups": _link_groups, "gaps": _link_gaps}.items():
        scores = span_scores([members(gold)], [members(found)])
        # Nothing to be found and nothing found is no score.
        nothing = dict.fromkeys(("precision", "recall", "f1"), np.nan) if not scores["gold"] + scores["found"] else {}
        rows.append({"measure": measure, **scores, **nothing})
    return pd.DataFrame(rows)


def _link_rows(links: pd.DataFrame) -> list[tuple[list[str], list[str]]]:
    return [
        tuple([number for number in cell.split("+") if number] for cell in row)
        for row in links[["left_sentences", "right_sentences"]].itertuples(index=False)
    ]


def _link_pairs(links: pd.DataFrame) -> set:
    return {(one, other) for left, right in _link_rows(links) for one in left for other in right}


def _link_groups(links: pd.DataFrame) -> set:
    return {(frozenset(left), frozenset(right)) for left, right in _link_rows(links) if left and right}


def _link_gaps(links: pd.DataFrame) -> set:
    rows = _link_rows(links)
    left = {("left", number) for numbers, others in rows if not others for number in numbers}
    return left | {("right", number) for others, numbers in rows if not others for number in numbers}
