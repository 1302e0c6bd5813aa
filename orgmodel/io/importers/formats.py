"""The formats that a third party's files are imported from: one record a format, in one table."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import nearest

if TYPE_CHECKING:
    from orgmodel.io.importers.imported import Imported


@dataclass(frozen=True, slots=True)
class Importer:
    """Describe a format: its name, what reads it (``module:function``), and what it takes.

    ``files`` names the files that it takes by option, in order, or none where it takes one file by place. ``map`` is the
    model of its map of columns (``module:class``), if it has one; ``dated`` tells whether a date of the figures can be
    given. ``section`` is its heading in docs/exchange.md.
    """

    name: str
    function: str
    section: str
    files: tuple[str, ...] = ()
    map: str = ""
    dated: bool = True


IMPORTERS: tuple[Importer, ...] = (
    Importer(
        "uk-organogram",
        "orgmodel.io.importers.uk_organogram.uk_organogram:import_uk_organogram",
        "uk-organogram",
        files=("senior", "junior"),
    ),
    Importer(
        "hierarchy",
        "orgmodel.io.importers.hierarchy.hierarchy:import_hierarchy",
        "hierarchy",
        map="orgmodel.io.importers.hierarchy.map:HierarchyMap",
    ),
    Importer(
        "lineage",
        "orgmodel.io.importers.lineage.lineage:import_lineage",
        "lineage",
        map="orgmodel.io.importers.lineage.map:LineageMap",
        dated=False,
    ),
    Importer("popolo", "orgmodel.io.importers.popolo.popolo:import_popolo", "popolo, w3c-org"),
    Importer("w3c-org", "orgmodel.io.importers.w3c_org.w3c_org:import_w3c_org", "popolo, w3c-org"),
)
FORMATS = tuple(one.name for one in IMPORTERS)


def importer_of(form: str) -> Importer:
    """Give the record of a format; raises ValueError naming the nearest.

    >>> importer_of("uk-organogram").files
    ('senior', 'junior')
    """
    for one in IMPORTERS:
        if one.name == form:
            return one
    raise ValueError(
        Message.of(
            "no format {form!r}{hint}; there are {formats}",
            form=form,
            hint=nearest(form, FORMATS),
            formats=", ".join(FORMATS),
        )
    )


def import_from(
    form: str,
    file: Path | None = None,
    *,
    files: Mapping[str, Path] | None = None,
    map: Path | None = None,
    as_of: str | None = None,
) -> Imported:
    """Import a third party's file, or the files that a format takes by name, with a map of columns where it has one.

    Raises ValueError for an unknown format, ProblemsError for files that cannot be read.
    """
    one = importer_of(form)
    arguments: list[Any] = [(files or {})[name] for name in one.files] if one.files else [file]
    if one.map:
        from orgmodel.io.importers.hierarchy.map import read_map

        arguments.append(read_map(map, _named(one.map)))
    options = {"as_of": as_of} if one.dated else {}
    found: Imported = _named(one.function)(*arguments, **options)
    return found


def _named(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)
