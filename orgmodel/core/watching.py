"""How far a long work is: whoever goes through many things says so here, and whoever watches is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Thing = TypeVar("Thing")
Tell = Callable[[int, int], None]

_WATCHER: ContextVar[Tell | None] = ContextVar("who watches", default=None)


@contextmanager
def watched(tell: Tell) -> Iterator[None]:
    """Tell of every thing that is begun until the end of the block: how many are done, of how many.

    >>> with watched(lambda done, of: print(done, of)):
    ...     list(one_by_one("ab", 2))
    0 2
    1 2
    ['a', 'b']
    """
    before = _WATCHER.set(tell)
    try:
        yield
    finally:
        _WATCHER.reset(before)


def one_by_one(things: Iterable[Thing], many: int) -> Iterator[Thing]:
    """Give things one by one, and tell who watches how many are done."""
    tell = _WATCHER.get()
    for done, thing in enumerate(things):
        if tell is not None:
            tell(done, many)
        yield thing
