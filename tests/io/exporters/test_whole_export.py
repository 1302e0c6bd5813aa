"""Exported tables are a whole: what a study declares without which they cannot be read is written beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings

import orgmodel
from orgmodel.cli.check import check
from orgmodel.cli.exporting import export
from orgmodel.core.money import BasePay, Money
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.core.records import Quantity, Unit
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.io.exporters.formats import export_to
from orgmodel.scenario.scenario import Study
from tests import strategies as make

SERVED = Path(__file__).parents[2] / "fixtures" / "served"


@settings(max_examples=30)
@given(make.structures())
def test_what_is_exported_is_read_again(structure):
    """With its date and words; tables equal but for figures that are told to lose where they come from."""
    with TemporaryDirectory() as folder:
        lost = export_to("csv", structure, Path(folder) / "out")
        found = orgmodel.read(Path(folder) / "out")
    assert isinstance(found, Study)
    assert not errors(found.problems)
    assert (found.baseline.as_of, found.baseline.terms) == (structure.as_of, replace(structure.terms, language="vi"))
    if not lost:
        assert found.baseline == replace_terms(structure, found)


def replace_terms(structure: Structure, found: Study) -> Structure:
    """The same records with the words that were read: a language is told by the names."""
    return Structure.of(
        [one for spec in Tables.ALL for one in structure.table(spec.table)], terms=found.baseline.terms, as_of=structure.as_of
    )  # fmt: skip


def test_all_that_a_study_declares_is_written():
    """Words, labels, money, states, the share that must tell, and that it is a part."""
    terms = replace(
        make.TERMS,
        labels={"kind.organ": (("en", "Bureau"),)},
        known_share=0.7,
        money=Money("VND", 2, "2024-07-01", (BasePay(1_800_050, None, "doc"), BasePay(2_340_000, "2024-07-01")), 1050, "law"),
        states={"sent": "submitted"},
        is_part=True,
        language="en",
        lines={"administrative": "solid", "advice": "dotted"},
        subordination=("administrative",),
    )  # fmt: skip
    structure = Structure.of([Unit("a", kind="organ"), Quantity("a", "land", "", 1250)], terms=terms, as_of="2025-01")
    with TemporaryDirectory() as folder:
        assert export_to("csv", structure, Path(folder)) == []
        found = orgmodel.read(Path(folder))
    assert found.baseline == structure
    assert found.baseline.terms == terms


def test_an_exported_study_passes_check_and_stays_the_set_of_its_folder(tmp_path):
    """It is written again over itself, is taken away where no quantity is declared, and spares a study of somebody's."""
    run = CliRunner()
    for scenario in ("", "split.yaml"):
        done = run.invoke(export, [str(SERVED / scenario), "--to", "csv", "-o", str(tmp_path / "out")])
        assert done.exit_code == 0, done.output
        checked = run.invoke(check, [str(tmp_path / "out")])
        assert checked.exit_code == 0, checked.output
    export_to("csv", Structure.of([Unit("a")]), tmp_path / "out")
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == [".orgmodel.json", "units.csv"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "study.yaml").write_text("title: {en: Mine}\n")
    with pytest.raises(ProblemsError) as refused:
        export_to("csv", orgmodel.read(SERVED).baseline, tmp_path / "mine", force=True)
    assert [one.code for one in refused.value.problems] == ["FOLDER_IN_USE"]
    assert (tmp_path / "mine" / "study.yaml").read_text() == "title: {en: Mine}\n"
