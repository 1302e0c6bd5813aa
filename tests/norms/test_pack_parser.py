"""Malformed norms: refused at their place, all at once, and never mistaken for norms that are broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.io import schema
from orgmodel.io.norm_files import read_named_norms, read_norms, shipped
from orgmodel.io.yaml_text import read_yaml
from orgmodel.norms.record import NormPack

Pack = Callable[[str], NormPack]
SCHEMAS = Path(schema.__file__).parent
ROOT = Path(__file__).parents[2]
GOOD = """
- id: N
  title: {vi: Thử}
  scope: unit
  where: {kind: agency}
  value: {posts: authorized}
  at_most: 3
  cite: {document: law}
  in_force: {from: 2020-01-01}
  confidence: S
"""


def _refused(pack: Pack, text: str) -> list[Problem]:
    with pytest.raises(ProblemsError) as error:
        pack(text)
    return list(error.value.problems)


def _one(pack: Pack, old: str, new: str) -> Problem:
    assert old in GOOD
    (found,) = _refused(pack, "norms:" + GOOD.replace(old, new))
    return found


def test_a_good_norm_is_read(pack: Pack) -> None:
    """What the other tests spoil is right before."""
    (norm,) = pack("norms:" + GOOD).norms
    assert str(norm.citation) == "1/2020/NĐ-CP (Chính phủ, 2020-01-01)"


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("  cite: {document: law}\n", "", "NORM_CITATION", "gives no citation"),
        ("document: law", "document: lav", "NORM_CITATION", "did you mean 'law'?"),
        ("at_most: 3", "at_most: {posts: authorised}", "NORM_FORMULA", "did you mean 'authorized'?"),
        ("at_most: 3", "at_most: {measure: haeds}", "NORM_FORMULA", "scenario only"),
        ("at_most: 3", "at_most: {tims: [1, 2]}", "NORM_FORMULA", "did you mean 'times'?"),
        ("at_most: 3", "at_most: __import__('os')", "NORM_FORMULA", "a formula is a number or a mapping"),
        ("at_most: 3", "at_most: {sum: {posts: authorized}}", "NORM_FORMULA", "in the scope pool only"),
        ("at_most: 3", "at_most: {minus: [1, 2, 3]}", "NORM_FORMULA", "a list of two terms"),
        ("at_most: 3", "at_most: {posts: authorized, rnk: deputy}", "NORM_FORMULA", "did you mean 'rank'?"),
        ("at_most: 3", "at_most: {parameter: base}", "NORM_FORMULA", "no parameter 'base'"),
        ("at_most: 3", "at_most: {steps: 1, rows: [{below: 5, is: 1}]}", "NORM_FORMULA", "every row but the last"),
        (
            "at_most: 3",
            "at_most: {steps: 1, rows: [{below: 5, is: 1}, {below: 4, is: 1}, {is: 2}]}",
            "NORM_FORMULA",
            "the bounds of a table by size rise",
        ),
        (
            "at_most: 3",
            "at_most: {by_class: {parameter: class}, cases: {I: 1}}",
            "NORM_FORMULA",
            "the cases are those of class: I, II, not I",
        ),
        ("  at_most: 3\n", "", "NORM_LIMIT", "no limit: give at_most, at_least, equals"),
        ("from: 2020-01-01", "from: 2020-01-01, to: 2019-01-01", "NORM_PERIOD", "not before 2019-01-01"),
        ("from: 2020-01-01", 'from: "?"', "NORM_PERIOD", "leave from out where it is open"),
        (
            "at_most: 3",
            "at_most: {steps: 1, rows: [{below: x, is: 1}, {is: 2}]}",
            "NORM_FORMULA",
            "a bound is a number",
        ),
        ("kind: agency", "knd: agency", "NORM_FORMULA", "did you mean 'kind'?"),
        ("scope: unit", "scope: units", "UNKNOWN_WORD", "did you mean 'unit'?"),
        ("confidence: S", "confidence: sure", "UNKNOWN_WORD", "must be SEED, S, S-part"),
        ("  title: {vi: Thử}\n", "", "MISSING_KEY", "'title' is needed here"),
        ("at_most: 3", "at_moost: 3", "UNKNOWN_KEY", "did you mean 'at_most'?"),
    ],
)
def test_each_fault_is_told_at_its_line(pack: Pack, old: str, new: str, code: str, says: str) -> None:
    """A wrong word gives one problem, with the file's line, what is wrong and the nearest right one."""
    spoilt = "norms:" + GOOD.replace(old, new) + "parameters: {class: {title: {vi: Loại}, choices: [I, II]}}\n"
    found = [one for one in _refused(pack, spoilt) if one.code == code]
    assert len(found) == 1
    assert says in found[0].message
    place = found[0].location
    assert place is not None
    assert place.file.endswith("norms.yaml")
    assert 6 <= place.line <= 14


def test_an_unknown_measure_is_refused(pack: Pack) -> None:
    """A norm over a measure that does not exist names the nearest that does."""
    text = GOOD.replace("scope: unit", "scope: scenario").replace("{posts: authorized}", "{measure: haeds}")
    (found,) = _refused(pack, "norms:" + text)
    assert (found.code, "did you mean 'heads'?" in found.message) == ("NORM_MEASURE", True)


def test_versions_that_overlap_are_refused(pack: Pack) -> None:
    """Two versions of a norm in force on one day are a fault; one that ends when the other begins is not."""
    second = GOOD.replace("from: 2020-01-01", "from: 2024-01-01").replace("document: law", "document: later")
    (found,) = _refused(pack, "norms:" + GOOD + second)
    assert (found.code, "in force on 2024-01-01" in found.message) == ("NORM_OVERLAP", True)
    ended = GOOD.replace("from: 2020-01-01", "from: 2020-01-01, to: 2024-01-01")
    assert len(pack("norms:" + ended + second).norms) == 2


def test_two_ids_for_one_document_are_refused(pack: Pack, tmp_path: Path) -> None:
    """Number, date and issuer are a document's key: the same number of another day is another document."""
    file = tmp_path / "documents.yaml"
    entry = "- {{id: {}, number: 34-KL/TW, issuer: Bộ Chính trị, date: {}, confidence: S}}\n"
    file.write_text("documents:\n" + entry.format("a", "2018-08-07") + entry.format("b", "2022-04-18"), "utf-8")
    assert set(read_norms([file]).documents) == {"a", "b"}
    file.write_text("documents:\n" + entry.format("a", "2018-08-07") + entry.format("b", "2018-08-07"), "utf-8")
    with pytest.raises(ProblemsError, match="NORM_DOCUMENT_TWICE document 'b' has the number, date and issuer of 'a'"):
        read_norms([file])


def test_parameters_that_cannot_be_are_refused(pack: Pack) -> None:
    """A default that is no choice, and a value for a parameter that does not exist."""
    text = "parameters: {class: {title: {vi: Loại}, choices: [I, II], default: IV}}\ngiven: {clas: I}\n"
    assert [one.code for one in _refused(pack, text)] == ["NORM_PARAMETER", "NORM_PARAMETER"]


def test_all_faults_come_together(pack: Pack) -> None:
    """Two spoilt norms and a spoilt model are told in one go."""
    other = GOOD.replace("id: N", "id: M").replace("at_most: 3", "at_most: {nothing: 1}")
    model = """
models:
- id: m
  title: {vi: Mẫu}
  level: district
  cite: [{document: nowhere}]
  in_force: {}
  confidence: S
  roles: [{id: a, called: A, under: b}]
"""
    found = _refused(pack, "norms:" + GOOD.replace("document: law", "document: x") + other + model)
    assert sorted(one.code for one in found) == ["NORM_CITATION", "NORM_CITATION", "NORM_FORMULA", "NORM_ROLE"]
    assert all(one.location is not None for one in found)


def test_a_study_overrides_a_pack_by_id(tmp_path: Path) -> None:
    """A norm of the study's own file takes the place of every version of that id in the pack, and adds others."""
    (tmp_path / "own.yaml").write_text(
        "documents:\n- {id: law, number: 9/QĐ, issuer: UBND, date: 2022-01-01, confidence: S}\nnorms:"
        + GOOD.replace("id: N", "id: DIST-1")
        + GOOD,
        "utf-8",
    )
    problems: list[Problem] = []
    found = read_named_norms(tmp_path, ["vn", "own.yaml"], {}, problems)
    assert problems == []
    assert [str(one.citation)[:4] for one in found.norms if one.id == "DIST-1"] == ["9/QĐ"]
    assert len(found.norms) == len(shipped("vn").norms) - 2 + 2


def test_unknown_packs_files_and_parameters_are_named(tmp_path: Path) -> None:
    """A pack, a file or a parameter that does not exist is told with the nearest, and nothing outside is read."""
    problems: list[Problem] = []
    read_named_norms(tmp_path, ["vnn", "gone.yaml", "../x.yaml"], {"province_clas": "II"}, problems)
    assert sorted(one.code for one in problems) == [
        "MISSING_FILE",
        "OUTSIDE",
        "UNKNOWN_NORMS",
        "UNKNOWN_PARAMETER",
    ]
    with pytest.raises(ProblemsError, match="no pack of norms 'vm'"):
        shipped("vm")


def test_the_shipped_packs_and_the_studies_norms_fit_the_schema() -> None:
    """An editor that checks by the shipped schema finds no fault in them, and finds one in a misspelt formula."""
    checker = jsonschema.Draft202012Validator(json.loads((SCHEMAS / "norms.schema.json").read_text("utf-8")))
    files = [*sorted((ROOT / "orgmodel" / "norms" / "data").rglob("*.yaml")), *ROOT.glob("scenarios/*/norms.yaml")]
    assert len(files) > 8
    for file in files:
        problems: list[Problem] = []
        data = read_yaml(file, problems)
        assert problems == []
        assert [error.message for error in checker.iter_errors(data)] == []
    data = {"norms": [{"id": "N", "title": "x", "scope": "unit", "where": {}, "value": {"psts": "authorized"}}]}
    assert any("psts" in str(error.message) for error in checker.iter_errors(data))
