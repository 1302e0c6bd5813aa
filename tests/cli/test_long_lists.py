"""What a screen shows unasked: what matters first, long lists summed and cut, and the way to the rest."""

import json
from pathlib import Path

import pytest

from orgmodel.cli.main import run

SHIPPED = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"
MINISTRY = Path(__file__).parents[1] / "fixtures" / "roads"


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command and give what it prints."""
    assert run(list(arguments)) == 0
    return capsys.readouterr().out


def test_status_sums_missing_figures_and_says_where_the_rest_is(capsys: pytest.CaptureFixture[str]) -> None:
    """The sums of the kinds are all figures of JSON; --long lists each in a row, and nothing on the screen is lost unsaid."""
    rows = json.loads(told(capsys, "status", str(SHIPPED), "--format", "json"))["missing"]
    short = told(capsys, "status", str(SHIPPED), "--lang", "en").splitlines()
    long = told(capsys, "status", str(SHIPPED), "--lang", "en", "--long").splitlines()
    assert len(short) < 140
    assert any(line.endswith("more (--long)") for line in short)
    assert max(map(len, short)) < 260
    start = long.index("Missing figures") + 3
    assert len(long[start : long.index("", start)]) == len(rows)
    assert all(row["figure"] and row["figure"]["en"] in row["what"]["en"] for row in rows)


def test_status_shows_what_is_late_first(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Steps that are due come before those that are not, and what is done last."""
    (tmp_path / "baseline").mkdir()
    (tmp_path / "baseline" / "units.csv").write_text("id,name_en,kind\na,A,agency\n", "utf-8")
    (tmp_path / "study.yaml").write_text("as_of: 2024-01-01\n", "utf-8")
    steps = "".join(
        f"- id: s{place}\n  title: {{en: {title}}}\n  state: {state}\n{due}"
        for place, (title, state, due) in enumerate(
            [("Done", "done", ""), ("Open", "unknown", ""), ("Future", "drafted", "  due: 2030-01-01\n"),
             ("Late", "drafted", "  due: 2024-02-01\n")]
        )
    )  # fmt: skip
    (tmp_path / "p.yaml").write_text(f"steps:\n{steps}", "utf-8")
    out = told(capsys, "status", str(tmp_path), "--as-of", "2024-06-01")
    places = [out.index(title) for title in ("Late", "Future", "Open", "Done ")]
    assert places == sorted(places)


def test_show_cuts_what_nobody_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """A hundred rows are shown, the whole first, and how many more there are; what is asked for is shown in full."""
    short = told(capsys, "show", str(SHIPPED), "--lang", "en").splitlines()
    long = told(capsys, "show", str(SHIPPED), "--lang", "en", "--long").splitlines()
    left = int(next(line for line in short if "more (" in line).split()[2])
    assert len([line for line in long if line]) - len([line for line in short if line]) == left - 1
    asked = told(capsys, "show", str(SHIPPED), "--by", "kind", "--lang", "en").splitlines()
    assert len(asked) > 110
    assert not any("more (" in line for line in asked)
    assert "more (" not in told(capsys, "show", str(MINISTRY))
