"""Who stands directly under whom, as arrays: posts under posts, units under units.

Administrative lines, those that the ordinary rule derives included. A superior with lines is one whose span is
measured; those with nobody under them have none, and are listed by :mod:`orgmodel.measures.spans`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.estimates import FigureId
from orgmodel.core.frozen import Alike
from orgmodel.core.records import NUMBER_UNKNOWN
from orgmodel.core.reporting import ADMINISTRATIVE, written_lines
from orgmodel.core.tree import Tree, rows_by_code
from orgmodel.measures.contributions import Contributions, Ints, Mask, sum_by
from orgmodel.measures.masks import assumed_rows, counting_as, is_code, namer
from orgmodel.measures.posts import positions

Numbers = TypeVar("Numbers", bound=NDArray[Any])

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


@dataclass(frozen=True, eq=False)
class PostSpans(Alike):
    """Hold who answers directly to whom among posts.

    ``junior`` and ``senior`` are the post rows of each line; ``superiors`` lists each superior's row once; ``weight`` is the
    number of identical superior posts, by post row.
    """

    structure: Structure
    junior: Ints
    senior: Ints
    superiors: Ints
    weight: Ints

    @cached_property
    def reports(self) -> Contributions:
        """Give the posts that answer directly: a position a line."""
        return self.under(positions(self.structure))

    def under(self, count: Contributions) -> Contributions:
        """Give what each line brings under its superior: a position a line, with the unit and block of the superior.

        ``count`` has a position a post row that exists, such as posts, people or full-time equivalents.
        """
        size = self.structure.posts.size
        position = self.junior
        if len(count.row) < size:
            place = np.full(size, -1, dtype=np.int64)
            place[count.row] = np.arange(len(count.row))
            position = place[self.junior]
        lines = count.selected(position)
        block = self.structure.posts.column("block")[self.senior]
        return replace(lines, unit=self.structure.post_unit[self.senior], block=block)

    def at_superiors(self, count: Contributions) -> Contributions:
        """Keep of contributions of posts those of superiors."""
        return count.selected(np.flatnonzero(np.isin(count.row, self.superiors)))

    def sums(self, under: Contributions, senior: Ints) -> Sums:
        """Sum by post row what stands under each: best, low, high, how many figures are missing, and how many are known.

        ``senior`` is the superior's row of each position.
        """
        size = self.structure.posts.size
        best, low, high = under.value, under.value, under.value
        if under.uncertain:
            best, low, high = best.copy(), best.copy(), best.copy()
            for i, ends in under.bounds.items():
                best[i], low[i], high[i] = ends[:3]
        sums = sum_by(senior, best, size)
        least, most = (sum_by(senior, array, size) if under.uncertain else sums for array in (low, high))
        blank = under.blank
        return Sums(sums, least, most, sum_by(senior, blank, size), sum_by(senior, ~blank, size))


class Sums(NamedTuple):
    """Sums by post row of what stands under each: all arrays have an entry a post row."""

    best: Ints
    low: Ints
    high: Ints
    missing: Ints
    known: Ints


def post_spans(structure: Structure) -> PostSpans:
    """Find who answers directly to whom; rows of identical superior posts weigh as many as they are."""
    reporting, posts = structure.reporting, structure.posts
    junior, senior = reporting.post_from, reporting.post_to
    once = _once(junior, senior, reporting.post_derived, posts.size)
    if once is not None:
        junior, senior = junior[once], senior[once]
    count = positions(structure)
    weight = np.zeros(posts.size, dtype=np.int64)
    weight[count.row] = np.maximum(count.value, 1)  # a superior of whom no number is known is one
    if len(count.row) < posts.size:
        here = (weight[junior] > 0) & (weight[senior] > 0)
        junior, senior = junior[here], senior[here]
    return PostSpans(structure, junior, senior, np.flatnonzero(np.bincount(senior, minlength=posts.size)), weight)


def _once(junior: Ints, senior: Ints, derived: Mask, posts: int) -> Ints | None:
    """List the lines less those that say again that a post answers to another; None where there are none to drop.

    A head whose unit answers to two units that have one head between them answers to that head once. A pair of rows
    is one number, ``junior * posts + senior``; of equal ones the first stays, in the order of the lines.
    """
    written = np.flatnonzero(~derived)
    if len(written) < 2:
        return None
    _, first = np.unique(junior[written] * posts + senior[written], return_index=True)
    if len(first) == len(written):
        return None
    return np.concatenate([np.sort(written[first]), np.flatnonzero(derived)])


@dataclass(frozen=True)
class UnitLines:
    """Hold lines between unit rows that count as superiority: junior, superior (-1: above no unit), derived or not."""

    junior: Ints
    superior: Ints
    derived: Mask


def administrative_lines(structure: Structure) -> UnitLines:
    """Give the administrative lines between units; a line to a post is a line to the post's unit."""
    reporting = structure.reporting
    from_unit, _, _, to_post = written_lines(structure)
    to_posts = (from_unit >= 0) & (to_post >= 0)
    junior = np.concatenate([reporting.unit_from, from_unit[to_posts]])
    superior = np.concatenate([reporting.unit_to, reporting.post_unit[to_post[to_posts]]])
    derived = np.concatenate([reporting.unit_derived, np.zeros(int(to_posts.sum()), dtype=np.bool_)])
    order = np.lexsort((superior, junior))
    junior, superior, derived = junior[order], superior[order], derived[order]
    new = np.r_[True, (junior[1:] != junior[:-1]) | (superior[1:] != superior[:-1])] if len(junior) else derived
    return UnitLines(junior[new], superior[new], derived[new])


def direct_units(structure: Structure, *classes: str) -> Contributions:
    """Give the units of some classes that stand directly under another, at that superior unit.

    ``unit`` is the superior, ``row`` the junior; a unit with two superiors is under both.
    """
    lines, units = administrative_lines(structure), structure.units
    keep = counting_as(structure, *classes)[lines.junior] & (lines.superior >= 0)
    junior, superior = lines.junior[keep], lines.superior[keep]
    number = units.column("stands_for")[junior]
    return Contributions(
        "units",
        junior,
        superior,
        units.column("block")[superior],
        number,
        number == NUMBER_UNKNOWN,
        assumed_rows(structure, units)[junior],
        namer(structure, "units", junior, "stands_for"),
    )


def each_once_below(direct: Contributions, tree: Tree) -> Contributions:
    """Let juniors that stand under several units count once in each subtree that holds any of these.

    ``direct`` has a position for each junior (``row``) and superior (``unit``). With the superiors of a junior in
    depth-first order, each two that follow each other count it twice from the nearest unit above both upward, and all
    such pairs together count it once too often for each superior but one; so every pair takes it back there.
    """
    order = np.lexsort((tree.start[direct.unit], direct.row))
    one, other = order[:-1], order[1:]
    again = direct.row[one] == direct.row[other]
    above = nearest_above(direct.unit[one[again]], direct.unit[other[again]], tree)
    back = one[again][above >= 0]
    if not len(back):
        return direct
    rows = np.concatenate((np.arange(len(direct.row)), back))
    value = direct.value[rows]
    value[len(direct.row) :] *= -1
    unit = np.concatenate((direct.unit, above[above >= 0]))
    missing = direct.missing[rows]
    missing[len(direct.row) :] = False  # an unknown number is told in every unit that it stands under
    made = Contributions.exact("units", direct.row[rows], unit, direct.block[rows], value, direct.assumed[rows])
    return replace(made, missing=missing, name=direct.name)


def nearest_above(one: Ints, other: Ints, tree: Tree) -> Ints:
    """Give the nearest unit at or above both of each two units (rows of units), -1 where they have none in common."""
    one, other = one.copy(), other.copy()
    while (apart := np.flatnonzero((one != other) & (one >= 0) & (other >= 0))).size:
        deeper = tree.depth[one[apart]] >= tree.depth[other[apart]]
        up, along = apart[deeper], apart[~deeper]
        one[up] = tree.parent[one[up]]
        other[along] = tree.parent[other[along]]
    return np.where(one == other, one, -1)


def superior_lines(structure: Structure) -> Contributions:
    """Give, for each agency, the lines that make somebody its superior (the kinds that the terms list).

    Each unit's lines weigh what the unit stands for. Derived administrative lines count.
    """
    lines, units, terms = structure.lines, structure.units, structure.terms
    agencies = counting_as(structure, "agency")
    counts = np.zeros(units.size, dtype=np.int64)
    if ADMINISTRATIVE in terms.subordination:
        found = administrative_lines(structure)
        np.add.at(counts, found.junior, 1)
    row_of = rows_by_code(structure)
    for kind in terms.subordination:
        keep = lines.live & is_code(structure, lines.column("kind"), kind)
        if kind != ADMINISTRATIVE and keep.any():
            junior = row_of[lines.column("from_")[keep]]
            np.add.at(counts, junior[junior >= 0], 1)
    rows = np.flatnonzero(agencies)
    nothing = np.zeros(len(rows), dtype=np.bool_)
    value = counts[rows] * units.column("stands_for")[rows]
    assumed = assumed_rows(structure, units)[rows]
    return Contributions(
        "units",
        rows,
        rows,
        units.column("block")[rows],
        value,
        nothing,
        assumed,
        _lines_of,
    )


def _lines_of(row: int) -> FigureId:
    return FigureId("units", str(row), "lines")


def greatest_below(values: Numbers, tree: Tree) -> Numbers:
    """Give the greatest value of each unit row with all below it.

    ``values`` has an entry a unit row. Rows are taken depth by depth from the lowest up, each raising its parent, so that
    a parent is complete when its own turn comes.

    >>> import numpy as np
    >>> tree = Tree.from_parents(np.array([-1, 0, 1]), np.array([0, 1, 2]), 3)
    >>> greatest_below(np.array([1, 0, 5]), tree).tolist()
    [5, 5, 5]
    """
    found = values.copy()
    rows = tree.order[np.argsort(tree.depth[tree.order], kind="stable")]
    depths = tree.depth[rows]
    for depth in range(int(depths[-1]) if len(depths) else 0, 0, -1):
        level = rows[np.searchsorted(depths, depth) : np.searchsorted(depths, depth + 1)]
        np.maximum.at(found, tree.parent[level], found[level])
    return found


def layers_above(counted: Mask, tree: Tree) -> Ints:
    """Count, for each unit row, the counted units from the top of the chart down to it, itself included.

    ``counted`` has an entry a unit row. Rows are taken depth by depth from the top down, each adding its parent's count.
    """
    layers = counted.astype(np.int64)
    rows = tree.order[np.argsort(tree.depth[tree.order], kind="stable")]
    depths = tree.depth[rows]
    for depth in range(1, int(depths[-1]) + 1 if len(depths) else 0):
        level = rows[np.searchsorted(depths, depth) : np.searchsorted(depths, depth + 1)]
        layers[level] += layers[tree.parent[level]]
    return layers
