"""Units that are only named, made from who reports to whom: rows walked from the top, a level at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from orgmodel.core.messages import Message
from orgmodel.core.tree import ranges
from orgmodel.io.importers.hierarchy.aliases import names_by
from orgmodel.io.importers.hierarchy.home_units import Homes, HomeUnit, organisation, tell_no_unit
from orgmodel.io.importers.hierarchy.placed import Flags, Ints, PlacedRows, in_turn
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.importers.naming import same_name, slug

_SHOWN = 5


def units_by_lines(placed: PlacedRows, table: Table, homes: Homes) -> Ints:
    """Make units of names from the lines: a name is the unit that the superior is in, or is in under, else a new one under it.

    Two units of one name under two others so stay two. A row at the top that names a unit which is made already is in
    it, where there is one alone. Gives the number of the unit of each row.
    """
    texts = table.coded("unit")
    made = _Made(table, homes)
    units = np.full(len(placed), -1, dtype=np.int64)
    keys: dict[str, int] = {}
    key_of = np.array([keys.setdefault(same_name(text), len(keys)) for text in texts.values], dtype=np.int64)
    key = key_of[texts.codes[placed.rows]]
    # those at the top because their superior cannot be told wait until the units of all others are known
    for waiting in (False, True):
        for level in _levels(placed.above, (placed.above < 0) & (placed.is_unsure == waiting)):
            above = placed.above[level]
            homes_above = np.where(above >= 0, units[above], -1)
            firsts, which = in_turn((homes_above + 1) * len(keys) + key[level])
            named = texts.taken(placed.rows[level[firsts]]).cells()
            found = []
            for turn, (text, home) in enumerate(zip(named, homes_above[firsts].tolist(), strict=True)):
                unit, fault = made.unit(text, home, is_unsure=waiting)
                alike = level[np.flatnonzero(which == turn)].tolist() if fault or not text else []
                if not text:
                    tell_no_unit(placed, alike, table)
                elif fault:
                    for number in alike:
                        table.report.row(int(placed.lines[number]), "AMBIGUOUS_UNIT", fault, subject=placed.ids[number])
                found.append(unit.number)
            units[level] = np.array(found, dtype=np.int64)[which]
    _tell_several(units, table, homes)
    tops = [unit for unit in homes.units.values() if unit.parent is None]
    if table.whole.organisation or len(tops) > 1:
        organisation(table, homes)
    return units


def _levels(above: Ints, starts: Flags) -> Iterator[Ints]:
    """Give some rows, then those under them, then those under these, in the order of what they are under."""
    order = np.argsort(above, kind="stable")
    first = np.searchsorted(above[order], np.arange(len(above) + 1))
    level = np.flatnonzero(starts)
    while len(level):
        yield level
        level = order[ranges(first[level], first[level + 1])]


class _Made:
    """Hold the units that are made from lines, by what they are under and by name."""

    def __init__(self, table: Table, homes: Homes) -> None:
        """Begin with the units that are known."""
        self.table = table
        self.homes = homes
        self.name = same_name(table.whole.organisation)
        self.prefix = slug(table.whole.organisation, "organisation")
        self.found: dict[tuple[int, str], HomeUnit] = {}
        self.tops: dict[str, HomeUnit] = {}
        self._ways: dict[int, dict[str, HomeUnit]] = {}
        self._look_at_tops()

    @cached_property
    def named(self) -> dict[str, list[HomeUnit]]:
        """The units that were made by name, asked for once those are whose superior can be told."""
        found: dict[str, list[HomeUnit]] = {}
        for (_, key), unit in self.found.items():
            found.setdefault(key, []).append(unit)
        return found

    def _look_at_tops(self) -> None:
        self.tops = {}
        for unit in self.homes.units.values():
            if unit.parent is None:
                self.tops.setdefault(same_name(unit.name), unit)

    def _organisation(self) -> HomeUnit:
        before = len(self.homes.every)
        found = organisation(self.table, self.homes)
        if len(self.homes.every) > before:
            self._look_at_tops()
            self._ways = {}  # it stands above units that were at the top
        return found

    def unit(self, text: str, above: int, *, is_unsure: bool) -> tuple[HomeUnit, Message | None]:
        """Find or make the unit that a text names under another (by number, -1: at the top), with what is to tell."""
        if not text:
            return self._organisation(), None
        key = same_name(text)
        if above >= 0:
            on_way = self._on_way(above).get(key)
            if on_way is not None:
                return on_way, None
        else:
            known = self.named.get(key, []) if is_unsure else []
            if len(known) == 1:
                return known[0], None
            if len(known) > 1:
                message = Message.of(
                    "several units are named {name!r}, and its superior cannot be told; it is put into the organisation",
                    count=len(known),
                    name=text,
                )
                return self._organisation(), message
            if key in self.tops:
                return self.tops[key], None
        found = self.found.get((above, key))
        if found is None:
            found = self.found[above, key] = self._new(text, key, above)
        return found, None

    def _on_way(self, above: int) -> dict[str, HomeUnit]:
        """Give a unit and those above it, by name: of two of one name the nearer."""
        if above not in self._ways:
            found: dict[str, HomeUnit] = {}
            unit: HomeUnit | None = self.homes.every[above]
            while unit is not None:
                found.setdefault(same_name(unit.name), unit)
                unit = self.homes.units.get(unit.parent) if unit.parent is not None else None
            self._ways[above] = found
        return self._ways[above]

    def _new(self, text: str, key: str, above: int) -> HomeUnit:
        is_whole = key == self.name
        kind = "agency" if above < 0 and (not self.name or is_whole) else "internal"
        wanted = self.prefix if is_whole else f"{self.prefix}.{slug(text)}"
        parent = self.homes.every[above].id if above >= 0 else None
        unit = self.homes.add(wanted, text, parent, kind, self.table.source)
        if above < 0:
            self.tops.setdefault(key, unit)
        return unit


def _tell_several(units: Ints, table: Table, homes: Homes) -> None:
    """Tell which names are of several units, since their posts report into different ones."""
    made = set(units.tolist())
    by_name = names_by((unit.name, unit.id) for unit in homes.units.values() if unit.number in made)
    several = [homes.units[ids[0]].name for ids in by_name.values() if len(ids) > 1]
    if several:
        message = Message.of(
            "names of several units, as posts of one name report into different ones: {count} ({names}); "
            "where a name is one unit, say units: names in the map",
            count=len(several), names=", ".join(several[:_SHOWN]) + (" …" if len(several) > _SHOWN else ""),
        )  # fmt: skip
        table.report.whole("NAME_OF_SEVERAL_UNITS", message, severity=NOTE)
