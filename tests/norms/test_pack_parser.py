"""Malformed norms: refused at their place, all at once, and never mistaken for norms that are broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import jsonschema
import pytest
from hypothesis import given

from orgmodel.core.names import names_of
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.records import Document
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io import schema
from orgmodel.io.norm_files import read_named_norms, read_norms, shipped
from orgmodel.io.yaml_text import read_yaml
from orgmodel.norms.formula_parser import Parser, parse_criteria, parse_term
from orgmodel.norms.record import Citation, NormPack

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
        (
            "{posts: authorized}",
            "{posts: authorized, rank: staf}",
            "NORM_FORMULA",
            "no rank 'staf'; did you mean 'staff'?",
        ),
        (
            "{posts: authorized}",
            "{posts: authorized, quota: inn}",
            "NORM_FORMULA",
            "no quota 'inn'; did you mean 'in'?",
        ),
        ("{posts: authorized}", '{posts: authorized, below: "no"}', "NORM_FORMULA", "below is true or false, not 'no'"),
        ("kind: agency", "kind: agency, attribute: {x: {1: 2}}", "NORM_FORMULA", "attribute 'x' is asked for a value"),
        (
            "kind: agency",
            "kind: agency, attribute: {x: {more: 2}}",
            "NORM_FORMULA",
            "attribute 'x' is asked for a value",
        ),
        ("at_most: 3", "at_most: {by_class: {parameter: {a: 1}}, cases: {I: 1}}", "NORM_FORMULA", "no parameter"),
        ("at_most: 3", "at_most: 1" + 40 * "0", "NORM_FORMULA", "a formula is a number or a mapping"),
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


def test_who_supplies_a_parameter_is_one_of_the_suppliers(pack: Pack) -> None:
    """A parameter names the supplier of a block or kind of figure; one that nobody names is refused, with what may be meant."""
    suppliers = "suppliers: {government: {en: Home Office}, parameters: {en: Whoever issued it}}\n"
    given = "parameters: {class: {title: {en: Class}, supplier: government}, left: {title: {en: Left}}}\n"
    found = pack(suppliers + given).parameters
    assert {name: one.supplier for name, one in found.items()} == {"class": "government", "left": "parameters"}
    (problem,) = _refused(pack, suppliers + given.replace("supplier: government", "supplier: goverment"))
    assert problem.code == "NORM_PARAMETER"
    assert "government" in problem.message


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


def test_a_word_that_the_study_does_not_declare_is_told(tmp_path: Path) -> None:
    """A misspelt kind or category in a norm would select nothing: it is told at its line, with the nearest; mapped kinds are words too."""
    text = (
        "documents:\n- {id: law, number: 9/QĐ, issuer: UBND, date: 2022-01-01, confidence: S}\nnorms:"
        + GOOD.replace("kind: agency", "kind: [agnecy, office]").replace("authorized}", "authorized, category: carer}")
        + "kinds: {office: [agency]}\n"
    )
    (tmp_path / "own.yaml").write_text(text, "utf-8")
    problems: list[Problem] = []
    terms = Vocabulary(kinds={"agency": "agency"}, categories=("career",))
    assert read_named_norms(tmp_path, ["own.yaml"], {}, problems, terms).norms
    assert [(one.code, one.severity) for one in problems] == [("UNDECLARED", "warning")] * 2
    assert "did you mean 'agency'?" in problems[0].message
    assert "did you mean 'career'?" in problems[1].message


def test_a_value_that_a_parameter_cannot_take_is_told_when_the_study_is_read(tmp_path: Path) -> None:
    """A class that there is not is told beside the study; where the norms could not be read nothing more is guessed of it."""
    problems: list[Problem] = []
    read_named_norms(tmp_path, ["vn"], {"province_class": "IV", "base_2015": "nan"}, problems)
    assert [one.code for one in problems] == ["PARAMETER", "PARAMETER"]
    (tmp_path / "own.yaml").write_text("norms: 3\nparameters: {own: {title: x}}\n", "utf-8")
    problems = []
    read_named_norms(tmp_path, ["vn", "own.yaml"], {"own": "1"}, problems)
    assert "UNKNOWN_PARAMETER" not in {one.code for one in problems}


@given(data=st.recursive(
    st.sampled_from(["authorized", "deputy", "units", "children", "m", "a", "missing", "I", 0, -1, 1.5, True, None, ""]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([
        "posts", "below", "rank", "quota", "members", "attribute", "parameter", "count", "where", "sum", "superior", "least",
        "of", "that", "measure", "scope", "model", "deviations", "roles", "steps", "rows", "is", "by_class", "cases", "times",
        "minus", "percent", "not", "any", "kind",
    ]), inner, max_size=3),
    max_leaves=12,
))  # fmt: skip
def test_no_formula_is_a_traceback(data: object) -> None:
    """Whatever stands where a formula belongs is parsed or told, and never breaks the reading."""
    parser = Parser(["heads"], {"p": ("I", "II")}, {"m": ("a",)}, Vocabulary(kinds={"agency": "agency"}))
    for scope in ("unit", "pool", "relation", "scenario"):
        parse_term(data, ("value",), parser, scope)
    parse_criteria(data, ("where",), parser)


def test_a_paper_without_a_number_is_cited_by_its_title_in_whatever_language() -> None:
    """Only where it has no title its id stands for it."""
    titled = Document("d", title=names_of(en="County staffing rules"), issuer="County Assembly", date="2025-01-01")
    assert str(Citation(titled, "Rule 4")) == "County staffing rules (County Assembly, 2025-01-01), Rule 4"
    assert str(Citation(Document("d"), "Rule 4")) == "d, Rule 4"
