"""Every variant measured, in chunks, here or by workers: the same table from each, nothing lost and nothing doubled."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.watching import one_by_one
from orgmodel.exploration.compiled import Compiled
from orgmodel.exploration.space import Space
from orgmodel.exploration.variants import Asked, Measured, measured

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 64
"""So many variants go to a worker at once: seconds of work, beside which sending a scenario is nothing."""
AHEAD = 4
"""So many chunks a worker are under way: enough that none waits, few enough that memory does not grow with the sweep."""
TOGETHER = 64
"""So many chunks of a compiled scenario are put together at once."""
MOST_UNASKED = 1_000_000
"""More variants than this are run only where somebody says so."""
WORTH = 256
"""From so many variants on a scenario is compiled: of fewer the parts cost as much as the variants."""
DEATHS = 3
"""So many times in a row workers are begun anew before a sweep gives up."""


def chunks_of(numbers: Sequence[int], size: int = CHUNK) -> list[Sequence[int]]:
    """Part numbers of variants into chunks, in order; a range stays a range, so that a million costs nothing.

    >>> chunks_of(range(5), 2)
    [range(0, 2), range(2, 4), range(4, 5)]
    """
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]


def too_many(count: int) -> Message | None:
    """Say why so many variants are not run unasked, or None."""
    if count <= MOST_UNASKED:
        return None
    said = "too many variants to run unasked ({count:,}): draw a sample, name fewer values in a grid, or say that all are meant"
    return Message.of(said, count=count)


def swept(
    space: Space,
    chunks: Sequence[Sequence[int]],
    asked: Asked,
    *,
    done: Collection[int] = (),
    begin: Callable[[], Executor] | None = None,
    workers: int = 1,
    lent: bool = False,
    compiled: Compiled | None = None,
) -> Iterator[tuple[int, Measured]]:
    """Measure the chunks that are not done yet, and give each with its place as soon as it is ready.

    Without `begin` the work is done here, in order. `begin` gives an executor of `workers` workers (processes, threads,
    a dask client's); chunks come in the order in which they are ready. Where a worker dies the executor is begun anew
    and what was under way is sent again; one that is `lent` is not shut down. With `compiled` variants are put together
    here, of parts that workers run, unless something asked cannot be compiled: then the rest is run. Raises ProblemsError where workers die again and again.
    """
    finished = set(done)
    left = [place for place in range(len(chunks)) if place not in finished]
    if compiled is not None:
        yield from one_by_one(_put_together(compiled, chunks, left, begin, lent=lent), len(left))
        if not left:
            return
        compiled.runs += sum(len(chunks[place]) for place in left)
    if begin is None:
        for place in one_by_one(left, len(left)):
            yield place, measured(space, chunks[place], asked)
        return
    ready = _ready(space, chunks, asked, left, begin, workers, lent=lent)
    yield from one_by_one(ready, len(left))


def sweep_table(
    space: Space, numbers: Sequence[int], asked: Asked, *, executor: Executor | None = None, workers: int = 2
) -> pd.DataFrame:
    """Tabulate variants, a row each in the order of their numbers: `variant`, a column an axis, `refused`, the figures."""
    import pandas as pd

    chunks = chunks_of(numbers)
    begin = None if executor is None else lambda: executor
    compiled = Compiled(space, asked) if len(numbers) >= WORTH else None
    found = dict(swept(space, chunks, asked, begin=begin, workers=workers, lent=True, compiled=compiled))
    values = [space.values(number) for number in numbers]
    table = pd.DataFrame({"variant": list(numbers)})
    for at, axis in enumerate(space.axes):
        table[axis.name] = [row[at] for row in values]
    table["refused"] = [found[place].refused.get(one, "") for place, chunk in enumerate(chunks) for one in chunk]
    columns = asked.columns(space)
    figures = [found[place].figures for place in range(len(chunks))]
    whole = np.concatenate(figures) if figures else np.empty((0, len(columns)))
    return pd.concat([table, pd.DataFrame(whole, columns=columns)], axis=1)


def _put_together(
    compiled: Compiled,
    chunks: Sequence[Sequence[int]],
    left: list[int],
    begin: Callable[[], Executor] | None,
    *,
    lent: bool,
) -> Iterator[tuple[int, Measured]]:
    """Give chunks as the compiled scenario has them, taking each from those that are left, until it cannot."""
    executor = None if begin is None else begin()
    compiled.executor = executor
    try:
        size = 1  # first a few: what cannot be compiled mostly shows in them
        while left:
            places = left[:size]
            size = TOGETHER
            found = compiled.put_together([one for place in places for one in chunks[place]])
            if found is None:
                return
            del left[: len(places)]
            at = 0
            for place in places:
                upto = at + len(chunks[place])
                numbers = found.numbers[at:upto]
                refused = {one: found.refused[one] for one in numbers if one in found.refused}
                yield place, Measured(numbers, found.figures[at:upto], refused)
                at = upto
    finally:
        compiled.executor = None
        if executor is not None and not lent:
            executor.shutdown(wait=False, cancel_futures=True)


def _ready(
    space: Space,
    chunks: Sequence[Sequence[int]],
    asked: Asked,
    left: list[int],
    begin: Callable[[], Executor],
    workers: int,
    *,
    lent: bool,
) -> Iterator[tuple[int, Measured]]:
    waiting = list(reversed(left))
    deaths = 0
    while waiting:
        under_way: dict[Future[Measured], int] = {}
        executor = begin()
        try:
            while waiting or under_way:
                while waiting and len(under_way) < workers * AHEAD:
                    place = waiting[-1]
                    under_way[executor.submit(measured, space, chunks[place], asked)] = place
                    waiting.pop()  # not before it is sent: an executor breaks when it is asked, too
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    found = future.result()
                    place = under_way.pop(future)
                    deaths = 0
                    yield place, found
        except BrokenExecutor:
            deaths += 1
            # What was ready when a worker died is kept; the rest goes again.
            for future, place in under_way.items():
                if future.done() and not future.cancelled() and future.exception() is None:
                    yield place, future.result()
                else:
                    waiting.append(place)
            if deaths > DEATHS:
                message = Message.of("workers died {times} times in a row; try fewer of them: each needs memory of its own", times=deaths)  # fmt: skip
                raise ProblemsError([Problem("WORKERS_DIED", message)]) from None
        finally:
            if not lent:
                executor.shutdown(wait=False, cancel_futures=True)


def processes(workers: int) -> Callable[[], Executor]:
    """Give what begins so many worker processes of this machine."""

    def begin() -> Executor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        # Not forked: a fork copies locks that a thread of ours may hold just then, such as the progress bar's.
        return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))

    return begin


def cluster(address: str, *, patience: float = 10.0) -> tuple[Callable[[], Executor], int]:
    """Find a dask cluster: what begins an executor on it, and how many threads its workers have.

    Raises ProblemsError where distributed is not installed, and where nobody answers at the address in `patience` seconds.
    """
    try:
        from distributed import Client
    except ImportError:
        message = "a cluster needs dask's distributed: install orgmodel[cluster]"
        raise ProblemsError([Problem("NEEDS_EXTRA", message)]) from None
    try:
        connect: Any = Client
        client = connect(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        message = Message.of(
            "no dask scheduler answers at {address}: {why}", address=address, why=str(error) or "no answer"
        )
        raise ProblemsError([Problem("CLUSTER", message, subject=address)]) from None
    threads = sum(client.nthreads().values())
    if not threads:
        client.close()
        message = Message.of(
            "the cluster at {address} has no workers: begin some (dask worker {address})", address=address
        )
        raise ProblemsError([Problem("CLUSTER", message, subject=address)])
    return (lambda: client.get_executor(retries=DEATHS, pure=False)), threads
