"""Parts that have nothing in common put together: sums are added, means made of added sums, the greatest is the greatest of the parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from orgmodel.exploration.deviating import Deviating, casts_of, pack_of, told_of
from orgmodel.exploration.pieces import ALONE, COUNTED, GREATEST, Law, Piece
from orgmodel.exploration.space import Space
from orgmodel.exploration.variants import FIGURES, NEWLY_BROKEN, Asked, Floats, norm_ids
from orgmodel.exploration.widest import Widest
from orgmodel.measures.totals import Totals
from orgmodel.norms.finding import NOT_APPLICABLE

Ints = NDArray[np.int64]


class Together:
    """Figures of variants, each by the number of what each part does in it; ``unable`` names the cells that cannot be told so.

    ``parts`` holds of each part what the ground comes to, then what the ground comes to with each thing that it does.
    """

    def __init__(self, laws: Sequence[Law], parts: Sequence[Sequence[Piece]], base: Piece, asked: Asked, space: Space) -> None:  # fmt: skip
        """See of each cell which parts change it, and lay out what they add."""
        self._laws, self._parts, self._base, self._is_judged = tuple(laws), tuple(parts), base, asked.norms
        columns = asked.columns(space)
        self.unable: tuple[str, ...] = ()
        self.is_refused = base.refused != ""
        if self.is_refused:
            return
        self._bad = [np.array([one.refused != "" for one in part]) for part in parts]
        sound = [[one if not one.refused else base for one in part] for part in parts]
        self._figures_of = [np.stack([one.figures for one in some]) for some in sound]
        differ = np.zeros((len(sound), len(laws)), np.bool_)
        for at, some in enumerate(sound):  # what is the same now may be made of other sums
            differ[at] = ~_same(self._figures_of[at], base.figures).all(axis=(0, 2))
            differ[at] |= [
                any(not _alike(one.sums[cell], base.sums[cell]) for one in some) for cell in range(len(laws))
            ]
        alone = [np.flatnonzero(row & (differ.sum(axis=0) == 1)) for row in differ]
        self._alone = [
            (cells, np.ascontiguousarray(of[:, cells])) for cells, of in zip(alone, self._figures_of, strict=True)
        ]
        self._shared: list[tuple[int, list[int]]] = []
        self._widest = {cell: Widest.of(base, sound, cell) for cell in base.rows}
        unable = []
        for cell in np.flatnonzero(differ.sum(axis=0) > 1).tolist():
            touching = np.flatnonzero(differ[:, cell]).tolist()
            if cell in self._widest:
                continue
            if _is_able(laws[cell], cell, [sound[at] for at in touching], base):
                self._shared.append((cell, touching))
            else:
                unable.append(cell)
        self._lay_out_sums(sound)
        self.unable = tuple(columns[cell * len(FIGURES)] for cell in unable)
        if self._is_judged:
            cells = asked.cells(space)
            self._learn_deviations(sound, space, [scope for scope, _ in cells[len(laws) :]])
            self._learn_norms(sound, columns, norm_ids(space))
            by_models = tuple(columns[len(laws) * len(FIGURES) : len(cells) * len(FIGURES) : len(FIGURES)])
            if (
                len({base.as_of, *(one.as_of for some in sound for one in some)}) > 1
            ):  # what is in force hangs on who else does something
                self.unable += by_models + tuple(columns[len(cells) * len(FIGURES) :])
            elif self._deviating.clash:
                self.unable += by_models

    def _lay_out_sums(self, sound: Sequence[Sequence[Piece]]) -> None:
        """Lay out what each part adds to the sums of the cells that are made of several parts', a row a sum."""
        made = [cell for cell, _ in self._shared if self._laws[cell].made is not None]
        ends = np.cumsum([0, *(len(_sums(self._base, cell)) for cell in made)]).tolist()
        self._made = [(cell, slice(*ends[at : at + 2])) for at, cell in enumerate(made)]
        self._shared = [(cell, touching) for cell, touching in self._shared if self._laws[cell].made is None]

        def told(one: Piece) -> Ints:
            return np.concatenate([np.empty(0, np.int64), *(_sums(one, cell) for cell in made)])

        self._sums = told(self._base)
        self._adds: list[tuple[Ints, Ints]] = []
        for some in sound:
            added = np.stack([told(one) for one in some], axis=1) - self._sums[:, None]
            rows = np.flatnonzero(added.any(axis=1))
            self._adds.append((rows, np.ascontiguousarray(added[rows])))

    def rows(self, places: Ints) -> tuple[Floats, dict[int, str], list[int]]:
        """Give the figures of variants, the codes of those of which one part is refused, and those of which a run must tell.

        ``places`` are the numbers of what each part does, an array (parts, variants); where the ground ``is_refused`` nothing can be told.
        """
        bad = (
            np.stack([table[row] for table, row in zip(self._bad, places, strict=True)])
            if len(places)
            else np.zeros(places.shape, np.bool_)
        )
        several = bad.sum(axis=0)
        codes = {}
        for at in np.flatnonzero(several == 1).tolist():
            one = int(bad[:, at].argmax())
            codes[at] = self._parts[one][int(places[one, at])].refused
        found = self._figures(places)
        found[several > 0] = np.nan
        return found, codes, np.flatnonzero(several > 1).tolist()

    def _figures(self, places: Ints) -> Floats:
        count = places.shape[1]
        found = np.repeat(self._base.figures[None], count, axis=0)
        for (cells, table), row in zip(self._alone, places, strict=True):
            if len(cells):
                found[:, cells] = table[row]
        sums = np.repeat(self._sums[:, None], count, axis=1)
        for (rows, added), row in zip(self._adds, places, strict=True):
            if len(rows):
                sums[rows] += added[:, row]
        for cell, own_rows in self._made:
            found[:, cell] = _made(self._laws[cell], sums[own_rows].T)
        for cell, touching in self._shared:
            own = np.stack([self._figures_of[part][places[part], cell] for part in touching])
            ground = self._base.figures[cell]
            if self._laws[cell].how == COUNTED:
                found[:, cell] = ground + (own - ground).sum(axis=0)
            else:
                found[:, cell] = own.max(axis=0)
                found[:, cell, 3] = ground[3] + (own[:, :, 3] - ground[3]).sum(axis=0)
                found[found[:, cell, 3] > 0, cell, 2] = np.nan
        for cell, widest in self._widest.items():
            found[:, cell] = widest.figures(places)
        whole = found.reshape(count, -1)
        if not self._is_judged:
            return whole
        return np.hstack([whole, self._deviating.figures(places, self._scopes), self._norms_of(places)])

    def _learn_deviations(self, sound: Sequence[Sequence[Piece]], space: Space, scopes: Sequence[str]) -> None:
        """Learn what each piece changes of what the reference models ask."""
        pack = pack_of(space.scenario)
        baseline = told_of(casts_of(space.scenario.baseline, pack, self._base.as_of)) if scopes else {}
        casts = [[one.casts for one in some] for some in sound]
        self._deviating, self._scopes = Deviating.of(pack, baseline, self._base.casts, casts), tuple(scopes)

    def _learn_norms(self, sound: Sequence[Sequence[Piece]], columns: Sequence[str], norms: Sequence[str]) -> None:
        """Count what each piece breaks beside the ground; a subject about which several parts have a say is not compiled, unless nothing can be said of it."""
        base = self._base
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
        self.unable += tuple(unable)
        place = {id: at for at, id in enumerate(norms)}

        def counts(one: Piece) -> Ints:
            told = np.zeros(len(place) + 1, np.int64)
            for (norm, _, _), said in one.judged.items():
                if norm in place:
                    told[place[norm]] += said.broken
                    told[-1] += said.new
            return told

        assert columns[-1] == NEWLY_BROKEN
        self._broken = counts(base)
        self._breaks = [np.stack([counts(one) for one in some]) - self._broken for some in sound]

    def _norms_of(self, places: Ints) -> Floats:
        found = np.repeat(self._broken[None], places.shape[1], axis=0)
        for table, row in zip(self._breaks, places, strict=True):
            found = found + table[row]
        return found.astype(np.float64)


def _is_able(law: Law, cell: int, some: Sequence[Sequence[Piece]], base: Piece) -> bool:
    every = [one for part in some for one in part]
    if law.how == ALONE:
        return False
    if law.how == COUNTED:
        return not any(np.isnan(one.figures[cell, 0]) for one in every)
    if law.how == GREATEST:  # a part that takes the greatest away leaves what nobody here knows of
        return all(one.figures[cell, 0] >= base.figures[cell, 0] for one in every)
    return all(one.sums[cell] is not None for one in every)


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
