"""What running a scenario gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from orgmodel.core.dates import day_of, first_day
from orgmodel.core.doors import behind
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, errors, nearest

if TYPE_CHECKING:
    import datetime

    from orgmodel.core.change import Change
    from orgmodel.core.ledger import Flow, Lineage
    from orgmodel.core.structure import Structure
    from orgmodel.operations.effect import Assessment
    from orgmodel.operations.operation_schema import Need
    from orgmodel.scenario.scenario import Expectation, Scenario, Step


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger: a flow, and the step and operation that state it."""

    step: str
    clause: str
    operation: str
    date: str | None
    flow: Flow


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of one step: its changes, problems, judged transfers, and the acts that it needs first."""

    step: Step
    scenario: str
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    needs: tuple[tuple[str, Need], ...] = ()
    operations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpectationResult:
    """Whether an expectation is met, and by what figure."""

    expectation: Expectation
    scenario: str
    scope: str
    asked: str
    expected: float
    found: float | None
    met: bool


@dataclass(frozen=True)
class Outcome:
    """Hold the structures before and after a scenario, its ledger, its lineage, and everything that went wrong."""

    scenario: Scenario
    parameters: Mapping[str, Any]
    before: Structure
    steps: tuple[StepResult, ...] = ()
    ledger: tuple[Entry, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    expectations: tuple[ExpectationResult, ...] = ()
    problems: tuple[Problem, ...] = ()
    overrides: Mapping[str, Any] = field(default_factory=dict)
    on: str | None = None  # the date up to which steps count, where one was asked for

    @property
    def id(self) -> str:
        """Give the id of the scenario, with the parameters that the caller set, so that variants can stand side by side."""
        if not self.overrides:
            return self.scenario.id
        told = ", ".join(f"{name}={value}" for name, value in sorted(self.overrides.items()))
        return f"{self.scenario.id} ({told})"

    @property
    def undated(self) -> tuple[str, ...]:
        """List the steps that do something and have no date of effect: on no date have they taken effect."""
        return tuple(one.step.id for one in self.steps if one.step.do and one.step.effective in (None, "", "?"))

    @property
    def sound(self) -> bool:
        """Tell whether nothing went wrong."""
        return not errors(self.problems)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Give the changes of all steps, one a record."""
        from orgmodel.core.change import net_changes

        return net_changes(change for result in self.steps for change in result.changes)

    @cached_property
    def after(self) -> Structure:
        """Give the structure after all steps, dated ones and undated ones."""
        from orgmodel.core.change import patched

        dates = [result.step.effective for result in self.steps if result.step.effective and result.changes]
        return patched(self.before, self.changes, max(dates, default=None))

    def at(self, date: str | datetime.date) -> Structure:
        """Give the structure on a date: the steps that took effect until then; undated ones never have.

        A year or month counts from its first day. Raises ProblemsError for what is no date.

        >>> from orgmodel.core.structure import Structure
        >>> from orgmodel.scenario.scenario import Scenario
        >>> Scenario("s", Structure.of()).run().at("2030-01-01") == Structure.of()
        True
        """
        from orgmodel.core.change import patched

        day = day_of(date)
        done = [change for result in self.steps if _took_effect(result, day) for change in result.changes]
        return patched(self.before, done, day)

    def until(self, date: str | datetime.date) -> Outcome:
        """Give the outcome on a date: the steps that took effect until then, their ledger and lineage, and no expectation.

        The steps that come later, and undated ones, are kept without what they do. Raises ProblemsError for no date.
        """
        day = day_of(date)
        if self.before.as_of and day < day_of(self.before.as_of):
            message = Message.of(
                "{day} is before the date of the baseline ({as_of}), of which nothing is known",
                day=day,
                as_of=self.before.as_of,
            )
            raise ProblemsError([Problem("DATE", message, day)])
        late = {one.step.id for one in self.steps if not _took_effect(one, day)}
        steps = tuple(
            one if one.step.id not in late else StepResult(one.step, one.scenario, problems=one.problems)
            for one in self.steps
        )
        ledger = tuple(one for one in self.ledger if one.step not in late)
        lineage = tuple(one for one in self.lineage if one.step not in late)
        return replace(self, steps=steps, ledger=ledger, lineage=lineage, expectations=(), on=day)

    def before_step(self, step: str) -> Structure:
        """Give the structure just before a step; a ProblemsError names the nearest where none has the id."""
        from orgmodel.core.change import patched

        ids = [one.step.id for one in self.steps]
        if step not in ids:
            raise ProblemsError(
                [
                    Problem(
                        "UNKNOWN_STEP",
                        Message.of("no step {step!r}{hint}", step=step, hint=nearest(step, ids)),
                        str(step),
                    )
                ]
            )
        done: list[Change] = []
        for result in self.steps:
            if result.step.id == step:
                break
            done += result.changes
        return patched(self.before, done)

    def __repr__(self) -> str:
        """Show the size."""
        return (
            f"Outcome({self.id!r}: {len(self.steps)} steps, {len(self.changes)} changes, {len(self.problems)} problems)"
        )

    def _repr_html_(self) -> str:
        """Show what ended, began and moved in a notebook."""
        return behind("orgmodel.notebook.display", "show_outcome")(self)  # type: ignore[no-any-return]


def _took_effect(result: StepResult, day: str) -> bool:
    effective = result.step.effective
    return effective not in (None, "", "?") and first_day(str(effective)) <= day
