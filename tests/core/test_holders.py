"""People and the posts they hold: what contradicts is told, and whoever is left without a post is named."""

from __future__ import annotations

import pytest

from orgmodel.core.integrity import check
from orgmodel.core.names import names_of
from orgmodel.core.problems import WARNING
from orgmodel.core.records import Incumbency, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

UNIT = Unit("a")
HEAD = Post("a/h", "a", names_of(en="Head"), rank="head", authorized=1, filled=1)
CLERK = Post("a/c", "a", authorized=2, filled=1)


@pytest.mark.parametrize(
    ("records", "code", "subject"),
    [
        ([Person("p", "P"), Incumbency("p", "a/h")], "", ""),
        ([Person("p"), Incumbency("p", "a/h")], "NAMELESS", "p"),
        ([Person("p", "P"), Incumbency("p", "a/v"), Post("a/v", "a", authorized=1, filled=0)], "HOLDER_OF_VACANT", "a/v"),
        ([Person("p", "P"), Person("q", "Q"), Incumbency("p", "a/h"), Incumbency("q", "a/h")], "TWO_HOLDERS", "a/h"),
        ([Person("p", "P"), Person("q", "Q"), Incumbency("p", "a/h", share=50), Incumbency("q", "a/h", share=50)], "", ""),
        ([Person("p", "P"), Incumbency("p", "a/c", order=1)], "ONLY_SECOND", "p"),
        ([Person("p", "P"), Incumbency("p", "a/h"), Incumbency("p", "a/c", order=1)], "", ""),
    ],
    ids=["one holder", "no name", "holder of a vacant post", "two whole holders", "two halves", "only a second post", "two posts"],
)  # fmt: skip
def test_holdings_that_contradict_are_told(records, code, subject) -> None:
    """Each is a warning of the record that it concerns; what fits is silent."""
    found = [(one.code, one.subject, one.severity) for one in check(Structure.of([UNIT, HEAD, CLERK, *records]))]
    assert found == ([(code, subject, WARNING)] if code else [])


def test_whoever_holds_no_post_afterwards_is_named() -> None:
    """Of two heads the one whose post ends is told of with post and unit; the one who has another post is not."""
    records = [
        Unit("gov"), Unit("a", parent="gov"), Unit("b", parent="gov"), HEAD,
        Post("b/h", "b", names_of(en="Chief"), rank="head", authorized=1, filled=1),
        Post("b/d", "b", rank="deputy", authorized=1, filled=1),
        *(Person(one, one.upper()) for one in ("p", "q", "r")),
        Incumbency("p", "a/h"), Incumbency("q", "b/h"), Incumbency("r", "b/d"),
    ]  # fmt: skip
    merge = {"absorb": ["b"], "into": "a", "surplus_heads": {"b/h": {"end": True, "why": "one head"}}}
    outcome = Scenario("x", Structure.of(records), steps=(Step("s", do=[merge]),)).run()
    told = [problem for problem in outcome.problems if problem.code == "DISPLACED"]
    assert [(problem.subject, problem.severity) for problem in told] == [("b/h", WARNING)]
    assert "Q (q)" in told[0].message
    ending = {"dissolve": {"post": "b/d"}, "why": "w", "incoming": "drop"}
    both = Structure.of([*records, Incumbency("r", "a/c", order=1), Post("a/c", "a", authorized=1, filled=1)])
    kept = Scenario("x", both, steps=(Step("s", do=[ending]),)).run()
    assert [problem.code for problem in kept.problems if problem.code == "DISPLACED"] == []
