"""Plans: what is made call by call is the scenario that a person would have written, and every call can be taken back."""

from __future__ import annotations

import copy
import pickle  # noqa: TID251 - what is pickled here is our own
import runpy
import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import orgmodel
from orgmodel.core.names import names_of
from orgmodel.core.problems import errors
from orgmodel.core.records import Function, Line, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_text
from orgmodel.io.yaml_text import parse_yaml
from orgmodel.operations.verbs import VERBS
from orgmodel.scenario.build import scenario_from
from orgmodel.scenario.elements import Step
from orgmodel.scenario.write import plain, scenario_text
from tests.scenario.random_scenarios import scenarios

ROOT = Path(__file__).parents[2]
STUDIES = sorted(one.parent for one in (ROOT / "scenarios").glob("*/study.yaml"))
AGENCY = Structure.of(
    [
        Unit("top", names_of(en="Council")),
        Unit("a", names_of(en="Agency"), parent="top"),
        Unit("b", names_of(en="Bureau"), parent="top"),
        Post("a/head", "a", rank="head", authorized=1, filled=1),
        Post("a/x", "a", rank="staff", authorized=5, filled=4),
        Post("b/head", "b", rank="head", authorized=1, filled=1),
        Function("a", "licences", names_of(en="Licences")),
        Line("administrative", "a", "top"),
        Line("administrative", "b", "a"),
    ]
)
PARTS = [
    {"unit": {"unit": "a1", "names": "First"}, "takes": {"posts": ["head"]}},
    {"unit": {"unit": "a2", "names": "Second"}},
]


def _calls(plan: orgmodel.Plan, scenario: orgmodel.Scenario) -> None:
    """Make the operations of a scenario by the methods of their verbs."""
    for step in scenario.steps:
        plan.step(step.id, effective=step.effective)
        for data in plain(step.do):
            verb = next(key for key in data if key in VERBS)
            fields = VERBS[verb].model.model_fields
            names = {field.alias or name: name for name, field in fields.items()}
            getattr(plan, verb)(data[verb], **{names[key]: value for key, value in data.items() if key != verb})


@given(scenarios(dated=True))
def test_a_plan_runs_to_what_the_scenario_does(scenario) -> None:
    """Calls in the order of a file, and the file that they are written as, lead to the same structure, ledger and lineage."""
    plan = scenario.baseline.plan("drawn")
    _calls(plan, scenario)
    made, written = plan.run(), scenario.run()
    read = scenario_from(parse_yaml(plan.to_yaml(), "drawn.yaml", []), scenario.baseline, id="drawn").run()
    assert not errors(made.problems)
    assert made.after == written.after == read.after
    assert list(made.ledger) == list(written.ledger) == list(read.ledger)
    assert list(made.lineage) == list(written.lineage)


@given(scenarios(dated=True), st.data())
def test_what_is_undone_never_was(scenario, data) -> None:
    """Undoing gives the plan as it was before, and redoing as it was after, whatever was undone between."""
    plan = scenario.baseline.plan("drawn")
    _calls(plan, scenario)
    whole, count = plan.to_yaml(), len(plan.done)
    back = data.draw(st.integers(0, count))
    for _ in range(back):
        plan.undo()
    assert plan.run().after == orgmodel.Plan(plan.scenario).run().after
    assert len(plan.done) == count - back
    for _ in range(back):
        plan.redo()
    assert plan.to_yaml() == whole
    assert plan.run().after == scenario.run().after


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_every_scenario_of_a_study_goes_on_as_a_plan(folder) -> None:
    """A scenario made a plan says the same, and the calls that it is written as come to the same steps."""
    study = orgmodel.read(folder)
    for scenario in study.scenarios.values():
        plan = scenario.plan()
        assert plan == orgmodel.Plan(scenario)
        assert plan.run().after == scenario.run().after
        found = {"study": study}
        exec(scenario.to_python(), found)
        made = found["plan"].scenario
        assert made.all_parameters().keys() == scenario.all_parameters().keys()
        assert (made.documents, made.title, made.notes, made.targets) == (
            scenario.documents,
            scenario.title,
            scenario.notes,
            scenario.targets,
        )
        assert [one.id for one in made.all_steps()] == [one.id for one in scenario.all_steps()]
        assert [plain(one.do) or [] for one in made.steps] == [
            [held] if isinstance(held := plain(one.do), dict) else held or [] for one in scenario.steps
        ]
        for mine, theirs in zip(made.steps, scenario.steps, strict=True):
            same = (
                "clause",
                "title",
                "owner",
                "owners",
                "partners",
                "force",
                "term",
                "document",
                "product",
                "due",
                "due_cited",
                "effective",
                "evaluation",
                "cost",
                "after",
                "notes",
            )
            assert {name: getattr(mine, name) for name in same} == {name: getattr(theirs, name) for name in same}


@pytest.mark.needs_data
@pytest.mark.parametrize("name", ["A-split", "B-merge", "C-delayer"])
def test_a_proposal_is_the_same_written_both_ways(cases_folder, tmp_path, name) -> None:
    """A proposal over a personnel office's ministry comes to the same as a file, as calls in Python, and as those calls saved and read."""
    case = cases_folder / "ministry-hr"
    shutil.copytree(case / "by-hand", tmp_path / "baseline")
    shutil.copy(case / "by-hand-study.yaml", tmp_path / "study.yaml")
    shutil.copy(case / f"{name}.yaml", tmp_path)
    study = orgmodel.read(tmp_path)
    written = study.scenario(name).run()
    assert written.changes
    found = {"study": study}
    exec(study.scenario(name).to_python(), found)
    plan = found["plan"]
    saved = orgmodel.read(plan.save(tmp_path / "called.yaml")).run()
    for other in (plan.run(), saved):
        assert other.after == written.after
        assert (list(other.ledger), list(other.lineage)) == (list(written.ledger), list(written.lineage))


def test_a_saved_plan_reads_back_as_the_same(tmp_path) -> None:
    """What is saved in a study's folder is a scenario of the study that anybody can check, and nothing is overwritten."""
    folder = shutil.copytree(ROOT / "scenarios" / "ministry", tmp_path / "ministry")
    study = orgmodel.read(folder)
    unit = next(one.id for one in study.baseline.units if study.baseline.posts_of(one.id) and one.parent)
    top = str(study.baseline.unit(unit).parent)
    plan = study.plan("rename-one", title="Another name").step("first", clause="1", owner=unit, partners=[top])
    plan.rename(unit, names={"en": "Another: name"}, why="decision")
    path = plan.save()
    assert path == folder / "rename-one.yaml"
    again = orgmodel.read(path)
    assert again.plan() == plan
    assert again.steps[0].partners == (top,)
    plan.rename(unit, names="A third name")
    assert plan.save() == path  # orgmodel wrote it
    path.write_text("# mine\n")
    with pytest.raises(orgmodel.ProblemsError):
        plan.save()
    assert path.read_text() == "# mine\n"
    with pytest.raises(orgmodel.ProblemsError, match="yaml"):
        plan.save(tmp_path / "x.txt")
    with pytest.raises(orgmodel.ProblemsError, match="path"):
        AGENCY.plan("nowhere").save()


def test_what_is_left_over_is_a_table_and_decided_row_by_row() -> None:
    """A split that leaves things over is kept and says each; when all are decided it is carried out."""
    plan = AGENCY.plan("split")
    done = plan.split_up("a", into=PARTS)
    assert not done.is_decided
    left = plan.undecided
    assert set(zip(left["kind"], left["id"], strict=True)) == {
        ("posts", "a/x"), ("functions", "licences"), ("lines", "administrative top"), ("incoming", "incoming"), ("head", "a2"),
    }  # fmt: skip
    with pytest.raises(orgmodel.ProblemsError, match="decide first"):
        plan.rename("b", names="B")
    with pytest.raises(orgmodel.ProblemsError, match="did you mean 'licences'"):
        plan.decide("licence", to="a2")
    with pytest.raises(orgmodel.ProblemsError, match="did you mean"):
        plan.decide("licences", to="a22")
    plan.decide("a/x", to="a2")
    plan.decide("licences", to="a2")
    plan.decide("administrative top", to="a2")
    plan.decide("incoming", to="a2")
    plan.decide("a2", head={"quota": 1, "filled": 0, "title": "Head", "basis": "decision"})
    assert plan.undecided.empty
    after = plan.run().after
    assert after.post("a/x").unit == "a2"
    assert [(line.from_, line.to) for line in after.lines_from("b")] == [("b", "a2")]
    assert sum(one.authorized for one in after.posts_of("a2")) == 6
    assert "split_up" in plan.to_yaml()
    plan.undo()
    assert plan.run().after == AGENCY


MERGED = {"unit": "c", "names": {"en": "Both"}, "parent": "top"}


def test_of_merged_units_one_decides_which_head_stays() -> None:
    """The head that stays is told by its row, before or after what the other becomes; two cannot stay."""
    for first in (True, False):
        plan = AGENCY.plan("merger")
        plan.consolidate(["a", "b"], into=MERGED)
        assert all("head: {keep: " in what for what in plan.undecided["what"])
        if first:
            plan.decide("a/head", head={"keep": "a/head"})
            with pytest.raises(orgmodel.ProblemsError, match="said already"):
                plan.decide("b/head", head={"keep": "b/head"})
        plan.decide("b/head", convert="deputy")
        if not first:
            plan.decide("a/head", head={"keep": "a/head"})
        assert plan.undecided.empty
        after = plan.run().after
        assert {post.id: post.rank for post in after.posts_of("c")} == {
            "a/head": "head",
            "b/head": "deputy",
            "a/x": "staff",
        }
    plan = AGENCY.plan("takeover")
    plan.absorb("b", into="a")
    with pytest.raises(orgmodel.ProblemsError, match="say convert"):
        plan.decide("b/head", head={"keep": "b/head"})


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        ("a/x", "is not a head post: convert it instead of keep"),
        ("a/haed", "did you mean 'a/head'"),
        ("top/x", "no post of the merged"),
    ],
)
def test_what_is_kept_as_head_of_merged_units_is_a_head_of_theirs(keep: str, said: str) -> None:
    """A staff post, a misspelt one and one of another unit are each told as such."""
    do = [{"consolidate": ["a", "b"], "into": MERGED, "head": {"keep": keep}}]
    problems = orgmodel.Scenario("x", AGENCY, steps=(Step("s", do=do),)).run().problems
    assert said in str(errors(problems)[0])


def test_what_cannot_be_done_is_refused_and_leaves_the_plan() -> None:
    """A problem with its nearest name; the plan, and what it decided before, stand as they were."""
    plan = AGENCY.plan("x")
    plan.rename("a", names="A")
    before = plan.to_yaml()
    for wrong in (
        lambda: plan.transfer("bb", to="a"),
        lambda: plan.transfer("b", to="nowhere"),
        lambda: plan.do({"renam": "a"}),
        lambda: plan.do(["rename"]),
        lambda: plan.step("x"),
        lambda: plan.step("y", colour="red"),
        lambda: plan.decide("a", to="b"),
        plan.redo,
    ):
        with pytest.raises(orgmodel.ProblemsError):
            wrong()
        assert plan.to_yaml() == before
    with pytest.raises(orgmodel.ProblemsError, match="did you mean 'b'"):
        plan.transfer("bb", to="a")
    plan.undo()
    with pytest.raises(orgmodel.ProblemsError, match="no operation to undo"):
        plan.undo()


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("owner", "bb", "no unit 'bb'; did you mean 'b'"),
        ("partners", ["a", "bb"], "no unit 'bb'; did you mean 'b'"),
        ("partners", 7, "partners is a text or a list of texts, not 7"),
        ("document", "act", "no document 'act'"),
        ("decision", "act", "no document 'act'"),
        ("evidence", "act", "no document 'act'"),
        ("state", "submited", "no state 'submited'; did you mean 'submitted'"),
        ("after", "firs", "comes after 'firs', which does not exist; did you mean 'first'"),
        ("title", 7, "title is a text, or a mapping of languages to texts, not 7"),
    ],
)
def test_what_a_step_names_is_there_when_it_is_stated(field: str, given: object, told: str) -> None:
    """The nearest name is told at once, and the plan is as before; an office that the plan itself begins may own a step."""
    plan = AGENCY.plan("x").step("first", owner="b")
    with pytest.raises(orgmodel.ProblemsError, match=told):
        plan.step("second", **{field: given})
    plan.create({"unit": "c", "parent": "a"}, head="none", why="law")
    assert [one.id for one in plan.step("second", owner="c", after="first").scenario.steps] == ["first", "second"]


def test_a_plan_names_its_file_and_documents_that_are_there() -> None:
    """An id with a folder, and a document that nobody knows, are told when the plan is begun."""
    with pytest.raises(orgmodel.ProblemsError, match="without folder"):
        AGENCY.plan("a/b")
    with pytest.raises(orgmodel.ProblemsError, match=r"^UNKNOWN_DOCUMENT no document 'act'"):
        orgmodel.read(ROOT / "scenarios" / "ministry").plan("x", documents=["act"])


def test_a_step_of_an_earlier_date_is_tried_where_it_will_run() -> None:
    """An operation of a step that takes effect before others meets what stands then, and the later ones must still go."""
    plan = AGENCY.plan("dated")
    plan.step("later", effective="2026-05").dissolve("b", ends={"posts": "all"}, why="law")
    plan.step("earlier", effective="2026-01").rename("b", names="Bureau of old")
    assert plan.run().after.units.get("b") is None
    with pytest.raises(orgmodel.ProblemsError):
        plan.dissolve("b", ends={"posts": "all"}, why="law")
    assert len(plan.done) == 2
    plan.undo()
    assert plan.run().sound


def test_the_later_of_two_that_change_a_plan_is_told() -> None:
    """A second thread that comes while an operation is tried is told; the first goes through."""
    plan = AGENCY.plan("x")
    told: list[str] = []

    def other() -> None:
        try:
            plan.rename("b", names="B")
        except orgmodel.ProblemsError as error:
            told.extend(one.code for one in error.problems)

    carry_out = plan._bench.carry_out

    def slow(*given):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        return carry_out(*given)

    plan._bench.carry_out = slow
    plan.rename("a", names="A")
    assert told == ["BUSY"]
    assert len(plan.done) == 1
    assert plan.revision == 1


def test_the_methods_are_those_of_the_operations() -> None:
    """The module of verbs is what its script makes of the models, field by field and word by word."""
    script = runpy.run_path(str(ROOT / "scripts" / "plan_verbs.py"))
    assert script["formatted"]() == script["PLACE"].read_text(encoding="utf-8")


def test_plans_show_copy_and_read() -> None:
    """A plan copies and pickles with all that it holds, shows itself escaped and short, and takes models as well as data."""
    plan = AGENCY.plan("shown", title="<b>Split</b>")
    done = plan.split_up("a", into=PARTS)
    assert "&lt;b&gt;Split" in plan._repr_html_()
    assert "a/x" in done._repr_html_()
    assert repr(plan).startswith("Plan('shown': 1 operation, undecided 5")
    assert copy.deepcopy(plan) == plan == pickle.loads(pickle.dumps(plan))
    from orgmodel.operations.operation_schema import HeadChange

    other = AGENCY.plan("merge")
    other.consolidate(
        ["a", "b"],
        into={"unit": "c", "names": "C"},
        head=HeadChange(keep="a/head"),
        surplus_heads={"b/head": {"convert": "deputy"}},
    )
    assert other.run().sound
    assert "Agency, Bureau → C" in other._repr_html_()
    assert scenario_text(other.scenario) == other.to_yaml()


def test_a_plan_compares_and_draws() -> None:
    """The same comparison and chart as of the scenario that it is saved as."""
    study = orgmodel.read(ROOT / "scenarios" / "ministry")
    scenario = next(iter(study.scenarios.values()))
    plan = scenario.plan()
    assert plan.compare(measures=["posts_authorized"]).measures.equals(
        orgmodel.compare(scenario, measures=["posts_authorized"]).measures
    )
    assert plan.chart().boxes if hasattr(plan.chart(), "boxes") else plan.chart()
    after = study.plan("next", after=[scenario.id])
    assert after.run().after == scenario.run().after
    with pytest.raises(orgmodel.ProblemsError):
        study.plan("next", after=["nothing"])


def test_a_plan_replaces_no_other_plan(tmp_path) -> None:
    """A plan replaces its own file, also after a restart, and what orgmodel wrote under its name, but no other plan's, nor do commands."""
    study = orgmodel.read(shutil.copytree(ROOT / "scenarios" / "ministry", tmp_path / "ministry"))
    first, second, file = study.plan("first"), study.plan("second"), tmp_path / "ministry" / "one.yaml"
    unit = next(one.id for one in study.baseline.units if one.parent)
    first.step("s").rename(unit, names="A name", why="made up")
    second.rename(unit, names="Another name", why="made up")
    written = first.save(file).read_bytes()
    with pytest.raises(orgmodel.ProblemsError, match=r"PLAN_REPLACED.*'first'.*'second'"):
        second.save(file)
    with pytest.raises(orgmodel.ProblemsError, match=r"PLAN_REPLACED.*'first'"):
        write_text(file, "title: x\n")
    assert file.read_bytes() == written
    twin = study.plan("second").step("s")
    twin.rename(unit, names="A name", why="made up")
    twin.save(file)  # the same bytes, which stay those of the first
    again = study.plan("first")  # as a cell that is run again
    again.rename(unit, names="A third name", why="made up")
    assert again.save(file).read_bytes() != written
    second.save(file, force=True)
    with pytest.raises(orgmodel.ProblemsError, match="PLAN_REPLACED"):
        again.save(file)
    for name in ("first", "other"):
        write_text(tmp_path / f"{name}.yaml", "title: x\n")
    first.save(tmp_path / "first.yaml")
    with pytest.raises(orgmodel.ProblemsError, match=r"PLAN_REPLACED.*not for the plan 'first'"):
        first.save(tmp_path / "other.yaml")
