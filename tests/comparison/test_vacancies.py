"""Vacancies while a figure is missing: what is known of it bounds them, and nothing is told as come to be known that has not."""

from __future__ import annotations

import pytest

from orgmodel.comparison.comparison import compare
from orgmodel.core.figures import Estimate, Source
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.measures.measuring import value
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

UNITS = [Unit("b", kind="agency"), Unit("c", kind="agency", parent="b")]
HEADS = [Post(f"{id}/h", id, rank="head", authorized=1, filled=1) for id in "bc"]
UNKNOWN = Structure.of([*UNITS, *HEADS, Post("b/s", "b", authorized=10)])


@pytest.mark.parametrize(
    ("operation", "most", "change", "now_known"),
    [
        ({"resize": "b/s", "filled_by": 12, "why": "more"}, -2, -12, 0),
        ({"resize": "b/s", "filled_by": 2, "why": "more"}, 8, -2, 0),
        ({"resize": "b/s", "to": 4, "why": "fewer"}, 4, -6, 0),
        # three of four who go are known: one vacancy there, at most six of six where the others are
        ({"transfer": {"posts": [{"post": "b/s", "count": 4, "filled": 3}]}, "to": "c"}, 7, 0, 1),
    ],
)
def test_a_known_part_bounds_vacancies(operation, most, change, now_known):
    """At most what is authorized less those who are known to be there, be they more than is authorized."""
    found = compare(Scenario("s", UNKNOWN, steps=(Step("s", do=[operation]),)).run())
    row = found.rows("s", "total")["vacancies"]
    assert (row["high"], row["low"], row["change"], row["now_known"]) == (most, None, change, now_known)
    assert row["missing"] == 1


def test_a_known_part_of_what_is_authorized():
    """At least what is known to be authorized less those there."""
    known = Estimate(Source("posts:b/s:authorized"), offset=5)
    structure = Structure.of([*UNITS, *HEADS, Post("b/s", "b", authorized=known, filled=2)])
    found = value(structure, "vacancies")
    assert (found.low, found.high, found.missing) == (3, None, 1)
