"""The bench on which the operations of a plan are tried, one after the other."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from orgmodel.core.draft import Draft
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.operations.effect import Effect
from orgmodel.operations.perform import perform, perform_at_once
from orgmodel.operations.select import select
from orgmodel.operations.verbs import VERBS
from orgmodel.scenario.expand import expand
from orgmodel.scenario.planned import Done

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Scenario


class Bench:
    """The draft on which the operations of a plan are tried, each on what those before it leave.

    An operation of a step that is not the last to run cannot be tried so: the whole plan is run, and the draft begins
    anew where that leads.
    """

    def __init__(self, scenario: Scenario) -> None:
        """Begin where what the scenario includes leads to."""
        self.parameters = scenario.chosen({})
        self.drafts = 0
        self.start_anew(scenario)

    def start_anew(self, scenario: Scenario) -> None:
        """Begin where a scenario leads to; raises ProblemsError where it does not run."""
        self.scenario = scenario
        self.base: Structure = scenario.baseline
        if scenario.all_steps():
            outcome = replace(scenario, expectations=()).run()  # what is expected of the whole is judged when it runs
            if wrong := errors(outcome.problems):
                raise ProblemsError(wrong)
            self.base = outcome.after
        self.draft = Draft(self.base)
        self.drafts += 1

    def carry_out(self, data: Any, date: str | None) -> Done:
        """Carry out an operation on the draft; raises ProblemsError, with the draft as it was, where it does not go."""
        mark = self.draft.savepoint()
        effects: list[Effect] = []
        for group in expand([data], self.parameters, partial(select, self.draft.base, self.draft)):
            if len(group.operations) == 1:
                effects.append(perform(self.draft, group.operations[0], date))
            else:
                effects += perform_at_once(self.draft, group.operations, date)
        if wrong := errors(one for effect in effects for one in effect.problems):
            self.draft.rollback(mark)
            raise ProblemsError(wrong)
        return replace(self.done(data), effects=tuple(effects), mark=(self.drafts, mark))

    def run_all(self, scenario: Scenario, data: Any) -> Done:
        """Run a plan of which an operation does not stand last, and begin the draft where it leads."""
        self.start_anew(scenario)
        return self.done(data)

    def done(self, data: Any) -> Done:
        """Begin what is said of an operation."""
        verb = next((key for key in data if key in VERBS), "")
        return Done(verb, data, self.scenario.baseline.terms.language, base=self.base)

    def take_back(self, done: Done, scenario: Scenario) -> None:
        """Take back what was done last; ``scenario`` is the plan without it."""
        if done.mark is not None and done.mark[0] == self.drafts:
            self.draft.rollback(done.mark[1])
        else:
            self.start_anew(scenario)
