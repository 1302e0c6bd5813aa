"""The measures that are no plain sums of rows: ratios, greatest values, layers, functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.measures.contributions import Contributions, Ints, sum_by
from orgmodel.measures.functions import Performed, duplicated
from orgmodel.measures.grouped_structure import GroupedStructure
from orgmodel.measures.masks import counting_as
from orgmodel.measures.measure_column import Floats, MeasureColumn, ratio_column, sum_column
from orgmodel.measures.posts import by_rank
from orgmodel.measures.scopes import TOTAL, UNIT
from orgmodel.measures.superiors import (
    direct_units,
    each_once_below,
    greatest_below,
    layers_above,
    superior_lines,
)
from orgmodel.measures.units import units_counting_as

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def leaders_per_100(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Give heads and deputies per hundred staff, by authorized posts, of the units of which both are known.

    A unit is left out of both sides where a figure of either is missing or no staff is listed; ``missing`` counts those
    units, and where they are more than half there is no value.
    """
    structure = grouped.structure
    leaders = by_rank(structure, ("head", "deputy"))
    staff = by_rank(structure, ("staff",), unknown=False)
    size = structure.units.size
    unpaired = sum_by(staff.unit, np.ones(len(staff.unit)), size) == 0
    for one in (leaders, staff):
        missing = one.missing.copy()
        missing[[position for position, amount in one.uncertain.items() if amount.missing]] = True
        unpaired |= sum_by(one.unit, missing, size) > 0
    over, under = (
        grouped.totals(one.selected(np.flatnonzero(~unpaired[one.unit])), dimension) for one in (leaders, staff)
    )
    pairs = np.unique(np.stack([np.append(leaders.unit, staff.unit), np.append(leaders.block, staff.block)]), axis=1)
    units = Contributions.exact("units", pairs[0], pairs[0], pairs[1], np.ones(pairs.shape[1], dtype=np.int64))
    every = grouped.totals(units, dimension).value
    left_out = grouped.totals(units.selected(np.flatnonzero(unpaired[pairs[0]])), dimension).value
    column = ratio_column(over, under, 100)
    return replace(column, missing=left_out, given=column.given & (2 * left_out <= every))


def _superiors(grouped: GroupedStructure) -> Contributions:
    """Give the superior posts that have reports: a position a post row, its value the identical posts that the row is."""
    spans, structure = grouped.spans, grouped.structure
    rows = spans.superiors
    units, blocks = structure.reporting.post_unit[rows], structure.posts.column("block")[rows]
    return Contributions.exact("posts", rows, units, blocks, spans.weight[rows])


def span_mean(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Divide the posts under superiors by the superiors; one of whose reports a number is missing is left out."""
    reports, superiors = grouped.spans.reports, _superiors(grouped)
    every = grouped.totals(reports, dimension)
    if every.missing.any():
        unknown = grouped.spans.spans(grouped.structure.posts.size)[3] > 0
        reports = reports.selected(np.flatnonzero(~unknown[reports.row]))
        superiors = superiors.selected(np.flatnonzero(~unknown[superiors.row]))
    over = grouped.totals(reports, dimension)
    column = ratio_column(over, grouped.totals(superiors, dimension))
    return replace(column, missing=every.missing, assumed=over.share_assumed())


def span_max(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Give the most posts that answer to one superior post.

    A row of n identical superiors shares its reports: its span is the reports by n. Groups without a superior have no
    value (-1 before they are marked so).
    """
    structure, spans = grouped.structure, grouped.spans
    best, low, high, missing = spans.spans(structure.posts.size)
    superiors = _superiors(grouped)
    groups, count = grouped.groups(superiors, dimension), grouped.count(dimension)
    inside = groups >= 0
    rows, groups = superiors.row[inside], groups[inside]

    def greatest(values: Ints) -> Floats:
        found = np.full(count, -1.0)
        np.maximum.at(found, groups, values[rows] / spans.weight[rows])
        return greatest_below(found, structure.tree) if dimension == UNIT else found

    absent = sum_by(groups, missing[rows], count)
    absent = structure.tree.roll_up(absent) if dimension == UNIT else absent
    value = greatest(best)
    bounds = (greatest(low), greatest(high)) if spans.reports.uncertain else (value, value)
    assumed = grouped.totals(spans.reports, dimension).share_assumed()
    return MeasureColumn(value, *bounds, absent, assumed, value >= 0)


def span_units_mean(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Give the units directly under, per unit that has any."""
    structure = grouped.structure
    direct = direct_units(structure, "agency", "internal", "party")
    rows = np.unique(direct.unit)
    units = structure.units
    superiors = Contributions.exact("units", rows, rows, units.column("block")[rows], units.column("stands_for")[rows])
    return ratio_column(grouped.totals(direct, dimension), grouped.totals(superiors, dimension))


def superiors_per_unit(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Give the lines to superiors, per agency."""
    agencies = units_counting_as(grouped.structure, "agency")
    return ratio_column(
        grouped.totals(superior_lines(grouped.structure), dimension), grouped.totals(agencies, dimension)
    )


def units_direct(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Count the agencies and party organisations directly under a superior unit of the scope, each once.

    They go where their superior is; one with several superiors is counted once in every scope that holds any of them.
    """
    structure = grouped.structure
    direct = direct_units(structure, "agency", "party")
    direct = direct.selected(np.flatnonzero(~counting_as(structure, "none")[direct.unit]))
    if dimension == UNIT:
        return sum_column(grouped.totals(each_once_below(direct, structure.tree), UNIT))
    groups = grouped.groups(direct, dimension)
    _, first = np.unique(np.stack((groups, direct.row)), axis=1, return_index=True)
    return sum_column(grouped.totals(direct.selected(np.sort(first)), dimension))


def layers(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Count the most units on one line of the chart from the top down.

    Of a unit: the deepest layer in its subtree less the layers above it. Of another group: the deepest nesting of its own
    units in one another, whatever is between them, so that a block is measured by its units alone.
    """
    structure, tree = grouped.structure, grouped.structure.tree
    counted = counting_as(structure, "agency", "internal", "body", "party")
    rows = np.flatnonzero(counted)
    units = units_counting_as(structure, "agency", "internal", "body", "party")
    count = grouped.count(dimension)
    if dimension == UNIT:
        layers = layers_above(counted, tree)
        value = greatest_below(layers, tree) - (layers - counted)
    else:
        groups = grouped.groups(units, dimension)
        rows, groups = rows[groups >= 0], groups[groups >= 0]
        value = np.zeros(count, dtype=np.int64)
        np.maximum.at(value, groups, nesting(groups, tree.start[rows], tree.stop[rows]))
    totals = grouped.totals(units, dimension)
    nothing = np.zeros(count, dtype=np.int64)
    return MeasureColumn(value, value, value, nothing, totals.share_assumed(), value > 0)


def nesting(groups: Ints, start: Ints, stop: Ints) -> Ints:
    """Count, for each range, the ranges of its group that hold it, itself included; ranges nest or are apart.

    All arrays have an entry a range: ``groups`` its group, ``start`` and ``stop`` its bounds in depth-first order (stop
    excluded). The holders of a range are those opened at or before its start, less those closed by then; shifting each
    group by ``base`` keeps the groups apart in one sort of n log n.

    >>> nesting(np.array([0, 0, 1]), np.array([0, 1, 2]), np.array([3, 2, 3])).tolist()
    [1, 2, 1]
    """
    base = int(stop.max(initial=0)) + 2
    opened, closed = np.sort(groups * base + start), np.sort(groups * base + stop)
    here = groups * base + start
    return np.asarray(np.searchsorted(opened, here, side="right") - np.searchsorted(closed, here, side="right"))


def _functions(grouped: GroupedStructure, dimension: str, source: Structure, found: list[Performed]) -> MeasureColumn:
    """Count functions by the groups of the units that perform them; each once a group."""
    count = grouped.count(dimension)
    value = np.zeros(count, dtype=np.int64)
    names = {} if dimension in (TOTAL, UNIT) else grouped.names(dimension)
    codes = None if dimension in (TOTAL, UNIT, "block") else source.units.column(dimension)
    seen: dict[str, set[int]] = {}
    for one in found:
        groups = seen.setdefault(one.function, set())
        for unit, block in zip(one.units, one.blocks, strict=True):
            if dimension == TOTAL:
                groups.add(0)
            elif dimension == UNIT:
                groups.update(_here(grouped.structure, source, unit))
            else:
                text = block if codes is None else source.strings.value(codes[unit])
                groups.add(names.get(text, -1))
    for groups in seen.values():
        value[[group for group in sorted(groups) if group >= 0]] += 1
    nothing = np.zeros(count, dtype=np.int64)
    return MeasureColumn(value, value, value, nothing, np.zeros(count), np.ones(count, dtype=np.bool_))


def _here(structure: Structure, source: Structure, unit: int) -> list[int]:
    """Give the unit rows, in a structure, of a unit of another and of all that are above it there."""
    rows = []
    while unit >= 0 and source.tree.depth[unit] >= 0:
        rows.append(structure.units.row(source.units.record(unit).key) if source is not structure else unit)
        unit = int(source.tree.parent[unit])
    return rows


def functions_duplicated(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Count the functions that several units of one level and area perform."""
    structure = grouped.structure
    return _functions(grouped, dimension, structure, duplicated(structure, grouped.performed))


def functions_uncovered(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Count the functions that were expected and that no unit performs."""
    source = grouped.expected
    if source is None:  # nothing says which functions there should be
        return replace(
            _functions(grouped, dimension, grouped.structure, []), given=np.zeros(grouped.count(dimension), np.bool_)
        )
    return _functions(
        grouped, dimension, source, [one for id, one in grouped.due.items() if id not in grouped.performed]
    )
