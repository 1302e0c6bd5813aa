"""What an operation leaves over is told with the keys that this operation has."""

from __future__ import annotations

import pytest

from orgmodel.core.names import names_of
from orgmodel.core.problems import errors
from orgmodel.core.records import Function, Members, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.operations.verbs import VERBS
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

HELD = Structure.of(
    [
        Unit("t"), Unit("a", parent="t"), Unit("b", parent="t"), Unit("x", parent="a"), Post("a/s", "a", names_of(en="Clerk"), authorized=2),
        Function("a", "f", names_of(en="Licences")), Members("a", official=3),
    ]
)  # fmt: skip
SPLIT = {"split_up": "a", "into": [{"unit": {"unit": "c"}}, {"unit": {"unit": "d"}}]}
DISSOLVED = {"dissolve": "a", "why": "w"}


@pytest.mark.parametrize(
    ("operation", "keys", "others"),
    [(SPLIT, ("takes",), ("gives", "ends:")), (DISSOLVED, ("gives", "children: UNIT"), ("takes:", "under takes"))],
    ids=["a split", "an end"],
)
def test_what_is_left_over_is_told_with_keys_that_the_operation_has(operation, keys, others) -> None:
    """Posts, functions, units below and members are each left over; no sentence names a key of another verb."""
    problems = errors(Scenario("x", HELD, steps=(Step("s", do=[operation]),)).run().problems)
    left = [str(one.message) for one in problems if one.code == "LEFT_OVER"]
    assert len(left) == 4
    assert all(any(key in text for key in keys) for text in left), left
    assert not any(key in text for text in left for key in others), left
    verb = next(iter(operation))
    fields = {field.alias or name for name, field in VERBS[verb].model.model_fields.items()}
    assert {"gives", "children"} <= fields if verb == "dissolve" else "into" in fields


def test_what_is_said_so_is_taken() -> None:
    """The end that follows what it was told goes through."""
    end = DISSOLVED | {"gives": {"b": {"posts": ["a/s"], "functions": ["f"], "members": "all"}}, "children": "b"}
    outcome = Scenario("x", HELD, steps=(Step("s", do=[end]),)).run()
    assert not errors(outcome.problems), outcome.problems
    assert outcome.after.post("a/s").unit == "b"
    assert outcome.after.unit("x").parent == "b"
