"""The units of posts and people as they are found, before they are records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from orgmodel.io.importers.hierarchy.aliases import names_by
from orgmodel.io.importers.hierarchy.placed import Ints, PlacedRows
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.naming import Ids, same_name, slug


@dataclass(slots=True)
class HomeUnit:
    """A unit as it is found, before it is a record: its name, the unit above it, and where it comes from."""

    id: str
    name: str
    parent: str | None
    kind: str
    src: str
    is_listed: bool = False
    number: int = -1


@dataclass
class Homes:
    """Hold the units that are known so far by id, and by the number in which they were found; ids that stand in no file are ``made``."""

    units: dict[str, HomeUnit] = field(default_factory=dict)
    every: list[HomeUnit] = field(default_factory=list)
    ids: Ids = field(default_factory=Ids)
    made: set[str] = field(default_factory=set)

    def names(self) -> list[dict[str, list[str]]]:
        """Give the ids of the units that bear each name."""
        return [names_by((unit.name, unit.id) for unit in self.units.values())]

    def list(self, unit: HomeUnit) -> None:
        """Take a unit that a table lists."""
        unit.number = len(self.every)
        self.every.append(unit)
        self.units[unit.id] = unit

    def add(self, wanted: str, name: str, parent: str | None, kind: str, src: str) -> HomeUnit:
        """Make a unit with an id of its own, and give it."""
        unit = HomeUnit(self.ids.give(wanted), name, parent, kind, src)
        self.list(unit)
        return unit

    def above(self) -> Ints:
        """Give the number of the unit above each, -1 of one at the top."""
        parents = [self.units.get(unit.parent) if unit.parent is not None else None for unit in self.every]
        return np.array([-1 if one is None else one.number for one in parents], dtype=np.int64)


def organisation(table: Table, homes: Homes) -> HomeUnit:
    """Give the unit of the organisation itself, which is made when it is first needed, around all that are at the top."""
    name = table.whole.organisation
    tops = [unit for unit in homes.units.values() if unit.parent is None]
    for unit in tops:
        if same_name(unit.name) == same_name(name):
            return unit
    made = homes.add(slug(name, "organisation"), name, None, "agency", table.source)
    del homes.units[made.id]
    homes.units = {made.id: made, **homes.units}  # it stands first
    for unit in tops:
        unit.parent = made.id
    return made


def tell_no_unit(placed: PlacedRows, numbers: Iterable[int], table: Table) -> None:
    """Tell of rows that name no unit, where the table has a column of units."""
    if table.cells.keys() & {"unit", "unit_name"}:
        for number in numbers:
            told = "the row names no unit; it is put into the organisation"
            table.report.row(int(placed.lines[number]), "MISSING_UNIT", told, subject=placed.ids[number])
