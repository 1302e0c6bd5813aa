"""What several clauses change: an overview and a page for each, cut by clause and by unit, numbered through."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

import orgmodel
from orgmodel.charts.change_overview import turnovers
from orgmodel.charts.chart import chart
from orgmodel.core.figures import Amount
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Post, Unit, is_assumed
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario, Study
from tests.charts.geometry import on_page
from tests.charts.organisations import STUDY, ids, outcome, study


def test_the_conclusion_is_an_overview_and_a_page_for_each_clause() -> None:
    """Of its eight clauses two change something and one judges by criteria: four pages, each of one clause, whole and legible."""
    drawing = chart(outcome("conclusion"), state="changes").drawing
    assert [page.clause for page in drawing.pages] == ["overview", "2.3", "2.4", "2.5"]
    assert [page.number for page in drawing.pages] == [1, 2, 3, 4]
    for page in drawing.pages:
        assert any(note.text == f"Trang {page.number}/4" for note in page.notes)
        assert page.type_size >= 7
        assert on_page(page, 7) == []
        assert not any(box.role for box in page.boxes)  # nothing of it continues elsewhere


def test_a_clause_that_judges_and_changes_nothing_is_told_in_words() -> None:
    """What it orders, its criteria, the verdict of each of the seven organisations, and that nothing changes; no figure."""
    page = chart(outcome("conclusion"), state="changes", language="en").drawing.pages[-1]
    said = [" ".join(line.text for line in box.lines if not line.bold) for box in page.boxes]
    assert "Consider fewer grassroots organisations of enterprises by the two criteria" in said[0]
    assert "Narrow area of operation (read as one district at most)" in said[1]
    assert "7 units: needs judgement" in said[1].replace("\xa0", " ")
    assert said[1].endswith("No unit changes by this clause as yet")
    assert "The transfer of 8 February 2023, with its figures, is a scenario of its own (2.5a)." in said[2]
    assert not page.ribbons


def test_pages_of_clauses_are_named_after_them_in_titles_bookmarks_and_lists(tmp_path: Path) -> None:
    """The page in words names the unit that all it judges belong to; bookmarks name clauses, and a list says no title twice."""
    drawn = chart(outcome("conclusion"), state="changes", language="en")
    said = [page.said for page in drawn.drawing.pages]
    assert said[3][0].endswith("Party organisation of the Bloc of provincial agencies and enterprises")
    for page in drawn.drawing.pages:
        assert page.said[0] in " ".join(note.text for note in page.notes)
    marks = [one.title for one in PdfReader(io.BytesIO(drawn.pdf())).outline]
    assert marks == [f"{number}. {one[1]}" for number, one in enumerate(said, 1)]
    drawn.save_list(tmp_path / "list.html")
    text = (tmp_path / "list.html").read_text("utf-8")
    assert text.count(f">{said[0][0]}<") == 2  # the title of the page, and its heading
    assert re.findall("<h2>(.*?)</h2>", text)[0] == f"1 – {said[0][1]}"


def test_bookmarks_of_drafts_and_of_pages_that_go_on_are_told_apart() -> None:
    """Of a study whose clauses are illustrative and take several pages no two bookmarks are alike, and each names its clause."""
    drawn = orgmodel.chart(study(), state="changes", language="en")
    pages = drawn.drawing.pages
    marks = [one.title for one in PdfReader(io.BytesIO(drawn.pdf())).outline]
    told = [mark.partition(". ")[2] for mark in marks]
    assert len(set(told)) == len(told) == len(pages)
    assert any(len(page.said) > 2 for page in pages)  # drafts
    for page, mark in zip(pages, told, strict=True):
        assert mark.startswith(page.said[1])


def test_a_name_with_a_sign_in_it_puts_no_sign_into_the_key() -> None:
    """The key explains what figures say; a name that has a star, a question or a fraction in it is a name."""
    units = [Unit("a", names_of(en="Offices 5/7 (*?) ≥")), Unit("b", names_of(en="Σ"), parent="a")]
    posts = [Post("b/s", "b", rank="staff", authorized=2, filled=1)]
    (page,) = chart(Structure.of([*units, *posts]), fields="name", language="en").drawing.pages
    assert [one.text for one in page.samples if one.kind == "text"] == []


def test_each_clause_shows_what_its_own_scenario_shows() -> None:
    """The boxes and ribbons of a clause among others are those of the scenario drawn by itself."""
    pages = {page.clause: page for page in chart(outcome("conclusion"), state="changes").drawing.pages}
    for clause, alone in (("2.3", "2.3-no-new-quota"), ("2.4", "2.4-propaganda-mobilisation")):
        (own,) = chart(outcome(alone), state="changes").drawing.pages
        assert {(one.id, one.status, one.badge) for one in pages[clause].boxes} == {
            (one.id, one.status, one.badge) for one in own.boxes
        }
        assert {(one.start, one.end, one.label) for one in pages[clause].ribbons} == {
            (one.start, one.end, one.label) for one in own.ribbons
        }


def test_the_overview_says_what_each_unit_gains_and_gives_up() -> None:
    """The figures are the ledger's, each touched unit stands once, and what is not touched is left out."""
    made = outcome("conclusion")
    overview = chart(made, state="changes").drawing.pages[0]
    ids = [box.unit for box in overview.boxes]
    assert len(ids) == len(set(ids)) < len(made.after.units) / 4
    said = {box.unit: box.lines[-1].text for box in overview.boxes if box.status in ("leaving", "arriving")}
    gone: dict[str, dict[int, Amount]] = {}
    assumed: set[tuple[str, int]] = set()
    for entry in made.ledger:  # by the ledger itself, flow by flow, and not by the trace that the picture reads
        flow = entry.flow
        if flow.quantity == "authorized" and flow.via is None and flow.from_unit != flow.to_unit:
            for unit, sign in ((flow.from_unit, -1), (flow.to_unit, 1)):
                if unit is not None:
                    sums = gone.setdefault(unit, {})
                    sums[sign] = sums.get(sign, Amount()) + flow.amount
                    old, new = made.before.posts.get(flow.record_from), made.after.posts.get(flow.record_to)
                    post = new if flow.record_from is None else old
                    assumed |= {(unit, sign)} if post is not None and is_assumed(post.src) else set()
    assert len(said) == 12
    for unit, text in said.items():
        ((sign, amount),) = gone[unit].items()
        figure = f"{amount.told}{'*' * ((unit, sign) in assumed)}"
        figure = f"(≥{figure})" if amount.missing else figure
        assert text == f"{'+' if sign > 0 else '−'}{figure} biên chế"


def test_what_does_not_change_is_counted_with_what_remainders_stand_for() -> None:
    """The Bloc's committee with its five divisions and a remainder of 101 organisations are 107 units, in every picture and language."""
    (page,) = chart(outcome("2.5-actual-2023"), state="changes", language="en").drawing.pages
    for side in ("before", "after"):
        (bloc,) = [box for box in page.boxes if box.id == f"{side}:khoi"]
        assert "+107 units unchanged" in " ".join(line.text for line in bloc.lines)
    (page,) = chart(study().baseline, root="khoi", depth=0, language="en").drawing.pages
    assert "(114 more below)" in " ".join(line.text for line in page.boxes[0].lines)


def test_the_overview_folds_what_nobody_touches() -> None:
    """Each box of the overview says how many units below it are left out: with those drawn they are all of them."""
    made = outcome("conclusion")
    overview = chart(made, state="changes", language="en").drawing.pages[0]
    folded = 0
    for box in overview.boxes:
        found = re.search(r"\+(?:at least )?([\d,]+)\sunits? unchanged", " ".join(line.text for line in box.lines))
        folded += int(found[1].replace(",", "")) if found else 0
    top = next(box.unit for box in overview.boxes)
    begun = sum(made.before.units.get(box.unit) is None for box in overview.boxes)
    below = [unit for unit in made.before.units if unit.id in set(ids(made.before, top))]
    assert folded + len(overview.boxes) - begun == sum(max(1, unit.stands_for) for unit in below)


def test_a_study_shows_every_scenario_by_itself() -> None:
    """Alternatives that exclude each other have a picture each, and no overview of all."""
    drawing = orgmodel.chart(study(), state="changes").drawing
    titles = {note.text for page in drawing.pages for note in page.notes}
    assert "overview" not in [page.clause for page in drawing.pages]
    for name in ("2.3-no-new-quota", "2.3-new-quota", "2.5-actual-2023", "2.1-health-centres-split-up"):
        assert any(study().scenario(name).name("vi").split(" (")[0][:40] in title for title in titles), name
    for page in drawing.pages:
        assert on_page(page, 7) == []


def test_files_are_named_after_clause_and_page(tmp_path: Path) -> None:
    """With ``split`` each clause is a file of its own; a name out of a study never leads out of the folder."""
    drawn = chart(outcome("conclusion"), state="changes")
    names = [path.name for path in drawn.save(tmp_path / "changes.svg", split=True)]
    assert names == ["overview-changes.svg", "2.3-changes.svg", "2.4-changes.svg", "2.5-changes.svg"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".svg") == sorted(names)
    with pytest.raises(ProblemsError, match="split is not for"):
        drawn.save(tmp_path / "changes.html", split=True)
    base = Structure.of([Unit("top"), *(Unit(f"u{n}", parent="top") for n in range(3))])
    parts = tuple(
        Scenario(
            f"s{n}",
            base,
            steps=(Step(f"s{n}", clause=f"../{n}/x", do=[{"rename": f"u{n}", "names": {"en": f"N{n}"}}]),),
        )
        for n in range(2)
    )
    made = Scenario("both", base, included=parts).run()
    saved = chart(made, state="changes", language="en").save(tmp_path / "in" / "c.svg", split=True)
    assert {path.parent for path in saved} == {tmp_path / "in"}
    assert [path.name for path in saved] == ["overview-c.svg", "0-x-c.svg", "1-x-c.svg"]


BASE = [
    Unit("top", names_of(en="Top")),
    Unit("a", names_of(en="Alpha"), parent="top"),
    Unit("b", names_of(en="Beta"), parent="top"),
    Post("a/1", "a", rank="staff", authorized=4, filled=4),
    Post("b/1", "b", rank="staff", authorized=2, filled=2),
]


def _merged(*more: Step) -> Scenario:
    merge = {"consolidate": ["a", "b"], "into": {"unit": "m", "kind": "agency"}, "head": "none"}
    return Scenario("m", Structure.of(BASE), steps=(Step("merge", do=[merge]), *more))


def test_a_root_that_ends_is_followed_to_what_it_became() -> None:
    """Of a unit that was merged both halves are drawn, whichever side the root is of; an empty half never is."""
    made = _merged(Step("on", do=[{"rename": "m", "names": {"en": "Merged"}}])).run()
    assert made.sound, made.problems
    for root in ("a", "m"):
        (page,) = chart(made, state="changes", root=root, language="en").drawing.pages
        sides = {(box.id.partition(":")[0], box.unit) for box in page.boxes}
        assert ("after", "m") in sides
        assert ("before", "a") in sides
    (after,) = chart(made, state="after", root="b", language="en").drawing.pages
    assert {box.unit for box in after.boxes} == {"m"}
    with pytest.raises(ProblemsError, match="no unit 'c' to draw"):
        chart(made, state="changes", root="c")


def test_what_one_clause_needs_of_another_stays_one_picture() -> None:
    """Where a clause cannot be carried out by itself the whole is drawn as one."""
    first = _merged()
    second = Scenario("n", first.baseline, steps=(Step("on", do=[{"rename": "m", "names": {"en": "Merged"}}]),))
    made = Scenario("both", first.baseline, included=(first, second)).run()
    assert made.sound, made.problems
    assert [page.clause for page in chart(made, state="changes", language="en").drawing.pages] == [""]


def test_turnovers_pass_through_units_in_between() -> None:
    """What goes on from an interim unit within the run is given up once and gained once."""
    made = _merged(Step("end", do=[{"absorb": "m", "into": "top"}])).run()
    assert made.sound, made.problems
    found = turnovers(made.trace, (made.before, made.after))
    assert found["a"][0].sums["authorized"].told == 4
    assert found["top"][1].sums["authorized"].told == 6
    assert "m" not in found


def test_the_key_of_an_overview_explains_turnover_only_where_a_box_tells_it() -> None:
    """Units without posts that move gain and give up nothing, so that no +6 −7 stands on the page or in its key."""
    units = [Unit("top"), *(Unit(id, parent="top") for id in "abcd")]
    plan = Scenario("n", Structure.of(units))
    parts = tuple(
        Scenario(f"{one}{two}", plan.baseline, steps=(Step("on", do=[{"transfer": [one], "to": two}]),))
        for one, two in ("ab", "cd")
    )
    made = Scenario("both", plan.baseline, included=parts).run()
    assert made.sound, made.problems
    overview = chart(made, state="changes", language="en").drawing.pages[0]
    assert overview.clause == "overview"
    assert not any("gained" in one.text for one in overview.samples)
    told = chart(outcome("conclusion"), state="changes", language="en").drawing.pages[0]
    assert any("gained" in one.text for one in told.samples)


def test_sides_are_put_apart_before_a_page_is_broken() -> None:
    """What fits on one page with each side by itself is not on two: every box is there, ribbons end at their boxes."""
    (page,) = chart(outcome("2.5-actual-2023"), state="changes").drawing.pages
    at = {box.id: box for box in page.boxes}
    assert on_page(page, 7) == []
    for ribbon in page.ribbons:
        for end, y in ((ribbon.start, ribbon.y0), (ribbon.end, ribbon.y1)):
            assert at[end].y <= y <= at[end].y + at[end].height


def test_the_command_draws_a_study(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``chart STUDY --state changes`` writes one file, of the scenario as of the study."""
    from orgmodel.cli.main import run

    assert run(["chart", str(STUDY / "conclusion.yaml"), "--state", "changes", "-o", str(tmp_path / "c.pdf")]) == 0
    assert run(["chart", str(STUDY), "--state", "after", "--split", "-o", str(tmp_path / "d.pdf")]) == 2
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["c.pdf"]
    assert isinstance(study(), Study)
    capsys.readouterr()
