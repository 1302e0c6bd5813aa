"""Years of the Buddhist era and of two digits, kinds told by names, the top of a directory's paths, and pay of units."""

from __future__ import annotations

from pathlib import Path

import pytest

import orgmodel
from orgmodel.core.problems import ProblemsError
from orgmodel.io.importers.dates import conventions_of, date_of
from orgmodel.io.importers.hierarchy.hierarchy import import_hierarchy
from orgmodel.io.importers.hierarchy.map import HierarchyMap
from tests.io.importers.beginning import begun


@pytest.mark.parametrize(
    ("text", "dates", "day"),
    [
        ("29/02/2567", ("day first", "buddhist era"), "2024-02-29"),
        ("2567-02-29", ("buddhist era",), "2024-02-29"),
        ("25670229", ("buddhist era",), "2024-02-29"),
        ("29 กุมภาพันธ์ พ.ศ. 2567", (), "2024-02-29"),
        ("วันที่ ๑ มิ.ย. ๒๕๖๗", ("buddhist era",), "2024-06-01"),
        ("1/4/67", ("day first", "buddhist era", "short years"), "2024-04-01"),
        ("31.12.9999", ("buddhist era",), "9999-12-31"),
        ("45383", ("buddhist era", "excel"), "2024-04-01"),
        ("1/4/68", ("day first", "short years"), "2068-04-01"),
        ("1/4/69", ("day first", "short years"), "1969-04-01"),
        ("01-APR-19", ("short years",), "2019-04-01"),
        ("15 września 2019", (), "2019-09-15"),
    ],
)
def test_years_are_read_as_the_map_says(text: str, dates: tuple[str, ...], day: str) -> None:
    """A year of another era, or of two digits, is that of the common era by the map alone, or by its own sign."""
    assert date_of(text, dates) == day


@pytest.mark.parametrize("text", ["2024-04-01", "1/4/2024", "April 2024"])
def test_a_year_of_the_common_era_is_none_of_the_other(text: str) -> None:
    """A map that speaks of the Buddhist era refuses years that are none of it."""
    with pytest.raises(ValueError, match="Buddhist era"):
        date_of(text, ("day first", "buddhist era"))


def test_conventions_are_told_by_the_texts_or_asked() -> None:
    """All years ahead are of the Buddhist era; some of them, and years of two digits, are asked about."""
    assert conventions_of(["2567-04-01", "9999-12-31"]) == (["buddhist era"], None)
    for some in (["2567-04-01", "2019-04-01"], ["13/04/19"]):
        assert conventions_of(some)[1] is not None


def test_a_register_of_the_buddhist_era_begins_at_its_days(tmp_path: Path) -> None:
    """Whether a unit has begun is told by the common era."""
    text = "ID,Name,Parent,Start date\nA,กรม,,13/04/2540\nB,กอง,A,01/05/2560\nC,ฝ่าย,A,01/05/2569\n"
    found = begun(text, tmp_path, as_of="2024-01-01")
    assert {unit.id: unit.begins for unit in found.structure.units} == {"A": "1997-04-13", "B": "2017-05-01"}


def test_kinds_are_proposed_from_names(tmp_path: Path) -> None:
    """Words for kinds at the beginning or the end of names tell kinds, in the map, with how many do."""
    text = "ID,Name,Parent\n1,Ministry of Works,\n2,Department of Roads,1\n3,Bridges Division,2\n4,Archive,1\n"
    found = begun(text, tmp_path, as_of="2024-01-01")
    kinds = {unit.id: unit.kind for unit in found.structure.units}
    assert kinds == {"1": "ministry", "2": "department", "3": "division", "4": "agency"}
    (guess,) = [one for one in found.guesses.found if one.place == "kinds_by"]
    assert (guess.value, guess.certainty, guess.why.values) == ("names", "unsure", {"count": 3, "total": 4})


def test_the_path_that_is_nothing_but_its_sign_is_the_top(tmp_path: Path) -> None:
    """A directory's / is the unit around all others, and no row is lost."""
    text = "Org Unit Name,Org Unit Path,Headcount\nTrust,/,4\nSales,/Sales,12\nEast,/Sales/East,5\n"
    found = begun(text, tmp_path, as_of="2024-01-01")
    names = {unit.id: unit.name("en") for unit in found.structure.units}
    above = {unit.name("en"): names.get(unit.parent or "") for unit in found.structure.units}
    assert above == {"Trust": None, "Sales": "Trust", "East": "Sales"}
    assert found.imported.rows_left_out == 0


def test_pay_of_units_is_an_attribute_by_the_map(tmp_path: Path) -> None:
    """What a table of units says of pay is kept as it stands; a heading of pay that is not mapped is told with the cure."""
    path = tmp_path / "units.csv"
    path.write_text("id,name,parent,Salary\nA,Trust,,900\nB,Sales,A,\n", encoding="utf-8")
    columns = {"id": "id", "name": "name", "parent": "parent"}
    told = import_hierarchy(path, map=HierarchyMap(columns=columns, language="en"))
    assert [str(one.message) for one in told.problems if one.code == "NOT_MAPPED"] == [
        "Salary: the map does not say what this column is; to carry it say columns: {pay: Salary}"
    ]
    found = import_hierarchy(path, map=HierarchyMap(columns={**columns, "pay": "Salary"}, language="en"))
    assert [(one.unit, one.name, one.value) for one in found.structure.table("attributes")] == [("A", "pay", "900")]


def test_a_second_head_is_told_with_the_first_and_what_to_do(tmp_path: Path) -> None:
    """Who adds a head to a unit in a workbook reads which post has the place, and what may be done."""
    (tmp_path / "units.csv").write_text("id,name_en\na,A\n", encoding="utf-8")
    (tmp_path / "posts.csv").write_text("unit,id,rank\na,a/1,head\na,a/2,head\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as raised:
        orgmodel.read(tmp_path)
    (problem,) = [one for one in raised.value.problems if one.code == "SECOND_HEAD"]
    assert "'a/1'" in str(problem.message)
    assert "'a/2' another rank (deputy, staff) or another unit" in str(problem.message)


def test_a_kind_that_nothing_tells_is_listed_with_its_count(tmp_path: Path) -> None:
    """It stands in the map as a comment that can be changed; where the table tells kinds nothing is said."""
    found = begun("Unit,Parent,Posts\nWest,,2\nEast,West,3\nSouth,West,4\n", tmp_path)
    guess = found.guesses.at("kind")
    assert (guess.value, guess.certainty, "3" in str(guess.why)) == ("agency", "unsure", True)
    assert "# kind: agency" in found.map_text
    changed = tmp_path / "map.yaml"
    changed.write_text(found.map_text.replace("# kind: agency", "kind: office"), encoding="utf-8")
    again = orgmodel.init(tmp_path / "table.csv", map=changed)
    assert {unit.kind for unit in again.structure.units} == {"office"}
    told = begun("Unit,Parent,Type,Posts\nWest,,Agency,2\nEast,West,Section,3\nSouth,West,Section,4\n", tmp_path)
    assert told.guesses.at("kind") is None
