"""The change of a measure between two structures, exact even where figures are missing or ranges.

A figure that is missing, or a range, and stands in the same scope before and after cancels out: what nobody knows has
not changed. Only what was touched is left uncertain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.figures import Amount
from orgmodel.measures.catalogue import MEAN, SUM, Measure, measure_of
from orgmodel.measures.columns import Floats
from orgmodel.measures.contributions import Contributions, Flags, Ints, sum_by
from orgmodel.measures.meter import Meter
from orgmodel.measures.reading import Number, Reading
from orgmodel.measures.scopes import UNIT, split_scope

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold a measure before and after, and its change: best, least and most; None where it cannot be told."""

    before: Reading
    after: Reading
    change: Number | None
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True)
class Side:
    """Hold a measure in many scopes on one side; NaN where there is no value."""

    value: Floats
    low: Floats
    high: Floats
    missing: Ints
    assumed: Floats


@dataclass(frozen=True)
class Differing:
    """Hold a measure in many scopes before and after, and its change; NaN where it cannot be told."""

    before: Side
    after: Side
    change: Floats
    change_low: Floats
    change_high: Floats


def difference(before: Structure, after: Structure, measure: str, scope: str = "total") -> Difference:
    """Read one measure of two structures in one scope, and its change.

    A scope that exists on one side only is 0 for sums on the other. Raises ProblemsError for an unknown measure or
    scope, and for a measure of moves (see ``orgmodel.comparison``).

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> a = Structure.of([Unit("a"), Post("a/1", "a", authorized=None), Post("a/2", "a")])
    >>> b = Structure.of([Unit("a"), Post("a/1", "a", authorized=None), Post("a/2", "a", authorized=3)])
    >>> found = difference(a, b, "posts_authorized")
    >>> found.after.value, found.after.missing, found.change
    (3, 1, 2)
    """
    old, new = Meter(before, after, expected=before), Meter(after, before, expected=before)
    return Differences(old, new).read(measure_of(measure), scope)


class Differences:
    """Read changes between two metered structures; what is worked out for one scope serves the others."""

    def __init__(self, before: Meter, after: Meter) -> None:
        """Compare two meters; the functions that both expect are those before."""
        self.before = before
        self.after = after
        self._left: dict[tuple[str, str], dict[str, Amount]] = {}
        self._exact: dict[tuple[str, str], tuple[Ints, Ints]] = {}

    def read(self, measure: Measure, scope: str) -> Difference:
        """Read one measure in one scope on both sides, and its change."""
        before, after = self.before.read(measure, scope), self.after.read(measure, scope)
        dimensions = [split_scope(meter.structure, scope) for meter in (self.before, self.after)]
        dimension, name = next((one for one in dimensions if one[0] != UNIT), dimensions[0])
        table = self.table(measure, dimension, [name])
        best, low, high = (_plain(array[0], measure) for array in (table.change, table.change_low, table.change_high))
        return Difference(before, after, best, low, high)

    def table(self, measure: Measure, dimension: str, names: Sequence[str]) -> Differing:
        """Read one measure in many groups of a dimension (units by id) at once, as arrays."""
        old, new = (self._side(meter, measure, dimension, names) for meter in (self.before, self.after))
        if measure.rows is not None:
            change, low, high = self._change(measure, dimension, names)
        else:
            told = ~np.isnan(old.value) & ~np.isnan(new.value) & (old.missing == new.missing)
            change = np.where(told, new.value - old.value, np.nan)
            low = high = change
        return Differing(old, new, change, low, high)

    @staticmethod
    def _side(meter: Meter, measure: Measure, dimension: str, names: Sequence[str]) -> Side:
        column = meter.column(measure.id, dimension)
        places = meter.places(dimension, names)
        here = places >= 0
        empty = 0.0 if measure.form == SUM else np.nan

        def taken(values: NDArray[Any], given: Flags, otherwise: float) -> Floats:
            found = np.full(len(places), otherwise)
            found[here] = np.where(given, values / measure.scale, np.nan)[places[here]]
            return found

        sure = column.missing == 0
        low = column.given & (sure | (measure.form != MEAN))
        missing = np.zeros(len(places), dtype=np.int64)
        missing[here] = column.missing[places[here]]
        assumed = np.zeros(len(places))
        assumed[here] = column.assumed[places[here]]
        return Side(
            taken(column.value, column.given, empty),
            taken(column.low, low, empty),
            taken(column.high, column.given & sure, empty),
            missing,
            assumed,
        )

    def _change(self, measure: Measure, dimension: str, names: Sequence[str]) -> tuple[Floats, Floats, Floats]:
        sides = (self.before, self.after)
        key = (measure.id, dimension)
        if key not in self._exact:
            self._exact[key] = (_exact(sides[0], measure.id, dimension), _exact(sides[1], measure.id, dimension))
            self._left[key] = self._leftovers(measure.id, dimension)
        sums = np.zeros(len(names), dtype=np.int64)
        for meter, values, sign in zip(sides, self._exact[key], (-1, 1), strict=True):
            places = meter.places(dimension, names)
            sums += sign * np.where(places >= 0, values[places] if len(values) else 0, 0)
        best = sums / measure.scale
        low, high = best.copy(), best.copy()
        left = self._left[key]
        for number, name in enumerate(names) if left else ():
            amount = left.get(name)
            if amount:
                amount += Amount(int(sums[number]))
                bounds = (amount.best, None if amount.missing else amount.low, amount.high)
                best[number], low[number], high[number] = (
                    np.nan if bound is None else bound / measure.scale for bound in bounds
                )
        return best, low, high

    def _leftovers(self, id: str, dimension: str) -> dict[str, Amount]:
        """Sum, by scope, what is uncertain on one side and does not stand the same on the other."""
        old, new = self.before.contributions(id), self.after.contributions(id)
        same = _untouched(self.before.structure, self.after.structure, old, new, dimension)
        before = _uncertain(self.before, old, dimension, same)
        after = _uncertain(self.after, new, dimension, same)
        found: dict[str, Amount] = {}
        for name in dict.fromkeys([*before, *after]):
            one, other = before.get(name), after.get(name)
            if one == other:
                continue
            for side, sign in ((one, -1), (other, 1)):
                for scope in side[0] if side else ():
                    amount = side[1] if sign > 0 else -side[1]  # type: ignore[index]
                    found[scope] = found.get(scope, Amount()) + amount
        return found


def _plain(value: np.floating, measure: Measure) -> Number | None:
    number = float(value)
    if np.isnan(number):
        return None
    return int(number) if measure.form != MEAN and measure.scale == 1 and number.is_integer() else number


def _doubtful(one: Contributions) -> Flags:
    flags = one.missing.copy()
    flags[list(one.uncertain)] = True
    return flags


def _exact(meter: Meter, id: str, dimension: str) -> Ints:
    """Sum what is known exactly by the groups of a dimension."""
    one = meter.contributions(id)
    groups = meter.groups(one, dimension)
    keep = ~_doubtful(one) & (groups >= 0)
    sums = sum_by(groups[keep], one.value[keep], meter.count(dimension))
    return meter.structure.tree.roll_up(sums) if dimension == UNIT else sums


def _untouched(
    before: Structure, after: Structure, old: Contributions, new: Contributions, dimension: str
) -> Flags | None:
    """Mark the rows of a table that are the same, and in the same scopes, in two structures of one baseline."""
    tables = [before.table(old.table), after.table(old.table)]
    units = [before.units, after.units]
    if tables[0].origin is not tables[1].origin:
        return None
    if units[0].origin is not units[1].origin:
        return None
    size = max(table.size for table in tables)
    same = np.ones(size, dtype=np.bool_)
    moved = np.zeros(max(table.size for table in units), dtype=np.bool_)
    for table, unit in zip(tables, units, strict=True):
        same[list(table.patch)] = False
        moved[list(unit.patch)] = True
    if dimension == UNIT:
        for structure in (before, after):
            tree = structure.tree
            for row in np.flatnonzero(moved[: structure.units.size]).tolist():
                moved[tree.below(row)] = True
    values = np.zeros((2, size), dtype=np.int64)
    for side, one in enumerate((old, new)):
        same[one.row[moved[one.unit]]] = False
        values[side, one.row] = one.value
    return np.asarray(same & (values[0] == values[1]))


def _uncertain(
    meter: Meter, one: Contributions, dimension: str, same: Flags | None
) -> dict[str, tuple[tuple[str, ...], Amount]]:
    """Give what is uncertain, by name: the scopes that it is in, and its amount."""
    flags = _doubtful(one)
    if same is not None:
        flags &= ~same[one.row]
    groups = meter.groups(one, dimension)
    names = [] if dimension == UNIT else list(meter.names(dimension))
    found: dict[str, tuple[tuple[str, ...], Amount]] = {}
    for position in np.flatnonzero(flags).tolist():
        if dimension == UNIT:
            scopes = _path(meter.structure, int(one.unit[position]))
        else:
            group = int(groups[position])
            scopes = () if group < 0 else (names[group],)
        found[one.name(position)] = (scopes, one.amount(position))
    return found


def _path(structure: Structure, unit: int) -> tuple[str, ...]:
    found, tree = [], structure.tree
    ids, value = structure.units.column("id"), structure.strings.value
    while unit >= 0 and tree.depth[unit] >= 0:
        found.append(str(value(ids[unit])))
        unit = int(tree.parent[unit])
    return tuple(found)
