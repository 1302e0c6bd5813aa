"""Popolo: organizations, posts, persons and memberships in, each item accounted for."""

from __future__ import annotations

import collections
import json
from pathlib import Path
from typing import Any

import pytest

from orgmodel.core.integrity import check
from orgmodel.core.problems import errors
from orgmodel.io.baseline import read_baseline
from orgmodel.io.importers.imported import Imported, save
from orgmodel.io.importers.popolo import popolo
from orgmodel.io.importers.popolo.popolo import import_popolo


def _import(tmp_path: Path, data: Any, as_of: str | None = "2020-01-01") -> Imported:
    path = tmp_path / "x.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return import_popolo(path, as_of=as_of)


def _reported(result: Imported) -> list[tuple[str, int, str]]:
    return [(Path(one.location.file).name, one.location.line, one.code) for one in result.problems if one.location]


def test_everything_popolo_tells_comes_in(tmp_path: Path) -> None:
    """Units, the ended one, identifiers, posts and who holds them come in; what has no place is named."""
    data = {
        "organizations": [
            {"id": 1, "name": "Parliament", "identifiers": [{"scheme": "oid", "identifier": "1.2"}], "image": "x.png"},
            {
                "id": "c",
                "name": "Committee",
                "parent_id": "1",
                "founding_date": "2015-04",
                "classification": "committee",
            },
            {"id": "old", "name": "Old", "dissolution_date": "2019-12-31"},
        ],
        "posts": [{"id": "p", "label": "Chair", "organization_id": "c"}],
        "persons": [{"id": "a", "name": "A. B.", "birth_date": "1970-01-02"}],
        "memberships": [
            {"person_id": "a", "post_id": "p", "start_date": "2016"},
            {"person_id": "a", "post_id": "p", "end_date": "2016"},
        ],
    }
    result = _import(tmp_path, data)
    structure = result.structure
    assert {unit.id: (unit.parent, unit.kind, unit.begins) for unit in structure.units} == {
        "1": (None, "agency", None),
        "c": ("1", "committee", "2015-04"),
    }
    assert [one.ends for one in structure.ended_units("old")] == ["2019-12-31"]
    assert structure.attributes_of("1")["oid"].value == "1.2"
    post = structure.post("p")
    assert (post.rank, post.authorized, post.filled) == ("unknown", None, None)
    assert [(one.person, one.begins) for one in structure.incumbents_of("p")] == [("a", "2016")]
    assert _reported(result) == [("x.json[memberships]", 2, "ENDED")]
    assert (result.rows_in, result.rows_imported, result.not_carried) == (7, 6, ("organizations.image",))
    save(result, tmp_path / "out")
    read, problems = read_baseline(tmp_path / "out", structure.terms, "2020-01-01")
    assert (read == structure, errors(problems)) == (True, [])


def test_each_defect_is_reported(tmp_path: Path) -> None:
    """Items that cannot be taken as they stand are reported with their list and number."""
    data = {
        "organizations": [
            {"id": "a", "nmae": "A"},
            {"id": "b", "parent_id": "x"},
            {"id": "b"},
            "no",
            {"id": "c", "name": "a\u0007b"},
        ],
        "posts": [{"id": "p", "organization_id": "aa"}, {"organization_id": "a"}, {"id": "a", "organization_id": "a"}],
        "memberships": [{"person_id": "q", "organization_id": "a"}, {"person_id": "q", "post_id": "p"}],
    }
    result = _import(tmp_path, data)
    assert _reported(result) == [
        ("x.json[memberships]", 1, "NO_POST"),
        ("x.json[memberships]", 2, "UNKNOWN_REFERENCE"),
        ("x.json[organizations]", 0, "UNKNOWN_KEY"),
        ("x.json[organizations]", 2, "DUPLICATE_ID"),
        ("x.json[organizations]", 3, "DUPLICATE_ID"),
        ("x.json[organizations]", 4, "NOT_AN_OBJECT"),
        ("x.json[organizations]", 5, "CONTROL"),
        ("x.json[posts]", 1, "UNKNOWN_UNIT"),
        ("x.json[posts]", 2, "MISSING_ID"),
        ("x.json[posts]", 3, "DUPLICATE_ID"),
    ]
    assert "did you mean 'name'?" in result.problems[2].message
    assert result.structure.unit("c").name() == "ab"
    assert errors(check(result.structure)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "SYNTAX"),
        ('{"a": NaN}', "SYNTAX"),
        ("[" * 200_000, "TOO_DEEP"),
        ('{"people": []}', "NOT_POPOLO"),
        ('"x"', "NOT_POPOLO"),
        ("", "SYNTAX"),
        ("null", "NOT_POPOLO"),
        ('{"organizations": [{"id": ' + "9" * 5000 + "}]}", "SYNTAX"),
    ],
)
def test_a_file_that_is_not_popolo_is_said(tmp_path: Path, text: str, code: str) -> None:
    """Anything else is one clear problem, and nothing is imported."""
    result = _import(tmp_path, text)
    assert ([one.code for one in result.problems], len(result.structure.units)) == ([code], 0)


def test_a_small_text_that_stands_for_too_many_items_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Items are counted before a record or a problem is made of any."""
    monkeypatch.setattr(popolo, "MOST_ROWS", 3)
    result = _import(tmp_path, "[[], [], [], []]")
    assert [one.code for one in result.problems] == ["TOO_MANY_ROWS"]


@pytest.mark.needs_data
def test_the_register_of_taiwan(data_folder: Path) -> None:
    """1,522 organizations with 8 at the top, five levels; one id stands three times, and keys are misspelt."""
    path = data_folder / "tw_oid_popolo" / "oid.nat.gov.tw.popolo.org.json"
    result = import_popolo(path, language="zh")
    assert (result.rows_in, result.rows_imported, result.rows_reported) == (1522, 1519, 3)
    depths = collections.Counter(result.structure.tree.depth.tolist())
    assert (depths[0], max(depths), sum(depths.values())) == (8, 4, 1519)
    assert result.counts() == {"DUPLICATE_ID": 3, "UNKNOWN_KEY": 2}
    given = json.loads(path.read_text(encoding="utf-8"))
    once = [one for one in given if [other["id"] for other in given].count(one["id"]) == 1]
    assert {unit.id: unit.parent for unit in result.structure.units} == {
        one["id"]: one["parent_id"] or None for one in once
    }
