"""Measures that are plain sums of figures: which these are, and how many times each uncertain figure is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.core.estimates import Estimate
from orgmodel.core.figures import Amount
from orgmodel.exploration.causes import Causes
from orgmodel.exploration.forms import Entries, Forms
from orgmodel.exploration.spread import Floats, Ints
from orgmodel.measures.money import FULL_TIME
from orgmodel.measures.scopes import TOTAL

if TYPE_CHECKING:
    from orgmodel.comparison.move_evaluator import MoveEvaluator
    from orgmodel.measures.contributions import Contributions
    from orgmodel.measures.evaluator import Evaluator
    from orgmodel.measures.measure import Measure

NO_FIGURES = (
    "units_direct", "span_units_mean", "layers", "layers_posts", "superiors_per_unit", "functions_uncovered", "functions_duplicated",
    "lines_changed",
)  # fmt: skip
"""Measures of units, lines and functions alone: no drawn figure is in them."""
COUNTED = ("posts_moved", "cost_one_off")
"""Measures of two structures that are sums of figures."""


def is_linear(measure: Measure) -> bool:
    """Tell whether a measure is a plain sum of figures, or of none at all.

    >>> from orgmodel.measures.catalogue import measure_of
    >>> [is_linear(measure_of(id)) for id in ("posts_filled", "layers", "span_mean", "cost_year")]
    [True, True, False, True]
    """
    if measure.id in (*NO_FIGURES, *COUNTED):
        return True
    return measure.rows is not None and (measure.column is None or measure.id == "vacancies")


def linear_sum(evaluator: Evaluator, measure: Measure, scope: str) -> dict[Estimate, float]:
    """Give how many times each uncertain figure is in a measure of a scope; nothing in a scope that is not there."""
    if measure.rows is None:
        return {}
    found = evaluator.amount(measure, scope)
    amount, scale = found if found is not None else (Amount(), 1)
    return {term: count / scale for term, count in amount.terms.items()}


def forms_over(
    causes: Causes,
    ends: tuple[Evaluator, Evaluator],
    measures: Mapping[str, Measure],
    keys: Sequence[tuple[str, str]],
    rest: Floats,
    moves: MoveEvaluator,
) -> Forms:
    """Make forms of every key (a scope and a measure) before, after, and of how much it changes; of measures that are not given they are empty."""
    found = Entries(causes)
    scopes: dict[str, list[tuple[int, str]]] = {}
    for at, (scope, name) in enumerate(keys):
        if name in measures:
            scopes.setdefault(name, []).append((at, scope))
    for name, some in scopes.items():
        measure, told = measures[name], dict[int, tuple[Ints, Ints, Ints] | None]()
        if measure.rows is None:
            _add_counted(found, moves, measure, some)
            continue
        for state, evaluator in enumerate(ends):
            figures = evaluator.contributions(name)
            if id(figures) not in told:  # those of two states are one and the same where nothing is changed
                told[id(figures)] = _plain_terms(figures, found)
            plain, scale = told[id(figures)], evaluator.scale(measure) * (FULL_TIME if measure.priced else 1)
            for at, scope in some:
                if plain is None:
                    one = linear_sum(evaluator, measure, scope)
                    found.add(3 * at + state, found.places(one), np.array(list(one.values()), dtype=np.float64))
                elif (inside := evaluator.inside(measure, scope)) is not None:
                    positions, places, counts = plain
                    there = inside[positions]
                    found.add(3 * at + state, places[there], counts[there] / scale)
    return found.forms(rest, states=True)


def _add_counted(found: Entries, moves: MoveEvaluator, measure: Measure, keys: Sequence[tuple[int, str]]) -> None:
    """Add what is counted of two structures to the sums after, by the numbers of their keys and their scopes."""
    for evaluator, figures, is_nowhere in moves.rows_of(measure.id):
        scale = evaluator.scale(measure)
        for at, scope in keys:
            inside = None if is_nowhere and scope != TOTAL else evaluator.inside_of(figures, scope)
            if inside is None:
                continue
            whole = Amount.sum(figures.amount(one) for one in np.flatnonzero(inside & figures.doubtful).tolist())
            counts = np.array(list(whole.terms.values()), dtype=np.float64)
            found.add(3 * at + 1, found.places(whole.terms), counts / scale)


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
