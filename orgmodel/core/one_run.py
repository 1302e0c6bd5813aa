"""What one run of a command keeps note of: the files that it reads, and what it has to tell beside its result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgmodel.core.problems import Problem


@dataclass(slots=True)
class _Run:
    read: set[Path] = field(default_factory=set)
    told: dict[Problem, None] = field(default_factory=dict)
    at_once: Callable[[Problem], object] | None = None


_RUN: ContextVar[_Run | None] = ContextVar("this run", default=None)


@contextmanager
def one_run(at_once: Callable[[Problem], object] | None = None) -> Iterator[None]:
    """Note every file that is read from here to the end of the block, as one run of a command does.

    ``at_once`` says what cannot wait until the run has ended.

    >>> with one_run():
    ...     note(Path("units.csv"))
    ...     [path.name for path in files_read()]
    ['units.csv']
    >>> files_read()
    frozenset()
    """
    before = _RUN.set(_Run(at_once=at_once))
    try:
        yield
    finally:
        _RUN.reset(before)


@contextmanager
def only_looking() -> Iterator[None]:
    """Note no file that is read until the end of the block: what is looked at, as for a language, is no input.

    >>> with one_run(), only_looking():
    ...     note(Path("study.yaml"))
    ...     files_read()
    frozenset()
    """
    before = _RUN.set(None)
    try:
        yield
    finally:
        _RUN.reset(before)


def note(path: Path) -> None:
    """Note that a file is read, which none that this run writes may replace; outside of a run nothing is kept."""
    run = _RUN.get()
    if run is not None:
        run.read.add(path.resolve())


def mean_to_change(paths: Iterable[Path]) -> None:
    """Take files off the list of those read: the command was asked to change them, and tells what it changes."""
    run = _RUN.get()
    if run is not None:
        run.read.difference_update(path.resolve() for path in paths)


def files_read() -> frozenset[Path]:
    """Give the files that this run has read so far, links resolved; outside of a run none."""
    run = _RUN.get()
    return frozenset(run.read) if run else frozenset()


def tell(problem: Problem) -> None:
    """Keep something that the command says once its work is done; outside of a run nothing is kept."""
    run = _RUN.get()
    if run is not None:
        run.told[problem] = None


def told() -> list[Problem]:
    """Give what this run has to tell so far, each thing once."""
    run = _RUN.get()
    return list(run.told) if run else []


def tell_at_once(problem: Problem) -> None:
    """Have something said now, such as what a run waits for; outside of a run nothing is said."""
    run = _RUN.get()
    if run is not None and run.at_once is not None:
        run.at_once(problem)
