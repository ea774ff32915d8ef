"""Sentence alignment by anchors, many to many, by dynamic programming; length decides only what anchors leave open."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import log
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.comparisons.anchors import Side, keys, language_of, side, weights
from helpers.lexicon import Lexicon

# How many sentences of either side a link joins.
MOVES = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1))
ORDERS = ("kept", "free")
# Letters of English for one character of Chinese: news has three to five (`helpers.corpora.articles`).
_ENGLISH_PER_CHINESE = 3.1
# What a link has to share of the weight of its two sides, to be better than an omission and an addition.
_LEAST_SHARE = 0.24
_LENGTH = 0.8
_MERGE = 0.9
# Two times two is two links unless much has moved between them.
_TWO_TO_TWO = 3.0
# In a digest: what a link out of order, or one with a gap, has to be worth more than without.
_JUMP = 3.0
_LARGEST = 4
_COLUMNS = (
    "left_sentences right_sentences kind score anchors left_article left_start left_end"
    " right_article right_start right_end left_text right_text"
).split()


class Link(NamedTuple):
    """Rows of the left and of the right table that say the same; one of the two is empty for an omission or addition."""

    left: tuple[int, ...]
    right: tuple[int, ...]


class _Values:
    """What a link between any rows of two sides is worth."""

    def __init__(self, left: Side, right: Side):
        self.left, self.right = left, right
        self._known: dict[Link, float] = {}
        self.weights = weights([left, right])
        self.keys = [[keys(anchors) for anchors in one.anchors] for one in (left, right)]
        # Both sides to one measure of length, symmetric in left and right.
        scale = {"zh": _ENGLISH_PER_CHINESE, "en": 1.0}
        self.lengths = [
            [
                max(length, 1) * (scale[one.language] if left.language != right.language else 1.0)
                for length in one.lengths
            ]
            for one in (left, right)
        ]

    def weight(self, found: Counter) -> float:
        return sum(self.weights[key] * count for key, count in sorted(found.items()))

    def sides(self, link: Link) -> tuple[Counter, Counter]:
        """In how many sentences of either side each anchor stands.

        Against one sentence every anchor counts once: it says once what the others repeat. Of two against two
        it counts twice, or two links would gain by being one.
        """
        left = Counter(key for row in link.left for key in self.keys[0][row])
        right = Counter(key for row in link.right for key in self.keys[1][row])
        if min(len(link.left), len(link.right)) == 1:
            return Counter(dict.fromkeys(left, 1)), Counter(dict.fromkeys(right, 1))
        return left, right

    def shared(self, link: Link) -> Counter:
        left, right = self.sides(link)
        return left & right

    def score(self, link: Link) -> float:
        """The weight of the shared anchors in the weight of all anchors of the two sides (Dice), 0 to 1."""
        left, right = self.sides(link)
        both = self.weight(left) + self.weight(right)
        return 2 * self.weight(left & right) / both if both else 0.0

    def length_fit(self, link: Link) -> float:
        """1 for equal lengths, 0 for one half of the other, -1 for a quarter and less."""
        left = sum(self.lengths[0][row] for row in link.left)
        right = sum(self.lengths[1][row] for row in link.right)
        return max(1 - abs(log(left / right)) / log(2), -1.0)

    def known_value(self, link: Link) -> float:
        """The value of a link that is asked for again and again."""
        if link not in self._known:
            self._known[link] = self.value(link)
        return self._known[link]

    def value(self, link: Link) -> float:
        """What the link is worth more than to leave its sentences out."""
        if not (link.left and link.right):
            return 0.0
        left, right = self.sides(link)
        shared = self.weight(left & right)
        needed = _LEAST_SHARE / 2 * (self.weight(left) + self.weight(right))
        merged = _MERGE * (len(link.left) + len(link.right) - 2)
        if min(len(link.left), len(link.right)) > 1:
            merged += _TWO_TO_TWO
        # Rounded, so that ties are ties whatever the order of the sums.
        return round(shared - needed + _LENGTH * self.length_fit(link) - merged, 9)


def align(
    left: pd.DataFrame, right: pd.DataFrame, order: str = "kept", *, lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Which sentences of two texts say the same, in one language or across Chinese and English.

    `left` and `right` have one row per sentence in the order of the text: `text`, `language` (`zh`, `en`,
    with or without a script), and as far as known `article`, `sentence`, `start`, `end` (raw page), `date`
    (of publication: relative dates are resolved from it), `script`, `machine_converted`.

    One row per link, omission (`1-0`) and addition (`0-1`), in the order of the left text; every sentence of
    either side stands in exactly one row. `left_sentences` and `right_sentences` are sentence numbers (the
    column `sentence`, else from 1) joined by `+`; `kind` counts them (`1-2`); `score` is the weight of the
    shared anchors in that of all anchors of the two sides (Dice, 0 to 1); `anchors` names those shared,
    heaviest first; the articles, raw addresses (missing where not given) and texts of both sides follow.

    `order="kept"` is a monotone alignment (links do not cross), as translations and reprints keep it, by
    dynamic programming over 1-1, 1-2, 2-1, 2-2, 1-3, 3-1, 1-4, 4-1, 1-0 and 0-1 for the greatest sum of
    values; time and one byte for each pair of sentences, values of five rows only. `order="free"` is for
    digests, which rearrange their source: links may cross and have gaps, at a price; it mends the monotone
    alignment, or a greedy one if that ends better, sentence by sentence as long as the sum grows, and is
    meant for texts of some dozens of sentences.

    Swapping `left` and `right` mirrors the result. Raises `ValueError` for another language, another order or
    a missing column.
    """
    if order not in ORDERS:
        raise ValueError(f"order is one of {', '.join(ORDERS)}, not {order!r}")
    for name, table in (("left", left), ("right", right)):
        missing = [column for column in ("text", "language") if column not in table]
        if missing:
            raise ValueError(f"align: {name} has no column {missing[0]!r}; it needs text and language")
    languages = [language_of(table["language"].iloc[0]) if len(table) else None for table in (left, right)]
    sides = [
        side(table, other or own or "en", lexicon=lexicon)
        for table, own, other in zip((left, right), languages, reversed(languages), strict=True)
    ]
    links, values = _links(*sides, order)
    rows = [_row(link, values, left, right) for link in links]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    offsets = {name: table[name].astype("Int64") for name in _COLUMNS if name.endswith(("_start", "_end"))}
    return table.assign(**offsets).astype({"score": float})


def _links(left: Side, right: Side, order: str) -> tuple[list[Link], _Values]:
    # One orientation is computed, so that the other is its mirror even where values tie.
    turned = (len(left.texts), left.texts) > (len(right.texts), right.texts)
    values = _Values(right, left) if turned else _Values(left, right)
    found = _in_order(values)
    if order == "free":
        mended = [_mended(values, start) for start in (found, _greedy(values))]
        found = max(mended, key=lambda links: round(_worth(values, links), 9))
    if turned:
        found, values = [Link(link.right, link.left) for link in found], _Values(left, right)
    return _sorted(found), values


def _sorted(links: list[Link]) -> list[Link]:
    """By the left text; what only the right has comes behind what it stands behind there."""
    place_of = {row: min(link.left) for link in links if link.left for row in link.right}

    def key(link: Link) -> tuple:
        if link.left:
            return min(link.left), 0, 0
        before = [row for row in place_of if row < link.right[0]]
        return place_of[max(before)] if before else -1, 1, link.right[0]

    return sorted(links, key=key)


def _in_order(values: _Values) -> list[Link]:
    rows, columns = len(values.left.texts), len(values.right.texts)
    reach = max(move[0] for move in MOVES)
    best = [np.full(columns + 1, -np.inf) for _ in range(reach + 1)]
    moves = np.zeros((rows + 1, columns + 1), dtype=np.int8)
    for row in range(rows + 1):
        here = best[row % (reach + 1)]
        here[:] = -np.inf
        for column in range(columns + 1):
            if not row and not column:
                here[0] = 0.0
                continue
            for number, (down, along) in enumerate(MOVES):
                if down > row or along > column:
                    continue
                value = best[(row - down) % (reach + 1)][column - along]
                if down and along:
                    link = Link(tuple(range(row - down, row)), tuple(range(column - along, column)))
                    value += values.value(link)
                if value > here[column] + 1e-9:
                    here[column], moves[row, column] = value, number
    links = []
    row, column = rows, columns
    while row or column:
        down, along = MOVES[moves[row, column]]
        links.append(Link(tuple(range(row - down, row)), tuple(range(column - along, column))))
        row, column = row - down, column - along
    return links[::-1]


def _fits(link: Link) -> bool:
    """One sentence taken apart, several brought together, or two and two: more is no link any more."""
    few, many = sorted((len(link.left), len(link.right)))
    return many <= (_LARGEST if few <= 1 else 2)


def _joined(one: Link, other: Link) -> Link:
    return Link(tuple(sorted({*one.left, *other.left})), tuple(sorted({*one.right, *other.right})))


def _greedy(values: _Values) -> list[Link]:
    """Links wherever they are, the best pairs first; a sentence joins a link if that makes the sum greater."""
    left = [Link((row,), ()) for row in range(len(values.left.texts))]
    right = [Link((), (column,)) for column in range(len(values.right.texts))]
    pairs = [_joined(one, other) for one in left for other in right]
    links = [*left, *right]
    for pair in sorted(pairs, key=lambda pair: (-values.known_value(pair), pair)):
        one = next(link for link in links if pair.left[0] in link.left)
        other = next(link for link in links if pair.right[0] in link.right)
        together = _joined(one, other)
        if (
            one != other
            and _fits(together)
            and values.known_value(together) > values.known_value(one) + values.known_value(other)
        ):
            links = [link for link in links if link not in (one, other)] + [together]
    return sorted(links)


def _worth(values: _Values, links: list[Link]) -> float:
    return sum(values.known_value(link) for link in links) - _JUMP * _jumps(links)


def _jumps(links: list[Link]) -> int:
    """How many links stand out of order, and how many gaps there are inside links."""
    both = sorted(
        (sum(link.left) / len(link.left), sum(link.right) / len(link.right)) for link in links if all(link)
    )
    # The longest rising sequence of right places (patience sorting): what is not in it has jumped.
    piles: list[float] = []
    for _, place in both:
        pile = bisect_left(piles, place)
        piles[pile : pile + 1] = [place]
    gaps = sum(
        after - before > 1 for link in links if all(link) for rows in link for before, after in pairwise(rows)
    )
    return len(both) - len(piles) + gaps


def _mended(values: _Values, links: list[Link]) -> list[Link]:
    """The links after moving single sentences to other links, or out of theirs, as long as the sum grows."""
    best, worth = links, _worth(values, links)
    while True:
        tried = [(round(_worth(values, other), 9), other) for other in _neighbours(best)]
        if not tried or max(tried)[0] <= worth + 1e-6:
            return best
        worth, best = max(tried)


def _neighbours(links: list[Link]) -> Iterator[list[Link]]:
    """The links with one sentence taken out of its link: by itself, or in another link that it fits."""
    for number, link in enumerate(links):
        for which, row in [(0, row) for row in link.left] + [(1, row) for row in link.right]:
            moved = Link((row,), ()) if which == 0 else Link((), (row,))
            left = tuple(one for one in link.left if which or one != row)
            right = tuple(one for one in link.right if not which or one != row)
            if left and right:
                rest = [Link(left, right)]
            else:
                rest = [Link((one,), ()) for one in left] + [Link((), (one,)) for one in right]
            others = links[:number] + links[number + 1 :]
            if rest:
                yield sorted([*others, *rest, moved])
            for place, other in enumerate(others):
                together = _joined(other, moved)
                if all(together) and _fits(together):
                    yield sorted([*others[:place], *others[place + 1 :], *rest, together])


def _row(link: Link, values: _Values, left: pd.DataFrame, right: pd.DataFrame) -> tuple:
    shared = sorted(values.shared(link), key=lambda key: (-values.weights[key], key)) if all(link) else []
    parts = left.iloc[list(link.left)], right.iloc[list(link.right)]
    return (
        _numbers(link.left, left),
        _numbers(link.right, right),
        f"{len(link.left)}-{len(link.right)}",
        values.score(link) if all(link) else 0.0,
        "; ".join(f"{kind} {key}" for kind, key in shared),
        *_address(parts[0]),
        *_address(parts[1]),
        *(" ".join(part["text"]) for part in parts),
    )


def _address(part: pd.DataFrame) -> tuple:
    """Article, start and end of these sentences; None where it is not given, or for no sentence."""
    given = {column: part[column] for column in ("article", "start", "end") if column in part and len(part)}
    return (
        given["article"].iloc[0] if "article" in given else None,
        given["start"].min() if "start" in given else None,
        given["end"].max() if "end" in given else None,
    )


def _numbers(rows: tuple[int, ...], table: pd.DataFrame) -> str:
    names = table["sentence"] if "sentence" in table else pd.Series(range(1, len(table) + 1))
    return "+".join(str(names.iloc[row]) for row in rows)


def sentences_of(corpus, article: str) -> pd.DataFrame:
    """The sentences of one article of a corpus as `align` takes them. Raises `KeyError` for an unknown article.

    Columns: `article`, `sentence`, `start`, `end`, `text`, `language`, `date`, `script`, `machine_converted`.
    """
    if article not in corpus.articles.index:
        raise KeyError(f"no article {article!r}; the articles are {', '.join(corpus.articles.index)}")
    about = corpus.articles.loc[article]
    found = corpus.sentences[corpus.sentences["article"] == article].reset_index(drop=True)
    return found.assign(
        language=about["language"],
        date=about["published"],
        script=about["script"],
        machine_converted=bool(about["machine_converted"]),
    )
