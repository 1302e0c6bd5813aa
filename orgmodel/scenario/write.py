"""Scenarios and operations as the text of a scenario file, which reads back as the same scenario.

Names are untrusted: whatever could mean anything to YAML but itself stands in double quotes, with its escapes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from orgmodel.operations.model import Operation
from orgmodel.operations.verbs import verb_of
from orgmodel.scenario.elements import Evaluation, Expectation, Parameter, Step, Target
from orgmodel.scenario.scenario import Scenario

Data = dict[str, Any]
PLAIN = re.compile(r"[^\W\d_][\w./~-]*(?: [\w./~-]+)*")
WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"}
WIDTH = 110


def scenario_text(scenario: Scenario, *, baseline: str | None = None, notes: Sequence[str] = ()) -> str:
    """Write a scenario as the text of its file; ``notes`` become comments at its top.

    What it includes is named by file, its own steps are written out. ``baseline`` names the folder of tables that the
    scenario starts from, where it stands in no study.

    >>> from orgmodel.core.structure import Structure
    >>> step = Step("s1", clause="2.10", do=[{"rename": "a", "names": {"vi": "Phòng: A"}}])
    >>> print(scenario_text(Scenario("s", Structure.of(), steps=(step,))), end="")
    steps:
    - id: s1
      clause: "2.10"
      do:
      - rename: a
        names: {vi: "Phòng: A"}
    """
    comments = "".join(f"# {' '.join(note.split())}\n" for note in notes)
    return comments + yaml_text(scenario_data(scenario, baseline=baseline))


def scenario_data(scenario: Scenario, *, baseline: str | None = None) -> Data:
    """Give a scenario as the data of its file (see :class:`orgmodel.scenario.model.ScenarioFile`)."""
    includes = [
        _filled({"file": f"{one.id}.yaml", "set": dict(one.settings)}) if one.settings else f"{one.id}.yaml"
        for one in scenario.included
    ]
    return _filled(
        {
            "title": dict(scenario.title),
            "short": dict(scenario.short),
            "illustrative": scenario.illustrative,
            "documents": list(scenario.documents),
            "baseline": baseline,
            "notes": dict(scenario.notes),
            "evaluation": [_evaluation(one) for one in scenario.evaluation],
            "includes": includes,
            "parameters": {name: _parameter(one) for name, one in scenario.parameters.items()},
            "set": dict(scenario.settings),
            "steps": [step_data(step) for step in scenario.steps],
            "expect": [_expectation(one) for one in scenario.expectations],
            "targets": [_target(one) for one in scenario.targets],
        }
    )


def operation_data(operation: Operation) -> Data:
    """Give an operation as the data that it is read from, its verb first.

    >>> from orgmodel.operations.verbs import operation_of
    >>> operation_data(operation_of({"why": "law", "resize": "a/1", "by": 2}))
    {'resize': 'a/1', 'by': 2, 'why': 'law'}
    """
    data: Data = operation.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    verb = verb_of(operation)
    last = {key: data.pop(key) for key in ("why", "term") if key in data}
    first = {verb: data.pop(verb)}
    return first | data | last


def _filled(data: Data) -> Data:
    """Leave out what says nothing."""
    return {key: value for key, value in data.items() if value not in (None, "", False, {}, [], ())}


def step_data(step: Step) -> Data:
    """Give a step as the data of its file."""
    data = {
        "id": step.id,
        "clause": step.clause,
        "title": dict(step.title),
        "owner": step.owner if len(step.owners) < 2 else list(step.owners),
        "with": list(step.partners),
        "force": step.force,
        "term": step.term,
        "document": step.document,
        "decision": step.decision,
        "product": dict(step.product),
        "due": step.due,
        "due_cited": dict(step.due_cited),
        "announced": step.announced,
        "effective": step.effective,
        "state": "" if step.state == "unknown" else step.state,
        "evidence": step.evidence,
        "after": list(step.after),
        "evaluation": [_evaluation(one) for one in step.evaluation],
        "notes": dict(step.notes),
        "cost": [one.model_dump(mode="json", by_alias=True, exclude_defaults=True) for one in step.cost],
    }
    return _filled(data) | ({} if step.do is None else {"do": plain(step.do)})


def plain(data: Any) -> Any:
    """Give data without the places that it stood at, operations as their data."""
    if isinstance(data, Operation):
        return operation_data(data)
    if isinstance(data, Mapping):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [plain(item) for item in data]
    return data


def _evaluation(note: Evaluation) -> Data:
    data = {"aspect": note.aspect, "text": dict(note.text), "measure": note.measure, "src": note.src}
    return _filled(data) | ({} if note.figure is None else {"figure": note.figure})


def _parameter(parameter: Parameter) -> Data:
    numbers = {"default": parameter.default, "low": parameter.low, "high": parameter.high}
    return {
        **_filled({"title": dict(parameter.title), "choices": list(parameter.choices)}),
        **{key: value for key, value in numbers.items() if value is not None},
        **_filled({"unavailable": {choice: dict(names) for choice, names in parameter.unavailable.items()}}),
    }


ASKED = ("change", "before", "after", "at_least", "at_most")


def _expectation(expectation: Expectation) -> Data:
    scopes: Any = list(expectation.scopes) if len(expectation.scopes) != 1 else expectation.scopes[0]
    return {"measure": expectation.measure, "scope": scopes, **_asked(expectation)}


def _target(target: Target) -> Data:
    return {"measure": target.measure, "scope": target.scope, **_asked(target), **_filled({"basis": target.basis})}


def _asked(one: Expectation | Target) -> Data:
    found = {key: getattr(one, key, None) for key in ASKED}
    return {key: value for key, value in found.items() if value is not None}


# -- YAML ----------------------------------------------------------------------------------------------------------------


def yaml_text(data: Any) -> str:
    """Write data as YAML: blocks, and on one line what is short and holds nothing deeper than a list of words.

    >>> print(yaml_text({"a": [{"b": 1.0, "c": None}], "d": "no"}), end="")
    a:
    - {b: 1, c: null}
    d: "no"
    """
    return "".join(f"{line}\n" for line in _block(data, ""))


def _block(data: Any, indent: str, *, operations: bool = False) -> Iterable[str]:
    if isinstance(data, Mapping) and data:
        for key, value in data.items():
            head = f"{indent}{scalar(key)}:"
            if not isinstance(value, Mapping | list) or not value or not _is_deep(value, len(head) + 1):
                yield f"{head} {_flow(value)}"
                continue
            yield head
            inner = indent if isinstance(value, list) else f"{indent}  "
            yield from _block(value, inner, operations=key == "do")
    elif isinstance(data, list) and data:
        for item in data:
            if not isinstance(item, Mapping) or not item or not (operations or _is_deep(item, len(indent) + 2)):
                yield f"{indent}- {_flow(item)}"
                continue
            first, *rest = _block(item, f"{indent}  ")
            yield f"{indent}- {first[len(indent) + 2 :]}"
            yield from rest
    else:
        yield f"{indent}{_flow(data)}"


def _is_deep(data: Any, column: int) -> bool:
    """Tell whether data is too long for its line, or an operation or step, which stand in blocks."""
    if isinstance(data, list) and any(isinstance(item, Mapping) for item in data):
        return True
    if isinstance(data, Mapping) and any(isinstance(value, Mapping | list) and value for value in data.values()):
        inner = [value for value in data.values() if isinstance(value, Mapping | list)]
        if any(_is_deep(value, column) for value in inner) or len(data) > 2:
            return True
    return column + len(_flow(data)) > WIDTH


def _flow(data: Any) -> str:
    if isinstance(data, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list | tuple):
        return "[" + ", ".join(map(_flow, data)) + "]"
    return scalar(data)


def scalar(value: Any) -> str:
    r"""Write a scalar so that YAML 1.2 reads it back as the same value, on its line and nowhere else.

    >>> [scalar(value) for value in ("duc-tho.tcnv/head", "2.10", "no", "a: b", "x\u2028y", None, True, 12)]
    ['duc-tho.tcnv/head', '"2.10"', '"no"', '"a: b"', '"x\\u2028y"', 'null', 'true', '12']
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=True, allow_nan=False)
    if PLAIN.fullmatch(value) and value.casefold() not in WORDS and value.isprintable():
        return value
    text = json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"
