"""The units of posts and people: those that tables of units list, that rows name, or that who reports to whom makes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from orgmodel.core.integrity import is_scope
from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.aliases import Aliases
from orgmodel.io.importers.hierarchy.home_units import Homes, HomeUnit, organisation, tell_no_unit
from orgmodel.io.importers.hierarchy.homes_by_lines import units_by_lines
from orgmodel.io.importers.hierarchy.links import Ways, tell_implied
from orgmodel.io.importers.hierarchy.placed import Ints, PlacedRows, RowLines, in_turn
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.naming import Ids, same_name, slug


def unlinked(sound: RowLines, table: Table) -> PlacedRows:
    """Take rows that name no superior; without ids of their own they are numbered by line."""
    ids: list[str] = table.coded("id").taken(sound.rows).cells()
    if len(set(ids)) < len(ids) or not all(ids) or any(map(is_scope, ids)):
        given = Ids()
        ids = [given.give(id or f"row-{line}") for id, line in zip(ids, sound.lines.tolist(), strict=True)]
    return PlacedRows.apart(sound, ids)


def put_into_units(placed: PlacedRows, ways: Ways | None, table: Table, homes: Homes) -> Ints:
    """Find or make the unit of each row, on a way of names, by code among listed units, or by name; give their numbers."""
    if ways is not None:
        return _by_way(placed, ways, table, homes)
    if any(unit.is_listed for unit in homes.every) or table.cells.keys() & {"unit_name", "unit_parent"}:
        return _by_code(placed, table, homes)
    if table.whole.units == "lines" and table.cells.keys() & {"parent", "hierarchy"}:
        return units_by_lines(placed, table, homes)
    return _by_name(placed, table, homes)


def _by_name(placed: PlacedRows, table: Table, homes: Homes) -> Ints:
    """Make the organisation and a unit of each name; a row that names none is put into the organisation, and told."""
    root = organisation(table, homes)
    by_name: dict[str, HomeUnit] = {same_name(unit.name): unit for unit in homes.units.values() if unit.name}
    texts = table.coded("unit")
    firsts, which = in_turn(texts.codes[placed.rows].astype(np.int64))
    found: list[int] = []
    for number in firsts:
        text = texts[placed.rows[number]]
        key = same_name(text)
        if text and key not in by_name:
            by_name[key] = homes.add(f"{root.id}.{slug(text)}", text, root.id, "internal", table.source)
        if not text:
            tell_no_unit(placed, _alike(which, len(found)), table)
        found.append((by_name[key] if text else root).number)
    return _each(found, which)


def _alike(which: Ints, turn: int) -> list[int]:
    """List the rows that are alike."""
    found: list[int] = np.flatnonzero(which == turn).tolist()
    return found


def _each(found: list[int], which: Ints) -> Ints:
    return np.array(found, dtype=np.int64)[which] if found else np.empty(0, dtype=np.int64)


# -- by code --------------------------------------------------------------------------------------------------------------


def _by_code(placed: PlacedRows, table: Table, homes: Homes) -> Ints:
    """Find units by their code or the name that one alone has; those that no table lists are made and told."""
    aliases = Aliases(homes.units, homes.names, homes.made)
    listed = any(unit.is_listed for unit in homes.every)
    made: dict[str, HomeUnit] = {}
    codes, names = table.coded("unit"), table.coded("unit_name")
    firsts, which = in_turn(
        codes.codes[placed.rows].astype(np.int64) * len(names.values) + names.codes[placed.rows]
        if len(placed)
        else placed.rows
    )
    found = []
    for turn, number in enumerate(firsts):
        row = int(placed.rows[number])
        name = names[row]
        text = codes[row] or name
        if not text:
            tell_no_unit(placed, _alike(which, turn), table)
            found.append(organisation(table, homes).number)
            continue
        id = aliases.find(text)
        unit = homes.units[id] if id is not None else made.get(text)
        if unit is None:
            unit = made[text] = _made_by_code(number, text, placed, aliases, listed, table, homes)
        if name and same_name(name) != same_name(unit.name):
            if unit.name:
                message = "the unit {id!r} is named {name!r} here, and {other!r} elsewhere; the latter is kept"
                told = Message.of(message, id=unit.id, name=name, other=unit.name)
                for at in _alike(which, turn):
                    table.report.row(int(placed.lines[at]), "UNIT_NAMES_DIFFER", told, subject=placed.ids[at])
            else:
                unit.name = name
        found.append(unit.number)
    aliases.tell(table.report, "unit")
    units = _each(found, which)
    if made:
        _under_the_others(list(made.values()), placed, units, table, homes)
    return units


def _made_by_code(
    number: int, text: str, placed: PlacedRows, aliases: Aliases, listed: bool, table: Table, homes: Homes
) -> HomeUnit:
    row, line = int(placed.rows[number]), int(placed.lines[number])
    if listed:
        message = "no row of units has the code {code!r}{hint}; the unit is made of this row"
        told = Message.of(message, code=text, hint=aliases.near(text))
        table.report.row(line, "UNKNOWN_UNIT", told, subject=placed.ids[number])
    name = table.text("unit_name", row) or ("" if "unit_name" in table.cells else text)
    return homes.add(text, name, None, table.text("unit_kind", row) or "internal", table.src(line))


def _under_the_others(made: list[HomeUnit], placed: PlacedRows, units: Ints, table: Table, homes: Homes) -> None:
    """Put units that no table lists under the one that a column names, or that all their posts report into."""
    parents: dict[int, dict[int, None]] = {unit.number: {} for unit in made}
    is_made = np.zeros(len(homes.every), dtype=np.bool_)
    is_made[list(parents)] = True
    here = np.flatnonzero(is_made[units])
    firsts, _ = in_turn(units[here])
    lines = {int(units[here[at]]): int(placed.lines[here[at]]) for at in firsts}
    stated = "unit_parent" in table.cells
    texts = table.coded("unit_parent")
    aliases = Aliases(homes.units, homes.names, homes.made)
    implied: dict[str, HomeUnit] = {}
    ends = texts.codes[placed.rows] if stated else np.where(placed.above >= 0, units[placed.above], -1)
    firsts, which = in_turn(units[here] * (int(ends.max(initial=0)) + 2) + ends[here] + 1)
    for turn, at in enumerate(firsts):
        number = int(here[at])
        mine = homes.every[units[number]]
        if stated:
            text = texts.values[ends[number]]
            found, hint = (None, "") if text in table.map.root else _named_above(text, aliases, implied, table, homes)
            if found is None and text not in table.map.root:
                message = "the unit {id!r} is under {text!r}, and there is no such unit{hint}"
                told = Message.of(message, id=mine.id, text=text, hint=hint)
                for one in here[_alike(which, turn)].tolist():
                    table.report.row(int(placed.lines[one]), "UNKNOWN_SUPERIOR_UNIT", told, subject=placed.ids[one])
            above = homes.units[found].number if found is not None else -1
        else:
            above = int(ends[number])
        if above not in (-1, mine.number):
            parents[mine.number][above] = None
    for number, several in parents.items():
        unit = homes.every[number]
        if len(several) == 1:
            unit.parent = homes.every[next(iter(several))].id
        elif several:
            message = "the posts of {id!r} report into several units; it is put under the organisation"
            told = Message.of(message, id=unit.id, count=len(several))
            table.report.row(lines[number], "SEVERAL_UNITS_ABOVE", told, subject=unit.id)
    _without_rings(table, homes)
    tell_implied(len(implied), table.report)
    for unit in (*made, *implied.values()):  # as where they are made of names: the one at the top is part of no other
        if unit.parent is None and unit.kind == "internal":
            unit.kind = "agency"
    tops = [unit for unit in homes.units.values() if unit.parent is None]
    if table.whole.organisation or len(tops) > 1:
        root = organisation(table, homes)
        for unit in homes.units.values():
            if unit.parent is None and unit is not root:
                unit.parent = root.id


def _named_above(
    text: str, aliases: Aliases, implied: dict[str, HomeUnit], table: Table, homes: Homes
) -> tuple[str | None, str]:
    """Give the unit above that a row names, else a hint; one that only names tell, and no row is in, is made."""
    found = aliases.find(text)
    if found is not None:
        return found, ""
    hint = aliases.near(text)
    if hint or "unit_name" in table.cells or any(unit.is_listed for unit in homes.every):
        return None, hint
    key = same_name(text)
    if key not in implied:
        implied[key] = homes.add(text, text, None, "internal", table.source)
    return implied[key].id, ""


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


def _by_way(placed: PlacedRows, ways: Ways, table: Table, homes: Homes) -> Ints:
    """Make a unit of each name on a way; a row is in the last on its own.

    A row without a way is put into a unit of its own kind at the top, and told; the one to which all others answer into the
    unit above all others, which is made around them where there are several.
    """
    by_way: dict[tuple[str, ...], int] = {}
    found = []
    first = _first_without_way(placed, ways)
    tops = {same_name(way[0]): way[0] for row in placed.rows.tolist() if (way := ways[row])} if first >= 0 else {}
    top = next(iter(tops.values())) if len(tops) == 1 else table.whole.organisation or "organisation"
    for row in table.unit_rows.texts if table.unit_rows is not None else ():
        if ways[row] not in by_way:
            _unit_on_way(ways[row], by_way, table, homes)
    for number, row in enumerate(placed.rows.tolist()):
        way = ways[row]
        if not way:
            message = Message.of(
                "the row names no unit, or none at the top level (were cells merged?); it is put into the organisation"
            )
            if number == first:
                told = "the row names no unit, and all others answer to it; it is put into {unit!r}, above all others"
                message = Message.of(told, unit=top)
            table.report.row(int(placed.lines[number]), "MISSING_UNIT", message, subject=placed.ids[number])
            way = (top,)
        unit = by_way.get(way)
        found.append(_unit_on_way(way, by_way, table, homes) if unit is None else unit)
    if first >= 0:
        _put_around(homes.every[found[first]], [homes.every[number] for number in by_way.values()])
    return np.array(found, dtype=np.int64)


def _first_without_way(placed: PlacedRows, ways: Ways) -> int:
    """Give the number of the one row that answers to nobody, where it has no way and others have; else -1."""
    tops = np.flatnonzero(placed.above < 0).tolist()
    is_one = len(tops) == 1 and len(placed) > 1 and not placed.beyond and not ways[int(placed.rows[tops[0]])]
    return int(tops[0]) if is_one else -1


def _put_around(around: HomeUnit, units: Iterable[HomeUnit]) -> None:
    """Put units at the top into the one around them."""
    for unit in units:
        if unit.parent is None and unit is not around:
            unit.parent, unit.kind = around.id, "internal"


def _unit_on_way(way: tuple[str, ...], by_way: dict[tuple[str, ...], int], table: Table, homes: Homes) -> int:
    parent = -1
    for length in range(1, len(way) + 1):
        key = tuple(map(same_name, way[:length]))
        if key not in by_way:
            kind = "agency" if length == 1 else "internal"
            wanted = ".".join(map(slug, way[:length]))
            above = homes.every[parent].id if parent >= 0 else None
            by_way[key] = homes.add(wanted, way[length - 1], above, kind, table.source).number
        parent = by_way[key]
    by_way[way] = parent
    return parent
