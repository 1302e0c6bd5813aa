"""A fault in study.yaml is one cause: nothing is told of the tables that follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

import orgmodel
from orgmodel.core.problems import ProblemsError, errors

SOUND = """\
title: {en: N}
language: en
kinds: {office: agency}
money: {currency: KWD, decimals: 3}
quantities:
  area: {names: {en: Area}, decimals: 4, split: weights}
"""
FAULTS = {
    "titel: x\n": "UNKNOWN_KEY",
    "as_off: 2020-01-01\n": "UNKNOWN_KEY",
    "labels: {kind.zzz: 3}\n": "NOT_A_MAPPING",
    "csv: {separator: x}\n": "UNKNOWN_WORD",
    "x: [\n": "SYNTAX",
    "quantities:\n  area: {decimals: x}\n": "NOT_A_NUMBER",
    "money: {currency: KWD, decimals: 3, at: x}\n": "NOT_A_DATE",
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    tables = {
        "units": "id,parent,name_en,kind\na,,A,office\n",
        "posts": "id,unit,title_en,rank,authorized,pay\np,a,P,staff,1,1.234\n",
        "quantities": "unit,quantity,value\na,area,1.2345\n",
    }
    (tmp_path / "baseline").mkdir()
    for name, text in tables.items():
        (tmp_path / "baseline" / f"{name}.csv").write_text(text)
    return tmp_path


def told(folder: Path) -> list[str]:
    """List the codes of what stops the work, and of what is told not to be told."""
    try:
        found = orgmodel.read(folder).problems
    except ProblemsError as error:
        found = error.problems
    return [one.code for one in found if one in errors([one]) or one.code in ("UNTOLD", "NO_CURRENCY")]


def test_the_study_is_sound(study: Path) -> None:
    """Without the fault there is none."""
    (study / "study.yaml").write_text(SOUND)
    assert told(study) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_study_hides_what_follows(study: Path, fault: str) -> None:
    """Its own problem is told, and none of tables that are sound; of a file that is no YAML it is said how many are not."""
    key = fault.partition(":")[0]
    sound = "".join(
        part
        for part in SOUND.splitlines(keepends=True)
        if not part.startswith((key, "  area" if key == "quantities" else key))
    )
    (study / "study.yaml").write_text(sound + fault)
    found = told(study)
    assert found[:1] == [FAULTS[fault]]
    assert found[1:] in ([], ["UNTOLD"] if FAULTS[fault] == "SYNTAX" else [])


def test_faults_of_tables_are_told_as_well(study: Path) -> None:
    """What does not follow from the study is told beside its fault."""
    (study / "study.yaml").write_text(SOUND + "titel: x\n")
    (study / "baseline" / "quantities.csv").write_text("unit,quantity,value\na,area,1.23456\nb,area,1\na,land,1\n")
    assert sorted(told(study)) == ["BAD_VALUE", "UNDECLARED", "UNKNOWN_KEY", "UNKNOWN_UNIT"]
