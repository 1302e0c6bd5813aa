"""What a run and an inference do grows as what they are given: calls are counted, not seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable

from orgmodel.core.records import Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.inference.infer import infer
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario


def _calls(work: Callable[[], object]) -> int:
    """Count the calls of functions, and the resumptions of generators, that a piece of work makes."""
    count = 0

    def note(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def organisation(letter: str, size: int) -> Structure:
    """Make units under one another, with two rows of posts each."""
    records: list[Record] = []
    for number in range(size):
        unit = f"{letter}{number}"
        records += [Unit(unit, parent=f"{letter}{(number - 1) // 6}" if number else None, block="government")]
        records += [Post(f"{unit}/1", unit, rank="head", authorized=1, filled=1), Post(f"{unit}/2", unit, authorized=3)]
    return Structure.of(records)


def _growth(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """Tell how many times more calls the third part of three equal ones takes than the second."""
    work(size)()  # what is made once is made
    one, two, three = (_calls(work(times * size)) for times in (1, 2, 3))
    return (three - two) / (two - one)


def test_each_step_of_a_run_costs_the_same_with_many_before_it():
    """A run of thrice the steps makes thrice the calls."""
    baseline = organisation("a", 20)

    def run(size: int) -> Callable[[], object]:
        steps = [
            Step(f"s{number}", do=[{"resize": "a5/2", "by": 1, "why": "w", "cost": {"amount": 5}}])
            for number in range(size)
        ]
        return Scenario("s", baseline, steps=tuple(steps)).run

    assert _growth(run, 100) < 1.05


def test_two_organisations_with_nothing_in_common_are_inferred_unit_by_unit():
    """Thrice the units that share no id take thrice the calls."""

    def inferred(size: int) -> Callable[[], object]:
        before, after = organisation("a", size), organisation("b", size)
        return lambda: infer(before, after)

    assert _growth(inferred, 50) < 1.05
