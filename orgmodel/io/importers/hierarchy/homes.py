"""The units of posts and people: those that tables of units list, that rows name, or that who reports to whom makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.aliases import Aliases, names_by
from orgmodel.io.importers.hierarchy.links import Placed, Ways
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.importers.naming import Ids, same_name, slug

_SHOWN = 5


@dataclass
class HomeUnit:
    """A unit as it is found, before it is a record: its name, the unit above it, and where it comes from."""

    id: str
    name: str
    parent: str | None
    kind: str
    src: str
    is_listed: bool = False


@dataclass
class Homes:
    """Hold the units that are known so far by id, and the unit of each placed post; ids that stand in no file are ``made``."""

    units: dict[str, HomeUnit] = field(default_factory=dict)
    of: dict[str, str] = field(default_factory=dict)
    ids: Ids = field(default_factory=Ids)
    made: set[str] = field(default_factory=set)

    def names(self) -> list[dict[str, list[str]]]:
        """Give the ids of the units that bear each name."""
        return [names_by((unit.name, unit.id) for unit in self.units.values())]

    def add(self, wanted: str, name: str, parent: str | None, kind: str, src: str) -> str:
        """Make a unit with an id of its own, and give it."""
        id = self.ids.give(wanted)
        self.units[id] = HomeUnit(id, name, parent, kind, src)
        return id


def unlinked(sound: list[tuple[int, int]], table: Table) -> list[Placed]:
    """Take rows that name no superior; without ids of their own they are numbered by line."""
    ids = table.cells.get("id")
    given = Ids()
    return [Placed(row, line, given.give((ids[row] if ids else "") or f"row-{line}")) for row, line in sound]


def put_into_units(placed: list[Placed], ways: Ways | None, table: Table, homes: Homes) -> None:
    """Find or make the unit of each row: on a way of names, by code among listed units, or by name."""
    if ways is not None:
        _by_way(placed, ways, table, homes)
    elif any(unit.is_listed for unit in homes.units.values()) or "unit_name" in table.cells:
        _by_code(placed, table, homes)
    elif table.whole.units == "lines" and table.cells.keys() & {"parent", "hierarchy"}:
        _by_lines(placed, table, homes)
    else:
        _by_name(placed, table, homes)


# -- the organisation around them ----------------------------------------------------------------------------------------


def _organisation(table: Table, homes: Homes) -> str:
    """Give the unit of the organisation itself, which is made when it is first needed."""
    name = table.whole.organisation
    for unit in homes.units.values():
        if unit.parent is None and same_name(unit.name) == same_name(name):
            return unit.id
    tops = [unit for unit in homes.units.values() if unit.parent is None]
    id = homes.add(slug(name, "organisation"), name, None, "agency", table.source)
    homes.units = {id: homes.units.pop(id), **homes.units}  # it stands first
    for unit in tops:
        unit.parent = id
    return id


def _by_name(placed: list[Placed], table: Table, homes: Homes) -> None:
    """Make the organisation and a unit of each name; a row that names none is put into the organisation, and told."""
    root = _organisation(table, homes)
    by_name: dict[str, str] = {same_name(unit.name): unit.id for unit in homes.units.values() if unit.name}
    for one in placed:
        text = table.text("unit", one.row)
        key = same_name(text)
        if not text:
            if "unit" in table.cells:
                _tell_no_unit(one, table)
            homes.of[one.id] = root
        else:
            if key not in by_name:
                by_name[key] = homes.add(f"{root}.{slug(text)}", text, root, "internal", table.source)
            homes.of[one.id] = by_name[key]


def _tell_no_unit(one: Placed, table: Table) -> None:
    table.report.row(one.line, "MISSING_UNIT", "the row names no unit; it is put into the organisation", subject=one.id)


# -- by who reports to whom ----------------------------------------------------------------------------------------------


def _by_lines(placed: list[Placed], table: Table, homes: Homes) -> None:
    """Make units of names from the lines: a name is the unit that the superior is in, or is in under, else a new one under it.

    Two units of one name under two others so stay two. A row at the top that names a unit which is made already is in
    it, where there is one alone.
    """
    below: dict[str | None, list[Placed]] = {}
    for one in placed:
        below.setdefault(one.parent, []).append(one)
    prefix = slug(table.whole.organisation, "organisation")
    found: dict[tuple[str | None, str], str] = {}
    firsts = below.get(None, [])
    # those at the top because their superior cannot be told wait until the units of all others are known
    for waiting in (False, True):
        queue = [one for one in firsts if one.is_unsure is waiting]
        while queue:
            following: list[Placed] = []
            for one in queue:
                homes.of[one.id] = _unit_by_line(one, prefix, found, table, homes)
                following += below.get(one.id, ())
            queue = following
    _tell_several(placed, table, homes)
    tops = [unit for unit in homes.units.values() if unit.parent is None]
    if table.whole.organisation or len(tops) > 1:
        _organisation(table, homes)


def _unit_by_line(
    one: Placed, prefix: str, found: dict[tuple[str | None, str], str], table: Table, homes: Homes
) -> str:
    text = table.text("unit", one.row)
    above = homes.of.get(one.parent) if one.parent is not None else None
    if not text:
        if "unit" in table.cells:
            _tell_no_unit(one, table)
        return _organisation(table, homes)
    key = same_name(text)
    unit = homes.units.get(above) if above is not None else None
    while unit is not None:
        if same_name(unit.name) == key:
            return unit.id
        unit = homes.units.get(unit.parent) if unit.parent is not None else None
    if above is None:
        known = [id for (_, name), id in found.items() if name == key] if one.is_unsure else []
        if len(known) == 1:
            return known[0]
        if len(known) > 1:
            message = Message.of(
                "several units are named {name!r}, and its superior cannot be told; it is put into the organisation",
                count=len(known),
                name=text,
            )
            table.report.row(one.line, "AMBIGUOUS_UNIT", message, subject=one.id)
            return _organisation(table, homes)
        if (
            root := next((u for u in homes.units.values() if u.parent is None and same_name(u.name) == key), None)
        ) is not None:
            return root.id
    if (above, key) not in found:
        at_top = above is None and not table.whole.organisation
        kind = "agency" if above is None and (at_top or key == same_name(table.whole.organisation)) else "internal"
        wanted = prefix if key == same_name(table.whole.organisation) else f"{prefix}.{slug(text)}"
        found[above, key] = homes.add(wanted, text, above, kind, table.source)
    return found[above, key]


def _tell_several(placed: list[Placed], table: Table, homes: Homes) -> None:
    """Tell which names are of several units, since their posts report into different ones."""
    made = {homes.of[one.id] for one in placed}
    by_name = names_by((homes.units[id].name, id) for id in homes.units if id in made)
    several = [homes.units[ids[0]].name for ids in by_name.values() if len(ids) > 1]
    if several:
        message = Message.of(
            "names of several units, as posts of one name report into different ones: {count} ({names}); "
            "where a name is one unit, say units: names in the map",
            count=len(several), names=", ".join(several[:_SHOWN]) + (" …" if len(several) > _SHOWN else ""),
        )  # fmt: skip
        table.report.whole("NAME_OF_SEVERAL_UNITS", message, severity=NOTE)


# -- by code --------------------------------------------------------------------------------------------------------------


def _by_code(placed: list[Placed], table: Table, homes: Homes) -> None:
    """Find units by their code or the name that one alone has; those that no table lists are made and told."""
    aliases = Aliases(homes.units, homes.names, homes.made)
    has_name = "unit_name" in table.cells
    listed = any(unit.is_listed for unit in homes.units.values())
    made: dict[str, str] = {}
    for one in placed:
        text = table.text("unit", one.row) or table.text("unit_name", one.row)
        if not text:
            if "unit" in table.cells or has_name:
                _tell_no_unit(one, table)
            homes.of[one.id] = _organisation(table, homes)
            continue
        found = aliases.find(text) or made.get(text)
        if found is None:
            found = made[text] = _made_by_code(one, text, aliases, listed, table, homes)
        unit = homes.units[found]
        name = table.text("unit_name", one.row)
        if name and same_name(name) != same_name(unit.name):
            if unit.name:
                message = "the unit {id!r} is named {name!r} here, and {other!r} elsewhere; the latter is kept"
                told = Message.of(message, id=found, name=name, other=unit.name)
                table.report.row(one.line, "UNIT_NAMES_DIFFER", told, subject=one.id)
            else:
                unit.name = name
        homes.of[one.id] = found
    aliases.tell(table.report, "unit")
    if made:
        _under_the_others(made.values(), placed, table, homes)


def _made_by_code(one: Placed, text: str, aliases: Aliases, listed: bool, table: Table, homes: Homes) -> str:
    if listed:
        message = "no row of units has the code {code!r}{hint}; the unit is made of this row"
        told = Message.of(message, code=text, hint=aliases.near(text))
        table.report.row(one.line, "UNKNOWN_UNIT", told, subject=one.id)
    name = table.text("unit_name", one.row) or ("" if "unit_name" in table.cells else text)
    return homes.add(text, name, None, table.text("unit_kind", one.row) or "internal", table.src(one.line))


def _under_the_others(made: Iterable[str], placed: list[Placed], table: Table, homes: Homes) -> None:
    """Put units that no table lists under the one that a column names, or that all their posts report into."""
    made = list(made)
    parents: dict[str, dict[str, None]] = {id: {} for id in made}
    lines: dict[str, int] = {}
    stated = "unit_parent" in table.cells
    aliases = Aliases(homes.units, homes.names, homes.made)
    for one in placed:
        mine = homes.of[one.id]
        if mine not in parents:
            continue
        lines.setdefault(mine, one.line)
        if stated:
            text = table.text("unit_parent", one.row)
            above = aliases.find(text) if text not in table.map.root else None
            if above is None and text not in table.map.root:
                message = Message.of("the unit {id!r} is under {text!r}, and there is no such unit", id=mine, text=text)
                table.report.row(one.line, "UNKNOWN_SUPERIOR_UNIT", message, subject=one.id)
        else:
            above = homes.of.get(one.parent) if one.parent is not None else None
        if above is not None and above != mine:
            parents[mine][above] = None
    for id, found in parents.items():
        if len(found) == 1:
            homes.units[id].parent = next(iter(found))
        elif found:
            message = Message.of(
                "the posts of {id!r} report into several units; it is put under the organisation",
                id=id,
                count=len(found),
            )
            table.report.row(lines[id], "SEVERAL_UNITS_ABOVE", message, subject=id)
    _without_rings(table, homes)
    for id in made:  # as where units are made of names: the one at the top is no part of another
        unit = homes.units[id]
        if unit.parent is None and unit.kind == "internal":
            unit.kind = "agency"
    tops = [unit for unit in homes.units.values() if unit.parent is None]
    if table.whole.organisation or len(tops) > 1:
        root = _organisation(table, homes)
        for unit in homes.units.values():
            if unit.parent is None and unit.id != root:
                unit.parent = root


def _without_rings(table: Table, homes: Homes) -> None:
    """Put units that come to be under themselves at the top, and tell."""
    state: dict[str, str] = {}
    for start in homes.units:
        at: str | None = start
        while at is not None and at not in state:
            state[at] = start
            at = homes.units[at].parent
        if at is not None and state[at] == start:
            message = Message.of("the unit {id!r} would be under itself; it is kept at the top", id=at)
            table.report.whole("LOOP", message)
            homes.units[at].parent = None


# -- by the names on the way ---------------------------------------------------------------------------------------------


def _by_way(placed: list[Placed], ways: Ways, table: Table, homes: Homes) -> None:
    """Make a unit of each name on a way; a row is in the last on its own.

    A row without a way is put into a unit of its own kind at the top, and told.
    """
    by_way: dict[tuple[str, ...], str] = {}
    for one in placed:
        way = ways[one.row]
        if not way:
            message = Message.of(
                "the row names no unit, or none at the top level (were cells merged?); it is put into the organisation"
            )
            table.report.row(one.line, "MISSING_UNIT", message, subject=one.id)
            way = (table.whole.organisation or "organisation",)
        homes.of[one.id] = by_way.get(way) or _unit_on_way(way, by_way, table, homes)


def _unit_on_way(way: tuple[str, ...], by_way: dict[tuple[str, ...], str], table: Table, homes: Homes) -> str:
    parent: str | None = None
    for length in range(1, len(way) + 1):
        key = tuple(map(same_name, way[:length]))
        if key not in by_way:
            kind = "agency" if length == 1 else "internal"
            wanted = ".".join(map(slug, way[:length]))
            by_way[key] = homes.add(wanted, way[length - 1], parent, kind, table.source)
        parent = by_way[key]
    by_way[way] = parent or ""
    return parent or ""
