"""Workers: answers in the order of the tasks or as they are there, each task once, also when one dies; they go home at the end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest

from orgmodel.core.problems import ProblemsError
from orgmodel.exploration.workers import Hands, lent


def slowly(task: int) -> int:
    """Answer the later the smaller the task."""
    sleep((8 - task) / 400)
    return -task


class Mortal(ThreadPoolExecutor):
    """An executor that breaks when it is asked for the fourth time, unless another broke before."""

    asked = 0

    def submit(self, *args, **kwargs):
        Mortal.asked += 1
        if Mortal.asked == 4:
            raise BrokenExecutor("a worker died")
        return super().submit(*args, **kwargs)


@pytest.mark.parametrize("begin", [None, lambda: ThreadPoolExecutor(3), lambda: Mortal(3)])
def test_answers_come_in_the_order_of_the_tasks(begin):
    """Here, by threads and by threads that die once: the same answers, in order."""
    Mortal.asked = 0
    with Hands(begin, 3) as hands:
        assert list(hands.each(slowly, range(8))) == [-one for one in range(8)]
        assert sorted(hands.ready(slowly, range(8))) == [(one, -one) for one in range(8)]


def test_what_a_task_raises_is_raised():
    """A task that fails is no dead worker."""
    with Hands(lambda: ThreadPoolExecutor(2), 2) as hands, pytest.raises(ZeroDivisionError):
        list(hands.each((1).__truediv__, [1, 0]))


def test_a_lent_executor_lasts_and_one_that_is_broken_is_told():
    """Somebody's executor is not shut down; where its workers died it is told, as of any."""
    with ThreadPoolExecutor(1) as mine:
        with lent(mine) as hands:
            assert list(hands.each(abs, [-1])) == [1]
        assert mine.submit(abs, -2).result() == 2

    class Broken(ThreadPoolExecutor):
        def submit(self, *args, **kwargs):
            raise BrokenExecutor("a worker died")

    with pytest.raises(ProblemsError, match="WORKERS_DIED"):
        list(lent(Broken(1)).each(abs, [1]))


def test_the_end_is_done_once_the_workers_go():
    """What a cluster's client needs in the end is done, though nobody worked."""
    ended = []
    with Hands(lambda: ThreadPoolExecutor(1), 1, end=lambda: ended.append(1)):
        pass
    assert ended == [1]


KILLED = """
import os, time
from orgmodel.exploration.workers import processes
if __name__ == "__main__":
    hands = processes(2)
    for _ in hands.each(os.getenv, ["HOME"]):
        print(*hands._executor._processes, flush=True)
        time.sleep(60)
"""


def test_workers_end_with_who_began_them(tmp_path):
    """Where a command is killed its workers do not wait for work for ever."""
    (tmp_path / "killed.py").write_text(KILLED)
    begun = subprocess.Popen([sys.executable, tmp_path / "killed.py"], stdout=subprocess.PIPE, text=True)
    assert begun.stdout is not None
    workers = begun.stdout.readline().split()
    begun.send_signal(signal.SIGKILL)
    begun.wait()
    until = monotonic() + 20
    while any(Path("/proc", one).exists() for one in workers) and monotonic() < until:
        sleep(0.05)
    left = [one for one in workers if Path("/proc", one).exists()]
    for one in left:
        os.kill(int(one), signal.SIGKILL)
    assert workers
    assert left == []
