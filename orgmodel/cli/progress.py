"""What a long command says of itself meanwhile: after a second, on a terminal alone, which stage it is in and since when."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE = 1.0
_STEP = 0.2
_WIDTH = 20


class Stages:
    """Hold the stage that is at hand, with its number among all."""

    def __init__(self, many: int) -> None:
        """Begin before the first of some stages."""
        self.many = many
        self.number = 0
        self.name = ""

    def at(self, name: str) -> None:
        """Go on to the next stage."""
        self.number = min(self.number + 1, self.many)
        self.name = name

    def shown(self, seconds: float) -> str:
        """Write the bar.

        >>> stages = Stages(2)
        >>> stages.at("reading")
        >>> stages.shown(3.2)
        '[##########          ] 1/2 reading, 3 s'
        """
        done = _WIDTH * self.number // self.many
        return f"[{'#' * done}{' ' * (_WIDTH - done)}] {self.number}/{self.many} {self.name}, {seconds:.0f} s"


@contextmanager
def progress(many: int) -> Iterator[Stages]:
    """Show on the terminal of the messages how far a work of some stages is, once it takes longer than a second."""
    stages = Stages(many)
    if not sys.stderr.isatty():
        yield stages
        return
    ended = threading.Event()
    began = time.monotonic()

    def draw() -> None:
        if ended.wait(_PATIENCE):
            return
        while not ended.wait(_STEP):
            sys.stderr.write("\r\033[K" + stages.shown(time.monotonic() - began))
            sys.stderr.flush()
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()

    thread = threading.Thread(target=draw, daemon=True)
    thread.start()
    try:
        yield stages
    finally:
        ended.set()
        thread.join()
