"""Expectations are judged by what a plain reading of both states gives, whatever the states of a run share."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.change import patched
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.measures.catalogue import all_measures
from orgmodel.measures.measure_change import MeasureChange, measure_change
from orgmodel.scenario.elements import Expectation
from orgmodel.scenario.scenario import ExpectationResult, Outcome, Scenario
from tests.scenario.random_scenarios import scenarios

ASKED = ("change", "before", "after", "at_least", "at_most")


def apart(structure: Structure) -> Structure:
    """The same structure, in tables of its own: it shares nothing that was worked out before, rows neither."""
    records = [record for spec in Tables.ALL for record in structure.table(spec.table)]
    return Structure.of(records, terms=structure.terms, as_of=structure.as_of)


def scopes_of(outcome: Outcome) -> list[str]:
    units = [unit for state in (outcome.before, outcome.after) for unit in state.ids("units")]
    groups = [
        f"{dimension}:{text}"
        for state in (outcome.before, outcome.after)
        for dimension in ("block", "kind", "level", "area")
        for unit in state.ids("units")
        if (text := getattr(state.unit(unit), dimension))
    ]
    return sorted({"total", "rank:head", *units, *groups})


def expected_of(measures: list[str], scopes: list[str]) -> tuple[Expectation, ...]:
    return tuple(
        Expectation(measure, tuple(scopes), **{asked: 1.0})  # type: ignore[arg-type]
        for measure in measures
        for asked in ASKED
    )


def plain(read: MeasureChange, asked: str) -> float | None:
    """What is judged of a reading: a bound where figures are missing, else the value."""
    if asked == "change":
        return read.change
    state = read.before if asked == "before" else read.after
    if state.missing and asked in ("at_least", "at_most"):
        return state.low if asked == "at_least" else state.high
    return None if state.missing else state.value


def compare(before: Structure, after: Structure, mine: tuple[ExpectationResult, ...]) -> None:
    """Each thing judged is what the two states alone give, read without anything in common."""
    for one in mine:
        read = measure_change(before, after, one.expectation.measure, one.scope)
        wanted = plain(read, one.asked)
        assert one.found == wanted, (one.expectation.measure, one.scope, one.asked)


@given(scenarios(3), st.data())
def test_judged_as_read_plainly(drawn: Scenario, data: st.DataObject) -> None:
    """What is found of every measure, scope and thing asked is what two states read apart from the run give."""
    outcome = drawn.run()
    ids = [one.id for one in all_measures(drawn.baseline.terms) if not one.compares]
    measures = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=6, unique=True))
    scopes = data.draw(st.lists(st.sampled_from(scopes_of(outcome)), min_size=1, max_size=4, unique=True))
    judged = replace(drawn, expectations=expected_of(measures, scopes))
    first, again = judged.run().expectations, judged.run().expectations
    assert [one.found for one in first] == [one.found for one in again]
    before = apart(outcome.before)
    after = patched(before, outcome.changes)
    compare(before, after, first)
