"""Lists of posts in which the unit stands as a row of text above its posts, and tables that only look like them."""

from __future__ import annotations

from pathlib import Path

import pytest

import orgmodel
from orgmodel.core.problems import ProblemsError
from tests.io.importers.beginning import begun, tree

PLAN = """No,Post title,Grade,Posts,Filled
,HARBOUR OFFICE,,,
1,Harbour master,A,1,1
2,Clerk,C,2,1
,Subtotal,,3,2
,Pilot service,,,
3,Pilot,B,6,4
4,Boatman,D,4,4
,Subtotal,,10,8
,Total,,13,10
"""
STAFF_LIST = """№ з/п;Назва структурного підрозділу та посад;Кількість штатних одиниць;Фонд
;Керівництво;;
1;Директор;1;24500
2;Заступник директора;2;44000
;Відділ обліку;;
3;Головний бухгалтер;1;18000
4;Бухгалтер;3;42000
;Всього;7;128500
"""
CAP = """N° ORDEN,UNIDAD ORGÁNICA / CARGO ESTRUCTURAL,CLASIFICACIÓN,TOTAL,OCUPADO,PREVISTO
I,ALCALDÍA,,,,
1,Alcalde,FP,1,1,0
2,Secretaria,AP,2,1,1
II,GERENCIA MUNICIPAL,,,,
3,Gerente,EC,1,1,0
4,Asistente,AP,4,1,3
"""


def figures(found: orgmodel.Begun) -> dict[str, list[tuple[int | None, int | None]]]:
    names = {unit.id: dict(unit.names).popitem()[1] for unit in found.structure.units}
    by_unit: dict[str, list[tuple[int | None, int | None]]] = {}
    for post in found.structure.posts:
        by_unit.setdefault(names[post.unit], []).append((post.authorized, post.filled))
    return {name: sorted(some, key=str) for name, some in by_unit.items()}


def test_a_row_of_text_is_the_unit_of_the_posts_below_it(tmp_path: Path) -> None:
    """Each such row is told, sums are passed over, and every row is accounted for."""
    found = begun(PLAN, tmp_path)
    assert tree(found) == {"table": None, "HARBOUR OFFICE": "table", "Pilot service": "table"}
    assert figures(found) == {"HARBOUR OFFICE": [(1, 1), (2, 1)], "Pilot service": [(4, 4), (6, 4)]}
    guess = found.guesses.at("tables.0.unit_rows")
    assert guess is not None
    assert guess.certainty == "likely"
    assert "2 ('HARBOUR OFFICE', 'Pilot service')" in guess.why
    assert found.imported.rows_in == 9
    assert [one.code for one in found.problems].count("UNIT_ROW") == 2
    assert [one.code for one in found.problems].count("TOTAL_ROW") == 3


@pytest.mark.parametrize("text", [STAFF_LIST, CAP])
def test_headings_that_speak_of_units_and_titles_in_one_tell_posts(tmp_path: Path, text: str) -> None:
    """A heading of units and titles in one, as plans of posts have it, says that rows are posts."""
    found = begun(text, tmp_path)
    assert not found.open
    units = list(figures(found).values())
    assert list(map(len, units)) == [2, 2]
    assert sum(authorized or 0 for some in units for authorized, _ in some) in (7, 8)


def test_outline_numbers_tell_several_depths(tmp_path: Path) -> None:
    """A unit by 1.1 is under the one by 1, and one that is above all others is the organisation."""
    text = """No.,Unit and post,Posts
01,Ministry,
,Minister,1
01.1,Planning,
,Planner,3
01.1.1,Maps,
,Cartographer,2
01.2,Roads,
,Engineer,5
"""
    found = begun(text, tmp_path)
    assert tree(found) == {"Ministry": None, "Planning": "Ministry", "Maps": "Planning", "Roads": "Ministry"}
    assert figures(found)["Maps"] == [(2, None)]


def test_numbers_before_the_names_and_a_unit_without_posts(tmp_path: Path) -> None:
    """Numbers before names are no part of them, and a unit that nobody is in is kept."""
    text = """Post title,Posts
I. Ministry of works,
Minister,1
II. Archive,
III. Roads,
Engineer,5
Driver,2
"""
    found = begun(text, tmp_path)
    assert tree(found) == {
        "table": None, "Ministry of works": "table", "Archive": "table", "Roads": "table",
    }  # fmt: skip


def test_texts_set_in_tell_several_depths(tmp_path: Path) -> None:
    """Spaces before the texts say how deep each unit is."""
    text = """Post title,Posts
Ministry,
Minister,1
  Planning,
Planner,3
  Roads,
Engineer,5
"""
    assert tree(begun(text, tmp_path)) == {"Ministry": None, "Planning": "Ministry", "Roads": "Ministry"}


def test_headings_of_no_known_word_are_asked(tmp_path: Path) -> None:
    """Where no heading tells what the rows are, a map is written that asks."""
    text = "Qq,Ww,Zz\nHarbour,,\nMaster,1,x\nClerk,2,y\nPilots,,\nPilot,6,x\nBoatman,4,y\n"
    found = begun(text, tmp_path)
    assert found.open
    with pytest.raises(ProblemsError):
        found.save(tmp_path / "study")
    text = found.map_text
    assert 'rows: "?"' in text
    assert "unit_rows: true" in text


def test_a_map_may_say_it(tmp_path: Path) -> None:
    """The key of a map does what is found without one."""
    path = tmp_path / "table.csv"
    path.write_text(PLAN, encoding="utf-8")
    map = {
        "rows": "posts", "unit_rows": True, "organisation": "Port", "columns": {"name": "Post title", "authorized": "Posts"}
    }  # fmt: skip
    found = orgmodel.import_from("hierarchy", path, options={"map": map})
    assert sorted(unit.id for unit in found.structure.units) == ["port", "port.harbour-office", "port.pilot-service"]


@pytest.mark.parametrize(
    "text",
    [
        # a list of units set in, of which the groups have no figures
        "Unit,Posts,Filled\nMinistry,,\n  Roads,4,3\n  Bridges,5,5\n  Ports,2,1\n",
        # rows of units, one of which nothing is known of
        "Department,Posts,Filled\nLegal,,\nRoads,4,3\nArchive,,\nBridges,5,5\nPorts,2,1\n",
        # a post without a grade or figure is a post where the unit has a column
        "Post title,Unit,Posts\nMinister,Office,1\nClerk,Office,\nDriver,Roads,2\n",
        # one row of text is a title
        "Unit,Post title,Posts\nStaff of the port,,\nHarbour,Master,1\nHarbour,Clerk,2\nPilots,Pilot,6\n",
    ],
)
def test_other_tables_are_read_as_before(tmp_path: Path, text: str) -> None:
    """Units without figures, posts without figures and titles of tables name no units of rows below."""
    found = begun(text, tmp_path)
    assert "unit_rows" not in found.map_text
