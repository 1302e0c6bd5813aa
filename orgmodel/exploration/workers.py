"""Work here or by workers (processes, threads, a cluster's): each task once, the same answers from each, whoever of them dies."""

from __future__ import annotations

import os
import pickle  # noqa: TID251 (of what we send to our own workers, no file)
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from hashlib import sha256
from threading import Thread
from types import TracebackType
from typing import Any, Generic, TypeVar

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.watching import one_by_one

AHEAD = 4
"""So many tasks a worker are under way: enough that none waits, few enough that memory does not grow with the work."""
DEATHS = 3
"""So many times in a row workers are begun anew before that is given up."""

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Held = TypeVar("Held")


class Lent(Generic[Held]):
    """Hold what many tasks work with: it is packed once, and a worker unpacks it once, for the first of them.

    >>> import pickle
    >>> tasks = pickle.loads(pickle.dumps(Lent([1, 2]))), pickle.loads(pickle.dumps(Lent([1, 2])))
    >>> tasks[0].value, tasks[0] is tasks[1]
    ([1, 2], True)
    """

    def __init__(self, value: Held) -> None:
        """Take what is lent."""
        self.value = value
        self._packed: tuple[str, bytes] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Send it packed, under a name of what is in it."""
        if self._packed is None:
            data = pickle.dumps(self.value, protocol=pickle.HIGHEST_PROTOCOL)
            self._packed = sha256(data).hexdigest(), data
        return _borrowed, self._packed


_BORROWED: dict[str, Lent[Any]] = {}
"""What this worker has unpacked last, by name."""


def _borrowed(name: str, data: bytes) -> Lent[Any]:
    found = _BORROWED.get(name)
    if found is None:
        found = Lent(pickle.loads(data))  # noqa: S301 (packed by who sent the task)
        _BORROWED.clear()
        _BORROWED[name] = found
    return found


class Hands:
    """Workers, begun when they are first needed and anew when one has died; without ``begin`` the work is done here.

    ``count`` is how many there are; ``end`` is done once at the close, and so is an executor shut down unless it ``lasts``.
    """

    def __init__(
        self,
        begin: Callable[[], Executor] | None = None,
        count: int = 1,
        *,
        lasts: bool = False,
        end: Callable[[], Any] | None = None,
    ) -> None:
        """Take what begins the workers."""
        self.count = count
        self._begin, self._lasts, self._end = begin, lasts, end
        self._executor: Executor | None = None

    def __enter__(self) -> Hands:
        """Give the workers."""
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Send the workers home."""
        self.close()

    def close(self) -> None:
        """Send the workers home; what they have not begun is not done."""
        self._send_home()
        if self._end is not None:
            self._end()

    def each(self, work: Callable[[Task], Answer], tasks: Sequence[Task]) -> Iterator[Answer]:
        """Do each task and give the answers in the order of the tasks, telling who watches; otherwise as :meth:`ready`.

        >>> list(Hands().each(abs, [-1, 2]))
        [1, 2]
        """
        early: dict[int, Answer] = {}
        following = 0
        for place, answer in one_by_one(self.ready(work, tasks), len(tasks)):
            early[place] = answer
            while following in early:
                yield early.pop(following)
                following += 1

    def ready(self, work: Callable[[Task], Answer], tasks: Sequence[Task]) -> Iterator[tuple[int, Answer]]:
        """Do each task and give each answer with the place of its task as soon as it is there.

        ``work`` is a function of a module, so that it can be sent. Where a worker dies the workers are begun anew, and what was under way is
        sent again. What a task itself raises is raised here; ProblemsError where workers die again and again.
        """
        if self._begin is None:
            yield from ((place, work(task)) for place, task in enumerate(tasks))
            return
        waiting = list(reversed(range(len(tasks))))
        deaths = 0
        while waiting:
            under_way: dict[Future[Answer], int] = {}
            try:
                if self._executor is None:
                    self._executor = self._begin()
                while waiting or under_way:
                    while waiting and len(under_way) < self.count * AHEAD:
                        under_way[self._executor.submit(work, tasks[waiting[-1]])] = waiting[-1]
                        waiting.pop()  # not before it is sent: an executor breaks when it is asked, too
                    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                        answer = future.result()
                        deaths = 0
                        yield under_way.pop(future), answer
            except BrokenExecutor:
                self._send_home()
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
            except BaseException:
                for future in under_way:
                    future.cancel()
                raise

    def _send_home(self) -> None:
        if self._executor is not None and not self._lasts:
            self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = None


def lent(executor: Executor | None, count: int = 2) -> Hands:
    """Take somebody's executor for the workers, which lasts when they are done; None is no workers."""
    return Hands() if executor is None else Hands(lambda: executor, count, lasts=True)


def processes(count: int) -> Hands:
    """Give so many worker processes of this machine; of one process the work is done here."""

    def begin() -> Executor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        # Not forked: a fork copies locks that a thread of ours may hold just then, such as the progress bar's.
        return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_end_with_parent)

    return Hands(begin, count) if count > 1 else Hands()


def _end_with_parent() -> None:
    """End this worker when who began it is gone, killed or not: else it would wait for work for ever."""
    from multiprocessing import parent_process

    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def cluster(address: str, *, patience: float = 10.0) -> Hands:
    """Find a dask cluster and give its workers, as many as they have threads.

    Raises ProblemsError where distributed is not installed, and where nobody answers at the address in `patience` seconds.
    """
    try:
        from distributed import Client
        from distributed.comm import registry as backends
        from distributed.comm.addressing import parse_address, parse_host_port
    except ImportError:
        message = "a cluster needs dask's distributed: install orgmodel[cluster]"
        raise ProblemsError([Problem("NEEDS_EXTRA", message)]) from None
    try:
        scheme, place = parse_address(address)
        backends.get_backend(scheme)
        if scheme in ("tcp", "tls"):
            parse_host_port(place)  # a client of no address would be left half made
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
    return Hands(lambda: client.get_executor(retries=DEATHS, pure=False), threads, lasts=True, end=client.close)
