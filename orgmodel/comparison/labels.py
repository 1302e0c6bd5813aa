"""Names of outcomes in the tables of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgmodel.scenario.outcome import Outcome


def labels_of(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Name outcomes: by the scenario's id, and where two share it by the parameters that tell them apart."""
    ids = [one.id for one in outcomes]
    labels: list[str] = []
    for one in outcomes:
        alike = [other for other in outcomes if other.id == one.id]
        label = one.id
        if len(alike) > 1:
            own = [
                f"{name}={value}"
                for name, value in sorted(one.parameters.items())
                if any(other.parameters.get(name) != value for other in alike)
            ]
            label = f"{one.id}[{','.join(own)}]" if own else one.id
        number = 2
        free = label
        while free in labels or (free != one.id and free in ids):
            free, number = f"{label}#{number}", number + 1
        labels.append(free)
    return tuple(labels)
