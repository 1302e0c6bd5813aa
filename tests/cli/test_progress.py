"""What long commands show meanwhile: on a terminal, after a second, on the stream of the messages, and nothing of it stays."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from orgmodel.cli import progress
from orgmodel.cli.main import run
from orgmodel.cli.progress import Bar

SMALL = Path(__file__).parents[1] / "fixtures" / "small"
AT_ONCE = "import orgmodel.cli.progress as p; p.PATIENCE = 0; from orgmodel.cli.main import main; main()"
UNTIL = "import sys, time; from orgmodel.cli.progress import at_work\nwith at_work('comparing'): time.sleep({seconds})"
COMMANDS = {
    "check": ["check", SMALL],
    "show": ["show", SMALL],
    "status": ["status", SMALL, "--as-of", "2023-01-01"],
    "compare": ["compare", SMALL, "-o", "out"],
    "compare on the screen": ["compare", SMALL],
    "compare --long": ["compare", SMALL, "--long"],
    "compare as JSON": ["compare", SMALL, "--format", "json"],
    "report": ["report", SMALL, "-o", "out.md"],
    "chart": ["chart", SMALL, "-o", "out.svg"],
    "export": ["export", SMALL, "--to", "csv", "-o", "out"],
    "import": ["import", "hierarchy", "third.csv", "-o", "out"],
    "init": ["init", "third.csv", "-o", "out"],
    "diff": ["diff", SMALL, SMALL / "split.yaml"],
    "combine": ["combine", SMALL / "split.yaml", SMALL / "split.yaml"],
    "collect": ["collect", "--study", SMALL, "-o", "out"],
    "new": ["new", "split", "a", "--study", SMALL, "--into", "x", "--into", "y"],
}


def _read_all(terminal: int, told: list[bytes]) -> None:
    """Read what comes on our side of a pseudo terminal until nobody has the other side open."""
    with suppress(OSError):  # the terminal is closed
        while part := os.read(terminal, 65536):
            told.append(part)


def _run(folder: Path, arguments: list[object], *, terminal: bool) -> tuple[int, bytes, bytes]:
    """Run a command with its messages on a pseudo terminal, or on none; give what came to either stream."""
    folder.mkdir()
    (folder / "third.csv").write_text("id,name,parent\na,Office,\nb,Team,a\n", encoding="utf-8")
    ours, theirs = pty.openpty() if terminal else os.pipe()
    told: list[bytes] = []
    reader = threading.Thread(target=_read_all, args=(ours, told))
    reader.start()
    with (
        pytest.MonkeyPatch.context() as patched,
        (folder / "stdout").open("w", encoding="utf-8") as out,
        open(theirs, "w", encoding="utf-8") as err,  # noqa: PTH123  # an open file, not a path
    ):
        patched.chdir(folder)
        patched.setattr(progress, "PATIENCE", 0)
        patched.setattr(sys, "stdout", out)
        patched.setattr(sys, "stderr", err)
        code = run([str(one) for one in arguments])
    reader.join()
    os.close(ours)
    return code, (folder / "stdout").read_bytes(), b"".join(told).replace(b"\r\n", b"\n")


def _process(code: str, *arguments: object) -> bytes:
    """Give what a process of its own shows on a pseudo terminal that has both its streams."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], stdout=theirs, stderr=theirs)
    os.close(theirs)
    told: list[bytes] = []
    _read_all(ours, told)
    process.wait()
    os.close(ours)
    return b"".join(told).replace(b"\r\n", b"\n")


def _seen(told: bytes) -> str:
    """Give what a terminal shows in the end: of a line what was written over it last."""
    lines = []
    for line in told.decode().split("\n"):
        shown: list[str] = []
        for part in line.split("\r"):
            shown[: len(part)] = part
        lines.append("".join(shown).rstrip())
    return "\n".join(lines).strip()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_a_bar_on_a_terminal_and_none_elsewhere(name: str, tmp_path: Path) -> None:
    """The bar is drawn on stderr, leaves nothing there, and stdout is the same with and without it."""
    code, out, told = _run(tmp_path / "terminal", COMMANDS[name], terminal=True)
    plain_code, plain_out, plain_told = _run(tmp_path / "pipe", COMMANDS[name], terminal=False)
    assert b"\r[" in told
    assert b"#####" in told
    assert b"\r" not in plain_told
    assert b"#####" not in plain_told
    assert (code, out) == (plain_code, plain_out)
    assert _seen(told) == _seen(plain_told)


def test_a_command_as_a_process_shows_its_bar() -> None:
    """So it is for who types the command."""
    told = _process(AT_ONCE, "check", SMALL)
    assert b"\r[" in told
    assert b"#####" in told
    assert "#" not in _seen(told)


TEXT = """
import sys, time
from orgmodel.cli.progress import at_work_on_text
with at_work_on_text("comparing", streams={streams}):
    print("first")
    time.sleep(1.5)
    print("second")
"""


@pytest.mark.parametrize("streams", [False, True])
def test_what_is_printed_on_the_terminal_of_the_bar_follows_it(streams: bool) -> None:
    """Results and messages on one terminal do not run into each other; elsewhere results come as they are made."""
    told = _process(TEXT.format(streams=streams))
    assert told.index(b"comparing, 1 s") < told.index(b"first")
    assert _seen(told) == "first\nsecond"


@pytest.mark.parametrize(("seconds", "is_shown"), [(0.3, False), (1.6, True)])
def test_it_appears_after_a_second(seconds: float, is_shown: bool) -> None:
    """A work of less than a second shows nothing at all."""
    told = _process(UNTIL.format(seconds=seconds))
    assert (b"comparing, 1 s" in told) is is_shown
    assert bool(told) is is_shown
    assert _seen(told) == ""


def test_a_bar_tells_how_far_the_work_is() -> None:
    """It fills as things are done, and goes to and fro where nobody knows how many there are."""
    bar = Bar("x")
    assert len({bar.shown(seconds) for seconds in range(10)}) == 10
    for done in range(8):
        bar.tell(done, 8)
        assert bar.shown(1).count("#") == 20 * done // 8
        assert f"{done}/8 x" in bar.shown(1)
