"""Fuzz what orgmodel reads and writes: ``python -m tests.fuzz [--seconds S] [--seed N] [--by WAY] [--only FORMAT] [--cases N]``.

Without ``--by`` the time is shared out among all ways: cases through Python, through the commands, through processes of
their own, and writers that are killed. What fails is kept under out/fuzz with its input and the command that runs it again.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from pathlib import Path

from tests.fuzz.commands import judge_commands, judge_processes
from tests.fuzz.judge import judge
from tests.fuzz.kills import kills
from tests.fuzz.run_fuzz import Judge, Run, formats, fuzz, keep

WAYS: dict[str, Judge] = {"python": judge, "commands": judge_commands, "processes": judge_processes}
SHARES = {"python": 0.5, "commands": 0.25, "processes": 0.05, "kills": 0.2}
OUT = Path("out") / "fuzz"


def main(arguments: list[str] | None = None) -> int:
    """Run what is asked for; 1 where something broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, help="for all together; 60 where no --cases are named")
    parser.add_argument("--by", choices=sorted(SHARES), help="one way only")
    parser.add_argument("--only", default="", metavar="FORMAT", help="one format only")
    parser.add_argument("--cases", type=int, help="of each format, or kills of each writer")
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--case", type=int, help="this one alone")
    asked = parser.parse_args(arguments)
    if asked.case is not None:
        asked.first, asked.cases = asked.case, 1
    ways = [asked.by] if asked.by else ["python"] if asked.cases else list(SHARES)
    seconds = None if asked.cases else (asked.seconds or 60) / sum(SHARES[way] for way in ways)
    failed = 0
    for way in ways:
        share = None if seconds is None else seconds * SHARES[way]
        failed += _killing(asked, share) if way == "kills" else _fuzzing(asked, way, share)
    return int(bool(failed))


def _fuzzing(asked: argparse.Namespace, way: str, seconds: float | None) -> int:
    """Fuzz each format in one way; give how many cases broke something."""
    failed, chosen = 0, formats(asked.only)
    for form in chosen:
        form.sound()  # outside of the time
        until = float("inf") if seconds is None else time.monotonic() + seconds / len(chosen)
        numbers = itertools.count(asked.first)
        run = fuzz(form, asked.seed, itertools.islice(numbers, asked.cases), WAYS[way], until=until)
        failed += _told(run, asked.seed, way)
    return failed


def _told(run: Run, seed: int, way: str) -> int:
    print(f"{way:<10} {run}", flush=True)
    kinds = {fault.kind: fault for fault in reversed(run.faults)}
    for kind, fault in sorted(kinds.items()):
        count = sum(one.kind == kind for one in run.faults)
        place = keep(fault, seed, way, OUT)
        print(f"  {kind} {count}×, first {fault.number}: {fault.error[:300]}\n    {place}", flush=True)
    return len(run.faults)


def _killing(asked: argparse.Namespace, seconds: float | None) -> int:
    """Kill writers; give how many times something did not hold."""
    failed, begun = 0, time.monotonic()
    count = asked.cases or 1
    for number in itertools.count(asked.first, count):
        for name, tally, wrong in kills(count, asked.seed, first=number):
            if tally:
                print(
                    f"{'kills':<10} {name:<15} {', '.join(f'{many} {what}' for what, many in sorted(tally.items()) if many)}",
                    flush=True,
                )
            for one in wrong:
                print(f"  {one[:300]}", flush=True)
            failed += len(wrong)
        if seconds is None or time.monotonic() - begun > seconds:
            return failed
    return failed


if __name__ == "__main__":
    sys.exit(main())
