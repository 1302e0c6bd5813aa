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
"""So many draws are held at a time at the most; a power of two, so that every block is spread evenly."""
MOST_NUMBERS = 12_000_000
"""So many numbers are held at a time, a hundred megabytes: of very many figures fewer draws."""


def block_size(dimensions: int) -> int:
    """Say how many draws are held at a time: a power of two.

    >>> block_size(5), block_size(100_000)
    (1024, 64)
    """
    room = max(1, MOST_NUMBERS // max(1, dimensions))
    return min(BLOCK, 1 << (room.bit_length() - 1))


class _Points:
    """The points of a scrambled Sobol' sequence from any place on; those that follow each other are not counted anew.

    Of more dimensions than the sequence has the others are plain chance, of a seed of its own for each block.
    """

    def __init__(self, dimensions: int, seed: int) -> None:
        from scipy.stats import qmc

        even = min(dimensions, qmc.Sobol.MAXDIM)
        self._sequence = qmc.Sobol(even, scramble=True, rng=np.random.default_rng(np.random.SeedSequence(seed)))
        self._seed, self._others = seed, dimensions - even
        self._most = block_size(dimensions)
        self._following = 0
        self._lock = Lock()  # threads of one executor share the draws

    def __eq__(self, other: object) -> bool:
        """Equal the points of as many dimensions by the same seed, wherever either has come to."""
        if not isinstance(other, _Points):
            return NotImplemented
        return (self._seed, self._sequence.d, self._others) == (other._seed, other._sequence.d, other._others)

    __hash__ = None  # type: ignore[assignment]

    def __getstate__(self) -> dict[str, Any]:
        """Send the sequence: to make it takes longer."""
        return {name: value for name, value in self.__dict__.items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Go on with a sequence that was sent."""
        self.__dict__.update(state, _lock=Lock())

    def at(self, part: range) -> Floats:
        """Give the points of a part: (draws, dimensions)."""
        size = min(self._most, 1 << max(0, len(part) - 1).bit_length())
        points = self._even(part.start, size)
        if self._others:
            chance = np.random.default_rng(np.random.SeedSequence(self._seed, spawn_key=(1, part.start)))
            points = np.concatenate([points, chance.random((size, self._others))], axis=1)
        return points[: len(part)]

    def _even(self, start: int, size: int) -> Floats:
        with self._lock:
            if start < self._following:
                self._sequence.reset()
                self._following = 0
            if start > self._following:
                self._sequence.fast_forward(start - self._following)
            self._following = start + size
            return np.asarray(self._sequence.random(size))


def spread_evenly(dimensions: int, count: int, seed: int) -> Floats:
    """Give the first points of a scrambled Sobol' sequence: (count, dimensions), from 0 to 1."""
    points, size = _Points(dimensions, seed), block_size(dimensions)
    return np.concatenate([points.at(range(at, min(at + size, count))) for at in range(0, count, size)])


@dataclass(frozen=True, slots=True)
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
        size = block_size(self.causes.dimensions)
        return [range(at, min(at + size, count)) for at in range(0, count, size)]

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
