"""Norms over draws: figures that they read as sums of what is drawn, so that a norm is judged in all draws at once.

What a norm asks beside figures is read of the organisation after, as it is with all figures at their best.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.core.estimates import Estimate
from orgmodel.core.tree import Rows
from orgmodel.exploration.causes import Causes
from orgmodel.exploration.forms import Forms, forms_of
from orgmodel.exploration.from_points import Sample
from orgmodel.exploration.linear import is_linear, linear_sum
from orgmodel.exploration.terms import Terms, drawn_structures
from orgmodel.measures.catalogue import measure_of
from orgmodel.measures.evaluator import Evaluator
from orgmodel.norms.evaluation import norms_in_force, subjects_in
from orgmodel.norms.facts import Facts
from orgmodel.norms.formula import MeasureOf, MembersOf, PostsOf, walk
from orgmodel.norms.judged_over_draws import Codes, judged_over_draws
from orgmodel.norms.record import Norm, NormPack
from orgmodel.norms.terms_evaluated import counted_by_unit
from orgmodel.norms.values import Values

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome

LEAST_AT_ONCE = 16
MOST_ALONE = 1 << 8
MOST_ENTRIES = 1 << 20
"""So many figures are held at a time, each unit's in each draw, so that memory grows with neither."""

Counted = PostsOf | MembersOf


class NormsOverDraws:
    """The norms of one outcome, compiled: of each that can be, what it says of its subjects in every draw.

    ``outcome`` is run with its ranges; the norms are those of ``pack``, by the law of a ``date`` and some ``parameters``.
    """

    def __init__(
        self,
        outcome: Outcome,
        causes: Causes,
        pack: NormPack,
        *,
        date: str | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        self._causes, self._after, self._before = causes, outcome.after, outcome.before
        self._terms = Terms(causes)
        day = date or outcome.after.as_of
        after, before = (drawn_structures(one, causes)(causes.best) for one in (outcome.after, outcome.before))
        self._subjects = subjects_in(after, pack, day, parameters, before)
        self._norms = {one.id: one for one in norms_in_force(pack, day)}
        self._leaves: dict[tuple[Counted, bytes], tuple[Values, Forms]] = {}
        self._measures: dict[MeasureOf, tuple[Values, Forms]] = {}
        self._read: list[Forms] = []  # by the norm that was judged last
        self._ranged: dict[tuple[str, str], dict[int, Estimate]] = {}

    def is_able(self, id: str) -> bool:
        """Tell whether a norm can be judged so; one that is not in force says nothing in any draw."""
        norm = self._norms.get(id)
        return norm is None or (norm.transition is None and all(self._is_sum(one) for one in _terms_of(norm)))

    def over(self, id: str, sample: Sample, only: str | None = None) -> tuple[list[str], Codes]:
        """Judge a norm in every draw, about all or ``only`` one: its subjects and the codes of the results (subjects, draws)."""
        norm = self._norms.get(id)
        if norm is None:
            return [], np.empty((0, len(sample)), np.int8)
        size = max(LEAST_AT_ONCE, MOST_ENTRIES // max(MOST_ALONE, self._subjects.facts.size if only is None else 1))
        found = [self._over(norm, sample[at : at + size], only) for at in range(0, len(sample), size)]
        return found[0][0], np.concatenate([codes for _, codes in found], axis=1)

    def columns(self, id: str, sample: Sample, only: str | None = None) -> frozenset[int]:
        """Give the columns of the causes that are in any figure that a norm reads, of all subjects or ``only`` one."""
        self.over(id, sample[:1], only)
        return frozenset[int]().union(*(one.columns for one in self._read))

    def _over(self, norm: Norm, sample: Sample, only: str | None) -> tuple[list[str], Codes]:
        def figures(term: Counted, rows: Rows) -> Values:
            values, forms = self._leaf(term, rows)
            self._read.append(forms)
            return _moved(values.repeated(len(sample)), forms.over(sample).ravel())

        def measure(term: MeasureOf) -> Values:
            values, forms = self._measured(term)
            self._read.append(forms)
            return _moved(values, forms.over(sample)[0])

        self._read = []
        drawn = replace(self._subjects, draws=len(sample), figures=figures, measure=measure, sources=None)
        return judged_over_draws(norm, drawn, only)

    def _is_sum(self, term: Any) -> bool:
        """Tell whether a term is a sum of figures, or hangs on none."""
        if isinstance(term, MeasureOf):
            measure = measure_of(term.id, self._after.terms)
            return is_linear(measure) and not measure.compares  # which is no sum over one structure
        if isinstance(term, PostsOf):  # whether a row of which a rank is not said has any posts must not hang on a draw
            facts = self._subjects.facts
            unsaid = [row for _, one in facts.unsaid(term) for row in one.row.tolist()]
            return not unsaid or not any(self._post(row, term.figure) for row in unsaid)
        return True

    def _leaf(self, term: Counted, rows: Rows) -> tuple[Values, Forms]:
        """Give a figure of unit rows with all at their best, and by how much each draw moves it."""
        key = term, rows.tobytes()
        if key not in self._leaves:
            facts = self._subjects.facts
            base = counted_by_unit(facts, term).take(rows).spread(len(rows))
            sums: list[dict[Estimate, float]] = [{} for _ in rows]
            places: dict[int, list[int]] = {}
            for at, row in enumerate(rows.tolist()):
                places.setdefault(row, []).append(at)
            for unit, terms in self._by_unit(term, facts):
                for row in self._above(unit) if getattr(term, "below", False) else (unit,):
                    for at in places.get(row, ()):
                        for one, times in terms.items():
                            sums[at][one] = sums[at].get(one, 0.0) + times
            self._leaves[key] = base, forms_of(self._causes, sums, np.zeros(len(rows)))
        return self._leaves[key]

    def _by_unit(self, term: Counted, facts: Facts) -> list[tuple[int, Mapping[Estimate, int]]]:
        """List what is drawn of a figure, with the unit row that it is of."""
        figures = facts.posts(term) if isinstance(term, PostsOf) else facts.members(term)
        rows = zip(figures.row.tolist(), figures.unit.tolist(), strict=True)
        if isinstance(term, PostsOf):
            return [(unit, found) for row, unit in rows if (found := self._post(row, term.figure))]
        return [(unit, found) for row, unit in rows if (found := self._of_members(row, term.figure))]

    def _above(self, unit: int) -> list[int]:
        """List a unit row and all above it; of one in a circle of parents none."""
        tree, found = self._subjects.facts.structure.tree, []
        while unit >= 0 and tree.depth[unit] >= 0:
            found.append(unit)
            unit = int(tree.parent[unit])
        return found

    def _post(self, row: int, figure: str) -> dict[Estimate, int]:
        """Give what is drawn of a figure of one row of posts."""
        if figure == "vacant":
            return _added(self._one("posts", "authorized", row, 1), self._one("posts", "filled", row, -1))
        if figure == "either":
            blank = bool(self._subjects.facts.structure.posts.missing("authorized")[row])
            return self._one("posts", "filled" if blank else "authorized", row, 1)
        return self._one("posts", figure, row, 1)

    def _of_members(self, row: int, figure: str) -> dict[Estimate, int]:
        """Give what is drawn of a figure of one row of members; a total that is not stated is official and probationary together."""
        if figure != "total":
            return self._one("members", figure, row, 1)
        table = self._subjects.facts.structure.members
        if not table.missing("total")[row] or row in table.estimates("total"):
            return self._one("members", "total", row, 1)
        return _added(*(self._one("members", name, row, 1) for name in ("official", "probationary")))

    def _one(self, table: str, field: str, row: int, times: int) -> dict[Estimate, int]:
        key = table, field
        if key not in self._ranged:
            every = self._after.table(table).estimates(field)
            self._ranged[key] = {at: one for at, one in every.items() if self._terms.is_drawn(one)}
        found = self._ranged[key].get(row)
        return {} if found is None else {found: times}

    def _measured(self, term: MeasureOf) -> tuple[Values, Forms]:
        """Give a measure with all figures at their best, and by how much each draw moves it."""
        if term not in self._measures:
            assert self._subjects.measure is not None
            structure: Structure = self._before if term.at == "before" else self._after
            sums = linear_sum(Evaluator(structure), measure_of(term.id, structure.terms), term.scope)
            self._measures[term] = self._subjects.measure(term), forms_of(self._causes, [sums], np.zeros(1))
        return self._measures[term]


def _terms_of(norm: Norm) -> list[Any]:
    limits = (*norm.limits, *(norm.having[1] if norm.having is not None else ()))
    terms = (norm.value, *(one.term for one in limits), *((norm.having[0],) if norm.having is not None else ()))
    return [inner for one in terms for inner in walk(one)]


def _added(*each: Mapping[Estimate, int]) -> dict[Estimate, int]:
    found: dict[Estimate, int] = {}
    for one in each:
        for term, times in one.items():
            found[term] = found.get(term, 0) + times
    return found


def _moved(values: Values, by: Any) -> Values:
    """Move values by what draws add to them."""
    one = values.spread(len(by))
    return Values(one.best + by, one.low + by, one.high + by, one.missing, one.open_, one.more)
