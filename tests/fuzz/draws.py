"""Drawing at random from a seed: the same seed and number give the same case, whatever ran before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")


class Draw:
    """Draw one case: ``seed`` is of the run, ``number`` of the case, ``name`` of the fuzzer."""

    def __init__(self, seed: int, name: str, number: int) -> None:
        words = np.frombuffer(name.encode().ljust(32, b"\0")[:32], dtype=np.uint32)
        self.generator = np.random.default_rng([seed, number, *map(int, words)])

    def below(self, end: int) -> int:
        """Draw a whole number from 0 to less than ``end``."""
        return int(self.generator.integers(end)) if end > 1 else 0

    def pick(self, items: Sequence[Item]) -> Item:
        """Draw one of some things."""
        return items[self.below(len(items))]

    def one_in(self, count: int) -> bool:
        """Draw yes once in so many times."""
        return self.below(count) == 0
