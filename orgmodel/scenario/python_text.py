"""A scenario as the calls that make it: the text of a script in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.operations.verbs import VERBS
from orgmodel.scenario.write import plain, scenario_data, step_data

if TYPE_CHECKING:
    from orgmodel.scenario.scenario import Scenario

WIDTH = 110


def python_text(scenario: Scenario) -> str:
    """Write the calls by which a plan comes to the steps of a scenario.

    >>> from orgmodel.core.structure import Structure
    >>> from orgmodel.scenario.scenario import Scenario
    >>> from orgmodel.scenario.elements import Step
    >>> step = Step("s", do=[{"rename": "a", "names": {"en": "A"}}])
    >>> print(python_text(Scenario("x", Structure.of(), steps=(step,))), end="")
    plan = study.plan('x')
    plan.step('s')
    plan.rename('a', names={'en': 'A'})
    """
    begun = {name: value for name, value in scenario_data(scenario).items() if name not in ("includes", "steps")}
    lines = [_call("plan = study.plan", [repr(scenario.id)], begun, [_after(scenario)] if scenario.included else [])]
    for step in scenario.steps:
        given = {name: value for name, value in step_data(step).items() if name not in ("id", "do")}
        renamed = {"with": "partners"}
        lines.append(
            _call("plan.step", [repr(step.id)], {renamed.get(name, name): value for name, value in given.items()})
        )
        held = plain(step.do)
        lines += [_operation(one) for one in ([held] if isinstance(held, dict) else held or ())]
    return "".join(f"{line}\n" for line in lines)


def _after(scenario: Scenario) -> str:
    """Write which scenarios are carried out first, with their settings."""
    held = [
        f"study.scenario({one.id!r}).with_settings_below({dict(one.settings)!r})" if one.settings else repr(one.id)
        for one in scenario.included
    ]
    return f"after=[{', '.join(held)}]"


def _operation(data: Any) -> str:
    """Write one operation as its method's call, or as its data where it has a form that no method takes."""
    verb = next((key for key in data if key in VERBS), None) if isinstance(data, Mapping) else None
    if verb is None or set(data) & {"for_each", "choose", "param"} or "param" in str(data):
        return _call("plan.do", [_text(data, 4)], {})
    fields = VERBS[verb].model.model_fields
    names = {field.alias or name: name for name, field in fields.items()}
    return _call(
        f"plan.{verb}",
        [_text(data[verb], 4)],
        {names.get(key, key): value for key, value in data.items() if key != verb},
    )


def _call(name: str, first: list[str], given: Mapping[str, Any], last: Sequence[str] = ()) -> str:
    arguments = [*first, *(f"{key}={_text(value, 4)}" for key, value in given.items()), *last]
    line = f"{name}({', '.join(arguments)})"
    if len(line) <= WIDTH and "\n" not in line:
        return line
    return f"{name}(\n" + "".join(f"    {one},\n" for one in arguments) + ")"


def _text(value: Any, indent: int) -> str:
    """Write a value of mappings, lists and scalars, on one line where it fits."""
    flat = repr(value)
    if indent + len(flat) <= WIDTH or not isinstance(value, Mapping | list) or not value:
        return flat
    pad = " " * (indent + 4)
    if isinstance(value, Mapping):
        inner = "".join(f"{pad}{key!r}: {_text(one, indent + 4)},\n" for key, one in value.items())
        return f"{{\n{inner}{' ' * indent}}}"
    return "[\n" + "".join(f"{pad}{_text(one, indent + 4)},\n" for one in value) + f"{' ' * indent}]"
