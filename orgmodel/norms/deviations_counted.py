"""Counting deviations from a reference model for a norm, by place, and saying why where they cannot be counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.estimates import FigureId
from orgmodel.core.records import Unit
from orgmodel.norms.formula import DeviationsFrom
from orgmodel.norms.model_record import MISSING, NOT_JUDGED, ReferenceModel
from orgmodel.norms.record import NormPack
from orgmodel.norms.reference import Cast, deviations
from orgmodel.norms.values import Values

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

Unknown = dict[tuple[DeviationsFrom, str], tuple[FigureId, ...]]
"""What would have to be known to count a term's deviations in a place."""


@dataclass
class Comparison:
    """Count deviations in one structure under the law of one date; who plays which role is recognised once a model."""

    structure: Structure
    pack: NormPack
    date: str | None
    _casts: dict[str, Cast] = field(default_factory=dict, repr=False)
    _doubtful: dict[str, dict[str, tuple[FigureId, ...]]] = field(default_factory=dict, repr=False)

    def cast(self, model: ReferenceModel) -> Cast:
        """Give who plays which role of a model."""
        if model.id not in self._casts:
            self._casts[model.id] = Cast.of(self.structure, model, self.pack.roles)
        return self._casts[model.id]

    def doubtful(self, model: ReferenceModel) -> dict[str, tuple[FigureId, ...]]:
        """Give, by area, what nobody says of units that may play a role of a model."""
        if model.level not in self._doubtful:
            self._doubtful[model.level] = _doubtful(self.structure, model)
        return self._doubtful[model.level]


def counted(term: DeviationsFrom, areas: tuple[str, ...], comparison: Comparison) -> tuple[Values, Unknown]:
    """Count the deviations that a term asks for in each place; a place that cannot be compared is missing.

    Roles that the term names are all required. Where the model has variants, the roles belong to some of them, and nobody
    says which variant a place is, they are counted only if every variant gives the same number.
    """
    models = (one for one in comparison.pack.models if one.id == term.model and one.in_force(comparison.date))
    model = next(models, None)
    if model is None:
        unknown: Unknown = {(term, area): (FigureId("models", term.model, "in_force"),) for area in areas}
        return Values.exact(np.full(len(areas), np.nan)), unknown
    if term.roles:
        roles = tuple(replace(one, optional=False) if one.id in term.roles else one for one in model.roles)
        model = replace(model, roles=roles)
    by_variant = {
        name: _by_area(term, areas, comparison, replace(model, default_variant=name)) for name in _variants(model, term)
    }
    variants = comparison.cast(model).variants
    counts: list[float] = []
    unknown = {}
    doubtful = comparison.doubtful(model) if term.kind == MISSING else {}
    for area in areas:
        said = variants.get(area)
        found = [by_variant[said]] if said in by_variant else list(by_variant.values())
        values = {one.get(area) for one in found}
        count = values.pop() if len(values) == 1 else None
        if count is None:
            silent = any(one.get(area) is None for one in found)
            what = FigureId("area", area, "units") if silent else FigureId("attributes", ("area", area), model.variant)
            unknown[term, area] = (what,)
        elif count and (may_play := (*doubtful.get(area, ()), *doubtful.get("", ()))):
            count, unknown[term, area] = None, may_play
        counts.append(np.nan if count is None else float(count))
    return Values.exact(np.array(counts, dtype=np.float64)), unknown


def _variants(model: ReferenceModel, term: DeviationsFrom) -> tuple[str, ...]:
    """List the variants that the roles a term names belong to; without any, the model's own default tells."""
    asked = [one for one in model.roles if one.id in term.roles]
    named = dict.fromkeys(variant for one in asked for variant in one.variants)
    return tuple(named) if model.variant and named else (model.default_variant,)


def _by_area(
    term: DeviationsFrom, areas: tuple[str, ...], comparison: Comparison, model: ReferenceModel
) -> Mapping[str, int | None]:
    found = deviations(comparison.structure, model, areas=areas, cast=comparison.cast(model))
    counts: dict[str, int | None] = dict.fromkeys(areas, 0)
    for one in found:
        now = counts[one.area]
        if one.kind == NOT_JUDGED:
            counts[one.area] = None
        elif (
            now is not None
            and one.kind == term.kind
            and term.side in ("", one.side)
            and (not term.roles or set(one.roles) & set(term.roles))
        ):
            counts[one.area] = now + 1
    return counts


def _doubtful(structure: Structure, model: ReferenceModel) -> dict[str, tuple[FigureId, ...]]:
    """Name, by area, what nobody says of units that may play a role of the model: their level, place or name."""
    found: dict[str, tuple[FigureId, ...]] = {}
    for level in ("", model.level):
        for unit in structure.group("units", "level", level):
            if isinstance(unit, Unit) and structure.terms.counts(unit.kind) in ("agency", "body"):
                named = unit.names or structure.identities_of(unit.id)
                blank = (("level", unit.level), ("area", unit.area), ("name", named))
                names = [FigureId("units", unit.id, field) for field, value in blank if not value]
                if names:
                    found[unit.area] = tuple(sorted((*found.get(unit.area, ()), *names), key=str))
    return found
