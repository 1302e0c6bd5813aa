"""What is drawn: figures that the study gives as ranges, and the parameters that it says vary; which of them go together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from orgmodel.core.estimates import FigureId, Source
from orgmodel.core.frozen import Frozen, Held, read_only
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.structure import Structure
from orgmodel.exploration.from_points import FromPoints
from orgmodel.exploration.shared_total import SharedTotal
from orgmodel.exploration.spread import DISCRETE, Floats, Ints, Marginal
from orgmodel.scenario.elements import RANGE, DrawnParameter, Parameter, Uncertainty
from orgmodel.scenario.uncertainty import chances_of, matched, ranged_sources, stored

ALONE, TOGETHER, SHARED_OUT = "alone", "together", "shared_out"
"""How a group of figures is drawn: one by itself; all by one cause; as shares of a known total."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One column of the draws: a figure (by its name) or a parameter, and how it lies in its range.

    Of a parameter that is drawn by chances ``values`` has what each drawn number stands for.
    """

    id: str
    marginal: Marginal
    source: Source | None = None
    values: tuple[Any, ...] = ()

    @property
    def has_best(self) -> bool:
        """Tell whether anybody says which value is the likeliest; of a figure that is left blank nobody does."""
        return self.source is None or self.source.best is not None

    @property
    def is_parameter(self) -> bool:
        """Tell whether a parameter is drawn, and not a figure."""
        return self.source is None

    def value(self, drawn: int) -> Any:
        """Give what a drawn number stands for."""
        return self.values[drawn] if self.values else drawn


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that are drawn together, apart from all others; ``id`` is what the study calls them, or the one column's."""

    id: str
    columns: tuple[int, ...]
    kind: str = ALONE
    total: int = 0


@dataclass(frozen=True)
class Causes(Held):
    """Hold all that is drawn: its columns, and the groups of them that are independent of each other.

    ``stated`` are the columns of ranges that scenarios themselves state, and no figures of the baseline.
    """

    columns: tuple[Drawn, ...]
    groups: tuple[Group, ...]
    stated: tuple[int, ...] = ()

    def and_stated(self, sources: Iterable[Source], shape: str) -> Causes:
        """Give the causes with those of ranges that scenarios state beside them, each by itself; of one without a best value none is likelier."""
        more = []
        for one in sources:
            low, high = one.low or 0, one.high or 0
            best = (low + high) // 2 if one.best is None else one.best
            more.append(Drawn(str(one.id), Marginal(low, best, high, RANGE if one.best is None else shape), one))
        count = len(self.columns)
        places = range(count, count + len(more))
        alone = tuple(Group(one.id, (at,)) for at, one in zip(places, more, strict=True))
        return Causes((*self.columns, *more), (*self.groups, *alone), tuple(places))

    @cached_property
    def place(self) -> Mapping[Source, int]:
        """Give the column of each figure."""
        return Frozen({one.source: at for at, one in enumerate(self.columns) if one.source is not None})

    @cached_property
    def parameters(self) -> Mapping[str, int]:
        """Give the column of each parameter."""
        return Frozen({one.id: at for at, one in enumerate(self.columns) if one.is_parameter})

    @cached_property
    def dimensions(self) -> int:
        """Count the numbers from 0 to 1 that one draw takes: one a group, of a total one less than its parts."""
        return sum(max(1, len(one.columns) - 1) if one.kind == SHARED_OUT else 1 for one in self.groups)

    @cached_property
    def best(self) -> Ints:
        """Give the best value of every column: what the study works with; of a blank figure the middle of its range."""
        best: Ints = read_only(np.array([one.marginal.best for one in self.columns], dtype=np.int64))
        return best

    @cached_property
    def totals(self) -> Mapping[int, SharedTotal]:
        """Give the totals that are shared out, by number of group."""
        found = {}
        for number, group in enumerate(self.groups):
            if group.kind == SHARED_OUT:
                ranges = [self.columns[at].marginal for at in group.columns]
                try:
                    found[number] = SharedTotal(group.total, [one.low for one in ranges], [one.high for one in ranges])
                except ValueError:
                    message = Message.of(
                        "{name}: the ranges of its parts are too wide to count every way", name=group.id
                    )
                    raise ProblemsError([Problem("TOTAL", message, group.id)]) from None
        return Frozen(found)

    def drawn(self, uniforms: Floats) -> Ints:
        """Draw every column once for each row of numbers from 0 to 1, of which there are ``dimensions``.

        Gives (draws, columns), whole numbers in the smallest unit of each figure.
        """
        return self.from_points.drawn(uniforms).astype(np.int64)

    @cached_property
    def from_points(self) -> FromPoints:
        """Give the tables by which columns are drawn."""
        dimensions = [0] * len(self.columns)
        totals = []
        at = 0
        for number, group in enumerate(self.groups):
            taken = max(1, len(group.columns) - 1) if group.kind == SHARED_OUT else 1
            if group.kind == SHARED_OUT:
                totals.append((self.totals[number], list(group.columns), slice(at, at + taken)))
            for column in group.columns:
                dimensions[column] = at
            at += taken
        return FromPoints.of([one.marginal for one in self.columns], dimensions, totals)

    def redrawn(self, sample: Ints, kept: Sequence[int], chance: np.random.Generator) -> Ints:
        """Draw again all columns but those kept, as they fall given these.

        A figure that shares its cause with a kept one is drawn within what that one leaves of the cause.
        """
        new, keep = sample.copy(), set(kept)
        for number, group in enumerate(self.groups):
            free = [at for at in group.columns if at not in keep]
            if not free:
                continue
            if group.kind == SHARED_OUT:
                held = [place for place, at in enumerate(group.columns) if at in keep]
                uniforms = chance.random((len(sample), len(group.columns)))
                new[:, group.columns] = self.totals[number].redraw(sample[:, group.columns], held, uniforms)
                continue
            lower, upper = np.zeros(len(sample)), np.ones(len(sample))
            for at in set(group.columns) & keep:
                below, above = _quantiles_of(self.columns[at].marginal, sample[:, at])
                lower, upper = np.maximum(lower, below), np.minimum(upper, above)
            uniform = lower + chance.random(len(sample)) * np.maximum(upper - lower, 0)
            for at in free:
                new[:, at] = self.columns[at].marginal.at(uniform)
        return new


def _quantiles_of(marginal: Marginal, values: Ints) -> tuple[Floats, Floats]:
    """Give the stretch of the cause, from 0 to 1, that gives each value."""
    listed = marginal.listed()
    if listed is None:  # of so many values each has next to no stretch: bisect for it
        width = marginal.high - marginal.low + 1
        return (values - marginal.low) / width, (values - marginal.low + 1) / width
    running = np.concatenate([[0.0], np.cumsum(listed[1])])
    place = np.searchsorted(listed[0], values)
    return running[place], running[place + 1]


def causes_of(
    structure: Structure,
    uncertainty: Uncertainty | None = None,
    parameters: Mapping[str, Parameter] | None = None,
    *,
    vary: Iterable[str] = (),
) -> Causes:
    """Find what is drawn: every figure that the structure has as a range, and the parameters that the study says vary, or ``vary``.

    ``parameters`` are those of the scenarios that are explored; those that the study draws and none of these has are left out. Raises
    ProblemsError for a parameter that is not there, or that has no least and most, and for a total that cannot be shared out.

    >>> from orgmodel.core.figures import assumed
    >>> from orgmodel.core.records import Post
    >>> figure = assumed(FigureId("posts", "a/1", "authorized"), 5, 6, 7)
    >>> causes_of(Structure.of([Post("a/1", "a", authorized=figure)])).columns[0].marginal
    Marginal(low=5, best=6, high=7, shape='triangular', chances=())
    """
    said, known = uncertainty or Uncertainty(), parameters or {}
    sources = ranged_sources(structure)
    shapes: dict[FigureId, tuple[str, tuple[tuple[float, float], ...]]] = {}
    for spread in said.spreads:
        shapes.update(dict.fromkeys(matched(spread.figures, sources), (spread.shape, spread.chances)))
    columns = [_figure(name, one, *shapes.get(name, (said.shape, ())), structure) for name, one in sources.items()]
    number = {name: at for at, name in enumerate(sources)}
    groups: list[Group] = []
    grouped: set[int] = set()
    for cause in said.shared:
        members = tuple(number[name] for name in matched(cause.figures, sources))
        groups.append(Group(cause.id, members, TOGETHER))
        grouped.update(members)
    for total in said.totals:
        names = matched(total.figures, sources)
        whole = stored(names[0], total.total, structure.terms) if names else None
        if whole is not None:
            groups.append(Group(total.id, tuple(number[name] for name in names), SHARED_OUT, whole))
            grouped.update(groups[-1].columns)
    drawn = {one.name: one for one in said.parameters if one.name in known}
    drawn |= {name: DrawnParameter(name) for name in vary if name not in drawn}
    columns += [_parameter(one, known) for one in drawn.values()]
    alone = [Group(columns[at].id, (at,)) for at in range(len(columns)) if at not in grouped]
    found = Causes(tuple(columns), tuple(sorted((*groups, *alone), key=lambda one: min(one.columns))))
    assert found.totals is not None  # which refuses what cannot be shared out
    return found


def _figure(
    name: FigureId, source: Source, shape: str, chances: Sequence[tuple[float, float]], structure: Structure
) -> Drawn:
    low, high = source.low or 0, source.high or 0
    best = source.best if source.best is not None else (low + high) // 2
    shape = RANGE if source.best is None else shape  # without a best value none is likelier
    values = tuple((stored(name, value, structure.terms) or 0, chance) for value, chance in chances)
    return Drawn(
        str(name), Marginal(low, min(max(best, low), high), high, DISCRETE if chances else shape, values), source
    )


def _parameter(drawn: DrawnParameter, known: Mapping[str, Parameter]) -> Drawn:
    parameter = known.get(drawn.name)
    if parameter is None:
        message = Message.of("no parameter {name!r}{hint}", name=drawn.name, hint=nearest(drawn.name, known))
        raise ProblemsError([Problem("UNKNOWN_PARAMETER", message, drawn.name)])
    if drawn.chances:
        given = chances_of(drawn, parameter)
        values = tuple(value for value, _ in given)
        at = values.index(parameter.default) if parameter.default in values else 0
        chances = tuple((number, chance) for number, (_, chance) in enumerate(given))
        return Drawn(drawn.name, Marginal(0, at, len(values) - 1, DISCRETE, chances), values=values)
    if parameter.choices:
        values = tuple(one for one in parameter.choices if one not in parameter.unavailable)
        at = values.index(parameter.default) if parameter.default in values else 0
        return Drawn(drawn.name, Marginal(0, at, len(values) - 1, RANGE), values=values)
    ends = [parameter.low, parameter.high]
    if None in ends or any(one != int(one or 0) for one in ends):
        message = Message.of(
            "{name} has no least and most to be drawn between: give low and high, or the chance of each value",
            name=drawn.name,
        )
        raise ProblemsError([Problem("PARAMETER", message, drawn.name, parameter.at)])
    low, high = int(parameter.low or 0), int(parameter.high or 0)
    default = parameter.default
    best = int(default) if isinstance(default, int | float) and low <= default <= high else (low + high) // 2
    return Drawn(drawn.name, Marginal(low, best, high, drawn.shape))
