"""``orgmodel export``: a structure, or the state before or after a scenario, in another format."""

from __future__ import annotations

from pathlib import Path

import click

from orgmodel.cli.choices import SOURCE, NearChoice
from orgmodel.cli.format_options import format_options, losses_of, options_given
from orgmodel.cli.progress import READING, RUNNING, WRITING, at_work
from orgmodel.cli.settings import at_option, force_option, lang_option, parsed, persons_option, set_option
from orgmodel.core.messages import Message
from orgmodel.io.exporters.formats import EXPORTERS, FORMATS, export_to, refuse_suffix
from orgmodel.io.formats import OptionError, arguments_of, record_of


@click.command("export", epilog=losses_of(EXPORTERS))
@click.argument("path", type=SOURCE)
@click.option(
    "--to", "form", required=True, type=NearChoice(FORMATS), help="The format; csv and parquet write a folder."
)
@click.option(
    "--state", type=NearChoice(["before", "after"]), default="after", show_default=True, help="Of a scenario: which."
)
@at_option
@set_option
@format_options(EXPORTERS)
@click.option("-o", "--output", required=True, type=SOURCE, help="The file or folder to write.")
@persons_option
@force_option
@lang_option
def export(
    path: Path,
    form: str,
    state: str,
    at: str | None,
    settings: tuple[str, ...],
    output: Path,
    persons: bool,
    force: bool,
    lang: str | None,
) -> None:
    """Export a structure; of a study the baseline, of a scenario the state after (with its change events in w3c-org and cpov).

    What the format cannot carry is told on stderr. Persons bear their ids, and their names with --persons only.
    """
    from orgmodel.api import structure_of
    from orgmodel.cli.main import complain
    from orgmodel.core.persons import names_left_out, without_names
    from orgmodel.core.problems import refuse_if_any
    from orgmodel.core.structure import Structure
    from orgmodel.io.read import language_of, read
    from orgmodel.scenario.scenario import Scenario

    one, given = record_of(form, EXPORTERS), options_given()
    if output.is_dir() and one.suffixes:
        raise click.UsageError(Message.of("{output} is a folder; name a file", output=output))
    if output.exists() and not output.is_dir() and not one.suffixes:
        raise click.UsageError(Message.of("{output} is a file; name a folder for the tables", output=output))
    try:
        arguments_of(one, given, EXPORTERS)
    except OptionError as error:
        raise click.UsageError(error.problems[0].message) from None
    refuse_suffix(form, output)
    with at_work(READING):
        found = read(path)
    shown = (lambda structure: structure) if persons else without_names
    if settings and not (isinstance(found, Scenario) and state == "after"):
        raise click.UsageError("--set is for the state after a scenario")
    if isinstance(found, Scenario) and state == "after":
        values = parsed(settings)
        with at_work(RUNNING):
            outcome = found.run(**values)
        refuse_if_any(outcome.problems)
        outcome = outcome if at is None else outcome.until(at)
        structure = outcome.after
        with at_work(WRITING):
            warnings = export_to(
                form, shown(structure), output, lineage=outcome.lineage, before=shown(outcome.before),
                ledger=outcome.ledger, trace=outcome.trace, options=given, force=force,
            )  # fmt: skip
    else:
        structure = structure_of(found if isinstance(found, Structure) else found.baseline, after=False, at=at)
        with at_work(WRITING):
            warnings = export_to(form, shown(structure), output, options=given, force=force)
    left_out = [] if persons else names_left_out(structure)
    click.echo(output)
    complain([*left_out, *warnings], lang or language_of(path))
