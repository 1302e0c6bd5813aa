"""Selecting units by criteria over the columns of a structure: the criteria of ``where``, for thousands of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.records import Attribute
from orgmodel.core.tree import unit_rows
from orgmodel.measures.contributions import Mask
from orgmodel.operations.operation_schema import Criteria
from orgmodel.operations.select import FIELDS, answer, as_ask

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def criteria_mask(structure: Structure, criteria: Criteria, kinds: Mapping[str, Sequence[str]] | None = None) -> Mask:
    """Mark the unit rows that meet criteria; ``kinds`` maps a kind to the kinds of this structure that it means.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a", kind="office"), Unit("b", kind="board")])
    >>> criteria_mask(s, Criteria(kind=["agency"]), {"agency": ["office"]}).tolist()
    [True, False]
    """
    units, code = structure.units, structure.strings.code
    found = units.live.copy()
    for field in FIELDS:
        words = getattr(criteria, field)
        if words is None:
            continue
        if field == "kind":
            words = [meant for word in words for meant in (kinds or {}).get(word, (word,))]
        codes = [code(word or None) if field == "parent" else code(word) for word in words]
        found &= np.isin(units.column(field), codes)
    if criteria.under is not None:
        found &= _below(structure, criteria.under)
    if criteria.name_contains is not None:
        found &= _named(structure, criteria.name_contains)
    if criteria.has_members is not None:
        with_members = np.zeros(units.size, dtype=np.bool_)
        rows = unit_rows(structure, "members", "unit")[structure.members.live]
        with_members[rows[rows >= 0]] = True
        found &= with_members == criteria.has_members
    for name, wanted in criteria.attribute.items():
        found &= _attributed(structure, name, wanted)
    for one in criteria.all:
        found &= criteria_mask(structure, one, kinds)
    if criteria.any:
        found &= np.logical_or.reduce([criteria_mask(structure, one, kinds) for one in criteria.any])
    if criteria.not_ is not None:
        found &= ~criteria_mask(structure, criteria.not_, kinds)
    return found


def _below(structure: Structure, under: str) -> Mask:
    found = np.zeros(structure.units.size, dtype=np.bool_)
    row = structure.units.row(under)
    if row >= 0:
        found[structure.tree.below(row)[1:]] = True
    return found


def _named(structure: Structure, text: str) -> Mask:
    wanted = text.casefold()
    codes = structure.units.column("names")
    value = structure.strings.value
    hits = [code for code in np.unique(codes).tolist() if any(wanted in t.casefold() for _, t in value(code) or ())]
    return np.isin(codes, hits)


def _attributed(structure: Structure, name: str, wanted: object) -> Mask:
    ask = as_ask(name, wanted)
    found = np.zeros(structure.units.size, dtype=np.bool_)
    for one in structure.group("attributes", "name", name):
        if isinstance(one, Attribute) and answer(ask, one.value) == "yes":
            row = structure.units.row(one.unit)
            if row >= 0:
                found[row] = True
    return found
