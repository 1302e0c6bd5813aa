"""Kinds of line are told apart without colour, and no line covers another: geometry, and what each format writes."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgmodel.charts.boxes import Boxes
from orgmodel.charts.chart import Chart, chart
from orgmodel.charts.content import BoxContent, Detail
from orgmodel.charts.drawing import Page, Route, unbroken
from orgmodel.charts.fonts import default_faces
from orgmodel.charts.layout.bundles import joined
from orgmodel.charts.layout.nudge import Nudger
from orgmodel.charts.layout.route import Router
from orgmodel.charts.line_looks import line_looks
from orgmodel.core.names import names_of
from orgmodel.core.records import Line, Unit
from orgmodel.core.structure import Structure
from tests.charts.geometry import faults
from tests.charts.organisations import ids, study

KINDS = ("professional", "party_leadership", "election", "coordination", "administrative")


def _departments() -> Structure:
    """Make six departments with four divisions each, and lines of every kind that cross nowhere, many to one box."""
    units = [Unit("top", names_of(en="Province"))]
    units += [Unit(f"d{n}", names_of(en=f"Department of the Interior {n}"), parent="top") for n in range(6)]
    units += [
        Unit(f"d{n}.{m}", names_of(en=f"Division {m}"), parent=f"d{n}", kind="division")
        for n in range(6)
        for m in range(4)
    ]
    lines = [Line(kind, f"d{n}.{m}", f"d{n}.0") for n, kind in enumerate(KINDS) for m in (2, 3)]
    lines += [Line("election", "d5.0", "d5.3"), Line("professional", "d5.0", "d5.3")]
    return Structure.of([*units, *lines])


@pytest.fixture(scope="module")
def drawn() -> Chart:
    return chart(_departments(), language="en", theme="grey", page="a4")


def _pieces(points: tuple[tuple[float, float], ...]) -> list[tuple[bool, float, float, float]]:
    found = []
    for (x0, y0), (x1, y1) in pairwise(points):
        upright = abs(x0 - x1) < 1e-6
        low, high = sorted((y0, y1) if upright else (x0, x1))
        found.append((upright, x0 if upright else y0, low, high))
    return found


def _on_each_other(one: Route, other: Route, near: float) -> float:
    """Give how far two lines run on each other."""
    return sum(
        max(0.0, min(a[3], b[3]) - max(a[2], b[2]))
        for a in _pieces(one.points)
        for b in _pieces(other.points)
        if a[0] == b[0] and abs(a[1] - b[1]) < near
    )


def covered(page: Page) -> list[tuple[str, str, str, str]]:
    """List lines that another one covers along half an em or more: of another kind, or to another box."""
    found = []
    for one, other in combinations(page.routes, 2):
        apart = {one.kind, other.kind} != {"chart"} and (one.kind, one.end) != (other.kind, other.end)
        if apart and _on_each_other(one, other, 0.1 * page.type_size) > 0.5 * page.type_size:
            found.append((one.start, one.end, other.start, other.end))
    return found


@given(
    st.dictionaries(st.text("abcxyz_", min_size=1, max_size=8), st.sampled_from(["solid", "dotted"]), max_size=16),
    st.lists(st.sampled_from([*KINDS, "audit", "budget"]), max_size=7),
)
def test_no_two_kinds_look_alike(declared: dict[str, str], written: list[str]) -> None:
    """Dash, weight and mark together are another for every kind; dotted kinds have dashes, and only the chart's own has no mark."""
    looks = line_looks(declared, written)
    assert set(looks) == {"chart", *declared, *written}
    assert len(set(looks.values())) == len(looks)
    assert all(bool(looks[kind].dash) == (style == "dotted") for kind, style in declared.items())
    assert [kind for kind, look in looks.items() if not look.mark] == ["chart"]


def test_the_five_kinds_differ_in_mark_and_in_dash() -> None:
    """Those of the Vietnamese papers differ twice over: any one of the two is enough to tell them."""
    looks = line_looks(study().baseline.terms.lines)
    found = [looks[kind] for kind in KINDS]
    assert len({one.mark for one in found}) == len({one.dash for one in found}) == len(KINDS)


@pytest.mark.parametrize("root", [None, "duc-tho", "ky-anh"])
def test_lines_of_the_study_cover_no_other(root: str | None) -> None:
    """On no page does a line run on one of another kind, or on the chart's own; none leads through a box."""
    drawing = chart(study().baseline, root=root).drawing
    assert sum(route.kind != "chart" for page in drawing.pages for route in page.routes) >= 7
    assert [pair for page in drawing.pages for pair in covered(page)] == []
    assert faults(drawing, ids(study().baseline, root), least=7.0) == []


def test_lines_of_every_kind_cover_no_other(drawn: Chart) -> None:
    """Two lines between the same boxes, and lines that arrive beside the chart's own, are led apart."""
    assert [pair for page in drawn.drawing.pages for pair in covered(page)] == []
    assert faults(drawn.drawing, ids(_departments()), least=7.0) == []


@given(st.integers(0, 10_000))
def test_lines_moved_apart_meet_their_boxes_and_no_other(seed: int) -> None:
    """Among boxes of a grid every line still ends at its boxes, is level or upright, and leads through none."""
    import numpy as np

    draw = np.random.default_rng(seed)
    cells = [(column, row) for column in range(5) for row in range(5) if draw.random() < 0.8]
    boxes = [(column * 11 + draw.random(), row * 5 + draw.random(), 8.0, 3.0) for column, row in cells]
    if len(boxes) < 3:
        return
    x, y, width, height = (list(side) for side in zip(*boxes, strict=True))
    router, nudger = Router(x, y, width, height), Nudger(x, y, width, height)
    asked = []
    for _ in range(8):
        start, end = (int(n) for n in draw.choice(len(boxes), size=2, replace=False))
        bundle = (KINDS[draw.integers(3)], end)
        points = router.route(start, end, bundle)
        if points is not None:
            asked.append((bundle, start, end, points))
    led = joined([(one[0], points) for one, points in zip(asked, nudger.together(asked), strict=True)])
    moved = nudger.apart([(*one[:3], points) for one, (points, _) in zip(asked, led, strict=True)])
    for (_, start, end, _), points in zip(asked, moved, strict=True):
        for (x0, y0), (x1, y1) in pairwise(points):
            assert abs(x0 - x1) < 1e-9 or abs(y0 - y1) < 1e-9
            for left, top, wide, high in boxes:
                through = min(x0, x1) < left + wide - 1e-9 and max(x0, x1) > left + 1e-9
                assert not (through and min(y0, y1) < top + high - 1e-9 and max(y0, y1) > top + 1e-9)
        for (px, py), (left, top, wide, high) in ((points[0], boxes[start]), (points[-1], boxes[end])):
            assert left - 1e-9 <= px <= left + wide + 1e-9
            assert top - 1e-9 <= py <= top + high + 1e-9
            assert min(abs(px - left), abs(px - left - wide), abs(py - top), abs(py - top - high)) < 1e-9


@settings(max_examples=12)
@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 14), st.integers(0, 14)), min_size=6, max_size=16),
    st.integers(3, 14),
)
def test_no_line_crosses_another_and_none_is_lost(drawn: list[tuple[str, int, int]], moved: int) -> None:
    """A line is drawn, or its box names it, or has the number under which the key does; in both states of an outcome alike."""
    units = [Unit("top", names_of(en="Province"))]
    units += [Unit(f"d{n}", names_of(en=f"Department {n}"), parent="top") for n in range(3)]
    units += [Unit(f"d{n}", names_of(en=f"Office {n}"), parent=f"d{n % 3}") for n in range(3, 15)]
    written = {Line(kind, f"d{start}", f"d{end}") for kind, start, end in drawn if start != end}
    lines = [one for one in written if (one.kind, int(one.to[1:])) != ("administrative", int(one.from_[1:]) % 3)]
    plan = Structure.of([*units, *lines]).plan("x")
    plan.transfer(f"d{moved}", to="top")
    outcome = plan.run()
    places = []
    for state in ("before", "after"):
        structure = getattr(outcome, state)
        drawing = chart(outcome, state=state, language="en", page="a4").drawing
        assert faults(drawing, ids(structure), least=7.0) == []
        (page,) = drawing.pages
        said = {box.id: " ".join(line.text for line in box.lines).replace("\u00a0", " ") for box in page.boxes}
        key = {sample.text for sample in page.samples}
        routes = {(route.kind, route.start, route.end) for route in page.routes}
        for one in structure.lines:
            name = structure.units.get(one.to).name("en")
            numbers = [row[1] for row in key if row.startswith("(") and row.endswith(f": {name}")]
            is_said = name in said[one.from_] or any(f"({number})" in said[one.from_] for number in numbers)
            is_own = ("chart", one.to, one.from_) in routes
            assert ((one.kind, one.from_, one.to) in routes) or is_said or is_own
        places.append({box.id: (box.x, box.y, box.width) for box in page.boxes if box.id != f"d{moved}"})
    assert places[0] == places[1]


def test_lines_to_one_box_are_painted_once(drawn: Chart) -> None:
    """What lines of one kind to one box have in common is one stroke, so that dashes never fill each other's gaps."""
    (page,) = drawn.drawing.pages
    runs = [route for route in page.routes if route.own]
    assert len(runs) >= 5
    for one, other in combinations(page.routes, 2):
        if one.kind != "chart" and (one.kind, one.end) == (other.kind, other.end):
            painted = [Route(route.kind, route.start, route.end, route.own_points) for route in (one, other)]
            assert _on_each_other(*painted, 0.1 * page.type_size) < 1e-6
    strokes = [
        tuple(re.findall(r"[\d.]+", d)) for d in re.findall(r'<path d="([^"]*)"[^>]*stroke-dasharray', drawn.svg())
    ]
    assert len(strokes) == len(set(strokes))


def test_the_stroke_begins_at_the_end(drawn: Chart) -> None:
    """A line is written from its end, where its dashes begin, so that lines led on by another tool stay in phase."""
    (page,) = drawn.drawing.pages
    route = next(one for one in page.routes if one.kind == "election")
    (x0, y0), (x1, y1) = route.points[0], route.points[-1]
    assert re.search(rf'd="M{x1:.6g} {y1:.6g}L[^"]*L{x0:.6g} {y0:.6g}" fill="none"[^>]*stroke-dasharray', drawn.svg())


def test_every_format_tells_kinds_apart(drawn: Chart) -> None:
    """Slides, draw.io and the page give each kind a weight, dashes and a mark that no other has."""
    from pptx import Presentation

    slide = Presentation(io.BytesIO(drawn.pptx())).slides[0]
    looks: dict[str, set[tuple[object, ...]]] = {}
    for shape in slide.shapes:
        kind = shape.name.partition(":")[0]
        if kind in KINDS:
            line = shape._element.spPr.find("{*}ln")
            mark = line.find("{*}tailEnd")
            if mark is not None:
                dashes = tuple((one.get("d"), one.get("sp")) for one in line.iter("{*}ds"))
                looks.setdefault(kind, set()).add((line.get("w"), dashes, tuple(sorted(mark.items()))))
    assert set(looks) == set(KINDS)
    assert all(len(found) == 1 for found in looks.values())
    assert len({next(iter(found))[2] for found in looks.values()}) == len(KINDS)

    styles = {}
    (page,) = drawn.drawing.pages
    root = ElementTree.fromstring(drawn.drawio())
    cells = {cell.get("id"): cell for cell in root.iter("mxCell")}
    for number, route in enumerate(page.routes):
        style = dict(part.split("=") for part in str(cells[f"r{number}"].get("style")).split(";") if "=" in part)
        at = "end" if style["startArrow"] == "none" else "start"
        styles.setdefault(route.kind, set()).add(
            (style[f"{at}Arrow"], style.get(f"{at}Fill"), style["strokeWidth"], style.get("dashPattern"))
        )
    assert all(len(found) == 1 for found in styles.values())
    assert len({next(iter(found))[:2] for found in styles.values()}) == len(KINDS) + 1

    data = json.loads(drawn.html().split('id="data">')[1].split("</script>")[0])
    assert set(data["lines"]) == set(KINDS)
    assert len({one["mark"] for one in data["lines"].values()}) == len(KINDS)


def test_drawio_leads_lines_that_run_together_from_their_end(drawn: Chart) -> None:
    """Edges of dashes that share their way begin at the box they share, so that draw.io sets their dashes on each other."""
    (page,) = drawn.drawing.pages
    together = {(route.kind, route.end) for route in page.routes if route.own and route.kind != "administrative"}
    root = ElementTree.fromstring(drawn.drawio())
    cells = {cell.get("id"): cell for cell in root.iter("mxCell")}
    number_of = {box.id: f"b{number}" for number, box in enumerate(page.boxes)}
    for number, route in enumerate(page.routes):
        from_end = cells[f"r{number}"].get("source") == number_of[route.end]
        assert from_end == ((route.kind, route.end) in together)


def test_the_key_shows_each_kind_with_its_mark(drawn: Chart) -> None:
    """Every kind on the page has a row, drawn as the lines are."""
    (page,) = drawn.drawing.pages
    keys = [sample.key for sample in page.samples if sample.kind == "line"]
    assert sorted(keys) == sorted({"chart", *KINDS})
    for sample in page.samples:
        if sample.kind == "line":
            painted = list(drawn.painter.sample(sample))
            assert len(painted) == (2 if sample.key == "chart" else 3)


@pytest.mark.parametrize("page", ["a4", "fit"])
@pytest.mark.parametrize("root", [None, "duc-tho"])
def test_the_key_has_no_kind_that_no_line_is_of(root: str | None, page: str) -> None:
    """A kind of which all lines are told in the boxes has no row among the lines."""
    for one in chart(study().baseline, root=root, page=page).drawing.pages:
        keys = {sample.key for sample in one.samples if sample.kind == "line"}
        assert keys == {route.kind for route in one.routes} | {"chart"}


def test_numbers_of_many_bundles_are_parted_from_figures() -> None:
    """The tenth bundle of lines has two digits, and its number is no more of the figure before it than that of the first."""
    content = BoxContent("a", "Office", (Detail("2/3"), Detail("(12)")))
    (lines,) = [Boxes([[content]], default_faces()).lines(content, 20.0)]
    assert unbroken(line for line in lines if not line.bold) == "2/3 · (12)"
