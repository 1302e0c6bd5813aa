"""A meter on one structure: what it counts once, it does not count again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.measures.catalogue import SUM, Measure, measure_of
from orgmodel.measures.columns import Column, nothing, summed
from orgmodel.measures.contributions import Contributions, Ints, Totals, total_below, total_by
from orgmodel.measures.crossings import Crossing, crossable, scope_of
from orgmodel.measures.functions import Performed, performed
from orgmodel.measures.reading import NOT_APPLICABLE, Number, Reading
from orgmodel.measures.scopes import (
    GROUPINGS,
    TOTAL,
    UNIT,
    coded_groups,
    is_crossing,
    labels,
    scope_problem,
    split_scope,
    unit_groups,
)
from orgmodel.measures.superiors import PostSpans, post_spans

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


class Meter:
    """Read measures of one structure in any scope; arrays are made once and serve every scope."""

    def __init__(
        self, structure: Structure, beside: Structure | None = None, *, expected: Structure | None = None
    ) -> None:
        """Measure a structure; ``beside`` is one whose scopes are known too, ``expected`` one whose functions are due."""
        self.structure = structure
        self.beside = beside
        self.expected = expected
        self._columns: dict[tuple[str, str], Column] = {}
        self._contributions: dict[str, Contributions] = {}
        self._names: dict[str, dict[str, int]] = {}
        self._crossings: dict[str, Crossing] = {}
        self._placed: tuple[str, tuple[str, ...], Ints] = ("", (), np.empty(0, dtype=np.int64))

    @cached_property
    def spans(self) -> PostSpans:
        """Give the direct reports of superior posts, made once."""
        return post_spans(self.structure)

    @cached_property
    def performed(self) -> dict[str, Performed]:
        """Give the functions that units perform, found once."""
        return performed(self.structure)

    @cached_property
    def due(self) -> dict[str, Performed]:
        """Give the functions that are expected to be performed."""
        if self.expected is None or self.expected is self.structure:
            return self.performed
        return performed(self.expected)

    def read(self, measure: Measure, scope: str) -> Reading:
        """Read one measure in one scope; raises ProblemsError where either is not possible."""
        return self.read_all([measure], [scope])[0]

    def read_all(self, measures: Sequence[Measure], scopes: Sequence[str]) -> list[Reading]:
        """Read measures in scopes, scope by scope; every problem is named at once."""
        problems = [
            Problem(
                "NEEDS_TWO",
                Message.of("{id} compares two structures: give a before and an after (compare)", id=one.id),
                one.id,
            )
            for one in measures
            if one.compares
        ]
        places = [self._place(scope, problems) for scope in scopes]
        if problems:
            raise ProblemsError(problems)
        return [
            self._empty(one) if place < 0 else self.column(one.id, dimension).reading(place, one)
            for dimension, place in places
            for one in measures
        ]

    def _place(self, scope: str, problems: list[Problem]) -> tuple[str, int]:
        dimension, name = split_scope(self.structure, scope)
        if dimension == UNIT:
            row = self.structure.units.row(name)
            if row >= 0 and self.structure.tree.depth[row] >= 0:
                return dimension, row
        elif name in self.names(dimension):
            return dimension, self.names(dimension)[name]
        problem = scope_problem(self.structure, scope, self.beside)
        if problem is not None:
            problems.append(problem)
        return dimension, -1

    @staticmethod
    def _empty(measure: Measure) -> Reading:
        """Give the reading of a scope in which nothing is: sums are 0, the rest does not apply."""
        if measure.form != SUM:
            return NOT_APPLICABLE
        zero: Number = 0 if measure.scale == 1 else 0.0
        return Reading(zero, zero, zero)

    def names(self, dimension: str) -> dict[str, int]:
        """Give the groups of a dimension (not of units), each with its number."""
        if dimension not in self._names:
            if is_crossing(dimension):
                texts = [scope_of(dimension, key) for key in self.crossing(dimension).keys]
            else:
                texts = labels(self.structure, dimension)
            if self.expected is not None and dimension in GROUPINGS:  # a function that nobody performs was there
                texts = sorted({*texts, *labels(self.expected, dimension)})
            self._names[dimension] = {text: number for number, text in enumerate(texts)}
        return self._names[dimension]

    def crossing(self, dimension: str) -> Crossing:
        """Give the groups of a crossing, found once."""
        if dimension not in self._crossings:
            self._crossings[dimension] = Crossing(self.structure, dimension)
        return self._crossings[dimension]

    def places(self, dimension: str, names: Sequence[str]) -> Ints:
        """Give where each named group of a dimension stands in its columns, -1 where it is not in the structure.

        The places of the last tuple of names asked for are kept, since one table asks for them measure by measure.
        """
        if self._placed[0] != dimension or self._placed[1] is not names:
            places = self._find(dimension, names)
            if not isinstance(names, tuple):
                return places
            self._placed = (dimension, names, places)
        return self._placed[2]

    def _find(self, dimension: str, names: Sequence[str]) -> Ints:
        if dimension == UNIT:
            depth, row = self.structure.tree.depth, self.structure.units.row
            rows = np.fromiter((row(name) for name in names), dtype=np.int64, count=len(names))
            return np.where((rows >= 0) & (depth[rows] >= 0), rows, -1) if len(depth) else np.full(len(rows), -1)
        known = self.names(dimension)
        return np.fromiter((known.get(name, -1) for name in names), dtype=np.int64, count=len(names))

    def contributions(self, id: str) -> Contributions:
        """Give the contributions of a sum that rows add up to."""
        if id not in self._contributions:
            rows = measure_of(id).rows
            assert rows is not None  # asked of plain sums only
            self._contributions[id] = rows(self.structure)
        return self._contributions[id]

    def column(self, id: str, dimension: str) -> Column:
        """Give a measure over every group of a dimension (for ``unit``: every unit row, with all below it)."""
        key = (id, dimension)
        if key not in self._columns:
            if is_crossing(dimension) and not crossable(self, id, dimension):
                self._columns[key] = nothing(self.count(dimension))
            elif (made := measure_of(id).column) is None:
                self._columns[key] = summed(self.totals(self.contributions(id), dimension))
            else:
                self._columns[key] = made(self, dimension)
        return self._columns[key]

    def count(self, dimension: str) -> int:
        """Count the groups of a dimension."""
        return self.structure.units.size if dimension == UNIT else len(self.names(dimension))

    def groups(self, one: Contributions, dimension: str) -> Ints:
        """Give the group of each contribution, -1 where it is in none."""
        if dimension == UNIT:
            return one.unit
        if dimension == TOTAL:
            return np.zeros(len(one.unit), dtype=np.int64)
        if is_crossing(dimension):
            return self.crossing(dimension).groups(one)
        names = list(self.names(dimension))
        if dimension == "block":
            return coded_groups(self.structure, one.block, names)
        return unit_groups(self.structure, dimension, names)[one.unit]

    def totals(self, one: Contributions, dimension: str) -> Totals:
        """Sum contributions by the groups of a dimension."""
        if dimension == UNIT:
            return total_below(one, self.structure.tree)
        return total_by(one, self.groups(one, dimension), self.count(dimension))
