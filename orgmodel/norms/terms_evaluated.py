"""Evaluating terms: from formulas as data to values for every subject of a norm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

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

Figures = Callable[["PostsOf | MembersOf", Rows], Values]
"""Gives a figure of some unit rows in every draw: as many entries a row as there are draws."""


@dataclass(frozen=True)
class Subjects:
    """Say for what a term is evaluated: each of some unit rows, pools of them, or the whole (no rows).

    ``group`` gives each unit row its pool's number, -1 outside; ``measure`` and ``deviations`` answer what only the
    caller knows: a measure of a state, how many deviations of a kind each pool has, and what a measure sums. Where figures are
    drawn, each subject has as many entries as there are ``draws``, one after the other, and ``figures`` gives those of unit rows.
    """

    facts: Facts
    rows: Rows
    group: Rows | None = None
    pools: tuple[str, ...] = ()
    measure: Callable[[MeasureOf], Values] | None = None
    deviations: Callable[[DeviationsFrom, tuple[str, ...]], Values] | None = None
    sources: Sources | None = None
    draws: int = 1
    figures: Figures | None = None

    def at(self, rows: Rows) -> Subjects:
        """Give the same for each of other unit rows."""
        return replace(self, rows=rows, group=None, pools=(), sources=None)

    def entries(self, numbers: Rows) -> Rows:
        """Give the numbers of the entries of some numbered things, those of each after the other."""
        if self.draws == 1:
            return numbers
        return (numbers[:, None] * self.draws + np.arange(self.draws)).ravel()

    def for_each(self, one: Values) -> Values:
        """Give what is alike of all subjects, an entry a draw, to each of them."""
        if self.draws == 1 or len(one.best) == 1:
            return one
        return one.turned(len(self.rows if self.group is None else self.pools))

    def counted(self, term: PostsOf | MembersOf) -> Values:
        """Give a figure of each unit row."""
        if self.figures is not None:
            return self.figures(term, self.rows)
        return counted_by_unit(self.facts, term).take(self.rows)


def evaluate_term(term: Term, subjects: Subjects) -> Values:
    """Give the values of a term, one a subject (or one for all, where it is the same for all)."""
    facts = subjects.facts
    match term:
        case Constant(value=value):
            return Values.exact(value)
        case ParameterOf(parameter=name):
            return _given(facts, name)
        case PostsOf() | MembersOf():
            return subjects.counted(term)
        case AttributeOf():
            return Values.exact(facts.attribute(term), least=term.least).take(subjects.rows).repeated(subjects.draws)
        case UnitCount():
            return _units(subjects).repeated(subjects.draws)
        case ChildCount(where=where):
            return _children(facts, where).take(subjects.rows).repeated(subjects.draws)
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
            return subjects.for_each(subjects.measure(term)) if subjects.measure else Values.exact(np.nan)
        case DeviationsFrom():
            found = subjects.deviations(term, subjects.pools) if subjects.deviations else Values.exact(np.nan)
            return found.repeated(subjects.draws)


def _given(facts: Facts, name: str) -> Values:
    value = facts.parameters.get(name)
    return Values.unknown() if value is None else Values.exact(float(value))


def counted_by_unit(facts: Facts, term: PostsOf | MembersOf) -> Values:
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
    rows = np.flatnonzero(group >= 0)
    if not len(rows):
        return Values.exact(np.zeros(count * subjects.draws))
    each = evaluate_term(inner, subjects.at(rows)).spread(len(rows) * subjects.draws)
    place = subjects.entries(group[rows])

    def pooled(one: NDArray[np.generic]) -> Floats:
        return np.bincount(place, one, count * subjects.draws).astype(np.float64)

    missing, open_, more = (pooled(one) > 0 for one in (each.missing, each.open_, each.more))
    best, low, high = pooled(np.nan_to_num(each.best)), pooled(each.low), pooled(each.high)
    if subjects.figures is None and isinstance(inner, PostsOf | MembersOf) and not getattr(inner, "below", False):
        figures = facts.posts(inner) if isinstance(inner, PostsOf) else facts.members(inner)
        totals = total_by(figures, group[figures.unit], count)
        best, low, high = (one.astype(np.float64) for one in (totals.value, totals.low, totals.high))
    return Values(np.where(missing | more, np.nan, best), low, high, missing, open_, more)


def _of_superior(inner: Term, subjects: Subjects) -> Values:
    parent = subjects.facts.parent[subjects.rows]
    picked = evaluate_term(inner, subjects.at(np.maximum(parent, 0))).spread(len(parent) * subjects.draws)
    missing = picked.missing | np.repeat(parent < 0, subjects.draws)
    return Values(np.where(missing, np.nan, picked.best), picked.low, picked.high, missing, picked.open_, picked.more)


def _least(inner: Term, subjects: Subjects, with_children: bool) -> Values:
    """Give the least among the units beside each subject; without any there is no limit."""
    facts = subjects.facts
    parents, own = np.unique(facts.parent[subjects.rows], return_inverse=True)
    counted = facts.structure.units.live & (facts.parent >= 0) & np.isin(facts.parent, parents)
    if with_children:
        counted = counted & facts.has_children
    rows, size = np.flatnonzero(counted), len(parents) * subjects.draws
    low, high, missing = np.full(size, np.inf), np.full(size, np.inf), np.zeros(size, dtype=np.bool_)
    if len(rows):
        every = evaluate_term(inner, subjects.at(rows)).spread(len(rows) * subjects.draws)
        place = subjects.entries(np.searchsorted(parents, facts.parent[rows]))
        np.minimum.at(low, place, every.low)
        np.minimum.at(high, place, every.high)
        np.logical_or.at(missing, place, every.missing | every.more)
    up, inside = subjects.entries(own), np.repeat(parents[own] >= 0, subjects.draws)
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
    return by_case(np.repeat(chosen, subjects.draws), cases)
