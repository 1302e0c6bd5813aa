"""The same options by the same names in Python and at the command line, as the table in docs/python.md has them."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import NamedTuple

import click
import pytest

import orgmodel
from orgmodel.cli.main import COMMANDS, cli

PAGE = (Path(__file__).parents[2] / "docs" / "python.md").read_text(encoding="utf-8")
FUNCTIONS = {
    "compare": orgmodel.compare,
    "chart": orgmodel.chart,
    "report": orgmodel.report,
    "diff": orgmodel.diff,
    "combine": orgmodel.combine,
    "sweep": orgmodel.sweep,
    "explore": orgmodel.explore,
    "structure.measures": orgmodel.Structure.measures,
}
COMMAND_OF = {name: name for name in FUNCTIONS} | {"structure.measures": "show"}
SUBJECTS = {"self", "subject", "subjects", "scenario", "scenarios", "before", "after"}
"""What a function works on: at the command line its paths."""


class Row(NamedTuple):
    """Hold a row of the table: the option's name in Python, its names at the command line, and who takes it."""

    name: str
    options: frozenset[str]
    functions: frozenset[str]
    commands: frozenset[str]


def _row(line: str) -> Row:
    python, options, where, _ = (cell.strip() for cell in line.strip("|").split(" | "))
    name = re.fullmatch(r"`(\w+)=`", python)
    functions, _, commands = where.partition(";")
    named = frozenset(one.strip("` ") for one in functions.split(",") if one.strip())
    others = frozenset(one.strip() for one in commands.split(",") if one.strip())
    return Row(name[1] if name else "", frozenset(re.findall(r"`(-[\w-]+)`", options)), named, others)


ROWS = [
    _row(line)
    for line in PAGE.partition("## The same options")[2].partition("## ")[0].splitlines()
    if line[:3] in ("| `", "| –", "| a")
]


def _options(command: str) -> set[frozenset[str]]:
    """Give the options of a command, each with all its names."""
    found = cli.get_command(click.Context(cli), command)
    assert found is not None
    return {frozenset(one.opts) for one in found.params if isinstance(one, click.Option)}


def test_the_table_is_read() -> None:
    """Each row has an option, and each function named is one of the face."""
    assert len(ROWS) > 20
    for row in ROWS:
        assert row.options, row
        assert row.functions <= set(FUNCTIONS), row
        assert row.commands <= set(COMMANDS), row
        assert bool(row.name) == bool(row.functions), row


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_takes_what_the_table_says(name: str) -> None:
    """The parameters of each function, but for its subjects, are the rows that name it."""
    taken = set(inspect.signature(FUNCTIONS[name]).parameters) - SUBJECTS
    if name == "structure.measures":
        assert {row.name for row in ROWS if name in row.functions} == taken
    else:
        assert sorted(row.name for row in ROWS if name in row.functions) == sorted(taken)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_takes_what_the_table_says(command: str) -> None:
    """A command of a function's name has the options of its rows and no other; the others have those that name them."""
    named = {name for name, one in COMMAND_OF.items() if one == command}
    rows = {row.options for row in ROWS if row.functions & named or command in row.commands}
    options = _options(command)
    assert rows <= options
    if named:
        assert rows == options


@pytest.mark.parametrize("option", ["--lang", "--language"])
def test_both_names_of_the_language_are_heard(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A command speaks the language asked for by either name, in what goes wrong too."""
    from orgmodel.cli.main import run

    assert run(["show", "scenarios/ha-tinh-2022", "--measures", "unts", option, "vi"]) == 1
    assert run(["show", "scenarios/ha-tinh-2022", "--measures", "unts", f"{option}=vi"]) == 1
    assert capsys.readouterr().err.count("có phải là 'units' không?") == 2


@pytest.mark.parametrize("option", ["--scope", "--scopes"])
def test_both_names_of_a_scope_are_heard(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A scope may be asked for by either name, more than once."""
    from orgmodel.cli.main import run

    asked = ["show", "scenarios/ha-tinh-2022", "--measures", "units", "--format", "csv"]
    assert run([*asked, option, "total", option, "block:party"]) == 0
    assert [line.split(",")[0] for line in capsys.readouterr().out.splitlines()] == ["scope", "total", "block:party"]
