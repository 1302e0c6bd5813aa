"""Where pictures of changes are broken into pages: what ribbons join is parted only where no page holds it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel import Structure, chart
from orgmodel.charts.change_levels import HEADER, ROW_SPACING
from orgmodel.charts.drawing import Drawing
from orgmodel.charts.outline import OutlineRow
from orgmodel.charts.page_breaks import RowBlocks, RowHeights, joined
from orgmodel.charts.paint import LINE_HEIGHT
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Post, Unit
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from tests.charts.geometry import on_page
from tests.charts.organisations import outcome


def cut(drawing: Drawing) -> list[tuple[int, str, str]]:
    """List the ribbons that leave their page."""
    return [
        (page.number, one.start, one.end) for page in drawing.pages for one in page.ribbons if not (one.start and one.end)
    ]  # fmt: skip


@pytest.mark.parametrize("page", ["a4", "a3"])
@pytest.mark.parametrize("name", ["2.1-health-centres-split-up", "2.1-health-centres-to-department"])
def test_no_page_break_parts_what_a_page_holds(name: str, page: str) -> None:
    """Of centres that are each split in three, or go each from a district to a department, all parts stand on one page."""
    drawing = chart(outcome(name), state="changes", page=page, language="vi").drawing
    assert len(drawing.pages) > 1
    assert cut(drawing) == []


def mergers(count: int, each: int) -> Scenario:
    """Give districts of which so many offices each become one of a department's."""
    units = [Unit("p", names_of(en="Province")), Unit("dep", names_of(en="Department"), parent="p", order=1)]
    posts = []
    do: list[dict[str, object]] = []
    for district in range(count):
        units.append(Unit(f"d{district}", names_of(en=f"District {district}"), parent="p", order=2))
        offices = [f"d{district}-{number}" for number in range(each)]
        units += [Unit(one, names_of(en=f"Office {one}"), parent=f"d{district}") for one in offices]
        posts += [Post(f"{one}/s", one, authorized=3, filled=2) for one in offices]
        new = {"unit": f"n{district}", "names": {"en": f"Division {district}"}, "parent": "dep"}
        do.append({"consolidate": offices, "into": new, "head": "none"})
    return Scenario("x", Structure.of([*units, *posts]), steps=(Step("s", do=do),))


@pytest.mark.parametrize(("count", "each"), [(9, 12), (25, 4), (40, 2)])
def test_mergers_across_districts_stand_on_one_page_each(count: int, each: int) -> None:
    """What becomes one unit of a department far away stands beside it, with the units above both."""
    made = mergers(count, each).run()
    drawing = chart(made, state="changes", page="a4", language="en").drawing
    assert len(drawing.pages) > 1
    assert cut(drawing) == []
    for page in drawing.pages:
        boxes = {box.id for box in page.boxes}
        for number in {one.end.removeprefix("after:n") for one in page.ribbons}:
            assert {"after:dep", f"before:d{number}", f"after:n{number}"} <= boxes


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("count", [70, 200])
def test_a_merger_larger_than_a_page_stands_on_each_page(count: int, language: str) -> None:
    """Of offices that become one, more than a page holds, each page has some with the ribbons that lead to that one, which is on each."""
    drawing = chart(mergers(1, count).run(), state="changes", page="a4", language=language).drawing
    pages = drawing.pages
    assert len(pages) > 2
    full = Counter(box.id for page in pages for box in page.boxes if box.role != "context")
    assert max(full.values()) == 1
    assert full.keys() >= {f"before:d0-{number}" for number in range(count)}
    assert cut(drawing) == []
    led = Counter((one.start, one.end, one.label.split()[0]) for page in pages for one in page.ribbons if one.label)
    assert led == {(f"before:d0-{number}", "after:n0", "3"): 1 for number in range(count)}
    for page in pages:
        assert on_page(page, 7.0) == []
        boxes = {box.id: box for box in page.boxes}
        assert {one.start for one in page.ribbons} <= boxes.keys()
        for ribbon in page.ribbons:
            for end, y in ((ribbon.start, ribbon.y0), (ribbon.end, ribbon.y1)):
                assert boxes[end].y <= y - ribbon.thick / 2 + 1e-6
                assert y + ribbon.thick / 2 <= boxes[end].y + boxes[end].height + 1e-6
    first, *others = [box for page in pages for box in page.boxes if box.id == "after:n0"]
    assert len(others) == len(pages) - 1
    assert (first.role, first.target) == ("continued", 2)
    assert {(one.role, one.target) for one in others} == {("context", 1)}


def test_a_unit_that_gives_to_more_than_a_page_holds_stands_on_each_page() -> None:
    """Of one that is split up into many, and of one that goes on and takes posts of many that go on, each ribbon is once on a page with both."""
    ids = [f"o{number:03}" for number in range(90)]
    posts = [Post(f"{id}/s", "one", names_of(en=f"Clerk {id}"), authorized=2, filled=1) for id in ids]
    parts = [{"unit": {"unit": id, "parent": "p"}, "takes": {"posts": [f"{id}/s"]}, "head": "none"} for id in ids]
    split = Scenario("x", Structure.of([Unit("p"), Unit("one", parent="p"), *posts]),
                     steps=(Step("s", do=[{"split_up": "one", "into": parts}]),))  # fmt: skip
    units = [Unit("p"), Unit("hub", parent="p"), *(Unit(id, parent="p") for id in ids)]
    own = [Post(f"{id}/s", id, authorized=2, filled=1) for id in ids]
    kept = [Post(f"{id}/k", id, authorized=2, filled=1) for id in ids]
    do: list[dict[str, object]] = [{"transfer": {"posts": [post.id]}, "to": "hub"} for post in own]
    taken = Scenario("y", Structure.of([*units, *own, *kept]), steps=(Step("s", do=do),))
    for made, many, one in ((split, "after", "before:one"), (taken, "before", "after:hub")):
        drawing = chart(made.run(), state="changes", page="a4", language="en").drawing
        assert len(drawing.pages) > 1
        assert cut(drawing) == []
        led = Counter((ribbon.start, ribbon.end) for page in drawing.pages for ribbon in page.ribbons if ribbon.label)
        pairs = [(one, f"{many}:{id}") if many == "after" else (f"{many}:{id}", one) for id in ids]
        assert led == dict.fromkeys(pairs, 1)
        assert [fault for page in drawing.pages for fault in on_page(page, 7.0)] == []


def ring(count: int) -> Scenario:
    """Give offices of which each takes posts of the one before it."""
    ids = [f"o{number:02}" for number in range(count)]
    units = [Unit("p"), *(Unit(id, names_of(en=f"Office {id}"), parent="p") for id in ids)]
    posts = [Post(f"{id}/s", id, authorized=3, filled=2) for id in ids]
    do: list[dict[str, object]] = [
        {"transfer": {"posts": [f"{one}/s"]}, "to": other} for one, other in pairwise((*ids, ids[0]))
    ]
    return Scenario("x", Structure.of([*units, *posts]), steps=(Step("s", do=do),))


def test_ribbons_to_other_pages_say_where() -> None:
    """A ribbon whose other end stands on another page, as no page holds all that are joined, names that page, from both sides."""
    pages = chart(ring(70).run(), state="changes", page="a4", language="en").drawing.pages
    assert len(pages) > 1
    out = {(page.number, one.start) for page in pages for one in page.ribbons if one.start and not one.end}
    back = {(page.number, one.end) for page in pages for one in page.ribbons if one.end and not one.start}
    assert len(out) == len(back)
    assert out
    assert all(str(number) not in {one.label[-1] for one in page.ribbons if not one.end}
               for page in pages for number in [page.number])  # fmt: skip


def test_a_unit_where_more_ribbons_meet_than_a_page_holds_is_named() -> None:
    """Two units that each take something of sixty are refused for what it is, not for a name or a depth; a page that grows holds them."""
    givers = [f"o{number:02}" for number in range(60)]
    units = [Unit("p"), *(Unit(id, parent="p") for id in ("a", "b", *givers))]
    posts = [Post(f"{id}/{one}", id, authorized=2, filled=1) for id in givers for one in "ab"]
    do: list[dict[str, object]] = [{"transfer": {"posts": [f"{id}/{one}"]}, "to": one} for id in givers for one in "ab"]
    made = Scenario("x", Structure.of([*units, *posts]), steps=(Step("s", do=do),)).run()
    with pytest.raises(ProblemsError) as refused:
        chart(made, state="changes", page="200x130", language="en").save(Path("never.svg"))
    (problem,) = refused.value.problems
    assert problem.code == "BOX_TOO_LARGE"
    assert problem.subject in ("a", "b")
    assert f"all ribbons that meet at unit '{problem.subject}' (60)" in str(problem.message)
    (page,) = chart(made, state="changes", page="fit", language="en").drawing.pages
    assert len([one for one in page.ribbons if one.label]) == 120


@st.composite
def outlines(draw: st.DrawFn) -> tuple[list[OutlineRow], list[tuple[int, int]], list[float], float]:
    """Draw rows of an outline, what ribbons join, how high rows are, and the room of a page."""
    count = draw(st.integers(1, 14))
    rows = [OutlineRow(0, -1)]
    for number in range(1, count):
        path = [number - 1]
        while rows[path[-1]].parent >= 0:
            path.append(rows[path[-1]].parent)
        parent = draw(st.sampled_from([*path, -1]))
        rows.append(OutlineRow(rows[parent].depth + 1 if parent >= 0 else 0, parent))
    ends = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=8))
    heights = [draw(st.sampled_from([2.0, 3.5, 5.0])) for _ in rows]
    return rows, ends, heights, draw(st.sampled_from([16.0, 24.0, 40.0, 60.0]))


@given(outlines())
def test_pages_hold_every_row_once_with_all_above_it(
    made: tuple[list[OutlineRow], list[tuple[int, int]], list[float], float],
) -> None:
    """Each row is in full on one page, under all rows above it; no page is too full; none parts what one could hold."""
    rows, ends, heights, room = made
    blocks = RowBlocks(rows, ends, joined(rows, ends), RowHeights(heights, heights, [1.0] * len(ends)), room)
    begins = blocks.first_fit()
    if begins is None:  # then some row is too high with all that is above it
        assert any(
            HEADER + heights[row] + ROW_SPACING
            + sum(heights[one] + LINE_HEIGHT + ROW_SPACING for one in blocks.above[row]) > room for row in range(len(rows))
        )  # fmt: skip
        return
    pages = blocks.least_cost()
    assert len(pages) <= len(begins)
    page_of: dict[int, int] = {}
    for number, (shown, above) in enumerate(pages):
        assert shown == sorted(set(shown))
        assert above < set(shown)
        used = HEADER + sum(heights[row] + ROW_SPACING for row in shown) + LINE_HEIGHT * len(above)
        assert used <= room + 1e-9
        for row in shown:
            assert rows[row].parent == -1 or rows[row].parent in shown
            if row not in above:
                assert row not in page_of
                page_of[row] = number
        for one in above:  # each says where something belongs that is here
            assert any(rows[row].parent == one for row in shown)
    assert sorted(page_of) == list(range(len(rows)))
    graph = networkx.Graph(ends)
    for group in networkx.connected_components(graph):
        over = {one for row in group for one in blocks.above[row]} - group
        high = HEADER + sum(heights[row] + ROW_SPACING for row in (*group, *over)) + LINE_HEIGHT * len(over)
        if high <= room:
            assert len({page_of[row] for row in group}) == 1
    assert all(first <= second for first, second in pairwise(begins))
