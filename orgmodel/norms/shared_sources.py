"""Sums and differences of measures that rest on the same uncertain figures, by their sources and not end by end.

A cost of 100 to 120 before and the same after differ by nothing, although both are a range.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from orgmodel.core.figures import Amount, Estimate
from orgmodel.norms.formula import Combined, Constant, MeasureOf, ParameterOf, Term
from orgmodel.norms.values import Values

Sources = Callable[[MeasureOf], "tuple[Amount, int] | None"]
"""Gives what a measure sums, in stored whole numbers, and what these are divided by; None where it is no sum of rows."""

Linear = tuple[dict[MeasureOf, Fraction], Fraction]


def from_sources(term: Term, parameters: Mapping[str, Any], sources: Sources) -> Values | None:
    """Give the value of a term that adds and subtracts several measures, its least and most from what they share.

    None where the term is anything else, and where a figure is missing.
    """
    form = _linear(term, parameters)
    if form is None or len(form[0]) < 2:
        return None
    factors, rest = form
    found = {one: sources(one) for one in factors}
    known = {one: pair for one, pair in found.items() if pair is not None and not pair[0].missing}
    if len(known) < len(factors):
        return None
    exact = {one: factor / known[one][1] for one, factor in factors.items()}
    whole = lcm(*(one.denominator for one in exact.values()))
    total, terms = 0, dict[Estimate, int]()
    for one, factor in exact.items():
        times = int(factor * whole)
        total += known[one][0].known * times
        for source, count in known[one][0].terms.items():
            terms[source] = terms.get(source, 0) + count * times
    amount = Amount(total, terms)
    best, low, high = (
        np.array([float(Fraction(end or 0, whole) + rest)]) for end in (amount.best, amount.low, amount.high)
    )
    none = np.zeros(1, dtype=np.bool_)
    return Values(best, low, high, none, none)


def _linear(term: Term, parameters: Mapping[str, Any]) -> Linear | None:
    """Write a term as measures, each so many times, and a number; None where it is not such a sum."""
    match term:
        case Constant(value=value):
            return {}, Fraction(value)
        case ParameterOf(parameter=name):
            given = parameters.get(name)
            return None if given is None else ({}, Fraction(float(given)))
        case MeasureOf():
            return {term: Fraction(1)}, Fraction(0)
        case Combined(operator=operator, of=parts) if operator in ("plus", "minus", "times", "percent"):
            forms = [_linear(one, parameters) for one in parts]
            known = [one for one in forms if one is not None]
            if len(known) < len(parts):
                return None
            whole, *others = known
            for other in others:
                if operator in ("plus", "minus"):
                    whole = _added(whole, other, Fraction(1 if operator == "plus" else -1))
                elif whole[0] and other[0]:
                    return None
                else:
                    by, of = (whole[1], other) if not whole[0] else (other[1], whole)
                    whole = _added(({}, Fraction(0)), of, by / 100 if operator == "percent" else by)
            return whole
        case _:
            return None


def _added(one: Linear, other: Linear, times: Fraction) -> Linear:
    measures = dict(one[0])
    for measure, factor in other[0].items():
        measures[measure] = measures.get(measure, Fraction(0)) + factor * times
    return measures, one[1] + other[1] * times
