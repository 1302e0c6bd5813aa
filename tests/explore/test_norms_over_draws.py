"""Norms judged over all draws: what is compiled is what the norms say of each draw when it is run, about everybody."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import orgmodel
from orgmodel.exploration.exploration import explore
from orgmodel.exploration.workers import processes
from orgmodel.norms.evaluation import evaluate
from orgmodel.norms.finding import AFTER, FAIL, NEEDS_APPROVAL, NOT_APPLICABLE, NOT_EVALUABLE
from tests.explore.brute import run_draw

FILES = {
    "study.yaml": """title: {en: Parks of Ontario}
as_of: 2026-01-01
language: en
kinds: {ministry: body, office: agency, park: agency, cell: party}
norms: [norms.yaml]
baseline: base.yaml
scenarios: [plan.yaml]
uncertainty:
  spread: range
  totals: [{id: rangers, total: 14, figures: ["posts:n/r:filled", "posts:w/r:filled"]}]
  shared: [{id: mood, figures: ["posts:s/d:authorized", "posts:s/r:authorized"]}]
""",
    "base.yaml": """units:
- {id: top, kind: ministry, name_en: Ministry}
- {id: n, kind: office, parent: top, name_en: North, area: up}
- {id: s, kind: office, parent: top, name_en: South, area: down}
- {id: w, kind: office, parent: top, name_en: West, area: down}
- {id: n1, kind: park, parent: n, name_en: Lake, area: up}
- {id: n2, kind: park, parent: n, name_en: Hill, area: up}
- {id: c, kind: cell, parent: top, name_en: Cell}
- {id: d, kind: cell, parent: top, name_en: Other cell}
posts:
- {id: top/h, unit: top, rank: head, authorized: 1, filled: 1}
- {id: top/d, unit: top, rank: deputy, authorized: 2, authorized_low: 1, authorized_high: 4, src: assumed, filled: 1}
- {id: n/h, unit: n, rank: head, authorized: 1, filled: 1}
- {id: n/d, unit: n, rank: deputy, authorized: 2, authorized_low: 1, authorized_high: 3, src: assumed, filled: 1}
- {id: n/r, unit: n, rank: staff, authorized: 9, filled: 7, filled_low: 4, filled_high: 10, src: assumed}
- {id: s/h, unit: s, rank: head, authorized: 1, filled: 1}
- {id: s/d, unit: s, rank: deputy, filled: 2, authorized_low: 0, authorized_high: 3, src: assumed}
- {id: s/r, unit: s, rank: staff, authorized: 6, authorized_low: 3, authorized_high: 9, src: assumed, filled: 4}
- {id: w/h, unit: w, rank: head, authorized: 1, filled: 1}
- {id: w/r, unit: w, rank: staff, authorized: 8, filled: 7, filled_low: 4, filled_high: 10, src: assumed}
- {id: w/u, unit: w, rank: staff, authorized: 2, filled: 2}
- {id: n1/h, unit: n1, rank: head, authorized: 1, filled: 1}
- {id: n1/r, unit: n1, rank: staff, authorized: 3, authorized_low: 1, authorized_high: 5, src: assumed, filled: 2}
- {id: n2/r, unit: n2, rank: staff, authorized: 4, authorized_low: 2, authorized_high: 6, src: assumed, filled: 2}
members:
- {unit: c, official: 20, official_low: 15, official_high: 32, probationary: 2, src: assumed}
- {unit: d, total: 28, total_low: 24, total_high: 34, src: assumed}
attributes:
- {unit: d, name: agreed, value: "yes"}
""",
    "norms.yaml": """documents: [{id: act, number: "7", issuer: Assembly, date: 2025-01-01, confidence: S}]
parameters:
  least: {title: {en: Least}, default: 8}
norms:
- {id: MOST, title: {en: Deputies}, scope: unit, where: {kind: [ministry, office]}, value: {posts: either, rank: deputy}, at_most: {steps: {posts: authorized}, rows: [{below: 7, is: 1}, {below: 9, is: 2}, {is: 3}]}, cite: {document: act}, in_force: {from: 2025-01-01}, confidence: S}
- {id: LEAST, title: {en: Staff}, scope: unit, where: {kind: office}, having: {value: {posts: filled}, at_least: 9}, value: {posts: filled, rank: staff}, at_least: {parameter: least}, cite: {document: act}, in_force: {from: 2025-01-01}, confidence: S}
- {id: VACANT, title: {en: Vacant}, scope: unit, where: {kind: office}, value: {posts: vacant, rank: staff}, at_most: 2, cite: {document: act}, in_force: {from: 2025-01-01}, confidence: S}
- {id: BELOW, title: {en: Large enough}, scope: unit, where: {kind: office}, value: {posts: authorized, below: true}, at_least: 14, at_most: 17, cite: {document: act}, in_force: {from: 2025-01-01}, confidence: S}
- {id: POOL, title: {en: In an area}, scope: pool, where: {kind: office}, value: {sum: {posts: either, rank: deputy}}, at_most: {count: units}, cite: {document: act}, in_force: {from: 2025-01-01}, confidence: S}
- {id: ABOVE, title: {en: Superior}, scope: relation, where: {kind: office}, value: {minus: [{superior: {posts: authorized, rank: deputy}}, {posts: authorized, rank: deputy}]}, at_least: 0, cite: {document: act}, in_force: {from: 2025-01-01}, confidence: S}
- {id: BESIDE, title: {en: Beside}, scope: relation, where: {kind: park}, value: {posts: authorized}, at_most: {plus: [{least: {posts: authorized}, of: siblings}, 1]}, cite: {document: act}, in_force: {from: 2025-01-01}, confidence: S}
- {id: CELL, title: {en: Members}, scope: unit, where: {kind: cell}, value: {members: total}, at_most: 29, approval: {attribute: agreed, by: {en: the Ministry}}, cite: {document: act}, in_force: {from: 2025-01-01}, confidence: S}
- {id: FEWER, title: {en: No more than before}, scope: scenario, value: {measure: posts_authorized}, at_most: {percent: [105, {measure: posts_authorized, at: before}]}, cite: {document: act}, in_force: {from: 2025-01-01}, confidence: S}
- {id: SPAN, title: {en: Span}, scope: scenario, value: {measure: span_max}, at_most: 9, cite: {document: act}, in_force: {from: 2025-01-01}, confidence: S}
- {id: RATE, title: {en: Rate}, scope: scenario, value: {measure: leaders_per_100}, at_most: 40, cite: {document: act}, in_force: {from: 2025-01-01}, confidence: S}
""",
    "plan.yaml": """title: {en: A park for the east}
parameters: {extra: {default: 1, low: 1, high: 3}}
steps:
- id: split
  effective: 2026-06-01
  do:
  - split_up: s
    into:
    - {unit: {unit: e, names: {en: East}, kind: office, parent: top, area: up}, head: none}
    - {unit: {unit: s2, names: {en: New South}, kind: office, parent: top, area: down}, takes: {posts: [s/h, s/d]}, head: {keep: s/h}}
    shares: {by: [2, 1], of: [posts]}
- id: more
  effective: 2026-07-01
  after: [split]
  do: [{resize: n/d, by: {param: extra}, why: safety}]
""",
}
TOLD = (FAIL, NEEDS_APPROVAL, NOT_EVALUABLE)


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """A scenario whose norms ask for every kind of figure, of units that are split, absorbed and left as they are."""
    folder = tmp_path_factory.mktemp("parks")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    found = orgmodel.read(folder / "plan.yaml")
    assert found.run().sound, found.run().problems
    return found


def shares(plan, causes, sample, pack, **rules) -> dict:
    """Of each norm and subject, in which share of the draws it has each result, by running draw after draw."""
    counts: Counter = Counter()
    for drawn in sample:
        set_ = {
            one.id: one.value(int(value)) for one, value in zip(causes.columns, drawn, strict=True) if one.is_parameter
        }
        outcome = run_draw(plan, causes, drawn, **set_)
        assert outcome.sound
        for one in evaluate(outcome, pack, **rules):
            if one.state == AFTER:
                counts[one.norm, one.subject, one.result] += 1
    keys = {key[:2] for key in counts}
    return {key: [counts[*key, result] / len(sample) for result in TOLD] for key in keys}


@pytest.mark.parametrize("vary", [(), ("extra",)])
def test_every_norm_says_over_the_draws_what_it_says_of_each_run(plan, vary):
    """The chances are those of the same draws run one by one, of every norm about everybody; few runs are made for them."""
    told = explore(plan, draws=120, runs=9, measures=["posts_authorized"], vary=vary)
    want = shares(plan, told.causes, told.draws.first(120), plan.study.norms)
    rows = {(row["norm"], row["subject"]): row for row in told.norms.to_dict("records")}
    compiled = {key for key, row in rows.items() if row["by"] == "draws"}
    assert {norm for norm, _ in compiled} >= {"MOST", "LEAST", "VACANT", "BELOW", "POOL", "ABOVE", "BESIDE", "CELL"}
    assert ("LEAST", "e") in rows or not want.get(("LEAST", "e"), [0])[0]
    for key, chances in want.items():
        if key[0] in told.cases[0].run_norms or key not in rows:
            assert key in rows or not any(chances), key
            continue
        found = [rows[key][name] for name in ("fails", "needs_approval", "not_evaluable")]
        assert found == pytest.approx(chances), key
        assert rows[key]["draws"] == (120 if rows[key]["by"] == "draws" else 0)
    for key in rows.keys() - want.keys():
        assert rows[key]["fails"] == rows[key]["needs_approval"] == rows[key]["not_evaluable"] == 0
    open_ = {norm for norm, _ in compiled if any(0 < rows[key]["fails"] < 1 for key in compiled if key[0] == norm)}
    assert {"MOST", "LEAST", "VACANT", "BELOW", "POOL", "ABOVE", "BESIDE"} <= open_


def test_what_cannot_be_compiled_is_named_and_of_the_runs(plan, capsys):
    """A norm on a measure that is no sum is judged in the runs alone, and told so."""
    from orgmodel.cli.main import run as command

    told = explore(plan, draws=120, runs=9, measures=["posts_authorized"])
    rows = told.norms.set_index("norm")
    assert told.cases[0].run_norms <= {"SPAN", "RATE"}
    for norm in told.cases[0].run_norms:
        assert (rows.loc[norm, "by"], rows.loc[norm, "runs"], rows.loc[norm, "draws"]) == ("runs", 9, 9)
    assert (
        command(
            ["explore", str(Path(plan.study.folder) / "plan.yaml"), "--draws", "120", "--runs", "9", "--lang", "en"]
        )
        == 0
    )
    shown = capsys.readouterr().out
    assert ("so judged in runs alone (9): " in shown) == bool(told.cases[0].run_norms)


def test_other_rules_are_judged_in_the_same_draws(plan):
    """Who newly fails is counted draw by draw, the same by one worker and two."""
    asked = {"draws": 1100, "runs": 9, "measures": ["posts_authorized"], "rules": ["least=5"]}
    told = explore(plan, **asked)
    with processes(2) as hands:
        again = explore(plan, hands=hands, **asked)
    assert again.norms.equals(told.norms)
    assert again.rules.equals(told.rules)
    few = explore(plan, **asked | {"draws": 100})
    sample = few.draws.first(100)
    now, then = (shares(plan, few.causes, sample, plan.study.norms, parameters=one) for one in ({}, {"least": "5"}))
    for row in few.rules.to_dict("records"):
        key = row["norm"], row["subject"]
        assert row["fails_now"] == pytest.approx(now[key][0])
        assert row["fails_then"] == pytest.approx(then[key][0])
    assert set(few.rules["norm"]) == {"LEAST"}
    assert (few.rules["draws"] == 100).all()


def test_what_a_norm_hangs_on_is_asked_of_all_draws(plan):
    """A decision on a norm is of the draws asked for, and only of figures that it reads; it has turning points and shares."""
    told = explore(plan, draws=2048, runs=9, measures=["posts_authorized"], decide=["norm:VACANT@w"])
    (decision,) = told.decisions.to_dict("records")
    assert (decision["draws"], decision["by"]) == (2048, "draws")
    drawn = told.draws.first(2048)
    place = {one.id: at for at, one in enumerate(told.causes.columns)}
    west = drawn[:, place["posts:w/r:filled"]]
    assert decision["chance"] == pytest.approx((8 - west > 2).mean())
    questions = told.questions.set_index("cause")
    assert set(questions.index) == {"posts:w/r:filled", "posts:n/r:filled"}  # parts of one total
    assert questions.loc["posts:w/r:filled", "decides"] == 1
    assert np.isnan(questions.loc["posts:w/r:filled", "at_low"])
    assert "no outcomes at the ends" in decision["no_ends"]
    (other,) = explore(plan, draws=512, runs=9, measures=["staff"], decide=["norm:BESIDE@n1"]).decided
    assert other.evidence.touched is not None
    assert NOT_APPLICABLE not in other.evidence.decision.norm
