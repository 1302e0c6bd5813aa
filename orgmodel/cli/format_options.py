"""The options of a command that derive from a table of formats, and what its help says of each format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from orgmodel.io.formats import Format, lost_by, options_of

Command = Callable[..., Any]


def format_options(table: Sequence[Format]) -> Callable[[Command], Command]:
    """Give a command the options of all formats of a table; what they were given is read by :func:`options_given`."""

    def add(command: Command) -> Command:
        for option, owners in reversed(options_of(table).items()):
            of = "" if len(owners) == len(table) else f"{', '.join(owners)}: "
            command = click.option(
                f"--{option.name}",
                metavar=option.takes,
                expose_value=False,
                callback=_keep,
                help=of + option.help,
            )(command)
        return command

    return add


def _keep(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.meta.setdefault(__name__, {})[parameter.opts[0].removeprefix("--")] = value


def options_given() -> Mapping[str, str]:
    """Give what the options of formats were given, by their names."""
    found: Mapping[str, str] = click.get_current_context().meta.get(__name__, {})
    return found


def losses_of(table: Sequence[Format]) -> str:
    """Say below the help of a command what each format loses, those that lose the same together."""
    names: dict[str, list[str]] = {}
    for one in table:
        names.setdefault(lost_by(one), []).append(one.name)
    return "\n\n".join(f"Lost by {', '.join(those)}: {lost}." for lost, those in names.items())
