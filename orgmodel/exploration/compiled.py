"""A scenario compiled: parts that have nothing in common, each run once for each of its settings, and put together for each variant.

A *part* is a group of steps that share a parameter, an order, or anything that they read or write (:mod:`~orgmodel.exploration.footprint`).
What a variant comes to is the ground (steps that nothing varies) and what each part adds to it (:mod:`~orgmodel.exploration.together`).
What is no such thing is named and read of runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, TypeVar

import numpy as np

from orgmodel.exploration.deviating import DEVIATIONS
from orgmodel.exploration.footprint import Footprint
from orgmodel.exploration.parts import Part, order_of, parts_of, said_of
from orgmodel.exploration.pieces import Law, Order, Piece, footprints, pieces
from orgmodel.exploration.space import NORMS, Ints, Space
from orgmodel.exploration.together import Together
from orgmodel.exploration.variants import FIGURES, NEWLY_BROKEN, Asked, Floats, Measured, measured
from orgmodel.exploration.workers import Hands

CHECKED = 8
"""So many of the first variants are run, too; what does not come to the same is not compiled."""
AT_ONCE = 8
"""So many settings of parts one task of a worker runs."""
BLOCK = 1024
"""So many chunks are looked through at once for settings of parts."""
MOST_SETTINGS = 50_000
"""Of more settings of parts nothing is compiled."""
NEAR = 1e-9
REFUSED, SETTINGS = "refused", "parameters"
"""Why nothing of a scenario can be put together: what is refused is refused otherwise, or its parts have too many settings."""

Thing = TypeVar("Thing")


class Compiled:
    """Measure variants of a space by its parts; the same figures as :func:`~orgmodel.exploration.variants.measured` gives.

    ``by_run`` names what cannot be put together: measures, as ``measure`` or ``measure@scope``, and norms; these alone are read of runs, unless
    not ``is_able``: then nothing can be put together. ``runs`` counts the variants that were run, for that or since several parts of them are refused.
    """

    def __init__(self, space: Space, asked: Asked, hands: Hands | None = None) -> None:
        """Take a space and what is asked of its variants; ``hands`` run the parts elsewhere."""
        self.space, self.asked, self.hands = space, asked, hands or Hands()
        self.columns = asked.columns(space)
        self.by_run: tuple[str, ...] = ()
        self._gave_up = False
        self.runs = 0
        self._norm_axes = [at for at, one in enumerate(space.axes) if one.sort == NORMS]
        self.all_parts = parts_of(space)
        self._laws: dict[tuple[int, ...], _Lawful] = {}
        self._is_held = False

    @property
    def is_able(self) -> bool:
        """Tell whether anything can be put together."""
        return not self._gave_up

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

    def foresee(self, chunks: Sequence[Sequence[int]]) -> None:
        """Run all parts of many variants at once, so that all workers have work, and each is laid out once."""
        blocks = [list(chain.from_iterable(chunks[at : at + BLOCK])) for at in range(0, len(chunks), BLOCK)]
        if self._seen(blocks):
            for law in dict.fromkeys(law for some in blocks for law in self._laws_of(self.space.digits(some))):
                self._together(law)

    def _hold(self, numbers: Sequence[int]) -> None:
        """Hold what is compiled of a few variants against their runs."""
        found = self._put_together(numbers)
        self.runs = 0
        if found is None:
            return
        want = measured(self.space, numbers, self.asked)
        if dict(found.refused) != dict(want.refused):
            self._give_up(REFUSED)
        same = np.isclose(found.figures, want.figures, rtol=NEAR, atol=NEAR, equal_nan=True).all(axis=0)
        self._note_unable(self._cell_of(at) for at in np.flatnonzero(~same).tolist())

    def _put_together(self, numbers: Sequence[int]) -> Measured | None:
        if not self.is_able or not self._seen([numbers]):
            return None
        digits = self.space.digits(numbers)
        figures = np.full((len(numbers), len(self.columns)), np.nan)
        refused: dict[int, str] = {}
        whole: list[int] = []
        places = np.array([_places(part, digits) for part in self.all_parts if part.axes], np.int64).reshape(-1, len(numbers))  # fmt: skip
        for law, rows in self._laws_of(digits).items():
            together = self._together(law)
            if together.is_refused:
                self._give_up(REFUSED)
                return None
            figures[rows], codes, again = together.rows(places[:, rows])
            refused |= {int(rows[at]): code for at, code in codes.items()}
            whole += rows[again].tolist()
        if whole:  # several parts are refused: which codes come first a run says
            self._take(figures, refused, numbers, sorted(whole), self.asked)
        if self.by_run:
            rest = sorted(set(range(len(numbers))) - refused.keys() - set(whole))
            self._take(figures, refused, numbers, rest, _only_asked(self.asked, self.by_run))
        return Measured(tuple(numbers), figures, {numbers[at]: refused[at] for at in sorted(refused)})

    def _take(self, figures: Floats, refused: dict[int, str], numbers: Sequence[int], rows: list[int], asked: Asked) -> None:  # fmt: skip
        """Take what is asked of some variants of their runs."""
        run = self._run([numbers[at] for at in rows], asked)
        place = {name: at for at, name in enumerate(self.columns)}
        figures[np.ix_(rows, [place[name] for name in asked.columns(self.space)])] = run.figures
        refused |= {at: run.refused[numbers[at]] for at in rows if numbers[at] in run.refused}

    def _run(self, numbers: Sequence[int], asked: Asked | None = None) -> Measured:
        self.runs += len(numbers)
        asked = asked or self.asked
        found = list(self.hands.each(_measured, [(self.space, some, asked) for some in _chunks(numbers)]))
        nothing = np.empty((0, len(asked.columns(self.space))))
        figures = np.concatenate([nothing, *(one.figures for one in found)])
        return Measured(tuple(numbers), figures, {at: why for one in found for at, why in one.refused.items()})

    def _cell_of(self, column: int) -> str:
        """Name the measure in its scope, or the norm, that a column is of."""
        of_cells = len(self.asked.cells(self.space)) * len(FIGURES)
        return self.columns[column - column % len(FIGURES) if column < of_cells else column]

    def _note_unable(self, names: Iterable[str]) -> None:
        self.by_run = tuple(dict.fromkeys((*self.by_run, *names)))

    def _give_up(self, why: str) -> None:
        """Put nothing together any more."""
        self._gave_up, self.by_run = True, (why,)

    # -- which parts there are ---------------------------------------------------------------------------------------

    def _laws_of(self, digits: Ints) -> dict[tuple[int, ...], Ints]:
        """Give the rows of each set of parameters of the norms, by the places of their values."""
        firsts, each = _distinct(digits[:, self._norm_axes])
        return {tuple(digits[row, self._norm_axes].tolist()): np.flatnonzero(each == at) for at, row in enumerate(firsts.tolist())}  # fmt: skip

    def _seen(self, chunks: Sequence[Sequence[int]]) -> bool:
        """Run each part by itself in the settings that are new, and join parts that meet; False where there are too many settings."""
        while True:
            orders: list[list[Order]] = [[] for _ in self.all_parts]
            variants = 0
            for some in chunks:
                digits = self.space.digits(some)
                variants += len(some)
                for part, new in zip(self.all_parts, orders, strict=True):
                    new += self._new(part, digits)
                if sum(map(len, orders)) > MOST_SETTINGS:
                    self._give_up(SETTINGS)
                    return False
            tasks = [(at, some) for at, new in enumerate(orders) for some in _chunks(new)]
            marks = self.hands.each(footprints, [some for _, some in tasks])
            for (at, _), found in zip(tasks, marks, strict=True):
                self.all_parts[at].mark = Footprint.of([self.all_parts[at].mark, *found])
            met = next(((one, other) for at, one in enumerate(self.all_parts) for other in self.all_parts[at + 1 :] if one.mark.meets(other.mark)), None)  # fmt: skip
            if met is None:
                return True
            self.all_parts = [one for one in self.all_parts if one not in met] + [met[0].joined(met[1])]
            self._laws = {}

    def _new(self, part: Part, digits: Ints) -> list[Order]:
        """Note of each variant what a part orders, and give the orders not seen before."""
        found = []
        for row in _distinct(digits[:, part.axes])[0].tolist():
            key = tuple(digits[row, part.axes].tolist())
            if key in part.by_digits:
                continue
            one = tuple(axis.values[at] for axis, at in zip(self.space.axes, digits[row].tolist(), strict=True))
            order = order_of(self.space, part, one)
            said = said_of(order)
            if said not in part.by_order:
                part.settings.append(one)
                part.by_order[said] = len(part.settings)
                found.append(order)
            part.by_digits[key] = part.by_order[said]
        return found

    # -- what each comes to ------------------------------------------------------------------------------------------

    def _together(self, law: tuple[int, ...]) -> Together:
        """Give the parts of one set of parameters of the norms, put together, running with the ground what is new."""
        if law not in self._laws:
            axes = [self.space.axes[at] for at in self._norm_axes]
            self._laws[law] = _Lawful(self, {axis.name: axis.values[at] for axis, at in zip(axes, law, strict=True)})
        found = self._laws[law].together()
        self._note_unable(found.unable)
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
        orders = [(at, order_of(self.owner.space, part, one, self._steady)) for at, part in enumerate(self.parts) for one in part.settings[len(self._pieces[at]) :]]  # fmt: skip
        for (at, _), piece in zip(orders, self._run([order for _, order in orders])[0], strict=True):
            self._pieces[at].append(piece)
        if orders or self._together is None:
            parts = [self._ground + some for some in self._pieces]
            owner = self.owner
            self._together = Together(self._cells, parts, self._ground[0], owner.asked, owner.space)  # fmt: skip
        return self._together

    def _run(self, orders: Sequence[Order]) -> tuple[list[Piece], list[Law]]:
        tasks = [(some, self.owner.asked, self.norms) for some in _chunks(orders)]
        found: list[Piece] = []
        laws: list[Law] = []
        for some, of in self.owner.hands.each(_pieces, tasks):
            found += some
            laws = laws or of
        return found, laws


def _distinct(digits: Ints) -> tuple[Ints, Ints]:
    """Give the first row of each kind, and the kind of each row."""
    keys = np.zeros(len(digits), np.int64)
    many = 1
    for column in digits.T:
        most = int(column.max(initial=0)) + 1
        many *= most
        if many > 2**62:
            _, firsts, each = np.unique(digits, axis=0, return_index=True, return_inverse=True)
            return firsts, each.reshape(-1)
        keys = keys * most + column
    _, firsts, each = np.unique(keys, return_index=True, return_inverse=True)
    return firsts, each.reshape(-1)


def _places(part: Part, digits: Ints) -> Ints:
    """Give the number of what a part orders in each variant."""
    firsts, each = _distinct(digits[:, part.axes])
    return np.array([part.by_digits[tuple(one)] for one in digits[firsts][:, part.axes].tolist()], np.int64)[each]


def _only_asked(asked: Asked, names: Sequence[str]) -> Asked:
    """Ask for the least that has some cells and norms in it."""
    cells = [name.partition("@") for name in names]
    measures = tuple(one for one in asked.measures if any(one == measure for measure, _, _ in cells))
    scopes = tuple(one for one in asked.scopes if any(one == (scope or "total") for _, _, scope in cells))
    return Asked(measures, scopes, asked.norms and any(":" in measure or measure in (NEWLY_BROKEN, DEVIATIONS) for measure, _, _ in cells))  # fmt: skip


def _measured(task: tuple[Space, Sequence[int], Asked]) -> Measured:
    """Measure some variants; done by workers."""
    return measured(*task)


def _pieces(task: tuple[Sequence[Order], Asked, Mapping[str, Any]]) -> tuple[list[Piece], list[Law]]:
    """Run the orders of one task; done by workers."""
    return pieces(*task)


def _chunks(things: Sequence[Thing]) -> list[Sequence[Thing]]:
    return [things[at : at + AT_ONCE] for at in range(0, len(things), AT_ONCE)]
