"""What click says of wrong usage, in the language that the command line speaks; help stays English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import click

SAID = (
    "Error: {message}",
    "Usage:",
    "Try '{command} {option}' for help.",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "Missing argument",
    "Missing option",
    "Missing command.",
    "Choose from:\n\t{choices}",
    "No such option {name!r}.",
    "Did you mean {possibility}?",
    "(Did you mean one of: {possibilities}?)",
    "Option {name!r} does not take a value.",
    "Option {name!r} requires an argument.",
    "Got unexpected extra argument ({args})",
    "Got unexpected extra arguments ({args})",
)
"""The texts of click's refusals, as its sources mark them for translation."""

REFUSING = ("core", "exceptions", "parser", "types")
USAGE = ("formatting",)


@contextmanager
def worded(language: Callable[[], str], names: tuple[str, ...] = REFUSING) -> Iterator[None]:
    """Have modules of click say their texts in a language, which is asked for when there is something to say.

    Click looks up each text by ``_``, gettext's mark, in the module that says it; ours looks in the table of messages,
    and leaves what is not a refusal as it is.
    """
    modules = [module for name in names if isinstance(module := getattr(click, name), ModuleType)]
    kept = [
        (module, name, vars(module)[name]) for module in modules for name in ("_", "ngettext") if name in vars(module)
    ]

    def one(text: str) -> str:
        from orgmodel.words.messages import message_text

        return message_text(text, language()) if text in SAID else text

    def one_or_more(text: str, several: str, count: int) -> str:
        return one(text if count == 1 else several)

    try:
        for module, name, _ in kept:
            setattr(module, name, one if name == "_" else one_or_more)
        yield
    finally:
        for module, name, value in kept:
            setattr(module, name, value)


def show(fault: click.ClickException, language: str) -> None:
    """Print a refusal to stderr: the usage, what is wrong, and where help is."""
    from orgmodel.words.messages import message_text

    told: Any = fault
    told.message = message_text(fault.message, language)
    with worded(lambda: language, (*REFUSING, *USAGE)):
        fault.show()
