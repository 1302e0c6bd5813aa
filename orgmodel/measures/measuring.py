"""What callers ask of the measures: one value, or a table of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from orgmodel.core.arguments import texts_given
from orgmodel.core.figures import Amount
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.measures.catalogue import Measure, all_measures, measure_of, measures_of
from orgmodel.measures.crossings import Crossing, scope_of
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.measured_value import MeasuredValue, MeasureRow
from orgmodel.measures.scopes import DEFAULT_BY, TOTAL, UNIT, grouping_problems, is_crossing, labels, split_scope

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure


def value(
    structure: Structure, measure: str, scope: str = "total", *, reference: Structure | None = None
) -> MeasuredValue:
    """Read one measure of a structure in one scope.

    ``reference`` is the structure compared with: its scopes are known too, and its functions are the ones that must be
    covered. Raises ProblemsError for an unknown measure or scope, and for a measure that needs two structures.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> s = Structure.of([Unit("a", block="party"), Post("a/1", "a", rank="head", block="party", filled=None)])
    >>> value(s, "posts_authorized", "block:party").value, value(s, "posts_filled").missing
    (1, 1)
    """
    return Evaluator(structure, reference, expected=reference).read(measure_of(measure, structure.terms), scope)


def amount(
    structure: Structure, measure: str, scope: str = "total", *, reference: Structure | None = None
) -> tuple[Amount, int] | None:
    """Sum a measure in one scope with what is uncertain in it, as stored whole numbers, and give what these are divided by.

    None for a measure that rows do not add up to, and in a scope that the structure has not.

    >>> from orgmodel.core.figures import assumed
    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> amount(Structure.of([Unit("a"), Post("a/1", "a", authorized=assumed("s", 5, 6, 7))]), "posts_authorized")
    (Amount(6 (5–7)), 1)
    """
    one, evaluator = measure_of(measure, structure.terms), Evaluator(structure, reference, expected=reference)
    return None if one.rows is None else evaluator.amount(one, scope)


def measure(
    structure: Structure,
    measures: Iterable[str] | None = None,
    scopes: Iterable[str] | None = None,
    *,
    by: Iterable[str] | None = None,
    reference: Structure | None = None,
) -> list[MeasureRow]:
    """Measure a structure: a row for each scope and measure, in the order asked.

    ``measures`` are ids (None: all that need one structure only); ``scopes`` are written out, or ``by`` lists what to
    group by (``block``, ``area``, ``level``, ``kind``, ``unit``; None: block, area and level), the total always first.
    Raises ProblemsError naming every unknown measure, scope and grouping at once.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> measure(Structure.of([Unit("a")]), measures=["units"], by=["unit"])[-1][:3]
    ('a', 'units', 1)
    """
    measures = None if measures is None else texts_given("measures", measures)
    scopes = None if scopes is None else texts_given("scopes", scopes)
    by = None if by is None else texts_given("by", by)
    problems: list[Problem] = []
    chosen: tuple[Measure, ...] = ()
    try:
        chosen = measures_of(measures, structure.terms) if measures is not None else _usual(structure)
    except ProblemsError as error:
        problems += error.problems
    groupings = list(by) if by is not None else [] if scopes is not None else list(DEFAULT_BY)
    problems += grouping_problems(groupings)
    if problems:
        raise ProblemsError(problems)
    asked = list(scopes or ())
    if groupings or scopes is None:
        asked += scopes_by(structure, groupings)
    asked = list(dict.fromkeys(asked))
    evaluator = Evaluator(structure, reference, expected=reference)
    values = evaluator.read_all(chosen, asked)
    crossed = {scope: dimension for scope in asked if is_crossing(dimension := split_scope(structure, scope)[0])}
    keys = [(scope, one.id) for scope in asked for one in chosen]
    return [
        MeasureRow(scope, id, one.value, one.low, one.high, one.missing, one.assumed, one.known, one.of, one.why)
        for (scope, id), one in zip(keys, values, strict=True)
        if scope not in crossed or evaluator.can_cross(id, crossed[scope])
    ]


def _usual(structure: Structure) -> tuple[Measure, ...]:
    """List the measures of what a structure keeps: of money where something is said of pay, of members where there are any."""
    return tuple(
        one
        for one in all_measures(structure.terms)
        if not one.compares and (structure.has_pay or not one.priced) and one.is_kept(structure)
    )


def scopes_by(structure: Structure, by: Iterable[str]) -> list[str]:
    """List ``total`` and every scope of the given groupings (``unit`` for each unit, in the order of the chart).

    A grouping is block, area, level, kind or unit, a field of posts (rank, category …), or a crossing (``block,rank``).
    Raises ProblemsError for an unknown one, naming the nearest.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> scopes_by(Structure.of([Unit("a", block="party")]), ["block", "unit"])
    ['total', 'block:party', 'a']
    """
    groupings = list(by)
    problems = grouping_problems(groupings)
    if problems:
        raise ProblemsError(problems)
    found = [TOTAL]
    for dimension in groupings:
        if is_crossing(dimension):
            found += [scope_of(dimension, key) for key in Crossing(structure, dimension).keys]
        elif dimension != TOTAL:
            texts = labels(structure, dimension)
            found += texts if dimension == UNIT else [f"{dimension}:{text}" for text in texts]
    return list(dict.fromkeys(found))


def measures_table(
    structure: Structure,
    *,
    measures: Iterable[str] | None = None,
    scopes: Iterable[str] | None = None,
    by: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Tabulate measures of a structure; see :func:`measure`.

    Columns: scope, measure, value, low, high, missing, assumed, known and of (units that a mean is of, and should be
    of), why (there is no value). What is not known is None.

    >>> from orgmodel.core.structure import Structure
    >>> measures_table(Structure.of([]), measures=["units"]).values.tolist()
    [['total', 'units', 0, 0, 0, 0, 0.0, None, None, None]]
    """
    import pandas as pd

    rows = measure(structure, measures=measures, scopes=scopes, by=by)
    table = pd.DataFrame(rows, columns=list(MeasureRow._fields), dtype=object)
    return table.astype({"missing": "int64", "assumed": "float64"})
