"""Posts moved and costs over the draws: compiled where they are sums, and then what runs come to; what bends at an end of a range is found there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import orgmodel
from orgmodel.core.problems import ProblemsError
from orgmodel.exploration.over_time import over_time
from orgmodel.exploration.runs import Runner
from tests.explore.brute import measured, run_draw

STUDY = """title: {en: Two offices}
language: en
as_of: 2024-01-01
kinds: {agency: agency}
money: {currency: EUR}
baseline: base.yaml
"""
BASE = """units:
- {id: town, kind: agency, name_en: Town}
- {id: a, kind: agency, parent: town, name_en: Roads}
- {id: b, kind: agency, parent: town, name_en: Parks}
posts:
- {id: town/h, unit: town, rank: head, authorized: 1, filled: 1, pay: 90000}
- {id: a/s, unit: a, rank: staff, authorized: 9, filled: 6, filled_low: 3, filled_high: 9, pay: 30000, src: assumed}
- {id: b/s, unit: b, rank: staff, authorized: 5, authorized_low: 4, authorized_high: 8, filled: 4, filled_low: 2, filled_high: 4, pay: 25000, src: assumed}
"""
MERGER = """steps:
- id: one
  do: [{absorb: b, into: a}]
  cost: [{amount: 100, low: 80, high: 150, for: {en: signs}, src: assumed}]
- id: two
  do: [{resize: a/s, by: 1, why: more}]
  cost: [{amount: 50, for: {en: desks}, unit: a, src: assumed}]
"""
SUMS = ("posts_moved", "cost_one_off", "cost_year", "posts_filled")


def written(folder: Path, base: str = BASE, plan: str = MERGER) -> orgmodel.Scenario:
    """Write a study of one plan, and read the plan."""
    for name, text in (("study.yaml", STUDY), ("base.yaml", base), ("plan.yaml", plan)):
        (folder / name).write_text(text)
    found = orgmodel.read(folder / "plan.yaml")
    assert isinstance(found, orgmodel.Scenario)
    assert found.run().sound, found.run().problems
    return found


def test_what_moves_and_what_it_costs_is_compiled_and_what_runs_come_to(tmp_path):
    """All 64 draws of a merger with pay and costs in ranges: the compiled values are those of a run of each, in every scope and state."""
    plan = written(tmp_path)
    found = orgmodel.explore(plan, draws=64, runs=64, measures=SUMS)
    (case,) = found.cases
    assert case.run_measures == ()
    assert len(found.causes.columns) == 4
    runner, sample = Runner(plan, found.causes, {}), found.draws.first(64)
    for at in range(64):
        want = runner.measured(sample[at], case.asked).values
        assert np.allclose(case.runs[at].values, want, equal_nan=True), (at, sample[at])
    cost = found.measures.set_index(["scope", "measure", "state"]).loc[("total", "cost_one_off", "after")]
    assert (cost["by"], cost["best"]) == ("closed", 150)
    assert cost["p5"] < 150 < cost["p95"]
    moved = found.measures.set_index(["scope", "measure", "state"]).loc[("total", "posts_moved", "after")]
    marginal = next(one.marginal for one in found.causes.columns if one.id == "posts:b/s:authorized")
    assert moved["mean"] == pytest.approx(marginal.moments()[0])
    assert moved["sd"] == pytest.approx(np.sqrt(marginal.moments()[1]))


def test_yearly_pay_of_each_draw_is_that_of_the_records_with_its_figures(tmp_path):
    """The yearly cost, posts moved and posts filled of a draw: the figures put into the records by hand, and compared as anybody compares."""
    plan = written(tmp_path)
    found = orgmodel.explore(
        plan, draws=32, runs=32, measures=["posts_moved", "cost_year", "posts_filled"], scopes=["total"]
    )
    (case,) = found.cases
    baseline = [at for at, one in enumerate(found.causes.columns) if at not in found.causes.stated]
    sample = found.draws.first(32)
    for at in range(0, 32, 5):
        given = found.causes.__class__(tuple(found.causes.columns[one] for one in baseline), ())
        want = measured(run_draw(plan, given, sample[at, baseline]), case.asked.keys)
        assert np.allclose(case.runs[at].values, want)


def test_pay_and_people_both_uncertain_are_run(tmp_path):
    """Where a row's people and what each is paid are both ranges the cost is no sum: it is of the runs, and named."""
    base = BASE.replace("pay: 25000", "pay: 25000, pay_low: 20000, pay_high: 40000")
    found = orgmodel.explore(written(tmp_path, base), draws=64, runs=16, measures=SUMS)
    assert found.cases[0].run_measures == ("cost_year",)


def test_what_bends_where_a_post_is_vacant_is_found_though_hardly_any_draw_is_there(tmp_path):
    """A post is paid for the 5.4 equivalents that it states, and for none in the one draw of 120 in which it is vacant: its pay is no sum."""
    base = BASE.replace(
        "filled: 6, filled_low: 3, filled_high: 9, pay", "filled: 14, filled_low: 0, filled_high: 14, fte: 5.4, pay"
    )
    plan = "steps:\n- id: one\n  do: [{resize: b/s, by: 1, why: more}]\n"
    found = orgmodel.explore(
        written(tmp_path, base, plan), draws=64, runs=8, seed=1, measures=["posts_filled", "cost_year"]
    )
    (case,) = found.cases
    column = [one.id for one in found.causes.columns].index("posts:a/s:filled")
    assert found.draws.first(8)[:, column].min() > 0
    assert case.run_measures == ("cost_year",)


def test_what_two_states_make_is_told_on_no_dates(tmp_path):
    """Posts moved and one-off costs are of a whole plan, and stand at no date between."""
    found = orgmodel.explore(written(tmp_path), draws=16, runs=8, measures=SUMS)
    for measure in ("posts_moved", "cost_one_off"):
        with pytest.raises(ProblemsError, match="told on no dates"):
            over_time(found, measure)
