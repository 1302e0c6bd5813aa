"""An order of steps in which all of them can be carried out, found by trying; or the two that stand in each other's way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from orgmodel.combination.steps import Namespace, SourceStep
from orgmodel.core.problems import Problem, errors
from orgmodel.scenario.scenario import Scenario

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome


@dataclass(frozen=True)
class Before:
    """One step must come before another, since it cannot be carried out after it; ``why`` is what would go wrong."""

    first: SourceStep
    then: SourceStep
    why: tuple[Problem, ...]


@dataclass
class Order:
    """Hold the order found, what had to come before what, and the pair that no order satisfies (else None)."""

    steps: list[SourceStep]
    rules: list[Before]
    clash: tuple[Before, Before | None] | None = None


def run_steps(baseline: Structure, sources: Sequence[SourceStep], names: Namespace, *, dated: bool = True) -> Outcome:
    """Run steps in an order; without ``dated``, dates do not change the order."""
    steps = tuple(source.step if dated else replace(source.step, effective=None) for source in sources)
    return Scenario("combined", baseline, parameters=names.parameters, settings=names.settings, steps=steps).run()


def find_order(baseline: Structure, chains: Sequence[Sequence[SourceStep]], names: Namespace) -> Order:
    """Find an order that works; each chain keeps its own, and stands where it is given as far as it can.

    A step that fails is put before the one that made it fail. The number of runs is at most that of pairs of steps.
    """
    order = Order([source for chain in chains for source in chain], [])
    while True:
        order.steps = _sorted(chains, order.rules)
        outcome = run_steps(baseline, order.steps, names)
        failed = next((one for one in outcome.steps if errors(one.problems)), None)
        if failed is None:
            return order
        position = [one.step.id for one in outcome.steps]
        sources = sorted(order.steps, key=lambda source: position.index(source.step.id))
        at = next(number for number, source in enumerate(sources) if source.step.id == failed.step.id)
        culprit = _culprit(baseline, sources[: at + 1], names)
        rule = Before(sources[at], culprit or sources[at], tuple(errors(failed.problems)))
        opposite = next((one for one in order.rules if _leads(one, rule, order.rules, chains)), None)
        known = any((one.first, one.then) == (rule.first, rule.then) for one in order.rules)
        if culprit is None or known or opposite is not None or not _may_precede(rule):
            order.clash = (rule, opposite)
            return order
        order.rules.append(rule)


def _culprit(baseline: Structure, sources: Sequence[SourceStep], names: Namespace) -> SourceStep | None:
    """Find the first step of another scenario after which the last of these steps fails."""
    last = sources[-1]
    own = [source for source in sources if source.turn == last.turn]
    others = [source for source in sources if source.turn != last.turn]
    low, high = 0, len(others)  # with the first ``low`` others it works, with ``high`` it fails
    if _fails(baseline, own, last, names):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        taken = {source.step.id for source in (*own, *others[:middle])}
        if _fails(baseline, [source for source in sources if source.step.id in taken], last, names):
            high = middle
        else:
            low = middle
    return others[high - 1] if others else None


def _fails(baseline: Structure, sources: Sequence[SourceStep], last: SourceStep, names: Namespace) -> bool:
    outcome = run_steps(baseline, sources, names, dated=False)
    return any(one.step.id == last.step.id and errors(one.problems) for one in outcome.steps)


def _may_precede(rule: Before) -> bool:
    """Tell whether dates allow the order that a rule asks for."""
    first, then = rule.first.step.effective, rule.then.step.effective
    return (first is None, first or "") <= (then is None, then or "")  # as a run sorts them


def _sorted(chains: Sequence[Sequence[SourceStep]], rules: Sequence[Before]) -> list[SourceStep]:
    """Sort steps by the rules, each chain in its own order, the chains as they are given."""
    waiting = [list(chain) for chain in chains]
    result: list[SourceStep] = []
    done: set[str] = set()
    while any(waiting):
        for chain in waiting:
            needed = [rule.first.step.id for rule in rules if chain and rule.then.step.id == chain[0].step.id]
            if chain and all(id in done for id in needed):
                done.add(chain[0].step.id)
                result.append(chain.pop(0))
                break
        else:  # the rules go in a circle, which the next run tells
            chain = next(chain for chain in waiting if chain)
            done.add(chain[0].step.id)
            result.append(chain.pop(0))
    return result


def _leads(known: Before, new: Before, rules: Sequence[Before], chains: Sequence[Sequence[SourceStep]]) -> bool:
    """Tell whether a known rule is on a way from the step that is to come later back to the one that is to come first."""
    after: dict[str, set[str]] = {}
    for rule in rules:
        after.setdefault(rule.first.step.id, set()).add(rule.then.step.id)
    for chain in chains:
        for one, other in pairwise(chain):
            after.setdefault(one.step.id, set()).add(other.step.id)

    def reaches(start: str, end: str) -> bool:
        seen, stack = {start}, [start]
        while stack:
            id = stack.pop()
            if id == end:
                return True
            fresh = after.get(id, set()) - seen
            seen |= fresh
            stack += sorted(fresh)
        return False

    return reaches(new.then.step.id, known.first.step.id) and reaches(known.then.step.id, new.first.step.id)
