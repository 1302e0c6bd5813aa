"""``orgmodel new``: begin a scenario file with everything to be decided listed."""

from __future__ import annotations

from pathlib import Path

import click

from orgmodel.cli.choices import SOURCE, NearChoice, Target
from orgmodel.cli.progress import READING, at_work
from orgmodel.cli.settings import force_option, lang_option

VERBS = ("split", "split-off", "merge", "absorb", "transfer", "create", "dissolve", "delayer", "resize", "rename")


@click.command()
@click.argument("verb", type=NearChoice(VERBS), metavar="VERB")
@click.argument("units", nargs=-1, required=True)
@click.option(
    "--study",
    type=SOURCE,
    default=Path(),
    show_default=True,
    help="The study or baseline folder.",
)
@click.option(
    "--into",
    multiple=True,
    help="The units to split into, merge into, or transfer to, or the superior of a new one (may be repeated).",
)
@click.option("-o", "--output", type=Target(folder=False), help="The file to write (default: stdout).")
@lang_option
@force_option
def new(
    verb: str,
    units: tuple[str, ...],
    study: Path,
    into: tuple[str, ...],
    output: Path | None,
    lang: str | None,
    force: bool,
) -> None:
    """Begin a scenario file: every post, line and function of the UNITS listed, by their ids, and the undecided marked.

    VERB is split, split-off, merge, absorb, transfer, create, dissolve, delayer, resize or rename. The ids of units stand
    in baseline/units.csv.
    """
    from orgmodel.cli.states import write_scenario
    from orgmodel.core.structure import Structure
    from orgmodel.io.new import new_scenario
    from orgmodel.io.read import read_start

    with at_work(READING):
        found = read_start(study)
        structure = found if isinstance(found, Structure) else found.run().after
        text = new_scenario(structure, verb, list(units), list(into), lang)
    if output is None:
        click.echo(text, nl=False)
        return
    write_scenario(output, text, force=force)
    click.echo(output)
