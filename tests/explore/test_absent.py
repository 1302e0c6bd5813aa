"""What is not there is told as such: units that a scenario ends or makes, norms that say nothing of anybody, parameters that no scenario has."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import numpy as np
import pytest

import orgmodel
from orgmodel.cli.main import run as command
from orgmodel.core.problems import ProblemsError
from orgmodel.exploration.compiled import Compiled
from orgmodel.exploration.knowing import settled
from orgmodel.exploration.space import space_of
from orgmodel.exploration.variants import asked_of, measured

FILES = {
    "study.yaml": """title: {en: Ministry of Ports}
as_of: 2026-01-01
language: en
kinds: {ministry: body, department: agency}
norms: [norms.yaml]
money: {currency: US$}
baseline: base.yaml
uncertainty:
  totals:
  - {id: engineers, total: 14, figures: ["posts:har/e:filled", "posts:lgt/e:filled", "posts:cus/e:filled"]}
scenarios: [keep.yaml, merge.yaml]
""",
    "norms.yaml": """documents: [{id: act, number: "7", issuer: Parliament, date: 2025-01-01, confidence: S}]
norms:
- {id: LEAST, title: {en: A *department* has | staff}, scope: unit, where: {kind: department}, value: {posts: filled, rank: staff}, at_least: 10, cite: {document: act}, in_force: {from: 2025-01-01}, confidence: S}
""",
    "base.yaml": """units:
- {id: min, kind: ministry, name_en: Ministry}
- {id: har, kind: department, parent: min, name_en: Harbours}
- {id: lgt, kind: department, parent: min, name_en: "Light $x^2$ from $\\\\bad{$ *to* <b>"}
- {id: cus, kind: department, parent: min, name_en: Customs}
posts:
- {id: har/h, unit: har, rank: head, authorized: 1, filled: 1, pay: 50}
- {id: har/e, unit: har, rank: staff, authorized: 14, filled: 5, filled_low: 2, filled_high: 9, pay: 40, src: assumed}
- {id: har/o, unit: har, rank: staff, authorized: 9, filled: 9, pay: 30}
- {id: lgt/h, unit: lgt, rank: head, authorized: 1, filled: 1, pay: 50}
- {id: lgt/e, unit: lgt, rank: staff, authorized: 14, filled: 4, filled_low: 1, filled_high: 8, pay: 40, src: assumed}
- {id: lgt/o, unit: lgt, rank: staff, authorized: 9, filled: 5, pay: 30}
- {id: cus/e, unit: cus, rank: staff, authorized: 14, filled: 5, filled_low: 3, filled_high: 6, pay: 40, src: assumed}
""",
    "keep.yaml": "title: {en: Keep *all*}\nsteps: []\n",
    "merge.yaml": """title: {en: Merge}
parameters: {extra: {default: 1, low: 0, high: 3}, more: {default: 1, low: 1, high: 70}}
steps:
- id: merge
  effective: 2026-06-01
  do:
  - consolidate: [har, lgt]
    into: {unit: cst, names: {en: Coast}, kind: department, parent: min}
    head: {keep: har/h}
    surplus_heads: {lgt/h: {convert: deputy}}
- id: hire
  effective: 2026-07-01
  after: [merge]
  do: [{create: {post: cst/d, unit: cst, rank: staff, authorized: {param: extra}, filled: {param: extra}, pay: 20}, why: safety}]
""",
    "two.yaml": """title: {en: Two steps}
parameters: {extra: {default: 1, low: 0, high: 3}, more: {default: 1, low: 1, high: 64}}
steps:
- {id: one, effective: 2026-02-01, do: [{resize: har/o, by: {param: extra}, why: safety}]}
- {id: two, effective: 2026-03-01, do: [{resize: lgt/o, by: {param: more}, why: safety}]}
""",
}
WAYS = [
    (har, lgt, cus)
    for har, lgt, cus in itertools.product(range(2, 10), range(1, 9), range(3, 7))
    if har + lgt + cus == 14
]


@pytest.fixture
def folder(tmp_path) -> Path:
    """Three departments that share fourteen engineers; one scenario makes one of two of them."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def done(capsys, *asked: object) -> tuple[int, str, str]:
    """Run a command, and give its code and what it prints."""
    code = command([*map(str, asked), "--lang", "en"])
    return code, *capsys.readouterr()


FEW = ("--draws", 256, "--runs", 64, "--measures", "posts_filled")


def test_a_parameter_that_no_scenario_has_is_not_set(folder, capsys):
    """One that another of the scenarios has is set for it; one that none has is a slip."""
    plans = [folder / "keep.yaml", folder / "merge.yaml"]
    assert done(capsys, "explore", *plans, *FEW, "--set", "extra=3")[0] == 0
    for names, name, hint in ((plans, "extr", "; did you mean 'extra'?"), (plans[:1], "extra", "")):
        code, _, err = done(capsys, "explore", *names, *FEW, "--set", f"{name}=3")
        assert code == 1
        assert f"UNKNOWN_PARAMETER no scenario has a parameter '{name}'{hint}" in err
    with pytest.raises(ProblemsError, match="no scenario has a parameter 'extr'"):
        orgmodel.explore(orgmodel.read(plans[1]), settings={"extr": 3}, draws=64, runs=4)


@pytest.mark.parametrize(
    ("subject", "said"),
    [("@hra", "says nothing of 'hra' after; did you mean 'har'?"), ("@min", "says nothing of 'min' after")],
)
def test_a_norm_is_not_asked_of_whom_it_says_nothing_of(folder, capsys, subject, said):
    """A subject that is misspelt, or of which a norm does not speak, is no decision."""
    code, _, err = done(capsys, "explore", folder / "keep.yaml", *FEW, "--decide", f"norm:LEAST{subject}")
    assert code == 1
    assert f"the norm LEAST {said}" in err


def test_what_a_scenario_ends_is_told_of_where_it_is_asked_for_alone(folder, capsys):
    """Lighthouses fail in some draws as they are, and are not there after the merger: that no norm fails about them is no answer."""
    plans = [folder / "keep.yaml", folder / "merge.yaml"]
    own = json.loads(done(capsys, "explore", *plans, *FEW, "--format", "json")[1])
    assert [(row["decision"], row["scenario"]) for row in own["decisions"]] == [("norm:LEAST@lgt", "keep")]
    exact = np.mean([lgt + 5 < 10 for _, lgt, _ in WAYS])
    assert own["decisions"][0]["chance"] == pytest.approx(exact, abs=0.03)
    asked = [each for one in ("norm:LEAST@lgt", "posts_filled@lgt<=9", "less:posts_filled@cst") for each in ("--decide", one)]  # fmt: skip
    found = json.loads(done(capsys, "explore", *plans, *FEW, *asked, "--format", "json")[1])["decisions"]
    gone = [(row["decision"], row["scenario"]) for row in found if row["answer"] == "absent"]
    assert gone == [("norm:LEAST@lgt", "merge"), ("posts_filled@lgt<=9", "merge"), ("less:posts_filled@cst", "keep")]
    said = {row["said"]["en"] for row in found if row["answer"] == "absent"}
    assert 'Nothing is there afterwards of which to tell whether Keep *all* has less of “Posts filled” (Coast) than Merge.' in said  # fmt: skip
    assert all(one.startswith("Nothing is there afterwards") for one in said)


def test_only_what_is_open_is_decided_unasked(folder, capsys):
    """Of three scenarios two may have fewer posts filled than each other: of the other pairs, and where a norm fails for sure, nobody asks."""
    for name, post in (("x", "lgt/e"), ("y", "har/e")):
        text = f"title: {{en: {name}}}\nsteps: [{{id: {name}, do: [{{dissolve: {{post: {post}}}, why: thrift}}]}}]\n"
        (folder / f"{name}.yaml").write_text(text)
    plans = [folder / f"{name}.yaml" for name in ("keep", "x", "y")]
    asked = ("explore", *plans, "--draws", 256, "--runs", 256, "--measures", "posts_filled", "--scope", "total")
    found = json.loads(done(capsys, *asked, "--format", "json")[1])["decisions"]
    open_ = {("norm:LEAST@lgt", "keep", None), ("norm:LEAST@lgt", "y", None), ("less:posts_filled", "x", "y")}
    assert {(row["decision"], row["scenario"], row["other"]) for row in found} == open_
    fewer = np.mean([lgt > har for har, lgt, _ in WAYS])
    assert next(row for row in found if row["other"])["chance"] == pytest.approx(fewer, abs=0.03)


def test_sentences_fit_what_is_decided(folder, capsys):
    """A limit is so, or is not: it does nothing."""
    shown = done(capsys, "explore", folder / "keep.yaml", *FEW, "--decide", "posts_filled<=30")[1]
    assert "is at most 30: it is so in every case." in shown
    shown = done(capsys, "explore", folder / "keep.yaml", *FEW, "--decide", "posts_filled>=31")[1]
    assert "is at least 31: it is so in no case." in shown


def test_markdown_is_read_as_it_is_meant(folder, capsys):
    """Names in sentences are no markup, and a table stands apart from the text before and after it."""
    asked = ("--decide", "norm:LEAST@lgt", "--decide", "posts_filled@lgt<=9", "--scope", "lgt", "--format", "md")
    shown = done(capsys, "explore", folder / "keep.yaml", folder / "merge.yaml", *FEW, *asked)[1]
    lines = shown.splitlines()
    names = [line for line in lines if "department" in line or "Keep" in line or "Light" in line]
    assert len(names) > 6
    assert not any(mark in line.replace("\\" + mark[0], "") for line in names for mark in ("*department", "*all", "$x", "<b"))  # fmt: skip
    for before, after in itertools.pairwise(lines):
        assert before.startswith("|") == after.startswith("|") or not before or not after, (before, after)


def test_the_ends_of_a_part_of_a_total_are_those_of_every_way(folder, capsys):
    """What Harbours come to where another has its least or most of the engineers is the mean of every way to share out the rest."""
    asked = ("--decide", "posts_filled@har<=15", "--format", "json")
    found = json.loads(done(capsys, "explore", folder / "keep.yaml", *FEW, *asked)[1])
    rows = {row["cause"]: row for row in found["questions"]}
    for at, unit in enumerate(("har", "lgt", "cus")):
        held = [way[at] for way in WAYS]
        for end, value in (("at_low", min(held)), ("at_high", max(held))):
            want = 10 + np.mean([way[0] for way in WAYS if way[at] == value])
            assert rows[f"posts:{unit}/e:filled"][end] == pytest.approx(want, abs=0.01)


def test_few_draws_alike_settle_nothing():
    """Of seventeen draws that come out one way the next may well not; of eighteen it is 95 % sure to (rule of succession)."""
    for count, share in ((17, 0.0), (18, 1.0), (1000, 1.0)):
        assert settled(np.zeros(count), np.ones(count, np.bool_)) == share
    values = np.repeat(np.arange(32.0), 8)  # each value comes eight times, but its neighbours say the same
    assert settled(values, values < 16) == 1
    assert settled(values, (values < 16) | (values == 20)) == 31 / 32  # eight draws among others are not enough
    for count, others, share in ((40, 1, 1.0), (38, 1, 1.0), (37, 1, 0.0)):  # 40/42, 38/40, 37/39
        assert settled(np.zeros(count), np.arange(count) >= others) == share


def test_a_few_runs_do_not_claim_what_many_draws_deny():
    """Knowing a cause that leaves 92 or 8 % settles nothing, and in a few runs it is hardly ever said to."""
    chance = np.random.default_rng(0)
    said = []
    for _ in range(200):
        cause = np.repeat([0.0, 1.0], 36)
        said.append(settled(cause, chance.random(72) < np.where(cause == 0, 0.08, 0.92)))
    assert np.mean(said) < 0.08  # 36 of 36 alike: 5 %


def test_a_sweep_measures_a_unit_that_is_made(folder, capsys):
    """A unit has figures in the variants in which it is there, and none in others; 0 would be told of a unit that is not there."""
    (folder / "grid.yaml").write_text("parameters: {extra: [1, 2, 3]}\nsteps: [merge, hire]\n")
    plan, table = folder / "merge.yaml", folder / "t.csv"
    asked = (
        "--grid",
        folder / "grid.yaml",
        "--scope",
        "cst",
        "--scope",
        "har",
        "--measures",
        "posts_authorized,cost_year,span_max",
    )
    code, shown, err = done(capsys, "sweep", plan, *asked, "-o", table)
    assert code == 0
    assert "Coast  Yearly cost of pay (US$)" in shown
    with table.open(encoding="utf-8-sig") as lines:
        rows = [row for row in csv.DictReader(lines) if not row["refused"]]
    for row in rows:
        merged = row["merge"] == "carried out"
        added = int(row["extra"]) if row["hire"] == "carried out" else 0
        assert row["posts_authorized@cst"] == (str(48 + added) if merged else "")
        assert row["posts_authorized@har"] == ("" if merged else "24")
        assert row["cost_year_missing@har"] == "0"
    assert {row["merge"] for row in rows} == {"carried out", "left out"}
    code, _, err = done(capsys, "sweep", plan, "--scope", "cts", "-o", folder / "u.csv")
    assert code == 1
    assert "UNKNOWN_SCOPE no unit 'cts' to measure" in err


def test_a_unit_that_is_made_is_put_together_as_it_is_run(folder):
    """Compiled or run, a unit that is there in some variants alone has the same figures."""
    scenario = orgmodel.read(folder / "merge.yaml")
    space = space_of(scenario, {"extra": [1, 2, 3], "steps": ["merge", "hire"]})
    asked = asked_of(scenario, None, ("total", "cst", "har"))
    numbers = range(space.size)
    compiled = Compiled(space, asked).measured(numbers)
    run = measured(space, numbers, asked)
    assert compiled.refused == run.refused
    np.testing.assert_allclose(compiled.figures, run.figures)
    assert np.isnan(run.figures).any()


def test_a_sweep_whose_first_variants_are_all_refused_goes_on(folder, capsys):
    """By none of the first is anything changed, so that they are refused; norms hang on two dates, and are read of runs."""
    (folder / "grid.yaml").write_text("extra: {from: 0, to: 3}\nmore: {from: 1, to: 64}\n")
    table = folder / "t.csv"
    asked = ("--grid", folder / "grid.yaml", "--norms", "--measures", "posts_authorized", "-o", table)
    code, _, err = done(capsys, "sweep", folder / "two.yaml", *asked)
    assert code == 0, err
    with table.open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 256
    for row in rows:
        extra, more = int(row["extra"]), int(row["more"])
        assert row["refused"] == ("NO_CHANGE" if not extra else "")
        assert row["posts_authorized"] == (str(62 + extra + more) if extra else "")
        assert row["fails:LEAST"] == ("2" if extra else "")


def test_why_a_parameter_stays_is_told_as_it_is(folder, capsys):
    """One that has choices or ends, and that a grid does not name, stays for that alone."""
    (folder / "grid.yaml").write_text("extra: [1, 2]\n")
    err = done(capsys, "sweep", folder / "merge.yaml", "--grid", folder / "grid.yaml")[2]
    assert "parameters that the grid does not name stay as they are: more" in err
    assert "neither choices" not in err


def test_dollars_in_names_are_no_formulas(folder, capsys):
    """A name that holds what looks like a formula, or like a broken one, stands in pictures as it is written."""
    plan = orgmodel.read(folder / "keep.yaml")
    found = orgmodel.explore(plan, draws=256, runs=64, decide=["posts_filled@lgt<=9"], scopes=["lgt"])
    from orgmodel.charts.exploration_page import page_of

    figure = page_of(found, language="en")
    figure.canvas.draw()
    texts = [one.get_text().replace("\n", " ") for axes in figure.axes for one in (axes.title, *axes.get_yticklabels())]
    assert sum("\\$x^2\\$" in one and "\\$\\bad{\\$" in one for one in texts) >= 3
    code, _, err = done(capsys, "explore", folder / "keep.yaml", *FEW, "--scope", "lgt", "-o", folder / "p.svg")
    assert code == 0, err


def test_at_least_is_told_alike_everywhere(folder, capsys):
    """Where a figure is missing that has no range a sum is at least so much, in text, notebooks, tables of sweeps and pictures; at least nothing is not known."""
    more = (
        "- {id: cus/a, unit: cus, rank: staff, authorized: 5}\n"
        "- {id: cus/b, unit: cus, rank: staff, authorized: 5, filled: 0, fte: 0}\n"
    )
    (folder / "base.yaml").write_text(FILES["base.yaml"] + more)
    asked = ("--measures", "posts_filled,fte", "--scope", "cus")
    shown = done(capsys, "explore", folder / "keep.yaml", "--draws", 256, "--runs", 16, *asked, "--long")[1]
    cells = {line.split("  ")[1].strip(): line for line in shown.splitlines() if line.startswith("Customs")}
    assert np.mean([cus for *_, cus in WAYS]) == pytest.approx(4.44, abs=0.02)
    assert cells["Posts filled"].split()[3:5] == ["≥5", "≥4.44"]
    assert cells["Full-time equivalents"].split()[3:5] == ["?", "?"]
    plan = orgmodel.read(folder / "keep.yaml")
    found = orgmodel.explore(plan, draws=256, runs=16, measures=["posts_filled"], scopes=["cus"])
    assert '<td class="n">≥5</td><td class="n">≥4.44</td>' in found._repr_html_()
    assert "figures are missing that nobody gives a range for" in found._repr_html_()
    (folder / "grid.yaml").write_text("extra: [1, 2, 3]\n")
    picture = folder / "p.svg"
    asked = ("--grid", folder / "grid.yaml", "--measures", "posts_filled", "-o", folder / "t.csv", "--picture", picture)
    assert "≥31 " in done(capsys, "sweep", folder / "merge.yaml", *asked)[1]
    from orgmodel.charts.exploration_pictures import place
    from orgmodel.comparison.case import cases_of
    from orgmodel.exploration.place import placed

    scenario = orgmodel.read(folder / "merge.yaml")
    space, asked = space_of(scenario, {"extra": [1, 2, 3]}), asked_of(scenario, ["posts_filled"])
    run = measured(space, range(space.size), asked)
    placing = placed(space, [(run.numbers, run.figures, run.refused)], asked)
    axes = place(placing, cases_of([scenario.run()])[0], language="en")
    assert "≥31" in {one.get_text() for one in axes.texts}
