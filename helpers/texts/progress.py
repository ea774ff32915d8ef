"""Progress bars for what takes long; nothing at all where nobody watches."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
# Shorter work is over before a bar is read.
_SECONDS = 2


def progress(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """The items, with a bar on a terminal once they have taken two seconds; in a notebook or a log, none.

    >>> list(progress(range(3), "counting"))
    [0, 1, 2]
    """
    if sys.stderr is None or not sys.stderr.isatty():
        return iter(items)
    from tqdm import tqdm  # here: its import takes longer than the five pages of the collection

    return iter(tqdm(items, desc=what, total=total, delay=_SECONDS, leave=False))
