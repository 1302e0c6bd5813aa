"""Evaluating terms: from formulas as data to values for every subject of a norm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.tree import Rows
from orgmodel.measures.contributions import Contributions
from orgmodel.measures.totals import Totals, total_below, total_by
from orgmodel.norms.facts import Facts
from orgmodel.norms.formula import (
    AttributeOf,
    ByClass,
    BySize,
    ChildCount,
    Combined,
    Constant,
    DeviationsFrom,
    LeastOf,
    MeasureOf,
    MembersOf,
    ParameterOf,
    PostsOf,
    SumOf,
    SuperiorOf,
    Term,
    UnitCount,
)
from orgmodel.norms.shared_sources import Sources, from_sources
from orgmodel.norms.values import Floats, Values, by_case, by_size, combine
from orgmodel.operations.operation_schema import Criteria


@dataclass(frozen=True)
class Subjects:
    """Say for what a term is evaluated: each of some unit rows, pools of them, or the whole (no rows).

    ``group`` gives each unit row its pool's number, -1 outside; ``measure`` and ``deviations`` answer what only the
    caller knows: a measure of a state, how many deviations of a kind each pool has, and what a measure sums.
    """

    facts: Facts
    rows: Rows
    group: Rows | None = None
    pools: tuple[str, ...] = ()
    measure: Callable[[MeasureOf], Values] | None = None
    deviations: Callable[[DeviationsFrom, tuple[str, ...]], Values] | None = None
    sources: Sources | None = None

    def each(self) -> Subjects:
        """Give the same for every single unit row."""
        return Subjects(self.facts, np.arange(self.facts.size), measure=self.measure, deviations=self.deviations)


def evaluate_term(term: Term, subjects: Subjects) -> Values:
    """Give the values of a term, one a subject (or one for all, where it is the same for all)."""
    facts = subjects.facts
    match term:
        case Constant(value=value):
            return Values.exact(value)
        case ParameterOf(parameter=name):
            return _given(facts, name)
        case PostsOf() | MembersOf():
            return _counted(facts, term).take(subjects.rows)
        case AttributeOf():
            return Values.exact(facts.attribute(term), least=term.least).take(subjects.rows)
        case UnitCount():
            return _units(subjects)
        case ChildCount(where=where):
            return _children(facts, where).take(subjects.rows)
        case SumOf(of=inner):
            return _summed(inner, subjects)
        case SuperiorOf(of=inner):
            return _of_superior(inner, subjects)
        case LeastOf(of=inner, with_children=with_children):
            return _least(inner, subjects, with_children)
        case BySize(by=size, rows=rows):
            return by_size(
                evaluate_term(size, subjects), [(bound, evaluate_term(one, subjects)) for bound, one in rows]
            )
        case ByClass():
            return _classed(term, subjects)
        case Combined(operator=operator, of=inner_terms):
            shared = None if subjects.sources is None else from_sources(term, facts.parameters, subjects.sources)
            return shared or combine(operator, [evaluate_term(one, subjects) for one in inner_terms])
        case MeasureOf():
            return subjects.measure(term) if subjects.measure else Values.exact(np.nan)
        case DeviationsFrom():
            return subjects.deviations(term, subjects.pools) if subjects.deviations else Values.exact(np.nan)


def _given(facts: Facts, name: str) -> Values:
    value = facts.parameters.get(name)
    return Values.unknown() if value is None else Values.exact(float(value))


def _counted(facts: Facts, term: PostsOf | MembersOf) -> Values:
    """Sum a figure by unit row, or over each unit with all below it.

    A unit of which no post is listed has missing figures, not none; a row of unknown rank, or without a category or block,
    leaves open how many of each there are.
    """
    if isinstance(term, MembersOf):
        members = facts.members(term)
        return Values.of_totals(total_by(members, members.unit, facts.size))
    totals = _by_unit(facts, facts.posts(term), below=term.below)
    missing = (totals.missing > 0) | facts.unlisted(term)
    for _, unsaid in facts.unsaid(term):
        doubtful = _by_unit(facts, unsaid, below=term.below)
        missing |= (doubtful.missing > 0) | (doubtful.high > 0)
    more = facts.silent_below(term) & ~missing if term.below else np.zeros(facts.size, np.bool_)
    best = np.where(missing | more, np.nan, totals.value)
    high = np.where(more, np.inf, totals.high.astype(float))
    return Values(best, totals.low.astype(float), high, missing, np.zeros(facts.size, np.bool_), more)


def _children(facts: Facts, where: Criteria) -> Values:
    """Count the units directly under each; where a field of one is blank, how many meet the criteria is missing."""
    found = facts.chosen(where)
    below = facts.parent >= 0
    counted = [
        np.bincount(facts.parent[rows], facts.stands_for[rows], facts.size).astype(np.float64)
        for rows in (np.flatnonzero(found.met & below), np.flatnonzero(found.open_ & below))
    ]
    return Values.exact(np.where(counted[1] > 0, np.nan, counted[0]))


def _by_unit(facts: Facts, figures: Contributions, *, below: bool) -> Totals:
    return total_below(figures, facts.structure.tree) if below else total_by(figures, figures.unit, facts.size)


def _units(subjects: Subjects) -> Values:
    facts, group = subjects.facts, subjects.group
    if group is None:
        return Values.exact(float(len(subjects.rows)))
    rows = np.flatnonzero(group >= 0)
    return Values.exact(np.bincount(group[rows], facts.stands_for[rows], len(subjects.pools)).astype(np.float64))


def _summed(inner: Term, subjects: Subjects) -> Values:
    """Sum over each pool; parts of one uncertain figure that meet in a pool are that figure again."""
    facts, group, count = subjects.facts, subjects.group, len(subjects.pools)
    if group is None:
        return Values.exact(np.nan)
    each = evaluate_term(inner, subjects.each()).spread(facts.size)
    rows = np.flatnonzero(group >= 0)

    def pooled(one: NDArray[np.generic]) -> Floats:
        return np.bincount(group[rows], one[rows], count).astype(np.float64)

    missing, open_, more = (pooled(one) > 0 for one in (each.missing, each.open_, each.more))
    best, low, high = pooled(np.nan_to_num(each.best)), pooled(each.low), pooled(each.high)
    if isinstance(inner, PostsOf | MembersOf) and not getattr(inner, "below", False):
        figures = facts.posts(inner) if isinstance(inner, PostsOf) else facts.members(inner)
        totals = total_by(figures, group[figures.unit], count)
        best, low, high = (one.astype(np.float64) for one in (totals.value, totals.low, totals.high))
    return Values(np.where(missing | more, np.nan, best), low, high, missing, open_, more)


def _of_superior(inner: Term, subjects: Subjects) -> Values:
    facts = subjects.facts
    every = evaluate_term(inner, subjects.each()).spread(facts.size)
    parent = facts.parent[subjects.rows]
    picked = every.take(np.maximum(parent, 0))
    missing = picked.missing | (parent < 0)
    return Values(np.where(missing, np.nan, picked.best), picked.low, picked.high, missing, picked.open_, picked.more)


def _least(inner: Term, subjects: Subjects, with_children: bool) -> Values:
    """Give the least among the units beside each subject; without any there is no limit."""
    facts = subjects.facts
    every = evaluate_term(inner, subjects.each()).spread(facts.size)
    counted = facts.structure.units.live & (facts.parent >= 0)
    if with_children:
        counted = counted & facts.has_children
    rows = np.flatnonzero(counted)
    low, high = np.full(facts.size, np.inf), np.full(facts.size, np.inf)
    np.minimum.at(low, facts.parent[rows], every.low[rows])
    np.minimum.at(high, facts.parent[rows], every.high[rows])
    missing = np.zeros(facts.size, dtype=np.bool_)
    np.logical_or.at(missing, facts.parent[rows], (every.missing | every.more)[rows])
    parent = facts.parent[subjects.rows]
    inside = parent >= 0
    up = np.maximum(parent, 0)
    low, high = np.where(inside, low[up], np.inf), np.where(inside, high[up], np.inf)
    missing = inside & missing[up]
    return Values(np.where(missing, np.nan, low), low, high, missing, np.zeros(len(up), dtype=np.bool_))


def _classed(term: ByClass, subjects: Subjects) -> Values:
    facts = subjects.facts
    names = [name for name, _ in term.cases]
    cases = [evaluate_term(one, subjects) for _, one in term.cases]
    if term.parameter:
        given = facts.parameters.get(term.parameter)
        return by_case([names.index(str(given)) if str(given) in names else -1], cases)
    texts = facts.text(term.attribute)
    chosen = [names.index(texts[row]) if texts.get(row) in names else -1 for row in subjects.rows.tolist()]
    return by_case(chosen, cases)
