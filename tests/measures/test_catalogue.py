"""The catalogue: every measure is one record, with the function that works it out."""

from __future__ import annotations

from orgmodel.measures.catalogue import MEASURES
from orgmodel.words.measures import MEASURES as WORDED
from orgmodel.words.measures import UNITS


def test_every_measure_holds_its_function():
    """A measure is a sum of rows, a column of its own, or compares two structures; of a difference rows tell no bounds."""
    for one in MEASURES:
        assert [one.rows is not None, one.column is not None, one.compares].count(True) == 1 + one.signed, one.id


def test_every_measure_is_worded_and_nothing_else_is():
    """Name and formula stand in the words for each measure, in its order, and its unit of quantity too."""
    assert list(WORDED) == [one.id for one in MEASURES]
    assert {one.quantity for one in MEASURES} <= set(UNITS)
