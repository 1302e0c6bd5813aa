"""Run the fuzzers over some formats: each case by its own seed, what fails is kept with its input."""

from __future__ import annotations

import gc
import hashlib
import re
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.corpus import FORMATS, Format, Seed, put
from tests.fuzz.draws import Draw
from tests.fuzz.judge import Tally, judge

PATIENCE = 20
"""Seconds of processor time that a small case may take; those of the clock pass too while others work."""

Judge = Callable[[Format, Seed, Path, int, Tally], None]


@dataclass
class Fault:
    """One case that broke what must hold."""

    form: str
    number: int
    error: str
    trace: str
    files: dict[str, bytes]
    path: str

    @property
    def kind(self) -> str:
        """Tell faults apart by where they come from, so that one cause is one kind."""
        lines = [line.strip() for line in self.trace.splitlines() if line.strip().startswith("File ")]
        ours = [line.split("in ")[0] for line in lines if "/orgmodel/" in line]
        where = ours[-1] if ours else ""
        said = re.sub(r"/\S+|[^A-Za-z ]", "", self.error)[:80] if not where else self.error.split(":")[0]
        return hashlib.sha256(f"{said}{where}".encode(errors="replace")).hexdigest()[:8]


@dataclass
class Run:
    """What a run over one format came to."""

    form: str
    cases: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    tally: Tally = field(default_factory=Tally)
    faults: list[Fault] = field(default_factory=list)

    def __str__(self) -> str:
        """Say it in a line."""
        seen = ", ".join(f"{count:,} {what}" for what, count in sorted(self.tally.items()))
        return f"{self.form:<14} {self.cases:>7,} cases, {len(self.faults)} faults, {self.seconds:.0f} s (slowest {self.slowest:.1f}); {seen}"


def case_of(form: Format, seed: int, number: int) -> tuple[Seed, dict[str, bytes]]:
    """Give the sound files that a case comes from, and its own."""
    draw = Draw(seed, form.name, number)
    sound = draw.pick(form.sound())
    return sound, sound.case(draw)


def fuzz(
    form: Format, seed: int, numbers: Iterator[int], judged_by: Judge = judge, *, until: float = float("inf")
) -> Run:
    """Judge cases of a format until their numbers or the time run out."""
    run, begun = Run(form.name), time.monotonic()
    for number in numbers:
        if time.monotonic() > until:
            break
        sound, files = case_of(form, seed, number)
        start = time.monotonic()
        if fault := fault_of(form, sound, files, number, run.tally, judged_by):
            run.faults.append(fault)
        run.slowest = max(run.slowest, time.monotonic() - start)
        run.cases += 1
        if number % 500 == 499:
            gc.collect()
    run.seconds = time.monotonic() - begun
    return run


def fault_of(
    form: Format, sound: Seed, files: dict[str, bytes], number: int, tally: Tally, judged_by: Judge = judge
) -> Fault | None:
    """Judge one case; None where all that must hold does."""
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        try:
            put(files, Path(folder))
            with patience():
                judged_by(form, sound, Path(folder), number, tally)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is no problem
            return Fault(
                form.name, number, f"{type(error).__name__}: {error}"[:2000], traceback.format_exc(), files, sound.path
            )
    return None


@contextmanager
def patience() -> Iterator[None]:
    """Stop a case that takes too long, where the system can."""
    if not hasattr(signal, "ITIMER_PROF"):
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {PATIENCE} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def keep(fault: Fault, seed: int, way: str, out: Path) -> Path:
    """Write a fault with its input, so that it can be run again, or copied to tests/fuzz/kept as it is."""
    folder = out / f"{fault.form}-{fault.kind}-{seed}-{fault.number}"
    put(fault.files, folder / "files")
    (folder / "path.txt").write_text(f"{fault.path}\n", encoding="utf-8")
    again = f"python -m tests.fuzz --seed {seed} --by {way} --only {fault.form} --case {fault.number}\n"
    (folder / "told.txt").write_text(again + fault.trace, encoding="utf-8", errors="backslashreplace")
    return folder


def formats(only: str = "") -> list[Format]:
    """List the formats, or the one that is asked for."""
    return [one for one in FORMATS if only in ("", one.name)]
