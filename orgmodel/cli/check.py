"""``orgmodel check``: every problem of the files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from orgmodel.cli.choices import SOURCE, NearChoice
from orgmodel.cli.progress import READING, RUNNING, at_work
from orgmodel.cli.settings import lang_option, persons_option
from orgmodel.core.characters import seen
from orgmodel.core.problems import Problem, ProblemsError, errors

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Scenario, Study


@click.command()
@click.argument("paths", nargs=-1, required=True, type=SOURCE)
@lang_option
@persons_option
@click.option(
    "--format",
    "style",
    type=NearChoice(("text", "json", "sarif")),
    default="text",
    show_default=True,
    help="How to print problems; sarif for reviews of code.",
)
def check(paths: tuple[Path, ...], lang: str | None, persons: bool, style: str) -> None:
    """List every problem of studies, scenarios and baselines, as file:line:column: CODE message.

    Scenarios are run too, so that an operation that cannot be carried out, or an expectation that is not met, is told.
    Exit code 1 where there is an error; warnings alone are 0.
    """
    from orgmodel.cli.output import print_json
    from orgmodel.io.read import language_of
    from orgmodel.words.messages import problem_text
    from orgmodel.words.numbers import count

    problems: list[Problem] = []
    counts: list[str] = []
    language = lang or language_of(paths[0])
    for path in paths:
        found, size = _checked(path, language, persons=persons)
        problems = list(dict.fromkeys([*problems, *found]))
        counts.append(f"{seen(str(path))}: {size}")
    if style == "json":
        from orgmodel.comparison.plain_data import problem_rows

        print_json({"problems": problem_rows(problems, language)})
    elif style == "sarif":
        from orgmodel import __version__
        from orgmodel.io.sarif import sarif
        from orgmodel.words.messages import message_text

        print_json(sarif(problems, lambda one: message_text(one.message, language), __version__))
    else:
        for problem in problems:
            click.echo(problem_text(problem, language))
        bad = len(errors(problems))
        for line in counts:
            click.echo(line, err=True)
        told = (count(bad, "error", language), count(len(problems) - bad, "warning", language))
        click.echo(", ".join(told), err=True)
    if errors(problems):
        raise click.exceptions.Exit(1)


def _checked(path: Path, language: str, *, persons: bool) -> tuple[list[Problem], str]:
    """Read and run what a path holds; give its problems, people by name where that is asked for, and its size in words."""
    from orgmodel.core.persons import with_names
    from orgmodel.core.structure import Structure
    from orgmodel.io.read import read_with_problems

    with at_work(READING):
        found, problems = read_with_problems(path)
    with at_work(RUNNING):
        size, problems = _run(found, problems, language)
    if found is None or not persons:
        return problems, size
    return with_names(found if isinstance(found, Structure) else found.baseline, problems), size


def _run(
    found: Structure | Study | Scenario | None, problems: list[Problem], language: str
) -> tuple[str, list[Problem]]:
    """Run what was read; give its size in words, and its problems with those that were found before."""
    from orgmodel.core.structure import Structure
    from orgmodel.io.study_files import sound_scenarios
    from orgmodel.scenario.scenario import Scenario, Study
    from orgmodel.words.messages import message_text
    from orgmodel.words.numbers import count
    from orgmodel.words.tables import structure_line

    faulty = bool(errors(problems))
    if found is None or (faulty and not isinstance(found, Study)):
        return message_text("not read", language), problems
    try:
        if faulty and isinstance(found, Study):
            sound = sound_scenarios(found)
            told = [problem for one in sound for problem in one.run().problems]
            read = (count(len(sound), "scenario", language), message_text("what else there is was not read", language))
            return "; ".join(read) if sound else message_text("not read", language), [*problems, *told]
        if isinstance(found, Structure):
            return structure_line(found, language), problems
        if isinstance(found, Scenario):
            outcome = found.run()
            return count(len(outcome.steps), "step", language), [*problems, *outcome.problems]
        for outcome in found.outcomes:
            problems += outcome.problems
        units = count(len(found.baseline.units), "unit", language)
        return f"{units}, {count(len(found.scenarios), 'scenario', language)}", problems
    except ProblemsError as error:
        return message_text("not read", language), [*problems, *error.problems]
