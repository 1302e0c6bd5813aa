"""Validating data against a model, with every fault as a problem that says what was expected, at its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from orgmodel.core.messages import Message, near_of
from orgmodel.core.problems import MOST_TOLD, Problem, ProblemsError, nearest
from orgmodel.core.source_map import Path, place_of
from orgmodel.operations.expected import NUMBER_FORM, code_of, expected, keys_at, shown

Model = TypeVar("Model", bound=BaseModel)
_INSIDE = ("missing", "extra_forbidden", "value_error")  # told of what is inside a value, not of its form


def validated(model: type[Model], data: Any) -> Model:
    """Make a model of data, or raise ProblemsError with every fault at its place.

    >>> from orgmodel.operations.operation_schema import LineSpec
    >>> validated(LineSpec, {"kind": "administrative", "too": "x"})
    Traceback (most recent call last):
      ...
    orgmodel.core.problems.ProblemsError: UNKNOWN_KEY no key 'too' here; did you mean 'to'?
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ProblemsError(faults(error, data, model)) from None


@dataclass(frozen=True)
class _Fault:
    """One error of pydantic: the path in the data, and after how many of its steps a union's branch was tried."""

    kind: str
    path: Path
    branches: tuple[tuple[int, str], ...]
    input: Any
    context: dict[str, Any]


def faults(error: ValidationError, data: Any, model: type[BaseModel] | None) -> list[Problem]:
    """Turn a validation error into problems in our own words, each at the place of its data.

    Of a value that may have several forms one problem is told: what is wrong inside the form that it has, or else all
    the forms that it may have.
    """
    listed = error.errors(include_url=False)
    found = [_fault(one, data) for one in listed[:MOST_TOLD]]
    problems = [_problem(one, data, model) for one in _settled(found)]
    unknown = [one for one in problems if one.code == "UNKNOWN_KEY"]
    meant = {(one.subject, near_of(one.message)) for one in unknown}
    kept = [one for one in problems if one.code != "MISSING_KEY" or (one.subject, one.field) not in meant]
    told = list(dict.fromkeys(Problem(one.code, one.message, location=one.location) for one in kept))
    if len(listed) > MOST_TOLD:
        more = Message.of("faults not told here: {count} more; mend these first", count=len(listed) - MOST_TOLD)
        told.append(Problem("UNTOLD", more, location=told[-1].location if told else None))
    return told


def _fault(one: Any, data: Any) -> _Fault:
    """Part the steps that lead through the data from the names of branches, which stand in no file."""
    path: list[str | int] = []
    branches: list[tuple[int, str]] = []
    steps = one["loc"]
    for number, step in enumerate(steps):
        is_last_key = number == len(steps) - 1 and one["type"] == "missing"
        if is_last_key or (isinstance(data, dict) and step in data):
            path.append(step)
            data = data.get(step) if isinstance(data, dict) else None
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            path.append(step)
            data = data[step]
        else:
            branches.append((len(path), str(step)))
    return _Fault(one["type"], tuple(path), tuple(branches), one["input"], one.get("ctx", {}))


def _settled(found: Sequence[_Fault], level: int = 0) -> list[_Fault | list[_Fault]]:
    """Keep, of the branches of each union, the one whose form the value has; else put their expectations together."""
    result: list[_Fault | list[_Fault]] = []
    unions: dict[Path, list[_Fault]] = {}
    for one in found:
        if len(one.branches) <= level:
            result.append(one)
            continue
        where = one.path[: one.branches[level][0]]
        if where not in unions:
            unions[where] = []
            result.append(unions[where])  # keeps its turn
        unions[where].append(one)
    settled: list[_Fault | list[_Fault]] = []
    for item in result:
        if isinstance(item, _Fault):
            settled.append(item)
            continue
        depth = item[0].branches[level][0]
        inside = [one for one in item if len(one.path) > depth or one.kind in _INSIDE]
        by_branch: dict[str, list[_Fault]] = {}
        for one in inside:
            by_branch.setdefault(one.branches[level][1], []).append(one)
        if by_branch:
            settled += _settled(min(by_branch.values(), key=len), level + 1)
        else:
            settled.append(item)
    return settled


def _problem(item: _Fault | list[_Fault], data: Any, model: type[BaseModel] | None) -> Problem:
    group = item if isinstance(item, list) else [item]
    one = group[0]
    place = place_of(data, one.path)
    name = next((step for step in reversed(one.path) if isinstance(step, str)), "this")
    holder = str(one.path[:-1])
    if one.kind == "extra_forbidden":
        keys = keys_at(model, one.path[:-1])
        hint = nearest(name, keys) or (Message.of("; the keys are {keys}", keys=", ".join(keys)) if keys else "")
        message = Message.of("no key {key!r} here{hint}", key=name, hint=hint)
        return Problem("UNKNOWN_KEY", message, subject=holder, location=place)
    if one.kind == "missing":
        return Problem(
            "MISSING_KEY", Message.of("{name!r} is needed here", name=name), subject=holder, field=name, location=place
        )
    if one.kind == "value_error":
        return Problem("INVALID", one.context["error"].args[0], location=place)
    if one.kind == NUMBER_FORM and len(group) == 1:
        why = Message.of("{name}: {why}", name=name, why=one.context["why"])
        return Problem("NOT_A_NUMBER", why, location=place)
    said, hint = expected([(each.kind, each.context) for each in group], one.input)
    code = code_of(one.kind) if len(group) == 1 else "WRONG_FORM"
    return Problem(
        code,
        Message.of(
            "{name!r} must be {expected}, not {input}{hint}",
            name=name,
            expected=said,
            input=shown(one.input),
            hint=hint,
        ),
        location=place,
    )
