"""``orgmodel schema``: the schema by which an editor completes and checks study, scenario and norm files."""

from __future__ import annotations

from pathlib import Path

import click

from orgmodel.cli.choices import NearChoice, Target
from orgmodel.cli.settings import force_option

NAMES = ("scenario", "study", "norms")


@click.command()
@click.argument("name", type=NearChoice(NAMES), default="scenario")
@click.option("-o", "--output", type=Target(folder=False), help="The file to write (default: stdout).")
@force_option
def schema(name: str, output: Path | None, force: bool) -> None:
    """Print the JSON Schema of scenario, study or norms files.

    An editor with the YAML language server takes it by a first line such as
    # yaml-language-server: $schema=scenario.schema.json
    """
    from importlib.resources import files

    text = files("orgmodel.io.schema").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    if output is None:
        click.echo(text, nl=False)
        return
    from orgmodel.core.writing import write_text

    write_text(output, text, force=force)
    click.echo(output)
