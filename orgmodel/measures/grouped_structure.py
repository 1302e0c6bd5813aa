"""A structure and its groups: the rows of a dimension's groups found once, and contributions summed by them.

A dimension is the total, the units, a grouping (block, area, level, kind) or a crossing. Its groups are numbered from 0;
of units the number is the unit row. Nothing here knows the list of measures, which is made of functions of this class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.frozen import Frozen, SetOnce
from orgmodel.measures.contributions import Contributions, Ints, sum_by
from orgmodel.measures.crossings import Crossing, scope_of
from orgmodel.measures.functions import Performed, performed
from orgmodel.measures.posts import posts_filled
from orgmodel.measures.scopes import GROUPINGS, POST_FIELDS, TOTAL, UNIT, coded_groups, is_crossing, labels, unit_groups
from orgmodel.measures.superiors import PostSpans, post_spans
from orgmodel.measures.totals import Totals, total_below, total_by
from orgmodel.measures.touched import touched_posts
from orgmodel.measures.unlisted_posts import agencies_without_posts, posts_placed, rows_listed, unlisted

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

Made = TypeVar("Made")
DECLARED = {"block": "blocks", "level": "levels"}
"""Groupings of posts that each post has one of, where the study declares them; and the family of words that it declares."""


class GroupedStructure(SetOnce):
    """Hold a structure with its groups, spans and functions; arrays are made once and serve every scope."""

    def __init__(
        self, structure: Structure, *, expected: Structure | None = None, base: GroupedStructure | None = None
    ) -> None:
        """Group a structure; ``expected`` is one whose functions are due, ``base`` one of the same baseline, of which sums are known."""
        self.structure = structure
        self.expected = expected
        self._base = base
        self._once: dict[Any, Any] = {}
        self._names: dict[str, Mapping[str, int]] = {}
        self._crossings: dict[str, Crossing] = {}
        self._untold: dict[str, Ints] = {}
        self._last_numbers: tuple[str, tuple[str, ...], Ints] = ("", (), np.empty(0, dtype=np.int64))

    @property
    def covered(self) -> NDArray[np.bool_] | None:
        """Mark the unit rows that are measured; None: all."""
        return None

    @cached_property
    def spans(self) -> PostSpans:
        """Give the direct reports of superior posts, made once."""
        return post_spans(self.structure)

    def once(self, make: Callable[[Structure], Made]) -> Made:
        """Give what a function makes of the structure, made once for all dimensions, until what was worked out is forgotten."""
        if make not in self._once:
            self._once[make] = make(self.structure)
        return cast(Made, self._once[make])

    def led(
        self, count: Callable[[Structure], Contributions], *, perhaps: bool = False
    ) -> tuple[Contributions, Contributions, Ints]:
        """Give what answers directly to superior posts that are filled, a position a line, and what fills these.

        The rows of the superiors of the lines stand last. ``count`` gives what is counted of every post row. A superior post that is known to be vacant leads nobody;
        one that may be vacant, or filled, is taken as it is at its best, and with ``perhaps`` as filled.
        """
        if ("led", count, perhaps) not in self._once:
            self._once["led", count, perhaps] = self._made_led(count, perhaps=perhaps)
        return cast("tuple[Contributions, Contributions, Ints]", self._once["led", count, perhaps])

    def _made_led(
        self, count: Callable[[Structure], Contributions], *, perhaps: bool
    ) -> tuple[Contributions, Contributions, Ints]:
        spans = self.spans
        superiors = spans.at_superiors(posts_filled(self.structure))
        there = superiors.blank | (superiors.value > 0)
        if perhaps:
            there[[position for position, ends in superiors.bounds.items() if ends[2] > 0]] = True
        held = superiors.selected(np.flatnonzero(there))
        leads = np.zeros(self.structure.posts.size, dtype=np.bool_)
        leads[held.row] = True
        lines = np.flatnonzero(leads[spans.senior])
        return spans.under(count(self.structure)).selected(lines), held, spans.senior[lines]

    @cached_property
    def perhaps_led(self) -> Contributions:
        """Give the superior posts of which nobody knows whether anybody is there: a range that begins at nothing."""
        superiors = self.spans.at_superiors(posts_filled(self.structure))
        open_ = [position for position, ends in superiors.bounds.items() if ends[1] <= 0 < ends[2] and not ends[3]]
        return superiors.selected(np.array(open_, dtype=np.int64))

    @cached_property
    def performed(self) -> Mapping[str, Performed]:
        """Give the functions that units perform, found once."""
        return self.structure.kept(_performed)

    @cached_property
    def due(self) -> Mapping[str, Performed]:
        """Give the functions that are expected to be performed."""
        return self.performed if self.expected is None else self.expected.kept(_performed)

    def names(self, dimension: str) -> Mapping[str, int]:
        """Give the groups of a dimension (not of units), each with its number."""
        if dimension not in self._names:
            if is_crossing(dimension):
                texts = [scope_of(dimension, key) for key in self.crossing(dimension).keys]
            else:
                texts = labels(self.structure, dimension)
            if self._has_unplaced(dimension):  # they may be of a group that nothing else is in
                texts = sorted({*texts, *self.structure.terms.declared(DECLARED[dimension])})
            if self.expected is not None and dimension in GROUPINGS:  # a function that nobody performs was there
                texts = sorted({*texts, *labels(self.expected, dimension)})
            self._names[dimension] = Frozen({text: number for number, text in enumerate(texts)})
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
        if is_crossing(dimension):
            return self.crossing(dimension).groups(one)
        return self._groups(one.unit, one.block, dimension)

    def _groups(self, units: Ints, blocks: NDArray[np.integer], dimension: str) -> Ints:
        """Give the number of the group of each row, of which the unit row and the code of the block are given."""
        if dimension == UNIT:
            return units
        if dimension == TOTAL:
            return np.zeros(len(units), dtype=np.int64)
        names = list(self.names(dimension))
        if dimension == "block":
            return coded_groups(self.structure, blocks, names)
        return unit_groups(self.structure, dimension, names)[units]

    def unplaced(self, one: Contributions, dimension: str) -> Contributions | None:
        """Give the contributions of posts of which nobody says the group, though the study declares the groups that there are.

        They may be of any; None where there are none. What adds exactly nothing is in none of them, wherever it is.
        """
        if one.table != "posts" or not self._has_unplaced(dimension):
            return None
        codes = one.block if dimension == "block" else self.structure.units.column(dimension)[one.unit]
        mask = np.asarray(codes == self.structure.strings.code(""))
        counts = (one.value != 0) | one.missing
        counts[list(one.uncertain)] = True
        mask &= counts
        return one.selected(np.flatnonzero(mask)) if mask.any() else None

    def _has_unplaced(self, dimension: str) -> bool:
        """Tell whether nobody says the group of some posts, though the study declares the groups that there are."""
        structure = self.structure
        if dimension not in DECLARED or not structure.terms.declared(DECLARED[dimension]):
            return False
        rows = structure.placed_posts
        codes = structure.posts.column("block") if dimension == "block" else structure.units.column(dimension)
        places = rows if dimension == "block" else structure.post_unit[rows]
        return bool((codes[places] == structure.strings.code("")).any())

    def untold(self, dimension: str) -> Ints:
        """Count by group the agencies that do not tell their posts, where no post of the group is listed at all; 0 elsewhere."""
        if dimension not in self._untold:
            self._untold[dimension] = self._made_untold(dimension)
        return self._untold[dimension]

    def _made_untold(self, dimension: str) -> Ints:
        structure = self.structure
        rows, agencies = self._silent
        nothing = np.zeros(self.count(dimension), dtype=np.int64)
        if not len(rows) or set(dimension.split(",")) & set(POST_FIELDS):  # of fields of posts no unit is a group
            return nothing
        blocks, ones = structure.units.column("block"), np.ones_like(agencies)
        quiet, missing = (self._counts("units", rows, rows, blocks[rows], many, dimension) for many in (ones, agencies))
        if "block" in dimension.split(","):  # that of a post is its own
            posts = structure.placed_posts
            units, blocks = structure.post_unit[posts], structure.posts.column("block")[posts]
            listed = self._counts("posts", posts, units, blocks, np.ones(len(posts), dtype=np.int64), dimension)
        else:
            every = np.arange(structure.units.size)
            listed = self._counts("units", every, every, blocks, self._placed, dimension)
        return np.where((listed == 0) & (quiet > 0), np.maximum(missing, 1), nothing)

    def silent_agencies(self, dimension: str) -> Ints:
        """Count by group the agencies that list no posts, whether others of the group do or not."""
        structure = self.structure
        rows = np.flatnonzero(agencies_without_posts(structure, rows_listed(structure, placed=self._placed)))
        blocks = structure.units.column("block")[rows]
        return self._counts("units", rows, rows, blocks, np.ones_like(rows), dimension)

    def _counts(
        self, table: str, rows: Ints, units: Ints, blocks: NDArray[np.integer], many: Ints, dimension: str
    ) -> Ints:
        """Sum counts of rows of a table, each of a unit row and a block, by the groups of a dimension."""
        if is_crossing(dimension):
            groups = self.groups(Contributions.exact(table, rows, units, blocks, many), dimension)
        else:
            groups = self._groups(units, blocks, dimension)
        inside = groups >= 0
        sums = sum_by(groups[inside], many[inside], self.count(dimension))
        return self.structure.tree.roll_up(sums) if dimension == UNIT else sums

    @property
    def touched(self) -> tuple[Structure, Structure] | None:
        """Give the base and the structure with the posts alone in which they differ; None without a base that is near."""
        if "touched" not in self._once:
            base = self._base
            self._once["touched"] = None if base is None else touched_posts(base.structure, self.structure)
        return cast("tuple[Structure, Structure] | None", self._once["touched"])

    @property
    def _placed(self) -> Ints:
        """Count the rows of posts in each unit row."""
        if "placed" not in self._once:
            self._once["placed"] = self._made_placed()
        return cast(Ints, self._once["placed"])

    def _made_placed(self) -> Ints:
        if self._base is None or self.touched is None:
            return self.structure.kept(posts_placed)
        counts = np.zeros(self.structure.units.size, dtype=np.int64)
        was, now = (posts_placed(part) for part in self.touched)
        for sign, part in ((1, self._base._placed), (-1, was), (1, now)):
            counts[: len(part)] += sign * part
        return counts

    @property
    def _silent(self) -> tuple[Ints, Ints]:
        """List the unit rows that exist and do not tell their posts, and which of them are agencies without (1, else 0)."""
        if "silent" not in self._once:
            structure = self.structure
            listing = rows_listed(structure, placed=self._placed)
            rows = np.flatnonzero(unlisted(structure, listing) & (structure.tree.depth >= 0))
            agencies = agencies_without_posts(structure, listing)[rows] if len(rows) else rows
            self._once["silent"] = rows, agencies.astype(np.int64)
        return cast("tuple[Ints, Ints]", self._once["silent"])

    def totals(self, one: Contributions, dimension: str) -> Totals:
        """Sum contributions by the groups of a dimension (for ``unit``: over each unit row with all below it)."""
        if dimension == UNIT:
            return total_below(one, self.structure.tree)
        return total_by(one, self.groups(one, dimension), self.count(dimension))


def _performed(structure: Structure) -> Mapping[str, Performed]:
    return Frozen(performed(structure))


def covered_alike(before: GroupedStructure, after: GroupedStructure) -> NDArray[np.bool_]:
    """Mark the unit rows that are measured in both states or in neither."""
    size = max(one.structure.units.size for one in (before, after))
    covered = [one.covered for one in (before, after)]
    masks = [np.ones(size, dtype=np.bool_) if one is None else np.pad(one, (0, size - len(one))) for one in covered]
    return np.asarray(masks[0] == masks[1])


def path_of(structure: Structure, unit: int) -> tuple[str, ...]:
    """List the ids of a unit row and of all above it, from itself upwards."""
    found, tree = [], structure.tree
    ids, value = structure.units.column("id"), structure.strings.value
    while unit >= 0 and tree.depth[unit] >= 0:
        found.append(str(value(ids[unit])))
        unit = int(tree.parent[unit])
    return tuple(found)


def lowest_over(structure: Structure, rows: Iterable[int]) -> str:
    """Give the lowest unit that all of some rows of units lie in, be it one of them; nothing where none holds them all."""
    paths = [path_of(structure, row) for row in rows]
    above = set(paths[0]).intersection(*paths[1:]) if paths else set()
    return next((unit for unit in paths[0] if unit in above), "") if above else ""
