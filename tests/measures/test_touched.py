"""Sums of a variant made of those of its baseline and the rows that differ are what all its rows add up to."""

from __future__ import annotations

import importlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.organisations import Organisation
from orgmodel.core.draft import Draft
from orgmodel.core.problems import ProblemsError
from orgmodel.core.structure import Structure
from orgmodel.measures.catalogue import SUM, all_measures
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.measure_change import ChangeEvaluator
from orgmodel.measures.measuring import scopes_by
from orgmodel.measures.scopes import UNIT
from orgmodel.operations.perform import perform
from orgmodel.operations.verbs import operation_of
from orgmodel.scenario.elements import Expectation, Step
from orgmodel.scenario.scenario import Scenario
from tests.strategies import operations, structures

touched = importlib.import_module("orgmodel.measures.touched")

ABSORB = {"absorb": "u90", "into": "u91", "surplus_heads": {"u90/0": {"convert": "deputy"}}}


@pytest.fixture
def _no_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touched, "FEW", 0)
    monkeypatch.setattr(touched, "MANY", 0)


def variant(draw: st.DataObject, base: Structure) -> Structure:
    """Carry out a few orders, those that can be."""
    draft = Draft(base)
    for _ in range(3):
        try:
            perform(draft, operation_of(draw.draw(operations(base))))
        except ProblemsError:
            continue
    return draft.structure()


@pytest.mark.usefixtures("_no_bounds")
@settings(max_examples=settings.default.max_examples // 2)
@given(structures(), st.data())
def test_sums_from_a_base_are_those_of_all_rows(base, data):
    """Every measure, in every scope, before and after and as a change; of a variant of the base, and from one variant to another."""
    first = variant(data, base)
    second = variant(data, first)
    for before, after in ((base, second), (first, second), (second, first)):
        old = Evaluator(before, after, expected=before)
        quick, slow = Evaluator(after, before, expected=before, base=old), Evaluator(after, before, expected=before)
        scopes = list(dict.fromkeys(scopes_by(after, ["block", "kind", "level", UNIT])))
        measures = [one for one in all_measures(after.terms) if not one.compares and (after.has_pay or not one.priced)]
        assert quick.read_all(measures, scopes) == slow.read_all(measures, scopes)
        changes = ChangeEvaluator(old, quick), ChangeEvaluator(Evaluator(before, after, expected=before), slow)
        for measure in measures:
            for scope in scopes:
                assert changes[0].read(measure, scope) == changes[1].read(measure, scope), (measure.id, scope)


def test_expectations_of_a_large_study_look_at_the_rows_that_differ_alone(monkeypatch):
    """Of the state after a run no sum goes over all rows of posts, and the sums are those of a walk over the records."""
    organisation = Organisation.of(3000, 10)
    baseline = organisation.structure()
    ids = [one.id for one in all_measures() if one.of_posts and one.form == SUM and one.rows and not one.priced]
    ids.remove("vacancies")
    orders = [{"transfer": "u40", "to": "u1"}, {"resize": "u7/2", "by": 1, "why": "w"}, ABSORB]
    steps = tuple(Step(f"s{number}", do=[order]) for number, order in enumerate(orders))
    expectations = tuple(Expectation(id, ("total", "u1"), at_least=0.0, change=0.0) for id in ids)
    before = Evaluator(baseline, expected=baseline)
    for id in ids:
        before.contributions(id)
    sizes = []
    made = Evaluator.contributions
    monkeypatch.setattr(
        Evaluator,
        "contributions",
        lambda self, id: sizes.append((self.structure is baseline, id)) or made(self, id),
    )
    outcome = Scenario("s", baseline, steps=steps, expectations=expectations).run()
    assert len(outcome.expectations) == 4 * len(ids)
    assert {id for _, id in sizes} == set(ids)
    assert all(of_baseline for of_baseline, _ in sizes)
    found = {(one.expectation.measure, one.scope): one.found for one in outcome.expectations if one.asked == "at_least"}
    after = outcome.after
    assert found["posts_authorized", "total"] == sum(post.authorized for post in after.table("posts"))
    inside = {after.strings.value(code) for code in after.units.column("id")[after.tree.below(after.units.row("u1"))]}
    assert found["heads", "u1"] == sum(
        post.authorized for post in after.table("posts") if post.rank == "head" and post.unit in inside
    )
    assert np.isfinite(list(found.values())).all()
