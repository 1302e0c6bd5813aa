"""Problems as SARIF, and schemas for an editor, as commands give them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from orgmodel.cli.main import cli

ROOT = Path(__file__).parents[2]
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message"],
    "properties": {
        "level": {"enum": ["error", "warning", "note", "none"]},
        "message": {"type": "object", "required": ["text"]},
        "locations": {
            "type": "array",
            "items": {
                "properties": {
                    "physicalLocation": {
                        "required": ["artifactLocation"],
                        "properties": {
                            "artifactLocation": {
                                "required": ["uri"],
                                "properties": {"uri": {"type": "string", "pattern": "^[^ ]+$"}},
                            },
                            "region": {
                                "required": ["startLine"],
                                "properties": {"startLine": {"minimum": 1}, "startColumn": {"minimum": 1}},
                            },
                        },
                    }
                }
            },
        },
    },
}
"""What SARIF 2.1.0 (sections 3.27 to 3.30) asks of a result."""


def test_every_problem_is_a_result_on_its_line(tmp_path) -> None:
    """The log has a result for each problem that the text format lists, with the same code, place and severity, and exits as that does."""
    folder = tmp_path / "with space"
    folder.mkdir()
    (folder / "units.csv").write_text("id,name_en,parent\na,A,nowhere\na,B,\n")
    run = CliRunner().invoke
    text = run(cli, ["check", str(folder), "--lang", "en"])
    made = run(cli, ["check", str(folder), "--format", "sarif", "--lang", "en"])
    assert text.exit_code == made.exit_code == 1
    log = json.loads(made.stdout)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    (one,) = log["runs"]
    found = []
    for result in one["results"]:
        jsonschema.validate(result, RESULT)
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        assert one["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert "%20" in place["artifactLocation"]["uri"]
        found.append(
            f"{folder / 'units.csv'}:{region['startLine']}:{region['startColumn']}: {result['ruleId']} {result['message']['text']}"
        )
    assert found == text.stdout.splitlines()
    assert found


def test_a_sound_study_is_a_log_without_results() -> None:
    """No problem is an empty list, and the exit code 0."""
    made = CliRunner().invoke(cli, ["check", str(ROOT / "scenarios" / "ministry"), "--format", "sarif"])
    assert made.exit_code == 0
    assert json.loads(made.stdout)["runs"][0]["results"] == []


@pytest.mark.parametrize("name", ["scenario", "study", "norms"])
def test_a_schema_is_what_ships(name, tmp_path) -> None:
    """The command gives the schema that the package ships, on the screen and as a file, and it is a schema."""
    run = CliRunner().invoke
    shown = run(cli, ["schema", name])
    assert shown.exit_code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(shown.stdout))
    assert shown.stdout == (ROOT / "orgmodel" / "io" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert run(cli, ["schema", name, "-o", str(tmp_path / "x.json")]).exit_code == 0
    assert (tmp_path / "x.json").read_text(encoding="utf-8") == shown.stdout


def test_a_schema_that_is_not_there_is_told_with_the_nearest() -> None:
    """A misspelt name."""
    made = CliRunner().invoke(cli, ["schema", "scenaro"])
    assert made.exit_code == 2
    assert "scenario" in made.output


def test_the_hook_checks_before_a_commit(tmp_path, monkeypatch) -> None:
    """The hook's entry with its arguments accepts a repository that is a study, and refuses it once a file of it is spoiled."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    shutil.copytree(ROOT / "tests" / "fixtures" / "small", tmp_path / "study")
    monkeypatch.chdir(tmp_path / "study")
    files = [path.relative_to(Path.cwd()).as_posix() for path in Path.cwd().rglob("*") if path.is_file()]
    assert all(re.search(hook["files"], one) for one in files)
    program, *command = hook["entry"].split()
    assert (program, hook["pass_filenames"]) == ("orgmodel", False)
    assert CliRunner().invoke(cli, [*command, *hook["args"]]).exit_code == 0
    with Path("baseline/units.csv").open("a", encoding="utf-8") as stream:
        stream.write("strange,,nowhere\n")
    assert CliRunner().invoke(cli, [*command, *hook["args"]]).exit_code == 1


def test_the_hook_that_is_shown_is_the_hook() -> None:
    """What CONTRIBUTING.md shows for a repository's own settings runs the same entry in the same way."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    shown = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    (own,) = yaml.safe_load(shown)["repos"][0]["hooks"]
    same = ("id", "name", "entry", "pass_filenames")
    assert [own[key] for key in same] == [hook[key] for key in same]
