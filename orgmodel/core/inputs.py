"""Which files a run has read: none of them may be written over by the same run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_READ: ContextVar[set[Path] | None] = ContextVar("files read by this run", default=None)


@contextmanager
def one_run() -> Iterator[None]:
    """Note every file that is read from here to the end of the block, as one run of a command does.

    >>> with one_run():
    ...     note(Path("units.csv"))
    ...     [path.name for path in files_read()]
    ['units.csv']
    >>> files_read()
    frozenset()
    """
    before = _READ.set(set())
    try:
        yield
    finally:
        _READ.reset(before)


def note(path: Path) -> None:
    """Note that a file is read; outside of a run nothing is kept."""
    read = _READ.get()
    if read is not None:
        read.add(path.resolve())


def files_read() -> frozenset[Path]:
    """Give the files that this run has read so far, links resolved; outside of a run none."""
    return frozenset(_READ.get() or ())
