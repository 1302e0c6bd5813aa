"""The measures that are no plain sums of rows: ratios, greatest values, layers, functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.measures.columns import Column, Floats, ratio, summed
from orgmodel.measures.contributions import Contributions, Ints, sum_by, total_by
from orgmodel.measures.functions import Performed, duplicated
from orgmodel.measures.marks import counting_as
from orgmodel.measures.posts import by_rank
from orgmodel.measures.scopes import TOTAL, UNIT
from orgmodel.measures.superiors import (
    administrative_lines,
    direct_units,
    greatest_below,
    layers_above,
    superior_lines,
)
from orgmodel.measures.units import units_counting_as

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.measures.meter import Meter


def leaders_per_100(meter: Meter, dimension: str) -> Column:
    """Give heads and deputies per hundred staff, by authorized posts."""
    leaders = by_rank(meter.structure, ("head", "deputy"))
    staff = by_rank(meter.structure, ("staff",), unknown=False)
    return ratio(meter.totals(leaders, dimension), meter.totals(staff, dimension), 100)


def _superiors(meter: Meter) -> Contributions:
    spans, structure = meter.spans, meter.structure
    rows = spans.superiors
    units, blocks = structure.reporting.post_unit[rows], structure.posts.column("block")[rows]
    return Contributions.exact("posts", rows, units, blocks, spans.weight[rows])


def span_mean(meter: Meter, dimension: str) -> Column:
    """Divide the posts under superiors by the superiors; one of whose reports a number is missing is left out."""
    reports, superiors = meter.spans.reports, _superiors(meter)
    every = meter.totals(reports, dimension)
    if every.missing.any():
        unknown = meter.spans.spans(meter.structure.posts.size)[3] > 0
        reports = reports.selected(np.flatnonzero(~unknown[reports.row]))
        superiors = superiors.selected(np.flatnonzero(~unknown[superiors.row]))
    over = meter.totals(reports, dimension)
    column = ratio(over, meter.totals(superiors, dimension))
    return replace(column, missing=every.missing, assumed=over.share_assumed())


def span_max(meter: Meter, dimension: str) -> Column:
    """Give the most posts that answer to one superior post."""
    structure, spans = meter.structure, meter.spans
    best, low, high, missing = spans.spans(structure.posts.size)
    superiors = _superiors(meter)
    groups, count = meter.groups(superiors, dimension), meter.count(dimension)
    inside = groups >= 0
    rows, groups = superiors.row[inside], groups[inside]

    def greatest(values: Ints) -> Floats:
        found = np.full(count, -1.0)
        np.maximum.at(found, groups, values[rows] / spans.weight[rows])
        return greatest_below(found, structure.tree) if dimension == UNIT else found

    gaps = sum_by(groups, missing[rows], count)
    gaps = structure.tree.roll_up(gaps) if dimension == UNIT else gaps
    value = greatest(best)
    bounds = (greatest(low), greatest(high)) if spans.reports.uncertain else (value, value)
    assumed = meter.totals(spans.reports, dimension).share_assumed()
    return Column(value, *bounds, gaps, assumed, value >= 0)


def span_units_mean(meter: Meter, dimension: str) -> Column:
    """Give the units directly under, per unit that has any."""
    structure = meter.structure
    direct = direct_units(structure, "agency", "internal", "party")
    rows = np.unique(direct.unit)
    units = structure.units
    superiors = Contributions.exact("units", rows, rows, units.column("block")[rows], units.column("stands_for")[rows])
    return ratio(meter.totals(direct, dimension), meter.totals(superiors, dimension))


def superiors_per_unit(meter: Meter, dimension: str) -> Column:
    """Give the lines to superiors, per agency."""
    agencies = units_counting_as(meter.structure, "agency")
    return ratio(meter.totals(superior_lines(meter.structure), dimension), meter.totals(agencies, dimension))


def units_direct(meter: Meter, dimension: str) -> Column:
    """Count the units directly under a unit, or, of any other group, those that have a superior unit."""
    structure = meter.structure
    if dimension == UNIT:
        direct = direct_units(structure, "agency", "party")
        return summed(total_by(direct, direct.unit, structure.units.size))
    lines = administrative_lines(structure)
    real = lines.superior[~counting_as(structure, "none")[lines.superior]]
    under = np.zeros(structure.units.size, dtype=np.bool_)
    under[lines.junior[np.isin(lines.superior, real)]] = True
    return summed(meter.totals(units_counting_as(structure, "agency", "party", keep=under), dimension))


def layers(meter: Meter, dimension: str) -> Column:
    """Count the most units on one line of the chart from the top down."""
    structure, tree = meter.structure, meter.structure.tree
    counted = counting_as(structure, "agency", "internal", "body", "party")
    rows = np.flatnonzero(counted)
    units = units_counting_as(structure, "agency", "internal", "body", "party")
    count = meter.count(dimension)
    if dimension == UNIT:
        layers = layers_above(counted, tree)
        value = greatest_below(layers, tree) - (layers - counted)
    else:
        groups = meter.groups(units, dimension)
        rows, groups = rows[groups >= 0], groups[groups >= 0]
        value = np.zeros(count, dtype=np.int64)
        np.maximum.at(value, groups, nesting(groups, tree.start[rows], tree.stop[rows]))
    totals = meter.totals(units, dimension)
    nothing = np.zeros(count, dtype=np.int64)
    return Column(value, value, value, nothing, totals.share_assumed(), value > 0)


def nesting(groups: Ints, start: Ints, stop: Ints) -> Ints:
    """Count, for each range, the ranges of its group that hold it, itself included; ranges nest or are apart.

    >>> nesting(np.array([0, 0, 1]), np.array([0, 1, 2]), np.array([3, 2, 3])).tolist()
    [1, 2, 1]
    """
    base = int(stop.max(initial=0)) + 2
    opened, closed = np.sort(groups * base + start), np.sort(groups * base + stop)
    here = groups * base + start
    return np.asarray(np.searchsorted(opened, here, side="right") - np.searchsorted(closed, here, side="right"))


def _functions(meter: Meter, dimension: str, source: Structure, found: list[Performed]) -> Column:
    """Count functions by the groups of the units that perform them; each once a group."""
    count = meter.count(dimension)
    value = np.zeros(count, dtype=np.int64)
    names = {} if dimension in (TOTAL, UNIT) else meter.names(dimension)
    codes = None if dimension in (TOTAL, UNIT, "block") else source.units.column(dimension)
    seen: dict[str, set[int]] = {}
    for one in found:
        groups = seen.setdefault(one.function, set())
        for unit, block in zip(one.units, one.blocks, strict=True):
            if dimension == TOTAL:
                groups.add(0)
            elif dimension == UNIT:
                groups.update(_here(meter.structure, source, unit))
            else:
                text = block if codes is None else source.strings.value(codes[unit])
                groups.add(names.get(text, -1))
    for groups in seen.values():
        value[[group for group in sorted(groups) if group >= 0]] += 1
    nothing = np.zeros(count, dtype=np.int64)
    return Column(value, value, value, nothing, np.zeros(count), np.ones(count, dtype=np.bool_))


def _here(structure: Structure, source: Structure, unit: int) -> list[int]:
    """Give the unit rows, in a structure, of a unit of another and of all that are above it there."""
    rows = []
    while unit >= 0 and source.tree.depth[unit] >= 0:
        rows.append(structure.units.row(source.units.record(unit).key) if source is not structure else unit)
        unit = int(source.tree.parent[unit])
    return rows


def functions_duplicated(meter: Meter, dimension: str) -> Column:
    """Count the functions that several units of one level and area perform."""
    structure = meter.structure
    return _functions(meter, dimension, structure, duplicated(structure, meter.performed))


def functions_uncovered(meter: Meter, dimension: str) -> Column:
    """Count the functions that were expected and that no unit performs."""
    source = meter.expected
    if source is None:  # nothing says which functions there should be
        return replace(
            _functions(meter, dimension, meter.structure, []), given=np.zeros(meter.count(dimension), np.bool_)
        )
    return _functions(meter, dimension, source, [one for id, one in meter.due.items() if id not in meter.performed])
