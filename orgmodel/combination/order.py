"""An order of steps in which all of them can be carried out, found by trying; or the two that stand in each other's way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from orgmodel.combination.pieces import Names, Piece
from orgmodel.core.problems import Problem, errors
from orgmodel.scenario.scenario import Scenario

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.outcome import Outcome


@dataclass(frozen=True)
class Before:
    """One step must come before another, since it cannot be carried out after it; ``why`` is what would go wrong."""

    first: Piece
    then: Piece
    why: tuple[Problem, ...]


@dataclass
class Order:
    """Hold the order found, what had to come before what, and the pair that no order satisfies (else None)."""

    pieces: list[Piece]
    rules: list[Before]
    clash: tuple[Before, Before | None] | None = None


def run_pieces(baseline: Structure, pieces: Sequence[Piece], names: Names, *, dated: bool = True) -> Outcome:
    """Run steps in an order; without ``dated``, dates do not change the order."""
    steps = [piece.step if dated else replace(piece.step, effective=None) for piece in pieces]
    return _scenario(baseline, names.parameters, names.settings, steps).run()


def _scenario(baseline: Structure, parameters: Mapping[str, Any], settings: Mapping[str, Any], steps: Any) -> Scenario:
    return Scenario("combined", baseline, parameters=parameters, settings=settings, steps=tuple(steps))


def find_order(baseline: Structure, chains: Sequence[Sequence[Piece]], names: Names) -> Order:
    """Find an order that works; each chain keeps its own, and stands where it is given as far as it can.

    A step that fails is put before the one that made it fail. The number of runs is at most that of pairs of steps.
    """
    order = Order([piece for chain in chains for piece in chain], [])
    while True:
        order.pieces = _sorted(chains, order.rules)
        outcome = run_pieces(baseline, order.pieces, names)
        failed = next((one for one in outcome.steps if errors(one.problems)), None)
        if failed is None:
            return order
        position = [one.step.id for one in outcome.steps]
        pieces = sorted(order.pieces, key=lambda piece: position.index(piece.step.id))
        at = next(number for number, piece in enumerate(pieces) if piece.step.id == failed.step.id)
        culprit = _culprit(baseline, pieces[: at + 1], names)
        rule = Before(pieces[at], culprit or pieces[at], tuple(errors(failed.problems)))
        opposite = next((one for one in order.rules if _leads(one, rule, order.rules, chains)), None)
        known = any((one.first, one.then) == (rule.first, rule.then) for one in order.rules)
        if culprit is None or known or opposite is not None or not _may_precede(rule):
            order.clash = (rule, opposite)
            return order
        order.rules.append(rule)


def _culprit(baseline: Structure, pieces: Sequence[Piece], names: Names) -> Piece | None:
    """Find the first step of another scenario after which the last of these steps fails."""
    last = pieces[-1]
    own = [piece for piece in pieces if piece.turn == last.turn]
    others = [piece for piece in pieces if piece.turn != last.turn]
    low, high = 0, len(others)  # with the first ``low`` others it works, with ``high`` it fails
    if _fails(baseline, own, last, names):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        taken = {piece.step.id for piece in (*own, *others[:middle])}
        if _fails(baseline, [piece for piece in pieces if piece.step.id in taken], last, names):
            high = middle
        else:
            low = middle
    return others[high - 1] if others else None


def _fails(baseline: Structure, pieces: Sequence[Piece], last: Piece, names: Names) -> bool:
    outcome = run_pieces(baseline, pieces, names, dated=False)
    return any(one.step.id == last.step.id and errors(one.problems) for one in outcome.steps)


def _may_precede(rule: Before) -> bool:
    """Tell whether dates allow the order that a rule asks for."""
    first, then = rule.first.step.effective, rule.then.step.effective
    return (first is None, first or "") <= (then is None, then or "")  # as a run sorts them


def _sorted(chains: Sequence[Sequence[Piece]], rules: Sequence[Before]) -> list[Piece]:
    """Sort steps by the rules, each chain in its own order, the chains as they are given."""
    waiting = [list(chain) for chain in chains]
    result: list[Piece] = []
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


def _leads(known: Before, new: Before, rules: Sequence[Before], chains: Sequence[Sequence[Piece]]) -> bool:
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
