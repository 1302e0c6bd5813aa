"""What several scenarios come to as one: the scenario, or the conflicts that stand in the way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from orgmodel.core.arguments import made_by
from orgmodel.core.counting import counted
from orgmodel.core.doors import behind

if TYPE_CHECKING:
    from orgmodel.combination.rebase import Rebase
    from orgmodel.combination.relations import Relation
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome, Scenario


@made_by("orgmodel.combine(scenario, …)")
@dataclass(frozen=True)
class Combination:
    """Hold the one scenario, or None where there are conflicts, and how steps that meet stand to each other.

    Steps that no relation names touch nothing in common. ``any_order`` tells whether the scenarios give the same in
    whatever order they come; ``scenarios`` are those combined, in the order of the turns that intents name; ``rebased`` what became of each scenario's steps where they were carried over to another baseline.
    """

    scenario: Scenario | None
    relations: tuple[Relation, ...]
    any_order: bool = False
    rebased: tuple[Rebase, ...] = ()
    baseline: Structure | None = None
    scenarios: tuple[Scenario, ...] = ()

    @property
    def language(self) -> str:
        """Give the language of the baseline."""
        return "en" if self.baseline is None else self.baseline.terms.language

    @property
    def conflicts(self) -> tuple[Relation, ...]:
        """List the relations that stand in the way."""
        from orgmodel.combination.relations import CONFLICT

        return tuple(one for one in self.relations if one.kind == CONFLICT)

    @cached_property
    def outcome(self) -> Outcome | None:
        """Give the outcome of the one scenario."""
        return None if self.scenario is None else self.scenario.run()

    def __repr__(self) -> str:
        """Show the size."""
        order = ", in any order" if self.any_order and self.scenario and self.scenario.steps else ""
        made = "no scenario" if self.scenario is None else f"{counted(len(self.scenario.steps), 'steps')}{order}"
        return f"Combination({made}, {counted(len(self.conflicts), 'conflicts')})"

    def _repr_html_(self) -> str:
        """Show the steps and the relations in a notebook."""
        return behind("orgmodel.notebook.making", "show_combination")(self)  # type: ignore[no-any-return]
