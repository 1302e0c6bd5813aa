"""A unit of a split whose head was made of one of the posts that it got, under other ids."""

from __future__ import annotations

from orgmodel.core.names import names_of
from orgmodel.core.records import Function, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.inference.difference import difference


def post(id: str, unit: str, title: str, authorized: int, filled: int) -> Post:
    """A row of posts; one called Head is the head."""
    rank = "head" if title == "Head" else "staff"
    return Post(id, unit, names_of(en=title), rank, authorized=authorized, filled=filled)


def test_a_head_made_of_a_row_takes_nothing_from_outside() -> None:
    """The old head stays with the smaller part, since the greater one's head is the post that its planners have less."""
    before: list[Record] = [
        Unit("m", names_of(en="M")), Unit("a", names_of(en="A"), parent="m"), Unit("b", names_of(en="B"), parent="m"),
        post("a/h", "a", "Head", 1, 1), post("a/p0", "a", "Surveyor", 5, 5), post("a/p1", "a", "Planner", 6, 5),
        post("a/p2", "a", "Clerk", 4, 4), post("b/h", "b", "Head", 1, 1), post("b/p0", "b", "Driver", 5, 5),
        Function("a", "f1"), Function("a", "f2"), Function("b", "f3"),
    ]  # fmt: skip
    after: list[Record] = [
        Unit("m9", names_of(en="M")), Unit("x9", names_of(en="X"), parent="m9"), Unit("y9", names_of(en="Y"), parent="m9"),
        Unit("b9", names_of(en="B"), parent="m9"),
        post("q1", "x9", "Head", 1, 1), post("q2", "x9", "Surveyor", 5, 5), post("q3", "b9", "Head", 1, 1),
        post("q4", "b9", "Driver", 5, 5), post("q5", "y9", "Head", 1, 1), post("q6", "y9", "Planner", 5, 4),
        post("q7", "y9", "Clerk", 4, 4), Function("x9", "f1"), Function("y9", "f2"), Function("b9", "f3"),
    ]  # fmt: skip
    found = difference(Structure.of(before), Structure.of(after), by=("path", "content"))
    assert found.inference.verbs == {"split_up": 1}
    (step,) = found.scenario.steps
    heads = [one["head"] for one in dict(step.do[0])["into"]]
    assert [next(iter(one.items())) for one in heads] == [("keep", "a/h"), ("convert", "a/p1")]
    assert not [one for one in found.inference.outcome.ledger if None in (one.flow.from_unit, one.flow.to_unit)]
