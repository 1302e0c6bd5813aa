"""An import speaks as it is asked to, as the study does in which it writes, or English; names are in no language that nobody said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orgmodel.cli.main import run
from orgmodel.core.problems import ProblemsError
from orgmodel.io.importers.formats import IMPORTERS, import_from
from orgmodel.io.importers.imported import save
from orgmodel.io.read import language_of, read

Screen = pytest.CaptureFixture[str]
TABLE = "id,parent,name\n1,,City Hall\n2,1,Roads\n2,1,Parks\n"
FILES = {
    "hierarchy": ("x.csv", TABLE),
    "lineage": ("x.csv", "old,old_name,new,new_name\nA,Ash,C,Cedar\nB,Birch,C,Cedar\n"),
    "popolo": ("x.json", json.dumps({"organizations": [{"id": "a", "name": "Council"}]})),
    "w3c-org": (
        "x.ttl",
        '<u:a> a <http://www.w3.org/ns/org#Organization>; <http://xmlns.com/foaf/0.1/name> "Council" .',
    ),
}
"""A file of each format that says nothing of the language of its names."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder that holds the table, a study in Vietnamese and one in English."""
    (tmp_path / "x.csv").write_text(TABLE, "utf-8")
    for language in ("vi", "en"):
        (tmp_path / language).mkdir()
        (tmp_path / language / "study.yaml").write_text(f"title: {{en: A study}}\nlanguage: {language}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("options", "language"),
    [
        (("-o", "out"), "en"),
        (("-o", "vi/before"), "vi"),
        (("-o", "en/before"), "en"),
        (("-o", "en/before", "--lang", "vi"), "vi"),
        (("-o", "vi/before", "--lang", "en"), "en"),
        (("-o", "out", "--map", "vi.yaml"), "en"),
        (("--output=vi/before",), "vi"),
        (("-ovi/before",), "vi"),
    ],
)
def test_an_import_speaks_as_asked_or_as_the_study_or_english(options: tuple[str, ...], language: str, capsys: Screen):
    """What is told, be it of a success or a refusal, and what problems.csv says, is in one language by one rule."""
    Path("vi.yaml").write_text("language: vi\n", "utf-8")
    assert run(["import", "hierarchy", "x.csv", *options]) == 0
    told = capsys.readouterr().out
    assert ("3 rows: 1 imported unchanged" in told) == (language == "en")
    report = next(Path().rglob("problems.csv")).read_text("utf-8")
    assert ("stands on" in report or "left out" in report) == (language == "en")
    assert run(["import", "hierarchy", "none.csv", *options, "--force"]) == 1
    assert ("there is no such file" in capsys.readouterr().err) == (language == "en")
    assert run(["import", "hierarchy", "x.csv", "y.csv", *options, "--force"]) == 2
    assert ("takes one file" in capsys.readouterr().err) == (language == "en")


@pytest.mark.parametrize("form", FILES)
def test_the_language_of_names_is_what_somebody_says(form: str, tmp_path: Path):
    """Names of which nobody says the language are undetermined, in every table, and spoken of in English."""
    name, text = FILES[form]
    (tmp_path / name).write_text(text, "utf-8")
    save(import_from(form, tmp_path / name), tmp_path / "out")
    tables = [path for path in (tmp_path / "out").rglob("*.csv") if path.name in ("units.csv", "documents.csv")]
    headers = [path.read_text("utf-8").splitlines()[0] for path in tables]
    assert tables
    assert all("_und" in header and "_vi" not in header and "_en" not in header for header in headers)
    assert language_of(tmp_path / "out") == "en"
    read(tmp_path / "out")
    (tmp_path / "map.yaml").write_text("language: de\n", "utf-8")
    takes_a_map = any(one.name == form and "map" in [option.name for option in one.options] for one in IMPORTERS)
    options = {"map": tmp_path / "map.yaml"} if takes_a_map else {"names-in": "de"}
    save(import_from(form, tmp_path / name, options=options), tmp_path / "told")
    assert language_of(tmp_path / "told") == "de"


def test_every_importer_is_looked_at():
    """The formats above are all but the one whose schema is in English."""
    assert {one.name for one in IMPORTERS} == {*FILES, "uk-organogram"}


def test_a_map_with_no_such_language_is_refused(tmp_path: Path):
    """A column of names bears a code of two or three letters; a word would make a column that nothing reads."""
    (tmp_path / "x.csv").write_text(TABLE, "utf-8")
    (tmp_path / "map.yaml").write_text("language: English\n", "utf-8")
    with pytest.raises(ProblemsError, match=r"map.yaml:1:1: INVALID 'English' is no code of a language, such as en"):
        import_from("hierarchy", tmp_path / "x.csv", options={"map": tmp_path / "map.yaml"})


def test_an_organisation_that_nobody_names_has_no_name(tmp_path: Path):
    """The unit around posts is shown by its id where the map does not name it: no word is made up for it."""
    (tmp_path / "x.csv").write_text("id,parent,department\n1,,Roads\n2,,Parks\n", "utf-8")
    (tmp_path / "map.yaml").write_text("{rows: posts, language: vi}\n", "utf-8")
    structure = import_from("hierarchy", tmp_path / "x.csv", options={"map": tmp_path / "map.yaml"}).structure
    assert structure.unit("organisation").names == ()
