"""CSV by a study's habit: what is written for the office's spreadsheet reads back the same, and pandas reads the same figures."""

from __future__ import annotations

import io
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from orgmodel.cli.main import run
from orgmodel.core.change import diff
from orgmodel.core.csv_habit import PLAIN, CsvHabit
from orgmodel.core.money import Money
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.core.quantities import DeclaredQuantity
from orgmodel.core.records import Incumbency, Person, Post, Quantity, Unit
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.io.baseline import read_baseline
from orgmodel.io.csv_writing import rewritten
from orgmodel.io.own_json import from_json, to_json
from orgmodel.io.read import read, read_with_problems
from orgmodel.io.write_baseline import write_baseline
from orgmodel.io.write_study import study_text
from tests.io.structures import structures

FIXTURES = Path(__file__).parents[1] / "fixtures"
SAID = '\ncsv: {separator: ";", decimal: ",", bom: true}\n'
EXCEL = CsvHabit(";", ",", bom=True)
TEXTS = {"clause": str, "clauses": str}
"""What looks like a number and is none: clause 2.2 stays 2.2."""
HABITS = st.builds(
    CsvHabit, st.sampled_from([",", ";", "\t"]), st.sampled_from([".", ","]), st.sampled_from([None, True, False])
)


def _office(folder: Path, fixture: str) -> Path:
    shutil.copytree(FIXTURES / fixture, folder)
    file = folder / "study.yaml"
    file.write_text(file.read_text(encoding="utf-8") + SAID, encoding="utf-8")
    return folder


def _with(structure: Structure, habit: CsvHabit) -> Structure:
    records = [
        one
        for spec in Tables.ALL
        for one in structure.table(spec.table).records(list(structure.table(spec.table).rows()))
    ]
    return Structure.of(records, terms=replace(structure.terms, csv=habit), as_of=structure.as_of)


@given(structures(), HABITS)
def test_what_is_written_by_any_habit_reads_back(structure: Structure, habit: CsvHabit) -> None:
    """Every record survives its way through CSV of every separator and decimal sign."""
    with tempfile.TemporaryDirectory() as name:
        assert write_baseline(_with(structure, habit), Path(name)) == []
        found, problems = read_baseline(Path(name), structure.terms, structure.as_of)
        assert [one for one in errors(problems) if one.code not in ("LINK", "SECOND_HEAD")] == []
        assert diff(structure, found) == ()
        assert (Path(name, "units.csv").read_bytes()[:3] == b"\xef\xbb\xbf") is bool(habit.bom)


def test_three_decimals_of_amounts_and_pay_read_back(tmp_path: Path) -> None:
    """`1,234` is no thousand where the study writes a comma before decimals and its amounts have three."""
    for habit in (PLAIN, EXCEL):
        terms = replace(
            Structure.of().terms,
            csv=habit,
            money=Money("KWD", 3),
            quantities={"water": DeclaredQuantity(decimals=3), "area": DeclaredQuantity(decimals=2)},
        )
        records = [
            Unit("1.1"),
            Post("p", "1.1", rank="staff", authorized=2, fte=150, pay=1234),
            Person("x"),
            Incumbency("x", "p", share=50),
            Quantity("1.1", "water", value=1234567),
            Quantity("1.1", "area", value=250),
        ]
        structure = Structure.of(records, terms=terms)
        folder = tmp_path / habit.separator
        write_baseline(structure, folder)
        found, problems = read_baseline(folder, terms, None)
        assert errors(problems) == []
        assert diff(structure, found) == ()
        posts = pd.read_csv(folder / "posts.csv", sep=habit.separator, decimal=habit.decimal, dtype={"unit": str})
        assert posts[["unit", "fte", "pay"]].values.tolist() == [["1.1", 1.5, 1.234]]
        assert from_json(to_json(structure))[0].terms.csv == habit
        (folder / "study.yaml").write_text(study_text(structure), encoding="utf-8")
        assert read_with_problems(folder)[0].baseline.terms.csv == habit


def test_a_study_that_says_nothing_writes_as_ever(tmp_path: Path) -> None:
    """Commas, points and no BOM in tables of a baseline; a BOM in those of a comparison."""
    write_baseline(Structure.of([Unit("a"), Post("p", "a", fte=150)]), tmp_path)
    assert "1.50" in (tmp_path / "posts.csv").read_text(encoding="utf-8")
    assert (tmp_path / "units.csv").read_bytes().startswith(b"id,")


def test_a_comparison_has_the_same_figures_by_every_habit(tmp_path: Path) -> None:
    """Every table of `compare -o`, read with the office's separator and decimal sign, is the one that a plain study writes."""
    office = _office(tmp_path / "office" / "small", "small")
    plain = tmp_path / "plain" / "small"
    shutil.copytree(FIXTURES / "small", plain)
    for study in (office, plain):
        assert run(["compare", str(study), "-o", str(study.parent / "out")]) == 0
    tables = sorted((plain.parent / "out").glob("*.csv"))
    assert len(tables) > 8
    decimals = 0
    for table in tables:
        other = office.parent / "out" / table.name
        text = other.read_text(encoding="utf-8")
        assert text.startswith("\ufeff")
        ours = pd.read_csv(other, sep=";", decimal=",", dtype=TEXTS)
        usual = pd.read_csv(table, dtype=TEXTS)
        decimals += any(usual[name].dtype == float and (usual[name] % 1 > 0).any() for name in usual)
        assert_frame_equal(ours, usual, obj=table.name)
    assert decimals  # else nothing was tried


@pytest.mark.parametrize(
    "command", [["show"], ["compare"], ["status", "--as-of", "2023-01-01"]], ids=lambda one: one[0]
)
def test_what_is_printed_as_csv_follows(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--format csv` prints the same table by the study's habit."""
    office = _office(tmp_path / "a" / "small", "small")
    printed = []
    for study in (office, FIXTURES / "small"):
        capsys.readouterr()
        assert run([command[0], str(study), *command[1:], "--format", "csv"]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0].startswith("\ufeff")
    assert not printed[1].startswith("\ufeff")
    ours, usual = (
        pd.read_csv(io.StringIO(printed[0].lstrip("\ufeff")), sep=";", decimal=",", dtype=TEXTS),
        pd.read_csv(io.StringIO(printed[1]), dtype=TEXTS),
    )
    assert_frame_equal(ours, usual)
    assert ours.shape[1] > 3


def test_export_and_import_follow_the_study(tmp_path: Path) -> None:
    """What is exported of a study, and what is imported into one, is written by its habit and reads back."""
    office = _office(tmp_path / "served", "served")
    assert run(["export", str(office), "--to", "csv", "-o", str(tmp_path / "out")]) == 0
    head = (tmp_path / "out" / "quantities.csv").read_text(encoding="utf-8")
    assert head.startswith("\ufeffunit;")
    assert "csv:" in (tmp_path / "out" / "study.yaml").read_text(encoding="utf-8")
    assert diff(read(tmp_path / "out").baseline, read(office).baseline) == ()
    table = tmp_path / "third.csv"
    table.write_text("id,name,parent\na,Office,\nb,'=Team,a\n", encoding="utf-8")
    assert run(["init", str(table), "-o", str(tmp_path / "study")]) == 0
    file = tmp_path / "study" / "study.yaml"
    file.write_text(file.read_text(encoding="utf-8") + SAID, encoding="utf-8")
    assert run(["init", str(table), "-o", str(tmp_path / "study"), "--force"]) == 0
    assert read(tmp_path / "study").baseline.terms.csv == EXCEL
    for name in ("baseline/units.csv", "import/problems.csv", "import/origins.csv"):
        made = tmp_path / "study" / name
        assert not made.exists() or (made.read_text(encoding="utf-8").startswith("\ufeff") and ";" in made.read_text())


def test_formulas_stay_guarded() -> None:
    """A text that a spreadsheet would run is guarded behind every separator; ids with points stay as they are."""
    assert rewritten("id,share,note\n1.1,0.5,'=1\n-2.5,-0.5,''=1\n", EXCEL, ["share"]) == (
        "\ufeffid;share;note\n1.1;0,5;'=1\n-2.5;-0,5;''=1\n"
    )


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("{seperator: ';'}", "UNKNOWN_KEY"),
        ("{separator: '|'}", ""),
        ("{decimal: ';'}", ""),
        ("{bom: maybe}", ""),
        ("excel", ""),
    ],
)
def test_what_is_no_habit_is_told_at_its_place(said: str, code: str, tmp_path: Path) -> None:
    """A misspelt key and a sign that nobody reads are located problems."""
    shutil.copytree(FIXTURES / "small", tmp_path / "s")
    file = tmp_path / "s" / "study.yaml"
    text = file.read_text(encoding="utf-8").rstrip("\n")
    file.write_text(f"{text}\ncsv: {said}\n", encoding="utf-8")
    found = errors(read_with_problems(tmp_path / "s")[1])
    assert [one.location.line for one in found if one.location] == [text.count("\n") + 2]
    assert not code or found[0].code == code


def test_python_refuses_what_would_not_be_read() -> None:
    """A separator that reading does not take is told with those that it does."""
    with pytest.raises(ProblemsError, match="separator is one of"):
        CsvHabit("|")
    with pytest.raises(ProblemsError, match="bom is true or false"):
        CsvHabit(bom=1)  # type: ignore[arg-type]
    assert errors(
        from_json(to_json(Structure.of(terms=replace(Structure.of().terms, csv=EXCEL))).replace('";"', '"|"'))[1]
    )
