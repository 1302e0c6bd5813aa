"""Our own JSON: every structure comes back the same, in the same bytes; anything else is refused with what is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from orgmodel.core.estimates import Estimate, FigureId, Source
from orgmodel.core.integrity import check
from orgmodel.core.problems import errors
from orgmodel.core.records import Document, Members, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.own_json import from_json, read_json, to_json, write_json
from tests.io.structures import structures


@given(structures())
def test_every_structure_comes_back(structure: Structure) -> None:
    """Records, estimates, words and date come back, and a second writing has the same bytes."""
    text = to_json(structure)
    back, problems = from_json(text)
    assert len(problems) == len(check(structure))
    assert (back == structure, back.terms, back.as_of) == (True, structure.terms, structure.as_of)
    assert to_json(back) == text


def test_parts_of_parts_come_back(tmp_path: Path) -> None:
    """Shares of a figure that was shared out before keep all that they came from."""
    first = Estimate(Source(FigureId("posts", "x/cv", "authorized"), 5, None, 9), (2, 1), 2, 1, offset=1)
    second = Estimate(Source("again", 2, 3, None, first), (1, 1, 1), 3, 2)
    group = Estimate(Source(FigureId("member_groups", "g", "total"), 42, 42, 42), None, 5, 4)
    terms = Vocabulary(
        {"b": "body", "a": "agency"}, blocks=("party",), lines={"administrative": "solid"}, language="en"
    )
    made = [Unit("a", kind="a"), Post("a/1", "a", authorized=second, filled=None), Members("a", total=group)]
    structure = Structure.of(made, terms=terms, as_of="2022-09-30")
    write_json(structure, tmp_path / "x.json")
    back, _ = read_json(tmp_path / "x.json")
    assert (back == structure, back.terms, back.as_of) == (True, terms, "2022-09-30")
    assert list(back.terms.kinds) == ["b", "a"]


def test_the_first_version_is_read() -> None:
    """In it the identity of a figure was one text; what is read is the same structure."""
    total = FigureId("members", ("a", ""), "total")
    figure = Estimate(Source(FigureId("posts", "a:b/cv", "authorized"), 5, 6, 7))
    made = [Unit("a"), Unit("a:b"), Post("a:b/cv", "a:b", authorized=figure)]
    structure = Structure.of([*made, Members("a", total=Estimate(Source(total, 1, 2, 3)))])
    data = json.loads(to_json(structure))
    assert data["tables"]["posts"][0]["authorized"]["source"] == ["posts", "a:b/cv", "authorized"]
    data["version"] = 1
    data["tables"]["posts"][0]["authorized"]["source"] = "posts:a:b/cv:authorized"
    back, problems = from_json(json.dumps(data))
    assert (problems, back) == ([], structure)


def _changed(change: dict[str, Any]) -> str:
    data: Any = json.loads(to_json(Structure.of([Unit("a"), Post("a/1", "a", filled=1)])))
    for way, value in change.items():
        *steps, last = way.split("/")
        place = data
        for step in steps:
            place = place[int(step) if step.isdigit() else step]
        place[last] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "other"}, "FORMAT"),
        ({"version": 3}, "VERSION version 3 was written by a newer orgmodel, and this one reads 2"),
        ({"version": "1"}, "VERSION version '1' is none that there is"),
        ({"version": True}, "VERSION version True is none that there is"),
        ({"tables/posts/0/filled": 10**30}, "TOO_LARGE tables.posts[0].filled is beyond any organisation: 1000000"),
        ({"table": {}}, "UNKNOWN_KEY the file has no key 'table'; did you mean 'tables'?"),
        ({"tables/unit": []}, "UNKNOWN_KEY tables has no key 'unit'; did you mean 'units'?"),
        ({"tables/units": {}}, "NOT_A_LIST tables.units must be a list"),
        ({"tables/units/0/nmaes": {}}, "UNKNOWN_KEY tables.units[0] has no key 'nmaes'; did you mean 'names'?"),
        ({"tables/units": [{}]}, "MISSING_KEY tables.units[0] lacks 'id'"),
        ({"tables/posts/0/filled": 1.5}, "NOT_A_NUMBER tables.posts[0].filled must be a whole number, not '1.5'"),
        ({"tables/posts/0/filled": True}, "NOT_A_NUMBER"),
        ({"tables/posts/0/filled": {"source": "x", "parts": 2, "position": 2}}, "PARTS"),
        ({"tables/posts/0/filled": {"source": "x", "parts": 2, "weights": [0, 0]}}, "PARTS"),
        ({"tables/posts/0/rank": 3}, "NOT_A_TEXT tables.posts[0].rank must be a text"),
        ({"tables/posts/0/unit": "b"}, "UNKNOWN_UNIT no unit 'b'"),
        ({"terms/blocks": "x"}, "NOT_A_LIST terms.blocks"),
        ({"as_of": 3}, "NOT_A_TEXT as_of"),
    ],
)
def test_what_does_not_fit_is_said(change: dict[str, Any], message: str) -> None:
    """Each fault is told with the way to it and what was expected."""
    _, problems = from_json(_changed(change), "x.json")
    assert f": {message}" in "\n".join(map(str, problems))
    assert {str(one).startswith("x.json:1:") for one in problems} == {True}


@pytest.mark.parametrize("text", ["", "[]", "3", "{", '{"format": "orgmodel/structure", "format": 1}', "[" * 5000])
def test_other_files_are_refused(text: str) -> None:
    """What is no JSON object of ours is a problem, and never a traceback."""
    structure, problems = from_json(text)
    assert (len(structure.units), bool(errors(problems))) == (0, True)


def test_a_part_of_a_part_without_end_is_refused() -> None:
    """Estimates nested beyond any use are refused."""
    estimate: dict[str, Any] = {"source": "x"}
    for _ in range(80):
        estimate = {"source": "x", "whole": estimate}
    _, problems = from_json(_changed({"tables/posts/0/filled": estimate}))
    assert [one.code for one in problems] == ["TOO_DEEP"]


def test_faults_are_told_by_line_and_column() -> None:
    """A record stands on a line of its own, so that its line says which one is meant, of faults of sense too."""
    text = to_json(Structure.of([Unit("a"), Unit("b", parent="a"), Post("a/1", "a", filled=1), Post("a/2", "a")]))
    lines = text.splitlines()
    assert [line for line in lines if '"a/1"' in line] == [
        '   {"id": "a/1", "unit": "a", "authorized": 1, "filled": 1, "fte": null},'
    ]
    places = dict(enumerate(lines, start=1))
    for old, new, code in (
        ('"filled": 1', '"filled": "x"', "NOT_A_NUMBER"),
        ('"parent": "a"', '"parent": "nosuch"', "UNKNOWN_UNIT"),
        ('"id": "a/2", "unit": "a"', '"id": "a/2", "unit": "none"', "UNKNOWN_UNIT"),
        ('"id": "b"', '"id": "a"', "DUPLICATE"),
        ('"id": "a/2"', '"id": "a/2", "nmae": {}', "UNKNOWN_KEY"),
    ):
        _, problems = from_json(text.replace(old, new), "x.json")
        found = next(one.location for one in problems if one.code == code)
        assert found is not None
        assert old in places[found.line], code
        assert text.replace(old, new).splitlines()[found.line - 1][found.column - 1 :].startswith(('"', "{")), code
    _, problems = from_json(text.replace('"filled": 1,', '"filled": 1'), "x.json")
    assert [(one.code, one.location.line) for one in problems if one.location] == [
        ("SYNTAX", lines.index('   {"id": "a/1", "unit": "a", "authorized": 1, "filled": 1, "fte": null},') + 1)
    ]


@given(structures())
def test_any_layout_is_read(structure: Structure) -> None:
    """What another program wrote anew, in its own layout and with keys sorted, is the same structure."""
    text = json.dumps(json.loads(to_json(structure)), indent=3, sort_keys=True)
    assert from_json(text)[0] == structure


def test_rows_do_not_show() -> None:
    """Structures equal by content have the same bytes, whatever the order of their rows and however they were made."""
    units = [Unit("b", parent="a"), Unit("a"), Unit("c", parent="a")]
    patched = Structure.of(units[:2]).patched({"units": {"c": units[2]}})
    assert to_json(Structure.of(units)) == to_json(Structure.of(reversed(units))) == to_json(patched)
    assert to_json(patched) != to_json(Structure.of([*units[:2], replace(units[2], order=1)]))


def test_the_example_of_the_documentation_is_read() -> None:
    """The file shown in docs/json.md is a structure as described there."""
    page = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
    structure, problems = from_json(page.split("```json")[1].split("```")[0])
    assert (problems, structure.post("so/cv").fte, structure.post("so/cv").rank) == ([], 450, "staff")


def test_a_source_that_names_no_document_is_told_as_of_tables():
    """With documents, each source names one; without any, a source is taken as it is."""
    marked = [Unit("a", src="papr:2"), Unit("b", src="assumed:x"), Unit("c")]
    text = to_json(Structure.of([Document("paper"), *marked]))
    _, problems = from_json(text, "x.json")
    assert [one.code for one in problems] == ["UNKNOWN_DOCUMENT"]
    assert str(problems[0]).endswith("UNKNOWN_DOCUMENT no document 'papr' in documents; did you mean 'paper'?")
    assert problems[0].location.line > 1
    assert from_json(to_json(Structure.of(marked)))[1] == []
