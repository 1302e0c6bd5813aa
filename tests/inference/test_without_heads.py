"""Units without heads are split and merged like others: functions, titles and figures say what went where."""

from __future__ import annotations

import pytest

from orgmodel.core.records import Function, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.inference.difference import difference

BY = ("path", "name", "content")


def named(text: str) -> tuple[tuple[str, str], ...]:
    return (("en", text),)


def side(
    units: dict[str, str], posts: dict[str, list[tuple[str, int]]], functions: dict[str, list[str]], sign: str
) -> Structure:
    """A government with agencies by id, with rows of posts and functions; ids share nothing with those of another sign."""
    made: list = [Unit(f"{sign}.gov", named("Government"), kind="body")]
    for id, name in units.items():
        made.append(Unit(f"{sign}.{id}", named(name), kind="agency", parent=f"{sign}.gov"))
        for n, (title, many) in enumerate(posts[id]):
            made.append(Post(f"{sign}/{id}/{n}", f"{sign}.{id}", named(title), authorized=many, filled=many))
        made += [Function(f"{sign}.{id}", one) for one in functions.get(id, [])]
    return Structure.of(made)


WHOLE = {"all": [("Museum officer", 7), ("Archivist", 4), ("Coach", 5), ("Referee", 2)], "o": [("Clerk", 3)]}
PARTS = {"c": WHOLE["all"][:2], "s": WHOLE["all"][2:], "o": WHOLE["o"]}
NAMES = {"all": "Agency of Culture and Sport", "c": "Agency of Culture", "s": "Agency of Sport", "o": "Office"}


def one(told: bool, sign: str) -> Structure:
    return side({id: NAMES[id] for id in ("all", "o")}, WHOLE, {"all": ["culture", "sport"]} if told else {}, sign)


def two(told: bool, sign: str) -> Structure:
    return side(
        {id: NAMES[id] for id in ("c", "s", "o")}, PARTS, {"c": ["culture"], "s": ["sport"]} if told else {}, sign
    )


@pytest.mark.parametrize("told", [True, False], ids=["functions", "posts alone"])
def test_a_split_without_heads_is_told_as_one(told):
    """A = B + C, and not two that are created and one that is dissolved; what it leads to is exactly the later structure."""
    found = difference(one(told, "x"), two(told, "y"), by=BY).inference
    assert [step.verb for step in found.steps] == ["split_up"]
    assert [into["head"] for into in found.steps[0].step.do[0]["into"]] == ["none", "none"]
    assert found.steps[0].certainty == "likely"
    assert found.corrections == ()


@pytest.mark.parametrize("told", [True, False], ids=["functions", "posts alone"])
def test_a_merger_without_heads_is_told_as_one(told):
    """A + B = C, likewise."""
    found = difference(two(told, "x"), one(told, "y"), by=BY).inference
    assert [step.verb for step in found.steps] == ["consolidate"]
    assert found.steps[0].step.do[0]["head"] == "none"
    assert found.corrections == ()
