"""The change of a measure between two structures, exact even where figures are missing or ranges.

A figure that is missing, or a range, and is in the same scope before and after cancels out: what nobody knows has
not changed. Only what was touched is left uncertain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.figures import Amount, FigureId
from orgmodel.measures.catalogue import MEAN, SUM, Measure, measure_of
from orgmodel.measures.contributions import Contributions, Ints, Mask, sum_by
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.measure_column import Floats
from orgmodel.measures.measured_value import MeasuredValue, Number
from orgmodel.measures.scopes import UNIT, split_scope

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """Hold a measure before and after, and its change: best, least and most; None where it is not known."""

    before: MeasuredValue
    after: MeasuredValue
    change: Number | None
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True)
class StateColumns:
    """Hold a measure in many scopes of one state; NaN where there is no value.

    Every array has an entry a scope. Values are in the unit of the measure, ``missing`` counts figures, ``assumed`` is a
    share from 0 to 1.
    """

    value: Floats
    low: Floats
    high: Floats
    missing: Ints
    assumed: Floats


@dataclass(frozen=True)
class ChangeTable:
    """Hold a measure in many scopes before and after, and its change; NaN where it is not known."""

    before: StateColumns
    after: StateColumns
    change: Floats
    change_low: Floats
    change_high: Floats


def measure_change(before: Structure, after: Structure, measure: str, scope: str = "total") -> MeasureChange:
    """Read one measure of two structures in one scope, and its change.

    A scope that exists in one state only is 0 for sums in the other. Raises ProblemsError for an unknown measure or
    scope, and for a measure of moves (see ``orgmodel.comparison``).

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> a = Structure.of([Unit("a"), Post("a/1", "a", authorized=None), Post("a/2", "a")])
    >>> b = Structure.of([Unit("a"), Post("a/1", "a", authorized=None), Post("a/2", "a", authorized=3)])
    >>> found = measure_change(a, b, "posts_authorized")
    >>> found.after.value, found.after.missing, found.change
    (3, 1, 2)
    """
    old, new = Evaluator(before, after, expected=before), Evaluator(after, before, expected=before)
    return ChangeEvaluator(old, new).read(measure_of(measure), scope)


class ChangeEvaluator:
    """Read changes between two evaluated structures; what is worked out for one scope serves the others."""

    def __init__(self, before: Evaluator, after: Evaluator) -> None:
        """Compare two evaluators; the functions that both expect are those before."""
        self.before = before
        self.after = after
        self._left: dict[tuple[str, str], dict[str, Amount]] = {}
        self._exact: dict[tuple[str, str], tuple[Ints, Ints]] = {}

    def read(self, measure: Measure, scope: str) -> MeasureChange:
        """Read one measure in one scope of both states, and its change."""
        before, after = self.before.read(measure, scope), self.after.read(measure, scope)
        dimensions = [split_scope(evaluator.structure, scope) for evaluator in (self.before, self.after)]
        dimension, name = next((one for one in dimensions if one[0] != UNIT), dimensions[0])
        table = self.table(measure, dimension, [name])
        best, low, high = (_plain(array[0], measure) for array in (table.change, table.change_low, table.change_high))
        return MeasureChange(before, after, best, low, high)

    def table(self, measure: Measure, dimension: str, names: Sequence[str]) -> ChangeTable:
        """Read one measure in many groups of a dimension (units by id) at once, as arrays."""
        old, new = (self._columns(evaluator, measure, dimension, names) for evaluator in (self.before, self.after))
        if measure.rows is not None:
            change, low, high = self._change(measure, dimension, names)
        else:
            is_known = ~np.isnan(old.value) & ~np.isnan(new.value) & (old.missing == new.missing)
            change = np.where(is_known, new.value - old.value, np.nan)
            low = high = change
        return ChangeTable(old, new, change, low, high)

    @staticmethod
    def _columns(evaluator: Evaluator, measure: Measure, dimension: str, names: Sequence[str]) -> StateColumns:
        """Give a measure in the named groups of one state; where there is no such group a sum is 0, the rest NaN."""
        column = evaluator.column(measure.id, dimension)
        numbers = evaluator.numbers(dimension, names)
        here = numbers >= 0
        empty = 0.0 if measure.form == SUM else np.nan

        def taken(values: NDArray[Any], given: Mask, otherwise: float) -> Floats:
            found = np.full(len(numbers), otherwise)
            found[here] = np.where(given, values / measure.scale, np.nan)[numbers[here]]
            return found

        is_complete = column.missing == 0
        low = column.given & (is_complete | (measure.form != MEAN))
        missing = np.zeros(len(numbers), dtype=np.int64)
        missing[here] = column.missing[numbers[here]]
        assumed = np.zeros(len(numbers))
        assumed[here] = column.assumed[numbers[here]]
        return StateColumns(
            taken(column.value, column.given, empty),
            taken(column.low, low, empty),
            taken(column.high, column.given & is_complete, empty),
            missing,
            assumed,
        )

    def _change(self, measure: Measure, dimension: str, names: Sequence[str]) -> tuple[Floats, Floats, Floats]:
        """Give the change of a sum in each named group: best, low and high, in the unit of the measure, NaN if unknown.

        What is known exactly is subtracted as whole arrays; what is uncertain and differs between the states is added
        to the few groups that it concerns, as an amount.
        """
        states = (self.before, self.after)
        key = (measure.id, dimension)
        if key not in self._exact:
            self._exact[key] = (_exact(states[0], measure.id, dimension), _exact(states[1], measure.id, dimension))
            self._left[key] = self._leftovers(measure.id, dimension)
        sums = np.zeros(len(names), dtype=np.int64)
        for evaluator, values, sign in zip(states, self._exact[key], (-1, 1), strict=True):
            numbers = evaluator.numbers(dimension, names)
            sums += sign * np.where(numbers >= 0, values[numbers] if len(values) else 0, 0)
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
        """Sum, by scope, what is uncertain in one state and is not the same in the other."""
        old, new = self.before.contributions(id), self.after.contributions(id)
        same = _untouched(self.before.structure, self.after.structure, old, new, dimension)
        before = _uncertain(self.before, old, dimension, same)
        after = _uncertain(self.after, new, dimension, same)
        found: dict[str, Amount] = {}
        for name in dict.fromkeys([*before, *after]):
            one, other = before.get(name), after.get(name)
            if one == other:
                continue
            for found_in, sign in ((one, -1), (other, 1)):
                for scope in found_in[0] if found_in else ():
                    amount = found_in[1] if sign > 0 else -found_in[1]  # type: ignore[index]
                    found[scope] = found.get(scope, Amount()) + amount
        return found


def _plain(value: np.floating, measure: Measure) -> Number | None:
    number = float(value)
    if np.isnan(number):
        return None
    return int(number) if measure.form != MEAN and measure.scale == 1 and number.is_integer() else number


def _doubtful(one: Contributions) -> Mask:
    """Mark the contributions that are missing or uncertain."""
    mask = one.missing.copy()
    mask[list(one.uncertain)] = True
    return mask


def _exact(evaluator: Evaluator, id: str, dimension: str) -> Ints:
    """Sum what is known exactly by the groups of a dimension."""
    one = evaluator.contributions(id)
    groups = evaluator.groups(one, dimension)
    keep = ~_doubtful(one) & (groups >= 0)
    sums = sum_by(groups[keep], one.value[keep], evaluator.count(dimension))
    return evaluator.structure.tree.roll_up(sums) if dimension == UNIT else sums


def _untouched(
    before: Structure, after: Structure, old: Contributions, new: Contributions, dimension: str
) -> Mask | None:
    """Mark the rows of a table that are the same, and in the same scopes, in two structures of one baseline.

    Two structures of one origin share all rows but those of their patches, so a row that neither patch holds, in a unit
    that neither moves, adds the same to both and cancels out unseen. Of other structures nothing is known (None).
    """
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
    for state, one in enumerate((old, new)):
        same[one.row[moved[one.unit]]] = False
        values[state, one.row] = one.value
    return np.asarray(same & (values[0] == values[1]))


def _uncertain(
    evaluator: Evaluator, one: Contributions, dimension: str, same: Mask | None
) -> dict[FigureId, tuple[tuple[str, ...], Amount]]:
    """Give what is uncertain, by name: the scopes that it is in, and its amount."""
    mask = _doubtful(one)
    if same is not None:
        mask &= ~same[one.row]
    groups = evaluator.groups(one, dimension)
    names = [] if dimension == UNIT else list(evaluator.names(dimension))
    found: dict[FigureId, tuple[tuple[str, ...], Amount]] = {}
    for position in np.flatnonzero(mask).tolist():
        if dimension == UNIT:
            scopes = _path(evaluator.structure, int(one.unit[position]))
        else:
            group = int(groups[position])
            scopes = () if group < 0 else (names[group],)
        found[one.name(position)] = (scopes, one.amount(position))
    return found


def _path(structure: Structure, unit: int) -> tuple[str, ...]:
    """List the ids of a unit row and of all above it, from itself upwards."""
    found, tree = [], structure.tree
    ids, value = structure.units.column("id"), structure.strings.value
    while unit >= 0 and tree.depth[unit] >= 0:
        found.append(str(value(ids[unit])))
        unit = int(tree.parent[unit])
    return tuple(found)
