"""The JSON Schema of a file of norms: the models, and the vocabulary of formulas."""

from __future__ import annotations

from typing import Any

from orgmodel.norms.formula import ARITHMETIC, COMPARISONS, MEMBER_FIGURES, POST_FIGURES, POST_FILTERS

_FORMULA = {"$ref": "#/$defs/Formula"}
_CRITERIA = {"$ref": "#/$defs/Criteria"}
_TEXT = {"type": "string"}


def norm_schema() -> dict[str, Any]:
    """Make the schema of a file of norms."""
    from pydantic import TypeAdapter

    from orgmodel.norms.model import NormFile
    from orgmodel.operations.operation_schema import Criteria

    schema: dict[str, Any] = NormFile.model_json_schema(by_alias=True)
    definitions = schema["$defs"]
    definitions.update(TypeAdapter(Criteria).json_schema(by_alias=True)["$defs"])
    definitions["Formula"] = {
        "description": "A term of the small vocabulary in which limits are written.",
        "anyOf": [{"type": "number"}, *_terms()],
    }
    for name in ("NormEntry", "HavingEntry"):
        properties = definitions[name]["properties"]
        for key in ("value", *COMPARISONS):
            if key in properties:
                properties[key] = _FORMULA
    for key in ("where", "parent_where"):
        definitions["NormEntry"]["properties"][key] = _CRITERIA
    definitions["WhereByEntry"]["properties"]["cases"]["additionalProperties"] = _CRITERIA
    return schema


def _terms() -> list[dict[str, Any]]:
    words = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
    row = _object({"below": {"type": "number"}, "is": _FORMULA}, required=["is"])
    by = [_object({"parameter": _TEXT}, required=["parameter"]), _object({"attribute": _TEXT}, required=["attribute"])]
    filters = dict.fromkeys(POST_FILTERS, words)
    return [
        _object({"posts": {"enum": list(POST_FIGURES)}, **filters, "below": {"type": "boolean"}}, required=["posts"]),
        _object({"members": {"enum": list(MEMBER_FIGURES)}}, required=["members"]),
        _object({"attribute": _TEXT, "at_least": {"type": "number"}}, required=["attribute"]),
        _object({"parameter": _TEXT}, required=["parameter"]),
        _object({"count": {"const": "units"}}, required=["count"]),
        _object({"count": {"const": "children"}, "where": _CRITERIA}, required=["count"]),
        _object({"sum": _FORMULA}, required=["sum"]),
        _object({"superior": _FORMULA}, required=["superior"]),
        _object(
            {"least": _FORMULA, "of": {"const": "siblings"}, "that": {"const": "have_children"}}, required=["least"]
        ),
        _object({"measure": _TEXT, "scope": _TEXT, "at": {"enum": ["before", "after"]}}, required=["measure"]),
        _object({"model": _TEXT, "deviations": _TEXT, "side": _TEXT, "roles": words}, required=["model", "deviations"]),
        _object(
            {"steps": _FORMULA, "rows": {"type": "array", "minItems": 1, "items": row}}, required=["steps", "rows"]
        ),
        _object(
            {"by_class": {"anyOf": by}, "cases": {"type": "object", "additionalProperties": _FORMULA}},
            required=["by_class", "cases"],
        ),
        *(_object({name: {"type": "array", "minItems": 2, "items": _FORMULA}}, required=[name]) for name in ARITHMETIC),
    ]


def _object(properties: dict[str, Any], *, required: list[str]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}
