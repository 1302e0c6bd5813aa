"""At which height units stand in pictures of changes, before and after."""

from __future__ import annotations

import pytest

from orgmodel import Structure, chart
from orgmodel.charts.boxes import height_of
from orgmodel.core.names import names_of
from orgmodel.core.records import Post, Unit
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario
from tests.charts.geometry import on_page
from tests.charts.organisations import outcome


def merged(count: int, *, back: bool = False) -> Outcome:
    """Merge so many offices of five posts into one, or split one ``back`` into as many."""
    units = [Unit("top", names_of(en="Province")), *([Unit("one", names_of(en="Department"), parent="top")] * back)]
    ids = [f"o{number:02}" for number in range(count)]
    named = {id: f"Office {id}" for id in ids}
    posts = [Post(f"{id}/s", "one" if back else id, names_of(en=f"Clerk {id}"), authorized=5, filled=4) for id in ids]
    do: dict[str, object] = {"consolidate": ids, "into": {"unit": "one", "parent": "top"}, "head": "none"}
    if back:
        parts = [
            {"unit": {"unit": id, "names": {"en": named[id]}, "parent": "top"}, "takes": {"posts": [f"{id}/s"]}, "head": "none"}
            for id in ids
        ]  # fmt: skip
        do = {"split_up": "one", "into": parts}
    else:
        units += [Unit(id, names_of(en=named[id]), parent="top") for id in ids]
    units.append(Unit("zz", names_of(en="Treasury"), parent="top"))
    renamed: dict[str, object] = {"rename": "zz", "names": {"en": "Exchequer"}}
    return Scenario("x", Structure.of([*units, *posts]), steps=(Step("s", do=[do, renamed]),)).run()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("count", [8, 12])
def test_many_beside_the_one_that_they_become(count: int, back: bool, language: str) -> None:
    """Of many that become one, or come of one, none is higher than its text and its ribbon; they stand beside it, and what follows is level again."""
    drawing = chart(merged(count, back=back), state="changes", page="a4", language=language).drawing
    (page,) = drawing.pages
    assert on_page(page, 7.0) == []
    size, boxes = page.type_size, {box.id: box for box in page.boxes}
    side = "after" if back else "before"
    many = [boxes[f"{side}:o{number:02}"] for number in range(count)]
    thick = {one.start if side == "before" else one.end: one.thick for one in page.ribbons}
    for box in many:
        lines = len(box.lines) + 1  # and what becomes of it
        assert box.height <= max(height_of(lines) * size, thick[box.id] + 1.5 * size) + 1e-6
    (one,) = [box for box in page.boxes if box.unit == "one"]
    assert one.y == pytest.approx(many[0].y)
    assert many[1].y < one.y + one.height
    assert boxes["before:zz"].y == pytest.approx(boxes["after:zz"].y)
    assert boxes["before:zz"].y > max(one.y + one.height, many[-1].y + many[-1].height)


def test_what_ends_and_what_begins_are_not_level() -> None:
    """A unit that ends and one that begins, of which neither became the other, stand at heights of their own."""
    units = [Unit("top"), Unit("a", names_of(en="Board"), parent="top"), Unit("m", names_of(en="Mint"), parent="top")]
    do: list[dict[str, object]] = [
        {"dissolve": "a", "why": "done"}, {"create": {"unit": "b", "names": {"en": "Court"}, "parent": "top"}, "why": "new"},
    ]  # fmt: skip
    made = Scenario("x", Structure.of(units), steps=(Step("s", do=do),)).run()
    (page,) = chart(made, state="changes", page="a4", language="en").drawing.pages
    ended, begun = (next(box for box in page.boxes if box.unit == id) for id in ("a", "b"))
    assert ended.y + ended.height <= begun.y or begun.y + begun.height <= ended.y


@pytest.mark.parametrize("name", ["2.3-no-new-quota", "2.4-propaganda-mobilisation", "2.1-health-centres-split-up"])
def test_what_goes_on_is_level_with_itself(name: str) -> None:
    """Each unit that stays where it is has one height on both sides, on each page that it is on."""
    pages = chart(outcome(name), state="changes", page="a4").drawing.pages
    checked = 0
    for page in pages:
        boxes = {box.id: box for box in page.boxes}
        for box in page.boxes:
            other = boxes.get(box.id.replace("before:", "after:"))
            if box.id.startswith("before:") and other is not None and box.status != "moved":
                assert box.y == pytest.approx(other.y)
                checked += 1
    assert checked


def test_what_only_says_where_others_belong_is_as_high_as_its_text() -> None:
    """A box that stands in full on another page, where its ribbons are, has no room for them here."""
    units = [Unit("top"), Unit("hub", names_of(en="Hub"), parent="top")]
    units += [Unit(f"c{number:02}", names_of(en=f"Cell {number}"), parent="hub") for number in range(50)]
    units += [Unit(f"o{number:02}", names_of(en=f"Office {number}"), parent="top") for number in range(6)]
    posts = [Post(f"o{number:02}/s", f"o{number:02}", authorized=20, filled=20) for number in range(6)]
    do: list[dict[str, object]] = [{"transfer": {"posts": [post.id]}, "to": "hub"} for post in posts]
    do += [{"rename": f"c{number:02}", "names": {"en": f"Unit {number}"}} for number in range(50)]
    made = Scenario("x", Structure.of([*units, *posts]), steps=(Step("s", do=do),)).run()
    pages = chart(made, state="changes", page="a4", language="en").drawing.pages
    whole = [box.height for page in pages for box in page.boxes if box.id == "after:hub" and box.role != "context"]
    found = [(box, page) for page in pages for box in page.boxes if box.id == "after:hub" and box.role == "context"]
    assert found
    assert whole[0] > 2 * max(box.height for box, _ in found)
    for box, page in found:
        assert box.height <= height_of(len(box.lines) + 2) * page.type_size
