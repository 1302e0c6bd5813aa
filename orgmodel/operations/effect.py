"""What an operation comes to, and the book in which it states its flows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from orgmodel.core.change import Change
from orgmodel.core.figures import Amount
from orgmodel.core.ledger import NO_REASON, Flow, Lineage, Reason
from orgmodel.core.names import Names
from orgmodel.core.problems import Problem
from orgmodel.operations.operation_schema import Need

YES, NO, UNKNOWN = "eligible", "not_eligible", "needs_judgement"


@dataclass(frozen=True, slots=True)
class Assessment:
    """Tell how criteria judge one unit: the verdict, the answer and evidence of each criterion, and whether it moves."""

    unit: str
    verdict: str
    answers: tuple[tuple[str, str, str, str], ...]  # criterion, answer (yes, no, unknown), value, source
    moves: bool
    receiver: str | None = None
    decision: str = ""
    titles: tuple[tuple[str, Names], ...] = ()  # of the criteria, where they have one


@dataclass(frozen=True, slots=True)
class Effect:
    """Hold what one operation did: changes, stated flows, lineage, and what its author must still see to."""

    changes: tuple[Change, ...] = ()
    flows: tuple[Flow, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    problems: tuple[Problem, ...] = ()
    needs: tuple[tuple[str, Need], ...] = ()
    assessments: tuple[Assessment, ...] = ()


class Refused(Exception):
    """Stop an operation whose plan has problems; nothing of it remains."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep all problems of the plan."""
        self.problems = tuple(problems)
        super().__init__("; ".join(str(one) for one in self.problems))


def refuse(code: str, message: str, subject: str = "") -> Refused:
    """Make the exception for one problem."""
    return Refused([Problem(code, message, subject=subject)])


@dataclass
class Book:
    """Collect stated flows, those with the same two ends and reason as one."""

    reason: Reason = NO_REASON
    _sums: dict[tuple[str, str | None, str | None, str, str, Reason, str | None, str], Amount] = field(
        default_factory=dict
    )
    lineage: list[Lineage] = field(default_factory=list)
    needs: list[tuple[str, Need]] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)

    def state(
        self,
        quantity: str,
        start: tuple[str | None, str],
        end: tuple[str | None, str],
        amount: Amount,
        *,
        reason: Reason | None = None,
        via: str | None = None,
        operation: str = "",
    ) -> None:
        """State a flow between two (unit, block) ends; a unit of None is outside, and what stays does not flow."""
        if amount and start != end:
            key = (quantity, start[0], end[0], start[1], end[1], reason or self.reason, via, operation)
            self._sums[key] = self._sums[key] + amount if key in self._sums else amount

    def flows(self) -> tuple[Flow, ...]:
        """Give the flows stated, in the order in which they were first stated."""
        return tuple(
            Flow(quantity, start, end, block_from, block_to, amount, reason, via, operation)
            for (quantity, start, end, block_from, block_to, reason, via, operation), amount in self._sums.items()
            if amount
        )

    def effect(self, changes: tuple[Change, ...]) -> Effect:
        """Close the book over the changes made."""
        return Effect(changes, self.flows(), tuple(self.lineage), (), tuple(self.needs), tuple(self.assessments))

    def shares(self, unit: str) -> dict[str | None, dict[str, float]]:
        """Give, by receiver, the part of each quantity that left a unit for it; none where an amount is missing."""
        totals: dict[str, int] = {}
        unknown: set[str] = set()
        parts: dict[str | None, dict[str, int]] = {}
        for flow in self.flows():
            if flow.from_unit == unit and flow.via is None and not flow.operation:
                best = flow.amount.known_best
                if flow.amount.missing:
                    unknown.add(flow.quantity)
                totals[flow.quantity] = totals.get(flow.quantity, 0) + best
                received = parts.setdefault(flow.to_unit, {})
                received[flow.quantity] = received.get(flow.quantity, 0) + best
        return {
            receiver: {
                quantity: best / totals[quantity]
                for quantity, best in sorted(one.items())
                if totals[quantity] and quantity not in unknown
            }
            for receiver, one in parts.items()
        }
