"""The Markdown report: what it holds, in both languages, with names as data."""

from __future__ import annotations

from pathlib import Path

import pytest

import orgmodel
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.reports.cells import cell_text
from orgmodel.reports.form import Form, FormColumn
from orgmodel.words.markup import escaped

SMALL = Path(__file__).parents[1] / "fixtures" / "small"


@pytest.fixture(scope="module")
def comparison():
    """Compare the small study."""
    return orgmodel.compare(orgmodel.read(SMALL))


def test_the_report_says_what_is_split_and_what_is_converted(comparison, tmp_path):
    """Units before and after, the converted post and the missing figures stand in the Vietnamese report."""
    path = orgmodel.report(comparison, tmp_path / "report.md")
    text = path.read_text("utf-8")
    assert "Cơ quan Tổ chức – Nội vụ" in text
    assert "cấp phó chuyển thành cấp trưởng" in text
    assert "05\\*" in text  # the assumed row moves with its mark
    assert "Số liệu chưa có hoặc đang giả định" in text


def test_the_full_lists_account_for_every_flow(comparison, tmp_path):
    """What moves is a row a way for one reason, its quantities side by side, and what is missing is listed."""
    orgmodel.report(comparison, tmp_path / "out")
    text = (tmp_path / "out" / "lists.md").read_text("utf-8")
    assert "chuyển chức danh: Phó (chính quyền) → Trưởng phòng" in text
    assert "| biên chế giao | biên chế có mặt | người |" in text
    assert "Số liệu còn thiếu" in text


def test_the_english_report_is_english(comparison, tmp_path):
    """Titles, columns and words are in the language asked for."""
    text = orgmodel.report(comparison, tmp_path / "report.md", language="en").read_text("utf-8")
    assert "Before and after" in text
    assert "Tóm tắt" not in text


def test_the_same_comparison_gives_the_same_bytes(comparison, tmp_path):
    """Nothing in the report depends on when or in what order it is written."""
    one = orgmodel.report(comparison, tmp_path / "a.md").read_bytes()
    assert one == orgmodel.report(comparison, tmp_path / "b.md").read_bytes()


def test_an_unknown_suffix_is_told_and_nothing_is_written(comparison, tmp_path):
    """A format that no writer knows is a problem, not an empty file."""
    with pytest.raises(ProblemsError, match="FORMAT"):
        orgmodel.report(comparison, tmp_path / "report.xyz")
    assert not list(tmp_path.iterdir())


def test_names_do_not_become_markup():
    """Pipes, tags and line ends in a name leave the table whole."""
    assert escaped("a|b\n<script>") == "a\\|b \\<script\\>"


def test_unknown_is_never_zero():
    """A cell that is not known is blank in words and marked in figures; numbers follow the language."""
    columns = [(("vi", "c"),), FormColumn((("vi", "d"),), "count")]
    form = Form.of("x", (("vi", "b"),), columns, [[None, None], [1234, 1234], [0, 0]])
    assert form.texts("vi") == [["", "…"], ["1.234", "1.234"], ["0", "-"]]
    assert form.legend("vi") == ["“-”: không có", "“…”: chưa có số liệu"]
    assert cell_text(names_of(vi="một", en="one"), "en") == "one"
