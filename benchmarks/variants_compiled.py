"""Variants of a scenario put together of parts beside running each: the same figures, in how much less time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

import orgmodel
from benchmarks.rows import FULL, TINY, row, seconds
from orgmodel.exploration.compiled import Compiled
from orgmodel.exploration.space import space_of
from orgmodel.exploration.sweep import CHUNK, TOGETHER
from orgmodel.exploration.variants import asked_of, measured
from orgmodel.exploration.workers import processes

ROOT = Path(__file__).parents[1]
SCOPES = {FULL: ("total", "block:government", "area:duc-tho"), TINY: ("total",)}
VARIANTS = {FULL: 65_536, TINY: 2}
WORKERS = {FULL: 2, TINY: 1}
RUN = {FULL: 32, TINY: 2}
GRID = {FULL: None, TINY: {"gov_head": ["from_deputy", "new"]}}
"""Everything that the Conclusion leaves open; at tiny size one choice of it."""


def put_together(size: str) -> list[dict[str, Any]]:
    """Give two rows: with the parts run in the time, and once they are there."""
    study = orgmodel.read(ROOT / "scenarios" / "ha-tinh-2022")
    assert isinstance(study, orgmodel.Study)
    space = space_of(study.scenario("conclusion"), GRID[size])
    asked = asked_of(space.scenario, None, SCOPES[size], norms=True)
    numbers = space.sample(VARIANTS[size], seed=1)
    several = [numbers[at : at + CHUNK * TOGETHER] for at in range(0, len(numbers), CHUNK * TOGETHER)]
    with processes(WORKERS[size]) as hands:  # they begin in the time, too
        compiled = Compiled(space, asked, hands)

        def all_of_them(_: Any) -> list[Any]:
            compiled.foresee(several)
            return [compiled.measured(some) for some in several]

        first, made = seconds(all_of_them)
    again, made = seconds(all_of_them)
    some = numbers[:: max(1, len(numbers) // RUN[size])][: RUN[size]]
    each, want = seconds(lambda _: measured(space, some, asked))
    if compiled.by_run or compiled.runs:
        raise AssertionError(f"variants were run: {compiled.runs}, for the sake of {compiled.by_run}")
    found = np.concatenate([one.figures for one in made])[np.searchsorted(numbers, some)]
    if not np.allclose(found, want.figures, rtol=1e-9, atol=1e-9, equal_nan=True):
        raise AssertionError("variants that are put together come to other figures than their runs")
    count = len(numbers)
    work = f"a variant of the Conclusion of Hà Tĩnh, {len(asked.columns(space)):,} figures of measures in {len(SCOPES[size])} scopes and norms"
    peer = f"running each ({len(some)} of them)"
    return [
        row(f"{work}: of {count:,}, the parts run by two workers in the time ({count / first:,.0f} a second)", peer, first / count, each / len(some), "s", target=100, size=size),
        row(f"{work}: once the parts are there ({count / again:,.0f} a second)", peer, again / count, each / len(some), "s", target=100, size=size),
    ]  # fmt: skip


ROWS = (put_together,)
