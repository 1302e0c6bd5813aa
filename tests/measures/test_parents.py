"""No unit has less than one below it, whatever is missing, a range, or held by somebody who is counted elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.figures import Estimate, Source
from orgmodel.core.records import Link, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.measures import value
from orgmodel.measures.catalogue import MEAN, measures_of
from orgmodel.measures.evaluator import Evaluator
from tests.held import held_structures
from tests.strategies import structures


def a_range(low: int, best: int, high: int) -> Estimate:
    """A figure of a post that is not known exactly."""
    return Estimate(Source(f"{low}-{best}-{high}", low, best, high))


def test_a_second_post_that_may_be_vacant_takes_nothing_off_its_neighbours():
    """Who holds two posts is taken off the second once it is filled: while both may be vacant there is nobody less elsewhere."""
    units = [Unit("top"), Unit("a", parent="top"), Unit("b", parent="top")]
    posts = [
        Post("a/h", "a", authorized=1, filled=a_range(0, 1, 1)),
        Post("a/s", "a", authorized=5, filled=5),
        Post("b/h", "b", authorized=1, filled=a_range(0, 1, 1)),
    ]
    found = Structure.of([*units, *posts, Link("a/h", "b/h")])
    told = {unit: value(found, "headcount", unit) for unit in ("top", "a", "b")}
    assert {unit: (one.low, one.value, one.high) for unit, one in told.items()} == {
        "top": (5, 6, 6), "a": (5, 6, 6), "b": (0, 0, 0),
    }  # fmt: skip


@given(st.one_of(structures(), held_structures()), st.data())
def test_no_parent_is_below_its_children(structure, data):
    """Of every measure that adds up or is a maximum, what is told of a unit, and what is proven, is no less than of each below."""
    evaluator, units = Evaluator(structure), structure.units
    above = structure.tree.parent
    below = np.flatnonzero((structure.tree.depth > 0) & (above >= 0))
    measures = [
        one
        for one in measures_of(None, structure.terms)
        if one.form != MEAN and not (one.signed or one.compares or one.priced)
    ]
    one = data.draw(st.sampled_from(measures))
    column = evaluator.column(one.id, "unit")
    for name, given_ in (("value", column.given), ("low", column.bounds_given(one.form)[0])):
        found = np.where(given_, getattr(column, name), 0)
        wrong = below[found[above[below]] < found[below]]
        assert not len(wrong), (one.id, name, [units.record(int(row)).id for row in wrong], found)


@pytest.mark.parametrize("best", [0, 1])
def test_a_superior_who_may_be_absent_bounds_spans_of_people(best):
    """With the head of a, who may be there, go four reports: the widest span is one to four, and of the mean nothing is proven."""
    found = Structure.of([
        *(Unit(unit, parent=None if unit == "top" else "top") for unit in ("top", "a", "b")),
        Post("a/h", "a", rank="head", authorized=1, filled=a_range(0, best, 1)), Post("a/s", "a", authorized=5, filled=4, fte=400),
        Post("b/h", "b", rank="head", authorized=1, filled=1), Post("b/s", "b", authorized=2, filled=1, fte=100),
    ])  # fmt: skip
    for measure, told in (
        ("span_people_mean", (2.5 if best else 1, None, None)),
        ("span_fte_mean", (2.5 if best else 1, None, None)),
        ("span_people_max", (4 if best else 1, 1, 4)),
        ("span_mean", (3.5, 3.5, 3.5)),
    ):
        one = value(found, measure)
        assert (one.value, one.low, one.high) == told, measure
    assert value(found, "span_people_mean", "b").low == 1
