"""What a scenario costs once, as contributions of the units at which it is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.figures import Amount, Estimate, FigureId
from orgmodel.core.money import Money
from orgmodel.core.records import is_assumed
from orgmodel.measures.contributions import Contributions

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.costs import OneOffCost
    from orgmodel.scenario.scenario import Outcome


@dataclass(frozen=True)
class PlacedCosts:
    """Hold one-off costs by where they are counted: at units after, at units that are there before only, or nowhere."""

    after: Contributions
    before: Contributions
    nowhere: Contributions


def one_off_costs(outcome: Outcome) -> PlacedCosts:
    """Place the one-off costs of an outcome, in the smallest unit of its study."""
    after, gone, nowhere = [], [], []
    for one in outcome.costs:
        unit = one.unit or _holding(one.touched, outcome.before, outcome.after)
        if outcome.after.units.row(unit) >= 0:
            after.append((unit, one))
        elif outcome.before.units.row(unit) >= 0:
            gone.append((unit, one))
        else:
            nowhere.append(("", one))
    return PlacedCosts(
        _contributions(outcome.after, after),
        _contributions(outcome.before, gone),
        _contributions(outcome.after, nowhere),
    )


def currency_unit(structure: Structure) -> int:
    """Give how many of the smallest unit one of the currency is."""
    return (structure.terms.money or Money()).unit


def _holding(units: Sequence[str], before: Structure, after: Structure) -> str:
    """Give the smallest unit after that holds some units; of those that have ended, where they stood. Empty where none does."""
    found: list[str] | None = None
    for id in units:
        path = [one.id for one in after.queries.upward(id)]
        if not path:
            stood = [one.id for one in before.queries.upward(id)][1:]
            here = next((one for one in stood if after.units.row(one) >= 0), "")
            path = [one.id for one in after.queries.upward(here)]
        if path:
            path.reverse()
            found = path if found is None else [a for a, b in zip(found, path, strict=False) if a == b]
    return found[-1] if found else ""


def _contributions(structure: Structure, costs: Sequence[tuple[str, OneOffCost]]) -> Contributions:
    rows = np.array([max(structure.units.row(unit), 0) for unit, _ in costs], dtype=np.int64)
    figures = [one.figure for _, one in costs]
    missing = np.array([figure is None for figure in figures], dtype=np.bool_)
    best = [figure.best if isinstance(figure, Estimate) else figure for figure in figures]
    uncertain = {i: Amount.of(figure) for i, figure in enumerate(figures) if isinstance(figure, Estimate)}
    ids = [one.id or FigureId("costs", one.step, "amount") for _, one in costs]
    return Contributions(
        "units",
        rows,
        rows,
        structure.units.column("block")[rows] if len(rows) and structure.units.size else rows,
        np.array([0 if one is None else one for one in best], dtype=np.int64),
        missing,
        np.array([is_assumed(one.src) for _, one in costs], dtype=np.bool_),
        ids.__getitem__,
        uncertain,
    )
