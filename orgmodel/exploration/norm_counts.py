"""What norms say over all draws, counted: by the rules as they are and by others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from orgmodel.exploration.spread import Ints
from orgmodel.norms.finding import NOT_APPLICABLE
from orgmodel.norms.judged_over_draws import RESULTS

Key = tuple[str, str]
"""A norm and its subject."""


@dataclass(eq=False)
class NormCounts:
    """Count, of each norm about each subject, the draws with each result, and with which of two rules it fails.

    ``draws`` are those of a norm of which anything is told; ``results`` has of each key a count a result; ``fails`` of each set of other rules and
    key the draws in which it fails by neither, by the others alone, by the rules as they are alone, and by both.
    """

    draws: dict[str, int] = field(default_factory=dict)
    results: dict[Key, Ints] = field(default_factory=dict)
    fails: tuple[dict[Key, Ints], ...] = ()

    def chance(self, key: Key, result: str) -> float:
        """Give the share of draws in which a norm says something about a subject; not-a-number where nothing is told of any."""
        if not self.draws[key[0]]:
            return float("nan")
        return float(self.results[key][RESULTS.index(result)] / self.draws[key[0]])

    def add(self, other: NormCounts) -> None:
        """Add what another block came to."""
        for id, many in other.draws.items():
            fewer = self.draws.get(id, 0)
            _add(self.results, other.results, id, fewer, many, RESULTS.index(NOT_APPLICABLE))
            for mine, theirs in zip(self.fails, other.fails, strict=True):
                _add(mine, theirs, id, fewer, many, 0)
            self.draws[id] = fewer + many


def _add(mine: dict[Key, Ints], theirs: Mapping[Key, Ints], id: str, fewer: int, many: int, absent: int) -> None:
    """Add the counts of one norm; of a subject that one block has and another has not, it was ``absent`` there."""
    keys = {one: None for one in (*mine, *theirs) if one[0] == id}
    for key in keys:
        size = len(mine[key] if key in mine else theirs[key])
        nothing = np.eye(size, dtype=np.int64)[absent]
        mine[key] = mine.get(key, nothing * fewer) + theirs.get(key, nothing * many)
