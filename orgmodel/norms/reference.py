"""Comparing an organisation with a reference model: units missing, extra, combined or misplaced, lines missing or doubled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import Attribute, Identity, Unit
from orgmodel.core.reporting import ADMINISTRATIVE, superiors_of_unit
from orgmodel.norms.model_record import (
    COMBINED,
    EXTRA,
    LINE_DOUBLED,
    LINE_MISSING,
    MISPLACED,
    MISSING,
    NOT_JUDGED,
    Deviation,
    ReferenceModel,
    Role,
)
from orgmodel.norms.recognition import Recognition
from orgmodel.words.labels import names as line_names
from orgmodel.words.notes import worded

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

ENOUGH = 0.5
"""An area is compared when at least this part of the units that the model requires is recognised in it."""


@dataclass(frozen=True, slots=True)
class Player:
    """Hold all that a reference model asks of a unit of its level: its place, the roles that it plays, and how many lines it has of the kinds that these ask for."""

    id: str
    area: str
    order: int
    parent: str | None
    kind: str
    block: str
    roles: tuple[str, ...]
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Cast:
    """Know, of one structure, who plays which roles of a model, by area in their order, and each area's variant."""

    players: Mapping[str, list[Player]]
    variants: Mapping[str, str]

    @classmethod
    def of(
        cls, structure: Structure, model: ReferenceModel, roles: Mapping[str, Collection[str]] | None = None
    ) -> Cast:
        """Recognise who plays which role: those that ``roles`` gives a unit, else by its names and its identities'."""
        identities: dict[str, list[Names]] = {}
        for one in structure.table("identities"):
            if isinstance(one, Identity):
                identities.setdefault(one.unit, []).append(one.names)
        known = Recognition.of(model)
        asked = {role.id: [kind for kind, _ in role.lines] for role in model.roles}
        found = []
        for unit in structure.group("units", "level", model.level):
            if not isinstance(unit, Unit) or not unit.area:
                continue
            its = tuple((roles or {}).get(unit.id) or known.roles_of((unit.names, *identities.get(unit.id, ()))))
            kinds = dict.fromkeys(kind for role in its for kind in asked.get(role, ()))
            lines = tuple((kind, _lines(structure, unit, kind)) for kind in kinds)
            found.append(Player(unit.id, unit.area, unit.order, unit.parent, unit.kind, unit.block, its, lines))
        return cls.made(found, variants_of(structure, model))

    @classmethod
    def made(cls, players: Iterable[Player], variants: Mapping[str, str]) -> Cast:
        """Put players in their order, by area."""
        by_area: dict[str, list[Player]] = {}
        for one in sorted(players, key=lambda one: (one.order, one.id)):
            by_area.setdefault(one.area, []).append(one)
        return cls(by_area, variants)


def deviations(
    structure: Structure,
    model: ReferenceModel,
    *,
    roles: Mapping[str, Collection[str]] | None = None,
    areas: Collection[str] | None = None,
    state: str = "",
    cast: Cast | None = None,
) -> list[Deviation]:
    """List how each area differs from a reference model, by area, in the model's order of roles.

    A unit plays the roles that ``roles`` gives it, else those whose names its own name or one of its legal identities'
    begins with. An area of which too little is described is listed once as not judged. ``cast`` spares recognising
    again what has been recognised of the same structure, model and roles.
    """
    if cast is None:
        cast = Cast.of(structure, model, roles)
    wanted = areas if areas is not None else areas_of(model, cast)
    return [one for area in sorted(wanted) for one in of_area(cast, model, area, state, structure.terms.labels)]


def areas_of(model: ReferenceModel, cast: Cast) -> list[str]:
    """List the areas that are compared with a model: those that it names, else those that have units of its level."""
    return sorted(model.areas or cast.players)


def of_area(
    cast: Cast, model: ReferenceModel, area: str, state: str = "", labels: Mapping[str, Names] | None = None
) -> list[Deviation]:
    """List how one area differs from a reference model; ``labels`` are the study's own words."""
    units, variant = cast.players.get(area, []), cast.variants.get(area, model.default_variant)
    asked = [role for role in model.roles if not role.variants or variant in role.variants]
    known = {role.id for role in asked}
    played: dict[str, list[Player]] = {role.id: [] for role in asked}
    of_unit: dict[str, tuple[str, ...]] = {}
    for unit in units:
        its = tuple(role for role in unit.roles if role in known)
        of_unit[unit.id] = its
        for role_id in its:
            played[role_id].append(unit)
    required = [role for role in asked if not role.optional]
    recognised = sum(bool(played[role.id]) for role in required)
    if not required or recognised < ENOUGH * len(required):
        note = worded("too_little_described", {"recognised": recognised, "len": len(required)})
        return [Deviation(model.id, area, "", NOT_JUDGED, state=state, note=note)]
    found: list[Deviation] = []
    for role in asked:
        found += _of_role(model, area, role, played, of_unit, state, labels or {})
    for unit in units:
        if not of_unit[unit.id] and unit.kind in model.closed:
            found.append(Deviation(model.id, area, unit.id, EXTRA, (), unit.block, state))
    return found


def variants_of(structure: Structure, model: ReferenceModel) -> dict[str, str]:
    """Give the variant of a model by area, where an attribute of a unit of the area says it; the first unit's counts."""
    found: list[tuple[int, str, str, str]] = []
    for one in structure.group("attributes", "name", model.variant) if model.variant else ():
        unit = structure.units.get(one.unit) if isinstance(one, Attribute) else None
        if isinstance(unit, Unit) and isinstance(one, Attribute):
            found.append((unit.order, unit.id, unit.area, one.value))
    return {area: value for _, _, area, value in sorted(found, reverse=True)}


def _of_role(
    model: ReferenceModel,
    area: str,
    role: Role,
    played: Mapping[str, list[Player]],
    of_unit: Mapping[str, tuple[str, ...]],
    state: str,
    labels: Mapping[str, Names],
) -> list[Deviation]:
    def deviation(unit: str, kind: str, note: Names = (), roles: tuple[str, ...] = (role.id,)) -> Deviation:
        return Deviation(model.id, area, unit, kind, roles, role.side, state, note)

    units = played[role.id]
    if not units:
        note = worded("role_missing", {"role": role.names or role.id})
        return [] if role.optional else [deviation("", MISSING, note)]
    found: list[Deviation] = []
    for number, unit in enumerate(units):
        its = of_unit[unit.id]
        if len(its) > 1:
            if its[0] == role.id:
                found.append(deviation(unit.id, COMBINED, _combined(model, its), its))
            if its[0] != role.id:
                continue  # its lines and place are reported once
        if number and len(its) == 1:
            found.append(deviation(unit.id, EXTRA, worded("second_unit_of_role")))
            continue
        if role.under and len(its) == 1:
            above = {one.id for one in played.get(role.under, [])}
            if above and unit.parent not in above:
                found.append(deviation(unit.id, MISPLACED))
        for kind, count in role.lines:
            lines = dict(unit.lines)[kind]
            if lines < count:
                found.append(deviation(unit.id, LINE_MISSING, _counted(labels, kind, lines, count)))
            elif lines > count:
                found.append(deviation(unit.id, LINE_DOUBLED, _counted(labels, kind, lines, count)))
    return found


def _combined(model: ReferenceModel, roles: tuple[str, ...]) -> Names:
    titles = {role.id: role.names for role in model.roles}
    texts = {lang: " + ".join(text_in(titles[one], lang, one) for one in roles) for lang in ("vi", "en")}
    return names_of(vi=texts["vi"], en=texts["en"])


def _counted(labels: Mapping[str, Names], kind: str, lines: int, count: int) -> Names:
    return worded("lines_of_model", {"kind": line_names("line", kind, labels), "lines": lines, "count": count})


def _lines(structure: Structure, unit: Unit, kind: str) -> int:
    """Count the superiors of a unit by a kind of line; without a written administrative one, its parent is one."""
    if kind == ADMINISTRATIVE:
        return len(superiors_of_unit(structure, unit))
    return sum(line.kind == kind for line in structure.lines_from(unit.id))
