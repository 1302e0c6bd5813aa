"""The draws themselves: quasi-random points, block by block, the same for the same seed whoever asks for which part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from orgmodel.core.arguments import not_expected
from orgmodel.core.messages import Message
from orgmodel.exploration.causes import Causes, Sample

BLOCK = 4096
"""So many draws are held at a time; a power of two, so that every block is spread evenly."""


@dataclass(frozen=True)
class Draws:
    """Draw causes so many times: the points of a scrambled Sobol' sequence, of which the first so many are taken.

    The scrambling comes of ``seed`` by a SeedSequence; nothing else chooses. Memory does not grow with the draws.
    """

    causes: Causes
    count: int
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what is no number of draws."""
        given: dict[str, object] = {"draws": self.count, "seed": self.seed}
        for (name, one), least in zip(given.items(), (1, 0), strict=True):
            if not isinstance(one, int) or one < least:
                raise not_expected(name, one, Message.of("a whole number from 1" if least else "a whole number from 0"))

    def blocks(self, most: int | None = None) -> Iterator[Sample]:
        """Give the draws block by block, of the first ``most`` alone where asked."""
        left = self.count if most is None else min(most, self.count)
        if not self.causes.columns:
            yield np.empty((left, 0), dtype=np.int64)
            return
        from scipy.stats import qmc

        chance = np.random.default_rng(np.random.SeedSequence(self.seed))
        sequence = qmc.Sobol(self.causes.dimensions, scramble=True, rng=chance)
        size = min(BLOCK, 1 << max(0, left - 1).bit_length())
        while left > 0:
            yield self.causes.drawn(sequence.random(size)[:left])
            left -= size

    def first(self, most: int) -> Sample:
        """Give the first draws as one array.

        >>> from orgmodel.core.structure import Structure
        >>> from orgmodel.exploration.causes import causes_of
        >>> Draws(causes_of(Structure.of()), 10).first(3).shape
        (3, 0)
        """
        return np.concatenate(list(self.blocks(most)))
