"""Evaluating outcomes: what a proposal breaks, mends or leaves, which step did it, and what removed figures change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import orgmodel
from orgmodel.core.estimates import FigureId, assumed
from orgmodel.core.records import Post, Record, Unit, is_assumed
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.norms.evaluation import evaluate
from orgmodel.norms.finding import Finding, row_of
from orgmodel.norms.record import NormPack
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario, Study

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"


@pytest.fixture(scope="module")
def study() -> Study:
    """Read the study once."""
    found = orgmodel.read(STUDY)
    assert isinstance(found, Study)
    return found


@pytest.fixture(scope="module")
def norms(study: Study) -> NormPack:
    """Read its norms once."""
    return study.norms


def _district(*deputies: int) -> list[Record]:
    records: list[Record] = [Unit("d.ubnd", kind="people_committee", level="district", block="government", area="d")]
    for number, count in enumerate(deputies):
        name = f"p{number}"
        records += [
            Unit(name, kind="specialised_agency", level="district", block="government", area="d", parent="d.ubnd"),
            Post(f"{name}/head", name, rank="head", block="government"),
            Post(f"{name}/dep", name, rank="deputy", block="government", authorized=count),
            Post(f"{name}/staff", name, block="government", authorized=5),
        ]
    return records


def _run(records: list[Record], *steps: tuple[str, str | None, list[dict[str, Any]]]) -> Outcome:
    baseline = Structure.of(records, as_of="2022-09-30", terms=Vocabulary(kinds={"people_committee": "body"}))
    made = tuple(Step(name, clause="9", effective=date, do=do) for name, date, do in steps)
    outcome = Scenario("s", baseline, steps=made).run()
    assert [str(problem) for problem in outcome.problems] == []
    return outcome


def _resize(post: str, by: int) -> dict[str, Any]:
    return {"resize": post, "by": by, "why": "test"}


def _after(outcome: Outcome, pack: NormPack, norm: str, **options: Any) -> Finding:
    (found,) = [one for one in evaluate(outcome, pack, **options) if (one.norm, one.state) == (norm, "after")]
    return found


def test_new_mended_and_inherited(norms: NormPack) -> None:
    """A proposal that goes over the pool breaks it, one that comes back mends it, one that leaves it inherits it."""
    broken = _after(_run(_district(2, 2), ("more", None, [_resize("p0/dep", 1)])), norms, "DIST-1")
    assert (broken.result, broken.change, broken.step, broken.clause) == ("fail", "new", "more", "9")
    mended = _after(_run(_district(3, 2), ("less", None, [_resize("p0/dep", -1)])), norms, "DIST-1")
    assert (mended.result, mended.change, mended.step) == ("pass", "mended", "less")
    left = _after(_run(_district(3, 2), ("staff", None, [_resize("p0/staff", 1)])), norms, "DIST-1")
    assert (left.result, left.change, left.step) == ("fail", "inherited", "")


def test_the_step_is_the_one_that_touched_the_units_last(norms: NormPack) -> None:
    """Two steps touch the pool and a third does not: the second is named."""
    steps = [("a", None, [_resize("p0/dep", 1)]), ("b", None, [_resize("p1/dep", 1)])]
    records = [*_district(2, 2), Unit("x", kind="division"), Post("x/s", "x", authorized=3)]
    outcome = _run(records, *steps, ("c", None, [_resize("x/s", 1)]))
    assert _after(outcome, norms, "DIST-1").step == "b"


def test_a_subject_that_ends_is_told(norms: NormPack) -> None:
    """A centre that was too small and is dissolved is mended, and does not vanish from the list."""
    records: list[Record] = [
        *_district(2),
        Unit("c", kind="public_service_unit", level="district", block="government", area="d", parent="d.ubnd"),
        Post("c/head", "c", rank="head"),
        Post("c/staff", "c", authorized=5),
    ]
    end = {"dissolve": "c", "ends": {"posts": ["c/head", "c/staff"]}, "why": "test"}
    after = [one for one in evaluate(_run(records, ("end", None, [end])), norms) if one.state == "after"]
    (found,) = [one for one in after if (one.norm, one.subject) == ("PSU-1", "c")]
    assert (found.subject, found.result, found.change, found.step) == ("c", "not_applicable", "mended", "end")


def test_before_and_after_are_judged_by_one_law(norms: NormPack) -> None:
    """The law is that of the date asked about, in both states, so that no change of law looks like the proposal's."""
    outcome = _run(_district(2, 2), ("more", None, [_resize("p0/dep", 1)]))
    both = [one for one in evaluate(outcome, norms, date="2019-06-01") if one.norm == "DIST-1"]
    assert [(one.state, one.subject, one.limit) for one in both] == [
        ("before", "p0", 3),
        ("before", "p1", 3),
        ("after", "p0", 3),
        ("after", "p1", 3),
    ]
    gone = _after(outcome, norms, "DIST-1", date="2026-01-01")
    assert (gone.result, gone.change) == ("not_applicable", "")


def _department() -> list[Record]:
    return [
        Unit("so", kind="specialised_agency", level="province", block="government", area="t"),
        Post("so/dep", "so", rank="deputy", authorized=1),
        Unit("ph", kind="division", level="province", block="government", area="t", parent="so"),
        Post("ph/dep", "ph", rank="deputy", authorized=1),
        Post("ph/staff", "ph", authorized=9),
    ]


def test_years_of_transition_run_from_the_decision(norms: NormPack) -> None:
    """Deputies over the limit after a rearrangement are allowed for five years, and no longer."""
    outcome = _run(_department(), ("join", "2026-03-01", [_resize("ph/dep", 1)]))
    early = _after(outcome, norms, "PROV-9", date="2026-06-01")
    assert (early.result, early.value, early.limit) == ("pass", 2, 1)
    assert "2031-03-01" in dict(early.note)["en"]
    late = _after(outcome, norms, "PROV-9", date="2031-03-01")
    assert (late.result, late.change) == ("fail", "new")
    undated = _after(_run(_department(), ("join", None, [_resize("ph/dep", 1)])), norms, "PROV-9", date="2026-06-01")
    assert (undated.result, undated.missing) == ("not_evaluable", (FigureId("steps", "join", "effective"),))


def test_rows_have_the_keys_of_the_contract(norms: NormPack) -> None:
    """Every row of the JSON has the contract's keys, and null where nothing is known."""
    rows = [row_of(one, "s") for one in evaluate(_run(_district(2, 2)), norms)]
    keys = {"scenario", "state", "norm", "subject", "result", "value", "limit", "citation"}
    assert all(keys <= set(row) for row in rows)
    unknown = [row for row in rows if row["result"] == "not_evaluable"]
    assert unknown
    assert all(row["value"] is None and row["missing"] for row in unknown)


def test_every_scenario_of_the_study_is_judged(study: Study, norms: NormPack) -> None:
    """The 22-member organisation needs approval wherever it is, and 2.3 without new quota leaves units without a deputy and breaks nothing else."""
    outcome = study.scenario("2.5-actual-2023").run()
    approval = [one for one in evaluate(outcome, norms) if one.result == "needs_approval"]
    assert {(one.state, one.subject, one.value) for one in approval} == {
        ("before", "khoi.dang-bo-22", 22),
        ("after", "khoi.dang-bo-22", 22),
    }
    split = evaluate(study.scenario("2.3-no-new-quota").run(), norms)
    assert {one.norm for one in split if one.state == "after" and one.change == "new"} == {"HT-CAP-PHO"}
    pool = {one.state: one for one in split if (one.norm, one.subject) == ("DIST-1", "area:duc-tho")}
    assert (pool["before"].limit, pool["after"].limit) == (24, 24)


def test_removed_staffing_turns_what_reads_it_not_evaluable_and_nothing_else(study: Study, norms: NormPack) -> None:
    """Without the assumed staffing every finding is as it was, or not evaluable by the name of a removed figure."""
    base = study.baseline
    records: list[Record] = []
    removed: set[str] = set()
    for spec in Tables.ALL:
        for record in base.table(spec.table):
            if isinstance(record, Post) and is_assumed(record.src):
                removed |= {FigureId("posts", record.id, field) for field in ("authorized", "filled")}
                record = replace(record, authorized=None, filled=None)
            records.append(record)
    bare = Structure.of(records, terms=base.terms, as_of=base.as_of)
    full = {(one.norm, one.subject): one for one in evaluate(base, norms)}
    found = {(one.norm, one.subject): one for one in evaluate(bare, norms)}
    assert full.keys() == found.keys()
    turned = {key for key in full if full[key].result != found[key].result}
    for key, one in full.items():
        if key in turned:
            assert found[key].result == "not_evaluable"
            assert removed & set(found[key].missing)
        elif one.result != "not_evaluable":
            assert one == found[key]
    expected = {
        ("DIST-1", "area:duc-tho"),
        ("DIST-1", "area:ky-anh"),
        ("PTY-7", "duc-tho.ubkt-tt"),
        ("PTY-7", "ky-anh.ubkt"),
    }
    assert expected <= turned
    assert all(key[0] in ("DIST-1", "PTY-7", "PSU-1", "PSU-3", "DIST-5") for key in turned)


def test_the_order_of_rows_makes_no_difference(study: Study, norms: NormPack) -> None:
    """Tables read backwards give the same findings in the same order, down to the names of what is missing."""
    base = study.baseline
    tables = {spec.table: list(base.table(spec.table)) for spec in Tables.ALL}
    turned = [record for rows in tables.values() for record in reversed(rows)]
    assert evaluate(Structure.of(turned, terms=base.terms, as_of=base.as_of), norms) == evaluate(base, norms)


def test_one_scenario_under_the_law_of_2022_and_of_2026(study: Study, norms: NormPack) -> None:
    """The pool of deputies binds Kỳ Anh in 2022 and is gone in 2026, and each answer says so; the fifteen-person rule stays."""
    outcome = study.scenario("2.1-district-health-offices").run()

    def after(date: str) -> dict[tuple[str, str], Finding]:
        return {(one.norm, one.subject): one for one in evaluate(outcome, norms, date=date) if one.state == "after"}

    then, now = after("2022-10-31"), after("2026-01-10")
    assert (then["DIST-1", "area:ky-anh"].result, then["DIST-1", "area:ky-anh"].change) == ("fails_for_part", "new")
    assert now["DIST-1", ""].result == "not_applicable"
    assert (
        "Not in force on 2026-01-10 (in force: 2014-06-20 – 2020-11-25; 2020-11-25 – 2025-03-01)"
        in dict(now["DIST-1", ""].note)["en"]
    )
    assert "120/2020/NĐ-CP" in then["PSU-1", "ky-anh.ttyt"].citation
    assert "283/2025/NĐ-CP" in now["PSU-1", "ky-anh.ttyt"].citation


COST = """
norms:
- {{id: COST, title: {{en: Cost}}, scope: scenario, value: {value}, {limit}, cite: {{document: law}}, confidence: S, in_force: {{from: 2020-01-01}}}}
"""
AFTER_COST = "{measure: cost_year, scope: total}"
BEFORE_COST = "{measure: cost_year, scope: total, at: before}"


@pytest.mark.parametrize(
    ("value", "limit", "results"),
    [  # of nine, ten or eleven people at 10 to 12, where ten were before: 90–108, 100–120 and 110–132
        (AFTER_COST, f"at_most: {BEFORE_COST}", ("pass", "pass", "fail")),
        (AFTER_COST, f"at_least: {BEFORE_COST}", ("fail", "pass", "pass")),
        (AFTER_COST, f"equals: {BEFORE_COST}", ("fail", "pass", "fail")),
        (AFTER_COST, f"at_most: {{percent: [95, {BEFORE_COST}]}}", ("pass", "fail", "fail")),
        (f"{{minus: [{AFTER_COST}, {BEFORE_COST}]}}", "at_most: 0", ("pass", "pass", "fail")),
        (f"{{minus: [{AFTER_COST}, {BEFORE_COST}]}}", "at_most: 11", ("pass", "pass", "fails_for_part")),
        (AFTER_COST, "at_most: 108", ("pass", "fails_for_part", "fail")),
        (AFTER_COST, f"at_most: {{minus: [{BEFORE_COST}, 9]}}", ("pass", "fail", "fail")),
        (AFTER_COST, f"at_most: {{minus: [{BEFORE_COST}, 11]}}", ("fails_for_part", "fail", "fail")),
    ],
)  # fmt: skip
def test_ranged_pay_is_compared_by_what_both_states_share(
    pack: Callable[[str], NormPack], value: str, limit: str, results: tuple[str, ...]
) -> None:
    """A cost that is a range before and after surely falls, stays or rises with the people; only a fixed limit may part it."""
    norms = pack(COST.format(value=value, limit=limit))
    pay = assumed("pay", 10, 11, 12)
    records: list[Record] = [Unit("a"), Post("a/1", "a", rank="staff", authorized=10, filled=10, pay=pay)]
    for by, result in zip((-1, 0, 1), results, strict=True):
        order = {"resize": "a/1", "by": by, "filled_by": by, "why": "law"}
        outcome = _run(records, ("s", None, [order] if by else []))
        (found,) = [one for one in evaluate(outcome, norms, date="2022-01-01") if one.state == "after"]
        assert (found.norm, found.result) == ("COST", result), by
