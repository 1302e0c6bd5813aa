"""A structure and its groups: the rows of a dimension's groups found once, and contributions summed by them.

A dimension is the total, the units, a grouping (block, area, level, kind) or a crossing. Its groups are numbered from 0;
of units the number is the unit row. Nothing here knows the list of measures, which is made of functions of this class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.frozen import Frozen, SetOnce
from orgmodel.measures.contributions import Contributions, Ints, Totals, total_below, total_by
from orgmodel.measures.crossings import Crossing, scope_of
from orgmodel.measures.functions import Performed, performed
from orgmodel.measures.posts import posts_filled
from orgmodel.measures.scopes import GROUPINGS, POST_FIELDS, TOTAL, UNIT, coded_groups, is_crossing, labels, unit_groups
from orgmodel.measures.superiors import PostSpans, post_spans
from orgmodel.measures.unlisted_posts import agencies_without_posts, rows_listed, unlisted

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


class GroupedStructure(SetOnce):
    """Hold a structure with its groups, spans and functions; arrays are made once and serve every scope."""

    def __init__(self, structure: Structure, *, expected: Structure | None = None) -> None:
        """Group a structure; ``expected`` is one whose functions are due."""
        self.structure = structure
        self.expected = expected
        self._names: dict[str, dict[str, int]] = {}
        self._crossings: dict[str, Crossing] = {}
        self._untold: dict[str, Ints] = {}
        self._last_numbers: tuple[str, tuple[str, ...], Ints] = ("", (), np.empty(0, dtype=np.int64))

    @cached_property
    def spans(self) -> PostSpans:
        """Give the direct reports of superior posts, made once."""
        return post_spans(self.structure)

    def led(self, count: Callable[[Structure], Contributions]) -> tuple[Contributions, Contributions, Ints]:
        """Give what answers directly to superior posts that are filled, a position a line, and what fills these.

        The rows of the superiors of the lines stand last. ``count`` gives what is counted of every post row. A superior post that is known to be vacant leads nobody.
        """
        spans = self.spans
        superiors = spans.at_superiors(posts_filled(self.structure))
        held = superiors.selected(np.flatnonzero(superiors.blank | (superiors.value > 0)))
        leads = np.zeros(self.structure.posts.size, dtype=np.bool_)
        leads[held.row] = True
        lines = np.flatnonzero(leads[spans.senior])
        return spans.under(count(self.structure)).selected(lines), held, spans.senior[lines]

    @cached_property
    def performed(self) -> Mapping[str, Performed]:
        """Give the functions that units perform, found once."""
        return self.structure.kept(_performed)

    @cached_property
    def due(self) -> Mapping[str, Performed]:
        """Give the functions that are expected to be performed."""
        return self.performed if self.expected is None else self.expected.kept(_performed)

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

    def numbers(self, dimension: str, names: Sequence[str]) -> Ints:
        """Give the number of each named group of a dimension, -1 where it is not in the structure.

        The numbers of the last tuple of names asked for are kept, since one table asks for them measure by measure.
        """
        if self._last_numbers[0] != dimension or self._last_numbers[1] is not names:
            numbers = self._find(dimension, names)
            if not isinstance(names, tuple):
                return numbers
            self._last_numbers = (dimension, names, numbers)
        return self._last_numbers[2]

    def _find(self, dimension: str, names: Sequence[str]) -> Ints:
        if dimension == UNIT:
            depth, row = self.structure.tree.depth, self.structure.units.row
            rows = np.fromiter((row(name) for name in names), dtype=np.int64, count=len(names))
            return np.where((rows >= 0) & (depth[rows] >= 0), rows, -1) if len(depth) else np.full(len(rows), -1)
        known = self.names(dimension)
        return np.fromiter((known.get(name, -1) for name in names), dtype=np.int64, count=len(names))

    def count(self, dimension: str) -> int:
        """Count the groups of a dimension."""
        return self.structure.units.size if dimension == UNIT else len(self.names(dimension))

    def groups(self, one: Contributions, dimension: str) -> Ints:
        """Give the number of the group of each contribution, -1 where it is in none."""
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

    def untold(self, dimension: str) -> Ints:
        """Count by group the agencies that do not tell their posts, where no post of the group is listed at all; 0 elsewhere."""
        if dimension not in self._untold:
            self._untold[dimension] = self._made_untold(dimension)
        return self._untold[dimension]

    def _made_untold(self, dimension: str) -> Ints:
        structure = self.structure
        rows = structure.kept(_silent)
        nothing = np.zeros(self.count(dimension), dtype=np.int64)
        if not len(rows) or set(dimension.split(",")) & set(POST_FIELDS):  # of fields of posts no unit is a group
            return nothing
        blocks = structure.units.column("block")[rows]
        ones, agencies = (
            np.ones(len(rows), dtype=np.int64),
            structure.kept(agencies_without_posts)[rows].astype(np.int64),
        )
        quiet, missing = (
            self.totals(Contributions.exact("units", rows, rows, blocks, many), dimension).value
            for many in (ones, agencies)
        )
        posts, units = structure.placed_posts, structure.post_unit[structure.placed_posts]
        ones, blocks = np.ones(len(posts), dtype=np.int64), structure.posts.column("block")[posts]
        listed = self.totals(Contributions.exact("posts", posts, units, blocks, ones), dimension).rows
        return np.where((listed == 0) & (quiet > 0), np.maximum(missing, 1), nothing)

    def totals(self, one: Contributions, dimension: str) -> Totals:
        """Sum contributions by the groups of a dimension (for ``unit``: over each unit row with all below it)."""
        if dimension == UNIT:
            return total_below(one, self.structure.tree)
        return total_by(one, self.groups(one, dimension), self.count(dimension))


def _performed(structure: Structure) -> Mapping[str, Performed]:
    return Frozen(performed(structure))


def _silent(structure: Structure) -> Ints:
    """List the unit rows that exist and do not tell their posts."""
    return np.flatnonzero(unlisted(structure, rows_listed(structure)) & (structure.tree.depth >= 0))
