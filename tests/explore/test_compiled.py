"""A compiled scenario gives what its runs give, figure for figure, norm for norm; what cannot be compiled is named."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

import orgmodel
from orgmodel.explore.compiled import Compiled
from orgmodel.explore.space import ALTERNATIVES, Space, space_of
from orgmodel.explore.sweep import chunks_of, processes, swept
from orgmodel.explore.variants import Asked, asked_of, measured

STUDIES = [Path("scenarios/ha-tinh-2022"), Path("scenarios/ministry")]
SCOPES = ("total", "area:duc-tho", "area:ky-anh", "block:government", "tinh.so-y-te")
GRID = {
    "tp-ha-tinh": ["keep", "split_up", "to_department"],
    "huong-son": ["keep", "split_off", "to_department"],
    "duc-tho": ["keep", "to_department"],
    "gov_head": ["from_deputy", "from_staff", "new"],
    "second_head": ["from_deputy", "from_staff"],
}
CASES = int(os.environ.get("ORGMODEL_COMPILED_CASES", "0"))


@pytest.fixture(scope="module")
def study() -> orgmodel.Study:
    return orgmodel.read(STUDIES[0])


def differing(space: Space, asked: Asked, numbers: list[int], compiled: Compiled | None = None) -> list[str]:
    """Name the columns in which compiled variants are not what runs give, and variants that are refused otherwise."""
    one = compiled if compiled is not None else Compiled(space, asked)
    found, want = one.measured(numbers), measured(space, numbers, asked)
    assert found.numbers == want.numbers
    wrong = [f"refused {at}" for at in numbers if found.refused.get(at) != want.refused.get(at)]
    same = np.isclose(found.figures, want.figures, rtol=1e-9, atol=1e-9, equal_nan=True).all(axis=0)
    return wrong + [name for name, is_same in zip(asked.columns(space), same.tolist(), strict=True) if not is_same]


def test_the_conclusion_is_what_its_runs_are(study):
    """Parts of five districts, put together: every measure in five scopes and every norm, as sixteen runs give them."""
    space = space_of(study.scenario("conclusion"), GRID)
    asked = asked_of(space.scenario, None, SCOPES, norms=True)
    compiled = Compiled(space, asked)
    compiled.measured(range(space.size))
    assert compiled.by_run == ()
    assert compiled.runs == 0
    assert {axes: ways for _, axes, ways in compiled.parts if axes} == {
        ("tp-ha-tinh",): 2, ("huong-son",): 2, ("duc-tho",): 1, ("gov_head",): 3, ("second_head",): 2,
    }  # fmt: skip
    assert differing(space, asked, space.sample(16, seed=5), compiled) == []


def test_steps_left_out_alternatives_and_parameters_of_norms(study):
    """What varies in other ways than by parameters is compiled, too."""
    grid = {"steps": ["2.4-split"], "second_head": ["from_deputy", "from_staff"], ALTERNATIVES: {"2.3-no-new-quota": ["2.3-deputies-kept", None]}}  # fmt: skip
    space = space_of(study.scenario("conclusion"), grid, study.scenarios)
    asked = asked_of(space.scenario, ["heads", "deputies", "span_mean", "layers", "posts_moved"], norms=True)
    compiled = Compiled(space, asked)
    assert differing(space, asked, list(range(space.size)), compiled) == []
    assert compiled.by_run == ()


def plan_of(steps: list[dict], parameters: dict | None = None) -> orgmodel.Scenario:
    """A scenario on a small organisation of three offices under one top."""
    from orgmodel.core.records import Post, Unit
    from orgmodel.core.structure import Structure

    units = [Unit("top"), *(Unit(one, parent="top") for one in ("a", "b", "c"))]
    posts = [Post(f"{one}/head", one, rank="head", authorized=1, filled=1) for one in ("top", "a", "b", "c")]
    posts += [Post(f"{one}/staff", one, rank="staff", authorized=5, filled=4) for one in ("a", "b", "c")]
    from orgmodel.scenario.build import scenario_of

    return scenario_of({"id": "plan", "parameters": parameters or {}, "steps": steps}, Structure.of([*units, *posts]))


@pytest.mark.slow
@pytest.mark.parametrize("folder", STUDIES, ids=lambda one: one.name)
def test_random_settings_of_every_scenario(folder):
    """Random settings of every scenario of a study, all measures and norms; so many as ORGMODEL_COMPILED_CASES says, else two each."""
    study = orgmodel.read(folder)
    each = max(2, CASES // max(1, 2 * len(study.scenarios)))
    for scenario in study.scenarios.values():
        space = space_of(scenario)
        asked = asked_of(scenario, None, norms=True)
        compiled = Compiled(space, asked)
        assert differing(space, asked, space.sample(each, seed=7), compiled) == [], scenario.id
        assert compiled.by_run == (), scenario.id


def test_workers_run_the_parts(study):
    """Two processes run the parts; the table is the same, chunk by chunk."""
    space = space_of(study.scenario("conclusion"), {"gov_head": ["from_deputy", "new"], "second_head": ["from_deputy", "from_staff"]})  # fmt: skip
    asked = asked_of(space.scenario, ["heads", "span_max", "leaders_per_100"])
    chunks = chunks_of(range(space.size), 2)
    alone = dict(swept(space, chunks, asked))
    compiled = Compiled(space, asked)
    both = dict(swept(space, chunks, asked, begin=processes(2), workers=2, compiled=compiled))
    assert compiled.by_run == ()
    for place, one in alone.items():
        np.testing.assert_allclose(both[place].figures, one.figures, equal_nan=True)
