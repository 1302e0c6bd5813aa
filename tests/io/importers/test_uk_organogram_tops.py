"""Who is at the top of a body, in a return of two bodies: known wherever it is filed, told by a merger, and by a repeated reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgmodel.core.problems import Problem
from orgmodel.core.records import Line
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.core.tops import top_of
from orgmodel.io.importers.imported import Imported
from orgmodel.io.new import new_scenario
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from tests.io.importers.organograms import imported, junior, reported, senior


def _two_bodies(folder: Path) -> Imported:
    """Import a return of two agencies: the chief of the first is filed under a directorate, that of the second in the body itself."""
    names = {"north": "North Agency", "south": "South Agency"}
    seniors = [
        senior("N1", "XX", organisation=names["north"], unit="Services"),
        senior("N2", "N1", organisation=names["north"], unit="Delivery"),
        senior("S1", "XX", organisation=names["south"], unit=names["south"]),
        senior("S2", "S1", organisation=names["south"], unit="Operations"),
    ]
    return imported(folder, seniors, [junior("N1", organisation=names["north"], unit="Services")])


def _merged(structure: Structure, verb: str, *more: Line) -> tuple[Problem, ...]:
    data = {
        "consolidate": {
            "consolidate": ["north-agency", "south-agency"],
            "into": {"unit": "one", "kind": "agency", "parent": "home-office"},
            "head": {"keep": "south-agency/S1"},
        },
        "absorb": {"absorb": ["north-agency"], "into": "south-agency"},
    }[verb]
    base = (
        Structure.of(
            [*(one for spec in Tables.ALL for one in structure.table(spec.table)), *more], terms=structure.terms
        )
        if more
        else structure
    )
    outcome = Scenario("s", base, steps=(Step("m", do=[data]),)).run()
    assert not outcome.refused
    return tuple(one for one in outcome.problems if one.code == "TWO_TOPS")


def test_the_top_of_a_body_is_known_wherever_it_is_filed(tmp_path: Path) -> None:
    """The chief in a directorate and the head of the body itself are at the top; a unit of one post that leads nobody has no top but its head."""
    structure = _two_bodies(tmp_path).structure
    tops = {
        unit: getattr(top_of(structure, unit), "id", None) for unit in ("north-agency", "south-agency", "home-office")
    }
    assert tops == {"north-agency": "north-agency/N1", "south-agency": "south-agency/S1", "home-office": None}


@pytest.mark.parametrize("verb", ["consolidate", "absorb"])
def test_a_merger_of_two_bodies_tells_its_two_tops(tmp_path: Path, verb: str) -> None:
    """The warning names both posts; none comes where the one is written to answer to the other."""
    structure = _two_bodies(tmp_path).structure
    (told,) = _merged(structure, verb)
    assert all(post in told.message for post in ("north-agency/N1", "south-agency/S1"))
    assert _merged(structure, verb, Line("administrative", "north-agency/N1", "south-agency/S1")) == ()


def test_a_merger_that_is_begun_lists_both_tops(tmp_path: Path) -> None:
    """The head is listed among the heads, the chief that is filed below with the line that it may get."""
    text = new_scenario(_two_bodies(tmp_path).structure, "merge", ["north-agency", "south-agency"])
    assert "south-agency/S1" in text
    assert "# - redirect: {kind: administrative, from: north-agency/N1, to: null}" in text


def test_loops_behind_a_repeated_reference_are_told(tmp_path: Path) -> None:
    """Where the second post under the reference is meant there is a loop, named with its row; where the first is, none."""
    seniors = [senior("1", "XX", title="Chief"), senior("2", "1"), senior("3", "2"), senior("1", "3", title="Aide")]
    result = imported(tmp_path, seniors)
    assert ("senior", 3, "LOOP_BEHIND_REPEAT") in reported(result)
    (told,) = (one for one in result.problems if one.code == "LOOP_BEHIND_REPEAT")
    assert told.message.endswith("(row 5), there is a loop: 1 → 3 → 2 → 1")


def test_three_decimals_are_rounded_with_a_note(tmp_path: Path) -> None:
    """Full-time equivalents are kept to the hundredth, and the row says so."""
    result = imported(tmp_path, [senior("1", "XX")], [junior("1", "2.347")])
    assert [(one.code, one.severity) for one in result.problems] == [("FTE_DECIMALS", "note")]
    assert [post.fte for post in result.structure.posts if post.id.startswith("passport-office/1/")] == [235]  # type: ignore[union-attr]
