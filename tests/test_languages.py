"""A study speaks its own language through every command, and the corrected phrases are used throughout."""

import re
import shutil
from pathlib import Path

import pytest

from orgmodel.cli.main import run

Screen = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[1]
ENGLISH = ROOT / "tests" / "fixtures" / "roads"
SHIPPED = ROOT / "scenarios" / "ha-tinh-2022"
VIETNAMESE = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
FOLDS_DIACRITICS = 'replace(/[đĐ]/g,"d")'
"""The search of an interactive chart, in its script: it finds names typed without diacritics, whatever the language."""
OLD = (
    *("Không giữ chức vụ", "Lãnh đạo trên 100 nhân viên", "Tầm quản lý bình quân", "Số cấp trên của một đơn vị"),
    *("Vị trí chuyển đơn vị", "Tuyến báo cáo thay đổi", "chung hai khối", "hỗn hợp", "Liên khối (hợp nhất)"),
    *("Đơn vị thành lập hoặc lập lại", "Số tuyến lên cấp trên", "phương án trên cùng một hiện trạng", "đơn vị ghép"),
    *("tuyến kép", "sai vị trí", "không đạt một phần", "council election", "Chỗ văn bản không khớp", "Sổ chuyển giao"),
    *("Thủ tục cần có trước", "hiện nay, giữ nguyên", "bắt đầu sau sắp xếp", "không còn sau sắp xếp", "tuyến mới"),
    *(
        "đại diện cho",
        "Bảng chỉ dẫn các trang",
        "hướng dẫn chuyên môn bởi",
        "Bản nháp minh họa",
        "Thuật ngữ trong văn bản",
    ),
)
"""Phrases that were corrected, each in the one place where it is worded."""
COMMANDS = (
    ("check", "{study}"),
    ("show", "{study}"),
    ("status", "{study}"),
    ("status", "{study}", "--format", "md"),
    ("compare", "{study}"),
    ("compare", "{study}", "--format", "md"),
    ("report", "{study}", "-o", "report.md"),
    ("chart", "{scenario}", "--state", "before", "-o", "before.svg"),
    ("chart", "{scenario}", "--state", "changes", "-o", "changes.svg"),
    ("chart", "{scenario}", "--state", "after", "-o", "after.html"),
    ("diff", "{study}", "{scenario}", "-o", "found.yaml"),
)


def _told(arguments: tuple[str, ...], study: Path, scenario: str, screen: Screen) -> str:
    """Run a command and give all that it writes: on both streams and in the files in the folder at hand."""
    before = set(Path().iterdir())
    code = run([one.format(study=study, scenario=study / scenario) for one in arguments])
    out, err = screen.readouterr()
    assert code == 0, err
    files = sorted(one for one in set(Path().iterdir()) - before if one.is_file())
    return "\n".join([out, err, *(one.read_text(encoding="utf-8") for one in files)])


@pytest.mark.parametrize(
    "arguments",
    [
        *COMMANDS,
        ("report", "{study}", "-o", "report.md", "--profile", "state"),
        ("new", "split", "road", "--study", "{study}"),
        ("new", "merge", "safe", "cars", "--study", "{study}", "--into", "both"),
        ("new", "transfer", "law", "--study", "{study}"),
    ],
    ids=" ".join,
)
def test_an_english_study_is_told_without_a_vietnamese_letter(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """No command on a study in English writes a Vietnamese letter, on its streams or into a file."""
    study = tmp_path / "roads"
    shutil.copytree(ENGLISH, study)
    monkeypatch.chdir(study)
    told = _told(arguments, study, "split.yaml", capsys).replace(FOLDS_DIACRITICS, "")
    assert not VIETNAMESE.search(told), VIETNAMESE.search(told)
    assert not re.search(r"\b1 (posts|units|figures|members|scenarios|steps)\b", told)


def test_the_study_that_is_shipped_uses_the_corrected_phrases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """No old phrase is left in the report, the comparison, the board, a chart or a new scenario; new ones are there."""
    monkeypatch.chdir(tmp_path)
    split = min(one.name for one in SHIPPED.glob("2.3*.yaml"))
    kinds = (COMMANDS[2], COMMANDS[4], COMMANDS[6], COMMANDS[8])
    told = "\n".join(_told(arguments, SHIPPED, split, capsys) for arguments in kinds)
    assert [phrase for phrase in OLD if phrase in told] == []
    for phrase in ("liên khối (cơ quan hợp nhất)", "Tầm hạn quản trị", "chưa có báo cáo", "Điểm không thống nhất"):
        assert phrase.casefold() in told.casefold()


def test_a_report_has_the_letterhead_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """A study that asks for none has none; the shipped one is headed as papers of the Party are; an option overrides."""
    monkeypatch.chdir(tmp_path)
    asked = {"none": (), "party": ("--profile", "party"), "own": ("--profile", "neutral")}
    heads = {
        name: _told(("report", "{study}", "-o", f"{name}.md", *options), ENGLISH, "split.yaml", capsys)
        for name, options in asked.items()
    }
    assert {name: "Communist Party" in text for name, text in heads.items()} == {
        "none": False, "party": True, "own": False,
    }  # fmt: skip
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in _told(("report", "{study}", "-o", "shipped.md"), SHIPPED, "", capsys)
