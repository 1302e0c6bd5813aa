"""Tables of Hebrew offices: units with figures and heads, posts with status and who holds them."""

# ruff: noqa: RUF001

from __future__ import annotations

from pathlib import Path

from tests.io.importers.beginning import begun, tree

UNITS = """קוד יחידה,שם היחידה,יחידה ממונה,מנהל היחידה,תקנים,איוש בפועל,פנויים
100,משרד הרווחה,,דנה לוי,3,3,0
110,אגף משאבי אנוש,100,יוסי כהן,14,12,2
111,מחלקת שכר,110,,6,5,1
120,אגף תקציבים,100,רות אברהם,9,9,0
,"סה""כ",,,32,29,3
"""
POSTS = """מספר תקן,תואר התפקיד,יחידה,ממונה,שם העובד,דרגה,סטטוס,היקף משרה
1001,מנהל האגף,אגף משאבי אנוש,,יוסי כהן,44,מאוישת,100%
1002,סגן מנהל האגף,אגף משאבי אנוש,1001,שרה מזרחי,42,מאוישת,100%
1003,חשב שכר,מחלקת שכר,1001,,40,פנויה,
1004,רכז גיוס,מחלקת שכר,1003,אבי ביטון,38,מאוישת,50%
"""


def test_units_with_figures_and_heads_are_read(tmp_path: Path) -> None:
    """Figures are those of the file, its last row a sum; each unit lies below the one that it names."""
    found = begun(UNITS, tmp_path)
    assert found.map.language == "he"
    assert tree(found) == {
        "משרד הרווחה": None, "אגף משאבי אנוש": "משרד הרווחה", "מחלקת שכר": "אגף משאבי אנוש", "אגף תקציבים": "משרד הרווחה",
    }  # fmt: skip
    posts = list(found.structure.posts)
    assert sum(post.authorized or 0 for post in posts) == 32
    assert sum(post.filled or 0 for post in posts) == 29
    assert {one.name for one in found.structure.table("persons")} == {"דנה לוי", "יוסי כהן", "רות אברהם"}


def test_posts_with_status_and_holders_are_read(tmp_path: Path) -> None:
    """A vacant post has nobody; parts of full time are those of the file; a deputy is told by the title."""
    found = begun(POSTS, tmp_path)
    posts = {post.id: post for post in found.structure.posts}
    assert [posts[id].filled for id in ("1001", "1002", "1003", "1004")] == [1, 1, 0, 1]
    assert posts["1004"].fte == 50
    assert posts["1002"].rank == "deputy"
    assert {one.name for one in found.structure.table("persons")} == {"יוסי כהן", "שרה מזרחי", "אבי ביטון"}
