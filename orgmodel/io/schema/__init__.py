"""JSON Schemas of study and scenario files, for completion and checking in an editor; made from the models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import BaseModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_COLUMN = {"type": "string", "pattern": r"\{[A-Za-z_]\w*\}", "description": "Holds a column of for_each."}
_CHOSEN = {
    "type": "object",
    "description": "The value of a parameter ({param: name}), or the option that it chooses ({choose: name, option: …}).",
    "anyOf": [{"required": ["param"], "maxProperties": 1}, {"required": ["choose"], "minProperties": 2}],
    "properties": {"param": {"type": "string"}, "choose": {"type": "string"}},
}
_FOR_EACH = {
    "description": "One operation a row, all acting at once; {column} in texts and ids is filled in.",
    "anyOf": [
        {
            "type": "object",
            "required": ["columns", "rows"],
            "additionalProperties": False,
            "properties": {
                "columns": {"type": "array", "items": {"type": "string"}},
                "rows": {"type": "array", "items": {"type": "array"}},
            },
        },
        {
            "type": "object",
            "required": ["file"],
            "additionalProperties": False,
            "properties": {"file": {"type": "string", "description": "A CSV table; its header names the columns."}},
        },
        {
            "type": "object",
            "required": ["where"],
            "additionalProperties": False,
            "properties": {"where": {"$ref": "#/$defs/Criteria"}},
        },
        {"$ref": "#/$defs/Chosen"},
    ],
}


def schemas() -> dict[str, str]:
    """Make the schemas from the models: JSON text by file name, the same for the same models."""
    from orgmodel.io.schema.norms import norm_schema
    from orgmodel.operations.described import describe_fields
    from orgmodel.operations.verbs import VERBS
    from orgmodel.scenario.model import ScenarioFile, StudyFile

    describe_fields()
    study = StudyFile.model_json_schema(by_alias=True)
    scenario = ScenarioFile.model_json_schema(by_alias=True)
    _add_operations(scenario, [verb.model for verb in VERBS.values()])
    made = {"study.schema.json": study, "scenario.schema.json": scenario, "norms.schema.json": norm_schema()}
    return {name: _text({"$schema": DIALECT, **_bare(schema)}) for name, schema in made.items()}


def write_schemas(folder: Path | None = None) -> list[Path]:
    """Write the schemas to a folder (the one that is shipped); give the paths."""
    folder = folder or Path(__file__).parent
    paths = []
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")  # a source of ours: no manifest beside it
        paths.append(folder / name)
    return paths


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _add_operations(scenario: dict[str, Any], models: list[type[BaseModel]]) -> None:
    """Say what a step's ``do`` may hold: any part of an operation may also be chosen or filled in."""
    from pydantic import TypeAdapter
    from pydantic.json_schema import models_json_schema

    from orgmodel.operations.operation_schema import Criteria

    references, operations = models_json_schema([(model, "validation") for model in models])
    parts = operations["$defs"]
    forms = list(references.values())
    parts.pop("Location", None)
    parts.update(TypeAdapter(Criteria).json_schema(by_alias=True)["$defs"])
    for one in forms:
        properties = parts[one["$ref"].rsplit("/", 1)[1]]["properties"]
        properties.pop("at", None)
        properties["for_each"] = {"$ref": "#/$defs/ForEach"}
    definitions = scenario["$defs"]
    definitions.update({name: _loosened(part) for name, part in parts.items()})
    definitions.update(Chosen=_CHOSEN, Column=_COLUMN, ForEach=_FOR_EACH)
    chosen = {"$ref": "#/$defs/Chosen"}
    definitions["Operation"] = {"anyOf": [*forms, chosen]}
    listed = {"type": "array", "items": {"$ref": "#/$defs/Operation"}}
    definitions["StepFile"]["properties"]["do"] = {"anyOf": [listed, chosen, {"type": "null"}]}


def _loosened(schema: Any) -> Any:
    """Let every part of an operation also be chosen by a parameter, or filled from a column."""
    if isinstance(schema, list):
        return [_loosened(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {}
    for key, value in schema.items():
        if key == "properties":
            made[key] = {name: _or_chosen(_loosened(part)) for name, part in value.items()}
        elif key in ("items", "additionalProperties") and isinstance(value, dict):
            made[key] = _or_chosen(_loosened(value))
        else:
            made[key] = _loosened(value)
    return made


def _or_chosen(schema: dict[str, Any]) -> dict[str, Any]:
    if schema == {"$ref": "#/$defs/ForEach"}:
        return schema
    return {"anyOf": [schema, {"$ref": "#/$defs/Chosen"}, {"$ref": "#/$defs/Column"}]}


def _bare(schema: Any) -> Any:
    """Leave out the titles that pydantic makes of key names: they say nothing that the keys do not."""
    if isinstance(schema, list):
        return [_bare(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: _bare(part) for name, part in value.items()} if key in ("properties", "$defs") else _bare(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }
