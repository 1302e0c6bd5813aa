"""The JSON Schemas that are shipped are those of the models, and say of files what the reader says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from orgmodel.io import schema
from orgmodel.io.schema import schemas
from orgmodel.io.yaml_text import parse_yaml

HERE = Path(schema.__file__).parent
STUDIES = [
    Path(__file__).parents[1] / "fixtures" / "small",
    *sorted((Path(__file__).parents[2] / "scenarios").glob("*")),
]


def plain(value):
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


def faults(name: str, text: str) -> list[str]:
    checker = jsonschema.Draft202012Validator(json.loads((HERE / f"{name}.schema.json").read_text("utf-8")))
    return [one.message for one in checker.iter_errors(plain(parse_yaml(text, "x.yaml", [])))]


def test_the_shipped_schemas_are_those_of_the_models():
    """After a model changes, ``python -m orgmodel.io.schema`` writes them anew."""
    shipped = {path.name: path.read_text("utf-8") for path in HERE.glob("*.json")}
    assert shipped == schemas()


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_studies_that_are_read_fit_the_schemas(folder):
    """An editor that checks by the schema finds no fault where the reader finds none."""
    from orgmodel.io.read import read

    assert faults("study", (folder / "study.yaml").read_text("utf-8")) == []
    for scenario in read(folder).scenarios.values():
        assert faults("scenario", Path(scenario.file).read_text("utf-8")) == [], scenario.file


@pytest.mark.parametrize(
    "text",
    [
        "stesp: []",
        "steps: [{id: s, force: mus}]",
        "steps: [{id: s, do: [{transfr: x, to: y}]}]",
        "steps: [{id: s, do: [{transfer: x, to: y, as_iz: true}]}]",
        "steps: [{id: s, do: [{for_each: {colums: []}, transfer: x, to: y}]}]",
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(text):
    """Unknown keys, words and verbs are marked in an editor too."""
    assert faults("scenario", text) != []


def test_parameters_choices_and_columns_fit():
    """Whatever may be chosen or filled in is no fault."""
    text = (
        "steps:\n- id: s\n  do:\n"
        "  - for_each: {columns: [a, n], rows: [[x, 1]]}\n    resize: '{a}/cv'\n    by: '{n}'\n    why: x\n"
        "  - split_up: x\n    into:\n    - {restores: a, head: {choose: p, one: {keep: head}, two: {convert: dep}}}\n    - {restores: b}\n"
        "  - {choose: p, one: [], two: [{rename: x, names: y}]}\n  - {resize: x, by: {param: n}, why: y}\n"
    )
    assert faults("scenario", text) == []
