"""Clauses 2.3 and 2.4 recounted with pandas over the tables, before and after, by nothing of ours but reading and writing."""

from __future__ import annotations

import io
import json
import re
import shutil
from contextlib import redirect_stdout
from pathlib import Path

import pandas as pd
import pytest
import yaml

import orgmodel
from orgmodel.cli.main import run
from orgmodel.io.write_baseline import write_baseline
from tests.scenarios.readme_figures import Tables, check_baseline_rows, listed, tables

FOLDER = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"
AGENCIES = {
    "party_organ", "specialised_agency", "merged_agency", "public_service_unit", "front_organisation",
    "mass_organisation", "council_office",
}  # fmt: skip
CLAUSES = ("2.3-no-new-quota", "2.4-propaganda-mobilisation")
ADDED = {"tinh.so-khoa-hoc-cong-nghe", "tinh.vp-doan-dbqh-hdnd"}
"""The two provincial agencies that are general knowledge; every council has its chair besides."""


@pytest.fixture(scope="module")
def before() -> Tables:
    """Read the baseline."""
    return tables(FOLDER / "baseline")


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Run both clauses, one after the other, and read what the state after is written as."""
    folder = tmp_path_factory.mktemp("both")
    text = f"title: both\nincludes: [{', '.join(f'{name}.yaml' for name in CLAUSES)}]\n"
    shutil.copytree(FOLDER, folder / "study")
    (folder / "study" / "both.yaml").write_text(text, encoding="utf-8")
    study = folder / "study" / "study.yaml"
    study.write_text(
        study.read_text(encoding="utf-8").replace("- conclusion.yaml", "- both.yaml\n- conclusion.yaml"), "utf-8"
    )
    outcome = orgmodel.read(folder / "study").scenario("both").run()  # type: ignore[union-attr]
    assert not outcome.problems
    write_baseline(outcome.after, folder / "after")
    return tables(folder / "after")


def living(given: Tables) -> pd.DataFrame:
    """Give the units that have not ended."""
    units = given["units"]
    return units[units["to"] == ""] if "to" in units else units


def posts(given: Tables, rank: str) -> int:
    """Sum the authorized posts of a rank, best values."""
    rows = given["posts"]
    return int(pd.to_numeric(rows.loc[rows["rank"] == rank, "authorized"]).sum())


def test_units_heads_deputies_staff_and_quota(before: Tables, after: Tables) -> None:
    """Units +4, heads +4, deputies −4, staff and quota 0; without what general knowledge adds, 119 → 123 and 151 → 155."""
    counted = []
    for given in (before, after):
        units = living(given)
        agencies = units[units["kind"].isin(AGENCIES)]
        chairs = given["posts"]["id"].str.endswith(".hdnd/head").sum()
        quota = given["posts"][given["posts"]["quota"] != "out"]
        counted.append(
            {
                "units": len(agencies) - len(ADDED),
                "heads": posts(given, "head") - len(ADDED) - int(chairs),
                "deputies": posts(given, "deputy"),
                "staff": posts(given, "staff"),
                "quota": int(pd.to_numeric(quota["authorized"]).sum()),
                "blank": int((quota["authorized"] == "").sum()),
            }
        )
    one, other = counted
    assert (one["units"], other["units"]) == (119, 123)
    assert (one["heads"], other["heads"]) == (151, 155)
    assert (one["deputies"], other["deputies"]) == (110, 106)
    assert [other[name] - one[name] for name in ("staff", "quota", "blank")] == [0, 0, 0]


def test_members_stay_as_they_are(before: Tables, after: Tables) -> None:
    """Neither clause touches a member."""
    columns = ["unit", "total", "total_low", "total_high", "total_group"]
    first, last = (one["members"][columns].sort_values("unit").to_numpy().tolist() for one in (before, after))
    assert first == last


def test_superiors_fall_from_four_to_two_and_from_three_to_two(before: Tables, after: Tables) -> None:
    """Written superiors and guides, and for a Party organ that writes no superior the one above it in the chart."""

    def superiors(given: Tables, unit: str) -> int:
        lines = given["lines"]
        own = lines[(lines["from"] == unit) & lines["kind"].isin(["administrative", "professional"])]
        return len(own) + (0 if (own["kind"] == "administrative").any() else 1)

    for area, units in (("duc-tho", ("tcnv", "ubkt-tt", "vp-cuq")), ("ky-anh", ("tuyen-giao-dan-van",))):
        assert {superiors(before, f"{area}.{unit}") for unit in units} == ({4} if area == "duc-tho" else {3})
    restored = set(living(after)["id"]) - set(living(before)["id"])
    assert len(restored) == 8
    assert {superiors(after, unit) for unit in restored} == {2}


@pytest.mark.parametrize("name", CLAUSES)
def test_each_changed_line_is_listed_with_its_source(name: str, before: Tables, after: Tables) -> None:
    """Every line that leaves a unit that ends, or reaches it, is told with its source in the table.

    Only whom each of the three merged agencies answers to is assumed: it was inferred from another province's.
    """
    out = io.StringIO()
    with redirect_stdout(out):
        assert run(["compare", str(FOLDER / f"{name}.yaml"), "--format", "json"]) == 0
    told = [row for row in json.loads(out.getvalue())["lines"] if row["status"] != "kept"]
    old = before["lines"]
    area = "duc-tho" if name.startswith("2.3") else "ky-anh"
    gone = {unit for unit in set(living(before)["id"]) - set(living(after)["id"]) if unit.startswith(area)}
    wanted = old[old["from"].isin(gone) | old["to"].isin(gone)]
    written = [row for row in told if not row["derived"]]
    assert len(written) == len(wanted) > 0
    sources = {(row["kind"], row["from"], row["to"]): row["src"] for row in wanted.to_dict("records")}
    for row in written:
        assert row["src"] == sources[row["kind"], row["was_from"] or row["from"], row["was"] or row["to"]], row
        assert row["src"]
        inferred = name.startswith("2.3") and row["kind"] == "administrative"
        assert row["src"].startswith("assumed:") == inferred, row
    assert not any(row["kind"] == "coordination" for row in told)


def test_only_whom_a_merged_agency_answers_to_is_assumed_and_none_of_the_front_is_administrative(
    before: Tables,
) -> None:
    """The Front and the mass organisations are led by the Party committee and agree among themselves."""
    lines = before["lines"]
    assumed = lines[lines["src"].str.startswith("assumed")]
    assert set(assumed["from"]) == {"duc-tho.tcnv", "duc-tho.ubkt-tt", "duc-tho.vp-cuq"}
    assert set(assumed["kind"]) == {"administrative"}
    assert len(assumed) == 6
    units = before["units"].set_index("id")
    front = set(units.index[units["block"] == "front"])
    own = lines[lines["from"].isin(front)]
    assert set(own["kind"]) == {"party_leadership", "professional", "coordination"}
    led = own[own["kind"] == "party_leadership"]
    assert set(led["from"]) == front
    assert all(units.loc[to, "kind"] == "standing_committee" for to in led["to"])
    agreed = own[own["kind"] == "coordination"]
    assert all(units.loc[to, "kind"] == "front_organisation" for to in agreed["to"])


def test_party_organisations_are_one_tree(before: Tables) -> None:
    """Seventeen under the province, 108 under the Bloc, and under each district a remainder, of unknown number but in Ky Anh."""
    units = before["units"]
    party = units[units["kind"].isin(["party_organisation", "dang_bo_co_so", "chi_bo_co_so", "grassroots_remainder"])]
    number = party["stands_for"].replace({"": "1"})

    def under(parent: str) -> list[str]:
        return number[party["parent"] == parent].tolist()

    assert sum(map(int, under("tinh.dang-bo"))) == 17
    assert sum(map(int, under("khoi"))) == 108
    districts = party[(party["parent"] == "tinh.dang-bo") & (party["level"] == "district")]["id"]
    assert len(districts) == 13
    for one in districts:
        assert ("?" in under(one)) == (one != "ky-anh.dang-bo"), one
    assert sum(map(int, under("ky-anh.dang-bo"))) == 37
    known = set(party["id"])
    assert all(parent in known for parent in party["parent"] if parent != "tinh")
    rows = set(before["members"]["unit"])
    assert {*districts} <= rows


def test_the_report_of_the_real_transfer(tmp_path: Path) -> None:
    """108 → 101, +5 +1 +1, and 63 members with figures of their own and 42 in a known sum are 105."""
    made = tmp_path / "report.md"
    assert run(["report", str(FOLDER / "2.5-actual-2023.yaml"), "-o", str(made)]) == 0
    text = made.read_text(encoding="utf-8")
    assert "105 đảng viên" in text
    out = io.StringIO()
    with redirect_stdout(out):
        assert run(["compare", str(FOLDER / "2.5-actual-2023.yaml"), "--format", "json"]) == 0
    rows = {row["unit"]: row for row in json.loads(out.getvalue())["units"] if row["measure"] == "units_direct"}
    assert (rows["khoi"]["before"], rows["khoi"]["after"]) == (108, 101)
    gained = [rows[f"{area}.dang-bo"]["change"] for area in ("tp-ha-tinh", "huong-son", "huong-khe")]
    assert gained == [5, 1, 1]
    members = pd.read_csv(FOLDER / "baseline" / "members.csv", dtype=str, keep_default_na=False).set_index("unit")
    own = sum(int(members.loc[f"khoi.dang-bo-{n}", "total"]) for n in (41, 22))
    groups = pd.read_csv(FOLDER / "baseline" / "member_groups.csv", dtype=str).set_index("id")
    assert (own, int(groups.loc["tp-5", "total"])) == (63, 42)
    assert re.search(r"\| Đảng bộ Khối các cơ quan và doanh nghiệp tỉnh \| 108\\\* \| 101\\\* \| -7 \| -105 \|", text)
    for name, units, members in (("thành phố Hà Tĩnh", 5, 42), ("huyện Hương Sơn", 1, 41), ("huyện Hương Khê", 1, 22)):
        assert re.search(rf"\| Đảng bộ {name} \| … \| ≥0{units} \| \+{units} \| \+{members} \|", text)
    assert re.search(
        r"^\| Đầu mối trực thuộc \| 108\\\* \| 101\\\* \| -7 \|", text, re.MULTILINE
    )  # beside the alternatives
    assert "63 của tổ chức có số riêng và 42 trong tổng chung của 05 đơn vị không có số riêng, cộng 105" in text


def test_the_readme_lists_every_figure_with_its_source_and_date(before: Tables) -> None:
    """The table has every figure of the baseline: how many, their sum and range, cited or assumed, the source and its date."""
    rows = listed(FOLDER / "README.md")
    check_baseline_rows(rows, before, "coi là còn đúng 30/9/2022")


def test_the_readme_counts_the_statements_of_clause_1() -> None:
    """As many strengths and limits as the scenario has, in both languages."""
    steps = yaml.safe_load((FOLDER / "1-evaluation.yaml").read_text(encoding="utf-8"))["steps"]
    aspects = [one["aspect"] for step in steps for one in step["evaluation"]]
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    strengths, limits = aspects.count("strength"), aspects.count("limit")
    assert (strengths, limits) == (2, 3)
    assert f"{strengths} ưu điểm, {limits} hạn chế" in text
    assert f"{strengths} strengths, {limits} limits" in text


def test_no_figure_of_2020_is_told_as_one_of_2022(tmp_path: Path) -> None:
    """A report opens with the date of the structure and the dates of its own figures' sources, and of no other's."""
    heads = {}
    for name in ("2.1-health-centres-split-up", "2.3-no-new-quota"):
        made = tmp_path / f"{name}.md"
        assert run(["report", str(FOLDER / f"{name}.yaml"), "-o", str(made)]) == 0
        heads[name] = made.read_text(encoding="utf-8").partition("## ")[0]
    centres, split = heads.values()
    assert "Số liệu đến ngày 30/9/2022" not in centres
    assert "Cơ cấu tổ chức đến ngày 30/9/2022" in centres
    assert all(date in centres for date in ("28/5/2020", "12/2020"))
    assert "2020" not in split  # none of its figures is of that year


def test_a_sum_of_the_part_says_so_and_leads_no_summary(tmp_path: Path) -> None:
    """The figures over all that is modelled come last in the summary, and say of what they are."""
    study = orgmodel.read(FOLDER)
    for name in CLAUSES:
        lines = orgmodel.compare(study.scenario(name).run()).summary(language="vi").splitlines()  # type: ignore[union-attr]
        (line,) = [one for one in lines if one.startswith(name[:3])]
        told = line.index("Trong phần được mô hình hóa: đầu mối 121")
        assert told > line.index("kết thúc hoạt động")
    made = tmp_path / "report.md"
    assert run(["report", str(FOLDER / "2.3-no-new-quota.yaml"), "-o", str(made)]) == 0
    text = made.read_text(encoding="utf-8")
    assert "Toàn bộ:" not in text
    assert not re.search(r"^\| tổng \|", text, re.MULTILINE)


def test_an_assumed_figure_bears_its_sign_wherever_it_stands(tmp_path: Path) -> None:
    """One head of each restored agency is assumed: in the table of posts, of agencies, and of alternatives."""
    made = tmp_path / "report.md"
    assert run(["report", str(FOLDER / "2.3-no-new-quota.yaml"), "-o", str(made)]) == 0
    text = made.read_text(encoding="utf-8")
    assert r"| Trưởng phòng Nội vụ | cấp phó chuyển thành cấp trưởng | 01\* | 01\* |" in text
    assert re.search(r"^\| Cấp trưởng \| 29\\\* \| 32\\\* \| \+3 \|", text, re.MULTILINE)
    assert "từ 04 còn 02" in text


def test_the_board_has_a_row_a_clause_with_names_and_the_papers_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Seven clauses, the two late ones first, due in the paper's words, late from the end of the month, nobody by id."""
    assert run(["status", str(FOLDER), "--as-of", "2022-11-15", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    rows = {row["clause"]: row for row in found["clauses"]}
    assert list(rows) == ["1", "2.1", "2.2", "2.3", "2.4", "2.5", "3"]
    assert {clause: row["days_late"] for clause, row in rows.items() if row["days_late"]} == {"2.3": 15, "2.4": 15}
    assert len(rows["2.2"]["owners"]) == 13
    drafts = {row["step"] for row in found["steps"] if row["illustrative"]}
    assert drafts
    assert all(row["owner"] is None for row in found["steps"] if row["illustrative"] and row["step"].startswith("2.1a"))
    assert not drafts & {step for row in found["clauses"] for step in row["steps"]}
    assert run(["status", str(FOLDER), "--as-of", "2022-11-15"]) == 0
    text = capsys.readouterr().out
    assert text.count("trong tháng 10/2022") >= 4
    assert "tính từ hết ngày 31/10/2022" in text
    assert not re.search(r"\b(duc-tho|ky-anh|tinh|khoi)\.[a-z]", text)


def test_an_office_may_add_states(tmp_path: Path) -> None:
    """A state that the study declares is worded and counts as the one that it stands for; an undeclared one is an error."""
    folder = tmp_path / "study"
    shutil.copytree(FOLDER, folder)
    file = folder / "2.3-no-new-quota.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("  state: unknown\n", "  state: cho_tham_dinh\n"), "utf-8")
    assert run(["check", str(folder)]) == 1
    study = folder / "study.yaml"
    own = "states: {cho_tham_dinh: submitted}\n"
    label = "labels: # how an office calls them\n  state.cho_tham_dinh: {vi: chờ thẩm định, en: under appraisal}\n"
    text = study.read_text(encoding="utf-8").replace("labels: # how an office calls them\n", own + label)
    study.write_text(text, encoding="utf-8")
    assert run(["check", str(folder)]) == 0
    out = io.StringIO()
    with redirect_stdout(out):
        assert run(["status", str(folder), "--as-of", "2022-11-15", "--format", "json"]) == 0
    (row,) = [one for one in json.loads(out.getvalue())["clauses"] if one["clause"] == "2.3"]
    assert [one["text"]["vi"] for one in row["states"]] == ["chờ thẩm định"]
    assert row["standing"] == "submitted"
