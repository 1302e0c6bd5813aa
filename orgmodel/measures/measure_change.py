"""The change of a measure between two structures, exact even where figures are missing or ranges.

A figure that is missing, or a range, and is in the same scope before and after cancels out: what nobody knows has
not changed. Only what was touched is left uncertain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.figures import Amount, FigureId
from orgmodel.core.frozen import Held, SetOnce
from orgmodel.core.money import Money
from orgmodel.measures.catalogue import MEAN, MOST, SUM, Measure, measure_of
from orgmodel.measures.contributions import Contributions, Ints, Mask
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.grouped_structure import covered_alike, path_of
from orgmodel.measures.measure_column import Floats, MeasureColumn
from orgmodel.measures.measured_value import NOTHING, MeasuredValue, Number
from orgmodel.measures.money import smallest_units_of
from orgmodel.measures.scopes import TOTAL, UNIT, split_scope
from orgmodel.measures.totals import Totals
from orgmodel.measures.touched import held_rows

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

MANY_UNITS = 50_000
"""Of more units the column of a measure is not kept once it is tabulated."""
_VALUES = 2**20
"""Values that a key of a row, its unit and what it adds tells apart."""


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """Hold a measure before and after, and its change: best, least and most; None where it is not known."""

    before: MeasuredValue
    after: MeasuredValue
    change: Number | None
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True)
class StateColumns(Held):
    """Hold a measure in many scopes of one state; NaN where there is no value.

    Every array has an entry a scope. Values are in the unit of the measure, the best of what is known; ``missing`` counts figures, ``assumed`` is a
    share from 0 to 1; ``known`` and ``of`` count the units that a mean is of and should be of, NaN for what is no mean; ``why`` says why there
    is no value; ``sums`` are those that what is counted of both structures is made of: parts that have nothing in common may be added.
    """

    value: Floats
    low: Floats
    high: Floats
    missing: Ints
    assumed: Floats
    known: Floats | None = None
    of: Floats | None = None
    why: tuple[str | None, ...] = ()
    sums: tuple[Totals, ...] = ()


@dataclass(frozen=True)
class ChangeTable(Held):
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
    return ChangeEvaluator(old, new).read(measure_of(measure, after.terms), scope)


class _Differing:
    """Hold what is uncertain in one scope and not the same before and after; it is summed where it is asked for."""

    def __init__(self) -> None:
        self.states: tuple[list[Amount], list[Amount]] = ([], [])

    @cached_property
    def change(self) -> Amount:
        before, after = map(Amount.sum, self.states)
        return after - before


class ChangeEvaluator(SetOnce):
    """Read changes between two evaluated structures; what is worked out for one scope serves the others."""

    def __init__(self, before: Evaluator, after: Evaluator) -> None:
        """Compare two evaluators; the functions that both expect are those before."""
        self.before = before
        self.after = after
        self._left: dict[tuple[str, str], dict[str, _Differing]] = {}
        self._apart: dict[tuple[str, str], frozenset[str]] = {}
        self._exact: dict[tuple[str, str], tuple[Ints, Ints]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy what is compared; what was worked out is worked out again."""
        return ChangeEvaluator, (self.before, self.after)

    def forget(self) -> None:
        """Forget what was worked out of the state after, and of both together; the state before may serve others."""
        if self.after is not self.before:
            self.after.forget()
            self.after.structure.release()
        for kept in (self._left, self._apart, self._exact):
            kept.clear()

    def read(self, measure: Measure, scope: str) -> MeasureChange:
        """Read one measure in one scope of both states, and its change."""
        before, after = self.before.read(measure, scope), self.after.read(measure, scope)
        best, low, high = self._change_in(measure, scope)
        return MeasureChange(before, after, best, low, high)

    def change(self, measure: Measure, scope: str) -> Number | None:
        """Read the change alone, where it is known: neither state needs to be measured for that of a plain sum."""
        for evaluator in (self.after, self.before):
            evaluator.check([measure], [scope])
        return self._change_in(measure, scope)[0]

    def _change_in(self, measure: Measure, scope: str) -> tuple[Number | None, ...]:
        """Give best, least and most of the change in a scope that is known to be one."""
        dimensions = [split_scope(evaluator.structure, scope) for evaluator in (self.before, self.after)]
        dimension, name = next((one for one in dimensions if one[0] != UNIT), dimensions[0])
        return tuple(_plain(array[0], measure) for array in self._changes(measure, dimension, [name]))

    def table(self, measure: Measure, dimension: str, names: Sequence[str]) -> ChangeTable:
        """Read one measure in many groups of a dimension (units by id) at once, as arrays."""
        for evaluator in (self.before, self.after):
            evaluator.meet([measure])
        states = self._states(measure, dimension, names)
        found = ChangeTable(*states, *self._changes(measure, dimension, names, states))
        if self.before.structure.units.size > MANY_UNITS:
            self._drop(measure.id, dimension)
        return found

    def after_alone(self, measure: Measure, dimension: str, names: Sequence[str]) -> StateColumns:
        """Read what the table says of the state after, without working out what changed."""
        self.after.meet([measure])
        return self._columns(self.after, measure, dimension, names)

    def _drop(self, id: str, dimension: str) -> None:
        """Forget what a table was made of: of very many units that of all measures is more than the study itself."""
        for evaluator in (self.before, self.after):
            evaluator.drop(id, dimension)
        for kept in (self._left, self._exact):
            kept.pop((id, dimension), None)

    def _states(self, measure: Measure, dimension: str, names: Sequence[str]) -> tuple[StateColumns, StateColumns]:
        """Read one measure in many groups of a dimension before and after."""
        before, after = (self._columns(evaluator, measure, dimension, names) for evaluator in (self.before, self.after))
        return before, after

    def _changes(
        self,
        measure: Measure,
        dimension: str,
        names: Sequence[str],
        states: tuple[StateColumns, StateColumns] | None = None,
    ) -> tuple[Floats, Floats, Floats]:
        """Give the change in each named group: best, low and high, NaN if unknown; of a plain sum no ``states`` are needed."""
        if measure.rows is not None:
            change, low, high = self._change(measure, dimension, names)
            if measure.priced:
                change, low, high = self._as_shown(
                    *(states or self._states(measure, dimension, names)), change, low, high
                )
        else:
            states = states or self._states(measure, dimension, names)
            change, low, high = self._difference(measure, dimension, names, *states)
        if measure.of_posts:  # of posts that nobody lists nothing is known, a change neither
            for evaluator in (self.before, self.after):
                untold = evaluator.untold(dimension)
                if untold.any():
                    numbers = evaluator.numbers(dimension, names)
                    silent = (numbers >= 0) & (untold[numbers] > 0)
                    change, low, high = (np.where(silent, np.nan, one) for one in (change, low, high))
        return change, low, high

    def _as_shown(
        self, old: StateColumns, new: StateColumns, change: Floats, low: Floats, high: Floats
    ) -> tuple[Floats, Floats, Floats]:
        """Give the change between two amounts that are known as what lies between them as they are rounded and shown."""
        decimals = (self.after.structure.terms.money or Money()).decimals
        known = ~np.isnan(change) & ~np.isnan(new.value) & (old.missing == 0) & (new.missing == 0)
        exact = known & (low == high)
        shown = np.where(known, np.round(new.value - old.value, decimals), change)
        return (
            shown,
            np.where(exact, shown, np.where(known, np.fmin(low, shown), low)),
            np.where(exact, shown, np.where(known, np.fmax(high, shown), high)),
        )

    def _difference(
        self, measure: Measure, dimension: str, names: Sequence[str], old: StateColumns, new: StateColumns
    ) -> tuple[Floats, Floats, Floats]:
        """Give the change of what is no sum in each named group: best, low and high, NaN if unknown.

        Where figures are missing it is known if the same ones are: then the mean of what is known changes so much. Of a
        maximum it is known where the greatest known value is the same, and otherwise lies between nothing and what the
        known values change by.
        """
        lacking = (old.missing > 0) | (new.missing > 0)
        change = new.value - old.value
        if (
            measure.form == SUM and not measure.of_posts
        ):  # at least nothing is told as not known, and changes all the same
            least = [np.where(np.isnan(one.value) & (one.missing > 0), 0.0, one.value) for one in (old, new)]
            change = least[1] - least[0]
        if lacking.any():
            key = (measure.id, dimension)
            if key not in self._apart:
                self._apart[key] = absent_apart(self.before, self.after, measure.id, dimension)
            apart = self._apart[key]
            other = np.fromiter((name in apart for name in names), dtype=np.bool_, count=len(names))
            change = np.where(lacking & (other | (old.missing != new.missing)), np.nan, change)
        exact = (old.low == old.high) & (new.low == new.high)
        low, high = (np.where(exact, change, np.nan) for _ in range(2))
        if measure.form == MOST and lacking.any():
            low, high = np.where(lacking, np.minimum(change, 0), low), np.where(lacking, np.maximum(change, 0), high)
            change = np.where(lacking & (change != 0), np.nan, change)
        return change, low, high

    @staticmethod
    def _columns(evaluator: Evaluator, measure: Measure, dimension: str, names: Sequence[str]) -> StateColumns:
        """Give a measure in the named groups of one state; where there is no such group a sum is 0, the rest NaN."""
        column = evaluator.column(measure.id, dimension)
        numbers = evaluator.numbers(dimension, names)
        here = numbers >= 0
        empty = 0.0 if measure.form == SUM else np.nan
        scale = evaluator.scale(measure)

        def taken(values: NDArray[Any], given: Mask, otherwise: float) -> Floats:
            found = np.full(len(numbers), otherwise)
            found[here] = np.where(given, values / scale, np.nan)[numbers[here]]
            return found

        low, high = column.bounds_given(measure.form)
        missing = np.zeros(len(numbers), dtype=np.int64)
        missing[here] = column.missing[numbers[here]]
        assumed = np.zeros(len(numbers))
        assumed[here] = column.assumed[numbers[here]]
        return StateColumns(
            taken(column.value, column.given, empty),
            taken(column.low, low, empty),
            taken(column.high, high, empty),
            missing,
            assumed,
            _counted(column.known, numbers),
            _counted(column.of, numbers),
            _reasons(column, numbers, measure),
        )

    def _change(self, measure: Measure, dimension: str, names: Sequence[str]) -> tuple[Floats, Floats, Floats]:
        """Give the change of a sum in each named group: best, low and high, in the unit of the measure, NaN if unknown.

        What is known exactly is subtracted as whole arrays; what is uncertain and differs between the states is added
        to the few groups that it concerns, as an amount.
        """
        states = (self.before, self.after)
        key = (measure.id, dimension)
        if key not in self._exact:
            certain = self._certain(measure.id, dimension)
            if certain is not None:
                self._exact[key], self._left[key] = certain, {}
            else:
                self._exact[key] = (
                    states[0].exact_sums(measure.id, dimension),
                    states[1].exact_sums(measure.id, dimension),
                )
                self._left[key] = self._leftovers(measure.id, dimension)
        sums = np.zeros(len(names), dtype=np.int64)
        for evaluator, values, sign in zip(states, self._exact[key], (-1, 1), strict=True):
            numbers = evaluator.numbers(dimension, names)
            sums += sign * np.where(numbers >= 0, values[numbers] if len(values) else 0, 0)
        scale = self.after.scale(measure)

        def shown(stored: Ints) -> Floats:
            return np.asarray((smallest_units_of(stored) if measure.priced else stored) / scale)

        best = shown(sums)
        low, high = best.copy(), best.copy()
        if not self._are_alike(measure.id, dimension):
            return (np.full(len(names), np.nan),) * 3
        left = self._left[key]
        for number, name in enumerate(names) if left else ():
            amount = left[name].change if name in left else None
            if amount:
                amount += Amount(int(sums[number]))
                bounds = (amount.best, None if amount.missing else amount.low, amount.high)
                best[number], low[number], high[number] = (
                    np.nan if bound is None else shown(np.asarray(bound)) for bound in bounds
                )
        return best, low, high

    def _are_alike(self, id: str, dimension: str) -> bool:
        """Tell whether the posts of which nobody says the group are the same in both states, so that no group changes by them."""
        if dimension in (TOTAL, UNIT):
            return True
        old, new = (one.unplaced(one.contributions(id), dimension) for one in (self.before, self.after))
        if old is None or new is None:
            return old is new
        return self.before.structure.posts.origin is self.after.structure.posts.origin and old.is_same(new)

    def _certain(self, id: str, dimension: str) -> tuple[Ints, Ints] | None:
        """Give the sums of both states where all that they add up is known exactly, and few rows tell one from the other."""
        if self.after.touched is None or (after := self.after.certain(id, dimension)) is None:
            return None
        before = self.before.certain(id, dimension)
        return None if before is None else (before, after)

    def _leftovers(self, id: str, dimension: str) -> dict[str, _Differing]:
        """List, by scope, what is uncertain in one state and is not the same in the other."""
        old, new = self.before.contributions(id), self.after.contributions(id)
        if not (old.uncertain or new.uncertain or old.missing.any() or new.missing.any()):
            return {}
        same = _untouched(self.before.structure, self.after.structure, old, new, dimension)
        alike = covered_alike(self.before, self.after)
        for part in (old, new):
            if same is not None:
                same[part.row[~alike[part.unit]]] = False
        before = _uncertain(self.before, old, dimension, same)
        after = _uncertain(self.after, new, dimension, same)
        found: dict[str, _Differing] = {}
        for name in dict.fromkeys([*before, *after]):
            pair = before.get(name), after.get(name)
            if pair[0] == pair[1]:
                continue
            for state, one in enumerate(pair):
                for scope in one[0] if one is not None else ():
                    found.setdefault(scope, _Differing()).states[state].append(one[1])  # type: ignore[index]
        return found


def _counted(counts: Ints | None, numbers: Ints) -> Floats | None:
    if counts is None:
        return None
    found = np.zeros(len(numbers))
    found[numbers >= 0] = counts[numbers[numbers >= 0]]
    return found


def _reasons(column: MeasureColumn, numbers: Ints, measure: Measure) -> tuple[str | None, ...]:
    """Say of each group why it has no value; a sum of nothing is 0, and has one."""
    found: list[str | None] = [None] * len(numbers)
    for place in np.flatnonzero((numbers < 0) | ~column.given[numbers]).tolist() if len(column.given) else ():
        if numbers[place] >= 0:
            found[place] = column.why_at(int(numbers[place]))
        elif measure.form != SUM:
            found[place] = NOTHING
    return tuple(found)


def absent_apart(before: Evaluator, after: Evaluator, id: str, dimension: str) -> frozenset[str]:
    """Name the groups of a dimension in which a measure lacks other figures in one state than in the other.

    Figures are told apart by identity, by what is known of them and by the unit that they are missing in, never by count.
    """
    columns = [evaluator.column(id, dimension) for evaluator in (before, after)]
    found: dict[str, Counter[tuple[FigureId, Amount, str]]] = {}
    alike = covered_alike(before, after)
    parts = zip_longest(*(column.absent for column in columns), fillvalue=None)
    for pair in parts:
        untouched = _same_positions(before.structure, after.structure, pair, dimension)
        for evaluator, one, same, sign in zip((before, after), pair, untouched, (-1, 1), strict=True):
            if one is None:
                continue
            same &= alike[one.unit]
            groups = evaluator.groups(one, dimension)
            names = [] if dimension == UNIT else list(evaluator.names(dimension))
            ids, value = evaluator.structure.units.column("id"), evaluator.structure.strings.value
            for position in np.flatnonzero(~same).tolist():
                if dimension == UNIT:
                    scopes = path_of(evaluator.structure, int(one.unit[position]))
                else:
                    scopes = (
                        tuple(names) if groups[position] < 0 else (names[int(groups[position])],)
                    )  # it may be of any
                unit = str(value(ids[one.unit[position]]))
                figure = (one.name(position), one.amount(position), unit)
                for scope in scopes:
                    found.setdefault(scope, Counter())[figure] += sign
    return frozenset(scope for scope, figures in found.items() if any(figures.values()))


def _same_positions(
    before: Structure, after: Structure, pair: Sequence[Contributions | None], dimension: str
) -> list[Mask]:
    """Mark in two lists of contributions those that are of one row and in one unit, untouched in both."""
    nothing = [np.zeros(0 if one is None else len(one.row), dtype=np.bool_) for one in pair]
    one, other = pair
    if one is None or other is None or one.table != other.table:
        return nothing
    tables = (before.table(one.table), after.table(one.table))
    if tables[0].origin is not tables[1].origin or before.units.origin is not after.units.origin:
        return nothing
    touched = np.zeros(max(table.size for table in tables), dtype=np.bool_)
    moved = _moved_units(before, after, dimension)
    for table in tables:
        touched[list(table.patch)] = True
    # What a row adds may differ though it is untouched: what stands under a superior, as others come or go.
    keys = [(each.row * len(moved) + each.unit) * _VALUES + each.value % _VALUES for each in (one, other)]
    still = [~touched[each.row] & ~moved[each.unit] for each in (one, other)]
    return [
        mask & np.isin(key, keys[1 - at][still[1 - at]]) for at, (mask, key) in enumerate(zip(still, keys, strict=True))
    ]


def _moved_units(before: Structure, after: Structure, dimension: str) -> Mask:
    """Mark the unit rows that either structure changes, and of scopes that are units all below them."""
    units = (before.units, after.units)
    moved = np.zeros(max(table.size for table in units), dtype=np.bool_)
    for table in units:
        moved[list(table.patch)] = True
    if dimension == UNIT:
        for structure in (before, after):
            tree = structure.tree
            for row in np.flatnonzero(moved[: structure.units.size]).tolist():
                moved[tree.below(row)] = True
    return moved


def _plain(value: np.floating, measure: Measure) -> Number | None:
    number = float(value)
    if np.isnan(number):
        return None
    return int(number) if measure.form != MEAN and measure.scale == 1 and number.is_integer() else number


def _untouched(
    before: Structure, after: Structure, old: Contributions, new: Contributions, dimension: str
) -> Mask | None:
    """Mark the rows of a table that are the same, and in the same scopes, in two structures of one baseline.

    Two structures of one origin share all rows but those of their patches, so a row that neither patch holds, in a unit
    that neither moves, adds the same to both and cancels out unseen. Of other structures nothing is known (None).
    """
    tables = [before.table(old.table), after.table(old.table)]
    if tables[0].origin is not tables[1].origin or before.units.origin is not after.units.origin:
        return None
    size = max(table.size for table in tables)
    same = np.ones(size, dtype=np.bool_)
    for structure, table in zip((before, after), tables, strict=True):
        same[list(table.patch)] = False
        if old.table == "posts":  # what a row adds may depend on who else holds a post
            same[held_rows(structure, table)] = False
    moved = _moved_units(before, after, dimension)
    values = np.zeros((2, size), dtype=np.int64)
    for state, one in enumerate((old, new)):
        same[one.row[moved[one.unit]]] = False
        values[state, one.row] = one.value
    return np.asarray(same & (values[0] == values[1]))


def _uncertain(
    evaluator: Evaluator, one: Contributions, dimension: str, same: Mask | None
) -> dict[FigureId, tuple[tuple[str, ...], Amount]]:
    """Give what is uncertain, by name: the scopes that it is in, and its amount."""
    mask = one.doubtful if same is None else one.doubtful & ~same[one.row]
    groups = evaluator.groups(one, dimension)
    names = [] if dimension == UNIT else list(evaluator.names(dimension))
    found: dict[FigureId, tuple[tuple[str, ...], Amount]] = {}
    for position in np.flatnonzero(mask).tolist():
        if dimension == UNIT:
            scopes = path_of(evaluator.structure, int(one.unit[position]))
        else:
            group = int(groups[position])
            scopes = () if group < 0 else (names[group],)
        found[one.name(position)] = (scopes, one.amount(position))
    return found
