"""The evaluator of measures on one structure: what it works out once, it does not work out again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.core.figures import Amount, Estimate
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.measures.catalogue import SUM, Measure, measure_of
from orgmodel.measures.contributions import Contributions, Ints, Mask, sum_by
from orgmodel.measures.grouped_structure import GroupedStructure
from orgmodel.measures.measure_column import MeasureColumn, blank_column, sum_column
from orgmodel.measures.measured_value import NO_VALUE, MeasuredValue, Number
from orgmodel.measures.money import FULL_TIME, money_scale, price_date, smallest_units_of
from orgmodel.measures.scopes import POST_FIELDS, TOTAL, UNIT, is_crossing, scope_problem, split_scope
from orgmodel.measures.totals import Totals, plain_totals

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def _evaluator(structure: Structure, reference: Structure | None, expected: Structure | None) -> Evaluator:
    return Evaluator(structure, reference, expected=expected)


class Evaluator(GroupedStructure):
    """Evaluate measures of one structure in any scope; columns are made once and serve every scope."""

    def __init__(
        self,
        structure: Structure,
        reference: Structure | None = None,
        *,
        expected: Structure | None = None,
        base: Evaluator | None = None,
    ) -> None:
        """Measure a structure; ``reference`` is one whose scopes are known too, ``expected`` one whose functions are due.

        Sums of posts are made of those of ``base``, where it has measured another structure of the same baseline.
        """
        super().__init__(structure, expected=expected, base=base)
        self._own: dict[str, Totals | None] = {}
        self._exact: dict[tuple[str, str], Ints] = {}
        self.reference = reference
        self._columns: dict[tuple[str, str], MeasureColumn] = {}
        self._contributions: dict[tuple[str, ...], Contributions] = {}
        self._declared: dict[str, Measure] = {}
        self._places: dict[str, tuple[str, int]] = {}

    def meet(self, measures: Iterable[Measure]) -> None:
        """Take measures of quantities that another study declares, of which nothing is here."""
        self._declared.update((one.id, one) for one in measures if one.declared is not None)

    def measure(self, id: str) -> Measure:
        """Give a measure by id, of the quantities among them that are declared."""
        return self._declared.get(id) or measure_of(id, self.structure.terms)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy what is measured; what was worked out is worked out again."""
        return _evaluator, (self.structure, self.reference, self.expected)

    def read(self, measure: Measure, scope: str) -> MeasuredValue:
        """Read one measure in one scope; raises ProblemsError where either is not possible."""
        return self.read_all([measure], [scope])[0]

    def read_all(self, measures: Sequence[Measure], scopes: Sequence[str]) -> list[MeasuredValue]:
        """Read measures in scopes, scope by scope; every problem is named at once."""
        return [
            self._empty(one) if group < 0 else self.column(one.id, dimension).value_at(group, one.form, self.scale(one))
            for dimension, group in self.check(measures, scopes)
            for one in measures
        ]

    def check(self, measures: Sequence[Measure], scopes: Sequence[str]) -> list[tuple[str, int]]:
        """Give the dimension and the group of each scope; raises ProblemsError with all that cannot be read."""
        problems = [
            Problem(
                "NEEDS_TWO",
                Message.of("{id} compares two structures: give a before and an after (compare)", id=one.id),
                one.id,
            )
            for one in measures
            if one.compares
        ]
        self.meet(measures)
        groups = [self._group(scope, problems) for scope in scopes]
        if problems:
            raise ProblemsError(problems)
        return groups

    def beside(self, reference: Structure, expected: Structure) -> Evaluator:
        """Give an evaluator of the same structure beside another; what does not depend on that serves both."""
        other = Evaluator(self.structure, reference, expected=expected)
        shared = ["_base", "_once", "_own", "_contributions", "_crossings", "spans"]
        if expected is self.expected:
            shared += ["_names", "_untold", "_columns", "_exact"]
        vars(other).update({name: vars(self)[name] for name in shared if name in vars(self)})
        return other

    def drop(self, id: str, dimension: str) -> None:
        """Forget a measure over the groups of a dimension, what its rows add to it, and what few other measures are made of."""
        self._columns.pop((id, dimension), None)
        self._exact.pop((id, dimension), None)
        self._contributions.clear()
        led = [key for key in self._once if isinstance(key, tuple)]  # by superiors: 40 MB a million posts each
        for key in led:
            del self._once[key]

    def forget(self) -> None:
        """Forget what was worked out and can be worked out again, so that many states take little memory."""
        for name in (
            "_columns",
            "_exact",
            "_contributions",
            "_own",
            "_once",
            "_crossings",
            "_untold",
            "_names",
            "_places",
        ):
            vars(self)[name].clear()
        for name in ("spans", "performed", "due"):
            vars(self).pop(name, None)
        self._last_numbers = ("", (), np.empty(0, dtype=np.int64))

    def _group(self, scope: str, problems: list[Problem]) -> tuple[str, int]:
        """Give the dimension of a scope and the number of its group, -1 where the structure has none."""
        if scope in self._places:
            return self._places[scope]
        dimension, name = split_scope(self.structure, scope)
        place = dimension, -1
        if dimension == UNIT:
            row = self.structure.units.row(name)
            if row >= 0 and self.structure.tree.depth[row] >= 0:
                place = dimension, row
        elif name in self.names(dimension):
            place = dimension, self.names(dimension)[name]
        problem = scope_problem(self.structure, scope, self.reference) if place[1] < 0 else None
        if problem is not None:
            problems.append(problem)
        else:
            self._places[scope] = place
        return place

    @staticmethod
    def _empty(measure: Measure) -> MeasuredValue:
        """Give the value in a scope in which nothing is: sums are 0, the rest does not apply."""
        if measure.form != SUM:
            return NO_VALUE
        zero: Number = 0 if measure.scale == 1 and not measure.priced else 0.0
        return MeasuredValue(zero, zero, zero)

    def contributions(self, id: str) -> Contributions:
        """Give the contributions of a sum that rows add up to."""
        date = (price_date(self.structure, self.expected),) if self.measure(id).priced else ()
        if (key := (id, *date)) not in self._contributions:
            rows = self.measure(id).rows
            assert rows is not None  # asked of plain sums only
            base = self._base
            if isinstance(base, Evaluator) and self._reads_the_same(base.structure, self.measure(id)):
                self._contributions[key] = base.contributions(id)
            else:
                self._contributions[key] = rows(self.structure, *date)
        return self._contributions[key]

    def _reads_the_same(self, other: Structure, measure: Measure) -> bool:
        """Tell whether the rows of a measure are those of another structure: it reads the same tables by the same words."""
        here = self.structure
        return (
            bool(measure.reads)
            and here.terms is other.terms
            and all(here.table(name) is other.table(name) for name in measure.reads)
        )

    def sums(self, id: str, dimension: str) -> Totals:
        """Sum what rows add to a measure by the groups of a dimension."""
        told = id in self._own or self._from_base(id)
        if told and dimension in (TOTAL, UNIT) and (own := self.own(id)) is not None:
            return own.whole() if dimension == TOTAL else own.below(self.structure.tree)
        return self.totals(self.contributions(id), dimension)

    def own(self, id: str) -> Totals | None:
        """Sum what the rows of each unit row itself add to a measure; None where some are parts, which are no plain sums.

        Of a variant that is what they add in its base, but for the rows that differ.
        """
        if id not in self._own:
            self._own[id] = self._own_from_base(id) if self._from_base(id) else self._own_sums(self.contributions(id))
        return self._own[id]

    def exact_sums(self, id: str, dimension: str) -> Ints:
        """Sum what is known exactly of what rows add to a measure, by the groups of a dimension."""
        if (id, dimension) not in self._exact:
            one = self.contributions(id)
            groups = self.groups(one, dimension)
            keep = ~one.doubtful & (groups >= 0)
            sums = sum_by(groups[keep], one.value[keep], self.count(dimension))
            self._exact[id, dimension] = self.structure.tree.roll_up(sums) if dimension == UNIT else sums
        return self._exact[id, dimension]

    def certain(self, id: str, dimension: str) -> Ints | None:
        """Give the sums of a measure by the groups of a dimension where every figure of it is known exactly; None otherwise."""
        if dimension not in (TOTAL, UNIT) or self.measure(id).priced or (own := self.own(id)) is None:
            return None
        if own.low is not own.value or own.missing.any():
            return None
        return self.sums(id, dimension).value

    def _from_base(self, id: str) -> bool:
        """Tell whether the sums of a measure can be those of the base and of the rows that differ."""
        measure = self.measure(id)
        return measure.of_posts and not (measure.column or measure.priced) and self.touched is not None

    def _own_sums(self, one: Contributions) -> Totals | None:
        return None if one.parts else plain_totals(one, one.unit, self.structure.units.size)

    def _own_from_base(self, id: str) -> Totals | None:
        rows, base, touched = self.measure(id).rows, self._base, self.touched
        if rows is None or touched is None or not isinstance(base, Evaluator):  # of other measures it is not asked
            return None
        whole, was, now = base.own(id), *(self._own_sums(rows(part)) for part in touched)
        if whole is None or was is None or now is None:
            return None
        count = self.structure.units.size
        return whole.extended(count) - was + now

    def amount(self, measure: Measure, scope: str) -> tuple[Amount, int] | None:
        """Sum what rows add to a measure in a scope, with every source, and give the scale; None where the scope is not there."""
        found = self.summed(self.contributions(measure.id), scope)
        return None if found is None else (found, self.sum_scale(measure))

    def summed(self, figures: Contributions, scope: str) -> Amount | None:
        """Sum what rows add up to in a scope, with every source; None where the scope is not there."""
        mask = self.inside(figures, scope)
        if mask is None:
            return None
        known, terms = int(figures.value[mask & ~figures.doubtful].sum()), dict[Estimate, int]()
        for position in np.flatnonzero(mask & figures.doubtful).tolist():
            one = figures.amount(position)
            known += one.known
            for term, count in one.terms.items():
                terms[term] = terms.get(term, 0) + count
        return Amount(known, terms)

    def inside(self, figures: Contributions, scope: str) -> Mask | None:
        """Tell of each position of some rows whether it is in a scope; None where the scope is not there."""
        dimension, group = self._group(scope, [])
        if group < 0:
            return None
        if dimension != UNIT:
            return np.asarray(self.groups(figures, dimension) == group)
        below = np.zeros(self.structure.units.size, dtype=np.bool_)
        below[self.structure.tree.below(group)] = True
        return np.asarray(below[figures.unit])

    def scale(self, measure: Measure) -> int:
        """Give what a stored whole number of a measure is divided by; of money that depends on the currency."""
        return money_scale(self.structure) if measure.priced else measure.scale

    def sum_scale(self, measure: Measure) -> int:
        """Give what a sum of rows of a measure is divided by: of money, which is summed by hundredths of a post, by these too."""
        return self.scale(measure) * (FULL_TIME if measure.priced else 1)

    def can_cross(self, id: str, dimension: str) -> bool:
        """Tell whether a measure is a sum of rows that have all the fields of a crossing."""
        if self.measure(id).rows is None:
            return False
        return not set(dimension.split(",")) & set(POST_FIELDS) or self.contributions(id).table == "posts"

    def _told(self, column: MeasureColumn, dimension: str) -> MeasureColumn:
        """Take away what a column says of groups in which units have posts and list none: unknown is not nothing."""
        untold = self.untold(dimension)
        if not untold.any():
            return column
        unlisted = untold > 0
        missing = np.where(unlisted, untold, column.missing)
        return replace(column, given=column.given & ~unlisted, missing=missing, unlisted=unlisted)

    def _open(self, column: MeasureColumn, id: str, dimension: str) -> MeasureColumn:
        """Make a sum "at least" in every group of a dimension where nobody says of which of them some rows are.

        Of one that may be below nothing there are no bounds then.
        """
        measure = self.measure(id)
        if measure.rows is None or dimension in (TOTAL, UNIT):
            return column
        if (rows := self.unplaced(self.contributions(id), dimension)) is None:
            return column
        missing = column.missing + len(rows.row)
        if measure.signed:
            nothing = np.zeros(len(missing), dtype=np.bool_)
            return replace(column, missing=missing, low_given=nothing, high_given=nothing, sums=())
        return replace(column, missing=missing, given=column.given & (column.value > 0), sums=())

    def column(self, id: str, dimension: str) -> MeasureColumn:
        """Give a measure over every group of a dimension (for ``unit``: every unit row, with all below it)."""
        key = (id, dimension)
        if key not in self._columns:
            if is_crossing(dimension) and not self.can_cross(id, dimension):
                self._columns[key] = blank_column(self.count(dimension))
            elif (made := self.measure(id).column) is None:
                totals = self.sums(id, dimension)
                if self.measure(id).priced:
                    ends = {end: smallest_units_of(getattr(totals, end)) for end in ("value", "low", "high")}
                    totals = replace(totals, **ends)
                column = sum_column(totals)
                self._columns[key] = replace(column, sums=()) if self.measure(id).priced else column  # which is rounded
            else:
                self._columns[key] = made(self, dimension)
            self._columns[key] = self._open(self._columns[key], id, dimension)
            if self.measure(id).of_posts:
                self._columns[key] = self._told(self._columns[key], dimension)
        return self._columns[key]
