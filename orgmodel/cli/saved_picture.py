"""Pictures that commands save: the format by the suffix, refused before anything is run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from orgmodel.core.messages import Message

FORMS = (".png", ".svg", ".pdf")

theme_option = click.option(
    "--theme", default="colour", show_default=True, help="colour, grey, plain, or a theme file."
)


def refuse_picture(path: Path, force: bool) -> None:
    """Raise where a picture cannot be written to a path: another suffix, or a file that is somebody's."""
    from orgmodel.core.problems import Location, Problem, ProblemsError
    from orgmodel.core.replacing import checked

    if path.suffix.lower() not in FORMS:
        message = Message.of("a picture is {forms}, not {suffix!r}", forms=" / ".join(FORMS), suffix=path.suffix)
        raise ProblemsError([Problem("FORM", message, location=Location(str(path)))])
    checked({path: ""}, force, None)


def save_picture(make: Callable[[], Any], path: Path, force: bool) -> None:
    """Make a figure and write it, and say where it is."""
    from orgmodel.charts.exploration_page import figure_bytes
    from orgmodel.core.writing import write_bytes

    write_bytes(path, figure_bytes(make(), path.suffix.lower()[1:]), force=force)
    click.echo(path, err=True)
