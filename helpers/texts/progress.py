"""Progress bars for slow work, on a terminal only."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
# Shorter work ends before anybody reads a bar.
_SECONDS = 2


def progress(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """Return the items; on a terminal, a bar appears after two seconds. A notebook or a log gets none.

    >>> list(progress(range(3), "counting"))
    [0, 1, 2]
    """
    if sys.stderr is None or not sys.stderr.isatty():
        return iter(items)
    from tqdm import tqdm  # imported late: this takes longer than reading the five pages

    return iter(tqdm(items, desc=what, total=total, delay=_SECONDS, leave=False))
