"""What init finds or asks where headings, totals, names, dates and holders leave a doubt, on small tables of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import orgmodel


def begun(text: str, tmp_path: Path, name: str = "table.csv", **given: Any) -> Any:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return orgmodel.init(path, **given)


def codes(found: Any) -> dict[str, int]:
    return found.imported.counts()


def superiors(found: Any) -> dict[str, str]:
    return {line.post: line.to for line in found.structure.lines}


def parents(found: Any) -> dict[str, str | None]:
    names = {unit.id: dict(unit.names).popitem()[1] for unit in found.structure.units}
    return {f"{names[unit.id]}#{unit.id}": names.get(unit.parent) for unit in found.structure.units}


# -- ids that only the column of superiors tells ---------------------------------------------------------------------------

UNKNOWN_ID = {
    "Ticket,Job title,Unit,Reports to\nQ1,Chief,HQ,\nQ2,Head,Ops,Q1\nQ3,Clerk,Ops,Q2\nQ4,Clerk,Fin,Q1\n": (
        "Ticket",
        "id",
    ),
    "Mailbox,Name,Title,Manager Email\nann@x.org,Ann,Chief,\nbo@x.org,Bo,Clerk,ANN@x.org\ncy@x.org,Cy,Clerk,ann@x.org\n": (
        "Mailbox",
        "id",
    ),
    "Código de plaza,Puesto,Unidad,Superior\n7,Jefe,Sede,\n8,Auxiliar,Obras,7\n9,Auxiliar,Obras,8\n": (
        "Código de plaza",
        "id",
    ),
    "Employee ID,Name,Mailbox,Unit,Title,Manager Email\n1,Ann,ann@x.org,HQ,Chief,\n2,Bo,bo@x.org,HQ,Clerk,ann@x.org\n": (
        "Mailbox",
        "also",
    ),
}


@pytest.mark.parametrize("text", UNKNOWN_ID, ids=["ref", "mail", "es", "also"])
def test_the_ids_are_the_column_that_superiors_name(text: str, tmp_path: Path) -> None:
    """A column of ids or addresses under an unknown heading is found by the superiors that name its values."""
    found = begun(text, tmp_path)
    name, key = UNKNOWN_ID[text]
    assert found.guesses.at(f"tables.0.columns.{key}").value == name
    assert found.guesses.at("tables.0.columns.parent") is not None
    assert not [one for one in found.guesses.found if "not used" in one.place]
    assert "UNKNOWN_SUPERIOR" not in codes(found)


# -- names are names, and ids that stand in no file are none ---------------------------------------------------------------


def test_a_name_that_two_units_have_is_no_superior(tmp_path: Path) -> None:
    """A superior's name that two units have is told as ambiguous, however it is written."""
    found = begun(
        "Unit,Parent,Headcount\nCity,,1\nEast,City,2\nWest,City,3\nDesk,East,4\nDesk,West,5\nPhones,desk,6\n", tmp_path
    )
    assert codes(found)["AMBIGUOUS_SUPERIOR"] == 1
    assert next(above for name, above in parents(found).items() if name.startswith("Phones")) is None


def test_names_written_otherwise_are_not_told_as_ids(tmp_path: Path) -> None:
    """Names in another case are found as names; of ids nothing is told where the file has none."""
    found = begun("Unit,Parent,Headcount\nCity Hall,,1\nEast,CITY HALL,2\nWest,city hall,3\n", tmp_path)
    assert {"CASE", "DECIMALS"} & codes(found).keys() == set()
    assert sorted(map(str, parents(found).values())) == ["City Hall", "City Hall", "None"]
