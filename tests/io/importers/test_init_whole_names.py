"""Names of persons that are whole, beside columns of their given and family names; words in place of a holder."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgmodel.io.importers.known.tables import statuses
from tests.io.importers.beginning import begun

_ROWS = "Ada Moss,Ada,Moss,Chief,Board,\nBo Lind,Bo,Lind,Head of Finance,Finance,Ada Moss\nCy Ray,Cy,Ray,Accountant,Finance,Bo Lind\n"


@pytest.mark.parametrize(
    "heading", ["Name,GivenName,Surname", "DisplayName,GivenName,Surname", "Full Name,First Name,Last Name"]
)
def test_a_whole_name_wins_over_its_parts(heading: str, tmp_path: Path) -> None:
    """No given name stands twice, and who reports to whom is found by whole names."""
    found = begun(f"{heading},Job Title,Department,Manager\n{_ROWS}", tmp_path)
    assert sorted(person.name for person in found.structure.table("persons")) == ["Ada Moss", "Bo Lind", "Cy Ray"]
    assert not {"UNKNOWN_SUPERIOR", "NOT_FOUND", "UNKNOWN_PARENT"} & found.imported.counts().keys()


def test_given_names_stand_before_family_names(tmp_path: Path) -> None:
    """One whose family name is the same word has both."""
    rows = "Ada,Moss,Chief,Board\nThomas,Thomas,Clerk,Board\nCy,Ray,Clerk,Board\n"
    found = begun(f"First Name,Last Name,Job Title,Department\n{rows}", tmp_path)
    assert sorted(person.name for person in found.structure.table("persons")) == ["Ada Moss", "Cy Ray", "Thomas Thomas"]


def test_words_in_place_of_a_holder_are_known() -> None:
    """Whoever is not disclosed or seconded holds the post; what is to be filled is vacant."""
    known = {word: statuses()[word] for word in ("tbf", "缺", "nil", "n d", "seconded", "xxxx")}
    assert known == {"tbf": "vacant", "缺": "vacant", "nil": "vacant", "n d": "filled", "seconded": "filled", "xxxx": "unknown"}  # fmt: skip
