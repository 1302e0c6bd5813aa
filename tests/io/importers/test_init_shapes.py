"""Ten shapes in which organisations come: each from init, with no map by hand, to a study that passes check and a chart."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

import orgmodel
from orgmodel.cli.main import run
from orgmodel.core.problems import errors
from orgmodel.scenario.scenario import Study

FOLDER = Path(__file__).parents[2] / "fixtures" / "imports" / "init"
Tree = dict[str, str | None]

TREES: dict[str, Tree] = {
    "sap.csv": {"Stadtwerke Musterstadt": None, "Netze": "Stadtwerke Musterstadt", "Wasser": "Netze", "Strom": "Netze"},
    "directory.csv": {"Water Board": None, "Supply": "Water Board", "Drainage": "Water Board"},
    "people.csv": {"Executive": None, "Programs": "Executive", "Finance": "Executive"},
    "levels.xlsx": {
        "Operations": None,
        "Roads": "Operations",
        "Maintenance": "Roads",
        "Signals": "Roads",
        "Bridges": "Operations",
        "Inspection": "Bridges",
        "Support": None,
        "People": "Support",
        "Pay": "People",
        "Training": "People",
    },
    "indented.csv": {
        "Port Authority": None,
        "Harbour Master": "Port Authority",
        "Pilots": "Harbour Master",
        "Vessel Traffic": "Harbour Master",
        "Engineering": "Port Authority",
        "Dredging": "Engineering",
        "Moorings": "Engineering",
        "Finance": "Port Authority",
    },
    "korean.csv": {
        "해양수산부": None,
        "기획조정실": "해양수산부",
        "혁신담당관": "기획조정실",
        "해운물류국": "해양수산부",
        "해운정책과": "해운물류국",
        "항만운영과": "해운물류국",
        "국립해양조사원": "해양수산부",
    },
    "arabic.csv": {
        "وزارة المياه": None,
        "إدارة الموارد": "وزارة المياه",
        "إدارة الشؤون المالية": "وزارة المياه",
        "قسم الآبار": "إدارة الموارد",
        "قسم السدود": "إدارة الموارد",
        "قسم الرواتب": "إدارة الشؤون المالية",
        "هيئة الري": "وزارة المياه",
    },
    "register.csv": {
        "Ministry of Ports": None,
        "Shipping Department": "Ministry of Ports",
        "Marine Resources Department": "Ministry of Ports",
        "Licences Section": "Shipping Department",
        "Quota Section": "Marine Resources Department",
    },
}
"""The units that each file tells of and what is above each, read from it by eye."""

FIGURES = {
    "sap.csv": (8, 0, 7, 0),
    "directory.csv": (0, 7, 7, 0),
    "people.csv": (0, 7, 7, 0),
    "levels.xlsx": (24, 0, 0, 7),
    "indented.csv": (87, 0, 65, 1),
    "korean.csv": (96, 0, 80, 1),
    "arabic.csv": (0, 0, 0, 0),
    "register.csv": (0, 0, 0, 0),
}
"""Posts authorized and filled, each with how many figures are missing."""

DAYS = {"sap.csv": "2031-06-30", "register.csv": "2026-01-01"}
"""The day that is meant, of files whose rows end."""

LANGUAGES = {"korean.csv": "ko", "arabic.csv": "ar", "japanese.csv": "ja", "nordic.csv": "nb"}


def begun(name: str, folder: Path) -> Study:
    """Begin a study of a file, check it, and read it."""
    day = ["--as-of", DAYS[name]] if name in DAYS else []
    assert run(["init", str(FOLDER / name), "-o", str(folder), *day]) == 0
    assert run(["check", str(folder)]) == 0
    found = orgmodel.read(folder)
    assert isinstance(found, Study)
    assert errors(found.problems) == []
    return found


@pytest.mark.parametrize("name", TREES)
def test_a_shape_comes_in_with_its_tree_and_figures(name: str, tmp_path: Path) -> None:
    """Units stand under those that the file puts them under, in its order; figures are its figures."""
    study = begun(name, tmp_path / "s")
    structure = study.baseline
    names = {unit.id: unit.name(study.language) for unit in structure.units}
    tree = {names[unit.id]: names[unit.parent] if unit.parent else None for unit in structure.units}
    assert tree == TREES[name]
    totals: list[int] = []
    for key in ("authorized", "filled"):
        values = [getattr(post, key) for post in structure.posts]
        totals += [sum(value or 0 for value in values), sum(value is None for value in values)]
        if key == "authorized" and name in ("directory.csv", "people.csv"):
            totals[-1] = (
                7 if all(value is None for value in values) else -1
            )  # of people no quota is known, grouped or not
    assert tuple(totals) == FIGURES[name]
    assert study.language == LANGUAGES.get(name, study.language)


@pytest.mark.parametrize("name", [*TREES, "japanese.csv", "nordic.csv"])
def test_a_chart_of_each_shape_is_drawn(name: str, tmp_path: Path) -> None:
    """The chart holds the name of every unit that the study has, whatever its letters."""
    study = begun(name, tmp_path / "s")
    drawn = tmp_path / "chart.drawio"
    subject = tmp_path / "s" / "lineage.yaml" if (tmp_path / "s" / "lineage.yaml").exists() else tmp_path / "s"
    assert run(["chart", str(subject), "--state", "before", "-o", str(drawn)]) == 0
    text = drawn.read_text("utf-8")
    assert all(part in text for unit in study.baseline.units for part in unit.name(study.language).split())


def test_which_units_became_which_goes_to_the_reader_of_lineages(tmp_path: Path) -> None:
    """A merger under an old code, and a replacement, are a scenario over the units before."""
    study = begun("japanese.csv", tmp_path / "s")
    assert {unit.id for unit in study.baseline.units} == {"10201", "10322", "10323", "10401", "10402"}
    outcome = study.scenarios["lineage"].run()
    assert {unit.id for unit in outcome.after.units} == {"10201", "10401", "10403"}
    assert "lineage:" in (tmp_path / "s" / "import" / "map.yaml").read_text("utf-8")
    assert run(["init", str(FOLDER / "japanese.csv"), "-o", str(tmp_path / "s")]) == 0


OPEN = "Division,Title,N\nOps,Head,1\nOps,Clerk,9\nPay,Clerk,3\n"


def test_what_reads_in_two_ways_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A column that counts posts or people is asked: nothing is imported, a map with a ? is written, and is read again."""
    path = tmp_path / "t.csv"
    path.write_text(f"Directorate,{OPEN}".replace("\nO", "\nCity,O").replace("\nP", "\nCity,P"), "utf-8")
    assert run(["init", str(path), "-o", str(tmp_path / "s")]) == 1
    told = capsys.readouterr()
    assert "authorized" in told.err
    map = tmp_path / "s" / "import" / "map.yaml"
    text = map.read_text("utf-8")
    assert '"?"' in text
    assert not (tmp_path / "s" / "study.yaml").exists()
    assert run(["init", str(path), "-o", str(tmp_path / "s")]) == 1
    map.write_text(text.replace('authorized: "?"', "filled: N"), "utf-8")
    assert run(["init", str(path), "-o", str(tmp_path / "s")]) == 0
    found = orgmodel.read(tmp_path / "s")
    assert isinstance(found, Study)
    assert sorted((post.filled, post.authorized) for post in found.baseline.posts) == [(1, None), (3, None), (9, None)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv", b""),
        ("x.csv", b"\xff\xfe\x00broken"),
        ("x.csv", b"a,b\n1,2\n"),
        ("x.xlsx", b"PK\x03\x04 no workbook"),
        ("x.csv", b'id,parent\n"open,1\n'),
        ("x.json", b"{"),
        ("x.json", b"[1, 2]"),
        ("none.csv", None),
        ("x.csv", b"id,parent\n1,\n"),
        ("x.csv", b"id,parent,name\n1,2,a\n2,1,b\n"),
    ],
)
def test_bad_input_is_told_and_never_a_traceback(
    name: str, data: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the file holds, init ends with a study or with what is wrong with the file."""
    if data is not None:
        (tmp_path / name).write_bytes(data)
    code = run(["init", str(tmp_path / name), "-o", str(tmp_path / "s")])
    told = capsys.readouterr().err
    assert "INTERNAL_ERROR" not in told
    assert (code == 0) == (tmp_path / "s" / "study.yaml").exists()
    assert code == 0 or told


PAGE = (Path(__file__).parents[3] / "docs" / "exchange.md").read_text(encoding="utf-8")
SHAPES = re.findall(
    r"^```csv\n(.*?)^```$", PAGE.partition("### Shapes")[2].partition("### hierarchy")[0], re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize("number", range(len(SHAPES)))
def test_each_shape_of_the_page_comes_in(number: int, tmp_path: Path) -> None:
    """What the page prints is read with no map, and every unit but one stands under another, or in its division."""
    (tmp_path / "table.csv").write_text(SHAPES[number], encoding="utf-8")
    assert run(["init", str(tmp_path / "table.csv"), "-o", str(tmp_path / "s")]) == 0
    assert run(["check", str(tmp_path / "s")]) == 0
    study = orgmodel.read(tmp_path / "s")
    assert isinstance(study, Study)
    units = list(study.baseline.units)
    assert len(units) > 1
    assert sum(unit.parent is None for unit in units) == (2 if number == 1 else 1)
    told = (tmp_path / "s" / "import" / "problems.csv").read_text("utf-8")
    assert ",error" not in told


def test_the_page_has_every_shape() -> None:
    """Sorts of staff, levels, names set in by spaces and by signs, units in rows of their own, units, posts and people as rows of one table, outlines, nested codes, signs of several kinds, paths with and without a top, SAP, directories, personnel systems, sums in a flat list and tables side by side are printed."""
    assert len(SHAPES) == 17


def test_popolo_goes_to_its_own_reader(tmp_path: Path) -> None:
    """An object with organizations and posts is a study by the reader of Popolo."""
    data = {
        "organizations": [{"id": "b", "name": "Board of Works", "classification": "legislature"}, {"id": "w", "name": "Works", "parent_id": "b"}],
        "posts": [{"id": "ceo", "organization_id": "w", "label": "Chief"}],
    }  # fmt: skip
    (tmp_path / "p.json").write_text(json.dumps(data), "utf-8")
    assert run(["init", str(tmp_path / "p.json"), "-o", str(tmp_path / "s")]) == 0
    assert run(["check", str(tmp_path / "s")]) == 0
    study = orgmodel.read(tmp_path / "s")
    assert isinstance(study, Study)
    assert ({unit.id: unit.parent for unit in study.baseline.units}, [post.id for post in study.baseline.posts]) == (
        {"b": None, "w": "b"},
        ["ceo"],
    )
    assert dict(study.baseline.terms.kinds) == {"legislature": "body", "agency": "agency"}


@pytest.mark.parametrize(("currencies", "declared"), [(("EUR", "EUR"), "EUR"), (("EUR", "USD"), None)])
def test_pay_comes_in_with_its_one_currency(currencies: tuple[str, str], declared: str | None, tmp_path: Path) -> None:
    """Pay is carried where one currency is told, and declared in the study; of several it is left out and told."""
    text = f"Position ID,Position Title,Unit,Reports to,Annual salary,Currency\nA,Chief,HQ,,90000,{currencies[0]}\nB,Clerk,HQ,A,,{currencies[1]}\n"
    (tmp_path / "t.csv").write_text(text, "utf-8")
    assert run(["init", str(tmp_path / "t.csv"), "-o", str(tmp_path / "s")]) == 0
    assert run(["check", str(tmp_path / "s")]) == 0
    study = orgmodel.read(tmp_path / "s")
    assert isinstance(study, Study)
    assert [post.pay for post in study.baseline.posts] == [90000 if declared else None, None]
    money = study.baseline.terms.money
    assert (money and money.currency) == declared
    assert ("Annual salary" in (tmp_path / "s" / "import" / "map.yaml").read_text("utf-8")) is True


UNKNOWN = """kk,oo,vv,zz,qq
A1,,Minister,Cabinet,filled
A2,A1,Chief,Roads,filled
A3,A2,Clerk,Roads,vacant
A4,A2,Clerk,Roads,filled
A5,A1,Chief,Ports,filled
A6,A5,Clerk,Ports,filled
"""


def test_headings_that_nobody_knows_are_read_by_their_values(tmp_path: Path) -> None:
    """Ids, superiors, titles, units and status are told by what stands under headings of no language."""
    (tmp_path / "t.csv").write_text(UNKNOWN, "utf-8")
    assert run(["init", str(tmp_path / "t.csv"), "-o", str(tmp_path / "s")]) == 0
    study = orgmodel.read(tmp_path / "s")
    assert isinstance(study, Study)
    names = {unit.id: unit.name() for unit in study.baseline.units}
    assert {names[unit.id]: unit.parent and names[unit.parent] for unit in study.baseline.units} == {
        "Cabinet": None,
        "Roads": "Cabinet",
        "Ports": "Cabinet",
    }
    assert sum(post.filled or 0 for post in study.baseline.posts) == 5
    assert {post.title() for post in study.baseline.posts} == {"Minister", "Chief", "Clerk"}


def test_sheets_that_tell_nothing_of_the_organisation_are_passed_over(tmp_path: Path) -> None:
    """Of a workbook with a cover, a list of grades and a table under a banner the table is read, in its language."""
    book = openpyxl.Workbook()
    book.active.append(["This workbook holds the structure of the town"])
    grades = book.create_sheet("Grades")
    for row in (["Code", "Name"], ["G1", "Junior"], ["G2", "Senior"]):
        grades.append(row)
    sheet = book.create_sheet("Organigramme")
    for row in (
        ["Ville – effectifs au 30/06/2026"], [], ["Code unité", "Libellé", "Code parent", "Postes budgétaires", "Effectif"],
        ["A", "Ville de Mer", None, 2, 2], ["B", "Direction des routes", "A", 10, 9], ["C", "Service des ponts", "B", 5, None],
    ):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / "fr.xlsx")
    assert run(["init", str(tmp_path / "fr.xlsx"), "-o", str(tmp_path / "s")]) == 0
    study = orgmodel.read(tmp_path / "s")
    assert isinstance(study, Study)
    assert (study.language, study.baseline.as_of) == ("fr", "2026-06-30")
    assert {unit.id: unit.parent for unit in study.baseline.units} == {"A": None, "B": "A", "C": "B"}
    assert "Grades" in (tmp_path / "s" / "import" / "map.yaml").read_text("utf-8")


SEVERAL = (
    "Unit code,Unit,Parent unit code,Category,Posts,Filled\nA,City,,Admin,2,2\nA,City,,Tech,3,1\nB,Roads,A,Tech,7,6\n"
)


def test_several_rows_a_unit_are_its_sorts_of_posts(tmp_path: Path) -> None:
    """A unit whose rows differ in a category is one unit with a row of posts for each."""
    (tmp_path / "t.csv").write_text(SEVERAL, "utf-8")
    assert run(["init", str(tmp_path / "t.csv"), "-o", str(tmp_path / "s")]) == 0
    assert run(["check", str(tmp_path / "s")]) == 0
    study = orgmodel.read(tmp_path / "s")
    assert isinstance(study, Study)
    assert {unit.id: unit.parent for unit in study.baseline.units} == {"A": None, "B": "A"}
    rows = sorted((post.unit, post.category, post.authorized, post.filled) for post in study.baseline.posts)
    assert rows == [("A", "Admin", 2, 2), ("A", "Tech", 3, 1), ("B", "Tech", 7, 6)]


def test_people_without_ids_report_by_name(tmp_path: Path) -> None:
    """A list of names, managers and titles is of people, who bear the numbers of their lines."""
    (tmp_path / "t.csv").write_text("Name,Manager,Title\nAnn,,Boss\nBob,Ann,Clerk\nCy,Ann,Clerk\n", "utf-8")
    assert run(["init", str(tmp_path / "t.csv"), "-o", str(tmp_path / "s")]) == 0
    study = orgmodel.read(tmp_path / "s")
    assert isinstance(study, Study)
    assert sorted((post.title(), post.rank, post.filled) for post in study.baseline.posts) == [
        ("Boss", "head", 1),
        ("Clerk", "unknown", 2),
    ]
    assert set(study.baseline.graph("posts").edges) == {("row-3", "row-2")}


def test_samples_of_a_template_are_passed_over(tmp_path: Path) -> None:
    """Rows that say that they are examples are skipped by their lines, which the map has, and told."""
    text = "Code,Name,Parent code,Posts\ne.g. A1,Example Department,A,5\n<code>,<name>,,\nA,City,,2\nB,Example Street Office,A,4\n"
    (tmp_path / "t.csv").write_text(text, "utf-8")
    assert run(["init", str(tmp_path / "t.csv"), "-o", str(tmp_path / "s")]) == 0
    study = orgmodel.read(tmp_path / "s")
    assert isinstance(study, Study)
    assert "skip: [2, 3]" in (tmp_path / "s" / "import" / "map.yaml").read_text("utf-8")
    assert {unit.id for unit in study.baseline.units} == {"A", "B"}
    assert (tmp_path / "s" / "import" / "problems.csv").read_text("utf-8").count("SKIPPED") == 2
