"""Rows of totals at the foot of a table: by a word of any language, and by their figures alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgmodel.io.importers.known.tables import is_total
from tests.io.importers.beginning import begun

_ROWS = "Department,Job title,Posts,Staff in post\nFinance,Accountant,12,10\nFinance,Clerk,9,7\nWorks,Engineer,15,11\nWorks,Fitter,5,4\n"


def test_words_for_sums_of_many_languages_are_known() -> None:
    """In capitals without accents too."""
    words = (
        "ΣΥΝΟΛΟ", "Γενικό σύνολο", "УСЬОГО", "Всього", "Разом", "Soma", "รวมทั้งสิ้น", "Mindösszesen", 'סה"כ', "Общо", "Ukupno",
        "جمع کل", "Jumla", "Skupaj", "Spolu", "Iš viso", "Kopā", "Kokku", "Jami",
    )  # fmt: skip
    assert [word for word in words if not is_total(word)] == []


@pytest.mark.parametrize("last", ["მთლიანი,,41,32", ",All of it,41,32"])
def test_a_last_row_that_sums_all_others_and_lacks_a_name_is_a_total(last: str, tmp_path: Path) -> None:
    """Whatever its word is."""
    found = begun(f"{_ROWS}{last}\n", tmp_path)
    assert sum(post.authorized for post in found.structure.posts) == 41
    assert found.imported.counts()["TOTAL_ROW"] == 1


@pytest.mark.parametrize(
    ("table", "authorized", "told"),
    [
        (f"{_ROWS}Works,Everybody,41,32\n", 82, True),
        (f"{_ROWS}Works,,41,31\n", 82, False),
        ("Department,Job title,Posts\nWorks,Fitter,1\nWorks,Clerk,1\nWorks,Driver,2\nLegal,,4\n", 8, False),
    ],
    ids=["it has every name", "no sum in one figure", "a small sum of one figure"],
)
def test_what_may_be_a_post_stays(table: str, authorized: int, told: bool, tmp_path: Path) -> None:
    """A row with all names is told where its figures are sums; one that is no sure sum is a post."""
    found = begun(table, tmp_path)
    assert sum(post.authorized for post in found.structure.posts) == authorized
    assert ("SUM_OF_OTHERS" in found.imported.counts()) is told
