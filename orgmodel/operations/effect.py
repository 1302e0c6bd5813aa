"""What an operation comes to, and the book in which it states its flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from orgmodel.core.change import Change
from orgmodel.core.figures import Amount
from orgmodel.core.ledger import NO_REASON, Flow, Lineage, Reason
from orgmodel.core.line_moves import LineMove
from orgmodel.core.messages import Message
from orgmodel.core.names import Names
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.records import Key
from orgmodel.core.trace import shares_of
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
class PersonMove:
    """Say what becomes of a person who leaves a post: the post that they go to, or None and a reason that says why."""

    person: str
    post: str
    to: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Effect:
    """Hold what one operation did: changes, stated flows, lineage, and what its author must still see to."""

    changes: tuple[Change, ...] = ()
    flows: tuple[Flow, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    problems: tuple[Problem, ...] = ()
    needs: tuple[tuple[str, Need], ...] = ()
    assessments: tuple[Assessment, ...] = ()
    lines: tuple[LineMove, ...] = ()
    headless: tuple[str, ...] = ()  # units that are said to begin without a head
    people: tuple[PersonMove, ...] = ()


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
    _sums: dict[Flow, Amount] = field(default_factory=dict)  # a flow of nothing -> its amount
    lineage: list[Lineage] = field(default_factory=list)
    needs: list[tuple[str, Need]] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    lines: list[LineMove] = field(default_factory=list)
    headless: list[str] = field(default_factory=list)
    people: list[PersonMove] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def warn(self, code: str, message: Message, subject: str) -> None:
        """Say what the author must still see to; the operation goes ahead."""
        self.warnings.append(Problem(code, message, subject, severity=WARNING))

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
        records: tuple[Key | None, Key | None] = (None, None),
    ) -> None:
        """State a flow between two (unit, block) ends and the records there; a unit of None is outside.

        What stays in its unit, block and record does not flow.
        """
        if amount and (start != end or records[0] != records[1]):
            why = reason or self.reason
            key = Flow(quantity, start[0], end[0], start[1], end[1], _NOTHING, why, via, operation, *records)
            self._sums[key] = self._sums[key] + amount if key in self._sums else amount

    def flows(self) -> tuple[Flow, ...]:
        """Give the flows stated, in the order in which they were first stated."""
        return tuple(replace(flow, amount=amount) for flow, amount in self._sums.items() if amount)

    def effect(self, changes: tuple[Change, ...]) -> Effect:
        """Close the book over the changes made."""
        told = tuple(self.warnings), tuple(self.needs), tuple(self.assessments), tuple(self.lines), tuple(self.headless)
        return Effect(changes, self.flows(), tuple(self.lineage), *told, people=tuple(self.people))

    def shares(self, unit: str, held: Mapping[str, Amount]) -> dict[str | None, dict[str, float]]:
        """Give, by receiver, the part of what a unit held, with all below it, that left for each; None ends.

        A quantity of which any is missing has no shares, save that what goes to one receiver whole is all of it.
        """
        if not self._sums:
            return {}
        return {receiver: shares_of(one, held) for receiver, one in parts_of(self, unit).items()}


def parts_of(book: Book, unit: str) -> dict[str | None, dict[str, Amount]]:
    """Sum what left a unit, with what was carried along, by receiver (None ends) and quantity."""
    parts: dict[str | None, dict[str, list[Amount]]] = {}
    for flow in book.flows():
        if flow.from_unit == unit and flow.to_unit != unit:
            parts.setdefault(flow.to_unit, {}).setdefault(flow.quantity, []).append(flow.amount)
    return {
        receiver: {quantity: Amount.sum(amounts) for quantity, amounts in received.items()}
        for receiver, received in parts.items()
    }


_NOTHING = Amount()
