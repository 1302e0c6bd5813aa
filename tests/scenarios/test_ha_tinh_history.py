"""The history 2018–2026 against the dates and figures that the sources give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import orgmodel
from orgmodel.cli.main import run
from orgmodel.core.structure import Structure
from orgmodel.measures import value
from orgmodel.norms.evaluation import evaluate
from orgmodel.norms.record import NormPack
from orgmodel.norms.reference import deviations
from orgmodel.scenario.scenario import Outcome, Study
from orgmodel.tracking.board import status_rows
from orgmodel.tracking.discrepancies import discrepancies
from orgmodel.tracking.timeline import order_problems, timeline
from tests.scenarios.readme_figures import check_baseline_rows, listed, tables, told_date

FOLDER = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2018-2026"
MERGED = {"duc-tho.tcnv", "duc-tho.ubkt-tt", "duc-tho.vp-cuq"}
RESTORED = {
    "duc-tho.ban-to-chuc", "duc-tho.phong-noi-vu", "duc-tho.ubkt", "duc-tho.thanh-tra", "duc-tho.vp-huyen-uy",
    "duc-tho.vp-hdnd-ubnd",
}  # fmt: skip
PREDECESSORS = (".benh-vien", ".y-te-du-phong", ".dan-so")


@pytest.fixture(scope="module")
def study() -> Study:
    """Read the study once."""
    found = orgmodel.read(FOLDER)
    assert isinstance(found, Study)
    return found


@pytest.fixture(scope="module")
def norms(study: Study) -> NormPack:
    """Read its norms once."""
    return study.norms


@pytest.fixture(scope="module")
def history(study: Study) -> Outcome:
    """Run the facts once."""
    return study.scenario("history").run()


def _units(structure: Structure, *ends: str) -> set[str]:
    return {unit for unit in structure.ids("units") if unit.endswith(ends)}


def test_both_scenarios_run(study: Study) -> None:
    """Neither has a problem, and no date is out of order."""
    for outcome in study.outcomes:
        assert [str(problem) for problem in (*outcome.problems, *order_problems(outcome))] == []


def test_six_become_three_in_2018(history: Outcome) -> None:
    """On 1 December 2018 Đức Thọ's six agencies become three, with two identities and four superiors each."""
    before, after = history.at("2018-11-30"), history.at("2018-12-01")
    assert set(before.ids("units")) >= RESTORED
    assert set(after.ids("units")) >= MERGED
    assert not set(after.ids("units")) & RESTORED
    for unit in MERGED:
        assert len(after.identities_of(unit)) == 2
        assert sorted(line.kind for line in after.lines_from(unit)) == ["administrative"] * 2 + ["professional"] * 2


def test_31_units_become_13_centres(history: Outcome) -> None:
    """Six of three, six of two, and one that is given a function: 31 units before, 13 centres after."""
    before, after = history.at("2019-12-31"), history.at("2020-12-31")
    assert len(_units(before, *PREDECESSORS, ".ttyt")) == 31
    assert len(_units(after, ".ttyt")) == 13
    assert not _units(after, *PREDECESSORS)
    assert [one.function for one in after.functions_of("ky-anh.ttyt")] == ["kham-chua-benh"]


def test_members_are_conserved(history: Outcome) -> None:
    """388 in 2019, 12 in 2020 and 105 in 2023 change their organisation; the total known stays 505."""
    for day in ("2018-11-30", "2019-03-28", "2020-09-17", "2023-02-08", "2026-01-31"):
        assert value(history.at(day), "party_members").value == 388 + 12 + 105
    assert value(history.at("2019-03-28"), "party_members", "tp-ha-tinh.dang-bo").value == 388
    assert value(history.at("2023-02-08"), "party_members", "tp-ha-tinh.dang-bo").value == 388 + 42
    assert value(history.at("2023-02-08"), "party_members", "huong-khe.dang-bo").value == 22


def test_ky_anh_goes_from_36_to_37(history: Outcome) -> None:
    """The cell of Mitraco was inside an organisation and becomes a grassroots one itself."""
    assert value(history.at("2020-09-16"), "units_direct", "ky-anh.dang-bo").value == 36
    assert value(history.at("2020-09-17"), "units_direct", "ky-anh.dang-bo").value == 37
    assert history.at("2020-09-17").unit("mitraco.gach-ngoi").kind == "chi_bo_co_so"


def test_districts_end_in_2025(history: Outcome) -> None:
    """Thirteen districts, twelve from 2025, none from July: their centres are with the Department of Health by then."""
    counts = {day: len(_units(history.at(day), ".ubnd")) - 1 for day in ("2024-12-31", "2025-01-01", "2025-07-01")}
    assert counts == {"2024-12-31": 13, "2025-01-01": 12, "2025-07-01": 0}
    last = history.at("2025-07-01")
    centres = _units(last, ".ttyt")
    assert len(centres) == 12
    assert {last.unit(unit).parent for unit in centres} == {"tinh.so-y-te"}
    assert last.unit("nghi-xuan.ttyt").name("vi") == "Trung tâm Y tế Tiên Điền"
    assert last.unit("tinh.dang-bo-xa").stands_for == 69


def test_nothing_is_made_up_about_2022(history: Outcome, study: Study) -> None:
    """In the facts Đức Thọ's agencies stay merged until the districts end; the draft splits them and says it is one."""
    assert set(history.at("2025-06-30").ids("units")) >= MERGED
    rows = {row.clause: row for row in status_rows([study.scenario("history")], "2025-06-30")}
    assert (rows["2.3"].standing, rows["2.4"].standing) == ("due_not_reported", "due_not_reported")
    draft = study.scenario("history-with-split")
    assert draft.illustrative
    assert set(draft.run().at("2022-10-31").ids("units")) >= RESTORED


def test_the_pilot_model_is_kept_until_it_ends(history: Outcome, norms: NormPack) -> None:
    """From December 2018 Đức Thọ is as the pilot model has it, which ends in July 2022 while Đức Thọ stays as it was."""
    pilot = next(one for one in norms.models if one.id == "vn-district-pilot")
    found = {one.kind for one in deviations(history.at("2018-12-01"), pilot, areas=["duc-tho"])}
    assert found == set()
    assert (pilot.in_force("2022-07-06"), pilot.in_force("2022-07-07")) == (True, False)
    commune = next(one for one in norms.models if one.id == "vn-commune")
    assert deviations(history.at("2025-07-01"), commune) == []


def test_the_law_in_force_changes_along_the_axis(history: Outcome, norms: NormPack) -> None:
    """Deputies are a limit an agency in 2019, a pool in 2022 and nothing in 2026; the fifteen-person rule stays."""
    results = {}
    for day in ("2019-06-01", "2022-10-01", "2026-02-01"):
        found = evaluate(history.at(day), norms, date=day)
        results[day] = {one.norm: one.citation for one in found if one.result != "not_applicable"}
    assert "37/2014/NĐ-CP" in results["2019-06-01"]["DIST-1"]
    assert "108/2020/NĐ-CP" in results["2022-10-01"]["DIST-1"]
    assert "DIST-1" not in results["2026-02-01"]
    assert "PSU-1" not in results["2019-06-01"]
    assert "120/2020/NĐ-CP" in results["2022-10-01"]["PSU-1"]
    assert "283/2025/NĐ-CP" in results["2026-02-01"]["PSU-1"]
    events = [(event.date, event.subject, event.kind) for event in timeline(history, norms)]
    assert ("2020-11-25", "DIST-1", "norm_begins") in events
    assert ("2025-07-01", "2025-end-districts", "step") in events


def test_words_of_the_papers_that_do_not_fit(study: Study) -> None:
    """The press says sáp nhập of centres that were consolidated; the decision on Hương Khê says it rightly."""
    found = {one.id for one in discrepancies(study.outcomes)}
    assert {"term-2020-centres-three-consolidate", "term-2020-centres-two-consolidate"} <= found
    assert not any("huong-khe" in one for one in found)


def _number(structure: Structure, parent: str) -> tuple[int, int]:
    """Count the Party organisations directly under another: how many are known, and how many remainders of unknown number."""
    rows = [one for one in structure.units if one.parent == parent and one.kind != "party_committee"]
    return sum(one.stands_for for one in rows), sum(one.stands_for == 0 for one in rows)


def test_party_organisations_under_the_province(history: Outcome) -> None:
    """Seventeen in June 2020, sixteen when Loc Ha has joined Thach Ha, 73 in August 2025, as the sources have it."""
    days = {"2020-06-22": 17, "2025-01-01": 16, "2025-08-31": 73}
    assert {day: _number(history.at(day), "tinh.dang-bo") for day in days} == {
        day: (one, 0) for day, one in days.items()
    }
    assert _number(history.at("2020-06-22"), "khoi") == (108, 0)


def test_grassroots_organisations_are_at_least_what_is_known(history: Outcome) -> None:
    """Of the province's 640 of 2020 and 599 of 2025 the known part is in the model, and the rest is of unknown number."""
    for day, total in (("2020-09-17", 640), ("2025-09-01", 599)):
        kinds = ("chi_bo_co_so", "dang_bo_co_so", "grassroots_remainder")
        rows = [one for one in history.at(day).units if one.kind in kinds]
        assert 0 < sum(one.stands_for for one in rows) < total
        assert any(one.stands_for == 0 for one in rows)


def test_communes_are_a_remainder_until_they_are_described(history: Outcome) -> None:
    """Their number before 2020 is unknown, then 216, 209 and 69; agencies of communes never make a growth that is told."""
    counts = {}
    for day in ("2018-12-31", "2020-01-01", "2025-01-01", "2025-07-01"):
        counts[day] = [
            one.stands_for for one in history.at(day).units if one.kind == "place" and one.level == "commune"
        ]
    assert counts == {"2018-12-31": [0], "2020-01-01": [216], "2025-01-01": [209], "2025-07-01": [69]}
    rows = orgmodel.compare(history).measures
    (units,) = rows[(rows["measure"] == "units") & (rows["scope"] == "total")].to_dict("records")
    assert units["missing"] > 0
    assert units["change"] is None or units["change"] != units["change"]


def test_staffing_that_no_source_gives_is_missing(history: Outcome) -> None:
    """No measure of posts or people is 0 where nobody lists a post."""
    for measure in ("posts_authorized", "posts_filled", "headcount", "heads", "deputies"):
        for structure in (history.before, history.after):
            assert value(structure, measure).value is None, measure


def test_the_papers_of_the_timeline_are_steps(history: Outcome) -> None:
    """Each paper stands as a step with its date, and as a document with number and date."""
    papers = {
        "nq-18-2017": "2017-10-25", "kl-34-2018": "2018-08-07", "tb-16-2022": "2022-07-07", "kl-40-2022": "2022-07-18",
        "qd-137-2023": "2023-12-01", "kl-09-2024": "2024-11-24", "kl-121-2025": "2025-01-24", "kl-126-2025": "2025-02-14",
        "qd-347-2025": "2025-02-19", "kl-127-2025": "2025-02-28",
    }  # fmt: skip
    told = {result.step.document: result.step.announced for result in history.steps if result.step.announced}
    assert {id: told.get(id) for id in papers} == papers
    for id, date in papers.items():
        document = history.before.documents.get(id)
        assert document is not None
        assert document.number
        assert document.date == date


def test_what_moves_is_of_its_receivers_area(history: Outcome) -> None:
    """The organisations that left the Bloc are of the area of the committee that has them."""
    after = history.at("2023-02-08")
    for unit, area in (("khoi.tccs-22", "tp-ha-tinh"), ("khoi.che", "tp-ha-tinh"), ("khoi.dang-bo-41", "huong-son")):
        assert after.unit(unit).area == area


COMMANDS = (
    ("check",),
    ("show",),
    ("status", "--as-of", "2022-11-15", "--long"),
    ("compare",),
    ("report", "-o", "report.md"),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda one: one[0])
@pytest.mark.parametrize("study_name", ["ha-tinh-2022", "ha-tinh-2018-2026"])
def test_every_command_tells_both_studies_by_name(
    study_name: str,
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No command ends with an error, and none calls a unit or a source by its id where it has a name."""
    monkeypatch.chdir(tmp_path)
    command, *options = arguments
    assert run([command, str(FOLDER.parent / study_name), *options]) == 0
    told = "".join(capsys.readouterr()) + "".join(file.read_text("utf-8") for file in tmp_path.glob("*.md"))
    ids = re.compile(
        r"\b(tinh|duc-tho|ky-anh|khoi|tw|huong-khe|tp-ha-tinh)\.[a-z]|\b(gk-[a-z]+|baohatinh-\d+|kl-btv)\b"
    )
    assert not ids.search(told), ids.search(told)


def test_only_bodies_that_a_source_names_are_owners_and_partners(study: Study) -> None:
    """A decision's number names who issued it; the press names Bloc, province and department; nobody else is given a duty."""
    named = {
        "2018-duc-tho": ("tinh.btv",), "2019-bloc-city": ("khoi.dang-uy",), "2020-centre-huong-khe": ("tinh.ubnd",),
        "2022-duc-tho-scheme": ("duc-tho.btv",), "2022-ky-anh-scheme": ("ky-anh.btv",), "2023-bloc": ("khoi.dang-uy",),
        "2025-newspaper": ("tinh.tinh-uy",), "2025-centres": ("tinh.ubnd",), "2026-quota": ("tinh.ubnd",),
    }  # fmt: skip
    steps = study.scenario("history").steps
    assert {step.id: step.owners for step in steps if step.owners} == named
    assert {step.id: step.partners for step in steps if step.partners} == {"2025-centres": ("tinh.so-y-te",)}


def test_what_replaces_a_remainder_of_unknown_number_is_not_told_as_growth(study: Study) -> None:
    """The communes' Party organs before July 2025 are of unknown number: no change, no per cent, and a least."""
    compared = orgmodel.compare(study.scenario("history").run())
    rows = compared.measures
    party = rows[(rows["scope"] == "block:party") & (rows["measure"] == "units")].iloc[0]
    assert (party["before"], party["after"]) == (10, 212)
    assert party[["change", "percent"]].isna().all()
    (told,) = [one for one in compared.sentences if one.kind == "begun_ended"]
    assert told.text("vi").startswith(
        "Thành lập, lập lại ít nhất 366 đơn vị (cơ quan, đơn vị: ít nhất 220; cấp ủy, hội đồng, ủy ban: 69; tổ chức đảng: 77)"
        " và 69 địa bàn (không tính là đơn vị); kết thúc hoạt động ít nhất 125 đơn vị"
    )
    assert told.text("en").startswith("At least 366 units (agencies: at least 220; ")


def _given(step: dict[str, object]) -> dict[str, list[int]]:
    """List the numbers that a step brings, by their key in the README: of units for which new ones stand, each other by itself."""

    def walk(part: object, times: int = 1) -> list[int]:
        if isinstance(part, list):
            return [number for one in part for number in walk(one, times)]
        if not isinstance(part, dict):
            return []
        many = times * len(part["for_each"]["rows"]) if "for_each" in part else times
        own = [part["stands_for"]] * many if isinstance(part.get("stands_for"), int) else []
        return own + [number for key, one in part.items() if key != "for_each" for number in walk(one, many)]

    key = f"step {step['id']}"
    told: list[dict[str, int]] = step.get("evaluation", [])  # type: ignore[assignment]
    found = {key: walk(step.get("do", []))} | {f"{key} {one['figure']}": [one["figure"]] for one in told}
    return {one: numbers for one, numbers in found.items() if numbers}


def test_the_readme_lists_every_figure_with_its_source_and_date() -> None:
    """Of the baseline as its tables have them, and of each step the numbers that it brings, its source and its date."""
    rows = listed(FOLDER / "README.md")
    before = tables(FOLDER / "baseline")
    check_baseline_rows([row for row in rows if not row[-1].startswith("step ")], before, "coi là đã có từ 30/11/2018")
    papers = before["documents"].set_index("id")
    steps = yaml.safe_load((FOLDER / "history.yaml").read_text(encoding="utf-8"))["steps"]
    wanted = {
        key: (
            str(len(numbers)),
            str(sum(numbers)),
            papers.loc[step["evidence"], "number"] or papers.loc[step["evidence"], "title_vi"],
            told_date(str(step["effective"])),
        )
        for step in steps
        for key, numbers in _given(step).items()
    }
    found = {key: (count, total, source, date) for count, total, _, _, source, date, key in rows if key in wanted}
    assert found == wanted
    assert len(rows) == len([row for row in rows if not row[-1].startswith("step ")]) + len(wanted)
    kinds = {key: kind for _, _, _, kind, _, _, key in rows}
    assert kinds["step 2020-communes"] == f"suy ra: 209 + {216 - 209}"
    assert kinds["step 2025-bloc-end"] == f"suy ra: 73 − {73 - 4}"
    titles = " ".join(step["title"]["vi"] for step in steps)
    page = (FOLDER / "README.md").read_text(encoding="utf-8").replace("\n", " ")
    for told in ("1 giám đốc, 2 phó, 2 phòng, 4 khoa, 182 người", "8 phòng, giảm 5"):
        assert told in titles
        assert told in page
