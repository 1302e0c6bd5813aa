"""Work in order, here or on an executor: the same answers from each, in the order of the tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from typing import TypeVar

from orgmodel.core.watching import one_by_one

Task = TypeVar("Task")
Answer = TypeVar("Answer")


def each(work: Callable[[Task], Answer], tasks: Sequence[Task], executor: Executor | None = None) -> Iterator[Answer]:
    """Do each task and give the answers in the order of the tasks, whoever does them; what a worker that ended leaves is done here.

    ``work`` is a function of a module, so that it can be sent. What a task itself raises is raised here.

    >>> list(each(abs, [-1, 2]))
    [1, 2]
    """
    if executor is None:
        yield from map(work, one_by_one(tasks, len(tasks)))
        return
    waiting = [executor.submit(work, task) for task in tasks]
    for number in one_by_one(range(len(tasks)), len(tasks)):
        try:
            yield waiting[number].result()
        except BrokenExecutor:
            yield work(tasks[number])
