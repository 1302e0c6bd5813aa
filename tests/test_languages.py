"""A study speaks its own language through every command, and the corrected phrases are used throughout."""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from orgmodel.cli.main import run
from orgmodel.core.names import names_of
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.words import charts, forms, labels, measures, numbers, sentences, tables
from orgmodel.words.messages import templates

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
    ("diff", "{study}", "{scenario}", "--format", "md"),
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
        ("combine", "{scenario}"),
        ("export", "{study}", "--to", "graphml", "-o", "made.graphml"),
        ("export", "{study}", "--to", "mermaid", "-o", "made.mmd"),
        ("compare", "{study}", "--long"),
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


def _words(text: str) -> set[str]:
    """Split a text or template into its words of two letters or more."""
    return {one.casefold() for one in re.findall(r"[^\W\d_]{2,}", re.sub("{[^}]*}", " ", text))}


def _pairs(value: object) -> Iterator[tuple[str, str]]:
    """Give what a table words in Vietnamese and in English."""
    match value:
        case {"vi": str(vietnamese), "en": str(english)}:
            yield vietnamese, english
        case dict():
            for one in value.values():
                yield from _pairs(one)
        case (str(vietnamese), str(english), *_):
            yield vietnamese, english


def _english() -> set[str]:
    """Give the words that stand in the English of our tables, and neither in their Vietnamese nor in that of the study."""
    english, vietnamese = set[str](), set[str]()
    tabled = (charts, forms, labels, measures, numbers, sentences, tables)
    pairs = [pair for one in tabled for name, value in vars(one).items() if name.isupper() for pair in _pairs(value)]
    for theirs, ours in (*pairs, *((two, one) for one, two in templates("vi").items())):
        english |= _words(ours)
        vietnamese |= _words(theirs)
    for path in SHIPPED.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                vietnamese |= {word for name, cell in row.items() if str(name).endswith("_vi") for word in _words(cell)}
    return english - vietnamese


NOT_WORDED = {
    *("government", "party", "front", "state", "area", "level", "kind"),  # keys of scopes, as --scope takes them
    *("vacancies", "headcount", "deputies", "layers", "heads", "staff", "fte", "units"),  # ids of measures
    *(
        "administrative",
        "professional",
        "election",
        "coordination",
        "unknown",
        "lines",
        "identities",
    ),  # YAML to fill in
    *("illustrative", "steps", "split", "clause", "owner", "effective", "basis", "posts", "functions", "title"),
    *("usage", "error", "left", "options", "help", "try", "for", "diff", "before", "after"),  # click's own; a parameter
    "full",  # what an attribute may be, as it is typed
    *(
        "links",
        "members",
        "attributes",
        "from",
        "ended",
        "restores",
        "documents",
        "titles",
    ),  # tables and columns of a format
}
"""What a Vietnamese study's output may say in English: ids, keys of files, names of tables and columns."""


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "{study}"),
        ("show", "{study}"),
        ("status", "{study}"),
        ("status", "{study}", "--format", "md"),
        ("compare", "{scenario}"),
        ("compare", "{scenario}", "--long"),
        ("report", "{scenario}", "-o", "report.md"),
        ("report", "{study}", "-o", "report.md"),
        ("chart", "{scenario}", "--state", "changes", "-o", "changes.svg"),
        ("chart", "{scenario}", "--state", "after", "-o", "after.svg"),
        ("diff", "{study}", "{scenario}"),
        ("diff", "{study}", "{scenario}", "--format", "md"),
        ("diff", "{study}", "{scenario}", "-o", "outside.yaml"),
        ("show", "{study}", "--at", "1999-01-01"),
        ("show", "{scenario}", "--set", "nosuch=1"),
        ("compare", "{scenario}", "--scope", "nosuch"),
        ("chart", "{scenario}", "--root", "nosuch", "-o", "none.svg"),
        ("combine", "{scenario}", "{study}/2.5-criteria.yaml"),
        ("export", "{study}", "--to", "graphml", "-o", "made.graphml"),
        ("new", "split", "duc-tho.tcnv", "--study", "{study}"),
        ("new", "merge", "nosuch", "--study", "{study}"),
    ],
    ids=" ".join,
)
def test_the_vietnamese_study_is_told_without_an_english_word(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """Results and problems of a study in Vietnamese have no English word but ids and the keys of files."""
    monkeypatch.chdir(tmp_path)
    scenario = SHIPPED / "2.4-propaganda-mobilisation.yaml"
    run([one.format(study=SHIPPED, scenario=scenario) for one in arguments])
    out, err = capsys.readouterr()
    told = "" if "combine" in arguments else out
    told += err + "".join(one.read_text(encoding="utf-8") for one in sorted(tmp_path.glob("*.md")))
    told += " ".join(
        text for one in sorted(tmp_path.glob("*.svg")) for text in re.findall(">([^<]+)<", one.read_text())
    )
    plain = (one.strip(".").casefold() for one in re.split(r"[\s|(),;“”\"'→…\[\]{}]+", told))
    words = {one for one in plain if one.isalpha()}
    assert words & _english() - NOT_WORDED == set()
    assert VIETNAMESE.search(told)


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
    assert {name: "communist party" in text.casefold() for name, text in heads.items()} == {
        "none": False, "party": True, "own": False,
    }  # fmt: skip
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in _told(("report", "{study}", "-o", "shipped.md"), SHIPPED, "", capsys)


BROKEN = ("nosuch: 1", "as_of: 2024-99-01", "kinds: {a: b}", "kinds:\n    a: agency\n  b: agency")
"""Faults of a study.yaml, the last of them in its YAML."""


@pytest.mark.parametrize("fault", BROKEN)
@pytest.mark.parametrize(
    ("names", "said", "spoken"),
    [
        ("id,name_en", "", "en"),
        ("id,name_vi,name_en", "", "vi"),
        ("id", "title: {en: Small}", "en"),
        ("id", "title: {vi: Nhỏ}", "vi"),
        ("id", "", "en"),
        ("id,name_vi", "language: en", "en"),
        ("id,name_en", "language: vi", "vi"),
    ],
)
def test_faults_of_a_study_are_told_in_its_language(
    fault: str, names: str, said: str, spoken: str, tmp_path: Path, capsys: Screen
) -> None:
    """What is wrong with a study is said in the language it declares, else of its names, its title, and English of none."""
    (tmp_path / "baseline").mkdir()
    (tmp_path / "baseline" / "units.csv").write_text(f"{names}\n", "utf-8")
    (tmp_path / "study.yaml").write_text(f"{said}\n{fault}\n", "utf-8")
    assert run(["check", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert bool(VIETNAMESE.search(out + err)) == (spoken == "vi"), out


@pytest.mark.parametrize("declared", ["language: en\n", ""])
@pytest.mark.parametrize("command", ["compare", "report", "status", "show", "check"])
def test_a_study_without_scenarios_or_language_speaks_as_its_names_do(
    declared: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """An English baseline alone is told of in English by every command, whether or not the language is declared."""
    monkeypatch.chdir(tmp_path)
    study = tmp_path / "s"
    (study / "baseline").mkdir(parents=True)
    (study / "baseline" / "units.csv").write_text("id,name_en,kind\na,Office,agency\n", "utf-8")
    (study / "study.yaml").write_text(f"{declared}as_of: 2024-01-01\n", "utf-8")
    extra = ["-o", "r.md"] if command == "report" else []
    assert run([command, str(study), *extra]) == 0
    out, err = capsys.readouterr()
    told = out + err + "".join(one.read_text("utf-8") for one in tmp_path.glob("r.md"))
    assert told
    assert not VIETNAMESE.search(told), told


def test_a_structure_made_in_python_speaks_the_language_of_its_names() -> None:
    """Units named in Vietnamese make a Vietnamese structure, others one in their language, and no names an English one."""
    assert Structure.of([Unit("a", names_of(vi="Sở", en="Office"))]).terms.language == "vi"
    assert Structure.of([Unit("a", names_of(fr="Bureau"))]).terms.language == "fr"
    assert Structure.of([Unit("a")]).terms.language == "en"
    assert Structure.of([Unit("a", names_of(vi="Sở"))], terms=Vocabulary(language="en")).terms.language == "en"
