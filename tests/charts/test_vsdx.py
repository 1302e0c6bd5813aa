"""Drawings of Visio, read again by a library that did not write them: boxes with their texts, connectors glued to both ends."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from zipfile import ZipFile

import pytest
import vsdx

from orgmodel.charts.chart import Chart, chart
from tests.charts.organisations import outcome

NAMES = {"v": "http://schemas.microsoft.com/office/visio/2012/main"}
POINT = 72.0


@pytest.fixture(scope="module")
def drawn() -> Chart:
    return chart(outcome("2.3-no-new-quota"), state="after", root="duc-tho", page="a4")


@pytest.fixture(scope="module")
def saved(drawn: Chart, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = drawn.save(tmp_path_factory.mktemp("visio") / "x.vsdx")
    return path


def test_another_library_reads_boxes_where_they_are(drawn: Chart, saved: Path) -> None:
    """Each box is a shape with its texts, at its place and of its size, in inches from below."""
    (page,) = drawn.drawing.pages
    with vsdx.VisioFile(str(saved)) as drawing:
        (read,) = drawing.pages
        shapes = {shape.ID: shape for shape in read.all_shapes}
        for number, box in enumerate(page.boxes):
            shape = shapes[str(number + 1)]
            said = "\n".join([*(line.text for line in box.lines), *[box.refers] * bool(box.refers)])
            assert re.sub(r"<[^<>]*>", "", shape.text).strip() == said
            assert (shape.width or 0) * POINT == pytest.approx(box.width, abs=0.01)
            assert (shape.x or 0) * POINT == pytest.approx(box.x + box.width / 2, abs=0.01)
            assert (shape.y or 0) * POINT == pytest.approx(page.height - box.y - box.height / 2, abs=0.01)


def test_lines_are_glued_to_the_boxes_that_they_join(drawn: Chart, saved: Path) -> None:
    """Each line is glued at both ends, at sites of the boxes where the line meets them, and goes its way between."""
    (page,) = drawn.drawing.pages
    with ZipFile(saved) as file:
        assert file.testzip() is None
        root = ElementTree.fromstring(file.read("visio/pages/page1.xml"))
    shapes = {one.get("ID"): one for one in root.iter(f"{{{NAMES['v']}}}Shape")}
    assert len(shapes) == len(list(root.iter(f"{{{NAMES['v']}}}Shape")))
    ids = {box.id: str(number + 1) for number, box in enumerate(page.boxes)}
    glued: dict[str, set[str]] = {}
    for one in root.iterfind("v:Connects/v:Connect", NAMES):
        line, box = shapes[one.get("FromSheet")], shapes[one.get("ToSheet")]
        glued.setdefault(one.get("FromSheet", ""), set()).add(one.get("ToSheet", ""))
        site = box.find(f"v:Section[@N='Connection']/v:Row[@IX='{int(one.get('ToPart', '')) - 100}']", NAMES)
        assert site is not None
        end = one.get("FromCell", "").removesuffix("X")
        for axis, size in (("X", "Width"), ("Y", "Height")):
            at = _value(site, axis) + _value(box, f"Pin{axis}") - _value(box, size) / 2
            assert at == pytest.approx(_value(line, f"{end}{axis}"), abs=0.002)
    joined = sorted(sorted((ids[route.start], ids[route.end])) for route in page.routes)
    assert sorted(sorted(ends) for ends in glued.values()) == joined
    for number, route in zip(glued, page.routes, strict=True):
        assert len(shapes[number].findall("v:Section[@N='Geometry']/v:Row", NAMES)) == len(route.points)


def _value(element: ElementTree.Element, name: str) -> float:
    cell = element.find(f"v:Cell[@N='{name}']", NAMES)
    assert cell is not None
    return float(cell.get("V", ""))


def test_the_same_drawing_gives_the_same_bytes(drawn: Chart, saved: Path) -> None:
    """And says what it is."""
    assert drawn.vsdx() == saved.read_bytes()
    with ZipFile(saved) as file:
        assert drawn.drawing.title in file.read("docProps/core.xml").decode()
