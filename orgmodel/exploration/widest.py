"""The widest span of parts put together: of superiors whom one part changes as it has them, of those whom several change by their sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.frozen import Held
from orgmodel.exploration.pieces import Piece
from orgmodel.measures.derived import spans_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_NOTHING = np.zeros(9, np.int64)


@dataclass(frozen=True)
class Widest(Held):
    """Hold a widest span in one scope, four figures each.

    ``rest`` is that of the superiors whom no part changes, ``tables`` that of those whom one part changes, by its numbers; ``shared``
    has of each whom several change the sums of the ground and what each part adds to them.
    """

    rest: Floats
    tables: tuple[Floats, ...]
    shared: tuple[tuple[Ints, tuple[tuple[int, Ints], ...]], ...]

    @classmethod
    def of(cls, base: Piece, parts: Sequence[Sequence[Piece]], cell: int) -> Widest:
        """See which superiors each part changes."""
        ground = base.rows[cell]
        changed = [_changed(ground, [one.rows[cell] for one in some]) for some in parts]
        several = {key for at, mine in enumerate(changed) for other in changed[at + 1 :] for key in mine & other}
        every = set[str]().union(*changed)
        tables = []
        for mine, some in zip(changed, parts, strict=True):
            tables.append(np.stack([_greatest(one.rows[cell], mine - several) for one in some]))
        shared = []
        for key in sorted(several):
            own = ground.get(key, _NOTHING)
            touching = [at for at, mine in enumerate(changed) if key in mine]
            added = [(at, np.stack([one.rows[cell].get(key, _NOTHING) - own for one in parts[at]])) for at in touching]
            shared.append((own, tuple(added)))
        return cls(_greatest(ground, ground.keys() - every), tuple(tables), tuple(shared))

    def figures(self, places: Ints) -> Floats:
        """Give value, least, most and figures missing of variants, by the number of what each part does (parts, variants)."""
        count = places.shape[1]
        each = [np.tile(self.rest, (count, 1))]
        each += [table[row] for table, row in zip(self.tables, places, strict=True)]
        for own, added in self.shared:
            each.append(spans_of(own + np.sum([table[places[part]] for part, table in added], axis=0)))
        stacked = np.stack(each)
        best = stacked[:, :, :3].max(axis=0)
        missing = stacked[:, :, 3].sum(axis=0)
        is_given = best[:, 0] >= 0
        best[:, 1] = np.maximum(best[:, 1], 0)
        best[~is_given] = np.nan
        best[missing > 0, 2] = np.nan
        return np.hstack([best, missing[:, None]])


def _changed(ground: Mapping[str, Ints], several: Iterable[Mapping[str, Ints]]) -> set[str]:
    found: set[str] = set()
    for one in several:
        if one is not ground:
            every = one.keys() | ground.keys()
            found |= {key for key in every if not np.array_equal(one.get(key, _NOTHING), ground.get(key, _NOTHING))}
    return found


def _greatest(rows: Mapping[str, Ints], keys: Iterable[str]) -> Floats:
    """Give the greatest span of some superiors, and what they lack together."""
    here = [rows[key] for key in keys if key in rows]
    if not here:
        return np.array([-1.0, -1.0, -1.0, 0.0])
    spans = spans_of(np.stack(here))
    return np.append(spans[:, :3].max(axis=0), spans[:, 3].sum())
