"""Missing figures by unit: found once for a term, named when a finding needs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.tree import Rows
from orgmodel.measures.contributions import Contributions

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


@dataclass(frozen=True)
class Gaps:
    """Hold the missing figures of a term in depth-first order of their units, so that those of any subtree are a slice."""

    starts: Rows
    stops: Rows
    places: Rows
    figures: tuple[tuple[Contributions, int, bool], ...]

    @classmethod
    def of(cls, parts: Sequence[tuple[Contributions, bool]], structure: Structure) -> Gaps:
        """Collect the gaps of contributions; a part marked True has rows of unknown rank, of which any figure is a gap."""
        tree = structure.tree
        found: list[tuple[int, Contributions, int, bool]] = []
        for figures, unknown_rank in parts:
            gaps = figures.missing.copy()
            for at, amount in figures.uncertain.items():
                gaps[at] = amount.missing > 0
            if unknown_rank:
                gaps |= figures.value > 0
            found += [
                (int(tree.start[figures.unit[at]]), figures, at, unknown_rank) for at in np.flatnonzero(gaps).tolist()
            ]
        found.sort(key=lambda one: one[0])
        places = np.array([one[0] for one in found], dtype=np.int64)
        return cls(tree.start, tree.stop, places, tuple(one[1:] for one in found))

    def names(self, row: int, *, below: bool = False) -> list[str]:
        """Name the gaps of a unit, or of it with all below."""
        start = int(self.starts[row])
        first, last = np.searchsorted(self.places, [start, int(self.stops[row]) if below else start + 1])
        return [
            figures.name(at).rsplit(":", 1)[0] + ":rank" if unknown_rank else figures.name(at)
            for figures, at, unknown_rank in self.figures[first:last]
        ]
