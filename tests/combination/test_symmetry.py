"""What combine answers does not depend on which scenario is named first, and no order is dropped."""

from __future__ import annotations

import pytest

from orgmodel.combination.combine import combine
from orgmodel.core.problems import errors
from orgmodel.core.records import Function, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

BASE = Structure.of(
    [
        Unit("root"), Unit("a", parent="root"), Unit("b", parent="root"),
        Post("a/h", "a", rank="head", authorized=1, filled=1), Post("b/h", "b", rank="head", authorized=1, filled=1),
        Post("a/s", "a", authorized=6, filled=6), Function("a", "f1"), Function("a", "f2"),
    ]
)  # fmt: skip
MERGE = {
    "consolidate": ["a", "b"], "into": {"unit": "m", "parent": "root"}, "head": {"keep": "a/h"},
    "surplus_heads": {"b/h": {"convert": "deputy"}},
}  # fmt: skip
ABOLISH = {"dissolve": {"function": "f1", "unit": "a"}, "why": "no more"}
ASSIGN = {"assign_function": "f1", "from": "a", "to": "b"}
ADD = {"resize": "a/s", "by": 3, "why": "w"}
SET = {"resize": "a/s", "to": 9, "why": "w"}
RENAME = {"rename": "b", "names": {"en": "B"}}


def scenario(name: str, order: dict[str, object]) -> Scenario:
    """A scenario of one operation."""
    return Scenario(name, BASE, steps=(Step(name, do=[order]),))


@pytest.mark.parametrize("turn", [1, -1], ids=["as given", "the other way round"])
@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        (MERGE, ABOLISH, ["y", "x"]),
        (ASSIGN, ABOLISH, None),
        (ADD, SET, ["y", "x"]),
        (RENAME, RENAME, 1),
        (RENAME, ADD, 2),
    ],
    ids=["merger and abolition", "assigned and abolished", "by three and to nine", "the same", "apart"],
)
def test_no_order_is_dropped(one, other, steps, turn) -> None:
    """Two proposals are combined in an order that runs, or conflict, whichever is named first."""
    found = combine([scenario("x", one), scenario("y", other)][::turn])
    if steps is None:
        assert (found.scenario, bool(found.conflicts)) == (None, True)
        return
    assert found.scenario is not None
    names = [step.id for step in found.scenario.steps]
    assert names == steps if isinstance(steps, list) else len(names) == steps
    outcome = found.scenario.run()
    assert errors(outcome.problems) == []
    if ABOLISH in (one, other):
        assert [function.function for function in outcome.after.functions] == ["f2"]
    if found.any_order:
        back = Scenario("back", BASE, steps=tuple(reversed(found.scenario.steps))).run()
        assert back.after == outcome.after
