"""Options that several commands take; those of docs/python.md go by their names in Python too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from orgmodel.cli.choices import Spoken
from orgmodel.cli.language import LANG, SPOKEN
from orgmodel.core.messages import Message

set_option = click.option(
    "--set",
    "--settings",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a scenario's parameter (may be repeated).",
)


def day_given(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse what is no date before anything is read."""
    from orgmodel.core.dates import day_of
    from orgmodel.core.problems import ProblemsError

    try:
        return None if value is None else day_of(value)
    except ProblemsError as error:
        raise click.BadParameter(error.problems[0].message, context, parameter) from None


def _measures(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> list[str] | None:
    """Part the ids."""
    return [one.strip() for value in values for one in value.split(",")] or None


at_option = click.option(
    "--at",
    metavar="DATE",
    callback=day_given,
    help="Of a scenario: the state on this date (2026-03-01, 2026-03, 2026); steps without a date are left out.",
)

lang_option = click.option(
    *LANG,
    "lang",
    type=Spoken(SPOKEN),
    help="Language of the words: vi, en, or one that the study brings words in; its own where not given.",
)

scope_option = click.option(
    "--scope",
    "--scopes",
    "scopes",
    multiple=True,
    help="Only this scope: total, block:…, area:…, level:…, kind:… or a unit's id (may be repeated).",
)

measures_option = click.option(
    "--measures",
    multiple=True,
    callback=_measures,
    help="Only these measures, by id, with commas between (may be repeated).",
)

persons_option = click.option("--persons", is_flag=True, help="Tell people by name; otherwise by id alone.")

force_option = click.option(
    "--force",
    is_flag=True,
    help="Replace files that orgmodel did not write, or that were changed since; never one that is read.",
)


def parsed(settings: Iterable[str]) -> dict[str, Any]:
    """Parse settings; a whole or decimal number is read as one, anything else is a text.

    >>> parsed(["gov_head=new", "extra=3"])
    {'gov_head': 'new', 'extra': 3}
    """
    found: dict[str, Any] = {}
    for one in settings:
        name, equals, value = one.partition("=")
        if not equals or not name.strip():
            raise click.UsageError(Message.of("--set: {given!r} is not NAME=VALUE", given=one))
        found[name.strip()] = _value(value.strip())
    return found


def _value(text: str) -> Any:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
