"""Draws counted block by block, here or by workers: of each value, and each difference between two scenarios, how often it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from orgmodel.exploration.draws import Drawer, Draws
from orgmodel.exploration.forms import Forms
from orgmodel.exploration.over_draws import OverDraws
from orgmodel.exploration.rolled import Rolled
from orgmodel.exploration.tally import Counts, ValueTally, counts_of
from orgmodel.exploration.workers import Hands, Lent

Pair = tuple[int, int]


@dataclass(frozen=True)
class Counted:
    """Hold what came of the draws: tallies of each scenario by key and state, of each two by key, and the sets of parameters of each."""

    tallies: list[list[ValueTally]]
    pairs: dict[Pair, list[ValueTally]]
    sets: list[set[tuple[int, ...]]]


@dataclass(frozen=True)
class _Block:
    """Hold what came of one block of draws."""

    tallies: list[Counts]
    pairs: list[Counts]
    sets: list[frozenset[tuple[int, ...]]]


def counted(compiled: Sequence[OverDraws], draws: Draws, hands: Hands) -> Counted:
    """Count every value over the draws; blocks are put together in their order, so that it is the same whoever does them."""
    keys = len(compiled[0].asked.keys)
    pairs = pairs_of(compiled)
    sums = tuple(one.lent() for one in compiled)
    found = Counted(
        [[ValueTally() for _ in range(3 * keys)] for _ in compiled],
        {pair: [ValueTally() for _ in range(keys)] for pair in pairs},
        [set(one.sets) for one in compiled],
    )
    lent = Lent((sums, draws.drawer))
    for block in hands.each(_count_block, [(lent, part) for part in draws.parts()]):
        for tallies, counts in (
            *zip(found.tallies, block.tallies, strict=True),
            *zip(found.pairs.values(), block.pairs, strict=True),
        ):
            for row, tally in enumerate(tallies):
                tally.count(*counts[row])
        for sets, seen in zip(found.sets, block.sets, strict=True):
            sets |= seen
    return found


def pairs_of(compiled: Sequence[object]) -> list[Pair]:
    """List each two scenarios, the earlier first."""
    return sorted(combinations(range(len(compiled)), 2), key=lambda pair: pair[::-1])


def _count_block(task: tuple[Lent[tuple[tuple[OverDraws | Rolled | Forms, ...], Drawer]], range]) -> _Block:
    """Draw one block and count its values; done by workers."""
    lent, part = task
    sums, drawer = lent.value
    sample = drawer.block(part)
    values = [one.over(sample) for one in sums]
    return _Block(
        [counts_of(one) for one in values],
        [counts_of(values[one][1::3] - values[other][1::3]) for one, other in pairs_of(sums)],
        [one.sets if isinstance(one, OverDraws) else frozenset() for one in sums],
    )
