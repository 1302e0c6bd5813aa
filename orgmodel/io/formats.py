"""What the tables of importers and of exporters have in common: options, losses, and the one way to a record."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from orgmodel.core.arguments import path_given
from orgmodel.core.dates import day_of
from orgmodel.core.messages import Message, series
from orgmodel.core.names import is_language
from orgmodel.core.problems import Problem, ProblemsError, nearest

FILE, DATE, LANGUAGE, ADDRESS = "FILE", "DATE", "LANGUAGE", "ADDRESS"
"""What an option takes; the word stands for it on the command line too."""

_ADDRESS = re.compile(r"(?!(?:javascript|vbscript|data):)[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)
"""What may begin an address that somebody follows: no script, and nothing that an address cannot hold."""


@dataclass(frozen=True, slots=True)
class Option:
    """Describe an option of a format: its name (without dashes), what it takes, and what it is for.

    ``keyword`` is the parameter of the format's function that gets its value; without one the name is. A ``needed`` one
    stands in place of the one file that a format takes otherwise. A file with a ``model`` (``module:class``) is a map, read
    as that.
    """

    name: str
    takes: str
    help: str
    keyword: str = ""
    needed: bool = False
    model: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """State what a format does not carry.

    ``what`` is said in help and in docs/exchange.md. ``told`` is how it is told when it happens, as patterns of a shell:
    of an import the codes of problems and the names of columns or properties, of an export the tables and fields that
    warnings are about (``persons``, ``*.block``).
    """

    what: str
    told: tuple[str, ...]


class OptionError(ProblemsError):
    """Tell that a format, its files or its options are asked for as they are not: at the command line a wrong usage."""

    def __init__(self, message: str) -> None:
        """Carry the one problem."""
        super().__init__([Problem("OPTION", message)])

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by what it says."""
        return type(self), (self.problems[0].message,)


class Format(Protocol):
    """What every record of a table of formats has."""

    @property
    def name(self) -> str:
        """The name of the format."""
        ...

    @property
    def function(self) -> str:
        """What reads or writes it, as ``module:function``."""
        ...

    @property
    def options(self) -> tuple[Option, ...]:
        """The options that it takes beside what every format takes."""
        ...

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What it does not carry."""
        ...


Kept = TypeVar("Kept", bound=Format)


def record_of(name: str, table: Sequence[Kept]) -> Kept:
    """Give the record of a format; raises OptionError naming the nearest.

    >>> from orgmodel.io.exporters.formats import EXPORTERS
    >>> record_of("dot", EXPORTERS).suffixes
    ('.dot', '.gv')
    >>> record_of("dott", EXPORTERS)
    Traceback (most recent call last):
    orgmodel.io.formats.OptionError: OPTION no format 'dott'; did you mean 'dot'?; there are json, csv, xlsx, parquet, office, w3c-org, cpov, graphml, dot, mermaid, visio
    """
    names = [one.name for one in table]
    for one in table:
        if one.name == name:
            return one
    raise OptionError(
        Message.of(
            "no format {form!r}{hint}; there are {formats}",
            form=name,
            hint=nearest(name, names),
            formats=", ".join(names),
        )
    )


def named(path: str) -> Any:
    """Import what a record names as ``module:name``.

    >>> named("orgmodel.io.formats:record_of") is record_of
    True
    """
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)


def options_of(table: Iterable[Format]) -> dict[Option, tuple[str, ...]]:
    """Give the options of a table's formats, each once, with the names of the formats that take it.

    One name is one option: where formats read it differently (as another map), the first says what it takes.
    """
    found: dict[str, Option] = {}
    owners: dict[str, list[str]] = {}
    for one in table:
        for option in one.options:
            found.setdefault(option.name, option)
            owners.setdefault(option.name, []).append(one.name)
    return {option: tuple(owners[name]) for name, option in found.items()}


def lost_by(one: Format) -> str:
    """Say what a format does not carry.

    >>> from orgmodel.io.importers.formats import IMPORTERS
    >>> lost_by(record_of("lineage", IMPORTERS))
    'columns to which neither the map nor their name gives a meaning'
    """
    return "; ".join(loss.what for loss in one.losses) or "nothing"


def arguments_of(one: Format, given: Mapping[str, Any], table: Sequence[Format]) -> dict[str, Any]:
    """Give what the function of a format is called with, for the values that its options were given.

    A text is read as what the option takes. Raises OptionError for an option of another format, one that is missing or
    whose value is no such thing, and ProblemsError for a map that cannot be read.
    """
    mine = {option.name: option for option in one.options}
    for option, owners in options_of(table).items():
        if option.name in given and option.name not in mine:
            raise OptionError(
                Message.of(
                    "--{option} does not belong to {form}: it is for {owners}",
                    option=option.name,
                    form=one.name,
                    owners=series(owners),
                )
            )
    for name in given:
        if name not in mine:
            raise OptionError(
                Message.of("{form} has no option {name!r}{hint}", form=one.name, name=name, hint=nearest(name, mine))
            )
    needed = [option for option in one.options if option.needed]
    if any(option.name not in given for option in needed):
        listed = series(f"--{option.name} {option.takes}" for option in needed)
        raise OptionError(Message.of("{form} takes {files}", form=one.name, files=listed))
    return {mine[name].keyword or name: _value(mine[name], value) for name, value in given.items()}


def _value(option: Option, given: Any) -> Any:
    """Read what an option was given as what it takes."""
    if option.model:
        from orgmodel.io.importers.map_file import read_map
        from orgmodel.operations.faults import validated

        model = named(option.model)
        if isinstance(given, model):
            return given
        return (
            validated(model, given) if isinstance(given, Mapping) else read_map(path_given(option.name, given), model)
        )
    if option.takes == FILE:
        return path_given(option.name, given)
    if option.takes == DATE:
        try:
            return given if isinstance(given, str) and day_of(given) else day_of(given)  # a year stays a year
        except ProblemsError as error:
            said = error.problems[0].message
            raise OptionError(Message.of("--{option}: {said}", option=option.name, said=said)) from None
    if option.takes == LANGUAGE and not (isinstance(given, str) and is_language(given)):
        raise OptionError(
            Message.of("--{option}: {given!r} is no code of a language, such as en", option=option.name, given=given)
        )
    if option.takes == ADDRESS and not (isinstance(given, str) and _ADDRESS.fullmatch(given)):
        raise OptionError(
            Message.of(
                "--{option}: {given!r} is no address; give one such as https://example.org/city/",
                option=option.name,
                given=given,
            )
        )
    return given
