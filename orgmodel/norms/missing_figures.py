"""Missing figures by unit: found once for a term, named when a finding needs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.estimates import FigureId
from orgmodel.core.tree import Rows
from orgmodel.measures.contributions import Contributions

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


@dataclass(frozen=True)
class MissingFigures:
    """Hold the missing figures of a term in depth-first order of their units, so that those of any subtree are a slice."""

    starts: Rows
    stops: Rows
    positions: Rows
    figures: tuple[FigureId, ...]

    @classmethod
    def of(cls, parts: Sequence[tuple[str, Contributions]], structure: Structure) -> MissingFigures:
        """Collect the missing figures of contributions; beside a field stand rows of which it is unsaid, so that it is missing."""
        tree = structure.tree
        found: list[tuple[int, FigureId]] = []
        for unsaid, figures in parts:
            missing = figures.missing.copy()
            for at, amount in figures.uncertain.items():
                missing[at] = amount.missing > 0
            if unsaid:
                missing |= figures.value > 0
            positions = tree.start[figures.unit]
            for at in np.flatnonzero(missing).tolist():
                name = figures.name(at)
                found.append((int(positions[at]), name._replace(field=unsaid) if unsaid else name))
        found.sort(key=lambda one: (one[0], str(one[1])))
        return cls(
            tree.start,
            tree.stop,
            np.array([position for position, _ in found], dtype=np.int64),
            tuple(name for _, name in found),
        )

    def names(self, row: int, *, below: bool = False) -> tuple[FigureId, ...]:
        """Name the missing figures of a unit, or of it with all below."""
        start = int(self.starts[row])
        first, last = np.searchsorted(self.positions, [start, int(self.stops[row]) if below else start + 1])
        return self.figures[first:last]
