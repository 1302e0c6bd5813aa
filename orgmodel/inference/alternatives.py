"""Pairs of units that may as well be paired otherwise: both ways are tried, the better one is kept and the other named.

A unit paired by what it contains may have ended in the other instead, where a third unit gave or got something too; and
one whose area or functions are those of a namesake elsewhere may be that one. Better is what lets less begin and end
from outside, and then what needs fewer operations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from orgmodel.core.messages import Message
from orgmodel.inference.evidence import LIKELY, STRONG
from orgmodel.inference.handovers import gathered, in_ids_of
from orgmodel.inference.infer import Inference, alike, filled_in, infer, settled, units_of
from orgmodel.inference.likeness import Pair, figures_of, named, titled
from orgmodel.inference.matching import Ambiguity, Matching, match

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

Verbs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Pairs of units that may be wrong, those that would stand instead, and all units that this concerns, by either id."""

    pairs: tuple[Pair, ...]
    instead: tuple[Pair, ...]
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is inferred from one way of pairing: the pairs, the later structure in the earlier ids, the operations."""

    matching: Matching
    later: Structure
    found: Inference


def best_attempt(
    before: Structure, after: Structure, by: Sequence[str], *, id: str, language: str
) -> tuple[Attempt, dict[str, Verbs]]:
    """Infer from the better of the ways of pairing; beside it the verbs that explain a unit as well, by its id.

    What would be another pair is listed as ambiguous.
    """

    def attempt(chosen: Sequence[Alternative]) -> Attempt:
        apart = {(pair.before, pair.after) for one in chosen for pair in one.pairs}
        given = [pair for one in chosen for pair in one.instead]
        matching = match(before, after, by, apart=apart, given=given)
        matching, later = in_ids_of(before, after, matching, stable="id" in by)
        found = infer(before, filled_in(before, later), id=id, alike=alike, language=language)
        return Attempt(matching, later, settled(found))

    first = attempt(())
    alternatives = _alternatives(before, first)
    if not alternatives:
        return _doubting(first, _by_figures(before, after, first.matching)), {}
    second = attempt(alternatives)
    costs = [(one, _cost(first, one.units), _cost(second, one.units)) for one in alternatives]
    better = [one for one, cost, other in costs if other < cost]
    best = second if len(better) == len(costs) else attempt(better) if better else first
    verbs: dict[str, Verbs] = {}
    doubtful: list[Ambiguity] = []
    for one, cost, other in costs:
        kept, left = (other, cost) if one in better else (cost, other)
        if left[0] > kept[0] == 0:  # only the other needs something from outside
            continue
        pairs = one.pairs if one in better else one.instead
        doubtful += (_doubtful(pair, before) for pair in pairs)
        if one not in better and not pairs:
            own = (pair.before for pair in one.pairs)
            verbs |= dict.fromkeys(own, tuple(dict.fromkeys(_verbs(second, one.units))))
    return _doubting(best, [*doubtful, *_by_figures(before, after, best.matching)]), verbs


def _doubting(attempt: Attempt, doubtful: Iterable[Ambiguity]) -> Attempt:
    """List more as ambiguous."""
    matching = attempt.matching
    return replace(attempt, matching=replace(matching, ambiguous=(*matching.ambiguous, *doubtful)))


def _by_figures(before: Structure, after: Structure, matching: Matching) -> Iterable[Ambiguity]:
    """List units of one name in one place each that all have the posts which another of them had: they may have changed places."""

    def full(structure: Structure, id: str) -> Hashable:
        posts = sorted((str(titled(structure, post)), str(figures_of(post))) for post in structure.posts_of(id))
        return (tuple(sorted(named(structure.unit(id)))), tuple(posts)) if posts else None

    moved: dict[Hashable, tuple[list[Pair], list[Pair]]] = defaultdict(lambda: ([], []))
    for pair in matching.units:
        if pair.key != "path":
            continue
        had, has = full(before, pair.before), full(after, pair.after)
        if None not in (had, has) and had != has:
            moved[had][0].append(pair)
            moved[has][1].append(pair)
    alone = [(ones[0], others[0]) for ones, others in moved.values() if len(ones) == len(others) == 1]
    known = {one.before for one, _ in alone} & {other.before for _, other in alone}
    for one, other in alone:
        if {one.before, other.before} <= known:
            yield _doubtful(Pair(one.before, other.after, "figures", LIKELY), before)


def _alternatives(before: Structure, first: Attempt) -> list[Alternative]:
    """List the pairs that may be wrong, and those that may stand instead: what concerns the same units together."""
    matching = first.matching
    late = {pair.before: pair.after for pair in matching.units}
    early = {after: one for one, after in late.items()} | dict(matching.marks)
    contested = [*_by_namesakes(matching, late, early), *_by_contents(before, first)]
    found = []
    for group in _connected([one.units for one in contested]):
        ones = [contested[number] for number in group]
        units = {id for one in ones for id in one.units}
        pairs = tuple(pair for one in ones for pair in one.pairs)
        instead = _one_to_one(pair for one in ones for pair in one.instead)
        found.append(Alternative(pairs, instead, frozenset(units.union(late.get(id, id) for id in units))))
    return found


def _by_namesakes(matching: Matching, late: Mapping[str, str], early: Mapping[str, str]) -> Iterable[Alternative]:
    """List the units of which another one of their name has the area and functions, and the one in their place has not."""
    made = {(pair.before, pair.after): pair for pair in matching.units}
    for (one, other), namesake in matching.namesakes.items():
        if late.get(one, other) == other:
            pairs = (made[one, other],) if (one, other) in made else ()
            units = frozenset((one, *(early.get(id, id) for id in (other, namesake))))
            yield Alternative(pairs, (Pair(one, namesake, "name", LIKELY),), units)


def _by_contents(before: Structure, first: Attempt) -> Iterable[Alternative]:
    """List the pairs by content between which and a third unit something went: the one may have ended in the other."""
    evidence = gathered(before, first.later)
    for pair in first.matching.units:
        if pair.key == "content":
            both = (evidence.given.get(pair.before, {}), evidence.got.get(pair.before, {}))
            others = {unit for some in both for unit, amount in some.items() if amount >= STRONG}
            if others:
                yield Alternative((pair,), (), frozenset((pair.before, *others)))


def _one_to_one(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Leave out the pairs of which one unit is in two."""
    listed = list(pairs)
    return tuple(
        pair
        for pair in listed
        if sum(pair.before == other.before or pair.after == other.after for other in listed) == 1
    )


def _connected(sets: Sequence[Set[str]]) -> list[list[int]]:
    """Group the numbers of sets that have something in common, directly or through others.

    >>> _connected([{"a", "b"}, {"c"}, {"b", "d"}])
    [[0, 2], [1]]
    """
    groups: list[tuple[Set[str], list[int]]] = []
    for number, one in enumerate(sets):
        near = [group for group in groups if group[0] & one]
        groups = [group for group in groups if group not in near]
        groups.append(
            (frozenset(one).union(*(group[0] for group in near)), [*(n for group in near for n in group[1]), number])
        )
    return sorted(sorted(numbers) for _, numbers in groups)


def _cost(attempt: Attempt, units: frozenset[str]) -> tuple[int, int]:
    """Tell how much begins or ends from outside in some units, and how many operations and corrections they need."""
    outside = sum(
        abs(row.flow.amount.known_best) + row.flow.amount.missing
        for row in attempt.found.outcome.ledger
        if None in (row.flow.from_unit, row.flow.to_unit) and units & {row.flow.from_unit, row.flow.to_unit}
    )
    amiss = sum(bool(units & units_of(change)) for change in attempt.found.corrections)
    return outside, len(list(_verbs(attempt, units))) + amiss


def _verbs(attempt: Attempt, units: frozenset[str]) -> Iterable[str]:
    """List the verbs of the steps that change something of some units."""
    verbs: Mapping[str, str] = {one.step.id: one.verb for one in attempt.found.steps}
    for result in attempt.found.outcome.steps:
        if any(units & units_of(change) for change in result.changes):
            yield verbs[result.step.id]


def _doubtful(pair: Pair, before: Structure) -> Ambiguity:
    """List a pair that was not made as one that may be."""
    name = next(iter(named(before.unit(pair.before))), pair.before).split(":", 1)[-1]
    why = {
        "name": Message.of("{name!r}: area or functions are the same, and the superior is not", name=name),
        "figures": Message.of("{name!r}: posts and figures are the same, and the superior is not", name=name),
        "content": Message.of(
            "{name!r}: much of what they contain is the same, and other units have the rest", name=name
        ),
    }
    path = Message.of("{name!r}: the superior is the same, and area or functions are not", name=name)
    return Ambiguity((pair.before,), (pair.after,), pair.key, why.get(pair.key, path))
