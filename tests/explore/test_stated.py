"""Ranges that steps state, what they cost once and what new posts are paid, are drawn; and sums over the dates are those of the draws."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import orgmodel
from orgmodel.cli.main import run as command
from orgmodel.exploration.over_time import over_time
from orgmodel.exploration.workers import processes

STUDY = "title: {en: Port}\nas_of: 2026-01-01\nlanguage: en\nkinds: {agency: agency}\nmoney: {currency: EUR, decimals: 2}\nbaseline: base.yaml\n"
BASE = """units: [{id: port, kind: agency, name_en: Port office}, {id: quay, kind: agency, name_en: Quays}]
posts:
- {id: port/s, unit: port, rank: staff, authorized: 9, filled: 4, pay: 10}
- {id: quay/s, unit: quay, rank: staff, authorized: 9, FILLED, pay: 10}
"""
PLAN = """title: {en: TITLE}
parameters: {extra: {default: 1, low: 1, high: 5}}
steps:
- id: boats
  title: {en: Boats are bought}
  effective: 2026-06-01
  cost:
  - {AMOUNT, for: {en: boats}, src: assumed}
  - {amount: 7, for: {en: paint}}
  do:
  - create: {post: port/p, unit: port, title: {en: Pilot}, rank: staff, authorized: {param: extra}, filled: {param: extra}, pay: 60, pay_low: 50, pay_high: 80}
    why: safety
- id: offices
  effective: 2026-09-01
  cost: {amount: 4, low: 3, high: 5.5, unit: quay}
  do:
  - create: {unit: dock, names: {en: Docks}, kind: agency}
    posts: [{id: dock/h, rank: head, authorized: 1, filled: 1, pay: 20}]
    why: more
"""
RANGED = "filled: 3, filled_low: 2, filled_high: 6, src: assumed"
BLANK = "filled_low: 2, filled_high: 6, src: assumed"


def port(folder: Path, filled: str = "filled: 3", amount: str = "amount: 30, low: 20, high: 50", title: str = "Boats") -> Path:  # fmt: skip
    """Write a study of a port that buys boats and takes pilots on."""
    (folder / "study.yaml").write_text(STUDY)
    (folder / "base.yaml").write_text(BASE.replace("FILLED", filled))
    (folder / "plan.yaml").write_text(PLAN.replace("AMOUNT", amount).replace("TITLE", title))
    return folder / "plan.yaml"


def triangular(low: int, best: int, high: int) -> tuple[float, float]:
    """Mean and deviation of whole numbers of which the best is likeliest and those beyond the ends cannot be."""
    values = np.arange(low, high + 1)
    weights = np.minimum((values - low + 1) / (best - low + 1), (high + 1 - values) / (high - best + 1))
    mean = values @ weights / weights.sum()
    return float(mean), float(np.sqrt((values - mean) ** 2 @ weights / weights.sum()))


def test_costs_and_pay_that_steps_state_are_drawn(tmp_path):
    """Nothing in the baseline has a range: what boats, offices and pilots come to has, and its mean and deviation are those of the ranges."""
    plan = orgmodel.read(port(tmp_path))
    found = orgmodel.explore(plan, settings={"extra": 2}, draws=256, runs=256, measures=["cost_one_off", "cost_year", "posts_filled"], scopes=["total", "quay"])  # fmt: skip
    table = found.measures.set_index(["scope", "measure", "state"])
    boats, offices, pilot = (triangular(*ends) for ends in ((2000, 3000, 5000), (300, 400, 550), (5000, 6000, 8000)))
    once, year = table.loc["total", "cost_one_off", "after"], table.loc["total", "cost_year", "after"]
    assert once["best"] == 30 + 7 + 4
    assert once["mean"] == pytest.approx((boats[0] + 700 + offices[0]) / 100, abs=0.1)
    assert once["sd"] == pytest.approx(np.hypot(boats[1], offices[1]) / 100, rel=0.03)
    assert year["mean"] == pytest.approx(70 + 20 + 2 * pilot[0] / 100, abs=0.1)
    assert year["sd"] == pytest.approx(2 * pilot[1] / 100, rel=0.03)
    assert table.loc["total", "posts_filled", "after"]["sd"] == 0
    assert table.loc["quay", "cost_one_off", "after"]["sd"] == pytest.approx(offices[1] / 100, rel=0.03)
    assert [*found.drawn["cause"]] == ["costs:boats|1:amount", "costs:offices|1:amount", "posts:port/p:pay"]


def test_each_draw_costs_what_is_drawn(tmp_path):
    """Run by run the cost is the sum of what was drawn, whoever runs it."""
    plan = orgmodel.read(port(tmp_path, RANGED))
    asked = {"draws": 64, "runs": 64, "measures": ["cost_one_off", "cost_year"], "scopes": ["total"]}
    found = orgmodel.explore(plan, **asked)
    drawn = found.draws.first(64)
    place = {one: at for at, one in enumerate(found.drawn["cause"])}
    for row, run in zip(drawn, found.cases[0].runs, strict=True):
        once, year = run.values[:, 1]
        assert once == pytest.approx((row[place["costs:boats|1:amount"]] + row[place["costs:offices|1:amount"]] + 700) / 100)  # fmt: skip
        assert year == pytest.approx(10 * (4 + row[place["posts:quay/s:filled"]]) + row[place["posts:port/p:pay"]] / 100 + 20)  # fmt: skip
    from orgmodel.exploration.exploration import explore

    with processes(2) as hands:
        assert explore(plan, **asked, hands=hands).measures.equals(found.measures)


def test_a_cost_is_asked_for_by_what_it_is_for(tmp_path, capsys):
    """A decision on what it costs names boats and their step; the same cost in two scenarios is one cause."""
    plan = port(tmp_path)
    (tmp_path / "other.yaml").write_text(plan.read_text().replace("Boats}", "Again}").replace("amount: 7", "amount: 9"))
    asked = ["explore", str(plan), str(tmp_path / "other.yaml"), "--decide", "cost_one_off<=45", "--runs", "256", "--lang", "en"]  # fmt: skip
    assert command([*asked, "--long"]) == 0
    shown = capsys.readouterr().out
    assert "Find out “One-off cost: boats” of Boats are bought first" in shown
    assert "20 – 50" in shown
    assert command([*asked, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["causes"]) == 3
    (pair,) = [row for row in told["pairs"] if (row["measure"], row["scope"]) == ("cost_one_off", "total")]
    assert (pair["less"], pair["mean"]) == (1, -2)
    assert pair["sd"] == pytest.approx(0, abs=1e-9)


def test_a_cost_without_a_best_value_has_none(tmp_path):
    """Of a cost of which the ends alone are stated no best value is known, and none is likelier."""
    plan = orgmodel.read(port(tmp_path, amount="low: 20, high: 50"))
    table = orgmodel.explore(plan, draws=256, runs=256, measures=["cost_one_off"], scopes=["total"]).measures
    (row,) = table[table["state"] == "after"].to_dict("records")
    assert np.isnan(row["best"])
    assert row["mean"] == pytest.approx(35 + 7 + triangular(300, 400, 550)[0] / 100, abs=0.1)
    assert row["missing"] == 0


def test_sums_over_the_dates_are_those_of_the_draws(tmp_path):
    """Where nobody says a best value the band is where the draws lie, on each date, with what was set; a unit has figures while it is there."""
    for filled, best in ((RANGED, 3), (BLANK, np.nan)):
        plan = orgmodel.read(port(tmp_path, filled))
        found = orgmodel.explore(plan, settings={"extra": 4}, draws=4096, runs=8, measures=["posts_filled"], scopes=["total", "dock"])  # fmt: skip
        last = found.measures.set_index(["scope", "state"])
        table = over_time(found, "posts_filled").set_index("date")
        drawn = found.draws.first(4096)[:, 0]
        for date, exact in (("2026-01-01", 4), ("2026-06-01", 8), ("2026-09-01", 9)):
            row = table.loc[date]
            for share, name in ((0.05, "p5"), (0.5, "p50"), (0.95, "p95")):
                assert row[name] == exact + np.quantile(drawn, share, method="inverted_cdf")
            assert row["best"] == pytest.approx(exact + best, nan_ok=True)
            assert row["missing"] == 0
        assert [*table.loc["2026-09-01", ["p5", "p50", "p95"]]] == [*last.loc[("total", "after"), ["p5", "p50", "p95"]]]
    dock = over_time(found, "posts_filled", scope="dock").set_index("date")
    assert [*dock["p50"].isna()] == [True, True, False]
    assert dock.loc["2026-09-01", "p50"] == 1


def test_costs_and_posts_moved_are_of_all_draws(tmp_path):
    """What it costs once and a year, and the posts that move, are sums like others: of all draws, with the exact mean and deviation."""
    plan = orgmodel.read(port(tmp_path, RANGED))
    move = "- {id: move, effective: 2026-10-01, do: [{transfer: quay, to: port}, {split_off: quay, into: [{unit: {unit: pier, names: {en: Pier}, kind: agency}, takes: {posts: [quay/s]}, head: none}]}]}\n"
    (tmp_path / "plan.yaml").write_text((tmp_path / "plan.yaml").read_text() + move)
    plan = orgmodel.read(tmp_path / "plan.yaml")
    measures = ["cost_one_off", "cost_year", "posts_moved"]
    found = orgmodel.explore(plan, draws=3000, runs=16, measures=measures, scopes=["total", "pier"])
    assert found.cases[0].run_measures == ()
    table = found.measures.set_index(["scope", "measure", "state"])
    assert set(table["by"]) == {"closed"}
    assert (table["draws"] == 3000).all()
    drawn = found.draws.first(3000)
    place = {one: at for at, one in enumerate(found.drawn["cause"])}
    once = (drawn[:, place["costs:boats|1:amount"]] + drawn[:, place["costs:offices|1:amount"]] + 700) / 100
    year = 10 * (4 + drawn[:, place["posts:quay/s:filled"]]) + drawn[:, place["posts:port/p:pay"]] / 100 + 20
    for measure, values in (("cost_one_off", once), ("cost_year", year)):
        row = table.loc["total", measure, "after"]
        quantiles = [np.quantile(values, one, method="inverted_cdf") for one in (0.05, 0.5, 0.95)]
        assert [row[one] for one in ("p5", "p50", "p95")] == [round(float(one), 2) for one in quantiles]
        assert row["mean"] == pytest.approx(values.mean(), rel=0.002)
        assert row["sd"] == pytest.approx(values.std(), rel=0.02)
    boats, offices = (triangular(*ends) for ends in ((2000, 3000, 5000), (300, 400, 550)))
    assert table.loc["total", "cost_one_off", "after"]["mean"] == pytest.approx((boats[0] + offices[0] + 700) / 100)
    assert table.loc["total", "cost_one_off", "after"]["sd"] == pytest.approx(np.hypot(boats[1], offices[1]) / 100)
    assert table.loc["pier", "posts_moved", "after"]["mean"] == table.loc["pier", "posts_moved", "after"]["best"] == 9
    for run, row in zip(found.cases[0].runs, drawn[:16], strict=True):
        assert run.values[0, 1] == pytest.approx((row[place["costs:boats|1:amount"]] + row[place["costs:offices|1:amount"]] + 700) / 100)  # fmt: skip
