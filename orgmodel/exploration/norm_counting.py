"""Norms judged over all draws, block by block, here or by workers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from orgmodel.exploration.draws import Draws
from orgmodel.exploration.norm_counts import Key, NormCounts
from orgmodel.exploration.over_draws import OverDraws
from orgmodel.exploration.spread import Ints
from orgmodel.exploration.workers import Hands, Lent
from orgmodel.norms.finding import FAIL, NOT_APPLICABLE
from orgmodel.norms.judged_over_draws import RESULTS, Codes, code_of


def norms_counted(compiled: Sequence[OverDraws], draws: Draws, hands: Hands) -> list[NormCounts]:
    """Count what the compiled norms of scenarios say over the draws; the same whoever does the blocks."""
    found = [NormCounts(fails=tuple({} for _ in one.asked.rules)) for one in compiled]
    if any(one.open_norms - one.run_norms for one in compiled):
        lent = Lent((tuple(compiled), draws))
        for block in hands.each(_judge_block, [(lent, part) for part in draws.parts()]):
            found = [counts + one for counts, one in zip(found, block, strict=True)]
    return found


def _judge_block(task: tuple[Lent[tuple[tuple[OverDraws, ...], Draws]], range]) -> list[NormCounts]:
    """Draw one block and judge it; done by workers."""
    lent, part = task
    compiled, draws = lent.value
    sample = draws.block(part)
    return [_counted(one, sample) for one in compiled]


def _counted(one: OverDraws, sample: Ints) -> NormCounts:
    draws: dict[str, int] = {}
    results: dict[Key, Ints] = {}
    fails: list[dict[Key, Ints]] = [{} for _ in one.asked.rules]
    for id in sorted(one.open_norms - one.run_norms):
        (now, *others), told = one.judged(sample, id)
        draws[id] = int(told.sum())
        for subject, codes in now.items():
            results[id, subject] = np.bincount(codes[told], minlength=len(RESULTS))
        nothing = np.full(len(sample), code_of(NOT_APPLICABLE), np.int8)
        for by, then in zip(fails, others, strict=True):
            for subject in dict.fromkeys((*now, *then)):
                ends: list[Codes] = [each.get(subject, nothing)[told] for each in (now, then)]
                both = [end == code_of(FAIL) for end in ends]
                by[id, subject] = np.bincount(2 * both[0] + both[1], minlength=4)
    return NormCounts(draws, results, tuple(fails))
