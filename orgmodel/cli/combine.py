"""``orgmodel combine``: several scenarios as one, or what they cannot agree on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orgmodel.cli.output import format_option, print_json, print_table
from orgmodel.cli.settings import force_option

if TYPE_CHECKING:
    from orgmodel.combination.combination import Combination
    from orgmodel.combination.rebase import Rebase
    from orgmodel.scenario.scenario import Scenario

REBASE_COLUMNS = ("scenario", "step", "state", "why", "because", "needs", "at")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SCENARIO…")
@click.option("--onto", type=click.Path(path_type=Path), help="Carry the scenarios over to this baseline first.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the one scenario here.")
@force_option
@format_option
def combine(paths: tuple[Path, ...], onto: Path | None, output: Path | None, force: bool, style: str) -> None:
    """Combine scenarios of one baseline into one, in an order that works, or say what they cannot agree on.

    Of steps that meet it says whether they commute, which must come first, and which do the same; of a conflict the
    record, the steps, and what each wants. With --onto it says which steps no longer apply to that baseline, and why.
    Exit code 1 where there is a conflict: then nothing is written.
    """
    from orgmodel.api import combine_all
    from orgmodel.cli.states import baseline_for, refuse_place, structure_at, write_scenario
    from orgmodel.combination.rebase import FAILS
    from orgmodel.scenario.write import scenario_text

    scenarios = _read(paths)
    target = None if onto is None else structure_at(onto, after=True)
    start = scenarios[0].baseline if target is None else target
    if output is not None:
        refuse_place(output)
    baseline = None if output is None else baseline_for(onto or paths[0], start, output)
    found = combine_all(scenarios, onto=target, id=(output or Path("combined")).stem)
    if found.scenario is not None and output is not None:
        write_scenario(output, scenario_text(found.scenario, baseline=baseline), force=force)
        click.echo(output, err=True)
    if style == "json":
        print_json(_object(found))
    else:
        _print(found, style, scenario=output is None)
    lost = sum(step.state == FAILS for one in found.rebased for step in one.steps)
    if lost:
        told = "1 step no longer applies" if lost == 1 else f"{lost} steps no longer apply"
        click.echo(f"warning: REBASE {told} to {onto}: left out", err=True)
    if found.scenario is None:
        raise click.exceptions.Exit(1)


def _read(paths: tuple[Path, ...]) -> list[Scenario]:
    from orgmodel.core.structure import Structure
    from orgmodel.io.read import read
    from orgmodel.scenario.scenario import Scenario

    scenarios: list[Scenario] = []
    for path in paths:
        found = read(path)
        if isinstance(found, Structure):
            raise click.UsageError(f"{path} is a structure; name scenario files, or a study for all of its scenarios")
        scenarios += [found] if isinstance(found, Scenario) else found.scenarios.values()
    if not scenarios:
        raise click.UsageError(f"{', '.join(map(str, paths))}: no scenario in it")
    return scenarios


def _object(found: Combination) -> dict[str, Any]:
    from orgmodel.combination.relations import relation_rows
    from orgmodel.scenario.write import scenario_data

    rows = relation_rows(found.relations)
    return {
        "scenario": scenario_data(found.scenario) if found.scenario is not None else None,
        "any_order": found.any_order,
        "relations": rows,
        "conflicts": [row for row in rows if row["kind"] == "conflict"],
        "rebase": _rebase_rows(found.rebased),
        "problems": [],
    }


def _rebase_rows(rebased: Sequence[Rebase]) -> list[dict[str, Any]]:
    from orgmodel.core.change_rows import key_text

    return [
        {
            "scenario": one.scenario.id,
            "step": step.step.id,
            "state": step.state,
            "why": "; ".join(f"{problem.code} {problem.message}" for problem in step.problems) or None,
            "because": ", ".join(f"{change.table} {key_text(change.key)}" for change in step.because) or None,
            "needs": ", ".join(step.needs) or None,
            "at": None if step.step.at is None else str(step.step.at),
        }
        for one in rebased
        for step in one.steps
    ]


def _print(found: Combination, style: str, *, scenario: bool) -> None:
    from orgmodel.combination.relations import RELATION_COLUMNS, relation_rows
    from orgmodel.scenario.write import scenario_text

    if found.rebased and style != "csv":
        rows = [[row[column] for column in REBASE_COLUMNS] for row in _rebase_rows(found.rebased)]
        print_table(REBASE_COLUMNS, rows, style, title="rebase")
    relations = relation_rows(found.relations)
    if relations or style == "csv":
        cells = [[row[column] for column in RELATION_COLUMNS] for row in relations]
        print_table(RELATION_COLUMNS, cells, style, title="steps that meet")
    if found.scenario is None:
        count = len(found.conflicts)
        told = f"{count} conflict{'' if count == 1 else 's'}"
        click.echo(f"{told}: no scenario holds all of these as they are", err=True)
    else:
        order = "in any order" if found.any_order else "in the order written"
        count = len(found.scenario.steps)
        click.echo(f"{count} step{'' if count == 1 else 's'}, {order}", err=True)
        if scenario and style == "text":
            click.echo(("\n" if relations or found.rebased else "") + scenario_text(found.scenario), nl=False)
