"""The list of measures: what each counts, in one formula.

Posts are posts, people are people, quota is quota and members are members: four quantities, never mixed. The formulas
here are the definitions; the functions of this folder only carry them out.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.quantities import DeclaredQuantity
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.measures import derived
from orgmodel.measures.measure import Measure
from orgmodel.measures.measured_value import MEAN, MOST, SUM
from orgmodel.measures.money import cost_year
from orgmodel.measures.posts import (
    by_rank,
    concurrent_posts,
    fte,
    headcount,
    posts_authorized,
    posts_filled,
    posts_outside_quota,
    vacancies,
)
from orgmodel.measures.units import declared_quantity, party_members, units_counting_as

__all__ = ["MEAN", "MEASURES", "MOST", "SUM", "Measure", "all_measures", "measure_of", "measures_of"]


_UNITS, _MEMBERS, _POSTS = ("units",), ("units", "members"), ("units", "posts", "links", "incumbencies")
MEASURES: tuple[Measure, ...] = (
    Measure("units", SUM, "units", rows=lambda structure: units_counting_as(structure, "agency"), reads=_UNITS),
    Measure(
        "units_internal", SUM, "units", rows=lambda structure: units_counting_as(structure, "internal"), reads=_UNITS
    ),
    Measure("units_direct", SUM, "units", column=derived.units_direct),
    Measure("posts_authorized", SUM, "posts", rows=posts_authorized, of_posts=True, reads=_POSTS),
    Measure("posts_filled", SUM, "places", rows=posts_filled, of_posts=True, reads=_POSTS),
    Measure("posts_outside_quota", SUM, "places", rows=posts_outside_quota, of_posts=True, reads=_POSTS),
    Measure(
        "vacancies", SUM, "posts", rows=vacancies, column=derived.vacancies, signed=True, of_posts=True, reads=_POSTS
    ),
    Measure("headcount", SUM, "people", rows=headcount, of_posts=True, reads=_POSTS),
    Measure("fte", SUM, "full_time", rows=fte, scale=100, of_posts=True, reads=_POSTS),
    Measure("heads", SUM, "posts", rows=lambda structure: by_rank(structure, ("head",)), of_posts=True, reads=_POSTS),
    Measure(
        "deputies", SUM, "posts", rows=lambda structure: by_rank(structure, ("deputy",)), of_posts=True, reads=_POSTS
    ),
    Measure("staff", SUM, "posts", rows=lambda structure: by_rank(structure, ("staff",)), of_posts=True, reads=_POSTS),
    Measure("leaders_per_100", MEAN, "ratio", column=derived.leaders_per_100),
    Measure("span_mean", MEAN, "places", column=derived.span_mean),
    Measure("span_max", MOST, "places", column=derived.span_max),
    Measure("span_people_mean", MEAN, "people", column=derived.span_people_mean),
    Measure("span_people_max", MOST, "people", column=derived.span_people_max),
    Measure("span_fte_mean", MEAN, "full_time", column=derived.span_fte_mean),
    Measure("span_units_mean", MEAN, "units", column=derived.span_units_mean),
    Measure("layers", MOST, "levels", column=derived.layers),
    Measure("layers_posts", MOST, "levels", column=derived.layers_posts),
    Measure("superiors_per_unit", MEAN, "lines", column=derived.superiors_per_unit),
    Measure("concurrent_posts", SUM, "held", rows=concurrent_posts, tables=("links", "incumbencies"), reads=_POSTS),
    Measure("posts_moved", SUM, "places", compares=True),
    Measure("lines_changed", SUM, "lines", compares=True),
    Measure("party_members", SUM, "members", rows=party_members, tables=("members",), reads=_MEMBERS),
    Measure("functions_uncovered", SUM, "functions", column=derived.functions_uncovered, tables=("functions",)),
    Measure("functions_duplicated", SUM, "functions", column=derived.functions_duplicated, tables=("functions",)),
    Measure("cost_year", SUM, "money", rows=cost_year, priced=True, of_posts=True),
    Measure("cost_one_off", SUM, "money", compares=True, priced=True),
)


_BY_ID = {one.id: one for one in MEASURES}


@cache
def _declared(id: str, one: DeclaredQuantity) -> Measure:
    rows = partial(declared_quantity, id)
    return Measure(
        id,
        SUM,
        "declared",
        rows=rows,
        scale=one.scale,
        tables=("quantities",),
        declared=one,
        reads=("units", "quantities"),
    )


def all_measures(terms: Vocabulary | None = None) -> tuple[Measure, ...]:
    """List the measures that there are: those of every organisation, then each quantity that a study declares.

    >>> from orgmodel.core.quantities import DeclaredQuantity
    >>> [one.id for one in all_measures(Vocabulary(quantities={"area": DeclaredQuantity()}))][-2:]
    ['cost_one_off', 'area']
    """
    if terms is None or not terms.quantities:
        return MEASURES
    if taken := [id for id in terms.quantities if id in _BY_ID]:
        message = Message.of("quantity {id!r} bears the id of a measure; give it another id", id=taken[0])
        raise ProblemsError([Problem("QUANTITY", message, taken[0])])
    return (*MEASURES, *(_declared(id, one) for id, one in terms.quantities.items()))


def measure_of(id: str, terms: Vocabulary | None = None) -> Measure:
    """Give a measure by id, of a study's own quantities too where its words are given; an unknown one is refused with the nearest.

    >>> measure_of("heads").form
    'sum'
    >>> measure_of("haeds")
    Traceback (most recent call last):
    ...
    orgmodel.core.problems.ProblemsError: UNKNOWN_MEASURE no measure 'haeds'; did you mean 'heads'?
    """
    if id in _BY_ID:
        return _BY_ID[id]
    if terms is not None and id in terms.quantities:
        return _declared(id, terms.quantities[id])
    raise ProblemsError([_unknown(id, terms)])


def measures_of(ids: Iterable[str] | None, terms: Vocabulary | None = None) -> tuple[Measure, ...]:
    """Give measures by ids in the order asked, all of them for None; every unknown one is named at once."""
    known = {one.id: one for one in all_measures(terms)}
    if ids is None:
        return tuple(known.values())
    asked = list(dict.fromkeys(ids))
    unknown = [_unknown(id, terms) for id in asked if id not in known]
    if unknown:
        raise ProblemsError(unknown)
    return tuple(known[id] for id in asked)


def _unknown(id: str, terms: Vocabulary | None) -> Problem:
    ids = [one.id for one in all_measures(terms)]
    return Problem(
        "UNKNOWN_MEASURE",
        Message.of(
            "no measure {id!r}{hint}",
            id=id,
            hint=nearest(id, ids) or Message.of("; there are {ids}", ids=", ".join(ids)),
        ),
        id,
    )
