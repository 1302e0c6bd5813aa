"""Time and peak memory of the commands over large studies: ``python -m benchmarks.scale [--only TEXT] [--small] [--keep FOLDER]``.

Each command is a process of its own: the processor time (user and system) and the largest resident size are those that
the system tells of it. The table is printed as Markdown, as docs/scale.md has it.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.organisations import Organisation

LARGE, LONG, MANY = (100_000, 10), (20_000, 4), (1_000, 4)
"""Units and rows of posts in each, of the study of all commands, of that of many steps and of that of many scenarios."""
STEPS, SCENARIOS, GAPS = 10_000, 200, 10_000
MAIN = "from orgmodel.cli.main import main; main()"
STUDY = """\
title: {en: Large, vi: Lớn}
as_of: 2025-01-01
language: en
baseline: baseline
kinds: {office: agency}
"""


@dataclass(frozen=True)
class Command:
    """Name what is measured: a study, the words of a command (``{study}`` and ``{out}`` stand for paths), and where it is told."""

    study: str
    words: tuple[str, ...]

    @property
    def shown(self) -> str:
        """Write the command as the table has it."""
        text = " ".join(self.words).replace("{study}/", "").replace("{study}", "STUDY").replace("{out}", "OUT")
        return f"`{text}`"


@dataclass(frozen=True)
class Taken:
    """Hold what a command took: its exit code, processor time in seconds, peak memory and written files in megabytes."""

    code: int
    seconds: float
    peak: float
    written: float


def table(path: Path, head: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    """Write a table of a baseline."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


def study(folder: Path, size: tuple[int, int], *, gaps: int = 0) -> Organisation:
    """Write a study of the benchmarks' own generator without a scenario; of so many rows of posts the filled ones are missing."""
    made = Organisation.of(*size)
    (folder / "baseline").mkdir(parents=True)
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    table(
        folder / "baseline/units.csv",
        ("id", "name_en", "kind", "block", "parent"),
        (
            (unit, f"Unit {number}", "office", "government", "" if up < 0 else made.units[up])
            for number, (unit, up) in enumerate(zip(made.units, made.parent, strict=True))
        ),
    )
    posts = zip(made.posts, made.ranks, made.authorized, made.filled, strict=True)
    table(
        folder / "baseline/posts.csv",
        ("id", "unit", "rank", "block", "authorized", "filled", "fte"),
        (
            (
                post,
                made.units[number // made.each],
                rank,
                "government",
                authorized,
                *([""] * 2 if number < gaps else [filled] * 2),
            )
            for number, (post, rank, authorized, filled) in enumerate(posts)
        ),
    )
    return made


def scenario(path: Path, orders: Sequence[str], *, steps: int = 1) -> None:
    """Write a scenario of as many steps, the orders shared out among them."""
    each = -(-len(orders) // steps)
    lines = [f"title: {{en: {path.stem}}}", "steps:"]
    for number in range(steps):
        lines += [f'  - id: "{number + 1}"', f"    title: {{en: Step {number + 1}}}", "    do:"]
        lines += [f"      - {order}" for order in orders[number * each : (number + 1) * each]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def studies(folder: Path, part: int) -> None:
    """Write the three studies; each size is divided by ``part``."""

    def less(size: tuple[int, int]) -> tuple[int, int]:
        return max(size[0] // part, 200), size[1]

    large = study(folder / "large", less(LARGE))
    count = len(large.units)
    orders = [
        f"{{transfer: u{count // 10 + 7}, to: u3}}",
        f"{{rename: u{count // 4}, names: {{en: Renamed}}}}",
    ]
    scenario(folder / "large/two.yaml", orders)
    study(folder / "gaps", less(LARGE), gaps=max(GAPS // part, 200))
    study(folder / "long", less(LONG))
    steps = max(STEPS // part, 20)
    orders = [
        f'{{resize: "u{1 + number}/{2 + number % 2}", by: 1, why: more cases}}'
        if number % 2
        else f"{{rename: u{1 + number}, names: {{en: Renamed {number}}}}}"
        for number in range(steps)
    ]
    scenario(folder / "long/long.yaml", orders, steps=steps)
    many = study(folder / "many", less(MANY))
    for number in range(max(SCENARIOS // part, 4)):
        unit = 20 + number * 3 % (len(many.units) - 20)
        scenario(folder / f"many/s{number}.yaml", [f"{{transfer: u{unit}, to: u{1 + number % 5}}}"])


COMMANDS = (
    Command("large", ("check", "{study}")),
    Command("large", ("show", "{study}")),
    Command("large", ("compare", "{study}/two.yaml")),
    Command("large", ("compare", "{study}/two.yaml", "-o", "{out}")),
    Command("large", ("compare", "{study}/two.yaml", "-o", "{out}", "--tables", "parquet")),
    Command("large", ("compare", "{study}/two.yaml", "--format", "json")),
    Command("large", ("chart", "{study}/two.yaml", "--root", "u40", "-o", "{out}.svg")),
    Command("large", ("chart", "{study}/two.yaml", "-o", "{out}.svg")),
    Command("large", ("report", "{study}/two.yaml", "-o", "{out}.md")),
    Command("large", ("report", "{study}/two.yaml", "-o", "{out}.docx")),
    Command("large", ("status", "{study}")),
    Command("gaps", ("status", "{study}")),
    Command("gaps", ("collect", "--study", "{study}", "-o", "{out}")),
    Command("large", ("init", "{study}/baseline/units.csv", "{study}/baseline/posts.csv", "-o", "{out}")),
    Command("large", ("import", "hierarchy", "{study}/baseline/units.csv", "-o", "{out}")),
    Command("large", ("diff", "{study}", "{study}/two.yaml")),
    Command("large", ("combine", "{study}/two.yaml", "{study}/two.yaml")),
    Command("large", ("new", "split", "u50", "--study", "{study}", "-o", "{out}.yaml")),
    Command("large", ("export", "{study}", "--to", "csv", "-o", "{out}")),
    Command("large", ("export", "{study}", "--to", "json", "-o", "{out}.json")),
    Command("large", ("export", "{study}", "--to", "xlsx", "-o", "{out}.xlsx")),
    Command("large", ("export", "{study}", "--to", "parquet", "-o", "{out}")),
    Command("large", ("export", "{study}", "--to", "office", "-o", "{out}.xlsx")),
    Command("large", ("export", "{study}", "--to", "graphml", "-o", "{out}.graphml")),
    Command("large", ("export", "{study}", "--to", "dot", "-o", "{out}.dot")),
    Command("large", ("export", "{study}", "--to", "mermaid", "-o", "{out}.mmd")),
    Command("large", ("export", "{study}", "--to", "visio", "-o", "{out}.xlsx")),
    Command("large", ("export", "{study}", "--to", "cpov", "-o", "{out}.ttl")),
    Command("large", ("export", "{study}", "--to", "w3c-org", "-o", "{out}.ttl")),
    Command("long", ("check", "{study}/long.yaml")),
    Command("long", ("compare", "{study}/long.yaml")),
    Command("long", ("combine", "{study}/long.yaml")),
    Command("long", ("status", "{study}/long.yaml")),
    Command("long", ("report", "{study}/long.yaml", "-o", "{out}.md")),
    Command("long", ("diff", "{study}", "{study}/long.yaml")),
    Command("many", ("compare", "{study}")),
)


def take(command: Command, folder: Path) -> Taken:
    """Run one command and measure it."""
    out = folder / f"out-{abs(hash(command)) % 10**8}"
    places = {"study": str(folder / command.study), "out": str(out)}
    words = [word.format(**places) for word in command.words]
    with (folder / "said.txt").open("w") as said:
        process = subprocess.Popen([sys.executable, "-c", MAIN, *words], stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    files = [one for path in folder.glob(f"{out.name}*") for one in ([path] if path.is_file() else path.rglob("*"))]
    written = sum(one.stat().st_size for one in files if one.is_file())
    for one in files:
        if one.is_file():
            one.unlink()
    return Taken(process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, written / 1e6)


def main(arguments: list[str] | None = None) -> int:
    """Write the studies, run what is asked for, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--only", default="", metavar="TEXT", help="only the commands that hold TEXT")
    parser.add_argument("--small", action="store_true", help="studies of a fiftieth of the size")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="write the studies here, or take those that stand here"
    )
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        if not (folder / "many").exists():
            studies(folder, 50 if asked.small else 1)
        print("| study | command | processor time | peak memory | written |\n|---|---|---|---|---|")
        for command in COMMANDS:
            if asked.only in f"{command.study} {command.shown}":
                found = take(command, folder)
                stopped = "" if found.code == 0 else f" (exit {found.code})"
                print(
                    f"| {command.study} | {command.shown}{stopped} | {found.seconds:.1f} s | {found.peak / 1024:.2f} GB "
                    f"| {found.written:.0f} MB |",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
