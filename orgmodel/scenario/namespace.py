"""Names of parameters and steps where several scenarios become one: each its own, a new one where two would share it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain as joined
from itertools import count
from typing import Any

from orgmodel.scenario.elements import Parameter


@dataclass
class Namespace:
    """Keep the parameters and step ids of what is combined, with a new name where two would share one."""

    parameters: dict[str, Parameter] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)  # new id -> scenario

    def parameter(self, owner: str, parameter: Parameter, value: Any) -> str:
        """Take in a parameter with its value; give the name that it has from now on."""

        def is_free(name: str) -> bool:
            known = self.parameters.get(name)
            same = known == replace(parameter, name=name, at=None)
            return known is None or (same and value == self.settings.get(name, known.default))

        name = next(filter(is_free, joined([parameter.name], numbered(f"{owner}-{parameter.name}"))))
        self.parameters[name] = replace(parameter, name=name, at=None)
        if value != parameter.default:
            self.settings[name] = value
        return name

    def step(self, owner: str, id: str) -> str:
        """Give the id that a step has from now on."""
        new = next(name for name in joined([id], numbered(f"{owner}-{id}")) if name not in self.steps)
        self.steps[new] = owner
        return new


def numbered(name: str) -> Iterator[str]:
    """Give a name, and then the same with numbers.

    >>> [name for name, _ in zip(numbered("a"), range(3))]
    ['a', 'a-2', 'a-3']
    """
    return joined([name], (f"{name}-{number}" for number in count(2)))


def with_names(data: Any, names: Mapping[str, str]) -> Any:
    """Put the new names of parameters where operations ask for them."""
    if isinstance(data, list):
        return [with_names(item, names) for item in data]
    if not isinstance(data, dict):
        return data
    keys = [key for key in ("param", "choose") if isinstance(data.get(key), str)]
    changed = {key: names.get(data[key], data[key]) for key in keys}
    return {key: changed[key] if key in changed else with_names(value, names) for key, value in data.items()}
