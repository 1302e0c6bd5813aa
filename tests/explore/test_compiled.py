"""A compiled scenario gives what its runs give, figure for figure, norm for norm; what cannot be compiled is named."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orgmodel
from orgmodel.exploration import compiled as compiling
from orgmodel.exploration.compiled import Compiled
from orgmodel.exploration.space import ALTERNATIVES, CARRIED_OUT, LEFT_OUT, STEPS, Axis, Space, space_of
from orgmodel.exploration.sweep import chunks_of, swept
from orgmodel.exploration.variants import Asked, asked_of, measured
from orgmodel.exploration.workers import processes
from orgmodel.io.baseline import read_baseline
from orgmodel.scenario.elements import Parameter, Step
from tests.explore.test_sweep import OWN
from tests.scenario.random_scenarios import scenarios
from tests.strategies import VERBS
from tests.test_golden import CASES, DATE, FOLDER, TERMS

STUDIES = [Path("scenarios/ha-tinh-2022"), Path("scenarios/ha-tinh-2018-2026"), Path("scenarios/ministry")]
GRID = {
    "tp-ha-tinh": ["keep", "split_up"],
    "duc-tho": ["keep", "to_department"],
    "gov_head": ["from_deputy", "new"],
    "second_head": ["from_deputy", "from_staff"],
}
SETTINGS = int(os.environ.get("ORGMODEL_COMPILED_SETTINGS", "0"))
"""So many random settings of each scenario, where more are wanted than each run of the tests has time for."""


@pytest.fixture(scope="module")
def study() -> orgmodel.Study:
    return orgmodel.read(STUDIES[0])


def differing(space: Space, asked: Asked, numbers: list[int], compiled: Compiled) -> list[str]:
    """Name the columns in which compiled variants are not what runs give, and variants that are refused otherwise."""
    found, want = compiled.measured(numbers), measured(space, numbers, asked)
    assert found.numbers == want.numbers
    wrong = [f"refused {at}" for at in numbers if found.refused.get(at) != want.refused.get(at)]
    same = np.isclose(found.figures, want.figures, rtol=1e-9, atol=1e-9, equal_nan=True).all(axis=0)
    return wrong + [name for name, is_same in zip(asked.columns(space), same.tolist(), strict=True) if not is_same]


def test_the_conclusion_is_what_its_runs_are(study):
    """Parts of several districts, put together: every measure in three scopes and every norm."""
    space = space_of(study.scenario("conclusion"), GRID)
    asked = asked_of(space.scenario, None, ("total", "area:duc-tho", "tinh.so-y-te"), norms=True)
    compiled = Compiled(space, asked)
    assert differing(space, asked, space.sample(8, seed=5), compiled) == []
    assert (compiled.by_run, compiled.runs) == ((), 0)
    varying = {axes: ways for _, axes, ways in compiled.parts if axes}
    assert varying == {("tp-ha-tinh",): 1, ("duc-tho",): 1, ("gov_head",): 2, ("second_head",): 2}


def test_steps_left_out_alternatives_and_parameters_of_norms(study):
    """What varies in other ways than by parameters is compiled, too."""
    grid = {"steps": ["2.4-split"], "second_head": ["from_deputy", "from_staff"], ALTERNATIVES: {"2.3-no-new-quota": ["2.3-deputies-kept", None]}}  # fmt: skip
    space = space_of(study.scenario("conclusion"), grid, study.scenarios)
    asked = asked_of(space.scenario, ["heads", "deputies", "span_mean", "layers", "posts_moved"], norms=True)
    compiled = Compiled(space, asked)
    assert differing(space, asked, list(range(space.size)), compiled) == []
    assert compiled.by_run == ()


def every_verb() -> orgmodel.Scenario:
    """Fourteen steps on one organisation, a parameter each: nothing, or one of two things that a verb can do to it."""
    baseline, _ = read_baseline(FOLDER / "organisation.yaml", TERMS, "2022-09-30")
    parameters, steps = {}, []
    for verb in sorted(VERBS):
        done = [case["do"] for of, case in CASES.values() if of == verb and not {"refused", "first"} & case.keys()]
        options = {"nothing": [], **{f"way {at}": [one] for at, one in enumerate(done[:2], 1)}}
        parameters[verb] = Parameter(verb, choices=tuple(options), default="nothing")
        steps.append(Step(verb, effective=DATE, do=[{"choose": verb, **options}]))
    return orgmodel.Scenario("verbs", baseline, steps=tuple(steps), parameters=parameters)


def test_every_verb():
    """Whatever the verbs do to one organisation, one at a time or many, is what a run gives, or is refused with the same codes."""
    scenario = every_verb()
    whole = space_of(scenario)
    nothing = ["nothing"] * len(whole.axes)
    alone = [(*nothing[:at], way, *nothing[at + 1 :]) for at, axis in enumerate(whole.axes) for way in axis.values[1:]]
    many = [whole.values(number) for number in whole.sample(max(20, SETTINGS), seed=3)]
    space = Space(scenario, whole.axes, rows=tuple(alone + many))
    asked = asked_of(scenario, None, ("total", "block:government", "tt"))
    compiled = Compiled(space, asked)
    assert differing(space, asked, list(range(space.size)), compiled) == []
    assert len(alone) >= 2 * len(VERBS) - 2


@settings(max_examples=max(12, SETTINGS // 16), deadline=None)
@given(st.booleans().flatmap(lambda apart: scenarios(4, apart=apart)))
def test_any_made_scenario(scenario):
    """Every way to leave steps of a made scenario out: every measure and norm as its runs give them."""
    axes = tuple(Axis(STEPS, one.id, (CARRIED_OUT, LEFT_OUT)) for one in scenario.steps)
    space = Space(scenario, axes)
    asked = asked_of(scenario, None)
    compiled = Compiled(space, asked)
    assert differing(space, asked, list(range(space.size)), compiled) == []


@pytest.mark.slow
@pytest.mark.parametrize("folder", STUDIES, ids=lambda one: one.name)
def test_random_settings_of_every_scenario(folder):
    """Random settings of every scenario of a study: all measures and norms."""
    study = orgmodel.read(folder)
    for scenario in study.scenarios.values():
        space = space_of(scenario)
        asked = asked_of(scenario, None, norms=True)
        compiled = Compiled(space, asked)
        assert differing(space, asked, space.sample(max(2, SETTINGS), seed=7), compiled) == [], scenario.id
        assert compiled.by_run == (), scenario.id


def test_workers_run_the_parts(study):
    """Two processes run the parts; the table is the same, chunk by chunk."""
    space = space_of(study.scenario("conclusion"), {"gov_head": ["from_deputy", "new"], "second_head": ["from_deputy", "from_staff"]})  # fmt: skip
    asked = asked_of(space.scenario, ["heads", "span_max", "leaders_per_100"])
    chunks = chunks_of(range(space.size), 2)
    alone = dict(swept(space, chunks, asked))
    with processes(2) as hands:
        compiled = Compiled(space, asked, hands)
        both = dict(swept(space, chunks, asked, hands=hands, compiled=compiled))
    assert compiled.by_run == ()
    for place, one in alone.items():
        np.testing.assert_allclose(both[place].figures, one.figures, equal_nan=True)


def test_what_cannot_be_compiled_is_run_and_named(study, monkeypatch):
    """A measure of which nobody can say what parts add is named and alone read of runs, which are counted."""
    space = space_of(study.scenario("conclusion"), {"gov_head": ["from_deputy", "new"], "tp-ha-tinh": ["keep", "split_up"]})  # fmt: skip
    asked = asked_of(space.scenario, ["heads", "span_mean"], ("total", "area:duc-tho"))
    compiled = Compiled(space, asked)
    compiled.by_run = ("heads@area:duc-tho",)
    read: list[Asked] = []
    monkeypatch.setattr(compiling, "measured", lambda *task: read.append(task[2]) or measured(*task))
    chunks = chunks_of(range(space.size), 2)
    found = dict(swept(space, chunks, asked, compiled=compiled))
    assert compiled.runs == space.size
    assert set(read) == {asked, Asked(("heads",), ("area:duc-tho",))}  # the first few are held against their runs
    for place, one in swept(space, chunks, asked):
        np.testing.assert_allclose(found[place].figures, one.figures, equal_nan=True)


def test_a_ground_that_is_refused_is_run():
    """Steps that nothing varies and that need what the others do are not put together: all is run, and that is told."""
    baseline, _ = read_baseline(FOLDER / "organisation.yaml", TERMS, "2022-09-30")
    made = [{"create": {"unit": "new", "name": "New", "kind": "division", "parent": "tt"}, "why": "wanted"}]
    steps = (
        Step("made", effective=DATE, do=made),
        Step("named", effective=DATE, do=[{"rename": "new", "to": "Newer"}]),
    )
    space = Space(orgmodel.Scenario("s", baseline, steps=steps), (Axis(STEPS, "made", (CARRIED_OUT, LEFT_OUT)),))
    asked = asked_of(space.scenario, ["units"])
    compiled = Compiled(space, asked)
    assert differing(space, asked, list(range(space.size)), compiled) == []
    assert (compiled.by_run, compiled.runs, compiled.is_able) == (("refused",), 2, False)


def test_a_date_that_parts_change_is_not_put_together(tmp_path):
    """A norm that is in force only where another part takes effect is read of runs, also where none of the first variants tells."""
    files = OWN | {
        "own.yaml": OWN["own.yaml"].replace("from: 2020-01-01}, confidence", "from: 2025-01-01}, confidence"),
        "base.yaml": OWN["base.yaml"].replace(
            "authorized: 9}]", "authorized: 9}, {id: b/s, unit: b, rank: staff, authorized: 6}]"
        ),
        "plan.yaml": "title: {en: p}\nparameters: {left: {default: 9, low: 0, high: 9}, late: {default: 'no', choices: ['no', 'yes']}}\nsteps:\n"
        "- {id: cut, effective: 2024-06-01, do: [{resize: a/s, to: {param: left}, why: less}]}\n"
        "- {id: more, effective: 2026-01-01, do: [{choose: late, 'no': [], 'yes': [{resize: b/s, by: 1, why: more}]}]}\n",
    }
    files["base.yaml"] = files["base.yaml"].replace(
        "kind: office}]", "kind: office}, {id: b, name_en: B, kind: office}]"
    )
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    space = space_of(orgmodel.read(tmp_path / "plan.yaml"))
    asked = asked_of(space.scenario, ["posts_authorized"], norms=True)
    compiled = Compiled(space, asked)
    assert differing(space, asked, list(range(space.size)), compiled) == []
    assert set(compiled.by_run) == {"fails:MIN", "norms_new"}
