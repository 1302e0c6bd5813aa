"""A scenario compiled: parts that have nothing in common, each run once for each of its settings, and put together for each variant.

A *part* is a group of steps that share a parameter, an order, or anything that they read or write (:mod:`~orgmodel.explore.footprint`). What a
variant comes to is the ground (steps that nothing varies) and what each part adds to it: sums are added, means made of added sums, the
greatest is the greatest of the parts. What is no such thing is not compiled, and is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.problems import ProblemsError
from orgmodel.explore.footprint import Footprint
from orgmodel.explore.pieces import ALONE, COUNTED, GREATEST, Law, Order, Piece, pieces
from orgmodel.explore.space import ALTERNATIVES, NORMS, PARAMETERS, STEPS, Space
from orgmodel.explore.variants import FIGURES, NEWLY_BROKEN, Asked, Floats, Measured, measured, norm_ids
from orgmodel.explore.workers import each
from orgmodel.measures.totals import Totals
from orgmodel.norms.finding import NOT_APPLICABLE
from orgmodel.scenario.elements import Step
from orgmodel.scenario.expand import resolved
from orgmodel.scenario.scenario import Scenario

Ints = NDArray[np.int64]
CHECKED = 8
"""So many of the first variants are run, too; what does not come to the same is not compiled."""
AT_ONCE = 16
"""So many settings of parts one task of a worker runs."""
MOST_PIECES = 50_000
"""Of more settings of parts nothing is compiled."""
NEAR = 1e-9
NOTHING = "nothing"
"""What a part orders whose steps do nothing by a setting: it is the ground."""


@dataclass
class _Part:
    """A group of steps and the axes by which they vary; its pieces, by what its steps order."""

    steps: frozenset[str]
    axes: tuple[int, ...]
    pieces: list[Piece] = field(default_factory=list)
    laws: list[Law] = field(default_factory=list)
    by_order: dict[str, int] = field(default_factory=dict)
    by_values: dict[tuple[Any, ...], int] = field(default_factory=dict)
    mark: Footprint = field(default_factory=Footprint)


class Compiled:
    """Measure variants of a space by its parts; the same figures as :func:`~orgmodel.explore.variants.measured` gives.

    ``by_run`` names what cannot be compiled: measures, as ``measure`` or ``measure@scope``, and norms; where there is any, every variant is
    run. ``runs`` counts the variants that were run though all is compiled, since several parts of them are refused.
    """

    def __init__(self, space: Space, asked: Asked, executor: Executor | None = None) -> None:
        """Take a space and what is asked of its variants; ``executor`` runs the parts elsewhere."""
        self.space, self.asked, self.executor = space, asked, executor
        self.columns = asked.columns(space)
        self.by_run: tuple[str, ...] = ()
        self.runs = 0
        self._norm_axes = [at for at, one in enumerate(space.axes) if one.sort == NORMS]
        self._ids = norm_ids(space)
        self._parts = _parts_of(space)
        self._tables: dict[tuple[Any, ...], _Table] = {}
        self._is_held = False

    @property
    def parts(self) -> list[tuple[tuple[str, ...], tuple[str, ...], int]]:
        """List the parts: their steps, what they vary by, and how many ways in which they do something were run."""
        names = [axis.name for axis in self.space.axes]
        tables = list(self._tables.values())
        groups = tables[0].parts if tables else self._parts
        return [
            (tuple(sorted(one.steps)), tuple(names[at] for at in one.axes), len(one.by_order) - 1) for one in groups
        ]

    def measured(self, numbers: Sequence[int]) -> Measured:
        """Measure the variants of some numbers."""
        if not self._is_held and not self.by_run:
            self._hold(numbers[: len(numbers) : max(1, len(numbers) // CHECKED)][:CHECKED])
        return measured(self.space, numbers, self.asked) if self.by_run else self._put_together(numbers)

    def _hold(self, numbers: Sequence[int]) -> None:
        """Hold what is compiled of a few variants against their runs."""
        self._is_held = True
        found = self._put_together(numbers)
        if self.by_run:
            return
        want = measured(self.space, numbers, self.asked)
        same = np.all(np.isclose(found.figures, want.figures, rtol=NEAR, atol=NEAR, equal_nan=True), axis=0).tolist()
        if dict(found.refused) != dict(want.refused):
            same = [False] * len(same)
        self.by_run = tuple(name for name, is_same in zip(self.columns, same, strict=True) if not is_same)

    def _put_together(self, numbers: Sequence[int]) -> Measured:
        values = [self.space.values(number) for number in numbers]
        laws: dict[tuple[Any, ...], list[int]] = {}
        for row, one in enumerate(values):
            laws.setdefault(tuple(one[at] for at in self._norm_axes), []).append(row)
        figures = np.full((len(numbers), len(self.columns)), np.nan)
        refused: dict[int, str] = {}
        for law, rows in laws.items():
            if law not in self._tables:
                norms = {self.space.axes[at].name: value for at, value in zip(self._norm_axes, law, strict=True)}
                self._tables[law] = _Table(self, [_Part(one.steps, one.axes) for one in self._parts], norms)
            found, codes, again = self._tables[law].rows([values[row] for row in rows])
            if self.by_run:
                return measured(self.space, numbers, self.asked)
            figures[rows] = found
            refused |= {numbers[rows[at]]: code for at, code in codes.items()}
            if again:  # several parts are refused: which codes come first a run says
                run = measured(self.space, [numbers[rows[at]] for at in again], self.asked)
                self.runs += len(again)
                figures[[rows[at] for at in again]] = run.figures
                refused |= run.refused
        return Measured(tuple(numbers), figures, refused)


class _Table:
    """The parts of a space under one set of parameters of the norms, with what each setting of them comes to."""

    def __init__(self, owner: Compiled, parts: list[_Part], norms: Mapping[str, Any]) -> None:
        self.owner, self.parts, self.norms = owner, parts, norms
        self.space, self.asked = owner.space, owner.asked
        self._ground: _Part | None = None
        self._stale = True

    def rows(self, values: Sequence[tuple[Any, ...]]) -> tuple[Floats, dict[int, str], list[int]]:
        """Give the figures of variants, the codes of those of which one part is refused, and those of which several are."""
        while True:
            places = np.array([self._places(part, values) for part in self.parts], np.int64).reshape(-1, len(values))
            if self.owner.by_run or not self._merged():
                break
        nothing = np.full((len(values), len(self.owner.columns)), np.nan)
        if self.owner.by_run:
            return nothing, {}, []
        if self._stale:
            self._learn()
            if self.owner.by_run:
                return nothing, {}, []
        bad = np.array([[part.pieces[at].refused != "" for at in row] for part, row in zip(self.parts, places.tolist(), strict=True)])  # fmt: skip
        bad = bad.reshape(len(self.parts), len(values))
        count = bad.sum(axis=0)
        codes = {at: self.parts[(one := int(bad[:, at].argmax()))].pieces[int(places[one, at])].refused for at in np.flatnonzero(count == 1).tolist()}  # fmt: skip
        found = self._figures(places)
        found[count > 0] = np.nan
        return found, codes, np.flatnonzero(count > 1).tolist()

    # -- running the parts -------------------------------------------------------------------------------------------

    def _places(self, part: _Part, values: Sequence[tuple[Any, ...]]) -> list[int]:
        """Give the number of the piece of each variant, running those that are new."""
        keys = [tuple(one[at] for at in part.axes) for one in values]
        orders: list[Order] = []
        if self._ground is None and part.steps:
            self._ground = _Part(frozenset(), ())
            self._places(self._ground, [()])
        if self._ground is not None and part.steps and not part.pieces:
            part.pieces += self._ground.pieces
            part.by_order[NOTHING] = 0
        for key, one in zip(keys, values, strict=True):
            if key in part.by_values:
                continue
            order, said = _order(self.space, part, one)
            if said not in part.by_order:
                part.by_order[said] = len(part.pieces) + len(orders)
                orders.append(order)
            part.by_values[key] = part.by_order[said]
        if orders:
            self._stale = True
            if sum(len(one.pieces) for one in self.parts) + len(orders) > MOST_PIECES:
                self.owner.by_run = ("parameters",)
                return [0] * len(values)
            tasks = [(orders[at : at + AT_ONCE], self.asked, self.norms) for at in range(0, len(orders), AT_ONCE)]
            for some, laws in each(_run, tasks, self.owner.executor):
                part.pieces += some
                part.laws = part.laws or (laws[0] if laws else [])
                part.mark = _together([part.mark, *(one.footprint for one in some)])
        return [part.by_values[key] for key in keys]

    def _merged(self) -> bool:
        """Put parts together that meet in what they read or write; tell whether there were any."""
        for at, one in enumerate(self.parts):
            for other in self.parts[at + 1 :]:
                if one.mark.meets(other.mark):
                    axes = tuple(sorted({*one.axes, *other.axes}))
                    self.parts = [part for part in self.parts if part not in (one, other)]
                    self.parts.insert(at, _Part(one.steps | other.steps, axes))
                    self._stale = True
                    return True
        return False

    # -- putting them together ---------------------------------------------------------------------------------------

    def _learn(self) -> None:
        """See of each cell which parts change it, and lay out what they add."""
        assert self._ground is not None
        (base,) = self._ground.pieces
        laws = self._ground.laws
        if base.refused:
            self.owner.by_run = tuple(self.owner.columns)
            return
        sound = [[one if not one.refused else base for one in part.pieces] for part in self.parts]
        self._figures_of = [np.stack([one.figures for one in some]) for some in sound]
        self._base = base
        differ = np.stack([~_same(figures, base.figures).all(axis=(0, 2)) for figures in self._figures_of]) if sound else np.zeros((0, len(laws)), np.bool_)  # fmt: skip
        for at, some in enumerate(sound):  # what is the same now may be made of other sums
            differ[at] |= [
                any(not _alike(one.sums[cell], base.sums[cell]) for one in some) for cell in range(len(laws))
            ]
        self._alone = [np.flatnonzero(differ[at] & (differ.sum(axis=0) == 1)) for at in range(len(sound))]
        self._shared: list[tuple[int, list[int], list[Ints]]] = []
        unable = []
        self._spans: list[tuple[int, Floats, list[Floats]]] = []
        for cell in base.rows:
            spans = _spans(base, sound, cell)
            if spans is None:
                unable.append(cell)
            else:
                self._spans.append((cell, *spans))
        for cell in np.flatnonzero(differ.sum(axis=0) > 1).tolist():
            if cell in base.rows:
                continue
            touching = np.flatnonzero(differ[:, cell]).tolist()
            if not self._is_able(laws[cell], cell, [sound[at] for at in touching], base):
                unable.append(cell)
                continue
            added = []
            if laws[cell].made is not None:
                added = [np.stack([_sums(one, cell) - _sums(base, cell) for one in sound[at]]) for at in touching]
            self._shared.append((cell, touching, added))
        named = self.owner.columns[:: len(FIGURES)]
        self.owner.by_run = tuple(named[cell] for cell in unable)
        if self.asked.norms:
            self._learn_norms(sound, base)
        self._stale = False

    @staticmethod
    def _is_able(law: Law, cell: int, some: Sequence[Sequence[Piece]], base: Piece) -> bool:
        every = [one for part in some for one in part]
        if law.how == ALONE:
            return False
        if law.how == COUNTED:
            return not any(np.isnan(one.figures[cell, 0]) for one in every)
        if law.how == GREATEST:  # a part that takes the greatest away leaves what nobody here knows of
            return not any(not one.figures[cell, 0] >= base.figures[cell, 0] for one in every)
        return all(one.sums[cell] is not None for one in every)

    def _figures(self, places: Ints) -> Floats:
        count = places.shape[1]
        laws = self._ground.laws if self._ground is not None else []
        found = np.repeat(self._base.figures[None], count, axis=0)
        for part, cells in enumerate(self._alone):
            if len(cells):
                found[:, cells] = self._figures_of[part][places[part]][:, cells]
        for cell, touching, added in self._shared:
            law = laws[cell]
            if added:
                base = self._base.sums[cell]
                assert base is not None
                sums = base + sum(table[places[part]] for part, table in zip(touching, added, strict=True))
                found[:, cell] = _made(law, sums)
                continue
            own = np.stack([self._figures_of[part][places[part], cell] for part in touching])
            ground = self._base.figures[cell]
            if law.how == COUNTED:
                found[:, cell] = ground + (own - ground).sum(axis=0)
            else:
                found[:, cell] = own.max(axis=0)
                found[:, cell, 3] = ground[3] + (own[:, :, 3] - ground[3]).sum(axis=0)
                found[found[:, cell, 3] > 0, cell, 2] = np.nan
        for cell, ground, tables in self._spans:
            each = np.stack([np.tile(ground, (count, 1)), *(table[row] for table, row in zip(tables, places, strict=True))])  # fmt: skip
            best = each[:, :, :3].max(axis=0)
            missing = each[:, :, 3].sum(axis=0)
            given = best[:, 0] >= 0
            best[:, 1] = np.maximum(best[:, 1], 0)
            best[~given] = np.nan
            best[missing > 0, 2] = np.nan
            found[:, cell] = np.hstack([best, missing[:, None]])
        whole = found.reshape(count, -1)
        return np.hstack([whole, self._norms_of(places)]) if self.asked.norms else whole

    # -- norms -------------------------------------------------------------------------------------------------------

    def _learn_norms(self, sound: Sequence[Sequence[Piece]], base: Piece) -> None:
        """Count what each piece breaks beside the ground; a subject about which several parts have a say is not compiled, unless nothing can be said of it."""
        touched: dict[tuple[str, str, int], set[int]] = {}
        for at, some in enumerate(sound):
            for one in some:
                for key in one.judged.keys() | base.judged.keys():
                    if one.judged.get(key) != base.judged.get(key):
                        touched.setdefault(key, set()).add(at)
        unable: dict[str, None] = {}
        for key, parts in touched.items():
            if len(parts) > 1:
                every = [base.judged.get(key), *(one.judged.get(key) for at in parts for one in sound[at])]
                if all(one is None or one.said[0] == NOT_APPLICABLE for one in every):
                    continue
                lacks = [one.lacks if one is not None else frozenset() for one in every]
                if not frozenset.intersection(*lacks):
                    unable[f"fails:{key[0]}"] = None
        self.owner.by_run += tuple(unable)
        place = {id: at for at, id in enumerate(self.owner._ids)}

        def counts(one: Piece) -> Ints:
            told = np.zeros(len(place) + 1, np.int64)
            for (norm, _, _), said in one.judged.items():
                if norm in place:
                    told[place[norm]] += said.broken
                    told[-1] += said.new
            return told

        assert self.owner.columns[-1] == NEWLY_BROKEN
        self._broken = counts(base)
        self._breaks = [np.stack([counts(one) for one in some]) - self._broken for some in sound]

    def _norms_of(self, places: Ints) -> Floats:
        found = np.repeat(self._broken[None], places.shape[1], axis=0)
        for table, row in zip(self._breaks, places, strict=True):
            found = found + table[row]
        return found.astype(np.float64)


def _run(task: tuple[Sequence[Order], Asked, Mapping[str, Any]]) -> tuple[list[Piece], list[list[Law]]]:
    """Run the orders of one task; done by workers."""
    return pieces(*task)


def _together(marks: Sequence[Footprint]) -> Footprint:
    return Footprint(
        frozenset().union(*(one.reads for one in marks)), frozenset().union(*(one.writes for one in marks))
    )


def _same(one: Floats, other: Floats) -> NDArray[np.bool_]:
    return np.asarray((one == other) | (np.isnan(one) & np.isnan(other)))


def _alike(one: Ints | None, other: Ints | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other)


def _sums(one: Piece, cell: int) -> Ints:
    sums = one.sums[cell]
    assert sums is not None
    return sums


def _spans(base: Piece, sound: Sequence[Sequence[Piece]], cell: int) -> tuple[Floats, list[Floats]] | None:
    """Give the greatest span of the superiors whom no part changes, and of those whom each part changes in each of its settings.

    None where several parts change one superior who may have the widest span. What such a one lacks is added part by part.
    """
    ground = base.rows[cell]
    changed: list[set[str]] = []
    for some in sound:
        here = {key for one in some for key in one.rows[cell].keys() | ground.keys() if one.rows[cell].get(key) != ground.get(key)}  # fmt: skip
        changed.append(here)
    every = set().union(*changed)
    shared = {key for key in every if sum(key in one for one in changed) > 1}

    def greatest(rows: Mapping[str, tuple[float, ...]], keys: set[str]) -> Floats:
        found = np.array([-1.0, -1.0, -1.0, 0.0])
        for key in keys & rows.keys():
            found[:3] = np.maximum(found[:3], rows[key][:3])
            found[3] += rows[key][3]
        return found

    rest = greatest(ground, ground.keys() - every)
    rest[3] += sum(ground[key][3] for key in shared if key in ground)
    nothing = (0.0, 0.0, 0.0, 0.0)
    for key in shared:
        own = ground.get(key, nothing)
        most = max(own[2], 0.0)
        for one, some in zip(changed, sound, strict=True):
            if key in one:
                rows = [piece.rows[cell].get(key, nothing) for piece in some]
                most += max(0.0, *(each[2] - max(own[2], 0.0) for each in rows))
        if most > rest[:3].min():
            return None

    def table(mine: set[str], one: Piece) -> Floats:
        found = greatest(one.rows[cell], mine - shared)
        found[3] += sum(one.rows[cell].get(key, nothing)[3] - ground.get(key, nothing)[3] for key in mine & shared)
        return found

    return rest, [np.stack([table(mine, one) for one in some]) for mine, some in zip(changed, sound, strict=True)]


def _made(law: Law, sums: Ints) -> Floats:
    """Make the four figures of a cell for every variant, of what its sums come to."""
    at, parts = 0, []
    for is_total in law.parts:
        parts.append(Totals(*sums[:, at : at + 8].T) if is_total else sums[:, at])
        at += 8 if is_total else 1
    assert law.made is not None
    made = law.made(*parts)
    if not law.form:
        return np.stack([made.value, made.low, made.high, made.missing], axis=1)
    low, high = made.bounds_given(law.form)
    taken = [np.where(given, np.asarray(one, np.float64) / law.scale, np.nan) for one, given in ((made.value, made.given), (made.low, low), (made.high, high))]  # fmt: skip
    return np.stack([*taken, made.missing], axis=1)


def _parts_of(space: Space) -> list[_Part]:
    """Group the steps of a space by what they share: a parameter, an alternative, an order of steps."""
    others = {value for axis in space.axes if axis.sort == ALTERNATIVES for value in axis.values}
    every = [space.scenario, *(one for id, one in space.others.items() if id in others)]
    steps: dict[str, list[Step]] = {}
    for scenario in every:
        for step in scenario.all_steps():
            steps.setdefault(step.id, []).append(step)
    group = {id: id for id in steps}

    def top(id: str) -> str:
        while group[id] != id:
            id = group[id]
        return id

    def join(ids: Sequence[str]) -> None:
        for one in ids[1:]:
            group[top(one)] = top(ids[0])

    named = {id: {name for step in some for name in _names(step.do)} for id, some in steps.items()}
    touches: list[list[str]] = []
    for axis in space.axes:
        if axis.sort == PARAMETERS:
            ids = [id for id, names in named.items() if axis.name in names]
        elif axis.sort == STEPS:
            ids = [axis.name]
        elif axis.sort == ALTERNATIVES:
            wanted = {axis.name, *axis.values}
            there = [part for scenario in every for part in scenario.parts() if part.id in wanted]
            ids = list(dict.fromkeys(step.id for one in there for step in one.all_steps()))
        else:
            ids = []
        touches.append(ids)
        join(ids)
    for id, some in steps.items():
        join([id, *(other for step in some for other in step.after if other in steps)])
    found: dict[str, list[int]] = {top(id): [] for id in steps}
    for at, ids in enumerate(touches):
        if ids:
            found[top(ids[0])].append(at)
    members: dict[str, set[str]] = {}
    for id in steps:
        members.setdefault(top(id), set()).add(id)
    does = {id for id, some in steps.items() if any(step.do for step in some)}
    return [_Part(frozenset(members[name]), tuple(axes)) for name, axes in found.items() if members[name] & does]


def _names(do: Any) -> set[str]:
    """Name the parameters of which the operations of a step say that they depend on them."""
    if isinstance(do, Mapping):
        own = {str(do[key]) for key in ("param", "choose") if key in do}
        return own.union(*(_names(one) for one in do.values()))
    return set().union(*(_names(one) for one in do)) if isinstance(do, list | tuple) else set()


def _order(space: Space, part: _Part, values: tuple[Any, ...]) -> tuple[Order, str]:
    """Give the scenario and settings of one setting of a part, and in a text what its steps order by them."""
    if part.steps:
        held = [axis.values[0] if at not in part.axes else values[at] for at, axis in enumerate(space.axes)]
        variant = space.of(tuple(held))
        scenario, settings = _only(variant.scenario, part.steps), dict(variant.settings)
    else:
        scenario, settings = _only(space.scenario, part.steps), {}
    settings = {name: value for name, value in settings.items() if any(space.axes[at].name == name for at in part.axes)}
    try:
        said = [(step.id, step.effective, resolved(step.do, one.chosen(settings))) for one in scenario.parts() for step in one.steps]  # fmt: skip
    except ProblemsError:  # a value that a parameter cannot take
        return (scenario, settings), repr(sorted(settings.items()))
    return (scenario, settings), repr(said) if any(do for _, _, do in said) or not part.steps else NOTHING


def _only(scenario: Scenario, steps: frozenset[str]) -> Scenario:
    """Give a scenario with these steps alone."""
    return replace(
        scenario,
        included=tuple(_only(one, steps) for one in scenario.included),
        steps=tuple(one for one in scenario.steps if one.id in steps),
        expectations=(),
    )
