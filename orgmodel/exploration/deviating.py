"""Deviations from the reference models of a study: counted in one structure, and in parts of a scenario put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.norms.model_record import NOT_JUDGED, ReferenceModel
from orgmodel.norms.record import NormPack
from orgmodel.norms.reference import Cast, Player, areas_of, of_area

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Scenario

DEVIATIONS = "deviations"
"""What the figure is called among the measures: how many deviations from the reference models in force there are after."""
TOTAL, AREA = "total", "area:"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Counts = Mapping[tuple[int, str], int | None]
"""Deviations by the number of a model and an area; None where too little is described to compare it."""
Key = tuple[int, str, str]
"""The number of a model, and a unit, or an area whose variant of the model is told."""
Told = Mapping[Key, Player | str | None]
UNJUDGED, ABSENT = -1, -2
"""In place of a count: too little is described to compare an area; it has no unit of the model's level."""


def pack_of(scenario: Scenario) -> NormPack:
    """Give the norms and reference models of a scenario's study; without a study there are none."""
    return (scenario.study.norms if scenario.study is not None else None) or NormPack()


def scopes_deviating(scenario: Scenario, scopes: Sequence[str]) -> tuple[str, ...]:
    """Keep the scopes in which deviations are counted: the total and areas, where the study has reference models."""
    return tuple(one for one in scopes if one == TOTAL or one.startswith(AREA)) if pack_of(scenario).models else ()


def casts_of(structure: Structure, pack: NormPack, date: str | None) -> dict[int, Cast]:
    """Recognise who plays which role of each model that is in force on a date, by the model's number."""
    in_force = [(at, one) for at, one in enumerate(pack.models) if one.in_force(date)]
    return {at: Cast.of(structure, one, pack.roles) for at, one in in_force}


def counts_of(casts: Mapping[int, Cast], pack: NormPack) -> Counts:
    """Count the deviations of each area from each model."""
    return {
        (at, area): _counted(cast, pack.models[at], area)
        for at, cast in casts.items()
        for area in areas_of(pack.models[at], cast)
    }


def figures_of(counts: Counts, scopes: Sequence[str]) -> list[float]:
    """Give four figures a scope: the count, the least, the most, and how many areas are not compared; of areas of which none is, nothing is known.

    >>> figures_of({(0, "a"): 2, (0, "b"): None, (0, "c"): 1}, ["total", "area:a"])
    [3.0, 3.0, nan, 1.0, 2.0, 2.0, 2.0, 0.0]
    """
    found: list[float] = []
    for scope in scopes:
        own = [one for (_, area), one in counts.items() if scope in (TOTAL, f"{AREA}{area}")]
        known = [one for one in own if one is not None]
        value = float(sum(known)) if known else np.nan
        found += [value, value, value if len(known) == len(own) else np.nan, float(len(own) - len(known))]
    return found


def told_of(casts: Mapping[int, Cast]) -> dict[Key, Player | str | None]:
    """Give each thing that the models ask, apart from the others: units by their ids, and the variants of areas."""
    units = {(at, "unit", one.id): one for at, cast in casts.items() for some in cast.players.values() for one in some}
    return {**units, **{(at, "area", area): one for at, cast in casts.items() for area, one in cast.variants.items()}}


def differing(told: Told, ground: Told) -> dict[Key, Player | str | None]:
    """Give what is told otherwise than by a ground; None is no longer told."""
    return {key: told.get(key) for key in {*told, *ground} if told.get(key) != ground.get(key)}


@dataclass(frozen=True)
class Deviating:
    """Count deviations of variants put together of parts; ``clash`` tells that two parts change what is asked of one unit or area.

    ``ground`` is what the ground tells. Of each part ``numbers`` has, by its pieces, which of its ``changes`` they make; the first is none.
    """

    pack: NormPack
    ground: Told
    numbers: tuple[Ints, ...]
    changes: tuple[tuple[Told, ...], ...]
    clash: bool
    _counted: dict[tuple[int, str, tuple[int, ...]], int] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, pack: NormPack, baseline: Told, ground: Told, parts: Sequence[Sequence[Told]]) -> Deviating:
        """See what each piece of each part tells otherwise than the ground; both are given by what differs from the baseline."""
        whole = {key: one for key, one in {**baseline, **ground}.items() if one is not None}
        numbers, changes = [], []
        for some in parts:
            kinds: dict[frozenset[Any], int] = {frozenset(): 0}
            own: list[Told] = [{}]
            each = []
            for piece in some:
                told = {key: piece.get(key, baseline.get(key)) for key in {*piece, *ground}}
                change = {key: one for key, one in told.items() if one != whole.get(key)}
                each.append(kinds.setdefault(frozenset(change.items()), len(own)))
                if each[-1] == len(own):
                    own.append(change)
            numbers.append(np.array(each, np.int64))
            changes.append(tuple(own))
        every = [{key for one in own for key in one} for own in changes]
        clash = any(not one.isdisjoint(other) for at, one in enumerate(every) for other in every[at + 1 :])
        return cls(pack, whole, tuple(numbers), tuple(changes), clash)

    def figures(self, places: Ints, scopes: Sequence[str]) -> Floats:
        """Give four figures a scope of variants, by the number of what each part does (parts, variants)."""
        count = places.shape[1]
        kinds = np.zeros(places.shape, np.int64)
        for at, (table, row) in enumerate(zip(self.numbers, places, strict=True)):
            kinds[at] = table[row]
        by_area: dict[str, list[Ints]] = {}
        for (at, area), parts in self._areas.items():
            if not parts:
                found = np.full(count, self._count(at, area, ()), np.int64)
            else:
                ways, each = np.unique(kinds[parts], axis=1, return_inverse=True)
                found = np.array([self._count(at, area, tuple(way)) for way in ways.T.tolist()], np.int64)[
                    each.reshape(-1)
                ]
            by_area.setdefault(area, []).append(found)
        shown = [self._of_scope(scope, by_area, count) for scope in scopes]
        return np.concatenate(shown, axis=1) if shown else np.empty((count, 0))

    @staticmethod
    def _of_scope(scope: str, by_area: Mapping[str, list[Ints]], count: int) -> Floats:
        own = [one for area, some in by_area.items() if scope in (TOTAL, f"{AREA}{area}") for one in some]
        each = np.array(own, np.int64).reshape(len(own), count)
        missing = (each == UNJUDGED).sum(axis=0).astype(np.float64)
        value = np.where((each >= 0).any(axis=0), np.maximum(each, 0).sum(axis=0), np.nan)
        return np.stack([value, value, np.where(missing > 0, np.nan, value), missing], axis=1)

    @cached_property
    def _areas(self) -> dict[tuple[int, str], list[int]]:
        """Give of each model and area the parts that change anything there."""
        found: dict[tuple[int, str], set[int]] = {}
        for key, one in self.ground.items():
            found.setdefault((key[0], _area_of(key, one)), set())
        for part, own in enumerate(self.changes):
            for change in own:
                for key, one in change.items():
                    for told in (one, self.ground.get(key)):
                        if told is not None:
                            found.setdefault((key[0], _area_of(key, told)), set()).add(part)
        named = {at: self.pack.models[at].areas for at, _ in found}
        found |= {(at, area): set() for at, areas in named.items() for area in areas if (at, area) not in found}
        return {
            (at, area): sorted(parts) for (at, area), parts in sorted(found.items()) if area in (named[at] or (area,))
        }

    def _count(self, at: int, area: str, way: tuple[int, ...]) -> int:
        """Count the deviations of an area with what each part that changes anything there does."""
        if (at, area, way) not in self._counted:
            told = {key: one for key, one in self.ground.items() if key[0] == at}
            for part, number in zip(self._areas[at, area], way, strict=True):
                told |= {key: one for key, one in self.changes[part][number].items() if key[0] == at}
            players = [one for one in told.values() if isinstance(one, Player) and one.area == area]
            variants = {key[2]: one for key, one in told.items() if isinstance(one, str) and key[2] == area}
            model = self.pack.models[at]
            counted = _counted(Cast.made(players, variants), model, area) if players or model.areas else ABSENT
            self._counted[at, area, way] = UNJUDGED if counted is None else counted
        return self._counted[at, area, way]


def _area_of(key: Key, told: Player | str | None) -> str:
    return told.area if isinstance(told, Player) else key[2]


def _counted(cast: Cast, model: ReferenceModel, area: str) -> int | None:
    found = of_area(cast, model, area)
    return None if any(one.kind == NOT_JUDGED for one in found) else len(found)
