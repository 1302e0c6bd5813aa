"""StateColumns by side: hand-worked figures, nothing that differs is hidden, and what a screen can hold."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orgmodel
from orgmodel.comparison.comparison import compare
from orgmodel.comparison.lineages import came_from, came_to
from orgmodel.comparison.side_by_side import MOST_COLUMNS, alternatives_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.measures.catalogue import MOST, measure_of
from orgmodel.reports.side_by_side import side_by_side
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from tests.comparison.merged import merger, split
from tests.scenario.random_scenarios import scenarios
from tests.strategies import TERMS as DRAWN
from tests.strategies import structures

STUDIES = Path(__file__).parents[2] / "scenarios"
DEPUTY = {"convert": "dep", "title": {"vi": "Trưởng phòng"}}
NEW = {"quota": 1, "block": "government", "title": {"vi": "Trưởng phòng"}, "basis": "none stated"}

TERMS = Vocabulary({"ministry": "body", "agency": "agency", "section": "internal"}, blocks=("core",), language="en")


def ministry() -> Structure:
    """A ministry with two agencies: road (head, 9 posts, and a section of 4) and sea (head, 5 posts)."""
    units = [
        Unit("min", kind="ministry", block="core"),
        Unit("road", kind="agency", block="core", parent="min"),
        Unit("lab", kind="section", block="core", parent="road"),
        Unit("sea", kind="agency", block="core", parent="min"),
    ]
    posts = [
        Post("road/h", "road", rank="head", block="core"), Post("road/p", "road", block="core", authorized=9, filled=9),
        Post("lab/h", "lab", rank="head", block="core"), Post("lab/p", "lab", block="core", authorized=3),
        Post("sea/h", "sea", rank="head", block="core"), Post("sea/p", "sea", block="core", authorized=5),
    ]  # fmt: skip
    return Structure.of([*units, *posts], terms=TERMS)


def halved() -> Scenario:
    """Split road into east (head, 4 of 9, the section) and west (5 of 9, a new head of its own posts)."""
    into = [
        {
            "unit": {"unit": "east", "kind": "agency", "block": "core", "parent": "min"},
            "takes": {"posts": ["road/h", {"post": "road/p", "count": 4, "filled": 4}], "children": ["lab"]},
            "head": {"keep": "road/h"},
        },
        {
            "unit": {"unit": "west", "kind": "agency", "block": "core", "parent": "min"},
            "takes": {"posts": [{"post": "road/p", "rest": True}]},
            "head": {"convert": "p", "title": {"en": "Head"}},
        },
    ]
    step = Step("split", clause="2", do=[{"split_up": "road", "into": into}])
    return Scenario("halved", ministry(), steps=(step,))


def joined() -> Scenario:
    """Absorb sea into road."""
    do = {"absorb": "sea", "into": "road", "surplus_heads": {"sea/h": {"convert": "deputy"}}}
    return Scenario("joined", ministry(), steps=(Step("join", clause="2", do=[do]),))


def rows(found, scope: str) -> dict[str, list[tuple[float | None, float | None]]]:
    """Give the cells of each measure of a scope: value and change of each case."""
    (alternatives,) = alternatives_of(found, scopes=[scope])
    return {line.measure: [(cell.value, cell.change) for cell in line.cells] for line in alternatives.lines}


def test_a_unit_that_ends_is_compared_with_what_it_became():
    """Road has 14 posts with its section; split they are 9 and 5; joined by sea it has 20."""
    found = compare(halved().run(), joined().run())
    assert [str(one) for one in found.problems] == []
    (alternatives,) = alternatives_of(found, scopes=["road"])
    posts = next(line for line in alternatives.lines if line.measure == "posts_authorized")
    assert posts.now.value == 14
    assert [(cell.value, cell.change) for cell in posts.cells] == [(14, 0), (20, 6)]
    assert posts.cells[0].units == ("east", "west")
    assert rows(found, "road")["units"] == [(2, 1), (1, 0)]
    assert rows(found, "road")["heads"] == [(3, 1), (2, 0)]
    wide = found.wide("road")
    assert wide.loc["posts_authorized", ("now", "value")] == 14
    assert wide.loc["posts_authorized", ("joined", "change")] == 6
    (side,) = side_by_side(found, "en", scopes=["road"])
    assert "halved: road became east, west" in side.notes


def test_a_unit_that_begins_is_compared_with_what_it_came_from():
    """West came from a part of road, so its 5 posts stand beside road's 14 without a change; sea went into road."""
    found = compare(halved().run())
    (alternatives,) = alternatives_of(found, scopes=["west"])
    posts = next(line for line in alternatives.lines if line.measure == "posts_authorized")
    assert [(cell.value, cell.change, cell.units, cell.joined) for cell in posts.cells] == [(5, None, ("road",), True)]
    assert posts.now.value == 14
    gone = compare(joined().run())
    (alternatives,) = alternatives_of(gone, scopes=["sea"])
    cell = next(line for line in alternatives.lines if line.measure == "posts_authorized").cells[0]
    assert (cell.value, cell.change, cell.units, cell.joined) == (20, None, ("road",), True)


def test_the_scope_is_what_the_clause_touches():
    """A clause that touches one agency is compared there, with the whole beneath; one that touches both in their ministry."""
    step = Step("cut", clause="3", do=[{"resize": "lab/p", "by": -1, "why": "saving"}])
    cut = Scenario("cut", ministry(), steps=(step,))
    by_clauses = {
        alternatives.clauses: alternatives
        for alternatives in alternatives_of(compare(cut.run(), halved().run(), joined().run()))
    }
    assert by_clauses[("3",)].scope == "lab"
    assert [line.measure for line in by_clauses[("3",)].whole] == ["units", "posts_authorized", "headcount"]
    assert by_clauses[("2",)].scope == "total"
    assert [case.label for case in by_clauses[("2",)].cases] == ["halved", "joined"]


def test_what_passes_from_one_unit_to_several_is_compared_where_it_leaves():
    """Over all of them nothing would differ; the sentence names both ends with how many units each receives."""
    units = [Unit("top"), *(Unit(id, kind="agency", block="core", parent="top") for id in ("from", "one", "two"))]
    units += [Unit(f"u{at}", kind="section", block="core", parent="from") for at in range(4)]
    base = Structure.of(units, terms=TERMS)
    fan = [{"transfer": ["u0", "u1"], "to": "one"}, {"transfer": "u2", "to": "two"}]
    cases = {"fan": fan, "end": [{"dissolve": "u3", "why": "w"}], "same": [{"transfer": ["u0", "u1"], "to": "one"}]}
    made = {id: Scenario(id, base, steps=(Step("s", clause="4", do=do),)).run() for id, do in cases.items()}
    assert [str(one) for outcome in made.values() for one in outcome.problems] == []
    (both,) = alternatives_of(compare(made["fan"], made["end"]))
    assert both.scope == "from"
    (alone,) = alternatives_of(compare(made["same"]))
    assert alone.scope == "total"
    text = compare(made["fan"]).summary("en")
    assert "3 units pass to another superior, from from to one (2) and two (1)." in text
    assert "pass to another superior." in compare(made["same"]).summary("en")


def is_the_same_as_far_as_known(row):
    """Tell whether a maximum over missing figures is the same as far as is known: nobody can tell that it differs."""
    return measure_of(row["measure"], DRAWN).form == MOST and row["change"] is None and row["before"] == row["after"]


@settings(max_examples=settings.default.max_examples // 3)
@given(st.data())
def test_nothing_that_differs_is_hidden(data):
    """Where two alternatives change a measure of any scope differently, a row or the scope is shown."""
    before = data.draw(structures())
    made = [data.draw(scenarios(2, before=before)) for _ in range(2)]
    found = compare(*(one.run() for one in made))
    for alternatives in alternatives_of(found):
        shown = {(line.scope, line.measure) for line in alternatives.lines}
        labels = [case.label for case in alternatives.cases if not case.is_refused]
        for scope in {scope for label in labels for scope in found.scopes(label)}:
            tables = [found.rows(label, scope) for label in labels]
            for measure in {name for table in tables for name in table}:
                rows = [table.get(measure) for table in tables]
                changes = {0 if row is None or is_the_same_as_far_as_known(row) else row["change"] and round(row["change"], 2)
                           for row in rows}  # fmt: skip
                if len(changes) > 1 and scope not in alternatives.elsewhere:
                    assert (scope, measure) in shown, (scope, measure, changes)


def test_what_is_asked_for_is_printed_in_full():
    """A measure or scope that was asked for has its row, changed or not, for every case."""
    found = compare(halved().run(), joined().run(), measures=["party_members"], scopes=["total", "block:core"])
    sides = side_by_side(found, "en", scopes=["total", "block:core"], measures=["party_members"])
    assert [side.rows for side in sides] == [(("Party members", "0", "0", "0"),)] * 2


def test_a_refused_scenario_shows_no_figures():
    """A scenario that cannot be carried out says so, in table and sentences, and has no rows."""
    refused = Scenario("refused", ministry(), steps=(Step("x", clause="2", do=[{"dissolve": "lab", "why": "x"}]),))
    found = compare(halved().run(), refused.run())
    assert set(found.measures["scenario"]) == {"halved"}
    (side,) = side_by_side(found, "en")
    at = side.heads.index("refused")
    assert {row[at] for row in side.rows} == {"refused"}
    assert "refused: cannot be carried out, so there are no figures (see the problems)." in found.summary("en")
    assert "no change" not in found.summary("en")
    assert [one["refused"] for one in found.to_json_object()["scenarios"]] == [False, True]
    assert found.wide()[("refused", "value")].isna().all()


def test_drafts_are_marked_and_come_after_what_a_paper_orders():
    """The illustrative one stands behind the ordered one, with a sign that a note explains."""
    draft = Scenario("draft", ministry(), illustrative=True, steps=joined().steps)
    (side,) = side_by_side(compare(draft.run(), halved().run()), "en")
    assert side.heads == ("Measure", "Now", "halved", "draft †")
    assert "† illustrative draft" in side.notes


def test_the_two_variants_of_the_shipped_clause_stand_in_adjacent_columns():
    """Clause 2.3 without and with new quota: 116 against 119 posts at least, 37 against 40 deputies, in Duc Tho, with assumed figures at their best."""
    study = orgmodel.read(STUDIES / "ha-tinh-2022")
    found = orgmodel.compare(study.scenario("2.3-no-new-quota"), study.scenario("2.3-new-quota"))
    (side,) = side_by_side(found, "vi")
    table = {row[0]: row[1:] for row in side.rows}
    assert table["Biên chế giao"] == ("≥116*", "≥116*", "≥119* (+3)")
    assert table["Cấp phó"] == ("≥40*", "≥37* (-3)", "≥40*")
    assert side.title == "Mục 2.3 · phạm vi: Huyện Đức Thọ"


def width(text: str) -> int:
    return sum(0 if unicodedata.combining(char) else 1 for char in text)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_study_fits_a_screen(language, capsys):
    """All 24 scenarios in 140 lines of 160 characters, the first ten saying what the Conclusion comes to."""
    from orgmodel.cli.main import run

    assert run(["compare", str(STUDIES / "ha-tinh-2022"), "--lang", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 140
    assert max(map(width, lines)) <= 160
    top = "\n".join(lines[:10])
    assert {"vi": "Toàn bộ Kết luận", "en": "The whole"}[language] in top
    assert "125 (+4)" in top
    assert "≥171 (+4)" in top


def test_more_cases_than_columns_are_parted_evenly():
    """Eight alternatives make two tables of four."""
    made = [Scenario(f"s{number}", ministry(), steps=joined().steps).run() for number in range(8)]
    assert [len(alternatives.cases) for alternatives in alternatives_of(compare(*made))] == [4, 4]
    assert MOST_COLUMNS == 6


def test_wide_refuses_what_it_does_not_know():
    """A misspelt scope is a problem with the nearest."""
    with pytest.raises(ProblemsError, match="did you mean 'road'"):
        compare(halved().run()).wide("raod")


def test_kin_are_followed_through_units_on_the_way():
    """What was merged and split again leads to what there is in the end."""
    lineage = [
        *(one for one in split(DEPUTY).run().lineage),
    ]
    assert came_to(lineage, "tcnv")
    assert set(came_from(lineage, came_to(lineage, "tcnv")[0])) == {"tcnv"}
    assert came_to(merger().run().lineage, "nowhere") == ()


def moved_to(unit: str) -> Scenario:
    """Move two posts of the section to an agency: no total changes, whichever it is."""
    take = {"post": "lab/p", "count": 2, "filled": 2}
    structure = Structure.of(
        [
            *ministry().units,
            *(Post(one.id, one.unit, rank=one.rank, block="core", authorized=one.authorized, filled=one.authorized)
              for one in ministry().posts if isinstance(one, Post)),
        ],
        terms=TERMS,
    )  # fmt: skip
    return Scenario(
        unit, structure, steps=(Step("move", clause="2", do=[{"transfer": {"posts": [take]}, "to": unit}]),)
    )


def test_scenarios_that_differ_in_units_alone_are_not_called_alike():
    """Posts that go to one unit or another differ in no total: the units are named, and nothing says they are alike."""
    structure = moved_to("road").baseline
    made = [Scenario(unit, structure, steps=moved_to(unit).steps).run() for unit in ("road", "sea")]
    assert [str(one) for outcome in made for one in outcome.problems] == []
    found = compare(*made, measures=["posts_authorized"])
    (alternatives,) = alternatives_of(found, measures=["posts_authorized"])
    assert set(alternatives.elsewhere) == {"road", "sea"}
    assert "in any measure" not in found.summary("en")


def test_nothing_is_said_of_a_total_that_was_not_asked_for():
    """Scenarios compared in one scope alone are neither alike nor apart in total."""
    found = compare(halved().run(), joined().run(), scopes=["road"])
    assert not {"alike", "range"} & {one.kind for one in found.sentences}
    assert all(line.split(": ", 1)[1:] != [""] for line in found.summary("en").splitlines())


def test_now_is_that_of_the_scenarios_that_have_the_unit():
    """West is told against road's 14 posts; where it never exists its column is empty, and a note says so."""
    step = Step("cut", clause="3", do=[{"resize": "lab/p", "by": -1, "why": "saving"}])
    cut = Scenario("cut", ministry(), steps=(step,))
    found = compare(halved().run(), cut.run())
    (alternatives,) = alternatives_of(found, scopes=["west"], measures=["posts_authorized"])
    (line,) = alternatives.lines
    assert line.now.value == 14
    assert line.cells[1] is None
    (side,) = side_by_side(found, "en", scopes=["west"], measures=["posts_authorized"])
    assert side.rows == (("Posts authorized", "14", "5 (?)", ""),)
    assert "cut: there is no west" in side.notes


def test_of_different_baselines_the_changes_are_shown():
    """Each scenario's change stands beside its value where there is no one state now."""
    more = Structure.of([*ministry().units, *ministry().posts, Post("sea/x", "sea", block="core")], terms=TERMS)
    found = compare(joined().run(), Scenario("other", more, steps=joined().steps).run())
    (side,) = side_by_side(found, "en", scopes=["total"], measures=["units", "posts_authorized"])
    assert side.rows == (("Units", "", "1 (-1)", "1 (-1)"), ("Posts authorized", "", "20", "21"))


def test_a_scenario_that_changes_no_measure_is_named():
    """A mere renaming leaves all as now, and says so under its name."""
    step = Step("name", do=[{"rename": "sea", "names": {"en": "Ocean"}}])
    (side,) = side_by_side(compare(Scenario("renamed", ministry(), steps=(step,)).run()), "en")
    assert side.notes[0].startswith("renamed: as now in all ")


def test_a_mean_of_what_a_unit_became_is_of_all_that_they_divide():
    """Two heads of 2 and 8: the mean span is 5, not that of either; their leaders are 2 to 10 staff before and after."""
    units = [Unit("top", kind="office"), Unit("a", kind="office", parent="top")]
    posts = [
        Post("a/h", "a", rank="head", filled=1),
        Post("a/d", "a", rank="deputy", filled=1),
        Post("a/x", "a", authorized=2, filled=2),
        Post("a/y", "a", authorized=8, filled=8),
    ]
    order = {
        "split_up": "a",
        "into": [
            {"unit": {"unit": "x"}, "takes": {"posts": ["h", "x"]}, "head": {"keep": "h"}},
            {"unit": {"unit": "y"}, "takes": {"posts": ["d", "y"]}, "head": {"convert": "d"}},
        ],
    }
    merger = {
        "consolidate": ["x", "y"],
        "into": {"unit": "z"},
        "head": {"keep": "a/h"},
        "surplus_heads": {"a/d": {"convert": "deputy"}},
    }
    structure = Structure.of([*units, *posts])
    outcome = Scenario("s", structure, steps=(Step("one", do=[order]),)).run()
    assert [str(one) for one in outcome.problems] == []
    found = rows(compare(outcome), "a")
    assert found["span_mean"] == [(5, -6)]
    assert found["span_people_mean"] == [(5, -6)]
    assert "leaders_per_100" not in found or found["leaders_per_100"] == [(20, 0)]
    back = Scenario("back", outcome.after, steps=(Step("two", do=[merger]),)).run()
    assert rows(compare(back), "z")["span_mean"] == [(11, 6)]
