"""``orgmodel check``: every problem of the files."""

from __future__ import annotations

from pathlib import Path

import click

from orgmodel.core.problems import WARNING, Problem, ProblemsError, errors


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
def check(paths: tuple[Path, ...], style: str) -> None:
    """List every problem of studies, scenarios and baselines, as file:line:column: CODE message.

    Scenarios are run too, so that an operation that cannot be carried out, or an expectation that is not met, is told.
    Exit code 1 where there is an error; warnings alone are 0.
    """
    problems: list[Problem] = []
    counts: list[str] = []
    for path in paths:
        found, count = _checked(path)
        problems = list(dict.fromkeys([*problems, *found]))
        counts.append(f"{path}: {count}")
    if style == "json":
        from orgmodel.cli.output import print_json
        from orgmodel.comparison.plain_data import problem_rows

        print_json({"problems": problem_rows(problems)})
    else:
        for problem in problems:
            mark = "warning: " if problem.severity == WARNING else ""
            click.echo(f"{mark}{problem}")
        bad = len(errors(problems))
        for line in counts:
            click.echo(line, err=True)
        click.echo(f"{bad} errors, {len(problems) - bad} warnings", err=True)
    if errors(problems):
        raise click.exceptions.Exit(1)


def _checked(path: Path) -> tuple[list[Problem], str]:
    from orgmodel.core.structure import Structure
    from orgmodel.io.read import read_with_problems
    from orgmodel.scenario.scenario import Scenario

    found, problems = read_with_problems(path)
    if found is None or errors(problems):
        return problems, "not read"
    try:
        if isinstance(found, Structure):
            return problems, f"{len(found.units)} units, {len(found.posts)} rows of posts"
        if isinstance(found, Scenario):
            outcome = found.run()
            return [*problems, *outcome.problems], f"{len(outcome.steps)} steps"
        for outcome in found.outcomes:
            problems += outcome.problems
        return problems, f"{len(found.baseline.units)} units, {len(found.scenarios)} scenarios"
    except ProblemsError as error:
        return [*problems, *error.problems], "not read"
