"""Messages at a terminal, and progress bars for slow work."""

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def say(text: str) -> None:
    """Print at once. If nobody reads any more, as behind `| head`, the work goes on in silence."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def progress(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """Return the items; on a terminal, a bar appears after two seconds. A notebook, a log, or no output gets none.

    >>> list(progress(range(3), "counting"))
    [0, 1, 2]
    """
    if sys.stderr is None or not sys.stderr.isatty():
        return iter(items)
    from tqdm import tqdm  # not at every start

    return iter(tqdm(items, desc=what, total=total, delay=2, leave=False))
