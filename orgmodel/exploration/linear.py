"""Measures that are plain sums of figures: which these are, and how many times each uncertain figure is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.comparison.move_evaluator import Part
from orgmodel.core.estimates import Estimate
from orgmodel.core.figures import Amount
from orgmodel.exploration.causes import Causes
from orgmodel.exploration.forms import Entries, Forms
from orgmodel.exploration.spread import Floats, Ints
from orgmodel.measures.scopes import TOTAL

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.measures.contributions import Contributions
    from orgmodel.measures.evaluator import Evaluator
    from orgmodel.measures.measure import Measure

NO_FIGURES = (
    "units_direct", "span_units_mean", "layers", "layers_posts", "superiors_per_unit", "functions_uncovered", "functions_duplicated",
    "lines_changed",
)  # fmt: skip
"""Measures of units, lines and functions alone: no drawn figure is in them."""


def is_linear(measure: Measure) -> bool:
    """Tell whether a measure is a plain sum of figures, or of none at all.

    >>> from orgmodel.measures.catalogue import measure_of
    >>> [is_linear(measure_of(id)) for id in ("posts_filled", "layers", "span_mean", "posts_moved", "cost_year")]
    [True, True, False, True, False]
    """
    if measure.id in NO_FIGURES:
        return True
    sums = measure.compares or (measure.rows is not None and (measure.column is None or measure.id == "vacancies"))
    return sums and not measure.priced


def is_priced_plainly(measure: Measure, case: Case) -> bool:
    """Tell whether a cost is a plain sum of figures, too: no row's people and pay are both uncertain."""
    return measure.priced and all(
        term.source.each is None
        for _, part in _parts(case, measure)
        for position in np.flatnonzero(part.figures.doubtful).tolist()
        for term in part.figures.amount(position).terms
    )


def _parts(case: Case, measure: Measure) -> list[tuple[int, Part]]:
    """Give what is summed, and in which state."""
    if measure.compares:
        return [(1, part) for part in case.move_evaluator.parts(measure)]
    ends = (case.change_evaluator.before, case.change_evaluator.after)
    return [(state, Part(one, one.contributions(measure.id), one.sum_scale(measure))) for state, one in enumerate(ends)]


def linear_sum(evaluator: Evaluator, measure: Measure, scope: str) -> dict[Estimate, float]:
    """Give how many times each uncertain figure is in a measure of a scope; nothing in a scope that is not there."""
    if measure.rows is None:
        return {}
    found = evaluator.amount(measure, scope)
    amount, scale = found if found is not None else (Amount(), 1)
    return {term: count / scale for term, count in amount.terms.items()}


def forms_over(
    causes: Causes, case: Case, measures: Mapping[str, Measure], keys: Sequence[tuple[str, str]], rest: Floats
) -> Forms:
    """Make forms of every key (a scope and a measure) before, after, and of how much it changes; of measures that are not given they are empty."""
    found = Entries(causes)
    scopes: dict[str, list[tuple[int, str]]] = {}
    for at, (scope, name) in enumerate(keys):
        if name in measures:
            scopes.setdefault(name, []).append((at, scope))
    for name, some in scopes.items():
        measure, told = measures[name], dict[int, tuple[Ints, Ints, Ints] | None]()
        if name in NO_FIGURES:
            continue
        for state, (evaluator, figures, scale) in _parts(case, measure):
            if id(figures) not in told:  # those of two states are one and the same where nothing is changed
                told[id(figures)] = _plain_terms(figures, found)
            plain = told[id(figures)]
            for at, scope in some:
                row, of = 3 * at + state, evaluator or case.change_evaluator.after
                if evaluator is None and scope != TOTAL:
                    continue
                if plain is None:
                    one = (of.summed(figures, scope) or Amount()).terms
                    found.add(row, found.places(one), np.array(list(one.values()), dtype=np.float64) / scale)
                elif (inside := of.inside(figures, scope)) is not None:
                    positions, places, counts = plain
                    there = inside[positions]
                    found.add(row, places[there], counts[there] / scale)
    return found.forms(rest, states=True)


def _plain_terms(figures: Contributions, found: Entries) -> tuple[Ints, Ints, Ints] | None:
    """List where uncertain figures are in the rows of a measure, which, and how many times; None where some are parts, which may make up a whole."""
    entries = [
        (position, term, count)
        for position in np.flatnonzero(figures.doubtful).tolist()
        for term, count in figures.amount(position).terms.items()
    ]
    if any(term.parts > 1 for _, term, _ in entries):
        return None
    positions, counts = (np.array([one[at] for one in entries], dtype=np.int64) for at in (0, 2))
    return positions, found.places(term for _, term, _ in entries), counts
