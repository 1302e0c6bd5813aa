"""The command ``orgmodel``: subcommands are loaded when they are called, so that help costs nothing."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import click

from orgmodel.cli.language import language_for
from orgmodel.cli.output import say
from orgmodel.cli.refusals import show, worded
from orgmodel.core.one_run import one_run, told

if TYPE_CHECKING:
    from orgmodel.core.problems import Problem

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("orgmodel.cli.check:check", "List every problem of studies, scenarios and baselines."),
    "show": ("orgmodel.cli.show:show", "Show one structure: totals by measure, block and area; missing figures."),
    "compare": ("orgmodel.cli.compare:compare", "Compare scenarios side by side."),
    "chart": ("orgmodel.cli.chart:chart", "Draw an org chart before, after, or of the changes."),
    "report": ("orgmodel.cli.report:report", "Write the report of a study or of scenarios."),
    "explore": ("orgmodel.cli.explore:explore", "Say how sure measures and norms are, by drawing what is uncertain."),
    "status": ("orgmodel.cli.status:status", "Show steps, owners, due dates, what is late and what is missing."),
    "collect": ("orgmodel.cli.collect:collect", "Ask suppliers for missing figures, and take filled-in forms over."),
    "diff": ("orgmodel.cli.diff:diff", "Say what changed between two structures, and the operations that explain it."),
    "combine": ("orgmodel.cli.combine:combine", "Combine scenarios into one, or say what they cannot agree on."),
    "sweep": ("orgmodel.cli.sweep:sweep", "Measure every variant of a scenario, and say where the proposal stands."),
    "init": ("orgmodel.cli.init:init", "Begin a study of the tables that an office has, by a map that is proposed."),
    "import": ("orgmodel.cli.importing:import_files", "Import files of a known format as a baseline folder."),
    "export": ("orgmodel.cli.exporting:export", "Export a structure to JSON, GraphML, linked data and others."),
    "new": ("orgmodel.cli.new:new", "Begin a scenario file with everything to be decided listed."),
    "schema": ("orgmodel.cli.schema:schema", "Print the schema by which an editor completes and checks files."),
}


_NO_SENSE = {"SUBJECT"}
"""Problems of an argument that is of another kind than the command takes, whatever stands in its file."""


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """List the names of the commands in the order of a user's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002  # click's
        """Load a command."""
        if name not in COMMANDS:
            return None
        module, function = COMMANDS[name][0].split(":")
        return getattr(importlib.import_module(module), function)  # type: ignore[no-any-return]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from orgmodel.core.messages import Message
            from orgmodel.core.problems import nearest

            hint = nearest(args[0], COMMANDS) or Message.of("; there are {commands}", commands=", ".join(COMMANDS))
            ctx.fail(Message.of("no command {name!r}{hint}", name=args[0], hint=hint))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """List the commands with what they do, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="orgmodel", prog_name="orgmodel")
def cli() -> None:
    """Model the restructuring of organisations: before, after, and everything in between accounted for.

    Exit codes: 0 done (findings of norms are results, not failures), 1 an error in the input or an expectation that is
    not met, 2 wrong usage.
    """


def main() -> None:
    """Run the command line; problems go to stderr, one a line, and never as a traceback."""
    from orgmodel.cli.console import fit_console

    fit_console()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line with arguments and give the exit code."""
    spoken = cache(lambda: language_for(arguments))
    try:
        with one_run(at_once=lambda problem: _say_at_once(problem, spoken())), worded(spoken):
            code = cli.main(arguments, prog_name="orgmodel", standalone_mode=False, obj=tuple(arguments))
            if notes := told():
                complain(notes, spoken())
        return code if isinstance(code, int) else 0
    except click.ClickException as fault:
        show(fault, spoken())
        return 2 if isinstance(fault, click.UsageError) else 1
    except click.Abort:
        say("stopped", spoken())
        return 1
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  # the reader has gone; keep the exit quiet
        return 1
    except Exception as error:
        problems = _problems_of(error)
        if problems is None:
            raise
        complain(problems, spoken())
        return 2 if all(one.code in _NO_SENSE for one in problems) else 1


def _problems_of(error: Exception) -> Sequence[Problem] | None:
    """Say as problems why a command ended; None where the traceback is asked for and shows a fault of ours."""
    from orgmodel.core.messages import Message
    from orgmodel.core.problems import Location, Problem, ProblemsError, system_reason

    if isinstance(error, ProblemsError):
        return error.problems
    if isinstance(error, OSError):
        place = Location(str(error.filename)) if error.filename else None
        return [Problem("FILE", system_reason(error), location=place)]
    if isinstance(error, ImportError) and error.name and not error.name.startswith("orgmodel"):
        message = Message.of("this needs the package {name!r}: pip install 'orgmodel[all]'", name=error.name)
        return [Problem("MISSING_PACKAGE", message)]
    if "ORGMODEL_TRACEBACK" in os.environ:
        return None
    message = Message.of(
        "{kind}: {said}; this is a fault of orgmodel, not of your files: set ORGMODEL_TRACEBACK=1 and send what it "
        "shows",
        kind=type(error).__name__,
        said=str(error),
    )
    return [Problem("INTERNAL_ERROR", message)]


def _say_at_once(problem: Problem, language: str) -> None:
    from orgmodel.cli.progress import said_meanwhile
    from orgmodel.words.messages import problem_text

    said_meanwhile(problem_text(problem, language))


def complain(problems: Iterable[Problem], language: str) -> None:
    """Print problems to stderr, one a line, warnings marked."""
    from orgmodel.words.messages import problem_text

    for problem in problems:
        click.echo(problem_text(problem, language), err=True)
