"""The number of each post is its id, and how many posts there are is a figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.io.importers.beginning import begun

_HEADINGS = (
    "N° poste", "N° de poste", "Poste n°", "No. formasi", "Establishment No.", "Stillingsnr", "Штатная единица №",
    "职位编号", "定員番号", "Plantilla No.", "Formatieplaatsnr", "Nr etatu",
)  # fmt: skip


@pytest.mark.parametrize("heading", _HEADINGS)
def test_the_number_of_a_post_is_its_id(heading: str, tmp_path: Path) -> None:
    """Numbers of four digits are no thousands of posts, and numbers from one up are none either."""
    rows = ("Head;Finance;Bob Ray", "Clerk;Finance;Vacant", "Head;Works;Di Moss", "Fitter;Works;Ed Hunt")
    for place, numbers in enumerate((["1001", "1002", "2001", "3002"], ["1", "2", "3", "4"])):
        table = "".join(f"{number};{row}\n" for number, row in zip(numbers, rows, strict=True))
        found = begun(f"{heading};Title;Department;Holder\n{table}", tmp_path, f"t{place}.csv")
        assert sorted(post.id for post in found.structure.posts) == numbers
        assert {post.authorized for post in found.structure.posts} == {1}


@pytest.mark.parametrize(
    "table",
    [
        "Job title,Department,No. of posts\nHead,Finance,1\nClerk,Finance,12\nFitter,Works,7\n",
        "Job title,Department,Establishment No.,In post\nHead,Finance,1,1\nClerk,Finance,12,10\nFitter,Works,7,7\n",
        "Job title,Department,Sanctioned No.,Vacant\nHead,Finance,1,0\nClerk,Finance,12,2\nFitter,Works,7,1\n",
        "Fonction;Service;N° de postes;Effectif réel\nChef;Finances;1;1\nAgent;Finances;12;11\nAgent;Voirie;7;7\n",
    ],
)
def test_how_many_posts_there_are_is_no_number_of_theirs(table: str, tmp_path: Path) -> None:
    """Figures that differ stay figures where several posts are named, or people and vacancies beside them are as many."""
    found = begun(table, tmp_path)
    assert sum(post.authorized for post in found.structure.posts) == 20


def test_a_figure_of_units_under_a_number_stays_one(tmp_path: Path) -> None:
    """A table of units has no numbers of posts."""
    found = begun("Department,Establishment No.,In post\nFinance,12,10\nWorks,9,9\nLegal,5,4\n", tmp_path)
    assert sum(post.authorized for post in found.structure.posts) == 26


def test_large_figures_that_differ_beside_one_holder_each_are_asked(tmp_path: Path) -> None:
    """No word says that they are numbers of posts."""
    rows = "1001,Head,Finance,Bob Ray\n1002,Clerk,Finance,Vacant\n2001,Head,Works,Di Moss\n"
    found = begun(f"Establishment,Job title,Department,Holder\n{rows}", tmp_path)
    assert [one.place for one in found.guesses.open] == ["tables.0.columns.authorized"]
