"""The same cases through the commands: exit codes as the contract says, inputs untouched, and whatever is written read again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from orgmodel.cli.main import run
from orgmodel.core.characters import seen
from orgmodel.core.problems import errors
from orgmodel.io.exporters.formats import EXPORTERS
from orgmodel.io.read import read_with_problems
from orgmodel.scenario.scenario import Scenario
from tests.fuzz.corpus import FIXTURES, WORDS, Format, Seed
from tests.fuzz.draws import Draw
from tests.fuzz.judge import MOST_SAID, Tally
from tests.fuzz.read_back import parsed
from tests.fuzz.wide_cells import csv_rows

OF_TABLES = ("csv", "xlsx", "yaml", "json")
PICTURES = (".svg", ".png", ".pdf", ".pptx", ".drawio", ".vsdx", ".html")
STYLES = ("text", "json", "csv", "md")
MOST_OF_A_LINE = MOST_SAID + 500
"""A problem on stderr bears its place before it, and paths are long."""
Words = list[str]


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


def in_process(words: Words) -> Said:
    """Run a command here, as click's runner does; what is no problem is raised."""
    with CliRunner().isolation(env={"ORGMODEL_TRACEBACK": "1"}) as (out, err, _):
        code = run(words)
        sys.stdout.flush()
        sys.stderr.flush()
        return Said(
            code, out.getvalue().decode("utf-8", "surrogateescape"), err.getvalue().decode("utf-8", "surrogateescape")
        )


def as_process(words: Words) -> Said:
    """Run a command as a process of its own."""
    command = [sys.executable, "-c", "from orgmodel.cli.main import main; main()", *words]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)
    return Said(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


def judge_commands(
    form: Format, seed: Seed, folder: Path, number: int, tally: Tally, *, processes: bool = False
) -> None:
    """Give a case to ``check`` where it is a file of ours, and to a command that is drawn."""
    draw = Draw(number, f"by {form.name}", 0)
    given = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    sound = True
    for words in [*_checks(form, seed, folder), _drawn(draw, form, seed, folder)]:
        said = as_process(words) if processes else in_process(words)
        tally[f"{words[0]} {said.code}"] += 1
        try:
            _holds(words, said)
            made = folder / "made"
            if made.is_dir():
                tally["files read back"] += parsed(made)
            sound = sound and said.code == 0
            if sound:
                _scenario_made(folder)
            kept = {path for path in given if path.name != ".orgmodel.json"}
            assert all(path.read_bytes() == given[path] for path in kept), "an input was changed"
        except Exception as error:
            raise AssertionError(f"orgmodel {' '.join(words)}: {error}\n{said.err[-1500:]}") from error


def judge_processes(form: Format, seed: Seed, folder: Path, number: int, tally: Tally) -> None:
    """Judge a case by commands that are processes of their own."""
    judge_commands(form, seed, folder, number, tally, processes=True)


# -- which commands ------------------------------------------------------------------------------------------------------


def _checks(form: Format, seed: Seed, folder: Path) -> list[Words]:
    is_ours = not form.form and form.name not in ("theme", "manifest")
    return [["check", str(folder / seed.path), "--format", "json"]] if is_ours else []


def _drawn(draw: Draw, form: Format, seed: Seed, folder: Path) -> Words:
    path, made = str(folder / seed.path), folder / "made"
    lang = draw.pick([[], ["--lang", "en"], ["--lang", "vi"]])
    if form.form:
        options = [word for name, file in form.options for word in (f"--{name}", str(folder / file))]
        files = [] if any(file == seed.path for _, file in form.options) else [path]
        return ["import", form.form, *files, *options, "-o", str(made), *draw.pick([[], [], ["--strict"]]), *lang]
    if form.name == "theme":
        return [
            "chart",
            str(FIXTURES / "small" / "split.yaml"),
            "--theme",
            path,
            "-o",
            str(made / f"x{draw.pick(PICTURES)}"),
            *lang,
        ]
    if form.name == "manifest":
        return [
            "export",
            str(FIXTURES / "small"),
            "--to",
            "json",
            "-o",
            str(folder / "x.json"),
            *draw.pick([[], ["--force"]]),
        ]
    one = draw.pick(EXPORTERS)
    target = str(made / f"x{draw.pick(one.suffixes)}") if one.suffixes else str(made)
    style = ["--format", draw.pick(STYLES)]
    names = [draw.pick(seed.names[len(WORDS.split()) :] or ["a"]) for _ in range(2)]
    study = path if form.name in OF_TABLES else str(folder)
    common = [
        ["show", path, *style, *lang],
        ["export", path, "--to", one.name, "-o", target, *lang],
        [
            "chart",
            path,
            "-o",
            str(made / f"x{draw.pick(PICTURES)}"),
            "--state",
            draw.pick(["before", "after", "changes"]),
            *lang,
        ],
        ["diff", path, path, *style, *lang],
        ["new", draw.pick(["split", "merge", "transfer"]), *names, "--into", "a", "--into", "b", "--study", study],
    ]
    if form.name in OF_TABLES:
        return draw.pick(common)
    at = draw.pick([[], [], ["--at", "2023"], ["--at", "x"]])
    return draw.pick(
        [
            *common,
            ["compare", path, *style, *lang, *at],
            ["compare", path, "--format", "json", *lang],
            ["compare", path, "-o", str(made), *lang],
            ["report", path, "-o", str(made / "x.md"), *lang],
            ["status", path, *style, *lang],
            ["combine", path, *style, "-o", str(folder / "combined.yaml"), *lang],
            ["diff", path, path, "--state", "before", "-o", str(folder / "explained.yaml")],
        ]
    )


# -- what must hold ------------------------------------------------------------------------------------------------------


def _holds(words: Words, said: Said) -> None:
    assert said.code in (0, 1, 2), f"exit code {said.code}"
    text = said.out + said.err
    assert "Traceback" not in text, "a traceback"
    assert "INTERNAL_ERROR" not in text, "a fault of ours"
    assert said.code == 0 or text.strip(), f"exit code {said.code}, and nothing is said"
    if said.code == 2:
        assert said.err.startswith(("Usage:", "Cách dùng:", "Error:", "Lỗi:")), "exit code 2 without usage"
    for line in said.err.split("\n"):
        assert seen(line) == line, f"not to be printed: {line!r}"
        assert len(line) <= MOST_OF_A_LINE, f"{len(line)} characters: {line[:300]}"
    style = words[words.index("--format") + 1] if "--format" in words else ""
    if style == "json" and said.out.strip():
        data = json.loads(said.out)
        if words[0] == "check":
            told = data["problems"] if isinstance(data, dict) else data
            assert any(one["severity"] == "error" for one in told) == (said.code == 1), f"exit code {said.code}"
            assert all(len(one["message"]) <= MOST_SAID for one in told), max(
                (one["message"] for one in told), key=len
            )[:300]
    elif style == "csv":
        csv_rows(said.out, strict=True)


def _scenario_made(folder: Path) -> None:
    """A scenario that a command wrote of sound files can be read, and can be carried out."""
    for name in ("combined.yaml", "explained.yaml"):
        if (folder / name).is_file():
            found, problems = read_with_problems(folder / name)
            assert errors(problems) == [], [str(one) for one in errors(problems)[:3]]
            assert isinstance(found, Scenario)
            assert not found.run().refused, [str(one) for one in found.run().problems[:3]]
