"""Which units a norm speaks of, which it may speak of, and the pools that they make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orgmodel.core.estimates import FigureId
from orgmodel.core.tree import Rows
from orgmodel.measures.contributions import Mask
from orgmodel.norms.criteria import Chosen
from orgmodel.norms.facts import Facts
from orgmodel.norms.record import Norm
from orgmodel.operations.operation_schema import Criteria


def _where(norm: Norm, facts: Facts) -> Criteria:
    return dict(norm.cases)[str(facts.parameters[norm.where_by])] if norm.where_by else norm.where


def subjects_of(norm: Norm, facts: Facts) -> Chosen:
    """Tell which units a norm applies to and which it may apply to, by their own fields and those of the unit above.

    Where a norm asks about the unit above and none is given, it cannot be told.
    """
    found = facts.chosen(_where(norm, facts))
    if norm.parent_where is None:
        return found
    above = facts.chosen(norm.parent_where)
    parent = np.maximum(facts.parent, 0)
    top = facts.parent < 0
    return found & Chosen(
        above.met[parent] & ~top,
        above.possible[parent] | top,
        above.unsaid[parent] | top,
        above.stated[parent] & ~top,
    )


def blanks_of(norm: Norm, facts: Facts, row: int) -> list[FigureId]:
    """Name what a norm asks of a unit and of the unit above it and nobody says."""
    names = facts.blanks(_where(norm, facts), row)
    if norm.parent_where is not None:
        parent = int(facts.parent[row])
        if parent < 0:
            names.append(FigureId("units", facts.ids(np.array([row]))[0], "parent"))
        else:
            names += facts.blanks(norm.parent_where, parent)
    return names


def in_order(facts: Facts, mask: Mask) -> Rows:
    """List marked unit rows as they stand in the chart."""
    rows = np.flatnonzero(mask)
    return rows[np.argsort(facts.structure.tree.start[rows], kind="stable")]


@dataclass(frozen=True)
class Pools:
    """Hold the pools of a norm: their values, the pool of each unit row (-1: none), and who may belong to each.

    ``doubtful`` lists, by pool, the units that may belong to it; ``blanks`` what is not said of such a unit.
    """

    values: tuple[str, ...]
    group: Rows
    doubtful: tuple[tuple[int, ...], ...]
    blanks: dict[int, tuple[FigureId, ...]]


def pools_of(norm: Norm, facts: Facts, chosen: Chosen) -> Pools:
    """Make the pools of a norm by a field of its units.

    A unit of which the field is blank may belong to any pool; where no unit of the organisation has the field, all are one.
    """
    group = np.full(facts.size, -1, dtype=np.int64)
    rows = in_order(facts, chosen.possible)
    texts, field = _field(norm, facts, rows)
    unsaid = np.array([not text for text in texts], dtype=np.bool_)[field] & _used(norm, facts)
    values = tuple(sorted({texts[at] for at in np.unique(field[~unsaid]).tolist()} or {""}))
    number = np.array([values.index(text) if text in values else -1 for text in texts], dtype=np.int64)[field]
    sure = ~unsaid & ~chosen.open_[rows]
    group[rows[sure]] = number[sure]
    doubtful: list[list[int]] = [[] for _ in values]
    blanks: dict[int, tuple[FigureId, ...]] = {}
    for at in np.flatnonzero(~sure).tolist():
        row = int(rows[at])
        names = blanks_of(norm, facts, row) if chosen.open_[row] else []
        if unsaid[at]:
            names.append(FigureId("units", facts.ids(rows[at : at + 1])[0], norm.pool_by))
        blanks[row] = tuple(names)
        for pool in range(len(values)) if unsaid[at] else (number[at],):
            doubtful[pool].append(row)
    return Pools(values, group, tuple(tuple(one) for one in doubtful), blanks)


def _field(norm: Norm, facts: Facts, rows: Rows) -> tuple[list[str], Rows]:
    """Give the distinct texts of the field that pools are made by, and the number of each row's."""
    if norm.pool_by == "all":
        return [""], np.zeros(len(rows), dtype=np.int64)
    codes, field = np.unique(facts.structure.units.column(norm.pool_by)[rows], return_inverse=True)
    value = facts.structure.strings.value
    return [str(value(code) or "") for code in codes.tolist()], np.asarray(field, dtype=np.int64)


def _used(norm: Norm, facts: Facts) -> bool:
    """Tell whether any unit has the field that pools are made by; a unit without a parent stands at the top."""
    if norm.pool_by in ("all", "parent"):
        return False
    units = facts.structure.units
    return bool((units.column(norm.pool_by)[units.live] != facts.structure.strings.code("")).any())
