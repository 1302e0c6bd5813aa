"""Validating data against a model, with every fault as a problem that says what was expected, at its place."""

from __future__ import annotations

from typing import Any, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from orgmodel.core.places import Path, place_of
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.operations.model import AnyOperation, Operation, verb_problem

Model = TypeVar("Model", bound=BaseModel)

EXPECTED = {
    "missing": ("MISSING_KEY", "is needed here"),
    "int_type": ("NOT_A_NUMBER", "must be a whole number"),
    "int_parsing": ("NOT_A_NUMBER", "must be a whole number"),
    "int_from_float": ("NOT_A_NUMBER", "must be a whole number"),
    "float_type": ("NOT_A_NUMBER", "must be a number"),
    "float_parsing": ("NOT_A_NUMBER", "must be a number"),
    "bool_type": ("NOT_A_FLAG", "must be true or false"),
    "bool_parsing": ("NOT_A_FLAG", "must be true or false"),
    "string_type": ("NOT_A_TEXT", "must be a text (quote it if it looks like a number)"),
    "list_type": ("NOT_A_LIST", "must be a list"),
    "tuple_type": ("NOT_A_LIST", "must be a list"),
    "dict_type": ("NOT_A_MAPPING", "must be a mapping of keys to values"),
    "model_type": ("NOT_A_MAPPING", "must be a mapping of keys to values"),
    "model_attributes_type": ("NOT_A_MAPPING", "must be a mapping of keys to values"),
    "string_too_short": ("EMPTY", "must not be empty"),
    "greater_than_equal": ("NEGATIVE", "must not be below zero"),
    "too_short": ("TOO_FEW", "has too few items"),
}


def validated(model: type[Model], data: Any) -> Model:
    """Make a model of data, or raise ProblemsError with every fault at its place.

    >>> from orgmodel.operations.parts import LineSpec
    >>> validated(LineSpec, {"kind": "administrative", "too": "x"})
    Traceback (most recent call last):
      ...
    orgmodel.core.problems.ProblemsError: UNKNOWN_KEY no key 'too' here; did you mean 'to'?
    MISSING_KEY 'to' is needed here
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ProblemsError(faults(error, data, model)) from None


OPERATION: TypeAdapter[Operation] = TypeAdapter(AnyOperation)


def operation_of(data: Any) -> Operation:
    """Make an operation of its data, which keeps its place for later messages."""
    try:
        made = OPERATION.validate_python(data)
    except ValidationError as error:
        raise ProblemsError(faults(error, data, None)) from None
    return made.model_copy(update={"at": getattr(data, "place", None)})


def faults(error: ValidationError, data: Any, model: type[BaseModel] | None) -> list[Problem]:
    """Turn a validation error into problems in our own words, each at the place of its data."""
    found: dict[tuple[str, str], Problem] = {}
    for one in error.errors(include_url=False):
        path = _path(one["loc"])
        problem = _problem(one["type"], path, one, data, model)
        found.setdefault((problem.message, str(problem.location)), problem)
    return list(found.values())


def _path(loc: tuple[str | int, ...]) -> Path:
    """Leave out the names of union branches, which stand in no file."""
    branches = ("<", "literal", "list[", "dict[", "function-", "constrained-", "model-")
    return tuple(step for step in loc if not (isinstance(step, str) and step.startswith(branches)))


def _problem(kind: str, path: Path, one: Any, data: Any, model: type[BaseModel] | None) -> Problem:
    place = place_of(data, path)
    name = next((step for step in reversed(path) if isinstance(step, str)), "this")
    if kind.startswith("union_tag"):
        part = _at(data, path)
        return Problem("UNKNOWN_OPERATION", verb_problem(part), location=place)
    if kind == "extra_forbidden":
        keys = _keys(model, path[:-1], _at(data, path[:-1]))
        hint = nearest(path[-1], keys) or (f"; the keys are {', '.join(keys)}" if keys else "")
        return Problem("UNKNOWN_KEY", f"no key {str(path[-1])!r} here{hint}", location=place)
    if kind == "literal_error":
        words = one["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        hint = nearest(one["input"], words)
        message = f"{name} must be one of {', '.join(words)}, not {one['input']!r}{hint}"
        return Problem("UNKNOWN_WORD", message, location=place)
    if kind == "value_error":
        return Problem("INVALID", f"{one['msg'].removeprefix('Value error, ')}", location=place)
    code, expected = EXPECTED.get(kind, ("INVALID", "has a value that does not fit"))
    given = "" if kind == "missing" else f", not {_shown(one['input'])}"
    return Problem(code, f"{name!r} {expected}{given}", location=place)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _at(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return data
    return data


def _keys(model: type[BaseModel] | None, path: Path, part: Any) -> list[str]:
    """List the keys that fit where an unknown one stands."""
    from orgmodel.operations.model import OPERATIONS, verb_of

    found: Any = model
    if found is None:
        found = OPERATIONS.get(verb_of(part)) if not path else OPERATIONS.get("")
    for step in path:
        if found is None:
            break
        if isinstance(step, str) and isinstance(found, type) and issubclass(found, BaseModel):
            fields = {field.alias or name: field.annotation for name, field in found.model_fields.items()}
            found = _model_in(fields.get(step))
    if isinstance(found, type) and issubclass(found, BaseModel):
        return [field.alias or name for name, field in found.model_fields.items() if name != "at"]
    return []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Find the model inside an annotation such as ``list[Receiver] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        found = _model_in(inner)
        if found is not None:
            return found
    return None
