"""What is given wrong to the verbs of a plan is told with what was expected and what is near, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.plan import Plan

NEW = {"unit": "n", "names": {"en": "New"}}
WRONG: dict[str, tuple[Callable[[Any], object], str]] = {
    "a text for a list": (lambda p: p.consolidate("roads", into=NEW), "'consolidate' must be a list, not 'roads'"),
    "nothing for a list": (lambda p: p.consolidate(None, into=NEW), "'consolidate' must be a list, not nothing"),
    "no units": (lambda p: p.consolidate([], into=NEW), "must be a list of at least 2, not []"),
    "one unit": (lambda p: p.consolidate(["roads"], into=NEW), "must be a list of at least 2"),
    "a unit twice": (lambda p: p.consolidate(["roads", "roads"], into=NEW), "'roads' is named twice"),
    "a unit misspelt": (lambda p: p.consolidate(["roads", "park"], into=NEW), "no unit 'park'; did you mean 'parks'?"),
    "numbers for units": (lambda p: p.consolidate([1, 2], into=NEW), "'consolidate' must be a text, not 1"),
    "an id for what begins": (lambda p: p.consolidate(["roads", "parks"], into="n"), "'into' must be a mapping"),
    "nothing begins": (lambda p: p.consolidate(["roads", "parks"], into=None), "'into' must be a mapping"),
    "into nothing": (lambda p: p.consolidate(["roads", "parks"]), "consolidate needs into"),
    "an argument misspelt": (lambda p: p.consolidate(["roads", "parks"], int=NEW), "did you mean 'into'?"),
    "an id that is taken": (
        lambda p: p.consolidate(["roads", "parks"], into={"unit": "town"}),
        "'town' exists already",
    ),
    "absorbed by itself": (lambda p: p.absorb(["roads"], into="roads"), "roads cannot absorb itself"),
    "absorbed by none": (lambda p: p.absorb(["roads"], into=None), "'into' must be a text, not nothing"),
    "a list is split": (lambda p: p.split_up(["roads"], into=[]), "'split_up' must be a text, not ['roads']"),
    "split into a text": (lambda p: p.split_up("roads", into="n"), "'into' must be a list, not 'n'"),
    "split into one": (lambda p: p.split_up("roads", into=[{"unit": NEW}]), "a list of at least 2"),
    "split into two of an id": (lambda p: p.split_up("roads", into=[{"unit": NEW}] * 2), "'n' begins twice"),
    "a text is taken": (lambda p: p.split_off("roads", into=[{"unit": NEW, "takes": "posts"}]), "'takes' must be"),
    "a key misspelt": (lambda p: p.split_off("roads", into=[{"unit": NEW, "takse": {}}]), "did you mean 'takes'?"),
    "nothing is moved": (lambda p: p.transfer(None, to="parks"), "'transfer' must be a text, a list or a mapping"),
    "moved nowhere": (lambda p: p.transfer("roads"), "transfer needs to"),
    "moved to a list": (lambda p: p.transfer("roads", to=["parks"]), "'to' must be a text or a mapping"),
    "nothing is renamed": (lambda p: p.rename(None, names="x"), "'rename' must be a text, not nothing"),
    "named by a number": (lambda p: p.rename("roads", names={"en": 3}), "'en' must be a text, not 3"),
    "so many as words": (lambda p: p.resize("roads/1", to="many", why="x"), "'to' must be a whole number"),
    "fewer than none": (lambda p: p.resize("roads/1", to=-1, why="x"), "not below zero"),
    "a post misspelt": (lambda p: p.link_posts("road/1", also_holds="parks/1"), "did you mean 'roads/1'?"),
    "a text begins": (lambda p: p.create("n"), "'create' must be a mapping"),
    "stands for none": (lambda p: p.create({**NEW, "stands_for": 0}, head="none", why="law"), "at least 1, not 0"),
    "a verb misspelt": (lambda p: p.do({"trnsfer": "roads"}), "did you mean 'transfer'?"),
    "two verbs": (lambda p: p.do({"transfer": "roads", "absorb": []}), "an operation has one verb"),
    "no operation": (lambda p: p.do(None), "operation is a mapping with a verb"),
}


@cache
def plan() -> Plan:
    """Begin one plan, which no wrong operation may change."""
    units = [Unit(id, names_of(en=id.title()), parent=above) for id, above in (("town", None), ("roads", "town"), ("parks", "town"))]  # fmt: skip
    posts = [Post(f"{id}/1", id, titles=names_of(en="Clerk"), rank="staff", authorized=2, filled=1) for id in ("roads", "parks")]  # fmt: skip
    return Structure.of([*units, *posts]).plan("mine")


@pytest.mark.parametrize("given", WRONG)
def test_a_wrong_operation_says_what_was_expected(given: str) -> None:
    """A problem tells what was expected or is near; the plan is as it was."""
    act, said = WRONG[given]
    with pytest.raises(ProblemsError) as raised:
        act(plan())
    assert said in str(raised.value)
    assert (plan().done, plan().revision) == ((), 0)


def test_a_remainder_of_unknown_number_is_no_remainder_of_none() -> None:
    """``?`` is a number that nobody knows, in a table and in an operation; 0 is refused in both."""
    made = Structure.from_frames(units={"id": ["a"], "stands_for": ["?"]})
    assert made.to_frames()["units"]["stands_for"].tolist() == ["?"]
    assert Structure.from_frames(**made.to_frames()) == made
    with pytest.raises(ProblemsError, match="a row stands for one unit at least; write"):
        Structure.from_frames(units={"id": ["a"], "stands_for": [0]})
    begun = made.plan("x")
    begun.create({**NEW, "stands_for": "?"}, head="none", why="law")
    assert begun.run().after.unit("n").stands_for == 0
