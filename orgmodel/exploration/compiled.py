"""A scenario compiled: parts that have nothing in common, each run once for each of its settings, and put together for each variant.

A *part* is a group of steps that share a parameter, an order, or anything that they read or write (:mod:`~orgmodel.exploration.footprint`).
What a variant comes to is the ground (steps that nothing varies) and what each part adds to it (:mod:`~orgmodel.exploration.together`).
What is no such thing is not compiled, and is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

import numpy as np

from orgmodel.exploration.footprint import Footprint
from orgmodel.exploration.parts import Part, order_of, parts_of, said_of
from orgmodel.exploration.pieces import Law, Order, Piece, footprints, pieces
from orgmodel.exploration.space import NORMS, Space
from orgmodel.exploration.together import Together
from orgmodel.exploration.variants import Asked, Measured, measured, norm_ids
from orgmodel.exploration.workers import each

CHECKED = 8
"""So many of the first variants are run, too; what does not come to the same is not compiled."""
AT_ONCE = 8
"""So many settings of parts one task of a worker runs."""
MOST_SETTINGS = 50_000
"""Of more settings of parts nothing is compiled."""
NEAR = 1e-9


class Compiled:
    """Measure variants of a space by its parts; the same figures as :func:`~orgmodel.exploration.variants.measured` gives.

    ``by_run`` names what cannot be compiled: measures, as ``measure`` or ``measure@scope``, and norms; where there is any, every variant
    is run. ``runs`` counts the variants that were run, for that or since several parts of them are refused.
    """

    def __init__(self, space: Space, asked: Asked, executor: Executor | None = None) -> None:
        """Take a space and what is asked of its variants; ``executor`` runs the parts elsewhere."""
        self.space, self.asked, self.executor = space, asked, executor
        self.columns = asked.columns(space)
        self.by_run: tuple[str, ...] = ()
        self.runs = 0
        self._norm_axes = [at for at, one in enumerate(space.axes) if one.sort == NORMS]
        self.all_parts = parts_of(space)
        self._laws: dict[tuple[Any, ...], _Lawful] = {}
        self._is_held = False

    @property
    def parts(self) -> list[tuple[tuple[str, ...], tuple[str, ...], int]]:
        """List the parts: their steps, what they vary by, and how many ways in which they do something were run."""
        names = [axis.name for axis in self.space.axes]
        return [(tuple(sorted(one.steps)), tuple(names[at] for at in one.axes), len(one.settings)) for one in self.all_parts]  # fmt: skip

    def measured(self, numbers: Sequence[int]) -> Measured:
        """Measure the variants of some numbers."""
        found = self.put_together(numbers)
        return self._run(numbers) if found is None else found

    def put_together(self, numbers: Sequence[int]) -> Measured | None:
        """Measure the variants of some numbers, or None where they must be run: ``by_run`` then says for the sake of what."""
        if not self._is_held:
            self._is_held = True
            self._hold(numbers[:: max(1, len(numbers) // CHECKED)][:CHECKED])
        return self._put_together(numbers)

    def _hold(self, numbers: Sequence[int]) -> None:
        """Hold what is compiled of a few variants against their runs."""
        found = self._put_together(numbers)
        self.runs = 0
        if found is None:
            return
        want = measured(self.space, numbers, self.asked)
        same: list[bool] = np.all(np.isclose(found.figures, want.figures, rtol=NEAR, atol=NEAR, equal_nan=True), axis=0).tolist()  # fmt: skip
        if dict(found.refused) != dict(want.refused):
            same = [False] * len(same)
        self.by_run = tuple(name for name, is_same in zip(self.columns, same, strict=True) if not is_same)

    def _put_together(self, numbers: Sequence[int]) -> Measured | None:
        values = [self.space.values(number) for number in numbers]
        if self.by_run or not self._seen(values):
            return None
        laws: dict[tuple[Any, ...], list[int]] = {}
        for row, one in enumerate(values):
            laws.setdefault(tuple(one[at] for at in self._norm_axes), []).append(row)
        figures = np.full((len(numbers), len(self.columns)), np.nan)
        refused: dict[int, str] = {}
        places = np.array([_places(part, values) for part in self.all_parts if part.axes], np.int64).reshape(-1, len(values))  # fmt: skip
        for law, rows in laws.items():
            together = self._together(law)
            if self.by_run:
                return None
            figures[rows], codes, again = together.rows(places[:, rows])
            refused |= {numbers[rows[at]]: code for at, code in codes.items()}
            if again:  # several parts are refused: which codes come first a run says
                run = self._run([numbers[rows[at]] for at in again])
                figures[[rows[at] for at in again]] = run.figures
                refused |= run.refused
        return Measured(tuple(numbers), figures, refused)

    def _run(self, numbers: Sequence[int]) -> Measured:
        self.runs += len(numbers)
        return measured(self.space, numbers, self.asked)

    # -- which parts there are ---------------------------------------------------------------------------------------

    def _seen(self, values: Sequence[tuple[Any, ...]]) -> bool:
        """Run each part by itself in the settings that are new, and join parts that meet; False where there are too many settings."""
        while True:
            for part in self.all_parts:
                orders = self._new(part, values)
                if sum(len(one.settings) for one in self.all_parts) > MOST_SETTINGS:
                    self.by_run = ("parameters",)
                    return False
                for marks in each(footprints, _chunks(orders), self.executor):
                    part.mark = Footprint.of([part.mark, *marks])
            met = next(((one, other) for at, one in enumerate(self.all_parts) for other in self.all_parts[at + 1 :] if one.mark.meets(other.mark)), None)  # fmt: skip
            if met is None:
                return True
            self.all_parts = [one for one in self.all_parts if one not in met] + [met[0].joined(met[1])]
            self._laws = {}

    def _new(self, part: Part, values: Sequence[tuple[Any, ...]]) -> list[Order]:
        """Note of each variant what a part orders, and give the orders not seen before."""
        found = []
        for one in values:
            key = tuple(one[at] for at in part.axes)
            if key in part.by_values:
                continue
            order = order_of(self.space, part, one)
            said = said_of(order)
            if said not in part.by_order:
                part.settings.append(one)
                part.by_order[said] = len(part.settings)
                found.append(order)
            part.by_values[key] = part.by_order[said]
        return found

    # -- what each comes to ------------------------------------------------------------------------------------------

    def _together(self, law: tuple[Any, ...]) -> Together:
        """Give the parts of one set of parameters of the norms, put together, running with the ground what is new."""
        if law not in self._laws:
            norms = {self.space.axes[at].name: value for at, value in zip(self._norm_axes, law, strict=True)}
            self._laws[law] = _Lawful(self, norms)
        found = self._laws[law].together()
        self.by_run = found.unable
        return found


class _Lawful:
    """What the parts of a compiled scenario come to by one set of parameters of the norms."""

    def __init__(self, owner: Compiled, norms: Mapping[str, Any]) -> None:
        self.owner, self.norms = owner, norms
        self.parts = [one for one in owner.all_parts if one.axes]
        self._steady = frozenset[str]().union(*(one.steps for one in owner.all_parts if not one.axes))
        self._pieces: list[list[Piece]] = [[] for _ in self.parts]
        self._together: Together | None = None
        self._ground, self._cells = self._run([order_of(owner.space, Part(frozenset(), ()), (), self._steady)])

    def together(self) -> Together:
        """Run what is new and put all together."""
        for part, some in zip(self.parts, self._pieces, strict=True):
            new = part.settings[len(some) :]
            if new:
                some += self._run([order_of(self.owner.space, part, one, self._steady) for one in new])[0]
                self._together = None
        if self._together is None:
            parts = [self._ground + some for some in self._pieces]
            owner = self.owner
            self._together = Together(self._cells, parts, self._ground[0], owner.asked, owner.columns, norm_ids(owner.space))  # fmt: skip
        return self._together

    def _run(self, orders: Sequence[Order]) -> tuple[list[Piece], list[Law]]:
        tasks = [(some, self.owner.asked, self.norms) for some in _chunks(orders)]
        found: list[Piece] = []
        laws: list[Law] = []
        for some, of in each(_pieces, tasks, self.owner.executor):
            found += some
            laws = laws or of
        return found, laws


def _places(part: Part, values: Sequence[tuple[Any, ...]]) -> list[int]:
    """Give the number of what a part orders in each variant."""
    return [part.by_values[tuple(one[at] for at in part.axes)] for one in values]


def _pieces(task: tuple[Sequence[Order], Asked, Mapping[str, Any]]) -> tuple[list[Piece], list[Law]]:
    """Run the orders of one task; done by workers."""
    return pieces(*task)


def _chunks(orders: Sequence[Order]) -> list[Sequence[Order]]:
    return [orders[at : at + AT_ONCE] for at in range(0, len(orders), AT_ONCE)]
