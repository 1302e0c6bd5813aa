"""What a long command says of itself meanwhile: after a second, on a terminal alone, what it does, how far it is, since when."""

from __future__ import annotations

import io
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

import click

PATIENCE = 1.0
"""So many seconds of a command nothing is shown."""
READING, RUNNING, READING_AND_RUNNING, MEASURING, COMPARING, WRITING, DRAWING, MATCHING, COMBINING, SWEEPING = (
    "reading the files", "running the scenarios", "reading and running", "measuring", "comparing", "writing the files", "drawing",
    "finding what changed", "combining", "trying the variants",
)  # fmt: skip
"""What a command is doing."""
_STEP = 0.2
_SCREEN = threading.Lock()
"""Held while something is written to stderr, so that a bar and what is said meanwhile do not mix."""
_WIDTH = 20
_PART = 5


class Bar:
    """Hold what is done now, and how many of how many things are."""

    def __init__(self, name: str) -> None:
        """Begin a work that has told of no things yet."""
        self.name = name
        self.done = 0
        self.many = 0

    def tell(self, done: int, many: int) -> None:
        """Take how far the work is; of one thing nothing is to be told."""
        self.done, self.many = (done, many) if many > 1 else (0, 0)

    def shown(self, seconds: float) -> str:
        """Write the bar; where nobody knows how much there is, one that goes to and fro.

        >>> bar = Bar("comparing")
        >>> bar.shown(3.2)
        '[   #####            ] comparing, 3 s'
        >>> bar.tell(50, 200)
        >>> bar.shown(61)
        '[#####               ] 50/200 comparing, 61 s'
        """
        if self.many:
            at = _WIDTH * self.done // self.many
            return f"[{'#' * at}{' ' * (_WIDTH - at)}] {self.done}/{self.many} {self.name}, {seconds:.0f} s"
        way = _WIDTH - _PART
        at = way - abs(way - int(seconds) % (2 * way))
        return f"[{' ' * at}{'#' * _PART}{' ' * (way - at)}] {self.name}, {seconds:.0f} s"


@contextmanager
def at_work(name: str) -> Iterator[None]:
    """Show on the terminal of the messages what is done until the end of the block, once the command takes over a second.

    Nothing may be printed meanwhile. ``name`` is a message; it is said in the language that the command speaks.
    """
    if not sys.stderr.isatty():
        yield
        return
    from orgmodel.core.watching import watched

    began, language = _begun()
    bar = Bar(_worded(name, language))
    ended = threading.Event()
    thread = threading.Thread(target=_draw, args=(bar, began, ended), daemon=True)
    thread.start()
    try:
        with watched(bar.tell):
            yield
    finally:
        ended.set()
        thread.join()


@contextmanager
def at_work_on_text(name: str, *, streams: bool = False) -> Iterator[None]:
    """Show what :func:`at_work` does while results are worked out as they are printed: they come when the bar has gone.

    What ``streams`` is printed meanwhile, unless it goes to a terminal.
    """
    if not sys.stderr.isatty():
        yield
        return
    if streams and not sys.stdout.isatty():
        with at_work(name):
            yield
        return
    kept = io.TextIOWrapper(io.BytesIO(), sys.stdout.encoding or "utf-8", sys.stdout.errors, newline="")
    try:
        with at_work(name), redirect_stdout(kept):
            yield
    finally:
        kept.flush()
        kept.seek(0)
        click.echo(kept.read(), nl=False)


def _draw(bar: Bar, began: float, ended: threading.Event) -> None:
    """Draw the bar until the work has ended, and leave the line clean."""
    if ended.wait(max(0.0, PATIENCE - (time.monotonic() - began))):
        return
    width = 0
    while True:
        room = shutil.get_terminal_size().columns - 1
        text = bar.shown(time.monotonic() - began)[:room]
        with _SCREEN:
            sys.stderr.write(f"\r{text.ljust(width)}")
            sys.stderr.flush()
        width = min(len(text), room)
        if ended.wait(_STEP):
            break
    sys.stderr.write(f"\r{' ' * width}\r")
    sys.stderr.flush()


def said_meanwhile(text: str) -> None:
    """Print a line to stderr at once, over the bar that may stand there, which goes on below it."""
    with _SCREEN:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{' ' * (shutil.get_terminal_size().columns - 1)}\r")
        click.echo(text, err=True)


def _begun() -> tuple[float, str]:
    """Tell since when the command runs, and in which language it speaks; once a command."""
    from orgmodel.cli.language import language_for
    from orgmodel.core.one_run import only_looking

    context = click.get_current_context(silent=True)
    known = {} if context is None else context.find_root().meta
    if __name__ not in known:
        began, language = time.monotonic(), "en"
        if context is not None:
            with only_looking():
                language = language_for(context.find_root().obj or ())
        known[__name__] = began, language
    found: tuple[float, str] = known[__name__]
    return found


def _worded(name: str, language: str) -> str:
    from orgmodel.words.messages import message_text

    return message_text(name, language)
