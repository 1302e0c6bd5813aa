"""Tables as they were printed: headers that each page repeats, numbers of pages, names over columns, points before names."""

from __future__ import annotations

from pathlib import Path

from tests.io.importers.beginning import begun, tree


def test_what_each_page_repeats_is_no_post(tmp_path: Path) -> None:
    """It is told row by row, and every row is accounted for."""
    head = "Post No,Title,Unit,Status\n"
    rows = f"{head}1,Director,Board,Filled\n2,Clerk,Board,Vacant\nPage 1 of 2,,,\n{head}3,Engineer,Works,Filled\nPage 2 of 2,,,\n"
    found = begun(rows, tmp_path)
    posts = found.structure.posts
    assert (sum(post.authorized for post in posts), sum(post.filled for post in posts)) == (3, 2)
    assert (found.imported.counts()["PAGE_ROW"], found.imported.rows_in) == (3, 6)
    assert "tables.0.status.Status" not in {one.place for one in found.guesses.found}
    assert "UNKNOWN_STATUS" not in found.imported.counts()


def test_figures_of_units_stay_figures(tmp_path: Path) -> None:
    """The name of a column of figures among them is no figure that cannot be read."""
    head = "Unit,Authorised,Present\n"
    found = begun(f"{head}Roads,10,9\n- 2 -,,\n{head}Bridges,5,5\nUnit 7,,\n", tmp_path)
    assert found.imported.counts().keys() == {"PAGE_ROW", "SEVERAL_TOPS"}
    assert (found.imported.counts()["PAGE_ROW"], len(list(found.structure.units))) == (2, 3)
    assert sum(post.authorized for post in found.structure.posts) == 15


def test_a_header_of_two_lines_is_repeated_by_pages(tmp_path: Path) -> None:
    """Both lines are left out wherever a page begins; a row that is like one of them alone is a row."""
    head = "Unit,Posts,,Remarks\n,Authorised,Filled,\n"
    rows = f"{head}Roads,12,10,\nBridges,8,7,new\nPage 2,,,\n{head}Payroll,5,5,\nUnit,1,1,\n"
    found = begun(rows, tmp_path)
    assert found.imported.counts().keys() == {"PAGE_ROW", "SEVERAL_TOPS"}
    assert (found.imported.counts()["PAGE_ROW"], found.imported.rows_in) == (3, 7)
    assert {dict(unit.names)["en"] for unit in found.structure.units} == {"Roads", "Bridges", "Payroll", "Unit"}
    posts = found.structure.posts
    assert (sum(post.authorized for post in posts), sum(post.filled for post in posts)) == (26, 23)


def test_a_name_over_columns_may_stand_over_each(tmp_path: Path) -> None:
    """As where merged cells were filled: the two lines are one header."""
    rows = "Unit,Authorised,Authorised,Present,Present\n,Officers,NCOs,Officers,NCOs\nA Company,5,20,4,18\nB Company,6,21,6,20\n"
    found = begun(rows, tmp_path)
    posts = found.structure.posts
    assert (sum(post.authorized for post in posts), sum(post.filled for post in posts)) == (52, 48)
    assert {post.category for post in posts} == {"Officers", "NCOs"}


def test_points_set_names_in(tmp_path: Path) -> None:
    """One alone counts where others have more."""
    found = begun("Unit,Posts\nMinistry,3\n.Works,10\n..Roads,5\n.Law,4\n", tmp_path)
    assert tree(found) == {"Ministry": None, "Works": "Ministry", "Roads": "Works", "Law": "Ministry"}
