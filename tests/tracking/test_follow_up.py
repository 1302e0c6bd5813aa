"""Follow-up: the board on a date, order in time, what is missing, and where papers disagree."""

from __future__ import annotations

from pathlib import Path

import pytest

import orgmodel
from orgmodel.core.figures import Amount
from orgmodel.core.ledger import Lineage
from orgmodel.core.problems import Problem
from orgmodel.core.records import Document, Unit
from orgmodel.core.structure import Structure
from orgmodel.io.norm_files import shipped
from orgmodel.norms.evaluation import evaluate
from orgmodel.norms.record import NormPack
from orgmodel.operations.operation_schema import Need
from orgmodel.reports.follow_up import status_row
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario, StepResult, Study
from orgmodel.tracking.board import StatusRow, standing_on, state_on, status_rows
from orgmodel.tracking.discrepancies import discrepancies
from orgmodel.tracking.missing_data import missing_data
from orgmodel.tracking.timeline import open_needs, order_problems, timeline

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


def _board(study: Study, as_of: str) -> dict[str, StatusRow]:
    return {row.step: row for row in status_rows(study, as_of)}


def test_the_october_schemes_are_due_and_not_reported(study: Study) -> None:
    """On 1 November 2022 the schemes of 2.3 and 2.4 are due, one day ago, and no source says what was done."""
    found = {row.clause: row for row in status_rows(study, "2022-11-01") if row.due == "2022-10-31"}
    assert set(found) == {"2.3", "2.4"}
    for row in found.values():
        assert (row.state, row.standing, row.days_late) == ("unknown", "due_not_reported", 1)
    assert (found["2.3"].owner, found["2.4"].owner) == ("duc-tho.btv", "ky-anh.btv")
    before = {row.clause: row.standing for row in status_rows(study, "2022-10-31") if row.due == "2022-10-31"}
    assert before == {"2.3": "not_due", "2.4": "not_due"}


def test_what_became_known_later_is_not_known_yet(study: Study) -> None:
    """The transfer of February 2023 is unknown in November 2022, and done when its report is out."""
    then, now = _board(study, "2022-11-01")["2.5a-transfer"], _board(study, "2023-03-01")["2.5a-transfer"]
    assert (then.state, then.evidence, then.standing) == ("unknown", "", "no_due_date")
    assert dict(then.note)["en"] == "first reported on 8 February 2023"
    assert (now.state, now.evidence, now.standing) == ("done", "baohatinh-244190", "done")


def test_a_step_of_many_scenarios_is_listed_once(study: Study) -> None:
    """The split of Đức Thọ stands in two variants and in the conclusion: one row that names them."""
    rows = [row for row in status_rows(study, "2022-11-01") if row.clause == "2.3" and row.due == "2022-10-31"]
    assert len(rows) == 1
    assert {"2.3-no-new-quota", "2.3-new-quota", "conclusion"} <= set(rows[0].scenarios)
    assert not rows[0].illustrative


def test_the_board_is_in_the_order_of_the_clauses(study: Study) -> None:
    """Clauses come as the paper numbers them, and each row has its owner by name."""
    rows = status_rows(study, "2022-11-01")
    clauses = list(dict.fromkeys(row.clause for row in rows if row.clause))
    assert clauses == ["1", "2.1", "2.2", "2.3", "2.4", "2.5", "3"]
    shown = status_row(rows[-1], study.baseline)
    assert shown["owner_name"] == "Ban Tổ chức Tỉnh ủy"
    assert shown["due"] is None


@pytest.mark.parametrize(
    ("state", "as_of", "expected"),
    [
        ("not_started", "2022-11-05", ("late", 5)),
        ("drafted", "2022-11-05", ("late", 5)),
        ("submitted", "2022-11-05", ("submitted", None)),
        ("decided", "2022-11-05", ("done", None)),
        ("unknown", "2022-11-05", ("due_not_reported", 5)),
        ("drafted", "2022-10", ("not_due", None)),
        ("drafted", "2022-11", ("late", 1)),
        ("drafted", "2023", ("late", 62)),
    ],
)
def test_lateness_is_of_the_product(state: str, as_of: str, expected: tuple[str, int | None]) -> None:
    """A scheme that is submitted is no longer late; one that is only drafted is; a month counts from its first day."""
    assert standing_on("2022-10-31", state, as_of) == expected


def test_a_state_without_evidence_says_so() -> None:
    """What is stated without a document stands, with that remark."""
    structure = Structure.of([Document("d", date="2022-11-20")])
    assert state_on(Step("s", state="done"), structure, "2022-12-01")[1][0] == ("en", "stated without evidence")
    told = Step("s", state="done", evidence="d")
    assert state_on(told, structure, "2022-11-19")[0] == "unknown"
    assert state_on(told, structure, "2022-11-20") == ("done", ())


def _outcome(*steps: Step, needs: dict[str, Need] | None = None, documents: tuple[Document, ...] = ()) -> Outcome:
    baseline = Structure.of([Unit("gov"), Unit("hdnd"), *documents], as_of="2022-09-30")
    results = tuple(
        StepResult(step, "s", needs=(("gov", needs[step.id]),) if needs and step.id in needs else ()) for step in steps
    )
    return Outcome(Scenario("s", baseline, steps=steps), {}, baseline, steps=results)


def _orders(outcome: Outcome) -> list[Problem]:
    return order_problems(outcome)


def test_a_decision_comes_before_what_it_decides() -> None:
    """A transfer before its decision is a problem; a year counts from its first day, and what may be in order warns."""
    decided = (Document("qd", "2159/QĐ-UBND", date="2020-05-28"), Document("vague", "1/QĐ", date="2020"))
    early, late = Step("t", effective="2020-05-01", decision="qd"), Step("t", effective="2020-05-28", decision="qd")
    (found,) = _orders(_outcome(early, documents=decided))
    assert found.code == "ORDER"
    assert "before its decision qd of 2020-05-28" in found.message
    assert _orders(_outcome(late, documents=decided)) == []
    assert _orders(_outcome(Step("t", effective="2020-03-01", decision="vague"), documents=decided)) == []
    (perhaps,) = _orders(_outcome(Step("t", effective="2020", decision="qd"), documents=decided))
    (surely,) = _orders(_outcome(Step("t", effective="2019-12", decision="vague"), documents=decided))
    assert (perhaps.severity, surely.severity) == ("warning", "error")


def test_an_election_comes_before_the_appointment() -> None:
    """A split that needs an election by the council is out of order when the election is later, and open without it."""
    need = {"split": Need(act="council election", by="hdnd", **{"for": "head"}, certainty="possible")}
    split = Step("split", effective="2022-12-01")
    election = Step(
        "vote", owner="hdnd", title=(("en", "The council election of three heads"),), effective="2022-12-15"
    )
    (found,) = _orders(_outcome(split, election, needs=need))
    assert "gov needs council election by hdnd first, which step 'vote' does on 2022-12-15" in found.message
    assert open_needs([_outcome(split, election, needs=need)]) == []
    ((step, unit, words),) = open_needs([_outcome(split, needs=need)])
    assert (step, unit, dict(words)["en"]) == ("split", "gov", "council election by hdnd (possible)")


def test_the_study_needs_three_elections(study: Study) -> None:
    """Đức Thọ's split needs up to three council elections, one for each government-side head that no step holds."""
    assert len(open_needs([study.scenario("2.3-no-new-quota").run()])) == 3
    events = timeline(study.scenario("2.3-no-new-quota").run())
    assert any(name.startswith("act:") for event in events for name in event.after)


def test_announced_is_not_effective() -> None:
    """An announcement after the effect is a warning, one before it is how things are."""
    assert _orders(_outcome(Step("a", announced="2018-12-01", effective="2019-01-01"))) == []
    (found,) = _orders(_outcome(Step("a", announced="2019-02-01", effective="2019-01-01")))
    assert found.severity == "warning"


def test_law_and_steps_share_one_axis(norms: NormPack) -> None:
    """Between two steps of 2023 and 2025 the decree that ended and the one that came stand where they belong."""
    outcome = _outcome(
        Step("late", effective="2025-07-01"), Step("none"), Step("early", effective="2023-02-08"),
    )  # fmt: skip
    events = timeline(outcome, norms)
    steps = [event.subject for event in events if event.kind == "step"]
    assert steps == ["early", "late", "none"]
    ended = next(event for event in events if (event.subject, event.kind) == ("PROV-1", "norm_ends"))
    assert ended.date == "2025-03-01"
    assert "107/2020/NĐ-CP" in ended.citation
    order = [event.subject for event in events]
    assert order.index("early") < order.index("PTY-2") < order.index("PROV-1") < order.index("late")
    assert all(event.subject != "PSU-1" for event in events)  # in force since 2020: nothing changes in these years


def test_missing_data_names_what_who_asks_and_who_could_supply_it(study: Study, norms: NormPack) -> None:
    """Each missing figure once, with every norm that asks for it, in words, with the one who could supply it."""
    outcome = study.scenario("2.3-no-new-quota").run()
    found = {one.id: one for one in missing_data([outcome], evaluate(outcome, norms), norms)}
    deputies = found["posts:tinh.so-noi-vu/dep:authorized"]
    assert deputies.asked_by == ("PROV-8", "TGT-4-CC")
    assert dict(deputies.what)["vi"].startswith("Sở Nội vụ, Phó Giám đốc")
    assert dict(deputies.what)["vi"].endswith("biên chế giao")
    assert dict(deputies.supplier)["vi"].startswith("Sở Nội vụ")
    assert dict(found["members:khoi.che|:official"].supplier)["vi"].startswith("Cấp ủy cấp trên")
    number = found["documents:kl-btv:number"]
    assert (number.asked_by, "số văn bản" in dict(number.what)["vi"]) == ((), True)
    dates = [one for name, one in found.items() if name.startswith("steps:")]
    assert dates
    assert all(dict(one.supplier)["vi"].startswith("Ban Thường vụ Huyện ủy Đức Thọ") for one in dates)
    assert dict(found["parameter:district_organ_deputies"].what)["en"].startswith("Most deputies")


def test_recorded_discrepancies_are_shown(study: Study, norms: NormPack) -> None:
    """16-KL against 16-TB, the two 34-KL, and an absorption that was a consolidation."""
    found = {one.id: one for one in discrepancies([study.scenario("conclusion").run()], norms)}
    assert found["title-16-kl"].taken == "16-TB/TW"
    assert [says for _, says in found["title-16-kl"].says] == [
        "Thông báo kết luận số 16-KL/TW",
        "Thông báo kết luận số 16-TB/TW",
    ]
    assert {"two-34-kl", "sap-nhap-hop-nhat"} <= set(found)
    assert "number-34-KL/TW" not in found  # recorded already, with what is meant


def test_a_number_that_two_documents_bear_is_found() -> None:
    """Where nobody recorded it, the number that the pack's documents share is told, with both dates."""
    (found,) = discrepancies([], shipped("vn"))
    assert found.id == "number-34-KL/TW"
    assert {where[-10:] for where, _ in found.says} == {"2018-08-07", "2022-04-18"}


def test_words_that_do_not_fit_what_happens() -> None:
    """A paper that says sáp nhập for A + B = C is told; chia tách fits a split-up and a split-off."""

    def outcome(operation: str, term: str) -> Outcome:
        one = Lineage(operation, "a", "c", {}, {"authorized": Amount(1)}, step="s", clause="2.1", term=term)
        structure = Structure.of([])
        return Outcome(Scenario("s", structure), {}, structure, lineage=(one, one))

    (found,) = discrepancies([outcome("consolidate", "Sáp nhập")])
    assert (found.clause, found.taken, found.says) == ("2.1", "consolidate", (("clause 2.1", "sáp nhập"),))
    assert discrepancies([outcome("split_up", "chia tách"), outcome("consolidate", "hợp nhất")]) == []
