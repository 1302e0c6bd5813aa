"""A structure in other ids: wherever the id of a record stands, in the record itself or where others refer to it.

Which id is which is for whoever compares two structures to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from orgmodel.core.records import Record
from orgmodel.core.schema import Spec, Tables
from orgmodel.core.structure import Structure

Ids = Mapping[str, Mapping[str, str]]
"""By table: the other id of each record that has one."""


def translated(structure: Structure, ids: Ids) -> Structure:
    """Give a structure with other ids, wherever they stand.

    >>> from orgmodel.core.records import Unit
    >>> structure = Structure.of([Unit("A"), Unit("1", parent="A")])
    >>> [(unit.id, unit.parent) for unit in translated(structure, {"units": {"A": "1", "1": "2"}}).units]
    [('1', None), ('2', '1')]
    """
    if all(old == new for names in ids.values() for old, new in names.items()):
        return structure
    records = (record for spec in Tables.ALL for record in _translated(structure, spec, ids))
    return Structure.of(records, terms=structure.terms, as_of=structure.as_of)


def _translated(structure: Structure, spec: Spec, ids: Ids) -> Iterator[Record]:
    holders = {one.field: one.to for one in spec.references} | ({"id": (spec.table,)} if spec.key == ("id",) else {})
    named = [(field, [ids[table] for table in tables if table in ids]) for field, tables in holders.items()]
    for record in structure.table(spec.table):
        held = ((field, getattr(record, field), names) for field, names in named)
        new: dict[str, Any] = {field: next((one[id] for one in names if id in one), id) for field, id, names in held}
        yield replace(record, **new) if any(getattr(record, field) != id for field, id in new.items()) else record
