"""``orgmodel combine``: several scenarios as one, or what they cannot agree on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orgmodel.cli.choices import SOURCE, Target
from orgmodel.cli.output import format_option, print_json, print_table, say
from orgmodel.cli.progress import COMBINING, READING, at_work
from orgmodel.cli.settings import force_option, lang_option
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Problem

if TYPE_CHECKING:
    from orgmodel.combination.combination import Combination
    from orgmodel.core.csv_habit import CsvHabit
    from orgmodel.scenario.scenario import Scenario


@click.command()
@click.argument("paths", nargs=-1, required=True, type=SOURCE, metavar="SCENARIO…")
@click.option("--onto", type=SOURCE, help="Carry the scenarios over to this baseline first.")
@click.option("-o", "--output", type=Target(folder=False), help="Write the one scenario here.")
@force_option
@lang_option
@format_option
def combine(
    paths: tuple[Path, ...], onto: Path | None, output: Path | None, force: bool, lang: str | None, style: str
) -> None:
    """Combine scenarios of one baseline into one, in an order that works, or say what they cannot agree on.

    Of steps that meet it says whether they commute, which must come first, and which do the same; of a conflict the
    record, the steps, and what each wants. With --onto it says which steps no longer apply to that baseline, and why.
    Exit code 1 where there is a conflict: then nothing is written.
    """
    from orgmodel.api import combine_all
    from orgmodel.cli.main import complain
    from orgmodel.cli.states import baseline_for, refuse_place, structure_at, write_scenario
    from orgmodel.combination.rebase import FAILS
    from orgmodel.scenario.write import scenario_text

    with at_work(READING):
        scenarios = _read(paths)
        target = None if onto is None else structure_at(onto, after=True)
    start = scenarios[0].baseline if target is None else target
    language = lang or start.terms.language
    if output is not None:
        refuse_place(output)
    baseline = None if output is None else baseline_for(onto or paths[0], start, output)
    with at_work(COMBINING):
        found = combine_all(scenarios, onto=target, id=(output or Path("combined")).stem)
    if found.scenario is not None and output is not None:
        write_scenario(output, scenario_text(found.scenario, baseline=baseline), force=force)
        click.echo(output, err=True)
    if style == "json":
        print_json(_object(found, language))
    else:
        _print(found, style, language, start.terms.csv, scenario=output is None)
    lost = sum(step.state == FAILS for one in found.rebased for step in one.steps)
    if lost:
        many = "{count} steps no longer apply to {onto}: left out"
        lost_steps = Message.of(many, count=lost, onto=onto)
        complain([Problem("REBASE", lost_steps, severity=WARNING)], language)
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
            raise click.UsageError(
                Message.of("{path} is a structure; name scenario files, or a study for all of its scenarios", path=path)
            )
        if not isinstance(found, Scenario) and not found.scenarios:
            raise click.UsageError(Message.of("{paths}: no scenario in it", paths=path))
        scenarios += [found] if isinstance(found, Scenario) else found.scenarios.values()
    return scenarios


def _object(found: Combination, language: str) -> dict[str, Any]:
    from orgmodel.reports.combination_rows import rebase_rows, relation_rows
    from orgmodel.scenario.write import scenario_data

    rows = relation_rows(found, language)
    return {
        "scenario": scenario_data(found.scenario) if found.scenario is not None else None,
        "any_order": found.any_order,
        "relations": rows,
        "conflicts": [row for row in rows if row["kind"] == "conflict"],
        "rebase": rebase_rows(found.rebased, language),
        "problems": [],
    }


def _print(
    found: Combination,
    style: str,
    language: str,
    habit: CsvHabit,
    *,
    scenario: bool,
) -> None:
    from orgmodel.reports.combination_rows import REBASE_COLUMNS, RELATION_COLUMNS, relation_rows
    from orgmodel.reports.combination_told import READ_COLUMNS, told_rebase, told_relations
    from orgmodel.scenario.write import scenario_text

    if found.rebased and style != "csv":
        rows = [[row[column] for column in REBASE_COLUMNS] for row in told_rebase(found, language)]
        print_table(REBASE_COLUMNS, rows, style, title="rebase", language=language)
    relations = relation_rows(found, language) if style == "csv" else told_relations(found, language)
    if relations or style == "csv":
        columns = (
            [*RELATION_COLUMNS]
            if style == "csv"
            else [name for name in READ_COLUMNS if any(row[name] is not None for row in relations)]
        )
        cells = [[row[column] for column in columns] for row in relations]
        print_table(columns, cells, style, title="steps that meet", language=language, habit=habit)
    if found.scenario is None:
        count = len(found.conflicts)
        many = "{count} conflicts: no scenario holds all of these as they are"
        say(Message.of(many, count=count), language)
    else:
        order = Message.of("in any order" if found.any_order else "in the order written")
        count = len(found.scenario.steps)
        told = Message.of("{count} steps, {order}", count=count, order=order)
        say(told if count else "no steps: nothing is changed", language)
        if scenario and style == "text":
            click.echo(("\n" if relations or found.rebased else "") + scenario_text(found.scenario), nl=False)
