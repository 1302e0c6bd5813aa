"""An HR office's workbook from init to a study: a banner, two sheets, vacancies, dotted lines, a superior who is not there."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import orgmodel
from orgmodel.cli.main import run
from orgmodel.comparison.comparison import Comparison
from orgmodel.core.problems import errors
from orgmodel.scenario.scenario import Study

UNITS = (
    ("CAB", "Ministry of Rivers", "Ministry", ""),
    ("LEG", "Legal Unit", "Unit", "CAB"),
    ("CS", "Corporate Services Directorate", "Directorate", "CAB"),
    ("FIN", "Finance Division", "Division", "CS"),
    ("W", "Waterways Agency", "Agency", "CAB"),
    ("W1", "Locks Division", "Division", "W"),
    ("WS", "Support Section", "Section", "W"),
    ("P", "Ports Agency", "Agency", "CAB"),
    ("PS", "Support Section", "Section", "P"),
)
HEADER = (
    *("Position No.", "Position Title", "Grade", "Org Unit Code", "Org Unit", "Reports To (Position)"),
    *("Dotted line to", "FTE", "Status", "Incumbent"),
)
POSTS: tuple[tuple[Any, ...], ...] = (
    ("Q01", "Permanent Secretary", "S4", "CAB", "", "", 1, "Filled", "Khan, Ela"),
    ("Q02", "Head of Unit", "G6", "LEG", "Q01", "", 1, "Filled", "Rossi, Dev"),
    ("Q03", "Director", "S2", "CS", "Q01", "", 1, "Filled", "Lima, Sam"),
    ("Q04", "Deputy Director", "S1", "CS", "Q03", "", 1, "Filled", "Quist, Gita"),
    ("Q05", "Head of Division", "S1", "FIN", "Q03", "", 1, "Filled", "Novak, Ben"),
    ("Q06", "Officer", "HEO", "FIN", "Q05", "", 1, "Filled", "Borg, Kim"),
    ("Q07", "Officer", "HEO", "FIN", "Q05", "", 0.6, "Filled", "Rossi, Dev"),
    ("Q08", "Officer", "HEO", "FIN", "Q05", "", "", "Vacant", ""),
    ("Q09", "Analyst", "SEO", "FIN", "Q05", "", "", "tbc", ""),
    ("Q10", "Chief Executive", "S3", "W", "Q01", "", 1, "Filled", "Pace, Kim"),
    ("Q11", "Deputy Chief Executive", "S1", "W", "Q10", "", 1, "Filled", "Weber, Lena"),
    ("Q12", "Assistant", "EO", "W", "Q10", "", 1, "Filled", "Tan, Pia"),
    ("Q13", "Head of Division", "S1", "W1", "Q10", "", 1, "Filled", "Young, Rosa"),
    ("Q14", "Lock keeper", "AO", "W1", "Q13", "", 1, "Filled", "Abela, Nora"),
    ("Q15", "Lock keeper", "AO", "W1", "P999999", "", 1, "Filled", "Ellul, Jon"),
    ("Q16", "Lock keeper", "AO", "W1", "Q13", "", "", "Frozen", ""),
    ("Q17", "Section Head", "G7", "WS", "Q10", "", 1, "Filled", "Vella, Cora"),
    ("Q18", "Finance partner", "SEO", "WS", "Q17", "Q05", 0.8, "Filled", "Huber, Uwe"),
    ("Q19", "Finance partner", "SEO", "WS", "Q17", "Q05", 1, "Filled", "Xuereb, Omar"),
    ("Q20", "Chief Executive", "S3", "P", "Q01", "", 1, "Filled", "Jensen, Tara"),
    ("Q21", "Deputy Chief Executive", "S1", "P", "Q20", "", "", "Vacant", ""),
    ("Q22", "Section Head", "G7", "PS", "Q20", "", 1, "Filled", "Okafor, Cora"),
    ("Q23", "Finance partner", "SEO", "PS", "Q22", "Q05", 1, "Filled", "Farrugia, Will"),
)


def workbook(path: Path) -> Path:
    """Write the workbook: a banner and a blank row above the positions, the units on the second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Establishment"
    names = {code: name for code, name, _, _ in UNITS}
    sheet.append(["Ministry of Rivers – establishment as at 30/09/2026 – internal"])
    sheet.append([])
    sheet.append(HEADER)
    for id, title, grade, unit, *rest in POSTS:
        sheet.append([id, title, grade, unit, names[unit], *rest])
    units = book.create_sheet("Org units")
    units.append(("Code", "Name", "Type", "Parent code"))
    for row in UNITS:
        units.append(row)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Begin a study of the workbook by the command, with no map."""
    place = tmp_path_factory.mktemp("ministry")
    assert run(["init", str(workbook(place / "rivers.xlsx")), "-o", str(place / "m")]) == 0
    return place / "m"


@pytest.fixture(scope="module")
def study(folder: Path) -> Study:
    """Read the study that was begun."""
    found = orgmodel.read(folder)
    assert isinstance(found, Study)
    return found


def _totals(study: Study) -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {}
    for post in study.baseline.posts:
        for key in ("authorized", "filled", "fte"):
            total, missing = found.get(key, (0, 0))
            figure = getattr(post, key)
            found[key] = (total + (figure or 0), missing + (figure is None))
    return found


def test_the_study_says_what_the_workbook_says(study: Study) -> None:
    """Units stand in their tree, figures are those of the rows, and what the file does not say is missing."""
    assert {unit.id: unit.parent for unit in study.baseline.units} == {
        code: parent or None for code, _, _, parent in UNITS
    }
    filled = [row for row in POSTS if row[7] == "Filled"]
    assert _totals(study) == {
        "authorized": (len(POSTS), 0),
        "filled": (len(filled), 1),
        "fte": (round(100 * sum(row[6] for row in filled)), 1),
    }
    assert (study.language, study.baseline.as_of, study.title) == ("en", "2026-09-30", (("en", "Ministry of Rivers"),))
    assert dict(study.baseline.terms.kinds) == {
        "ministry": "body",
        "unit": "internal",
        "directorate": "internal",
        "division": "internal",
        "agency": "agency",
        "section": "internal",
    }
    assert errors(study.problems) == []


def test_who_reports_to_whom(study: Study) -> None:
    """Every known superior is there, whether written or by the ordinary rule; dotted lines are of the study's own kind."""
    row_of = {row["post"]: row["row"] for row in csv.DictReader((Path(study.folder) / "import/origins.csv").open())}
    wanted = {(row_of[row[0]], row_of[row[4]]) for row in POSTS if row[4] in row_of}
    graph = study.baseline.graph("posts")
    assert wanted <= set(graph.edges)
    assert set(graph.edges) - wanted == {("Q15", "Q13")}  # its superior is not there: the ordinary rule puts it so
    dotted = [line for line in study.baseline.lines if line.kind == "dotted_line"]
    assert sorted((line.from_, line.to) for line in dotted) == [("Q18", "Q05"), ("Q23", "Q05")]
    assert study.baseline.terms.lines["dotted_line"] == "dotted"


def test_ranks_are_said_or_unknown(study: Study) -> None:
    """Heads are those to whom the others of a unit answer, deputies by the stated rule of titles, nobody is staff."""
    ranks = {post.id: post.rank for post in study.baseline.posts}
    assert {id for id, rank in ranks.items() if rank == "head"} == {
        *("Q01", "Q03", "Q05", "Q10", "Q13", "Q17", "Q20", "Q22"),
    }
    assert {id for id, rank in ranks.items() if rank == "deputy"} == {"Q04", "Q11", "Q21"}
    assert Counter(ranks.values())["staff"] == 0


def test_origins_and_reports_account_for_every_row(folder: Path, study: Study) -> None:
    """Each post of the sheet is in one row that cites its line; the superior who is not there is told with its row."""
    origins = list(csv.DictReader((folder / "import" / "origins.csv").open(encoding="utf-8")))
    assert len(origins) == len(POSTS)
    assert {row["post"] for row in origins} == {row[0] for row in POSTS}
    cited = [int(line) for post in study.baseline.posts for line in post.src.removeprefix("establishment:").split(", ")]
    assert sorted(cited) == list(range(4, 4 + len(POSTS)))
    told = list(csv.DictReader((folder / "import" / "problems.csv").open(encoding="utf-8")))
    assert [(row["row"], row["code"]) for row in told] == [("", "NAME_IN_SEVERAL_POSTS"), ("18", "UNKNOWN_SUPERIOR")]


def test_run_again_the_map_is_kept(folder: Path, tmp_path: Path) -> None:
    """A map that somebody edited is read and left as it is; what it says comes in."""
    shutil.copytree(folder.parent, tmp_path / "again")
    again = tmp_path / "again" / "m"
    path = again / "import" / "map.yaml"
    text = path.read_text(encoding="utf-8").replace("tbc: unknown", "tbc: vacant")
    path.write_text(text, encoding="utf-8")
    assert run(["init", str(tmp_path / "again" / "rivers.xlsx"), "-o", str(again)]) == 0
    assert path.read_text(encoding="utf-8") == text
    read = orgmodel.read(again)
    assert isinstance(read, Study)
    assert _totals(read)["filled"][1] == 0


def test_the_same_files_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """Two runs write the same study."""
    assert run(["init", str(folder.parent / "rivers.xlsx"), "-o", str(tmp_path / "m")]) == 0
    names = sorted(path.relative_to(folder) for path in folder.rglob("*.*") if path.is_file() and path.name[0] != ".")
    assert names == sorted(
        p.relative_to(tmp_path / "m") for p in (tmp_path / "m").rglob("*.*") if p.is_file() and p.name[0] != "."
    )
    assert all((folder / name).read_bytes() == (tmp_path / "m" / name).read_bytes() for name in names)


# -- the shared case, where it is there --------------------------------------------------------------------------------

BY_HAND = {
    "A40": {"head": "P100028", "deputy": "P100029", "personal-assistant": "P100030"},
    "A50": {"head": "P100041"},
    "A60": {"head": "P100047"},
    "A63": {"head": "P100052"},
    "D11": {"head": "P100008"},
    "D12": {"head": "P100009"},
}
"""The posts that the three proposals name by hand, and how init calls them."""

_SAME = (
    "units",
    "units_internal",
    "posts_authorized",
    "posts_filled",
    "vacancies",
    "headcount",
    "layers",
    "posts_moved",
)
_SAME_VALUE = ("heads", "deputies", "span_mean", "span_max", "fte")


@pytest.mark.needs_data
def test_proposals_by_hand_give_the_same_figures(cases_folder: Path, tmp_path: Path) -> None:
    """Three proposals over the study of init give the figures that they give over a baseline written by hand."""
    case = cases_folder / "ministry-hr"
    assert run(["init", str(case / "establishment.xlsx"), "-o", str(tmp_path / "m")]) == 0
    shutil.copytree(case / "by-hand", tmp_path / "hand" / "baseline")
    shutil.copy(case / "by-hand-study.yaml", tmp_path / "hand" / "study.yaml")
    for name in ("A-split", "B-merge", "C-delayer"):
        text = (case / f"{name}.yaml").read_text(encoding="utf-8")
        (tmp_path / "hand" / f"{name}.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "m" / f"{name}.yaml").write_text(_renamed(name, text), encoding="utf-8")
    mine, hand = (_figures(orgmodel.read(tmp_path / folder)) for folder in ("m", "hand"))
    assert mine == hand


def _renamed(name: str, text: str) -> str:
    for unit in ("A50", "A60", "A63"):
        text = text.replace(f"{unit}/head", BY_HAND[unit]["head"])
    ids = BY_HAND["A40"]
    text = text.replace("posts: [head, personal-assistant]", f"posts: [{ids['head']}, {ids['personal-assistant']}]")
    text = text.replace("{keep: head}", f"{{keep: {ids['head']}}}").replace(
        "posts: [deputy]", f"posts: [{ids['deputy']}]"
    )
    text = text.replace("{convert: deputy, filled", f"{{convert: {ids['deputy']}, filled")
    if name == "C-delayer":
        for unit in ("D11", "D12"):
            text = text.replace("posts: [head]", f"posts: [{BY_HAND[unit]['head']}]", 1)
    return text


def _figures(study: Any) -> dict[tuple[str, str], Any]:
    assert isinstance(study, Study)
    found: Comparison = orgmodel.compare(study, scopes=["total"])
    table = found.measures
    rows = table[table["measure"].isin([*_SAME, *_SAME_VALUE])].to_dict("records")
    return {
        (row["scenario"], row["measure"]): (
            row["before"], row["after"], row["change"], *((row["missing"],) if row["measure"] in _SAME else ())
        )
        for row in rows
    }  # fmt: skip
