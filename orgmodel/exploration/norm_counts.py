"""What norms say over all draws, counted: by the rules as they are and by others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from orgmodel.core.frozen import Alike, Frozen, read_only
from orgmodel.exploration.spread import Ints
from orgmodel.norms.finding import NOT_APPLICABLE
from orgmodel.norms.judged_over_draws import RESULTS

Key = tuple[str, str]
"""A norm and its subject."""


@dataclass(frozen=True, eq=False)
class NormCounts(Alike):
    """Count, of each norm about each subject, the draws with each result, and with which of two rules it fails.

    ``draws`` are those of a norm of which anything is told; ``results`` has of each key a count a result; ``fails`` of each set of other rules and
    key the draws in which it fails by neither, by the others alone, by the rules as they are alone, and by both.
    """

    draws: Mapping[str, int] = field(default_factory=dict)
    results: Mapping[Key, Ints] = field(default_factory=dict)
    fails: tuple[Mapping[Key, Ints], ...] = ()

    def __post_init__(self) -> None:
        """Make what is held read-only, the counts themselves too."""
        object.__setattr__(self, "results", _held(self.results))
        object.__setattr__(self, "fails", tuple(map(_held, self.fails)))
        super().__post_init__()

    def chance(self, key: Key, result: str) -> float:
        """Give the share of draws in which a norm says something about a subject; not-a-number where nothing is told of any."""
        if not self.draws[key[0]]:
            return float("nan")
        return float(self.results[key][RESULTS.index(result)] / self.draws[key[0]])

    def __add__(self, other: NormCounts) -> NormCounts:
        """Give what two blocks come to together."""
        whole = {id: self.draws.get(id, 0) + other.draws.get(id, 0) for id in (*self.draws, *other.draws)}
        fails = (_sum(self, other, *pair, 0) for pair in zip(self.fails, other.fails, strict=True))
        results = _sum(self, other, self.results, other.results, RESULTS.index(NOT_APPLICABLE))
        return NormCounts(whole, results, tuple(fails))


def _held(counts: Mapping[Key, Ints]) -> Mapping[Key, Ints]:
    return Frozen({key: read_only(one) for key, one in counts.items()})


def _sum(
    one: NormCounts, other: NormCounts, mine: Mapping[Key, Ints], theirs: Mapping[Key, Ints], absent: int
) -> dict[Key, Ints]:
    """Add counts; of a subject that one block has and another has not, it was ``absent`` there."""
    found = {}
    for key in dict.fromkeys((*mine, *theirs)):
        size = len(mine[key] if key in mine else theirs[key])
        nothing = np.eye(size, dtype=np.int64)[absent]
        sides = ((one, mine), (other, theirs))
        found[key] = sum(
            (counts[key] if key in counts else nothing * block.draws.get(key[0], 0) for block, counts in sides),
            np.zeros(size, dtype=np.int64),
        )
    return found
