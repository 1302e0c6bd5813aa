"""Kill −9 at random moments, over every command that writes: each file whole, each unfinished set told, and mended.

A child is forked with everything loaded, says by a pipe when it begins to write, and is killed some time after it began to
run or to write. What stands then is of the run before or of this one; the next run makes it as one that nobody disturbed.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from orgmodel.cli import main as command_line
from orgmodel.core import writing
from orgmodel.core.manifest import MANIFEST, read_manifest
from orgmodel.io.exporters.formats import EXPORTERS
from tests.fuzz.corpus import FIXTURES
from tests.fuzz.draws import Draw
from tests.fuzz.judge import Tally

Files = dict[str, bytes]
Words = list[str]
BOXES = 24
PATIENCE = 20.0
"""Seconds after which a child that says nothing is held up."""
_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Writer:
    """Describe a command that writes: its words for what it reads (``old`` or ``new``) and for where it writes.

    ``in_study``: it writes into the study that it reads, which stands in the folder beforehand.
    """

    name: str
    words: Callable[[Path, Path], Words]
    in_study: bool = False


def _exporter(name: str, suffix: str) -> Writer:
    return Writer(
        f"export {name}",
        lambda source, out: [
            "export",
            str(source / "small" / "split.yaml"),
            "--to",
            name,
            "-o",
            str(out / f"x{suffix}" if suffix else out),
        ],
    )


def _picture(suffix: str) -> Writer:
    return Writer(
        f"chart {suffix}",
        lambda source, out: ["chart", str(source / "small" / "split.yaml"), "-o", str(out / f"x{suffix}")],
    )


WRITERS = (
    Writer("compare", lambda source, out: ["compare", str(source / "small"), "-o", str(out)]),
    Writer("chart pages", lambda source, out: ["chart", str(source / "wide"), "--page", "100x70", "-o", str(out / "x.svg")]),
    *(_picture(suffix) for suffix in (".png", ".pdf", ".pptx", ".drawio", ".vsdx", ".html")),
    *(_exporter(one.name, one.suffixes[0] if one.suffixes else "") for one in EXPORTERS),
    Writer("report", lambda source, out: ["report", str(source / "small"), "-o", str(out / "x.md")]),
    Writer("combine", lambda _, out: ["combine", str(out / "split.yaml"), "-o", str(out / "x.yaml")], in_study=True),
    Writer("diff", lambda _, out: ["diff", str(out), str(out / "split.yaml"), "-o", str(out / "x.yaml")], in_study=True),
    Writer("new", lambda _, out: ["new", "split", "h.tcnv", "--into", "a", "--into", "b", "--study", str(out), "-o", str(out / "x.yaml")], in_study=True),
    Writer("import", lambda source, out: ["import", "popolo", str(source / "example.json"), "-o", str(out)]),
    Writer("import lineage", lambda source, out: ["import", "lineage", str(source / "lineage.csv"), "--map", str(source / "map.yaml"), "-o", str(out)]),
)  # fmt: skip


def sources(folder: Path) -> None:
    """Make what the writers read, twice: as it was, and with other names and fewer units."""
    for side, ending in (("old", " (cũ)"), ("new", "")):
        place = folder / side
        shutil.copytree(FIXTURES / "small", place / "small")
        for name in ("units.csv", "posts.csv"):
            table = place / "small" / "baseline" / name
            table.write_text(
                table.read_text("utf-8")
                .replace("Phòng Tư pháp", f"Phòng Tư pháp{ending}")
                .replace("Trưởng phòng,", f"Trưởng phòng{ending},"),
                "utf-8",
            )
        popolo = (FIXTURES / "imports" / "popolo" / "example.json").read_text("utf-8")
        (place / "example.json").write_text(popolo.replace('"name": "', f'"name": "{ending}'), "utf-8")
        pairs = (FIXTURES / "imports" / "lineage" / "example.csv").read_text("utf-8")
        (place / "lineage.csv").write_text(pairs.replace("Cedar", f"Cedar{ending}"), "utf-8")
        shutil.copy(FIXTURES / "imports" / "lineage" / "map.yaml", place / "map.yaml")
        (place / "wide").mkdir()
        count = BOXES * 2 if side == "old" else BOXES
        rows = [f"u{one},Đơn vị {one}{ending},{f'u{(one - 1) // 8}' if one else ''}" for one in range(count)]
        (place / "wide" / "units.csv").write_text("\n".join(["id,name_vi,parent", *rows, ""]), "utf-8")


def kills(
    count: int, seed: int, *, until: float = float("inf"), first: int = 0
) -> Iterator[tuple[str, Tally, list[str]]]:
    """Kill each writer so many times; give its name, what was seen, and what did not hold."""
    _RUNS.clear()
    with tempfile.TemporaryDirectory(prefix="kills") as home:
        sources(Path(home))
        for writer in WRITERS:
            tally, wrong = Tally(), []
            for number in range(first, first + count):
                if time.monotonic() > until:
                    break
                wrong += _one(writer, Path(home), Draw(seed, f"kill {writer.name}", number), tally)
            yield writer.name, tally, wrong


def _one(writer: Writer, home: Path, draw: Draw, tally: Tally) -> list[str]:
    """Kill one run over what an earlier run left, or into a new folder; run again, and say what does not hold."""
    begin = _undisturbed(writer, home, "old") if draw.below(3) else {}
    end = _undisturbed(writer, home, "new")
    out = home / "out"
    if begin:
        shutil.copytree(home / f"{writer.name} old", out)
    if writer.in_study:
        shutil.copytree(home / "new" / "small", out, dirs_exist_ok=True)
        begin = standing(out)
    words, wrong = writer.words(home / "new", out), []
    said = f"{writer.name}: "
    killed = _killed(words, draw, _RUNS[writer.name])
    tally["killed" if killed else "had ended"] += 1
    left = standing(out)
    whole = {name: data for name, data in left.items() if not name.endswith(".tmp")}
    wrong += [
        f"{said}{name} is neither of the two"
        for name, data in whole.items()
        if data not in (begin.get(name), end.get(name))
    ]
    manifest = read_manifest(out)
    between = whole not in (begin, end)
    tally["between two sets"] += between
    tally["with leavings"] += len(left) > len(whole)
    if between and not manifest.unfinished:
        wrong.append(f"{said}a set between two is not told")
    is_told = any(run.kind for run in manifest.unfinished.values())
    code, err = _ran(words)
    if code != _RUNS[writer.name].code:
        wrong.append(f"{said}the next run ends with {code}: {err[-300:]}")
    if is_told != ("UNFINISHED" in err):
        wrong.append(f"{said}what was left unfinished is {'not ' if is_told else ''}told by the next run")
    tally["told"] += is_told
    found = standing(out)
    if found != end:
        wrong.append(
            f"{said}the next run leaves {sorted(name for name in {*found, *end} if found.get(name) != end.get(name))}"
        )
    if read_manifest(out).unfinished:
        wrong.append(f"{said}still unfinished")
    shutil.rmtree(out, ignore_errors=True)
    return wrong


def standing(folder: Path) -> Files:
    """Give what lies in a folder, its list apart."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if path.name != MANIFEST}


# -- runs ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Undisturbed:
    """How a run went that nobody disturbed: its exit code, its seconds, those in which it wrote, and its deeds to files."""

    code: int
    whole: float
    write: float
    deeds: int


_RUNS: dict[str, _Undisturbed] = {}


def _undisturbed(writer: Writer, home: Path, side: str) -> Files:
    """Give what a run comes to that nobody disturbs; it is made once, where the others are made, so that paths are alike."""
    kept = home / f"{writer.name} {side}"
    if not kept.exists():
        if writer.in_study:
            shutil.copytree(home / side / "small", home / "out")
        begun, moments = time.monotonic(), [0.0]
        with _noted(lambda: moments.append(time.monotonic())):
            code, err = _ran(writer.words(home / side, home / "out"))
        ended = time.monotonic()
        assert len(moments) > 1, f"{writer.name} writes nothing: {err}"
        _RUNS[writer.name] = _Undisturbed(code, ended - begun, ended - moments[1], len(moments) - 1)
        (home / "out").rename(kept)
    return standing(kept)


def _ran(words: Words) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = command_line.run(words)
    return code, err.getvalue()


def _heard(reader: int) -> bool:
    """Wait for the child's next word; one that a lock taken over by the fork holds up says nothing, and is killed as it is."""
    if select.select([reader], [], [], PATIENCE)[0]:
        os.read(reader, 1)  # nothing, where the child has ended
        return True
    return False


def _killed(words: Words, draw: Draw, run: _Undisturbed) -> bool:
    """Run in a child and kill it; tell whether it was killed before its end.

    The moment is drawn from the whole run, from its writing, or from its deeds to files, of which each is as likely.
    """
    reader, writer = os.pipe()
    child = _FORK.Process(target=_run_child, args=(words, writer))
    child.start()
    os.close(writer)
    way = draw.below(5)
    if way == 0:
        time.sleep(run.whole * draw.below(1000) / 1000)
    elif way == 1:
        _heard(reader)
        time.sleep(run.write * draw.below(1000) / 1000)
    else:
        for _ in range(1 + draw.below(run.deeds)):
            if not _heard(reader):
                break
        time.sleep(draw.below(100) / 100_000)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    os.close(reader)
    return child.exitcode == -signal.SIGKILL


def _run_child(words: Words, pipe: int) -> None:
    """Run, and say each time that something is to be done to a file; that takes its time, as on a disk of a network."""

    def deed() -> None:
        os.write(pipe, b"w")
        time.sleep(0.002)

    with _noted(deed):
        _ran(words)
    os._exit(0)


@contextlib.contextmanager
def _noted(deed: Callable[[], object]) -> Iterator[None]:
    """Have a call made before each deed to a file, from where the one way to the disk begins."""
    plain, ways = (
        writing._write,
        {name: getattr(Path, name) for name in ("open", "replace", "unlink", "mkdir", "write_bytes")},
    )

    def noted(*given: object) -> None:
        with contextlib.ExitStack() as stack:
            for name, way in ways.items():
                setattr(Path, name, _before(deed, way))
                stack.callback(setattr, Path, name, way)
            plain(*given)  # type: ignore[arg-type]

    writing._write = noted  # type: ignore[assignment]
    try:
        yield
    finally:
        writing._write = plain


def _before(deed: Callable[[], object], way: Callable[..., object]) -> Callable[..., object]:
    def done(*given: object, **named: object) -> object:
        deed()
        return way(*given, **named)

    return done
