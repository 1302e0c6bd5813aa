"""What a scenario costs once: what its steps and operations state, and the steps that do something and state nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.core.figures import LARGEST_SUM, Estimate, Figure, FigureId
from orgmodel.core.messages import Message
from orgmodel.core.names import Names, names_of
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.records import Line
from orgmodel.operations.money_schema import CostSpec, money_figure
from orgmodel.operations.verbs import verb_of

if TYPE_CHECKING:
    from orgmodel.core.change import Change
    from orgmodel.core.draft import Draft
    from orgmodel.operations.model import Operation
    from orgmodel.scenario.elements import Step


COSTS = "costs"
"""What stands for a table in the name of a cost: a cost is of a step, and no figure of the baseline."""


@dataclass(frozen=True, slots=True)
class OneOffCost:
    """Hold what a step costs once, in the smallest unit of the study; a ``figure`` of None is not known.

    ``unit`` is where it is counted, as stated; where that is left out ``touched`` are the units that it comes from.
    ``operation`` is the verb that states it, empty where the step does; ``is_stated`` tells a step that says nothing of
    cost (False) from one that says it is not known.
    """

    step: str
    clause: str
    operation: str
    what: Names
    figure: Figure
    unit: str = ""
    touched: tuple[str, ...] = ()
    src: str = ""
    is_stated: bool = True
    id: FigureId | None = None


class CostsFound:
    """Gather the one-off costs of a run, and count them by the id of their step."""

    def __init__(self) -> None:
        """Begin with none."""
        self.costs: list[OneOffCost] = []
        self._numbers: Counter[str] = Counter()
        self._any_stated = False
        self.largest = 0
        """What all come to at most, whatever they turn out to be."""

    def add(self, cost: OneOffCost) -> None:
        """Add one."""
        self.costs.append(cost)
        self._numbers[cost.step] += 1
        self._any_stated |= cost.is_stated
        self.largest += _largest(cost.figure)

    def next_number(self, step: str) -> int:
        """Give the number of the next cost of a step; steps of one id go on counting."""
        return self._numbers[step] + 1

    @property
    def any_stated(self) -> bool:
        """Tell whether any cost is stated so far."""
        return self._any_stated


def add_costs(
    step: Step,
    done: Sequence[tuple[Operation, tuple[Change, ...]]],
    draft: Draft,
    problems: list[Problem],
    found: CostsFound,
) -> None:
    """Add what a step and its operations cost once; a step that changes something and states nothing is not known."""
    every = tuple(change for _, changes in done for change in changes)
    stated = [("", one, every) for one in step.cost]
    stated += [(verb_of(operation), one, changes) for operation, changes in done for one in operation.cost]
    for number, (verb, one, changes) in enumerate(stated, start=found.next_number(step.id)):
        id = FigureId(COSTS, (step.id, str(number)), "amount")
        try:
            figure = money_figure(one.amount, one.low, one.high, draft.terms, id)
        except ValueError as error:
            problems.append(Problem("BAD_VALUE", error.args[0], step.id))
            continue
        if found.largest + _largest(figure) > LARGEST_SUM:
            text = "the one-off costs together are more than can be counted exactly; the largest sum is {most}"
            problems.append(Problem("TOO_LARGE", Message.of(text, most=LARGEST_SUM), step.id))
            continue
        _check_unit(one, draft, problems)
        money = draft.terms.money
        if (money is None or not money.currency) and not found.any_stated:  # said once
            text = (
                "cost: states an amount, and nothing says in which currency; write money: {{currency: …}} in study.yaml"
            )
            problems.append(Problem("NO_CURRENCY", Message.of(text), step.id, severity=WARNING))
        found.add(
            OneOffCost(
                step.id, step.clause, verb, names_of(**one.for_), figure, one.unit, _touched(changes), one.src, id=id
            )
        )
    if not stated and every:
        id = FigureId(COSTS, (step.id, str(found.next_number(step.id))), "amount")
        found.add(OneOffCost(step.id, step.clause, "", (), None, "", _touched(every), is_stated=False, id=id))


def _largest(figure: Figure) -> int:
    """Give the largest that a cost may be, be it an income."""
    ends = (figure.low, figure.best, figure.high) if isinstance(figure, Estimate) else (figure,)
    return max((abs(end) for end in ends if end is not None), default=0)


def _check_unit(one: CostSpec, draft: Draft, problems: list[Problem]) -> None:
    if one.unit and draft.unit(one.unit) is None and draft.ended(one.unit) is None:
        hint = draft.base.hint("units", one.unit)
        problems.append(Problem("UNKNOWN_UNIT", Message.of("no unit {id!r}{hint}", id=one.unit, hint=hint), one.unit))


def _touched(changes: Iterable[Change]) -> tuple[str, ...]:
    """List the units that changes are of, each once."""
    units: dict[str, None] = {}
    for change in changes:
        if change.table == "units":
            units[str(change.key)] = None
            continue
        for record in (change.before, change.after):
            unit = getattr(record, "unit", None)
            if isinstance(record, Line):
                unit = record.from_
            if isinstance(unit, str):
                units[unit] = None
    return tuple(units)
