"""What a proposal rearranges: the units that it begins, ends, moves or takes posts from, in groups that belong together.

A group is a split, a merger, a transfer with its receiver of posts: the units before and the units after that what happens
joins. Figures are read of such a group, and of all groups, as if they were the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from orgmodel.core.records import Function, Members, Post, Unit
from orgmodel.measures.catalogue import measure_of
from orgmodel.measures.measure_change import ChangeEvaluator, MeasureChange
from orgmodel.measures.scopes import TOTAL
from orgmodel.measures.together import Together

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.core.structure import Structure

PARTY_ORGANISATION, INTERNAL = "party", "internal"
STATES = ("before", "after")


@dataclass(frozen=True)
class Arrangement:
    """Hold units before and after that belong together, the steps that rearrange them, and what was measured of them."""

    case: Case = field(repr=False)
    before: tuple[str, ...]
    after: tuple[str, ...]
    steps: tuple[str, ...] = ()

    @cached_property
    def _changes(self) -> ChangeEvaluator:
        states = self.case.change_evaluator
        return ChangeEvaluator(Together(states.before, self.before), Together(states.after, self.after))

    def read(self, measure: str, scope: str = TOTAL) -> MeasureChange:
        """Read a measure of the units together before and after, in all of them or in a block."""
        return self._changes.read(measure_of(measure, self.case.before.terms), scope)

    @property
    def units(self) -> tuple[str, ...]:
        """List the units before, then those that are only after."""
        return tuple(dict.fromkeys((*self.before, *self.after)))

    @property
    def is_of_party_organisations(self) -> bool:
        """Tell whether it is of Party organisations alone, which have members and no posts."""
        kinds = [unit_of(self.case, one) for one in self.units]
        terms = self.case.before.terms
        return all(one is not None and terms.counts(one.kind) == PARTY_ORGANISATION for one in kinds)

    def deputies_left(self) -> list[str]:
        """List the agencies after that have no deputy, where those that they came from had any, as far as is known."""
        states = self.case.change_evaluator
        deputies = measure_of("deputies", self.case.before.terms)
        had = self.read("deputies").before
        if not had.value:
            return []
        none = (states.after.read(deputies, one) for one in self.after)
        return [id for id, one in zip(self.after, none, strict=True) if one.value == 0 and not one.missing]


def unit_of(case: Case, id: str) -> Unit | None:
    """Give a unit as it is after, or was before."""
    found = case.after.units.get(id) or case.before.units.get(id)
    return found if isinstance(found, Unit) else None


def whole(case: Case, parts: Sequence[Arrangement]) -> Arrangement:
    """Take several groups as one."""
    sides = [tuple(dict.fromkeys(unit for one in parts for unit in getattr(one, side))) for side in STATES]
    return Arrangement(case, sides[0], sides[1], tuple(dict.fromkeys(step for one in parts for step in one.steps)))


def arrangements_of(case: Case) -> tuple[Arrangement, ...]:
    """Group the units that a case rearranges; a unit below another one that is rearranged is in that one."""
    if case.is_refused:
        return ()
    units = _touched(case)
    touched = {state: _tops(getattr(case, state), units) for state in STATES}
    groups = _Groups()
    for state in STATES:
        for unit in touched[state].values():
            groups.add((state, unit))
    for one in case.outcome.lineage:
        if one.before is not None and one.after is not None:
            groups.join(*_ends(touched, one.before, one.after))
    for flow in case.post_flows:
        old, new = flow.way.before, flow.way.after
        if old is not None and new is not None:
            groups.join(*_ends(touched, old.unit, new.unit))
    for unit in touched["before"]:  # what stays is joined with what it was in, and is in
        groups.join(*_ends(touched, unit, unit))
    steps = _steps(case)
    found = []
    for members in groups.listed():
        sides = [[unit for state, unit in members if state == wanted] for wanted in STATES]
        ordered = [_in_order(getattr(case, state), units) for state, units in zip(STATES, sides, strict=True)]
        mine = [step for unit in (*ordered[0], *ordered[1]) for step in steps.get(unit, ())]
        found.append(Arrangement(case, ordered[0], ordered[1], tuple(dict.fromkeys(mine))))
    return tuple(sorted(found, key=lambda one: _place(case, one)))


def _touched(case: Case) -> set[str]:
    """List the units that begin, end, move or change, or of which posts, members or functions change."""
    found: set[str] = set()
    for record in (one for change in case.outcome.changes for one in (change.before, change.after)):
        if isinstance(record, Unit):
            found.add(record.id)
        elif isinstance(record, Post | Members | Function):
            found.add(record.unit)
    return found


def _tops(structure: Structure, units: Iterable[str]) -> dict[str, str]:
    """Give for each unit the highest of them that it is in."""
    there = {one for one in units if structure.units.row(one) >= 0}
    return {
        one: [above.id for above in structure.queries.upward(one) if above.id in there][-1] for one in sorted(there)
    }


def _ends(touched: dict[str, dict[str, str]], before: str, after: str) -> list[tuple[str, str]]:
    pairs = zip(STATES, (before, after), strict=True)
    return [(state, touched[state][unit]) for state, unit in pairs if unit in touched[state]]


class _Groups:
    """Put things together that are joined, directly or through others."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def add(self, one: tuple[str, str]) -> None:
        """Begin a group of one."""
        self._of.setdefault(one, [one])

    def join(self, *several: tuple[str, str]) -> None:
        """Put the groups of several together."""
        if len(several) < 2 or self._of[several[0]] is self._of[several[1]]:
            return
        first, other = self._of[several[0]], self._of[several[1]]
        first += other
        for one in other:
            self._of[one] = first

    def listed(self) -> list[list[tuple[str, str]]]:
        """List the groups."""
        return list({id(one): one for one in self._of.values()}.values())


def _steps(case: Case) -> dict[str, list[str]]:
    """Give the steps that touch each unit."""
    found: dict[str, list[str]] = {}
    for result in case.outcome.steps:
        for change in result.changes:
            for record in (change.before, change.after):
                unit = record.id if isinstance(record, Unit) else getattr(record, "unit", None)
                if isinstance(unit, str):
                    found.setdefault(unit, []).append(result.step.id)
    return found


def _in_order(structure: Structure, units: Sequence[str]) -> tuple[str, ...]:
    """Sort units as the chart has them."""
    start = structure.tree.start
    return tuple(sorted(units, key=lambda one: int(start[structure.units.row(one)])))


def _place(case: Case, one: Arrangement) -> tuple[int, int]:
    """Sort by the order of the steps, then as the chart has the first unit."""
    order = [result.step.id for result in case.outcome.steps]
    step = min((order.index(id) for id in one.steps if id in order), default=len(order))
    structure, units = (case.before, one.before) if one.before else (case.after, one.after)
    return step, int(structure.tree.start[structure.units.row(units[0])])
