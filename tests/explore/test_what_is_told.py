"""What explore and sweep tell: what is unknown as such, names and not ids, one table in CSV, and what cannot be meant."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import orgmodel
from orgmodel.cli.main import run as command
from orgmodel.core.problems import ProblemsError
from tests.explore.test_sweep import OWN

STUDY = "title: {en: Harbours}\nlanguage: en\nas_of: 2024-01-01\nkinds: {agency: agency, section: internal}\n"
BASE = """units:
- {id: port, kind: agency, name_en: Port office}
- {id: quay, kind: section, parent: port, name_en: Quays}
- {id: dock, kind: section, parent: port, name_en: Docks}
posts:
- {id: port/h, unit: port, rank: head, authorized: 1, filled: 1}
- {id: port/s, unit: port, rank: staff, authorized: 3, filled: 3}
- {id: quay/s, unit: quay, rank: staff, authorized_low: 5, authorized_high: 9, filled: 4, src: assumed}
- {id: dock/s, unit: dock, rank: staff, authorized: 20, authorized_low: 18, authorized_high: 24, filled: 15, src: assumed}
"""
PLAN = """title: {{en: {title}}}
parameters:
  extra: {{title: {{en: Posts more}}, default: 2, low: 0, high: {high}}}
steps:
- id: one
  do: [{{resize: {post}, by: {{param: extra}}, why: more}}]
"""


def harbours(folder: Path, said: str = "", high: int = 6) -> Path:
    """Write a study of two plans, and say of it what is uncertain."""
    (folder / "study.yaml").write_text(STUDY + "baseline: base.yaml\n" + said)
    (folder / "base.yaml").write_text(BASE)
    (folder / "more-docks.yaml").write_text(PLAN.format(title="More docks", high=6, post="dock/s"))
    (folder / "more-quays.yaml").write_text(PLAN.format(title="More quays", high=high, post="port/s"))
    return folder


def told(capsys, *asked: object) -> str:
    """Run a command that does what it is asked, and give what it prints."""
    code = command([*map(str, asked)])
    out, err = capsys.readouterr()
    assert code == 0, err
    return out


def test_no_best_value_is_told_of_what_a_blank_figure_is_in(tmp_path, capsys):
    """Quays have 5 to 9 posts and nobody says which: their total has no best value, docks have theirs."""
    plan = harbours(tmp_path) / "more-docks.yaml"
    asked = ("explore", plan, "--draws", 256, "--runs", 16, "--decide", "posts_authorized<=33")
    found = json.loads(told(capsys, *asked, "--format", "json"))
    best = {(row["scope"], row["measure"], row["state"]): row["best"] for row in found["measures"]}
    assert best["total", "posts_authorized", "after"] is None
    assert best["total", "posts_authorized", "before"] is None
    assert best["total", "posts_authorized", "change"] == 2
    assert best["total", "posts_filled", "after"] == 23
    assert best["dock", "posts_authorized", "after"] == 22
    assert {row["cause"]: row["best"] for row in found["causes"]} == {
        "posts:quay/s:authorized": None,
        "posts:dock/s:authorized": 20,
    }
    assert {row["best"] for row in found["questions"] if row["cause"] == "posts:quay/s:authorized"} == {None}
    (line,) = [one for one in told(capsys, *asked).splitlines() if one.startswith("total  Posts authorized")]
    assert line.split()[3] == "?"


def test_a_name_says_nothing_of_what_is_drawn(tmp_path, capsys):
    """With a parameter that varies no plan is called by its default; one that is set is."""
    folder = harbours(tmp_path)
    asked = ("explore", folder, "--draws", 128, "--runs", 16, "--decide", "less:posts_authorized")
    assert "Posts more: 2" not in told(capsys, *asked, "--vary", "extra")
    assert "More docks (Posts more: 3)" in told(capsys, *asked, "--set", "extra=3")


def test_csv_is_the_table_that_is_asked_for(tmp_path, capsys):
    """Measures; with decisions the questions, with rules what they find; both at once are refused."""
    plan = harbours(tmp_path) / "more-docks.yaml"
    asked = ["explore", str(plan), "--draws", "128", "--runs", "16", "--format", "csv"]
    assert next(csv.reader(io.StringIO(told(capsys, *asked))))[:3] == ["scenario", "scope", "measure"]
    rows = list(csv.DictReader(io.StringIO(told(capsys, *asked, "--decide", "posts_authorized<=33"))))
    assert {row["cause"] for row in rows} == {"posts:quay/s:authorized", "posts:dock/s:authorized"}
    assert {row["cause"]: row["turns_at"] for row in rows}["posts:dock/s:authorized"] == "21"
    rules = list(csv.reader(io.StringIO(told(capsys, *asked, "--rules", "2019-01-01"))))
    assert rules[0][:2] == ["rules", "scenario"]
    assert command([*asked, "--decide", "heads>=1", "--rules", "2019-01-01"]) == 2


MISTAKES = {
    "figures: [{figures: ['posts:dock/s:authorized']}]": "say one of the two",
    "figures: [{figures: ['posts:dock/s:authorized'], spread: range, chances: {20: 1}}]": "say one of the two",
    "figures: [{figures: ['posts:dock/s:authorized'], chances: {}}]": "chances",
    "figures: [{figures: ['posts:dock/s:authorized', 'posts:dock/s:authorized'], spread: range}]": "named twice",
    "figures: [{figures: ['posts:dock/s:*'], spread: range}, {figures: ['posts:dock/s:*'], chances: {20: 1}}]": "named twice",
    "shared: [{id: x, figures: ['posts:dock/s:*', 'posts:dock/s:*']}]": "named twice",
    "parameters: {extra: {}}": "extra",
}


@pytest.mark.parametrize(("text", "said"), MISTAKES.items())
def test_what_says_nothing_or_two_things_of_a_figure_is_refused(tmp_path, capsys, text, said):
    """Of an entry without a way to draw, with two, or of one figure twice, nobody knows which is meant."""
    folder = harbours(tmp_path, f"uncertainty:\n  {text}\n")
    assert command(["check", str(folder), "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert said in out + err
    assert "study.yaml:7:" in out + err
    assert "1 error" in out + err


def test_a_parameter_of_two_ranges_is_drawn_of_neither(tmp_path):
    """One draw is of all plans: where they let a parameter take other values, it is told which two."""
    study = orgmodel.read(harbours(tmp_path, high=9))
    with pytest.raises(ProblemsError, match="extra may take other values in more-docks than in more-quays"):
        orgmodel.explore(study, draws=64, runs=4, vary=["extra"])
    orgmodel.explore(study.scenario("more-quays"), draws=64, runs=4, vary=["extra"])


def test_what_is_set_is_not_drawn(tmp_path):
    """A parameter that is set stays so though the study draws it; to set and draw it at once is refused."""
    plan = orgmodel.read(harbours(tmp_path, "uncertainty: {parameters: {extra: range}}\n")).scenario("more-docks")
    asked = {"draws": 64, "runs": 4, "measures": ["posts_authorized"], "scopes": ["dock"]}
    changes = {}
    for name, settings in {"drawn": None, "set": {"extra": 5}}.items():
        table = orgmodel.explore(plan, settings=settings, **asked).measures
        changes[name] = table[table["state"] == "change"].iloc[0]
    assert changes["drawn"]["sd"] > 0
    assert (changes["set"]["mean"], changes["set"]["sd"]) == (5, 0)
    with pytest.raises(ProblemsError, match="extra is set and drawn at once"):
        orgmodel.explore(plan, settings={"extra": 5}, vary=["extra"], **asked)


def test_why_there_are_no_shares_is_told(tmp_path, capsys):
    """No more posts than before is no change, so that some draws are refused: no shares, and it says why."""
    plan = harbours(tmp_path) / "more-docks.yaml"
    asked = ("explore", plan, "--vary", "extra", "--draws", 256, "--runs", 16, "--decide", "posts_authorized<=33")
    (decision,) = json.loads(told(capsys, *asked, "--format", "json"))["decisions"]
    assert decision["no_ends"]["en"].startswith("With some of the drawn parameters")
    assert decision["no_ends"]["en"] in told(capsys, *asked)


def test_a_sweep_names_scopes_and_judges_norms_that_vary(tmp_path, capsys):
    """A reader sees the unit's name, a program its id; a grid of a norm's parameter is judged without --norms."""
    for name, text in OWN.items():
        (tmp_path / name).write_text(text.replace("default: 9", "default: 7"))
    (tmp_path / "grid.yaml").write_text("left: [7]\nnorms: {least: [5, 12]}\n")
    asked = ("sweep", tmp_path / "plan.yaml", "--grid", tmp_path / "grid.yaml", "--force", "-o", tmp_path / "t.csv")
    told(capsys, *asked)
    heads = next(csv.reader((tmp_path / "t.csv").open(encoding="utf-8-sig")))
    assert "fails:MIN" in heads
    rows = list(csv.DictReader((tmp_path / "t.csv").open(encoding="utf-8-sig")))
    assert [row["fails:MIN"] for row in rows] == ["0", "1"]
    (tmp_path / "h").mkdir()
    plan, grid = harbours(tmp_path / "h") / "more-docks.yaml", tmp_path / "more.yaml"
    grid.write_text("extra: [1, 2]\n")
    asked = ("sweep", plan, "--grid", grid, "--scope", "dock", "--force", "-o", tmp_path / "u.csv")
    for style in ("text", "md"):
        shown = told(capsys, *asked, "--format", style)
        assert "Docks" in shown
        assert "dock " not in shown


def test_the_own_figure_is_told_where_all_variants_have_another(tmp_path, capsys):
    """The plan adds 2, every variant 4: that no variant is like it is what a reader wants to know."""
    plan = harbours(tmp_path) / "more-docks.yaml"
    (tmp_path / "grid.yaml").write_text("extra: [4]\n")
    asked = ("sweep", plan, "--grid", tmp_path / "grid.yaml", "--measures", "posts_filled,vacancies", "--scope", "dock")
    (line,) = [one for one in told(capsys, *asked, "-o", tmp_path / "t.csv").splitlines() if one.startswith("Docks")]
    assert line.split()[:6] == ["Docks", "Vacancies", "7", "9", "9", "9"]


def test_two_figures_of_one_name_are_told_apart(tmp_path):
    """Two rows of posts of one unit without titles: whom to ask for which is said by their ids; a name that is alone stands alone."""
    folder = harbours(tmp_path)
    more = (
        "- {id: quay/p, unit: quay, rank: staff, authorized: 2, authorized_low: 1, authorized_high: 4, src: assumed}\n"
    )
    (folder / "base.yaml").write_text(BASE + more)
    told = orgmodel.explore(
        orgmodel.read(folder / "more-docks.yaml"), draws=512, runs=4, decide=["posts_authorized<=33"]
    )
    names = {told.named.asked(one, "en") for one in told.decided[0].questions}
    assert {"quota (quay/s)", "quota (quay/p)", "quota"} <= names
    assert "“quota (quay/s)” of Quays" in told.sentences("en")[0] or "“quota” of Docks" in told.sentences("en")[0]


def test_what_the_draws_move_is_told_first(tmp_path, capsys):
    """Of what changes by as much in every draw, of what one plan always has more of, and of what no figure turns, a screen has the count; --long each."""
    folder = harbours(tmp_path)
    mole = (
        "units:\n- {id: mole, kind: section, parent: port, name_en: Mole}\n",
        "posts:\n- {id: mole/s, unit: mole, rank: staff, authorized: 3, filled: 3}\n",
    )
    (folder / "base.yaml").write_text(BASE.replace("units:\n", mole[0]).replace("posts:\n", mole[1]))
    for plan, more in (("more-docks", 2), ("more-quays", 3)):
        step = f"title: {{en: {plan}}}\nsteps:\n- id: one\n  do: [{{resize: mole/s, by: {more}, why: more}}]\n"
        (folder / f"{plan}.yaml").write_text(step)
    asked = ("explore", folder, "--draws", 256, "--runs", 16, "--lang", "en")
    shown = told(capsys, *asked).splitlines()
    every = told(capsys, *asked, "--long").splitlines()
    assert not any(line.startswith("Mole ") for line in shown)
    assert any(line.startswith("Mole ") for line in every)
    assert any(line.startswith("… and ") and line.endswith("by as much in every draw (--long)") for line in shown)
    assert not any("in every draw" in line for line in every)
    found = json.loads(told(capsys, *asked, "--format", "json"))
    states = {(row["scenario"], row["scope"], row["measure"], row["state"]): row for row in found["measures"]}
    changed = 0
    for (plan, scope, measure, state), after in states.items():
        change = states.get((plan, scope, measure, "change"))
        if state == "after" and not after["sd"] and change and not change["sd"] and change["mean"]:
            changed += plan == "more-quays"
    told_of = shown[next(at for at, line in enumerate(shown) if line.startswith("more-quays: uncertain")) :]
    assert changed
    assert f"… and {changed} that change, by as much in every draw (--long)" in told_of
    settled = [row for row in found["pairs"] if row["less"] == 1 or row["more"] == 1]
    assert settled
    assert f"… and {len(settled)} of which the same one has more in every draw (--long)" in shown


def test_a_best_value_beyond_the_draws_is_told_with_why(tmp_path, capsys):
    """Forty offices of a post each, 0 to 1 and at best 1, are hardly ever all filled: the total's best value is beyond the 90 %."""
    (tmp_path / "study.yaml").write_text(STUDY + "baseline: base.yaml\n")
    offices = "".join(f"- {{id: o{at}, kind: agency, name_en: Office {at}}}\n" for at in range(40))
    posts = "".join(
        f"- {{id: o{at}/h, unit: o{at}, rank: head, authorized: 1, filled: 1, filled_low: 0, filled_high: 1, src: assumed}}\n"
        for at in range(40)
    )
    (tmp_path / "base.yaml").write_text(f"units:\n{offices}posts:\n{posts}")
    (tmp_path / "one.yaml").write_text("steps:\n- id: one\n  do: [{rename: o1, names: {en: First}}]\n")
    asked = ("explore", tmp_path / "one.yaml", "--draws", 1024, "--runs", 8, "--lang", "en")
    lines = told(capsys, *asked, "--measures", "posts_filled", "--scope", "total").splitlines()
    (row,) = [line for line in lines if line.startswith("total  Posts filled")]
    assert row.split()[3] == "40"
    assert [line for line in lines if line.startswith("In 1 of these rows the best value is beyond")]
    lines = told(capsys, *asked, "--measures", "posts_filled", "--scope", "o2").splitlines()
    assert not [line for line in lines if "is beyond" in line]


def test_a_sweep_of_a_study_names_its_scenarios_or_takes_the_only_one(tmp_path, capsys):
    """Of two scenarios the files are named; of one it is taken; of a baseline there is none."""
    folder = harbours(tmp_path)
    assert command(["sweep", str(folder), "--lang", "en"]) == 2
    assert "2 scenarios; name the file of the one: more-docks.yaml, more-quays.yaml" in capsys.readouterr().err
    (folder / "more-quays.yaml").unlink()
    assert told(capsys, "sweep", folder) == told(capsys, "sweep", folder / "more-docks.yaml")
    (folder / "more-docks.yaml").unlink()
    assert command(["sweep", str(folder), "--lang", "en"]) == 2
    assert "has no scenario" in capsys.readouterr().err
