"""The Ha Tinh study against the facts it cites, hand-worked totals, and sums by the tests' own code."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import orgmodel
from orgmodel.cli.main import run
from orgmodel.comparison.analysis import crosswalk
from orgmodel.core.figures import Estimate, FigureId
from orgmodel.measures import measure
from orgmodel.norms.freeze import freeze_findings
from orgmodel.scenario.scenario import Outcome, Study

FOLDER = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"
MERGED = {
    "duc-tho.tcnv": ("duc-tho.ban-to-chuc", "duc-tho.phong-noi-vu"),
    "duc-tho.ubkt-tt": ("duc-tho.ubkt", "duc-tho.thanh-tra"),
    "duc-tho.vp-cuq": ("duc-tho.vp-huyen-uy", "duc-tho.vp-hdnd-ubnd"),
}
THREE_WAY = {"vu-quang", "huong-son", "nghi-xuan", "tx-hong-linh", "can-loc", "thach-ha"}
TWO_WAY = {"tp-ha-tinh", "huong-khe", "cam-xuyen", "loc-ha", "tx-ky-anh", "duc-tho"}
DISTRICTS = {*THREE_WAY, *TWO_WAY, "ky-anh"}
COUNTED = {
    "units", "posts_authorized", "posts_filled", "posts_outside_quota", "headcount", "fte", "heads", "deputies", "staff",
    "concurrent_posts", "party_members",
}  # fmt: skip
PAPER = Path(os.environ.get("ORGMODEL_DATA", "")).parent / "domain" / "conclusion-2022.vi.md"
"""The Conclusion itself, where it is at hand."""
OPTIONS = ("keep", "split_up", "split_off", "to_department")


def table(name: str) -> list[dict[str, str]]:
    """Read a baseline table with nothing but the standard library."""
    with (FOLDER / "baseline" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def study() -> Study:
    """Read the study once."""
    found = orgmodel.read(FOLDER)
    assert isinstance(found, Study)
    return found


@pytest.fixture(scope="module")
def outcomes(study: Study) -> dict[str, Outcome]:
    """Run every scenario of the study once."""
    return {outcome.scenario.id: outcome for outcome in study.outcomes}


def test_every_scenario_runs_and_meets_what_it_expects(outcomes: dict[str, Outcome]) -> None:
    """No scenario has a problem, and every expectation written in it is met."""
    assert [str(problem) for outcome in outcomes.values() for problem in outcome.problems] == []
    assert all(result.met for outcome in outcomes.values() for result in outcome.expectations)
    assert sum(len(outcome.expectations) for outcome in outcomes.values()) > 100


def test_the_check_of_the_study_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    """The command finds no error and no warning, and exits 0."""
    assert run(["check", str(FOLDER)]) == 0
    assert "0 lỗi, 0 cảnh báo" in "".join(capsys.readouterr())


def test_every_scenario_file_is_part_of_the_study(study: Study) -> None:
    """The list in study.yaml leaves out no file of the folder."""
    assert set(study.scenarios) == {file.stem for file in FOLDER.glob("*.yaml")} - {"study", "norms"}


def test_each_clause_has_a_step_with_an_owner(outcomes: dict[str, Outcome]) -> None:
    """The whole Conclusion names an owner that exists for each of its clauses, and the one deadline it gives."""
    outcome = outcomes["conclusion"]
    steps = [result.step for result in outcome.steps]
    assert {step.clause for step in steps} == {"1", "2.1", "2.2", "2.3", "2.4", "2.5", "3"}
    duties = [step for step in steps if step.force is not None or step.owner]
    assert all(outcome.before.units.get(owner) is not None for step in duties for owner in step.owners)
    assert {step.clause for step in duties if step.owner} == {"1", "2.1", "2.2", "2.3", "2.4", "2.5", "3"}
    due = {step.clause: step.due for step in steps if step.due}
    assert due == {"2.3": "2022-10-31", "2.4": "2022-10-31"}
    assert not any(step.effective for step in steps)
    (freeze,) = [step for step in steps if step.id == "2.2-freeze"]
    assert {one.removesuffix(".btv") for one in freeze.owners} == DISTRICTS


def test_only_what_no_paper_orders_is_marked_as_a_draft(study: Study) -> None:
    """Drafts are marked illustrative, the clauses' own readings are not."""
    ordered = {name for name, scenario in study.scenarios.items() if not scenario.illustrative}
    assert ordered == {
        "1-evaluation",
        "2.1-schemes",
        "2.1-health-centres",
        "2.2-concurrent-post",
        "2.3-no-new-quota",
        "2.4-propaganda-mobilisation",
        "2.5-criteria",
        "2.5-actual-2023",
        "3-follow-up",
        "conclusion",
    }


# -- the baseline ------------------------------------------------------------------------------------------------------


def test_a_figure_is_cited_or_assumed_with_a_range() -> None:
    """A post's figure rests on a source that was read, or is marked assumed; an assumed staff figure has a range."""
    read = {row["id"] for row in table("documents") if row["confidence"] in ("S", "S-part", "SEED")}
    for row in table("posts"):
        figures = [name for name in ("authorized", "filled") if row[name]]
        if not figures:
            continue
        source = row["src"].split(":")[0]
        assert source == "assumed" or source in read, row["id"]
        if source == "assumed" and row["rank"] == "staff":
            assert all(row[f"{name}_low"] and row[f"{name}_high"] for name in figures), row["id"]


@pytest.mark.parametrize("state", ["before", "after"])
def test_no_unit_has_less_than_those_below_it(outcomes: dict[str, Outcome], state: str) -> None:
    """Of what is counted a unit has at least what the units below it have at least together, and the best where nothing is missing."""
    judged = 0
    for label, outcome in outcomes.items():
        structure = getattr(outcome, state)
        parents = {unit.id: unit.parent for unit in structure.units}
        rows = [row for row in measure(structure, sorted(COUNTED), by=["unit"]) if row.scope in parents]
        known = {(row.measure, row.scope): row for row in rows}
        least: Counter[tuple[str, str]] = Counter()
        best: Counter[tuple[str, str]] = Counter()
        for row in rows:
            if parents[row.scope]:
                above = (row.measure, str(parents[row.scope]))
                least[above] += row.low or 0
                best[above] += row.value or 0
        for above, total in least.items():
            assert (known[above].low or 0) >= total, (label, above)
            assert known[above].missing or (known[above].value or 0) >= best[above], (label, above)
        judged += len(least)
    assert judged > 5_000


def test_the_shares_of_a_unit_come_to_one_or_are_unknown_together(outcomes: dict[str, Outcome]) -> None:
    """Of no unit of which figures are missing are some shares told and others not, in any scenario."""
    judged = 0
    for label, outcome in outcomes.items():
        rows = crosswalk(orgmodel.compare(outcome))
        for unit, parts in rows.groupby("before", dropna=False):
            for quantity in ("authorized", "filled", "fte", "people", "members", "functions"):
                told = parts[quantity].notna()
                assert told.all() or not told.any(), (label, unit, quantity)
                assert not told.any() or abs(parts[quantity].sum() - 1) < 1e-9, (label, unit, quantity)
                judged += bool(told.any())
    assert judged > 100


def test_what_is_assumed_without_a_range_is_what_the_readme_lists() -> None:
    """Without a range stand the heads, and deputies of the units that the README names as such; no staff, no members."""
    single = {
        (row["rank"], row["unit"])
        for row in table("posts")
        if row["src"].startswith("assumed") and row["authorized"] and not row["authorized_low"]
    }
    assert {rank for rank, _ in single} == {"head", "deputy"}
    assert {unit for rank, unit in single if rank == "deputy"} == {
        *(f"duc-tho.{one}" for one in ("btv", "tcnv", "ubkt-tt", "vp-cuq", "ban-tuyen-giao", "ban-dan-van")),
        *(f"ky-anh.{one}" for one in ("btv", "vp-huyen-uy", "ban-to-chuc", "tuyen-giao-dan-van", "ubkt")),
        *(f"{district}.trung-tam-chinh-tri" for district in ("duc-tho", "ky-anh")),
        *(f"ky-anh.{one}" for one in ("phong-noi-vu", "thanh-tra", "vp-hdnd-ubnd")),
    }
    assert all(row["total_low"] and row["total_high"] for row in table("members") if row["src"] == "assumed")


def test_the_cited_figures_are_the_ones_in_the_sources() -> None:
    """Huong Khe has 182 staff with one director and two deputies; Ky Anh's centre 26 of 123; the Bloc's sums hold."""
    posts = table("posts")
    huong_khe = [int(row["authorized"]) for row in posts if row["unit"] == "huong-khe.ttyt"]
    assert sorted(huong_khe) == [1, 2, 179]
    assert sum(huong_khe) == 182
    (ky_anh,) = [row for row in posts if row["unit"] == "ky-anh.ttyt"]
    assert (ky_anh["authorized"], ky_anh["filled"], ky_anh["rank"]) == ("123", "26", "unknown")
    members = {row["unit"]: row for row in table("members")}
    assert members["khoi.dang-bo-41"]["total"] == "41"
    assert members["khoi.dang-bo-22"]["total"] == "22"
    cells = [unit for unit, row in members.items() if row["total_group"] == "tp-5"]
    assert len(cells) == 5
    assert all(not members[unit]["total"] for unit in cells)
    assert {row["id"]: row["total"] for row in table("member_groups")} == {"tp-5": "42"}
    bloc = [
        int(row["stands_for"] or 1) for row in table("units") if row["parent"] == "khoi" and "dang-uy" not in row["id"]
    ]
    assert sum(bloc) == 108


def test_the_health_centres_have_their_predecessors() -> None:
    """Six centres come from three units, six from two, and one had its function changed."""
    ended = Counter(row["area"] for row in table("units") if row["to"] and row["parent"].endswith(".ubnd"))
    kinds = ("benh-vien", "y-te-du-phong", "dan-so")
    before = Counter(
        row["area"] for row in table("units") if row["to"] and row["id"].removeprefix(f"{row['area']}.") in kinds
    )
    assert before == {**dict.fromkeys(THREE_WAY, 3), **dict.fromkeys(TWO_WAY, 2)}
    assert sum(before.values()) + 1 == 31
    assert all(ended[area] >= before[area] for area in before)
    living = [row["area"] for row in table("units") if row["id"].endswith(".ttyt") and not row["to"]]
    assert sorted(living) == sorted(DISTRICTS)


def test_both_districts_are_whole_after_their_splits(outcomes: dict[str, Outcome]) -> None:
    """After 2.3 and 2.4 each has the twelve government agencies, five Party organs, the Front and five organisations."""
    after = outcomes["conclusion"].after
    for area in ("duc-tho", "ky-anh"):
        kinds = Counter(unit.kind for unit in after.group("units", "area", area))
        assert kinds["specialised_agency"] == 12
        assert kinds["party_organ"] == 5
        assert (kinds["front_organisation"], kinds["mass_organisation"]) == (1, 5)
        assert kinds["merged_agency"] == 0


# -- clauses 2.3 and 2.4 -----------------------------------------------------------------------------------------------


def edges(outcome: Outcome, clause: str) -> tuple[set[str], set[str]]:
    """Give the units that end and those that begin under a clause."""
    rows = [row for row in outcome.lineage if row.clause == clause]
    ended = {row.before for row in rows if row.before and outcome.after.units.get(row.before) is None}
    begun = {row.after for row in rows if row.after and outcome.before.units.get(row.after) is None}
    return ended, begun


@pytest.mark.parametrize("name", ["2.3-no-new-quota", "2.3-new-quota", "conclusion"])
def test_three_agencies_become_six(outcomes: dict[str, Outcome], name: str) -> None:
    """Clause 2.3 ends the three merged agencies and begins the six of the common model."""
    ended, begun = edges(outcomes[name], "2.3")
    assert ended == set(MERGED)
    assert begun == {unit for pair in MERGED.values() for unit in pair}


def test_one_commission_becomes_two(outcomes: dict[str, Outcome]) -> None:
    """Clause 2.4 ends one commission and begins two."""
    assert edges(outcomes["2.4-propaganda-mobilisation"], "2.4") == (
        {"ky-anh.tuyen-giao-dan-van"},
        {"ky-anh.ban-tuyen-giao", "ky-anh.ban-dan-van"},
    )


def test_written_lines_fall_from_two_and_two_to_one_and_one(outcomes: dict[str, Outcome]) -> None:
    """A merged agency answers to two superiors and two guides, each restored one to one of either."""
    outcome = outcomes["2.3-no-new-quota"]
    for merged, pair in MERGED.items():
        old = Counter(line.kind for line in outcome.before.lines_from(merged))
        assert (old["administrative"], old["professional"]) == (2, 2)
        for unit in pair:
            new = Counter(line.kind for line in outcome.after.lines_from(unit))
            assert (new["administrative"], new["professional"]) == (1, 1)


def quota(structure: Any) -> Counter[str]:
    """Sum the authorized posts inside quota by block: best values, and the count of missing ones."""
    sums: Counter[str] = Counter()
    for post in structure.posts:
        if post.quota == "in":
            best = post.authorized.best if isinstance(post.authorized, Estimate) else post.authorized
            sums[post.block if best is not None else f"{post.block} missing"] += 1 if best is None else best
    return sums


@pytest.mark.parametrize("head", ["from_deputy", "from_staff"])
def test_the_variant_without_new_quota_moves_no_quota(study: Study, head: str) -> None:
    """Every block keeps its posts, and three working posts become head posts."""
    outcome = study.scenario("2.3-no-new-quota").run(gov_head=head)
    assert {problem.code for problem in outcome.problems} <= {
        "SURPLUS"
    }  # six work in six posts, of which one goes vacant
    assert quota(outcome.before) == quota(outcome.after)
    converted = [post for post in outcome.after.posts if post.rank == "head"]
    assert len(converted) - sum(post.rank == "head" for post in outcome.before.posts) == 3
    assert all(entry.flow.from_unit and entry.flow.to_unit for entry in outcome.ledger)


def test_the_variant_with_new_quota_states_each_new_post(outcomes: dict[str, Outcome]) -> None:
    """Three posts come from outside, one to each government agency, each with a reason."""
    outcome = outcomes["2.3-new-quota"]
    new = [entry.flow for entry in outcome.ledger if entry.flow.from_unit is None]
    assert {flow.to_unit for flow in new} == {pair[1] for pair in MERGED.values()}
    assert [(flow.quantity, flow.amount.best, flow.block_to) for flow in new] == [("authorized", 1, "government")] * 3
    assert all(flow.reason for flow in new)
    assert quota(outcome.after) - quota(outcome.before) == Counter(government=3)


# -- double entry, summed here ------------------------------------------------------------------------------------------

QUANTITIES = ("authorized", "filled", "people", "functions")  # the study gives no full-time equivalents
Account = tuple[str, str, str]


def add(sums: Counter[tuple[Any, ...]], account: Account, figure: Any, name: str, sign: int = 1) -> None:
    """Add a figure to an account: the known part as a number, what is uncertain by its source."""
    if isinstance(figure, Estimate):
        sums[(*account, figure.source.id, figure.position, figure.parts)] += sign
        figure = figure.offset
    elif figure is None:
        sums[(*account, name, 0, 1)] += sign
        figure = 0
    sums[(*account, "known")] += sign * figure


def counted(structure: Any) -> Counter[tuple[Any, ...]]:
    """Count a structure per unit, quantity and block."""
    sums: Counter[tuple[Any, ...]] = Counter()
    for post in structure.posts:
        for quantity in ("authorized", "filled"):
            if (quantity, post.quota, post.authorized) != ("authorized", "out", None):  # of contracts there is no quota
                name = FigureId("posts", post.id, quantity)
                add(sums, (post.unit, quantity, post.block), getattr(post, quantity), name)
        add(sums, (post.unit, "people", post.block), post.filled, FigureId("posts", post.id, "filled"))
    for link in structure.links:
        second = structure.posts.get(link.also_holds)
        sums[(second.unit, "people", second.block, "known")] -= 1
    for one in structure.functions:
        if not one.internal:
            sums[(one.unit, "functions", one.block, "known")] += 1
    return Counter({key: value for key, value in sums.items() if value})


def summed(before: Any, flows: list[Any]) -> Counter[tuple[Any, ...]]:
    """Count a structure, then add what comes in and take off what goes out."""
    sums = Counter(counted(before))
    for flow in flows:
        for unit, block, sign in ((flow.from_unit, flow.block_from, -1), (flow.to_unit, flow.block_to, 1)):
            if unit is None or flow.via is not None:
                continue
            account = (unit, flow.quantity, block)
            sums[(*account, "known")] += sign * flow.amount.known
            for term, count in flow.amount.terms.items():
                sums[(*account, term.source.id, term.position, term.parts)] += sign * count
    return Counter({key: value for key, value in sums.items() if value})


@pytest.mark.parametrize("name", ["2.3-no-new-quota", "2.3-new-quota", "2.4-propaganda-mobilisation", "conclusion"])
def test_the_ledger_explains_every_account_and_no_row_is_idle(outcomes: dict[str, Outcome], name: str) -> None:
    """Before + in − out = after per unit, quantity and block; without any one row it does not hold."""
    outcome = outcomes[name]
    flows = [entry.flow for entry in outcome.ledger if entry.flow.quantity in QUANTITIES]
    after = dict(counted(outcome.after))  # a plain mapping, so that counts below zero are compared too
    assert dict(summed(outcome.before, flows)) == after
    for index, flow in enumerate(flows):
        if flow.via is None:
            assert dict(summed(outcome.before, flows[:index] + flows[index + 1 :])) != after, flow


# -- clause 2.1, the Health Centres -------------------------------------------------------------------------------------


def available() -> Iterator[tuple[str, str]]:
    """List the options that apply by what each centre was made of."""
    for district in sorted(DISTRICTS):
        for option in OPTIONS:
            without = (district in TWO_WAY and option == "split_off") or (district == "ky-anh" and option == "split_up")
            if not without:
                yield district, option


def test_options_that_cannot_apply_say_why_in_both_languages(study: Study) -> None:
    """Each district has the four options; those that do not apply give a reason in Vietnamese and English."""
    parameters = study.scenario("2.1-health-centres").parameters
    for district in DISTRICTS:
        parameter = parameters[district]
        assert parameter.choices == OPTIONS
        assert parameter.default == "keep"
        assert {(district, one) for one in OPTIONS if one not in parameter.unavailable} == {
            pair for pair in available() if pair[0] == district
        }
        assert all({code for code, _ in reason} == {"vi", "en"} for reason in parameter.unavailable.values())


def test_every_option_that_applies_runs_in_every_district(study: Study) -> None:
    """Units rise by the predecessors restored; posts and functions stay, whichever option a district takes."""
    scenario = study.scenario("2.1-health-centres")
    for district, option in available():
        outcome = scenario.run(**{district: option})
        assert [str(problem) for problem in outcome.problems] == []
        more = {"split_up": 2 if district in THREE_WAY else 1, "split_off": 1}.get(option, 0)
        before, after = (len(list(side.units)) for side in (outcome.before, outcome.after))
        assert after - before == more, (district, option)
        centre = outcome.after.units.get(f"{district}.ttyt")
        if option == "to_department":
            assert centre.parent == "tinh.so-y-te"
            kinds = [(line.kind, line.to) for line in outcome.after.lines_from(centre.id)]
            assert ("professional", "tinh.so-y-te") not in kinds
        assert (centre is None) == (option == "split_up")


@pytest.mark.parametrize("end", ["low", "high"])
def test_the_assumed_counts_hold_over_their_ranges(study: Study, end: str) -> None:
    """The two centres with cited totals can be split at either end of what is assumed."""
    scenario = study.scenario("2.1-health-centres")
    numbers = {name: one for name, one in scenario.parameters.items() if one.low is not None}
    assert len(numbers) == 3
    values = {name: getattr(one, end) for name, one in numbers.items()}
    outcome = scenario.run(**{"huong-khe": "split_up", "ky-anh": "split_off"}, **values)
    assert [str(problem) for problem in outcome.problems] == []
    total = sum(post.authorized for post in outcome.after.posts if post.unit.startswith(("ky-anh.ttyt", "ky-anh.y-te")))
    assert total == 123
    kept = [post for post in outcome.after.posts if post.unit in ("huong-khe.y-te-du-phong", "huong-khe.dan-so")]
    assert sum(post.authorized for post in kept) == 182


def test_the_readme_has_the_table_of_districts_and_options(study: Study) -> None:
    """The README's table of districts by options says what the parameters say."""
    parameters = study.scenario("2.1-health-centres").parameters
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \|[^|]*\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$", text, re.MULTILINE)
    assert {row[0] for row in rows} == DISTRICTS
    for district, *marks in rows:
        can = {option for option, mark in zip(OPTIONS, marks, strict=True) if mark.strip() == "✓"}
        assert can == set(OPTIONS) - set(parameters[district].unavailable)


# -- clause 2.2 ---------------------------------------------------------------------------------------------------------

BRINGS = """
title: Bring the concurrent post to a new place
includes: {includes}
steps:
- id: vacate
  clause: "2.2"
  do:
  - {{resize: {front}, filled_to: 0, why: the Front's chair retires}}
- id: link
  clause: "2.2"
  do:
  - {{link_posts: {head}, also_holds: {front}, basis: forbidden example}}
"""


def copied(
    folder: Path, head: str, front: str, model: dict[str, str] | None = None, *, is_split: bool = True
) -> Outcome:
    """Run a copy of the study that links two posts, with what its areas say of the model filled in."""
    shutil.copytree(FOLDER, folder)
    with (folder / "baseline" / "attributes.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{area},mttq_model,{said},kl-btv\n" for area, said in (model or {}).items() if said)
    (folder / "study.yaml").write_text(
        (FOLDER / "study.yaml").read_text(encoding="utf-8").replace("- conclusion.yaml", "- brings.yaml"),
        encoding="utf-8",
    )
    (folder / "brings.yaml").write_text(
        BRINGS.format(
            head=head,
            front=front,
            includes="[2.4-propaganda-mobilisation.yaml]" if is_split else "[2.2-concurrent-post.yaml]",
        ),
        encoding="utf-8",
    )
    study = orgmodel.read(folder)
    assert isinstance(study, Study)
    outcome = study.scenario("brings").run()
    assert not outcome.problems
    return outcome


def results(study: Study, outcome: Outcome) -> dict[tuple[str, str], str]:
    """Give the results of the freeze by place and state."""
    findings = freeze_findings(outcome, study.constraints)
    assert {one.clause for one in findings} == {"2.2"}
    return {(one.subject, one.state): one.result for one in findings}


def test_no_scenario_of_the_study_breaks_the_freeze(study: Study, outcomes: dict[str, Outcome]) -> None:
    """No source tells where the model exists, so that nothing is told of any of the thirteen."""
    for outcome in outcomes.values():
        found = results(study, outcome)
        told = {subject.removeprefix("area:") for subject, _ in found}
        assert DISTRICTS >= told >= DISTRICTS - {"ky-anh"}  # which has no such head before its split
        assert set(found.values()) == {"not_evaluable"}


HEADS = ("ky-anh.tuyen-giao-dan-van/head", "ky-anh.tuyen-giao-dan-van/dep-dv")
"""Of Ky Anh's merged commission before its split, and of what its split makes the Mass Mobilisation Commission."""


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(("model", "result"), [("", "not_evaluable"), ("no", "fail"), ("yes", "pass")])
def test_the_forbidden_link_in_ky_anh_is_told(tmp_path: Path, head: str, model: str, result: str) -> None:
    """Before its split or after it: unknown until somebody says whether Ky Anh had the model, and then told as it is."""
    outcome = copied(tmp_path / "study", head, "ky-anh.mttq/head", {"ky-anh": model}, is_split=head != HEADS[0])
    study = outcome.scenario.study
    assert study is not None
    assert results(study, outcome)[("area:ky-anh", "after")] == result


@pytest.mark.parametrize(
    ("head", "front", "name", "is_split"),
    [
        (HEADS[0], "ky-anh.mttq/head", "Huyện Kỳ Anh", False),
        ("huong-son.ban-dan-van/head", "huong-son.mttq/head", "Huyện Hương Sơn", True),
    ],
)
def test_the_report_tells_the_forbidden_link_by_the_name_of_its_place(
    tmp_path: Path, head: str, front: str, name: str, is_split: bool
) -> None:
    """The report has the place by name under the norm and its clause, as one to be verified first."""
    copied(tmp_path / "study", head, front, is_split=is_split)
    made = tmp_path / "report.md"
    assert run(["report", str(tmp_path / "study" / "brings.yaml"), "-o", str(made)]) == 0
    lines = made.read_text(encoding="utf-8").splitlines()
    (norm,) = [line for line in lines if line.startswith("| **") and "Không nhân rộng mô hình" in line]
    assert "mục 2.2" in norm
    (row,) = [line for line in lines[lines.index(norm) :] if f"đưa mô hình đến {name}" in line]
    assert row.startswith(f"|  | địa bàn {name} |")
    assert "chưa đủ số liệu để kết luận" in row


def test_bringing_it_to_a_district_of_which_nothing_is_known_is_not_evaluable(study: Study, tmp_path: Path) -> None:
    """Silence of the sources is neither yes nor no."""
    outcome = copied(tmp_path / "study", "huong-son.ban-dan-van/head", "huong-son.mttq/head")
    assert results(study, outcome)[("area:huong-son", "after")] == "not_evaluable"


# -- the cells inside the agencies ----------------------------------------------------------------------------------------


def test_the_cells_share_their_members_by_the_two_sides_quota(outcomes: dict[str, Outcome]) -> None:
    """The shares written are the quota in the baseline; 11, 10 and 22 members become 5 + 6, 5 + 5 and 9 + 13."""
    posts: Counter[tuple[str, str]] = Counter()
    for row in table("posts"):
        if row["unit"] in MERGED and row["quota"] == "in":
            posts[(row["unit"], row["block"])] += int(row["authorized"])
    sides = [posts[(merged, block)] for merged in MERGED for block in ("party", "government")]
    assert sides == [6, 7, 6, 5, 10, 15]
    outcome = outcomes["2.3-party-cells"]
    text = (FOLDER / "2.3-party-cells.yaml").read_text(encoding="utf-8")
    assert [int(one) for pair in re.findall(r", (\d+), (\d+)\]$", text, re.MULTILINE) for one in pair] == sides
    by_unit = {one.unit: one for one in outcome.after.members if one.unit.startswith("duc-tho.chi-bo")}
    found = [by_unit[unit.replace(".", ".chi-bo-")].total for pair in MERGED.values() for unit in pair]
    # 11 × 6/13 = 5.08 and 5.92; 10 × 6/11 = 5.45 and 4.55; 22 × 10/25 = 8.8 and 13.2: the larger remainder gets the rest
    assert [one.best if isinstance(one, Estimate) else one for one in found] == [5, 6, 5, 5, 9, 13]


# -- clause 2.5 ---------------------------------------------------------------------------------------------------------


def test_seven_organisations_with_105_members_leave_the_bloc(outcomes: dict[str, Outcome]) -> None:
    """5 cells with 42 members go to the city, 41 to Huong Son, 22 to Huong Khe; nobody is lost."""
    outcome = outcomes["2.5-actual-2023"]
    moved = {
        one.id: one.parent
        for one in outcome.after.units
        if (old := outcome.before.units.get(one.id)) is not None and old.parent != one.parent
    }
    assert Counter(moved.values()) == {"tp-ha-tinh.dang-bo": 5, "huong-son.dang-bo": 1, "huong-khe.dang-bo": 1}
    rows = {row["unit"]: row for row in table("members")}
    known = sum(int(rows[unit]["total"]) for unit in moved if rows[unit]["total"])
    groups = {rows[unit]["total_group"] for unit in moved} - {""}
    assert known + sum(int(row["total"]) for row in table("member_groups") if row["id"] in groups) == 105
    assert list(outcome.before.members) == list(outcome.after.members)


def test_nothing_moves_by_criteria_of_which_no_source_gives_a_value(outcomes: dict[str, Outcome]) -> None:
    """Each of the seven has both criteria unknown, needs judgement, and stays; nothing is decided for the Bloc."""
    for name in ("2.5-criteria", "conclusion"):
        outcome = outcomes[name]
        found = [one for result in outcome.steps for one in result.assessments]
        assert Counter(one.verdict for one in found) == {"needs_judgement": 7}
        assert not any(one.moves or one.decision or one.receiver for one in found)
        assert {answer for one in found for _, answer, _, _ in one.answers} == {"unknown"}
        assert outcome.after.unit("khoi.che").parent == "khoi"


@pytest.mark.parametrize(
    ("districts", "share", "verdict"),
    [("1", "80", "eligible"), ("13", "80", "not_eligible"), ("1", "", "needs_judgement")],
)
def test_values_that_are_filled_in_are_judged(tmp_path: Path, districts: str, share: str, verdict: str) -> None:
    """A cited value makes an organisation eligible, one criterion that is not met makes it not, a blank leaves it open."""
    folder = tmp_path / "study"
    shutil.copytree(FOLDER, folder)
    values = {
        "districts_operated": districts,
        "task_share_main_district": share,
        "main_district_committee": "tp-ha-tinh.dang-bo",
    }
    with (folder / "baseline" / "attributes.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"khoi.che,{name},{value},baohatinh-244190\n" for name, value in values.items() if value)
    outcome = orgmodel.read(folder).scenario("2.5-criteria").run()  # type: ignore[union-attr]
    (one,) = [one for result in outcome.steps for one in result.assessments if one.unit == "khoi.che"]
    assert (one.verdict, one.moves) == (verdict, verdict == "eligible")


def test_what_is_transferred_is_of_its_receivers_area(outcomes: dict[str, Outcome]) -> None:
    """The seven organisations of 2023 are of the area of the committee that receives them."""
    outcome = outcomes["2.5-actual-2023"]
    for unit in outcome.after.units:
        old = outcome.before.units.get(unit.id)
        if old is not None and old.parent != unit.parent:
            assert unit.area == outcome.after.unit(unit.parent).area != old.area


def test_no_name_tells_what_happened_later() -> None:
    """The baseline of September 2022 calls nothing by what became of it in 2023."""
    for row in table("units"):
        if row["id"].startswith("khoi."):
            assert not any(word in row["name_vi"] for word in ("chuyển", "Hương Sơn", "Hương Khê")), row["id"]
            assert not any(word in row["id"] for word in ("huong-son", "huong-khe")), row["id"]


# -- clause 1 -----------------------------------------------------------------------------------------------------------


def test_the_evaluation_says_that_the_source_has_no_figure(outcomes: dict[str, Outcome]) -> None:
    """Every strength and limit of clause 1 says that the paper gives no figure."""
    (result,) = outcomes["1-evaluation"].steps
    notes = result.step.evaluation
    assert Counter(one.aspect for one in notes) == {"strength": 2, "limit": 3}
    said = " ".join(dict(one.text)["vi"] for one in notes)
    assert (
        "Quá trình thực hiện đã đạt được một số kết quả bước đầu, vừa nâng cao nhận thức, trách nhiệm, vừa phát huy"
        in said
    )
    assert "Tuy vậy, việc thực hiện Kết luận số 34-KL/TW còn một số hạn chế, vướng mắc như: Một số cấp ủy" in said
    assert said.endswith("chưa đáp ứng yêu cầu.")
    assert {one.figure for one in notes} == {"none-in-source"}
    paper = " ".join(PAPER.read_text(encoding="utf-8").split()) if PAPER.is_file() else ""
    for one in notes if paper else ():
        assert dict(one.text)["vi"] in paper


def test_titles_and_notes_are_in_both_languages(study: Study) -> None:
    """A reader of either language gets a title for every scenario and step."""
    for scenario in study.scenarios.values():
        assert {code for code, _ in scenario.title} == {"vi", "en"}, scenario.id
        for step in scenario.steps:
            assert {code for code, _ in step.title} == {"vi", "en"}, step.id


# -- what the command prints -------------------------------------------------------------------------------------------

PRINTED = ("2.3-no-new-quota", "2.3-new-quota", "2.4-propaganda-mobilisation", "2.5-actual-2023", "conclusion")


def printed(*paths: Path) -> Any:
    """Run compare as a user does, and read the JSON that it prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run(["compare", *map(str, paths), "--format", "json"]) == 0
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def compared() -> Any:
    """Compare the clauses that change units, once."""
    return printed(*(FOLDER / f"{name}.yaml" for name in PRINTED))


def rows_of(compared: Any, key: str, **wanted: Any) -> list[dict[str, Any]]:
    """Pick the rows of a table that have these values."""
    return [row for row in compared[key] if all(row[name] == value for name, value in wanted.items())]


@pytest.mark.parametrize(
    ("name", "clause", "ends", "begins"),
    [
        ("2.3-no-new-quota", "2.3", 3, 6),
        ("2.3-new-quota", "2.3", 3, 6),
        ("2.4-propaganda-mobilisation", "2.4", 1, 2),
        ("conclusion", "2.3", 3, 6),
        ("conclusion", "2.4", 1, 2),
    ],
)
def test_the_printed_lineage_ends_and_begins_units(
    compared: Any, name: str, clause: str, ends: int, begins: int
) -> None:
    """Clause 2.3 turns three units into six and 2.4 one into two, by splits whose parts sum to the whole."""
    rows = rows_of(compared, "lineage", scenario=name, clause=clause)
    assert {row["operation"] for row in rows} == {"split_up"}
    assert len({row["before"] for row in rows}) == ends
    assert len({row["after"] for row in rows}) == len(rows) == begins
    for ended in {row["before"] for row in rows}:
        assert sum(row["shares"]["filled"] for row in rows if row["before"] == ended) == pytest.approx(1)


def test_the_printed_units_rise_by_four(compared: Any) -> None:
    """Three more in Duc Tho, one more in Ky Anh, four together, and none by the transfer of 2023."""
    change = {(row["scenario"], row["scope"]): row["change"] for row in rows_of(compared, "measures", measure="units")}
    assert change[("conclusion", "total")] == 4
    assert (change[("conclusion", "area:duc-tho")], change[("conclusion", "area:ky-anh")]) == (3, 1)
    assert change[("2.3-no-new-quota", "total")] + change[("2.4-propaganda-mobilisation", "total")] == 4
    assert change[("2.5-actual-2023", "total")] == 0


def tallied(structure: Any) -> Counter[tuple[str, ...]]:
    """Count a structure per unit, quantity and block: what is known, and how many figures are missing."""
    sums: Counter[tuple[str, ...]] = Counter()
    for post in structure.posts:
        for quantity, figure in (("authorized", post.authorized), ("filled", post.filled), ("people", post.filled)):
            best = figure.best if isinstance(figure, Estimate) else figure
            key = (post.unit, quantity, post.block)
            if best is None and (quantity, post.quota) == ("authorized", "out"):
                continue  # of contracts there is no quota
            sums[(*key, "known") if best is not None else (*key, "missing")] += 1 if best is None else best
    for link in structure.links:
        second = structure.posts.get(link.also_holds)
        sums[(second.unit, "people", second.block, "known")] -= 1
    for one in structure.functions:
        if not one.internal:
            sums[(one.unit, "functions", one.block, "known")] += 1
    return sums


def booked(rows: list[dict[str, Any]]) -> Counter[tuple[str, ...]]:
    """Sum rows of the printed ledger: what comes in less what goes out, per unit, quantity and block."""
    sums: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        for side, sign in (("from", -1), ("to", 1)):
            if row[side] is not None:
                for part in ("known", "missing"):
                    sums[(row[side], row["quantity"], row[f"block_{side}"], part)] += sign * row[part]
    return sums


@pytest.mark.parametrize("name", PRINTED)
def test_the_printed_ledger_explains_each_step(compared: Any, outcomes: dict[str, Outcome], name: str) -> None:
    """For each step, quantity and block, before + in − out of the printed ledger is after; without any row it is not."""
    before, after = tallied(outcomes[name].before), tallied(outcomes[name].after)
    rows = [
        row
        for row in rows_of(compared, "ledger", scenario=name)
        if row["quantity"] in QUANTITIES and row["via"] is None  # what passes with its unit stays in that unit
    ]
    changed = {key: after[key] - before[key] for key in {*before, *after} if after[key] != before[key]}
    assert {key: value for key, value in booked(rows).items() if value} == changed
    touched: dict[tuple[str, ...], str] = {}
    for step in sorted({row["step"] for row in rows}):
        own = booked([row for row in rows if row["step"] == step])
        for key, value in own.items():
            assert touched.setdefault(key, step) == step  # no two steps share an account, so each is judged alone
            assert before[key] + value == after[key], (step, key)
        for index, row in enumerate(rows):
            if row["step"] == step and (row["known"] or row["missing"]):
                left = booked(rows[:index] + rows[index + 1 :])
                assert {key: value for key, value in left.items() if value} != changed, row
    assert bool(rows) == (name != "2.5-actual-2023")


def test_the_printed_posts_of_the_two_variants(compared: Any) -> None:
    """Without new quota no block's posts change and nothing comes from outside; the other variant states three posts."""
    authorized = {
        (row["scenario"], row["scope"]): row["change"]
        for row in rows_of(compared, "measures", measure="posts_authorized")
    }
    for scope in ("total", "block:party", "block:government", "block:front"):
        assert authorized[("2.3-no-new-quota", scope)] == 0
        assert authorized[("2.3-new-quota", scope)] == (3 if scope in ("total", "block:government") else 0)
    for name, posts in (("2.3-no-new-quota", 0), ("2.3-new-quota", 3)):
        outside = [row for row in rows_of(compared, "ledger", scenario=name) if row["from"] is None]
        assert [row["quantity"] for row in outside] == ["authorized"] * posts
        assert all(row["reason"] and row["amount"] == 1 for row in outside)
    begun = rows_of(compared, "posts", scenario="2.3-new-quota", status="begun")
    assert {row["unit_after"] for row in begun} == {pair[1] for pair in MERGED.values()}
    assert all((row["rank_after"], row["block_after"], row["posts"]) == ("head", "government", 1) for row in begun)
    assert rows_of(compared, "posts", scenario="2.3-no-new-quota", status="begun") == []


def test_the_printed_superiors_fall_from_two_and_two_to_one_and_one(compared: Any) -> None:
    """A merged agency's two lines of either kind go on from what it became: one of either from each restored one."""
    lines = Counter(
        (row["from"], row["kind"], row["status"]) for row in rows_of(compared, "lines", scenario="2.3-no-new-quota")
    )
    superiors = {
        (row["unit"], state): row[state]
        for row in rows_of(compared, "units", scenario="2.3-no-new-quota", measure="superiors_per_unit")
        for state in ("before", "after")
    }
    for merged, pair in MERGED.items():
        assert (lines[(merged, "administrative", "ended")], lines[(merged, "professional", "ended")]) == (0, 0)
        assert (superiors[(merged, "before")], superiors[(merged, "after")]) == (4, None)
        for unit in pair:
            assert (lines[(unit, "administrative", "passed_on")], lines[(unit, "professional", "passed_on")]) == (1, 1)
            assert (superiors[(unit, "before")], superiors[(unit, "after")]) == (None, 2)


def test_the_printed_transfer_moves_seven_organisations_and_105_members(compared: Any) -> None:
    """Seven units pass to three places; what each end gains and loses is known, though not what either has."""
    rows = rows_of(compared, "lineage", scenario="2.5-actual-2023", clause="2.5")
    assert Counter(row["operation"] for row in rows) == {"transfer": 7}
    change = {
        row["unit"]: row["change"]
        for row in rows_of(compared, "units", scenario="2.5-actual-2023", measure="party_members")
    }
    assert (change["khoi"], change["tp-ha-tinh.dang-bo"]) == (-105, 42)
    assert (change["huong-son.dang-bo"], change["huong-khe.dang-bo"]) == (41, 22)
    (total,) = rows_of(compared, "measures", scenario="2.5-actual-2023", measure="party_members", scope="total")
    assert total["change"] == 0
    assert total["missing"] > 0


def test_the_summary_says_which_members_are_known(outcomes: dict[str, Outcome]) -> None:
    """All 105 members of the real transfer are known together; by the criteria nobody passes."""
    assert "(105 party members)" in orgmodel.compare(outcomes["2.5-actual-2023"]).summary(language="en")
    assert "party members" not in orgmodel.compare(outcomes["2.5-criteria"]).summary(language="en")


def test_the_printed_deviations_fall(compared: Any) -> None:
    """Pairs in one unit and doubled lines go; what stays in each district is what no clause orders to undo."""
    count = Counter(
        (row["area"], row["kind"], row["state"])
        for row in rows_of(compared, "deviations", scenario="conclusion")
        if row["area"] in ("duc-tho", "ky-anh")
    )
    left = rows_of(compared, "deviations", scenario="conclusion", state="after", kind="combined")
    assert {row["unit"] for row in left} == {"duc-tho.van-hoa-truyen-thong", "ky-anh.van-hoa-truyen-thong"}
    both = {key[:2]: (count[(*key[:2], "before")], count[(*key[:2], "after")]) for key in count}
    assert both == {
        ("duc-tho", "combined"): (4, 1),
        ("duc-tho", "line_doubled"): (6, 0),
        ("ky-anh", "combined"): (2, 1),
        ("ky-anh", "line_doubled"): (1, 0),
    }


def test_the_printed_copy_that_brings_the_post_to_a_new_place_fails_by_clause_2_2(tmp_path: Path) -> None:
    """The command's norms name the clause, the place and the paper; the finding is a result, and exits 0."""
    folder = tmp_path / "study"
    copied(folder, "ky-anh.tuyen-giao-dan-van/dep-dv", "ky-anh.mttq/head", {"ky-anh": "no"})
    found = printed(folder / "brings.yaml")
    (row,) = rows_of(found, "norms", norm="freeze-2.2", result="fail")
    assert (row["clause"], row["subject"], row["state"]) == ("2.2", "area:ky-anh", "after")
    assert row["citation"].endswith("mục 2.2")


def test_the_seven_lines_of_the_transfer_are_told_by_its_source(tmp_path: Path) -> None:
    """A Party organisation belongs to the one that it passes to, and the newspaper that told of the transfer is the source."""
    target = tmp_path / "report.md"
    with contextlib.redirect_stdout(io.StringIO()):
        assert run(["report", str(FOLDER / "2.5-actual-2023.yaml"), "--paper", "lists", "-o", str(target)]) == 0
    told = [row for row in target.read_text(encoding="utf-8").splitlines() if "| đổi quan hệ |" in row]
    assert len(told) == 7
    assert all(row.startswith("| 2.5 | trực thuộc | ") for row in told)
    assert all("| Chuyển giao 7 tổ chức đảng, 105 đảng viên" in row for row in told)


def test_the_picture_of_the_transfer_names_the_newspaper_first_and_no_health_centre(
    outcomes: dict[str, Outcome],
) -> None:
    """What stands behind the page is what shows the transfer, and what is drawn; other units' sources are not named."""
    drawn = orgmodel.chart(outcomes["2.5-actual-2023"], state="changes")
    foot = " ".join(note.text for page in drawn.drawing.pages for note in page.notes if note.muted)
    assert "Nguồn: Chuyển giao 7 tổ chức đảng, 105 đảng viên" in foot
    assert "Trung tâm Y tế" not in foot
