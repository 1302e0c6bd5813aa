"""Orders of steps: which are tried, whether they lead to the same, and one in which all steps can be carried out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from itertools import combinations, pairwise, permutations
from typing import TYPE_CHECKING

from orgmodel.combination.relations import BEFORE, CONFLICT, Relation, between, named
from orgmodel.combination.steps import SourceStep
from orgmodel.core.change import diff
from orgmodel.core.dates import first_day
from orgmodel.core.messages import Message, Parts
from orgmodel.core.problems import Problem, errors
from orgmodel.core.sameness import same_but_for_ids
from orgmodel.scenario.namespace import Namespace
from orgmodel.scenario.scenario import Scenario

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome

Steps = Sequence[SourceStep]
Run = Callable[[Steps], "Outcome"]
"""Carries out steps on the baseline, in an order."""


def runs_on(baseline: Structure, names: Namespace) -> Run:
    """Give what carries out steps of several scenarios on a baseline, each order once."""
    known: dict[tuple[str, ...], Outcome] = {}

    def run(sources: Steps) -> Outcome:
        order = tuple(source.step.id for source in sources)
        if order not in known:
            steps = tuple(source.step for source in sources)
            whole = Scenario("combined", baseline, parameters=names.parameters, settings=names.settings, steps=steps)
            known[order] = whole.run()
        return known[order]

    return run


def in_turn(chains: Iterable[Iterable[SourceStep]]) -> list[SourceStep]:
    """Put the steps of scenarios one after the other; one that stands in several is taken where it comes first."""
    return list({source.step.id: source for chain in chains for source in chain}.values())


def orders_to_try(count: int) -> list[tuple[int, ...]]:
    """List orders of scenarios: all of up to four; of more, each scenario first and last and every two both ways round.

    >>> orders_to_try(2), len(orders_to_try(4)), len(orders_to_try(10))
    ([(0, 1), (1, 0)], 24, 20)
    """
    if count <= 4:  # of five there would be 120
        return list(permutations(range(count)))
    rounds = [(*range(start, count), *range(start)) for start in range(count)]
    return [*rounds, *(one[::-1] for one in rounds)]


def same(one: Outcome, other: Outcome) -> bool:
    """Tell whether two orders lead to the same, whatever ids new posts got and whichever part of an unknown figure is where."""
    return same_but_for_ids(one.after, other.after, one.before)


@dataclass(frozen=True)
class Orders:
    """Hold the orders of some scenarios that run, and those that do not; whether those that run lead to the same.

    Where none runs as a whole, steps take turns: in which order, by which rules; or the clashes in which that ends.
    """

    works: list[Steps]
    fails: list[Steps]
    alike: bool
    rules: list[Relation]
    clashes: list[Relation]

    @property
    def fits(self) -> bool:
        """Tell whether the scenarios go together, in one order at least."""
        return bool(self.works) and self.alike

    @property
    def any(self) -> bool:
        """Tell whether they go together in whatever order."""
        return self.fits and not self.fails


def orders_of(run: Run, chains: Sequence[Steps]) -> Orders:
    """Run scenarios in their orders, and where no order of wholes runs let their steps take turns."""
    ways: list[Steps] = [in_turn(chains[turn] for turn in turns) for turns in orders_to_try(len(chains))]
    works, fails = ([way for way in ways if run(way).sound is sound] for sound in (True, False))
    rules, clashes = dict[object, Relation](), dict[object, Relation]()
    for turned in () if works else (chains, chains[::-1]):
        steps, needed, clash = find_order(run, turned)
        if clash is not None:
            clashes[frozenset((clash.first, clash.second))] = clash
        else:
            works = [*works, steps]
            rules |= {
                (one.first, one.second): replace(one, why=Message.of("after it: {said}", said=one.why))
                for one in needed
            }
    alike = all(same(run(works[0]), run(way)) for way in works[1:])
    return Orders(works, fails, alike, list(rules.values()), list(clashes.values()))


def clashing(count: int, fits: Callable[[tuple[int, ...]], bool]) -> list[tuple[int, ...]]:
    """List the least groups that do not go together: all of up to four; of more all pairs, or else one group.

    >>> clashing(4, lambda group: len(group) < 3 or 0 not in group)
    [(0, 1, 2), (0, 1, 3), (0, 2, 3)]
    >>> clashing(6, lambda group: not {1, 2, 5} <= set(group))
    [(1, 2, 5)]
    """
    found: list[tuple[int, ...]] = []
    sizes = range(2, count + 1) if count <= 4 else (2,)
    for group in (one for size in sizes for one in combinations(range(count), size)):
        if not any(set(least) <= set(group) for least in found) and not fits(group):
            found.append(group)
    if found:
        return found
    group, smaller = tuple(range(count)), True
    while smaller:
        rests = (rest for rest in combinations(group, len(group) - 1) if not fits(rest))
        group, smaller = next(((rest, True) for rest in rests), (group, False))
    return [group]


def first_swap(run: Run, one: Steps, other: Steps) -> tuple[SourceStep, SourceStep, Outcome]:
    """Find two neighbours in whose swap, on the way from an order that works to another, what it leads to is lost.

    Gives them in the order of the one, and the outcome after the swap.
    """
    wanted, orders = run(one), list(other)

    def loses(order: Steps) -> bool:
        return not (run(order).sound and same(wanted, run(order)))

    def begun_as_other(count: int) -> list[SourceStep]:
        return in_turn([orders[:count], one])

    count = bisect_left(range(1, len(orders)), 1, key=lambda count: loses(begun_as_other(count)))
    start, moved = begun_as_other(count), orders[count]
    at = start.index(moved)

    def before_last(count: int) -> list[SourceStep]:
        return in_turn([start[: at - count], [moved], start])

    passed = bisect_left(range(1, at - count), 1, key=lambda count: loses(before_last(count))) + 1
    return start[at - passed], moved, run(before_last(passed))


Order = tuple[list[SourceStep], list[Relation], Relation | None]
"""The steps in order, which of them had to come before which, and the conflict in which it ended (else None)."""


def find_order(run: Run, chains: Sequence[Steps]) -> Order:
    """Find an order that works; each chain keeps its own, and stands where it is given as far as it can.

    A step that fails is put before the one that made it fail. The number of runs is at most that of pairs of steps.
    """
    steps, rules = in_turn(chains), list[Relation]()
    while not (outcome := run(steps)).sound:
        position = {one.step.id: number for number, one in enumerate(outcome.steps)}
        first, then, why = _rule(run, sorted(steps, key=lambda source: position[source.step.id]))
        rule = between(BEFORE, first, then, why)
        days = [one.step.effective for one in (first, then)]
        late = [(day is None, first_day(day or "")) for day in days]  # as a run sorts them
        try:
            if first is then or late[0] > late[1] or any(_ends(one) == _ends(rule) for one in rules):
                raise CycleError("", [])
            steps = _sorted(chains, [*rules, rule])
        except CycleError as error:
            circle = {frozenset(ends) for ends in pairwise(error.args[1])}
            opposite = next((one for one in rules if frozenset(_ends(one)) in circle), None)
            when = Message.of(" ({first} and {second})", first=days[0] or UNDATED, second=days[1] or UNDATED)
            names = {"first": first, "then": then, "said": why}
            cannot = Message.of("{first} cannot be carried out after {then}{when}: {said}", when=when, **names)
            if opposite is not None:
                neither = "{first} cannot come after {then} ({said}), nor before it ({otherwise})"
                cannot = Message.of(neither, otherwise=opposite.why, **names)
            return steps, rules, replace(rule, kind=CONFLICT, why=cannot)
        rules.append(rule)
    return steps, rules, None


UNDATED = Message.of("undated")


def said(problems: Iterable[Problem]) -> str:
    """Join what problems say."""
    found = [Message.of("{code} {message}", code=one.code, message=one.message) for one in errors(problems)]
    return Message.of("{problems}", problems=Parts(found))


def _ends(rule: Relation) -> tuple[str, str]:
    return str(rule.first), str(rule.second)


def _rule(run: Run, sources: Steps) -> tuple[SourceStep, SourceStep, str]:
    """Find the step with which an order goes wrong, the first of another scenario after which it does (else itself), why."""
    last = bisect_left(range(1, len(sources)), 1, key=lambda count: not run(sources[:count]).sound)
    others = [source for source in sources[:last] if not source.turns & sources[last].turns]

    def fails(count: int) -> bool:
        left = {source.step.id for source in others[count:]}
        return not run([source for source in sources[: last + 1] if source.step.id not in left]).sound

    count = bisect_left(range(len(others)), 1, key=fails)
    return sources[last], others[count - 1] if count else sources[last], said(run(sources[: last + 1]).problems)


def _sorted(chains: Sequence[Steps], rules: Iterable[Relation]) -> list[SourceStep]:
    """Sort steps by the rules, each chain in its own order, and the chains as they are given as far as can be.

    Raises CycleError where the rules go in a circle.
    """
    steps = {str(source): source for source in in_turn(chains)}
    place = {name: number for number, name in enumerate(steps)}
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(steps, ()))
    for turn, chain in enumerate(chains):
        known = {str(source) for one in chains[:turn] for source in one}
        for one, then in pairwise(str(source) for source in chain if str(source) not in known):
            sorter.add(then, one)
    for rule in rules:
        sorter.add(str(rule.second), str(rule.first))
    sorter.prepare()
    ready: set[str] = set()
    result: list[SourceStep] = []
    while sorter.is_active():
        ready.update(sorter.get_ready())
        name = min(ready, key=place.__getitem__)
        ready.discard(name)
        sorter.done(name)
        result.append(steps[name])
    return result


def parted(run: Run, steps: Steps, others: Iterable[Steps], known: Sequence[Relation] = ()) -> list[Relation]:
    """Say which steps have to come before which, since other orders fail, or conflict, since those lead elsewhere."""
    found = list(known)
    for other in others:
        names = [str(source) for source in other]
        if any(names.index(str(one.second)) < names.index(str(one.first)) for one in found):
            continue
        end = run(other)
        one, then, swapped = first_swap(run, steps, other)
        if not end.sound and not swapped.sound:
            why = Message.of("after it: {said}", said=said(swapped.problems))
        else:
            changes = diff(run(steps).after, (swapped if swapped.sound else end).after)
            keys = named([change.key for change in changes])
            why = Message.of("the other way round the result differs in {named}", named=keys)
        found.append(between(CONFLICT if end.sound else BEFORE, one, then, why))
    return found


def one_way(run: Run, orders: Orders) -> list[Relation]:
    """Say which steps of two scenarios have to come before which, where some of their orders fail."""
    return orders.rules or parted(run, orders.works[0], orders.fails)
