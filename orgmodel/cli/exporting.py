"""``orgmodel export``: a structure, or the state before or after a scenario, in another format."""

from __future__ import annotations

import re
from pathlib import Path

import click

from orgmodel.cli.choices import NearChoice
from orgmodel.cli.settings import at_option, force_option, lang_option, parsed, set_option
from orgmodel.core.messages import Message, series
from orgmodel.io.exporters.formats import EXPORTERS, FORMATS, export_to, exporter_of, refuse_suffix


@click.command("export")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--to", "form", required=True, type=NearChoice(FORMATS), help="The format; csv writes a folder.")
@click.option(
    "--state", type=click.Choice(["before", "after"]), default="after", show_default=True, help="Of a scenario: which."
)
@at_option
@set_option
@click.option("--base", default="", metavar="ADDRESS", help="w3c-org, cpov: what addresses begin with.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path))
@force_option
@lang_option
def export(
    path: Path,
    form: str,
    state: str,
    at: str | None,
    settings: tuple[str, ...],
    base: str,
    output: Path,
    force: bool,
    lang: str | None,
) -> None:
    """Export a structure; of a study the baseline, of a scenario the state after (with its change events in w3c-org and cpov).

    What the format cannot carry is told on stderr.
    """
    from orgmodel.api import structure_of
    from orgmodel.cli.main import complain
    from orgmodel.core.problems import refuse_if_any
    from orgmodel.core.structure import Structure
    from orgmodel.io.read import language_of, read
    from orgmodel.scenario.scenario import Scenario

    if output.is_dir() and form != "csv":
        raise click.UsageError(Message.of("{output} is a folder; name a file", output=output))
    if form == "csv" and output.exists() and not output.is_dir():
        raise click.UsageError(Message.of("{output} is a file; name a folder for the tables", output=output))
    if base and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", base):
        raise click.UsageError(
            Message.of("--base: {base!r} is no address; give one such as https://example.org/city/", base=base)
        )
    if base and not exporter_of(form).of_a_run:
        owners = [one.name for one in EXPORTERS if one.of_a_run]
        raise click.UsageError(Message.of("--base belongs to {owners}", owners=series(owners)))
    refuse_suffix(form, output)
    found = read(path)
    if settings and not (isinstance(found, Scenario) and state == "after"):
        raise click.UsageError("--set is for the state after a scenario")
    if isinstance(found, Scenario) and state == "after":
        outcome = found.run(**parsed(settings))
        refuse_if_any(outcome.problems)
        outcome = outcome if at is None else outcome.until(at)
        warnings = export_to(
            form, outcome.after, output, lineage=outcome.lineage, before=outcome.before, base=base, force=force
        )
    else:
        structure = structure_of(found if isinstance(found, Structure) else found.baseline, after=False, at=at)
        warnings = export_to(form, structure, output, base=base, force=force)
    click.echo(output)
    complain(warnings, lang or language_of(path))
