"""Sweeps by several workers beside one: the same figures, in how much less time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import orgmodel
from benchmarks.rows import FULL, TINY, row, seconds
from orgmodel.exploration.space import Space, space_of
from orgmodel.exploration.sweep import chunks_of, swept
from orgmodel.exploration.variants import Asked, asked_of
from orgmodel.exploration.workers import Hands, lent, processes

ROOT = Path(__file__).parents[1]
VARIANTS = {FULL: 512, TINY: 4}
AT_ONCE = {FULL: 32, TINY: 1}


def _figures(space: Space, asked: Asked, size: str, hands: Hands | None) -> NDArray[np.float64]:
    chunks = chunks_of(space.sample(VARIANTS[size], seed=1), AT_ONCE[size])
    found = dict(swept(space, chunks, asked, hands=hands))
    return np.concatenate([found[place].figures for place in range(len(chunks))])


def _two(size: str, hands: Hands, what: str, target: float) -> dict[str, Any]:
    study = orgmodel.read(ROOT / "scenarios" / "ha-tinh-2022")
    assert isinstance(study, orgmodel.Study)
    scenario = study.scenario("conclusion")
    space, asked = space_of(scenario), asked_of(scenario, None)
    _figures(space, asked, TINY, hands)  # the workers have begun, and know the program
    ours, together = seconds(lambda _: _figures(space, asked, size, hands))
    theirs, alone = seconds(lambda _: _figures(space, asked, size, None))
    if not np.array_equal(together, alone, equal_nan=True):
        raise AssertionError(f"{what} come to other figures than one process")
    work = f"{VARIANTS[size]} variants of the Conclusion of Hà Tĩnh measured by {what}"
    return row(work, f"by one (target: {target:g} times)", ours, theirs, "s", target=target, size=size)


def two_processes(size: str) -> dict[str, Any]:
    """Two processes that stand ready, beside the work done here."""
    with processes(2) as hands:
        return _two(size, hands, "two processes", 1.7)


def two_on_a_cluster(size: str) -> dict[str, Any]:
    """Two local workers of dask, beside the work done here."""
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local, Client(local) as client:
        return _two(size, lent(client.get_executor(pure=False)), "two dask workers", 1.5)


ROWS = (two_processes, two_on_a_cluster)
