"""The parts of a scenario: steps that share a parameter, an alternative or an order, with the axes by which they vary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from orgmodel.core.problems import ProblemsError
from orgmodel.exploration.footprint import Footprint
from orgmodel.exploration.pieces import Order
from orgmodel.exploration.space import ALTERNATIVES, PARAMETERS, STEPS, Space
from orgmodel.scenario.elements import Step
from orgmodel.scenario.expand import resolved
from orgmodel.scenario.scenario import Scenario

NOTHING = "nothing"
"""What a part orders whose steps do nothing by a setting: it is the ground."""


@dataclass
class Part:
    """A group of steps and the axes by which they vary; what its steps order by each setting seen, and what that comes to."""

    steps: frozenset[str]
    axes: tuple[int, ...]
    settings: list[tuple[Any, ...]] = field(default_factory=list)
    """Of each thing ordered but nothing: values of all axes by which it is."""
    by_order: dict[str, int] = field(default_factory=lambda: {NOTHING: 0})
    by_digits: dict[tuple[int, ...], int] = field(default_factory=dict)
    mark: Footprint = field(default_factory=Footprint)

    def joined(self, other: Part) -> Part:
        """Give the part of the steps of both, of which nothing was seen yet."""
        return Part(self.steps | other.steps, tuple(sorted({*self.axes, *other.axes})))


def parts_of(space: Space) -> list[Part]:
    """Group the steps of a space by what they share: a parameter, an alternative, an order of steps."""
    others = {value for axis in space.axes if axis.sort == ALTERNATIVES for value in axis.values}
    every = [space.scenario, *(one for id, one in space.others.items() if id in others)]
    steps: dict[str, list[Step]] = {}
    for scenario in every:
        for step in scenario.all_steps():
            steps.setdefault(step.id, []).append(step)
    group = {id: id for id in steps}

    def top(id: str) -> str:
        while group[id] != id:
            id = group[id]
        return id

    def join(ids: Sequence[str]) -> None:
        for one in ids[1:]:
            group[top(one)] = top(ids[0])

    named = {id: {name for step in some for name in _names(step.do)} for id, some in steps.items()}
    touches: list[list[str]] = []
    for axis in space.axes:
        if axis.sort == PARAMETERS:
            ids = [id for id, names in named.items() if axis.name in names]
        elif axis.sort == STEPS:
            ids = [axis.name]
        elif axis.sort == ALTERNATIVES:
            wanted = {axis.name, *axis.values}
            there = [part for scenario in every for part in scenario.parts() if part.id in wanted]
            ids = list(dict.fromkeys(step.id for one in there for step in one.all_steps()))
        else:
            ids = []
        touches.append(ids)
        join(ids)
    for id, some in steps.items():
        join([id, *(other for step in some for other in step.after if other in steps)])
    found: dict[str, list[int]] = {top(id): [] for id in steps}
    for at, ids in enumerate(touches):
        if ids:
            found[top(ids[0])].append(at)
    members: dict[str, set[str]] = {}
    for id in steps:
        members.setdefault(top(id), set()).add(id)
    does = {id for id, some in steps.items() if any(step.do for step in some)}
    return [Part(frozenset(members[name]), tuple(axes)) for name, axes in found.items() if members[name] & does]


def _names(do: Any) -> set[str]:
    """Name the parameters of which the operations of a step say that they depend on them."""
    if isinstance(do, Mapping):
        own = {str(do[key]) for key in ("param", "choose") if key in do}
        return own.union(*(_names(one) for one in do.values()))
    return set().union(*(_names(one) for one in do)) if isinstance(do, list | tuple) else set()


def order_of(space: Space, part: Part, values: Sequence[Any], beside: frozenset[str] = frozenset()) -> Order:
    """Give the scenario of a part's steps alone, or with others ``beside`` that nothing varies, and its settings."""
    held = [axis.values[0] if at not in part.axes else values[at] for at, axis in enumerate(space.axes)]
    variant = space.of(tuple(held))
    own = {space.axes[at].name for at in part.axes}
    settings = {name: value for name, value in variant.settings.items() if name in own}
    return _only(variant.scenario, part.steps | beside), settings


def said_of(order: Order) -> str:
    """Give in a text what the steps of an order do by its settings."""
    scenario, settings = order
    try:
        said = [(step.id, step.effective, resolved(step.do, one.chosen(settings))) for one in scenario.parts() for step in one.steps]  # fmt: skip
    except ProblemsError:  # a value that a parameter cannot take
        return repr(sorted(settings.items()))
    return repr(said) if any(do for _, _, do in said) else NOTHING


def _only(scenario: Scenario, steps: frozenset[str]) -> Scenario:
    """Give a scenario with these steps alone."""
    return replace(
        scenario,
        included=tuple(_only(one, steps) for one in scenario.included),
        steps=tuple(one for one in scenario.steps if one.id in steps),
        expectations=(),
    )
