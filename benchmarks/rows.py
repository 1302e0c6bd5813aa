"""The rows of the table of benchmarks, and how their times and memory are taken."""

from __future__ import annotations

import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable
from typing import Any, TypeVar

Made = TypeVar("Made")
Other = TypeVar("Other")
FULL, TINY = "full", "tiny"


def row(
    work: str, peer: str, ours: float, theirs: float, unit: str, *, target: float | None, size: str = FULL
) -> dict[str, Any]:
    """Make a row; ``ratio`` is how many times less ours is, and ``target`` the least it should be (None: no target).

    "Within 20 times the peer" is a target of 1/20. At tiny size nothing is met or missed: times say nothing there.
    """
    ratio = theirs / ours if ours else float("inf")
    met = None if target is None or size == TINY else ratio >= target
    return {
        "work": work,
        "peer": peer,
        "ours": round(ours, 6),
        "theirs": round(theirs, 6),
        "unit": unit,
        "ratio": float(f"{ratio:.3g}"),
        "target": target,
        "met": met,
    }


def seconds(
    work: Callable[[Any], Made], *, times: int = 1, fresh: Callable[[], Any] | None = None
) -> tuple[float, Made]:
    """Give the median time of some runs, and what the last one made; ``fresh`` makes what each run begins with, untimed."""
    taken = []
    made: Any = None
    for _ in range(times):
        made = None
        given = fresh() if fresh is not None else None
        gc.collect()
        start = time.perf_counter()
        made = work(given)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), made


def paired(
    ours: Callable[[], Made],
    theirs: Callable[[], Other],
    *,
    times: int,
    before: Callable[[], object] = lambda: None,
    between: Callable[[], object] = lambda: None,
) -> tuple[tuple[float, Made], tuple[float, Other]]:
    """Time two sides by turns, so that what else the machine does meets both: median and last result of each.

    ``before`` is run, untimed, before each run of ours, and ``between`` before each run of either side.
    """
    taken: tuple[list[float], list[float]] = ([], [])
    made: list[Any] = [None, None]
    for _ in range(times):
        for side, work in enumerate((ours, theirs)):
            made[side] = None
            between()
            if not side:
                before()
            gc.collect()
            start = time.perf_counter()
            made[side] = work()
            taken[side].append(time.perf_counter() - start)
    return (statistics.median(taken[0]), made[0]), (statistics.median(taken[1]), made[1])


def megabytes(make: Callable[[], Made]) -> tuple[float, Made]:
    """Give the memory that what is made goes on holding, and it."""
    gc.collect()
    tracemalloc.start()
    made = make()
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / 1e6, made


def peak_megabytes(make: Callable[[], Made]) -> tuple[float, Made]:
    """Give the most memory that making something takes on the way, and it."""
    gc.collect()
    tracemalloc.start()
    made = make()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6, made


def same(ours: object, theirs: object, what: str) -> None:
    """Stop where the two sides come to different results: then they did not do the same work."""
    if ours != theirs:
        raise AssertionError(f"{what}: the two sides differ:\n  ours   {str(ours)[:300]}\n  theirs {str(theirs)[:300]}")
