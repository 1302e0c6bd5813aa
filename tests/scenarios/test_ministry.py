"""The study of a made-up ministry: made again by init, recounted with pandas over its tables, told by every command in English."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml

import orgmodel
from orgmodel.cli.main import run
from orgmodel.io.write_baseline import write_baseline

FOLDER = Path(__file__).parents[2] / "scenarios" / "ministry"
VIETNAMESE = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
PROPOSALS = ("split", "merger", "delayering", "together")
Recount = dict[str, float]
"""What a baseline folder comes to, by pandas alone: counts, full-time equivalents and yearly cost."""


def recount(folder: Path) -> Recount:
    """Count a baseline folder with pandas; money is full-time equivalents times pay of those present."""
    units = pd.read_csv(folder / "units.csv", dtype=str)
    if "to" in units:
        units = units[units["to"].isna()]
    posts = pd.read_csv(folder / "posts.csv", dtype={"id": str})
    assert posts["unit"].isin(units["id"]).all()
    assert posts[["authorized", "filled", "fte", "pay"]].notna().all().all()
    parents = dict(units[["id", "parent"]].itertuples(index=False))
    depths = []
    for unit in parents:
        depth, above = 1, unit
        while isinstance(above := parents[above], str):
            depth += 1
        depths.append(depth)
    ranks = posts.groupby("rank")["authorized"].sum()
    return {
        "units": int((units["kind"] == "agency").sum()),
        "units_internal": int((~units["kind"].isin(["agency", "ministry"])).sum()),
        "posts_authorized": int(posts["authorized"].sum()),
        "posts_filled": int(posts["filled"].sum()),
        "vacancies": int((posts["authorized"] - posts["filled"]).sum()),
        "heads": int(ranks["head"]),
        "deputies": int(ranks["deputy"]),
        "staff": int(ranks["staff"]),
        "fte": round(float(posts["fte"].sum()), 2),
        "cost_year": round(float((posts["fte"] * posts["pay"]).sum())),
        "layers": max(depths),
    }


BEFORE = {
    "units": 3, "units_internal": 30, "posts_authorized": 176, "posts_filled": 157, "vacancies": 19, "heads": 34, "deputies": 5,
    "staff": 137, "fte": 153.8, "cost_year": 7759900, "layers": 4,
}  # fmt: skip
CHANGES = {
    "split": {"units": 1, "heads": 1, "deputies": -1, "cost_year": 97000 - 78000},
    "merger": {
        "units": -1, "units_internal": -1, "posts_authorized": -2, "posts_filled": -1, "vacancies": -1, "heads": -2,
        "deputies": 1, "staff": -1, "fte": -1, "cost_year": 78000 - 97000 - 64000,
    },
    "delayering": {
        "units_internal": -3, "posts_authorized": -3, "posts_filled": -1, "vacancies": -2, "heads": -3, "fte": -1,
        "cost_year": -78000, "layers": -1,
    },
}  # fmt: skip
"""Worked by hand from the three proposals; the three together come to the sum of the three."""
CHANGES["together"] = {
    key: sum(CHANGES[name].get(key, 0) for name in ("split", "merger", "delayering")) for key in BEFORE
}
ONE_OFF = {"split": 72000, "merger": 57000, "delayering": 47000, "together": 176000}


@pytest.fixture(scope="module")
def study() -> orgmodel.Study:
    """Read the study."""
    found = orgmodel.read(FOLDER)
    assert isinstance(found, orgmodel.Study)
    return found


def test_the_workbook_is_what_its_script_writes(tmp_path: Path) -> None:
    """Cell by cell; two runs of the script agree."""
    spec = importlib.util.spec_from_file_location("workbook", FOLDER / "import" / "workbook.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.write(tmp_path / "again.xlsx")
    again, kept = (
        openpyxl.load_workbook(path) for path in (tmp_path / "again.xlsx", FOLDER / "import/establishment.xlsx")
    )
    assert again.sheetnames == kept.sheetnames
    for name in kept.sheetnames:
        assert list(again[name].values) == list(kept[name].values)


def test_init_makes_the_same_study_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the kept map the tables are the same bytes, and the study begins with what init writes."""
    (tmp_path / "import").mkdir()
    shutil.copy(FOLDER / "import" / "map.yaml", tmp_path / "import")
    assert run(["init", str(FOLDER / "import" / "establishment.xlsx"), "-o", str(tmp_path)]) == 0
    assert "210 rows: 210 imported unchanged, 0 reported" in "".join(capsys.readouterr())
    names = [*(file.name for file in (FOLDER / "baseline").iterdir())]
    assert sorted(file.name for file in (tmp_path / "baseline").iterdir()) == sorted(names)
    for name in [
        *(f"baseline/{name}" for name in names),
        "import/map.yaml",
        "import/origins.csv",
        "import/problems.csv",
    ]:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name
    begun, ours = (yaml.safe_load((folder / "study.yaml").read_text("utf-8")) for folder in (tmp_path, FOLDER))
    assert {key: ours[key] for key in begun if key != "title"} == {key: begun[key] for key in begun if key != "title"}


def test_the_workbook_counted_by_itself() -> None:
    """Positions, status, full-time equivalents and pay of the sheet, without reading by init."""
    rows = pd.read_excel(
        FOLDER / "import" / "establishment.xlsx", sheet_name="Establishment", header=2, engine="openpyxl"
    )
    filled = rows[rows["Status"] == "Filled"]
    assert rows["Status"].value_counts().to_dict() == {"Filled": 157, "Vacant": 14, "Frozen": 5}
    assert filled["Incumbent"].nunique() == len(filled)
    assert rows.loc[rows["Status"] != "Filled", "Incumbent"].isna().all()
    assert round(filled["FTE"].sum(), 2) == BEFORE["fte"]
    assert round((filled["FTE"] * filled["Annual Salary"]).sum()) == BEFORE["cost_year"]
    lines = pd.read_csv(FOLDER / "baseline" / "lines.csv", dtype=str)
    assert int(rows["Dotted line to"].notna().sum()) == len(lines) == 8
    assert set(lines["kind"]) == {"professional"}


def test_baseline_recounted() -> None:
    """The tables come to the figures that the README tells."""
    assert recount(FOLDER / "baseline") == BEFORE


@pytest.mark.parametrize("name", PROPOSALS)
def test_proposals_recounted(study: orgmodel.Study, name: str, tmp_path: Path) -> None:
    """The state after, written as tables and counted with pandas, changes by what was worked out by hand, and compare says so."""
    outcome = study.scenario(name).run()
    assert outcome.sound
    assert not outcome.problems
    write_baseline(outcome.after, tmp_path / "after")
    after = recount(tmp_path / "after")
    changed = {key: round(after[key] - BEFORE[key], 2) for key in BEFORE if after[key] != BEFORE[key]}
    assert changed == {key: value for key, value in CHANGES[name].items() if value}
    comparison = orgmodel.compare(outcome, measures=[*BEFORE, "cost_one_off"], scopes=["total"])
    told = comparison.measures.set_index("measure")
    assert told.loc[list(BEFORE), "before"].astype(float).to_dict() == pytest.approx(BEFORE)
    assert told.loc[list(BEFORE), "after"].astype(float).to_dict() == pytest.approx(after)
    assert told.loc["cost_one_off", "after"] == ONE_OFF[name]


def test_together_meets_every_target(study: orgmodel.Study) -> None:
    """Each target is missed by one proposal at least, or met as it is; all are met together."""
    comparison = orgmodel.compare(*(study.scenario(name) for name in PROPOSALS))
    results = comparison.targets.pivot(index="measure", columns="scenario", values="result")
    assert set(results["together"]) == {"met"}
    assert results.loc["layers"].to_dict() == {
        "split": "missed",
        "merger": "missed",
        "delayering": "met",
        "together": "met",
    }


COMMANDS = (
    ["check"],
    ["show"],
    ["compare"],
    ["compare", "--format", "json"],
    ["status", "--as-of", "2027-01-05"],
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_commands_speak_english(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Every command that prints ends well, without a letter of Vietnamese."""
    assert run([words[0], str(FOLDER), *words[1:]]) == 0
    printed = "".join(capsys.readouterr())
    if "json" not in words:  # which has the words of both languages
        assert not VIETNAMESE.search(printed)
    if words == ["check"]:
        assert "0 errors, 0 warnings" in printed


def test_compare_fits_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    """Forty rows of 120 columns hold the four proposals side by side."""
    assert run(["compare", str(FOLDER)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 40
    assert max(len(line) for line in lines if not line.startswith("  Units:")) <= 120


def test_status_of_what_is_not_yet_in_force(capsys: pytest.CaptureFixture[str]) -> None:
    """What is submitted is so before it takes effect."""
    assert run(["status", str(FOLDER), "--as-of", "2027-01-05", "--format", "json"]) == 0
    steps = json.loads(capsys.readouterr().out)["steps"]
    states = {row["title"]["en"]: row["state"] for row in steps}
    assert states["Flood Defence and Inland Navigation become one agency"] == "submitted"
    assert states["A clerk goes along to inspection"] == "not_started"


def test_report_speaks_english(tmp_path: Path) -> None:
    """The report of the study is English throughout and tells its money."""
    for paper in ("report", "lists"):
        assert run(["report", str(FOLDER), "--paper", paper, "-o", str(tmp_path / f"{paper}.md")]) == 0
    text = "".join((tmp_path / f"{paper}.md").read_text("utf-8") for paper in ("report", "lists"))
    assert not VIETNAMESE.search(text)
    for figure in ("7,759,900", "7,617,900", "176,000"):
        assert figure in text
    told = [line.split(" | ") for line in text.splitlines() if line.startswith("| All three |") and "span" in line]
    assert [(row[1], row[3:8]) for row in told if len(row) == 9] == [
        ("Mean span of control", ["5.5", "", "5.15", "5.67", "pass"]),
        ("Widest span of control", ["", "9", "9", "9", "pass"]),
    ]


@pytest.mark.parametrize("name", PROPOSALS)
def test_charts_speak_english(name: str, tmp_path: Path) -> None:
    """Each proposal is drawn, changes by what becomes of each unit."""
    assert run(["chart", str(FOLDER / f"{name}.yaml"), "--state", "changes", "-o", str(tmp_path / "chart.svg")]) == 0
    files = list(tmp_path.glob("*.svg"))
    assert files
    for file in files:
        assert not VIETNAMESE.search(file.read_text("utf-8"))


def test_ribbons_end_at_their_boxes(study: orgmodel.Study) -> None:
    """On every page, also where the sides stand apart and what goes on is not level with itself."""
    seen = 0
    for page in orgmodel.chart(study.scenario("together").run(), state="changes").drawing.pages:
        at = {box.id: box for box in page.boxes}
        for ribbon in page.ribbons:
            seen += 1
            for end, y in ((ribbon.start, ribbon.y0), (ribbon.end, ribbon.y1)):
                assert at[end].y <= y <= at[end].y + at[end].height, (page.number, end)
    assert seen > 10


def test_the_readme_shows_what_compare_prints(capsys: pytest.CaptureFixture[str]) -> None:
    """The table of the project's README is printed by the command above it."""
    page = (FOLDER.parents[1] / "README.md").read_text("utf-8")
    command = re.search(r"^orgmodel (compare scenarios/ministry --measures \S+)$", page, re.MULTILINE)
    shown = re.search(r"^```text\n(Scenarios .*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert command is not None
    assert shown is not None
    words = command[1].replace("scenarios/ministry", str(FOLDER)).split()
    assert run(words) == 0
    assert shown[1] in capsys.readouterr().out


def test_the_readme_of_the_study_tells_its_figures() -> None:
    """Changes of units, posts, heads and cost of each proposal stand in its row as they were worked out."""
    page = (FOLDER / "README.md").read_text("utf-8")

    def signed(amount: float) -> str:
        return f"{amount:+,.0f}".replace("-", "−") if amount else "0"

    for name in PROPOSALS:
        change = dict.fromkeys(BEFORE, 0.0) | CHANGES[name]
        row = [
            cell.strip() for line in page.splitlines() if line.startswith(f"| `{name}` |") for cell in line.split("|")
        ]
        assert row[3:8] == [
            signed(change["units"] + change["units_internal"]),
            *(signed(change[key]) for key in ("posts_authorized", "heads", "posts_filled", "cost_year")),
        ]
        assert row[8].startswith(f"{ONE_OFF[name]:,} (")
