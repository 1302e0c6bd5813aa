"""Random scenarios: operations drawn one after the other, those kept that can be carried out."""

from __future__ import annotations

from hypothesis import strategies as st

from orgmodel.core.problems import errors
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from tests.strategies import VERBS, operations, structures

DAYS = (None, None, "2020", "2021-05", "2021-05-03")


@st.composite
def single_operations(draw: st.DrawFn, verbs: tuple[str, ...] = VERBS) -> Scenario:
    """A scenario of one operation."""
    return draw(scenarios(1, apart=True, verbs=verbs))


@st.composite
def scenarios(
    draw: st.DrawFn,
    most: int = 4,
    *,
    apart: bool = False,
    dated: bool = False,
    verbs: tuple[str, ...] = VERBS,
    before: Structure | None = None,
) -> Scenario:
    """A scenario of some operations, each in a step; ``apart``: no two write the same record."""
    before = draw(structures()) if before is None else before
    found = Scenario("drawn", before)
    touched: set[object] = set()
    for number in range(draw(st.integers(1, most))):
        after = before if apart else found.run().after
        if not len(after.units):
            break
        data = draw(operations(after, verbs, slips=False))
        step = Step(f"s{number}", do=[data], effective=draw(st.sampled_from(DAYS)) if dated else None)
        longer = Scenario("drawn", before, steps=(*found.steps, step))
        outcome = longer.run()
        if errors(outcome.problems):
            continue
        if apart and any(_took_nothing(outcome.before, outcome.after, unit) for unit in _split_from(data)):
            continue
        keys = {(change.table, change.key) for result in outcome.steps[-1:] for change in result.changes}
        if apart and _written(outcome, step.id) & touched:
            continue
        touched |= _written(outcome, step.id) | keys
        found = longer
    return found


def _split_from(data: dict[str, object]) -> list[str]:
    """List the units that a split lets begin."""
    into = data.get("into") if "split_up" in data or "split_off" in data else []
    return [one.get("restores") or one["unit"]["unit"] for one in into]  # type: ignore[union-attr]


def _took_nothing(before: Structure, after: Structure, unit: str) -> bool:
    """Tell whether a unit began in a split with nothing but lines: then no record tells which unit it left."""
    if unit not in {one.id for one in after.units}:
        return True  # a later step ended it
    held = [post for post in after.posts_of(unit) if before.posts.get(post.id.split("~")[0]) is not None]
    known = [one for one in after.functions_of(unit) if not one.internal]
    return not (held or known or after.identities_of(unit) or after.members_of(unit) or after.children_of(unit))


def _written(outcome: object, step: str) -> set[object]:
    results = [result for result in outcome.steps if result.step.id == step]  # type: ignore[attr-defined]
    return {(change.table, change.key) for result in results for change in result.changes}


def shuffled(structure: Structure, draw: st.DrawFn) -> Structure:
    """The same structure read from rows in another order."""
    from orgmodel.core.schema import Tables

    records = [record for spec in Tables.ALL for record in structure.table(spec.table)]
    return Structure.of(draw(st.permutations(records)), terms=structure.terms, as_of=structure.as_of)
