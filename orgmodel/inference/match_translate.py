"""A structure with its ids put into the words of another one, so that the two can be compared by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from orgmodel.core.records import Record
from orgmodel.core.schema import Spec, Tables
from orgmodel.core.structure import Structure
from orgmodel.inference.match import Matching

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMED = ("units", "posts", "identities")
"""The tables whose records may have other ids in another structure."""


def translated(after: Structure, before: Structure, matching: Matching) -> Structure:
    """Give a structure with the ids that its matched units and posts have in another one.

    An id that is not matched and that something else has there gets a mark, so that the two are not taken for one.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.inference.match import Pair
    >>> after = Structure.of([Unit("A"), Unit("1", parent="A")])
    >>> sorted(translated(after, Structure.of([Unit("1")]), Matching([Pair("1", "A", "name", "likely")])).ids("units"))
    ['1', '1~2']
    """
    taken = {id for table in NAMED for id in (*before.ids(table), *after.ids(table))}
    ids = {table: _with_marks(matching.ids(table), after.ids(table), set(before.ids(table)), taken) for table in NAMED}
    if all(old == new for names in ids.values() for old, new in names.items()):
        return after
    records = (record for spec in Tables.ALL for record in _renamed(after, spec.table, ids))
    return Structure.of(records, terms=after.terms, as_of=after.as_of)


def _with_marks(known: Mapping[str, str], ids: list[str], there: set[str], taken: set[str]) -> dict[str, str]:
    """Add a marked name for each id that is not matched and that means something else there."""
    found = dict(known)
    for id in ids:
        if id not in found and id in there:
            number = 2
            while f"{id}~{number}" in taken:
                number += 1
            found[id] = f"{id}~{number}"
            taken.add(found[id])
    return found


def _renamed(structure: Structure, table: str, ids: Mapping[str, Mapping[str, str]]) -> Iterator[Record]:
    holders = _holders(Tables.BY_NAME[table])
    for record in structure.table(table):
        changed: dict[str, Any] = {}
        for field, tables in holders:
            old = getattr(record, field)
            new = next((ids[name][old] for name in tables if old in ids[name]), old)
            if new != old:
                changed[field] = new
        yield replace(record, **changed) if changed else record


def _holders(spec: Spec) -> list[tuple[str, list[str]]]:
    """List the fields of a table that hold ids, each with the tables whose ids it may hold."""
    own = [("id", [spec.table])] if spec.table in NAMED else []
    others = [(one.field, [name for name in one.to if name in NAMED]) for one in spec.references]
    return [*own, *(one for one in others if one[1])]
