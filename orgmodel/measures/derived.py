"""The measures that are no plain sums of rows: ratios, greatest values, layers, functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.figures import Amount
from orgmodel.measures import posts
from orgmodel.measures.contributions import Contributions, Ints, sum_by
from orgmodel.measures.functions import Performed, duplicated
from orgmodel.measures.grouped_structure import GroupedStructure
from orgmodel.measures.layers import post_layers
from orgmodel.measures.masks import counting_as, namer
from orgmodel.measures.measure_column import Floats, MeasureColumn, ratio_column, sum_column
from orgmodel.measures.measured_value import MEAN
from orgmodel.measures.paired import counted, paired_mean, units_told
from orgmodel.measures.posts import by_rank
from orgmodel.measures.scopes import TOTAL, UNIT, is_crossing
from orgmodel.measures.superiors import (
    direct_units,
    each_once_below,
    greatest_below,
    layers_above,
    superior_lines,
)
from orgmodel.measures.totals import Totals
from orgmodel.measures.units import units_counting_as

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def vacancies(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Sum the vacancies of the rows of which both figures are known, with what those of all rows are at least and at most.

    Where fewer units tell than the study asks of a mean there is no value. Of a row without a number filled the most is what is authorized less what is known of those there, of one without a number
    authorized the least is what is known of that less those there; where the other figure is missing there is no such bound.
    """
    rows = grouped.once(posts.vacancies)
    known, of = units_told(grouped, dimension, [rows])
    totals = grouped.totals(rows, dimension)
    if known is None or of is None:
        known = of = np.zeros(len(totals.value), dtype=np.int64)
    blanks = [grouped.totals(one, dimension).missing for one in grouped.once(posts.quota_sides)]
    least = most = totals
    if blanks[0].any() or blanks[1].any():
        least, most = (grouped.totals(one, dimension) for one in grouped.once(_vacancies_told))
    made = partial(_vacancies_of, share=grouped.structure.terms.known_share, is_counted=not is_crossing(dimension))
    return made(totals, least, most, blanks[0], blanks[1], known, of)


def _vacancies_of(
    totals: Totals, least: Totals, most: Totals, unknown: Ints, absent: Ints, known: Ints, of: Ints, *, share: float, is_counted: bool
) -> MeasureColumn:  # fmt: skip
    """Make the column of vacancies: sums of what is known, of what they are at least and at most; the figures that either side lacks; the units that tell."""
    column = sum_column(totals)
    if is_counted:
        column = replace(column, known=known, of=of, given=column.given & (known >= share * of - 1e-9))
    some = (unknown > 0) | (absent > 0)
    return replace(
        column,
        low=np.where(some, least.low, column.low),
        high=np.where(some, most.high, column.high),
        low_given=~some | (absent == 0),
        high_given=np.where(some, unknown == 0, column.missing == 0),
        sums=(totals, least, most, unknown, absent, known, of),
        made=partial(_vacancies_of, share=share, is_counted=is_counted),
    )


def _vacancies_told(structure: Structure) -> tuple[Contributions, Contributions]:
    """Give the vacancies of the rows of which the number filled is told, and of those of which the number authorized is.

    What is not told of the other side is taken for what is known of it.
    """
    rows = posts.vacancies(structure)
    given, present = posts.quota_sides(structure)
    value, nothing = given.value - present.value, np.zeros(len(rows.row), dtype=np.bool_)
    found = []
    for told in (present, given):
        uncertain = {i: _least(given, i) - _least(present, i) for i in rows.uncertain if not told.blank[i]}
        one = replace(rows, value=value, missing=nothing, uncertain=uncertain, terms=None)
        found.append(one.selected(np.flatnonzero(~told.blank)))
    return found[0], found[1]


def _least(one: Contributions, position: int) -> Amount:
    """Give a figure, or of a missing one what it is at least: a known part of it, or nothing."""
    if not one.blank[position]:
        return one.amount(position)
    return Amount(one.bounds[position][1] if position in one.uncertain else int(one.value[position]))


def leaders_per_100(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Give heads and deputies per hundred staff, by authorized posts, of the units of which both are known.

    A unit that lists no row of one of them has none of it: whole figures give the ratio of the whole, whoever is led where.
    """
    leaders = by_rank(grouped.structure, ("head", "deputy"))
    staff = by_rank(grouped.structure, ("staff",), unknown=False)
    return paired_mean(grouped, dimension, leaders, staff, factor=100)


def _superiors(grouped: GroupedStructure) -> Contributions:
    """Give the superior posts that have reports: a position a post row, its value the identical posts that the row is."""
    spans, structure = grouped.spans, grouped.structure
    rows = spans.superiors
    units, blocks = structure.post_unit[rows], structure.posts.column("block")[rows]
    return Contributions.exact("posts", rows, units, blocks, spans.weight[rows])


def span_mean(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Divide the posts that answer directly by the superior posts."""
    reports = grouped.spans.reports
    column = paired_mean(grouped, dimension, reports, _superiors(grouped))
    return replace(column, assumed=grouped.totals(reports, dimension).share_assumed())


def span_people_mean(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Divide the people who answer directly by the superior posts that are filled."""
    people, filled, _ = grouped.led(posts.headcount)
    return _of_those_there(grouped, dimension, paired_mean(grouped, dimension, people, filled))


def span_fte_mean(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Divide the full-time equivalents that answer directly by the superior posts that are filled."""
    work, filled, _ = grouped.led(posts.fte)
    return _of_those_there(
        grouped, dimension, paired_mean(grouped, dimension, work, filled, factor=1 / posts.HUNDREDTHS)
    )


def _of_those_there(grouped: GroupedStructure, dimension: str, column: MeasureColumn) -> MeasureColumn:
    """Give a mean no bounds where superiors may be there or not: with one of them goes all that answers to it."""
    open_ = grouped.perhaps_led
    if not len(open_.row):
        return column
    return _unless_vacant(*column.sums, grouped.totals(open_, dimension).rows, made=column.made, like=column)


def _unless_vacant(
    *sums: Totals | Ints, made: Callable[..., MeasureColumn] | None, like: MeasureColumn | None = None
) -> MeasureColumn:
    """Take from a mean its bounds where, by the last of its sums, superiors may be there or not."""
    *parts, perhaps = sums
    if like is None:
        assert made is not None
        like = made(*parts)
    sure = np.asarray(perhaps == 0)
    low, high = like.bounds_given(MEAN)
    again = None if made is None else partial(_unless_vacant, made=made)
    return replace(like, low_given=low & sure, high_given=high & sure, sums=sums if like.sums else (), made=again)


def span_max(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Give the most posts that answer to one superior post."""
    return _widest(grouped, dimension, grouped.spans.reports, _superiors(grouped), grouped.spans.senior)


def span_people_max(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Give the most people who answer to one superior post that is filled."""
    return _widest(grouped, dimension, *grouped.led(posts.headcount, perhaps=True))


def _widest(
    grouped: GroupedStructure, dimension: str, under: Contributions, superiors: Contributions, senior: Ints
) -> MeasureColumn:
    """Give the most that stands under one superior; of one of whose reports nothing is known nothing is said.

    A row of n identical superiors shares its reports: its span is the reports by n. One that may be vacant is in the most that it can
    be, and in the least only if it is there for sure. Groups without a superior have no value (-1 before they are marked so).
    """
    structure, spans = grouped.structure, grouped.spans
    best, low, high, missing, known = spans.sums(under, senior)
    groups, count = grouped.groups(superiors, dimension), grouped.count(dimension)
    vague = superiors.blank
    told = (groups >= 0) & (known[superiors.row] > 0) & ~vague
    there, least, most = superiors.value, superiors.value.copy(), superiors.value.copy()
    for position, ends in superiors.bounds.items():
        least[position], most[position] = ends[1], ends[2]

    def greatest(values: Ints, filled: Ints, shared_by: Ints) -> Floats:
        inside = np.flatnonzero(told & (filled > 0))
        found = np.full(count, -1.0)
        np.maximum.at(found, groups[inside], values[superiors.row[inside]] / np.maximum(shared_by[inside], 1))
        return greatest_below(found, structure.tree) if dimension == UNIT else found

    every = np.flatnonzero(groups >= 0)
    lacking = np.where(vague, 1, 0)[every] + missing[superiors.row[every]]
    absent = sum_by(groups[every], lacking, count)
    absent = structure.tree.roll_up(absent) if dimension == UNIT else absent
    value = greatest(best, there, there)
    bounds = value, value
    if under.uncertain or superiors.uncertain:
        bounds = np.maximum(greatest(low, least, most), 0), greatest(high, most, least)
    assumed = grouped.totals(under, dimension).share_assumed()
    doubts = tuple(one.selected(np.flatnonzero(one.blank)) for one in (under, superiors))
    lacks = np.flatnonzero(
        missing[superiors.row] > 0
    )  # beside what is missing under one, what is known of it tells its span
    beside = Contributions.exact(
        "posts", superiors.row[lacks], superiors.unit[lacks], superiors.block[lacks], best[superiors.row[lacks]]
    )
    doubts = *doubts, replace(beside, name=namer(structure, "posts", beside.row, "span"))
    column = MeasureColumn(value, *bounds, absent, assumed, value >= 0, absent=doubts)
    return _at_least_of_placed(grouped, dimension, column, superiors)


def spans_each(grouped: GroupedStructure, id: str, dimension: str) -> tuple[Contributions, Ints, Ints]:
    """Give what the widest span of each group is the greatest of: the superior posts, the group of each, and nine sums.

    ``id`` is that of the measure (``span_max`` or ``span_people_max``). The sums, an array (superiors, 9), may be added over parts of a
    scenario that have nothing in common; :func:`spans_of` makes the spans of them.
    """
    if id == "span_max":
        under, superiors, senior = grouped.spans.reports, _superiors(grouped), grouped.spans.senior
    else:
        under, superiors, senior = grouped.led(posts.headcount, perhaps=True)
    best, low, high, missing, known = (array[superiors.row] for array in grouped.spans.sums(under, senior))
    there, least, most = superiors.value, superiors.value.copy(), superiors.value.copy()
    for position, ends in superiors.bounds.items():
        least[position], most[position] = ends[1], ends[2]
    if not (under.uncertain or superiors.uncertain):
        low, high, least, most = best, best, there, there
    each = (best, low, high, missing, known, there, least, most, superiors.blank.astype(np.int64))
    return superiors, grouped.groups(superiors, dimension), np.stack(each, axis=1)


def spans_of(sums: Ints) -> Floats:
    """Make spans of their nine sums (last axis): as best known, at least and at most (-1 where nothing is said), and the figures lacking."""
    best, low, high, missing, known, there, least, most, blank = np.moveaxis(sums, -1, 0)
    told = (known > 0) & (blank == 0)

    def span(values: Ints, filled: Ints, shared_by: Ints) -> Floats:
        return np.where(told & (filled > 0), values / np.maximum(shared_by, 1), -1.0)

    lacks = np.asarray(missing + (blank > 0), np.float64)
    return np.stack((span(best, there, there), span(low, least, most), span(high, most, least), lacks), axis=-1)


def _at_least_of_placed(
    grouped: GroupedStructure, dimension: str, column: MeasureColumn, rows: Contributions
) -> MeasureColumn:
    """Make a maximum "at least" in every group where nobody says of which of them some of its rows are."""
    open_ = grouped.unplaced(rows, dimension)
    if open_ is None:
        return column
    return replace(column, missing=column.missing + len(open_.row), absent=(*column.absent, open_))


def span_units_mean(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Give the units directly under, per unit that has any."""
    structure = grouped.structure
    direct = direct_units(structure, "agency", "internal", "party")
    rows = np.unique(direct.unit)
    open_ = np.isin(rows, direct.unit[direct.missing])  # over a remainder of unknown number
    units = structure.units
    superiors = Contributions.exact("units", rows, rows, units.column("block")[rows], units.column("stands_for")[rows])
    told = direct.selected(np.flatnonzero(~np.isin(direct.unit, rows[open_]))) if open_.any() else direct
    known = superiors.selected(np.flatnonzero(~open_)) if open_.any() else superiors
    column = ratio_column(grouped.totals(told, dimension), grouped.totals(known, dimension))
    return counted(grouped, dimension, column, superiors, open_)


def superiors_per_unit(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Give the lines to superiors, per agency."""
    agencies = units_counting_as(grouped.structure, "agency")
    lines = superior_lines(grouped.structure)
    column = ratio_column(grouped.totals(lines, dimension), grouped.totals(agencies, dimension))
    return counted(grouped, dimension, column, agencies, np.zeros(len(agencies.row), dtype=np.bool_))


def units_direct(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Count the agencies and party organisations directly under a superior unit of the scope, each once.

    They go where their superior is; one with several superiors is counted once in every scope that holds any of them.
    """
    structure = grouped.structure
    direct = direct_units(structure, "agency", "party")
    direct = direct.selected(np.flatnonzero(~counting_as(structure, "none")[direct.unit]))
    open_ = direct.selected(np.flatnonzero(direct.missing))  # remainders of unknown number
    if dimension == UNIT:
        return replace(sum_column(grouped.totals(each_once_below(direct, structure.tree), UNIT)), absent=(open_,))
    groups = grouped.groups(direct, dimension)
    _, first = np.unique(np.stack((groups, direct.row)), axis=1, return_index=True)
    direct = direct.selected(np.sort(first))
    return replace(sum_column(grouped.totals(direct, dimension)), absent=(open_,))


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


def layers_posts(grouped: GroupedStructure, dimension: str) -> MeasureColumn:
    """Count the layers of posts, from the highest of a group's posts down to its lowest."""
    structure = grouped.structure
    one = posts.positions(structure)
    layer = post_layers(structure)[one.row].astype(np.float64)
    groups, count = grouped.groups(one, dimension), grouped.count(dimension)
    inside = groups >= 0
    deepest, highest = np.full(count, -np.inf), np.full(count, -np.inf)
    np.maximum.at(deepest, groups[inside], layer[inside])
    np.maximum.at(highest, groups[inside], -layer[inside])
    if dimension == UNIT:
        deepest, highest = (greatest_below(found, structure.tree) for found in (deepest, highest))
    given = np.isfinite(deepest)
    value = np.where(given, deepest + highest + 1, 0).astype(np.int64)
    nothing = np.zeros(count, dtype=np.int64)
    return _at_least_of_placed(
        grouped, dimension, MeasureColumn(value, value, value, nothing, np.zeros(count), given), one
    )


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
