"""Ranges that scenarios themselves state: what steps cost once, and the pay of posts that they begin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from orgmodel.core.estimates import Estimate, Source
from orgmodel.core.figures import Figure
from orgmodel.exploration.causes import Causes
from orgmodel.exploration.spread import Ints
from orgmodel.exploration.terms import drawn_structures
from orgmodel.scenario.costs import OneOffCost
from orgmodel.scenario.scenario import Outcome
from orgmodel.scenario.uncertainty import ranged_sources


def stated_sources(outcomes: Sequence[Outcome]) -> list[Source]:
    """List the ranges that the steps of some outcomes of one baseline state, each once.

    What a step costs in two scenarios is one cause where both give it the same range.
    """
    if not outcomes:
        return []
    known = set(ranged_sources(outcomes[0].before).values())
    found: dict[Source, None] = {}
    for one in outcomes:
        found |= dict.fromkeys(source for cost in one.costs if (source := _source(cost.figure)) is not None)
        made = ranged_sources(one.after)
        found |= {each: None for id, each in made.items() if (id.table, id.field) == ("posts", "pay") and each not in known}  # fmt: skip
    return [*found]


def with_stated(outcome: Outcome, causes: Causes, drawn: Ints) -> Outcome:
    """Give an outcome with what its steps state in ranges as one draw has it."""
    if not causes.stated or outcome.refused:
        return outcome
    made = replace(outcome, costs=tuple(_costs(outcome.costs, causes, drawn)))
    made.__dict__["after"] = drawn_structures(outcome.after, causes)(drawn)
    return made


def _costs(costs: Iterable[OneOffCost], causes: Causes, drawn: Ints) -> Iterable[OneOffCost]:
    for one in costs:
        at = causes.place.get(source) if (source := _source(one.figure)) is not None else None
        yield one if at is None else replace(one, figure=int(drawn[at]))


def _source(figure: Figure) -> Source | None:
    """Give what a cost hangs on, where it has a range of some width."""
    source = figure.source if isinstance(figure, Estimate) else None
    if source is None or source.low is None or source.high is None or source.low >= source.high:
        return None
    return source
