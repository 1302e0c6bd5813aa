"""Every variant measured, in chunks, here or by workers: the same table from each, nothing lost and nothing doubled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.messages import Message
from orgmodel.core.watching import one_by_one
from orgmodel.exploration.compiled import Compiled
from orgmodel.exploration.space import Space
from orgmodel.exploration.variants import Asked, Measured, measured
from orgmodel.exploration.workers import Hands, lent

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 64
"""So many variants go to a worker at once: seconds of work, beside which sending a scenario is nothing."""
TOGETHER = 64
"""So many chunks of a compiled scenario are put together at once."""
MOST_UNASKED = 1_000_000
"""More variants than this are run only where somebody says so."""
WORTH = 256
"""From so many variants on a scenario is compiled: of fewer the parts cost as much as the variants."""


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
    hands: Hands | None = None,
    compiled: Compiled | None = None,
) -> Iterator[tuple[int, Measured]]:
    """Measure the chunks that are not done yet, and give each with its place as soon as it is ready.

    Without `hands` the work is done here, in order; from workers chunks come in the order in which they are ready. With `compiled` variants are
    put together here, of parts that workers run, unless they cannot be: then all that is left is run. Raises ProblemsError where workers die again
    and again.
    """
    finished = set(done)
    left = [place for place in range(len(chunks)) if place not in finished]
    if compiled is not None:
        yield from one_by_one(_put_together(compiled, chunks, left), len(left))
        if not left:
            return
        compiled.runs += sum(len(chunks[place]) for place in left)
    tasks = [(space, chunks[place], asked) for place in left]
    for at, found in one_by_one((hands or Hands()).ready(_measured, tasks), len(left)):
        yield left[at], found


def _measured(task: tuple[Space, Sequence[int], Asked]) -> Measured:
    """Measure one chunk; done by workers."""
    return measured(*task)


def sweep_table(
    space: Space, numbers: Sequence[int], asked: Asked, *, executor: Executor | None = None, workers: int = 2
) -> pd.DataFrame:
    """Tabulate variants, a row each in the order of their numbers: `variant`, a column an axis, `refused`, the figures."""
    import pandas as pd

    chunks = chunks_of(numbers)
    hands = lent(executor, workers)
    compiled = Compiled(space, asked, hands) if len(numbers) >= WORTH else None
    found = dict(swept(space, chunks, asked, hands=hands, compiled=compiled))
    table = pd.DataFrame({"variant": list(numbers)})
    for axis, values in zip(space.axes, space.columns(numbers), strict=True):
        table[axis.name] = values
    table["refused"] = [found[place].refused.get(one, "") for place, chunk in enumerate(chunks) for one in chunk]
    columns = asked.columns(space)
    figures = [found[place].figures for place in range(len(chunks))]
    whole = np.concatenate(figures) if figures else np.empty((0, len(columns)))
    return pd.concat([table, pd.DataFrame(whole, columns=columns)], axis=1)


def _put_together(
    compiled: Compiled, chunks: Sequence[Sequence[int]], left: list[int]
) -> Iterator[tuple[int, Measured]]:
    """Give chunks as the compiled scenario has them, taking each from those that are left, until it cannot."""
    size = 1  # first a few: what cannot be compiled mostly shows in them
    while left:
        places = left[:size]
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
        if size == 1 and len(left) > 1:
            compiled.foresee([chunks[place] for place in left])
            size = TOGETHER
