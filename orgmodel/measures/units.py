"""What each unit and party organisation adds to the measures that count units or members."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.core.figures import Amount
from orgmodel.core.records import NUMBER_UNKNOWN, Members, members_total
from orgmodel.core.schema import identity_of
from orgmodel.core.tree import unit_rows
from orgmodel.measures.contributions import Contributions, Mask
from orgmodel.measures.masks import assumed_rows, counting_as, is_code, namer, uncertain_figures

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def units_counting_as(structure: Structure, *classes: str, keep: Mask | None = None) -> Contributions:
    """Give the units of some classes, a remainder as the number it stands for."""
    units = structure.units
    chosen = counting_as(structure, *classes)
    rows = np.flatnonzero(chosen if keep is None else chosen & keep)
    value, assumed = units.column("stands_for")[rows], assumed_rows(structure, units)[rows]
    name = namer(structure, "units", rows, "stands_for")
    return Contributions(
        "units", rows, rows, units.column("block")[rows], value, value == NUMBER_UNKNOWN, assumed, name
    )


def declared_quantity(id: str | None, structure: Structure) -> Contributions:
    """Give what each unit has itself of a quantity that the study declares, or of all of them one by one (None)."""
    table, units = structure.table("quantities"), unit_rows(structure, "quantities", "unit")
    chosen = table.live & (units >= 0)
    if id is not None:
        chosen &= is_code(structure, table.column("quantity"), id)
    rows = np.flatnonzero(chosen)
    value, missing = table.figures("value")[rows], table.missing("value")[rows]
    uncertain = uncertain_figures(table, "value", rows)
    name, assumed = namer(structure, "quantities", rows, "value"), assumed_rows(structure, table)[rows]
    block = structure.units.column("block")[units[rows]]
    return Contributions("quantities", rows, units[rows], block, value, missing, assumed, name, uncertain)


def party_members(structure: Structure) -> Contributions:
    """Give members by party organisation: the total as stated, or official and probationary together, or at least either."""
    table = structure.members
    units = unit_rows(structure, "members", "unit")
    rows = np.flatnonzero(table.live & (units >= 0))
    value, missing = table.figures("total")[rows], table.missing("total")[rows]
    uncertain = uncertain_figures(table, "total", rows)
    parts = ("official", "probationary")
    unstated, both = missing.copy(), missing.copy()
    unstated[list(uncertain)] = False
    both[list(uncertain)] = False
    some = np.zeros(len(rows), dtype=np.bool_)
    for field in parts:
        given = ~table.missing(field)[rows]
        some |= given
        given[list(uncertain_figures(table, field, rows))] = False
        both &= given
    value = np.where(both, sum(table.figures(field)[rows] for field in parts), value)
    for position in np.flatnonzero(unstated & some & ~both).tolist():  # no less than what is known of them
        record = cast(Members, table.record(int(rows[position])))
        uncertain[position] = Amount.of(members_total(record), identity_of(record, "total"))
    name = namer(structure, "members", rows, "total")
    block, assumed = table.column("block")[rows], assumed_rows(structure, table)[rows]
    return Contributions("members", rows, units[rows], block, value, missing & ~both, assumed, name, uncertain)
