"""Exploring: what is compiled is what runs come to, draw by draw; closed sums, chances and pairs are those of the draws."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

import orgmodel
from orgmodel.core.estimates import Estimate, FigureId, Source
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.exploration.causes import causes_of
from orgmodel.exploration.exploration import explore
from orgmodel.exploration.forms import forms_of
from orgmodel.exploration.terms import Terms
from orgmodel.exploration.workers import processes
from orgmodel.scenario.elements import (
    DrawnParameter,
    KnownTotal,
    Parameter,
    SharedCause,
    Spread,
    Step,
    Uncertainty,
)
from orgmodel.scenario.scenario import Scenario, Study
from orgmodel.scenario.uncertainty import check_parameters, check_uncertainty
from tests.explore.brute import differing, measured, run_draw


def ranged(post: str, field: str, low: int, best: int | None, high: int) -> Estimate:
    """A range of a post's figure."""
    return Estimate(Source(FigureId("posts", post, field), low, best, high))


@cache
def office() -> Structure:
    """Two offices under a committee: figures known, missing, in ranges, in a range without a best value; a head who may be absent."""
    return Structure.of(
        [
            Unit("top", kind="committee", block="party"),
            Unit("a", parent="top", kind="agency", block="party", area="here"),
            Unit("b", parent="top", kind="agency", block="government", area="here"),
            Post("a/h", "a", rank="head", block="party", authorized=1, filled=ranged("a/h", "filled", 0, 1, 1)),
            Post(
                "a/s", "a", rank="staff", block="party",
                authorized=ranged("a/s", "authorized", 5, 6, 9), filled=ranged("a/s", "filled", 1, 2, 3),
            ),
            Post("b/h", "b", rank="head", block="government", authorized=1, filled=1),
            Post("b/s", "b", rank="staff", block="government", authorized=ranged("b/s", "authorized", 2, None, 4), filled=None),
            Post("b/d", "b", rank="deputy", block="government", authorized=None, filled=2),
            Post("b/d2", "b", rank="deputy", block="government", authorized=1, filled=1),
        ]
    )  # fmt: skip


def split(extra: object = 1) -> Scenario:
    """Some of the staff of one office go to a new one, and the other has more posts, by a parameter."""
    do = [
        {
            "split_off": "a",
            "into": [{"unit": {"unit": "n", "parent": "top", "kind": "agency", "block": "party"}, "takes": {"posts": [{"post": "a/s", "count": 2, "filled": 1}]}, "head": "none"}],
        },
        {"resize": "b/d2", "by": extra, "why": "more"},
    ]  # fmt: skip
    return Scenario(
        "s", office(), steps=(Step("one", do=do),), parameters={"extra": Parameter("extra", default=1, low=1, high=3)}
    )


def studied(scenario: Scenario, said: Uncertainty) -> Scenario:
    """The same scenario in a study that says how figures are drawn."""
    return replace(scenario, study=Study("study", "", scenario.baseline, scenario.baseline.terms, uncertainty=said))


FIGURES = ("posts:a/h:filled", "posts:a/s:authorized", "posts:a/s:filled", "posts:b/s:authorized")


def column(causes, name: str) -> int:
    """The column in which a figure is drawn."""
    return [one.id for one in causes.columns].index(name)


@pytest.fixture(scope="module")
def sc() -> Scenario:
    """The scenario, which runs."""
    found = split({"param": "extra"})
    assert found.run().sound, found.run().problems
    return found


@pytest.fixture(scope="module")
def found(sc):
    """Thirty-two draws, all of them run."""
    return explore(sc, draws=32, runs=32, vary=["extra"])


def test_each_draw_is_what_a_run_with_its_figures_comes_to(sc, found):
    """Every value of every draw, compiled or run, is what the scenario comes to with those figures put into the baseline by hand."""
    (case,) = found.cases
    sample = found.draws.first(32)
    keys = case.asked.keys
    assert {one.id for one in found.causes.columns} == {*FIGURES, "extra"}
    assert len(set(sample[:, -1].tolist())) == 3
    compiled = {id for at, (_, id) in enumerate(keys) if at not in case.by_runs}
    assert {"posts_authorized", "posts_filled", "headcount", "staff", "layers"} <= compiled
    for at in range(0, 32, 3):
        outcome = run_draw(sc, found.causes, sample[at], extra=int(sample[at, -1]))
        want = measured(outcome, keys)
        wrong = differing(case.runs[at].values, want)
        # of a unit that begins a comparison tells what it came from, which is no move
        assert [
            keys[k] for k in np.flatnonzero(wrong) if keys[k] not in {("n", "posts_moved"), ("n", "lines_changed")}
        ] == []


def test_tables_are_of_the_draws(found):
    """Mean, deviation and quantiles are those of the draws themselves; what is known in none has no row."""
    (case,) = found.cases
    table = found.measures.set_index(["scope", "measure", "state"])
    for number, (scope, measure) in enumerate(case.asked.keys):
        for state, name in enumerate(("before", "after", "change")):
            values = np.array([one.values[number, state] for one in case.runs])
            values = values[~np.isnan(values)]
            if (scope, measure, name) not in table.index:
                assert len(values) == 0
                continue
            row = table.loc[(scope, measure, name)]
            assert row["draws"] == len(values)
            assert np.isclose(row["mean"], values.mean())
            assert np.isclose(row["sd"], values.std())
            assert row["p50"] == np.quantile(values, 0.5, method="inverted_cdf")


def test_closed_sums_are_the_moments_of_every_way_the_figures_can_be(sc):
    """Mean and deviation of a sum are those over all its figures' values, listed one by one with their chances."""
    causes = causes_of(sc.baseline)
    figures = [one.source for one in causes.columns]
    term = {str(one.id): Estimate(one) for one in figures}
    row = [one.id for one in causes.columns].index(FIGURES[1])
    parts = [Estimate(term[FIGURES[1]].source, (6, 4), 2, at) for at in (0, 1)]
    sums = [
        {term[FIGURES[0]]: 1.0, parts[0]: 2.0},
        {parts[0]: 1.0, parts[1]: 1.0},
        {term[FIGURES[2]]: -1.0, parts[1]: 1.0},
    ]
    forms = forms_of(causes, sums, np.array([1.0, 6.0, 0.0]))
    axes = [one.marginal.listed() for one in causes.columns]
    grid = np.stack([one.ravel() for one in np.meshgrid(*(values for values, _ in axes), indexing="ij")], axis=1)
    chance = np.prod(np.stack(np.meshgrid(*(p for _, p in axes), indexing="ij")), axis=0).ravel()
    values = forms.at(grid)
    mean = chance @ values
    assert np.allclose(forms.moments()[0], mean)
    assert np.allclose(forms.moments()[1], np.sqrt(chance @ (values - mean) ** 2))
    assert values[:, 1].tolist() == grid[:, row].astype(float).tolist()  # the parts are the whole again


def test_a_shared_cause_moves_figures_together(sc):
    """Figures of one cause are at the same quantile in every draw, and their deviation is closed, too."""
    said = Uncertainty(shape="range", shared=(SharedCause("pay", FIGURES[1:3]),))
    found = explore(
        studied(sc, said), draws=4096, runs=8, measures=["posts_authorized", "posts_filled"], scopes=["total"]
    )
    sample = found.draws.first(4096)
    assert found.causes.dimensions == 3
    first, second = (column(found.causes, one) for one in FIGURES[1:3])
    five, three = (sample[:, first] - 5), sample[:, second] - 1
    assert set(zip(five.tolist(), three.tolist(), strict=True)) == {
        (0, 0),
        (1, 0),
        (1, 1),
        (2, 1),
        (3, 1),
        (3, 2),
        (4, 2),
    }
    together = {Estimate(found.causes.columns[at].source): 1.0 for at in (first, second)}
    forms = forms_of(found.causes, [together], np.zeros(1))
    values = sample[:, first] + sample[:, second]
    assert abs(forms.moments()[1][0] - values.std()) < 0.01
    assert abs(forms.moments()[0][0] + 6 + 2 - values.mean()) < 0.01


def test_a_known_total_is_shared_out_in_every_draw(sc):
    """The parts of a known total sum to it in each draw, within their ranges; again also where some are kept."""
    said = Uncertainty(totals=(KnownTotal("quota", 10, (FIGURES[1], FIGURES[3])),))
    causes = causes_of(sc.baseline, said)
    chance = np.random.default_rng(3)
    sample = causes.drawn(chance.random((500, causes.dimensions)))
    one, other, apart = (column(causes, FIGURES[at]) for at in (1, 3, 2))
    assert set((sample[:, one] + sample[:, other]).tolist()) == {10}
    assert set(sample[:, one].tolist()) == {6, 7, 8}
    again = causes.redrawn(sample, (one,), chance)
    assert (again[:, [one, other]] == sample[:, [one, other]]).all()
    assert (again[:, apart] != sample[:, apart]).any()


def test_parts_are_shared_out_in_every_draw_by_the_rule():
    """A part of a drawn figure is its share of what is drawn, also where it is a part of a part."""
    whole = ranged("a/s", "authorized", 5, 6, 9)
    causes = causes_of(Structure.of([Post("a/s", "a", authorized=whole)]))
    half = Estimate(whole.source, (1, 1), 2, 0, offset=1)
    part = Estimate(Source(FigureId("posts", "a/s", "authorized", "[0]"), 3, 4, 6, half), (1, 2), 2, 1)
    sample = np.array([[5], [6], [9]])
    assert Terms(causes).value(half, sample).tolist() == [4, 4, 6]
    assert Terms(causes).value(part, sample).tolist() == [3, 3, 4]


def test_scenarios_are_told_apart_by_the_same_draws(sc):
    """Two alternatives that differ by two posts differ by two in every draw, however uncertain each is."""
    other = replace(split(3), id="t")
    found = explore(
        replace(split(1), id="s"), other, draws=64, runs=8, measures=["posts_authorized", "heads"], scopes=["total"]
    )
    row = found.pairs.set_index("measure").loc["posts_authorized"]
    assert (row["less"], row["mean"], row["sd"], row["draws"]) == (1.0, -2.0, 0.0, 64)
    spread = found.measures.set_index(["scenario", "measure", "state"])["sd"]
    assert spread[("s", "posts_authorized", "after")] > 0


def test_the_same_seed_gives_the_same_and_workers_change_nothing(sc):
    """Tables are equal for one seed, on this process and on two workers, and others for another seed."""

    def table(seed: int, workers: int):
        with processes(workers) as hands:
            return explore(sc, draws=24, runs=24, seed=seed, scopes=["total"], hands=hands)

    one, two, other = table(1, 1), table(1, 2), table(2, 1)
    assert one.measures.equals(two.measures)
    assert not one.measures.equals(other.measures)


def test_what_a_draw_makes_impossible_is_told(sc):
    """A scenario that some figures within their ranges would make impossible is refused before anything is drawn."""
    take = {"resize": "a/s", "by": -6, "why": "less"}
    with pytest.raises(ProblemsError, match="only 5 authorized"):
        explore(replace(sc, steps=(Step("one", do=[take]),)), draws=8, runs=8, scopes=["total"])


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Uncertainty(spreads=(Spread(("posts:a/zz:filled",)),)), "UNKNOWN_FIGURE"),
        (Uncertainty(spreads=(Spread((FIGURES[2],), chances=((3, 0.5), (4, 0.4))),)), "CHANCES"),
        (Uncertainty(spreads=(Spread((FIGURES[2],), chances=((3, 0.5), (9, 0.5))),)), "CHANCES"),
        (Uncertainty(totals=(KnownTotal("t", 99, FIGURES[1:2]),)), "TOTAL"),
        (Uncertainty(totals=(KnownTotal("t", 9, FIGURES[1:3]),)), "TOTAL"),
        (Uncertainty(shared=(SharedCause("x", FIGURES[1:3]), SharedCause("y", FIGURES[2:]))), "TWO_CAUSES"),
    ],
)
def test_what_cannot_be_drawn_is_told(said, code):
    """Names of no figure, chances that do not sum or leave the range, totals that cannot be, and figures with two causes are problems."""
    assert code in {one.code for one in check_uncertainty(said, office())}


def test_one_pattern_may_name_all_that_a_cause_moves(tmp_path):
    """A star names several figures, so one line is enough; of one figure alone there is nothing to share."""
    (tmp_path / "study.yaml").write_text(
        "title: {en: t}\nlanguage: en\nas_of: 2024-01-01\nbaseline: base.yaml\nkinds: {office: agency}\nscenarios: [s.yaml]\nuncertainty: {shared: [{id: x, figures: ['posts:a/*:filled']}]}\n"
    )
    (tmp_path / "s.yaml").write_text("title: {en: s}\nsteps: []\n")
    post = "- {{id: a/{0}, unit: a, rank: staff, authorized: 9, filled: 3, filled_low: 1, filled_high: 5}}\n"
    for many, code in ((2, None), (1, "TOO_FEW")):
        (tmp_path / "base.yaml").write_text(
            "units: [{id: a, kind: office}]\nposts:\n" + "".join(post.format(at) for at in range(many))
        )
        if code is None:
            (group,) = explore(orgmodel.read(tmp_path / "s.yaml"), draws=4, runs=1).causes.groups
            assert len(group.columns) == 2
        else:
            with pytest.raises(ProblemsError, match="posts:a/0:filled alone"):
                orgmodel.read(tmp_path / "s.yaml")


def test_a_total_that_best_values_do_not_meet_is_told():
    """The warning has the sum of the parts' best values, in their own unit; one of which a part has no best value is not held against it."""
    (told,) = check_uncertainty(Uncertainty(totals=(KnownTotal("t", 9, (FIGURES[1], FIGURES[3])),)), office()) or [None]
    assert told is None  # of b/s nobody gives a best value
    offices = Structure.of(
        [
            Unit("a"),
            *(Post(f"a/{at}", "a", authorized=2, fte=Estimate(Source(FigureId("posts", f"a/{at}", "fte"), 50, 100, 200))) for at in "xyz"),
        ]
    )  # fmt: skip
    parts = tuple(f"posts:a/{at}:fte" for at in "xyz")
    (told,) = check_uncertainty(Uncertainty(totals=(KnownTotal("t", 4.5, parts),)), offices)
    assert (told.code, told.severity) == ("TOTAL_NOT_MET", "warning")
    assert "sum to 3, not to 4.5" in told.message
    (told,) = check_uncertainty(Uncertainty(totals=(KnownTotal("t", 7, parts),)), offices)
    assert "sum to 1.5 at least and 6 at most" in told.message
    assert check_uncertainty(Uncertainty(totals=(KnownTotal("t", 3, parts),)), offices) == []


def test_parameters_that_cannot_be_drawn_are_told(sc):
    """A parameter that no scenario has, and a value that it cannot take, are problems."""
    said = Uncertainty(parameters=(DrawnParameter("extr"), DrawnParameter("extra", chances=((9, 1.0),))))
    assert [one.code for one in check_parameters(said, [sc])] == ["UNKNOWN_PARAMETER", "PARAMETER"]
    with pytest.raises(ProblemsError, match="extra"):
        explore(sc, vary=["extr"])


def test_scopes_that_are_nowhere_are_refused(sc):
    """A scope that no scenario has before or after is told, with the nearest."""
    with pytest.raises(ProblemsError, match="UNKNOWN_SCOPE"):
        explore(sc, draws=8, runs=1, scopes=["total", "nowhere"])


def test_where_nothing_is_uncertain_one_draw_is_all():
    """Draws of nothing are all alike: one is run, however many are asked for."""
    office = Structure.of([Unit("a", kind="agency"), Post("a/s", "a", rank="staff", authorized=3)])
    found = explore(Scenario("s", office), draws=10_000, runs=256, scopes=["total"])
    assert (found.draws.count, found.runs) == (1, 1)
    assert set(found.measures["draws"]) <= {0, 1}
