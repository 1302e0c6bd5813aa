"""Cases of a comparison: each outcome under the one label that every table, form, finding and picture uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from orgmodel.comparison.lines import LineChange, compare_lines
from orgmodel.comparison.moves import Followed, follow
from orgmodel.comparison.moving import Moving
from orgmodel.core.problems import errors
from orgmodel.measures.differences import Differences
from orgmodel.measures.meter import Meter

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.outcome import Outcome


@dataclass(frozen=True, eq=False)
class Case:
    """Hold one outcome of a comparison, its label, and what tells it apart from the state before.

    ``label`` is unique in the comparison and stands in the ``scenario`` column of every table. ``differences`` reads
    measures on both sides; the other readings are made when first asked for.
    """

    label: str
    outcome: Outcome
    differences: Differences
    named_alike: bool = False

    @property
    def before(self) -> Structure:
        """Give the structure before."""
        return self.outcome.before

    @property
    def after(self) -> Structure:
        """Give the structure after."""
        return self.outcome.after

    @property
    def is_refused(self) -> bool:
        """Tell whether an operation could not be carried out, so that the state after is not what was proposed."""
        return any(errors(result.problems) for result in self.outcome.steps)

    def name(self, language: str) -> str:
        """Give the scenario's title, with the label in brackets where another case bears the same title."""
        title = self.outcome.scenario.name(language)
        return f"{title} [{self.label}]" if self.named_alike and title != self.label else title

    @cached_property
    def followed(self) -> list[Followed]:
        """Follow the posts from before to after."""
        flows = (entry.flow for entry in self.outcome.ledger)
        return follow(self.before, self.after, changes=self.outcome.changes, flows=flows)

    @cached_property
    def lines(self) -> list[LineChange]:
        """Compare the lines before and after."""
        return compare_lines(self.before, self.after)

    @cached_property
    def moving(self) -> Moving:
        """Read the measures that need both structures."""
        return Moving(self.differences.before, self.differences.after, self.followed, self.lines)


def cases_of(outcomes: Sequence[Outcome]) -> tuple[Case, ...]:
    """Make the cases of outcomes: labels that are unique, and one metered state before for those that share it.

    >>> from orgmodel.core.structure import Structure
    >>> from orgmodel.scenario.scenario import Scenario
    >>> plan = Scenario("plan", Structure.of()).run()
    >>> [one.label for one in cases_of([plan, plan])]
    ['plan', 'plan#2']
    """
    meters: dict[int, Meter] = {}
    titles = Counter((one.scenario.title or one.scenario.id) for one in outcomes)
    cases = []
    for label, one in zip(labels_of(outcomes), outcomes, strict=True):
        before = meters.setdefault(id(one.before), Meter(one.before, expected=one.before))
        after = Meter(one.after, one.before, expected=one.before) if one.changes else before
        alike = titles[one.scenario.title or one.scenario.id] > 1
        cases.append(Case(label, one, Differences(before, after), alike))
    return tuple(cases)


def labels_of(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Name outcomes: by the scenario's id; where several share it, by the study, then by the parameters that differ.

    What still cannot be told apart is numbered in the order given, so that no two labels are the same.
    """
    ids = [one.id for one in outcomes]
    labels: list[str] = []
    for one in outcomes:
        alike = [other for other in outcomes if other.id == one.id]
        label = one.id
        if len({_study(other) for other in alike}) > 1:
            label = f"{_study(one)}/{label}"
            alike = [other for other in alike if _study(other) == _study(one)]
        own = [
            f"{name}={value}"
            for name, value in sorted(one.parameters.items())
            if any(other.parameters.get(name) != value for other in alike)
        ]
        label = f"{label}[{','.join(own)}]" if own else label
        number = 2
        free = label
        while free in labels or (free != one.id and free in ids):
            free, number = f"{label}#{number}", number + 1
        labels.append(free)
    return tuple(labels)


def _study(outcome: Outcome) -> str:
    study = outcome.scenario.study
    return "" if study is None else study.id
