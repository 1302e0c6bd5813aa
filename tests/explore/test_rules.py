"""Two sets of rules side by side: each draw judged by both, and a parameter that nobody has told."""

from __future__ import annotations

from pathlib import Path

import pytest

import orgmodel
from orgmodel.cli.main import run as command
from orgmodel.exploration.workers import processes
from tests.explore.test_sweep import OWN

BASE = (
    "units: [{id: a, name_en: A, kind: office}, {id: b, name_en: B, kind: office}, {id: c, name_en: C, kind: office}]\nposts:\n"
    "- {id: a/s, unit: a, rank: staff, authorized: 9, authorized_low: 6, authorized_high: 14, src: assumed}\n"
    "- {id: b/s, unit: b, rank: staff, authorized: 9, authorized_low: 3, authorized_high: 10, src: assumed}\n"
    "- {id: c/s, unit: c, rank: staff, authorized: 7}\n"
)


@pytest.fixture
def folder(tmp_path) -> Path:
    """Three offices under a minimum of 5, of which two have a range; the third has as many as the plan leaves it."""
    for name, text in OWN.items():
        (tmp_path / name).write_text(text.replace("a/s", "c/s").replace("default: 9", "default: 6"))
    (tmp_path / "base.yaml").write_text(BASE)
    return tmp_path


def test_who_newly_fails_is_counted_over_the_same_draws(folder):
    """The shares are those of the drawn figures below either minimum, whoever runs them; what is certain takes no run."""
    plan = orgmodel.read(folder / "plan.yaml")
    told = orgmodel.explore(plan, draws=128, runs=128, rules=["least=8", "least=4"], measures=["staff"])
    drawn = dict(zip([one.id for one in told.causes.columns], told.draws.first(128).T, strict=True))
    rows = {(row["rules"], row["subject"]): row for row in told.rules.to_dict("records")}
    assert set(rows) == {("least=8", one) for one in "abc"} | {("least=4", "b")}
    for (rules, subject), row in rows.items():
        other = int(rules[-1])
        at = drawn.get(f"posts:{subject}/s:authorized")
        now, then = (float((6 if at is None else at) < least) if at is None else at < least for least in (5, other))
        if at is None:
            assert (row["fails_now"], row["fails_then"], row["newly_fails"], row["change"]) == (
                now,
                then,
                1.0,
                "newly_fails",
            )
            continue
        assert (row["fails_now"], row["fails_then"], row["draws"]) == (now.mean(), then.mean(), 128)
        assert (row["newly_fails"], row["no_longer_fails"]) == ((then & ~now).mean(), (now & ~then).mean())
    assert [rows["least=8", one]["change"] for one in "ab"] == ["may_newly_fail"] * 2
    assert rows["least=4", "b"]["change"] == "may_no_longer_fail"
    with processes(2) as hands:
        from orgmodel.exploration.exploration import explore

        again = explore(plan, draws=128, runs=128, rules=["least=8", "least=4"], measures=["staff"], hands=hands)
    assert again.rules.equals(told.rules)


def test_the_command_tells_in_how_many_draws(folder, capsys):
    """The text has the shares and the counts, and says what is not told of a norm, and why."""
    asked = [
        "explore",
        str(folder / "plan.yaml"),
        "--draws",
        "64",
        "--runs",
        "64",
        "--measures",
        "staff",
        "--rules",
        "least=8",
    ]
    assert command([*asked, "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "may newly fail" in shown
    assert "of 64 draws)" in shown
    assert "no outcomes at the ends of a range are told" in shown


@pytest.mark.parametrize("names", [["plan.yaml"], ["."], ["plan.yaml", "other.yaml"]])
def test_a_parameter_that_no_scenario_has_is_told(folder, capsys, names):
    """One that the study draws and that no scenario has is told with its place; one that another scenario has is not."""
    (folder / "other.yaml").write_text((folder / "plan.yaml").read_text().replace("left", "right"))
    study = folder / "study.yaml"
    sound = study.read_text()
    asked = ["explore", *(str(folder / one) for one in names), "--draws", "8", "--runs", "1", "--lang", "en"]
    study.write_text(f"{sound}uncertainty: {{parameters: {{lefft: range}}}}\n")
    assert command(asked) == 1
    assert (
        f"{study}:7:28: UNKNOWN_PARAMETER no scenario has a parameter 'lefft'; did you mean 'left'?"
        in capsys.readouterr().err
    )
    study.write_text(f"{sound}uncertainty: {{parameters: {{right: {{5: 0.5, 4: 0.5}}}}}}\n")
    assert command(asked) == 0
