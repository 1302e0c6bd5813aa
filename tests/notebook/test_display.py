"""Displays are compact, escape names, and are there in a notebook without being asked for."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from pathlib import Path

import pytest

import orgmodel
from orgmodel.core.change import Change
from orgmodel.core.listing import Listing
from orgmodel.core.names import names_of
from orgmodel.core.problems import Problem
from orgmodel.core.records import Incumbency, Line, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.read import read
from orgmodel.io.write_baseline import write_baseline
from orgmodel.io.yaml_text import parse_yaml
from orgmodel.norms.finding import Finding
from orgmodel.notebook import listings
from orgmodel.notebook.display import show_outcome, show_scenario, show_structure, show_study
from orgmodel.notebook.editing import Editing
from orgmodel.notebook.listings import show_listing
from orgmodel.notebook.making import show_combination
from orgmodel.notebook.naming import Namer
from orgmodel.scenario.build import scenario_from
from orgmodel.scenario.scenario import Study

SMALL = Path(__file__).parents[1] / "fixtures" / "small"
MINISTRY = Path(__file__).parents[2] / "scenarios" / "ministry"


def test_a_structure_shows_its_totals_and_what_is_missing():
    """A total over a missing figure is shown as at least."""
    structure = Structure.of(
        [
            Unit("a", names_of(vi="Sở"), block="party"),
            Post("a/1", "a", block="party", authorized=2),
            Post("a/2", "a", authorized=None),
        ]
    )
    shown = show_structure(structure)
    assert '<td class="n">≥2</td>' in shown
    assert "≥: còn thiếu số liệu" in shown
    assert "Số đảng viên" not in shown
    assert "<th" in shown
    assert "khối Đảng" in shown


def test_blocks_and_kinds_that_are_left_out_are_counted():
    """Where there are more of them than a screen has room for, it is said how many more."""
    units = [
        Unit("a", names_of(vi="Sở"), block="b0"),
        *(Unit(f"u{n}", kind=f"k{n}", block=f"b{n}", parent="a") for n in range(20)),
    ]
    shown = show_structure(Structure.of(units))
    assert "và 10 phạm vi khác" in shown
    assert "… và 9 nữa (structure.units)<" in shown


def test_names_are_data_in_html():
    """Markup in a name does not become markup on the page."""
    study = read(SMALL)
    scenario = study.scenario("split")
    step = scenario.steps[0]
    evil = type(scenario)(
        "evil", scenario.baseline, title=names_of(vi="<script>alert(1)</script>"), steps=(type(step)("s", owner="<b>"),)
    )
    for shown in (show_scenario(evil), show_outcome(evil.run())):
        assert "<script>" not in shown
        assert "<b>" not in shown


def test_posts_of_a_unit_that_begins_are_named():
    """A post that begins in a unit which is not there before is told by its title and that unit."""
    plan = Structure.of([Unit("a", names_of(vi="Sở"))]).plan("x")
    post = {"id": "b/1", "title": {"vi": "Chuyên viên"}, "rank": "staff", "authorized": 1}
    plan.create({"unit": "b", "names": {"vi": "Ban"}}, posts=[post], head="none", why="law")
    assert "Chuyên viên, Ban" in plan.run().changes._repr_html_()


def test_who_holds_a_post_is_told_by_the_post_and_an_owner_that_begins_by_name():
    """No id of a person or of a new office stands where there is a name; of two who share a post each is told apart."""
    post = Post("a/1", "a", titles=names_of(vi="Chuyên viên"), authorized=1, filled=1)
    for persons in (["p"], ["p", "q"]):
        held = [Incumbency(one, "a/1", 100 // len(persons)) for one in persons]
        structure = Structure.of([Unit("a", names_of(vi="Sở")), post, *map(Person, persons), *held])
        ended = [Change("incumbencies", (one.person, one.post), one, None) for one in held]
        told = [Namer("vi", structure).record(one) for one in ended]
        assert told == (["Chuyên viên, Sở"] if len(held) == 1 else ["Chuyên viên, Sở (p)", "Chuyên viên, Sở (q)"])
    plan = structure.plan("x")
    plan.create({"unit": "b", "names": {"vi": "Ban mới"}}, head="none", why="law")
    plan.step("later", owner="b")
    assert "<td>Ban mới</td>" in show_scenario(plan.scenario)


def test_a_study_and_an_outcome_show_what_they_hold():
    """The scenarios of a study, and who ends and begins in an outcome, are told by name."""
    study = read(SMALL)
    assert "Chia cơ quan" in show_study(study)
    outcome = study.scenario("split").run()
    shown = show_outcome(outcome)
    for id in ("h.tcnv", "h.pnv"):
        assert f">{id}<" not in shown
        assert (outcome.before.units.get(id) or outcome.after.units.get(id)).name("vi") in shown


def test_conflicts_and_changes_are_told_by_names():
    """Of steps that meet it is told over what, and what each wants; of a changed record, line or rank its name, never its key."""
    study = read(SMALL)
    baseline, name = study.baseline, study.baseline.unit("h.cell").name("vi")
    some = [
        scenario_from(parse_yaml(f"steps: [{{id: s{n}, do: [{step}]}}]", "x.yaml", []), baseline, id=f"x{n}")
        for n, step in enumerate(["{rename: h.cell, names: {vi: Một}}", "{rename: h.cell, names: {vi: Hai}}"])
    ]
    shown = show_combination(orgmodel.combine(*some))
    assert shown.count(f"<td>{name}</td>") == 1
    assert "Một" in shown
    assert "Hai" in shown
    assert "h.cell" not in shown
    begun = show_listing(study.scenario("split").run().changes)
    assert "→" in begun
    assert "administrative" not in begun
    assert ">deputy<" not in begun


def test_a_step_without_a_clause_is_told_by_its_title():
    """Ledger and lineage name the step by its clause, else its title, else its id; figures stand as people write them."""
    plan = Structure.of([Unit("a", names_of(en="Office")), Post("a/1", "a", authorized=1, filled=1)]).plan("x")
    for id, clause, title in (("s1", "2.1", "First"), ("s2", "", "Second"), ("s3", "", "")):
        plan.step(id, clause=clause, title={"vi": title} if title else {})
        plan.resize("a/1", by=1_000, why="law")
    told = show_listing(plan.run().ledger)
    assert [one for one in ("2.1", "Second", "s3") if f"<td>{one}</td>" in told] == ["2.1", "Second", "s3"]
    assert not any(f"<td>{one}</td>" in told for one in ("First", "s1", "s2"))
    assert "+1,000" in plan._repr_html_()


UNITS, RENAMED = 20_000, 2_000


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Study:
    """A study of 20,000 units in 700 areas and 300 blocks, with two scenarios of 2,000 operations each."""
    folder = tmp_path_factory.mktemp("large")
    units = [
        Unit(
            f"u{n}",
            names_of(en=f"Office {n}"),
            parent=f"u{n // 6}" if n else None,
            area=f"a{n % 700}",
            block=f"b{n % 300}",
        )
        for n in range(UNITS)
    ]
    posts = [Post(f"u{n}/1", f"u{n}", rank="staff", block=f"b{n % 300}", authorized=2, filled=1) for n in range(UNITS)]
    write_baseline(Structure.of([*units, *posts]), folder / "baseline")
    (folder / "study.yaml").write_text("title: {en: Large}\nlanguage: en\n", encoding="utf-8")
    steps = "".join(f"  - {{rename: u{n}, names: {{en: New {n}}}}}\n" for n in range(1, RENAMED + 1))
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_text(f"steps:\n- id: s\n  do:\n{steps}", encoding="utf-8")
    study = read(folder)
    assert [len(one.changes) for one in study.outcomes] == [RENAMED, RENAMED]
    return study


def test_displays_do_not_grow_with_the_organisation(large):
    """Of 20,000 units and 2,000 operations a display shows what fits a screen and how much there is more, in bytes and in rows."""
    structure, outcome = large.baseline, large.outcomes[0]
    comparison = orgmodel.compare(large)
    shown = {
        "structure": structure._repr_html_(),
        "study": large._repr_html_(),
        "scenario": large.scenario("a")._repr_html_(),
        "outcome": outcome._repr_html_(),
        "case": comparison.cases[0]._repr_html_(),
        "comparison": comparison._repr_html_(),
        "ledger": outcome.ledger._repr_html_(),
        "lineage": outcome.lineage._repr_html_(),
        "changes": outcome.changes._repr_html_(),
        "steps": outcome.steps._repr_html_(),
    }
    for name, html in shown.items():
        assert html is None or 0 < len(html.encode()) < 20_000, name
        html = html or ""
        assert html.count("<tr>") < 150, name
    assert "20,000" in shown["structure"]
    assert sum(f"u{n}<" in shown["structure"] for n in range(UNITS)) == 0
    renamed = shown["outcome"].split("<table>")[-1]
    rows = renamed.count("<tr>") - 2  # but for the heads, and the row that counts the others
    assert (
        f"{RENAMED - rows:,} more (outcome.lineage)" in renamed
        or f"{RENAMED - rows:,} nữa (outcome.lineage)" in renamed
    )
    assert max(map(len, map(repr, (structure, large, outcome, comparison)))) < 2_000


def test_a_display_words_no_more_than_it_shows(large, monkeypatch):
    """Problems that nobody will see are counted and not worded."""
    worded = []
    real = listings.problem_told
    monkeypatch.setattr(listings, "problem_told", lambda *given: worded.append(1) or real(*given))
    many = tuple(Problem("CODE", f"message {n}") for n in range(50_000))
    outcome = replace(large.outcomes[0], problems=many)
    html = show_outcome(outcome)
    assert len(html.encode()) < 20_000
    assert len(worded) <= 200
    shown = html.count("message ")
    assert re.search(rf"{50_000 - shown:,} (more|nữa) \(outcome.problems\[{shown}:\]\)", html)


def test_holders_of_posts_that_end_are_told_as_such_with_their_ids_behind():
    """In the ledger and in a problem no id of a person stands alone, and ids that a file needs stand behind names; code and place once."""
    scenario = read(MINISTRY).scenario("delayering")
    ledger = scenario.run().ledger._repr_html_()
    assert "the holder (1014#holder) goes from Head of Division, Finance Division to" in ledger
    assert "the holder (1050#holder) retires from" in ledger
    steps = tuple(
        replace(step, do=[{key: one for key, one in data.items() if key != "people"} for data in step.do])
        for step in scenario.steps
    )
    outcome = replace(scenario, steps=steps, expectations=()).run()
    (told, *_) = (row.split("</td>") for row in outcome.problems._repr_html_().split("<td>")[1:] if "1014" in row)
    assert "the holder (1014#holder) holds no post afterwards" in told[0]
    assert "of Finance Division (C11)" in told[0]
    assert told[0].endswith("reserve or unassigned")  # whole, with what to do
    assert "DISPLACED" not in told[0]


def test_what_is_to_be_decided_is_told_by_names_and_the_ids_to_be_typed():
    """The row names the unit; lines by kind and start; what decides all lines that come in has an id like the rest."""
    units = [Unit("a", names_of(en="Office")), Unit("t", names_of(en="Council")), Unit("c", names_of(en="Court"))]
    lines = [Line("professional", one, "a") for one in ("t", "c")]
    plan = Structure.of(
        [*units, Post("a/x", "a", names_of(en="Clerk"), authorized=1), *lines], terms=Vocabulary(language="en")
    ).plan("p")
    into = [{"unit": {"unit": id, "names": {"en": name}}} for id, name in (("n", "North"), ("s", "South"))]
    plan.split_up("a", into=into)
    shown = plan._repr_html_()
    assert "<td>posts &#x27;Clerk&#x27; (1) not allocated: name &#x27;a/x&#x27; under takes" in shown
    assert "North (n) takes no post yet" in shown
    assert "professional guidance from Court (c), professional guidance from Council (t)" in shown
    assert "<td>incoming</td>" in shown
    plan.decide("incoming", to="n")
    assert "<td>incoming</td>" not in plan._repr_html_()


def test_columns_of_which_nothing_is_known_are_left_out():
    """Steps without a date have no columns of question marks."""
    study = read(SMALL)
    scenario = study.scenario("split")
    bare = replace(scenario, steps=tuple(replace(one, due=None, effective=None) for one in scenario.steps))
    for shown in (show_scenario(bare), show_listing(bare.run().steps)):
        assert "<td>?</td>" not in shown
        assert "hiệu lực" not in shown


def test_numbered_scenarios_are_told_by_title_beside_their_number():
    """Of a comparison a key tells which scenario a number stands for; what one leads to is headed so, not by a number."""
    study = read(MINISTRY)
    long = [replace(study.scenario(id), short=(), title=names_of(en=f"{id} " * 12)) for id in ("split", "merger")]
    shown = orgmodel.compare(*long)._repr_html_()
    assert "<td>Scenario 2</td><td>merger merger" in shown
    outcome = show_outcome(long[0].run())
    assert ">After</th>" in outcome or ">After †</th>" in outcome
    assert "Scenario 1" not in outcome


def test_a_finding_is_of_a_moment_and_not_of_a_status():
    """Over before and after stands when, not how far a step has come."""
    findings = [Finding("n", "a", "met", value=1, limit=2), Finding("n", "a", "met", state="before")]
    shown = show_listing(Listing.within(findings, (Structure.of([Unit("a", names_of(vi="Sở"))]), ())))
    assert "<th>thời điểm</th>" in shown
    assert "tình trạng" not in shown


def test_a_part_of_a_listing_shows_the_rows_after_those_shown(large):
    """What a cut table names gives the rest: of changes the first that is not shown whole, by the names around it."""
    changes = large.outcomes[0].changes
    html = changes._repr_html_()
    left, at = (
        int(text.replace(",", "")) for text in re.findall(r"… (?:and|và) ([\d,]+) (?:more|nữa) \(\[(\d+):\]\)", html)[0]
    )
    assert at + left == len(changes)
    rest = changes[at:]
    assert isinstance(rest, Listing)
    assert rest.around is changes.around
    assert len(rest) == left
    assert rest._repr_html_().count("<tr>") > 2


def asked_of_many() -> orgmodel.Plan:
    """A plan that splits an office at which the lines of 35 schools end, of two kinds."""
    schools = [Unit(f"u{n}", names_of(en=f"School {n}")) for n in range(35)]
    lines = [Line("administrative" if n % 2 else "professional", f"u{n}", "a") for n in range(35)]
    office = [Unit("a", names_of(en="Office")), Post("a/x", "a", names_of(en="Clerk"), authorized=1)]
    plan = Structure.of([*office, *schools, *lines], terms=Vocabulary(language="en")).plan("p")
    into = [{"unit": {"unit": id, "names": {"en": name}}} for id, name in (("n", "North"), ("s", "South"))]
    plan.split_up("a", into=into)
    return plan


def test_many_lines_are_told_by_kind_with_what_gives_them_all_and_what_to_do():
    """17 of one kind and 18 of the other, four of each named; the sentence is whole, and what it names gives all 35."""
    plan = asked_of_many()
    shown = plan._repr_html_()
    assert (
        "administrative superior (17): School 1, School 11, School 13, School 15; professional guidance (18): " in shown
    )
    assert "… and 27 more (plan.after.lines_to(&#x27;a&#x27;))" in shown
    assert "drop, or a receiver&#x27;s number, by kind</td>" in shown
    assert len(plan.after.lines_to("a")) == 35
    (told,) = [text for id, _, text, _ in Editing(plan).data["edit"]["undecided"] if id == "incoming"]
    assert told.startswith("Lines from others: administrative superior (17): School 1, ")
    assert told.endswith("… and 27 more (plan.after.lines_to('a'))")


def test_what_is_undecided_is_shown_as_the_plan_shows_it():
    """As a table it is a DataFrame; in a notebook it has the names, and so has each part of it."""
    plan = asked_of_many()
    undecided = plan.undecided
    assert list(undecided.columns) == ["kind", "id", "unit", "what"]
    shown = undecided._repr_html_()
    assert "<td>Clerk, Office</td>" in shown
    assert "dataframe" not in shown
    posts = undecided[undecided.kind == "posts"]
    assert "Clerk, Office" in posts._repr_html_()
    assert "School" not in posts._repr_html_()
    assert "dataframe" in undecided[["kind"]]._repr_html_()  # nothing of it could be named
    sent = copy.copy(undecided).to_dict("records")
    assert sent == undecided.to_dict("records")


def test_findings_are_shown_by_names_and_as_they_were_asked_for():
    """Titles of norms, names of subjects, worded results; the rows and the columns are those of the table."""
    study = read(Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022")
    norms = orgmodel.compare(study.scenario("2.3-no-new-quota")).norms
    failed = norms[norms.result == "fail"]
    assert len(failed)
    shown = failed._repr_html_()
    assert shown.count("<tr>") == len(failed) + 1
    assert shown.count("<td>không đạt</td>") == len(failed)
    for norm, subject in zip(failed["norm"], failed["subject"], strict=True):
        assert f"<td>{norm}</td>" not in shown
        assert f"<td>{subject}</td>" not in shown
    few = norms[["subject", "norm", "result"]].head(2)._repr_html_()
    assert few.count("<th>") == 3
    assert few.count("<tr>") == 3
    every = norms._repr_html_()
    shown_rows = every.count("<tr>") - 2
    assert f"… và {len(norms) - shown_rows:,} nữa (.iloc[{shown_rows}:])" in every
    assert "dataframe" in norms[["limit"]]._repr_html_()


def test_figures_of_tables_are_written_as_people_write_them():
    """Pay beside spans makes no powers of ten, in what lies side by side and in a part of a table."""
    comparison = orgmodel.compare(read(MINISTRY).scenario("split"))
    part = comparison.measures
    for shown in (comparison.wide("total")._repr_html_(), part[part.scope == "total"]._repr_html_()):
        assert "<td>7,759,900</td>" in shown
        assert "<td>5.15</td>" in shown
        assert "e+0" not in shown
        assert "176.0" not in shown


def test_of_many_who_owe_a_step_the_first_are_named_and_the_others_counted():
    """No name is cut, and what gives all stands there."""
    units = [Unit(f"u{n}", names_of(en=f"Committee of the district number {n}")) for n in range(9)]
    step = type(read(SMALL).scenario("split").steps[0])("s", owner="u0", owners=tuple(f"u{n}" for n in range(9)))
    structure = Structure.of(units, terms=Vocabulary(language="en"))
    shown = show_scenario(replace(read(SMALL).scenario("split"), baseline=structure, steps=(step,), expectations=()))
    assert "Committee of the district number 2 … and 6 more (step.owners)" in shown
    assert "number 3" not in shown
