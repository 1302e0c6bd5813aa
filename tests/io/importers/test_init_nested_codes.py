"""Codes that begin with that of the unit above tell the tree, where they are no running numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.io.importers.hierarchy.nested_codes import are_nested, parents_of
from tests.io.importers.beginning import begun, tree

FIRST = "Code,Organisation,Posts\n"


@pytest.mark.parametrize(
    ("rows", "above"),
    [
        ("01,Works,\n0101,Roads,120\n010101,Planning,30\n02,Health,\n0201,Hospitals,400\n",
         {"Works": None, "Roads": "Works", "Planning": "Roads", "Health": None, "Hospitals": "Health"}),
        ("H2,City,\nH2.01,Parks,6\nH24,Province,\nH24.01,Interior,60\nH24.01.02,Archive,5\n",
         {"City": None, "Parks": "City", "Province": None, "Interior": "Province", "Archive": "Interior"}),
        ("A,Board,3\nA1,Roads,4\nA12,Bridges,2\nB,Court,3\nB1,Clerks,9\n",
         {"Board": None, "Roads": None, "Bridges": None, "Court": None, "Clerks": None}),
    ],
)  # fmt: skip
def test_units_stand_under_the_unit_whose_code_begins_theirs(
    rows: str, above: dict[str, str | None], tmp_path: Path
) -> None:
    """With signs between the parts or without; letters alone at the top are no codes that tell it."""
    assert tree(begun(FIRST + rows, tmp_path)) == above


def test_codes_filled_up_with_zeros_are_asked_for(tmp_path: Path) -> None:
    """Which of their digits part them is a guess; the map's answer counts."""
    rows = "1000,Services,5\n1100,Waste,9\n1110,Collection,42\n1200,Roads,25\n2000,Corporate,1\n2100,Finance,12\n"
    found = begun(FIRST + rows, tmp_path)
    (asked,) = found.open
    assert "codes such as 1110" in str(asked.message)
    for answer, parent in ((True, "Waste"), (False, None)):
        given_map = yaml.safe_load(found.map_text)
        given_map["tables"][0]["nested"] = answer
        assert tree(begun(FIRST + rows, tmp_path, map=given_map))["Collection"] == parent


@given(st.integers(0, 400), st.integers(3, 60))
def test_running_numbers_are_not_nested(first: int, count: int) -> None:
    """Ten begins with one, and is not under it."""
    assert not are_nested([str(number) for number in range(first, first + count)])
    assert not are_nested([f"p{number}" for number in range(first, first + count)])


@given(st.lists(st.lists(st.integers(1, 99), min_size=1, max_size=4), min_size=1, max_size=30))
def test_each_way_is_under_the_way_to_it(ways: list[list[int]]) -> None:
    """Codes made of two digits a level lead back to the levels that they were made of, where these are there."""
    every = {tuple(way[:size]) for way in ways for size in range(1, len(way) + 1)}
    codes = {way: "".join(f"{one:02d}" for one in way) for way in sorted(every)}
    if len(set(map(len, codes.values()))) > 1:
        given_codes = list(codes.values())
        assert parents_of(given_codes) == [codes.get(way[:-1], "") for way in codes]
        assert parents_of([f"x.{'.'.join(map(str, way))}" for way in codes])[0] == ""


def test_zeros_in_groups_of_two_digits_tell_the_tree(tmp_path: Path) -> None:
    """Three depths of two digits each, every code above there: nested, and said how sure; a tenth unit is no unit above."""
    rows = "01000000,Ministry,4\n01010000,Roads,10\n01010100,Bridges,7\n01100000,Rail,6\n01100100,Stations,5\n"
    found = begun(FIRST + rows, tmp_path)
    assert tree(found) == {
        "Ministry": None, "Roads": "Ministry", "Bridges": "Roads", "Rail": "Ministry", "Stations": "Rail",
    }  # fmt: skip
    (guess,) = [one for one in found.guesses.found if one.place == "tables.0.nested"]
    assert (guess.certainty, "2 digits" in str(guess.why)) == ("likely", True)
    without = begun(FIRST + rows.replace("01010000,Roads,10\n", ""), tmp_path)
    assert "nested" not in without.map_text or without.open
