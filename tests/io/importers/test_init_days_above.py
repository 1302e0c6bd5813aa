"""The day that a title above a table bears is the day of the figures, in whatever language it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgmodel.io.importers.proposal.sheets import Candidate
from orgmodel.io.importers.proposal.words import date_found
from orgmodel.io.importers.rows import Rows
from orgmodel.io.sheet import Sheet
from tests.io.importers.beginning import begun


@pytest.mark.parametrize(
    "title",
    [
        "Stan na 31 grudnia 2023", "Stan na dzień 31.12.2023 r.", "Stand: 31.12.2023", "Situation au 31 décembre 2023",
        "Al 31 de diciembre de 2023", "Em 31 de dezembro de 2023", "Situazione al 31 dicembre 2023", "Per 31 december 2023",
        "2023年12月31日現在", "令和5年12月31日現在", "Tính đến ngày 31/12/2023", "Tính đến ngày 31 tháng 12 năm 2023",
        "Posts at 31st December 2023", "As at December 31, 2023", "на 31 декабря 2023",
    ],
)  # fmt: skip
def test_a_title_tells_the_day(title: str) -> None:
    """With words before it, a word between day and month, or the month first."""
    one = Candidate("t.csv", "", 2, Rows(Sheet("t.csv", [], [], 0, lambda *_: None), ()), (title,), {})  # type: ignore[arg-type]
    found = date_found([one])
    assert found is not None
    assert found[0] == "2023-12-31"


def test_a_first_of_a_month_and_no_day(tmp_path: Path) -> None:
    """The first is written by a word for it; a title without a day tells none, and the study is of the day that one tells."""
    text = "Situation au 1er janvier 2024;;\nService;Rattachement;Effectif\nMairie;;4\nVoirie;Mairie;10\n"
    assert begun(text, tmp_path).imported.structure.as_of == "2024-01-01"
    assert "as_of: unknown" in begun(text.replace("1er janvier 2024", "des effectifs"), tmp_path).map_text
