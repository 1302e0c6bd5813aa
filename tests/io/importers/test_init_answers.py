"""What the questions of a map lead to when they are answered plainly, and tables that ask nothing any more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orgmodel
from tests.io.importers.beginning import begun, tree

LEVELS = """Branch / Direction générale,Sector / Secteur,Approved positions / Postes approuvés,Occupied positions / Postes occupés
Services,Finance,40,36
Services,People,30,27
Science,Surveys,35,31
"""
SUM = "Einheet,Iwwergeuerdnet,Geneemegt,Besat,Fräi\nRot,,4,4,0\nRH,Rot,12,10,2\nRecrutement,RH,7,6,1\nFinanzen,Rot,20,17,3\n"
GRID = "Unit,Alpha,,Beta,\n,Authorised,Filled,Authorised,Filled\nRoads,6,5,15,13\nPorts,5,5,12,11\n"


def answered(text: str, folder: Path, **answers: str) -> Any:
    """Answer the questions of the map that is proposed, and begin again."""
    map = begun(text, folder).map_text
    for key, answer in answers.items():
        assert f'{key}: "?"' in map, map
        map = map.replace(f'{key}: "?"', f"{key}: {answer}")
    (folder / "map.yaml").write_text(map, encoding="utf-8")
    return begun(text, folder, map=folder / "map.yaml")


def sums(found: Any) -> tuple[int, int]:
    """Sum posts authorized and people present."""
    posts = list(found.structure.posts)
    return sum(post.authorized or 0 for post in posts), sum(post.filled or 0 for post in posts)


def test_levels_that_are_asked_name_the_units_by_themselves(tmp_path: Path) -> None:
    """Answering the one question is enough: no column of names stands there that the answer contradicts."""
    found = answered(LEVELS, tmp_path, levels="[Branch / Direction générale, Sector / Secteur]")
    above = tree(found)
    assert {name for name, parent in above.items() if parent is None} == {"Services", "Science"}
    assert {name for name, parent in above.items() if parent == "Services"} == {"Finance", "People"}
    assert sums(found) == (105, 94)


def test_a_column_that_is_the_sum_of_two_is_asked_with_what_the_two_are(tmp_path: Path) -> None:
    """Posts, people and vacancies under headings of no known word come in by two answers; two sorts of people by others."""
    assert sums(answered(SUM, tmp_path, authorized="Geneemegt")) == (43, 37)
    strange = SUM.replace("Besat", "Bbbb")
    assert sums(answered(strange, tmp_path, authorized="Geneemegt", filled="Bbbb")) == (43, 37)


def test_names_over_posts_and_people_are_sorts(tmp_path: Path) -> None:
    """Under each of two names stand posts authorized and people present: they are of two sorts of staff, in one sum."""
    assert sums(begun(GRID, tmp_path)) == (38, 34)


def test_dates_over_posts_and_people_are_no_sorts(tmp_path: Path) -> None:
    """The same figures at two dates are not added up: which date is meant is asked."""
    for first, second in (("2024", "2025"), ("June", "July")):
        assert begun(GRID.replace("Alpha", first).replace("Beta", second), tmp_path).open


def test_merged_units_over_sorts_of_posts_stand_over_each_of_them(tmp_path: Path) -> None:
    """A unit that stands once over several rows is that of all of them; where units repeat, a blank one is missing."""
    merged = "单位,人员类别,编制数,实有人数\n教育局,行政编制,10,9\n,事业编制,8,8\n民政局,行政编制,7,6\n,事业编制,3,3\n"
    found = begun(merged, tmp_path)
    assert not found.open
    assert set(tree(found)) == {"教育局", "民政局"}
    assert sums(found) == (28, 26)
    plain = merged.replace("\n,事业编制,3", "\n教育局,事业编制,3")
    assert "fill: true" not in begun(plain, tmp_path, name="other.csv").map_text


def test_a_share_of_work_is_no_count(tmp_path: Path) -> None:
    """A Swiss degree of employment is the full-time equivalents of a post, in hundredths."""
    text = "Abteilung;Funktion;Name;Pensum (%)\nKanzlei;Schreiber;Urs Steiner;100\nKanzlei;Hilfe;Nina Frei;60\nBau;Hauswart;Kurt Moser;50\n"
    found = begun(text, tmp_path)
    assert sorted(post.fte or 0 for post in found.structure.posts) == [50, 60, 100]
    assert isinstance(found.structure, orgmodel.Structure)
