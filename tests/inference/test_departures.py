"""What an inferred run says of people whose posts end: what the later structure shows of them, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from orgmodel.core.problems import errors
from orgmodel.core.records import Incumbency, Link, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.inference.difference import difference
from orgmodel.inference.infer import Inference, infer
from orgmodel.scenario.scenario import Scenario

UNITS = [Unit("top"), Unit("a", kind="office", parent="top"), Unit("b", kind="office", parent="top")]
STAY = [Post("a/h", "a", rank="head", filled=1), Post("a/d", "a", rank="deputy", filled=0), Post("a/c", "a", authorized=2, filled=2)]  # fmt: skip
GO = [Post("b/h", "b", rank="head", filled=1)]
HELD = [Incumbency("p1", "a/h"), Incumbency("p2", "b/h"), Incumbency("p3", "a/c"), Incumbency("p4", "a/c")]
PERSONS = [Person(f"p{n}", name=f"Name {n}") for n in (1, 2, 3, 4)]


def inferred(persons: list[Person], held: list[Incumbency], posts: list[Post]) -> Inference:
    """Infer what led from all of these to one without b/h, in which some persons hold some posts."""
    before = Structure.of([*UNITS, *STAY, *GO, *PERSONS, *HELD])
    found = infer(before, Structure.of([*UNITS, *posts, *persons, *held]))
    assert not errors(found.outcome.problems)
    return found


def people(found: Inference) -> dict[str, Any]:
    """Give what the operations say of people."""
    return {
        person: rule for one in found.steps for data in one.step.do for person, rule in data.get("people", {}).items()
    }


def warned(found: Inference) -> list[str]:
    """List the posts whose holders are told to be displaced."""
    return [one.subject for one in found.outcome.problems if one.code == "DISPLACED"]


def test_who_is_listed_no_more_leaves():
    """The head of b, whose post ends, and one of two clerks, of whom one is left."""
    posts = [STAY[0], STAY[1], Post("a/c", "a", authorized=2, filled=1)]
    found = inferred([PERSONS[0], PERSONS[2]], [HELD[0], HELD[2]], posts)
    leaves = {"outcome": "leaves", "why": "found nowhere in the later structure"}
    assert people(found) == {"p2": leaves, "p4": leaves}
    assert warned(found) == []
    assert {(one.table, one.key) for one in found.corrections} == {("persons", "p2"), ("persons", "p4")}


def test_who_holds_another_post_later_goes_there():
    """The head of b is the deputy of a: nothing is left to correct."""
    posts = [STAY[0], Post("a/d", "a", rank="deputy", filled=1), STAY[2]]
    found = inferred(PERSONS, [HELD[0], Incumbency("p2", "a/d"), *HELD[2:]], posts)
    assert people(found) == {"p2": {"to": "a/d"}}
    assert (warned(found), found.corrections) == ([], ())


def test_of_who_is_listed_without_a_post_nothing_is_settled():
    """The head of b stands in the list of persons and holds nothing."""
    found = inferred(PERSONS, [HELD[0], *HELD[2:]], STAY)
    assert people(found) == {"p2": "unassigned"}
    assert (warned(found), found.corrections) == ([], ())


@pytest.mark.parametrize(
    "persons", [[], [Person("q1", name="One Else")], [*PERSONS[:1], *PERSONS[2:], Person("q2", name="Name 2")]]
)
def test_nothing_is_said_of_who_may_be_another(persons):
    """The later structure lists nobody, or nobody of the earlier one, or somebody of the same name under another id."""
    held = [one for one in (HELD[0], *HELD[2:]) if any(one.person == person.id for person in persons)]
    found = inferred(persons, held, STAY)
    assert "p2" not in people(found)
    assert warned(found) == ["b/h"]


def test_what_is_written_is_a_scenario_that_runs():
    """The steps of `diff`, as they are written, run without a warning of the displaced."""
    before = Structure.of([*UNITS, *STAY, *GO, *PERSONS, *HELD])
    after = Structure.of([*UNITS, *STAY, *PERSONS, HELD[0], *HELD[2:]])
    steps = difference(before, after).inference.scenario.steps
    outcome = Scenario("again", before, steps=steps).run()
    assert [one for one in outcome.problems if one.code == "DISPLACED"] == []


def test_who_holds_a_post_of_a_new_unit_besides_is_told_with_the_unit():
    """The unit begins and its head is held by that of a: one step, and nothing to correct."""
    before = Structure.of([*UNITS, *STAY])
    posts = [Post("n/h", "n", rank="head", authorized=1, filled=1), Post("n/c", "n", authorized=2, filled=2)]
    after = Structure.of([*UNITS, *STAY, Unit("n", parent="top"), *posts, Link("a/h", "n/h", "law")])
    found = difference(before, after).inference
    assert [[next(iter(data)) for data in one.step.do] for one in found.steps] == [["create", "link_posts"]]
    assert found.corrections == ()
