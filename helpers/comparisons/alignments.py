"""Sentence alignment by anchors, many to many; sentence length decides where anchors do not.

First, rare anchors link some pairs of sentences firmly. Between these, dynamic programming finds the links with the
greatest total value, so the time grows with the length of the texts, not with its square.
"""

import warnings
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, pairwise
from math import inf, log
from typing import NamedTuple

import pandas as pd

from helpers.comparisons.anchors import Side, keys, language_of, side, weights
from helpers.lexicon import Lexicon

# Numbers of left and right sentences that one link can join.
MOVES = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1))
ORDERS = ("kept", "free")
# English letters per Chinese character: news has three to five (`helpers.corpora.articles`).
_ENGLISH_PER_CHINESE = 3.1
# The least share of the weight of both sides that makes a link better than an omission and an addition.
_LEAST_SHARE = 0.24
# Value of equal lengths; less for the squared logarithm of the ratio of the lengths, down to a bound.
_LENGTH = 0.8
_LONGER = 1.0
_LENGTH_MOST = 1.5
# Prior weight of the usual ratio of lengths, in firm links.
_USUAL = 5
# From this score on a link rests on its anchors; texts with fewer sentences than the second number get no warning.
_HELD = 0.2
_FEW = 5
# The least weight of anchors unique on both sides that links two sentences firmly.
_FIRM = 4.0
# Width of the band in sentences: around firm links, and around the diagonal elsewhere.
_NEAR = 8
_WIDE = 30
_MERGE = 0.9
# Penalty of a 2-2 link: usually it is two 1-1 links.
_TWO_TO_TWO = 3.0
# Penalty, in a digest, of each link that is out of order and of each gap inside a link.
_JUMP = 3.0
_LARGEST = 4
_COLUMNS = (
    "left_sentences right_sentences kind score anchors left_article left_start left_end"
    " right_article right_start right_end left_text right_text"
).split()


class Link(NamedTuple):
    """Rows of the left and of the right table with the same content; one side is empty for an omission or addition."""

    left: tuple[int, ...]
    right: tuple[int, ...]


class _Run(NamedTuple):
    """Consecutive sentences of one side: the anchors of any, the anchors of all, their weight, length and number."""

    any: frozenset[int]
    all: frozenset[int]
    weight: float
    length: float
    sentences: int


class _Values:
    """The value of a link between any rows of two sides. An anchor is the place of its key in `names`."""

    def __init__(self, left: Side, right: Side):
        self.left, self.right = left, right
        found = [[keys(anchors) for anchors in one.anchors] for one in (left, right)]
        # A gloss from the dictionary counts only if the other text has it too.
        offered = [{key for row in side for key in row if key[0] == "gloss"} for side in found]
        unmet = offered[0] ^ offered[1]
        found = [[row - unmet for row in side] for side in found]
        weighed = weights(found)
        self.names, self.weights = list(weighed), list(weighed.values())
        place = {key: number for number, key in enumerate(self.names)}
        self.anchors = [[frozenset(sorted(place[key] for key in row)) for row in side] for side in found]
        self.glosses = {number for key, number in place.items() if key[0] == "gloss"}
        # Lengths of both sides on one scale, symmetric in left and right.
        scale = {"zh": _ENGLISH_PER_CHINESE if left.language != right.language else 1.0, "en": 1.0}
        self.lengths = [[max(length, 1) * scale[one.language] for length in one.lengths] for one in (left, right)]
        # How much longer the left side is than expected, as a logarithm: learnt from firm links.
        self.longer = 0.0
        # The anchors that count in the neighbourhood of each sentence: known once the band is.
        self.near = self.anchors
        self.known_value = cache(self.value)

    def weigh(self, anchors: Iterable[int]) -> float:
        return sum([self.weights[anchor] for anchor in anchors])

    def shared(self, link: Link) -> tuple[float, list[str]]:
        """Return the weight of the shared anchors as a share of all anchors of both sides (Dice, 0 to 1), and the names
        of the shared anchors, heaviest first.

        If one side is a single sentence, every anchor counts once, since the others repeat it. In a 2-2 link an anchor
        can count twice; otherwise two links would gain by merging.
        """
        sides = [Counter(one for row in rows for one in near[row]) for rows, near in zip(link, self.near, strict=True)]
        if min(map(len, link)) == 1:
            sides = [Counter(dict.fromkeys(side, 1)) for side in sides]
        both = sides[0] & sides[1]
        common, *apart = (
            sum(self.weights[anchor] * count for anchor, count in sorted(some.items())) for some in (both, *sides)
        )
        names = sorted(both, key=lambda anchor: (-self.weights[anchor], anchor))
        score = 2 * common / sum(apart) if common else 0.0
        return score, [" ".join(self.names[anchor]) for anchor in names]

    def value(self, link: Link) -> float:
        """Return how much more the link is worth than leaving its sentences unlinked."""
        if not all(link):
            return 0.0
        return self.of_runs(*(self.run(side, rows, self.anchors) for side, rows in enumerate(link)))

    def run(self, side: int, rows: Sequence[int], anchors: Sequence[Sequence[frozenset[int]]]) -> _Run:
        """Join these rows of a side into one run, with these `anchors` of its rows."""
        parts = [anchors[side][row] for row in rows]
        some, every = frozenset().union(*parts), parts[0].intersection(*parts[1:])
        return _Run(some, every, self.weigh(some), sum(self.lengths[side][row] for row in rows), len(rows))

    def of_runs(self, left: _Run, right: _Run) -> float:
        shared = self.weigh(left.any & right.any)
        weight = left.weight + right.weight
        merged = _MERGE * (left.sentences + right.sentences - 2)
        if left.sentences > 1 and right.sentences > 1:
            shared += self.weigh(left.all & right.all)
            weight += self.weigh(left.all) + self.weigh(right.all)
            merged += _TWO_TO_TWO
        longer = log(left.length / right.length) - self.longer
        fit = max(_LENGTH - _LONGER * longer * longer, -_LENGTH_MOST)
        # Rounded, so that ties do not depend on the order of the sums.
        return round(shared - _LEAST_SHARE / 2 * weight + fit - merged, 9)


def align(
    left: pd.DataFrame, right: pd.DataFrame, order: str = "kept", *, lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Align the sentences of two texts, in one language or across Chinese and English.

    `left` and `right` have one row per sentence in the order of the text: `text`, `language` (`zh`, `en`, with or
    without a script). If known, also `article`, `sentence`, `start`, `end` (raw page), `date` (of publication: relative
    dates are resolved from it), `script`, `machine_converted`.

    Returns one row per link, omission (`1-0`) and addition (`0-1`), in the order of the left text; every sentence of
    either side is in exactly one row. `left_sentences` and `right_sentences` are sentence numbers (the column
    `sentence`, else from 1) joined by `+`; `kind` counts them (`1-2`). `score` is the weight of the shared anchors as a
    share of all anchors of both sides (Dice, 0 to 1); `anchors` names the shared ones, heaviest first. The articles,
    raw addresses (missing if unknown) and texts of both sides follow.

    `order="kept"` is a monotone alignment (links do not cross), as in translations and reprints. Dynamic programming
    over 1-1, 1-2, 2-1, 2-2, 1-3, 3-1, 1-4, 4-1, 1-0 and 0-1 finds the greatest sum of values in the band around pairs
    that rare anchors link firmly. `order="free"` is for digests, which rearrange their source: links may cross and have
    gaps, at a price. It takes a greedy alignment if that is worth more, and is meant for texts of some dozens of
    sentences.

    Swapping `left` and `right` mirrors the result. Warns if few links share anchors. Raises `ValueError` for another
    language or two in one text, another order, a missing column or a missing text.
    """
    if order not in ORDERS:
        raise ValueError(f"order is one of {', '.join(ORDERS)}, not {order!r}")
    languages = []
    for name, table in (("left", left), ("right", right)):
        empty = [_numbers((row,), table) for row, gone in enumerate(table["text"].isna()) if gone]
        if empty:
            raise ValueError(f"align: sentence {empty[0]} of {name} has no text; fill it, or leave the row out")
        spoken = sorted({language_of(tag) for tag in table["language"].unique()})
        if len(spoken) > 1:
            raise ValueError(f"align: {name} has sentences in {' and '.join(spoken)}; keep those of one language")
        languages.append(next(iter(spoken), None))
    sides = [
        side(table, other or own or "en", lexicon=lexicon)
        for table, own, other in zip((left, right), languages, reversed(languages), strict=True)
    ]
    links = _links(*sides, order)
    _warn_of_few_anchors(links, min(len(left), len(right)))
    rows = [_row(link, score, anchors, left, right) for link, score, anchors in links]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    offsets = {name: table[name].astype("Int64") for name in _COLUMNS if name.endswith(("_start", "_end"))}
    return table.assign(**offsets).astype({"score": float})


def _links(left: Side, right: Side, order: str) -> list[tuple[Link, float, list[str]]]:
    """Return the links in the order of the left text, with their scores and the names of their anchors."""
    # Only one orientation is computed, so the other is its mirror even if values tie.
    turned = (len(left.texts), left.texts) > (len(right.texts), right.texts)
    values = _Values(right, left) if turned else _Values(left, right)
    found = _in_order(values)
    if order == "free":
        found = max((found, _greedy(values)), key=lambda links: round(_worth(values, links), 9))
    said = {Link(*link[::-1]) if turned else link: values.shared(link) for link in found}
    return [(link, *said[link]) for link in _sorted(list(said))]


def _warn_of_few_anchors(links: list[tuple[Link, float, list[str]]], sentences: int) -> None:
    """Warn if links rest mainly on place and length: the two may not be versions of one text."""
    held = sum(min(map(len, link)) for link, score, _ in links if score >= _HELD)
    if sentences >= _FEW and held < sentences / 3:
        warnings.warn(
            f"align: only {held} of the {sentences} sentences of the shorter text share enough names, numbers, dates or words"
            " with what they are linked to. Are these two versions of one text, and is their language right?",
            stacklevel=3,
        )


def _sorted(links: list[Link]) -> list[Link]:
    """Sort links by the left text; an addition comes after the sentence that it follows in the right text."""
    place_of = {row: min(link.left) for link in links if link.left for row in link.right}

    def key(link: Link) -> tuple:
        if link.left:
            return min(link.left), 0, 0
        before = [row for row in place_of if row < link.right[0]]
        return place_of[max(before)] if before else -1, 1, link.right[0]

    return sorted(links, key=key)


def _in_order(values: _Values) -> list[Link]:
    """Find the monotone alignment with the greatest sum of values, by dynamic programming in the band of firm links."""
    rows, columns = len(values.left.texts), len(values.right.texts)
    firm = _firm(values)
    values.longer = _longer(values, firm)
    band = _band(firm, rows, columns)
    values.near = _near(values, band)

    @cache
    def run(side: int, end: int, size: int) -> _Run:
        return values.run(side, range(end - size, end), values.near)

    best: dict[tuple[int, int], float] = {(0, 0): 0.0}
    moves: dict[tuple[int, int], tuple[int, int]] = {}
    for row, (low, high) in enumerate(band):
        for column in range(low, high + 1):
            top = -inf
            for down, along in MOVES:
                value = best.get((row - down, column - along))
                if value is None:
                    continue
                if down and along:
                    value += values.of_runs(run(0, row, down), run(1, column, along))
                if value > top + 1e-9:
                    top = best[row, column] = value
                    moves[row, column] = down, along
    links = []
    row, column = rows, columns
    while row or column:
        down, along = moves[row, column]
        links.append(Link(tuple(range(row - down, row)), tuple(range(column - along, column))))
        row, column = row - down, column - along
    return links[::-1]


def _firm(values: _Values) -> list[tuple[int, int]]:
    """Pairs of sentences that share much weight of anchors unique on both sides, in the order of both texts."""
    having = [_having(found) for found in values.anchors]
    weights: dict[tuple[int, int], float] = {}
    for anchor, rows in having[0].items():
        columns = having[1].get(anchor, ())
        if len(rows) == len(columns) == 1:
            pair = rows[0], columns[0]
            weights[pair] = weights.get(pair, 0.0) + values.weights[anchor]
    return _chain(sorted((*pair, round(weight, 9)) for pair, weight in weights.items() if weight >= _FIRM))


def _having(anchors: Sequence[frozenset[int]]) -> dict[int, list[int]]:
    """Return the places of each anchor on one side."""
    having: dict[int, list[int]] = {}
    for place, found in enumerate(anchors):
        for anchor in found:
            having.setdefault(anchor, []).append(place)
    return having


def _chain(candidates: list[tuple[int, float, float]]) -> list[tuple[int, float]]:
    """Choose the heaviest chain of pairs that rises in both texts, from pairs sorted by the left."""
    heaviest: list[float] = []  # of the chains that end with each candidate
    before: list[int] = []
    for row, column, weight in candidates:
        earlier = [n for n in range(len(before)) if candidates[n][0] < row and candidates[n][1] < column]
        last = max(earlier, key=heaviest.__getitem__, default=-1)
        before.append(last)
        heaviest.append(weight + (heaviest[last] if last >= 0 else 0.0))
    chain = []
    number = heaviest.index(max(heaviest)) if heaviest else -1
    while number >= 0:
        chain.append(candidates[number][:2])
        number = before[number]
    return chain[::-1]


def _longer(values: _Values, firm: list[tuple[int, int]]) -> float:
    """The logarithm of how much longer the left side is than expected, from its firm links; 0 within one language."""
    if values.left.language == values.right.language:
        return 0.0
    longer = [log(values.lengths[0][row] / values.lengths[1][column]) for row, column in firm]
    # Shrunk towards the usual length, as if some links of that length were among them.
    return round(sum(longer) / (len(longer) + _USUAL), 9)


def _band(firm: list[tuple[int, int]], rows: int, columns: int) -> list[tuple[int, int]]:
    """The fewest and the most right sentences for each number of left ones: all between two firm links with a margin,
    or a band along the diagonal if the firm links are far apart."""
    low, high = [columns] * (rows + 1), [0] * (rows + 1)
    for (row, column), (to_row, to_column) in pairwise([(0, 0), *((r + 1, c + 1) for r, c in firm), (rows, columns)]):
        height, width = to_row - row, to_column - column
        far = min(height, width) > 2 * _WIDE
        reach = max(_WIDE, 2 * width // height) if far else _NEAR
        for place in range(max(row - _NEAR, 0), min(to_row + _NEAR, rows) + 1):
            share = min(max((place - row) / height, 0.0), 1.0) if far else None
            left, right = (column, to_column) if share is None else (column + int(share * width),) * 2
            low[place], high[place] = min(low[place], left - reach), max(high[place], right + reach)
    low, high = [*accumulate(reversed(low), min)][::-1], [*accumulate(high, max)]
    low[0], high[rows] = 0, columns
    return [(max(left, 0), min(right, columns)) for left, right in zip(low, high, strict=True)]


def _near(values: _Values, band: list[tuple[int, int]]) -> list[list[frozenset[int]]]:
    """The anchors of each sentence of both sides, without glosses that the other side lacks nearby.

    A long text has most stems of a gloss somewhere, also those of other senses, which would add unmatched anchors.
    """
    having = [_having([found & values.glosses for found in side]) for side in values.anchors]
    lows, highs = ([edges[end] for edges in band] for end in (0, 1))
    reaches = [
        [(lows[row], highs[row + 1]) for row in range(len(band) - 1)],
        [(bisect_left(highs, column), bisect_right(lows, column)) for column in range(len(values.right.texts))],
    ]

    def is_there(anchor: int, other: int, first: int, last: int) -> bool:
        places = having[other].get(anchor, [])
        number = bisect_left(places, first - _WIDE)
        return number < len(places) and places[number] <= last + _WIDE

    return [
        [
            frozenset(one for one in found if one not in values.glosses or is_there(one, 1 - side, *reach))
            for found, reach in zip(values.anchors[side], reaches[side], strict=True)
        ]
        for side in (0, 1)
    ]


def _joined(one: Link, other: Link) -> Link:
    return Link(tuple(sorted({*one.left, *other.left})), tuple(sorted({*one.right, *other.right})))


def _greedy(values: _Values) -> list[Link]:
    """Link the best pairs first, in any order; a sentence joins a link if that increases the sum."""
    left = [Link((row,), ()) for row in range(len(values.left.texts))]
    right = [Link((), (column,)) for column in range(len(values.right.texts))]
    pairs = [_joined(one, other) for one in left for other in right]
    links = [*left, *right]
    for pair in sorted(pairs, key=lambda pair: (-values.known_value(pair), pair)):
        one = next(link for link in links if pair.left[0] in link.left)
        other = next(link for link in links if pair.right[0] in link.right)
        together = _joined(one, other)
        few, many = sorted(map(len, together))
        # A link is one sentence with up to four, or two with two.
        if one == other or many > (_LARGEST if few <= 1 else 2):
            continue
        if values.known_value(together) > values.known_value(one) + values.known_value(other):
            links = [link for link in links if link not in (one, other)] + [together]
    return sorted(links)


def _worth(values: _Values, links: list[Link]) -> float:
    return sum(values.known_value(link) for link in links) - _JUMP * _jumps(links)


def _jumps(links: list[Link]) -> int:
    """Count the links that are out of order, and the gaps inside links."""
    both = sorted((sum(link.left) / len(link.left), sum(link.right) / len(link.right)) for link in links if all(link))
    rising = _chain([(number, place, 1.0) for number, (_, place) in enumerate(both)])
    gaps = sum(after - before > 1 for link in links if all(link) for rows in link for before, after in pairwise(rows))
    return len(both) - len(rising) + gaps


def _row(link: Link, score: float, anchors: list[str], left: pd.DataFrame, right: pd.DataFrame) -> tuple:
    parts = left.iloc[list(link.left)], right.iloc[list(link.right)]
    numbers = _numbers(link.left, left), _numbers(link.right, right)
    addresses = *_address(parts[0]), *_address(parts[1])
    texts = (" ".join(part["text"]) for part in parts)
    return *numbers, f"{len(link.left)}-{len(link.right)}", score, "; ".join(anchors), *addresses, *texts


def _address(part: pd.DataFrame) -> tuple:
    """Return article, start and end of these sentences; None if unknown, or without sentences."""
    given = {column: part[column] for column in ("article", "start", "end") if column in part and len(part)}
    ways = {"article": lambda column: column.iloc[0], "start": pd.Series.min, "end": pd.Series.max}
    return tuple(way(given[column]) if column in given else None for column, way in ways.items())


def _numbers(rows: tuple[int, ...], table: pd.DataFrame) -> str:
    names = table["sentence"] if "sentence" in table else pd.Series(range(1, len(table) + 1))
    return "+".join(str(names.iloc[row]) for row in rows)


def sentences_of(corpus, article: str) -> pd.DataFrame:
    """Return the sentences of one article of a corpus as `align` takes them. Raises `KeyError` for an unknown article.

    Columns: `article`, `sentence`, `start`, `end`, `text`, `language`, `date`, `script`, `machine_converted`.
    """
    if article not in corpus.articles.index:
        raise KeyError(f"no article {article!r}; the articles are {', '.join(corpus.articles.index)}")
    about = corpus.articles.loc[article]
    found = corpus.sentences[corpus.sentences["article"] == article].reset_index(drop=True)
    known = {"language": about["language"], "date": about["published"], "script": about["script"]}
    return found.assign(**known, machine_converted=bool(about["machine_converted"]))
