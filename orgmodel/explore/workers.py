"""Work in chunks on this process, on processes of this machine, or on any ``concurrent.futures`` executor; the same answer from each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TypeVar

from orgmodel.core.arguments import not_expected
from orgmodel.core.messages import Message
from orgmodel.core.watching import one_by_one

Task = TypeVar("Task")
Answer = TypeVar("Answer")


@contextmanager
def executor_of(workers: int) -> Iterator[Executor | None]:
    """Give processes to work on, or None where one is asked for: then the work is done here.

    Processes begin anew (spawn), so that nothing of this one's threads goes along.
    """
    if not isinstance(workers, int) or workers < 1:
        raise not_expected("workers", workers, Message.of("a whole number from 1"))
    if workers == 1:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield pool


def each(work: Callable[[Task], Answer], tasks: Sequence[Task], executor: Executor | None = None) -> Iterator[Answer]:
    """Do each task and give the answers in the order of the tasks, whoever does them; a task whose worker ends is done again.

    ``work`` is a function of a module, so that it can be sent. What a task itself raises is raised here.

    >>> list(each(abs, [-1, 2]))
    [1, 2]
    """
    if executor is None:
        yield from map(work, one_by_one(tasks, len(tasks)))
        return
    from concurrent.futures.process import BrokenProcessPool

    waiting = [executor.submit(work, task) for task in tasks]
    for number in one_by_one(range(len(tasks)), len(tasks)):
        try:
            yield waiting[number].result()
        except BrokenProcessPool:  # this pool takes no more: what is left is done here, one by one
            yield work(tasks[number])


def chunks(count: int, size: int) -> list[range]:
    """Part numbers from 0 into runs of a size.

    >>> chunks(5, 2)
    [range(0, 2), range(2, 4), range(4, 5)]
    """
    return [range(at, min(at + size, count)) for at in range(0, count, size)]
