"""What changed between two structures, put together: matched, inferred, and what the later one leaves unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from orgmodel.core.arguments import made_by
from orgmodel.core.counting import counted
from orgmodel.core.doors import behind

if TYPE_CHECKING:
    from orgmodel.core.change import Change
    from orgmodel.core.structure import Structure
    from orgmodel.inference.infer import Inference
    from orgmodel.inference.matching import Matching
    from orgmodel.scenario.scenario import Scenario


@made_by("orgmodel.diff(before, after)")
@dataclass(frozen=True)
class Difference:
    """Hold two structures, which unit is which, and the operations that lead from the one to the other.

    ``later`` is the later structure in the ids of the earlier one, as it was given.
    """

    before: Structure
    later: Structure
    matching: Matching
    inference: Inference

    @property
    def scenario(self) -> Scenario:
        """Give the scenario that leads from the one to the other."""
        return self.inference.scenario

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """List the records that differ."""
        from orgmodel.core.change import diff as changes_between

        return changes_between(self.before, self.inference.target)

    @cached_property
    def unsaid(self) -> tuple[Change, ...]:
        """List what the later structure left unsaid, as it was taken."""
        from orgmodel.core.change import diff as changes_between

        return changes_between(self.later, self.inference.target)

    @property
    def corrections(self) -> tuple[Change, ...]:
        """List what the scenario does not lead to; none where it leads exactly to the later structure."""
        return self.inference.corrections

    def __repr__(self) -> str:
        """Show the operations found and how many records differ."""
        verbs = ", ".join(f"{count} {verb}" for verb, count in self.inference.verbs.items()) or "no operation"
        differ = f"{counted(len(self.changes), 'records')} {'differs' if len(self.changes) == 1 else 'differ'}"
        return f"Difference({verbs}; {differ})"

    def _repr_html_(self) -> str:
        """Show the operations found in a notebook."""
        return behind("orgmodel.notebook.making", "show_difference")(self)  # type: ignore[no-any-return]


def difference(
    before: Structure, after: Structure, *, by: Sequence[str] = (), id: str = "inferred", language: str = ""
) -> Difference:
    """Say what changed, and the shortest scenario found that leads there; ``by`` says how units are matched.

    The steps say why and how sure they are in a ``language``, the study's own where none is asked for.

    Raises ProblemsError for a key that there is not (see :data:`orgmodel.inference.matching.KEYS`).

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> found = difference(Structure.of([Unit("a"), Unit("b")]), Structure.of([Unit("a")]))
    >>> found.inference.verbs, found.corrections, [change.table for change in found.unsaid]
    ({'dissolve': 1}, (), ['ended'])
    """
    from orgmodel.inference.alternatives import best_attempt
    from orgmodel.inference.infer import with_matching
    from orgmodel.inference.matching import namesakes

    best, verbs = best_attempt(before, after, by or ("id",), id=id, language=language)
    matching = best.matching
    matching = replace(matching, ambiguous=(*matching.ambiguous, *namesakes(matching, before, after)))
    return Difference(before, best.later, matching, with_matching(best.found, matching, language, verbs))
