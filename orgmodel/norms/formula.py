"""The small vocabulary in which limits are written: terms as data, never an expression to evaluate.

========================================  ==============================================================================
``3``                                     a number
``{posts: authorized, rank: deputy}``     a figure of the unit's own posts: authorized, filled, vacant, or ``either``
                                          (authorized, or filled where nobody gives it); narrowed by rank, category,
                                          quota, block, function; ``below: true`` takes the posts of all below along
``{members: official}``                   the unit's members: official, probationary, total
``{attribute: name}``                     a number that an attribute of the unit gives
``{parameter: name}``                     a number that the user gives
``{count: units}``                        in a pool: how many units it has
``{count: children, where: …}``           how many units directly under the unit meet criteria
``{sum: term}``                           in a pool: the sum of a term over its units
``{superior: term}``                      in a relation: the term for the unit directly above
``{least: term, of: siblings}``           in a relation: the least among the units beside it; ``that: have_children``
``{measure: id, scope: …, at: …}``        in a scenario: a measure of the whole, ``before`` or ``after``
``{model: id, deviations: missing}``      in a pool: how many deviations of a kind from a reference model; of one
                                          ``side``, or of some ``roles`` alone
``{steps: term, rows: […]}``              a table by size: ``{below: 8, is: 1}`` … ``{is: 3}``, the first row that fits
``{by_class: …, cases: {…}}``             a table by class: of ``{parameter: p}`` or ``{attribute: a}``
``{times: […]}`` ``{plus: […]}``          and ``minus`` (of two), ``max``, ``min``, ``percent`` (p, of)
========================================  ==============================================================================
"""

from __future__ import annotations

from dataclasses import dataclass

from orgmodel.operations.operation_schema import Criteria

POST_FIGURES = ("authorized", "filled", "vacant", "either")
POST_FILTERS = ("rank", "category", "quota", "block", "function")
MEMBER_FIGURES = ("official", "probationary", "total")
ARITHMETIC = ("times", "plus", "minus", "max", "min", "percent")
COMPARISONS = ("at_most", "at_least", "equals")


@dataclass(frozen=True, slots=True)
class Constant:
    """A number as it stands."""

    value: float


@dataclass(frozen=True, slots=True)
class PostsOf:
    """A figure of the posts of a unit, or of it with all below; each filter is a field and the values that count."""

    figure: str
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    below: bool = False


@dataclass(frozen=True, slots=True)
class MembersOf:
    """A figure of the members of a party organisation."""

    figure: str


@dataclass(frozen=True, slots=True)
class AttributeOf:
    """A number that an attribute gives; with ``least``, one that nobody gives is at least that."""

    name: str
    least: float | None = None


@dataclass(frozen=True, slots=True)
class ParameterOf:
    """A number that the user gives as a parameter."""

    parameter: str


@dataclass(frozen=True, slots=True)
class UnitCount:
    """The number of units in a pool, remainders weighted by what they stand for."""


@dataclass(frozen=True, slots=True, eq=False)
class ChildCount:
    """The number of units directly under a unit that meet criteria."""

    where: Criteria


@dataclass(frozen=True, slots=True, eq=False)
class SumOf:
    """The sum of a term over the units of a pool."""

    of: Term


@dataclass(frozen=True, slots=True, eq=False)
class SuperiorOf:
    """A term of the unit directly above."""

    of: Term


@dataclass(frozen=True, slots=True, eq=False)
class LeastOf:
    """The least of a term among the units beside a unit (those with units under them, where ``with_children``)."""

    of: Term
    with_children: bool = False


@dataclass(frozen=True, slots=True)
class MeasureOf:
    """A measure of the structure before or after."""

    id: str
    scope: str = "total"
    at: str = ""  # before or after; empty: the state that is judged


@dataclass(frozen=True, slots=True)
class DeviationsFrom:
    """The number of deviations of a kind from a reference model, in the area that a pool is."""

    model: str
    kind: str
    side: str = ""
    roles: tuple[str, ...] = ()  # these alone, each as one that is required


@dataclass(frozen=True, slots=True, eq=False)
class BySize:
    """A table by size: the value of the first row whose bound is above the size."""

    by: Term
    rows: tuple[tuple[float | None, Term], ...]


@dataclass(frozen=True, slots=True, eq=False)
class ByClass:
    """A table by class, which a parameter or an attribute of the unit names."""

    parameter: str
    attribute: str
    cases: tuple[tuple[str, Term], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Combined:
    """Terms combined by arithmetic."""

    operator: str
    of: tuple[Term, ...]


Term = (
    Constant
    | PostsOf
    | MembersOf
    | AttributeOf
    | ParameterOf
    | UnitCount
    | ChildCount
    | SumOf
    | SuperiorOf
    | LeastOf
    | MeasureOf
    | DeviationsFrom
    | BySize
    | ByClass
    | Combined
)


def parts_of(term: Term) -> tuple[Term, ...]:
    """List the terms directly inside a term.

    >>> parts_of(Combined("plus", (Constant(1), Constant(2))))
    (Constant(value=1), Constant(value=2))
    """
    match term:
        case SumOf(of=inner) | SuperiorOf(of=inner) | LeastOf(of=inner):
            return (inner,)
        case BySize(by=size, rows=rows):
            return (size, *(row for _, row in rows))
        case ByClass(cases=cases):
            return tuple(case for _, case in cases)
        case Combined(of=inner_terms):
            return inner_terms
        case _:
            return ()


def walk(term: Term) -> tuple[Term, ...]:
    """List a term and all inside it."""
    found = [term]
    for one in found:
        found.extend(parts_of(one))
    return tuple(found)
