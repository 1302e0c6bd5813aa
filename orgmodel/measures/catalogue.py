"""The list of measures: what each counts, in one formula.

Posts are posts, people are people, quota is quota and members are members: four quantities, never mixed. The formulas
here are the definitions; the functions of this folder only carry them out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.words.measures import measure_formula, measure_name, measure_unit

SUM, MEAN, MOST = "sum", "mean", "most"
"""Forms of a measure. A *sum* with missing figures is "at least"; a *mean* with missing figures is the mean of what is
known; *most* is a maximum, and with missing figures "at least"."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Define one measure: its id, form and unit of quantity; its name and formula stand in ``words.measures``.

    ``compares`` marks a measure that needs two structures; ``scale`` is what a stored whole number is divided by.
    """

    id: str
    form: str
    quantity: str
    compares: bool = False
    scale: int = 1

    def name(self, language: str = "vi") -> str:
        """Give the name in a language."""
        return measure_name(self.id, language)

    def formula(self, language: str = "vi") -> str:
        """Give the formula in a language, in one line."""
        return measure_formula(self.id, language)

    def unit(self, language: str = "vi") -> str:
        """Name the unit of quantity in a language."""
        return measure_unit(self.quantity, language)


MEASURES: tuple[Measure, ...] = (
    Measure("units", SUM, "units"),
    Measure("units_internal", SUM, "units"),
    Measure("units_direct", SUM, "units"),
    Measure("posts_authorized", SUM, "posts"),
    Measure("posts_filled", SUM, "places"),
    Measure("posts_outside_quota", SUM, "places"),
    Measure("vacancies", SUM, "posts"),
    Measure("headcount", SUM, "people"),
    Measure("fte", SUM, "full_time", scale=100),
    Measure("heads", SUM, "posts"),
    Measure("deputies", SUM, "posts"),
    Measure("staff", SUM, "posts"),
    Measure("leaders_per_100", MEAN, "ratio"),
    Measure("span_mean", MEAN, "places"),
    Measure("span_max", MOST, "places"),
    Measure("span_units_mean", MEAN, "units"),
    Measure("layers", MOST, "levels"),
    Measure("superiors_per_unit", MEAN, "lines"),
    Measure("concurrent_posts", SUM, "held"),
    Measure("posts_moved", SUM, "places", compares=True),
    Measure("lines_changed", SUM, "lines", compares=True),
    Measure("party_members", SUM, "members"),
    Measure("functions_uncovered", SUM, "functions"),
    Measure("functions_duplicated", SUM, "functions"),
)


def measure_of(id: str) -> Measure:
    """Give a measure by id; an unknown one is refused with the nearest.

    >>> measure_of("heads").form
    'sum'
    >>> measure_of("haeds")
    Traceback (most recent call last):
    ...
    orgmodel.core.problems.ProblemsError: UNKNOWN_MEASURE no measure 'haeds'; did you mean 'heads'?
    """
    for one in MEASURES:
        if one.id == id:
            return one
    raise ProblemsError([_unknown(id)])


def measures_of(ids: Iterable[str] | None) -> tuple[Measure, ...]:
    """Give measures by ids in the order asked, all of them for None; every unknown one is named at once."""
    if ids is None:
        return MEASURES
    known = {one.id: one for one in MEASURES}
    asked = list(dict.fromkeys(ids))
    unknown = [_unknown(id) for id in asked if id not in known]
    if unknown:
        raise ProblemsError(unknown)
    return tuple(known[id] for id in asked)


def _unknown(id: str) -> Problem:
    ids = [one.id for one in MEASURES]
    return Problem("UNKNOWN_MEASURE", f"no measure {id!r}{nearest(id, ids) or '; there are ' + ', '.join(ids)}", id)
