"""The draws themselves: quasi-random points, block by block, the same for the same seed whoever asks for which part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np

from orgmodel.core.arguments import not_expected
from orgmodel.core.messages import Message
from orgmodel.exploration.causes import Causes
from orgmodel.exploration.from_points import FromPoints, Sample
from orgmodel.exploration.spread import Floats

BLOCK = 1024
"""So many draws are held at a time; a power of two, so that every block is spread evenly."""


class _Points:
    """The points of a scrambled Sobol' sequence from any place on; those that follow each other are not counted anew."""

    def __init__(self, dimensions: int, seed: int) -> None:
        from scipy.stats import qmc

        self._sequence = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(np.random.SeedSequence(seed)))
        self._following = 0
        self._lock = Lock()  # threads of one executor share the draws

    def __getstate__(self) -> tuple[Any, int]:
        """Send the sequence: to make it takes longer."""
        return self._sequence, self._following

    def __setstate__(self, state: tuple[Any, int]) -> None:
        """Go on with a sequence that was sent."""
        (self._sequence, self._following), self._lock = state, Lock()

    def at(self, part: range) -> Floats:
        """Give the points of a part: (draws, dimensions)."""
        size = min(BLOCK, 1 << max(0, len(part) - 1).bit_length())
        with self._lock:
            if part.start < self._following:
                self._sequence.reset()
                self._following = 0
            if part.start > self._following:
                self._sequence.fast_forward(part.start - self._following)
            self._following = part.start + size
            return np.asarray(self._sequence.random(size)[: len(part)])


def spread_evenly(dimensions: int, count: int, seed: int) -> Floats:
    """Give the first points of a scrambled Sobol' sequence: (count, dimensions), from 0 to 1."""
    from scipy.stats import qmc

    chance = np.random.default_rng(np.random.SeedSequence(seed))
    return np.asarray(qmc.Sobol(dimensions, scramble=True, rng=chance).random(count))


@dataclass(frozen=True, slots=True, eq=False)
class Drawer:
    """Draw any part of the draws; of nothing that is drawn there are no points."""

    _columns: FromPoints
    _points: _Points | None

    def block(self, part: range) -> Sample:
        """Give the draws of one part, in the narrowest type."""
        points = np.empty((len(part), 0)) if self._points is None else self._points.at(part)
        return self._columns.drawn(points)


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

    def parts(self, most: int | None = None) -> list[range]:
        """Give which draws are in each block, of the first ``most`` alone where asked."""
        count = self.count if most is None else min(most, self.count)
        if not self.causes.columns:
            return [range(count)]
        return [range(at, min(at + BLOCK, count)) for at in range(0, count, BLOCK)]

    def block(self, part: range) -> Sample:
        """Give the draws of one part."""
        return self.drawer.block(part).astype(np.int64)

    @cached_property
    def drawer(self) -> Drawer:
        """Give what draws any part: light enough to be sent to workers."""
        return Drawer(
            self.causes.from_points, _Points(self.causes.dimensions, self.seed) if self.causes.columns else None
        )

    def blocks(self, most: int | None = None) -> Iterator[Sample]:
        """Give the draws block by block, of the first ``most`` alone where asked."""
        return map(self.block, self.parts(most))

    def first(self, most: int) -> Sample:
        """Give the first draws as one array.

        >>> from orgmodel.core.structure import Structure
        >>> from orgmodel.exploration.causes import causes_of
        >>> Draws(causes_of(Structure.of()), 10).first(3).shape
        (3, 0)
        """
        return np.concatenate(list(self.blocks(most)))
