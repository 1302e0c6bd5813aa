"""The space of a scenario's variants: what can be set, every value of it, and any variant by its number."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.arguments import kind_of
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError, nearest
from orgmodel.core.source_map import LocatedDict, LocatedList
from orgmodel.operations.expected import shown
from orgmodel.operations.written_numbers import number_said, plain_number
from orgmodel.scenario.elements import Parameter
from orgmodel.scenario.scenario import Scenario

Ints = NDArray[np.int64]
PARAMETERS, STEPS, ALTERNATIVES, NORMS = "parameters", "steps", "alternatives", "norms"
SORTS = (PARAMETERS, STEPS, ALTERNATIVES, NORMS)
CARRIED_OUT, LEFT_OUT = "carried out", "left out"
MOST_VALUES = 100_000
"""So many values one axis may have: a range of more is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing that varies: a parameter, a step (carried out or left out), which file an include takes, a norm's parameter."""

    sort: str
    name: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One scenario, the settings to run it with, and those to judge it with."""

    scenario: Scenario
    settings: Mapping[str, Any]
    norms: Mapping[str, Any]


@dataclass(frozen=True)
class Space:
    """Every variant of a scenario: each value of each axis with each of the others, or the rows of a list.

    Variants have numbers from 0; the last axis varies fastest. A number gives its variant without the others being
    made, so a space of any size costs nothing.
    """

    scenario: Scenario
    axes: tuple[Axis, ...]
    rows: tuple[tuple[Any, ...], ...] | None = None
    fixed: tuple[str, ...] = ()
    """Parameters that stay as the scenario has them: numbers for which no values are given."""
    others: Mapping[str, Scenario] = field(default_factory=dict)
    """Scenarios by id that may stand in the place of an included one."""

    @cached_property
    def size(self) -> int:
        """The number of variants, exact."""
        return math.prod(len(axis.values) for axis in self.axes) if self.rows is None else len(self.rows)

    @cached_property
    def varies_norms(self) -> bool:
        """Tell whether a parameter of the norms varies, which shows only where norms are judged."""
        return any(axis.sort == NORMS for axis in self.axes)

    def values(self, number: int) -> tuple[Any, ...]:
        """Give the values of one variant, in the order of the axes."""
        if self.rows is not None:
            return self.rows[number]
        found = []
        for axis in reversed(self.axes):
            number, place = divmod(number, len(axis.values))
            found.append(axis.values[place])
        return tuple(reversed(found))

    def digits(self, numbers: Sequence[int]) -> Ints:
        """Give the place of its value in each axis, of each variant: an array (variants, axes).

        >>> space = Space(None, (Axis(PARAMETERS, "a", (1, 2, 3)), Axis(PARAMETERS, "b", (1, 2))))
        >>> space.digits([0, 5]).tolist()
        [[0, 0], [2, 1]]
        """
        if self.rows is not None:
            return self._listed[np.array(numbers, np.int64)]
        found = np.zeros((len(numbers), len(self.axes)), np.int64)
        rest = np.array(numbers, np.int64 if self.size <= 2**62 else np.object_)
        for at in reversed(range(len(self.axes))):
            several = len(self.axes[at].values)
            found[:, at], rest = rest % several, rest // several
        return found

    @cached_property
    def _listed(self) -> Ints:
        places = [{value: at for at, value in enumerate(axis.values)} for axis in self.axes]
        rows = [[place[value] for place, value in zip(places, row, strict=True)] for row in self.rows or ()]
        return np.array(rows, np.int64).reshape(len(rows), len(self.axes))

    def columns(self, numbers: Sequence[int]) -> list[list[Any]]:
        """Give the values of each axis in each variant."""
        digits = self.digits(numbers)
        return [[axis.values[one] for one in digits[:, at].tolist()] for at, axis in enumerate(self.axes)]

    def variant(self, number: int) -> Variant:
        """Give what is run and judged for one number."""
        return self.of(self.values(number))

    def of(self, taken_values: Sequence[Any]) -> Variant:
        """Give what is run and judged for one value of each axis, in their order."""
        values = dict(zip(((axis.sort, axis.name) for axis in self.axes), taken_values, strict=True))
        gone = {name for (sort, name), value in values.items() if sort == STEPS and value == LEFT_OUT}
        taken = {name: value for (sort, name), value in values.items() if sort == ALTERNATIVES and value != name}
        scenario = _varied(self.scenario, gone, taken, self.others) if gone or taken else self.scenario
        known = scenario.all_parameters() if gone or taken else self._known
        settings, norms = (
            {name: value for (sort, name), value in values.items() if sort == wanted} for wanted in (PARAMETERS, NORMS)
        )
        return Variant(scenario, {name: value for name, value in settings.items() if name in known}, norms)

    @cached_property
    def _known(self) -> Mapping[str, Parameter]:
        return self.scenario.all_parameters()

    def sample(self, count: int, seed: int) -> list[int]:
        """Draw numbers of variants without repeating one, each variant as likely, in rising order.

        >>> space = Space(None, (Axis(PARAMETERS, "a", (1, 2, 3)), Axis(PARAMETERS, "b", (1, 2))))
        >>> space.sample(3, seed=1)
        [0, 2, 4]
        >>> space.sample(10, seed=1)
        [0, 1, 2, 3, 4, 5]
        """
        if count >= self.size:
            return list(range(self.size))
        rng = np.random.default_rng(seed)
        if self.size <= 2**62 and count * 4 > self.size:
            return sorted(rng.permutation(self.size)[:count].tolist())
        found: set[int] = set()
        while len(found) < count:  # at most three of four are missed, so a few rounds
            found.add(_below(self.size, rng))
        return sorted(found)


def space_of(
    scenario: Scenario,
    grid: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    others: Mapping[str, Scenario] | None = None,
) -> Space:
    """Lay out the variants of a scenario; `others` are the scenarios, by id, that a grid may take in its included ones' places.

    Without a grid: every choice of every parameter that applies, and every whole number of those that have a `low` and
    a `high` and are whole by default; other numbers stay as they are. A grid is a mapping: `parameters` (name → a list
    of values, or `{from: 0, to: 10, step: 2}`), `steps` (a list of ids that are also left out), `alternatives` (id of
    an included scenario → scenarios, or ids of others, that may stand in its place, null meaning that it is left out)
    and `norms` (a parameter of the norms → values); what stands beside these names is taken for a parameter. A grid that names
    a parameter keeps all others as they are. A list of
    mappings is a list of variants, each of parameters.
    Raises ProblemsError with everything that is wrong.
    """
    problems: list[Problem] = []
    scenario = _varied(scenario, set(), {}, {})
    asked = grid.get(ALTERNATIVES) if isinstance(grid, Mapping) else None
    held = [one for instead in asked.values() for one in _several(instead)] if isinstance(asked, Mapping) else []
    others = {**(others or {}), **{one.id: one for one in held if isinstance(one, Scenario)}}
    known = scenario.all_parameters()
    if grid is None or isinstance(grid, Mapping):
        space = _grid(scenario, known, grid or {}, others, problems)
    else:
        space = _listed(scenario, known, grid, problems)
    if problems:
        raise ProblemsError(problems)
    return space


def _grid(
    scenario: Scenario,
    known: Mapping[str, Parameter],
    grid: Mapping[str, Any],
    others: Mapping[str, Scenario],
    problems: list[Problem],
) -> Space:
    asked = {name: value for name, value in grid.items() if name not in SORTS}
    asked |= dict(grid.get(PARAMETERS) or {})
    axes: list[Axis] = []
    for name, value in asked.items():
        if name not in known:
            problems.append(_unknown("parameter", name, [*known, *SORTS], grid))
            continue
        axes.append(Axis(PARAMETERS, name, _asked_values(known[name], value, problems)))
    fixed = []
    for name, parameter in known.items():
        if name not in asked:
            values = own_values(parameter)
            if values is None:
                fixed.append(name)
            elif not asked:  # whoever names parameters varies those alone
                axes.append(Axis(PARAMETERS, name, values))
            else:
                fixed.append(name)
    axes += _steps(scenario, grid.get(STEPS), problems) + _alternatives(
        scenario, grid.get(ALTERNATIVES), others, problems
    )
    axes += _norms(scenario, grid.get(NORMS), problems)
    return Space(scenario, tuple(axes), fixed=tuple(fixed), others=others)


def _listed(scenario: Scenario, known: Mapping[str, Parameter], rows: Sequence[Any], problems: list[Problem]) -> Space:
    names = list(dict.fromkeys(name for row in rows if isinstance(row, Mapping) for name in row))
    for name in (one for one in names if one not in known):
        first = next(row for row in rows if isinstance(row, Mapping) and name in row)
        problems.append(_unknown("parameter", name, known, first))
    found = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping) or set(row) != set(names):
            message = Message.of(
                "variant {number} is a mapping of names to values, not {given}", number=number, given=shown(row)
            )
            if isinstance(row, Mapping):
                lacking = ", ".join(name for name in names if name not in row)
                message = Message.of("variant {number} says nothing of {names}", number=number, names=lacking)
            problems.append(Problem("GRID", message, location=_place(row)))
            continue
        whys = [(name, _no_value(known[name], row[name])) for name in names if name in known]
        problems += [Problem("PARAMETER", why, subject=name, location=_place(row, name)) for name, why in whys if why]
        if any(why for _, why in whys):
            continue
        found.append(tuple(row[name] for name in names))
    values = [tuple(dict.fromkeys(row[at] for row in found)) for at in range(len(names))]
    axes = tuple(Axis(PARAMETERS, name, each) for name, each in zip(names, values, strict=True))
    return Space(scenario, axes, rows=tuple(found), fixed=tuple(name for name in known if name not in names))


def own_values(parameter: Parameter) -> tuple[Any, ...] | None:
    """Give every value that a parameter may take by its own word, or None where it says no ends."""
    if parameter.choices:
        return tuple(one for one in parameter.choices if one not in parameter.unavailable)
    low, high = parameter.low, parameter.high
    if low is None or high is None or not isinstance(parameter.default, int) or isinstance(parameter.default, bool):
        return None
    values = range(math.ceil(low), math.floor(high) + 1)
    return tuple(values) if len(values) <= MOST_VALUES else None


def _asked_values(parameter: Parameter, asked: Any, problems: list[Problem]) -> tuple[Any, ...]:
    values: Sequence[Any]
    if isinstance(asked, Mapping):
        values = _stepped(parameter.name, asked, problems)
    else:
        values = _several(asked)
        if not values:
            message = Message.of("{name} has no value to take: list one at least", name=parameter.name)
            problems.append(Problem("GRID", message, subject=parameter.name, location=_place(asked)))
    for value in values:
        if why := _no_value(parameter, value):
            problems.append(Problem("PARAMETER", why, subject=parameter.name, location=_place(asked)))
            return ()
    return tuple(dict.fromkeys(values))


def _no_value(parameter: Parameter, value: Any) -> str | None:
    """Say why a value cannot be tried, or None when it can."""
    try:
        hash(value)
    except TypeError:
        message = "{name} is a text, a number or a flag in each variant, not {given}"
        given = Message.of("a mapping") if isinstance(value, Mapping) else kind_of(value)
        return Message.of(message, name=parameter.name, given=given)
    return parameter.problem(value)


def _stepped(name: str, asked: Mapping[str, Any], problems: list[Problem]) -> list[Any]:
    """Give the numbers of `{from, to, step}`, both ends among them where steps lead there; exact, without floats' dust."""
    numbers = {key: number_said(asked[key]) for key in ("from", "to", "step") if key in asked}
    ends = (numbers.get("from"), numbers.get("to"), numbers.get("step", 1))
    extra = [key for key in asked if key not in ("from", "to", "step")]
    if None in ends or extra:
        message = Message.of("{name} is a list of values, or {{from: …, to: …, step: …}} in numbers", name=name)
    else:
        start, end, step = (float(one) for one in ends if one is not None)
        count = math.floor((end - start) / step + 1e-9) + 1 if step > 0 else 0
        if step <= 0 or end < start:
            message = Message.of("{name}: from {start} to {end} by {step} leads nowhere", name=name, start=plain_number(start), end=plain_number(end), step=plain_number(step))  # fmt: skip
        elif count > MOST_VALUES:
            message = Message.of("{name}: {count:,} values are too many for one parameter: {most:,} at most", name=name, count=count, most=MOST_VALUES)  # fmt: skip
        else:
            values = [round(start + step * place, 9) for place in range(count)]
            return [int(one) if one.is_integer() else one for one in values]
    problems.append(Problem("GRID", message, subject=name, location=_place(asked)))
    return []


def _steps(scenario: Scenario, asked: Any, problems: list[Problem]) -> list[Axis]:
    known = {step.id for step in scenario.all_steps()}
    ids = [asked] if isinstance(asked, str) else list(asked or ())
    problems += [_unknown("step", one, known, asked) for one in ids if one not in known]
    return [Axis(STEPS, one, (CARRIED_OUT, LEFT_OUT)) for one in dict.fromkeys(ids)]


def _alternatives(scenario: Scenario, asked: Any, there: Mapping[str, Scenario], problems: list[Problem]) -> list[Axis]:
    if asked is None:
        return []
    if not isinstance(asked, Mapping):
        message = Message.of("alternatives name an included scenario and, in a list, those that may stand in its place")
        problems.append(Problem("GRID", message, location=_place(asked)))
        return []
    included = {one.id for part in scenario.parts() for one in part.included}
    axes = []
    for name, instead in asked.items():
        if name not in included:
            problems.append(_unknown("included scenario", name, included, asked))
        listed = [None] if instead is None else _several(instead)
        listed = [one.id if isinstance(one, Scenario) else one for one in listed]
        unknown = [one for one in listed if one is not None and one not in there]
        problems += [_unknown("scenario", one, there, asked) for one in unknown]
        axes.append(Axis(ALTERNATIVES, name, tuple(dict.fromkeys([name, *listed]))))
    return axes


def _norms(scenario: Scenario, asked: Any, problems: list[Problem]) -> list[Axis]:
    from orgmodel.norms.parameters import faults_of
    from orgmodel.norms.record import NormPack

    pack = (scenario.study.norms if scenario.study is not None else None) or NormPack()
    axes = []
    for name, value in (asked or {}).items():
        values = _stepped(name, value, problems) if isinstance(value, Mapping) else _several(value)
        problems += [replace(fault, location=_place(asked, name)) for one in values for fault in faults_of(pack, {name: one})][:1]  # fmt: skip
        axes.append(Axis(NORMS, name, tuple(dict.fromkeys(values))))
    return axes


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]


def _varied(scenario: Scenario, gone: set[str], taken: Mapping[str, Any], others: Mapping[str, Scenario]) -> Scenario:
    """Give a scenario without some steps, and with others in the place of some that it includes.

    It expects nothing: what the authors expect is said of their own variant.
    """

    def included() -> Iterator[Scenario]:
        for one in scenario.included:
            if one.id not in taken:
                yield _varied(one, gone, taken, others)
            elif taken[one.id] is not None:
                yield _varied(others[taken[one.id]], gone, {}, {})

    steps = tuple(
        replace(step, after=tuple(one for one in step.after if one not in gone)) if gone else step
        for step in scenario.steps
        if step.id not in gone
    )
    return replace(scenario, included=tuple(included()), steps=steps, expectations=())


def _below(size: int, rng: np.random.Generator) -> int:
    """Draw a whole number below any size, each as likely."""
    bits = (size - 1).bit_length()
    while True:
        drawn = int.from_bytes(rng.bytes((bits + 7) // 8), "big") >> (-bits % 8)
        if drawn < size:
            return drawn


def _unknown(what: str, name: Any, known: Any, place: Any) -> Problem:
    kinds = {
        "parameter": "no parameter {name!r}{hint}",
        "step": "no step {name!r}{hint}",
        "scenario": "no scenario {name!r}{hint}",
        "included scenario": "{name!r} is not among what the scenario includes{hint}",
    }
    codes = {"parameter": "UNKNOWN_PARAMETER", "step": "UNKNOWN_STEP"}
    message = Message.of(kinds[what], name=name, hint=nearest(name, known))
    return Problem(codes.get(what, "UNKNOWN_SCENARIO"), message, location=_place(place, name))


def _place(value: Any, name: Any = None) -> Location | None:
    """Give where a value of a file stands, where it comes from one."""
    if isinstance(value, LocatedDict) and name in value.places:
        return value.places[name]
    return value.place if isinstance(value, LocatedDict | LocatedList) else None
