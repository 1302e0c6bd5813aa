"""Before, after and what changes: units keep their positions, changes are told by more than colour."""

from __future__ import annotations

import pytest

import orgmodel
from orgmodel.charts.chart import chart
from orgmodel.charts.drawing import unbroken
from orgmodel.charts.paint import badge_fits, badge_width
from orgmodel.charts.unit_changes import UnitChanges
from orgmodel.comparison.line_changes import compare_lines
from orgmodel.comparison.unit_flows import unit_flows
from orgmodel.core.figures import Amount
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.core.records import Function, Line, Post, Unit, is_assumed
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario, Study
from tests.charts.geometry import wide
from tests.charts.organisations import MINISTRY_STUDY, outcome

MERGED = {"duc-tho.tcnv", "duc-tho.ubkt-tt", "duc-tho.vp-cuq"}
SPLIT = {
    "duc-tho.ban-to-chuc", "duc-tho.ubkt", "duc-tho.vp-huyen-uy", "duc-tho.phong-noi-vu", "duc-tho.thanh-tra",
    "duc-tho.vp-hdnd-ubnd",
}  # fmt: skip


def test_units_that_go_on_keep_their_positions() -> None:
    """Of Duc Tho on A4 every unit that goes on stands at the same position, as wide, before and after."""
    made = outcome("2.3-no-new-quota")
    before, after = (chart(made, state=state, root="duc-tho").drawing.pages for state in ("before", "after"))
    assert (len(before), len(after)) == (1, 1)
    positions = [{box.id: (box.x, box.y, box.width) for box in pages[0].boxes} for pages in (before, after)]
    assert set(positions[0]) - set(positions[1]) == MERGED
    assert set(positions[1]) - set(positions[0]) == SPLIT
    assert {id: positions[0][id] for id in set(positions[0]) & set(positions[1])} == {
        id: positions[1][id] for id in set(positions[0]) & set(positions[1])
    }
    successors = {positions[1][id] for id in ("duc-tho.ban-to-chuc", "duc-tho.ubkt", "duc-tho.vp-huyen-uy")}
    assert successors == {positions[0][id] for id in MERGED}  # the Party side stands where the merged agencies stood
    for pages in (before, after):  # and no box is higher than what it says: 1.2 ems a line, 0.36 above and below
        for box in pages[0].boxes:
            assert box.height / pages[0].type_size == pytest.approx(1.2 * len(box.lines) + 0.72)


def test_changes_show_what_becomes_of_each() -> None:
    """The split of Duc Tho: three leave, six arrive, and the rest, whose lines are passed on, is context."""
    (page,) = chart(outcome("2.3-no-new-quota"), state="changes").drawing.pages
    by_status: dict[str, set[str]] = {}
    for box in page.boxes:
        by_status.setdefault(box.status, set()).add(box.unit)
        assert bool(box.badge) == bool(box.status)
    assert by_status["leaving"] == MERGED
    assert by_status["arriving"] == SPLIT
    assert {box.badge for box in page.boxes if box.status in ("leaving", "arriving")} == {
        "⇉ chia tách",
        "⇉ lập lại sau chia tách",
    }
    assert page.boxes[0].unit == "duc-tho"  # the first unit that everything is under


def test_ribbons_are_as_wide_as_what_flows() -> None:
    """Each ribbon of the split carries the posts of the ledger and is as wide as they are many, by the scale in the key."""
    made = outcome("2.3-no-new-quota")
    (page,) = chart(made, state="changes").drawing.pages
    moved: dict[tuple[str, str], Amount] = {}
    assumed = {post.id for post in made.before.posts if is_assumed(post.src)}
    marked = set()
    for entry in made.ledger:
        flow = entry.flow
        if flow.quantity == "authorized" and flow.from_unit and flow.to_unit and flow.from_unit != flow.to_unit:
            pair = (f"before:{flow.from_unit}", f"after:{flow.to_unit}")
            moved[pair] = moved.get(pair, Amount()) + flow.amount
            marked |= {pair} if flow.record_from in assumed else set()
    known = {pair: amount.told for pair, amount in moved.items()}
    ribbons = {(one.start, one.end): one for one in page.ribbons if one.label}
    assert set(ribbons) == set(known)
    assert len(known) == 6
    for pair, ribbon in ribbons.items():
        figure, unit = ribbon.label.removeprefix("≥").replace("\N{NO-BREAK SPACE}", " ").split(" ", 1)
        assert (figure, unit) == (f"{known[pair]}{'*' * (pair in marked)}", "biên chế")
    (sample,) = [one for one in page.samples if one.kind == "ribbon"]
    scale = float(sample.key) / int(sample.text.split()[0])
    assert {pair: one.thick / scale for pair, one in ribbons.items()} == pytest.approx(known, rel=1e-3)


@pytest.mark.parametrize("name", ["2.3-no-new-quota", "2.5-actual-2023", "2.1-health-centres-split-up", "conclusion"])
def test_ribbons_have_room_to_bend(name: str) -> None:
    """The inner edge of each turns about a point outside it, so that it is drawn as wide in the bend as at the ends."""
    ribbons = [one for page in chart(outcome(name), state="changes").drawing.pages for one in page.ribbons]
    assert ribbons
    for one in ribbons:
        assert one.thick / 2 < min(one.bend.radii) or abs(one.y1 - one.y0) < one.thick


def test_few_and_many_have_one_scale_and_too_few_a_hairline() -> None:
    """Ten posts are five times as wide as two; one of a thousand is a hairline, which the key says, as what is not known."""
    units = [Unit("top"), Unit("old", parent="top")]

    def thick(counts: list[int | None], language: str = "en") -> tuple[list[float], str]:
        posts = [
            Post(f"old/p{n}", "old", authorized=count, filled=count, rank="staff") for n, count in enumerate(counts)
        ]
        into = [
            {"unit": {"id": f"new{n}", "kind": "agency"}, "head": "none", "takes": {"posts": [f"old/p{n}"]}}
            for n in range(len(counts))
        ]
        steps = (Step("s", do=[{"split_up": "old", "into": into}]),)
        made = Scenario("x", Structure.of([*units, *posts]), steps=steps).run()
        assert errors(made.problems) == []
        (page,) = chart(made, state="changes", language=language).drawing.pages
        found = {one.end: one.thick / page.type_size for one in page.ribbons}
        (sample,) = [one for one in page.samples if one.kind == "ribbon"]
        return [found[f"after:new{n}"] for n in range(len(counts))], sample.text

    (ten, two), said = thick([10, 2])
    assert ten / two == pytest.approx(5)
    assert "hairline" not in said
    (many, one, unknown), said = thick([1000, 1, None])
    assert (one, unknown) == (pytest.approx(0.1), pytest.approx(0.1))
    assert many / one == pytest.approx(40)  # the thickest there is beside a hairline
    assert "or not known: a hairline" in said


def test_a_unit_that_moves_has_a_ribbon_from_old_to_new_position() -> None:
    """A transferred Party organisation stands under its old superior at the left, its new one at the right."""
    drawing = chart(outcome("2.5-actual-2023"), state="changes", page="fit").drawing
    (page,) = drawing.pages
    moved = {box.unit for box in page.boxes if box.status == "moved"}
    assert len(moved) == 7
    ribbons = {(one.start, one.end) for one in page.ribbons}
    assert {(f"before:{unit}", f"after:{unit}") for unit in moved} <= ribbons
    parents = {(one.end, one.start) for one in page.routes}
    assert ("before:khoi.che", "before:khoi") in parents
    assert ("after:khoi.che", "after:tp-ha-tinh.dang-bo") in parents


def test_nothing_changes() -> None:
    """A scenario that changes no unit says so instead of drawing nothing."""
    (page,) = chart(outcome("2.2-concurrent-post"), state="changes").drawing.pages
    assert any(note.text == "Không có thay đổi về tổ chức" for note in page.notes)


def test_unit_changes_of_every_kind() -> None:
    """Moved, renamed, converted, restaffed, redirected, begun and ended units are told from the records alone."""
    before = Structure.of(
        [
            *(Unit(id, names_of(vi=id.upper()), parent=parent) for id, parent in
              (("top", None), ("a", "top"), ("b", "top"), ("c", "top"), ("d", "a"), ("e", "top"), ("gone", "top"))),
            Post("c/1", "c", authorized=2), Line("professional", "e", "a"),
        ]
    )  # fmt: skip
    after = Structure.of(
        [
            Unit("top", names_of(vi="TOP")), Unit("a", names_of(vi="Mới"), parent="top"),
            Unit("b", names_of(vi="B"), kind="other", parent="top"), Unit("c", names_of(vi="C"), parent="top"),
            Unit("d", names_of(vi="D"), parent="b"), Unit("e", names_of(vi="E"), parent="top"), Unit("fresh", parent="top"),
            Post("c/1", "c", authorized=3), Line("professional", "e", "b"),
        ]
    )  # fmt: skip
    changes = UnitChanges(before, after, [], compare_lines(before, after))
    told = {id: changes.of(id, after=True) for id in ("top", "a", "b", "c", "d", "e", "fresh")}
    assert told == {
        "top": (), "a": ("renamed",), "b": ("converted",), "c": ("staffed",), "d": ("moved",), "e": ("redirected",),
        "fresh": ("new",),
    }  # fmt: skip
    assert changes.of("gone", after=False) == ("ended",)
    assert changes.changed() == ({"a", "b", "c", "d", "e", "gone"}, {"a", "b", "c", "d", "e", "fresh"})


def boxes(before: Structure, *do: dict[str, object]) -> dict[tuple[str, str], str]:
    """Draw what changes by operations, and give what each box says, by side and unit."""
    made = Scenario("x", before, steps=(Step("s", do=list(do)),)).run()
    assert errors(made.problems) == []
    (page,) = chart(made, state="changes", language="en").drawing.pages
    return {(box.id.partition(":")[0], box.unit): " ".join(line.text for line in box.lines) for box in page.boxes}


LED = [
    Unit("top"), *(Unit(id, parent="top") for id in ("a", "b", "c")),
    Post("a/h", "a", rank="head", authorized=1, filled=1), Post("a/d", "a", rank="deputy", authorized=1, filled=1),
    Post("b/s", "b", authorized=1, filled=1), Line("professional", "b", "a"), Line("professional", "b/s", "a/h"),
]  # fmt: skip


def test_a_line_that_is_passed_on_is_no_change_of_the_picture() -> None:
    """What the table of lines calls passed on ends and begins nowhere: the unit stays as it is."""
    halves = [
        {"unit": {"unit": "n1", "parent": "top"}, "takes": {"posts": ["h"]}},
        {"unit": {"unit": "n2", "parent": "top"}, "takes": {"posts": ["d"]}, "head": {"convert": "d"}},
    ]
    found = boxes(Structure.of(LED), {"split_up": "a", "incoming": {"professional": "both"}, "into": halves})
    assert {unit for _, unit in found} == {"top", "a", "n1", "n2"}
    assert "+2 units unchanged" in found["after", "top"]


def test_units_left_out_are_as_many_as_they_stand_for() -> None:
    """A remainder of ten is ten units that do not change; one of unknown number makes the count a least."""
    ended = {"dissolve": "a", "why": "w"}
    rest = Unit("rest", parent="top", stands_for=10)
    unknown = Unit("more", parent="b", stands_for=0)
    found = boxes(Structure.of([Unit("top"), *(Unit(id, parent="top") for id in ("a", "b")), rest]), ended)
    assert "+11 units unchanged" in found["after", "top"]
    found = boxes(Structure.of([Unit("top"), *(Unit(id, parent="top") for id in ("a", "b")), rest, unknown]), ended)
    assert "+at least 12 units unchanged" in found["after", "top"]
    found = boxes(Structure.of([Unit("top"), Unit("a", parent="top"), Unit("more", parent="top", stands_for=0)]), ended)
    assert "+at least 1 unit unchanged" in found["after", "top"]


def test_a_line_of_a_post_that_is_led_elsewhere_changes_its_unit() -> None:
    """Which the picture shows, with what the line was and is, as the table of lines and the measure do."""
    end = {"dissolve": "a", "ends": {"posts": "all"}, "incoming": "c", "why": "w"}
    found = boxes(Structure.of(LED), end)
    assert "− ⇢ a" in found["before", "b"]
    assert "+ ⇢ c" in found["after", "b"]
    assert "+1 unit unchanged" in found["after", "top"]


def test_no_ribbon_leads_where_nothing_goes() -> None:
    """A dissolved unit of which all ends, whoever is its heir, flows nowhere; one that held nothing is linked to its heir."""
    steps = (
        Step("s", do=[{"dissolve": "a", "gives_all": "c", "ends": {"posts": "all"}, "incoming": "c", "why": "w"}]),
    )
    made = Scenario("x", Structure.of(LED), steps=steps).run()
    assert errors(made.problems) == []
    assert unit_flows(made) == []
    bare = Structure.of([one for one in LED if isinstance(one, Unit)])
    steps = (Step("s", do=[{"absorb": "a", "into": "c"}]),)
    assert [(one.start, one.end) for one in unit_flows(Scenario("x", bare, steps=steps).run())] == [("a", "c")]


def test_unit_flows_leave_out_the_outside() -> None:
    """What is created or ends for good flows between no two units."""
    made = outcome("2.3-new-quota")
    assert any(entry.flow.from_unit is None for entry in made.ledger)
    found = unit_flows(made)
    assert {one.start for one in found} == MERGED
    assert {one.end for one in found} == SPLIT


def test_a_structure_has_no_changes() -> None:
    """Changes of a structure by itself are refused, and so is a state that does not exist."""
    one = Structure.of([Unit("a")])
    with pytest.raises(ProblemsError, match="a structure by itself has no changes"):
        chart(one, state="changes")
    with pytest.raises(ProblemsError, match="did you mean 'before'"):
        chart(one, state="befor")


def test_illustrative_scenarios_say_so() -> None:
    """A scenario that no paper orders says so on every page, in either language."""
    made = outcome("2.1-district-economy")
    for language, draft in (("vi", "Dự thảo minh họa"), ("en", "Illustrative draft")):
        for state in ("before", "after", "changes"):
            for page in chart(made, state=state, root="duc-tho", language=language).drawing.pages:
                assert any(note.text == draft for note in page.notes)


def test_what_goes_through_an_interim_unit_reaches_its_end() -> None:
    """Of 31 posts 11 go to one successor and 19 by way of a unit that ends again to another, which one more leaves on the way."""
    units = [Unit("gov"), Unit("a", parent="gov"), Unit("c", parent="gov")]
    posts = [
        Post("a/head", "a", rank="head", authorized=1, filled=1), Post("a/one", "a", rank="staff", authorized=10, filled=10),
        Post("a/two", "a", rank="staff", authorized=20, filled=20), Post("c/head", "c", rank="head", authorized=1, filled=1),
        Post("c/staff", "c", rank="staff", authorized=5, filled=5),
    ]  # fmt: skip
    split = {
        "split_up": "a",
        "into": [
            {"unit": {"unit": "b", "parent": "gov"}, "takes": {"posts": ["head", "one"]}, "head": {"keep": "head"}},
            {
                "unit": {"unit": "x", "parent": "gov"},
                "takes": {"posts": ["two"]},
                "head": {"convert": "two", "filled": 0},
            },
        ],
    }
    merge = {
        "consolidate": ["c", "x"],
        "into": {"unit": "d", "parent": "gov"},
        "head": {"keep": "c/head"},
        "surplus_heads": {"x/head": {"end": True, "why": "one head"}},
    }
    steps = (Step("split", do=[split], effective="2023-02-01"), Step("merge", do=[merge], effective="2023-03-01"))
    made = Scenario("s", Structure.of([*units, *posts]), steps=steps).run()
    assert errors(made.problems) == []
    (page,) = chart(made, state="changes", language="en").drawing.pages
    said = {(one.start, one.end): one.label for one in page.ribbons}
    assert said == {
        ("before:a", "after:b"): "11 posts",
        ("before:a", "after:d"): "19 posts",
        ("before:c", "after:d"): "6 posts",
    }
    arrived = {(row.unit_from, row.unit_to): 0 for row in made.trace if row.quantity == "authorized"}
    for row in made.trace:
        if row.quantity == "authorized":
            arrived[row.unit_from, row.unit_to] += row.amount.told
    assert arrived == {("a", "b"): 11, ("a", "d"): 19, ("a", None): 1, ("c", "d"): 6}


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("2.3-no-new-quota", "after"),
        ("2.3-party-cells", "after"),
        ("2.3-party-cells", "changes"),
        ("2.1-health-centres-split-up", "changes"),
        ("conclusion", "changes"),
    ],
)
def test_the_key_holds_what_is_on_its_page(name: str, state: str) -> None:
    """No block, kind of line or outcome is explained that the page has not, though the other state has it, and none is missing."""
    for page in chart(outcome(name), state=state).drawing.pages:
        told = {(one.kind, one.key) for one in page.samples if one.kind in ("group", "line", "status")}
        there = {("group", box.group) for box in page.boxes if box.group} | {("line", one.kind) for one in page.routes}
        badges = {("status", box.status) for box in page.boxes if box.status}
        assert told <= there | badges
        assert {one for one in there if one[0] == "group"} <= told
        assert len({(one.x, one.y) for one in page.samples}) == len(page.samples)


@pytest.mark.parametrize(("state", "told"), [("before", True), ("after", False)])
def test_a_bundle_is_explained_where_boxes_bear_its_number(state: str, told: bool) -> None:
    """The division that many lines led to has ended: the key of the state after does not name it."""
    together = orgmodel.read(MINISTRY_STUDY / "together.yaml")
    assert isinstance(together, Scenario)
    for page in chart(together.run(), state=state).drawing.pages:
        written = "".join(line.text for box in page.boxes for line in box.lines)
        assert any(one.key.startswith("bundle-") for one in page.samples) == told == ("(1)" in written)


def test_units_that_go_on_level_have_no_hairline_and_badges_fit_their_boxes() -> None:
    """A hairline is an amount that is too small or not known; a box is at least as wide as the word for how it fares."""
    units = [Unit("top"), *(Unit(id, names_of(en=id), kind="agency", parent="top") for id in "abc")]
    posts = [Post(f"{id}/1", id, authorized=5, filled=5, rank="staff") for id in "abc"]
    steps = (Step("s", do=[{"absorb": "b", "into": "a"}, {"resize": "c/1", "by": 1, "why": "x"}]),)
    made = Scenario("x", Structure.of([*units, *posts]), steps=steps).run()
    assert errors(made.problems) == []
    drawn = chart(made, state="changes", language="en")
    (page,) = drawn.drawing.pages
    assert [(one.start, one.end) for one in page.ribbons] == [("before:b", "after:a")]
    faces = drawn.painter.theme.faces()
    assert sum(bool(box.badge) for box in page.boxes) >= 4
    assert all(badge_width(box.badge, faces) * page.type_size <= box.width + 1e-6 for box in page.boxes)
    beside = [box for box in page.boxes if box.badge and badge_fits(box.lines, box.badge, 99.0, faces)]
    assert beside
    assert all(sum(line.bold for line in box.lines) == 1 for box in beside)  # a name of two lines has its badge above


def test_below_a_unit_that_ended_only_its_own_are_counted_as_unchanged() -> None:
    """What lies below the unit that took it over is told there, and not of the one that ended."""
    units = [Unit("top"), Unit("f", names_of(en="Fund"), parent="top"), Unit("d", names_of(en="Desk"), parent="top")]
    units += [Unit("d1", parent="d"), Unit("f1", parent="f")]
    steps = (Step("s", do=[{"absorb": "f", "into": "d"}]),)
    made = Scenario("x", Structure.of(units), steps=steps).run()
    assert errors(made.problems) == []
    (page,) = chart(made, state="changes", root="f", language="en").drawing.pages
    said = {box.id: " ".join(line.text for line in box.lines) for box in page.boxes}
    assert "unchanged" not in said["before:f"]
    assert "+1 unit unchanged" in said["after:d"].replace("\N{NO-BREAK SPACE}", " ")


def test_a_picture_of_a_part_says_where_goes_what_leaves_it() -> None:
    """Boxes name the ends of flows that lie outside the part, with the amount; of a unit taken along the one above it."""
    names = {"f": "Fund", "d": "Desk", "c": "Council", "f1": "North", "f2": "South"}
    units = [Unit("top"), *(Unit(id, names_of(en=names[id]), parent="top") for id in "fdc")]
    units += [Unit(id, names_of(en=names[id]), parent="f") for id in ("f1", "f2")]
    posts = [Post("f2/1", "f2", authorized=10), Post("f1/1", "f1", authorized=4), Post("c/1", "c", authorized=3)]
    do = [{"transfer": "f2", "to": "c"}, {"absorb": "f", "into": "d"}, {"transfer": {"posts": ["c/1"]}, "to": "f1"}]
    made = Scenario("x", Structure.of([*units, *posts]), steps=(Step("s", do=do),)).run()
    assert errors(made.problems) == []
    (page,) = chart(made, state="changes", root="f", language="en").drawing.pages
    said = {box.id: unbroken(box.lines).replace("\N{NO-BREAK SPACE}", " ") for box in page.boxes}
    assert "→ Council: 10 posts" in said["before:f2"]
    assert "← Council: 3 posts" in said["after:f1"]
    assert all("→" not in said[id].replace("→ moved", "") for id in said if id != "before:f2")


def test_a_run_moves_no_figure_in_time() -> None:
    """Under what changes stand the dates of both states; figures are of the baseline's dates, however late the steps take effect."""

    def foot(made: Outcome, state: str, language: str) -> str:
        page = chart(made, state=state, language=language).drawing.pages[-1]
        return " ".join(note.text for note in page.notes)

    moved = outcome("2.5-actual-2023")
    assert "Cơ cấu trước sắp xếp đến ngày 30/9/2022, sau đến ngày 08/02/2023; số liệu theo ngày của từng nguồn" in foot(
        moved, "changes", "vi"
    )
    assert "Cơ cấu đến ngày 08/02/2023; số liệu theo ngày" in foot(moved, "after", "vi")
    ministry = orgmodel.read("scenarios/ministry")
    assert isinstance(ministry, Study)
    dated = ministry.baseline.as_of
    split = ministry.scenarios["split"].run()
    assert dated == "2026-09-30"
    assert (
        "Structure before as of 30 September 2026, after as of 1 February 2027; figures as of 30 September 2026"
        in foot(split, "changes", "en")
    )
    assert "Structure as of 1 February 2027; figures as of 30 September 2026" in foot(split, "after", "en")
    assert "Figures as of 30 September 2026" in foot(split, "before", "en")


def test_functions_areas_and_posts_held_at_once_are_changes() -> None:
    """What only gives a function, another area or a second post to its holder is told, in both boxes and by badges."""
    records = [
            Unit("top"), Unit("a", names_of(en="Archive"), area="north", parent="top"),
            Unit("b", names_of(en="Bureau"), area="north", parent="top"), Function("a", "seals"),
            Post("a/1", "a", names_of(en="Keeper"), rank="head", authorized=1, filled=1),
            Post("b/1", "b", names_of(en="Clerk"), authorized=2, filled=1),
    ]  # fmt: skip
    before = Structure.of(records)
    do: dict[str, dict[str, object]] = {
        "± functions": {"assign_function": "seals", "from": "a", "to": "b"},
        "other area": {"convert": "b", "change": {"area": "south"}},
        "± concurrent posts": {"link_posts": "a/1", "also_holds": "b/1"},
    }
    for badge, verb in do.items():
        made = Scenario("x", before, steps=(Step("s", do=[verb]),)).run()
        assert errors(made.problems) == []
        (page,) = chart(made, state="changes", language="en").drawing.pages
        assert not any("not change" in note.text for note in page.notes), badge
        told = {box.id: box.badge for box in page.boxes if box.unit != "top"}
        touched = {"b"} if badge == "other area" else {"a", "b"}
        assert set(told) == {f"{side}:{unit}" for side in ("before", "after") for unit in touched}
        assert all(badge in one for one in told.values())
        if badge == "± functions":
            assert [(one.start, one.end, one.label) for one in page.ribbons] == [("before:a", "after:b", "1 function")]
    labels = {"area.north": names_of(en="Northern shore"), "area.south": names_of(en="Southern shore")}
    said = boxes(before, do["other area"])
    assert not any(code in text for text in said.values() for code in ("north", "south"))  # nobody reads codes
    said = boxes(Structure.of(records, terms=Vocabulary(labels=labels)), do["other area"])
    assert ("Northern shore" in said["before", "b"], "Southern shore" in said["after", "b"]) == (True, True)
    said = boxes(before, do["± concurrent posts"])
    assert "Keeper also holds Clerk (Bureau)" in said["after", "a"]
    assert "Keeper (Archive) also holds Clerk" in said["after", "b"]
    assert all("also holds" not in said["before", unit] for unit in "ab")


def test_what_ribbons_join_stands_on_one_page() -> None:
    """Of two mergers of large ministries, each with one that stands apart by its id, each has a page to itself."""
    units = [Unit("top", names_of(en="Government"))]
    posts: list[Post] = []
    for ministry in "abcd":
        units.append(Unit(ministry, names_of(en=f"Ministry {ministry}"), parent="top"))
        for number in range(8):
            id = f"{ministry}.{number}"
            units.append(Unit(id, names_of(en=f"Department {id}"), parent=ministry))
            posts.append(Post(f"{id}/s", id, names_of(en="Officer"), authorized=4, filled=4))
    do: list[dict[str, object]] = [
        {"absorb": f"{one}.{number}", "into": f"{other}.{number}"} for one, other in ("ca", "db") for number in range(8)
    ]
    made = Scenario("x", Structure.of([*units, *posts]), steps=(Step("s", do=do),)).run()
    assert errors(made.problems) == []
    pages = chart(made, state="changes", page="160x260").drawing.pages
    assert [{box.unit[0] for box in page.boxes} for page in pages] == [{"t", "a", "c"}, {"t", "b", "d"}]
    assert all(one.start and one.end for page in pages for one in page.ribbons)
    for page in pages:  # in the order of the file
        below = [box.unit for box in page.boxes if box.id.startswith("before:") and box.unit != "top"]
        assert below == sorted(below)


def test_a_ribbon_from_another_page_is_labelled_before_the_lines_of_the_tree() -> None:
    """What comes from another page has its label left of the lines that lead to its box, at any depth."""
    parents = {"m": "top", "d": "m", "e": "d", "f": "e"}
    units = [Unit("top"), *(Unit(id, parent=parent) for id, parent in parents.items())]
    ids = [f"z{number:02}" for number in range(50)]
    units += [Unit(id, parent="f" if int(id[1:]) % 2 else "top") for id in ids]
    posts = [Post(f"{id}/s", id, authorized=4, filled=4) for id in ids]
    round_all = zip(posts, [*ids[1:], ids[0]], strict=True)  # so that no page holds what ribbons join
    do: list[dict[str, object]] = [{"transfer": {"posts": [post.id]}, "to": to} for post, to in round_all]
    made = Scenario("x", Structure.of([*units, *posts]), steps=(Step("s", do=do),)).run()
    assert errors(made.problems) == []
    drawing = chart(made, state="changes").drawing
    coming = [(page, one) for page in drawing.pages for one in page.ribbons if not one.start]
    assert coming
    for page, ribbon in coming:
        trunks = [x for route in page.routes if route.end.startswith("after:") for x, _ in route.points]
        assert ribbon.label_x + wide(ribbon.label, False) * page.type_size <= min(trunks)
