"""The proposal's place: where its figures stand among those of all variants that may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.vocabulary import Vocabulary
from orgmodel.exploration.deviating import DEVIATIONS
from orgmodel.exploration.space import Space
from orgmodel.exploration.variants import FIGURES, Asked, measured
from orgmodel.measures.catalogue import measure_of

Floats = NDArray[np.float64]


class Place(NamedTuple):
    """One figure of a proposal among those of the variants; None where it is not known.

    `own` is "at least" where figures are missing of it. `lower` and `equal` are shares from 0 to 1 of the `variants` in
    which the figure is known.
    """

    scope: str
    measure: str
    own: float | None
    lowest: float | None
    median: float | None
    highest: float | None
    missing: int
    lower: float | None
    equal: float | None
    variants: int


def is_at_least(one: Place, terms: Vocabulary) -> bool:
    """Tell whether the own figure is what it is at least, since figures are missing of it."""
    if one.measure == DEVIATIONS:
        return one.missing > 0
    return measure_of(one.measure, terms).is_least(one.missing)


@dataclass(frozen=True)
class Placing:
    """The places of a proposal's figures among `lawful` variants; so many more are `refused`, or break a norm that was kept before.

    `breaking` is None where norms were not judged.
    `own_refused` are the codes of why the proposal itself cannot be carried out, so that its own figures are not known; empty where it can.
    """

    rows: tuple[Place, ...]
    lawful: int
    refused: int
    breaking: int | None = None
    own_refused: str = ""
    own_breaking: int | None = None
    """How many norms the proposal itself breaks anew, or may: it is then none of the variants among which it is placed; None as `breaking`."""


class Tally:
    """Values of one figure and how often each came, added chunk by chunk: memory grows with the values, not the variants."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._counts: dict[float, int] = {}

    def add(self, values: Floats) -> None:
        """Count values; NaN is not known and not counted."""
        found, counts = np.unique(values[~np.isnan(values)], return_counts=True)
        for value, count in zip(found.tolist(), counts.tolist(), strict=True):
            self._counts[value] = self._counts.get(value, 0) + count

    def place(self, own: float, *, scope: str = "total", measure: str = "", missing: int = 0) -> Place:
        """Give where a value stands among what was counted.

        >>> tally = Tally()
        >>> tally.add(np.array([3.0, 5.0, 5.0, 9.0, np.nan]))
        >>> tally.place(5.0)[2:]
        (5.0, 3.0, 5.0, 9.0, 0, 0.25, 0.5, 4)
        """
        is_known = own == own
        known = sum(self._counts.values())
        told = (scope, measure, own if is_known else None)
        if not known:
            return Place(*told, None, None, None, missing, None, None, 0)
        values = np.array(sorted(self._counts))
        counts = np.array([self._counts[value] for value in values.tolist()])
        middle = values[np.searchsorted(np.cumsum(counts), [(known + 1) // 2, known // 2 + 1])].mean()
        lower = float(counts[values < own].sum() / known) if is_known else None
        equal = float(counts[values == own].sum() / known) if is_known else None
        return Place(*told, float(values[0]), float(middle), float(values[-1]), missing, lower, equal, known)


def placed(space: Space, chunks: Iterable[tuple[Sequence[int], Floats, Mapping[int, str]]], asked: Asked) -> Placing:
    """Say where the scenario as its file has it stands among variants: not refused and, where judged, breaking no norm anew.

    `chunks` gives the numbers of variants, their figures, and why some are refused.
    """
    itself = measured(Space(space.scenario, ()), [0], asked)
    own = itself.figures[0]
    pairs = asked.cells(space)
    tallies = [Tally() for _ in pairs]
    lawful = refused = carried_out = 0
    for numbers, figures, gone in chunks:
        refused += len(gone)
        may = np.array([one not in gone for one in numbers], np.bool_)
        carried_out += int(may.sum())
        if asked.norms:
            may &= figures[:, -1] == 0  # newly broken
        lawful += int(may.sum())
        for at, tally in enumerate(tallies):
            tally.add(figures[may, at * len(FIGURES)])
    rows = []
    for at, ((scope, measure), tally) in enumerate(zip(pairs, tallies, strict=True)):
        best, _, _, missing = own[at * len(FIGURES) : (at + 1) * len(FIGURES)].tolist()
        rows.append(tally.place(best, scope=scope, measure=measure, missing=0 if missing != missing else int(missing)))
    rows.sort(key=lambda row: asked.scopes.index(row.scope))
    breaking = carried_out - lawful if asked.norms else None
    anew = int(own[-1]) if asked.norms and own[-1] == own[-1] else None
    return Placing(tuple(rows), lawful, refused, breaking, itself.refused.get(0, ""), anew)
