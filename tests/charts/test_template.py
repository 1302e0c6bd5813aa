"""Slides in an office's own master: its layouts, its title, its room; what does not serve is refused with what was expected."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from orgmodel.charts.chart import Chart, chart
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from tests.charts.organisations import outcome

CONTENT, TITLES = 7, (1, 3)


@pytest.fixture(scope="module")
def drawn() -> Chart:
    units = [Unit("top", names_of(en="Department"))]
    units += [Unit(f"d{n}", names_of(en=f"Division {n}"), parent="top") for n in range(4)]
    return chart(Structure.of(units), language="en")


def _saved(office: Any, folder: Path) -> Path:
    path = folder / "office.pptx"
    office.save(str(path))
    return path


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Give an office's presentation with a slide of its own, and room for content at a place of its own."""
    office: Any = Presentation()
    office.slide_master.name = "An office"
    office.slides.add_slide(office.slide_layouts[1]).shapes.title.text_frame.text = "an old slide"
    for one in office.slide_layouts[3].placeholders:  # of two contents the one that is named
        if one.placeholder_format.idx == 2:
            one.name, one.left, one.top, one.width, one.height = "Sơ đồ", 900_000, 1_900_000, 7_500_000, 4_000_000
    return _saved(office, tmp_path)


def test_a_chart_stands_in_the_room_of_the_layout(drawn: Chart, template: Path, tmp_path: Path) -> None:
    """Under the office's title, in its letters, all within the placeholder that is named; made twice alike."""
    (path,) = drawn.save(tmp_path / "x.pptx", template=template)
    made: Any = Presentation(str(path))
    (slide,) = made.slides
    assert made.slide_master.name == "An office"
    assert slide.slide_layout.name == "Two Content"
    assert slide.shapes.title.text_frame.text == "Organisation chart – Department"
    assert slide.shapes.title._element.spPr.xfrm is None  # it stands where the layout has it
    shapes = [shape for shape in slide.shapes if not shape.is_placeholder]
    assert len(shapes) > 8
    for shape in shapes:
        assert 900_000 <= shape.left <= shape.left + shape.width <= 8_400_000
        assert 1_900_000 <= shape.top <= shape.top + shape.height <= 5_900_000
    assert not slide._element.xpath(".//a:latin")
    assert path.read_bytes() == drawn.pptx(template=template)


def test_a_template_without_the_placeholders_is_refused(drawn: Chart, tmp_path: Path) -> None:
    """With its place, what was expected and what is there; nothing is written."""
    office: Any = Presentation()
    for layout in office.slide_layouts:
        for one in [one for one in layout.placeholders if one.placeholder_format.type not in TITLES]:
            one._element.getparent().remove(one._element)
    path = _saved(office, tmp_path)
    with pytest.raises(ProblemsError) as told:
        drawn.save(tmp_path / "x.pptx", template=path)
    (problem,) = told.value.problems
    assert problem.code == "TEMPLATE"
    assert problem.location is not None
    assert problem.location.file == str(path)
    assert "chart, sơ đồ" in problem.message
    assert "“Two Content” (Title 1)" in problem.message
    assert not (tmp_path / "x.pptx").exists()


@pytest.mark.parametrize(("suffix", "page"), [(".pdf", None), (".pptx", "a4")])
def test_a_template_is_for_slides_without_a_page(suffix: str, page: str | None, template: Path, tmp_path: Path) -> None:
    """Another format has no master, and the room decides how large a chart is."""
    made = chart(Structure.of([Unit("a")]), page=page)
    with pytest.raises(ProblemsError, match="template"):
        made.save(tmp_path / f"x{suffix}", template=template)


def test_bytes_of_a_chart_without_a_template_are_one_size(drawn: Chart) -> None:
    """Of our own master slides are 16:9."""
    made = Presentation(BytesIO(drawn.pptx()))
    assert (made.slide_width, made.slide_height) == (12_192_000, 6_858_000)


def test_names_are_cut_for_the_room_of_the_template(template: Path, tmp_path: Path) -> None:
    """What fits a page of paper whole and not the office's room is told of the slides that are written, and of these alone."""
    long = " ".join(["Nghị"] * 600)
    made = chart(Structure.of([Unit("a", names_of(vi=long)), Unit("b", parent="a")]))
    assert made.warnings_of("x.pdf") == ()
    assert [(one.code, one.subject) for one in made.warnings_of("x.pptx", template=template)] == [("NAME_CUT", "a")]
    (path,) = made.save(tmp_path / "x.pptx", template=template)
    said = [one.text or "" for one in Presentation(str(path)).slides[0].part._element.iter("{*}t")]
    assert any(text.endswith("…") for text in said)
    assert long not in " ".join(said)


def test_type_is_as_large_as_the_slide(tmp_path: Path) -> None:
    """A slide is shown as large as the screen: on one of half the height type may be half as large, and never larger than on ours."""
    structure = Structure.of([Unit("top", names_of(en="Department")), Unit("a", names_of(en="Division"), parent="top")])
    made = chart(structure, language="en")
    papers = []
    for share in (1.0, 0.5, 2.0):
        office: Any = Presentation()
        office.slide_height = round(6_858_000 * share)
        papers.append(made._slide_paper(_saved(office, tmp_path)))
    least = [paper.least for paper in papers if paper is not None]
    assert least == pytest.approx([8.0, 4.0, 8.0])


def test_changes_that_no_room_holds_are_told_of_the_template(template: Path, tmp_path: Path) -> None:
    """What to choose is another template or a part, for a chart in an office's master has no page of its own."""
    office: Any = Presentation(str(template))
    for one in office.slide_layouts[3].placeholders:
        if one.name == "Sơ đồ":
            one.width, one.height = 3_300_000, 2_200_000
    made = chart(outcome("2.3-no-new-quota"), state="changes", language="en")
    with pytest.raises(ProblemsError, match="room of the template"):
        made.pptx(template=_saved(office, tmp_path))
