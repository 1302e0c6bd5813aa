"""Commands as a user runs them: what they print, write, and exit with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CONTRACT = {
    "measures": {"scenario", "scope", "measure", "before", "after", "change", "low", "high", "missing", "assumed"},
    "units": {"scenario", "scope", "measure", "before", "after", "change", "low", "high", "missing", "assumed"},
    "lines": {"scenario", "kind", "from", "to", "status"},
    "lineage": {"scenario", "clause", "operation", "before", "after", "shares"},
    "ledger": {"scenario", "step", "operation", "quantity", "from", "to", "block_from", "block_to", "amount", "reason"},
    "norms": {"scenario", "state", "norm", "subject", "result", "value", "limit", "citation"},
    "deviations": {"scenario", "state", "model", "unit", "kind"},
    "steps": {"scenario", "clause", "owner", "due", "state"},
    "problems": {"code", "message", "severity", "file", "line", "column"},
}
IDS = {
    "units", "units_internal", "units_direct", "posts_authorized", "posts_filled", "posts_outside_quota", "vacancies",
    "headcount", "fte", "heads", "deputies", "staff", "leaders_per_100", "span_mean", "span_max", "span_people_mean",
    "span_people_max", "span_fte_mean", "span_units_mean",
    "layers", "layers_posts", "superiors_per_unit", "posts_moved", "lines_changed", "party_members",
    "functions_uncovered", "functions_duplicated",
}  # fmt: skip


def test_compare_prints_the_json_of_the_contract(small, orgmodel):
    """Every key of the contract is there, in every row, and every measure has a row."""
    said = orgmodel("compare", small, "--format", "json")
    assert said.code == 0, said.err
    found = json.loads(said.out)
    for table, keys in CONTRACT.items():
        assert table in found
        assert all(keys <= set(row) for row in found[table]), table
    assert {row["measure"] for row in found["measures"]} == IDS
    total = {row["measure"]: row for row in found["measures"] if row["scope"] == "total"}
    assert (total["units"]["before"], total["units"]["after"], total["units"]["change"]) == (2, 3, 1)
    assert total["posts_authorized"]["change"] == 0
    assert (total["heads"]["before"], total["heads"]["after"]) == (2, 3)
    assert {(row["before"], row["after"]) for row in found["lineage"]} == {("h.tcnv", "h.btc"), ("h.tcnv", "h.pnv")}


def test_the_ledger_in_json_sums_to_the_units(small, orgmodel):
    """Before plus in less out is after, for quota by unit and block, from the printed rows alone."""
    found = json.loads(orgmodel("compare", small, "--format", "json", "--by", "block").out)
    flows = [row for row in found["ledger"] if row["quantity"] == "authorized" and row["via"] is None]
    before = {row["scope"]: row["before"] for row in found["units"] if row["measure"] == "posts_authorized"}
    after = {row["scope"]: row["after"] for row in found["units"] if row["measure"] == "posts_authorized"}
    for unit in ("h.tcnv", "h.btc", "h.pnv"):
        into = sum(row["amount"] for row in flows if row["to"] == unit)
        out = sum(row["amount"] for row in flows if row["from"] == unit)
        assert (before.get(unit) or 0) + into - out == (after.get(unit) or 0), unit


def test_compare_writes_its_tables_also_where_an_expectation_fails(small, tmp_path, orgmodel):
    """A comparison leaves its tables and a workbook of them; where an expectation is not met it exits with 1 all the same."""
    assert orgmodel("compare", small, "-o", tmp_path / "good").code == 0
    names = {path.name for path in (tmp_path / "good").iterdir()}
    assert {"measures.csv", "ledger.csv", "lineage.csv", "comparison.json", "comparison.xlsx"} <= names
    assert (tmp_path / "good" / "measures.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    path = small / "split.yaml"
    path.write_text(path.read_text("utf-8").replace("change: 1}", "change: 5}"), "utf-8")
    said = orgmodel("compare", small, "-o", tmp_path / "bad")
    assert said.code == 1
    assert "EXPECT" in said.err
    assert {path.name for path in (tmp_path / "bad").iterdir()} == names


@pytest.mark.parametrize("style", ["text", "csv", "md", "json"])
def test_every_style_of_show_and_compare(small, orgmodel, style):
    """Each style prints something, and the same twice."""
    for command in ("show", "compare"):
        one, other = orgmodel(command, small, "--format", style), orgmodel(command, small, "--format", style)
        assert one.code == 0
        assert one.out.strip()
        assert one.out == other.out


def test_an_unknown_measure_names_the_nearest(small, orgmodel):
    """A misspelt measure is an error with the one that was meant."""
    said = orgmodel("compare", small, "--measures", "headcont")
    assert said.code == 1
    assert "'headcount'" in said.err


def test_show_says_what_is_missing(small, orgmodel):
    """A sum with missing figures says how many are missing, and never counts them as nought."""
    said = orgmodel("show", small, "--measures", "posts_filled", "--scope", "total", "--format", "json")
    row = json.loads(said.out)["measures"][0]
    assert (row["value"], row["missing"]) == (9, 1)


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_chart_writes_a_file(small, tmp_path, orgmodel, suffix):
    """A chart of each state is written, and an unknown root names the nearest."""
    for state in ("before", "after", "changes"):
        said = orgmodel("chart", small / "split.yaml", "--state", state, "-o", tmp_path / f"{state}.{suffix}")
        assert said.code == 0, said.err
        assert (tmp_path / f"{state}.{suffix}").stat().st_size > 1000
    said = orgmodel("chart", small / "split.yaml", "--root", "h.tcn", "-o", tmp_path / "x.svg")
    assert said.code == 1
    assert "h.tcnv" in said.err
    assert not (tmp_path / "x.svg").exists()


def test_report_writes_markdown(small, tmp_path, orgmodel):
    """The report is written in each language asked for."""
    said = orgmodel("report", small, "-o", tmp_path / "r.md", "--lang", "vi,en")
    assert said.code == 0
    assert "So sánh trước và sau sắp xếp" in (tmp_path / "r.vi.md").read_text("utf-8")
    assert "Before and after" in (tmp_path / "r.en.md").read_text("utf-8")


def test_status_is_as_of_a_date(small, orgmodel):
    """A step that is due and not reported stands on the board after its date, and not before."""
    late = json.loads(orgmodel("status", small, "--as-of", "2022-11-01", "--format", "json").out)["steps"][0]
    early = json.loads(orgmodel("status", small, "--as-of", "2022-10-01", "--format", "json").out)["steps"][0]
    assert late["due"] == "2022-10-31"
    assert late["standing"] != early["standing"]
    assert orgmodel("status", small, "--as-of", "October").code == 2


def test_new_lists_everything_that_is_to_be_decided(small, tmp_path, orgmodel):
    """The file that new writes names every post and function of the unit, and check names what is undecided."""
    path = small / "begun.yaml"
    said = orgmodel("new", "split", "h.tcnv", "--study", small, "-o", path)
    assert said.code == 0, said.err
    text = path.read_text("utf-8")
    for name in ("head", "dep-party", "dep-gov", "cv-party", "cv-gov", "can-bo", "bien-che", "hanh-chinh", "h.ubnd"):
        assert name in text
    said = orgmodel("check", path)
    assert said.code == 1
    assert "begun.yaml" in said.out
    assert orgmodel("new", "split", "h.tcnw", "--study", small).code == 1


def test_import_gives_a_baseline_or_refuses(tmp_path, orgmodel):
    """A table of units becomes a baseline with its account; nothing is written where nothing can be imported."""
    table = tmp_path / "units.csv"
    table.write_text("id,parent,name\na,,Head office\nb,a,Branch\nc,zz,Lost\n", "utf-8")
    said = orgmodel("import", "hierarchy", table, "-o", tmp_path / "base", "--lang", "en")
    assert said.code == 0, said.err
    assert "3 rows: 2 imported" in said.out
    assert "c" in (tmp_path / "base" / "problems.csv").read_text("utf-8-sig")
    assert json.loads(orgmodel("show", tmp_path / "base", "--format", "json").out)["measures"][0]["value"] == 3
    assert orgmodel("import", "hierarchy", table, "--strict", "-o", tmp_path / "strict").code == 1
    assert not (tmp_path / "strict").exists()
    assert orgmodel("import", "hierarchy", tmp_path / "none.csv", "-o", tmp_path / "none").code == 1
    assert orgmodel("import", "hierarchy", tmp_path, "-o", tmp_path / "none").code == 1
    assert orgmodel("import", "uk-organogram", table, "-o", tmp_path / "none").code == 2
    assert orgmodel("import", "hierarchy", table, "--as-of", "soon", "-o", tmp_path / "none").code == 2
    assert not (tmp_path / "none").exists()


def test_a_baseline_is_never_modified(small, orgmodel):
    """Running everything leaves every file of the study as it was."""
    before = {path: path.read_bytes() for path in sorted(Path(small).rglob("*")) if path.is_file()}
    for command in ("check", "show", "compare"):
        orgmodel(command, small)
    assert before == {path: path.read_bytes() for path in sorted(Path(small).rglob("*")) if path.is_file()}


def test_a_step_without_title_and_clause_is_called_by_its_id(small, orgmodel):
    """The board has no row of which nobody could tell what it is about."""
    (small / "plain.yaml").write_text("steps: [{id: hand-over, do: []}]\n", "utf-8")
    board = orgmodel("status", small / "plain.yaml", "--lang", "en").out
    assert any(line.split()[:1] == ["hand-over"] for line in board.splitlines())


def test_a_sweep_of_nothing_that_varies_says_so(small, orgmodel):
    """No empty table stands for it."""
    (small / "plain.yaml").write_text("steps: [{id: hand-over, do: []}]\n", "utf-8")
    said = orgmodel("sweep", small / "plain.yaml", "--lang", "en")
    assert said.code == 0
    assert said.out == ""
    assert "nothing varies" in said.err


def test_the_package_runs_as_the_command():
    """Where the script is not on the PATH, python -m does the same."""
    said = subprocess.run([sys.executable, "-m", "orgmodel", "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("orgmodel, version")


def test_the_usage_of_new_names_the_verb_and_lists_the_verbs(orgmodel):
    """One line says what is typed, none of its words cut; what verbs there are, and where ids stand, is below."""
    said = orgmodel("new", "--help").out
    assert said.splitlines()[0] == "Usage: orgmodel new [OPTIONS] VERB UNITS..."
    words = said.replace("\n", " ")
    for verb in (
        "split,",
        "split-off,",
        "merge,",
        "absorb,",
        "transfer,",
        "create,",
        "dissolve,",
        "delayer,",
        "resize",
        "rename",
    ):
        assert verb in words
    assert "baseline/units.csv" in words


@pytest.mark.parametrize(
    ("language", "said"), [("en", "figures that would change: 0"), ("vi", "số liệu sẽ thay đổi: 0")]
)
def test_forms_are_taken_over_in_the_language_of_the_study(language: str, said: str, tmp_path, orgmodel):
    """A form in which nothing is filled in changes no table by which a language could be told."""
    study = tmp_path / "study"
    (study / "baseline").mkdir(parents=True)
    (study / "study.yaml").write_text(
        f"title: {{{language}: X}}\nas_of: 2026-01-01\nlanguage: {language}\nkinds: {{office: agency}}\n", "utf-8"
    )
    (study / "baseline" / "units.csv").write_text(f"id,name_{language},kind\na,A,office\n", "utf-8")
    (study / "baseline" / "posts.csv").write_text(
        f"unit,id,title_{language},rank,authorized,filled\na,a/s,S,staff,2,\n", "utf-8"
    )
    assert orgmodel("collect", "--study", study, "-o", tmp_path / "forms").code == 0
    (form,) = (tmp_path / "forms").glob("*.xlsx")
    assert orgmodel("collect", form, "--study", study, "--dry-run").out.strip() == said
